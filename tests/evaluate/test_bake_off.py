import math

import pytest

from ltrec_gui.evaluate.bake_off import (
    AS_GOOD_AND_CHEAPER,
    BEST_ALONE,
    BEST_AND_CHEAPEST,
    ONLY_ONE,
    BakeOffRow,
    compare,
    recommend,
)
from ltrec_gui.evaluate.results import Estimate


def row(value, half=0.0196, **changes):
    fields = {
        "model": "small",
        "pooling": "mean",
        "centring": True,
        "dimension": 384,
        "distance": "angular",
        "threshold": None,
        "score": Estimate(value, value - half, value + half),
        "agreement": None,
        "seconds": 10.0,
        "megabytes": 100.0,
    }
    return BakeOffRow(**(fields | changes))


def test_the_best_is_taken_when_nothing_else_is_within_one_standard_error():
    # The half width of 0.0196 is a standard error of 0.01.
    rows = [row(0.20, seconds=500.0), row(0.189, seconds=1.0), row(0.15, seconds=1.0)]
    chosen, reason, facts = recommend(rows)
    assert (chosen, reason) == (0, BEST_ALONE)
    assert facts["as_good"] == 1
    assert facts["standard_error"] == pytest.approx(0.01)
    assert facts["least_score"] == pytest.approx(0.19)


def test_a_cheaper_setting_within_one_standard_error_is_preferred():
    rows = [row(0.15, seconds=1.0), row(0.191, seconds=20.0, megabytes=40.0), row(0.20, seconds=90.0)]
    chosen, reason, facts = recommend(rows)
    assert (chosen, reason) == (1, AS_GOOD_AND_CHEAPER)
    assert facts["best"] == 2
    assert (facts["seconds"], facts["best_seconds"]) == (20.0, 90.0)


def test_the_best_stays_when_it_costs_no_more_than_its_equals():
    rows = [row(0.20, seconds=10.0), row(0.195, seconds=10.5), row(0.1, seconds=1.0)]
    assert recommend(rows)[:2] == (0, BEST_AND_CHEAPEST)


def test_of_settings_about_as_cheap_the_better_score_wins():
    rows = [row(0.20, seconds=100.0), row(0.193, seconds=10.0), row(0.198, seconds=10.4)]
    assert recommend(rows)[0] == 2


def test_size_counts_as_much_as_time():
    rows = [row(0.20, seconds=10.0), row(0.195, seconds=20.0, megabytes=10.0)]
    assert recommend(rows)[0] == 1


def test_a_paired_difference_below_zero_bars_a_setting():
    rows = [row(0.20, seconds=100.0), row(0.195)]
    clear = [Estimate(0.0, 0.0, 0.0), Estimate(-0.005, -0.008, -0.002)]
    unclear = [Estimate(0.0, 0.0, 0.0), Estimate(-0.005, -0.012, 0.002)]
    assert recommend(rows, clear)[0] == 0
    assert recommend(rows, unclear)[0] == 1


def test_a_setting_that_the_verdicts_contradict_is_barred():
    agrees, disagrees = Estimate(0.8, 0.7, 0.9), Estimate(0.5, 0.4, 0.6)
    rows = [row(0.20, seconds=100.0, agreement=agrees), row(0.195, agreement=disagrees)]
    assert recommend(rows)[0] == 0
    assert recommend([rows[0], row(0.195, agreement=Estimate(0.7, 0.6, 0.75))])[0] == 1
    assert recommend([rows[0], row(0.195)])[0] == 1


def test_one_setting_is_said_to_be_the_only_one():
    assert recommend([row(0.1)])[:2] == (0, ONLY_ONE)


def test_settings_that_could_not_be_scored_are_never_taken():
    unscored = row(math.nan, seconds=0.0, megabytes=0.0)
    assert recommend([unscored, row(0.1)])[0] == 1
    with pytest.raises(ValueError, match="no setting has a score"):
        recommend([unscored])
    with pytest.raises(ValueError, match="no setting has a score"):
        recommend([])


def test_differences_must_be_as_many_as_rows():
    with pytest.raises(ValueError, match="1 differences for 2 settings"):
        recommend([row(0.1), row(0.2)], [Estimate(0.0, 0.0, 0.0)])


def test_nothing_measurable_of_time_or_room_is_no_division_by_zero():
    rows = [row(0.2, seconds=0.0, megabytes=0.0), row(0.199, seconds=1.0, megabytes=1.0)]
    assert recommend(rows)[0] == 0


def test_compare_keeps_the_rows_and_the_reason():
    rows = [row(0.20, seconds=100.0), row(0.195)]
    made = compare(rows)
    assert made.rows == tuple(rows)
    assert made.recommended == 1
    assert made.why["reason"] == AS_GOOD_AND_CHEAPER
    assert made.why["score"] == 0.195
