import math
from dataclasses import replace

import numpy as np
import pytest

from ltrec_gui.recommend.diversify import POLICIES
from ltrec_gui.recommend.learning_policy import (
    ARMS,
    SAMPLE_COUNT,
    Arm,
    Context,
    Trial,
    choose,
    mean_cosine,
    summary,
)

SEEDS = Context(is_brief_only=False, verdict_count=0, pool_cosine=0.2, tail_preference=0.7)
BRIEF = replace(SEEDS, is_brief_only=True)


def trial(arm, accepted, judged=20, context=SEEDS):
    return Trial(context, arm, shown_count=20, judged_count=judged, accepted_count=accepted)


def simulate(accept_share, rounds, seed, contexts=(SEEDS,)):
    """The history of an editor who judges all 20 of each slate, and accepts each with the chance of context and arm."""
    rng = np.random.default_rng(seed)
    history = []
    for number in range(rounds):
        context = replace(contexts[number % len(contexts)], verdict_count=20 * number)
        arm = choose(history, context, rng).arm
        history.append(trial(arm, int(rng.binomial(20, accept_share(context, arm))), context=context))
    return history


def test_every_arm_is_a_policy_and_the_first_is_off():
    assert ARMS[0] == Arm("none", 0.0)
    assert {arm.policy for arm in ARMS} <= set(POLICIES)
    assert all(0 <= arm.diversity <= 1 for arm in ARMS)


def test_without_history_all_arms_have_the_same_chance():
    choice = choose([], SEEDS, np.random.default_rng(0))
    error = math.sqrt((1 / 6) * (5 / 6) / SAMPLE_COUNT)
    assert np.abs(np.array(choice.chances) - 1 / 6).max() < 4 * error
    assert sum(choice.chances) == pytest.approx(1)
    assert choice.expected == (0.5,) * 6
    assert choice.arms == ARMS


def test_the_arm_is_drawn_with_the_chances_that_are_told():
    history = [trial(ARMS[1], 9), trial(ARMS[2], 6), trial(ARMS[0], 3)]
    choices = [choose(history, SEEDS, np.random.default_rng(seed)) for seed in range(600)]
    drawn = np.array([sum(choice.arm == arm for choice in choices) for arm in ARMS]) / 600
    told = np.mean([choice.chances for choice in choices], axis=0)
    assert told[1] > 2 * told[0]
    assert (np.abs(drawn - told) < 4 * np.sqrt(told * (1 - told) / 600)).all()


@pytest.mark.parametrize("best", [0, 2, 5])
def test_it_finds_the_better_arm(best):
    """Accepted share .35 against .15: after 30 slates the better arm is shown far more often than one time in six."""
    shown = []
    for seed in range(8):
        history = simulate(lambda _, arm: 0.35 if arm == ARMS[best] else 0.15, 60, seed)
        shown.append(np.mean([made.arm == ARMS[best] for made in history[30:]]))
    assert np.mean(shown) > 0.7
    assert min(shown) > 0.4


def test_it_learns_which_arm_is_better_when():
    """One arm is better for seeds, another for a brief alone: each is expected to be, in its own context."""

    def accept_share(context, arm):
        return 0.4 if arm == (ARMS[3] if context.is_brief_only else ARMS[0]) else 0.15

    for seed in range(3):
        history = simulate(accept_share, 160, seed, (SEEDS, BRIEF))
        rng = np.random.default_rng(seed)
        late = {"verdict_count": 3200}
        for context, better in ((SEEDS, 0), (BRIEF, 3)):
            choice = choose(history, replace(context, **late), rng)
            assert int(np.argmax(choice.expected)) == better
            assert choice.chances[better] > 0.5


def test_a_hard_brief_is_not_held_against_the_arm_it_met():
    """Arm 1 met only the hard briefs and was a little better there; the shares alone would call it the worst."""
    history = [trial(ARMS[1], 4, context=BRIEF), trial(ARMS[0], 2, context=BRIEF)] * 10
    history += [trial(ARMS[0], 12)] * 40
    told = summary(history)
    assert told[1].mean_reward < told[0].mean_reward
    choice = choose(history, BRIEF, np.random.default_rng(0))
    assert choice.expected[1] > choice.expected[0]


def test_what_makes_a_brief_hard_is_known_of_arms_that_never_met_it():
    history = [
        trial(arm, accepted, context=context)
        for arm in ARMS[:3]
        for accepted, context in [(2, BRIEF), (12, SEEDS)]
    ]
    rng = np.random.default_rng(0)
    assert choose(history * 3, BRIEF, rng).expected[5] < 0.25
    assert choose(history * 3, SEEDS, rng).expected[5] > 0.45


def test_an_undone_verdict_leaves_no_trace():
    history = simulate(lambda _, arm: 0.2 + 0.1 * (arm.policy == "dpp"), 12, 3)
    before = choose(history, SEEDS, np.random.default_rng(7))
    changed = choose([*history, trial(ARMS[4], 20)], SEEDS, np.random.default_rng(7))
    assert changed.expected != before.expected
    assert choose(history, SEEDS, np.random.default_rng(7)) == before


def test_the_same_history_and_generator_give_the_same_choices_again():
    assert simulate(lambda *_: 0.3, 10, 5) == simulate(lambda *_: 0.3, 10, 5)


def test_what_nobody_judged_says_nothing():
    history = [trial(ARMS[2], 8), trial(ARMS[3], 1)]
    unjudged = [trial(arm, 0, judged=0) for arm in ARMS] * 5
    first, second = (choose(h, SEEDS, np.random.default_rng(1)) for h in (history, [*unjudged, *history]))
    assert first == second


def test_more_verdicts_move_the_chances_further():
    few, many = (
        choose([trial(ARMS[2], 0.6 * judged, judged), trial(ARMS[0], 0.3 * judged, judged)], SEEDS, rng)
        for judged, rng in ((5, np.random.default_rng(2)), (40, np.random.default_rng(2)))
    )
    assert 1 / 6 < few.chances[2] < many.chances[2]
    assert few.expected[2] - few.expected[0] < many.expected[2] - many.expected[0]


def test_an_arm_that_is_no_longer_offered_is_not_chosen():
    old = Arm("mmr", 0.9)
    history = [trial(old, 20)] * 5 + [trial(ARMS[1], 5)]
    choice = choose(history, SEEDS, np.random.default_rng(4))
    assert choice.arm in ARMS
    assert len(choice.chances) == 6


def test_the_summary_counts_what_was_shown_judged_and_accepted():
    told = summary([trial(ARMS[1], 5), trial(ARMS[1], 3, judged=10), trial(ARMS[1], 0, judged=0)])
    arm = told[1]
    assert (arm.trial_count, arm.shown_count, arm.judged_count) == (3, 60, 30)
    assert arm.mean_reward == pytest.approx(8 / 30)
    # Wilson's interval of 8 in 30, the ends being the shares from which 8/30 is 1.96 standard errors away.
    for end in (arm.low, arm.high):
        assert abs(8 / 30 - end) == pytest.approx(1.96 * math.sqrt(end * (1 - end) / 30))
    assert arm.low < arm.mean_reward < arm.high
    assert math.isnan(told[0].mean_reward)
    assert (told[0].low, told[0].high) == (0.0, 1.0)
    assert summary([trial(ARMS[0], 0)])[0].low == 0


def test_the_cosine_of_a_pool_is_that_of_all_pairs_of_its_top():
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(80, 6))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[4] = 0
    scores = rng.normal(size=80)
    top = vectors[np.argsort(-scores)[:50]]
    cosines = (top @ top.T)[np.triu_indices(50, 1)]
    assert mean_cosine(scores, vectors) == pytest.approx(cosines.mean())
    assert mean_cosine(scores[:1], vectors[:1]) == 0
    assert mean_cosine(scores[:0], vectors[:0]) == 0


def test_impossible_trials_and_arms_are_refused():
    with pytest.raises(ValueError, match="accepted"):
        trial(ARMS[0], 6, judged=5)
    for arms in ((), (ARMS[0], ARMS[0])):
        with pytest.raises(ValueError, match="arms"):
            choose([], SEEDS, np.random.default_rng(0), arms)
