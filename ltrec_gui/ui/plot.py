"""What chart and map share: drawing at any size, pictures of it as files, a card beside the mouse, a focus ring."""

from abc import abstractmethod

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QSizePolicy, QWidget

from ltrec_gui.recommend.raster import Colour
from ltrec_gui.ui.announcing import announce
from ltrec_gui.ui.theme import current_tokens, font_of, scaled, theme_signals

PICTURE_RATIO = 2.0  # pixels of a PNG for one of the window
DRAG_PIXELS = 4  # a press that moves less is a click
REACH = 14.0  # pixels from the mouse within which an item is meant
CARD_PADDING, CARD_GAP = 8.0, 12.0
RING = 2.0
LEAST_HEIGHT = 264  # at the usual size of text: words above and below, and something to be seen between them

# The marks of items, by what they are: (token, shape); what comes later is drawn above what comes before.
MARKS = {
    "rest": ("text3", "dot"),
    "tail": ("tail", "dot"),
    "slate": ("accent", "ring"),
    "shelf": ("good", "diamond"),
    "seed": ("bad", "hollow"),
    "near": ("text2", "dot"),
    "chosen": ("accent", "target"),
}
MARK_SIZE = 5.0


class Plot(QWidget):
    """One picture that can be walked through by keys; a subclass draws it and says what lies where."""

    item_pointed = Signal(int)  # position of the item under the mouse, -1: none
    item_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.hovered: int | None = None
        self._mouse = QPointF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._base: QPixmap | None = None  # all but what follows mouse and focus, as it was drawn last
        self._follow_theme()
        theme_signals.theme_changed.connect(self._follow_theme)

    def sizeHint(self) -> QSize:
        """Ask for no more than is needed: what is left of the window comes by itself."""
        return self.minimumSize()

    def _follow_theme(self) -> None:
        self.setMinimumSize(scaled(280), scaled(LEAST_HEIGHT))
        self.renew()

    def renew(self) -> None:
        """Draw everything anew: what is shown has changed, and not only where the mouse is."""
        self._base = None
        self.update()

    @abstractmethod
    def draw(self, painter: QPainter, size: QSizeF, ratio: float) -> None:
        """Draw all but what follows mouse and focus, into a picture of this size."""

    @abstractmethod
    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Show less of it, larger, or more; what lies at `around` stays there: if None the cursor, or the middle."""

    @abstractmethod
    def look_further(self, across: int, down: int) -> None:
        """Move the view by one step of a key: to the right (1), the left (-1), down (1) or up (-1)."""

    @abstractmethod
    def show_all(self) -> None:
        """Show everything."""

    @abstractmethod
    def card_of(self, position: int) -> tuple[str, str]:
        """Return what is said of an item beside the mouse: its title, and one line more."""

    def png(self, ratio: float = PICTURE_RATIO) -> bytes:
        """Return the picture as it is shown, as a PNG of `ratio` pixels for each of the window."""
        image = QImage((QSizeF(self.size()) * ratio).toSize(), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(current_tokens().surface))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, QSizeF(self.size()), ratio)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        # The binding takes text here, whatever its type stub says.
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def svg(self) -> bytes:
        """Return the picture as it is shown, as an SVG; what is made of points alone stays a raster in it."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        # Fonts are measured in points of the screen.
        generator.setResolution(self.logicalDpiY())
        generator.setSize(self.size())
        generator.setViewBox(QRect(0, 0, self.width(), self.height()))
        generator.setTitle(self.accessibleName())
        painter = QPainter(generator)
        painter.fillRect(self.rect(), QColor(current_tokens().surface))
        self.draw(painter, QSizeF(self.size()), PICTURE_RATIO)
        painter.end()
        buffer.close()
        return bytes(content.data())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, then what follows mouse and focus."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._drawn())
        self.draw_over(painter)
        if self.hovered is not None:
            draw_card(painter, self._mouse, QRectF(self.rect()), *self.card_of(self.hovered))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        has_ring = self.hasFocus()
        painter.setPen(QPen(QColor(tokens.accent if has_ring else tokens.border), RING if has_ring else 1.0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def _drawn(self) -> QPixmap:
        """Return the picture in the pixels of the screen; drawn before if nothing has changed since."""
        ratio = self.devicePixelRatioF()
        size = (QSizeF(self.size()) * ratio).toSize()
        if self._base is None or self._base.size() != size or self._base.devicePixelRatio() != ratio:
            self._base = QPixmap(size)
            self._base.setDevicePixelRatio(ratio)
            self._base.fill(QColor(current_tokens().surface))
            painter = QPainter(self._base)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw(painter, QSizeF(self.size()), ratio)
            painter.end()
        return self._base

    def draw_over(self, painter: QPainter) -> None:
        """Draw what is only there while the mouse is at work; nothing unless a subclass does."""

    def point_at(self, position: int | None, mouse: QPointF) -> None:
        """Show the card of the item under the mouse."""
        is_other = position != self.hovered
        self.hovered, self._mouse = position, mouse
        if is_other:
            self.item_pointed.emit(-1 if position is None else position)
        if is_other or position is not None:
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the card away with the mouse."""
        self.point_at(None, self._mouse)
        super().leaveEvent(event)

    def announce(self, sentence: str) -> None:
        """Say a sentence to screen readers, and keep it as what the picture shows."""
        self.setAccessibleDescription(sentence)
        announce(self, sentence)


def colour_of(token: str) -> Colour:
    """Return red, green and blue of a colour of the theme, by the name of its token."""
    made = QColor(getattr(current_tokens(), token))
    return made.red(), made.green(), made.blue()


def draw_mark(painter: QPainter, place: QPointF, mark: str, size: float = MARK_SIZE) -> None:
    """Draw the mark of a kind of MARKS, told by its shape as well as by its colour."""
    token, shape = MARKS[mark]
    tokens = current_tokens()
    ink, ground = QColor(getattr(tokens, token)), QColor(tokens.surface)
    corners = QPolygonF(
        [place + QPointF(x * size * 1.25, y * size * 1.25) for x, y in ((0, -1), (1, 0), (0, 1), (-1, 0))]
    )
    if shape == "diamond":
        painter.setPen(QPen(ground, 1.5))
        painter.setBrush(ink)
        painter.drawPolygon(corners)
    elif shape == "hollow":
        painter.setBrush(ground)
        painter.setPen(QPen(ink, 2))
        painter.drawPolygon(corners)
    elif shape == "ring":
        painter.setBrush(ground)
        painter.setPen(QPen(ink, 1.8))
        painter.drawEllipse(place, size * 0.8, size * 0.8)
    elif shape == "dot":
        painter.setPen(QPen(ground, 1.2))
        painter.setBrush(ink)
        painter.drawEllipse(place, size * 0.75, size * 0.75)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ground, 5))
        painter.drawEllipse(place, size * 1.6, size * 1.6)
        painter.setPen(QPen(ink, 2.2))
        painter.drawEllipse(place, size * 1.6, size * 1.6)
        painter.setPen(QPen(ground, 1))
        painter.setBrush(ink)
        painter.drawEllipse(place, size * 0.85, size * 0.85)


def draw_legend(
    painter: QPainter, left: float, middle: float, room: float, names: list[tuple[str, str]]
) -> None:
    """Draw (mark, name) pairs in one line from `left` on; those there is no room for are left out."""
    font = font_of("meta")
    metrics = QFontMetricsF(font)
    at = left
    for mark, name in names:
        width = metrics.horizontalAdvance(name)
        if at + 20 + width > left + room:
            return
        draw_mark(painter, QPointF(at + 7, middle), mark, 4.0)
        painter.setFont(font)
        painter.setPen(QColor(current_tokens().text2))
        painter.drawText(QPointF(at + 20, middle + metrics.ascent() / 2 - 1), name)
        at += 20 + width + 16


def draw_card(
    painter: QPainter, mouse: QPointF, room: QRectF, title: str, line: str, is_below: bool = False
) -> None:
    """Draw a small card beside the mouse, above it or below, inside `room`."""
    tokens = current_tokens()
    strong, meta = font_of("body-strong"), font_of("meta")
    large, small = QFontMetricsF(strong), QFontMetricsF(meta)
    widest = max(room.width() * 0.8 - 2 * CARD_PADDING, 40.0)
    title = large.elidedText(title, Qt.TextElideMode.ElideRight, widest)
    line = small.elidedText(line, Qt.TextElideMode.ElideRight, widest)
    width = max(large.horizontalAdvance(title), small.horizontalAdvance(line)) + 2 * CARD_PADDING
    height = large.height() + (small.height() if line else 0) + CARD_PADDING * 1.5
    left = (
        mouse.x() + CARD_GAP if mouse.x() + CARD_GAP + width < room.right() else mouse.x() - CARD_GAP - width
    )
    above, below = mouse.y() - CARD_GAP - height, mouse.y() + CARD_GAP
    top = below if is_below or above <= room.top() else above
    card = QRectF(max(left, room.left() + 4), min(top, room.bottom() - height - 4), width, height)
    painter.setPen(QPen(QColor(tokens.border_strong), 1))
    painter.setBrush(QColor(tokens.surface))
    painter.drawRoundedRect(card, 6, 6)
    inside = card.adjusted(CARD_PADDING, CARD_PADDING * 0.75, -CARD_PADDING, -CARD_PADDING * 0.75)
    painter.setFont(strong)
    painter.setPen(QColor(tokens.text))
    painter.drawText(inside, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine, title)
    painter.setFont(meta)
    painter.setPen(QColor(tokens.text2))
    painter.drawText(inside, Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextSingleLine, line)
