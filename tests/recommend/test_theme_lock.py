"""A run of one topic is told from a catalogue of one topic and from too little to go by."""

import pytest

from ltrec_gui.recommend.theme_lock import LEAST_KNOWN, WINDOW, theme_of


def test_one_topic_is_a_lock():
    theme = theme_of(["sea"] * 22 + ["rail"] * 3, {"sea": 0.1, "rail": 0.1})
    assert theme.is_locked
    assert (theme.topic, theme.share, theme.known_count) == ("sea", 22 / 25, 25)


def test_a_mixture_is_none():
    theme = theme_of(["sea", "rail", "rose", "night", "bread"] * 5, {"sea": 0.2})
    assert not theme.is_locked
    assert theme.effective_count == pytest.approx(5)


def test_just_below_the_share_is_none():
    assert theme_of(["sea"] * 20 + ["rail"] * 5, {"sea": 0.1}).is_locked
    assert not theme_of(["sea"] * 19 + ["rail"] * 6, {"sea": 0.1}).is_locked


def test_a_catalogue_of_one_topic_is_no_lock():
    assert not theme_of(["sea"] * 25, {"sea": 0.9}).is_locked


def test_too_few_with_a_topic_say_nothing():
    assert theme_of(["sea"] * (LEAST_KNOWN - 1) + [""] * 6, {"sea": 0.1}) is None
    assert theme_of([], {}) is None


def test_a_first_list_is_on_its_subject_by_right():
    assert theme_of(["sea"] * (WINDOW - 1), {"sea": 0.1}) is None
    assert theme_of(["sea"] * WINDOW, {"sea": 0.1}).is_locked


def test_only_the_last_are_looked_at():
    theme = theme_of(["sea"] * WINDOW + ["rail"] * 100, {"sea": 0.1})
    assert theme.share == 1 and theme.effective_count == pytest.approx(1)
