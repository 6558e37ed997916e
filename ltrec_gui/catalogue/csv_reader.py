"""Reads a catalogue file row by row: every physical record comes out as imported, refused with a reason, or blank."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ltrec_gui.catalogue.columns import ColumnMapping
from ltrec_gui.catalogue.dialect import Dialect
from ltrec_gui.catalogue.item import Interaction, Item


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


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a file as they would be read."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    byte_count: int


def read_preview(path: Path, dialect: Dialect, row_count: int = 50) -> Preview:
    """Return the header and first rows of `path`; raise CatalogueError where it cannot be read at all."""
    raise NotImplementedError


def read_records(path: Path, dialect: Dialect, mapping: ColumnMapping) -> Iterator[Record]:
    """Yield every record of `path` in order; raise CatalogueError where a required role is missing or decoding fails."""
    raise NotImplementedError
