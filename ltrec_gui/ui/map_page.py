"""Long tail and semantic map side by side: what is chosen in one is chosen in the other, and can be taken further."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSpacerItem,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.jobs.control import Progress
from ltrec_gui.pipeline.item_details import ItemDetails
from ltrec_gui.pipeline.map_catalogue import CatalogueMap
from ltrec_gui.settings import LibrarySettings
from ltrec_gui.ui.actions import build_actions, native_keys, retranslate_actions, spec_of
from ltrec_gui.ui.fitting import FlowLayout
from ltrec_gui.ui.panes import Pane
from ltrec_gui.ui.plot import Plot
from ltrec_gui.ui.points_model import Column, PointsModel
from ltrec_gui.ui.semantic_map import ZOOM_STEP, SemanticMap
from ltrec_gui.ui.table_look import prepare_table
from ltrec_gui.ui.tail_chart import TailChart, item_line
from ltrec_gui.ui.theme import font_of, scaled
from ltrec_gui.ui.widgets import (
    ElidedLabel,
    ElidedLink,
    EmptyState,
    IconToolButton,
    button,
    label,
    name_tool_button,
    scrolling,
    text_tool_button,
    tool_button,
)
from ltrec_gui.ui.wording import count_text, filled, percent_text, quoted, score_text

MOST_SEEDS = 5  # of a selection: a brief that starts from more says less
SHOWN_NEAREST = 5
TABLE_MARGIN = 20  # for its scroll bar
CELL_PADDING = 18
PAGE_MARGIN = 16
ACTS_GAP = 8
# At the usual size of text: room for two plots beside each other, for words beside acts, for a link.
TWO_PLOTS, LEAST_SAID, LEAST_LINK = 760, 240, 130
NO_LIMIT = (1 << 24) - 1  # Qt's own word for no limit, which the binding does not have
LEAST_ROOM = 160  # of a table for titles, regions and marks
NAMED_LENGTH = 40  # letters of the title that the nearest items are named after
DEFAULT_CUTS = (LibrarySettings().head_cut, LibrarySettings().tail_cut)


class Panel(QFrame):
    """A plot under its name and tools, with the same as a table behind it."""

    row_chosen = Signal(int)  # position

    def __init__(self, plot: Plot, hidden: Column) -> None:
        super().__init__()
        self.plot = plot
        self._is_following = False  # what was chosen elsewhere, so that nothing is chosen here
        self.model = PointsModel(self)
        self.table = QTableView()
        self.empty = EmptyState("map", "", "")
        self.title = label("", "section")
        self.tools = QHBoxLayout()
        self.stack = QStackedWidget()
        self.table.setModel(self.model)
        prepare_table(self.table)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setColumnHidden(hidden, True)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.empty_card = QFrame()
        self.empty_card.setProperty("role", "card")
        inside = QVBoxLayout(self.empty_card)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.empty)
        for each in (plot, self.table, self.empty_card):
            self.stack.addWidget(each)
        self.tools.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addLayout(self.tools)
        # As high as its tools, shown or not: the two panels begin on one line.
        head.addSpacerItem(QSpacerItem(0, IconToolButton("plus").sizeHint().height()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)

    def show_row(self, position: int | None) -> None:
        """Put the cursor of the table on an item, where it stands in it."""
        row = self.model.row_of(position) if position is not None and self.is_table else -1
        if row >= 0:
            self._is_following = True
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.model.index(row, 0), flags)
            self._is_following = False
            self.table.scrollTo(self.model.index(row, 0))

    @property
    def is_table(self) -> bool:
        """Whether the table is shown."""
        return self.stack.currentWidget() is self.table

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give every column its width."""
        metrics = QFontMetrics(font_of("body"))
        fixed: dict[int, int] = {
            column: max(map(metrics.horizontalAdvance, self.model.longest(column))) + CELL_PADDING
            for column in (Column.RANK, Column.POPULARITY, Column.CARRIED)
            if not self.table.isColumnHidden(column)
        }
        fixed[Column.SEGMENT] = scaled(84)
        room = max(self.width() - sum(fixed.values()) - TABLE_MARGIN, LEAST_ROOM)
        has_regions = not self.table.isColumnHidden(Column.REGION)
        header = self.table.horizontalHeader()
        marks = max(header.sectionSizeHint(Column.MARKS), header.minimumSectionSize()) + TABLE_MARGIN // 3
        fixed[Column.TITLE] = int(room * 0.5 if has_regions else min(room * 0.66, room - marks))
        fixed[Column.REGION] = int(room * 0.28)
        for column, width in fixed.items():
            self.table.setColumnWidth(column, width)

    def _choose(self) -> None:
        index = self.table.selectionModel().currentIndex()
        if index.isValid() and not self._is_following:
            self.row_chosen.emit(self.model.position(index.row()))


class MapPage(QWidget):
    """The page; it asks by signals and shows what it is brought."""

    item_asked = Signal(str)
    cuts_chosen = Signal(float, float)
    seeds_chosen = Signal(list)  # (item id, title) pairs for the present brief
    brief_requested = Signal(list)  # the same for a new brief
    catalogue_requested = Signal(object, str)  # item ids, what they are
    suggestions_requested = Signal(object)  # item ids that alone are to be suggested
    drawing_requested = Signal()
    import_requested = Signal()
    picture_made = Signal(object, object)  # path, bytes

    def __init__(self) -> None:
        super().__init__()
        self.shown: CatalogueMap | None = None
        self._ids: dict[str, tuple[str, ...]] = {"slate": (), "shelf": (), "seed": ()}
        self._current: int | None = None
        self._nearest: tuple[int, ...] = ()
        self._selected: tuple[int, ...] = ()
        self._progress = ""
        self._was_stopped = False
        self._tabled: tuple[object, ...] = ()  # what the tables were filled from
        self._wants_focus = False  # once there is something to give it to
        self._links: list[ElidedLink] = []  # to the nearest items
        self._has_nearest = False  # whether they are those of the item under the cursor
        self.chart, self.map = TailChart(), SemanticMap()
        self.chart_panel, self.map_panel = Panel(self.chart, Column.REGION), Panel(self.map, Column.CARRIED)
        self.empty = EmptyState("map", "", "")
        self.actions_by_id = build_actions(self, "map")
        self._make_widgets()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_state()

    # What is shown

    def show_map(self, shown: CatalogueMap) -> None:
        """Show a catalogue, or the same one after a change; the selection is kept where its items are still there."""
        old, kept = self.shown, self._selected
        current = self._current
        self.shown = shown
        if old is not None and old.ids is not shown.ids:
            ids = old.ids
            kept = shown.positions_of(ids[position] for position in kept)
            found = shown.positions_of([ids[current]] if current is not None else [])
            current, self._nearest = (found[0] if found else None), ()
        self.chart.show_map(shown)
        self.map.show_map(shown)
        self._current = current
        self._select(kept)
        self._point_to(current)
        self._show_state()
        if self._wants_focus:
            self._wants_focus = False
            self.focus_plot()

    def show_marked(self, kind: str, item_ids: Sequence[str]) -> None:
        """Mark the items of the list ("slate"), of the shelf ("shelf") or the seeds ("seed")."""
        self._ids[kind] = tuple(item_ids)
        self._show_marks()

    def show_details(self, details: ItemDetails) -> None:
        """Show what lies nearest to the item that was asked about, by the index and not by the map."""
        if (
            self.shown is None
            or self._current is None
            or self.shown.ids[self._current] != details.item.item_id
        ):
            return
        near = [each for each in details.nearest if each.item_id in self.shown.positions][:SHOWN_NEAREST]
        self._nearest = self.shown.positions_of(each.item_id for each in near)
        for link in self._links:
            self._near_row.removeWidget(link)
            link.hide()
            link.deleteLater()
        self._links = []
        for position, each in zip(self._nearest, near, strict=True):
            link = ElidedLink(filled(self.tr("%1 · %2"), score_text(each.similarity), each.title))
            link.clicked.connect(lambda _checked=False, position=position: self.choose(position))
            self._near_row.addWidget(link, 1)
            self._links.append(link)
        self._has_nearest = bool(near)
        self._near_title.setVisible(self._has_nearest)
        self._fit()
        self._show_marks()

    def show_progress(self, progress: Progress, waits_for: str) -> None:
        """Say how far the map is while it is drawn."""
        self._was_stopped = False
        if waits_for:
            self._progress = filled(self.tr("Drawn after this: %1"), waits_for)
        elif progress.total:
            self._progress = filled(
                self.tr("Drawing the map, %1"), percent_text(progress.done / progress.total)
            )
        else:
            self._progress = self.tr("Drawing the map…")
        self._show_state()

    def show_stopped(self) -> None:
        """Offer to draw the map after it was stopped or could not be drawn."""
        self._progress, self._was_stopped = "", True
        self._show_state()

    def forget_progress(self) -> None:
        """Say no more that the map is being drawn."""
        self._progress, self._was_stopped = "", False

    def clear(self) -> None:
        """Forget the library shown before."""
        self.shown = None
        self._ids = {"slate": (), "shelf": (), "seed": ()}
        self._selected, self._nearest, self._current = (), (), None
        self.forget_progress()
        self._show_state()

    def focus_plot(self) -> None:
        """Give the focus to what is shown: the map where there is one, else the chart, else the way out."""
        for panel in (self.map_panel, self.chart_panel):
            shown = panel.table if panel.is_table else panel.plot
            if self._stack.currentWidget() is self._body and panel.stack.currentWidget() is shown:
                shown.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self._body.ensureWidgetVisible(shown)
                return
        self._wants_focus = self.shown is None
        way_out = self.empty.findChild(QPushButton)
        if isinstance(way_out, QPushButton):
            way_out.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def panes(self) -> list[Pane]:
        """Return the head, the chart, the map, what is below them, and what stands in their place."""
        return [
            (self.table_button, self.picture_button),
            (self.chart_panel.stack, self.chart_panel),
            (self.map_panel.stack, self.map_panel),
            (self._foot_card,),
            (self.empty,),
        ]

    @property
    def selected(self) -> tuple[int, ...]:
        """The positions of what is selected in both plots."""
        return self._selected

    @property
    def current(self) -> int | None:
        """The position of the item the cursor is on."""
        return self._current

    # Choosing

    def choose(self, position: int) -> None:
        """Put the cursor on an item in both plots and ask what lies nearest to it."""
        if self.shown is None:
            return
        self._point_to(position)
        self.item_asked.emit(self.shown.ids[position])

    def _point_to(self, position: int | None) -> None:
        if position != self._current:
            self._nearest, self._has_nearest = (), False
            for link in self._links:
                link.hide()
            self._near_title.hide()
        self._current = position
        self.chart.show_item(position)
        self.map.show_item(position)
        for panel in (self.chart_panel, self.map_panel):
            panel.show_row(position)
        self._show_marks()
        self._show_chosen()

    def _select(self, positions: Sequence[int], chosen_range: tuple[int, int] | None = None) -> None:
        """Select items in both plots; a range of the chart stays drawn as one."""
        self._selected = tuple(positions)
        self.chart.show_range(chosen_range)
        self.chart.show_selected(self._selected)
        subset = self.shown.subset(self._selected) if self.shown is not None and self._selected else None
        self.map.show_selected(subset)
        self._fill_tables()
        self._show_chosen()

    def _select_range(self, first: int, last: int) -> None:
        if self.shown is None:
            return
        found = self.shown.tail.between(first, last).tolist() if first >= 0 else []
        self._select(found, (first, last) if first >= 0 else None)

    def _select_inside(self, corners: list[tuple[float, float]]) -> None:
        if self.shown is not None:
            self._select(self.shown.points.inside(corners).tolist())
            self.map.announce(self._selection_text())

    def _grow(self, position: int) -> None:
        self._select(tuple(dict.fromkeys((*self._selected, position))))

    def clear_selection(self) -> None:
        """Give up a rectangle that is being drawn; without one select nothing."""
        if not self.map.drop_box():
            self._select(())

    def _looked_at(self) -> Plot:
        """Return the plot that keys of zoom and view are for: the one with the focus, else the map if there is one."""
        inside = QApplication.focusWidget()
        is_chart = inside is not None and self.chart_panel.isAncestorOf(inside)
        return self.chart if is_chart or not self.map.has_points else self.map

    def _taken(self) -> tuple[int, ...]:
        """Return what an act is about: the selection, or else the item under the cursor."""
        if self._selected:
            return self._selected
        return (self._current,) if self._current is not None else ()

    def _pairs(self) -> list[tuple[str, str]]:
        if self.shown is None:
            return []
        chosen = self.shown.middle_of(self._taken(), MOST_SEEDS) if self._taken() else []
        return [(self.shown.ids[position], self.shown.titles[position]) for position in chosen]

    def _ask_catalogue(self) -> None:
        if self.shown is not None and self._taken():
            ids = tuple(self.shown.ids[position] for position in self._taken())
            self.catalogue_requested.emit(ids, self.tr("Selected on the map"))

    def _ask_suggestions(self) -> None:
        if self.shown is not None and self._taken():
            self.suggestions_requested.emit(tuple(self.shown.ids[position] for position in self._taken()))

    def _ask_seeds(self) -> None:
        if pairs := self._pairs():
            self.seeds_chosen.emit(pairs)

    def _ask_brief(self) -> None:
        if pairs := self._pairs():
            self.brief_requested.emit(pairs)

    # Pictures

    def ask_picture(self, panel: Panel) -> None:
        """Let the editor choose where a plot is written as a picture."""
        stem = self.tr("long tail") if panel is self.chart_panel else self.tr("map")
        name, _filter = QFileDialog.getSaveFileName(
            self, self.tr("Export the picture"), f"{stem}.png", self.tr("Pictures (*.png *.svg)")
        )
        if name:
            self.export_picture(panel, Path(name))

    def export_picture(self, panel: Panel, path: Path) -> None:
        """Have a plot written to a file, as SVG or PNG by how its name ends."""
        content = panel.plot.svg() if path.suffix.lower() == ".svg" else panel.plot.png()
        if path.suffix.lower() not in (".svg", ".png"):
            path = path.with_name(f"{path.name}.png")
        self.picture_made.emit(path, content)

    # Building

    def _make_widgets(self) -> None:
        self._title = label("", "page-title")
        self._count = ElidedLabel("", "meta")
        self.table_button = text_tool_button("list", "")
        self.picture_button = button("", "download")
        self._picture_menu = QMenu(self)
        self._picture_actions = [
            self._picture_menu.addAction("", partial(self.ask_picture, panel))
            for panel in (self.chart_panel, self.map_panel)
        ]
        self.picture_button.setMenu(self._picture_menu)
        self.reset_button = button("", "undo-2", "link")
        self.lasso_button = tool_button("waypoints", "")
        self.lasso_button.setCheckable(True)
        self._zoom_buttons = {
            panel: [tool_button(name, "") for name in ("plus", "minus", whole)]
            for panel, whole in ((self.chart_panel, "chart-area"), (self.map_panel, "map"))
        }
        self._chosen_title = ElidedLabel("", "strong")
        self._chosen_line = label("", "meta")
        self._near_title = label("", "meta")
        self._near_title.hide()
        self._near_row = QHBoxLayout()
        self.suggest_button = button("", "filter", "primary")
        self.catalogue_button = button("", "library")
        self.seeds_button = button("", "plus")
        self.brief_button = button("", "sparkles")
        self.clear_button = button("", "x")

    def _lay_out(self) -> None:
        self.chart_panel.tools.addWidget(self.reset_button)
        self.map_panel.tools.addWidget(self.lasso_button)
        self.lasso_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for panel, (zoom_in, zoom_out, whole) in self._zoom_buttons.items():
            for made in (zoom_out, zoom_in, whole):
                made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                panel.tools.addWidget(made)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._count, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.table_button)
        head.addWidget(self.picture_button)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(16)
        self._splitter.addWidget(self.chart_panel)
        self._splitter.addWidget(self.map_panel)
        self._splitter.setStretchFactor(0, 4)
        self._splitter.setStretchFactor(1, 5)
        content = QWidget()
        self._body = scrolling(content)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self._splitter, 1)
        self._foot_card = self._foot()
        inner.addWidget(self._foot_card)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._body)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        # Made after the plots, but read before them.
        for panel, first in ((self.chart_panel, self.reset_button), (self.map_panel, self.lasso_button)):
            zoom_in, zoom_out, whole = self._zoom_buttons[panel]
            for before, after in pairwise((first, zoom_out, zoom_in, whole, panel.plot, panel.table)):
                QWidget.setTabOrder(before, after)

    def _foot(self) -> QFrame:
        """Return what is said of the item under the cursor and of the selection, and what can be done with them."""
        foot = QFrame()
        foot.setProperty("role", "card")
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self._chosen_title, 1)
        said.addWidget(self._chosen_line)
        self._act_buttons = (
            self.suggest_button,
            self.catalogue_button,
            self.seeds_button,
            self.brief_button,
            self.clear_button,
        )
        self._acts = QWidget()
        acts = FlowLayout(ACTS_GAP)
        self._acts.setLayout(acts)
        for made in self._act_buttons:
            acts.addWidget(made)
        self._first = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._first.setSpacing(ACTS_GAP)
        self._first.addLayout(said, 1)
        self._first.addWidget(self._acts)
        self._near_row.setSpacing(8)
        self._near_row.addWidget(self._near_title)
        # As high as a link, shown or not: the plots above do not jump.
        self._near_row.addSpacerItem(QSpacerItem(0, ElidedLink("").sizeHint().height()))
        layout = QVBoxLayout(foot)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(self._first)
        layout.addLayout(self._near_row)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the plots under each other, and acts below what they are about, where there is no room beside."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * PAGE_MARGIN
        orientation = Qt.Orientation.Vertical if room < scaled(TWO_PLOTS) else Qt.Orientation.Horizontal
        if self._splitter.orientation() != orientation:
            self._splitter.setOrientation(orientation)
        # All of them count, shown or not: the plots do not jump when something is selected.
        sizes = [made.sizeHint() for made in self._act_buttons]
        advance = self.seeds_button.fontMetrics().horizontalAdvance
        longer = max(advance(self._middle_text()) - advance(self.seeds_button.text()), 0)
        needed = sum(size.width() + ACTS_GAP for size in sizes) + longer
        is_narrow = needed + scaled(LEAST_SAID) > room
        shown = [made.sizeHint().width() for made in self._act_buttons if not made.isHidden()]
        self._acts.setMinimumWidth(0 if is_narrow else sum(shown) + ACTS_GAP * max(len(shown) - 1, 0))
        line = max(size.height() for size in sizes)
        self._acts.setMinimumHeight(line)
        self._acts.setMaximumHeight(NO_LIMIT if is_narrow else line)
        directions = QBoxLayout.Direction
        self._first.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)
        self._say_nearest()
        left = room - self._near_title.sizeHint().width()
        for place, link in enumerate(self._links):
            link.setVisible(self._has_nearest and (place + 1) * scaled(LEAST_LINK) <= left)

    def _middle_text(self) -> str:
        return self.tr("Middle %Ln as seeds", "", MOST_SEEDS)

    def _say_nearest(self) -> None:
        """Name the item the nearest are nearest to, unless that would leave them no room."""
        if self.shown is None or self._current is None:
            return
        title = self.shown.titles[self._current]
        short = title if len(title) <= NAMED_LENGTH else f"{title[: NAMED_LENGTH - 1].rstrip()}…"
        said = filled(self.tr("Nearest to %1:"), quoted(short))
        room = self.width() - 2 * PAGE_MARGIN
        is_long = self._near_title.fontMetrics().horizontalAdvance(said) > room / 3
        self._near_title.setText(self.tr("Nearest:") if is_long else said)

    def _connect(self) -> None:
        for plot in (self.chart, self.map):
            plot.item_chosen.connect(self.choose)
        for panel in (self.chart_panel, self.map_panel):
            panel.row_chosen.connect(self.choose)
            panel.empty.action_triggered.connect(self.drawing_requested)
        self.chart.range_chosen.connect(self._select_range)
        self.chart.cuts_chosen.connect(self._take_cuts)
        self.map.selection_drawn.connect(self._select_inside)
        self.map.selection_grown.connect(self._grow)
        self.map.selection_cleared.connect(self.clear_selection)
        self.empty.action_triggered.connect(self.import_requested)
        self.table_button.toggled.connect(self._show_state)
        self.reset_button.clicked.connect(lambda: self._take_cuts(*DEFAULT_CUTS))
        self.lasso_button.toggled.connect(self._use_lasso)
        calls = {
            "map-lasso": self.lasso_button.toggle,
            "map-box": self.map.begin_box,
            "map-zoom-in": lambda: self._looked_at().zoom(ZOOM_STEP),
            "map-zoom-out": lambda: self._looked_at().zoom(1 / ZOOM_STEP),
            "map-whole": lambda: self._looked_at().show_all(),
            "map-left": lambda: self._looked_at().look_further(-1, 0),
            "map-right": lambda: self._looked_at().look_further(1, 0),
            "map-up": lambda: self._looked_at().look_further(0, -1),
            "map-down": lambda: self._looked_at().look_further(0, 1),
            "map-table": self.table_button.toggle,
            "map-suggest": self._ask_suggestions,
            "map-catalogue": self._ask_catalogue,
            "map-seeds": self._ask_seeds,
            "map-brief": self._ask_brief,
            "map-clear": self.clear_selection,
            "tail-cut-left": lambda: self.chart.nudge_cut("tail", -1),
            "tail-cut-right": lambda: self.chart.nudge_cut("tail", 1),
            "head-cut-left": lambda: self.chart.nudge_cut("head", -1),
            "head-cut-right": lambda: self.chart.nudge_cut("head", 1),
        }
        for action_id, call in calls.items():
            self.actions_by_id[action_id].triggered.connect(lambda _checked=False, call=call: call())
        for made, action_id in (
            (self.suggest_button, "map-suggest"),
            (self.catalogue_button, "map-catalogue"),
            (self.seeds_button, "map-seeds"),
            (self.brief_button, "map-brief"),
            (self.clear_button, "map-clear"),
        ):
            made.clicked.connect(self.actions_by_id[action_id].trigger)
        for panel in (self.chart_panel, self.map_panel):
            zoom_in, zoom_out, whole = self._zoom_buttons[panel]
            zoom_in.clicked.connect(lambda _checked=False, plot=panel.plot: plot.zoom(ZOOM_STEP))
            zoom_out.clicked.connect(lambda _checked=False, plot=panel.plot: plot.zoom(1 / ZOOM_STEP))
            whole.clicked.connect(lambda _checked=False, plot=panel.plot: plot.show_all())

    def _use_lasso(self, is_on: bool) -> None:
        self.map.draws_lasso = is_on

    def _take_cuts(self, head: float, tail: float) -> None:
        self.cuts_chosen.emit(head, tail)
        self._show_state()

    # Saying

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._tabled = ()
        retranslate_actions(self.actions_by_id)
        self._title.setText(self.tr("Map and tail"))
        self.chart_panel.title.setText(self.tr("Long tail"))
        self.map_panel.title.setText(self.tr("Semantic map"))
        self.chart.setAccessibleName(self.tr("Long-tail chart: popularity by rank"))
        self.map.setAccessibleName(self.tr("Semantic map of the catalogue"))
        self.chart_panel.table.setAccessibleName(self.tr("The long tail as a table"))
        self.map_panel.table.setAccessibleName(self.tr("The map as a table"))
        self.table_button.setText(self.tr("Show as table"))
        self.table_button.setToolTip(self.actions_by_id["map-table"].toolTip())
        self.picture_button.setText(self.tr("Export picture"))
        for action, text in zip(
            self._picture_actions, (self.tr("Long tail…"), self.tr("Semantic map…")), strict=True
        ):
            action.setText(text)
        self.reset_button.setText(
            filled(self.tr("Back to %1 and %2"), percent_text(DEFAULT_CUTS[0]), percent_text(DEFAULT_CUTS[1]))
        )
        tools: list[tuple[IconToolButton, str]] = [(self.lasso_button, "map-lasso")]
        for zoom_buttons in self._zoom_buttons.values():
            tools += zip(zoom_buttons, ("map-zoom-in", "map-zoom-out", "map-whole"), strict=True)
        for tool, action_id in tools:
            spec = spec_of(action_id)
            name_tool_button(tool, spec.text, native_keys(spec))
        self.suggest_button.setText(self.tr("Suggest only from these"))
        self.catalogue_button.setText(self.tr("Show in the catalogue"))
        self.brief_button.setText(self.tr("New brief from these"))
        self.clear_button.setText(self.tr("Clear"))
        for made, action_id in (
            (self.suggest_button, "map-suggest"),
            (self.catalogue_button, "map-catalogue"),
            (self.seeds_button, "map-seeds"),
            (self.brief_button, "map-brief"),
            (self.clear_button, "map-clear"),
        ):
            made.setToolTip(self.actions_by_id[action_id].toolTip())
        self._show_chosen()
        self._show_state()
        for plot in (self.chart, self.map):
            plot.renew()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show_state(self) -> None:
        """Show plots, tables or what to say in their stead."""
        shown = self.shown
        if shown is None or not shown.item_count:
            self._count.set_text("")
            self.empty.set_texts(
                self.tr("This library is empty"),
                self.tr("Import a catalogue, and it is shown here by popularity and by meaning."),
                self.tr("Import a file…") if shown is not None else "",
            )
            self._stack.setCurrentWidget(self.empty)
            return
        self._stack.setCurrentWidget(self._body)
        self._count.set_text(self.map.summary())
        is_table = self.table_button.isChecked()
        has_curve = self.chart.has_curve
        self.chart_panel.empty.set_texts(
            self.tr("There is no tail to show"),
            self.tr(
                "The tail needs a column that counts loans, sales or views, or a list of what readers opened."
            ),
            "",
            "chart-area",
        )
        first = self.chart_panel.table if is_table else self.chart
        self.chart_panel.stack.setCurrentWidget(first if has_curve else self.chart_panel.empty_card)
        self.map_panel.empty.set_texts(*self._why_no_map(shown))
        second = self.map_panel.table if is_table else self.map
        has_map = self.map.has_points
        self.map_panel.stack.setCurrentWidget(second if has_map else self.map_panel.empty_card)
        for made in (self.lasso_button, *self._zoom_buttons[self.map_panel]):
            made.setVisible(has_map and not is_table)
        for made in self._zoom_buttons[self.chart_panel]:
            made.setVisible(has_curve and not is_table)
        cuts = (shown.head_cut, shown.tail_cut)
        self.reset_button.setVisible(has_curve and shown.has_tail and cuts != DEFAULT_CUTS)
        if not is_table:
            self.chart.setAccessibleDescription(f"{self.chart.summary()} {self.chart.definition()}".strip())
        self._fill_tables()

    def _why_no_map(self, shown: CatalogueMap) -> tuple[str, str, str]:
        if self._progress:
            return self._progress, self.tr("It is kept beside the index, so this is done once."), ""
        if self._was_stopped:
            return (
                self.tr("The map was not drawn"),
                self.tr("Everything else works without it."),
                self.tr("Draw the map"),
            )
        placed = filled(self.tr("%1 of %2 placed"), count_text(0), count_text(shown.item_count))
        if shown.can_be_drawn:
            return self.tr("The map is not drawn yet"), placed, self.tr("Draw the map")
        read = filled(
            self.tr("%1 of %2 titles are read by meaning. The map is drawn once they are in the index."),
            count_text(shown.vector_count),
            count_text(shown.item_count),
        )
        return placed, read, ""

    def _show_marks(self) -> None:
        if self.shown is None:
            return
        marks = {kind: self.shown.positions_of(ids) for kind, ids in self._ids.items()}
        marks["near"] = self._nearest
        self.chart.show_marks(marks)
        self.map.show_marks(marks)
        self._fill_tables()

    def _mark_texts(self) -> dict[int, str]:
        """Return in words what each marked item is."""
        names = self.chart.mark_names()
        said: dict[int, str] = {}
        if self.shown is not None:
            for kind, ids in self._ids.items():
                for position in self.shown.positions_of(ids):
                    before = said.get(position)
                    said[position] = filled(self.tr("%1, %2"), before, names[kind]) if before else names[kind]
        return said

    def _fill_tables(self) -> None:
        if self.shown is None or not self.table_button.isChecked():
            return
        content = (self.shown, self._selected, dict(self._ids))
        if content == self._tabled:
            return  # to fill a table anew would take its cursor away
        self._tabled = content
        marks = self._mark_texts()
        rows = self.shown.by_rank(self._selected) if self._selected else None
        self.chart_panel.model.show(self.shown, rows if rows is not None else self.shown.tail_by_rank, marks)
        self.map_panel.model.show(self.shown, rows if rows is not None else self.shown.placed_by_rank, marks)
        for panel in (self.chart_panel, self.map_panel):
            panel.fit()

    def _selection_text(self) -> str:
        if self.shown is None or not self._selected:
            return ""
        share = self.shown.tail_share(self._selected)
        said = self.tr("%Ln titles selected", "", len(self._selected))
        return filled(self.tr("%1 · %2 tail"), said, percent_text(share)) if self.shown.has_tail else said

    def _show_chosen(self) -> None:
        """Say what is selected or under the cursor, and offer what can be done with it."""
        shown = self.shown
        has_cursor = shown is not None and self._current is not None
        if self._selected:
            self._chosen_title.set_text(self._selection_text())
            self._chosen_line.setText("")
        elif shown is not None and self._current is not None:
            self._chosen_title.set_text(shown.titles[self._current])
            self._chosen_line.setText(item_line(shown, self._current))
        else:
            self._chosen_title.set_text(
                self.tr(
                    "Drag across ranks, or hold Shift and drag around points, to select. Arrows go from title to title."
                )
            )
            self._chosen_line.setText("")
        count = len(self._taken())
        self.seeds_button.setText(self._middle_text() if count > MOST_SEEDS else self.tr("Use as seeds"))
        for made in (self.catalogue_button, self.seeds_button, self.brief_button):
            made.setVisible(bool(self._selected) or has_cursor)
        for made in (self.suggest_button, self.clear_button):
            made.setVisible(bool(self._selected))
        self._fit()
