"""The history of verdicts as an editor works on it: looked through, changed in place, undone to a point, exported."""

import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.export_formats import harmless
from ltrec_gui.pipeline.give_feedback import (
    EVERYWHERE,
    HERE,
    FeedbackOutcome,
    HistoryEntry,
    outcome_for,
)
from ltrec_gui.pipeline.whole_file import write_whole
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import VERDICTS
from ltrec_gui.store.feedback import TAKING_BACK, VERDICT, FeedbackEvent

HISTORY_LIMIT = 20_000
COLUMNS = ("recorded_at", "item_id", "title", "verdict", "reason", "brief", "state", "event", "step")
STANDS, CHANGED, UNDONE = "stands", "changed later", "undone"  # states of a verdict, as the export names them


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undoing back to a verdict would take back: steps, the verdicts in them, and acts on shelves."""

    event_id: int
    step_count: int
    verdict_count: int
    shelf_act_count: int


def feedback_history(
    workspace: Workspace, control: JobControl, limit: int = HISTORY_LIMIT
) -> tuple[HistoryEntry, ...]:
    """Return the verdicts given last, newest first, each with whether it is the one that counts now."""
    titles = workspace.feedback.titles()
    briefs = workspace.briefs.titles()
    events = workspace.feedback.history(sys.maxsize)
    replaced = _replaced(events)
    return tuple(
        HistoryEntry(
            event.event_id,
            event.recorded_at,
            event.item_id,
            titles.get(event.item_id, event.item_id),
            event.verdict,
            briefs.get(event.brief_id, "") if event.brief_id is not None else "",
            is_undone,
            event.critique,
            event.brief_id,
            event.step_id,
            event.event_id in replaced,
        )
        for event, is_undone in events[:limit]
    )


def _replaced(events: Sequence[tuple[FeedbackEvent, bool]]) -> set[int]:
    """Return the ids of verdicts, given newest first, after which the same item was judged for the same brief again.

    A verdict that counts for every brief replaces those of each; where it was taken back they stand again.
    """
    replaced: set[int] = set()
    judged: set[tuple[str, int | None]] = set()
    everywhere: set[str] = set()  # items whose verdict counts for every brief
    for event, is_undone in events:
        if is_undone:
            continue
        key = (event.item_id, event.brief_id)
        if key in judged or event.item_id in everywhere:
            replaced.add(event.event_id)
        elif event.brief_id is None and event.verdict not in TAKING_BACK:
            everywhere.add(event.item_id)
        judged.add(key)
    return replaced


def change_verdicts(
    workspace: Workspace,
    control: JobControl,
    event_ids: Sequence[int],
    verdict: str,
    slate_id: str | None = None,
) -> FeedbackOutcome:
    """Give another verdict to what these events judged, each for its own brief, as one new step; RequestError.

    What is returned tells where things stand for the brief of the list looked at, without one of the list made last.

    Nothing written before is touched. `verdict` is one of VERDICTS or `clear`; or `everywhere` for what stands now to
    count for every brief, or `here` for its own only.
    """
    if verdict not in (*VERDICTS, "clear", EVERYWHERE, HERE):
        raise RequestError(
            "“{verdict}” is not a verdict. Nothing was recorded. Use one of: {verdicts}.",
            verdict=verdict,
            verdicts=", ".join(VERDICTS),
        )
    wanted = set(event_ids)
    found: dict[tuple[str, int | None], FeedbackEvent] = {}
    for event, _ in workspace.feedback.history(sys.maxsize):
        if event.event_id in wanted:
            found.setdefault((event.item_id, event.brief_id), event)
    if found and verdict in (EVERYWHERE, HERE):
        judged = [(event.item_id, event.brief_id, event.slate_id) for event in found.values()]
        workspace.feedback.count_everywhere(judged, verdict == EVERYWHERE)
    elif found:
        workspace.feedback.append_again(list(found.values()), verdict)
    item_ids = list(dict.fromkeys(event.item_id for event in found.values()))
    return outcome_for(workspace, verdict, item_ids, slate_id)


def undo_preview(workspace: Workspace, control: JobControl, event_id: int) -> UndoPreview:
    """Return what undoing back to a verdict, which itself stays, would take back."""
    log = workspace.feedback
    steps = log.steps_after(event_id)
    events = log.events_of(steps)
    verdicts = sum(event.kind == VERDICT for event in events)
    return UndoPreview(event_id, len(steps), verdicts, len(events) - verdicts)


def undo_back_to(
    workspace: Workspace, control: JobControl, event_id: int, slate_id: str | None = None
) -> tuple[FeedbackOutcome, UndoPreview]:
    """Undo all steps after a verdict and return what that left behind, and what was undone."""
    preview = undo_preview(workspace, control, event_id)
    steps = workspace.feedback.undo_after(event_id)
    return outcome_for(workspace, "", _judged_in(steps), slate_id), preview


def redo_steps(
    workspace: Workspace, control: JobControl, count: int, slate_id: str | None = None
) -> FeedbackOutcome:
    """Redo the steps undone last and return what that left behind."""
    return outcome_for(workspace, "", _judged_in(workspace.feedback.redo_many(count)), slate_id)


def _judged_in(steps: Sequence[Sequence[FeedbackEvent]]) -> list[str]:
    return list(dict.fromkeys(event.item_id for events in steps for event in events if event.kind == VERDICT))


def export_history(
    workspace: Workspace, control: JobControl, path: Path, event_ids: Sequence[int] | None = None
) -> int:
    """Write verdicts to a CSV file, oldest first, whole or not at all; return their number; RequestError.

    `event_ids` are those to write, None for all. The file is UTF-8 with a mark that spreadsheets see, and cells that a
    spreadsheet would run as formulas are made harmless.
    """
    wanted = None if event_ids is None else set(event_ids)
    entries = [
        entry
        for entry in reversed(feedback_history(workspace, control, sys.maxsize))
        if wanted is None or entry.event_id in wanted
    ]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        state = UNDONE if entry.is_undone else CHANGED if entry.is_replaced else STANDS
        cells = (
            entry.recorded_at,
            entry.item_id,
            entry.title,
            entry.verdict,
            entry.critique,
            entry.brief,
            state,
            entry.event_id,
            entry.step_id,
        )
        writer.writerow([harmless(cell) for cell in cells])
    write_whole(path, "\ufeff" + buffer.getvalue())
    return len(entries)
