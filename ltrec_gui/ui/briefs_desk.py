"""Between the page of suggestions and the briefs of the open library: what is done to a brief, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.briefs import (
    BriefEntry,
    BriefOutcome,
    OpenedBrief,
    delete_brief,
    duplicate_brief,
    keep_draft,
    list_briefs,
    open_brief,
    rename_brief,
    save_brief,
    suggested_name,
)
from ltrec_gui.pipeline.give_feedback import FeedbackOutcome
from ltrec_gui.recommend.slate import Slate, SuggestRequest
from ltrec_gui.ui.briefs_picker import BriefPicker
from ltrec_gui.ui.flows import LibrarySession, bound
from ltrec_gui.ui.suggestions_page import SuggestionsPage
from ltrec_gui.ui.wording import brief_act_sentence, filled

DRAFT_MS = 700  # after the last change to a saved brief it is written down
COUNT_MS = 900  # after the last verdict the numbers beside the brief are counted anew

BRIEF_ACTS = ("open-brief", "save-brief", "rename-brief", "duplicate-brief", "delete-brief")  # action ids

R = TypeVar("R")


class BriefDesk(QObject):
    """Follows one page and, while a library is open, its session."""

    said = Signal(str)  # what was done, for the status bar
    failed = Signal(object, str)

    def __init__(self, page: SuggestionsPage, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._bar = page.brief_panel.bar
        self._session: LibrarySession | None = None
        self.entries: tuple[BriefEntry, ...] = ()
        self._is_first = True  # whether no list was shown of this library yet
        self._pending: tuple[int, SuggestRequest] | None = None  # what a saved brief asks for by now
        self._left: set[int] = set()  # briefs that were deleted while they were worked in
        self.picker = BriefPicker(self._bar)
        self._draft_timer = self._timer(DRAFT_MS, self.keep_pending)
        self._count_timer = self._timer(COUNT_MS, self._count_again)
        self._bar.picker_requested.connect(self.open_picker)
        self._bar.act_requested.connect(self.act)
        self._bar.named.connect(self._name)
        self.picker.opened.connect(self.open)
        self.picker.deletion_requested.connect(self.delete_one)
        page.brief_panel.changed.connect(self._changed)

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(milliseconds)
        made.timeout.connect(act)
        return made

    def follow(self, session: LibrarySession) -> None:
        """Work on the briefs of a library that was opened."""
        self._session = session
        self._is_first = True
        session.slate_changed.connect(self._slate_changed)
        session.feedback_changed.connect(lambda _outcome: self._count_timer.start())
        session.step_undone.connect(lambda outcome: self._step_taken(outcome, is_undone=True))
        session.step_redone.connect(lambda outcome: self._step_taken(outcome, is_undone=False))

    def leave(self) -> None:
        """Let go of the library; what was changed last is written down first."""
        self.keep_pending()
        self._count_timer.stop()
        self._session = None
        self._left.clear()
        self.entries = ()
        self.picker.hide()

    def act(self, action_id: str) -> None:
        """Do what an action of the menu of briefs says."""
        acts: dict[str, Callable[[], None]] = {
            "open-brief": self.open_picker,
            "save-brief": self.save,
            "rename-brief": self._ask_name,
            "duplicate-brief": self.duplicate,
            "delete-brief": self.delete,
        }
        if action_id in acts and self._session is not None:
            acts[action_id]()

    def open_picker(self) -> None:
        """Show all briefs, the one worked in chosen."""
        self.keep_pending()
        entry = self._bar.entry
        self.picker.show_entries(self.entries, entry.brief_id if entry is not None else None)
        self.picker.open_under(self._bar.selector)
        self._ask_entries()

    def open(self, brief_id: int) -> None:
        """Show a brief as it was left, with its last list."""
        self.keep_pending()
        self._run(bound(open_brief, brief_id), self._show_opened)

    def save(self) -> None:
        """Ask for a name in place, unless the brief is saved: then every change is kept anyway."""
        entry = self._bar.entry
        if entry is not None and entry.is_saved:
            self.said.emit(filled(self.tr("“%1” is saved; every change is kept."), entry.name))
        elif self._has_content():
            self._ask_name()

    def duplicate(self) -> None:
        """Go on in a copy of the brief that has no verdicts yet."""
        entry = self._bar.entry
        if entry is not None:
            self.keep_pending()
            self._run(bound(duplicate_brief, entry.brief_id), self._take_duplicate)

    def delete(self) -> None:
        """Take the brief worked in out of the list; its lists and verdicts stay, and it can be undone."""
        entry = self._bar.entry
        if entry is not None:
            self.delete_one(entry.brief_id)

    def delete_one(self, brief_id: int) -> None:
        """Take any brief out of the list; the page is left only where it is the one worked in."""
        self.keep_pending()
        self._run(bound(delete_brief, brief_id), self._take_deletion)

    def keep_pending(self) -> None:
        """Write down what a saved brief asks for by now, if that was changed."""
        self._draft_timer.stop()
        if self._pending is not None:
            brief_id, request = self._pending
            self._pending = None
            self._run(bound(keep_draft, brief_id, request), lambda _nothing: None)

    # What the page says

    def _changed(self) -> None:
        self._say_content()
        brief_id = self._bar.saved_id
        if brief_id is not None and self._session is not None:
            self._pending = (brief_id, self._page.request())
            self._draft_timer.start()

    def _say_content(self) -> None:
        slate = self._page.slate
        text = self._page.brief_panel.brief()
        is_changed = slate is not None and slate.request.brief.strip() != text
        self._bar.show_content(self._has_content(), is_changed)

    def _has_content(self) -> bool:
        panel = self._page.brief_panel
        return bool(panel.brief() or panel.seeds.keys())

    def _ask_name(self) -> None:
        entry, panel = self._bar.entry, self._page.brief_panel
        chips = panel.seeds.chips()
        text = panel.brief() or " + ".join(chip.text() for chip in chips)
        self._bar.ask_name(entry.name if entry is not None and entry.is_saved else suggested_name(text))

    def _name(self, name: str) -> None:
        self._page.focus_list()
        brief_id = self._bar.saved_id
        if brief_id is not None:
            self._run(bound(rename_brief, brief_id, name), self._take_naming)
            return
        request = self._page.request()
        wanted = replace(request, brief_id=None)
        self._run(bound(save_brief, wanted, name, request.brief_id), self._take_saving)

    # What the session says

    def _slate_changed(self, slate: Slate) -> None:
        self._say_content()
        self._ask_entries()

    def _take_entries(self, entries: Sequence[BriefEntry]) -> None:
        self.entries = tuple(entries)
        slate, entry = self._page.slate, self._bar.entry
        wanted = slate.brief_id if slate is not None else entry.brief_id if entry is not None else None
        known = next((each for each in entries if each.brief_id == wanted), None)
        self._bar.show_entry(known)
        self._say_content()
        if self.picker.isVisible():
            # The editor may have gone on in it meanwhile.
            chosen = self.picker.chosen_id
            self.picker.show_entries(self.entries, chosen if chosen is not None else wanted)
        if self._is_first and slate is not None:
            self._is_first = False
            if known is not None and known.has_draft:
                self.open(known.brief_id)  # it was changed after its last list was made

    def _take_saving(self, outcome: BriefOutcome) -> None:
        slate = self._page.slate
        has_list = slate is not None and slate.brief_id == outcome.act.brief_id
        self.said.emit(brief_act_sentence(outcome.act))
        if has_list:
            self._take_entries(outcome.briefs)
        else:
            self._show_one(outcome)
            self._page.suggest()  # the list shown is another brief's
        self._after_step()

    def _take_naming(self, outcome: BriefOutcome) -> None:
        self.said.emit(brief_act_sentence(outcome.act))
        self._show_one(outcome)
        self._after_step()

    def _take_duplicate(self, outcome: BriefOutcome) -> None:
        self.said.emit(brief_act_sentence(outcome.act))
        self._after_step()

        def show(opened: OpenedBrief) -> None:
            self._show_opened(opened)
            self._page.suggest()

        self._run(bound(open_brief, outcome.act.brief_id), show)

    def _take_deletion(self, outcome: BriefOutcome) -> None:
        deleted_id, slate, entry = outcome.act.brief_id, self._page.slate, self._bar.entry
        shown = slate.brief_id if slate is not None else entry.brief_id if entry is not None else None
        if shown == deleted_id:
            self._pending = None
            self._left.add(deleted_id)
            self._page.start_new_brief()
        self.entries = outcome.briefs
        if self.picker.isVisible():
            self.picker.show_entries(self.entries, deleted_id)
        self._after_step()
        said = brief_act_sentence(outcome.act)
        self.said.emit(said)
        self._page.show_message(
            "info", said, self.tr("Its lists and its verdicts are kept."), self.tr("Undo"), self._undo
        )

    def _undo(self) -> None:
        if self._session is not None:
            self._session.undo()

    def _step_taken(self, outcome: FeedbackOutcome, is_undone: bool) -> None:
        act = outcome.brief
        if act is None:
            return
        entry = self._bar.entry
        is_deleted_again = act.act == "delete" and not is_undone
        if act.act == "delete" and is_undone and act.brief_id in self._left:
            self._left.discard(act.brief_id)
            self.open(act.brief_id)
        elif is_deleted_again and entry is not None and entry.brief_id == act.brief_id:
            self._page.start_new_brief()
        self._ask_entries()

    def _show_one(self, outcome: BriefOutcome) -> None:
        self.entries = outcome.briefs
        brief_id = outcome.act.brief_id
        self._bar.show_entry(next((each for each in outcome.briefs if each.brief_id == brief_id), None))
        self._say_content()

    def _show_opened(self, opened: OpenedBrief) -> None:
        session = self._session
        if session is None:
            return
        self._page.prepare_brief(opened)
        session.show_opened(opened.slate)
        self._say_content()
        self._page.focus_list()
        self.said.emit(filled(self.tr("Opened: %1"), opened.entry.name or self.tr("a brief without a text")))

    def _after_step(self) -> None:
        """Let undo be offered for what was done just now."""
        if self._session is not None:
            self._session.request_feedback_state()

    def _ask_entries(self) -> None:
        self._run(bound(list_briefs), self._take_entries)

    def _count_again(self) -> None:
        # Nothing waits for these numbers, so they do not hold up verdicts.
        if self._session is not None:
            self._start(self._session.runners.query_jobs, bound(list_briefs), self._take_entries)

    def _run(self, job: Callable[..., R], on_done: Callable[[R], None]) -> None:
        if self._session is not None:
            self._start(self._session.runners.quick_jobs, job, on_done)

    def _start(self, runner: JobRunner, job: Callable[..., R], on_done: Callable[[R], None]) -> None:
        session = self._session

        def done(outcome: R) -> None:
            if self._session is session:
                on_done(outcome)

        runner.start(
            job, on_done=done, on_error=lambda error: self.failed.emit(error, "briefs"), must_finish=True
        )
