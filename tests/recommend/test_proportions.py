"""Intervals of counted shares agree with worked examples and with scipy, and comparisons need enough."""

import pytest
from scipy.stats import beta, hypergeom

from ltrec_gui.recommend.proportions import clear_winner, difference, members_bounds, share


def test_wilson_by_newcombes_worked_examples():
    # Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3.
    for hits, count, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)):
        found = share(hits, count)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)
        assert found.low <= found.value <= found.high


def test_of_nothing_nothing_is_known():
    found = share(0, 0)
    assert (found.low, found.high) == (0, 1) and not found.is_enough
    with pytest.raises(ValueError, match="cannot be"):
        share(3, 2)


def test_the_difference_by_newcombes_worked_example():
    # Newcombe 1998, Statistics in Medicine 17, 873-890, table II, example 56/70 - 48/80, method 10.
    gap, low, high = difference(share(56, 70), share(48, 80))
    assert (round(gap, 4), round(low, 4), round(high, 4)) == (0.2, 0.0524, 0.3339)


def test_no_winner_without_enough_or_without_a_clear_gap():
    assert clear_winner({"a": (14, 14), "b": (0, 40)}) == ("", False)
    assert clear_winner({"a": (20, 40), "b": (15, 40)}) == ("a", False)
    assert clear_winner({"a": (36, 40), "b": (8, 40)}) == ("a", True)


def test_more_rivals_ask_for_a_greater_gap():
    pair = {"a": (50, 100), "b": (36, 100)}
    assert clear_winner(pair) == ("a", True)
    crowd = {**pair, **dict.fromkeys("cdefghij", (36, 100))}
    assert clear_winner(crowd) == ("a", False)


def test_without_an_end_the_bounds_are_those_of_clopper_and_pearson():
    population = 1_000_000
    for hits, drawn in ((0, 30), (1, 30), (3, 50), (30, 30)):
        low, high = members_bounds(hits, drawn, population)
        exact_low = beta.ppf(0.025, hits, drawn - hits + 1) if hits else 0
        exact_high = beta.ppf(0.975, hits + 1, drawn - hits) if hits < drawn else 1
        assert low / population == pytest.approx(exact_low, abs=2e-5)
        assert high / population == pytest.approx(exact_high, abs=2e-5)


def test_the_bounds_are_the_last_that_are_not_rejected():
    low, high = members_bounds(2, 20, 150)
    assert hypergeom(150, high, 20).cdf(2) >= 0.025 > hypergeom(150, high + 1, 20).cdf(2)
    assert hypergeom(150, low, 20).sf(1) >= 0.025 > hypergeom(150, low - 1, 20).sf(1)


def test_what_was_drawn_whole_is_known():
    assert members_bounds(4, 25, 25) == (4, 4)
    assert members_bounds(0, 25, 25) == (0, 0)
    with pytest.raises(ValueError, match="cannot be"):
        members_bounds(1, 30, 20)
