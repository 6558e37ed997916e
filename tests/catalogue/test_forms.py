"""A workbook, JSON and Parquet give the same items and the same problems as the same table in CSV."""

import csv
import gzip
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from arro3.core import Array, DataType, Field, Table, struct_array
from arro3.io import write_parquet

from ltrec_gui.catalogue.cells import TypedNumber
from ltrec_gui.catalogue.columns import ColumnMapping, guess_mapping
from ltrec_gui.catalogue.csv_reader import Choices, Gauge, read_preview, read_records
from ltrec_gui.catalogue.dialect import detect_dialect
from ltrec_gui.catalogue.forms import form_of
from ltrec_gui.catalogue.parquet import value_text
from ltrec_gui.catalogue.reasons import parse_reason
from ltrec_gui.errors import CatalogueError

HEADER = ("isbn", "title", "description", "tags", "loans", "rating", "year", "shelfmark")
ROWS = (
    ("00123", "潮汐表", "<p>Salt &amp; <b>water</b></p>", "sea|salt", "1.204", "4,5", "1994", "B7"),
    ("00124", "=1+1", "A sum.", "sums", "12", "3,25", "2001", ""),
    ("9780140449136", "Knots", "", "", "3", "", "1950", "C 1"),
)


def write_csv(path):
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows((HEADER, *ROWS))
    return path


def write_xlsx(path, rows=ROWS, header=HEADER, before=()):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (*before, header, *rows):
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(path)
    return path


def write_json_lines(path, rows=ROWS, header=HEADER):
    lines = [json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_json_list(path, rows=ROWS, header=HEADER):
    objects = [dict(zip(header, row, strict=True)) for row in rows]
    path.write_text(json.dumps(objects, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def write_table(path, rows=ROWS, header=HEADER, compression="snappy"):
    columns = {name: Array([row[at] for row in rows], DataType.string()) for at, name in enumerate(header)}
    write_parquet(Table.from_pydict(columns), path, compression=compression)
    return path


WRITERS = {
    "workbook": (write_xlsx, "a.xlsx"),
    "json-lines": (write_json_lines, "a.jsonl"),
    "json": (write_json_list, "a.json"),
    "parquet": (write_table, "a.parquet"),
}


def read(path, **how):
    dialect = detect_dialect(path)
    preview = read_preview(path, dialect)
    mapping = guess_mapping(preview.header, preview.rows)
    return dialect, preview, mapping, list(read_records(path, dialect, mapping, **how))


def items(records):
    return [record.item for record in records]


def names_of(record):
    return [parse_reason(problem.reason)[0] for problem in record.problems]


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_every_form_gives_the_items_of_the_csv(tmp_path, form):
    writer, name = WRITERS[form]
    expected_dialect, expected_preview, expected_mapping, expected = read(write_csv(tmp_path / "a.csv"))
    dialect, preview, mapping, records = read(writer(tmp_path / name))
    assert expected_dialect.encoding == "gb18030"
    assert dialect.form == form
    assert preview.header == expected_preview.header == HEADER
    assert preview.rows == expected_preview.rows
    assert mapping == expected_mapping
    assert items(records) == items(expected)
    first, formula, _ = items(records)
    assert (first.item_id, first.popularity, first.rating, first.text) == (
        "00123",
        1204.0,
        4.5,
        "Salt & water",
    )
    assert formula.title == "=1+1"


@pytest.mark.parametrize("form", ["text", "json-lines", "workbook", "parquet"])
def test_what_harms_nothing_is_told_on_wish(tmp_path, form):
    path = write_csv(tmp_path / "a.csv") if form == "text" else WRITERS[form][0](tmp_path / WRITERS[form][1])
    *_, records = read(path, has_notices=True)
    assert [names_of(record) for record in records] == [["html"], ["formula"], []]
    *_, records = read(path)
    assert [names_of(record) for record in records] == [[], [], []]


BAD_ROWS = (
    ("1", "Tide", "x", "", "many", "4", "soon", ""),
    ("2", "", "y", "", "1", "4", "1994", ""),
    ("1", "Other", "z", "", "1", "4", "1994", ""),
    ("3", "Bell", "q\x07", "", "-4", "4", "1994", ""),
    HEADER,
    ("4", "Lamp", "r" * 1_000_001, "", "1", "4", "1994", ""),
    ("", "No id", "s", "", "1", "4", "1994", ""),
)


@pytest.mark.parametrize("form", ["json-lines", "json", "parquet"])
def test_problems_are_told_in_every_form(tmp_path, form):
    writer, name = WRITERS[form]
    path = writer(tmp_path / name, rows=BAD_ROWS)
    dialect = detect_dialect(path)
    roles = ("id", "title", "text", "tags", "popularity", "rating", "date")
    mapping = ColumnMapping("catalogue", tuple((role, at) for at, role in enumerate(roles)))
    records = list(read_records(path, dialect, mapping))
    assert [names_of(record) for record in records] == [
        ["bad_date", "bad_number"],
        ["empty_title"],
        ["same_id"],
        ["control_characters", "negative_count"],
        # In a file whose keys name the columns no row can be a second header.
        ["bad_date", "bad_number", "bad_number"],
        ["too_long"],
        ["id_made"],
    ]
    assert [record.line for record in records] == [1, 2, 3, 4, 5, 6, 7]


def test_a_workbook_tells_repeated_headers_remarks_and_the_row(tmp_path):
    rows = (ROWS[0], (), HEADER, ("5", "Bell", "", "", "1", "4", "1994", "", "", "surplus"))
    *_, records = read(write_xlsx(tmp_path / "a.xlsx", rows=rows, before=(("Spring list 2026",), ())))
    assert [(record.line, record.is_blank, names_of(record)) for record in records] == [
        (4, False, []),
        (5, True, []),
        (6, False, ["header_again"]),
        (7, False, ["too_many_cells"]),
    ]


def test_a_workbook_shows_what_its_cells_show(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(("isbn", "title", "loans", "rating", "date"))
    sheet.append((123, "Tide", 1.204, 4.5, datetime(1994, 3, 12)))
    sheet.append((124, "Lamp", "1.204", 3, date(2001, 1, 2)))
    sheet.append((125, "Bell", 1e6, True, datetime(2001, 1, 2, 14, 30)))
    sheet["A2"].number_format = "00000"
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    _, preview, mapping, records = read(tmp_path / "a.xlsx")
    assert preview.rows == (
        ("00123", "Tide", "1.204", "4.5", "1994-03-12"),
        ("124", "Lamp", "1.204", "3", "2001-01-02"),
        ("125", "Bell", "1000000", "true", "2001-01-02 14:30:00"),
    )
    # A number that is kept as one is what it is; a text with a point in a column of counts is a count of thousands.
    assert [item.popularity for item in items(records)] == [1.204, 1204.0, 1_000_000.0]
    assert dict(mapping.columns)["id"] == 0


def test_the_first_sheet_that_holds_a_table_is_read_and_another_can_be_asked_for(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    for name, title in (("Books", "Tide"), ("Films", "Lamp")):
        sheet = book.create_sheet(name)
        sheet.append(("id", "title"))
        sheet.append((1, title))
    book.save(tmp_path / "a.xlsx")
    assert detect_dialect(tmp_path / "a.xlsx").sheet == "Books"
    dialect = detect_dialect(tmp_path / "a.xlsx", sheet="Films")
    assert read_preview(tmp_path / "a.xlsx", dialect).rows == (("1", "Lamp"),)
    with pytest.raises(CatalogueError, match="no sheet “Music”"):
        detect_dialect(tmp_path / "a.xlsx", sheet="Music")


def test_formatted_rows_below_the_table_are_no_records(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(("id", "title"))
    book.active.append((1, "Tide"))
    book.active["A900"].number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    assert len(read(tmp_path / "a.xlsx")[-1]) == 1


@pytest.mark.parametrize("cut", [40, -30, -200])
def test_a_damaged_workbook_is_refused(tmp_path, cut):
    path = write_xlsx(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(CatalogueError, match="damaged"):
        read(path)


def test_damage_within_a_sheet_is_told(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-300]
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    with pytest.raises(CatalogueError, match="damaged workbook"):
        read(path)


def test_another_zip_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(CatalogueError, match="no XLSX workbook"):
        detect_dialect(tmp_path / "a.ods")


def test_json_keys_are_columns_in_the_order_they_appear(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id": 7, "title": "Tide", "tags": ["sea", "salt"], "author": {"name": "Ann", "born": {"year": 1950}}}\n'
        "\n"
        '{"title": "Lamp", "views": 1.204, "id": "007", "ok": true, "gone": null}\n'
        "not json\n"
        '["a", "list"]\n',
        encoding="utf-8",
    )
    _, preview, _, records = read(path)
    assert preview.header == ("id", "title", "tags", "author.name", "author.born.year", "views", "ok", "gone")
    assert preview.rows[1] == ("007", "Lamp", "", "", "", "1.204", "true", "")
    tide, blank, lamp, broken, listed = records
    assert (tide.item.item_id, tide.item.tags, tide.item.author) == ("7", ("sea", "salt"), "Ann")
    assert blank.is_blank
    assert lamp.item.popularity == 1.204
    assert [names_of(record) for record in (broken, listed)] == [["no_object"], ["no_object"]]
    assert (broken.line, broken.problems[0].value) == (4, "not json")


def test_a_key_that_first_appears_late_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("ltrec_gui.catalogue.csv_reader.FACT_RECORDS", 1)
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "Tide"}\n{"title": "Lamp", "shelf": "B7"}\n', encoding="utf-8")
    _, preview, _, records = read(path)
    assert preview.header == ("title",)
    assert records[1].item.extra == (("shelf", "B7"),)


def test_a_json_list_that_breaks_off_keeps_what_came_before(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('[{"title": "Tide"}, {"title": "La', encoding="utf-8")
    *_, records = read(path)
    assert [names_of(record) for record in records] == [[], ["no_object"]]


def test_json_lines_may_be_compressed_and_in_another_encoding(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    text = '{"title": "灯塔守望者书简", "id": "1"}\n' * 3
    path.write_bytes(gzip.compress(text.encode("gb18030")))
    dialect, preview, *_ = read(path)
    assert (form_of(path), dialect.encoding) == ("json-lines", "gb18030")
    assert preview.rows[0] == ("灯塔守望者书简", "1")


def test_a_bad_byte_in_json_lines_refuses_its_line_alone(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [f'{{"id": "{n}", "title": "Café {n}"}}\n' for n in range(6)]
    path.write_bytes("".join(rows).encode() + b'{"id": "9", "title": "Caf\xe9"}\n')
    *_, records = read(path)
    assert names_of(records[-1]) == ["bad_byte"]
    assert all(record.item for record in records[:-1])


def test_values_of_parquet_are_shown_as_typed():
    values = (None, "00123", True, 12, 12.0, 1.204, Decimal("1.50"), date(1994, 3, 12), ["a", "b"], {"a": 1})
    assert [value_text(value) for value in values] == [
        "", "00123", "true", "12", "12", "1.204", "1.50", "1994-03-12", '["a", "b"]', '{"a": 1}',
    ]  # fmt: skip
    assert isinstance(value_text(1.204), TypedNumber)
    assert value_text(datetime(1994, 3, 12, 4, 5, 6)) == "1994-03-12 04:05:06"


@pytest.mark.parametrize(
    "compression", ["snappy", "gzip(6)", "zstd(3)", "brotli(3)", "lz4_raw", "uncompressed"]
)
def test_parquet_of_every_compression(tmp_path, compression):
    path = write_table(tmp_path / "a.parquet", compression=compression)
    assert len(read(path)[-1]) == len(ROWS)


@pytest.mark.parametrize("cut", [20, -3, -30])
def test_a_damaged_parquet_file_is_refused(tmp_path, cut):
    path = write_table(tmp_path / "a.parquet")
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(CatalogueError, match="damaged Parquet"):
        read(path)


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_the_gauge_tells_how_far_the_reading_is(tmp_path, form):
    rows = [(str(n), f"Title {n}", "x" * 80, "", "1", "2", "1994", "") for n in range(3_000)]
    path = WRITERS[form][0](tmp_path / WRITERS[form][1], rows=rows)
    dialect = detect_dialect(path)
    preview = read_preview(path, dialect)
    gauge = Gauge()
    records = read_records(path, dialect, guess_mapping(preview.header, preview.rows), gauge=gauge)
    shares = [gauge.share for _ in records]
    assert shares == sorted(shares)
    assert shares[-1] > 0.5
    assert max(shares) <= 1.0


# ---------------------------------------------------------------------------------------------- choices


def read_text(tmp_path, text, **choices):
    path = tmp_path / "a.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    mapping = ColumnMapping("catalogue", (("id", 0), ("title", 1), ("popularity", 2)))
    chosen = Choices(**{name: frozenset(values) for name, values in choices.items()})
    return list(read_records(path, detect_dialect(path, encoding="utf-8"), mapping, chosen))


def test_a_row_can_be_refused_for_what_is_usually_taken_as_empty(tmp_path):
    text = "id,title,loans\n1,Tide,many\n1,Tide again,3\n2,Lamp,4\n"
    usual = read_text(tmp_path, text)
    assert [bool(record.item) for record in usual] == [True, False, True]
    chosen = read_text(tmp_path, text, skipped=["bad_number"])
    # Its id is free again for the next row.
    assert [bool(record.item) for record in chosen] == [False, True, True]
    assert chosen[0].cells == ("1", "Tide", "many")
    assert names_of(chosen[0]) == ["bad_number"]


def test_markup_and_formulas_can_be_refused(tmp_path):
    text = "id,title,loans\n1,<b>Tide</b>,1\n2,=Lamp,3\n3,+4,4\n4,Plain <3,4\n"
    chosen = read_text(tmp_path, text, skipped=["html", "formula"])
    assert [bool(record.item) for record in chosen] == [False, False, True, True]


def test_a_row_can_be_taken_although_a_byte_or_a_cell_is_wrong(tmp_path):
    text = b"id,title,loans\n1,Caf\xe9,1\n2,Lamp,3,surplus\n3,Bell,4\n"
    assert [bool(record.item) for record in read_text(tmp_path, text)] == [False, False, True]
    chosen = read_text(tmp_path, text, kept=["bad_byte", "too_many_cells"])
    assert [record.item.title for record in chosen] == ["Caf\ufffd", "Lamp", "Bell"]
    assert [names_of(record) for record in chosen] == [["bad_byte"], ["too_many_cells"], []]
    assert chosen[1].item.extra == ()


def test_a_refused_row_comes_with_its_cells(tmp_path):
    records = read_text(tmp_path, "id,title,loans\n1,,3\n2,Lamp,3,surplus\n3,Bell,4\n")
    assert [record.cells for record in records] == [("1", "", "3"), ("2", "Lamp", "3", "surplus"), ()]


def test_looking_at_a_workbook_opens_it_once_and_never_tells_of_an_older_one(tmp_path, monkeypatch):
    import ltrec_gui.catalogue.workbook as workbook

    opened = []
    load = openpyxl.load_workbook
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *a, **o: opened.append(a) or load(*a, **o))
    path = write_xlsx(tmp_path / "a.xlsx")
    *_, records = read(path)
    assert workbook.sheet_names(path) == ("Sheet",)
    assert len(opened) == 1
    write_xlsx(path, rows=ROWS[:1])
    assert len(read(path)[-1]) == 1
    assert len(records) == 3


def test_a_workbook_longer_than_its_head_is_read_to_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr("ltrec_gui.catalogue.workbook.HEAD_ROWS", 10)
    rows = [(str(n), f"Title {n}", "", "", "1", "2", "1994", "") for n in range(40)]
    *_, records = read(write_xlsx(tmp_path / "a.xlsx", rows=rows))
    assert [record.item.item_id for record in records] == [str(n) for n in range(40)]


# ---------------------------------------------------------------------------------------------- as others write


def write_columns(path, **columns):
    write_parquet(Table.from_pydict({"title": Array(["Tide", "Lamp"], DataType.string()), **columns}), path)
    return path


def cells_of(path):
    return list(zip(*read(path)[1].rows, strict=True))[1:]


def moments(zone, *seconds):
    return Array(list(seconds), DataType.int64()).cast(DataType.timestamp("s", tz=zone))


def test_a_structure_in_parquet_becomes_columns_as_an_object_of_json_does(tmp_path):
    year = struct_array([Array([1950, None], DataType.int64())], fields=[Field("year", DataType.int64())])
    name = Array(["Ann", None], DataType.string())
    author = struct_array([name, year], fields=[Field("name", DataType.string()), Field("born", year.type)])
    path = write_columns(tmp_path / "a.parquet", author=author)
    lines = tmp_path / "a.jsonl"
    lines.write_text(
        '{"title": "Tide", "author": {"name": "Ann", "born": {"year": 1950}}}\n{"title": "Lamp"}\n'
    )
    _, preview, mapping, records = read(path)
    assert preview.header == ("title", "author.name", "author.born.year")
    assert (mapping, preview.rows) == (read(lines)[2], read(lines)[1].rows)
    assert [item.author for item in items(records)] == ["Ann", ""]


def test_a_number_of_single_precision_reads_as_it_was_written(tmp_path):
    path = write_columns(tmp_path / "a.parquet", rating=Array([4.1, None], DataType.float32()))
    assert cells_of(path) == [("4.1", "")]
    assert items(read(path)[-1])[0].rating == 4.1


def test_moments_of_any_zone_and_any_year_are_read(tmp_path):
    path = write_columns(
        tmp_path / "a.parquet",
        berlin=moments("Europe/Berlin", 978_307_200, 978_334_200),
        unknown=moments("Mars/Base", 978_307_200, 978_334_200),
        far=Array([10**12, 978_334_200], DataType.int64()).cast(DataType.timestamp("s")),
    )
    assert cells_of(path) == [
        ("2001-01-01 01:00:00+01:00", "2001-01-01 08:30:00+01:00"),
        ("2001-01-01", "2001-01-01 07:30:00+00:00"),
        ("33658-09-27 01:46:40", "2001-01-01 07:30:00"),
    ]


def test_bytes_are_text_an_id_or_a_picture(tmp_path):
    key = bytes(range(200, 216))
    path = write_columns(
        tmp_path / "a.parquet",
        written=Array(["Küste".encode(), None], DataType.binary()),
        cover=Array([b"\x89PNG\r\n\x1a\n\x00\x00" + b"\xff" * 2_000_000, None], DataType.binary()),
        id=Array([key, b"0123456789abcdef"], DataType.binary(16)),
    )
    *_, records = read(path)
    assert [names_of(record) for record in records] == [[], []]
    tide, lamp = items(records)
    assert (tide.extra, lamp.extra) == ((("written", "Küste"),), ())
    assert (tide.item_id, lamp.item_id) == ("c8c9cacb-cccd-cecf-d0d1-d2d3d4d5d6d7", "0123456789abcdef")


def test_error_values_of_a_spreadsheet_are_taken_as_empty_and_told(tmp_path):
    rows = [(str(n), f"Tide {n}", str(n)) for n in range(4)]
    path = write_xlsx(tmp_path / "a.xlsx", rows=rows, header=("id", "title", "loans"))
    book = openpyxl.load_workbook(path)
    for place, error in (("B2", "#N/A"), ("C3", "#DIV/0!"), ("A4", "#REF!")):
        book.active[place] = error
        assert book.active[place].data_type == "e"
    book.active["B5"].value = "#N/A"
    book.active["B5"].data_type = "s"
    book.save(path)
    _, preview, _, records = read(path)
    assert [names_of(record) for record in records] == [
        ["empty_title", "error_value"],
        ["error_value"],
        ["error_value", "id_made"],
        [],
    ]
    assert [(record.problems[-1].column, record.problems[-1].value) for record in records[:2]] == [
        ("title", "#N/A"),
        ("loans", "#DIV/0!"),
    ]
    assert records[1].item.popularity is None
    assert records[2].item.item_id.startswith("c-")
    # A text that reads so is a title like any other.
    assert records[3].item.title == "#N/A"
    mapping = guess_mapping(preview.header, preview.rows)
    strict = Choices(skipped=frozenset({"error_value"}))
    refused = read_records(path, detect_dialect(path), mapping, strict)
    assert [bool(record.item) for record in refused] == [False, False, False, True]


def test_a_sheet_of_remarks_is_no_table_where_there_is_another(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    for line in ("Spring list 2026", "Exported on 3 March", "Ask Ann"):
        book.active.append((line,))
    book.save(tmp_path / "a.xlsx")
    assert detect_dialect(tmp_path / "a.xlsx").sheet == "Read me"
    book.create_sheet("Books").append(("id", "title"))
    book["Books"].append((1, "Tide"))
    book.save(tmp_path / "a.xlsx")
    assert detect_dialect(tmp_path / "a.xlsx").sheet == "Books"
    book["Read me"]["A1"] = "Title"
    book.save(tmp_path / "a.xlsx")
    assert detect_dialect(tmp_path / "a.xlsx").sheet == "Read me"
