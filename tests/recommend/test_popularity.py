import numpy as np
import pytest

from ltrec_gui.recommend.popularity import HEAD, TAIL, TORSO, UNKNOWN, cut, gini, measure, novelty, ranks


def test_the_cuts_follow_the_share_carried_before():
    counts = np.array([40.0, 30.0, 10.0, 10.0, 5.0, 5.0, 0.0])
    # before each: 0, .4, .7, .8 (a tie: .7), .9, .95, 1
    assert list(cut(counts, 0.33, 0.80)) == [HEAD, TORSO, TORSO, TORSO, TAIL, TAIL, TAIL]


def test_catalogue_order_never_decides_between_equals():
    counts = np.array([5.0, 50.0, 5.0, 5.0, 5.0, 30.0])
    segments = cut(counts, 0.33, 0.80)
    assert len(set(segments[counts == 5.0])) == 1
    shuffled = np.random.default_rng(1).permutation(len(counts))
    assert list(cut(counts[shuffled], 0.33, 0.80)) == list(segments[shuffled])


def test_never_opened_is_tail():
    assert list(cut(np.array([1.0, 0.0]), 0.33, 0.80)) == [HEAD, TAIL]


@pytest.mark.parametrize("counts", [np.zeros(5), np.full(5, np.nan)])
def test_without_counts_there_is_no_segment(counts):
    measured = measure(counts, "column", 0.33, 0.80)
    assert set(measured.segments) == {UNKNOWN}
    assert measured.source == "none"
    assert not measured.is_flat


def test_a_flat_catalogue_has_no_tail():
    measured = measure(np.array([10.0, 11.0, 12.0, 10.0]), "column", 0.33, 0.80)
    assert measured.is_flat
    assert set(measured.segments) == {UNKNOWN}


def test_ranks_share_the_better_place():
    assert list(ranks(np.array([5.0, 9.0, 5.0, 1.0]))) == [2, 1, 2, 4]


def test_novelty_runs_from_most_popular_to_never_opened():
    values = novelty(np.array([0.0, 10.0, 100.0]))
    assert values[0] == 1
    assert values[2] == 0
    assert 0 < values[1] < 1
    assert list(novelty(np.zeros(3))) == [1, 1, 1]


def test_gini_at_its_ends():
    assert gini(np.full(10, 3.0)) == pytest.approx(0)
    assert gini(np.array([0.0] * 99 + [7.0])) == pytest.approx(0.99)
    assert gini(np.array([])) == 0


def test_an_empty_catalogue():
    assert len(measure(np.empty(0), "none", 0.33, 0.80).segments) == 0
