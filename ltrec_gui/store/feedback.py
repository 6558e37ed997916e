"""Verdicts as an append-only log: an undo is one more event, so nothing an editor did is ever lost."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from ltrec_gui.store.database import translated_errors, writing
from ltrec_gui.store.shelves import (
    CREATE,
    FIRST_SHELF,
    NO_SHELF,
    NOTE,
    ORDER,
    SHELF_ACTS,
    SHELF_EFFECT,
    SWITCH,
    ShelfBook,
    ShelfState,
)

VERDICT, SHELF = "verdict", "shelf"  # kinds of events that are steps; the others, undo and redo, name one
TAKING_BACK = ("clear", "unshelve")  # verdicts after which an item has none
NO_STEP = 0  # of events that are no step: they always count


@dataclass(frozen=True, slots=True)
class FeedbackEvent:
    """One verdict for one item; `brief_id` None counts for every brief, `critique` is why it was rejected, if said.

    `kind` is `verdict`, or `shelf` for what was done to a shelf: `verdict` is one of `shelves.SHELF_ACTS` then and
    `detail` says the rest in JSON. `shelf_id` is the shelf worked on.
    """

    event_id: int
    recorded_at: str
    step_id: int
    item_id: str
    verdict: str
    brief_id: int | None
    slate_id: str | None
    critique: str = ""
    kind: str = VERDICT
    shelf_id: int = FIRST_SHELF
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the log amounted to after an event: verdicts by item for one brief, and what the current shelf held.

    `critiques` says why, of those of the items whose verdict says so.
    """

    last_event_id: int
    verdicts: dict[str, str]  # in the order in which the items were first judged
    shelf: frozenset[str]
    critiques: dict[str, str]
    everywhere: frozenset[str] = frozenset()  # those of the items whose verdict counts for every brief


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
        self._shelf_events: list[
            FeedbackEvent
        ] = []  # all that say something of a shelf, undone ones included
        self._shelves = ShelfBook()

    def append(
        self,
        item_ids: Sequence[str],
        verdict: str,
        brief_id: int | None,
        slate_id: str | None,
        critique: str = "",
    ) -> int:
        """Write one verdict for these items as one step; it is on disk when this returns the step's id.

        What it says of a shelf it says of the current one.
        """
        now = datetime.now(UTC).isoformat()
        with writing(self._db):
            self._catch_up()
            step_id = self._next_step()
            shelf_id = self._shelves.current.shelf_id
            self._db.conn.executemany(
                "INSERT INTO feedback "
                "(recorded_at, step_id, kind, item_id, verdict, brief_id, slate_id, critique, shelf_id) "
                "VALUES (?, ?, 'verdict', ?, ?, ?, ?, ?, ?)",
                [
                    (now, step_id, item_id, verdict, brief_id, slate_id, critique, shelf_id)
                    for item_id in item_ids
                ],
            )
        return step_id

    def change_shelf(
        self, shelf_id: int, act: str, detail: object = None, item_id: str = "", joins: int | None = None
    ) -> int:
        """Write what was done to a shelf as one step and return the step's id; going to a shelf is none.

        `joins` names an earlier step that this one goes on with: where nothing was done since, both are one, so that
        a note saved while it is typed is undone as a whole.
        """
        if act not in SHELF_ACTS:
            raise ValueError(f"{act} is nothing that can be done to a shelf")
        with writing(self._db):
            self._catch_up()
            is_same = joins is not None and bool(self._done) and self._done[-1] == joins
            step_id = (
                NO_STEP if act == SWITCH else joins if joins is not None and is_same else self._next_step()
            )
            self._write_act(step_id, shelf_id, act, detail, item_id)
        return step_id

    def create_shelf(
        self,
        name: str,
        target: int | None = None,
        rules: str | None = None,
        items: Sequence[tuple[str, int | None, str]] = (),
    ) -> int:
        """Make a shelf with these (item id, brief, note) as one step, go to it and return its id."""
        with writing(self._db):
            self._catch_up()
            shelf_id = self._shelves.next_id
            detail = {"name": name, "target": target, "rules": rules, "items": [list(each) for each in items]}
            self._write_act(self._next_step(), shelf_id, CREATE, detail)
            self._write_act(NO_STEP, shelf_id, SWITCH, None)
        return shelf_id

    def _next_step(self) -> int:
        return int(self._db.conn.execute("SELECT coalesce(max(step_id), 0) + 1 FROM feedback").fetchone()[0])

    def _write_act(self, step_id: int, shelf_id: int, act: str, detail: object, item_id: str = "") -> None:
        self._db.conn.execute(
            "INSERT INTO feedback (recorded_at, step_id, kind, item_id, verdict, shelf_id, detail) "
            "VALUES (?, ?, 'shelf', ?, ?, ?, ?)",
            [
                datetime.now(UTC).isoformat(),
                step_id,
                item_id,
                act,
                shelf_id,
                json.dumps(detail, ensure_ascii=False),
            ],
        )

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

    def steps_after(self, event_id: int) -> list[int]:
        """Return the steps that count and were begun after an event and its own step, the one to undo first first."""
        self._catch_up()
        own = next(
            (
                step_id
                for step_id, events in self._steps.items()
                for event in events
                if event.event_id == event_id
            ),
            NO_STEP,
        )
        return [
            step_id
            for step_id in reversed(self._done)
            if step_id != own and self._steps[step_id][0].event_id > event_id
        ]

    def events_of(self, step_ids: Sequence[int]) -> list[FeedbackEvent]:
        """Return the events of steps, in the order of the steps."""
        return [event for step_id in step_ids for event in self._steps[step_id]]

    def undo_after(self, event_id: int) -> list[list[FeedbackEvent]]:
        """Undo `steps_after` an event at once and return the events of each, the newest step first.

        `redo` as often as there were steps takes that back, as long as nothing is judged meanwhile.
        """
        with writing(self._db):
            return [self._mark("undo", step_id) for step_id in self.steps_after(event_id)]

    def redo_many(self, count: int) -> list[list[FeedbackEvent]]:
        """Redo the `count` steps undone last, as many as there are, and return the events of each."""
        with writing(self._db):
            self._catch_up()
            chosen = self._undone[::-1][:count]
            return [self._mark("redo", step_id) for step_id in chosen]

    def append_again(self, events: Sequence[FeedbackEvent], verdict: str, critique: str = "") -> int:
        """Write another verdict for what these events judged, each for its own brief, list and shelf, as one step.

        What was written before stays; the step's id is returned once it is on disk.
        """
        now = datetime.now(UTC).isoformat()
        with writing(self._db):
            self._catch_up()
            step_id = self._next_step()
            self._db.conn.executemany(
                "INSERT INTO feedback "
                "(recorded_at, step_id, kind, item_id, verdict, brief_id, slate_id, critique, shelf_id) "
                "VALUES (?, ?, 'verdict', ?, ?, ?, ?, ?, ?)",
                [
                    (
                        now,
                        step_id,
                        event.item_id,
                        verdict,
                        event.brief_id,
                        event.slate_id,
                        critique,
                        event.shelf_id,
                    )
                    for event in events
                ],
            )
        return step_id

    def count_everywhere(
        self, judged: Sequence[tuple[str, int | None, str | None]], is_everywhere: bool
    ) -> int | None:
        """Let the verdicts that stand for each (item, brief, slate) count for every brief, or no longer, as one step.

        Return the step's id, None where there was nothing to do. What was said for one brief stays as it was said.
        """
        now = datetime.now(UTC).isoformat()
        with writing(self._db):
            self._catch_up()
            standing = [(slate_id, self._event(item_id, brief_id)) for item_id, brief_id, slate_id in judged]
            told = {
                event.item_id: (event.verdict, event.critique, slate_id)
                if is_everywhere
                else ("clear", "", slate_id)
                for slate_id, event in standing
                if event is not None and (event.brief_id is None) != is_everywhere
            }
            if not told:
                return None
            step_id = self._next_step()
            self._db.conn.executemany(
                "INSERT INTO feedback "
                "(recorded_at, step_id, kind, item_id, verdict, brief_id, slate_id, critique, shelf_id) "
                "VALUES (?, ?, 'verdict', ?, ?, NULL, ?, ?, ?)",
                [
                    # For whom a verdict counts puts nothing on a shelf and takes nothing off.
                    (now, step_id, item_id, verdict, slate_id, critique, NO_SHELF)
                    for item_id, (verdict, critique, slate_id) in told.items()
                ],
            )
        return step_id

    def titles(self) -> dict[str, str]:
        """Return the title of every item that was ever judged, in one query; items that are gone are left out."""
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT item_id, title FROM items WHERE item_id IN (SELECT item_id FROM feedback)"
            ).fetchall()
        return dict(rows)

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
        event = self.event_of(item_id, brief_id)
        return None if event is None else event.verdict

    def critique_of(self, item_id: str, brief_id: int | None) -> str:
        """Return why the item was rejected for this brief, as it stands; "" where nothing was said."""
        event = self.event_of(item_id, brief_id)
        return "" if event is None else event.critique

    def event_of(self, item_id: str, brief_id: int | None) -> FeedbackEvent | None:
        """Return the verdict that stands for this brief; one whose own brief is None counts for every brief."""
        self._catch_up()
        return self._event(item_id, brief_id)

    def verdicts(self, brief_id: int | None) -> dict[str, str]:
        """Return every item's verdict for this brief as it stands, in the order they were first given."""
        self._catch_up()
        standing = {item_id: self._event(item_id, brief_id) for item_id in self._events_of_item}
        return {item_id: event.verdict for item_id, event in standing.items() if event is not None}

    def standing(self, brief_id: int | None, until_event: int | None = None) -> Standing:
        """Return verdicts and shelf after `until_event` (None: now), all of one moment, undone steps left out.

        What was undone later counted then, and what was redone later did not. The order of the verdicts is that of then
        too, for sums depend on it in their last digits.
        """
        self._catch_up()
        if until_event is None or until_event >= self._last_event_id:
            until, ignored, book = self._last_event_id, self._not_counting, self._shelves
        else:
            until, ignored = until_event, self._not_counting_at(until_event)
            book = ShelfBook(
                event
                for event in self._shelf_events
                if event.event_id <= until and event.step_id not in ignored
            )
        verdicts: dict[str, str] = {}
        critiques: dict[str, str] = {}
        everywhere: set[str] = set()
        for item_id, events in self._events_of_item.items():
            counting = [event for event in events if event.event_id <= until and event.step_id not in ignored]
            event = _last_for(iter(counting), brief_id)
            if event is not None:
                verdicts[item_id] = event.verdict
                if event.critique:
                    critiques[item_id] = event.critique
                if event.brief_id is None:
                    everywhere.add(item_id)
        return Standing(until, verdicts, frozenset(book.current.placed), critiques, frozenset(everywhere))

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

    def is_on_shelf(self, item_id: str, shelf_id: int | None = None) -> bool:
        """Return whether the item is on a shelf (None: the current one)."""
        state = self.shelf_state(shelf_id)
        return state is not None and item_id in state.placed

    def placed_elsewhere(self) -> dict[str, tuple[str, ...]]:
        """Return the names of the other shelves that items stand on, by item; that of the first shelf may be ""."""
        self._catch_up()
        current = self._shelves.current.shelf_id
        found: dict[str, tuple[str, ...]] = {}
        for state in self._shelves.shelves:
            if state.shelf_id != current:
                for item_id in state.placed:
                    found[item_id] = (*found.get(item_id, ()), state.name)
        return found

    def shelf(self, shelf_id: int | None = None) -> list[str]:
        """Return the ids on a shelf (None: the current one) in their order; empty where there is no such shelf."""
        state = self.shelf_state(shelf_id)
        return state.ids if state is not None else []

    def shelf_state(self, shelf_id: int | None = None) -> ShelfState | None:
        """Return a shelf (None: the current one), to be read and not changed; None where there is no such shelf."""
        self._catch_up()
        return self._shelves.get(shelf_id)

    def current_shelf(self) -> ShelfState:
        """Return the shelf worked on, to be read and not changed."""
        self._catch_up()
        return self._shelves.current

    def shelf_states(self) -> list[ShelfState]:
        """Return all shelves there are, the oldest first, to be read and not changed; there is always one."""
        self._catch_up()
        return self._shelves.shelves

    def reorder_shelf(self, item_ids: Sequence[str], shelf_id: int | None = None) -> None:
        """Give these ids the first places of a shelf (None: the current one), in this order, as one step."""
        state = self.shelf_state(shelf_id)
        if state is None:
            return
        order = [*dict.fromkeys(item_id for item_id in item_ids if item_id in state.placed)]
        order += [item_id for item_id in state.ids if item_id not in set(order)]
        if order != state.ids:
            self.change_shelf(state.shelf_id, ORDER, order)

    def set_note(self, shelf_id: int, item_id: str, note: str, joins: int | None = None) -> int | None:
        """Keep a note on an item of a shelf; return its step (see `change_shelf`), None where it says that already."""
        state = self.shelf_state(shelf_id)
        if state is None or state.notes.get(item_id, "") == note:
            return None
        return self.change_shelf(shelf_id, NOTE, note, item_id, joins)

    def brief_of_shelving(self, item_id: str, shelf_id: int | None = None) -> int | None:
        """Return the brief the item was put on a shelf for."""
        state = self.shelf_state(shelf_id)
        placed = state.placed.get(item_id) if state is not None else None
        return placed.brief_id if placed is not None else None

    def count_since(self, event_id: int, brief_id: int | None) -> int:
        """Return on how many items verdicts that count were given for a brief after `event_id`."""
        self._catch_up()
        # Items, not events: to say why an item was rejected is no second rejection.
        judged = {
            event.item_id
            for step_id in self._done
            for event in self._steps[step_id]
            if event.kind == VERDICT and event.event_id > event_id and event.brief_id in (brief_id, None)
        }
        return len(judged)

    def judged_items(self) -> set[str]:
        """Return the items that any verdict which counts was given for."""
        self._catch_up()
        return {
            event.item_id for step_id in self._done for event in self._steps[step_id] if event.kind == VERDICT
        }

    def verdict_counts(self) -> Counter[int]:
        """Return for how many items a verdict that was given for each brief stands, whatever counts for every brief."""
        self._catch_up()
        counts: Counter[int] = Counter()
        for events in self._events_of_item.values():
            last = {event.brief_id: event.verdict for event in self._effective(events)}
            counts.update(
                brief_id
                for brief_id, verdict in last.items()
                if brief_id is not None and verdict not in TAKING_BACK
            )
        return counts

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
            (event for events in self._steps.values() for event in events if event.kind == VERDICT),
            key=lambda event: -event.event_id,
        )
        return [(event, event.step_id in self._not_counting) for event in newest[:limit]]

    def _event(self, item_id: str, brief_id: int | None) -> FeedbackEvent | None:
        return _last_for(self._effective(self._events_of_item.get(item_id, ())), brief_id)

    def _effective(self, events: Sequence[FeedbackEvent]) -> Iterator[FeedbackEvent]:
        return (event for event in events if event.step_id not in self._not_counting)

    def _catch_up(self) -> None:
        with translated_errors():
            rows = self._db.conn.execute(
                "SELECT event_id, recorded_at, step_id, kind, item_id, verdict, brief_id, slate_id, critique, "
                "coalesce(shelf_id, ?), detail FROM feedback WHERE event_id > ? ORDER BY event_id",
                [FIRST_SHELF, self._last_event_id],
            ).fetchall()
        must_begin_anew = False
        for (
            event_id,
            recorded_at,
            step_id,
            kind,
            item_id,
            verdict,
            brief_id,
            slate_id,
            critique,
            *rest,
        ) in rows:
            self._last_event_id = event_id
            if kind in ("undo", "redo"):
                self._marks.append((event_id, kind, step_id))
                must_begin_anew |= any(_says_of_shelf(event) for event in self._steps[step_id])
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
                    event_id,
                    recorded_at,
                    step_id,
                    item_id,
                    verdict,
                    brief_id,
                    slate_id,
                    critique,
                    kind,
                    *rest,
                )
                self._take(event)
        if must_begin_anew:
            self._shelves = ShelfBook(self._effective(self._shelf_events))

    def _take(self, event: FeedbackEvent) -> None:
        if event.step_id != NO_STEP:
            if event.step_id not in self._steps:
                self._steps[event.step_id] = []
                self._done.append(event.step_id)
                self._undone.clear()
            self._steps[event.step_id].append(event)
        if event.kind == VERDICT:
            self._events_of_item.setdefault(event.item_id, []).append(event)
        if _says_of_shelf(event):
            self._shelf_events.append(event)
            self._shelves.apply(event)


def _says_of_shelf(event: FeedbackEvent) -> bool:
    return event.kind == SHELF or event.verdict in SHELF_EFFECT


def _last_for(events: Iterator[FeedbackEvent], brief_id: int | None) -> FeedbackEvent | None:
    """Return the event that says where an item stands for a brief; None where its verdict was taken back, or none.

    What was said last counts, for this brief or for every one. Where it no longer counts for every brief, what was said
    for this one stands again.
    """
    own: FeedbackEvent | None = None
    everywhere: FeedbackEvent | None = None
    for event in events:
        if event.brief_id is None:
            everywhere = None if event.verdict in TAKING_BACK else event
        elif event.brief_id == brief_id:
            own = event
    is_own = own is not None and (everywhere is None or own.event_id > everywhere.event_id)
    last = own if is_own else everywhere
    return None if last is None or last.verdict in TAKING_BACK else last
