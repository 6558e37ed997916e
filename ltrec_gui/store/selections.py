"""Selections of items that lists are made from: each kept once and small, however many briefs and lists name it."""

import hashlib
import json
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlite_utils import Database

from ltrec_gui.store.database import translated_errors, writing

KEY_BYTES = 12


class SelectionStore:
    """Sets of item ids by a key that follows from them; a selection is never changed or deleted."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, item_ids: Iterable[str]) -> tuple[str, int]:
        """Keep a set of ids, whatever their order, and return its key and how many there are."""
        ids = sorted(set(item_ids))
        content = json.dumps(ids, ensure_ascii=False).encode()
        key = hashlib.blake2b(content, digest_size=KEY_BYTES).hexdigest()
        with translated_errors():
            found = self._db.conn.execute("SELECT 1 FROM selections WHERE selection_key = ?", [key])
            is_known = found.fetchone() is not None
        if not is_known:
            with writing(self._db):
                # Another window may have kept the same meanwhile.
                self._db.conn.execute(
                    "INSERT OR IGNORE INTO selections (selection_key, created_at, item_count, item_ids) "
                    "VALUES (?, ?, ?, ?)",
                    [key, datetime.now(UTC).isoformat(), len(ids), zlib.compress(content)],
                )
        return key, len(ids)

    def ids(self, key: str) -> tuple[str, ...] | None:
        """Return the ids of a selection in their alphabetical order, None where there is none with this key."""
        with translated_errors():
            row = self._db.conn.execute(
                "SELECT item_ids FROM selections WHERE selection_key = ?", [key]
            ).fetchone()
        return None if row is None else tuple(json.loads(zlib.decompress(row[0])))
