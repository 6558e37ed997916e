"""One cell at a time: text, tags, numbers and dates are read, or refused where they cannot be told."""

import pytest

from ltrec_gui.catalogue.cells import (
    decimal_sign,
    one_line,
    parse_date,
    parse_number,
    parse_tags,
    plain_text,
    tag_separator,
    title_text,
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>One&nbsp;<b>bold</b> word</p><p>Two</p>", "One bold word\n\nTwo"),
        ("a<br />b<BR>c", "a\nb\nc"),
        ("<script>alert('x')</script>Safe<style>p{}</style><!-- remark -->", "Safe"),
        ("a < b and c > d, I <3 you", "a < b and c > d, I <3 you"),
        ("vector<int> and <unknown>", "vector<int> and <unknown>"),
        ("Fish &amp; chips &lt;b&gt; &#39;hot&#x27;", "Fish & chips <b> 'hot'"),
        ("AT&T, R&D, ?a=1&copy=2", "AT&T, R&D, ?a=1&copy=2"),
        ('<a href="https://example.org/?a=1&b=2" target="_blank">here</a>', "here"),
        ("one\r\n\r\n\r\ntwo   three\tfour", "one\n\ntwo three four"),
        ("&#0;&#7;x", "\ufffdx"),
        ("<img src=x onerror=alert(1)>text", "text"),
    ],
)
def test_plain_text(cell, text):
    assert plain_text(cell) == text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("The <i>Odyssey</i> &amp; after", "The Odyssey & after"),
        ("<img src=file:///etc/passwd>", "<img src=file:///etc/passwd>"),
        ("<script>x</script>", "<script>x</script>"),
        ("a < b > c", "a < b > c"),
        ("&lt;b&gt;", "<b>"),
        (" two\n lines<br/>", "two lines"),
    ],
)
def test_a_title_never_vanishes(raw, shown):
    assert title_text(raw) == shown


def test_one_line_is_one_line():
    assert one_line(" The\n <i>long</i>\u00a0 title ") == "The long title"


@pytest.mark.parametrize("opening", ["<script>", "<!--", "<p ", "&#", "<script"])
def test_a_cell_of_openings_that_never_close_stays_text(opening):
    # A megabyte: were each opening searched to the end of the cell, this would take minutes.
    cell = opening * (1_000_000 // len(opening))
    assert plain_text(cell) == cell.strip()


@pytest.mark.parametrize(
    ("cell", "separator", "tags"),
    [
        ("sea|storm|Sea| ", "|", ("sea", "storm")),
        ("剧情、喜剧，爱情", ",", ("剧情", "喜剧", "爱情")),
        ("剧情 / 喜剧", "/", ("剧情", "喜剧")),
        ("Job, chapter 1", "|", ("Job, chapter 1",)),
        ("['children', \"it's\", 'Children']", None, ("children", "it's")),
        ('["a", "b"]', ",", ("a", "b")),
        ('[{"id": 1, "name": "Drama"}, {"id": 2, "name": "War"}]', None, ("Drama", "War")),
        ("[{'id': 1, 'name': 'Drama'}]", None, ("Drama",)),
        ("[]", None, ()),
        ("(no genres listed)", "|", ()),
        ("[unclosed, list", ",", ("[unclosed", "list")),
        ("[1, 2]", None, ("1", "2")),
        ("Rock &amp; Roll;<b>Jazz</b>", ";", ("Rock & Roll", "Jazz")),
    ],
)
def test_parse_tags(cell, separator, tags):
    assert parse_tags(cell, separator) == tags


def test_a_hostile_list_is_plain_text():
    assert parse_tags("[" * 5_000 + "]" * 5_000, None)
    assert parse_tags("[__import__('os').getcwd()]", None) == ("[__import__('os').getcwd()]",)


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (["a|b", "Job, chapter 1", "c|d"], "|"),
        (["a; b", "c"], ";"),
        (["a, b", "c, d", "e, f; g"] * 3, ";"),
        (["a, b", "c, d"] * 10 + ["e; f"], ","),
        (["Sci-Fi/Drama", "War"], "/"),
        (["Drama", "War"], None),
        (["a -- b,c -- d"] * 5 + ["Finn, Huck;c"] * 3, ";,"),
    ],
)
def test_one_separator_for_a_column(cells, separator):
    assert tag_separator(cells) == separator


def test_a_mixed_column_keeps_names_whole():
    assert parse_tags("Finn, Huck (hero);Rivers", ";,") == ("Finn, Huck (hero)", "Rivers")
    assert parse_tags("Sisters,Love stories", ";,") == ("Sisters", "Love stories")


@pytest.mark.parametrize(
    ("cell", "decimal", "number"),
    [
        ("1204", ".", 1204), ("1,204", ".", 1204), ("1,204,567.5", ".", 1204567.5), ("1.204", ",", 1204),
        ("1.204.567,5", ",", 1204567.5), ("4,5", ",", 4.5), ("3.7k", ".", 3700), ("3,7k", ",", 3700),
        ("1.2万", ".", 12000), ("3亿", ".", 3e8), ("2.5M", ".", 2.5e6), ("1 204", ".", 1204),
        ("1\u00a0204", ".", 1204), ("1'204", ".", 1204), ("-3", ".", -3), ("−3", ".", -3), (".5", ".", 0.5),
        ("1e3", ".", 1000), ("１２", ".", 12), ("0012", ".", 12),
    ],
)  # fmt: skip
def test_numbers(cell, decimal, number):
    assert parse_number(cell, decimal) == number


@pytest.mark.parametrize("cell", ["NaN", "nan", "inf", "-inf", "", "NULL", "1e999", "N/A"])
def test_numbers_that_say_nothing(cell):
    assert parse_number(cell) is None


@pytest.mark.parametrize(
    "cell", ["12 copies", "4,5", "1.2.3", "12-13", "x", "1,2,3", "$5", "4/5", "85%", "0x10", "1_000"]
)
def test_what_is_no_number(cell):
    with pytest.raises(ValueError, match=r"."):
        parse_number(cell)


@pytest.mark.parametrize(
    ("cells", "is_count", "sign"),
    [
        (["1.204", "12", "987"], True, ","),
        (["1.204", "12.5"], True, "."),
        (["1,204", "12"], True, "."),
        (["1.204,50", "12"], False, ","),
        (["1,204.50"], False, "."),
        (["3,5", "4"], False, ","),
        (["4.125"], False, "."),
        (["4,125"], False, ","),
        (["1.204.567"], True, ","),
        (["1,204,567"], True, "."),
        (["0.125"], True, "."),
        ([], True, "."),
        (["12 copies"], True, "."),
    ],
)
def test_decimal_sign_of_a_column(cells, is_count, sign):
    assert decimal_sign(cells, is_count=is_count) == sign


@pytest.mark.parametrize(
    ("cell", "text", "year"),
    [
        ("2019", "2019", 2019), ("2019-03-12", "2019-03-12", 2019),
        ("2019-03-12T10:00:00Z", "2019-03-12T10:00:00Z", 2019),
        ("12/03/2019", "12/03/2019", 2019), ("12.3.2019", "12.3.2019", 2019), ("12/03/19", "12/03/19", 2019),
        ("12/03/71", "12/03/71", 1971), ("1994年", "1994年", 1994), ("2019年3月", "2019年3月", 2019),
        ("2008.0", "2008", 2008), ("-720.0", "-720", -720), ("720 BC", "720 BC", -720),
        ("公元前300年", "公元前300年", -300),
        ("1140825600", "2006-02-25", 2006), ("1140825600000", "2006-02-25", 2006), ("20190312", "20190312", 2019),
        ("March 3, 2010", "March 3, 2010", 2010), ("c. 1929", "c. 1929", 1929),
        ("1825, reprinted 1874", "1825, reprinted 1874", 1825), ("2019/3/1", "2019/3/1", 2019),
        ("0", "", None), ("", "", None), ("NaN", "", None), ("date not known", "", None), ("不详", "", None),
        ("0000-00-00", "", None),
    ],
)  # fmt: skip
def test_dates(cell, text, year):
    assert parse_date(cell) == (text, year)


@pytest.mark.parametrize("cell", ["soon", "9999", "12:30", "last spring", "31/12", "12345", "1e9"])
def test_what_is_no_date(cell):
    with pytest.raises(ValueError, match=r"."):
        parse_date(cell)
