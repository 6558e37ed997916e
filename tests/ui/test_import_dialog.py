"""The import dialog shows how a file is read, lets every guess be changed, and never imports without a title."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ltrec_gui.catalogue.columns import ColumnMapping
from ltrec_gui.catalogue.csv_reader import Preview, RowProblem
from ltrec_gui.catalogue.dialect import Dialect
from ltrec_gui.catalogue.reasons import reason, refusal
from ltrec_gui.pipeline.import_catalogue import FileReading, ImportReport, UndoneImport
from ltrec_gui.pipeline.rehearse_import import FoundProblem, Rehearsal
from ltrec_gui.ui.import_dialog import (
    ImportDialog,
    ImportReportDialog,
    ProblemsModel,
    save_problems,
    undone_import_sentences,
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


# ---------------------------------------------------------------------------------------------- what an import would do


FOUND = (
    FoundProblem(RowProblem(3, "书名", "", reason("empty_title")), "empty_title", True),
    FoundProblem(RowProblem(7, "借阅", "many", reason("bad_number")), "bad_number", False),
    FoundProblem(RowProblem(9, "借阅", "few", reason("bad_number")), "bad_number", False),
)


def make_rehearsal(**changes):
    values = {
        "records": 13,
        "ready": 10,
        "refused": 2,
        "blank": 1,
        "with_problems": 2,
        "new": 3,
        "changed": 2,
        "same": 5,
        "missing": 4,
        "problems": FOUND,
        "kinds": {"empty_title": 1, "bad_number": 2},
    }
    return Rehearsal(**{**values, **changes})


def test_the_button_carries_the_count_and_the_file_need_not_be_read_through(qtbot, dialog):
    with qtbot.waitSignal(dialog.rehearsal_requested) as asked:
        dialog.show_reading(make_reading())
    assert asked.args[1] is True
    assert (dialog._import.text(), dialog._import.isEnabled()) == ("Import", True)
    dialog.show_progress(0.62)
    assert dialog._summary.text() == "Reading the whole file… 62 %"
    dialog.show_rehearsal(make_rehearsal())
    assert dialog._import.text() == "Import 10 rows"
    assert dialog._summary.text() == "10 rows ready · 2 of them with problems · 2 rows left out · 1 blank"
    assert dialog.reading.record_count == 13


def test_an_update_says_what_it_does_to_the_library(dialog):
    dialog.show_reading(make_reading())
    choose(dialog._target, False)
    dialog.show_rehearsal(make_rehearsal())
    assert dialog._summary.text().splitlines()[1] == (
        "In this library: 3 new · 2 changed · 5 as they are · 4 not in this file; they stay"
    )


def test_roles_and_target_are_read_through_again_once_nothing_more_is_changed(qtbot, dialog):
    dialog.show_reading(make_reading())
    dialog.show_rehearsal(make_rehearsal())
    asked = []
    dialog.rehearsal_requested.connect(lambda reading, is_new: asked.append((reading.mapping, is_new)))
    dialog._roles.combo(3).setCurrentIndex(dialog._roles.combo(3).findData("tags"))
    choose(dialog._target, False)
    assert dialog._import.text() == "Import"  # the count was another file's
    assert dialog.problems.model.rows == ()
    qtbot.waitUntil(lambda: bool(asked))
    assert len(asked) == 1
    assert ("tags", 3) in asked[0][0].columns
    assert asked[0][1] is False


def test_without_a_title_nothing_is_read_through(qtbot, dialog):
    with qtbot.assertNotEmitted(dialog.rehearsal_requested, wait=50):
        dialog.show_reading(make_reading(columns=(("id", 0),)))


def test_a_file_of_which_nothing_can_come_in_says_so(dialog):
    dialog.show_reading(make_reading())
    dialog.show_rehearsal(make_rehearsal(ready=0, refused=11, with_problems=0))
    assert not dialog._import.isEnabled()
    assert dialog._missing.text() == "No row of this file can be imported; the problems say why."


def test_enter_imports(qtbot, dialog):
    dialog.show_reading(make_reading())
    with qtbot.waitSignal(dialog.import_requested):
        qtbot.keyClick(dialog._encoding, Qt.Key.Key_Return)


def test_problems_stand_in_their_own_tab_and_can_be_filtered_by_kind(qtbot, dialog):
    dialog.show_reading(make_reading())
    dialog.show_rehearsal(make_rehearsal())
    assert dialog._problems_tab.text() == "Problems (3)"
    qtbot.mouseClick(dialog._problems_tab, Qt.MouseButton.LeftButton)
    pane = dialog.problems
    assert pane.isVisible()
    assert texts_of(pane.kind) == ["All kinds (3)", "Not a number (2)", "No title (1)"]
    row = [pane.model.data(pane.model.index(1, column)) for column in range(5)]
    assert row == ["7", "借阅", "many", reason("bad_number"), "Taken as empty"]
    assert pane.model.data(pane.model.index(0, 4)) == "Row left out"
    assert not pane.action.isEnabled()
    pane.kind.setCurrentIndex(1)
    assert [found.problem.line for found in pane.model.rows] == [7, 9]
    assert texts_of(pane.action) == ["Taken as empty", "Row left out"]
    # What has no title cannot come in, whatever one wishes.
    pane.kind.setCurrentIndex(2)
    assert (texts_of(pane.action), pane.action.isEnabled()) == (["Row left out"], False)


def test_a_kind_of_problem_can_be_decided_otherwise(qtbot, dialog):
    dialog.show_reading(make_reading())
    dialog.show_rehearsal(make_rehearsal())
    pane = dialog.problems
    pane.kind.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.rehearsal_requested) as asked:
        choose(pane.action, True)
    assert asked.args[0].choices.skipped == {"bad_number"}
    assert dialog.reading.choices.skipped == {"bad_number"}
    # It stays to be found although all its rows now tell of something else first.
    dialog.show_rehearsal(make_rehearsal(kinds={"empty_title": 1}, problems=FOUND[:1]))
    pane.kind.setCurrentIndex(pane.kind.findData("bad_number"))
    assert pane.action.currentData() is True
    choose(pane.action, False)
    assert dialog.reading.choices.skipped == frozenset()


def offered(pane):
    return [(action.text(), action.isChecked()) for action in pane.menu.actions() if not action.isSeparator()]


def act_on(pane, number):
    action = [each for each in pane.menu.actions() if not each.isSeparator()][number]
    pane.menu.close()
    action.trigger()


def test_a_single_row_is_decided_on_by_key_and_its_place_is_kept(qtbot, dialog):
    dialog.show_reading(make_reading())
    dialog.show_rehearsal(make_rehearsal())
    dialog.show_problems()
    pane, imported = dialog.problems, []
    dialog.import_requested.connect(lambda *_arguments: imported.append(1))
    pane.table.setFocus()
    pane.table.selectRow(1)
    qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    assert imported == []  # the key asks about the row, and does not press the button of the dialog
    assert offered(pane) == [
        ("Taken as empty", False),
        ("Row left out", False),
        ("As for all rows of this kind: Taken as empty", True),
    ]
    with qtbot.waitSignal(dialog.rehearsal_requested) as asked:
        act_on(pane, 1)
        # What was chosen is seen at once, and the list stays while the file is read again.
        assert pane.model.data(pane.model.index(1, 4)) == "Row left out (this row)"
        assert pane.model.data(pane.model.index(2, 4)) == "Taken as empty"
        assert pane.table.isVisible()
        assert dialog._import.text() == "Import"
    assert asked.args[0].choices.rows == {(7, "bad_number", True)}
    assert asked.args[0].choices.skipped == frozenset()
    told = (FOUND[0], replace(FOUND[1], is_refused=True), FOUND[2])
    dialog.show_rehearsal(make_rehearsal(ready=9, refused=3, problems=told))
    assert dialog._import.text() == "Import 9 rows"
    assert pane.table.currentIndex().row() == 1
    qtbot.keyClick(pane.table, Qt.Key.Key_Space)
    assert [is_checked for _, is_checked in offered(pane)] == [False, True, False]
    act_on(pane, 2)
    assert dialog.reading.choices.rows == frozenset()
    assert pane.model.data(pane.model.index(1, 4)) == "Row left out"  # until the file is read again


def test_a_click_on_what_is_done_asks_and_a_range_is_decided_at_once(qtbot, dialog):
    dialog.show_reading(make_reading())
    dialog.show_rehearsal(make_rehearsal())
    dialog.show_problems()
    pane = dialog.problems

    def click(row, column):
        place = pane.table.visualRect(pane.model.index(row, column)).center()
        qtbot.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click(1, 3)
    click(0, 4)  # what has no title cannot come in
    assert pane.menu is None
    click(1, 4)
    assert pane.menu is not None
    pane.menu.close()
    pane.table.selectAll()
    pane.decide(2, True)
    assert dialog.reading.choices.rows == {(7, "bad_number", True), (9, "bad_number", True)}
    # A rule for all of the kind does not take back what was decided for a row.
    pane.kind.setCurrentIndex(pane.kind.findData("bad_number"))
    pane.table.clearSelection()
    pane.decide(0, False)
    choose(pane.action, True)
    assert dialog.reading.choices.skipped == {"bad_number"}
    pane.decide(1, False)
    assert dialog.reading.choices.rows == {(9, "bad_number", False)}
    dialog.show_reading(replace(make_reading(form="workbook", sheet="Two"), sheets=("One", "Two")))
    choose(dialog._sheet, "One")
    assert dialog.reading.choices.rows == frozenset()  # its lines are others


def test_bytes_that_cannot_be_read_can_be_kept(dialog):
    dialog.show_reading(make_reading())
    found = FoundProblem(RowProblem(3, "书名", "坏", "…"), "bad_byte", True)
    dialog.show_rehearsal(make_rehearsal(problems=(found,), kinds={"bad_byte": 1}))
    pane = dialog.problems
    pane.kind.setCurrentIndex(1)
    assert pane.action.currentText() == "Row left out"
    choose(pane.action, False)
    assert dialog.reading.choices.kept == {"bad_byte"}


def test_a_list_of_problems_that_is_cut_says_so(dialog):
    dialog.show_reading(make_reading())
    dialog.show_rehearsal(make_rehearsal(kinds={"bad_number": 30_000}))
    assert dialog.problems._note.text() == "The first 3 are listed."


def test_no_problems_are_good_news(dialog):
    dialog.show_reading(make_reading())
    assert dialog.problems.empty.texts()[0] == "The whole file is being read"
    dialog.show_rehearsal(make_rehearsal(problems=(), kinds={}, refused=0, with_problems=0))
    assert dialog.problems.empty.texts()[0] == "No problems"
    assert not dialog.problems.save.isEnabled()


def test_rows_left_out_are_saved_where_the_editor_says(qtbot, dialog, monkeypatch, tmp_path):
    dialog.show_reading(make_reading())
    dialog.show_rehearsal(make_rehearsal())
    target = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    with qtbot.waitSignal(dialog.refused_save_requested) as asked:
        dialog.problems.save.click()
    assert asked.args[0].path == Path("spring.csv")
    assert asked.args[1] == target
    dialog.show_saved(2, target)
    assert dialog._message.texts()[0] == "Saved 2 rows to out.csv."


# ---------------------------------------------------------------------------------------------- forms, columns, numbers


def shown(dialog):
    names = ("_encoding", "_delimiter", "_quote", "_sheet", "_header_line")
    return [name for name in names if getattr(dialog, name).isVisible()]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", ["_encoding", "_delimiter", "_quote", "_header_line"]),
        ("workbook", ["_sheet", "_header_line"]),
        ("json-lines", ["_encoding"]),
        ("parquet", []),
    ],
)
def test_only_what_says_how_a_form_is_read_is_offered(dialog, form, expected):
    dialog.show_reading(make_reading(form=form))
    assert shown(dialog) == expected


def test_another_sheet_or_quote_is_asked_for(qtbot, dialog):
    reading = make_reading(form="workbook", sheet="Books")
    dialog.show_reading(replace(reading, sheets=("Cover", "Books")))
    assert (texts_of(dialog._sheet), dialog._sheet.currentText()) == (["Cover", "Books"], "Books")
    with qtbot.waitSignal(dialog.reading_requested) as asked:
        choose(dialog._sheet, "Cover")
    assert asked.args[0].sheet == "Cover"
    dialog.show_reading(make_reading())
    with qtbot.waitSignal(dialog.reading_requested) as asked:
        choose(dialog._quote, "'")
    assert asked.args[0].dialect.quote == "'"


def test_remembered_columns_are_said_and_can_be_guessed_anew(qtbot, dialog):
    dialog.show_reading(make_reading())
    assert dialog._guess.isHidden()
    dialog.show_reading(replace(make_reading(), is_remembered=True))
    assert dialog._guess.isVisible()
    assert dialog._note.text().startswith("The columns are those chosen the last time")
    with qtbot.waitSignal(dialog.reading_requested) as asked:
        dialog._guess.click()
    assert asked.args[0].uses_memory is False
    assert asked.args[0].mapping is None
    assert dialog.remembers_columns


def test_a_number_that_can_be_read_in_two_ways_is_told_and_turned(qtbot, dialog):
    rows = (("1", "Tide", "x", "1.204"), ("2", "Lamp", "y", "12"))
    reading = make_reading(columns=(("id", 0), ("title", 1), ("popularity", 3)))
    dialog.show_reading(replace(reading, preview=Preview(HEADER, rows, 40)))
    assert dialog._decimals.isVisible()
    assert (dialog._numbers.text(), dialog._decimal.text()) == (
        "“1.204” is read as 1,204.",
        "Read it as 1.204",
    )
    with qtbot.waitSignal(dialog.rehearsal_requested) as asked:
        dialog._decimal.click()
    assert asked.args[0].choices.decimal == "."
    assert (dialog._numbers.text(), dialog._decimal.text()) == (
        "“1.204” is read as 1.204.",
        "Read it as 1,204",
    )
    dialog.show_reading(make_reading())
    assert dialog._decimals.isHidden()


def test_the_report_offers_to_undo_what_did_something(qtbot):
    dialog = ImportReportDialog(make_report())
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.undo_requested):
        dialog._undo.click()
    nothing = ImportReportDialog(replace(make_report(), added=0, changed=0))
    qtbot.addWidget(nothing)
    assert not nothing._undo.isEnabled()


def test_an_undone_import_is_told_with_its_numbers():
    happened, rest = undone_import_sentences(UndoneImport("a.csv", 4, 2, 0, 3))
    assert happened == "The import of a.csv is undone."
    assert rest == (
        "4 items taken out · 2 items as they were before · 3 interactions as they were before · your verdicts stay"
    )
    assert undone_import_sentences(None)[0] == "There is no import to undo."
