"""Lets what was accepted choose the diversity policy: which slates it made, what came of them, and the next choice."""

import sys
from typing import Any

import numpy as np

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.asked import WANTED, Asked
from ltrec_gui.pipeline.candidates import Candidates
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.learning_policy import (
    ARMS,
    SPREAD_ROWS,
    Arm,
    ArmSummary,
    Choice,
    Context,
    Trial,
    choose,
    mean_cosine,
    summary,
)
from ltrec_gui.recommend.slate import Learned

OUTCOME = "learning"  # where a slate's outcome keeps its arm and chances
FORGOTTEN = "learning_forgotten"  # the name under which the last slate that no longer counts is kept
RANDOM_SEED = 7


def learned_policy(asked: Asked, candidates: Candidates) -> Learned:
    """Return the arm drawn for this request, out of the chances that today's verdicts on earlier slates give.

    The draw follows from how many slates were made like this before, so an undone verdict is as one never given.
    """
    trials = trials_of(asked.workspace)
    context = context_of(asked, candidates)
    return Learned(context, choice_of(trials, context), len(trials))


def choice_of(trials: list[Trial], context: Context) -> Choice:
    """Return the arm drawn after these slates, and the chances it was drawn with."""
    return choose(trials, context, np.random.default_rng([RANDOM_SEED, len(trials)]))


def trials_of(workspace: Workspace) -> list[Trial]:
    """Return every slate made by learning, the oldest first, with what came of it by the verdicts as they stand now.

    A verdict counts for the slate it was given on and for no other that showed the item too. What was put off says
    nothing of the slate. What the editor had forgotten is left out.
    """
    log = workspace.feedback
    judged_on: dict[str, set[str]] = {}
    for event, is_undone in log.history(sys.maxsize):
        if event.slate_id is not None and not is_undone:
            judged_on.setdefault(event.slate_id, set()).add(event.item_id)
    made = workspace.slates.with_outcome(OUTCOME)
    trials = []
    for slate_id, brief_id, outcome, shown in made[forgotten_count(workspace, made) :]:
        kept = outcome[OUTCOME]
        # A verdict given beside the list is filed under the slate made last, whether that showed the item or not.
        standing = [log.verdict_of(item_id, brief_id) for item_id in judged_on.get(slate_id, set()) & shown]
        verdicts = [verdict for verdict in standing if verdict not in (None, "not-now")]
        trials.append(
            Trial(
                context=Context(**kept["context"]),
                arm=Arm(**kept["choice"]["arm"]),
                shown_count=len(shown),
                judged_count=len(verdicts),
                accepted_count=sum(verdict in WANTED for verdict in verdicts),
            )
        )
    return trials


def forgotten_count(workspace: Workspace, made: list[tuple[str, int, dict[str, Any], frozenset[str]]]) -> int:
    """Return how many of the slates `made` by learning, the oldest first, no longer count."""
    last = workspace.meta.get(FORGOTTEN)
    ids = [slate_id for slate_id, *_ in made] if last else []
    return ids.index(last) + 1 if last in ids else 0


def learned_from(outcome: dict[str, Any]) -> Learned | None:
    """Return what the outcome of a stored slate says of how its policy was drawn; None where it was asked for."""
    kept = outcome.get(OUTCOME)
    if not kept:
        return None
    choice = kept["choice"]
    return Learned(
        context=Context(**kept["context"]),
        choice=Choice(
            arm=Arm(**choice["arm"]),
            arms=tuple(Arm(**arm) for arm in choice["arms"]),
            chances=tuple(choice["chances"]),
            expected=tuple(choice["expected"]),
        ),
        trial_count=kept["trial_count"],
    )


def policies_overview(workspace: Workspace, control: JobControl) -> tuple[ArmSummary, ...]:
    """Return for each policy that learning may draw how many lists it made and what share of them was accepted."""
    return summary(trials_of(workspace), ARMS)


def context_of(asked: Asked, candidates: Candidates) -> Context:
    """Return what learning knows of a request before its slate is made."""
    relevance = candidates.ranked.total
    best = np.argsort(-relevance, kind="stable")[:SPREAD_ROWS]
    positions = candidates.positions[best]
    return Context(
        is_brief_only=bool(asked.request.brief.strip()) and not asked.request.seed_ids,
        verdict_count=len(asked.verdicts),
        # Without vectors how narrow a subject is stays unknown, and 0 is what a broad one has.
        pool_cosine=mean_cosine(relevance[best], asked.view.rows(positions)) if asked.by_meaning else 0.0,
        tail_preference=asked.request.tail_preference,
    )
