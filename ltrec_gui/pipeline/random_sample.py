"""Lists drawn at random from what is not judged yet: the only verdicts that say how much is left to find."""

from dataclasses import dataclass, replace

import numpy as np

from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.asked import WANTED, Asked
from ltrec_gui.pipeline.past_slates import keep_slate, request_of
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend.popularity import SEGMENT_NAMES
from ltrec_gui.recommend.slate import Part, Reason, Slate, SlateMetrics, Suggestion, SuggestRequest
from ltrec_gui.recommend.stopping import SAMPLE_POLICY, Left, Sample, estimate_left, prefix_answers
from ltrec_gui.store.slates import ShownList, StoredSlate

OUTCOME = "sample"  # where a list's outcome keeps how it was drawn; only samples have it
RANDOM_SEED = 11
NONE, OUTDATED, UNFINISHED, ESTIMATED = "none", "outdated", "unfinished", "estimated"


@dataclass(frozen=True, slots=True)
class SampleReport:
    """The newest random sample of a brief and what it says; `state` is one of the four above.

    `drawn` of `population` items were drawn, `judged` of them are judged from the first on. Outdated: the catalogue
    changed since, so that nobody knows what it is a sample of. `left` is there only where it could be estimated.
    """

    state: str
    slate_id: str = ""
    drawn_at: str = ""  # ISO 8601, UTC
    population: int = 0
    drawn: int = 0
    judged: int = 0
    left: Left | None = None


def draw_sample(workspace: Workspace, control: JobControl, request: SuggestRequest, size: int) -> Slate:
    """Return `size` items drawn at random from all that the request's filters allow and nobody judged; RequestError.

    They are kept as a list of their brief, marked as a sample with its seed. Neither relevance nor reasons to like an
    item are given: a sample is judged for what it is. Asked again before anything is judged, it is the same.
    """
    snapshot = workspace.snapshot()
    for item_id in request.seed_ids:
        if item_id not in snapshot.positions:
            raise RequestError(
                "There is no item “{item_id}” in this library. Nothing was changed. Check the id.",
                item_id=item_id,
            )
    brief_id = request.brief_id
    if brief_id is None:
        brief_id = workspace.briefs.file_under(request.brief.strip(), None)
    request = replace(request, brief_id=brief_id)
    asked = Asked(workspace, snapshot, request, False)
    seed = [RANDOM_SEED, brief_id, asked.last_event_id]
    allowed, chosen = _draw(asked, seed, size)
    if not len(chosen):
        raise RequestError(
            "Nothing is left to draw from: every item the filters allow is judged. Nothing was changed. Loosen the "
            "filters or begin another brief."
        )
    kept = {"seed": seed, "population": allowed, "size": len(chosen)}
    return keep_slate(workspace, asked, _slate_of(asked, chosen), sample=kept)


def draw_sample_of_brief(workspace: Workspace, control: JobControl, brief_id: int, size: int) -> Slate:
    """Return the same by the filters of the last list that was made for a brief; RequestError."""
    made = [stored for stored in workspace.slates.of_brief(brief_id) if OUTCOME not in stored.outcome]
    request = request_of(made[-1]) if made else SuggestRequest()
    return draw_sample(workspace, control, replace(request, brief_id=brief_id), size)


def drawn_again(workspace: Workspace, snapshot: Snapshot, stored: StoredSlate) -> tuple[Asked, Slate]:
    """Return a stored sample as its seed draws it today from what was not judged then; nothing is kept."""
    kept = stored.outcome[OUTCOME]
    asked = Asked(workspace, snapshot, request_of(stored), False, stored.last_event_id)
    _, chosen = _draw(asked, kept["seed"], kept["size"])
    return asked, _slate_of(asked, chosen)


def sample_report(workspace: Workspace, brief_id: int, lists: list[ShownList]) -> SampleReport:
    """Return what the newest random sample among the lists of a brief says of what is left."""
    drawn = [each for each in lists if each.brief_id == brief_id and OUTCOME in each.outcome]
    if not drawn:
        return SampleReport(NONE)
    last = drawn[-1]
    log = workspace.feedback
    verdicts = log.verdicts(brief_id)
    population = int(last.outcome[OUTCOME]["population"])
    answers = prefix_answers([verdicts.get(item_id) for item_id in last.item_ids], WANTED)
    facts = (last.slate_id, last.made_at, population, len(last.item_ids), len(answers))
    snapshot = workspace.snapshot()
    request = request_of(last)
    is_current = last.outcome["content_version"] == workspace.meta.content_version
    if not is_current or not all(item_id in snapshot.positions for item_id in request.seed_ids):
        return SampleReport(OUTDATED, *facts)
    asked = Asked(workspace, snapshot, request, False, last.last_event_id)
    members = asked.mask()
    # Of the population nothing was judged when it was drawn, so what is judged now was judged since.
    decided = [
        verdict
        for item_id, verdict in verdicts.items()
        if verdict != "not-now" and item_id in snapshot.positions and members[snapshot.positions[item_id]]
    ]
    left = estimate_left(
        Sample(population, len(last.item_ids), answers),
        found=sum(verdict in WANTED for verdict in verdicts.values()),
        found_since=sum(verdict in WANTED for verdict in decided),
        judged_since=len(decided),
    )
    return SampleReport(UNFINISHED if left is None else ESTIMATED, *facts, left)


def _draw(asked: Asked, seed: list[int], size: int) -> tuple[int, np.ndarray]:
    """Return how many items may be drawn, and the positions drawn, in the order in which they are to be judged."""
    allowed = np.flatnonzero(asked.mask())
    return len(allowed), np.random.default_rng(seed).permutation(allowed)[:size]


def _slate_of(asked: Asked, positions: np.ndarray) -> Slate:
    items = asked.workspace.items.by_ids([asked.table.ids[position] for position in positions])
    popularity = asked.popularity
    suggestions: list[Suggestion] = []
    for position in positions:
        item = items.get(asked.table.ids[position])
        if item is None:
            continue
        segment = SEGMENT_NAMES[int(popularity.segments[position])]
        rank = int(popularity.ranks[position])
        suggestions.append(
            Suggestion(
                item=item,
                rank=len(suggestions) + 1,
                relevance=0.0,
                similarity=None,
                segment=segment,
                popularity=float(popularity.counts[position]),
                popularity_rank=rank,
                novelty=float(popularity.novelty[position]),
                reasons=(Reason("sample"),),
                # One part, that of no question asked: no card may hint at what ranking would say.
                parts=(Part("tail", 0.0),),
                verdict=asked.verdicts.get(item.item_id),
                critique=asked.critiques.get(item.item_id, ""),
                is_on_shelf=item.item_id in asked.shelf,
                other_shelves=asked.elsewhere.get(item.item_id, ()),
            )
        )
    tail = [suggestion.segment == "tail" for suggestion in suggestions]
    counts = [suggestion.popularity for suggestion in suggestions]
    return Slate(
        slate_id="",
        brief_id=asked.request.brief_id or 0,
        request=asked.request,
        suggestions=tuple(suggestions),
        metrics=SlateMetrics(
            float(np.mean(tail)) if tail else 0.0, 0.0, float(np.mean(counts)) if counts else 0.0
        ),
        ranked_by="meaning" if asked.by_meaning else "words",
        policy=SAMPLE_POLICY,
    )
