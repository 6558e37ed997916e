"""Files in the air and on their way: what a drop would do, one dialog after the other, what is remembered."""

import json
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QWidget

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.import_catalogue import import_file, in_import_order, inspect_file
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.ui.drop_overlay import MOST_FILES, wish_of
from ltrec_gui.ui.import_flow import ImportFlow

ITEMS = "id,title,description,loans\n" + "".join(
    f"{n:05},Title number {n},A text that says what number {n} is about.,{n}\n" for n in range(40)
)
EVENTS = "user_id,item_id,rating,timestamp\n" + "".join(
    f"u{n % 7},{n % 40:05},{n % 5},{n}\n" for n in range(60)
)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def wish(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return wish_of(data)


# ---------------------------------------------------------------------------------------------- in the air


@pytest.mark.parametrize(
    "name",
    [
        "a.csv",
        "a.TSV",
        "a.txt",
        "a.csv.gz",
        "a.jsonl.gz",
        "a.xlsx",
        "a.jsonl",
        "a.ndjson",
        "a.json",
        "a.parquet",
    ],
)
def test_every_form_may_be_dropped(tmp_path, name):
    assert wish(tmp_path / name).paths == (tmp_path / name,)
    assert wish(tmp_path / name).refusal == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.ods", "Save it as XLSX or CSV"),
        ("a.xls", "Save it as XLSX or CSV"),
        ("a.pdf", "Only CSV, TSV, XLSX, JSON and Parquet"),
        ("a.tar.gz", "Of packed files only"),
    ],
)
def test_other_files_are_refused_in_the_air_with_the_reason(tmp_path, name, words):
    assert words in wish(tmp_path / name).refusal
    # Among several it is said which one.
    refused = wish(tmp_path / "a.csv", tmp_path / name)
    assert refused.paths == ()
    assert refused.refusal.startswith(f"{name}: ")


def test_several_files_are_taken_together_but_no_library_among_them(tmp_path):
    paths = (tmp_path / "a.csv", tmp_path / "b.xlsx")
    assert wish(*paths).paths == paths
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "library.db").touch()
    assert wish(tmp_path / "lib").is_library
    assert "alone" in wish(tmp_path / "a.csv", tmp_path / "lib").refusal
    assert "20 files" in wish(*(tmp_path / f"{n}.csv" for n in range(MOST_FILES + 1))).refusal


def test_catalogues_come_before_interactions_and_what_cannot_be_read_last(tmp_path):
    events = write(tmp_path / "a.csv", EVENTS)
    broken = write(tmp_path / "b.csv", "")
    items = write(tmp_path / "c.csv", ITEMS)
    assert in_import_order(JobControl(), (events, broken, items)) == (items, events, broken)


# ---------------------------------------------------------------------------------------------- the dialogs


class Nothing:
    def close(self):
        pass


class Desk:
    """A window that keeps dialogs and imports what is asked for, at once."""

    def __init__(self, qtbot, tmp_path):
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.dialogs = []
        self.imported = []
        self.folder = None
        self.memory = tmp_path / "columns.json"
        self.runner = JobRunner(Nothing, "files")
        self.flow = ImportFlow(
            self.runner,
            self.memory,
            lambda: ("", self.folder),
            lambda _name, dialog: self.dialogs.append(dialog),
            self.window,
        )
        self.flow.import_requested.connect(self.take)
        self._tmp_path = tmp_path

    def take(self, reading, is_new):
        self.imported.append((reading.path.name, is_new))
        self.folder = self.folder or self._tmp_path / "library"
        workspace = Workspace(self.folder)
        import_file(workspace, JobControl(), reading)
        workspace.close()


@pytest.fixture
def desk(qtbot, tmp_path):
    made = Desk(qtbot, tmp_path)
    yield made
    made.runner.shutdown()


def test_a_catalogue_and_its_interactions_in_one_drop(qtbot, desk, tmp_path):
    events = write(tmp_path / "readers.csv", EVENTS)
    items = write(tmp_path / "spring.csv", ITEMS)
    assert desk.flow.open_files((events, items)) is None
    qtbot.waitUntil(lambda: len(desk.dialogs) == 1)
    first = desk.dialogs[0]
    assert (first._name.text(), first._which.text(), first._cancel.text()) == (
        "spring.csv",
        "File 1 of 2",
        "Skip this file",
    )
    qtbot.waitUntil(lambda: first.rehearsal is not None)
    assert first._import.text() == "Import 40 rows"
    first._import.click()
    qtbot.waitUntil(lambda: len(desk.dialogs) == 2)
    second = desk.dialogs[1]
    qtbot.waitUntil(lambda: second.rehearsal is not None)
    assert second._which.text() == "File 2 of 2"
    # What readers did belongs to the library that has just been made.
    assert second._target.currentData() is False
    assert second.rehearsal.new == 60
    second._import.click()
    assert desk.imported == [("spring.csv", True), ("readers.csv", False)]
    assert len(desk.dialogs) == 2


def test_a_file_of_a_drop_can_be_skipped(qtbot, desk, tmp_path):
    first = write(tmp_path / "a.csv", ITEMS)
    second = write(tmp_path / "b.csv", ITEMS.replace("Title", "Other"))
    desk.flow.open_files((first, second))
    qtbot.waitUntil(lambda: len(desk.dialogs) == 1)
    desk.dialogs[0].reject()
    qtbot.waitUntil(lambda: len(desk.dialogs) == 2)
    assert desk.dialogs[1]._name.text() == "b.csv"
    desk.dialogs[1].reject()
    assert desk.imported == []


def test_a_second_catalogue_of_a_drop_goes_where_the_first_went(qtbot, desk, tmp_path):
    write(tmp_path / "a.csv", ITEMS)
    write(tmp_path / "b.csv", ITEMS.replace("Title", "Other"))
    desk.flow.open_files((tmp_path / "a.csv", tmp_path / "b.csv"))
    qtbot.waitUntil(lambda: len(desk.dialogs) == 1)
    qtbot.waitUntil(lambda: desk.dialogs[0].rehearsal is not None)
    desk.dialogs[0]._import.click()
    qtbot.waitUntil(lambda: len(desk.dialogs) == 2 and desk.dialogs[1].rehearsal is not None)
    told = desk.dialogs[1].rehearsal
    assert (told.new, told.changed, told.same, told.missing) == (0, 40, 0, 0)


def test_an_update_from_a_workbook_is_foretold_against_the_open_library(qtbot, desk, tmp_path):
    desk.take(inspect_file(write(tmp_path / "library.csv", ITEMS)), True)
    book = openpyxl.Workbook()
    for line in ITEMS.splitlines()[:31]:
        book.active.append(line.replace("Title number 3,", "Another title,").split(","))
    book.active.append(("00099", "", "No title", "1"))
    book.active.append(("00098", "", "No title", "1"))
    book.save(tmp_path / "library.xlsx")
    dialog = desk.flow.open_files((tmp_path / "library.xlsx",))
    qtbot.waitUntil(lambda: dialog.rehearsal is not None)
    assert dialog._target.currentData() is False
    told = dialog.rehearsal
    assert (told.new, told.changed, told.same, told.missing, told.refused) == (0, 1, 29, 10, 2)
    dialog.refused_save_requested.emit(dialog.reading, tmp_path / "out.csv")
    qtbot.waitUntil(dialog._message.isVisible)
    assert dialog._message.texts()[0] == "Saved 2 rows to out.csv."
    assert "00099" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    dialog.refused_save_requested.emit(dialog.reading, tmp_path / "no" / "out.csv")
    qtbot.waitUntil(lambda: "could not be written" in " ".join(dialog._message.texts()))


def test_what_the_editor_changed_is_remembered_for_the_next_file_with_this_header(qtbot, desk, tmp_path):
    path = write(tmp_path / "a.csv", ITEMS)
    dialog = desk.flow.open_files((path,))
    qtbot.waitUntil(lambda: dialog.reading is not None)
    dialog._roles.combo(2).setCurrentIndex(dialog._roles.combo(2).findData("author"))
    dialog._import.click()
    qtbot.waitUntil(desk.memory.exists)
    again = desk.flow.open_files((path,))
    qtbot.waitUntil(lambda: again.reading is not None)
    assert again._model.role_of(2) == "author"
    assert again._guess.isVisible()
    again._guess.click()
    qtbot.waitUntil(lambda: again._model.role_of(2) == "text")
    again._remember.setChecked(False)
    again._import.click()
    # Guessed anew it is not the remembered reading any more, so what was kept stays until it is used and unticked.
    third = desk.flow.open_files((path,))
    qtbot.waitUntil(lambda: third.reading is not None)
    assert third._guess.isVisible()
    third._remember.setChecked(False)
    third._import.click()
    qtbot.waitUntil(lambda: json.loads(desk.memory.read_text()) == {})


def test_a_closed_dialog_gets_no_late_answers(qtbot, desk, tmp_path):
    dialog = desk.flow.open_files((write(tmp_path / "a.csv", ITEMS),))
    dialog.reject()
    qtbot.waitUntil(lambda: not desk.runner.is_busy)
    assert dialog.reading is None


def test_another_encoding_changes_the_preview(qtbot, desk, tmp_path):
    (tmp_path / "a.csv").write_bytes("id,title\n1,Café noir\n2,Été à Nîmes\n".encode("cp1252"))
    dialog = desk.flow.open_files((tmp_path / "a.csv",))
    qtbot.waitUntil(lambda: dialog.reading is not None)
    assert dialog.reading.preview.rows[0] == ("1", "Café noir")
    index = dialog._encoding.findData("cp1251")
    dialog._encoding.setCurrentIndex(index)
    dialog._encoding.activated.emit(index)
    qtbot.waitUntil(lambda: dialog.reading.dialect.encoding == "cp1251")
    assert dialog._model.data(dialog._model.index(0, 1)) == "Cafй noir"
