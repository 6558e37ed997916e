"""Splits: which likes a method may learn from, which tune it, and which it is judged by."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ltrec_gui.recommend import popularity

LEAST_LIKES = 10  # readers with fewer are learned from but not judged by
TEST_SHARE = 0.2
VALIDATION_SHARE = 0.1
LEAST_TEMPORAL_READERS = 200
LEAST_TEMPORAL_TRAIN = 5
LIKE_SHARE = 0.8  # of the rating scale: 4 of 5, 8 of 10
_SCALE_TOPS = (1.0, 5.0, 10.0, 20.0, 100.0)

LEAKS = {
    "temporal": "none: everything learned from is older than everything judged by",
    "per-reader": (
        "each reader is cut at a time of their own, so likes of other readers that are later than a test like are "
        "learned from (Ji et al. 2023); views that are no likes stay in train whenever they happened"
    ),
    "random": (
        "no order in time: likes given after a test like are learned from, also the reader's own; views that are no "
        "likes stay in train"
    ),
}


@dataclass(frozen=True, slots=True)
class Events:
    """What readers did, one row an event: all arrays (e,).

    reader and item int64 codes from 0 (item is the position in the catalogue); rating float64, NaN where the event is
    a mere view; time float64 in any unit that grows, NaN where it is not known.
    """

    reader: np.ndarray
    item: np.ndarray
    rating: np.ndarray
    time: np.ndarray

    def __len__(self) -> int:
        return len(self.reader)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a method may learn from interactions.

    likes csr array float64 (readers, items), 1 for a like, a row for every reader code, also where it is empty; views
    float64 (items,): how many readers met an item, liked or not; reader_count: readers with any event.
    """

    likes: sparse.csr_array
    views: np.ndarray
    reader_count: int


@dataclass(frozen=True, slots=True)
class Split:
    """Readers and their likes, divided. Row r of every tuple belongs to the reader `readers[r]` (a code of Events).

    train, validation and test: liked positions (k,) int64, oldest first where time is known; seen_train and seen_fit:
    sorted positions (k,) int64 the reader had met, liked or not, by the end of train and of validation. Tuning learns
    from `learned("validation")` and is judged by validation; the one final pass learns from `learned("test")` (train
    and validation) and is judged by test.
    """

    item_count: int
    readers: np.ndarray
    train: tuple[np.ndarray, ...]
    validation: tuple[np.ndarray, ...]
    test: tuple[np.ndarray, ...]
    seen_train: tuple[np.ndarray, ...]
    seen_fit: tuple[np.ndarray, ...]
    evidence_train: Evidence
    evidence_fit: Evidence
    protocol: str
    facts: dict[str, float | int | str]

    def learned(self, part: str) -> Evidence:
        """Return what may be learned from before `part` (`validation` or `test`) is judged."""
        return self.evidence_train if _is_validation(part) else self.evidence_fit

    def held_out(self, part: str) -> tuple[np.ndarray, ...]:
        """Return each reader's likes in `part` (`validation` or `test`)."""
        return self.validation if _is_validation(part) else self.test

    def liked(self, part: str) -> tuple[np.ndarray, ...]:
        """Return each reader's likes known before `part` is judged."""
        if _is_validation(part):
            return self.train
        return tuple(np.concatenate(both) for both in zip(self.train, self.validation, strict=True))

    def seen(self, part: str) -> tuple[np.ndarray, ...]:
        """Return what each reader had met before `part`; none of it is a candidate there."""
        return self.seen_train if _is_validation(part) else self.seen_fit


def _is_validation(part: str) -> bool:
    if part not in ("validation", "test"):
        raise ValueError(f"a split has no part {part!r} to be judged by")
    return part == "validation"


def distinct(events: Events) -> Events:
    """Return one event a reader and item, in the order given: the latest, and of equal or unknown times the last."""
    time = np.nan_to_num(events.time, nan=-np.inf)
    order = np.lexsort((np.arange(len(events)), time, events.item, events.reader))
    reader, item = events.reader[order], events.item[order]
    is_last = np.ones(len(order), bool)
    is_last[:-1] = (reader[1:] != reader[:-1]) | (item[1:] != item[:-1])
    kept = np.sort(order[is_last])
    return Events(events.reader[kept], events.item[kept], events.rating[kept], events.time[kept])


def like_threshold(ratings: np.ndarray) -> float | None:
    """Return the rating from which on a rating (NaN: none) is a like: 4 of 5, 8 of 10; None where nobody rated.

    The scale is taken to end at the smallest of 1, 5, 10, 20 and 100 that holds the highest rating seen.
    """
    known = ratings[~np.isnan(ratings)]
    if not len(known):
        return None
    highest = float(known.max())
    top = next((top for top in _SCALE_TOPS if top >= highest), highest)
    return LIKE_SHARE * top


def likes_of(events: Events, threshold: float | None = None) -> np.ndarray:
    """Return which events (e,) bool are likes: rated at `threshold` or above (default: by the scale seen).

    A view without rating says nothing where ratings are the rule. Where fewer than half of the events are rated, views
    are the rule, and a view is a like unless its own rating is below the threshold.
    """
    threshold = like_threshold(events.rating) if threshold is None else threshold
    is_rated = ~np.isnan(events.rating)
    if threshold is None or not is_rated.any():
        return np.ones(len(events), bool)
    is_like = np.zeros(len(events), bool)
    is_like[is_rated] = events.rating[is_rated] >= threshold
    if is_rated.mean() < 0.5:
        is_like[~is_rated] = True
    return is_like


def segments_of(views: np.ndarray, head_cut: float = 0.33, tail_cut: float = 0.80) -> np.ndarray:
    """Return the segment (n,) int8 of each item (HEAD, TORSO, TAIL of `recommend.popularity`) by views in train.

    As `popularity.cut`, but items of equal views are told apart by catalogue order, as the published figures do: a
    protocol needs cuts of a fixed size, where an editor needs equals treated equally. All UNKNOWN where views are too
    even for a tail (Gini below 0.3) or missing.
    """
    views = np.asarray(views, np.float64)
    if not views.any() or popularity.gini(views) < popularity.FLAT_GINI:
        return np.full(len(views), popularity.UNKNOWN, np.int8)
    order = np.argsort(-views, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(views[order])[:-1]]) / views.sum()
    segments = np.empty(len(views), np.int8)
    segments[order] = np.where(
        before < head_cut, popularity.HEAD, np.where(before < tail_cut, popularity.TORSO, popularity.TAIL)
    )
    segments[views <= 0] = popularity.TAIL
    return segments


def is_tail(views: np.ndarray) -> np.ndarray:
    """Return which items (n,) bool are tail by `segments_of`."""
    return np.asarray(segments_of(views) == popularity.TAIL)


def evidence_of(events: Events, is_like: np.ndarray, kept: np.ndarray, item_count: int) -> Evidence:
    """Return what the events marked in `kept` (e,) bool teach; `is_like` (e,) bool; events must be distinct."""
    reader_count = int(events.reader.max(initial=-1)) + 1
    liked = kept & is_like
    likes = sparse.csr_array(
        (np.ones(int(liked.sum())), (events.reader[liked], events.item[liked])),
        shape=(reader_count, item_count),
    )
    views = np.bincount(events.item[kept], minlength=item_count).astype(np.float64)
    return Evidence(likes, views, len(np.unique(events.reader[kept])))


def split(
    events: Events,
    seed: int,
    protocol: str = "auto",
    *,
    item_count: int,
    threshold: float | None = None,
    least_likes: int = LEAST_LIKES,
) -> Split:
    """Divide the likes of every reader who has at least `least_likes` of them into train, validation and test.

    `temporal` cuts all readers at one moment: before it lie 80 % of all events (the 10 % before are validation), and a
    reader needs 5 likes before and one after. `per-reader` takes the last 20 % of each reader's likes for test and the
    10 % before them for validation (both rounded down, at least one). `random` does the same in seeded random order.
    `auto` takes the first of these that the data allow: temporal with at least 200 such readers, per-reader where every
    like has a time. In the latter two everything that is not a held-out like is train, also views that are no likes
    and readers with few likes. Raises ValueError for an unknown protocol and for one the data do not allow.
    """
    events = distinct(events)
    is_like = likes_of(events, threshold)
    has_time = bool(len(events)) and bool(np.isfinite(events.time).all()) and np.ptp(events.time) > 0
    cut = _temporal_cut(events, is_like, least_likes) if has_time else None
    if protocol == "auto":
        is_temporal = cut is not None and len(cut.readers) >= LEAST_TEMPORAL_READERS
        protocol = "temporal" if is_temporal else "per-reader" if has_time else "random"
    if protocol == "temporal":
        if cut is None or not len(cut.readers):
            raise ValueError("no reader has likes on both sides of one cut in time")
        divided = cut
    elif protocol in ("per-reader", "random"):
        if protocol == "per-reader" and not has_time:
            raise ValueError("a split by each reader's time needs a time for every event")
        generator = np.random.default_rng(seed) if protocol == "random" else None
        divided = _reader_cut(events, is_like, least_likes, generator)
    else:
        raise ValueError(f"unknown protocol {protocol!r}")
    return _split_of(events, is_like, item_count, divided, protocol, cut, least_likes, threshold)


@dataclass(frozen=True, slots=True)
class _Division:
    """Codes of the judged readers, and the part of each event: 0 train, 1 validation, 2 test, 3 dropped."""

    readers: np.ndarray
    part: np.ndarray


def _eligible(events: Events, is_like: np.ndarray, least_likes: int) -> np.ndarray:
    return np.flatnonzero(np.bincount(events.reader[is_like]) >= least_likes)


def _temporal_cut(events: Events, is_like: np.ndarray, least_likes: int) -> _Division:
    validation_from, test_from = np.quantile(events.time, [1 - TEST_SHARE - VALIDATION_SHARE, 1 - TEST_SHARE])
    is_before = events.time < test_from
    size = int(events.reader.max(initial=-1)) + 1
    before = np.bincount(events.reader[is_like & is_before], minlength=size)
    after = np.bincount(events.reader[is_like & ~is_before], minlength=size)
    readers = np.flatnonzero(
        (before + after >= least_likes) & (before >= LEAST_TEMPORAL_TRAIN) & (after >= 1)
    )
    # What happened later is dropped, not only what is tested: nobody could have known it.
    part = np.where(is_before, np.where(events.time < validation_from, 0, 1), 3)
    part[~is_before & is_like & np.isin(events.reader, readers)] = 2
    return _Division(readers, part)


def _reader_cut(
    events: Events, is_like: np.ndarray, least_likes: int, generator: np.random.Generator | None
) -> _Division:
    readers = _eligible(events, is_like, least_likes)
    part = np.zeros(len(events), np.int64)
    for rows in _rows_by_reader(events, is_like, readers):
        if generator is None:
            ordered = rows[np.argsort(events.time[rows], kind="stable")]
        else:
            ordered = generator.permutation(rows)
        test_count = max(1, int(len(rows) * TEST_SHARE))
        validation_count = max(1, int(len(rows) * VALIDATION_SHARE))
        part[ordered[-test_count:]] = 2
        part[ordered[-test_count - validation_count : -test_count]] = 1
    return _Division(readers, part)


def _rows_by_reader(events: Events, mask: np.ndarray, readers: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the rows of the events in `mask`, in the order given, for one reader after the other."""
    rows = np.flatnonzero(mask)
    rows = rows[np.argsort(events.reader[rows], kind="stable")]
    ordered = events.reader[rows]
    starts, ends = np.searchsorted(ordered, readers), np.searchsorted(ordered, readers, side="right")
    for start, end in zip(starts, ends, strict=True):
        yield rows[start:end]


def _split_of(
    events: Events,
    is_like: np.ndarray,
    item_count: int,
    division: _Division,
    protocol: str,
    temporal: _Division | None,
    least_likes: int,
    threshold: float | None,
) -> Split:
    part, readers = division.part, division.readers
    has_order = protocol != "random"

    def liked(code: int) -> tuple[np.ndarray, ...]:
        found = []
        for rows in _rows_by_reader(events, is_like & (part == code), readers):
            ordered = rows[np.argsort(events.time[rows], kind="stable")] if has_order else rows
            found.append(events.item[ordered].astype(np.int64))
        return tuple(found)

    def seen(mask: np.ndarray) -> tuple[np.ndarray, ...]:
        return tuple(np.sort(events.item[rows]) for rows in _rows_by_reader(events, mask, readers))

    fit = evidence_of(events, is_like, part <= 1, item_count)
    used_threshold = like_threshold(events.rating) if threshold is None else threshold
    facts: dict[str, float | int | str] = {
        "split": protocol,
        "leak": LEAKS[protocol],
        "readers": len(readers),
        "least_likes": least_likes,
        "like_threshold": "every view" if used_threshold is None else used_threshold,
        "events": len(events),
        "likes": int(is_like.sum()),
        "train_likes": int((is_like & (part == 0)).sum()),
        "validation_likes": int((is_like & (part == 1)).sum()),
        "test_likes": int((part == 2).sum()),
        "cold_items": int((fit.views == 0).sum()),
    }
    if temporal is not None and protocol != "temporal":
        facts["readers_of_a_temporal_split"] = len(temporal.readers)
    return Split(
        item_count=item_count,
        readers=readers,
        train=liked(0),
        validation=liked(1),
        test=liked(2),
        seen_train=seen(part == 0),
        seen_fit=seen(part <= 1),
        evidence_train=evidence_of(events, is_like, part == 0, item_count),
        evidence_fit=fit,
        protocol=protocol,
        facts=facts,
    )
