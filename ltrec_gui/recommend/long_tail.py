"""The long tail as a curve: items by rank, what they carry of all popularity, and where head, torso and tail part."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ltrec_gui.recommend.popularity import NEW

MOST_DECIMALS = 6  # of a cut point


@dataclass(frozen=True, slots=True, eq=False)
class LongTail:
    """Items from the most popular down, new ones left out: they had no time to be found.

    order (m,) int64 positions; heights (m,) float64 their popularity; before (m,) float64 the share (0..1) that the
    more popular items carry, the same for equals; carried (m,) float64 the share carried down to each, it included;
    places (n,) int64 the place of each position, -1 where it is new.
    """

    order: np.ndarray
    heights: np.ndarray
    before: np.ndarray
    carried: np.ndarray
    places: np.ndarray

    @property
    def opened_count(self) -> int:
        """How many items have any popularity."""
        return int(np.searchsorted(-self.heights, 0.0, side="left"))

    def bounds(self, head_cut: float, tail_cut: float) -> tuple[int, int]:
        """Return how many items are in the head, and how many in head and torso, as `popularity.cut` would have it."""
        last = self.opened_count
        head, torso = (
            int(np.searchsorted(self.before, share, side="left")) for share in (head_cut, tail_cut)
        )
        if min(torso, last) == len(self.order) and last and self.heights[-1] < self.heights[0]:
            # The least popular are so many equals that none lies beyond the cut: they are the tail.
            torso = int(np.searchsorted(-self.heights, -self.heights[-1], side="left"))
        return min(head, torso, last), min(torso, last)

    def share_of(self, count: int) -> float:
        """Return the share (0..1) of all popularity that the first `count` items carry."""
        return (
            float(self.carried[min(count, len(self.carried)) - 1]) if count > 0 and len(self.carried) else 0.0
        )

    def share_to(self, place: int) -> float:
        """Return the share (0..1) of all popularity that the items down to a place (from 0) carry, it included."""
        return float(self.carried[place])

    def cut_after(self, count: int) -> float:
        """Return a share (0..1) of few decimals that puts the cut after the first `count` items, or after their equals.

        Between the share carried before the last of them and that before the next, any would do.
        """
        count = min(max(count, 1), max(self.opened_count - 1, 1), len(self.order) - 1)
        low, high = float(self.before[count - 1]), float(self.before[count])
        if low == high:  # equals share one segment, so the cut lies after the last of them
            count = int(np.searchsorted(self.before, low, side="right"))
            high = float(self.before[count]) if count < len(self.before) else 1.0
        for decimals in range(2, MOST_DECIMALS + 1):
            share = np.floor(high * 10**decimals) / 10**decimals
            if low < share <= high and 0 < share < 1:
                return float(share)
        return min(max(high, 1e-6), 1 - 1e-6)

    def columns(self, first: float, last: float, width: int) -> np.ndarray:
        """Return the popularity (width,) at ranks spread by their logarithm from `first` to `last`, both from 1."""
        ranks = np.geomspace(max(first, 1.0), max(last, first, 1.0), width)
        return np.asarray(self.heights[np.clip(ranks.astype(np.int64), 1, len(self.heights)) - 1])

    def columns_of(self, positions: Sequence[int], first: float, last: float, width: int) -> list[int]:
        """Return which of `width` columns, ranks spread by their logarithm as in `columns`, hold any of these items."""
        ranks = self.places_of(np.array(positions, np.int64)) + 1.0
        share = np.log(ranks / first) / np.log(max(last / first, 1.0 + 1e-9))
        share = share[(share >= 0) & (share <= 1 + 1e-9)]
        return [int(each) for each in np.unique(np.minimum(share * width, width - 1).astype(np.int64))]

    def places_of(self, positions: np.ndarray) -> np.ndarray:
        """Return the places (0 is the most popular) of those of `positions` that are not new."""
        found = self.places[positions]
        return np.asarray(found[found >= 0])

    def between(self, first: int, last: int) -> np.ndarray:
        """Return the positions of the items from place `first` to place `last`, both included."""
        return np.asarray(self.order[max(first, 0) : last + 1])


def long_tail(counts: np.ndarray, segments: np.ndarray) -> LongTail:
    """Return the curve of n items from their popularity and segments, as `popularity.measure` gives them."""
    known = np.flatnonzero(segments != NEW)
    order = known[np.argsort(-counts[known], kind="stable")]
    heights = np.asarray(counts[order], np.float64)
    carried = np.cumsum(heights) / max(float(heights.sum()), 1e-12)
    before = np.concatenate([[0.0], carried[:-1]]) if len(heights) else np.empty(0)
    places = np.full(len(counts), -1, np.int64)
    places[order] = np.arange(len(order))
    before = before[np.searchsorted(-heights, -heights, side="left")]
    return LongTail(order, heights, before, carried, places)
