import pytest

from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.give_feedback import give_feedback, redo_feedback, undo_feedback
from ltrec_gui.pipeline.learning import policies_overview, trials_of
from ltrec_gui.pipeline.learning_report import forget_learned, learning_report, recall_learned
from ltrec_gui.pipeline.past_slates import last_slate
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.recommend.learning_policy import ARMS
from ltrec_gui.recommend.slate import LEARNING, SuggestRequest
from tests.making import fill, topic_items


@pytest.fixture
def ready(workspace, control):
    fill(workspace, topic_items(80))
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


def ask(workspace, control, policy=LEARNING, **changes):
    values = {"brief": "harbour and lighthouse", "count": 6, "policy": policy}
    return suggest(workspace, control, SuggestRequest(**{**values, **changes}), load_model=True)


def judge(workspace, control, slate, verdicts):
    for suggestion, verdict in zip(slate.suggestions, verdicts, strict=False):
        give_feedback(workspace, control, [suggestion.item.item_id], verdict, slate.slate_id)


def test_learning_is_off_unless_asked_for(ready, control):
    slate = ask(ready, control, policy=SuggestRequest().policy)
    assert slate.learned is None
    assert (slate.policy, slate.diversity) == ("dpp", 0.5)
    assert trials_of(ready) == []


def test_the_slate_is_made_by_the_arm_that_was_drawn(ready, control):
    slate = ask(ready, control)
    arm = slate.learned.choice.arm
    assert arm in ARMS
    assert (slate.policy, slate.diversity) == (arm.policy, arm.diversity)
    assert 0 < slate.learned.chance <= 1
    assert sum(slate.learned.choice.chances) == pytest.approx(1)
    asked_outright = ask(ready, control, policy=arm.policy, diversity=arm.diversity, brief_id=slate.brief_id)
    assert [s.item for s in asked_outright.suggestions] == [s.item for s in slate.suggestions]


def test_what_was_drawn_is_kept_with_the_slate(ready, control, reopened):
    slate = ask(ready, control)
    again = last_slate(reopened(), control)
    assert again.learned == slate.learned
    assert (again.policy, again.diversity) == (slate.policy, slate.diversity)


def test_a_verdict_counts_for_the_slate_it_was_given_on(ready, control):
    slate = ask(ready, control)
    other = ask(ready, control)
    assert {s.item.item_id for s in slate.suggestions} & {s.item.item_id for s in other.suggestions}
    judge(ready, control, slate, ["good", "not-right", "shelve", "not-now"])
    first, second = trials_of(ready)
    assert (first.shown_count, first.judged_count, first.accepted_count) == (6, 3, 2)
    assert second.judged_count == 0


def test_a_verdict_beside_the_list_says_nothing_of_it(ready, control):
    slate = ask(ready, control)
    shown = {s.item.item_id for s in slate.suggestions}
    other = next(item.item_id for item in topic_items(80) if item.item_id not in shown)
    give_feedback(ready, control, [other], "good")
    assert trials_of(ready)[0].judged_count == 0


def test_an_undone_verdict_is_as_one_never_given(ready, control):
    slate = ask(ready, control)
    judge(ready, control, slate, ["good"])
    before = trials_of(ready)
    judge(ready, control, slate, ["not-right"])
    assert trials_of(ready) != before
    undo_feedback(ready, control)
    assert trials_of(ready) == before
    redo_feedback(ready, control)
    assert trials_of(ready)[0].judged_count == 1
    assert trials_of(ready)[0].accepted_count == 0


def test_the_same_past_gives_the_same_draw_and_a_longer_one_another(ready, control, monkeypatch):
    monkeypatch.setattr("ltrec_gui.pipeline.suggest.keep_slate", lambda workspace, asked, slate: slate)
    draws = {ask(ready, control).learned.choice for _ in range(2)}
    assert len(draws) == 1
    monkeypatch.undo()
    arms = [ask(ready, control).learned for _ in range(8)]
    assert [learned.trial_count for learned in arms] == list(range(8))
    assert len({learned.choice.arm for learned in arms}) > 1


def test_what_is_accepted_is_drawn_more_often(ready, control):
    """Under one arm everything is accepted, under the others nothing: its chance must grow."""
    favourite = ARMS[2]
    first = ask(ready, control).learned
    for _ in range(12):
        slate = ask(ready, control, brief_id=None)
        accepted = slate.learned.choice.arm == favourite
        judge(ready, control, slate, ["good" if accepted else "not-right"] * 2)
    last = ask(ready, control).learned
    place = ARMS.index(favourite)
    tried = {summary.arm: summary for summary in policies_overview(ready, control)}
    assert tried[favourite].trial_count > 0
    assert last.choice.chances[place] > first.choice.chances[place]


def test_the_overview_counts_lists_and_what_was_accepted(ready, control):
    slate = ask(ready, control)
    judge(ready, control, slate, ["good", "not-right"])
    found = policies_overview(ready, control)
    assert tuple(summary.arm for summary in found) == ARMS
    assert sum(summary.trial_count for summary in found) == 1
    used = next(summary for summary in found if summary.trial_count)
    assert used.arm == slate.learned.choice.arm
    assert (used.shown_count, used.judged_count, used.mean_reward) == (6, 2, 0.5)
    assert used.low < 0.5 < used.high


# Watching what was learned


def test_the_report_tells_the_chances_the_next_list_is_drawn_with(ready, control):
    slate = ask(ready, control)
    judge(ready, control, slate, ["good", "not-right", "good"])
    report = learning_report(ready, control)
    assert report.is_of_last_list
    assert tuple(standing.summary.arm for standing in report.arms) == ARMS
    assert (report.trial_count, report.judged_count, report.forgotten_count) == (1, 3, 0)
    refreshed = ask(ready, control, brief_id=slate.brief_id)
    choice = refreshed.learned.choice
    assert tuple(standing.chance for standing in report.arms) == choice.chances
    assert [standing.expected for standing in report.arms] == pytest.approx(choice.expected)
    for standing in report.arms:
        assert 0 <= standing.low <= standing.expected <= standing.high <= 1


def test_before_any_list_nothing_is_known_and_every_policy_may_be_drawn(workspace, control):
    report = learning_report(workspace, control)
    assert not report.is_of_last_list
    assert (report.trial_count, report.judged_count, report.forgotten_count) == (0, 0, 0)
    assert sum(standing.chance for standing in report.arms) == pytest.approx(1)
    assert all(standing.chance > 0 for standing in report.arms)
    assert all(standing.low == 0 and standing.high == 1 for standing in report.arms)


def test_verdicts_narrow_what_is_expected(ready, control):
    slate = ask(ready, control)
    before = learning_report(ready, control)
    for _ in range(6):
        judge(ready, control, slate, ["good"] * 5)
        slate = ask(ready, control, brief_id=slate.brief_id)
    after = learning_report(ready, control)
    for old, new in zip(before.arms, after.arms, strict=True):
        assert new.high - new.low < old.high - old.low


def test_what_is_forgotten_counts_no_more_until_it_is_recalled(ready, control, reopened):
    for _ in range(3):
        judge(ready, control, ask(ready, control), ["good", "not-right"])
    known = learning_report(ready, control)
    left = forget_learned(ready, control)
    assert (left.trial_count, left.judged_count, left.forgotten_count) == (0, 0, 3)
    assert all(standing.summary.trial_count == 0 for standing in left.arms)
    again = reopened()
    assert trials_of(again) == []
    assert ask(again, control).learned.trial_count == 0
    assert ask(again, control).learned.trial_count == 1  # lists made since count
    assert learning_report(again, control).forgotten_count == 3
    back = recall_learned(again, control)
    assert (back.trial_count, back.forgotten_count) == (5, 0)
    assert back.judged_count == known.judged_count


def test_a_list_whose_seed_is_gone_does_not_hinder_the_report(ready, control, monkeypatch):
    ask(ready, control, brief="", seed_ids=("0004",))
    snapshot = ready.snapshot()
    monkeypatch.delitem(snapshot.positions, "0004")
    report = learning_report(ready, control)
    assert not report.is_of_last_list
    assert report.trial_count == 1
