"""Re-ranks candidates for intra-list diversity, keeps places for the tail, and bars near-identical items."""

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np

SAME_TITLE_RATIO = 0.9
SHORTEST_FUZZY_TITLE = 8  # shorter titles differ by one letter and are still different works
SAME_VECTOR_COSINE = 0.97
COVERED = 1e-6  # a row of which no more than this is new adds nothing to the list's variety


def strength(diversity: float) -> float | None:
    """Return how strongly relevance counts in the determinant for a `diversity` of 0..1; None switches it off.

    .25, .5, .75 and 1 give about 1, .46, .22 and .1, the steps measured on films.
    """
    return None if diversity <= 0 else float(10 ** (-(diversity - 0.25) / 0.75))


def near_identical(first: str, second: str) -> bool:
    """Return whether two title keys name the same work, or volumes of one."""
    if not first or not second:
        return False
    if first == second:
        return True
    shorter, longer = sorted((len(first), len(second)))
    # Most pairs differ too much in length alone; to make a matcher for each would take most of the time of a long list.
    if shorter < SHORTEST_FUZZY_TITLE or 2 * shorter < SAME_TITLE_RATIO * (shorter + longer):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= SAME_TITLE_RATIO and matcher.ratio() >= SAME_TITLE_RATIO


def select(
    scores: np.ndarray,
    vectors: np.ndarray,
    title_keys: Sequence[str],
    is_tail: np.ndarray,
    count: int,
    diversity: float,
    tail_places: int,
) -> list[int]:
    """Return up to `count` rows in slate order.

    scores (m,) in standard deviations; vectors (m, d) unit rows or zero rows where there is none; is_tail (m,) bool.
    Greedy maximisation of a determinantal point process (Chen et al. 2018) with the kernel
    exp(a s_i) exp(a s_j) (1 + x_i x_j) / 2. At every place k at least floor(tail_places * k / count) tail items have
    been chosen, as long as there are any. Near-identical items never stand in the same slate. Ties go to the earlier
    row, so equal input gives an equal slate.
    """
    weight = strength(diversity)
    m = len(scores)
    gain = 2 * (weight or 1.0) * np.asarray(scores, np.float64)
    residual = np.ones(m)  # how much of each row is not yet covered by the rows chosen
    factors = np.zeros((min(count, m), m))
    free = np.ones(m, bool)
    chosen: list[int] = []
    tail_count = 0
    while len(chosen) < count and free.any():
        place = len(chosen) + 1
        allowed = free
        if tail_count < (tail_places * place) // count and (free & is_tail).any():
            allowed = free & is_tail
        total = gain + np.log(np.maximum(residual, COVERED)) if weight else gain
        best = int(np.argmax(np.where(allowed, total, -np.inf)))
        if weight and residual[best] > COVERED:
            similarity = (1 + vectors @ vectors[best]) / 2
            similarity[best] = 1.0
            overlap = factors[: len(chosen)].T @ factors[: len(chosen), best]
            factors[len(chosen)] = (similarity - overlap) / np.sqrt(residual[best])
            residual = residual - factors[len(chosen)] ** 2
        chosen.append(best)
        tail_count += bool(is_tail[best])
        free[best] = False
        _bar_twins(best, vectors, title_keys, free)
    return chosen


def _bar_twins(best: int, vectors: np.ndarray, title_keys: Sequence[str], free: np.ndarray) -> None:
    free &= ~(vectors @ vectors[best] >= SAME_VECTOR_COSINE)
    for row in np.flatnonzero(free):
        if near_identical(title_keys[best], title_keys[int(row)]):
            free[row] = False
