"""The curve of the long tail: cuts as the segments have them, shares of few decimals, nobody who is new."""

import numpy as np
import pytest

from ltrec_gui.recommend.long_tail import long_tail
from ltrec_gui.recommend.popularity import HEAD, NEW, TAIL, TORSO, cut

RNG = np.random.default_rng(4)
CURVES = {
    "heavy": np.floor(3000 / np.arange(1, 301) ** 1.1),
    "many zeros": np.concatenate([np.arange(30, 0, -1.0), np.zeros(50)]),
    "equals": np.array([9.0, 5, 5, 5, 3, 3, 3, 3, 1, 1]),
    "equal least": np.array([8.0, 7, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
    "one item": np.array([4.0]),
    "shuffled": RNG.permutation(np.floor(500 * RNG.pareto(1.1, 400))),
}


def tail_of(counts):
    return long_tail(counts, np.full(len(counts), TORSO, np.int8))


@pytest.mark.parametrize("counts", CURVES.values(), ids=CURVES)
@pytest.mark.parametrize("cuts", [(0.33, 0.8), (0.1, 0.5), (0.05, 0.95), (0.6, 0.61)])
def test_bounds_are_those_of_the_segments(counts, cuts):
    segments = cut(counts, *cuts)
    head, torso = tail_of(counts).bounds(*cuts)
    assert (head, torso) == ((segments == HEAD).sum(), (segments != TAIL).sum())


@pytest.mark.parametrize("counts", [CURVES["heavy"], CURVES["shuffled"]], ids=["heavy", "shuffled"])
@pytest.mark.parametrize("count", [1, 3, 17, 60])
def test_a_cut_lies_where_it_was_put(counts, count):
    curve = tail_of(counts)
    share = curve.cut_after(count)
    found, _ = curve.bounds(share, 0.999)
    assert 0 < share < 1
    # Equals share one segment, so the cut may lie after the last of them.
    assert found >= count
    assert found == count or curve.heights[count - 1] == curve.heights[found - 1]


def test_a_cut_has_no_more_decimals_than_it_needs():
    counts = np.full(10, 10.0)
    counts[0] = 30
    assert tail_of(counts).cut_after(1) == 0.25
    # Between 3 / 7 and 6 / 7 there are shares of two decimals.
    share = tail_of(np.array([3.0, 3.0, 1.0])).cut_after(2)
    assert share == round(share, 2)


def test_new_items_are_not_on_the_curve():
    segments = np.array([HEAD, NEW, TAIL, NEW], np.int8)
    curve = long_tail(np.array([5.0, 9.0, 1.0, 0.0]), segments)
    assert curve.order.tolist() == [0, 2]
    assert curve.places.tolist() == [0, -1, 1, -1]
    assert curve.places_of(np.array([1, 2])).tolist() == [1]


def test_shares_and_ranges():
    curve = tail_of(np.array([1.0, 6.0, 3.0, 0.0]))
    assert curve.opened_count == 3
    assert curve.share_of(1) == pytest.approx(0.6)
    assert curve.between(0, 1).tolist() == [1, 2]
    assert curve.columns(1, 4, 4).tolist() == [6.0, 6.0, 3.0, 0.0]


def test_nothing_at_all():
    curve = tail_of(np.empty(0))
    assert curve.opened_count == 0 and curve.bounds(0.33, 0.8) == (0, 0) and curve.share_of(3) == 0.0
