"""Makes past slates again, exact where nothing changed, and tries other settings on the verdicts given so far."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ltrec_gui.errors import RequestError
from ltrec_gui.evaluate.bootstrap import paired
from ltrec_gui.evaluate.results import Estimate
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.find_topics import BY_CLUSTERS, BY_LDA
from ltrec_gui.pipeline.past_slates import made_from, request_of, stored_slate
from ltrec_gui.pipeline.quota_price import accepted_ids
from ltrec_gui.pipeline.suggest import ranked_again
from ltrec_gui.pipeline.vector_view import VectorView
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend.slate import LEARNING, Slate, SuggestRequest
from ltrec_gui.store.slates import StoredSlate

TOLERANCE = 1e-9  # of relevance and its parts
# What a slate is made from, and the fact kept with it that tells whether that is still the same.
FACTS = {
    "catalogue": "content_version",
    "segments": "segments",
    "readers": "readers",
    "topics": "topics",
    "model": "model_key",
    "vectors": "vector_count",
    "index": "generation",
    "program": "ranking_version",
}
UNRECORDED = "unrecorded"  # the slate is older than the keeping of these facts
UNKNOWN = "unknown"  # nothing that is recorded differs, and yet the list does
DIFFERENCES = (*FACTS, UNRECORDED, UNKNOWN)
DRAWS = 2_000
SEED = 11
LEAST_BRIEFS = 5  # with fewer the interval is over lists, which within a brief are alike
LEAST_LISTS = 10
LEAST_ACCEPTED = 20


@dataclass(frozen=True, slots=True)
class SlateEntry:
    """A past slate in one line."""

    slate_id: str
    made_at: str  # ISO 8601, UTC
    brief: str
    request: SuggestRequest
    item_count: int


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A past slate made again.

    `shown` is the slate as it was shown, `slate` as it comes out now of the same request and the verdicts of then.
    `is_exact`: the same items in the same order, relevance and every part within 1e-9. `differences` (of DIFFERENCES)
    name what changed since; where the slate is exact all the same, they did not matter to it. `moved_count` places hold
    another item; `largest_difference` is that of the relevance of an item in both.
    """

    shown: Slate
    slate: Slate
    is_exact: bool
    differences: tuple[str, ...]
    moved_count: int
    largest_difference: float


@dataclass(frozen=True, slots=True)
class ReplaySide:
    """What settings would have shown: means over past lists.

    `accepted` is how many items that were accepted later stand in the list; `unjudged_share` 0..1 of its places hold
    items that no list of the brief ever showed, so nobody knows whether they would have been accepted.
    """

    accepted: Estimate
    tail_share: float
    diversity: float
    unjudged_share: float


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """Past verdicts under other settings.

    `difference` is that of `accepted`, new minus old, with a paired 95 % bootstrap interval over `unit` (`briefs`, or
    `lists` where there are fewer than five briefs); `accepted_count` is how many different acceptances it rests on.
    `is_few`: too few to trust. `is_clear`: not few, and the interval leaves out zero. Only what was shown could be
    judged, and the old settings chose what was shown: that speaks for them. A new list that finds as many is at least
    as good; one that finds fewer may be better, the more so the greater its `unjudged_share`.
    """

    old: ReplaySide
    new: ReplaySide
    difference: Estimate
    unit: str
    brief_count: int
    list_count: int
    accepted_count: int
    is_few: bool
    is_clear: bool


@dataclass(frozen=True, slots=True)
class _Round:
    """One past list under old and new settings; each pair is (old, new)."""

    brief_id: int
    accepted: tuple[int, int]
    tail_share: tuple[float, float]
    diversity: tuple[float, float]
    unjudged: tuple[float, float]


def slate_history(workspace: Workspace, control: JobControl, limit: int = 1000) -> tuple[SlateEntry, ...]:
    """Return the slates made last, newest first."""
    return tuple(
        SlateEntry(line.slate_id, line.created_at, line.brief, request_of(line), line.item_count)
        for line in workspace.slates.lines(limit)
    )


def past_slate(workspace: Workspace, control: JobControl, slate_id: str) -> Slate:
    """Return a slate exactly as it was shown, its items with their verdicts of today; RequestError."""
    return stored_slate(workspace, _stored(workspace, slate_id))


def rebuild(workspace: Workspace, control: JobControl, slate_id: str) -> Rebuilt:
    """Make a past slate again from its request and the verdicts and shelf of then; `last` is the newest; RequestError.

    Vectors of the model it was made with are used as long as they are kept, whatever the model is now. An index that
    was replaced since is gone: then the present one answers.
    """
    stored = _stored(workspace, slate_id)
    control.checkpoint(Progress("ranking", 0))
    snapshot = workspace.snapshot()
    model_key = str(stored.outcome["model_key"])
    if model_key == snapshot.view.model_key or not workspace.vectors.count(model_key):
        return _rebuilt(workspace, snapshot, stored)
    view = VectorView(workspace.index_root, workspace.vectors, workspace.meta, model_key)
    with closing(view):
        view.refresh(snapshot.table)
        return _rebuilt(workspace, replace(snapshot, view=view), stored)


def ranked_with(
    workspace: Workspace, control: JobControl, slate_id: str, request_changes: Mapping[str, Any]
) -> Slate:
    """Return a past slate as it would have been under other settings, with the verdicts of then; RequestError."""
    stored = _stored(workspace, slate_id)
    request = replace(_settled(stored), **request_changes)
    return ranked_again(
        workspace, workspace.snapshot(), request, stored.last_event_id, stored.outcome["ranked_by"]
    )[1]


def replay_verdicts(
    workspace: Workspace, control: JobControl, request_changes: Mapping[str, Any]
) -> ReplayReport | None:
    """Return how many items accepted later the past lists would have shown under changed settings; RequestError.

    For each brief, and each list that verdicts followed, both settings rank with the verdicts known then and no other,
    and what counts is how many items of the first `count` were accepted for this brief later on. Where a list was made
    several times between two verdicts, the last is taken. `request_changes` are fields of SuggestRequest; a policy that
    learns cannot be tried, for it would have learned from what came later. None where no list was followed by an
    accepted item.
    """
    if request_changes.get("policy") == LEARNING:
        raise ValueError("a policy that learns from verdicts cannot be replayed on them")
    snapshot = workspace.snapshot()
    lists = _judged_lists(workspace)
    rounds: list[_Round] = []
    found_for: set[tuple[int, str]] = set()
    for done, (stored, later, shown) in enumerate(lists):
        control.checkpoint(Progress("replaying", done, len(lists)))
        old = _settled(stored)
        if not all(item_id in snapshot.positions for item_id in old.seed_ids):
            continue
        new = replace(old, **request_changes)
        old = replace(old, count=new.count)  # another length is not another order
        slates = [ranked_again(workspace, snapshot, each, stored.last_event_id)[1] for each in (old, new)]
        rounds.append(_round(stored.brief_id, slates, later, shown))
        found_for |= {(stored.brief_id, item_id) for item_id in later}
    control.checkpoint(Progress("replaying", len(lists), len(lists)))
    return _report(rounds, len(found_for)) if rounds else None


def _stored(workspace: Workspace, slate_id: str) -> StoredSlate:
    stored = workspace.slates.last() if slate_id == "last" else workspace.slates.get(slate_id)
    if stored is None:
        raise RequestError(
            "There is no list “{slate_id}” in this library. Nothing was changed. Ask for suggestions first.",
            slate_id=slate_id,
        )
    return stored


def _settled(stored: StoredSlate) -> SuggestRequest:
    """Return the request with the policy that was in force: one that learns draws it anew from what it knows since."""
    request = request_of(stored)
    if request.policy != LEARNING:
        return request
    return replace(request, policy=stored.outcome["policy"], diversity=stored.outcome["diversity"])


def _rebuilt(workspace: Workspace, snapshot: Snapshot, stored: StoredSlate) -> Rebuilt:
    asked, slate = ranked_again(
        workspace, snapshot, _settled(stored), stored.last_event_id, stored.outcome["ranked_by"]
    )
    shown = stored_slate(workspace, stored)
    slate = replace(slate, slate_id=stored.slate_id, request=request_of(stored))
    facts = {suggestion.item.item_id: suggestion for suggestion in slate.suggestions}
    then = [item_id for item_id, _ in stored.shown]
    now = [suggestion.item.item_id for suggestion in slate.suggestions]
    gaps = [
        abs(float(kept["relevance"]) - facts[item_id].relevance)
        for item_id, kept in stored.shown
        if item_id in facts
    ]
    is_exact = then == now and all(
        _same_parts(kept, {part.name: part.value for part in facts[item_id].parts})
        for item_id, kept in stored.shown
    )
    is_exact = is_exact and max(gaps, default=0.0) <= TOLERANCE
    differences = _differences(stored, asked)
    return Rebuilt(
        shown=shown,
        slate=slate,
        is_exact=is_exact,
        differences=differences or (() if is_exact else (UNKNOWN,)),
        moved_count=sum(
            place >= len(now) or place >= len(then) or then[place] != now[place]
            for place in range(max(len(then), len(now)))
        ),
        largest_difference=max(gaps, default=0.0),
    )


def _same_parts(kept: dict[str, Any], parts: dict[str, float]) -> bool:
    then = {part["name"]: float(part["value"]) for part in kept["parts"]}
    return then.keys() == parts.keys() and all(
        abs(value - parts[name]) <= TOLERANCE for name, value in then.items()
    )


def _differences(stored: StoredSlate, asked: Asked) -> tuple[str, ...]:
    """Return what is not as it was when the slate was made, as far as the slate was made of it."""
    now = made_from(asked)
    names = [name for name, fact in FACTS.items() if stored.outcome.get(fact, now[fact]) != now[fact]]
    if stored.outcome["ranked_by"] == "words":
        names = [name for name in names if name not in ("model", "vectors", "index")]
    if stored.outcome.get("policy") not in (BY_CLUSTERS, BY_LDA):
        names = [name for name in names if name != "topics"]
    if any(fact not in stored.outcome for fact in FACTS.values()):
        names.append(UNRECORDED)
    return tuple(names)


def _judged_lists(workspace: Workspace) -> list[tuple[StoredSlate, frozenset[str], set[str]]]:
    """Return each list that accepted items followed, those items, and all that the brief's lists ever showed."""
    found = []
    for brief_id in reversed(workspace.feedback.judged_briefs()):
        accepted = accepted_ids(workspace, brief_id)
        # Between two verdicts only the last list was the one judged from.
        last_by_event = {stored.last_event_id: stored for stored in workspace.slates.of_brief(brief_id)}
        shown = workspace.slates.shown_for(brief_id)
        for event_id, stored in last_by_event.items():
            standing = workspace.feedback.standing(brief_id, event_id)
            decided = {i for i, verdict in standing.verdicts.items() if verdict != "not-now"}
            later = accepted - decided - standing.shelf
            if later:
                found.append((stored, later, shown))
    return found


def _round(brief_id: int, slates: list[Slate], later: frozenset[str], shown: set[str]) -> _Round:
    ids = [[suggestion.item.item_id for suggestion in slate.suggestions] for slate in slates]
    accepted = [sum(item_id in later for item_id in each) for each in ids]
    unjudged = [sum(item_id not in shown for item_id in each) / max(len(each), 1) for each in ids]
    return _Round(
        brief_id,
        accepted=(accepted[0], accepted[1]),
        tail_share=(slates[0].metrics.tail_share, slates[1].metrics.tail_share),
        diversity=(slates[0].metrics.intra_list_diversity, slates[1].metrics.intra_list_diversity),
        unjudged=(unjudged[0], unjudged[1]),
    )


def _report(rounds: list[_Round], accepted_count: int) -> ReplayReport:
    briefs = np.array([each.brief_id for each in rounds])
    brief_ids = np.unique(briefs)
    accepted = np.array([each.accepted for each in rounds], np.float64)
    unit = "briefs" if len(brief_ids) >= LEAST_BRIEFS else "lists"
    if unit == "briefs":
        # A brief with many lists is one editor's one wish, and counts once.
        accepted = np.array([accepted[briefs == brief_id].mean(axis=0) for brief_id in brief_ids])
    values = {"old": accepted[:, 0], "new": accepted[:, 1]}
    estimates = paired(values, "old", DRAWS, np.random.default_rng(SEED))
    others = np.array([(each.tail_share, each.diversity, each.unjudged) for each in rounds]).mean(axis=0)
    old, new = (
        ReplaySide(estimates[name][0], *(float(value) for value in others[:, side]))
        for side, name in enumerate(("old", "new"))
    )
    difference = estimates["new"][1]
    is_few = len(rounds) < LEAST_LISTS or accepted_count < LEAST_ACCEPTED
    return ReplayReport(
        old=old,
        new=new,
        difference=difference,
        unit=unit,
        brief_count=len(brief_ids),
        list_count=len(rounds),
        accepted_count=accepted_count,
        is_few=is_few,
        is_clear=not is_few and (difference.low > 0 or difference.high < 0),
    )
