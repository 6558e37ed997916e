"""Which files were imported, how they were read, and what was wrong in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from ltrec_gui.catalogue.csv_reader import RowProblem
from ltrec_gui.store.bulk import complete_indexes, loosen_indexes
from ltrec_gui.store.database import translated_errors, writing

UNDO_TABLES = ("import_items", "import_interactions")


@dataclass(frozen=True, slots=True)
class StartedImport:
    """An import that was begun and never finished; `plan` is what the pipeline stored to go on with it."""

    import_id: int
    path: Path
    byte_count: int
    plan: dict[str, Any]


@dataclass(frozen=True, slots=True)
class UndoableImport:
    """The last import, while it can be taken back: its file, when it began, and what it did."""

    import_id: int
    name: str
    started_at: str
    items_added: int
    items_changed: int
    interactions_added: int
    interactions_changed: int


class ImportStore:
    """The journal of imports."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, path: Path, byte_count: int, plan: dict[str, Any]) -> int:
        """Note that an import starts and return its id; an unfinished import of the same file is taken up again.

        From now on no earlier import can be undone, but for one under way in another program. `finish` or `abandon`
        must follow, be it in a later session.
        """
        with writing(self._db):
            resumed = [
                row[0]
                for row in self._db.conn.execute(
                    "SELECT import_id FROM imports WHERE finished_at IS NULL AND path = ?", [str(path)]
                )
            ]
            for table in UNDO_TABLES:
                self._db.conn.execute(
                    f"DELETE FROM {table} WHERE import_id NOT IN "
                    "(SELECT import_id FROM imports WHERE finished_at IS NULL)"
                )
            # Only of this file: another one may be under way in another program, and needs its entry to the end.
            self._db.conn.execute(
                "DELETE FROM import_problems WHERE import_id IN "
                "(SELECT import_id FROM imports WHERE finished_at IS NULL AND path = ?)",
                [str(path)],
            )
            self._db.conn.execute("DELETE FROM imports WHERE finished_at IS NULL AND path = ?", [str(path)])
            cursor = self._db.conn.execute(
                "INSERT INTO imports (started_at, path, byte_count, plan) VALUES (?, ?, ?, ?)",
                [datetime.now(UTC).isoformat(), str(path), byte_count, json.dumps(plan, ensure_ascii=False)],
            )
            import_id = int(cursor.lastrowid or 0)
            for table in UNDO_TABLES:
                # What a crash cut short and what follows are one import, and are undone as one. The new number may be
                # the old one.
                self._db.conn.executemany(
                    f"UPDATE OR IGNORE {table} SET import_id = ? WHERE import_id = ?",
                    [(import_id, old) for old in resumed],
                )
            loosen_indexes(self._db)
            return import_id

    def add_problems(self, import_id: int, problems: Sequence[RowProblem]) -> None:
        """Keep what was wrong in some rows."""
        with writing(self._db):
            self._db.conn.executemany(
                "INSERT INTO import_problems (import_id, line, column_name, value, reason) VALUES (?, ?, ?, ?, ?)",
                [
                    (import_id, problem.line, problem.column, problem.value, problem.reason)
                    for problem in problems
                ],
            )

    def finish(self, import_id: int, counts: dict[str, int]) -> None:
        """Note that an import is complete."""
        complete_indexes(self._db)
        with writing(self._db):
            self._db.conn.execute(
                "UPDATE imports SET finished_at = ?, counts = ? WHERE import_id = ?",
                [datetime.now(UTC).isoformat(), json.dumps(counts), import_id],
            )

    def abandon(self, import_id: int) -> None:
        """Let an import that cannot or shall not go on be over; the rows it brought in stay, and can be undone."""
        complete_indexes(self._db)
        with writing(self._db):
            if self._has_undo(import_id):
                self._db.conn.execute(
                    "UPDATE imports SET finished_at = ? WHERE import_id = ? AND finished_at IS NULL",
                    [datetime.now(UTC).isoformat(), import_id],
                )
                return
            self._forget(import_id)

    def undoable(self) -> UndoableImport | None:
        """Return the last import, None where there is none or it did nothing."""
        with translated_errors():
            row = self._db.conn.execute(
                "SELECT import_id, path, started_at FROM imports ORDER BY import_id DESC LIMIT 1"
            ).fetchone()
            if row is None or not self._has_undo(row[0]):
                return None
            counts: list[int] = []
            for table in UNDO_TABLES:
                counts += self._db.conn.execute(
                    f"SELECT count(*) - count(before), count(before) FROM {table} WHERE import_id = ?",
                    [row[0]],
                ).fetchone()
        return UndoableImport(row[0], Path(row[1]).name, row[2], *counts)

    def forget(self, import_id: int) -> None:
        """Take an import that was undone out of the journal."""
        with writing(self._db):
            self._forget(import_id)

    def _has_undo(self, import_id: int) -> bool:
        return any(
            self._db.conn.execute(
                f"SELECT 1 FROM {table} WHERE import_id = ? LIMIT 1", [import_id]
            ).fetchone()
            for table in UNDO_TABLES
        )

    def _forget(self, import_id: int) -> None:
        self._db.conn.execute("DELETE FROM import_problems WHERE import_id = ?", [import_id])
        self._db.conn.execute("DELETE FROM imports WHERE import_id = ?", [import_id])

    def forget_paths(self) -> None:
        """Keep no more of where the imported files lay than their names, before a library is given away."""
        with writing(self._db):
            for import_id, path in self._db.conn.execute("SELECT import_id, path FROM imports").fetchall():
                self._db.conn.execute(
                    "UPDATE imports SET path = ? WHERE import_id = ?", [Path(path).name, import_id]
                )

    def unfinished(self) -> StartedImport | None:
        """Return the import that was cut short last."""
        with translated_errors():
            row = self._db.conn.execute(
                "SELECT import_id, path, byte_count, plan FROM imports "
                "WHERE finished_at IS NULL ORDER BY import_id DESC"
            ).fetchone()
        return StartedImport(row[0], Path(row[1]), row[2], json.loads(row[3])) if row else None
