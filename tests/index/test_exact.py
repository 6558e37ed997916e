import numpy as np
import pytest

from ltrec_gui.index import exact


def plain(matrix, vector, count, mask=None):
    cosines = [float(row.astype(np.float64) @ vector.astype(np.float64)) for row in matrix]
    allowed = [n for n in range(len(matrix)) if mask is None or mask[n]]
    return sorted(allowed, key=lambda n: (-cosines[n], n))[:count]


@pytest.mark.parametrize("count", [1, 10, 2_999, 3_000, 5_000])
def test_the_nearest_are_those_of_a_plain_loop(rows, count):
    positions, cosines = exact.nearest(rows, rows[7], count)
    assert positions.dtype == np.int64 and cosines.dtype == np.float32
    assert len(positions) == len(cosines) == min(count, 3_000)
    assert positions[0] == 7 and cosines[0] == pytest.approx(1)
    expected = plain(rows, rows[7], count)
    np.testing.assert_allclose(cosines, rows[expected] @ rows[7], atol=1e-6)
    assert len(set(positions.tolist())) == len(positions)


@pytest.mark.parametrize("rows_at_once", [1, 7, 1_000, 16_384])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 1.0])
def test_a_filter_is_kept_whatever_the_parts(rows, monkeypatch, rows_at_once, share):
    monkeypatch.setattr(exact, "ROWS_AT_ONCE", rows_at_once)
    mask = np.random.default_rng(1).random(len(rows)) < share
    positions, cosines = exact.nearest(rows, rows[3], 20, mask)
    assert mask[positions].all() and len(positions) == min(20, mask.sum())
    np.testing.assert_allclose(cosines, rows[plain(rows, rows[3], 20, mask)] @ rows[3], atol=1e-6)


def test_equal_rows_come_by_position():
    matrix = np.zeros((50, 4), dtype=np.float32)
    matrix[:, 0] = 1
    matrix[::7] = [0, 1, 0, 0]
    positions, cosines = exact.nearest(matrix, np.array([0, 1, 0, 0], dtype=np.float32), 12)
    assert positions.tolist() == [0, 7, 14, 21, 28, 35, 42, 49, 1, 2, 3, 4]
    assert cosines.tolist() == [1.0] * 8 + [0.0] * 4


def test_a_mapped_matrix_gives_the_same(rows, tmp_path):
    np.save(tmp_path / "rows.npy", rows)
    mapped = np.load(tmp_path / "rows.npy", mmap_mode="r")
    for mine, theirs in zip(
        exact.nearest(mapped, rows[5], 30), exact.nearest(rows, rows[5], 30), strict=True
    ):
        np.testing.assert_array_equal(mine, theirs)


def test_cosines_stay_within_their_bounds(rows):
    scaled = np.float32(1.000001) * rows
    assert exact.nearest(scaled, scaled[0], 5)[1].max() == 1.0


@pytest.mark.parametrize("count", [0, -1])
def test_nothing_asked_gives_nothing(rows, count):
    positions, cosines = exact.nearest(rows, rows[0], count)
    assert len(positions) == len(cosines) == 0


def test_an_empty_matrix_gives_nothing():
    assert len(exact.nearest(np.empty((0, 3), np.float32), np.ones(3, np.float32), 5)[0]) == 0


def test_what_does_not_fit_is_refused(rows):
    bad = rows[0].copy()
    bad[2] = np.nan
    for arguments in [
        (rows, rows[0][:5], 3),
        (rows, bad, 3),
        (rows, rows[0], 3, np.ones(5, bool)),
        (bad, bad, 1),
    ]:
        with pytest.raises(ValueError):
            exact.nearest(*arguments)


def test_a_sweep_over_all_numbers_finds_the_nearest_in_order_of_position(rows):
    sweep = exact.Sweep(rows)
    assert sweep.likely(rows[7], 40).tolist() == sorted(exact.nearest(rows, rows[7], 40)[0].tolist())
    mask = np.arange(len(rows)) % 5 == 0
    found = sweep.likely(rows[7], 40, mask)
    assert found.tolist() == sorted(exact.nearest(rows, rows[7], 40, mask)[0].tolist())
    assert sweep.likely(rows[7], 5_000).tolist() == list(range(3_000))


def with_main_directions(count, dimension, decay):
    generator = np.random.default_rng(4)
    made = generator.normal(size=(count, dimension)) * (np.arange(dimension) + 1.0) ** -decay
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def test_a_sweep_looks_at_the_main_directions_where_there_are_any_else_at_all():
    steep = with_main_directions(2_000, 256, 0.6)
    sweep = exact.sweep_over(steep)
    assert sweep.rows.shape == (2_000, exact.LEADING)
    hits = [len(set(sweep.likely(row, 200)) & set(exact.nearest(steep, row, 50)[0])) for row in steep[:40]]
    assert np.mean(hits) >= 0.98 * 50
    flat = with_main_directions(2_000, 256, 0.0)
    assert exact.sweep_over(flat).rows.shape == (2_000, 256)
