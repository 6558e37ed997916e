"""What was exported or shown before is left out of a request by two switches of the brief's pane."""

from dataclasses import replace

import pytest

from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.settings import Settings
from ltrec_gui.ui.brief_panel import BriefPanel
from tests.ui.making import make_overview


@pytest.fixture
def panel(qtbot):
    panel = BriefPanel(Settings())
    qtbot.addWidget(panel)
    panel.show()
    panel.show_overview(make_overview(cooldown_days=30, cooling_count=12))
    return panel


def test_the_cool_down_of_the_library_is_asked_for_unless_it_is_switched_off(panel):
    assert (panel.request().cooldown_days, panel.request().only_unseen) == (30, False)
    assert panel.memory.cooldown_box.text() == "Not exported in the last 30 days"
    assert panel.memory._kept_out.text() == "12 items are kept out"
    panel.memory.cooldown_box.setChecked(False)
    assert panel.request().cooldown_days == 0
    assert not panel.memory._kept_out.isVisible()
    panel.show_overview(make_overview(cooldown_days=7))
    panel.memory.cooldown_box.setChecked(True)
    assert panel.request().cooldown_days == 7
    assert not panel.memory._kept_out.isVisible()


def test_without_a_cool_down_there_is_nothing_to_switch(panel):
    panel.show_overview(make_overview())
    assert panel.request().cooldown_days == 0
    assert not panel.memory.cooldown_box.isVisible()
    assert panel.memory.unseen_box.isVisible()


def test_what_a_list_was_asked_with_is_shown_and_asked_again(panel):
    for request in (
        SuggestRequest(cooldown_days=14, only_unseen=True),
        SuggestRequest(cooldown_days=0, only_unseen=False),
    ):
        panel.show_request(request)
        asked = panel.request()
        assert (asked.cooldown_days, asked.only_unseen) == (request.cooldown_days, request.only_unseen)
    panel.clear()
    assert (panel.request().cooldown_days, panel.request().only_unseen) == (30, False)


def test_turning_the_filters_off_turns_these_off(panel):
    panel.memory.ask_for_unseen()
    assert panel.request().only_unseen
    panel.clear_filters()
    assert (panel.request().cooldown_days, panel.request().only_unseen) == (0, False)


def test_when_a_list_was_made_makes_it_no_other_request():
    request = SuggestRequest(cooldown_days=30)
    assert replace(request, as_of="2026-01-05T10:00:00+00:00") == request
