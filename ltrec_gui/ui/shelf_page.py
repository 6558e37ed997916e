"""The shelf: what was chosen, in an order set by dragging or keys, with notes, balance, and several shelves."""

import json
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.balance import ShelfView
from ltrec_gui.pipeline.shelf import MOST_TARGET, ShelfEntry
from ltrec_gui.ui.actions import build_actions, key_hint, native_keys, retranslate_actions, spec_of
from ltrec_gui.ui.balance_strip import BalanceStrip
from ltrec_gui.ui.fitting import ChoiceBox, FlowLayout
from ltrec_gui.ui.panes import Pane
from ltrec_gui.ui.shelf_wording import entry_history, shelf_name
from ltrec_gui.ui.table_look import BadgeRole, Index, RowsModel, fit_columns, prepare_table
from ltrec_gui.ui.theme import scaled, segment_tone, theme_signals
from ltrec_gui.ui.widgets import (
    ElidedLabel,
    EmptyState,
    NumberBox,
    button,
    label,
    name_tool_button,
    plain_tooltip,
    scrolling,
    set_tooltip,
    tool_button,
)
from ltrec_gui.ui.wording import count_text, filled, popularity_text, segment_name

MIME_TYPE = "application/x-ltrec-items"
POSITION, TITLE, AUTHOR, NOTE, SEGMENT, POPULARITY, BRIEF = range(7)
NAME_WIDTH, BAR_WIDTH = 200, 112
FIXED_WIDTHS = {POSITION: 56, SEGMENT: 96, POPULARITY: 112}
FLEXIBLE_SHARES = {TITLE: 0.34, AUTHOR: 0.18, NOTE: 0.26, BRIEF: 0.22}
LEAST_TABLE_HEIGHT = 120
NOTE_DELAY_MS = 600  # so long after the last letter a note is on the disk
UNDO_SECONDS = 8
ACTIONS = ("shelf-up", "shelf-down", "shelf-remove", "shelf-note")
NEW, RENAME, DUPLICATE = "new", "rename", "duplicate"


def moved(ids: Sequence[str], chosen: Sequence[str], before: int) -> list[str]:
    """Return `ids` with the `chosen` ones, in their order, put before the row that was `before` (its length: last)."""
    picked = [item_id for item_id in ids if item_id in set(chosen)]
    above = [item_id for item_id in ids[:before] if item_id not in set(chosen)]
    below = [item_id for item_id in ids[before:] if item_id not in set(chosen)]
    return [*above, *picked, *below]


class ShelfModel(RowsModel[ShelfEntry]):
    """The shelf as a table; a drop tells the new order and changes nothing by itself."""

    order_dropped = Signal(list)

    @property
    def ids(self) -> list[str]:
        """The item ids in the order shown."""
        return [entry.item.item_id for entry in self.rows]

    def set_rows(self, rows: Sequence[ShelfEntry]) -> None:
        """Show other rows; the same items in another order, or told of anew, keep selection and scroll position."""
        old, new = self.ids, [entry.item.item_id for entry in rows]
        if old == new:
            self._rows = tuple(rows)
            if new:
                self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, BRIEF))
        elif sorted(old) == sorted(new):
            self.layoutAboutToBeChanged.emit()
            places = {item_id: row for row, item_id in enumerate(new)}
            before = self.persistentIndexList()
            self._rows = tuple(rows)
            after = [self.index(places[old[index.row()]], index.column()) for index in before]
            self.changePersistentIndexList(before, after)
            self.layoutChanged.emit()
        else:
            super().set_rows(rows)

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (
            self.tr("No."),
            self.tr("Title"),
            self.tr("Author"),
            self.tr("Note"),
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
        if role == Qt.ItemDataRole.ToolTipRole and column in (TITLE, AUTHOR, NOTE, BRIEF):
            return plain_tooltip(self._cell(entry, column))
        if role == Qt.ItemDataRole.AccessibleTextRole and column == TITLE:
            return ", ".join(text for text in (self._cell(entry, each) for each in range(7)) if text)
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
            entry.note,
            segment_name(entry.segment),
            popularity_text(entry.popularity),
            " ".join(entry.brief.split()),
        )[column]


class LineField(QLineEdit):
    """A line that Enter ends and Esc takes back."""

    accepted = Signal()
    rejected = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End on Enter, take back on Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.rejected.emit()
        else:
            super().keyPressEvent(event)


class ShelfPage(QWidget):
    """The page of the shelf."""

    order_changed = Signal(list)
    removal_requested = Signal(list)
    undo_requested = Signal()
    export_requested = Signal()
    suggestions_requested = Signal()
    # Shelf, item, note, and whether it goes on with what was saved a moment ago.
    note_changed = Signal(int, str, str, bool)
    target_changed = Signal(int, int)  # shelf, number of items
    shelf_chosen = Signal(int)
    naming_done = Signal(str, int, str)  # NEW, RENAME or DUPLICATE, the shelf it starts from, the name
    deletion_requested = Signal(int)
    rules_requested = Signal()
    exports_requested = Signal()
    window_requested = Signal()

    def __init__(self, shelf_target: int = 20) -> None:
        super().__init__()
        self._target = shelf_target
        self._view: ShelfView | None = None
        self._kept_selection: list[str] = []
        self._asked_order: list[str] = []  # that is on its way to the library
        self._naming = ""  # what the name being typed is for
        self._noted: tuple[int, str] | None = None  # shelf and item whose note is in the field
        self._note_before = ""  # what it said when it was begun
        self._is_note_continued = False
        self.model = ShelfModel(parent=self)
        self.table = QTableView()
        self.shelf_combo = ChoiceBox()
        self.name_edit = LineField()
        self.note_edit = LineField()
        self.target_box = NumberBox()
        self.strip = BalanceStrip()
        self.menu_button = tool_button("ellipsis", "")
        self.window_button = tool_button("panel-right", "")
        self.undo_button = button("", "undo-2", "link")
        self._title = label("", "page-title")
        self._name_stack = QStackedWidget()
        self._count = label("", "body")
        self._bar = QProgressBar()
        self._up = tool_button("arrow-up", "")
        self._down = tool_button("arrow-down", "")
        self._remove = tool_button("trash-2", "")
        self._export = button("", "download", "primary")
        self._note_label = label("", "section", self.note_edit)
        self._history = ElidedLabel("", "meta")
        self._hint = label("", "meta")
        self._undo_text = ElidedLabel("", "body")
        self._foot = QStackedWidget()
        self._empty = EmptyState("book-open", "", "", " ")
        self._stack = QStackedWidget()
        self._note_timer = QTimer(self)
        self._note_timer.setSingleShot(True)
        self._note_timer.setInterval(NOTE_DELAY_MS)
        self._undo_timer = QTimer(self)
        self._undo_timer.setSingleShot(True)
        self._undo_timer.setInterval(UNDO_SECONDS * 1000)
        self._set_up_table()
        self._build_menu()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_counts()

    # What is shown

    def show_view(self, view: ShelfView) -> None:
        """Show a shelf; what was selected stays selected, or the row in its place once it was taken off."""
        is_other = self._view is None or self._view.shelf_id != view.shelf_id
        if is_other:
            self.flush()
        selected = self._kept_selection or ([] if is_other else self.selected_ids())
        row = self.table.currentIndex().row()
        self._kept_selection = []
        self._view = view
        if self._asked_order == [entry.item.item_id for entry in view.entries]:
            self._asked_order = []
        is_same = set(self.model.ids) == {entry.item.item_id for entry in view.entries}
        self.model.set_rows(view.entries)
        if selected and view.entries and not {*selected} & {*self.model.ids}:
            # What follows what was taken off.
            selected = [self.model.ids[min(max(row, 0), len(view.entries) - 1)]]
        if not is_same or is_other:
            self._select(selected)
        if view.entries:
            self.strip.show_view(view)
        self._fill_shelves()
        self._show_counts()
        self._show_note()

    def clear(self) -> None:
        """Forget the library shown before."""
        self._note_timer.stop()
        self._noted = None
        self._view = None
        self.model.set_rows(())
        self.shelf_combo.clear()
        self.hide_undo()
        self._end_naming()
        self._show_counts()
        self._show_note()

    @property
    def view(self) -> ShelfView | None:
        """The shelf shown, None without a library."""
        return self._view

    @property
    def aim(self) -> int:
        """The number of items the shelf aims at."""
        own = self._view.line.target if self._view is not None else None
        return own if own is not None else self._target

    def set_target(self, shelf_target: int) -> None:
        """Aim at another number of items on shelves that have no aim of their own."""
        self._target = shelf_target
        self._show_counts()

    def show_undo(self, sentence: str) -> None:
        """Say for some seconds what was just done, with a way to undo it; nothing moves for that."""
        self._undo_text.set_text(sentence)
        self._foot.setCurrentIndex(1)
        self._foot.show()
        self._undo_timer.start()

    def hide_undo(self) -> None:
        """Take the offer to undo away."""
        self._undo_timer.stop()
        self._foot.setCurrentIndex(0)
        self._foot.setVisible(bool(self.model.rows))

    @property
    def offers_undo(self) -> bool:
        """Whether undoing is being offered."""
        return self._foot.currentIndex() == 1

    def show_items(self, item_ids: Sequence[str]) -> None:
        """Select items and go to the first of them; what is not here yet is selected once it comes."""
        if not set(item_ids) <= set(self.model.ids):
            self._kept_selection = list(item_ids)
        self.table.clearSelection()
        self._select(item_ids)
        self.table.scrollTo(self.table.currentIndex())
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected_ids(self) -> list[str]:
        """Return the ids of the selected items in the order of the shelf."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.ids[row] for row in rows]

    def focus_list(self) -> None:
        """Give the focus to the list, or to the way out of its empty state."""
        way_out = self._empty.findChild(QPushButton)
        is_empty = self._stack.currentWidget() is self._empty
        target = way_out if is_empty and isinstance(way_out, QPushButton) else self.table
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def panes(self) -> list[Pane]:
        """Return the head, the rows, the note, the balance and the offer to undo."""
        acts = (self._up, self._down, self._remove, self.window_button, self._export)
        return [
            (self.shelf_combo, self.name_edit, self.menu_button, self.target_box, *acts),
            (self.table, self._empty),
            (self.note_edit,),
            (self.strip,),
            (self._foot,),
        ]

    # What the editor does

    def move_selected(self, step: int) -> None:
        """Ask for the selected items to go one place up (-1) or down (1)."""
        ids, chosen = self.model.ids, self.selected_ids()
        if not chosen:
            return
        if sorted(self._asked_order) == sorted(ids):
            ids = self._asked_order  # keys may come faster than the library answers: none must be lost
            chosen = [item_id for item_id in ids if item_id in set(chosen)]
        rows = [ids.index(item_id) for item_id in chosen]
        before = max(0, rows[0] - 1) if step < 0 else min(len(ids), rows[-1] + 2)
        order = moved(ids, chosen, before)
        if order != ids:
            self._ask_order(order)

    def edit_note(self) -> None:
        """Put the cursor into the note of the selected item."""
        if self.note_edit.isEnabled():
            self.note_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.note_edit.selectAll()

    def flush(self) -> None:
        """Hand over what was typed and is not saved yet."""
        self._note_timer.stop()
        if self._noted is None:
            return
        entry = self._entry(self._noted[1])
        text = " ".join(self.note_edit.text().split())
        if entry is not None and text != entry.note and self._view is not None:
            shelf_id, item_id = self._noted
            self.note_changed.emit(shelf_id, item_id, text, self._is_note_continued)
            self._is_note_continued = True
            self._remember_note(item_id, text)

    def ask_export(self) -> None:
        """Ask for the shelf to be exported, unless there is nothing on it."""
        self.flush()
        if self.model.rows:
            self.export_requested.emit()

    def begin_naming(self, purpose: str) -> None:
        """Let the editor type a name in place of the list of shelves: NEW, RENAME or DUPLICATE."""
        if self._view is None:
            return
        name = shelf_name(self._view.line.name)
        texts = {NEW: "", RENAME: name, DUPLICATE: filled(self.tr("Copy of %1"), name)}
        self._naming = purpose
        self.name_edit.setText(texts[purpose])
        self.name_edit.setPlaceholderText(self.tr("Name of the shelf"))
        self._name_stack.setCurrentWidget(self.name_edit)
        self.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name_edit.selectAll()

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        retranslate_actions(self.actions_by_id)
        self._title.setText(self.tr("Shelf"))
        self.shelf_combo.setAccessibleName(self.tr("Shelf worked on"))
        self.name_edit.setAccessibleName(self.tr("Name of the shelf"))
        self.target_box.setAccessibleName(self.tr("Number of items aimed at"))
        set_tooltip(self.target_box, self.tr("Number of items aimed at"))
        self._bar.setAccessibleName(self.tr("How full the shelf is"))
        self.table.setAccessibleName(self.tr("Items on the shelf"))
        for made, action_id in (
            (self._up, "shelf-up"),
            (self._down, "shelf-down"),
            (self._remove, "shelf-remove"),
        ):
            spec = spec_of(action_id)
            name_tool_button(made, spec.text, native_keys(spec))
        name_tool_button(self.menu_button, self.tr("More for this shelf"))
        name_tool_button(self.window_button, self.tr("Show in a window of its own"))
        self._export.setText(self.tr("Export…"))
        self._export.tint()
        self.undo_button.setText(self.tr("Undo"))
        self.undo_button.tint()
        set_tooltip(self.undo_button, filled(self.tr("Undo (%1)"), native_keys(spec_of("undo"))))
        self._note_label.setText(filled(self.tr("Note (%1)"), native_keys(spec_of("shelf-note"))))
        self.note_edit.setAccessibleName(self.tr("Note on the selected item"))
        self.note_edit.setPlaceholderText(self.tr("Why it is here; the note travels along with an export"))
        self._hint.setText(self.tr("Drag rows to set their order. What you take off comes back with Undo."))
        self._empty.set_texts(
            self.tr("The shelf is empty"),
            filled(
                self.tr("Press %1 on a suggestion and it is kept here, in the order you choose."),
                key_hint("shelve"),
            ),
            self.tr("Show suggestions"),
        )
        for name, text in (
            (NEW, self.tr("New shelf…")),
            (RENAME, self.tr("Rename…")),
            (DUPLICATE, self.tr("Duplicate…")),
            ("delete", self.tr("Delete this shelf")),
            ("rules", self.tr("Rules…")),
            ("exports", self.tr("What was exported…")),
        ):
            self.menu_actions[name].setText(text)
        self._fill_shelves()
        self._show_counts()
        self._show_note()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what was typed when the page is left."""
        self.flush()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among title, author, note and brief."""
        super().resizeEvent(event)
        fit_columns(self.table, self.width(), FIXED_WIDTHS, FLEXIBLE_SHARES)

    # Building

    def _set_up_table(self) -> None:
        self.table.setModel(self.model)
        prepare_table(self.table)
        self.table.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.table.setDragDropOverwriteMode(False)
        self.table.setDropIndicatorShown(True)
        self.table.setDragEnabled(True)
        self.table.setMinimumHeight(120)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.actions_by_id = build_actions(self.table, "shelf", ACTIONS)

    def _build_menu(self) -> None:
        self.menu = QMenu(self)
        self.menu_actions: dict[str, QAction] = {}
        for name in (NEW, RENAME, DUPLICATE, "delete", "", "rules", "exports"):
            if not name:
                self.menu.addSeparator()
                continue
            self.menu_actions[name] = QAction(self.menu)
            self.menu.addAction(self.menu_actions[name])
        self.menu_button.setMenu(self.menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _lay_out(self) -> None:
        self._bar.setTextVisible(False)
        self.target_box.setRange(1, MOST_TARGET)
        self.target_box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name_stack.addWidget(self.shelf_combo)
        self._name_stack.addWidget(self.name_edit)
        for stack in (self._name_stack, self._foot):
            # As high as the higher of its two lines, at any size of text, so that nothing moves when they change.
            stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        head = FlowLayout(8)
        head.addWidget(self._title)
        head.addWidget(self._name_stack)
        head.addWidget(self.menu_button)
        head.addWidget(self._count)
        head.addWidget(self.target_box)
        head.addWidget(self._bar)
        head.add_stretch()
        for widget in (self._up, self._down, self._remove, self.window_button, self._export):
            head.addWidget(widget)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.table, 1)
        inner.addLayout(self._note_row())
        inner.addWidget(self.strip)
        # At a large size of text not everything has room beside a message: then it scrolls, with some rows in sight.
        self.table.setMinimumHeight(LEAST_TABLE_HEIGHT)
        self._body = scrolling(body)
        self._stack.addWidget(self._body)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._foot_stack())
        theme_signals.theme_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Give the name and the bar their widths at the size of text in use."""
        self._bar.setFixedWidth(scaled(BAR_WIDTH))
        self._name_stack.setFixedWidth(scaled(NAME_WIDTH))

    def _note_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._note_label)
        row.addWidget(self.note_edit, 3)
        row.addWidget(self._history, 2)
        return row

    def _foot_stack(self) -> QStackedWidget:
        offer = QWidget()
        row = QHBoxLayout(offer)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.undo_button)
        row.addWidget(self._undo_text, 1)
        self._foot.addWidget(self._hint)
        self._foot.addWidget(offer)
        return self._foot

    def _connect(self) -> None:
        self.model.order_dropped.connect(self._ask_order)
        self.table.selectionModel().selectionChanged.connect(lambda *_changed: self._selection_changed())
        for action_id, call in (
            ("shelf-up", lambda: self.move_selected(-1)),
            ("shelf-down", lambda: self.move_selected(1)),
            ("shelf-remove", self._ask_removal),
            ("shelf-note", self.edit_note),
        ):
            self.actions_by_id[action_id].triggered.connect(lambda _checked=False, call=call: call())
        self._up.clicked.connect(lambda: self.move_selected(-1))
        self._down.clicked.connect(lambda: self.move_selected(1))
        self._remove.clicked.connect(self._ask_removal)
        self._export.clicked.connect(self.ask_export)
        self.window_button.clicked.connect(self.window_requested)
        self._empty.action_triggered.connect(self.suggestions_requested)
        self.undo_button.clicked.connect(self.undo_requested)
        self._undo_timer.timeout.connect(self.hide_undo)
        self.table.doubleClicked.connect(lambda _index: self.edit_note())
        self.note_edit.textEdited.connect(lambda _text: self._note_timer.start())
        self.note_edit.editingFinished.connect(self.flush)
        self.note_edit.accepted.connect(self._finish_note)
        self.note_edit.rejected.connect(self._take_note_back)
        self._note_timer.timeout.connect(self.flush)
        self.target_box.editingFinished.connect(self._change_target)
        self.shelf_combo.activated.connect(self._choose_shelf)
        self.name_edit.accepted.connect(self._finish_naming)
        self.name_edit.rejected.connect(self._end_naming)
        self.name_edit.editingFinished.connect(self._end_naming)
        self.strip.items_shown.connect(self.show_items)
        self.strip.rules_requested.connect(self.rules_requested)
        for name in (NEW, RENAME, DUPLICATE):
            self.menu_actions[name].triggered.connect(
                lambda _checked=False, name=name: self.begin_naming(name)
            )
        self.menu_actions["delete"].triggered.connect(self._ask_deletion)
        self.menu_actions["rules"].triggered.connect(lambda _checked=False: self.rules_requested.emit())
        self.menu_actions["exports"].triggered.connect(lambda _checked=False: self.exports_requested.emit())

    # Wishes

    def _ask_order(self, order: list[str]) -> None:
        self._kept_selection = self.selected_ids()
        self._asked_order = list(order)
        self.order_changed.emit(order)

    def _ask_removal(self) -> None:
        chosen = self.selected_ids()
        if chosen:
            self.flush()
            self.removal_requested.emit(chosen)

    def _ask_deletion(self) -> None:
        if self._view is not None:
            self.flush()
            self.deletion_requested.emit(self._view.shelf_id)

    def _choose_shelf(self) -> None:
        chosen = self.shelf_combo.currentData()
        if self._view is not None and isinstance(chosen, int) and chosen != self._view.shelf_id:
            self.flush()
            self.shelf_chosen.emit(chosen)

    def _change_target(self) -> None:
        if self._view is not None and self.target_box.value() != self.aim:
            self.target_changed.emit(self._view.shelf_id, self.target_box.value())

    def _finish_naming(self) -> None:
        name, purpose = self.name_edit.text().strip(), self._naming
        self._end_naming()
        self.focus_list()
        if name and self._view is not None and not (purpose == RENAME and name == self._view.line.name):
            self.naming_done.emit(purpose, self._view.shelf_id, name)

    def _end_naming(self) -> None:
        self._naming = ""
        self._name_stack.setCurrentWidget(self.shelf_combo)

    # Notes

    def _selection_changed(self) -> None:
        self._show_selection()
        self._show_note()

    def _finish_note(self) -> None:
        self.flush()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_note_back(self) -> None:
        self.note_edit.setText(self._note_before)
        self._finish_note()

    def _show_note(self) -> None:
        """Put the note of the selected item into the field; one being typed is saved first, never overwritten."""
        chosen = self.selected_ids()
        noted = (self._view.shelf_id, chosen[0]) if self._view is not None and len(chosen) == 1 else None
        entry = self._entry(noted[1]) if noted is not None else None
        if noted != self._noted:
            self.flush()
            self._noted = noted
            self._is_note_continued = False
            self._note_before = entry.note if entry is not None else ""
            self.note_edit.setText(self._note_before)
        elif entry is not None and not self.note_edit.hasFocus() and entry.note != self.note_edit.text():
            self._note_before = entry.note
            self._is_note_continued = False
            self.note_edit.setText(entry.note)
        self.note_edit.setEnabled(entry is not None)
        self._history.set_text(entry_history(entry) if entry is not None else "")

    def _entry(self, item_id: str) -> ShelfEntry | None:
        return next((entry for entry in self.model.rows if entry.item.item_id == item_id), None)

    def _remember_note(self, item_id: str, text: str) -> None:
        """Show a note in its row at once; that it is kept comes back from the library."""
        rows = [replace(e, note=text) if e.item.item_id == item_id else e for e in self.model.rows]
        self.model.set_rows(rows)

    # Showing

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
        self._selection_changed()

    def _fill_shelves(self) -> None:
        if self._view is None:
            return
        self.shelf_combo.clear()
        for line in self._view.shelves:
            text = filled(self.tr("%1 (%2)"), shelf_name(line.name), count_text(line.item_count))
            self.shelf_combo.addItem(text, line.shelf_id)
        self.shelf_combo.setCurrentIndex(self.shelf_combo.findData(self._view.shelf_id))
        self.menu_actions["delete"].setEnabled(len(self._view.shelves) > 1)

    def _show_counts(self) -> None:
        count, aim = len(self.model.rows), self.aim
        self._count.setText(filled(self.tr("%1 /"), count_text(count)))
        if not self.target_box.hasFocus():
            self.target_box.setValue(aim)
        self._bar.setRange(0, max(1, aim))
        self._bar.setValue(min(count, aim))
        self._bar.setAccessibleDescription(filled(self.tr("%1 of %2"), count_text(count), count_text(aim)))
        self._export.setEnabled(bool(count))
        for made in (self._up, self._down, self._remove):
            made.setVisible(bool(count))
        for field in (self.menu_button, self.window_button, self.shelf_combo, self.target_box):
            field.setEnabled(self._view is not None)
        self._foot.setVisible(bool(count) or self.offers_undo)
        self._stack.setCurrentWidget(self._body if count else self._empty)
        self._show_selection()

    def _show_selection(self) -> None:
        has_selection = self.table.selectionModel().hasSelection()
        for widget in (self._up, self._down, self._remove):
            widget.setEnabled(has_selection)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in (POSITION, POPULARITY) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
