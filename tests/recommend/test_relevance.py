import numpy as np
import pytest

from ltrec_gui.recommend.relevance import (
    FACTORS_WEIGHT,
    Evidence,
    Meaning,
    Wanted,
    damped,
    profile_of,
    readers_weight,
    relevance,
    some_of,
    spread_of,
    spread_of_sparse,
    tastes,
)

N, D = 60, 8


class Readers:
    """Scores by a fixed matrix, so that every share is known."""

    def __init__(self, seed=3):
        self.matrix = np.random.default_rng(seed).random((N, N))

    def scores(self, profile, weights):
        return weights @ self.matrix[profile]

    def contributions(self, profile, weights, position):
        return weights * self.matrix[profile, position]


@pytest.fixture
def vectors():
    rows = np.random.default_rng(1).normal(size=(N, 3 * D))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def evidence(vectors):
    return evidence_with(vectors)


def evidence_with(vectors, **changes):
    values = {
        "rows": lambda positions: vectors[positions],
        "has_vector": np.ones(N, bool),
        "depth": np.linspace(0, 1, N),
        "readers": Readers(),
        "reader_counts": np.arange(N, dtype=float),
        "reader_total": 500,
        "factors": FACTORS,
    }
    return Evidence(**{**values, **changes})


EVERYTHING = np.arange(N)
FACTORS = np.random.default_rng(4).normal(size=(N, 5)).astype(np.float32)
FACTORS /= np.linalg.norm(FACTORS, axis=1, keepdims=True)
FACTORS[0] = 0  # nobody opened it


def wanted_with(vectors, **changes):
    values = {
        "brief": vectors[5],
        "has_brief": True,
        "seeds": np.array([1, 2, 3, 4]),
        "liked": np.array([7, 8]),
        "liked_weights": np.array([1.0, 3.0]),
        "disliked": np.array([9]),
        "postponed": np.array([10]),
        "viewed": np.array([11, 1]),
        "words": np.where(EVERYTHING % 7 == 0, 0.5, 0.0),
    }
    return Wanted(**{**values, **changes})


NO_VERDICTS = {
    "liked": np.empty(0, np.int64),
    "liked_weights": np.empty(0),
    "disliked": np.empty(0, np.int64),
}


@pytest.mark.parametrize("changes", [{}, NO_VERDICTS, {"brief": None, "has_brief": False}, {"words": None}])
@pytest.mark.parametrize("preference", [0.0, 0.7])
def test_the_parts_sum_to_the_relevance(evidence, vectors, changes, preference):
    found = relevance(evidence, wanted_with(vectors, **changes), EVERYTHING, EVERYTHING, preference)
    assert np.allclose(np.sum(list(found.parts.values()), axis=0), found.total, atol=1e-12)
    assert {"title", "text", "tags", "readers", "postponed"} <= found.parts.keys()
    assert ("tail" in found.parts) == (preference > 0)
    assert ("verdicts" in found.parts) == ("liked" not in changes)


def test_one_is_what_was_asked_and_zero_the_average(vectors):
    evidence = evidence_with(vectors, readers=None, reader_counts=None)
    words = np.zeros(N)
    words[5] = 1.0
    wanted = Wanted(brief=vectors[5], has_brief=True, words=words)
    found = relevance(evidence, wanted, EVERYTHING, EVERYTHING)
    assert found.total[5] == pytest.approx(1.0, abs=1e-5)
    assert found.total.mean() == pytest.approx(0.0, abs=1e-6)


def test_fields_are_the_products_of_their_blocks(vectors):
    evidence = evidence_with(vectors, readers=None, reader_counts=None)
    found = relevance(evidence, Wanted(brief=vectors[5], has_brief=True), EVERYTHING, EVERYTHING)
    deviation = (vectors @ vectors[5]).std()
    block = vectors[:, D : 2 * D] @ vectors[5, D : 2 * D]
    assert np.allclose(found.parts["text"] * found.scale, (block - block.mean()) / deviation, atol=1e-5)


def test_only_the_three_nearest_seeds_count(vectors):
    evidence = evidence_with(vectors)
    seeds = np.array([1, 2, 3, 4, 6])
    meaning = Meaning(evidence, Wanted(seeds=seeds), EVERYTHING)
    both = np.hstack([vectors, tastes(evidence, EVERYTHING)])
    asked, verdicts = meaning.similarity(vectors, tastes(evidence, EVERYTHING))
    expected = np.sort(both @ both[seeds].T, axis=1)[:, -3:].mean(axis=1)
    assert np.allclose(asked.sum(axis=1), expected, atol=1e-6)
    assert not verdicts.any()


def test_with_verdicts_brief_and_seeds_are_part_of_one_direction(evidence, vectors):
    meaning = Meaning(evidence, wanted_with(vectors), EVERYTHING)
    both = np.hstack([vectors, tastes(evidence, EVERYTHING)])
    asked, verdicts = meaning.similarity(vectors, tastes(evidence, EVERYTHING))
    assert np.allclose(asked.sum(axis=1) + verdicts, both @ meaning.preference.direction, atol=1e-6)
    assert meaning.pulls()[7] > 0 > meaning.pulls()[9]
    assert np.allclose(
        np.hstack([meaning.directions()[-1], meaning.taste_direction()]), meaning.preference.direction
    )


def test_the_factors_are_as_long_as_the_evidence_for_them(vectors):
    lengths = np.linalg.norm(tastes(evidence_with(vectors), EVERYTHING), axis=1)
    assert lengths[0] == 0
    assert (np.diff(lengths)[1:] > 0).all()
    assert lengths[-1] ** 2 < FACTORS_WEIGHT
    few = np.linalg.norm(tastes(evidence_with(vectors, reader_total=50), EVERYTHING), axis=1)
    assert np.allclose(few, lengths / 2)
    assert tastes(evidence_with(vectors, factors=None), EVERYTHING).shape == (N, 0)


def test_an_accepted_item_lifts_what_the_same_readers_open(vectors):
    """With texts that say nothing, what is accepted is followed by readers alone, and told as their part."""
    alike = FACTORS.copy()
    alike[30:40] = alike[30]
    evidence = evidence_with(vectors, readers=None, factors=alike)
    wanted = Wanted(seeds=np.array([30]), liked=np.array([31]), liked_weights=np.ones(1))
    without = relevance(evidence_with(vectors, readers=None, factors=None), wanted, EVERYTHING, EVERYTHING)
    found = relevance(evidence, wanted, EVERYTHING, EVERYTHING)
    others = np.setdiff1d(EVERYTHING, np.arange(30, 40))
    lifted = found.total - without.total
    assert lifted[32:40].min() > np.quantile(lifted[others], 0.9)
    assert found.parts["readers"][32:40].min() > found.parts["readers"][others].mean()
    assert "readers" not in without.parts


def test_damping_draws_in_high_scores_and_keeps_order_and_sign():
    scores = np.array([-4.0, -1.0, 0.0, 0.01, 1.0, 16.0])
    found = damped(scores)
    assert np.allclose(found, np.sign(scores) * np.abs(scores) ** 0.75)
    assert (np.diff(found) > 0).all()


def test_rejections_alone_push_away(vectors, evidence):
    wanted = Wanted(disliked=np.array([9]))
    found = relevance(evidence, wanted, EVERYTHING, EVERYTHING)
    assert found.total[9] == found.total.min()


def test_readers_count_more_for_items_they_opened_and_for_long_profiles(vectors):
    evidence = evidence_with(vectors)
    few = Wanted(seeds=np.array([1, 2, 3]))
    weights = readers_weight(evidence, few, EVERYTHING)
    assert (np.diff(weights) > 0).all()
    many = Wanted(seeds=np.arange(40))
    assert (readers_weight(evidence, many, EVERYTHING) > weights).all()
    briefed = readers_weight(evidence, Wanted(seeds=np.array([1, 2, 3]), has_brief=True), EVERYTHING)
    assert (briefed < weights).all()
    assert (weights < 1).all()


def test_few_readers_count_less_and_none_not_at_all(vectors):
    wanted = Wanted(seeds=np.array([1]))
    trusted = readers_weight(evidence_with(vectors), wanted, EVERYTHING)
    few = readers_weight(evidence_with(vectors, reader_total=50), wanted, EVERYTHING)
    assert np.allclose(few, trusted / 4)
    assert not readers_weight(evidence_with(vectors, readers=None), wanted, EVERYTHING).any()
    assert not readers_weight(evidence_with(vectors), Wanted(brief=vectors[5]), EVERYTHING).any()


def test_what_was_only_viewed_counts_a_little_and_never_twice(vectors):
    profile = profile_of(wanted_with(vectors))
    assert dict(zip(profile.positions.tolist(), profile.weights.tolist(), strict=True)) == {
        1: 1.0, 2: 1.0, 3: 1.0, 4: 1.0, 7: 1.0, 8: 1.0, 11: 0.2,
    }  # fmt: skip


def test_an_item_without_a_vector_counts_as_average_in_meaning(vectors):
    has_vector = np.ones(N, bool)
    has_vector[20] = False
    evidence = evidence_with(vectors, has_vector=has_vector)
    found = relevance(evidence, wanted_with(vectors), EVERYTHING, EVERYTHING)
    assert all(found.parts[name][20] == 0 for name in ("title", "text", "tags", "verdicts"))
    assert np.isfinite(found.total).all()


def test_with_nothing_asked_the_least_opened_come_first(evidence):
    found = relevance(evidence, Wanted(), EVERYTHING, EVERYTHING)
    assert list(np.argsort(-found.total, kind="stable")) == list(range(N))[::-1]
    assert found.parts.keys() == {"tail"}


def test_where_meaning_may_not_rank_no_vector_is_used(evidence, vectors):
    found = relevance(evidence, wanted_with(vectors, by_meaning=False, brief=None), EVERYTHING, EVERYTHING)
    assert not {"title", "text", "tags", "verdicts"} & found.parts.keys()


def test_what_was_put_off_comes_lower(evidence, vectors):
    plain = relevance(evidence, wanted_with(vectors, postponed=np.empty(0, np.int64)), EVERYTHING, EVERYTHING)
    later = relevance(evidence, wanted_with(vectors), EVERYTHING, EVERYTHING)
    assert later.total[10] < plain.total[10]
    assert np.allclose(np.delete(later.total, 10), np.delete(plain.total, 10))


def test_a_spread_never_vanishes():
    assert spread_of(np.ones(4), 0.05).deviation == 0.05
    assert spread_of(np.empty(0), 0.1).deviation == 0.1
    values = np.array([0.0, 0.0, 0.5, 1.0])
    sparse = spread_of_sparse(values[values > 0], 4, 0.01)
    assert (sparse.mean, sparse.deviation) == (pytest.approx(values.mean()), pytest.approx(values.std()))


def test_a_sample_is_always_the_same_and_in_order():
    positions = np.arange(100)
    assert np.array_equal(some_of(positions, 10), some_of(positions, 10))
    assert (np.diff(some_of(positions, 10)) > 0).all()
    assert some_of(positions, 200) is positions


@pytest.mark.parametrize("seed_count", [0, 2, 3, 5])
@pytest.mark.parametrize("is_judged", [False, True])
def test_many_items_at_once_get_what_few_at_a_time_do(vectors, monkeypatch, seed_count, is_judged):
    evidence = evidence_with(vectors)
    asked_once = []
    in_parts = evidence_with(
        vectors, rows_once=lambda positions: asked_once.append(len(positions)) or vectors[positions]
    )
    judged = {"liked": np.array([9, 11]), "liked_weights": np.array([1.0, 3.0]), "disliked": np.array([12])}
    wanted = wanted_with(
        vectors, seeds=np.arange(20, 20 + seed_count), **(judged if is_judged else NO_VERDICTS)
    )
    whole = relevance(evidence, wanted, EVERYTHING, EVERYTHING)
    monkeypatch.setattr("ltrec_gui.recommend.relevance.ROWS_IN_CACHE", 7)
    found = relevance(in_parts, wanted, EVERYTHING, EVERYTHING)
    assert asked_once == [7] * 8 + [4]
    assert whole.parts.keys() == found.parts.keys()
    # The rows are of single precision.
    np.testing.assert_allclose(found.total, whole.total, rtol=0, atol=1e-5)
    for name, values in whole.parts.items():
        np.testing.assert_allclose(found.parts[name], values, rtol=0, atol=1e-5)


@pytest.mark.parametrize("seed_count", [1, 2, 3, 4])
def test_meaning_and_readers_are_the_mean_of_the_three_nearest_seeds(vectors, evidence, seed_count):
    wanted = Wanted(seeds=np.arange(seed_count))
    asked, _ = Meaning(evidence, wanted, EVERYTHING).similarity(
        vectors[30:40], tastes(evidence, np.arange(30, 40))
    )
    known = np.hstack([vectors, tastes(evidence, EVERYTHING)])
    products = np.sort(known[30:40] @ known[:seed_count].T, axis=1)[:, ::-1][:, :3]
    np.testing.assert_allclose(asked.sum(axis=1), products.mean(axis=1), atol=1e-6)


def test_no_items_have_no_relevance(evidence, vectors):
    found = relevance(evidence, wanted_with(vectors), np.empty(0, np.int64), EVERYTHING)
    assert found.total.shape == (0,)


def test_words_alone_are_not_held_down(vectors):
    """Many words are each a small share; beside meaning that must not be blown up, alone it is all there is."""
    evidence = evidence_with(vectors, has_vector=np.zeros(N, bool))
    shares = np.where(np.arange(N) < 20, 0.02, 0.0)
    alone = Wanted(seeds=np.array([1]), words=shares, by_meaning=False)
    beside = Wanted(seeds=np.array([1]), words=shares)
    assert not Meaning(evidence, alone, EVERYTHING).is_asked
    of_words = relevance(evidence, alone, EVERYTHING, EVERYTHING)
    held = relevance(evidence_with(vectors), beside, EVERYTHING, EVERYTHING)

    def spread(found):
        return found.parts["words"].std() * found.scale

    assert spread(of_words) > 3 * spread(held)


def test_what_a_trial_found_of_content_holds_for_seeds_and_not_for_a_brief(vectors):
    """Where texts say little readers count more for any list of seeds; what is written is taken at its word."""
    seeds = Wanted(seeds=np.array([1, 2, 3]))
    usual = readers_weight(evidence_with(vectors), seeds, EVERYTHING)
    found = readers_weight(evidence_with(vectors, content_share=0.25), seeds, EVERYTHING)
    assert np.allclose(1 - found, 0.25 * (1 - usual))
    briefed = Wanted(seeds=np.array([1, 2, 3]), has_brief=True)
    assert np.array_equal(
        readers_weight(evidence_with(vectors), briefed, EVERYTHING),
        readers_weight(evidence_with(vectors, content_share=0.25), briefed, EVERYTHING),
    )
