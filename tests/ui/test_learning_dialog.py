"""What verdicts have taught can be watched, switched off, forgotten and recalled."""

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from ltrec_gui.pipeline.learning_report import ArmStanding, LearningReport
from ltrec_gui.recommend.learning_policy import ARMS, ArmSummary
from ltrec_gui.ui.learning_dialog import Column, LearningDialog
from ltrec_gui.ui.widgets import plain_tooltip


def standing(place, lists=4, judged=10, share=0.6, chance=0.1):
    counted = ArmSummary(ARMS[place], lists, 20 * lists, judged, share if judged else math.nan, 0.31, 0.83)
    return ArmStanding(counted, 0.58, 0.4, 0.75, chance)


def make_report(judged=10, **changes):
    arms = tuple(
        standing(place, judged=judged, chance=0.5 if place == 2 else 0.1) for place in range(len(ARMS))
    )
    values = {
        "arms": arms,
        "trial_count": 24,
        "judged_count": 6 * judged,
        "forgotten_count": 0,
        "is_of_last_list": True,
    }
    return LearningReport(**{**values, **changes})


def nothing_learned(**changes):
    arms = tuple(standing(place, 0, 0, chance=1 / 6) for place in range(len(ARMS)))
    return make_report(arms=arms, trial_count=0, judged_count=0, **changes)


@pytest.fixture
def dialog(qtbot):
    made = LearningDialog(is_on=True)
    qtbot.addWidget(made)
    made.show()
    return made


def cells(dialog, row):
    model = dialog.model
    return [model.data(model.index(row, column)) for column in Column]


def test_every_policy_is_a_row_with_what_came_of_it(dialog):
    dialog.show_report(make_report())
    assert dialog.model.rowCount() == len(ARMS)
    assert cells(dialog, 2) == [
        "Balanced (DPP)",
        "50 %",
        "4",
        "10",
        "60 % (31 to 83 %)",
        "58 % (40 to 75 %)",
        "50 %",
    ]
    assert cells(dialog, 0)[Column.VARIETY] == "–"  # by relevance alone there is none
    assert dialog.headline.text() == "Learned from 24 lists and 60 verdicts"
    assert dialog.sentence.text().endswith("Balanced (DPP) at variety 50 %, with a chance of 50 %.")


def test_what_was_never_judged_has_no_share(dialog):
    dialog.show_report(nothing_learned())
    assert [cells(dialog, row)[Column.ACCEPTED] for row in range(len(ARMS))] == ["–"] * len(ARMS)
    assert dialog.headline.text() == "Nothing is learned yet"
    assert not dialog.forget.isEnabled()


def test_the_likeliest_stands_out_once_something_is_learned(dialog):
    def marked():
        model = dialog.model
        return [
            row
            for row in range(model.rowCount())
            if model.data(model.index(row, Column.CHANCE), Qt.ItemDataRole.FontRole) is not None
        ]

    dialog.show_report(make_report())
    assert marked() == [2]
    dialog.show_report(nothing_learned())
    assert marked() == []


def test_a_row_names_itself_to_a_screen_reader(dialog):
    dialog.show_report(make_report())
    said = dialog.model.data(dialog.model.index(2, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Balanced (DPP), Variety 50 %, Lists 4")
    assert "Chance next 50 %" in said


def test_every_figure_says_what_it_is(dialog):
    dialog.show_report(make_report())
    header = dialog.model.headerData
    for column in Column:
        tip = header(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        is_the_name = tip == plain_tooltip(header(column, Qt.Orientation.Horizontal))
        assert tip and is_the_name == (column in (Column.POLICY, Column.VARIETY))


def test_the_switch_asks_and_follows_without_asking(dialog, qtbot):
    dialog.show_report(make_report())
    with qtbot.waitSignal(dialog.switched) as asked:
        dialog.switch.click()
    assert asked.args == [False]
    assert dialog.sentence.text().startswith("Learning is off")
    with qtbot.assertNotEmitted(dialog.switched):
        dialog.set_on(True)
    assert dialog.switch.isChecked()
    assert "likeliest" in dialog.sentence.text()


def test_forgetting_is_told_and_can_be_taken_back(dialog, qtbot):
    dialog.show_report(make_report())
    with qtbot.waitSignal(dialog.forget_requested):
        dialog.forget.click()
    assert not dialog.recall.isVisible()
    dialog.show_report(nothing_learned(forgotten_count=24))
    assert dialog.message.texts() == (
        "24 lists no longer count.".replace("lists", "earlier lists"),
        "Your verdicts and lists stay as they are.",
        "Take it back",
    )
    with qtbot.waitSignal(dialog.recall_requested):
        dialog.message.action_triggered.emit()
    dialog.message._close.click()
    assert "24 earlier lists no longer count." in dialog.caution.text()
    with qtbot.waitSignal(dialog.recall_requested):
        dialog.recall.click()
    dialog.show_report(make_report())
    assert dialog.message.isHidden() and not dialog.recall.isVisible()


def test_what_was_forgotten_earlier_is_said_quietly(dialog):
    dialog.show_report(make_report(forgotten_count=3))
    assert dialog.message.isHidden()
    assert dialog.caution.text().startswith("3 earlier lists no longer count.")
    assert dialog.recall.isVisible()


def test_the_chosen_row_stays_chosen_when_verdicts_come(dialog):
    dialog.show_report(make_report())
    dialog.table.selectRow(3)
    dialog.show_report(make_report(judged=11))
    assert dialog.table.currentIndex().row() == 3


def test_it_says_what_the_chances_hold_for(dialog):
    dialog.show_report(make_report())
    assert "the list shown last" in dialog.caution.text()
    dialog.show_report(replace(make_report(), is_of_last_list=False))
    assert "nothing is known yet" in dialog.caution.text()
