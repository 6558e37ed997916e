import json

import numpy as np
import pytest

from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.errors import RequestError
from ltrec_gui.evaluate.report import as_html, as_json, from_json
from ltrec_gui.jobs.control import Cancelled
from ltrec_gui.pipeline import evaluate as stage
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.evaluate import METHODS, PROTOCOLS, EvaluationRequest, evaluate, quick
from tests.making import CancellingControl, fill, topic_items

ITEM_COUNT = 400


def request(**changes):
    values = {"rounds": 2, "draws": 100, "is_tuned": False, "readers_limit": 12, "topics_limit": 3}
    return EvaluationRequest(**{**values, **changes})


def read(workspace, reader_count=36):
    """Let readers of one topic each like items of it, and some of all, the first of them most."""
    generator = np.random.default_rng(4)
    chances = 1.0 / (np.arange(ITEM_COUNT) + 8)
    rows = []
    for reader in range(reader_count):
        own = np.where(np.arange(ITEM_COUNT) % 4 == reader % 4, chances, chances / 12)
        for moment, item in enumerate(generator.choice(ITEM_COUNT, 45, replace=False, p=own / own.sum())):
            rating = 5.0 if item % 4 == reader % 4 else 2.0
            rows.append((Interaction(f"r{reader}", f"{item:04d}", rating, timestamp=f"{1000 + moment}"), 0))
    workspace.interactions.upsert(rows, 1)


@pytest.fixture
def library(workspace, control):
    fill(workspace, topic_items(ITEM_COUNT))
    read(workspace)
    embed_items(workspace, control)
    return workspace


def test_every_protocol_is_run_or_left_out_with_a_reason(library, control):
    report = evaluate(library, control, request())
    run = {protocol.name for protocol in report.protocols}
    assert run | (set(report.left_out) & set(PROTOCOLS)) == set(PROTOCOLS)
    assert {"readers-tail", "readers-all", "seeds", "editor-topics", "editor-topics-noise"} <= run
    for protocol in report.protocols:
        names = [method.name for method in protocol.methods]
        assert set(names) <= set(METHODS)
        assert {"product", "ease", "bm25", "bert-mean", "bert-centred", "random"} <= set(names)
        assert protocol.baseline == "ease"
    assert "bert-cls" in report.left_out
    assert report.item_count == ITEM_COUNT and report.reader_count == 36
    assert {point.policy for point in report.frontier} == {policy for policy, _ in stage.FRONTIER}
    most_kept = max(report.frontier, key=lambda point: point.relevance_kept)
    assert most_kept.policy == "none" and most_kept.relevance_kept <= 1 + 1e-9


def test_what_readers_and_words_say_is_found(library, control):
    report = evaluate(library, control, request(protocols=("editor-topics",), has_frontier=False))
    figures = {
        method.name: method.metrics["accepted@20"].value
        for protocol in report.protocols
        for method in protocol.methods
    }
    # The label is kept out, but the words of the texts tell the topics apart.
    assert figures["product"] > 2 * figures["random"]


def test_the_same_seed_gives_the_same_report_and_another_seed_another(library, control):
    some = request(
        protocols=("readers-tail", "editor-topics-noise"),
        methods=("bm25", "random", "product"),
        readers_limit=5,
        topics_limit=2,
    )
    first, second = (json.dumps(as_json(evaluate(library, control, some))) for _ in range(2))
    assert first == second
    other = json.dumps(as_json(evaluate(library, control, stage.replace(some, seed=1, has_frontier=False))))
    assert other != first


def test_a_report_is_kept_as_json_and_as_a_page(library, control):
    report = evaluate(library, control, quick(request(protocols=("readers-all",))))
    assert from_json(json.loads(json.dumps(as_json(report)))) == report
    assert "Readers, all items" in as_html(report)


def test_only_the_methods_asked_for_are_run_beside_the_baseline(library, control):
    some = request(protocols=("readers-all",), methods=("product",), baseline="bm25")
    [protocol] = evaluate(library, control, some).protocols
    assert {method.name for method in protocol.methods} == {"bm25", "product"}
    assert protocol.baseline == "bm25"


def test_without_interactions_topics_alone_are_measured_and_the_rest_is_explained(workspace, control):
    fill(workspace, topic_items(ITEM_COUNT))
    embed_items(workspace, control)
    report = evaluate(workspace, control, request())
    assert [protocol.name for protocol in report.protocols] == ["editor-topics", "editor-topics-noise"]
    assert {report.left_out[name] for name in stage.OF_READERS} == {"this library has no interactions"}
    assert report.protocols[0].baseline == "bm25"
    assert "bm25 stands in" in report.left_out["ease as the baseline of editor-topics"]
    assert not {"ease", "ials"} & {method.name for method in report.protocols[0].methods}


def test_without_vectors_words_are_measured(workspace, control):
    fill(workspace, topic_items(ITEM_COUNT))
    read(workspace)
    report = evaluate(workspace, control, request(protocols=("readers-tail", "editor-topics")))
    assert len(report.protocols) == 2
    assert "embed" in report.left_out["bert-mean, bert-centred"]
    assert "frontier" in report.left_out


def test_without_labels_topics_are_left_out(workspace, control):
    fill(workspace, [stage.replace(item, tags=()) for item in topic_items(60)])
    report = evaluate(workspace, control, request(protocols=("editor-topics",)))
    assert not report.protocols
    assert "“tags”" in report.left_out["editor-topics"]


def test_the_label_is_in_no_feature(library, control):
    bench = stage._Bench(library, library.snapshot(), request(), control)
    features = bench.topic_panel.features
    assert bench.topic_panel.facts["kept_out_of_features"] == "tags"
    dimension = features.material.rows.shape[1] // 3
    assert not features.material.rows[:, 2 * dimension :].any()
    assert not features.mean[:, 2 * dimension :].any()
    assert bench.features.material.rows[:, 2 * dimension :].any()
    # "garden" stands in tags alone, so no item is found by it.
    assert features.material.words.signal(["garden"], np.empty(0, np.int64)) is None
    assert bench.features.material.words.signal(["garden"], np.empty(0, np.int64)).any()


def test_a_label_that_tags_repeat_takes_the_tags_out_too(workspace, control):
    items = [
        stage.replace(item, extra=(("Shelf", item.tags[0].upper()), ("Room", f"r{number % 3}")))
        for number, item in enumerate(topic_items(ITEM_COUNT))
    ]
    fill(workspace, items)
    embed_items(workspace, control)
    found = {}
    for column in ("Shelf", "Room"):
        some = request(protocols=("editor-topics",), label_column=column)
        [protocol] = evaluate(workspace, control, some).protocols
        found[column] = protocol.facts["kept_out_of_features"]
    assert found["Shelf"] == "tags"
    assert found["Room"].startswith("nothing")


def test_a_label_that_cannot_be_kept_out_is_refused(library, control):
    for column in ("title", "text"):
        report = evaluate(library, control, request(protocols=("editor-topics",), label_column=column))
        assert "cannot be kept out" in report.left_out["editor-topics"]
    library.items.upsert([(stage.replace(topic_items(1)[0], text=""), "x")], 2)
    report = evaluate(library, control, request(protocols=("editor-topics",), label_column="author"))
    assert "author" in report.left_out["editor-topics"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"protocols": ("readers",)},
        {"protocols": ()},
        {"methods": ("magic",)},
        {"baseline": "magic"},
        {"wrong_clicks": 1.0},
        {"protocols": ("editor-topics",), "label_column": "no such column"},
    ],
)
def test_what_does_not_exist_is_refused(library, control, wrong):
    with pytest.raises(RequestError):
        evaluate(library, control, request(**wrong))


def test_an_unknown_column_is_refused_before_anything_is_measured(library):
    started = []
    control = CancellingControl(lambda progress: started.append(progress.stage) or False)
    with pytest.raises(RequestError, match="no such column"):
        evaluate(library, control, request(label_column="no such column"))
    assert set(started) == {"evaluating"} and len(started) == 1


def test_loops_take_the_settings_that_validation_chose(library, control):
    some = request(methods=("ease", "product"), has_frontier=False)
    alone, tuned = (
        evaluate(library, control, stage.replace(some, protocols=protocols, is_tuned=True)).protocols[-1]
        for protocols in (("seeds",), ("readers-tail", "seeds"))
    )
    assert "validation" in tuned.facts["settings_from"] and "first" in alone.facts["settings_from"]
    assert {method.name for method in tuned.methods} == {"ease", "product"}


def test_an_empty_library_is_refused(workspace, control):
    with pytest.raises(RequestError):
        evaluate(workspace, control, request())


def test_it_can_be_cancelled_in_the_middle_and_counts_up(library, control):
    seen = []

    def late(progress):
        if progress.stage == "evaluating":
            seen.append((progress.done, progress.total))
        return progress.stage == "evaluating" and progress.done > stage.STEPS

    with pytest.raises(Cancelled):
        evaluate(library, CancellingControl(late), request(protocols=("readers-tail", "readers-all")))
    counted = [done for done, total in seen if total is not None]
    assert counted == sorted(counted) and len(counted) > 10
    assert {total for _, total in seen[1:]} == {3 * stage.STEPS}


def test_protocols_of_readers_measured_together_are_as_measured_alone(library, control):
    some = request(methods=("bm25", "bert-centred", "product", "product as shown"), has_frontier=False)
    both = evaluate(library, control, stage.replace(some, protocols=("readers-tail", "readers-all")))
    for protocol in both.protocols:
        [alone] = evaluate(library, control, stage.replace(some, protocols=(protocol.name,))).protocols
        assert alone == protocol


def test_timed_or_not_the_figures_are_the_same(library, control):
    some = request(protocols=("readers-all",), methods=("product", "product as shown"), has_frontier=False)
    plain, timed = (
        evaluate(library, control, stage.replace(some, is_timed=is_timed)).protocols[0]
        for is_timed in (False, True)
    )
    for one, other in zip(plain.methods, timed.methods, strict=True):
        assert one.metrics == other.metrics
        assert one.seconds == 0 < other.seconds


def test_readers_and_editors_drawn_from_more_are_told(library, control):
    names = ("readers-all", "seeds", "editor-co-likers")
    some = request(protocols=names, methods=("random",), has_frontier=False, readers_limit=7, editors_limit=3)
    everybody = evaluate(
        library, control, stage.replace(some, readers_limit=None, editors_limit=None)
    ).protocols
    for drawn, full, count in zip(
        evaluate(library, control, some).protocols, everybody, (7, 3, 3), strict=True
    ):
        assert drawn.unit_count == count < full.unit_count
        assert drawn.facts["drawn_from"] == full.unit_count
        assert "drawn_from" not in full.facts


def test_the_frontier_is_compared_with_no_reranking(library, control):
    points = evaluate(library, control, request(protocols=("readers-tail",), methods=("product",))).frontier
    for point in points:
        assert point.interval.low <= point.ndcg <= point.interval.high
        assert (point.against_none is None) == (point.policy == "none")
    [plain] = [point for point in points if point.policy == "none"]
    for point in points[1:]:
        assert point.against_none.value == pytest.approx(point.ndcg - plain.ndcg)


def test_each_protocol_has_the_rounds_it_needs(library, control):
    some = request(
        protocols=("editor-co-likers", "editor-topics", "editor-topics-noise"),
        methods=("random",),
        rounds=None,
        readers_limit=3,
        topics_limit=1,
    )
    rounds = [len(protocol.methods[0].rounds) for protocol in evaluate(library, control, some).protocols]
    assert rounds == [stage.ROUNDS_OF_OTHERS, stage.ROUNDS_OF_TOPICS, stage.ROUNDS_OF_OTHERS]
