"""The main job from end to end: the real window as the program builds it, the real pipeline and the real BERT."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6 import QtCore
from PySide6.QtCore import QLocale, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from ltrec_gui import app, diagnostics, paths
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.verdict_history import feedback_history
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import VERDICTS
from tests.making import fill, topic_items

pytestmark = pytest.mark.model

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE_MS = 120_000
BRIEF = "Letters and diaries of people who lived by the sea"
HOSTILE = "<img src=file:///nowhere/picture.png> Lanterns of the quay"


@pytest.fixture
def program(qtbot, tmp_path, monkeypatch):
    """The program of app.py with its data in a temporary folder; pytest keeps the hooks that are its own."""
    monkeypatch.setattr(paths, "data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "config")
    monkeypatch.setattr(diagnostics, "install_hooks", lambda report: None)
    monkeypatch.setattr(QtCore, "qInstallMessageHandler", lambda handler: None)
    made = app.Program(app._parse(["--language", "en", "--theme", "light"]))
    made.set_theme("light")
    made.set_language("en")
    QLocale.setDefault(QLocale("en_US"))
    yield made
    made.close()
    for translator in made._translators:
        QApplication.instance().removeTranslator(translator)


@pytest.fixture
def open_window(qtbot, program):
    windows = []

    def make():
        window = program.make_window(program.make_services())
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        return window

    yield make
    for window in windows:
        window.close()
        QApplication.instance().removeEventFilter(window)
        window.deleteLater()


def wait(qtbot, condition):
    qtbot.waitUntil(condition, timeout=PATIENCE_MS)


def wait_until_idle(qtbot, window):
    runners = window.session.runners
    everything = (runners.long_jobs, runners.quick_jobs, runners.query_jobs)
    wait(qtbot, lambda: not any(runner.is_busy for runner in everything))


def ids_of(page):
    return [page.model.suggestion(row).item.item_id for row in range(page.model.rowCount())]


def standings_of(page):
    rows = (page.model.suggestion(row) for row in range(page.model.rowCount()))
    return {each.item.item_id: (each.verdict, each.is_on_shelf) for each in rows}


def focus_list(qtbot, page):
    page.focus_list()
    wait(qtbot, page.view.hasFocus)


def click_painted(qtbot, page, row, verdict):
    index = page.model.index(row, 0)
    page.view.scrollTo(index)
    layout = page.view.cards.layout_of(page.view.visualRect(index), page.model.suggestion(row))
    place = layout.buttons[VERDICTS.index(verdict)].center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def verdicts_on_disk(folder):
    """Return what another process would find: item id and verdict, the newest first."""
    workspace = Workspace(folder)
    try:
        history = feedback_history(workspace, JobControl())
    finally:
        workspace.close()
    return [(entry.item_id, entry.verdict) for entry in history if not entry.is_undone]


def labels(root):
    return [shown.text() for shown in root.findChildren(QLabel) if shown.isVisible()]


def test_from_the_start_page_to_the_exported_shelf(qtbot, monkeypatch, tmp_path, open_window):
    had_torch = "torch" in sys.modules
    window = open_window()
    page = window.suggestions
    assert window.stack.currentWidget() is window.start
    qtbot.mouseClick(window.start._sample, Qt.MouseButton.LeftButton)

    # The first list is there by meaning, and nothing of the model was loaded for it.
    wait(qtbot, lambda: page.slate is not None)
    wait_until_idle(qtbot, window)
    assert page.slate.ranked_by == "meaning"
    assert page.brief_panel.brief() == window.session.overview.example_briefs[0]
    assert len(page.brief_panel.examples.links()) == len(window.session.overview.example_briefs) - 1
    assert page.model.rowCount() == 20
    assert had_torch or "torch" not in sys.modules
    folder = window.session.folder

    # A brief of one's own: at once by words, then by meaning.
    edit = page.brief_panel.brief_edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, BRIEF)
    seen = []
    window.session.slate_changed.connect(lambda slate: seen.append((slate.ranked_by, slate.notes)))
    qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, lambda: page.slate.request.brief == BRIEF and page.slate.ranked_by == "meaning")
    assert [ranked_by for ranked_by, _ in seen] == ["words", "meaning"]
    assert "quick" in seen[0][1]
    assert page.slate.change is None
    assert not any("new" in text for text in labels(page) if "moved up" in text)

    # A verdict by key, another by mouse on another card; both are on disk when the cards show them.
    focus_list(qtbot, page)
    first, third = ids_of(page)[0], ids_of(page)[2]
    qtbot.keyClick(page.view, Qt.Key.Key_A)
    wait(qtbot, lambda: page.model.suggestion(0).verdict == "good")
    assert page.view.currentIndex().row() == 1
    click_painted(qtbot, page, 2, "not-right")
    wait(qtbot, lambda: page.model.suggestion(2).verdict == "not-right")
    assert verdicts_on_disk(folder) == [(third, "not-right"), (first, "good")]

    # Undo goes back to where it was done, and the list does not jump.
    page._select([2])
    y = page.view.visualRect(page.view.currentIndex()).y()
    page._select([4])
    focus_list(qtbot, page)
    qtbot.keyClick(page.view, Qt.Key.Key_Backspace)
    wait(qtbot, lambda: page.model.suggestion(2).verdict is None)
    wait(qtbot, lambda: page.view.currentIndex().row() == 2)
    assert abs(page.view.visualRect(page.view.currentIndex()).y() - y) <= 1
    assert verdicts_on_disk(folder) == [(first, "good")]

    # After a restart the same list stands there with the same verdicts.
    order, standings = ids_of(page), standings_of(page)
    window.close()
    assert window.session is None
    window = open_window()
    page = window.suggestions
    assert [recent.path for recent in window.state.recent()] == [folder]
    qtbot.mouseClick(window.start._recent_rows[0], Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: page.slate is not None)
    wait_until_idle(qtbot, window)
    assert ids_of(page) == order
    assert standings_of(page) == standings
    assert page.brief_panel.brief() == BRIEF

    # Two onto the shelf, then a refresh: what was decided is gone and one line says what changed.
    focus_list(qtbot, page)
    page._select([1])
    shelved = order[1:3]
    for row in (1, 2):
        assert page.view.currentIndex().row() == row
        qtbot.keyClick(page.view, Qt.Key.Key_S)
        wait(qtbot, lambda row=row: page.model.suggestion(row).is_on_shelf)
    slate_id = page.slate_id
    qtbot.keyClick(page.view, Qt.Key.Key_R)
    wait(qtbot, lambda: page.slate_id != slate_id)
    assert not {*shelved, first} & set(ids_of(page))
    change = page.slate.change
    assert change is not None
    assert change.new_count >= 3
    said = [text for text in labels(page) if text.startswith(f"{change.new_count} new")]
    assert len(said) == 1
    assert change.because_title in said[0]
    assert page.old_list_button.isVisible()

    # The shelf: reordered by key, exported to a file.
    window.actions_by_id["go-shelf"].trigger()
    wait(qtbot, lambda: window.shelf.model.ids == shelved)
    window.shelf.table.selectRow(0)
    window.shelf.table.setFocus()
    wait(qtbot, window.shelf.table.hasFocus)
    qtbot.keyClick(window.shelf.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    wait(qtbot, lambda: window.shelf.model.ids == shelved[::-1])
    path = tmp_path / "for the summer.csv"
    dialog = window.ask_export()
    wait(qtbot, lambda: dialog.material is not None)
    dialog.path.setText(str(path))
    qtbot.keyClick(dialog.path, Qt.Key.Key_Return)
    wait(qtbot, lambda: window.status.message.startswith("Exported 2 items to “for the summer.csv” at "))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    # As the kind of catalogue has it: the sample is one of books.
    assert [row["ISBN"] for row in rows] == shelved[::-1]
    assert [row["Position"] for row in rows] == ["1", "2"]
    assert all(row["Title"] and row["Author"] for row in rows)


def write_catalogue(path):
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id", "title", "description", "views"))
        for item in topic_items(40):
            writer.writerow((item.item_id, item.title, item.text, int(item.popularity)))
        writer.writerow(("hostile", HOSTILE, "An old quay where lanterns burn at night.", "1"))
        writer.writerow(("empty", "", "no title", "3"))
    return path


def drop_file(window, path):
    """Drag a file over the start page and let it fall, with the events a window system would send."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    # Sent to the native window: Qt finds the widget under the pointer, as it does for a real drag.
    native = window.windowHandle()
    QApplication.sendEvent(native, QDragEnterEvent(QPoint(400, 300), *rest))
    assert window.overlay.isVisible()
    QApplication.sendEvent(native, QDragMoveEvent(QPoint(410, 300), *rest))
    QApplication.sendEvent(native, QDropEvent(QPointF(410, 300), *rest))
    assert not window.overlay.isVisible()


def test_from_a_dropped_file_to_its_list(qtbot, tmp_path, open_window):
    window = open_window()
    page = window.suggestions
    drop_file(window, write_catalogue(tmp_path / "spring.csv"))
    dialog = window._dialogs["import"]
    wait(qtbot, lambda: dialog.reading is not None)
    qtbot.mouseClick(dialog._import, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: window.session is not None and window.session.overview is not None)
    wait(qtbot, lambda: window.session.overview.index_count == 41)
    wait_until_idle(qtbot, window)
    assert window.status.shown_text == "41 items · all read by meaning"
    assert "Imported 41 of 42 records." in labels(window.notice)

    # Its own markup is text like any other.
    page.brief_panel.brief_edit.setPlainText("lanterns on an old quay")
    page.suggest()
    wait(qtbot, lambda: page.slate is not None and page.slate.request.brief.startswith("lanterns"))
    wait(qtbot, lambda: page.slate.ranked_by == "meaning")
    wait_until_idle(qtbot, window)
    row = page.model.row_of("hostile")
    assert row is not None
    page._select([row])
    title = page.details._title
    wait(qtbot, lambda: title.text() == HOSTILE)
    assert title.textFormat() == Qt.TextFormat.PlainText
    assert all(
        shown.textFormat() == Qt.TextFormat.PlainText
        for shown in window.findChildren(QLabel)
        if "<img" in shown.text()
    )
    assert page.model.index(row, 0).data() == HOSTILE

    # Letters typed into fields are text, never verdicts.
    for kind in (QLineEdit, QPlainTextEdit, QComboBox):
        for field in window.findChildren(kind):
            if field.isVisible() and field.isEnabled():
                field.setFocus()
                qtbot.keyClicks(field, "axms125")
    wait_until_idle(qtbot, window)
    assert verdicts_on_disk(window.session.folder) == []


def environment(tmp_path):
    homes = {
        name: str(tmp_path / name)
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "HOME", "USERPROFILE")
    }
    return {**os.environ, **homes, "PYTHONPATH": str(CHECKOUT), "QT_QPA_PLATFORM": "offscreen"}


FIRST_LIST = """
import json, sys
from ltrec_gui import app
from ltrec_gui.ui.window_check import wait_for
program = app.Program(app._parse([]))
window = program.make_window(program.make_services())
window.show()
before = sorted({"torch", "transformers", "annoy"} & set(sys.modules))
window.start._sample.click()
wait_for(lambda: window.suggestions.slate is not None, "no list")
runners = window.session.runners
wait_for(lambda: not any(r.is_busy for r in (runners.long_jobs, runners.quick_jobs, runners.query_jobs)), "busy")
after = sorted({"torch", "transformers"} & set(sys.modules))
found = {"before": before, "after": after, "by": window.suggestions.slate.ranked_by}
program.close()
print(json.dumps(found))
"""


def test_the_first_list_of_the_sample_needs_no_model(tmp_path):
    result = subprocess.run(
        [sys.executable, "-c", FIRST_LIST],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_MS / 1000,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == {"before": [], "after": [], "by": "meaning"}


def vector_count(folder):
    workspace = Workspace(folder)
    try:
        return workspace.vectors.item_count(workspace.model_key)
    finally:
        workspace.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_closing_while_items_are_read_ends_well_and_the_next_start_goes_on(tmp_path):
    folder = tmp_path / "library"
    workspace = Workspace(folder)
    fill(workspace, topic_items(4_000))
    workspace.close()
    counts = [0]
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-m", "ltrec_gui", str(folder)],
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while vector_count(folder) <= counts[-1] and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
        counts.append(vector_count(folder))
    assert 0 < counts[1] < counts[2] < 4_000
