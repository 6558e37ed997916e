"""The window walks the whole path on a real library with a made-up encoder, and survives what goes wrong."""

import csv
import gc
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from ltrec_gui.errors import ModelError
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.backups import backups_in
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.import_catalogue import inspect_file
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import LEARNING, NOTE_POOL_TOPICS
from ltrec_gui.settings import Settings
from ltrec_gui.ui import flows
from ltrec_gui.ui.actions import use_keys
from ltrec_gui.ui.advanced_fields import policy_name
from ltrec_gui.ui.error_dialog import ErrorDialog
from ltrec_gui.ui.flows import Runners
from ltrec_gui.ui.main_window import MainWindow, Services
from ltrec_gui.ui.settings_dialog import SECTIONS, Facts
from tests.making import FakeEncoders, fill, topic_items

PATIENCE_MS = 20_000
SECRET = "a title that must not be shown"


class Nothing:
    def close(self):
        pass


@dataclass
class Home:
    """A program around the window: what it saved, and the encoders its libraries share."""

    folder: Path
    services: Services
    encoders: FakeEncoders
    saved: list
    languages: list

    def library(self, name="spring", items=60, is_ready=True):
        folder = self.folder / name
        folder.mkdir()
        workspace = Workspace(folder, self.encoders)
        fill(workspace, topic_items(items))
        if is_ready:
            embed_items(workspace, JobControl())
            build_index(workspace, JobControl())
        workspace.close()
        return folder


@pytest.fixture
def encoders():
    return FakeEncoders()


@pytest.fixture
def home(qtbot, tmp_path, encoders):
    file_jobs = JobRunner(Nothing, "test-files")
    saved = []
    languages = []

    def open_runners(folder):
        def runner(name):
            return JobRunner(lambda: Workspace(folder, encoders), f"test-{name}")

        return Runners(folder, runner("long"), runner("quick"), runner("query"))

    def new_library_folder(stem):
        folder = tmp_path / f"{stem}-1"
        folder.mkdir()
        return folder

    facts = Facts((("ltrec-gui", "0.1.0"),), tmp_path / "ltrec.log", tmp_path / "settings.json")
    services = Services(
        open_runners=open_runners,
        file_jobs=file_jobs,
        new_library_folder=new_library_folder,
        sample_folder=lambda _name: tmp_path / "sample",
        save_settings=saved.append,
        set_theme=lambda *_look: None,
        set_language=languages.append,
        shown_language=lambda: "en",
        facts=facts,
        state_path=tmp_path / "window.ini",
        report_of=lambda error: "the report",
    )
    yield Home(tmp_path, services, encoders, saved, languages)
    file_jobs.shutdown()


@pytest.fixture
def open_window(qtbot, home):
    windows = []

    def make(settings=None):
        window = MainWindow(settings or Settings(), home.services)
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window):
    return open_window()


@pytest.fixture
def working(qtbot, home, window):
    """A window with a library of 60 items, read and indexed, and its first list."""
    window.open_library(home.library())
    wait_for_list(qtbot, window)
    return window


def wait_for_list(qtbot, window):
    qtbot.waitUntil(lambda: window.suggestions.slate is not None, timeout=PATIENCE_MS)


def wait_until_idle(qtbot, window):
    def is_idle():
        runners = window.session.runners
        return not any(each.is_busy for each in (runners.long_jobs, runners.quick_jobs, runners.query_jobs))

    qtbot.waitUntil(is_idle, timeout=PATIENCE_MS)


def write_catalogue(path, rows=30):
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id", "title", "description", "views"))
        for item in topic_items(rows):
            writer.writerow((item.item_id, item.title, item.text, int(item.popularity)))
        writer.writerow(("x1", "", "no title", "3"))
    return path


def drag(path, kind=QDragEnterEvent):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = kind(
        QPoint(20, 20),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    return event, data


def test_it_starts_without_a_library_and_with_what_works_without_one(window):
    assert window.stack.currentWidget() is window.start
    assert window.rail.isHidden()
    assert window.actions_by_id["import"].isEnabled()
    assert not window.actions_by_id["export"].isEnabled()
    window.show_place("shelf")
    assert window.stack.currentWidget() is window.start


def test_opening_a_library_shows_a_list_at_once(qtbot, home, working):
    assert working.stack.currentWidget() is working.suggestions
    assert working.suggestions.model.rowCount() > 0
    assert working.windowTitle() == "spring – ltrec-gui"
    wait_until_idle(qtbot, working)
    assert working.status.shown_text == "60 items · all read by meaning"
    assert home.encoders.get(None, "mean").encoded_count == 60 + 60 + 4  # titles, texts, tags


def test_what_is_not_read_yet_is_embedded_and_indexed_by_itself(qtbot, home, window):
    window.open_library(home.library(is_ready=False))
    qtbot.waitUntil(
        lambda: window.session.overview is not None and window.session.overview.index_count == 60,
        timeout=PATIENCE_MS,
    )
    wait_until_idle(qtbot, window)
    assert window.status.shown_text == "60 items · all read by meaning"
    names = [entry.name for entry in window.board.entries]
    ours = [name for name in names if name != "Backing up"]
    assert ours == ["Building the index", "Reading items by meaning", "Checking what the model can read"]


def test_a_library_is_backed_up_once_a_day_when_it_is_opened(qtbot, home, window):
    folder = home.library()
    for _ in range(2):
        window.open_library(folder)
        wait_for_list(qtbot, window)
        wait_until_idle(qtbot, window)
        assert [backup.reason for backup in backups_in(folder)] == ["daily"]


def test_before_a_second_import_the_library_is_backed_up(qtbot, home, window, tmp_path):
    folder = home.library()
    window.open_library(folder)
    wait_for_list(qtbot, window)
    wait_until_idle(qtbot, window)
    path = tmp_path / "more.csv"
    path.write_text("id,title\nx1,One more title\n", encoding="utf-8")
    window.session.import_reading(inspect_file(path))
    qtbot.waitUntil(
        lambda: [each.reason for each in backups_in(folder)] == ["import", "daily"], timeout=PATIENCE_MS
    )
    wait_until_idle(qtbot, window)


def test_a_verdict_is_on_disk_when_the_card_shows_it_and_undo_takes_it_back(qtbot, home, working):
    page = working.suggestions
    page.focus_list()
    qtbot.waitUntil(page.view.hasFocus)
    item_id = page.model.suggestion(0).item.item_id
    qtbot.keyClick(page.view, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: page.model.suggestion(0).verdict == "good")
    other = Workspace(working.session.folder, home.encoders)
    history = flows.feedback_history(other, JobControl())
    other.close()
    assert [(entry.item_id, entry.verdict) for entry in history] == [(item_id, "good")]
    assert working.actions_by_id["undo"].isEnabled()
    assert "Good" in working.status.message
    working.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: page.model.suggestion(0).verdict is None)
    assert working.status.message.startswith("Undone: Good")
    working.actions_by_id["redo"].trigger()
    qtbot.waitUntil(lambda: page.model.suggestion(0).verdict == "good")


def test_letters_typed_into_fields_are_no_verdicts(qtbot, working):
    for kind in (QLineEdit, QPlainTextEdit, QComboBox):
        for field in working.findChildren(kind):
            if field.isVisible() and field.isEnabled():
                field.setFocus()
                qtbot.keyClicks(field, "axms1")
    wait_until_idle(qtbot, working)
    assert not working.actions_by_id["undo"].isEnabled()


def test_shelf_history_and_export(qtbot, monkeypatch, working, tmp_path):
    page = working.suggestions
    ids = [page.model.suggestion(row).item.item_id for row in range(3)]
    for item_id in ids:
        page.verdict_given.emit([item_id], "shelve")
    working.show_place("shelf")
    qtbot.waitUntil(lambda: working.shelf.model.ids == ids)
    working.shelf.table.selectRow(2)
    working.shelf.move_selected(-1)
    order = [ids[0], ids[2], ids[1]]
    qtbot.waitUntil(lambda: working.shelf.model.ids == order)
    path = tmp_path / "shelf.csv"
    dialog = working.ask_export()
    qtbot.waitUntil(lambda: dialog.material is not None)
    dialog.path.setText(str(path))
    dialog.save.click()
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: working.status.message.startswith("Exported 3 items to “shelf.csv” at "))
    working.shelf.removal_requested.emit([ids[0]])
    qtbot.waitUntil(lambda: working.shelf.model.ids == order[1:])
    working.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: set(working.shelf.model.ids) == set(ids))
    working.show_place("history")
    qtbot.waitUntil(lambda: working.history.model.rowCount() >= 3)


def test_the_last_list_comes_back_after_a_restart(qtbot, home, open_window):
    first = open_window()
    folder = home.library()
    first.open_library(folder)
    wait_for_list(qtbot, first)
    page = first.suggestions
    page.verdict_given.emit([page.model.suggestion(1).item.item_id], "not-right")
    qtbot.waitUntil(lambda: page.model.suggestion(1).verdict == "not-right")
    order = [page.model.suggestion(row).item.item_id for row in range(page.model.rowCount())]
    page.go_to(order[6])
    first.close()
    second = open_window()
    assert [library.path for library in second.state.recent()] == [folder]
    second.open_library(folder)
    wait_for_list(qtbot, second)
    page = second.suggestions
    assert [page.model.suggestion(row).item.item_id for row in range(page.model.rowCount())] == order
    assert page.model.suggestion(1).verdict == "not-right"
    assert page.view.currentIndex().row() == 6
    qtbot.waitUntil(second.actions_by_id["undo"].isEnabled)
    second.state._settings.setValue("v1/places", '["damaged"]')
    assert second.state.place_in(folder) == ("", "")


def test_a_dropped_file_becomes_a_library_with_a_list(qtbot, window, tmp_path):
    path = write_catalogue(tmp_path / "films.csv")
    event, _data = drag(path, QDropEvent)
    window.overlay.dropEvent(event)
    dialog = window._dialogs["import"]
    qtbot.waitUntil(lambda: dialog.reading is not None)
    assert dialog._model.role_of(3) == "popularity"
    dialog._import.click()
    assert window.session.folder == tmp_path / "films-1"
    qtbot.waitUntil(lambda: window.notice.isVisible())
    assert window.notice.texts()[0] == "Imported 30 of 31 records."
    wait_for_list(qtbot, window)
    qtbot.waitUntil(
        lambda: window.session.overview is not None and window.session.overview.index_count == 30,
        timeout=PATIENCE_MS,
    )
    wait_until_idle(qtbot, window)
    window.notice.action_triggered.emit()
    report = window._dialogs["report"]
    assert report.isVisible()
    assert (
        any("empty" in label.text() for label in report.findChildren(QLabel)) or report._report.refused == 1
    )
    window.show_place("catalogue")
    qtbot.waitUntil(lambda: window.catalogue.model.total == 30)


def test_an_import_is_undone_from_the_notice_and_from_the_menu(qtbot, working, tmp_path):
    wait_until_idle(qtbot, working)
    before = working.session.overview.item_count
    path = write_catalogue(tmp_path / "more.csv")
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *(f"more-{row}" for row in rows)]), encoding="utf-8")
    working._import(inspect_file(path), False)
    qtbot.waitUntil(
        lambda: (
            working.session.overview.item_count == before + 30
            and working.notice.texts()[0].startswith("Imported")
        ),
        timeout=PATIENCE_MS,
    )
    assert working.notice.second.text() == "Undo the import"
    # A row was refused: that stays until it is read. That all went well is gone with the next list.
    working.suggestions.suggest()
    assert working.notice.isVisible()
    reports = []
    working.show_report = reports.append
    working.notice.action_triggered.emit()
    working._show_import(replace(reports[0], refused=0, problems=()))
    assert working.notice.isVisible()
    wait_until_idle(qtbot, working)
    working.suggestions.suggest()
    assert not working.notice.isVisible()
    working._show_import(reports[0])
    working.notice.second.click()
    qtbot.waitUntil(
        lambda: working.notice.texts()[0] == "The import of more.csv is undone.", timeout=PATIENCE_MS
    )
    assert "30 items taken out" in working.notice.texts()[1]
    qtbot.waitUntil(lambda: working.session.overview.item_count == before, timeout=PATIENCE_MS)
    working.actions_by_id["undo-import"].trigger()
    qtbot.waitUntil(lambda: working.notice.texts()[0] == "There is no import to undo.", timeout=PATIENCE_MS)
    wait_until_idle(qtbot, working)


def test_a_file_that_is_no_table_is_refused_in_the_dialog(qtbot, window, tmp_path):
    path = tmp_path / "films.csv"
    path.write_bytes(b"%PDF-1.7 \x00\x01")
    dialog = window.import_path(path)
    qtbot.waitUntil(dialog._message.isVisible)
    assert "PDF" in dialog._message.texts()[1]
    assert not dialog._import.isEnabled()


def test_a_drag_over_any_field_covers_the_window_and_wrong_files_are_refused_in_the_air(
    qtbot, working, tmp_path
):
    brief = working.suggestions.brief_panel.brief_edit
    event, _data = drag(tmp_path / "list.ods")
    assert working.eventFilter(brief.viewport(), event)
    assert working.overlay.isVisible()
    assert "Save it as XLSX or CSV" in working.overlay.sentence()
    working.resize(working.width() + 40, working.height() + 20)
    assert working.overlay.geometry() == working.overlay.parentWidget().rect()
    assert event.dropAction() == Qt.DropAction.IgnoreAction
    drop, _data = drag(tmp_path / "list.ods", QDropEvent)
    working.overlay.dropEvent(drop)
    assert not working.overlay.isVisible()
    assert "Save it as XLSX or CSV" in working.notice.texts()[0]
    event, _data = drag(tmp_path / "films.csv")
    working.eventFilter(brief.viewport(), event)
    assert working.overlay.sentence() == "Drop to import films.csv"
    assert event.dropAction() == Qt.DropAction.CopyAction
    drop, _data = drag(write_catalogue(tmp_path / "films.csv"), QDropEvent)
    working.overlay.dropEvent(drop)
    assert not working.notice.isVisible(), "what was refused before is no longer of interest"
    dialog = working._dialogs["import"]
    qtbot.waitUntil(lambda: dialog.reading is not None)
    dialog.reject()


def test_a_dropped_library_is_opened(qtbot, home, window):
    folder = home.library()
    event, _data = drag(folder, QDropEvent)
    window.overlay.dropEvent(event)
    wait_for_list(qtbot, window)
    assert window.session.folder == folder


def test_another_library_takes_the_place_of_the_first(qtbot, home, working):
    page = working.suggestions
    page.verdict_given.emit([page.model.suggestion(0).item.item_id], "shelve")
    qtbot.waitUntil(lambda: working.shelf.model.rowCount() == 0 and page.model.suggestion(0).is_on_shelf)
    working.open_library(home.library("autumn", items=20))
    assert page.slate is None
    wait_for_list(qtbot, working)
    wait_until_idle(qtbot, working)
    assert working.windowTitle() == "autumn – ltrec-gui"
    assert working.session.overview.item_count == 20
    assert working.shelf.model.rowCount() == 0
    names = [thread.name for thread in threading.enumerate() if thread.name.startswith("test-")]
    assert len([name for name in names if name.startswith(("test-long", "test-quick", "test-query"))]) <= 3


class TestWithAModelThatCannotRead:
    @pytest.fixture
    def encoders(self):
        return FakeEncoders(unknown_share=0.87)

    def test_it_says_so_and_reads_only_when_told_to(self, qtbot, home, window):
        window.open_library(home.library(is_ready=False))
        qtbot.waitUntil(window.notice.isVisible, timeout=PATIENCE_MS)
        assert window.notice.texts() == (
            "This model cannot read 87 % of this catalogue.",
            "Suggestions are ranked by words.",
            "Choose a model…",
        )
        assert window.notice.second.text() == "Embed anyway"
        wait_until_idle(qtbot, window)
        assert home.encoders.get(None, "mean").encoded_count == 0
        window.notice.second.click()
        qtbot.waitUntil(lambda: window.session.overview.index_count == 60, timeout=PATIENCE_MS)


def ask(window, brief):
    window.suggestions.brief_panel.brief_edit.setPlainText(brief)
    window.suggestions.suggest()


def test_a_quick_list_is_replaced_by_the_better_one_by_itself(qtbot, working):
    ask(working, "storm at the harbour lighthouse")
    page = working.suggestions
    qtbot.waitUntil(lambda: page.slate.request.brief.startswith("storm"), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: page.slate.ranked_by == "meaning" and not page.slate.notes, timeout=PATIENCE_MS)
    assert page.message_bar.isHidden()


def test_a_quick_list_with_a_verdict_stays_and_the_better_one_is_offered(qtbot, monkeypatch, working):
    may_encode = threading.Event()
    encode = flows.encode_brief

    def encode_late(workspace, control, brief):
        may_encode.wait(10)
        encode(workspace, control, brief)

    monkeypatch.setattr(flows, "encode_brief", encode_late)
    ask(working, "storm at the harbour lighthouse")
    page = working.suggestions
    qtbot.waitUntil(lambda: "quick" in page.slate.notes, timeout=PATIENCE_MS)
    quick = page.slate
    page.verdict_given.emit([page.model.suggestion(0).item.item_id], "good")
    qtbot.waitUntil(lambda: page.model.suggestion(0).verdict == "good")
    may_encode.set()
    qtbot.waitUntil(page.message_bar.isVisible, timeout=PATIENCE_MS)
    assert page.slate is quick
    assert page.message_bar.texts() == ("A better ranking is ready.", "", "Refresh (R)")
    page.message_bar.action_triggered.emit()
    qtbot.waitUntil(
        lambda: page.slate is not quick and page.slate.ranked_by == "meaning", timeout=PATIENCE_MS
    )


def test_what_is_typed_meanwhile_is_not_swept_away(qtbot, monkeypatch, working):
    may_encode = threading.Event()
    monkeypatch.setattr(flows, "encode_brief", lambda workspace, control, brief: may_encode.wait(10))
    ask(working, "storm at the harbour lighthouse")
    page = working.suggestions
    qtbot.waitUntil(lambda: "quick" in page.slate.notes, timeout=PATIENCE_MS)
    page.brief_panel.brief_edit.setPlainText("roses and an orchard")
    may_encode.set()
    qtbot.waitUntil(page.message_bar.isVisible, timeout=PATIENCE_MS)
    assert page.brief_panel.brief_edit.toPlainText() == "roses and an orchard"


def test_a_brief_that_stays_unencoded_does_not_ask_for_ever(qtbot, monkeypatch, working):
    encoded = []
    monkeypatch.setattr(flows, "encode_brief", lambda workspace, control, brief: encoded.append(brief))
    ask(working, "storm at the harbour lighthouse")
    qtbot.waitUntil(lambda: bool(encoded), timeout=PATIENCE_MS)
    wait_until_idle(qtbot, working)
    qtbot.wait(50)
    wait_until_idle(qtbot, working)
    assert len(encoded) == 1


def test_closing_during_a_long_job_is_quick_and_the_next_start_goes_on(qtbot, monkeypatch, home, open_window):
    reached = threading.Event()

    def slowly(workspace, control):
        for step in range(100_000):
            control.checkpoint(Progress("embedding", step, 100_000))
            reached.set()
            threading.Event().wait(0.01)

    first = open_window()
    folder = home.library(is_ready=False)
    monkeypatch.setattr(flows, "embed_items", slowly)
    first.open_library(folder)
    qtbot.waitUntil(reached.is_set, timeout=PATIENCE_MS)
    first.close()
    assert first.session is None
    monkeypatch.undo()
    second = open_window()
    second.open_library(folder)
    qtbot.waitUntil(
        lambda: second.session.overview is not None and second.session.overview.index_count == 60,
        timeout=PATIENCE_MS,
    )


def test_a_library_that_cannot_be_opened_leads_back_to_the_start(qtbot, window, tmp_path):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "library.db").write_bytes(b"this is no database" * 100)
    window.open_library(folder)
    qtbot.waitUntil(window.notice.isVisible, timeout=PATIENCE_MS)
    assert window.session is None
    assert window.stack.currentWidget() is window.start
    assert window.notice.texts()[0] == "The library could not be used."


def test_an_unexpected_error_gets_a_dialog_without_its_text(qtbot, monkeypatch, working):
    def fail(workspace, control, item_ids, verdict, slate_id=None):
        raise KeyError(SECRET)

    monkeypatch.setattr(flows, "give_feedback", fail)
    page = working.suggestions
    page.verdict_given.emit([page.model.suggestion(0).item.item_id], "good")
    qtbot.waitUntil(lambda: bool(working.findChildren(ErrorDialog)))
    dialog = working.findChildren(ErrorDialog)[0]
    shown = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Your verdicts and your shelf are saved." in shown
    assert SECRET not in shown
    assert "Traceback" not in shown
    assert dialog._details.isHidden()
    dialog._copy.click()
    assert QApplication.clipboard().text() == "the report"
    dialog.accept()
    assert page.model.suggestion(0).verdict is None


def test_a_missing_model_offers_to_choose_one(window):
    window.session_failed(ModelError("The folder of the model is gone."), "embed")
    assert window.notice.texts() == (
        "The language model could not be used.",
        "The folder of the model is gone. Your verdicts and your shelf are saved.",
        "Choose a model…",
    )


def test_settings_apply_and_are_saved(qtbot, home, working):
    dialog = working.show_settings("suggestions")
    dialog.shelf_target.setValue(7)
    assert home.saved[-1].shelf_target == 7
    assert working.shelf.target_box.value() == 7
    dialog.auto_advance.setChecked(False)
    assert not working.actions_by_id["auto-advance"].isChecked()
    dialog.language.setCurrentIndex(dialog.language.findData("zh_CN"))
    dialog.language.activated.emit(dialog.language.currentIndex())
    assert home.languages == ["zh_CN"]


def test_cut_points_and_model_are_the_librarys(qtbot, working):
    wait_until_idle(qtbot, working)
    dialog = working.show_settings("tail")
    dialog.head_cut.setValue(90)
    assert not dialog._set_cuts.isEnabled()
    dialog.head_cut.setValue(20)
    dialog._set_cuts.click()
    qtbot.waitUntil(lambda: working.session.overview.head_cut == pytest.approx(0.2))
    dialog = working.show_settings("model")
    dialog.cls.setChecked(True)
    dialog.bundled.setChecked(True)
    dialog._use.click()
    qtbot.waitUntil(
        lambda: working.session.overview.pooling == "cls" and working.session.overview.index_count == 60,
        timeout=PATIENCE_MS,
    )


def test_every_place_is_one_key_away(qtbot, working):
    pages = {
        "go-catalogue": working.catalogue,
        "go-shelf": working.shelf,
        "go-history": working.history,
        "go-suggest": working.suggestions,
    }
    for action_id, page in pages.items():
        working.actions_by_id[action_id].trigger()
        assert working.stack.currentWidget() is page
    working.actions_by_id["go-history"].trigger()
    working.rail.shown_button.setFocus()
    working.actions_by_id["next-pane"].trigger()
    qtbot.waitUntil(lambda: not working.rail.has_focus_inside())
    working.actions_by_id["previous-pane"].trigger()
    qtbot.waitUntil(working.rail.has_focus_inside)


def test_every_widget_that_takes_the_focus_has_a_name(qtbot, working):
    roots = [working, *(working.show_settings(section) for section in SECTIONS)]
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for root in roots
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisibleTo(root)
        and not is_named(widget)
    ]
    assert nameless == []


def is_named(widget):
    """Whether a screen reader has a name for it: its own, its label's, or that of the widget Qt made it for."""
    name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()
    parent = widget.parentWidget()
    is_inner = isinstance(parent, (QComboBox, QAbstractSpinBox))
    return bool(name) or (is_inner and is_named(parent))


def test_no_button_says_ok_yes_or_no(working, home):
    working.show_settings("look")
    working.show_keys()
    texts = {button.text().replace("&", "") for button in working.findChildren(QPushButton)}
    assert not texts & {"OK", "Yes", "No"}


def test_dialogs_can_be_opened_again_and_again(qtbot, working):
    for _ in range(15):
        working.show_settings("about").close()
        working.show_keys().close()
        gc.collect()
    qtbot.wait(10)
    assert len(working.findChildren(type(working._dialogs["keys"]))) <= 2


def test_the_window_is_put_where_it_was_unless_that_screen_is_gone(qtbot, home, open_window):
    first = open_window()
    first.resize(1024, 700)
    first.close()
    settings = QSettings(str(home.services.state_path), QSettings.Format.IniFormat)
    assert settings.contains("v1/geometry")
    second = open_window()
    assert second.height() == 700
    second.move(9000, 9000)
    second.close()
    third = open_window()
    screen = QApplication.primaryScreen().availableGeometry()
    assert screen.intersects(third.frameGeometry())


def test_the_start_page_counts_what_was_put_on_the_shelf_since_opening(qtbot, working):
    working.suggestions.focus_list()
    for _card in range(2):
        qtbot.keyClick(working.suggestions.view, Qt.Key_S)
    wait_until_idle(qtbot, working)
    working.close_library()
    assert [library.shelf_count for library in working.state.recent()] == [2]


def test_no_better_ranking_is_offered_for_a_list_that_new_brief_took_away(qtbot, working):
    wait_until_idle(qtbot, working)
    request = working.suggestions.request()
    working.suggestions.start_new_brief()
    working.session.better_ranking_ready.emit(request, 3)
    assert working.suggestions.message_bar.isHidden()


@pytest.fixture
def endless_reading(qtbot, home, window, monkeypatch):
    """The job of a window that reads its first library and does not end before it is stopped; later ones do."""
    started = []

    def read(workspace, control):
        started.append(workspace)
        while len(started) == 1:
            control.checkpoint(Progress("embed", 1, 60))
        return embed_items(workspace, control)

    monkeypatch.setattr(flows, "embed_items", read)
    window.open_library(home.library(is_ready=False))
    qtbot.waitUntil(lambda: bool(started), timeout=PATIENCE_MS)
    return window.board.current


def wait_until_read(qtbot, window, items, pooling="mean"):
    def is_read():
        overview = window.session.overview
        return overview.embedded_count == overview.index_count == items and overview.pooling == pooling

    qtbot.waitUntil(is_read, timeout=PATIENCE_MS)


def test_another_model_does_not_wait_for_a_paused_reading(qtbot, window, endless_reading):
    window.board.pause(endless_reading)
    window.session.choose_model("", "cls")
    wait_until_read(qtbot, window, 60, "cls")
    assert not endless_reading.is_active


def test_an_import_does_not_wait_for_the_reading_that_is_under_way(qtbot, tmp_path, window, endless_reading):
    window.session.import_reading(inspect_file(write_catalogue(tmp_path / "more.csv", rows=70)))
    wait_until_read(qtbot, window, 70)
    assert not endless_reading.is_active
    assert [entry.state.name for entry in window.board.entries if entry.name == "Importing more.csv"] == [
        "DONE"
    ]


def test_a_list_that_lacks_topics_has_them_found_and_is_made_again(working, qtbot):
    page = working.suggestions
    combo = page.brief_panel.advanced.policy_combo
    before = page.slate
    combo.setCurrentIndex(combo.findData("topic-quota"))
    page.suggest()
    qtbot.waitUntil(lambda: page.slate is not before and page.slate is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: NOTE_POOL_TOPICS not in page.slate.notes, timeout=PATIENCE_MS)
    assert page.slate.policy == "topic-quota"
    assert any(suggestion.topic for suggestion in page.slate.suggestions)


def test_what_learning_drew_is_said_under_advanced(working, qtbot):
    page = working.suggestions
    advanced = page.brief_panel.advanced
    before = page.slate
    advanced.policy_combo.setCurrentIndex(advanced.policy_combo.findData(LEARNING))
    page.suggest()
    qtbot.waitUntil(lambda: page.slate is not before and page.slate is not None, timeout=PATIENCE_MS)
    assert page.slate.learned is not None
    assert policy_name(page.slate.policy) in advanced._learned_sentence.text()


def test_policy_tail_method_and_wild_cards_are_saved_and_come_back(home, working, open_window, qtbot):
    advanced = working.suggestions.brief_panel.advanced
    advanced.policy_combo.setCurrentIndex(advanced.policy_combo.findData("mmr"))
    advanced.tail_combo.setCurrentIndex(advanced.tail_combo.findData("xquad"))
    advanced.wild_cards_box.setValue(2)
    chosen = advanced.choice
    assert (chosen.policy, chosen.tail_method, chosen.explore_places) == ("mmr", "xquad", 2)
    assert open_window(home.saved[-1]).suggestions.brief_panel.advanced.choice == chosen


# Past lists, and the price of the tail


def test_a_past_list_is_opened_and_made_again(qtbot, home, working):
    wait_until_idle(qtbot, working)
    slate = working.suggestions.slate
    working.show_place("history")
    history = working.history
    qtbot.waitUntil(lambda: bool(history.slates_model.rows))
    history.kind.setCurrentIndex(1)
    history.kind.activated.emit(1)
    shown = [entry.slate_id for entry in history.slates_model.rows]
    history.slates_table.selectRow(shown.index(slate.slate_id))
    history.open_button.click()
    qtbot.waitUntil(lambda: history.items_model.rows == slate.suggestions)
    history.rebuild_button.click()
    qtbot.waitUntil(lambda: bool(history.note.text()))
    assert history.note.isVisible()


def test_the_price_of_the_tail_stands_under_its_slider(qtbot, home, working):
    wait_until_idle(qtbot, working)
    panel = working.suggestions.brief_panel
    panel.brief_edit.setPlainText("harbour and lighthouse")
    working.suggestions.suggest()
    qtbot.waitUntil(
        lambda: working.suggestions.slate.request.brief == "harbour and lighthouse", timeout=10_000
    )
    panel.tail_slider.setValue(100)
    qtbot.waitUntil(lambda: panel.tail_price_sentence.startswith("Costs "), timeout=10_000)


# Learning and settings, watched and tried


def judge_some(qtbot, window, count=6):
    page = window.suggestions
    for row in range(count):
        item_id = page.model.suggestion(row).item.item_id
        page.verdict_given.emit([item_id], "good" if row % 2 else "not-right")
        qtbot.waitUntil(lambda row=row: page.model.suggestion(row).verdict, timeout=PATIENCE_MS)


def next_list(qtbot, window, act):
    before = window.suggestions.slate
    act()
    qtbot.waitUntil(lambda: window.suggestions.slate is not before, timeout=PATIENCE_MS)


def test_what_was_learned_is_watched_while_verdicts_are_given(qtbot, working):
    advanced = working.suggestions.brief_panel.advanced
    advanced.policy_combo.setCurrentIndex(advanced.policy_combo.findData(LEARNING))
    next_list(qtbot, working, working.suggestions.suggest)
    advanced.toggle.setChecked(True)
    assert not advanced.learned_button.isHidden()
    advanced.learned_button.click()
    dialog = working._dialogs["learning"]
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=PATIENCE_MS)
    assert dialog.report.trial_count == 1
    judge_some(qtbot, working, 3)
    qtbot.waitUntil(lambda: dialog.report.judged_count == 3, timeout=PATIENCE_MS)
    dialog.forget.click()
    qtbot.waitUntil(lambda: dialog.report.forgotten_count == 1, timeout=PATIENCE_MS)
    assert dialog.report.judged_count == 0
    dialog.recall.click()
    qtbot.waitUntil(lambda: dialog.report.judged_count == 3, timeout=PATIENCE_MS)


def test_learning_is_switched_off_to_what_was_chosen_before(home, working):
    advanced = working.suggestions.brief_panel.advanced
    advanced.policy_combo.setCurrentIndex(advanced.policy_combo.findData("msd"))
    dialog = working.show_learning()
    assert not dialog.switch.isChecked()
    dialog.switch.click()
    assert home.saved[-1].policy == advanced.choice.policy == LEARNING
    dialog.switch.click()
    assert home.saved[-1].policy == advanced.choice.policy == "msd"
    advanced.policy_combo.setCurrentIndex(advanced.policy_combo.findData(LEARNING))
    assert dialog.switch.isChecked()  # it follows what is chosen beside the list


def test_settings_are_tried_on_past_verdicts_and_used(qtbot, home, working):
    wait_until_idle(qtbot, working)
    judge_some(qtbot, working)
    next_list(qtbot, working, working.suggestions.refresh)
    judge_some(qtbot, working)
    working.actions_by_id["try-settings"].trigger()
    dialog = working._dialogs["replay"]
    dialog.tail.setValue(20)
    dialog.try_button.click()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=PATIENCE_MS)
    assert dialog.report.is_few
    assert dialog.report.list_count == 2
    entry = next(entry for entry in working.board.entries if entry.name.startswith("Trying settings"))
    assert entry.result == "2 past lists"
    report = dialog.report
    dialog.close()
    again = working.show_replay()
    assert again.report is report  # what came of it is still there
    again.tail.setValue(20)
    again.use.click()
    assert home.saved[-1].tail_preference == 0.2
    assert working.suggestions.request().tail_preference == 0.2
    assert not again.use.isEnabled()
    assert "next list" in working.status.message


def test_a_trial_of_settings_can_be_stopped_and_waits_its_turn(qtbot, working):
    wait_until_idle(qtbot, working)
    judge_some(qtbot, working, 2)
    held = []

    def hold(_workspace, control):
        held.append(control)
        control.pause()
        control.checkpoint(Progress("holding", 0))

    entry = working.board.start(
        working.session.runners.long_jobs, "Holding", hold, on_done=held.append, on_error=held.append
    )
    qtbot.waitUntil(lambda: bool(held), timeout=PATIENCE_MS)
    dialog = working.show_replay()
    dialog.tail.setValue(20)
    dialog.try_button.click()
    qtbot.waitUntil(lambda: dialog.running.stage.text() == "Waits for: Holding", timeout=PATIENCE_MS)
    dialog.running.stop.click()
    working.board.cancel(entry)
    qtbot.waitUntil(lambda: dialog.message.isVisible(), timeout=PATIENCE_MS)
    assert dialog.message.texts()[0] == "The trial was stopped."
    assert dialog.try_button.isEnabled()


def test_past_lists_lead_to_trying_settings(qtbot, working):
    working.show_place("history")
    history = working.history
    qtbot.waitUntil(lambda: bool(history.slates_model.rows), timeout=PATIENCE_MS)
    assert not history.trial_button.isVisible()
    history.kind.setCurrentIndex(1)
    history.kind.activated.emit(1)
    history.trial_button.click()
    assert working._dialogs["replay"].isVisible()


def test_these_dialogs_go_with_their_library(qtbot, home, working):
    learning, replay = working.show_learning(), working.show_replay()
    working.close_library()
    assert not learning.isVisible() and not replay.isVisible()
    assert working.show_learning() is None and working.show_replay() is None


def test_a_list_older_than_its_cut_points_is_offered_again(qtbot, working):
    wait_until_idle(qtbot, working)
    page = working.suggestions
    next_list(qtbot, working, page.refresh)
    slate = page.slate
    working.session.set_cuts(0.2, 0.6)
    qtbot.waitUntil(lambda: page.message_bar.isVisible(), timeout=PATIENCE_MS)
    assert page.message_bar.texts()[0] == "Changed since this list was made: what counts as head and tail."
    assert page.slate is slate
    next_list(qtbot, working, page.message_bar.action_triggered.emit)
    assert page.message_bar.isHidden()


def test_a_first_list_that_nobody_asked_for_or_judged_is_made_again_by_itself(qtbot, working):
    wait_until_idle(qtbot, working)
    page = working.suggestions
    next_list(qtbot, working, lambda: working.session.set_cuts(0.2, 0.6))
    assert page.message_bar.isHidden()
    page.verdict_given.emit([page.model.suggestion(0).item.item_id], "good")
    qtbot.waitUntil(lambda: page.model.suggestion(0).verdict, timeout=PATIENCE_MS)
    slate = page.slate
    working.session.set_cuts(0.33, 0.8)
    qtbot.waitUntil(lambda: page.message_bar.isVisible(), timeout=PATIENCE_MS)
    assert page.slate is slate


def test_a_reason_reaches_the_disk_and_comes_back_with_the_list(qtbot, home, open_window):
    first = open_window()
    folder = home.library()
    first.open_library(folder)
    wait_for_list(qtbot, first)
    page = first.suggestions
    item_id = page.model.suggestion(1).item.item_id
    page.verdict_given.emit([item_id], "not-right")
    qtbot.waitUntil(page.reason_bar.isVisible)
    page.reason_bar.reasons.chosen.emit("quality")
    qtbot.waitUntil(lambda: page.model.suggestion(1).critique == "quality")
    assert first.status.message.startswith("Not right: Poor quality")
    first.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: page.model.suggestion(1).critique == "")
    assert page.model.suggestion(1).verdict == "not-right"
    first.actions_by_id["redo"].trigger()
    qtbot.waitUntil(lambda: page.model.suggestion(1).critique == "quality")
    first.close()
    second = open_window()
    second.open_library(folder)
    wait_for_list(qtbot, second)
    assert second.suggestions.model.suggestion(1).critique == "quality"


def test_a_backup_is_made_gone_back_to_and_that_undone(qtbot, working):
    page = working.suggestions
    section = working.show_settings("data").backups
    qtbot.waitUntil(section.back_up.isEnabled, timeout=PATIENCE_MS)
    section.back_up.click()
    qtbot.waitUntil(lambda: "asked" in [each.reason for each in section.model.rows], timeout=PATIENCE_MS)
    backup = next(each for each in section.model.rows if each.reason == "asked")
    page.verdict_given.emit([page.model.suggestion(0).item.item_id], "good")
    qtbot.waitUntil(lambda: page.model.suggestion(0).verdict == "good", timeout=PATIENCE_MS)
    wait_until_idle(qtbot, working)
    section.table.setCurrentIndex(section.model.index(section.model.rows.index(backup), 0))
    section.restore.click()
    qtbot.waitUntil(
        lambda: working.notice.topic == "backup" and working.notice.isVisible(), timeout=PATIENCE_MS
    )
    wait_for_list(qtbot, working)
    assert page.model.suggestion(0).verdict is None
    working.notice.action_triggered.emit()
    qtbot.waitUntil(lambda: working.session is not None and page.slate is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: page.model.suggestion(0).verdict == "good", timeout=PATIENCE_MS)


def test_a_key_given_in_the_settings_is_heard_at_once(qtbot, working, home):
    page = working.suggestions
    try:
        working.show_settings("keys").keys.changed.emit({"good": ["F7"]})
        assert home.saved[-1].keys == {"good": ["F7"]}
        working._dialogs["settings"].close()
        page.view.setFocus()
        page.view.selectRow(0)
        qtbot.keyClick(page.view, Qt.Key.Key_F7)
        qtbot.waitUntil(lambda: page.model.suggestion(0).verdict == "good", timeout=PATIENCE_MS)
        row = page.view.currentIndex().row()
        qtbot.keyClick(page.view, Qt.Key.Key_A)
        assert page.model.suggestion(row).verdict is None
    finally:
        use_keys({})


def test_the_size_of_text_is_the_programs(qtbot, working, home):
    looks = []
    working._services = replace(working._services, set_theme=lambda *look: looks.append(look))
    working.show_settings("look").setting_changed.emit("text_size", 125)
    assert looks == [("system", 125, "normal")]
    assert home.saved[-1].text_size == 125
