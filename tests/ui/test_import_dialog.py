"""The import dialog shows how a file is read, lets every guess be changed, and never imports without a title."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ltrec_gui.catalogue.columns import ColumnMapping
from ltrec_gui.catalogue.csv_reader import Preview, RowProblem
from ltrec_gui.catalogue.dialect import Dialect
from ltrec_gui.catalogue.reasons import reason, refusal
from ltrec_gui.pipeline.import_catalogue import FileReading, ImportReport
from ltrec_gui.ui.import_dialog import (
    ImportDialog,
    ImportReportDialog,
    ProblemsModel,
    save_problems,
    with_role,
)

HEADER = ("图书编号", "书名", "内容简介", "备注")
ROWS = (("00123", "灯塔守望者书简", "一位守塔人的书信", ""), ("00124", "", "港口", "坏\ufffd字"))


def make_reading(kind="catalogue", columns=(("id", 0), ("title", 1), ("text", 2)), **dialect):
    return FileReading(
        Path("spring.csv"),
        Dialect(**{"encoding": "gb18030", "delimiter": ",", **dialect}),
        ColumnMapping(kind, columns),
        Preview(HEADER, ROWS, 4096),
    )


@pytest.fixture
def dialog(qtbot):
    dialog = ImportDialog(Path("spring.csv"), "books-1")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def texts_of(combo):
    return [combo.itemText(index) for index in range(combo.count())]


def choose(combo, value):
    index = combo.findData(value)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def test_nothing_can_be_imported_before_the_file_was_looked_at(dialog):
    assert not dialog._import.isEnabled()
    assert dialog._missing.text() == "Looking at the file…"


def test_what_was_guessed_is_shown(dialog):
    dialog.show_reading(make_reading())
    assert dialog._encoding.currentText() == "GB18030 (detected)"
    assert dialog._delimiter.currentData() == ","
    assert [dialog._roles.combo(column).currentData() for column in range(4)] == ["id", "title", "text", ""]
    assert dialog._roles.combo(1).currentText() == "Title *"
    assert dialog._import.isEnabled()
    model = dialog._model
    assert model.data(model.index(0, 0)) == "00123"
    assert model.data(model.index(1, 1)) == "⚠ empty"
    assert model.headerData(3, Qt.Orientation.Horizontal) == "备注"


def test_without_a_title_the_button_is_off_and_says_why(dialog):
    dialog.show_reading(make_reading())
    dialog._roles.combo(1).setCurrentIndex(0)
    assert not dialog._import.isEnabled()
    assert dialog._missing.text() == "Choose the column for: Title"
    dialog._roles.combo(3).setCurrentIndex(dialog._roles.combo(3).findData("title"))
    assert dialog._import.isEnabled()
    assert dialog.reading.mapping.columns == (("id", 0), ("text", 2), ("title", 3))


def test_a_file_of_a_header_alone_is_not_imported(dialog):
    dialog.show_reading(replace(make_reading(), preview=Preview(HEADER, (), 40)))
    assert not dialog._import.isEnabled()
    assert dialog.missing_text() == "This file holds a header and no rows, so there is nothing to import."


def test_a_role_for_one_column_leaves_the_other():
    mapping = ColumnMapping("catalogue", (("title", 1), ("text", 2)))
    assert with_role(mapping, 3, "title").columns == (("text", 2), ("title", 3))
    assert with_role(mapping, 3, "text").columns == (("title", 1), ("text", 2), ("text", 3))
    assert with_role(mapping, 2, "").columns == (("title", 1),)


def test_another_encoding_asks_for_the_file_again_and_keeps_my_roles(qtbot, dialog):
    dialog.show_reading(make_reading())
    dialog._roles.combo(3).setCurrentIndex(dialog._roles.combo(3).findData("tags"))
    with qtbot.waitSignal(dialog.reading_requested) as asked:
        choose(dialog._encoding, "big5")
    wish = asked.args[0]
    assert wish.encoding == "big5"
    assert ("tags", 3) in wish.mapping.columns
    dialog.show_reading(make_reading(encoding="big5"))
    assert dialog._encoding.currentText() == "Big5"


def test_another_separator_or_kind_guesses_the_roles_anew(qtbot, dialog):
    dialog.show_reading(make_reading())
    with qtbot.waitSignal(dialog.reading_requested) as asked:
        choose(dialog._delimiter, ";")
    assert asked.args[0].delimiter == ";"
    assert asked.args[0].mapping is None
    with qtbot.waitSignal(dialog.reading_requested) as asked:
        choose(dialog._kind, "interactions")
    assert asked.args[0].kind == "interactions"
    assert asked.args[0].mapping is None


def test_a_file_without_header_is_asked_for_as_such(qtbot, dialog):
    dialog.show_reading(make_reading())
    with qtbot.waitSignal(dialog.reading_requested) as asked:
        choose(dialog._header_line, 0)
    assert asked.args[0].dialect.header_line == 0
    assert asked.args[0].dialect.encoding == "gb18030"


def test_interactions_need_reader_and_item(dialog):
    dialog.show_reading(make_reading("interactions", (("user_id", 0),)))
    assert dialog._missing.text() == "Choose the column for: Item id"
    assert "Reader *" in texts_of(dialog._roles.combo(0))


def test_readers_go_into_the_open_library_and_another_catalogue_into_a_new_one(dialog):
    dialog.show_reading(make_reading())
    assert dialog._target.currentData() is True
    dialog.show_reading(make_reading("interactions", (("user_id", 0), ("item_id", 1))))
    assert dialog._target.currentData() is False


def test_a_choice_of_library_is_not_changed_again(dialog):
    dialog.show_reading(make_reading())
    choose(dialog._target, False)
    dialog.show_reading(make_reading())
    assert dialog._target.currentData() is False


def test_an_error_leaves_the_choices_open(qtbot, dialog):
    dialog.show_reading(make_reading())
    dialog.show_error(refusal("bad_encoding", encoding="utf-9"))
    happened, rest, _act = dialog._message.texts()
    assert happened == "The file could not be read as a catalogue."
    assert "utf-9" in rest
    assert not dialog._import.isEnabled()
    assert dialog._encoding.isEnabled()
    dialog.show_reading(make_reading())
    assert dialog._message.isHidden()
    assert dialog._import.isEnabled()


def test_import_hands_over_the_reading_as_shown(qtbot, dialog):
    dialog.show_reading(make_reading())
    with qtbot.waitSignal(dialog.import_requested) as asked:
        dialog._import.click()
    reading, is_new = asked.args
    assert reading.mapping == make_reading().mapping
    assert is_new is True
    assert not dialog.isVisible()


def test_the_role_boxes_stand_above_their_columns(qtbot, dialog):
    dialog.show_reading(make_reading())
    dialog._table.setColumnWidth(0, 300)
    for column in range(4):
        combo = dialog._roles.combo(column)
        assert combo.x() == dialog._roles.sectionViewportPosition(column) + 4
        assert combo.width() == dialog._roles.sectionSize(column) - 8


PROBLEMS = (
    RowProblem(2, "title", "", reason("empty_title")),
    RowProblem(1404, "loans", '=HYPERLINK("x")', reason("bad_number")),
)


def make_report(problems=PROBLEMS):
    return ImportReport(1, "catalogue", 10, 8, 6, 1, 1, 1, 1, problems, Dialect("utf-8", ","), ())


def test_the_report_accounts_for_every_record(qtbot):
    dialog = ImportReportDialog(make_report())
    qtbot.addWidget(dialog)
    labels = {label.text() for label in dialog.findChildren(type(dialog._message._happened))}
    assert {"8", "1", "10", "imported", "refused", "blank"} <= labels
    assert "6 added · 1 changed · 1 unchanged" in labels


def test_problems_are_told_row_by_row():
    model = ProblemsModel(PROBLEMS)
    cells = [model.data(model.index(1, column)) for column in range(4)]
    assert cells == ["1,404", "loans", '=HYPERLINK("x")', reason("bad_number")]


def test_saved_problems_run_nothing_in_a_spreadsheet(tmp_path):
    path = tmp_path / "problems.csv"
    save_problems(path, PROBLEMS)
    text = path.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "line,column,value,reason"
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text


def test_a_report_without_problems_offers_nothing_to_save(qtbot):
    dialog = ImportReportDialog(make_report(()))
    qtbot.addWidget(dialog)
    assert not dialog._save.isEnabled()
