"""The nearest rows of a matrix, found by looking at every one: always right, under any filter."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROWS_AT_ONCE = 16_384  # 25 MB of 384-dimensional rows
LEADING = 128
LEAST_LEADING_SHARE = 0.7
SHARE_SAMPLE = 2_000
SPARSE_SHARE = 0.25  # below this share of allowed rows, copying them out costs less than multiplying all


def nearest(
    matrix: NDArray[np.float32],
    vector: NDArray[np.float32],
    count: int,
    mask: NDArray[np.bool_] | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return positions and cosines of the `count` rows nearest to `vector`, nearest first, ties by position.

    `matrix` holds unit rows, shape (n, d), and may be memory-mapped: it is read in parts. `vector` is a unit
    vector, shape (d,). Only rows where `mask`, shape (n,), is true are considered; there may be fewer.
    ValueError for shapes that do not fit and for a vector that is not finite.
    """
    if matrix.ndim != 2 or vector.shape != (matrix.shape[1],):
        raise ValueError(f"a vector of shape {vector.shape} cannot be compared with rows of {matrix.shape}")
    if mask is not None and mask.shape != (len(matrix),):
        raise ValueError(f"a mask of shape {mask.shape} does not fit {len(matrix)} rows")
    if not np.isfinite(vector).all():
        raise ValueError("the vector holds values that are not finite")
    wanted = vector.astype(np.float32, copy=False)
    positions = np.arange(len(matrix), dtype=np.int64) if mask is None else np.flatnonzero(mask)
    cosines = _cosines(matrix, wanted, mask, len(positions))
    chosen = _greatest(cosines, count)
    return positions[chosen].astype(np.int64, copy=False), cosines[chosen]


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """The leading numbers (n, p) of projected rows, by which every row is looked at to find those worth a full look.

    One product over 128 of 1,152 numbers takes a ninth of the time and finds nearly the same rows: of the true first
    200 and 1,000 the first 2,000 by it hold .999 and .995 among 17,384 books, and 1.000 of both among 6,313 films.
    """

    rows: NDArray[np.float32]

    def likely(
        self, question: NDArray[np.float32], count: int, mask: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """Return the positions, in order, of the `count` rows nearest to a projected question (at least p,).

        Only rows where `mask` (n,) is true are considered; there may be fewer.
        """
        products = self.rows @ question[: self.rows.shape[1]]
        positions = np.arange(len(products)) if mask is None else np.flatnonzero(mask)
        if mask is not None:
            products = products[positions]
        return np.sort(positions[_greatest(products, count)])


def sweep_over(rows: NDArray[np.float32]) -> Sweep:
    """Return a sweep over projected unit rows (n, p), main directions first, by as few numbers as may stand for them.

    Where the first 128 keep too little of the length, as of vectors without main directions, all are looked at.
    """
    sample = rows[:: max(1, len(rows) // SHARE_SAMPLE)]
    share = float(np.square(sample[:, :LEADING]).sum() / max(float(np.square(sample).sum()), 1e-9))
    return Sweep(np.ascontiguousarray(rows[:, :LEADING]) if share >= LEAST_LEADING_SHARE else rows)


def _cosines(
    matrix: NDArray[np.float32],
    vector: NDArray[np.float32],
    mask: NDArray[np.bool_] | None,
    allowed_count: int,
) -> NDArray[np.float32]:
    """Return the cosine of each allowed row, in order."""
    cosines = np.empty(allowed_count, dtype=np.float32)
    end = 0
    for start in range(0, len(matrix), ROWS_AT_ONCE):
        rows = matrix[start : start + ROWS_AT_ONCE]
        if mask is None:
            part = rows @ vector
        else:
            allowed = mask[start : start + ROWS_AT_ONCE]
            is_sparse = np.count_nonzero(allowed) < SPARSE_SHARE * len(allowed)
            part = rows[allowed] @ vector if is_sparse else (rows @ vector)[allowed]
        cosines[end : end + len(part)] = part
        end += len(part)
    return np.clip(cosines, -1.0, 1.0, out=cosines)


def _greatest(values: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Return the positions of the `count` greatest values, greatest first, ties by position."""
    if count <= 0:
        return np.empty(0, dtype=np.int64)
    if count < len(values):
        least = np.partition(values, len(values) - count)[len(values) - count]
        above = np.flatnonzero(values > least)
        level = np.flatnonzero(values == least)[: count - len(above)]
        chosen = np.concatenate((above, level))
    else:
        chosen = np.arange(len(values))
    # Stable, and `above` and `level` are each in order of position, so equal values stay so.
    return chosen[np.argsort(-values[chosen], kind="stable")].astype(np.int64, copy=False)
