"""Record verdicts durably, undo and redo them without limit."""

from collections.abc import Sequence
from dataclasses import dataclass

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """Where an item stands now: its verdict for its brief (None: none) and whether it is on the shelf."""

    item_id: str
    title: str
    verdict: str | None
    is_on_shelf: bool


@dataclass(frozen=True, slots=True)
class FeedbackOutcome:
    """What a verdict, undo or redo left behind. `action` is the verdict, or for undo and redo the verdict undone or redone."""

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
    workspace: Workspace, control: JobControl, item_ids: Sequence[str], verdict: str, slate_id: str | None = None
) -> FeedbackOutcome:
    """Commit one verdict for these items as one undoable step; it is on disk when this returns; RequestError.

    `verdict` is one of VERDICTS, or `clear` (take the verdict back) or `unshelve` (take the item off the shelf).
    """
    raise NotImplementedError


def undo_feedback(workspace: Workspace, control: JobControl) -> FeedbackOutcome | None:
    """Undo the last step that still counts; None where there is none."""
    raise NotImplementedError


def redo_feedback(workspace: Workspace, control: JobControl) -> FeedbackOutcome | None:
    """Redo the step undone last, unless a verdict was given since; None where there is none."""
    raise NotImplementedError


def feedback_state(workspace: Workspace, control: JobControl) -> FeedbackOutcome:
    """Return counts and what can be undone, with no items and an empty action."""
    raise NotImplementedError


def feedback_history(workspace: Workspace, control: JobControl, limit: int = 1000) -> tuple[HistoryEntry, ...]:
    """Return the verdicts given last, newest first."""
    raise NotImplementedError
