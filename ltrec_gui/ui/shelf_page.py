"""The shelf: what was chosen, in an order the editor sets by dragging or by keys, and its way out as a file."""

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.shelf import ShelfEntry
from ltrec_gui.ui.table_look import BadgeRole, Index, RowsModel, fit_columns, prepare_table
from ltrec_gui.ui.theme import segment_tone
from ltrec_gui.ui.widgets import EmptyState, button, label, name_tool_button, plain_tooltip, tool_button
from ltrec_gui.ui.wording import count_text, filled, percent_text, popularity_text, segment_name

MIME_TYPE = "application/x-ltrec-items"
POSITION, TITLE, AUTHOR, SEGMENT, POPULARITY, BRIEF = range(6)
CUT_SEGMENTS = ("head", "torso", "tail")
FIXED_WIDTHS = {POSITION: 56, SEGMENT: 96, POPULARITY: 112}
FLEXIBLE_SHARES = {TITLE: 0.45, AUTHOR: 0.25, BRIEF: 0.30}


def moved(ids: Sequence[str], chosen: Sequence[str], before: int) -> list[str]:
    """Return `ids` with the `chosen` ones, in their order, put before the row that was `before` (its length: last)."""
    picked = [item_id for item_id in ids if item_id in set(chosen)]
    above = [item_id for item_id in ids[:before] if item_id not in set(chosen)]
    below = [item_id for item_id in ids[before:] if item_id not in set(chosen)]
    return [*above, *picked, *below]


def tail_share(entries: Sequence[ShelfEntry]) -> float | None:
    """Return which share (0..1) of the shelf is from the tail; None where nothing is in head, torso or tail.

    New items are on neither side of the fraction: nobody knows yet whether they will be neglected, so they neither
    make a shelf more of a tail shelf nor less of one.
    """
    known = [entry for entry in entries if entry.segment in CUT_SEGMENTS]
    return sum(entry.segment == "tail" for entry in known) / len(known) if known else None


class ShelfModel(RowsModel[ShelfEntry]):
    """The shelf as a table; a drop tells the new order and changes nothing by itself."""

    order_dropped = Signal(list)

    @property
    def ids(self) -> list[str]:
        """The item ids in the order shown."""
        return [entry.item.item_id for entry in self.rows]

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (
            self.tr("No."),
            self.tr("Title"),
            self.tr("Author"),
            self.tr("Segment"),
            self.tr("Popularity"),
            self.tr("Chosen for"),
        )

    def column_alignment(self, column: int) -> Qt.AlignmentFlag:
        """Return numbers to the right, everything else to the left."""
        return _alignment(column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.AlignmentFlag | None:
        """Return a cell."""
        if not index.isValid():
            return None
        entry = self.rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(entry, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == BadgeRole and column == SEGMENT:
            return segment_tone(entry.segment)
        if role == Qt.ItemDataRole.ToolTipRole and column in (TITLE, AUTHOR, BRIEF):
            return plain_tooltip(self._cell(entry, column))
        if role == Qt.ItemDataRole.AccessibleTextRole and column == TITLE:
            return ", ".join(text for text in (self._cell(entry, each) for each in range(6)) if text)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let rows be dragged, and dropped between rows only."""
        base = super().flags(index)
        if index.isValid():
            return base | Qt.ItemFlag.ItemIsDragEnabled
        return base | Qt.ItemFlag.ItemIsDropEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Move, never copy."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the type of a drag within this program."""
        return [MIME_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the dragged items: ids for this program, titles for any other."""
        rows = sorted({index.row() for index in indexes})
        data = QMimeData()
        ids = [self.rows[row].item.item_id for row in rows]
        data.setData(MIME_TYPE, json.dumps(ids).encode())
        data.setText("\n".join(self.rows[row].item.title for row in rows))
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Tell the order that a drop asks for."""
        if not data.hasFormat(MIME_TYPE):
            return False
        ids = [str(item_id) for item_id in json.loads(bytes(data.data(MIME_TYPE).data()))]
        before = row if row >= 0 else len(self.rows)
        order = moved(self.ids, ids, before)
        if order != self.ids:
            self.order_dropped.emit(order)
        # False keeps the view from removing the rows it took: the new order comes back from the library.
        return False

    def _cell(self, entry: ShelfEntry, column: int) -> str:
        return (
            count_text(entry.position),
            entry.item.title,
            entry.item.author,
            segment_name(entry.segment),
            popularity_text(entry.popularity),
            " ".join(entry.brief.split()),
        )[column]


class ShelfPage(QWidget):
    """The page of the shelf."""

    order_changed = Signal(list)
    removal_requested = Signal(list)
    export_requested = Signal()
    suggestions_requested = Signal()

    def __init__(self, shelf_target: int = 20) -> None:
        super().__init__()
        self._target = shelf_target
        self._library_name = ""
        self._kept_selection: list[str] = []
        self.model = ShelfModel(parent=self)
        self.table = QTableView()
        self._title = label("", "page-title")
        self._count = label("", "meta")
        self._bar = QProgressBar()
        self._tail = label("", "meta")
        self._up = tool_button("arrow-up", "")
        self._down = tool_button("arrow-down", "")
        self._remove = tool_button("trash-2", "")
        self._export = button("", "download", "primary")
        self._hint = label("", "meta")
        self._empty = EmptyState("book-open", "", "", " ")
        self._stack = QStackedWidget()
        self._set_up_table()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_entries(())

    def show_entries(self, entries: Sequence[ShelfEntry]) -> None:
        """Show the shelf; what was selected stays selected, or the row in its place once it was taken off."""
        selected = self._kept_selection or self.selected_ids()
        row = self.table.currentIndex().row()
        self._kept_selection = []
        self.model.set_rows(entries)
        if selected and entries and not {*selected} & {*self.model.ids}:
            selected = [self.model.ids[min(max(row, 0), len(entries) - 1)]]  # what follows what was taken off
        self._select(selected)
        self._show_counts()

    def set_target(self, shelf_target: int) -> None:
        """Show another aim for the number of items."""
        self._target = shelf_target
        self._show_counts()

    def set_library_name(self, name: str) -> None:
        """Name the file that is offered on export."""
        self._library_name = name

    def selected_ids(self) -> list[str]:
        """Return the ids of the selected items in the order of the shelf."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.ids[row] for row in rows]

    def move_selected(self, step: int) -> None:
        """Ask for the selected items to go one place up (-1) or down (1)."""
        ids, chosen = self.model.ids, self.selected_ids()
        if not chosen:
            return
        rows = [ids.index(item_id) for item_id in chosen]
        before = max(0, rows[0] - 1) if step < 0 else min(len(ids), rows[-1] + 2)
        order = moved(ids, chosen, before)
        if order != ids:
            self._ask_order(order)

    def focus_list(self) -> None:
        """Give the focus to the list, or to the way out of its empty state."""
        way_out = self._empty.findChild(QPushButton)
        is_empty = self._stack.currentWidget() is self._empty
        target = way_out if is_empty and isinstance(way_out, QPushButton) else self.table
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_export(self) -> None:
        """Ask for the shelf to be exported, unless there is nothing on it."""
        if self.model.rows:
            self.export_requested.emit()

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._title.setText(self.tr("Shelf"))
        self._bar.setAccessibleName(self.tr("How full the shelf is"))
        self.table.setAccessibleName(self.tr("Items on the shelf"))
        name_tool_button(self._up, self.tr("Move up"), "Alt+↑")
        name_tool_button(self._down, self.tr("Move down"), "Alt+↓")
        name_tool_button(self._remove, self.tr("Take off the shelf"), QKeySequence("Del").toString(_NATIVE))
        self._export.setText(self.tr("Export…"))
        self._export.tint()
        self._hint.setText(self.tr("Drag rows to set their order. What you take off comes back with Undo."))
        self._empty.set_texts(
            self.tr("The shelf is empty"),
            self.tr("Press S on a suggestion and it is kept here, in the order you choose."),
            self.tr("Show suggestions"),
        )
        self._show_counts()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among title, author and brief."""
        super().resizeEvent(event)
        fit_columns(self.table, self.width(), FIXED_WIDTHS, FLEXIBLE_SHARES)

    def _set_up_table(self) -> None:
        self.table.setModel(self.model)
        prepare_table(self.table)
        self.table.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.table.setDragDropOverwriteMode(False)
        self.table.setDropIndicatorShown(True)
        self.table.setDragEnabled(True)
        self.table.horizontalHeader().setStretchLastSection(True)
        for keys, call in (
            (("Alt+Up",), lambda: self.move_selected(-1)),
            (("Alt+Down",), lambda: self.move_selected(1)),
            (("Del",), self._ask_removal),
        ):
            self._add_key(keys, call)

    def _add_key(self, keys: Sequence[str], call: Callable[[], None]) -> None:
        action = QAction(self.table)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(call)
        self.table.addAction(action)

    def _lay_out(self) -> None:
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(144)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._tail, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        for widget in (self._up, self._down, self._remove, self._export):
            head.addWidget(widget)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.table, 1)
        inner.addWidget(self._hint)
        self._body = body
        self._stack.addWidget(body)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.model.order_dropped.connect(self._ask_order)
        self.table.selectionModel().selectionChanged.connect(self._show_selection)
        self._up.clicked.connect(lambda: self.move_selected(-1))
        self._down.clicked.connect(lambda: self.move_selected(1))
        self._remove.clicked.connect(self._ask_removal)
        self._export.clicked.connect(self.ask_export)
        self._empty.action_triggered.connect(self.suggestions_requested)

    def _ask_order(self, order: list[str]) -> None:
        self._kept_selection = self.selected_ids()
        self.order_changed.emit(order)

    def _ask_removal(self) -> None:
        chosen = self.selected_ids()
        if chosen:
            self.removal_requested.emit(chosen)

    def _select(self, ids: Sequence[str]) -> None:
        wanted = set(ids)
        model = self.table.selectionModel()
        flags = model.SelectionFlag.Select | model.SelectionFlag.Rows
        for row, item_id in enumerate(self.model.ids):
            if item_id in wanted:
                model.select(self.model.index(row, 0), flags)
        rows = [row for row, item_id in enumerate(self.model.ids) if item_id in wanted]
        if rows:
            model.setCurrentIndex(self.model.index(rows[0], TITLE), model.SelectionFlag.NoUpdate)
        self._show_selection()

    def _show_counts(self) -> None:
        entries = self.model.rows
        count = len(entries)
        self._count.setText(filled(self.tr("%1 of %2"), count_text(count), count_text(self._target)))
        self._bar.setRange(0, max(1, self._target))
        self._bar.setValue(min(count, self._target))
        self._tail.setText(self._tail_text(entries))
        self._export.setEnabled(bool(entries))
        for widget in (self._up, self._down, self._remove, self._bar, self._tail):
            widget.setVisible(bool(entries))
        self._stack.setCurrentWidget(self._body if entries else self._empty)
        self._show_selection()

    def _tail_text(self, entries: Sequence[ShelfEntry]) -> str:
        share = tail_share(entries)
        new_count = sum(entry.segment == "new" for entry in entries)
        if share is None:
            return self.tr("%Ln new items", "", new_count) if new_count else ""
        said = filled(self.tr("%1 from the tail"), percent_text(share))
        return filled(self.tr("%1 · %Ln new items not counted", "", new_count), said) if new_count else said

    def _show_selection(self) -> None:
        has_selection = self.table.selectionModel().hasSelection()
        for widget in (self._up, self._down, self._remove):
            widget.setEnabled(has_selection)


_NATIVE = QKeySequence.SequenceFormat.NativeText


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in (POSITION, POPULARITY) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
