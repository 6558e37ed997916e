"""Reads a file to its end without importing it: what would come in, what would not and why, what it would change."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ltrec_gui.catalogue.csv_reader import (
    FORMULA_SIGNS,
    LINE_COLUMN,
    PROBLEM_COLUMN,
    Gauge,
    Record,
    RowProblem,
    read_records,
)
from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.catalogue.reasons import parse_reason
from ltrec_gui.catalogue.text_file import MARK
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.import_catalogue import FileReading
from ltrec_gui.pipeline.whole_file import pour_whole
from ltrec_gui.pipeline.workspace import Workspace

MOST_PROBLEMS = 20_000  # kept to be shown; all are counted
BATCH_SIZE = 500
SHARES = 1_000  # a file is read in this many parts, as far as progress goes
DANGEROUS = (*FORMULA_SIGNS, "-", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A problem with the name of its kind (of REASONS) and whether its row would be left out."""

    problem: RowProblem
    kind: str
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What importing a file would do; `records == ready + refused + blank`.

    `new`, `changed` and `same` count the items of a catalogue or of a combined file, and the interactions of a file of
    those. `missing` counts items of the library that the file does not name; it is None without a library and for
    interactions. `kinds` counts all problems by kind, `problems` holds the first of them.
    """

    records: int
    ready: int
    refused: int
    blank: int
    with_problems: int  # rows that would come in, each with at least one problem
    new: int
    changed: int
    same: int
    missing: int | None
    problems: tuple[FoundProblem, ...]
    kinds: dict[str, int]


class _Tally:
    def __init__(self) -> None:
        self.records = self.ready = self.refused = self.blank = self.with_problems = 0
        self.does = {"new": 0, "changed": 0, "same": 0}
        self.problems: list[FoundProblem] = []
        self.kinds: dict[str, int] = {}

    def note(self, record: Record) -> None:
        is_refused = not record.is_blank and record.item is None and record.interaction is None
        self.records += 1
        self.blank += record.is_blank
        self.refused += is_refused
        self.ready += not record.is_blank and not is_refused
        self.with_problems += bool(record.problems) and not record.is_blank and not is_refused
        for number, problem in enumerate(record.problems):
            parsed = parse_reason(problem.reason)
            kind = parsed[0] if parsed else ""
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
            if len(self.problems) < MOST_PROBLEMS:
                # Only the first says why a row is left out; what was found besides is told, too.
                self.problems.append(FoundProblem(problem, kind, is_refused and number == 0))


def rehearse(control: JobControl, reading: FileReading, library: Path | None) -> Rehearsal:
    """Read the whole file as `reading` says and compare it with a library, if there is one; nothing is written.

    Raise CatalogueError where a required column is missing or the file cannot be read to its end.
    """
    if library is None:
        return _rehearse(control, reading, None)
    workspace = Workspace(library)
    try:
        return _rehearse(control, reading, workspace)
    finally:
        workspace.close()


def _rehearse(control: JobControl, reading: FileReading, workspace: Workspace | None) -> Rehearsal:
    tally = _Tally()
    gauge = Gauge()
    batch: list[Record] = []
    occurrences: dict[tuple[str, str, str], int] = {}
    records = read_records(
        reading.path, reading.dialect, reading.mapping, reading.choices, gauge, has_notices=True
    )
    for record in records:
        tally.note(record)
        batch.append(record)
        if len(batch) >= BATCH_SIZE:
            _compare(workspace, reading.mapping.kind, batch, tally, occurrences)
            batch = []
            control.checkpoint(Progress("rehearsing", min(SHARES - 1, int(gauge.share * SHARES)), SHARES))
    _compare(workspace, reading.mapping.kind, batch, tally, occurrences)
    control.checkpoint(Progress("rehearsing", SHARES, SHARES))
    missing = None
    if workspace is not None and reading.mapping.kind != "interactions":
        missing = workspace.items.count() - tally.does["changed"] - tally.does["same"]
    return Rehearsal(
        tally.records,
        tally.ready,
        tally.refused,
        tally.blank,
        tally.with_problems,
        **tally.does,
        missing=missing,
        problems=tuple(tally.problems),
        kinds=tally.kinds,
    )


def _compare(
    workspace: Workspace | None,
    kind: str,
    batch: Sequence[Record],
    tally: _Tally,
    occurrences: dict[tuple[str, str, str], int],
) -> None:
    answers: list[str]
    if kind == "interactions":
        events: list[tuple[Interaction, int]] = []
        for event in (record.interaction for record in batch if record.interaction is not None):
            key = (event.user_id, event.item_id, event.timestamp)
            events.append((event, occurrences.get(key, 0)))
            occurrences[key] = occurrences.get(key, 0) + 1
        answers = workspace.interactions.compared(events) if workspace else ["new"] * len(events)
    else:
        items = [record.item for record in batch if record.item is not None]
        answers = workspace.items.compared(items) if workspace else ["new"] * len(items)
    for answer in answers:
        tally.does[answer] += 1


def save_refused(control: JobControl, reading: FileReading, path: Path) -> int:
    """Write the rows that would be left out as CSV, whole and with line and reason in front; return their number.

    Mended, the file can be imported as it is: the two columns in front are passed over. Cells that a spreadsheet would
    run as formulas are made harmless. Raise CatalogueError, and RequestError where `path` cannot be written.
    """
    count = 0

    def pour(file: IO[bytes]) -> None:
        nonlocal count
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow([harmless(cell) for cell in (LINE_COLUMN, PROBLEM_COLUMN, *reading.preview.header)])
        gauge = Gauge()
        records = read_records(reading.path, reading.dialect, reading.mapping, reading.choices, gauge)
        for number, record in enumerate(records):
            if number % BATCH_SIZE == 0:
                control.checkpoint(Progress("saving", int(gauge.share * SHARES), SHARES))
            if record.cells and record.problems:
                count += 1
                why = "; ".join(problem.reason for problem in record.problems)
                cells = (MARK.sub("\ufffd", cell) for cell in record.cells)
                writer.writerow([record.line, why, *(harmless(cell) for cell in cells)])
        text.flush()
        text.detach()

    pour_whole(path, pour)
    return count


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers with a sign stay numbers."""
    if not cell.startswith(DANGEROUS):
        return cell
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return "'" + cell
    return cell
