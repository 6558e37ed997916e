"""What a slate is like as a whole."""

import numpy as np


def intra_list_diversity(vectors: np.ndarray) -> float:
    """Return the mean of 1 - cosine over all pairs of unit rows (n, d); 0 for fewer than two rows."""
    n = len(vectors)
    if n < 2:
        return 0.0
    cosines = vectors @ vectors.T
    return float(1 - (cosines.sum() - np.trace(cosines)) / (n * (n - 1)))


def tail_share(is_tail: np.ndarray) -> float:
    """Return the share (0..1) of tail items in a slate; 0 for an empty one."""
    return float(np.mean(is_tail)) if len(is_tail) else 0.0
