"""What the reader says about rows and files, in the language now in use; it speaks English, the window may not."""

import re
from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QCoreApplication

from ltrec_gui.catalogue.reasons import REFUSALS, parse_reason

translate = QCoreApplication.translate


def reason_text(english: str) -> str:
    """Return the sentence of a RowProblem in the language now in use; an unknown one is returned as it is."""
    parsed = parse_reason(english)
    if parsed is None:
        return english
    name, fields = parsed
    return _filled(_reasons().get(name, english), fields)


def refusal_text(english: str) -> str:
    """Return the sentences of a CatalogueError in the language now in use; unknown ones are returned as they are."""
    for name, pattern in _refusal_patterns():
        match = pattern.fullmatch(english)
        if match:
            return _filled(_refusals().get(name, english), match.groupdict())
    return english


def _filled(template: str, fields: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: fields.get(match[1], match[0]), template)


@cache
def _refusal_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    field = re.compile(r"\\\{(\w+)\\\}")
    return tuple(
        (name, re.compile(field.sub(r"(?P<\1>.*?)", re.escape(template)), re.DOTALL))
        for name, template in REFUSALS.items()
    )


def _reasons() -> Mapping[str, str]:
    return {
        "bad_byte": translate(
            "Reasons", "byte 0x{byte} at character {position} of this cell cannot be read as {encoding}"
        ),
        "bad_date": translate("Reasons", "no year can be read from this date; it was taken as empty"),
        "bad_number": translate("Reasons", "this is not a number; it was taken as empty"),
        "comment_line": translate("Reasons", "this is a comment line, not a row"),
        "control_characters": translate("Reasons", "control characters were removed from this cell"),
        "differs": translate("Reasons", "differs from line {line}; the first is kept"),
        "empty_item_id": translate("Reasons", "the item id is empty"),
        "empty_title": translate("Reasons", "the title is empty"),
        "empty_user_id": translate("Reasons", "the user id is empty"),
        "header_again": translate("Reasons", "this line repeats the header"),
        "id_made": translate("Reasons", "the id is empty; one was made from the content"),
        "line_too_long": translate("Reasons", "this line is longer than {limit} characters"),
        "negative_count": translate("Reasons", "a count cannot be negative; it was taken as empty"),
        "other_table": translate(
            "Reasons", "this line belongs to another table, which begins on line {line}"
        ),
        "repeats": translate("Reasons", "repeats line {line}"),
        "same_id": translate("Reasons", "same id as line {line}"),
        "stray_quote": translate("Reasons", "a quote inside this cell is not doubled; it was kept as text"),
        "too_few_cells": translate(
            "Reasons", "too few cells: {expected} expected, {found} found; the rest were taken as empty"
        ),
        "too_long": translate("Reasons", "this cell is longer than {limit} characters"),
        "too_many_cells": translate("Reasons", "too many cells: {expected} expected, {found} found"),
        "unclosed_quote": translate("Reasons", "a quote opens in this line and is never closed"),
    }


def _refusals() -> Mapping[str, str]:
    return {
        "bad_archive": translate(
            "Refusals",
            "“{name}” is compressed but damaged. Nothing was imported. Get a fresh copy of the file.",
        ),
        "bad_delimiter": translate(
            "Refusals", "“{delimiter}” cannot separate columns. Nothing was imported. Choose one character."
        ),
        "bad_quote": translate(
            "Refusals",
            "“{quote}” cannot be the quote sign. Nothing was imported. Choose one character or none.",
        ),
        "bad_encoding": translate(
            "Refusals",
            "There is no text encoding “{encoding}”. Nothing was imported. Choose another encoding.",
        ),
        "binary": translate(
            "Refusals", "“{name}” is not a text file. Nothing was imported. Save the table as CSV first."
        ),
        "empty": translate(
            "Refusals",
            "“{name}” is empty. Nothing was imported. Check that the export has finished and try again.",
        ),
        "folder": translate("Refusals", "“{name}” is a folder. Nothing was imported. Choose one CSV file."),
        "html": translate(
            "Refusals",
            "“{name}” is a web page, not a table. Nothing was imported. Export the table as CSV first.",
        ),
        "json": translate(
            "Refusals", "“{name}” is a JSON file. Nothing was imported. Export the table as CSV first."
        ),
        "missing_file": translate(
            "Refusals", "There is no file “{name}”. Nothing was imported. Check the name and the folder."
        ),
        "missing_roles": translate(
            "Refusals", "No column of “{name}” is chosen for {roles}. Nothing was imported. Choose one."
        ),
        "no_column": translate(
            "Refusals",
            "“{name}” has no column number {column}. Nothing was imported. Choose the columns again.",
        ),
        "no_line": translate(
            "Refusals",
            "“{name}” has no line {line} for the header. Nothing was imported. Choose an earlier line.",
        ),
        "no_table": translate(
            "Refusals", "“{name}” holds only remarks, no table. Nothing was imported. Choose another file."
        ),
        "not_a_file": translate(
            "Refusals", "“{name}” is a device or a pipe, not a file. Nothing was imported. Choose a CSV file."
        ),
        "pdf": translate(
            "Refusals", "“{name}” is a PDF document. Nothing was imported. Export the table as CSV first."
        ),
        "unreadable": translate(
            "Refusals",
            "“{name}” cannot be read ({why}). Nothing was imported. Check your rights to the file.",
        ),
        "workbook": translate(
            "Refusals",
            "“{name}” is a spreadsheet or a zip file. Nothing was imported. Save one sheet as CSV first.",
        ),
        "xml": translate(
            "Refusals", "“{name}” is an XML file. Nothing was imported. Export the table as CSV first."
        ),
    }
