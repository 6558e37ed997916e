"""Cuts lines into records and cells: csv.reader where a record keeps the rules, our own scanner where not.

The scanner differs from csv.reader in what it does with bad input: a quote that is never closed costs one
line and not the rest of the file, a quote that is not doubled stays in its cell, and each such flaw is told.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ltrec_gui.catalogue.text_file import LINE_CAP, Lines

CELL_CAP = 1_000_000
# How far a quoted cell may run before its quote counts as never closed.
LOOK_AHEAD_LINES = 2_000
LOOK_AHEAD_CHARACTERS = 1_000_000

# The reader of MySQL exports writes this, unquoted, for "no value".
NULL_CELL = "\\N"


class Flaw(NamedTuple):
    """Something wrong in a record: a name from REASONS, the 0-based cell, and the limit it passed."""

    name: str
    cell: int
    limit: int = 0


class RawRecord(NamedTuple):
    """One physical record: its first line (1-based), how many lines it takes, its cells and their flaws."""

    line: int
    line_count: int
    cells: list[str]
    flaws: tuple[Flaw, ...] = ()


class Marks(NamedTuple):
    """The signs that structure a text: a delimiter, a quote ("" for none), an escape ("" or a backslash)."""

    delimiter: str
    quote: str = '"'
    escape: str = ""


def read_raw_records(lines: Lines, marks: Marks, width: int | None = None) -> Iterator[RawRecord]:
    """Yield the records of `lines` in order; together they take every line exactly once.

    `width` is the number of cells to expect; it helps to tell an unclosed quote from a long quoted cell.
    """
    fast = csv.reader(
        lines,
        delimiter=marks.delimiter,
        quotechar=marks.quote or None,
        quoting=csv.QUOTE_MINIMAL if marks.quote else csv.QUOTE_NONE,
        strict=True,
    )
    spaced_quote = marks.delimiter + " " + marks.quote if marks.quote and marks.delimiter != " " else None
    # A lone backslash, as in `\N`, means nothing, so only these need the scanner.
    escaped = [marks.escape + mark for mark in (marks.quote, marks.escape, marks.delimiter)]
    while True:
        lines.taken.clear()
        line = lines.line_number + 1
        try:
            cells = next(fast)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        taken = lines.taken
        if (
            cells is None
            or (len(taken) > 1 and (len(taken) > LOOK_AHEAD_LINES or width not in (None, len(cells))))
            or (spaced_quote is not None and any(spaced_quote in text for text in taken))
            or (marks.escape and any(pair in text for pair in escaped for text in taken))
            or (lines.cut_lines and _holds_cut_line(lines, line))
        ):
            lines.put_back(taken.copy())
            yield _read_carefully(lines, marks, width, line)
        else:
            yield RawRecord(line, len(taken), cells or [""])


class _Unclosed(Exception):
    """A quoted cell has no end, as far as we look."""


def _read_carefully(lines: Lines, marks: Marks, width: int | None, line: int) -> RawRecord:
    """Read one record with the scanner; where a quote is never closed, its first line alone is the record."""
    lines.taken.clear()
    first = next(lines).rstrip("\n")
    scanner = _Scanner(marks)
    try:
        record = _scan_record(scanner, first, lines, marks, width)
    except _Unclosed:
        lines.put_back(lines.taken[1:])
        bare = _split_bare(first, marks)
        record = RawRecord(line, 1, bare, (Flaw("unclosed_quote", _last_quoted(bare, marks)),))
    return _with_caps(record._replace(line=line), lines)


def _scan_record(scanner: "_Scanner", first: str, lines: Lines, marks: Marks, width: int | None) -> RawRecord:
    is_open = scanner.feed(first)
    if is_open and scanner.flaws:
        bare = _split_bare(first, marks)
        if len(bare) == width:
            # A quoted word at the start of a cell with text after it, as in `"Big" dog,5`.
            return RawRecord(0, 1, bare, (Flaw("stray_quote", scanner.flaws[0].cell),))
    length = len(first)
    while is_open:
        following = next(lines, None)
        length += len(following or "")
        if following is None or len(lines.taken) > LOOK_AHEAD_LINES or length > LOOK_AHEAD_CHARACTERS:
            raise _Unclosed
        is_open = scanner.feed(following.rstrip("\n"))
    if len(lines.taken) > 1 and width is not None and len(scanner.cells) != width:
        _check_belonging(lines.taken, scanner, marks, width)
    return RawRecord(0, len(lines.taken), scanner.cells, tuple(scanner.flaws))


def _holds_cut_line(lines: Lines, line: int) -> bool:
    return not lines.cut_lines.isdisjoint(range(line, lines.line_number + 1))


def _check_belonging(taken: list[str], scanner: "_Scanner", marks: Marks, width: int) -> None:
    """Raise _Unclosed where a record swallowed others: stray quotes, or most lines make a record alone."""
    fitting = sum(len(_split_bare(text.rstrip("\n"), marks)) == width for text in taken[1:])
    if scanner.flaws or 2 * fitting > len(taken) - 1:
        raise _Unclosed


def _with_caps(record: RawRecord, lines: Lines) -> RawRecord:
    flaws = list(record.flaws)
    for index, cell in enumerate(record.cells):
        if len(cell) > CELL_CAP:
            record.cells[index] = cell[:CELL_CAP]
            flaws.append(Flaw("too_long", index, CELL_CAP))
    if _holds_cut_line(lines, record.line):
        flaws.append(Flaw("line_too_long", len(record.cells) - 1, LINE_CAP))
    return record._replace(flaws=tuple(flaws))


def _split_bare(line: str, marks: Marks) -> list[str]:
    """Return the cells of one line; a cell that closes on it is unquoted, every other quote is text."""
    scanner = _Scanner(marks._replace(quote=""))
    if not marks.quote:
        scanner.feed(line)
        return scanner.cells
    cells: list[str] = []
    closed = _closed_cell(marks)
    position = 0
    while True:
        match = closed.match(line, position)
        if match:
            cells.append(_unescape(match[1], marks))
            position = match.end()
        else:
            end = line.find(marks.delimiter, position)
            end = len(line) if end < 0 else end
            cells.append(line[position:end])
            position = end
        if position >= len(line):
            return cells
        position += 1


@cache
def _closed_cell(marks: Marks) -> re.Pattern[str]:
    quote, delimiter, escape = re.escape(marks.quote), re.escape(marks.delimiter), re.escape(marks.escape)
    plain = f"[^{quote}{escape}]*"
    pair = rf"(?:{quote}{quote}|{escape}.)" if escape else quote * 2
    return re.compile(f" *{quote}({plain}(?:{pair}{plain})*){quote} *(?={delimiter}|$)", re.DOTALL)


def _unescape(content: str, marks: Marks) -> str:
    quote = marks.quote
    if not marks.escape:
        return content.replace(quote * 2, quote)
    pairs = f"{re.escape(quote * 2)}|{re.escape(marks.escape)}([{re.escape(quote + marks.escape)}])"
    return re.sub(pairs, lambda pair: pair[1] or quote, content)


def _last_quoted(cells: list[str], marks: Marks) -> int:
    quoted = [index for index, cell in enumerate(cells) if cell.lstrip(" ").startswith(marks.quote)]
    return quoted[-1] if quoted else 0


class _Scanner:
    """Reads one record line by line; `feed` returns whether a quoted cell is open when the line ends."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._closed_cell = _closed_cell(marks) if marks.quote else None
        self._parts: list[str] = []
        self._in_quotes = False
        self._lines_fed = 0
        self.cells: list[str] = []
        self.flaws: list[Flaw] = []

    def feed(self, line: str) -> bool:
        position = 0
        self._lines_fed += 1
        while True:
            if self._in_quotes:
                position = self._read_quoted(line, position)
                if self._in_quotes:
                    self._parts.append("\n")
                    return True
            elif self._opens_quote(line, position):
                position = line.index(self._marks.quote, position) + 1
                self._in_quotes = True
                continue
            else:
                position = self._read_bare(line, position)
            if position >= len(line):
                return False
            position += 1  # past the delimiter

    def _opens_quote(self, line: str, position: int) -> bool:
        quote = self._marks.quote
        if not quote:
            return False
        if line.startswith(quote, position):
            return True
        # A space before the quote is against the rules, so only a cell that closes on this line is quoted.
        return (
            line.startswith(" ", position)
            and self._closed_cell is not None
            and self._closed_cell.match(line, position) is not None
        )

    def _read_bare(self, line: str, position: int) -> int:
        delimiter, escape = self._marks.delimiter, self._marks.escape
        end = line.find(delimiter, position)
        if not escape or escape not in line[position:]:
            end = len(line) if end < 0 else end
            self.cells.append(line[position:end])
            return end
        parts: list[str] = []
        while position < len(line) and line[position] != delimiter:
            following = line[position + 1 : position + 2]
            if line[position] == escape and following and following in (delimiter, escape, self._marks.quote):
                position += 1
            parts.append(line[position])
            position += 1
        self.cells.append("".join(parts))
        return position

    def _read_quoted(self, line: str, position: int) -> int:
        """Read on in a quoted cell and return where it ends; it is still open while `_in_quotes` is true."""
        delimiter, quote, escape = self._marks
        while True:
            at = line.find(quote, position)
            if escape:
                escaped_at = line.find(escape, position)
                if escaped_at >= 0 and (at < 0 or escaped_at < at):
                    following = line[escaped_at + 1 : escaped_at + 2]
                    keep = "" if following in (quote, escape) and following else escape
                    self._parts.append(line[position:escaped_at] + keep + following)
                    position = escaped_at + 1 + len(following)
                    continue
            if at < 0:
                self._parts.append(line[position:])
                return len(line)
            self._parts.append(line[position:at])
            if line.startswith(quote, at + 1):
                self._parts.append(quote)
                position = at + 2
                continue
            end = at + 1
            while line.startswith(" ", end) and delimiter != " ":
                end += 1
            if end >= len(line) or line[end] == delimiter:
                self.cells.append("".join(self._parts))
                self._parts, self._in_quotes = [], False
                return end
            opens_a_cell = at == 0 or line[at - 1] == delimiter
            if self._lines_fed > 1 and opens_a_cell:
                raise _Unclosed
            self.flaws.append(Flaw("stray_quote", len(self.cells)))
            self._parts.append(quote)
            position = at + 1
