import random

from ltrec_gui.store.feedback import FeedbackLog


def test_the_last_verdict_counts_for_its_brief_only(workspace):
    log = workspace.feedback
    first, second = workspace.briefs.file_under("a", None), workspace.briefs.file_under("b", None)
    log.append(["1"], "good", first, None)
    log.append(["1"], "not-right", second, None)
    log.append(["2"], "not-now", first, None)
    assert log.verdicts(first) == {"1": "good", "2": "not-now"}
    assert log.verdicts(second) == {"1": "not-right"}
    log.append(["1"], "clear", first, None)
    assert log.verdicts(first) == {"2": "not-now"}


def test_a_range_is_one_step(workspace):
    log = workspace.feedback
    log.append(["1", "2", "3"], "good", None, None)
    assert len(log.undo()) == 3
    assert log.verdicts(None) == {}
    assert len(log.redo()) == 3
    assert len(log.verdicts(None)) == 3


def test_undo_and_redo_survive_a_restart(workspace, reopened):
    log = workspace.feedback
    for item_id in "abc":
        log.append([item_id], "good", None, None)
    log.undo()
    other = reopened().feedback
    assert list(other.verdicts(None)) == ["a", "b"]
    assert other.can_redo
    other.redo()
    assert list(other.verdicts(None)) == ["a", "b", "c"]
    for _ in range(3):
        other.undo()
    assert not other.can_undo
    assert other.undo() == []
    assert log.verdicts(None) == {}


def test_a_new_verdict_ends_what_can_be_redone(workspace):
    log = workspace.feedback
    log.append(["a"], "good", None, None)
    log.undo()
    log.append(["b"], "good", None, None)
    assert not log.can_redo
    assert log.redo() == []
    assert log.verdicts(None) == {"b": "good"}
    assert [is_undone for _, is_undone in log.history(10)] == [False, True]


def test_the_shelf_keeps_its_order_and_an_undone_removal_returns_to_its_place(workspace):
    log = workspace.feedback
    log.append(["a", "b", "c"], "shelve", None, None)
    log.reorder_shelf(["c", "a", "b"])
    assert log.shelf() == ["c", "a", "b"]
    log.append(["a"], "unshelve", None, None)
    assert log.shelf() == ["c", "b"]
    log.undo()
    assert log.shelf() == ["c", "a", "b"]
    log.append(["b"], "not-right", None, None)
    assert log.shelf() == ["c", "a"]
    log.append(["a"], "good", None, None)
    assert log.shelf() == ["c", "a"]


def test_two_connections_agree(workspace, reopened):
    one, other = workspace.feedback, reopened().feedback
    one.append(["a"], "good", None, None)
    other.append(["b"], "shelve", None, None)
    assert one.verdicts(None) == other.verdicts(None) == {"a": "good", "b": "shelve"}
    one.undo()
    assert other.shelf() == []
    assert other.can_redo


def test_any_history_equals_its_replay(workspace, reopened):
    """Whatever was done, a fresh reading of the log stands where the running one stands."""
    rng = random.Random(4)
    log = workspace.feedback
    model: list[list[tuple[str, str]]] = []
    undone: list[list[tuple[str, str]]] = []
    for _ in range(300):
        action = rng.random()
        if action < 0.6 or not model:
            step = [(rng.choice("abcdef"), rng.choice(["good", "not-right", "shelve", "clear"]))]
            log.append([step[0][0]], step[0][1], None, None)
            model.append(step)
            undone.clear()
        elif action < 0.85:
            log.undo()
            undone.append(model.pop())
        else:
            log.redo()
            if undone:
                model.append(undone.pop())
    expected: dict[str, str] = {}
    for step in model:
        for item_id, verdict in step:
            expected[item_id] = verdict
    expected = {item_id: verdict for item_id, verdict in expected.items() if verdict != "clear"}
    assert log.verdicts(None) == expected
    assert reopened().feedback.verdicts(None) == expected


def test_counting_since_a_slate(workspace):
    log: FeedbackLog = workspace.feedback
    brief = workspace.briefs.file_under("a", None)
    log.append(["a"], "good", brief, None)
    since = log.last_event_id
    log.append(["b", "c"], "good", brief, None)
    assert log.count_since(since, brief) == 2
    log.undo()
    assert log.count_since(since, brief) == 0


def test_what_stood_after_an_event_is_what_the_log_said_then(workspace, reopened):
    rng = random.Random(8)
    log = workspace.feedback
    brief = workspace.briefs.file_under("a", None)
    then = []
    for _ in range(120):
        act = rng.random()
        if act < 0.2:
            log.undo()
        elif act < 0.35:
            log.redo()
        else:
            verdict = rng.choice(["good", "not-right", "shelve", "unshelve", "clear", "not-now"])
            log.append(rng.sample("abcdef", rng.randint(1, 2)), verdict, rng.choice([brief, None]), None)
        then.append((log.last_event_id, list(log.verdicts(brief).items()), set(log.shelf())))
    assert len({str(state[1:]) for state in then}) > 40
    for other in (log, reopened().feedback):
        for event_id, verdicts, shelf in then:
            standing = other.standing(brief, event_id)
            assert list(standing.verdicts.items()) == verdicts
            assert standing.shelf == shelf
            assert standing.last_event_id == event_id
    assert log.standing(brief) == log.standing(brief, then[-1][0])
    assert log.standing(brief, 0).verdicts == {}


def test_undoing_back_to_a_point_leaves_it_and_what_came_before(workspace):
    log = workspace.feedback
    for item_id in "abcd":
        log.append([item_id], "good", None, None)
    log.append(["e", "f"], "not-right", None, None)
    point = next(event for event, _ in log.history(99) if event.item_id == "b")
    assert len(log.steps_after(point.event_id)) == 3
    undone = log.undo_after(point.event_id)
    assert [[event.item_id for event in events] for events in undone] == [["e", "f"], ["d"], ["c"]]
    assert list(log.verdicts(None)) == ["a", "b"]
    assert len(log.redo_many(len(undone))) == 3
    assert log.verdicts(None) == {**dict.fromkeys("abcd", "good"), "e": "not-right", "f": "not-right"}
    assert log.redo_many(5) == []


def test_what_was_undone_first_is_redone_last(workspace):
    log = workspace.feedback
    for verdict in ("good", "not-right", "shelve"):
        log.append(["a"], verdict, None, None)
    first = log.history(99)[-1][0]
    log.undo_after(first.event_id)
    assert [events[0].verdict for events in log.redo_many(1)] == ["not-right"]
    assert log.verdicts(None) == {"a": "not-right"}
    log.undo()
    assert log.verdicts(None) == {"a": "good"}


def test_a_point_within_a_step_keeps_its_step(workspace):
    log = workspace.feedback
    log.append(["a", "b", "c"], "good", None, None)
    log.append(["d"], "good", None, None)
    first = log.history(99)[-1][0]
    assert len(log.steps_after(first.event_id)) == 1
    log.undo_after(first.event_id)
    assert list(log.verdicts(None)) == ["a", "b", "c"]


def test_another_verdict_is_written_beside_the_first_one_for_each_brief(workspace, reopened):
    log = workspace.feedback
    one, two = workspace.briefs.file_under("a", None), workspace.briefs.file_under("b", None)
    log.append(["1"], "good", one, None)
    log.append(["2"], "good", two, None)
    events = [event for event, _ in log.history(99)]
    log.append_again(events, "not-right", "off-topic")
    for each in (log, reopened().feedback):
        assert each.verdicts(one) == {"1": "not-right"}
        assert each.verdicts(two) == {"2": "not-right"}
        assert each.critique_of("1", one) == "off-topic"
    assert len(log.history(99)) == 4
    assert len(log.undo()) == 2
    assert log.verdicts(one) == {"1": "good"}
