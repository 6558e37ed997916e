"""The frame: places, menus, message bar and job bar around the pages, wired to the session of the open library."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, QUrl
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QDragEnterEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui import paths
from ltrec_gui.errors import CatalogueError, IndexUnavailable, LtrecError, ModelError, StoreError
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.browse import LibraryOverview
from ltrec_gui.pipeline.export_shelf import ExportOutcome
from ltrec_gui.pipeline.give_feedback import FeedbackOutcome
from ltrec_gui.pipeline.import_catalogue import FileReading, ImportReport, UndoneImport
from ltrec_gui.pipeline.selections import Selection
from ltrec_gui.recommend.slate import (
    LEARNING,
    NOTE_MODEL_CANNOT_READ,
    NOTE_MODEL_MISSING,
    Slate,
    SuggestRequest,
)
from ltrec_gui.settings import Settings
from ltrec_gui.ui.actions import (
    MENUS,
    build_actions,
    ids_of_menu,
    menu_title,
    native_keys,
    retranslate_actions,
    spec_of,
    tint_actions,
    use_keys,
)
from ltrec_gui.ui.asked_job import AskedJob
from ltrec_gui.ui.backups_desk import BackupsDesk
from ltrec_gui.ui.bake_off_dialog import BakeOffDialog
from ltrec_gui.ui.briefs_desk import BRIEF_ACTS, BriefDesk
from ltrec_gui.ui.catalogue_page import CataloguePageView
from ltrec_gui.ui.domain_wording import library_title
from ltrec_gui.ui.drop_overlay import LIBRARY_FILE, TABLE_SUFFIXES, DropOverlay, DropWish
from ltrec_gui.ui.error_dialog import ErrorReporter
from ltrec_gui.ui.export_dialog import ExportDialog, ExportFlow
from ltrec_gui.ui.export_wording import export_sentence
from ltrec_gui.ui.flows import LibrarySession, Runners
from ltrec_gui.ui.history_page import HistoryPage
from ltrec_gui.ui.import_dialog import ImportDialog, ImportReportDialog, undone_import_sentences
from ltrec_gui.ui.import_flow import ImportFlow
from ltrec_gui.ui.insights_page import InsightsPage
from ltrec_gui.ui.job_board import JobBoard
from ltrec_gui.ui.job_status import JobStatus
from ltrec_gui.ui.key_help import KeyHelp
from ltrec_gui.ui.kind_menu import KindMenu
from ltrec_gui.ui.learning_dialog import LearningDialog
from ltrec_gui.ui.looking_back import LookingBack
from ltrec_gui.ui.map_desk import MapDesk
from ltrec_gui.ui.notice_bar import NoticeBar
from ltrec_gui.ui.panes import Pane, Paned, go_to_pane
from ltrec_gui.ui.rail import Rail
from ltrec_gui.ui.replay_dialog import ReplayDialog
from ltrec_gui.ui.replay_wording import TriedSettings, settings_of
from ltrec_gui.ui.settings_dialog import Facts, SettingsDialog
from ltrec_gui.ui.shelf_desk import SHELF_DIALOGS, ShelfDesk
from ltrec_gui.ui.shelf_page import ShelfPage
from ltrec_gui.ui.start_page import RecentLibrary, StartPage
from ltrec_gui.ui.suggestions_page import SuggestionsPage
from ltrec_gui.ui.theme import theme_signals
from ltrec_gui.ui.widgets import line
from ltrec_gui.ui.window_state import WindowState
from ltrec_gui.ui.wording import count_text, error_sentences, filled, joined, outcome_sentence, percent_text

PLACES = (
    ("suggest", "sparkles"),
    ("catalogue", "library"),
    ("shelf", "book-open"),
    ("map", "map"),
    ("insights", "chart-area"),
    ("history", "history"),
)
LEAST_WIDTH, LEAST_HEIGHT = 1024, 640
# They tell of the open library and go with it.
LIBRARY_DIALOGS = ("comparison", "learning", "replay", "export")
DONE = "done"  # the topic of a notice that all went well: the next list that is asked for takes it away
REFUSED = "refused"  # of one that a drop was not taken: the next that is taken takes it away
BUSY_DELAY_MS = 150  # a list that is there sooner needs no word about it
# What works without a library.
FREE_ACTIONS = (
    *("open-library", "import", "settings", "quit", "keys", "open-log", "about"),
    *("next-pane", "previous-pane"),
)


@dataclass(frozen=True, slots=True)
class Services:
    """What the window needs of the program around it."""

    open_runners: Callable[[Path], Runners]
    file_jobs: JobRunner  # reads files before they belong to a library
    new_library_folder: Callable[[str], Path]
    sample_folder: Callable[[str], Path]  # of the sample of one of domains.DOMAINS
    save_settings: Callable[[Settings], None]
    set_theme: Callable[[str, int, str], None]  # look, size of text in percent, density
    set_language: Callable[[str], None]
    shown_language: Callable[[], str]
    facts: Facts
    state_path: Path
    report_of: Callable[[BaseException], str]


class MainWindow(QMainWindow):
    """The one window; it connects pages with the session and decides nothing itself."""

    def __init__(self, settings: Settings, services: Services) -> None:
        super().__init__()
        self.setObjectName("main")
        self._settings = settings
        self._policy_chosen = Settings().policy if settings.policy == LEARNING else settings.policy
        self._services = services
        self._session: LibrarySession | None = None
        self._can_undo = self._can_redo = False  # by the log of verdicts
        self._unasked: SuggestRequest | None = (
            None  # what the list shown was asked with, where nobody asked for it
        )
        self._busy_sentence = ""
        self._last_place = ("", "")  # the list last looked at in this library, and the item in it
        self._dialogs: dict[str, QWidget] = {}
        self.state = WindowState(services.state_path)
        self.reporter = ErrorReporter(services.report_of)
        self.board = JobBoard(self)
        self.imports = ImportFlow(
            services.file_jobs,
            services.state_path.with_name("columns.json"),
            self._import_target,
            self._keep,
            self,
        )
        self.imports.import_requested.connect(self._import)
        self.imports.failed.connect(self.session_failed)
        self.exports = ExportFlow(self._keep, self)
        self.exports.exported.connect(self._show_export)
        self.exports.suggestions_requested.connect(lambda: self.show_place("suggest"))
        self._make_pages()
        self.backups = BackupsDesk(
            services.file_jobs,
            self.notice,
            self.close_library,
            lambda folder: self.open_library(folder),
            self,
        )
        self.backups.failed.connect(self.session_failed)
        self._lay_out()
        self.actions_by_id = build_actions(self, "window")
        self._recent_menu = QMenu(self)
        self.kinds = KindMenu(self)
        self._build_menus()
        self._connect_pages()
        self._connect_actions()
        self._busy_timer = QTimer(self)
        self._busy_timer.setSingleShot(True)
        self._busy_timer.setInterval(BUSY_DELAY_MS)
        self._busy_timer.timeout.connect(lambda: self.suggestions.show_busy(self._busy_sentence))
        theme_signals.theme_changed.connect(self._tint)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.resize(1366, 768)
        self.setAcceptDrops(True)
        self.state.restore_window(self, self._splitter())
        self._retranslate()
        self.show_start()

    # Building

    def _make_pages(self) -> None:
        self.start = StartPage((), self._services.shown_language())
        self.suggestions = SuggestionsPage(self._settings)
        self.desk = BriefDesk(self.suggestions, self)
        self.catalogue = CataloguePageView()
        self.shelf = ShelfPage(self._settings.shelf_target)
        self.shelf_desk = ShelfDesk(self.shelf, self.suggestions.model, self._keep, self)
        self.shelf_desk.set_target(self._settings.shelf_target)
        self.map_desk = MapDesk(self.board, self)
        self.insights = InsightsPage()
        self.history = HistoryPage()
        self.rail = Rail(PLACES)
        self.notice = NoticeBar()
        self.status = JobStatus(self.board)
        self._pages: dict[str, QWidget] = {
            "suggest": self.suggestions,
            "catalogue": self.catalogue,
            "shelf": self.shelf,
            "map": self.map_desk.page,
            "insights": self.insights,
            "history": self.history,
        }

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        for page in (self.start, *self._pages.values()):
            self.stack.addWidget(page)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        notice_row = QHBoxLayout()
        notice_row.setContentsMargins(16, 8, 16, 0)
        notice_row.addWidget(self.notice)
        column.addLayout(notice_row)
        column.addWidget(self.stack, 1)
        upper = QHBoxLayout()
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addLayout(column, 1)
        central = QWidget()
        whole = QVBoxLayout(central)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(upper, 1)
        self._status_line = line()
        whole.addWidget(self._status_line)
        whole.addWidget(self.status)
        self.setCentralWidget(central)
        self.overlay = DropOverlay(central)

    def _build_menus(self) -> None:
        self.menus: dict[str, QMenu] = {}
        for name in MENUS:
            menu = QMenu(self)
            self.menus[name] = menu
            self.menuBar().addMenu(menu)
            for action_id in ids_of_menu(name):
                known = self.actions_by_id.get(action_id) or self.suggestions.list_actions.get(action_id)
                if known is not None:
                    menu.addAction(known)
                if action_id == "open-library":
                    menu.addMenu(self._recent_menu)
        self._recent_menu.aboutToShow.connect(self._fill_recent_menu)
        self.menus["library"].addMenu(self.kinds)
        self.kinds.chosen.connect(lambda name: self._ask(LibrarySession.choose_domain, name))

    def _connect_pages(self) -> None:
        tell = self.status.show_message
        self.looking_back = LookingBack(
            self.history, self.insights, self.suggestions, self.show_place, tell, self
        )
        self.rail.place_chosen.connect(self.show_place)
        self.rail.settings_asked.connect(self.show_settings)
        self.start.file_chosen.connect(self.ask_file)
        self.start.sample_chosen.connect(self.open_sample)
        self.start.library_chosen.connect(self.open_library)
        self.start.keys_asked.connect(self.show_keys)
        self.start.language_chosen.connect(lambda value: self._change_setting("language", value))
        self.catalogue.import_requested.connect(self.ask_file)
        self.catalogue.seeds_chosen.connect(self._add_seeds)
        self._connect_map()
        self.catalogue.shelving_requested.connect(
            lambda ids: self._ask(LibrarySession.give, ids, "shelve", None)
        )
        self.catalogue.unseen_requested.connect(self._suggest_unseen)
        self.shelf_desk.place_requested.connect(self.show_place)
        self.shelf_desk.export_requested.connect(lambda: self.ask_export())
        self.shelf_desk.already_there.connect(self._show_already)
        self.shelf_desk.failed.connect(self.session_failed)
        self.shelf_desk.aim_changed.connect(self.suggestions.details.set_shelf_target)
        self.suggestions.list_actions["show-balance"].triggered.connect(lambda: self.show_place("shelf"))
        self.history.suggestions_requested.connect(lambda: self.show_place("suggest"))
        self.suggestions.settings_changed.connect(self._change_setting)
        self.suggestions.shelf_requested.connect(lambda: self.show_place("shelf"))
        self.suggestions.export_requested.connect(self.ask_export)
        self.suggestions.import_requested.connect(self.ask_file)
        self.suggestions.note_action_requested.connect(self._follow_note)
        self.suggestions.details_visibility_changed.connect(self.actions_by_id["show-details"].setChecked)
        self.suggestions.brief_panel.learning_requested.connect(self.show_learning)
        self.suggestions.brief_panel.trial_requested.connect(self.show_replay)
        self.history.trial_requested.connect(self.show_replay)
        self.desk.said.connect(self.status.show_message)
        self.desk.failed.connect(self.session_failed)
        self.board.job_ended.connect(lambda _entry: self.suggestions.set_importing(False))
        # Whatever long job runs, the items are being read or will be once it ends.
        self.board.changed.connect(lambda: self.suggestions.set_reading(self.board.current is not None))
        self.overlay.dropped.connect(self._take_drop)
        self.overlay.refused.connect(self._refuse_drop)
        # Connected once and looked up when called: another library brings another session.
        for signal, call in (
            (self.suggestions.verdict_given, self._give),
            (self.suggestions.reason_given, self._give_reason),
            (
                self.suggestions.everywhere_requested,
                lambda ids, is_on: self._ask(LibrarySession.count_everywhere, ids, is_on),
            ),
            (self.suggestions.suggest_requested, self._request_suggestions),
            (self.suggestions.refresh_requested, self._request_suggestions),
            (self.suggestions.undo_requested, self._undo),
            (self.suggestions.redo_requested, self._redo),
            (self.suggestions.details_requested, self._request_details),
            (self.suggestions.phrases_requested, self._request_phrases),
            (self.suggestions.why_not_requested, self._request_why_not),
            (self.suggestions.random_seeds_requested, lambda: self._ask(LibrarySession.request_random_seeds)),
            (self.suggestions.titles_sought, lambda text: self._ask(LibrarySession.seek_titles, text)),
            (self.catalogue.why_not_requested, self._ask_why_not_of_catalogue),
            (
                self.suggestions.tail_price_requested,
                lambda request: self._ask(LibrarySession.request_tail_price, request),
            ),
            (self.suggestions.titles_requested, lambda ids: self._ask(LibrarySession.request_titles, ids)),
            (self.catalogue.page_requested, lambda query: self._ask(LibrarySession.request_page, query)),
            (self.history.undo_requested, lambda: self._ask(LibrarySession.undo)),
            (self.history.slate_requested, lambda key: self._ask(LibrarySession.open_past_slate, key)),
            (self.history.rebuild_requested, lambda key: self._ask(LibrarySession.rebuild_slate, key)),
            (self.status.action_triggered, lambda: self._ask(LibrarySession.prepare)),
        ):
            signal.connect(call)

    def _connect_map(self) -> None:
        desk = self.map_desk
        desk.failed.connect(self.session_failed)
        desk.said.connect(self.status.show_message)
        desk.page.import_requested.connect(self.ask_file)
        desk.page.seeds_chosen.connect(self._add_seeds)
        desk.page.brief_requested.connect(lambda _seeds: self._new_brief())
        desk.page.brief_requested.connect(self._add_seeds)
        desk.page.catalogue_requested.connect(self.catalogue.show_only)
        desk.page.catalogue_requested.connect(lambda _ids, _name: self.show_place("catalogue"))
        desk.selection_kept.connect(self._suggest_only)
        self.suggestions.brief_panel.selection.changed.connect(self._offer_undo)
        self.suggestions.list_actions["open-map"].triggered.connect(lambda: self.show_place("map"))

    def _connect_actions(self) -> None:
        calls: dict[str, Callable[[], object]] = {
            "new-brief": self._new_brief,
            **{name: partial(self._act_on_brief, name) for name in BRIEF_ACTS},
            "open-library": self.ask_library,
            "import": self.ask_file,
            "undo-import": lambda: self._ask(LibrarySession.undo_import),
            "export": self.ask_export,
            "settings": self.show_settings,
            "quit": self.close,
            "undo": self._undo,
            "redo": self._redo,
            "find": self._find,
            "go-suggest": lambda: self.show_place("suggest"),
            "go-catalogue": lambda: self.show_place("catalogue"),
            "go-shelf": lambda: self.show_place("shelf"),
            "go-map": lambda: self.show_place("map"),
            "go-insights": lambda: self.show_place("insights"),
            "judge-sample": lambda: self.looking_back.judge_sample(),
            "go-history": lambda: self.show_place("history"),
            "next-pane": lambda: go_to_pane(self.panes(), 1),
            "previous-pane": lambda: go_to_pane(self.panes(), -1),
            "embed": lambda: self._ask(LibrarySession.prepare),
            "build-index": lambda: self._ask(LibrarySession.rebuild_index),
            "compare-models": self.show_comparison,
            "show-learning": self.show_learning,
            "try-settings": self.show_replay,
            "show-unseen": self.show_unseen,
            "show-exports": self.shelf_desk.show_exports,
            "keys": self.show_keys,
            "open-log": self._show_log,
            "about": lambda: self.show_settings("about"),
        }
        for action_id, call in calls.items():
            self.actions_by_id[action_id].triggered.connect(lambda _checked=False, call=call: call())
        self.actions_by_id["show-details"].triggered.connect(self.suggestions.set_details_visible)
        self.actions_by_id["auto-advance"].setChecked(self._settings.auto_advance)
        self.actions_by_id["auto-advance"].triggered.connect(
            lambda is_on: self._change_setting("auto_advance", is_on)
        )

    # Places

    def show_start(self) -> None:
        """Show the start page, with no library open."""
        target = self._settings.shelf_target
        self.start.show_recent([replace(each, shelf_target=target) for each in self.state.recent()])
        self.stack.setCurrentWidget(self.start)
        self._show_frame(False)
        self.start.focus_first()

    def show_place(self, place: str) -> None:
        """Show one of PLACES."""
        if self._session is None:
            return
        self.stack.setCurrentWidget(self._pages[place])
        self.rail.show_place(place)
        self._reload_place()
        self._focus_page()

    @property
    def session(self) -> LibrarySession | None:
        """The session of the open library, None while none is open."""
        return self._session

    def _show_frame(self, has_library: bool) -> None:
        for widget in (self.rail, self.status, self._status_line):
            widget.setVisible(has_library)
        for action_id, action in self.actions_by_id.items():
            if action_id not in FREE_ACTIONS:
                action.setEnabled(has_library)
        for action in self.suggestions.list_actions.values():
            action.setEnabled(has_library)

    def _focus_page(self) -> None:
        page = self.stack.currentWidget()
        if page is self.suggestions:
            self.suggestions.focus_list()
        elif page is self.catalogue:
            self.catalogue.focus_search()
        elif page is self.shelf:
            self.shelf.focus_list()
        elif page is self.map_desk.page:
            self.map_desk.page.focus_plot()
        elif page is self.insights:
            self.insights.focus_first()
        elif page is self.history:
            self.history.focus_list()

    def _reload_place(self) -> None:
        if self.stack.currentWidget() is self.shelf:
            self._ask(LibrarySession.request_shelf)
        elif self.stack.currentWidget() is self.history:
            self._ask(LibrarySession.request_history)
        elif self.stack.currentWidget() is self.insights:
            self.looking_back.request_insights()
        elif self.stack.currentWidget() is self.map_desk.page:
            self.map_desk.show()

    # Opening libraries and files

    def open_library(self, folder: Path) -> None:
        """Open the library in `folder`, closing the one that is open."""
        self.close_library()
        session = LibrarySession(self._services.open_runners(folder), self.board, self)
        self._session = session
        self._last_place = self.state.place_in(folder)
        self._connect_session(session)
        self.desk.follow(session)
        self._show_frame(True)
        self.show_place("suggest")
        self.setWindowTitle(filled(self.tr("%1 – ltrec-gui"), paths.name_of_library(folder)))
        session.open()

    def close_library(self) -> None:
        """Close the open library, if any; what its jobs have done so far is kept."""
        if self._session is None:
            return
        self.desk.leave()
        self.shelf_desk.detach()
        session, self._session = self._session, None
        if self.suggestions.slate_id is not None:
            place = self.suggestions.slate_id, self.suggestions.current_id
            self.state.remember_place(session.folder, *place)
        self.kinds.show_kind(None)
        self._unasked = None
        self._busy_timer.stop()
        session.close()
        if session.overview is not None:
            self._remember(session.folder, session.overview)  # the shelf has grown since it was opened
        session.deleteLater()
        for name in (*LIBRARY_DIALOGS, *SHELF_DIALOGS):
            dialog = self._dialogs.pop(name, None)
            if dialog is not None:
                dialog.close()
                dialog.deleteLater()
        self.notice.hide()
        self.suggestions.clear()
        self.catalogue.clear()
        self.map_desk.detach()
        self.history.show_entries(())
        self.history.show_slates(())
        self.looking_back.follow(None)
        self.setWindowTitle("ltrec-gui")

    def open_sample(self, name: str = "books") -> None:
        """Open the sample of one kind of catalogue, made ready on first use."""
        try:
            folder = self._services.sample_folder(name)
        except LtrecError as error:
            self.session_failed(error, "open")
            return
        self.open_library(folder)

    def ask_library(self) -> None:
        """Let the editor choose the folder of a library and open it."""
        name = QFileDialog.getExistingDirectory(self, self.tr("Open the folder of a library"))
        if not name:
            return
        folder = Path(name)
        if (folder / LIBRARY_FILE).is_file():
            self.open_library(folder)
        else:
            self.notice.show_notice(
                "warn",
                self.tr("This folder holds no library."),
                filled(self.tr("A library is a folder with the file %1."), LIBRARY_FILE),
            )

    def ask_file(self) -> None:
        """Let the editor choose a file to import."""
        suffixes = " ".join(f"*{suffix}" for suffix in TABLE_SUFFIXES)
        tables = filled(self.tr("Tables (%1)"), suffixes)
        all_files = self.tr("All files (*)")
        names, _filter = QFileDialog.getOpenFileNames(
            self, self.tr("Import a file"), "", f"{tables};;{all_files}"
        )
        if names:
            self.imports.open_files([Path(name) for name in names])

    def import_path(self, path: Path) -> ImportDialog:
        """Show how `path` would be read and let the editor import it."""
        dialog = self.imports.open_files((path,))
        assert dialog is not None  # one file opens at once
        return dialog

    def _import_target(self) -> tuple[str, Path | None]:
        session = self._session
        if session is None:
            return "", None
        name = session.overview.name if session.overview else paths.name_of_library(session.folder)
        return name, session.folder

    def _import(self, reading: FileReading, is_new_library: bool) -> None:
        if is_new_library or self._session is None:
            self.open_library(self._services.new_library_folder(reading.path.stem))
        self.suggestions.set_importing(True)
        self._ask(LibrarySession.import_reading, reading)

    def _take_drop(self, wish: DropWish) -> None:
        self.notice.hide_notice(REFUSED)
        if wish.is_library:
            self.open_library(wish.paths[0])
        else:
            self.imports.open_files(wish.paths)

    def _refuse_drop(self, refusal: str) -> None:
        self.notice.show_notice("warn", refusal, topic=REFUSED)

    # What the session says

    def _connect_session(self, session: LibrarySession) -> None:
        session.overview_changed.connect(self._show_overview)
        self.map_desk.attach(session)
        session.slate_changed.connect(self._show_slate)
        session.no_slate_found.connect(self._ask_first_slate)
        session.better_ranking_ready.connect(self._offer_better_ranking)
        session.slate_outdated.connect(self._show_outdated)
        session.feedback_changed.connect(self._show_feedback)
        session.feedback_changed.connect(lambda _outcome: self._reload_learning())
        session.slate_changed.connect(lambda _slate: self._reload_learning())
        session.step_undone.connect(lambda outcome: self._show_step(outcome, "undone"))
        session.step_redone.connect(lambda outcome: self._show_step(outcome, "redone"))
        session.feedback_failed.connect(lambda _ids, error: self.session_failed(error, "suggest"))
        session.page_ready.connect(self.catalogue.show_page)
        session.page_failed.connect(self.catalogue.page_failed)
        session.details_ready.connect(self.suggestions.show_details)
        session.phrases_ready.connect(self.suggestions.show_phrases)
        session.why_not_ready.connect(self.suggestions.show_why_not)
        session.why_not_stopped.connect(self.suggestions.details.answers_failed)
        session.titles_found.connect(self.suggestions.show_titles)
        session.title_ready.connect(self.suggestions.add_seed)
        session.random_seeds_ready.connect(self.suggestions.suggest_from)
        self.shelf_desk.attach(session)
        session.history_changed.connect(self.history.show_entries)
        session.slates_changed.connect(self.history.show_slates)
        session.rebuilt_ready.connect(self.history.show_rebuilt)
        session.past_slate_ready.connect(self.history.show_slate)
        session.tail_price_ready.connect(self.suggestions.show_tail_price)
        session.import_finished.connect(self._show_import)
        session.import_undone.connect(self._show_undone_import)
        session.model_cannot_read.connect(self.session_unreadable)
        session.model_readable.connect(lambda: self.notice.hide_notice("unreadable"))
        session.failed.connect(self.session_failed)
        self.looking_back.follow(session)

    def _show_overview(self, overview: LibraryOverview) -> None:
        self.suggestions.show_overview(overview)
        self.catalogue.show_overview(overview)
        self.kinds.show_kind(overview.domain)
        self.setWindowTitle(filled(self.tr("%1 – ltrec-gui"), library_title(overview.name)))
        self._show_summary(overview)
        if self._session is not None:
            self._remember(self._session.folder, overview)

    def _remember(self, folder: Path, overview: LibraryOverview) -> None:
        self.state.remember(
            RecentLibrary(
                folder,
                overview.name,
                overview.item_count,
                overview.shelf_count,
                opened_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            )
        )

    def _show_summary(self, overview: LibraryOverview) -> None:
        read = count_text(overview.embedded_count)
        is_partly_read = overview.embedded_count < overview.item_count
        parts = [self.tr("%Ln items", "", overview.item_count)]
        if overview.item_count:
            parts.append(
                filled(self.tr("%1 read by meaning"), read)
                if is_partly_read
                else self.tr("all read by meaning")
            )
        if overview.is_simulated:
            parts.append(self.tr("sample: popularity and readers are simulated"))
        self.status.set_summary(" · ".join(parts), self.tr("Read the rest") if is_partly_read else "")

    def _ask_first_slate(self) -> None:
        session = self._session
        if session is not None and session.overview is not None and session.overview.item_count:
            # An example was embedded beforehand: its list is by meaning, and no model is loaded for it.
            self.suggestions.show_example()
            self._unasked = self.suggestions.request()
            session.request_suggestions(self._unasked)

    def _show_slate(self, slate: Slate) -> None:
        self._busy_timer.stop()
        self.suggestions.show_slate(slate)
        (place, item_id), self._last_place = self._last_place, ("", "")
        if slate.slate_id == place:
            self.suggestions.go_to(item_id)

    def _offer_better_ranking(self, request: SuggestRequest, verdict_count: int) -> None:
        session = self._session
        if session is None or self.suggestions.slate is None:
            return  # after New brief there is no list left to better
        # What the editor typed or judged since must not be swept away.
        is_unchanged = replace(self.suggestions.request(), brief_id=None) == replace(request, brief_id=None)
        if not verdict_count and is_unchanged:
            session.request_suggestions(request)
            return
        self.suggestions.show_message(
            "info",
            self.tr("A better ranking is ready."),
            "",
            filled(self.tr("Refresh (%1)"), native_keys(spec_of("refresh"))),
            self.suggestions.refresh,
        )

    def _show_outdated(self, changes: tuple[str, ...], verdict_count: int) -> None:
        """Offer the list shown again where what it was made of changed; one nobody asked for is made again at once."""
        session, slate = self._session, self.suggestions.slate
        if session is None or slate is None:
            return
        asked = replace(slate.request, brief_id=None)
        is_own = asked == self._unasked == replace(self.suggestions.request(), brief_id=None)
        if changes and is_own and not verdict_count:
            session.request_suggestions(replace(asked, brief_id=slate.brief_id))
        else:
            self.suggestions.show_outdated(changes)

    def _show_feedback(self, outcome: FeedbackOutcome) -> None:
        self._can_undo, self._can_redo = outcome.can_undo, outcome.can_redo
        if outcome.items:
            self.suggestions.brief_panel.selection.forget_steps()
        self._offer_undo()
        self.history.set_can_undo(outcome.can_undo)
        session = self._session
        if session is None or session.last_step == "given" or not outcome.items:
            # A step taken back or again is told of as that, a moment later.
            self.suggestions.show_outcome(outcome)
            if outcome.items:
                self.status.show_message(outcome_sentence(outcome))
        if outcome.items:
            self._reload_place()

    def _offer_undo(self) -> None:
        selection = self.suggestions.brief_panel.selection
        self.actions_by_id["undo"].setEnabled(self._can_undo or selection.can_take_back)
        self.actions_by_id["redo"].setEnabled(self._can_redo or selection.can_do_again)

    def _undo(self) -> None:
        self._undo_selection_or(LibrarySession.undo, False)

    def _redo(self) -> None:
        self._undo_selection_or(LibrarySession.redo, True)

    def _undo_selection_or(self, act: Callable[[LibrarySession], None], is_redo: bool) -> None:
        """Undo or redo a change of what lists are made from, where that was done last; else what the log has."""
        is_seen = self.stack.currentWidget() is self.suggestions
        done = self.suggestions.undo_selection(is_redo) if is_seen else ""
        if done:
            self.status.show_message(done)
            self._offer_undo()
        else:
            self._ask(act)

    def _suggest_only(self, selection: Selection) -> None:
        self.show_place("suggest")
        self.suggestions.suggest_only(selection)
        said = self.suggestions.brief_panel.selection.sentence(selection)
        keys = native_keys(spec_of("undo"))
        self.status.show_message(filled(self.tr("%1 (%2 takes that back)"), said, keys))

    def _show_already(self, sentence: str, item_ids: list[str]) -> None:
        if not item_ids:
            self.notice.hide_notice("already")
            return
        act = (self.tr("Show it"), lambda: self.shelf_desk.show_items(item_ids))
        self.notice.show_notice("info", sentence, "", (act,), topic="already")

    def _show_step(self, outcome: FeedbackOutcome, how: str) -> None:
        self.suggestions.show_outcome(outcome, how)
        self.status.show_message(outcome_sentence(outcome, how))

    def _show_export(self, outcome: ExportOutcome) -> None:
        said, path = export_sentence(outcome), outcome.plan.path
        self.status.show_message(said, seconds=12)
        if path is not None:
            folder = QUrl.fromLocalFile(str(path.parent))
            act = (self.tr("Show in folder"), lambda: QDesktopServices.openUrl(folder))
            self.notice.show_notice("info", said, str(path.parent), (act,), topic=DONE)

    def _show_import(self, report: ImportReport) -> None:
        happened = filled(
            self.tr("Imported %1 of %Ln records.", "", report.records), count_text(report.imported)
        )
        problems = len(report.problems)
        rest = filled(
            self.tr("%1 refused, %2 blank, %Ln problems.", "", problems),
            count_text(report.refused),
            count_text(report.blank),
        )
        self.notice.show_notice(
            "warn" if report.refused else "info",
            happened,
            rest if report.problems or report.blank else "",
            (
                (self.tr("Show the report"), lambda: self.show_report(report)),
                (self.tr("Undo the import"), lambda: self._ask(LibrarySession.undo_import)),
            ),
            topic="" if report.problems else DONE,
        )

    def _show_undone_import(self, undone: UndoneImport | None) -> None:
        self.notice.show_notice("info", *undone_import_sentences(undone))
        self._reload_place()

    def session_unreadable(self, share: float) -> None:
        """Say that the model knows too few of the words of this catalogue, and what can be done."""
        self.notice.show_notice(
            "warn",
            filled(self.tr("This model cannot read %1 of this catalogue."), percent_text(share)),
            self.tr("Suggestions are ranked by words."),
            (
                (self.tr("Choose a model…"), lambda: self.show_settings("model")),
                (self.tr("Embed anyway"), self._embed_anyway),
            ),
            topic="unreadable",
        )

    def session_failed(self, error: Exception, activity: str) -> None:
        """Say what went wrong, where the work is; what nobody expected gets a dialog with a report."""
        self._busy_timer.stop()
        is_known = isinstance(error, LtrecError)
        if activity in ("suggest", "details", "undo", "redo"):
            self.suggestions.show_error(error)
            if is_known and self.stack.currentWidget() is self.suggestions:
                return
            self.suggestions.hide_message()
        if activity == "encode" and isinstance(error, ModelError):
            self.suggestions.show_model_missing()
        if activity == "open" and isinstance(error, StoreError):
            self.close_library()
            self.show_start()
        if not is_known:
            self.reporter.show(error, self)
            return
        happened, safe, rest = error_sentences(error)
        if isinstance(error, CatalogueError):
            safe = ""  # a refusal says all three parts itself
        act: tuple[tuple[str, Callable[[], Any]], ...] = ()
        if isinstance(error, ModelError):
            act = ((self.tr("Choose a model…"), lambda: self.show_settings("model")),)
        elif isinstance(error, IndexUnavailable):
            act = ((self.tr("Rebuild the index"), lambda: self._ask(LibrarySession.rebuild_index)),)
        self.notice.show_notice("bad", happened, joined(rest, safe), act)

    # What the editor asks for

    def _ask(self, wish: Callable[..., object], *arguments: object) -> None:
        """Call a method of LibrarySession on the open library's; without a library nothing happens."""
        if self._session is not None:
            wish(self._session, *arguments)

    def _request_suggestions(self, request: SuggestRequest) -> None:
        self.notice.hide_notice(DONE)
        self._unasked = None
        self._busy_sentence = self.tr("Looking for suggestions…")
        self._busy_timer.start()
        self._ask(LibrarySession.request_suggestions, request)

    def _request_details(self, item_id: str) -> None:
        self._ask(LibrarySession.request_details, item_id, self.suggestions.slate_id)

    def _request_phrases(self, item_id: str) -> None:
        self._ask(LibrarySession.request_phrases, item_id, self.suggestions.slate_id)

    def _request_why_not(self, item_id: str) -> None:
        self._ask(LibrarySession.request_why_not, item_id, self.suggestions.slate_id)

    def _ask_why_not_of_catalogue(self, item_id: str) -> None:
        self.show_place("suggest")
        self.suggestions.set_details_visible(True)
        self._request_why_not(item_id)

    def _give(self, item_ids: list[str], verdict: str) -> None:
        self._ask(LibrarySession.give, item_ids, verdict, self.suggestions.slate_id)

    def _give_reason(self, item_ids: list[str], reason: str) -> None:
        self._ask(LibrarySession.give, item_ids, "not-right", self.suggestions.slate_id, reason)

    def _embed_anyway(self) -> None:
        if self._session is not None:
            self._session.prepare(embeds_anyway=True)

    def _add_seeds(self, seeds: list[tuple[str, str]]) -> None:
        for item_id, title in seeds:
            self.suggestions.add_seed(item_id, title)
        self.status.show_message(filled(self.tr("Added as a seed: %1"), seeds[-1][1]))

    def _follow_note(self, note: str) -> None:
        if note in (NOTE_MODEL_CANNOT_READ, NOTE_MODEL_MISSING):
            self.show_settings("model")
        else:
            self._ask(LibrarySession.prepare)

    def _act_on_brief(self, action_id: str) -> None:
        if self.stack.currentWidget() is not self.suggestions:
            self.show_place("suggest")
        self.desk.act(action_id)

    def _suggest_unseen(self) -> None:
        self.suggestions.brief_panel.memory.ask_for_unseen()
        self.show_place("suggest")
        self.suggestions.suggest()

    def show_unseen(self) -> None:
        """Show what no list has shown yet, the tail first."""
        self.show_place("catalogue")
        self.catalogue.show_unseen()

    def _new_brief(self) -> None:
        self.show_place("suggest")
        self.suggestions.start_new_brief()

    def _find(self) -> None:
        if self.stack.currentWidget() is self.catalogue:
            self.catalogue.focus_search()
        else:
            self.show_place("suggest")
            self.suggestions.focus_find()

    def ask_export(self) -> ExportDialog | None:
        """Let the editor say how the shelf goes out and where to; None without a library."""
        session = self._session
        if session is None:
            return None
        return self.exports.ask(session, session.overview.name if session.overview else session.folder.name)

    def panes(self) -> list[Pane]:
        """Return the rail, the notice, the panes of the page shown and the bar of jobs."""
        page = self.stack.currentWidget()
        inside: list[Pane] = page.panes() if isinstance(page, Paned) else [(self.start,)]
        return [(self.rail.shown_button, self.rail), (self.notice,), *inside, (self.status,)]

    # Dialogs

    def show_keys(self) -> KeyHelp:
        """Show the sheet of all keys."""
        dialog = KeyHelp(self)
        self._keep("keys", dialog)
        dialog.open()
        return dialog

    def show_report(self, report: ImportReport) -> ImportReportDialog:
        """Show what became of every record of an import."""
        dialog = ImportReportDialog(report, self)
        dialog.undo_requested.connect(lambda: self._ask(LibrarySession.undo_import))
        self._keep("report", dialog)
        dialog.open()
        return dialog

    def show_settings(self, section: str = "look") -> SettingsDialog:
        """Show the settings, opened at a section."""
        session = self._session
        facts = replace(self._services.facts, library_folder=session.folder if session else None)
        dialog = SettingsDialog(
            self._settings,
            facts,
            session.overview if session else None,
            parent=self,
            readers=session.readers if session else None,
        )
        dialog.show_section(section)
        dialog.setting_changed.connect(self._change_setting)
        dialog.model_chosen.connect(
            lambda folder, pooling: self._ask(LibrarySession.choose_model, folder, pooling)
        )
        dialog.cuts_chosen.connect(lambda head, tail: self._ask(LibrarySession.set_cuts, head, tail))
        dialog.comparison_requested.connect(self.show_comparison)
        dialog.learning_requested.connect(self.show_learning)
        if session is not None:
            session.readers_changed.connect(dialog.readers.show_report)
        self.backups.serve(dialog.backups, session)
        self._keep("settings", dialog)
        dialog.open()
        return dialog

    def show_comparison(self) -> BakeOffDialog | None:
        """Show the comparison of models beside the work; None without a library."""
        session = self._session
        if session is None:
            return None
        dialog = BakeOffDialog(session.overview.name if session.overview else session.folder.name, self)
        dialog.compare_requested.connect(session.compare_models)
        dialog.export_requested.connect(session.export_comparison)
        dialog.model_chosen.connect(session.choose_model)
        session.models_compared.connect(dialog.show_report)
        session.comparison_exported.connect(dialog.show_exported)
        self._show_following("comparison", dialog, session.comparison)
        return dialog

    def show_learning(self) -> LearningDialog | None:
        """Show what was learned from verdicts beside the work; None without a library."""
        session = self._session
        if session is None:
            return None
        dialog = LearningDialog(self._settings.policy == LEARNING, self)
        dialog.switched.connect(self._switch_learning)
        dialog.forget_requested.connect(session.forget_learned)
        dialog.recall_requested.connect(session.recall_learned)
        session.learning_changed.connect(dialog.show_report)
        self._keep("learning", dialog)
        session.request_learning()
        dialog.show()
        return dialog

    def show_replay(self) -> ReplayDialog | None:
        """Show what other settings would have shown of past verdicts, beside the work; None without a library."""
        session = self._session
        if session is None:
            return None
        dialog = ReplayDialog(settings_of(self.suggestions.request()), self)
        dialog.replay_requested.connect(session.replay)
        dialog.settings_chosen.connect(self._use_settings)
        session.verdicts_replayed.connect(dialog.show_report)
        self._show_following("replay", dialog, session.trial)
        return dialog

    def _show_following(self, name: str, dialog: BakeOffDialog | ReplayDialog, job: AskedJob) -> None:
        """Show a dialog that follows a long job and may stop it, beside the work."""
        dialog.cancel_requested.connect(job.stop)
        job.progressed.connect(dialog.show_running)
        job.stopped.connect(dialog.show_cancelled)
        job.failed.connect(dialog.show_error)
        self._keep(name, dialog)
        job.tell()
        dialog.show()

    def _switch_learning(self, is_on: bool) -> None:
        self._change_setting("policy", LEARNING if is_on else self._policy_chosen)

    def _use_settings(self, chosen: TriedSettings) -> None:
        kept = {"count"} if chosen.policy == "column-quota" else {"count", "quota_column"}
        for name, value in chosen.changes().items():
            if name not in kept and value != getattr(self._settings, name):
                self._change_setting(name, value)
        self.status.show_message(self.tr("These settings are used from the next list on."))

    def _reload_learning(self) -> None:
        dialog = self._dialogs.get("learning")
        if dialog is not None and dialog.isVisible():
            self._ask(LibrarySession.request_learning)

    def _keep(self, name: str, dialog: QWidget) -> None:
        """Hold a dialog until the next of its kind, so that it lives as long as it is shown and no longer."""
        old = self._dialogs.get(name)
        if old is not None:
            old.close()
            old.deleteLater()
        self._dialogs[name] = dialog

    def _change_setting(self, name: str, value: object) -> None:
        self._settings = replace(self._settings, **{name: value})  # type: ignore[arg-type]
        self._services.save_settings(self._settings)
        if name == "policy" and value != LEARNING:
            self._policy_chosen = str(value)
        if name in ("theme", "text_size", "density"):
            settings = self._settings
            self._services.set_theme(settings.theme, settings.text_size, settings.density)
        elif name == "keys":
            use_keys(self._settings.keys)
            # Whatever shows a key says it where it says its texts.
            QApplication.sendEvent(self, QEvent(QEvent.Type.LanguageChange))
        elif name == "language":
            self._services.set_language(str(value))
            if "settings" in self._dialogs and self._dialogs["settings"].isVisible():
                self.show_settings("look")
        elif name == "shelf_target":
            self.shelf_desk.set_target(self._settings.shelf_target)
        elif name == "auto_advance":
            self.actions_by_id["auto-advance"].setChecked(self._settings.auto_advance)
        self.suggestions.set_settings(self._settings)
        learning, replay = self._dialogs.get("learning"), self._dialogs.get("replay")
        if isinstance(learning, LearningDialog):
            learning.set_on(self._settings.policy == LEARNING)
        if isinstance(replay, ReplayDialog):
            replay.show_present(settings_of(self.suggestions.request()))

    def _show_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._services.facts.log_path.parent)))

    def _fill_recent_menu(self) -> None:
        self._recent_menu.clear()
        for library in self.state.recent():
            # An ampersand in a menu text marks a letter; a folder's own one is doubled.
            action = QAction(library_title(library.name).replace("&", "&&"), self._recent_menu)
            action.triggered.connect(lambda _checked=False, path=library.path: self.open_library(path))
            self._recent_menu.addAction(action)
        if self._recent_menu.isEmpty():
            self._recent_menu.addAction(self.tr("None yet")).setEnabled(False)

    # Language, theme, drag and drop, closing

    def _retranslate(self) -> None:
        retranslate_actions(self.actions_by_id)
        for name, menu in self.menus.items():
            menu.setTitle(menu_title(name))
        self._recent_menu.setTitle(self.tr("Open recent"))
        self.start.set_language(self._services.shown_language())
        self.rail.name_places(
            {
                "suggest": (self.tr("Suggest"), native_keys(spec_of("go-suggest"))),
                "catalogue": (self.tr("Catalogue"), native_keys(spec_of("go-catalogue"))),
                "shelf": (self.tr("Shelf"), native_keys(spec_of("go-shelf"))),
                "map": (self.tr("Map"), native_keys(spec_of("go-map"))),
                "insights": (self.tr("Insights"), native_keys(spec_of("go-insights"))),
                "history": (self.tr("History"), native_keys(spec_of("go-history"))),
            },
            self.tr("Settings"),
        )
        if self._session is None:
            self.setWindowTitle("ltrec-gui")
        elif self._session.overview is not None:
            self._show_summary(self._session.overview)

    def _tint(self) -> None:
        tint_actions(self.actions_by_id)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch drags of files over any child, so that the whole window is a target."""
        if (
            isinstance(event, QDragEnterEvent)
            and isinstance(watched, QWidget)
            and watched is not self.overlay
            and watched.window() is self
        ):
            return self.overlay.begin(event)
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cover the window while a file is dragged over it."""
        if not self.overlay.begin(event):
            event.ignore()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the jobs, keep the window's place, and close; the next start goes on from where they were."""
        self.state.save_window(self, self._splitter())
        self.imports.stop()
        self.close_library()
        event.accept()

    def _splitter(self) -> QSplitter | None:
        found = self.suggestions.findChild(QSplitter)
        return found if isinstance(found, QSplitter) else None
