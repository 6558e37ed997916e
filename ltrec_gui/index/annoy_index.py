"""An Annoy file: built without holding Python up, and asked for the nearest rows."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ltrec_gui.errors import IndexUnavailable

METRIC = "angular"
ROWS_PER_REPORT = 500
NODE_HEAD = 12  # bytes before a row in the file
GROWTH = 1.3  # Annoy asks for this much more room than it needs while it builds


def build(
    path: Path, vectors: NDArray[np.float32], tree_count: int, seed: int, report: Callable[[int, int], None]
) -> None:
    """Write an index of the unit rows of `vectors`, shape (n, d), to `path`; same input, same file.

    `report(done, total)` is called before every 500 rows and before the trees are grown, which cannot be
    stopped; what it raises ends the build and removes the file. ValueError for a row without a direction,
    OSError for a file that cannot be written.
    """
    _refuse_bad_rows(vectors)
    total, dimension = vectors.shape
    index = _annoy_index(dimension)
    finished = False
    try:
        # `save` would hold every Python thread for as long as the disk writes; this does not.
        index.on_disk_build(os.fspath(path))
        index.set_seed(seed)
        for start in range(0, total, ROWS_PER_REPORT):
            report(start, total)
            # Lists are taken in several times faster than array rows.
            for position, row in enumerate(vectors[start : start + ROWS_PER_REPORT].tolist(), start):
                index.add_item(position, row)
        report(total, total)
        _grow_trees(index, tree_count)
        finished = True
    finally:
        index.unload()
        if not finished:
            path.unlink(missing_ok=True)


def greatest_file_size(item_count: int, dimension: int, tree_count: int) -> int:
    """Return the bytes an index may need on disk while it is built; a little more than was ever measured."""
    node_size = 4 * dimension + 12
    nodes = item_count * (1 + 3.5 * tree_count / (dimension + 2)) + 2 * tree_count
    return int(GROWTH * node_size * nodes)


class AnnoyReader:
    """An open Annoy file; to open one whose size and hash were not checked may end the process."""

    def __init__(
        self,
        index: Any,  # noqa: ANN401 - annoy is not imported here
        dimension: int,
        path: Path,
    ) -> None:
        self._index = index
        self._dimension = dimension
        self._path = path

    @classmethod
    def open(cls, path: Path, dimension: int, item_count: int) -> Self:
        """Map the file into memory; raise IndexUnavailable where it does not hold `item_count` rows."""
        index = _annoy_index(dimension)
        try:
            index.load(os.fspath(path))
        except OSError as error:
            raise IndexUnavailable(
                "The index file cannot be opened; exact search answers instead."
            ) from error
        if index.get_n_items() != item_count:
            index.unload()
            raise IndexUnavailable(
                "The index does not hold the items it should; exact search answers instead."
            )
        return cls(index, dimension, path)

    def nearest(
        self, vector: NDArray[np.float32], count: int, search_nodes: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return positions and cosines of up to `count` rows near the unit `vector`, nearest first.

        `search_nodes` is how many nodes are looked at: growing it finds more of the true neighbours, more slowly.
        """
        if self._index is None:
            raise ValueError("the index is closed")
        if vector.shape != (self._dimension,) or not np.isfinite(vector).all() or not vector.any():
            raise ValueError(f"not a direction in {self._dimension} dimensions")
        if count <= 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        found, distances = self._index.get_nns_by_vector(
            vector.tolist(), count, search_nodes, include_distances=True
        )
        cosines = 1.0 - np.square(np.asarray(distances, dtype=np.float64)) / 2.0
        return np.asarray(found, dtype=np.int64), cosines.astype(np.float32)

    def rows(self) -> NDArray[np.float32] | None:
        """Return the rows (n, d) as they lie in the file, mapped; None where this build of Annoy keeps them otherwise.

        Angular nodes are three numbers of 4 bytes (two for the length) and the row; those of the items come first.
        """
        if self._index is None:
            raise ValueError("the index is closed")
        item_count, width = self._index.get_n_items(), NODE_HEAD // 4 + self._dimension
        mapped = np.memmap(self._path, np.float32, mode="r")
        if len(mapped) < item_count * width:
            return None
        rows = mapped[: item_count * width].reshape(item_count, width)[:, NODE_HEAD // 4 :].view(np.ndarray)
        for position in {0, item_count // 3, item_count // 2, item_count - 1}:
            if not np.array_equal(
                rows[position], np.array(self._index.get_item_vector(position), np.float32)
            ):
                return None
        return rows

    def close(self) -> None:
        """Give the file back; it may then be removed on every system."""
        if self._index is not None:
            self._index.unload()
            self._index = None


def _annoy_index(dimension: int) -> Any:  # noqa: ANN401
    from annoy import AnnoyIndex

    return AnnoyIndex(dimension, "angular")


def _grow_trees(index: Any, tree_count: int) -> None:  # noqa: ANN401
    try:
        index.build(tree_count, n_jobs=1)  # more jobs would give another file each time
    except Exception as error:  # annoy raises plain Exception where the file cannot take its final size
        raise OSError(f"annoy: {error}") from error


def _refuse_bad_rows(vectors: NDArray[np.float32]) -> None:
    """Annoy takes NaN and zero rows without a word and then answers nonsense."""
    if vectors.ndim != 2 or 0 in vectors.shape:
        raise ValueError(f"no rows to index in an array of shape {vectors.shape}")
    for start in range(0, len(vectors), 10_000):
        part = vectors[start : start + 10_000]
        is_bad = ~np.isfinite(part).all(axis=1) | ~part.any(axis=1)
        if is_bad.any():
            raise ValueError(f"the vector at position {start + int(is_bad.argmax())} has no direction")
