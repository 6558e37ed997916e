"""The catalogue as a table of any length: rows are asked for in pages and kept while they are near."""

from collections import OrderedDict
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from ltrec_gui.pipeline.browse import TAIL_FIRST, CataloguePage, CatalogueQuery, CatalogueRow
from ltrec_gui.ui.table_look import BadgeRole
from ltrec_gui.ui.theme import segment_tone
from ltrec_gui.ui.widgets import plain_tooltip
from ltrec_gui.ui.wording import popularity_text, segment_name

PAGE_ROWS = 200
PAGES_KEPT = 24
PAGES_ASKED_AT_ONCE = 2
RowRole = int(Qt.ItemDataRole.UserRole) + 1
PLACEHOLDER = "…"

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, from left to right."""

    TITLE = 0
    AUTHOR = 1
    YEAR = 2
    POPULARITY = 3
    SEGMENT = 4


SORT_KEYS = {
    Column.TITLE: "title",
    Column.AUTHOR: "author",
    Column.YEAR: "year",
    Column.POPULARITY: "popularity",
    Column.SEGMENT: TAIL_FIRST,
}


class ItemTableModel(QAbstractTableModel):
    """Rows of the catalogue; `page_requested` asks for what is looked at, `show_page` brings it."""

    page_requested = Signal(object)
    total_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._query = CatalogueQuery(limit=PAGE_ROWS)
        self._shown_query: CatalogueQuery | None = None
        self._total = 0
        self._pages: OrderedDict[int, tuple[CatalogueRow, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._wanted: list[int] = []
        # data() is called while painting: pages are asked for afterwards, the last seen first.
        self._ask_timer = QTimer(self)
        self._ask_timer.setSingleShot(True)
        self._ask_timer.setInterval(0)
        self._ask_timer.timeout.connect(self._ask)

    @property
    def query(self) -> CatalogueQuery:
        """What the table is to show, from its first row."""
        return self._query

    @property
    def total(self) -> int:
        """How many rows the shown query has."""
        return self._total

    @property
    def has_answer(self) -> bool:
        """Whether the rows shown are those of the present query."""
        return self._shown_query == self._query

    def set_query(self, query: CatalogueQuery) -> None:
        """Ask for another set of rows; the old ones stay until the first page of the new ones is here."""
        self._query = replace(query, offset=0, limit=PAGE_ROWS)
        self._asked.clear()
        self._wanted = [0]
        self._ask_timer.start()

    def reload(self) -> None:
        """Ask again for the rows shown, because the library changed."""
        self._shown_query = None
        self.set_query(self._query)

    def clear(self) -> None:
        """Forget all rows, because another library is opened."""
        self.beginResetModel()
        self._pages.clear()
        self._asked.clear()
        self._wanted.clear()
        self._shown_query = None
        self._total = 0
        self._query = CatalogueQuery(limit=PAGE_ROWS)
        self.endResetModel()
        self.total_changed.emit(0)

    def show_page(self, page: CataloguePage) -> None:
        """Take a page that was asked for; one of an older query is left aside."""
        base = replace(page.query, offset=0, limit=PAGE_ROWS)
        if base != self._query:
            return
        number = page.query.offset // PAGE_ROWS
        self._asked.discard(number)
        if base != self._shown_query or page.total != self._total:
            self._start_over(base, page.total)
        self._pages[number] = page.rows
        self._pages.move_to_end(number)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        if page.rows:
            first = number * PAGE_ROWS
            last = min(first + len(page.rows), self._total) - 1
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))
        if self._wanted:
            self._ask_timer.start()

    def page_failed(self) -> None:
        """Take note that pages asked for will not come, so that they are asked for when looked at again."""
        self._asked.clear()

    def row(self, number: int) -> CatalogueRow | None:
        """Return the row `number`, None while its page is not here; the page is then asked for."""
        page, offset = divmod(number, PAGE_ROWS)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return None
        self._pages.move_to_end(page)
        return rows[offset] if offset < len(rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many rows there are in all."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        """Return the name of a column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section))
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return (
            self.tr("Title"),
            self.tr("Author"),
            self.tr("Year"),
            self.tr("Popularity"),
            self.tr("Segment"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a cell shows; a placeholder while its page is under way."""
        if not index.isValid():
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        row = self.row(index.row())
        if row is None:
            return PLACEHOLDER if role == Qt.ItemDataRole.DisplayRole and column == Column.TITLE else None
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell_text(row, column)
        if role == RowRole:
            return row
        if role == BadgeRole and column == Column.SEGMENT:
            return segment_tone(row.segment)
        if role == Qt.ItemDataRole.ToolTipRole and column in (Column.TITLE, Column.AUTHOR):
            return plain_tooltip(_cell_text(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole and column == Column.TITLE:
            return ", ".join(text for text in (_cell_text(row, each) for each in Column) if text)
        return None

    def _start_over(self, query: CatalogueQuery, total: int) -> None:
        self.beginResetModel()
        self._pages.clear()
        self._wanted.clear()
        self._shown_query = query
        self._total = total
        self.endResetModel()
        self.total_changed.emit(total)

    def _want(self, page: int) -> None:
        if page in self._asked or self._shown_query != self._query:
            return
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted = [*self._wanted, page][-PAGES_ASKED_AT_ONCE:]
        self._ask_timer.start()

    def _ask(self) -> None:
        while self._wanted and len(self._asked) < PAGES_ASKED_AT_ONCE:
            page = self._wanted.pop()
            self._asked.add(page)
            self.page_requested.emit(replace(self._query, offset=page * PAGE_ROWS))


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = (
        Qt.AlignmentFlag.AlignRight
        if column in (Column.YEAR, Column.POPULARITY)
        else Qt.AlignmentFlag.AlignLeft
    )
    return side | Qt.AlignmentFlag.AlignVCenter


def _cell_text(row: CatalogueRow, column: Column) -> str:
    item = row.item
    if column == Column.TITLE:
        return item.title
    if column == Column.AUTHOR:
        return item.author
    if column == Column.YEAR:
        return str(item.year) if item.year is not None else ""
    if column == Column.POPULARITY:
        return "" if item.popularity is None and row.popularity == 0 else popularity_text(row.popularity)
    return segment_name(row.segment)
