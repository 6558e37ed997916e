"""A rehearsal says what an import would do and does none of it; refused rows can be saved, mended and imported."""

import csv
import json
from dataclasses import replace

import pytest

from ltrec_gui.catalogue.columns import ColumnMapping
from ltrec_gui.catalogue.csv_reader import Choices
from ltrec_gui.errors import CatalogueError, RequestError
from ltrec_gui.jobs.control import Cancelled, JobControl
from ltrec_gui.pipeline import import_catalogue
from ltrec_gui.pipeline.import_catalogue import import_file, inspect_file, unfinished_import
from ltrec_gui.pipeline.rehearse_import import MOST_PROBLEMS, harmless, rehearse, save_refused
from ltrec_gui.pipeline.remembered_columns import recall_columns, remember_columns
from tests.making import CancellingControl

FIRST = """id,title,text,loans
1,Tide,The salt trade and its women told by one.,3
2,Lamp,Light over the water and who kept it.,4
3,Bell,Sound in the fog and how far it went.,5
4,Rope,Knots a rigger remembers after forty years.,6
"""
UPDATE = """id,title,text,loans
1,Tide,The salt trade and its women told by one.,3
2,Lamp,Light over the water and who kept it.,9
3,Bell,<b>Sound</b> in the fog and how far it went.,5

5,,Nothing is known of whoever wrote this book.,1
6,Gull,=Birds of the coast and where they go,many
1,Tide,x,1
"""


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.fixture
def reading(tmp_path):
    return inspect_file(write(tmp_path, "update.csv", UPDATE))


def test_an_update_is_foretold_and_nothing_is_written(workspace, control, tmp_path, reading):
    import_file(workspace, control, inspect_file(write(tmp_path, "first.csv", FIRST)))
    version = workspace.meta.content_version
    told = rehearse(control, reading, workspace.folder)
    assert (told.new, told.changed, told.same, told.missing) == (1, 1, 2, 1)
    assert (told.records, told.ready, told.refused, told.blank, told.with_problems) == (7, 4, 2, 1, 2)
    assert told.records == told.ready + told.refused + told.blank
    assert told.kinds == {
        "html": 1, "blank_line": 1, "empty_title": 1, "formula": 1, "bad_number": 1, "same_id": 1,
    }  # fmt: skip
    assert [(p.problem.line, p.kind) for p in told.problems if p.is_refused] == [
        (6, "empty_title"),
        (8, "same_id"),
    ]
    assert workspace.meta.content_version == version
    assert workspace.imports.undoable().name == "first.csv"
    # What was foretold comes true.
    report = import_file(workspace, control, reading)
    assert (report.added, report.changed, report.unchanged) == (told.new, told.changed, told.same)
    assert (report.records, report.imported, report.refused) == (told.records, told.ready, told.refused)


def test_without_a_library_everything_is_new(control, reading):
    told = rehearse(control, reading, None)
    assert (told.new, told.changed, told.same, told.missing) == (4, 0, 0, None)


def test_interactions_are_foretold_too(workspace, control, tmp_path):
    text = "user_id,item_id,rating,timestamp\nu1,1,4,10\nu1,1,5,10\nu2,1,3,11\n"
    import_file(workspace, control, inspect_file(write(tmp_path, "a.csv", text)))
    changed = text.replace("u2,1,3", "u2,1,1") + "u3,1,3,12\n"
    told = rehearse(control, inspect_file(write(tmp_path, "b.csv", changed)), workspace.folder)
    assert (told.new, told.changed, told.same, told.missing) == (1, 1, 2, None)


def test_problems_beyond_the_first_are_counted(tmp_path, control, monkeypatch):
    monkeypatch.setattr("ltrec_gui.pipeline.rehearse_import.MOST_PROBLEMS", 5)
    rows = "".join(f"{n},Title {n},{n if n % 4 else 'many'}\n" for n in range(80))
    mapping = ColumnMapping("catalogue", (("id", 0), ("title", 1), ("popularity", 2)))
    path = write(tmp_path, "a.csv", "id,title,loans\n" + rows)
    told = rehearse(control, inspect_file(path, mapping=mapping), None)
    assert len(told.problems) == 5
    assert told.kinds == {"bad_number": 20}
    assert MOST_PROBLEMS > 5


def test_progress_rises_to_the_end_and_a_rehearsal_can_be_cancelled(tmp_path):
    rows = "".join(f"{n},Title {n},{'x' * 60}\n" for n in range(5_000))
    reading = inspect_file(write(tmp_path, "a.csv", "id,title,text\n" + rows))
    seen = []
    control = JobControl(lambda progress: seen.append(progress.done / progress.total))
    rehearse(control, reading, None)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    with pytest.raises(Cancelled):
        rehearse(CancellingControl(lambda progress: progress.done > 0), reading, None)


def test_choices_change_what_is_foretold_and_what_is_imported(workspace, control, reading):
    strict = replace(reading, choices=Choices(frozenset({"bad_number", "html"})))
    told = rehearse(control, strict, None)
    assert (told.ready, told.refused) == (2, 4)
    report = import_file(workspace, control, strict)
    assert (report.imported, report.refused) == (2, 4)


ODD = b"""id,title,text,loans
1,Tide,The salt trade,many
2,Lamp,<b>Light</b> over the water,few
3,Bell,So\xffnd in the fog,5
4,Rope,Kn\xffts a rigger remembers,6
5,Gull,Birds of the coast,7,surplus
6,Reef,Below the tide,8,surplus
"""


ODD_COLUMNS = ColumnMapping("catalogue", (("id", 0), ("title", 1), ("text", 2), ("popularity", 3)))


def test_a_single_row_is_decided_otherwise_than_its_kind(workspace, control, tmp_path):
    usual = inspect_file(write(tmp_path, "odd.csv", ODD), encoding="utf-8", mapping=ODD_COLUMNS)
    assert [rehearse(control, usual, None).ready, rehearse(control, usual, None).refused] == [2, 4]
    choices = usual.choices.of_line(2, "bad_number", True).of_line(4, "bad_byte", False)
    choices = choices.of_line(7, "too_many_cells", False).of_line(3, "html", True)
    chosen = replace(usual, choices=choices)
    told = rehearse(control, chosen, None)
    assert (told.ready, told.refused) == (2, 4)
    shown = {(found.problem.line, found.kind): found.is_refused for found in told.problems}
    assert shown == {
        (2, "bad_number"): True, (3, "html"): True, (3, "bad_number"): False, (4, "bad_byte"): False,
        (5, "bad_byte"): True, (6, "too_many_cells"): True, (7, "too_many_cells"): False,
    }  # fmt: skip
    assert save_refused(control, chosen, tmp_path / "refused.csv") == told.refused
    report = import_file(workspace, control, chosen)
    assert (report.imported, report.refused) == (told.ready, told.refused)
    items = workspace.items.by_ids(["1", "2", "3", "4", "5", "6"])
    assert sorted(items) == ["3", "6"]
    assert items["3"].text == "So\ufffdnd in the fog"


def test_a_row_goes_against_what_was_decided_of_its_kind_and_back():
    rule = Choices(skipped=frozenset({"bad_number"}), kept=frozenset({"bad_byte"}))
    spared = rule.of_line(2, "bad_number", False).of_line(4, "bad_byte", True)
    assert [spared.refuses("bad_number", line) for line in (2, 3)] == [False, True]
    assert [spared.refuses("bad_byte", line) for line in (4, 5)] == [True, False]
    assert spared.refuses("bad_number") is True
    assert spared.refuses("empty_title", 2) is None
    assert spared.of_line(2, "bad_number", None).of_line(4, "bad_byte", None) == rule
    assert rule.of_line(2, "bad_number", True) == rule  # what the rule says already need not be kept


def test_an_import_that_goes_on_after_a_crash_does_what_was_decided(
    workspace, control, tmp_path, monkeypatch
):
    monkeypatch.setattr(import_catalogue, "BATCH_SIZE", 1)
    reading = inspect_file(write(tmp_path, "odd.csv", ODD), encoding="utf-8", mapping=ODD_COLUMNS)
    choices = replace(reading.choices, decimal=",").of_line(3, "bad_number", True)
    with pytest.raises(Cancelled):
        import_file(
            workspace,
            CancellingControl(lambda progress: progress.done > 0),
            replace(reading, choices=choices),
        )
    again = unfinished_import(workspace, control)
    assert again.choices == choices
    assert import_file(workspace, control, again).refused == 5


def test_refused_rows_are_saved_whole_and_come_in_once_they_are_mended(workspace, control, tmp_path, reading):
    import_file(workspace, control, reading)
    path = tmp_path / "refused.csv"
    assert save_refused(control, reading, path) == 2
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows == [
        ["import line", "import problem", "id", "title", "text", "loans"],
        ["6", "the title is empty", "5", "", "Nothing is known of whoever wrote this book.", "1"],
        ["8", "same id as line 2", "1", "Tide", "x", "1"],
    ]
    mended = path.read_text(encoding="utf-8-sig").replace(",5,,", ",5,Found,")
    mended = mended.replace(",1,Tide,", ",7,Tide,")
    write(tmp_path, "mended.csv", mended)
    again = inspect_file(tmp_path / "mended.csv")
    assert dict(again.mapping.columns) == {"id": 2, "title": 3, "text": 4, "popularity": 5}
    report = import_file(workspace, control, again)
    assert (report.added, report.refused) == (2, 0)
    assert workspace.items.by_ids(["5"])["5"].extra == ()


def test_refused_rows_run_nothing_in_a_spreadsheet(tmp_path, control):
    text = b'id,title,loans\n1,,"=HYPERLINK(""x"")"\n2,,-3\n3,Caf\xe9,@cmd\n'
    reading = inspect_file(write(tmp_path, "a.csv", text), encoding="utf-8")
    save_refused(control, reading, tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",", 3)[3] for line in lines[1:]] == [
        ',"\'=HYPERLINK(""x"")"',
        ",-3",
        "Caf\ufffd,'@cmd",
    ]
    assert harmless("+44 20") == "'+44 20"
    assert harmless("-3,5") == "-3,5"


def test_a_folder_that_is_not_there_is_said(tmp_path, control, reading):
    with pytest.raises(RequestError, match="could not be written"):
        save_refused(control, reading, tmp_path / "no" / "out.csv")


# ---------------------------------------------------------------------------------------------- remembered columns


def test_columns_are_remembered_by_their_header(tmp_path, reading):
    memory = tmp_path / "kept" / "columns.json"
    assert inspect_file(reading.path, memory=memory) == reading
    mine = ColumnMapping("catalogue", (("id", 0), ("text", 1), ("title", 2)))
    remember_columns(memory, reading.preview.header, mine)
    again = inspect_file(reading.path, memory=memory)
    assert again.mapping == mine
    assert again.is_remembered
    assert not inspect_file(reading.path, memory=memory, kind="interactions").is_remembered
    assert recall_columns(memory, ("ID ", "title", "text", "loans")) == mine
    assert recall_columns(memory, ("title", "id", "text", "loans")) is None
    assert "title" not in memory.read_text().replace('"title",', "")  # the header itself is not kept
    remember_columns(memory, reading.preview.header, None)
    assert not inspect_file(reading.path, memory=memory).is_remembered


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"%s": {"kind": "catalogue", "columns": [["title", 99]]}}', '{"%s": 3}']
)
def test_a_damaged_memory_is_passed_over(tmp_path, reading, content):
    memory = tmp_path / "columns.json"
    remember_columns(memory, reading.preview.header, reading.mapping)
    (signature,) = json.loads(memory.read_text())
    memory.write_text(content.replace("%s", signature))
    assert recall_columns(memory, reading.preview.header) is None


def test_a_missing_title_is_refused_before_anything_is_read(control, reading):
    with pytest.raises(CatalogueError, match="title"):
        rehearse(control, replace(reading, mapping=ColumnMapping("catalogue", (("id", 0),))), None)
