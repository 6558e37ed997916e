"""Which items may be suggested, over-fetched and then filtered, and how relevant each is."""

from dataclasses import dataclass

import numpy as np

from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.queries import Queries, some_of
from ltrec_gui.recommend import ranking
from ltrec_gui.recommend.popularity import TAIL

# Asked of the index before any filter: several times what a slate needs, for most of it is filtered away.
OVERFETCH = 50
LEAST_FETCHED = 1_000
POOL_SIZE = 200  # rows that are diversified, and as many from the tail
BACKGROUND_SIZE = 2_000  # items a signal is measured against


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows that may be suggested, with their signals and relevance; arrays have m rows."""

    positions: np.ndarray
    similarity: np.ndarray  # to the nearest of brief and seeds; NaN without a vector
    ranked: ranking.Ranked
    pulls: dict[int, float]  # verdict'd position -> its pull on the learned direction
    nearest_seed: np.ndarray  # index into the seeds; -1: none


def find_candidates(asked: Asked) -> Candidates:
    """Return what may be suggested, with its relevance and the parts of it."""
    allowed = asked.mask()
    words_keys, words_scores = asked.workspace.items.matching(list(asked.term_weights))
    words = _words_signal(asked, words_keys, words_scores)
    queries = Queries(asked)
    positions = _retrieve(asked, queries, words, allowed)
    text = verdict_share = None
    text_spread = ranking.Spread(0.0, 1.0)
    if queries.is_meaningful:
        sample = some_of(np.flatnonzero(asked.view.has_vector), BACKGROUND_SIZE)
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
    return Candidates(positions, similarity, ranked, queries.pulls(), nearest_seed)


def _words_signal(asked: Asked, keys: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Return each item's share (n,) of the weight of the asked words: BM25 over that of an item with each word once."""
    words = np.zeros(asked.n)
    best = sum(asked.term_weights.values())
    if len(keys) and best > 0:
        positions, known = asked.table.positions_of(keys)
        words[positions] = np.minimum(scores[known] / best, 1.0)
    return words


def _retrieve(asked: Asked, queries: Queries, words: np.ndarray, allowed: np.ndarray) -> np.ndarray:
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
