"""Shelves and what left the house: several shelves a library, their order, notes, rules and exports."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ltrec_gui.catalogue.item import Item
from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.balance import RULE_KINDS, ShelfRule
from ltrec_gui.recommend.popularity import SEGMENT_NAMES
from ltrec_gui.store.exposures import StoredExport
from ltrec_gui.store.shelves import DELETE, RENAME, RULES, SWITCH, TARGET, ShelfState

MOST_TARGET = 999
MOST_COOLDOWN_DAYS = 3_650


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """One chosen item; `position` counts from 1; `brief` is the brief it was chosen for.

    `exported_at` is when it was exported last from any shelf, "" where it never was, and `shelved_at` when it came to
    this shelf; both ISO 8601 in UTC.
    """

    position: int
    item: Item
    segment: str
    popularity: float
    brief: str
    note: str = ""
    shelved_at: str = ""
    exported_at: str = ""


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """A shelf in one line; `name` is "" for a first shelf that nobody named, `exported_at` "" where it never was."""

    shelf_id: int
    name: str
    item_count: int
    target: int | None  # None: what the program aims at
    exported_at: str  # the last time, ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class RuleSwitch:
    """A rule of a shelf and whether the editor wants to hear of it."""

    rule: ShelfRule
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """One export as it is remembered; `path` is "" for the clipboard, a forgotten one keeps nothing out of lists."""

    export_id: int
    exported_at: str  # ISO 8601, UTC
    shelf_id: int
    shelf_name: str
    path: str
    item_count: int
    is_forgotten: bool


def note_export(
    workspace: Workspace,
    control: JobControl,
    shelf_id: int | None,
    path: Path | None,
    item_ids: Sequence[str],
) -> ExportRecord:
    """Remember that these items of a shelf (None: the current one) were exported now, and return the record.

    Call it once a file is whole, or the clipboard filled (`path` None then): what it names stays out of new lists for
    as long as the library's cool-down says. The order of `item_ids` is that of the export. RequestError without such a
    shelf.
    """
    state = _state(workspace, shelf_id)
    workspace.exposures.add(state.shelf_id, state.name, str(path) if path is not None else "", item_ids)
    return _record(workspace.exposures.exports(1)[0])


def export_log(workspace: Workspace, control: JobControl, limit: int = 1000) -> tuple[ExportRecord, ...]:
    """Return the exports made last, newest first."""
    return tuple(_record(stored) for stored in workspace.exposures.exports(limit))


def forget_export(
    workspace: Workspace, control: JobControl, export_id: int, is_forgotten: bool = True
) -> tuple[ExportRecord, ...]:
    """Let an export keep nothing out of lists any more, or again, and return all exports; RequestError."""
    if not workspace.exposures.set_forgotten(export_id, is_forgotten):
        raise RequestError("This export is not in the library. Nothing was changed.")
    return export_log(workspace, control)


def set_cooldown(workspace: Workspace, control: JobControl, days: int) -> None:
    """Let what is exported stay out of new lists for so many days, 0: not at all; RequestError outside 0..3,650."""
    if not 0 <= days <= MOST_COOLDOWN_DAYS:
        raise RequestError(
            "A cool-down lasts 0 to {most} days, not {days}. Nothing was changed.",
            most=f"{MOST_COOLDOWN_DAYS:,}",
            days=days,
        )
    workspace.meta.save_settings(replace(workspace.meta.settings, cooldown_days=days))


def cooling_ids(workspace: Workspace) -> set[str]:
    """Return the ids that the library's cool-down keeps out of lists made now."""
    days = workspace.meta.settings.cooldown_days
    if not days:
        return set()
    return workspace.exposures.exported((datetime.now(UTC) - timedelta(days=days)).isoformat())


def shelf_entries(
    workspace: Workspace, control: JobControl, shelf_id: int | None = None
) -> tuple[ShelfEntry, ...]:
    """Return a shelf (None: the current one) in its order; RequestError without such a shelf."""
    state = _state(workspace, shelf_id)
    ids = state.ids
    items = workspace.items.by_ids(ids)
    snapshot = workspace.snapshot()
    measured = snapshot.popularity
    briefs = workspace.briefs.titles()
    exported = workspace.exposures.last_exports(ids)
    entries: list[ShelfEntry] = []
    for item_id in ids:
        if item_id not in items or item_id not in snapshot.positions:
            continue
        placed = state.placed[item_id]
        position = snapshot.positions[item_id]
        entries.append(
            ShelfEntry(
                len(entries) + 1,
                items[item_id],
                SEGMENT_NAMES[int(measured.segments[position])],
                float(measured.counts[position]),
                briefs.get(placed.brief_id, "") if placed.brief_id is not None else "",
                state.notes.get(item_id, ""),
                placed.shelved_at,
                exported.get(item_id, ""),
            )
        )
    return tuple(entries)


def shelf_lines(workspace: Workspace, control: JobControl) -> tuple[ShelfLine, ...]:
    """Return all shelves of the library, the oldest first; there is always one."""
    exported: dict[int, str] = {}
    for stored in workspace.exposures.exports():
        exported.setdefault(stored.shelf_id, stored.exported_at)
    return tuple(
        ShelfLine(
            state.shelf_id, state.name, len(state.placed), state.target, exported.get(state.shelf_id, "")
        )
        for state in workspace.feedback.shelf_states()
    )


def reorder_shelf(
    workspace: Workspace, control: JobControl, item_ids: Sequence[str], shelf_id: int | None = None
) -> tuple[ShelfEntry, ...]:
    """Put a shelf into this order (ids left out keep theirs, at the end), as one step, and return it."""
    workspace.feedback.reorder_shelf(item_ids, _state(workspace, shelf_id).shelf_id)
    return shelf_entries(workspace, control, shelf_id)


def go_to_shelf(workspace: Workspace, control: JobControl, shelf_id: int) -> None:
    """Work on another shelf from now on; RequestError without such a shelf."""
    state = _state(workspace, shelf_id)
    if state.shelf_id != workspace.feedback.current_shelf().shelf_id:
        workspace.feedback.change_shelf(shelf_id, SWITCH)


def new_shelf(workspace: Workspace, control: JobControl, name: str) -> int:
    """Make an empty shelf, go to it and return its id; RequestError where there is one of this name."""
    return workspace.feedback.create_shelf(_free_name(workspace, name))


def duplicate_shelf(workspace: Workspace, control: JobControl, shelf_id: int, name: str) -> int:
    """Make a shelf with the items, order, notes, target and rules of another, go to it and return its id."""
    state = _state(workspace, shelf_id)
    return workspace.feedback.create_shelf(
        _free_name(workspace, name),
        state.target,
        state.rules,
        [
            (item_id, placed.brief_id, state.notes.get(item_id, ""))
            for item_id, placed in state.placed.items()
        ],
    )


def rename_shelf(workspace: Workspace, control: JobControl, shelf_id: int, name: str) -> None:
    """Give a shelf another name; RequestError where there is one of this name."""
    state = _state(workspace, shelf_id)
    if name.strip() != state.name:
        workspace.feedback.change_shelf(shelf_id, RENAME, _free_name(workspace, name, shelf_id))


def delete_shelf(workspace: Workspace, control: JobControl, shelf_id: int) -> str:
    """Take a shelf away, which undo brings back with all it held, and return its name; RequestError for the last."""
    state = _state(workspace, shelf_id)
    if len(workspace.feedback.shelf_states()) == 1:
        raise RequestError(
            "The last shelf of a library cannot be deleted. Nothing was changed. Take its items off instead."
        )
    workspace.feedback.change_shelf(shelf_id, DELETE)
    return state.name


def set_note(
    workspace: Workspace,
    control: JobControl,
    shelf_id: int,
    item_id: str,
    note: str,
    joins: int | None = None,
) -> int | None:
    """Keep a note on an item; return the step it is part of, None where it said that already; RequestError.

    `joins` is the step of the same note saved a moment ago: both are undone at once.
    """
    _state(workspace, shelf_id)
    return workspace.feedback.set_note(shelf_id, item_id, " ".join(note.split()), joins)


def set_target(workspace: Workspace, control: JobControl, shelf_id: int, target: int | None) -> None:
    """Aim at another number of items on a shelf (None: at what the program aims at); RequestError outside 1..999."""
    state = _state(workspace, shelf_id)
    if target is not None and not 1 <= target <= MOST_TARGET:
        raise RequestError(
            "A shelf can aim at 1 to {most} items, not {target}. Nothing was changed.",
            most=f"{MOST_TARGET:,}",
            target=target,
        )
    if target != state.target:
        workspace.feedback.change_shelf(shelf_id, TARGET, target)


def set_rules(
    workspace: Workspace, control: JobControl, shelf_id: int, rules: Sequence[RuleSwitch] | None
) -> None:
    """Hold a shelf against other rules (None: those of its kind of catalogue)."""
    state = _state(workspace, shelf_id)
    content = None if rules is None else rules_as_json(rules)
    if content != state.rules:
        workspace.feedback.change_shelf(shelf_id, RULES, content)


def rules_as_json(rules: Sequence[RuleSwitch]) -> str:
    """Return rules as the log keeps them."""
    return json.dumps([{**asdict(each.rule), "is_on": each.is_on} for each in rules], ensure_ascii=False)


def rules_from_json(content: str) -> tuple[RuleSwitch, ...]:
    """Return rules as they were kept; a kind that a newer program knows is left out."""
    return tuple(
        RuleSwitch(ShelfRule(each["kind"], each["column"], float(each["limit"])), bool(each["is_on"]))
        for each in json.loads(content)
        if each["kind"] in RULE_KINDS
    )


def _state(workspace: Workspace, shelf_id: int | None) -> ShelfState:
    state = workspace.feedback.shelf_state(shelf_id)
    if state is None:
        raise RequestError(
            "This shelf is not in the library any more. Nothing was changed. Choose another one."
        )
    return state


def _free_name(workspace: Workspace, name: str, own_id: int | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise RequestError("A shelf needs a name. Nothing was changed.")
    for state in workspace.feedback.shelf_states():
        if state.shelf_id != own_id and state.name.casefold() == name.casefold():
            raise RequestError(
                "There is a shelf “{name}” already. Nothing was changed. Choose another name.", name=name
            )
    return name


def _record(stored: StoredExport) -> ExportRecord:
    return ExportRecord(
        stored.export_id,
        stored.exported_at,
        stored.shelf_id,
        stored.shelf_name,
        stored.path,
        stored.item_count,
        stored.is_forgotten,
    )
