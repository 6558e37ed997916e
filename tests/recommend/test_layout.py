"""A map in two dimensions: neighbours stay near, the same rows give the same places, any number of rows will do."""

import numpy as np
import pytest

from ltrec_gui.recommend import layout
from ltrec_gui.recommend.layout import lay_out

GROUPS = 6


def grouped_rows(count, dimension=32, seed=3):
    """Return unit rows around six directions, and which group each is of."""
    generator = np.random.default_rng(seed)
    labels = generator.integers(GROUPS, size=count)
    rows = generator.standard_normal((GROUPS, dimension))[labels] + 0.5 * generator.standard_normal(
        (count, dimension)
    )
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), labels


def same_group_share(places, labels, count=5):
    """Return how many of the nearest of each place are of its own group."""
    away = np.square(places[:, np.newaxis] - places[np.newaxis]).sum(axis=2)
    np.fill_diagonal(away, np.inf)
    return float((labels[np.argsort(away, axis=1)[:, :count]] == labels[:, np.newaxis]).mean())


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(layout, "GATHERING_STEPS", 60)
    monkeypatch.setattr(layout, "SETTLING_STEPS", 60)


def test_what_is_alike_lies_together(short):
    rows, labels = grouped_rows(400)
    places = lay_out(rows)
    assert places.shape == (400, 2) and places.dtype == np.float32
    assert np.abs(places).max() == pytest.approx(1.0)
    assert same_group_share(places, labels) > 0.95


def test_neighbours_are_kept_better_than_by_two_components(short):
    rows, _ = grouped_rows(500)
    true = layout._neighbours(rows, 7, lambda done, total: None)
    flat = layout._start(rows, 7)

    def kept(places):
        away = np.square(places[:, np.newaxis] - places[np.newaxis]).sum(axis=2)
        np.fill_diagonal(away, np.inf)
        found = np.argsort(away, axis=1)[:, :10]
        return np.mean([len(set(a) & set(b)) for a, b in zip(found, true, strict=True)]) / 10

    assert kept(lay_out(rows)) > 2 * kept(flat)


def test_the_same_rows_give_the_same_places(short):
    rows, _ = grouped_rows(150)
    assert lay_out(rows).tobytes() == lay_out(rows.copy()).tobytes()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 12])
def test_few_rows(short, count):
    places = lay_out(grouped_rows(count)[0])
    assert places.shape == (count, 2)
    assert np.isfinite(places).all() and np.abs(places).max(initial=0) <= 1


def test_equal_rows_part(short):
    places = lay_out(np.repeat(grouped_rows(1)[0], 40, axis=0))
    assert np.isfinite(places).all()
    assert len(np.unique(places, axis=0)) == 40


def test_the_push_of_the_grid_is_that_of_all_pairs():
    places = np.random.default_rng(1).normal(scale=4, size=(200, 2)).astype(np.float32)
    total, push_x, push_y = layout._Grid(20.0, 200).sums(*places.T)
    away = places[:, np.newaxis] - places[np.newaxis]
    kernel = 1 / (1 + np.square(away).sum(axis=2))
    assert total == pytest.approx(kernel.sum(axis=1) - 1, rel=0.02)  # without itself
    for axis, push in enumerate((push_x, push_y)):
        true = (np.square(kernel) * away[..., axis]).sum(axis=1)
        assert np.corrcoef(push, true)[0, 1] > 0.999
        assert np.abs(push - true).max() < 0.1 * np.abs(true).max()


def test_neighbours_of_many_are_those_of_all(monkeypatch):
    rows, _ = grouped_rows(1500)
    exact = layout._neighbours(rows, 7, lambda done, total: None)
    monkeypatch.setattr(layout, "COMPARED_IN_FULL", 100)
    monkeypatch.setattr(layout, "CLUSTER_SIZE", 60)
    found = layout._neighbours(rows, 7, lambda done, total: None)
    assert np.mean([len(set(a) & set(b)) / 10 for a, b in zip(found, exact, strict=True)]) > 0.9
    assert not (found == np.arange(1500)[:, np.newaxis]).any()


def test_more_rows_than_are_laid_out_stand_beside_their_like(short, monkeypatch):
    monkeypatch.setattr(layout, "CLUSTER_SIZE", 40)
    rows, labels = grouped_rows(600)
    places = lay_out(rows, most=300)
    assert np.isfinite(places).all()
    assert same_group_share(places, labels) > 0.9


def test_a_report_can_end_it():
    class Stop(Exception):
        pass

    def stop(done, total):
        if done == 3:
            raise Stop

    with pytest.raises(Stop):
        lay_out(grouped_rows(50)[0], report=stop)


def test_few_rows_far_apart_add_what_they_add_to_each_other_and_no_less():
    places = np.array([[-9.03, -9.11], [9.07, 8.94], [-8.96, 9.02], [0.13, -0.14]], np.float32)
    grid = layout._Grid(10.0, 66)
    total, push_x, push_y = grid.sums(places[:, 0].copy(), places[:, 1].copy())
    away = places[:, np.newaxis] - places[np.newaxis]
    nearness = 1.0 / (1.0 + np.square(away).sum(axis=2))
    np.fill_diagonal(nearness, 0.0)
    np.testing.assert_allclose(total, nearness.sum(axis=1), rtol=0.05)
    pushes = (np.square(nearness)[:, :, np.newaxis] * away).sum(axis=1)
    np.testing.assert_allclose(np.stack([push_x, push_y], axis=1), pushes, atol=2e-4)


@pytest.mark.parametrize("count", [4, 60])
def test_a_small_catalogue_does_not_fly_apart(monkeypatch, count):
    widths = []
    made = layout._Grid.__init__

    def noting(grid, half_width, cells):
        widths.append(half_width)
        made(grid, half_width, cells)

    monkeypatch.setattr(layout._Grid, "__init__", noting)
    rows = np.random.default_rng(2).normal(size=(count, 64)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    places = lay_out(rows)
    assert np.isfinite(places).all()
    assert max(widths) < 60  # they flew hundreds apart, on the largest grid there is
