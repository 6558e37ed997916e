"""What an editor's verdicts amount to: how much she keeps, of what, by which settings, and how far lists reach."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ltrec_gui.recommend.proportions import Share, share

K = TypeVar("K", bound=Hashable)
BLOCK = 20  # verdicts in one point of the kept share over time


@dataclass(frozen=True, slots=True)
class ListFacts:
    """One list as it was shown; `kept` says of the items judged on it whether they stand as kept.

    What was put off is not judged.
    """

    brief_id: int
    made_at: str  # ISO 8601, UTC
    tail_preference: float
    policy: str
    items: tuple[str, ...]
    kept: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Group:
    """What came of some lists: different items shown, kept of the shown and of the judged, tail of the kept.

    An item counts once for each brief. `tail` counts kept items in the tail; of nothing where there is no tail.
    """

    list_count: int
    shown: Share
    judged: Share
    tail: Share


@dataclass(frozen=True, slots=True)
class ReachPoint:
    """How much of the catalogue (0..1) lists had shown when this one was made, and as many random lists would have."""

    made_at: str
    reached_count: int
    reached: float
    by_chance: float


def group_of(lists: Sequence[ListFacts], tail_items: frozenset[str] | None) -> Group:
    """Return what came of these lists together; `tail_items` None: nothing is known to be in the tail."""
    shown = {(each.brief_id, item_id) for each in lists for item_id in each.items}
    judged = {(each.brief_id, item_id): is_kept for each in lists for item_id, is_kept in each.kept.items()}
    kept = [pair for pair, is_kept in judged.items() if is_kept]
    in_tail = sum(item_id in tail_items for _, item_id in kept) if tail_items is not None else 0
    # Verdicts are given beside the list, too; what was kept of the shown counts what was shown only.
    return Group(
        list_count=len(lists),
        shown=share(sum(pair in shown for pair in kept), len(shown)),
        judged=share(len(kept), len(judged)),
        tail=share(in_tail, len(kept) if tail_items is not None else 0),
    )


def grouped(
    lists: Sequence[ListFacts], key: Callable[[ListFacts], K], tail_items: frozenset[str] | None
) -> dict[K, Group]:
    """Return what came of the lists with each value of `key`, in the order of the first list of each."""
    by_key: dict[K, list[ListFacts]] = {}
    for each in lists:
        by_key.setdefault(key(each), []).append(each)
    return {value: group_of(members, tail_items) for value, members in by_key.items()}


def reach(lists: Sequence[ListFacts], item_count: int) -> tuple[ReachPoint, ...]:
    """Return after each list, oldest first, how much of the catalogue was ever shown.

    Random lists of the same lengths s are expected to reach 1 - product of (1 - s / N).
    """
    seen: set[str] = set()
    missed = 1.0
    points = []
    for each in lists:
        seen.update(each.items)
        missed *= max(0.0, 1 - len(each.items) / item_count) if item_count else 0.0
        reached = min(1.0, len(seen) / item_count) if item_count else 0.0
        points.append(ReachPoint(each.made_at, len(seen), reached, 1 - missed))
    return tuple(points)


def blocks(answers: Sequence[bool], size: int = BLOCK) -> tuple[Share, ...]:
    """Return the kept share of each `size` verdicts in turn, oldest first; a last block of fewer than half is left out.

    Blocks do not overlap, so that each verdict is in one point and neighbours are not alike by construction.
    """
    cut = [answers[start : start + size] for start in range(0, len(answers), size)]
    return tuple(share(sum(block), len(block)) for block in cut if 2 * len(block) >= size)
