import itertools

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

from ltrec_gui.recommend.tail import (
    TAIL_METHODS,
    adjusted,
    calibrated,
    divergence,
    inverse_propensity,
    order,
    penalised,
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


@pytest.mark.parametrize("places", [-1, 5])
def test_places_that_do_not_exist_are_refused(places):
    with pytest.raises(ValueError, match="places cannot be reserved"):
        quota(SCORES, IS_TAIL, 4, places)


def test_a_quota_of_nothing():
    assert len(quota(np.empty(0), np.empty(0, bool), 10, 5)) == 0
    assert list(quota(SCORES, np.zeros(6, bool), 3, 3)) == [0, 1, 2]


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


# ------------------------------------------------------------------------------------------ by name


NOT_NEW = np.zeros(6, bool)
WITHOUT_PLACES = [method for method in TAIL_METHODS if method != "quota"]


def by(method, preference, is_new=NOT_NEW, scores=SCORES, counts=COUNTS):
    return adjusted(method, scores, counts, IS_TAIL & ~is_new, is_new, 4, preference)


@pytest.mark.parametrize("method", TAIL_METHODS)
def test_without_a_preference_no_method_changes_a_score(method):
    assert list(by(method, 0.0)) == list(SCORES)
    assert list(by("quota", 0.9)) == list(SCORES)
    assert len(adjusted(method, np.empty(0), np.empty(0), NOT_NEW[:0], NOT_NEW[:0], 4, 0.5)) == 0


def test_a_method_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no tail method"):
        by("cubic", 0.5)


@pytest.mark.parametrize("method", WITHOUT_PLACES)
def test_a_strong_preference_lifts_the_tail(method):
    places = [np.flatnonzero(IS_TAIL[order(by(method, preference))]).sum() for preference in (0.0, 1.0)]
    assert places[1] < places[0]


@pytest.mark.parametrize("method", ["xquad", "calibrated"])
def test_a_method_that_gives_an_order_hands_the_same_scores_out_anew(method):
    for preference in (0.3, 0.6, 1.0):
        assert sorted(by(method, preference)) == sorted(SCORES)


@pytest.mark.parametrize("method", ["xquad", "calibrated"])
@pytest.mark.parametrize("new", [0, 1, 2, 5])
@pytest.mark.parametrize("preference", [0.2, 0.5, 1.0])
def test_what_is_new_keeps_its_place_and_the_others_stand_as_without_it(method, new, preference):
    is_new = np.arange(6) == new
    found = order(by(method, preference, is_new))
    assert found[new] == new  # the scores descend, so rows are places
    others = np.flatnonzero(~is_new)
    alone = adjusted(method, SCORES[others], COUNTS[others], IS_TAIL[others], NOT_NEW[:5], 4, preference)
    assert list(found[found != new]) == list(others[order(alone)])


@pytest.mark.parametrize("method", ["penalty", "inverse-propensity"])
def test_the_views_of_what_is_new_are_neither_a_merit_nor_a_fault(method):
    is_new = np.arange(6) == 2
    found = [by(method, 0.8, is_new, counts=np.where(is_new, views, COUNTS)) for views in (0.0, 5000.0)]
    assert found[0] == pytest.approx(found[1])
    # It is passed by what few have opened, and passes what many have.
    before, after = order(by(method, 0.0)), order(found[0])
    place = [list(rows).index(2) for rows in (before, after)]
    assert set(after[: place[1]]) != set(before[: place[0]])


@pytest.mark.parametrize("method", WITHOUT_PLACES)
def test_where_everything_is_new_nothing_moves(method):
    assert list(by(method, 0.7, ~NOT_NEW)) == list(SCORES)


def test_calibrated_asks_for_the_tail_and_lets_relevance_choose_among_the_rest():
    scores = np.linspace(1.0, 0.0, 40)
    is_tail = np.arange(40) >= 20
    for preference in (0.25, 0.5, 0.75):
        none = np.zeros(40, bool)
        rows = order(adjusted("calibrated", scores, np.zeros(40), is_tail, none, 8, preference))[:8]
        assert list(rows[~is_tail[rows]]) == list(range((~is_tail[rows]).sum()))
