"""Why an item is not in a list, and the smallest changes that bring it in, each tried by really ranking anew."""

import copy
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.candidates import (
    Candidates,
    background_of,
    evidence_of,
    find_candidates,
    parts_of,
    wanted_of,
)
from ltrec_gui.pipeline.column_filter import NAME_PREFIX
from ltrec_gui.pipeline.past_slates import stored_slate
from ltrec_gui.pipeline.pool import Places, PoolRows, choose_places, pool_of, sampling
from ltrec_gui.pipeline.selections import NAME as SELECTION
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend import diversify
from ltrec_gui.recommend.critiques import PARTS as CRITIQUE_PARTS
from ltrec_gui.recommend.critiques import QUALITY
from ltrec_gui.recommend.diversify import QUOTA_POLICIES, RANDOM_POLICIES, Standing
from ltrec_gui.recommend.popularity import SEGMENT_NAMES
from ltrec_gui.recommend.relevance import Meaning, relevance, scores_of_readers
from ltrec_gui.recommend.slate import Part, Slate, SuggestRequest

ROWS_AT_ONCE = 8_192  # of the catalogue, to count what is more relevant
EQUAL = 1e-6  # the same row multiplied in another batch differs by less
PRECISION = 5e-4  # of `needed`, in units of relevance
MOST_NEEDED = 64.0
MOST_ALIKE = 3  # items of the list that "more like this" is tried on

# What `behind` may be besides diversify.BEHIND.
LISTED = "listed"
FILTERED = "filtered"


@dataclass(frozen=True, slots=True)
class Beside:
    """An item of the list to compare with: the last one that did not come as a wild card."""

    item: Item
    rank: int
    relevance: float
    parts: tuple[Part, ...]
    penalty: float  # what variety took from it


@dataclass(frozen=True, slots=True)
class Change:
    """One change that brings the item into the list, at place `rank`, found by making the list with it.

    kind "filters": without those of `names`. "tail-preference" and "diversity": at `value` instead. "more-like-this":
    on the item `title` of the list. "critique": had the rejections for the reason in `names` given no reason that
    lowers others; they stand.
    """

    kind: str
    rank: int
    value: float = 0.0
    names: tuple[str, ...] = ()
    item_id: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why an item is not in a list, by the list's request and the verdicts, items and readers of today.

    `shown_rank` is its place in the list as it was shown, `rank_now` the one it would have today; None: none.
    `has_changed` says that today's list holds other items or another order. `rank` is its place by relevance among all
    `candidate_count` items that no filter removes, itself counted.
    `critiques` are the reasons given for rejecting others that lower it, the strongest first.
    `behind` is what keeps it out: LISTED (nothing), FILTERED (`filters`: those of the request that remove it, or
    "judged", "shelf", "seed"), or one of diversify.BEHIND. `because` names the item of the list it repeats ("twin") or
    is most like ("diversity"), or the topic or value whose places are taken ("quota").
    `needed` is the additional relevance that would bring it in, filters apart, up to PRECISION; None where none would,
    or chance decides. `changes` all bring it in, one of each kind, the smallest that does in steps of a tenth.
    """

    item: Item
    slate_id: str
    shown_rank: int | None
    rank_now: int | None
    has_changed: bool
    rank: int
    candidate_count: int
    relevance: float
    parts: tuple[Part, ...]
    last: Beside | None
    filters: tuple[str, ...]
    behind: str
    because: str
    needed: float | None
    changes: tuple[Change, ...]
    critiques: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class _List:
    """A list as it would be made now, with all it was made from."""

    asked: Asked
    candidates: Candidates
    pool_rows: PoolRows
    places: Places
    policy: str
    diversity: float

    def rank_of(self, position: int) -> int | None:
        """Return the place (1 = top) of the item at a position of the catalogue, None without one."""
        positions = self.candidates.positions[self.pool_rows.rows[[pick.row for pick in self.places.picks]]]
        found = np.flatnonzero(positions == position)
        return int(found[0]) + 1 if len(found) else None

    def ids(self) -> list[str]:
        """Return the ids in order."""
        return [self.pool_rows.items[pick.row].item_id for pick in self.places.picks]


def why_not(workspace: Workspace, control: JobControl, slate_id: str, item_id: str) -> WhyNot:
    """Return why an item is not in a list; raise RequestError for an unknown list or item.

    Nothing is written: what-ifs are made in memory. Costs some twenty lists.
    """
    shown = shown_slate(workspace, slate_id)
    snapshot = workspace.snapshot()
    position = snapshot.positions.get(item_id)
    if position is None:
        raise RequestError("There is no item “{item_id}” in this library.", item_id=item_id)
    known_seeds = tuple(seed for seed in shown.request.seed_ids if seed in snapshot.positions)
    asked = Asked(workspace, snapshot, replace(shown.request, seed_ids=known_seeds), False)
    control.checkpoint(Progress("ranking", 0))
    now = _made(asked, shown.policy, shown.diversity)
    filters = _filters_on(asked, position)
    # What stands in the way beside the filters is found out as if they were not there.
    open_asked = _without_filters(asked, item_id, filters) if filters else asked
    judged = _with_item(_made(open_asked, shown.policy, shown.diversity) if filters else now, position)
    row = int(np.flatnonzero(judged.candidates.positions == position)[0])
    own = float(judged.candidates.ranked.total[row])
    more_relevant, candidate_count = _more_relevant(asked, control, position, own)
    rank_now = now.rank_of(position)
    behind, because = _behind(judged, row)
    if filters:
        behind, because = FILTERED, ""
    elif rank_now is not None:
        behind, because = LISTED, ""
    changes: Iterable[Change] = ()
    if rank_now is None:
        changes = _changes(now, control, position, item_id, filters)
    return WhyNot(
        item=workspace.items.by_ids([item_id])[item_id],
        slate_id=shown.slate_id,
        shown_rank=next((s.rank for s in shown.suggestions if s.item.item_id == item_id), None),
        rank_now=rank_now,
        has_changed=now.ids() != [s.item.item_id for s in shown.suggestions],
        rank=more_relevant + 1,
        candidate_count=candidate_count,
        relevance=own,
        parts=parts_of(judged.candidates, row),
        last=_last(now),
        filters=filters,
        behind=behind,
        because=because,
        needed=None if rank_now is not None else _needed(judged, control, row),
        changes=tuple(changes),
        critiques=_lowering(judged.candidates, row),
    )


def shown_slate(workspace: Workspace, slate_id: str) -> Slate:
    """Return a stored list, "last" for the newest one; raise RequestError where there is none."""
    stored = workspace.slates.last() if slate_id == "last" else workspace.slates.get(slate_id)
    if stored is None:
        raise RequestError(
            "There is no list “{slate_id}” in this library. Nothing was changed. Ask for suggestions first.",
            slate_id=slate_id,
        )
    return stored_slate(workspace, stored)


def _made(asked: Asked, policy: str, diversity: float) -> _List:
    candidates = find_candidates(asked)
    return _placed(asked, candidates, policy, diversity)


def _placed(asked: Asked, candidates: Candidates, policy: str, diversity: float) -> _List:
    pool_rows = pool_of(asked, candidates, policy)
    return _List(
        asked, candidates, pool_rows, choose_places(asked, pool_rows, policy, diversity), policy, diversity
    )


def _with_item(made: _List, position: int) -> _List:
    """Return the list with the item among its candidates, for the search leaves out what is far from everything."""
    candidates, asked = made.candidates, made.asked
    if position in candidates.positions:
        return made
    at = int(np.searchsorted(candidates.positions, position))
    positions = np.insert(candidates.positions, at, position)
    ranked = relevance(
        candidates.evidence,
        candidates.wanted,
        positions,
        background_of(asked),
        asked.request.tail_preference,
    )
    extended = replace(
        candidates,
        positions=positions,
        similarity=np.insert(candidates.similarity, at, np.nan),
        nearest_seed=np.insert(candidates.nearest_seed, at, -1),
        ranked=ranked,
    )
    return _placed(asked, extended, made.policy, made.diversity)


def _more_relevant(asked: Asked, control: JobControl, position: int, own: float) -> tuple[int, int]:
    """Return how many items that no filter removes are more relevant, and how many there are with this one."""
    evidence, wanted = evidence_of(asked), wanted_of(asked)
    background = background_of(asked)
    meaning = Meaning(evidence, wanted, background)
    readers_scores = scores_of_readers(evidence, wanted)
    allowed = asked.mask()
    allowed[position] = False
    others = np.flatnonzero(allowed)
    count = 0
    for start in range(0, len(others), ROWS_AT_ONCE):
        control.checkpoint(Progress("ranking", start, len(others)))
        ranked = relevance(
            evidence,
            wanted,
            others[start : start + ROWS_AT_ONCE],
            background,
            asked.request.tail_preference,
            meaning=meaning,
            readers_scores=readers_scores,
        )
        count += int((ranked.total > own + EQUAL).sum())
    return count, len(others) + 1


def _filters_on(asked: Asked, position: int) -> tuple[str, ...]:
    """Return the names of the filters that remove the item, what was decided of it told apart."""
    item_id = asked.table.ids[position]
    names: list[str] = []
    for name, removed in asked.filters():
        if not removed[position]:
            continue
        if name != "judged":
            names.append(name)
            continue
        if asked.verdicts.get(item_id, "not-now") != "not-now":
            names.append("judged")
        if item_id in asked.shelf:
            names.append("shelf")
        if item_id in asked.request.seed_ids:
            names.append("seed")
    return tuple(names)


def _without_filters(asked: Asked, item_id: str, names: tuple[str, ...]) -> Asked:
    """Return the request without these filters, the item's verdict and shelf place taken back in memory."""
    request = asked.request
    dropped: dict[str, object] = {}
    for name in names:
        if name == "segments":
            position = asked.positions[item_id]
            dropped["segments"] = (*request.segments, _segment(asked, position))
        elif name in ("tags", "languages"):
            dropped[name] = ()
        elif name in ("year_from", "year_to"):
            dropped[name] = None
        elif name.startswith(NAME_PREFIX):
            dropped["columns"] = tuple(
                pair for pair in request.columns if f"{NAME_PREFIX}{pair[0]}" not in names
            )
        elif name == "exported":
            dropped["cooldown_days"] = 0
        elif name == "suggested":
            dropped["only_unseen"] = False
        elif name == SELECTION:
            dropped.update(selection="", selection_count=0)
        elif name == "seed":
            dropped["seed_ids"] = tuple(seed for seed in request.seed_ids if seed != item_id)
    request = _changed(request, dropped)
    if "seed" in names:  # its words were asked for, too
        changed = Asked(asked.workspace, asked.workspace.snapshot(), request, False, None, _ranked_by(asked))
    else:
        changed = _asked_anew(asked, request)
    if "judged" in names:
        changed.verdicts = {key: verdict for key, verdict in asked.verdicts.items() if key != item_id}
        changed.choose_words()
    changed.shelf = asked.shelf - {item_id}
    return changed


def _ranked_by(asked: Asked) -> str:
    return "meaning" if asked.by_meaning else "words"


def _segment(asked: Asked, position: int) -> str:
    return SEGMENT_NAMES[int(asked.popularity.segments[position])]


def _changed(request: SuggestRequest, values: dict[str, object]) -> SuggestRequest:
    return replace(request, **values)  # type: ignore[arg-type]


def _asked_anew(asked: Asked, request: SuggestRequest) -> Asked:
    """Return the same question with other settings; brief, seeds and verdicts are as they were."""
    changed = copy.copy(asked)
    changed.request = request
    changed.notes = []
    return changed


def _behind(judged: _List, row: int) -> tuple[str, str]:
    """Return what keeps a candidate out, and the name of what it comes from."""
    standing = _standing(judged, row)
    if standing is None:
        return "relevance", ""
    items = judged.pool_rows.items
    if standing.behind == "twin" and standing.twin_of >= 0:
        return "twin", items[standing.twin_of].title
    if standing.behind == "diversity":
        nearest = _nearest_picks(judged, standing.row, 1)
        return "diversity", items[nearest[0]].title if nearest else ""
    if standing.behind == "quota":
        return "quota", _quota_of(judged, standing.row)
    return standing.behind, ""


def _standing(judged: _List, row: int) -> Standing | None:
    """Return how a candidate stands to the list; None where it is in it, or too irrelevant to be considered."""
    found = np.flatnonzero(judged.pool_rows.rows == row)
    if not len(found) or int(found[0]) in {pick.row for pick in judged.places.picks}:
        return None
    return diversify.standing(
        judged.pool_rows.pool,
        judged.places.picks[: judged.places.reranked_count],
        int(found[0]),
        judged.policy,
        judged.places.reranked_count,
        judged.diversity,
        judged.places.tail_places,
        sampling(judged.asked),
    )


def _nearest_picks(made: _List, pool_row: int, count: int) -> list[int]:
    """Return the rows of the pool in the list that are nearest to one of its rows, by their vectors."""
    vectors = made.pool_rows.pool.vectors
    picked = np.array([pick.row for pick in made.places.picks], np.int64)
    if not len(picked) or not vectors.shape[1]:
        return []
    order = np.argsort(-(vectors[picked] @ vectors[pool_row]), kind="stable")
    return [int(picked[index]) for index in order[:count]]


def _quota_of(judged: _List, pool_row: int) -> str:
    """Return the topic or value that a row of the pool counts for."""
    if judged.pool_rows.topic_names[pool_row]:
        return judged.pool_rows.topic_names[pool_row]
    item, column = judged.pool_rows.items[pool_row], judged.asked.request.quota_column
    return {
        "author": item.author,
        "language": item.language,
        "year": str(item.year or ""),
        "first-tag": item.tags[0] if item.tags else "",
    }.get(column, dict(item.extra).get(column, ""))


def _needed(judged: _List, control: JobControl, row: int) -> float | None:
    """Return how much more relevance brings a candidate in: proved by making the list with it, and not with less.

    What it lacked at the places it might have had is only where the search starts: a raise also widens the spread
    that scores are measured by.
    """
    if judged.policy in RANDOM_POLICIES:
        return None
    position = int(judged.candidates.positions[row])

    def is_in(more: float) -> bool:
        control.checkpoint(Progress("ranking", 0))
        total = judged.candidates.ranked.total.copy()
        total[row] += more
        raised = replace(judged.candidates, ranked=replace(judged.candidates.ranked, total=total))
        made = _placed(judged.asked, raised, judged.policy, judged.diversity)
        # A wild card is drawn, and would come and go by chance.
        rank = made.rank_of(position)
        return rank is not None and rank <= made.places.reranked_count

    if is_in(0.0):
        return 0.0
    standing = _standing(judged, row)
    start = math.inf if standing is None else standing.needed * judged.pool_rows.unit
    high = start if PRECISION < start < MOST_NEEDED else 0.05
    low = 0.0
    while not is_in(high):
        low, high = high, 2 * high
        if high > MOST_NEEDED:
            return None
    while high - low > PRECISION:
        middle = (low + high) / 2
        low, high = (low, middle) if is_in(middle) else (middle, high)
    return high


def _changes(
    now: _List, control: JobControl, position: int, item_id: str, filters: tuple[str, ...]
) -> Iterator[Change]:
    """Yield the changes that bring the item in, each tried."""
    asked, policy = now.asked, now.policy
    request = asked.request
    if filters:
        rank = _made(_without_filters(asked, item_id, filters), policy, now.diversity).rank_of(position)
        if rank is not None:
            yield Change("filters", rank, names=filters)
        return
    yield from _without_critiques(now, control, position)
    others = _steps_from(request.tail_preference)
    yield from _first(
        others,
        lambda value: _made(
            _asked_anew(asked, replace(request, tail_preference=value)), policy, now.diversity
        ).rank_of(position),
        "tail-preference",
        control,
    )
    if policy in (*QUOTA_POLICIES, *RANDOM_POLICIES, "dpp", "mmr", "msd"):
        yield from _first(
            _steps_from(now.diversity),
            lambda value: _placed(asked, now.candidates, policy, value).rank_of(position),
            "diversity",
            control,
        )
    yield from _by_verdict(now, control, position)


def _without_critiques(now: _List, control: JobControl, position: int) -> Iterator[Change]:
    """Yield each reason for rejecting others without which the item would be in."""
    asked = now.asked
    made = _with_item(now, position)
    row = int(np.flatnonzero(made.candidates.positions == position)[0])
    for part in _lowering(made.candidates, row):
        control.checkpoint(Progress("ranking", 0))
        changed = _asked_anew(asked, asked.request)
        changed.critiques = {
            # What speaks of one item alone keeps it rejected and moves nothing.
            item_id: QUALITY if name == part.name else name
            for item_id, name in asked.critiques.items()
        }
        rank = _made(changed, now.policy, now.diversity).rank_of(position)
        if rank is not None:
            yield Change("critique", rank, names=(part.name,))


def _lowering(candidates: Candidates, row: int) -> tuple[Part, ...]:
    """Return the parts that reasons for rejecting others take from a candidate, the greatest loss first."""
    found = [part for part in parts_of(candidates, row) if part.name in CRITIQUE_PARTS and part.value < 0]
    return tuple(sorted(found, key=lambda part: part.value))


def _steps_from(value: float) -> list[list[float]]:
    """Return the values below and above in steps of a tenth, the nearest first, each side by itself."""
    tenths = [step / 10 for step in range(11)]
    return [
        sorted((other for other in tenths if other < value - 1e-9), reverse=True),
        [other for other in tenths if other > value + 1e-9],
    ]


def _first(
    sides: list[list[float]], rank_at: Callable[[float], int | None], kind: str, control: JobControl
) -> Iterator[Change]:
    """Yield on each side the nearest value at which the item is in."""
    for side in sides:
        for value in side:
            control.checkpoint(Progress("ranking", 0))
            rank = rank_at(value)
            if rank is not None:
                yield Change(kind, rank, value)
                break


def _by_verdict(now: _List, control: JobControl, position: int) -> Iterator[Change]:
    """Yield which item of the list to ask more of, the first of the nearest ones that brings this one in.

    Only where vectors rank: a ranking by words would have to ask for other words.
    """
    asked = now.asked
    if not asked.by_meaning or not asked.view.has_vector[position]:
        return
    picked = [pick.row for pick in now.places.picks]
    positions = now.candidates.positions[now.pool_rows.rows[picked]]
    cosines = asked.view.rows(positions) @ asked.view.rows(np.array([position]))[0]
    for index in np.argsort(-cosines, kind="stable")[:MOST_ALIKE]:
        control.checkpoint(Progress("ranking", 0))
        liked = now.pool_rows.items[picked[int(index)]]
        changed = _asked_anew(asked, asked.request)
        changed.verdicts = {**asked.verdicts, liked.item_id: "more-like-this"}
        changed.judged_items = {**asked.judged_items, liked.item_id: liked}
        changed.choose_words()
        rank = _made(changed, now.policy, now.diversity).rank_of(position)
        if rank is not None:
            yield Change("more-like-this", rank, item_id=liked.item_id, title=liked.title)
            return


def _last(now: _List) -> Beside | None:
    picks = now.places.picks[: now.places.reranked_count]
    if not picks:
        return None
    row = int(now.pool_rows.rows[picks[-1].row])
    return Beside(
        item=now.pool_rows.items[picks[-1].row],
        rank=len(picks),
        relevance=float(now.candidates.ranked.total[row]),
        parts=parts_of(now.candidates, row),
        penalty=picks[-1].penalty * now.pool_rows.unit,
    )
