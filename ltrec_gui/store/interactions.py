"""What readers did with the items."""

from collections.abc import Sequence

from sqlite_utils import Database

from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.store.database import translated_errors, writing
from ltrec_gui.store.items import UpsertCount
from ltrec_gui.store.meta import bump_content_version


class InteractionStore:
    """Interactions by user, item, time and occurrence."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def upsert(self, rows: Sequence[tuple[Interaction, int]], import_id: int) -> UpsertCount:
        """Add or update (interaction, occurrence) pairs in one transaction."""
        added = changed = 0
        with writing(self._db):
            for event, occurrence in rows:
                key = (event.user_id, event.item_id, event.timestamp, occurrence)
                values = (event.rating, event.clicks, event.comment)
                known = self._db.conn.execute(
                    "SELECT rating, clicks, comment FROM interactions "
                    "WHERE user_id = ? AND item_id = ? AND timestamp = ? AND occurrence = ?",
                    key,
                ).fetchone()
                if known is None:
                    added += 1
                    self._db.conn.execute(
                        "INSERT INTO interactions "
                        "(user_id, item_id, timestamp, occurrence, rating, clicks, comment, import_id) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        (*key, *values, import_id),
                    )
                elif tuple(known) != values:
                    changed += 1
                    self._db.conn.execute(
                        "UPDATE interactions SET rating = ?, clicks = ?, comment = ?, import_id = ? "
                        "WHERE user_id = ? AND item_id = ? AND timestamp = ? AND occurrence = ?",
                        (*values, import_id, *key),
                    )
            if added or changed:
                bump_content_version(self._db)
        return UpsertCount(added, changed, len(rows) - added - changed)

    def count(self) -> int:
        """Return how many interactions there are."""
        with translated_errors():
            return int(self._db.conn.execute("SELECT count(*) FROM interactions").fetchone()[0])

    def counts_by_item(self) -> dict[str, float]:
        """Return each item's popularity: the sum of its clicks, an interaction without a click count being one."""
        with translated_errors():
            return dict(
                self._db.conn.execute(
                    "SELECT item_id, sum(coalesce(clicks, 1)) FROM interactions GROUP BY item_id"
                ).fetchall()
            )
