"""Every record is imported, refused with a reason, or blank, and what is imported is what the file says."""

import csv
import io
import random

import pytest

from ltrec_gui.catalogue.columns import (
    COMBINED_ROLES,
    INTERACTION_ROLES,
    ITEM_ROLES,
    ColumnMapping,
    guess_mapping,
)
from ltrec_gui.catalogue.csv_reader import VALUE_CAP, Record, read_preview, read_records
from ltrec_gui.catalogue.dialect import Dialect, detect_dialect
from ltrec_gui.catalogue.item import Interaction, Item
from ltrec_gui.catalogue.reasons import parse_reason
from ltrec_gui.errors import CatalogueError


@pytest.fixture
def write(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "catalogue.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


def mapping_of(kind, *roles):
    """Return a mapping of the columns in order; None leaves a column without a role."""
    return ColumnMapping(kind, tuple((role, at) for at, role in enumerate(roles) if role))


def read(path, kind, *roles, **how):
    dialect = Dialect("utf-8", ",", **how)
    return list(read_records(path, dialect, mapping_of(kind, *roles)))


def reasons(record):
    return [problem.reason for problem in record.problems]


def is_refused(record):
    return record.item is None and record.interaction is None and not record.is_blank


# ---------------------------------------------------------------------------------------------- items


def test_an_item_with_everything(write):
    path = write(
        "isbn,title,blurb,author,genres,loans,stars,url,cover,date,lang,shelf\n"
        ' 00123 ,<i>Tide</i> &amp; time,"<p>One</p><p>Two</p>",Ann Keeper,sea|Sea|storm,"1,204",4.5,'
        "https://example.org/1,https://example.org/1.jpg,2019-03-12,en,B7\n"
    )
    roles = (
        "id",
        "title",
        "text",
        "author",
        "tags",
        "popularity",
        "rating",
        "url",
        "image",
        "date",
        "language",
        None,
    )
    (record,) = read(path, "catalogue", *roles)
    assert record == Record(
        2,
        Item(
            item_id="00123",
            title="Tide & time",
            text="One\n\nTwo",
            author="Ann Keeper",
            tags=("sea", "storm"),
            popularity=1204.0,
            rating=4.5,
            url="https://example.org/1",
            image="https://example.org/1.jpg",
            date="2019-03-12",
            year=2019,
            language="en",
            extra=(("shelf", "B7"),),
        ),
    )


def test_several_text_and_tag_columns_are_joined(write):
    path = write("title,a,b,g,h\nTide,One,Two,sea|storm,\"['Sea', 'lamp']\"\n")
    (record,) = read(path, "catalogue", "title", "text", "text", "tags", "tags")
    assert record.item.text == "One\n\nTwo"
    assert record.item.tags == ("sea", "storm", "lamp")


def test_ids_are_text(write):
    path = write("id,title\n00123,a\n9780002005883.0,b\n 7 ,c\n")
    assert [r.item.item_id for r in read(path, "catalogue", "id", "title")] == [
        "00123",
        "9780002005883.0",
        "7",
    ]


def test_float_ids_lose_their_fraction_only_together(write):
    path = write("id,title\n9780002005883.0,a\n9780002005884.0,b\n")
    assert [r.item.item_id for r in read(path, "catalogue", "id", "title")] == [
        "9780002005883",
        "9780002005884",
    ]


def test_bad_values_are_taken_as_empty_and_told(write):
    path = write("title,loans,stars,date\nTide,12 copies,good,soon\nLamp,-3,4.5,2019\nSea,NaN,,\n")
    bad, negative, empty = read(path, "catalogue", "title", "popularity", "rating", "date")
    assert (bad.item.popularity, bad.item.rating, bad.item.date, bad.item.year) == (None, None, "", None)
    assert {(p.line, p.column, p.value, p.reason) for p in bad.problems} == {
        (2, "loans", "12 copies", "this is not a number; it was taken as empty"),
        (2, "stars", "good", "this is not a number; it was taken as empty"),
        (2, "date", "soon", "no year can be read from this date; it was taken as empty"),
    }
    assert negative.item.popularity is None
    assert reasons(negative) == ["a count cannot be negative; it was taken as empty"]
    assert empty.problems == ()


def test_the_column_decides_what_a_dot_means(write):
    german = write('title,loans,stars\nTide,1.204,"4,5"\nLamp,12,"3,25"\n')
    assert [(r.item.popularity, r.item.rating) for r in read(german, "catalogue", "title", "popularity", "rating")] == [
        (1204.0, 4.5), (12.0, 3.25),
    ]  # fmt: skip


def test_a_value_in_a_problem_is_cut_and_harmless(write):
    path = write('title,loans\nTide,"' + "x\ny\u0007" * 200 + '"\n')
    (problem, *_) = read(path, "catalogue", "title", "popularity")[0].problems
    assert len(problem.value) <= VALUE_CAP
    assert problem.value.isprintable()


def test_an_empty_title_is_refused(write):
    records = read(write("id,title\n1,\n2,  \n3,<b></b>\n4,Tide\n"), "catalogue", "id", "title")
    assert [is_refused(record) for record in records] == [True, True, True, False]
    assert reasons(records[0]) == ["the title is empty"]
    assert (records[0].line, records[0].problems[0].column) == (2, "title")


def test_titles_that_look_like_nothing_are_titles(write):
    records = read(write("id,title\n1,NULL\n2,None\n3,N/A\n4,\\N\n"), "catalogue", "id", "title")
    assert [record.item.title for record in records[:3]] == ["NULL", "None", "N/A"]
    assert is_refused(records[3])


def test_words_for_no_value(write):
    path = write("id,title,text,tags,loans,url,author\n1,Tide,NaN,nan,NULL,\\N,None\n")
    (record,) = read(path, "catalogue", "id", "title", "text", "tags", "popularity", "url", "author")
    assert record == Record(2, Item("1", "Tide"))


def test_a_second_row_of_an_id_is_refused(write):
    records = read(write("id,title\n1,Tide\n2,Lamp\n1,Other\n"), "catalogue", "id", "title")
    assert is_refused(records[2])
    assert reasons(records[2]) == ["same id as line 2"]


def test_control_characters_go_and_are_told(write):
    path = write("id,title\n1,Ti\0de\x07\n2,a\x0bb\n3,don\u0092t\n")
    noted, spaced, misread = read(path, "catalogue", "id", "title")
    assert noted.item.title == "Tide"
    assert reasons(noted) == ["control characters were removed from this cell"]
    assert spaced.item.title == "a b"
    assert (misread.item.title, misread.problems) == ("don’t", ())


# ---------------------------------------------------------------------------------------------- ids from content


def test_an_id_made_from_content_is_stable(write):
    text = "title,author,date\nTide,Ann,2019\nLamp,Bo,2020\n"
    first = [r.item.item_id for r in read(write(text), "catalogue", "title", "author", "date")]
    turned = "title,author,date\nLamp,Bo,2020\nTIDE,  ann ,2019\n"
    second = [r.item.item_id for r in read(write(turned), "catalogue", "title", "author", "date")]
    assert first == second[::-1]
    assert all(item_id.startswith("c-") and len(item_id) == 18 for item_id in first)
    assert first[0] == "c-2d70dca0515a203a"


def test_an_address_makes_the_id_where_there_is_one(write):
    one = read(write("url,title\nhttps://example.org/1,Tide\n"), "catalogue", "url", "title")
    other = read(write("url,title\nhttps://example.org/1,Tide again\n"), "catalogue", "url", "title")
    assert one[0].item.item_id == other[0].item.item_id


def test_items_alike_get_ids_of_their_own_and_repeats_are_refused(write):
    path = write(
        "title,text,edition\nTide,One,1\nTide,Two,1\nTide,One,2\nTide,One,1\nTide,Two,1\nTide,One,2\n"
    )
    records = read(path, "catalogue", "title", "text", None)
    assert len({record.item.item_id for record in records[:3]}) == 3
    assert [reasons(record) for record in records[3:]] == [
        ["repeats line 2"],
        ["repeats line 3"],
        ["repeats line 4"],
    ]


def test_another_count_makes_no_other_item(write):
    path = write("title,loans\nTide,3\nTide,4\n")
    assert reasons(read(path, "catalogue", "title", "popularity")[1]) == ["repeats line 2"]


def test_an_empty_id_is_made_from_the_content(write):
    (record,) = read(write("isbn,title\n,Tide\n"), "catalogue", "id", "title")
    assert record.item.item_id.startswith("c-")
    assert reasons(record) == ["the id is empty; one was made from the content"]


# ---------------------------------------------------------------------------------------------- shapes


def test_too_many_and_too_few_cells(write):
    path = write("id,title,text\n1,Tide,x,,\n2,Lamp,x,more\n3,Sea\n4\n")
    trailing, extra, short, shorter = read(path, "catalogue", "id", "title", "text")
    assert trailing.problems == ()
    assert is_refused(extra)
    assert reasons(extra) == ["too many cells: 3 expected, 4 found"]
    assert extra.problems[0].value == "more"
    assert short.item == Item("3", "Sea")
    assert reasons(short) == ["too few cells: 3 expected, 2 found; the rest were taken as empty"]
    assert is_refused(shorter)
    assert reasons(shorter)[0] == "the title is empty"


def test_nameless_columns_at_the_end_may_be_missing(write):
    (record,) = read(write("id,title,,\n1,Tide\n"), "catalogue", "id", "title")
    assert record.problems == ()


def test_blank_records(write):
    records = read(write('id,title\n\n1,Tide\n,\n " " ,\n"",""\n\x1a'), "catalogue", "id", "title")
    assert [(record.line, record.is_blank) for record in records] == [
        (2, True), (3, False), (4, True), (5, False), (6, True), (7, True),
    ]  # fmt: skip


def test_header_and_preamble_are_no_records_and_a_repeated_header_is_refused(write):
    path = write('Spring "list\nid,title\n1,Tide\nid,title\n2,Lamp\n')
    records = read(path, "catalogue", "id", "title", header_line=2)
    assert [record.line for record in records] == [3, 4, 5]
    assert reasons(records[1]) == ["this line repeats the header"]


def test_no_header(write):
    records = read(write("1,Tide\n2,Lamp\n"), "catalogue", "id", "title", header_line=0)
    assert [record.item for record in records] == [Item("1", "Tide"), Item("2", "Lamp")]


def test_remarks_are_refused_as_such(write):
    records = read(write("id,title\n#1,Tide\n# a remark\n#2,Lamp\n3,# Sharp\n"), "catalogue", "id", "title")
    assert [reasons(record) for record in records] == [
        [],
        ["this is a comment line, not a row"],
        ["this is a comment line, not a row"],
        [],
    ]


def test_a_second_table_is_refused(write):
    path = write("gid,name,lang\n1,Tide,en\n\nqid,gid,question\n1,1,Why?\n\ngid,name,lang\n2,Lamp,en\n")
    records = read(path, "catalogue", "id", "title", "language")
    assert [record.item.item_id for record in records if record.item] == ["1", "2"]
    assert reasons(records[2]) == ["this line belongs to another table, which begins on line 4"]
    assert reasons(records[3]) == ["this line belongs to another table, which begins on line 4"]


def test_an_unclosed_quote_costs_its_line_only(write):
    path = write('id,title,text\n1,"Tide,x\n2,"Lamp","y"\n3,"Sea\n4,Sky,z\n')
    first, second, third, fourth = read(path, "catalogue", "id", "title", "text")
    assert first.item == Item("1", '"Tide', "x")
    assert reasons(first) == ["a quote opens in this line and is never closed"]
    assert second.item == Item("2", "Lamp", "y")
    assert is_refused(third)
    assert reasons(third) == ["a quote opens in this line and is never closed"]
    assert fourth.problems == ()


def test_lines_are_the_files_own(write):
    records = read(write('id,title\r\n1,"two\r\nlines"\r\n2,Lamp\r\n'), "catalogue", "id", "title")
    assert [(record.line, record.item.title) for record in records] == [(2, "two lines"), (4, "Lamp")]


def test_a_byte_that_cannot_be_read_refuses_its_row(write):
    path = write(b"id,title\n1,Tide\n2,Caf\xe9\n3,Lamp\n")
    records = read(path, "catalogue", "id", "title")
    assert [is_refused(record) for record in records] == [False, True, False]
    assert reasons(records[1]) == ["byte 0xE9 at character 4 of this cell cannot be read as utf-8"]
    assert records[1].problems[0].value == "Caf\ufffd"


def test_a_broken_pair_does_not_eat_the_delimiter(write):
    path = write(b"id,title\n1,\xb5\xc6\xcb\xfe\n2,\xb5,x\n3,\xb5\xc6\n")
    records = list(read_records(path, Dialect("gb18030", ","), mapping_of("catalogue", "id", "title")))
    assert [record.item.title if record.item else None for record in records] == ["灯塔", None, "灯"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030"])
def test_encodings_give_the_same_items(write, encoding):
    path = write("编号,书名\n1,灯塔\n2,潮汐表\n", encoding)
    records = list(read_records(path, Dialect(encoding, ","), mapping_of("catalogue", "id", "title")))
    assert [record.item for record in records] == [Item("1", "灯塔"), Item("2", "潮汐表")]


def test_a_cell_or_a_line_too_long_is_refused(write):
    path = write("id,title\n1," + "x" * 1_000_001 + "\n2," + ",".join(["y" * 900_000] * 6) + "\n3,Lamp\n")
    cell, line, good = read(path, "catalogue", "id", "title")
    assert reasons(cell) == ["this cell is longer than 1,000,000 characters"]
    assert reasons(line) == ["this line is longer than 4,000,000 characters"]
    assert (good.line, good.item) == (4, Item("3", "Lamp"))


# ---------------------------------------------------------------------------------------------- interactions


def test_interactions(write):
    path = write(
        "user,item,stars,clicks,comment,time\n u1 ,00042,4.5,3,<b>Fine</b>,964982703\nu1,00042,,,,\n"
    )
    records = read(path, "interactions", "user_id", "item_id", "rating", "clicks", "comment", "timestamp")
    assert [record.interaction for record in records] == [
        Interaction("u1", "00042", 4.5, 3.0, "Fine", "964982703"),
        Interaction("u1", "00042"),
    ]


def test_bad_interactions(write):
    path = write("user,item,stars,clicks\n,1,4,1\nu,,4,1\nu,1,good,-2\n")
    nobody, nothing, odd = read(path, "interactions", "user_id", "item_id", "rating", "clicks")
    assert (reasons(nobody), reasons(nothing)) == (["the user id is empty"], ["the item id is empty"])
    assert odd.interaction == Interaction("u", "1")
    assert len(odd.problems) == 2


# ---------------------------------------------------------------------------------------------- combined


def test_combined_file(write):
    path = write(
        "user,id,title,text,stars,clicks,extra\n"
        "u1,7,Tide,About the sea,5,2,x\n"
        "u2,7,Tide,About the sea,4,1,y\n"
        "u3,7,Tide,About the land,3,1,x\n"
        "u4,7,,,2,1,x\n"
        ",8,Lamp,About light,,,x\n"
        ",8,Lamp,About light,,,x\n"
        "u5,9,,,1,1,x\n"
    )
    roles = ("user_id", "id", "title", "text", "user_rating", "clicks", None)
    first, same, other, bare, alone, again, untitled = read(path, "combined", *roles)
    assert first.item == Item("7", "Tide", "About the sea", extra=(("extra", "x"),))
    assert first.interaction == Interaction("u1", "7", 5.0, 2.0)
    assert (same.item, same.interaction, same.problems) == (None, Interaction("u2", "7", 4.0, 1.0), ())
    assert (other.item, other.interaction) == (None, Interaction("u3", "7", 3.0, 1.0))
    assert reasons(other) == ["differs from line 2; the first is kept"]
    assert (bare.item, bare.interaction, bare.problems) == (None, Interaction("u4", "7", 2.0, 1.0), ())
    assert (alone.item.item_id, alone.interaction) == ("8", None)
    assert is_refused(again)
    assert is_refused(untitled)


def test_combined_file_without_an_id(write):
    path = write("user,title,text\nu1,Tide,One\nu2,Tide,One\nu3,Tide,Two\n")
    first, same, other = read(path, "combined", "user_id", "title", "text")
    assert (
        first.interaction.item_id
        == first.item.item_id
        == same.interaction.item_id
        == other.interaction.item_id
    )
    assert (same.item, other.item) == (None, None)
    assert reasons(other) == ["differs from line 2; the first is kept"]


# ---------------------------------------------------------------------------------------------- whole files


def test_preview(write):
    path = write('id,,title,title,"two\nlines"\n\n1,x,Ti\0de\n2,y,Lamp,z,v,extra\n' + "3\n" * 100)
    preview = read_preview(path, Dialect("utf-8", ","), row_count=2)
    assert preview.header == ("id", "column 2", "title", "title (2)", "two lines")
    assert preview.rows == (("1", "x", "Tide", "", ""), ("2", "y", "Lamp", "z", "v", "extra"))
    assert preview.byte_count == path.stat().st_size


def test_preview_marks_what_cannot_be_read(write):
    preview = read_preview(write(b"id,tit\xe9\n1,Caf\xe9\n"), Dialect("utf-8", ","))
    assert preview.header == ("id", "tit\ufffd")
    assert preview.rows == (("1", "Caf\ufffd"),)


def test_preview_without_a_header(write):
    preview = read_preview(write("1,Tide\n2,Lamp\n3\n"), Dialect("utf-8", ",", header_line=0))
    assert preview.header == ("column 1", "column 2")
    assert preview.rows == (("1", "Tide"), ("2", "Lamp"), ("3", ""))


def test_what_cannot_be_read_is_refused_at_once(write, tmp_path):
    path = write("id,title\n1,Tide\n")
    with pytest.raises(CatalogueError, match="chosen for title"):
        read_records(path, Dialect("utf-8", ","), mapping_of("catalogue", "id"))
    with pytest.raises(CatalogueError, match="chosen for user_id, item_id"):
        read_records(path, Dialect("utf-8", ","), mapping_of("interactions", "rating"))
    with pytest.raises(CatalogueError, match="no column number 3"):
        read_records(path, Dialect("utf-8", ","), mapping_of("catalogue", "id", "title", "text"))
    with pytest.raises(CatalogueError, match="no line 9"):
        read_preview(path, Dialect("utf-8", ",", header_line=9))
    with pytest.raises(CatalogueError, match="no file"):
        read_preview(tmp_path / "gone.csv", Dialect("utf-8", ","))
    with pytest.raises(CatalogueError, match="cannot separate"):
        read_preview(path, Dialect("utf-8", '"'))
    with pytest.raises(CatalogueError, match="quote sign"):
        read_preview(path, Dialect("utf-8", ",", quote="''"))


def test_a_header_without_rows_gives_no_records(write):
    assert read(write("id,title\n"), "catalogue", "id", "title") == []


def test_read_records_can_be_left_half_way(write):
    records = read_records(
        write("id,title\n1,Tide\n2,Lamp\n"), Dialect("utf-8", ","), mapping_of("catalogue", "id", "title")
    )
    assert next(records).item.title == "Tide"
    records.close()


ROLES = {"catalogue": ITEM_ROLES, "interactions": INTERACTION_ROLES, "combined": COMBINED_ROLES}
ODD_CELLS = [
    "", " ", "1", "1.0", "00123", "Tide", "Tide, the", 'a "b" c', "two\nlines", "<b>x</b>", "&amp;", "NaN", "\\N",
    "-5", "1,204", "1.2万", "12 copies", "2019", "soon", "['a', 'b']", "a|b", "灯塔", "\0", "#x", "é", "'", "id",
    "https://example.org/1", "u1",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_records_are_imported_plus_refused_plus_blank_in_any_table(write, seed):
    generator = random.Random(seed)
    for _ in range(12):
        kind = generator.choice(sorted(ROLES))
        width = generator.randint(1, 8)
        required = {
            "catalogue": ["title"],
            "interactions": ["user_id", "item_id"],
            "combined": ["title", "user_id"],
        }[kind]
        others = [role for role in ROLES[kind] if role not in required]
        roles = required + generator.sample(others, min(len(others), max(width - len(required), 0)))
        width = max(width, len(roles))
        generator.shuffle(roles)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator=generator.choice(["\n", "\r\n"]))
        writer.writerow([f"name {at}" for at in range(width)])
        rows = generator.randint(0, 40)
        for _ in range(rows):
            length = generator.choice([width] * 6 + [width + 1, max(width - 1, 1), 1])
            writer.writerow(generator.choices(ODD_CELLS, k=length))
            if generator.random() < 0.1:
                text.write(generator.choice(["\n", ",,\n", "# remark\n", "name 0,name 1\n"]))
        data = text.getvalue().encode()
        if generator.random() < 0.3:
            # Harm the file below its header: a byte or a quote anywhere.
            at = generator.randrange(data.index(b"\n") + 1, len(data) + 1)
            data = data[:at] + generator.choice([b'"', b"\xff", b"\n", b",", b"\0"]) + data[at:]
        path = write(data)
        records = list(read_records(path, Dialect("utf-8", ","), mapping_of(kind, *roles)))
        blank = [record for record in records if record.is_blank]
        imported = [record for record in records if record.item or record.interaction]
        refused = [record for record in records if is_refused(record)]
        assert len(records) == len(imported) + len(refused) + len(blank)
        assert all(record.problems for record in refused)
        assert all(
            record.item is None and record.interaction is None and not record.problems for record in blank
        )
        lines = [record.line for record in records]
        assert lines == sorted(set(lines))
        assert all(parse_reason(problem.reason) for record in records for problem in record.problems)
        ids = [record.item.item_id for record in imported if record.item]
        assert len(ids) == len(set(ids))
        assert all(ids)


@pytest.mark.parametrize("seed", range(15))
def test_any_bytes_are_read_or_refused(write, seed):
    generator = random.Random(500 + seed)
    for _ in range(20):
        kind = generator.randrange(3)
        if kind == 0:
            data = generator.randbytes(generator.randint(1, 400))
        elif kind == 1:
            data = bytes(generator.choices(b'ab1,;\t|"\n\r\\#\xe9\xb5\xc6\xff', k=generator.randint(1, 400)))
        else:
            data = "".join(generator.choices("ab灯塔éß,;\"\n '1", k=200)).encode(
                generator.choice(["gb18030", "utf-8", "utf-16"]), "ignore"
            )
        path = write(data)
        try:
            dialect = detect_dialect(path)
            preview = read_preview(path, dialect)
            mapping = guess_mapping(preview.header, preview.rows)
            records = list(read_records(path, dialect, mapping))
        except CatalogueError as refused:
            assert "Nothing was imported." in str(refused)
            continue
        assert all(
            record.is_blank or record.item or record.interaction or record.problems for record in records
        )
