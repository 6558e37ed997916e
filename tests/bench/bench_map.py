"""How long the map takes to paint: the first time, and a frame of zoom, pan and hover, at 100,000 and a million points.

Run as `python tests/bench/bench_map.py`; the window it paints is not shown. With the folder of another checkout as an
argument both are run in turn, ROUNDS times, and how many times as fast this one is is told: on a busy machine only that
says anything. Times are by the clock and by the processor's time of the one thread that paints.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

FRAMES = 25
ROUNDS = 5
SIZE = (760, 620)
COUNTS = (100_000, 1_000_000)
HERE = Path(__file__).resolve().parents[2]


def timed(act):
    """Return how long something takes in milliseconds, by the clock and by the processor."""
    clock, processor = time.perf_counter(), time.thread_time()
    act()
    return (time.perf_counter() - clock) * 1000, (time.thread_time() - processor) * 1000


def moved(plot, across, down):
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent

    place = QPointF(across, down)
    nothing = Qt.MouseButton.NoButton
    plot.mouseMoveEvent(
        QMouseEvent(QEvent.Type.MouseMove, place, place, nothing, nothing, Qt.KeyboardModifier.NoModifier)
    )


def measure():
    """Return the times of each act, by its name."""
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from ltrec_gui.ui.semantic_map import SemanticMap
    from ltrec_gui.ui.tail_chart import TailChart
    from ltrec_gui.ui.theme import apply_theme
    from tests.ui.making_map import make_map

    app = QApplication([])
    apply_theme(app, "light")
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    found = {}

    def painted(plot, act):
        """Return how long an act and what is painted after it take."""
        return timed(lambda: (act(), plot.render(image)))

    for count in COUNTS:
        shown = make_map(count)
        plot, chart = SemanticMap(), TailChart()
        for name, each in (("map", plot), ("chart", chart)):
            each.resize(*SIZE)
            found[f"{count:,} {name}, first paint"] = [painted(each, partial(each.show_map, shown))]
        for name, act in ACTS.items():
            plot.show_all()
            plot.render(image)
            frames = [painted(plot, partial(act, plot, number)) for number in range(FRAMES)]
            found[f"{count:,} map, {name}"] = frames
        # What follows once the map stands still: all points, and not a part of them.
        plot.show_all()
        time.sleep(0.1)
        app.processEvents()
        frames = [painted(plot, partial(forget, plot)) for _ in range(FRAMES)]
        found[f"{count:,} map, at rest"] = frames
    return found


def forget(plot):
    """Let the whole map be drawn anew."""
    plot._layers = None
    plot.renew()


ACTS = {
    # Out and in again around the whole map, where all points are seen.
    "zoom": lambda plot, number: plot.zoom(1.2 if number % 2 else 1 / 1.2),
    "zoom in": lambda plot, number: plot.zoom(1.2),
    "pan": lambda plot, number: plot.pan(9 if number % 2 else -9, 5),
    "hover": lambda plot, number: moved(plot, 300 + 3 * number, 200 + number),
}


def side(folder):
    """Return what the program in a folder needs for each act."""
    told = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), "--once"],
        env={**os.environ, "PYTHONPATH": str(folder)},
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(told.stdout)


def spread(values):
    """Return the median and the 95th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]


def main():
    if "--once" in sys.argv:
        print(json.dumps(measure()))
        return
    folders = [HERE, *(Path(each).resolve() for each in sys.argv[1:2])]
    sides = [[] for _ in folders]
    for _ in range(ROUNDS if len(folders) > 1 else 1):
        for folder, rounds in zip(folders, sides, strict=True):
            rounds.append(side(folder))
    for act in sides[0][0]:
        print(act)
        for folder, rounds in zip(("this", "other"), sides, strict=False):
            clock, processor = (
                spread([each[kind] for found in rounds for each in found[act]]) for kind in (0, 1)
            )
            print(
                f"  {folder:6} median {clock[0]:6.1f} ms, 95 % {clock[1]:6.1f} ms; "
                f"processor {processor[0]:6.1f} ms, 95 % {processor[1]:6.1f} ms"
            )
        if len(sides) == 2:
            ratios = [
                statistics.median(
                    spread([each[kind] for each in other[act]])[0]
                    / spread([each[kind] for each in this[act]])[0]
                    for this, other in zip(*sides, strict=True)
                )
                for kind in (0, 1)
            ]
            print(f"  {ratios[0]:.2f} times as fast by the clock, {ratios[1]:.2f} by the processor")


if __name__ == "__main__":
    main()
