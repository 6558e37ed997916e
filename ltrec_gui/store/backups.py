"""Copies of library.db in the folder beside it: taken while others write, checked, named by number, time and reason."""

import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ltrec_gui.errors import StoreError

FOLDER = "backups"
KEPT = 7
REASONS = ("daily", "import", "migration", "asked", "restore")
# A step holds the file for reading, and a verdict waits for its end: 4 MB are through in some milliseconds.
PAGES_A_STEP = 1_000
_NAME = re.compile(r"(\d{6})-(\d{8}T\d{6}Z)-([a-z]+)\.db")
_TIME_FORMAT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class StoredBackup:
    """A copy of a library: `number` grows with every copy, `made_at` is ISO 8601 in UTC, `reason` one of REASONS."""

    number: int
    made_at: str
    reason: str
    path: Path
    byte_count: int

    @property
    def key(self) -> str:
        """The name it is asked for by."""
        return self.path.stem


def list_backups(database: Path) -> list[StoredBackup]:
    """Return the copies kept of the library at `database`, newest first; order is by number, for clocks go wrong."""
    folder = database.parent / FOLDER
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        named = _NAME.fullmatch(path.name)
        if named is None or named[3] not in REASONS:
            continue
        with suppress(OSError):  # it was thinned out meanwhile
            made_at = datetime.strptime(named[2], _TIME_FORMAT).replace(tzinfo=UTC).isoformat()
            found.append(StoredBackup(int(named[1]), made_at, named[3], path, path.stat().st_size))
    return sorted(found, key=lambda backup: -backup.number)


def keep_copy(
    connection: sqlite3.Connection,
    database: Path,
    reason: str,
    step: Callable[[int, int], None] | None = None,
    spare: Path | None = None,
) -> StoredBackup:
    """Copy the library at `database` beside it, check the copy, and keep the last KEPT; StoreError, nothing kept then.

    `step` is called with pages done and pages in all, and may raise to stop. Others may read and write meanwhile; what
    they write makes SQLite begin anew, so the copy is of one moment. The copy at `spare` is not thinned out.
    """
    backups = list_backups(database)
    number = backups[0].number + 1 if backups else 1
    stamp = datetime.now(UTC).strftime(_TIME_FORMAT)
    path = database.parent / FOLDER / f"{number:06}-{stamp}-{reason}.db"
    # Two threads that open a library of an earlier version at once both copy it.
    temporary = path.with_suffix(f".{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _copy(connection, temporary, step)
        _flush(temporary)
        temporary.replace(path)
    except (OSError, sqlite3.Error) as error:
        _remove(temporary)
        raise StoreError(
            "No backup of the library could be made ({why}). The library is as it was. Make room in “{folder}” and "
            "try again.",
            why=error.strerror if isinstance(error, OSError) and error.strerror else error,
            folder=path.parent,
        ) from error
    except BaseException:
        _remove(temporary)
        raise
    kept = list_backups(database)
    for old in kept[KEPT:]:
        if old.path != spare:
            _remove(old.path)
    return next(backup for backup in kept if backup.path == path)


def check_backup(path: Path) -> None:
    """Raise StoreError where the copy at `path` is not sound."""
    try:
        with closing(_opened(path)) as copy:
            problems = _problems(copy)
    except sqlite3.Error as error:
        raise _damaged(path) from error
    if problems:
        raise _damaged(path)


def content_marks(connection: sqlite3.Connection) -> tuple[object, ...]:
    """Return what is the same in a library and its copy only while nothing was changed: newest rows and all facts."""
    tables = [
        str(name)
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        )
        if "WITHOUT ROWID" not in str(sql).upper()
    ]
    newest = tuple(connection.execute(f'SELECT max(rowid) FROM "{table}"').fetchone()[0] for table in tables)
    facts = tuple(connection.execute("SELECT name, value FROM meta ORDER BY name").fetchall())
    return (*zip(tables, newest, strict=True), *facts)


def marks_of_backup(path: Path) -> tuple[object, ...] | None:
    """Return the marks of a copy; None where it cannot be read."""
    try:
        with closing(_opened(path)) as copy:
            return content_marks(copy)
    except sqlite3.Error:
        return None


def is_damage(error: StoreError) -> bool:
    """Return whether an error says that a file is damaged, and not that it is in use or the disk full."""
    cause = error.__cause__
    return isinstance(cause, sqlite3.DatabaseError) and not isinstance(cause, sqlite3.OperationalError)


def put_back(backup: Path, connection: sqlite3.Connection) -> None:
    """Make the open library what `backup` is, whole or not at all; StoreError, the library as it was then."""
    check_backup(backup)
    try:
        with closing(_opened(backup)) as copy:
            # In one step: between two others could see, and write into, half of each.
            copy.backup(connection, pages=-1)
    except sqlite3.Error as error:
        raise StoreError(
            "The backup could not be put back ({why}). The library is as it was. Close other programs that use it and "
            "try again.",
            why=error,
        ) from error


def replace_damaged(backup: Path, database: Path) -> Path:
    """Put a copy in the place of a library that cannot be opened; return where the damaged file is kept; StoreError.

    Where there is no library any more there is nothing to keep.
    """
    check_backup(backup)
    stamp = datetime.now(UTC).strftime(_TIME_FORMAT)
    damaged = database.with_name(f"{database.stem}.damaged-{stamp}{database.suffix}")
    incoming = database.with_name(f"{database.name}.{os.getpid()}.tmp")
    try:
        shutil.copyfile(backup, incoming)
        _flush(incoming)
        # What the damaged file has not taken in yet belongs to it, and would be taken into the new one.
        for suffix in ("-journal", "-wal", "-shm"):
            beside = database.with_name(database.name + suffix)
            if beside.exists():
                beside.replace(damaged.with_name(damaged.name + suffix))
        if database.exists():
            database.replace(damaged)
        incoming.replace(database)
    except OSError as error:
        _remove(incoming)
        raise StoreError(
            "The backup could not be put back ({why}). The library is as it was. Close other programs that use it and "
            "try again.",
            why=error.strerror,
        ) from error
    return damaged


def _copy(connection: sqlite3.Connection, target: Path, step: Callable[[int, int], None] | None) -> None:
    def progress(_status: int, remaining: int, total: int) -> None:
        if step is not None:
            step(total - remaining, total)

    with closing(sqlite3.connect(target)) as copy:
        # Nobody else knows the copy yet, and half of one is thrown away.
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            copy.execute(f"PRAGMA {pragma}")
        connection.backup(copy, pages=PAGES_A_STEP, progress=progress, sleep=0.01)
        copy.execute("PRAGMA journal_mode = DELETE")  # a copy of a WAL library would need files beside it
        problems = _problems(copy)
    if problems:
        raise sqlite3.DatabaseError(problems[0])


def _opened(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads, and makes no files beside the copy."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _problems(connection: sqlite3.Connection) -> list[str]:
    return [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]


def _damaged(path: Path) -> StoreError:
    return StoreError(
        "The backup “{name}” is damaged. The library is as it was. Choose another backup.", name=path.name
    )


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    for each in (path, path.with_name(path.name + "-journal")):
        with suppress(OSError):  # what cannot be removed does no harm
            each.unlink()
