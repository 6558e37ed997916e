"""Each metric at its ends and on a case small enough to check by hand."""

import math

import numpy as np
import pytest

from ltrec_gui.recommend import metrics

YES_NO_YES = np.array([True, False, True])


def test_ndcg_by_hand():
    gained = 1 + 1 / math.log2(4)
    assert metrics.ndcg(YES_NO_YES, 2, 3) == pytest.approx(gained / (1 + 1 / math.log2(3)))
    assert metrics.ndcg(YES_NO_YES, 9, 3) == pytest.approx(gained / (1 + 1 / math.log2(3) + 0.5))


@pytest.mark.parametrize(("relevant", "k"), [(1, 10), (3, 10), (10, 10), (25, 10), (2, 1)])
def test_the_best_possible_list_has_an_ndcg_of_one(relevant, k):
    hits = np.arange(40) < relevant
    assert metrics.ndcg(hits, relevant, k) == pytest.approx(1)
    assert metrics.achievable_recall(hits, relevant, k) == 1
    assert metrics.ndcg(~hits[:relevant], relevant, k) == 0


def test_an_earlier_hit_is_worth_more_and_one_beyond_k_nothing():
    by_rank = [metrics.ndcg(np.arange(12) == rank, 5, 10) for rank in range(12)]
    assert by_rank[:10] == sorted(by_rank[:10], reverse=True)
    assert len(set(by_rank[:10])) == 10
    assert by_rank[10:] == [0, 0]


def test_empty_places_of_a_short_list_are_misses():
    padded = np.concatenate([YES_NO_YES, np.zeros(7, bool)])
    for metric in (metrics.ndcg, metrics.recall, metrics.achievable_recall):
        assert metric(YES_NO_YES, 4, 10) == pytest.approx(metric(padded, 4, 10))
        assert metric(np.array([], bool), 4, 10) == 0


def test_the_two_forms_of_recall():
    hits = np.arange(50) % 10 == 0
    assert metrics.recall(hits, 20, 50) == pytest.approx(5 / 20)
    assert metrics.recall(hits, 20, 10) == pytest.approx(1 / 20)
    assert metrics.achievable_recall(hits, 20, 10) == pytest.approx(1 / 10)
    assert metrics.achievable_recall(hits, 5, 50) == 1


@pytest.mark.parametrize("metric", [metrics.ndcg, metrics.recall, metrics.achievable_recall])
def test_hits_without_relevant_items_are_refused(metric):
    with pytest.raises(ValueError, match="nothing is relevant"):
        metric(YES_NO_YES, 0, 3)
    with pytest.raises(ValueError, match="2 hits, but only 1 relevant"):
        metric(YES_NO_YES, 1, 3)


def test_popularity_and_novelty():
    assert metrics.mean_popularity(np.array([0, 4, 5])) == 3
    assert metrics.mean_novelty(np.array([7]), 7) == 0
    assert metrics.mean_novelty(np.array([0, 7]), 7) == pytest.approx(1.5)
    assert metrics.mean_novelty(np.array([0]), 63) == pytest.approx(6)
    assert metrics.mean_popularity(np.array([])) == metrics.mean_novelty(np.array([]), 7) == 0


def test_well_known_hits_are_no_serendipity():
    counts = np.array([9, 1, 5, 5, 0, 5])
    well_known = metrics.most_viewed(counts, np.array([1, 5, 2, 3, 4]), 2)
    assert list(np.flatnonzero(well_known)) == [2, 5]
    assert metrics.most_viewed(counts, np.arange(6)).all()
    assert metrics.serendipity(YES_NO_YES, np.array([True, False, False])) == pytest.approx(1 / 3)
    assert metrics.serendipity(YES_NO_YES, np.ones(3, bool)) == 0
    assert metrics.serendipity(YES_NO_YES, np.zeros(3, bool)) == pytest.approx(2 / 3)


def test_the_diversity_of_a_list_with_twins_by_hand():
    spread = np.vstack([np.eye(5), np.eye(5)[:1]])
    assert metrics.intra_list_diversity(spread) == pytest.approx(1 - 1 / 15)
    assert metrics.intra_list_diversity(np.eye(5)) == pytest.approx(1)
    assert metrics.intra_list_diversity(np.eye(1)) == 0


def test_tag_diversity_by_hand():
    sea, port, none = frozenset({"sea", "war"}), frozenset({"sea", "port", "law"}), frozenset()
    assert metrics.tag_diversity([sea, port]) == pytest.approx(1 - 1 / 4)
    assert metrics.tag_diversity([sea, port, none]) == pytest.approx((3 / 4 + 1 + 1) / 3)
    assert metrics.tag_diversity([none, none]) == metrics.tag_diversity([sea, sea]) == 0
    assert metrics.tag_diversity([sea]) == metrics.tag_diversity([]) == 0


def test_coverage_is_of_the_union_of_all_lists():
    counts = metrics.recommendation_counts([np.array([0, 1]), np.array([1, 4]), np.array([], int)], 6)
    assert list(counts) == [1, 2, 0, 0, 1, 0]
    assert metrics.coverage(counts, np.ones(6, bool)) == pytest.approx(3 / 6)
    assert metrics.coverage(counts, np.arange(6) >= 3) == pytest.approx(1 / 3)
    assert metrics.coverage(counts, np.zeros(6, bool)) == 0
    assert metrics.max_frequency(counts, 3) == pytest.approx(2 / 3)
    assert list(metrics.recommendation_counts([], 2)) == [0, 0]
    assert metrics.max_frequency(np.zeros(2, int), 0) == 0


def test_the_same_tail_item_for_everybody_covers_little():
    """Why coverage stands beside the tail share: both lists of lists are all tail."""
    tail = np.ones(20, bool)
    one_for_all = [np.array([3, 4])] * 10
    one_for_each = [np.array([2 * n, 2 * n + 1]) for n in range(10)]
    for lists, covered in ((one_for_all, 0.1), (one_for_each, 1.0)):
        assert all(metrics.tail_share(tail[row]) == 1 for row in lists)
        assert metrics.coverage(metrics.recommendation_counts(lists, 20), tail) == pytest.approx(covered)


def test_gini_by_hand():
    assert metrics.gini(np.array([5, 5, 5])) == pytest.approx(0)
    assert metrics.gini(np.array([0, 0, 0, 8])) == pytest.approx(3 / 4)
    # Half the mean absolute difference over the mean: the definition it is a short form of.
    counts = np.array([3, 0, 1, 7, 1])
    apart = np.abs(counts[:, None] - counts).mean()
    assert metrics.gini(counts) == pytest.approx(apart / (2 * counts.mean()))
    assert metrics.gini(np.zeros(4)) == metrics.gini(np.array([])) == 0


def test_items_never_recommended_count_as_unequal():
    assert metrics.gini(np.array([2, 2, 0, 0])) > metrics.gini(np.array([2, 2]))


def test_hub_skewness_by_hand():
    assert metrics.hub_skewness(np.array([0, 0, 0, 4])) == pytest.approx((27 - 3) / 4 / 3**1.5)
    assert metrics.hub_skewness(np.array([1, 2, 3])) == pytest.approx(0)
    assert metrics.hub_skewness(np.full(3, 0.1)) == metrics.hub_skewness(np.array([])) == 0


@pytest.mark.parametrize(
    ("accepted_at", "relevant", "expected"),
    [
        ([0], 2, 20),
        ([0, 19], 4, 20),
        ([0, 20], 4, 40),
        ([0, 20], 3, 40),
        ([0, 39, 59], 6, 60),
        ([0, 20], 5, None),
        ([], 1, None),
    ],
)
def test_effort_counts_whole_rounds(accepted_at, relevant, expected):
    accepted = np.isin(np.arange(60), accepted_at)
    assert metrics.effort(accepted, relevant) == expected


def test_effort_of_a_last_round_that_was_short_and_of_no_round():
    assert metrics.effort(np.arange(25) == 24, 1) == 40
    assert metrics.effort(np.array([], bool), 1) is None
    assert metrics.effort(np.arange(25) == 24, 1, round_size=5) == 25
    assert metrics.effort(np.ones(30, bool), 30, round_size=1, share=0.9) == 27
    with pytest.raises(ValueError, match="nothing is relevant"):
        metrics.effort(np.ones(3, bool), 0)
