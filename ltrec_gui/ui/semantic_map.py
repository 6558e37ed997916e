"""The semantic map: where every item lies by meaning, how dense it is there, and what was marked among them."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)

from ltrec_gui.pipeline.map_catalogue import CatalogueMap
from ltrec_gui.recommend.raster import Frame, Picture, Points, fitted, picture
from ltrec_gui.ui.plot import (
    CARD_GAP,
    DRAG_PIXELS,
    MARKS,
    REACH,
    Plot,
    colour_of,
    draw_card,
    draw_legend,
    draw_mark,
)
from ltrec_gui.ui.tail_chart import item_line
from ltrec_gui.ui.theme import current_tokens, font_of
from ltrec_gui.ui.wording import count_text, filled, joined, segment_name

ZOOM_STEP = 1.25
MOST_ZOOM = 400.0  # times the whole map
PAN_STEP = 0.12  # of the width, for a press of a key
FOOT_LINES = 3.2  # of small text below the map
SHOWN_REGIONS = 14
MOST_IN_MOTION = 300_000  # points, drawn while the map is moved; all of them follow once it stands still
SETTLING_MS = 80
NAME_HALO = 4.0
BOX_STEP = 12.0  # pixels a press of a key moves the rectangle
LEAST_BOX = 12.0
CORNER_PIXELS = 3  # between corners of a lasso


class SemanticMap(Plot):
    """Items as points; what lies near each other is about the same, as far as two dimensions can tell."""

    selection_drawn = Signal(list)  # the corners of a lasso, (x, y) on the map
    selection_grown = Signal(int)  # position of an item to be added
    selection_cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._map: CatalogueMap | None = None
        self._marks: dict[str, tuple[int, ...]] = {}
        self._selected: Points | None = None
        self._cursor: int | None = None
        self.frame: Frame | None = None  # what is shown; None until there is something to be shown
        self._whole_scale = 1.0
        self._layers: tuple[tuple[object, ...], Picture, Picture | None] | None = None
        self._settling = QTimer(self)  # runs while the map is moved
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING_MS)
        self._settling.timeout.connect(self._settle)
        self._names: dict[tuple[object, ...], QPixmap] = {}
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._lasso: list[QPointF] | None = None
        self._box: QRectF | None = None  # by keys
        self.draws_lasso = False  # by a plain drag; otherwise that moves the map
        self.has_regions = True

    # What is shown

    def show_map(self, shown: CatalogueMap) -> None:
        """Show another catalogue, or the same one after a change; what part of it is looked at stays where it can."""
        was_placed = self._map is not None and self._map.placed_count > 0
        is_same = self._map is not None and self._map.ids is shown.ids
        self._map = shown
        self._selected = None
        self._layers = None
        self._box = None
        if not (is_same and was_placed) or self.frame is None:
            self.show_all()
        self.renew()

    def show_marks(self, marks: dict[str, tuple[int, ...]]) -> None:
        """Mark items by position, by their kind of MARKS."""
        self._marks = marks
        self.renew()

    def show_selected(self, selected: Points | None) -> None:
        """Show these points as selected, or none."""
        self._selected = selected
        self._layers = None
        self.renew()

    def show_item(self, position: int | None) -> None:
        """Put the cursor on an item, and move the map where it is not in sight."""
        self._cursor = position
        place = self._map.points.at(position) if self._map is not None and position is not None else None
        if place is not None and self.frame is not None:
            across, down = self.frame.at(*place)
            if not self._ground(QSizeF(self.size())).adjusted(16, 16, -16, -16).contains(across, down):
                room = self._ground(QSizeF(self.size()))
                scale = self.frame.scale
                self.frame = Frame(
                    place[0] - room.center().x() / scale, place[1] - room.center().y() / scale, scale
                )
        self.renew()

    @property
    def has_points(self) -> bool:
        """Whether any item has a place."""
        return self._map is not None and self._map.placed_count > 0

    def summary(self) -> str:
        """Return how many items have a place, in one sentence."""
        if self._map is None:
            return ""
        if self._map.placed_count == self._map.item_count:
            return self.tr("%Ln titles by meaning", "", self._map.item_count)
        return filled(
            self.tr("%1 of %2 placed"), count_text(self._map.placed_count), count_text(self._map.item_count)
        )

    # Drawing

    def _ground(self, size: QSizeF) -> QRectF:
        """Return the part of a picture that the points are drawn in; the rest below is for words."""
        foot = QFontMetricsF(font_of("meta")).height() * FOOT_LINES
        return QRectF(0, 0, size.width(), max(size.height() - foot, 80.0))

    def draw(self, painter: QPainter, size: QSizeF, ratio: float) -> None:
        """Draw density, points, names of regions, marks, and what they mean."""
        tokens = current_tokens()
        metrics = QFontMetricsF(font_of("meta"))
        ground = self._ground(size)
        painter.save()
        painter.setClipRect(ground.adjusted(2, 2, -2, 0))
        if self._map is not None and self.frame is not None and self.has_points:
            is_brief = self._settling.isActive() and isinstance(painter.device(), QPixmap)
            drawn, selected = self._raster(self.frame, ground, ratio, MOST_IN_MOTION if is_brief else None)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            cell = drawn.haze_cell / ratio
            hazy = QRectF(0, 0, ground.width() / cell, ground.height() / cell)
            painter.drawImage(ground, _image(drawn.haze, drawn.haze_size), hazy)
            for each in (drawn, selected):
                if each is not None:
                    dots = _image(each.dots, each.size)
                    dots.setDevicePixelRatio(ratio)
                    painter.drawImage(QPointF(0, 0), dots)
            if self.has_regions:
                self._draw_regions(painter, ground)
            self._draw_marks(painter, ground)
        painter.restore()
        if self._map is None:
            return
        foot = size.height() - 12 - metrics.height()
        painter.setPen(QColor(tokens.text2))
        painter.setFont(font_of("meta"))
        if self.has_points:
            names = self.mark_names()
            kinds: list[tuple[str, str]] = [
                (kind, names[kind]) for kind in ("seed", "shelf", "slate", "chosen", "near", "tail", "rest")
            ]
            if not self._map.has_tail:
                kinds = kinds[:-2]
            draw_legend(painter, 16, foot - metrics.height() * 0.75, size.width() - 32, kinds)
            painter.setPen(QColor(tokens.text2))
            painter.setFont(font_of("meta"))
            said = filled(self.tr("%1 · %2"), self.summary(), self.tr("Distances here are approximate."))
            room = QRectF(16, foot, size.width() - 32, metrics.height())
            shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine, shown)

    def mark_names(self) -> dict[str, str]:
        """Return the names of the kinds of marks."""
        return {
            "tail": segment_name("tail"),
            "rest": self.tr("head and torso"),
            "slate": self.tr("in the list"),
            "shelf": self.tr("on the shelf"),
            "seed": self.tr("seed"),
            "near": self.tr("its 5 nearest"),
            "chosen": self.tr("selected"),
        }

    def _raster(
        self, frame: Frame, ground: QRectF, ratio: float, most: int | None
    ) -> tuple[Picture, Picture | None]:
        """Return the points and those that are selected as pictures, drawn anew only where something changed."""
        assert self._map is not None
        tokens = current_tokens()
        key = (frame, ground.width(), ground.height(), ratio, tokens.name, self._map.points, self._selected)
        is_known = self._layers is not None and not any(
            one is not other and one != other for one, other in zip(self._layers[0], key, strict=True)
        )
        if self._layers is None or not is_known or (self._layers[1].is_thinned and most is None):
            size = round(ground.width() * ratio), round(ground.height() * ratio)
            haze = colour_of("border")
            inks = colour_of("text3"), colour_of("tail")
            drawn = picture(self._map.points, frame, size, ratio, inks, haze, most)
            selected = None
            if self._selected is not None and len(self._selected.x):
                selected = picture(self._selected, frame, size, ratio, (colour_of("accent"),) * 2, haze)
            self._layers = (key, drawn, selected)
        return self._layers[1], self._layers[2]

    def _draw_regions(self, painter: QPainter, ground: QRectF) -> None:
        """Write what lies where, the greatest first, and nothing above another name."""
        assert self._map is not None and self.frame is not None
        font = font_of("section")
        metrics = QFontMetricsF(font)
        taken: list[QRectF] = []
        for region in self._map.regions:
            if len(taken) >= SHOWN_REGIONS:
                break
            across, down = self.frame.at(region.x, region.y)
            name = metrics.elidedText(region.name, Qt.TextElideMode.ElideRight, 180)
            width = metrics.horizontalAdvance(name)
            room = QRectF(across - width / 2 - 4, down - metrics.height() / 2, width + 8, metrics.height())
            if not ground.adjusted(4, 4, -4, -4).contains(room) or any(
                room.intersects(each) for each in taken
            ):
                continue
            taken.append(room)
            if isinstance(painter.device(), QPixmap):
                painter.drawPixmap(
                    room.adjusted(-NAME_HALO, -NAME_HALO, 0, 0).topLeft().toPoint(), self._name(name, room)
                )
            else:
                _write_name(painter, room, name)

    def _name(self, name: str, room: QRectF) -> QPixmap:
        """Return a name as a picture, for outlines are slow to draw and a map that moves draws all of them."""
        ratio = self.devicePixelRatioF()
        key = (name, current_tokens().name, font_of("section").key(), ratio)
        if key not in self._names:
            if len(self._names) > 4 * SHOWN_REGIONS:
                self._names.clear()
            whole = QRectF(0, 0, room.width(), room.height()).translated(NAME_HALO, NAME_HALO)
            made = QPixmap((QSizeF(whole.right() + NAME_HALO, whole.bottom() + NAME_HALO) * ratio).toSize())
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _write_name(painter, whole, name)
            painter.end()
            self._names[key] = made
        return self._names[key]

    def _draw_marks(self, painter: QPainter, ground: QRectF) -> None:
        """Draw what is marked, inside the ground only: a picture as a file knows no clipping."""
        assert self._map is not None and self.frame is not None
        marks = dict(self._marks)
        if self._cursor is not None:
            marks["chosen"] = (self._cursor,)
        middle = self._place(self._cursor) if self._cursor is not None else None
        if middle is not None and ground.contains(middle):
            painter.setPen(QPen(QColor(current_tokens().text2), 1.4, Qt.PenStyle.DashLine))
            for position in marks.get("near", ()):
                end = self._place(position)
                if end is not None:
                    painter.drawLine(middle, _within(ground, middle, end))
        for kind in MARKS:
            for position in marks.get(kind, ()):
                place = self._place(position)
                if place is not None and ground.contains(place):
                    draw_mark(painter, place, kind)

    def _place(self, position: int) -> QPointF | None:
        assert self._map is not None and self.frame is not None
        place = self._map.points.at(position)
        return QPointF(*self.frame.at(*place)) if place is not None else None

    def draw_over(self, painter: QPainter) -> None:
        """Draw the lasso while it is drawn, or the rectangle that keys draw."""
        if self._box is not None:
            self._draw_box(painter, self._box)
        if self._lasso:
            tokens = current_tokens()
            shade = QColor(tokens.accent)
            shade.setAlpha(40)
            painter.setPen(QPen(QColor(tokens.accent), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(shade)
            painter.drawPolygon(QPolygonF(self._lasso))

    def _draw_box(self, painter: QPainter, box: QRectF) -> None:
        tokens = current_tokens()
        shade = QColor(tokens.accent)
        shade.setAlpha(40)
        painter.setPen(QPen(QColor(tokens.accent), 2, Qt.PenStyle.DashLine))
        painter.setBrush(shade)
        painter.drawRect(box)
        ground = self._ground(QSizeF(self.size())).adjusted(4, 4, -8, -4)
        below = QPointF(box.left() - CARD_GAP, box.bottom() - CARD_GAP)
        draw_card(
            painter, below, ground, self._box_text(), self.tr("Enter selects, Esc gives it up"), is_below=True
        )

    def card_of(self, position: int) -> tuple[str, str]:
        """Return the title of an item, its rank and its popularity."""
        assert self._map is not None
        return self._map.titles[position], item_line(self._map, position)

    # Zoom and pan

    def show_all(self) -> None:
        """Show the whole map."""
        if self._map is None or not self.has_points or self.width() < 10:
            self.frame = None
            return
        room = self._ground(QSizeF(self.size()))
        self.frame = fitted(self._map.points, room.width(), room.height(), 24)
        self._whole_scale = self.frame.scale
        self.renew()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Show less of it, larger, or more; what lies at `around` stays there: if None the cursor, or the middle."""
        if self.frame is None:
            return
        ground = self._ground(QSizeF(self.size()))
        fixed = around if around is not None else ground.center()
        if around is None and self._cursor is not None:
            place = self._place(self._cursor)
            fixed = place if place is not None and ground.contains(place) else fixed
        scale = min(max(self.frame.scale * factor, self._whole_scale * 0.5), self._whole_scale * MOST_ZOOM)
        x, y = self.frame.point(fixed.x(), fixed.y())
        self._move_to(Frame(x - fixed.x() / scale, y - fixed.y() / scale, scale))

    def pan(self, across: float, down: float) -> None:
        """Move the map by pixels."""
        if self.frame is not None:
            scale = self.frame.scale
            self._move_to(Frame(self.frame.left - across / scale, self.frame.top - down / scale, scale))

    def _move_to(self, frame: Frame) -> None:
        self.frame = frame
        self._settling.start()
        self.renew()

    def _settle(self) -> None:
        if self._layers is not None and self._layers[1].is_thinned:
            self.renew()

    def look_further(self, across: int, down: int) -> None:
        """Move the view by one step of a key: to the right (1), the left (-1), down (1) or up (-1)."""
        self.pan(-across * PAN_STEP * self.width(), -down * PAN_STEP * self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the part that is looked at in the middle."""
        super().resizeEvent(event)
        is_whole = self.frame is None or self.frame.scale == self._whole_scale
        if is_whole:
            self.show_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the mouse; move the map where the wheel is turned sideways, or with Shift."""
        turned = event.angleDelta()
        is_sideways = abs(turned.x()) > abs(turned.y())
        if is_sideways or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            steps = (turned.x() if is_sideways else turned.y()) / 120
            self.pan(PAN_STEP * self.width() * steps, 0)
        elif turned.y():
            self.zoom(ZOOM_STEP ** (turned.y() / 120), event.position())
        event.accept()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a lasso or a move."""
        if (
            event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
            or self.frame is None
        ):
            super().mousePressEvent(event)
            return
        self.drop_box()
        self._pressed = self._last = event.position()
        has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        is_lasso = event.button() == Qt.MouseButton.LeftButton and (self.draws_lasso or has_shift)
        self._lasso = [event.position()] if is_lasso else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the lasso, move the map, or show what lies under the mouse."""
        at = event.position()
        if self._map is None or self.frame is None:
            return
        if self._pressed is None:
            x, y = self.frame.point(at.x(), at.y())
            is_inside = self._ground(QSizeF(self.size())).contains(at)
            found = self._map.points.nearest(x, y, REACH / self.frame.scale) if is_inside else None
            self.setCursor(Qt.CursorShape.CrossCursor if self.draws_lasso else Qt.CursorShape.ArrowCursor)
            self.point_at(found, at)
            return
        self.point_at(None, at)
        if self._lasso is not None:
            if (at - self._lasso[-1]).manhattanLength() >= CORNER_PIXELS:
                self._lasso.append(at)
                self.update()
        elif (at - self._pressed).manhattanLength() >= DRAG_PIXELS or self._last != self._pressed:
            moved = at - self._last
            self._last = at
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select what the lasso surrounds, or choose the item that was clicked."""
        if self._pressed is None or self._map is None or self.frame is None:
            return
        pressed, self._pressed = self._pressed, None
        lasso, self._lasso = self._lasso, None
        # A lasso may end where it began.
        is_click = (event.position() - pressed).manhattanLength() < DRAG_PIXELS and len(lasso or ()) < 3
        if is_click:
            x, y = self.frame.point(event.position().x(), event.position().y())
            found = self._map.points.nearest(x, y, REACH / self.frame.scale)
            if found is None:
                self.selection_cleared.emit()
            elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.selection_grown.emit(found)
            else:
                self.choose(found)
        elif lasso is not None and len(lasso) > 2:
            self.selection_drawn.emit([self.frame.point(corner.x(), corner.y()) for corner in lasso])
        self.renew()

    # Keys

    def begin_box(self) -> None:
        """Begin to select by a rectangle that keys move and size; where there is one, give it up."""
        if self.frame is None or self.drop_box():
            return
        ground = self._ground(QSizeF(self.size()))
        place = self._place(self._cursor) if self._cursor is not None else None
        middle = place if place is not None and ground.contains(place) else ground.center()
        box = QRectF(0, 0, ground.width() / 4, ground.height() / 4)
        box.moveCenter(middle)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._put_box(box)
        hint = self.tr("Arrows move the rectangle, Shift and arrows size it, Enter selects what is inside.")
        self.announce(joined(hint, self._box_text()))

    def drop_box(self) -> bool:
        """Give the rectangle up; return whether there was one."""
        had_box, self._box = self._box is not None, None
        self.update()
        return had_box

    def _put_box(self, box: QRectF) -> None:
        ground = self._ground(QSizeF(self.size()))
        box.setWidth(min(max(box.width(), LEAST_BOX), ground.width()))
        box.setHeight(min(max(box.height(), LEAST_BOX), ground.height()))
        box.moveLeft(min(max(box.left(), ground.left()), ground.right() - box.width()))
        box.moveTop(min(max(box.top(), ground.top()), ground.bottom() - box.height()))
        self._box = box
        self.point_at(None, box.center())
        self.update()

    def _box_corners(self) -> list[tuple[float, float]]:
        assert self.frame is not None
        box = self._box or QRectF()
        return [
            self.frame.point(corner.x(), corner.y())
            for corner in (box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft())
        ]

    def _box_text(self) -> str:
        assert self._map is not None
        return self.tr("%Ln titles inside", "", len(self._map.points.inside(self._box_corners())))

    def _key_in_box(self, event: QKeyEvent, direction: tuple[int, int] | None) -> bool:
        """Move or size the rectangle, or select what is inside; return whether the key was for it."""
        if self._box is None:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            corners = self._box_corners()
            self.drop_box()
            self.selection_drawn.emit(corners)
            return True
        if direction is None:
            return False
        step = QPointF(direction[0], direction[1]) * BOX_STEP
        box = QRectF(self._box)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            box.setBottomRight(box.bottomRight() + step)
        else:
            box.translate(step)
        self._put_box(box)
        self.announce(self._box_text())
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from item to item by arrows, with Shift selecting them; move the rectangle where there is one."""
        direction = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }.get(Qt.Key(event.key()))
        if self._key_in_box(event, direction):
            return
        if direction is None or self._map is None or self.frame is None:
            super().keyPressEvent(event)
            return
        found = self._next(direction)
        if found is None:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if self._cursor is not None:
                self.selection_grown.emit(self._cursor)
            self.selection_grown.emit(found)
        self.choose(found)

    def _next(self, direction: tuple[int, int]) -> int | None:
        assert self._map is not None and self.frame is not None
        place = self._map.points.at(self._cursor) if self._cursor is not None else None
        if place is None:
            middle = self._ground(QSizeF(self.size())).center()
            return self._map.points.nearest(*self.frame.point(middle.x(), middle.y()), float("inf"))
        return self._map.points.toward(*place, direction, 3.0 / self.frame.scale)

    def choose(self, position: int) -> None:
        """Put the cursor on an item and say so."""
        self.show_item(position)
        self.announce(filled(self.tr("%1. %2"), *self.card_of(position)))
        self.item_chosen.emit(position)


def _within(room: QRectF, start: QPointF, end: QPointF) -> QPointF:
    """Return where a line that starts inside a room ends, or leaves it."""
    share = 1.0
    for begin, way, low, high in (
        (start.x(), end.x() - start.x(), room.left(), room.right()),
        (start.y(), end.y() - start.y(), room.top(), room.bottom()),
    ):
        if way:
            share = min(share, ((high if way > 0 else low) - begin) / way)
    return start + (end - start) * share


def _write_name(painter: QPainter, room: QRectF, name: str) -> None:
    """Write the name of a region, with a halo that parts it from the points behind."""
    tokens = current_tokens()
    font = font_of("section")
    path = QPainterPath()
    path.addText(
        QPointF(room.left() + 4, room.center().y() + QFontMetricsF(font).ascent() / 2 - 1), font, name
    )
    halo = QColor(tokens.surface)
    halo.setAlpha(215)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(halo, NAME_HALO, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(path, QColor(tokens.text))


def _image(content: bytes, size: tuple[int, int]) -> QImage:
    """Return pixels as an image; it holds them only as long as whoever asked holds the content."""
    return QImage(content, *size, 4 * size[0], QImage.Format.Format_ARGB32_Premultiplied)
