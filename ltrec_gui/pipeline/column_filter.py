"""Filters on any column of a catalogue: what a condition such as `1..` or `a|b` keeps out."""

import re
from collections.abc import Sequence

import numpy as np

from ltrec_gui.catalogue.cells import decimal_sign, parse_number
from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.store.items import ItemTable

# What a removed item is counted under in `Slate.blocked_by`; the column follows.
NAME_PREFIX = "column:"
DECIMAL_SAMPLE = 500  # cells from which it is told how a column writes its numbers
_RANGE = re.compile(r"(?P<low>[^.].*?|)\.\.(?P<high>.*)")
_AGE = re.compile(r"(\d+(?:\.\d+)?)\s*d")
_DATE = re.compile(r"-?\d{4}(?:-\d\d(?:-\d\d)?)?")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d\d)")


def removed_by(
    workspace: Workspace, table: ItemTable, ages_days: np.ndarray | None, column: str, condition: str
) -> np.ndarray:
    """Return which items of `table` do not meet `condition` in `column`, (n,) bool.

    A condition is a range `low..high` with either end left out (both belong to it), a value, several as `one|another`,
    or `!value` for everything else; capitals do not count. Ends are numbers, of `date` also dates and, as `730d`, ages
    in days before the newest date, which `ages_days` (n,) holds where the catalogue has dates. A time such as `12:40`
    counts as minutes. What has no value meets only `!value`. Raise RequestError for a column nobody has and for a
    condition that is none.
    """
    condition = condition.strip()
    values = workspace.kept(f"column {column}", (table,), lambda: column_cells(workspace, column))
    span = _RANGE.fullmatch(condition)
    if span is None or span["low"].startswith("!"):
        return _unlike(values, column, condition)
    ends = (span["low"].strip(), span["high"].strip())
    if not any(ends):
        raise _no_condition(column, condition)
    if column == "date":
        return _dates_outside(values, ages_days, ends, condition)
    low, high = (_end(text, column, condition) for text in ends)
    numbers = workspace.kept(f"numbers of {column}", (values,), lambda: _numbers(values))
    return _outside(numbers, low, high)


def column_cells(workspace: Workspace, column: str) -> tuple[str, ...]:
    """Return what every item holds in `column` as text, in catalogue order, "" where nothing.

    `column` is one of the item's own, or one of the headers that stand beside them, whatever its capitals; raise
    RequestError where there is none.
    """
    own = workspace.items.text_columns
    if column in own:
        return workspace.items.cells(column)
    headers = workspace.items.extra_headers()
    found = next((header for header in headers if header.casefold() == column.strip().casefold()), None)
    if found is None:
        raise RequestError(
            "The catalogue has no column “{column}”. Nothing was changed. There are: {known}.",
            column=column,
            known=", ".join([*headers, *own]),
        )
    return workspace.items.extra_cells(found)


def _unlike(values: Sequence[str], column: str, condition: str) -> np.ndarray:
    wanted = {text.strip().casefold() for text in condition.lstrip("!").split("|") if text.strip()}
    if not wanted:
        raise _no_condition(column, condition)
    matches = np.fromiter((value.strip().casefold() in wanted for value in values), bool, len(values))
    return matches if condition.startswith("!") else ~matches


def _dates_outside(
    values: Sequence[str], ages_days: np.ndarray | None, ends: tuple[str, str], condition: str
) -> np.ndarray:
    if all(not end or _AGE.fullmatch(end) for end in ends):
        ages = np.full(len(values), np.nan) if ages_days is None else ages_days
        low, high = (float(match[1]) if (match := _AGE.fullmatch(end)) else None for end in ends)
        return _outside(ages, low, high)
    if not all(not end or _DATE.fullmatch(end) for end in ends):
        raise _no_condition("date", condition)
    low_date, high_date = ends

    def is_outside(date: str) -> bool:
        # A date known to the year lies within a range that begins or ends in it.
        return (
            not _DATE.match(date)
            or (bool(low_date) and date[: len(low_date)] < low_date[: len(date)])
            or (bool(high_date) and date[: len(high_date)] > high_date)
        )

    return np.fromiter(map(is_outside, values), bool, len(values))


def _outside(numbers: np.ndarray, low: float | None, high: float | None) -> np.ndarray:
    is_outside: np.ndarray = np.isnan(numbers)
    if low is not None:
        is_outside |= numbers < low
    if high is not None:
        is_outside |= numbers > high
    return is_outside


def _end(text: str, column: str, condition: str) -> float | None:
    if not text:
        return None
    number = number_in(text, ".")
    if np.isnan(number):
        raise _no_condition(column, condition)
    return number


def _numbers(values: Sequence[str]) -> np.ndarray:
    """Return the numbers in these cells, float64, NaN where there is none."""
    decimal = decimal_of(values)
    return np.array([number_in(value, decimal) for value in values], np.float64)


def decimal_of(values: Sequence[str]) -> str:
    """Return the decimal sign of a column, "." or ",", by the first of its cells."""
    return decimal_sign([value.lstrip("$€£¥￥ ") for value in values[:DECIMAL_SAMPLE]], is_count=False)


def number_in(text: str, decimal: str) -> float:
    """Return the number in a cell, without the sign of a currency or a percentage; a time in minutes; else NaN."""
    text = text.strip().lstrip("$€£¥￥ ").rstrip("%€ ")
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1] or 0) * 60 + int(clock[2]) + int(clock[3]) / 60
    try:
        number = parse_number(text, decimal) if text else None
    except ValueError:
        number = None
    return np.nan if number is None else number


def _no_condition(column: str, condition: str) -> RequestError:
    return RequestError(
        "“{condition}” is no condition for “{column}”. Nothing was changed. Write a range such as 1.. or 5..20, a "
        "value, several as one|another, or !value.",
        condition=condition,
        column=column,
    )
