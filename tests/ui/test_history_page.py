"""The history shows every verdict, marks the undone ones and filters by kind."""

import pytest
from PySide6.QtCore import Qt

from ltrec_gui.pipeline.give_feedback import HistoryEntry
from ltrec_gui.ui.history_page import BRIEF, ITEM, VERDICT, HistoryPage
from ltrec_gui.ui.table_look import BadgeRole, StrikeRole


def make_entry(number, verdict="good", is_undone=False):
    return HistoryEntry(
        number,
        "2026-03-01T12:00:00+00:00",
        f"i{number}",
        f"Title {number}",
        verdict,
        "coastal\nletters",
        is_undone,
    )


@pytest.fixture
def page(qtbot):
    page = HistoryPage()
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    return page


def test_rows_say_what_was_judged_how_and_for_what(page):
    page.show_entries([make_entry(1, "not-right")])
    model = page.model
    assert model.data(model.index(0, ITEM)) == "Title 1"
    assert model.data(model.index(0, VERDICT)) == "Not right"
    assert model.data(model.index(0, BRIEF)) == "coastal letters"
    assert model.data(model.index(0, VERDICT), BadgeRole) == "bad"
    assert page._count.text() == "1 verdicts"


def test_an_undone_verdict_is_struck_greyed_and_named_so(page):
    page.show_entries([make_entry(1, is_undone=True), make_entry(2)])
    model = page.model
    assert model.data(model.index(0, ITEM), StrikeRole) is True
    assert model.data(model.index(1, ITEM), StrikeRole) is False
    assert model.data(model.index(0, VERDICT)) == "Good, undone"
    assert model.data(model.index(0, VERDICT), BadgeRole) == "surface2"
    assert "undone" in model.data(model.index(0, ITEM), Qt.ItemDataRole.AccessibleTextRole)


def test_the_filter_shows_one_kind(page):
    page.show_entries([make_entry(1, "good"), make_entry(2, "shelve"), make_entry(3, "good")])
    page.filter_by("good")
    assert page.model.rowCount() == 2
    page.filter_by("not-now")
    assert page._empty.texts()[0] == "No such verdict"
    page._empty.action_triggered.emit()
    assert page.model.rowCount() == 3


def test_no_verdicts_yet_shows_how_to_give_one(qtbot, page):
    page.show_entries(())
    assert page._empty.texts()[0] == "No verdicts yet"
    with qtbot.waitSignal(page.suggestions_requested):
        page._empty.action_triggered.emit()


def test_undo_is_offered_only_where_it_can_be(qtbot, page):
    assert not page._undo.isEnabled()
    page.set_can_undo(True)
    with qtbot.waitSignal(page.undo_requested):
        page._undo.click()
