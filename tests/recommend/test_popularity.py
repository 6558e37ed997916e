from datetime import date

import numpy as np
import pytest

from ltrec_gui.recommend.popularity import (
    HEAD,
    NEW,
    SEGMENT_CODES,
    SEGMENT_NAMES,
    TAIL,
    TORSO,
    UNKNOWN,
    ages_days,
    cut,
    exposed_days,
    gini,
    measure,
    novelty,
    ranks,
    smoothed_rates,
)


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


def test_the_item_that_crosses_a_cut_belongs_above_it():
    # before each: 0, .33, .65, .80, .90: a share of exactly the cut lies beyond it
    assert list(cut(np.array([33.0, 32.0, 15.0, 10.0, 10.0]), 0.33, 0.80)) == [HEAD, TORSO, TORSO, TAIL, TAIL]


def test_the_tail_carries_at_most_the_last_fifth_unless_equals_straddle_the_cut():
    counts = np.random.default_rng(3).zipf(1.6, 2000).astype(float) * 1000 + np.arange(2000)
    segments = cut(counts, 0.33, 0.80)
    total = counts.sum()
    assert counts[segments == TAIL].sum() <= 0.2 * total
    assert counts[segments != HEAD].sum() <= 0.67 * total
    assert counts[segments == HEAD].min() > counts[segments == TORSO].max()
    assert counts[segments == TORSO].min() > counts[segments == TAIL].max()


def test_a_last_class_of_equals_that_straddles_the_cut_is_the_tail():
    counts = np.array([500.0] + [1.0] * 1000)
    assert list(cut(counts, 0.33, 0.80)) == [HEAD] + [TAIL] * 1000
    # With items that nobody opened there is a tail already, and readers set these apart from it.
    assert set(cut(np.append(counts, 0.0), 0.33, 0.80)[1:-1]) == {TORSO}


def test_cutting_nothing_and_equals():
    assert len(cut(np.empty(0), 0.33, 0.80)) == 0
    assert set(cut(np.full(4, 2.0), 0.33, 0.80)) == {HEAD}


def test_what_is_no_count_counts_as_never_opened():
    measured = measure(np.array([9.0, np.nan, -1.0, np.inf, -np.inf, 1.0]), "column", 0.33, 0.80)
    assert list(measured.counts) == [9, 0, 0, 0, 0, 1]
    assert list(measured.segments) == [HEAD, TAIL, TAIL, TAIL, TAIL, TAIL]


def test_segment_codes_and_names_are_each_others_inverse():
    assert {SEGMENT_CODES[name]: name for name in SEGMENT_CODES} == SEGMENT_NAMES
    assert SEGMENT_NAMES[NEW] == "new"


@pytest.mark.parametrize(("counts", "threshold"), [([50, 5, 4, 1, 0], 5.0), ([3, 3, 3], np.nan)])
def test_the_largest_count_of_the_tail(counts, threshold):
    measured = measure(np.array(counts, float), "column", 0.33, 0.80)
    assert measured.tail_threshold == pytest.approx(threshold, nan_ok=True)
    assert measured.has_tail == (not np.isnan(threshold))


# ------------------------------------------------------------------------------------------ new items


COUNTS = np.array([60.0, 20.0, 10.0, 6.0, 4.0, 0.0, 300.0, 0.0])
AGES = np.array([900.0, 30.0, 400.0, np.nan, 31.0, 5000.0, 29.9, 0.0])


def test_new_items_are_neither_head_nor_tail_and_do_not_move_the_cuts():
    measured = measure(COUNTS, "column", 0.33, 0.80, AGES)
    assert list(measured.segments[-2:]) == [NEW, NEW]
    assert measured.new_count == 2
    alone = measure(COUNTS[:-2], "column", 0.33, 0.80)
    assert list(measured.segments[:-2]) == list(alone.segments)
    assert measured.gini == alone.gini
    # Without ages the first of the two is the head, the other neglected.
    assert list(measure(COUNTS, "column", 0.33, 0.80).segments[-2:]) == [HEAD, TAIL]


def test_without_a_day_an_item_is_never_new():
    unaged = measure(COUNTS, "column", 0.33, 0.80)
    undated = measure(COUNTS, "column", 0.33, 0.80, np.full(len(COUNTS), np.nan))
    assert list(undated.segments) == list(unaged.segments)
    assert undated.new_count == 0
    assert unaged.ages_days is None


def test_ranks_counts_and_novelty_are_the_same_with_ages():
    with_ages, without = measure(COUNTS, "column", 0.33, 0.80, AGES), measure(COUNTS, "column", 0.33, 0.80)
    for name in ("counts", "ranks", "depth", "novelty"):
        assert list(getattr(with_ages, name)) == list(getattr(without, name))
    assert with_ages.ages_days == pytest.approx(AGES, nan_ok=True)


def test_where_most_items_are_new_none_is_set_apart():
    ages = np.array([1.0] * 5 + [400.0] * 3)
    assert measure(COUNTS, "column", 0.33, 0.80, ages).new_count == 0
    ages[0] = 400.0
    assert measure(COUNTS, "column", 0.33, 0.80, ages).new_count == 4


def test_flatness_is_judged_without_the_new_items():
    counts = np.array([10.0, 11.0, 12.0, 10.0, 0.0, 0.0])
    ages = np.array([99.0, 99.0, 99.0, 99.0, 1.0, 1.0])
    measured = measure(counts, "column", 0.33, 0.80, ages)
    assert measured.is_flat
    assert set(measured.segments) == {UNKNOWN}
    assert not measure(counts, "column", 0.33, 0.80).is_flat


def test_an_empty_catalogue_with_ages():
    assert measure(np.empty(0), "column", 0.33, 0.80, np.empty(0)).new_count == 0


# ------------------------------------------------------------------------------------------ rates


def test_a_rate_by_hand():
    # 30 views in 300 days are .1 a day: (0 + 30 * .1) / (0 + 30), (10 + 3) / (100 + 30) ...
    rates = smoothed_rates(np.array([10.0, 20.0, 0.0]), np.array([100.0, 199.0, 0.0]))
    assert rates == pytest.approx([13 / 130, 23 / 229, 0.1])


def test_a_rate_is_drawn_towards_the_usual_one_the_more_the_younger_the_item():
    counts = np.array([1.0, 10.0, 100.0, 300.0])
    ages = np.array([1.0, 10.0, 100.0, 3000.0])
    rates = smoothed_rates(counts, ages)
    usual = counts.sum() / ages.sum()
    # The first three have one view a day, the last one in ten days.
    assert usual < rates[0] < rates[1] < rates[2] < 1
    assert 0.1 < rates[3] < usual
    assert smoothed_rates(counts, ages, prior_days=0.0) == pytest.approx([1, 1, 1, 0.1])


def test_a_tag_has_its_own_usual_rate_where_enough_items_have_it():
    counts = np.array([50.0] * 5 + [5.0] * 5 + [0.0, 0.0, 0.0])
    ages = np.array([100.0] * 10 + [0.0, 0.0, 0.0])
    tags = ["Maps"] * 5 + ["Letters"] * 5 + [" maps", "Rare", ""]
    rates = smoothed_rates(counts, ages, tags)
    overall = 275 / 1003
    assert rates[0] == pytest.approx((50 + 30 * 250 / 501) / 130)
    assert rates[5] == pytest.approx((5 + 30 * 0.05) / 130)
    assert rates[10:] == pytest.approx([250 / 501, overall, overall])


def test_without_an_age_there_is_no_rate_and_no_say_in_the_usual_one():
    rates = smoothed_rates(np.array([10.0, 1000.0, np.nan]), np.array([100.0, np.nan, 50.0]))
    assert np.isnan(rates[1])
    assert rates[0] == pytest.approx((10 + 30 * 10 / 150) / 130)
    assert np.isnan(smoothed_rates(np.ones(3), np.full(3, np.nan), ["a", "a", "a"])).all()
    assert len(smoothed_rates(np.empty(0), np.empty(0), [])) == 0


def test_the_exposure_is_the_part_of_the_log_after_an_item_came():
    ages = np.array([5000.0, 40.0, 0.0, np.nan])
    assert exposed_days(ages, 1000.0).tolist() == [1000, 40, 0, 1000]


@pytest.mark.parametrize("ages", [[], [np.nan, np.nan, 10.0], [5000.0, 2000.0, np.nan]])
def test_where_few_have_a_date_or_all_were_there_as_long_there_is_no_exposure(ages):
    assert exposed_days(np.array(ages, float), 1000.0) is None


def test_depth_and_novelty_go_by_rates_where_items_came_at_different_times():
    counts = np.array([400.0, 90.0, 12.0, 12.0, 0.0, 0.0])
    exposed = np.array([1000.0, 1000.0, 1000.0, 60.0, 1000.0, 60.0])
    by_rate = measure(counts, "interactions", 0.33, 0.80, exposed_days=exposed)
    by_count = measure(counts, "interactions", 0.33, 0.80)
    # In the same number of views the late item is the more popular, in none the one that was there all the time less.
    assert by_count.depth[2] == by_count.depth[3] and by_rate.depth[2] > by_rate.depth[3]
    assert by_count.depth[4] == by_count.depth[5] and by_rate.depth[4] > by_rate.depth[5]
    assert by_rate.novelty[2] > by_rate.novelty[3]
    assert by_rate.novelty.min() == 0 and by_rate.novelty.max() <= 1
    # What was there all the time keeps its order; what is counted and cut stays as it was.
    assert list(np.argsort(by_rate.depth[[0, 1, 2, 4]])) == [0, 1, 2, 3]
    for name in ("counts", "segments", "ranks"):
        assert list(getattr(by_rate, name)) == list(getattr(by_count, name))
    assert by_count.rates is None


def test_in_a_thin_log_the_usual_rate_weighs_as_much_as_one_view():
    # 4 views in 4,000 days: a view takes 1,000 days, and so much of the usual rate is added.
    counts, exposed = np.array([3.0, 1.0, 0.0, 0.0]), np.array([1000.0, 1000.0, 1000.0, 1000.0])
    measured = measure(counts, "interactions", 0.33, 0.80, exposed_days=exposed)
    assert measured.rates == pytest.approx([4 / 2000, 2 / 2000, 1 / 2000, 1 / 2000])
    # Where there is a view each day, a month is added.
    busy = measure(1000 * counts, "interactions", 0.33, 0.80, exposed_days=exposed)
    assert busy.rates[2] == pytest.approx(30 * 1 / 1030)


def test_rates_are_drawn_to_those_of_the_first_tag():
    counts = np.array([90.0] * 5 + [2.0] * 5 + [0.0, 0.0])
    exposed = np.array([500.0] * 10 + [100.0, 100.0])
    tags = ["Maps"] * 5 + ["Letters"] * 5 + ["Maps", "Letters"]
    measured = measure(counts, "interactions", 0.33, 0.80, exposed_days=exposed, first_tags=tags)
    assert measured.depth[10] < measured.depth[11]


def test_without_views_there_are_no_rates():
    assert (
        measure(np.zeros(3), "interactions", 0.33, 0.80, exposed_days=np.array([1.0, 2.0, 3.0])).rates is None
    )


# ------------------------------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    "text",
    [
        "2019-03-12",
        "2019/3/12",
        "2019.03.12",
        "20190312",
        "201903121530",
        "2019-03-12T15:30:00Z",
        "2019-03-12 15:30:00+00:00",
        "2019年3月12日",
        "2019 年 3 月 12 日",
        "12.03.2019",
        "12 March 2019",
        "12th of March, 2019",
        "March 12, 2019",
        "Mar 12 2019",
        "12-Mar-2019",
        "Tue, 12 Mar 2019 15:30:00 GMT",
        "1552348800",
        "1552435199.5",
        "1552348800000",
    ],
)
def test_dates_with_a_day(text):
    assert list(ages_days([text], date(2019, 3, 22))) == [10.0]


@pytest.mark.parametrize(
    "text",
    """
    2019|1994年|2019-03|2019年3月|March 2019|c. 1890|1825, reprinted 1874|-44|44 BC|unknown|
    2019-02-30|0000-00-00|2019-13-01|13/13/2019|12 Smarch 2019|from 10 boxes 1999|05/06/2019
    """.strip()
    .replace("\n    ", "")
    .split("|"),
)
def test_without_a_day_there_is_no_age(text):
    assert np.isnan(ages_days([text], date(2019, 3, 22))).all()


def test_an_empty_date_is_none():
    assert np.isnan(ages_days(["", "2019-03-12"])).tolist() == [True, False]


def test_ages_are_counted_to_the_newest_date():
    ages = ages_days(["2020-02-28", "2020-03-01", "", "2019-03-01"])
    assert ages == pytest.approx([2, 0, np.nan, 366], nan_ok=True)
    assert list(ages_days(["2020-03-01"], date(2020, 2, 1))) == [0]
    assert len(ages_days([])) == 0


def test_other_dates_tell_whether_the_day_comes_first():
    assert list(ages_days(["05/06/2019", "13/06/2019"])) == [8, 0]
    assert list(ages_days(["05/06/2019", "05/14/2019"])) == [8, 0]
    # Contradicting dates tell nothing; each that can be read only one way still is.
    ages = ages_days(["05/06/2019", "13/06/2019", "06/14/2019", "07/07/19"])
    assert ages == pytest.approx([np.nan, 24, 23, 0], nan_ok=True)


def test_a_year_of_two_digits_lies_not_in_the_future():
    dates = ["10/23/65", "10/23/15", "10/23/85"]
    assert list(ages_days(dates, date(2015, 10, 23), date(2026, 1, 1))) == [18262, 0, 10957]
    assert list(ages_days(dates, date(2015, 10, 23)) > 0) == [False, False, True]


def test_years_written_as_first_days_make_no_item_new():
    years = [f"{year}-01-01" for year in range(2001, 2013)]
    assert np.isnan(ages_days(years)).all()
    mixed = ages_days([*years, *(f"2012-0{month}-15" for month in range(1, 10))])
    assert np.isnan(mixed[:12]).all()
    assert list(mixed[-2:]) == [31, 0]
    days = [f"2012-01-{day:02}" for day in range(1, 13)]
    assert ages_days(days)[0] == 11
