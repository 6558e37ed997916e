import itertools
import math
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from ltrec_gui.evaluate import plots
from ltrec_gui.evaluate.plots import Box, Label, nice_ticks, place_labels, spread
from ltrec_gui.evaluate.results import Estimate, FrontierPoint
from ltrec_gui.ui import theme

HOSTILE = "<img src=https://example.org/x.png onerror=\"alert('x')\"> & ]]> \x00"


def parsed(picture):
    return ElementTree.fromstring(picture)


def texts(picture, kind):
    return [
        element.text for element in parsed(picture).iter("text") if kind in element.get("class", "").split()
    ]


def points_of(count, seed=4):
    generator = np.random.default_rng(seed)
    return [
        FrontierPoint(
            f"policy {at}",
            strength,
            float(generator.uniform(0.01, 0.05)),
            float(generator.uniform(0.5, 1)),
            float(generator.uniform(0.8, 1.05)),
            0.8,
        )
        for at in range(count)
        for strength in (0.2, 0.5, 1.0)
    ]


# ticks


@pytest.mark.parametrize(
    ("low", "high", "about", "expected"),
    [
        (0.0, 1.0, 6, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (0.0, 0.0567, 4, (0.0, 0.02, 0.04, 0.06)),
        (0.13, 0.87, 5, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (-0.012, 0.017, 5, (-0.02, -0.01, 0.0, 0.01, 0.02)),
        (0.0, 0.3, 4, (0.0, 0.1, 0.2, 0.3)),
        (3.0, 97.0, 5, (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)),
        (0.0, 123456.0, 4, (0.0, 50000.0, 100000.0, 150000.0)),
        (5.0, 5.0, 5, (2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)),
        (0.0, 0.0, 5, (-0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6)),
    ],
)
def test_ticks_are_round(low, high, about, expected):
    assert nice_ticks(low, high, about) == expected


def test_ticks_hold_any_range_in_even_steps_without_noise():
    generator = np.random.default_rng(1)
    for _ in range(300):
        low = float(generator.normal() * 10 ** generator.uniform(-5, 5))
        high = low + float(generator.exponential() * 10 ** generator.uniform(-5, 5))
        about = int(generator.integers(3, 9))
        ticks = nice_ticks(low, high, about)
        step = ticks[1] - ticks[0]
        slack = step * 1e-6
        assert ticks[0] <= low + slack and ticks[-1] >= high - slack
        assert ticks[1] > low - slack and ticks[-2] < high + slack
        assert np.allclose(np.diff(ticks), step)
        assert 2 <= len(ticks) <= 2 * about + 2
        leading = step / 10 ** math.floor(math.log10(step) + 1e-9)
        assert min(abs(leading - nice) for nice in (1, 2, 5, 10)) < 1e-3


@pytest.mark.parametrize(("low", "high"), [(1.0, 0.0), (math.nan, 1.0), (0.0, math.inf)])
def test_ticks_of_no_range_are_refused(low, high):
    with pytest.raises(ValueError, match="no ticks"):
        nice_ticks(low, high)


def test_tick_texts_have_one_precision_and_a_true_minus_sign():
    assert plots.tick_texts((-0.02, -0.01, 0.0, 0.01)) == ("−0.02", "−0.01", "0.00", "0.01")
    assert plots.tick_texts((0.0, 50000.0, 100000.0)) == ("0", "50,000", "100,000")
    assert plots.tick_texts(()) == ()


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (-0.0001, 3, "0.000"),
        (-0.5, 2, "−0.50"),
        (12345.6, 0, "12,346"),
        (math.nan, 2, "–"),
        (math.inf, 2, "–"),
    ],
)
def test_numbers_are_written_for_reading(value, decimals, expected):
    assert plots.number_text(value, decimals) == expected


# labels


@pytest.mark.parametrize("seed", range(5))
def test_labels_overlap_neither_each_other_nor_marks_and_stay_inside(seed):
    generator = np.random.default_rng(seed)
    area = Box(50, 30, 740, 410)
    labels = [
        Label(f"method number {at}", float(generator.uniform(300, 420)), float(generator.uniform(150, 250)))
        for at in range(25)
    ]
    marks = [Box(label.x - 6, label.y - 6, label.x + 6, label.y + 6) for label in labels]
    placed = [place for place in place_labels(labels, area, marks) if place is not None]
    assert len(placed) == len(labels)
    for first, second in itertools.combinations([place.box for place in placed], 2):
        assert not first.overlaps(second)
    for place in placed:
        assert area.holds(place.box)
        assert not any(place.box.overlaps(mark) for mark in marks)


def test_a_lone_label_stands_right_of_its_point_without_a_line():
    (place,) = place_labels([Label("ease", 300, 200)], Box(0, 0, 700, 400))
    assert place.box.left > 300 and place.box.top < 200 < place.box.bottom
    assert not place.has_leader


def test_a_label_keeps_off_the_lines_where_it_can():
    line = [(300 + 2 * step, 200) for step in range(40)]
    (place,) = place_labels([Label("ease", 300, 200)], Box(0, 0, 700, 400), (), line)
    assert not any(
        place.box.left <= x <= place.box.right and place.box.top <= y <= place.box.bottom for x, y in line
    )


def test_a_needed_label_goes_farther_than_another_one():
    crowd = [Box(220, 160, 380, 240)]
    needed, spare = Label("ease", 300, 200), Label("ease", 300, 200, is_needed=False)
    area = Box(0, 0, 700, 400)
    (far,) = place_labels([needed], area, crowd)
    assert far.has_leader
    assert place_labels([spare], area, crowd) == (None,)
    assert place_labels([needed], Box(290, 190, 310, 210)) == (None,)


def test_spread_keeps_order_gap_and_ends_and_moves_nothing_without_need():
    assert spread([10.0, 50.0, 90.0], 15, 0, 100) == (10.0, 50.0, 90.0)
    assert spread([50.0, 50.0], 10, 0, 100) == (45.0, 55.0)
    assert spread([98.0, 99.0, 100.0], 10, 0, 100) == (80.0, 90.0, 100.0)
    assert spread([], 10, 0, 100) == ()
    with pytest.raises(ValueError, match="do not fit"):
        spread([1.0, 2.0, 3.0], 60, 0, 100)


def test_spread_is_the_nearest_there_is():
    generator = np.random.default_rng(2)
    for _ in range(20):
        wanted = np.sort(generator.uniform(0, 100, 3))
        found = np.array(spread(wanted.tolist(), 15, 0, 100))
        assert (np.diff(found) >= 15 - 1e-9).all() and found.min() >= 0 and found.max() <= 100
        grid = np.arange(0, 101, 5.0)
        allowed = [
            trio for trio in itertools.product(grid, repeat=3) if trio[1] - trio[0] >= 15 <= trio[2] - trio[1]
        ]
        best = min(((np.array(trio) - wanted) ** 2).sum() for trio in allowed)
        assert ((found - wanted) ** 2).sum() <= best + 1e-9


def test_long_names_are_cut_and_wide_signs_counted_as_wide():
    assert plots.shortened("ease") == "ease"
    cut = plots.shortened("a very long name of a method that nobody would ever give to one")
    assert cut.endswith("…") and plots.text_width(cut, plots.LABEL_SIZE) <= plots.LONGEST_LABEL
    assert plots.text_width("长尾", 10) > plots.text_width("ab", 10)


# pictures


def pictures(name):
    """Return every kind of picture with a policy or method of this name."""
    estimate = Estimate(0.05, 0.04, 0.06)
    return {
        "frontier": plots.frontier([FrontierPoint(name, 0.5, 0.05, 0.9, 0.9, 0.8)], (name, 0.5)),
        "tail": plots.tail_scatter([(name, 0.3, 0.07), ("ease", 0.0, 0.06)], name),
        "rounds": plots.rounds({name: (0.1, 0.1), "ease": (0.1, 0.09)}, name),
        "bars": plots.bars([(name, estimate), ("ease", estimate)], name, baseline=name),
    }


@pytest.mark.parametrize("kind", ["frontier", "tail", "rounds", "bars"])
def test_pictures_are_well_formed_and_told_in_words(kind):
    root = parsed(pictures("ease + text")[kind])
    title, told = root.find("title"), root.find("desc")
    assert root.tag == "svg" and root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), told.get("id")]
    assert title.text and "ease + text" in told.text


@pytest.mark.parametrize("kind", ["frontier", "tail", "rounds", "bars"])
def test_names_cannot_bring_anything_into_a_picture(kind):
    picture = pictures(HOSTILE)[kind]
    root = parsed(picture)
    allowed = {"svg", "title", "desc", "text", "line", "polyline", "polygon", "circle", "rect", "path"}
    assert {element.tag for element in root.iter()} <= allowed
    for element in root.iter():
        assert not {
            name for name in element.attrib if name.startswith("on") or name in ("src", "href", "style")
        }
    assert any("<img src=" in (element.text or "") for element in root.iter())
    assert "\x00" not in picture and "url(" not in picture


def test_every_policy_is_named_and_the_default_marked():
    points = points_of(9)
    picture = plots.frontier(points, ("policy 3", 0.5))
    names = texts(picture, "name")
    assert sorted(names) == sorted({point.policy for point in points})
    assert sum("(default)" in text for text in texts(picture, "strength")) == 1
    assert picture.count('class="ring"') == 1
    assert plots.frontier(points).count('class="ring"') == 0
    marks = [element for element in parsed(picture).iter("polygon") if element.find("title") is not None]
    assert len(marks) == len(points)
    assert sum("the default" in mark.find("title").text for mark in marks) == 1


def test_a_line_goes_through_its_strengths_in_their_order():
    points = [
        FrontierPoint("dpp", strength, 0.04, 0.9, 0.8 + strength / 10, 0.8) for strength in (1.0, 0.2, 0.6)
    ]
    (line,) = parsed(plots.frontier(points)).iter("polyline")
    xs = [float(pair.split(",")[0]) for pair in line.get("points").split()]
    assert xs == sorted(xs) and len(xs) == 3


def test_the_frontier_can_show_relevance_kept_instead():
    points = [FrontierPoint("dpp", 0.5, math.nan, 0.9, 0.95, 0.8)]
    assert plots.frontier(points) == ""
    assert "share of relevance kept" in plots.frontier(points, measure="relevance_kept")


def test_series_differ_by_more_than_colour():
    lines = {f"method {at}": (0.1 + at / 100, 0.2) for at in range(24)}
    root = parsed(plots.rounds(lines))
    looks = [(line.get("class"), line.get("stroke-dasharray")) for line in root.iter("polyline")]
    assert len(looks) == 24 and len(set(looks)) == 24
    shapes = {}
    for mark in root.iter("polygon"):
        corners = len(mark.get("points").split())
        shapes.setdefault(mark.get("class"), set()).add(corners)
    assert all(len(corners) > 1 for corners in shapes.values())


def test_names_at_the_ends_of_rounds_do_not_touch():
    lines = {f"method {at}": (0.1, 0.05 + at / 100000) for at in range(30)}
    root = parsed(plots.rounds(lines, "method 3"))
    named = [element for element in root.iter("text") if "name" in element.get("class").split()]
    heights = sorted(float(element.get("y")) for element in named)
    assert len(heights) == 30 and min(np.diff(heights)) >= plots.LABEL_SIZE
    assert sum(element.text == "method 3 (baseline)" for element in named) == 1
    assert max(heights) <= float(root.get("viewBox").split()[3])


def test_rounds_have_whole_ticks():
    assert texts(plots.rounds({"ease": (0.1, 0.2, 0.1)}), "tick")[:3] == ["1", "2", "3"]
    assert texts(plots.rounds({"ease": (0.1,) * 25}), "tick")[:6] == ["1", "5", "10", "15", "20", "25"]


def test_all_methods_of_a_crowded_scatter_are_named():
    methods = [(f"a method with a long name {at}", 0.001 * at, 0.05 + 0.0001 * at) for at in range(30)]
    root = parsed(plots.tail_scatter(methods, "a method with a long name 2"))
    named = [element.text for element in root.iter("text") if "name" in element.get("class").split()]
    assert len(named) == 30 and sum(name.endswith("(baseline)") for name in named) == 1
    bottom = float(root.get("viewBox").split()[3])
    assert all(float(element.get("y")) <= bottom for element in root.iter("text"))


def test_bars_begin_at_zero_and_whiskers_span_the_interval():
    picture = plots.bars(
        [
            ("a", Estimate(0.4, 0.2, 0.6)),
            ("b", Estimate(-0.2, -0.4, 0.0)),
            ("c", Estimate(0.2, math.nan, 0.3)),
        ],
        "Δ",
    )
    root = parsed(picture)
    (zero,) = [line for line in root.iter("line") if line.get("class") == "zero"]
    at_zero = float(zero.get("x1"))
    first, second, _ = root.iter("rect")
    assert float(first.get("x")) == pytest.approx(at_zero, abs=0.11)
    assert float(second.get("x")) + float(second.get("width")) == pytest.approx(at_zero, abs=0.11)
    whiskers = [path.get("d") for path in root.iter("path")]
    assert len(whiskers) == 2
    low, high = (float(number) for number in re.match(r"M([\d.]+) [\d.]+H([\d.]+)", whiskers[0]).groups())
    per_unit = float(first.get("width")) / 0.4
    assert low == pytest.approx(at_zero + 0.2 * per_unit, abs=0.3)
    assert high == pytest.approx(at_zero + 0.6 * per_unit, abs=0.3)


def test_the_baseline_and_the_chosen_bar_are_called_so():
    rows = [("a", Estimate(0.4, 0.2, 0.6)), ("b", Estimate(0.3, 0.2, 0.6))]
    assert texts(plots.bars(rows, "nDCG", baseline="b"), "plain") == ["a", "b (baseline)"]
    assert texts(plots.bars(rows, "nDCG", chosen="a"), "plain") == ["a (recommended)", "b"]
    assert texts(plots.bars(rows, "nDCG"), "plain") == ["a", "b"]


def test_what_is_no_number_is_left_out():
    nothing = Estimate(math.nan, math.nan, math.nan)
    assert plots.bars([("a", nothing)], "nDCG") == ""
    assert plots.rounds({"a": (math.nan,), "b": ()}) == ""
    assert plots.tail_scatter([("a", math.nan, 0.1)]) == ""
    assert plots.frontier([]) == ""
    assert "nan" not in plots.rounds({"a": (0.1, math.nan, 0.2)})


def test_a_picture_of_nothing_but_zeros_can_be_drawn():
    zero = Estimate(0.0, 0.0, 0.0)
    assert parsed(plots.bars([("a", zero)], "nDCG")).tag == "svg"
    assert parsed(plots.rounds({"a": (0.0,)})).tag == "svg"
    assert parsed(plots.tail_scatter([("a", 0.0, 0.0)])).tag == "svg"


# colours


def test_the_colours_are_those_of_the_window():
    for colours, tokens in ((plots.LIGHT, theme.LIGHT), (plots.DARK, theme.DARK)):
        assert colours == {role: getattr(tokens, role) for role in colours}


@pytest.mark.parametrize("colours", [plots.LIGHT, plots.DARK], ids=["light", "dark"])
def test_colours_can_be_read_in_both_schemes(colours):
    for role in (*plots.SERIES_COLOURS, "text", "text2", "accent"):
        assert theme.contrast(colours[role], colours["surface"]) >= 4.5
    assert theme.contrast(colours["border_strong"], colours["surface"]) >= 3.0
    for fill in ("accent_bg", "surface2"):
        assert theme.contrast(colours["text"], colours[fill]) >= 4.5
