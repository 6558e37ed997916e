"""The items of a library and the words they can be found by."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from sqlite_utils import Database

from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import joined_terms, terms
from ltrec_gui.store.database import translated_errors, writing
from ltrec_gui.store.meta import bump_content_version

T = TypeVar("T")
# A refresh asks for mostly the same items and words as the list before; they are remembered while nothing changes.
KNOWN_ITEMS = 5_000
KNOWN_TERMS = 50_000
KNOWN_HITS = 2_000_000  # items that hold a term, of all terms together: 32 MB
CHUNK = 500  # rows per statement: below SQLite's limit on variables, short enough to let a verdict in between
# BM25 weights of title, author, tags, text: a word in the title says more than one in a long text.
WORD_WEIGHTS = (2.0, 1.0, 1.5, 1.0)
OWN_CELLS = ("author", "language", "date", "year", "popularity", "rating", "url")
TELLING_ITEMS = 200  # items looked at for the columns a catalogue has
_COLUMNS = "item_id, title, text, author, tags, popularity, rating, url, image, date, year, language, extra"
_STORED_NAMES = (*_COLUMNS.split(", "), "text_hash", "row_hash", "import_id")


@dataclass(frozen=True, slots=True)
class UpsertCount:
    """What a batch did to the library."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What undoing a part of an import did: rows taken out, and rows put back as they were."""

    removed: int
    restored: int


@dataclass(frozen=True, slots=True)
class ItemTable:
    """Every item in short, in catalogue order; the row number is the item's position. Arrays have n rows.

    keys int64 (the store's own), popularity float64 (NaN: not given), years int64 (a very negative number: none), dates
    as the catalogue writes them (empty: none).
    """

    keys: np.ndarray
    ids: tuple[str, ...]
    popularity: np.ndarray
    years: np.ndarray
    languages: tuple[str, ...]
    tags: tuple[tuple[str, ...], ...]
    text_hashes: tuple[str, ...]
    dates: tuple[str, ...]

    def positions_of(self, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the positions (int64) of those of `keys` that stand in the table, and which do, (len(keys),) bool."""
        # Catalogue order is the order of the keys, so they can be searched as they are.
        positions = np.searchsorted(self.keys, keys)
        known = np.isin(keys, self.keys)
        return positions[known], known


NO_YEAR = -(10**9)


def row_hash(item: Item) -> str:
    """Return a digest of everything the item holds."""
    return _digest(_row_of(item))


# Made once: for anything but its own usual form `json.dumps` makes an encoder at every call.
_to_json = json.JSONEncoder(ensure_ascii=False).encode
_to_tight_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _digest(row: Sequence[object]) -> str:
    return hashlib.sha256(_to_tight_json(row).encode("utf-8", "surrogatepass")).hexdigest()[:32]


class _Prepared:
    """An item on its way into the library: all that can be worked out before the library is locked for it."""

    __slots__ = ("digest", "item", "key", "text_hash", "values", "words")

    def __init__(self, item: Item, text_hash: str) -> None:
        self.item = item
        self.text_hash = text_hash
        self.values = _row_of(item)
        self.digest = _digest(self.values)
        self.words: tuple[str, ...] | None = None
        self.key = 0


def _words_of(item: Item) -> tuple[str, ...]:
    """Return what the item can be found by: the terms of its title, author, tags and text."""
    return tuple(map(joined_terms, (item.title, item.author, " ".join(item.tags), item.text)))


class ItemStore:
    """Items by id, by key and by word."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known_version = ""
        self._known_items: dict[str, Item] = {}
        self._known_counts: dict[str, int] = {}
        self._known_hits: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._known_hit_count = 0

    def upsert(self, rows: Sequence[tuple[Item, str]], import_id: int) -> UpsertCount:
        """Add or update (item, text hash) pairs by id in one transaction."""
        ids = [item.item_id for item, _ in rows]
        prepared = [_Prepared(item, text_hash) for item, text_hash in rows]
        # A verdict waits while the library is locked, so the words are cut before, of what seems to need them.
        with translated_errors():
            known = self._known(ids)
        for row in prepared:
            if known.get(row.item.item_id, (0, None))[1] != row.digest:
                row.words = _words_of(row.item)
        added: list[_Prepared] = []
        changed: list[_Prepared] = []
        with writing(self._db):
            known = self._known(ids)
            next_key = 1 + int(
                self._db.conn.execute("SELECT coalesce(max(item_key), 0) FROM items").fetchone()[0]
            )
            for row in prepared:
                row.key, old_digest = known.get(row.item.item_id, (next_key, None))
                if old_digest == row.digest:
                    continue
                if old_digest is None:
                    next_key += 1
                (added if old_digest is None else changed).append(row)
                known[row.item.item_id] = (row.key, row.digest)
            self._insert(added, import_id)
            self._update(changed, import_id)
            if added or changed:
                bump_content_version(self._db)
        return UpsertCount(len(added), len(changed), len(rows) - len(added) - len(changed))

    def _known(self, item_ids: Sequence[str]) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        for chunk in _chunks(item_ids):
            marks = ",".join("?" * len(chunk))
            for item_id, key, digest in self._db.conn.execute(
                f"SELECT item_id, item_key, row_hash FROM items WHERE item_id IN ({marks})", chunk
            ):
                found[item_id] = (key, digest)
        return found

    def _insert(self, rows: Sequence[_Prepared], import_id: int) -> None:
        if not rows:
            return
        self._db.conn.executemany(
            f"INSERT INTO items (item_key, {_COLUMNS}, text_hash, row_hash, import_id) "
            f"VALUES ({','.join('?' * 17)})",
            [(row.key, *row.values, row.text_hash, row.digest, import_id) for row in rows],
        )
        # New keys follow each other.
        self._db.conn.execute(
            "INSERT OR IGNORE INTO import_items (import_id, item_key, before) "
            "SELECT ?, item_key, NULL FROM items WHERE item_key BETWEEN ? AND ?",
            [import_id, rows[0].key, rows[-1].key],
        )
        self._index_words([(row.key, row.words or _words_of(row.item)) for row in rows])

    def _update(self, rows: Sequence[_Prepared], import_id: int) -> None:
        names = _STORED_NAMES
        # An item that this import already added or changed keeps what was there before it.
        self._note_before([row.key for row in rows], import_id)
        self._db.conn.executemany(
            f"UPDATE items SET {', '.join(f'{name} = ?' for name in names)} WHERE item_key = ?",
            [(*row.values, row.text_hash, row.digest, import_id, row.key) for row in rows],
        )
        self._db.conn.executemany("DELETE FROM item_words WHERE rowid = ?", [(row.key,) for row in rows])
        self._index_words([(row.key, row.words or _words_of(row.item)) for row in rows])

    def _note_before(self, keys: Sequence[int], import_id: int) -> None:
        for chunk in _chunks(keys):
            rows = self._db.conn.execute(
                f"SELECT item_key, {', '.join(_STORED_NAMES)} FROM items "
                f"WHERE item_key IN ({','.join('?' * len(chunk))})",
                chunk,
            ).fetchall()
            # Not SQLite's own JSON, which cuts the last digits of numbers.
            self._db.conn.executemany(
                "INSERT OR IGNORE INTO import_items (import_id, item_key, before) VALUES (?, ?, ?)",
                [(import_id, row[0], json.dumps(row[1:], ensure_ascii=False)) for row in rows],
            )

    def take_back(self, import_id: int, limit: int = CHUNK) -> TakenBack:
        """Undo what an import did to up to `limit` items, in one transaction; a last call finds nothing to do."""
        with writing(self._db):
            rows = self._db.conn.execute(
                "SELECT item_key, before FROM import_items WHERE import_id = ? ORDER BY item_key LIMIT ?",
                [import_id, limit],
            ).fetchall()
            keys = [(key,) for key, _ in rows]
            old = [(key, tuple(json.loads(before))) for key, before in rows if before is not None]
            self._db.conn.executemany("DELETE FROM item_words WHERE rowid = ?", keys)
            self._db.conn.executemany(
                "DELETE FROM items WHERE item_key = ?", [(key,) for key, before in rows if before is None]
            )
            self._db.conn.executemany(
                f"UPDATE items SET {', '.join(f'{name} = ?' for name in _STORED_NAMES)} WHERE item_key = ?",
                [(*values, key) for key, values in old],
            )
            width = len(_COLUMNS.split(", "))
            self._index_words([(key, _words_of(_item_of(values[:width]))) for key, values in old])
            self._db.conn.executemany(
                "DELETE FROM import_items WHERE import_id = ? AND item_key = ?",
                [(import_id, key) for key, _ in rows],
            )
            if rows:
                bump_content_version(self._db)
        return TakenBack(len(rows) - len(old), len(old))

    def compared(self, items: Sequence[Item]) -> list[str]:
        """Return for each item what importing it would do: "new", "changed" or "same"; nothing is written."""
        with translated_errors():
            known = self._known([item.item_id for item in items])
        return [
            "new" if item.item_id not in known
            else "same" if known[item.item_id][1] == row_hash(item)
            else "changed"
            for item in items
        ]  # fmt: skip

    def _index_words(self, rows: Sequence[tuple[int, tuple[str, ...]]]) -> None:
        self._db.conn.executemany(
            "INSERT INTO item_words (rowid, title, author, tags, text) VALUES (?, ?, ?, ?, ?)",
            [(key, *words) for key, words in rows],
        )

    def count(self) -> int:
        """Return how many items there are."""
        with translated_errors():
            return int(self._db.conn.execute("SELECT count(*) FROM items").fetchone()[0])

    def table(self) -> ItemTable:
        """Return every item in short, in catalogue order."""
        keys: list[int] = []
        ids: list[str] = []
        popularity: list[float] = []
        years: list[int] = []
        languages: list[str] = []
        tags: list[tuple[str, ...]] = []
        hashes: list[str] = []
        dates: list[str] = []
        for key, item_id, count, year, language, tag_list, text_hash, date in self._keyset(
            "item_key, item_id, popularity, year, language, tags, text_hash, date"
        ):
            keys.append(key)
            ids.append(item_id)
            popularity.append(np.nan if count is None else count)
            years.append(NO_YEAR if year is None else year)
            languages.append(language)
            tags.append(tuple(json.loads(tag_list)))
            hashes.append(text_hash)
            dates.append(date)
        return ItemTable(
            np.array(keys, np.int64),
            tuple(ids),
            np.array(popularity, np.float64),
            np.array(years, np.int64),
            tuple(languages),
            tuple(tags),
            tuple(hashes),
            tuple(dates),
        )

    def _keyset(self, columns: str) -> Iterator[tuple]:  # type: ignore[type-arg]
        """Yield all rows in short reads, so that a long one never keeps a verdict from being written."""
        last = -1
        while True:
            with translated_errors():
                rows = self._db.conn.execute(
                    f"SELECT {columns} FROM items WHERE item_key > ? ORDER BY item_key LIMIT 5000", [last]
                ).fetchall()
            if not rows:
                return
            yield from rows
            last = rows[-1][0]

    def by_ids(self, item_ids: Sequence[str]) -> dict[str, Item]:
        """Return the items with these ids, in the order of their ids; unknown ids are left out."""
        if not item_ids:
            return {}
        self._forget_what_changed()
        known = self._known_items
        for chunk in _chunks([item_id for item_id in dict.fromkeys(item_ids) if item_id not in known]):
            marks = ",".join("?" * len(chunk))
            with translated_errors():
                rows = self._db.conn.execute(
                    f"SELECT {_COLUMNS} FROM items WHERE item_id IN ({marks})", chunk
                ).fetchall()
            known.update((row[0], _item_of(row)) for row in rows)
        found = {item_id: known[item_id] for item_id in sorted(set(item_ids)) if item_id in known}
        if len(known) > KNOWN_ITEMS:
            known.clear()
        return found

    def _forget_what_changed(self) -> None:
        """Drop what is remembered of items where anybody changed one since."""
        version = ""  # what is read within a transaction may be rolled back
        if not self._db.conn.in_transaction:
            with translated_errors():
                row = self._db.conn.execute(
                    "SELECT value FROM meta WHERE name = 'content_version'"
                ).fetchone()
            version = f"version {row[0] if row else 0}"
        if version != self._known_version or not version:
            self._known_version = version
            self._known_items.clear()
            self._known_counts.clear()
            self._known_hits.clear()
            self._known_hit_count = 0

    def keys_by_title(self) -> np.ndarray:
        """Return all item keys (int64) in the order of their titles."""
        return self._keys("SELECT item_key FROM items ORDER BY title COLLATE NOCASE, item_key")

    def keys_by_author(self) -> np.ndarray:
        """Return all item keys (int64) in the order of their authors."""
        return self._keys("SELECT item_key FROM items ORDER BY author COLLATE NOCASE, item_key")

    def keys_of_author(self, author: str) -> np.ndarray:
        """Return the keys (int64) of the items by this author, as written but for blanks around it and capitals."""
        words = terms(author)
        if not words:
            return np.empty(0, np.int64)
        with translated_errors():
            # The words find them fast; the name itself decides, for one author's name may be a part of another's.
            rows = self._db.conn.execute(
                "SELECT i.item_key, i.author FROM item_words w JOIN items i ON i.item_key = w.rowid "
                "WHERE item_words MATCH ?",
                [f'author : "{" ".join(words)}"'],
            ).fetchall()
        name = author.strip().casefold()
        return np.array([key for key, found in rows if found.strip().casefold() == name], np.int64)

    def _keys(self, sql: str, parameters: Sequence[object] = ()) -> np.ndarray:
        with translated_errors():
            return np.array([row[0] for row in self._db.conn.execute(sql, parameters)], np.int64)

    def without_vector(self, model_key: str) -> list[tuple[str, Item]]:
        """Return (text hash, item) for every text that has no vector of this model, each text once."""
        with translated_errors():
            rows = self._db.conn.execute(
                f"SELECT {', '.join('i.' + name for name in _COLUMNS.split(', '))}, i.text_hash FROM items i "
                "WHERE NOT EXISTS (SELECT 1 FROM vectors v WHERE v.model_key = ? AND v.text_hash = i.text_hash) "
                "GROUP BY i.text_hash ORDER BY i.item_key",
                [model_key],
            ).fetchall()
        return [(row[-1], _item_of(row[:-1])) for row in rows]

    def sample(self, count: int) -> list[Item]:
        """Return up to `count` items spread evenly over the catalogue."""
        step = max(1, self.count() // count)
        with translated_errors():
            rows = self._db.conn.execute(
                f"SELECT {_COLUMNS} FROM items WHERE item_key % ? = 0 ORDER BY item_key LIMIT ?",
                [step, count],
            ).fetchall()
        return [_item_of(row) for row in rows]

    def matching(self, query_terms: Sequence[str], limit: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
        """Return keys (int64) and BM25 scores (float64, larger is better) of items that hold any of the terms.

        They come in the order of the keys; of more than `limit` items those with the highest scores, ties by key.
        """
        wanted = dict.fromkeys(query_terms)
        if not wanted:
            return np.empty(0, np.int64), np.empty(0)
        self._forget_what_changed()
        hits = [self._hits(term) for term in wanted]
        # BM25 is a sum over the terms, added up in their order, so this is to the last bit what one question for all of
        # them would answer. Most lists ask for what the list before asked for, and for a few terms more.
        scores = np.bincount(
            np.concatenate([keys for keys, _ in hits]), np.concatenate([values for _, values in hits])
        )
        keys = np.flatnonzero(scores)
        scores = scores[keys]
        if len(keys) > limit:
            best = np.sort(np.argsort(-scores, kind="stable")[:limit])
            keys, scores = keys[best], scores[best]
        return keys, scores

    def _hits(self, term: str) -> tuple[np.ndarray, np.ndarray]:
        """Return keys (int64) and BM25 scores (float64) of the items that hold one term."""
        found = self._known_hits.pop(term, None)
        if found is None:
            weights = ", ".join(str(weight) for weight in WORD_WEIGHTS)
            with translated_errors():
                rows = self._db.conn.execute(
                    f"SELECT rowid, bm25(item_words, {weights}) FROM item_words WHERE item_words MATCH ?",
                    [f'"{term}"'],
                ).fetchall()
            found = (
                np.array([row[0] for row in rows], np.int64),
                -np.array([row[1] for row in rows], np.float64),
            )
            self._known_hit_count += len(rows)
        self._known_hits[term] = found
        while self._known_hit_count > KNOWN_HITS:
            # The first in it are those not asked for longest.
            self._known_hit_count -= len(self._known_hits.pop(next(iter(self._known_hits)))[0])
        return found

    def starting_with(self, query_terms: Sequence[str]) -> np.ndarray:
        """Return the keys (int64) of items that hold every term, the last one as a prefix."""
        if not query_terms:
            return np.empty(0, np.int64)
        *whole, prefix = query_terms
        expression = " AND ".join([*(f'"{term}"' for term in whole), f'"{prefix}"*'])
        return self._keys("SELECT rowid FROM item_words WHERE item_words MATCH ?", [expression])

    def titled(self, query_terms: Sequence[str], limit: int) -> np.ndarray:
        """Return up to `limit` keys (int64) of items whose title holds every term, the last one as a prefix."""
        if not query_terms:
            return np.empty(0, np.int64)
        *whole, prefix = query_terms
        expression = " AND ".join([*(f'"{term}"' for term in whole), f'"{prefix}"*'])
        sql = "SELECT rowid FROM item_words WHERE item_words MATCH ? LIMIT ?"
        return self._keys(sql, [f"title : ({expression})", limit])

    @property
    def text_columns(self) -> tuple[str, ...]:
        """The item's own columns that `cells` can be asked for."""
        return OWN_CELLS

    def cells(self, column: str) -> tuple[str, ...]:
        """Return what every item holds in one of its own columns, as text, in catalogue order."""
        if column not in OWN_CELLS:
            raise ValueError(f"no own column: {column}")
        return tuple(
            "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
            for _, value in self._keyset(f"item_key, {column}")
        )

    def extra_headers(self) -> tuple[str, ...]:
        """Return the columns beside the item's own that catalogues in this library have, in the order of the file.

        One catalogue has the same for all its items but leaves empty cells out, so some items of it tell.
        """
        return tuple(dict.fromkeys(header for item in self.sample(TELLING_ITEMS) for header, _ in item.extra))

    def extra_cells(self, header: str) -> tuple[str, ...]:
        """Return what every item holds under a header beside its own columns, "" where nothing, in catalogue order."""
        # SQLite takes the JSON apart ten times as fast as Python would.
        wanted = header.replace("'", "''")
        found = f"(SELECT value ->> 1 FROM json_each(extra) WHERE value ->> 0 = '{wanted}')"
        return tuple("" if value is None else str(value) for _, value in self._keyset(f"item_key, {found}"))

    def without_words(self) -> int:
        """Return how many items the word index does not know, or knows and should not."""
        with translated_errors():
            missing = self._db.conn.execute(
                "SELECT count(*) FROM items WHERE item_key NOT IN (SELECT id FROM item_words_docsize)"
            ).fetchone()[0]
            extra = self._db.conn.execute(
                "SELECT count(*) FROM item_words_docsize WHERE id NOT IN (SELECT item_key FROM items)"
            ).fetchone()[0]
        return int(missing) + int(extra)

    def altered_count(self) -> int:
        """Return how many items are no longer what was imported, as a damaged disk leaves them."""
        return sum(_digest(row[1:-1]) != row[-1] for row in self._keyset(f"item_key, {_COLUMNS}, row_hash"))

    def document_counts(self, query_terms: Sequence[str]) -> dict[str, int]:
        """Return in how many items each of the terms occurs; terms that occur nowhere are left out."""
        if not query_terms:
            return {}
        wanted = dict.fromkeys(query_terms)
        self._forget_what_changed()
        known = self._known_counts
        for chunk in _chunks([term for term in wanted if term not in known]):
            marks = ",".join("?" * len(chunk))
            with translated_errors():
                rows = self._db.conn.execute(
                    f"SELECT term, doc FROM item_word_counts WHERE term IN ({marks})", chunk
                ).fetchall()
            known.update(dict.fromkeys(chunk, 0))
            known.update(rows)
        found = {term: known[term] for term in wanted if known[term]}
        if len(known) > KNOWN_TERMS:
            known.clear()
        return found


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _row_of(item: Item) -> tuple[object, ...]:
    return (
        item.item_id,
        item.title,
        item.text,
        item.author,
        _to_json(item.tags) if item.tags else "[]",
        item.popularity,
        item.rating,
        item.url,
        item.image,
        item.date,
        item.year,
        item.language,
        _to_json(item.extra) if item.extra else "[]",
    )


def _item_of(row: Sequence) -> Item:  # type: ignore[type-arg]
    item_id, title, text, author, tags, popularity, rating, url, image, date, year, language, extra = row
    return Item(
        item_id=item_id,
        title=title,
        text=text,
        author=author,
        tags=tuple(json.loads(tags)),
        popularity=popularity,
        rating=rating,
        url=url,
        image=image,
        date=date,
        year=year,
        language=language,
        extra=tuple((header, value) for header, value in json.loads(extra)),
    )
