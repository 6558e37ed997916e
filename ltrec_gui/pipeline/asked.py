"""What one request asks for, with the arrays of the library it is asked of."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import content_terms, wanted_text
from ltrec_gui.embedding.text import text_hash
from ltrec_gui.errors import ModelError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.column_filter import NAME_PREFIX, removed_by
from ltrec_gui.pipeline.embed_items import encode_brief, model_can_read
from ltrec_gui.pipeline.selections import NAME as SELECTION
from ltrec_gui.pipeline.selections import outside_selection
from ltrec_gui.pipeline.vector_view import VectorView
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend import explain
from ltrec_gui.recommend.critiques import TEACHING
from ltrec_gui.recommend.popularity import SEGMENT_CODES, UNKNOWN, Popularity
from ltrec_gui.recommend.relevance import ACCEPTED_ASKED
from ltrec_gui.recommend.slate import (
    NOTE_FEW_VECTORS,
    NOTE_FLAT_POPULARITY,
    NOTE_MODEL_CANNOT_READ,
    NOTE_MODEL_MISSING,
    NOTE_NO_POPULARITY,
    NOTE_NO_VECTORS,
    NOTE_NO_WORD,
    NOTE_PARTLY_EMBEDDED,
    NOTE_QUICK,
    NOTE_RULED_OUT,
    SuggestRequest,
)
from ltrec_gui.store.items import NO_YEAR, ItemTable

# With fewer vectors the nearest of them is near to nothing, and their mean is not the catalogue's.
ENOUGH_EMBEDDED = 500
WANTED = ("good", "shelve", "more-like-this")

logger = logging.getLogger(__name__)


def subject_terms(item: Item) -> list[str]:
    """Return the words that say what an item is about: of its title, tags and text, not of its author."""
    return content_terms(f"{item.title} {' '.join(item.tags)} {item.text}")


# The seeds and what was accepted last stay the same from list to list.
@lru_cache(maxsize=200)
def _distinct_terms(item: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys(subject_terms(item)))


def _dated(request: SuggestRequest) -> SuggestRequest:
    """Return the request with the time up to which exports and lists count, where it asks for either."""
    if not (request.cooldown_days or request.only_unseen):
        return request
    return replace(request, as_of=datetime.now(UTC).isoformat())


def _since(request: SuggestRequest) -> str:
    until = datetime.fromisoformat(request.as_of) if request.as_of else datetime.now(UTC)
    return (until - timedelta(days=request.cooldown_days)).isoformat()


class Asked:
    """Everything about one request that the steps below share: the arrays of the library and what is asked of them.

    With `until_event` verdicts and shelf are those known after that event, for a list made again; `ranked_by` settles
    then whether it is ranked by `meaning` or by `words`, for a brief may have been encoded since.
    """

    def __init__(
        self,
        workspace: Workspace,
        snapshot: Snapshot,
        request: SuggestRequest,
        load_model: bool,
        until_event: int | None = None,
        ranked_by: str | None = None,
    ) -> None:
        self.workspace = workspace
        self.request = _dated(request) if until_event is None else request
        self.table: ItemTable = snapshot.table
        self.popularity: Popularity = snapshot.popularity
        self.positions = snapshot.positions
        self.n = len(self.table.keys)
        self.notes: list[str] = []
        standing = workspace.feedback.standing(request.brief_id, until_event)
        self.last_event_id = standing.last_event_id
        self.verdicts = standing.verdicts
        self.critiques = standing.critiques  # why, by item, where a rejection says so
        self.everywhere = standing.everywhere  # whose verdict counts for every brief
        self.shelf = set(standing.shelf)
        self.elsewhere = workspace.feedback.placed_elsewhere() if until_event is None else {}
        self.content_version = workspace.meta.content_version
        self.seed_positions = [self.positions[item_id] for item_id in request.seed_ids]
        self.view: VectorView = snapshot.view
        self.readers = workspace.readers(snapshot)
        self.brief_vector: np.ndarray | None = None
        self._ranked_by = ranked_by
        self.by_meaning = ranked_by != "words" and self._choose_meaning(load_model)
        self.seed_items = workspace.items.by_ids(request.seed_ids)
        self.judged_items = workspace.items.by_ids(list(self.verdicts))
        self.terms: list[str] = []
        self.term_weights: dict[str, float] = {}
        self.choose_words()
        self._note_state()

    def choose_words(self) -> None:
        """Settle which words are asked for and what each weighs, anew where the verdicts have changed."""
        self.terms = self._asked_terms()
        counts = self.workspace.items.document_counts(self.terms)
        self.term_weights = {
            term: explain.inverse_frequency(count, self.n)
            for term, count in counts.items()
            if explain.is_telling(term, count, self.n)
        }

    def _choose_meaning(self, load_model: bool) -> bool:
        """Decide whether vectors can rank this request, and fetch the brief's."""
        if not self.view.has_vector.any():
            self.notes.append(NOTE_NO_VECTORS)
            return False
        if self.view.has_vector.sum() < min(ENOUGH_EMBEDDED, self.n / 2):
            self.notes.append(NOTE_FEW_VECTORS)
            return False
        if self._ranked_by != "meaning" and not model_can_read(self.workspace):
            self.notes.append(NOTE_MODEL_CANNOT_READ)
            return False
        if not self.request.brief.strip():
            return True
        if load_model and not self._encode():
            return False
        raw = self.workspace.vectors.get(self.view.model_key, text_hash(wanted_text(self.request.brief)))
        if raw is None:
            self.notes.append(NOTE_QUICK)
            return False
        self.brief_vector = self.view.brief(raw)
        return True

    def _encode(self) -> bool:
        """Embed the brief; return False, and note it, where the model cannot be used."""
        try:
            encode_brief(self.workspace, JobControl(), self.request.brief)
        except ModelError:
            logger.exception("the brief could not be embedded")
            self.notes.append(NOTE_MODEL_MISSING)
            return False
        return True

    def _note_state(self) -> None:
        if self.by_meaning and not self.view.has_vector.all():
            self.notes.append(NOTE_PARTLY_EMBEDDED)
        brief = wanted_text(self.request.brief)
        if brief != self.request.brief:
            self.notes.append(NOTE_RULED_OUT)
        words = content_terms(brief)
        if self.by_meaning and words and not any(self.workspace.items.document_counts(words).values()):
            self.notes.append(NOTE_NO_WORD)
        if self.popularity.source == "none":
            self.notes.append(NOTE_NO_POPULARITY)
        elif self.popularity.is_flat:
            self.notes.append(NOTE_FLAT_POPULARITY)

    def _asked_terms(self) -> list[str]:
        """Return the words asked for: the brief's and the rarest of each exemplar."""
        found = content_terms(wanted_text(self.request.brief))
        held = [_distinct_terms(item) for item in self.exemplars().values()]
        counts = self.workspace.items.document_counts(list(dict.fromkeys(chain.from_iterable(held))))
        for terms in held:
            found += explain.rarest_linking(terms, counts, self.by_meaning)
        return list(dict.fromkeys(found))

    def exemplars(self) -> dict[str, Item]:
        """Return the items whose words are asked for: the seeds, and what was accepted last."""
        accepted = [i for i, verdict in self.verdicts.items() if verdict in WANTED and i in self.judged_items]
        return {**self.seed_items, **{i: self.judged_items[i] for i in accepted[-ACCEPTED_ASKED:]}}

    @property
    def is_empty(self) -> bool:
        """Whether neither a brief nor a seed nor a verdict says what is wanted."""
        says = [i for i in self.verdicts if self.critiques.get(i, "") in TEACHING]
        return not (self.request.brief.strip() or self.request.seed_ids or says)

    def mask(self) -> np.ndarray:
        """Return which positions may be suggested, (n,) bool."""
        allowed = np.ones(self.n, bool)
        for _, removed in self.filters():
            allowed &= ~removed
        return allowed

    def filters(self) -> list[tuple[str, np.ndarray]]:
        """Return each filter's name and what it removes, (n,) bool."""
        request = self.request
        found = [("judged", self._taken())]
        wanted = [SEGMENT_CODES[name] for name in request.segments]
        found.append(("segments", ~np.isin(self.popularity.segments, [*wanted, UNKNOWN])))
        if request.tags:
            tags = {tag.casefold() for tag in request.tags}
            has_tag = [any(tag.casefold() in tags for tag in item_tags) for item_tags in self.table.tags]
            found.append(("tags", ~np.array(has_tag, bool)))
        if request.languages:
            languages = {language.casefold() for language in request.languages}
            speaks = [language.casefold() in languages for language in self.table.languages]
            found.append(("languages", ~np.array(speaks, bool)))
        years = self.table.years
        if request.year_from is not None:
            found.append(("year_from", (years < request.year_from) | (years == NO_YEAR)))
        if request.year_to is not None:
            found.append(("year_to", (years > request.year_to) | (years == NO_YEAR)))
        for column, condition in request.columns:
            removed = removed_by(self.workspace, self.table, self.popularity.ages_days, column, condition)
            found.append((f"{NAME_PREFIX}{column}", removed))
        if request.selection:
            removed = outside_selection(self.workspace, self.table, self.positions, request.selection)
            found.append((SELECTION, removed))
        exposures = self.workspace.exposures
        if request.cooldown_days:
            found.append(("exported", self._at(exposures.exported(_since(request), request.as_of))))
        if request.only_unseen:
            seen = exposures.suggested_before_this_list(request.brief_id, request.as_of)
            found.append(("suggested", self._at(seen)))
        return found

    def _at(self, item_ids: Iterable[str]) -> np.ndarray:
        """Return where these items stand, (n,) bool."""
        found = np.zeros(self.n, bool)
        found[[self.positions[item_id] for item_id in item_ids if item_id in self.positions]] = True
        return found

    def _taken(self) -> np.ndarray:
        """Return the positions that have been decided: judged (but for what was put off), shelved, or a seed."""
        taken = np.zeros(self.n, bool)
        decided = [item_id for item_id, verdict in self.verdicts.items() if verdict != "not-now"]
        for item_id in [*decided, *self.shelf, *self.request.seed_ids]:
            if item_id in self.positions:
                taken[self.positions[item_id]] = True
        return taken
