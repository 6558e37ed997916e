"""Relevance from readers' interactions: item-to-item and factor models that score every item for a profile.

Of n items and u readers, `likes` is always a sparse (u, n) matrix: positive numbers where a reader liked an item. A
profile is k item positions with a weight each; it need not belong to a reader of the training data.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from scipy import sparse

# Chosen on the validation likes of 610 readers of films (MovieLens, small), by nDCG@10 and recall@50 in the tail.
# The weight of the prior is the one to watch: on validation of books (Book-Crossing) .02 raised nDCG@10 (.028 to .031
# on accesses, .011 to .017 on ratings) and cost recall@50 (.090 to .086, .055 to .046); .1 ruined the tail of both.
EASE_REGULARISATION = 100.0
PRIOR_WEIGHT = 0.02
# What a reader met without liking it counts as a weak like. Chosen on films (three re-splits of what the product may
# learn from) by nDCG@10 and recall@50 in the tail: likes alone .040 and .122, with views and twice the regularisation
# .051 and .162, with the text prior as well .068 and .189. In the whole ranking .25 is a little better than .5 over all
# items (nDCG@10 .160 for .158) and for items nobody had opened, as good in the tail.
VIEW_WEIGHT = 0.25
VIEWS_REGULARISATION = 200.0
RP3_KEEP = 1000
KNN_NEIGHBOURS = 50
KNN_SHRINKAGE = 20.0
FACTORS = 64
IALS_FACTORS = 32
IALS_REGULARISATION = 30.0
IALS_ALPHA = 5.0
IALS_ITERATIONS = 15
TEXT_MAP_REGULARISATION = 100.0

# EASE inverts a dense matrix as wide as the smaller side of the likes: at this width that takes minutes and 1.1 GiB,
# with half of that beside it at the end, which is what is kept. (At 8,000: 66 s on one core, 1.0 GB at most.)
MOST_DENSE = 12_000
# An inverse up to this size is kept in double precision; a bigger one in single, which halves memory and time.
DOUBLE_BYTES = 64 * 2**20
_CHUNK_ENTRIES = 8_000_000  # dense numbers at work at once in a blocked pass
# Above this width the inverse is made in blocks, so that a report can stop it within seconds. LAPACK alone was a fifth
# faster (10.3 s against 12.8 s at 5,000), but is deaf for minutes where it matters.
_BLOCKED_ABOVE = 2_000
_BLOCK = 512

Report = Callable[[int, int], None]


def _say_nothing(done: int, total: int) -> None:
    """Take a report of progress to nobody."""


class ItemScores(Protocol):
    """A fitted model: what a profile says about every item, and which part of the profile says how much of it."""

    def scores(self, profile: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the score (n,) float64 of every item for `profile` (k,) positions with `weights` (k,)."""

    def contributions(self, profile: np.ndarray, weights: np.ndarray, position: int) -> np.ndarray:
        """Return (k,) float64: how much each profile item adds to the score of `position`; they sum to it."""


# ---------------------------------------------------------------------------------------------------------- EASE


@dataclass(frozen=True, slots=True)
class Ease:
    """The best linear item-to-item model B with a zero diagonal, without ever holding B.

    With P = (X'X + lambda I)^-1 the scores of a profile x are x + (xP) B0 - (xP) o own, and xP needs only the inverse
    on the smaller side: of the readers, P = (I - X' K X) / lambda (Woodbury), or of the items anybody liked; on all
    others P is 1 / lambda on the diagonal. Fields: readers_of (n, u) csr is X'; `inverse` is K (u, u) or P on the liked
    items (w, w); `liked` (w,) are their positions, None where the inverse is of the readers; `own` (n,) is what brings
    the diagonal to zero; `prior` (n, n) csr is the prior's transpose times its weight and lambda.
    """

    regularisation: float
    readers_of: sparse.csr_array
    inverse: np.ndarray
    liked: np.ndarray | None
    own: np.ndarray
    prior: sparse.csr_array | None
    _kept: dict[bytes, np.ndarray] = field(default_factory=dict, init=False, repr=False, compare=False)
    _kept_rows: dict[int, np.ndarray] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def item_count(self) -> int:
        """How many items it scores."""
        return int(self.readers_of.shape[0])

    def scores(self, profile: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the score (n,) of every item; a profile item's own score comes from the other ones alone."""
        positions, values = _as_profile(profile, weights)
        precision = self._times_precision(positions, values)
        result = -precision * self.own
        np.add.at(result, positions, values)
        if self.prior is not None:
            result += self.prior @ precision.astype(self.prior.dtype)
        return np.asarray(result)

    def contributions(self, profile: np.ndarray, weights: np.ndarray, position: int) -> np.ndarray:
        """Return (k,) what each profile item adds to the score of `position`: its weight times its entry of B."""
        positions, values = _as_profile(profile, weights)
        # Column i of B is e_i + P (lambda c B0_i - own_i e_i), and P is symmetric.
        sources, amounts = np.array([position]), np.array([-self.own[position]])
        if self.prior is not None:
            neighbours, shares, _ = _entries(self.prior, sources)
            sources = np.concatenate([sources, neighbours])
            amounts = np.concatenate([amounts, shares])
        column = self._times_precision(sources, amounts, only=positions)
        return np.asarray(np.where(positions == position, 0.0, values * column))

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the whole model as arrays by name, to be kept in files; `from_arrays` makes it of them again."""
        kept = {
            "regularisation": np.array(self.regularisation),
            "inverse": self.inverse,
            "own": self.own,
            **_csr_arrays("readers_of", self.readers_of),
        }
        if self.liked is not None:
            kept["liked"] = self.liked
        if self.prior is not None:
            kept |= _csr_arrays("prior", self.prior)
        return kept

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> "Ease":
        """Return the model that `arrays` were taken from, on these very arrays, which may be mapped from files.

        Raises ValueError where they do not fit together.
        """
        _refuse_missing(arrays, ("regularisation", "inverse", "own"))
        readers_of = _csr_of(arrays, "readers_of")
        liked = arrays.get("liked")
        width = readers_of.shape[1] if liked is None else len(liked)
        n = readers_of.shape[0]
        prior = _csr_of(arrays, "prior") if "prior_data" in arrays else None
        if (
            arrays["inverse"].shape != (width, width)
            or arrays["own"].shape != (n,)
            or arrays["regularisation"].shape != ()
            or (prior is not None and prior.shape != (n, n))
        ):
            raise ValueError("the arrays of an EASE model do not fit together")
        return cls(
            regularisation=float(arrays["regularisation"]),
            readers_of=readers_of,
            inverse=arrays["inverse"],
            liked=liked,
            own=arrays["own"],
            prior=prior,
        )

    def _times_precision(
        self, positions: np.ndarray, values: np.ndarray, only: np.ndarray | None = None
    ) -> np.ndarray:
        """Return xP (n,), or its entries at `only`, of the sparse row x with `values` at `positions`."""
        if self.liked is not None:
            row = np.zeros(self.item_count)
            np.add.at(row, positions, values)
            result = row / self.regularisation
            result[self.liked] = _times_symmetric(row[self.liked], self.inverse)
            return result if only is None else result[only]
        # Scipy takes rows and products apart with more care than these few entries need: a list asks this for each of
        # its items, and for each that took longer than everything else together.
        readers, likes, counts = _entries(self.readers_of, positions)
        weighed = likes * np.repeat(values, counts)
        if only is None:
            answer = _times_symmetric(np.bincount(readers, weighed, self.readers_of.shape[1]), self.inverse)
            told = self.readers_of @ answer
            row = np.zeros(self.item_count)
            np.add.at(row, positions, values)
        else:
            summed_up = self._summed_up(only)
            by_reader = np.bincount(readers, weighed, self.readers_of.shape[1])
            told = summed_up @ by_reader.astype(summed_up.dtype)
            row = np.where(only[:, np.newaxis] == positions, values, 0.0).sum(axis=1)
        return np.asarray((row - told) / self.regularisation)

    def _summed_up(self, positions: np.ndarray) -> np.ndarray:
        """Return the rows (k, u) of X'K at `positions`, kept until others are asked for."""
        key = positions.tobytes()
        summed_up = self._kept.get(key)
        if summed_up is None:
            # A profile grows by an item at a time; what the others sum up to is known.
            missing = [position for position in set(positions.tolist()) if position not in self._kept_rows]
            inverse = np.asarray(self.inverse)
            made = self.readers_of[missing].astype(inverse.dtype) @ inverse
            known = self._kept_rows | dict(zip(missing, made, strict=True))
            summed_up = np.empty((len(positions), inverse.shape[1]), inverse.dtype)
            for row, position in enumerate(positions.tolist()):
                summed_up[row] = known[position]
            self._kept_rows.clear()
            self._kept_rows.update(zip(positions.tolist(), summed_up, strict=True))
            self._kept.clear()
            self._kept[key] = summed_up
        return summed_up


def fit_ease(
    likes: sparse.csr_array,
    regularisation: float = EASE_REGULARISATION,
    prior: sparse.csr_array | None = None,
    prior_weight: float = PRIOR_WEIGHT,
    report: Report = _say_nothing,
) -> Ease:
    """Return the EASE model (Steck 2019) of `likes` (u, n); with `prior` B0 (n, n), B is drawn to prior_weight * B0.

    B minimises |X - XB|^2 + lambda |B - c B0|^2 with a zero diagonal, so items nobody liked are scored by the prior
    alone. Double precision throughout; `report` gets (steps done, steps), each step some seconds at most. Raises
    ValueError where both sides of the likes are above MOST_DENSE, where lambda is not positive, and where the prior is
    not (n, n).
    """
    if not regularisation > 0:
        raise ValueError(f"EASE needs a positive regularisation, not {regularisation}")
    readers_of = _transposed(_without_empty_readers(_as_likes(likes)))
    n, reader_count = readers_of.shape
    if prior is not None and prior.shape != (n, n):
        raise ValueError(f"a prior of {n} items must be {(n, n)}, not {prior.shape}")
    width = min(reader_count, _count_liked(readers_of))
    if width > MOST_DENSE:
        raise ValueError(
            f"EASE would invert a matrix {width} wide ({reader_count} readers, "
            f"{_count_liked(readers_of)} liked items); the limit is {MOST_DENSE}"
        )
    scaled = _transposed_prior(prior, prior_weight * regularisation)
    liked = np.flatnonzero(np.diff(readers_of.indptr))
    is_dual = reader_count <= len(liked)
    chunks = _chunks(len(liked), width)
    before = len(_chunks(width, width)) + _inversion_steps(width)
    total = before + len(chunks)
    steps = itertools.count(1)

    def step() -> None:
        report(next(steps), total)

    report(0, total)
    gram = _gram(_transposed(readers_of) if is_dual else readers_of[liked], step)
    inverse = _inverse(gram, regularisation, step)
    # The diagonals of P and of lambda c P B0; of items nobody liked, P has nothing else.
    diagonal = np.full(n, 1.0 / regularisation)
    of_prior = np.zeros(n) if scaled is None else scaled.diagonal() / regularisation
    for chunk in chunks:
        members = liked[chunk]
        if is_dual:
            mine = readers_of[members]
            through = np.asarray(mine @ inverse)
            diagonal[members] = (1.0 - _row_dots(mine, through)) / regularisation
            if scaled is not None:
                of_prior[members] -= _row_dots(scaled[members] @ readers_of, through) / regularisation
        else:
            diagonal[members] = inverse[chunk, chunk].diagonal()
            if scaled is not None:
                of_prior[members] = _row_dots(scaled[members][:, liked], inverse[chunk])
        step()
    kind = np.float64 if inverse.nbytes <= DOUBLE_BYTES else np.float32
    return Ease(
        regularisation=float(regularisation),
        readers_of=readers_of,
        inverse=inverse.astype(kind, copy=False),
        liked=None if is_dual else liked,
        own=(1.0 + of_prior) / diagonal,
        prior=None if scaled is None else scaled.astype(kind),
    )


def ease_width(likes: sparse.csr_array) -> int:
    """Return how wide the matrix is that EASE inverts: the readers who like anything, or the items liked, if fewer."""
    entries = _as_likes(likes)
    return min(int(np.count_nonzero(np.diff(entries.indptr))), len(np.unique(entries.indices)))


def best_model(
    likes: sparse.csr_array,
    prior: sparse.csr_array | None = None,
    report: Report = _say_nothing,
    regularisation: float = EASE_REGULARISATION,
    prior_weight: float = PRIOR_WEIGHT,
    vectors: np.ndarray | None = None,
) -> tuple["Ease | ItemItem | MappedWalk", str]:
    """Return the model to use and its name: `ease-prior`, `ease`, or where EASE is too big `rp3beta-map`, `rp3beta`.

    RP3beta takes no prior; without one the two are near each other in the tail of films (nDCG@10 .049 and .046). With
    the items' `vectors` (n, d) what nobody met is scored by text. With a fifth of the films made cold this raised the
    product's nDCG@10 in the tail by .012 [.001, .026] and recall@50 by .062 [.013, .110] (the mean of the neighbours in
    meaning did it by .005 and .016); on books neither was told from 0.
    """
    if ease_width(likes) > MOST_DENSE:
        walk = fit_rp3beta(likes, report=report)
        if vectors is None:
            return walk, "rp3beta"
        return fit_mapped_walk(likes, vectors, walk, report), "rp3beta-map"
    model = fit_ease(likes, regularisation, prior, prior_weight, report)
    return model, "ease" if prior is None else "ease-prior"


def weighed_likes(
    reader: np.ndarray,
    item: np.ndarray,
    is_like: np.ndarray,
    item_count: int,
    view_weight: float = VIEW_WEIGHT,
) -> sparse.csr_array:
    """Return (u, item_count) csr of events (e,), no reader and item twice: 1 for a like, else `view_weight`.

    `reader` and `item` are codes from 0. A weight of 0 leaves views out.
    """
    weights = np.where(is_like, 1.0, view_weight)
    shape = (int(reader.max(initial=-1)) + 1, item_count)
    return _as_likes(sparse.csr_array((weights, (reader, item)), shape=shape))


def item_factors(
    weights: sparse.csr_array, neighbours: sparse.csr_array | None = None, count: int = FACTORS
) -> np.ndarray:
    """Return unit rows (n, f) float32 that are alike where the readers of items are.

    An item without readers gets the mean of its `neighbours` (n, n) in meaning, zeros where there are none. f is
    `count` or what `weights` (u, n) allow. A truncated singular value decomposition (PureSVD; Cremonesi, Koren & Turrin
    2010) of the weights over the square roots of what each reader and each item has of them, less the mean row, which
    every item shares.
    """
    from scipy.sparse.linalg import svds

    by_reader = np.asarray(weights.sum(axis=1)).ravel()
    by_item = np.asarray(weights.sum(axis=0)).ravel()
    size = min(count, min(weights.shape) - 1)
    if size < 1:
        return np.zeros((weights.shape[1], 0), np.float32)
    scaled = sparse.csr_array(
        sparse.diags_array(1 / np.sqrt(np.maximum(by_reader, 1e-9)))
        @ weights
        @ sparse.diags_array(1 / np.sqrt(np.maximum(by_item, 1e-9)))
    )
    start = np.random.default_rng(0).normal(size=min(scaled.shape))
    _, lengths, directions = svds(scaled.astype(np.float64), k=size, v0=start)
    factors = directions.T * lengths
    is_met = by_item > 0
    factors -= factors[is_met].mean(axis=0)
    factors[~is_met] = 0.0
    factors = _unit_rows(factors)
    if neighbours is not None:
        factors[~is_met] = _unit_rows(neighbours[~is_met] @ factors)
    return np.asarray(factors, np.float32)


def _unit_rows(rows: np.ndarray) -> np.ndarray:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 1e-9, norms, 1.0))


def model_of(name: str, arrays: Mapping[str, np.ndarray]) -> "Ease | ItemItem | MappedWalk":
    """Return the model that `best_model` called `name` from its `arrays()`; ValueError where they are not its own."""
    if name in ("ease", "ease-prior"):
        return Ease.from_arrays(arrays)
    if name == "rp3beta":
        return ItemItem.from_arrays(arrays)
    if name == "rp3beta-map":
        return MappedWalk.from_arrays(arrays)
    raise ValueError(f"there is no model of readers called {name!r}")


# ----------------------------------------------------------------------------------------- neighbourhood models


@dataclass(frozen=True, slots=True)
class ItemItem:
    """A sparse item-to-item model: `similarities` (n, n) csr, row j is what liking j says of every other item."""

    similarities: sparse.csr_array

    @property
    def item_count(self) -> int:
        """How many items it scores."""
        return int(self.similarities.shape[0])

    def scores(self, profile: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the score (n,) of every item: the weighted sum of the profile's rows."""
        positions, values = _as_profile(profile, weights)
        return np.asarray(self.similarities[positions].T @ values, np.float64)

    def contributions(self, profile: np.ndarray, weights: np.ndarray, position: int) -> np.ndarray:
        """Return (k,) what each profile item adds to the score of `position`."""
        positions, values = _as_profile(profile, weights)
        return np.asarray(values * self.similarities[positions][:, [position]].toarray()[:, 0], np.float64)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the whole model as arrays by name, to be kept in files; `from_arrays` makes it of them again."""
        return _csr_arrays("similarities", self.similarities)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> "ItemItem":
        """Return the model that `arrays` were taken from, on these very arrays; ValueError where they do not fit."""
        similarities = _csr_of(arrays, "similarities")
        if similarities.shape[0] != similarities.shape[1]:
            raise ValueError("an item-to-item model is square")
        return cls(similarities)


def fit_rp3beta(
    likes: sparse.csr_array,
    alpha: float = 1.0,
    beta: float = 0.0,
    keep: int = RP3_KEEP,
    report: Report = _say_nothing,
) -> ItemItem:
    """Return RP3beta (Paudel et al. 2017): the chance to walk from item j over a reader to item i.

    Step chances are raised to `alpha`; the result is divided by the item's likes to `beta`. Each item is reached from
    the `keep` items it is reached from best, ties by position. (Were it the items each one leads to best, those would
    all be popular: on films the tail nDCG@10 fell from .046 to .044 at 1000 kept, from .036 to .031 at 200.)
    """
    entries = _as_likes(likes)
    readers_of = _transposed(entries)
    to_reader, to_item = _row_shares(readers_of), _row_shares(entries)
    to_reader.data **= alpha
    to_item.data **= alpha
    from_reader, from_item = _transposed(to_item), _transposed(to_reader)
    weight = _safe_inverse(np.asarray(readers_of.sum(axis=1), np.float64) ** beta)

    def block(chunk: slice) -> sparse.csr_array:
        walked = sparse.csr_array(from_reader[chunk] @ from_item)
        walked.data *= np.repeat(weight[chunk], np.diff(walked.indptr))
        return walked

    return ItemItem(_transposed(_kept_rows(block, len(weight), keep, report)))


def fit_item_knn(
    likes: sparse.csr_array,
    neighbours: int = KNN_NEIGHBOURS,
    shrink: float = KNN_SHRINKAGE,
    report: Report = _say_nothing,
) -> ItemItem:
    """Return item-kNN: each item is scored by its `neighbours` nearest, cosine x_i.x_j / (|x_i| |x_j| + shrink)."""
    readers_of = _transposed(_as_likes(likes))
    by_reader = _transposed(readers_of)
    lengths = np.sqrt(np.asarray(readers_of.multiply(readers_of).sum(axis=1), np.float64))

    def block(chunk: slice) -> sparse.csr_array:
        shared = sparse.csr_array(readers_of[chunk] @ by_reader)
        own = np.repeat(lengths[chunk], np.diff(shared.indptr))
        shared.data /= own * lengths[shared.indices] + shrink
        return shared

    return ItemItem(_transposed(_kept_rows(block, len(lengths), neighbours, report)))


def text_neighbours(
    vectors: np.ndarray, keep: int = 50, block: int = 2048, report: Report = _say_nothing
) -> sparse.csr_array:
    """Return (n, n) csr float32: of each unit row of `vectors` (n, d) its `keep` largest positive cosines to others.

    Never the item itself; ties by position; a zero vector has no neighbours. At most `block` rows at a time, fewer
    where n is large; `report` gets (rows done, n).
    """
    n = len(vectors)
    size = max(1, min(block, 4 * _CHUNK_ENTRIES // max(n, 1)))
    rows, columns, values = [], [], []
    report(0, n)
    for start in range(0, n, size):
        stop = min(start + size, n)
        cosines = np.maximum(vectors[start:stop] @ vectors.T, 0.0)
        cosines[np.arange(stop - start), np.arange(start, stop)] = 0.0
        for offset, row in enumerate(cosines):
            nearest = _largest(row, keep)
            nearest = nearest[row[nearest] > 0]
            rows.append(np.full(len(nearest), start + offset))
            columns.append(nearest)
            values.append(row[nearest])
        report(stop, n)
    if not n:
        return sparse.csr_array((0, 0), dtype=np.float32)
    entries = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csr_array(entries, shape=(n, n), dtype=np.float32)


# ------------------------------------------------------------------------------------------------------ factors


@dataclass(frozen=True, slots=True)
class Factors:
    """A factor model of implicit feedback: `item_factors` (n, f) float64.

    `gram` (f, f) is the sum of y y' over the items the model was fitted on, `is_fitted` (n,) bool says which those are;
    the factors of all others were filled in later and count as unknown, not as unliked.
    """

    item_factors: np.ndarray
    gram: np.ndarray
    is_fitted: np.ndarray
    regularisation: float
    alpha: float

    def scores(self, profile: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the score (n,) of every item: its factors times those the profile gives its reader."""
        positions, values = _as_profile(profile, weights)
        return np.asarray(self.item_factors @ self.reader_factors(positions, values))

    def contributions(self, profile: np.ndarray, weights: np.ndarray, position: int) -> np.ndarray:
        """Return (k,) what each profile item adds to the score of `position`, given the whole profile.

        The reader's factors are A^-1 sum_j alpha w_j y_j, so the score is a sum over the profile; A depends on it, too.
        An item of the profile therefore adds to its own score.
        """
        positions, values = _as_profile(profile, weights)
        direction = np.linalg.solve(self._normal_matrix(positions, values), self.item_factors[position])
        return np.asarray(self.alpha * values * (self.item_factors[positions] @ direction))

    def reader_factors(self, profile: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the factors (f,) of a reader with this profile, by the exact ridge solution (Hu et al. 2008).

        An item of weight w is wanted with confidence alpha * w, or, if w is negative, unwanted (-1) with alpha * |w|.
        """
        positions, values = _as_profile(profile, weights)
        wanted = self.alpha * values @ self.item_factors[positions]
        return np.asarray(np.linalg.solve(self._normal_matrix(positions, values), wanted))

    def _normal_matrix(self, profile: np.ndarray, weights: np.ndarray) -> np.ndarray:
        positions, which = np.unique(profile, return_inverse=True)
        confidence = self.alpha * np.abs(np.bincount(which, weights, minlength=len(positions)))
        rows = self.item_factors[positions]
        # The gram counts every fitted item once, as unliked.
        extra = (rows.T * (confidence - self.is_fitted[positions])) @ rows
        return np.asarray(self.gram + extra + self.regularisation * np.eye(len(self.gram)))


def fit_ials(
    likes: sparse.csr_array,
    factors: int = IALS_FACTORS,
    regularisation: float = IALS_REGULARISATION,
    alpha: float = IALS_ALPHA,
    iterations: int = IALS_ITERATIONS,
    seed: int = 0,
    report: Report = _say_nothing,
) -> Factors:
    """Return implicit ALS (Hu et al. 2008) of `likes` (u, n): confidence alpha times the like, 1 for everything else.

    One thread and a fixed `seed`, so the same likes give the same factors; items nobody liked get zeros.
    """
    if not regularisation > 0:
        raise ValueError(f"iALS needs a positive regularisation, not {regularisation}")
    entries = _as_likes(likes)
    n = entries.shape[1]
    if not entries.nnz:
        item_factors = np.zeros((n, factors))
    else:
        from implicit.cpu.als import AlternatingLeastSquares
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        # implicit warns, rightly, where the linear algebra beneath it brings threads of its own.
        with threadpool_limits(1, "blas"):
            model = AlternatingLeastSquares(
                factors=factors,
                regularization=regularisation,
                alpha=alpha,
                iterations=iterations,
                use_cg=False,
                num_threads=1,
                random_state=seed,
            )
            report(0, iterations)
            model.fit(
                sparse.csr_matrix(entries),
                show_progress=False,
                callback=lambda done, seconds, loss: report(done + 1, iterations),
            )
        item_factors = model.item_factors.astype(np.float64)
    return Factors(
        item_factors=item_factors,
        gram=item_factors.T @ item_factors,
        is_fitted=np.ones(n, bool),
        regularisation=float(regularisation),
        alpha=float(alpha),
    )


def fit_text_map(
    factors: np.ndarray, vectors: np.ndarray, regularisation: float = TEXT_MAP_REGULARISATION
) -> np.ndarray:
    """Return (d + 1, f): the ridge map from text `vectors` (w, d) of warm items to their `factors` (w, f).

    The last row is the intercept, which is not penalised, so an item without text gets the mean factors.
    """
    if not regularisation > 0:
        raise ValueError(f"a ridge map needs a positive regularisation, not {regularisation}")
    if not len(factors):
        return np.zeros((vectors.shape[1] + 1, factors.shape[1]))
    rows = np.asarray(vectors, np.float64)
    row_mean, factor_mean = rows.mean(axis=0), factors.mean(axis=0)
    centred = rows - row_mean
    normal = centred.T @ centred + regularisation * np.eye(rows.shape[1])
    slopes = np.linalg.solve(normal, centred.T @ (factors - factor_mean))
    return np.vstack([slopes, factor_mean - row_mean @ slopes])


def fill_factors(model: Factors, which: np.ndarray, vectors: np.ndarray, text_map: np.ndarray) -> Factors:
    """Return `model` with the factors of the items `which` (m,) read from their text `vectors` (m, d)."""
    filled, is_fitted = model.item_factors.copy(), model.is_fitted.copy()
    filled[which] = np.asarray(vectors, np.float64) @ text_map[:-1] + text_map[-1]
    is_fitted[which] = False
    fitted = filled[is_fitted]
    return replace(model, item_factors=filled, is_fitted=is_fitted, gram=fitted.T @ fitted)


@dataclass(frozen=True, slots=True)
class MappedWalk:
    """A walk that scores what readers met, and factors read from texts for what nobody met, `mapped` not fitted on it.

    The factors' scores are brought to the walk's scale: times the walk's standard deviation over their own, both over
    the items readers met.
    """

    walk: ItemItem
    mapped: Factors

    @property
    def item_count(self) -> int:
        """How many items it scores."""
        return self.walk.item_count

    def scores(self, profile: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the score (n,) of every item."""
        walked, read = self.walk.scores(profile, weights), self.mapped.scores(profile, weights)
        return np.where(self.mapped.is_fitted, walked, self._scale(walked, read) * read)

    def contributions(self, profile: np.ndarray, weights: np.ndarray, position: int) -> np.ndarray:
        """Return (k,) what each profile item adds to the score of `position`."""
        if self.mapped.is_fitted[position]:
            return self.walk.contributions(profile, weights, position)
        walked, read = self.walk.scores(profile, weights), self.mapped.scores(profile, weights)
        return self._scale(walked, read) * self.mapped.contributions(profile, weights, position)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the whole model as arrays by name, to be kept in files; `from_arrays` makes it of them again."""
        return {
            **self.walk.arrays(),
            "factors": self.mapped.item_factors,
            "gram": self.mapped.gram,
            "is_fitted": self.mapped.is_fitted,
            "regularisation": np.array(self.mapped.regularisation),
            "alpha": np.array(self.mapped.alpha),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> "MappedWalk":
        """Return the model that `arrays` were taken from, on these very arrays; ValueError where they do not fit."""
        walk = ItemItem.from_arrays(arrays)
        _refuse_missing(arrays, ("factors", "gram", "is_fitted", "regularisation", "alpha"))
        factors = arrays["factors"]
        if (
            factors.ndim != 2
            or len(factors) != walk.item_count
            or arrays["gram"].shape != (factors.shape[1], factors.shape[1])
            or arrays["is_fitted"].shape != (len(factors),)
            or arrays["regularisation"].shape != ()
            or arrays["alpha"].shape != ()
        ):
            raise ValueError("the arrays of a walk and its factors do not fit together")
        return cls(
            walk,
            Factors(
                item_factors=factors,
                gram=arrays["gram"],
                is_fitted=arrays["is_fitted"],
                regularisation=float(arrays["regularisation"]),
                alpha=float(arrays["alpha"]),
            ),
        )

    def _scale(self, walked: np.ndarray, read: np.ndarray) -> float:
        spread = float(read[self.mapped.is_fitted].std()) if self.mapped.is_fitted.any() else 0.0
        return float(walked[self.mapped.is_fitted].std()) / spread if spread > 0 else 0.0


def fit_mapped_walk(
    likes: sparse.csr_array, vectors: np.ndarray, walk: ItemItem, report: Report = _say_nothing
) -> MappedWalk:
    """Return `walk`, a model of `likes` (u, n), with the items nobody met scored by their text `vectors` (n, d).

    Implicit ALS gives the items met factors, and a ridge map reads those of the others from their vectors (Gantner et
    al. 2010). An item without a vector gets the mean factors.
    """
    entries = _as_likes(likes)
    is_met = np.bincount(entries.indices, minlength=entries.shape[1]) > 0
    model = fit_ials(entries, report=report)
    text_map = fit_text_map(model.item_factors[is_met], vectors[is_met])
    unmet = np.flatnonzero(~is_met)
    return MappedWalk(walk, fill_factors(model, unmet, vectors[unmet], text_map))


# ------------------------------------------------------------------------------------------------------ pieces


def _as_profile(profile: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return positions (k,) int64 and values (k,) float64; raise ValueError where they do not match."""
    positions, values = np.asarray(profile, np.int64), np.asarray(weights, np.float64)
    if positions.ndim != 1 or positions.shape != values.shape:
        raise ValueError(
            f"a profile needs one weight for each item, not {values.shape} for {positions.shape}"
        )
    return positions, values


def _as_likes(likes: sparse.csr_array) -> sparse.csr_array:
    """Return `likes` as float64 csr of its own, each entry once and none of them zero."""
    entries = sparse.csr_array(likes, dtype=np.float64, copy=True)
    entries.sum_duplicates()
    entries.eliminate_zeros()
    if entries.nnz and not (np.isfinite(entries.data).all() and entries.data.min() > 0):
        raise ValueError("likes must be positive, finite numbers")
    return entries


def _csr_arrays(name: str, matrix: sparse.csr_array) -> dict[str, np.ndarray]:
    """Return a sparse matrix as four arrays, its positions in 32 bits wherever that holds them."""
    # Of 64-bit positions scipy reads every one when it opens the matrix, which would fetch the whole file.
    kind = np.int32 if max(*matrix.shape, matrix.nnz) < 2**31 else np.int64
    return {
        f"{name}_data": matrix.data,
        f"{name}_indices": matrix.indices.astype(kind, copy=False),
        f"{name}_indptr": matrix.indptr.astype(kind, copy=False),
        f"{name}_shape": np.array(matrix.shape, np.int64),
    }


def _csr_of(arrays: Mapping[str, np.ndarray], name: str) -> sparse.csr_array:
    """Return the matrix that `_csr_arrays` took apart, without a copy; ValueError where it is none."""
    names = [f"{name}_{part}" for part in ("data", "indices", "indptr", "shape")]
    _refuse_missing(arrays, names)
    data, indices, indptr, shape = (arrays[each] for each in names)
    if shape.shape != (2,) or indptr.shape != (int(shape[0]) + 1,) or data.shape != (int(indptr[-1]),):
        raise ValueError(f"the arrays of {name} do not fit together")
    matrix = sparse.csr_array((data, indices, indptr), shape=(int(shape[0]), int(shape[1])), copy=False)
    # They were sorted when they were kept; to look would read them all.
    matrix.has_sorted_indices = True
    matrix.has_canonical_format = True
    return matrix


def _refuse_missing(arrays: Mapping[str, np.ndarray], names: Sequence[str]) -> None:
    missing = [name for name in names if name not in arrays]
    if missing:
        raise ValueError(f"the model lacks {', '.join(missing)}")


def _without_empty_readers(likes: sparse.csr_array) -> sparse.csr_array:
    return likes[np.flatnonzero(np.diff(likes.indptr))]


def _transposed(matrix: sparse.csr_array) -> sparse.csr_array:
    result = sparse.csr_array(matrix.T)
    result.sort_indices()
    return result


def _transposed_prior(prior: sparse.csr_array | None, factor: float) -> sparse.csr_array | None:
    if prior is None:
        return None
    return _transposed(sparse.csr_array(prior, dtype=np.float64) * factor)


def _count_liked(readers_of: sparse.csr_array) -> int:
    return int(np.count_nonzero(np.diff(readers_of.indptr)))


def _chunks(count: int, width: int) -> list[slice]:
    """Return slices of range(count) whose rows of `width` numbers stay within the memory of one pass."""
    size = max(1, _CHUNK_ENTRIES // max(width, 1))
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]


def _gram(rows: sparse.csr_array, step: Callable[[], None]) -> np.ndarray:
    """Return the dense rows @ rows.T, made in slices: as a sparse product it would need twice the memory."""
    count = rows.shape[0]
    result = np.empty((count, count))
    for chunk in _chunks(count, count):
        result[chunk] = (rows[chunk] @ rows.T).toarray()
        step()
    return result


def _inversion_steps(width: int) -> int:
    """Return how many steps `_inverse` takes."""
    return 3 * len(range(0, width, _BLOCK)) if width > _BLOCKED_ABOVE else 1


def _inverse(gram: np.ndarray, regularisation: float, step: Callable[[], None]) -> np.ndarray:
    """Return (gram + regularisation I)^-1 by Cholesky, in the memory of `gram`."""
    from scipy.linalg import lapack

    if not gram.size:
        return gram
    np.fill_diagonal(gram, gram.diagonal() + regularisation)
    if len(gram) > _BLOCKED_ABOVE:
        _invert_in_blocks(gram, regularisation, step)
        return gram
    # A symmetric matrix is its own transpose, and LAPACK works in place on column-major ones.
    factor, failed = lapack.dpotrf(gram.T, lower=1, overwrite_a=1)
    _refuse_singular(failed, regularisation)
    inverse, _ = lapack.dpotri(factor, lower=1, overwrite_c=1)
    for column in range(len(inverse)):
        inverse[column, column + 1 :] = inverse[column + 1 :, column]
    step()
    return np.asarray(inverse.T)


def _invert_in_blocks(matrix: np.ndarray, regularisation: float, step: Callable[[], None]) -> None:
    """Put the inverse of a symmetric positive definite matrix in its place, block row by block row.

    A = L L', then L^-1, then A^-1 = L^-T L^-1, all in the lower triangle, as LAPACK's potrf and potri do (Golub and Van
    Loan, Matrix Computations, 4th ed., sections 4.2.9 and 3.1.6).
    """
    from scipy.linalg import blas, lapack

    n = len(matrix)
    blocks = [slice(start, min(start + _BLOCK, n)) for start in range(0, n, _BLOCK)]
    for place, row in enumerate(blocks):
        for column in blocks[:place]:
            done = slice(0, column.start)
            rest = matrix[row, column] - matrix[row, done] @ matrix[column, done].T
            # X L' = rest, read as L X' = rest' in the column-major order of BLAS.
            solved = blas.dtrsm(1.0, matrix[column, column].T, rest.T, lower=0, trans_a=1)
            matrix[row, column] = solved.T
        done = slice(0, row.start)
        rest = matrix[row, row] - matrix[row, done] @ matrix[row, done].T
        factor, failed = lapack.dpotrf(rest, lower=1, clean=1)
        _refuse_singular(failed, regularisation)
        matrix[row, row] = factor
        step()
    for place, row in enumerate(blocks):
        own, _ = lapack.dtrtri(matrix[row, row], lower=1)
        for column in blocks[:place]:
            # What a block becomes needs only those right of it, which are still those of L.
            between = slice(column.start, row.start)
            matrix[row, column] = matrix[row, between] @ matrix[between, column]
        matrix[row, : row.start] = -(own @ matrix[row, : row.start])
        matrix[row, row] = own
        step()
    for row in blocks:
        below = slice(row.start, n)
        matrix[row, : row.stop] = matrix[below, row].T @ matrix[below, : row.stop]
        step()
    for row in blocks:
        matrix[: row.start, row] = matrix[row, : row.start].T


def _refuse_singular(failed: int, regularisation: float) -> None:
    if failed:
        raise ValueError(
            f"the likes and the regularisation {regularisation} leave a matrix without an inverse"
        )


def _times_symmetric(row: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return row @ matrix in float64, reading only the rows that count where most of `row` is zero."""
    present = np.flatnonzero(row)
    matrix = np.asarray(matrix)
    if len(present) < len(row) // 4:
        return np.asarray(row[present].astype(matrix.dtype) @ matrix[present], np.float64)
    return np.asarray(matrix @ row.astype(matrix.dtype), np.float64)


def _entries(matrix: sparse.csr_array, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return columns and values of the entries of some rows (k,), row by row, and how many each row has (k,)."""
    starts = np.asarray(matrix.indptr)[rows].astype(np.int64)
    counts = np.asarray(matrix.indptr)[rows + 1] - starts
    ends = np.cumsum(counts)
    at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + counts, counts)
    # The arrays may be mapped from files: as plain ones they are read several times faster.
    return np.asarray(matrix.indices)[at], np.asarray(matrix.data)[at], counts


def _row_dots(rows: sparse.csr_array, dense: np.ndarray) -> np.ndarray:
    """Return (m,) the dot product of each sparse row with the dense one beside it."""
    return np.asarray(rows.multiply(dense).sum(axis=1), np.float64)


def _row_shares(matrix: sparse.csr_array) -> sparse.csr_array:
    """Return `matrix` with rows that sum to one; empty rows stay empty."""
    shares = matrix.copy()
    shares.data /= np.repeat(np.asarray(matrix.sum(axis=1), np.float64), np.diff(matrix.indptr))
    return shares


def _safe_inverse(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.divide(1.0, values, out=np.zeros_like(values), where=values > 0))


def _kept_rows(
    block: Callable[[slice], sparse.csr_array], n: int, keep: int, report: Report
) -> sparse.csr_array:
    """Return (n, n) csr float32: each row of `block` with its `keep` largest entries but the diagonal; reports rows."""
    if not n:
        return sparse.csr_array((0, 0), dtype=np.float32)
    kept = []
    report(0, n)
    for chunk in _chunks(n, n):
        rows = block(chunk)
        rows.sort_indices()
        own = np.repeat(np.arange(chunk.start, chunk.stop), np.diff(rows.indptr))
        rows.data[rows.indices == own] = 0.0
        for start, stop in zip(rows.indptr[:-1], rows.indptr[1:], strict=True):
            if stop - start > keep:
                values = rows.data[start:stop]
                best = _largest(values, keep)
                dropped = np.ones(len(values), bool)
                dropped[best] = False
                values[dropped] = 0.0
        rows.eliminate_zeros()
        kept.append(rows)
        report(chunk.stop, n)
    return sparse.csr_array(sparse.vstack(kept, format="csr"), dtype=np.float32)


def _largest(values: np.ndarray, keep: int) -> np.ndarray:
    """Return where the `keep` largest of `values` (n,) are, ascending; of equal ones the first."""
    if keep >= len(values):
        return np.arange(len(values))
    if keep <= 0:
        return np.empty(0, np.int64)
    bar = np.partition(values, len(values) - keep)[len(values) - keep]
    above = np.flatnonzero(values > bar)
    level = np.flatnonzero(values == bar)[: keep - len(above)]
    return np.sort(np.concatenate([above, level]))
