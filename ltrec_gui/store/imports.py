"""Which files were imported, how they were read, and what was wrong in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from ltrec_gui.catalogue.csv_reader import RowProblem
from ltrec_gui.store.database import translated_errors, writing


@dataclass(frozen=True, slots=True)
class StartedImport:
    """An import that was begun and never finished; `plan` is what the pipeline stored to go on with it."""

    import_id: int
    path: Path
    byte_count: int
    plan: dict[str, Any]


class ImportStore:
    """The journal of imports."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, path: Path, byte_count: int, plan: dict[str, Any]) -> int:
        """Note that an import starts and return its id; an unfinished import of the same file is taken up again."""
        with writing(self._db):
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
            return int(cursor.lastrowid or 0)

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
        with writing(self._db):
            self._db.conn.execute(
                "UPDATE imports SET finished_at = ?, counts = ? WHERE import_id = ?",
                [datetime.now(UTC).isoformat(), json.dumps(counts), import_id],
            )

    def abandon(self, import_id: int) -> None:
        """Forget an import that cannot or shall not go on; the rows it brought in stay."""
        with writing(self._db):
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
