"""The brief worked in, by name, with what can be done to it; saving and naming it happen in place, without a dialog."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.briefs import LONGEST_NAME, BriefEntry
from ltrec_gui.ui.actions import native_keys, spec_of
from ltrec_gui.ui.icons import icon, pixmap
from ltrec_gui.ui.theme import current_tokens, give_font, theme_signals
from ltrec_gui.ui.widgets import button, label, name_tool_button, set_tooltip, tool_button
from ltrec_gui.ui.wording import filled

CHEVRON = 16
SIDE = 8  # room left of the name and right of the chevron
# The acts of the menu: action id and icon.
ACTS = (
    ("new-brief", "plus"),
    ("open-brief", "search"),
    ("save-brief", "bookmark"),
    ("rename-brief", "pencil"),
    ("duplicate-brief", "copy"),
    ("delete-brief", "trash-2"),
)


class BriefCounts(QObject):
    """Texts that depend on a number; in a class because the gatherer of texts sees a plural in `self.tr` only."""

    def verdicts(self, count: int) -> str:
        """Return e.g. "1 verdict", "1,200 verdicts"."""
        return self.tr("%Ln verdicts", "", count)

    def shelved(self, count: int) -> str:
        """Return e.g. "5 on the shelf"."""
        return self.tr("%Ln on the shelf", "", count)


def counts_of(entry: BriefEntry) -> str:
    """Return what came of a brief in few words: verdicts, and what is on the shelf because of it; "" for nothing."""
    parts = []
    if entry.verdict_count:
        parts.append(BriefCounts().verdicts(entry.verdict_count))
    if entry.shelf_count:
        parts.append(BriefCounts().shelved(entry.shelf_count))
    return " · ".join(parts)


class NameButton(QPushButton):
    """A name that opens a list, cut short where there is no room, with a chevron at its right edge."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "selector")
        self.setAutoDefault(False)
        give_font(self, "body-strong")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._name = ""

    def show_name(self, name: str) -> None:
        """Show a name."""
        self._name = name
        self._fit()

    def name(self) -> str:
        """Return the whole name."""
        return self._name

    def sizeHint(self) -> QSize:
        """Ask for no width of its own."""
        return QSize(80, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the name as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button and its chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        drawn = pixmap("chevron-down", current_tokens().text2, CHEVRON, self.devicePixelRatioF())
        place = QRect(0, 0, CHEVRON, CHEVRON)
        place.moveCenter(self.rect().center())
        place.moveRight(self.width() - SIDE)
        painter.drawPixmap(place, drawn)
        painter.end()

    def _fit(self) -> None:
        room = self.width() - CHEVRON - 3 * SIDE
        shown = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, room)
        # An ampersand in a button's text marks a letter; one of the name's own is doubled.
        self.setText(shown.replace("&", "&&"))


class NameEdit(QLineEdit):
    """A field for a name: Enter and leaving it take the name, Esc does not."""

    taken = Signal(str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST_NAME)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the name, or give up."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the name, unless a menu or another window only passes over."""
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in passing and self.isVisible():
            self._take()
        super().focusOutEvent(event)

    def _take(self) -> None:
        name = " ".join(self.text().split())
        if name:
            self.taken.emit(name)
        else:
            self.given_up.emit()


class BriefBar(QWidget):
    """Names the brief worked in, opens the list of all and offers what can be done to it.

    `state_row` is put under the text of the brief: it says whether the brief is saved, and offers to save it.
    """

    picker_requested = Signal()
    act_requested = Signal(str)  # an action id of ACTS
    named = Signal(str)  # the name under which the brief is to be saved, or is to be called from now on

    def __init__(self) -> None:
        super().__init__()
        self._entry: BriefEntry | None = None
        self._has_content = False
        self._is_changed = False
        self.selector = NameButton()
        self.name_edit = NameEdit()
        self.name_edit.hide()
        self.menu_button = tool_button("ellipsis", "")
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.acts = {action_id: self.menu.addAction("") for action_id, _ in ACTS}
        self.menu_button.setMenu(self.menu)
        self.state_row = QWidget()
        self._state = label("", "meta", wrap=True)
        self.save_button = button("", None, "link")
        self._arrange()
        self.selector.clicked.connect(self.picker_requested)
        self.save_button.clicked.connect(lambda: self.act_requested.emit("save-brief"))
        for action_id, action in self.acts.items():
            action.triggered.connect(
                lambda _checked=False, action_id=action_id: self.act_requested.emit(action_id)
            )
        self.name_edit.taken.connect(self._name_taken)
        self.name_edit.given_up.connect(self._stop_naming)
        theme_signals.theme_changed.connect(self._tint)
        self.retranslate()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.selector, 1)
        row.addWidget(self.name_edit, 1)
        row.addWidget(self.menu_button)
        below = QVBoxLayout(self.state_row)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._state, 1)
        line.addWidget(self.save_button)
        below.addLayout(line)

    @property
    def entry(self) -> BriefEntry | None:
        """The brief worked in; None for one that no list was made of."""
        return self._entry

    @property
    def saved_id(self) -> int | None:
        """The number of the brief worked in where it is a saved one: then another text is the same brief still."""
        return self._entry.brief_id if self._entry is not None and self._entry.is_saved else None

    def show_entry(self, entry: BriefEntry | None) -> None:
        """Show the brief worked in."""
        self._entry = entry
        self._say()

    def show_content(self, has_content: bool, is_changed: bool) -> None:
        """Say whether anything is asked for, and whether it is another text than that of the last list."""
        self._has_content, self._is_changed = has_content, is_changed
        self._say()

    def ask_name(self, name: str) -> None:
        """Let the editor type a name in place, beginning with this one."""
        self.name_edit.setText(name)
        self.selector.hide()
        self.name_edit.show()
        self.name_edit.setSelection(len(name), -len(name))  # from the end, so that the beginning is in sight
        self.name_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def state_text(self) -> str:
        """Return what is said of the brief's being saved."""
        return self._state.text()

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        name_tool_button(self.menu_button, self.tr("What to do with the brief"))
        self.name_edit.setAccessibleName(self.tr("Name of the brief"))
        self.name_edit.setPlaceholderText(self.tr("Name of the brief"))
        self.save_button.setText(self.tr("Save"))
        set_tooltip(self.save_button, _with_key(self.tr("Save brief"), "save-brief"))
        for action_id, action in self.acts.items():
            spec = spec_of(action_id)
            keys = native_keys(spec)
            action.setText(f"{spec.text}\t{keys}" if keys else spec.text)
        self._tint()
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _tint(self) -> None:
        for action_id, icon_name in ACTS:
            self.acts[action_id].setIcon(icon(icon_name))

    def _name_taken(self, name: str) -> None:
        self._stop_naming()
        self.named.emit(name)

    def _stop_naming(self) -> None:
        had_focus = self.name_edit.hasFocus()
        self.name_edit.hide()
        self.selector.show()
        if had_focus:
            self.selector.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        entry = self._entry
        name = entry.name if entry is not None and entry.name else self.tr("New brief")
        self.selector.show_name(name)
        self.selector.setAccessibleName(filled(self.tr("Brief: %1"), name))
        act = _with_key(self.tr("Open a brief"), "open-brief")
        set_tooltip(self.selector, f"{name}\n{act}")
        is_saved = self.saved_id is not None
        self.acts["save-brief"].setVisible(not is_saved)
        self.acts["save-brief"].setEnabled(self._has_content)
        self.acts["rename-brief"].setVisible(is_saved)
        for action_id in ("duplicate-brief", "delete-brief"):
            self.acts[action_id].setEnabled(entry is not None)
        self._state.setText(self._state_sentence())
        self._state.setAccessibleName(self._state.text())
        self.save_button.setVisible(not is_saved)
        self.state_row.setVisible(is_saved or self._has_content)

    def _state_sentence(self) -> str:
        entry = self._entry
        if entry is None or not entry.is_saved:
            return self.tr("Not saved")
        if self._is_changed:
            return filled(self.tr("Still saved as “%1”; its verdicts go on counting."), entry.name)
        counts = counts_of(entry)
        return filled(self.tr("Saved · %1"), counts) if counts else self.tr("Saved")


def _with_key(text: str, action_id: str) -> str:
    keys = native_keys(spec_of(action_id))
    return f"{text} ({keys})" if keys else text
