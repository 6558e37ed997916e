import sqlite3
from itertools import pairwise

import pytest

from ltrec_gui.store.brief_names import LONGEST, short_name
from ltrec_gui.store.briefs import BriefStore
from ltrec_gui.store.database import integrity_problems, open_database
from tests.store.test_database import library_before


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", ""),
        ("  \n ", ""),
        ("Coastal summer table", "Coastal summer table"),
        ("\n  Coastal   summer\ntable", "Coastal summer"),
        ("word " * 20, "word word word word word word word word word…"),
    ],
)
def test_a_brief_is_called_by_the_beginning_of_its_text(text, name):
    assert short_name(text) == name


def test_a_long_text_without_blanks_is_cut_where_it_is_full():
    assert short_name("潮" * 100) == "潮" * LONGEST + "…"


def test_briefs_of_a_library_from_before_they_had_names_are_called_by_their_texts(tmp_path):
    path = tmp_path / "library.db"
    with library_before(path, "s005_briefs") as db:
        db.conn.executemany(
            "INSERT INTO briefs (created_at, text) VALUES (?, ?)",
            [("2026-01-01", "harbours and lighthouses"), ("2026-01-02", ""), ("2026-01-03", "sea " * 40)],
        )
        db.conn.execute("INSERT INTO slates VALUES ('s', '2026-01-04', 1, '{}', '{}', 0)")
    again = open_database(path)
    found = {brief.brief_id: brief for brief in BriefStore(again).all()}
    assert found[1].name == "harbours and lighthouses"
    assert found[2].name == ""
    assert found[3].name.startswith("sea sea") and len(found[3].name) <= LONGEST + 1
    assert found[1].used_at == "2026-01-04" and found[1].list_count == 1
    assert not any(brief.is_saved or brief.is_deleted or brief.draft for brief in found.values())
    assert integrity_problems(again) == []
    again.close()


def test_saving_naming_and_deleting_are_steps_of_the_log(workspace, reopened):
    briefs, log = workspace.briefs, workspace.feedback
    one = briefs.file_under("coast", None)
    log.append(["a"], "good", one, None)
    briefs.save(one, "coast", None, "Summer table")
    briefs.rename(one, "Winter table")
    briefs.delete(one)
    states = [(True, True), (True, False), (True, False), (False, False)]
    names = ["Winter table", "Winter table", "Summer table", "coast"]
    for place, (state, name) in enumerate(zip(states, names, strict=True)):
        for opened in (workspace, reopened()):
            brief = opened.briefs.get(one)
            assert (brief.is_saved, brief.is_deleted, brief.name) == (*state, name)
        if place < 3:
            assert [event.kind for event in log.undo()] == ["brief"]
    assert log.verdicts(one) == {"a": "good"}
    assert [event.verdict for event in log.undo()] == ["good"]
    for _ in range(4):
        log.redo()
    assert briefs.get(one).is_deleted and log.verdicts(one) == {"a": "good"}


def test_what_is_done_to_a_brief_is_no_verdict_on_anything(workspace):
    one = workspace.briefs.save(None, "coast", None, "Coast")
    log = workspace.feedback
    assert log.standing(one).verdicts == {} and log.history(10) == []
    assert log.count_since(0, one) == 0
    assert log.can_undo


def test_a_deleted_brief_is_not_found_by_its_text_but_keeps_its_number(workspace):
    briefs = workspace.briefs
    one = briefs.save(None, "coast", None, "Coast")
    assert briefs.file_under("coast", None) == one
    briefs.delete(one)
    other = briefs.file_under("coast", None)
    assert other != one
    assert briefs.file_under("coast", one) == one
    workspace.feedback.undo()
    assert briefs.file_under("coast", None) == other  # the newest with this text


def test_a_list_takes_over_what_a_brief_asked_for_without_one(workspace):
    briefs = workspace.briefs
    one = briefs.save(None, "coast", {"brief": "coast", "count": 7}, "Coast")
    assert briefs.get(one).draft == {"brief": "coast", "count": 7}
    workspace.slates.put(one, {"brief": "coast", "count": 7}, {}, 0, [])
    assert briefs.get(one).draft is None
    briefs.keep_draft(one, "coasts", {"brief": "coasts"})
    assert (briefs.get(one).text, briefs.get(one).draft) == ("coasts", {"brief": "coasts"})


def test_every_change_is_one_transaction(workspace, monkeypatch):
    """A write that fails after its first statement leaves the brief as it was."""
    briefs = workspace.briefs
    one = briefs.save(None, "coast", None, "Coast")
    before = briefs.all()

    def fail(*_arguments):
        raise sqlite3.OperationalError("the power went")

    monkeypatch.setattr(briefs, "_write_act", fail)
    for change in (
        lambda: briefs.save(one, "other", {"brief": "other"}, "Other"),
        lambda: briefs.save(None, "new", None, "New"),
        lambda: briefs.delete(one),
    ):
        with pytest.raises((sqlite3.OperationalError, AttributeError)):
            change()
        assert briefs.all() == before


def test_names_of_saved_briefs_differ(workspace):
    briefs = workspace.briefs
    names = []
    for _ in range(3):
        names.append(briefs.free_name("Coast"))
        briefs.save(None, "coast", None, names[-1])
    assert names == ["Coast", "Coast 2", "Coast 3"]
    last = briefs.all()[0].brief_id
    assert briefs.free_name("COAST 3", last) == "COAST 3"
    briefs.delete(last)
    assert briefs.free_name("Coast 3") == "Coast 3"


def test_the_brief_used_last_comes_first(workspace):
    briefs = workspace.briefs
    ids = [briefs.file_under(text, None) for text in ("a", "b", "c")]
    assert [brief.brief_id for brief in briefs.all()] == ids[::-1]
    workspace.slates.put(ids[0], {}, {}, 0, [])
    assert [brief.brief_id for brief in briefs.all()] == [ids[0], ids[2], ids[1]]
    assert all(one.used_at >= other.used_at for one, other in pairwise(briefs.all()))


def test_a_saved_brief_goes_by_its_name_another_by_its_text(workspace):
    briefs = workspace.briefs
    one, other = briefs.file_under("harbours", None), briefs.file_under("roses", None)
    briefs.save(one, "harbours", None, "Summer table")
    assert briefs.titles() == {one: "Summer table", other: "roses"}
    assert briefs.texts() == {one: "harbours", other: "roses"}
