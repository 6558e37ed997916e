"""Makes a library ready for many rows at once, and for daily use again."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from ltrec_gui.store.database import translated_errors, writing

CACHE_KILOBYTES = 64_000
# Rows come in the order of a file and these indexes have another: entering 500 rows touches nearly every page of them,
# and each touched page is written twice. Made at the end, from all rows sorted, they take a fraction of a second.
# The word index gathers what each transaction wrote into larger parts; the more of them at once, the less is rewritten.
_PARTS_GATHERED, _USUAL_PARTS_GATHERED = 8, 4
_UNORDERED_INDEXES = (
    "CREATE INDEX IF NOT EXISTS items_text_hash ON items (text_hash)",
    "CREATE INDEX IF NOT EXISTS items_title ON items (title COLLATE NOCASE)",
)


@contextmanager
def with_room(db: Database) -> Iterator[None]:
    """Let a block keep more of the library in memory than a verdict needs, and give that back afterwards."""
    with translated_errors():
        usual = int(db.conn.execute("PRAGMA cache_size").fetchone()[0])
        db.conn.execute(f"PRAGMA cache_size = {-CACHE_KILOBYTES}")
    try:
        yield
    finally:
        with translated_errors():
            db.conn.execute(f"PRAGMA cache_size = {usual}")
            db.conn.execute("PRAGMA shrink_memory")


def loosen_indexes(db: Database) -> None:
    """Let indexes wait where that makes an import faster; call inside a transaction.

    Those in another order than the file are dropped where there is no item yet. Answers are the same without them, only
    later. Whoever calls sees to `complete_indexes`, be it after a crash.
    """
    _gather(db, _PARTS_GATHERED)
    if db.conn.execute("SELECT 1 FROM items LIMIT 1").fetchone() is None:
        db.conn.execute("DROP INDEX IF EXISTS items_text_hash")
        db.conn.execute("DROP INDEX IF EXISTS items_title")


def complete_indexes(db: Database) -> None:
    """Take back what `loosen_indexes` did, each index in a transaction of its own: verdicts get in between."""
    with writing(db):
        _gather(db, _USUAL_PARTS_GATHERED)
    for statement in _UNORDERED_INDEXES:
        with writing(db):
            db.conn.execute(statement)


def _gather(db: Database, parts: int) -> None:
    db.conn.execute("INSERT INTO item_words (item_words, rank) VALUES ('automerge', ?)", [parts])
