"""What the reader says about rows, in the language now in use; it speaks English, the window may not."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from ltrec_gui.catalogue.reasons import parse_reason
from ltrec_gui.errors import fill

translate = QCoreApplication.translate


def reason_text(english: str) -> str:
    """Return the sentence of a RowProblem in the language now in use; an unknown one is returned as it is."""
    parsed = parse_reason(english)
    if parsed is None:
        return english
    name, fields = parsed
    return fill(_reasons().get(name, english), fields)


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
