"""Long tail and map: cuts dragged and nudged, ranges, lassos, keys, one selection in both, pictures, honest words."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QPoint, QPointF, QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ltrec_gui.catalogue.item import Item
from ltrec_gui.jobs.control import Progress
from ltrec_gui.pipeline.item_details import ItemDetails, Neighbour
from ltrec_gui.recommend.popularity import HEAD, TAIL, TORSO
from ltrec_gui.ui.map_page import MOST_SEEDS, MapPage
from ltrec_gui.ui.panes import go_to_pane
from ltrec_gui.ui.plot import DRAG_PIXELS
from ltrec_gui.ui.points_model import Column
from ltrec_gui.ui.semantic_map import SemanticMap
from ltrec_gui.ui.tail_chart import LEAST_RANKS, TailChart, rank_ticks
from ltrec_gui.ui.theme import DARK, LIGHT, apply_theme, font_of
from tests.ui.making_map import make_map


@pytest.fixture
def page(qtbot):
    page = MapPage()
    qtbot.addWidget(page)
    page.resize(1280, 680)
    page.show_map(make_map())
    page.show()
    page.activateWindow()
    qtbot.waitExposed(page)
    return page


def caught(signal):
    """Return a list that everything the signal carries is added to."""
    values = []
    signal.connect(lambda *arguments: values.append(arguments if len(arguments) != 1 else arguments[0]))
    return values


def edge(chart, name):
    """Return where a cut is drawn."""
    scales = chart.scales(QSizeF(chart.size()))
    head, torso = chart.bounds()
    x = scales.x((head if name == "head" else torso) + 0.5)
    return QPoint(round(x), round(scales.plot.center().y()))


def drag(qtbot, widget, start, end, modifier=Qt.NoModifier):
    """Press, move in steps, release."""
    qtbot.mousePress(widget, Qt.LeftButton, modifier, start)
    for step in range(1, 5):
        qtbot.mouseMove(widget, start + (end - start) * step / 4)
    qtbot.mouseRelease(widget, Qt.LeftButton, modifier, end)


# ------------------------------------------------------------------------------------------------- long tail


@pytest.mark.parametrize("name", ["head", "tail"])
def test_a_cut_is_dragged_and_kept_when_let_go(qtbot, page, name):
    chart, chosen = page.chart, caught(page.cuts_chosen)
    before = chart.bounds()
    start = edge(chart, name)
    drag(qtbot, chart, start, start + QPoint(-40, 0))
    after = chart.bounds()
    moved = ("head", "tail").index(name)
    assert after[moved] < before[moved] and after[1 - moved] == before[1 - moved]
    assert len(chosen) == 1 and chosen[0] == chart.cuts
    # What is kept draws the line where it was let go.
    shown = make_map(head_cut=chosen[0][0], tail_cut=chosen[0][1])
    assert (shown.segments == HEAD).sum() == after[0]
    assert (shown.segments != TAIL).sum() == after[1]


def test_the_head_never_passes_the_tail(qtbot, page):
    start = edge(page.chart, "head")
    drag(qtbot, page.chart, start, QPoint(page.chart.width() - 30, start.y()))
    head, torso = page.chart.bounds()
    assert head < torso
    assert page.chart.cuts[0] < page.chart.cuts[1]


@pytest.mark.parametrize(
    ("key", "modifier", "moved", "sign"),
    [
        (Qt.Key_Left, Qt.AltModifier, 1, -1),
        (Qt.Key_Right, Qt.AltModifier, 1, 1),
        (Qt.Key_Left, Qt.AltModifier | Qt.ShiftModifier, 0, -1),
        (Qt.Key_Right, Qt.AltModifier | Qt.ShiftModifier, 0, 1),
    ],
)
def test_cuts_move_by_keys_and_are_kept_after_the_last_press(qtbot, page, key, modifier, moved, sign):
    page.chart.setFocus()
    before = page.chart.bounds()
    with qtbot.waitSignal(page.cuts_chosen) as chosen:
        for _ in range(3):
            qtbot.keyClick(page.chart, key, modifier)
    after = page.chart.bounds()
    assert (after[moved] - before[moved]) * sign >= 2  # the head has three items, and keeps one
    assert after[1 - moved] == before[1 - moved]
    assert tuple(chosen.args) == page.chart.cuts


def test_a_range_selects_its_items_in_both(qtbot, page):
    chart = page.chart
    scales = chart.scales(QSizeF(chart.size()))
    y = round(scales.plot.top() + 40)
    drag(qtbot, chart, QPoint(round(scales.x(20)), y), QPoint(round(scales.x(60)), y))
    assert set(range(22, 58)) <= set(page.selected) <= set(range(17, 63))
    assert "titles selected" in page._chosen_title.text()
    qtbot.keyClick(chart, Qt.Key_Escape)
    assert page.selected == ()


def test_a_click_chooses_the_item_of_that_rank(qtbot, page):
    chart, asked = page.chart, caught(page.item_asked)
    scales = chart.scales(QSizeF(chart.size()))
    qtbot.mouseClick(
        chart, Qt.LeftButton, Qt.NoModifier, QPoint(round(scales.x(6)), round(scales.plot.top() + 30))
    )
    assert page.current == 5
    assert asked == ["i000005"]


def test_arrows_walk_along_the_curve_and_shift_selects(qtbot, page):
    chart = page.chart
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key_Home)
    assert page.current == 0
    qtbot.keyClick(chart, Qt.Key_Down)
    qtbot.keyClick(chart, Qt.Key_Down)
    assert page.current == 2
    qtbot.keyClick(chart, Qt.Key_Down, Qt.ShiftModifier)
    qtbot.keyClick(chart, Qt.Key_Down, Qt.ShiftModifier)
    assert page.selected == (2, 3, 4)
    qtbot.keyClick(chart, Qt.Key_End)
    assert page.current == 299 and page.selected == ()
    # Far out a step to the left is worth many ranks, and an arrow back up but one.
    qtbot.keyClick(chart, Qt.Key_Left)
    assert page.current < 290
    here = page.current
    qtbot.keyClick(chart, Qt.Key_Up)
    assert page.current == here - 1


def wheel(widget, place, turned, sideways=0, modifiers=Qt.NoModifier):
    event = QWheelEvent(
        QPointF(place),
        widget.mapToGlobal(QPointF(place)),
        QPoint(),
        QPoint(sideways, turned),
        Qt.NoButton,
        modifiers,
        Qt.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_the_wheel_on_the_chart_shows_fewer_ranks_around_the_mouse(page):
    chart = page.chart
    whole = chart.scales(QSizeF(chart.size()))
    place = QPointF(whole.x(40), whole.plot.center().y())
    for _ in range(4):
        wheel(chart, place, 120)
    near = chart.scales(QSizeF(chart.size()))
    assert near.x(40) == pytest.approx(place.x(), abs=0.5) and near.rank(place.x()) == pytest.approx(
        40, abs=0.1
    )
    assert 1 < near.first < 40 < near.last < 300
    # Where the popular ones are out of sight, what is rare has the whole height.
    heights = page.shown.tail.heights
    assert (
        near.least
        <= heights[round(near.last) - 1]
        <= heights[round(near.first) - 1]
        <= near.most
        < whole.most
    )
    for turned, modifiers, is_lower in ((120, Qt.ShiftModifier, True), (-120, Qt.ShiftModifier, False)):
        before = chart.scales(QSizeF(chart.size())).first
        wheel(chart, place, turned, modifiers=modifiers)
        assert (chart.scales(QSizeF(chart.size())).first < before) == is_lower
    for _ in range(9):
        wheel(chart, place, -120)
    assert chart.is_whole and chart.scales(QSizeF(chart.size())) == whole
    for _ in range(60):
        wheel(chart, place, 120)
    assert chart.scales(QSizeF(chart.size())).last - chart.scales(QSizeF(chart.size())).first >= LEAST_RANKS


def test_keys_zoom_and_move_the_chart_that_has_the_focus_and_its_cursor_stays_in_sight(qtbot, page):
    chart = page.chart
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key_Home)
    for _ in range(30):
        qtbot.keyClick(chart, Qt.Key_Down)
    frame = page.map.frame
    for _ in range(5):
        qtbot.keyClick(chart, Qt.Key_Plus)
    first, last = chart._ranks()
    assert first < 31 < last < 100 and page.map.frame == frame
    qtbot.keyClick(chart, Qt.Key_Right, Qt.ControlModifier)
    assert chart._ranks()[0] > first
    qtbot.keyClick(chart, Qt.Key_End)
    assert chart._ranks()[1] == pytest.approx(300) and page.current == 299
    page.choose(3)  # as the map or a table would
    assert chart._ranks()[0] <= 4 <= chart._ranks()[1]
    qtbot.keyClick(chart, Qt.Key_0)
    assert chart.is_whole


def test_a_range_and_a_cut_lie_where_they_are_seen_in_a_chart_that_shows_a_part(qtbot, page):
    chart = page.chart
    for _ in range(6):
        chart.zoom(1.25, QPointF(edge(chart, "tail")))
    start = edge(chart, "tail")
    before = chart.bounds()
    drag(qtbot, chart, start, start + QPoint(30, 0))
    scales = chart.scales(QSizeF(chart.size()))
    assert chart.bounds()[1] > before[1]
    assert edge(chart, "tail").x() == pytest.approx(start.x() + 30, abs=abs(scales.x(2) - scales.x(1)))
    y = round(scales.plot.top() + 20)
    left, right = round(scales.plot.left() + 5), round(start.x() - 30)
    drag(qtbot, chart, QPoint(left, y), QPoint(right, y))
    ranks = [position + 1 for position in page.selected]
    assert min(ranks) == pytest.approx(scales.rank(left), abs=1) and max(ranks) < before[1]
    qtbot.mousePress(chart, Qt.MiddleButton, Qt.NoModifier, QPoint(right, y))
    qtbot.mouseMove(chart, QPoint(right - 40, y))
    qtbot.mouseRelease(chart, Qt.MiddleButton, Qt.NoModifier, QPoint(right - 40, y))
    assert chart._ranks()[0] > scales.first
    chart.grab()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (1, 1_000_000, [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]),
        (3, 60, [5, 10, 20, 50]),
        (40.2, 48.7, [42, 44, 46, 48]),
        (12_010, 14_900, [12_500, 13_000, 13_500, 14_000, 14_500]),
        (1, 2, [1, 2]),
    ],
)
def test_the_ranks_below_the_axis_are_round_and_not_many(first, last, expected):
    assert rank_ticks(first, last) == expected


def test_the_chart_says_what_the_tail_is(page):
    tail = page.shown.segments == TAIL
    assert f"{tail.sum()} titles beyond the first 80 %" in page.chart.definition()
    carried = page.shown.counts[~tail].sum() / page.shown.counts.sum()
    assert (
        page.chart.summary()
        == f"{carried * 100:.0f} % of popularity = {(~tail).mean() * 100:.0f} % of titles"
    )
    assert page.chart.summary() in page.chart.accessibleDescription()


def test_a_flat_or_missing_popularity_is_said(page):
    page.show_map(make_map(counts=np.full(300, 7.0)))
    assert "nearly the same for all" in page.chart.summary() and page.chart.definition() == ""
    assert page.chart.isVisible()
    page.show_map(make_map(counts=np.full(300, np.nan), source="none"))
    assert not page.chart.isVisible() and page.chart_panel.empty.isVisible()
    assert "no tail" in page.chart_panel.empty.texts()[0].lower()


def test_a_flat_popularity_has_no_cuts_to_drag(qtbot, page):
    page.show_map(make_map(counts=np.full(300, 7.0)))
    chosen = caught(page.cuts_chosen)
    drag(qtbot, page.chart, edge(page.chart, "tail"), QPoint(100, 200))
    qtbot.keyClick(page.chart, Qt.Key_Left, Qt.AltModifier)
    qtbot.wait(500)
    assert chosen == []


def test_the_usual_cuts_can_be_had_back(qtbot, page):
    assert not page.reset_button.isVisible()
    page.show_map(make_map(tail_cut=0.9))
    with qtbot.waitSignal(page.cuts_chosen) as chosen:
        page.reset_button.click()
    assert chosen.args == [0.33, 0.8]


# ------------------------------------------------------------------------------------------------- map


def place_of(page, position):
    return QPointF(*page.map.frame.at(*page.shown.points.at(position))).toPoint()


def test_a_lasso_selects_what_it_surrounds(qtbot, page):
    page.map.draws_lasso = True
    corners = [QPoint(150, 60), QPoint(400, 70), QPoint(380, 300), QPoint(160, 280)]
    qtbot.mousePress(page.map, Qt.LeftButton, Qt.NoModifier, corners[0])
    for corner in (*corners[1:], corners[0]):
        qtbot.mouseMove(page.map, corner)
    qtbot.mouseRelease(page.map, Qt.LeftButton, Qt.NoModifier, corners[0])
    assert page.selected
    for position in range(300):
        place = place_of(page, position)
        is_well_inside = 170 < place.x() < 370 and 80 < place.y() < 270
        is_far_outside = not (140 < place.x() < 410 and 50 < place.y() < 310)
        assert not (is_well_inside and position not in page.selected)
        assert not (is_far_outside and position in page.selected)


def test_a_drag_moves_the_map_and_shift_draws_a_lasso(qtbot, page):
    frame = page.map.frame
    drag(qtbot, page.map, QPoint(200, 200), QPoint(260, 230))
    moved = page.map.frame
    assert moved.scale == frame.scale
    assert (frame.left - moved.left) * frame.scale == pytest.approx(60, abs=1)
    drag(qtbot, page.map, QPoint(200, 200), QPoint(260, 230), Qt.ShiftModifier)
    assert page.map.frame == moved


def test_the_wheel_zooms_around_the_mouse(page):
    frame = page.map.frame
    place = QPointF(120, 90)
    fixed = frame.point(place.x(), place.y())
    page.map.zoom(2.0, place)
    assert page.map.frame.scale == pytest.approx(2 * frame.scale)
    assert page.map.frame.at(*fixed) == pytest.approx((120, 90))
    page.map.show_all()
    assert page.map.frame == frame


def test_a_part_of_the_points_is_drawn_while_the_map_moves_and_all_once_it_stands(qtbot, page, monkeypatch):
    monkeypatch.setattr("ltrec_gui.ui.semantic_map.MOST_IN_MOTION", 50)

    def drawn():
        page.map.grab()
        return page.map._layers[1]

    def inked(made):
        return len(made.dots) - made.dots.count(0)

    assert not drawn().is_thinned
    page.map.pan(8, 3)
    moving = drawn()
    assert moving.is_thinned
    qtbot.waitUntil(lambda: not drawn().is_thinned)
    assert inked(drawn()) > inked(moving) > 0
    page.map.pan(8, 3)
    page.map.png()
    assert not page.map._layers[1].is_thinned  # what is exported is never thinned


@pytest.mark.parametrize(("key", "is_nearer"), [(Qt.Key_Plus, True), (Qt.Key_Minus, False)])
def test_keys_zoom(qtbot, page, key, is_nearer):
    page.map.setFocus()
    before = page.map.frame.scale
    qtbot.keyClick(page.map, key)
    assert (page.map.frame.scale > before) == is_nearer
    qtbot.keyClick(page.map, Qt.Key_0)
    assert page.map.frame.scale == pytest.approx(before)


def test_arrows_go_from_item_to_item_and_shift_selects(qtbot, page):
    page.map.setFocus()
    qtbot.keyClick(page.map, Qt.Key_Right)
    first = page.current
    qtbot.keyClick(page.map, Qt.Key_Right)
    second = page.current
    assert page.shown.points.x[second] > page.shown.points.x[first]
    qtbot.keyClick(page.map, Qt.Key_Down, Qt.ShiftModifier)
    assert page.selected == (second, page.current)
    assert page.shown.points.y[page.current] > page.shown.points.y[second]
    qtbot.keyClick(page.map, Qt.Key_Escape)
    assert page.selected == ()


def test_keys_draw_a_rectangle_move_and_size_it_and_select_what_is_inside(qtbot, page):
    page.map.setFocus()
    qtbot.keyClick(page.map, Qt.Key_R)
    assert "Enter selects" in page.map.accessibleDescription()
    before = page.map._box
    for key, modifier in (
        (Qt.Key_Left, Qt.NoModifier),
        (Qt.Key_Up, Qt.NoModifier),
        (Qt.Key_Right, Qt.ShiftModifier),
        (Qt.Key_Down, Qt.ShiftModifier),
    ):
        for _ in range(3):
            qtbot.keyClick(page.map, key, modifier)
    box = page.map._box
    assert box.topLeft() == before.topLeft() - QPointF(36, 36)
    assert box.bottomRight() == before.bottomRight()
    page.map.grab()
    inside = {position for position in range(300) if box.contains(page.map._place(position))}
    assert page.map.accessibleDescription() == f"{len(inside)} titles inside"
    qtbot.keyClick(page.map, Qt.Key_Return)
    assert set(page.selected) == inside and inside and page.map._box is None
    # The first Escape gives a rectangle up, the second the selection.
    qtbot.keyClick(page.map, Qt.Key_R)
    qtbot.keyClick(page.map, Qt.Key_Escape)
    assert page.map._box is None and set(page.selected) == inside
    qtbot.keyClick(page.map, Qt.Key_Escape)
    assert page.selected == ()
    qtbot.keyClick(page.map, Qt.Key_R)
    for _ in range(99):
        qtbot.keyClick(page.map, Qt.Key_Left, Qt.ShiftModifier)
    assert page.map._box.width() > 0 and page.map.rect().contains(page.map._box.toRect())


def test_the_map_follows_a_cursor_that_leaves_it(qtbot, page):
    page.map.zoom(30.0)
    outside = next(p for p in range(300) if not page.map.rect().contains(place_of(page, p)))
    page.choose(outside)
    assert page.map.rect().contains(place_of(page, outside))


def test_the_card_beside_the_mouse_names_the_item(qtbot, page):
    position = 42
    qtbot.mouseMove(page.map, place_of(page, position))
    assert page.map.hovered is not None
    title, line = page.map.card_of(position)
    assert title == "Title 42 灯塔" and line.startswith("No. 43 of 300") and "popularity" in line
    QApplication.sendEvent(page.map, _leave())
    assert page.map.hovered is None


def _leave():
    from PySide6.QtCore import QEvent

    return QEvent(QEvent.Type.Leave)


def test_what_has_no_place_is_counted(page):
    page.show_map(make_map(unplaced=100))
    assert page.map.summary() == "200 of 300 placed"
    page.choose(299)  # on the curve alone
    assert page.current == 299


def test_while_nothing_is_placed_it_says_why(page):
    asked = caught(page.drawing_requested)
    shown = make_map(unplaced=300)
    page.show_map(shown)
    title, _sentence, act = page.map_panel.empty.texts()
    assert title == "0 of 300 placed" and act == "" and page.map_panel.empty.isVisible()
    page.show_progress(Progress("map", 120, 500), "")
    assert "24 %" in page.map_panel.empty.texts()[0]
    page.show_progress(Progress("map", 0), "Reading items by meaning")
    assert "Reading items by meaning" in page.map_panel.empty.texts()[0]
    page.show_stopped()
    page.map_panel.empty.action_triggered.emit()
    assert len(asked) == 1
    assert page.chart.isVisible()  # the chart needs no vectors


# ------------------------------------------------------------------------------------------------- both


def details_of(page, position, near):
    neighbours = tuple(Neighbour(page.shown.ids[p], f"Title {p}", 0.9 - p / 1000, "tail") for p in near)
    return ItemDetails(Item(page.shown.ids[position], "It", ""), "tail", 1.0, 2, 300, neighbours)


def test_the_nearest_are_those_of_the_index(page):
    page.choose(10)
    page.show_details(details_of(page, 11, [1, 2]))  # of an item that is no longer looked at
    assert page._links == []
    page.show_details(details_of(page, 10, [200, 7, 150]))
    assert [link.full_text for link in page._links] == [
        "0.70 · Title 200",
        "0.89 · Title 7",
        "0.75 · Title 150",
    ]
    assert page.map._marks["near"] == (200, 7, 150)
    page._links[1].click()
    assert page.current == 7
    assert page.map._marks["near"] == ()


def test_acts_take_the_selection_or_the_item_under_the_cursor(qtbot, page):
    seeds, briefs, catalogue = (
        caught(page.seeds_chosen),
        caught(page.brief_requested),
        caught(page.catalogue_requested),
    )
    assert not page.seeds_button.isVisible()
    page.choose(3)
    page.seeds_button.click()
    assert seeds == [[("i000003", "Title 3 灯塔")]]
    page.map.selection_drawn.emit([(-2, -2), (2, -2), (2, 2), (-2, 2)])
    assert len(page.selected) == 300
    page.map.setFocus()
    qtbot.keyClick(page.map, Qt.Key_N)
    assert len(briefs[0]) == MOST_SEEDS and str(MOST_SEEDS) in page.seeds_button.text()
    qtbot.keyClick(page.map, Qt.Key_C)
    ids, _name = catalogue[0]
    assert len(ids) == 300


def test_marks_are_the_list_the_shelf_and_the_seeds(page):
    page.show_marked("shelf", ["i000004", "gone"])
    page.show_marked("slate", ["i000004", "i000009"])
    page.show_marked("seed", ["i000001"])
    page.table_button.setChecked(True)
    model = page.map_panel.model
    said = {
        model.position(row): model.index(row, Column.MARKS).data()
        for row in range(model.rowCount())
        if model.index(row, Column.MARKS).data()
    }
    assert said == {4: "in the list, on the shelf", 9: "in the list", 1: "seed"}


def test_as_tables(qtbot, page):
    page.map.setFocus()
    qtbot.keyClick(page.map, Qt.Key_T)
    assert (
        page.chart_panel.table.isVisible() and page.map_panel.table.isVisible() and not page.map.isVisible()
    )
    model = page.chart_panel.model
    assert model.rowCount() == 300
    cells = [model.index(1, column).data() for column in Column]
    for panel in (page.chart_panel, page.map_panel):
        assert panel.table.horizontalScrollBar().maximum() == 0  # every column is seen
    carried = page.shown.counts[:2].sum() / page.shown.counts.sum()
    assert cells[:4] == ["2", "Title 1 灯塔", "1,866", f"{carried * 100:.1f} %"]
    page.chart_panel.table.selectRow(7)
    assert page.current == 7
    assert page.map_panel.table.currentIndex().row() == 7
    page.map.selection_drawn.emit([(-2, -2), (0, -2), (0, 2), (-2, 2)])
    assert model.rowCount() == len(page.selected) < 300
    ranks = [int(model.index(row, Column.RANK).data()) for row in range(model.rowCount())]
    assert ranks == sorted(ranks)


def test_the_selection_outlives_another_state_of_the_catalogue(page):
    page.choose(5)
    page.map.selection_drawn.emit([(-2, -2), (2, -2), (2, 2), (-2, 2)])
    page.show_map(make_map(count=200))
    assert page.selected == tuple(range(200)) and page.current == 5
    page.show_map(make_map(count=3))
    assert page.selected == (0, 1, 2) and page.current is None


def test_an_empty_library_offers_an_import(page):
    asked = caught(page.import_requested)
    page.show_map(make_map(count=0))
    assert page.empty.isVisible()
    page.empty.action_triggered.emit()
    assert len(asked) == 1
    page.clear()
    assert page.shown is None and page.selected == ()


def test_pictures_of_both(page, tmp_path):
    made = caught(page.picture_made)
    page.export_picture(page.map_panel, tmp_path / "map.png")
    page.export_picture(page.chart_panel, tmp_path / "tail.svg")
    page.export_picture(page.chart_panel, tmp_path / "no ending")
    (png, png_bytes), (svg, svg_bytes), (named, _) = made
    assert (png.name, svg.name, named.name) == ("map.png", "tail.svg", "no ending.png")
    image = QImage.fromData(png_bytes)
    assert image.width() == 2 * page.map.width()
    assert (
        len({image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}) > 6
    )
    root = ElementTree.fromstring(svg_bytes)
    texts = " ".join("".join(node.itertext()) for node in root.iter() if node.tag.endswith("text"))
    assert "Tail:" in texts and page.chart.summary() in texts


def test_a_picture_as_a_file_holds_nothing_beside_the_plots_and_text_of_the_same_size(page):
    page.show_marked("slate", page.shown.ids[:40])
    page.choose(7)
    lowest = max(range(40), key=lambda position: page.map._place(position).y())
    page.show_details(details_of(page, 7, [lowest]))
    chart = page.chart
    for _ in range(6):
        chart.zoom(1.25, QPointF(edge(chart, "head")))
    page._select_range(2, 299)
    scales, ground = chart.scales(QSizeF(chart.size())), page.map._ground(QSizeF(page.map.size()))
    assert edge(chart, "tail").x() > scales.plot.right() and scales.x(300) > chart.width()
    # One marked item lies where only words are, and a line to it would lead through them.
    page.map.pan(0, page.map.height() - 4 - page.map._place(lowest).y())
    assert ground.contains(page.map._place(7)) and not ground.contains(page.map._place(lowest))
    assert page.map.rect().contains(page.map._place(lowest).toPoint())
    names = {plot.accessibleName(): plot for plot in (chart, page.map)}
    beside = {
        chart: QRect(chart.width() - 16, 0, 16, chart.height()),
        page.map: QRect(0, page.map.height() - 8, page.map.width(), 8),
    }
    for name, plot in names.items():
        content = plot.svg()
        renderer = QSvgRenderer(QByteArray(content))
        millimetres = float(ElementTree.fromstring(content).get("width").removesuffix("mm"))
        assert renderer.viewBox() == plot.rect()
        assert millimetres / 25.4 * plot.logicalDpiX() == pytest.approx(plot.width(), abs=1)
        image = QImage(plot.size(), QImage.Format_RGB32)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        room = beside[plot]
        seen = {
            image.pixelColor(x, y).name().upper()
            for x in range(room.left(), room.right())
            for y in range(room.top(), room.bottom())
        }
        assert seen == {LIGHT.surface}, name
    sizes = {
        float(node.get("font-size"))
        for node in ElementTree.fromstring(chart.svg()).iter()
        if node.get("font-size")
    }
    pixels = font_of("meta").pointSizeF() * chart.logicalDpiY() / 72
    assert min(sizes) == pytest.approx(pixels, abs=1)


@pytest.mark.parametrize(
    ("text_size", "width", "is_stacked"), [(100, 1280, False), (100, 948, False), (200, 860, True)]
)
def test_nothing_is_cut_where_there_is_little_room_or_large_text(qtbot, page, text_size, width, is_stacked):
    app = QApplication.instance()
    apply_theme(app, "light", text_size)
    page.resize(width, 560)
    page.choose(7)
    page.show_details(details_of(page, 7, [1, 2, 3, 4, 5]))
    page._select(tuple(range(60)))
    qtbot.wait(50)
    assert (page._splitter.orientation() == Qt.Vertical) == is_stacked
    buttons = [page.table_button, page.picture_button, *page._act_buttons]
    for made in (button for button in buttons if button.isVisible()):
        assert made.width() >= made.sizeHint().width(), made.text()
        assert made.mapTo(page, made.rect().topRight()).x() <= page.width()
    shown = [link for link in page._links if link.isVisible()]
    assert shown and all("…" not in link.text()[:9] for link in shown)
    chart = page.chart
    assert chart.scales(QSizeF(chart.size())).plot.height() > 3 * chart.fontMetrics().height()
    page.focus_plot()
    assert page.map.visibleRegion().boundingRect().height() > 100
    apply_theme(app, "light", 100)


def test_both_follow_the_theme(qtbot, page):
    def ground(plot):
        return plot.grab().toImage().pixelColor(plot.width() - 12, plot.height() - 12).name().upper()

    for plot in (page.chart, page.map):
        assert ground(plot) == LIGHT.surface
    apply_theme(QApplication.instance(), "dark")
    for plot in (page.chart, page.map):
        assert ground(plot) == DARK.surface


def test_focus_is_seen_and_goes_from_pane_to_pane(page):
    page.focus_plot()
    assert page.map.hasFocus()
    assert go_to_pane(page.panes(), -1) is page.chart and page.chart.hasFocus()
    assert go_to_pane(page.panes(), 1) is page.map and page.map.hasFocus()
    image = page.map.grab().toImage()
    assert image.pixelColor(image.width() // 2, 1).name().upper() == LIGHT.accent


def test_everything_that_takes_the_focus_has_a_name(page):
    for is_table in (False, True):
        page.table_button.setChecked(is_table)
        for widget in page.findChildren(QWidget):
            if widget.isVisibleTo(page) and widget.focusPolicy() & Qt.TabFocus:
                named = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
                assert named, widget
    assert page.findChildren(QLabel)


def test_nothing_is_drawn_before_there_is_a_map(qtbot):
    for plot in (TailChart(), SemanticMap()):
        qtbot.addWidget(plot)
        plot.resize(300, 240)
        plot.grab()
        qtbot.mouseMove(plot, QPoint(40 + DRAG_PIXELS, 40))
        qtbot.keyClick(plot, Qt.Key_Right)
        assert plot.summary() == ""


def test_torso_can_be_empty(page):
    page.show_map(make_map(counts=np.array([50.0, *[1.0] * 299])))
    assert not (page.shown.segments == TORSO).sum() > 299
    page.chart.grab()
