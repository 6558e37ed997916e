"""The shelf: what was chosen, in which order, and its way out as CSV or JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ltrec_gui.catalogue.item import Item
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace


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
    raise NotImplementedError


def reorder_shelf(workspace: Workspace, control: JobControl, item_ids: Sequence[str]) -> tuple[ShelfEntry, ...]:
    """Put the shelf into this order (ids left out keep theirs, at the end) and return it."""
    raise NotImplementedError


def export_shelf(workspace: Workspace, control: JobControl, path: Path) -> int:
    """Write the shelf to `path` (.csv or .json), whole or not at all; return the number of items; RequestError.

    CSV cells that a spreadsheet would run as formulas are made harmless.
    """
    raise NotImplementedError
