"""Everything without a mouse and without eyes: keys, panes, order, focus that can be seen, and what is announced."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from ltrec_gui.ui import announcing
from ltrec_gui.ui.announcing import announce
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
