"""The slates made for briefs, and what each slate showed."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

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


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list with the ids of what it showed, in order, but not why: enough to count by."""

    slate_id: str
    brief_id: int
    made_at: str  # ISO 8601, UTC
    request: dict[str, Any]
    outcome: dict[str, Any]
    last_event_id: int
    item_ids: tuple[str, ...]


class SlateStore:
    """Slates by id, the last one, and those of a brief."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(
        self,
        brief_id: int,
        request: dict[str, Any],
        outcome: dict[str, Any],
        last_event_id: int,
        shown: list[tuple[str, dict[str, Any]]],
    ) -> str:
        """Keep a slate with everything it showed, in one transaction, and return its new id.

        What its brief asks for is from now on what this slate was asked with.
        """
        slate_id = secrets.token_hex(8)
        with writing(self._db):
            self._db.conn.execute(
                "INSERT INTO slates (slate_id, created_at, brief_id, request, outcome, last_event_id) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [
                    slate_id,
                    datetime.now(UTC).isoformat(),
                    brief_id,
                    as_json(request),
                    as_json(outcome),
                    last_event_id,
                ],
            )
            self._db.conn.executemany(
                "INSERT INTO impressions (slate_id, rank, item_id, suggestion) VALUES (?, ?, ?, ?)",
                [(slate_id, rank, item_id, as_json(facts)) for rank, (item_id, facts) in enumerate(shown, 1)],
            )
            self._db.conn.execute(
                "UPDATE briefs SET draft = NULL WHERE brief_id = ? AND draft IS NOT NULL", [brief_id]
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

    def last_without(self, brief_id: int, name: str) -> StoredSlate | None:
        """Return the slate made last for a brief of those whose outcome has no `name`."""
        condition = (
            "WHERE brief_id = ? AND json_extract(outcome, '$.' || ?) IS NULL ORDER BY rowid DESC LIMIT 1"
        )
        return self._one(condition, [brief_id, name])

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

    def shown_lists(self) -> list[ShownList]:
        """Return every list ever shown with its items, the oldest first, in two queries."""
        with translated_errors():
            lists = self._db.conn.execute(
                "SELECT slate_id, brief_id, created_at, request, outcome, last_event_id FROM slates ORDER BY rowid"
            ).fetchall()
            rows = self._db.conn.execute(
                "SELECT slate_id, item_id FROM impressions ORDER BY slate_id, rank"
            ).fetchall()
        shown: dict[str, list[str]] = {}
        for slate_id, item_id in rows:
            shown.setdefault(slate_id, []).append(item_id)
        return [
            ShownList(
                slate_id,
                brief_id,
                made_at,
                json.loads(request),
                json.loads(outcome),
                last_event_id,
                tuple(shown.get(slate_id, ())),
            )
            for slate_id, brief_id, made_at, request, outcome, last_event_id in lists
        ]

    def recently_shown(self, brief_id: int, limit: int) -> list[tuple[str, dict[str, Any]]]:
        """Return the items that the lists of a brief showed last, newest list first, with the list's outcome."""
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT i.item_id, s.outcome FROM slates s JOIN impressions i USING (slate_id) "
                "WHERE s.brief_id = ? ORDER BY s.rowid DESC, i.rank LIMIT ?",
                [brief_id, limit],
            ).fetchall()
        outcomes: dict[str, dict[str, Any]] = {}
        for _, outcome in rows:
            if outcome not in outcomes:
                outcomes[outcome] = json.loads(outcome)
        return [(item_id, outcomes[outcome]) for item_id, outcome in rows]

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

    def last_shown(
        self, places: Mapping[str, tuple[int | None, str]]
    ) -> dict[str, tuple[int, dict[str, Any]]]:
        """Return rank and suggestion of items as a slate of their brief showed them last until a time.

        `places` gives brief (None: any) and time (ISO 8601, UTC) by item id; items no such slate showed are left out.
        """
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT item_id, brief_id, created_at, rank, suggestion FROM impressions JOIN slates USING (slate_id) "
                "WHERE item_id IN (SELECT value FROM json_each(?)) ORDER BY slates.rowid",
                [json.dumps(list(places))],
            ).fetchall()
        last: dict[str, tuple[int, str]] = {}
        for item_id, brief_id, created_at, rank, suggestion in rows:
            wanted, until = places[item_id]
            if wanted in (None, brief_id) and created_at <= until:
                last[item_id] = (rank, suggestion)
        return {item_id: (rank, json.loads(suggestion)) for item_id, (rank, suggestion) in last.items()}

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


def as_json(value: object) -> str:
    """Return a value as JSON in which letters of every language stay readable."""
    return json.dumps(value, ensure_ascii=False)
