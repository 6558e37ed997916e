"""Re-ranks candidates under a named diversity policy, keeps places for the tail, and bars near-identical items."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np

POLICIES = ("dpp", "msd", "mmr", "topic-quota", "lda-quota", "column-quota", "random-tail", "softmax", "none")
QUOTA_POLICIES = ("topic-quota", "lda-quota", "column-quota")
RANDOM_POLICIES = ("random-tail", "softmax")
BEHIND = ("twin", "quota", "tail", "diversity", "chance", "relevance")

POOL_SIZE = 200  # most relevant items that compete for a list, and as many from the tail
SAME_TITLE_RATIO = 0.9
SHORTEST_FUZZY_TITLE = 8  # shorter titles differ by one letter and are still different works
SAME_VECTOR_COSINE = 0.97
COVERED = 1e-6  # a row of which no more than this is new adds nothing to the list's variety
DPP_REACH = 1.1  # powers of ten by which relevance counts less at diversity 1 than at .25
# How much of the objective variety gets at diversity 1. On lists of ten films these bring MMR and MSD about where the
# DPP stands at the same diversity: an intra-list diversity of .98 at .75, with 93 to 95 % of the relevance kept.
MMR_REACH = 0.9
MSD_REACH = 0.4
_PENALISING = ("dpp", "mmr", "msd")
_LETTER_BUCKETS = 64


@dataclass(frozen=True, slots=True)
class Pool:
    """The m candidates to choose from, in any order; ties go to the earlier row.

    scores (m,) float64 in standard deviations of the candidates; vectors (m, d) unit rows, or zero rows where there is
    none; is_tail (m,) bool; topics, lda_topics and groups (m,) int: each row's cluster, LDA topic and value of the
    quota column, -1 for none; is_known (m,) bool: another edition of what the editor has decided on, barred everywhere.
    """

    scores: np.ndarray
    vectors: np.ndarray
    title_keys: Sequence[str]
    is_tail: np.ndarray
    topics: np.ndarray | None = None
    lda_topics: np.ndarray | None = None
    groups: np.ndarray | None = None
    is_known: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """One place of the slate: which row, and what it had when it was picked.

    What the policy maximised is relevance + penalty (+ chance for softmax; chance alone for random-tail).
    `penalty` <= 0 is what the rows above took from it, in the score's units: the objective divided by what it
    multiplies the score with. dpp: log(share not covered) / (2 a); mmr: -r max(0, largest cosine); msd: -r times the
    sum of (1 + cosine); r = weight of variety / weight of relevance. All others: 0.
    """

    row: int
    relevance: float
    penalty: float
    overlaps_with: int  # the row above with the largest cosine; -1 at the top and for a row without a vector
    overlap: float = 0.0  # that cosine
    chance: float = 0.0
    is_relaxed: bool = (
        False  # no row kept the quota (random-tail: none was left in the tail), so the next best came
    )


@dataclass(frozen=True, slots=True)
class PlaceLost:
    """Why a row did not get one place: `behind` is one of BEHIND, `lacked` what its score was short of there."""

    place: int  # 1 = top
    winner: int
    relevance: float
    penalty: float
    chance: float
    behind: str
    lacked: float  # inf where no score would have helped


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a row is not in the slate.

    `causes` are those of which each, left out alone, would have brought it in: "twin" (the row `twin_of` that bars it),
    "quota" (of its topic or column), "tail" (places kept for it), "diversity", "chance". `behind` is the first of them;
    without any it is "relevance", or where no score would have helped, what stood in its way at the last place: "twin"
    without a `twin_of` for a known row. A score higher by more than `needed` would have brought it in; inf: none would.
    """

    row: int
    behind: str
    causes: tuple[str, ...]
    twin_of: int
    needed: float
    places: tuple[PlaceLost, ...]


def strength(diversity: float) -> float | None:
    """Return how strongly relevance counts in the determinant for a `diversity` of 0..1; None switches it off.

    .25, .5, .75 and 1 give 1, .43, .18 and .08. On tail lists of films the last brings a mean 1 - cosine of .98 in
    vectors of the joint text, at an nDCG@10 of .075 for .077 without.
    """
    return None if diversity <= 0 else float(10 ** (-DPP_REACH * (diversity - 0.25) / 0.75))


def variety_weight(policy: str, diversity: float) -> float:
    """Return the weight (0..1) of variety against relevance in "mmr" and "msd": 1 - lambda."""
    return {"mmr": MMR_REACH, "msd": MSD_REACH}[policy] * diversity


def temperature(diversity: float) -> float:
    """Return the temperature of softmax sampling in standard deviations of the score: .1 at .25, 1 at 1, 0 at 0."""
    return 0.0 if diversity <= 0 else float(10 ** ((diversity - 1) / 0.75))


def quota_limit(count: int, diversity: float) -> int | None:
    """Return how many of `count` places one topic may take: half of them near 0, one at 1; None: any number."""
    return None if diversity <= 0 else max(1, math.ceil(count * (1 - diversity) / 2))


def near_identical(first: str, second: str) -> bool:
    """Return whether two title keys name the same work, or volumes of one."""
    if not first or not second:
        return False
    if first == second:
        return True
    shorter, longer = sorted((len(first), len(second)))
    # Most pairs differ too much in length alone; to make a matcher for each would take most of the time of a long list.
    if shorter < SHORTEST_FUZZY_TITLE or 2 * shorter < SAME_TITLE_RATIO * (shorter + longer):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= SAME_TITLE_RATIO and matcher.ratio() >= SAME_TITLE_RATIO


def rerank(
    pool: Pool,
    policy: str,
    count: int,
    diversity: float,
    tail_places: int,
    generator: np.random.Generator | None = None,
    most_per_topic: int | None = None,
) -> list[Pick]:
    """Return up to `count` picks in slate order, chosen greedily under one of POLICIES.

    In every policy at every place k at least floor(tail_places * k / count) tail items have been chosen, as long as
    there are any, and near-identical items never stand in the same slate. With `diversity` 0, as with "none", the slate
    is the most relevant rows under these two rules.

    dpp: greedy determinantal point process (Chen et al. 2018), kernel exp(a s_i) exp(a s_j) (1 + x_i x_j) / 2.
    mmr: maximal marginal relevance (Carbonell and Goldstein 1998), msd: greedy max-sum dispersion (Borodin et al.
    2012), both on cosines. The quotas: the most relevant, with at most `most_per_topic` (quota_limit) of each cluster,
    LDA topic or value of a column; rows without one are not limited. Places for the tail come before a quota, and
    where no row keeps it the next best comes, marked is_relaxed. random-tail: uniform among the tail, a control.
    softmax: Plackett-Luce sampling by Gumbel noise. The two random ones draw one number per row from `generator`.
    Raises ValueError for a policy that is not known, or that lacks its labels or its generator.
    """
    rules = _rules(pool, policy, count, diversity, tail_places, most_per_topic)
    return _Walk(pool, rules, generator).to_the_end()


def standing(
    pool: Pool,
    picks: Sequence[Pick],
    row: int,
    policy: str,
    count: int,
    diversity: float,
    tail_places: int,
    generator: np.random.Generator | None = None,
    most_per_topic: int | None = None,
) -> Standing:
    """Return why `row` is not among the `picks` that rerank gave for the same arguments.

    `generator` must be in the state it was in then. Raising the score of the row alone changes no pick before its own,
    so the least of what it lacked at the places it might have had is exactly what it needed.
    Raises ValueError when the row is in the slate, or the picks are not those of these arguments.
    """
    walk = _Walk(pool, _rules(pool, policy, count, diversity, tail_places, most_per_topic), generator)
    places = []
    for place, pick in enumerate(picks, 1):
        if pick.row == row:
            raise ValueError(f"row {row} has place {place} of the slate")
        allowed, _ = walk.allowed()
        if walk.best(allowed) != pick.row:
            raise ValueError(f"these arguments give another slate from place {place} on")
        places.append(walk.lost(row, place, pick.row, allowed))
        walk.take(pick.row)
    if len(picks) < count and walk.free.any():
        raise ValueError(f"these arguments give a longer slate than {len(picks)} places")
    twin_of = int(walk.twin_of[row])
    rules = walk.rules
    without: dict[str, _Rules] = {}
    if twin_of >= 0:
        without["twin"] = replace(rules, absent=twin_of)
    if rules.limit is not None:
        without["quota"] = replace(rules, limit=None)
    if rules.tail_places:
        without["tail"] = replace(rules, tail_places=0)
    if rules.policy in _PENALISING:
        without["diversity"] = replace(rules, policy="none")
    if rules.policy in RANDOM_POLICIES:
        without["chance"] = replace(rules, policy="none")
    causes = tuple(
        name
        for name, changed in without.items()
        if any(pick.row == row for pick in _Walk(pool, changed, noise=walk.noise).to_the_end())
    )
    needed = min((place.lacked for place in places), default=math.inf)
    # Where it takes two rules to keep a row out, none alone is the cause: then what stood in its way at the end counts.
    last = places[-1].behind if places and math.isinf(needed) else "relevance"
    return Standing(
        row=row,
        behind=causes[0] if causes else last,
        causes=causes,
        twin_of=twin_of,
        needed=needed,
        places=tuple(places),
    )


@dataclass(frozen=True, slots=True)
class _Rules:
    """What holds on the way down one slate; a policy that is switched off has become "none"."""

    policy: str
    count: int
    diversity: float
    tail_places: int
    limit: int | None = None
    absent: int = -1  # a row that is left out of the pool


def _rules(
    pool: Pool, policy: str, count: int, diversity: float, tail_places: int, most_per_topic: int | None
) -> _Rules:
    if policy not in POLICIES:
        raise ValueError(f"there is no diversity policy {policy!r}; there are {', '.join(POLICIES)}")
    m = len(pool.scores)
    for name in ("vectors", "title_keys", "is_tail", "topics", "lda_topics", "groups", "is_known"):
        column = getattr(pool, name)
        if column is not None and len(column) != m:
            raise ValueError(f"{len(column)} {name} for {m} scores")
    if not np.isfinite(pool.scores).all():
        raise ValueError("scores must be finite")
    if diversity <= 0:
        policy = "none"
    if policy not in QUOTA_POLICIES:
        return _Rules(policy, count, diversity, count if policy == "random-tail" else tail_places)
    if _labels(pool, policy) is None:
        raise ValueError(f"the policy {policy!r} needs a label for each row, and this pool has none")
    limit = quota_limit(count, diversity) if most_per_topic is None else max(1, most_per_topic)
    return _Rules(policy, count, diversity, tail_places, limit)


def _labels(pool: Pool, policy: str) -> np.ndarray | None:
    return {"topic-quota": pool.topics, "lda-quota": pool.lda_topics, "column-quota": pool.groups}[policy]


class _Walk:
    """The way down one slate: what each row has to say at the next place, and which rows may have it."""

    def __init__(
        self,
        pool: Pool,
        rules: _Rules,
        generator: np.random.Generator | None = None,
        noise: np.ndarray | None = None,
    ) -> None:
        m = len(pool.scores)
        self.pool = pool
        self.rules = rules
        self.noise = _noise(rules, m, generator) if noise is None else noise
        self.picks: list[Pick] = []
        self.tail_count = 0
        self.free = np.ones(m, bool) if pool.is_known is None else ~pool.is_known
        if rules.absent >= 0:
            self.free[rules.absent] = False
        self.is_full = np.zeros(m, bool)  # its topic has all the places it may have
        self.taken: Counter[int] = Counter()
        self.labels = None if rules.limit is None else _labels(pool, rules.policy)
        self.titles = _Titles(pool.title_keys)
        self.twin_of = np.full(m, -1)
        self.nearest = np.full(m, -np.inf)  # the largest cosine to a row chosen
        self.nearest_row = np.full(m, -1)
        self.penalty = np.zeros(m)
        self.base = np.asarray(pool.scores, np.float64)
        self.chance = np.zeros(m)
        if rules.policy in RANDOM_POLICIES:
            self.chance = self.noise
            self.base = self.noise if rules.policy == "random-tail" else self.base + self.noise
        if rules.policy == "dpp":
            self.residual = np.ones(m)  # how much of each row is not yet covered by the rows chosen
            self.factors = np.zeros((min(rules.count, m), m))
        if rules.policy == "msd":
            self.crowding = np.zeros(m)

    def to_the_end(self) -> list[Pick]:
        while len(self.picks) < self.rules.count and self.free.any():
            allowed, is_relaxed = self.allowed()
            self.take(self.best(allowed), is_relaxed)
        return self.picks

    def allowed(self) -> tuple[np.ndarray, bool]:
        """Return which rows may have the next place, (m,) bool, and whether a rule had to be relaxed for that."""
        rows = self.free
        is_relaxed = False
        if self.is_tail_due():
            tail = rows & self.pool.is_tail
            if tail.any():
                rows = tail
            else:
                is_relaxed = self.rules.policy == "random-tail"
        if self.labels is not None:
            within = rows & ~self.is_full
            if within.any():
                return within, is_relaxed
            is_relaxed = True
        return rows, is_relaxed

    def is_tail_due(self) -> bool:
        """Return whether the next place is kept for the tail, if there is any left."""
        place = len(self.picks) + 1
        return self.tail_count < (self.rules.tail_places * place) // self.rules.count

    def best(self, allowed: np.ndarray) -> int:
        return int(np.argmax(np.where(allowed, self.base + self.penalty, -np.inf)))

    def take(self, row: int, is_relaxed: bool = False) -> None:
        """Give the next place to `row`, and let the other rows know."""
        pool = self.pool
        cosines = (pool.vectors @ pool.vectors[row]).astype(np.float64)
        np.maximum(cosines, -1.0, out=cosines)
        np.minimum(cosines, 1.0, out=cosines)
        overlaps = bool(self.picks) and cosines[row] > 0
        self.picks.append(
            Pick(
                row=row,
                relevance=float(pool.scores[row]),
                penalty=float(self.penalty[row]),
                overlaps_with=int(self.nearest_row[row]) if overlaps else -1,
                overlap=float(self.nearest[row]) if overlaps else 0.0,
                chance=float(self.chance[row]),
                is_relaxed=is_relaxed,
            )
        )
        self.tail_count += bool(pool.is_tail[row])
        self.nearest_row[cosines > self.nearest] = row
        np.maximum(self.nearest, cosines, out=self.nearest)
        self._penalise(row, cosines)
        self._bar_twins(row, cosines)
        if self.labels is not None and self.rules.limit is not None and self.labels[row] >= 0:
            label = int(self.labels[row])
            self.taken[label] += 1
            if self.taken[label] >= self.rules.limit:
                self.is_full |= self.labels == label

    def lost(self, row: int, place: int, winner: int, allowed: np.ndarray) -> PlaceLost:
        """Return what `row` had at this place, and why `winner` had more."""
        scores = self.pool.scores
        lacked = math.inf
        if not self.free[row]:
            behind = "twin"
        elif not allowed[row]:
            behind = "tail" if self.is_tail_due() and not self.pool.is_tail[row] else "quota"
        elif self.rules.policy == "random-tail":
            behind = "chance"
        else:
            lacked = float((self.base + self.penalty)[winner] - (self.base + self.penalty)[row])
            behind = "relevance"
            if scores[row] > scores[winner]:
                behind = "chance" if self.rules.policy == "softmax" else "diversity"
        return PlaceLost(
            place=place,
            winner=winner,
            relevance=float(scores[row]),
            penalty=float(self.penalty[row]),
            chance=float(self.chance[row]),
            behind=behind,
            lacked=lacked,
        )

    def _penalise(self, row: int, cosines: np.ndarray) -> None:
        rules = self.rules
        if rules.policy == "dpp":
            weight = strength(rules.diversity) or 1.0
            if self.residual[row] > COVERED:
                above = len(self.picks) - 1
                similarity = (1 + cosines) / 2
                similarity[row] = 1.0
                overlap = self.factors[:above].T @ self.factors[:above, row]
                self.factors[above] = (similarity - overlap) / math.sqrt(self.residual[row])
                self.residual -= self.factors[above] ** 2
            self.penalty = np.log(np.maximum(self.residual, COVERED)) / (2 * weight)
        elif rules.policy in ("mmr", "msd"):
            weight = variety_weight(rules.policy, rules.diversity)
            if rules.policy == "mmr":
                self.penalty = -weight / (1 - weight) * np.maximum(self.nearest, 0.0)
            else:
                # Ranks like the sum of distances 1 - cosine, and its negative is never a gain.
                self.crowding += 1 + cosines
                self.penalty = -weight / (1 - weight) * self.crowding

    def _bar_twins(self, row: int, cosines: np.ndarray) -> None:
        self.free[row] = False
        twins = cosines >= SAME_VECTOR_COSINE
        twins &= self.free
        if self.titles.lengths[row]:
            twins[self.titles.like(row, self.free & ~twins)] = True
        if twins.any():
            self.twin_of[twins] = row
            self.free &= ~twins


class _Titles:
    """Title keys with a count of their letters, so that most pairs are told apart without a matcher."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = keys
        self.lengths = np.fromiter((len(key) for key in keys), np.int64, len(keys))
        letters = (
            np.frombuffer("".join(keys).encode("utf-32-le", "surrogatepass"), np.uint32) % _LETTER_BUCKETS
        )
        cells = np.repeat(np.arange(len(keys)) * _LETTER_BUCKETS, self.lengths) + letters
        counts = np.bincount(cells, minlength=len(keys) * _LETTER_BUCKETS).reshape(len(keys), _LETTER_BUCKETS)
        self.counts = np.ascontiguousarray(counts.T, np.int32)  # (letters, m)

    def like(self, row: int, among: np.ndarray) -> np.ndarray:
        """Return the rows `among` (m,) bool whose titles are near-identical to that of `row`."""
        length = self.lengths[row]
        # Twice the letters shared bounds the ratio from above: titles that share too few can be left out unread.
        shared = np.minimum(self.counts, self.counts[:, row : row + 1]).sum(axis=0)
        rows = np.flatnonzero(
            among & (shared > 0) & (2 * shared / (self.lengths + length) >= SAME_TITLE_RATIO)
        )
        key = self.keys[row]
        return np.array([other for other in rows.tolist() if near_identical(key, self.keys[other])], np.int64)


def _noise(rules: _Rules, m: int, generator: np.random.Generator | None) -> np.ndarray:
    """Return what chance adds to each row (m,): a uniform key, or the temperature times a Gumbel draw."""
    if rules.policy not in RANDOM_POLICIES:
        return np.zeros(m)
    if generator is None:
        raise ValueError(f"the policy {rules.policy!r} needs a random generator")
    if rules.policy == "random-tail":
        return generator.random(m)
    return temperature(rules.diversity) * generator.gumbel(size=m)
