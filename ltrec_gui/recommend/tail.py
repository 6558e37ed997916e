"""Ways to give the tail its share of a mixed list: the quota, what it costs, and four named alternatives to it.

The quota is the only one whose share of the tail is known before the list is made. The others trade relevance for
unpopularity by a strength that means something else in every catalogue.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

TAIL_METHODS = ("quota", "penalty", "inverse-propensity", "xquad", "calibrated")
# At full tail preference; on films, mixed lists of ten: a penalty of .5 to 2 gave 6 to 50 % tail.
PENALTY_AT_FULL = 2.0
EXPONENT_AT_FULL = 0.5
TRADE_AT_FULL = 0.95


@dataclass(frozen=True, slots=True)
class QuotaPrice:
    """What a list keeps when `places` of it are reserved for the tail, against the list without a quota.

    `accepted_kept` is accepted items in the list / accepted items in the list without quota, None where that has none;
    above 1 where the quota brings accepted items in. `relevance_kept` is 1 for no loss and 0 for a list no better than
    the average candidate. `tail_count` is how many tail items the list holds, `accepted_count` how many accepted ones.
    """

    places: int
    accepted_kept: float | None
    relevance_kept: float
    tail_count: int
    accepted_count: int


def order(scores: np.ndarray) -> np.ndarray:
    """Return the rows by score, the best first; equal scores keep the order of the rows."""
    return np.argsort(-np.asarray(scores, np.float64), kind="stable")


def quota(scores: np.ndarray, is_tail: np.ndarray, count: int, places: int) -> np.ndarray:
    """Return up to `count` rows, best first, of which at least `places` are tail items if there are as many.

    Among the first k rows at least floor(places * k / count) are tail items: the tail does not wait at the bottom. As
    a set the list is the most relevant one that keeps the quota. Raise ValueError unless 0 <= places <= count.
    """
    _check_places(places, count)
    is_tail = np.asarray(is_tail, bool)
    tail_seen = 0

    def gains(band: int, place: int) -> float:
        return float(band == 1 and tail_seen < places * place // count)

    def note(band: int) -> None:
        nonlocal tail_seen
        tail_seen += band

    # With weight 0 relevance only breaks ties, so a place that is due goes to the tail whatever it costs.
    return _greedy(np.asarray(scores, np.float64), is_tail.astype(np.int64), count, 0.0, gains, note)


def adjusted(
    method: str,
    scores: np.ndarray,
    counts: np.ndarray,
    is_tail: np.ndarray,
    is_new: np.ndarray,
    count: int,
    preference: float,
) -> np.ndarray:
    """Return the scores (m,) of a list of `count` as a method that keeps no places would have them.

    `method` is one of TAIL_METHODS (`quota` keeps places and changes no score), at the strength of the tail
    `preference` (0..1), which is also the share of the tail in the mix that xquad and calibrated go for. What is new
    (`is_new`, m) has had no time to be opened, so its few views are neither a merit nor a fault: to a penalty it is as
    popular as the others are on the average, and of a mix it is no part: it keeps its place and its score. Raise
    ValueError for a method that is none.
    """
    if method not in TAIL_METHODS:
        raise ValueError(f"There is no tail method {method!r}.")
    scores, is_new = np.asarray(scores, np.float64), np.asarray(is_new, bool)
    known = np.flatnonzero(~is_new)
    if method == "quota" or not preference or not len(known):
        return scores
    if method in ("penalty", "inverse-propensity"):
        views = _counts(counts)
        views[is_new] = np.expm1(np.log1p(views[known]).mean())
        if method == "penalty":
            return penalised(scores, views, PENALTY_AT_FULL * preference)
        return _standardised(inverse_propensity(scores, views, EXPONENT_AT_FULL * preference))
    is_tail, strength = np.asarray(is_tail, bool)[known], TRADE_AT_FULL * preference
    if method == "xquad":
        best = xquad(scores[known], is_tail, count, preference, strength)
    else:
        mix = np.array([1 - preference, preference])
        best = calibrated(scores[known], is_tail.astype(np.int64), count, mix, strength)
    # These give an order, not scores: whoever stands at a place gets the score of that place.
    rest = order(scores[known])
    result = scores.copy()
    result[known[np.concatenate([best, rest[~np.isin(rest, best)]])]] = scores[known][rest]
    return result


def penalised(scores: np.ndarray, counts: np.ndarray, strength: float) -> np.ndarray:
    """Return scores (m,) in standard deviations of the candidates, less `strength` times their popularity in the same.

    s'_i = z(s)_i - strength * z(log(1 + v))_i, z(x) = (x - mean) / standard deviation over the candidates. Subtracting
    the log of how common a thing is from its score is the logit adjustment of Menon et al., Long-tail learning via
    logit adjustment (ICLR 2021), here in units that mean the same in every catalogue. At strength 0 the order is that
    of the scores.
    """
    return _standardised(scores) - strength * _standardised(np.log1p(_counts(counts)))


def inverse_propensity(scores: np.ndarray, counts: np.ndarray, exponent: float) -> np.ndarray:
    """Return scores (m,) divided by the propensity of being seen, (v_i + 1)^exponent.

    s'_i = (s_i - min s) / (v_i + 1)^exponent: an item's chance to have been seen is taken to grow as a power of its
    views (Yang et al., Unbiased offline recommender evaluation, RecSys 2018), and a score is divided by it as in
    Schnabel et al., Recommendations as treatments (ICML 2016). At exponent 0 the order is that of the scores.
    """
    scores = np.asarray(scores, np.float64)
    if len(scores) == 0:
        return scores
    return np.asarray((scores - scores.min()) / (_counts(counts) + 1.0) ** exponent)


def xquad(
    scores: np.ndarray,
    is_tail: np.ndarray,
    count: int,
    preference: float,
    strength: float,
    is_binary: bool = False,
) -> np.ndarray:
    """Return up to `count` rows, picked one by one so that the list covers both the tail and the rest.

    Each pick maximises (1 - strength) s_i + strength * P(d) * (1 - covered(d)), s scaled to 0..1, d being the tail or
    the rest, whichever the item is in; P(tail) = `preference` is the share (0..1) of tail items in the profile, P(rest)
    = 1 - preference. Smooth: covered(d) is the share of the picked items that are in d. Binary: it is 1 as soon as one
    is. Abdollahpouri, Burke, Mobasher, Managing popularity bias in recommender systems with personalized re-ranking
    (FLAIRS 2019, arXiv 1901.07555, equation 4; its product over the picked items, whose factors are all the same in
    the smooth form, is read as that one factor). At strength 0 the order is that of the scores.
    """
    wanted = (1.0 - preference, preference)
    picked = [0, 0]

    def gains(band: int, place: int) -> float:
        covered = float(picked[band] > 0) if is_binary else picked[band] / max(place - 1, 1)
        return strength * wanted[band] * (1.0 - covered)

    def note(band: int) -> None:
        picked[band] += 1

    bands = np.asarray(is_tail, bool).astype(np.int64)
    return _greedy(_scaled(scores), bands, count, 1.0 - strength, gains, note)


def calibrated(
    scores: np.ndarray, segments: np.ndarray, count: int, history_shares: np.ndarray, strength: float
) -> np.ndarray:
    """Return up to `count` rows, picked one by one so that the list mixes popularity bands as the profile does.

    Each pick maximises (1 - strength) * sum of s over the list - strength * JSD(p, q), s scaled to 0..1, p =
    `history_shares` (b,) how much of the profile lies in each band, q how much of the list does; `segments` (m,) int
    are the candidates' bands 0..b-1, those outside are of no band and change no mix. Abdollahpouri et al.,
    User-centered evaluation of popularity bias (UMAP 2021, arXiv 2103.06364), after Steck, Calibrated recommendations
    (RecSys 2018). At strength 0 the order is that of the scores. Raise ValueError for shares that are negative or
    all zero.
    """
    wanted = np.asarray(history_shares, np.float64)
    if (wanted < 0).any() or not wanted.sum() > 0:
        raise ValueError("The shares of the bands must be positive numbers.")
    wanted = wanted / wanted.sum()
    bands = np.asarray(segments, np.int64)
    bands = np.where((bands >= 0) & (bands < len(wanted)), bands, len(wanted))
    picked = np.zeros(len(wanted) + 1)

    def gains(band: int, place: int) -> float:
        with_it = picked[:-1].copy()
        if band < len(wanted):
            with_it[band] += 1
        return -strength * divergence(wanted, with_it) if with_it.any() else -strength

    def note(band: int) -> None:
        picked[band] += 1

    return _greedy(_scaled(scores), bands, count, 1.0 - strength, gains, note)


def divergence(first: np.ndarray, second: np.ndarray) -> float:
    """Return the Jensen-Shannon divergence of two mixes in bits: 0 the same, 1 nothing in common.

    JSD(p, q) = KL(p, m) / 2 + KL(q, m) / 2, m = (p + q) / 2, KL(p, m) = sum of p log2(p / m) (Lin, Divergence measures
    based on the Shannon entropy, 1991). Both are brought to sum 1 first; raise ValueError where a sum is zero.
    """
    if not (first.sum() > 0 and second.sum() > 0):
        raise ValueError("A mix of nothing has no divergence.")
    p, q = first / first.sum(), second / second.sum()
    middle = (p + q) / 2
    halves = [mix[mix > 0] @ np.log2(mix[mix > 0] / middle[mix > 0]) / 2 for mix in (p, q)]
    return float(min(max(sum(halves), 0.0), 1.0))


def _greedy(
    scores: np.ndarray,
    bands: np.ndarray,
    count: int,
    weight: float,
    gain_of: Callable[[int, int], float],
    note: Callable[[int], None],
) -> np.ndarray:
    """Return `count` rows by weight * score + gain of the band, then by score, then by row.

    Within a band the gain is the same for all, so only the best row left in each band can be next. That makes a pick
    independent of the number of candidates.
    """
    queues = {int(band): _best(scores, np.flatnonzero(bands == band), count) for band in np.unique(bands)}
    at = dict.fromkeys(queues, 0)
    chosen: list[int] = []
    while len(chosen) < min(count, len(scores)):
        nexts = [(band, int(rows[at[band]])) for band, rows in queues.items() if at[band] < len(rows)]
        place = len(chosen) + 1
        keys = [
            ((weight * scores[row] if weight else 0.0) + gain_of(band, place), scores[row], -row)
            for band, row in nexts
        ]
        band, row = nexts[keys.index(max(keys))]
        chosen.append(row)
        at[band] += 1
        note(band)
    return np.array(chosen, np.int64)


def _best(scores: np.ndarray, rows: np.ndarray, count: int) -> np.ndarray:
    """Return the best `count` of `rows` (ascending), best first; sorting all would cost most of a greedy pick."""
    if 0 < count < len(rows):
        values = scores[rows]
        rows = rows[values >= np.partition(values, len(rows) - count)[len(rows) - count]]
    return np.asarray(rows[order(scores[rows])][:count])


def _check_places(places: int, count: int) -> None:
    if count < 1 or not 0 <= places <= count:
        raise ValueError(f"{places} of {count} places cannot be reserved.")


def _counts(counts: np.ndarray) -> np.ndarray:
    return np.maximum(np.nan_to_num(np.asarray(counts, np.float64), nan=0.0), 0.0)


def _standardised(values: np.ndarray) -> np.ndarray:
    values = np.asarray(values, np.float64)
    spread = float(values.std()) if len(values) else 0.0
    return (values - values.mean()) / spread if spread > 0 else np.zeros(len(values))


def _scaled(values: np.ndarray) -> np.ndarray:
    values = np.asarray(values, np.float64)
    spread = float(np.ptp(values)) if len(values) else 0.0
    return (values - values.min()) / spread if spread > 0 else np.zeros(len(values))
