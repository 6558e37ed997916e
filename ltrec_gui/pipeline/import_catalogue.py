"""Import: a file becomes items and interactions, with an account of every record."""

from dataclasses import dataclass
from pathlib import Path

from ltrec_gui.catalogue.columns import ColumnMapping
from ltrec_gui.catalogue.csv_reader import Preview, RowProblem
from ltrec_gui.catalogue.dialect import Dialect
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FileReading:
    """How a file would be read before it is: shown in the import dialog."""

    path: Path
    dialect: Dialect
    mapping: ColumnMapping
    preview: Preview


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of every record; `records == imported + refused + blank` always."""

    import_id: int
    kind: str
    records: int
    imported: int
    added: int
    changed: int
    unchanged: int
    refused: int
    blank: int
    problems: tuple[RowProblem, ...]
    dialect: Dialect
    mapping: tuple[tuple[str, str], ...]  # role, header


def inspect_file(
    path: Path,
    *,
    kind: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    dialect: Dialect | None = None,
    mapping: ColumnMapping | None = None,
) -> FileReading:
    """Return how `path` would be read, guessing what is not given; no library needed; raise CatalogueError."""
    raise NotImplementedError


def import_file(workspace: Workspace, control: JobControl, reading: FileReading) -> ImportReport:
    """Import the file as `reading` says; running it twice changes nothing; raise CatalogueError or StoreError."""
    raise NotImplementedError


def unfinished_import(workspace: Workspace, control: JobControl) -> FileReading | None:
    """Return the import a crash cut short, where its file is still there and unchanged."""
    raise NotImplementedError
