"""Filters on other columns of the catalogue: a column, a condition, and a chip for each that is in force."""

import json
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, Signal, SignalInstance
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ltrec_gui.ui.domain_wording import column_title, condition_text
from ltrec_gui.ui.fitting import ChoiceBox
from ltrec_gui.ui.widgets import Chip, section_label, set_tooltip, tool_button
from ltrec_gui.ui.wording import filled

OWN_COLUMNS = ("date", "author", "rating")  # offered beside those that only this catalogue has


class Chips(Protocol):
    """The list of chips this needs: the one of the brief panel."""

    changed: SignalInstance

    def add(self, key: str, text: str, remove_name: str) -> None:
        """Add a chip."""

    def clear(self) -> None:
        """Take all chips away."""

    def keys(self) -> tuple[str, ...]:
        """Return the keys in order."""

    def chips(self) -> tuple[Chip, ...]:
        """Return the chips in order."""


class ColumnFilters(QWidget):
    """Which conditions on columns a list must meet; hidden where the catalogue has no such column."""

    changed = Signal()
    submitted = Signal()  # Enter in an empty field: suggest

    def __init__(self, chips: Chips, chips_widget: QWidget) -> None:
        super().__init__()
        self._chips = chips
        self._has_own_columns = False
        self.column_combo = ChoiceBox()
        self.column_combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.column_combo.setMinimumContentsLength(6)
        self.condition_edit = QLineEdit()
        self.add_button = tool_button("plus", "")
        self._label = section_label("", self.column_combo)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.column_combo, 1)
        row.addWidget(self.condition_edit, 1)
        row.addWidget(self.add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label)
        layout.addLayout(row)
        layout.addWidget(chips_widget)
        self.condition_edit.returnPressed.connect(self._enter)
        self.add_button.clicked.connect(self._add_typed)
        chips.changed.connect(self.changed)
        self.hide()
        self.retranslate()

    def show_columns(self, columns: Sequence[str]) -> None:
        """Offer the columns that only this catalogue has, and some that every item has."""
        # Date is first where no catalogue is open; in the next one its own columns come first again.
        chosen = self.column_combo.currentData() if self._has_own_columns else None
        self._has_own_columns = bool(columns)
        self.column_combo.clear()
        for column in (*columns, *OWN_COLUMNS):
            self.column_combo.addItem(column_title(column), column)
        self.column_combo.setCurrentIndex(max(self.column_combo.findData(chosen), 0))
        self.setVisible(bool(columns) or bool(self._chips.keys()))

    def conditions(self) -> tuple[tuple[str, str], ...]:
        """Return the (column, condition) pairs in force."""
        pairs = [json.loads(chip.key) for chip in self._chips.chips()]
        return tuple((str(column), str(condition)) for column, condition in pairs)

    def show_conditions(self, conditions: Sequence[tuple[str, str]]) -> None:
        """Show these conditions instead of those in force."""
        if tuple(conditions) != self.conditions():
            self._chips.clear()
            for column, condition in conditions:
                self._add(column, condition)

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._label.setText(self.tr("Other columns"))
        self.column_combo.setAccessibleName(self.tr("Column"))
        self.condition_edit.setAccessibleName(self.tr("Condition"))
        self.condition_edit.setPlaceholderText("1..")
        set_tooltip(
            self.condition_edit,
            self.tr(
                "A range such as 1.. or 5..20, a value, several as one|another, or !value for everything else. "
                "Of dates also an age: ..730d is two years at most."
            ),
        )
        set_tooltip(self.add_button, self.tr("Add the condition (Enter)"))
        self.add_button.setAccessibleName(self.tr("Add the condition (Enter)"))
        for place in range(self.column_combo.count()):
            self.column_combo.setItemText(place, column_title(str(self.column_combo.itemData(place))))
        conditions = self.conditions()
        if conditions:
            self.blockSignals(True)
            self._chips.clear()
            for column, condition in conditions:
                self._add(column, condition)
            self.blockSignals(False)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _enter(self) -> None:
        if self.condition_edit.text().strip():
            self._add_typed()
        else:
            self.submitted.emit()

    def _add_typed(self) -> None:
        condition = self.condition_edit.text().strip()
        column = self.column_combo.currentData()
        if condition and isinstance(column, str):
            self.condition_edit.clear()
            self._add(column, condition)

    def _add(self, column: str, condition: str) -> None:
        text = condition_text(column, condition)
        key = json.dumps([column, condition], ensure_ascii=False)
        self._chips.add(key, text, filled(self.tr("Remove the filter %1"), text))
