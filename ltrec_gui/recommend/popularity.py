"""Popularity: head, torso and tail by cumulative share, and novelty."""

from dataclasses import dataclass

import numpy as np

HEAD, TORSO, TAIL, UNKNOWN = 0, 1, 2, -1
SEGMENT_NAMES = {HEAD: "head", TORSO: "torso", TAIL: "tail", UNKNOWN: "unknown"}
SEGMENT_CODES = {name: code for code, name in SEGMENT_NAMES.items()}
FLAT_GINI = 0.3  # below this inequality no item is neglected, so no tail is invented


@dataclass(frozen=True, slots=True)
class Popularity:
    """The popularity of n items and what follows from it; all arrays have n rows.

    counts float64, zero where nothing is known; segments int8 (HEAD, TORSO, TAIL or UNKNOWN); ranks int64 (1 is the
    most popular, equals share the better rank); depth float64, the share of items that are more popular; novelty
    float64 in 0..1; source `column`, `interactions` or `none`.
    """

    counts: np.ndarray
    segments: np.ndarray
    ranks: np.ndarray
    depth: np.ndarray
    novelty: np.ndarray
    gini: float
    is_flat: bool
    source: str


def measure(counts: np.ndarray, source: str, head_cut: float, tail_cut: float) -> Popularity:
    """Return segments, ranks and novelty of `counts` (n,), NaN meaning no count: never opened as far as we know."""
    counts = np.nan_to_num(np.asarray(counts, np.float64), nan=0.0)
    inequality = gini(counts)
    has_none = source == "none" or not counts.any()
    is_flat = not has_none and inequality < FLAT_GINI
    has_segments = not (has_none or is_flat)
    segments = cut(counts, head_cut, tail_cut) if has_segments else np.full(len(counts), UNKNOWN, np.int8)
    order = ranks(counts)
    return Popularity(
        counts=counts,
        segments=segments,
        ranks=order,
        depth=(order - 1) / max(len(counts), 1),
        novelty=novelty(counts),
        gini=inequality,
        is_flat=is_flat,
        source="none" if has_none else source,
    )


def cut(counts: np.ndarray, head_cut: float, tail_cut: float) -> np.ndarray:
    """Return each item's segment (int8): tail where the more popular items carry `tail_cut` of all counts, or at zero.

    Items are taken from the most popular down; an item belongs where the share carried *before* it falls, so the item
    that crosses a cut still belongs above it. Equal counts share one segment: catalogue order must not decide.
    The cuts at 33 % and 80 % follow Cremonesi et al. 2010 and the usual 80/20 rule.
    """
    order = np.argsort(-counts, kind="stable")
    ordered = counts[order]
    before = np.concatenate([[0.0], np.cumsum(ordered)[:-1]]) / max(ordered.sum(), 1e-12)
    first_of_equals = np.searchsorted(-ordered, -ordered, side="left")
    before = before[first_of_equals]
    segments = np.where(before < head_cut, HEAD, np.where(before < tail_cut, TORSO, TAIL)).astype(np.int8)
    segments[ordered <= 0] = TAIL
    result = np.empty(len(counts), np.int8)
    result[order] = segments
    return result


def ranks(counts: np.ndarray) -> np.ndarray:
    """Return ranks (int64) from 1, the most popular first; equal counts share the better rank."""
    ascending = np.sort(-counts)
    return np.asarray(np.searchsorted(ascending, -counts, side="left") + 1, np.int64)


def novelty(counts: np.ndarray) -> np.ndarray:
    """Return self-information -log2((v + 1) / (v_max + 1)) scaled to 0 (most popular) .. 1 (never opened)."""
    most = counts.max(initial=0.0)
    if most <= 0:
        return np.ones(len(counts))
    return np.asarray(1.0 - np.log1p(counts) / np.log1p(most))


def gini(counts: np.ndarray) -> float:
    """Return the Gini coefficient of the counts: 0 all equal, near 1 one item has everything."""
    total = float(counts.sum())
    n = len(counts)
    if n == 0 or total <= 0:
        return 0.0
    ordered = np.sort(counts)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total))
