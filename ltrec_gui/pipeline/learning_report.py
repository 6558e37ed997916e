"""What learning knows of each diversity policy, for the editor to watch, to have forgotten and to have recalled."""

from dataclasses import dataclass

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.candidates import find_candidates
from ltrec_gui.pipeline.learning import (
    FORGOTTEN,
    OUTCOME,
    choice_of,
    context_of,
    forgotten_count,
    trials_of,
)
from ltrec_gui.pipeline.past_slates import request_of
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.learning_policy import ARMS, ArmSummary, Context, expectations, summary
from ltrec_gui.recommend.slate import SuggestRequest


@dataclass(frozen=True, slots=True)
class ArmStanding:
    """One arm as it stands: what came of it, what is expected of it next (0..1), and its chance of being drawn (0..1).

    `low`..`high` is the 95 % credible interval of `expected`; that of what was counted is in `summary`.
    """

    summary: ArmSummary
    expected: float
    low: float
    high: float
    chance: float


@dataclass(frozen=True, slots=True)
class LearningReport:
    """All arms as they stand, how many lists and verdicts that rests on, and how many earlier lists are forgotten.

    `is_of_last_list`: expectations and chances are those of the list shown last, were it refreshed now; otherwise those
    of a list for a brief of which nothing is known yet.
    """

    arms: tuple[ArmStanding, ...]
    trial_count: int
    judged_count: int
    forgotten_count: int
    is_of_last_list: bool


def learning_report(workspace: Workspace, control: JobControl) -> LearningReport:
    """Return all policies that learning may draw as they stand; ranks once, for chances depend on what is asked for."""
    trials = trials_of(workspace)
    last = _context_of_last_list(workspace)
    context = last or Context(True, 0, 0.0, SuggestRequest().tail_preference)
    chances = choice_of(trials, context).chances
    return LearningReport(
        arms=tuple(
            ArmStanding(counted, known.expected, known.low, known.high, chance)
            for counted, known, chance in zip(
                summary(trials, ARMS), expectations(trials, context), chances, strict=True
            )
        ),
        trial_count=len(trials),
        judged_count=sum(trial.judged_count for trial in trials),
        forgotten_count=forgotten_count(workspace, workspace.slates.with_outcome(OUTCOME)),
        is_of_last_list=last is not None,
    )


def forget_learned(workspace: Workspace, control: JobControl) -> LearningReport:
    """Let no list made so far count any more, and return what is left; `recall_learned` takes it back."""
    made = workspace.slates.with_outcome(OUTCOME)
    if made:
        workspace.meta.set(FORGOTTEN, made[-1][0])
    return learning_report(workspace, control)


def recall_learned(workspace: Workspace, control: JobControl) -> LearningReport:
    """Let every list made by learning count again, and return what is known then."""
    workspace.meta.set(FORGOTTEN, "")
    return learning_report(workspace, control)


def _context_of_last_list(workspace: Workspace) -> Context | None:
    """Return what would be known were the list shown last refreshed now; None where it cannot be made again."""
    stored = workspace.slates.last()
    if stored is None:
        return None
    snapshot = workspace.snapshot()
    request = request_of(stored)
    if not snapshot.table.ids or not all(item_id in snapshot.positions for item_id in request.seed_ids):
        return None
    asked = Asked(workspace, snapshot, request, False)
    return context_of(asked, find_candidates(asked))
