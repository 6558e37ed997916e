"""Slates as they were shown: kept with everything needed to show them again, and compared with what follows."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.find_topics import META as TOPICS
from ltrec_gui.pipeline.learning import OUTCOME, learned_from
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import (
    Part,
    Reason,
    Slate,
    SlateChange,
    SlateMetrics,
    Suggestion,
    SuggestRequest,
)
from ltrec_gui.store.feedback import FeedbackEvent
from ltrec_gui.store.slates import ShownList, SlateLine, StoredSlate

# Raise it with every change to the program that may rank or order a list otherwise: it is kept with each slate.
RANKING_VERSION = 5
SHOWN_BRIEF = (
    "shown_brief"  # the name under which the brief opened last is kept, while no other list was made
)
RECENT_VERDICTS = 200  # so far back a refresh looks for the verdict that mattered most


def keep_slate(
    workspace: Workspace, asked: Asked, slate: Slate, sample: dict[str, Any] | None = None
) -> Slate:
    """Keep the slate, compare it with the one it replaces, and return it complete.

    `sample` says how a random sample was drawn. A sample replaces no list, and is no list to compare with.
    """
    before = workspace.slates.last_of(slate.brief_id) if sample is None else None
    if before is not None and "sample" in before.outcome:
        before = None
    change = _change(asked, before, slate) if before is not None else None
    if before is not None and change is not None:
        shown = {item_id for item_id, _ in before.shown}
        slate = replace(
            slate,
            suggestions=tuple(replace(s, is_new=s.item.item_id not in shown) for s in slate.suggestions),
        )
    outcome = {
        "metrics": asdict(slate.metrics),
        "ranked_by": slate.ranked_by,
        "notes": list(slate.notes),
        "change": asdict(change) if change else None,
        "blocked_by": [list(pair) for pair in slate.blocked_by],
        **made_from(asked),
        "policy": slate.policy,
        "diversity": slate.diversity,
        OUTCOME: asdict(slate.learned) if slate.learned else None,
    }
    if sample is not None:
        outcome["sample"] = sample
    if workspace.meta.get(SHOWN_BRIEF) not in ("", str(slate.brief_id)):
        workspace.meta.set(SHOWN_BRIEF, "")
    slate_id = workspace.slates.put(
        slate.brief_id,
        asdict(slate.request),
        outcome,
        asked.last_event_id,
        [(suggestion.item.item_id, _facts(suggestion)) for suggestion in slate.suggestions],
    )
    return replace(slate, slate_id=slate_id, change=change)


def made_from(asked: Asked) -> dict[str, Any]:
    """Return everything but request and verdicts that a list depends on, as it is now; kept with each slate.

    `readers` is the number of the model of readers and its digest, `segments` a digest of what is head and tail,
    `topics` one of the catalogue's topics, which only policies that share places among topics ask for.
    """
    meta = asked.workspace.meta
    return {
        "model_key": asked.view.model_key,
        "generation": meta.active_generation,
        "vector_count": int(asked.view.has_vector.sum()),
        "content_version": asked.content_version,
        "segments": asked.workspace.kept(
            "digest of segments",
            (asked.popularity,),
            lambda: _digest(asked.popularity.segments, asked.popularity.counts),
        ),
        "readers": meta.get("readers") if asked.readers is not None else None,
        "topics": _digest(np.frombuffer(meta.get(TOPICS).encode(), np.uint8)),
        "ranking_version": RANKING_VERSION,
    }


def _digest(*arrays: np.ndarray) -> str:
    total = hashlib.blake2b(digest_size=8)
    for array in arrays:
        total.update(np.ascontiguousarray(array).tobytes())
    return total.hexdigest()


def _change(asked: Asked, before: StoredSlate, slate: Slate) -> SlateChange:
    old_ranks = {item_id: rank for rank, (item_id, _) in enumerate(before.shown, 1)}
    new_ids = [suggestion.item.item_id for suggestion in slate.suggestions]
    decided = {item_id for item_id, verdict in asked.verdicts.items() if verdict != "not-now"} | asked.shelf
    # Rising because the items above were decided is no change of mind: ranks are compared among what remains.
    remaining = [item_id for item_id in old_ranks if item_id not in decided and item_id in set(new_ids)]
    kept = [item_id for item_id in new_ids if item_id in set(remaining)]
    moved_up = sum(kept.index(item_id) < remaining.index(item_id) for item_id in kept)
    verdict, title = _decisive_verdict(asked, before, slate)
    return SlateChange(
        new_count=sum(item_id not in old_ranks for item_id in new_ids),
        moved_up_count=moved_up,
        left_count=sum(item_id not in set(new_ids) and item_id not in decided for item_id in old_ranks),
        because_verdict=verdict,
        because_title=title,
    )


def _decisive_verdict(asked: Asked, before: StoredSlate, slate: Slate) -> tuple[str, str]:
    """Return the verdict given since `before` that the new list owes most to, and its item's title."""
    newest = asked.workspace.feedback.history(RECENT_VERDICTS)
    recent = [
        event
        for event, is_undone in newest
        if not is_undone and event.event_id > before.last_event_id and event.item_id in asked.judged_items
    ]
    recent_ids = {event.item_id for event in recent}
    # A verdict the list before was made with already did not change it, however many items it pulls up.
    reasons = [
        reason
        for suggestion in slate.suggestions
        for reason in suggestion.reasons
        if reason.kind == "verdict" and reason.item_id in recent_ids
    ]
    if reasons:
        item_id, _ = Counter(reason.item_id for reason in reasons).most_common(1)[0]
        return asked.verdicts[item_id], asked.judged_items[item_id].title
    return (recent[0].verdict, asked.judged_items[recent[0].item_id].title) if recent else ("", "")


def _facts(suggestion: Suggestion) -> dict[str, Any]:
    """Return what must be kept of a suggestion to show it again exactly; the item itself is in the catalogue."""
    derived = ("item", "rank", "verdict", "critique", "is_on_shelf", "is_everywhere", "other_shelves")
    facts = _values(suggestion)
    # Reasons and parts one by one: to take the whole apart would copy every item first, and every value after it.
    facts["reasons"] = [_values(reason) for reason in suggestion.reasons]
    facts["parts"] = [_values(part) for part in suggestion.parts]
    return {name: value for name, value in facts.items() if name not in derived}


def _values(record: Suggestion | Reason | Part) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _NAMES[type(record)]}


_NAMES = {kind: [field.name for field in fields(kind)] for kind in (Suggestion, Reason, Part)}


def request_of(stored: StoredSlate | SlateLine | ShownList) -> SuggestRequest:
    """Return what a stored slate was asked for with."""
    return request_from(stored.request)


def request_from(values: dict[str, Any]) -> SuggestRequest:
    """Return a request that was kept as JSON."""
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    known["columns"] = tuple((column, condition) for column, condition in known.get("columns", ()))
    return SuggestRequest(**known)


def show_from_now_on(workspace: Workspace, brief_id: int) -> None:
    """Let the last list of a brief count as the one shown last, until a list of another brief is made."""
    if workspace.meta.get(SHOWN_BRIEF) != str(brief_id):
        workspace.meta.set(SHOWN_BRIEF, str(brief_id))


def last_slate(workspace: Workspace, control: JobControl) -> Slate | None:
    """Return the slate shown last, with its verdicts as they stand, exactly as ordered then.

    It is the last one of the brief opened last, if no other was made since; none of a brief that was deleted.
    """
    briefs = {brief.brief_id: brief for brief in workspace.briefs.all() if not brief.is_deleted}
    opened = workspace.meta.get(SHOWN_BRIEF)
    order = [int(opened), *briefs] if opened else [*briefs]
    shown = next((each for each in order if each in briefs and briefs[each].list_count), None)
    stored = workspace.slates.last_of(shown) if shown is not None else None
    return stored_slate(workspace, stored) if stored else None


def stored_slate(workspace: Workspace, stored: StoredSlate) -> Slate:
    """Return a stored slate with its verdicts as they stand now."""
    items = workspace.items.by_ids([item_id for item_id, _ in stored.shown])
    log = workspace.feedback
    elsewhere = log.placed_elsewhere()
    suggestions = tuple(
        replace(
            _suggestion_from(
                items[item_id],
                rank,
                facts,
                log.event_of(item_id, stored.brief_id),
                log.is_on_shelf(item_id),
            ),
            other_shelves=elsewhere.get(item_id, ()),
        )
        for rank, (item_id, facts) in enumerate(stored.shown, 1)
        if item_id in items
    )
    change = stored.outcome.get("change")
    return Slate(
        slate_id=stored.slate_id,
        brief_id=stored.brief_id,
        request=request_of(stored),
        suggestions=suggestions,
        metrics=SlateMetrics(**stored.outcome["metrics"]),
        ranked_by=stored.outcome["ranked_by"],
        notes=tuple(stored.outcome["notes"]),
        change=SlateChange(**change) if change else None,
        blocked_by=tuple((str(name), int(count)) for name, count in stored.outcome["blocked_by"]),
        # Slates made before there was a choice were diversified by what the request said.
        policy=stored.outcome.get("policy", "dpp"),
        diversity=stored.outcome.get("diversity", stored.request["diversity"]),
        learned=learned_from(stored.outcome),
    )


def shown_suggestions(
    workspace: Workspace, places: Mapping[str, tuple[int | None, str]]
) -> dict[str, Suggestion]:
    """Return items as a list of their brief showed them last until a time; `places` as of `SlateStore.last_shown`."""
    shown = workspace.slates.last_shown(places)
    items = workspace.items.by_ids(list(shown))
    return {
        item_id: _suggestion_from(items[item_id], rank, facts, None, True)
        for item_id, (rank, facts) in shown.items()
        if item_id in items
    }


def _suggestion_from(
    item: Item, rank: int, facts: dict[str, Any], verdict: FeedbackEvent | None, is_on_shelf: bool
) -> Suggestion:
    values = dict(facts)
    values["reasons"] = tuple(
        Reason(**{**reason, "terms": tuple(reason["terms"])}) for reason in facts["reasons"]
    )
    values["parts"] = tuple(Part(**part) for part in facts["parts"])
    return Suggestion(
        item=item,
        rank=rank,
        verdict=verdict.verdict if verdict is not None else None,
        critique=verdict.critique if verdict is not None else "",
        is_everywhere=verdict is not None and verdict.brief_id is None,
        is_on_shelf=is_on_shelf,
        **values,
    )
