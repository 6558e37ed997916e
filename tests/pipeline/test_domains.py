"""The five kinds of catalogue: what their files say, what is guessed from headers, and what a damaged file is told."""

import csv
import json

import pytest
from click.testing import CliRunner

from ltrec_gui import paths
from ltrec_gui.catalogue.columns import guess_mapping, header_words
from ltrec_gui.cli import commands
from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline import domains as domains_module
from ltrec_gui.pipeline.domains import (
    DOMAINS,
    ITEM_COLUMNS,
    OTHER,
    SHELF_COLUMNS,
    choose_domain,
    column_values,
    default_filters,
    domain_named,
    domains,
    guess_domain,
    read_domain,
)
from ltrec_gui.pipeline.import_catalogue import import_file, inspect_file
from ltrec_gui.pipeline.workspace import Workspace
from tests.making import make_item

GOOD = """
title = "Stamps"
tail_meaning = "What nobody collects."
[sample]
folder = "sample"
item_count = 3
[headers]
item_id = ["michel"]
perforation = ["perforation", "齿孔"]
[filters]
perforation = "11..14"
[[shelf_rules]]
kind = "most-per-column"
column = "perforation"
limit = 2
[[export_presets]]
name = "List"
format = "csv"
encoding = "gb18030"
columns = [["Number", "item_id"], ["Perf.", "perforation"], ["Place", "position"]]
"""


@pytest.fixture
def workspace(tmp_path):
    workspace = Workspace(tmp_path / "library")
    yield workspace
    workspace.close()


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "stamps.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def chosen_columns(header):
    return {header[at]: role for role, at in guess_mapping(header, []).columns}


def test_there_are_five_and_books_come_first():
    assert [domain.name for domain in domains()] == list(DOMAINS)
    assert DOMAINS[0] == "books" and len({domain.title for domain in domains()}) == 5


@pytest.mark.parametrize("name", DOMAINS)
def test_rules_filters_and_presets_name_columns_that_exist(name):
    domain = domain_named(name)
    # What an item has, and what the catalogues of this kind have beside it.
    known = {*ITEM_COLUMNS, *(column for column, _ in domain.headers)}
    for rule in domain.shelf_rules:
        assert rule.column in known or not rule.column
    assert {column for column, _ in domain.filters} <= known
    for preset in domain.export_presets:
        assert {field for _, field in preset.columns} <= known | set(SHELF_COLUMNS)
        assert len({header for header, _ in preset.columns}) == len(preset.columns)
    assert domain.shelf_rules and len(domain.export_presets) >= 3


@pytest.mark.parametrize("name", [name for name in DOMAINS if name != "books"])
def test_its_own_sample_has_every_column_the_rules_and_filters_ask_for(name):
    domain = domain_named(name)
    with (paths.resources_folder() / domain.sample.folder / "catalogue.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    header = list(rows[0])
    played = {role for role, _ in guess_mapping(header, [list(row.values()) for row in rows]).columns}
    for column in [*(rule.column for rule in domain.shelf_rules if rule.column), *dict(domain.filters)]:
        role = {"item_id": "id"}.get(column, column)
        assert column in header or role in played, column


@pytest.mark.parametrize("name", DOMAINS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_with_its_headers_needs_no_hand(name, language):
    domain = domain_named(name)
    is_chinese = language == "zh"
    header, wanted = [], {}
    for column, spellings in domain.headers:
        found = [text for text in spellings if text.isascii() != is_chinese]
        if column in ("desk", "department", "publisher") or not found:
            continue
        header.append(found[0])
        wanted[found[0]] = {"item_id": "id"}.get(column, column) if column in ITEM_COLUMNS else None
    given = chosen_columns(header)
    assert {text: given.get(text) for text in header} == wanted
    assert guess_domain(header) == name


@pytest.mark.parametrize("name", DOMAINS)
def test_each_spelling_alone_is_taken_for_what_it_means(name):
    for column, spellings in domain_named(name).headers:
        if column in ITEM_COLUMNS:
            role = {"item_id": "id"}.get(column, column)
            assert {text: chosen_columns([text]).get(text) for text in spellings} == dict.fromkeys(
                spellings, role
            )


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["ISBN", "Title", "Author"], "books"),
        (["图书编号", "书名", "借阅次数"], "books"),
        (["id", "Headline", "PageViews", "Published_At"], "news"),
        (["video_id", "title", "view_count"], "video"),
        (["Handle", "Title", "Vendor", "Inventory Quantity"], "shop"),
        (["课程编号", "课程名称", "选课人数"], "courses"),
        (["id", "title", "description", "tags", "author", "language", "url"], ""),
        ([], ""),
    ],
)
def test_headers_tell_the_kind_or_nothing(header, kind):
    assert guess_domain(header) == kind


def test_the_first_catalogue_decides_and_the_editor_decides_last(workspace, tmp_path):
    def bring(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        import_file(workspace, JobControl(), inspect_file(path))
        return workspace.meta.get("domain")

    assert workspace.meta.get("domain") == ""
    assert bring("a.csv", "id,title,notes\n1,A plain list,of things\n2,Another,one\n") == ""
    assert bring("b.csv", "sku,name,units_sold,stock\nX1,Trowel,4,2\nX2,Whetstone,9,0\n") == "shop"
    assert bring("c.csv", "isbn,title,loans\n9780001,Tides,4\n9780002,Ice,9\n") == "shop"
    choose_domain(workspace, JobControl(), OTHER)
    assert bring("d.csv", "isbn,title,loans\n9780003,Fog,4\n9780004,Dew,9\n") == OTHER
    assert domain_named(OTHER) is None
    with pytest.raises(RequestError, match="no kind of catalogue “toys”"):
        choose_domain(workspace, JobControl(), "toys")


def test_who_opened_what_says_nothing_of_the_kind(workspace, tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("user_id,sku,clicks\nu1,X1,3\nu2,X1,1\nu2,X2,1\n", encoding="utf-8")
    import_file(workspace, JobControl(), inspect_file(path))
    assert workspace.meta.get("domain") == ""


def test_filters_are_kept_only_for_columns_the_catalogue_has():
    shop = domain_named("shop")
    assert default_filters(shop, ["Inventory Quantity", "Price"]) == (("Inventory Quantity", "1.."),)
    assert default_filters(shop, ["Price"]) == ()
    assert default_filters(None, ["stock"]) == ()


def test_values_are_found_under_any_spelling():
    item = make_item(
        author="A. Marrow",
        tags=("sea", "salt"),
        year=1931,
        rating=4.5,
        extra=(("库存", " 7 "), ("Series", "")),
    )
    shop = domain_named("shop")
    assert column_values(item, "stock", shop) == ("7",)
    assert column_values(item, "stock") == ()
    assert column_values(item, "series", domain_named("video")) == ()
    assert column_values(item, "tags") == ("sea", "salt")
    assert [column_values(item, name) for name in ("author", "year", "rating", "url")] == [
        ("A. Marrow",), ("1931",), ("4.5",), (),
    ]  # fmt: skip
    # The desk was taken for a tag where no column of that name is left.
    assert column_values(item, "desk", domain_named("news")) == ("sea",)


def test_a_file_is_read_whole(written):
    domain = read_domain(written(GOOD))
    assert (domain.name, domain.title, domain.sample.item_count) == ("stamps", "Stamps", 3)
    assert domain.filters == (("perforation", "11..14"),)
    assert domain.shelf_rules == (domains_module.ShelfRule("most-per-column", "perforation", 2.0),)
    assert domain.export_presets[0].columns[1] == ("Perf.", "perforation")
    assert "perforation" in domain.columns and header_words("Perforation") in domain.columns


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('title = "Stamps"', 'title = ""', "“title” is not a text"),
        ('title = "Stamps"', 'title = "Stamps', "it is no TOML"),
        ("[sample]", 'colour = "red"\n[sample]', "“colour” is no entry"),
        ("item_count = 3", "item_count = -3", "“item_count” is not a number from 0 upwards"),
        ("item_count = 3", "item_count = true", "“item_count” is not a number from 0 upwards"),
        ('["michel"]', '"michel"', "“headers.item_id” is not a list of texts"),
        ('perforation = "11..14"', 'colour = "red"', "“colour” is not known in “filters”"),
        ('"most-per-column"', '"most"', "“most” is not known in “kind”"),
        ('column = "perforation"\n', "", "“column” is not a text"),
        ('column = "perforation"', 'column = "colour"', "“colour” is not known in “column”"),
        ('"gb18030"', '"latin1"', "“latin1” is not known in “encoding”"),
        ('"csv"', '"docx"', "“docx” is not known in “format”"),
        ('"Perf.", "perforation"', '"Perf."', "“columns” is not a list of pairs"),
        ('"Perf.", "perforation"', '"Perf.", "colour"', "“colour” is not known in “columns”"),
        ("[filters]", "[[filters]]", "“filters” is not a table"),
        ("[[shelf_rules]]", "[shelf_rules]", "“shelf_rules” is not a list of tables"),
    ],
)
def test_a_damaged_file_is_told_what_is_wrong_with_it(written, before, after, complaint):
    assert GOOD.count(before) >= 1
    with pytest.raises(RequestError, match=complaint) as refused:
        read_domain(written(GOOD.replace(before, after)))
    assert str(refused.value).startswith("“stamps.toml” cannot be used")


def test_a_file_that_is_not_there_is_told_so(tmp_path):
    with pytest.raises(RequestError, match="cannot be read"):
        read_domain(tmp_path / "gone.toml")


def test_the_command_line_says_and_sets_the_kind(workspace, tmp_path):
    path = tmp_path / "b.csv"
    path.write_text("sku,name,units_sold,stock\nX1,Trowel,4,2\nX2,Whetstone,9,0\n", encoding="utf-8")
    import_file(workspace, JobControl(), inspect_file(path))

    def asked(*words):
        result = CliRunner().invoke(commands, ["kind", *words, "--library", str(workspace.folder), "--json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    assert asked() == {"kind": "shop", "default_filters": {"stock": "1.."}}
    assert asked("other") == {"kind": "other", "default_filters": {}}
    assert asked() == {"kind": "other", "default_filters": {}}
