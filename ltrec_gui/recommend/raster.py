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
CELLS = 256  # of a net, across and down
AT_ONCE = 1 << 15  # points
FEW = 32  # so many points of either kind on a pixel are looked up at once
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
class Net:
    """Placed points in the order of the cells of a net over them, so that what is seen of them lies together.

    x and y (m,) float32 and `positions` (m,) int64 in that order: first those that are not marked, then the marked
    ones, either line by line of CELLS * CELLS cells; `starts` (2 * CELLS * CELLS + 1,) int64 where each cell begins. A
    cell is `width` by `height`, the first at (left, top).
    """

    x: np.ndarray
    y: np.ndarray
    positions: np.ndarray
    starts: np.ndarray
    left: float
    top: float
    width: float
    height: float

    def slices(self, box: tuple[float, float, float, float], is_marked: bool) -> list[slice]:
        """Return where the marked points, or others, of all cells that meet a box (left, top, right, bottom) are."""
        left, top, right, bottom = box
        first, last = (self._cell(each, self.left, self.width) for each in (left, right))
        above, below = (self._cell(each, self.top, self.height) for each in (top, bottom))
        layer = CELLS * CELLS if is_marked else 0
        if first == 0 and last == CELLS - 1:
            ends = self.starts[[layer + above * CELLS, layer + (below + 1) * CELLS]]
            return [slice(int(ends[0]), int(ends[1]))]
        lines = layer + np.arange(above, below + 1) * CELLS
        begins, ends = self.starts[lines + first], self.starts[lines + last + 1]
        return [
            slice(begin, end)
            for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
            if begin < end
        ]

    def seen(self, box: tuple[float, float, float, float], is_marked: bool) -> tuple[np.ndarray, np.ndarray]:
        """Return x and y of the points in those cells."""
        found = self.slices(box, is_marked)
        if len(found) == 1:
            return self.x[found[0]], self.y[found[0]]
        nothing = np.empty(0, np.float32)
        return (
            np.concatenate([nothing, *(self.x[each] for each in found)]),
            np.concatenate([nothing, *(self.y[each] for each in found)]),
        )

    @staticmethod
    def _cell(value: float, begin: float, size: float) -> int:
        return int(min(max((value - begin) / size, 0.0), CELLS - 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Points of the plane: x and y (n,) float32, NaN where an item has no place; is_marked (n,) bool, None: none is.

    With a `net`, if that was asked for, what lies in a part of the plane is found without a look at all.
    """

    x: np.ndarray
    y: np.ndarray
    is_marked: np.ndarray | None = None
    net: Net | None = None

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
        if self.net is None:
            return _nearest(self.x, self.y, x, y, within)
        box = (x - within, y - within, x + within, y + within)
        slices = [each for is_marked in (False, True) for each in self.net.slices(box, is_marked)]
        likely = np.concatenate(
            [np.arange(each.start, each.stop) for each in slices] or [np.empty(0, np.int64)]
        )
        # In the order of their positions, so that of equals the first is found, as without a net.
        likely = likely[np.argsort(self.net.positions[likely], kind="stable")]
        found = _nearest(self.net.x[likely], self.net.y[likely], x, y, within)
        return None if found is None else int(self.net.positions[likely[found]])

    def in_box(
        self, box: tuple[float, float, float, float], is_marked: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return x and y of at least those marked points, or others, that lie in a box (left, top, right, bottom)."""
        if self.net is not None:
            return self.net.seen(box, is_marked)
        left, top, right, bottom = box
        # A comparison with NaN is false, so what has no place falls out here.
        inside = (self.x >= left) & (self.x <= right) & (self.y >= top) & (self.y <= bottom)
        if self.is_marked is not None:
            inside &= self.is_marked if is_marked else ~self.is_marked
        elif is_marked:
            inside[:] = False
        return self.x[inside], self.y[inside]

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


def netted(x: np.ndarray, y: np.ndarray, is_marked: np.ndarray) -> Points:
    """Return points that are quickly found by their place."""
    placed = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if not len(placed):
        return Points(x, y, is_marked)
    (left, width), (top, height) = (_span(each[placed]) for each in (x, y))
    cell = ((y[placed] - np.float32(top)) / np.float32(height)).astype(np.int32).clip(0, CELLS - 1) * CELLS
    cell += ((x[placed] - np.float32(left)) / np.float32(width)).astype(np.int32).clip(0, CELLS - 1)
    cell += is_marked[placed] * np.int32(CELLS * CELLS)
    order = np.argsort(cell, kind="stable")
    positions = placed[order]
    starts = np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=2 * CELLS * CELLS))])
    return Points(
        x, y, is_marked, Net(x[positions], y[positions], positions, starts, left, top, width, height)
    )


def _span(values: np.ndarray) -> tuple[float, float]:
    """Return the least value, and the size of a cell where CELLS of them hold all values."""
    least, most = float(values.min()), float(values.max())
    return least, max((most - least) / CELLS, 1e-9)


def _nearest(across: np.ndarray, down: np.ndarray, x: float, y: float, within: float) -> int | None:
    """Return which of some points is nearest to a place, at most `within` away; None where there is none."""
    away = np.square(across - np.float32(x)) + np.square(down - np.float32(y))
    away = np.where(np.isnan(away), np.inf, away)
    if not len(away):
        return None
    found = int(away.argmin())
    return found if away[found] <= within * within and np.isfinite(away[found]) else None


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


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Points drawn: `dots`, width * height pixels, and behind them `haze`, haze_size pixels to be enlarged.

    A pixel has 4 bytes: blue, green, red, opacity, the colours times it; lines from the top. A pixel of the haze stands
    for haze_cell * haze_cell of the dots. `is_thinned`: not all points that are seen are drawn.
    """

    dots: bytes
    size: tuple[int, int]
    haze: bytes
    haze_size: tuple[int, int]
    haze_cell: int
    is_thinned: bool = False


def picture(
    points: Points,
    frame: Frame,
    size: tuple[int, int],
    ratio: float,
    inks: tuple[Colour, Colour],
    haze_ink: Colour,
    most: int | None = None,
) -> Picture:
    """Return points drawn as pixels, with a haze of `haze_ink` where they are dense.

    `ratio` is how many pixels of the picture make one of the frame. A pixel has the first ink where none of its points
    is marked and the second where all are, and is the stronger the more points there are. With `most` not many more
    points than that are drawn, evenly chosen: for a picture that is looked at but for a moment.
    """
    reach = (RADII[0][1] + 1) * max(ratio, 1.0) / ratio
    left, top = frame.point(-reach, -reach)
    box = (left, top, *frame.point(size[0] / ratio + reach, size[1] / ratio + reach))
    seen = [points.in_box(box, is_marked) for is_marked in (False, True)]
    total = sum(len(x) for x, _ in seen)
    step = -(-total // most) if most is not None and total > most else 1
    radius = next((round(each * max(ratio, 1.0)) for limit, each in RADII if total <= limit), 0)
    counts = []
    for x, y in seen:
        spots = _spots(x[::step], y[::step], frame, size, ratio, radius)
        counts.append(_counts(_discs(spots, size, radius) if radius else spots, size, radius))
    every = counts[0] + counts[1]
    cell = max(round(GLOW_CELL * ratio), 1)
    haze, haze_size = _glow(_inner(every, size, radius), cell, haze_ink)
    pixels = _inner(_inked(every, counts[1], inks), size, radius)
    return Picture(pixels.tobytes(), size, haze, haze_size, cell, step > 1)


def _spots(
    x: np.ndarray, y: np.ndarray, frame: Frame, size: tuple[int, int], ratio: float, margin: int
) -> np.ndarray:
    """Return the pixel of each of some points in a picture with a margin.

    Pixels are counted line by line in a picture that is margin + 1 pixels larger on each side; whatever lies farther
    outside is on its edge, for that costs less than to leave it out.
    """
    width, height = size[0] + 2 * margin, size[1] + 2 * margin
    scale = np.float32(frame.scale * ratio)
    places = (x, frame.left, np.float32(width + 1)), (y, frame.top, np.float32(height + 1))
    spots = np.empty(len(x), np.int64)
    room = np.empty((2, min(AT_ONCE, len(x))), np.float32)
    # In parts that stay in the cache of the processor; whole numbers of this size are exact in single precision.
    for start in range(0, len(x), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        across, down = room[:, : len(x[part])]
        for made, (values, begin, last) in zip((across, down), places, strict=True):
            np.subtract(values[part], np.float32(begin), out=made)
            made *= scale
            made += np.float32(margin + 1)
            np.clip(made, np.float32(0), last, out=made)
            np.floor(made, out=made)
        down *= np.float32(width + 2)
        down += across
        spots[part] = down
    return spots


def _discs(spots: np.ndarray, size: tuple[int, int], radius: int) -> np.ndarray:
    """Return the pixels of discs around these spots of a picture with a margin of `radius`."""
    stride, lines = size[0] + 2 * radius + 2, size[1] + 2 * radius + 2
    steps = [
        down * stride + across
        for down in range(-radius, radius + 1)
        for across in range(-radius, radius + 1)
        if down * down + across * across <= radius * radius + radius // 2
    ]
    # What is on the edge lies farther away than a disc reaches.
    edge = np.zeros((lines, stride), bool)
    edge[1:-1, 1:-1] = True
    covered = spots[edge.ravel()[spots]][:, np.newaxis] + np.array(steps, np.int64)
    return np.asarray(np.clip(covered, 0, stride * lines - 1).ravel())


def _counts(spots: np.ndarray, size: tuple[int, int], margin: int) -> np.ndarray:
    """Return how many spots lie on each pixel of a picture with this margin and an edge around it; none on the edge."""
    shape = size[1] + 2 * margin + 2, size[0] + 2 * margin + 2
    counts = np.bincount(spots, minlength=shape[0] * shape[1])
    lines = counts.reshape(shape)
    lines[[0, -1]] = 0
    lines[:, [0, -1]] = 0
    return counts


def _inner(pixels: np.ndarray, size: tuple[int, int], margin: int) -> np.ndarray:
    """Return the pixels (height, width) of a picture without its margin and the edge around that."""
    edge = margin + 1
    lines = pixels.reshape(size[1] + 2 * edge, size[0] + 2 * edge)
    return lines[edge : edge + size[1], edge : edge + size[0]]


def _inked(every: np.ndarray, marked: np.ndarray, inks: tuple[Colour, Colour]) -> np.ndarray:
    """Return the pixels (n,) uint32 of how many points lie on each, and how many of them are marked."""
    pixels: np.ndarray = np.zeros(len(every), np.uint32)
    told = np.bincount(every)
    told[0] = 0
    if not told.any():
        return pixels
    # The densest pixel in a thousand sets the scale.
    most = max(float(np.searchsorted(np.cumsum(told), 0.999 * told.sum())), 2.0)
    level = (np.minimum(np.log1p(np.arange(len(told))) / np.log1p(most), 1.0) * (LEVELS - 1)).astype(np.int64)
    table = _table(inks)
    # Nearly every pixel has but a few points: what they look like is worked out once for each pair of numbers.
    sums, few = np.arange(FEW)[:, np.newaxis], np.arange(FEW)
    share = np.minimum(few * (SHARES - 1) // np.maximum(sums, 1), SHARES - 1)
    known = np.where(sums > 0, table[level[np.minimum(sums, len(level) - 1)] * SHARES + share], 0)
    known = known.astype(np.uint32).ravel()
    for start in range(0, len(every), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        pairs = np.minimum(every[part], FEW - 1)
        pairs *= FEW
        pairs += np.minimum(marked[part], FEW - 1)
        known.take(pairs, out=pixels[part], mode="clip")
    if len(told) > FEW:
        many = np.flatnonzero(every >= FEW)
        pixels[many] = table[level[every[many]] * SHARES + marked[many] * (SHARES - 1) // every[many]]
    return pixels


def _glow(counts: np.ndarray, cell: int, ink: Colour) -> tuple[bytes, tuple[int, int]]:
    """Return a small picture of where the points are dense, its pixels `cell` wide and high; and its size."""
    sums = np.add.reduceat(counts, np.arange(0, counts.shape[0], cell), axis=0)
    sums = np.add.reduceat(sums, np.arange(0, counts.shape[1], cell), axis=1)
    field: np.ndarray = np.pad(sums.astype(np.float32), GLOW_PASSES, mode="edge")
    for _ in range(GLOW_PASSES):
        field = (field[2:] + 2 * field[1:-1] + field[:-2]) / 4
        field = (field[:, 2:] + 2 * field[:, 1:-1] + field[:, :-2]) / 4
    strength = np.sqrt(field / max(float(field.max()), 1e-6)) * GLOW_STRENGTH / 255
    pixels = np.empty((*field.shape, 4), np.uint8)
    for channel, value in enumerate((*ink[::-1], 255)):
        pixels[..., channel] = strength * value
    return pixels.tobytes(), (field.shape[1], field.shape[0])


def _table(inks: tuple[Colour, Colour]) -> np.ndarray:
    """Return the pixel (LEVELS * SHARES,) uint32 of every strength and mixture."""
    strength = np.linspace(FAINTEST, 1.0, LEVELS)[:, np.newaxis, np.newaxis]
    share = np.linspace(0.0, 1.0, SHARES)[np.newaxis, :, np.newaxis]
    first, second = (np.array([*ink[::-1], 255], np.float64) for ink in inks)
    pixels = np.asarray(strength * (first * (1 - share) + second * share), np.uint8)
    return np.ascontiguousarray(pixels).view(np.uint32).ravel()
