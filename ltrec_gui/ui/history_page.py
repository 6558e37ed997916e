"""The history: every verdict as it was given, the ones undone struck through, and every list as it was shown."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.give_feedback import HistoryEntry
from ltrec_gui.pipeline.replay import Rebuilt, SlateEntry
from ltrec_gui.recommend.slate import VERDICTS, Slate, Suggestion
from ltrec_gui.ui.replay_wording import rebuilt_sentence
from ltrec_gui.ui.suggestion_delegate import VERDICT_LOOKS
from ltrec_gui.ui.table_look import BadgeRole, Index, RowsModel, StrikeRole, fit_columns, prepare_table
from ltrec_gui.ui.theme import current_tokens
from ltrec_gui.ui.widgets import EmptyState, button, label, plain_tooltip, set_tooltip
from ltrec_gui.ui.wording import (
    count_text,
    filled,
    percent_text,
    relative_time,
    score_text,
    segment_name,
    verdict_name,
    verdict_text,
)

TIME, ITEM, VERDICT, BRIEF = range(4)
TONES = {verdict: tone for verdict, (_icon, tone, _ground) in VERDICT_LOOKS.items()}
FIXED_WIDTHS = {TIME: 150, VERDICT: 160}
FLEXIBLE_SHARES = {ITEM: 0.55}  # the brief stretches over the rest
SLATE_TIME, SLATE_BRIEF, SLATE_ITEMS, SLATE_TAIL = range(4)
PLACE, TITLE, RELEVANCE, SEGMENT, NOW = range(5)
SLATE_WIDTHS = {SLATE_TIME: 150, SLATE_ITEMS: 80}
SLATE_SHARES = {SLATE_BRIEF: 0.7}
ITEM_WIDTHS = {PLACE: 60, RELEVANCE: 110, SEGMENT: 110}
ITEM_SHARES = {TITLE: 0.7}
LONGEST_BRIEF = 80  # letters of it beside the title
VERDICTS_KIND, LISTS_KIND = "verdicts", "lists"


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
        name = verdict_text(entry.verdict, entry.critique)
        return filled(self.tr("%1, undone"), name) if entry.is_undone else name


class SlatesModel(RowsModel[SlateEntry]):
    """Lists that were made, newest first."""

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (self.tr("When"), self.tr("For the brief"), self.tr("Items"), self.tr("Tail preference"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return a cell."""
        if not index.isValid():
            return None
        entry = self.rows[index.row()]
        cells = {
            SLATE_TIME: relative_time(entry.made_at),
            SLATE_BRIEF: " ".join(entry.brief.split()),
            SLATE_ITEMS: count_text(entry.item_count),
            SLATE_TAIL: percent_text(entry.request.tail_preference),
        }
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == SLATE_BRIEF:
            return plain_tooltip(cells[SLATE_BRIEF])
        return None


class SlateItemsModel(RowsModel[Suggestion]):
    """The items of one list in the order in which they were shown."""

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (
            self.tr("Place"),
            self.tr("Item"),
            self.tr("Relevance"),
            self.tr("Segment"),
            self.tr("Verdict now"),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return a cell."""
        if not index.isValid():
            return None
        shown = self.rows[index.row()]
        cells = {
            PLACE: count_text(shown.rank),
            TITLE: shown.item.title,
            RELEVANCE: score_text(shown.relevance),
            SEGMENT: segment_name(shown.segment),
            NOW: verdict_name(shown.verdict) if shown.verdict else "",
        }
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == TITLE:
            return plain_tooltip(cells[TITLE])
        return None


class HistoryPage(QWidget):
    """The page of the verdicts given and the lists made."""

    undo_requested = Signal()
    suggestions_requested = Signal()
    slate_requested = Signal(str)  # the id of a list to be shown as it was
    rebuild_requested = Signal(str)  # the id of a list to be made again
    trial_requested = Signal()  # to try other settings on past verdicts

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[HistoryEntry, ...] = ()
        self.model = HistoryModel(parent=self)
        self.table = QTableView()
        self._title = label("", "page-title")
        self._count = label("", "meta")
        self._filter = QComboBox()
        self._undo = button("", "undo-2")
        self.slates_model = SlatesModel(parent=self)
        self.slates_table = QTableView()
        self.items_model = SlateItemsModel(parent=self)
        self.items_table = QTableView()
        self.kind = QComboBox()
        self.open_button = button("", "list")
        self.rebuild_button = button("", "refresh-cw")
        self.trial_button = button("", "history")
        self.back_button = button("")
        self.note = label("", "meta", wrap=True)
        self._slate: Slate | None = None  # the list that is open
        self._empty = EmptyState("history", "", "", " ")
        self._stack = QStackedWidget()
        self.table.setModel(self.model)
        prepare_table(self.table)
        self.table.horizontalHeader().setStretchLastSection(True)
        for table, model in (
            (self.slates_table, self.slates_model),
            (self.items_table, self.items_model),
        ):
            table.setModel(model)
            prepare_table(table)
            table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            table.horizontalHeader().setStretchLastSection(True)
        self._lay_out()
        self.kind.activated.connect(self._show_kind)
        self.open_button.clicked.connect(self._open)
        self.slates_table.activated.connect(self._open)
        self.rebuild_button.clicked.connect(self._ask_to_rebuild)
        self.trial_button.clicked.connect(self.trial_requested)
        self.back_button.clicked.connect(self._show_kind)
        self.slates_table.selectionModel().selectionChanged.connect(self._selection_changed)
        self._filter.activated.connect(self._show)
        self._undo.clicked.connect(self.undo_requested)
        self._empty.action_triggered.connect(self._leave_empty_state)
        self.retranslate()
        self.set_can_undo(False)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show these verdicts, as far as the filter lets them through."""
        self._entries = tuple(entries)
        self._show()

    def show_slates(self, entries: Sequence[SlateEntry]) -> None:
        """Offer these lists to be opened."""
        if tuple(entries) == self.slates_model.rows:
            return
        self.slates_model.set_rows(entries)
        self.note.setText("")
        if self._slate is None:
            self._show()

    def show_slate(self, slate: Slate) -> None:
        """Show a list as it was."""
        self._slate = slate
        self.items_model.set_rows(slate.suggestions)
        self.note.setText("")
        self._show()
        self.items_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rebuilt(self, rebuilt: Rebuilt) -> None:
        """Say whether a list could be made again."""
        if rebuilt.slate.slate_id == self._chosen_slate():
            self.note.setText(rebuilt_sentence(rebuilt))
            self.note.show()

    def set_can_undo(self, can_undo: bool) -> None:
        """Offer undo only where there is something to undo."""
        self._undo.setEnabled(can_undo)

    def focus_list(self) -> None:
        """Give the focus to the list, or to the way out of its empty state."""
        way_out = self._empty.findChild(QPushButton)
        is_empty = self._stack.currentWidget() is self._empty
        shown = self._stack.currentWidget()
        target = way_out if is_empty and isinstance(way_out, QPushButton) else shown
        (target or self.table).setFocus(Qt.FocusReason.ShortcutFocusReason)

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
        self.slates_table.setAccessibleName(self.tr("Lists made"))
        self.items_table.setAccessibleName(self.tr("The list as it was shown"))
        self.kind.setAccessibleName(self.tr("What the history shows"))
        kind = self.kind.currentData() or VERDICTS_KIND
        self.kind.clear()
        self.kind.addItem(self.tr("Verdicts"), VERDICTS_KIND)
        self.kind.addItem(self.tr("Lists"), LISTS_KIND)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        for made, text in (
            (self.open_button, self.tr("Open as it was")),
            (self.rebuild_button, self.tr("Make it again")),
            (self.trial_button, self.tr("Try settings…")),
            (self.back_button, self.tr("All lists")),
        ):
            made.setText(text)
            made.tint()
        set_tooltip(
            self.rebuild_button,
            self.tr("Rank again with the verdicts of then and compare; nothing is changed."),
        )
        set_tooltip(
            self.trial_button,
            self.tr("See what other settings would have shown of what you accepted; nothing is changed."),
        )
        self.note.setText("")
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
        fit_columns(self.slates_table, self.width(), SLATE_WIDTHS, SLATE_SHARES)
        fit_columns(self.items_table, self.width(), ITEM_WIDTHS, ITEM_SHARES)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        for made in (self.back_button, self.open_button, self.rebuild_button, self.trial_button):
            head.addWidget(made)
        head.addWidget(self.kind)
        self._filter.setMinimumWidth(160)
        head.addWidget(self._filter)
        head.addWidget(self._undo)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.slates_table)
        self._stack.addWidget(self.items_table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.note)
        layout.addWidget(self._stack, 1)

    @property
    def shows_lists(self) -> bool:
        """Whether lists are shown and not verdicts."""
        return bool(self.kind.currentData() == LISTS_KIND)

    def _show_kind(self) -> None:
        """Show what was chosen, all of it: the list that was open is closed."""
        self._slate = None
        self.note.setText("")
        self._show()

    def _chosen_slate(self) -> str:
        if self._slate is not None:
            return self._slate.slate_id
        rows = self.slates_table.selectionModel().selectedRows()
        return self.slates_model.rows[rows[0].row()].slate_id if rows else ""

    def _selection_changed(self) -> None:
        self.note.setText("")
        self._show_tools()

    def _open(self) -> None:
        if self._chosen_slate():
            self.slate_requested.emit(self._chosen_slate())

    def _ask_to_rebuild(self) -> None:
        if self._chosen_slate():
            self.rebuild_requested.emit(self._chosen_slate())

    def _show_tools(self) -> None:
        """Offer what can be done with what is shown."""
        is_open = self.shows_lists and self._slate is not None
        self.back_button.setVisible(is_open)
        self.open_button.setVisible(self.shows_lists and not is_open)
        self.rebuild_button.setVisible(self.shows_lists)
        self.trial_button.setVisible(self.shows_lists and not is_open)
        for made in (self.open_button, self.rebuild_button):
            made.setEnabled(bool(self._chosen_slate()))
        self._undo.setVisible(not self.shows_lists)
        self.kind.setVisible(bool(self.slates_model.rows) or self.shows_lists)
        self.note.setVisible(bool(self.note.text()))

    def _show(self) -> None:
        self._show_tools()
        if self.shows_lists:
            self._show_lists()
        else:
            self._show_verdicts()

    def _show_lists(self) -> None:
        self._filter.hide()
        if self._slate is not None:
            self._count.setText(" ".join(self._slate.request.brief.split())[:LONGEST_BRIEF])
            self._stack.setCurrentWidget(self.items_table)
            return
        count = len(self.slates_model.rows)
        self._count.setText(self.tr("%Ln lists", "", count) if count else "")
        if not count:
            self._empty.set_texts(
                self.tr("No lists yet"),
                self.tr("Every list of suggestions is kept here as it was shown."),
                self.tr("Show suggestions"),
            )
        self._stack.setCurrentWidget(self.slates_table if count else self._empty)

    def _show_verdicts(self) -> None:
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
        if self._entries and not self.shows_lists:
            self.filter_by("")
        else:
            self.suggestions_requested.emit()
