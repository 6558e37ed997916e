"""The relevance of items for one request, from arrays alone: what the window, the command line and `evaluate` share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ltrec_gui.recommend import preference
from ltrec_gui.recommend.critiques import Critique
from ltrec_gui.recommend.fields import FIELDS, blocks

if TYPE_CHECKING:  # scipy comes with it, and the window opens without scipy
    from ltrec_gui.recommend.collaborative import ItemScores

# How much words count beside meaning. With three seeds .3 won on films by text alone; beside readers .2 brought topics
# .8 of 30 accepted items more. Over 399 briefs made of the tags of talks nDCG@20 was best at .1 to .2, over 680 made of
# the keywords of films at .2 to .3.
SEED_WORDS_WEIGHT = 0.2
BRIEF_WORDS_WEIGHT = 0.2
# The words of the items accepted last are asked for like those of seeds. On films it brought topics .8 of 31 accepted
# items more, tastes .1 of 6; all accepted items brought no more than the last ten.
ACCEPTED_ASKED = 10
TAIL_WEIGHT = 0.5  # at full tail preference, in the same units
POSTPONED_PENALTY = 1.0
# A signal that hardly varies in the catalogue must not be blown up into a verdict.
LEAST_TEXT_SPREAD = 0.05
LEAST_WORDS_SPREAD = 0.05
# Where nothing else says what is meant: the more words are asked for, the less each.
LEAST_WORDS_SPREAD_ALONE = 0.01
NEAREST_SEEDS = 3
READERS = "readers"  # the part that readers have in the relevance
# What readers did counts the more the longer the list of seeds: on films .6 to .8 won for a whole history. Three seeds
# may be a taste or a topic, and so may a brief; which of them, the verdicts tell (FACTORS_WEIGHT).
READERS_WEIGHT = 0.2
READERS_WEIGHT_OF_LONG_PROFILE = 0.75
PROFILE_FOR_HALF = 20
ENOUGH_READERS = 200  # with fewer the weight shrinks in proportion
# An item nobody has opened says little through readers, and what it says came from its text: at half an opening the
# weight is half of the way from its lowest to its full value. On a part of the films kept for such choices .5 beat 3
# openings in the tail (nDCG@10 .077 for .068) and over all items. For items without any reader .15 to .375 cannot be
# told apart (three re-splits of 80 readers prefer .25 by .006 to .009, the fourth .375 by .007).
LEAST_EVIDENCE = 0.375
OPENINGS_FOR_HALF = 0.5
# Beside its text an item has factors by who opened it, this much of a squared length of 1. Seeds are compared and
# verdicts are learned on both at once, so verdicts decide how much either counts. With simulated editors on films .13
# brought 6.5 accepted of 200 to those of one taste and 31 to those of one topic, .3 with other weights of fields 7.0
# and 30; readers beside the text alone brought, by their weight, 5.3 and 32 up to 6.4 and 27.
FACTORS_WEIGHT = 0.12
FILLED_EVIDENCE = 0.3  # of that for an item nobody opened, whose factors come from its neighbours in meaning
VIEWED_WEIGHT = (
    0.2  # of what a reader saw and did not like particularly, in the profile readers are compared with
)
PSEUDO_NEGATIVES = 100
SAMPLE_SIZE = 2_000  # items that nearness in meaning is measured against
SAMPLE_SEED = 20
ROWS_IN_CACHE = 256  # of 1,152 numbers: 1.2 MB


@dataclass(frozen=True, slots=True)
class Evidence:
    """A library as arrays, what every request shares.

    `rows` gives joined unit rows (k, 3d) for positions (k,), zero rows where there is no vector, and `rows_once` the
    same where nobody will ask for these positions again, if that can be told apart; `has_vector` (n,) bool; `depth`
    (n,) the share of items that are more popular; `readers` scores items from a profile and `reader_counts` (n,) says
    from how many openings, both None without interactions, and so are `factors` (n, f): unit rows that are alike where
    readers are, zero rows where nothing is known.
    """

    rows: Callable[[np.ndarray], np.ndarray]
    has_vector: np.ndarray
    depth: np.ndarray
    readers: "ItemScores | None" = None
    reader_counts: np.ndarray | None = None
    reader_total: int = 0
    factors: np.ndarray | None = None
    content_share: float = (
        1.0  # how much of its usual weight content keeps beside readers, see `reader_trial`
    )
    rows_once: Callable[[np.ndarray], np.ndarray] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request as arrays; positions are int64.

    `brief` (3d,) joined, or None; `words` (n,) the share of the asked words' weight each item holds, or None;
    `liked` and `disliked` come from verdicts, `viewed` is what was opened without being liked. What was rejected for a
    reason that is not the subject stands in `critiques` instead. `feedback_model` learns from the verdicts.
    """

    brief: np.ndarray | None = None
    seeds: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    liked: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    liked_weights: np.ndarray = field(default_factory=lambda: np.empty(0))
    disliked: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    viewed: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    postponed: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    words: np.ndarray | None = None
    has_brief: bool = False  # a brief was written, be it encoded or not
    by_meaning: bool = True  # whether vectors may rank at all
    critiques: tuple[Critique, ...] = ()
    feedback_model: str = preference.LOGISTIC

    @property
    def is_briefed(self) -> bool:
        """Whether a brief says what is wanted, be it in words or as a vector alone."""
        return self.has_brief or self.brief is not None


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation of a signal over the catalogue."""

    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Relevance:
    """The relevance of m items and its parts by name, each (m,); the parts sum to the total.

    0 is the average item of the segments asked for, 1 one that says exactly what was asked; `scale` is one such unit in
    standard deviations. Parts: the fields, `verdicts`, `words`, `readers`, `tail`, `postponed` and those of critiques,
    as far as asked for.
    """

    total: np.ndarray
    parts: dict[str, np.ndarray]
    scale: float


@dataclass(frozen=True, slots=True)
class Profile:
    """What readers are compared with: positions (k,) and their weights (k,)."""

    positions: np.ndarray
    weights: np.ndarray


def some_of(positions: np.ndarray, count: int) -> np.ndarray:
    """Return up to `count` of the positions, a random sample that is always the same, in order."""
    if len(positions) <= count:
        return positions
    return np.sort(np.random.default_rng(SAMPLE_SEED).choice(positions, count, replace=False))


def spread_of(values: np.ndarray, least: float) -> Spread:
    """Return mean and deviation of `values`, the latter never below `least`."""
    if len(values) == 0:
        return Spread(0.0, least)
    return Spread(float(values.mean()), max(float(values.std()), least))


def spread_of_sparse(values: np.ndarray, total: int, least: float) -> Spread:
    """Return the spread of a signal that is zero for all but `values` of `total` items."""
    total = max(total, 1)
    mean = float(values.sum()) / total
    return Spread(mean, max(float(np.sqrt(max((values**2).sum() / total - mean**2, 0.0))), least))


def tastes(evidence: Evidence, positions: np.ndarray) -> np.ndarray:
    """Return the factors at `positions` (m, f) as long as the evidence for them allows; no column without factors."""
    if evidence.factors is None or evidence.reader_counts is None:
        return np.empty((len(positions), 0), np.float32)
    openings = evidence.reader_counts[positions]
    weight = FACTORS_WEIGHT * min(1.0, evidence.reader_total / ENOUGH_READERS)
    known = np.maximum(openings / (openings + OPENINGS_FOR_HALF), FILLED_EVIDENCE)
    lengths = np.sqrt(weight * known).astype(np.float32)
    return np.asarray(evidence.factors[positions] * lengths[:, np.newaxis])


def damped(scores: np.ndarray) -> np.ndarray:
    """Return readers' scores to the power of .75, signs kept, which draws in those of the items most opened.

    On films .7 to .85 beat 1 over all items (nDCG@10 .158 for .156) and for items nobody had opened (.080 for .068),
    and did no harm in the tail.
    """
    size = np.abs(scores)
    return np.asarray(np.copysign(np.sqrt(size * np.sqrt(size)), scores))


class Meaning:
    """How near items are to what is asked, in meaning by field and by their readers, and the verdicts' share in it."""

    def __init__(self, evidence: Evidence, wanted: Wanted, background: np.ndarray) -> None:
        self.brief = wanted.brief
        has_seeds = wanted.by_meaning and len(wanted.seeds) > 0
        self.seed_rows = evidence.rows(wanted.seeds) if has_seeds else np.empty((0, 0), np.float32)
        self.seed_tastes = tastes(evidence, wanted.seeds if has_seeds else wanted.seeds[:0])
        self._no_tastes = np.zeros(self.seed_tastes.shape[1], np.float32)  # what a brief says of readers
        self.examples: list[preference.Example] = []
        self.example_rows = np.empty((0, 0), np.float32)
        self.preference = self._learn(evidence, wanted, background) if wanted.by_meaning else None

    @property
    def is_asked(self) -> bool:
        """Whether there is any vector to ask with."""
        return self.brief is not None or len(self.seed_rows) > 0 or self.preference is not None

    def directions(self) -> list[np.ndarray]:
        """Return every vector to search the index with."""
        found = list(self.seed_rows)
        if self.brief is not None:
            found.append(self.brief)
        if self.preference is not None:
            found.append(self._apart(self.preference.direction)[0])
        return found

    def taste_direction(self) -> np.ndarray:
        """Return what the factors of items are compared with (f,); zeros where nothing asks for them."""
        if self.preference is not None:
            return self._apart(self.preference.direction)[1]
        return np.asarray(self.seed_tastes.sum(axis=0))

    def _apart(self, direction: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the part in meaning (3d,) and the part in factors (f,) of a direction learned on both."""
        width = len(direction) - len(self._no_tastes)
        return direction[:width], direction[width:]

    def pulls(self) -> dict[int, float]:
        """Return how strongly each judged item pulls (or, negative, pushes) the learned direction."""
        if self.preference is None:
            return {}
        return {
            example.position: float(pull)
            for example, pull in zip(self.examples, self.preference.pulls, strict=True)
            if example.is_verdict
        }

    def similarity(self, rows: np.ndarray, row_tastes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what is asked by field and, last, by readers (m, fields + 1), and the verdicts' share (m,).

        Their sum is the similarity of items with these `rows` (m, 3d) and `row_tastes` (m, f). Without verdicts: the
        mean of the product with the brief and the mean product with the three nearest seeds. With verdicts: the product
        with the learned direction, which brief and seeds are part of.
        """
        if self.preference is not None:
            asked = _by_field(rows, row_tastes, *self._apart(self.preference.direction - self._verdicts_pull))
            meant, liked = self._apart(self._verdicts_pull)
            return asked, (rows @ meant + row_tastes @ liked).astype(np.float64)
        found: list[np.ndarray] = []
        if self.brief is not None:
            found.append(_by_field(rows, row_tastes, self.brief, self._no_tastes))
        if len(self.seed_rows):
            found.append(_nearest_seeds(rows, row_tastes, self.seed_rows, self.seed_tastes))
        return np.mean(found, axis=0), np.zeros(len(rows))

    @cached_property
    def _verdicts_pull(self) -> np.ndarray:
        """What the verdicts add to the learned direction."""
        assert self.preference is not None
        is_verdict = np.array([example.is_verdict for example in self.examples], bool)
        pull = self.preference.pulls[is_verdict] @ self.example_rows[is_verdict]
        return np.asarray(pull, np.float32)

    def _learn(
        self, evidence: Evidence, wanted: Wanted, background: np.ndarray
    ) -> preference.Preference | None:
        judged = [
            preference.Example(int(position), 1, float(weight), is_verdict=True)
            for position, weight in zip(wanted.liked, wanted.liked_weights, strict=True)
        ] + [preference.Example(int(position), 0, is_verdict=True) for position in wanted.disliked]
        judged = [example for example in judged if evidence.has_vector[example.position]]
        if not judged:
            return None
        known = {example.position for example in judged}
        asking = [preference.Example(int(position), 1) for position in wanted.seeds if position not in known]
        rows = [_joint(evidence, np.array([example.position for example in asking + judged], np.int64))]
        if self.brief is not None:
            asking = [preference.Example(-1, 1, preference.brief_weight(asking + judged)), *asking]
            rows = [np.append(self.brief, self._no_tastes)[np.newaxis], *rows]
        self.examples = asking + judged
        self.example_rows = np.vstack(rows)
        if not any(example.label for example in self.examples):
            # Nothing says what is wanted: rejections alone push away from themselves, from the catalogue's middle.
            return preference.away_from(self.example_rows)
        if wanted.feedback_model == preference.ROCCHIO:
            return preference.rocchio(self.example_rows, self.examples)
        taken = np.fromiter((example.position for example in self.examples), np.int64)
        is_free = evidence.has_vector.copy()
        is_free[taken[taken >= 0]] = False
        unseen = background[is_free[background]]
        unseen = some_of(unseen, PSEUDO_NEGATIVES)
        return preference.learn(self.example_rows, self.examples, _joint(evidence, unseen))


def _joint(evidence: Evidence, positions: np.ndarray) -> np.ndarray:
    return np.hstack([evidence.rows(positions), tastes(evidence, positions)])


def profile_of(wanted: Wanted) -> Profile:
    """Return what readers are compared with: seeds and liked items in full, what was only viewed a little."""
    liked = np.concatenate([wanted.seeds, wanted.liked]).astype(np.int64)
    weak = wanted.viewed[~np.isin(wanted.viewed, liked)].astype(np.int64)
    liked = np.unique(liked)
    weights = np.concatenate([np.ones(len(liked)), np.full(len(weak), VIEWED_WEIGHT)])
    return Profile(np.concatenate([liked, weak]), weights)


def scores_of_readers(evidence: Evidence, wanted: Wanted) -> np.ndarray:
    """Return what readers say of every item (n,) to somebody who likes what is wanted; zeros where they say nothing."""
    profile = profile_of(wanted)
    if evidence.readers is None or not len(profile.positions):
        return np.zeros(len(evidence.has_vector))
    return evidence.readers.scores(profile.positions, profile.weights)


def readers_weight(evidence: Evidence, wanted: Wanted, positions: np.ndarray) -> np.ndarray:
    """Return how much readers count (m,), 0..1: by the number of seeds, by the readers known, by an item's openings."""
    if evidence.readers is None or evidence.reader_counts is None:
        return np.zeros(len(positions))
    if not len(wanted.seeds) and not len(wanted.liked):
        return np.zeros(len(positions))
    # A brief says what is wanted, however many seeds go with it, and whatever a trial of likes found.
    seed_count, content_share = (0, 1.0) if wanted.is_briefed else (len(wanted.seeds), evidence.content_share)
    length = seed_count / (seed_count + PROFILE_FOR_HALF)
    weight = READERS_WEIGHT + (READERS_WEIGHT_OF_LONG_PROFILE - READERS_WEIGHT) * length
    weight *= min(1.0, evidence.reader_total / ENOUGH_READERS)
    openings = evidence.reader_counts[positions]
    share = LEAST_EVIDENCE + (1 - LEAST_EVIDENCE) * openings / (openings + OPENINGS_FOR_HALF)
    weights = weight * share
    return np.asarray(1 - content_share * (1 - weights), np.float64)


def relevance(
    evidence: Evidence,
    wanted: Wanted,
    positions: np.ndarray,
    background: np.ndarray,
    tail_preference: float = 0.0,
    meaning: Meaning | None = None,
    readers_scores: np.ndarray | None = None,
) -> Relevance:
    """Return the relevance of the items at `positions` (m,), each signal measured against the `background` items.

    Each part is w (s - mean) / deviation, divided by the same sum for an item with cosine 1, all the words and, as far
    as the tail is preferred, depth 1. The weight w of readers differs by item, and what they do not take is left to
    meaning and words. The tail counts by depth, not by novelty: it needs no units and spreads evenly. `background`
    (b,) are the positions of all items of the segments asked for, whatever other filters hide. `meaning` and
    `readers_scores` (n,) may be handed in where they are known already.
    """
    meaning = meaning or Meaning(evidence, wanted, background)
    readers_share = readers_weight(evidence, wanted, positions)
    rest = 1 - readers_share
    parts: dict[str, np.ndarray] = {}
    ideal = 0.0
    words_weight = BRIEF_WORDS_WEIGHT if wanted.is_briefed else SEED_WORDS_WEIGHT
    text_weight = 1.0 if wanted.words is None else 1 - words_weight
    if meaning.is_asked:
        ideal += text_weight * _add_meaning(
            parts, evidence, meaning, positions, background, rest * text_weight
        )
    if wanted.words is not None:
        usual = wanted.words[background]
        least = LEAST_WORDS_SPREAD if meaning.is_asked else LEAST_WORDS_SPREAD_ALONE
        spread = spread_of_sparse(usual[usual > 0], len(usual), least)
        weight = words_weight if meaning.is_asked else 1.0
        parts["words"] = rest * weight * (wanted.words[positions] - spread.mean) / spread.deviation
        ideal += weight * (1 - spread.mean) / spread.deviation
    if readers_share.any() and evidence.readers is not None:
        scores = scores_of_readers(evidence, wanted) if readers_scores is None else readers_scores
        spread = spread_of(damped(scores[background]), 1e-12)
        of_readers = readers_share * (damped(scores[positions]) - spread.mean) / spread.deviation
        parts[READERS] = parts.get(READERS, 0.0) + of_readers
    strength = TAIL_WEIGHT * tail_preference
    if strength or not parts:
        strength = strength or 1.0
        mean_depth = float(evidence.depth.mean()) if len(evidence.depth) else 0.0
        parts["tail"] = strength * (evidence.depth[positions] - mean_depth)
        ideal += strength * (1 - mean_depth)
    if len(wanted.postponed):
        parts["postponed"] = -POSTPONED_PENALTY * np.isin(positions, wanted.postponed).astype(np.float64)
    # Beside the others and never in the ideal: a reason moves what it names, and no other part by a hair.
    for critique in wanted.critiques:
        parts[critique.name] = critique.moves(positions)
    scale = max(ideal, 1e-9)
    parts = {name: values / scale for name, values in parts.items()}
    return Relevance(np.sum(list(parts.values()), axis=0), parts, scale)


def _add_meaning(
    parts: dict[str, np.ndarray],
    evidence: Evidence,
    meaning: Meaning,
    positions: np.ndarray,
    background: np.ndarray,
    weight: np.ndarray,
) -> float:
    """Add the parts by meaning, times `weight` (m,), and return the ideal: a cosine of 1 in standard deviations."""
    sample = some_of(background[evidence.has_vector[background]], SAMPLE_SIZE)
    usual, usual_verdicts = meaning.similarity(evidence.rows(sample), tastes(evidence, sample))
    total = usual.sum(axis=1) + usual_verdicts
    spread = spread_of(total, LEAST_TEXT_SPREAD)
    asked, verdicts = _similarity_in_parts(evidence, meaning, positions)
    # An item without a vector is neither near nor far.
    known = evidence.has_vector[positions]
    usual_mean = usual.mean(axis=0) if len(usual) else np.zeros(len(FIELDS) + 1)
    for index, name in enumerate((*FIELDS, READERS)):
        if usual[:, index].any() or asked[:, index].any():
            parts[name] = np.where(
                known, weight * (asked[:, index] - usual_mean[index]) / spread.deviation, 0.0
            )
    if meaning.preference is not None:
        usual_verdict = float(usual_verdicts.mean()) if len(usual_verdicts) else 0.0
        parts["verdicts"] = np.where(known, weight * (verdicts - usual_verdict) / spread.deviation, 0.0)
    return (1 - spread.mean) / spread.deviation


def _similarity_in_parts(
    evidence: Evidence, meaning: Meaning, positions: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return `meaning.similarity` of the items at `positions`, of so few at once that their rows stay in the cache."""
    rows_once = evidence.rows_once or evidence.rows
    parts = []
    for start in range(0, max(len(positions), 1), ROWS_IN_CACHE):
        part = positions[start : start + ROWS_IN_CACHE]
        parts.append(meaning.similarity(rows_once(part), tastes(evidence, part)))
    asked, verdicts = zip(*parts, strict=True)
    return np.concatenate(asked), np.concatenate(verdicts)


def _by_field(
    rows: np.ndarray, row_tastes: np.ndarray, direction: np.ndarray, taste: np.ndarray
) -> np.ndarray:
    """Return the product of each block of `rows` (m, 3d) with `direction`'s and, last, of `row_tastes` with `taste`."""
    direction = direction.astype(np.float32)
    products = [rows[:, block] @ direction[block] for block in blocks(rows.shape[1] // len(FIELDS))]
    return np.stack([*products, row_tastes @ taste.astype(np.float32)], axis=1).astype(np.float64)


def _nearest_seeds(
    rows: np.ndarray, row_tastes: np.ndarray, seed_rows: np.ndarray, seed_tastes: np.ndarray
) -> np.ndarray:
    """Return the mean product by field and, last, by readers, (m, fields + 1), with the three seeds nearest to each."""
    products = [rows[:, block] @ seed_rows[:, block].T for block in blocks(rows.shape[1] // len(FIELDS))]
    products.append(row_tastes @ seed_tastes.T)
    if len(seed_rows) <= NEAREST_SEEDS:
        return np.stack([part.mean(axis=1, dtype=np.float64) for part in products], axis=1)
    total = np.sum(products, axis=0)
    nearest = np.argpartition(-total, NEAREST_SEEDS - 1, axis=1)[:, :NEAREST_SEEDS]
    return np.stack(
        [np.take_along_axis(part, nearest, axis=1).mean(axis=1, dtype=np.float64) for part in products],
        axis=1,
    )
