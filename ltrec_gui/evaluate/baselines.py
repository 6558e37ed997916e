"""Baselines: what every tool-kit could do with the same likes and the same texts, each with its tuning grid."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy import sparse

from ltrec_gui.evaluate.readers import Profile, Scorer, Settings
from ltrec_gui.evaluate.splits import Evidence
from ltrec_gui.recommend import collaborative

# Those of SQLite's bm25(), so that the baseline is the word search of the product.
BM25_K1 = 1.2
BM25_B = 0.75
BM25_LEAST_IDF = 1e-6

JOINS = ("mean", "top3", "max")  # how what each liked item says is joined to one score
_BLOCK_ENTRIES = 8_000_000


@dataclass(frozen=True, slots=True)
class Baseline:
    """A method and what to try for it.

    `fit(evidence, **settings)` gives its scorer and learns from nothing but the evidence (and texts, which are no
    labels); `grid` are the settings that validation chooses from, of equals the first.
    """

    name: str
    fit: Callable[..., Scorer]
    grid: tuple[Settings, ...] = ({},)


def grid(**values: Sequence[float | int | str]) -> tuple[Settings, ...]:
    """Return every combination of the `values` of each setting, the last setting changing fastest."""
    return tuple(dict(zip(values, chosen, strict=True)) for chosen in product(*values.values()))


# ---------------------------------------------------------------------------------------------------- by chance


def random_baseline(item_count: int, seed: int) -> Baseline:
    """Return the method that scores by chance: the same profile gets the same scores, another profile other ones."""

    def fit(evidence: Evidence) -> Scorer:
        def scores(profile: Profile) -> np.ndarray:
            return np.random.default_rng([seed, len(profile.liked), *profile.liked]).random(item_count)

        return scores

    return Baseline("random", fit)


def popular_baseline() -> Baseline:
    """Return the method that gives everybody what most readers met in train."""

    def fit(evidence: Evidence) -> Scorer:
        return lambda profile: evidence.views

    return Baseline("popular", fit)


# ------------------------------------------------------------------------------------------------------ by words


@dataclass(frozen=True, slots=True)
class WordCounts:
    """How often each of t terms stands in each of n items.

    weighted (n, t) csr float64: occurrences times the weight of their field; lengths (n,) float64: terms of an item in
    all fields, unweighted.
    """

    weighted: sparse.csr_array
    lengths: np.ndarray


def count_words(fields: Sequence[Sequence[Sequence[str]]], weights: Sequence[float]) -> WordCounts:
    """Return the counts of `fields`: for each field, for each item, its terms; `weights` has one number a field."""
    if len(fields) != len(weights):
        raise ValueError(f"{len(fields)} fields need as many weights, not {len(weights)}")
    numbers: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    item_count = len(fields[0]) if fields else 0
    lengths = np.zeros(item_count)
    for field, weight in zip(fields, weights, strict=True):
        if len(field) != item_count:
            raise ValueError("every field needs the terms of every item")
        for item, terms in enumerate(field):
            lengths[item] += len(terms)
            rows += [item] * len(terms)
            columns += [numbers.setdefault(term, len(numbers)) for term in terms]
            values += [weight] * len(terms)
    weighted = sparse.csr_array((values, (rows, columns)), shape=(item_count, len(numbers)), dtype=np.float64)
    weighted.sum_duplicates()
    return WordCounts(weighted, lengths)


def bm25_matrix(words: WordCounts) -> sparse.csr_array:
    """Return (n, t) what each term, if asked for, adds to the BM25 score of each item.

    Exactly as bm25() of SQLite FTS5 counts: k1 1.2, b 0.75, frequencies weighted by field, lengths not, IDF
    log((N - n + 0.5) / (n + 0.5)) but at least 1e-6.
    """
    item_count = len(words.lengths)
    result = words.weighted.copy()
    if not result.nnz:
        return result
    found = np.bincount(result.indices, minlength=result.shape[1])
    idf = np.maximum(np.log((item_count - found + 0.5) / (found + 0.5)), BM25_LEAST_IDF)
    length = words.lengths / words.lengths.mean()
    saturation = BM25_K1 * (1 - BM25_B + BM25_B * np.repeat(length, np.diff(result.indptr)))
    result.data = idf[result.indices] * result.data * (BM25_K1 + 1) / (result.data + saturation)
    return result


def tfidf_matrix(words: WordCounts) -> sparse.csr_array:
    """Return (n, t) unit rows of weighted frequency times IDF log((1 + N) / (1 + n)) + 1 (Salton's cosine)."""
    result = words.weighted.copy()
    found = np.bincount(result.indices, minlength=result.shape[1])
    result.data *= (np.log((1 + len(words.lengths)) / (1 + found)) + 1)[result.indices]
    return _divided(result, np.sqrt(np.asarray(result.multiply(result).sum(axis=1))))


def tfidf_baseline(words: WordCounts) -> Baseline:
    """Return the cosine of TF-IDF rows with those of the liked items."""
    rows = tfidf_matrix(words)
    return Baseline("tf-idf", _similarity_fit(rows, rows), grid(join=JOINS))


def bm25_baseline(words: WordCounts) -> Baseline:
    """Return BM25 with each liked item's terms as a query; its scores are divided by the item's own score."""
    rows = bm25_matrix(words)
    queries = rows.copy()
    queries.data = np.ones_like(queries.data)
    queries = _divided(queries, np.asarray(rows.sum(axis=1)))
    return Baseline("bm25", _similarity_fit(rows, queries), grid(join=JOINS))


def _divided(rows: sparse.csr_array, by: np.ndarray) -> sparse.csr_array:
    """Return `rows` each divided by its number, a row of zero left as it is."""
    result = rows.copy()
    result.data /= np.repeat(np.where(by > 0, by, 1.0), np.diff(rows.indptr))
    return result


# ---------------------------------------------------------------------------------------------------- by vectors


def centred(vectors: np.ndarray) -> np.ndarray:
    """Return unit rows (n, d) of `vectors` less their mean; rows of zeros are no text, count for nothing and stay."""
    has_text = np.linalg.norm(vectors, axis=1) > 1e-6
    if not has_text.any():
        return vectors.copy()
    moved = vectors - vectors[has_text].mean(axis=0)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    moved = moved / np.where(lengths > 1e-6, lengths, 1.0)
    moved[~has_text] = 0.0
    return np.asarray(moved, vectors.dtype)


def vector_baseline(name: str, vectors: np.ndarray) -> Baseline:
    """Return the cosine of unit `vectors` (n, d) with those of the liked items."""
    return Baseline(name, _similarity_fit(vectors, vectors), grid(join=JOINS))


def _similarity_fit(
    items: sparse.csr_array | np.ndarray, queries: sparse.csr_array | np.ndarray
) -> Callable[..., Scorer]:
    def fit(evidence: Evidence, join: str = "mean") -> Scorer:
        if join not in JOINS:
            raise ValueError(f"unknown join {join!r}")
        return lambda profile: joined_similarity(items, queries[profile.liked], join)

    return fit


def joined_similarity(
    items: sparse.csr_array | np.ndarray, queries: sparse.csr_array | np.ndarray, join: str
) -> np.ndarray:
    """Return (n,) float64: how similar each row of `items` (n, d) is to the rows of `queries` (k, d), joined.

    `mean` of all, mean of the three most similar (`top3`) or the most similar alone (`max`); zeros for no query.
    """
    item_count, query_count = items.shape[0], queries.shape[0]
    if not query_count:
        return np.zeros(item_count)
    if join == "mean":
        # The mean of products is the product with the mean.
        return np.asarray(items @ np.asarray(queries.mean(axis=0)).ravel(), np.float64)
    kept = 3 if join == "top3" else 1
    size = max(1, _BLOCK_ENTRIES // item_count)
    best = np.empty((item_count, 0))
    for start in range(0, query_count, size):
        block = items @ queries[start : start + size].T
        block = block.toarray() if sparse.issparse(block) else block
        best = np.hstack([best, block])
        if best.shape[1] > kept:
            best = np.partition(best, best.shape[1] - kept, axis=1)[:, -kept:]
    return np.asarray(best.mean(axis=1), np.float64)


# ---------------------------------------------------------------------------------------------------- by readers


def item_knn_baseline() -> Baseline:
    """Return item-kNN by the cosine of readers, shrunk where few share two items."""
    return _collaborative(
        "item-knn", collaborative.fit_item_knn, grid(neighbours=(50, 100, 200, 500), shrink=(0.0, 10.0, 50.0))
    )


def ease_baseline() -> Baseline:
    """Return EASE without any text."""
    return _collaborative("ease", collaborative.fit_ease, grid(regularisation=(30.0, 100.0, 300.0, 1000.0)))


def rp3beta_baseline() -> Baseline:
    """Return RP3beta."""
    return _collaborative(
        "rp3beta", collaborative.fit_rp3beta, grid(alpha=(0.6, 1.0), beta=(0.0, 0.3, 0.6), keep=(100, 1000))
    )


def ials_baseline(seed: int) -> Baseline:
    """Return implicit ALS."""

    def fit(
        likes: sparse.csr_array, factors: int, regularisation: float, alpha: float
    ) -> collaborative.Factors:
        return collaborative.fit_ials(
            likes, factors=factors, regularisation=regularisation, alpha=alpha, seed=seed
        )

    return _collaborative(
        "ials", fit, grid(factors=(32, 64), regularisation=(1.0, 10.0, 50.0), alpha=(1.0, 10.0))
    )


def cold_map_baseline(seed: int, vectors: np.ndarray) -> Baseline:
    """Return implicit ALS whose items without a like have factors read from their text.

    A ridge map leads from `vectors` (n, d) of the liked items to their factors (Gantner et al., Learning
    attribute-to-feature mappings for cold-start recommendations, ICDM 2010); items that readers like are scored as by
    implicit ALS alone.
    """
    fitted: dict[tuple[int, float, float], tuple[sparse.csr_array, collaborative.Factors]] = {}

    def fit(
        evidence: Evidence, factors: int, regularisation: float, alpha: float, text_regularisation: float
    ) -> Scorer:
        key = (factors, regularisation, alpha)
        if key not in fitted or fitted[key][0] is not evidence.likes:
            model = collaborative.fit_ials(
                evidence.likes, factors=factors, regularisation=regularisation, alpha=alpha, seed=seed
            )
            fitted.clear()  # the map changes fastest in the grid, so the last fit is the one asked for again
            fitted[key] = evidence.likes, model
        model = fitted[key][1]
        is_warm = np.bincount(evidence.likes.indices, minlength=len(vectors)) > 0
        cold = np.flatnonzero(~is_warm)
        text_map = collaborative.fit_text_map(
            model.item_factors[is_warm], vectors[is_warm], text_regularisation
        )
        return model_scorer(collaborative.fill_factors(model, cold, vectors[cold], text_map))

    return Baseline(
        "cold-map",
        fit,
        grid(
            factors=(32, 64),
            regularisation=(10.0, 50.0),
            alpha=(1.0, 10.0),
            text_regularisation=(10.0, 100.0, 1000.0),
        ),
    )


def model_scorer(model: collaborative.ItemScores) -> Scorer:
    """Return the scorer that gives every liked item of a profile the weight 1."""
    return lambda profile: model.scores(profile.liked, np.ones(len(profile.liked)))


def _collaborative(
    name: str, fit_model: Callable[..., collaborative.ItemScores], choices: tuple[Settings, ...]
) -> Baseline:
    def fit(evidence: Evidence, **settings: float | int | str) -> Scorer:
        return model_scorer(fit_model(evidence.likes, **settings))

    return Baseline(name, fit, choices)


# --------------------------------------------------------------------------------------------------------- all


def baselines(
    item_count: int,
    seed: int,
    *,
    words: WordCounts | None = None,
    mean_vectors: np.ndarray | None = None,
    cls_vectors: np.ndarray | None = None,
    has_readers: bool = True,
) -> tuple[Baseline, ...]:
    """Return every baseline there is the material for: words of the items, unit vectors (n, d), readers' likes."""
    found = [random_baseline(item_count, seed), popular_baseline()]
    if words is not None:
        found += [tfidf_baseline(words), bm25_baseline(words)]
    if mean_vectors is not None:
        found.append(vector_baseline("bert-mean", mean_vectors))
    if cls_vectors is not None:
        found.append(vector_baseline("bert-cls", cls_vectors))
    if mean_vectors is not None:
        found.append(vector_baseline("bert-centred", centred(mean_vectors)))
    if has_readers:
        found += [item_knn_baseline(), ease_baseline(), rp3beta_baseline(), ials_baseline(seed)]
    if has_readers and mean_vectors is not None:
        found.append(cold_map_baseline(seed, centred(mean_vectors)))
    return tuple(found)
