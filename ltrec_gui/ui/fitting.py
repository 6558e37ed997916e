"""What makes do with the width there is: lines that break between widgets, check boxes and lists that show all."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLayout,
    QLayoutItem,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionFocusRect,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.ui.widgets import plain_tooltip

TALL = 10_000  # pixels; more than any text needs
ITEM_PADDING = 32  # of the items of an opened list, with its scroll bar


class FlowLayout(QLayout):
    """Lays its widgets out in lines, as words in a text: a new line begins where one has no room for the next.

    What is left of a line goes to the items that want it: those that expand, such as a field or a stretch between.
    """

    def __init__(self, gap: int = 4, is_bottom_aligned: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._is_bottom_aligned = is_bottom_aligned
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more item."""
        self._items.append(item)

    def add_stretch(self) -> None:
        """Push what follows to the right edge of the line it is in."""
        self.addItem(_Stretch())

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    # Qt asks for places beyond the last to find the end, and wants None there.
    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return the item at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no room that is not needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return True: the narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        margins = self.contentsMargins()
        room = QRect(0, 0, width - margins.left() - margins.right(), 0)
        return self._arranged(room, is_trial=True) + margins.top() + margins.bottom()

    def setGeometry(self, rect: QRect) -> None:
        """Put every widget in its place."""
        super().setGeometry(rect)
        self._arranged(rect.marginsRemoved(self.contentsMargins()), is_trial=False)

    def sizeHint(self) -> QSize:
        """Return what is needed at least."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the widest widget."""
        sizes = [item.minimumSize() for item in self._shown()]
        margins = self.contentsMargins()
        return QSize(
            max((size.width() for size in sizes), default=0) + margins.left() + margins.right(),
            max((size.height() for size in sizes), default=0) + margins.top() + margins.bottom(),
        )

    def _shown(self) -> list[QLayoutItem]:
        # A widget all of whose parts are hidden asks for no width, and gets no gap.
        return [
            item
            for item in self._items
            if isinstance(item, _Stretch) or (not item.isEmpty() and item.sizeHint().width() > 0)
        ]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Divide what is shown into lines; a stretch goes with what follows it, and needs no gap of its own."""
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            if isinstance(item, _Stretch):
                lines[-1].append(item)
                continue
            needed = _room_for(item, width).width()
            if used and used + self._gap + needed > width:
                lines.append([lines[-1].pop()] if isinstance(lines[-1][-1], _Stretch) else [])
                used = 0
            used += needed + (self._gap if used else 0)
            lines[-1].append(item)
        return lines

    def _arranged(self, rect: QRect, is_trial: bool) -> int:
        """Return the height of all lines in a width, and unless this is a trial put the widgets there."""
        top = rect.top()
        for number, line in enumerate(self._lines(rect.width())):
            top += self._gap if number else 0
            height = max((_room_for(item, rect.width()).height() for item in line), default=0)
            if not is_trial:
                self._put(line, QRect(rect.left(), top, rect.width(), height))
            top += height
        return top - rect.top()

    def _put(self, line: list[QLayoutItem], place: QRect) -> None:
        """Put one line into its place: what can be as high as the line is, all else is in the middle or at the foot."""
        shown = [item for item in line if not isinstance(item, _Stretch)]
        used = sum(_room_for(item, place.width()).width() for item in shown) + self._gap * max(
            len(shown) - 1, 0
        )
        left_over = max(place.width() - used, 0)
        # A stretch comes before fields: it is what says where the room is to go.
        wanting: list[QLayoutItem] = [item for item in line if isinstance(item, _Stretch)] or [
            item for item in line if item.expandingDirections() & Qt.Orientation.Horizontal
        ]
        x = place.left()
        for item in line:
            extra = left_over // len(wanting) if item in wanting else 0
            if isinstance(item, _Stretch):
                x += extra
                continue
            size = _room_for(item, place.width())
            width = min(size.width() + extra, place.width(), item.maximumSize().width())
            height = min(max(size.height(), place.height()), item.maximumSize().height())
            free = place.height() - height
            top = place.top() + (free if self._is_bottom_aligned else free // 2)
            item.setGeometry(QRect(QPoint(x, top), QSize(width, height)))
            x += width + self._gap


def _room_for(item: QLayoutItem, width: int) -> QSize:
    """Return the size an item asks for, made narrower where there is no more width, and then higher if that helps."""
    hint = item.sizeHint()
    if hint.width() <= width:
        return hint
    return QSize(width, item.heightForWidth(width) if item.hasHeightForWidth() else hint.height())


class _Stretch(QLayoutItem):
    """Room between two widgets of a line."""

    def sizeHint(self) -> QSize:
        """Return that nothing is needed."""
        return QSize(0, 0)

    def minimumSize(self) -> QSize:
        """Return that nothing is needed."""
        return QSize(0, 0)

    def maximumSize(self) -> QSize:
        """Return that nothing is too much."""
        return QSize(TALL, TALL)

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it is the width that is wanted."""
        return Qt.Orientation.Horizontal

    def setGeometry(self, rect: QRect) -> None:
        """Take any place: there is nothing to show."""

    def geometry(self) -> QRect:
        """Return no place."""
        return QRect()

    def isEmpty(self) -> bool:
        """Return True: it shows nothing."""
        return True


def under_each_other(*parts: QWidget) -> QWidget:
    """Return a widget that holds a name and its field, or more, one below the other."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for part in parts:
        column.addWidget(part)
    return made


class WrappingCheckBox(QCheckBox):
    """A check box whose text goes on in further lines where one has no room for it."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Return True: the narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        usual = super().sizeHint()
        if width >= usual.width():
            return usual.height()
        more = self._text_rect(width).height() - self.fontMetrics().height()
        return usual.height() + max(more, 0)

    def minimumSizeHint(self) -> QSize:
        """Return the room for the longest word, in one line."""
        words = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(self._indent() + words + 2, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box beside the first line."""
        if self.width() >= super().sizeHint().width():
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        text = self._text_rect(self.width())
        text.moveTop((self.height() - text.height()) // 2)
        style, elements = self.style(), QStyle.PrimitiveElement
        box = style.subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        box.moveTop(text.top() + (self.fontMetrics().height() - box.height()) // 2)
        option.rect = box
        style.drawPrimitive(elements.PE_IndicatorCheckBox, option, painter, self)
        flags = (
            int(Qt.AlignmentFlag.AlignLeft)
            | int(Qt.TextFlag.TextWordWrap)
            | int(Qt.TextFlag.TextShowMnemonic)
        )
        style.drawItemText(
            painter, text, flags, self.palette(), self.isEnabled(), self.text(), QPalette.ColorRole.WindowText
        )
        if self.hasFocus() and option.state & QStyle.StateFlag.State_KeyboardFocusChange:
            ring = QStyleOptionFocusRect()
            ring.initFrom(self)
            ring.rect = text.adjusted(-2, -1, 2, 1)
            style.drawPrimitive(elements.PE_FrameFocusRect, ring, painter, self)
        painter.end()

    def hitButton(self, position: QPoint) -> bool:
        """Take a click on any of the lines."""
        return self.rect().contains(position)

    def _indent(self) -> int:
        style, metrics = self.style(), QStyle.PixelMetric
        width = style.pixelMetric(metrics.PM_IndicatorWidth, None, self)
        return width + style.pixelMetric(metrics.PM_CheckBoxLabelSpacing, None, self)

    def _text_rect(self, width: int) -> QRect:
        room = QRect(0, 0, max(width - self._indent() - 2, 1), TALL)
        rect = self.fontMetrics().boundingRect(
            room, int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextShowMnemonic), self.text()
        )
        return QRect(self._indent(), 0, room.width(), rect.height())


class ChoiceBox(QComboBox):
    """A list to choose from: what is chosen ends in an ellipsis where it has no room, and the tooltip has all of it.

    The opened list is as wide as its longest entry. A tooltip that is set stays below the text.
    """

    def __init__(self) -> None:
        super().__init__()
        self._told = ""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.currentTextChanged.connect(self._tell_all)

    def setToolTip(self, text: str) -> None:
        """Keep what is told of the list, for where it has to be told with the text."""
        self._told = text
        self._tell_all()

    def minimumSizeHint(self) -> QSize:
        """Give way to a few letters."""
        hint = super().minimumSizeHint()
        few = self.fontMetrics().averageCharWidth() * 12 + 48
        return QSize(min(hint.width(), few), hint.height())

    def is_elided(self) -> bool:
        """Whether a part of what is chosen does not fit."""
        return self.fontMetrics().horizontalAdvance(self.currentText()) > self._field().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box with as much of the text as it has room for."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, self._field().width()
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def showPopup(self) -> None:
        """Open the list as wide as its longest entry."""
        view = self.view()
        screen = self.screen().availableGeometry().width()
        view.setMinimumWidth(min(view.sizeHintForColumn(0) + ITEM_PADDING, screen))
        super().showPopup()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell all of the text where it has no room any more."""
        super().resizeEvent(event)
        self._tell_all()

    def changeEvent(self, event: QEvent) -> None:
        """Look anew at another size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._tell_all()

    def _field(self) -> QRect:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )

    def _tell_all(self) -> None:
        said = plain_tooltip(self.currentText()) if self.is_elided() else ""
        super().setToolTip("<br>".join(filter(None, (said, self._told))))
