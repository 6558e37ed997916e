import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from sqlite_utils import Database

from ltrec_gui.errors import StoreError
from ltrec_gui.store import database
from ltrec_gui.store.backups import keep_copy, list_backups, replace_damaged
from ltrec_gui.store.database import integrity_problems, open_database, wal_is_safe, writing
from ltrec_gui.store.feedback import FeedbackLog
from ltrec_gui.store.meta import MetaStore
from ltrec_gui.store.migrations import library_migrations
from ltrec_gui.store.shelves import FIRST_SHELF


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 54, 1), True),
    ],
)
def test_wal_only_where_the_reset_bug_is_mended(version, is_safe):
    assert wal_is_safe(version) is is_safe


def test_a_new_library_has_its_own_id_and_durable_writes(tmp_path):
    db = open_database(tmp_path / "a" / "library.db")
    assert len(MetaStore(db).library_id) == 32
    assert db.conn.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert db.conn.execute("PRAGMA journal_mode").fetchone()[0] == database.journal_mode()
    assert integrity_problems(db) == []
    db.close()


def test_opening_again_keeps_the_library(tmp_path):
    path = tmp_path / "library.db"
    first = open_database(path)
    library_id = MetaStore(first).library_id
    first.close()
    again = open_database(path)
    assert MetaStore(again).library_id == library_id
    again.close()


def test_another_programs_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "library.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE notes (text)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_newer_library_is_refused(tmp_path):
    path = tmp_path / "library.db"
    db = open_database(path)
    db.conn.execute(f"PRAGMA user_version = {database.SCHEMA_VERSION + 1}")
    db.close()
    with pytest.raises(StoreError, match="newer version"):
        open_database(path)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "library.db"
    path.write_bytes(b"this is a text, and a long one, not a database " * 100)
    with pytest.raises(StoreError, match="damaged or is not a library"):
        open_database(path)


def test_a_locked_library_says_so(tmp_path, monkeypatch):
    path = tmp_path / "library.db"
    db = open_database(path)
    db.conn.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="in use by another program"):
        MetaStore(db).set("name", "x")
    other.execute("ROLLBACK")
    other.close()
    MetaStore(db).set("name", "x")
    assert MetaStore(db).get("name") == "x"
    db.close()


def test_a_write_that_fails_half_way_leaves_nothing(tmp_path):
    db = open_database(tmp_path / "library.db")
    with pytest.raises(ZeroDivisionError), writing(db):
        db.conn.execute("INSERT INTO meta (name, value) VALUES ('a', '1')")
        raise ZeroDivisionError
    assert MetaStore(db).get("a") == ""
    db.close()


def test_a_transaction_that_reads_before_it_writes_waits_for_another_writer(tmp_path):
    """With a plain BEGIN the first writer of the two would be told at once that the library is in use."""
    path = tmp_path / "library.db"
    db = open_database(path)
    started = threading.Event()

    def write_slowly():
        other = open_database(path)
        with writing(other):
            other.conn.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('a', 'slow')")
            started.set()
            time.sleep(0.3)
        other.close()

    thread = threading.Thread(target=write_slowly)
    thread.start()
    assert started.wait(10)
    with writing(db):
        seen = db.conn.execute("SELECT value FROM meta WHERE name = 'a'").fetchone()[0]
        db.conn.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('a', ?)", [seen + ", then quick"])
    thread.join()
    assert MetaStore(db).get("a") == "slow, then quick"
    db.close()


def test_a_commit_that_fails_leaves_no_transaction_open(tmp_path):
    path = tmp_path / "library.db"
    db = open_database(path)
    db.conn.execute("PRAGMA journal_mode = delete")  # here a reader keeps a commit from happening
    db.conn.execute("PRAGMA busy_timeout = 50")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM meta").fetchone()
    with pytest.raises(StoreError, match="in use"):
        MetaStore(db).set("colour", "red")
    reader.execute("COMMIT")
    reader.close()
    MetaStore(db).set("colour", "blue")
    assert MetaStore(db).get("colour") == "blue"
    db.close()


# The writer dies in the middle of a transaction, of which a good part has gone into the file already.
DYING_WRITER = """
import os, sys
from pathlib import Path
from ltrec_gui.store.database import open_database
db = open_database(Path(sys.argv[1]))
db.conn.execute("PRAGMA cache_size = 1")
db.conn.execute("BEGIN IMMEDIATE")
db.conn.execute("UPDATE meta SET value = upper(value) || hex(zeroblob(300)) WHERE name GLOB 'fact*'")
os.kill(os.getpid(), 9)
"""


def is_hot(journal):
    return journal.exists() and any(journal.read_bytes()[:28])


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.skipif(database.journal_mode() != "persist", reason="this SQLite has a log instead of a journal")
def test_a_journal_that_stays_takes_back_what_was_cut_short_and_nothing_else(tmp_path):
    path, journal = tmp_path / "a" / "library.db", tmp_path / "a" / "library.db-journal"
    db = open_database(path)
    with writing(db):
        db.conn.executemany(
            "INSERT INTO meta VALUES (?, ?)", [(f"fact {number}", "x" * 500) for number in range(500)]
        )
    MetaStore(db).set("colour", "blue")
    assert journal.exists()
    assert not is_hot(journal)
    facts = db.conn.execute("SELECT name, value FROM meta ORDER BY name").fetchall()
    db.close()
    before = path.read_bytes()
    for number in range(2):  # a journal of the transaction before is overwritten
        subprocess.run([sys.executable, "-c", DYING_WRITER, str(path)], env=os.environ, check=False)
        assert is_hot(journal)
        assert path.read_bytes() != before, "the transaction was cut short too early to prove anything"
        # A folder that is copied now takes the journal along and is made whole by it.
        copied = shutil.copytree(path.parent, tmp_path / f"copy {number}") / "library.db"
        for each in (path, copied):
            db = open_database(each)
            assert db.conn.execute("SELECT name, value FROM meta ORDER BY name").fetchall() == facts
            assert integrity_problems(db) == []
            db.close()
            assert not is_hot(each.with_name("library.db-journal"))


@pytest.mark.skipif(database.journal_mode() != "persist", reason="this SQLite has a log instead of a journal")
def test_a_journal_that_stays_is_small_and_in_nobodys_way(tmp_path):
    path, journal = tmp_path / "a" / "library.db", tmp_path / "a" / "library.db-journal"
    db = open_database(path)
    MetaStore(db).set("big", "x" * 2 * database.MOST_JOURNAL_BYTES)
    MetaStore(db).set("big", "y" * 2 * database.MOST_JOURNAL_BYTES)
    assert journal.stat().st_size == database.MOST_JOURNAL_BYTES
    MetaStore(db).set("colour", "blue")
    backup = keep_copy(db.conn, path, "asked")
    db.close()
    for opened in (path, shutil.copytree(path.parent, tmp_path / "copy") / "library.db"):
        opened.parent.chmod(0o500)
        reader = sqlite3.connect(f"{opened.as_uri()}?mode=ro", uri=True)
        assert reader.execute("SELECT value FROM meta WHERE name = 'colour'").fetchone() == ("blue",)
        reader.close()
        opened.parent.chmod(0o700)
    # Another program, which deletes the journal, may write in between.
    other = sqlite3.connect(path)
    other.execute("UPDATE meta SET value = 'red' WHERE name = 'colour'")
    other.commit()
    other.close()
    assert not journal.exists()
    path.write_bytes(b"damaged" * 1000)
    journal.write_bytes(b"of the damaged file")
    kept = replace_damaged(backup.path, path)
    assert kept.with_name(kept.name + "-journal").read_bytes() == b"of the damaged file"
    db = open_database(path)
    assert MetaStore(db).get("colour") == "blue"
    db.close()


@contextmanager
def library_before(path, step):
    """Give a library as it was before a step of the schema, to be filled; closed and saved afterwards."""
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
    db = Database(connection)
    library_migrations.apply(db, stop_before=step)
    connection.execute(f"PRAGMA user_version = {int(step[1:4]) - 1}")
    yield db
    connection.commit()
    db.close()


def test_vectors_of_joint_texts_go_and_a_copy_of_the_library_stays(tmp_path):
    """A library of the version before: its vectors are of another kind, all else is as it was."""
    path = tmp_path / "library.db"
    with library_before(path, "s002_vectors_by_field") as db:
        db.conn.execute("INSERT INTO vectors (model_key, text_hash, vector) VALUES ('m', 'a', zeroblob(16))")
        db.conn.execute("INSERT INTO meta (name, value) VALUES ('name', 'mine')")
    again = open_database(path)
    assert again.conn.execute("SELECT count(*) FROM vectors").fetchone()[0] == 0
    assert MetaStore(again).get("name") == "mine"
    assert again.conn.execute("PRAGMA user_version").fetchone()[0] == database.SCHEMA_VERSION
    again.close()
    (kept,) = list_backups(path)
    assert kept.reason == "migration"
    copy = sqlite3.connect(kept.path)
    assert copy.execute("SELECT count(*) FROM vectors").fetchone()[0] == 1
    copy.close()


def test_verdicts_from_before_there_were_reasons_stand_without_one(tmp_path):
    """A library of the version before: its verdicts count as they did, and new ones may say why."""
    path = tmp_path / "library.db"
    with library_before(path, "s003_critiques") as db:
        db.conn.execute(
            "INSERT INTO feedback (recorded_at, step_id, kind, item_id, verdict) "
            "VALUES ('2026-01-01', 1, 'verdict', 'a', 'not-right')"
        )
    again = open_database(path)
    log = FeedbackLog(again)
    assert log.standing(None).verdicts == {"a": "not-right"}
    assert log.standing(None).critiques == {}
    log.append(["a"], "not-right", None, None, "too-old")
    assert log.critique_of("a", None) == "too-old"
    again.close()


def test_the_shelf_of_a_library_from_before_there_were_several_keeps_its_order(tmp_path):
    path = tmp_path / "library.db"
    with library_before(path, "s006_shelves_and_exports") as db:
        for step, (item_id, verdict) in enumerate(
            (("a", "shelve"), ("b", "shelve"), ("c", "shelve"), ("b", "unshelve")), 1
        ):
            db.conn.execute(
                "INSERT INTO feedback (recorded_at, step_id, kind, item_id, verdict) VALUES ('t', ?, 'verdict', ?, ?)",
                [step, item_id, verdict],
            )
        db.conn.execute("INSERT INTO shelf_places VALUES ('c', 1), ('b', 2), ('a', 3)")
    again = open_database(path)
    log = FeedbackLog(again)
    assert log.shelf() == ["c", "a"]
    assert [state.shelf_id for state in log.shelf_states()] == [FIRST_SHELF]
    # What is undone is the removal and not the move to the new schema; the item is back between the others.
    assert [event.verdict for event in log.undo()] == ["unshelve"]
    assert log.shelf() == ["c", "b", "a"]
    again.close()
