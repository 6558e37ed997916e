"""The left pane offers new items only where the library has some, and asks for them only where that was chosen."""

import pytest
from PySide6.QtWidgets import QLabel

from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.settings import Settings
from ltrec_gui.ui.brief_panel import BriefPanel
from tests.ui.making import make_overview, make_overview_with_new


@pytest.fixture
def panel(qtbot):
    made = BriefPanel(Settings())
    qtbot.addWidget(made)
    made.show()
    return made


def test_no_places_are_promised_to_a_tail_that_there_is_not(panel):
    panel.show_overview(make_overview())
    assert panel._tail_sentence.text() == "14 of 20 places for the tail"
    panel.show_overview(make_overview(popularity_source="none", segments=()))
    assert panel._tail_sentence.text() == "There is no tail to prefer: nothing tells what is popular."


def test_the_box_of_new_items_comes_and_goes_with_them(panel):
    box = panel.segment_boxes["new"]
    assert not box.isVisible()
    panel.show_overview(make_overview())
    assert not box.isVisible()
    panel.show_overview(make_overview_with_new())
    assert box.isVisible()
    assert box.text() == "New  (40 · 1 %)"
    assert any("40 items are new" in shown.text() for shown in panel.findChildren(QLabel))
    panel.forget_overview()
    assert not box.isVisible()


def test_new_items_are_below_the_three_others(panel):
    panel.show_overview(make_overview_with_new())
    tops = [panel.segment_boxes[segment].y() for segment in ("tail", "torso", "head", "new")]
    assert tops == sorted(tops)
    assert len(set(tops)) == 4


def test_new_items_are_asked_for_only_where_chosen(panel):
    panel.show_overview(make_overview_with_new())
    assert panel.request().segments == SuggestRequest().segments == ("torso", "tail")
    panel.segment_boxes["new"].setChecked(True)
    assert panel.request().segments == ("torso", "tail", "new")


def test_the_next_library_is_not_asked_for_new_items_because_this_one_was(panel):
    panel.show_overview(make_overview_with_new())
    panel.segment_boxes["new"].setChecked(True)
    panel.forget_overview()
    panel.show_overview(make_overview_with_new())
    assert panel.request().segments == ("torso", "tail")


def test_an_old_list_does_not_ask_for_new_items_that_are_new_no_longer(panel):
    panel.show_overview(make_overview())
    panel.show_request(SuggestRequest(segments=("tail", "new")))
    assert panel.request().segments == ("tail",)
    panel.show_overview(make_overview_with_new())
    assert panel.request().segments == ("tail", "new")


@pytest.mark.parametrize(
    ("overview", "segments"),
    [
        (make_overview(), ("head", "torso", "tail")),
        (make_overview_with_new(), ("head", "torso", "tail", "new")),
    ],
    ids=["none new", "some new"],
)
def test_without_filters_everything_there_is_is_asked_for(panel, overview, segments):
    panel.show_overview(overview)
    panel.clear_filters()
    assert panel.request().segments == segments
    # What was turned on unseen would be asked for in a library that has it.
    assert panel.segment_boxes["new"].isChecked() == ("new" in segments)


def test_another_brief_is_seen_from_its_beginning(panel):
    panel.resize(300, 400)
    panel.show_overview(make_overview())
    panel.show_request(SuggestRequest(brief="tides"))
    place = panel._area.verticalScrollBar()
    panel.scroll_to_filters()
    low = place.value()
    assert low > 0
    panel.show_request(SuggestRequest(brief="tides", tail_preference=0.2))
    assert place.value() == low, "the same brief is not moved under whoever looks at its filters"
    panel.show_request(SuggestRequest(brief="winds"))
    assert place.value() == 0
    panel.scroll_to_filters()
    panel.clear()
    assert place.value() == 0
