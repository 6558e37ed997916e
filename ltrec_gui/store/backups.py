"""Copies of library.db in the folder beside it: taken while others write, checked, named by number, time and reason."""

import os
import re
import secrets
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ltrec_gui.errors import StoreError

FOLDER = "backups"
KEPT = 7
REASONS = ("daily", "import", "migration", "asked", "restore")
# A step holds the file for reading, and a verdict waits for its end: 4 MB are through in some milliseconds.
PAGES_A_STEP = 1_000
# What a copy has written goes to the disk now and then: else a verdict, which must be on it before it is shown, waits
# for all of that.
STEPS_A_FLUSH = 8
# What is written through another connection makes SQLite begin anew. Editors pause; a script may not.
MOST_RESTARTS = 50
SECONDS_A_DAY = 86_400
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


@dataclass(frozen=True, slots=True)
class Draft:
    """A copy that is not checked yet: where it lies, which backup it is to be, and of which library."""

    temporary: Path
    path: Path
    database: Path


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
    """Copy the library at `database` beside it, check the copy and keep it; see `draft_copy` and `keep_draft`."""
    return keep_draft(draft_copy(connection, database, reason, step), spare)


def draft_copy(
    connection: sqlite3.Connection,
    database: Path,
    reason: str,
    step: Callable[[int, int], None] | None = None,
) -> Draft:
    """Copy the library at `database` beside it; it is no backup before `keep_draft`. StoreError, nothing left then.

    `step` is called with pages done and pages in all, and may raise to stop. It may write through `connection`: SQLite
    writes that into the copy, too. What is written through others meanwhile makes it begin anew; either way the copy is
    of one moment.
    """
    backups = list_backups(database)
    number = backups[0].number + 1 if backups else 1
    stamp = datetime.now(UTC).strftime(_TIME_FORMAT)
    path = database.parent / FOLDER / f"{number:06}-{stamp}-{reason}.db"
    # Two threads that open a library of an earlier version at once both copy it.
    draft = Draft(path.with_suffix(f".{secrets.token_hex(4)}.tmp"), path, database)
    with _nothing_left_of(draft):
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear_away(path.parent)
        _copy(connection, draft.temporary, step)
    return draft


def keep_draft(draft: Draft, spare: Path | None = None) -> StoredBackup:
    """Check a copy, make it a backup, and keep the last KEPT and the one at `spare`; StoreError, no backup then."""
    with _nothing_left_of(draft):
        with closing(sqlite3.connect(draft.temporary)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")  # a copy of a WAL library would need files beside it
            problems = _problems(copy)
        if problems:
            raise sqlite3.DatabaseError(problems[0])
        _flush(draft.temporary)
        draft.temporary.replace(draft.path)
    kept = list_backups(draft.database)
    for old in kept[KEPT:]:
        if old.path != spare:
            _remove(old.path)
    return next(backup for backup in kept if backup.path == draft.path)


@contextmanager
def _nothing_left_of(draft: Draft) -> Iterator[None]:
    """Take a copy away where a block comes to nothing, and say why."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        _remove(draft.temporary)
        raise StoreError(
            "No backup of the library could be made ({why}). The library is as it was. Make room in “{folder}” and "
            "try again.",
            why=error.strerror if isinstance(error, OSError) and error.strerror else error,
            folder=draft.path.parent,
        ) from error
    except BaseException:
        _remove(draft.temporary)
        raise


def _clear_away(folder: Path) -> None:
    """Remove what a crash left half done; what is younger may be under way in another program."""
    for path in folder.glob("*.tmp"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > SECONDS_A_DAY:
                path.unlink()


def check_backup(path: Path) -> None:
    """Raise StoreError where the copy at `path` is not sound."""
    try:
        with closing(_opened(path)) as copy:
            problems = _problems(copy)
            copy.execute("SELECT value FROM meta LIMIT 1")  # an empty file is sound, and no library
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
    with closing(sqlite3.connect(target)) as copy, target.open("rb+") as written:
        # Nobody else knows the copy yet, and half of one is thrown away.
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            copy.execute(f"PRAGMA {pragma}")
        restarts = _Restarts()

        def progress(_status: int, remaining: int, total: int) -> None:
            restarts.note(remaining)
            if (total - remaining) % (STEPS_A_FLUSH * PAGES_A_STEP) < PAGES_A_STEP:
                os.fsync(written.fileno())
            if step is not None:
                step(total - remaining, total)

        connection.backup(copy, pages=PAGES_A_STEP, progress=progress, sleep=0.01)


class _Restarts:
    """Counts how often a copy had to begin anew because somebody wrote; raises OperationalError after too many."""

    def __init__(self) -> None:
        self._count = 0
        self._remaining: int | None = None

    def note(self, remaining: int) -> None:
        """Take note of how many pages remain: more than before, where it begins anew."""
        if self._remaining is not None and remaining > self._remaining:
            self._count += 1
        self._remaining = remaining
        if self._count > MOST_RESTARTS:
            raise sqlite3.OperationalError("it is written to all the time")


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
