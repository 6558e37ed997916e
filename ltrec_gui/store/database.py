"""Opens library.db: connection, safe pragmas, pending migrations behind a backup."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from ltrec_gui.errors import StoreError
from ltrec_gui.store.backups import keep_copy
from ltrec_gui.store.migrations import library_migrations

DATABASE_NAME = "library.db"
APPLICATION_ID = 0x4C545243  # "LTRC": tells our files from other SQLite files
SCHEMA_VERSION = 7
BUSY_TIMEOUT_MS = 10_000
MOST_JOURNAL_BYTES = 1_000_000  # what stays of the journal of an import; a verdict's takes 17 KB


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Return whether this SQLite is free of the WAL-reset bug (3.7.0 to 3.51.2; mended also in 3.44.6 and 3.50.7)."""
    fixed_branches = ((3, 44, 6), (3, 50, 7))
    return version >= (3, 51, 3) or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in fixed_branches
    )


def journal_mode() -> str:
    """Return the journal mode this SQLite can be trusted with.

    Where it is a rollback journal, that stays beside the library, marked as done with. To delete it costs more, and its
    being gone is not made sure of on the disk: after a power cut it could be there again and take a verdict back.
    """
    return "wal" if wal_is_safe(sqlite3.sqlite_version_info) else "persist"


def open_database(path: Path) -> Database:
    """Return the library at `path`, made or brought up to date; StoreError if it is not ours, newer or damaged."""
    is_new = not path.exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            "The library at “{name}” could not be opened. Nothing was changed. Check that the folder exists and "
            "is writable, or choose another one.",
            name=path.name,
        ) from error
    try:
        with translated_errors():
            _prepare(connection, path, is_new)
            return _migrated(connection, path, is_new)
    except BaseException:
        connection.close()
        raise


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn SQLite's errors into StoreError sentences an editor can act on."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname in ("SQLITE_BUSY", "SQLITE_LOCKED"):
            raise StoreError(
                "The library is in use by another program. Nothing was changed. Close the other program and try again."
            ) from error
        if error.sqlite_errorname == "SQLITE_FULL":
            raise StoreError(
                "The disk is full. Everything saved so far is kept. Free some space and try again."
            ) from error
        if error.sqlite_errorname.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR")):
            raise StoreError(
                "The library could not be written. Everything saved so far is kept. Check that the folder still exists "
                "and is writable."
            ) from error
        raise
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
            raise StoreError(
                "The library file is damaged or is not a library of this program. It was left as it is. Restore a "
                "copy, or open another library."
            ) from error
        raise


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """Run a block as one transaction that is the only writer from its first statement on.

    A plain BEGIN takes the lock at the first write; by then another writer may have changed what was read, and SQLite
    refuses at once instead of waiting.
    """
    with translated_errors():
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            with db.atomic():
                yield
            # Inside the try: a commit that fails (a reader holds on, the disk is full) leaves the transaction open.
            db.conn.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise


def _prepare(connection: sqlite3.Connection, path: Path, is_new: bool) -> None:
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    table_count = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application_id != APPLICATION_ID and table_count:
        raise StoreError(
            "“{name}” is a database of another program. It was left as it is. Choose a folder with a library of "
            "this program, or an empty one.",
            name=path.name,
        )
    if version > SCHEMA_VERSION:
        raise StoreError(
            "This library was made by a newer version of this program. It was left as it is. "
            "Update the program to open it."
        )
    for pragma in (
        f"PRAGMA journal_mode = {journal_mode()}",
        # A verdict shown as saved must survive a power cut.
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
        "PRAGMA trusted_schema = OFF",
        "PRAGMA cell_size_check = ON",
        f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
        f"PRAGMA journal_size_limit = {MOST_JOURNAL_BYTES}",
    ):
        connection.execute(pragma)
    if is_new or not table_count:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _migrated(connection: sqlite3.Connection, path: Path, is_new: bool) -> Database:
    db = Database(connection)
    if library_migrations.pending(db):
        if not is_new and library_migrations.applied(db):
            keep_copy(connection, path, "migration")
        # Two openers of a new library must not both create its tables.
        connection.execute("BEGIN IMMEDIATE")
        try:
            library_migrations.apply(db)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.execute(
                "INSERT OR IGNORE INTO meta (name, value) VALUES ('library_id', ?)", (uuid.uuid4().hex,)
            )
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    return db


def integrity_problems(db: Database) -> list[str]:
    """Return what SQLite finds wrong in the file: empty for a sound one."""
    with translated_errors():
        found = [str(row[0]) for row in db.conn.execute("PRAGMA integrity_check")]
        found += [
            f"{row[0]} row {row[1]} refers to a missing row of {row[2]}"
            for row in db.conn.execute("PRAGMA foreign_key_check")
        ]
    return [line for line in found if line != "ok"]
