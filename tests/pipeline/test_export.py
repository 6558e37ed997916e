"""The way out of a shelf: every format, encoding and preset, whole or not at all, and nothing a spreadsheet runs."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pytest

from ltrec_gui.catalogue.item import Item
from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline import export_shelf as exports
from ltrec_gui.pipeline.domains import FORMATS, SHELF_COLUMNS, ExportPreset, domains
from ltrec_gui.pipeline.export_formats import (
    LONGEST_CELL,
    SUFFIXES,
    Table,
    as_csv,
    as_html,
    as_json,
    as_markdown,
    clipboard_texts,
    encoded,
)
from ltrec_gui.pipeline.export_presets import (
    EVERYTHING,
    LAST,
    add_preset,
    all_presets,
    as_toml,
    delete_preset,
    preset_from,
    read_preset,
    save_preset,
    share_preset,
)
from ltrec_gui.pipeline.export_shelf import ExportPlan, Words, export_material, table_of, write_export
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.shelf import set_note
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.whole_file import NameTaken
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import fill, topic_items

EVIL = '=HYPERLINK("file:///etc/passwd")'
HOSTILE = "</h1><script>alert(1)</script> *bold* [x](javascript:alert(2)) | a & b"
WORDS = Words(
    reason=lambda suggestion: f"{len(suggestion.reasons)} reasons",
    segment=lambda name: f"<{name}>",
    verdict=lambda name: f"({name})",
)


def table(*rows, fields=("position", "title", "url"), title="Summer table"):
    return Table(title, tuple(fields), tuple(field.title() for field in fields), tuple(rows))


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """The editor's own presets lie in a folder of the test."""
    folder = tmp_path / "data"
    monkeypatch.setattr("ltrec_gui.paths.data_folder", lambda: folder)
    return folder / "exports"


@pytest.fixture
def shelved(workspace, control):
    """A library with three suggestions on its shelf, the second with a note."""
    items = [
        replace(item, extra=(("Stock", str(number)), ("刊号", f"00{number}")))
        for number, item in enumerate(topic_items(60))
    ]
    fill(workspace, items)
    slate = suggest(workspace, control, SuggestRequest(brief="harbour tide"))
    ids = [suggestion.item.item_id for suggestion in slate.suggestions[:3]]
    give_feedback(workspace, control, ids, "shelve", slate.slate_id)
    set_note(workspace, control, 1, ids[1], "for the window")
    return workspace, slate, ids


def preset(*fields, file_format="csv", encoding="utf-8"):
    return ExportPreset("mine", file_format, encoding, tuple((field, field) for field in fields))


def planned(workspace, control, path, chosen, **changes):
    material = export_material(workspace, control)
    made = table_of(material, chosen, "Summer table", WORDS)
    ids = tuple(row.entry.item.item_id for row in material.rows)
    return ExportPlan(material.shelf_id, chosen, "own/mine", made, ids, path, **changes)


def test_reasons_notes_and_dates_travel_along(shelved, control):
    workspace, slate, _ids = shelved
    material = export_material(workspace, control)
    fields = (
        "position",
        "title",
        "reason",
        "note",
        "brief",
        "verdict",
        "verdict_date",
        "popularity_rank",
        "segment",
    )
    made = table_of(material, preset(*fields), "x", WORDS)
    first, second, third = made.rows
    shown = slate.suggestions[1]
    assert second[:5] == (
        2,
        shown.item.title,
        f"{len(shown.reasons)} reasons",
        "for the window",
        "harbour tide",
    )
    assert first[3] == third[3] == ""
    assert second[5] == "(shelve)"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", second[6])
    assert second[7:] == (shown.popularity_rank, f"<{shown.segment}>")
    as_data = table_of(material, preset(*fields, file_format="json"), "x", WORDS)
    assert as_data.rows[1][8] == shown.segment


def test_a_reason_is_that_of_the_list_before_it_was_chosen_and_none_where_no_list_showed_it(shelved, control):
    workspace, slate, ids = shelved
    other = next(
        item for item in topic_items(60) if item.item_id not in {s.item.item_id for s in slate.suggestions}
    )
    give_feedback(workspace, control, [other.item_id], "shelve", slate.slate_id)
    suggest(
        workspace, control, SuggestRequest(brief="ghost lantern")
    )  # may show them again, for another brief
    rows = {row.entry.item.item_id: row.suggestion for row in export_material(workspace, control).rows}
    assert rows[ids[0]].reasons == slate.suggestions[0].reasons
    assert rows[other.item_id] is None


def test_a_suggestion_is_that_of_its_brief_and_of_no_later_list(workspace):
    fill(workspace, topic_items(2))
    slates = workspace.slates
    sea, rail = (workspace.briefs.file_under(text, None) for text in ("sea", "rail"))
    for brief, name in ((sea, "first"), (rail, "of another brief"), (sea, "later")):
        slates.put(brief, {}, {}, 0, [("0001", {"name": name})])
    first, other, later = (line.created_at for line in reversed(slates.lines(3)))
    assert first < other < later

    def shown(brief, until):
        return {
            key: facts["name"] for key, (_rank, facts) in slates.last_shown({"0001": (brief, until)}).items()
        }

    assert shown(sea, other) == shown(sea, first) == {"0001": "first"}
    assert shown(sea, later) == {"0001": "later"}
    assert shown(None, other) == {"0001": "of another brief"}
    assert shown(rail, first) == {}


def test_every_column_of_the_catalogue_can_go_out(shelved, control):
    workspace, _slate, _ids = shelved
    material = export_material(workspace, control)
    assert {*SHELF_COLUMNS, "title", "text", "rating", "image", "Stock", "刊号"} <= {*material.fields}
    made = table_of(material, preset("刊号", "stock", "no such column"), "x", WORDS)
    item = material.rows[0].entry.item
    assert made.rows[0] == (dict(item.extra)["刊号"], dict(item.extra)["Stock"], "")


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_is_written_whole_and_read_back(shelved, control, tmp_path, file_format):
    workspace, _slate, ids = shelved
    path = tmp_path / f"list{SUFFIXES[file_format]}"
    plan = planned(workspace, control, path, preset("position", "title", "item_id", file_format=file_format))
    outcome = write_export(workspace, control, plan)
    assert outcome.free_path is None
    titles = [row[1] for row in plan.table.rows]
    if file_format == "xlsx":
        sheet = openpyxl.load_workbook(path).active
        assert [cell.value for cell in sheet["B"]][1:] == titles
        assert [cell.value for cell in sheet["A"]][1:] == [1, 2, 3]
        assert [cell.value for cell in sheet["C"]][1:] == ids  # the zeros before a number are kept
    else:
        content = path.read_text(encoding="utf-8")
        assert all(title in content for title in titles)
        assert [content.index(title) for title in titles] == sorted(content.index(title) for title in titles)
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".tmp"] == []


def test_an_export_is_remembered_and_the_next_one_begins_with_it(shelved, control, tmp_path):
    workspace, _slate, ids = shelved
    first = export_material(workspace, control, "Spring list: shelf", tmp_path)
    assert first.chosen == first.presets.presets[0].key == EVERYTHING
    assert first.path == tmp_path / "Spring list shelf"
    folder = tmp_path / "out"
    folder.mkdir()
    chosen = preset("title", "note", file_format="markdown")
    outcome = write_export(workspace, control, planned(workspace, control, folder / "shelf.md", chosen))
    (record,) = workspace.exposures.exports()
    assert (record.path, record.item_count, record.exported_at) == (
        str(folder / "shelf.md"),
        3,
        outcome.exported_at,
    )
    assert workspace.exposures.items_of(record.export_id) == ids
    again = export_material(workspace, control, "shelf", tmp_path)
    assert again.chosen == LAST
    assert again.presets.get(LAST).preset == chosen
    # A name is proposed that is free with every ending, whatever format is chosen then.
    assert again.path == folder / "shelf (2)"


def test_a_copy_to_the_clipboard_counts_as_an_export(shelved, control):
    workspace, _slate, ids = shelved
    write_export(workspace, control, planned(workspace, control, None, preset("title")))
    (record,) = workspace.exposures.exports()
    assert record.path == ""
    assert workspace.exposures.items_of(record.export_id) == ids


def test_a_file_is_replaced_only_if_the_editor_says_so(shelved, control, tmp_path):
    workspace, _slate, _ids = shelved
    path = tmp_path / "list.csv"
    path.write_text("kept", encoding="utf-8")
    plan = planned(workspace, control, path, preset("title"))
    outcome = write_export(workspace, control, plan)
    assert outcome.free_path == tmp_path / "list (2).csv"
    assert path.read_text(encoding="utf-8") == "kept"
    assert workspace.exposures.exports() == []  # nothing left the house
    write_export(workspace, control, replace(plan, may_replace=True))
    assert path.read_text(encoding="utf-8") != "kept"
    with pytest.raises(NameTaken):
        exports.export_shelf(workspace, control, path)


def test_without_columns_nothing_is_written(shelved, control, tmp_path):
    workspace, _slate, _ids = shelved
    with pytest.raises(RequestError, match="at least one"):
        write_export(workspace, control, planned(workspace, control, tmp_path / "x.csv", preset()))
    assert not (tmp_path / "x.csv").exists()


# Formats


def test_text_is_never_a_formula_and_numbers_stay_numbers(tmp_path):
    made = table((-1, EVIL, "x"), (2, "plain", "-"), fields=("year", "title", "note"))
    assert as_csv(made).splitlines()[1:] == [
        '"-1","\'' + EVIL.replace('"', '""') + '","x"',
        '"2","plain","\'-"',
    ]
    # A heading is a cell, too.
    assert as_csv(replace(made, headers=("=1+1", "title", "note"))).startswith('"\'=1+1"')
    path = tmp_path / "evil.xlsx"
    with path.open("wb") as file:
        exports.write_workbook(made, file)
    sheet = openpyxl.load_workbook(path).active
    cell = sheet["B2"]
    # The apostrophe of a spreadsheet is a property of the cell and no part of its text.
    assert (cell.value, cell.data_type, cell.quotePrefix) == (EVIL, "s", True)
    assert (sheet["A2"].value, sheet["A2"].data_type) == (-1, "n")
    assert not sheet["B3"].quotePrefix
    plain, pasted = clipboard_texts(made)
    assert plain.splitlines()[1].split("\t")[1] == "'" + EVIL
    assert pasted.count("mso-number-format:'\\@'") == 4


def test_what_no_workbook_can_hold_is_left_out(tmp_path):
    made = table(
        ("a\x00b\x0bc\ufffed", "y" * (LONGEST_CELL + 5)), fields=("title", "text"), title="a/b:[c]" * 9
    )
    with (tmp_path / "odd.xlsx").open("wb") as file:
        exports.write_workbook(made, file)
    sheet = openpyxl.load_workbook(tmp_path / "odd.xlsx").active
    assert sheet["A2"].value == "abcd"
    assert len(sheet["B2"].value) == LONGEST_CELL
    assert exports.shortened_count(made) == 1


class Page(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.texts, self.links = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.texts.append(data)


def test_a_page_is_plain_whatever_a_catalogue_holds():
    made = table(
        (1, HOSTILE, "https://example.org/?a=1&b=2"), (2, HOSTILE, "javascript:alert(3)"), title=HOSTILE
    )
    page = Page(as_html(made, 'en"><script>'))
    assert not {"script", "img", "iframe", "object", "link"} & {*page.tags}
    assert page.links == ["https://example.org/?a=1&b=2"]
    assert page.texts.count(HOSTILE) == 4  # title, heading and two cells, each as it is
    assert "default-src 'none'" in as_html(made)


def test_markdown_shows_what_is_there(tmp_path):
    made = table((1, HOSTILE + "\n# no heading", "https://example.org/a_b"), (2, "1984", "not an address"))
    lines = as_markdown(made).splitlines()
    assert lines[0] == "# Summer table"
    assert lines[2].startswith("1. **[\\</h1\\>\\<script\\>")
    assert lines[2].endswith("(<https://example.org/a_b>)**")
    assert lines[3:] == ["2. **1984**", "   - Url: not an address"]
    assert not re.search(r"(?<!\\)\]\(javascript", as_markdown(made))


def test_json_is_data_and_two_columns_of_one_name_are_refused():
    made = Table("x", ("position", "tags", "year"), ("n", "tags", "year"), ((1, ("a", "b"), None),))
    assert json.loads(as_json(made)) == [{"n": 1, "tags": ["a", "b"], "year": ""}]
    with pytest.raises(RequestError, match="“n”"):
        as_json(replace(made, headers=("n", "n", "year")))


def test_encodings_are_what_they_say():
    made = table((1, "潮汐表 𠮷", "x"))
    assert encoded(made, "csv", "utf-8-excel").startswith(b"\xef\xbb\xbf")
    assert not encoded(made, "csv", "utf-8").startswith(b"\xef\xbb\xbf")
    assert encoded(made, "csv", "gb18030").decode("gb18030") == as_csv(made)
    page = encoded(made, "html", "gb18030")
    assert b'charset="gb18030"' in page
    assert "潮汐表 𠮷" in page.decode("gb18030")
    # JSON is UTF-8 by definition.
    assert json.loads(encoded(made, "json", "gb18030").decode("utf-8"))[0]["Title"] == "潮汐表 𠮷"


def test_a_character_an_encoding_cannot_write_is_named_with_its_item(shelved, control, tmp_path):
    made = table((1, "fine", "x"), (2, "broken \ud800", "x"))
    with pytest.raises(RequestError) as refused:
        encoded(made, "csv", "gb18030")
    assert "U+D800" in str(refused.value)
    assert "“broken ?”" in str(refused.value)
    workspace, _slate, _ids = shelved
    plan = planned(workspace, control, tmp_path / "x.csv", preset("title", encoding="gb18030"))
    with pytest.raises(RequestError, match="Nothing was written"):
        write_export(workspace, control, replace(plan, table=made))
    assert not (tmp_path / "x.csv").exists()


def test_one_column_is_copied_as_plain_lines():
    plain, _page = clipboard_texts(table(("a\tb\n c",), ("d",), fields=("title",)))
    assert plain == "a b c\nd"


# Presets


def test_the_five_domains_bring_presets_and_the_librarys_own_come_first():
    listed = all_presets("video")
    assert {each.domain for each in listed.presets} == {"", *(domain.name for domain in domains())}
    assert listed.presets[0].key == "video/1"
    assert listed.presets[0].preset == next(d for d in domains() if d.name == "video").export_presets[0]
    assert listed.named("ALL columns").key == EVERYTHING
    assert listed.named("books/1").domain == "books"
    assert listed.named("nothing of that name") is None


def test_an_own_preset_is_a_plain_file_that_can_be_handed_on(control, tmp_path, own_folder):
    odd = ExportPreset('Für "uns": 清单\\', "json", "gb18030", (("a\x7fb", "item_id"), ("刊号", "刊号")))
    kept = save_preset(None, control, odd)
    assert kept.path.parent == own_folder
    assert [each.preset for each in all_presets().presets if each.path] == [odd]
    changed = replace(odd, format="csv")
    assert save_preset(None, control, changed).path == kept.path  # the same name is the same preset
    shared = share_preset(None, control, changed, tmp_path / "handed on.toml")
    delete_preset(None, control, kept.path)
    assert not all_presets().get(kept.key)
    assert add_preset(None, control, shared).preset == changed == read_preset(shared)
    assert preset_from(as_toml(odd)) == odd


def test_two_names_that_make_one_file_name_stay_two_presets(control):
    one, other = (
        ExportPreset("a/b", "csv", "utf-8", (("x", "title"),)),
        ExportPreset("a:b", "csv", "utf-8", (("x", "url"),)),
    )
    save_preset(None, control, one)
    save_preset(None, control, other)
    assert [each.preset for each in all_presets().presets if each.path] == [one, other]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name = ", "no TOML"),
        ('name = "x"\nformat = "pdf"\nencoding = "utf-8"\ncolumns = [["a", "title"]]', "pdf"),
        ('name = "x"\nformat = "csv"\nencoding = "utf-8"\ncolumns = [["a"]]', "pairs"),
        ('name = "x"\nformat = "csv"\nencoding = "utf-8"\ncolumns = []', "columns"),
        ('name = "x"\nformat = "csv"\nencoding = "utf-8"\ncolumns = [["a", "title"]]\nrun = "me"', "run"),
        ("#" * 1_000_001, "too large"),
        (b"\xff\xfe\x00", "no TOML"),
    ],
)
def test_a_broken_preset_is_told_in_three_parts_and_left_out(control, own_folder, content, said):
    save_preset(None, control, ExportPreset("good", "csv", "utf-8", (("a", "title"),)))
    broken = own_folder / "broken.toml"
    broken.write_bytes(content if isinstance(content, bytes) else content.encode())
    listed = all_presets()
    assert [each.preset.name for each in listed.presets if each.path] == ["good"]
    (problem,) = listed.problems
    assert "broken.toml" in str(problem)
    assert said in str(problem)
    assert len(re.findall(r"[.!?](?:\s|$)", problem.sentence)) == 3


def test_export_by_ending_and_all_columns_by_default(shelved, control, tmp_path):
    workspace, _slate, ids = shelved
    for suffix in SUFFIXES.values():
        assert exports.export_shelf(workspace, control, tmp_path / f"list{suffix}") == 3
    rows = json.loads((tmp_path / "list.json").read_text(encoding="utf-8"))
    assert [row["item_id"] for row in rows] == ids
    assert (tmp_path / "list.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with pytest.raises(RequestError, match=r"\.xlsx"):
        exports.export_shelf(workspace, control, tmp_path / "list.pdf")


def test_an_item_without_anything_goes_out(workspace, control, tmp_path):
    fill(workspace, [Item("1", "Only a title")])
    give_feedback(workspace, control, ["1"], "shelve")
    exports.export_shelf(workspace, control, tmp_path / "x.json")
    (row,) = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert (row["title"], row["tags"], row["date"], row["reason"]) == ("Only a title", [], "", "")
