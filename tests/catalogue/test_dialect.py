"""Encoding, delimiter, quote and header are found; what is no table is refused in plain words."""

import gzip
import os
import sqlite3

import pytest

from ltrec_gui.catalogue.columns import is_known_header
from ltrec_gui.catalogue.dialect import Dialect, detect_dialect
from ltrec_gui.errors import CatalogueError

ROWS = "id,title,text\n1,Tide table,When the water comes\n2,Harbour lights,What the keeper saw\n"


def write(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "catalogue.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


SAMPLES = [
    ("gb18030", "书名,作者,简介\n灯塔守望者书简,王海,一位守塔人的来信\n潮汐表,李明,海边的小镇\n"),
    ("gb18030", "编号,名称\n1,我爱你\n"),
    ("gb18030", "標題,作者\n漢字文化與歷史,陳大文\n這是關於我們的書,王海\n"),
    ("big5", "書名,作者,簡介\n燈塔守望者書簡,王海,一位守塔人的來信與我們的故事\n潮汐表,李明,海邊的小鎮\n"),
    ("cp932", "書名,著者\n海辺の灯台,田中,少年の物語です\n雪の国,鈴木\n"),
    ("euc_jp", "書名,著者\n海辺の灯台,田中,少年の物語です\n雪の国,鈴木\n"),
    ("cp949", "제목,저자,설명\n등대지기의 편지,김철수,바다에 관한 이야기\n조수표,이영희\n"),
    ("cp1252", "title,author\nÇa ira,François\nL’été à Paris,Müller – Groß\n"),
    ("cp1252", "Titel,Text\nÜber die Straße,Größe\n"),
    ("cp1252", "titel,forfatter\nSmørrebrød på dansk,Åse\n"),
    ("cp1252", "título,texto\nCoração,não é só emoção à noite\n"),
    ("cp1252", "name,price\nLamp,£25\n"),
    ("cp1250", "nazwa,opis\nZażółć gęślą jaźń,dolnośląskie Łódź\n"),
    ("cp1250", "název,text\nPříliš žluťoučký kůň,úpěl ďábelské ódy\n"),
    ("cp1251", "название,автор\nМаяк и море,Петров\nДневник смотрителя,Сидорова\n"),
    ("koi8_r", "название,автор\nМаяк и море,Петров\nДневник смотрителя,Сидорова\n"),
    ("mac_roman", "title,text\nSuite française,für Klavier “don’t”\n"),
    ("utf-8", "书名,作者\n灯塔,王海\nÉté,Müller\n"),
    ("utf-8-sig", "书名,作者\n灯塔,王海\n"),
    ("utf-16", "书名,作者\n灯塔,王海\n"),
    ("utf-32", "书名,作者\n灯塔,王海\n"),
    ("utf-16-le", ROWS),
    ("utf-16-be", ROWS),
    ("utf-8", ROWS),
]


@pytest.mark.parametrize(("encoding", "text"), SAMPLES)
def test_encodings(tmp_path, encoding, text):
    assert detect_dialect(write(tmp_path, text, encoding)).encoding == encoding


def test_a_bad_byte_late_in_a_file_is_found(tmp_path):
    text = ROWS.encode() * 40_000 + "9,Café,x\n".encode("cp1252")
    assert detect_dialect(write(tmp_path, text)).encoding == "cp1252"


def test_utf8_with_one_damaged_row_is_still_utf8(tmp_path):
    text = "书名,作者\n灯塔守望者,王海\n".encode() + b"\xe6\xb5,x\n"
    assert detect_dialect(write(tmp_path, text)).encoding == "utf-8"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path, delimiter):
    text = 'id;title;text\n1;"Tide; table, the | one";a, b\n2;Harbour;"two\nlines"\n'
    text = text.replace(";", "\0").replace(", ", " ").replace("\0", delimiter)
    dialect = detect_dialect(write(tmp_path, text))
    assert (dialect.delimiter, dialect.quote, dialect.header_line) == (delimiter, '"', 1)


def test_a_decimal_comma_is_no_delimiter(tmp_path):
    text = "name;price;rating\n" + "".join(f"Lamp {n};{n},50;{n},25\n" for n in range(20))
    assert detect_dialect(write(tmp_path, text)).delimiter == ";"


def test_commas_in_texts_are_no_delimiter(tmp_path):
    text = "title\ttext\n" + "".join(f"Tide {n}\tOne, two, three, four and {n}\n" for n in range(20))
    assert detect_dialect(write(tmp_path, text)).delimiter == "\t"


def test_one_column(tmp_path):
    assert detect_dialect(write(tmp_path, "title\nTide table\nHarbour\n")) == Dialect("utf-8", ",", '"', 1)
    titles = "title\n" + "".join(f"Tide {n}\n" for n in range(9)) + "The lamp, the keeper, and the sea\n"
    assert detect_dialect(write(tmp_path, titles)).delimiter not in titles


def test_a_list_of_titles_without_a_header(tmp_path):
    assert detect_dialect(write(tmp_path, "Tide table\nHarbour lights\n")).header_line == 0


def test_single_quotes(tmp_path):
    text = "id,title,text\n" + "".join(f"{n},'Tide, table','Men's boots, black'\n" for n in range(9))
    assert detect_dialect(write(tmp_path, text)).quote == "'"
    plain = "id,title,text\n" + "".join(f"{n},'tis the season,don't\n" for n in range(9))
    assert detect_dialect(write(tmp_path, plain)).quote == '"'


def test_backslash_escapes(tmp_path):
    text = 'id,title\n1,"The \\"Big\\" one, again"\n2,"Tide"\n'
    assert detect_dialect(write(tmp_path, text)).escape == "\\"
    assert detect_dialect(write(tmp_path, 'id,path\n1,"C:\\tide\\"\n2,"D:\\"\n')).escape == ""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path, line_end):
    assert detect_dialect(write(tmp_path, ROWS.replace("\n", line_end))) == Dialect("utf-8", ",")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Spring catalogue,,\n,,\nid,title,text\n1,Tide,x\n2,Lamp,y\n", 3),
        ("# made by hand\n# 2024\n\nid,title,text\n1,Tide,x\n2,Lamp,y\n", 4),
        ("A list of books, made in spring\nid,title,author,loans\n1,Tide,x,3\n2,Lamp,y,4\n", 2),
        ("Report,Q1\nDate,2014\n\nid,title,author,loans\n1,Tide,x,3\n2,Lamp,y,4\n3,Sea,z,5\n", 4),
        (",title,author\n0,Tide,x\n1,Lamp,y\n", 1),
        ("id,title\n", 1),
        ("1,Tide,3\n2,Lamp,4\n", 0),
        ("2019-01-02,Tide,x\n2019-01-03,Lamp,y\n", 0),
        ("https://example.org/1,Tide\nhttps://example.org/2,Lamp\n", 0),
        ("north,Tide,pier\nnorth,Lamp,mole\nsouth,Sea,quay\n", 0),
        ("Werk,Autor\nTide,x\nLamp,y\n", 1),
        ("title,author,2019\nTide,x,3\nLamp,y,4\n", 1),
    ],
)
def test_header_line(tmp_path, text, line):
    assert detect_dialect(write(tmp_path, text)).header_line == line


def test_what_the_editor_fixed_is_kept(tmp_path):
    path = write(tmp_path, "title;text\nTide;café\n", "cp1252")
    assert detect_dialect(path, encoding="cp1250").encoding == "cp1250"
    assert detect_dialect(path, delimiter="|").delimiter == "|"
    assert detect_dialect(path, delimiter="tab").delimiter == "\t"


def test_gzip(tmp_path):
    path = tmp_path / "catalogue.csv.gz"
    path.write_bytes(gzip.compress(ROWS.encode()))
    assert detect_dialect(path) == Dialect("utf-8", ",")
    path.write_bytes(gzip.compress(ROWS.encode())[:-12])
    with pytest.raises(CatalogueError, match="damaged"):
        detect_dialect(path)


def sqlite_bytes(tmp_path):
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("create table t (a)")
    connection.commit()
    connection.close()
    return (tmp_path / "a.db").read_bytes()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"# only\n# remarks\n", "only remarks"),
        (b"PK\x03\x04" + b"x" * 100, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "no XLSX workbook"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"<!DOCTYPE html>\n<html><body>a,b</body></html>", "web page"),
        (b"\n <html lang='en'>", "web page"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b'{"title":\n "Tide"}\n', "JSON document"),
        (b'{"items": [{"title": "Tide"},\n {"title": "Lamp"}]\n}', "JSON document"),
        (b"PAR1" + b"x" * 100, "damaged Parquet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a text file"),
        (bytes(range(256)) * 8, "not a text file"),
        (b"\0" * 5_000, "not a text file"),
        (sqlite_bytes, "not a text file"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(tmp_path, content, words):
    path = write(tmp_path, content(tmp_path) if callable(content) else content)
    with pytest.raises(CatalogueError, match=words) as refused:
        detect_dialect(path)
    sentence = str(refused.value)
    assert "Nothing was imported." in sentence
    assert sentence.endswith(".")
    assert str(tmp_path) not in sentence


def test_folders_devices_pipes_and_missing_files_are_refused_unopened(tmp_path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path, words in [
        (tmp_path, "is a folder"),
        (pipe, "device or a pipe"),
        (tmp_path / "zero", "device or a pipe"),
        (tmp_path / "nothing.csv", "no file"),
        (tmp_path / ("x" * 300), "cannot be read"),
    ]:
        if path.name == "zero":
            path.symlink_to("/dev/zero")
        with pytest.raises(CatalogueError, match=words):
            detect_dialect(path)


@pytest.mark.parametrize("encoding", ["no-such", "rot13", "undefined", "base64"])
def test_unknown_encodings_are_refused(tmp_path, encoding):
    with pytest.raises(CatalogueError, match="no text encoding"):
        detect_dialect(write(tmp_path, ROWS), encoding=encoding)


def test_an_encoding_the_file_is_not_written_in_is_not_called_unknown(tmp_path):
    with pytest.raises(CatalogueError, match=r"“catalogue.csv” is not written in utf-16"):
        detect_dialect(write(tmp_path, ROWS), encoding="utf-16")


def test_a_huge_first_cell_is_soon_known_to_be_no_header():
    # Trying all its endings one by one would take hours.
    assert not is_known_header("潮" * 1_000_000 + "书名")


@pytest.mark.parametrize("delimiter", ["", ",,", "\n"])
def test_impossible_delimiters_are_refused(tmp_path, delimiter):
    with pytest.raises(CatalogueError, match="cannot separate"):
        detect_dialect(write(tmp_path, ROWS), delimiter=delimiter)


def test_a_workbook_stays_refused_when_the_encoding_is_fixed(tmp_path):
    with pytest.raises(CatalogueError, match="damaged"):
        detect_dialect(write(tmp_path, b"PK\x03\x04abc"), encoding="utf-8")
