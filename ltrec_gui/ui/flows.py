"""What the window asks of one open library: each wish becomes a job, each outcome a signal; no widgets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from ltrec_gui.catalogue.item import Item
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.backups import (
    Backup,
    daily_backup_is_due,
    draft_backup,
    import_backed_up,
    keep_backup,
)
from ltrec_gui.pipeline.bake_off import BakeOffReport, bake_off, export_bake_off
from ltrec_gui.pipeline.balance import ShelfView, shelf_view, with_view
from ltrec_gui.pipeline.browse import (
    CataloguePage,
    CatalogueQuery,
    LibraryOverview,
    browse,
    library_overview,
    set_cuts,
)
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.domains import choose_domain
from ltrec_gui.pipeline.embed_items import (
    UNREADABLE_SHARE,
    EmbedReport,
    choose_model,
    embed_items,
    encode_brief,
    measure_unknown_tokens,
)
from ltrec_gui.pipeline.find_topics import find_topics, renew_topics
from ltrec_gui.pipeline.give_feedback import (
    FeedbackOutcome,
    HistoryEntry,
    count_everywhere,
    feedback_state,
    give_feedback,
    redo_feedback,
    undo_feedback,
)
from ltrec_gui.pipeline.import_catalogue import (
    FileReading,
    ImportReport,
    UndoneImport,
    forget_import,
    undo_import,
    unfinished_import,
)
from ltrec_gui.pipeline.item_details import ItemDetails, item_details, titles_like
from ltrec_gui.pipeline.learn_readers import (
    ReadersReport,
    learn_readers,
    readers_are_stale,
    readers_report,
)
from ltrec_gui.pipeline.learning_report import (
    forget_learned,
    learning_report,
    recall_learned,
)
from ltrec_gui.pipeline.past_slates import last_slate
from ltrec_gui.pipeline.quota_price import quota_price
from ltrec_gui.pipeline.random_seeds import random_seeds
from ltrec_gui.pipeline.replay import (
    ReplayReport,
    SlateEntry,
    past_slate,
    rebuild,
    replay_verdicts,
    slate_history,
    what_changed,
)
from ltrec_gui.pipeline.suggest import prepare_refresh, suggest
from ltrec_gui.pipeline.telling_phrases import telling_phrases
from ltrec_gui.pipeline.verdict_history import feedback_history
from ltrec_gui.pipeline.why_not import why_not
from ltrec_gui.recommend.slate import (
    NOTE_FEW_VECTORS,
    NOTE_NO_VECTORS,
    NOTE_PARTLY_EMBEDDED,
    NOTE_POOL_TOPICS,
    NOTE_QUICK,
    Slate,
    SuggestRequest,
)
from ltrec_gui.recommend.tail import QuotaPrice
from ltrec_gui.ui.asked_job import AskedJob
from ltrec_gui.ui.job_board import JobBoard, JobEntry, JobState
from ltrec_gui.ui.readers_section import result_of
from ltrec_gui.ui.replay_wording import ReplayCounts, ReplayWish
from ltrec_gui.ui.wording import count_text, filled

# After a verdict the next list is prepared once the editor reads on; sooner the next verdict would have to wait for it.
PREPARE_AFTER_MS = 400
IMPROVABLE_NOTES = (NOTE_QUICK, NOTE_NO_VECTORS, NOTE_FEW_VECTORS, NOTE_PARTLY_EMBEDDED)

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Runners:
    """The three threads of one open library: hours, milliseconds, and the one that may load the model."""

    folder: Path
    long_jobs: JobRunner
    quick_jobs: JobRunner
    query_jobs: JobRunner

    def shutdown(self) -> None:
        """Cancel and close all; no callback runs afterwards."""
        for runner in (self.query_jobs, self.long_jobs, self.quick_jobs):
            runner.shutdown()


def bound(function: Callable[..., R], *arguments: object, **options: object) -> Callable[..., R]:
    """Return a job that calls a stage with these arguments and keeps its name for the log."""

    def job(workspace: object, control: JobControl) -> R:
        return function(workspace, control, *arguments, **options)

    job.__name__ = getattr(function, "__name__", "job")
    return job


def _nobody_waits(_outcome: object) -> None:
    """Take the outcome of what was only prepared."""


class LibrarySession(QObject):
    """One open library; `failed` carries an error and the activity it broke: open, import, embed, index, ..."""

    overview_changed = Signal(object)
    slate_changed = Signal(object)
    no_slate_found = Signal()
    better_ranking_ready = Signal(object, int)  # what to ask for, and the verdicts given meanwhile
    # Names of replay.FACTS that changed since the list shown was made, () for none, and the verdicts given on it.
    slate_outdated = Signal(object, int)
    readers_changed = Signal(object)  # the ReadersReport in force, or None
    title_ready = Signal(str, str)
    why_not_stopped = Signal()
    feedback_changed = Signal(object)
    step_undone = Signal(object)
    step_redone = Signal(object)
    feedback_failed = Signal(object, object)
    page_ready = Signal(object)
    page_failed = Signal()
    details_ready = Signal(object)
    phrases_ready = Signal(str, object)  # item id, its telling phrases by field
    why_not_ready = Signal(object)
    titles_found = Signal(str, object)  # what was sought, the items
    random_seeds_ready = Signal(object)  # items
    shelf_changed = Signal(object)
    history_changed = Signal(object)
    tail_price_ready = Signal(object, object)  # the request, its prices
    slates_changed = Signal(object)
    past_slate_ready = Signal(object)
    rebuilt_ready = Signal(object)
    import_finished = Signal(object)
    import_undone = Signal(object)  # UndoneImport, None where there was none
    model_cannot_read = Signal(float)
    model_readable = Signal()
    learning_changed = Signal(object)  # LearningReport
    verdicts_replayed = Signal(object, object)  # ReplayWish, its ReplayReport or None
    models_compared = Signal(object)
    comparison_exported = Signal(object)
    failed = Signal(object, str)

    def __init__(self, runners: Runners, board: JobBoard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runners = runners
        self._board = board
        self.overview: LibraryOverview | None = None
        self.slate: Slate | None = None
        self.last_step = "given"  # or "undone", "redone": what `feedback_changed` tells of
        self.readers: ReadersReport | None = None
        self._verdicts_on_slate = 0
        self._suggest_number = 0
        self._suggest_control: JobControl | None = None
        self._details_control: JobControl | None = None
        self._titles_control: JobControl | None = None
        self._why_not: JobEntry | None = None
        self._price_control: JobControl | None = None
        self._is_preparing = False
        self._prepares_again = False
        self._preparing: JobEntry | None = None  # the job that measures, embeds or indexes
        self._topics: JobEntry | None = (
            None  # the job that finds topics; at most one a session is begun for a list
        )
        self._learning: JobEntry | None = None  # from readers; lists do without it, so nothing waits for it
        self._encoded_brief = ""
        self._learning_control: JobControl | None = None
        self._refresh_control: JobControl | None = None
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(PREPARE_AFTER_MS)
        self._refresh_timer.timeout.connect(self._prepare_refresh)
        self.comparison = AskedJob(board, self)
        self.trial = AskedJob(board, self)

    @property
    def folder(self) -> Path:
        """The folder of the library."""
        return self.runners.folder

    # Opening and closing

    def open(self) -> None:
        """Show what is there: counts, the last list, what can be undone; then finish what waits."""
        self.refresh_overview()
        self.request_shelf()
        self._quick(bound(last_slate), self._take_last_slate, "open")
        self._quick(bound(feedback_state), self.feedback_changed.emit, "open")
        self._quick(bound(readers_report), self._take_readers, "open")
        self.runners.long_jobs.start(
            bound(daily_backup_is_due), on_done=self._back_up_daily, on_error=self._failing("backup")
        )

    def _back_up_daily(self, is_due: bool) -> None:
        """Back up before anything else is written, which would make the copy begin anew; then finish what waits."""
        if is_due:
            self.back_up("daily", lambda _backup: None, self._failing("backup"), self._finish_what_waits)
        else:
            self._finish_what_waits()

    def _finish_what_waits(self) -> None:
        self.runners.long_jobs.start(
            bound(unfinished_import), on_done=self._finish_import, on_error=self._failing("open")
        )

    def back_up(
        self,
        reason: str,
        on_done: Callable[[Backup], None],
        on_error: Callable[[Exception], None],
        afterwards: Callable[[], None] = lambda: None,
    ) -> None:
        """Back the library up beside the work; `afterwards` follows whatever came of it.

        It is copied on the thread that writes verdicts, which get through between two steps of it; what is written on
        another would make it begin anew, so the items are read on only when it is over.
        """
        reading = self._preparing
        is_held = reading is not None and reading.state in (JobState.WAITING, JobState.RUNNING)
        if is_held and reading is not None:
            self._board.pause(reading)

        def end(call: Callable[[], None]) -> None:
            if is_held and reading is not None:
                self._board.resume(reading)
            call()
            afterwards()

        def copied(draft: object) -> None:
            # To check it takes a while, in which no verdict must wait.
            self.runners.query_jobs.start(
                bound(keep_backup, draft),
                on_done=lambda backup: end(partial(on_done, backup)),
                on_error=lambda error: end(partial(on_error, error)),
                must_finish=True,
            )

        self._board.start(
            self.runners.quick_jobs,
            self.tr("Backing up"),
            bound(draft_backup, reason),
            on_done=copied,
            on_error=lambda error: end(partial(on_error, error)),
            on_cancelled=lambda: end(lambda: None),
        )

    def close(self) -> None:
        """Stop everything; nothing is signalled afterwards."""
        self._refresh_timer.stop()
        self._board.cancel_all()
        self.blockSignals(True)
        self.runners.shutdown()

    def refresh_overview(self) -> None:
        """Count again."""
        self._quick(bound(library_overview), self._take_overview, "open")

    # Import, embedding and index, one after the other

    def import_reading(self, reading: FileReading) -> None:
        """Import a file as it was read in the dialog, then embed and index what is new."""
        self._interrupt_preparing()
        self._stop_learning()
        if self._topics is not None and self._topics.is_active:
            self._board.cancel(self._topics)
            self._topics = None
        self._board.start(
            self.runners.long_jobs,
            filled(self.tr("Importing %1"), reading.path.name),
            bound(import_backed_up, reading),
            on_done=self._take_import,
            on_error=self._failing("import"),
            on_cancelled=self._forget_import,
            describe=self._describe_import,
        )

    def undo_import(self) -> None:
        """Take the last import back, then read and index what is there as before; verdicts stay."""
        self._interrupt_preparing()
        self._stop_learning()

        def take(undone: UndoneImport | None) -> None:
            self.import_undone.emit(undone)
            self.prepare()

        self._board.start(
            self.runners.long_jobs,
            self.tr("Undoing the last import"),
            bound(undo_import),
            on_done=take,
            on_error=self._failing("import"),
            on_cancelled=self.prepare,
        )

    def prepare(self, *, measures_again: bool = False, embeds_anyway: bool = False) -> None:
        """Embed and index what is missing, unless the model cannot read this catalogue."""
        if self._is_preparing:
            self._prepares_again = True
            return
        self._is_preparing = True
        self._prepares_again = False
        self._stop_learning()

        def decide(overview: LibraryOverview) -> None:
            self._take_overview(overview)
            share = None if measures_again else overview.unknown_token_share
            if overview.item_count > overview.embedded_count:
                if embeds_anyway:
                    self._embed()
                elif share is None:
                    self._measure()
                else:
                    self._embed_if_readable(share)
            elif overview.embedded_count and (overview.is_index_stale or not overview.index_count):
                self._index()
            else:
                self._is_preparing = False
                self._learn_if_stale()
                self._check_slate()

        self._quick(bound(library_overview), decide, "open")

    def rebuild_index(self) -> None:
        """Build the index again."""
        self._index()

    def _finish_import(self, reading: FileReading | None) -> None:
        if reading is None:
            self.prepare()
        else:
            self.import_reading(reading)

    def _forget_import(self) -> None:
        """Keep what came in before a cancel, and let the next opening not go on with the rest."""
        self.runners.long_jobs.start(
            bound(forget_import),
            on_done=lambda _nothing: self.prepare(measures_again=True),
            on_error=self._failing("import"),
        )

    def _take_import(self, report: ImportReport) -> None:
        self.import_finished.emit(report)

        def counted(overview: LibraryOverview) -> None:
            self._take_overview(overview)
            if self.slate is None:
                self.no_slate_found.emit()
            self.prepare(measures_again=report.items_added + report.items_changed > 0)

        self._quick(bound(library_overview), counted, "open")

    def _measure(self) -> None:
        self._preparing = self._board.start(
            self.runners.long_jobs,
            self.tr("Checking what the model can read"),
            bound(measure_unknown_tokens),
            on_done=self._embed_if_readable,
            on_error=self._preparing_failed("embed"),
            on_cancelled=self._stop_preparing,
        )

    def _embed_if_readable(self, share: float) -> None:
        if share >= UNREADABLE_SHARE:
            self._stop_preparing()
            self._learn_if_stale()
            self.model_cannot_read.emit(share)
        else:
            self._embed()

    def _embed(self) -> None:
        self.model_readable.emit()
        self._preparing = self._board.start(
            self.runners.long_jobs,
            self.tr("Reading items by meaning"),
            bound(embed_items),
            on_done=self._take_embedding,
            on_error=self._preparing_failed("embed"),
            on_cancelled=self._stop_preparing,
            describe=self._describe_embedding,
        )

    def _take_embedding(self, _report: EmbedReport) -> None:
        self.refresh_overview()
        self._index()

    def _index(self) -> None:
        self._is_preparing = True
        self._preparing = self._board.start(
            self.runners.long_jobs,
            self.tr("Building the index"),
            bound(build_index),
            on_done=self._take_index,
            on_error=self._preparing_failed("index"),
            on_cancelled=self._stop_preparing,
        )

    def _take_index(self, _manifest: object) -> None:
        self._stop_preparing()
        self._learn_if_stale()
        # Who never shared places among topics is not made to wait for them.
        self.runners.long_jobs.start(
            bound(renew_topics),
            on_done=lambda _manifest: self._check_slate(),
            on_error=self._failing("index"),
        )
        if self.slate is not None and not self._improve(self.slate):
            self._check_slate()

    def _stop_preparing(self) -> None:
        self._is_preparing = False
        if self._prepares_again:
            # Items were imported while others were embedded or indexed.
            self.prepare(measures_again=True)
        else:
            self.refresh_overview()

    def _learn_if_stale(self) -> None:
        """Learn from readers unless nothing changed since; what is imported or embedded next comes first."""
        if self.overview is not None and self.overview.interaction_count and not self._is_preparing:
            self._quick(bound(readers_are_stale), self._learn, "readers")

    def _learn(self, is_stale: bool) -> None:
        is_learning = self._learning is not None and self._learning.is_active
        if is_stale and not is_learning and not self._is_preparing:
            self._learning = self._board.start(
                self.runners.long_jobs,
                self.tr("Learning what readers like"),
                bound(learn_readers),
                on_done=self._take_learned,
                on_error=self._failing("readers"),
                describe=self._describe_learning,
            )

    def _take_learned(self, report: ReadersReport | None) -> None:
        if report is not None:  # with too few readers what was learned of more stays in force
            self._take_readers(report)
        self._check_slate()

    def _take_readers(self, report: ReadersReport | None) -> None:
        self.readers = report
        self.readers_changed.emit(report)

    def _stop_learning(self) -> None:
        if self._learning is not None and self._learning.is_active:
            self._board.cancel(self._learning)
        self._learning = None

    def _interrupt_preparing(self) -> bool:
        """Stop reading and let it begin anew later; return whether any was under way.

        A new model or an import must not wait for hours, or behind a pause for ever; what was read is kept.
        """
        if not self._is_preparing or self._preparing is None or not self._preparing.is_active:
            return False
        self._prepares_again = True
        self._board.cancel(self._preparing)
        return True

    def _preparing_failed(self, activity: str) -> Callable[[Exception], None]:
        def fail(error: Exception) -> None:
            self._stop_preparing()
            self.failed.emit(error, activity)

        return fail

    # Suggestions

    def request_suggestions(self, request: SuggestRequest) -> None:
        """Ask for a list; an earlier request still under way is dropped."""
        self._suggest_number += 1
        number = self._suggest_number
        self._refresh_timer.stop()
        for control in (self._suggest_control, self._refresh_control):
            if control is not None:
                control.cancel()

        def take(slate: Slate) -> None:
            if number == self._suggest_number:
                self._take_slate(slate)

        self._suggest_control = self._quick(bound(suggest, request, load_model=False), take, "suggest")

    def show_made_slate(self, slate: Slate) -> None:
        """Show a list that was made in another way, in place of one that is still being made."""
        self._suggest_number += 1
        self._take_slate(slate)

    def request_tail_price(self, request: SuggestRequest) -> None:
        """Ask what places for the tail cost; the last request only is answered, beside and not before other work."""
        if self._price_control is not None:
            self._price_control.cancel()

        def take(prices: tuple[QuotaPrice, ...]) -> None:
            self.tail_price_ready.emit(request, prices)

        self._price_control = self.runners.query_jobs.start(
            bound(quota_price, request), on_done=take, on_error=self._failing("price")
        )

    def request_details(self, item_id: str, slate_id: str | None) -> None:
        """Ask for everything about one item; only the last one asked for is answered."""
        if self._details_control is not None:
            self._details_control.cancel()
        self._details_control = self._quick(
            bound(item_details, item_id, slate_id), self.details_ready.emit, "details"
        )

    def request_phrases(self, item_id: str, slate_id: str | None) -> None:
        """Ask which words of an item bring it near what the list asked for; may load the model."""
        self.runners.query_jobs.start(
            bound(telling_phrases, slate_id or "last", item_id),
            on_done=lambda found: self.phrases_ready.emit(item_id, found),
            on_error=self._failing("details"),
        )

    def request_why_not(self, item_id: str, slate_id: str | None) -> None:
        """Ask why an item is not in the list; that ranks some twenty times, so not where verdicts wait.

        In a big catalogue it takes seconds, so it stands in the list of jobs and can be stopped there.
        """
        before, self._why_not = self._why_not, None
        if before is not None and before.is_active:
            self._board.cancel(before)  # another item is asked about: that answer is not waited for any more

        def stopped() -> None:
            if self._why_not is entry:
                self.why_not_stopped.emit()

        self._why_not = entry = self._board.start(
            self.runners.query_jobs,
            self.tr("Finding out why not"),
            bound(why_not, slate_id or "last", item_id),
            on_done=self.why_not_ready.emit,
            on_error=self._failing("details"),
            on_cancelled=stopped,
        )

    def seek_titles(self, text: str) -> None:
        """Ask for items by the beginning of their title; only the last text asked for is answered."""
        if self._titles_control is not None:
            self._titles_control.cancel()

        def take(found: tuple[Item, ...]) -> None:
            self.titles_found.emit(text, found)

        self._titles_control = self._quick(bound(titles_like, text), take, "details")

    def request_titles(self, item_ids: Sequence[str]) -> None:
        """Ask for the titles of items."""

        def take(details: ItemDetails) -> None:
            self.title_ready.emit(details.item.item_id, details.item.title)

        for item_id in item_ids:
            self._quick(bound(item_details, item_id), take, "details")

    def request_random_seeds(self) -> None:
        """Ask for some titles of the tail at random."""
        self._quick(bound(random_seeds), self.random_seeds_ready.emit, "suggest")

    def show_opened(self, slate: Slate | None) -> None:
        """Go on with an earlier list, None where a brief has none yet; what was asked for before is dropped."""
        self._suggest_number += 1
        if self._suggest_control is not None:
            self._suggest_control.cancel()
        self.slate = slate
        self._verdicts_on_slate = 0
        if slate is not None:
            self._take_slate(slate)
        self.request_feedback_state()

    def _take_last_slate(self, slate: Slate | None) -> None:
        if slate is None:
            self.no_slate_found.emit()
        else:
            self._take_slate(slate)
            self.request_feedback_state()

    def _take_slate(self, slate: Slate) -> None:
        self.slate = slate
        self._verdicts_on_slate = 0
        self.slate_changed.emit(slate)
        if NOTE_POOL_TOPICS in slate.notes and self._topics is None:
            self._find_topics(slate)
        # A list still ranked by words although its brief was encoded would ask for ever.
        if NOTE_QUICK in slate.notes and slate.request.brief != self._encoded_brief:
            self._improve(slate)

    def _find_topics(self, slate: Slate) -> None:
        """Find the topics of the whole catalogue, which this list had to do without, and offer a better list."""
        self._topics = self._board.start(
            self.runners.long_jobs,
            self.tr("Finding topics"),
            bound(find_topics),
            on_done=lambda _manifest: self._offer_better(slate),
            on_error=self._failing("index"),
        )

    def _improve(self, slate: Slate) -> bool:
        """Encode the brief of a list that was ranked without it, then show or offer the better one; False without."""
        if not any(note in slate.notes for note in IMPROVABLE_NOTES):
            return False
        if not slate.request.brief.strip():
            self._offer_better(slate)
            return True

        def encoded(_nothing: None) -> None:
            self._encoded_brief = slate.request.brief
            self._offer_better(slate)

        self.runners.query_jobs.start(
            bound(encode_brief, slate.request.brief), on_done=encoded, on_error=self._failing("encode")
        )
        return True

    def _check_slate(self) -> None:
        """Tell what changed since the list shown was made; while items are read or indexed that is not known yet."""
        slate = self.slate
        if slate is None or self._is_preparing:
            return

        def take(changes: tuple[str, ...]) -> None:
            if self.slate is slate:
                self.slate_outdated.emit(changes, self._verdicts_on_slate)
            else:
                self._check_slate()  # another list came meanwhile, made before or after the change

        self._quick(bound(what_changed, slate.slate_id), take, "suggest")

    def _offer_better(self, slate: Slate) -> None:
        if self.slate is not slate:
            self._check_slate()
            return
        request = replace(slate.request, brief_id=slate.brief_id)
        self.better_ranking_ready.emit(request, self._verdicts_on_slate)

    # Verdicts

    def give(self, item_ids: Sequence[str], verdict: str, slate_id: str | None, critique: str = "") -> None:
        """Commit a verdict; `feedback_failed` carries ids and error if it could not be kept."""
        ids = tuple(item_ids)
        self._verdicts_on_slate += 1
        self.runners.quick_jobs.start(
            bound(give_feedback, ids, verdict, slate_id, critique),
            on_done=self._take_feedback,
            on_error=lambda error: self.feedback_failed.emit(ids, error),
            must_finish=True,
        )

    def undo(self) -> None:
        """Undo the last step."""
        self._quick(bound(undo_feedback, self._slate_id), self._take_undo, "undo", must_finish=True)

    def redo(self) -> None:
        """Redo the step undone last."""
        self._quick(bound(redo_feedback, self._slate_id), self._take_redo, "redo", must_finish=True)

    def count_everywhere(self, item_ids: Sequence[str], is_everywhere: bool) -> None:
        """Let the verdicts on items of the list shown count for every brief, or for its own only."""
        job = bound(count_everywhere, tuple(item_ids), is_everywhere, self._slate_id)
        self._quick(job, self._take_feedback, "suggest", must_finish=True)

    def request_feedback_state(self) -> None:
        """Ask what can be undone, and how many verdicts were given since the list shown was made."""
        self._quick(bound(feedback_state, self._slate_id), self.feedback_changed.emit, "open")

    @property
    def _slate_id(self) -> str | None:
        return self.slate.slate_id if self.slate is not None else None

    def _take_feedback(self, outcome: FeedbackOutcome, how: str = "given") -> None:
        self.last_step = how
        if self.overview is not None:
            self.overview = replace(self.overview, shelf_count=outcome.shelf_count)
        self.feedback_changed.emit(outcome)
        self._refresh_timer.start()

    def _prepare_refresh(self) -> None:
        """Let the next list be worked out as far as can be while the editor reads on."""
        if self.slate is None:
            return
        request = replace(self.slate.request, brief_id=self.slate.brief_id)
        self._refresh_control = self.runners.quick_jobs.start(
            bound(prepare_refresh, request),
            on_done=_nobody_waits,
            # It is in the log; the list itself will say what is wrong, if it is asked for.
            on_error=_nobody_waits,
        )

    def _take_undo(self, outcome: FeedbackOutcome | None) -> None:
        if outcome is not None:
            self._take_feedback(outcome, "undone")
            self.step_undone.emit(outcome)

    def _take_redo(self, outcome: FeedbackOutcome | None) -> None:
        if outcome is not None:
            self._take_feedback(outcome, "redone")
            self.step_redone.emit(outcome)

    # Catalogue, shelf, history

    def request_page(self, query: CatalogueQuery) -> None:
        """Ask for a window of the catalogue."""

        def fail(error: Exception) -> None:
            self.page_failed.emit()
            self.failed.emit(error, "browse")

        def take(page: CataloguePage) -> None:
            self.page_ready.emit(page)

        self.runners.quick_jobs.start(bound(browse, query), on_done=take, on_error=fail)

    def request_shelf(self) -> None:
        """Ask for the shelf."""
        self._quick(bound(shelf_view), self._take_shelf, "shelf")

    def change_shelf(
        self, act: Callable[..., object], *arguments: object, then: Callable[[object], object] | None = None
    ) -> None:
        """Call a function of `pipeline.shelf`, show what became of the shelf, and hand its answer to `then`."""

        def changed(result: tuple[object, ShelfView, FeedbackOutcome]) -> None:
            answer, view, outcome = result
            self._take_feedback(outcome)
            self._take_shelf(view)
            if then is not None:
                then(answer)

        self._quick(bound(with_view, act, *arguments), changed, "shelf", must_finish=True)

    def run(
        self, job: Callable[..., R], on_done: Callable[[R], None], on_error: Callable[[Exception], None]
    ) -> JobControl:
        """Run a short job for a dialog that words its own errors; what was asked for before closing is done."""
        return self.runners.quick_jobs.start(job, on_done=on_done, on_error=on_error, must_finish=True)

    def request_history(self) -> None:
        """Ask for the verdicts given last."""
        self._quick(bound(feedback_history), self._take_history, "history")
        self._quick(bound(slate_history), self._take_slates, "history")

    def open_past_slate(self, slate_id: str) -> None:
        """Ask for a list as it was shown once."""
        self._quick(bound(past_slate, slate_id), self.past_slate_ready.emit, "history")

    def rebuild_slate(self, slate_id: str) -> None:
        """Ask whether a list can be made again."""
        self._quick(bound(rebuild, slate_id), self.rebuilt_ready.emit, "history")

    # What verdicts teach

    def request_learning(self) -> None:
        """Ask what is known of each policy that learning may draw; only the last one asked for is answered."""
        if self._learning_control is not None:
            self._learning_control.cancel()
        # It ranks once, so not where verdicts wait.
        self._learning_control = self.runners.query_jobs.start(
            bound(learning_report), on_done=self.learning_changed.emit, on_error=self._failing("learning")
        )

    def forget_learned(self) -> None:
        """Let no list made so far count any more."""
        self._quick(bound(forget_learned), self.learning_changed.emit, "learning", must_finish=True)

    def recall_learned(self) -> None:
        """Let every list made by learning count again."""
        self._quick(bound(recall_learned), self.learning_changed.emit, "learning", must_finish=True)

    def replay(self, wish: ReplayWish) -> None:
        """Try settings on past verdicts, unless that is being done."""
        self.trial.start(
            self.runners.long_jobs,
            self.tr("Trying settings on past verdicts"),
            bound(replay_verdicts, wish.tried.changes(), wish.present.changes()),
            on_done=partial(self.verdicts_replayed.emit, wish),
            describe=self._describe_replay,
        )

    def _take_slates(self, entries: tuple[SlateEntry, ...]) -> None:
        self.slates_changed.emit(entries)

    def _take_shelf(self, view: ShelfView) -> None:
        self.shelf_changed.emit(view)

    def _take_history(self, entries: tuple[HistoryEntry, ...]) -> None:
        self.history_changed.emit(entries)

    # Settings of the library

    def choose_model(self, model_folder: str, pooling: str) -> None:
        """Make another model the library's and read all items with it."""

        def chosen(_nothing: None) -> None:
            self._encoded_brief = ""
            self.comparison.forget_result()  # it names another model as the one in use
            if not self._interrupt_preparing():
                self.prepare(measures_again=True)

        self._quick(bound(choose_model, model_folder, pooling), chosen, "model", must_finish=True)

    def choose_domain(self, name: str) -> None:
        """Let the library be of another kind of catalogue; rules, exports and new briefs go by it."""
        self._quick(bound(choose_domain, name), lambda _nothing: self.refresh_overview(), "domain")

    def set_cuts(self, head_cut: float, tail_cut: float) -> None:
        """Move the head and tail cut points."""

        def moved(_nothing: None) -> None:
            self.refresh_overview()
            self._check_slate()

        self._quick(bound(set_cuts, head_cut, tail_cut), moved, "cuts")

    # Comparing models

    def compare_models(self, model_folders: Sequence[str]) -> None:
        """Compare the models this library knows and those in `model_folders`, unless that is being done."""
        self.comparison.start(
            self.runners.long_jobs,
            self.tr("Comparing models"),
            bound(bake_off, tuple(model_folders)),
            on_done=self.models_compared.emit,
        )

    def export_comparison(self, report: BakeOffReport, path: Path) -> None:
        """Write a comparison to a file."""
        self.runners.quick_jobs.start(
            bound(export_bake_off, report, path),
            on_done=lambda _nothing: self.comparison_exported.emit(path),
            on_error=self.comparison.failed.emit,
        )

    # Small things

    def _quick(
        self, job: Callable[..., R], on_done: Callable[[R], Any], activity: str, must_finish: bool = False
    ) -> JobControl:
        return self.runners.quick_jobs.start(
            job, on_done=on_done, on_error=self._failing(activity), must_finish=must_finish
        )

    def _failing(self, activity: str) -> Callable[[Exception], None]:
        def fail(error: Exception) -> None:
            self.failed.emit(error, activity)

        return fail

    def _take_overview(self, overview: LibraryOverview) -> None:
        self.overview = overview
        self.overview_changed.emit(overview)

    def _describe_import(self, report: ImportReport) -> str:
        return filled(
            self.tr("%1 imported, %2 refused"), count_text(report.imported), count_text(report.refused)
        )

    def _describe_learning(self, report: ReadersReport | None) -> str:
        if report is None:
            return self.tr("too few readers to learn from")
        return result_of(report)

    def _describe_replay(self, report: ReplayReport | None) -> str:
        if report is None:
            return self.tr("no verdict to go by")
        return ReplayCounts().lists(report.list_count)

    def _describe_embedding(self, report: EmbedReport) -> str:
        return filled(self.tr("%1 read"), count_text(report.embedded))
