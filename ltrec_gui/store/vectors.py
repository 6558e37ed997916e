"""Vectors by model and text: hours of computing, so they live with what cannot be lost."""

from collections.abc import Sequence

import numpy as np
from sqlite_utils import Database

from ltrec_gui.store.database import translated_errors, writing


class VectorStore:
    """Raw vectors keyed by model and text hash; all of a model are of one length."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known_sizes: dict[str, int] = {}

    def put(self, model_key: str, text_hashes: Sequence[str], vectors: np.ndarray) -> None:
        """Keep `vectors` (n, d) for the texts with these hashes, in one transaction."""
        rows = [
            (model_key, text_hash, np.ascontiguousarray(vector, "<f4").tobytes())
            for text_hash, vector in zip(text_hashes, vectors, strict=True)
        ]
        with writing(self._db):
            self._db.conn.executemany(
                "INSERT OR REPLACE INTO vectors (model_key, text_hash, vector) VALUES (?, ?, ?)", rows
            )

    def get(self, model_key: str, text_hash: str) -> np.ndarray | None:
        """Return one vector (d,), None where there is none or it is damaged."""
        with translated_errors():
            row = self._db.conn.execute(
                "SELECT vector FROM vectors WHERE model_key = ? AND text_hash = ?", [model_key, text_hash]
            ).fetchone()
        return np.frombuffer(row[0], "<f4") if row and len(row[0]) == self._size(model_key) else None

    def newer_than(self, model_key: str, vector_id: int) -> tuple[int, list[str], np.ndarray]:
        """Return the last id, the text hashes and the vectors (n, d) stored after `vector_id`, in short reads.

        A vector that is not as long as the others of its model is damaged and left out.
        """
        hashes: list[str] = []
        blobs: list[bytes] = []
        size = self._size(model_key)
        while True:
            with translated_errors():
                # The plus keeps SQLite from reading and sorting all vectors of the model to find that none is new.
                rows = self._db.conn.execute(
                    "SELECT vector_id, text_hash, vector FROM vectors WHERE vector_id > ? AND +model_key = ? "
                    "ORDER BY vector_id LIMIT 2000",
                    [vector_id, model_key],
                ).fetchall()
            if not rows:
                break
            vector_id = rows[-1][0]
            hashes.extend(row[1] for row in rows if len(row[2]) == size)
            blobs.extend(row[2] for row in rows if len(row[2]) == size)
        matrix = (
            np.frombuffer(b"".join(blobs), "<f4").reshape(len(blobs), -1)
            if blobs
            else np.empty((0, 0), "<f4")
        )
        return vector_id, hashes, matrix

    def _size(self, model_key: str) -> int:
        """Return the bytes of a vector of this model, 0 where there is none: of those stored, the usual length.

        It is asked for with every list, and stays what it is as long as the model does.
        """
        if model_key not in self._known_sizes:
            with translated_errors():
                # The length right beside its column: then SQLite reads no vector for it.
                row = self._db.conn.execute(
                    "SELECT size FROM (SELECT length(vector) AS size FROM vectors WHERE model_key = ? LIMIT 1000) "
                    "GROUP BY size ORDER BY count(*) DESC LIMIT 1",
                    [model_key],
                ).fetchone()
            if not row:
                return 0
            self._known_sizes[model_key] = int(row[0])
        return self._known_sizes[model_key]

    def count(self, model_key: str) -> int:
        """Return how many vectors of this model are stored, damaged ones included."""
        with translated_errors():
            return int(
                self._db.conn.execute(
                    "SELECT count(*) FROM vectors WHERE model_key = ?", [model_key]
                ).fetchone()[0]
            )

    def item_count(self, model_key: str) -> int:
        """Return how many items have a vector of this model."""
        with translated_errors():
            return int(
                self._db.conn.execute(
                    "SELECT count(*) FROM items i WHERE EXISTS "
                    "(SELECT 1 FROM vectors v WHERE v.model_key = ? AND v.text_hash = i.text_hash)",
                    [model_key],
                ).fetchone()[0]
            )
