"""The list of briefs under their selector: typed into, gone through by arrow, opened by Enter."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.briefs import BriefEntry
from ltrec_gui.ui.briefs_bar import counts_of
from ltrec_gui.ui.icons import icon
from ltrec_gui.ui.theme import current_tokens, font_of
from ltrec_gui.ui.widgets import label
from ltrec_gui.ui.wording import relative_time

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
LEAST_WIDTH = 360
MOST_ROWS = 8
LEAST_ROWS = 2
PADDING = 8
STEPS: dict[int, int] = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: MOST_ROWS,
    Qt.Key.Key_PageUp: -MOST_ROWS,
}

Index = QModelIndex | QPersistentModelIndex


class BriefsModel(QAbstractListModel):
    """The briefs that hold all words typed, in name or text."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[BriefEntry, ...] = ()
        self._shown: list[BriefEntry] = []
        self._needle = ""

    def set_entries(self, entries: Sequence[BriefEntry]) -> None:
        """Offer these briefs."""
        self._all = tuple(entries)
        self._sift()

    def set_needle(self, needle: str) -> None:
        """Show only what holds all words of `needle`."""
        self._needle = needle.casefold()
        self._sift()

    def entry(self, row: int) -> BriefEntry:
        """Return the brief in a row; raise IndexError outside the list."""
        return self._shown[row]

    def row_of(self, brief_id: int | None) -> int:
        """Return the row of a brief, -1 where it is not shown."""
        return next((row for row, entry in enumerate(self._shown) if entry.brief_id == brief_id), -1)

    @property
    def is_empty(self) -> bool:
        """Whether there is no brief at all, whatever is typed."""
        return not self._all

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many briefs are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return name, record, or what a screen reader says of a brief."""
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        entry = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name_of(entry)
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.name_of(entry)}, {self.facts_of(entry)}"
        return None

    def name_of(self, entry: BriefEntry) -> str:
        """Return how a brief is called."""
        return entry.name or self.tr("Without a text")

    def facts_of(self, entry: BriefEntry) -> str:
        """Return in one line when a brief was used last and what came of it."""
        parts = [] if entry.is_saved else [self.tr("not saved")]
        counts = counts_of(entry)
        return " · ".join([*parts, relative_time(entry.used_at), *([counts] if counts else [])])

    def _sift(self) -> None:
        words = self._needle.split()
        self.beginResetModel()
        self._shown = [
            entry
            for entry in self._all
            if all(word in f"{entry.name}\n{entry.text}".casefold() for word in words)
        ]
        self.endResetModel()


class BriefDelegate(QStyledItemDelegate):
    """Paints a brief in two lines: its name, and when it was used last with what came of it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        plain.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, plain.widget)
        entry, model = index.data(ENTRY_ROLE), index.model()
        if not isinstance(entry, BriefEntry) or not isinstance(model, BriefsModel):
            return
        tokens = current_tokens()
        upper, lower = QFontMetrics(font_of("body-strong")), QFontMetrics(font_of("meta"))
        room = option.rect.adjusted(PADDING, PADDING // 2, -PADDING, -PADDING // 2)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
        painter.save()
        for area, font, metrics, colour, text in (
            (
                QRect(room.left(), room.top(), room.width(), upper.height()),
                font_of("body-strong"),
                upper,
                tokens.text,
                model.name_of(entry),
            ),
            (
                QRect(room.left(), room.bottom() - lower.height() + 1, room.width(), lower.height()),
                font_of("meta"),
                lower,
                tokens.text2,
                model.facts_of(entry),
            ),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(
                area, flags, metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
            )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give two lines room."""
        heights = QFontMetrics(font_of("body-strong")).height() + QFontMetrics(font_of("meta")).height()
        return QSize(80, heights + 2 * PADDING)


class BriefPicker(QFrame):
    """A field to search with, and the briefs found; it closes by itself when the editor goes elsewhere."""

    opened = Signal(int)  # the number of a brief
    deletion_requested = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "picker")
        self.model = BriefsModel()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(BriefDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self._none = label("", "body2", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._none)
        self._hint = label("", "meta", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        for widget in (self.search, self._stack, self._hint):
            column.addWidget(widget)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._searched)
        self.list.clicked.connect(self._open)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._offer_acts)
        self.retranslate()

    def show_entries(self, entries: Sequence[BriefEntry], current_id: int | None) -> None:
        """Offer these briefs, the one with `current_id` chosen; one that is gone leaves the choice in its place."""
        row = self.list.currentIndex().row()
        self.model.set_entries(entries)
        found = self.model.row_of(current_id)
        self._choose(found if found >= 0 or current_id is None else row)
        self._fit()

    @property
    def chosen_id(self) -> int | None:
        """The number of the brief chosen in the list, None where there is none."""
        row = self.list.currentIndex().row()
        return self.model.entry(row).brief_id if row >= 0 else None

    def open_under(self, anchor: QWidget) -> None:
        """Show the list under what opens it, with nothing typed."""
        self.search.clear()
        self._fit()
        self.move(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self.search.setPlaceholderText(self.tr("Find a brief…"))
        self.search.setAccessibleName(self.tr("Find a brief"))
        self.list.setAccessibleName(self.tr("Briefs"))
        self._hint.setText(self.tr("↑ ↓ choose, Enter opens, Del deletes, Esc closes"))
        self._say_none()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that the list is gone."""
        super().hideEvent(event)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go through the list by arrow while typing, open by Enter, delete by Delete."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key in STEPS:
            self._choose(self.list.currentIndex().row() + STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.list.currentIndex())
        elif key == Qt.Key.Key_Delete and self._has_nothing_to_delete():
            self._delete(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def _searched(self, needle: str) -> None:
        self.model.set_needle(needle)
        self._choose(0)
        self._say_none()

    def _choose(self, row: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            self.list.setCurrentIndex(self.model.index(min(max(row, 0), last), 0))

    def _open(self, index: Index) -> None:
        if index.isValid():
            brief_id = self.model.entry(index.row()).brief_id
            self.hide()
            self.opened.emit(brief_id)

    def _has_nothing_to_delete(self) -> bool:
        """Return whether Delete says nothing to the text typed: its key is the brief's then."""
        field = self.search
        return not field.hasSelectedText() and field.cursorPosition() == len(field.text())

    def _delete(self, index: Index) -> None:
        if index.isValid():
            self.deletion_requested.emit(self.model.entry(index.row()).brief_id)

    def _offer_acts(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        if not index.isValid():
            return
        self.list.setCurrentIndex(index)
        menu = QMenu(self)
        menu.addAction(self.tr("Open"), lambda: self._open(index))
        menu.addAction(icon("trash-2"), self.tr("Delete the brief"), lambda: self._delete(index))
        menu.popup(self.list.viewport().mapToGlobal(place))

    def _say_none(self) -> None:
        self._none.setText(
            self.tr("No brief yet. Each list you ask for is kept here with its brief.")
            if self.model.is_empty
            else self.tr("No brief holds these words.")
        )
        self._stack.setCurrentWidget(self.list if self.model.rowCount() else self._none)

    def _fit(self) -> None:
        """Give the list the height of its rows, within reason."""
        self._say_none()
        row_height = BriefDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
        rows = min(max(self.model.rowCount(), LEAST_ROWS), MOST_ROWS)
        self._stack.setFixedHeight(rows * row_height + 4)
        anchor = self.parentWidget()
        self.setFixedWidth(max(LEAST_WIDTH, anchor.width() if anchor is not None else 0))
        self.adjustSize()
