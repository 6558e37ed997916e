"""Named values of a library: its id, settings, versions, what was measured."""

import json
from dataclasses import asdict

from sqlite_utils import Database

from ltrec_gui.settings import LibrarySettings, with_values
from ltrec_gui.store.database import translated_errors, writing


class MetaStore:
    """Small facts about the library as a whole."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, name: str, default: str = "") -> str:
        """Return the value called `name`."""
        with translated_errors():
            row = self._db.conn.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
        return str(row[0]) if row else default

    def set(self, name: str, value: str) -> None:
        """Keep `value` under `name`, durably."""
        with writing(self._db):
            self._db.conn.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", [name, value])

    def beginning_with(self, prefix: str) -> dict[str, str]:
        """Return the values whose names begin with `prefix`, by name."""
        with translated_errors():
            return dict(
                self._db.conn.execute(
                    "SELECT name, value FROM meta WHERE substr(name, 1, ?) = ? ORDER BY name",
                    [len(prefix), prefix],
                ).fetchall()
            )

    @property
    def library_id(self) -> str:
        """The library's own random id."""
        return self.get("library_id")

    @property
    def content_version(self) -> int:
        """A number that grows with every change of items or interactions."""
        return int(self.get("content_version", "0"))

    @property
    def active_generation(self) -> int | None:
        """The number of the index generation in force."""
        value = self.get("active_generation")
        return int(value) if value else None

    def set_active_generation(self, number: int) -> None:
        """Put a generation in force; this one transaction is the switch."""
        self.set("active_generation", str(number))

    @property
    def settings(self) -> LibrarySettings:
        """The library's settings; defaults for whatever is missing or unreadable."""
        try:
            values = json.loads(self.get("settings", "{}"))
        except ValueError:
            values = {}
        return with_values(LibrarySettings(), values if isinstance(values, dict) else {})

    def save_settings(self, settings: LibrarySettings) -> None:
        """Keep the library's settings."""
        self.set("settings", json.dumps(asdict(settings), ensure_ascii=False))


def bump_content_version(db: Database) -> None:
    """Tell every reader that items or interactions changed; call inside the transaction that changes them."""
    db.conn.execute(
        "INSERT INTO meta (name, value) VALUES ('content_version', '1') "
        "ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )
