"""Shares that were counted, with intervals that are honest where the numbers are small."""

from collections.abc import Callable
from dataclasses import dataclass
from math import comb, sqrt
from statistics import NormalDist

LEVEL = 0.95
# From here on a 95 % Wilson interval is no wider than some 36 points: fewer counted say too little to compare.
ENOUGH_TO_COMPARE = 30


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `count` as a share 0..1 with its interval; of nothing the share is 0 and may be anything."""

    hits: int
    count: int
    value: float
    low: float
    high: float

    @property
    def is_enough(self) -> bool:
        """Whether enough was counted to compare this share with another."""
        return self.count >= ENOUGH_TO_COMPARE


def share(hits: int, count: int, level: float = LEVEL) -> Share:
    """Return a share with its Wilson score interval (Wilson 1927); ValueError for impossible counts.

    centre (p + z²/2n) / (1 + z²/n), half width z sqrt(p(1-p)/n + z²/4n²) / (1 + z²/n).
    """
    if not 0 <= hits <= count or not 0 < level < 1:
        raise ValueError(f"{hits} of {count} at {level} cannot be")
    if not count:
        return Share(0, 0, 0.0, 0.0, 1.0)
    z = NormalDist().inv_cdf((1 + level) / 2)
    p = hits / count
    divisor = 1 + z * z / count
    centre = (p + z * z / (2 * count)) / divisor
    half = z * sqrt(p * (1 - p) / count + z * z / (4 * count * count)) / divisor
    # Rounding must not let the interval leave out the share itself, nor go beyond what a share can be.
    return Share(hits, count, p, max(0.0, min(p, centre - half)), min(1.0, max(p, centre + half)))


def difference(one: Share, other: Share) -> tuple[float, float, float]:
    """Return one minus other with its interval, from the two intervals (Newcombe 1998, method 10).

    Both shares must have been made at the level wanted of the difference.
    """
    gap = one.value - other.value
    below = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    above = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return gap, max(-1.0, gap - below), min(1.0, gap + above)


def clear_winner(counts: dict[str, tuple[int, int]]) -> tuple[str, bool]:
    """Return the name with the best share of (hits, count), and whether it is better than each other one.

    Only those with ENOUGH_TO_COMPARE take part; with fewer than two of them the name is "". It is better where the
    difference to every other leaves out 0, at a level made stricter for as many comparisons as there are (Bonferroni).
    """
    able = {name: pair for name, pair in counts.items() if pair[1] >= ENOUGH_TO_COMPARE}
    if len(able) < 2:
        return "", False
    level = 1 - (1 - LEVEL) / (len(able) - 1)
    shares = {name: share(hits, count, level) for name, (hits, count) in able.items()}
    best = max(shares, key=lambda name: shares[name].value)
    gaps = [difference(shares[best], other)[1] for name, other in shares.items() if name != best]
    return best, min(gaps) > 0


def members_bounds(hits: int, drawn: int, population: int, level: float = LEVEL) -> tuple[int, int]:
    """Return how few and how many of a finite population may be hits, where `hits` of `drawn` without return were.

    The exact interval: the least and the greatest number that would not give so many (or so few) with a chance below
    (1 - level) / 2; Clopper and Pearson's interval is the same for a population without end (Buonaccorsi 1987).
    ValueError for impossible counts.
    """
    if not 0 <= hits <= drawn <= population:
        raise ValueError(f"{hits} of {drawn} of {population} cannot be")
    tail = (1 - level) / 2
    least, most = hits, population - drawn + hits
    low = least if hits == 0 else _first(least, most, lambda n: _at_least(hits, drawn, n, population) >= tail)
    high = _first(low, most + 1, lambda n: n > most or _at_most(hits, drawn, n, population) < tail) - 1
    return low, max(low, high)


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the first whole number of low..high for which a condition that stays true holds; `high` where none."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _at_most(hits: int, drawn: int, members: int, population: int) -> float:
    """Return the chance of `hits` or fewer members among `drawn` (hypergeometric)."""
    all_ways = comb(population, drawn)
    ways = sum(
        comb(members, found) * comb(population - members, drawn - found)
        for found in range(max(0, drawn - (population - members)), min(hits, members) + 1)
    )
    return ways / all_ways


def _at_least(hits: int, drawn: int, members: int, population: int) -> float:
    """Return the chance of `hits` or more members among `drawn`."""
    return 1 - _at_most(hits - 1, drawn, members, population) if hits else 1.0
