import itertools

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

from ltrec_gui.recommend.tail import (
    TAIL_METHODS,
    calibrated,
    divergence,
    inverse_propensity,
    order,
    penalised,
    price_of_quota,
    quota,
    xquad,
)

# The best three are from the head.
SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
IS_TAIL = np.array([False, False, False, True, False, True])
COUNTS = np.array([100.0, 50.0, 30.0, 2.0, 20.0, 0.0])


def made_up(seed, size=60, tail_share=0.4):
    """Return scores with ties, and which rows are tail."""
    generator = np.random.default_rng(seed)
    return generator.integers(0, 15, size) / 7.0, generator.random(size) < tail_share


def plain(scores, count):
    """Return the best rows without any preference, by another road than the code under test."""
    return sorted(range(len(scores)), key=lambda row: (-scores[row], row))[:count]


def test_the_methods_have_names_of_their_own():
    assert TAIL_METHODS[0] == "quota"
    assert len(set(TAIL_METHODS)) == 5


# ------------------------------------------------------------------------------------------ quota


def test_a_quota_by_hand():
    assert list(quota(SCORES, IS_TAIL, 4, 0)) == [0, 1, 2, 3]
    # One place of four falls due at the fourth, which is a tail item anyway.
    assert list(quota(SCORES, IS_TAIL, 4, 1)) == [0, 1, 2, 3]
    assert list(quota(SCORES, IS_TAIL, 4, 2)) == [0, 3, 1, 5]
    # There are only two.
    assert list(quota(SCORES, IS_TAIL, 4, 4)) == [3, 5, 0, 1]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [1, 7, 10, 60, 80])
def test_the_share_of_the_tail_is_known_in_advance(seed, count):
    scores, is_tail = made_up(seed)
    plain_tail = is_tail[plain(scores, count)].sum()
    for places in range(count + 1):
        rows = quota(scores, is_tail, count, places)
        assert len(rows) == len(set(rows)) == min(count, len(scores))
        expected = min(max(places, plain_tail), is_tail.sum())
        assert is_tail[rows].sum() == expected
        for length in range(1, len(rows) + 1):
            due = min(places * length // count, is_tail.sum())
            assert is_tail[rows[:length]].sum() >= due


@pytest.mark.parametrize("places", range(5))
def test_no_other_list_with_that_quota_is_more_relevant(places):
    generator = np.random.default_rng(places)
    scores, is_tail = generator.normal(size=9), generator.random(9) < 0.5
    allowed = [
        rows
        for rows in itertools.combinations(range(9), 4)
        if is_tail[list(rows)].sum() >= min(places, is_tail.sum())
    ]
    best = max(allowed, key=lambda rows: scores[list(rows)].sum())
    assert sorted(quota(scores, is_tail, 4, places)) == sorted(best)


def test_what_is_far_below_the_list_changes_no_price_but_the_average():
    scores, is_tail = made_up(6, 40)
    more, more_tail = np.append(scores, np.full(500, -9.0)), np.append(is_tail, np.arange(500) % 2 == 0)
    accepted = np.append(np.arange(40) % 3 == 0, np.zeros(500, bool))
    first = price_of_quota(scores, is_tail, accepted[:40], 10, range(11))
    second = price_of_quota(more, more_tail, accepted, 10, range(11))
    for few, many, places in zip(first, second, range(11), strict=True):
        assert many.accepted_kept == few.accepted_kept
        assert many.tail_count == few.tail_count
        rows, without = quota(more, more_tail, 10, places), plain(more, 10)
        assert many.accepted_count == accepted[rows].sum()
        expected = (more[rows].mean() - more.mean()) / (more[without].mean() - more.mean())
        assert many.relevance_kept == pytest.approx(expected)


@pytest.mark.parametrize("places", [-1, 5])
def test_places_that_do_not_exist_are_refused(places):
    with pytest.raises(ValueError, match="places cannot be reserved"):
        quota(SCORES, IS_TAIL, 4, places)
    with pytest.raises(ValueError, match="places cannot be reserved"):
        price_of_quota(SCORES, IS_TAIL, IS_TAIL, 4, [0, places])


def test_a_quota_of_nothing():
    assert len(quota(np.empty(0), np.empty(0, bool), 10, 5)) == 0
    assert list(quota(SCORES, np.zeros(6, bool), 3, 3)) == [0, 1, 2]


# ------------------------------------------------------------------------------------------ its price


def test_the_price_by_hand():
    accepted = np.array([True, True, False, False, False, True])
    free, half, whole = price_of_quota(SCORES, IS_TAIL, accepted, 4, [0, 2, 4])
    # Without a quota: rows 0 to 3, two of them accepted, mean .75; the mean of all is .65.
    assert (free.accepted_kept, free.relevance_kept, free.tail_count, free.accepted_count) == (1, 1, 1, 2)
    # Rows 0, 1, 3, 5: row 2 went, row 5 came, which was accepted too.
    assert half.accepted_kept == 1.5
    assert half.relevance_kept == pytest.approx((0.675 - 0.65) / (0.75 - 0.65))
    assert half.tail_count == 2
    # No more than two tail items exist.
    assert (whole.places, whole.tail_count, whole.accepted_kept) == (4, 2, 1.5)


def test_a_quota_costs_what_it_takes_from_the_list():
    accepted = np.array([True, True, True, False, False, False])
    prices = price_of_quota(SCORES, IS_TAIL, accepted, 3, [0, 1, 2, 3])
    assert [price.accepted_kept for price in prices] == pytest.approx([1, 2 / 3, 1 / 3, 1 / 3])
    assert [price.accepted_count for price in prices] == [3, 2, 1, 1]


@pytest.mark.parametrize("seed", range(4))
def test_relevance_never_rises_with_the_quota(seed):
    scores, is_tail = made_up(seed)
    prices = price_of_quota(scores, is_tail, is_tail, 12, range(13))
    kept = [price.relevance_kept for price in prices]
    assert kept[0] == pytest.approx(1)
    assert all(later <= earlier + 1e-12 for earlier, later in itertools.pairwise(kept))


def test_the_price_does_not_depend_on_the_unit_of_the_scores():
    scores, is_tail = made_up(8)
    first = price_of_quota(scores, is_tail, is_tail, 10, [3, 8])
    second = price_of_quota(scores * 40 - 700, is_tail, is_tail, 10, [3, 8])
    assert [p.relevance_kept for p in first] == pytest.approx([p.relevance_kept for p in second])


def test_where_nothing_was_accepted_or_all_scores_are_the_same():
    nothing = np.zeros(6, bool)
    (price,) = price_of_quota(SCORES, IS_TAIL, nothing, 3, [2])
    assert price.accepted_kept is None
    (price,) = price_of_quota(np.full(6, 0.1), IS_TAIL, IS_TAIL, 3, [2])
    assert price.relevance_kept == 1
    (price,) = price_of_quota(np.empty(0), np.empty(0, bool), np.empty(0, bool), 3, [2])
    assert (price.accepted_kept, price.relevance_kept, price.tail_count) == (None, 1, 0)


# ------------------------------------------------------------------------------------------ adjusted scores


def test_a_penalty_by_hand():
    adjusted = penalised(np.array([3.0, 1.0]), np.array([np.e - 1, 0.0]), 0.25)
    assert adjusted == pytest.approx([1 - 0.25, -1 + 0.25])


def test_a_penalty_is_the_same_in_any_unit_of_score_and_for_any_scale_of_logs():
    expected = penalised(SCORES, COUNTS, 0.7)
    assert penalised(10 * SCORES - 4, COUNTS, 0.7) == pytest.approx(expected)
    assert penalised(SCORES, (COUNTS + 1) ** 2 - 1, 0.7) == pytest.approx(expected)


def test_dividing_by_propensity_by_hand():
    adjusted = inverse_propensity(np.array([5.0, 3.0, 1.0]), np.array([3.0, 0.0, 8.0]), 0.5)
    assert adjusted == pytest.approx([4 / 2, 2 / 1, 0])


@pytest.mark.parametrize("seed", range(3))
def test_at_strength_zero_every_alternative_is_the_plain_order(seed):
    scores, is_tail = made_up(seed)
    counts = np.random.default_rng(seed + 50).integers(0, 900, len(scores))
    segments = np.where(is_tail, 2, np.arange(len(scores)) % 2)
    expected = plain(scores, 15)
    assert list(order(penalised(scores, counts, 0.0))[:15]) == expected
    assert list(order(inverse_propensity(scores, counts, 0.0))[:15]) == expected
    assert list(xquad(scores, is_tail, 15, 0.8, 0.0)) == expected
    assert list(xquad(scores, is_tail, 15, 0.8, 0.0, is_binary=True)) == expected
    assert list(calibrated(scores, segments, 15, np.array([0.1, 0.2, 0.7]), 0.0)) == expected
    assert list(quota(scores, is_tail, 15, 0)) == expected


@pytest.mark.parametrize("adjust", [penalised, inverse_propensity])
def test_more_strength_brings_more_of_what_few_have_opened(adjust):
    generator = np.random.default_rng(1)
    counts = np.floor(generator.lognormal(3, 2, 400))
    scores = np.log1p(counts) + generator.normal(size=400)
    means = [counts[order(adjust(scores, counts, strength))[:20]].mean() for strength in (0.0, 0.4, 1.0, 3.0)]
    assert all(more > less for more, less in itertools.pairwise(means))


@pytest.mark.parametrize("adjust", [penalised, inverse_propensity])
def test_adjusting_nothing_equals_and_gaps(adjust):
    assert len(adjust(np.empty(0), np.empty(0), 1.0)) == 0
    assert len(set(adjust(np.full(4, 0.1), np.full(4, 7.0), 1.0))) == 1
    counted = adjust(SCORES, np.where(COUNTS == 0, np.nan, COUNTS), 1.0)
    assert counted == pytest.approx(adjust(SCORES, COUNTS, 1.0))


# ------------------------------------------------------------------------------------------ xQuAD


def test_xquad_by_hand():
    # Scaled to 0..1 the scores are 1, .8, .6, .4, .2, 0. Half weight, P(tail) = .6:
    # 1st: rest .5 + .2 = .7 (row 0), tail .2 + .3 = .5 -> row 0.
    # 2nd: rest .4 + .2 (1 - 1) = .4 (row 1), tail .2 + .3 = .5 -> row 3.
    # 3rd, half covered each: rest .4 + .1 = .5 (row 1), tail 0 + .15 (row 5) -> row 1.
    # 4th: rest .3 + .2 / 3 = .37 (row 2), tail 0 + .3 * 2 / 3 = .2 -> row 2.
    assert list(xquad(SCORES, IS_TAIL, 4, 0.6, 0.5)) == [0, 3, 1, 2]


def test_binary_xquad_covers_each_side_once_and_then_ranks_by_score():
    rows = list(xquad(SCORES, IS_TAIL, 6, 0.9, 0.9, is_binary=True))
    assert rows == [3, 0, 1, 2, 4, 5]


def test_smooth_xquad_follows_the_preference_where_relevance_counts_nothing():
    scores, is_tail = made_up(4, 400, 0.5)
    shares = [is_tail[xquad(scores, is_tail, 100, wish, 1.0)].mean() for wish in (0.1, 0.5, 0.9)]
    # The gains balance where P(tail) (1 - x) = (1 - P(tail)) x, so x is P(tail) itself.
    assert shares == pytest.approx([0.1, 0.5, 0.9], abs=0.02)


@pytest.mark.parametrize("is_binary", [False, True])
def test_xquad_without_one_of_the_sides_is_the_plain_order(is_binary):
    for is_tail in (np.zeros(6, bool), np.ones(6, bool)):
        assert list(xquad(SCORES, is_tail, 9, 0.5, 0.7, is_binary)) == [0, 1, 2, 3, 4, 5]
    assert len(xquad(np.empty(0), np.empty(0, bool), 4, 0.5, 0.7, is_binary)) == 0


# ------------------------------------------------------------------------------------------ calibrated


def test_calibration_by_hand():
    scores, bands = np.array([1.0, 0.8, 0.0]), np.array([0, 0, 1])
    shares = np.array([0.5, 0.5])
    # After row 0, JSD of (1/2, 1/2) and (1, 0) is .311; the second pick weighs .8 (1 - w) - .311 w against 0.
    assert list(calibrated(scores, bands, 2, shares, 0.70)) == [0, 1]
    assert list(calibrated(scores, bands, 2, shares, 0.73)) == [0, 2]


def test_full_calibration_mixes_as_the_profile_does():
    scores, _ = made_up(5, 300)
    bands = np.arange(300) % 3
    shares = np.array([2.0, 3.0, 5.0])
    rows = calibrated(scores, bands, 10, shares, 1.0)
    assert list(np.bincount(bands[rows])) == [2, 3, 5]
    for band in range(3):
        members = [row for row in plain(scores, 300) if bands[row] == band]
        assert [row for row in rows if bands[row] == band] == members[: int(shares[band])]


@pytest.mark.parametrize("seed", range(3))
def test_every_pick_is_the_best_of_all_that_are_left(seed):
    scores, is_tail = made_up(seed, 25)
    bands = np.where(is_tail, 2, np.arange(25) % 2)
    shares, strength = np.array([0.2, 0.3, 0.5]), 0.6
    scaled = (scores - scores.min()) / np.ptp(scores)
    picked = []
    for _ in range(8):

        def value(row, picked=tuple(picked)):
            rows = [*picked, row]
            mix = np.bincount(bands[rows], minlength=3) / len(rows)
            return (1 - strength) * scaled[rows].sum() - strength * jensenshannon(shares, mix, base=2) ** 2

        picked.append(
            max((row for row in range(25) if row not in picked), key=lambda row: (value(row), -row))
        )
    rows = calibrated(scores, bands, 8, shares, strength)
    assert sorted(bands[rows]) == sorted(bands[picked])
    assert scores[rows] == pytest.approx(scores[picked])


def test_items_of_no_band_change_no_mix():
    scores, bands = np.array([1.0, 0.9, 0.2, 0.1]), np.array([-1, 7, 0, 1])
    assert list(calibrated(scores, bands, 4, np.array([0.5, 0.5]), 0.1)) == [0, 1, 2, 3]
    assert calibrated(scores, bands, 4, np.array([0.0, 1.0]), 0.9)[0] == 3


@pytest.mark.parametrize("shares", [[0.0, 0.0], [-1.0, 2.0]])
def test_shares_that_are_none_are_refused(shares):
    with pytest.raises(ValueError, match="shares of the bands"):
        calibrated(SCORES, IS_TAIL, 3, np.array(shares), 0.5)


def test_divergence_agrees_with_scipy_and_its_ends():
    generator = np.random.default_rng(9)
    for _ in range(5):
        first, second = generator.random(4), generator.random(4) * np.array([1, 0, 1, 1])
        assert divergence(first, second) == pytest.approx(jensenshannon(first, second, base=2) ** 2)
    assert divergence(np.array([1.0, 3.0]), np.array([2.0, 6.0])) == 0
    assert divergence(np.array([1.0, 0.0]), np.array([0.0, 4.0])) == 1
    with pytest.raises(ValueError, match="nothing"):
        divergence(np.ones(2), np.zeros(2))
