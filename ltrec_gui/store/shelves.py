"""Shelves as the log of events has them: which there are, what is on each in which order, with which notes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ltrec_gui.store.feedback import FeedbackEvent

NO_SHELF = 0  # of verdicts that say nothing of a shelf
FIRST_SHELF = 1  # every library has it from its first day; all others are made
# What can be done to a shelf beside putting items on it and taking them off; `detail` of the event says the rest.
CREATE, RENAME, DELETE = "create", "rename", "delete"
ORDER, NOTE, TARGET, RULES = "order", "note", "target", "rules"
SWITCH = "switch"  # which shelf is worked on: no step of its own, so nobody has to undo it
SHELF_ACTS = (CREATE, RENAME, DELETE, ORDER, NOTE, TARGET, RULES, SWITCH)
# Verdicts that say whether an item is on the shelf. Rejecting an item takes it off; judging it otherwise does not.
SHELF_EFFECT = {"shelve": True, "unshelve": False, "not-right": False}


@dataclass(frozen=True, slots=True)
class Placed:
    """How an item came to a shelf: for which brief, and when (ISO 8601, UTC)."""

    brief_id: int | None
    shelved_at: str


@dataclass(slots=True)
class ShelfState:
    """One shelf: its items in their order, and the notes on items, which outlive a removal.

    `name` is empty for a first shelf that nobody named, `target` None and `rules` None where the editor left them as
    they come.
    """

    shelf_id: int
    name: str = ""
    target: int | None = None
    rules: str | None = None  # JSON
    placed: dict[str, Placed] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    exists: bool = False

    @property
    def ids(self) -> list[str]:
        """The ids of its items in their order."""
        return list(self.placed)

    def put_in_order(self, item_ids: Iterable[str]) -> None:
        """Give these ids the first places, in this order; ids that are not on the shelf say nothing."""
        first = [item_id for item_id in dict.fromkeys(item_ids) if item_id in self.placed]
        self.placed = {item_id: self.placed[item_id] for item_id in [*first, *self.placed]}


class ShelfBook:
    """All shelves after the events applied so far; events that were undone are left out by whoever applies them."""

    def __init__(self, events: "Iterable[FeedbackEvent]" = ()) -> None:
        self._states = {FIRST_SHELF: ShelfState(FIRST_SHELF, exists=True)}
        self._visited: list[int] = []
        for event in events:
            self.apply(event)

    def apply(self, event: "FeedbackEvent") -> None:
        """Take one event that counts into account."""
        if event.shelf_id == NO_SHELF:
            return
        state = self._state(event.shelf_id)
        if event.kind == "verdict":
            is_on = SHELF_EFFECT.get(event.verdict)
            if is_on:
                state.placed.setdefault(event.item_id, Placed(event.brief_id, event.recorded_at))
            elif is_on is not None:
                state.placed.pop(event.item_id, None)
            return
        detail: Any = json.loads(event.detail)
        match event.verdict:
            case "create":
                state.exists = True
                state.name, state.target, state.rules = detail["name"], detail["target"], detail["rules"]
                for item_id, brief_id, note in detail["items"]:
                    state.placed[item_id] = Placed(brief_id, event.recorded_at)
                    if note:
                        state.notes[item_id] = note
            case "rename":
                state.name = detail
            case "delete":
                state.exists = False
            case "order":
                state.put_in_order(detail)
            case "note":
                state.notes[event.item_id] = detail
            case "target":
                state.target = detail
            case "rules":
                state.rules = detail
            case "switch":
                self._visited = [each for each in self._visited if each != event.shelf_id] + [event.shelf_id]

    @property
    def shelves(self) -> list[ShelfState]:
        """The shelves there are, the oldest first; never none."""
        return [state for _, state in sorted(self._states.items()) if state.exists]

    @property
    def current(self) -> ShelfState:
        """The shelf worked on: the one gone to last of those there are, else the oldest."""
        for shelf_id in reversed(self._visited):
            if self._states[shelf_id].exists:
                return self._states[shelf_id]
        return self.shelves[0]

    def get(self, shelf_id: int | None) -> ShelfState | None:
        """Return a shelf (None: the current one); None where there is none with this id."""
        if shelf_id is None:
            return self.current
        state = self._states.get(shelf_id)
        return state if state is not None and state.exists else None

    @property
    def next_id(self) -> int:
        """An id no shelf had so far, undone and deleted ones included."""
        return max(self._states) + 1

    def _state(self, shelf_id: int) -> ShelfState:
        if shelf_id not in self._states:
            self._states[shelf_id] = ShelfState(shelf_id)
        return self._states[shelf_id]
