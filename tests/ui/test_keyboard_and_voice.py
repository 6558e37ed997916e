"""Everything without a mouse and without eyes: keys, panes, order, focus that can be seen, and what is announced."""

from collections import Counter
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QImage, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QSlider,
    QSpinBox,
)

from ltrec_gui.ui import announcing
from ltrec_gui.ui.actions import SCOPES, action_specs, fixed_keys
from ltrec_gui.ui.announcing import announce
from ltrec_gui.ui.panes import scroll_to, takes_focus
from ltrec_gui.ui.theme import apply_theme
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
        qtbot.waitUntil(partial(is_filled, place, page), timeout=3 * PATIENCE_MS)  # a map is drawn
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


# Keys


def activate(qtbot, root):
    """Make a window the one that has the keyboard."""
    root.activateWindow()
    qtbot.waitUntil(root.isActiveWindow)


def keys_of(spec):
    return [QKeySequence(key).toString() for key in spec.shortcuts]


@pytest.mark.parametrize("scope", SCOPES)
def test_no_key_stands_for_two_things_where_both_can_be_heard(scope):
    heard_here = [spec for spec in (*action_specs(), *fixed_keys()) if spec.scope in (scope, "window")]
    # The digits of the reasons stand for verdicts at any other time.
    held = Counter(key for spec in heard_here if spec.id != "reason-digit" for key in keys_of(spec))
    assert [key for key, count in held.items() if count > 1] == []


def test_every_key_of_every_place_fires_once(qtbot, window):
    """Those of the whole window in every place, too."""
    qtbot.waitUntil(lambda: not window.session.runners.long_jobs.is_busy, timeout=PATIENCE_MS)
    page, export = window.suggestions, window.ask_export()
    qtbot.waitUntil(lambda: export.material is not None, timeout=PATIENCE_MS)
    places = {
        "list": ("suggest", page.view, page.list_actions),
        "brief": ("suggest", page.brief_panel.brief_edit, page.brief_panel.brief_edit.actions_by_id),
        "details": ("suggest", page.details.verdict_buttons["good"], page.details.details_actions),
        "catalogue": ("catalogue", window.catalogue.table, window.catalogue.actions_by_id),
        "shelf": ("shelf", window.shelf.table, window.shelf.actions_by_id),
        "map": ("map", window.map_desk.page.chart, window.map_desk.page.actions_by_id),
        "export": ("", export.list, export.list_actions),
    }
    assert {"window", *places} == set(SCOPES)
    fired = house.Fired()
    for actions in (window.actions_by_id, *(actions for _, _, actions in places.values())):
        for action in actions.values():
            action.setEnabled(True)
            action.installEventFilter(fired)
    for scope, (place, target, _) in reversed(places.items()):
        if place:
            export.close()
            activate(qtbot, window)
            window.show_place(place)
        qtbot.waitUntil(target.isVisible, timeout=PATIENCE_MS)
        for spec in action_specs():
            if spec.scope != scope and (spec.scope != "window" or not place):
                continue  # what is heard elsewhere; a dialog keeps the keys of the window out
            for key in spec.shortcuts:
                is_its_own = spec.id in ("undo", "redo") or len(key) == 1
                if spec.scope == "window" and scope == "brief" and is_its_own:
                    continue  # a letter, or the last letters taken back
                target.setFocus()
                qtbot.waitUntil(target.hasFocus)
                fired.shortcuts.clear()
                qtbot.keySequence(target, key)
                assert fired.shortcuts == [(spec.id, False)], (scope, key)


FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QSpinBox)
TEXT_FIELDS = (QLineEdit, QPlainTextEdit)


def test_letters_and_digits_reach_no_action_from_any_field_of_any_page_or_dialog(qtbot, window, catalogue):
    letters = "".join(
        sorted({key for spec in action_specs() for key in keys_of(spec) if len(key) == 1 and key != "?"})
    ).lower()
    assert set("axmsg15/") <= set(letters)
    fired = house.Fired()
    seen = Counter()
    for root in house.all_places(qtbot, window, catalogue):
        activate(qtbot, root)
        for action in {*window.findChildren(QAction), *root.findChildren(QAction)}:
            action.installEventFilter(fired)
        for kind in FIELDS:
            for field in root.findChildren(kind):
                is_inner = isinstance(field.parentWidget(), QComboBox | QSpinBox)
                if not field.isVisibleTo(root) or not field.isEnabled() or is_inner:
                    continue
                field.setFocus()
                qtbot.waitUntil(field.hasFocus)
                fired.shortcuts.clear()
                qtbot.keyClicks(field, letters + ("?" if isinstance(field, TEXT_FIELDS) else ""))
                assert fired.shortcuts == [], (type(root).__name__, field.accessibleName())
                seen[kind] += 1
    assert all(seen[kind] for kind in FIELDS) and seen.total() > 30


# The order of Tab


def tab_stops(root):
    """Return what Tab goes through in a window now, in order."""
    stops, at = [], root.nextInFocusChain()
    while at is not root:
        if root.isAncestorOf(at) and at.window() is root and takes_focus(at):
            stops.append(at)
        at = at.nextInFocusChain()
    return stops


def place_of(root, widget, other):
    """Return where a widget is; beside one outside what it scrolls in, that whole area counts."""
    area = widget.parentWidget()
    while area is not root:
        if isinstance(area, QScrollArea) and not area.isAncestorOf(other):
            widget = area
        area = area.parentWidget()
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def is_out_of_order(root, before, after):
    """Whether Tab goes back: to the left in one row, or up without going on to a column on the right."""
    first, second = place_of(root, before, after), place_of(root, after, before)
    if before.isAncestorOf(after) or after.isAncestorOf(before):
        return False
    shared = min(first.bottom(), second.bottom()) - max(first.top(), second.top())
    if shared > min(first.height(), second.height()) / 2:
        return second.left() < first.left()
    return second.top() < first.top() and second.left() < first.right()


def name_of(widget):
    said = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
    return f"{type(widget).__name__} {said}"


def test_tab_goes_through_every_page_and_dialog_as_it_is_read(qtbot, window, catalogue):
    window.resize(1366, 768)
    faults, count = set(), 0
    for root in house.all_places(qtbot, window, catalogue):
        qtbot.wait(50)  # until what was just filled is laid out
        stops = tab_stops(root)
        count += len(stops)
        faults.update(
            f"{type(root).__name__}: {name_of(before)} → {name_of(after)}"
            for before, after in pairwise(stops)
            if is_out_of_order(root, before, after)
        )
    assert not faults, "\n".join(sorted(faults))
    assert count > 150


# A focus and outlines that are seen

OUTLINED = (QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QCheckBox, QRadioButton)
LEAST_CONTRAST = 3.0
AROUND = 4  # pixels around a widget that are looked at, too


def luminances(image):
    """Return the relative luminance of every pixel of an image, by the formula of contrast: (height, width)."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    parts = rows[:, : image.width(), 2::-1] / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrasts(first, second):
    return (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)


def pictures_of(qtbot, root, widget):
    """Return a widget with what is around it, as luminances, without and with the focus."""
    place = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
    if focused := QApplication.focusWidget():
        focused.clearFocus()
    without = luminances(root.grab(place).toImage())
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return without, luminances(root.grab(place).toImage())


def faults_of_looks(qtbot, root, widget):
    """Say where the focus of a widget is not seen: as a ring round it, round its handle or round its text."""
    without, with_focus = pictures_of(qtbot, root, widget)
    changed = int((contrasts(without, with_focus) >= LEAST_CONTRAST).sum())
    around = round(0.9 * (widget.width() + widget.height()))
    if changed < (24 if isinstance(widget, QSlider) else around):
        yield f"{changed} pixels of {around} change with the focus"
    is_plain = (widget.property("role") or "") not in ("caption", "address")
    if isinstance(widget, OUTLINED) and is_plain:
        middle = without[without.shape[0] // 2, : AROUND + 4]
        edge = contrasts(middle, middle[0]).max()
        if edge < LEAST_CONTRAST:
            yield f"its outline has {edge:.2f}"


SEEN_KINDS = {
    *("IconButton", "IconToolButton", "QCheckBox", "QRadioButton", "QComboBox", "QLineEdit", "BriefEdit"),
    *("NumberBox", "QSlider", "QListWidget", "QTableView", "CardView", "ChartView", "RecentRow"),
}


def test_focus_and_outlines_are_seen_in_both_themes(qapp, qtbot, window, catalogue):
    seen, faults = set(), []
    for root in house.all_places(qtbot, window, catalogue):
        activate(qtbot, root)
        place = next(
            (name for name, page in window._pages.items() if page is window.stack.currentWidget()), ""
        )
        if root is window and place not in ("", "map"):
            qtbot.waitUntil(partial(is_filled, place, window._pages[place]), timeout=PATIENCE_MS)
        found = {}
        for widget in tab_stops(root):
            # A combo box to be typed into has its ring around the whole.
            whole = widget.parentWidget() if isinstance(widget.parentWidget(), QComboBox) else widget
            looks = (whole.property("kind"), whole.property("role"), getattr(whole, "isChecked", bool)())
            found.setdefault((type(whole).__name__, *looks), whole)
        fresh = {kind: widget for kind, widget in found.items() if kind not in seen}
        for theme in ("light", "dark") if fresh else ():
            apply_theme(qapp, theme)
            for kind, widget in fresh.items():
                scroll_to(widget)
                if not root.rect().contains(QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())):
                    continue
                seen.add(kind)
                said = faults_of_looks(qtbot, root, widget)
                faults += [f"{theme} {name_of(widget)} {kind[1:]}: {fault}" for fault in said]
        apply_theme(qapp, "light")
    assert faults == []
    assert {name for name, *_ in seen} >= SEEN_KINDS
