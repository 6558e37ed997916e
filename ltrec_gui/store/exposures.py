"""What left the house: each export with its shelf, its time and its items, and what any list has shown."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from ltrec_gui.store.database import translated_errors, writing


@dataclass(frozen=True, slots=True)
class StoredExport:
    """One export; `exported_at` is ISO 8601 in UTC, `path` empty where it went to the clipboard.

    A forgotten one was a trial: it keeps nothing out of lists.
    """

    export_id: int
    exported_at: str
    shelf_id: int
    shelf_name: str
    path: str
    item_count: int
    is_forgotten: bool


class ExposureStore:
    """Exports and their items, and the items that lists have shown."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, shelf_id: int, shelf_name: str, path: str, item_ids: Sequence[str]) -> int:
        """Keep an export with its items in their order, in one transaction, and return its id."""
        with writing(self._db):
            cursor = self._db.conn.execute(
                "INSERT INTO exports (exported_at, shelf_id, shelf_name, path) VALUES (?, ?, ?, ?)",
                [datetime.now(UTC).isoformat(), shelf_id, shelf_name, path],
            )
            export_id = int(cursor.lastrowid or 0)
            self._db.conn.executemany(
                "INSERT INTO exported_items (export_id, place, item_id) VALUES (?, ?, ?)",
                [(export_id, place, item_id) for place, item_id in enumerate(item_ids, 1)],
            )
        return export_id

    def exports(self, limit: int = 1000) -> list[StoredExport]:
        """Return the exports made last, newest first."""
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT e.export_id, e.exported_at, e.shelf_id, e.shelf_name, e.path, "
                "(SELECT count(*) FROM exported_items i WHERE i.export_id = e.export_id), "
                "e.forgotten_at IS NOT NULL FROM exports e ORDER BY e.export_id DESC LIMIT ?",
                [limit],
            ).fetchall()
        return [
            StoredExport(export_id, exported_at, shelf_id, name, path, count, bool(is_forgotten))
            for export_id, exported_at, shelf_id, name, path, count, is_forgotten in rows
        ]

    def items_of(self, export_id: int) -> list[str]:
        """Return the ids an export held, in their order."""
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT item_id FROM exported_items WHERE export_id = ? ORDER BY place", [export_id]
            ).fetchall()
        return [item_id for (item_id,) in rows]

    def set_forgotten(self, export_id: int, is_forgotten: bool) -> bool:
        """Let an export count no more, or again; return whether there is one with this id."""
        with writing(self._db):
            found = self._db.conn.execute(
                "UPDATE exports SET forgotten_at = ? WHERE export_id = ?",
                [datetime.now(UTC).isoformat() if is_forgotten else None, export_id],
            ).rowcount
        return bool(found)

    def last_exports(self, item_ids: Sequence[str]) -> dict[str, str]:
        """Return when each of these items was exported last (ISO 8601, UTC), of those that ever were."""
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT i.item_id, max(e.exported_at) FROM exported_items i JOIN exports e USING (export_id) "
                "WHERE e.forgotten_at IS NULL AND i.item_id IN (SELECT value FROM json_each(?)) GROUP BY i.item_id",
                [json.dumps(list(item_ids))],
            ).fetchall()
        return dict(rows)

    def exported(self, since: str = "", before: str = "") -> set[str]:
        """Return the ids exported from `since` on and before `before` (ISO 8601, UTC; "": without that limit)."""
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT DISTINCT i.item_id FROM exported_items i JOIN exports e USING (export_id) "
                "WHERE e.forgotten_at IS NULL AND e.exported_at >= ? AND (? = '' OR e.exported_at < ?)",
                [since, before, before],
            ).fetchall()
        return {item_id for (item_id,) in rows}

    def suggested(self, before: str = "") -> set[str]:
        """Return the ids that any list made before `before` (ISO 8601, UTC; "": ever) has shown."""
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT DISTINCT item_id FROM impressions JOIN slates USING (slate_id) "
                "WHERE ? = '' OR created_at < ?",
                [before, before],
            ).fetchall()
        return {item_id for (item_id,) in rows}

    def suggested_before_this_list(self, brief_id: int | None, before: str = "") -> set[str]:
        """Return the ids shown by lists of other briefs, or by earlier lists of this brief than its last one.

        What the last list of the brief shows for the first time is not among them: it must not vanish on a refresh.
        """
        with translated_errors():
            last = self._db.conn.execute(
                "SELECT slate_id FROM slates WHERE brief_id IS ? AND (? = '' OR created_at < ?) "
                "ORDER BY rowid DESC LIMIT 1",
                [brief_id, before, before],
            ).fetchone()
            rows = self._db.conn.execute(
                "SELECT item_id, max(brief_id IS NOT ?), max(slate_id = ?) "
                "FROM impressions JOIN slates USING (slate_id) WHERE ? = '' OR created_at < ? GROUP BY item_id",
                [brief_id, last[0] if last else "", before, before],
            ).fetchall()
        return {item_id for item_id, is_elsewhere, is_shown in rows if is_elsewhere or not is_shown}

    def made_at(self, slate_id: str) -> str:
        """Return when a list was made (ISO 8601, UTC); "" where there is none with this id."""
        with translated_errors():
            row = self._db.conn.execute(
                "SELECT created_at FROM slates WHERE slate_id = ?", [slate_id]
            ).fetchone()
        return str(row[0]) if row else ""
