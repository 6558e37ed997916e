"""Records and cells: the rules of CSV, and what happens to a file that breaks them."""

import csv
import io
import random

import pytest

from ltrec_gui.catalogue.text_file import Lines
from ltrec_gui.catalogue.tokenizer import CELL_CAP, LOOK_AHEAD_LINES, Marks, RawRecord, read_raw_records


def read(text, width=None, delimiter=",", quote='"', escape=""):
    lines = Lines(io.StringIO(text, newline=None))
    return list(read_raw_records(lines, Marks(delimiter, quote, escape), width))


def cells(text, **how):
    return [record.cells for record in read(text, **how)]


def test_lines_are_counted_through_quoted_cells():
    records = read('a,b\r\n1,"x\r\ny\n\nz"\r\n\r\n2,c\r3,d')
    assert [(r.line, r.line_count, r.cells) for r in records] == [
        (1, 1, ["a", "b"]),
        (2, 4, ["1", "x\ny\n\nz"]),
        (6, 1, [""]),
        (7, 1, ["2", "c"]),
        (8, 1, ["3", "d"]),
    ]


def test_good_records_have_no_flaws():
    assert all(not record.flaws for record in read('a,"b ""c"" d",\n"",x,5" disk\n'))


def test_a_quote_inside_a_bare_cell_is_text():
    assert cells('5" disk,b"c\n') == [['5" disk', 'b"c']]


def test_a_quote_that_is_not_doubled_is_kept_and_told():
    (record,) = read('1,"a "big" dog",x\n')
    assert record.cells == ["1", 'a "big" dog', "x"]
    assert {flaw.name for flaw in record.flaws} == {"stray_quote"}


def test_a_quoted_word_at_the_start_of_a_cell():
    records = read('a,b\n"Big" dog,x\n2,"y"\n', width=2)
    assert [record.cells for record in records] == [["a", "b"], ['"Big" dog', "x"], ["2", "y"]]
    assert [flaw.name for flaw in records[1].flaws] == ["stray_quote"]


def test_an_unclosed_quote_costs_one_line():
    records = read('a,b,c\n1,"abc,x\n2,"def","y"\n3,ghi,z\n', width=3)
    assert [record.cells for record in records] == [
        ["a", "b", "c"],
        ["1", '"abc', "x"],
        ["2", "def", "y"],
        ["3", "ghi", "z"],
    ]
    assert [[flaw.name for flaw in record.flaws] for record in records] == [[], ["unclosed_quote"], [], []]


def test_an_unclosed_quote_before_plain_lines_costs_one_line():
    text = '1,"abc,x\n' + "".join(f"{n},def,y\n" for n in range(2, 50)) + '50,"end",z\n'
    records = read(text, width=3)
    assert len(records) == 50
    assert [record.line for record in records if record.flaws] == [1]


def test_an_unclosed_quote_that_another_closes_by_chance():
    records = read('1,"abc,x\n2,def,y\n3,ghi,"\n4,a,b\n', width=3)
    assert [record.cells for record in records] == [
        ["1", '"abc', "x"],
        ["2", "def", "y"],
        ["3", "ghi", '"'],
        ["4", "a", "b"],
    ]


def test_a_file_cut_off_inside_a_quoted_cell():
    records = read('1,a\n2,"cut off\nin the\nmiddle', width=2)
    assert [record.line for record in records] == [1, 2, 3, 4]
    assert records[1].flaws[0].name == "unclosed_quote"


def test_a_long_quoted_cell_is_read():
    text = "\n".join(f"line {n}" for n in range(1_500))
    assert cells(f'1,"{text}"\n2,b\n', width=2) == [["1", text], ["2", "b"]]


def test_a_quoted_cell_longer_than_we_look_ahead_counts_as_unclosed():
    text = "\n".join("line" for _ in range(LOOK_AHEAD_LINES + 10))
    records = read(f'1,"{text}"\n2,b\n', width=2)
    assert records[0].flaws[0].name == "unclosed_quote"
    assert records[-1].cells == ["2", "b"]


def test_a_cell_over_the_cap_is_cut_and_told():
    (record,) = read("x" * (CELL_CAP + 5) + ",b\n")
    assert len(record.cells[0]) == CELL_CAP
    assert record.flaws[0].name == "too_long"
    (quoted,) = read('"' + "x" * (CELL_CAP + 5) + '",b\n')
    assert [flaw.name for flaw in quoted.flaws] == ["too_long"]


def test_spaces_around_quoted_cells():
    assert cells('a, "b, c" ,d\n, "quoted" word,x\n') == [["a", "b, c", "d"], ["", ' "quoted" word', "x"]]


def test_backslashes_escape_only_where_asked():
    text = r'1,"say \"hi\", he","x\\",\N' + "\n"
    assert cells(text, escape="\\") == [["1", 'say "hi", he', "x\\", "\\N"]]
    assert cells(r'"C:\dir\",b' + "\n") == [["C:\\dir\\", "b"]]


def test_an_escaped_quote_at_the_end_of_a_line_does_not_close():
    assert cells('1,"he said \\"\nno\\"",z\n2,a,b\n', escape="\\", width=3) == [
        ["1", 'he said "\nno"', "z"],
        ["2", "a", "b"],
    ]


def test_other_signs():
    assert cells("1|'it''s, a|b'|c\n", delimiter="|", quote="'") == [["1", "it's, a|b", "c"]]
    assert cells('a"b"|"c|d\n', delimiter="|", quote="") == [['a"b"', '"c', "d"]]
    assert cells("1,'The men's boots, black',x\n", quote="'") == [["1", "The men's boots, black", "x"]]


def random_table(generator, alphabet):
    rows = generator.randint(1, 12)
    width = generator.randint(2, 5)
    return [
        ["".join(generator.choices(alphabet, k=generator.randint(0, 8))) for _ in range(width)]
        for _ in range(rows)
    ]


@pytest.mark.parametrize("seed", range(40))
def test_what_a_writer_wrote_is_read_back(seed):
    generator = random.Random(seed)
    for _ in range(25):
        table = random_table(generator, 'ab1 ,;"\n\\é海')
        # A line of one empty cell cannot be told from a blank line, so no row is that.
        delimiter = generator.choice(",;\t|")
        text = io.StringIO()
        csv.writer(
            text, delimiter=delimiter, lineterminator=generator.choice(["\n", "\r\n"]), quoting=csv.QUOTE_ALL
        ).writerows(table)
        lines = Lines(io.StringIO(text.getvalue(), newline=None))
        records = list(read_raw_records(lines, Marks(delimiter), len(table[0])))
        assert [record.cells for record in records] == table
        assert not any(record.flaws for record in records)


@pytest.mark.parametrize("seed", range(40))
def test_records_take_every_line_once_whatever_the_text(seed):
    generator = random.Random(1_000 + seed)
    for _ in range(60):
        text = "".join(generator.choices('ab,,""\n\n\\\'; \r', k=generator.randint(1, 120)))
        lines = io.StringIO(text, newline=None).read().split("\n")
        if not lines[-1]:
            lines.pop()
        width = generator.choice([None, 1, 2, 3])
        marks = Marks(",", generator.choice(['"', "'", ""]), generator.choice(["", "\\"]))
        records = list(read_raw_records(Lines(io.StringIO(text, newline=None)), marks, width))
        next_line = 1
        for record in records:
            assert record.line == next_line
            next_line += record.line_count
        assert next_line == len(lines) + 1


def test_the_same_as_csv_reader_where_the_file_keeps_the_rules():
    text = 'id,title\n1,"Tide, the"\n2,"two\nlines"\n3,plain\n'
    assert cells(text, width=2) == list(csv.reader(io.StringIO(text, newline="")))


def test_records_are_plain_tuples():
    assert read("a\n") == [RawRecord(1, 1, ["a"])]
