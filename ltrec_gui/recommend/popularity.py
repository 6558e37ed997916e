"""Popularity: head, torso and tail by cumulative share, new items apart, rates smoothed by age, and novelty."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

HEAD, TORSO, TAIL, NEW, UNKNOWN = 0, 1, 2, 3, -1
SEGMENT_NAMES = {HEAD: "head", TORSO: "torso", TAIL: "tail", NEW: "new", UNKNOWN: "unknown"}
SEGMENT_CODES = {name: code for code, name in SEGMENT_NAMES.items()}
FLAT_GINI = 0.3  # below this inequality no item is neglected, so no tail is invented
NEW_DAYS = 30.0  # a younger item has few readers because few have seen it yet, not because it is passed over
PRIOR_DAYS = 30.0  # as many days at the usual rate are added to what was seen of an item ...
PRIOR_VIEWS = 1.0  # ... or as many as such a view takes: in a thin log a month says nothing
LEAST_DATED = 0.5  # share of items that need a day before rates tell them apart better than counts
LEAST_TAG_ITEMS = 5  # a tag of fewer dated items has no rate of its own: it would be the items' own rate
# Where only a year is known many programs write its first day. One date in 365 falls there by chance.
FIRST_OF_JANUARY_SHARE = 0.1
LEAST_DATES = 10  # fewer dates show no such habit


@dataclass(frozen=True, slots=True)
class Popularity:
    """The popularity of n items and what follows from it; all arrays have n rows.

    counts float64, zero where nothing is known; segments int8 (HEAD, TORSO, TAIL, NEW or UNKNOWN); ranks int64 (1 is
    the most popular, equals share the better rank); depth float64, the share of items that are more popular; novelty
    float64 in 0..1; gini of the items that are not new; source `column`, `interactions` or `none`; ages_days float64,
    NaN without a day, None where no ages were given. Ranks count the views of new items as they are. `rates` float64
    are views a day, drawn towards the usual where little was seen; where there are any, depth and novelty go by them
    and not by counts, for an item that came late is not neglected.
    """

    counts: np.ndarray
    segments: np.ndarray
    ranks: np.ndarray
    depth: np.ndarray
    novelty: np.ndarray
    gini: float
    is_flat: bool
    source: str
    ages_days: np.ndarray | None = None
    rates: np.ndarray | None = None

    @property
    def tail_threshold(self) -> float:
        """The largest count in the tail, NaN where there is no tail."""
        return float(self.counts[self.segments == TAIL].max()) if self.has_tail else float("nan")

    @property
    def has_tail(self) -> bool:
        """Whether any item is in the tail."""
        return bool((self.segments == TAIL).any())

    @property
    def new_count(self) -> int:
        """How many items are new."""
        return int((self.segments == NEW).sum())


def measure(
    counts: np.ndarray,
    source: str,
    head_cut: float,
    tail_cut: float,
    ages_days: np.ndarray | None = None,
    exposed_days: np.ndarray | None = None,
    first_tags: Sequence[str] | None = None,
) -> Popularity:
    """Return segments, ranks and novelty of `counts` (n,), NaN meaning no count: never opened as far as we know.

    With `ages_days` (n,), NaN where there is no day, items younger than NEW_DAYS are NEW, and the cuts and the
    inequality are those of all others: views that had no time to come say nothing of neglect. Where more than half of
    the items are that young, all had the same short time, and none is set apart. Without any popularity, or with a
    flat one, no item has a segment. Negative and infinite counts are no counts. With `exposed_days` (n,), how long each
    item could be met while the views were counted, there are rates, and with `first_tags` (n) they are drawn towards
    those of the same tag.
    """
    counts = np.asarray(counts, np.float64)
    counts = np.where(np.isfinite(counts) & (counts > 0), counts, 0.0)
    is_new = _newcomers(ages_days, len(counts))
    inequality = gini(counts[~is_new])
    has_none = source == "none" or not counts.any()
    is_flat = not has_none and inequality < FLAT_GINI
    segments = np.full(len(counts), UNKNOWN, np.int8)
    if not (has_none or is_flat):
        segments[is_new] = NEW
        segments[~is_new] = cut(counts[~is_new], head_cut, tail_cut)
    rates = None
    evened = counts
    if exposed_days is not None and not has_none:
        rates = smoothed_rates(counts, exposed_days, first_tags, _prior_days(counts, exposed_days))
        # In the units of the counts: what an item would have had, had it been there all the time.
        evened = rates * exposed_days.max()
    return Popularity(
        counts=counts,
        segments=segments,
        ranks=ranks(counts),
        depth=(ranks(evened) - 1) / max(len(counts), 1),
        novelty=novelty(evened),
        gini=inequality,
        is_flat=is_flat,
        source="none" if has_none else source,
        ages_days=None if ages_days is None else np.asarray(ages_days, np.float64),
        rates=rates,
    )


def _prior_days(counts: np.ndarray, exposed_days: np.ndarray) -> float:
    """Return the days that PRIOR_VIEWS take at the usual rate, PRIOR_DAYS at least."""
    return max(PRIOR_DAYS, PRIOR_VIEWS * float(np.maximum(exposed_days, 1.0).sum() / counts.sum()))


def _newcomers(ages_days: np.ndarray | None, count: int) -> np.ndarray:
    if ages_days is None:
        return np.zeros(count, bool)
    is_new = np.asarray(ages_days, np.float64) < NEW_DAYS  # false for NaN
    return is_new if 2 * is_new.sum() <= count else np.zeros(count, bool)


def cut(counts: np.ndarray, head_cut: float, tail_cut: float) -> np.ndarray:
    """Return each item's segment (int8): tail where the more popular items carry `tail_cut` of all counts, or at zero.

    Items are taken from the most popular down; an item belongs where the share carried *before* it falls, so the item
    that crosses a cut still belongs above it. Equal counts share one segment: catalogue order must not decide. Where
    the least popular items are so many equals that none of them lies beyond the cut, they are the tail.
    The cuts at 33 % and 80 % follow Cremonesi et al. 2010 and the usual 80/20 rule.
    """
    if len(counts) == 0:
        return np.empty(0, np.int8)
    order = np.argsort(-counts, kind="stable")
    ordered = counts[order]
    before = np.concatenate([[0.0], np.cumsum(ordered)[:-1]]) / max(ordered.sum(), 1e-12)
    first_of_equals = np.searchsorted(-ordered, -ordered, side="left")
    before = before[first_of_equals]
    segments = np.where(before < head_cut, HEAD, np.where(before < tail_cut, TORSO, TAIL)).astype(np.int8)
    segments[ordered <= 0] = TAIL
    if not (segments == TAIL).any() and ordered[-1] < ordered[0]:
        segments[ordered == ordered[-1]] = TAIL
    result = np.empty(len(counts), np.int8)
    result[order] = segments
    return result


def ranks(counts: np.ndarray) -> np.ndarray:
    """Return ranks (int64) from 1, the most popular first; equal counts share the better rank."""
    ascending = np.sort(-counts)
    return np.asarray(np.searchsorted(ascending, -counts, side="left") + 1, np.int64)


def novelty(counts: np.ndarray) -> np.ndarray:
    """Return self-information -log2((v + 1) / (v_max + 1)) scaled to 0 (most popular) .. 1 (never opened)."""
    most = counts.max(initial=0.0)
    if most <= 0:
        return np.ones(len(counts))
    return np.asarray(1.0 - np.log1p(counts) / np.log1p(most))


def gini(counts: np.ndarray) -> float:
    """Return the Gini coefficient of the counts: 0 all equal, near 1 one item has everything."""
    total = float(counts.sum())
    n = len(counts)
    if n == 0 or total <= 0:
        return 0.0
    ordered = np.sort(counts)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total))


# ---------------------------------------------------------------------------------------------- ages and rates


def smoothed_rates(
    counts: np.ndarray,
    ages_days: np.ndarray,
    first_tags: Sequence[str] | None = None,
    prior_days: float = PRIOR_DAYS,
) -> np.ndarray:
    """Return views per day (n,) float64, drawn towards what is usual the less is known; NaN without an age.

    r_i = (v_i + k m) / (age_i + k): the mean of a Gamma-Poisson model whose prior weighs k = `prior_days` days at the
    usual rate m (Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, section 2.6). m is the rate of all dated
    items together, sum of views / sum of days, each item counting one day at least; with `first_tags` (n) it is that of
    the items with the same first tag, case aside, where at least LEAST_TAG_ITEMS of them have an age.
    """
    counts = np.asarray(counts, np.float64)
    counts = np.where(np.isfinite(counts) & (counts > 0), counts, 0.0)
    ages = np.asarray(ages_days, np.float64)
    dated = np.isfinite(ages)
    days = np.where(dated, np.maximum(ages, 1.0), 0.0)
    views = np.where(dated, counts, 0.0)
    usual = np.full(len(counts), views.sum() / days.sum() if dated.any() else np.nan)
    if first_tags is not None and len(first_tags):
        names = np.array([tag.strip().casefold() for tag in first_tags])
        _, groups = np.unique(names, return_inverse=True)
        is_rated = (np.bincount(groups[dated], minlength=groups.max() + 1) >= LEAST_TAG_ITEMS)[groups]
        is_rated &= names != ""
        sums = np.bincount(groups, views)[groups], np.bincount(groups, days)[groups]
        usual[is_rated] = sums[0][is_rated] / sums[1][is_rated]
    rates = np.full(len(counts), np.nan)
    rates[dated] = (counts[dated] + prior_days * usual[dated]) / (ages[dated] + prior_days)
    return rates


def exposed_days(ages_days: np.ndarray, watched_days: float) -> np.ndarray | None:
    """Return how many days (n,) of the last `watched_days` each item was there, given its age at their end.

    An item without an age counts as there all the time. None where fewer than LEAST_DATED of the items have an age or
    all were there equally long: then rates would tell nothing that counts do not.
    """
    ages = np.asarray(ages_days, np.float64)
    dated = np.isfinite(ages)
    if not len(ages) or dated.mean() < LEAST_DATED:
        return None
    days = np.where(dated, np.clip(ages, 0.0, watched_days), watched_days)
    return days if np.ptp(days) > 0 else None


_YEAR_FIRST = re.compile(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?:\d{4}(?:\d\d)?)?\s*")
_UNIX = re.compile(r"\s*(\d{9,10})(?:\.\d+|\d{3})?\s*")  # seconds since 1970, or milliseconds
_YEAR_LAST = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_DAY_NAMED = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?([a-z]{3,9})[\s.,-]+(\d{4})(?!\d)")
_NAMED_DAY = re.compile(r"([a-z]{3,9})[\s.-]+(\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|[\s-]+)(\d{4})(?!\d)")
_EPOCH = date(1970, 1, 1).toordinal()
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def ages_days(dates: Sequence[str], until: date | None = None, latest: date | None = None) -> np.ndarray:
    """Return each item's age in days (n,) float64, counted to `until` or else to the newest of the dates; NaN without.

    Read are dates as a catalogue keeps them: `2019-03-12` (a time may follow), `20190312`, `2019年3月12日`,
    `12/03/2019`, `12 March 2019`, `March 12, 2019`, and Unix times. A year or a month alone has no day. Whether the day
    or the month comes first in `12/03/2019` is learned from the other dates; while nothing tells, such a date has no
    day, except with dots, where the day comes first. Where more than a tenth of ten dates or more fall on a 1 January,
    those are years written as days and have none either. A day after `until` is an age of 0. Of a year of two digits 69
    to 99 are the last century, and so is what would lie after `latest`.
    """
    first_is_day = _order_of_day_and_month(dates)
    newest_year = 9999 if latest is None else latest.year
    days = np.array([_ordinal(text, first_is_day, newest_year) for text in dates], np.float64)
    dated = np.isfinite(days)
    on_new_year = np.array(
        [
            known and date.fromordinal(int(day)).timetuple().tm_yday == 1
            for known, day in zip(dated, days, strict=True)
        ],
        bool,
    )
    if dated.sum() >= LEAST_DATES and on_new_year.sum() > FIRST_OF_JANUARY_SHARE * dated.sum():
        days[on_new_year] = np.nan
    if not np.isfinite(days).any():
        return np.full(len(days), np.nan)
    newest = float(until.toordinal()) if until is not None else float(np.nanmax(days))
    return np.maximum(newest - days, 0.0)


def _order_of_day_and_month(dates: Sequence[str]) -> bool | None:
    """Return whether the day comes first in `12/03/2019`; None where no date tells, or where they contradict."""
    matches = [match for text in dates if (match := _YEAR_LAST.match(text))]
    day_first = any(int(match[1]) > 12 for match in matches)
    month_first = any(int(match[3]) > 12 for match in matches)
    return day_first if day_first != month_first else None


def _ordinal(text: str, first_is_day: bool | None, newest_year: int) -> float:
    if (match := _UNIX.fullmatch(text)) and not _COMPACT.fullmatch(text):
        return float(_EPOCH + int(match[1]) // 86_400)
    parts = _year_month_day(text, first_is_day, newest_year)
    if parts is None:
        return float("nan")
    try:
        return float(date(*parts).toordinal())
    except ValueError:  # no such day, as 2019-02-30 or 0000-00-00
        return float("nan")


def _year_month_day(text: str, first_is_day: bool | None, newest_year: int) -> tuple[int, int, int] | None:
    if match := _YEAR_FIRST.match(text) or _COMPACT.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _YEAR_LAST.match(text):
        first, second = int(match[1]), int(match[3])
        year = int(match[4])
        if len(match[4]) == 2:
            year += 1900 if year >= 69 or 2000 + year > newest_year else 2000  # split as by POSIX strptime
        if first > 12 or second > 12 or first == second:
            return (year, second, first) if first > 12 else (year, first, second)
        if first_is_day is None and match[2] != ".":
            return None
        return (year, first, second) if first_is_day is False else (year, second, first)
    text = text.casefold()
    if (match := _DAY_NAMED.search(text)) and (month := _month(match[2])):
        return int(match[3]), month, int(match[1])
    if (match := _NAMED_DAY.search(text)) and (month := _month(match[1])):
        return int(match[3]), month, int(match[2])
    return None


def _month(name: str) -> int | None:
    if name == "sept":
        return 9
    found = [number for number, month in enumerate(_MONTHS, 1) if month == name or month[:3] == name]
    return found[0] if found else None
