"""Briefs, the slates made for them, and what each slate showed."""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from ltrec_gui.errors import StoreError
from ltrec_gui.store.database import translated_errors, writing


@dataclass(frozen=True, slots=True)
class StoredSlate:
    """A slate as it was stored; `shown` is one JSON-like dict per rank, with its item id."""

    slate_id: str
    brief_id: int
    request: dict[str, Any]
    outcome: dict[str, Any]
    last_event_id: int
    shown: tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class SlateLine:
    """A slate in one line: when it was made, for which brief, with which request, how many items it showed."""

    slate_id: str
    created_at: str  # ISO 8601, UTC
    brief_id: int
    brief: str
    request: dict[str, Any]
    item_count: int


class SlateStore:
    """Slates by id, the last one, and the briefs they belong to."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def brief_for(self, text: str, brief_id: int | None) -> int:
        """Return the brief to file under: `brief_id`, its text updated, else the one with this text, else a new one."""
        known = self._known_brief(text, brief_id)
        if known is not None:
            return known  # nothing to write: a refresh asks with the brief of the list before
        with writing(self._db):
            if brief_id is not None:
                found = self._db.conn.execute(
                    "UPDATE briefs SET text = ? WHERE brief_id = ?", [text, brief_id]
                ).rowcount
                if not found:
                    raise StoreError(
                        "This brief is not in the library. Nothing was changed. Start a new brief."
                    )
                return brief_id
            row = self._db.conn.execute(
                "SELECT brief_id FROM briefs WHERE text = ? ORDER BY brief_id DESC LIMIT 1", [text]
            ).fetchone()
            if row:
                return int(row[0])
            return self._insert_brief(text)

    def _known_brief(self, text: str, brief_id: int | None) -> int | None:
        """Return the brief to file under where it stands there with this text already."""
        condition, value = (
            ("brief_id = ? AND text = ?", brief_id) if brief_id is not None else ("text = ?", text)
        )
        with translated_errors():
            row = self._db.conn.execute(
                f"SELECT brief_id FROM briefs WHERE {condition} ORDER BY brief_id DESC LIMIT 1",
                [value] if brief_id is None else [value, text],
            ).fetchone()
        return int(row[0]) if row else None

    def _insert_brief(self, text: str) -> int:
        cursor = self._db.conn.execute(
            "INSERT INTO briefs (created_at, text) VALUES (?, ?)", [datetime.now(UTC).isoformat(), text]
        )
        return int(cursor.lastrowid or 0)

    def brief_texts(self) -> dict[int, str]:
        """Return every brief's text."""
        with translated_errors():
            return dict(self._db.conn.execute("SELECT brief_id, text FROM briefs").fetchall())

    def put(
        self,
        brief_id: int,
        request: dict[str, Any],
        outcome: dict[str, Any],
        last_event_id: int,
        shown: list[tuple[str, dict[str, Any]]],
    ) -> str:
        """Keep a slate with everything it showed, in one transaction, and return its new id."""
        slate_id = secrets.token_hex(8)
        with writing(self._db):
            self._db.conn.execute(
                "INSERT INTO slates (slate_id, created_at, brief_id, request, outcome, last_event_id) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [
                    slate_id,
                    datetime.now(UTC).isoformat(),
                    brief_id,
                    _json(request),
                    _json(outcome),
                    last_event_id,
                ],
            )
            self._db.conn.executemany(
                "INSERT INTO impressions (slate_id, rank, item_id, suggestion) VALUES (?, ?, ?, ?)",
                [(slate_id, rank, item_id, _json(facts)) for rank, (item_id, facts) in enumerate(shown, 1)],
            )
        return slate_id

    def get(self, slate_id: str) -> StoredSlate | None:
        """Return a slate, None where there is none with this id."""
        return self._one("WHERE slate_id = ?", [slate_id])

    def last(self) -> StoredSlate | None:
        """Return the slate made last."""
        return self._one("ORDER BY rowid DESC LIMIT 1", [])

    def last_of(self, brief_id: int) -> StoredSlate | None:
        """Return the slate made last for a brief."""
        return self._one("WHERE brief_id = ? ORDER BY rowid DESC LIMIT 1", [brief_id])

    def with_outcome(self, name: str) -> list[tuple[str, int, dict[str, Any], frozenset[str]]]:
        """Return id, brief, outcome and items shown of every slate whose outcome has a `name`, the oldest first."""
        condition = "FROM slates WHERE json_extract(outcome, '$.' || ?) IS NOT NULL"
        with translated_errors():
            rows = self._db.conn.execute(
                f"SELECT slate_id, brief_id, outcome {condition} ORDER BY rowid", [name]
            ).fetchall()
            shown = self._db.conn.execute(
                f"SELECT slate_id, item_id FROM impressions WHERE slate_id IN (SELECT slate_id {condition})",
                [name],
            ).fetchall()
        items: dict[str, set[str]] = {}
        for slate_id, item_id in shown:
            items.setdefault(slate_id, set()).add(item_id)
        return [
            (slate_id, brief_id, json.loads(outcome), frozenset(items.get(slate_id, ())))
            for slate_id, brief_id, outcome in rows
        ]

    def lines(self, limit: int) -> list[SlateLine]:
        """Return the slates made last, newest first."""
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT s.slate_id, s.created_at, s.brief_id, b.text, s.request, "
                "(SELECT count(*) FROM impressions i WHERE i.slate_id = s.slate_id) "
                "FROM slates s JOIN briefs b USING (brief_id) ORDER BY s.rowid DESC LIMIT ?",
                [limit],
            ).fetchall()
        return [
            SlateLine(slate_id, made_at, brief_id, brief, json.loads(request), count)
            for slate_id, made_at, brief_id, brief, request, count in rows
        ]

    def of_brief(self, brief_id: int) -> list[StoredSlate]:
        """Return every slate made for a brief, in the order in which they were made."""
        with translated_errors():
            ids = self._db.conn.execute(
                "SELECT slate_id FROM slates WHERE brief_id = ? ORDER BY rowid", [brief_id]
            ).fetchall()
        found = [self.get(slate_id) for (slate_id,) in ids]
        return [stored for stored in found if stored is not None]

    def shown_for(self, brief_id: int) -> set[str]:
        """Return the ids of all items that any slate of a brief showed."""
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT DISTINCT item_id FROM impressions JOIN slates USING (slate_id) WHERE brief_id = ?",
                [brief_id],
            ).fetchall()
        return {item_id for (item_id,) in rows}

    def _one(self, condition: str, parameters: list[object]) -> StoredSlate | None:
        with translated_errors():
            row = self._db.conn.execute(
                f"SELECT slate_id, brief_id, request, outcome, last_event_id FROM slates {condition}",
                parameters,
            ).fetchone()
            if row is None:
                return None
            shown = self._db.conn.execute(
                "SELECT item_id, suggestion FROM impressions WHERE slate_id = ? ORDER BY rank", [row[0]]
            ).fetchall()
        return StoredSlate(
            row[0],
            row[1],
            json.loads(row[2]),
            json.loads(row[3]),
            row[4],
            tuple((item_id, json.loads(facts)) for item_id, facts in shown),
        )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
