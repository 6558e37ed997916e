"""Taking an import back leaves items, words, interactions and verdicts exactly as they were before it."""

import pytest

from ltrec_gui.jobs.control import Cancelled, JobControl
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.give_feedback import give_feedback, undo_feedback
from ltrec_gui.pipeline.import_catalogue import (
    forget_import,
    import_file,
    inspect_file,
    last_import,
    undo_import,
    unfinished_import,
)
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.verify import verify
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import CancellingControl

FIRST = """id,title,description,subjects,loans,rating,year
00123,The Tide Tables,Women of the salt trade.,sea|salt,12,0.30000000000000004,1994
00124,Herring Season,Boats and nets.,sea,3,4.5,1950
00125,Knots,A rigger remembers.,rope,7,4.1,1901
"""
SECOND = """id,title,description,subjects,loans,rating,year
00123,The Tide Tables,Women of the rope trade.,sea|rope,13,0.30000000000000004,1994
00124,Herring Season,Boats and nets.,sea,3,4.5,1950
00200,Beacons,Fires on the cliffs.,light,1,3.9,1970
00201,Lanterns,Oil and wicks.,light|oil,2,3.1,1971
"""
EVENTS = "user_id,item_id,rating,comment,timestamp\nu1,00123,4,lovely,10\nu1,00124,,,11\nu2,00123,2,,12\n"
CHANGED_EVENTS = "user_id,item_id,rating,comment,timestamp\nu1,00123,5,lovely,10\nu3,00200,1,new,11\n"


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def run(workspace, path, control=None, **options):
    return import_file(workspace, control or JobControl(), inspect_file(path, **options))


def state(workspace):
    """Return everything an import may touch, as it lies in the database, and what the word index answers."""
    rows = workspace.db.conn.execute
    words = rows("SELECT term, doc, cnt FROM item_word_counts ORDER BY term").fetchall()
    hits = [
        [part.tolist() for part in workspace.items.matching([term])]
        for term in ("salt", "rope", "boats", "light", "beacons")
    ]
    return {
        "items": rows("SELECT * FROM items ORDER BY item_key").fetchall(),
        "interactions": rows("SELECT * FROM interactions ORDER BY interaction_id").fetchall(),
        "words": words,
        "sizes": rows("SELECT id, sz FROM item_words_docsize ORDER BY id").fetchall(),
        "hits": hits,
        "imports": rows("SELECT import_id, path, counts FROM imports ORDER BY import_id").fetchall(),
        "problems": rows("SELECT * FROM import_problems ORDER BY rowid").fetchall(),
    }


def test_an_import_is_taken_back_exactly(workspace, control, tmp_path, encoders):
    run(workspace, write(tmp_path, "first.csv", FIRST))
    run(workspace, write(tmp_path, "events.csv", EVENTS))
    embed_items(workspace, control)
    before = state(workspace)
    report = run(workspace, write(tmp_path, "second.csv", SECOND))
    assert (report.added, report.changed, report.unchanged) == (2, 1, 1)
    assert embed_items(workspace, control).embedded == 3
    version = workspace.meta.content_version
    found = last_import(workspace, control)
    assert (found.name, found.items_added, found.items_changed) == ("second.csv", 2, 1)
    undone = undo_import(workspace, control)
    assert (undone.name, undone.removed, undone.restored) == ("second.csv", 2, 1)
    assert state(workspace) == before
    assert workspace.meta.content_version > version
    # The vectors of the old texts are still there, so nothing has to be read anew.
    assert embed_items(workspace, control).embedded == 0
    assert workspace.vectors.item_count(workspace.model_key) == 3
    assert last_import(workspace, control) is None
    assert undo_import(workspace, control) is None


def test_interactions_are_taken_back_exactly(workspace, control, tmp_path):
    run(workspace, write(tmp_path, "first.csv", FIRST))
    run(workspace, write(tmp_path, "events.csv", EVENTS))
    before = state(workspace)
    report = run(workspace, write(tmp_path, "more.csv", CHANGED_EVENTS))
    assert (report.added, report.changed) == (1, 1)
    undone = undo_import(workspace, control)
    assert (undone.interactions_removed, undone.interactions_restored) == (1, 1)
    assert (undone.removed, undone.restored) == (0, 0)
    assert state(workspace) == before


def test_a_combined_file_is_taken_back_as_one(workspace, control, tmp_path):
    run(workspace, write(tmp_path, "first.csv", FIRST))
    before = state(workspace)
    content = "user_id,clicks,rating,content_id,title,text\nu1,3,5,00123,The Tide Tables,Other.\nu2,1,4,n,New,Text.\n"
    report = run(workspace, write(tmp_path, "both.csv", content))
    assert (report.kind, report.items_added, report.items_changed, report.added) == ("combined", 1, 1, 2)
    undo_import(workspace, control)
    assert state(workspace) == before


def test_only_the_last_import_can_be_taken_back(workspace, control, tmp_path):
    run(workspace, write(tmp_path, "first.csv", FIRST))
    run(workspace, write(tmp_path, "second.csv", SECOND))
    middle = state(workspace)
    run(workspace, write(tmp_path, "third.csv", "id,title\n00300,Gulls\n"))
    assert undo_import(workspace, control).name == "third.csv"
    assert state(workspace) == middle
    assert undo_import(workspace, control) is None
    count = workspace.db.conn.execute("SELECT count(*) FROM import_items").fetchone()[0]
    assert count == 0


def test_an_import_that_changed_nothing_is_nothing_to_take_back(workspace, control, tmp_path):
    path = write(tmp_path, "first.csv", FIRST)
    run(workspace, path)
    run(workspace, path)
    assert last_import(workspace, control) is None
    assert workspace.items.count() == 3


def test_it_can_still_be_taken_back_after_a_restart(workspace, reopened, control, tmp_path):
    run(workspace, write(tmp_path, "first.csv", FIRST))
    before = state(workspace)
    run(workspace, write(tmp_path, "second.csv", SECOND))
    again = reopened()
    assert undo_import(again, control).restored == 1
    assert state(again) == before


def test_verdicts_outlive_what_they_were_given_for(workspace, control, tmp_path, encoders):
    run(workspace, write(tmp_path, "first.csv", FIRST))
    path = write(tmp_path, "second.csv", SECOND)
    run(workspace, path)
    embed_items(workspace, control)
    build_index(workspace, control)
    slate = suggest(
        workspace, control, SuggestRequest(brief="fires on the cliffs", seed_ids=("00201",), count=4)
    )
    give_feedback(workspace, control, ["00200"], "good", slate.slate_id)
    give_feedback(workspace, control, ["00201"], "shelve", slate.slate_id)
    give_feedback(workspace, control, ["00124"], "not-right", slate.slate_id)
    events = workspace.db.conn.execute("SELECT * FROM feedback ORDER BY event_id").fetchall()
    undo_import(workspace, control)
    assert workspace.db.conn.execute("SELECT * FROM feedback ORDER BY event_id").fetchall() == events
    # Everything goes on without the items that are gone.
    after = suggest(workspace, control, SuggestRequest(brief="boats", count=4))
    assert {each.item.item_id for each in after.suggestions} <= {"00123", "00124", "00125"}
    assert len(workspace.feedback.history(10)) == 3
    assert all(check.state != "bad" for check in verify(workspace, control).checks)
    assert undo_feedback(workspace, control).can_redo
    # They count again when the items come back.
    run(workspace, path)
    assert workspace.feedback.verdict_of("00200", slate.brief_id) == "good"
    assert "00201" in workspace.feedback.shelf()


def test_a_cancelled_import_can_be_taken_back(workspace, control, tmp_path):
    run(workspace, write(tmp_path, "first.csv", FIRST))
    before = state(workspace)
    rows = "".join(f"{n},Title {n},Text {n}\n" for n in range(2000))
    path = write(tmp_path, "many.csv", "id,title,text\n" + rows)
    with pytest.raises(Cancelled):
        run(workspace, path, CancellingControl(lambda progress: progress.done >= 500))
    forget_import(workspace, control)
    assert workspace.items.count() > 500
    assert undo_import(workspace, control).name == "many.csv"
    assert state(workspace) == before
    assert unfinished_import(workspace, control) is None


def test_what_a_crash_cut_short_is_taken_back_with_what_followed(workspace, control, tmp_path):
    run(workspace, write(tmp_path, "first.csv", FIRST))
    before = state(workspace)
    rows = "".join(f"{n},Title {n},Text {n}\n" for n in range(2000)) + "00123,Other,Changed\n"
    path = write(tmp_path, "many.csv", "id,title,text\n00124,Changed early,x\n" + rows)
    with pytest.raises(Cancelled):  # the journal is left as by a crash
        run(workspace, path, CancellingControl(lambda progress: progress.done >= 500))
    import_file(workspace, control, unfinished_import(workspace, control))
    assert workspace.items.count() == 2003
    undone = undo_import(workspace, control)
    assert (undone.removed, undone.restored) == (2000, 2)
    assert state(workspace) == before


def test_an_undo_that_was_cancelled_is_finished_by_the_next(workspace, control, tmp_path):
    run(workspace, write(tmp_path, "first.csv", FIRST))
    before = state(workspace)
    rows = "".join(f"{n},Title {n},Text {n}\n" for n in range(1500))
    run(workspace, write(tmp_path, "many.csv", "id,title,text\n" + rows))
    with pytest.raises(Cancelled):
        undo_import(workspace, CancellingControl(lambda progress: progress.done >= 500))
    assert workspace.items.count() == 1003
    assert undo_import(workspace, control).removed == 1000
    assert state(workspace) == before


def test_an_import_under_way_is_not_gone_on_with_after_its_undo(workspace, control, tmp_path):
    rows = "".join(f"{n},Title {n},Text {n}\n" for n in range(1500))
    path = write(tmp_path, "many.csv", "id,title,text\n" + rows)
    with pytest.raises(Cancelled):
        run(workspace, path, CancellingControl(lambda progress: progress.done >= 500))
    assert unfinished_import(workspace, control) is not None
    undo_import(workspace, control)
    assert unfinished_import(workspace, control) is None
    assert workspace.items.count() == 0


def test_an_import_taken_up_after_another_is_still_undone_as_one(workspace, control, tmp_path):
    rows = "".join(f"{n},Title {n},Text {n}\n" for n in range(1500))
    path = write(tmp_path, "many.csv", "id,title,text\n" + rows)
    with pytest.raises(Cancelled):
        run(workspace, path, CancellingControl(lambda progress: progress.done >= 500))
    run(workspace, write(tmp_path, "first.csv", FIRST))
    run(workspace, path)  # it gets a number of its own
    assert undo_import(workspace, control).removed == 1500
    assert {row[0] for row in workspace.db.conn.execute("SELECT item_id FROM items")} == {
        "00123",
        "00124",
        "00125",
    }
