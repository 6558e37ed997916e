"""What joins the fields of an item: centring, weights, missing fields."""

import numpy as np
import pytest

from ltrec_gui.recommend.fields import (
    BRIEF_WEIGHTS,
    FIELDS,
    ITEM_WEIGHTS,
    blocks,
    by_field,
    field_means,
    is_raw,
    joined,
)

D = 8


def unit(rows):
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


@pytest.fixture
def raw():
    """40 items whose fields lean to one side as those of a real model do; every fourth has no tags."""
    rng = np.random.default_rng(0)
    rows = np.concatenate([unit(rng.normal(size=(40, D)) + 2) for _ in FIELDS], axis=1)
    rows[::4, 2 * D :] = 0
    return rows.astype(np.float32)


def test_the_weights_are_shares():
    assert sum(ITEM_WEIGHTS) == pytest.approx(1) and sum(BRIEF_WEIGHTS) == pytest.approx(1)
    assert len(ITEM_WEIGHTS) == len(BRIEF_WEIGHTS) == len(FIELDS) == len(blocks(D))
    assert [np.arange(3 * D)[block].tolist() for block in blocks(D)] == np.arange(3 * D).reshape(
        3, D
    ).tolist()


def test_a_mean_is_taken_over_the_items_that_have_the_field(raw):
    means = field_means(raw)
    np.testing.assert_allclose(means[:D], raw[:, :D].mean(axis=0), atol=1e-6)
    has_tags = np.arange(40) % 4 != 0
    np.testing.assert_allclose(means[2 * D :], raw[has_tags, 2 * D :].mean(axis=0), atol=1e-6)
    raw[:, D : 2 * D] = 0
    assert not field_means(raw)[D : 2 * D].any()


def test_a_product_is_the_weighted_mean_of_the_fields_cosines(raw):
    means = field_means(raw)
    first, second = joined(raw[1:3], means, ITEM_WEIGHTS)
    expected = 0.0
    for block, weight in zip(blocks(D), ITEM_WEIGHTS, strict=True):
        expected += weight * float(unit(raw[1, block] - means[block]) @ unit(raw[2, block] - means[block]))
    assert float(first @ second) == pytest.approx(expected, abs=1e-6)


def test_means_may_be_given_as_rows(raw):
    means = field_means(raw)
    np.testing.assert_array_equal(
        joined(raw, means, ITEM_WEIGHTS), joined(raw, means.reshape(3, D), ITEM_WEIGHTS)
    )


def test_a_missing_field_leaves_its_weight_to_the_others(raw):
    rows = joined(raw, field_means(raw), ITEM_WEIGHTS)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(np.square(rows[1].reshape(3, D)).sum(axis=1), ITEM_WEIGHTS, atol=1e-6)
    assert not rows[0, 2 * D :].any()
    np.testing.assert_allclose(np.square(rows[0].reshape(3, D)).sum(axis=1), [0.375, 0.625, 0], atol=1e-6)


def test_what_vanishes_with_the_mean_is_zeros(raw):
    alike = np.repeat(raw[1:2], 3, axis=0)
    assert not joined(alike, field_means(alike), ITEM_WEIGHTS).any()
    assert not joined(np.zeros((1, 3 * D), np.float32), field_means(raw), ITEM_WEIGHTS).any()
    assert joined(raw[:0], field_means(raw), ITEM_WEIGHTS).shape == (0, 3 * D)


def test_centring_takes_the_common_direction_out(raw):
    before = joined(raw, np.zeros(3 * D), ITEM_WEIGHTS)
    after = joined(raw, field_means(raw), ITEM_WEIGHTS)
    assert np.linalg.norm(before.mean(axis=0)) > 0.8
    assert np.linalg.norm(after.mean(axis=0)) < 0.2


def test_the_raw_vectors_are_left_as_they_were(raw):
    before = raw.copy()
    joined(raw, field_means(raw), ITEM_WEIGHTS)
    np.testing.assert_array_equal(raw, before)


def test_the_fields_add_up_to_the_product(raw):
    rows = joined(raw, field_means(raw), ITEM_WEIGHTS)
    direction = np.random.default_rng(1).normal(size=3 * D).astype(np.float32)
    parts = by_field(rows, direction)
    assert parts.shape == (40, 3)
    np.testing.assert_allclose(parts.sum(axis=1), rows @ direction, atol=1e-5)
    np.testing.assert_allclose(parts[:, 1], rows[:, D : 2 * D] @ direction[D : 2 * D], atol=1e-6)
    assert not parts[::4, 2].any()


def test_raw_vectors_are_told_from_damaged_ones(raw):
    assert is_raw(raw).all()
    raw[1, 0] = np.nan
    raw[2, D:] *= 1.1
    raw[3] = 0
    assert np.flatnonzero(~is_raw(raw)).tolist() == [1, 2]
