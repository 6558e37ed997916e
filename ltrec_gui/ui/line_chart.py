"""Small charts of shares: lines and points with their intervals, painted from the theme's tokens, each with a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.ui.announcing import announce
from ltrec_gui.ui.table_look import Index, RowsModel, prepare_table
from ltrec_gui.ui.theme import Tokens, current_tokens, font_of, give_font, theme_signals
from ltrec_gui.ui.widgets import button, label, plain_tooltip, set_tooltip
from ltrec_gui.ui.wording import percent_text

CHART_HEIGHT = 208
TOP, RIGHT, GAP = 12.0, 16.0, 8.0
DOT = 3.5
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
MOST_LINES = 5  # across the chart
HEADER_HEIGHT = 38
SVG_SIZE = (720, 240)


@dataclass(frozen=True, slots=True)
class Point:
    """A share 0..1 at a place on the axis, with its interval where it has one, and what it says in words."""

    x: float
    y: float
    said: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Points under one name, in a colour of Tokens; joined by a line, dashed for what is not measured but expected."""

    name: str
    tone: str
    points: tuple[Point, ...]
    is_joined: bool = True
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Series over one axis, whose marks are (x, text); `head` and `rows` are the same figures as a table.

    `span` is the least and the greatest x that there is room for; None: those of the points.
    """

    series: tuple[Series, ...]
    marks: tuple[tuple[float, str], ...]
    x_name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    span: tuple[float, float] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(series.points for series in self.series)


def scale_of(highest: float) -> tuple[float, float]:
    """Return the top of an axis of shares that holds `highest`, and the step of its lines; at most MOST_LINES steps."""
    wanted = min(1.0, max(highest, STEPS[0]))
    step = next((step for step in STEPS if wanted / step <= MOST_LINES), STEPS[-1])
    return ceil(round(wanted / step, 9)) * step, step


class Frame:
    """Where things lie on a chart of a size: one place for painting and for finding what is under the mouse."""

    def __init__(self, chart: Chart, area: QRectF, font: QFont) -> None:
        points = [point for series in chart.series for point in series.points]
        self.metrics = QFontMetricsF(font)
        self.top_value, self.step = scale_of(
            max((point.y if point.high is None else point.high for point in points), default=0.0)
        )
        places = [point.x for point in points] + [x for x, _ in chart.marks]
        self.first, self.last = chart.span or (min(places, default=0.0), max(places, default=1.0))
        if self.last <= self.first:
            self.first, self.last = self.first - 1, self.last + 1
        values = [number * self.step for number in range(round(self.top_value / self.step) + 1)]
        left = max(self.metrics.horizontalAdvance(self.value_text(value)) for value in values) + GAP
        below = 2 * self.metrics.height() + GAP
        self.plot = area.adjusted(left, TOP, -RIGHT, -below)
        # Points at the ends are whole, and the first of them does not lie on the axis.
        self._inset = min(24.0, self.plot.width() / 10)

    def value_text(self, value: float) -> str:
        """Return a value of the axis."""
        return percent_text(value, 0 if abs(value * 100 - round(value * 100)) < 1e-6 else 1)

    def at(self, x: float, y: float) -> QPointF:
        """Return where a point lies."""
        room = self.plot.width() - 2 * self._inset
        across = self.plot.left() + self._inset + room * (x - self.first) / (self.last - self.first)
        return QPointF(across, self.plot.bottom() - self.plot.height() * y / self.top_value)


def paint_chart(
    painter: QPainter, area: QRectF, chart: Chart, tokens: Tokens, font: QFont, chosen: Point | None = None
) -> None:
    """Draw a chart into an area, with a ring around the point that is chosen."""
    frame = Frame(chart, area, font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    _paint_axes(painter, frame, chart, tokens)
    for series in chart.series:
        _paint_series(painter, frame, series, tokens)
    if chosen is not None:
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(frame.at(chosen.x, chosen.y), DOT + 4, DOT + 4)


def _paint_axes(painter: QPainter, frame: Frame, chart: Chart, tokens: Tokens) -> None:
    plot, metrics = frame.plot, frame.metrics
    for number in range(round(frame.top_value / frame.step) + 1):
        value = number * frame.step
        height = plot.bottom() - plot.height() * value / frame.top_value
        painter.setPen(QPen(QColor(tokens.border_strong if number == 0 else tokens.border), 1))
        painter.drawLine(QPointF(plot.left(), height), QPointF(plot.right(), height))
        text = frame.value_text(value)
        painter.setPen(QColor(tokens.text3))
        painter.drawText(
            QPointF(plot.left() - GAP - metrics.horizontalAdvance(text), height + metrics.ascent() / 2 - 1),
            text,
        )
    painter.setPen(QColor(tokens.text3))
    taken = float("-inf")
    for x, text in chart.marks:
        width = metrics.horizontalAdvance(text)
        left = min(frame.at(x, 0).x() - width / 2, plot.right() + RIGHT - width)
        if left > taken:  # a mark without room is left out; the table has it
            painter.drawText(QPointF(left, plot.bottom() + metrics.height()), text)
            taken = left + width + GAP
    name = metrics.elidedText(chart.x_name, Qt.TextElideMode.ElideRight, plot.width())
    painter.drawText(
        QPointF(plot.right() - metrics.horizontalAdvance(name), plot.bottom() + 2 * metrics.height()), name
    )


def _paint_series(painter: QPainter, frame: Frame, series: Series, tokens: Tokens) -> None:
    colour = QColor(getattr(tokens, series.tone))
    for point in series.points:
        if point.low is not None and point.high is not None:
            painter.setPen(QPen(colour, 1))
            low, high = frame.at(point.x, point.low), frame.at(point.x, point.high)
            painter.drawLine(low, high)
            for end in (low, high):
                painter.drawLine(end - QPointF(DOT, 0), end + QPointF(DOT, 0))
    places = [frame.at(point.x, point.y) for point in series.points]
    if series.is_joined and len(places) > 1:
        style = Qt.PenStyle.DashLine if series.is_dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 1.6, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
    if not series.is_dashed:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for place in places:
            painter.drawEllipse(place, DOT, DOT)


def chart_svg(chart: Chart, tokens: Tokens) -> str:
    """Return a chart as an SVG element of SVG_SIZE that stands by itself."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(*SVG_SIZE))
    generator.setViewBox(QRectF(0, 0, *SVG_SIZE))
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, *SVG_SIZE), QColor(tokens.surface))
    font = font_of("meta")
    font.setPixelSize(12)
    paint_chart(painter, QRectF(8, 0, SVG_SIZE[0] - 16, SVG_SIZE[1]), chart, tokens, font)
    painter.end()
    buffer.close()
    text = bytes(held.data()).decode()
    return text[text.index("<svg") :]


def chart_height(font: QFont) -> int:
    """Return how high a chart is: with larger text its axes need more room."""
    return max(CHART_HEIGHT, round(12 * QFontMetricsF(font).height()))


class ChartView(QWidget):
    """A painted chart; the mouse or the arrow keys choose a point, which says its figures."""

    point_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._chart: Chart | None = None
        self._chosen: Point | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        give_font(self, "meta")
        theme_signals.theme_changed.connect(self._follow_theme)
        self._follow_theme()

    @property
    def chosen(self) -> Point | None:
        """The point that says its figures."""
        return self._chosen

    def show_chart(self, chart: Chart) -> None:
        """Draw another chart."""
        self._chart = chart
        self._chosen = None
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the height of a chart."""
        return QSize(360, chart_height(self.font()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart, and a ring around it while it has the focus."""
        tokens = current_tokens()
        painter = QPainter(self)
        if self._chart is not None:
            paint_chart(painter, QRectF(self.rect()), self._chart, tokens, self.font(), self._chosen)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the points: left and right within a line, up and down to another one."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        points = self._points()
        if event.key() in steps and points:
            now = points.index(self._chosen) if self._chosen in points else -1
            step = steps[Qt.Key(event.key())]
            self._choose(points[max(0, min(len(points) - 1, now + step if now >= 0 else 0))])
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the nearest point say its figures."""
        points = self._points()
        if self._chart is None or not points:
            return
        frame = Frame(self._chart, QRectF(self.rect()), self.font())
        at = event.position()

        def distance(point: Point) -> float:
            gap = frame.at(point.x, point.y) - at
            return gap.x() ** 2 + gap.y() ** 2

        nearest = min(points, key=distance)
        if distance(nearest) <= 24**2:
            self._choose(nearest)
            QToolTip.showText(event.globalPosition().toPoint(), plain_tooltip(nearest.said), self)

    def leaveEvent(self, event: QEvent) -> None:
        """Choose nothing while the mouse is elsewhere."""
        if not self.hasFocus():
            self._choose(None)
        super().leaveEvent(event)

    def _follow_theme(self) -> None:
        self.setMinimumHeight(chart_height(self.font()))
        self.update()

    def _points(self) -> list[Point]:
        """Return the points of all series, one after the other."""
        return [point for series in self._chart.series for point in series.points] if self._chart else []

    def _choose(self, point: Point | None) -> None:
        if point == self._chosen:
            return
        self._chosen = point
        self.setAccessibleDescription(point.said if point is not None else "")
        self.point_chosen.emit(point.said if point is not None else "")
        if point is not None:
            announce(self, point.said)
        self.update()


class FiguresModel(RowsModel[tuple[str, ...]]):
    """Figures as text, in columns named from outside."""

    def __init__(self) -> None:
        super().__init__()
        self._head: tuple[str, ...] = ()
        self._meanings: tuple[str, ...] = ()

    def set_figures(
        self, head: Sequence[str], rows: Sequence[tuple[str, ...]], meanings: Sequence[str] = ()
    ) -> None:
        """Show other figures; `meanings` say in tooltips what each column is."""
        self.beginResetModel()
        self._head, self._meanings = tuple(head), tuple(meanings)
        self._rows = tuple(rows)
        self.endResetModel()

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self._head

    def column_alignment(self, column: int) -> Qt.AlignmentFlag:
        """Align figures to the right, names to the left."""
        side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Return the name of a column, and what its figures are."""
        if role == Qt.ItemDataRole.ToolTipRole and orientation == Qt.Orientation.Horizontal:
            return plain_tooltip(self._meanings[section]) if section < len(self._meanings) else None
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.AlignmentFlag | None:
        """Return a cell; a row names itself in full to screen readers."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.column_alignment(index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return plain_tooltip(row[0])
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            said = [f"{name} {cell}" for name, cell in zip(self._head[1:], row[1:], strict=True)]
            return ", ".join((row[0], *said))
        return None


class FiguresTable(QTableView):
    """A small table that shows all its rows up to a height, and scrolls beyond."""

    def __init__(self, most_rows: int = 8) -> None:
        super().__init__()
        self.figures = FiguresModel()
        self._most_rows = most_rows
        self.setModel(self.figures)
        prepare_table(self)
        # After the rows themselves, which follow the size of text, too.
        theme_signals.theme_changed.connect(self._fit)

    def show_figures(
        self, head: Sequence[str], rows: Sequence[tuple[str, ...]], meanings: Sequence[str] = ()
    ) -> None:
        """Show other figures, the first column as wide as there is room, the others as their names ask."""
        self.figures.set_figures(head, rows, meanings)
        header = self.horizontalHeader()
        metrics = self.fontMetrics()
        for column in range(1, len(head)):
            texts = [head[column], *(row[column] for row in rows)]
            self.setColumnWidth(column, max(map(metrics.horizontalAdvance, texts)) + 24)
        if head:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(72)
        self._fit()

    def _fit(self) -> None:
        count = min(self._most_rows, max(1, self.figures.rowCount()))
        head = max(HEADER_HEIGHT, self.horizontalHeader().sizeHint().height())
        self.setFixedHeight(head + self.verticalHeader().defaultSectionSize() * count + 4)


class ChartPanel(QFrame):
    """A chart under a title with what it says, its legend, and the same figures as a table at a click."""

    def __init__(self, legend_name: Callable[[], tuple[str, str]]) -> None:
        super().__init__()
        self._names = legend_name  # "show as table" and "show as chart", in the language now in use
        self.chart: Chart | None = None
        self.setProperty("role", "card")
        self.title = label("", "item-title", wrap=True)
        self.sentence = label("", "body2", wrap=True)
        self.view = ChartView()
        self.table = FiguresTable(6)
        self.switch = button("", None, "link")
        self.said = label("", "meta")
        self._legend = QHBoxLayout()
        self._legend.setSpacing(12)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.table)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addLayout(self._legend)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.switch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.sentence)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
        layout.addStretch(0)
        self.switch.clicked.connect(self._switch)
        self.view.point_chosen.connect(self.said.setText)

    @property
    def shows_table(self) -> bool:
        """Whether the figures stand in the table now."""
        return self._stack.currentWidget() is self.table

    def show_chart(self, title: str, sentence: str, chart: Chart, meanings: Sequence[str] = ()) -> None:
        """Show a chart and its table; `meanings` say what each column of the table is."""
        self.chart = chart
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.said.setText("")
        self.view.show_chart(chart)
        self.view.setAccessibleName(title)
        self.table.setAccessibleName(title)
        self.table.show_figures(chart.head, chart.rows, meanings)
        # Axes without a point would look like a share of nothing.
        for part in (self._stack, self.switch, self.said):
            part.setVisible(not chart.is_empty)
        while self._legend.count():
            item = self._legend.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for series in chart.series if len(chart.series) > 1 and not chart.is_empty else ():
            self._legend.addWidget(_LegendEntry(series))
        self._name()

    def _switch(self) -> None:
        self._stack.setCurrentWidget(self.view if self.shows_table else self.table)
        self._name()

    def _name(self) -> None:
        as_table, as_chart = self._names()
        text = as_chart if self.shows_table else as_table
        self.switch.setText(text)
        self.switch.setAccessibleName(f"{text}: {self.title.text()}")
        set_tooltip(self.switch, text)


class _LegendEntry(QWidget):
    """A piece of a line and its name."""

    def __init__(self, series: Series) -> None:
        super().__init__()
        self._series = series
        give_font(self, "meta")
        metrics = self.fontMetrics()
        self.setFixedSize(metrics.horizontalAdvance(series.name) + 32, metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = Qt.PenStyle.DashLine if self._series.is_dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(getattr(tokens, self._series.tone)), 2, style))
        middle = self.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(20, middle))
        painter.setPen(QColor(tokens.text2))
        painter.drawText(
            QRectF(26, 0, self.width() - 26, self.height()), Qt.AlignmentFlag.AlignVCenter, self._series.name
        )
        painter.end()
