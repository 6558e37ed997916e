"""What makes a window look amateurish, as far as it can be looked for: in the source, and in the live window."""

import ast
import gc
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QSize, Qt
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
from ltrec_gui.pipeline import shelf
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.settings import Settings
from ltrec_gui.ui.actions import action_specs
from ltrec_gui.ui.error_dialog import ErrorDialog
from ltrec_gui.ui.flows import Runners
from ltrec_gui.ui.main_window import MainWindow, Services
from ltrec_gui.ui.screenshots import STRICT_RULES, _made_up_report
from ltrec_gui.ui.settings_dialog import SECTIONS, Facts
from ltrec_gui.ui.theme import apply_theme
from tests.making import FakeEncoders, fill, topic_items
from tests.ui.cut_text import what_is_cut
from tests.ui.longer_language import LongerLanguage, sources_of

PACKAGE = Path(ltrec_gui.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
UI_SOURCES = sorted((PACKAGE / "ui").glob("*.py"))
SPACES = {0, 4, 8, 12, 16, 24, 32}
SIZES = (QSize(1024, 640), QSize(1366, 768))  # the smallest window, and a laptop's
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


def open_dialogs(qtbot, window, catalogue, sections=SECTIONS):
    """Open every dialog of the program, one after the other, the settings at each of these sections."""
    for section in sections:
        yield window.show_settings(section)
    yield window.show_keys()
    yield window.show_learning()
    yield window.show_replay()
    yield window.show_report(_made_up_report())
    importing = window.import_path(catalogue)
    qtbot.waitUntil(lambda: importing.rehearsal is not None, timeout=PATIENCE_MS)
    yield importing
    exporting = window.ask_export()
    qtbot.waitUntil(lambda: exporting.material is not None, timeout=PATIENCE_MS)
    yield exporting
    yield window.show_comparison()
    yield window.shelf_desk.show_rules()
    yield window.shelf_desk.show_exports()
    error = ErrorDialog(RuntimeError(), "the report", window)
    error.open()
    yield error


def all_places(qtbot, window, catalogue):
    """Show every page and every dialog, and yield the widget to look at."""
    window.session_failed(ModelError("The folder of the model is gone."), "embed")
    yield window
    for place in PLACES_BESIDE:
        window.show_place(place)
        qtbot.waitUntil(lambda place=place: has_arrived(window, place), timeout=PATIENCE_MS)
        yield window
    window.show_place("suggest")
    for dialog in open_dialogs(qtbot, window, catalogue):
        yield dialog
        dialog.close()
    window.suggestions.start_new_brief()
    yield window
    window.close_library()
    window.show_start()
    yield window


def all_states(qtbot, window, catalogue):
    """Show what pages and dialogs look like at times, and what opens beside them; yield the widget to look at."""
    yield from states_of_suggestions(qtbot, window)
    for place, states in STATES_OF_PAGES.items():
        window.show_place(place)
        qtbot.waitUntil(lambda place=place: has_arrived(window, place), timeout=PATIENCE_MS)
        for _ in states(qtbot, window):
            yield window
    window.show_place("suggest")
    importing = window.import_path(catalogue)
    qtbot.waitUntil(lambda: importing.rehearsal is not None, timeout=PATIENCE_MS)
    importing.show_problems()
    yield importing
    importing.close()
    exporting = window.ask_export()
    qtbot.waitUntil(lambda: exporting.material is not None, timeout=PATIENCE_MS)
    exporting.keep.click()
    yield exporting
    exporting.close()
    for popup, act in (
        (window.desk.picker, window.desk.open_picker),
        (window.status._list, window.status.toggle_list),
    ):
        act()
        qtbot.waitUntil(popup.isVisible)
        yield popup
        popup.hide()
    torn_off = window.shelf_desk.tear_off()
    yield torn_off
    torn_off.close()


def has_arrived(window, place):
    """Whether what a page shows has come from the library."""
    return {
        "catalogue": lambda: window.catalogue.model.row(0) is not None,
        "shelf": lambda: window.shelf.model.rowCount() > 0,
        "map": lambda: window.map_desk.page.shown is not None,
        "insights": lambda: window.insights.report is not None,
        "history": lambda: window.history.model.rowCount() > 0,
    }[place]()


def states_of_suggestions(qtbot, window):
    """Yield the window with what the page of suggestions shows at times."""
    page = window.suggestions
    panel = page.brief_panel
    page.set_details_visible(True)
    qtbot.waitUntil(lambda: page.details.item_id is not None, timeout=PATIENCE_MS)
    page.details.focus_why_not()
    page.details.seeker.edit.setText(page.model.suggestion(3).item.title[:5])
    qtbot.waitUntil(lambda: page.details.seeker.found.count() > 0, timeout=PATIENCE_MS)
    yield window
    page.details.seeker.edit.clear()
    answers = []
    window.session.why_not_ready.connect(answers.append)
    page.why_not_requested.emit(page.model.suggestion(1).item.item_id)
    qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE_MS)
    yield window
    page.set_details_visible(False)
    page.view.selectRow(2)
    page.list_actions["not-right"].trigger()
    qtbot.waitUntil(page.reason_bar.isVisible, timeout=PATIENCE_MS)
    panel.advanced.toggle.setChecked(True)
    panel.bar.ask_name("Coastal summer table")
    page.show_outdated(("verdicts",))
    yield window
    page.hide_message()
    panel.bar.name_edit.given_up.emit()
    panel.advanced.toggle.setChecked(False)


def states_of_catalogue(qtbot, window):
    window.show_unseen()
    yield
    window.catalogue.show_only((), "")
    window.catalogue.search.setText("qqqq zzzz")
    qtbot.waitUntil(lambda: window.catalogue.model.has_answer and not window.catalogue.model.total)
    yield
    window.catalogue.search.clear()


def states_of_shelf(qtbot, window):
    session, page = window.session, window.shelf
    session.change_shelf(shelf.set_rules, page.view.shelf_id, STRICT_RULES)
    qtbot.waitUntil(lambda: bool(page.view.broken), timeout=PATIENCE_MS)
    page.table.selectRow(0)
    yield


def states_of_map(qtbot, window):
    page = window.map_desk.page
    page.choose(0)
    page.table_button.setChecked(True)
    yield
    page.table_button.setChecked(False)


def states_of_insights(qtbot, window):
    window.insights.reach.switch.click()
    window.insights.scroll_to(1)
    yield


def states_of_history(qtbot, window):
    window.history.table.selectRow(0)
    yield
    window.history.kind.setCurrentIndex(1)
    window.history.kind.activated.emit(1)
    yield


STATES_OF_PAGES = {
    "catalogue": states_of_catalogue,
    "shelf": states_of_shelf,
    "map": states_of_map,
    "insights": states_of_insights,
    "history": states_of_history,
}


def cut_at_all_sizes(qtbot, window, catalogue):
    """Return what is cut in any place at each of SIZES, and which dialog such a window cannot hold."""
    found = set()
    states, places = (show(qtbot, window, catalogue) for show in (all_states, all_places))
    for root in (each for shown in (states, places) for each in shown):
        wanted = root.size()
        for size in SIZES:
            window.resize(size)
            if root is not window:
                root.resize(wanted.boundedTo(size))
                least = root.minimumSizeHint().expandedTo(root.minimumSize())
                if least.width() > size.width() or least.height() > size.height():
                    found.add(f"{type(root).__name__} asks for {least.toTuple()} of {size.toTuple()}")
            # What a page is told a moment later may move its rows once more.
            for _ in range(40):
                qtbot.wait(2)
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
                if not any(what_is_cut(root)):
                    break
            found.update(what_is_cut(root))
    return sorted(found)


def test_no_text_is_cut_at_twice_the_usual_size(qapp, qtbot, window, catalogue):
    apply_theme(qapp, "light", 200)
    try:
        assert cut_at_all_sizes(qtbot, window, catalogue) == []
    finally:
        apply_theme(qapp, "light", 100)


def test_no_text_is_cut_in_a_language_of_longer_words(qapp, qtbot, window, catalogue):
    language = LongerLanguage()
    qapp.installTranslator(language)
    try:
        qtbot.wait(10)
        assert sorted(left_in_english(window)) == []
        assert cut_at_all_sizes(qtbot, window, catalogue) == []
    finally:
        qapp.removeTranslator(language)


def left_in_english(window):
    """Yield the texts of a window that a change of language passed by."""
    sources = sources_of(paths.resources_folder() / "translations" / "ltrec_zh_CN.ts")
    for widget in (window, *window.findChildren(QWidget)):
        said = {widget.toolTip(), widget.accessibleName(), widget.windowTitle()}
        said.update(action.text() for action in widget.actions())
        if isinstance(widget, QLabel | QAbstractButton):
            said.add(widget.text())
        if isinstance(widget, QComboBox):
            said.update(widget.itemText(row) for row in range(widget.count()))
        if isinstance(widget, QLineEdit):
            said.add(widget.placeholderText())
        for text in said & sources:
            yield f"{type(widget).__name__} in {type(widget.parent()).__name__}: {text}"


def is_own(widget):
    """Whether we laid this widget out; a combo box's popup and a scroll area's inside are Qt's."""
    return (
        not isinstance(widget, QMainWindow | QComboBox | QAbstractSpinBox)
        and "qt_" not in widget.objectName()
    )


def test_every_place_keeps_the_house_rules(qtbot, window, catalogue):
    faults = set()
    states, places = (show(qtbot, window, catalogue) for show in (all_states, all_places))
    for root in (each for shown in (states, places) for each in shown):
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
        for dialog in open_dialogs(qtbot, window, catalogue, SECTIONS[:1]):
            assert dialog.isVisible()
            dialog.close()
            if isinstance(dialog, ErrorDialog):
                dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    qtbot.wait(10)
    # One of each kind is held until the next one of it; none is left behind.
    assert len(window.findChildren(QDialog)) <= 10


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
