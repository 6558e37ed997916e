import numpy as np

from ltrec_gui.index import projection
from ltrec_gui.index.projection import learn_projection, projected


def test_few_rows_are_kept_in_full(rows):
    """No more rows than dimensions kept: every product between them stays."""
    few = np.hstack([rows[:30], rows[30:60]]) / np.float32(np.sqrt(2))
    columns, share = learn_projection(few, seed=1)
    assert columns.shape == (96, 30)
    np.testing.assert_allclose(columns.T @ columns, np.eye(30), atol=1e-5)
    assert share > 0.99999
    np.testing.assert_allclose(projected(few, columns) @ projected(few, columns).T, few @ few.T, atol=1e-5)


def test_the_share_is_that_of_the_squared_lengths(rows, monkeypatch):
    monkeypatch.setattr(projection, "SEARCH_DIMENSION", 10)
    columns, share = learn_projection(rows, seed=1)
    np.testing.assert_allclose(share, np.square(rows @ columns).sum() / np.square(rows).sum(), rtol=1e-5)
    # No other ten directions keep more.
    other = np.linalg.qr(np.random.default_rng(0).standard_normal((48, 10)))[0]
    assert share > np.square(rows @ other).sum() / np.square(rows).sum()


def test_a_sample_with_a_seed_stands_for_many_rows(rows, monkeypatch):
    monkeypatch.setattr(projection, "SEARCH_DIMENSION", 10)
    _, share = learn_projection(rows, seed=1)
    monkeypatch.setattr(projection, "SAMPLE_SIZE", 1_000)
    first, sampled_share = learn_projection(rows, seed=1)
    again, _ = learn_projection(rows, seed=1)
    other, _ = learn_projection(rows, seed=2)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert abs(sampled_share - share) < 0.05


def test_rows_that_are_all_alike_keep_their_direction():
    alike = np.zeros((5, 6), np.float32)
    alike[:, 2] = 1.0
    columns, share = learn_projection(alike, seed=1)
    assert share == 1.0
    np.testing.assert_allclose(np.linalg.norm(projected(alike, columns), axis=1), 1.0, atol=1e-6)


def test_what_a_projection_loses_is_zeros_and_the_rest_unit_rows():
    columns = np.eye(4, 2, dtype=np.float32)
    rows = np.array([[0, 0, 3, 4], [3, 4, 0, 0], [0.6, 0, 0.8, 0]], np.float32)
    np.testing.assert_allclose(projected(rows, columns), [[0, 0], [0.6, 0.8], [1, 0]], atol=1e-6)
