"""The shelf: what was chosen, in which order, and its way out as CSV or JSON."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ltrec_gui.catalogue.item import Item
from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.whole_file import write_whole
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.popularity import SEGMENT_NAMES

# A cell that starts with one of these is run as a formula by a spreadsheet; the full-width signs count there too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
COLUMNS = (
    "position",
    "item_id",
    "title",
    "author",
    "date",
    "tags",
    "url",
    "language",
    "segment",
    "popularity",
    "brief",
)


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """One chosen item; `position` counts from 1; `brief` is the brief it was chosen for."""

    position: int
    item: Item
    segment: str
    popularity: float
    brief: str


def shelf_entries(workspace: Workspace, control: JobControl) -> tuple[ShelfEntry, ...]:
    """Return the shelf in its order."""
    ids = workspace.feedback.shelf()
    items = workspace.items.by_ids(ids)
    snapshot = workspace.snapshot()
    measured = snapshot.popularity
    briefs = workspace.slates.brief_texts()
    entries: list[ShelfEntry] = []
    for item_id in ids:
        if item_id not in items or item_id not in snapshot.positions:
            continue
        brief_id = workspace.feedback.brief_of_shelving(item_id)
        position = snapshot.positions[item_id]
        entries.append(
            ShelfEntry(
                len(entries) + 1,
                items[item_id],
                SEGMENT_NAMES[int(measured.segments[position])],
                float(measured.counts[position]),
                briefs.get(brief_id, "") if brief_id is not None else "",
            )
        )
    return tuple(entries)


def reorder_shelf(
    workspace: Workspace, control: JobControl, item_ids: Sequence[str]
) -> tuple[ShelfEntry, ...]:
    """Put the shelf into this order (ids left out keep theirs, at the end) and return it."""
    on_shelf = set(workspace.feedback.shelf())
    workspace.feedback.reorder_shelf([item_id for item_id in item_ids if item_id in on_shelf])
    return shelf_entries(workspace, control)


def export_shelf(workspace: Workspace, control: JobControl, path: Path) -> int:
    """Write the shelf to `path` (.csv or .json), whole or not at all; return the number of items; RequestError.

    CSV cells that a spreadsheet would run as formulas are made harmless.
    """
    entries = shelf_entries(workspace, control)
    rows = [dict(zip(COLUMNS, _cells(entry), strict=True)) for entry in entries]
    match path.suffix.lower():
        case ".csv":
            content = _as_csv(rows)
        case ".json":
            content = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
        case _:
            raise RequestError(
                "A shelf cannot be exported as “{ending}”. Nothing was written. Choose a name that "
                "ends in .csv or .json.",
                ending=path.suffix or path.name,
            )
    write_whole(path, content)
    return len(entries)


def _cells(entry: ShelfEntry) -> tuple[object, ...]:
    item = entry.item
    return (
        entry.position,
        item.item_id,
        item.title,
        item.author,
        item.date,
        "; ".join(item.tags),
        item.url,
        item.language,
        entry.segment,
        entry.popularity,
        entry.brief,
    )


def _as_csv(rows: list[dict[str, object]]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
    # The mark lets spreadsheets see that this is UTF-8.
    return "\ufeff" + buffer.getvalue()


def harmless(value: object) -> object:
    """Return text that a spreadsheet shows as it is: a formula gets an apostrophe before it; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return "'" + value
    return value
