import json
import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest

from ltrec_gui.evaluate import plots, wording
from ltrec_gui.evaluate import report as reports
from ltrec_gui.evaluate.bake_off import BakeOffRow, compare
from ltrec_gui.evaluate.results import (
    Estimate,
    EvaluationReport,
    FrontierPoint,
    MethodResult,
    ProtocolResult,
)

METHODS = {
    "random": 0.003,
    "popular": 0.004,
    "tf-idf": 0.013,
    "bm25": 0.015,
    "bert-mean": 0.012,
    "bert-cls": 0.014,
    "bert-centred": 0.0155,
    "item-knn": 0.025,
    "ials": 0.037,
    "rp3beta": 0.046,
    "ease": 0.0475,
    "ease + text prior": 0.054,
    "whole pipeline": 0.061,
}
READER_SCALES = {"ndcg@10": 1.0, "recall@10": 1.3, "recall@50": 2.6, "serendipity": 0.4}
EDITOR_SCALES = {"accepted@20": 60.0, "accepted@100": 260.0, "accepted@200": 500.0}
BASE = METHODS["ease"]


def around(value, half, generator):
    low, high = half * generator.uniform(0.8, 1.2, 2)
    return Estimate(float(value), float(value - low), float(value + high))


def made_method(name, level, generator, *, scales, tail_share, round_count=0):
    metrics, differences = {}, {}
    for metric, scale in scales.items():
        metrics[metric] = around(level * scale, 0.012 * scale, generator)
        differences[metric] = around((level - BASE) * scale, 0.008 * scale, generator)
    for metric, value in (
        ("tail_share", tail_share),
        ("popularity", 6.5),
        ("diversity", 0.93),
        ("novelty", 6.4),
    ):
        value *= 1.0 if metric == "tail_share" else generator.uniform(0.9, 1.1)
        is_constant = value == 1.0
        metrics[metric] = (
            Estimate(value, value, value) if is_constant else around(value, 0.02 * value, generator)
        )
        differences[metric] = (
            Estimate(0.0, 0.0, 0.0)
            if is_constant
            else around(0.02 * generator.standard_normal(), 0.02 * value, generator)
        )
    for metric in ("coverage", "gini", "max_frequency"):
        value = float(generator.uniform())
        metrics[metric] = Estimate(value, value, value)
    settings = {"regularisation": 100.0, "neighbours": 200} if name in ("ease", "item-knn", "ials") else {}
    rounds = tuple(
        float(max(0.0, level * 3 / (1 + at / 4) + generator.normal(0, 0.004))) for at in range(round_count)
    )
    return MethodResult(name, metrics, differences, float(generator.uniform(0.1, 200)), settings, rounds)


def made_protocol(name, generator, *, factor=1.0, scales=READER_SCALES, round_count=0):
    shares = dict.fromkeys(METHODS, 1.0)
    if name == "readers-all":
        shares = dict.fromkeys(METHODS, 0.01) | {
            "random": 0.78,
            "tf-idf": 0.64,
            "bm25": 0.61,
            "bert-mean": 0.44,
            "bert-cls": 0.45,
            "bert-centred": 0.42,
            "whole pipeline": 0.3,
        }
    methods = tuple(
        made_method(
            method,
            level,
            generator,
            scales={metric: factor * scale for metric, scale in scales.items()},
            tail_share=shares[method],
            round_count=round_count,
        )
        for method, level in METHODS.items()
    )
    facts = {
        "split": "per-reader",
        "leak": "each reader is cut at a time of their own",
        "tail_most_views": 10.0,
        "candidates": 7566 if name == "readers-tail" else 9742,
        "without_interval": "coverage, gini, max_frequency",
    }
    unit = "brief" if round_count else "reader"
    return ProtocolResult(name, unit, 322, "ease", methods, facts)


def made_frontier(generator):
    points = [FrontierPoint("relevance alone", 0.0, 0.0451, 1.0, 0.891, 0.736)]
    for policy, gain, loss in (
        ("mmr", 0.09, 0.004),
        ("dpp", 0.13, 0.006),
        ("msd", 0.15, 0.02),
        ("topic quota", 0.04, 0.003),
        ("softmax", 0.04, 0.03),
    ):
        for strength in (0.2, 0.5, 0.8, 1.0):
            points.append(
                FrontierPoint(
                    policy,
                    strength,
                    float(0.0455 + 0.003 * math.sin(3 * strength) - loss * strength**2),
                    float(1 - 4 * loss * strength),
                    float(0.891 + gain * strength + generator.normal(0, 0.002)),
                    float(0.736 + gain * strength / 2),
                )
            )
    points.append(FrontierPoint("random", 1.0, 0.0017, 0.6, 1.0, 0.829))
    return tuple(points)


def made_report(seed=7, **changes):
    generator = np.random.default_rng(seed)
    fields = {
        "library": "Made-up films",
        "model": "all-MiniLM-L6-v2",
        "item_count": 9742,
        "reader_count": 610,
        "interaction_count": 100836,
        "seed": 20,
        "protocols": (
            made_protocol("readers-tail", generator),
            made_protocol("readers-all", generator, factor=2.5),
            made_protocol("editor-topics", generator, scales=EDITOR_SCALES, round_count=10),
        ),
        "frontier": made_frontier(generator),
        "left_out": {"readers-cold": "only 40 readers like such an item; 100 are needed"},
    }
    return EvaluationReport(**(fields | changes))


def made_bake_off():
    generator = np.random.default_rng(3)
    rows = []
    for model, seconds, megabytes, level in (
        ("all-MiniLM-L6-v2", 96.0, 14.3, 0.028),
        ("bge-small-en", 210.0, 14.3, 0.0295),
        ("e5-base-multilingual", 830.0, 28.6, 0.0301),
    ):
        for pooling in ("mean", "cls"):
            for centring in (True, False):
                for dimension in (384, 128):
                    value = level - 0.008 * (pooling == "cls") - 0.007 * (not centring)
                    value += generator.normal(0, 0.0003)
                    rows.append(
                        BakeOffRow(
                            model,
                            pooling,
                            centring,
                            dimension,
                            "angular",
                            None if centring else 0.2,
                            around(value, 0.004, generator),
                            around(0.6 + 5 * value, 0.05, generator) if pooling == "mean" else None,
                            float(seconds * generator.uniform(0.95, 1.05)),
                            megabytes * dimension / 384,
                        )
                    )
    return compare(rows)


@pytest.fixture(scope="module")
def report():
    return made_report()


@pytest.fixture(scope="module")
def page(report):
    return reports.as_html(report, ("dpp", 0.5))


class Page(HTMLParser):
    """A page as a list of (tag, attributes, open tags above it) and the text of every element by its tag."""

    def __init__(self, source):
        super().__init__()
        self.elements, self.open, self.texts, self.faults = [], [], [], []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes), tuple(self.open)))
        self.texts.append("")
        if tag not in ("meta", "br", "link", "img"):
            self.open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes), tuple(self.open)))
        self.texts.append("")

    def handle_endtag(self, tag):
        if not self.open or self.elements[self.open[-1]][0] != tag:
            self.faults.append(f"</{tag}> closes nothing")
            return
        self.open.pop()

    def handle_data(self, data):
        for at in self.open:
            self.texts[at] += data

    def all(self, tag, **wanted):
        return [
            (attributes, self.texts[at])
            for at, (found, attributes, _) in enumerate(self.elements)
            if found == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]


def result(name, value, difference=None, **metrics):
    """Return a method with nDCG@10 of this value and half width 0.009, and this (value, low, high) to the baseline."""
    figures = {"ndcg@10": Estimate(value, value - 0.009, value + 0.009)}
    against = {"ndcg@10": Estimate(*(difference or (0.0, 0.0, 0.0)))}
    return MethodResult(name, figures | metrics, against, 1.0)


def protocol_of(*methods, name="readers-tail", **facts):
    return ProtocolResult(name, "reader", 322, "ease", methods, facts)


EASE = result("ease", 0.0475)
ABOVE, BELOW, LEVEL = (0.009, 0.003, 0.017), (-0.02, -0.03, -0.01), (0.004, -0.002, 0.011)


# JSON


def test_a_report_survives_json_exactly(report):
    kept = json.loads(json.dumps(reports.as_json(report), allow_nan=False))
    assert reports.from_json(kept) == report
    assert isinstance(reports.from_json(kept).protocols[2].methods[0].rounds, tuple)


def test_odd_numbers_survive_json(report):
    tiny = Estimate(0.1 + 0.2, 5e-324, 1.7976931348623157e308)
    odd = MethodResult("odd", {"a": tiny}, {}, 1.0, {"b": "nan", "c": 3, "d": 3.0, "e": True}, (1 / 3,))
    changed = replace(report, protocols=(protocol_of(odd, name="\u957f\u5c3e"),))
    made = reports.from_json(json.loads(json.dumps(reports.as_json(changed))))
    assert made == changed
    settings = made.protocols[0].methods[0].settings
    assert [type(value) for value in settings.values()] == [str, int, float, bool]


def test_what_is_no_number_is_kept_in_valid_json():
    points = (FrontierPoint("dpp", 0.5, math.nan, math.inf, -math.inf, 0.0),)
    kept = json.dumps(reports.as_json(made_report(protocols=(), frontier=points)), allow_nan=False)
    (point,) = reports.from_json(json.loads(kept)).frontier
    assert math.isnan(point.ndcg)
    assert (point.relevance_kept, point.intra_list_diversity) == (math.inf, -math.inf)


def test_numbers_of_numpy_become_plain_ones():
    made = protocol_of(EASE, candidates=np.int64(7), share=np.float32(0.5))
    kept = reports.as_json(made_report(protocols=(made,), item_count=np.int32(5)))
    assert json.loads(json.dumps(kept))["item_count"] == 5
    assert kept["protocols"][0]["facts"] == {"candidates": 7, "share": 0.5}
    with pytest.raises(TypeError, match="cannot hold a set"):
        reports.as_json(made_report(library={1}))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"format": "something else"}, "no file of the format"),
        ({"version": 2}, "version 2, not 1"),
        ({"protocols": None}, "an evaluation report lacks something"),
        ({"item_count": "many"}, "no whole number"),
        ({"library": 3}, "no text"),
        ({"frontier": [{"policy": "dpp"}]}, "diversity"),
        ({"left_out": {"a": 1}}, "no text"),
    ],
)
def test_what_is_no_report_is_refused(report, change, complaint):
    with pytest.raises(ValueError, match=complaint):
        reports.from_json(reports.as_json(report) | change)


def test_nothing_at_all_is_refused():
    with pytest.raises(ValueError, match="no file of the format"):
        reports.from_json([])


def test_a_bake_off_survives_json_exactly():
    made = made_bake_off()
    kept = json.loads(json.dumps(reports.bake_off_as_json(made), allow_nan=False))
    assert reports.bake_off_from_json(kept) == made
    with pytest.raises(ValueError, match="no setting 99"):
        reports.bake_off_from_json(kept | {"recommended": 99})
    with pytest.raises(ValueError, match="no file of the format"):
        reports.from_json(kept)


# sentences


def test_a_win_is_told_with_its_interval():
    told = wording.verdict(protocol_of(EASE, result("fusion", 0.0567, ABOVE), result("random", 0.003, BELOW)))
    assert told.startswith("“fusion” (0.0567) beats the baseline “ease” (0.0475) in nDCG@10")
    assert "+0.0090 [+0.0030, +0.0170], is clear of zero" in told
    assert "Of 2 methods one is clearly above the baseline and one is clearly below." in told


def test_a_higher_figure_whose_interval_holds_zero_is_no_win():
    told = wording.verdict(protocol_of(EASE, result("fusion", 0.0515, LEVEL)))
    assert told.startswith(
        "No difference could be shown between “fusion” (0.0515) and the baseline “ease” (0.0475)"
    )
    assert "above the baseline's" in told and "[−0.0020, +0.0110], holds zero" in told
    assert "beats" not in told
    told = wording.verdict(protocol_of(EASE, result("fusion", 0.0515, LEVEL), result("other", 0.0435, LEVEL)))
    assert "none is clearly above the baseline and none is clearly below; for 2 no difference" in told


def test_an_interval_that_touches_zero_is_not_clear_of_it():
    assert "No difference" in wording.verdict(protocol_of(EASE, result("fusion", 0.05, (0.002, 0.0, 0.004))))


def test_a_defeat_is_told_as_one():
    told = wording.verdict(protocol_of(EASE, result("bm25", 0.0275, BELOW), result("random", 0.003, BELOW)))
    assert told.startswith(
        "No method comes up to the baseline “ease” (0.0475) in nDCG@10; the nearest, “bm25”"
    )
    assert "falls short: the difference, −0.0200 [−0.0300, −0.0100], is clear of zero" in told
    assert told.endswith("none is clearly above the baseline and 2 are clearly below.")


def test_the_best_that_is_clearly_above_is_named_beside_a_higher_one_that_is_not():
    wide = (0.01, -0.001, 0.02)
    told = wording.verdict(protocol_of(EASE, result("wide", 0.0575, wide), result("narrow", 0.056, ABOVE)))
    assert told.startswith("No difference could be shown between “wide”")
    assert "clearly above the baseline is that of “narrow” (0.0560)" in told


def test_what_cannot_be_compared_is_said():
    assert "“ease” (0.0475) was measured" in wording.verdict(protocol_of(EASE))
    assert "baseline “ease” was not measured" in wording.verdict(protocol_of(result("fusion", 0.05)))
    assert wording.verdict(protocol_of()) == "No method was measured."
    unknown = MethodResult("fusion", {"ndcg@10": Estimate(0.05, 0.04, 0.06)}, {}, 1.0)
    assert "nothing is known of how much of their difference is chance" in wording.verdict(
        protocol_of(EASE, unknown)
    )
    nothing = MethodResult("fusion", {"ndcg@10": Estimate(math.nan, math.nan, math.nan)}, {}, 1.0)
    assert "compared with nothing" in wording.verdict(protocol_of(EASE, nothing))


def test_an_end_clear_of_zero_is_never_printed_as_zero():
    told = wording.verdict(protocol_of(EASE, result("fusion", 0.0567, (0.009, 0.00002, 0.017))))
    assert "[+0.00002, +0.0170], is clear of zero" in told


@pytest.mark.parametrize(
    ("names", "main"),
    [
        (("recall@50", "ndcg@10", "gini"), "ndcg@10"),
        (("accepted@20", "accepted@200", "accepted@100"), "accepted@200"),
        (("diversity", "recall@20", "recall@200"), "recall@20"),
        (("strange", "gini"), "strange"),
        ((), ""),
    ],
)
def test_the_main_metric(names, main):
    figures = {name: Estimate(0.1, 0.0, 0.2) for name in names}
    assert wording.main_metric(protocol_of(MethodResult("ease", figures, {}, 1.0))) == main


@pytest.mark.parametrize(
    ("name", "label", "better"),
    [
        ("ndcg@10", "nDCG@10", 1),
        ("accepted@200", "Accepted of 200", 1),
        ("effort_to_half", "Effort to half", -1),
        ("diversity", "Diversity (text)", 0),
        ("ILD", "Diversity (text)", 0),
        ("APLT", "Tail share", 0),
        ("tail_coverage", "Tail coverage", 0),
        ("gini@10", "Gini@10", 0),
        ("my_own_measure", "my own measure", 0),
    ],
)
def test_metrics_have_names_and_directions(name, label, better):
    metric = wording.metric_of(name)
    assert (metric.label, metric.better) == (label, better)
    assert "{k}" not in metric.label + metric.meaning


def test_every_metric_of_the_protocols_is_explained():
    names = (
        "ndcg@10 ndcg@20 recall@10 recall@50 recall@500 serendipity accepted@20 half_found effort_to_half ms_per_call "
        "tail_share popularity novelty diversity tag_diversity coverage tail_coverage gini max_frequency"
    )
    assert all(wording.metric_of(name).meaning for name in names.split())


def test_what_diversity_costs_changes_with_the_figures():
    plain = FrontierPoint("relevance", 0.0, 0.045, 1.0, 0.89, 0.7)
    free = FrontierPoint("dpp", 0.5, 0.046, 0.95, 0.98, 0.7)
    dear = FrontierPoint("msd", 0.5, 0.030, 0.9, 1.02, 0.7)
    told = wording.frontier_verdict((plain, dear, free), ("msd", 0.5))
    assert "those of “dpp” (0.0460, diversity 0.980)" in told
    assert "The default, “msd”, has 0.0300" in told and "keeps 90.0 % of the relevance" in told
    told = wording.frontier_verdict((plain, dear))
    assert told.startswith("No setting makes lists more diverse than “relevance”") and "default" not in told
    nothing = FrontierPoint("dpp", 0.5, math.nan, 1.0, 0.9, 0.7)
    assert wording.frontier_verdict((nothing,)).startswith("No policy has both")


def test_the_summary_has_a_line_for_each_protocol_and_one_for_diversity(report):
    headings = [heading for heading, _ in wording.summary(report)]
    assert headings == ["Readers, tail items only", "Readers, all items", "Editors with a topic", "Diversity"]
    assert wording.summary(made_report(protocols=(), frontier=())) == ()


# the page


def test_the_page_is_sound_and_every_part_is_there(page, report):
    parsed = Page(page)
    assert not parsed.faults and not parsed.open
    headings = [text for _, text in parsed.all("h2")]
    assert headings == [
        "In short",
        "What was measured",
        "Readers, tail items only",
        "Readers, all items",
        "Editors with a topic",
        "What diversity costs",
        "Settings that tuning chose",
        "What was left out, and why",
        "How to read the figures",
    ]
    assert parsed.all("html", lang="en") and len(parsed.all("h1")) == 1
    text = parsed.texts[0]
    for told in (
        "9,742",
        "100,836",
        "each reader is cut at a time of their own",
        "only 40 readers like such an item",
    ):
        assert told in text
    for heading, sentence in wording.summary(report, ("dpp", 0.5)):
        assert f"{heading}. {sentence}" in text


def test_every_id_is_used_once_and_every_reference_found(page):
    parsed = Page(page)
    ids = [attributes["id"] for _, attributes, _ in parsed.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes, _ in parsed.elements:
        for name in attributes.get("aria-labelledby", "").split():
            assert name in ids
        if "href" in attributes:
            assert attributes["href"].startswith("#") and attributes["href"][1:] in ids


def loads_nothing(source):
    parsed = Page(source)
    tags = {tag for tag, _, _ in parsed.elements}
    assert not tags & {"script", "img", "link", "iframe", "object", "embed", "base", "form", "image", "use"}
    for _, attributes, _ in parsed.elements:
        assert not {
            name for name in attributes if name.startswith("on") or name in ("src", "srcset", "xlink:href")
        }
        assert not attributes.get("href", "#").startswith(("http:", "https:", "//", "javascript:", "data:"))
    (style,) = [text for _, text in parsed.all("style")]
    assert "url(" not in style and "@import" not in style and "http" not in style
    (policy,) = parsed.all("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy[0]["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    return parsed


def test_pages_need_nothing_from_elsewhere(page):
    for source in (page, reports.bake_off_html(made_bake_off())):
        loads_nothing(source)
        assert "http://" not in source and "https://" not in source and "src=" not in source


HOSTILE = "<img src=https://example.org/x.png onerror=\"alert('x')\"></style><script>alert(1)</script> & \x00"


def test_names_cannot_bring_anything_into_the_page():
    generator = np.random.default_rng(1)
    method = made_method(HOSTILE, 0.06, generator, scales=READER_SCALES, tail_share=0.5, round_count=3)
    method = replace(
        method,
        metrics=method.metrics | {HOSTILE: Estimate(0.1, 0.0, 0.2)},
        settings={HOSTILE: HOSTILE},
    )
    base = replace(method, name="b", metrics={"ndcg@10": Estimate(0.1, 0.0, 0.2)})
    hostile = ProtocolResult(
        HOSTILE, HOSTILE, 3, HOSTILE, (method, base), {HOSTILE: HOSTILE, "split": HOSTILE}
    )
    made = EvaluationReport(
        HOSTILE,
        HOSTILE,
        1,
        1,
        1,
        1,
        (hostile, replace(hostile, baseline="b")),
        (FrontierPoint(HOSTILE, 0.5, 0.1, 0.9, 0.9, 0.8), FrontierPoint(HOSTILE, 1.0, 0.1, 0.9, 0.9, 0.8)),
        {HOSTILE: HOSTILE},
    )
    source = reports.as_html(made, (HOSTILE, 0.5))
    parsed = loads_nothing(source)
    assert not parsed.faults and "\x00" not in source
    assert parsed.texts[0].count("<img src=") > 20


def test_names_cannot_bring_anything_into_the_bake_off_page():
    hostile = BakeOffRow(
        HOSTILE, HOSTILE, True, 384, HOSTILE, None, Estimate(0.1, 0.0, 0.2), Estimate(0.1, 0.0, 0.2), 1.0, 1.0
    )
    parsed = loads_nothing(reports.bake_off_html(compare([hostile, hostile]), HOSTILE, HOSTILE))
    assert not parsed.faults and parsed.texts[0].count("<img src=") > 8


def test_tables_have_captions_and_heads_with_scope(page):
    parsed = Page(page)
    tables = [at for at, (tag, _, _) in enumerate(parsed.elements) if tag == "table"]
    assert len(tables) == 1 + 3 * 2 + 1 + 1 + 1  # the protocols; two each; rounds; frontier; settings
    for at in tables:
        inner = [(tag, attributes) for tag, attributes, above in parsed.elements if at in above]
        assert [tag for tag, _ in inner].count("caption") == 1
        heads = [attributes.get("scope") for tag, attributes in inner if tag == "th"]
        assert set(heads) == {"col", "row"}
        rows = [index for index, (tag, _, above) in enumerate(parsed.elements) if tag == "tr" and at in above]
        widths = {
            sum(tag in ("td", "th") and above[-1] == row for tag, _, above in parsed.elements) for row in rows
        }
        assert widths == {heads.count("col")}


def test_figures_are_told_in_words_and_well_formed(page):
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert (
        len(pictures) == 3 + 1 + 1 + 2
    )  # bars of each protocol, tail share, rounds, frontier by two measures
    for picture in pictures:
        root = ElementTree.fromstring(picture)
        assert root.get("role") == "img" and root.find("title").text and root.find("desc").text
    parsed = Page(page)
    assert len(parsed.all("figcaption")) == len(pictures)


def cell_of(source, method, column):
    """Return the attributes and texts within the cell of the first table that has both."""
    parsed = Page(source)
    for at, (tag, _, _) in enumerate(parsed.elements):
        if tag != "table":
            continue
        heads = [text for (_, text), above in _in(parsed, at, "th", scope="col")]
        for row, (found, _, above) in enumerate(parsed.elements):
            if found == "tr" and at in above and column in heads:
                cells = [
                    index
                    for index, (kind, _, over) in enumerate(parsed.elements)
                    if kind in ("td", "th") and over[-1] == row
                ]
                if parsed.texts[cells[0]].removesuffix("baseline") == method:
                    cell = cells[heads.index(column)]
                    inner = [tag for tag, _, over in parsed.elements if cell in over]
                    return parsed.texts[cell], inner
    raise AssertionError(f"no cell of {method} and {column}")


def _in(parsed, table, tag, **wanted):
    return [
        ((attributes, parsed.texts[at]), above)
        for at, (found, attributes, above) in enumerate(parsed.elements)
        if found == tag
        and table in above
        and all(attributes.get(key) == value for key, value in wanted.items())
    ]


def page_of(*methods):
    return reports.as_html(made_report(protocols=(protocol_of(*methods),), frontier=()))


def test_a_mark_stands_only_where_the_interval_excludes_zero():
    source = page_of(
        EASE, result("up", 0.0565, ABOVE), result("down", 0.0275, BELOW), result("level", 0.0515, LEVEL)
    )
    up, down, level, base = (cell_of(source, name, "nDCG@10")[0] for name in ("up", "down", "level", "ease"))
    assert "▲" in up and "higher than the baseline, clear of zero" in up
    assert "▼" in down and "lower than the baseline, clear of zero" in down
    assert "▲" not in level and "▼" not in level and "[−0.0020, +0.0110]" in level
    assert base == "0.0475 [0.0385, 0.0565]"


def test_bold_is_only_what_reads_as_better_than_the_next():
    source = page_of(EASE, result("fusion", 0.0567, ABOVE))
    assert "strong" in cell_of(source, "fusion", "nDCG@10")[1]
    assert "strong" not in cell_of(source, "ease", "nDCG@10")[1]
    tied = page_of(EASE, result("one", 0.056701, ABOVE), result("two", 0.056702, ABOVE))
    for name in ("ease", "one", "two"):
        assert "strong" not in cell_of(tied, name, "nDCG@10")[1]


def test_what_lists_are_like_is_never_bold_and_less_effort_is_better():
    def judged(name, effort, gini):
        more = {
            "effort_to_half": Estimate(effort, effort, effort),
            "gini": Estimate(gini, gini, gini),
        }
        return result(name, 0.05, LEVEL, **more)

    source = page_of(judged("ease", 300.0, 0.9), judged("fusion", 200.0, 0.5))
    assert "strong" in cell_of(source, "fusion", "Effort to half")[1]
    assert "strong" not in cell_of(source, "ease", "Effort to half")[1]
    for name in ("ease", "fusion"):
        assert "strong" not in cell_of(source, name, "Gini")[1]
    assert cell_of(source, "fusion", "Effort to half")[0] == "200"


def test_methods_stand_best_first_and_those_without_a_figure_last():
    lost = MethodResult("lost", {}, {}, 1.0)
    parsed = Page(page_of(result("random", 0.003, BELOW), lost, EASE, result("fusion", 0.0567, ABOVE)))
    names = [text.removesuffix("baseline") for _, text in parsed.all("th", scope="row")]
    assert names[1:5] == ["fusion", "ease", "random", "lost"]
    assert cell_of(page_of(EASE, lost), "lost", "nDCG@10")[0] == "–"


def test_facts_that_all_protocols_share_are_said_once(page):
    text = Page(page).texts[0]
    assert text.count("What leaks from test to training") == 1
    assert text.count("each reader's likes by their own time") == 1
    # Candidates differ, so every protocol states its own.
    assert text.count("Candidates") == 3 and "7,566" in text


def test_silence_about_leaks_is_pointed_out(page):
    silent = "do not say what leaks"
    assert silent in page_of(EASE)
    assert silent not in page


def test_nothing_measured_is_said_too():
    text = Page(reports.as_html(made_report(protocols=(), frontier=(), left_out={}))).texts[0]
    assert "Nothing was measured." in text and "Nothing was left out." in text
    assert "No method had anything to tune." in text


def test_tail_share_is_drawn_only_where_it_differs(page):
    titles = [
        ElementTree.fromstring(picture).find("title").text for picture in re.findall("<svg.*?</svg>", page)
    ]
    assert [title for title in titles if "Tail share" in title] == ["Tail share against nDCG@10"]


def test_the_page_follows_the_scheme_of_the_screen_and_prints_light(page):
    (style,) = [text for _, text in Page(page).all("style")]
    assert "@media screen and (prefers-color-scheme:dark)" in style
    for role in set(re.findall(r"var\(--(\w+)", style)) - {"c"}:
        assert role in plots.LIGHT and role in plots.DARK


# the bake-off


def bake_off_of(*scores, seconds):
    rows = [
        BakeOffRow("m", "mean", True, 384, "angular", None, Estimate(s, s - 0.02, s + 0.02), None, cost, 10.0)
        for s, cost in zip(scores, seconds, strict=True)
    ]
    return compare(rows)


def test_the_reason_changes_with_the_figures():
    cheaper = wording.bake_off_verdict(bake_off_of(0.300, 0.295, seconds=(90.0, 10.0)))
    assert "0.295, lies within one standard error" in cheaper and "setting 1" in cheaper
    assert "10.0 seconds" in cheaper and "takes 90.0" in cheaper
    alone = wording.bake_off_verdict(bake_off_of(0.300, 0.200, seconds=(90.0, 10.0)))
    assert "no other setting is as good" in alone
    cheapest = wording.bake_off_verdict(bake_off_of(0.300, 0.295, seconds=(10.0, 90.0)))
    assert "of the 2 settings as good" in cheapest and "none is clearly cheaper" in cheapest
    assert (
        wording.bake_off_verdict(bake_off_of(0.3, seconds=(1.0,)))
        == "It is the only setting that was measured."
    )


def test_the_recommended_setting_is_marked_and_told():
    made = made_bake_off()
    source = reports.bake_off_html(made, "Made-up films", "nDCG@20")
    parsed = Page(source)
    assert not parsed.faults
    chosen = made.rows[made.recommended]
    (row,) = parsed.all("tr", **{"class": "chosen"})
    assert row[1].startswith(f"{made.recommended + 1}. {chosen.model}recommended")
    assert f"Use setting {made.recommended + 1}: {chosen.model}, {chosen.pooling} pooling" in parsed.texts[0]
    assert wording.bake_off_verdict(made, "nDCG@20") in parsed.texts[0]
    scores = [float(text.split()[0]) for text in _column(parsed, "nDCG@20")]
    assert scores == sorted(scores, reverse=True) and len(scores) == len(made.rows)


def test_a_bake_off_without_verdicts_has_no_column_of_them():
    source = reports.bake_off_html(bake_off_of(0.3, 0.2, seconds=(1.0, 2.0)))
    assert "Your verdicts" not in source
    assert "Your verdicts" in reports.bake_off_html(made_bake_off())


def _column(parsed, head):
    heads = [text for _, text in parsed.all("th", scope="col")]
    place = heads.index(head)
    rows = [at for at, (tag, _, _) in enumerate(parsed.elements) if tag == "tr"][1:]
    for row in rows:
        cells = [
            at
            for at, (tag, _, above) in enumerate(parsed.elements)
            if tag in ("td", "th") and above[-1] == row
        ]
        yield parsed.texts[cells[place]]


def test_the_frontier_tells_how_sure_its_figures_are():
    points = (
        FrontierPoint("none", 0.0, 0.045, 1.0, 0.89, 0.7, Estimate(0.045, 0.03, 0.06)),
        FrontierPoint(
            "dpp", 0.75, 0.044, 0.94, 0.98, 0.7, Estimate(0.044, 0.03, 0.06), Estimate(-0.001, -0.004, 0.002)
        ),
        FrontierPoint(
            "msd", 0.5, 0.030, 0.9, 1.02, 0.7, Estimate(0.03, 0.02, 0.04), Estimate(-0.015, -0.02, -0.01)
        ),
        FrontierPoint(
            "random-tail", 1.0, 0.01, 0.1, 1.05, 0.7, Estimate(0.01, 0, 0.05), Estimate(-0.035, -0.08, 0.01)
        ),
    )
    told = wording.frontier_verdict(points)
    assert "no loss can be shown are those of “dpp”" in told and "no intervals" not in told
    page = reports.as_html(made_report(protocols=(), frontier=points))
    assert page.count("lower than the baseline, clear of zero") == 1
    kept = json.loads(json.dumps(reports.as_json(made_report(protocols=(), frontier=points))))
    assert reports.from_json(kept).frontier == points
    for point in kept["frontier"]:  # as kept before there were intervals
        del point["interval"], point["against_none"]
    assert all(point.interval is None for point in reports.from_json(kept).frontier)
