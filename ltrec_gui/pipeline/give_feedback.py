"""Record verdicts durably, undo and redo them without limit."""

from collections.abc import Sequence
from dataclasses import dataclass

from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import VERDICTS
from ltrec_gui.store.slates import StoredSlate


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """Where an item stands now: its verdict for its brief (None: none) and whether it is on the shelf."""

    item_id: str
    title: str
    verdict: str | None
    is_on_shelf: bool


@dataclass(frozen=True, slots=True)
class FeedbackOutcome:
    """What a verdict, undo or redo left behind; `action` is the verdict given, undone or redone."""

    action: str
    items: tuple[ItemStanding, ...]
    shelf_count: int
    verdicts_since_slate: int
    can_undo: bool
    can_redo: bool


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One verdict as it was given; `is_undone` tells whether it still counts."""

    event_id: int
    recorded_at: str  # ISO 8601, UTC
    item_id: str
    title: str
    verdict: str
    brief: str
    is_undone: bool


def give_feedback(
    workspace: Workspace,
    control: JobControl,
    item_ids: Sequence[str],
    verdict: str,
    slate_id: str | None = None,
) -> FeedbackOutcome:
    """Commit one verdict for these items as one undoable step; it is on disk when this returns; RequestError.

    `verdict` is one of VERDICTS, or `clear` (take the verdict back) or `unshelve` (take the item off the shelf).
    Without a `slate_id` the verdict is filed under the slate shown last.
    """
    if verdict not in (*VERDICTS, "clear", "unshelve"):
        raise RequestError(
            "“{verdict}” is not a verdict. Nothing was recorded. Use one of: {verdicts}.",
            verdict=verdict,
            verdicts=", ".join(VERDICTS),
        )
    known = workspace.items.by_ids(item_ids)
    for item_id in item_ids:
        if item_id not in known:
            raise RequestError(
                "There is no item “{item_id}” in this library. Nothing was recorded. Check the id.",
                item_id=item_id,
            )
    slate = workspace.slates.get(slate_id) if slate_id else workspace.slates.last()
    if slate_id and slate is None:
        raise RequestError(
            "There is no slate “{slate_id}” in this library. Nothing was recorded.", slate_id=slate_id
        )
    workspace.feedback.append(
        list(item_ids), verdict, slate.brief_id if slate else None, slate.slate_id if slate else None
    )
    return _outcome(workspace, verdict, item_ids, slate)


def undo_feedback(workspace: Workspace, control: JobControl) -> FeedbackOutcome | None:
    """Undo the last step that still counts; None where there is none."""
    events = workspace.feedback.undo()
    if not events:
        return None
    return _outcome(
        workspace, events[0].verdict, [event.item_id for event in events], workspace.slates.last()
    )


def redo_feedback(workspace: Workspace, control: JobControl) -> FeedbackOutcome | None:
    """Redo the step undone last, unless a verdict was given since; None where there is none."""
    events = workspace.feedback.redo()
    if not events:
        return None
    return _outcome(
        workspace, events[0].verdict, [event.item_id for event in events], workspace.slates.last()
    )


def feedback_state(workspace: Workspace, control: JobControl) -> FeedbackOutcome:
    """Return counts and what can be undone, with no items and an empty action."""
    return _outcome(workspace, "", [], workspace.slates.last())


def _outcome(
    workspace: Workspace, action: str, item_ids: Sequence[str], slate: StoredSlate | None
) -> FeedbackOutcome:
    log = workspace.feedback
    brief_id = slate.brief_id if slate else None
    items = workspace.items.by_ids(item_ids)
    return FeedbackOutcome(
        action=action,
        items=tuple(
            ItemStanding(
                item_id,
                items[item_id].title if item_id in items else item_id,
                log.verdict_of(item_id, brief_id),
                log.is_on_shelf(item_id),
            )
            for item_id in item_ids
        ),
        shelf_count=len(log.shelf()),
        verdicts_since_slate=log.count_since(slate.last_event_id, brief_id) if slate else 0,
        can_undo=log.can_undo,
        can_redo=log.can_redo,
    )


def feedback_history(
    workspace: Workspace, control: JobControl, limit: int = 1000
) -> tuple[HistoryEntry, ...]:
    """Return the verdicts given last, newest first."""
    events = workspace.feedback.history(limit)
    items = workspace.items.by_ids([event.item_id for event, _ in events])
    briefs = workspace.slates.brief_texts()
    return tuple(
        HistoryEntry(
            event.event_id,
            event.recorded_at,
            event.item_id,
            items[event.item_id].title if event.item_id in items else event.item_id,
            event.verdict,
            briefs.get(event.brief_id, "") if event.brief_id is not None else "",
            is_undone,
        )
        for event, is_undone in events
    )
