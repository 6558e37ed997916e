"""The history: every verdict as it was given, the ones undone struck through."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.give_feedback import HistoryEntry
from ltrec_gui.recommend.slate import VERDICTS
from ltrec_gui.ui.suggestion_delegate import VERDICT_LOOKS
from ltrec_gui.ui.table_look import BadgeRole, Index, RowsModel, StrikeRole, fit_columns, prepare_table
from ltrec_gui.ui.theme import current_tokens
from ltrec_gui.ui.widgets import EmptyState, button, label, plain_tooltip
from ltrec_gui.ui.wording import filled, relative_time, verdict_name

TIME, ITEM, VERDICT, BRIEF = range(4)
TONES = {verdict: tone for verdict, (_icon, tone, _ground) in VERDICT_LOOKS.items()}
FIXED_WIDTHS = {TIME: 150, VERDICT: 160}
FLEXIBLE_SHARES = {ITEM: 0.55}  # the brief stretches over the rest


class HistoryModel(RowsModel[HistoryEntry]):
    """Verdicts, newest first."""

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (self.tr("When"), self.tr("Item"), self.tr("Verdict"), self.tr("For the brief"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | QColor | bool | None:
        """Return a cell; what was undone is struck through and named so for screen readers."""
        if not index.isValid():
            return None
        entry = self.rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(entry, column)
        if role == BadgeRole and column == VERDICT:
            return "surface2" if entry.is_undone else TONES.get(entry.verdict, "surface2")
        if role == StrikeRole:
            return entry.is_undone and column == ITEM
        if role == Qt.ItemDataRole.ForegroundRole and (entry.is_undone or column in (TIME, BRIEF)):
            return QColor(current_tokens().text3 if entry.is_undone else current_tokens().text2)
        if role == Qt.ItemDataRole.ToolTipRole and column in (ITEM, BRIEF):
            return plain_tooltip(self._cell(entry, column))
        if role == Qt.ItemDataRole.AccessibleTextRole and column == ITEM:
            parts = [entry.title, self._cell(entry, VERDICT), self._cell(entry, TIME)]
            return ", ".join(parts)
        return None

    def _cell(self, entry: HistoryEntry, column: int) -> str:
        if column == TIME:
            return relative_time(entry.recorded_at)
        if column == ITEM:
            return entry.title
        if column == BRIEF:
            return " ".join(entry.brief.split())
        name = verdict_name(entry.verdict)
        return filled(self.tr("%1, undone"), name) if entry.is_undone else name


class HistoryPage(QWidget):
    """The page of the verdicts given."""

    undo_requested = Signal()
    suggestions_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[HistoryEntry, ...] = ()
        self.model = HistoryModel(parent=self)
        self.table = QTableView()
        self._title = label("", "page-title")
        self._count = label("", "meta")
        self._filter = QComboBox()
        self._undo = button("", "undo-2")
        self._empty = EmptyState("history", "", "", " ")
        self._stack = QStackedWidget()
        self.table.setModel(self.model)
        prepare_table(self.table)
        self.table.horizontalHeader().setStretchLastSection(True)
        self._lay_out()
        self._filter.activated.connect(self._show)
        self._undo.clicked.connect(self.undo_requested)
        self._empty.action_triggered.connect(self._leave_empty_state)
        self.retranslate()
        self.set_can_undo(False)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show these verdicts, as far as the filter lets them through."""
        self._entries = tuple(entries)
        self._show()

    def set_can_undo(self, can_undo: bool) -> None:
        """Offer undo only where there is something to undo."""
        self._undo.setEnabled(can_undo)

    def focus_list(self) -> None:
        """Give the focus to the list, or to the way out of its empty state."""
        way_out = self._empty.findChild(QPushButton)
        is_empty = self._stack.currentWidget() is self._empty
        target = way_out if is_empty and isinstance(way_out, QPushButton) else self.table
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def filter_by(self, verdict: str) -> None:
        """Show one kind of verdict only, "" for all."""
        self._filter.setCurrentIndex(self._filter.findData(verdict))
        self._show()

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._title.setText(self.tr("History"))
        self._undo.setText(self.tr("Undo last"))
        self._undo.tint()
        self.table.setAccessibleName(self.tr("Verdicts given"))
        self._filter.setAccessibleName(self.tr("Which verdicts are shown"))
        chosen = self._filter.currentData() or ""
        self._filter.clear()
        self._filter.addItem(self.tr("All verdicts"), "")
        for verdict in VERDICTS:
            self._filter.addItem(verdict_name(verdict), verdict)
        self._filter.setCurrentIndex(max(0, self._filter.findData(chosen)))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between item and brief."""
        super().resizeEvent(event)
        fit_columns(self.table, self.width(), FIXED_WIDTHS, FLEXIBLE_SHARES)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        self._filter.setMinimumWidth(160)
        head.addWidget(self._filter)
        head.addWidget(self._undo)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def _show(self) -> None:
        verdict = self._filter.currentData() or ""
        shown = [entry for entry in self._entries if verdict in ("", entry.verdict)]
        self.model.set_rows(shown)
        count = len(shown)
        self._count.setText(self.tr("%Ln verdicts", "", count) if shown else "")
        if not self._entries:
            self._empty.set_texts(
                self.tr("No verdicts yet"),
                self.tr("Press A on a suggestion that is good, X on one that is not right."),
                self.tr("Show suggestions"),
            )
        elif not shown:
            self._empty.set_texts(
                self.tr("No such verdict"),
                filled(self.tr("None of your verdicts is “%1”."), verdict_name(verdict)),
                self.tr("Show all verdicts"),
            )
        self._filter.setVisible(bool(self._entries))
        self._stack.setCurrentWidget(self.table if shown else self._empty)

    def _leave_empty_state(self) -> None:
        if self._entries:
            self.filter_by("")
        else:
            self.suggestions_requested.emit()
