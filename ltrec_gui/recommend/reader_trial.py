"""How far readers are to be trusted on this catalogue, and how to learn from them: tried on likes that were held out.

On films a text says much of who likes what, and readers and text together beat either; on a catalogue of books that
mostly lack descriptions the same weights cost a quarter of what readers alone find. No fixed weight suits both.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from ltrec_gui.recommend import popularity
from ltrec_gui.recommend.collaborative import (
    MOST_DENSE,
    VIEWS_REGULARISATION,
    Ease,
    ItemItem,
    MappedWalk,
    best_model,
    ease_width,
    item_factors,
    text_neighbours,
)
from ltrec_gui.recommend.metrics import ndcg
from ltrec_gui.recommend.relevance import (
    Evidence,
    Wanted,
    damped,
    readers_weight,
    relevance,
    scores_of_readers,
    spread_of,
)

TRIAL_SEED = 17  # for whoever makes the generator: product and evaluation try on the same readers
MOST_READERS = 300  # in the trial
LEAST_READERS = 100  # with fewer the defaults stand: a trial could not tell them apart
LEAST_LIKES = 8
HELD_OUT = 0.2
LIST_LENGTH = 20
REPORTED = 1_000  # steps that a trial is said to have
REGULARISATIONS = (50.0, VIEWS_REGULARISATION)
# Always with the prior where there is a text: on books, where it helps least, leaving it out won nothing (.0666
# against .0663).
PRIOR_WEIGHT = 0.01
CONTENT_SHARES = (0.0, 0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """How to learn from readers and how much of its usual share content keeps beside them (`content_share`, 0..1).

    The defaults were chosen on films, where three re-splits of the training part gave a tail nDCG@10 of .070 against
    .040 for likes alone at a regularisation of 100.
    """

    regularisation: float = VIEWS_REGULARISATION
    prior_weight: float = PRIOR_WEIGHT
    content_share: float = 1.0


def fit(
    matrix: sparse.csr_array,
    settings: ReaderSettings,
    neighbours: sparse.csr_array | None,
    report: Callable[[int, int], None] = lambda done, total: None,
    vectors: np.ndarray | None = None,
) -> tuple[Ease | ItemItem | MappedWalk, str]:
    """Return the model of the weights `matrix` (readers, items) under these settings, and its name.

    `vectors` (items, d) say what the text of an item is where EASE is too big to be drawn to `neighbours`.
    """
    prior = neighbours if settings.prior_weight else None
    return best_model(
        matrix,
        prior,
        report,
        regularisation=settings.regularisation,
        prior_weight=settings.prior_weight,
        vectors=vectors,
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """One setting tried: tail nDCG@20 of each reader's held-out likes, (readers,)."""

    settings: ReaderSettings
    values: np.ndarray


@dataclass(frozen=True, slots=True)
class _Case:
    """One reader of the trial: what they ask, and of the m tail items what was seen, what is right, what the text says.

    `seen` and `relevant` (m,) bool, `content` (m,) in standard deviations.
    """

    wanted: Wanted
    seen: np.ndarray
    relevant: np.ndarray
    content: np.ndarray


def choose_settings(
    matrix: sparse.csr_array,
    is_like: sparse.csr_array,
    evidence: Evidence,
    generator: np.random.Generator,
    neighbours: sparse.csr_array | None = None,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[ReaderSettings, tuple[Trial, ...]]:
    """Return the settings to use on this catalogue, and what was tried.

    `matrix` (readers, items) holds the weights of what each reader opened, `is_like` (same shape) 1 for a like;
    `evidence` gives vectors and depth. A fifth of the likes of up to 300 readers is held out, all unseen items of the
    tail are ranked for each, and the defaults are left only for a setting that is better by more than the standard
    error of the paired difference. Too few readers: the defaults, nothing tried. `report` is heard at least once a
    reader and once a step of a fit; its total stays the same.
    """
    likes_of_reader = np.diff(is_like.indptr)
    eligible = np.flatnonzero(likes_of_reader >= LEAST_LIKES)
    if len(eligible) < LEAST_READERS or ease_width(matrix) > MOST_DENSE:
        return ReaderSettings(), ()
    held = _held_out(is_like, np.sort(generator.permutation(eligible)[:MOST_READERS]), generator)
    learned = _without(matrix, held)
    counts = np.bincount(learned.indices, minlength=matrix.shape[1]).astype(np.float64)
    is_tail = popularity.cut(counts, 0.33, 0.80) == popularity.TAIL
    readers = [reader for reader, items in held.items() if is_tail[items].any()]
    if len(readers) < LEAST_READERS // 2:
        return ReaderSettings(), ()
    has_text = bool(evidence.has_vector.any())
    stages = 2 + len(REGULARISATIONS)
    if neighbours is None and has_text:
        neighbours = text_neighbours(
            evidence.rows(np.arange(len(is_tail))), report=_part(report, 0, stages, 1)
        )
    tail = np.flatnonzero(is_tail)
    known = replace(
        evidence,
        readers=None,
        reader_counts=counts,
        reader_total=len(likes_of_reader),
        factors=item_factors(learned, neighbours),
    )
    cases: list[_Case] = []
    for reader in readers:
        _part(report, 1, stages, 1)(len(cases), len(readers))
        cases.append(_case(matrix, is_like, learned, known, reader, held[reader], tail))
    trials: list[Trial] = []
    for number, regularisation in enumerate(REGULARISATIONS, start=2):
        settings = ReaderSettings(regularisation, 0.0 if neighbours is None else PRIOR_WEIGHT)
        model, _ = fit(learned, settings, neighbours, _part(report, number, stages, 0.5))
        known = replace(known, readers=model)
        shares = CONTENT_SHARES if has_text else (0.0,)
        values = np.empty((len(shares), len(cases)))
        for column, case in enumerate(cases):
            _part(report, number + 0.5, stages, 0.5)(column, len(cases))
            of_readers, weight = _of_readers(known, case.wanted, tail)
            values[:, column] = [_quality(share, case, of_readers, weight, tail) for share in shares]
        trials += [
            # Without vectors nothing of the content was tried, and what its words say keeps its weight.
            Trial(replace(settings, content_share=share if has_text else 1.0), found)
            for share, found in zip(shares, values, strict=True)
        ]
    report(REPORTED, REPORTED)
    return _best(trials), tuple(trials)


def _part(
    report: Callable[[int, int], None], first: float, stages: int, length: float
) -> Callable[[int, int], None]:
    """Return a report of `length` stages from the stage `first` on, of so many `stages` in all."""
    return lambda done, total: report(
        int(REPORTED * (first + length * done / max(total, 1)) / stages), REPORTED
    )


def _best(trials: list[Trial]) -> ReaderSettings:
    """Return the best setting, or the default where the best is not better by a standard error."""
    best = max(trials, key=lambda trial: float(trial.values.mean()))
    usual = next((trial for trial in trials if trial.settings == ReaderSettings()), None)
    if usual is None:
        return best.settings
    difference = best.values - usual.values
    error = float(difference.std()) / len(difference) ** 0.5
    return best.settings if float(difference.mean()) > error else usual.settings


def _row(matrix: sparse.csr_array, reader: int) -> np.ndarray:
    return np.asarray(matrix.indices[matrix.indptr[reader] : matrix.indptr[reader + 1]], np.int64)


def _held_out(
    is_like: sparse.csr_array, readers: np.ndarray, generator: np.random.Generator
) -> dict[int, np.ndarray]:
    """Return by reader the likes that are hidden."""
    held: dict[int, np.ndarray] = {}
    for reader in readers:
        liked = _row(is_like, reader)
        held[int(reader)] = generator.permutation(liked)[: max(1, int(HELD_OUT * len(liked)))]
    return held


def _without(matrix: sparse.csr_array, held: dict[int, np.ndarray]) -> sparse.csr_array:
    """Return `matrix` without what is hidden."""
    learned = matrix.copy()
    for reader, items in held.items():
        start, stop = learned.indptr[reader], learned.indptr[reader + 1]
        learned.data[start:stop][np.isin(learned.indices[start:stop], items)] = 0.0
    learned.eliminate_zeros()
    return learned


def _case(
    matrix: sparse.csr_array,
    is_like: sparse.csr_array,
    learned: sparse.csr_array,
    evidence: Evidence,
    reader: int,
    held: np.ndarray,
    tail: np.ndarray,
) -> _Case:
    opened, liked = _row(learned, reader), _row(is_like, reader)
    is_liked = np.isin(opened, liked)
    wanted = Wanted(seeds=opened[is_liked], viewed=opened[~is_liked])
    return _Case(wanted, np.isin(tail, opened), np.isin(tail, held), _content(evidence, wanted, tail))


def _content(evidence: Evidence, wanted: Wanted, positions: np.ndarray) -> np.ndarray:
    """Return what nearness in meaning and in factors says of `positions`, in standard deviations."""
    if not evidence.has_vector.any() or not len(wanted.seeds):
        return np.zeros(len(positions))
    found = relevance(evidence, wanted, positions, positions)
    return np.asarray(found.total * found.scale)


def _of_readers(evidence: Evidence, wanted: Wanted, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what readers say of `positions` in standard deviations, and their weight beside all of content."""
    scores = damped(scores_of_readers(evidence, wanted)[positions])
    spread = spread_of(scores, 1e-12)
    return (scores - spread.mean) / spread.deviation, readers_weight(evidence, wanted, positions)


def _quality(
    share: float, case: _Case, of_readers: np.ndarray, weight: np.ndarray, positions: np.ndarray
) -> float:
    """Return the nDCG@20 of the unseen items at `positions` (m,), content keeping `share` of its weight."""
    content_weight = share * (1 - weight)
    total = (1 - content_weight) * of_readers + content_weight * case.content
    total[case.seen] = -np.inf
    # The position breaks ties in an order that has nothing to do with the catalogue's.
    best = np.lexsort((positions * 2654435761 % 4294967291, -total))[:LIST_LENGTH]
    return ndcg(case.relevant[best], int(case.relevant.sum()), LIST_LENGTH)
