"""Several shelves in one log: each act a step, undone and redone exactly."""

import random

import pytest

from ltrec_gui.store.shelves import DELETE, FIRST_SHELF, NOTE, RENAME, RULES, TARGET


def picture(log):
    """Return everything that can be seen of the shelves."""
    return [
        (s.shelf_id, s.name, s.target, s.rules, s.ids, {k: v for k, v in s.notes.items() if v})
        for s in log.shelf_states()
    ], log.current_shelf().shelf_id


def test_a_verdict_goes_to_the_shelf_worked_on(workspace):
    log = workspace.feedback
    log.append(["a", "b"], "shelve", None, None)
    second = log.create_shelf("Summer")
    log.append(["b", "c"], "shelve", None, None)
    assert (log.shelf(), log.shelf(FIRST_SHELF)) == (["b", "c"], ["a", "b"])
    log.append(["b"], "not-right", None, None)
    assert (log.shelf(), log.shelf(FIRST_SHELF)) == (["c"], ["a", "b"])
    assert log.standing(None).shelf == frozenset("c")
    log.change_shelf(FIRST_SHELF, "switch")
    assert log.standing(None).shelf == frozenset("ab")
    assert log.is_on_shelf("c", second)
    assert not log.is_on_shelf("c")


def test_what_is_said_again_of_a_verdict_speaks_of_the_shelf_it_spoke_of(workspace):
    log = workspace.feedback
    brief = workspace.briefs.file_under("a", None)
    log.append(["a", "b"], "shelve", brief, None)
    events = [event for event, _ in log.history(2) if event.item_id == "b"]
    second = log.create_shelf("Summer")
    log.count_everywhere([("a", brief, None)], True)
    assert log.verdict_of("a", None) == "shelve"
    assert log.shelf(second) == []
    log.append_again(events, "not-right")
    assert log.shelf(FIRST_SHELF) == ["a"]
    log.append_again(events, "shelve")
    assert (log.shelf(FIRST_SHELF), log.shelf(second)) == (["a", "b"], [])


def test_how_an_item_came_to_a_shelf_stays_when_it_is_put_there_again(workspace):
    log = workspace.feedback
    first, second = (workspace.briefs.file_under(text, None) for text in ("a", "b"))
    log.append(["a", "b"], "shelve", first, None)
    before = dict(log.current_shelf().placed)
    log.append(["a"], "shelve", second, None)
    assert log.current_shelf().placed == before
    assert before["a"].brief_id == first
    log.append(["a"], "unshelve", second, None)
    log.append(["a"], "shelve", second, None)
    assert log.shelf() == ["b", "a"]
    assert log.current_shelf().placed["a"].brief_id == second


def test_undoing_the_making_of_a_shelf_goes_back_to_the_one_before(workspace):
    log = workspace.feedback
    second = log.create_shelf("Summer", 12, None, [("x", None, "first"), ("y", None, "")])
    before = picture(log)
    assert [event.verdict for event in log.undo()] == ["create"]
    assert picture(log) == ([(FIRST_SHELF, "", None, None, [], {})], FIRST_SHELF)
    log.redo()
    assert picture(log) == before
    assert before[0][1] == (second, "Summer", 12, None, ["x", "y"], {"x": "first"})


def test_a_deleted_shelf_comes_back_with_all_it_held(workspace):
    log = workspace.feedback
    second = log.create_shelf("Summer")
    log.append(["a", "b"], "shelve", None, None)
    log.reorder_shelf(["b", "a"])
    log.set_note(second, "a", "for the window")
    before = picture(log)
    log.change_shelf(second, DELETE)
    assert log.shelf_state(second) is None
    assert log.shelf(second) == []
    assert log.current_shelf().shelf_id == FIRST_SHELF
    log.undo()
    assert picture(log) == before


def test_what_was_said_while_typing_is_one_step(workspace):
    log = workspace.feedback
    log.append(["a"], "shelve", None, None)
    step = log.set_note(FIRST_SHELF, "a", "for")
    assert log.set_note(FIRST_SHELF, "a", "for the window", step) == step
    assert log.set_note(FIRST_SHELF, "a", "for the window", step) is None
    assert log.current_shelf().notes == {"a": "for the window"}
    log.undo()
    assert log.current_shelf().notes.get("a", "") == ""
    log.redo()
    assert log.current_shelf().notes == {"a": "for the window"}
    log.append(["b"], "shelve", None, None)
    # Something was done since: what is typed on is a step of its own.
    assert log.set_note(FIRST_SHELF, "a", "for the window, left", step) != step
    log.undo()
    assert log.current_shelf().notes == {"a": "for the window"}


def test_a_note_is_not_lost_with_the_removal_of_its_item(workspace):
    log = workspace.feedback
    log.append(["a"], "shelve", None, None)
    log.set_note(FIRST_SHELF, "a", "mind the date")
    log.append(["a"], "unshelve", None, None)
    log.append(["a"], "shelve", None, None)
    assert log.current_shelf().notes == {"a": "mind the date"}


def test_nothing_is_written_where_nothing_changes(workspace):
    log = workspace.feedback
    log.append(["a", "b"], "shelve", None, None)
    last = log.last_event_id
    log.reorder_shelf(["a", "b"])
    log.reorder_shelf(["nobody"])
    assert log.set_note(FIRST_SHELF, "a", "") is None
    assert log.last_event_id == last


def test_nonsense_is_not_written(workspace):
    with pytest.raises(ValueError, match="nothing that can be done"):
        workspace.feedback.change_shelf(FIRST_SHELF, "burn")
    assert workspace.feedback.last_event_id == 0


def test_acts_on_shelves_are_no_verdicts(workspace):
    log = workspace.feedback
    log.create_shelf("Summer")
    log.append(["a"], "shelve", None, None)
    log.set_note(log.current_shelf().shelf_id, "a", "note")
    assert [event.verdict for event, _ in log.history(10)] == ["shelve"]
    assert log.verdicts(None) == {"a": "shelve"}
    assert log.count_since(0, None) == 1


def test_any_history_of_shelves_equals_its_replay_and_each_undo_is_exact(workspace, reopened):
    rng = random.Random(11)
    log = workspace.feedback
    done, undone = [], []
    before = picture(log)
    for _ in range(250):
        then = picture(log)
        act = rng.random()
        shelf = rng.choice(log.shelf_states())
        if act < 0.2 and done:
            expected = done.pop()
            log.undo()
            undone.append(then)
            assert picture(log)[0] == expected[0]
            continue
        if act < 0.3 and undone:
            log.redo()
            done.append(then)
            assert picture(log)[0] == undone.pop()[0]
            continue
        if act < 0.35:
            log.change_shelf(shelf.shelf_id, "switch")
            continue
        last = log.last_event_id
        if act < 0.65:
            log.append(
                rng.sample("abcdef", 2), rng.choice(["shelve", "shelve", "unshelve", "not-right"]), None, None
            )
        elif act < 0.75:
            order = shelf.ids
            rng.shuffle(order)
            log.reorder_shelf(order, shelf.shelf_id)
        elif act < 0.8:
            log.create_shelf(f"Shelf {rng.random():.4f}", None, None, [("z", None, "copied")])
        elif act < 0.84 and len(log.shelf_states()) > 1:
            log.change_shelf(shelf.shelf_id, DELETE)
        elif act < 0.9:
            log.change_shelf(shelf.shelf_id, NOTE, f"note {rng.random():.4f}", rng.choice("abcdef"))
        else:
            act, value = rng.choice([(RENAME, "Other"), (TARGET, rng.randint(1, 9)), (RULES, None)])
            log.change_shelf(shelf.shelf_id, act, value)
        if log.last_event_id != last:
            done.append(then)
            undone.clear()
    assert len(log.shelf_states()) > 2
    assert picture(reopened().feedback) == picture(log)
    while log.can_undo:
        log.undo()
    assert picture(log) == before


def test_what_was_on_the_shelf_worked_on_after_an_event_is_known_later(workspace):
    log = workspace.feedback
    log.append(["a"], "shelve", None, None)
    first = log.last_event_id
    log.create_shelf("Summer")
    log.append(["b"], "shelve", None, None)
    second = log.last_event_id
    log.undo()
    assert log.standing(None, first).shelf == frozenset("a")
    assert log.standing(None, second).shelf == frozenset("b")
    assert log.standing(None).shelf == frozenset()
