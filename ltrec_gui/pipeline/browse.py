"""What is in a library: counts, filters to choose from, and the catalogue page by page."""

from dataclasses import dataclass

from ltrec_gui.catalogue.item import Item
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace


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
    segments: tuple[SegmentCount, ...]
    tags: tuple[tuple[str, int], ...]  # the most frequent tags with their counts
    languages: tuple[tuple[str, int], ...]
    year_range: tuple[int, int] | None
    shelf_count: int


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
    """Which rows: full-text `search` (prefixes), one `segment` or "" for all, `sort` column, and a window of rows."""

    search: str = ""
    segment: str = ""
    sort: str = "title"  # "title", "author", "year" or "popularity"
    is_descending: bool = False
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
    raise NotImplementedError


def browse(workspace: Workspace, control: JobControl, query: CatalogueQuery) -> CataloguePage:
    """Return one window of the catalogue."""
    raise NotImplementedError


def set_cuts(workspace: Workspace, control: JobControl, head_cut: float, tail_cut: float) -> None:
    """Move the head and tail cut points of this library; raise RequestError unless 0 < head < tail < 1."""
    raise NotImplementedError
