"""Backups: one a day and before every import, checked, the last seven kept; and the way back, which can be undone."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from ltrec_gui.errors import RequestError, StoreError
from ltrec_gui.jobs.control import Cancelled, JobControl
from ltrec_gui.pipeline import backups
from ltrec_gui.pipeline.backups import (
    NEWEST,
    back_up,
    back_up_daily,
    backups_in,
    daily_backup_is_due,
    import_backed_up,
    list_backups,
    restore,
)
from ltrec_gui.pipeline.give_feedback import give_feedback, undo_feedback
from ltrec_gui.pipeline.import_catalogue import inspect_file
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.store import backups as store
from ltrec_gui.store.database import DATABASE_NAME, integrity_problems
from tests.making import CancellingControl, fill, topic_items


@pytest.fixture
def filled(workspace):
    fill(workspace, topic_items(40))
    return workspace


def write_catalogue(path, count=3):
    rows = "".join(f"new{number},New title {number}\n" for number in range(count))
    path.write_text(f"id,title\n{rows}", encoding="utf-8")
    return inspect_file(path)


def verdicts_in(path):
    with closing(sqlite3.connect(path)) as copy:
        return [row[0] for row in copy.execute("SELECT item_id FROM feedback WHERE kind = 'verdict'")]


def test_a_backup_is_a_whole_library_of_one_moment(filled, control):
    give_feedback(filled, control, ["0001"], "good")
    made = back_up(filled, control)
    give_feedback(filled, control, ["0002"], "good")
    assert verdicts_in(made.path) == ["0001"]
    assert made.reason == "asked"
    assert made.byte_count == made.path.stat().st_size > 0
    assert list_backups(filled, control) == (made,)
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]  # nothing beside it


def test_the_last_seven_are_kept_whatever_the_clock_says(filled, control, monkeypatch):
    class Clock(datetime):
        moment = datetime(2026, 3, 1, tzinfo=UTC)

        @classmethod
        def now(cls, tz=None):
            cls.moment -= timedelta(days=400)  # it goes back all the time
            return cls.moment

    monkeypatch.setattr(store, "datetime", Clock)
    made = [back_up(filled, control, reason) for reason in ("daily", "import", *["asked"] * 7)]
    assert [backup.key for backup in list_backups(filled, control)] == [b.key for b in reversed(made[2:])]


def test_what_lies_beside_backups_is_left_alone(filled, control):
    made = back_up(filled, control)
    strangers = [
        made.path.with_name(name) for name in ("notes.txt", "000009-20260101T000000Z-odd.db", "x.db")
    ]
    for path in strangers:
        path.write_text("mine", encoding="utf-8")
    for _each in range(8):
        back_up(filled, control)
    assert all(path.exists() for path in strangers)
    assert len(list_backups(filled, control)) == store.KEPT


def test_a_daily_backup_is_made_once_a_day_and_only_of_what_changed(filled, control, monkeypatch):
    assert daily_backup_is_due(filled, control)
    assert back_up_daily(filled, control).reason == "daily"
    give_feedback(filled, control, ["0001"], "good")
    assert back_up_daily(filled, control) is None  # there is one of today
    (first,) = list_backups(filled, control)
    yesterday = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y%m%dT%H%M%SZ")
    first.path.rename(first.path.with_name(f"000001-{yesterday}-daily.db"))
    undo_feedback(filled, control)
    made = back_up_daily(filled, control)  # an undo is a change, too
    assert made is not None
    made.path.rename(made.path.with_name(f"000002-{yesterday}-daily.db"))
    assert not daily_backup_is_due(filled, control)  # nothing happened since
    filled.meta.set("name", "another")
    assert daily_backup_is_due(filled, control)


def test_an_empty_library_needs_no_backup(workspace, control, tmp_path):
    assert not daily_backup_is_due(workspace, control)
    import_backed_up(workspace, control, write_catalogue(tmp_path / "c.csv"))
    assert list_backups(workspace, control) == ()


def test_before_every_import_there_is_a_backup(filled, control, tmp_path):
    report = import_backed_up(filled, control, write_catalogue(tmp_path / "c.csv"))
    assert report.added == 3
    (made,) = list_backups(filled, control)
    assert made.reason == "import"
    with closing(sqlite3.connect(made.path)) as copy:
        assert copy.execute("SELECT count(*) FROM items").fetchone()[0] == 40


def test_without_room_for_a_backup_nothing_is_imported(filled, control, tmp_path):
    (filled.folder / store.FOLDER).write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="No backup"):
        import_backed_up(filled, control, write_catalogue(tmp_path / "c.csv"))
    assert filled.items.count() == 40


def test_a_stopped_backup_leaves_nothing_behind(filled, monkeypatch):
    monkeypatch.setattr(store, "PAGES_A_STEP", 5)
    with pytest.raises(Cancelled):
        back_up(filled, CancellingControl(lambda progress: progress.done > 5))
    assert list((filled.folder / store.FOLDER).iterdir()) == []
    assert integrity_problems(filled.db) == []


def test_a_copy_that_is_not_sound_is_not_kept(filled, control, monkeypatch):
    monkeypatch.setattr(store, "_problems", lambda _connection: ["page 3 is wrong"])
    with pytest.raises(StoreError, match="page 3 is wrong"):
        back_up(filled, control)
    assert list_backups(filled, control) == ()


def test_verdicts_get_through_while_a_backup_is_made(filled, control, encoders, monkeypatch):
    """Every step lets the other writer in, and the copy is of one moment all the same."""
    monkeypatch.setattr(store, "PAGES_A_STEP", 5)
    given, turn, done = [], threading.Semaphore(0), threading.Semaphore(0)

    def give():
        other = Workspace(filled.folder, encoders)
        for number in range(5):
            turn.acquire(timeout=20)
            give_feedback(other, control, [f"{number:04d}"], "good")
            given.append(number)
            done.release()
        other.close()

    class Steps(CancellingControl):
        def checkpoint(self, progress):
            if len(given) < 5:
                turn.release()
                assert done.acquire(timeout=20)
            super().checkpoint(progress)

    thread = threading.Thread(target=give)
    thread.start()
    made = back_up(filled, Steps(lambda _progress: False))
    thread.join(30)
    assert given == [0, 1, 2, 3, 4]
    copied = verdicts_in(made.path)
    assert copied == [f"{number:04d}" for number in range(len(copied))]  # no later one without an earlier one
    store.check_backup(made.path)


def test_a_restore_brings_back_what_was_and_can_be_undone(filled, control, encoders):
    give_feedback(filled, control, ["0001"], "shelve")
    before = back_up(filled, control)
    give_feedback(filled, control, ["0002"], "shelve")
    fill(filled, topic_items(60)[40:])
    filled.close()
    done = restore(filled.folder, control, before.key)
    assert done.backup == before
    assert done.kept.reason == "restore"
    library = Workspace(filled.folder, encoders)
    assert (library.feedback.shelf(), library.items.count()) == (["0001"], 40)
    assert integrity_problems(library.db) == []
    library.close()
    undone = restore(filled.folder, control)  # the newest is what was there before
    assert undone.backup == done.kept
    library = Workspace(filled.folder, encoders)
    assert (library.feedback.shelf(), library.items.count()) == (["0001", "0002"], 60)
    library.close()


def test_the_oldest_backup_can_be_restored_though_the_present_becomes_one(filled, control, encoders):
    made = [back_up(filled, control) for _each in range(store.KEPT)]
    give_feedback(filled, control, ["0001"], "shelve")
    filled.close()
    restore(filled.folder, control, made[0].key)
    library = Workspace(filled.folder, encoders)
    assert library.feedback.shelf() == []
    library.close()


def test_a_damaged_library_is_put_aside_and_the_backup_takes_its_place(filled, control, encoders):
    give_feedback(filled, control, ["0001"], "shelve")
    back_up(filled, control)
    filled.close()
    database = filled.folder / DATABASE_NAME
    database.write_bytes(b"not a database any more " * 1000)
    done = restore(filled.folder, control, NEWEST)
    assert done.kept is None
    assert done.damaged_path.read_bytes().startswith(b"not a database")
    library = Workspace(filled.folder, encoders)
    assert library.feedback.shelf() == ["0001"]
    library.close()
    database.unlink()
    restore(filled.folder, control)  # it is gone: there is nothing to keep
    assert database.is_file()


def test_a_damaged_backup_is_refused_and_nothing_changed(filled, control):
    made = back_up(filled, control)
    with made.path.open("r+b") as file:
        file.seek(0)
        file.write(b"x" * 200)
    give_feedback(filled, control, ["0001"], "shelve")
    filled.close()
    before = (filled.folder / DATABASE_NAME).read_bytes()
    with pytest.raises(StoreError, match="is damaged"):
        restore(filled.folder, control, made.key)
    with pytest.raises(RequestError, match="no backup"):
        restore(filled.folder, control, "nothing")
    assert (filled.folder / DATABASE_NAME).read_bytes() == before
    assert len(backups_in(filled.folder)) == 1


def test_a_library_in_use_is_not_taken_for_a_damaged_one(filled, control, monkeypatch):
    back_up(filled, control)
    busy = StoreError("The library is in use. Nothing was changed. Close the other program.")
    busy.__cause__ = sqlite3.OperationalError("database is locked")

    def refuse(*_arguments):
        raise busy

    monkeypatch.setattr(backups, "back_up", refuse)
    with pytest.raises(StoreError, match="in use"):
        restore(filled.folder, control)
    assert list(filled.folder.glob("*.damaged-*")) == []


def test_what_is_written_between_two_steps_is_in_the_copy_and_it_never_begins_anew(filled, monkeypatch):
    """As on the thread that writes verdicts: a busy editor must not keep a backup from ever ending."""
    monkeypatch.setattr(store, "PAGES_A_STEP", 5)
    monkeypatch.setattr(store, "MOST_RESTARTS", 0)
    given = []

    def give():
        if len(given) < 20:
            given.append(f"{len(given):04d}")
            give_feedback(filled, JobControl(), given[-1:], "good")

    made = back_up(filled, JobControl(run_others=give))
    # The last step ends the copy before the last one was given.
    assert verdicts_in(made.path) == given[:-1]
    assert len(given) > 5


def test_a_library_that_others_write_to_all_the_time_is_not_copied_for_ever(
    filled, control, encoders, monkeypatch
):
    monkeypatch.setattr(store, "PAGES_A_STEP", 5)
    monkeypatch.setattr(store, "MOST_RESTARTS", 3)
    other = Workspace(filled.folder, encoders)

    def write():
        give_feedback(other, control, ["0001"], "good")

    with pytest.raises(StoreError, match="all the time"):
        back_up(filled, JobControl(run_others=write))
    other.close()
    assert list_backups(filled, control) == ()
