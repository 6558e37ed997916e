"""The dialog that compares models: sentence, table, progress, and what it asks for."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from ltrec_gui.errors import ModelError
from ltrec_gui.evaluate.bake_off import BakeOffRow, compare
from ltrec_gui.evaluate.results import Estimate
from ltrec_gui.jobs.control import Progress
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.bake_off import BakeOffReport, ModelTried
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.ui import bake_off_dialog as dialogs
from ltrec_gui.ui.bake_off_dialog import BakeOffDialog, Column
from ltrec_gui.ui.flows import LibrarySession, Runners
from ltrec_gui.ui.job_board import JobBoard
from tests.making import FakeEncoders, fill, topic_items

MODELS = (
    ModelTried("", "mean", "all-MiniLM-L6-v2", "a:mean:1", 0.04, 90.0, 0),
    ModelTried("/models/large", "mean", "large <b>bold</b>", "b:mean:2", 0.3, 1300.0, 12480),
)


def row(model=0, score=0.8, half=0.02, **changes):
    values = {
        "model": MODELS[model].name,
        "pooling": "mean",
        "centring": True,
        "dimension": 1152,
        "distance": "angular",
        "threshold": None,
        "score": Estimate(score, score - half, score + half),
        "agreement": None,
        "seconds": MODELS[model].seconds_per_item * 13000,
        "megabytes": 60.0,
    }
    return BakeOffRow(**{**values, **changes})


def make_report(large=0.9, agreement=None, **changes):
    """Return a report in which a larger model has the score `large` and the one in use .8."""
    rows = [
        row(0, agreement=agreement),
        row(0, 0.7, centring=False, dimension=64, distance="dot", agreement=agreement),
        row(1, large, agreement=agreement),
        row(1, 0.75, threshold=0.31, agreement=agreement),
    ]
    offered = (0, 2)
    values = {
        "library": "Spring list",
        "item_count": 13000,
        "sample_count": 1000,
        "verdict_count": 42,
        "least_verdicts": 20,
        "reader_count": 0,
        "least_readers": 30,
        "judged_by": ("verdicts",),
        "measure": "AUC",
        "bake_off": compare(rows),
        "offered": compare([rows[at] for at in offered]),
        "offered_rows": offered,
        "models": MODELS,
        "model_of_row": (0, 0, 1, 1),
        "model_in_use": ("", "mean"),
    }
    return BakeOffReport(**{**values, **changes})


@pytest.fixture
def dialog(qtbot):
    made = BakeOffDialog("Spring list")
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_starts_with_a_question_and_nothing_to_use_or_export(dialog):
    assert "?" in dialog.headline.text()
    assert not dialog.export.isEnabled() and not dialog.use.isVisible()
    assert dialog.compare.isEnabled() and not dialog.running.progress.isVisible()


def test_comparing_asks_for_the_added_folders_once(dialog, qtbot):
    dialog.add_folder("/models/large")
    dialog.add_folder("/models/large")
    with qtbot.waitSignal(dialog.compare_requested) as asked:
        qtbot.mouseClick(dialog.compare, Qt.MouseButton.LeftButton)
    assert asked.args == [("/models/large",)]
    assert "large" in dialog.added.text()
    assert not dialog.compare.isEnabled() and dialog.running.progress.isVisible()


def test_only_so_many_folders_can_be_added(dialog):
    for number in range(dialogs.MOST_ADDED + 1):
        dialog.add_folder(f"/models/{number}")
    assert len(dialog.folders) == dialogs.MOST_ADDED and not dialog.add.isEnabled()


def test_a_chosen_folder_is_added_and_a_dismissed_dialog_is_not(dialog, qtbot, monkeypatch):
    for answer in ("", "/models/other"):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, answer=answer: answer)
        qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    assert dialog.folders == ("/models/other",)


def test_progress_is_shown_and_can_be_stopped(dialog, qtbot):
    dialog.show_running(Progress("reading-2", 300, 1000))
    assert (dialog.running.progress.value(), dialog.running.progress.maximum()) == (300, 1000)
    assert "model 2" in dialog.running.stage.text() and "300" in dialog.running.stage.text()
    dialog.show_running(Progress("comparing", 5, 54))
    assert "5 of 54" in dialog.running.stage.text()
    with qtbot.waitSignal(dialog.cancel_requested):
        qtbot.mouseClick(dialog.running.stop, Qt.MouseButton.LeftButton)
    dialog.show_cancelled()
    assert "stopped" in dialog.message.texts()[0]
    assert dialog.compare.isEnabled() and not dialog.running.progress.isVisible()


def test_a_clearly_better_model_is_named_with_its_figures_and_its_cost(dialog):
    dialog.show_report(make_report(large=0.9))
    assert dialog.headline.text() == "Use large <b>bold</b> with the mean of all words."
    assert "0.900" in dialog.reason.text() and "AUC" in dialog.reason.text()
    assert "12,480 items" in dialog.cost.text() and "1 h 3 min" in dialog.cost.text()
    assert dialog.use.isEnabled()


def test_the_best_score_stands_first_and_the_recommended_row_is_marked_and_selected(dialog):
    dialog.show_report(make_report(large=0.9))
    scores = [line.row.score.value for line in dialog.model.rows]
    assert scores == sorted(scores, reverse=True)
    marked = [line for line in dialog.model.rows if line.is_recommended]
    assert [line.row.model for line in marked] == ["large <b>bold</b>"]
    assert dialog.table.currentIndex().row() == dialog.model.rows.index(marked[0])


def test_what_is_in_use_is_kept_when_it_is_as_good_and_cannot_be_chosen_again(dialog):
    dialog.show_report(make_report(large=0.805))
    assert dialog.headline.text().startswith("Keep all-MiniLM-L6-v2")
    assert "cheaper" in dialog.reason.text()
    assert not dialog.use.isEnabled() and "in use" in dialog.cost.text()


def test_another_row_of_the_model_in_use_changes_nothing_and_says_so(dialog):
    dialog.show_report(make_report())
    other = next(at for at, line in enumerate(dialog.model.rows) if line.row.distance == "dot")
    dialog.table.selectRow(other)
    assert not dialog.use.isEnabled()
    assert not dialog.model.rows[other].is_in_use


def test_using_a_setting_hands_over_folder_and_pooling_and_closes(dialog, qtbot):
    dialog.show_report(make_report(large=0.9))
    with qtbot.waitSignal(dialog.model_chosen) as chosen:
        qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    assert chosen.args == ["/models/large", "mean"]
    assert not dialog.isVisible()


def test_a_setting_the_program_does_not_have_is_told_apart(dialog):
    dialog.show_report(make_report())
    assert not dialog.other.isVisible()
    rows = list(make_report().bake_off.rows)
    rows[1] = replace(rows[1], score=Estimate(0.95, 0.94, 0.96))
    dialog.show_report(make_report(bake_off=compare(rows)))
    assert "64 dimensions" in dialog.other.text() and "4 settings" in dialog.other.text()


def test_too_little_evidence_shows_what_is_needed_and_no_figures(dialog):
    dialog.show_report(
        make_report(bake_off=None, offered=None, offered_rows=(), verdict_count=3, judged_by=())
    )
    assert "3 verdicts" in dialog.reason.text() and "20" in dialog.reason.text()
    assert dialog.model.rowCount() == 0 and not dialog.export.isEnabled()
    assert not dialog.use.isVisible()


def test_the_verdicts_have_a_column_only_beside_readers(dialog):
    dialog.show_report(make_report())
    assert dialog.table.isColumnHidden(Column.VERDICTS)
    dialog.show_report(make_report(agreement=Estimate(0.7, 0.6, 0.8)))
    assert not dialog.table.isColumnHidden(Column.VERDICTS)


def test_every_row_is_named_in_full_for_screen_readers(dialog):
    dialog.show_report(make_report(large=0.9))
    said = dialog.model.data(dialog.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "Recommended" in said and "large" in said and "0.900 [0.880, 0.920]" in said
    for widget in (dialog.table, dialog.running.progress):
        assert widget.accessibleName()


def test_no_label_takes_a_name_for_markup(dialog):
    dialog.show_report(make_report(large=0.9))
    assert all(
        made.textFormat() == Qt.TextFormat.PlainText for made in dialog.findChildren(QLabel) if made.text()
    )


def test_export_asks_for_a_place_and_hands_over_the_report(dialog, qtbot, monkeypatch, tmp_path):
    report = make_report()
    dialog.show_report(report)
    place = tmp_path / "models.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    with qtbot.waitSignal(dialog.export_requested) as asked:
        qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert asked.args == [report, place]
    dialog.show_exported(place)
    assert str(place) in dialog.message.texts()[0]


def test_an_error_is_told_and_another_comparison_can_be_asked_for(dialog):
    dialog.show_running(Progress("reading-1", 1, 9))
    dialog.show_error(ModelError("No model could be compared."))
    assert dialog.message.isVisible() and dialog.compare.isEnabled()


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (59, "59 s"), (61, "2 min"), (3601, "1 h 1 min"), (7200, "2 h 0 min")]
)
def test_durations(seconds, text):
    assert dialogs.duration_text(seconds) == text


@pytest.fixture
def session(qtbot, tmp_path):
    """A session on a library of 40 items without verdicts and readers."""
    encoders = FakeEncoders()
    filled = Workspace(tmp_path, encoders)
    fill(filled, topic_items(40))
    filled.close()
    runners = Runners(
        tmp_path, *(JobRunner(lambda: Workspace(tmp_path, encoders), name) for name in ("l", "q", "b"))
    )
    opened = LibrarySession(runners, JobBoard())
    yield opened
    opened.close()


def test_a_session_compares_among_its_long_jobs_and_tells_a_later_dialog(session, dialog, qtbot):
    session.models_compared.connect(dialog.show_report)
    with qtbot.waitSignal(session.models_compared) as compared:
        session.compare_models(())
    assert compared.args[0].bake_off is None
    assert dialog.report is compared.args[0] and "0 verdicts" in dialog.reason.text()
    with qtbot.waitSignal(session.models_compared) as again:
        session.comparison.tell()
    assert again.args == compared.args


def test_a_comparison_can_be_stopped_before_it_ends(session, dialog, qtbot):
    session.comparison.stopped.connect(dialog.show_cancelled)
    with qtbot.waitSignal(session.comparison.stopped):
        session.compare_models(())
        session.comparison.stop()
    assert "stopped" in dialog.message.texts()[0]
