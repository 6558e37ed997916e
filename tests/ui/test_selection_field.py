"""What alone is asked for: a chip in the brief's pane that is saved, shown again, taken off and taken back."""

import pytest
from PySide6.QtCore import Qt

from ltrec_gui.pipeline.selections import Selection
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.settings import Settings
from ltrec_gui.ui.brief_panel import BriefPanel
from ltrec_gui.ui.selection_field import NOTHING
from tests.ui.making import make_overview

CHOSEN = Selection("ab12", 312)
OTHER = Selection("cd34", 27)


@pytest.fixture
def panel(qtbot):
    panel = BriefPanel(Settings())
    qtbot.addWidget(panel)
    panel.show()
    panel.show_overview(make_overview())
    return panel


def asked(panel):
    request = panel.request()
    return Selection(request.selection, request.selection_count)


def test_a_chip_says_what_alone_is_asked_for_until_it_is_taken_off(qtbot, panel):
    field = panel.selection
    assert asked(panel) == NOTHING and not field.isVisible()
    with qtbot.waitSignal(panel.changed):
        field.choose(CHOSEN)
    assert asked(panel) == CHOSEN
    assert field.chip.text() == "312 chosen on the map" and field.chip.isVisible()
    field.choose(OTHER)
    assert field.chip.text() == "27 chosen on the map"
    button = field.chip.remove_button
    assert button.accessibleName() and button.focusPolicy() & Qt.TabFocus
    button.setFocus()
    with qtbot.waitSignal(panel.changed):
        qtbot.keyClick(button, Qt.Key_Space)
    assert asked(panel) == NOTHING and not field.isVisible()


def test_changes_are_taken_back_one_by_one_and_done_again(panel):
    field = panel.selection
    for selection in (CHOSEN, OTHER, NOTHING):
        field.choose(selection)
    seen = []
    while field.can_take_back:
        field.take_back()
        seen.append(asked(panel))
    assert seen == [OTHER, CHOSEN, NOTHING]
    field.do_again()
    assert asked(panel) == CHOSEN and field.can_do_again
    field.choose(OTHER)
    assert not field.can_do_again
    field.forget_steps()
    assert not field.can_take_back and asked(panel) == OTHER


def test_what_a_brief_asks_for_is_shown_and_turned_off_with_the_other_filters(panel):
    field = panel.selection
    field.choose(OTHER)
    panel.show_request(SuggestRequest(selection=CHOSEN.key, selection_count=CHOSEN.item_count))
    assert asked(panel) == CHOSEN and not field.can_take_back
    panel.clear_filters()
    assert asked(panel) == NOTHING
    field.choose(CHOSEN)
    panel.clear()
    assert asked(panel) == NOTHING and not field.can_take_back
