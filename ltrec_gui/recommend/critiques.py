"""What a "not right" with a reason moves: what the reason names, and nothing else.

In the field's term each reason is a unit critique: it speaks of one attribute of an item, and not of its subject. Three
reasons name nothing that another item could share, or nothing but the subject, and are therefore no part of a relevance
of their own: `off-topic` teaches the direction the verdicts point in, as a rejection without a reason does; `have` and
`quality` speak of one item alone.

A critique counts from a least number of verdicts on, and then by how many there are: n of them carry the share
n / (n + half) of the most it may move. Amounts are in standard deviations of a signal, as the preference for the tail
is. They are a judgement and kept modest, so that an item that fits what is asked much better than all others still
comes first. Two were tried, on films, by editors who look for a pair of genres and besides want only the newer half,
or only the less popular half: of 200 shown they accepted 12.2 and 8.0 where their reasons counted as plain rejections,
13.9 and 9.1 with the amounts below. Larger ones brought up to .3 and .9 more; to learn nothing at all from those
rejections, which is the least a reason does, cost nothing.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ltrec_gui.catalogue.item import Item

OFF_TOPIC = "off-topic"
KNOWN = "known"
HAVE = "have"
ALIKE = "alike"
OLD = "too-old"
LANGUAGE = "language"
AUTHOR = "author"
QUALITY = "quality"
CRITIQUES = (OFF_TOPIC, KNOWN, HAVE, ALIKE, OLD, LANGUAGE, AUTHOR, QUALITY)  # in the order they are offered
TEACHING = ("", OFF_TOPIC)  # rejections for these, or for no reason, teach what is not wanted
PARTS = (KNOWN, ALIKE, OLD, LANGUAGE, AUTHOR)  # these become a part of the relevance

# From how many verdicts each counts. What is named by degree needs two, so that one click cannot turn a list; a
# language, an author and what an item is like are named exactly by one.
LEAST = {KNOWN: 2, OLD: 2, ALIKE: 1, LANGUAGE: 1, AUTHOR: 1}
MOST = {KNOWN: 2.0, OLD: 2.0, ALIKE: 2.0, LANGUAGE: 3.0, AUTHOR: 2.0}
HALF = {KNOWN: 4.0, OLD: 2.0, ALIKE: 1.0, LANGUAGE: 1.0, AUTHOR: 1.0}
# Between these cosines an item becomes one of the same kind: two films or talks of one subject rarely reach the first,
# sequels and new editions of a text pass the second.
ALIKE_FROM, ALIKE_FULLY = 0.4, 0.7


@dataclass(frozen=True, slots=True)
class Critique:
    """What `count` verdicts with one reason move: `moves` gives it for positions (m,), (m,) in standard deviations.

    It is only made where there are verdicts enough to count.
    """

    name: str
    count: int
    moves: Callable[[np.ndarray], np.ndarray]


def strength(name: str, count: int) -> float:
    """Return how much `count` verdicts with this reason move at most, in standard deviations; 0 while too few."""
    return MOST[name] * count / (count + HALF[name]) if count >= LEAST[name] else 0.0


def offered(item: Item, segment: str, is_by_meaning: bool) -> tuple[str, ...]:
    """Return the reasons that name something of this item, in order.

    Without popularity nothing is too well known, without a year nothing too old; what an item is like only vectors
    tell, as `is_by_meaning` says.
    """
    missing = {
        KNOWN: segment not in ("head", "torso", "tail"),
        ALIKE: not is_by_meaning,
        OLD: item.year is None,
        LANGUAGE: not item.language.strip(),
        AUTHOR: not item.author.strip(),
    }
    return tuple(name for name in CRITIQUES if not missing.get(name, False))


def too_known(depth: np.ndarray, count: int) -> Critique | None:
    """Return the wish for what is less popular, by `depth` (n,), the share of items that are more popular.

    It has the shape of the preference for the tail, and 0 is the average item; the subject is not touched.
    """
    weight = strength(KNOWN, count)
    if not weight:
        return None
    mean = float(depth.mean()) if len(depth) else 0.0
    return Critique(KNOWN, count, lambda positions: weight * (depth[positions] - mean))


def too_old(years: np.ndarray, critiqued: np.ndarray, accepted: np.ndarray, no_year: int) -> Critique | None:
    """Return what lowers items by year; `years` (n,) int, the positions called too old and those accepted (k,).

    Whoever calls an item too old says it of all that are as old; what was accepted says the opposite of all that are as
    new. An item is lowered by the verdicts of the first kind that are left when those of the second are taken away,
    from LEAST on. Items without a year stay where they are.
    """
    old = np.sort(years[critiqued])
    old = old[old != no_year]
    fine = np.sort(years[accepted])
    fine = fine[fine != no_year]
    if len(old) < LEAST[OLD]:
        return None
    weights = np.array([strength(OLD, count) for count in range(len(old) + 1)])

    def moves(positions: np.ndarray) -> np.ndarray:
        found = years[positions]
        against = len(old) - np.searchsorted(old, found, side="left")
        in_favour = np.searchsorted(fine, found, side="right")
        lowered = 0.0 - weights[np.maximum(against - in_favour, 0)]  # and not -0.0, which is shown
        return np.where(found == no_year, 0.0, lowered)

    return Critique(OLD, len(old), moves)


def by_value(
    name: str, critiqued: Sequence[str], accepted: Sequence[str], value_of: Callable[[int], str]
) -> Critique | None:
    """Return what lowers items with a value that was called wrong, each value by its own verdicts.

    `critiqued` and `accepted` are the values of judged items, `value_of` gives that of a position; "" is none. What
    was accepted with a value is taken away from what was called wrong.
    """
    wrong = Counter(value for value in critiqued if value)
    right = Counter(accepted)
    weights: Mapping[str, float] = {
        value: strength(name, max(count - right[value], 0)) for value, count in wrong.items()
    }
    if not any(weights.values()):
        return None

    def moves(positions: np.ndarray) -> np.ndarray:
        values = (value_of(int(position)) for position in positions)
        return np.fromiter((0.0 - weights.get(value, 0.0) for value in values), np.float64, len(positions))

    return Critique(name, sum(wrong.values()), moves)


def too_alike(rows: Callable[[np.ndarray], np.ndarray], critiqued: np.ndarray) -> Critique | None:
    """Return what lowers items near those called too much alike (k,); `rows` gives unit rows (m, d) for positions (m,).

    Only close neighbours are lowered, each by the nearest of those: the subject at large stays wanted.
    """
    if len(critiqued) < LEAST[ALIKE]:
        return None
    known = rows(critiqued)
    weight = strength(ALIKE, LEAST[ALIKE])  # each one names its own neighbours, so more of them do not add up

    def moves(positions: np.ndarray) -> np.ndarray:
        if not len(positions):
            return np.zeros(0)
        nearest = (rows(positions) @ known.T).max(axis=1).astype(np.float64)
        share = np.clip((nearest - ALIKE_FROM) / (ALIKE_FULLY - ALIKE_FROM), 0.0, 1.0)
        return np.asarray(0.0 - weight * share)

    return Critique(ALIKE, len(critiqued), moves)
