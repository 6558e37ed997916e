"""The vectors of a library by item position, wherever they lie: in the active index generation or newer than it."""

import logging
from pathlib import Path

import numpy as np

from ltrec_gui.errors import IndexUnavailable
from ltrec_gui.index import exact
from ltrec_gui.index.generation import Generation, open_generation
from ltrec_gui.index.projection import projected
from ltrec_gui.recommend.fields import BRIEF_WEIGHTS, FIELDS, ITEM_WEIGHTS, blocks, field_means, joined
from ltrec_gui.store.items import ItemTable
from ltrec_gui.store.meta import MetaStore
from ltrec_gui.store.vectors import VectorStore

logger = logging.getLogger(__name__)

NOWHERE = -1
ROWS_AT_ONCE = 8_192  # 38 MB
# A refresh asks the same of mostly the same items as the list before it, but for the direction the verdicts point in.
KEPT_ROWS = 8_192  # 38 MB
KEPT_COUNTS = range(50, 2_501)  # fewer are fetched as fast as looked up, and more are not asked for twice
KEPT_ANSWERS = 32


class VectorView:
    """Joined unit vectors (3d,) by position; answers by Annoy plus exact search over what is newer than the index.

    `mean` (3d,) is that of each field over the items that have it; empty before the first vector.
    """

    def __init__(self, root: Path, vectors: VectorStore, meta: MetaStore, model_key: str) -> None:
        self._root = root
        self._vectors = vectors
        self._meta = meta
        self.model_key = model_key
        self._table: ItemTable | None = None
        self._generation: Generation | None = None
        self._wanted_generation: int | None = None
        self._last_vector_id = 0
        self._side_row_of_hash: dict[str, int] = {}
        self._side_raw = np.empty((0, 0), np.float32)
        self._side = np.empty((0, 0), np.float32)
        self._generation_row = np.empty(0, np.int64)
        self._position_of_row = np.empty(0, np.int64)
        self._side_row = np.empty(0, np.int64)
        self._has_vector: np.ndarray | None = None
        self._kept_rows: dict[bytes, np.ndarray] = {}
        self._kept_answers: dict[tuple[bytes, int], tuple[np.ndarray, np.ndarray]] = {}
        self.mean = np.empty(0, np.float32)
        self.problem = ""  # why the index is not used, in a sentence

    @property
    def has_vector(self) -> np.ndarray:
        """Which positions have a vector, (n,) bool; not to be written to."""
        if self._has_vector is None:
            self._has_vector = (self._generation_row != NOWHERE) | (self._side_row != NOWHERE)
            self._has_vector.flags.writeable = False
        return self._has_vector

    @property
    def index_count(self) -> int:
        """How many items the index in force holds; 0 without one."""
        return self._generation.manifest.item_count if self._generation else 0

    @property
    def index_rows(self) -> np.ndarray:
        """The row of each position in the index in force, (n,) int64, NOWHERE for what it does not hold."""
        return self._generation_row

    def search_rows(self, most_numbers: int) -> np.ndarray:
        """Return the rows of the index as they are searched by: unit float32, at most `most_numbers` in all.

        Each has the leading numbers of its projection, 128 at least where it has as many; (0, 0) without an index.
        """
        if self._generation is None:
            return np.empty((0, 0), np.float32)
        width = max(exact.LEADING, most_numbers // max(self.index_count, 1))
        return projected(self._generation.vectors, self._generation.projection[:, :width])

    @property
    def is_stale(self) -> bool:
        """Whether a new index would differ from the one in force."""
        if self._generation is None:
            return bool(self.has_vector.any())
        return self.index_count != int((self._generation_row != NOWHERE).sum()) or bool(
            (self._side_row != NOWHERE).any()
        )

    def refresh(self, table: ItemTable) -> None:
        """Take in what changed since the last call: items, vectors, the active generation."""
        number = self._meta.active_generation
        is_new_layout = table is not self._table or number != self._wanted_generation
        if number != self._wanted_generation or (number is None and self._generation):
            self._open(number)
        last, hashes, matrix = self._vectors.newer_than(self.model_key, self._last_vector_id)
        if hashes:
            self._add_side(hashes, matrix)
            self._last_vector_id = last
        self._table = table
        if is_new_layout:
            self._map_generation(table)
            self._fetch_older(table)
        if is_new_layout or hashes:
            self._map_side(table)
            self._forget()

    def _forget(self) -> None:
        """Drop what is kept of a former state."""
        self._has_vector = None
        self._kept_rows.clear()
        self._kept_answers.clear()

    def _open(self, number: int | None) -> None:
        self.close()
        self._wanted_generation = number
        self._last_vector_id = 0
        self._side_row_of_hash = {}
        self._side_raw = np.empty((0, 0), np.float32)
        self.problem = ""
        if number is None:
            return
        try:
            self._generation = open_generation(
                self._root, number, library_id=self._meta.library_id, model_key=self.model_key
            )
        except IndexUnavailable as error:
            # Exact search answers until the next build; the reason is kept for whoever asks.
            logger.warning("index generation %d is not used: %s", number, error)
            self.problem = str(error)
            return
        self.mean = np.asarray(self._generation.mean, np.float32)
        self._last_vector_id = int(self._meta.get(f"vector_id_of_generation_{number}", "0"))

    def _map_generation(self, table: ItemTable) -> None:
        self._generation_row = np.full(len(table.keys), NOWHERE, np.int64)
        if self._generation is None:
            return
        rows = {
            (int(key), bytes(text_hash)): row
            for row, (key, text_hash) in enumerate(
                zip(self._generation.item_keys, self._generation.text_hashes, strict=True)
            )
        }
        self._position_of_row = np.full(len(rows), NOWHERE, np.int64)
        for position, (key, text_hash) in enumerate(zip(table.keys, table.text_hashes, strict=True)):
            row = rows.get((int(key), text_hash.encode()), NOWHERE)
            if row != NOWHERE:
                self._generation_row[position] = row
                self._position_of_row[row] = position

    def _fetch_older(self, table: ItemTable) -> None:
        """Find vectors from before the build of texts that the build did not hold, such as one changed back."""
        if self._generation is None:
            return
        wanted = {
            table.text_hashes[position]
            for position in np.flatnonzero(self._generation_row == NOWHERE)
            if table.text_hashes[position] not in self._side_row_of_hash
        }
        for text_hash in sorted(wanted):
            vector = self._vectors.get(self.model_key, text_hash)
            if vector is not None:
                self._add_side([text_hash], vector[np.newaxis])

    def _add_side(self, hashes: list[str], matrix: np.ndarray) -> None:
        first = len(self._side_raw)
        self._side_raw = np.vstack([self._side_raw, matrix]) if first else np.array(matrix)
        self._side_row_of_hash.update((text_hash, first + row) for row, text_hash in enumerate(hashes))

    def _map_side(self, table: ItemTable) -> None:
        self._side_row = np.full(len(table.keys), NOWHERE, np.int64)
        for position in np.flatnonzero(self._generation_row == NOWHERE):
            self._side_row[position] = self._side_row_of_hash.get(table.text_hashes[position], NOWHERE)
        if self._generation is None and len(self._side_raw):
            # Without an index its mean is missing too; queries and briefs in this table are not part of the catalogue.
            used = np.unique(self._side_row[self._side_row != NOWHERE])
            self.mean = field_means(self._side_raw[used] if len(used) else self._side_raw)
        self._side = (
            joined(self._side_raw, self.mean, ITEM_WEIGHTS) if len(self._side_raw) else self._side_raw
        )

    def centre(self, raw: np.ndarray) -> np.ndarray:
        """Return the raw vector (3d,) of an item as a unit vector that compares with the items."""
        return joined(raw[np.newaxis], self.mean, ITEM_WEIGHTS).reshape(-1)

    def brief(self, raw: np.ndarray) -> np.ndarray:
        """Return the raw vector (3d,) of a brief as a unit vector that compares with the items."""
        # A field that no item has would only take from what the brief can find.
        known = (self.mean[block].any() for block in blocks(len(self.mean) // len(FIELDS)))
        weights = [weight * is_known for weight, is_known in zip(BRIEF_WEIGHTS, known, strict=True)]
        return joined(raw[np.newaxis], self.mean, weights).reshape(-1)

    def rows(self, positions: np.ndarray) -> np.ndarray:
        """Return the joined unit vectors (k, 3d) at these positions, zero rows where there is none.

        The rows may be shared with others who ask for the same, and cannot be written to.
        """
        if len(positions) not in KEPT_COUNTS:
            return self.rows_once(positions)
        key = np.ascontiguousarray(positions, np.int64).tobytes()
        rows: np.ndarray = self._kept_rows.pop(key) if key in self._kept_rows else self.rows_once(positions)
        kept_count = len(rows) + sum(map(len, self._kept_rows.values()))
        while kept_count > KEPT_ROWS:
            # The first in it are those not asked for longest.
            kept_count -= len(self._kept_rows.pop(next(iter(self._kept_rows))))
        self._kept_rows[key] = rows
        return rows

    def rows_once(self, positions: np.ndarray) -> np.ndarray:
        """Return the same as `rows`, for who will not ask for these positions again."""
        in_index = self._generation_row[positions]
        is_indexed = in_index != NOWHERE
        if self._generation is not None and is_indexed.all():
            # Taken from the file's memory as it is: to go through the memory map's own class takes twice as long.
            rows: np.ndarray = np.take(self._generation.vectors.view(np.ndarray), in_index, axis=0)
        else:
            rows = np.zeros((len(positions), len(self.mean)), np.float32)
            if self._generation is not None:
                rows[is_indexed] = self._generation.vectors[in_index[is_indexed]]
            beside = self._side_row[positions]
            if len(self._side):
                rows[beside != NOWHERE] = self._side[beside[beside != NOWHERE]]
        rows.flags.writeable = False
        return rows

    def nearest(self, vector: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Return positions (int64) and cosines of the items nearest to a direction (3d,) of any length, best first.

        To a direction without length every item is equally near, by cosine 0.
        """
        if not vector.any():
            return self.nearest_where(vector, count, self.has_vector)
        vector = _unit(vector)
        key = (vector.tobytes(), count)
        answer = self._kept_answers.pop(key, None) or self._found(vector, count)
        while len(self._kept_answers) >= KEPT_ANSWERS:
            del self._kept_answers[next(iter(self._kept_answers))]
        self._kept_answers[key] = answer
        return answer

    def _found(self, vector: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
        positions = np.empty(0, np.int64)
        cosines = np.empty(0, np.float32)
        if self._generation is not None:
            rows, cosines = self._generation.nearest(vector, min(count, self.index_count))
            positions = self._position_of_row[rows]
            known = positions != NOWHERE
            positions, cosines = positions[known], cosines[known]
        beside = np.flatnonzero(self._side_row != NOWHERE)
        if len(beside):
            found, side_cosines = exact.nearest(self._side[self._side_row[beside]], vector, count)
            positions = np.concatenate([positions, beside[found]])
            cosines = np.concatenate([cosines, side_cosines])
        order = np.argsort(-cosines, kind="stable")[:count]
        return positions[order], cosines[order]

    def nearest_where(
        self, vector: np.ndarray, count: int, mask: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the same by exact search among the positions of `mask` (n,) bool: right for any filter."""
        vector = _unit(vector)
        positions = np.flatnonzero(mask & self.has_vector)
        found: list[np.ndarray] = []
        for start in range(0, len(positions), ROWS_AT_ONCE):
            found.append(self.rows(positions[start : start + ROWS_AT_ONCE]) @ vector)
        cosines = np.concatenate(found) if found else np.empty(0, np.float32)
        order = np.argsort(-cosines, kind="stable")[:count]
        return positions[order], cosines[order]

    def nearest_likely(
        self, vector: np.ndarray, count: int, mask: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the same by a sweep over the index among the positions of `mask` (n,) bool.

        It is exact where these are few, and all but exact where they are many: see `index.exact.Sweep`.
        """
        if self._generation is None or (self._side_row != NOWHERE).any() or not vector.any():
            return self.nearest_where(vector, count, mask)
        is_wanted = np.zeros(self.index_count, bool)
        is_wanted[self._generation_row[mask & (self._generation_row != NOWHERE)]] = True
        rows, cosines = self._generation.nearest_where(_unit(vector), count, is_wanted)
        positions = self._position_of_row[rows]
        order = np.argsort(-cosines, kind="stable")
        return positions[order], cosines[order]

    def close(self) -> None:
        """Give back the index files."""
        self._forget()
        if self._generation is not None:
            self._generation.close()
            self._generation = None


def _unit(direction: np.ndarray) -> np.ndarray:
    """Return a direction (3d,) as a unit vector, float32; zeros stay zeros."""
    length = float(np.linalg.norm(direction))
    return np.asarray(direction / length if length > 0 else direction, np.float32)
