"""The long-tail chart: popularity by rank on two logarithmic axes, cut points to be dragged, ranges to be chosen."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QWheelEvent,
)

from ltrec_gui.pipeline.map_catalogue import CatalogueMap
from ltrec_gui.ui.plot import DRAG_PIXELS, MARKS, Plot, draw_legend, draw_mark
from ltrec_gui.ui.theme import current_tokens, font_of
from ltrec_gui.ui.wording import count_text, filled, percent_text, popularity_text, segment_name, translate

HANDLE_REACH = 7.0
HANDLE_SIZE = 7.0
KEY_STEP = 1.06  # how many times further a press of an arrow key leads, on the logarithmic axis
ZOOM_STEP = 1.25
PAN_STEP = 0.12  # of what is shown, for a press of a key
WHOLE = (0.0, 1.0)  # the part of the axis that is shown
LEAST_RANKS = 8  # that are shown at the nearest
MOST_TICKS = 6
CUT_DELAY_MS = 400  # after the last press of a key, until a moved cut is kept
CUT_NAMES = ("head", "tail")
BAND_COLOURS = (("head", "accent_bg", "accent"), ("torso", "surface2", "text3"), ("tail", "tail_bg", "tail"))


@dataclass(frozen=True, slots=True)
class Scales:
    """Where ranks and popularity lie in a picture; zero lies below the logarithmic axis, on a line of its own."""

    plot: QRectF
    first: float  # rank at the left edge, from 1
    last: float  # rank at the right edge
    least: float  # popularity at the lower end of the axis, a power of ten
    most: float
    floor: float  # y of popularity zero

    def x(self, rank: float) -> float:
        """Return where a rank (from 1) lies, which may be beside the picture."""
        share = math.log(max(rank, 1.0) / self.first) / math.log(self.last / self.first)
        return self.plot.left() + self.plot.width() * share

    def rank(self, x: float) -> float:
        """Return the rank at a place, the first to the last that are shown."""
        share = min(max((x - self.plot.left()) / max(self.plot.width(), 1.0), 0.0), 1.0)
        return self.first * math.exp(share * math.log(self.last / self.first))

    def shows(self, rank: float) -> bool:
        """Whether a rank is among those shown."""
        return self.first - 0.5 <= rank <= self.last + 0.5

    def y(self, popularity: float) -> float:
        """Return where a popularity lies."""
        if popularity <= 0:
            return self.floor
        share = math.log(max(popularity, self.least) / self.least) / math.log(
            max(self.most / self.least, 10.0)
        )
        return self.plot.bottom() - self.plot.height() * min(share, 1.0)


class TailChart(Plot):
    """Items from the most popular down; what lies beyond the second cut is the tail."""

    cuts_chosen = Signal(float, float)
    range_chosen = Signal(int, int)  # places (from 0) of its first and last item; (-1, -1): none

    def __init__(self) -> None:
        super().__init__()
        self._map: CatalogueMap | None = None
        self._ids: tuple[str, ...] = ()
        self._cuts = (0.33, 0.8)
        self._marks: dict[str, tuple[int, ...]] = {}
        self._range: tuple[int, int] | None = None
        self._rug: tuple[int, ...] = ()
        self._cursor: int | None = None
        self._anchor: int | None = None
        self._view = WHOLE
        self._pressed: QPointF | None = None
        self._held: QPointF | None = None  # where the picture is held that is moved
        self._dragged_cut = ""
        self._cut_timer = QTimer(self)
        self._cut_timer.setSingleShot(True)
        self._cut_timer.setInterval(CUT_DELAY_MS)
        self._cut_timer.timeout.connect(self._keep_cuts)

    # What is shown

    def show_map(self, shown: CatalogueMap) -> None:
        """Show the popularity of another catalogue, or of the same one after a change."""
        self._map = shown
        if not self._cut_timer.isActive() and not self._dragged_cut:
            self._cuts = (shown.head_cut, shown.tail_cut)
        self._range, self._rug = None, ()
        if self._ids is not shown.ids:
            self._ids, self._view = shown.ids, WHOLE
        if self._cursor is not None and self._cursor >= len(shown.tail.order):
            self._cursor = None
        self.renew()

    def show_marks(self, marks: dict[str, tuple[int, ...]]) -> None:
        """Mark items by position, by their kind of MARKS."""
        self._marks = marks
        self.renew()

    def show_selected(self, positions: tuple[int, ...]) -> None:
        """Show these items as selected, or none."""
        self._rug = positions
        self.renew()

    def show_range(self, chosen: tuple[int, int] | None) -> None:
        """Show a range of places as chosen, or none."""
        self._range = chosen
        self.renew()

    def show_item(self, position: int | None) -> None:
        """Put the cursor on an item."""
        place = int(self._map.tail.places[position]) if self._map is not None and position is not None else -1
        self._cursor = place if place >= 0 else None
        self._follow_cursor()
        self.renew()

    @property
    def cuts(self) -> tuple[float, float]:
        """The cut points shown: those in force, or those being dragged."""
        return self._cuts

    @property
    def has_curve(self) -> bool:
        """Whether there is a popularity to be shown."""
        return self._map is not None and self._map.source != "none" and self._map.tail.opened_count > 0

    def bounds(self) -> tuple[int, int]:
        """Return how many items are in the head, and how many in head and torso, by the cuts shown."""
        return self._map.tail.bounds(*self._cuts) if self._map is not None else (0, 0)

    def summary(self) -> str:
        """Return in one sentence what the curve says; what is wrong with the popularity where nothing can be said."""
        if self._map is None or not len(self._map.tail.order):
            return ""
        if not self.has_curve:
            return self.tr("No popularity is known, so there is no tail to speak of.")
        if self._map.is_flat:
            return self.tr(
                "Popularity is nearly the same for all: no item is neglected, so no tail is made up."
            )
        _, torso = self.bounds()
        tail = self._map.tail
        return filled(
            self.tr("%1 of popularity = %2 of titles"),
            percent_text(tail.share_of(torso)),
            _small_percent(torso / len(tail.order)),
        )

    def definition(self) -> str:
        """Return what the tail is, as it is printed on the chart."""
        if self._map is None or not self.has_curve or self._map.is_flat:
            return ""
        count = len(self._map.tail.order) - self.bounds()[1]
        said = filled(
            self.tr("Tail: the %Ln titles beyond the first %1 of popularity", "", count),
            _exact_percent(self._cuts[1]),
        )
        if self._map.new_count:
            said = filled(
                self.tr("%1 · %2"), said, self.tr("%Ln new titles are counted apart", "", self._map.new_count)
            )
        return said

    # Drawing

    def scales(self, size: QSizeF) -> Scales:
        """Return where everything lies in a picture of this size."""
        metrics = QFontMetricsF(font_of("meta"))
        count = len(self._map.tail.heights) if self._map is not None else 0
        opened = self._map.tail.opened_count if self._map is not None else 0
        first, last = self._ranks()
        highest = most = rarest = 1.0
        if self._map is not None and opened:
            ends = (0, min(int(first), opened) - 1, min(math.ceil(last), opened) - 1)
            highest, most, rarest = (float(self._map.tail.heights[place]) for place in ends)
        least = 10.0 ** math.floor(math.log10(rarest))
        has_zeros = opened < count
        # As wide as for the whole curve, or the picture would jump while one looks closer.
        widest = max(metrics.horizontalAdvance(popularity_text(highest)), metrics.horizontalAdvance("1,000"))
        line = metrics.height()
        plot = QRectF(16 + widest + 8, 16 + 3.4 * line, 0, 0)
        plot.setRight(size.width() - 20)
        plot.setBottom(size.height() - 16 - 3.6 * line - (line * 1.4 if has_zeros else 0))
        floor = plot.bottom() + (line * 1.4 if has_zeros else 0)
        return Scales(plot, first, last, least, max(most, least * 10), floor)

    def _ranks(self) -> tuple[float, float]:
        """Return the ranks at the left and at the right edge."""
        long = math.log(max(len(self._map.tail.heights) if self._map is not None else 0, 2))
        return math.exp(self._view[0] * long), math.exp(self._view[1] * long)

    @property
    def is_whole(self) -> bool:
        """Whether all ranks are shown."""
        return self._view == WHOLE

    # Zoom and pan

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Show fewer ranks or more; what lies at `around` stays there: if None the cursor, or else the middle."""
        if self._map is None or not self.has_curve:
            return
        scales = self.scales(QSizeF(self.size()))
        if around is not None:
            at = around.x()
        elif self._cursor is not None and scales.shows(self._cursor + 1):
            at = scales.x(self._cursor + 1)
        else:
            at = scales.plot.center().x()
        share = min(max((at - scales.plot.left()) / max(scales.plot.width(), 1.0), 0.0), 1.0)
        width = self._view[1] - self._view[0]
        self._look_at(self._view[0] + share * width * (1 - 1 / factor), width / factor)

    def look_further(self, across: int, down: int) -> None:
        """Move the view by one step of a key: to less popular ranks (1) or more popular ones (-1)."""
        width = self._view[1] - self._view[0]
        self._look_at(self._view[0] + PAN_STEP * width * across, width)

    def show_all(self) -> None:
        """Show all ranks."""
        self._look_at(0.0, 1.0)

    def _look_at(self, left: float, width: float) -> None:
        """Show a part of the axis, shares (0..1) of its length, unless that were fewer than LEAST_RANKS ranks."""
        width = min(width, 1.0)
        left = min(max(left, 0.0), 1.0 - width)
        before, self._view = self._view, (left, left + width) if width < 1.0 else WHOLE
        first, last = self._ranks()
        if last - first < LEAST_RANKS and width < before[1] - before[0]:
            self._view = before
        self.renew()

    def _follow_cursor(self) -> None:
        """Move the view where the cursor is out of sight."""
        if self._cursor is None or self._map is None or self.is_whole:
            return
        first, last = self._ranks()
        if not first <= self._cursor + 1 <= last:
            width = self._view[1] - self._view[0]
            share = math.log(self._cursor + 1) / math.log(max(len(self._map.tail.heights), 2))
            self._look_at(share - width / 2, width)

    def draw(self, painter: QPainter, size: QSizeF, ratio: float) -> None:
        """Draw bands, axes, curve, cuts, marks and what they mean."""
        tokens = current_tokens()
        scales = self.scales(size)
        metrics = QFontMetricsF(font_of("meta"))
        painter.setFont(font_of("body-strong"))
        painter.setPen(QColor(tokens.text))
        top = QRectF(16, 12, size.width() - 32, metrics.height() * 1.6)
        said = self.summary()
        if self.has_curve and not self._is_flat():
            strong = QFontMetricsF(font_of("body-strong"))
            said = strong.elidedText(said, Qt.TextElideMode.ElideRight, top.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(top if self.has_curve else top.adjusted(0, 0, 0, 40), flags, said)
        if self._map is None or not self.has_curve:
            return
        if self._map.has_tail:
            self._draw_bands(painter, scales)
        self._draw_axes(painter, scales, size)
        painter.save()
        # A mark at the very end of the curve is shown whole.
        spare = HANDLE_SIZE + 2 if self.is_whole else 0
        painter.setClipRect(
            QRectF(scales.plot.left() - spare, 0, scales.plot.width() + 2 * spare, size.height())
        )
        self._draw_curve(painter, scales)
        if self._range is not None:
            self._draw_range(painter, scales)
        elif self._rug:
            self._draw_rug(painter, scales)
        if self._map.has_tail:
            self._draw_cuts(painter, scales)
        self._draw_marks(painter, scales)
        painter.restore()
        if not self.is_whole:
            self._draw_part(painter, scales)
        bottom = size.height() - 12 - metrics.height()
        painter.setFont(font_of("meta"))
        painter.setPen(QColor(tokens.text2))
        painter.drawText(
            QRectF(16, bottom, size.width() - 32, metrics.height()),
            Qt.AlignmentFlag.AlignLeft,
            metrics.elidedText(self.definition(), Qt.TextElideMode.ElideRight, size.width() - 32),
        )
        names = self.mark_names()
        kinds = ("slate", "shelf", "seed", "chosen")
        shown: list[tuple[str, str]] = [(kind, names[kind]) for kind in kinds]
        draw_legend(painter, 16, bottom - metrics.height() * 0.75, size.width() - 32, shown)

    def _is_flat(self) -> bool:
        return self._map is not None and self._map.is_flat

    def mark_names(self) -> dict[str, str]:
        """Return the names of the kinds of marks."""
        return {
            "slate": self.tr("in the list"),
            "shelf": self.tr("on the shelf"),
            "seed": self.tr("seed"),
            "near": self.tr("nearest"),
            "chosen": self.tr("selected"),
        }

    def _edges(self, scales: Scales) -> tuple[float, float, float, float]:
        """Return where the bands begin and end: between the last item of one and the first of the next."""
        head, torso = self.bounds()
        count = len(self._map.tail.heights) if self._map is not None else 0
        return scales.x(1), scales.x(head + 0.5), scales.x(torso + 0.5), scales.x(count)

    def _draw_bands(self, painter: QPainter, scales: Scales) -> None:
        assert self._map is not None
        tokens = current_tokens()
        font = font_of("meta")
        metrics = QFontMetricsF(font)
        edges = self._edges(scales)
        head, torso = self.bounds()
        tail = self._map.tail
        counts = (head, torso - head, len(tail.order) - torso)
        shares = (tail.share_of(head), tail.share_of(torso) - tail.share_of(head), 1 - tail.share_of(torso))
        painter.setFont(font)
        for number, (name, ground, ink) in enumerate(BAND_COLOURS):
            left = max(edges[number], scales.plot.left())
            right = min(edges[number + 1], scales.plot.right())
            if left >= right:
                continue
            band = QRectF(left, scales.plot.top(), right - left, scales.floor - scales.plot.top())
            painter.fillRect(band, QColor(getattr(tokens, ground)))
            room = right - left - 8
            count, share = count_text(counts[number]), percent_text(shares[number])
            details = (
                filled(self.tr("%1 titles · %2"), count, share),
                filled(self.tr("%1 titles"), count),
                count,
            )
            painter.setPen(QColor(getattr(tokens, ink)))
            for line, texts in enumerate(((segment_name(name),), details)):
                text = next((each for each in texts if metrics.horizontalAdvance(each) <= room), "")
                if text:
                    at = scales.plot.top() - metrics.height() * (1.9 - line) + metrics.ascent() - 4
                    painter.drawText(QPointF(left + 4, at), text)

    def _draw_axes(self, painter: QPainter, scales: Scales, size: QSizeF) -> None:
        tokens = current_tokens()
        font = font_of("meta")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        power = scales.least
        lines = [(scales.floor, self.tr("0"))] if scales.floor > scales.plot.bottom() else []
        steps = (1, 2, 5) if scales.most <= 100 * scales.least and not self.is_whole else (1,)
        while power <= scales.most * 1.0001:
            heights = [power * step for step in steps if power * step <= scales.most * 1.0001]
            lines += [(scales.y(each), popularity_text(each)) for each in heights]
            power *= 10
        for at, text in lines:
            painter.setPen(QPen(QColor(tokens.border), 1))
            painter.drawLine(QPointF(scales.plot.left(), at), QPointF(scales.plot.right(), at))
            painter.setPen(QColor(tokens.text3))
            room = QRectF(0, at - metrics.height() / 2, scales.plot.left() - 8, metrics.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        free_from = -1.0
        title = self.tr("rank")
        title_left = scales.plot.right() - metrics.horizontalAdvance(title)
        line = QRectF(0, scales.floor + 4, size.width(), metrics.height())
        painter.drawText(QPointF(title_left, line.top() + metrics.ascent()), title)
        for rank in rank_ticks(scales.first, scales.last):
            text = count_text(rank)
            width = metrics.horizontalAdvance(text)
            at = scales.x(rank)
            if at - width / 2 > free_from and at + width / 2 < title_left - 8:
                painter.drawText(QPointF(at - width / 2, line.top() + metrics.ascent()), text)
                free_from = at + width / 2 + 8

    def _draw_part(self, painter: QPainter, scales: Scales) -> None:
        """Draw below the axis which part of all ranks is shown."""
        tokens = current_tokens()
        track = QRectF(scales.plot.left(), scales.floor + 1, scales.plot.width(), 3)
        painter.fillRect(track, QColor(tokens.border))
        shown = QRectF(track)
        shown.setLeft(track.left() + self._view[0] * track.width())
        shown.setWidth(max((self._view[1] - self._view[0]) * track.width(), 4.0))
        painter.fillRect(shown, QColor(tokens.accent))

    def _curve(self, scales: Scales) -> QPainterPath:
        assert self._map is not None
        width = max(int(scales.plot.width()), 2)
        heights = self._map.tail.columns(scales.first, scales.last, width).tolist()
        path = QPainterPath(QPointF(scales.plot.left(), scales.y(heights[0])))
        step = scales.plot.width() / (width - 1)
        for number, height in enumerate(heights[1:], 1):
            path.lineTo(scales.plot.left() + number * step, scales.y(height))
        return path

    def _draw_curve(self, painter: QPainter, scales: Scales) -> None:
        tokens = current_tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.text), 2))
        painter.drawPath(self._curve(scales))

    def _draw_range(self, painter: QPainter, scales: Scales) -> None:
        assert self._range is not None
        tokens = current_tokens()
        left, right = scales.x(self._range[0] + 0.6), scales.x(self._range[1] + 1.4)
        band = QRectF(left, scales.plot.top(), max(right - left, 2.0), scales.floor - scales.plot.top())
        # What is beside the picture must not be drawn: a picture as a file knows no clipping.
        band &= QRectF(scales.plot.left(), 0, scales.plot.width(), scales.floor)
        if band.isEmpty():
            return
        shade = QColor(tokens.accent)
        shade.setAlpha(56)
        painter.fillRect(band, shade)
        painter.setPen(QPen(QColor(tokens.accent), 1.5))
        for at in (each for each in (left, right) if band.left() <= each <= band.right()):
            painter.drawLine(QPointF(at, band.top()), QPointF(at, band.bottom()))

    def _draw_cuts(self, painter: QPainter, scales: Scales) -> None:
        tokens = current_tokens()
        _, head, torso, _ = self._edges(scales)
        for name, at, token in (("head", head, "accent"), ("tail", torso, "tail")):
            if not scales.plot.left() <= at <= scales.plot.right():
                continue
            ink = QColor(getattr(tokens, token))
            painter.setPen(QPen(ink, 2 if name == self._dragged_cut else 1.4, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(at, scales.plot.top()), QPointF(at, scales.floor))
            painter.setPen(QPen(QColor(tokens.surface), 1.5))
            painter.setBrush(ink)
            painter.drawEllipse(self._handle(scales, at), HANDLE_SIZE, HANDLE_SIZE)

    def _handle(self, scales: Scales, at: float) -> QPointF:
        assert self._map is not None
        heights = self._map.tail.heights
        place = min(max(round(scales.rank(at)), 1), len(heights))
        return QPointF(at, scales.y(float(heights[place - 1])))

    def _draw_rug(self, painter: QPainter, scales: Scales) -> None:
        """Draw a tick below the curve wherever something is selected."""
        assert self._map is not None
        painter.setPen(QPen(QColor(current_tokens().accent), 1.5))
        width = max(int(scales.plot.width()), 2)
        for column in self._map.tail.columns_of(self._rug, scales.first, scales.last, width):
            at = scales.plot.left() + column * scales.plot.width() / (width - 1)
            painter.drawLine(QPointF(at, scales.floor - 9), QPointF(at, scales.floor))

    def _draw_marks(self, painter: QPainter, scales: Scales) -> None:
        assert self._map is not None
        marks = dict(self._marks)
        for kind in MARKS:
            for position in marks.get(kind, ()):
                place = int(self._map.tail.places[position])
                if kind != "near" and place >= 0 and scales.shows(place + 1):
                    draw_mark(painter, self._place(scales, place), kind)
        if self._cursor is not None and scales.shows(self._cursor + 1):
            draw_mark(painter, self._place(scales, self._cursor), "chosen")

    def _place(self, scales: Scales, place: int) -> QPointF:
        assert self._map is not None
        return QPointF(scales.x(place + 1), scales.y(float(self._map.tail.heights[place])))

    def card_of(self, position: int) -> tuple[str, str]:
        """Return the title of an item, its rank and its popularity."""
        assert self._map is not None
        return self._map.titles[position], item_line(self._map, position)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a cut or, with the middle button, of the picture; or begin a range."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._held = event.position()
            return
        if event.button() != Qt.MouseButton.LeftButton or not self.has_curve:
            super().mousePressEvent(event)
            return
        self._pressed = event.position()
        self._dragged_cut = self._cut_near(event.position())
        self.renew()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a cut or a range, or show what lies under the mouse."""
        if not self.has_curve or self._map is None:
            return
        at = event.position()
        scales = self.scales(QSizeF(self.size()))
        if self._held is not None:
            width = self._view[1] - self._view[0]
            moved = (self._held.x() - at.x()) / max(scales.plot.width(), 1.0)
            self._held = at
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._look_at(self._view[0] + moved * width, width)
            return
        if self._dragged_cut:
            self._move_cut(self._dragged_cut, round(scales.rank(at.x())))
            return
        if self._pressed is not None:
            if abs(at.x() - self._pressed.x()) >= DRAG_PIXELS:
                first, last = sorted(round(scales.rank(x)) - 1 for x in (at.x(), self._pressed.x()))
                self.show_range((first, last))
            return
        self.setCursor(Qt.CursorShape.SizeHorCursor if self._cut_near(at) else Qt.CursorShape.CrossCursor)
        is_inside = (
            scales.plot.left() - 4 <= at.x() <= scales.plot.right() + 4
            and scales.plot.top() <= at.y() <= scales.floor + 8
        )
        place = min(max(round(scales.rank(at.x())) - 1, 0), len(self._map.tail.order) - 1)
        self.point_at(int(self._map.tail.order[place]) if is_inside else None, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the cut that was dragged, choose the range, or choose the item that was clicked."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._held = None
        if self._map is None or self._pressed is None:
            return
        pressed, self._pressed = self._pressed, None
        if self._dragged_cut:
            self._dragged_cut = ""
            self._keep_cuts()
        elif abs(event.position().x() - pressed.x()) >= DRAG_PIXELS and self._range is not None:
            self.range_chosen.emit(*self._range)
        else:
            self._clear_range()
            place = round(self.scales(QSizeF(self.size())).rank(event.position().x())) - 1
            self._go_to(min(max(place, 0), len(self._map.tail.order) - 1))
        self.renew()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the mouse; move the view where the wheel is turned sideways, or with Shift."""
        turned = event.angleDelta()
        is_sideways = abs(turned.x()) > abs(turned.y())
        if is_sideways or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            width = self._view[1] - self._view[0]
            steps = (turned.x() if is_sideways else turned.y()) / 120
            self._look_at(self._view[0] - PAN_STEP * width * steps, width)
        elif turned.y():
            self.zoom(ZOOM_STEP ** (turned.y() / 120), event.position())
        event.accept()

    def _cut_near(self, at: QPointF) -> str:
        """Return which cut the mouse is on, "" for none."""
        if self._map is None or not self._map.has_tail:
            return ""
        scales = self.scales(QSizeF(self.size()))
        if not scales.plot.top() <= at.y() <= scales.floor:
            return ""
        _, head, torso, _ = self._edges(scales)
        near = min((("tail", torso), ("head", head)), key=lambda cut: abs(cut[1] - at.x()))
        return near[0] if abs(near[1] - at.x()) <= HANDLE_REACH else ""

    # Cuts

    def _move_cut(self, name: str, count: int) -> None:
        """Let the head, or head and torso, end after `count` items."""
        assert self._map is not None
        share = self._map.tail.cut_after(count)
        head, tail = self._cuts
        if name == "head" and share < tail:
            self._cuts = (share, tail)
        elif name == "tail" and share > head:
            self._cuts = (head, share)
        self.renew()

    def nudge_cut(self, name: str, step: int) -> None:
        """Move a cut ("head" or "tail") by a key: by 6 % of its rank to the right or the left, one item at least."""
        if self._map is None or not self._map.has_tail:
            return
        before, count = self._cuts, self.bounds()[CUT_NAMES.index(name)]
        away = 1
        # Equals share one segment: a step that stays within them would do nothing.
        while self._cuts == before and away <= len(self._map.tail.order):
            target = max(round(count * KEY_STEP ** (step * away)), 1)
            target = min(target, count - away) if step < 0 else max(target, count + away)
            if target < 1 or target >= len(self._map.tail.order):
                break
            self._move_cut(name, target)
            away *= 2
        if self._cuts != before:
            self.announce(self.definition())
            self._cut_timer.start()

    def _keep_cuts(self) -> None:
        self._cut_timer.stop()
        if self._map is not None and self._cuts != (self._map.head_cut, self._map.tail_cut):
            self.cuts_chosen.emit(*self._cuts)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the curve; with Shift choose a range."""
        if self._map is None or not self.has_curve:
            super().keyPressEvent(event)
            return
        last = len(self._map.tail.order) - 1
        here = self._cursor if self._cursor is not None else -1
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(
            Qt.Key(event.key())
        )
        if event.key() == Qt.Key.Key_Home:
            target = 0
        elif event.key() == Qt.Key.Key_End:
            target = last
        elif step is not None:
            # Up and down go item by item, left and right as far as the eye sees a step.
            is_single = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            wide = here + step if is_single else round((here + 1) * KEY_STEP**step) - 1
            target = min(wide, here - 1) if step < 0 else max(wide, here + 1)
        else:
            super().keyPressEvent(event)
            return
        target = min(max(target, 0), last)
        if shift:
            self._anchor = self._anchor if self._anchor is not None else max(here, 0)
            self.show_range((min(self._anchor, target), max(self._anchor, target)))
            self.range_chosen.emit(*self._range or (-1, -1))
        elif self._range is not None:
            self._clear_range()
        self._go_to(target)

    def _go_to(self, place: int) -> None:
        assert self._map is not None
        self._cursor = place
        self._follow_cursor()
        position = int(self._map.tail.order[place])
        self.announce(filled(self.tr("%1. %2"), *self.card_of(position)))
        self.item_chosen.emit(position)
        self.renew()

    def _clear_range(self) -> None:
        self._anchor = None
        if self._range is not None:
            self._range = None
            self.range_chosen.emit(-1, -1)


def rank_ticks(first: float, last: float) -> list[int]:
    """Return the ranks that are written below an axis from one rank to another, both from 1."""
    if last / first < 4:
        step = 1
        while (last - first) / step > MOST_TICKS:
            step = step // 2 * 5 if str(step).startswith("2") else step * 2
        return list(range(-(-math.ceil(first) // step) * step, math.floor(last) + 1, step))
    steps = (1,) if last / first >= 100 else (1, 2, 5)
    found = [step * 10**power for power in range(len(str(math.ceil(last)))) for step in steps]
    return [each for each in found if first * 0.999 <= each <= last * 1.001]


def item_line(shown: CatalogueMap, position: int) -> str:
    """Return rank, popularity and segment of an item in one line."""
    said = filled(
        translate("TailChart", "No. %1 of %2"),
        count_text(int(shown.ranks[position])),
        count_text(shown.item_count),
    )
    parts = [said]
    if shown.source != "none":
        parts.append(
            filled(translate("TailChart", "popularity %1"), popularity_text(float(shown.counts[position])))
        )
    if segment_name(shown.segment(position)):
        parts.append(segment_name(shown.segment(position)))
    return " · ".join(parts if shown.source != "none" else parts[1:])


def _small_percent(share: float) -> str:
    """Return a share with a decimal where it would round to a number of one digit."""
    return percent_text(share, 1 if 0 < share < 0.095 else 0)


def _exact_percent(share: float) -> str:
    """Return a share with as many decimals as it has, two at most."""
    percent = round(share * 100, 2)
    return percent_text(
        share, 0 if percent == round(percent) else 1 if percent * 10 == round(percent * 10) else 2
    )
