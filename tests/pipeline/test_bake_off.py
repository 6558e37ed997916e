"""The bake-off on a library with fake models: what it needs, what it reads, what it keeps and what it says."""

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest

from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.errors import ModelError, RequestError
from ltrec_gui.evaluate.report_json import bake_off_from_json
from ltrec_gui.jobs.control import Cancelled, JobControl
from ltrec_gui.pipeline import bake_off as stage
from ltrec_gui.pipeline.bake_off import bake_off
from ltrec_gui.pipeline.embed_items import embed_items
from tests.making import CancellingControl, FakeEncoder, fill, topic_items


class BlindEncoder(FakeEncoder):
    """A model whose vectors have nothing to do with the words, and to which all tags are alike."""

    model_name = "blind"

    def __init__(self, pooling):
        super().__init__(pooling)
        self.model_key = f"blind:{pooling}:abc"

    def _vector(self, text):
        if len(text) < 14:
            return np.ones(self.dimension)
        return np.random.default_rng(len(text) * 7919 + sum(map(ord, text))).normal(size=self.dimension)


class Opened(dict):
    """Opens fake models by folder name and remembers them."""

    def __call__(self, folder, pooling):
        key = (folder.name, pooling)
        if folder.name == "broken":
            raise ModelError("This is no model.")
        if key not in self:
            self[key] = BlindEncoder(pooling) if folder.name == "blind" else FakeEncoder(pooling)
        return self[key]


def ticking():
    """Return a clock that moves on by a second at every look."""
    return itertools.count(0.0, 1.0).__next__


@pytest.fixture
def library(workspace):
    fill(workspace, topic_items(200))
    return workspace


@pytest.fixture
def judged(library):
    """A library with 24 verdicts for one brief: items about the sea are wanted."""
    brief = library.briefs.file_under("harbour and lighthouse", None)
    wanted = [f"{number:04d}" for number in range(0, 48, 4)]
    unwanted = [f"{number:04d}" for number in range(1, 25, 2)]
    library.feedback.append(wanted, "good", brief, None)
    library.feedback.append(unwanted, "not-right", brief, None)
    return library


def with_readers(workspace, count=60):
    generator = np.random.default_rng(4)
    rows = [
        (
            Interaction(
                user_id=f"u{reader}",
                item_id=f"{4 * int(place) + reader % 4:04d}",
                rating=5.0,
                timestamp=f"2020-01-{day + 1:02d}",
            ),
            0,
        )
        for reader in range(count)
        for day, place in enumerate(generator.choice(50, 8, replace=False))
    ]
    workspace.interactions.upsert(rows, 1)


def run(workspace, folders=(), opened=None, **options):
    options.setdefault("clock", ticking())
    options.setdefault("sample_size", 60)
    return bake_off(
        workspace, JobControl(), folders, open_encoder=Opened() if opened is None else opened, **options
    )


def test_an_empty_library_is_refused(workspace):
    with pytest.raises(RequestError, match="no items"):
        run(workspace)


def test_without_verdicts_and_readers_it_says_what_it_needs_and_reads_nothing(library, encoders):
    report = run(library)
    assert report.bake_off is None and report.to_use is None
    assert "0 verdicts of at least 20" in stage.needs(report)
    assert "0 readers" in stage.advice(report)
    assert library.encoder.encoded_count == 0
    with pytest.raises(ValueError, match="nothing"):
        stage.as_html(report)


def test_verdicts_alone_compare_models_by_auc(judged):
    report = run(judged, ["blind"])
    assert report.judged_by == ("verdicts",) and report.measure == "AUC"
    assert report.verdict_count == 24
    assert {(model.name, model.pooling) for model in report.models} == {
        ("fake", "mean"),
        ("fake", "cls"),
        ("blind", "mean"),
        ("blind", "cls"),
    }
    assert report.to_use.name == "fake"
    scores = {name: [] for name in ("fake", "blind")}
    for row in report.bake_off.rows:
        scores[row.model].append(row.score.value)
    assert max(scores["fake"]) > max(scores["blind"])


def test_undone_verdicts_do_not_count(judged):
    judged.feedback.undo()
    assert run(judged).verdict_count == 12
    assert run(judged).bake_off is None


def test_readers_come_first_and_verdicts_agree_or_not(judged):
    with_readers(judged)
    report = run(judged, sample_size=200)
    assert report.judged_by == ("verdicts", "readers") and report.measure == "nDCG@10"
    assert report.reader_count >= report.least_readers
    assert all(row.agreement is not None for row in report.bake_off.rows)


def test_too_few_readers_are_not_judged_by(library):
    with_readers(library, 10)
    report = run(library)
    assert 0 < report.reader_count < report.least_readers and report.bake_off is None


def test_every_row_belongs_to_a_model_and_one_of_each_can_be_switched_to(judged):
    report = run(judged)
    for row, model in zip(report.bake_off.rows, report.model_of_row, strict=True):
        assert (row.model, row.pooling) == (report.models[model].name, report.models[model].pooling)
    offered = [report.bake_off.rows[at] for at in report.offered_rows]
    assert [(row.model, row.pooling) for row in offered] == [
        (model.name, model.pooling) for model in report.models
    ]
    assert all(row.centring and row.distance == "angular" and row.threshold is None for row in offered)
    assert all(row.dimension == 3 * FakeEncoder.dimension for row in offered)


def test_only_the_sample_is_read_and_never_twice(judged):
    opened = Opened()
    run(judged, ["blind"], opened, sample_size=60)
    key = opened["blind", "mean"].model_key
    assert judged.vectors.item_count(key) == 60
    before = opened["blind", "mean"].encoded_count
    vectors = judged.vectors.count(key)
    report = run(judged, ["blind"], opened, sample_size=60)
    assert judged.vectors.count(key) == vectors
    assert opened["blind", "mean"].encoded_count == before
    assert report.sample_count == 60
    blind = next(model for model in report.models if model.name == "blind" and model.pooling == "mean")
    assert blind.missing_count == 140
    assert blind.seconds_to_use == pytest.approx(140 * blind.seconds_per_item)


def test_vectors_of_a_trial_are_those_the_library_would_make(judged):
    run(judged, sample_size=200)
    table = judged.snapshot().table
    tried = [judged.vectors.get("fake:cls", digest) for digest in table.text_hashes]
    with judged.db.conn:
        judged.db.conn.execute("DELETE FROM vectors WHERE model_key = 'fake:cls'")
    judged.meta.save_settings(replace(judged.meta.settings, pooling="cls"))
    embed_items(judged, JobControl())
    made = [judged.vectors.get("fake:cls", digest) for digest in table.text_hashes]
    np.testing.assert_allclose(np.array(tried), np.array(made), atol=1e-6)


def test_the_clock_counts_the_reading_alone(judged):
    report = run(judged, sample_size=200, clock=ticking())
    # A second passes at each of the 25 batches of eight.
    assert report.models[0].seconds_per_item == pytest.approx(25 / 200)
    assert report.bake_off.rows[0].seconds == pytest.approx(25)


def test_what_was_read_before_is_timed_on_a_few_items(judged):
    for pooling in ("cls", "mean"):
        judged.meta.save_settings(replace(judged.meta.settings, pooling=pooling))
        embed_items(judged, JobControl())
    report = run(judged)
    in_use = report.models[0]
    assert in_use.missing_count == 0
    assert in_use.seconds_per_item == pytest.approx(1 / stage.LEAST_TIMED)


def test_both_poolings_of_a_model_take_the_same_time_whatever_the_clock_says(judged):
    embed_items(judged, JobControl())  # mean is timed on a few items, cls on all it reads
    times = [model.seconds_per_item for model in run(judged, sample_size=200).models]
    assert times == pytest.approx([25 / 200] * 2)


def test_the_advice_counts_settings_as_the_table_does(judged):
    report = run(judged, ["blind"])
    best = report.offered_rows[report.offered.why["best"]]
    report = replace(
        report,
        offered=replace(report.offered, why={**report.offered.why, "reason": "as-good-and-cheaper"}),
    )
    assert f"of setting {best + 1}," in stage.advice(report)


def test_a_cancel_keeps_what_was_read_and_the_next_run_goes_on(judged):
    stopping = CancellingControl(lambda progress: progress.stage == "reading-1" and progress.done >= 40)
    with pytest.raises(Cancelled):
        bake_off(judged, stopping, open_encoder=Opened(), clock=ticking())
    kept = judged.vectors.item_count(judged.model_key)
    assert 40 <= kept < 200
    before = judged.encoder.encoded_count
    run(judged, sample_size=200)
    assert judged.vectors.item_count(judged.model_key) == 200
    assert judged.encoder.encoded_count > before


def test_it_can_be_stopped_while_it_compares(judged):
    with pytest.raises(Cancelled):
        bake_off(
            judged,
            CancellingControl(lambda progress: progress.stage == "comparing" and progress.done > 3),
            open_encoder=Opened(),
            sample_size=60,
        )


def test_a_folder_that_is_no_model_is_left_out_with_its_reason(judged):
    report = run(judged, ["broken"])
    (left_out,) = report.left_out
    assert left_out[0].endswith("broken") and left_out[1] == "This is no model."
    assert any("This is no model." in note for note in stage.notes(report))


def test_a_model_that_cannot_read_the_catalogue_is_left_out(judged):
    opened = Opened()
    blind = opened["blind", "mean"] = BlindEncoder("mean")
    blind.unknown_share = 0.8
    report = run(judged, ["blind"], opened)
    assert "80%" in report.left_out[0][1]
    assert blind.encoded_count == 0


def test_no_usable_model_at_all_is_an_error(judged):
    judged.meta.save_settings(judged.meta.settings)
    judged.encoder.unknown_share = 0.9
    opened = Opened()
    opened["fake", "cls"] = FakeEncoder("cls")
    with pytest.raises(ModelError, match="No model could be compared"):
        bake_off(judged, JobControl(), open_encoder=lambda folder, pooling: opened["none", pooling])


def test_remembered_folders_are_tried_while_they_are_there(judged, tmp_path):
    folder = tmp_path / "blind"
    folder.mkdir()
    name = f"model_key:{folder}:mean"
    judged.meta.set(name, "blind:mean:abc")
    assert {model.name for model in run(judged).models} == {"fake"}
    judged.vectors.put("blind:mean:abc", ["0" * 32], np.ones((1, 144), np.float32))
    assert {model.name for model in run(judged).models} == {"fake", "blind"}
    folder.rmdir()
    assert {model.name for model in run(judged).models} == {"fake"}


def test_the_same_comparison_can_be_made_again(judged):
    first, second = run(judged), run(judged)
    assert [row.score for row in first.bake_off.rows] == [row.score for row in second.bake_off.rows]


def test_it_is_written_as_json_and_as_html(judged, tmp_path, control):
    report = run(judged, ["blind"])
    stage.export_bake_off(judged, control, report, tmp_path / "models.json")
    kept = json.loads((tmp_path / "models.json").read_text(encoding="utf-8"))
    assert bake_off_from_json(kept["bake_off"]) == report.bake_off
    assert kept["notes"] == list(stage.notes(report))
    stage.export_bake_off(judged, control, report, tmp_path / "models.html")
    page = (tmp_path / "models.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and "To bear in mind" in page
    assert "verdicts favour it" in page


def test_a_place_that_cannot_be_written_is_told(judged, tmp_path, control):
    with pytest.raises(RequestError, match="could not be written"):
        stage.export_bake_off(judged, control, run(judged), tmp_path / "no" / "such.html")


def test_the_advice_names_what_is_in_use(judged):
    report = run(judged)
    chosen = report.to_use
    assert ("It is in use." in stage.advice(report)) == (
        (chosen.folder, chosen.pooling) == report.model_in_use
    )
    assert report.measure in stage.advice(report)


def test_only_rejections_of_the_subject_are_held_against_a_model(judged, control):
    snapshot = judged.snapshot()
    before = stage._asked(judged, control, snapshot)
    brief = judged.feedback.judged_briefs()[0]
    judged.feedback.append(["0001", "0003"], "not-right", brief, None, "too-old")
    judged.feedback.append(["0005"], "not-right", brief, None, "off-topic")
    after = stage._asked(judged, control, snapshot)
    assert before.verdict_count - after.verdict_count == 2
    gone = set(before.verdicts[0].rejected.tolist()) - set(after.verdicts[0].rejected.tolist())
    assert gone == {snapshot.positions["0001"], snapshot.positions["0003"]}
    assert after.verdicts[0].accepted.tolist() == before.verdicts[0].accepted.tolist()
