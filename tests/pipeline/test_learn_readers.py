import hashlib
import json
import logging
import os
import shutil

import numpy as np
import pytest

from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.errors import StoreError
from ltrec_gui.jobs.control import Cancelled, JobControl
from ltrec_gui.pipeline import learn_readers as module
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.learn_readers import (
    TRUSTED_READERS,
    events_of,
    learn_readers,
    open_readers,
    readers_are_stale,
    readers_report,
)
from ltrec_gui.pipeline.verify import Check, verify

# At the top: imported while a test has changed MOST_DENSE, the trial would keep the changed one.
from ltrec_gui.recommend import collaborative, reader_trial
from tests.making import CancellingControl, fill, make_item, topic_items

ITEM_COUNT = 120
STAGES = ["reading", "comparing", "fitting", "writing"]


def read_by(workspace, count, per_reader=8, first=0, rated=True):
    """Let readers, each fond of one topic, meet items of it (every fourth item is of one topic)."""
    rng = np.random.default_rng(first + 5)
    events = []
    for reader in range(first, first + count):
        for number in rng.choice(ITEM_COUNT // 4, size=per_reader, replace=False):
            rating = float(rng.integers(1, 6)) if rated else None
            item_id = f"{4 * number + reader % 4:04d}"
            events.append((Interaction(f"reader {reader}", item_id, rating=rating, timestamp="2001"), 0))
    workspace.interactions.upsert(events, 1)


@pytest.fixture
def library(workspace, control):
    fill(workspace, topic_items(ITEM_COUNT))
    embed_items(workspace, control)
    read_by(workspace, 40)
    return workspace


@pytest.fixture
def learned(library, control):
    learn_readers(library, control)
    return library


def folders(workspace):
    return sorted(path.name for path in workspace.index_root.glob("readers-*"))


def opened(workspace):
    return open_readers(workspace, workspace.snapshot())


PROFILE, WEIGHTS = np.array([0, 4, 9]), np.array([1.0, 0.5, -0.3])


def test_what_is_kept_is_what_was_fitted(library, control):
    from ltrec_gui.evaluate.splits import likes_of
    from ltrec_gui.recommend.collaborative import fit_ease, item_factors, text_neighbours, weighed_likes

    report = learn_readers(library, control)
    snapshot = library.snapshot()
    events = events_of(library, snapshot)
    likes = weighed_likes(events.reader, events.item, likes_of(events), ITEM_COUNT, 0.25)
    prior = text_neighbours(snapshot.view.rows(np.arange(ITEM_COUNT)), 50)
    expected = fit_ease(likes, report.regularisation, prior, report.prior_weight)
    readers = opened(library)
    assert report.name == readers.name == "ease-prior"
    np.testing.assert_allclose(
        readers.scores(PROFILE, WEIGHTS), expected.scores(PROFILE, WEIGHTS), atol=1e-14
    )
    np.testing.assert_allclose(
        readers.contributions(PROFILE, WEIGHTS, 8), expected.contributions(PROFILE, WEIGHTS, 8), atol=1e-14
    )
    assert report.reader_count == readers.reader_count == 40
    assert readers.counts.sum() == len(events) == report.like_count + report.view_count == 320
    assert readers.counts[4] == np.count_nonzero(events.item == 4)
    np.testing.assert_array_equal(readers.factors, item_factors(likes, prior))


def test_the_parts_of_a_score_sum_to_it(learned):
    readers = opened(learned)
    scores = readers.scores(PROFILE, WEIGHTS)
    for position in (0, 5, 8, 60):
        assert readers.contributions(PROFILE, WEIGHTS, position).sum() == pytest.approx(scores[position])


def test_readers_of_one_topic_lead_to_it(learned):
    scores = opened(learned).scores(np.array([0, 4, 8]), np.ones(3))
    others = np.setdiff1d(np.arange(ITEM_COUNT), [0, 4, 8])
    best = others[np.argsort(-scores[others])[:10]]
    assert (best % 4 == 0).all()


def test_without_vectors_readers_are_learned_from_alone(workspace, control):
    fill(workspace, topic_items(ITEM_COUNT))
    read_by(workspace, 30)
    assert learn_readers(workspace, control).name == opened(workspace).name == "ease"


def test_views_are_likes_where_nobody_rates(workspace, control):
    fill(workspace, topic_items(ITEM_COUNT))
    read_by(workspace, 30, rated=False)
    report = learn_readers(workspace, control)
    assert (report.like_count, report.view_count) == (240, 0)


def test_many_readers_of_many_items_are_walked_over(library, control, monkeypatch):
    monkeypatch.setattr(collaborative, "MOST_DENSE", 10)
    monkeypatch.setattr(reader_trial, "MOST_DENSE", 10)
    report = learn_readers(library, control)
    readers = opened(library)
    assert report.name == readers.name == "rp3beta-map"
    scores = readers.scores(PROFILE, WEIGHTS)
    assert scores.any()
    assert readers.contributions(PROFILE, WEIGHTS, 8).sum() == pytest.approx(scores[8])


def test_what_nobody_met_is_scored_by_what_its_text_says_where_readers_are_walked_over(
    workspace, control, monkeypatch
):
    monkeypatch.setattr(collaborative, "MOST_DENSE", 10)
    monkeypatch.setattr(reader_trial, "MOST_DENSE", 10)
    fill(workspace, topic_items(ITEM_COUNT + 8))
    read_by(workspace, 60)
    unmet = list(range(ITEM_COUNT, ITEM_COUNT + 8))
    assert learn_readers(workspace, control).name == "rp3beta"
    assert not opened(workspace).scores(PROFILE, WEIGHTS)[unmet].any()
    embed_items(workspace, control)
    report = learn_readers(workspace, control)
    readers = opened(workspace)
    assert report.name == readers.name == "rp3beta-map"
    assert report.neighbour_count == 0
    # Whoever likes one topic is led to what is new in it: every fourth item is of one topic.
    scores = readers.scores(np.array([0, 4, 8, 12]), np.ones(4))[unmet]
    assert scores[::4].min() > np.delete(scores, [0, 4]).max()
    assert readers.contributions(PROFILE, WEIGHTS, unmet[0]).sum() == pytest.approx(
        readers.scores(PROFILE, WEIGHTS)[unmet[0]]
    )


def test_too_few_readers_teach_nothing(workspace, control, caplog):
    fill(workspace, topic_items(ITEM_COUNT))
    read_by(workspace, 19, rated=False)
    read_by(workspace, 10, per_reader=1, first=19, rated=False)
    assert readers_are_stale(workspace, control)
    with caplog.at_level(logging.INFO):
        assert learn_readers(workspace, control) is None
    assert "19 readers" in caplog.text
    assert not readers_are_stale(workspace, control)  # until somebody reads more
    assert opened(workspace) is None
    assert not folders(workspace)
    read_by(workspace, 1, first=50, rated=False)
    assert readers_are_stale(workspace, control)
    assert learn_readers(workspace, control).reader_count == 30


def test_enough_readers_are_trusted(workspace, control):
    fill(workspace, topic_items(ITEM_COUNT))
    read_by(workspace, TRUSTED_READERS - 1, per_reader=5, rated=False)
    read_by(workspace, 50, per_reader=4, first=TRUSTED_READERS - 1, rated=False)
    assert not learn_readers(workspace, control).is_trusted
    assert not opened(workspace).is_trusted
    read_by(workspace, 1, per_reader=5, first=1000, rated=False)
    assert learn_readers(workspace, control).is_trusted
    assert opened(workspace).is_trusted


def test_a_fresh_model_is_kept_and_an_old_one_replaced(learned, control):
    first = folders(learned)
    assert not readers_are_stale(learned, control)
    kept = learn_readers(learned, control)
    assert kept.number == 1
    assert folders(learned) == first == ["readers-000001"]
    read_by(learned, 5, first=40)
    assert readers_are_stale(learned, control)
    assert learn_readers(learned, control).reader_count == 45
    assert folders(learned) == ["readers-000002"]
    assert opened(learned).reader_count == 45


def test_another_index_makes_another_model(learned, control):
    build_index(learned, control)
    assert readers_are_stale(learned, control)
    assert learn_readers(learned, control).generation == 1
    assert not readers_are_stale(learned, control)


def test_a_library_without_interactions_waits_for_nothing(workspace, control):
    fill(workspace, topic_items(ITEM_COUNT))
    assert not readers_are_stale(workspace, control)


def test_items_added_later_have_no_evidence(learned, control):
    before = opened(learned)
    fill(learned, [make_item(item_id="0000a", title="Harbour"), make_item(item_id="zzz", title="Tide")])
    after = opened(learned)
    assert len(after.counts) == ITEM_COUNT + 2
    where = [learned.snapshot().positions[item.item_id] for item in topic_items(ITEM_COUNT)]
    new = np.setdiff1d(np.arange(ITEM_COUNT + 2), where)
    profile = np.array([*(where[position] for position in PROFILE), *new])
    scores = after.scores(profile, np.array([*WEIGHTS, 3.0, 5.0]))
    np.testing.assert_array_equal(scores[where], before.scores(PROFILE, WEIGHTS))
    assert not scores[new].any()
    assert not after.counts[new].any()
    shares = after.contributions(profile, np.array([*WEIGHTS, 3.0, 5.0]), where[8])
    np.testing.assert_array_equal(shares[:3], before.contributions(PROFILE, WEIGHTS, 8))
    assert not shares[3:].any()
    assert not after.contributions(profile, np.ones(5), int(new[0])).any()
    assert not after.scores(new, np.ones(2)).any()


def test_items_that_are_gone_take_their_evidence_along(learned):
    before = opened(learned)
    with learned.db.atomic():
        learned.db.conn.execute("DELETE FROM items WHERE item_id = '0002'")
        learned.db.conn.execute("UPDATE meta SET value = value + 1 WHERE name = 'content_version'")
    after = opened(learned)
    kept = np.delete(np.arange(ITEM_COUNT), 2)
    np.testing.assert_array_equal(after.counts, before.counts[kept])
    np.testing.assert_array_equal(
        after.scores(np.array([0, 3]), np.ones(2)), before.scores(np.array([0, 4]), np.ones(2))[kept]
    )


def test_interactions_with_unknown_items_are_left_out(library):
    library.interactions.upsert([(Interaction("reader 1", "nowhere", rating=5.0), 0)], 1)
    snapshot = library.snapshot()
    events = events_of(library, snapshot)
    assert len(events) == 320
    assert events.item.min() >= 0


@pytest.mark.parametrize(
    ("ratings", "rated"),
    [
        ([0.0, 0.0, 0.0, 8.0, 3.0], 2),  # a scale from 1, and most did not rate
        ([0.0, 0.0, 0.0, 1.0, 1.0], 5),  # thumbs
        ([0.0, 0.0, 8.0, 3.0, 5.0], 5),  # now and then a 0
        ([0.0, 0.0, 0.0, 0.5, 5.0], 5),  # a scale that goes below 1
        ([0.0, 0.0, 0.0, 0.0, 0.0], 5),
    ],
)
def test_a_zero_is_no_rating_where_the_scale_has_none(workspace, ratings, rated):
    fill(workspace, topic_items(8))
    rows = [(Interaction("ann", f"{number:04d}", rating=rating), 0) for number, rating in enumerate(ratings)]
    workspace.interactions.upsert(rows, 1)
    events = events_of(workspace, workspace.snapshot())
    assert np.count_nonzero(~np.isnan(events.rating)) == rated


def damaged(path, damage):
    match damage:
        case "flip":
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.write_bytes(content)
        case "cut":
            path.write_bytes(path.read_bytes()[:-1])
        case "empty":
            path.write_bytes(b"")
        case "remove":
            path.unlink()


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "remove"])
def test_damage_of_any_file_is_noticed_and_mended(learned, control, reopened, caplog, damage):
    assert opened(learned) is not None  # its bytes were found good once
    folder = learned.index_root / "readers-000001"
    whole = learned.folder / "whole"
    shutil.copytree(folder, whole)
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) > 10
    for name in names:
        damaged(folder / name, damage)
        caplog.clear()
        other = reopened()
        assert opened(other) is None, name
        assert "not used" in caplog.text
        assert readers_are_stale(other, control)
        shutil.copytree(whole, folder, dirs_exist_ok=True)
    assert opened(learned) is not None
    damaged(folder / "model_own.npy", damage)
    assert learn_readers(learned, control).number == 2
    assert opened(learned) is not None
    assert folders(learned) == ["readers-000002"]


def check_of(workspace, control, name="readers"):
    report = verify(workspace, control)
    assert report.is_sound
    return next((check for check in report.checks if check.name == name), None)


def test_verify_says_what_was_learned_and_when_it_is_old(library, control, workspace):
    assert check_of(library, control) == Check("readers", "note", "not learned from yet")
    learn_readers(library, control)
    found = check_of(library, control)
    assert found.state == "ok"
    assert "120 items as 40 readers met them (ease-prior)" in found.finding
    read_by(library, 3, first=60)
    found = check_of(library, control)
    assert (found.state, "changed since" in found.finding) == ("note", True)


def test_verify_says_nothing_of_readers_where_there_are_none_or_too_few(workspace, control):
    fill(workspace, topic_items(ITEM_COUNT))
    assert check_of(workspace, control) is None
    read_by(workspace, 5)
    learn_readers(workspace, control)
    assert check_of(workspace, control) is None


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "remove"])
def test_verify_names_every_damaged_file_and_learning_mends_it(learned, control, damage):
    assert check_of(learned, control).state == "ok"
    folder = learned.index_root / "readers-000001"
    whole = learned.folder / "whole"
    shutil.copytree(folder, whole)
    for name in sorted(path.name for path in folder.iterdir()):
        path = folder / name
        times = path.stat().st_atime_ns, path.stat().st_mtime_ns
        damaged(path, damage)
        if path.exists():
            os.utime(path, ns=times)  # as a disk that forgets would leave it
        found = check_of(learned, control)
        assert found.state == "note"
        assert "damaged" in found.finding
        assert path.stem in found.finding
        shutil.copytree(whole, folder, dirs_exist_ok=True)
    damaged(folder / "item_keys.npy", damage)
    learn_readers(learned, control)
    assert check_of(learned, control).state == "ok"


def test_a_model_that_is_not_of_the_items_it_names_is_refused(learned, control, caplog):
    """Whole files with the right sums, but of another model: as an older program's fault would leave them."""
    folder = learned.index_root / "readers-000001"
    written = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name in ("item_keys", "reader_counts", "item_factors"):
        np.save(folder / f"{name}.npy", np.load(folder / f"{name}.npy")[:-1])
        path = folder / f"{name}.npy"
        facts = [path.name, path.stat().st_size, module._sha256(path)]
        written["files"] = [facts if each[0] == path.name else each for each in written["files"]]
    for item_count, complaint in ((ITEM_COUNT, "do not fit together"), (ITEM_COUNT - 1, "does not score")):
        content = json.dumps({**written, "item_count": item_count})
        (folder / "manifest.json").write_text(content, encoding="utf-8", newline="")
        learned.meta.set("readers", f"1 {module._sha256(folder / 'manifest.json')}")
        assert complaint in check_of(learned, control).finding
        caplog.clear()
        assert opened(learned) is None
        assert complaint in caplog.text


def test_files_of_another_library_or_version_are_not_used(learned, caplog):
    manifest = learned.index_root / "readers-000001" / "manifest.json"
    written = json.loads(manifest.read_text(encoding="utf-8"))
    for changes in ({"library_id": "other"}, {"format": 99}, {"surplus": 1}, {"name": "unheard of"}):
        content = json.dumps({**written, **changes})
        manifest.write_text(content, encoding="utf-8", newline="")
        learned.meta.set("readers", f"1 {module._sha256(manifest)}")
        caplog.clear()
        assert opened(learned) is None
        assert "not used" in caplog.text


@pytest.mark.parametrize("number", ["x", "1", "9 abc"])
def test_an_unreadable_number_is_no_model(learned, number):
    learned.meta.set("readers", number)
    assert opened(learned) is None


@pytest.mark.parametrize("stage", STAGES)
def test_a_cancel_leaves_the_old_model_in_force(learned, stage):
    before = opened(learned).scores(PROFILE, WEIGHTS)
    read_by(learned, 10, first=40)
    with pytest.raises(Cancelled):
        learn_readers(learned, CancellingControl(lambda progress: progress.stage == stage))
    assert folders(learned) == ["readers-000001"]
    np.testing.assert_array_equal(opened(learned).scores(PROFILE, WEIGHTS), before)
    assert learn_readers(learned, JobControl()).reader_count == 50


def test_a_death_before_the_switch_leaves_the_old_model_in_force(learned, control, monkeypatch):
    read_by(learned, 10, first=40)

    def die(name, value):
        raise KeyboardInterrupt

    monkeypatch.setattr(learned.meta, "set", die)
    with pytest.raises(KeyboardInterrupt):
        learn_readers(learned, control)
    monkeypatch.undo()
    assert folders(learned) == ["readers-000001", "readers-000002"]
    assert opened(learned).reader_count == 40
    assert learn_readers(learned, control).reader_count == 50
    assert len(folders(learned)) == 1


def test_only_what_dead_writers_left_is_removed(learned, control, monkeypatch):
    being_written = learned.index_root / "readers-000009-0a1b2c3d.tmp"
    being_written.mkdir()
    learn_readers(learned, control)
    assert being_written.is_dir()
    monkeypatch.setattr(module, "DEAD_AFTER_SECONDS", -1)
    learn_readers(learned, control)
    assert folders(learned) == ["readers-000001"]


def test_a_full_disk_is_a_sentence_and_leaves_nothing(library, control, monkeypatch):
    def refuse(file, array, allow_pickle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.np, "save", refuse)
    with pytest.raises(StoreError, match="could not be written"):
        learn_readers(library, control)
    assert not folders(library)


def test_big_arrays_stay_in_their_files(library, control, monkeypatch):
    learn_readers(library, control)
    at_once = opened(library).scores(PROFILE, WEIGHTS)
    monkeypatch.setattr(module, "MAPPED_BYTES", 0)
    readers = opened(library)
    assert isinstance(readers._model.inverse, np.memmap)
    np.testing.assert_array_equal(readers.scores(PROFILE, WEIGHTS), at_once)


def test_every_stage_reports(library):
    seen = []
    control = JobControl()
    monitored = CancellingControl(lambda progress: bool(seen.append(progress.stage)))
    learn_readers(library, monitored)
    assert list(dict.fromkeys(seen)) == STAGES
    assert learn_readers(library, control).number == 1


def test_the_command_line_learns_and_says_from_whom(library):
    from click.testing import CliRunner

    from ltrec_gui.cli import commands

    library.close()
    runner = CliRunner()
    folder = str(library.folder)
    found = json.loads(runner.invoke(commands, ["readers", "--library", folder, "--json"]).stdout)
    assert (found["reader_count"], found["is_trusted"]) == (40, False)
    said = runner.invoke(commands, ["readers", "--library", folder])
    assert "40 readers" in said.stdout
    assert "fewer than 200" in said.stdout


def test_the_command_line_says_who_is_missing(workspace):
    from click.testing import CliRunner

    from ltrec_gui.cli import commands

    fill(workspace, topic_items(ITEM_COUNT))
    workspace.close()
    refused = CliRunner().invoke(commands, ["readers", "--library", str(workspace.folder)])
    assert "too few readers" in str(refused.exception)


@pytest.mark.parametrize("kind", ["dual", "primal", "prior", "walk", "map"])
def test_arrays_that_do_not_fit_together_make_no_model(kind):
    from ltrec_gui.recommend.collaborative import (
        fit_ease,
        fit_mapped_walk,
        fit_rp3beta,
        model_of,
        weighed_likes,
    )

    rng = np.random.default_rng(3)
    readers, items = (20, 9) if kind == "primal" else (6, 15)
    pairs = np.unique(rng.integers(0, (readers, items), size=(40, 2)), axis=0)
    likes = weighed_likes(pairs[:, 0], pairs[:, 1], rng.random(len(pairs)) < 0.5, items)
    prior = weighed_likes(np.arange(items), np.arange(items)[::-1], np.zeros(items, bool), items)
    walk = fit_rp3beta(likes)
    models = {"walk": (walk, "rp3beta"), "map": (fit_mapped_walk(likes, np.eye(items), walk), "rp3beta-map")}
    ease = fit_ease(likes, prior=prior if kind == "prior" else None)
    model, name = models.get(kind, (ease, "ease"))
    arrays = model.arrays()
    again = model_of(name, arrays)
    profile, weights = np.array([0, 3]), np.array([1.0, 2.0])
    np.testing.assert_array_equal(again.scores(profile, weights), model.scores(profile, weights))
    for changed in set(arrays) - {"liked", "prior_data"}:
        without = {each: array for each, array in arrays.items() if each != changed}
        with pytest.raises(ValueError, match="lacks"):
            model_of(name, without)
    for changed in set(arrays) - {"liked"} - {each for each in arrays if each.endswith("_indices")}:
        with pytest.raises(ValueError, match=r"fit together|square"):
            model_of(name, {**arrays, changed: np.zeros((3, 1, 2), np.int64)})


# What the trial of settings found


@pytest.fixture(scope="module")
def many_readers():
    """Readers enough for a trial: 120 fond of one topic each, whose views say little."""
    rng = np.random.default_rng(3)
    events = []
    for reader in range(120):
        for number in rng.choice(ITEM_COUNT // 4, size=20, replace=False):
            events.append((Interaction(f"reader {reader}", f"{4 * number + reader % 4:04d}"), 0))
    return events


def test_the_trial_is_kept_with_what_it_chose(workspace, control, reopened, many_readers):
    from ltrec_gui.recommend.reader_trial import CONTENT_SHARES, REGULARISATIONS

    fill(workspace, topic_items(ITEM_COUNT))
    embed_items(workspace, control)
    workspace.interactions.upsert(many_readers, 1)
    report = learn_readers(workspace, control)
    assert 50 <= report.trial_reader_count <= 120
    assert [(each.regularisation, each.content_share) for each in report.tried] == [
        (regularisation, share) for regularisation in REGULARISATIONS for share in CONTENT_SHARES
    ]
    chosen = report.chosen
    assert chosen in report.tried
    assert (chosen.regularisation, chosen.content_share) == (report.regularisation, report.content_share)
    usual = next(each for each in report.tried if each.gain == 0 and each.error == 0)
    for each in report.tried:
        assert 0 <= each.quality <= 1
        assert each.gain == pytest.approx(each.quality - usual.quality)
    assert chosen == usual or chosen.gain > chosen.error
    assert readers_report(reopened(), control) == report


def test_too_few_readers_for_a_trial_leave_none(learned, control):
    report = readers_report(learned, control)
    assert report.reader_count == 40
    assert (report.trial_reader_count, report.tried, report.chosen) == (0, (), None)


def test_a_model_from_before_trials_were_kept_is_read(learned, control):
    folder = learned.index_root / folders(learned)[0]
    values = json.loads((folder / module.MANIFEST).read_text())
    del values["tried"], values["trial_reader_count"]
    content = json.dumps(values).encode()
    (folder / module.MANIFEST).write_bytes(content)
    number = learned.meta.get(module.META).split()[0]
    learned.meta.set(module.META, f"{number} {hashlib.sha256(content).hexdigest()}")
    report = readers_report(learned, control)
    assert report.reader_count == 40
    assert (report.trial_reader_count, report.tried) == (None, ())
    assert opened(learned) is not None


def test_without_readers_there_is_no_report(workspace, control):
    assert readers_report(workspace, control) is None
