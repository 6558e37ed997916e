"""Verdicts as an append-only log: an undo is one more event, so nothing an editor did is ever lost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from ltrec_gui.store.database import translated_errors, writing

# Verdicts that say whether an item is on the shelf. Rejecting an item takes it off; judging it otherwise does not.
_SHELF_EFFECT = {"shelve": True, "unshelve": False, "not-right": False}


@dataclass(frozen=True, slots=True)
class FeedbackEvent:
    """One verdict for one item; `brief_id` None counts for every brief, `critique` is why it was rejected, if said."""

    event_id: int
    recorded_at: str
    step_id: int
    item_id: str
    verdict: str
    brief_id: int | None
    slate_id: str | None
    critique: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the log amounted to after an event: verdicts by item for one brief, and which items were on the shelf.

    `critiques` says why, of those of the items whose verdict says so.
    """

    last_event_id: int
    verdicts: dict[str, str]  # in the order in which the items were first judged
    shelf: frozenset[str]
    critiques: dict[str, str]


class FeedbackLog:
    """The log and what it amounts to. Events written through other connections are read before each answer."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._last_event_id = 0
        self._steps: dict[int, list[FeedbackEvent]] = {}
        self._done: list[int] = []
        self._undone: list[int] = []
        self._not_counting: set[int] = set()  # undone steps, those that can no longer be redone included
        self._events_of_item: dict[str, list[FeedbackEvent]] = {}
        self._marks: list[tuple[int, str, int]] = []  # event, "undo" or "redo", the step it names

    def append(
        self,
        item_ids: Sequence[str],
        verdict: str,
        brief_id: int | None,
        slate_id: str | None,
        critique: str = "",
    ) -> int:
        """Write one verdict for these items as one step; it is on disk when this returns the step's id."""
        now = datetime.now(UTC).isoformat()
        with writing(self._db):
            step_id = int(
                self._db.conn.execute("SELECT coalesce(max(step_id), 0) + 1 FROM feedback").fetchone()[0]
            )
            self._db.conn.executemany(
                "INSERT INTO feedback (recorded_at, step_id, kind, item_id, verdict, brief_id, slate_id, critique) "
                "VALUES (?, ?, 'verdict', ?, ?, ?, ?, ?)",
                [(now, step_id, item_id, verdict, brief_id, slate_id, critique) for item_id in item_ids],
            )
            if verdict == "shelve":
                self._db.conn.executemany(
                    "INSERT OR IGNORE INTO shelf_places (item_id, place) "
                    "VALUES (?, (SELECT coalesce(max(place), 0) + 1 FROM shelf_places))",
                    [(item_id,) for item_id in item_ids],
                )
        return step_id

    def undo(self) -> list[FeedbackEvent]:
        """Undo the last step that counts and return its events; empty where there is none."""
        with writing(self._db):
            self._catch_up()
            return self._mark("undo", self._done[-1]) if self._done else []

    def redo(self) -> list[FeedbackEvent]:
        """Redo the step undone last and return its events; empty where there is none."""
        with writing(self._db):
            self._catch_up()
            return self._mark("redo", self._undone[-1]) if self._undone else []

    def _mark(self, kind: str, step_id: int) -> list[FeedbackEvent]:
        self._db.conn.execute(
            "INSERT INTO feedback (recorded_at, step_id, kind, item_id, verdict) VALUES (?, ?, ?, '', '')",
            [datetime.now(UTC).isoformat(), step_id, kind],
        )
        return self._steps[step_id]

    @property
    def last_event_id(self) -> int:
        """The id of the newest event, 0 where there is none."""
        self._catch_up()
        return self._last_event_id

    @property
    def can_undo(self) -> bool:
        """Whether a step counts that could be undone."""
        self._catch_up()
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a step was undone and nothing was judged since."""
        self._catch_up()
        return bool(self._undone)

    def verdict_of(self, item_id: str, brief_id: int | None) -> str | None:
        """Return the item's verdict for this brief as it stands."""
        self._catch_up()
        return self._verdict(item_id, brief_id)

    def critique_of(self, item_id: str, brief_id: int | None) -> str:
        """Return why the item was rejected for this brief, as it stands; "" where nothing was said."""
        self._catch_up()
        event = _last_for(self._effective(self._events_of_item.get(item_id, ())), brief_id)
        return "" if event is None else event.critique

    def verdicts(self, brief_id: int | None) -> dict[str, str]:
        """Return every item's verdict for this brief as it stands, in the order they were first given."""
        self._catch_up()
        standing = {item_id: self._verdict(item_id, brief_id) for item_id in self._events_of_item}
        return {item_id: verdict for item_id, verdict in standing.items() if verdict}

    def standing(self, brief_id: int | None, until_event: int | None = None) -> Standing:
        """Return verdicts and shelf after `until_event` (None: now), all of one moment, undone steps left out.

        What was undone later counted then, and what was redone later did not. The order of the verdicts is that of then
        too, for sums depend on it in their last digits.
        """
        self._catch_up()
        if until_event is None or until_event >= self._last_event_id:
            until, ignored = self._last_event_id, self._not_counting
        else:
            until, ignored = until_event, self._not_counting_at(until_event)
        verdicts: dict[str, str] = {}
        critiques: dict[str, str] = {}
        shelf: set[str] = set()
        for item_id, events in self._events_of_item.items():
            counting = [event for event in events if event.event_id <= until and event.step_id not in ignored]
            event = _last_for(iter(counting), brief_id)
            if event is not None:
                verdicts[item_id] = event.verdict
                if event.critique:
                    critiques[item_id] = event.critique
            if _is_shelved_after(counting):
                shelf.add(item_id)
        return Standing(until, verdicts, frozenset(shelf), critiques)

    def _not_counting_at(self, until_event: int) -> set[int]:
        """Return the steps that were undone after `until_event`, as far as it knew."""
        undone: set[int] = set()
        for event_id, kind, step_id in self._marks:
            if event_id > until_event:
                break
            if kind == "undo":
                undone.add(step_id)
            else:
                undone.discard(step_id)
        return undone

    def is_on_shelf(self, item_id: str) -> bool:
        """Return whether the item is on the shelf."""
        self._catch_up()
        return self._is_shelved(item_id)

    def shelf(self) -> list[str]:
        """Return the ids on the shelf in their order."""
        with translated_errors():
            places = dict(self._db.conn.execute("SELECT item_id, place FROM shelf_places").fetchall())
        self._catch_up()
        return sorted(filter(self._is_shelved, places), key=lambda item_id: places[item_id])

    def reorder_shelf(self, item_ids: Sequence[str]) -> None:
        """Give these ids the first places, in this order."""
        rest = [item_id for item_id in self.shelf() if item_id not in set(item_ids)]
        with writing(self._db):
            self._db.conn.executemany(
                "INSERT OR REPLACE INTO shelf_places (item_id, place) VALUES (?, ?)",
                [(item_id, float(place)) for place, item_id in enumerate([*item_ids, *rest], 1)],
            )

    def brief_of_shelving(self, item_id: str) -> int | None:
        """Return the brief the item was shelved for."""
        self._catch_up()
        shelvings = [
            event
            for event in self._effective(self._events_of_item.get(item_id, ()))
            if event.verdict == "shelve"
        ]
        return shelvings[-1].brief_id if shelvings else None

    def count_since(self, event_id: int, brief_id: int | None) -> int:
        """Return on how many items verdicts that count were given for a brief after `event_id`."""
        self._catch_up()
        # Items, not events: to say why an item was rejected is no second rejection.
        judged = {
            event.item_id
            for step_id in self._done
            for event in self._steps[step_id]
            if event.event_id > event_id and event.brief_id == brief_id
        }
        return len(judged)

    def judged_briefs(self) -> list[int]:
        """Return the briefs that verdicts which count were given for, the one judged last first."""
        self._catch_up()
        newest = {
            event.brief_id: event.event_id
            for step_id in sorted(self._done, key=lambda step_id: self._steps[step_id][0].event_id)
            for event in self._steps[step_id]
            if event.brief_id is not None
        }
        return sorted(newest, key=lambda brief_id: -newest[brief_id])

    def history(self, limit: int) -> list[tuple[FeedbackEvent, bool]]:
        """Return the newest verdicts, each with whether it was undone."""
        self._catch_up()
        newest = sorted(
            (event for events in self._steps.values() for event in events), key=lambda event: -event.event_id
        )
        return [(event, event.step_id in self._not_counting) for event in newest[:limit]]

    def _verdict(self, item_id: str, brief_id: int | None) -> str | None:
        event = _last_for(self._effective(self._events_of_item.get(item_id, ())), brief_id)
        return None if event is None else event.verdict

    def _is_shelved(self, item_id: str) -> bool:
        return _is_shelved_after(self._effective(self._events_of_item.get(item_id, ())))

    def _effective(self, events: Sequence[FeedbackEvent]) -> Iterator[FeedbackEvent]:
        return (event for event in events if event.step_id not in self._not_counting)

    def _catch_up(self) -> None:
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT event_id, recorded_at, step_id, kind, item_id, verdict, brief_id, slate_id, critique "
                "FROM feedback WHERE event_id > ? ORDER BY event_id",
                [self._last_event_id],
            ).fetchall()
        for event_id, recorded_at, step_id, kind, item_id, verdict, brief_id, slate_id, critique in rows:
            self._last_event_id = event_id
            if kind != "verdict":
                self._marks.append((event_id, kind, step_id))
            if kind == "undo":
                self._done.remove(step_id)
                self._undone.append(step_id)
                self._not_counting.add(step_id)
            elif kind == "redo":
                self._undone.remove(step_id)
                self._done.append(step_id)
                self._not_counting.discard(step_id)
            else:
                event = FeedbackEvent(
                    event_id, recorded_at, step_id, item_id, verdict, brief_id, slate_id, critique
                )
                if step_id not in self._steps:
                    self._steps[step_id] = []
                    self._done.append(step_id)
                    self._undone.clear()
                self._steps[step_id].append(event)
                self._events_of_item.setdefault(item_id, []).append(event)


def _last_for(events: Iterator[FeedbackEvent], brief_id: int | None) -> FeedbackEvent | None:
    """Return the event that says where an item stands for a brief; None where its verdict was taken back, or none."""
    last: FeedbackEvent | None = None
    for event in events:
        if event.brief_id in (brief_id, None):
            last = None if event.verdict in ("clear", "unshelve") else event
    return last


def _is_shelved_after(events: Iterable[FeedbackEvent]) -> bool:
    is_on = False
    for event in events:
        is_on = _SHELF_EFFECT.get(event.verdict, is_on)
    return is_on
