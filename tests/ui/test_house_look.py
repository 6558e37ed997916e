"""What makes a window look amateurish, as far as it can be looked for: in the source, and in the live window."""

import ast
import gc
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt
from PySide6.QtGui import QAccessible, QShortcutEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLayout,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QToolButton,
    QWidget,
)

import ltrec_gui
from ltrec_gui import paths
from ltrec_gui.errors import ModelError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.settings import Settings
from ltrec_gui.ui.actions import action_specs
from ltrec_gui.ui.error_dialog import ErrorDialog
from ltrec_gui.ui.flows import Runners
from ltrec_gui.ui.main_window import MainWindow, Services
from ltrec_gui.ui.screenshots import _made_up_report
from ltrec_gui.ui.settings_dialog import SECTIONS, Facts
from ltrec_gui.ui.theme import apply_theme
from tests.making import FakeEncoders, fill, topic_items

PACKAGE = Path(ltrec_gui.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
UI_SOURCES = sorted((PACKAGE / "ui").glob("*.py"))
SPACES = {0, 4, 8, 12, 16, 24, 32}
PATIENCE_MS = 20_000
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b")


def names_in(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name


@pytest.mark.parametrize(
    "name",
    [
        "processEvents",
        "QTableWidget",
        "QTreeWidget",
        "setIndexWidget",
        "openPersistentEditor",
        "QProgressDialog",
        "QMessageBox",
        "resizeRowsToContents",
        "resizeColumnsToContents",
        "ResizeToContents",
    ],
)
def test_shortcuts_that_are_paid_for_later_are_not_taken(name):
    assert [path.name for path in SOURCES if name in set(names_in(path))] == []


def test_colours_are_written_in_the_tokens_alone():
    found = [
        f"{path.name}: {text}"
        for path in UI_SOURCES
        if path.name != "theme.py"
        for text in strings_of(path)
        if COLOUR.search(text)
    ]
    assert found == []
    sheet = (paths.resources_folder() / "theme.qss").read_text(encoding="utf-8")
    assert COLOUR.findall(sheet) == []


def strings_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


FRAME = 2  # pixels around the line of a field, at least
PLACES_BESIDE = ("catalogue", "shelf", "map", "insights", "history")


class Nothing:
    def close(self):
        pass


@pytest.fixture
def window(qtbot, tmp_path):
    """The live window on a small library with a list, a verdict and something on the shelf."""
    encoders = FakeEncoders()
    folder = tmp_path / "spring"
    workspace = Workspace(folder, encoders)
    fill(workspace, topic_items(60))
    embed_items(workspace, JobControl())
    build_index(workspace, JobControl())
    workspace.close()
    file_jobs = JobRunner(Nothing, "look-files")

    def open_runners(library):
        def runner(name):
            return JobRunner(lambda: Workspace(library, encoders), f"look-{name}")

        return Runners(library, runner("long"), runner("quick"), runner("query"))

    services = Services(
        open_runners=open_runners,
        file_jobs=file_jobs,
        new_library_folder=lambda stem: tmp_path / stem,
        sample_folder=lambda _name: folder,
        save_settings=lambda settings: None,
        set_theme=lambda *_look: None,
        set_language=lambda choice: None,
        shown_language=lambda: "en",
        facts=Facts((("ltrec-gui", "0.1.0"),), tmp_path / "ltrec.log", tmp_path / "settings.json"),
        state_path=tmp_path / "window.ini",
        report_of=lambda error: "the report",
    )
    made = MainWindow(Settings(), services)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    made.open_library(folder)
    page = made.suggestions
    qtbot.waitUntil(lambda: page.slate is not None, timeout=PATIENCE_MS)
    page.verdict_given.emit([page.model.suggestion(0).item.item_id], "shelve")
    qtbot.waitUntil(lambda: page.model.suggestion(0).is_on_shelf, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: page.details.nearest_list.count() > 0, timeout=PATIENCE_MS)
    yield made
    made.close()
    made.deleteLater()
    file_jobs.shutdown()


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "films.csv"
    path.write_text("id,title,views\n1,The Tide Tables,3\n2,Salt,9\n", encoding="utf-8")
    return path


def open_dialogs(qtbot, window, catalogue):
    """Open every dialog of the program, one after the other."""
    for section in SECTIONS:
        yield window.show_settings(section)
    yield window.show_keys()
    yield window.show_learning()
    yield window.show_replay()
    yield window.show_report(_made_up_report())
    importing = window.import_path(catalogue)
    qtbot.waitUntil(lambda: importing.reading is not None, timeout=PATIENCE_MS)
    yield importing
    exporting = window.ask_export()
    qtbot.waitUntil(lambda: exporting.material is not None, timeout=PATIENCE_MS)
    yield exporting
    yield window.show_comparison()
    error = ErrorDialog(RuntimeError(), "the report", window)
    error.open()
    yield error


def all_places(qtbot, window, catalogue):
    """Show every page and every dialog, and yield the widget to look at."""
    window.session_failed(ModelError("The folder of the model is gone."), "embed")
    yield window
    for place in PLACES_BESIDE:
        window.show_place(place)
        yield window
    window.show_place("suggest")
    window.suggestions.start_new_brief()
    yield window
    for dialog in open_dialogs(qtbot, window, catalogue):
        yield dialog
        dialog.close()
    window.close_library()
    window.show_start()
    yield window


def test_no_text_is_cut_at_twice_the_usual_size(qapp, qtbot, window, catalogue):
    apply_theme(qapp, "light", 200)
    try:
        window.resize(1366, 768)
        cut = set()
        for root in all_places(qtbot, window, catalogue):
            # What a page is told a moment later may move its rows once more.
            for _ in range(50):
                qtbot.wait(20)
                if not any(what_is_cut(root)):
                    break
            cut.update(what_is_cut(root))
        assert sorted(cut) == []
    finally:
        apply_theme(qapp, "light", 100)


def what_is_cut(root):
    """Say which texts have less room than they need; lines that wrap or end in an ellipsis make do with less."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or hasattr(widget, "full_text") or not is_ours_or_plain(widget):
            continue
        kind = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        if isinstance(widget, QLabel) and widget.text():
            metrics, room = widget.fontMetrics(), widget.contentsRect()
            width = max(metrics.horizontalAdvance(line) for line in widget.text().split("\n"))
            if metrics.height() > room.height() + 1 or (not widget.wordWrap() and width > room.width() + 1):
                yield f"{kind}: {widget.text()}"
        elif isinstance(widget, QAbstractButton) and widget.text():
            needed = widget.sizeHint()
            if needed.width() > widget.width() + 1 or needed.height() > widget.height() + 1:
                yield f"{kind}: {widget.text()}"
        elif (
            isinstance(widget, QComboBox | QAbstractSpinBox | QLineEdit)
            and not isinstance(widget.parent(), QComboBox | QAbstractSpinBox)
            and widget.fontMetrics().height() + 2 * FRAME > widget.height()
        ):
            yield f"{kind}: {widget.accessibleName()}"


def is_ours_or_plain(widget):
    """Whether a widget is laid out by us: not the inside of a combo box, nor what elides its text by itself."""
    return "qt_" not in widget.objectName() and "Elided" not in type(widget).__name__


def is_own(widget):
    """Whether we laid this widget out; a combo box's popup and a scroll area's inside are Qt's."""
    return (
        not isinstance(widget, QMainWindow | QComboBox | QAbstractSpinBox)
        and "qt_" not in widget.objectName()
    )


def test_every_place_keeps_the_house_rules(qtbot, window, catalogue):
    faults = set()
    for root in all_places(qtbot, window, catalogue):
        qtbot.wait(1)
        for layout in root.findChildren(QLayout):
            owner = layout.parentWidget()
            if owner is None or not is_own(owner) or not owner.isVisibleTo(root):
                continue
            margins = layout.contentsMargins()
            odd = {margins.left(), margins.top(), margins.right(), margins.bottom()} - SPACES
            if odd and type(owner).__module__.startswith("ltrec_gui"):
                faults.add(f"margins {sorted(odd)} in {type(owner).__name__}")
        for widget in root.findChildren(QWidget):
            if not widget.isVisibleTo(root):
                continue
            faults.update(faults_of(widget))
    assert sorted(faults) == []


def faults_of(widget):
    kind = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
    if isinstance(widget, QAbstractButton):
        text = widget.text().replace("&", "")
        if text in ("OK", "Yes", "No"):
            yield f"{kind} says {text}"
        if isinstance(widget, QToolButton) and not text and not widget.toolTip() and is_ours(widget):
            yield f"{kind} has neither text nor tooltip"
    if isinstance(widget, QPushButton) and widget.isDefault() and widget.property("kind") == "danger":
        yield f"{kind} destroys by default"
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not is_named(widget):
        yield f"{kind} has no name"


def is_ours(widget):
    """Whether a tool button is one of ours: a line edit's clear button and a tab bar's arrows are Qt's."""
    return type(widget).__module__.startswith("ltrec_gui")


def is_named(widget):
    """Whether a screen reader has a name for it: its own, its label's, or that of the widget Qt made it for."""
    name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()
    parent = widget.parentWidget()
    is_inner = isinstance(parent, QComboBox | QAbstractSpinBox)
    return bool(name) or (is_inner and is_named(parent))


def test_icon_buttons_tell_their_key_where_they_have_one(window):
    keys = {spec.text: spec.shortcuts for spec in action_specs() if spec.shortcuts}
    for tool in window.findChildren(QToolButton):
        name = tool.accessibleName()
        if is_ours(tool) and not tool.text() and name in keys:
            assert "(" in tool.toolTip(), name


def test_every_dialog_can_be_opened_and_closed_again_and_again(qtbot, window, catalogue):
    for _ in range(20):
        for dialog in open_dialogs(qtbot, window, catalogue):
            assert dialog.isVisible()
            dialog.close()
            if isinstance(dialog, ErrorDialog):
                dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    qtbot.wait(10)
    # One of each kind is held until the next one of it; none is left behind.
    assert len(window.findChildren(QDialog)) <= 8


class Fired(QObject):
    """Counts what the keys of the table set off, and swallows it."""

    def __init__(self):
        super().__init__()
        self.shortcuts = []

    def eventFilter(self, watched, event):
        if isinstance(event, QShortcutEvent):
            self.shortcuts.append((watched.objectName(), event.isAmbiguous()))
            return True
        return False


def test_every_key_of_the_table_fires_once(qtbot, window):
    page = window.suggestions
    heard = Fired()
    for actions in (window.actions_by_id, page.list_actions, page.details.details_actions):
        for action in actions.values():
            action.setEnabled(True)
            action.installEventFilter(heard)
    for spec in action_specs():
        if spec.scope not in ("window", "list", "details"):
            continue  # heard in a dialog or on another page alone
        target = page.details.verdict_buttons["good"] if spec.scope == "details" else page.view
        for key in spec.shortcuts:
            target.setFocus()
            qtbot.waitUntil(target.hasFocus)
            heard.shortcuts.clear()
            qtbot.keySequence(target, key)
            assert heard.shortcuts == [(spec.id, False)], key


def test_closing_gives_everything_back_without_a_warning(qtbot, window):
    window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert window.session is None
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize(("name", "said"), [("en_US", "12,480"), ("de_DE", "12.480")])
def test_numbers_follow_the_locale(window, name, said):
    QLocale.setDefault(QLocale(name))
    overview = replace(window.session.overview, item_count=12_480, embedded_count=12_480)
    window._show_overview(overview)
    assert window.status.shown_text.startswith(f"{said} ")
