"""Rows of the settings: a name, an editor, and a way back to the usual value; and what of them a search finds."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.ui.fitting import FlowLayout
from ltrec_gui.ui.icons import icon
from ltrec_gui.ui.theme import scaled, theme_signals
from ltrec_gui.ui.widgets import label, let_shrink, set_tooltip
from ltrec_gui.ui.wording import filled

NAME_WIDTH = 220
LEAST_EDITOR_WIDTH = 160
Editor = QComboBox | QSpinBox | QCheckBox


class SettingRow(QWidget):
    """One setting: its name, its editor, and a button back to `usual`, shown while the value is another."""

    changed = Signal(object)  # the new value

    def __init__(self, name: str, editor: Editor, usual: object, note: str = "") -> None:
        super().__init__()
        self.editor = editor
        self.reset = QToolButton()
        self._name = name
        self._usual = usual
        editor.setAccessibleName(name)
        row = FlowLayout(12)
        if isinstance(editor, QCheckBox):
            editor.setText(name)
        else:
            named = label(name, "body", buddy=editor)
            named.setMinimumWidth(scaled(NAME_WIDTH))
            editor.setMinimumWidth(scaled(LEAST_EDITOR_WIDTH))
            row.addWidget(named)
        row.addWidget(editor)
        row.addWidget(self.reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        if note:
            said = label(note, "meta", wrap=True)
            let_shrink(said)
            layout.addWidget(said)
        self.reset.setObjectName("reset")
        self.reset.clicked.connect(self._take_back)
        theme_signals.theme_changed.connect(self._tint)
        self._tint()
        self._say_reset()
        match editor:
            case QComboBox():
                # Only what the editor picks: a list that is filled anew changes no setting.
                editor.activated.connect(self._tell)
            case QSpinBox():
                editor.valueChanged.connect(self._tell)
            case QCheckBox():
                editor.toggled.connect(self._tell)
        self._show_reset()

    @property
    def value(self) -> object:
        """What the editor says."""
        match self.editor:
            case QComboBox():
                return self.editor.currentData()
            case QSpinBox():
                return self.editor.value()
        return self.editor.isChecked()

    def _tell(self) -> None:
        self._show_reset()
        self.changed.emit(self.value)

    def _take_back(self) -> None:
        usual: Any = self._usual
        match self.editor:
            case QComboBox():
                self.editor.setCurrentIndex(self.editor.findData(usual))
                self._tell()
            case QSpinBox():
                self.editor.setValue(usual)
            case QCheckBox():
                self.editor.setChecked(usual)
        self.editor.setFocus()

    def _show_reset(self) -> None:
        self.reset.setVisible(self.value != self._usual)

    def _say_reset(self) -> None:
        text = filled(
            QCoreApplication.translate("SettingRow", "Back to the usual value: %1"), self._usual_text()
        )
        self.reset.setAccessibleName(f"{self._name}: {text}")
        set_tooltip(self.reset, text)

    def _usual_text(self) -> str:
        match self.editor:
            case QComboBox():
                return self.editor.itemText(self.editor.findData(self._usual))
            case QSpinBox():
                return f"{self.editor.textFromValue(int(str(self._usual)))}{self.editor.suffix()}"
        translate = QCoreApplication.translate
        return translate("SettingRow", "on") if self._usual else translate("SettingRow", "off")

    def _tint(self) -> None:
        self.reset.setIcon(icon("undo-2"))


def texts_of(row: QWidget) -> str:
    """Return everything a row says, for a search: labels, buttons, the choices of lists."""
    return "\n".join(_texts(row)).casefold()


def _texts(row: QWidget) -> Iterator[str]:
    for each in [row, *row.findChildren(QWidget)]:
        yield each.accessibleName()
        if isinstance(each, QLabel | QAbstractButton):
            yield each.text()
        elif isinstance(each, QComboBox):
            yield from (each.itemText(at) for at in range(each.count()))


class Finder:
    """Hides the rows of a page that a search does not find, and shows them again as they were."""

    def __init__(self, title: str, rows: Callable[[], list[QWidget]]) -> None:
        self._title = title.casefold()
        self._rows = rows
        self._hidden: list[QWidget] = []

    def find(self, text: str) -> bool:
        """Show what holds every word of `text`, all where it is empty, and return whether there is any."""
        for row in self._hidden:
            row.setVisible(True)
        self._hidden = []
        words = text.casefold().split()
        if not words or all(word in self._title for word in words):
            return True
        shown = [row for row in self._rows() if not row.isHidden()]
        missed = [row for row in shown if not all(word in texts_of(row) for word in words)]
        if len(missed) == len(shown):
            return False
        for row in missed:
            row.setVisible(False)
        self._hidden = missed
        return True
