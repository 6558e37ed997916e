"""What a list is like, and how well many lists do: relevance, popularity, diversity, coverage and effort.

A function of one list gives one number, so that its values can be resampled over readers or briefs. `hits` are
booleans in the order of the list (true: relevant, or accepted by the editor); `counts` are interactions of items, seen
in training only. An empty list scores 0 everywhere; leave it out where that would flatter.
"""

from collections.abc import Sequence

import numpy as np


def ndcg(hits: np.ndarray, relevant_count: int, k: int = 10) -> float:
    """Return the discounted gain of the first k, as a share (0..1) of the best that k places and |R| items allow.

    sum over ranks r <= k of hit_r / log2(r + 1), divided by the sum over r <= min(k, |R|) of 1 / log2(r + 1)
    (Järvelin and Kekäläinen 2002, binary gain). RecTools gives this with `divide_by_achievable=True`, LensKit with
    `LogRankWeight(offset=1)`; the defaults of both are something else. ValueError: fewer relevant items than hits, or
    none at all.
    """
    top = _top(hits, relevant_count, k)
    discounts = 1 / np.log2(np.arange(2, max(len(top), min(k, relevant_count)) + 2))
    return float(discounts[: len(top)] @ top / discounts[: min(k, relevant_count)].sum())


def recall(hits: np.ndarray, relevant_count: int, k: int) -> float:
    """Return hits among the first k / |R|; ValueError as for `ndcg`. Meant for k well above |R|, such as 50."""
    return float(_top(hits, relevant_count, k).sum() / relevant_count)


def achievable_recall(hits: np.ndarray, relevant_count: int, k: int) -> float:
    """Return hits among the first k / min(k, |R|), which reaches 1 for every reader; ValueError as for `ndcg`.

    RecTools calls it R-precision, LensKit recall. Meant for short lists, such as 10.
    """
    return float(_top(hits, relevant_count, k).sum() / min(k, relevant_count))


def tail_share(is_tail: np.ndarray) -> float:
    """Return the share (0..1) of tail items in a slate (its mean is APLT); 0 for an empty one."""
    return _mean(is_tail)


def mean_popularity(counts: np.ndarray) -> float:
    """Return the mean interaction count of a list's items (its mean over lists is ARP)."""
    return _mean(counts)


def mean_novelty(counts: np.ndarray, reader_count: int) -> float:
    """Return the mean self-information of a list's items in bits: -log2((readers of it + 1) / (all readers + 1)).

    The 1 stands for a reader who has read everything, so that an item nobody has opened has a finite novelty, and an
    item that all have opened has none.
    """
    return _mean(-np.log2((np.asarray(counts) + 1) / (reader_count + 1)))


def serendipity(hits: np.ndarray, is_well_known: np.ndarray) -> float:
    """Return the share (0..1) of a list that is relevant and not well known; see `most_viewed`.

    RecTools has another measure of this name, which weighs each hit by how much higher it stands than its popularity
    would put it.
    """
    return _mean(np.asarray(hits, bool) & ~np.asarray(is_well_known, bool))


def intra_list_diversity(vectors: np.ndarray) -> float:
    """Return the mean of 1 - cosine over all pairs of unit rows (n, d); 0 for fewer than two rows."""
    n = len(vectors)
    if n < 2:
        return 0.0
    cosines = vectors @ vectors.T
    return float(1 - (cosines.sum() - np.trace(cosines)) / (n * (n - 1)))


def tag_diversity(tags: Sequence[frozenset[str]]) -> float:
    """Return the mean Jaccard distance (0..1) of the tag sets over all pairs of a list; 0 for fewer than two items.

    The distance of A and B is 1 - |A and B| / |A or B|, and 0 where both are empty.
    """
    distances = [
        1 - len(a & b) / len(a | b) if a or b else 0.0 for i, a in enumerate(tags) for b in tags[i + 1 :]
    ]
    return float(np.mean(distances)) if distances else 0.0


def most_viewed(counts: np.ndarray, candidates: np.ndarray, size: int = 100) -> np.ndarray:
    """Return a mask (items,) of the `size` candidates with the most interactions; ties go to the earlier candidate.

    counts: (items,); candidates: positions, shuffled beforehand where catalogue order means something.
    """
    chosen = np.zeros(len(counts), bool)
    chosen[candidates[np.argsort(-counts[candidates], kind="stable")[:size]]] = True
    return chosen


def recommendation_counts(lists: Sequence[np.ndarray], item_count: int) -> np.ndarray:
    """Return in how many lists each item (items,) is; lists: positions, none twice in a list."""
    together = np.concatenate([*lists, np.empty(0, int)]).astype(int)
    return np.bincount(together, minlength=item_count)


def coverage(counts: np.ndarray, members: np.ndarray) -> float:
    """Return the share (0..1) of the members that are in some list: |union of lists and M| / |M|; 0 without members.

    counts: as of `recommendation_counts`; members: mask (items,). All candidates as members give catalogue coverage,
    the tail gives tail coverage. ACLT, which sounds like the latter, is k * APLT and says nothing of coverage.
    """
    return _mean(counts[members] > 0)


def gini(counts: np.ndarray) -> float:
    """Return how unequal counts are: sum of (2j - n - 1) x_(j) / (n sum of x), x_(j) ascending, zeros included.

    0: all alike; towards 1: all on one item. Give the counts of all candidates, or the unequal share of those
    recommended hides those never recommended. 0 where every count is.
    """
    ordered = np.sort(counts).astype(float)
    n, total = len(ordered), ordered.sum()
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total)) if total else 0.0


def max_frequency(counts: np.ndarray, list_count: int) -> float:
    """Return the largest share (0..1) of lists that hold one and the same item; counts of `recommendation_counts`."""
    return float(np.max(counts) / list_count) if list_count and len(counts) else 0.0


def hub_skewness(counts: np.ndarray) -> float:
    """Return the skewness of how often items occur in lists of k: mean cubed deviation / cubed standard deviation.

    Far above 0 a few items (hubs) are neighbours of everything (Radovanović, Nanopoulos and Ivanović 2010). 0 where
    all occur equally often. counts: of all candidates, zeros included.
    """
    if not len(counts) or np.ptp(counts) == 0:
        return 0.0
    deviations = counts - np.mean(counts)
    return float(np.mean(deviations**3) / np.mean(deviations**2) ** 1.5)


def effort(accepted: np.ndarray, relevant_count: int, round_size: int = 20, share: float = 0.5) -> int | None:
    """Return how many items an editor had judged when that share of the relevant was accepted; None if never.

    accepted: booleans in the order shown, over all rounds. Whole rounds count: the first multiple of `round_size`.
    ValueError: nothing is relevant.
    """
    if relevant_count < 1:
        raise ValueError("nothing is relevant for this editor: leave the brief out")
    reached = np.flatnonzero(np.cumsum(accepted) >= share * relevant_count)
    return -(-(int(reached[0]) + 1) // round_size) * round_size if len(reached) else None


def _top(hits: np.ndarray, relevant_count: int, k: int) -> np.ndarray:
    """Return the first k hits as floats, having checked that they can be."""
    top = np.asarray(hits[:k], float)
    if relevant_count < 1:
        raise ValueError("nothing is relevant for this list: leave it out")
    if top.sum() > relevant_count:
        raise ValueError(f"{top.sum():.0f} hits, but only {relevant_count} relevant items")
    return top


def _mean(values: np.ndarray) -> float:
    """Return the mean; 0 where there is nothing."""
    return float(np.mean(values)) if len(values) else 0.0
