"""How a catalogue file is written: encoding, delimiter, quoting, header; detected, shown and changeable."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ltrec_gui.catalogue.cells import is_missing, parse_number
from ltrec_gui.catalogue.columns import is_known_header
from ltrec_gui.catalogue.encoding import guess_encoding
from ltrec_gui.catalogue.forms import JSON_LINES, JSON_LIST, PARQUET, TEXT, WORKBOOK, form_of
from ltrec_gui.catalogue.parquet import open_parquet
from ltrec_gui.catalogue.reasons import refusal
from ltrec_gui.catalogue.text_file import (
    Lines,
    check_encoding,
    check_is_file,
    check_is_text,
    open_bytes,
    open_lines,
)
from ltrec_gui.catalogue.tokenizer import Marks, RawRecord, read_raw_records
from ltrec_gui.catalogue.workbook import open_sheet, sheet_names

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARACTERS = 1 << 18
_SAMPLE_RECORDS = 200
_HEADER_WITHIN = 30
# A tab hardly ever stands inside a cell, so where it cuts as evenly as another sign it is the delimiter.
_TRUST = {"\t": 1.1}
_DELIMITER_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


@dataclass(frozen=True, slots=True)
class Dialect:
    r"""How to read one file.

    `header_line` is 1-based, 0 where the file has no header; `quote` is empty where nothing is quoted; `escape` is
    a backslash where quotes inside a quoted cell are written `\"`, else empty. `form` is one of FORMS; what says
    how a text is cut is empty in the others. `sheet` is the name of a workbook's sheet.
    """

    encoding: str
    delimiter: str
    quote: str = '"'
    header_line: int = 1
    escape: str = ""
    form: str = TEXT
    sheet: str = ""

    @property
    def marks(self) -> Marks:
        """The signs the tokenizer works with; raise CatalogueError where they are no single characters."""
        _check_signs(self.delimiter, self.quote)
        return Marks(self.delimiter, self.quote, self.escape)


def detect_dialect(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Dialect:
    """Return how `path` seems to be written, keeping what the editor fixed; raise CatalogueError if it is no table."""
    form = form_of(path)
    if form == WORKBOOK:
        return _workbook_dialect(path, sheet)
    if form == PARQUET:
        open_parquet(path)  # damage is told now
        return Dialect("", "", "", 0, form=PARQUET)
    if form in (JSON_LINES, JSON_LIST):
        return Dialect(encoding or guess_encoding(path, is_json=True), "", "", 0, form=form)
    if encoding is None:
        encoding = guess_encoding(path)
    else:
        _check_readable(path, encoding)
    if delimiter is not None:
        delimiter = _DELIMITER_NAMES.get(delimiter.lower(), delimiter)
        _check_signs(delimiter, "")
    sample = _read_sample(path, encoding)
    if not sample.strip("\n\0\x1a \t"):
        raise refusal("empty", name=path.name)
    marks = _choose_marks(sample, (delimiter,) if delimiter else DELIMITERS)
    records = _parse(sample, marks, _SAMPLE_RECORDS)
    table = [record for record in records if not is_blank(record.cells) and not is_comment(record.cells)]
    if not table:
        raise refusal("no_table", name=path.name)
    return Dialect(encoding, marks.delimiter, marks.quote, _find_header(table), marks.escape)


def _workbook_dialect(path: Path, sheet: str | None) -> Dialect:
    """Return the dialect of a workbook: the sheet asked for or the first that holds a table, and its header.

    A sheet of remarks, one below the other, is taken for a table only where there is no other.
    """
    names = [sheet] if sheet is not None else list(sheet_names(path))
    remarks: Dialect | None = None
    for name in names:
        with open_sheet(path, name, is_head=True) as (rows, _):
            records = list(islice(rows, _SAMPLE_RECORDS))
        table = [record for record in records if not is_blank(record.cells) and not is_comment(record.cells)]
        if not table:
            continue
        found = Dialect("", "", "", _find_header(table), form=WORKBOOK, sheet=name)
        if usual_width(table) > 1 or is_known_header(table[0].cells[0]):
            return found
        remarks = remarks or found
    if remarks is None:
        raise refusal("empty", name=path.name)
    return remarks


def is_blank(cells: Sequence[str]) -> bool:
    """Return whether no cell holds anything but space and control characters."""
    return not any(cell.strip("\0\x1a\ufeff").strip() for cell in cells)


def is_comment(cells: Sequence[str]) -> bool:
    """Return whether a record is one lone cell that begins with a number sign."""
    return cells[0].lstrip().startswith("#") and not any(cells[1:])


def usual_width(records: Sequence[RawRecord]) -> int:
    """Return the number of cells that most filled records have; the larger number where two are equally common."""
    counts = Counter(len(r.cells) for r in records if not is_blank(r.cells) and not is_comment(r.cells))
    return max(counts, key=lambda width: (counts[width], width), default=1)


def _check_signs(delimiter: str, quote: str) -> None:
    if len(delimiter) != 1 or delimiter in "\r\n" or delimiter == quote:
        raise refusal("bad_delimiter", delimiter=delimiter)
    if len(quote) > 1 or quote in ("\r", "\n"):
        raise refusal("bad_quote", quote=quote)


def _check_readable(path: Path, encoding: str) -> None:
    check_encoding(encoding)
    check_is_file(path)
    with open_bytes(path) as file:
        head = file.read(4096)
    if not encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
        check_is_text(head, path.name)


def _read_sample(path: Path, encoding: str) -> str:
    """Return the first lines of the file, whole where they fit the sample."""
    parts: list[str] = []
    size = 0
    with open_lines(path, encoding) as lines:
        for line in lines:
            lines.taken.clear()
            parts.append(line[:_SAMPLE_CHARACTERS])
            size += len(line)
            if size >= _SAMPLE_CHARACTERS:
                break
    return "".join(parts)


def _parse(sample: str, marks: Marks, limit: int) -> list[RawRecord]:
    return list(islice(read_raw_records(Lines(io.StringIO(sample)), marks), limit))


# ---------------------------------------------------------------------------------------------- delimiter and quote


@dataclass(frozen=True, slots=True)
class _Fit:
    """How evenly some marks cut the sample: records of the most common width above 1, of width 1, of any width."""

    marks: Marks
    width: int
    first_width: int
    even_count: int
    single_count: int
    count: int
    flaw_count: int

    @property
    def score(self) -> float:
        if not self.even_count or self.even_count < self.single_count:
            return 0.0
        # Many columns in equal number are no chance. A first line cut otherwise is: commas in texts below a header.
        likeness = self.even_count / self.count * (self.width - 1) / self.width
        has_same_first = self.first_width > 1 and abs(self.first_width - self.width) <= 1
        return likeness * (1.0 if has_same_first else 0.6) * _TRUST.get(self.marks.delimiter, 1.0)


def _fit(sample: str, marks: Marks, limit: int = _SAMPLE_RECORDS) -> _Fit:
    records = [r for r in _parse(sample, marks, limit) if not is_blank(r.cells) and not is_comment(r.cells)]
    widths = Counter(len(record.cells) for record in records)
    singles = widths.pop(1, 0)
    width = max(widths, key=lambda width: (widths[width], width), default=1)
    flaws = sum(len(record.flaws) for record in records)
    first_width = len(records[0].cells) if records else 0
    return _Fit(marks, width, first_width, widths.get(width, 0), singles, len(records), flaws)


def _choose_marks(sample: str, delimiters: Sequence[str]) -> Marks:
    best = max((_fit(sample, Marks(delimiter)) for delimiter in delimiters), key=lambda fit: fit.score)
    if not best.score:
        return _one_column_marks(sample, delimiters)
    delimiter = best.marks.delimiter
    escaped = (
        _fit(sample, Marks(delimiter, '"', "\\"), limit=2_000) if _has_escapes(sample, delimiter) else None
    )
    if escaped is not None:
        plain = _fit(sample, best.marks, limit=2_000)
        if escaped.flaw_count < plain.flaw_count and escaped.even_count >= plain.even_count:
            best = escaped
    if _opening_quotes(sample, delimiter, "'") >= 3 and not _opening_quotes(sample, delimiter, '"'):
        single_quoted = _fit(sample, Marks(delimiter, "'"))
        if single_quoted.score > best.score:
            best = single_quoted
    return best.marks


def _one_column_marks(sample: str, delimiters: Sequence[str]) -> Marks:
    """Return marks that leave every line whole: a list of titles may hold commas."""
    unused = [delimiter for delimiter in delimiters if delimiter not in sample]
    return Marks(unused[0] if unused else delimiters[0])


def _has_escapes(sample: str, delimiter: str) -> bool:
    return re.search(r'\\"(?!\n|$|' + re.escape(delimiter) + ")", sample) is not None


def _opening_quotes(sample: str, delimiter: str, quote: str) -> int:
    return len(re.findall(f"(?:^|{re.escape(delimiter)}){quote}", sample, re.MULTILINE))


# ---------------------------------------------------------------------------------------------- header

_DATA_CELL = re.compile(
    r"(?:https?://|www\.|/)\S+|\S+@\S+\.\S+|\\N|(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{2,4})(?:[ T].*)?"
    r"|\d+(?:[,.:]\d+)+|.{81,}",
    re.IGNORECASE | re.DOTALL,
)


def _find_header(table: Sequence[RawRecord]) -> int:
    """Return the line of the header, 0 where the first row of the table is data."""
    width = usual_width(table)
    if width == 1:
        first = table[0]
        return first.line if is_known_header(first.cells[0]) or len(table) == 1 else 0
    at = _first_wide(table, width)
    row = table[at]
    known = sum(map(is_known_header, row.cells))
    data = sum(map(_is_data, row.cells))
    if known >= 2 or (known and not data):
        return row.line
    return 0 if data or _recurs(row, table[at + 1 :]) else row.line


def _first_wide(table: Sequence[RawRecord], width: int) -> int:
    """Return the index of the first record that fills the table's width; what stands before it is a preamble."""
    least = max(2, -(-width // 2))
    wide = [at for at, record in enumerate(table[:_HEADER_WITHIN]) if _filled_width(record) >= least]
    if not wide:
        return 0
    if _filled_width(table[wide[0]]) < width:
        # A preamble of names and values can be wide, too; a later row of header words is the header then.
        for at in wide:
            if sum(map(is_known_header, table[at].cells)) >= 2:
                return at
    return wide[0]


def _filled_width(record: RawRecord) -> int:
    filled = [at for at, cell in enumerate(record.cells) if cell.strip() not in ("", "-")]
    return filled[-1] + 1 if filled else 0


def _is_data(cell: str) -> bool:
    text = cell.strip()
    if _DATA_CELL.fullmatch(text):
        return True
    try:
        return not is_missing(text) and parse_number(text) is not None
    except ValueError:
        return False


def _recurs(row: RawRecord, body: Sequence[RawRecord]) -> bool:
    """Return whether a cell of `row` stands again in its own column or twice in the row, as names of columns do not."""
    names = [cell.strip() for cell in row.cells if cell.strip()]
    if len(set(names)) < len(names):
        return True
    for at, cell in enumerate(row.cells):
        others = [other.cells[at].strip() for other in body if at < len(other.cells)]
        if len(cell.strip()) > 1 and cell.strip() in others and not _is_repeat(row, body):
            return True
    return False


def _is_repeat(row: RawRecord, body: Sequence[RawRecord]) -> bool:
    return any(other.cells == row.cells for other in body)
