"""Embedding, feedback, shelf, export, browsing and verification, each as the window and the command line call it."""

import csv
import json
import random

import numpy as np
import pytest

from ltrec_gui.catalogue.item import Item
from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import Cancelled, JobControl
from ltrec_gui.pipeline.browse import CatalogueQuery, browse, library_overview, set_cuts
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import choose_model, embed_items, encode_brief, measure_unknown_tokens
from ltrec_gui.pipeline.export_formats import harmless
from ltrec_gui.pipeline.export_presets import everything
from ltrec_gui.pipeline.export_shelf import export_shelf
from ltrec_gui.pipeline.give_feedback import (
    feedback_state,
    give_feedback,
    redo_feedback,
    undo_feedback,
)
from ltrec_gui.pipeline.shelf import reorder_shelf, shelf_entries
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.verdict_history import feedback_history
from ltrec_gui.pipeline.verify import verify
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import CancellingControl, fill, make_item, topic_items


def test_embedding_is_resumable_and_loses_at_most_a_batch(workspace, encoders):
    fill(workspace, topic_items(100))
    control = CancellingControl(lambda progress: progress.done >= 40)
    with pytest.raises(Cancelled):
        embed_items(workspace, control)
    kept = workspace.vectors.item_count("fake:mean")
    assert kept == 40
    report = embed_items(workspace, JobControl())
    assert report.embedded == 100 - kept
    assert report.total == 100
    # 100 titles, 100 texts, and the four sets of tags once before and once after.
    assert encoders.get(None, "mean").encoded_count == 100 + 100 + 4 + 4


def test_equal_texts_are_embedded_once(workspace, control, encoders):
    fill(workspace, [make_item(item_id=str(n)) for n in range(5)])
    assert embed_items(workspace, control).total == 5
    assert encoders.get(None, "mean").encoded_count == 2  # the title and the text


def test_a_brief_is_encoded_once(workspace, control, encoders):
    fill(workspace, [make_item()])
    encode_brief(workspace, control, "coast")
    encode_brief(workspace, control, "coast")
    assert encoders.get(None, "mean").encoded_count == 1


def test_pooling_must_be_known(workspace, control):
    with pytest.raises(RequestError):
        choose_model(workspace, control, "", "max")


def test_unknown_tokens_are_measured_and_kept(tmp_path, control):
    from ltrec_gui.pipeline.workspace import Workspace
    from tests.making import FakeEncoders

    workspace = Workspace(tmp_path / "zh", FakeEncoders(unknown_share=0.8))
    fill(workspace, [make_item()])
    assert measure_unknown_tokens(workspace, control) == 0.8
    assert library_overview(workspace, control).unknown_token_share == pytest.approx(0.8)
    workspace.close()


@pytest.fixture
def judged(workspace, control):
    fill(workspace, topic_items(60))
    slate = suggest(workspace, control, SuggestRequest(brief="harbour tide", count=10))
    return workspace, slate, [s.item.item_id for s in slate.suggestions]


def test_feedback_says_where_things_stand(judged, control):
    workspace, slate, ids = judged
    outcome = give_feedback(workspace, control, ids[:2], "good", slate.slate_id)
    assert [item.verdict for item in outcome.items] == ["good", "good"]
    assert (outcome.verdicts_since_slate, outcome.shelf_count) == (2, 0)
    assert outcome.can_undo
    outcome = give_feedback(workspace, control, ids[:1], "shelve", slate.slate_id)
    assert outcome.items[0].is_on_shelf
    assert outcome.shelf_count == 1
    undone = undo_feedback(workspace, control)
    assert (undone.action, undone.items[0].verdict, undone.shelf_count) == ("shelve", "good", 0)
    assert undone.can_redo
    assert redo_feedback(workspace, control).shelf_count == 1
    assert redo_feedback(workspace, control) is None
    assert feedback_state(workspace, control).shelf_count == 1


@pytest.mark.parametrize(("item_id", "verdict"), [("nobody", "good"), ("0000", "splendid")])
def test_nonsense_is_refused_and_nothing_recorded(judged, control, item_id, verdict):
    workspace, slate, _ = judged
    with pytest.raises(RequestError, match="Nothing was recorded"):
        give_feedback(workspace, control, [item_id], verdict, slate.slate_id)
    with pytest.raises(RequestError):
        give_feedback(workspace, control, ["0000"], "good", "no such slate")
    assert feedback_history(workspace, control) == ()


def test_history_is_newest_first_and_names_the_brief(judged, control):
    workspace, slate, ids = judged
    give_feedback(workspace, control, [ids[0]], "good", slate.slate_id)
    give_feedback(workspace, control, [ids[1]], "not-right", slate.slate_id)
    undo_feedback(workspace, control)
    entries = feedback_history(workspace, control)
    assert [(e.item_id, e.verdict, e.is_undone) for e in entries] == [
        (ids[1], "not-right", True),
        (ids[0], "good", False),
    ]
    assert {e.brief for e in entries} == {"harbour tide"}


def test_the_shelf_is_ordered_and_exported(judged, control, tmp_path):
    workspace, slate, ids = judged
    give_feedback(workspace, control, ids[:3], "shelve", slate.slate_id)
    entries = reorder_shelf(workspace, control, [ids[2], ids[0]])
    assert [e.item.item_id for e in entries] == [ids[2], ids[0], ids[1]]
    assert [e.position for e in entries] == [1, 2, 3]
    assert export_shelf(workspace, control, tmp_path / "shelf.csv") == 3
    with (tmp_path / "shelf.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["item_id"] for row in rows] == [ids[2], ids[0], ids[1]]
    assert tuple(rows[0]) == tuple(header for header, _field in everything().columns)
    assert rows[0]["brief"] == "harbour tide"
    export_shelf(workspace, control, tmp_path / "shelf.json")
    exported = json.loads((tmp_path / "shelf.json").read_text(encoding="utf-8"))
    assert [row["title"] for row in exported] == [row["title"] for row in rows]


def test_an_export_never_leaves_half_a_file(judged, control, tmp_path):
    workspace, _, ids = judged
    give_feedback(workspace, control, ids[:1], "shelve")
    with pytest.raises(RequestError, match=r"\.csv, \.xlsx, \.json"):
        export_shelf(workspace, control, tmp_path / "shelf.xls")
    with pytest.raises(RequestError, match="could not be written"):
        export_shelf(workspace, control, tmp_path / "missing" / "shelf.csv")
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    for path in (tmp_path / "file" / "shelf.csv", tmp_path / f"{'x' * 300}.csv"):
        with pytest.raises(RequestError, match="could not be written"):
            export_shelf(workspace, control, path)
    target = tmp_path / "shelf.csv"
    target.mkdir()
    with pytest.raises(RequestError, match="left as it is"):
        export_shelf(workspace, control, target, may_replace=True)
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", "\n", "＝", " =", "＠"])
def test_no_cell_is_a_formula(workspace, control, tmp_path, start):
    evil = f'{start}HYPERLINK("file:///etc/passwd")'
    fill(
        workspace,
        [Item(item_id="1", title=evil, author=evil, tags=(evil,), url=evil, language=evil, date=evil)],
    )
    give_feedback(workspace, control, ["1"], "shelve")
    export_shelf(workspace, control, tmp_path / "shelf.csv")
    with (tmp_path / "shelf.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    for value in row.values():
        assert not value.lstrip(" ").startswith(
            ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
        )
    assert row["title"] == "'" + evil
    export_shelf(workspace, control, tmp_path / "shelf.json")
    assert json.loads((tmp_path / "shelf.json").read_text(encoding="utf-8"))[0]["title"] == evil


def test_numbers_stay_numbers():
    assert harmless(-3.5) == -3.5
    assert harmless("3.5") == "3.5"
    assert harmless("") == ""


def test_any_order_of_shelving_and_reordering_keeps_every_item(workspace, control):
    fill(workspace, topic_items(12))
    rng = random.Random(2)
    on_shelf: set[str] = set()
    for _ in range(80):
        item_id = f"{rng.randrange(12):04d}"
        if rng.random() < 0.6:
            give_feedback(workspace, control, [item_id], "shelve")
            on_shelf.add(item_id)
        else:
            give_feedback(workspace, control, [item_id], "unshelve")
            on_shelf.discard(item_id)
        order = list(on_shelf)
        rng.shuffle(order)
        entries = reorder_shelf(workspace, control, order)
        assert [e.item.item_id for e in entries] == order
    assert {e.item.item_id for e in shelf_entries(workspace, control)} == on_shelf


def test_the_overview_counts(workspace, control):
    fill(workspace, topic_items(100))
    embed_items(workspace, control)
    overview = library_overview(workspace, control)
    assert (overview.item_count, overview.embedded_count, overview.index_count) == (100, 100, 0)
    assert overview.is_index_stale
    build_index(workspace, control)
    overview = library_overview(workspace, control)
    assert overview.index_count == 100
    assert not overview.is_index_stale
    assert dict(overview.tags)["sea"] == 25
    assert dict(overview.languages)["en"] == 66
    assert overview.year_range == (1800, 1899)
    assert sum(s.item_count for s in overview.segments) == 100
    assert sum(s.popularity_share for s in overview.segments) == pytest.approx(1)
    tail = next(s for s in overview.segments if s.segment == "tail")
    assert tail.popularity_share < 0.2


def test_moving_the_cuts_moves_the_tail(workspace, control):
    fill(workspace, topic_items(100))
    before = {s.segment: s.item_count for s in library_overview(workspace, control).segments}
    set_cuts(workspace, control, 0.2, 0.6)
    after = {s.segment: s.item_count for s in library_overview(workspace, control).segments}
    assert after["tail"] > before["tail"]
    assert after["head"] <= before["head"]
    for cuts in ((0.0, 0.5), (0.8, 0.5), (0.5, 1.0)):
        with pytest.raises(RequestError):
            set_cuts(workspace, control, *cuts)


@pytest.mark.parametrize("sort", ["title", "author", "year", "popularity"])
def test_browsing_in_windows_gives_everything_once_and_in_order(workspace, control, sort):
    items = topic_items(90)
    fill(workspace, items)
    seen = []
    for offset in range(0, 90, 20):
        page = browse(workspace, control, CatalogueQuery(sort=sort, offset=offset, limit=20))
        assert page.total == 90
        seen.extend(row.item for row in page.rows)
    assert {item.item_id for item in seen} == {item.item_id for item in items}
    key = {
        "title": lambda i: i.title.lower(),
        "author": lambda i: i.author.lower(),
        "year": lambda i: i.year,
    }.get(sort, lambda i: i.popularity)
    values = [key(item) for item in seen]
    assert values == sorted(values)
    backwards = browse(workspace, control, CatalogueQuery(sort=sort, is_descending=True, limit=90))
    assert [row.item for row in backwards.rows] == seen[::-1]


def test_browsing_by_word_and_segment(workspace, control):
    fill(workspace, topic_items(90))
    page = browse(workspace, control, CatalogueQuery(search="harb", segment="tail"))
    assert page.rows
    for row in page.rows:
        assert row.segment == "tail"
        assert "harbour" in f"{row.item.title} {row.item.text}".lower()
    assert browse(workspace, control, CatalogueQuery(search="nothinglikeit")).total == 0
    with pytest.raises(RequestError):
        browse(workspace, control, CatalogueQuery(sort="colour"))


def test_verify_finds_a_sound_library_sound(workspace, control):
    fill(workspace, topic_items(30))
    embed_items(workspace, control)
    build_index(workspace, control)
    report = verify(workspace, control)
    assert report.is_sound
    assert {check.state for check in report.checks} == {"ok"}


def test_verify_names_each_damage(workspace, control):
    fill(workspace, topic_items(30))
    embed_items(workspace, control)
    build_index(workspace, control)
    next(workspace.index_root.glob("gen-*/index.ann")).write_bytes(b"x")
    states = {check.name: check.state for check in verify(workspace, control).checks}
    assert states["index"] == "note"
    workspace.vectors.put(
        "fake:mean", [workspace.snapshot().table.text_hashes[0]], np.full((1, 48), np.nan, np.float32)
    )
    report = verify(workspace, control)
    assert {check.name: check.state for check in report.checks}["vectors"] == "bad"
    assert not report.is_sound
    with workspace.db.atomic():
        workspace.db.conn.execute("DELETE FROM item_words WHERE rowid = 3")
    assert {check.name: check.state for check in verify(workspace, control).checks}["items"] == "bad"


def test_verify_finds_a_vector_of_the_wrong_length_and_the_rest_still_ranks(workspace, control, reopened):
    fill(workspace, topic_items(30))
    embed_items(workspace, control)
    with workspace.db.atomic():
        workspace.db.conn.execute("UPDATE vectors SET vector = zeroblob(101) WHERE vector_id = 3")
    states = {check.name: check.state for check in verify(workspace, control).checks}
    assert states["vectors"] == "bad"
    view = reopened().snapshot().view
    assert (~view.has_vector).sum() == 1
    digest = workspace.db.conn.execute("SELECT text_hash FROM vectors WHERE vector_id = 3").fetchone()[0]
    assert workspace.vectors.get("fake:mean", digest) is None


@pytest.mark.parametrize(
    "change", ["tags = '[\"gull'", "text = 'Another text'", "popularity = popularity + 1"]
)
def test_verify_finds_a_row_that_changed_by_itself(workspace, control, change):
    fill(workspace, topic_items(30))
    assert verify(workspace, control).is_sound
    with workspace.db.atomic():
        workspace.db.conn.execute(f"UPDATE items SET {change} WHERE item_key = 3")
    report = verify(workspace, control)
    assert not report.is_sound
    assert not report.is_readable
    assert "1 items" in report.checks[0].finding


def test_popularity_comes_from_interactions_where_the_column_has_gaps(workspace):
    from dataclasses import replace

    from ltrec_gui.catalogue.item import Interaction

    items = topic_items(20)
    fill(workspace, [replace(item, popularity=None) if n % 2 else item for n, item in enumerate(items)])
    assert workspace.snapshot().popularity.source == "column"
    workspace.interactions.upsert([(Interaction("u", "0001", clicks=9.0), 0)], 1)
    measured = workspace.snapshot().popularity
    assert measured.source == "interactions"
    assert measured.counts[1] == 9
    assert measured.counts.sum() == 9
    fill(workspace, items)
    assert workspace.snapshot().popularity.source == "column"


def test_depth_goes_by_openings_a_day_where_items_have_dates_and_openings_have_times(workspace, control):
    from dataclasses import replace

    from ltrec_gui.catalogue.item import Interaction

    dates = ["1980-05-02", "2020-12-01", "2021-01-20", *["1990-02-03"] * 17]
    dated = [
        replace(item, popularity=None, date=date) for item, date in zip(topic_items(20), dates, strict=True)
    ]
    fill(workspace, dated)
    often = [
        Interaction(f"u{n}", f"{n % 9 + 3:04d}", timestamp=f"20{n // 4 + 1:02}-01-02") for n in range(80)
    ]
    both = [Interaction("u", item_id, timestamp="2021-01-01") for item_id in ("0000", "0001")]
    workspace.interactions.upsert([(event, 0) for event in often + both], 1)
    measured = workspace.snapshot().popularity
    assert measured.source == "interactions"
    assert measured.counts[0] == measured.counts[1] and measured.segments[0] == measured.segments[1]
    # Both were opened once, one of them in a month and the other in twenty years.
    assert measured.depth[0] > measured.depth[1]
    assert library_overview(workspace, control).is_by_rate
    # A column does not say since when it counts.
    fill(workspace, [replace(item, popularity=3.0 + n) for n, item in enumerate(dated)])
    assert workspace.snapshot().popularity.source == "column"
    assert workspace.snapshot().popularity.rates is None
    assert not library_overview(workspace, control).is_by_rate


def test_a_stage_that_runs_beside_an_import_never_mixes_two_versions(workspace, control, reopened):
    """Items come in between two readings of the same library: everything must still have the same rows."""
    other = reopened()
    for start in range(0, 60, 10):
        snapshot = workspace.snapshot()
        fill(other, topic_items(60)[start : start + 10])
        parts = (
            snapshot.table.keys,
            snapshot.popularity.counts,
            snapshot.positions,
            snapshot.view.has_vector,
        )
        assert {len(part) for part in parts} == {start}
        page = browse(workspace, control, CatalogueQuery())
        assert page.total == start + 10
    assert library_overview(workspace, control).item_count == 60
