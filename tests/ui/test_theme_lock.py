"""The warning comes where lists became one topic; one key leads out of it and back, and settings stay."""

import pytest

from ltrec_gui.pipeline.theme import BY_NOTHING, BY_TAGS, BY_TOPICS, BY_VECTORS, ThemeReport
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.recommend.theme_lock import theme_of
from ltrec_gui.ui.theme_lock import LockedBar, ThemeLock, widened


def report(count=23, source=BY_TOPICS, name="letters · harbour"):
    theme = theme_of(["sea"] * count + [f"t{n}" for n in range(25 - count)], {"sea": 0.1})
    return ThemeReport("s1", source, theme, name)


@pytest.fixture
def lock(qtbot):
    bar = LockedBar()
    qtbot.addWidget(bar)
    made = ThemeLock(bar)
    made.list_changed(7)
    return made


def test_one_topic_is_warned_of_with_its_name_and_key(lock):
    lock.show_report(report())
    happened, rest, action = lock.bar.texts()
    assert happened == "23 of the last 25 suggestions are on one topic: letters · harbour."
    assert rest == "In the catalogue it is 10 %."
    assert action == "Explore (E)"


def test_a_mixture_or_nothing_known_is_not(lock):
    for each in (report(12), ThemeReport("s1", BY_NOTHING, None)):
        lock.show_report(each)
        assert lock.bar.isHidden()


def test_what_tells_topics_apart_is_said(lock):
    lock.show_report(report(source=BY_VECTORS, name=""))
    assert lock.bar.texts()[0] == "23 of the last 25 suggestions are much alike."
    assert "clusters" in lock.bar.texts()[1]
    lock.show_report(report(source=BY_TAGS))
    assert "tags" in lock.bar.texts()[1]


def test_one_key_looks_further_and_the_same_leads_back(lock, qtbot):
    lock.show_report(report())
    with qtbot.waitSignal(lock.explore_requested):
        lock.explore()
    lock.list_changed(7)
    assert lock.is_exploring
    assert lock.bar.texts()[2] == "Back to how it was (E)"
    lock.show_report(report())
    assert lock.bar.texts()[2] == "Back to how it was (E)"
    with qtbot.waitSignal(lock.return_requested):
        lock.explore()
    lock.list_changed(7)
    assert not lock.is_exploring and lock.bar.isHidden()


def test_a_list_that_did_not_come_is_not_called_explored(lock):
    lock.explore()
    lock.request_failed()
    lock.list_changed(7)
    assert not lock.is_exploring


def test_a_dismissed_warning_stays_away_for_its_brief_only(lock):
    lock.show_report(report())
    lock.bar.dismissed.emit()
    lock.bar.hide()
    lock.show_report(report())
    assert lock.bar.isHidden()
    lock.list_changed(8)
    lock.show_report(report())
    assert not lock.bar.isHidden()


def test_looking_further_raises_variety_and_wild_cards_and_nothing_else():
    request = SuggestRequest(brief="sea", count=20, diversity=0.5, explore_places=1)
    further = widened(request)
    assert (further.diversity, further.explore_places, further.policy) == (0.8, 5, "dpp")
    assert (further.brief, further.tail_preference, further.segments) == (
        request.brief,
        request.tail_preference,
        request.segments,
    )
    assert widened(SuggestRequest(diversity=0.9)).diversity == 1.0
    assert widened(SuggestRequest(policy="none")).policy == "dpp"
    assert widened(SuggestRequest(policy="mmr", explore_places=9)).explore_places == 9
