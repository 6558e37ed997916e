"""Reads the sheets of an XLSX workbook as records: what a cell shows, not how Excel keeps it."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from xml.etree.ElementTree import ParseError

from ltrec_gui.catalogue.cells import TypedNumber
from ltrec_gui.catalogue.reasons import refusal
from ltrec_gui.catalogue.text_file import check_is_file
from ltrec_gui.catalogue.tokenizer import CELL_CAP, Flaw, RawRecord

# A number format of zeros alone is how a spreadsheet keeps the leading zeros of an id.
_ZEROS = re.compile(r"0{2,30}")
_ERROR = "e"  # the type of a cell that shows #N/A, #REF! and their like


HEAD_ROWS = 2_500  # enough for a header, a preview and what columns look like


class _Cell(Protocol):
    value: object
    data_type: str
    number_format: str


class _Sheet(Protocol):
    def iter_rows(self) -> Iterable[Sequence[_Cell]]: ...


LARGEST_WHOLE = 1e15  # a larger float no longer tells neighbouring whole numbers apart


class _Head(NamedTuple):
    """The beginning of a sheet: its first rows, whether that is all of it, how many rows the file says there are."""

    rows: list[RawRecord]
    is_whole: bool
    row_count: int


# Opening a workbook takes seconds, for openpyxl reads all its texts first. Looking at a file asks for its sheets, its
# header and its first rows one after the other, so they are read in one go and kept for the file looked at last.
_known: dict[tuple[Path, int, int], tuple[tuple[str, ...], dict[str, _Head]]] = {}


def _looked_at(path: Path, name: str | None) -> tuple[tuple[str, ...], dict[str, _Head]]:
    """Return the names of the visible sheets and the heads read so far: that of `name`, or of the first sheet."""
    check_is_file(path)
    status = path.stat()
    key = (path, status.st_size, status.st_mtime_ns)
    known = _known.get(key)
    if known is not None and (name is None or name in known[1] or name not in known[0]):
        return known
    with _open_workbook(path) as workbook:
        names = tuple(sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible")
        heads = dict(known[1]) if known else {}
        wanted: str = name if name is not None else next(iter(names), "")
        if wanted in names:
            sheet = workbook[wanted]
            row_count = sheet.max_row or 0
            sheet.reset_dimensions()
            rows = list(islice(_records(path, sheet), HEAD_ROWS + 1))
            heads[wanted] = _Head(rows[:HEAD_ROWS], len(rows) <= HEAD_ROWS, row_count)
    _known.clear()
    _known[key] = (names, heads)
    return names, heads


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of the visible sheets; raise CatalogueError where `path` is no workbook."""
    return _looked_at(path, None)[0]


@contextmanager
def open_sheet(path: Path, name: str, *, is_head: bool = False) -> Iterator[tuple[Iterator[RawRecord], int]]:
    """Open a sheet as records, one for each row down to the last filled one, and say how many rows there may be.

    The number of a record is that of its row; empty rows come as blank records. With `is_head` no more than HEAD_ROWS
    come. Raise CatalogueError where the workbook is damaged or has no such sheet.
    """
    names, heads = _looked_at(path, name)
    if name not in names:
        raise refusal("no_sheet", name=path.name, sheet=name)
    head = heads[name]
    if is_head or head.is_whole:
        yield iter(head.rows), head.row_count
        return
    with _open_workbook(path) as workbook:
        sheet = workbook[name]
        # What the file says of its size may be wrong, and openpyxl would stop there.
        sheet.reset_dimensions()
        yield _records(path, sheet), head.row_count


@contextmanager
def _open_workbook(path: Path) -> Iterator[Any]:
    # Only who imports a workbook waits for it.
    from openpyxl import load_workbook

    check_is_file(path)
    # It tells of drop-down lists and pictures it does not read; none of that is ours.
    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
    with path.open("rb") as file:
        with _damage_told(path):
            workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            yield workbook
        finally:
            workbook.close()


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Say of what openpyxl raises that the workbook is damaged: it checks little, and stumbles over what is missing."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        ParseError,
        EOFError,
    ) as error:
        raise refusal("bad_workbook", name=path.name) from error


def _rows(path: Path, sheet: _Sheet) -> Iterator[Sequence[_Cell]]:
    rows = iter(sheet.iter_rows())
    while True:
        with _damage_told(path):
            row = next(rows, None)
        if row is None:
            return
        yield row


def _records(path: Path, sheet: _Sheet) -> Iterator[RawRecord]:
    waiting = 0  # empty rows: those after the last filled one are formatting, not data
    for number, row in enumerate(_rows(path, sheet), start=1):
        cells = [_cell_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            waiting += 1
            continue
        yield from (RawRecord(number - back, 1, [""]) for back in range(waiting, 0, -1))
        waiting = 0
        flaws = [Flaw("too_long", at, CELL_CAP) for at, cell in enumerate(cells) if len(cell) > CELL_CAP]
        flaws += [Flaw("error_value", at) for at, cell in enumerate(row) if cell.data_type == _ERROR]
        yield RawRecord(number, 1, cells, tuple(flaws))


def _cell_text(cell: _Cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        text = number_text(value)
        zeros = _ZEROS.fullmatch(cell.number_format or "")
        # Padded, it is rather an id than a number, but it reads as either.
        return TypedNumber(text.zfill(len(zeros[0]))) if zeros and text.isdigit() else TypedNumber(text)
    return moment_text(value)


def number_text(value: float) -> str:
    """Return a number as people write it: whole ones without a point, none with an exponent that needs none."""
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_WHOLE:
        return str(int(value))
    return repr(value)


def moment_text(value: object) -> str:
    """Return a date or a time in ISO form; midnight is left out, for a date is kept as one."""
    if isinstance(value, datetime):
        is_date = value.time().replace(tzinfo=None) == time(0)
        return value.date().isoformat() if is_date else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return TypedNumber(number_text(value.total_seconds()))
    return str(value)
