"""What was exported when, from which shelf, and for how long that stays out of new lists."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QTableView, QVBoxLayout, QWidget

from ltrec_gui.pipeline.shelf import MOST_COOLDOWN_DAYS, ExportRecord
from ltrec_gui.ui.shelf_wording import shelf_name
from ltrec_gui.ui.table_look import Index, RowsModel, StrikeRole, fit_columns, prepare_table
from ltrec_gui.ui.theme import current_tokens
from ltrec_gui.ui.widgets import EmptyState, NumberBox, button, label, plain_tooltip
from ltrec_gui.ui.wording import count_text, relative_time

WHEN, SHELF, ITEMS, FILE = range(4)
FIXED_WIDTHS = {WHEN: 150, ITEMS: 80}
FLEXIBLE_SHARES = {SHELF: 0.4}  # the file stretches over the rest


class ExportsModel(RowsModel[ExportRecord]):
    """Exports, the newest first; a forgotten one is struck through."""

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (self.tr("When"), self.tr("Shelf"), self.tr("Items"), self.tr("To"))

    def column_alignment(self, column: int) -> Qt.AlignmentFlag:
        """Return numbers to the right, everything else to the left."""
        side = Qt.AlignmentFlag.AlignRight if column == ITEMS else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def data(
        self, index: Index, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | bool | QColor | Qt.AlignmentFlag | None:
        """Return a cell."""
        if not index.isValid():
            return None
        record = self.rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(record, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.column_alignment(column)
        if role == StrikeRole:
            return record.is_forgotten and column == SHELF
        if role == Qt.ItemDataRole.ForegroundRole and record.is_forgotten:
            return QColor(current_tokens().text3)
        if role == Qt.ItemDataRole.ToolTipRole and column == FILE and record.path:
            return plain_tooltip(record.path)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == WHEN:
            parts = [self._cell(record, each) for each in range(4)]
            return ", ".join([*parts, self.tr("forgotten")] if record.is_forgotten else parts)
        return None

    def _cell(self, record: ExportRecord, column: int) -> str:
        return (
            relative_time(record.exported_at),
            shelf_name(record.shelf_name),
            count_text(record.item_count),
            Path(record.path).name if record.path else self.tr("Clipboard"),
        )[column]


class ExportsDialog(QDialog):
    """Shows what was exported, lets a trial be forgotten, and sets the cool-down of the library."""

    forget_requested = Signal(int, bool)  # export, whether it is to be forgotten
    cooldown_chosen = Signal(int)  # days

    def __init__(self, cooldown_days: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What was exported"))
        self._cooldown_days = cooldown_days
        self.model = ExportsModel(parent=self)
        self.table = QTableView()
        self.table.setModel(self.model)
        prepare_table(self.table)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setAccessibleName(self.tr("Exports"))
        self.cooldown_box = NumberBox()
        self.cooldown_box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cooldown_box.setRange(0, MOST_COOLDOWN_DAYS)
        self.cooldown_box.setValue(cooldown_days)
        self.cooldown_box.setSpecialValueText(self.tr("Off"))
        self.cooldown_box.setAccessibleName(self.tr("Days that exported items stay out of new lists"))
        self.forget_button = button("", "undo-2")
        self.close_button = button(self.tr("Close"), None, "primary")
        self._empty = EmptyState(
            "download",
            self.tr("Nothing was exported yet"),
            self.tr("Each export of a shelf is remembered here, with its items and its time."),
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(lambda *_changed: self._show_selection())
        self.forget_button.clicked.connect(self._forget)
        self.close_button.clicked.connect(self.accept)
        self.finished.connect(lambda _result: self._choose_cooldown())
        self.cooldown_box.editingFinished.connect(self._choose_cooldown)
        self.show_exports(())
        self.resize(720, 460)

    def show_exports(self, records: Sequence[ExportRecord]) -> None:
        """Show exports; the one selected stays selected."""
        selected = self.selected()
        self.model.set_rows(records)
        for row, record in enumerate(records):
            if selected is not None and record.export_id == selected.export_id:
                self.table.selectRow(row)
        self._stack.setCurrentIndex(0 if records else 1)
        self._show_selection()

    def selected(self) -> ExportRecord | None:
        """Return the export selected."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.rows[rows[0].row()] if len(rows) == 1 else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between shelf and file."""
        super().resizeEvent(event)
        fit_columns(self.table, self.width(), FIXED_WIDTHS, FLEXIBLE_SHARES)

    def _lay_out(self) -> None:
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        cooldown = QHBoxLayout()
        cooldown.setContentsMargins(0, 0, 0, 0)
        cooldown.setSpacing(8)
        before, after = self.tr("Exported items stay out of new lists for"), self.tr("days.")
        cooldown.addWidget(label(before, buddy=self.cooldown_box))
        cooldown.addWidget(self.cooldown_box)
        cooldown.addWidget(label(after))
        cooldown.addStretch(1)
        acts = QHBoxLayout()
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(8)
        acts.addWidget(self.forget_button)
        acts.addStretch(1)
        acts.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(cooldown)
        layout.addWidget(
            label(
                self.tr("The pane on the left can let them in again, for one brief at a time."),
                "meta",
                wrap=True,
            )
        )
        layout.addWidget(self._stack, 1)
        layout.addLayout(acts)

    def _show_selection(self) -> None:
        chosen = self.selected()
        is_forgotten = chosen is not None and chosen.is_forgotten
        self.forget_button.setText(
            self.tr("Let it count again") if is_forgotten else self.tr("Forget: it was a trial")
        )
        self.forget_button.tint()
        self.forget_button.setEnabled(chosen is not None)

    def _forget(self) -> None:
        chosen = self.selected()
        if chosen is not None:
            self.forget_requested.emit(chosen.export_id, not chosen.is_forgotten)

    def _choose_cooldown(self) -> None:
        if self.cooldown_box.value() != self._cooldown_days:
            self._cooldown_days = self.cooldown_box.value()
            self.cooldown_chosen.emit(self._cooldown_days)
