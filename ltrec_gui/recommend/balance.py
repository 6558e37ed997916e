"""How balanced a shelf is: shares, spreads, near-duplicates and age in plain numbers, and the rules it breaks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ltrec_gui.recommend.diversify import SAME_VECTOR_COSINE, near_identical

RULE_KINDS = (
    MOST_PER_COLUMN,
    LEAST_TAIL_SHARE,
    LEAST_TOPICS,
    MOST_NEAR_DUPLICATES,
    MOST_AGE,
    MOST_FROM_MEDIAN,
    LEAST_NUMBER,
    MOST_NUMBER,
) = (
    "most-per-column",
    "least-tail-share",
    "least-topics",
    "most-near-duplicates",
    "most-age",
    "most-from-median",
    "least-number",
    "most-number",
)
NUMBER_KINDS = (
    MOST_FROM_MEDIAN,
    LEAST_NUMBER,
    MOST_NUMBER,
)  # those about numbers in a column, such as prices
CUT_NAMES = ("head", "torso", "tail")
# With fewer items nothing is said of what a shelf lacks: three of five topics cannot stand on a shelf of two.
LEAST_ITEMS = 5


@dataclass(frozen=True, slots=True)
class ShelfRule:
    """One rule a shelf is held against; it warns and never blocks.

    `most-per-column`: at most `limit` items with the same value in `column`. `least-tail-share`: at least this share
    (0..1) from the tail. `least-topics`: at least `limit` different values of `column`, of the catalogue's topics where
    it is empty. `most-near-duplicates`: at most `limit` pairs that nearly say the same. `most-age`: no item whose date
    in `column` lies more than `limit` days before the newest date of the catalogue. `most-from-median`: no number in
    `column` more than `limit` times the median of the shelf, nor less than the median divided by it. `least-number` and
    `most-number`: no number in `column` under, or over, `limit`. A rule about a column that no item fills says nothing.
    """

    kind: str
    column: str
    limit: float


# For a catalogue of no known kind.
DEFAULT_RULES = (
    ShelfRule(MOST_PER_COLUMN, "author", 2),
    ShelfRule(LEAST_TAIL_SHARE, "", 0.6),
    ShelfRule(LEAST_TOPICS, "", 3),
    ShelfRule(MOST_NEAR_DUPLICATES, "", 0),
)


@dataclass(frozen=True, slots=True)
class BalanceItem:
    """What a balance needs of an item; `values` are its values by column, `names` the words of its authors.

    `age_days` counts back from the newest date of the catalogue; None without a day. `numbers` are the values of the
    columns that rules of NUMBER_KINDS are about.
    """

    item_id: str
    title_key: str
    names: frozenset[str]
    segment: str
    topic: str
    year: int | None
    age_days: float | None
    values: dict[str, tuple[str, ...]]
    numbers: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spread:
    """How items spread over the values of a column: (value as first written, its items), the most frequent first.

    `missing_count` items have no value.
    """

    values: tuple[tuple[str, tuple[str, ...]], ...]
    missing_count: int


@dataclass(frozen=True, slots=True)
class Balance:
    """A shelf in numbers.

    `tail_share` 0..1 is that among items in head, torso and tail, None where there are none; `new_count` items are
    new. `duplicates` are pairs of ids that nearly say the same, `years` (oldest, median, newest), None without.
    """

    item_count: int
    tail_share: float | None
    new_count: int
    topics: Spread
    spreads: dict[str, Spread]
    duplicates: tuple[tuple[str, str], ...]
    years: tuple[int, float, int] | None
    undated_count: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a shelf breaks: what was found instead of the limit, for which value, and by which items.

    Of `most-from-median` the median was found.
    """

    rule: ShelfRule
    found: float
    value: str
    item_ids: tuple[str, ...]


def tail_share(segments: Sequence[str]) -> float | None:
    """Return which share (0..1) of the items is from the tail; None where nothing is in head, torso or tail.

    New items are on neither side of the fraction: nobody knows yet whether they will be neglected, so they neither
    make a shelf more of a tail shelf nor less of one.
    """
    known = [segment for segment in segments if segment in CUT_NAMES]
    return sum(segment == "tail" for segment in known) / len(known) if known else None


def balance(items: Sequence[BalanceItem], vectors: np.ndarray | None, columns: Sequence[str] = ()) -> Balance:
    """Return a shelf in numbers, with its spread over `columns`; `vectors` (n, d) are unit rows, zero for none."""
    years = sorted(item.year for item in items if item.year is not None)
    return Balance(
        item_count=len(items),
        tail_share=tail_share([item.segment for item in items]),
        new_count=sum(item.segment == "new" for item in items),
        topics=spread([(item.item_id, (item.topic,) if item.topic else ()) for item in items]),
        spreads={
            column: spread([(item.item_id, item.values.get(column, ())) for item in items])
            for column in columns
        },
        duplicates=near_duplicates(items, vectors),
        years=(years[0], float(np.median(years)), years[-1]) if years else None,
        undated_count=len(items) - len(years),
    )


def spread(values: Sequence[tuple[str, Sequence[str]]]) -> Spread:
    """Return how (item id, its values) spread over the values; case and blanks around them make no difference."""
    written: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for item_id, own in values:
        for value in dict.fromkeys(each.strip() for each in own if each.strip()):
            key = value.casefold()
            written.setdefault(key, value)
            if item_id not in members.setdefault(key, []):
                members[key].append(item_id)
    ordered = sorted(members, key=lambda key: -len(members[key]))
    missing = sum(not any(each.strip() for each in own) for _, own in values)
    return Spread(tuple((written[key], tuple(members[key])) for key in ordered), missing)


def near_duplicates(items: Sequence[BalanceItem], vectors: np.ndarray | None) -> tuple[tuple[str, str], ...]:
    """Return the pairs of ids, in shelf order, that are editions of one work or say nearly the same.

    Editions share a title and, where both name their authors, a part of those. `vectors` (n, d) are unit rows, zero
    where an item has none; None where nothing is embedded.
    """
    cosines = (
        vectors @ vectors.T if vectors is not None and len(vectors) else np.zeros((len(items), len(items)))
    )
    found: list[tuple[str, str]] = []
    for row, first in enumerate(items):
        for other, second in enumerate(items[row + 1 :], row + 1):
            is_edition = near_identical(first.title_key, second.title_key) and (
                not first.names or not second.names or bool(first.names & second.names)
            )
            if is_edition or cosines[row, other] >= SAME_VECTOR_COSINE:
                found.append((first.item_id, second.item_id))
    return tuple(found)


def broken_rules(
    rules: Sequence[ShelfRule], found: Balance, items: Sequence[BalanceItem]
) -> tuple[Broken, ...]:
    """Return which rules a shelf breaks, in the order of the rules, each value that is too frequent by itself."""
    broken: list[Broken] = []
    for rule in rules:
        broken.extend(_BROKEN_BY[rule.kind](rule, found, items))
    return tuple(broken)


def _too_frequent(rule: ShelfRule, found: Balance, items: Sequence[BalanceItem]) -> list[Broken]:
    values = found.spreads[rule.column].values if rule.column else found.topics.values
    return [
        Broken(rule, len(members), value, members) for value, members in values if len(members) > rule.limit
    ]


def _too_few_of_the_tail(rule: ShelfRule, found: Balance, items: Sequence[BalanceItem]) -> list[Broken]:
    share = found.tail_share
    if share is None or found.item_count < LEAST_ITEMS or share >= rule.limit - 1e-9:
        return []
    popular = tuple(item.item_id for item in items if item.segment in CUT_NAMES and item.segment != "tail")
    return [Broken(rule, share, "", popular)]


def _too_few_topics(rule: ShelfRule, found: Balance, items: Sequence[BalanceItem]) -> list[Broken]:
    values = found.spreads[rule.column].values if rule.column else found.topics.values
    if not values or found.item_count < max(LEAST_ITEMS, rule.limit) or len(values) >= rule.limit:
        return []
    return [Broken(rule, len(values), values[0][0], values[0][1])]


def _too_many_duplicates(rule: ShelfRule, found: Balance, items: Sequence[BalanceItem]) -> list[Broken]:
    if len(found.duplicates) <= rule.limit:
        return []
    members = dict.fromkeys(item_id for pair in found.duplicates for item_id in pair)
    return [Broken(rule, len(found.duplicates), "", tuple(members))]


def _too_old(rule: ShelfRule, found: Balance, items: Sequence[BalanceItem]) -> list[Broken]:
    old = [item for item in items if item.age_days is not None and item.age_days > rule.limit]
    if not old:
        return []
    return [Broken(rule, max(item.age_days or 0.0 for item in old), "", tuple(item.item_id for item in old))]


def _far_from_median(rule: ShelfRule, found: Balance, items: Sequence[BalanceItem]) -> list[Broken]:
    numbers = [item.numbers[rule.column] for item in items if rule.column in item.numbers]
    median = float(np.median(numbers)) if len(numbers) >= LEAST_ITEMS else 0.0
    if median <= 0 or rule.limit < 1:
        return []
    return _outside(rule, items, median / rule.limit, median * rule.limit, median)


def _too_small(rule: ShelfRule, found: Balance, items: Sequence[BalanceItem]) -> list[Broken]:
    return _outside(rule, items, rule.limit, np.inf, None)


def _too_big(rule: ShelfRule, found: Balance, items: Sequence[BalanceItem]) -> list[Broken]:
    return _outside(rule, items, -np.inf, rule.limit, None)


def _outside(
    rule: ShelfRule, items: Sequence[BalanceItem], low: float, high: float, told: float | None
) -> list[Broken]:
    """Return the rule broken by the items outside a band, ends belong to it; `told` instead of the worst number."""
    slack = 1e-9
    worst = {
        item.item_id: item.numbers[rule.column]
        for item in items
        if rule.column in item.numbers
        and not low * (1 - slack) <= item.numbers[rule.column] <= high * (1 + slack)
    }
    if not worst:
        return []
    found = (min if high == np.inf else max)(worst.values()) if told is None else told
    return [Broken(rule, found, "", tuple(worst))]


_BROKEN_BY = {
    MOST_PER_COLUMN: _too_frequent,
    LEAST_TAIL_SHARE: _too_few_of_the_tail,
    LEAST_TOPICS: _too_few_topics,
    MOST_NEAR_DUPLICATES: _too_many_duplicates,
    MOST_AGE: _too_old,
    MOST_FROM_MEDIAN: _far_from_median,
    LEAST_NUMBER: _too_small,
    MOST_NUMBER: _too_big,
}
