"""The map and the long tail of a catalogue: where every item lies, how popular it is, and what lies where."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from ltrec_gui.index.map_file import read_map, write_map
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.find_topics import BY_CLUSTERS, catalogue_topics
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend.layout import lay_out
from ltrec_gui.recommend.long_tail import LongTail, long_tail
from ltrec_gui.recommend.popularity import SEGMENT_CODES, SEGMENT_NAMES, TAIL
from ltrec_gui.recommend.raster import Points
from ltrec_gui.store.titles import Titles, titles_of

STAGE = "map"
RANDOM_SEED = 7
MOST_NUMBERS = 40_000_000  # of the rows that are laid out: 160 MB
MOST_REGIONS = 40
LEAST_REGION_ITEMS = 8
MOST_REGION_SHARE = 0.3  # a tag of more items than this is everywhere
# A tag names a region where half of its items lie within this part of the spread of all.
TIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the map and what lies there, the greatest first."""

    name: str
    x: float
    y: float
    item_count: int


@dataclass(frozen=True, slots=True, eq=False)
class CatalogueMap:
    """Every item of a library by position: where it lies, how popular it is.

    counts float64 and ranks int64 (1 is the most popular) and segments int8 as of `recommend.popularity`, each (n,);
    is_tail (n,) bool. `can_be_drawn`: there is an index, but no map of it yet.
    """

    ids: tuple[str, ...]
    positions: dict[str, int]
    titles: Titles
    points: Points
    tail: LongTail
    counts: np.ndarray
    ranks: np.ndarray
    segments: np.ndarray
    is_tail: np.ndarray
    regions: tuple[Region, ...]
    placed_count: int
    vector_count: int
    can_be_drawn: bool
    head_cut: float
    tail_cut: float
    source: str
    is_flat: bool
    new_count: int

    @property
    def item_count(self) -> int:
        """How many items there are."""
        return len(self.ids)

    @property
    def has_tail(self) -> bool:
        """Whether head, torso and tail can be told apart."""
        return self.source != "none" and not self.is_flat

    def segment(self, position: int) -> str:
        """Return the name of an item's segment, as of `recommend.popularity`."""
        return SEGMENT_NAMES[int(self.segments[position])]

    def positions_of(self, item_ids: object) -> np.ndarray:
        """Return the positions (int64) of those of the ids that are known, in their order."""
        found = [self.positions[each] for each in item_ids if each in self.positions]  # type: ignore[attr-defined]
        return np.array(found, np.int64)

    def segment_share(self, segment: str) -> tuple[int, float]:
        """Return how many items a segment holds and which share (0..1) of all popularity they carry."""
        members = self.segments == SEGMENT_CODES[segment]
        total = float(self.counts.sum())
        return int(members.sum()), float(self.counts[members].sum()) / total if total > 0 else 0.0


def catalogue_map(workspace: Workspace, control: JobControl) -> CatalogueMap:
    """Return the map as it stands; an item without a vector, or newer than the map, has no place."""
    snapshot = workspace.snapshot()
    table, measured, view = snapshot.table, snapshot.popularity, snapshot.view
    number = workspace.meta.active_generation
    places = read_map(workspace.index_root, number, view.index_count) if number and view.index_count else None
    points = _points(snapshot, places)
    settings = workspace.meta.settings
    titles = workspace.kept(
        "titles of the map", (workspace.meta.content_version,), lambda: titles_of(workspace.db, table.keys)
    )
    return CatalogueMap(
        ids=table.ids,
        positions=snapshot.positions,
        titles=titles,
        points=points,
        tail=long_tail(measured.counts, measured.segments),
        counts=measured.counts,
        ranks=measured.ranks,
        segments=measured.segments,
        is_tail=measured.segments == TAIL,
        regions=_regions(workspace, snapshot, points),
        placed_count=points.placed_count,
        vector_count=int(view.has_vector.sum()),
        can_be_drawn=places is None and view.index_count > 0,
        head_cut=settings.head_cut,
        tail_cut=settings.tail_cut,
        source=measured.source,
        is_flat=measured.is_flat,
        new_count=measured.new_count,
    )


def draw_map(workspace: Workspace, control: JobControl) -> int:
    """Lay the items of the index in force out and keep that beside it; return how many; 0 where there is no index.

    A map that is there already is kept. Nothing else waits for it: it is made when somebody first looks.
    """
    control.checkpoint(Progress(STAGE, 0))
    view = workspace.snapshot().view
    number = workspace.meta.active_generation
    if number is None or not view.index_count:
        return 0
    if read_map(workspace.index_root, number, view.index_count) is None:
        places = lay_out(
            view.search_rows(MOST_NUMBERS),
            RANDOM_SEED,
            lambda done, total: control.checkpoint(Progress(STAGE, done, total)),
        )
        write_map(workspace.index_root, number, places)
    return view.index_count


def _points(snapshot: Snapshot, places: np.ndarray | None) -> Points:
    x, y = (np.full(len(snapshot.table.ids), np.nan, np.float32) for _ in range(2))
    if places is not None:
        rows = snapshot.view.index_rows
        known = np.flatnonzero(rows >= 0)
        x[known], y[known] = places[rows[known]].T
    return Points(x, y)


def _regions(workspace: Workspace, snapshot: Snapshot, points: Points) -> tuple[Region, ...]:
    """Return what lies where, by topics where they were found, else by tags whose items lie together."""
    placed = np.isfinite(points.x)
    if not placed.any():
        return ()
    topics = catalogue_topics(workspace, snapshot.table, snapshot.view)
    members: dict[str, list[int]] = defaultdict(list)
    if topics is not None:
        for position in np.flatnonzero(placed):
            members[topics.name(BY_CLUSTERS, int(position))].append(int(position))
    else:
        for position in np.flatnonzero(placed):
            for tag in snapshot.table.tags[position]:
                members[tag].append(int(position))
    spread = _spread(points, np.flatnonzero(placed))
    found: list[Region] = []
    for name, positions in members.items():
        if not name or not LEAST_REGION_ITEMS <= len(positions) <= MOST_REGION_SHARE * int(placed.sum()):
            continue
        rows = np.array(positions)
        if _spread(points, rows) <= TIGHT * spread and (middle := points.centre_of(rows)) is not None:
            found.append(Region(name, *middle, len(positions)))
    return tuple(sorted(found, key=lambda region: (-region.item_count, region.name))[:MOST_REGIONS])


def _spread(points: Points, positions: np.ndarray) -> float:
    """Return how far from their middle half of some placed points lie at most."""
    x, y = points.x[positions], points.y[positions]
    return float(np.median(np.hypot(x - np.median(x), y - np.median(y))))
