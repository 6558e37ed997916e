"""How tables look and behave everywhere: whole rows, air beside the text, segments as badges, no cell cursor."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ltrec_gui.ui.theme import current_tokens, font_of, row_height, scaled, theme_signals
from ltrec_gui.ui.widgets import plain_tooltip

ROW_HEIGHT = 34
CELL_PADDING = 8
ARROW_WIDTH = 20
PAGE_MARGINS = 48  # left and right of a table, with its scroll bar
LEAST_ROOM = 400
# A cell may ask for a badge in the colours of a token pair: "tail", "accent", "good", "bad", "warn" or "surface2".
BadgeRole = int(Qt.ItemDataRole.UserRole) + 20
StrikeRole = int(Qt.ItemDataRole.UserRole) + 21

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class RowsModel(QAbstractTableModel, Generic[Row]):
    """A table over rows held in memory; a subclass names the columns and gives the cells."""

    def __init__(self, rows: Sequence[Row] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = tuple(rows)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in the order shown."""
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns, in the language now in use."""
        raise NotImplementedError

    def column_alignment(self, column: int) -> Qt.AlignmentFlag:
        """Return how a column is aligned: to the left unless a subclass says otherwise."""
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.column_names())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Return the name of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.column_alignment(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self.column_names()[section])
        return self.column_names()[section] if role == Qt.ItemDataRole.DisplayRole else None


def prepare_table(table: QTableView, usual_height: int = ROW_HEIGHT) -> None:
    """Give a table fixed rows, whole-row selection and the common delegate."""
    table.setItemDelegate(CellDelegate(table))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    rows = table.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    _RowHeight(table, usual_height)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)


class _RowHeight(QObject):
    """Keeps the rows of a table as high as the size of text and the density ask for."""

    def __init__(self, table: QTableView, usual: int) -> None:
        super().__init__(table)
        self._rows = table.verticalHeader()
        self._usual = usual
        theme_signals.theme_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Take the height of now."""
        height = row_height(self._usual)
        self._rows.setMinimumSectionSize(height)
        self._rows.setDefaultSectionSize(height)


def fit_columns(
    table: QTableView, page_width: int, fixed: Mapping[int, int], shares: Mapping[int, float]
) -> None:
    """Give columns their `fixed` pixels and the others their share (0..1) of what is left of a page.

    A fixed width is that at the usual size of text; no column is narrower than its name, and what then has no room
    beside the others is scrolled to. Another size of text or another language fits them anew.
    """
    keeper = table.findChild(_ColumnWidths)
    if not isinstance(keeper, _ColumnWidths):
        keeper = _ColumnWidths(table)
    keeper.fit(page_width, fixed, shares)


def keep_columns(table: QTableView, widths: Mapping[int, int]) -> None:
    """Give columns these pixels at the usual size of text, and no less than their names need at any size."""
    fit_columns(table, 0, widths, {})


class _ColumnWidths(QObject):
    """Keeps the columns of a table as wide as the size of text and their names ask for."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._page_width = 0
        self._fixed: Mapping[int, int] = {}
        self._shares: Mapping[int, float] = {}
        theme_signals.theme_changed.connect(self._follow)
        table.horizontalHeader().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._follow()
        return False

    def fit(self, page_width: int, fixed: Mapping[int, int], shares: Mapping[int, float]) -> None:
        """Take over what is wanted."""
        self._page_width, self._fixed, self._shares = page_width, fixed, shares
        self._follow()

    def _follow(self) -> None:
        table = self._table
        widths = {at: max(scaled(width), name_width(table, at)) for at, width in self._fixed.items()}
        room = max(LEAST_ROOM, self._page_width - PAGE_MARGINS - sum(widths.values()))
        widths |= {at: max(int(room * share), name_width(table, at)) for at, share in self._shares.items()}
        for column, width in widths.items():
            table.setColumnWidth(column, width)


def name_width(table: QTableView, column: int) -> int:
    """Return how wide a column must be for its name to be whole, with the arrow of its order where it can have one."""
    header = table.horizontalHeader()
    name = table.model().headerData(column, Qt.Orientation.Horizontal)
    arrow = ARROW_WIDTH if header.isSortIndicatorShown() else 0
    return header.fontMetrics().horizontalAdvance(str(name or "")) + 2 * CELL_PADDING + 2 + arrow


class CellDelegate(QStyledItemDelegate):
    """Paints one line of text, or a badge, with air on both sides and a thin line below."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Ask for the row height in use."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * CELL_PADDING, row_height(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint background, line, and text or badge."""
        tokens = current_tokens()
        rect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.accent_bg))
        painter.setPen(QColor(tokens.surface2))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if text:
            badge = index.data(BadgeRole)
            if badge:
                self._paint_badge(painter, option, str(text), str(badge))
            else:
                self._paint_text(painter, option, str(text), index)
        painter.restore()

    def _paint_text(self, painter: QPainter, option: QStyleOptionViewItem, text: str, index: Index) -> None:
        tokens = current_tokens()
        is_enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        brush = index.data(Qt.ItemDataRole.ForegroundRole)
        colour = brush.color() if isinstance(brush, QBrush) else brush
        painter.setPen(
            colour if isinstance(colour, QColor) else QColor(tokens.text if is_enabled else tokens.text3)
        )
        font = index.data(Qt.ItemDataRole.FontRole) or option.font
        if index.data(StrikeRole):
            font = type(font)(font)
            font.setStrikeOut(True)
        painter.setFont(font)
        place = option.rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        flags = Qt.AlignmentFlag(alignment) if alignment is not None else Qt.AlignmentFlag.AlignLeft
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, flags | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _paint_badge(self, painter: QPainter, option: QStyleOptionViewItem, text: str, tone: str) -> None:
        tokens = current_tokens()
        font = font_of("meta")
        metrics = QFontMetrics(font)
        width = min(metrics.horizontalAdvance(text) + 16, option.rect.width() - 2 * CELL_PADDING)
        height = metrics.height() + 4
        top = option.rect.center().y() - height / 2 + 1
        place = QRectF(option.rect.left() + CELL_PADDING, top, width, height)
        ground: str = tokens.surface2 if tone == "surface2" else getattr(tokens, f"{tone}_bg")
        ink: str = tokens.text2 if tone == "surface2" else getattr(tokens, tone)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, height / 2, height / 2)
        painter.setPen(QColor(ink))
        painter.setFont(font)
        painter.drawText(
            place,
            Qt.AlignmentFlag.AlignCenter,
            metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width) - 8),
        )
