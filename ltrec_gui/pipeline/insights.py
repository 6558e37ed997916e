"""What verdicts so far amount to, beside what chance and popularity would give, and when an editor may stop."""

import sys
from dataclasses import dataclass

import numpy as np

from ltrec_gui.evaluate.editor_figures import Group, ListFacts, ReachPoint, blocks, group_of, grouped, reach
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.asked import WANTED
from ltrec_gui.pipeline.random_sample import OUTCOME as SAMPLE
from ltrec_gui.pipeline.random_sample import SampleReport, sample_report
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend.popularity import TAIL
from ltrec_gui.recommend.proportions import Share, clear_winner, share
from ltrec_gui.recommend.stopping import recent
from ltrec_gui.store.feedback import TAKING_BACK, FeedbackEvent
from ltrec_gui.store.slates import ShownList

PUT_OFF = "not-now"


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """What came of the lists of one brief or one setting; `key` is the brief's number, a percentage or a policy."""

    key: str
    name: str
    group: Group


@dataclass(frozen=True, slots=True)
class Baselines:
    """What a choice of as many items would have at random, or of the most popular: shares 0..1 of tail, and of reach.

    `most_popular_reach` is that of one list of the most popular, shown every time.
    """

    random_tail: float
    most_popular_tail: float
    most_popular_reach: float


@dataclass(frozen=True, slots=True)
class StopReport:
    """For one brief: the share kept of the last judged on ranked lists, oldest first, and what its sample says."""

    brief_id: int
    name: str
    recent: Share
    sample: SampleReport


@dataclass(frozen=True, slots=True)
class InsightsReport:
    """Everything the page of insights shows, of all briefs or of one (`brief_id`).

    Random samples are in nothing but `sampled` (the share kept of all that were judged in them) and in `stop`.
    `tail_winner` and `policy_winner` name the setting with the best share kept of the judged, and whether that is
    clear.
    """

    brief_id: int | None
    briefs: tuple[tuple[int, str], ...]  # all that have lists, the one used last first
    item_count: int
    has_tail: bool
    total: Group
    tail_reached: Share  # of the tail, what any list showed
    baselines: Baselines
    reach: tuple[ReachPoint, ...]
    kept_over_time: tuple[Share, ...]
    by_brief: tuple[NamedGroup, ...]
    by_tail: tuple[NamedGroup, ...]
    by_policy: tuple[NamedGroup, ...]
    tail_winner: tuple[str, bool]
    policy_winner: tuple[str, bool]
    sampled: Share
    stop: StopReport | None


def insights(workspace: Workspace, control: JobControl, brief_id: int | None = None) -> InsightsReport:
    """Return what verdicts amount to, of one brief or of all; every table is read once, whatever its size."""
    shown = workspace.slates.shown_lists()
    standing, given_on, order = _verdicts(workspace)
    snapshot = workspace.snapshot()
    names = workspace.briefs.titles()
    chosen = [each for each in shown if brief_id in (None, each.brief_id)]
    ranked = [_facts(each, standing, given_on) for each in chosen if SAMPLE not in each.outcome]
    sampled = [_facts(each, standing, given_on) for each in chosen if SAMPLE in each.outcome]
    measured = snapshot.popularity
    tail_items = (
        frozenset(snapshot.table.ids[row] for row in np.flatnonzero(measured.segments == TAIL))
        if measured.has_tail
        else None
    )
    answers = _answers(order, standing, chosen)
    by_brief = grouped(ranked, lambda each: each.brief_id, tail_items)
    by_tail = _named(grouped(ranked, lambda each: str(round(each.tail_preference * 100)), tail_items))
    by_policy = _named(grouped(ranked, lambda each: each.policy, tail_items))
    total = group_of(ranked, tail_items)
    used = list(dict.fromkeys(each.brief_id for each in reversed(shown)))
    stop_brief = brief_id if brief_id is not None else (used[0] if used else None)
    in_samples = [kept for each in sampled for kept in each.kept.values()]
    seen = {item_id for each in ranked for item_id in each.items}
    return InsightsReport(
        brief_id=brief_id,
        briefs=tuple((each, names.get(each, "")) for each in used),
        item_count=len(snapshot.table.ids),
        has_tail=tail_items is not None,
        total=total,
        tail_reached=share(len(seen & tail_items), len(tail_items)) if tail_items else share(0, 0),
        baselines=_baselines(snapshot, total, ranked),
        reach=reach(ranked, len(snapshot.table.ids)),
        kept_over_time=blocks(answers),
        by_brief=tuple(
            NamedGroup(str(key), names.get(key, ""), group)
            for key, group in sorted(by_brief.items(), key=lambda pair: used.index(pair[0]))
        ),
        by_tail=tuple(sorted(by_tail, key=lambda each: int(each.key))),
        by_policy=by_policy,
        tail_winner=_winner(by_tail),
        policy_winner=_winner(by_policy),
        sampled=share(sum(in_samples), len(in_samples)),
        stop=None
        if stop_brief is None
        else StopReport(
            stop_brief,
            names.get(stop_brief, ""),
            recent(_answers(order, standing, [each for each in shown if each.brief_id == stop_brief])),
            sample_report(workspace, stop_brief, shown),
        ),
    )


Key = tuple[int | None, str]  # brief and item


def _verdicts(
    workspace: Workspace,
) -> tuple[dict[Key, FeedbackEvent], dict[tuple[str, str], FeedbackEvent], list[FeedbackEvent]]:
    """Return the last verdict that counts by brief and item, by list and item, and all that count, oldest first.

    A verdict that counts for every brief has the brief None.
    """
    standing: dict[Key, FeedbackEvent] = {}
    given_on: dict[tuple[str, str], FeedbackEvent] = {}
    order = [event for event, is_undone in reversed(workspace.feedback.history(sys.maxsize)) if not is_undone]
    for event in order:
        standing[event.brief_id, event.item_id] = event
        if event.slate_id is not None:
            given_on[event.slate_id, event.item_id] = event
    return standing, given_on, order


def _standing_event(standing: dict[Key, FeedbackEvent], brief_id: int, item_id: str) -> FeedbackEvent | None:
    """Return the verdict that counts for an item and brief now; None where there is none or it was taken back.

    Where one for every brief was taken back, that for this brief stands again, as in the log itself.
    """
    own, common = standing.get((brief_id, item_id)), standing.get((None, item_id))
    if common is not None and common.verdict in TAKING_BACK:
        common = None
    event = max(filter(None, (own, common)), key=lambda each: each.event_id, default=None)
    return None if event is None or event.verdict in TAKING_BACK else event


def _facts(
    shown: ShownList,
    standing: dict[Key, FeedbackEvent],
    given_on: dict[tuple[str, str], FeedbackEvent],
) -> ListFacts:
    """Return a list with the verdicts given on it, as they stand now; what was put off is left out."""
    kept: dict[str, bool] = {}
    for item_id in shown.item_ids:
        if (shown.slate_id, item_id) not in given_on:
            continue
        event = _standing_event(standing, shown.brief_id, item_id)
        if event is not None and event.verdict != PUT_OFF:
            kept[item_id] = event.verdict in WANTED
    return ListFacts(
        brief_id=shown.brief_id,
        made_at=shown.made_at,
        tail_preference=float(shown.request["tail_preference"]),
        policy=str(shown.outcome.get("policy", "dpp")),  # lists made before there was a choice had this one
        items=shown.item_ids,
        kept=kept,
    )


def _answers(
    order: list[FeedbackEvent], standing: dict[Key, FeedbackEvent], lists: list[ShownList]
) -> list[bool]:
    """Return whether each item judged on ranked lists stands as kept, in the order of the verdicts that stand."""
    shown = {(each.slate_id, item_id) for each in lists for item_id in each.item_ids}
    samples = {each.slate_id for each in lists if SAMPLE in each.outcome}
    brief_of = {each.slate_id: each.brief_id for each in lists}
    answers: list[bool] = []
    for event in order:
        slate_id = event.slate_id
        if slate_id is None or slate_id in samples or (slate_id, event.item_id) not in shown:
            continue
        stands = _standing_event(standing, brief_of[slate_id], event.item_id)
        if stands is event and event.verdict != PUT_OFF:
            answers.append(event.verdict in WANTED)
    return answers


def _named(groups: dict[str, Group]) -> tuple[NamedGroup, ...]:
    return tuple(NamedGroup(key, "", group) for key, group in groups.items())


def _winner(groups: tuple[NamedGroup, ...]) -> tuple[str, bool]:
    return clear_winner({each.key: (each.group.judged.hits, each.group.judged.count) for each in groups})


def _baselines(snapshot: Snapshot, total: Group, ranked: list[ListFacts]) -> Baselines:
    """Return what needs no verdicts to be known; what share of random items she would keep, only a sample tells."""
    measured = snapshot.popularity
    is_tail = measured.segments == TAIL
    count = len(snapshot.table.ids)
    most_popular = np.argsort(-measured.counts, kind="stable")[: max(1, total.judged.hits)]
    longest = max((len(each.items) for each in ranked), default=0)
    return Baselines(
        random_tail=float(is_tail.mean()) if count else 0.0,
        most_popular_tail=float(is_tail[most_popular].mean()) if count else 0.0,
        most_popular_reach=min(1.0, longest / count) if count else 0.0,
    )
