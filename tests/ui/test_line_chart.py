"""Charts are drawn in the theme's colours, walked by key, and every figure of theirs stands in a table."""

import xml.etree.ElementTree as ElementTree

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent

from ltrec_gui.ui.line_chart import Chart, ChartPanel, ChartView, Frame, Point, Series, chart_svg, scale_of
from ltrec_gui.ui.theme import DARK, LIGHT, font_of


def points(*shares, interval=0.1):
    return tuple(
        Point(x, share, f"point {x}", max(0.0, share - interval), min(1.0, share + interval))
        for x, share in enumerate(shares, 1)
    )


def make_chart(**changes):
    values = {
        "series": (Series("kept", "accent", points(0.2, 0.3, 0.25)),),
        "marks": ((1, "one"), (2, "two"), (3, "three")),
        "x_name": "lists",
        "head": ("List", "Kept"),
        "rows": (("one", "20 %"), ("two", "30 %"), ("three", "25 %")),
    }
    return Chart(**{**values, **changes})


@pytest.mark.parametrize(
    ("highest", "top", "step"),
    [
        (0.0, 0.01, 0.01),
        (0.034, 0.04, 0.01),
        (0.2, 0.2, 0.05),
        (0.47, 0.5, 0.1),
        (0.9, 1.0, 0.2),
        (1.0, 1.0, 0.2),
    ],
)
def test_the_axis_holds_the_highest_in_few_round_steps(highest, top, step):
    assert scale_of(highest) == pytest.approx((top, step))


@pytest.mark.parametrize("highest", [number / 997 for number in range(0, 998, 7)])
def test_no_axis_is_too_short_or_crowded(highest):
    top, step = scale_of(highest)
    assert highest <= top + 1e-9 <= 1 + 1e-9
    assert round(top / step) <= 5


def test_points_lie_within_the_plot_and_higher_shares_higher(qapp):
    chart = make_chart()
    frame = Frame(chart, QRectF(0, 0, 400, 200), font_of("meta"))
    places = [frame.at(point.x, point.y) for point in chart.series[0].points]
    assert all(frame.plot.contains(place) for place in places)
    wide = make_chart(series=(Series("kept", "accent", points(0.2, interval=0.6)),))
    frame_of_wide = Frame(wide, QRectF(0, 0, 400, 200), font_of("meta"))
    assert frame_of_wide.plot.contains(frame_of_wide.at(1, 0.8))  # the end of the interval, too
    assert places[1].y() < places[2].y() < places[0].y()
    assert frame.at(1, 0).y() == frame.plot.bottom()


def test_one_point_and_none_can_be_drawn(qapp):
    for series in ((Series("kept", "accent", points(0.5)),), ()):
        assert "<svg" in chart_svg(make_chart(series=series, marks=()), LIGHT)


def test_the_picture_is_well_formed_and_of_the_theme(qapp):
    for tokens in (LIGHT, DARK):
        text = chart_svg(make_chart(), tokens)
        ElementTree.fromstring(text)
        assert tokens.accent.lower() in text.lower()
    assert LIGHT.accent.lower() not in chart_svg(make_chart(), DARK).lower()


def test_keys_walk_the_points_and_say_their_figures(qtbot):
    view = ChartView()
    qtbot.addWidget(view)
    view.show_chart(make_chart())
    said = []
    view.point_chosen.connect(said.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(view, key)
    assert said == ["point 1", "point 2", "point 3", "point 2"]
    assert view.accessibleDescription() == "point 2"


def test_the_mouse_chooses_what_is_near_only(qtbot):
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(400, 220)
    chart = make_chart()
    view.show_chart(chart)
    frame = Frame(chart, QRectF(view.rect()), view.font())
    near = frame.at(2, 0.3) + QPointF(3, 3)
    for place, chosen in ((QPointF(1, 1), None), (near, chart.series[0].points[1])):
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(
            QEvent.Type.MouseMove, place, view.mapToGlobal(place), none, none, Qt.KeyboardModifier.NoModifier
        )
        view.mouseMoveEvent(event)
        assert view.chosen == chosen


def test_the_same_figures_stand_in_a_table(qtbot):
    panel = ChartPanel(lambda: ("Show as table", "Show as chart"))
    qtbot.addWidget(panel)
    panel.show_chart("Kept", "More and more.", make_chart(), ("", "What it is."))
    panel.show()
    assert panel.view.isVisible() and panel.switch.text() == "Show as table"
    panel.switch.click()
    model = panel.table.figures
    assert panel.table.isVisible() and panel.switch.text() == "Show as chart"
    assert [model.data(model.index(row, 1)) for row in range(3)] == ["20 %", "30 %", "25 %"]
    assert model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole) == "two, Kept 30 %"
    tooltip = model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "What it is." in tooltip


def test_without_a_point_there_are_no_axes(qtbot):
    panel = ChartPanel(lambda: ("Show as table", "Show as chart"))
    qtbot.addWidget(panel)
    panel.show()
    panel.show_chart(
        "Kept", "Too few.", make_chart(series=(Series("kept", "accent", ()),), marks=(), rows=())
    )
    assert panel.sentence.isVisible() and not panel.view.isVisible() and not panel.switch.isVisible()
    panel.show_chart("Kept", "", make_chart())
    assert panel.view.isVisible() and panel.switch.isVisible()


def test_a_legend_names_lines_where_there_are_several(qtbot):
    panel = ChartPanel(lambda: ("a", "b"))
    qtbot.addWidget(panel)
    panel.show_chart("Kept", "", make_chart())
    assert panel._legend.count() == 0
    two = (Series("kept", "accent", points(0.2)), Series("chance", "text3", points(0.1), is_dashed=True))
    panel.show_chart("Kept", "", make_chart(series=two))
    assert panel._legend.count() == 2
