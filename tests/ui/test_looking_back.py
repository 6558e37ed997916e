"""History, insights, samples and the theme warning work on a real library, from the page to the log and back."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget

from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.recommend.stopping import SAMPLE_POLICY
from ltrec_gui.ui.flows import LibrarySession, Runners
from ltrec_gui.ui.history_page import HistoryPage
from ltrec_gui.ui.insights_page import InsightsPage
from ltrec_gui.ui.job_board import JobBoard
from ltrec_gui.ui.looking_back import LookingBack
from ltrec_gui.ui.suggestions_page import SuggestionsPage
from tests.making import FakeEncoders, fill, topic_items

PATIENCE_MS = 20_000


class Desk(QObject):
    """The pages of one library with their session, as the window joins them."""

    def __init__(self, folder, encoders):
        super().__init__()
        self.told, self.failures = [], []
        self.suggestions, self.history, self.insights = SuggestionsPage(), HistoryPage(), InsightsPage()
        self.pages = {"suggest": self.suggestions, "history": self.history, "insights": self.insights}
        self.stack = QStackedWidget()
        for page in self.pages.values():
            self.stack.addWidget(page)
        self.looking_back = LookingBack(
            self.history, self.insights, self.suggestions, self.show_place, self.told.append, self
        )
        runners = [
            JobRunner(lambda: Workspace(folder, encoders), name) for name in ("long", "quick", "query")
        ]
        self.session = LibrarySession(Runners(folder, *runners), JobBoard(self), self)
        self.session.slate_changed.connect(self.suggestions.show_slate)
        self.session.feedback_changed.connect(self.suggestions.show_outcome)
        self.session.history_changed.connect(self.history.show_entries)
        self.session.failed.connect(lambda error, activity: self.failures.append((error, activity)))
        self.suggestions.refresh_requested.connect(self.session.request_suggestions)
        self.looking_back.follow(self.session)

    def show_place(self, place):
        self.stack.setCurrentWidget(self.pages[place])


@pytest.fixture
def desk(qtbot, tmp_path):
    encoders = FakeEncoders()
    workspace = Workspace(tmp_path / "library", encoders)
    fill(workspace, topic_items(80))
    workspace.close()
    made = Desk(tmp_path / "library", encoders)
    qtbot.addWidget(made.stack)
    made.stack.show()
    yield made
    made.session.close()
    assert made.failures == []


def listed(desk, qtbot, brief="harbour", **changes):
    with qtbot.waitSignal(desk.session.slate_changed, timeout=PATIENCE_MS):
        desk.session.request_suggestions(SuggestRequest(brief=brief, **changes))
    return desk.suggestions.slate


def judged(desk, qtbot, verdicts):
    """Give verdicts to the first items of the list shown, one step each, and show the history."""
    for suggestion, verdict in zip(desk.suggestions.slate.suggestions, verdicts, strict=False):
        with qtbot.waitSignal(desk.session.feedback_changed, timeout=PATIENCE_MS):
            desk.session.give([suggestion.item.item_id], verdict, desk.suggestions.slate.slate_id)
    with qtbot.waitSignal(desk.session.history_changed, timeout=PATIENCE_MS):
        desk.session.request_history()
    return desk.history.model.rows


def test_a_verdict_is_changed_in_place_and_its_card_follows(desk, qtbot):
    listed(desk, qtbot)
    rows = judged(desk, qtbot, ["good", "good"])
    desk.show_place("history")
    desk.history.table.selectRow(1)
    with qtbot.waitSignal(desk.session.history_changed, timeout=PATIENCE_MS):
        desk.history.change_actions["not-right"].trigger()
    assert [(row.verdict, row.is_replaced) for row in desk.history.model.rows] == [
        ("not-right", False),
        ("good", False),
        ("good", True),
    ]
    changed = desk.suggestions.model.suggestion(desk.suggestions.model.row_of(rows[1].item_id))
    assert changed.verdict == "not-right"
    assert desk.told == ["Changed to: Not right"]


def test_an_undo_back_is_previewed_done_and_taken_back(desk, qtbot):
    listed(desk, qtbot)
    judged(desk, qtbot, ["good", "shelve", "not-right", "good"])
    history = desk.history
    desk.show_place("history")
    history.table.selectRow(3)
    qtbot.waitUntil(history.back_to_button.isEnabled, timeout=PATIENCE_MS)
    assert history.back_to_button.text() == "Undo 3 steps back to here"
    with qtbot.waitSignal(desk.session.history_changed, timeout=PATIENCE_MS):
        history.back_to_button.click()
    assert [row.is_undone for row in history.model.rows] == [True, True, True, False]
    rows = [desk.suggestions.model.suggestion(row) for row in range(4)]
    assert [row.verdict for row in rows] == ["good", None, None, None]
    assert not rows[1].is_on_shelf
    qtbot.waitUntil(history.notice.isVisible, timeout=PATIENCE_MS)
    with qtbot.waitSignal(desk.session.history_changed, timeout=PATIENCE_MS):
        history.notice.action_triggered.emit()
    assert not any(row.is_undone for row in history.model.rows)


def test_the_history_is_exported(desk, qtbot, tmp_path):
    listed(desk, qtbot)
    judged(desk, qtbot, ["good", "not-right"])
    path = tmp_path / "history.csv"
    desk.history.export_requested.emit(path, None)
    qtbot.waitUntil(lambda: bool(desk.told), timeout=PATIENCE_MS)
    assert desk.told == ["Exported 2 verdicts to history.csv"]
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) == 3


def test_insights_follow_the_verdicts_and_are_exported(desk, qtbot, tmp_path):
    slate = listed(desk, qtbot)
    judged(desk, qtbot, ["good", "not-right", "shelve"])
    desk.show_place("insights")
    desk.looking_back.request_insights()
    qtbot.waitUntil(lambda: desk.insights.report is not None, timeout=PATIENCE_MS)
    report = desk.insights.report
    assert (report.total.judged.hits, report.total.judged.count) == (2, 3)
    assert report.total.shown.count == len(slate.suggestions)
    path = tmp_path / "insights.html"
    desk.insights.export_requested.emit(path, desk.insights.html())
    qtbot.waitUntil(lambda: bool(desk.told), timeout=PATIENCE_MS)
    assert path.read_text(encoding="utf-8") == desk.insights.html()


def test_a_random_sample_is_shown_judged_and_gives_an_estimate(desk, qtbot):
    listed(desk, qtbot, segments=("head", "torso", "tail"))
    desk.looking_back.request_insights()
    qtbot.waitUntil(lambda: desk.insights.report is not None, timeout=PATIENCE_MS)
    assert desk.insights.report.stop.sample.state == "none"
    desk.show_place("insights")
    with qtbot.waitSignal(desk.session.slate_changed, timeout=PATIENCE_MS):
        desk.insights.sample_actions[30].trigger()
    assert desk.stack.currentWidget() is desk.suggestions
    slate = desk.suggestions.slate
    assert slate.policy == SAMPLE_POLICY and len(slate.suggestions) == 30
    assert desk.suggestions.message_bar.isVisible()
    judged(desk, qtbot, ["good", "good", *["not-right"] * 28])
    desk.looking_back.request_insights()
    qtbot.waitUntil(lambda: desk.insights.report.stop.sample.state == "estimated", timeout=PATIENCE_MS)
    assert desk.insights.report.stop.sample.left.accepted == 2
    with qtbot.waitSignal(desk.session.slate_changed, timeout=PATIENCE_MS):
        desk.suggestions.refresh()
    assert desk.suggestions.slate.policy != SAMPLE_POLICY


def test_exploring_widens_one_list_and_leads_back(desk, qtbot):
    first = listed(desk, qtbot)
    explore = desk.suggestions.list_actions["explore"]
    with qtbot.waitSignal(desk.session.slate_changed, timeout=PATIENCE_MS):
        explore.trigger()
    wide = desk.suggestions.slate
    assert wide.request.diversity > first.request.diversity
    assert wide.request.explore_places == 5
    assert desk.suggestions.request().diversity == first.request.diversity
    assert desk.looking_back.lock.bar.isVisible()
    with qtbot.waitSignal(desk.session.slate_changed, timeout=PATIENCE_MS):
        explore.trigger()
    assert desk.suggestions.slate.request.diversity == first.request.diversity
    assert not desk.looking_back.lock.is_exploring


def test_a_new_brief_has_no_list_to_warn_of(desk, qtbot):
    listed(desk, qtbot)
    with qtbot.waitSignal(desk.session.slate_changed, timeout=PATIENCE_MS):
        desk.suggestions.list_actions["explore"].trigger()
    lock = desk.looking_back.lock
    assert not lock.bar.isHidden()
    desk.suggestions.start_new_brief()
    assert lock.bar.isHidden()
    assert not lock.is_exploring


def test_another_library_shows_nothing_of_the_one_before(desk, qtbot):
    listed(desk, qtbot)
    desk.looking_back.request_insights()
    qtbot.waitUntil(lambda: desk.insights.report is not None, timeout=PATIENCE_MS)
    desk.looking_back.follow(None)
    assert desk.insights.report is None
    desk.looking_back.request_insights()
    desk.looking_back.judge_sample()
    desk.history.change_requested.emit([1], "good")
