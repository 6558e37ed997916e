"""Settings can be tried on past verdicts before they are used: what is asked, and how the answer is worded."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from ltrec_gui.errors import StoreError
from ltrec_gui.evaluate.results import Estimate
from ltrec_gui.jobs.control import Progress
from ltrec_gui.pipeline.replay import (
    LEAST_ACCEPTED,
    LEAST_LISTS,
    MEASURES,
    ReplayLine,
    ReplayReport,
    ReplaySide,
)
from ltrec_gui.recommend.slate import LEARNING, SuggestRequest
from ltrec_gui.ui import replay_wording
from ltrec_gui.ui.replay_dialog import Column, ReplayDialog
from ltrec_gui.ui.replay_wording import ReplayWish, settings_of
from ltrec_gui.ui.theme import current_tokens

PRESENT = settings_of(SuggestRequest(count=20))


def estimate(value, half=0.1):
    return Estimate(value, value - half, value + half)


def make_line(measure, depth, old, new, half=0.1):
    return ReplayLine(measure, depth, estimate(old), estimate(new), estimate(new - old, half), 18)


def make_report(new=4.5, half=0.1, **changes):
    old_side = ReplaySide(estimate(4.0), 0.7, 0.5, 0.0)
    new_side = ReplaySide(estimate(new), 0.9, 0.6, 0.1)
    values = {
        "old": old_side,
        "new": new_side,
        "difference": estimate(new - 4.0, half),
        "unit": "lists",
        "brief_count": 3,
        "list_count": 18,
        "accepted_count": 31,
        "is_few": False,
        "is_clear": abs(new - 4.0) > half,
        "lines": (
            make_line("accepted", 10, 2.0, 2.4),
            make_line("accepted", 20, 4.0, new, half),
            make_line("rejected", 10, 1.0, 0.5),
            make_line("rejected", 20, 3.0, 2.0),
            make_line("tail-share", 0, 0.7, 0.9),
            make_line("diversity", 0, 0.5, 0.6),
            make_line("unjudged", 0, 0.0, 0.1),
        ),
    }
    return ReplayReport(**{**values, **changes})


@pytest.fixture
def dialog(qtbot):
    made = ReplayDialog(PRESENT)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def changed(dialog):
    """The dialog with another tail preference to try."""
    dialog.tail.setValue(100)
    return dialog


def choose(combo, value):
    combo.setCurrentIndex(combo.findData(value))


def test_it_begins_with_what_is_in_use_and_nothing_to_try(dialog):
    assert dialog.tried == PRESENT
    assert not dialog.try_button.isEnabled() and not dialog.use.isEnabled()
    assert dialog._why_not.text() == "Change a setting to try it."
    assert [value.text() for _name, value, _editor in dialog._rows] == [
        "Balanced (DPP)",
        "–",
        "50 %",
        "70 %",
        "Kept places (quota)",
        "0",
        "Logistic regression",
    ]


def test_trying_asks_for_both_settings_and_takes_no_second_wish(changed, qtbot):
    with qtbot.waitSignal(changed.replay_requested) as asked:
        changed.try_button.click()
    wish = asked.args[0]
    assert wish == ReplayWish(PRESENT, replace(PRESENT, tail_preference=1.0))
    assert not changed.try_button.isEnabled() and not changed.tail.isEnabled()
    assert changed.running.progress.isVisible()
    assert changed.running.stop.hasFocus()


def test_how_far_it_is_can_be_seen_and_stopped(changed, qtbot):
    changed.show_running(Progress("", 0), "Reading items by meaning")
    assert changed.running.stage.text() == "Waits for: Reading items by meaning"
    changed.show_running(Progress("replaying", 4, 18))
    assert (changed.running.progress.value(), changed.running.progress.maximum()) == (4, 18)
    assert changed.running.stage.text() == "List 5 of 18"
    with qtbot.waitSignal(changed.cancel_requested):
        changed.running.stop.click()
    changed.show_cancelled()
    assert changed.message.texts()[:2] == ("The trial was stopped.", "Nothing was changed.")
    assert changed.try_button.isEnabled() and not changed.running.progress.isVisible()


def test_a_policy_that_learns_is_compared_with_but_not_tried(qtbot):
    dialog = ReplayDialog(replace(PRESENT, policy=LEARNING))
    qtbot.addWidget(dialog)
    assert dialog.policy.findData(LEARNING) < 0
    assert dialog.tried.policy == "dpp"
    assert dialog.try_button.isEnabled()
    assert "drawn for each list" in dialog._why_not.text()


def test_what_a_policy_does_not_use_makes_no_difference(dialog):
    choose(dialog.policy, "none")
    assert not dialog.diversity.isEnabled()
    dialog.show_present(replace(PRESENT, policy="none", diversity=0.9))
    assert not dialog.try_button.isEnabled()
    assert not dialog.column.isVisible()
    choose(dialog.policy, "column-quota")
    assert dialog.column.isVisible() and dialog.column.isEnabled()
    assert dialog.try_button.isEnabled()


def test_settings_used_meanwhile_are_what_is_compared_with(changed):
    changed.show_present(replace(PRESENT, tail_preference=1.0))
    assert not changed.try_button.isEnabled()
    assert changed._rows[3][1].text() == "100 %"


def test_the_answer_is_a_sentence_and_a_table(changed):
    wish = ReplayWish(PRESENT, changed.tried)
    changed.show_report(wish, make_report())
    assert changed.headline.text() == "These settings would have shown more of what you accepted"
    assert "Of the first 20 places of a list, 4.5 would" in changed.reason.text()
    assert "now it is 4.0" in changed.reason.text()
    assert "Items you rejected: 2.0; now it is 3.0." in changed.reason.text()
    assert "10 % hold items that nobody has judged" in changed.basis.text()
    assert "tail 100 %" in changed.told_of.text()
    model = changed.model
    shown = [[model.data(model.index(row, column)) for column in Column] for row in range(model.rowCount())]
    assert shown[0] == ["Accepted items in the first 10", "2.0", "2.4", "+0.4 (+0.3 to +0.5)", "18"]
    assert shown[3][:4] == ["Rejected items in the first 20", "3.0", "2.0", "−1.0 (−1.1 to −0.9)"]
    assert shown[4][:4] == ["Share of the tail", "70 %", "90 %", "+20 % (+10 % to +30 %)"]
    assert shown[5][1:3] == ["0.50", "0.60"]
    assert changed.table.hasFocus()


def test_only_accepted_items_beyond_doubt_are_marked(changed):
    def tones():
        model = changed.model
        role = Qt.ItemDataRole.ForegroundRole
        found = [model.data(model.index(row, Column.DIFFERENCE), role) for row in range(model.rowCount())]
        return [colour.name() if colour else None for colour in found]

    wish = ReplayWish(PRESENT, changed.tried)
    good, bad = current_tokens().good.lower(), current_tokens().bad.lower()
    changed.show_report(wish, make_report())
    assert tones() == [good, good, None, None, None, None, None]
    changed.show_report(wish, make_report(new=3.0))
    assert tones()[1] == bad
    changed.show_report(wish, make_report(new=4.05))
    assert tones()[1] is None
    changed.show_report(wish, make_report(is_few=True, is_clear=False))
    assert set(tones()) == {None}


def test_worse_undecided_few_and_none_are_said(changed):
    wish = ReplayWish(PRESENT, changed.tried)
    changed.show_report(wish, make_report(new=3.0))
    assert "less of what you accepted" in changed.headline.text()
    changed.show_report(wish, make_report(new=4.05))
    assert changed.headline.text() == "Your verdicts do not tell the two apart"
    changed.show_report(wish, make_report(is_few=True, is_clear=False, list_count=2, accepted_count=3))
    assert changed.headline.text() == "There are too few verdicts to decide by"
    assert f"At least {LEAST_LISTS} lists and {LEAST_ACCEPTED} accepted items" in changed.basis.text()
    assert changed.table.isVisible()
    changed.show_report(wish, None)
    assert "say nothing" in changed.headline.text()
    assert changed.empty.isVisible() and not changed.table.isVisible()
    assert not changed.basis.isVisible()


def test_a_row_names_itself_to_a_screen_reader(changed):
    changed.show_report(ReplayWish(PRESENT, changed.tried), make_report())
    said = changed.model.data(changed.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Accepted items in the first 10, In use 2.0, Tried 2.4, Difference +0.4")


def test_no_difference_has_no_sign_and_no_interval():
    same = make_line("accepted", 10, 2.0, 2.0, 0.0)
    assert replay_wording.difference_text(same) == "0.0"
    nearly = ReplayLine("tail-share", 0, estimate(0.5), estimate(0.5), Estimate(0.001, -0.001, 0.02), 3)
    assert replay_wording.difference_text(nearly) == "0 % (0 % to +2 %)"


def test_every_measure_has_a_name():
    names = {replay_wording.measure_name(make_line(measure, 10, 1.0, 1.0)) for measure in MEASURES}
    assert len(names) == len(MEASURES)


def test_using_them_is_asked_for_and_an_error_is_worded(changed, qtbot):
    with qtbot.waitSignal(changed.settings_chosen) as asked:
        changed.use.click()
    assert asked.args == [replace(PRESENT, tail_preference=1.0)]
    changed.show_running(Progress("", 0))
    changed.show_error(StoreError("The disk is full. Nothing was changed. Free some room."))
    assert "The disk is full." in changed.message.texts()[1]
    assert changed.try_button.isEnabled()
