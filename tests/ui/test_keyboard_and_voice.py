"""Everything without a mouse and without eyes: keys, panes, order, focus that can be seen, and what is announced."""

from collections import Counter
from functools import partial

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from ltrec_gui.ui import announcing
from ltrec_gui.ui.announcing import announce
from ltrec_gui.ui.panes import takes_focus
from ltrec_gui.ui.wording import change_sentence, outcome_sentence
from tests.ui import test_house_look as house

PATIENCE_MS = house.PATIENCE_MS
window, catalogue = house.window, house.catalogue  # fixtures

POLITE = QAccessible.AnnouncementPoliteness.Polite
URGENT = QAccessible.AnnouncementPoliteness.Assertive


# What is announced


@pytest.fixture
def heard(monkeypatch):
    """What a screen reader would have been told, as (sentence, politeness) pairs."""
    sentences = []

    class Ear:
        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

        @staticmethod
        def isActive():
            return True

        @staticmethod
        def updateAccessibility(event):
            sentences.append((event.message(), event.politeness()))

    monkeypatch.setattr(announcing, "QAccessible", Ear)
    announcing._Said.sentences.clear()
    return sentences


def test_verdict_undo_and_refresh_are_announced_once_each(qtbot, window, heard):
    page = window.suggestions
    outcomes = []
    window.session.feedback_changed.connect(lambda outcome: outcomes.append((outcome, "given")))
    window.session.step_undone.connect(lambda outcome: outcomes.append((outcome, "undone")))
    window.session.step_redone.connect(lambda outcome: outcomes.append((outcome, "redone")))
    page.focus_list()
    qtbot.waitUntil(page.view.hasFocus)
    heard.clear()
    for key, modifier in (
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier),
    ):
        before = len([outcome for outcome, _ in outcomes if outcome.items])
        qtbot.keyClick(page.view, key, modifier)
        qtbot.waitUntil(
            lambda before=before: len([o for o, _ in outcomes if o.items]) > before, timeout=PATIENCE_MS
        )
    told = Counter(sentence for sentence, _ in heard)
    expected = [outcome_sentence(outcome, how) for outcome, how in outcomes if outcome.items]
    assert len(set(expected)) >= 4
    assert {sentence: told[sentence] for sentence in expected} == dict.fromkeys(expected, 1)
    slate_id = page.slate_id
    qtbot.keyClick(page.view, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: page.slate_id != slate_id, timeout=PATIENCE_MS)
    assert heard[-1] == (change_sentence(page.slate.change), POLITE)
    heard.clear()
    qtbot.keyClick(page.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.slate_id == slate_id
    assert [sentence for sentence, _ in heard] == [page._list_sentence()]


def test_the_end_of_a_job_is_announced_and_a_failure_at_once(qtbot, window, heard):
    def work(workspace, control):
        raise OSError(28, "full")

    ended = []
    rest = {"on_done": ended.append, "on_error": ended.append}
    window.board.start(
        window.session.runners.long_jobs, "Counting", lambda *_: 7, describe=lambda n: f"{n} found", **rest
    )
    qtbot.waitUntil(lambda: len(ended) == 1, timeout=PATIENCE_MS)
    window.board.start(window.session.runners.long_jobs, "Reading", work, **rest)
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=PATIENCE_MS)
    assert ("Counting: 7 found", POLITE) in heard
    assert ("Reading: Failed; what was done is kept", URGENT) in heard


def test_a_message_above_the_work_is_announced_once_and_a_bad_one_at_once(window, heard):
    window.notice.show_notice("info", "Put aside.", "It can be taken back.")
    window.notice.show_notice("info", "Put aside.", "It can be taken back.")
    window.notice.show_notice("bad", "The disk is full.", "Verdicts are kept.")
    assert heard == [
        ("Put aside. It can be taken back.", POLITE),
        ("The disk is full. Verdicts are kept.", URGENT),
    ]


def test_qt_takes_an_announcement(window):
    QAccessible.setActive(True)
    try:
        announce(window.status, "Heard by the platform.", is_urgent=True)
    finally:
        QAccessible.setActive(False)
    assert "Heard by the platform." in announcing._Said.sentences


# Panes


def panes_gone_through(qtbot, window, key):
    """Press a key until the focus is where it began, and return where it was each time."""
    begun = QApplication.focusWidget()
    seen = []
    for _ in range(20):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, key or Qt.KeyboardModifier.NoModifier)
        focused = QApplication.focusWidget()
        assert takes_focus(focused), focused
        assert focused.visibleRegion().boundingRect().height() > 4, focused
        seen.append(focused)
        if focused is begun:
            return seen
    raise AssertionError([f"{type(each).__name__} {each.accessibleName()}" for each in seen])


def is_filled(place, page):
    """Whether a page shows what it will show."""
    match place:
        case "catalogue":
            return page.model.has_answer and page.model.row(0) is not None
        case "map":
            return page.map.isVisible()
        case "insights":
            return page.report is not None
        case "shelf" | "history":
            return page.table.isVisible() and page.model.rowCount() > 0
    return True


CHOOSE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
LEAST_PANES = {"suggest": 6, "catalogue": 6, "shelf": 7, "map": 6, "insights": 7, "history": 7}


def test_f6_goes_through_every_pane_of_every_page_and_back_again(qtbot, window):
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: not window.session.runners.long_jobs.is_busy, timeout=PATIENCE_MS)
    window.notice.show_notice("info", "Put aside.", "", (("Take it back", lambda: None),))
    window.suggestions.verdict_given.emit([window.suggestions.model.suggestion(1).item.item_id], "good")
    for place, least in LEAST_PANES.items():
        window.show_place(place)
        page = window._pages[place]
        qtbot.waitUntil(partial(is_filled, place, page), timeout=PATIENCE_MS)
        if place in ("catalogue", "shelf"):
            last = page.note_edit if place == "shelf" else page._seed
            # Not by selectRow, which extends what is selected while a test holds Shift.
            page.table.selectionModel().select(page.model.index(0, 0), CHOOSE_ROW)
            qtbot.waitUntil(last.isEnabled)
        window._focus_page()
        qtbot.waitUntil(lambda page=page: page.isAncestorOf(QApplication.focusWidget()))
        forward = panes_gone_through(qtbot, window, None)
        assert len(set(forward)) == len(forward) >= least, (place, forward)
        assert window.rail.shown_button in forward
        assert any(window.notice.isAncestorOf(each) for each in forward)
        assert any(window.status.isAncestorOf(each) for each in forward)
        back = panes_gone_through(qtbot, window, Qt.KeyboardModifier.ShiftModifier)
        assert back == [*forward[-2::-1], forward[-1]]
