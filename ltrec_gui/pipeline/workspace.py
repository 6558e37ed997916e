"""Workspace: the stores, index and encoder of one library, each opened on first use."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
from sqlite_utils import Database

from ltrec_gui import paths
from ltrec_gui.embedding.bert import BertEncoder
from ltrec_gui.errors import ModelError
from ltrec_gui.pipeline.vector_view import VectorView
from ltrec_gui.recommend import popularity
from ltrec_gui.store.briefs import BriefStore
from ltrec_gui.store.database import DATABASE_NAME, open_database
from ltrec_gui.store.exposures import ExposureStore
from ltrec_gui.store.feedback import FeedbackLog
from ltrec_gui.store.imports import ImportStore
from ltrec_gui.store.interactions import InteractionStore
from ltrec_gui.store.items import ItemStore, ItemTable
from ltrec_gui.store.meta import MetaStore
from ltrec_gui.store.selections import SelectionStore
from ltrec_gui.store.slates import SlateStore
from ltrec_gui.store.vectors import VectorStore

if TYPE_CHECKING:
    from ltrec_gui.pipeline.learn_readers import Readers

SECONDS_A_DAY = 86_400.0
T = TypeVar("T")
LEAST_COVERED = 0.9  # share of items a popularity column must fill to be trusted beside interactions


class Encoders:
    """The encoders in use, so that workspaces in several threads share one model in memory."""

    def __init__(self, thread_count: int = 1) -> None:
        self._thread_count = thread_count
        self._lock = threading.Lock()
        self._known: dict[tuple[Path, str], BertEncoder] = {}

    def get(self, folder: Path, pooling: str) -> BertEncoder:
        """Return the encoder of a model folder; raise ModelError if the folder cannot be used."""
        with self._lock:
            key = (folder, pooling)
            if key not in self._known:
                self._known[key] = BertEncoder(folder, pooling=pooling, thread_count=self._thread_count)
            return self._known[key]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A library at one moment: items in short, positions by id, popularity and vectors, all of the same rows."""

    table: ItemTable
    positions: dict[str, int]
    popularity: popularity.Popularity
    view: VectorView


class Workspace:
    """Everything a stage needs of one library; used in one thread only."""

    def __init__(self, folder: Path, encoders: Encoders | None = None) -> None:
        self.folder = folder
        self._encoders = encoders or Encoders()
        self._catalogue: tuple[int, ItemTable, dict[str, int]] | None = None
        self._popularity: tuple[object, popularity.Popularity] | None = None
        self._view: VectorView | None = None
        self._readers: tuple[str, ItemTable, Readers | None] | None = None
        self._kept: dict[str, tuple[tuple[object, ...], object]] = {}
        # The words of a request, (key, share by position): a refresh after a verdict asks for the same again.
        self.asked_words: tuple[object, np.ndarray] | None = None

    @cached_property
    def db(self) -> Database:
        """The library's database."""
        return open_database(self.folder / DATABASE_NAME)

    @cached_property
    def meta(self) -> MetaStore:
        """Facts about the library as a whole."""
        return MetaStore(self.db)

    @cached_property
    def items(self) -> ItemStore:
        """The items."""
        return ItemStore(self.db)

    @cached_property
    def vectors(self) -> VectorStore:
        """The vectors."""
        return VectorStore(self.db)

    @cached_property
    def interactions(self) -> InteractionStore:
        """What readers did."""
        return InteractionStore(self.db)

    @cached_property
    def imports(self) -> ImportStore:
        """The journal of imports."""
        return ImportStore(self.db)

    @cached_property
    def slates(self) -> SlateStore:
        """The lists made."""
        return SlateStore(self.db)

    @cached_property
    def briefs(self) -> BriefStore:
        """What lists are made for."""
        return BriefStore(self.db)

    @cached_property
    def feedback(self) -> FeedbackLog:
        """Verdicts and shelves."""
        return FeedbackLog(self.db)

    @cached_property
    def exposures(self) -> ExposureStore:
        """What was exported and what lists have shown."""
        return ExposureStore(self.db)

    @cached_property
    def selections(self) -> SelectionStore:
        """What lists are made from where not from everything."""
        return SelectionStore(self.db)

    @property
    def index_root(self) -> Path:
        """The folder of index generations; all of it can be rebuilt."""
        return self.folder / "artefacts"

    @property
    def encoder(self) -> BertEncoder:
        """The encoder of the library's model; raise ModelError if its folder cannot be used."""
        settings = self.meta.settings
        # Where the bundled model lies takes milliseconds to find, and every list asks for it.
        bundled = self.kept("bundled model folder", (), paths.bundled_model_folder)
        folder = Path(settings.model_folder) if settings.model_folder else bundled
        return self._encoders.get(folder, settings.pooling)

    @property
    def model_key(self) -> str:
        """The name vectors of the current model are kept under.

        It is remembered, so that a library whose model folder was moved or deleted still ranks with the vectors it has;
        empty where the model was never usable.
        """
        settings = self.meta.settings
        name = f"model_key:{settings.model_folder}:{settings.pooling}"
        known = self.meta.get(name)
        try:
            key = self.encoder.model_key
        except ModelError:
            return known
        if key != known:
            self.meta.set(name, key)
        return key

    def snapshot(self) -> "Snapshot":
        """Return the library as it stands now; a stage takes one and works on it, whatever is imported meanwhile."""
        version = self.meta.content_version
        if self._catalogue is None or self._catalogue[0] != version:
            table = self.items.table()
            self._catalogue = (
                version,
                table,
                {item_id: position for position, item_id in enumerate(table.ids)},
            )
        _, table, positions = self._catalogue
        return Snapshot(table, positions, self._measured(version, table), self._refreshed_view(table))

    def readers(self, snapshot: Snapshot) -> "Readers | None":
        """Return what readers did as a model in the positions of `snapshot`, None where nothing usable was learned."""
        # scipy comes with it, and a library without interactions needs none.
        number = self.meta.get("readers")
        if not number:
            return None
        from ltrec_gui.pipeline.learn_readers import open_readers

        if self._readers is None or self._readers[0] != number or self._readers[1] is not snapshot.table:
            self._readers = (number, snapshot.table, open_readers(self, snapshot))
        return self._readers[2]

    def _measured(self, version: int, table: ItemTable) -> popularity.Popularity:
        """Return counts and segments: from the popularity column, or from interactions where the column has gaps.

        An empty cell counts as zero, for that is what most systems mean by it. But a column that leaves out many items
        while readers were counted is a poor witness: then interactions say what is popular.

        Where items have dates, the youngest are new: their age counts to the newest date of the catalogue and not to
        today, or a library that is not added to would have no new items, and another list, a month later. Where
        interactions have times as well, depth and novelty go by openings a day.
        """
        settings = self.meta.settings
        state = (version, settings.head_cut, settings.tail_cut)
        if self._popularity is None or self._popularity[0] != state:
            counts = table.popularity
            source = "column"
            by_item: dict[str, float] = {}
            covered = float(np.isfinite(counts).mean()) if len(counts) else 0.0
            if covered < LEAST_COVERED:
                by_item = self.interactions.counts_by_item()
            if not covered or by_item:
                counts = np.array([by_item.get(item_id, 0.0) for item_id in table.ids])
                source = "interactions" if by_item else "none"
            measured = popularity.measure(
                counts,
                source,
                settings.head_cut,
                settings.tail_cut,
                popularity.ages_days(table.dates, latest=datetime.now(UTC).date()),
                self._exposed_days(table) if source == "interactions" else None,
                [tags[0] if tags else "" for tags in table.tags],
            )
            self._popularity = (state, measured)
        return self._popularity[1]

    def _exposed_days(self, table: ItemTable) -> np.ndarray | None:
        """Return how long each item could be met while interactions were counted; None where dates do not tell.

        A popularity column does not say since when it counts, so only interactions with times have rates: on talks
        whose column counts since they were published, views a day would make age decide what is neglected.
        """
        period = self.interactions.period()
        if period is None:
            return None
        end = (datetime.fromtimestamp(0, UTC) + timedelta(seconds=period[1])).date()
        ages = popularity.ages_days(table.dates, until=end, latest=datetime.now(UTC).date())
        return popularity.exposed_days(ages, (period[1] - period[0]) / SECONDS_A_DAY)

    def _refreshed_view(self, table: ItemTable) -> VectorView:
        model_key = self.model_key
        if self._view is None or self._view.model_key != model_key:
            if self._view is not None:
                self._view.close()
            self._view = VectorView(self.index_root, self.vectors, self.meta, model_key)
        self._view.refresh(table)
        return self._view

    def kept(self, name: str, made_of: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return what `make` gives, remembered under `name` until it is asked for with other objects in `made_of`.

        They count as others unless they are the same objects, or equal strings, bytes, numbers or tuples of such.
        """
        known = self._kept.get(name)
        if known is None or not _are_same(known[0], made_of):
            known = (made_of, make())
            self._kept[name] = known
        return cast(T, known[1])

    def close(self) -> None:
        """Give back the database and the index."""
        if self._view is not None:
            self._view.close()
            self._view = None
        if "db" in self.__dict__:
            self.db.close()


def _are_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(
        a is b or (isinstance(a, str | bytes | int | float | tuple) and type(a) is type(b) and a == b)
        for a, b in zip(one, other, strict=True)
    )
