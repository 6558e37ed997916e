import warnings

import numpy as np
import pytest
from scipy import sparse

from ltrec_gui.recommend import collaborative
from ltrec_gui.recommend.collaborative import (
    best_model,
    ease_width,
    fill_factors,
    fit_ease,
    fit_ials,
    fit_item_knn,
    fit_mapped_walk,
    fit_rp3beta,
    fit_text_map,
    item_factors,
    text_neighbours,
)

SEEDS = [0, 1, 2, 3]
SHAPES = [(9, 25), (40, 12)]  # fewer readers than items, and more


def made_up_likes(seed, readers, items, share=0.25, cold=2):
    """Return binary likes whose last `cold` items nobody liked."""
    liked = np.random.default_rng(seed).random((readers, items)) < share
    liked[:, items - cold :] = False
    return sparse.csr_array(liked.astype(float))


def made_up_prior(seed, items, share=0.3):
    rng = np.random.default_rng(seed + 100)
    prior = rng.random((items, items)) * (rng.random((items, items)) < share)
    np.fill_diagonal(prior, 0.0)
    return sparse.csr_array(prior)


def dense_ease(likes, regularisation, prior=None, prior_weight=0.0):
    """The definition, with everything n x n."""
    x = likes.toarray()
    n = x.shape[1]
    wanted = x.T @ x + (0.0 if prior is None else regularisation * prior_weight * prior.toarray())
    inverse = np.linalg.inv(x.T @ x + regularisation * np.eye(n))
    free = inverse @ wanted
    return free - inverse * (np.diag(free) / np.diag(inverse))


def item_matrix(model, n):
    """Every item's scores as the only one of a profile: row j is what liking j says."""
    return np.array([model.scores(np.array([j]), np.ones(1)) for j in range(n)])


def fitted_models(seed, readers=30, items=20):
    likes, prior = made_up_likes(seed, readers, items), made_up_prior(seed, items)
    ials = fit_ials(likes, factors=5, regularisation=0.5, alpha=7.0, iterations=3, seed=seed)
    vectors = np.random.default_rng(seed).normal(size=(items, 4))
    text_map = fit_text_map(ials.item_factors[:-2], vectors[:-2])
    return {
        "ease": fit_ease(likes, 3.0),
        "ease, fewer readers": fit_ease(likes[:7], 3.0),
        "ease-prior": fit_ease(likes, 3.0, prior, 0.4),
        "ease-prior, fewer readers": fit_ease(likes[:7], 3.0, prior, 0.4),
        "rp3beta": fit_rp3beta(likes, 0.8, 0.3, keep=6),
        "item-knn": fit_item_knn(likes, neighbours=6, shrink=2.0),
        "ials": ials,
        "walk, cold items mapped": fit_mapped_walk(likes, vectors, fit_rp3beta(likes)),
        "ials, cold items filled": fill_factors(ials, np.arange(items - 2, items), vectors[-2:], text_map),
    }


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("regularisation", [0.7, 50.0])
def test_ease_is_the_dense_formula(seed, shape, regularisation):
    likes = made_up_likes(seed, *shape)
    model = fit_ease(likes, regularisation)
    assert (model.liked is None) == (shape[0] < shape[1])
    assert np.allclose(item_matrix(model, shape[1]), dense_ease(likes, regularisation), atol=1e-8, rtol=0)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("chunk", [1, 60, collaborative._CHUNK_ENTRIES])
def test_ease_with_a_prior_is_the_dense_formula(monkeypatch, seed, shape, chunk):
    monkeypatch.setattr(collaborative, "_CHUNK_ENTRIES", chunk)
    likes, prior = made_up_likes(seed, *shape), made_up_prior(seed, shape[1])
    model = fit_ease(likes, 5.0, prior, 0.3)
    expected = dense_ease(likes, 5.0, prior, 0.3)
    assert np.allclose(item_matrix(model, shape[1]), expected, atol=1e-8, rtol=0)
    assert np.abs(expected - dense_ease(likes, 5.0)).max() > 0.01


@pytest.mark.parametrize("shape", SHAPES)
def test_ease_minimises_what_it_says(shape):
    """No other matrix with a zero diagonal comes nearer to the likes and the prior together."""
    likes, prior = made_up_likes(1, *shape), made_up_prior(1, shape[1])
    x, wanted = likes.toarray(), 0.3 * prior.toarray()
    found = item_matrix(fit_ease(likes, 5.0, prior, 0.3), shape[1])

    def cost(matrix):
        return ((x - x @ matrix) ** 2).sum() + 5.0 * ((matrix - wanted) ** 2).sum()

    rng = np.random.default_rng(4)
    for _ in range(20):
        step = 0.01 * rng.normal(size=found.shape)
        np.fill_diagonal(step, 0.0)
        assert cost(found) < cost(found + step)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_prior_with_a_diagonal_changes_nothing(shape):
    """The diagonal of the result is zero whatever the prior says there."""
    likes, prior = made_up_likes(2, *shape), made_up_prior(2, shape[1])
    with_diagonal = sparse.csr_array(prior + sparse.diags_array(np.full(shape[1], 0.7)))
    plain, other = fit_ease(likes, 5.0, prior, 0.3), fit_ease(likes, 5.0, with_diagonal, 0.3)
    assert np.allclose(item_matrix(plain, shape[1]), item_matrix(other, shape[1]), atol=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_diagonal_of_ease_is_zero(seed, shape):
    likes, prior = made_up_likes(seed, *shape), made_up_prior(seed, shape[1])
    for model in (fit_ease(likes, 2.0), fit_ease(likes, 2.0, prior, 0.3)):
        assert np.abs(np.diag(item_matrix(model, shape[1]))).max() < 1e-10
        assert model.contributions(np.array([3, 5]), np.ones(2), 3)[0] == 0.0


@pytest.mark.parametrize("shape", SHAPES)
def test_ease_scores_a_reader_as_the_row_of_likes_does(shape):
    likes = made_up_likes(5, *shape)
    expected = likes.toarray() @ dense_ease(likes, 4.0)
    model = fit_ease(likes, 4.0)
    for reader in range(shape[0]):
        row = likes[[reader]]
        assert np.allclose(model.scores(row.indices, row.data), expected[reader], atol=1e-8)


@pytest.mark.parametrize("shape", SHAPES)
def test_items_nobody_liked_are_scored_by_the_prior_alone(shape):
    likes, prior = made_up_likes(6, *shape), made_up_prior(6, shape[1])
    cold = np.arange(shape[1] - 2, shape[1])
    profile, weights = np.array([0, 4]), np.array([1.0, 2.0])
    assert not fit_ease(likes, 5.0).scores(profile, weights)[cold].any()
    assert fit_ease(likes, 5.0, prior, 0.3).scores(profile, weights)[cold].any()
    # A profile of cold items says of every other item what its text neighbours say, weighed.
    said = fit_ease(likes, 5.0, prior, 0.3).scores(cold[:1], np.ones(1))
    others = np.arange(shape[1]) != cold[0]
    blind = fit_ease(likes * 0, 5.0, prior, 0.3).scores(cold[:1], np.ones(1))
    assert np.allclose(blind, 0.3 * prior[[cold[0]]].toarray()[0])
    assert np.allclose(said[others], (0.3 * prior[[cold[0]]].toarray() @ np.eye(shape[1]))[0][others])


@pytest.mark.parametrize("shape", SHAPES)
def test_single_precision_changes_no_ranking(monkeypatch, shape):
    likes, prior = made_up_likes(7, 10 * shape[0], 10 * shape[1]), made_up_prior(7, 10 * shape[1])
    profile, weights = np.arange(0, 60, 3), np.ones(20)
    double = fit_ease(likes, 20.0, prior, 0.02)
    monkeypatch.setattr(collaborative, "DOUBLE_BYTES", 0)
    single = fit_ease(likes, 20.0, prior, 0.02)
    assert (double.inverse.dtype, single.inverse.dtype) == (np.float64, np.float32)
    scores = double.scores(profile, weights)
    error = np.abs(single.scores(profile, weights) - scores).max()
    assert 0 < error < 1e-4 * scores.std()
    parts = single.contributions(profile, weights, 7)
    assert abs(parts.sum() - scores[7]) < 1e-4 * scores.std()


def test_more_readers_with_no_likes_change_nothing():
    likes = made_up_likes(8, 9, 25)
    padded = sparse.csr_array(sparse.vstack([likes, sparse.csr_array((30, 25))]))
    profile, weights = np.array([1, 2]), np.ones(2)
    padded_model = fit_ease(padded, 3.0)
    assert padded_model.inverse.shape == (9, 9)
    assert np.allclose(padded_model.scores(profile, weights), fit_ease(likes, 3.0).scores(profile, weights))


def test_ease_says_what_is_too_big(monkeypatch):
    likes = made_up_likes(9, 9, 25)
    monkeypatch.setattr(collaborative, "MOST_DENSE", 8)
    assert ease_width(likes) == 9
    with pytest.raises(ValueError, match=r"9 wide \(9 readers, \d+ liked items\); the limit is 8"):
        fit_ease(likes)
    assert best_model(likes)[1] == "rp3beta"
    model, name = best_model(likes, made_up_prior(9, 25))
    assert name == "rp3beta"
    assert collaborative.model_of(name, model.arrays()).item_count == 25
    model, name = best_model(likes, made_up_prior(9, 25), vectors=np.eye(25))
    assert name == "rp3beta-map"
    assert collaborative.model_of(name, model.arrays()).item_count == 25
    monkeypatch.setattr(collaborative, "MOST_DENSE", 9)
    assert best_model(likes)[1] == "ease"
    model, name = best_model(likes, made_up_prior(9, 25))
    assert name == "ease-prior"
    assert model.prior is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_contributions_add_up_to_the_score(seed):
    rng = np.random.default_rng(seed)
    # With an item twice, a rejected one, one of the cold ones, and a position that is in the profile itself.
    profile, weights = np.array([1, 4, 4, 7, 19, 11]), np.array([1.0, 0.5, 2.0, -1.0, 1.0, 3.0])
    for name, model in fitted_models(seed).items():
        scores = model.scores(profile, weights)
        assert scores.shape == (20,)
        assert scores.dtype == np.float64
        for position in [4, 18, *rng.integers(0, 20, 4)]:
            parts = model.contributions(profile, weights, int(position))
            assert parts.shape == (6,), name
            assert abs(parts.sum() - scores[position]) < 1e-9, name


@pytest.mark.parametrize("seed", SEEDS)
def test_contributions_are_the_same_whatever_was_asked_before(seed):
    profiles = (
        np.array([1, 4, 4, 7, 19, 11]),
        np.array([1, 4, 7, 19]),
        np.array([3, 19]),
        np.empty(0, np.int64),
    )
    for name, model in fitted_models(seed).items():
        for each in (*profiles, *profiles):
            found = model.contributions(each, np.ones(len(each)), 18)
            fresh = fitted_models(seed)[name].contributions(each, np.ones(len(each)), 18)
            np.testing.assert_allclose(found, fresh, rtol=0, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("seed", SEEDS)
def test_item_models_score_the_sum_of_their_items(seed):
    """Without the item that contributed, the score falls by just that; the factor model re-reads its reader."""
    profile, weights = np.array([1, 4, 7, 11]), np.array([1.0, 0.5, 2.0, 3.0])
    for name, model in fitted_models(seed).items():
        if name in ("ials", "ials, cold items filled", "walk, cold items mapped"):
            continue
        whole = model.scores(profile, weights)
        for gone in range(4):
            rest = model.scores(np.delete(profile, gone), np.delete(weights, gone))
            parts = [model.contributions(profile, weights, i)[gone] for i in range(20)]
            assert np.allclose(whole - rest, parts, atol=1e-9), name


def dense_rp3beta(likes, alpha, beta):
    x = likes.toarray()
    n = x.shape[1]
    result = np.zeros((n, n))
    for j in range(n):
        for i in range(n):
            if i == j:
                continue
            for reader in np.flatnonzero(x[:, j] * x[:, i]):
                there = (x[reader, j] / x[:, j].sum()) ** alpha
                back = (x[reader, i] / x[reader].sum()) ** alpha
                result[j, i] += there * back / x[:, i].sum() ** beta
    return result


def with_row_tops(matrix, keep):
    result = np.zeros_like(matrix)
    for row, values in enumerate(matrix):
        best = np.argsort(-values, kind="stable")[:keep]
        result[row, best] = values[best]
    return result


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("alpha", "beta"), [(1.0, 0.0), (0.6, 0.3)])
@pytest.mark.parametrize("chunk", [1, 70, collaborative._CHUNK_ENTRIES])
def test_rp3beta_is_the_walk_by_hand(monkeypatch, seed, alpha, beta, chunk):
    monkeypatch.setattr(collaborative, "_CHUNK_ENTRIES", chunk)
    likes = made_up_likes(seed, 12, 15)
    expected = dense_rp3beta(likes, alpha, beta)
    assert np.allclose(fit_rp3beta(likes, alpha, beta, keep=15).similarities.toarray(), expected, atol=1e-7)
    kept = fit_rp3beta(likes, alpha, beta, keep=4).similarities.toarray()
    # What is kept is the best ways to the item that is scored, so each column keeps its own.
    assert ((kept > 0).sum(axis=0) <= 4).all()
    assert np.allclose(np.sort(kept.T), np.sort(with_row_tops(expected.T, 4)), atol=1e-7)
    assert np.allclose(kept[kept > 0], expected[kept > 0], atol=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_item_knn_is_the_shrunken_cosine_by_hand(seed):
    likes = made_up_likes(seed, 12, 15) * 2.0  # not binary
    x = likes.toarray()
    lengths = np.linalg.norm(x, axis=0)
    expected = x.T @ x / (np.outer(lengths, lengths) + 3.0)
    np.fill_diagonal(expected, 0.0)
    whole = fit_item_knn(likes, neighbours=15, shrink=3.0).similarities.toarray()
    assert np.allclose(whole, expected, atol=1e-6)
    # The neighbours kept are those of the item that is scored, so each column keeps its own.
    kept = fit_item_knn(likes, neighbours=4, shrink=3.0).similarities.toarray()
    assert ((kept > 0).sum(axis=0) <= 4).all()
    assert np.allclose(np.sort(kept.T), np.sort(with_row_tops(expected.T, 4)), atol=1e-6)


def test_equal_neighbours_are_kept_by_position():
    likes = sparse.csr_array(np.ones((3, 6)))
    for model in (fit_rp3beta(likes, keep=2), fit_item_knn(likes, neighbours=2)):
        kept = model.similarities.toarray().T
        assert [np.flatnonzero(kept[i]).tolist() for i in range(4)] == [[1, 2], [0, 2], [0, 1], [0, 1]]


@pytest.mark.parametrize("seed", SEEDS)
def test_text_neighbours_are_the_nearest_rows(seed):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(40, 5)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows[7] = 0.0
    cosines = np.maximum(rows @ rows.T, 0.0)
    np.fill_diagonal(cosines, 0.0)
    reports = []
    found = text_neighbours(rows, keep=6, block=11, report=lambda done, total: reports.append((done, total)))
    assert found.dtype == np.float32
    assert np.allclose(found.toarray(), with_row_tops(cosines, 6), atol=1e-6)
    assert not found.diagonal().any()
    assert found[[7]].nnz == 0
    assert found.data.min() > 0
    assert reports == [(0, 40), (11, 40), (22, 40), (33, 40), (40, 40)]
    whole = text_neighbours(rows, keep=100)
    assert np.allclose(whole.toarray(), cosines, atol=1e-6)


def test_a_mapped_walk_is_the_walk_where_somebody_was_and_reads_the_rest_from_texts():
    likes = made_up_likes(1, 30, 20, cold=3)
    vectors = np.random.default_rng(4).normal(size=(20, 5))
    walk = fit_rp3beta(likes)
    model = fit_mapped_walk(likes, vectors, walk)
    profile, weights = np.array([0, 6, 9]), np.array([1.0, 0.5, 1.0])
    scores, walked = model.scores(profile, weights), walk.scores(profile, weights)
    np.testing.assert_array_equal(scores[:17], walked[:17])
    ials = fit_ials(likes)
    text_map = fit_text_map(ials.item_factors[:17], vectors[:17])
    read = fill_factors(ials, np.arange(17, 20), vectors[17:], text_map).scores(profile, weights)
    assert scores[17:] == pytest.approx(read[17:] * walked[:17].std() / read[:17].std())
    # Nobody to go by: nothing to say.
    assert not model.scores(profile[:0], weights[:0]).any()


def test_equal_texts_are_taken_by_position():
    rows = np.tile(np.array([1.0, 0.0], np.float32), (5, 1))
    found = text_neighbours(rows, keep=2)
    assert [found[[j]].indices.tolist() for j in range(5)] == [[1, 2], [0, 2], [0, 1], [0, 1], [0, 1]]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_reader_folded_in_solves_the_normal_equations(seed):
    likes = made_up_likes(seed, 30, 20)
    model = fit_ials(likes, factors=5, regularisation=0.5, alpha=7.0, iterations=4, seed=seed)
    y = model.item_factors
    weights = np.array([1.0, 2.0, 0.25])
    profile = np.array([2, 9, 13])
    confidence, wanted = np.ones(20), np.zeros(20)
    confidence[profile] = 7.0 * weights
    wanted[profile] = 1.0
    expected = np.linalg.solve((y.T * confidence) @ y + 0.5 * np.eye(5), y.T @ (confidence * wanted))
    assert np.allclose(model.reader_factors(profile, weights), expected, atol=1e-9)
    assert np.allclose(model.scores(profile, weights), y @ expected, atol=1e-9)


def test_a_reader_folded_in_is_the_reader_the_library_computes():
    from implicit.cpu.als import AlternatingLeastSquares
    from threadpoolctl import threadpool_limits

    likes = made_up_likes(3, 30, 20)
    model = fit_ials(likes, factors=5, regularisation=0.5, alpha=7.0, iterations=4, seed=3)
    with threadpool_limits(1, "blas"):
        theirs = AlternatingLeastSquares(factors=5, regularization=0.5, alpha=7.0, num_threads=1)
    theirs.item_factors = model.item_factors.astype(np.float32)
    for reader in range(5):
        row = sparse.csr_matrix(likes[[reader]])
        expected = theirs.recalculate_user(0, row)
        assert np.allclose(model.reader_factors(row.indices, row.data), expected, atol=1e-4)


def test_a_rejected_item_pulls_down_what_it_would_have_lifted():
    chosen, other = np.argsort(-made_up_likes(1, 30, 20)[:7].sum(axis=0))[:2]
    both, one = np.array([other, chosen]), np.array([chosen])
    for name, model in fitted_models(1).items():
        lifted = [i for i in range(18) if i not in both and model.scores(one, np.ones(1))[i] > 0.002]
        assert len(lifted) > 1, name
        assert (model.scores(one, -np.ones(1))[lifted] < 0).all(), name
        if not name.startswith("ials"):
            liked, rejected = (model.scores(both, np.array([1.0, sign])) for sign in (1.0, -1.0))
            assert (rejected[lifted] < liked[lifted]).all(), name


@pytest.mark.parametrize("seed", SEEDS)
def test_the_text_map_is_the_ridge_optimum(seed):
    rng = np.random.default_rng(seed)
    vectors, factors = rng.normal(size=(30, 4)), rng.normal(size=(30, 3)) + 2.0
    found = fit_text_map(factors, vectors, 1.5)
    error = factors - vectors @ found[:-1] - found[-1]
    assert np.allclose(vectors.T @ error, 1.5 * found[:-1], atol=1e-9)
    assert np.allclose(error.sum(axis=0), 0.0, atol=1e-9)


def test_filled_items_get_the_factors_of_their_text():
    likes = made_up_likes(2, 30, 20)
    model = fit_ials(likes, factors=5, regularisation=0.5, iterations=3, seed=2)
    assert not model.item_factors[-2:].any()
    vectors = np.random.default_rng(0).normal(size=(20, 4))
    vectors[19] = vectors[3]
    text_map = fit_text_map(model.item_factors[:18], vectors[:18])
    filled = fill_factors(model, np.array([18, 19]), vectors[18:], text_map)
    assert filled.is_fitted.tolist() == [True] * 18 + [False] * 2
    assert np.allclose(filled.item_factors[19], vectors[3] @ text_map[:-1] + text_map[-1])
    assert np.allclose(filled.item_factors[:18], model.item_factors[:18])
    # Nobody could like them, which is no evidence against them: readers stay who they were.
    profile, weights = np.array([1, 2]), np.ones(2)
    assert np.allclose(filled.reader_factors(profile, weights), model.reader_factors(profile, weights))
    assert filled.scores(profile, weights)[18:].any()
    assert not model.item_factors[18:].any()


def test_the_same_likes_give_the_same_model():
    profile, weights = np.array([1, 4, 11]), np.array([1.0, 0.5, 3.0])
    again = fitted_models(5)
    for name, model in fitted_models(5).items():
        assert np.array_equal(model.scores(profile, weights), again[name].scores(profile, weights)), name
    likes = made_up_likes(5, 30, 20)
    other = fit_ials(likes, factors=5, regularisation=0.5, alpha=7.0, iterations=3, seed=6).item_factors
    assert not np.array_equal(other, again["ials"].item_factors)


def test_the_order_of_the_profile_does_not_matter():
    profile, weights = np.array([1, 4, 11]), np.array([1.0, 0.5, 3.0])
    for name, model in fitted_models(5).items():
        turned = model.scores(profile[::-1], weights[::-1])
        assert np.allclose(model.scores(profile, weights), turned, atol=1e-12), name


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (5, 0), (4, 6), (1, 6), (6, 1)])
@pytest.mark.parametrize("kind", ["nothing liked", "everything liked"])
def test_there_is_always_an_answer(shape, kind):
    items = shape[1]
    likes = sparse.csr_array(np.full(shape, float(kind == "everything liked")))
    prior = sparse.csr_array((items, items))
    profile = np.arange(items)[:2]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        models = [
            fit_ease(likes),
            fit_ease(likes, prior=prior),
            fit_rp3beta(likes),
            fit_item_knn(likes),
            fit_ials(likes, factors=2),
            best_model(likes)[0],
        ]
    for model in models:
        for chosen in (profile, profile[:0]):
            weights = np.ones(len(chosen))
            scores = model.scores(chosen, weights)
            assert scores.shape == (items,)
            assert np.isfinite(scores).all()
            if kind == "nothing liked" or not len(chosen):
                assert not scores.any()
            for position in range(items):
                parts = model.contributions(chosen, weights, position)
                assert abs(parts.sum() - scores[position]) < 1e-9


def test_one_reader_says_what_goes_with_what():
    likes = sparse.csr_array(np.array([[1.0, 1.0, 0.0, 1.0]]))
    for model in (fit_ease(likes, 1.0), fit_rp3beta(likes), fit_item_knn(likes)):
        scores = model.scores(np.array([0]), np.ones(1))
        assert scores[1] > 0
        assert np.isclose(scores[1], scores[3])
        assert abs(scores[0]) < 1e-12
        assert scores[2] == 0


def test_no_text_is_no_neighbour():
    assert text_neighbours(np.empty((0, 3), np.float32)).shape == (0, 0)
    found = text_neighbours(np.zeros((4, 3), np.float32))
    assert found.shape == (4, 4)
    assert found.nnz == 0
    assert fit_text_map(np.empty((0, 2)), np.empty((0, 3))).tolist() == np.zeros((4, 2)).tolist()


def test_entries_given_twice_are_added_and_zeros_are_no_likes():
    doubled = sparse.coo_array(([1.0, 1.0, 1.0, 0.0], ([0, 0, 1, 1], [0, 0, 1, 2])), shape=(2, 3))
    plain = sparse.csr_array(np.array([[2.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
    given = sparse.csr_array(plain)
    first, second = fit_ease(doubled, 2.0), fit_ease(given, 2.0)
    assert np.allclose(item_matrix(first, 3), item_matrix(second, 3))
    assert ease_width(doubled) == 2
    fit_rp3beta(given)
    fit_item_knn(given)
    assert (given.toarray() == plain.toarray()).all()  # what is given is not changed


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda: fit_ease(made_up_likes(0, 3, 4), 0.0), "positive regularisation"),
        (lambda: fit_ials(made_up_likes(0, 3, 4), regularisation=-1.0), "positive regularisation"),
        (lambda: fit_text_map(np.ones((2, 2)), np.ones((2, 2)), 0.0), "positive regularisation"),
        (lambda: fit_ease(made_up_likes(0, 3, 4), prior=sparse.csr_array((3, 3))), r"must be \(4, 4\)"),
        (lambda: fit_ease(sparse.csr_array(np.array([[-1.0, 1.0]]))), "positive, finite"),
        (lambda: fit_rp3beta(sparse.csr_array(np.array([[np.nan, 1.0]]))), "positive, finite"),
        (
            lambda: fit_ease(made_up_likes(0, 3, 4)).scores(np.array([1, 2]), np.ones(1)),
            "one weight for each",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(call, why):
    with pytest.raises(ValueError, match=why):
        call()


def test_fitting_reports_to_the_end():
    likes, prior = made_up_likes(0, 9, 25), made_up_prior(0, 25)
    for fit in (
        lambda report: fit_ease(likes, 3.0, prior, report=report),
        lambda report: fit_rp3beta(likes, report=report),
        lambda report: fit_item_knn(likes, report=report),
        lambda report: fit_ials(likes, factors=2, iterations=4, report=report),
        lambda report: best_model(likes, report=report),
    ):
        reports = []
        fit(lambda done, total, into=reports: into.append((done, total)))
        assert reports[0][0] == 0
        assert reports[-1][0] == reports[-1][1]
        assert reports == sorted(reports)


@pytest.mark.parametrize("width", [1, 7, 8, 9, 40])
def test_an_inverse_made_in_blocks_is_the_same(monkeypatch, width):
    monkeypatch.setattr(collaborative, "_BLOCK", 8)
    rng = np.random.default_rng(width)
    rows = rng.normal(size=(width, 60))
    matrix = rows @ rows.T + 3.0 * np.eye(width)
    found = matrix.copy()
    steps = []
    collaborative._invert_in_blocks(found, 3.0, lambda: steps.append(None))
    np.testing.assert_allclose(found, np.linalg.inv(matrix), rtol=1e-10, atol=1e-13)
    assert (found == found.T).all()
    monkeypatch.setattr(collaborative, "_BLOCKED_ABOVE", 0)
    assert len(steps) == collaborative._inversion_steps(width)


def test_a_matrix_without_an_inverse_is_refused_in_blocks_as_well(monkeypatch):
    monkeypatch.setattr(collaborative, "_BLOCK", 2)
    with pytest.raises(ValueError, match="without an inverse"):
        collaborative._invert_in_blocks(np.diag([1.0, 2.0, 3.0, -1.0, 1.0]), 1.0, lambda: None)


@pytest.mark.parametrize(("readers", "items"), SHAPES)
def test_a_model_fitted_in_blocks_is_the_same_and_reports_each(monkeypatch, readers, items):
    likes, prior = made_up_likes(0, readers, items), made_up_prior(0, items)
    whole = fit_ease(likes, 3.0, prior, 0.4)
    monkeypatch.setattr(collaborative, "_BLOCKED_ABOVE", 2)
    monkeypatch.setattr(collaborative, "_BLOCK", 3)
    reports = []
    blocked = fit_ease(likes, 3.0, prior, 0.4, lambda done, total: reports.append((done, total)))
    np.testing.assert_allclose(item_matrix(blocked, items), item_matrix(whole, items), atol=1e-12)
    total = reports[0][1]
    assert reports == [(done, total) for done in range(total + 1)]
    assert total > 9


class Stopped(Exception):
    pass


def test_a_report_can_stop_the_fit():
    def stop(done, total):
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        fit_ials(made_up_likes(0, 9, 25), factors=2, report=stop)
    with pytest.raises(Stopped):
        fit_ease(made_up_likes(0, 9, 25), report=stop)


def test_items_of_the_same_readers_have_factors_alike():
    """Two groups of readers who never meet: inside a group factors agree, across they do not."""
    rng = np.random.default_rng(5)
    likes = np.zeros((40, 30))
    likes[:20, :15] = rng.random((20, 15)) < 0.6
    likes[20:, 15:28] = rng.random((20, 13)) < 0.6  # the last two items nobody liked
    factors = item_factors(sparse.csr_array(likes), count=4)
    products = factors @ factors.T
    inside = np.r_[
        products[:15, :15][~np.eye(15, dtype=bool)], products[15:28, 15:28][~np.eye(13, dtype=bool)]
    ]
    assert np.quantile(inside, 0.1) > products[:15, 15:28].max()
    assert np.allclose(np.linalg.norm(factors[:28], axis=1), 1.0, atol=1e-5)
    assert not factors[28:].any()
    neighbours = sparse.csr_array((np.array([0.9, 0.5]), ([28, 28], [3, 4])), shape=(30, 30))
    filled = item_factors(sparse.csr_array(likes), neighbours, count=4)
    mean = 0.9 * factors[3] + 0.5 * factors[4]
    assert np.allclose(filled[28], mean / np.linalg.norm(mean), atol=1e-5)
    assert not filled[29].any()
    assert np.array_equal(filled[:28], factors[:28])


def test_factors_are_those_of_the_whole_decomposition_and_come_out_the_same_twice():
    likes = made_up_likes(3, 25, 12, share=0.4)
    dense = likes.toarray()
    shares = dense.sum(axis=1, keepdims=True), np.maximum(dense.sum(axis=0, keepdims=True), 1e-9)
    scaled = dense / np.sqrt(shares[0]) / np.sqrt(shares[1])
    _, lengths, directions = np.linalg.svd(scaled, full_matrices=False)
    expected = directions[:4].T * lengths[:4]
    met = dense.any(axis=0)
    expected = (expected - expected[met].mean(axis=0))[met]
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    found = item_factors(likes, count=4)
    # Signs are free, products are not.
    assert np.allclose(found[met] @ found[met].T, expected @ expected.T, atol=1e-5)
    assert np.array_equal(found, item_factors(likes, count=4))
    assert item_factors(sparse.csr_array((1, 5))).shape == (5, 0)
