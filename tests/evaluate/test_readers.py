from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from ltrec_gui.evaluate.baselines import popular_baseline, random_baseline
from ltrec_gui.evaluate.readers import (
    Traits,
    cold_items,
    evaluate_readers,
    rank_readers,
    rank_segments,
    readers_with,
    top_positions,
    tune,
    tune_segments,
    tuned,
    why_not,
)
from ltrec_gui.evaluate.splits import Events, is_tail, split

ITEM_COUNT = 80


@pytest.fixture(scope="module")
def divided():
    """Readers who like 20 items each, mostly the first ones."""
    generator = np.random.default_rng(7)
    chances = 1 / np.arange(1, ITEM_COUNT + 1)
    rows = [
        (reader, item)
        for reader in range(50)
        for item in generator.choice(ITEM_COUNT, 20, replace=False, p=chances / chances.sum())
    ]
    reader, item = np.array(rows).T
    return split(
        Events(reader, item, np.full(len(rows), np.nan), np.arange(len(rows), dtype=float)),
        0,
        "per-reader",
        item_count=ITEM_COUNT,
    )


@pytest.fixture(scope="module")
def traits(divided):
    rows = np.random.default_rng(1).normal(size=(ITEM_COUNT, 8))
    views = divided.evidence_fit.views
    return Traits(
        views,
        divided.evidence_fit.reader_count,
        is_tail(views),
        rows / np.linalg.norm(rows, axis=1, keepdims=True),
        [frozenset({"odd" if item % 2 else "even", str(item % 5)}) for item in range(ITEM_COUNT)],
    )


def everything():
    return np.ones(ITEM_COUNT, bool)


def rng(seed=0):
    return np.random.default_rng(seed)


def knowing(divided, part="test", error=0.0):
    """A scorer that is told the answer, with noise of that size on top; told apart by what the reader has seen."""
    answers = {
        seen.tobytes(): held for seen, held in zip(divided.seen(part), divided.held_out(part), strict=True)
    }

    def scores(profile):
        found = rng(len(profile.seen)).random(ITEM_COUNT) * error
        found[answers[profile.seen.tobytes()]] += 1
        return found

    return scores


def test_top_positions_are_those_of_a_full_sort():
    generator = rng(3)
    for _ in range(50):
        scores = generator.integers(0, 6, 40).astype(float)
        order = generator.permutation(40)[:25]
        expected = order[np.argsort(-scores[order], kind="stable")]
        for k in (1, 7, 25, 30):
            assert top_positions(scores, order, k).tolist() == expected[:k].tolist()
    assert not len(top_positions(scores, order[:0], 5))


def test_ties_do_not_go_by_catalogue_order(divided):
    rankings = rank_readers(
        {"equal": lambda profile: np.zeros(ITEM_COUNT)}, divided, everything(), generator=rng()
    )
    shown = rankings.lists["equal"][:, :10]
    assert 25 < shown.mean() < 55
    assert len(np.unique(shown)) < ITEM_COUNT  # the same shuffle for every reader


def test_every_unseen_candidate_is_ranked_and_nothing_else(divided):
    candidates = np.arange(ITEM_COUNT) % 3 != 0
    rankings = rank_readers(
        {"random": random_baseline(ITEM_COUNT, 0).fit(divided.learned("test"))},
        divided,
        candidates,
        generator=rng(),
        k=ITEM_COUNT,
    )
    for row, ranked, relevant in zip(rankings.rows, rankings.lists["random"], rankings.relevant, strict=True):
        expected = np.setdiff1d(np.flatnonzero(candidates), divided.seen("test")[row])
        assert np.array_equal(np.sort(ranked[ranked >= 0]), expected)
        assert len(relevant)
        assert candidates[relevant].all()


def test_a_reader_with_nothing_to_find_is_left_out(divided):
    candidates = np.zeros(ITEM_COUNT, bool)
    candidates[divided.test[4][0]] = True
    found = readers_with(divided, candidates)
    assert 4 in found
    assert len(found) < len(divided.readers)


def test_one_who_knows_the_answer_gets_full_marks(divided, traits):
    rankings = rank_readers(
        {"knows": knowing(divided), "popular": popular_baseline().fit(divided.learned("test"))},
        divided,
        everything(),
        generator=rng(),
    )
    result = evaluate_readers(
        "readers-all", rankings, divided, everything(), traits, "popular", generator=rng(), draws=200
    )
    knows, popular = result.methods
    for metric in ("ndcg@10", "recall@10", "recall@50"):
        assert knows.metrics[metric].value == pytest.approx(1.0)
        assert popular.against_baseline[metric].value == 0.0
        assert knows.against_baseline[metric].low > 0
    assert result.unit_count == len(divided.readers)
    assert popular.metrics["popularity"].value > knows.metrics["popularity"].value
    assert popular.metrics["novelty"].value < knows.metrics["novelty"].value


def test_figures_of_a_small_case_are_those_by_hand(divided, traits):
    rankings = rank_readers({"knows": knowing(divided)}, divided, everything(), generator=rng())
    lists = rankings.lists["knows"][:, :10]
    result = evaluate_readers(
        "readers-all", rankings, divided, everything(), traits, "knows", generator=rng(), draws=50
    )
    found = result.methods[0].metrics
    assert found["tail_share"].value == pytest.approx(traits.is_tail[lists].mean())
    assert found["popularity"].value == pytest.approx(traits.views[lists].mean())
    assert found["coverage"].value == pytest.approx(len(np.unique(lists)) / ITEM_COUNT)
    assert found["max_frequency"].value == pytest.approx(np.bincount(lists.ravel()).max() / len(lists))
    assert found["coverage"].low == found["coverage"].high == found["coverage"].value
    assert "coverage" not in result.methods[0].against_baseline
    # All 80 items but 20 less than the 100 best known: nothing is a discovery.
    assert found["serendipity"].value == 0.0


def test_the_same_seed_gives_the_same_result(divided, traits):
    def run(seed):
        scorers = {
            "random": random_baseline(ITEM_COUNT, seed).fit(divided.learned("test")),
            "popular": popular_baseline().fit(divided.learned("test")),
        }
        rankings = rank_readers(scorers, divided, traits.is_tail, generator=rng(seed))
        return evaluate_readers(
            "readers-tail", rankings, divided, traits.is_tail, traits, "random", generator=rng(seed), draws=50
        )

    assert run(1) == run(1)
    assert run(1) != run(2)


@pytest.mark.parametrize(
    ("scores", "complaint"),
    [
        (np.zeros(3), "shape"),
        (np.full(ITEM_COUNT, np.nan), "not finite"),
        (np.full(ITEM_COUNT, -np.inf), "finite"),
    ],
)
def test_scores_that_cannot_be_sorted_are_refused(divided, scores, complaint):
    with pytest.raises(ValueError, match=complaint):
        rank_readers({"odd": lambda profile: scores}, divided, everything(), generator=rng())


def test_a_protocol_nobody_can_be_judged_by_says_why(divided, traits):
    nothing = np.zeros(ITEM_COUNT, bool)
    assert why_not(divided, nothing).startswith("0 readers")
    assert why_not(divided, everything(), least=10) == ""
    rankings = rank_readers(
        {"equal": lambda profile: np.zeros(ITEM_COUNT)}, divided, nothing, generator=rng()
    )
    with pytest.raises(ValueError, match="no reader"):
        evaluate_readers("readers-cold", rankings, divided, nothing, traits, "equal", generator=rng())


def test_cold_items_have_no_view_left(divided):
    assert (divided.evidence_fit.views[cold_items(divided)] == 0).all()
    assert (divided.evidence_fit.views[~cold_items(divided)] > 0).all()


def test_tuning_takes_what_ranks_validation_best_and_does_not_see_the_test(divided):
    def fit(kind):
        if kind == "good":
            return knowing(divided, "validation", error=1.5)
        return lambda profile: np.zeros(ITEM_COUNT)

    found = tune(fit, [{"kind": "bad"}, {"kind": "good"}], divided, everything(), generator=rng())
    assert found.settings == {"kind": "good"}
    assert found.value == max(value for _, value in found.tried)
    # Whatever the test likes are, tuning must come out the same.
    changed = SimpleNamespace(
        item_count=ITEM_COUNT,
        liked=divided.liked,
        seen=divided.seen,
        held_out=lambda part: divided.held_out("validation") if part == "validation" else 1 / 0,
    )
    again = tune(fit, [{"kind": "bad"}, {"kind": "good"}], changed, everything(), generator=rng())
    assert again == found


def test_of_equal_settings_the_first_is_taken(divided):
    found = tune(
        lambda number: lambda profile: np.zeros(ITEM_COUNT),
        [{"number": 3}, {"number": 1}],
        divided,
        everything(),
        generator=rng(),
    )
    assert found.settings == {"number": 3}


def test_what_is_tuned_learns_first_from_train_then_from_validation_too(divided):
    learned = []

    def fit(evidence, number):
        learned.append(evidence)
        return lambda profile: np.full(ITEM_COUNT, float(number))

    tuned(fit, [{"number": 1}, {"number": 2}], divided, everything(), generator=rng())
    assert [evidence is divided.evidence_train for evidence in learned] == [True, True, False]
    assert learned[-1] is divided.evidence_fit
    _, tuning = tuned(fit, [{"number": 5}], divided, everything(), generator=rng())
    assert tuning.settings == {"number": 5}
    assert len(learned) == 4


@pytest.mark.parametrize(
    ("grid", "metric", "complaint"),
    [([], "ndcg@10", "no setting"), ([{}], "gini", "tune by"), ([{}], "ndcg@", "tune by")],
)
def test_what_cannot_be_tuned_is_refused(divided, grid, metric, complaint):
    with pytest.raises(ValueError, match=complaint):
        tune(
            lambda: lambda profile: np.zeros(ITEM_COUNT),
            grid,
            divided,
            everything(),
            generator=rng(),
            metric=metric,
        )


def test_ranking_and_tuning_can_be_cancelled_through_their_reports(divided):
    class Stop(Exception):
        pass

    seen = []

    def report(done, total):
        seen.append((done, total))
        if done >= 3:
            raise Stop

    equal = {"equal": lambda profile: np.zeros(ITEM_COUNT)}
    with pytest.raises(Stop):
        rank_readers(equal, divided, everything(), generator=rng(), report=report)
    assert seen == [(done, len(divided.readers)) for done in range(4)]
    with pytest.raises(Stop):
        tune(
            lambda number: equal["equal"],
            [{"number": number} for number in range(5)],
            divided,
            everything(),
            generator=rng(),
            report=report,
        )


def test_seconds_are_those_of_the_clock_given(divided):
    ticks = count()
    rankings = rank_readers(
        {"a": lambda profile: np.zeros(ITEM_COUNT), "b": lambda profile: np.zeros(ITEM_COUNT)},
        divided,
        everything(),
        generator=rng(),
        clock=lambda: float(next(ticks)),
    )
    # Two ticks apart: one for the scores and one for the list of each reader.
    assert rankings.seconds == dict.fromkeys("ab", 2.0 * len(rankings.rows))


def segments():
    return {"odd": np.arange(ITEM_COUNT) % 2 == 1, "late": np.arange(ITEM_COUNT) >= 20}


def test_segments_together_get_the_lists_they_get_alone_from_one_score_a_reader(divided):
    asked = []
    scorer = knowing(divided, error=1.5)

    def counting(profile):
        asked.append(profile)
        return scorer(profile)

    together = rank_segments({"m": counting}, divided, segments(), generator=rng(4), k=12)
    judged = set()
    for name, candidates in segments().items():
        alone = rank_readers({"m": scorer}, divided, candidates, generator=rng(4), k=12)
        assert np.array_equal(together[name].lists["m"], alone.lists["m"])
        assert np.array_equal(together[name].rows, alone.rows)
        assert all(map(np.array_equal, together[name].relevant, alone.relevant))
        judged |= set(alone.rows.tolist())
    assert len(asked) == len(judged)


def test_scorers_of_one_segment_and_chosen_readers_are_ranked_there_alone(divided):
    every = readers_with(divided, segments()["odd"])
    found = rank_segments(
        {"a": lambda profile: np.zeros(ITEM_COUNT)},
        divided,
        segments(),
        own={"odd": {"b": knowing(divided)}},
        rows={"odd": every[:3]},
        generator=rng(),
    )
    assert {name: set(rankings.lists) for name, rankings in found.items()} == {
        "odd": {"a", "b"},
        "late": {"a"},
    }
    assert found["odd"].rows.tolist() == every[:3].tolist()
    assert found["odd"].lists["b"].shape[0] == 3
    assert len(found["late"].rows) == len(readers_with(divided, segments()["late"]))


def test_segments_tuned_together_get_the_settings_they_get_alone(divided):
    fits = []

    def fit(error):
        fits.append(error)
        return knowing(divided, "validation", error)

    grid = [{"error": error} for error in (9.0, 1.2, 3.0)]
    together = tune_segments(fit, grid, divided, segments(), generator=rng(2))
    assert fits == [9.0, 1.2, 3.0]
    for name, candidates in segments().items():
        assert together[name] == tune(fit, grid, divided, candidates, generator=rng(2))
