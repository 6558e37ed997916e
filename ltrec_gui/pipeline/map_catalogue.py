"""The map and the long tail of a catalogue: where every item lies, how popular it is, and what lies where."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from ltrec_gui.index.map_file import read_map, write_map
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.find_topics import BY_CLUSTERS, catalogue_topics
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend.layout import lay_out
from ltrec_gui.recommend.long_tail import LongTail, long_tail
from ltrec_gui.recommend.popularity import SEGMENT_CODES, SEGMENT_NAMES, TAIL
from ltrec_gui.recommend.raster import Points, netted
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
    is_tail (n,) bool; region_labels (n,) int64 the place among `regions`, -1 for none. `can_be_drawn`: there is an
    index, but no map of it yet.
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
    region_labels: np.ndarray
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

    def positions_of(self, item_ids: Iterable[str]) -> tuple[int, ...]:
        """Return the positions of those of the ids that are known, in their order."""
        return tuple(self.positions[each] for each in item_ids if each in self.positions)

    def subset(self, positions: Sequence[int]) -> Points:
        """Return the places of some items."""
        rows = np.array(positions, np.int64)
        return Points(self.points.x[rows], self.points.y[rows])

    @property
    def tail_by_rank(self) -> Sequence[int]:
        """The positions of what is on the curve of the long tail, the most popular first."""
        return cast(Sequence[int], self.tail.order)

    @property
    def placed_by_rank(self) -> Sequence[int]:
        """The positions of what has a place on the map, the most popular first."""
        order = np.argsort(self.ranks, kind="stable")
        return cast(Sequence[int], order[np.isfinite(self.points.x[order])])

    def tail_share(self, positions: Sequence[int]) -> float:
        """Return which share (0..1) of some items is in the tail."""
        return float(self.is_tail[np.array(positions, np.int64)].mean()) if len(positions) else 0.0

    def by_rank(self, positions: Sequence[int]) -> list[int]:
        """Return positions from the most popular down."""
        rows = np.array(positions, np.int64)
        return [int(each) for each in rows[np.argsort(self.ranks[rows], kind="stable")]]

    def middle_of(self, positions: Sequence[int], count: int) -> list[int]:
        """Return up to `count` of some items: those nearest to their middle on the map; without places the first."""
        rows = np.array(positions, np.int64)
        middle = self.points.centre_of(rows) if len(rows) > count else None
        if middle is None:
            return [int(each) for each in rows[:count]]
        away = np.hypot(self.points.x[rows] - middle[0], self.points.y[rows] - middle[1])
        return [
            int(each) for each in rows[np.argsort(np.nan_to_num(away, nan=np.inf), kind="stable")[:count]]
        ]

    def region_of(self, position: int) -> str:
        """Return the name of the smallest region that an item is of; empty where it is of none."""
        label = int(self.region_labels[position])
        return self.regions[label].name if label >= 0 else ""

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
    regions, region_labels = _regions(workspace, snapshot, points)
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
        regions=regions,
        region_labels=region_labels,
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


def shelf_ids(workspace: Workspace, control: JobControl) -> tuple[str, ...]:
    """Return the ids of what stands on the shelf in use, in its order."""
    return tuple(workspace.feedback.shelf())


def _points(snapshot: Snapshot, places: np.ndarray | None) -> Points:
    x, y = (np.full(len(snapshot.table.ids), np.nan, np.float32) for _ in range(2))
    if places is not None:
        rows = snapshot.view.index_rows
        known = np.flatnonzero(rows >= 0)
        x[known], y[known] = places[rows[known]].T
    return netted(x, y, snapshot.popularity.segments == TAIL)


def _regions(
    workspace: Workspace, snapshot: Snapshot, points: Points
) -> tuple[tuple[Region, ...], np.ndarray]:
    """Return what lies where, by topics where they were found, else by tags whose items lie together.

    With it, of each position, the place (n,) int64 of the smallest region it is of, -1 for none.
    """
    placed = np.isfinite(points.x)
    labels = np.full(len(placed), -1, np.int64)
    if not placed.any():
        return (), labels
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
    regions = tuple(sorted(found, key=lambda region: (-region.item_count, region.name))[:MOST_REGIONS])
    for number, region in enumerate(regions):
        labels[members[region.name]] = number
    return regions, labels


def _spread(points: Points, positions: np.ndarray) -> float:
    """Return how far from their middle half of some placed points lie at most."""
    x, y = points.x[positions], points.y[positions]
    return float(np.median(np.hypot(x - np.median(x), y - np.median(y))))
