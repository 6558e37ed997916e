"""The product as a method among others: one pipeline, run through its own ranking code on what a split leaves it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from scipy import sparse

from ltrec_gui.catalogue.words import content_terms
from ltrec_gui.evaluate import baselines, splits
from ltrec_gui.evaluate.readers import DEPTH, Profile, Report, Scorer, say_nothing, top_positions
from ltrec_gui.evaluate.simulated_editor import EditorBrief
from ltrec_gui.recommend import collaborative, diversify, explain, popularity, reader_trial
from ltrec_gui.recommend.relevance import ACCEPTED_ASKED, Evidence, Relevance, Wanted, relevance

MANY = 3_000  # rows that take longer to gather than to compare
SOME = 1_000  # rows that take longer to gather than their positions to compare
Neighbours: TypeAlias = sparse.csr_array  # (n, n) cosines of items to those nearest in meaning


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a ranking an editor sees: the wish for the deep tail, and how much variety re-ranks the list."""

    tail_preference: float = 0.0
    diversity: float = 0.0


RANKING = Shown()
BY_DEFAULT = Shown(0.7, 0.5)  # what the window asks for unless told otherwise


class Words:
    """The word search of the product in memory: BM25 as the library's index counts it, with the terms by number.

    `fields` are the terms of each item in each field, `weights` one number a field; `subjects` the content terms of
    each item in reading order, of which the rarest stand for it when it is a seed, more of them without vectors
    (`by_meaning` False).
    """

    def __init__(
        self,
        fields: Sequence[Sequence[Sequence[str]]],
        weights: Sequence[float],
        subjects: Sequence[Sequence[str]],
        by_meaning: bool = True,
    ) -> None:
        counts = baselines.count_words(fields, weights)
        self.item_count = len(subjects)
        self._matrix = baselines.bm25_matrix(counts)
        self._numbers: dict[str, int] = {}
        for field in fields:  # numbered in the order that count_words meets them
            for terms in field:
                for term in terms:
                    self._numbers.setdefault(term, len(self._numbers))
        if len(self._numbers) != self._matrix.shape[1]:
            raise ValueError("terms are numbered in another order than they were counted in")
        self._found = np.bincount(counts.weighted.indices, minlength=len(self._numbers))
        found = {term: int(self._found[number]) for term, number in self._numbers.items()}
        self._rarest = [explain.rarest_linking(terms, found, by_meaning) for terms in subjects]

    def _count(self, term: str) -> int:
        number = self._numbers.get(term)
        return 0 if number is None else int(self._found[number])

    def signal(self, terms: Sequence[str], seeds: np.ndarray) -> np.ndarray | None:
        """Return each item's share (n,) of the weight of the terms asked for and of the seeds' rarest; None if none."""
        asked = list(dict.fromkeys([*terms, *(term for seed in seeds for term in self._rarest[int(seed)])]))
        weights = {
            term: explain.inverse_frequency(self._count(term), self.item_count)
            for term in asked
            if explain.is_telling(term, self._count(term), self.item_count)
        }
        best = sum(weights.values())
        if not best:
            return None
        query = np.zeros(self._matrix.shape[1])
        query[[self._numbers[term] for term in weights]] = 1.0
        return np.minimum(np.asarray(self._matrix @ query) / best, 1.0)


@dataclass(frozen=True, slots=True)
class Material:
    """What the product knows of n items whoever reads them: joined unit rows (n, 3d), words, title keys (n)."""

    rows: np.ndarray
    words: Words | None
    title_keys: Sequence[str]

    @property
    def has_vector(self) -> np.ndarray:
        """Which items have a vector, (n,) bool."""
        return np.asarray(self.rows.any(axis=1))


def text_prior(rows: np.ndarray, report: Report = say_nothing) -> Neighbours:
    """Return the nearest neighbours in meaning (n, n) that what readers like is drawn to."""
    return collaborative.text_neighbours(rows, block=512, report=report)


def opened_before(events: splits.Events, split: splits.Split, part: str = "test") -> sparse.csr_array:
    """Return who had opened what before `part` is judged, (readers, items) csr of ones, from distinct `events`.

    Raises ValueError where this would be more or less than the split itself learns from.
    """
    learned = split.learned(part)
    is_kept = np.ones(len(events), bool)
    if split.protocol == "temporal":
        share = splits.TEST_SHARE + (splits.VALIDATION_SHARE if part == "validation" else 0.0)
        is_kept = events.time < np.quantile(events.time, 1 - share)
    else:
        held = [*zip(split.readers, split.test, strict=True)]
        if part == "validation":
            held += zip(split.readers, split.validation, strict=True)
        hidden = {(int(reader), int(item)) for reader, items in held for item in items}
        pairs = zip(events.reader.tolist(), events.item.tolist(), strict=True)
        is_kept = np.array([pair not in hidden for pair in pairs], bool)
    return _checked_openings(events, is_kept, learned)


def opened_by_others(events: splits.Events, learned: splits.Evidence) -> sparse.csr_array:
    """Return the openings (readers, items) of the readers whose likes stand in `learned`, from distinct `events`."""
    is_known = np.diff(learned.likes.indptr) > 0
    return _openings(events, is_known[events.reader], learned.likes.shape)


def _checked_openings(
    events: splits.Events, is_kept: np.ndarray, learned: splits.Evidence
) -> sparse.csr_array:
    opened = _openings(events, is_kept, learned.likes.shape)
    if not np.array_equal(np.asarray(opened.sum(axis=0)).ravel(), learned.views):
        raise ValueError("these are not the events the split was made of")
    return opened


def _openings(events: splits.Events, is_kept: np.ndarray, shape: tuple[int, int]) -> sparse.csr_array:
    entries = (np.ones(int(is_kept.sum())), (events.reader[is_kept], events.item[is_kept]))
    return sparse.csr_array(entries, shape=shape)


class _RememberedRows:
    """Rows by positions; those of many positions are kept for when the same array asks again, as every round does.

    Of the middling many, such as a sample, the last are kept for when the same positions are asked for again.
    """

    def __init__(self, rows: np.ndarray) -> None:
        self._rows = rows
        self._asked: np.ndarray | None = None
        self._found = rows[:0]
        self._some_asked = np.empty(0, np.int64)
        self._some = rows[:0]

    def __call__(self, positions: np.ndarray) -> np.ndarray:
        if len(positions) < SOME:
            return np.asarray(self._rows[positions])
        if len(positions) < MANY:
            if not np.array_equal(self._some_asked, positions):
                self._some_asked, self._some = positions.copy(), self._rows[positions]
            return self._some
        if self._asked is not positions:
            self._asked, self._found = positions, self._rows[positions]
        return self._found


def evidence_of(
    material: Material,
    likes: sparse.csr_array,
    opened: sparse.csr_array | None = None,
    prior: Neighbours | None = None,
) -> Evidence:
    """Return the library as the product would see it, knowing these likes and openings (readers, items) alone.

    Without `opened` the likes are all that was opened; without any like there is no model of readers. The model is that
    of the product, with its own settings: an opening that was no like counts a part of one.
    """
    opened = likes if opened is None else opened
    counts = np.asarray(opened.sum(axis=0), np.float64).ravel()
    depth = (popularity.ranks(counts) - 1) / max(len(counts), 1)
    known = Evidence(rows=_RememberedRows(material.rows), has_vector=material.has_vector, depth=depth)
    if not likes.nnz:
        return known
    viewed = collaborative.VIEW_WEIGHT
    weights = sparse.csr_array(viewed * opened + (1 - viewed) * likes)
    # Like the product, it tries on its own part of the readers how far to trust them.
    settings, _ = reader_trial.choose_settings(
        weights, sparse.csr_array(likes), known, np.random.default_rng(reader_trial.TRIAL_SEED), prior
    )
    model, _ = reader_trial.fit(weights, settings, prior, vectors=material.rows)
    reader_total = int((np.diff(opened.indptr) > 0).sum())
    return replace(
        known,
        readers=model,
        reader_counts=counts,
        reader_total=reader_total,
        factors=collaborative.item_factors(weights, prior),
        content_share=settings.content_share,
    )


def without_readers(evidence: Evidence) -> Evidence:
    """Return the same library as if nobody's likes were known, only how often each item was opened."""
    return replace(evidence, readers=None, reader_counts=None, reader_total=0, factors=None)


# --------------------------------------------------------------------------------------------------------- readers


def reader_scorer(
    material: Material, evidence: Evidence, candidates: np.ndarray, shown: Shown = RANKING
) -> Scorer:
    """Return the product as a scorer: a reader's likes are the seeds, what else they opened is weak evidence.

    Only `candidates` (n,) bool are scored, all others get one score below the lowest. With variety the
    first 50 are chosen as a list would be, and score by their place.
    """
    return reader_scorers(material, evidence, candidates, (shown,))[0]


def reader_scorers(
    material: Material, evidence: Evidence, candidates: np.ndarray, ways: Sequence[Shown]
) -> tuple[Scorer, ...]:
    """Return `reader_scorer` for each of the ways to show a ranking; asked in turn, they share one reader's relevance.

    Their scores differ from those of `reader_scorer` in unit and rounding alone.
    """
    positions = np.flatnonzero(candidates)
    by_meaning = bool(material.has_vector.any())
    deepest = max((shown.tail_preference for shown in ways), default=0.0)
    last: list[tuple[Profile, Relevance]] = []

    def relevance_for(profile: Profile) -> Relevance:
        if not last or last[0][0] is not profile:
            viewed = np.setdiff1d(profile.seen, profile.liked)
            words = None if material.words is None else material.words.signal((), profile.liked)
            wanted = Wanted(seeds=profile.liked, viewed=viewed, words=words, by_meaning=by_meaning)
            last[:] = [(profile, relevance(evidence, wanted, positions, positions, deepest))]
        return last[0][1]

    def scorer(shown: Shown) -> Scorer:
        def scores(profile: Profile) -> np.ndarray:
            total = _at_preference(relevance_for(profile), shown.tail_preference, deepest)
            result = np.full(len(candidates), float(total.min(initial=0.0)) - 1.0)
            result[positions] = total
            if shown.diversity > 0:
                is_open = candidates.copy()
                is_open[profile.seen] = False
                _lift_places(result, varied(material, result, np.flatnonzero(is_open), DEPTH, shown))
            return result

        return scores

    return tuple(map(scorer, ways))


def _at_preference(found: Relevance, preference: float, measured: float) -> np.ndarray:
    """Return the total at another preference for the tail than the one it was measured at: that part is in proportion.

    Alone it stays as it is, for without any other signal depth ranks whatever the preference.
    """
    others = [part for name, part in found.parts.items() if name != "tail"]
    if preference == measured or not others or "tail" not in found.parts:
        return found.total
    total = np.sum(others, axis=0)
    if preference:
        total = total + preference / measured * found.parts["tail"]
    return np.asarray(total)


def _lift_places(scores: np.ndarray, places: np.ndarray) -> None:
    """Give the items at `places`, in their order, scores above all others."""
    scores[places] = float(scores.max(initial=0.0)) + 1.0 + np.arange(len(places))[::-1]


def varied(
    material: Material, scores: np.ndarray, open_positions: np.ndarray, count: int, shown: Shown
) -> np.ndarray:
    """Return up to `count` of the positions (m,) as the product lists them: by greedy DPP, twins barred."""
    best = top_positions(scores, open_positions, max(diversify.POOL_SIZE, 2 * count))
    picks = diversify.rerank(pool_of(material, scores, best), "dpp", count, shown.diversity, 0)
    return np.asarray(best[[pick.row for pick in picks]], np.int64)


def pool_of(
    material: Material,
    scores: np.ndarray,
    best: np.ndarray,
    clusters: np.ndarray | None = None,
    lda_topics: np.ndarray | None = None,
) -> diversify.Pool:
    """Return the items at `best` (m,) as candidates for a list; `scores` (n,) are put in standard deviations."""
    own = scores[best]
    spread = float(own.std()) if len(own) else 0.0
    return diversify.Pool(
        scores=own / (spread if spread > 1e-9 else 1.0),
        vectors=material.rows[best],
        title_keys=[material.title_keys[position] for position in best],
        is_tail=np.ones(len(best), bool),
        topics=None if clusters is None else clusters[best],
        lda_topics=None if lda_topics is None else lda_topics[best],
    )


# --------------------------------------------------------------------------------------------------------- editors


@dataclass(frozen=True, slots=True)
class ProductMethod:
    """The product under an editor's verdicts: `evidence` for each fold (or one for all), ties by `order` (n,)."""

    material: Material
    evidence: Sequence[Evidence]
    order: np.ndarray
    shown: Shown = RANKING
    learns: bool = True

    def start(self, brief: EditorBrief) -> "ProductSession":
        """Return a new session for `brief`."""
        evidence = self.evidence[brief.fold] if len(self.evidence) > 1 else self.evidence[0]
        return ProductSession(self, evidence, brief)


class ProductSession:
    """An editor's session: seeds and words stay, verdicts teach, what was shown does not come back."""

    def __init__(self, method: ProductMethod, evidence: Evidence, brief: EditorBrief) -> None:
        self._method = method
        self._evidence = evidence
        self._positions = np.flatnonzero(brief.candidates)
        self._open = method.order[brief.candidates[method.order] & ~np.isin(method.order, brief.seeds)]
        self._terms = content_terms(brief.text)
        self._wanted = Wanted(
            seeds=np.asarray(brief.seeds, np.int64),
            words=self._words(np.asarray(brief.seeds, np.int64)),
            by_meaning=bool(method.material.has_vector.any()),
        )
        self._scores: np.ndarray | None = None

    def suggest(self, count: int) -> np.ndarray:
        """Return the best of what is left, ranked by all that was said so far."""
        if self._scores is None:
            self._scores = self._ranked()
        shown = self._method.shown
        if shown.diversity > 0:
            best = varied(self._method.material, self._scores, self._open, count, shown)
        else:
            best = top_positions(self._scores, self._open, count)
        self._open = self._open[~np.isin(self._open, best)]
        return best

    def judge(self, accepted: np.ndarray, rejected: np.ndarray) -> None:
        """Learn from the verdicts on what was suggested last."""
        if not self._method.learns:
            return
        wanted = self._wanted
        liked = np.concatenate([wanted.liked, accepted])
        words = self._words(np.concatenate([wanted.seeds, liked[-ACCEPTED_ASKED:]]))
        self._wanted = replace(
            wanted,
            words=words if len(accepted) else wanted.words,
            liked=liked,
            liked_weights=np.concatenate([wanted.liked_weights, np.ones(len(accepted))]),
            disliked=np.concatenate([wanted.disliked, rejected]),
        )
        self._scores = None

    def _words(self, exemplars: np.ndarray) -> np.ndarray | None:
        words = self._method.material.words
        return None if words is None else words.signal(self._terms, exemplars)

    def _ranked(self) -> np.ndarray:
        scores = np.zeros(len(self._method.order))
        # The whole segment each time, though less is left: its rows need gathering only once.
        scores[self._positions] = relevance(
            self._evidence,
            self._wanted,
            self._positions,
            self._positions,
            self._method.shown.tail_preference,
        ).total
        return scores
