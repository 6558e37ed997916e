"""How far readers are to be trusted on this catalogue, and how to learn from them: tried on likes that were held out.

On films a text says much of who likes what, and readers and text together beat either; on a catalogue of books that
mostly lack descriptions the same weights cost a quarter of what readers alone find. No fixed weight suits both.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ltrec_gui.recommend import popularity
from ltrec_gui.recommend.collaborative import (
    MOST_DENSE,
    VIEWS_REGULARISATION,
    Ease,
    ItemItem,
    ItemScores,
    best_model,
    ease_width,
    fit_ease,
    text_neighbours,
)
from ltrec_gui.recommend.metrics import ndcg
from ltrec_gui.recommend.relevance import (
    Evidence,
    Wanted,
    profile_of,
    readers_weight,
    relevance,
    spread_of,
)

MOST_READERS = 300  # in the trial
LEAST_READERS = 100  # with fewer the defaults stand: a trial could not tell them apart
LEAST_LIKES = 8
HELD_OUT = 0.2
LIST_LENGTH = 20
REGULARISATIONS = (50.0, VIEWS_REGULARISATION)
# Always with the prior where there is a text: on books, where it helps least, leaving it out won nothing (.0666
# against .0663).
PRIOR_WEIGHT = 0.01
CONTENT_SHARES = (0.0, 0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """How to learn from readers and how much of its usual share content keeps beside them (`content_share`, 0..1).

    The defaults were chosen on films: likes weigh 1, other openings .5, and three re-splits of the training part gave a
    tail nDCG@10 of .070 against .040 for likes alone at a regularisation of 100.
    """

    regularisation: float = VIEWS_REGULARISATION
    prior_weight: float = PRIOR_WEIGHT
    content_share: float = 1.0


def fit(
    matrix: sparse.csr_array,
    settings: ReaderSettings,
    neighbours: sparse.csr_array | None,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Ease | ItemItem, str]:
    """Return the model of the weights `matrix` (readers, items) under these settings, and its name."""
    prior = neighbours if settings.prior_weight else None
    return best_model(
        matrix,
        prior,
        report,
        regularisation=settings.regularisation,
        prior_weight=settings.prior_weight,
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """One setting tried: tail nDCG@20 of each reader's held-out likes, (readers,)."""

    settings: ReaderSettings
    values: np.ndarray


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
    error of the paired difference. Too few readers: the defaults, nothing tried.
    """
    likes_of_reader = np.diff(is_like.indptr)
    eligible = np.flatnonzero(likes_of_reader >= LEAST_LIKES)
    if len(eligible) < LEAST_READERS or ease_width(matrix) > MOST_DENSE:
        return ReaderSettings(), ()
    chosen = np.sort(generator.permutation(eligible)[:MOST_READERS])
    held: dict[int, np.ndarray] = {}
    learned = matrix.tolil(copy=True)
    for reader in chosen:
        liked = is_like.indices[is_like.indptr[reader] : is_like.indptr[reader + 1]]
        count = max(1, int(HELD_OUT * len(liked)))
        held[int(reader)] = generator.permutation(liked)[:count]
        for item in held[int(reader)]:
            learned[int(reader), int(item)] = 0.0
    learned = sparse.csr_array(learned.tocsr())
    learned.eliminate_zeros()
    counts = np.bincount(learned.indices, minlength=matrix.shape[1]).astype(np.float64)
    tail = popularity.cut(counts, 0.33, 0.80) == popularity.TAIL
    readers = [reader for reader, items in held.items() if tail[items].any()]
    if len(readers) < LEAST_READERS // 2:
        return ReaderSettings(), ()
    if neighbours is None and evidence.has_vector.any():
        neighbours = text_neighbours(evidence.rows(np.arange(len(tail))))
    profiles = [_profile(matrix, is_like, learned, reader) for reader in readers]
    content = [_content(evidence, wanted, np.flatnonzero(tail)) for wanted in profiles]
    trials: list[Trial] = []
    models = [(r, 0.0 if neighbours is None else PRIOR_WEIGHT) for r in REGULARISATIONS]
    for done, (regularisation, prior_weight) in enumerate(models):
        report(done, len(models))
        model = fit_ease(learned, regularisation, neighbours if prior_weight else None, prior_weight)
        known = Evidence(
            evidence.rows, evidence.has_vector, evidence.depth, model, counts, len(likes_of_reader)
        )
        ranked = [_of_readers(known, wanted, np.flatnonzero(tail), model) for wanted in profiles]
        for share in CONTENT_SHARES if evidence.has_vector.any() else (0.0,):
            values = np.array(
                [
                    _quality(share, content[row], *ranked[row], learned, reader, held[reader], tail)
                    for row, reader in enumerate(readers)
                ]
            )
            trials.append(Trial(ReaderSettings(regularisation, prior_weight, share), values))
    report(len(models), len(models))
    return _best(trials), tuple(trials)


def _best(trials: list[Trial]) -> ReaderSettings:
    """Return the best setting, or the default where the best is not better by a standard error."""
    best = max(trials, key=lambda trial: float(trial.values.mean()))
    usual = next((trial for trial in trials if trial.settings == ReaderSettings()), None)
    if usual is None:
        return best.settings
    difference = best.values - usual.values
    error = float(difference.std()) / len(difference) ** 0.5
    return best.settings if float(difference.mean()) > error else usual.settings


def _profile(
    matrix: sparse.csr_array, is_like: sparse.csr_array, learned: sparse.csr_array, reader: int
) -> Wanted:
    opened = learned.indices[learned.indptr[reader] : learned.indptr[reader + 1]].astype(np.int64)
    liked = is_like.indices[is_like.indptr[reader] : is_like.indptr[reader + 1]].astype(np.int64)
    return Wanted(seeds=opened[np.isin(opened, liked)], viewed=opened[~np.isin(opened, liked)])


def _content(evidence: Evidence, wanted: Wanted, positions: np.ndarray) -> np.ndarray:
    """Return what meaning alone says of `positions`, in standard deviations."""
    if not evidence.has_vector.any() or not len(wanted.seeds):
        return np.zeros(len(positions))
    without = Evidence(evidence.rows, evidence.has_vector, evidence.depth)
    found = relevance(without, wanted, positions, positions)
    return np.asarray(found.total * found.scale)


def _of_readers(
    evidence: Evidence, wanted: Wanted, positions: np.ndarray, model: ItemScores
) -> tuple[np.ndarray, np.ndarray]:
    """Return what readers say of `positions` in standard deviations, and their weight beside all of content."""
    profile = profile_of(wanted)
    scores = model.scores(profile.positions, profile.weights)[positions]
    spread = spread_of(scores, 1e-12)
    return (scores - spread.mean) / spread.deviation, readers_weight(evidence, wanted, positions)


def _quality(
    share: float,
    content: np.ndarray,
    readers: np.ndarray,
    weight: np.ndarray,
    learned: sparse.csr_array,
    reader: int,
    held: np.ndarray,
    tail: np.ndarray,
) -> float:
    positions = np.flatnonzero(tail)
    content_weight = share * (1 - weight)
    total = (1 - content_weight) * readers + content_weight * content
    seen = learned.indices[learned.indptr[reader] : learned.indptr[reader + 1]]
    total = np.where(np.isin(positions, seen), -np.inf, total)
    # The position breaks ties in an order that has nothing to do with the catalogue's.
    best = np.lexsort((positions * 2654435761 % 4294967291, -total))[:LIST_LENGTH]
    relevant = held[tail[held]]
    return ndcg(np.isin(positions[best], relevant), len(relevant), LIST_LENGTH)
