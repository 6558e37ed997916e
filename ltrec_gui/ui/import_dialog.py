"""Import in one dialog: how the file is read, what each column means, and afterwards what became of every record."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.catalogue.columns import (
    COMBINED_ROLES,
    INTERACTION_ROLES,
    ITEM_ROLES,
    KINDS,
    REPEATABLE_ROLES,
    ColumnMapping,
    missing_roles,
)
from ltrec_gui.catalogue.csv_reader import Preview, RowProblem, ambiguous_number
from ltrec_gui.catalogue.dialect import Dialect
from ltrec_gui.catalogue.forms import PARQUET, TEXT, WORKBOOK
from ltrec_gui.errors import CatalogueError
from ltrec_gui.pipeline.import_catalogue import FileReading, ImportReport, UndoneImport
from ltrec_gui.pipeline.rehearse_import import Rehearsal
from ltrec_gui.ui.core_wording import system_text
from ltrec_gui.ui.file_wording import reason_text
from ltrec_gui.ui.fitting import ChoiceBox, FlowLayout, WrappingCheckBox, under_each_other
from ltrec_gui.ui.import_problems import ProblemsPane
from ltrec_gui.ui.table_look import Index, RowsModel, keep_columns, prepare_table
from ltrec_gui.ui.theme import current_tokens, font_of, theme_signals
from ltrec_gui.ui.widgets import (
    IconLabel,
    MessageBar,
    WheelPasser,
    button,
    label,
    plain_tooltip,
    scrolling,
    section_label,
    text_tool_button,
)
from ltrec_gui.ui.wording import count_text, error_sentences, filled, joined, percent_text

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_kr",
    "cp1252",
    "cp1250",
    "cp1251",
    "iso8859_15",
)
ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16": "UTF-16",
    "gb18030": "GB18030",
    "big5": "Big5",
    "shift_jis": "Shift-JIS",
    "euc_kr": "EUC-KR",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "iso8859_15": "ISO 8859-15",
}
DELIMITERS = (",", ";", "\t", "|")
QUOTES = ('"', "'", "")
HEADER_LINES = (1, 2, 3, 4, 5, 0)
REHEARSE_AFTER_MS = 250  # roles are often chosen one after the other
ROLES_OF_KIND = {"catalogue": ITEM_ROLES, "interactions": INTERACTION_ROLES, "combined": COMBINED_ROLES}
REQUIRED_ROLES = ("title", "user_id", "item_id")
LEAST_COLUMN_WIDTH = 128
LEAST_TABLE_HEIGHT = 160
MOST_COLUMN_WIDTH = 260
BOX_AROUND_TEXT = 56  # frame, arrow and air of a combo box in the header
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SHOWN_CELL_LENGTH = 300
PREVIEW_ROW_HEIGHT = 30


def role_name(role: str) -> str:
    """Return the name of a column's role in the language now in use."""
    translate = QCoreApplication.translate
    return {
        "": translate("Import", "Not used"),
        "id": translate("Import", "Id"),
        "title": translate("Import", "Title"),
        "text": translate("Import", "Text"),
        "author": translate("Import", "Author"),
        "tags": translate("Import", "Tags"),
        "popularity": translate("Import", "Popularity"),
        "rating": translate("Import", "Rating"),
        "url": translate("Import", "Web address"),
        "image": translate("Import", "Image"),
        "date": translate("Import", "Date or year"),
        "language": translate("Import", "Language"),
        "user_id": translate("Import", "Reader"),
        "item_id": translate("Import", "Item id"),
        "clicks": translate("Import", "Clicks"),
        "user_rating": translate("Import", "Reader's rating"),
        "comment": translate("Import", "Comment"),
        "timestamp": translate("Import", "Time"),
    }.get(role, role)


def kind_name(kind: str) -> str:
    """Return the name of a kind of file in the language now in use."""
    translate = QCoreApplication.translate
    return {
        "catalogue": translate("Import", "Catalogue of items"),
        "interactions": translate("Import", "Readers' interactions"),
        "combined": translate("Import", "Both in one table"),
    }.get(kind, kind)


def delimiter_name(delimiter: str) -> str:
    """Return the name of a separator in the language now in use."""
    translate = QCoreApplication.translate
    return {
        ",": translate("Import", "Comma  ,"),
        ";": translate("Import", "Semicolon  ;"),
        "\t": translate("Import", "Tab"),
        "|": translate("Import", "Bar  |"),
    }.get(delimiter, delimiter)


class UndoCounts(QObject):
    """Counts of what taking an import back did, in the language now in use."""

    def taken_out(self, count: int) -> str:
        """Return e.g. "12 items taken out"."""
        return self.tr("%Ln items taken out", "", count)

    def as_before(self, count: int) -> str:
        """Return e.g. "12 items as they were before"."""
        return self.tr("%Ln items as they were before", "", count)

    def interactions_as_before(self, count: int) -> str:
        """Return e.g. "12 interactions as they were before"."""
        return self.tr("%Ln interactions as they were before", "", count)


def undone_import_sentences(undone: UndoneImport | None) -> tuple[str, str]:
    """Return what taking an import back did: what happened, and the numbers."""
    translate = QCoreApplication.translate
    if undone is None:
        happened = translate("Import", "There is no import to undo.")
        return happened, translate("Import", "Only the last import can be undone, and only once.")
    parts = []
    if undone.removed:
        parts.append(UndoCounts().taken_out(undone.removed))
    if undone.restored:
        parts.append(UndoCounts().as_before(undone.restored))
    if count := undone.interactions_removed + undone.interactions_restored:
        parts.append(UndoCounts().interactions_as_before(count))
    happened = filled(translate("Import", "The import of %1 is undone."), undone.name)
    return happened, " · ".join([*parts, translate("Import", "your verdicts stay")])


def exact_number(value: float) -> str:
    """Return a number with all its decimals, by the locale."""
    return QLocale().toString(value, "f", QLocale.FloatingPointPrecisionOption.FloatingPointShortest)


def with_role(mapping: ColumnMapping, column: int, role: str) -> ColumnMapping:
    """Return `mapping` with `column` playing `role` ("" for none); a role for one column only leaves the other."""
    kept = [
        (name, other)
        for name, other in mapping.columns
        if other != column and not (name == role and role not in REPEATABLE_ROLES)
    ]
    if role:
        kept.append((role, column))
    return ColumnMapping(mapping.kind, tuple(sorted(kept, key=lambda pair: pair[1])))


def save_problems(path: Path, problems: Sequence[RowProblem]) -> None:
    """Write problems as CSV, with cells that a spreadsheet would run as formulas made harmless; raise OSError."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("line", "column", "value", "reason"))
        for problem in problems:
            writer.writerow(
                (problem.line, *(_harmless(cell) for cell in (problem.column, problem.value, problem.reason)))
            )


def _harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(FORMULA_STARTS) else cell


@dataclass(frozen=True, slots=True)
class ReadingWish:
    """How a file is to be read; what is None is guessed."""

    path: Path
    kind: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    dialect: Dialect | None = None
    mapping: ColumnMapping | None = None
    sheet: str | None = None
    uses_memory: bool = True  # whether roles chosen before for the same header count


class PreviewModel(QAbstractTableModel):
    """The first rows of the file, as they would be read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preview = Preview((), (), 0)
        self._mapping = ColumnMapping(KINDS[0], ())

    def show_reading(self, reading: FileReading) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._preview = reading.preview
        self._mapping = reading.mapping
        self.endResetModel()

    def show_mapping(self, mapping: ColumnMapping) -> None:
        """Show the same rows with other roles."""
        self._mapping = mapping
        if self._preview.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def role_of(self, column: int) -> str:
        """Return the role a column plays, "" for none."""
        return next((role for role, number in self._mapping.columns if number == column), "")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows shown."""
        return 0 if parent.isValid() else len(self._preview.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns of the widest row."""
        if parent.isValid():
            return 0
        return max([len(self._preview.header), *(len(row) for row in self._preview.rows)], default=0)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Return the file's own header of a column."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        if section < len(self._preview.header) and self._preview.header[section]:
            return self._preview.header[section]
        return filled(self.tr("Column %1"), count_text(section + 1))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | QColor | None:
        """Return a cell; an empty title and undecodable characters are marked."""
        if not index.isValid():
            return None
        row = self._preview.rows[index.row()]
        cell = row[index.column()] if index.column() < len(row) else ""
        played = self.role_of(index.column())
        is_missing = played in REQUIRED_ROLES and not cell.strip()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr("⚠ empty") if is_missing else " ".join(cell[:SHOWN_CELL_LENGTH].split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(cell[:SHOWN_CELL_LENGTH])
        if role == Qt.ItemDataRole.ForegroundRole:
            tokens = current_tokens()
            if is_missing:
                return QColor(tokens.warn)
            if "\ufffd" in cell:
                return QColor(tokens.bad)
            return QColor(tokens.text if played else tokens.text3)
        return None


class RoleHeader(QHeaderView):
    """The header of the preview: on top of each column a combo box with its role, below it the file's own header."""

    role_chosen = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._combos: list[QComboBox] = []
        self._passer = WheelPasser(self)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(LEAST_COLUMN_WIDTH)
        self.sectionResized.connect(self._place)
        theme_signals.theme_changed.connect(self._update)

    def show_roles(self, roles: Sequence[str], played: Sequence[str]) -> None:
        """Offer `roles` on every column and show the one each plays ("" for none)."""
        if len(self._combos) != len(played) or self._offered() != ("", *roles):
            for combo in self._combos:
                combo.hide()
                combo.deleteLater()
            self._combos = [self._combo(column, roles) for column in range(len(played))]
            # Made after everything else of the dialog, they would come last to Tab; they belong to the table.
            stops: list[QWidget] = [self.parentWidget() or self, *self._combos]
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)
        for combo, role in zip(self._combos, played, strict=True):
            combo.blockSignals(True)
            combo.setCurrentIndex(combo.findData(role))
            combo.blockSignals(False)
        self._place()

    def combo(self, column: int) -> QComboBox:
        """Return the combo box of a column."""
        return self._combos[column]

    def sizeHint(self) -> QSize:
        """Ask for room for a combo box and a line of text."""
        hint = super().sizeHint()
        return QSize(hint.width(), self._box_height() + 18 + QFontMetrics(font_of("meta")).height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw the file's own header below the combo box."""
        tokens = current_tokens()
        painter.save()
        painter.fillRect(rect, QColor(tokens.surface2))
        painter.setPen(QColor(tokens.border))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(QColor(tokens.border_strong))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(font_of("meta"))
        painter.setPen(QColor(tokens.text2))
        place = rect.adjusted(12, self._box_height() + 6, -8, -4)
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        painter.restore()

    def updateGeometries(self) -> None:
        """Keep the combo boxes above their columns."""
        super().updateGeometries()
        self._place()

    def setOffset(self, offset: int) -> None:
        """Let the combo boxes scroll along."""
        super().setOffset(offset)
        self._place()

    def _box_height(self) -> int:
        """Return the height of a combo box: room for a line of text in the size now in use."""
        return max(32, QFontMetrics(font_of("body")).height() + 14)

    def _offered(self) -> tuple[str, ...]:
        if not self._combos:
            return ()
        return tuple(self._combos[0].itemData(index) for index in range(self._combos[0].count()))

    def _combo(self, column: int, roles: Sequence[str]) -> QComboBox:
        combo = QComboBox(self.viewport())
        combo.installEventFilter(self._passer)
        for role in ("", *roles):
            required = " *" if role in REQUIRED_ROLES else ""
            combo.addItem(role_name(role) + required, role)
        name = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
        combo.setAccessibleName(filled(self.tr("Role of column %1"), name))
        combo.currentIndexChanged.connect(lambda _index: self.role_chosen.emit(column, combo.currentData()))
        combo.show()
        return combo

    def _place(self, *_arguments: int) -> None:
        for column, combo in enumerate(self._combos):
            if column < self.count():
                left = self.sectionViewportPosition(column)
                combo.setGeometry(left + 4, 4, self.sectionSize(column) - 8, self._box_height())

    def _update(self) -> None:
        self.viewport().update()


class ImportDialog(QDialog):
    """Shows how a file would be read, lets it be changed, and says what is missing before it can be imported."""

    reading_requested = Signal(object)
    rehearsal_requested = Signal(object, bool)  # the reading, and whether it goes into a new library
    import_requested = Signal(object, bool)
    refused_save_requested = Signal(object, object)  # the reading, the path

    def __init__(
        self,
        path: Path,
        library_name: str = "",
        parent: QWidget | None = None,
        place: tuple[int, int] = (1, 1),
        prefers_library: bool = False,
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._place = place  # which of how many files dropped together
        self._prefers_library = prefers_library
        self._rehearsal: Rehearsal | None = None
        self._rehearsal_share: float | None = None
        self._library_name = library_name
        self._reading: FileReading | None = None
        self._mapping = ColumnMapping(KINDS[0], ())
        self._fixed_encoding: str | None = None
        self._fixed_delimiter: str | None = None
        self._fixed_kind: str | None = None
        self._mapping_is_mine = False
        self._target_is_mine = False
        self._uses_memory = True
        self._is_reading = True
        self._name = label(path.name, "detail-title")
        self._size = label("", "meta")
        self._which = label("", "meta")
        self._message = MessageBar()
        self._kind = ChoiceBox()
        self._encoding = ChoiceBox()
        self._delimiter = ChoiceBox()
        self._quote = ChoiceBox()
        self._sheet = ChoiceBox()
        self._header_line = ChoiceBox()
        self._target = ChoiceBox()
        self._labels = {
            combo: section_label("", combo)
            for combo in (
                self._kind,
                self._encoding,
                self._delimiter,
                self._quote,
                self._sheet,
                self._header_line,
                self._target,
            )
        }
        self._model = PreviewModel(self)
        self._table = QTableView()
        self._roles = RoleHeader(self._table)
        self._note = label("", "meta", wrap=True)
        self._remember = WrappingCheckBox()
        self._remember.setChecked(True)
        self._guess = button("", "refresh-cw", "link")
        self._numbers = label("", "meta")
        self._decimal = button("", kind="link")
        self._decimals = QWidget()
        self.problems = ProblemsPane()
        self._preview_tab = text_tool_button("list", "")
        self._problems_tab = text_tool_button("triangle-alert", "")
        self._pages = QStackedWidget()
        self._summary = label("", "body2", wrap=True)
        self._rehearse_timer = QTimer(self)
        self._rehearse_timer.setSingleShot(True)
        self._rehearse_timer.setInterval(REHEARSE_AFTER_MS)
        self._rehearse_timer.timeout.connect(self._ask_rehearsal)
        self._missing_icon = IconLabel("triangle-alert", 16, "warn")
        self._missing = label("", "warn", wrap=True)
        self._cancel = button("")
        self._import = button("", "download", "primary")
        self._set_up_table()
        self._fill_combos()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_state()
        self.resize(1080, 680)

    @property
    def reading(self) -> FileReading | None:
        """How the file would be read now, with the editor's roles and choices; None while that is not known."""
        if self._reading is None:
            return None
        return replace(
            self._reading,
            mapping=self._mapping,
            choices=self.problems.choices,
            record_count=self._rehearsal.records if self._rehearsal else 0,
        )

    @property
    def remembers_columns(self) -> bool:
        """Whether the roles are to count for the next file with the same header."""
        return self._remember.isChecked()

    @property
    def rehearsal(self) -> Rehearsal | None:
        """What importing would do, None while it is not known."""
        return self._rehearsal

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the boxes as high as their text: the style sheet's least height is that of usual text."""
        super().showEvent(event)
        for combo in (*self._labels, self.problems.kind, self.problems.action):
            combo.setMinimumHeight(combo.sizeHint().height())

    def ask_first_reading(self) -> None:
        """Ask for the file to be looked at."""
        self._request(ReadingWish(self._path))

    def show_reading(self, reading: FileReading) -> None:
        """Show how the file would be read."""
        self._reading = reading
        self._mapping = reading.mapping
        self._is_reading = False
        self._message.hide()
        self._size.setText(
            QLocale().formattedDataSize(
                reading.preview.byte_count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat
            )
        )
        self._show_dialect(reading)
        self._model.show_reading(reading)
        self._show_roles()
        self._fit_columns()
        self._suggest_target()
        self._forget_rehearsal()
        self._ask_rehearsal()

    def show_progress(self, share: float) -> None:
        """Say how much of the file was read through, 0 to 1."""
        self._rehearsal_share = share
        self._show_summary()

    def show_rehearsal(self, rehearsal: Rehearsal) -> None:
        """Say what importing would do, and show the problems."""
        self._rehearsal = rehearsal
        self.problems.show_rehearsal(rehearsal)
        self._show_state()

    def show_rehearsal_error(self, error: Exception) -> None:
        """Say why the file cannot be read to its end."""
        happened, safe, act = error_sentences(error)
        rest = act if isinstance(error, CatalogueError) else joined(safe, act)
        self._message.show_message("bad", happened, rest, can_dismiss=False)

    def show_problems(self, kind: str = "") -> None:
        """Turn to the problems, to those of a kind where one is named."""
        self._problems_tab.click()
        self.problems.kind.setCurrentIndex(max(0, self.problems.kind.findData(kind)))

    def show_saved(self, count: int, path: Path) -> None:
        """Say that the rows left out were saved."""
        happened = filled(self.tr("Saved %Ln rows to %1.", "", count), path.name)
        rest = self.tr("Mend them there and import that file; line and problem in front are passed over.")
        self._message.show_message("info", happened, rest)

    def show_save_error(self, error: Exception) -> None:
        """Say why the rows left out could not be saved."""
        happened, safe, act = error_sentences(error)
        self._message.show_message("bad", happened, joined(safe, act))

    def show_error(self, error: Exception) -> None:
        """Say why the file cannot be read like that; the choices stay open to change."""
        self._is_reading = False
        self._reading = None
        happened, safe, act = error_sentences(error)
        # A refusal says all three parts itself; anything else is worded here.
        rest = act if isinstance(error, CatalogueError) else joined(safe, act)
        self._message.show_message("bad", happened, rest, can_dismiss=False)
        self._show_state()

    def missing_text(self) -> str:
        """Return why the file cannot be imported yet; "" where nothing is missing."""
        if self._reading is None:
            return self.tr("Looking at the file…") if self._is_reading else ""
        if not self._reading.preview.rows:
            return self.tr("This file holds a header and no rows, so there is nothing to import.")
        missing = missing_roles(self._mapping)
        if not missing:
            if self._rehearsal is not None and not self._rehearsal.ready:
                return self.tr("No row of this file can be imported; the problems say why.")
            return ""
        names = ", ".join(role_name(role) for role in missing)
        return filled(self.tr("Choose the column for: %1"), names)

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self.setWindowTitle(self.tr("Import a file"))
        number, count = self._place
        self._which.setText(filled(self.tr("File %1 of %2"), count_text(number), count_text(count)))
        self._which.setVisible(count > 1)
        names = {
            self._kind: self.tr("What it holds"),
            self._encoding: self.tr("Encoding"),
            self._delimiter: self.tr("Separator"),
            self._quote: self.tr("Quote"),
            self._sheet: self.tr("Sheet"),
            self._header_line: self.tr("Header"),
            self._target: self.tr("Goes into"),
        }
        for combo, text in names.items():
            self._labels[combo].setText(text)
            combo.setAccessibleName(text)
        self._show_note()
        self._table.setAccessibleName(self.tr("First rows of the file"))
        number, count = self._place
        self._cancel.setText(self.tr("Skip this file") if number < count else self.tr("Cancel"))
        self._remember.setText(self.tr("Remember these columns"))
        self._guess.setText(self.tr("Guess the columns anew"))
        self._guess.tint()
        self.problems.retranslate()
        self._show_state()

    def _set_up_table(self) -> None:
        self._table.setModel(self._model)
        self._table.setHorizontalHeader(self._roles)
        prepare_table(self._table, PREVIEW_ROW_HEIGHT)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)

    def _fill_combos(self) -> None:
        for kind in KINDS:
            self._kind.addItem(kind_name(kind), kind)
        for encoding in ENCODINGS:
            self._encoding.addItem(ENCODING_NAMES[encoding], encoding)
        for delimiter in DELIMITERS:
            self._delimiter.addItem(delimiter_name(delimiter), delimiter)
        for quote in QUOTES:
            self._quote.addItem(quote or self.tr("None"), quote)
        for line in HEADER_LINES:
            text = filled(self.tr("In line %1"), count_text(line)) if line else self.tr("None")
            self._header_line.addItem(text, line)
        self._target.addItem(self.tr("A new library"), True)
        if self._library_name:
            self._target.addItem(self._library_name, False)

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(12)
        title.addWidget(IconLabel("file-text", 20, "text2"))
        title.addWidget(self._name)
        title.addWidget(self._size, 0, Qt.AlignmentFlag.AlignBottom)
        title.addStretch(1)
        title.addWidget(self._which, 0, Qt.AlignmentFlag.AlignBottom)
        choices = FlowLayout(12)
        for combo in (
            self._kind,
            self._encoding,
            self._delimiter,
            self._quote,
            self._sheet,
            self._header_line,
            self._target,
        ):
            choices.addWidget(under_each_other(self._labels[combo], combo))
        for widget in (self._target, self._labels[self._target]):
            widget.setVisible(bool(self._library_name))
        for widget in (self._sheet, self._labels[self._sheet]):
            widget.hide()  # until the file turns out to be a workbook
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._missing_icon)
        foot.addWidget(self._missing, 1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._import)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._message)
        layout.addLayout(choices)
        layout.addLayout(self._lay_out_tabs())
        self._pages.addWidget(self._table)
        self._pages.addWidget(self.problems)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._note)
        numbers = QHBoxLayout(self._decimals)
        numbers.setContentsMargins(0, 0, 0, 0)
        numbers.setSpacing(8)
        numbers.addWidget(self._numbers)
        numbers.addWidget(self._decimal)
        numbers.addStretch(1)
        layout.addWidget(self._decimals)
        layout.addWidget(self._summary)
        # At a large size of text not everything has room on a small screen: then it scrolls, with some rows in sight.
        self._pages.setMinimumHeight(LEAST_TABLE_HEIGHT)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 16)
        outer.setSpacing(16)
        outer.addLayout(title)
        outer.addWidget(scrolling(content), 1)
        outer.addLayout(foot)

    def _lay_out_tabs(self) -> FlowLayout:
        group = QButtonGroup(self)
        row = FlowLayout(8)
        for number, tab in enumerate((self._preview_tab, self._problems_tab)):
            tab.setCheckable(True)
            group.addButton(tab, number)
            row.addWidget(tab)
        self._preview_tab.setChecked(True)
        group.idClicked.connect(self._pages.setCurrentIndex)
        row.add_stretch()
        row.addWidget(self._guess)
        row.addWidget(self._remember)
        return row

    def _connect(self) -> None:
        self._quote.activated.connect(self._quote_chosen)
        self._sheet.activated.connect(self._sheet_chosen)
        self._guess.clicked.connect(self._guess_anew)
        self._decimal.clicked.connect(self._turn_decimal)
        self.problems.choices_changed.connect(lambda _choices: self._reconsider())
        self.problems.save_requested.connect(self._ask_save)
        self._kind.activated.connect(self._kind_chosen)
        self._encoding.activated.connect(self._encoding_chosen)
        self._delimiter.activated.connect(self._delimiter_chosen)
        self._header_line.activated.connect(self._header_chosen)
        self._target.activated.connect(self._target_chosen)
        self._roles.role_chosen.connect(self._role_chosen)
        self._cancel.clicked.connect(self.reject)
        self._import.clicked.connect(self._ask_import)

    def _show_form(self, reading: FileReading) -> None:
        """Offer what says how this form of file is read, and nothing else."""
        form = reading.dialect.form
        for combo, is_shown in (
            (self._encoding, form not in (WORKBOOK, PARQUET)),
            (self._delimiter, form == TEXT),
            (self._quote, form == TEXT),
            (self._sheet, form == WORKBOOK),
            (self._header_line, form in (TEXT, WORKBOOK)),
        ):
            combo.setVisible(is_shown)
            self._labels[combo].setVisible(is_shown)
        if reading.sheets != tuple(self._sheet.itemText(at) for at in range(self._sheet.count())):
            self._sheet.clear()
            for name in reading.sheets:
                self._sheet.addItem(name, name)
        _choose(self._sheet, reading.dialect.sheet)

    def _show_dialect(self, reading: FileReading) -> None:
        self._show_form(reading)
        _choose(self._kind, reading.mapping.kind)
        self._show_header_line(reading)
        if reading.dialect.form in (WORKBOOK, PARQUET):
            return
        detected = reading.dialect.encoding.lower().replace("_", "-")
        for index in range(self._encoding.count()):
            encoding = str(self._encoding.itemData(index))
            name = ENCODING_NAMES.get(encoding, encoding)
            is_detected = self._fixed_encoding is None and encoding.replace("_", "-") == detected
            self._encoding.setItemText(index, filled(self.tr("%1 (detected)"), name) if is_detected else name)
            if encoding.replace("_", "-") == detected:
                self._encoding.setCurrentIndex(index)
        known = [str(self._encoding.itemData(i)).replace("_", "-") for i in range(self._encoding.count())]
        if detected not in known:
            self._encoding.addItem(
                filled(self.tr("%1 (detected)"), reading.dialect.encoding), reading.dialect.encoding
            )
            self._encoding.setCurrentIndex(self._encoding.count() - 1)
        if reading.dialect.form != TEXT:
            return
        if self._delimiter.findData(reading.dialect.delimiter) < 0:
            self._delimiter.addItem(reading.dialect.delimiter, reading.dialect.delimiter)
        _choose(self._delimiter, reading.dialect.delimiter)
        if self._quote.findData(reading.dialect.quote) < 0:
            self._quote.addItem(reading.dialect.quote, reading.dialect.quote)
        _choose(self._quote, reading.dialect.quote)

    def _show_header_line(self, reading: FileReading) -> None:
        if self._header_line.findData(reading.dialect.header_line) < 0:
            line = count_text(reading.dialect.header_line)
            self._header_line.addItem(filled(self.tr("In line %1"), line), reading.dialect.header_line)
        _choose(self._header_line, reading.dialect.header_line)

    def _show_roles(self) -> None:
        self._model.show_mapping(self._mapping)
        played = [self._model.role_of(column) for column in range(self._model.columnCount())]
        self._roles.show_roles(ROLES_OF_KIND.get(self._mapping.kind, ITEM_ROLES), played)

    def _fit_columns(self) -> None:
        metrics = QFontMetrics(font_of("body"))
        # Room for the longest name of a role in the size of text now in use.
        names = [role_name(role) for role in ROLES_OF_KIND.get(self._mapping.kind, ITEM_ROLES)]
        least = max(metrics.horizontalAdvance(name) for name in names) + BOX_AROUND_TEXT
        for column in range(self._model.columnCount()):
            cells = [str(self._model.headerData(column, Qt.Orientation.Horizontal) or "")]
            cells += [
                str(self._model.data(self._model.index(row, column)) or "")
                for row in range(min(20, self._model.rowCount()))
            ]
            widest = max(metrics.horizontalAdvance(cell[:60]) for cell in cells) + 24
            most = max(MOST_COLUMN_WIDTH, least)
            self._table.setColumnWidth(column, max(LEAST_COLUMN_WIDTH, least, min(widest, most)))

    def _suggest_target(self) -> None:
        """Readers belong to the open library, and so does a newer copy of its own file; the rest starts a new one."""
        if self._target_is_mine or not self._library_name:
            return
        same_name = self._library_name.casefold().startswith(self._path.stem.casefold())
        belongs = self._mapping.kind == "interactions" or same_name or self._prefers_library
        _choose(self._target, not belongs)

    def _show_state(self) -> None:
        self._show_note()
        missing = self.missing_text()
        self._missing.setText(missing)
        self._missing_icon.setVisible(bool(missing) and self._reading is not None)
        self._import.setEnabled(self._reading is not None and not missing)
        self._import.setText(self._import_text())
        self._import.tint()
        self._table.setEnabled(self._reading is not None)
        for combo in (self._kind, self._header_line, self._quote):
            combo.setEnabled(self._reading is not None)
        self._guess.setVisible(self._reading is not None and self._reading.is_remembered)
        self._remember.setEnabled(self._reading is not None)
        rows = len(self._reading.preview.rows) if self._reading else 0
        self._preview_tab.setText(filled(self.tr("Preview (%1)"), count_text(rows)))
        kinds = self._rehearsal.kinds if self._rehearsal else None
        self._problems_tab.setText(
            filled(self.tr("Problems (%1)"), count_text(sum(kinds.values())))
            if kinds is not None
            else self.tr("Problems")
        )
        self._show_summary()

    def _import_text(self) -> str:
        """Return what the button does, with the number of rows once it is known."""
        if self._rehearsal is None or not self._rehearsal.ready:
            return self.tr("Import")
        return self.tr("Import %Ln rows", "", self._rehearsal.ready)

    def _show_summary(self) -> None:
        told = self._rehearsal
        if told is None:
            share = self._rehearsal_share
            is_under_way = self._reading is not None and share is not None
            self._summary.setText(
                filled(self.tr("Reading the whole file… %1"), percent_text(share or 0.0))
                if is_under_way
                else ""
            )
            return
        parts = [self.tr("%Ln rows ready", "", told.ready)]
        if told.with_problems:
            parts.append(self.tr("%Ln of them with problems", "", told.with_problems))
        if told.refused:
            parts.append(self.tr("%Ln rows left out", "", told.refused))
        if told.blank:
            parts.append(self.tr("%Ln blank", "", told.blank))
        text = " · ".join(parts)
        if not self._goes_into_new:
            text += "\n" + filled(
                self.tr("In this library: %1 new · %2 changed · %3 as they are"),
                count_text(told.new),
                count_text(told.changed),
                count_text(told.same),
            )
            if told.missing:
                text += " · " + self.tr("%Ln not in this file; they stay", "", told.missing)
        self._summary.setText(text)

    @property
    def _goes_into_new(self) -> bool:
        return bool(self._target.currentData())

    def _forget_rehearsal(self) -> None:
        self._rehearsal = None
        self._rehearsal_share = None
        self.problems.show_rehearsal(None)
        self._show_state()

    def _reconsider(self) -> None:
        """Read the file through again after a role or a choice was changed, once nothing more is changed."""
        self._forget_rehearsal()
        self._rehearse_timer.start()

    def _ask_rehearsal(self) -> None:
        reading = self.reading
        if reading is None or self.missing_text():
            return
        self._rehearsal_share = 0.0
        self._show_summary()
        self.rehearsal_requested.emit(reading, self._goes_into_new)

    def _show_numbers(self) -> None:
        """Say how a number that could be read in two ways is read, and offer the other way."""
        found = None
        if self._reading is not None:
            found = ambiguous_number(self._reading.preview, self._mapping, self.problems.choices.decimal)
        self._decimals.setVisible(found is not None)
        if found is not None:
            self._numbers.setText(
                filled(self.tr("“%1” is read as %2."), found.text, exact_number(found.value))
            )
            self._decimal.setText(filled(self.tr("Read it as %1"), exact_number(found.other)))

    def _turn_decimal(self) -> None:
        if self._reading is None:
            return
        choices = self.problems.choices
        found = ambiguous_number(self._reading.preview, self._mapping, choices.decimal)
        if found is not None:
            self.problems.choices = replace(choices, decimal=found.decimal)
            self._reconsider()

    def _show_note(self) -> None:
        self._show_numbers()
        if self._mapping.kind == "interactions":
            self._note.setText(
                self.tr(
                    "Reader and item id are required. Rows whose item is not in the library yet are kept for later."
                )
            )
        elif self._reading is not None and self._reading.is_remembered:
            self._note.setText(
                self.tr(
                    "The columns are those chosen the last time a file had this header. "
                    "Ids stay text, so 00123 stays 00123."
                )
            )
        else:
            self._note.setText(
                self.tr(
                    "Only the title is required. Columns that are not used are kept with the item. "
                    "Ids stay text, so 00123 stays 00123."
                )
            )

    def _request(self, wish: ReadingWish) -> None:
        self._is_reading = True
        self._rehearse_timer.stop()
        self.reading_requested.emit(replace(wish, uses_memory=self._uses_memory))

    def _quote_chosen(self) -> None:
        if self._reading is not None:
            dialect = replace(self._reading.dialect, quote=self._quote.currentData(), escape="")
            self._request(ReadingWish(self._path, kind=self._fixed_kind, dialect=dialect))

    def _sheet_chosen(self) -> None:
        self._mapping_is_mine = False
        self.problems.forget_rows()
        self._request(ReadingWish(self._path, self._fixed_kind, sheet=self._sheet.currentData()))

    def _guess_anew(self) -> None:
        self._uses_memory = False
        self._mapping_is_mine = False
        dialect = self._reading.dialect if self._reading else None
        self._request(ReadingWish(self._path, kind=self._fixed_kind, dialect=dialect))
        self._preview_tab.setFocus()

    def _ask_save(self) -> None:
        reading = self.reading
        if reading is None:
            return
        name, _filter = QFileDialog.getSaveFileName(
            self,
            self.tr("Save the rows left out"),
            f"{self._path.stem}-left-out.csv",
            self.tr("CSV files (*.csv)"),
        )
        if name:
            self.refused_save_requested.emit(reading, Path(name))

    def _kind_chosen(self) -> None:
        self._fixed_kind = self._kind.currentData()
        self._mapping_is_mine = False
        dialect = self._reading.dialect if self._reading else None
        self._request(ReadingWish(self._path, kind=self._fixed_kind, dialect=dialect))

    def _encoding_chosen(self) -> None:
        self._fixed_encoding = self._encoding.currentData()
        self._request(self._wish(keeps_mapping=True))

    def _delimiter_chosen(self) -> None:
        self._fixed_delimiter = self._delimiter.currentData()
        self._mapping_is_mine = False
        self._request(self._wish(keeps_mapping=False))

    def _header_chosen(self) -> None:
        if self._reading is not None:
            dialect = replace(self._reading.dialect, header_line=self._header_line.currentData())
            self._request(ReadingWish(self._path, kind=self._fixed_kind, dialect=dialect))

    def _wish(self, keeps_mapping: bool) -> ReadingWish:
        mapping = self._mapping if keeps_mapping and self._mapping_is_mine else None
        return ReadingWish(
            self._path, self._fixed_kind, self._fixed_encoding, self._fixed_delimiter, mapping=mapping
        )

    def _target_chosen(self) -> None:
        self._target_is_mine = True
        self._reconsider()

    def _role_chosen(self, column: int, role: str) -> None:
        self._mapping = with_role(self._mapping, column, role)
        self._mapping_is_mine = True
        self._show_roles()
        self._reconsider()

    def _ask_import(self) -> None:
        reading = self.reading
        if reading is not None and not self.missing_text():
            self._rehearse_timer.stop()
            self.import_requested.emit(reading, self._goes_into_new)
            self.accept()


class ProblemsModel(RowsModel[RowProblem]):
    """The problems of an import: line, column, value, reason."""

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (self.tr("Line"), self.tr("Column"), self.tr("Value"), self.tr("What is wrong"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return a cell as plain text."""
        if not index.isValid():
            return None
        problem = self.rows[index.row()]
        cells = (count_text(problem.line), problem.column, problem.value, reason_text(problem.reason))
        text = " ".join(cells[index.column()].split())
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(text)
        return None


class ImportReportDialog(QDialog):
    """What became of every record of a file, and the problems row by row."""

    undo_requested = Signal()

    def __init__(self, report: ImportReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._message = MessageBar()
        self.setWindowTitle(self.tr("Import report"))
        self._close = button(self.tr("Close"), kind="primary")
        self._save = button(self.tr("Save problems as CSV…"), "download")
        self._save.setEnabled(bool(report.problems))
        self._undo = button(self.tr("Undo the import"), "undo-2")
        self._undo.setEnabled(report.added + report.changed + report.items_added + report.items_changed > 0)
        self._undo.clicked.connect(self._ask_undo)
        self._close.clicked.connect(self.accept)
        self._save.clicked.connect(self._ask_save)
        self._lay_out()
        self.resize(880, 560 if report.problems else 320)

    def _lay_out(self) -> None:
        report = self._report
        tiles = QHBoxLayout()
        tiles.setSpacing(8)
        for number, text, role in (
            (report.imported, self.tr("imported"), "good"),
            (report.refused, self.tr("refused"), "warn" if report.refused else "text2"),
            (report.blank, self.tr("blank"), "text2"),
            (report.records, self.tr("records in the file"), "text2"),
        ):
            tiles.addWidget(Tile(count_text(number), text, role))
        changes = filled(
            self.tr("%1 added · %2 changed · %3 unchanged"),
            count_text(report.added),
            count_text(report.changed),
            count_text(report.unchanged),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(self.tr("What became of every record"), "detail-title"))
        layout.addWidget(self._message)
        layout.addLayout(tiles)
        layout.addWidget(label(changes, "body2"))
        if report.problems:
            layout.addWidget(section_label(self.tr("Problems")))
            layout.addWidget(self._problems_table(), 1)
        else:
            layout.addWidget(label(self.tr("Every record could be read. There were no problems."), "body2"))
            layout.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._save)
        foot.addWidget(self._undo)
        foot.addStretch(1)
        foot.addWidget(self._close)
        layout.addLayout(foot)

    def _ask_undo(self) -> None:
        self.undo_requested.emit()
        self.accept()

    def _problems_table(self) -> QTableView:
        table = QTableView()
        table.setModel(ProblemsModel(self._report.problems, self))
        table.setAccessibleName(self.tr("Problems"))
        prepare_table(table, PREVIEW_ROW_HEIGHT)
        keep_columns(table, {0: 80, 1: 140, 2: 240})
        table.horizontalHeader().setStretchLastSection(True)
        return table

    def _ask_save(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, self.tr("Save problems as CSV"), "problems.csv", self.tr("CSV files (*.csv)")
        )
        if not name:
            return
        try:
            save_problems(Path(name), self._report.problems)
        except OSError as error:
            self._message.show_message(
                "bad",
                self.tr("The problems could not be saved there."),
                system_text(error.strerror or "") or self.tr("Choose another folder."),
            )


class Tile(QFrame):
    """A number with what it counts."""

    def __init__(self, number: str, text: str, colour_role: str) -> None:
        super().__init__()
        self._colour_role = colour_role
        self.setProperty("role", "card")
        self._number = label(number, "page-title")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(0)
        layout.addWidget(self._number)
        layout.addWidget(label(text, "meta"))
        theme_signals.theme_changed.connect(self.tint)
        self.tint()

    def tint(self) -> None:
        """Give the number its colour in the theme now in use."""
        palette = self._number.palette()
        colour: str = getattr(current_tokens(), self._colour_role)
        palette.setColor(self._number.foregroundRole(), QColor(colour))
        self._number.setPalette(palette)


def _choose(combo: QComboBox, value: object) -> None:
    index = combo.findData(value)
    if index >= 0:
        combo.setCurrentIndex(index)
