"""What readers did with the items."""

import json
import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from sqlite_utils import Database

from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.store.database import translated_errors, writing
from ltrec_gui.store.items import TakenBack, UpsertCount
from ltrec_gui.store.meta import bump_content_version

ROWS_AT_ONCE = 50_000  # one short read: a verdict given meanwhile does not wait
TAKEN_BACK_AT_ONCE = 2_000
LEAST_TIMED = (
    0.9  # share of interactions that need a time before they are taken for a log of a certain length
)

_UNIX_SECONDS = re.compile(r"(-?\d{9,10}(?:\.\d+)?)")
_UNIX_MILLISECONDS = re.compile(r"(-?\d{12,13})")
_YEAR_FIRST = re.compile(r"(\d{4})\D{1,3}(\d{1,2})(?:\D{1,3}(\d{1,2}))?(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})\D{1,3}(\d{1,2})\D{1,3}(\d{4})(?!\d)")
_NAMED_MONTH = re.compile(r"(?<![a-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class InteractionEvents(NamedTuple):
    """Every interaction, oldest import first, each a row of e.

    readers int64 (e,): codes from 0, in order of appearance; item_ids (e,), known to the catalogue or not; ratings
    float64 (e,), NaN where nothing was rated; times float64 (e,): seconds since 1970 to the day at least, else NaN.
    """

    readers: np.ndarray
    item_ids: list[str]
    ratings: np.ndarray
    times: np.ndarray


def _say_nothing(done: int, total: int) -> None:
    """Take a report of progress to nobody."""


class InteractionStore:
    """Interactions by user, item, time and occurrence."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def upsert(self, rows: Sequence[tuple[Interaction, int]], import_id: int) -> UpsertCount:
        """Add or update (interaction, occurrence) pairs in one transaction."""
        added = changed = 0
        with writing(self._db):
            for event, occurrence in rows:
                key = (event.user_id, event.item_id, event.timestamp, occurrence)
                values = (event.rating, event.clicks, event.comment)
                known = self._db.conn.execute(
                    "SELECT rating, clicks, comment, interaction_id, import_id FROM interactions "
                    "WHERE user_id = ? AND item_id = ? AND timestamp = ? AND occurrence = ?",
                    key,
                ).fetchone()
                if known is None:
                    added += 1
                    made = self._db.conn.execute(
                        "INSERT INTO interactions "
                        "(user_id, item_id, timestamp, occurrence, rating, clicks, comment, import_id) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        (*key, *values, import_id),
                    )
                    self._note(import_id, int(made.lastrowid or 0), None)
                elif tuple(known[:3]) != values:
                    changed += 1
                    self._note(import_id, known[3], json.dumps([*known[:3], known[4]], ensure_ascii=False))
                    self._db.conn.execute(
                        "UPDATE interactions SET rating = ?, clicks = ?, comment = ?, import_id = ? "
                        "WHERE user_id = ? AND item_id = ? AND timestamp = ? AND occurrence = ?",
                        (*values, import_id, *key),
                    )
            if added or changed:
                bump_content_version(self._db)
        return UpsertCount(added, changed, len(rows) - added - changed)

    def _note(self, import_id: int, interaction_id: int, before: str | None) -> None:
        """Keep what was there before an import, unless this import already touched the row."""
        self._db.conn.execute(
            "INSERT OR IGNORE INTO import_interactions (import_id, interaction_id, before) VALUES (?, ?, ?)",
            (import_id, interaction_id, before),
        )

    def take_back(self, import_id: int, limit: int = TAKEN_BACK_AT_ONCE) -> TakenBack:
        """Undo what an import did to up to `limit` interactions, in one transaction."""
        with writing(self._db):
            rows = self._db.conn.execute(
                "SELECT interaction_id, before FROM import_interactions WHERE import_id = ? "
                "ORDER BY interaction_id LIMIT ?",
                [import_id, limit],
            ).fetchall()
            old = [(*json.loads(before), row_id) for row_id, before in rows if before is not None]
            self._db.conn.executemany(
                "DELETE FROM interactions WHERE interaction_id = ?",
                [(row_id,) for row_id, before in rows if before is None],
            )
            self._db.conn.executemany(
                "UPDATE interactions SET rating = ?, clicks = ?, comment = ?, import_id = ? "
                "WHERE interaction_id = ?",
                old,
            )
            self._db.conn.executemany(
                "DELETE FROM import_interactions WHERE import_id = ? AND interaction_id = ?",
                [(import_id, row_id) for row_id, _ in rows],
            )
            if rows:
                bump_content_version(self._db)
        return TakenBack(len(rows) - len(old), len(old))

    def compared(self, rows: Sequence[tuple[Interaction, int]]) -> list[str]:
        """Return for each (interaction, occurrence) what importing it would do: "new", "changed" or "same"."""
        answers: list[str] = []
        with translated_errors():
            for event, occurrence in rows:
                known = self._db.conn.execute(
                    "SELECT rating, clicks, comment FROM interactions "
                    "WHERE user_id = ? AND item_id = ? AND timestamp = ? AND occurrence = ?",
                    (event.user_id, event.item_id, event.timestamp, occurrence),
                ).fetchone()
                values = (event.rating, event.clicks, event.comment)
                answers.append("new" if known is None else "same" if tuple(known) == values else "changed")
        return answers

    def count(self) -> int:
        """Return how many interactions there are."""
        with translated_errors():
            return int(self._db.conn.execute("SELECT count(*) FROM interactions").fetchone()[0])

    def counts_by_item(self) -> dict[str, float]:
        """Return each item's popularity: the sum of its clicks, an interaction without a click count being one."""
        with translated_errors():
            return dict(
                self._db.conn.execute(
                    "SELECT item_id, sum(coalesce(clicks, 1)) FROM interactions GROUP BY item_id"
                ).fetchall()
            )

    def period(self) -> tuple[float, float] | None:
        """Return the first and the last time in seconds since 1970; None where a tenth of the rows or more has none."""
        with translated_errors():
            groups = self._db.conn.execute(
                "SELECT length(timestamp), timestamp GLOB '*[^0-9]*', min(timestamp), max(timestamp), count(*), "
                "min(timestamp GLOB '[0-9][0-9][0-9][0-9][^0-9]*') FROM interactions GROUP BY 1, 2"
            ).fetchall()
            texts: dict[str, int] = {}
            for length, has_signs, first, last, count, is_year_first in groups:
                if not has_signs or is_year_first:
                    # Equally long, such times are in order as texts; the rest need not be read.
                    texts |= {first: count - (first != last)}
                    texts |= {last: 1} if first != last else {}
                    continue
                texts |= self._db.conn.execute(
                    "SELECT timestamp, count(*) FROM interactions "
                    "WHERE length(timestamp) = ? AND timestamp GLOB '*[^0-9]*' GROUP BY 1",
                    (length,),
                ).fetchall()
        times = seconds_of(list(texts))
        counts = np.array(list(texts.values()), np.float64)
        known = np.isfinite(times)
        if not known.any() or counts[known].sum() <= LEAST_TIMED * counts.sum():
            return None
        return float(times[known].min()), float(times[known].max())

    def version(self) -> int:
        """Return a number that differs whenever interactions do (and also where only items changed)."""
        with translated_errors():
            row = self._db.conn.execute("SELECT value FROM meta WHERE name = 'content_version'").fetchone()
        return int(row[0]) if row else 0

    def events(self, report: Callable[[int, int], None] = _say_nothing) -> InteractionEvents:
        """Return all interactions but those whose click count is zero and that have no rating.

        They are read in many short reads, so what is imported meanwhile may be in or not; compare `version()` before
        and after. `report(done, total)` counts rows.
        """
        total = self.count()
        codes: dict[str, int] = {}
        names: dict[str, str] = {}  # one string for each item, not for each event
        readers: list[int] = []
        item_ids: list[str] = []
        ratings: list[float] = []
        times: list[str] = []
        last = done = 0
        report(0, total)
        while rows := self._events_after(last):
            last = rows[-1][0]
            done += len(rows)
            for _, user_id, item_id, rating, clicks, timestamp in rows:
                if rating is None and clicks == 0:
                    continue
                readers.append(codes.setdefault(user_id, len(codes)))
                item_ids.append(names.setdefault(item_id, item_id))
                ratings.append(math.nan if rating is None else rating)
                times.append(timestamp)
            report(min(done, total), total)
        return InteractionEvents(
            np.array(readers, np.int64), item_ids, np.array(ratings, np.float64), seconds_of(times)
        )

    def _events_after(self, last_id: int) -> list[tuple[int, str, str, float | None, float | None, str]]:
        with translated_errors():
            rows: list[tuple[int, str, str, float | None, float | None, str]] = self._db.conn.execute(
                "SELECT interaction_id, user_id, item_id, rating, clicks, timestamp FROM interactions "
                "WHERE interaction_id > ? ORDER BY interaction_id LIMIT ?",
                (last_id, ROWS_AT_ONCE),
            ).fetchall()
        return rows


def seconds_of(texts: Sequence[str]) -> np.ndarray:
    """Return the times of one column as seconds since 1970 (e,) float64, to the day at least; NaN for what is no time.

    Read are Unix times in seconds and milliseconds, ISO dates and times, dates with the year first or last, dates with
    an English month, and plain years. Of `3/12/2019` the day is the first number, unless the second of some row is
    above 12.
    """
    known = dict.fromkeys(texts, math.nan)
    written_last = (_YEAR_LAST.match(text.strip()) for text in known)
    month_first = any(match is not None and int(match[2]) > 12 for match in written_last)
    for text in known:
        known[text] = _seconds(text.strip(), month_first)
    return np.array([known[text] for text in texts], np.float64)


def _seconds(text: str, month_first: bool) -> float:
    if match := _UNIX_SECONDS.fullmatch(text):
        return float(match[1])
    if match := _UNIX_MILLISECONDS.fullmatch(text):
        return int(match[1]) / 1000
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _day_seconds(text, month_first)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _day_seconds(text: str, month_first: bool) -> float:
    if match := _YEAR_FIRST.match(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    elif match := _YEAR_LAST.match(text):
        first, second, year = (int(part) for part in match.groups())
        month, day = (first, second) if month_first else (second, first)
    elif match := _NAMED_MONTH.search(text):
        month = 1 + _MONTHS.index(match[1].lower())
        numbers = re.findall(r"(?<![\d:+-])\d{1,4}(?![\d:])", text)
        years = [int(number) for number in numbers if len(number) == 4]
        days = [int(number) for number in numbers if len(number) < 3]
        if not years:
            return math.nan
        year, day = years[0], days[0] if days else 1
    elif re.fullmatch(r"\d{4}", text):
        year, month, day = int(text), 1, 1
    else:
        return math.nan
    try:
        return datetime(year, month, day, tzinfo=UTC).timestamp()
    except ValueError:
        return math.nan  # no such day
