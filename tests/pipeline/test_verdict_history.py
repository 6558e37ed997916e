"""The history is changed by new events only, undone back to a point after a preview, and exported whole."""

import csv

import pytest

from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline.give_feedback import give_feedback, undo_feedback
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.verdict_history import (
    COLUMNS,
    change_verdicts,
    export_history,
    feedback_history,
    redo_steps,
    undo_back_to,
    undo_preview,
)
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import fill, make_item, topic_items


@pytest.fixture
def judged(workspace, control):
    """A library where six items were judged for two briefs, one of them with =SUM in its title."""
    fill(workspace, [*topic_items(40), make_item(item_id="evil", title="=SUM(A1)")])
    first = suggest(workspace, control, SuggestRequest(brief="harbour"))
    for item_id in ("0001", "0002", "evil"):
        give_feedback(workspace, control, [item_id], "good", first.slate_id)
    second = suggest(workspace, control, SuggestRequest(brief="ghost"))
    give_feedback(workspace, control, ["0001", "0003"], "not-right", second.slate_id, "off-topic")
    return workspace


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_change_is_a_new_event_for_the_brief_of_the_old_one(judged, control):
    before = feedback_history(judged, control)
    old = next(entry for entry in before if entry.item_id == "0002")
    outcome = change_verdicts(judged, control, [old.event_id], "not-right")
    after = feedback_history(judged, control)
    assert after[1:] == tuple(
        entry if entry.event_id != old.event_id else after[1 + before.index(old)] for entry in before
    )
    assert (after[0].item_id, after[0].verdict, after[0].brief) == ("0002", "not-right", "harbour")
    assert not after[0].is_replaced
    changed = next(entry for entry in after if entry.event_id == old.event_id)
    assert changed.verdict == "good" and changed.is_replaced and not changed.is_undone
    assert outcome.can_undo
    undo_feedback(judged, control)
    assert not next(e for e in feedback_history(judged, control) if e.event_id == old.event_id).is_replaced


def test_several_are_changed_as_one_step(judged, control):
    ids = [entry.event_id for entry in feedback_history(judged, control)]
    change_verdicts(judged, control, ids, "shelve")
    entries = feedback_history(judged, control)
    assert len({entry.step_id for entry in entries[:5]}) == 1
    assert {entry.brief for entry in entries[:5]} == {"harbour", "ghost"}
    undo_feedback(judged, control)
    assert judged.feedback.shelf() == []


def test_what_is_no_verdict_changes_nothing(judged, control):
    before = feedback_history(judged, control)
    with pytest.raises(RequestError):
        change_verdicts(judged, control, [before[0].event_id], "splendid")
    assert feedback_history(judged, control) == before


def test_the_same_item_judged_for_another_brief_is_not_replaced(judged, control):
    entries = [entry for entry in feedback_history(judged, control) if entry.item_id == "0001"]
    assert [entry.is_replaced for entry in entries] == [False, False]


def test_the_preview_counts_what_the_undo_takes_back(judged, control):
    entries = feedback_history(judged, control)
    point = entries[-1]
    preview = undo_preview(judged, control, point.event_id)
    assert (preview.step_count, preview.verdict_count, preview.shelf_act_count) == (3, 4, 0)
    assert feedback_history(judged, control) == entries
    outcome, undone = undo_back_to(judged, control, point.event_id)
    assert undone == preview
    assert {standing.item_id for standing in outcome.items} == {"0001", "0002", "0003", "evil"}
    after = feedback_history(judged, control)
    assert [entry.is_undone for entry in after] == [True] * 4 + [False]
    redo_steps(judged, control, undone.step_count)
    assert feedback_history(judged, control) == entries


def test_what_is_left_is_told_for_the_brief_of_the_list_looked_at(judged, control):
    """The list made last is that of the second brief, for which 0001 is not right; for the first it is good."""
    entries = feedback_history(judged, control)
    first_slate = judged.slates.last_of(entries[-1].brief_id).slate_id
    evil = next(entry for entry in entries if entry.item_id == "evil")

    def told(outcome):
        return {standing.item_id: standing.verdict for standing in outcome.items}

    outcome = change_verdicts(judged, control, [evil.event_id], "not-now", first_slate)
    assert told(outcome) == {"evil": "not-now"}
    assert told(change_verdicts(judged, control, [evil.event_id], "good")) == {"evil": None}
    newest_of_first = next(entry for entry in entries if entry.item_id == "evil").event_id
    outcome, undone = undo_back_to(judged, control, newest_of_first, first_slate)
    assert told(outcome)["0001"] == "good"
    assert told(redo_steps(judged, control, undone.step_count, first_slate))["0001"] == "good"
    outcome, undone = undo_back_to(judged, control, newest_of_first)
    assert told(outcome)["0001"] is None
    assert told(redo_steps(judged, control, undone.step_count))["0001"] == "not-right"


def test_the_newest_verdict_is_a_point_with_nothing_after_it(judged, control):
    newest = feedback_history(judged, control)[0]
    assert undo_preview(judged, control, newest.event_id).step_count == 0


def test_the_export_holds_every_verdict_and_no_formula(judged, control, tmp_path):
    undo_feedback(judged, control)
    path = tmp_path / "history.csv"
    assert export_history(judged, control, path) == 5
    rows = table(path)
    assert tuple(rows[0]) == COLUMNS
    assert [row["item_id"] for row in rows] == ["0001", "0002", "evil", "0001", "0003"]
    assert rows[2]["title"] == "'=SUM(A1)"
    assert [row["state"] for row in rows] == ["stands"] * 3 + ["undone"] * 2
    assert rows[3]["reason"] == "off-topic" and rows[3]["brief"] == "ghost"


def test_only_what_was_chosen_is_exported(judged, control, tmp_path):
    chosen = [entry.event_id for entry in feedback_history(judged, control) if entry.verdict == "good"]
    path = tmp_path / "history.csv"
    assert export_history(judged, control, path, chosen) == 3
    assert {row["verdict"] for row in table(path)} == {"good"}


def test_ten_thousand_verdicts_are_read_in_a_handful_of_queries(workspace, control):
    fill(workspace, topic_items(50))
    brief = workspace.briefs.file_under("a", None)
    for start in range(0, 10_000, 1000):
        ids = [f"{(start + number) % 50:04d}" for number in range(1000)]
        workspace.feedback.append(ids, "good", brief, None)
    asked = []
    workspace.db.conn.set_trace_callback(asked.append)
    entries = feedback_history(workspace, control)
    workspace.db.conn.set_trace_callback(None)
    assert len(entries) == 10_000
    assert sum(not entry.is_replaced for entry in entries) == 50
    assert len(asked) < 10
