"""Every sentence this room says about a row or a file: one table each, so that they can be translated."""

import re
from collections.abc import Mapping
from functools import cache

from ltrec_gui.errors import CatalogueError

# Why a row was refused, or which of its cells was changed or taken as empty. `{...}` are str.format fields.
REASONS: Mapping[str, str] = {
    "bad_byte": "byte 0x{byte} at character {position} of this cell cannot be read as {encoding}",
    "bad_date": "no year can be read from this date; it was taken as empty",
    "bad_number": "this is not a number; it was taken as empty",
    "blank_line": "this line is blank",
    "comment_line": "this is a comment line, not a row",
    "control_characters": "control characters were removed from this cell",
    "differs": "differs from line {line}; the first is kept",
    "empty_item_id": "the item id is empty",
    "empty_title": "the title is empty",
    "empty_user_id": "the user id is empty",
    "error_value": "the spreadsheet shows an error here; it was taken as empty",
    "formula": "this begins like a formula; it is kept as text and made harmless in exports",
    "header_again": "this line repeats the header",
    "html": "this cell holds HTML; it is read as plain text",
    "id_made": "the id is empty; one was made from the content",
    "line_too_long": "this line is longer than {limit} characters",
    "negative_count": "a count cannot be negative; it was taken as empty",
    "no_object": "this is not a JSON object",
    "other_table": "this line belongs to another table, which begins on line {line}",
    "repeats": "repeats line {line}",
    "same_id": "same id as line {line}",
    "stray_quote": "a quote inside this cell is not doubled; it was kept as text",
    "too_few_cells": "too few cells: {expected} expected, {found} found; the rest were taken as empty",
    "too_long": "this cell is longer than {limit} characters",
    "too_many_cells": "too many cells: {expected} expected, {found} found",
    "unclosed_quote": "a quote opens in this line and is never closed",
}

# Why a whole file cannot be read: what happened, what is safe, what to do.
REFUSALS: Mapping[str, str] = {
    "bad_archive": "“{name}” is compressed but damaged. Nothing was imported. Get a fresh copy of the file.",
    "bad_parquet": "“{name}” is a damaged Parquet file. Nothing was imported. Get a fresh copy of the file.",
    "bad_workbook": "“{name}” is a damaged workbook. Nothing was imported. Open and save it again, or save it as CSV.",
    "bad_delimiter": "“{delimiter}” cannot separate columns. Nothing was imported. Choose one character.",
    "bad_quote": "“{quote}” cannot be the quote sign. Nothing was imported. Choose one character or none.",
    "bad_encoding": "There is no text encoding “{encoding}”. Nothing was imported. Choose another encoding.",
    "binary": "“{name}” is not a text file. Nothing was imported. Save the table as CSV first.",
    "empty": "“{name}” is empty. Nothing was imported. Check that the export has finished and try again.",
    "folder": "“{name}” is a folder. Nothing was imported. Choose one CSV file.",
    "html": "“{name}” is a web page, not a table. Nothing was imported. Export the table as CSV first.",
    "json": "“{name}” is a JSON document, not a table. Nothing was imported. Export the table as JSON Lines or CSV.",
    "json_too_long": "“{name}” is one very long JSON list. Nothing was imported. Export it as JSON Lines instead.",
    "missing_file": "There is no file “{name}”. Nothing was imported. Check the name and the folder.",
    "missing_roles": "No column of “{name}” is chosen for {roles}. Nothing was imported. Choose one.",
    "no_column": "“{name}” has no column number {column}. Nothing was imported. Choose the columns again.",
    "no_line": "“{name}” has no line {line} for the header. Nothing was imported. Choose an earlier line.",
    "no_sheet": "“{name}” has no sheet “{sheet}”. Nothing was imported. Choose another sheet.",
    "no_table": "“{name}” holds only remarks, no table. Nothing was imported. Choose another file.",
    "not_a_file": "“{name}” is a device or a pipe, not a file. Nothing was imported. Choose a CSV file.",
    "pdf": "“{name}” is a PDF document. Nothing was imported. Export the table as CSV first.",
    "unreadable": "“{name}” cannot be read ({why}). Nothing was imported. Check your rights to the file.",
    "workbook": "“{name}” is no XLSX workbook. Nothing was imported. Save it as XLSX or CSV first.",
    "wrong_encoding": "“{name}” is not written in {encoding}. Nothing was imported. Choose another encoding.",
    "xml": "“{name}” is an XML file. Nothing was imported. Export the table as CSV first.",
}


def reason(name: str, /, **fields: object) -> str:
    """Return the English sentence `name` of REASONS with its fields filled in."""
    return REASONS[name].format(**fields)


def refusal(name: str, /, **fields: object) -> CatalogueError:
    """Return the error that says sentence `name` of REFUSALS; the caller raises it."""
    return CatalogueError(REFUSALS[name], **fields)


def parse_reason(text: str) -> tuple[str, dict[str, str]] | None:
    """Return the name and the fields behind a sentence made by `reason`, to say it in another language."""
    for name, pattern in _reason_patterns():
        match = pattern.fullmatch(text)
        if match:
            return name, match.groupdict()
    return None


@cache
def _reason_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    field = re.compile(r"\\\{(\w+)\\\}")
    return tuple(
        (name, re.compile(field.sub(r"(?P<\1>.*?)", re.escape(template)), re.DOTALL))
        for name, template in REASONS.items()
    )
