"""A scripted editor: from a brief to an exported shelf of 20 items in the real window, by keys alone, each one timed.

Run by hand: QT_QPA_PLATFORM=offscreen python tests/bench/bench_editor.py [FOLDER] [--library PREPARED] [--rows N]

FOLDER holds a catalogue as CSV. It is imported and read by the real model first, which takes long; a library that
was prepared before is copied and used instead with `--library`. Every key goes to the widget that has the focus. The
time of a verdict runs from the key until the card that shows it is painted; a card shows a verdict only once it is on
disk, and a connection of its own looks there after each.
"""

import argparse
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ltrec_gui import app
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.import_catalogue import import_file, inspect_file
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import Suggestion
from ltrec_gui.ui.export_dialog import ExportDialog
from ltrec_gui.ui.main_window import MainWindow
from tests.bench.bench_window import Probe

FILMS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "films"
CATALOGUE_NAMES = ("movies_with_overview.csv", "catalogue.csv")
BRIEF = "Quiet films about lonely people in small coastal towns"
WANTED_TAGS, WELCOME_TAGS = {"Drama", "Romance"}, {"Drama"}
TARGET = 20
REFRESH_AFTER = 10
PATIENCE_S = 300.0
BETWEEN_KEYS_MS = 250  # a fast editor; without it nothing that runs after a verdict would ever be in the way

Key = Qt.Key
VERDICT_KEYS = {
    "good": Key.Key_A,
    "not-right": Key.Key_X,
    "more-like-this": Key.Key_M,
    "not-now": Key.Key_Space,
    "shelve": Key.Key_S,
}


class PaintSpy(QObject):
    """Counts the paints of a widget."""

    def __init__(self, watched: QObject) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count, and let everything pass."""
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


class ScriptedEditor:
    """Sits at the keyboard: knows the window by its focus and by what a card says, and nothing else."""

    def __init__(self, window: MainWindow, folder: Path, pause_ms: int) -> None:
        self.window = window
        self.page = window.suggestions
        self.keys: dict[str, int] = defaultdict(int)
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.paints: list[int] = []
        self._pause_ms = pause_ms
        self._disk = sqlite3.connect(f"file:{folder / 'library.db'}?mode=ro", uri=True)
        self._spy = PaintSpy(self.page.view.viewport())
        self._cards_painted: list[int] = []
        self._wrap_paint()

    def _wrap_paint(self) -> None:
        cards = self.page.view.cards
        paint = cards.paint

        def counting(painter: object, option: object, index: object) -> None:
            self._cards_painted.append(index.row())
            paint(painter, option, index)

        cards.paint = counting

    def press(
        self, what: str, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press one key where the focus is."""
        target = QApplication.focusWidget()
        assert target is not None, f"nothing has the focus to take {key}"
        self.keys[what] += 1
        QTest.keyClick(target, key, modifier)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        for letter in text:
            target = QApplication.focusWidget()
            assert target is not None
            self.keys["letters of the brief"] += 1
            started = time.perf_counter()
            QTest.keyClick(target, letter)
            self.taken["a letter of the brief"].append((time.perf_counter() - started) * 1000)

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Let the program run until something is so."""
        loop = QEventLoop()
        waker = QTimer()  # what is waited for may come without an event
        waker.start(20)
        until = time.perf_counter() + PATIENCE_S
        while not condition():
            assert time.perf_counter() < until, f"{what} did not come"
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        waker.stop()

    def timed(self, name: str, act: Callable[[], None], condition: Callable[[], bool]) -> None:
        """Do something and note the milliseconds until its effect is painted."""
        painted = self._spy.count
        started = time.perf_counter()
        act()
        self.wait(condition, name)
        self.wait(
            lambda: self._spy.count > painted or not self.page.view.isVisible(), f"a paint after {name}"
        )
        self.taken[name].append((time.perf_counter() - started) * 1000)

    def judge(self, verdict: str) -> None:
        """Give a verdict for the card that is current."""
        page = self.page
        row = page.view.currentIndex().row()
        before = self._events_on_disk()
        self._cards_painted.clear()
        seen: list[int] = []

        def look() -> None:
            suggestion = page.model.suggestion(row)
            has_verdict = suggestion.is_on_shelf if verdict == "shelve" else suggestion.verdict == verdict
            if has_verdict and not seen:
                seen.append(len(self._cards_painted))  # what is painted from now on shows it
                self.taken["  until it is on disk"].append((time.perf_counter() - started) * 1000)

        def is_shown() -> bool:
            return bool(seen) and row in self._cards_painted[seen[0] :]

        page.model.dataChanged.connect(look)
        painted = self._spy.count
        used = time.thread_time()
        started = time.perf_counter()
        self.press(f"verdict {verdict}", VERDICT_KEYS[verdict])
        self.taken["  until the key is handled"].append((time.perf_counter() - started) * 1000)
        self.wait(is_shown, verdict)
        self.taken["verdict"].append((time.perf_counter() - started) * 1000)
        self.taken["  work of the window for it"].append((time.thread_time() - used) * 1000)
        page.model.dataChanged.disconnect(look)
        assert self._events_on_disk() > before, "the card shows what is not on disk"
        assert self._spy.count > painted
        self.rest()
        self.paints.append(len(self._cards_painted))

    def rest(self) -> None:
        """Read the next card."""
        QTest.qWait(self._pause_ms)

    def _events_on_disk(self) -> int:
        return int(self._disk.execute("SELECT count(*) FROM feedback").fetchone()[0])


def wish(suggestion: Suggestion) -> str:
    """Return what the editor thinks of a card."""
    tags = {*suggestion.item.tags}
    if tags >= WANTED_TAGS:
        return "shelve"
    if tags & WELCOME_TAGS:
        return "good" if suggestion.rank % 3 else "shelve"
    return "not-right" if suggestion.rank % 2 else "not-now"


def work(editor: ScriptedEditor, export_path: Path) -> None:
    """Do a day's piece of work."""
    window, page = editor.window, editor.page
    control = Qt.KeyboardModifier.ControlModifier
    editor.press("new brief", Key.Key_N, control)
    editor.wait(page.brief_panel.brief_edit.hasFocus, "the brief")
    editor.type(BRIEF)
    shown: list[str] = []
    window.session.slate_changed.connect(lambda slate: shown.append(slate.ranked_by))
    editor.timed("first list", lambda: editor.press("suggest", Key.Key_Return, control), lambda: bool(shown))
    editor.wait(lambda: page.slate is not None and page.slate.ranked_by == "meaning", "the list by meaning")
    editor.wait(lambda: not window.session.runners.query_jobs.is_busy, "quiet")
    editor.rest()
    while shelf_count(editor) < TARGET:
        row = page.view.currentIndex().row()
        suggestion = page.model.suggestion(row)
        is_done = suggestion.verdict is not None or suggestion.is_on_shelf
        if is_done or page._verdict_count >= REFRESH_AFTER:
            before = page.slate_id
            editor.timed(
                "refresh",
                lambda: editor.press("refresh", Key.Key_R),
                lambda before=before: page.slate_id != before,
            )
            editor.rest()
            continue
        editor.judge(wish(suggestion))
    step = page.view.currentIndex().row()
    editor.timed(
        "undo",
        lambda: editor.press("undo", Key.Key_Backspace),
        lambda: shelf_count(editor) == TARGET - 1,
    )
    editor.rest()
    assert page.view.currentIndex().row() == max(step - 1, 0) or step == page.model.rowCount() - 1
    editor.judge("shelve")
    for key in [Key.Key_Up] * 4 + [Key.Key_Down] * 4:
        before_id = page.details.item_id
        editor.timed(
            "another card and its details",
            lambda key=key: editor.press("look around", key),
            lambda before_id=before_id: page.details.item_id != before_id,
        )
        editor.rest()
    export(editor, export_path, control)


def export(editor: ScriptedEditor, path: Path, control: Qt.KeyboardModifier) -> None:
    """Write the shelf to a file by Ctrl+E and Enter."""
    started = time.perf_counter()
    editor.press("export", Key.Key_E, control)
    editor.wait(lambda: isinstance(QApplication.activeModalWidget(), ExportDialog), "the dialog")
    dialog = QApplication.activeModalWidget()
    editor.wait(lambda: dialog.material is not None, "the shelf in the dialog")
    editor.taken["dialog of the export"].append((time.perf_counter() - started) * 1000)
    dialog.path.setText(str(path))  # not among the documents of whoever runs this
    editor.rest()
    started = time.perf_counter()
    editor.press("export", Key.Key_Return)
    editor.wait(path.exists, "the exported shelf")
    editor.taken["export"].append((time.perf_counter() - started) * 1000)
    assert len(path.read_text(encoding="utf-8").splitlines()) == TARGET + 1


def shelf_count(editor: ScriptedEditor) -> int:
    """Return how many items the details pane says are on the shelf."""
    return editor.page.details._shelf_count


def say(name: str, taken: list[float]) -> None:
    """Print median, 95th percentile and the longest."""
    ordered = sorted(taken)
    p95 = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
    print(
        f"{name:<28} {len(ordered):4d} ×   median {statistics.median(ordered):6.1f} ms   "
        f"p95 {p95:6.1f} ms   most {ordered[-1]:6.1f} ms"
    )


def prepare(source: Path, folder: Path, rows: int) -> None:
    """Make a library of a catalogue: imported, read by the real model, indexed."""
    if source.is_dir():
        source = next(source / name for name in CATALOGUE_NAMES if (source / name).is_file())
    if rows:
        cut = folder.parent / source.name
        with source.open(encoding="utf-8") as whole, cut.open("w", encoding="utf-8") as part:
            part.writelines(line for number, line in enumerate(whole) if number <= rows)
        source = cut
    workspace = Workspace(folder)
    try:
        import_file(workspace, JobControl(), inspect_file(source, kind="catalogue"))
        embed_items(workspace, JobControl())
        build_index(workspace, JobControl())
    finally:
        workspace.close()


def main() -> None:
    """Do the work once and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogue", nargs="?", type=Path, default=FILMS)
    parser.add_argument(
        "--library", type=Path, help="a folder with a library that is read and indexed already"
    )
    parser.add_argument("--rows", type=int, default=0, help="read the first rows only")
    parser.add_argument("--pause", type=int, default=BETWEEN_KEYS_MS, help="milliseconds between two keys")
    options = parser.parse_args()
    program = app.Program(app._parse([]))
    program.set_theme("light")
    program.set_language("en")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = scratch / "library"
        if options.library:
            shutil.copytree(options.library, folder)
        else:
            prepare(options.catalogue, folder, options.rows)
        window = program.make_window(program.make_scratch_services(scratch))
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        window.open_library(folder)
        editor = ScriptedEditor(window, folder, options.pause)
        editor.wait(lambda: window.suggestions.slate is not None, "the list that nobody asked for")
        runners = window.session.runners
        editor.wait(lambda: not (runners.quick_jobs.is_busy or runners.long_jobs.is_busy), "quiet")
        count = window.session.overview.item_count
        print(
            f"{count} items on the {QApplication.platformName()} platform, {options.pause} ms between two keys"
        )
        probe = Probe()
        started = time.perf_counter()
        work(editor, scratch / "shelf.csv")
        seconds = time.perf_counter() - started
        for response, taken in editor.taken.items():
            say(response, taken)
        print(
            f"cards painted a verdict      median {statistics.median(editor.paints):.0f}   most {max(editor.paints)}"
        )
        letters = editor.keys.pop("letters of the brief")
        looked = editor.keys.pop("look around")
        for what, pressed in sorted(editor.keys.items(), key=lambda pair: -pair[1]):
            print(f"  {what:<26} {pressed:4d}")
        print(
            f"{sum(editor.keys.values())} keys for {TARGET} items on the shelf and their export, beside {letters} "
            f"letters of the brief and {looked} keys to look around; no mouse"
        )
        probe.report("the whole piece of work", seconds)
        window.close()
    program.close()


if __name__ == "__main__":
    sys.exit(main())
