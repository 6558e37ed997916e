"""The shelf: what was chosen, in which order, and its way out as CSV or JSON."""

import csv
import io
import json
from pathlib import Path

from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.shelf import ShelfEntry, note_export, shelf_entries
from ltrec_gui.pipeline.whole_file import write_whole
from ltrec_gui.pipeline.workspace import Workspace

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
    note_export(workspace, control, None, path, [entry.item.item_id for entry in entries])
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
