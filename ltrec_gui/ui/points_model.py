"""What a chart shows, as a table: every item with rank, popularity, segment, region and marks, made when looked at."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ltrec_gui.pipeline.map_catalogue import CatalogueMap
from ltrec_gui.ui.table_look import BadgeRole, Index
from ltrec_gui.ui.theme import segment_tone
from ltrec_gui.ui.widgets import plain_tooltip
from ltrec_gui.ui.wording import count_text, percent_text, popularity_text, segment_name


class Column(IntEnum):
    """The columns, from left to right."""

    RANK = 0
    TITLE = 1
    POPULARITY = 2
    CARRIED = 3
    SEGMENT = 4
    REGION = 5
    MARKS = 6


NUMBERS = (Column.RANK, Column.POPULARITY, Column.CARRIED)


class PointsModel(QAbstractTableModel):
    """Items of a catalogue by position; a row is put into words only once it is looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._map: CatalogueMap | None = None
        self._rows: Sequence[int] = ()
        self._marks: dict[int, str] = {}

    def show(self, shown: CatalogueMap | None, rows: Sequence[int], marks: dict[int, str]) -> None:
        """Show these positions in this order; `marks` says in words what an item is marked as."""
        self.beginResetModel()
        self._map, self._rows, self._marks = shown, rows, marks
        self.endResetModel()

    def position(self, row: int) -> int:
        """Return the position of the item in a row."""
        return int(self._rows[row])

    def row_of(self, position: int) -> int:
        """Return the row of an item, -1 where it is not in the table."""
        return next((row for row, each in enumerate(self._rows) if each == position), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Return the name of a column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section))
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self.name_of(Column(section))

    def name_of(self, column: Column) -> str:
        """Return the name of a column, in the language now in use."""
        return {
            Column.RANK: self.tr("Rank"),
            Column.TITLE: self.tr("Title"),
            Column.POPULARITY: self.tr("Popularity"),
            Column.CARRIED: self.tr("Carried so far"),
            Column.SEGMENT: self.tr("Segment"),
            Column.REGION: self.tr("Region"),
            Column.MARKS: self.tr("Marked as"),
        }[column]

    def longest(self, column: Column) -> tuple[str, str]:
        """Return the name of a column of numbers, and the longest number in it."""
        numbers = {
            Column.RANK: count_text(self._map.item_count) if self._map is not None else "",
            Column.POPULARITY: popularity_text(float(self._map.counts.max()))
            if self._map is not None and self._map.item_count and self._map.source != "none"
            else "",
            Column.CARRIED: percent_text(1.0, 1),
        }
        return self.name_of(column), numbers.get(column, "")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.AlignmentFlag | None:
        """Return a cell."""
        if not index.isValid() or self._map is None:
            return None
        column = Column(index.column())
        position = self.position(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(self._map, position, column)
        if role == Qt.ItemDataRole.ToolTipRole and column == Column.TITLE:
            return plain_tooltip(self._map.titles[position])
        if role == BadgeRole and column == Column.SEGMENT:
            return segment_tone(self._map.segment(position))
        return None

    def _cell(self, shown: CatalogueMap, position: int, column: Column) -> str:
        match column:
            case Column.RANK:
                return count_text(int(shown.ranks[position])) if shown.source != "none" else ""
            case Column.TITLE:
                return shown.titles[position]
            case Column.POPULARITY:
                return popularity_text(float(shown.counts[position])) if shown.source != "none" else ""
            case Column.CARRIED:
                place = int(shown.tail.places[position])
                return (
                    percent_text(shown.tail.share_to(place), 1)
                    if place >= 0 and shown.source != "none"
                    else ""
                )
            case Column.SEGMENT:
                return segment_name(shown.segment(position))
            case Column.REGION:
                return shown.region_of(position)
            case _:
                return self._marks.get(position, "")


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
