"""Backups of a library: one a day and before every import, the last seven kept, and the way back to any of them."""

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from ltrec_gui.errors import RequestError, StoreError
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.import_catalogue import FileReading, ImportReport, import_file
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.store import backups as store
from ltrec_gui.store.backups import Draft
from ltrec_gui.store.database import DATABASE_NAME, open_database, translated_errors

logger = logging.getLogger(__name__)

NEWEST = "newest"  # as a key: the backup made last


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: `made_at` is ISO 8601 in UTC, `reason` one of daily, import, migration, asked and restore."""

    key: str
    made_at: str
    reason: str
    byte_count: int
    path: Path


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the backup put back, and what is kept of the library as it was before.

    `kept` is a backup like any other, so the restore can be undone by restoring it; None where the library was too
    damaged to be copied: `damaged_path` is its file then.
    """

    backup: Backup
    kept: Backup | None
    damaged_path: Path | None = None


def list_backups(workspace: Workspace, control: JobControl) -> tuple[Backup, ...]:
    """Return the backups of a library, newest first."""
    return backups_in(workspace.folder)


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """Return the backups of the library in `folder`, newest first; it need not be possible to open it."""
    return tuple(_backup(stored) for stored in store.list_backups(folder / DATABASE_NAME))


def back_up(
    workspace: Workspace, control: JobControl, reason: str = "asked", spare: Path | None = None
) -> Backup:
    """Copy the library now, check the copy and return it; StoreError where none could be made.

    The backup at `spare` is not thinned out for it.
    """
    return keep_backup(workspace, control, draft_backup(workspace, control, reason), spare)


def draft_backup(workspace: Workspace, control: JobControl, reason: str = "asked") -> Draft:
    """Copy the library now, to be checked by `keep_backup`; StoreError where that cannot be done.

    Jobs that wait behind it run between two steps of it, and what they write is in it: run it on the thread that writes
    verdicts. What another thread writes makes it begin anew. To check the copy takes a while again, on any thread.
    """

    def step(done: int, total: int) -> None:
        control.give_way()
        control.checkpoint(Progress("backing up", done, total))

    with translated_errors():
        return store.draft_copy(workspace.db.conn, workspace.folder / DATABASE_NAME, reason, step)


def keep_backup(workspace: Workspace, control: JobControl, draft: Draft, spare: Path | None = None) -> Backup:
    """Check a copy and make it a backup, thinning out all but the newest seven and the one at `spare`; StoreError."""
    return _backup(store.keep_draft(draft, spare))


def daily_backup_is_due(workspace: Workspace, control: JobControl) -> bool:
    """Return whether no backup was made today, where the editor is, and anything changed since the last one."""
    found = backups_in(workspace.folder)
    with translated_errors():
        if not workspace.items.count():
            return False
        if not found:
            return True
        if _local_day(found[0].made_at) == datetime.now(UTC).astimezone().date():
            return False
        return store.marks_of_backup(found[0].path) != store.content_marks(workspace.db.conn)


def back_up_daily(workspace: Workspace, control: JobControl) -> Backup | None:
    """Make today's backup if it is due; None where it is not."""
    return back_up(workspace, control, "daily") if daily_backup_is_due(workspace, control) else None


def import_needs_backup(workspace: Workspace, control: JobControl) -> bool:
    """Return whether there is anything to lose: a library without items needs no backup before an import."""
    return workspace.items.count() > 0


def import_backed_up(workspace: Workspace, control: JobControl, reading: FileReading) -> ImportReport:
    """Import a file after a backup of what is there, if anything is; where none can be made nothing is imported."""
    if import_needs_backup(workspace, control):
        back_up(workspace, control, "import")
    return import_file(workspace, control, reading)


def restore(folder: Path, control: JobControl, key: str = NEWEST) -> Restored:
    """Make the library in `folder` what a backup is, and keep what it was as a backup first; StoreError, RequestError.

    Close it before and open it after: who has it open still knows what it held. A library that cannot be opened any
    more is put aside as it is.
    """
    found = backups_in(folder)
    wanted = next((backup for backup in found if key in (NEWEST, backup.key)), None)
    if wanted is None:
        raise RequestError(
            "There is no backup “{key}” of this library. Nothing was changed. Choose one of those listed.",
            key=key,
        )
    store.check_backup(wanted.path)
    control.checkpoint(Progress("restoring", 0, 2))
    database = folder / DATABASE_NAME
    kept = _keep_present(folder, control, wanted.path) if database.is_file() else None
    control.checkpoint(Progress("restoring", 1, 2))
    if kept is None:
        return Restored(wanted, None, store.replace_damaged(wanted.path, database))
    _put_back(wanted.path, database)
    control.checkpoint(Progress("restoring", 2, 2))
    return Restored(wanted, kept)


def _keep_present(folder: Path, control: JobControl, spare: Path) -> Backup | None:
    """Return the present state as a backup; None where it is too damaged to be copied."""
    workspace = Workspace(folder)
    try:
        return back_up(workspace, control, "restore", spare)
    except StoreError as error:
        if not store.is_damage(error):
            raise  # no room, or in use: the present state would be lost
        logger.warning("the library cannot be copied and is put aside: %s", error)
        return None
    finally:
        workspace.close()


def _put_back(backup: Path, database: Path) -> None:
    db = open_database(database)
    try:
        store.put_back(backup, db.conn)
    finally:
        db.close()


def _backup(stored: store.StoredBackup) -> Backup:
    return Backup(stored.key, stored.made_at, stored.reason, stored.byte_count, stored.path)


def _local_day(made_at: str) -> date:
    return datetime.fromisoformat(made_at).astimezone().date()
