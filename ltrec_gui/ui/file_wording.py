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
        "blank_line": translate("Reasons", "this line is blank"),
        "comment_line": translate("Reasons", "this is a comment line, not a row"),
        "control_characters": translate("Reasons", "control characters were removed from this cell"),
        "differs": translate("Reasons", "differs from line {line}; the first is kept"),
        "empty_item_id": translate("Reasons", "the item id is empty"),
        "empty_title": translate("Reasons", "the title is empty"),
        "empty_user_id": translate("Reasons", "the user id is empty"),
        "error_value": translate("Reasons", "the spreadsheet shows an error here; it was taken as empty"),
        "formula": translate(
            "Reasons", "this begins like a formula; it is kept as text and made harmless in exports"
        ),
        "header_again": translate("Reasons", "this line repeats the header"),
        "html": translate("Reasons", "this cell holds HTML; it is read as plain text"),
        "id_made": translate("Reasons", "the id is empty; one was made from the content"),
        "line_too_long": translate("Reasons", "this line is longer than {limit} characters"),
        "negative_count": translate("Reasons", "a count cannot be negative; it was taken as empty"),
        "no_object": translate("Reasons", "this is not a JSON object"),
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


def kind_name(kind: str) -> str:
    """Return the short name of a kind of problem, a name of REASONS, in the language now in use."""
    return {
        "bad_byte": translate("ProblemKinds", "Unreadable bytes"),
        "bad_date": translate("ProblemKinds", "No year in a date"),
        "bad_number": translate("ProblemKinds", "Not a number"),
        "blank_line": translate("ProblemKinds", "Blank lines"),
        "comment_line": translate("ProblemKinds", "Comment lines"),
        "control_characters": translate("ProblemKinds", "Control characters"),
        "differs": translate("ProblemKinds", "Differs from an earlier row"),
        "empty_item_id": translate("ProblemKinds", "No item id"),
        "empty_title": translate("ProblemKinds", "No title"),
        "empty_user_id": translate("ProblemKinds", "No reader"),
        "error_value": translate("ProblemKinds", "Error in a spreadsheet"),
        "formula": translate("ProblemKinds", "Like a formula"),
        "header_again": translate("ProblemKinds", "Header repeated"),
        "html": translate("ProblemKinds", "HTML"),
        "id_made": translate("ProblemKinds", "No id"),
        "line_too_long": translate("ProblemKinds", "Line too long"),
        "negative_count": translate("ProblemKinds", "Negative count"),
        "no_object": translate("ProblemKinds", "No JSON object"),
        "other_table": translate("ProblemKinds", "Another table"),
        "repeats": translate("ProblemKinds", "Row repeated"),
        "same_id": translate("ProblemKinds", "Id used twice"),
        "stray_quote": translate("ProblemKinds", "Stray quote"),
        "too_few_cells": translate("ProblemKinds", "Too few cells"),
        "too_long": translate("ProblemKinds", "Cell too long"),
        "too_many_cells": translate("ProblemKinds", "Too many cells"),
        "unclosed_quote": translate("ProblemKinds", "Quote never closed"),
    }.get(kind, kind)


def action_text(kind: str, is_refused: bool) -> str:
    """Return what is done about a problem of this kind."""
    if is_refused:
        return translate("ProblemKinds", "Row left out")
    return {
        "bad_byte": translate("ProblemKinds", "Shown as \ufffd"),
        "bad_date": translate("ProblemKinds", "Taken as empty"),
        "bad_number": translate("ProblemKinds", "Taken as empty"),
        "blank_line": translate("ProblemKinds", "Passed over"),
        "control_characters": translate("ProblemKinds", "Removed"),
        "differs": translate("ProblemKinds", "First one kept"),
        "error_value": translate("ProblemKinds", "Taken as empty"),
        "formula": translate("ProblemKinds", "Kept as text"),
        "html": translate("ProblemKinds", "Read as plain text"),
        "id_made": translate("ProblemKinds", "An id is made"),
        "negative_count": translate("ProblemKinds", "Taken as empty"),
        "stray_quote": translate("ProblemKinds", "Kept as text"),
        "too_few_cells": translate("ProblemKinds", "Rest taken as empty"),
        "too_many_cells": translate("ProblemKinds", "Surplus left out"),
    }.get(kind, translate("ProblemKinds", "Row left out"))
