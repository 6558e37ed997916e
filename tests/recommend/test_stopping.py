"""What a random sample says of what is left, and that ranked verdicts alone say nothing."""

import numpy as np
import pytest

from ltrec_gui.recommend.proportions import members_bounds
from ltrec_gui.recommend.stopping import (
    LEAST_JUDGED,
    RECENT_COUNT,
    Sample,
    advice,
    estimate_left,
    prefix_answers,
    recent,
)

ACCEPTING = ("good", "shelve", "more-like-this")


def test_the_answers_end_at_the_first_item_without_a_verdict():
    verdicts = ["good", "not-right", "not-now", None, "good"]
    assert prefix_answers(verdicts, ACCEPTING) == (True, False, None)


def test_only_the_last_fifty_count():
    answers = [True] * 40 + [False] * 45 + [True] * 5
    assert (recent(answers).hits, recent(answers).count) == (5, RECENT_COUNT)
    assert recent([]).count == 0


def test_too_little_of_a_sample_gives_no_estimate():
    sample = Sample(1000, 30, (True,) * (LEAST_JUDGED - 1))
    assert estimate_left(sample, 1, 1, 19) is None
    assert advice(None) == "unknown"


def test_a_worked_example():
    # 3 of 30 of 600: 60 expected, of which 3 were found in the sample and 5 since.
    sample = Sample(600, 30, (True,) * 3 + (False,) * 27)
    left = estimate_left(sample, found=20, found_since=8, judged_since=50)
    assert (left.judged, left.accepted, left.left) == (30, 3, 52)
    assert left.low < left.left < left.high <= 550
    least, most = members_bounds(3, 30, 600)
    assert (left.low, left.high) == (max(0, least - 8), most - 8)
    assert left.found_low == pytest.approx(20 / (20 + left.high))
    assert left.found_high == pytest.approx(20 / (20 + left.low))
    assert advice(left) in ("unclear", "much-left")


def test_a_sample_that_is_everything_leaves_nothing():
    sample = Sample(25, 25, (True,) * 2 + (False,) * 23)
    left = estimate_left(sample, found=9, found_since=2, judged_since=25)
    assert (left.left, left.low, left.high) == (0, 0, 0)
    assert advice(left) == "nothing-left"


def test_what_was_put_off_widens_the_interval_both_ways():
    decided = estimate_left(Sample(500, 30, (True,) + (False,) * 29), 1, 1, 30)
    undecided = estimate_left(Sample(500, 30, (True,) + (None,) * 4 + (False,) * 25), 1, 1, 26)
    assert undecided.low == decided.low
    assert undecided.high > decided.high
    assert undecided.undecided == 4


def test_advice_needs_the_whole_interval_on_one_side():
    rare = estimate_left(Sample(40, 30, (False,) * 30), found=60, found_since=0, judged_since=30)
    assert advice(rare) == "mostly-found"
    common = estimate_left(Sample(5000, 30, (True,) * 15 + (False,) * 15), 15, 15, 30)
    assert advice(common) == "much-left"


def test_the_interval_covers_the_truth_as_often_as_it_says():
    generator = np.random.default_rng(11)
    population, relevant, drawn = 400, 24, 30
    covered = 0
    for _ in range(400):
        hits = int(generator.hypergeometric(relevant, population - relevant, drawn))
        sample = Sample(population, drawn, (True,) * hits + (False,) * (drawn - hits))
        left = estimate_left(sample, hits, hits, drawn)
        covered += left.low <= relevant - hits <= left.high
    assert covered >= 380
