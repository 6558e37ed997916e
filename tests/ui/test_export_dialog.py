"""The dialog of an export: two keys to a file, what is shown is what is written, presets kept and handed on."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMainWindow

from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline.domains import FORMATS, ITEM_COLUMNS, SHELF_COLUMNS, ExportPreset, domains
from ltrec_gui.pipeline.export_formats import SUFFIXES
from ltrec_gui.pipeline.export_presets import EVERYTHING, NamedPreset, PresetList, all_presets, everything
from ltrec_gui.pipeline.export_shelf import ExportMaterial, ExportOutcome, ExportRow
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.shelf import ShelfEntry
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.ui import export_wording
from ltrec_gui.ui.clipboard import settle
from ltrec_gui.ui.export_dialog import COLUMNS_MIME, FIELD, HEADING, ExportDialog, ExportFlow, with_ending
from ltrec_gui.ui.wording import card_sentence
from tests.making import fill, topic_items
from tests.ui.making import make_suggestion

OWN = NamedPreset(
    "own/mine",
    ExportPreset("mine", "csv", "gb18030", (("Name", "title"), ("Why", "reason"))),
    Path("mine.toml"),
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Nothing of the person who runs the tests is read or written."""
    monkeypatch.setattr("ltrec_gui.paths.data_folder", lambda: tmp_path / "data")
    return tmp_path / "data" / "exports"


def make_rows(count):
    made = []
    for number in range(count):
        shown = make_suggestion(number)
        entry = ShelfEntry(
            number + 1, shown.item, "tail", 12.0, "coastal letters", "", "2026-11-20T10:00:00+00:00"
        )
        made.append(ExportRow(entry, 900 - number, "shelve", shown))
    return tuple(made)


def make_material(tmp_path, count=7, chosen=EVERYTHING, **changes):
    presets = PresetList((NamedPreset(EVERYTHING, everything()), OWN, *all_presets("books").presets[:3]))
    values = {
        "shelf_id": 1,
        "shelf_name": "",
        "domain": "books",
        "rows": make_rows(count),
        "fields": (*SHELF_COLUMNS, *ITEM_COLUMNS, "publisher"),
        "presets": presets,
        "chosen": chosen,
        "path": tmp_path / "Spring list shelf",
    }
    return ExportMaterial(**{**values, **changes})


@pytest.fixture
def dialog(qtbot, tmp_path):
    made = ExportDialog("Spring list")
    qtbot.addWidget(made)
    made.show_material(make_material(tmp_path))
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def clipboard(qapp):
    """The clipboard, left as the end of the program leaves it: what Python made must not outlive Python there."""
    yield QGuiApplication.clipboard()
    settle()
    QGuiApplication.clipboard().clear()


def planned(qtbot, dialog, act=None):
    with qtbot.waitSignal(dialog.export_requested) as asked:
        (act or dialog.save.click)()
    return asked.args[0]


def test_enter_saves_what_is_shown(qtbot, dialog, tmp_path):
    assert dialog.headline.text() == "7 items of “Shelf”"
    assert dialog.save.text() == "Save 7 items"
    plan = planned(qtbot, dialog, lambda: qtbot.keyClick(dialog, Qt.Key.Key_Return))
    assert plan.path == tmp_path / "Spring list shelf.csv"
    assert not plan.may_replace
    assert plan.preset == everything()
    assert len(plan.table.rows) == 7
    shown = [
        [
            dialog.preview_model.index(row, column).data()
            for column in range(dialog.preview_model.columnCount())
        ]
        for row in range(dialog.preview_model.rowCount())
    ]
    assert shown == [
        ["; ".join(c) if isinstance(c, tuple) else "" if c is None else str(c) for c in row]
        for row in plan.table.rows[:5]
    ]
    assert not dialog.save.isEnabled()  # until it is written


def test_an_enter_before_the_shelf_came_is_kept(qtbot, tmp_path):
    dialog = ExportDialog("Spring list")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.export_requested):
        dialog.show_material(make_material(tmp_path))


def test_a_reason_is_said_as_the_card_says_it(qtbot, dialog):
    plan = planned(qtbot, dialog)
    column = plan.table.fields.index("reason")
    assert plan.table.rows[2][column] == card_sentence(make_suggestion(2)) != ""
    assert plan.table.rows[2][plan.table.fields.index("segment")] == "Tail"


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_format_brings_its_ending_its_encodings_and_its_preview(dialog, file_format, tmp_path):
    dialog.formats.setCurrentIndex(dialog.formats.findData(file_format))
    dialog.formats.activated.emit(dialog.formats.currentIndex())
    assert dialog.path.text() == str(tmp_path / f"Spring list shelf{SUFFIXES[file_format]}")
    offered = [dialog.encodings.itemData(place) for place in range(dialog.encodings.count())]
    assert ("utf-8-excel" in offered) == (file_format == "csv")
    assert dialog.encodings.isEnabled() == (file_format in ("csv", "markdown", "html"))
    if file_format in ("json", "markdown"):
        assert dialog.stack.currentWidget() is dialog.preview_text
        assert "The Tide Tables" in dialog.preview_text.toPlainText()
    else:
        assert dialog.stack.currentWidget() is dialog.preview
    if file_format == "json":
        assert len(json.loads(dialog.preview_text.toPlainText())) == 5


def test_columns_are_chosen_ordered_and_named_by_keys(qtbot, dialog):
    dialog.list.setFocus()
    dialog.list.selectRow(2)  # the title
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)  # it is first already
    assert [field for _header, field in dialog.columns.columns[:3]] == ["title", "position", "item_id"]
    qtbot.keyClick(dialog.list, Qt.Key.Key_F2)
    editor = dialog.list.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Name ")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.columns.columns[0] == ("Name", "title"))
    assert dialog.isVisible()  # Enter in a heading saves no file
    dialog.list.selectRow(1)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert "position" not in [field for _header, field in dialog.columns.columns]
    assert dialog.preview_model.column_names()[:2] == ("Name", "item_id")
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert [field for _header, field in dialog.columns.columns[:3]] == ["title", "item_id", "position"]


def test_columns_are_ordered_by_dragging(dialog):
    model = dialog.columns
    data = model.mimeData([model.index(0, FIELD), model.index(2, HEADING)])
    assert data.hasFormat(COLUMNS_MIME)
    assert not model.dropMimeData(data, Qt.DropAction.MoveAction, 4, 0, QModelIndex())
    assert [row.field for row in model.rows[:4]] == ["item_id", "author", "position", "title"]


def test_without_a_column_there_is_nothing_to_save(dialog):
    dialog.columns.toggle(range(len(dialog.columns.columns)))
    assert dialog.columns.columns == ()
    assert not dialog.save.isEnabled()
    assert not dialog.copy.isEnabled()


def test_a_heading_cannot_be_empty(dialog):
    index = dialog.columns.index(0, HEADING)
    assert not dialog.columns.setData(index, "  ")
    assert dialog.columns.columns[0] == ("position", "position")


def test_copying_fills_the_clipboard_with_text_and_a_table(qtbot, dialog, clipboard):
    dialog.presets.setCurrentIndex(dialog.presets.findData(OWN.key))
    dialog.presets.activated.emit(1)
    plan = planned(qtbot, dialog, dialog.copy.click)
    assert plan.path is None
    copied = clipboard.mimeData()
    assert copied.text().splitlines()[0] == "Name\tWhy"
    assert copied.text().splitlines()[2].startswith("The Tide Tables\t")
    assert "<table>" in copied.html() and "The Tide Tables" in copied.html()


def test_a_taken_name_is_replaced_by_a_free_one_or_by_leave_of_the_editor(qtbot, dialog, tmp_path):
    plan = planned(qtbot, dialog)
    free = tmp_path / "Spring list shelf (2).csv"
    dialog.show_taken(ExportOutcome(plan, "", free))
    assert dialog.message.texts()[0] == "“Spring list shelf.csv” is there already."
    again = planned(qtbot, dialog, lambda: qtbot.keyClick(dialog.path, Qt.Key.Key_Return))
    assert (again.path, again.may_replace) == (free, False)
    dialog.show_taken(ExportOutcome(plan, "", free))
    over = planned(qtbot, dialog, dialog.message.action_triggered.emit)
    assert (over.path, over.may_replace) == (plan.path, True)
    dialog.show_error(
        RequestError("“x” could not be written (full). It is as it was. Choose another folder.")
    )
    assert dialog.save.isEnabled()
    qtbot.keyClicks(dialog.path, "x")  # another name, of which nothing was said
    assert not planned(qtbot, dialog).may_replace


def test_the_file_dialog_asked_about_the_name_it_gave(qtbot, monkeypatch, dialog, tmp_path):
    for name, may_replace in (("other.csv", True), ("other", False), ("other.json", False)):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, name=name: (str(tmp_path / name), ""))
        dialog.choose.click()
        plan = planned(qtbot, dialog)
        assert (plan.path, plan.may_replace) == (tmp_path / "other.csv", may_replace)
        dialog.show_error(RequestError("x"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: ("", ""))
    dialog.choose.click()
    assert dialog.path.text() == str(tmp_path / "other.csv")


@pytest.mark.parametrize(
    ("name", "file_format", "wanted"),
    [
        ("list", "csv", "list.csv"),
        ("list.v2", "csv", "list.v2.csv"),
        ("list.JSON", "csv", "list.csv"),
        ("list.txt", "csv", "list.txt"),
        ("page.htm", "html", "page.htm"),
        ("", "csv", ""),
    ],
)
def test_endings(name, file_format, wanted):
    assert with_ending(name, file_format) == wanted


def test_a_preset_is_named_in_place_and_enter_keeps_it(qtbot, dialog):
    dialog.keep.click()
    qtbot.keyClicks(dialog.new_name, "For the web team")
    with qtbot.assertNotEmitted(dialog.export_requested), qtbot.waitSignal(dialog.preset_kept) as kept:
        qtbot.keyClick(dialog.new_name, Qt.Key.Key_Return)
    assert kept.args[0] == replace(everything(), name="For the web team")
    assert dialog.save.isDefault()


def test_presets_are_handed_on_taken_and_deleted(qtbot, monkeypatch, dialog, tmp_path):
    share, add, delete = dialog._menu_actions
    assert not delete.isEnabled()  # it came with the program
    dialog.presets.setCurrentIndex(dialog.presets.findData(OWN.key))
    dialog.presets.activated.emit(1)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "mine"), ""))
    with qtbot.waitSignal(dialog.preset_shared) as shared:
        share.trigger()
    assert shared.args == [OWN.preset, tmp_path / "mine.toml"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(tmp_path / "mine.toml"), ""))
    with qtbot.waitSignal(dialog.preset_added) as added:
        add.trigger()
    assert added.args == [tmp_path / "mine.toml"]
    with qtbot.waitSignal(dialog.preset_deleted) as deleted:
        delete.trigger()
    dialog.show_deleted(deleted.args[0])
    with qtbot.waitSignal(dialog.preset_kept) as kept:  # no question before, an undo after
        dialog.message.action_triggered.emit()
    assert kept.args == [OWN.preset]


def test_a_broken_preset_is_told_above_the_work(dialog):
    broken = RequestError("“x.toml” is no preset for exports: it is too large. It is left out. Mend it.")
    dialog.show_presets(PresetList((OWN,), (broken,)), OWN.key)
    assert "x.toml" in " ".join(dialog.message.texts())


def test_an_empty_shelf_shows_the_way_to_suggestions(qtbot, tmp_path):
    dialog = ExportDialog("Spring list")
    qtbot.addWidget(dialog)
    dialog.show_material(make_material(tmp_path, count=0))
    assert dialog.stack.currentWidget() is dialog.empty
    assert not dialog.save.isEnabled()
    with qtbot.waitSignal(dialog.suggestions_requested):
        dialog.empty.action_triggered.emit()


def test_every_control_has_a_name(dialog):
    for widget in dialog.findChildren(object):
        if (
            hasattr(widget, "focusPolicy")
            and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and widget.isVisibleTo(dialog)
        ):
            name = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
            assert name or widget.parentWidget().focusProxy() is widget or "qt_" in widget.objectName(), (
                widget
            )


def test_every_shipped_preset_has_its_words(monkeypatch):
    """A name that the wording does not know would stay English in every language."""
    monkeypatch.setattr(export_wording, "translate", lambda _context, text: "~" + text)
    for each in all_presets().presets:
        assert "~" in export_wording.preset_name(each)
        if each.domain:
            assert export_wording._shipped_name(each.preset.name) == "~" + each.preset.name
    assert all(export_wording._domain_name(domain.name).startswith("~") for domain in domains())
    assert all(export_wording.field_name(field).startswith("~") for field in (*SHELF_COLUMNS, *ITEM_COLUMNS))


# With a library


class Session:
    """A session whose jobs are done at once."""

    def __init__(self, workspace, control):
        self.workspace, self.control, self.shelf_requests = workspace, control, 0
        self.held = []
        self.is_holding = False

    def run(self, job, on_done, on_error):
        if self.is_holding:
            self.held.append((job, on_done))
            return self.control
        try:
            result = job(self.workspace, self.control)
        except RequestError as error:
            on_error(error)
        else:
            on_done(result)
        return self.control

    def request_shelf(self):
        self.shelf_requests += 1


@pytest.fixture
def flow(qtbot, workspace, control):
    fill(workspace, topic_items(60))
    slate = suggest(workspace, control, SuggestRequest(brief="harbour tide"))
    give_feedback(
        workspace, control, [s.item.item_id for s in slate.suggestions[:3]], "shelve", slate.slate_id
    )
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    made = ExportFlow(lambda _name, _dialog: None, window)
    return made, Session(workspace, control)


def test_two_keys_lead_to_a_file(qtbot, flow, tmp_path, workspace):
    exports, session = flow
    workspace.meta.set("export_folder", str(tmp_path))
    dialog = exports.ask(session, "Spring list")
    with qtbot.waitSignal(exports.exported) as exported:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert session.shelf_requests == 1
    path = tmp_path / "Spring list shelf.csv"
    assert exported.args[0].plan.path == path
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3
    assert all(row["reason"] for row in rows)
    said = export_wording.export_sentence(exported.args[0])
    assert said.startswith("Exported 3 items to “Spring list shelf.csv” at ")
    # Once more: another name is free already, so nothing has to be answered.
    again = exports.ask(session, "Spring list")
    qtbot.keyClick(again, Qt.Key.Key_Return)
    assert (tmp_path / "Spring list shelf (2).csv").exists()


def test_a_name_taken_meanwhile_is_not_written_over(qtbot, flow, tmp_path, workspace):
    exports, session = flow
    workspace.meta.set("export_folder", str(tmp_path))
    dialog = exports.ask(session, "Spring list")
    (tmp_path / "Spring list shelf.csv").write_text("of somebody else", encoding="utf-8")
    with qtbot.assertNotEmitted(exports.exported):
        dialog.save.click()
    assert dialog.isVisible()
    assert dialog.path.text().endswith("Spring list shelf (2).csv")
    assert (tmp_path / "Spring list shelf.csv").read_text(encoding="utf-8") == "of somebody else"


def test_what_cannot_be_written_is_told_in_the_dialog(qtbot, flow, tmp_path):
    exports, session = flow
    dialog = exports.ask(session, "Spring list")
    dialog.path.setText(str(tmp_path / "missing" / "list.csv"))
    with qtbot.assertNotEmitted(exports.exported):
        dialog.save.click()
    assert "could not be written" in " ".join(dialog.message.texts())
    assert dialog.save.isEnabled()


def test_presets_go_through_the_library(flow, own_folder, tmp_path):
    exports, session = flow
    dialog = exports.ask(session, "Spring list")
    dialog.preset_kept.emit(replace(everything(), name="mine", format="json"))
    assert dialog.presets.currentText() == "mine"
    assert dialog.formats.currentData() == "json"
    assert [path.name for path in own_folder.iterdir()] == ["mine.toml"]
    dialog.preset_shared.emit(dialog.preset, tmp_path / "handed on.toml")
    dialog._menu_actions[2].trigger()
    assert not list(own_folder.iterdir())
    dialog.message.action_triggered.emit()
    assert dialog.presets.currentText() == "mine"
    dialog.preset_added.emit(tmp_path / "nothing.toml")
    assert "nothing.toml" in " ".join(dialog.message.texts())


def test_what_comes_after_the_dialog_was_closed_goes_nowhere(qtbot, flow):
    exports, session = flow
    session.is_holding = True
    dialog = exports.ask(session, "Spring list")
    dialog.reject()
    (job, on_done) = session.held[0]
    on_done(job(session.workspace, session.control))
    assert dialog.material is None
