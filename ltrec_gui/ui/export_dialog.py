"""The way out of a shelf: preset, format and columns, the first rows as they will be, a file or the clipboard.

Two keys lead to a file: the dialog opens with what was chosen last and a name that is free, and Enter saves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QSignalBlocker,
    QStandardPaths,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.domains import FORMATS, ExportPreset
from ltrec_gui.pipeline.export_formats import (
    CODECS,
    SUFFIXES,
    Table,
    clipboard_texts,
    plain,
    text_of,
)
from ltrec_gui.pipeline.export_presets import NamedPreset, PresetList, share_preset
from ltrec_gui.pipeline.export_shelf import (
    ExportMaterial,
    ExportOutcome,
    ExportPlan,
    drop_preset,
    export_material,
    file_stem,
    keep_preset,
    table_of,
    take_preset,
    write_export,
)
from ltrec_gui.ui import clipboard
from ltrec_gui.ui.actions import build_actions, key_hint, native_keys, retranslate_actions, spec_of
from ltrec_gui.ui.export_wording import (
    ExportCounts,
    encoding_name,
    field_name,
    format_name,
    preset_name,
    proposed_stem,
    shelf_title,
    table_title,
    taken_sentences,
    words_in_use,
)
from ltrec_gui.ui.fitting import ChoiceBox, FlowLayout, under_each_other
from ltrec_gui.ui.table_look import CELL_PADDING, ROW_HEIGHT, Index, RowsModel, prepare_table
from ltrec_gui.ui.widgets import (
    ElidedLabel,
    EmptyState,
    MessageBar,
    button,
    label,
    name_tool_button,
    plain_tooltip,
    section_label,
    tool_button,
)
from ltrec_gui.ui.wording import error_sentences, filled, joined

WIDTH, HEIGHT = 1000, 660
LEAST_WIDTH, LEAST_HEIGHT = 820, 560
MARGIN = 24
PREVIEW_ROWS = 5
PREVIEW_COLUMN_WIDTH, WIDEST_PREVIEW_COLUMN = 96, 260
LONGEST_PREVIEW_CELL = 200  # letters
LEAST_LIST_WIDTH = 320
AS_TEXT = ("json", "markdown")  # shown as they are written; what becomes a table is shown as one
OTHER_ENDINGS = {"csv": (".txt",), "json": (".txt",), "markdown": (".markdown", ".txt"), "html": (".htm",)}
COLUMNS_MIME = "application/x-ltrec-export-columns"
FIELD, HEADING = range(2)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A field, what stands above its column, and whether it goes out."""

    field: str
    header: str
    is_chosen: bool


def moved(rows: Sequence[ColumnChoice], chosen: Sequence[int], before: int) -> tuple[ColumnChoice, ...]:
    """Return `rows` with the `chosen` ones, in their order, put before the row that was `before` (its length: last)."""
    picked = sorted(set(chosen))
    above = [row for number, row in enumerate(rows[:before]) if number not in picked]
    below = [row for number, row in enumerate(rows) if number >= before and number not in picked]
    return (*above, *(rows[number] for number in picked), *below)


def with_ending(name: str, file_format: str) -> str:
    """Return a file name with the ending of a format, in place of that of another format; "" stays ""."""
    if not name or name.lower().endswith((SUFFIXES[file_format], *OTHER_ENDINGS.get(file_format, ()))):
        return name
    ending = next((each for each in SUFFIXES.values() if name.lower().endswith(each)), "")
    return name[: len(name) - len(ending)] + SUFFIXES[file_format]


class ColumnsModel(QAbstractTableModel):
    """What may go out: a tick, a field and its heading; the order of the rows is that of the columns."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ColumnChoice, ...] = ()

    @property
    def rows(self) -> tuple[ColumnChoice, ...]:
        """All fields in the order shown."""
        return self._rows

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The (header, field) pairs that go out, in order."""
        return tuple((row.header, row.field) for row in self._rows if row.is_chosen)

    def show_columns(self, columns: Sequence[tuple[str, str]], fields: Sequence[str]) -> None:
        """Tick these columns, in this order, and offer the other fields below them."""
        used = {field for _header, field in columns}
        self.beginResetModel()
        self._rows = (
            *(ColumnChoice(field, header, True) for header, field in columns),
            *(ColumnChoice(field, field_name(field), False) for field in fields if field not in used),
        )
        self.endResetModel()

    def set_rows(self, rows: Sequence[ColumnChoice]) -> None:
        """Show the same fields otherwise, and tell so."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()
        self.changed.emit()

    def toggle(self, numbers: Sequence[int]) -> None:
        """Tick these rows, or take their ticks away where all of them have one."""
        is_chosen = not all(self._rows[number].is_chosen for number in numbers)
        rows = [
            replace(row, is_chosen=is_chosen) if number in numbers else row
            for number, row in enumerate(self._rows)
        ]
        self._rows = tuple(rows)
        for number in numbers:
            self.dataChanged.emit(self.index(number, FIELD), self.index(number, HEADING))
        self.changed.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of fields."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return 2: the field, its heading."""
        return 0 if parent.isValid() else 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Return the names of the two columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (self.tr("Column"), self.tr("Heading in the file"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.CheckState | None:
        """Return a cell; a row names itself in full to screen readers."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return (field_name(row.field), row.header)[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == FIELD:
            return Qt.CheckState.Checked if row.is_chosen else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip((field_name(row.field), row.header)[index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == FIELD:
            state = self.tr("goes out") if row.is_chosen else self.tr("left out")
            return f"{field_name(row.field)}, {row.header}, {state}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a tick or a heading; a heading cannot be empty."""
        if not index.isValid():
            return False
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            is_chosen = Qt.CheckState(value) == Qt.CheckState.Checked
            row = replace(row, is_chosen=is_chosen)
        elif role == Qt.ItemDataRole.EditRole and str(value).strip():
            row = replace(row, header=str(value).strip())
        else:
            return False
        self._rows = (*self._rows[: index.row()], row, *self._rows[index.row() + 1 :])
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let rows be ticked and dragged, headings be edited, and drops fall between rows."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        base = super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled
        own = Qt.ItemFlag.ItemIsUserCheckable if index.column() == FIELD else Qt.ItemFlag.ItemIsEditable
        return base | own

    def supportedDropActions(self) -> Qt.DropAction:
        """Move, never copy."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the type of a drag within this list."""
        return [COLUMNS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the numbers of the dragged rows."""
        data = QMimeData()
        numbers = sorted({index.row() for index in indexes})
        data.setData(COLUMNS_MIME, ",".join(map(str, numbers)).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Put dragged rows where they were dropped."""
        if not data.hasFormat(COLUMNS_MIME):
            return False
        numbers = [int(number) for number in bytes(data.data(COLUMNS_MIME).data()).split(b",")]
        self.set_rows(moved(self._rows, numbers, row if row >= 0 else len(self._rows)))
        # False keeps the view from removing the rows it took: they are in their new place already.
        return False


class PaddedDelegate(QStyledItemDelegate):
    """Gives rows of a list with ticks the air other tables have."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Move the content away from the edge."""
        super().initStyleOption(option, index)
        option.rect.adjust(CELL_PADDING // 2, 0, 0, 0)


class PreviewModel(RowsModel[tuple[str, ...]]):
    """The first rows as they will be."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self._headers: tuple[str, ...] = ()

    def show_table(self, table: Table) -> None:
        """Show a table; long cells are cut."""
        self.beginResetModel()
        self._headers = table.headers
        self._rows = tuple(
            tuple(" ".join(plain(cell)[:LONGEST_PREVIEW_CELL].split()) for cell in row) for row in table.rows
        )
        self.endResetModel()

    def column_names(self) -> tuple[str, ...]:
        """Return the headings."""
        return self._headers

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return a cell."""
        if not index.isValid():
            return None
        text = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        return plain_tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else None


class ExportDialog(QDialog):
    """Choose how and where a shelf goes out; speaks by signals and writes nothing itself."""

    export_requested = Signal(object)  # an ExportPlan
    preset_kept = Signal(object)  # an ExportPreset to be one of the editor's own
    preset_shared = Signal(object, object)  # an ExportPreset and a path
    preset_added = Signal(object)  # a path
    preset_deleted = Signal(object)  # a NamedPreset
    suggestions_requested = Signal()

    def __init__(self, library: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._material: ExportMaterial | None = None
        self._presets = PresetList(())
        self._deleted: NamedPreset | None = None
        self._replaceable: Path | None = None  # what the editor said may be replaced
        self._is_busy = False
        self._saves_when_ready = False
        self._counts = ExportCounts(self)
        self._make_widgets()
        self._lay_out()
        self._connect()
        self.resize(WIDTH, HEIGHT)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.retranslate()
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def preset(self) -> ExportPreset:
        """What is chosen now, named after the preset it began with."""
        named = self._presets.get(self.presets.currentData() or "")
        return ExportPreset(
            named.preset.name if named is not None else "",
            str(self.formats.currentData() or FORMATS[0]),
            str(self.encodings.currentData() or "utf-8"),
            self.columns.columns,
        )

    @property
    def material(self) -> ExportMaterial | None:
        """What there is to export; None until it came."""
        return self._material

    def show_material(self, material: ExportMaterial) -> None:
        """Offer a shelf as it was exported last; an Enter that came before it saves now."""
        self._material = material
        self.path.setText(str(material.path))
        self.show_presets(material.presets, material.chosen)
        self._say()
        if not material.rows:
            self.stack.setCurrentWidget(self.empty)
            self._saves_when_ready = False
        if self._saves_when_ready:
            self._saves_when_ready = False
            self._ask_save()

    def show_presets(self, presets: PresetList, chosen: str) -> None:
        """Offer these presets, with one chosen; say which files could not be used."""
        self._presets = presets
        blocker = QSignalBlocker(self.presets)
        self.presets.clear()
        for named in presets.presets:
            self.presets.addItem(preset_name(named), named.key)
        self.presets.setCurrentIndex(max(self.presets.findData(chosen), 0))
        del blocker
        self._choose_preset()
        if presets.problems:
            happened, *rest = error_sentences(presets.problems[0])
            self.message.show_message("warn", happened, joined(*rest))

    def show_taken(self, outcome: ExportOutcome) -> None:
        """Propose another name, and offer to replace the file that has this one."""
        self._set_busy(False)
        path, free = outcome.plan.path, outcome.free_path
        if path is None or free is None:
            return
        self._replaceable = path
        self.path.setText(str(free))
        self.message.show_message("warn", *taken_sentences(path, free))
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: Exception) -> None:
        """Say why nothing was written, or why a preset could not be kept."""
        self._set_busy(False)
        self._replaceable = None
        happened, *rest = error_sentences(error)
        self.message.show_message("bad", happened, joined(*rest))

    def show_shared(self, path: Path) -> None:
        """Say where a preset was written to."""
        self.message.show_message(
            "info",
            filled(self.tr("The preset was written to “%1”."), path.name),
            self.tr("Whoever gets the file adds it in this dialog."),
        )

    def show_deleted(self, named: NamedPreset) -> None:
        """Say which preset is gone, and offer it back."""
        self._deleted = named
        self.message.show_message(
            "info", filled(self.tr("“%1” is deleted."), named.preset.name), "", self.tr("Bring it back")
        )

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self.setWindowTitle(self.tr("Export the shelf"))
        for named, text in zip(
            self._names,
            (
                self.tr("Preset"),
                self.tr("Format"),
                self.tr("Encoding"),
                self.tr("Columns"),
                self.tr("Save as"),
            ),
            strict=True,
        ):
            named.setText(text)
        for widget, text in (
            (self.presets, self.tr("Preset")),
            (self.formats, self.tr("Format")),
            (self.encodings, self.tr("Encoding")),
            (self.list, self.tr("Columns that go out, in order")),
            (self.path, self.tr("File to save as")),
            (self.preview, self.tr("The first rows as they will be")),
            (self.preview_text, self.tr("The first rows as they will be")),
            (self.new_name, self.tr("Name of the preset")),
        ):
            widget.setAccessibleName(text)
        self.keep.setText(self.tr("Save as a preset…"))
        name_tool_button(self.more, self.tr("More about presets"))
        for action, text in zip(
            self._menu_actions,
            (
                self.tr("Write this preset to a file…"),
                self.tr("Add a preset from a file…"),
                self.tr("Delete this preset"),
            ),
            strict=True,
        ):
            action.setText(text)
        self.new_name.setPlaceholderText(self.tr("Name of the preset"))
        self.keep_named.setText(self.tr("Save the preset"))
        self.drop_name.setText(self.tr("Cancel"))
        retranslate_actions(self.list_actions)
        for made, action_id in (
            (self.up, "column-up"),
            (self.down, "column-down"),
            (self.rename, "column-heading"),
        ):
            name_tool_button(made, spec_of(action_id).text, native_keys(spec_of(action_id)))
        self._hint.set_text(
            filled(
                self.tr("%1 ticks, drag or %2 / %3 to set the order, %4 changes the heading."),
                *(
                    native_keys(spec_of(each))
                    for each in ("column-tick", "column-up", "column-down", "column-heading")
                ),
            )
        )
        self.choose.setText(self.tr("Choose…"))
        self.cancel.setText(self.tr("Cancel"))
        self.copy.setText(self.tr("Copy"))
        self.copy.tint()
        self.empty.set_texts(
            self.tr("The shelf is empty"),
            filled(
                self.tr(
                    "Press %1 on a suggestion and it is kept on the shelf; then there is something to export."
                ),
                key_hint("shelve"),
            ),
            self.tr("Show suggestions"),
        )
        for place in range(self.formats.count()):
            self.formats.setItemText(place, format_name(self.formats.itemData(place)))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # Building

    def _make_widgets(self) -> None:
        self.headline = label("", "item-title")
        self.message = MessageBar()
        self.presets, self.formats, self.encodings = ChoiceBox(), ChoiceBox(), ChoiceBox()
        for name in FORMATS:
            self.formats.addItem(name, name)
        self.keep = button("")
        self.more = tool_button("chevron-down", "")
        menu = QMenu(self)
        self._menu_actions = [menu.addAction("") for _each in range(3)]
        self.more.setMenu(menu)
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)
        self.name_row = QWidget()
        self.new_name = QLineEdit()
        self.keep_named = button("")
        self.drop_name = button("")
        self.columns = ColumnsModel(self)
        self.list = QTableView()
        self.list.setModel(self.columns)
        prepare_table(self.list, ROW_HEIGHT - 4)
        self.list.setItemDelegate(PaddedDelegate(self.list))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDragDropOverwriteMode(False)
        self.list.setDragEnabled(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.list.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.list_actions = build_actions(self.list, "export")
        self.up, self.down = tool_button("arrow-up", ""), tool_button("arrow-down", "")
        self.rename = tool_button("pencil", "")
        self._hint = ElidedLabel("", "meta")
        self._preview_name = section_label("")
        self.preview_model = PreviewModel(self)
        self.preview = QTableView()
        self.preview.setModel(self.preview_model)
        prepare_table(self.preview)
        self.preview.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.preview_text = QPlainTextEdit()
        self.preview_text.setReadOnly(True)
        self.preview_text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.preview_text.setTabChangesFocus(True)
        self.preview_text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.empty = EmptyState("book-open", "", "", " ")
        self.stack = QStackedWidget()
        for page in (self.preview, self.preview_text, self.empty):
            self.stack.addWidget(page)
        self.path = QLineEdit()
        self.choose = button("", "folder-open")
        self.cancel = button("")
        self.copy = button("", "file-text")
        self.save = button("", "download", "primary")
        self.save.setDefault(True)
        self._names = [
            label("", "body", self.presets),
            label("", "body", self.formats),
            label("", "body", self.encodings),
            section_label("", self.list),
            label("", "body", self.path),
        ]

    def _lay_out(self) -> None:
        preset, file_format, encoding, columns, save_as = self._names
        choices = FlowLayout(12, is_bottom_aligned=True)
        for named, field in (
            (preset, self.presets),
            (file_format, self.formats),
            (encoding, self.encodings),
        ):
            both = under_each_other(named, field)
            both.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            choices.addWidget(both)
        keeping = QWidget()
        beside = QHBoxLayout(keeping)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(4)
        beside.addWidget(self.keep)
        beside.addWidget(self.more)
        keeping.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        choices.addWidget(keeping)
        naming = QHBoxLayout(self.name_row)
        naming.setContentsMargins(0, 0, 0, 0)
        naming.setSpacing(8)
        naming.addWidget(self.new_name, 1)
        naming.addWidget(self.keep_named)
        naming.addWidget(self.drop_name)
        self.name_row.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, 16)
        layout.setSpacing(12)
        layout.addWidget(self.headline)
        layout.addWidget(self.message)
        layout.addLayout(choices)
        layout.addWidget(self.name_row)
        layout.addWidget(self._panes(columns), 1)
        target = QHBoxLayout()
        target.setSpacing(8)
        target.addWidget(save_as)
        target.addWidget(self.path, 1)
        target.addWidget(self.choose)
        layout.addLayout(target)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        foot.addWidget(self.copy)
        foot.addWidget(self.save)
        layout.addLayout(foot)

    def _panes(self, columns_name: QWidget) -> QSplitter:
        left, right = QWidget(), QWidget()
        left.setMinimumWidth(LEAST_LIST_WIDTH)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(columns_name)
        head.addStretch(1)
        for made in (self.up, self.down, self.rename):
            head.addWidget(made)
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 8, 0)
        beside.setSpacing(4)
        beside.addLayout(head)
        beside.addWidget(self.list, 1)
        beside.addWidget(self._hint)
        shown = QVBoxLayout(right)
        shown.setContentsMargins(8, 0, 0, 0)
        shown.setSpacing(4)
        self._preview_name.setMinimumHeight(self.up.sizeHint().height())
        shown.addWidget(self._preview_name)
        shown.addWidget(self.stack, 1)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([LEAST_LIST_WIDTH + 40, WIDTH - LEAST_LIST_WIDTH - 40])
        return splitter

    def _connect(self) -> None:
        self.presets.activated.connect(self._choose_preset)
        self.formats.activated.connect(self._format_chosen)
        self.encodings.activated.connect(self._show_preview)
        self.columns.changed.connect(self._say)
        self.path.textEdited.connect(self._path_edited)
        self.message.action_triggered.connect(self._follow_message)
        self.keep.clicked.connect(self._ask_name)
        self.keep_named.clicked.connect(self._keep_preset)
        self.drop_name.clicked.connect(lambda: self._show_name_row(False))
        for action, call in zip(
            self._menu_actions, (self._ask_share, self._ask_add, self._delete), strict=True
        ):
            action.triggered.connect(call)
        for action_id, call in (
            ("column-up", lambda: self._move(-1)),
            ("column-down", lambda: self._move(1)),
            ("column-tick", self._tick),
            ("column-heading", self._edit_heading),
        ):
            self.list_actions[action_id].triggered.connect(lambda _checked=False, call=call: call())
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.rename.clicked.connect(self._edit_heading)
        self.choose.clicked.connect(self._ask_path)
        self.cancel.clicked.connect(self.reject)
        self.copy.clicked.connect(self._ask_copy)
        self.save.clicked.connect(self._ask_save)
        self.empty.action_triggered.connect(self._leave_for_suggestions)

    # What is chosen

    def _choose_preset(self) -> None:
        named = self._presets.get(self.presets.currentData() or "")
        if named is None or self._material is None:
            return
        self._menu_actions[2].setEnabled(named.path is not None)
        self.formats.setCurrentIndex(max(self.formats.findData(named.preset.format), 0))
        self._fill_encodings(named.preset.encoding)
        self.columns.show_columns(named.preset.columns, self._material.fields)
        self.list.selectRow(0)
        self._fit_path()
        self._say()

    def _format_chosen(self) -> None:
        self._fill_encodings(str(self.encodings.currentData() or "utf-8"))
        self._fit_path()
        self._show_preview()

    def _fill_encodings(self, wanted: str) -> None:
        """Offer the encodings a format can have; JSON and workbooks are what they are."""
        file_format = str(self.formats.currentData())
        offered = {"csv": tuple(CODECS), "markdown": ("utf-8", "gb18030"), "html": ("utf-8", "gb18030")}.get(
            file_format, ("utf-8",)
        )
        self.encodings.clear()
        for name in offered:
            self.encodings.addItem(encoding_name(name), name)
        self.encodings.setCurrentIndex(max(self.encodings.findData(wanted), 0))
        self.encodings.setEnabled(len(offered) > 1)

    def _fit_path(self) -> None:
        """Give the file the ending of its format."""
        self.path.setText(with_ending(self.path.text(), str(self.formats.currentData())))

    def _path_edited(self) -> None:
        self._replaceable = None
        self._say()

    def _selected(self) -> list[int]:
        return sorted({index.row() for index in self.list.selectionModel().selectedRows()})

    def _move(self, step: int) -> None:
        chosen = self._selected()
        if not chosen:
            return
        count = self.columns.rowCount()
        before = max(0, chosen[0] - 1) if step < 0 else min(count, chosen[-1] + 2)
        rows = moved(self.columns.rows, chosen, before)
        if rows == self.columns.rows:
            return
        first = before if step < 0 else before - len(chosen)
        self.columns.set_rows(rows)
        self._select_rows(first, len(chosen))

    def _select_rows(self, first: int, count: int) -> None:
        model = self.list.selectionModel()
        self.list.setCurrentIndex(self.columns.index(first, FIELD))
        flags = model.SelectionFlag.Select | model.SelectionFlag.Rows
        for number in range(first, first + count):
            model.select(self.columns.index(number, FIELD), flags)

    def _tick(self) -> None:
        chosen = self._selected()
        if chosen:
            self.columns.toggle(chosen)

    def _edit_heading(self) -> None:
        row = self.list.currentIndex().row()
        if row >= 0:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            index = self.columns.index(row, HEADING)
            self.list.setCurrentIndex(index)
            self.list.edit(index)

    # What is shown

    def _say(self) -> None:
        material = self._material
        count = len(material.rows) if material is not None else 0
        shelf = shelf_title(material.shelf_name if material is not None else "")
        self.headline.setText(filled(self._counts.items_of(count), shelf) if material is not None else "")
        self.save.setText(self._counts.save(count) if material is not None else self.tr("Save"))
        self.save.tint()
        has_content = material is None or bool(count and self.columns.columns)
        is_free = not self._is_busy
        self.save.setEnabled(is_free and has_content and (material is None or bool(self.path.text().strip())))
        self.copy.setEnabled(is_free and material is not None and has_content)
        for widget in (self.keep, self.more, self.choose):
            widget.setEnabled(is_free and material is not None)
        self._preview_name.setText(self._counts.preview(min(count, PREVIEW_ROWS)) if count else "")
        self._show_preview()

    def _show_preview(self) -> None:
        material = self._material
        if material is None or not material.rows:
            return
        preset = self.preset
        table = self._table(replace(material, rows=material.rows[:PREVIEW_ROWS]), preset)
        if preset.format in AS_TEXT:
            headers = {header: header for header in table.headers}
            can_be_shown = preset.format != "json" or len(headers) == len(table.headers)
            self.preview_text.setPlainText(text_of(table, preset.format) if can_be_shown else "")
            self.stack.setCurrentWidget(self.preview_text)
            return
        self.preview_model.show_table(table)
        metrics = self.preview.fontMetrics()
        for column in range(self.preview_model.columnCount()):
            texts = [table.headers[column], *(row[column] for row in self.preview_model.rows)]
            width = max(metrics.horizontalAdvance(text) for text in texts) + 3 * CELL_PADDING
            self.preview.setColumnWidth(column, min(max(width, PREVIEW_COLUMN_WIDTH), WIDEST_PREVIEW_COLUMN))
        self.stack.setCurrentWidget(self.preview)

    def _table(self, material: ExportMaterial, preset: ExportPreset) -> Table:
        return table_of(material, preset, table_title(self._library, material.shelf_name), words_in_use())

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._say()

    # What the editor asks for

    def _plan(self, path: Path | None, may_replace: bool = False) -> ExportPlan | None:
        material = self._material
        if material is None:
            return None
        preset = self.preset
        return ExportPlan(
            material.shelf_id,
            preset,
            str(self.presets.currentData()),
            self._table(material, preset),
            tuple(row.entry.item.item_id for row in material.rows),
            path,
            may_replace,
            words_in_use().language,
        )

    def _ask_save(self) -> None:
        if self._material is None:
            self._saves_when_ready = True
            return
        path = self._typed_path()
        self._export(self._plan(path, may_replace=path == self._replaceable))

    def _typed_path(self) -> Path:
        material = self._material
        path = Path(with_ending(self.path.text().strip(), self.preset.format)).expanduser()
        return path if path.is_absolute() or material is None else material.path.parent / path

    def _ask_copy(self) -> None:
        plan = self._plan(None)
        if plan is None:
            return
        text, page = clipboard_texts(plan.table)
        clipboard.put(text, page)
        self._export(plan)

    def _export(self, plan: ExportPlan | None) -> None:
        if plan is not None:
            self.message.hide()
            self._set_busy(True)
            self.export_requested.emit(plan)

    def _follow_message(self) -> None:
        if self._deleted is not None:
            named, self._deleted = self._deleted, None
            self.message.hide()
            self.preset_kept.emit(named.preset)
        elif self._replaceable is not None:
            self.path.setText(str(self._replaceable))
            self._ask_save()

    def _ask_path(self) -> None:
        suffix = SUFFIXES[self.preset.format]
        name, _filter = QFileDialog.getSaveFileName(
            self,
            self.tr("Export the shelf"),
            self.path.text(),
            f"{format_name(self.preset.format)} (*{suffix})",
        )
        if not name:
            return
        path = Path(name)
        # The file dialog asked about the name it gave back, and about no other.
        self._replaceable = path if path.suffix.lower() == suffix else None
        self.path.setText(name)
        self._fit_path()
        self._say()

    def _leave_for_suggestions(self) -> None:
        self.reject()
        self.suggestions_requested.emit()

    # Presets

    def _ask_name(self) -> None:
        named = self._presets.get(self.presets.currentData() or "")
        self.new_name.setText(named.preset.name if named is not None and named.path is not None else "")
        self._show_name_row(True)

    def _show_name_row(self, is_shown: bool) -> None:
        self.name_row.setVisible(is_shown)
        # Enter keeps the preset while it is being named, and saves the file otherwise.
        self.keep_named.setDefault(is_shown)
        self.save.setDefault(not is_shown)
        target = self.new_name if is_shown else self.keep
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.new_name.selectAll()

    def _keep_preset(self) -> None:
        name = " ".join(self.new_name.text().split())
        if not name:
            self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._show_name_row(False)
        self.preset_kept.emit(replace(self.preset, name=name))

    def _ask_share(self) -> None:
        preset = self.preset
        offered = (file_stem(preset.name) or "preset") + ".toml"
        name, _filter = QFileDialog.getSaveFileName(
            self, self.tr("Write this preset to a file"), offered, self.tr("Preset (*.toml)")
        )
        if name:
            path = Path(name)
            self.preset_shared.emit(preset, path if path.suffix else path.with_suffix(".toml"))

    def _ask_add(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, self.tr("Add a preset from a file"), "", self.tr("Preset (*.toml)")
        )
        if name:
            self.preset_added.emit(Path(name))

    def _delete(self) -> None:
        named = self._presets.get(self.presets.currentData() or "")
        if named is not None and named.path is not None:
            self.preset_deleted.emit(named)


class ExportSession(Protocol):
    """What an export needs of the open library."""

    def run(
        self, job: Callable[..., R], on_done: Callable[[R], None], on_error: Callable[[Exception], None]
    ) -> JobControl:
        """Run a short job."""

    def request_shelf(self) -> None:
        """Ask for the shelf anew."""


class ExportFlow(QObject):
    """Carries what the dialog asks for to the open library and back; one dialog at a time."""

    exported = Signal(object)  # an ExportOutcome
    suggestions_requested = Signal()

    def __init__(self, keep: Callable[[str, QWidget], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._keep = keep
        self._dialog: ExportDialog | None = None

    def ask(self, session: ExportSession, library: str) -> ExportDialog:
        """Show the dialog for the current shelf."""
        dialog = ExportDialog(library, self._window)
        self._dialog = dialog
        dialog.export_requested.connect(partial(self._export, session))
        dialog.preset_kept.connect(
            lambda preset: self._run(session, lambda w, c: keep_preset(w, c, preset), self._take_presets)
        )
        dialog.preset_added.connect(
            lambda path: self._run(session, lambda w, c: take_preset(w, c, path), self._take_presets)
        )
        dialog.preset_shared.connect(
            lambda preset, path: self._run(
                session, lambda w, c: share_preset(w, c, preset, path), dialog.show_shared
            )
        )
        dialog.preset_deleted.connect(partial(self._delete, session))
        dialog.suggestions_requested.connect(self.suggestions_requested)
        dialog.finished.connect(self._forget)
        self._keep("export", dialog)
        dialog.open()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        stem = proposed_stem(library)
        self._run(
            session,
            lambda w, c: export_material(w, c, stem, Path(documents) if documents else None),
            dialog.show_material,
        )
        return dialog

    def _run(self, session: ExportSession, job: Callable[..., R], on_done: Callable[[R], object]) -> None:
        """Run a job whose outcome belongs to the dialog now shown, and to no later one."""
        dialog = self._dialog

        def take(result: R) -> None:
            if self._dialog is dialog:
                on_done(result)

        def fail(error: Exception) -> None:
            if dialog is not None and self._dialog is dialog:
                dialog.show_error(error)

        session.run(job, take, fail)

    def _export(self, session: ExportSession, plan: ExportPlan) -> None:
        def take(outcome: ExportOutcome) -> None:
            if outcome.free_path is None:
                session.request_shelf()
                self.exported.emit(outcome)
            if self._dialog is not dialog or dialog is None:
                return
            if outcome.free_path is None:
                dialog.accept()
            else:
                dialog.show_taken(outcome)

        def fail(error: Exception) -> None:
            if self._dialog is dialog and dialog is not None:
                dialog.show_error(error)

        dialog = self._dialog
        session.run(lambda w, c: write_export(w, c, plan), take, fail)

    def _delete(self, session: ExportSession, named: NamedPreset) -> None:
        def take(presets: PresetList) -> None:
            self._take_presets((presets, ""))
            if self._dialog is not None:
                self._dialog.show_deleted(named)

        self._run(session, lambda w, c: drop_preset(w, c, named), take)

    def _take_presets(self, found: tuple[PresetList, str]) -> None:
        if self._dialog is not None:
            self._dialog.show_presets(*found)

    def _forget(self, _result: int) -> None:
        self._dialog = None
