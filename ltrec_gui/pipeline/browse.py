"""What is in a library: counts, filters to choose from, and the catalogue page by page."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from ltrec_gui import paths
from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import terms
from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.domains import META_NAME, default_filters, domain_named
from ltrec_gui.pipeline.embed_items import SECONDS_PER_ITEM, known_unknown_share
from ltrec_gui.pipeline.shelf import cooling_ids
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend.popularity import (
    HEAD,
    NEW,
    SEGMENT_CODES,
    SEGMENT_NAMES,
    TAIL,
    TORSO,
    UNKNOWN,
    Popularity,
)
from ltrec_gui.store.items import NO_YEAR, ItemTable

MOST_TAGS = 500
EXPOSURES = (UNSEEN, EXPORTED) = ("unseen", "exported")
TAIL_FIRST = "tail-first"
# New items come last: nobody knows yet whether they will be neglected.
_SEGMENTS_TAIL_FIRST = (TAIL, TORSO, HEAD, NEW, UNKNOWN)


@dataclass(frozen=True, slots=True)
class SegmentCount:
    """How many items a segment holds, its share of all popularity (0..1), and its least popularity."""

    segment: str
    item_count: int
    popularity_share: float
    least_popularity: float


@dataclass(frozen=True, slots=True)
class LibraryOverview:
    """What the window shows about a library as a whole."""

    name: str
    item_count: int
    interaction_count: int
    embedded_count: int
    index_count: int  # items in the active index generation; 0: none
    is_index_stale: bool
    model_name: str
    pooling: str
    unknown_token_share: float | None  # None: not measured
    is_simulated: bool  # the sample: popularity and readers are made up
    popularity_source: str  # "column", "interactions" or "none"
    is_flat: bool
    head_cut: float
    tail_cut: float
    segments: tuple[
        SegmentCount, ...
    ]  # head, torso and tail; new and unknown only where there are such items
    tags: tuple[tuple[str, int], ...]  # the most frequent tags with their counts
    languages: tuple[tuple[str, int], ...]
    year_range: tuple[int, int] | None
    shelf_count: int
    example_briefs: tuple[str, ...] = ()  # embedded beforehand, so that none of them needs the model
    is_by_rate: bool = False  # how deep in the tail an item lies goes by openings a day, not by all openings
    cooldown_days: int = 0  # what was exported stays out of lists so long, unless a request says no
    cooling_count: int = 0  # items that are kept out by it now
    domain: str = ""  # the kind of catalogue (`pipeline.domains`), "" where nothing told
    columns: tuple[str, ...] = ()  # the catalogue's own columns beside those of every item
    default_filters: tuple[
        tuple[str, str], ...
    ] = ()  # (column, condition) pairs a new brief of this kind begins with
    seconds_per_item: float | None = (
        None  # that reading by meaning took here, without waiting; None: not measured
    )

    @property
    def new_count(self) -> int:
        """How many items are new; they are in no segment by popularity."""
        return sum(counted.item_count for counted in self.segments if counted.segment == SEGMENT_NAMES[NEW])


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One row of the catalogue page."""

    item: Item
    segment: str
    popularity: float
    popularity_rank: int
    is_embedded: bool


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """Which rows: full-text `search` (prefixes), one `segment` or "" for all, `sort` column, and a window of rows.

    `exposure` is one of EXPOSURES: `unseen` for what no list has shown and nobody has judged, `exported` for what was
    exported once, "" for all. In the order `tail-first` the tail comes first, then torso, head and new items, each from
    the least popular on.
    """

    search: str = ""
    segment: str = ""
    sort: str = "title"  # "title", "author", "year", "popularity" or "tail-first"
    exposure: str = ""
    is_descending: bool = False
    only: tuple[str, ...] = ()  # ids of items chosen elsewhere, () for all
    offset: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """A window of rows and how many rows the query has in all."""

    query: CatalogueQuery
    rows: tuple[CatalogueRow, ...]
    total: int


def library_overview(workspace: Workspace, control: JobControl) -> LibraryOverview:
    """Return counts, segments and filters of the library."""
    snapshot = workspace.snapshot()
    table, measured, view = snapshot.table, snapshot.popularity, snapshot.view
    settings = workspace.meta.settings
    tags = Counter(tag for item_tags in table.tags for tag in item_tags)
    languages = Counter(language for language in table.languages if language)
    years = table.years[table.years != NO_YEAR]
    domain, columns = workspace.meta.get(META_NAME), workspace.items.extra_headers()
    return LibraryOverview(
        name=workspace.meta.get("name", paths.name_of_library(workspace.folder)),
        item_count=len(table.keys),
        interaction_count=workspace.interactions.count(),
        embedded_count=int(view.has_vector.sum()),
        index_count=view.index_count,
        is_index_stale=view.is_stale,
        model_name=workspace.model_key.partition(":")[0],
        pooling=settings.pooling,
        unknown_token_share=known_unknown_share(workspace),
        is_simulated=workspace.meta.get("is_simulated") == "1",
        popularity_source=measured.source,
        is_flat=measured.is_flat,
        head_cut=settings.head_cut,
        tail_cut=settings.tail_cut,
        segments=_segment_counts(measured),
        tags=tuple(tags.most_common(MOST_TAGS)),
        languages=tuple(languages.most_common()),
        year_range=(int(years.min()), int(years.max())) if len(years) else None,
        shelf_count=len(workspace.feedback.shelf()),
        example_briefs=tuple(filter(None, workspace.meta.get("example_briefs").split("\n"))),
        is_by_rate=measured.rates is not None,
        cooldown_days=settings.cooldown_days,
        domain=domain,
        columns=columns,
        default_filters=default_filters(domain_named(domain), columns),
        cooling_count=sum(item_id in snapshot.positions for item_id in cooling_ids(workspace)),
        seconds_per_item=float(workspace.meta.get(SECONDS_PER_ITEM) or 0) or None,
    )


def _segment_counts(measured: Popularity) -> tuple[SegmentCount, ...]:
    total = float(measured.counts.sum()) or 1.0
    found: list[SegmentCount] = []
    for code, name in SEGMENT_NAMES.items():
        members = measured.counts[measured.segments == code]
        if len(members) or code not in (NEW, UNKNOWN):
            found.append(
                SegmentCount(
                    name,
                    len(members),
                    float(members.sum()) / total,
                    float(members.min(initial=np.inf)) if len(members) else 0.0,
                )
            )
    return tuple(found)


def browse(workspace: Workspace, control: JobControl, query: CatalogueQuery) -> CataloguePage:
    """Return one window of the catalogue."""
    snapshot = workspace.snapshot()
    table, measured = snapshot.table, snapshot.popularity
    order = _order(workspace, table, measured, query.sort)
    if query.is_descending:
        order = order[::-1]
    mask = np.ones(len(table.keys), bool)
    if query.search.strip():
        mask &= np.isin(table.keys, workspace.items.starting_with(terms(query.search)))
    if query.segment:
        mask &= measured.segments == SEGMENT_CODES[query.segment]
    if query.only:
        chosen = [snapshot.positions[item_id] for item_id in query.only if item_id in snapshot.positions]
        mask &= np.isin(np.arange(len(mask)), chosen)
    if query.exposure:
        mask &= _exposed(workspace, snapshot, query.exposure)
    wanted = order[mask[order]]
    window = wanted[query.offset : query.offset + query.limit]
    items = workspace.items.by_ids([table.ids[position] for position in window])
    has_vector = snapshot.view.has_vector
    rows = tuple(
        CatalogueRow(
            items[table.ids[position]],
            SEGMENT_NAMES[int(measured.segments[position])],
            float(measured.counts[position]),
            int(measured.ranks[position]),
            bool(has_vector[position]),
        )
        for position in window
        if table.ids[position] in items
    )
    return CataloguePage(query, rows, len(wanted))


def _exposed(workspace: Workspace, snapshot: Snapshot, exposure: str) -> np.ndarray:
    """Return which positions (n,) bool belong to one of EXPOSURES; RequestError."""
    if exposure == EXPORTED:
        return _among(snapshot, workspace.exposures.exported())
    if exposure != UNSEEN:
        raise RequestError("The catalogue cannot be filtered by “{exposure}”.", exposure=exposure)
    return ~_among(snapshot, workspace.exposures.suggested() | workspace.feedback.judged_items())


def _among(snapshot: Snapshot, item_ids: set[str]) -> np.ndarray:
    found = np.zeros(len(snapshot.table.keys), bool)
    found[[snapshot.positions[item_id] for item_id in item_ids if item_id in snapshot.positions]] = True
    return found


def _order(workspace: Workspace, table: ItemTable, measured: Popularity, sort: str) -> np.ndarray:
    """Return all positions (int64) in ascending order of a column."""
    match sort:
        case "year":
            return np.argsort(table.years, kind="stable")
        case "popularity":
            return np.argsort(measured.counts, kind="stable")
        case "tail-first":
            places = np.array([_SEGMENTS_TAIL_FIRST.index(int(code)) for code in measured.segments])
            return np.lexsort((measured.counts, places))
        case "author":
            keys = workspace.items.keys_by_author()
        case "title":
            keys = workspace.items.keys_by_title()
        case _:
            raise RequestError("The catalogue cannot be sorted by “{sort}”.", sort=sort)
    return table.positions_of(keys)[0]


def set_cuts(workspace: Workspace, control: JobControl, head_cut: float, tail_cut: float) -> None:
    """Move the head and tail cut points of this library; raise RequestError unless 0 < head < tail < 1."""
    if not 0 < head_cut < tail_cut < 1:
        raise RequestError(
            "The cut points must lie between 0 and 1, the head's before the tail's. Nothing was changed. Choose others."
        )
    workspace.meta.save_settings(replace(workspace.meta.settings, head_cut=head_cut, tail_cut=tail_cut))
