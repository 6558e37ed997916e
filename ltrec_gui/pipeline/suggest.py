"""From a brief and seeds to a slate: candidates, ranking, diversity, reasons."""

import logging
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import content_terms, title_key
from ltrec_gui.embedding.text import text_hash
from ltrec_gui.errors import ModelError, Phrase, RequestError
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.embed_items import encode_brief, model_can_read
from ltrec_gui.pipeline.vector_view import VectorView
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend import diversify, explain, metrics, preference, ranking
from ltrec_gui.recommend.popularity import SEGMENT_NAMES, TAIL, UNKNOWN, Popularity
from ltrec_gui.recommend.slate import (
    Part,
    Reason,
    Slate,
    SlateChange,
    SlateMetrics,
    Suggestion,
    SuggestRequest,
)
from ltrec_gui.recommend.word_vectors import DIMENSION, word_vectors
from ltrec_gui.store.items import NO_YEAR, ItemTable
from ltrec_gui.store.slates import StoredSlate

# Asked of the index before any filter: several times what a slate needs, for most of it is filtered away.
OVERFETCH = 50
LEAST_FETCHED = 1_000
POOL_SIZE = 200  # rows that are diversified, and as many from the tail
BACKGROUND_SIZE = 2_000  # items a signal is measured against
PSEUDO_NEGATIVES = 100
SEED_TERMS = 12  # the rarest words of a seed that stand for it
NEAREST_SEEDS = 3
NEIGHBOUR_COUNT = 5
# Below this cosine, nearness on centred vectors is not worth naming as a reason.
LEAST_NAMED_SIMILARITY = 0.15
RANDOM_SEED = 20
SMALL_CATALOGUE = 100  # too few items for a word's frequency to say anything

logger = logging.getLogger(__name__)

# Notes a slate may carry, for the window and the command line to word.
NOTE_QUICK = "quick"  # ranked by words because the brief is not encoded yet
NOTE_MODEL_CANNOT_READ = "model-cannot-read"  # ranked by words because the model does not know this language
NOTE_MODEL_MISSING = "model-missing"  # ranked by words because the model folder cannot be used
NOTE_NO_VECTORS = "no-vectors"  # nothing is embedded yet
NOTE_PARTLY_EMBEDDED = "partly-embedded"
NOTE_NO_POPULARITY = "no-popularity"
NOTE_FLAT_POPULARITY = "flat-popularity"
NOTE_NO_MATCH = "no-match"  # ranked by words, and no item that may be suggested holds any of them
NOTE_TAIL_SHORT = "tail-short"  # fewer tail items matched than the preference reserves places for


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


def suggest(
    workspace: Workspace, control: JobControl, request: SuggestRequest, load_model: bool = False
) -> Slate:
    """Return a new slate, stored with its settings; with `load_model` False an unencoded brief is ranked by words.

    With neither brief nor seeds the slate holds what is least opened, varied. Raise RequestError for unknown seeds.
    """
    _check(workspace, request)
    brief_id = workspace.slates.brief_for(_brief_name(workspace, request), request.brief_id)
    request = replace(request, brief_id=brief_id)
    asked = _Asked(workspace, request, load_model)
    control.checkpoint(Progress("ranking", 0))
    candidates = _candidates(asked)
    slate = _slate_of(asked, candidates)
    return _stored(workspace, asked, slate)


def _brief_name(workspace: Workspace, request: SuggestRequest) -> str:
    """Return what verdicts are filed under: the brief, or where there is none the seeds' titles."""
    if request.brief.strip() or not request.seed_ids:
        return request.brief.strip()
    items = workspace.items.by_ids(request.seed_ids)
    return " + ".join(items[item_id].title for item_id in request.seed_ids)


def _check(workspace: Workspace, request: SuggestRequest) -> None:
    if request.count < 1:
        raise RequestError("A list needs at least one place. Nothing was changed. Ask for one or more.")
    for name, value in (
        (Phrase("tail preference"), request.tail_preference),
        (Phrase("diversity"), request.diversity),
    ):
        if not 0 <= value <= 1:
            raise RequestError(
                "The {name} must lie between 0 and 1, not {value}. Nothing was changed.",
                name=name,
                value=f"{value:g}",
            )
    for seed_id in request.seed_ids:
        if seed_id not in workspace.positions():
            raise RequestError(
                "There is no item “{item_id}” in this library. Nothing was changed. Check the id.",
                item_id=seed_id,
            )
    if not len(workspace.table().keys):
        raise RequestError("This library has no items yet. Import a catalogue first.")


class _Asked:
    """Everything about one request that the steps below share: the arrays of the library and what is asked of them."""

    def __init__(self, workspace: Workspace, request: SuggestRequest, load_model: bool) -> None:
        self.workspace = workspace
        self.request = request
        self.table: ItemTable = workspace.table()
        self.popularity: Popularity = workspace.popularity()
        self.positions = workspace.positions()
        self.n = len(self.table.keys)
        self.notes: list[str] = []
        self.verdicts = workspace.feedback.verdicts(request.brief_id)
        self.shelf = set(workspace.feedback.shelf())
        self.seed_positions = [self.positions[item_id] for item_id in request.seed_ids]
        self.view: VectorView = workspace.view()
        self.brief_vector: np.ndarray | None = None
        self.by_meaning = self._choose_meaning(load_model)
        self.seed_items = workspace.items.by_ids(request.seed_ids)
        self.judged_items = workspace.items.by_ids(list(self.verdicts))
        self.terms = self._asked_terms()
        counts = workspace.items.document_counts(self.terms)
        # A pair of characters that stands in one item only mostly straddles two words and means nothing.
        self.term_weights = {
            term: explain.inverse_frequency(count, self.n)
            for term, count in counts.items()
            if count > 1 or self.n < SMALL_CATALOGUE or not explain.is_character_pair(term)
        }
        self._note_state()

    def _choose_meaning(self, load_model: bool) -> bool:
        """Decide whether vectors can rank this request, and fetch the brief's."""
        if not self.view.has_vector.any():
            self.notes.append(NOTE_NO_VECTORS)
            return False
        if not model_can_read(self.workspace):
            self.notes.append(NOTE_MODEL_CANNOT_READ)
            return False
        if not self.request.brief.strip():
            return True
        if load_model and not self._encode():
            return False
        raw = self.workspace.vectors.get(self.view.model_key, text_hash(self.request.brief))
        if raw is None:
            self.notes.append(NOTE_QUICK)
            return False
        self.brief_vector = self.view.centre(raw)
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
        if self.popularity.source == "none":
            self.notes.append(NOTE_NO_POPULARITY)
        elif self.popularity.is_flat:
            self.notes.append(NOTE_FLAT_POPULARITY)

    def _asked_terms(self) -> list[str]:
        """Return the words asked for: the brief's, the rarest of each seed and, without vectors, of accepted items."""
        found = content_terms(self.request.brief)
        items = list(self.seed_items.values())
        if not self.by_meaning:
            items += [item for item_id, item in self.judged_items.items() if self.verdicts[item_id] in WANTED]
        for item in items:
            found += self._rarest_terms(item)
        return list(dict.fromkeys(found))

    def _rarest_terms(self, item: Item) -> list[str]:
        found = list(dict.fromkeys(content_terms(f"{item.title} {' '.join(item.tags)} {item.text}")))
        counts = self.workspace.items.document_counts(found)
        # A word that only this item holds leads nowhere.
        linking = [term for term in found if counts.get(term, 0) > 1]
        return sorted(linking, key=lambda term: counts[term])[:SEED_TERMS]

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
        codes = {name: code for code, name in SEGMENT_NAMES.items()}
        wanted = [codes[name] for name in request.segments]
        found.append(("segments", ~np.isin(self.popularity.segments, [*wanted, UNKNOWN])))
        if request.tags:
            tags = {tag.casefold() for tag in request.tags}
            has_tag = [any(tag.casefold() in tags for tag in item_tags) for item_tags in self.table.tags]
            found.append(("tags", ~np.array(has_tag, bool)))
        if request.languages:
            found.append(("languages", ~np.isin(np.array(self.table.languages), list(request.languages))))
        years = self.table.years
        if request.year_from is not None:
            found.append(("year_from", (years < request.year_from) | (years == NO_YEAR)))
        if request.year_to is not None:
            found.append(("year_to", (years > request.year_to) | (years == NO_YEAR)))
        return found

    def _taken(self) -> np.ndarray:
        """Return the positions that have been decided: judged (but for what was put off), shelved, or a seed."""
        taken = np.zeros(self.n, bool)
        decided = [item_id for item_id, verdict in self.verdicts.items() if verdict != "not-now"]
        for item_id in [*decided, *self.shelf, *self.request.seed_ids]:
            if item_id in self.positions:
                taken[self.positions[item_id]] = True
        return taken


WANTED = ("good", "shelve", "more-like-this")


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Rows that may be suggested, with their signals and relevance; arrays have m rows."""

    positions: np.ndarray
    similarity: np.ndarray  # to the nearest of brief and seeds; NaN without a vector
    ranked: ranking.Ranked
    pulls: dict[int, float]  # verdict'd position -> its pull on the learned direction
    nearest_seed: np.ndarray  # index into the seeds; -1: none


def _background(asked: _Asked, mask: np.ndarray) -> np.ndarray:
    """Return a fixed random sample of the positions of `mask` to measure signals against."""
    positions = np.flatnonzero(mask)
    if len(positions) <= BACKGROUND_SIZE:
        return positions
    return np.sort(np.random.default_rng(RANDOM_SEED).choice(positions, BACKGROUND_SIZE, replace=False))


def _candidates(asked: _Asked) -> _Candidates:
    allowed = asked.mask()
    words_keys, words_scores = asked.workspace.items.matching(list(asked.term_weights))
    words = _words_signal(asked, words_keys, words_scores)
    queries = _Queries(asked)
    positions = _retrieve(asked, queries, words, allowed)
    text = verdict_share = None
    text_spread = ranking.Spread(0.0, 1.0)
    if queries.is_meaningful:
        sample = _background(asked, asked.view.has_vector)
        text_spread = ranking.spread_of(queries.text(asked.view.rows(sample))[0], ranking.LEAST_TEXT_SPREAD)
        rows = asked.view.rows(positions)
        text, verdict_share = queries.text(rows)
        text[~asked.view.has_vector[positions]] = np.nan
        verdict_share[~asked.view.has_vector[positions]] = np.nan
    postponed = {
        asked.positions[i] for i, v in asked.verdicts.items() if v == "not-now" and i in asked.positions
    }
    signals = ranking.Signals(
        text=text,
        verdict_share=verdict_share if queries.preference else None,
        words=words[positions] if asked.term_weights else None,
        depth=asked.popularity.depth[positions],
        is_postponed=np.isin(positions, list(postponed)),
    )
    ranked = ranking.rank(
        signals,
        text_spread,
        ranking.spread_of_sparse(words[words > 0], asked.n, ranking.LEAST_WORDS_SPREAD),
        float(asked.popularity.depth.mean()),
        asked.request.tail_preference,
        ranking.BRIEF_WORDS_WEIGHT if asked.request.brief.strip() else ranking.SEED_WORDS_WEIGHT,
    )
    similarity, nearest_seed = queries.similarity(asked.view, positions)
    return _Candidates(positions, similarity, ranked, queries.pulls(), nearest_seed)


def _words_signal(asked: _Asked, keys: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Return each item's share (n,) of the weight of the asked words: BM25 over that of an item with each word once."""
    words = np.zeros(asked.n)
    best = sum(asked.term_weights.values())
    if len(keys) and best > 0:
        by_key = np.argsort(asked.table.keys)
        known = np.isin(keys, asked.table.keys)
        positions = by_key[np.searchsorted(asked.table.keys, keys[known], sorter=by_key)]
        words[positions] = np.minimum(scores[known] / best, 1.0)
    return words


class _Queries:
    """The vectors asked with: brief, seeds, and the direction learned from verdicts."""

    def __init__(self, asked: _Asked) -> None:
        self._asked = asked
        view = asked.view
        self.seeds = (
            view.rows(np.array(asked.seed_positions, np.int64)) if asked.by_meaning else np.empty((0, 0))
        )
        self.brief = asked.brief_vector
        self.examples: list[preference.Example] = []
        self.example_vectors = np.empty((0, 0), np.float32)
        self.preference = self._learn() if asked.by_meaning else None

    @property
    def is_meaningful(self) -> bool:
        """Whether there is any vector to ask with."""
        return self._asked.by_meaning and (
            self.brief is not None or len(self.seeds) > 0 or self.preference is not None
        )

    def _learn(self) -> preference.Preference | None:
        asked = self._asked
        judged: list[preference.Example] = []
        for item_id, verdict in asked.verdicts.items():
            position = asked.positions.get(item_id)
            if position is None or verdict == "not-now" or not asked.view.has_vector[position]:
                continue
            weight = preference.MORE_LIKE_THIS_WEIGHT if verdict == "more-like-this" else 1.0
            judged.append(preference.Example(position, int(verdict in WANTED), weight, is_verdict=True))
        if not judged:
            return None
        judged_positions = {example.position for example in judged}
        asking = [preference.Example(p, 1) for p in asked.seed_positions if p not in judged_positions]
        vectors = [asked.view.rows(np.array([example.position for example in asking + judged], np.int64))]
        if self.brief is not None:
            asking = [preference.Example(-1, 1, preference.brief_weight(asking + judged)), *asking]
            vectors = [self.brief[np.newaxis], *vectors]
        self.examples = asking + judged
        self.example_vectors = np.vstack(vectors)
        if not any(example.label for example in self.examples):
            # Nothing says what is wanted: rejections alone push away from themselves, from the catalogue's middle.
            return self._pushed_away()
        unseen = asked.view.has_vector.copy()
        unseen[list(judged_positions | set(asked.seed_positions))] = False
        return preference.learn(
            self.example_vectors,
            self.examples,
            asked.view.rows(_some(np.flatnonzero(unseen), PSEUDO_NEGATIVES)),
        )

    def _pushed_away(self) -> preference.Preference:
        pulls = -np.ones(len(self.examples))
        direction = pulls @ self.example_vectors
        length = float(np.linalg.norm(direction)) or 1.0
        return preference.Preference((direction / length).astype(np.float32), pulls / length)

    def directions(self) -> list[np.ndarray]:
        """Return every vector to ask the index with."""
        found = list(self.seeds)
        if self.brief is not None:
            found.append(self.brief)
        if self.preference is not None:
            found.append(self.preference.direction)
        return found

    def text(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return how near rows (m, d) are to what is asked, (m,), and how much of it the verdicts contribute, (m,).

        Without verdicts: the mean of the cosine to the brief and the mean cosine to the three nearest seeds. With
        verdicts: the cosine to the learned direction, which brief and seeds are part of.
        """
        if self.preference is not None:
            total = (rows @ self.preference.direction).astype(np.float64)
            is_verdict = np.array([example.is_verdict for example in self.examples], bool)
            pull = (self.preference.pulls[is_verdict] @ self.example_vectors[is_verdict]).astype(np.float32)
            return total, (rows @ pull).astype(np.float64)
        signals: list[np.ndarray] = []
        if self.brief is not None:
            signals.append(rows @ self.brief)
        if len(self.seeds):
            cosines = np.sort(rows @ self.seeds.T, axis=1)[:, -NEAREST_SEEDS:]
            signals.append(cosines.mean(axis=1))
        total = np.mean(signals, axis=0).astype(np.float64)
        return total, np.zeros_like(total)

    def similarity(self, view: VectorView, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the cosine to the nearest of brief and seeds (NaN: none) and which seed is nearest (-1: none)."""
        best = np.full(len(positions), np.nan)
        nearest_seed = np.full(len(positions), -1)
        if not self._asked.by_meaning or not len(positions):
            return best, nearest_seed
        rows = view.rows(positions)
        columns = [rows @ self.seeds.T] if len(self.seeds) else []
        if len(self.seeds):
            nearest_seed = np.argmax(columns[0], axis=1)
        if self.brief is not None:
            columns.append((rows @ self.brief)[:, np.newaxis])
        if columns:
            best = np.max(np.hstack(columns), axis=1).astype(np.float64)
            best[~view.has_vector[positions]] = np.nan
            nearest_seed[~view.has_vector[positions]] = -1
        return best, nearest_seed

    def pulls(self) -> dict[int, float]:
        """Return how strongly each judged item pulls (or, negative, pushes) the learned direction."""
        if self.preference is None:
            return {}
        return {
            example.position: float(pull)
            for example, pull in zip(self.examples, self.preference.pulls, strict=True)
            if example.is_verdict
        }


def _some(positions: np.ndarray, count: int) -> np.ndarray:
    if len(positions) <= count:
        return positions
    return np.sort(np.random.default_rng(RANDOM_SEED).choice(positions, count, replace=False))


def _retrieve(asked: _Asked, queries: _Queries, words: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """Return the positions worth ranking: over-fetched from the index and from the words, then filtered."""
    fetched = max(LEAST_FETCHED, OVERFETCH * asked.request.count)
    found = np.zeros(asked.n, bool)
    by_words = np.argsort(-words, kind="stable")[:fetched]
    found[by_words[words[by_words] > 0]] = True
    needed = min(POOL_SIZE, int(allowed.sum()))
    is_tail = asked.popularity.segments == TAIL
    for direction in queries.directions():
        positions, _ = asked.view.nearest(direction, fetched)
        found[positions] = True
        # A narrow filter empties the fetch: then only exact search among what may be suggested is right.
        for wanted in (allowed, allowed & is_tail):
            if (found & wanted).sum() < min(needed, int(wanted.sum())):
                found[asked.view.nearest_where(direction, fetched, wanted)[0]] = True
    if not queries.directions() and not asked.terms:
        # Nothing to be near to: what is least opened.
        least_opened = np.argsort(-asked.popularity.depth, kind="stable")
        found[least_opened[allowed[least_opened]][:fetched]] = True
    return np.flatnonzero(found & allowed)


def _slate_of(asked: _Asked, candidates: _Candidates) -> Slate:
    request = asked.request
    positions = candidates.positions
    is_tail = asked.popularity.segments[positions] == TAIL
    pool = _pool(candidates.ranked.relevance, is_tail)
    items = asked.workspace.items.by_ids([asked.table.ids[position] for position in positions[pool]])
    pool_items = [items[asked.table.ids[position]] for position in positions[pool]]
    vectors = _pool_vectors(asked, positions[pool], pool_items)
    tail_places = round(request.tail_preference * request.count)
    scores = candidates.ranked.relevance[pool] * candidates.ranked.scale
    spread = float(scores.std()) if len(scores) else 0.0
    rows = diversify.select(
        scores / (spread if spread > 1e-9 else 1.0),
        vectors,
        [title_key(item.title) for item in pool_items],
        is_tail[pool],
        request.count,
        request.diversity,
        tail_places,
    )
    chosen_tail = is_tail[pool][rows]
    if not asked.by_meaning and asked.terms and not len(positions):
        asked.notes.append(NOTE_NO_MATCH)
    has_segments = not (asked.popularity.source == "none" or asked.popularity.is_flat)
    if (
        has_segments
        and "tail" in request.segments
        and rows
        and chosen_tail.sum() < min(tail_places, len(rows))
    ):
        asked.notes.append(NOTE_TAIL_SHORT)
    suggestions = tuple(
        _suggestion(asked, candidates, int(pool[row]), rank, pool_items[row])
        for rank, row in enumerate(rows, 1)
    )
    return Slate(
        slate_id="",
        brief_id=request.brief_id or 0,
        request=request,
        suggestions=suggestions,
        metrics=SlateMetrics(
            tail_share=metrics.tail_share(chosen_tail),
            intra_list_diversity=metrics.intra_list_diversity(vectors[rows]),
            mean_popularity=float(np.mean([s.popularity for s in suggestions])) if suggestions else 0.0,
        ),
        ranked_by="meaning" if asked.by_meaning else "words",
        notes=tuple(asked.notes),
        blocked_by=() if suggestions else _blocked_by(asked),
    )


def _pool(relevance: np.ndarray, is_tail: np.ndarray) -> np.ndarray:
    """Return the rows to diversify: the most relevant, and the most relevant of the tail, best first."""
    order = np.argsort(-relevance, kind="stable")
    keep = np.zeros(len(relevance), bool)
    keep[order[:POOL_SIZE]] = True
    keep[order[is_tail[order]][:POOL_SIZE]] = True
    return order[keep[order]]


def _pool_vectors(asked: _Asked, positions: np.ndarray, items: list[Item]) -> np.ndarray:
    """Return unit rows to tell items apart by: BERT's where they rank, else made of the items' words."""
    if asked.by_meaning:
        return asked.view.rows(positions)
    term_lists = [content_terms(f"{item.title} {' '.join(item.tags)} {item.text}") for item in items]
    if not term_lists:
        return np.empty((0, DIMENSION), np.float32)
    in_pool = Counter(term for found in term_lists for term in set(found))
    weights = {term: explain.inverse_frequency(count, len(items) + 1) for term, count in in_pool.items()}
    return word_vectors(term_lists, weights)


def _blocked_by(asked: _Asked) -> tuple[tuple[str, int], ...]:
    """Return how many items each filter removes, the greediest first."""
    counts = [(name, int(removed.sum())) for name, removed in asked.filters()]
    return tuple(sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1]))


def _suggestion(asked: _Asked, candidates: _Candidates, row: int, rank: int, item: Item) -> Suggestion:
    position = int(candidates.positions[row])
    similarity = float(candidates.similarity[row])
    return Suggestion(
        item=item,
        rank=rank,
        relevance=float(candidates.ranked.relevance[row]),
        similarity=None if np.isnan(similarity) else similarity,
        segment=SEGMENT_NAMES[int(asked.popularity.segments[position])],
        popularity=float(asked.popularity.counts[position]),
        popularity_rank=int(asked.popularity.ranks[position]),
        novelty=float(asked.popularity.novelty[position]),
        reasons=_reasons(asked, candidates, row, item),
        parts=tuple(Part(name, float(values[row])) for name, values in candidates.ranked.parts.items()),
        verdict=asked.verdicts.get(item.item_id),
        is_on_shelf=item.item_id in asked.shelf,
    )


def _reasons(asked: _Asked, candidates: _Candidates, row: int, item: Item) -> tuple[Reason, ...]:
    position = int(candidates.positions[row])
    found: list[Reason] = []
    seed = int(candidates.nearest_seed[row])
    if seed >= 0:
        vector = asked.view.rows(np.array([position, asked.seed_positions[seed]]))
        cosine = float(vector[0] @ vector[1])
        if cosine >= LEAST_NAMED_SIMILARITY:
            seed_item = asked.seed_items[asked.table.ids[asked.seed_positions[seed]]]
            found.append(Reason("seed", seed_item.item_id, seed_item.title, cosine))
    liked = _strongest_pull(asked, candidates.pulls, position)
    if liked is not None and liked.item_id not in {reason.item_id for reason in found}:
        found.append(liked)
    shared = _shared_words(asked, item, asked.table.ids[asked.seed_positions[seed]] if seed >= 0 else "")
    if shared is not None:
        found.append(shared)
    if asked.brief_vector is not None and asked.view.has_vector[position]:
        cosine = float(asked.view.rows(np.array([position]))[0] @ asked.brief_vector)
        if cosine >= LEAST_NAMED_SIMILARITY:
            found.append(Reason("brief", similarity=cosine))
    if asked.popularity.source != "none":
        found.append(
            Reason(
                "popularity",
                rank=int(asked.popularity.ranks[position]),
                total=asked.n,
                segment=SEGMENT_NAMES[int(asked.popularity.segments[position])],
            )
        )
    return tuple(found)


def _shared_words(asked: _Asked, item: Item, nearest_seed_id: str) -> Reason | None:
    """Return the rarest words the item shares with the brief, else with a seed, the nearest one first."""
    item_terms = content_terms(_wording(item))
    shared = explain.shared_terms(content_terms(asked.request.brief), item_terms, asked.term_weights)
    if shared:
        return Reason(
            "words", terms=tuple(explain.as_written(shared, f"{asked.request.brief} {_wording(item)}"))
        )
    for seed_id in sorted(asked.seed_items, key=lambda seed_id: seed_id != nearest_seed_id):
        seed = asked.seed_items[seed_id]
        held = set(content_terms(_wording(seed)))
        shared = explain.shared_terms(
            [term for term in asked.terms if term in held], item_terms, asked.term_weights
        )
        if shared:
            return Reason(
                "words", seed_id, seed.title, terms=tuple(explain.as_written(shared, _wording(item)))
            )
    return None


def _wording(item: Item) -> str:
    return " ".join([item.title, item.author, *item.tags, item.text])


def _strongest_pull(asked: _Asked, pulls: dict[int, float], position: int) -> Reason | None:
    """Return the accepted item that really raised this one most, by its pull times the cosine."""
    liked = [judged for judged, pull in pulls.items() if pull > 0]
    if not liked or not asked.view.has_vector[position]:
        return None
    cosines = asked.view.rows(np.array(liked)) @ asked.view.rows(np.array([position]))[0]
    best = int(np.argmax(np.array([pulls[judged] for judged in liked]) * cosines))
    if cosines[best] < LEAST_NAMED_SIMILARITY:
        return None
    item = asked.judged_items[asked.table.ids[liked[best]]]
    return Reason("verdict", item.item_id, item.title, float(cosines[best]))


def _stored(workspace: Workspace, asked: _Asked, slate: Slate) -> Slate:
    """Keep the slate, compare it with the one it replaces, and return it complete."""
    before = workspace.slates.last_of(slate.brief_id)
    change = _change(asked, before, slate) if before is not None else None
    if before is not None and change is not None:
        shown = {item_id for item_id, _ in before.shown}
        slate = replace(
            slate,
            suggestions=tuple(replace(s, is_new=s.item.item_id not in shown) for s in slate.suggestions),
        )
    outcome = {
        "metrics": asdict(slate.metrics),
        "ranked_by": slate.ranked_by,
        "notes": list(slate.notes),
        "change": asdict(change) if change else None,
        "blocked_by": [list(pair) for pair in slate.blocked_by],
        "model_key": asked.view.model_key,
        "generation": workspace.meta.active_generation,
    }
    slate_id = workspace.slates.put(
        slate.brief_id,
        asdict(slate.request),
        outcome,
        workspace.feedback.last_event_id,
        [(suggestion.item.item_id, _facts(suggestion)) for suggestion in slate.suggestions],
    )
    return replace(slate, slate_id=slate_id, change=change)


def _change(asked: _Asked, before: StoredSlate, slate: Slate) -> SlateChange:
    old_ranks = {item_id: rank for rank, (item_id, _) in enumerate(before.shown, 1)}
    new_ids = [suggestion.item.item_id for suggestion in slate.suggestions]
    decided = {item_id for item_id, verdict in asked.verdicts.items() if verdict != "not-now"} | asked.shelf
    # Rising because the items above were decided is no change of mind: ranks are compared among what remains.
    remaining = [item_id for item_id in old_ranks if item_id not in decided and item_id in set(new_ids)]
    kept = [item_id for item_id in new_ids if item_id in set(remaining)]
    moved_up = sum(kept.index(item_id) < remaining.index(item_id) for item_id in kept)
    verdict, title = _decisive_verdict(asked, before, slate)
    return SlateChange(
        new_count=sum(item_id not in old_ranks for item_id in new_ids),
        moved_up_count=moved_up,
        left_count=sum(item_id not in set(new_ids) and item_id not in decided for item_id in old_ranks),
        because_verdict=verdict,
        because_title=title,
    )


def _decisive_verdict(asked: _Asked, before: StoredSlate, slate: Slate) -> tuple[str, str]:
    """Return the verdict given since `before` that the new list owes most to, and its item's title."""
    reasons = [reason for s in slate.suggestions for reason in s.reasons if reason.kind == "verdict"]
    if reasons:
        item_id, _ = Counter(reason.item_id for reason in reasons).most_common(1)[0]
        return asked.verdicts[item_id], asked.judged_items[item_id].title
    recent = [event for event, is_undone in asked.workspace.feedback.history(50) if not is_undone]
    for event in recent:
        if event.event_id > before.last_event_id and event.item_id in asked.judged_items:
            return event.verdict, asked.judged_items[event.item_id].title
    return "", ""


def _facts(suggestion: Suggestion) -> dict[str, Any]:
    """Return what must be kept of a suggestion to show it again exactly; the item itself is in the catalogue."""
    facts = asdict(suggestion)
    for derived in ("item", "rank", "verdict", "is_on_shelf"):
        del facts[derived]
    return facts


def last_slate(workspace: Workspace, control: JobControl) -> Slate | None:
    """Return the slate shown last, with its verdicts as they stand, exactly as ordered then."""
    stored = workspace.slates.last()
    return _slate_from(workspace, stored) if stored else None


def slate_by_id(workspace: Workspace, control: JobControl, slate_id: str) -> Slate:
    """Return an earlier slate as it was, with its verdicts as they stand; raise RequestError for an unknown id."""
    stored = workspace.slates.get(slate_id)
    if stored is None:
        raise RequestError(
            "There is no slate “{slate_id}” in this library. Nothing was changed.", slate_id=slate_id
        )
    return _slate_from(workspace, stored)


def _slate_from(workspace: Workspace, stored: StoredSlate) -> Slate:
    items = workspace.items.by_ids([item_id for item_id, _ in stored.shown])
    log = workspace.feedback
    suggestions = tuple(
        _suggestion_from(
            items[item_id], rank, facts, log.verdict_of(item_id, stored.brief_id), log.is_on_shelf(item_id)
        )
        for rank, (item_id, facts) in enumerate(stored.shown, 1)
        if item_id in items
    )
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.request.items()
    }
    change = stored.outcome.get("change")
    return Slate(
        slate_id=stored.slate_id,
        brief_id=stored.brief_id,
        request=SuggestRequest(**values),
        suggestions=suggestions,
        metrics=SlateMetrics(**stored.outcome["metrics"]),
        ranked_by=stored.outcome["ranked_by"],
        notes=tuple(stored.outcome["notes"]),
        change=SlateChange(**change) if change else None,
        blocked_by=tuple((str(name), int(count)) for name, count in stored.outcome["blocked_by"]),
    )


def _suggestion_from(
    item: Item, rank: int, facts: dict[str, Any], verdict: str | None, is_on_shelf: bool
) -> Suggestion:
    values = dict(facts)
    values["reasons"] = tuple(
        Reason(**{**reason, "terms": tuple(reason["terms"])}) for reason in facts["reasons"]
    )
    values["parts"] = tuple(Part(**part) for part in facts["parts"])
    return Suggestion(item=item, rank=rank, verdict=verdict, is_on_shelf=is_on_shelf, **values)


def item_details(
    workspace: Workspace, control: JobControl, item_id: str, slate_id: str | None = None
) -> ItemDetails:
    """Return the details of one item, with its nearest items; raise RequestError for an unknown id."""
    position = workspace.positions().get(item_id)
    if position is None:
        raise RequestError("There is no item “{item_id}” in this library.", item_id=item_id)
    measured = workspace.popularity()
    stored = workspace.slates.get(slate_id) if slate_id else None
    slate = _slate_from(workspace, stored) if stored else None
    suggestion = next((s for s in slate.suggestions if s.item.item_id == item_id), None) if slate else None
    return ItemDetails(
        item=workspace.items.by_ids([item_id])[item_id],
        segment=SEGMENT_NAMES[int(measured.segments[position])],
        popularity=float(measured.counts[position]),
        popularity_rank=int(measured.ranks[position]),
        item_count=len(workspace.table().keys),
        nearest=_neighbours(workspace, position),
        suggestion=suggestion,
    )


def _neighbours(workspace: Workspace, position: int) -> tuple[Neighbour, ...]:
    view = workspace.view()
    if not view.has_vector[position] or not model_can_read(workspace):
        return ()
    positions, cosines = view.nearest(view.rows(np.array([position]))[0], NEIGHBOUR_COUNT + 1)
    others = [(int(p), float(c)) for p, c in zip(positions, cosines, strict=True) if p != position][
        :NEIGHBOUR_COUNT
    ]
    table = workspace.table()
    items = workspace.items.by_ids([table.ids[p] for p, _ in others])
    segments = workspace.popularity().segments
    return tuple(
        Neighbour(table.ids[p], items[table.ids[p]].title, cosine, SEGMENT_NAMES[int(segments[p])])
        for p, cosine in others
    )
