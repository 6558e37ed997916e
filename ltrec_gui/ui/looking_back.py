"""What the window asks of the past: the history's changes, insights, random samples and the theme of the last lists."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.give_feedback import FeedbackOutcome
from ltrec_gui.pipeline.insights import InsightsReport, insights
from ltrec_gui.pipeline.random_sample import draw_sample, draw_sample_of_brief
from ltrec_gui.pipeline.theme import theme_report
from ltrec_gui.pipeline.verdict_history import (
    UndoPreview,
    change_verdicts,
    export_history,
    redo_steps,
    undo_back_to,
    undo_preview,
)
from ltrec_gui.pipeline.whole_file import write_whole
from ltrec_gui.recommend.slate import Slate
from ltrec_gui.recommend.stopping import SAMPLE_POLICY, SAMPLE_SIZES
from ltrec_gui.ui.actions import native_keys, spec_of
from ltrec_gui.ui.flows import LibrarySession, bound
from ltrec_gui.ui.history_page import HistoryPage
from ltrec_gui.ui.insights_page import InsightsPage
from ltrec_gui.ui.suggestions_page import SuggestionsPage
from ltrec_gui.ui.theme_lock import LockedBar, ThemeLock, widened
from ltrec_gui.ui.wording import filled, verdict_name

R = TypeVar("R")
USUAL_SAMPLE = SAMPLE_SIZES[1]


class LookingBack(QObject):
    """Joins the pages of history and insights, and the warning above the list, with the session of the open library."""

    def __init__(
        self,
        history: HistoryPage,
        insights_page: InsightsPage,
        suggestions: SuggestionsPage,
        show_place: Callable[[str], None],
        tell: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._history, self._insights, self._suggestions = history, insights_page, suggestions
        self._show_place, self._tell = show_place, tell
        self._session: LibrarySession | None = None
        self._insights_control: JobControl | None = None
        self._preview_control: JobControl | None = None
        bar = LockedBar()
        suggestions.add_bar(bar)
        self.lock = ThemeLock(bar, self)
        bar.language_changed.connect(self.lock.retranslate)
        history.change_requested.connect(self._change)
        history.preview_requested.connect(self._preview)
        history.undo_to_requested.connect(self._undo_to)
        history.redo_requested.connect(self._redo)
        history.export_requested.connect(self._export_history)
        insights_page.report_requested.connect(lambda _brief_id: self.request_insights())
        insights_page.sample_requested.connect(self.judge_sample)
        insights_page.export_requested.connect(self._export_page)
        insights_page.suggestions_requested.connect(lambda: self._show_place("suggest"))
        suggestions.list_actions["explore"].triggered.connect(lambda _checked=False: self.lock.explore())
        self.lock.explore_requested.connect(self._explore)
        self.lock.return_requested.connect(suggestions.refresh)
        suggestions.new_brief_requested.connect(self.lock.list_gone)

    def follow(self, session: LibrarySession | None) -> None:
        """Ask this session from now on, and show nothing of the one before."""
        self._session = session
        self._insights_control = self._preview_control = None
        self.lock.clear()
        self._insights.clear()
        if session is not None:
            session.slate_changed.connect(self._take_slate)
            session.failed.connect(lambda _error, _activity: self.lock.request_failed())

    def request_insights(self) -> None:
        """Ask for the figures of the brief chosen; only the last one asked for is answered."""
        if self._insights_control is not None:
            self._insights_control.cancel()
        # Many lists take a while to count, so not where verdicts wait.
        self._insights_control = self._start(
            bound(insights, self._insights.brief_id), self._take_insights, "insights", beside=True
        )

    def judge_sample(self, size: int = USUAL_SAMPLE) -> None:
        """Make a list drawn at random and show it: for the brief whose insights are shown, else for what is asked now.

        Typed filters count for the brief they were typed for; another one is drawn from by those of its last list.
        """
        session, page = self._session, self._suggestions
        if session is None:
            return
        brief_id = self._insights.brief_id if self._insights.isVisible() else None
        if brief_id is not None and (page.slate is None or page.slate.brief_id != brief_id):
            job = bound(draw_sample_of_brief, brief_id, size)
        else:
            job = bound(draw_sample, page.request(), size)
        self._start(job, session.show_made_slate, "suggest")
        self._show_place("suggest")

    # What the history asks for

    def _change(self, event_ids: list[int], verdict: str) -> None:
        def take(outcome: FeedbackOutcome) -> None:
            self._take(outcome)
            name = verdict_name(verdict)
            self._tell(filled(self.tr("Changed to: %1"), name))

        job = bound(change_verdicts, tuple(event_ids), verdict, self._suggestions.slate_id)
        self._start(job, take, "history", must_finish=True)

    def _preview(self, event_id: int) -> None:
        if self._preview_control is not None:
            self._preview_control.cancel()
        self._preview_control = self._start(
            bound(undo_preview, event_id), self._history.show_preview, "history"
        )

    def _undo_to(self, event_id: int) -> None:
        def take(answer: tuple[FeedbackOutcome, UndoPreview]) -> None:
            outcome, undone = answer
            self._take(outcome)
            self._history.show_undone(undone)

        job = bound(undo_back_to, event_id, self._suggestions.slate_id)
        self._start(job, take, "undo", must_finish=True)

    def _redo(self, count: int) -> None:
        job = bound(redo_steps, count, self._suggestions.slate_id)
        self._start(job, self._take, "redo", must_finish=True)

    def _take(self, outcome: FeedbackOutcome) -> None:
        """Tell all pages where items stand now, without naming one of them as judged just now."""
        session = self._session
        if session is not None:
            self._suggestions.take_standings(outcome)
            session.feedback_changed.emit(replace(outcome, items=()))
            session.request_history()
            session.refresh_overview()

    def _export_history(self, path: Path, event_ids: list[int] | None) -> None:
        def take(count: int) -> None:
            said = self.tr("Exported %Ln verdicts to %1", "", count)
            self._tell(filled(said, path.name))

        chosen = None if event_ids is None else tuple(event_ids)
        self._start(bound(export_history, path, chosen), take, "export")

    # Insights and themes

    def _take_insights(self, report: InsightsReport) -> None:
        self._insights.show_report(report)

    def _export_page(self, path: Path, content: str) -> None:
        def write(_workspace: object, _control: JobControl) -> None:
            write_whole(path, content)

        self._start(
            write, lambda _nothing: self._tell(filled(self.tr("Exported to %1"), path.name)), "export"
        )

    def _take_slate(self, slate: Slate) -> None:
        self.lock.list_changed(slate.brief_id)
        if slate.policy == SAMPLE_POLICY:
            self._suggestions.show_message(
                "info",
                self.tr("A random sample: judge it from the top down, for what each item is."),
                filled(
                    self.tr("Insights tell what it says of what is left. %1 goes back to suggestions."),
                    native_keys(spec_of("refresh")),
                ),
            )
            return
        self._start(bound(theme_report, slate.slate_id), self.lock.show_report, "insights", beside=True)

    def _explore(self) -> None:
        if not self._suggestions.explore(widened):
            self.lock.request_failed()

    def _start(
        self,
        job: Callable[..., R],
        on_done: Callable[[R], Any],
        activity: str,
        must_finish: bool = False,
        beside: bool = False,
    ) -> JobControl | None:
        """Start a job of the open library; `beside` other work where it may take its time."""
        session = self._session
        if session is None:
            return None
        runner = session.runners.query_jobs if beside else session.runners.quick_jobs

        def take(answer: R) -> None:
            if self._session is session:
                on_done(answer)

        def fail(error: Exception) -> None:
            session.failed.emit(error, activity)

        return runner.start(job, on_done=take, on_error=fail, must_finish=must_finish)
