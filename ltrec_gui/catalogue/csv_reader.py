"""Reads a catalogue file: every physical record comes out as imported, refused with a reason, or blank."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from ltrec_gui.catalogue.cells import (
    CONTROL,
    MISREAD_CONTROLS,
    TypedNumber,
    decimal_sign,
    holds_html,
    is_missing,
    one_line,
    parse_date,
    parse_number,
    parse_tags,
    plain_text,
    tag_separator,
    title_text,
)
from ltrec_gui.catalogue.columns import ColumnMapping, missing_roles
from ltrec_gui.catalogue.dialect import Dialect, is_blank, is_comment, usual_width
from ltrec_gui.catalogue.forms import PARQUET, TEXT, WORKBOOK
from ltrec_gui.catalogue.item import Interaction, Item
from ltrec_gui.catalogue.json_table import json_names, json_records
from ltrec_gui.catalogue.parquet import open_parquet, parquet_row_count
from ltrec_gui.catalogue.reasons import reason, refusal
from ltrec_gui.catalogue.text_file import MARK, Lines, check_is_file, open_lines
from ltrec_gui.catalogue.tokenizer import NULL_CELL, Flaw, RawRecord, read_raw_records
from ltrec_gui.catalogue.workbook import open_sheet

# How many records are looked at before the first is read, to learn how the columns write numbers, ids and tags.
FACT_RECORDS = 2_000
VALUE_CAP = 80
RECORDS_BETWEEN_LOOKS = 200
HTML_ROLES = ("title", "text", "author", "tags", "comment")
COUNT_ROLES = ("popularity", "clicks")
NUMBER_ROLES = (*COUNT_ROLES, "rating", "user_rating")
FORMULA_SIGNS = ("=", "+", "@")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one cell: 1-based `line` in the file, the header of the column, the value (cut), and why."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """One physical record.

    Blank: `is_blank`. Refused: neither item nor interaction, at least one problem. Imported: the rest; problems then
    tell what was taken as empty.
    """

    line: int
    item: Item | None = None
    interaction: Interaction | None = None
    problems: tuple[RowProblem, ...] = ()
    is_blank: bool = False
    cells: tuple[str, ...] = ()  # of a refused record, as they stand in the file


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a file as they would be read: cells as text, short rows filled up to the header's length."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    byte_count: int


def read_preview(path: Path, dialect: Dialect, row_count: int = 50) -> Preview:
    """Return the header and first filled rows of `path`; raise CatalogueError where it cannot be read at all.

    Names in the header are unique: a blank one is called by its column, a repeated one gets a number. A byte that
    cannot be read shows as U+FFFD.
    """
    byte_count = check_is_file(path)
    with _open_table(path, dialect, is_head=True, has_all_names=False) as table:
        filled = (raw for raw in table.records if not is_blank(raw.cells))
        rows = tuple(
            tuple(_visible(cell) for cell in [*raw.cells, *[""] * (len(table.names) - len(raw.cells))])
            for raw in islice(filled, row_count)
        )
        return Preview(tuple(_visible(name) for name in table.names), rows, byte_count)


class Gauge:
    """How much of a file is read, 0 to 1, for those who watch it being read."""

    def __init__(self) -> None:
        self.share = 0.0


@dataclass(frozen=True, slots=True)
class Choices:
    """What the editor decided about rows with problems: names of REASONS that are done otherwise than usual.

    A row with a problem in `skipped` is refused though it could be read; one with a problem in `kept` is read though
    it would be refused (see KEEPABLE). `rows` says (line, problem, whether it is refused) of single rows, for which the
    other two do not count then.
    """

    skipped: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    decimal: str = (
        ""  # the sign before the decimals of every number, "." or ","; empty where each column tells
    )
    rows: frozenset[tuple[int, str, bool]] = frozenset()

    def refuses(self, kind: str, line: int | None = None) -> bool | None:
        """Return whether a problem leaves a row out, of a line or as a rule; None where that cannot be chosen."""
        if kind not in SKIPPABLE and kind not in KEEPABLE:
            return None
        if line is not None:
            for is_refused in (True, False):
                if (line, kind, is_refused) in self.rows:
                    return is_refused
        return kind in self.skipped if kind in SKIPPABLE else kind not in self.kept

    def of_line(self, line: int, kind: str, is_refused: bool | None) -> "Choices":
        """Return these choices with another one for a problem of one line; None: as for all of its kind."""
        rows = {each for each in self.rows if each[:2] != (line, kind)}
        if is_refused is not None and is_refused != self.refuses(kind):
            rows.add((line, kind, is_refused))
        return replace(self, rows=frozenset(rows))


NO_CHOICES = Choices()
# Columns that `rehearse_import.save_refused` adds; a file that was mended and comes back has them no more.
LINE_COLUMN, PROBLEM_COLUMN = "import line", "import problem"
# What can be refused on wish: these rows come in, with a cell taken as empty, cleaned or made.
SKIPPABLE = (
    "bad_date",
    "bad_number",
    "control_characters",
    "error_value",
    "formula",
    "html",
    "id_made",
    "negative_count",
    "stray_quote",
    "too_few_cells",
)
# What can be taken on wish: a byte that cannot be read becomes U+FFFD, surplus cells are left out.
KEEPABLE = ("bad_byte", "too_many_cells")


def read_records(
    path: Path,
    dialect: Dialect,
    mapping: ColumnMapping,
    choices: Choices = NO_CHOICES,
    gauge: Gauge | None = None,
    *,
    has_notices: bool = False,
) -> Iterator[Record]:
    """Return every record of `path` after the header, in order, so that each is imported, refused or blank.

    Ids stay text; only the `.0` of a column whose sampled ids all end in it (`9780002005883.0`, an ISBN that went
    through a float) is cut. With `has_notices` HTML, cells like formulas and blank lines are told, too; they harm
    nothing. Raise CatalogueError where a required role has no column or the file cannot be read.
    """
    missing = missing_roles(mapping)
    if missing:
        raise refusal("missing_roles", name=path.name, roles=", ".join(missing))
    with _open_table(path, dialect, is_head=True) as table:
        for _, column in mapping.columns:
            if column >= len(table.names):
                raise refusal("no_column", name=path.name, column=column + 1)
        sample = [raw.cells for raw in islice(table.records, FACT_RECORDS)]
        facts = {column: _facts(role, column, sample, choices.decimal) for role, column in mapping.columns}
        decided = choices.skipped | {kind for _, kind, _ in choices.rows}
        notices = has_notices or not decided.isdisjoint(("formula", "html"))
        reader = _RowReader(table.names, table.least_width, mapping, facts, choices, has_notices=notices)
    return _read_all(path, dialect, reader, gauge, has_notices)


def _read_all(
    path: Path, dialect: Dialect, reader: "_RowReader", gauge: Gauge | None, has_notices: bool
) -> Iterator[Record]:
    with _open_table(path, dialect, gauge) as table:
        judge = _LineJudge(table.header_cells, len(table.names), dialect, reader.choices)
        for raw in table.records:
            if not raw.flaws and is_blank(raw.cells):
                judge.note_gap()
                told = (_problem(raw, 0, table.names, "blank_line"),) if has_notices else ()
                yield Record(raw.line, problems=told, is_blank=True)
                continue
            problem = judge.refuse(raw, table.names)
            if problem:
                yield Record(raw.line, problems=(problem,), cells=tuple(raw.cells))
                continue
            yield reader.read(raw)


# ---------------------------------------------------------------------------------------------- the table


@dataclass(frozen=True, slots=True)
class _Table:
    """An open file after its header: unique column names, the header as written, and the records that follow.

    A record needs `least_width` cells to be whole: columns without a name at the end may be left out.
    """

    names: tuple[str, ...]
    header_cells: tuple[str, ...]
    least_width: int
    records: Iterator[RawRecord]


@contextmanager
def _open_table(
    path: Path,
    dialect: Dialect,
    gauge: Gauge | None = None,
    *,
    is_head: bool = False,
    has_all_names: bool = True,
) -> Iterator[_Table]:
    """Open a file of any form; with `is_head` no more than the first FACT_RECORDS rows need come.

    The columns of JSON are those of all rows, or without `has_all_names` those of its beginning.
    """
    row_count = parquet_row_count(path) if dialect.form == PARQUET and gauge else 0
    gauge = gauge or Gauge()
    if dialect.form == TEXT:
        with _open_text(path, dialect, gauge) as table:
            yield table
    elif dialect.form == WORKBOOK:
        with open_sheet(path, dialect.sheet, is_head=is_head) as (rows, most_rows):
            yield _sheet_table(path, dialect, _counted(rows, most_rows, gauge))
    elif dialect.form == PARQUET:
        names, rows = open_parquet(path)
        yield _Table(_unique_names(names), (), len(names), _counted(rows, row_count, gauge))
    else:
        names = json_names(path, dialect.encoding, dialect.form, None if has_all_names else FACT_RECORDS)
        with open_lines(path, dialect.encoding) as lines:
            records = json_records(path, lines, dialect.form, names)
            yield _Table(_unique_names(names), (), len(names), _watched(records, lines, gauge))


@contextmanager
def _open_text(path: Path, dialect: Dialect, gauge: Gauge) -> Iterator[_Table]:
    marks = dialect.marks
    if dialect.header_line < 1:
        with open_lines(path, dialect.encoding) as lines:
            width = usual_width(list(islice(read_raw_records(lines, marks), FACT_RECORDS)))
        with open_lines(path, dialect.encoding) as lines:
            records = _watched(read_raw_records(lines, marks, width), lines, gauge)
            yield _Table(_unique_names([""] * width), (), width, records)
        return
    with open_lines(path, dialect.encoding) as lines:
        for _ in range(dialect.header_line - 1):
            next(lines, None)
            lines.taken.clear()
        header = next(read_raw_records(lines, marks), None)
        if header is None:
            raise refusal("no_line", name=path.name, line=dialect.header_line)
        cells = tuple(header.cells)
        records = _watched(read_raw_records(lines, marks, len(cells)), lines, gauge)
        yield _Table(_unique_names(cells), cells, _least_width(cells), records)


def _sheet_table(path: Path, dialect: Dialect, rows: Iterator[RawRecord]) -> _Table:
    if dialect.header_line < 1:
        first = list(islice(rows, FACT_RECORDS))
        width = max((len(row.cells) for row in first), default=1)
        return _Table(_unique_names([""] * width), (), 0, chain(first, rows))
    header = next((row for row in rows if row.line >= dialect.header_line), None)
    if header is None:
        raise refusal("no_line", name=path.name, line=dialect.header_line)
    # The cells at the end of a row that are empty are not kept in a workbook, so no row of it is too short.
    return _Table(_unique_names(header.cells), tuple(header.cells), 0, rows)


def _least_width(cells: Sequence[str]) -> int:
    return max((at for at, cell in enumerate(cells, start=1) if cell.strip()), default=len(cells))


def _watched(records: Iterator[RawRecord], lines: Lines, gauge: Gauge) -> Iterator[RawRecord]:
    for number, record in enumerate(records):
        if number % RECORDS_BETWEEN_LOOKS == 0:
            gauge.share = lines.share_read()
        yield record


def _counted(records: Iterator[RawRecord], total: int, gauge: Gauge) -> Iterator[RawRecord]:
    for number, record in enumerate(records):
        gauge.share = min(1.0, number / max(total, 1))
        yield record


def _unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        base = name = one_line(CONTROL.sub("", cell)) or f"column {number}"
        repeat = 2
        while name in taken:
            name = f"{base} ({repeat})"
            repeat += 1
        taken.add(name)
        names.append(name)
    return tuple(names)


def _visible(cell: str) -> str:
    return CONTROL.sub("", MARK.sub("\ufffd", cell))


class _LineJudge:
    """Refuses records that are no rows: remarks, repeated headers, other tables, wrong lengths, unreadable bytes."""

    def __init__(self, header_cells: Sequence[str], width: int, dialect: Dialect, choices: Choices) -> None:
        self._header = [cell.strip() for cell in header_cells]
        self._width = width
        self._encoding = dialect.encoding or "utf-8"
        self._choices = choices
        # A line may be a remark or a second header; what is typed and named cell by cell is a row.
        self._has_lines = dialect.form in (TEXT, WORKBOOK)
        self._after_gap = False
        self._other_table_line = 0
        self._has_comments = False

    def note_gap(self) -> None:
        """Remember that a blank line or a remark stands before the next record."""
        self._after_gap = True

    def refuse(self, raw: RawRecord, names: Sequence[str]) -> RowProblem | None:
        """Return why `raw` is no row of the table, None where it is one."""
        if not self._has_lines:
            return self._refuse_cells(raw, names)
        after_gap, self._after_gap = self._after_gap, False
        cells = raw.cells
        if self._is_comment(cells):
            self._after_gap = True
            return _problem(raw, 0, names, "comment_line")
        if self._is_header_again(cells):
            self._other_table_line = 0
            return _problem(raw, 0, names, "header_again")
        if after_gap and self._begins_other_table(cells):
            self._other_table_line = raw.line
        if self._other_table_line:
            return _problem(raw, 0, names, "other_table", line=self._other_table_line)
        return self._refuse_cells(raw, names)

    def _refuse_cells(self, raw: RawRecord, names: Sequence[str]) -> RowProblem | None:
        cells = raw.cells
        for at, cell in enumerate(cells):
            if not cell.isascii() and (mark := MARK.search(cell)):
                if not self._choices.refuses("bad_byte", raw.line):
                    break
                byte = f"{ord(mark[0]) - 0xDC00:02X}"
                return _problem(
                    raw, at, names, "bad_byte", byte=byte, position=mark.start() + 1, encoding=self._encoding
                )
        if not raw.flaws and len(cells) <= self._width:
            return None
        if any(flaw.name == "no_object" for flaw in raw.flaws):
            return _problem(raw, 0, names, "no_object")
        too_long = next((flaw for flaw in raw.flaws if flaw.name in ("too_long", "line_too_long")), None)
        if too_long:
            return _problem(raw, too_long.cell, names, too_long.name, limit=f"{too_long.limit:,}")
        extra = next((at for at in range(len(cells) - 1, self._width - 1, -1) if cells[at].strip()), None)
        unclosed = next((flaw for flaw in raw.flaws if flaw.name == "unclosed_quote"), None)
        if unclosed and len(cells) != self._width:
            return _problem(raw, unclosed.cell, names, "unclosed_quote")
        if extra is not None and self._choices.refuses("too_many_cells", raw.line):
            return _problem(raw, extra, names, "too_many_cells", expected=self._width, found=len(cells))
        return None

    def _is_comment(self, cells: Sequence[str]) -> bool:
        """Return whether a record is a remark; where there are remarks, a row behind a number sign is one, too."""
        if self._width == 1 or "#" not in cells[0]:
            return False
        self._has_comments = self._has_comments or is_comment(cells)
        return self._has_comments and cells[0].lstrip().startswith("#")

    def _is_header_again(self, cells: Sequence[str]) -> bool:
        return (
            any(self._header)
            and cells[0].strip() == self._header[0]
            and len(cells) >= len(self._header)
            and all(cell.strip() == name for cell, name in zip(cells, self._header, strict=False))
        )

    def _begins_other_table(self, cells: Sequence[str]) -> bool:
        names = [cell.strip() for cell in cells]
        return (
            len(names) >= 3
            and all(map(_COLUMN_NAME.fullmatch, names))
            and len(set(names)) == len(names)
            and not set(names).isdisjoint(self._header)
        )


_COLUMN_NAME = re.compile(r"[A-Za-z]\w*")


def _problem(raw: RawRecord, at: int, names: Sequence[str], name: str, **fields: object) -> RowProblem:
    column = names[at] if at < len(names) else f"column {at + 1}"
    value = raw.cells[at] if at < len(raw.cells) else ""
    return RowProblem(raw.line, column, _cut(value), reason(name, **fields))


def _cut(value: str) -> str:
    return " ".join(_visible(value[: 4 * VALUE_CAP]).split())[:VALUE_CAP]


# ---------------------------------------------------------------------------------------------- column facts


@dataclass(frozen=True, slots=True)
class _Facts:
    """How one column writes its values: the decimal sign, what separates tags, and whether ids are floats."""

    decimal: str = "."
    tag_separator: str | None = None
    has_float_ids: bool = False


def _is_number(value: str) -> bool:
    try:
        return parse_number(value) is not None
    except ValueError:
        return False


_FLOAT_ID = re.compile(r"\d+\.0")


def _facts(role: str, column: int, sample: Sequence[Sequence[str]], decimal: str = "") -> _Facts:
    cells = [row[column] for row in sample if column < len(row)]
    if role in NUMBER_ROLES:
        # What is typed says nothing of how the others write numbers.
        cells = [cell for cell in cells if not isinstance(cell, TypedNumber)]
    values = [cell.strip() for cell in cells]
    values = [value for value in values if not is_missing(value)]
    if role in NUMBER_ROLES:
        return _Facts(decimal=decimal or decimal_sign(values, is_count=role in COUNT_ROLES))
    if role == "tags":
        return _Facts(tag_separator=tag_separator(values))
    if role in ("id", "item_id", "user_id"):
        return _Facts(has_float_ids=bool(values) and all(map(_FLOAT_ID.fullmatch, values)))
    return _Facts()


@dataclass(frozen=True, slots=True)
class NumberExample:
    """A number of the file that could be read in two ways: as it is written, as it is read, as it could be read."""

    text: str
    value: float
    other: float
    decimal: str  # the sign that would give `other`


def ambiguous_number(preview: Preview, mapping: ColumnMapping, decimal: str = "") -> NumberExample | None:
    """Return the first number of a preview whose sign may stand before decimals or between thousands; None without."""
    for role, column in mapping.columns:
        if role not in NUMBER_ROLES:
            continue
        sign = _facts(role, column, preview.rows, decimal).decimal
        other = "," if sign == "." else "."
        for row in preview.rows:
            text = row[column].strip() if column < len(row) else ""
            if isinstance(row[column], TypedNumber) or not _TWO_READINGS.fullmatch(text):
                continue
            values = (parse_number(text, sign), parse_number(text, other))
            if values[0] is not None and values[1] is not None:
                return NumberExample(text, values[0], values[1], other)
    return None


_TWO_READINGS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


# ---------------------------------------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class _Seen:
    """The first row of an id: its line and a hash of its content."""

    line: int
    content: int


class _RowReader:
    """Turns raw records into items and interactions, and remembers which ids were there before."""

    def __init__(
        self,
        names: Sequence[str],
        least_width: int,
        mapping: ColumnMapping,
        facts: dict[int, _Facts],
        choices: Choices,
        *,
        has_notices: bool,
    ) -> None:
        self.choices = choices
        self._may_keep = bool(choices.kept or choices.rows)
        self._lines_decided = {line for line, _, _ in choices.rows}
        self._has_notices = has_notices
        self._names = names
        self._kind = mapping.kind
        self._facts = facts
        self._least_width = least_width
        self._columns = {role: mapping.columns_of(role) for role, _ in mapping.columns}
        self._first = {role: columns[0] for role, columns in self._columns.items()}.get
        mapped = {column for _, column in mapping.columns}
        ours = (LINE_COLUMN, PROBLEM_COLUMN)
        self._extra = [at for at, name in enumerate(names) if at not in mapped and name not in ours]
        self._seen: dict[str, _Seen] = {}

    def read(self, raw: RawRecord) -> Record:
        """Return `raw` as an imported or a refused record."""
        row = _Row(raw, self._names)
        if self._may_keep:
            row.note_kept(len(self._names))
        for flaw in raw.flaws:
            row.note_flaw(flaw)
        if len(raw.cells) < self._least_width:
            row.note(len(raw.cells), "too_few_cells", expected=len(self._names), found=len(raw.cells))
        if self._has_notices:
            self._note_harmless(row)
        record = self._read_kind(row)
        skipped = self._skipped_in(raw.line, row.names_of_problems)
        if record.cells or skipped.isdisjoint(row.names_of_problems):
            return record
        if record.item is not None:
            # It is refused after all, so it must not stand in the way of a later row with the same id.
            self._seen.pop(record.item.item_id, None)
        first = next(at for at, name in enumerate(row.names_of_problems) if name in skipped)
        told = (row.problems[first], *row.problems[:first], *row.problems[first + 1 :])
        return Record(raw.line, problems=told, cells=tuple(raw.cells))

    def _skipped_in(self, line: int, names: Sequence[str]) -> frozenset[str]:
        """Return the problems that leave a row out where it has them; those of `names` where it was decided on."""
        if line not in self._lines_decided:
            return self.choices.skipped
        return frozenset(name for name in names if name in SKIPPABLE and self.choices.refuses(name, line))

    def _read_kind(self, row: "_Row") -> Record:
        if self._kind == "interactions":
            return self._read_interaction(row)
        return self._read_combined(row) if self._kind == "combined" else self._read_item(row)

    def _note_harmless(self, row: "_Row") -> None:
        """Tell of HTML and of cells like formulas in the columns that play a role."""
        for role, columns in self._columns.items():
            for at in columns:
                value = row.cell(at)
                if "<" in value and role in HTML_ROLES and holds_html(value):
                    row.note(at, "html")
                if value.startswith(FORMULA_SIGNS) and not _is_number(value):
                    row.note(at, "formula")

    # -- kinds

    def _read_item(self, row: "_Row") -> Record:
        item = self._item(row)
        if not item.title or row.is_remnant():
            return row.refused("title", self._columns, "empty_title")
        has_id = bool(item.item_id)
        if has_id:
            earlier = self._seen.get(item.item_id)
            if earlier:
                return row.refused("id", self._columns, "same_id", line=earlier.line)
        else:
            if "id" in self._columns:
                row.note(self._columns["id"][0], "id_made")
            item, repeated = self._with_content_id(item)
            if repeated:
                return row.refused("title", self._columns, "repeats", line=repeated)
        self._seen[item.item_id] = _Seen(row.line, 0 if has_id else _content_hash(item))
        return Record(row.line, item=item, problems=tuple(row.problems))

    def _read_interaction(self, row: "_Row") -> Record:
        user_id, item_id = self._id(row, "user_id"), self._id(row, "item_id")
        if not user_id:
            return row.refused("user_id", self._columns, "empty_user_id")
        if not item_id:
            return row.refused("item_id", self._columns, "empty_item_id")
        interaction = self._interaction(row, user_id, item_id, "rating")
        return Record(row.line, interaction=interaction, problems=tuple(row.problems))

    def _read_combined(self, row: "_Row") -> Record:
        """Read an item and what one user did with it; an item without a user stands for itself."""
        item = self._item(row)
        user_id = self._id(row, "user_id")
        earlier = self._seen.get(item.item_id) if item.item_id else None
        if not item.title and not (earlier and user_id):
            return row.refused("title", self._columns, "empty_title")
        if not item.item_id:
            if "id" in self._columns:
                row.note(self._columns["id"][0], "id_made")
            item = replace(item, item_id=_content_id(next(_content_parts(item))))
            earlier = self._seen.get(item.item_id)
        # Columns without a role may tell of the user's deed, so they are no part of what the item is.
        content = _content_hash(replace(item, extra=()))
        if earlier is None:
            self._seen[item.item_id] = _Seen(row.line, content)
        elif not user_id:
            return row.refused("title", self._columns, "repeats", line=earlier.line)
        elif item.title and content != earlier.content:
            row.note(self._columns["title"][0], "differs", line=earlier.line)
        interaction = self._interaction(row, user_id, item.item_id, "user_rating") if user_id else None
        kept = item if earlier is None else None
        return Record(row.line, item=kept, interaction=interaction, problems=tuple(row.problems))

    def _with_content_id(self, item: Item) -> tuple[Item, int]:
        """Return `item` with an id made from its content, and the line it repeats or 0.

        Where another item of the file has that id already, the id is made from more: text and tags, then all columns.
        """
        content = _content_hash(item)
        line = 0
        for parts in _content_parts(item):
            item_id = _content_id(parts)
            earlier = self._seen.get(item_id)
            if earlier is None:
                return replace(item, item_id=item_id), 0
            line = earlier.line
            if earlier.content == content:
                break
        return item, line

    # -- parts

    def _item(self, row: "_Row") -> Item:
        date, year = self._date(row)
        return Item(
            item_id=self._id(row, "id"),
            title=self._text(row, "title"),
            text=self._joined_text(row),
            author=self._text(row, "author"),
            tags=self._tags(row),
            popularity=self._number(row, "popularity", is_count=True),
            rating=self._number(row, "rating"),
            url=self._plain(row, "url"),
            image=self._plain(row, "image"),
            date=date,
            year=year,
            language=self._text(row, "language"),
            extra=tuple((self._names[at], value) for at in self._extra if (value := row.cell(at))),
        )

    def _interaction(self, row: "_Row", user_id: str, item_id: str, rating_role: str) -> Interaction:
        return Interaction(
            user_id=user_id,
            item_id=item_id,
            rating=self._number(row, rating_role),
            clicks=self._number(row, "clicks", is_count=True),
            comment=plain_text(self._plain(row, "comment")),
            timestamp=self._plain(row, "timestamp"),
        )

    def _id(self, row: "_Row", role: str) -> str:
        at = self._first(role)
        if at is None:
            return ""
        value = row.cell(at)
        is_float = self._facts[at].has_float_ids and _FLOAT_ID.fullmatch(value)
        return value[:-2] if is_float else value

    def _text(self, row: "_Row", role: str) -> str:
        at = self._first(role)
        if at is None:
            return ""
        value = row.cell(at)
        if role == "title":
            return title_text(value)
        return "" if is_missing(value) else one_line(value)

    def _plain(self, row: "_Row", role: str) -> str:
        at = self._first(role)
        if at is None:
            return ""
        value = row.cell(at)
        return "" if is_missing(value) else value

    def _joined_text(self, row: "_Row") -> str:
        values = (row.cell(at) for at in self._columns.get("text", ()))
        texts = (plain_text(value) for value in values if not is_missing(value))
        return "\n\n".join(dict.fromkeys(text for text in texts if text))

    def _tags(self, row: "_Row") -> tuple[str, ...]:
        tags = [
            parse_tags(value, self._facts[at].tag_separator)
            for at in self._columns.get("tags", ())
            if not is_missing(value := row.cell(at))
        ]
        if len(tags) < 2:
            return tags[0] if tags else ()
        first_spelling: dict[str, str] = {}
        for tag in chain.from_iterable(tags):
            first_spelling.setdefault(tag.casefold(), tag)
        return tuple(first_spelling.values())

    def _number(self, row: "_Row", role: str, *, is_count: bool = False) -> float | None:
        at = self._first(role)
        if at is None or not (value := row.cell(at)):
            return None
        try:
            number = parse_number(value, "." if row.is_typed(at) else self._facts[at].decimal)
        except ValueError:
            row.note(at, "bad_number")
            return None
        if is_count and number is not None and number < 0:
            row.note(at, "negative_count")
            return None
        return number

    def _date(self, row: "_Row") -> tuple[str, int | None]:
        at = self._first("date")
        if at is None or is_missing(value := row.cell(at)):
            return "", None
        try:
            return parse_date(value)
        except ValueError:
            row.note(at, "bad_date")
            return "", None


class _Row:
    """One raw record while it is read: its cells without space around and controls, and the problems found so far."""

    def __init__(self, raw: RawRecord, names: Sequence[str]) -> None:
        self.line = raw.line
        self.problems: list[RowProblem] = []
        self.names_of_problems: list[str] = []
        self._raw = raw
        self._names = names
        self._cells = [cell.strip() for cell in raw.cells]
        for at, cell in enumerate(self._cells):
            if not cell.isprintable() and CONTROL.search(cell):
                self._cells[at] = cell = cell.translate(MISREAD_CONTROLS).strip()
                if CONTROL.search(cell):
                    self._cells[at] = CONTROL.sub("", cell.replace("\x0b", " ").replace("\x0c", " ")).strip()
                    self.note(at, "control_characters")
            elif cell == NULL_CELL:
                self._cells[at] = ""

    def cell(self, at: int) -> str:
        """Return the text of column `at`, empty where the record is too short."""
        return self._cells[at] if at < len(self._cells) else ""

    def is_typed(self, at: int) -> bool:
        """Return whether the file itself keeps the value of column `at` as a number."""
        return at < len(self._raw.cells) and isinstance(self._raw.cells[at], TypedNumber)

    def note_kept(self, width: int) -> None:
        """Make what would refuse this row harmless: bytes that cannot be read and surplus cells; and tell of it."""
        for at, cell in enumerate(self._cells[:width]):
            if not cell.isascii() and (mark := MARK.search(cell)):
                byte, position = f"{ord(mark[0]) - 0xDC00:02X}", mark.start() + 1
                self.note(at, "bad_byte", byte=byte, position=position, encoding="text")
                self._cells[at] = MARK.sub("\ufffd", cell)
        if any(self._cells[width:]):
            self.note(width, "too_many_cells", expected=width, found=len(self._cells))
        del self._cells[width:]

    def is_remnant(self) -> bool:
        """Return whether the record is shorter than the header and holds one cell of mere signs, as a lone `}`."""
        filled = [cell for cell in self._cells if cell]
        return (
            len(self._cells) < len(self._names) and len(filled) == 1 and not any(map(str.isalnum, filled[0]))
        )

    def note(self, at: int, name: str, **fields: object) -> None:
        """Add the problem `name` of REASONS in column `at`."""
        self.names_of_problems.append(name)
        self.problems.append(_problem(self._raw, at, self._names, name, **fields))

    def note_flaw(self, flaw: Flaw) -> None:
        """Add a flaw that the tokenizer found, once for each cell."""
        text = reason(flaw.name)
        column = self._names[flaw.cell] if flaw.cell < len(self._names) else ""
        if not any(problem.column == column and problem.reason == text for problem in self.problems):
            self.note(flaw.cell, flaw.name)
        if flaw.name == "error_value" and flaw.cell < len(self._cells):
            self._cells[flaw.cell] = ""

    def refused(self, role: str, columns: dict[str, tuple[int, ...]], name: str, **fields: object) -> Record:
        """Return the refusal of this row for the reason `name`; problems found before stand after it."""
        at = columns.get(role, (0,))[0]
        refused = _problem(self._raw, at, self._names, name, **fields)
        return Record(self.line, problems=(refused, *self.problems), cells=tuple(self._raw.cells))


def _content_parts(item: Item) -> Iterator[list[str]]:
    """Yield what an id may be made from, the steadiest first; counts are never part of it."""
    first = [item.url] if item.url else [item.title, item.author, item.date]
    yield first
    second = [*first, item.title, item.author, item.date, item.text, *item.tags]
    yield second
    yield [*second, item.image, item.language, *(f"{name}={value}" for name, value in item.extra)]


def _content_id(parts: Sequence[str]) -> str:
    normal = "\x1f".join(" ".join(part.casefold().split()) for part in parts)
    return "c-" + hashlib.sha256(normal.encode("utf-8")).hexdigest()[:16]


def _content_hash(item: Item) -> int:
    """Return a hash of all that an item is, but for its id and its counts."""
    return hash(replace(item, item_id="", popularity=None, rating=None))
