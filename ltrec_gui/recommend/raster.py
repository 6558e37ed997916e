"""Points as a picture: how many fall on each pixel, in colours by the logarithm of that; and which point is where."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEVELS, SHARES = 64, 17  # steps of a colour by how many points there are, and by how many of them are marked
FAINTEST = 0.45  # of the ink, where one point is
# Few points are drawn as discs, or nobody would see them: (most points, radius in pixels).
RADII = ((2_000, 3), (10_000, 2), (60_000, 1))
GLOW_CELL = 12  # pixels of the picture behind the points
GLOW_PASSES = 4
GLOW_STRENGTH = 150  # of 255, where it is densest
CONE = 1.2  # how far from the straight way an arrow key may lead: across / along

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """Which part of the plane a picture shows: the point at its left top corner, and pixels a unit."""

    left: float
    top: float
    scale: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point is in the picture."""
        return (x - self.left) * self.scale, (y - self.top) * self.scale

    def point(self, across: float, down: float) -> tuple[float, float]:
        """Return the point that is at a place of the picture."""
        return self.left + across / self.scale, self.top + down / self.scale


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Points of the plane: x and y (n,) float32, NaN where an item has no place.

    `order` (n,) sorts them by x, if that was asked for: then what lies at a place is found without a look at all.
    """

    x: np.ndarray
    y: np.ndarray
    order: np.ndarray | None = None
    sorted_x: np.ndarray | None = None

    @property
    def placed_count(self) -> int:
        """How many have a place."""
        return int(np.isfinite(self.x).sum())

    def at(self, position: int) -> tuple[float, float] | None:
        """Return where an item lies; None where it has no place."""
        x, y = float(self.x[position]), float(self.y[position])
        return (x, y) if x == x and y == y else None

    def nearest(self, x: float, y: float, within: float) -> int | None:
        """Return the position of the point nearest to a place, at most `within` away; None where there is none."""
        if not len(self.x):
            return None
        if self.order is not None and self.sorted_x is not None:
            ends = np.searchsorted(self.sorted_x, np.array([x - within, x + within], np.float32), side="left")
            likely = self.order[ends[0] : ends[1] + 1]
        else:
            likely = np.arange(len(self.x))
        likely = likely[np.isfinite(self.x[likely])]
        if not len(likely):
            return None
        away = np.square(self.x[likely] - np.float32(x)) + np.square(self.y[likely] - np.float32(y))
        found = int(away.argmin())
        return int(likely[found]) if away[found] <= within * within else None

    def toward(self, x: float, y: float, direction: tuple[int, int], least: float) -> int | None:
        """Return the position of the point that an arrow key leads to from a place; None at the edge.

        `direction` is (±1, 0) or (0, ±1). What is nearer than `least` is stepped over, so that each press is seen.
        """
        right, down = direction
        along = (self.x - np.float32(x)) * right + (self.y - np.float32(y)) * down
        across = np.abs((self.x - np.float32(x)) * down + (self.y - np.float32(y)) * right)
        cost = np.where((along >= least) & (across <= CONE * along), along + 2 * across, np.inf)
        if not len(cost):
            return None
        found = int(cost.argmin())
        return found if np.isfinite(cost[found]) else None

    def inside(self, corners: Sequence[tuple[float, float]]) -> np.ndarray:
        """Return the positions of the points inside a polygon, by how often a ray to the right meets its sides."""
        if len(corners) < 3:
            return np.empty(0, np.int64)
        outline = np.asarray(corners, np.float32)
        (left, top), (right, bottom) = outline.min(axis=0), outline.max(axis=0)
        likely = np.flatnonzero((self.x >= left) & (self.x <= right) & (self.y >= top) & (self.y <= bottom))
        x, y = self.x[likely], self.y[likely]
        is_inside = np.zeros(len(likely), bool)
        for (x0, y0), (x1, y1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
            if y0 != y1:
                is_met = ((y0 > y) != (y1 > y)) & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
                is_inside ^= is_met
        return np.asarray(likely[is_inside])

    def centre_of(self, positions: np.ndarray) -> tuple[float, float] | None:
        """Return the middle of some points; None where none of them has a place."""
        x, y = self.x[positions], self.y[positions]
        placed = np.isfinite(x)
        return (float(np.median(x[placed])), float(np.median(y[placed]))) if placed.any() else None


def found_by_x(x: np.ndarray, y: np.ndarray) -> Points:
    """Return points that are quickly found by their place."""
    order = np.argsort(x, kind="stable")  # what has no place comes last
    return Points(x, y, order, x[order])


def fitted(points: Points, width: float, height: float, margin: float) -> Frame:
    """Return the frame in which all points fit into a picture, `margin` pixels from its edges, as large as may be."""
    placed = np.isfinite(points.x)
    left, right = (
        (float(points.x[placed].min()), float(points.x[placed].max())) if placed.any() else (-1.0, 1.0)
    )
    top, bottom = (
        (float(points.y[placed].min()), float(points.y[placed].max())) if placed.any() else (-1.0, 1.0)
    )
    room = max(width - 2 * margin, 1.0), max(height - 2 * margin, 1.0)
    scale = min(room[0] / max(right - left, 1e-3), room[1] / max(bottom - top, 1e-3))
    return Frame((left + right) / 2 - width / 2 / scale, (top + bottom) / 2 - height / 2 / scale, scale)


def picture(
    points: Points,
    is_marked: np.ndarray,
    frame: Frame,
    size: tuple[int, int],
    ratio: float,
    inks: tuple[Colour, Colour],
) -> bytes:
    """Return width * height pixels of 4 bytes (blue, green, red, opacity, the colours times it), lines from the top.

    `ratio` is how many pixels of the picture make one of the frame. A pixel has the first ink where none of its points
    is marked (n,) and the second where all are, and is the stronger the more points there are.
    """
    width, height = size
    column, line, shown = _pixels(points, frame, size, ratio, 0)
    radius = next((round(each * max(ratio, 1.0)) for most, each in RADII if len(shown) <= most), 0)
    if radius:
        column, line, shown = _pixels(points, frame, size, ratio, radius)
    stride = width + 2 * radius
    cells = stride * (height + 2 * radius)
    cell = (line + radius) * stride + column + radius
    if radius:
        steps = [
            down * stride + across
            for down in range(-radius, radius + 1)
            for across in range(-radius, radius + 1)
            if down * down + across * across <= radius * radius + radius // 2
        ]
        cell = np.clip(cell[:, np.newaxis] + np.array(steps, np.int32), 0, cells - 1)
    every = np.bincount(cell.ravel(), minlength=cells)
    some = np.bincount(cell[is_marked[shown]].ravel(), minlength=cells)
    if radius:
        inner = (slice(radius, radius + height), slice(radius, radius + width))
        every, some = (each.reshape(-1, stride)[inner].ravel() for each in (every, some))
    filled = np.flatnonzero(every)
    pixels = np.zeros(width * height, np.uint32)
    if len(filled):
        number, marks = every[filled], some[filled]
        # The densest pixel in a thousand sets the scale; so many are counted that a sample tells it.
        most = max(float(np.quantile(number[:: 1 + len(number) // 5_000], 0.999)), 2.0)
        levels = np.log1p(np.arange(number.max() + 1)) / np.log1p(most)
        level = (np.minimum(levels, 1.0) * (LEVELS - 1)).astype(np.int64)[number]
        pixels[filled] = _table(inks)[level * SHARES + marks * (SHARES - 1) // number]
    return pixels.tobytes()


def glow(points: Points, frame: Frame, size: tuple[int, int], ink: Colour) -> tuple[bytes, int, int]:
    """Return a small picture of where the points are dense, to be enlarged: pixels as of `picture`, width, height."""
    width, height = -(-size[0] // GLOW_CELL) + 1, -(-size[1] // GLOW_CELL) + 1
    coarse = Frame(frame.left, frame.top, frame.scale / GLOW_CELL)
    column, line, _ = _pixels(points, coarse, (width, height), 1.0, 0)
    counts = np.bincount(line * width + column, minlength=width * height)
    field: np.ndarray = counts.reshape(height, width).astype(np.float32)
    for _ in range(GLOW_PASSES):
        for axis in (0, 1):
            padded = np.pad(field, [(1, 1) if each == axis else (0, 0) for each in (0, 1)])
            field = (
                padded.take(range(2, padded.shape[axis]), axis)
                + 2 * padded.take(range(1, padded.shape[axis] - 1), axis)
                + padded.take(range(padded.shape[axis] - 2), axis)
            ) / 4
    strength = np.sqrt(field / max(float(field.max()), 1e-6)) * GLOW_STRENGTH / 255
    pixels = np.empty((height, width, 4), np.uint8)
    for channel, value in enumerate((*ink[::-1], 255)):
        pixels[..., channel] = strength * value
    return pixels.tobytes(), width, height


def _pixels(
    points: Points, frame: Frame, size: tuple[int, int], ratio: float, margin: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return column, line and position of the points inside the picture, or at most `margin` pixels outside it."""
    width, height = size
    scale = np.float32(frame.scale * ratio)
    across = (points.x - np.float32(frame.left)) * scale
    down = (points.y - np.float32(frame.top)) * scale
    # A comparison with NaN is false, so what has no place falls out here.
    is_shown = (across >= -margin) & (across < width + margin) & (down >= -margin) & (down < height + margin)
    shown = np.flatnonzero(is_shown)
    if len(shown) < len(across):
        across, down = across[shown], down[shown]
    # Shifted before they are cut, for what is cut goes towards zero.
    return (
        (across + margin).astype(np.int32) - margin,
        (down + margin).astype(np.int32) - margin,
        shown,
    )


def _table(inks: tuple[Colour, Colour]) -> np.ndarray:
    """Return the pixel (LEVELS * SHARES,) uint32 of every strength and mixture."""
    strength = np.linspace(FAINTEST, 1.0, LEVELS)[:, np.newaxis, np.newaxis]
    share = np.linspace(0.0, 1.0, SHARES)[np.newaxis, :, np.newaxis]
    first, second = (np.array([*ink[::-1], 255], np.float64) for ink in inks)
    pixels = np.asarray(strength * (first * (1 - share) + second * share), np.uint8)
    return np.ascontiguousarray(pixels).view(np.uint32).ravel()
