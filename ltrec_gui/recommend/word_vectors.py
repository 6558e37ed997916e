"""Vectors made of words alone, for what has no BERT vector or a language the model cannot read."""

import zlib
from collections.abc import Mapping, Sequence

import numpy as np

DIMENSION = 1024


def word_vectors(term_lists: Sequence[Sequence[str]], weights: Mapping[str, float]) -> np.ndarray:
    """Return one unit row (n, DIMENSION) float32 per list: terms weighted by rarity, folded by a signed hash.

    Folding (Weinberger et al. 2009) keeps cosines right on average and needs no vocabulary. Repeats count with their
    square root. A list without a weighted term gives a zero row.
    """
    matrix = np.zeros((len(term_lists), DIMENSION), np.float32)
    for row, terms in zip(matrix, term_lists, strict=True):
        counts: dict[str, int] = {}
        for term in terms:
            counts[term] = counts.get(term, 0) + 1
        for term, count in counts.items():
            weight = weights.get(term, 0.0)
            if weight:
                digest = zlib.crc32(term.encode("utf-8", "surrogatepass"))
                row[digest % DIMENSION] += (1 if digest & 0x80000000 else -1) * weight * count**0.5
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix / np.where(lengths > 0, lengths, 1.0).astype(np.float32)
