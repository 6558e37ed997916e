"""From a brief and seeds to a slate: candidates, ranking, diversity, reasons."""

from collections import Counter
from dataclasses import replace

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import title_key
from ltrec_gui.errors import Phrase, RequestError
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.asked import Asked, subject_terms
from ltrec_gui.pipeline.candidates import POOL_SIZE, Candidates, find_candidates
from ltrec_gui.pipeline.past_slates import keep_slate
from ltrec_gui.pipeline.reasons import reasons_for
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend import diversify, explain, metrics
from ltrec_gui.recommend.popularity import SEGMENT_NAMES, TAIL
from ltrec_gui.recommend.slate import (
    NOTE_NO_MATCH,
    NOTE_TAIL_SHORT,
    Part,
    Slate,
    SlateMetrics,
    Suggestion,
    SuggestRequest,
)
from ltrec_gui.recommend.word_vectors import DIMENSION, word_vectors


def suggest(
    workspace: Workspace, control: JobControl, request: SuggestRequest, load_model: bool = False
) -> Slate:
    """Return a new slate, stored with its settings; with `load_model` False an unencoded brief is ranked by words.

    With neither brief nor seeds the slate holds what is least opened, varied. Raise RequestError for unknown seeds.
    """
    snapshot = workspace.snapshot()
    _check(snapshot, request)
    request = replace(request, seed_ids=tuple(dict.fromkeys(request.seed_ids)))
    brief_id = workspace.slates.brief_for(_brief_name(workspace, request), request.brief_id)
    request = replace(request, brief_id=brief_id)
    asked = Asked(workspace, snapshot, request, load_model)
    control.checkpoint(Progress("ranking", 0))
    candidates = find_candidates(asked)
    slate = _slate_of(asked, candidates)
    return keep_slate(workspace, asked, slate)


def _brief_name(workspace: Workspace, request: SuggestRequest) -> str:
    """Return what verdicts are filed under: the brief, or where there is none the seeds' titles."""
    if request.brief.strip() or not request.seed_ids:
        return request.brief.strip()
    items = workspace.items.by_ids(request.seed_ids)
    return " + ".join(items[item_id].title for item_id in request.seed_ids)


def _check(snapshot: Snapshot, request: SuggestRequest) -> None:
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
        if seed_id not in snapshot.positions:
            raise RequestError(
                "There is no item “{item_id}” in this library. Nothing was changed. Check the id.",
                item_id=seed_id,
            )
    if not len(snapshot.table.keys):
        raise RequestError("This library has no items yet. Import a catalogue first.")


def _slate_of(asked: Asked, candidates: Candidates) -> Slate:
    request = asked.request
    positions = candidates.positions
    is_tail = asked.popularity.segments[positions] == TAIL
    pool = _pool(candidates.ranked.relevance, is_tail, max(POOL_SIZE, 2 * request.count))
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


def _pool(relevance: np.ndarray, is_tail: np.ndarray, size: int) -> np.ndarray:
    """Return the rows to diversify: the most relevant, and the most relevant of the tail, best first."""
    order = np.argsort(-relevance, kind="stable")
    keep = np.zeros(len(relevance), bool)
    keep[order[:size]] = True
    keep[order[is_tail[order]][:size]] = True
    return order[keep[order]]


def _pool_vectors(asked: Asked, positions: np.ndarray, items: list[Item]) -> np.ndarray:
    """Return unit rows to tell items apart by: BERT's where they rank, else made of the items' words."""
    if asked.by_meaning:
        return asked.view.rows(positions)
    term_lists = [subject_terms(item) for item in items]
    if not term_lists:
        return np.empty((0, DIMENSION), np.float32)
    in_pool = Counter(term for found in term_lists for term in set(found))
    weights = {term: explain.inverse_frequency(count, len(items) + 1) for term, count in in_pool.items()}
    return word_vectors(term_lists, weights)


def _blocked_by(asked: Asked) -> tuple[tuple[str, int], ...]:
    """Return how many items each filter removes, the greediest first."""
    counts = [(name, int(removed.sum())) for name, removed in asked.filters()]
    return tuple(sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1]))


def _suggestion(asked: Asked, candidates: Candidates, row: int, rank: int, item: Item) -> Suggestion:
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
        reasons=reasons_for(asked, candidates, row, item),
        parts=tuple(Part(name, float(values[row])) for name, values in candidates.ranked.parts.items()),
        verdict=asked.verdicts.get(item.item_id),
        is_on_shelf=item.item_id in asked.shelf,
    )
