"""From a brief and seeds to a slate: candidates, ranking, diversity, reasons."""

from dataclasses import replace

import numpy as np

from ltrec_gui.errors import Phrase, RequestError
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.briefs import filed_text
from ltrec_gui.pipeline.candidates import Candidates, find_candidates, parts_of
from ltrec_gui.pipeline.learning import learned_policy
from ltrec_gui.pipeline.past_slates import keep_slate
from ltrec_gui.pipeline.pool import Places, PoolRows, choose_places, pool_of
from ltrec_gui.pipeline.reasons import LEAST_NAMED_SIMILARITY, Causes
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend import metrics
from ltrec_gui.recommend.diversify import POLICIES
from ltrec_gui.recommend.popularity import SEGMENT_NAMES
from ltrec_gui.recommend.preference import FEEDBACK_MODELS
from ltrec_gui.recommend.slate import (
    LEARNING,
    NOTE_NO_MATCH,
    NOTE_TAIL_SHORT,
    Learned,
    Slate,
    SlateMetrics,
    Suggestion,
    SuggestRequest,
)
from ltrec_gui.recommend.tail import TAIL_METHODS


def suggest(
    workspace: Workspace, control: JobControl, request: SuggestRequest, load_model: bool = False
) -> Slate:
    """Return a new slate, stored with its settings; with `load_model` False an unencoded brief is ranked by words.

    With neither brief nor seeds the slate holds what is least opened, varied. Raise RequestError for unknown seeds.
    """
    snapshot = workspace.snapshot()
    _check(snapshot, request)
    request = replace(request, seed_ids=tuple(dict.fromkeys(request.seed_ids)))
    brief_id = workspace.briefs.file_under(filed_text(workspace, request), request.brief_id)
    request = replace(request, brief_id=brief_id)
    asked = Asked(workspace, snapshot, request, load_model)
    control.checkpoint(Progress("ranking", 0))
    candidates = find_candidates(asked)
    slate = _slate_of(asked, candidates)
    return keep_slate(workspace, asked, slate)


def prepare_refresh(workspace: Workspace, control: JobControl, request: SuggestRequest) -> None:
    """Find what the next list of a request needs and remember it: words, readers' scores, what is near in meaning.

    The window asks for it while the editor reads on after a verdict, so that a refresh has less to do; the list is the
    same without. Nothing is stored.
    """
    snapshot = workspace.snapshot()
    _check(snapshot, request)
    asked = Asked(workspace, snapshot, request, False)
    control.checkpoint(Progress("ranking", 0))
    find_candidates(asked)


def ranked_again(
    workspace: Workspace,
    snapshot: Snapshot,
    request: SuggestRequest,
    until_event: int | None = None,
    ranked_by: str | None = None,
) -> tuple[Asked, Slate]:
    """Return the list a request gives with the verdicts known after an event, and what was asked; nothing is kept."""
    _check(snapshot, request)
    asked = Asked(workspace, snapshot, request, False, until_event, ranked_by)
    return asked, _slate_of(asked, find_candidates(asked))


def _check(snapshot: Snapshot, request: SuggestRequest) -> None:
    if request.count < 1:
        raise RequestError("A list needs at least one place. Nothing was changed. Ask for one or more.")
    if request.explore_places < 0:
        raise RequestError("The number of wild cards cannot be below 0. Nothing was changed.")
    for name, value in (
        (Phrase("tail preference"), request.tail_preference),
        (Phrase("diversity"), request.diversity),
    ):
        if not 0 <= value <= 1:
            raise RequestError(
                "The {name} must lie between 0 and 1, not {value}. Nothing was changed.",
                name=name,
                value=f"{value:g}",
            )
    for name, chosen, known in (
        (Phrase("diversity policy"), request.policy, (*POLICIES, LEARNING)),
        (Phrase("tail method"), request.tail_method, TAIL_METHODS),
        (Phrase("feedback model"), request.feedback_model, FEEDBACK_MODELS),
    ):
        if chosen not in known:
            raise RequestError(
                "There is no {name} “{value}”. Nothing was changed. Choose one of: {names}.",
                name=name,
                value=chosen,
                names=", ".join(known),
            )
    for seed_id in request.seed_ids:
        if seed_id not in snapshot.positions:
            raise RequestError(
                "There is no item “{item_id}” in this library. Nothing was changed. Check the id.",
                item_id=seed_id,
            )
    if not len(snapshot.table.keys):
        raise RequestError("This library has no items yet. Import a catalogue first.")


def _slate_of(asked: Asked, candidates: Candidates) -> Slate:
    request = asked.request
    policy, diversity, learned = chosen_policy(asked, candidates)
    pool_rows = pool_of(asked, candidates, policy)
    places = choose_places(asked, pool_rows, policy, diversity)
    rows = [pick.row for pick in places.picks]
    chosen_tail = pool_rows.pool.is_tail[rows]
    if not asked.by_meaning and asked.terms and not len(candidates.positions):
        asked.notes.append(NOTE_NO_MATCH)
    has_segments = not (asked.popularity.source == "none" or asked.popularity.is_flat)
    if (
        has_segments
        and "tail" in request.segments
        and rows
        and chosen_tail.sum() < min(pool_rows.tail_places, len(rows))
    ):
        asked.notes.append(NOTE_TAIL_SHORT)
    causes = Causes(asked, candidates, [int(pool_rows.rows[row]) for row in rows])
    suggestions = tuple(
        _suggestion(asked, candidates, pool_rows, places, rank, causes)
        for rank in range(1, len(places.picks) + 1)
    )
    return Slate(
        slate_id="",
        brief_id=request.brief_id or 0,
        request=request,
        suggestions=suggestions,
        metrics=SlateMetrics(
            tail_share=metrics.tail_share(chosen_tail),
            intra_list_diversity=metrics.intra_list_diversity(pool_rows.pool.vectors[rows]),
            mean_popularity=float(np.mean([s.popularity for s in suggestions])) if suggestions else 0.0,
        ),
        ranked_by="meaning" if asked.by_meaning else "words",
        notes=tuple(asked.notes),
        blocked_by=() if suggestions else _blocked_by(asked),
        policy=policy,
        diversity=diversity,
        learned=learned,
    )


def chosen_policy(asked: Asked, candidates: Candidates) -> tuple[str, float, Learned | None]:
    """Return the diversity policy in force, its strength, and how both were drawn where learning was asked for."""
    if asked.request.policy != LEARNING:
        return asked.request.policy, asked.request.diversity, None
    learned = learned_policy(asked, candidates)
    return learned.choice.arm.policy, learned.choice.arm.diversity, learned


def _blocked_by(asked: Asked) -> tuple[tuple[str, int], ...]:
    """Return how many items each filter removes, the greediest first."""
    counts = [(name, int(removed.sum())) for name, removed in asked.filters()]
    return tuple(sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1]))


def _suggestion(
    asked: Asked, candidates: Candidates, pool_rows: PoolRows, places: Places, rank: int, causes: Causes
) -> Suggestion:
    pick = places.picks[rank - 1]
    row = int(pool_rows.rows[pick.row])
    item = pool_rows.items[pick.row]
    position = int(candidates.positions[row])
    similarity = float(candidates.similarity[row])
    is_named = pick.overlaps_with >= 0 and pick.penalty < 0 and pick.overlap >= LEAST_NAMED_SIMILARITY
    return Suggestion(
        item=item,
        rank=rank,
        relevance=float(candidates.ranked.total[row]),
        similarity=None if np.isnan(similarity) else similarity,
        segment=SEGMENT_NAMES[int(asked.popularity.segments[position])],
        popularity=float(asked.popularity.counts[position]),
        popularity_rank=int(asked.popularity.ranks[position]),
        novelty=float(asked.popularity.novelty[position]),
        reasons=causes.of(row, item),
        parts=parts_of(candidates, row),
        verdict=asked.verdicts.get(item.item_id),
        critique=asked.critiques.get(item.item_id, ""),
        is_everywhere=item.item_id in asked.everywhere,
        is_on_shelf=item.item_id in asked.shelf,
        other_shelves=asked.elsewhere.get(item.item_id, ()),
        penalty=pick.penalty * pool_rows.unit,
        overlaps_with=pool_rows.items[pick.overlaps_with].title if is_named else "",
        is_exploration=pick.row in places.explored,
        topic=pool_rows.topic_names[pick.row],
    )
