"""Briefs: what lists are made for and verdicts are filed under; saving, naming and deleting one are steps of the log.

A brief is a row that lists and verdicts refer to for ever. Whether it is saved, how it is called and whether it was
deleted is told by events of the kind `brief` in the log of verdicts, so that one undo takes back whatever came last.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from ltrec_gui.errors import StoreError
from ltrec_gui.store.brief_names import short_name
from ltrec_gui.store.database import translated_errors, writing
from ltrec_gui.store.slates import as_json

BRIEF = "brief"  # the kind of these events
SAVE, RENAME, DELETE = "save", "rename", "delete"


@dataclass(frozen=True, slots=True)
class StoredBrief:
    """A brief; `draft` is what it asks for where that was changed after its last list, None where it was not.

    `used_at` (ISO 8601, UTC) is when its last list was made, or where it has none when it was begun.
    """

    brief_id: int
    text: str
    name: str
    used_at: str
    list_count: int
    draft: dict[str, Any] | None = None
    is_saved: bool = False
    is_deleted: bool = False


class BriefStore:
    """Briefs by id, by text, and all of them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def file_under(self, text: str, brief_id: int | None) -> int:
        """Return the brief to file under: `brief_id`, its text updated, else the one with this text, else a new one.

        A deleted brief is not found by its text.
        """
        known = self._known(text, brief_id)
        if known is not None and known[1] == text:
            return known[0]  # nothing to write: a refresh asks with the brief of the list before
        with writing(self._db):
            known = self._known(text, brief_id)  # another window may have begun it meanwhile
            if known is None:
                return self._insert(text, short_name(text), None)
            self._db.conn.execute("UPDATE briefs SET text = ? WHERE brief_id = ?", [text, known[0]])
            return known[0]

    def _known(self, text: str, brief_id: int | None) -> tuple[int, str] | None:
        """Return id and text of the brief with this id, or without one of the newest that has this text."""
        if brief_id is not None:
            return brief_id, self._text_of(brief_id)
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT brief_id, text FROM briefs WHERE text = ? ORDER BY brief_id DESC", [text]
            ).fetchall()
        acts = self._acts() if rows else {}
        living = (row for row in rows if not any(act == DELETE for act, _ in acts.get(row[0], ())))
        return next(living, None)

    def _text_of(self, brief_id: int) -> str:
        with translated_errors():
            row = self._db.conn.execute("SELECT text FROM briefs WHERE brief_id = ?", [brief_id]).fetchone()
        if row is None:
            raise StoreError("This brief is not in the library. Nothing was changed. Start a new brief.")
        return str(row[0])

    def all(self) -> list[StoredBrief]:
        """Return every brief, deleted ones included, the one used last first."""
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT b.brief_id, b.text, b.name, coalesce(max(s.created_at), b.created_at), count(s.slate_id), "
                "b.draft FROM briefs b LEFT JOIN slates s USING (brief_id) GROUP BY b.brief_id"
            ).fetchall()
        acts = self._acts()
        found = [
            _with_acts(
                StoredBrief(brief_id, text, name, used_at, count, json.loads(draft) if draft else None),
                acts.get(brief_id, []),
            )
            for brief_id, text, name, used_at, count, draft in rows
        ]
        return sorted(found, key=lambda brief: (brief.used_at, brief.brief_id), reverse=True)

    def get(self, brief_id: int) -> StoredBrief | None:
        """Return one brief, None where there is none with this id."""
        return next((brief for brief in self.all() if brief.brief_id == brief_id), None)

    def texts(self) -> dict[int, str]:
        """Return every brief's text."""
        with translated_errors():
            return dict(self._db.conn.execute("SELECT brief_id, text FROM briefs").fetchall())

    def titles(self) -> dict[int, str]:
        """Return how every brief is called: by its name where it is saved, else by its text."""
        return {brief.brief_id: brief.name if brief.is_saved else brief.text for brief in self.all()}

    def keep_draft(self, brief_id: int, text: str, draft: dict[str, Any] | None) -> None:
        """Keep what a brief asks for by now although no list was made of it yet; None: what its last list asked."""
        with writing(self._db):
            self._put(brief_id, text, draft)

    def save(self, brief_id: int | None, text: str, draft: dict[str, Any] | None, name: str) -> int:
        """Save a brief under a name as one step, or a new one where `brief_id` is None; return its id."""
        with writing(self._db):
            if brief_id is None:
                brief_id = self._insert(text, name, draft)
            else:
                self._put(brief_id, text, draft)
            self._write_act(brief_id, SAVE, name)
        return brief_id

    def rename(self, brief_id: int, name: str) -> None:
        """Give a brief another name as one step."""
        self._act(brief_id, RENAME, name)

    def delete(self, brief_id: int) -> None:
        """Take a brief out of the list as one step; its lists and verdicts stay in the library."""
        self._act(brief_id, DELETE, None)

    def free_name(self, name: str, brief_id: int | None = None) -> str:
        """Return `name`, with a number where another saved brief than `brief_id` is called so."""
        taken = {
            brief.name.casefold()
            for brief in self.all()
            if brief.is_saved and not brief.is_deleted and brief.brief_id != brief_id
        }
        number, free = 1, name
        while free.casefold() in taken:
            number += 1
            free = f"{name} {number}"
        return free

    def _act(self, brief_id: int, act: str, detail: object) -> None:
        with writing(self._db):
            self._text_of(brief_id)
            self._write_act(brief_id, act, detail)

    def _put(self, brief_id: int, text: str, draft: dict[str, Any] | None) -> None:
        self._text_of(brief_id)
        self._db.conn.execute(
            "UPDATE briefs SET text = ?, draft = ? WHERE brief_id = ?",
            [text, None if draft is None else as_json(draft), brief_id],
        )

    def _insert(self, text: str, name: str, draft: dict[str, Any] | None) -> int:
        cursor = self._db.conn.execute(
            "INSERT INTO briefs (created_at, text, name, draft) VALUES (?, ?, ?, ?)",
            [datetime.now(UTC).isoformat(), text, name, None if draft is None else as_json(draft)],
        )
        return int(cursor.lastrowid or 0)

    def _write_act(self, brief_id: int, act: str, detail: object) -> None:
        self._db.conn.execute(
            "INSERT INTO feedback (recorded_at, step_id, kind, item_id, verdict, brief_id, detail) "
            "SELECT ?, coalesce(max(step_id), 0) + 1, ?, '', ?, ?, ? FROM feedback",
            [datetime.now(UTC).isoformat(), BRIEF, act, brief_id, as_json(detail)],
        )

    def _acts(self) -> dict[int, list[tuple[str, Any]]]:
        """Return what was done to each brief and not undone since, in order: the act, and what it says."""
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT e.brief_id, e.verdict, e.detail FROM feedback e WHERE e.kind = 'brief' AND "
                "coalesce((SELECT m.kind FROM feedback m WHERE m.kind IN ('undo', 'redo') AND m.step_id = e.step_id "
                "ORDER BY m.event_id DESC LIMIT 1), '') <> 'undo' ORDER BY e.event_id"
            ).fetchall()
        found: dict[int, list[tuple[str, Any]]] = {}
        for brief_id, act, detail in rows:
            found.setdefault(brief_id, []).append((act, json.loads(detail)))
        return found


def _with_acts(brief: StoredBrief, acts: list[tuple[str, Any]]) -> StoredBrief:
    done: dict[str, Callable[[StoredBrief, Any], StoredBrief]] = {
        SAVE: lambda so_far, name: replace(so_far, name=name, is_saved=True, is_deleted=False),
        RENAME: lambda so_far, name: replace(so_far, name=name),
        DELETE: lambda so_far, _nothing: replace(so_far, is_deleted=True),
    }
    for act, detail in acts:
        brief = done[act](brief, detail)
    return brief
