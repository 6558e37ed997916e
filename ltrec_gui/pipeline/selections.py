"""Lists made only from what an editor selected: on the map, by rank on the long tail, or by a file of ids."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.store.items import ItemTable

NAME = "selection"  # of the filter, in `Slate.blocked_by` and among what keeps an item out


@dataclass(frozen=True, slots=True)
class Selection:
    """A set of items as a request names it: `SuggestRequest.selection` and `selection_count`."""

    key: str = ""
    item_count: int = 0


def keep_selection(workspace: Workspace, control: JobControl, item_ids: Sequence[str]) -> Selection:
    """Keep a selection, so that a request can name it; ids the library does not know are left out; RequestError."""
    positions = workspace.snapshot().positions
    known = [item_id for item_id in item_ids if item_id in positions]
    if not known:
        raise RequestError(
            "None of the items selected is in this library. Nothing was changed. Select others, or check the ids."
        )
    return Selection(*workspace.selections.put(known))


def outside_selection(
    workspace: Workspace, table: ItemTable, positions: dict[str, int], key: str
) -> np.ndarray:
    """Return which items of `table` are not of a selection, (n,) bool; RequestError where it is not kept here."""

    def found() -> np.ndarray:
        ids = workspace.selections.ids(key)
        if ids is None:
            raise RequestError(
                "What was selected for this brief is not kept in this library. Nothing was changed. Take the selection "
                "off the brief, or select anew."
            )
        outside = np.ones(len(table.ids), bool)
        outside[[positions[item_id] for item_id in ids if item_id in positions]] = False
        return outside

    return workspace.kept("selection", (table, key), found)
