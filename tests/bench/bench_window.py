"""Measures whether the window stays alive: the largest gap of its event loop in each job, and how long a verdict takes.

Run by hand: QT_QPA_PLATFORM=offscreen python tests/bench/bench_window.py [ROWS]
"""

import csv
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from ltrec_gui import app
from ltrec_gui.pipeline.import_catalogue import inspect_file
from ltrec_gui.ui.main_window import MainWindow
from ltrec_gui.ui.window_check import wait_for
from tests.making import topic_items

PROBE_MS = 10
VERDICTS = 100
EMBEDDED_ROWS = 300


class Probe:
    """A timer that should come every 10 ms; what it comes later is a gap in which nobody could type or click."""

    def __init__(self) -> None:
        self._gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(PROBE_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._gaps.append((now - self._last) * 1000)
        self._last = now

    def start(self) -> None:
        """Forget what was measured so far."""
        self._gaps.clear()
        self._last = time.perf_counter()

    def report(self, name: str, seconds: float) -> None:
        """Print what was measured since `start`."""
        ordered = sorted(self._gaps) or [0.0]
        over = sum(gap > 100 for gap in ordered)
        p99 = ordered[int(len(ordered) * 0.99)]
        print(
            f"{name:<34} {seconds:7.1f} s   largest gap {ordered[-1]:6.0f} ms   p99 {p99:5.0f} ms   over 100 ms: {over}"
        )


def write_rows(path: Path, count: int) -> Path:
    """Write a made-up catalogue."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id", "title", "author", "description", "tags", "year", "views"))
        for item in topic_items(count):
            text = f"{item.text}. " * 4
            writer.writerow(
                (
                    item.item_id,
                    item.title,
                    item.author,
                    text,
                    ", ".join(item.tags),
                    item.year,
                    item.popularity,
                )
            )
    return path


def judge(window: MainWindow, count: int) -> list[float]:
    """Press X `count` times and return the milliseconds from key to the card that shows what is on disk."""
    page = window.suggestions
    taken = []
    for _ in range(count):
        row = page.view.currentIndex().row()
        if row + 1 >= page.model.rowCount():
            page._select([0])
            row = 0
        before = page.model.suggestion(row).verdict
        key = Qt.Key.Key_A if before != "good" else Qt.Key.Key_X
        wanted = "good" if key == Qt.Key.Key_A else "not-right"
        started = time.perf_counter()
        QTest.keyClick(page.view, key)
        while page.model.suggestion(row).verdict != wanted:
            QTest.qWait(1)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def say(name: str, taken: list[float]) -> None:
    """Print median and 95th percentile."""
    ordered = sorted(taken)
    p95 = ordered[int(len(ordered) * 0.95)]
    print(
        f"{name:<34} median {statistics.median(ordered):5.1f} ms   p95 {p95:5.1f} ms   most {ordered[-1]:5.1f} ms"
    )


def measured(probe: Probe, name: str, start: Callable[[], object], condition: Callable[[], bool]) -> None:
    """Print the gaps from `start` until `condition`."""
    probe.start()
    started = time.perf_counter()
    start()
    wait_for(condition, f"{name} did not end")
    probe.report(name, time.perf_counter() - started)


def main(rows: int) -> None:
    """Run all measurements."""
    program = app.Program(app._parse([]))
    program.set_theme("light")
    program.set_language("en")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        window = program.make_window(program.make_scratch_services(scratch))
        window.show()
        window.activateWindow()
        probe = Probe()
        QTest.qWait(500)

        small = inspect_file(write_rows(scratch / "small.csv", EMBEDDED_ROWS))
        measured(
            probe,
            f"import, embed, index {EMBEDDED_ROWS} rows",
            lambda: window._import(small, True),
            lambda: is_indexed(window, EMBEDDED_ROWS),
        )
        wait_for(lambda: window.suggestions.slate is not None, "no list")
        window.suggestions.focus_list()
        QTest.qWait(300)
        say("key to durable verdict, idle", judge(window, VERDICTS))

        large = inspect_file(write_rows(scratch / "large.csv", rows))
        imported: list[object] = []

        def start_import() -> None:
            window._import(large, True)
            window.session.import_finished.connect(imported.append)

        measured(probe, f"import {rows} rows", start_import, lambda: bool(imported))
        probe.start()
        started = time.perf_counter()
        wait_for(lambda: window.suggestions.slate is not None, "no list")
        probe.report("first list after it", time.perf_counter() - started)
        window.suggestions.focus_list()
        QTest.qWait(2_000)
        probe.start()
        started = time.perf_counter()
        say("key to durable verdict, embedding", judge(window, VERDICTS))
        probe.report("meanwhile", time.perf_counter() - started)
        started = time.perf_counter()
        window.close()
        print(f"{'closing while embedding':<34} {time.perf_counter() - started:7.2f} s")
        program.close()


def is_indexed(window: MainWindow, count: int) -> bool:
    """Whether the open library is embedded and indexed."""
    session = window.session
    return session is not None and session.overview is not None and session.overview.index_count == count


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
