"""A table of chosen items as CSV, XLSX, JSON, Markdown, HTML or for the clipboard; knows no library."""

import csv
import html
import io
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import IO

from ltrec_gui.errors import RequestError

Cell = str | int | float | tuple[str, ...] | None

# A cell that starts with one of these is run as a formula by a spreadsheet; the full-width signs count there too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SUFFIXES = {"csv": ".csv", "xlsx": ".xlsx", "json": ".json", "markdown": ".md", "html": ".html"}
# What the names of encodings in presets mean to Python. A spreadsheet sees by the mark that it is UTF-8.
CODECS = {"utf-8": "utf-8", "utf-8-excel": "utf-8-sig", "gb18030": "gb18030"}
# JSON is UTF-8 by definition, and a workbook says itself how it is encoded.
ENCODED_FORMATS = ("csv", "markdown", "html")
LONGEST_CELL = 32_767  # letters; a workbook holds no more
SHEET_NAME_LENGTH = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_WORKBOOKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_MARKDOWN_STARTS = re.compile(r"^(\d+)([.)])|^([-+])(?=\s|$)")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# How a spreadsheet is told, in HTML that is pasted into it, that a cell is text whatever it begins with.
_PASTED_AS_TEXT = " style=\"mso-number-format:'\\@'\""
_PAGE_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;"
    "color:#1a1f27;background:#fff}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.5rem .75rem;border-bottom:1px solid #c9d0da}"
    "td.n{text-align:right}"
    "@media (prefers-color-scheme:dark){body{color:#e8ecf2;background:#14171c}th,td{border-color:#3a424e}"
    "a{color:#7fb0ff}}"
)


@dataclass(frozen=True, slots=True)
class Table:
    """What is written: a title and, column by column, its field, its header and a cell for every item.

    A cell is text, a number, several texts (tags) or None where there is nothing.
    """

    title: str
    fields: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def first(self, count: int) -> "Table":
        """Return the same table with its first `count` rows only."""
        return replace(self, rows=self.rows[:count])


def text_of(table: Table, file_format: str, language: str = "en", encoding: str = "utf-8") -> str:
    """Return a table as the text of a file; KeyError for a format that is no text."""
    return {
        "csv": lambda: as_csv(table),
        "json": lambda: as_json(table),
        "markdown": lambda: as_markdown(table),
        "html": lambda: as_html(table, language, encoding),
    }[file_format]()


def encoded(table: Table, file_format: str, encoding: str, language: str = "en") -> bytes:
    """Return a table as the bytes of a file; RequestError names the character that an encoding cannot write."""
    used = encoding if file_format in ENCODED_FORMATS else "utf-8"
    if used == "utf-8-excel" and file_format != "csv":
        used = "utf-8"
    text = text_of(table, file_format, language, used)
    try:
        return text.encode(CODECS[used])
    except UnicodeEncodeError as error:
        raise _unwritable(table, error.object[error.start], used) from error


def write_workbook(table: Table, file: IO[bytes]) -> None:
    """Write a table as an XLSX workbook, row by row; text is never a formula.

    Characters no workbook can hold are left out, and a text ends after LONGEST_CELL letters.
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    name = _NOT_IN_SHEET_NAMES.sub(" ", table.title).strip(" '")[:SHEET_NAME_LENGTH]
    sheet = workbook.create_sheet(name or "1")
    for column, field in enumerate(table.fields):
        sheet.column_dimensions[_column_letters(column)].width = _width(table, column, field)
    sheet.freeze_panes = "A2"
    sheet.append([_sheet_cell(sheet, header, is_bold=True) for header in table.headers])
    for row in table.rows:
        sheet.append([_sheet_cell(sheet, cell) for cell in row])
    workbook.save(file)


def shortened_count(table: Table) -> int:
    """Return how many cells are too long for a workbook."""
    return sum(len(said) > LONGEST_CELL for row in table.rows for said in map(plain, row))


def clipboard_texts(table: Table) -> tuple[str, str]:
    """Return a table as plain text (tab-separated; without its header where it is one column) and as HTML."""
    lines = [[str(harmless(" ".join(plain(cell).split()))) for cell in row] for row in table.rows]
    if len(table.headers) > 1:
        lines.insert(0, [" ".join(header.split()) for header in table.headers])
    return "\n".join("\t".join(line) for line in lines), _html_table(table, _PASTED_AS_TEXT)


def as_csv(table: Table) -> str:
    """Return a table as CSV, every cell quoted; text that a spreadsheet would run begins with an apostrophe."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(header) for header in table.headers])
    writer.writerows(
        [harmless(plain(cell) if isinstance(cell, tuple) else cell) for cell in row] for row in table.rows
    )
    return buffer.getvalue()


def as_json(table: Table) -> str:
    """Return a table as a JSON list of objects; numbers stay numbers; RequestError where two headers are the same."""
    twins = [header for header in table.headers if table.headers.count(header) > 1]
    if twins:
        raise RequestError(
            "Two columns are called “{header}”, and JSON can keep one of them only. Nothing was written. Give one of "
            "them another header.",
            header=twins[0],
        )
    rows = [dict(zip(table.headers, (_json_value(cell) for cell in row), strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def as_markdown(table: Table) -> str:
    """Return a table as a numbered list: the title, as a link where there is an address, then every other column."""
    title, link = _title_column(table), _column_of(table, "url")
    beside = [
        column
        for column, field in enumerate(table.fields)
        if column != title and field != "position" and not (column == link and title is not None)
    ]
    lines = [f"# {_markdown(table.title)}", ""]
    for number, row in enumerate(table.rows, 1):
        address = plain(row[link]) if link is not None else ""
        said = "" if title is None else _markdown(plain(row[title]))
        shown = f"[{said}](<{address}>)" if said and _WEB_ADDRESS.fullmatch(address) else said
        lines.append(f"{number}. **{shown}**" if shown else f"{number}.")
        if address and not _WEB_ADDRESS.fullmatch(address) and title is not None and link is not None:
            lines.append(f"   - {_markdown(table.headers[link])}: {_markdown(address)}")
        lines += [
            f"   - {_markdown(table.headers[column])}: {_markdown(plain(row[column]))}"
            for column in beside
            if plain(row[column])
        ]
    return "\n".join(lines) + "\n"


def as_html(table: Table, language: str = "en", encoding: str = "utf-8") -> str:
    """Return a table as one plain page that needs nothing else: everything escaped, no script, nothing loaded."""
    title = html.escape(table.title)
    charset = "gb18030" if encoding == "gb18030" else "utf-8"
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="{charset}">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_PAGE_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"{_html_table(table)}\n</body>\n</html>\n"
    )


def harmless(value: object) -> object:
    """Return text that a spreadsheet shows as it is: a formula gets an apostrophe before it; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return "'" + value
    return value


def plain(cell: Cell) -> str:
    """Return a cell as one text; several texts are joined by semicolons."""
    if cell is None:
        return ""
    return "; ".join(cell) if isinstance(cell, tuple) else str(cell)


def _json_value(cell: Cell) -> str | int | float | list[str]:
    if cell is None:
        return ""
    return list(cell) if isinstance(cell, tuple) else cell


def _html_table(table: Table, text_attribute: str = "") -> str:
    head = "".join(f"<th>{html.escape(header)}</th>" for header in table.headers)
    body = "\n".join(
        "<tr>" + "".join(_html_cell(cell, text_attribute) for cell in row) + "</tr>" for row in table.rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _html_cell(cell: Cell, text_attribute: str) -> str:
    if isinstance(cell, int | float):
        return f'<td class="n">{cell}</td>'
    text = plain(cell)
    shown = html.escape(text).replace("\n", "<br>")
    if _WEB_ADDRESS.fullmatch(text):
        shown = f'<a href="{html.escape(text)}" rel="noreferrer">{shown}</a>'
    return f"<td{text_attribute}>{shown}</td>"


def _markdown(text: str) -> str:
    """Return text on one line that Markdown shows as it is."""
    escaped = _MARKDOWN_SIGNS.sub(r"\\\1", " ".join(text.split())).replace("&", "&amp;")
    return _MARKDOWN_STARTS.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", escaped)


def _title_column(table: Table) -> int | None:
    """Return which column names an item: its title, else its id, else the first that is no number of a place."""
    for field in ("title", "item_id"):
        found = _column_of(table, field)
        if found is not None:
            return found
    return next((column for column, field in enumerate(table.fields) if field != "position"), None)


def _column_of(table: Table, field: str) -> int | None:
    return table.fields.index(field) if field in table.fields else None


def _unwritable(table: Table, character: str, encoding: str) -> RequestError:
    """Return the error that names a character, its code, and the first item that holds it."""
    column = _title_column(table)
    named = next(
        (
            plain(row[column]) if column is not None else str(number)
            for number, row in enumerate(table.rows, 1)
            if any(character in plain(cell) for cell in row)
        ),
        table.title,
    )
    code = f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
    shown = named.encode("utf-8", "replace").decode()
    return RequestError(
        "“{item}” holds the character {code}, which cannot be written as {encoding}. Nothing was written. Choose "
        "another encoding, or leave the column out.",
        item=shown,
        code=code,
        encoding=encoding.upper(),
    )


def _sheet_cell(sheet: object, cell: Cell, is_bold: bool = False) -> object:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if isinstance(cell, int | float):
        return WriteOnlyCell(sheet, value=cell)
    text = _NOT_IN_WORKBOOKS.sub("", plain(cell))[:LONGEST_CELL]
    made = WriteOnlyCell(sheet, value=text)
    made.data_type = "s"  # a text that begins with = would be written as a formula otherwise
    # The apostrophe of a spreadsheet: it keeps the text one when the cell is edited, and is no part of it.
    made.quotePrefix = harmless(text) != text
    made.alignment = Alignment(vertical="top", wrap_text=len(text) > 60)
    if is_bold:
        made.font = Font(bold=True)
    return made


def _column_letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column + 1))


def _width(table: Table, column: int, field: str) -> float:
    """Return how wide a column of a sheet is, in letters: as its content asks, within reason."""
    texts: Sequence[str] = [table.headers[column], *(plain(row[column]) for row in table.rows[:50])]
    # A Chinese character is as wide as two letters.
    longest = max(
        sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:80]) for text in texts
    )
    return float(min(max(longest + 2, 8), 60))
