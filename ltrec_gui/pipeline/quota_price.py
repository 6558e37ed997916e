"""What each number of places for the tail costs: in relevance, and in items that the editor accepted before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np

from ltrec_gui.catalogue.words import title_key
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.asked import WANTED, Asked
from ltrec_gui.pipeline.candidates import find_candidates
from ltrec_gui.pipeline.past_slates import made_from, request_of
from ltrec_gui.pipeline.pool import pool_vectors
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend import tail
from ltrec_gui.recommend.diversify import SAME_VECTOR_COSINE, near_identical
from ltrec_gui.recommend.popularity import TAIL
from ltrec_gui.recommend.relevance import TAIL_WEIGHT
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.recommend.tail import QuotaPrice

LEAST_ACCEPTED = 10  # with fewer the brief's own say too little, and those of other briefs are counted too
MOST_BRIEFS = 5  # other briefs that are asked, the newest: each costs as much as a list
MOST_REMEMBERED = 64
SPARE = 3  # rows per place of the list and band, so that twins and other preferences find theirs

_remembered: WeakKeyDictionary[Workspace, dict[object, np.ndarray]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Scored:
    """The candidates (m,) of one request that any tail preference may list.

    `relevance` is without regard to the tail, `depth` what full tail preference adds to it, in the same units.
    """

    ids: list[str]
    relevance: np.ndarray
    depth: np.ndarray
    is_tail: np.ndarray
    twins: "Twins"


def quota_price(workspace: Workspace, control: JobControl, request: SuggestRequest) -> tuple[QuotaPrice, ...]:
    """Return the price of every number of places 0..count for the tail, against no tail preference at all.

    A list is what the tail control makes of the candidates before variety: at q of n places relevance counts depth in
    the tail at preference q / n, and q places are kept. `relevance_kept` = mean relevance of the list / that of the
    list without any, 0 being the average item of the segments asked for; with the verdicts as they stand.
    `accepted_count` is how many items the editor accepted stand in the list when it is made without any verdict, so
    that no item is found because it was accepted: those of this brief where it has at least 10, else also those of the
    newest other briefs, each by its own request. `accepted_kept` is None where the list without preference holds none.
    Empty where there is no tail to keep places for, or another method than the quota is asked for.
    """
    snapshot = workspace.snapshot()
    popularity = snapshot.popularity
    if (
        request.count < 1
        or request.tail_method != "quota"
        or popularity.source == "none"
        or popularity.is_flat
        or "tail" not in request.segments
    ):
        return ()
    request = replace(request, tail_preference=0.0)
    preferences = [places / request.count for places in range(request.count + 1)]
    scored = _scored(Asked(workspace, snapshot, request, False))
    lists = lists_by_preference(scored, request.count, preferences)
    relevance = [float(scored.relevance[rows].mean()) if len(rows) else 0.0 for rows in lists]
    accepted = np.zeros(len(preferences), np.int64)
    for asked_for, item_ids in _accepted(workspace, snapshot, request):
        control.checkpoint(Progress("ranking", 0))
        accepted += _accepted_counts(workspace, snapshot, asked_for, item_ids, preferences)
    return tuple(
        QuotaPrice(
            places=places,
            accepted_kept=float(accepted[places] / accepted[0]) if accepted[0] else None,
            relevance_kept=relevance[places] / relevance[0] if relevance[0] > 0 else 1.0,
            tail_count=int(scored.is_tail[lists[places]].sum()),
            accepted_count=int(accepted[places]),
        )
        for places in range(request.count + 1)
    )


def lists_by_preference(scored: Scored, count: int, preferences: Sequence[float]) -> list[np.ndarray]:
    """Return for each tail preference 0..1 the rows of the list it makes, before variety and without twins."""
    return [_list(scored, count, preference) for preference in preferences]


def _list(scored: Scored, count: int, preference: float) -> np.ndarray:
    scores = scored.relevance + preference * scored.depth
    places = round(preference * count)
    left = np.arange(len(scores))
    while True:
        rows = left[tail.quota(scores[left], scored.is_tail[left], count, places)]
        has_twin_above = np.tril(scored.twins.among(rows), -1).any(axis=1)
        if not has_twin_above.any():
            return np.asarray(rows)
        # Whoever stands above it stays: places are given from the top.
        left = left[left != rows[int(np.argmax(has_twin_above))]]


class Twins:
    """Which candidates are near-identical: by vector from the start, by title as soon as somebody asks."""

    def __init__(self, vectors: np.ndarray, titles: list[str]) -> None:
        self._titles = titles
        self._is_twin = vectors @ vectors.T >= SAME_VECTOR_COSINE
        self._is_known = self._is_twin.copy()
        np.fill_diagonal(self._is_known, True)

    def among(self, rows: np.ndarray) -> np.ndarray:
        """Return which pairs of these rows (k,) are twins, (k, k) bool."""
        for first, second in rows[np.argwhere(np.triu(~self._is_known[np.ix_(rows, rows)], 1))].tolist():
            pair = ([first, second], [second, first])
            self._is_twin[pair] = near_identical(self._titles[first], self._titles[second])
            self._is_known[pair] = True
        return np.asarray(self._is_twin[np.ix_(rows, rows)])


def _scored(asked: Asked) -> Scored:
    candidates = find_candidates(asked)
    positions = candidates.positions
    relevance = candidates.ranked.total * candidates.ranked.scale
    depth = TAIL_WEIGHT * (candidates.evidence.depth[positions] - candidates.evidence.depth.mean())
    is_tail = asked.popularity.segments[positions] == TAIL
    rows = _able(relevance, depth, is_tail, SPARE * max(1, asked.request.count))
    ids = [asked.table.ids[position] for position in positions[rows]]
    by_id = asked.workspace.items.by_ids(ids)
    items = [by_id[item_id] for item_id in ids]
    vectors = pool_vectors(asked, positions[rows], items)
    return Scored(
        ids=ids,
        relevance=relevance[rows],
        depth=depth[rows],
        is_tail=is_tail[rows],
        twins=Twins(vectors, [title_key(item.title) for item in items]),
    )


def _able(relevance: np.ndarray, depth: np.ndarray, is_tail: np.ndarray, size: int) -> np.ndarray:
    """Return the rows that can stand in a list at any preference: the best of tail and rest at either end of it."""
    keep = np.zeros(len(relevance), bool)
    for scores in (relevance, relevance + depth):
        order = np.argsort(-scores, kind="stable")
        for band in (is_tail, ~is_tail):
            keep[order[band[order]][:size]] = True
    return np.flatnonzero(keep)


def _accepted(
    workspace: Workspace, snapshot: Snapshot, request: SuggestRequest
) -> list[tuple[SuggestRequest, frozenset[str]]]:
    """Return what was accepted and for which request: of this brief, and where that is little, of others."""
    found: list[tuple[SuggestRequest, frozenset[str]]] = []
    if request.brief_id is not None:
        own = accepted_ids(workspace, request.brief_id)
        if own:
            found.append((request, own))
        if len(own) >= LEAST_ACCEPTED:
            return found
    for brief_id in workspace.feedback.judged_briefs()[: MOST_BRIEFS + 1]:
        others = accepted_ids(workspace, brief_id) if brief_id != request.brief_id else frozenset()
        last = workspace.slates.last_of(brief_id) if others else None
        if last is None:
            continue
        asked_then = replace(request_of(last), tail_preference=0.0)
        if "tail" in asked_then.segments and all(item in snapshot.positions for item in asked_then.seed_ids):
            found.append((asked_then, others))
    return found


def accepted_ids(workspace: Workspace, brief_id: int) -> frozenset[str]:
    """Return the items accepted for a brief, as the verdicts stand."""
    verdicts = workspace.feedback.standing(brief_id).verdicts
    return frozenset(item_id for item_id, verdict in verdicts.items() if verdict in WANTED)


def _accepted_counts(
    workspace: Workspace,
    snapshot: Snapshot,
    request: SuggestRequest,
    item_ids: frozenset[str],
    preferences: list[float],
) -> np.ndarray:
    """Return how many of these items stand in the list at each preference; remembered, for a slider moves often."""
    asked = Asked(workspace, snapshot, request, False, until_event=0)
    key = (request, item_ids, len(preferences), tuple(made_from(asked).values()), asked.by_meaning)
    known = _remembered.setdefault(workspace, {})
    if key not in known:
        scored = _scored(asked)
        is_accepted = np.fromiter((item_id in item_ids for item_id in scored.ids), bool, len(scored.ids))
        if len(known) >= MOST_REMEMBERED:
            known.clear()
        known[key] = np.array(
            [
                is_accepted[rows].sum()
                for rows in lists_by_preference(scored, max(1, request.count), preferences)
            ],
            np.int64,
        )
    return known[key]
