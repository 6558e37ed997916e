"""Import: a file becomes items and interactions, with an account of every record."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ltrec_gui.catalogue.columns import ColumnMapping, guess_mapping, missing_roles
from ltrec_gui.catalogue.csv_reader import (
    NO_CHOICES,
    Choices,
    Gauge,
    Preview,
    Record,
    RowProblem,
    read_preview,
    read_records,
)
from ltrec_gui.catalogue.dialect import Dialect, detect_dialect
from ltrec_gui.catalogue.forms import WORKBOOK
from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.catalogue.workbook import sheet_names
from ltrec_gui.embedding.text import item_text, text_hash
from ltrec_gui.errors import CatalogueError, LtrecError
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.domains import remember_domain
from ltrec_gui.pipeline.remembered_columns import recall_columns
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.store.bulk import with_room
from ltrec_gui.store.imports import UndoableImport
from ltrec_gui.store.items import UpsertCount

# Short transactions, so that a verdict given meanwhile waits a moment at most.
BATCH_SIZE = 500
IMPORT_ORDER = ("catalogue", "combined", "interactions")
PREVIEW_ROWS = 50  # enough to guess from, and what the dialog shows


@dataclass(frozen=True, slots=True)
class FileReading:
    """How a file would be read before it is: shown in the import dialog."""

    path: Path
    dialect: Dialect
    mapping: ColumnMapping
    preview: Preview
    choices: Choices = NO_CHOICES
    is_remembered: bool = False  # the roles are those chosen the last time a file had this header
    record_count: int = 0  # once the whole file was read through; 0 before
    sheets: tuple[str, ...] = ()  # of a workbook


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of every record; `records == imported + refused + blank` always.

    In a file of interactions, and in a combined one, added, changed and unchanged count the interactions; `items_added`
    and `items_changed` count items in any kind.
    """

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
    items_added: int = 0
    items_changed: int = 0


def inspect_file(
    path: Path,
    *,
    kind: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    dialect: Dialect | None = None,
    mapping: ColumnMapping | None = None,
    memory: Path | None = None,
) -> FileReading:
    """Return how `path` would be read, guessing what is not given; no library needed; raise CatalogueError.

    Where `memory` is the file that `remember_columns` wrote, and the header was imported before, the roles are those
    chosen then.
    """
    if dialect is None:
        dialect = detect_dialect(path, encoding=encoding, delimiter=delimiter, sheet=sheet)
    preview = read_preview(path, dialect, PREVIEW_ROWS)
    sheets = sheet_names(path) if dialect.form == WORKBOOK else ()
    is_remembered = False
    if mapping is None:
        known = recall_columns(memory, preview.header) if memory else None
        is_remembered = known is not None and kind in (None, known.kind)
        mapping = known if is_remembered else None
    if mapping is None:
        mapping = guess_mapping(preview.header, preview.rows, kind)
    return FileReading(path, dialect, mapping, preview, is_remembered=is_remembered, sheets=sheets)


def in_import_order(control: JobControl, paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return files in the order that serves best: catalogues, then files of both, then interactions; the rest last.

    Interactions tell little before their items are there. What cannot be read comes last, for its dialog says why.
    """
    ranks: dict[Path, int] = {}
    for number, path in enumerate(paths):
        control.checkpoint(Progress("looking", number, len(paths)))
        try:
            ranks[path] = IMPORT_ORDER.index(inspect_file(path).mapping.kind)
        except CatalogueError:
            ranks[path] = len(IMPORT_ORDER)
    return tuple(sorted(ranks, key=lambda path: ranks[path]))


class _Counts:
    """The running account of an import."""

    def __init__(self) -> None:
        self.records = self.imported = self.refused = self.blank = 0
        self.added = self.changed = self.unchanged = 0
        self.items_added = self.items_changed = 0

    def note(self, record: Record) -> None:
        self.records += 1
        if record.is_blank:
            self.blank += 1
        elif record.item is None and record.interaction is None:
            self.refused += 1
        else:
            self.imported += 1


def import_file(workspace: Workspace, control: JobControl, reading: FileReading) -> ImportReport:
    """Import the file as `reading` says; running it twice changes nothing; raise CatalogueError or StoreError."""
    with with_room(workspace.db):
        return _import(workspace, control, reading)


def _import(workspace: Workspace, control: JobControl, reading: FileReading) -> ImportReport:
    missing = missing_roles(reading.mapping)
    if missing:
        raise CatalogueError(
            "No column is chosen for: {roles}. Nothing was imported. Choose the column and try again.",
            roles=", ".join(missing),
        )
    import_id = workspace.imports.begin(
        reading.path.resolve(), reading.path.stat().st_size, _plan_of(reading)
    )
    counts = _Counts()
    problems: list[RowProblem] = []
    occurrences: dict[tuple[str, str, str], int] = {}
    batch: list[Record] = []
    gauge = Gauge()
    try:
        for record in read_records(reading.path, reading.dialect, reading.mapping, reading.choices, gauge):
            counts.note(record)
            problems.extend(record.problems)
            batch.append(record)
            if len(batch) >= BATCH_SIZE:
                _store(workspace, reading.mapping.kind, import_id, batch, counts, occurrences)
                batch = []
                control.checkpoint(
                    Progress("importing", counts.records, _total(counts.records, reading, gauge))
                )
        _store(workspace, reading.mapping.kind, import_id, batch, counts, occurrences)
    except LtrecError:
        # What came in stays, as after a cancel; an import that can never end must not start again at every opening.
        workspace.imports.abandon(import_id)
        raise
    workspace.imports.finish(import_id, dict(vars(counts)))
    if reading.mapping.kind != "interactions" and counts.imported:
        remember_domain(workspace, reading.preview.header)
    control.checkpoint(Progress("importing", counts.records, counts.records))
    return ImportReport(
        import_id=import_id,
        kind=reading.mapping.kind,
        problems=tuple(problems),
        dialect=reading.dialect,
        mapping=tuple((role, reading.preview.header[column]) for role, column in reading.mapping.columns),
        **vars(counts),
    )


def _total(done: int, reading: FileReading, gauge: Gauge) -> int | None:
    """Return how many records there are: as counted before, else as the part read lets expect."""
    if reading.record_count >= done:
        return reading.record_count
    return max(done, round(done / gauge.share)) if gauge.share else None


def _store(
    workspace: Workspace,
    kind: str,
    import_id: int,
    batch: list[Record],
    counts: _Counts,
    occurrences: dict[tuple[str, str, str], int],
) -> None:
    items = [record.item for record in batch if record.item is not None]
    done = UpsertCount(0, 0, 0)
    if items:
        done = workspace.items.upsert([(item, text_hash(item_text(item))) for item in items], import_id)
    counts.items_added += done.added
    counts.items_changed += done.changed
    events: list[tuple[Interaction, int]] = []
    for event in (record.interaction for record in batch if record.interaction is not None):
        key = (event.user_id, event.item_id, event.timestamp)
        events.append((event, occurrences.get(key, 0)))
        occurrences[key] = occurrences.get(key, 0) + 1
    if kind != "catalogue":
        done = workspace.interactions.upsert(events, import_id)
    counts.added += done.added
    counts.changed += done.changed
    counts.unchanged += done.unchanged
    problems = [problem for record in batch for problem in record.problems]
    if problems:
        workspace.imports.add_problems(import_id, problems)


def unfinished_import(workspace: Workspace, control: JobControl) -> FileReading | None:
    """Return the import a crash cut short, where its file is still there and unchanged."""
    started = workspace.imports.unfinished()
    if started is None:
        return None
    if not started.path.is_file() or started.path.stat().st_size != started.byte_count:
        workspace.imports.abandon(started.import_id)
        return None
    dialect = Dialect(**started.plan["dialect"])
    columns = tuple((str(role), int(column)) for role, column in started.plan["columns"])
    mapping = ColumnMapping(started.plan["kind"], columns)
    preview = read_preview(started.path, dialect, PREVIEW_ROWS)
    plan = started.plan
    choices = Choices(
        frozenset(plan.get("skipped", ())),
        frozenset(plan.get("kept", ())),
        plan.get("decimal", ""),
        frozenset(
            (int(line), str(name), bool(is_refused)) for line, name, is_refused in plan.get("rows", ())
        ),
    )
    return FileReading(started.path, dialect, mapping, preview, choices)


def forget_import(workspace: Workspace, control: JobControl) -> None:
    """Do not go on with an unfinished import; the rows it brought in stay."""
    started = workspace.imports.unfinished()
    if started is not None:
        workspace.imports.abandon(started.import_id)


def _plan_of(reading: FileReading) -> dict[str, Any]:
    return {
        "dialect": asdict(reading.dialect),
        "kind": reading.mapping.kind,
        "columns": [list(pair) for pair in reading.mapping.columns],
        "skipped": sorted(reading.choices.skipped),
        "kept": sorted(reading.choices.kept),
        "decimal": reading.choices.decimal,
        "rows": sorted(list(each) for each in reading.choices.rows),
    }


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """What taking back the last import did."""

    name: str
    removed: int  # items
    restored: int
    interactions_removed: int
    interactions_restored: int


def last_import(workspace: Workspace, control: JobControl) -> UndoableImport | None:
    """Return the last import while it can be undone."""
    return workspace.imports.undoable()


def undo_import(workspace: Workspace, control: JobControl) -> UndoneImport | None:
    """Take back the last import: items, their words and interactions are as before; None where there is none.

    Verdicts stay in the log; those on items that are gone count again when the items come back. Vectors stay, too, for
    they belong to texts and not to items. A cancel leaves the rest to a second call.
    """
    found = workspace.imports.undoable()
    if found is None:
        return None
    item_count = found.items_added + found.items_changed
    total = item_count + found.interactions_added + found.interactions_changed
    workspace.imports.abandon(found.import_id)  # so that none cut short goes on while it is undone
    sums = [0, 0, 0, 0]
    with with_room(workspace.db):
        for at, store in ((0, workspace.items), (2, workspace.interactions)):
            while (done := store.take_back(found.import_id)).removed + done.restored:
                sums[at] += done.removed
                sums[at + 1] += done.restored
                control.checkpoint(Progress("undoing", sum(sums), total))
    workspace.imports.forget(found.import_id)
    return UndoneImport(found.name, *sums)
