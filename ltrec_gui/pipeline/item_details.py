"""Everything the details pane shows of one item."""

from dataclasses import dataclass

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import terms
from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.embed_items import model_can_read
from ltrec_gui.pipeline.past_slates import stored_slate
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend.popularity import SEGMENT_NAMES
from ltrec_gui.recommend.slate import Suggestion

NEIGHBOUR_COUNT = 5
MOST_CONSIDERED = (
    500  # titles that a few letters find; which of a million begins with them is not worth a second
)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An item near another one, by the index."""

    item_id: str
    title: str
    similarity: float
    segment: str


@dataclass(frozen=True, slots=True)
class ItemDetails:
    """Everything the details pane shows of one item; `suggestion` is None outside a slate."""

    item: Item
    segment: str
    popularity: float
    popularity_rank: int
    item_count: int
    nearest: tuple[Neighbour, ...]
    suggestion: Suggestion | None = None


def item_details(
    workspace: Workspace, control: JobControl, item_id: str, slate_id: str | None = None
) -> ItemDetails:
    """Return the details of one item, with its nearest items; raise RequestError for an unknown id."""
    snapshot = workspace.snapshot()
    position = snapshot.positions.get(item_id)
    if position is None:
        raise RequestError("There is no item “{item_id}” in this library.", item_id=item_id)
    measured = snapshot.popularity
    stored = workspace.slates.get(slate_id) if slate_id else None
    slate = stored_slate(workspace, stored) if stored else None
    suggestion = next((s for s in slate.suggestions if s.item.item_id == item_id), None) if slate else None
    return ItemDetails(
        item=workspace.items.by_ids([item_id])[item_id],
        segment=SEGMENT_NAMES[int(measured.segments[position])],
        popularity=float(measured.counts[position]),
        popularity_rank=int(measured.ranks[position]),
        item_count=len(snapshot.table.keys),
        nearest=_neighbours(workspace, snapshot, position),
        suggestion=suggestion,
    )


def _neighbours(workspace: Workspace, snapshot: Snapshot, position: int) -> tuple[Neighbour, ...]:
    view = snapshot.view
    if not view.has_vector[position] or not model_can_read(workspace):
        return ()
    positions, cosines = view.nearest(view.rows(np.array([position]))[0], NEIGHBOUR_COUNT + 1)
    others = [(int(p), float(c)) for p, c in zip(positions, cosines, strict=True) if p != position][
        :NEIGHBOUR_COUNT
    ]
    table = snapshot.table
    items = workspace.items.by_ids([table.ids[p] for p, _ in others])
    segments = snapshot.popularity.segments
    return tuple(
        Neighbour(table.ids[p], items[table.ids[p]].title, cosine, SEGMENT_NAMES[int(segments[p])])
        for p, cosine in others
    )


def titles_like(workspace: Workspace, control: JobControl, text: str, limit: int = 6) -> tuple[Item, ...]:
    """Return up to `limit` items whose title holds the words of `text`, the last as a beginning.

    Titles that begin with `text` come first, then the shortest; with no word there is nothing to look for.
    """
    snapshot = workspace.snapshot()
    keys = workspace.items.titled(terms(text), MOST_CONSIDERED)
    positions, is_known = snapshot.table.positions_of(keys)
    ids = [snapshot.table.ids[position] for position in positions[is_known]]
    begins = text.strip().casefold()
    found = workspace.items.by_ids(ids).values()
    ordered = sorted(
        found, key=lambda item: (not item.title.casefold().startswith(begins), len(item.title), item.title)
    )
    return tuple(ordered[:limit])
