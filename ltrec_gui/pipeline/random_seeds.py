"""Titles of the long tail drawn at random, to begin with where nothing else comes to mind."""

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.popularity import TAIL

USUAL_COUNT = 3


def random_seeds(
    workspace: Workspace, control: JobControl, count: int = USUAL_COUNT, seed: int | None = None
) -> tuple[Item, ...]:
    """Return up to `count` items of the tail at random, of all items where there is no tail; none is judged or shelved.

    Each call draws anew; with `seed` it draws the same of the same library.
    """
    snapshot = workspace.snapshot()
    measured = snapshot.popularity
    is_offered = (
        measured.segments == TAIL if measured.has_tail else np.ones(len(snapshot.table.ids), dtype=bool)
    )
    for item_id in workspace.feedback.judged_items():
        if item_id in snapshot.positions:
            is_offered[snapshot.positions[item_id]] = False
    positions = np.flatnonzero(is_offered)
    drawn = np.random.default_rng(seed).choice(positions, min(count, len(positions)), replace=False)
    ids = [snapshot.table.ids[position] for position in drawn]
    found = workspace.items.by_ids(ids)
    return tuple(found[item_id] for item_id in ids)
