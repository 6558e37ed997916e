"""All titles of a library in few bytes: a window that shows a million items may not hold a million texts."""

from dataclasses import dataclass

import numpy as np
from sqlite_utils import Database

from ltrec_gui.store.database import translated_errors

ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of n items in catalogue order: their bytes, and where each begins, (n + 1,) int64."""

    content: bytes
    starts: np.ndarray

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, position: int) -> str:
        return self.content[int(self.starts[position]) : int(self.starts[position + 1])].decode(
            "utf-8", "replace"
        )


def titles_of(db: Database, keys: np.ndarray) -> Titles:
    """Return the titles of the items with these keys (n,) int64, in ascending order; an item that is gone has none."""
    content = bytearray()
    lengths = np.zeros(len(keys), np.int64)
    place_of = {int(key): place for place, key in enumerate(keys)}
    last = -1
    while True:
        # In short reads, so that a long one never keeps a verdict from being written.
        with translated_errors():
            rows = db.conn.execute(
                "SELECT item_key, title FROM items WHERE item_key > ? ORDER BY item_key LIMIT ?",
                [last, ROWS_AT_ONCE],
            ).fetchall()
        if not rows:
            break
        for key, title in rows:
            if key in place_of:
                encoded = title.encode("utf-8", "replace")
                content += encoded
                lengths[place_of[key]] = len(encoded)
        last = rows[-1][0]
    return Titles(bytes(content), np.concatenate([[0], np.cumsum(lengths)]))
