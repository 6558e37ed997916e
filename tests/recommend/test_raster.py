"""Points as pixels: each where it belongs, stronger where there are more, and found again by its place."""

import numpy as np
import pytest

from ltrec_gui.recommend.raster import Frame, Points, fitted, netted, picture

INKS = ((200, 0, 0), (0, 0, 200))


HAZE = (10, 20, 30)


def points_of(*places, marked=()):
    x, y = np.array(places, np.float32).T
    return Points(x, y, np.isin(np.arange(len(x)), marked))


def drawn(points, frame, size=(60, 40), ratio=1.0):
    made = picture(points, frame, size, ratio, INKS, HAZE)
    return np.frombuffer(made.dots, np.uint8).reshape(size[1], size[0], 4)


def test_a_point_is_drawn_where_the_frame_has_it():
    frame = Frame(-1.0, -1.0, 20.0)
    image = drawn(points_of((0.5, 0.0)), frame)
    down, across = np.nonzero(image[..., 3])
    assert (across.mean(), down.mean()) == pytest.approx(frame.at(0.5, 0.0), abs=0.01)
    assert np.hypot(across - 30, down - 20).max() < 4.5


def test_a_point_at_the_edge_is_cut_and_does_not_come_in_at_the_other_side():
    image = drawn(points_of((2.0, 0.0)), Frame(-1.0, -1.0, 20.0))
    assert image[:, -3:, 3].any() and not image[:, :30, 3].any()


def test_points_without_a_place_or_outside_are_not_drawn():
    assert not drawn(points_of((np.nan, np.nan), (50.0, 0.0)), Frame(-1.0, -1.0, 20.0)).any()


def test_more_points_are_stronger_and_marked_ones_have_the_second_ink():
    many = [(0.0, 0.0)] * 50 + [(1.0, 0.0)]
    image = drawn(points_of(*many, marked=[50]), Frame(-1.0, -1.0, 20.0))
    assert image[20, 20, 3] > image[20, 40, 3] > 0
    blue, _, red = image[20, 20, :3]
    assert red > 0 == blue
    blue, _, red = image[20, 40, :3]
    assert blue > 0 == red


def test_many_points_are_single_pixels():
    generator = np.random.default_rng(0)
    places = generator.uniform(-1, 1, (61_000, 2)).astype(np.float32)
    image = drawn(Points(*places.T), Frame(-1.0, -1.0, 20.0))
    assert (image[..., 3] > 0).sum() == len(np.unique(np.floor((places + 1) * 20), axis=0))


def test_a_heap_is_told_from_a_mixture_of_both_kinds():
    heap = [(0.0, 0.0)] * 40_000 + [(1.0, 0.0)] * 40_000
    image = drawn(points_of(*heap, marked=range(30_000, 60_000)), Frame(-1.0, -1.0, 20.0))
    (blue, _, red, _), (blue_too, _, red_too, _) = image[20, 20], image[20, 40]
    assert red > 2 * blue > 0
    assert abs(int(red) - int(red_too)) < 100 and abs(int(blue) - int(blue_too)) < 100


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("count", [400, 90_000])
def test_the_picture_of_netted_points_is_that_of_all_wherever_one_looks(count, ratio):
    generator = np.random.default_rng(7)
    x, y = generator.normal(0, 0.4, (2, count)).astype(np.float32)
    x[::11] = np.nan
    y[::11] = np.nan
    is_marked = generator.random(count) < 0.4
    plain, net = Points(x, y, is_marked), netted(x, y, is_marked)
    size = round(90 * ratio), round(60 * ratio)
    frames = [
        Frame(-2.0, -2.0, 20.0),
        Frame(-0.3, -0.2, 90.0),
        Frame(0.01, 0.02, 4000.0),
        Frame(9.0, 9.0, 20.0),
    ]
    for frame in frames:
        seen, expected = (picture(each, frame, size, ratio, INKS, HAZE) for each in (net, plain))
        assert (seen.dots, seen.haze) == (expected.dots, expected.haze)
    inside = (x > -0.3) & (x < 0.7) & (y > -0.2) & (y < 0.466)
    assert bool(inside.sum()) == np.any(drawn(net, frames[1], size, ratio))


def test_the_haze_is_where_the_points_are():
    frame = Frame(-1.0, -1.0, 120.0)
    made = picture(points_of(*[(-0.5, -0.5)] * 9), frame, (240, 240), 1.0, INKS, HAZE)
    width, height = made.haze_size
    field = np.frombuffer(made.haze, np.uint8).reshape(height, width, 4)[..., 3]
    assert np.unravel_index(field.argmax(), field.shape) == (5, 5) and made.haze_cell == 12
    assert field[-1, -1] == 0


def test_a_place_finds_its_point():
    points = points_of((0.0, 0.0), (np.nan, np.nan), (0.4, 0.4))
    assert points.nearest(0.35, 0.4, 0.1) == 2
    assert points.nearest(0.2, 0.2, 0.1) is None
    assert points.at(1) is None and points.placed_count == 2
    assert points_of((np.nan, np.nan)).nearest(0, 0, 9) is None


def test_netted_points_are_found_as_all_are():
    places = np.random.default_rng(2).uniform(-1, 1, (500, 2)).astype(np.float32)
    places[::7] = np.nan
    every, net = Points(*places.T), netted(*places.T, np.arange(500) % 3 == 0)
    for x, y in np.random.default_rng(3).uniform(-1.2, 1.2, (200, 2)):
        for within in (0.02, 0.2, float("inf")):
            assert net.nearest(x, y, within) == every.nearest(x, y, within)
    nowhere = np.full(3, np.nan, np.float32)
    assert netted(nowhere, nowhere, np.zeros(3, bool)).nearest(0, 0, 9) is None
    same = np.ones(3, np.float32)
    assert netted(same, same, np.ones(3, bool)).nearest(1.1, 1, 0.5) == 0


def test_arrow_keys_lead_to_what_lies_there():
    points = points_of((0.0, 0.0), (0.01, 0.0), (0.5, 0.1), (0.0, -0.5), (-0.3, 0.9))
    assert points.toward(0.0, 0.0, (1, 0), least=0.05) == 2
    assert points.toward(0.0, 0.0, (0, -1), least=0.05) == 3
    assert points.toward(0.0, 0.0, (0, 1), least=0.05) == 4
    assert points.toward(0.5, 0.1, (1, 0), least=0.05) is None


def test_a_lasso_holds_what_it_surrounds():
    points = points_of((0.0, 0.0), (0.9, 0.9), (np.nan, 0.0), (0.4, -0.4))
    hook = [(-1, -1), (1, -1), (1, -0.2), (0.2, -0.2), (0.2, 0.5), (-1, 0.5)]
    assert points.inside(hook).tolist() == [0, 3]
    assert points.inside(hook[:2]).tolist() == []
    # What lies in a bay on the left has sides to its right, and is outside all the same.
    bay = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, 0.3), (0.5, 0.0), (-1, -0.3)]
    assert points.inside(bay).tolist() == [1, 3]


def test_all_points_fit():
    points = points_of((-1.0, 0.0), (3.0, 1.0), (np.nan, np.nan))
    frame = fitted(points, 400, 300, 20)
    for position in (0, 1):
        across, down = frame.at(*points.at(position))
        assert 20 <= round(across, 3) <= 380 and 20 <= down <= 280
    assert frame.point(*frame.at(0.3, 0.4)) == pytest.approx((0.3, 0.4))
    assert fitted(points_of((np.nan, np.nan)), 100, 100, 10).scale > 0
