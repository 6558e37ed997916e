"""Record verdicts durably, undo and redo them without limit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend import critiques
from ltrec_gui.recommend.slate import VERDICTS
from ltrec_gui.store.briefs import BRIEF
from ltrec_gui.store.feedback import SHELF, FeedbackEvent
from ltrec_gui.store.slates import StoredSlate

# The field of Item that a reason speaks of: without it, it names nothing.
NEEDED = {critiques.OLD: "year", critiques.LANGUAGE: "language", critiques.AUTHOR: "author"}

EVERYWHERE, HERE = (
    "everywhere",
    "here",
)  # actions: a verdict counts for every brief from now on, or for its own only


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """Where an item stands now: its verdict for its brief (None: none), why, and whether it is on the shelf."""

    item_id: str
    title: str
    verdict: str | None
    is_on_shelf: bool
    critique: str = ""
    is_everywhere: bool = False  # whether the verdict counts for every brief
    other_shelves: tuple[
        str, ...
    ] = ()  # names of shelves it stands on beside the one worked on; "" for the first


@dataclass(frozen=True, slots=True)
class BriefAct:
    """What was done to a brief: `save`, `rename` or `delete`, and how the brief is called now."""

    act: str
    brief_id: int
    name: str


@dataclass(frozen=True, slots=True)
class ShelfAct:
    """What was done to a shelf: one of `store.shelves.SHELF_ACTS`, and how the shelf is called now ("": the first)."""

    act: str
    shelf_id: int
    name: str


@dataclass(frozen=True, slots=True)
class FeedbackOutcome:
    """What a verdict, undo or redo left behind; `action` is the verdict given, undone or redone, `critique` its reason.

    `brief` or `shelf` is what was done to one where that is what was undone or redone; then there are no items.
    `already` are items that stood on the shelf when they were to be put there: of them nothing was recorded.
    `critique_count` items of the brief stand rejected for that reason now; it counts from `critique_least` on, which is
    0 where the reason is no part of any other item's relevance.
    """

    action: str
    items: tuple[ItemStanding, ...]
    shelf_count: int
    verdicts_since_slate: int
    can_undo: bool
    can_redo: bool
    critique: str = ""
    critique_count: int = 0
    critique_least: int = 0
    brief: BriefAct | None = None
    shelf: ShelfAct | None = None
    already: tuple[ItemStanding, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One verdict as it was given; `is_undone` tells whether it still counts.

    `is_replaced`: it was not undone, but the item was judged again for the same brief since. `step_id` is shared by
    verdicts given with one gesture; `brief_id` None counts for every brief.
    """

    event_id: int
    recorded_at: str  # ISO 8601, UTC
    item_id: str
    title: str
    verdict: str
    brief: str
    is_undone: bool
    critique: str = ""
    brief_id: int | None = None
    step_id: int = 0
    is_replaced: bool = False


def give_feedback(
    workspace: Workspace,
    control: JobControl,
    item_ids: Sequence[str],
    verdict: str,
    slate_id: str | None = None,
    critique: str = "",
) -> FeedbackOutcome:
    """Commit one verdict for these items as one undoable step; it is on disk when this returns; RequestError.

    `verdict` is one of VERDICTS, or `clear` (take the verdict back) or `unshelve` (take the item off the shelf).
    Without a `slate_id` the verdict is filed under the slate shown last. `critique`, of CRITIQUES, says why an item is
    `not-right`; given on an item that is rejected already, undoing it leaves the rejection.
    """
    if verdict not in (*VERDICTS, "clear", "unshelve"):
        raise RequestError(
            "“{verdict}” is not a verdict. Nothing was recorded. Use one of: {verdicts}.",
            verdict=verdict,
            verdicts=", ".join(VERDICTS),
        )
    if critique and (verdict != "not-right" or critique not in critiques.CRITIQUES):
        raise RequestError(
            "“{critique}” is no reason for the verdict “{verdict}”. Nothing was recorded. With “not-right” use one of: "
            "{critiques}.",
            critique=critique,
            verdict=verdict,
            critiques=", ".join(critiques.CRITIQUES),
        )
    known = workspace.items.by_ids(item_ids)
    for item_id in item_ids:
        if item_id not in known:
            raise RequestError(
                "There is no item “{item_id}” in this library. Nothing was recorded. Check the id.",
                item_id=item_id,
            )
        if critique in NEEDED and not getattr(known[item_id], NEEDED[critique]):
            raise RequestError(
                "The item “{item_id}” lacks what the reason “{critique}” speaks of. Nothing was recorded. "
                "Choose another reason.",
                item_id=item_id,
                critique=critique,
            )
    slate = workspace.slates.get(slate_id) if slate_id else workspace.slates.last()
    if slate_id and slate is None:
        raise RequestError(
            "There is no slate “{slate_id}” in this library. Nothing was recorded.", slate_id=slate_id
        )
    wanted = list(item_ids)
    if verdict == "shelve":  # an item has one place on a shelf
        wanted = [item_id for item_id in wanted if not workspace.feedback.is_on_shelf(item_id)]
    already = [item_id for item_id in item_ids if item_id not in set(wanted)]
    if wanted:
        workspace.feedback.append(
            wanted,
            verdict,
            slate.brief_id if slate else None,
            slate.slate_id if slate else None,
            critique,
        )
    outcome = _outcome(workspace, verdict, wanted, slate, critique)
    return (
        replace(outcome, already=_outcome(workspace, verdict, already, slate).items) if already else outcome
    )


def count_everywhere(
    workspace: Workspace,
    control: JobControl,
    item_ids: Sequence[str],
    is_everywhere: bool,
    slate_id: str | None = None,
) -> FeedbackOutcome:
    """Let the verdicts these items have in a list count for every brief, or for its own only, as one undoable step.

    An item without a verdict stays without one. What is said of an item for one brief later counts there alone.
    """
    slate = _shown(workspace, slate_id)
    if slate is not None:
        judged = [(item_id, slate.brief_id, slate.slate_id) for item_id in item_ids]
        workspace.feedback.count_everywhere(judged, is_everywhere)
    return _outcome(workspace, EVERYWHERE if is_everywhere else HERE, item_ids, slate)


def undo_feedback(
    workspace: Workspace, control: JobControl, slate_id: str | None = None
) -> FeedbackOutcome | None:
    """Undo the last step that still counts; None where there is none.

    The outcome tells where things stand for the brief of the list shown, without `slate_id` of the one made last.
    """
    events = workspace.feedback.undo()
    return _outcome_of(workspace, events, slate_id) if events else None


def redo_feedback(
    workspace: Workspace, control: JobControl, slate_id: str | None = None
) -> FeedbackOutcome | None:
    """Redo the step undone last, unless a verdict was given since; None where there is none."""
    events = workspace.feedback.redo()
    return _outcome_of(workspace, events, slate_id) if events else None


def _outcome_of(
    workspace: Workspace, events: Sequence[FeedbackEvent], slate_id: str | None
) -> FeedbackOutcome:
    """Return what undoing or redoing the events of one step left behind."""
    first, slate = events[0], _shown(workspace, slate_id)
    if first.kind == BRIEF and first.brief_id is not None:
        name = workspace.briefs.titles().get(first.brief_id, "")
        act = BriefAct(first.verdict, first.brief_id, name)
        return replace(_outcome(workspace, "", [], slate), brief=act)
    if first.kind == SHELF:
        state = workspace.feedback.shelf_state(first.shelf_id)
        shelf_act = ShelfAct(first.verdict, first.shelf_id, state.name if state else "")
        return replace(_outcome(workspace, "", [], slate), shelf=shelf_act)
    return _outcome(workspace, first.verdict, [event.item_id for event in events], slate, first.critique)


def _shown(workspace: Workspace, slate_id: str | None) -> StoredSlate | None:
    found = workspace.slates.get(slate_id) if slate_id else None
    return found or workspace.slates.last()


def feedback_state(workspace: Workspace, control: JobControl, slate_id: str | None = None) -> FeedbackOutcome:
    """Return counts and what can be undone, with no items and an empty action."""
    return _outcome(workspace, "", [], _shown(workspace, slate_id))


def _standing(
    item_id: str, title: str, event: FeedbackEvent | None, is_on_shelf: bool, other_shelves: tuple[str, ...]
) -> ItemStanding:
    if event is None:
        return ItemStanding(item_id, title, None, is_on_shelf, other_shelves=other_shelves)
    return ItemStanding(
        item_id, title, event.verdict, is_on_shelf, event.critique, event.brief_id is None, other_shelves
    )


def _outcome(
    workspace: Workspace,
    action: str,
    item_ids: Sequence[str],
    slate: StoredSlate | None,
    critique: str = "",
) -> FeedbackOutcome:
    log = workspace.feedback
    brief_id = slate.brief_id if slate else None
    standing = log.standing(brief_id).critiques.values() if critique else ()
    items = workspace.items.by_ids(item_ids)
    elsewhere = log.placed_elsewhere()
    return FeedbackOutcome(
        action=action,
        items=tuple(
            _standing(
                item_id,
                items[item_id].title if item_id in items else item_id,
                log.event_of(item_id, brief_id),
                log.is_on_shelf(item_id),
                elsewhere.get(item_id, ()),
            )
            for item_id in item_ids
        ),
        shelf_count=len(log.shelf()),
        verdicts_since_slate=log.count_since(slate.last_event_id, brief_id) if slate else 0,
        can_undo=log.can_undo,
        can_redo=log.can_redo,
        critique=critique,
        critique_count=sum(name == critique for name in standing),
        critique_least=critiques.LEAST.get(critique, 0),
    )


def outcome_for(
    workspace: Workspace, action: str, item_ids: Sequence[str], slate_id: str | None = None
) -> FeedbackOutcome:
    """Return where these items stand now, for the brief of a list (None: the one made last), after `action`."""
    return _outcome(workspace, action, item_ids, _shown(workspace, slate_id))
