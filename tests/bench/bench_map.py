"""How long the map takes to paint: the first time, and a frame of zoom, pan and hover, at 100,000 and a million points.

Run as `python tests/bench/bench_map.py`; the window it paints is not shown.
"""

import os
import statistics
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from ltrec_gui.ui.semantic_map import SemanticMap
from ltrec_gui.ui.tail_chart import TailChart
from ltrec_gui.ui.theme import apply_theme
from tests.ui.making_map import make_map

FRAMES = 25


def milliseconds(act):
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def spread(values):
    ordered = sorted(values)
    return (
        f"median {statistics.median(ordered):6.1f} ms, 95 % {ordered[int(0.95 * (len(ordered) - 1))]:6.1f} ms"
    )


def main():
    app = QApplication([])
    apply_theme(app, "light")
    for count in (100_000, 1_000_000):
        shown = make_map(count)
        plot, chart = SemanticMap(), TailChart()
        image = QImage(760, 620, QImage.Format_RGB32)
        for each in (plot, chart):
            each.resize(760, 620)

        def first(plot=plot, shown=shown, image=image):
            plot.show_map(shown)
            plot.render(image)

        def chart_first(chart=chart, shown=shown, image=image):
            chart.show_map(shown)
            chart.render(image)

        print(f"{count:,} points")
        print(f"  map, first paint     {milliseconds(first):6.1f} ms")
        print(f"  chart, first paint   {milliseconds(chart_first):6.1f} ms")
        zooms, pans, hovers = [], [], []
        for frame in range(FRAMES):
            zooms.append(milliseconds(lambda plot=plot, image=image: (plot.zoom(1.2), plot.render(image))))
            pans.append(milliseconds(lambda plot=plot, image=image: (plot.pan(9, 5), plot.render(image))))
            x, y = plot.frame.point(300 + frame, 200)

            def hover(plot=plot, shown=shown, x=x, y=y, image=image):
                plot.point_at(shown.points.nearest(x, y, 1.0), QPointF(300, 200))
                plot.render(image)

            hovers.append(milliseconds(hover))
        for name, values in (("zoom", zooms), ("pan", pans), ("hover", hovers)):
            print(f"  map, a frame of {name:5} {spread(values)}")


if __name__ == "__main__":
    main()
