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
from ltrec_gui.pipeline.random_sample import OUTCOME as SAMPLE
from ltrec_gui.pipeline.random_sample import drawn_again
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
REJECTS = "not-right"
DEPTHS = (10, 20)  # how far down a list is looked
# What a replay says of a list: how many items in its first places were accepted later, how many rejected, and means.
ACCEPTED, REJECTED, TAIL_SHARE, DIVERSITY, UNJUDGED = MEASURES = (
    "accepted",
    "rejected",
    "tail-share",
    "diversity",
    "unjudged",
)


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
    """What settings would have shown: means over past lists, or over briefs where there are enough.

    `accepted` is how many items that were accepted later stand in the list; `unjudged_share` 0..1 of its places hold
    items that no list of the brief ever showed, so nobody knows whether they would have been accepted.
    """

    accepted: Estimate
    tail_share: float
    diversity: float
    unjudged_share: float


@dataclass(frozen=True, slots=True)
class ReplayLine:
    """One of MEASURES under both settings, a mean over past lists, and new minus old with its paired interval.

    `depth` is how many places from the top were looked at, 0 for all. `list_count` lists could tell: those followed by
    an accepted item, or for `rejected` by a rejected one; with none there is no line.
    """

    measure: str
    depth: int
    old: Estimate
    new: Estimate
    difference: Estimate
    list_count: int


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
    lines: tuple[ReplayLine, ...]  # in the order of MEASURES


@dataclass(frozen=True, slots=True)
class _Judged:
    """A list that verdicts followed: what was accepted and rejected later, and all that its brief's lists showed."""

    stored: StoredSlate
    accepted: frozenset[str]
    rejected: frozenset[str]
    shown: set[str]


@dataclass(frozen=True, slots=True)
class _Round:
    """One past list under old and new settings: by measure and depth a pair (old, new)."""

    brief_id: int
    length: int
    values: dict[tuple[str, int], tuple[float, float]]


def slate_history(workspace: Workspace, control: JobControl, limit: int = 1000) -> tuple[SlateEntry, ...]:
    """Return the slates made last, newest first, each with its brief by name where that is saved, else by text."""
    titles = workspace.briefs.titles()
    return tuple(
        SlateEntry(line.slate_id, line.created_at, titles[line.brief_id], request_of(line), line.item_count)
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
    workspace: Workspace,
    control: JobControl,
    request_changes: Mapping[str, Any],
    present: Mapping[str, Any] | None = None,
) -> ReplayReport | None:
    """Return how many items accepted later the past lists would have shown under changed settings; RequestError.

    For each brief, and each list that verdicts followed, both settings rank with the verdicts known then and no other,
    and what counts is how many items of the first `count` were accepted for this brief later on. Where a list was made
    several times between two verdicts, the last is taken. `request_changes` are fields of SuggestRequest; a policy that
    learns cannot be tried, for it would have learned from what came later. `present` are the fields of the settings
    they are compared with, without them each list as it was asked for; where these learn, each list keeps the policy
    that was drawn for it. None where no list was followed by an accepted item.
    """
    if request_changes.get("policy") == LEARNING:
        raise ValueError("a policy that learns from verdicts cannot be replayed on them")
    kept = dict(present or {})
    if kept.get("policy") == LEARNING:
        kept = {name: value for name, value in kept.items() if name not in ("policy", "diversity")}
    snapshot = workspace.snapshot()
    lists = _judged_lists(workspace)
    rounds: list[_Round] = []
    found_for: set[tuple[int, str]] = set()
    for done, judged in enumerate(lists):
        control.checkpoint(Progress("replaying", done, len(lists)))
        stored = judged.stored
        asked_for = _settled(stored)
        if not all(item_id in snapshot.positions for item_id in asked_for.seed_ids):
            continue
        old, new = replace(asked_for, **kept), replace(asked_for, **request_changes)
        old = replace(old, count=new.count)  # another length is not another order
        slates = [ranked_again(workspace, snapshot, each, stored.last_event_id)[1] for each in (old, new)]
        rounds.append(_round(judged, new.count, slates))
        found_for |= {(stored.brief_id, item_id) for item_id in judged.accepted}
    control.checkpoint(Progress("replaying", len(lists), len(lists)))
    return _report(rounds, len(found_for)) if found_for else None


def what_changed(workspace: Workspace, control: JobControl, slate_id: str) -> tuple[str, ...]:
    """Return which of FACTS that a past list was made of are not as they were then; () for one that is not there.

    A list without anything to rank by meaning does not depend on vectors, nor one without topics on these.
    """
    stored = workspace.slates.get(slate_id)
    if stored is None:
        return ()
    snapshot = workspace.snapshot()
    request = _settled(stored)
    if not all(item_id in snapshot.positions for item_id in request.seed_ids):
        return ("catalogue",)
    asked = Asked(workspace, snapshot, request, False, stored.last_event_id, stored.outcome["ranked_by"])
    return tuple(name for name in _differences(stored, asked) if name in FACTS)


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
    if SAMPLE in stored.outcome:
        asked, slate = drawn_again(workspace, snapshot, stored)
    else:
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


def _judged_lists(workspace: Workspace) -> list[_Judged]:
    """Return each list that accepted or rejected items followed."""
    found = []
    for brief_id in reversed(workspace.feedback.judged_briefs()):
        accepted, rejected = accepted_ids(workspace, brief_id), _rejected_ids(workspace, brief_id)
        # Between two verdicts only the last list was the one judged from.
        last_by_event = {
            stored.last_event_id: stored
            for stored in workspace.slates.of_brief(brief_id)
            if SAMPLE not in stored.outcome  # no settings made it
        }
        shown = workspace.slates.shown_for(brief_id)
        for event_id, stored in last_by_event.items():
            standing = workspace.feedback.standing(brief_id, event_id)
            decided = {i for i, verdict in standing.verdicts.items() if verdict != "not-now"} | standing.shelf
            if (accepted | rejected) - decided:
                found.append(_Judged(stored, accepted - decided, rejected - decided, shown))
    return found


def _rejected_ids(workspace: Workspace, brief_id: int) -> frozenset[str]:
    verdicts = workspace.feedback.standing(brief_id).verdicts
    return frozenset(item_id for item_id, verdict in verdicts.items() if verdict == REJECTS)


def _round(judged: _Judged, length: int, slates: list[Slate]) -> _Round:
    ids = [[suggestion.item.item_id for suggestion in slate.suggestions] for slate in slates]
    values: dict[tuple[str, int], tuple[float, float]] = {}
    for measure, wanted in ((ACCEPTED, judged.accepted), (REJECTED, judged.rejected)):
        for depth in _depths(length) if wanted else ():
            old, new = (float(sum(item_id in wanted for item_id in each[:depth])) for each in ids)
            values[measure, depth] = (old, new)
    if judged.accepted:
        old, new = (sum(item_id not in judged.shown for item_id in each) / max(len(each), 1) for each in ids)
        first, second = (slate.metrics for slate in slates)
        values[TAIL_SHARE, 0] = (first.tail_share, second.tail_share)
        values[DIVERSITY, 0] = (first.intra_list_diversity, second.intra_list_diversity)
        values[UNJUDGED, 0] = (old, new)
    return _Round(judged.stored.brief_id, length, values)


def _depths(length: int) -> list[int]:
    """Return the places a list of this length is looked at to; the last is all of it."""
    return sorted({min(depth, length) for depth in (*DEPTHS, length)})


def _report(rounds: list[_Round], accepted_count: int) -> ReplayReport:
    telling = [each for each in rounds if (TAIL_SHARE, 0) in each.values]
    brief_count = len({each.brief_id for each in telling})
    unit = "briefs" if brief_count >= LEAST_BRIEFS else "lists"
    depths = _depths(max(each.length for each in rounds))
    keys = [*((measure, depth) for measure in (ACCEPTED, REJECTED) for depth in depths)]
    keys += [(measure, 0) for measure in (TAIL_SHARE, DIVERSITY, UNJUDGED)]
    lines = tuple(line for key in keys if (line := _line(rounds, key, unit)) is not None)
    by_measure = {line.measure: line for line in lines}  # of several depths the last: the whole list
    difference = by_measure[ACCEPTED].difference
    old, new = (
        ReplaySide(
            getattr(by_measure[ACCEPTED], side),
            *(getattr(by_measure[measure], side).value for measure in (TAIL_SHARE, DIVERSITY, UNJUDGED)),
        )
        for side in ("old", "new")
    )
    is_few = len(telling) < LEAST_LISTS or accepted_count < LEAST_ACCEPTED
    return ReplayReport(
        old=old,
        new=new,
        difference=difference,
        unit=unit,
        brief_count=brief_count,
        list_count=len(telling),
        accepted_count=accepted_count,
        is_few=is_few,
        is_clear=not is_few and (difference.low > 0 or difference.high < 0),
        lines=lines,
    )


def _line(rounds: list[_Round], key: tuple[str, int], unit: str) -> ReplayLine | None:
    """Return one line, from the lists that tell of it; a list shorter than the depth is looked at to its end."""
    measure, depth = key
    told = [
        (each.brief_id, each.values[measure, min(depth, each.length)])
        for each in rounds
        if (measure, min(depth, each.length)) in each.values
    ]
    if not told:
        return None
    briefs = np.array([brief_id for brief_id, _ in told])
    pairs = np.array([pair for _, pair in told], np.float64)
    if unit == "briefs":
        # A brief with many lists is one editor's one wish, and counts once.
        pairs = np.array([pairs[briefs == brief_id].mean(axis=0) for brief_id in np.unique(briefs)])
    estimates = paired({"old": pairs[:, 0], "new": pairs[:, 1]}, "old", DRAWS, np.random.default_rng(SEED))
    return ReplayLine(
        measure, depth, estimates["old"][0], estimates["new"][0], estimates["new"][1], len(told)
    )
