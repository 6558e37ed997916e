"""The plots of a report as inline SVG: axes, marks and labels that keep out of each other's way."""

import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ltrec_gui.evaluate.results import Estimate, FrontierPoint

# The window's own colours, by role. A report is read without the window, so it carries them itself.
LIGHT = {
    "window": "#F6F7F9",
    "surface": "#FFFFFF",
    "surface2": "#EEF1F5",
    "text": "#1A1F27",
    "text2": "#4A5564",
    "border": "#C9D0DA",
    "border_strong": "#7A8594",
    "accent": "#1D5FD1",
    "accent_bg": "#E3ECFC",
    "good": "#17693B",
    "bad": "#B3261E",
    "warn": "#7A4F00",
    "tail": "#6A3FB5",
}
DARK = {
    "window": "#14171C",
    "surface": "#1C2027",
    "surface2": "#262B34",
    "text": "#E8ECF2",
    "text2": "#B4BECB",
    "border": "#3A424E",
    "border_strong": "#7E8A9A",
    "accent": "#7FB0FF",
    "accent_bg": "#1E3358",
    "good": "#7BD69B",
    "bad": "#FF9E96",
    "warn": "#F2C265",
    "tail": "#C6A8FF",
}
SERIES_COLOURS = ("accent", "warn", "tail", "good", "bad", "text2")
# A colour comes back with another dash each time, so that the two together repeat only after 24 series.
DASHES = ("", "8 4", "2 3", "10 3 2 3")
CIRCLE_SIDES = 24
SHAPES: tuple[
    tuple[int, float], ...
] = (  # corners and the turn of the first one in degrees; 0 corners: two bars
    (CIRCLE_SIDES, 0.0),
    (4, 45.0),
    (3, -90.0),
    (4, 0.0),
    (3, 90.0),
    (0, 0.0),
    (5, -90.0),
    (0, 45.0),
)
MARK_RADIUS = 5.0
WIDTH = 760.0
LABEL_SIZE, TICK_SIZE, STRENGTH_SIZE = 13.0, 12.0, 11.0
LINE_HEIGHT = 1.25  # of a label's size
LONGEST_LABEL = 190.0  # px; the table has the whole name
RINGS = (9.0, 14.0, 20.0, 28.0, 38.0, 50.0, 64.0, 80.0, 100.0, 125.0, 155.0, 190.0)
NEAR_RINGS = RINGS[:3]
LEADER_FROM = 20.0  # labels nearer than this need no line to their point
DIRECTIONS = 16
LABEL_AIR = 6.0  # px
GUTTER = 48.0  # px from the last round to the names

STYLE = """
.plot{display:block;width:100%;min-width:560px;max-width:760px;height:auto;font-family:inherit;overflow:visible}
.plot text{font-size:13px;fill:var(--text)}
.plot .tick{font-size:12px;fill:var(--text2)}
.plot .axis{font-size:13px;fill:var(--text2)}
.plot .grid{stroke:var(--border);stroke-width:1}
.plot .zero{stroke:var(--border_strong);stroke-width:1}
.plot .line{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round}
.plot .mark{fill:var(--c);stroke:var(--surface);stroke-width:1}
.plot .ring{fill:none;stroke:var(--text);stroke-width:1.5}
.plot .leader{stroke:var(--c,var(--border_strong));stroke-width:1}
.plot .name,.plot .strength{fill:var(--c)}
.plot .name,.plot .strength{paint-order:stroke;stroke:var(--surface);stroke-width:3px;stroke-linejoin:round}
.plot .name{font-weight:600}
.plot .plain{font-weight:400;fill:var(--text)}
.plot .strength{font-size:11px}
.plot .bar{fill:var(--accent_bg);stroke:var(--accent);stroke-width:1}
.plot .bar.base{fill:var(--surface2);stroke:var(--border_strong)}
.plot .bar.chosen{stroke-width:2}
.plot .whisker{stroke:var(--text);stroke-width:1.5}
.plot .value{font-size:12px;fill:var(--text2);font-variant-numeric:tabular-nums}
""" + "".join(f".plot .c{at}{{--c:var(--{role})}}\n" for at, role in enumerate(SERIES_COLOURS))

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Return whether the two share some area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Return whether the other lies wholly inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A text to be placed near its point; `is_needed` ones go farther away before they are given up."""

    text: str
    x: float
    y: float
    size: float = LABEL_SIZE
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label went: its box, which edge it is aligned to, and whether it needs a line to its point."""

    box: Box
    anchor: str
    has_leader: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plotting area in pixels and the range of the data in it."""

    area: Box
    xs: tuple[float, float]
    ys: tuple[float, float]

    def at(self, x: float, y: float) -> tuple[float, float]:
        across = (x - self.xs[0]) / (self.xs[1] - self.xs[0])
        up = (y - self.ys[0]) / (self.ys[1] - self.ys[0])
        return (
            self.area.left + across * (self.area.right - self.area.left),
            self.area.bottom - up * (self.area.bottom - self.area.top),
        )


def escaped(text: str) -> str:
    """Return the text fit for HTML and XML, in content or quoted attributes; control characters become U+FFFD."""
    return escape(_CONTROL.sub("\ufffd", text), quote=True)


def nice_ticks(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """Return round numbers from at or below `low` to at or above `high`, about so many of them.

    The steps are 1, 2 or 5 times a power of ten (Heckbert, Nice numbers for graph labels, Graphics Gems, 1990).
    Equal ends are widened. ValueError where an end is not finite or `low` is above `high`.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or low > high:
        raise ValueError(f"no ticks from {low} to {high}")
    if low == high:
        widening = abs(low) / 2 or 0.5
        low, high = low - widening, high + widening
    step = _nice_step((high - low) / max(about - 1, 1))
    # A hair of slack, so that 0.3 / 0.1 = 2.9999999999999996 does not ask for one more tick.
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = max(0, -math.floor(math.log10(step)))
    return tuple(round(at * step, decimals) + 0.0 for at in range(first, last + 1))


def _nice_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    for times, most in ((1.0, 1.5), (2.0, 3.0), (5.0, 7.0)):
        if rough / power < most:
            return times * power
    return 10.0 * power


def tick_texts(ticks: Sequence[float]) -> tuple[str, ...]:
    """Return the ticks in words of one precision, thousands apart, with a true minus sign."""
    steps = [abs(after - before) for before, after in itertools.pairwise(ticks)]
    decimals = max(0, -math.floor(math.log10(min(steps)) + 1e-9)) if steps else 0
    return tuple(f"{tick:,.{decimals}f}".replace("-", "\N{MINUS SIGN}") for tick in ticks)


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is in pixels; on the wide side, as the reader's font is not known."""
    ems = 0.0
    for sign in text:
        if unicodedata.combining(sign):
            continue
        if unicodedata.east_asian_width(sign) in "WF":
            ems += 1.0
        elif sign in "iljtfrI.,:;|'! ()[]":
            ems += 0.4
        elif sign in "mwMW@%":
            ems += 0.95
        else:
            ems += 0.7 if sign.isupper() else 0.61
    return ems * size


def shortened(text: str, size: float = LABEL_SIZE, widest: float = LONGEST_LABEL) -> str:
    """Return the text, cut with an ellipsis where it is wider than so many pixels."""
    if text_width(text, size) <= widest:
        return text
    kept = len(text)
    while kept > 1 and text_width(text[:kept] + "…", size) > widest:
        kept -= 1
    return text[:kept].rstrip() + "…"


def place_labels(
    labels: Sequence[Label], area: Box, taken: Iterable[Box] = (), shunned: Iterable[tuple[float, float]] = ()
) -> tuple[Placed | None, ...]:
    """Return a place for each label, near its point, inside `area`, over no other label and no `taken` box.

    Earlier labels choose first. Points in `shunned` (say, along lines) are kept clear where that costs little. None
    stands for a label that found no room: far away for needed ones, close by for the others.
    """
    busy, avoided = list(taken), list(shunned)
    places: list[Placed | None] = []
    for label in labels:
        best: Placed | None = None
        least = math.inf
        for radius in RINGS if label.is_needed else NEAR_RINGS:
            if radius >= least:
                break  # nothing farther out can be better
            for turn in range(DIRECTIONS):
                place = _beside(label, radius, turn)
                if not area.holds(place.box) or any(place.box.overlaps(box) for box in busy):
                    continue
                # East reads best, then west; the rest by distance alone.
                cost = radius + (0.0 if turn == 0 else 1.0 if turn == DIRECTIONS // 2 else 2.0)
                cost += 4.0 * sum(_is_in(place.box, point) for point in avoided)
                if cost < least:
                    best, least = place, cost
        if best is not None:
            # Two names side by side must not read as one.
            box = best.box
            busy.append(Box(box.left - LABEL_AIR, box.top, box.right + LABEL_AIR, box.bottom))
        places.append(best)
    return tuple(places)


def _beside(label: Label, radius: float, turn: int) -> Placed:
    angle = 2 * math.pi * turn / DIRECTIONS
    width, height = text_width(label.text, label.size), label.size * LINE_HEIGHT
    middle_x = label.x + math.cos(angle) * (radius + width / 2)
    middle_y = label.y + math.sin(angle) * (radius + height / 2)
    box = Box(middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2)
    anchor = "start" if math.cos(angle) > 0.3 else "end" if math.cos(angle) < -0.3 else "middle"
    return Placed(box, anchor, radius >= LEADER_FROM)


def _is_in(box: Box, point: tuple[float, float]) -> bool:
    return box.left <= point[0] <= box.right and box.top <= point[1] <= box.bottom


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Return positions at least `gap` apart in the order of `wanted`, as near to it (least squares) as they can be.

    `wanted` is ascending. Pool-adjacent-violators on the positions less their multiple of the gap. All lie from `low`
    to `high`; ValueError where they do not fit.
    """
    room = high - low - gap * (len(wanted) - 1)
    if wanted and room < 0:
        raise ValueError(f"{len(wanted)} labels do not fit between {low} and {high}")
    pools: list[tuple[float, int]] = []
    for at, value in enumerate(wanted):
        mean, count = value - gap * at, 1
        while pools and pools[-1][0] > mean:
            before, members = pools.pop()
            mean = (mean * count + before * members) / (count + members)
            count += members
        pools.append((mean, count))
    flat = [mean for mean, count in pools for _ in range(count)]
    return tuple(min(max(value, low), low + room) + gap * at for at, value in enumerate(flat))


def frontier(
    points: Sequence[FrontierPoint],
    default: tuple[str, float] | None = None,
    measure: str = "ndcg",
    name: str = "frontier",
) -> str:
    """Return the relevance–diversity frontier: a line per policy through its strengths, the default one ringed.

    `measure` is the field drawn upwards, `ndcg` or `relevance_kept`; `default` the policy and strength in use; `name`
    begins the ids. Points that have no number are left out; "" where none is left.
    """
    upwards = {"ndcg": "nDCG@10", "relevance_kept": "share of relevance kept"}[measure]
    lines: dict[str, list[tuple[FrontierPoint, float]]] = {}
    for point in points:
        height = point.ndcg if measure == "ndcg" else point.relevance_kept
        if math.isfinite(height) and math.isfinite(point.intra_list_diversity):
            lines.setdefault(point.policy, []).append((point, height))
    if not lines:
        return ""
    for line in lines.values():
        line.sort(key=lambda pair: pair[0].diversity)
    drawn = [pair for line in lines.values() for pair in line]
    frame, axes = _framed(
        [point.intra_list_diversity for point, _ in drawn],
        [height for _, height in drawn],
        Box(56, 34, WIDTH - 16, 410),
        "intra-list diversity →",
        f"↑ {upwards}",
    )
    marks: list[str] = []
    names: list[Label] = []
    strengths: list[Label] = []
    series: list[int] = []
    strength_series: list[int] = []
    taken: list[Box] = []
    shunned: list[tuple[float, float]] = []
    for at, (policy, line) in enumerate(lines.items()):
        places = [frame.at(point.intra_list_diversity, height) for point, height in line]
        shunned += _along(places)
        marks.append(_line(places, at))
        for (point, height), (x, y) in zip(line, places, strict=True):
            is_default = default == (policy, point.diversity)
            told = (
                f"{policy} at {point.diversity:g}: {upwards} {height:.4f}, "
                f"diversity {point.intra_list_diversity:.3f}" + (", the default" if is_default else "")
            )
            marks.append(_mark(x, y, at, told))
            radius = MARK_RADIUS + 1
            if is_default:
                radius = MARK_RADIUS + 5
                marks.append(f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="{radius - 1:.1f}"/>')
            taken.append(Box(x - radius, y - radius, x + radius, y + radius))
            if len(line) > 1:
                text = f"{point.diversity:g}" + (" (default)" if is_default else "")
                strengths.append(Label(text, x, y, STRENGTH_SIZE, is_needed=is_default))
                strength_series.append(at)
        text = shortened(policy)
        if len(line) == 1 and default == (policy, line[0][0].diversity):
            text += " (default)"
        # A line is named at its strongest setting, where the policies are farthest from each other.
        names.append(Label(text, *places[-1]))
        series.append(at)
    placed = place_labels([*names, *strengths], frame.area, taken, shunned)
    labels = [*names, *strengths]
    kinds = ["name"] * len(names) + ["strength"] * len(strengths)
    texts = [
        _label(label, place, at, kind)
        for label, place, at, kind in zip(labels, placed, series + strength_series, kinds, strict=True)
        if place is not None
    ]
    homeless = [
        (label.text, at) for label, place, at in zip(names, placed, series, strict=False) if place is None
    ]
    most = max(drawn, key=lambda pair: pair[1])
    widest = max(drawn, key=lambda pair: pair[0].intra_list_diversity)
    told = (
        f"{len(lines)} policies, {len(drawn)} points. Highest {upwards}: {most[0].policy} at "
        f"{most[0].diversity:g} ({most[1]:.4f}). Most diverse: {widest[0].policy} at "
        f"{widest[0].diversity:g} ({widest[0].intra_list_diversity:.3f}). The table has every figure."
    )
    return _svg(name, f"Relevance against diversity: {upwards}", told, 460, [*axes, *marks, *texts], homeless)


def tail_scatter(
    methods: Sequence[tuple[str, float, float]],
    baseline: str = "",
    measure: str = "nDCG@10",
    name: str = "tail-share",
) -> str:
    """Return tail share (0..1, across) against `measure` (upwards) as one labelled mark a method.

    `methods` holds name, tail share and figure; those without numbers are left out; "" where none is left.
    """
    drawn = [method for method in methods if math.isfinite(method[1]) and math.isfinite(method[2])]
    if not drawn:
        return ""
    frame, axes = _framed(
        [share for _, share, _ in drawn],
        [figure for _, _, figure in drawn],
        Box(56, 34, WIDTH - 16, 410),
        "share of tail items in the list →",
        f"↑ {measure}",
        is_share=True,
    )
    places = [frame.at(share, figure) for _, share, figure in drawn]
    radius = MARK_RADIUS + 1
    taken = [Box(x - radius, y - radius, x + radius, y + radius) for x, y in places]
    labels = [
        Label(shortened(method[0]) + (" (baseline)" if method[0] == baseline else ""), x, y)
        for method, (x, y) in zip(drawn, places, strict=True)
    ]
    placed = place_labels(labels, frame.area, taken)
    marks = [
        _mark(x, y, at, f"{method[0]}: {method[1]:.1%} tail items, {measure} {method[2]:.4f}")
        for at, (method, (x, y)) in enumerate(zip(drawn, places, strict=True))
    ]
    texts = [
        _label(label, place, at, "name")
        for at, (label, place) in enumerate(zip(labels, placed, strict=True))
        if place is not None
    ]
    homeless = [
        (label.text, at)
        for at, (label, place) in enumerate(zip(labels, placed, strict=True))
        if place is None
    ]
    most = max(drawn, key=lambda method: method[2])
    told = (
        f"{len(drawn)} methods. Highest {measure}: {most[0]} ({most[2]:.4f}) with {most[1]:.1%} tail items. "
        "The table has every figure."
    )
    return _svg(name, f"Tail share against {measure}", told, 460, [*axes, *texts, *marks], homeless)


def rounds(lines: Mapping[str, Sequence[float]], baseline: str = "", name: str = "rounds") -> str:
    """Return the acceptance rate (0..1) by round, a line a method with its name at the right end.

    Rounds without a number are left out; "" where no method has any.
    """
    drawn = {
        method: [(at + 1, rate) for at, rate in enumerate(rates) if math.isfinite(rate)]
        for method, rates in lines.items()
    }
    drawn = {method: points for method, points in drawn.items() if points}
    if not drawn:
        return ""
    texts = {method: shortened(method) + (" (baseline)" if method == baseline else "") for method in drawn}
    gutter = max(text_width(text, LABEL_SIZE) for text in texts.values()) + GUTTER + 14
    gap = LABEL_SIZE * LINE_HEIGHT
    bottom = 34 + max(300.0, gap * len(drawn))
    area = Box(56, 34, WIDTH - gutter, bottom)
    last = max(points[-1][0] for points in drawn.values())
    highest = max(rate for points in drawn.values() for _, rate in points)
    ticks = nice_ticks(0.0, highest or 1.0)
    frame = _Frame(area, (1.0, float(max(last, 2))), (0.0, ticks[-1]))
    axes = _axes(frame, _round_ticks(last), ticks, "round →", "↑ share of the shown that was accepted")
    marks: list[str] = []
    ends: list[tuple[float, float, int, str]] = []
    for at, (method, points) in enumerate(drawn.items()):
        places = [frame.at(*point) for point in points]
        marks.append(_line(places, at))
        marks += [
            _mark(x, y, at, f"{method}, round {point[0]}: {point[1]:.1%}", MARK_RADIUS - 1)
            for point, (x, y) in zip(points, places, strict=True)
        ]
        ends.append((*places[-1], at, texts[method]))
    ends.sort(key=lambda end: end[1])
    heights = spread([end[1] for end in ends], gap, area.top + gap / 2, area.bottom - gap / 2)
    left = area.right + GUTTER
    for (x, y, at, text), height in zip(ends, heights, strict=True):
        marks.append(
            f'<line class="leader c{at % len(SERIES_COLOURS)}" x1="{x + 7:.1f}" y1="{y:.1f}" '
            f'x2="{left - 8:.1f}" y2="{height:.1f}"/>'
        )
        marks.append(_mark(left, height, at, text, MARK_RADIUS - 1))
        marks.append(_text(left + 10, height + LABEL_SIZE * 0.35, text, f"name c{at % len(SERIES_COLOURS)}"))
    best = max(drawn, key=lambda method: drawn[method][-1][1])
    told = (
        f"{len(drawn)} methods over {last} rounds. Highest in its last round: {best} ({drawn[best][-1][1]:.1%}). "
        "The table has every figure."
    )
    return _svg(name, "Accepted share by round", told, bottom + 50, [*axes, *marks])


def bars(
    rows: Sequence[tuple[str, Estimate]],
    measure: str,
    *,
    decimals: int = 3,
    baseline: str = "",
    chosen: str = "",
    name: str = "bars",
) -> str:
    """Return one bar a row from zero to its value, with its interval as a whisker and both in figures beside it.

    The rows named `baseline` and `chosen` are called so and have other colours. Rows without a value are left out,
    whiskers without both ends too; "" where no row is left.
    """
    drawn = [(label, estimate) for label, estimate in rows if math.isfinite(estimate.value)]
    if not drawn:
        return ""
    words = {baseline: " (baseline)", chosen: " (recommended)"}
    kinds = {baseline: "bar base", chosen: "bar chosen"}
    plain = "bar base" if chosen else "bar"
    texts = [shortened(label) + (words.get(label, "") if label else "") for label, _ in drawn]
    figures = [_interval(estimate, decimals) for _, estimate in drawn]
    left = max(text_width(text, LABEL_SIZE) for text in texts) + 14
    right = WIDTH - max(text_width(figure, TICK_SIZE) for figure in figures) - 16
    row_height, top = 26.0, 10.0
    bottom = top + row_height * len(drawn)
    numbers = [0.0] + [
        number
        for _, estimate in drawn
        for number in (estimate.value, estimate.low, estimate.high)
        if math.isfinite(number)
    ]
    if not any(numbers):
        numbers.append(1.0)
    ticks = nice_ticks(min(numbers), max(numbers))
    frame = _Frame(Box(left, top, right, bottom), (ticks[0], ticks[-1]), (0.0, 1.0))
    parts = _axes(frame, ticks, (), measure + " →", "")
    zero = frame.at(0.0, 0.0)[0]
    for at, ((label, estimate), text, figure) in enumerate(zip(drawn, texts, figures, strict=True)):
        middle = top + row_height * (at + 0.5)
        end = frame.at(estimate.value, 0.0)[0]
        kind = kinds.get(label, plain) if label else plain
        parts.append(
            f'<rect class="{kind}" x="{min(zero, end):.1f}" y="{middle - 8:.1f}" '
            f'width="{abs(end - zero):.1f}" height="16"><title>{escaped(f"{label}: {figure}")}</title></rect>'
        )
        if math.isfinite(estimate.low) and math.isfinite(estimate.high):
            low, high = frame.at(estimate.low, 0.0)[0], frame.at(estimate.high, 0.0)[0]
            parts.append(
                f'<path class="whisker" fill="none" d="M{low:.1f} {middle:.1f}H{high:.1f}'
                f'M{low:.1f} {middle - 4:.1f}V{middle + 4:.1f}M{high:.1f} {middle - 4:.1f}V{middle + 4:.1f}"/>'
            )
        base = middle + LABEL_SIZE * 0.35
        parts.append(_text(left - 8, base, text, "plain", "end"))
        parts.append(_text(WIDTH - 8, base, figure, "value", "end"))
    parts.append(f'<line class="zero" x1="{zero:.1f}" y1="{top:.1f}" x2="{zero:.1f}" y2="{bottom:.1f}"/>')
    most = max(drawn, key=lambda row: row[1].value)
    told = f"{len(drawn)} rows. Highest: {most[0]}, {_interval(most[1], decimals)}."
    return _svg(name, f"{measure}, with 95 % intervals", told, bottom + 46, parts)


def _interval(estimate: Estimate, decimals: int) -> str:
    value = number_text(estimate.value, decimals)
    if not (math.isfinite(estimate.low) and math.isfinite(estimate.high)):
        return value
    return f"{value}  [{number_text(estimate.low, decimals)}, {number_text(estimate.high, decimals)}]"


def number_text(value: float, decimals: int) -> str:
    """Return a number for reading: thousands apart, a true minus sign, no minus zero, "–" for what is no number."""
    if not math.isfinite(value):
        return "–"
    return f"{round(value, decimals) + 0.0:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def _framed(
    xs: Sequence[float],
    ys: Sequence[float],
    area: Box,
    x_title: str,
    y_title: str,
    *,
    is_share: bool = False,
) -> tuple[_Frame, list[str]]:
    """Return a frame of nice ends round the points, and its axes."""
    x_ticks, y_ticks = nice_ticks(min(xs), max(xs), 7), nice_ticks(min(ys), max(ys), 6)
    if is_share and max(xs) > 0.5:
        x_ticks = nice_ticks(0.0, 1.0, 6)
    frame = _Frame(area, (x_ticks[0], x_ticks[-1]), (y_ticks[0], y_ticks[-1]))
    return frame, _axes(frame, x_ticks, y_ticks, x_title, y_title)


def _axes(
    frame: _Frame, x_ticks: Sequence[float], y_ticks: Sequence[float], x_title: str, y_title: str
) -> list[str]:
    area = frame.area
    parts: list[str] = []
    for tick, text in zip(x_ticks, tick_texts(x_ticks), strict=True):
        x = frame.at(tick, frame.ys[0])[0]
        parts.append(
            f'<line class="grid" x1="{x:.1f}" y1="{area.top:.1f}" x2="{x:.1f}" y2="{area.bottom:.1f}"/>'
        )
        parts.append(_text(x, area.bottom + 18, text, "tick", "middle"))
    for tick, text in zip(y_ticks, tick_texts(y_ticks), strict=True):
        y = frame.at(frame.xs[0], tick)[1]
        parts.append(
            f'<line class="grid" x1="{area.left:.1f}" y1="{y:.1f}" x2="{area.right:.1f}" y2="{y:.1f}"/>'
        )
        parts.append(_text(area.left - 8, y + TICK_SIZE * 0.35, text, "tick", "end"))
    parts.append(_text(area.right, area.bottom + 38, x_title, "axis", "end"))
    if y_title:
        parts.append(_text(4, 16, y_title, "axis"))
    return parts


def _round_ticks(last: int) -> tuple[float, ...]:
    step = 1 if last <= 12 else 5 if last <= 60 else 20
    return tuple(float(at) for at in (1, *range(step if step > 1 else 2, max(last, 2) + 1, step)))


def _along(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points a few pixels apart along the line through these."""
    found: list[tuple[float, float]] = []
    for (x0, y0), (x1, y1) in itertools.pairwise(places):
        steps = max(1, round(math.dist((x0, y0), (x1, y1)) / 6))
        found += [(x0 + (x1 - x0) * at / steps, y0 + (y1 - y0) * at / steps) for at in range(steps + 1)]
    return found


def _line(places: Sequence[tuple[float, float]], at: int) -> str:
    if len(places) < 2:
        return ""
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dash = DASHES[(at + at // len(SERIES_COLOURS)) % len(DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline class="line c{at % len(SERIES_COLOURS)}" points="{points}"{dashed}/>'


def _mark(x: float, y: float, at: int, told: str, radius: float = MARK_RADIUS) -> str:
    corners, turn = SHAPES[at % len(SHAPES)]
    points = _polygon(corners, turn, radius) if corners else _cross(turn, radius)
    where = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in points)
    colour = f"c{at % len(SERIES_COLOURS)}"
    return f'<polygon class="mark {colour}" points="{where}"><title>{escaped(told)}</title></polygon>'


def _polygon(corners: int, turn: float, radius: float) -> list[tuple[float, float]]:
    # Few corners fill less of their circle: give each shape about the same area.
    grown = radius * math.sqrt(2 * math.pi / (corners * math.sin(2 * math.pi / corners)))
    angles = [math.radians(turn) + 2 * math.pi * at / corners for at in range(corners)]
    return [(grown * math.cos(angle), grown * math.sin(angle)) for angle in angles]


def _cross(turn: float, radius: float) -> list[tuple[float, float]]:
    arm, half = radius * 1.2, radius * 0.4
    quarter = [(arm, -half), (arm, half), (half, half)]
    angles = [math.radians(turn + 90 * at) for at in range(4)]
    return [
        (x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle))
        for angle in angles
        for x, y in quarter
    ]


def _label(label: Label, place: Placed, at: int, kind: str) -> str:
    box = place.box
    x = {"start": box.left, "end": box.right, "middle": (box.left + box.right) / 2}[place.anchor]
    text = _text(
        x,
        (box.top + box.bottom) / 2 + label.size * 0.35,
        label.text,
        f"{kind} c{at % len(SERIES_COLOURS)}",
        place.anchor,
    )
    if not place.has_leader:
        return text
    near_x = min(max(label.x, box.left), box.right)
    near_y = min(max(label.y, box.top), box.bottom)
    leader = (
        f'<line class="leader" x1="{label.x:.1f}" y1="{label.y:.1f}" x2="{near_x:.1f}" y2="{near_y:.1f}"/>'
    )
    return leader + text


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}"{anchored}>{escaped(text)}</text>'


def _svg(
    name: str,
    title: str,
    told: str,
    height: float,
    parts: Sequence[str],
    homeless: Sequence[tuple[str, int]] = (),
) -> str:
    """Return the whole picture; names that found no room in it are listed beneath, each with its mark."""
    parts = list(parts)
    for text, at in homeless:
        parts.append(_mark(62, height + 4, at, text))
        parts.append(_text(74, height + 4 + LABEL_SIZE * 0.35, text, f"name c{at % len(SERIES_COLOURS)}"))
        height += LABEL_SIZE * LINE_HEIGHT + 4
    prefix = escaped(re.sub(r"[^\w-]", "-", name))
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" '
        f'aria-labelledby="{prefix}-title {prefix}-desc">'
        f'<title id="{prefix}-title">{escaped(title)}</title><desc id="{prefix}-desc">{escaped(told)}</desc>'
        + "".join(parts)
        + "</svg>"
    )
