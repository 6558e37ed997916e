"""The main screen: the brief on the left, the list of suggestions in the middle, the details on the right.

The page starts no job and knows no workspace: it speaks by signals and is told results by methods.

Signals, and the stage that answers them:

| signal | arguments | answer with |
| --- | --- | --- |
| `suggest_requested` | SuggestRequest (`brief_id` set where the brief goes on) | `suggest` -> `show_slate` |
| `refresh_requested` | SuggestRequest (same brief, its verdicts count) | `suggest` -> `show_slate` |
| `verdict_given` | list of item ids; VERDICTS, `clear` or `unshelve` | `give_feedback` -> `show_outcome` |
| `everywhere_requested` | list of item ids; for every brief, or its own | `count_everywhere` -> `show_outcome` |
| `reason_given` | list of item ids; one of CRITIQUES, "" for none | `give_feedback`, "not-right" -> `show_outcome` |
| `undo_requested` | - | `undo_feedback` -> `show_outcome(outcome, "undone")` |
| `redo_requested` | - | `redo_feedback` -> `show_outcome(outcome, "redone")` |
| `details_requested` | item id | `item_details` with `slate_id` -> `show_details` |
| `phrases_requested` | item id | `telling_phrases` with `slate_id` -> `show_phrases` |
| `why_not_requested` | item id | `why_not` with `slate_id` -> `show_why_not` |
| `titles_sought` | what an item's title begins with | `titles_like` -> `show_titles` |
| `random_seeds_requested` | - | `random_seeds` -> `suggest_from(items)` |
| `titles_requested` | list of item ids wanted as seeds | `item_details` each -> `add_seed(id, title)` |
| `export_requested`, `shelf_requested`, `import_requested` | - | the export dialog; the shelf page; a file dialog |
| `new_brief_requested` | - | the page is cleared already; nothing must be answered |
| `settings_changed` | name of a field of Settings, its new value | save the settings |
| `note_action_requested` | a NOTE_ of recommend.slate | choose a model, embed, ... |
| `details_visibility_changed` | bool | tick the action "show-details" |

Methods for the main window: `set_settings(Settings)`, `show_overview(LibraryOverview)`, `show_slate(Slate)`,
`show_outdated(changes)`, `show_outcome(FeedbackOutcome, how="given")`, `show_details(ItemDetails)`,
`show_busy(sentence)`, `show_ready()`,
`show_message(kind, happened, safe, action_text, action)`, `hide_message()`, `show_error(Exception)` (which also
ends a pending verdict and the busy state), `add_seed(item_id, title)`, `request()`, `suggest()`, `refresh()`,
`start_new_brief()`, `clear()`, `panes()`, `focus_list()`, `focus_brief()`, `focus_find()`,
`set_details_visible(bool)`, `set_auto_advance(bool)`. Attributes: `slate_id` (of the list shown, None without one),
`list_actions` (QActions by id, for the menu "Suggestion").
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.catalogue.item import Item
from ltrec_gui.pipeline.briefs import OpenedBrief
from ltrec_gui.pipeline.browse import LibraryOverview
from ltrec_gui.pipeline.embed_items import UNREADABLE_SHARE
from ltrec_gui.pipeline.give_feedback import FeedbackOutcome, ItemStanding
from ltrec_gui.pipeline.item_details import ItemDetails
from ltrec_gui.pipeline.random_seeds import USUAL_COUNT
from ltrec_gui.pipeline.selections import Selection
from ltrec_gui.pipeline.telling_phrases import FieldPhrases
from ltrec_gui.pipeline.why_not import WhyNot
from ltrec_gui.recommend.critiques import offered
from ltrec_gui.recommend.slate import (
    NOTE_FEW_VECTORS,
    NOTE_MODEL_CANNOT_READ,
    NOTE_MODEL_MISSING,
    NOTE_NO_MATCH,
    NOTE_NO_VECTORS,
    NOTE_PARTLY_EMBEDDED,
    NOTE_QUICK,
    Slate,
    Suggestion,
    SuggestRequest,
)
from ltrec_gui.recommend.tail import QuotaPrice
from ltrec_gui.settings import Settings
from ltrec_gui.ui.actions import (
    VERDICT_ACTIONS,
    build_actions,
    key_hint,
    native_keys,
    retranslate_actions,
    spec_of,
    tint_actions,
)
from ltrec_gui.ui.announcing import announce
from ltrec_gui.ui.brief_panel import BriefPanel
from ltrec_gui.ui.fitting import FlowLayout
from ltrec_gui.ui.item_details import ItemDetailsPane
from ltrec_gui.ui.panes import Pane
from ltrec_gui.ui.reason_chips import ReasonBar
from ltrec_gui.ui.replay_wording import outdated_sentence, tail_price_sentence
from ltrec_gui.ui.suggestion_delegate import SuggestionDelegate
from ltrec_gui.ui.suggestion_model import SuggestionModel
from ltrec_gui.ui.theme import current_tokens, scaled, theme_signals
from ltrec_gui.ui.widgets import (
    ElidedLabel,
    EmptyState,
    MessageBar,
    MessageKind,
    button,
    label,
    plain_tooltip,
    scrolling,
    set_tooltip,
)
from ltrec_gui.ui.wording import (
    blocked_sentence,
    change_sentence,
    count_text,
    critique_so_far,
    error_sentences,
    filled,
    items_text,
    joined,
    note_sentence,
    outcome_sentence,
)

ATTENTION_AFTER = 10  # verdicts since the list was made: from here on the footer asks for a refresh
PRICE_AFTER_VERDICT_MS = 2_000  # reckoning it takes time from the next verdicts while these come fast
PRICE_DELAY_MS = 300  # so that a row of clicks asks for the price of the tail once
DETAILS_DELAY_MS = 60  # so that running down the list by key asks for the last item only
LEAST_WIDTH_WITH_DETAILS = 1104  # a window of 1180; below it the details are a drawer over the list
DRAWER_WIDTH = 344
WIDEST_DRAWER = 0.7  # of the page
WIDEST_BRIEF, WIDEST_DETAILS = 0.24, 0.28  # shares of the page
DIGITS_MS = 3_000  # after X by letter, in which the digits say why
ASKING_MS = 8_000  # in which the question lies over the list; W asks it again
BAR_MARGIN = 8  # around the question
RANDOM_SEEDS = USUAL_COUNT  # with which an editor may begin who has nothing in mind
MOST_LISTS = 20  # of one brief that can be gone back to
WHY_LINES = {"roomy": 2}  # of the reason on a card, by density; one in the others
TAKE_BACK = {"shelve": "unshelve"}  # what takes a verdict back; "clear" for all others


class CardView(QTableView):
    """The list of cards: one column, fixed rows, no editing; hover is the delegate's.

    While `digits_taken` is above 0, the digits up to it are no verdicts: `digit_typed` says which one was typed.
    """

    digit_typed = Signal(int)  # from 1 on
    resized = Signal()

    def __init__(self, model: SuggestionModel) -> None:
        super().__init__()
        self.digits_taken = 0
        self.is_digit_last = False  # whether the key pressed last was a digit
        self.setProperty("role", "cards")
        self.setModel(model)
        self.cards = SuggestionDelegate(self)
        self.setItemDelegate(self.cards)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.fit_rows()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        # Only what is opaque is scrolled by moving what is painted already.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def fit_rows(self) -> None:
        """Give all rows the height the fonts ask for."""
        self.verticalHeader().setDefaultSectionSize(self.cards.row_height())

    def set_why_lines(self, count: int) -> None:
        """Give every card this many lines for why it is suggested."""
        self.cards.set_why_lines(count)
        self.fit_rows()
        self.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Letters are verdicts here; one that is none must not jump to a title."""

    def event(self, event: QEvent) -> bool:
        """Look at each key before it becomes an action, and keep the digits that are taken from becoming verdicts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self.is_digit_last = _digit_of(event) > 0
            if 0 < _digit_of(event) <= self.digits_taken:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say which digit was typed while digits are taken."""
        if 0 < _digit_of(event) <= self.digits_taken:
            self.digit_typed.emit(_digit_of(event))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill what is painted anew, for the viewport is opaque, and let the cards be painted on it."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(current_tokens().window))
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell, so that what is looked at can be kept where it is."""
        super().resizeEvent(event)
        self.resized.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Clear the hover when the mouse leaves."""
        self.cards.leave()
        super().leaveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Clear the hover over the empty room below the last card."""
        if not self.indexAt(event.position().toPoint()).isValid():
            self.cards.set_hovered(-1, None)
        super().mouseMoveEvent(event)


class PaneSplitter(QSplitter):
    """Brief, list and details: in a small window the outer panes give way, for the list is what it is for."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._wanted = [280, 344]  # the outer panes, as the editor left them
        self.setHandleWidth(4)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._remember)

    def saveState(self) -> QByteArray:
        """Return the widths the editor wants; Qt's own state holds those there is room for just now."""
        return QByteArray(json.dumps(self._wanted).encode())

    def restoreState(self, state: QByteArray | bytes | bytearray | memoryview) -> bool:
        """Take over widths kept earlier; return False where they are none."""
        try:
            widths = json.loads(bytes(QByteArray(state).data()))
        except ValueError:
            return False
        if not isinstance(widths, list) or [type(width) for width in widths] != [int, int]:
            return False
        self._wanted = [max(width, 1) for width in widths]
        self.share_out()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the outer panes what the editor wants, but no more than their share."""
        super().resizeEvent(event)
        self.share_out()

    def share_out(self) -> None:
        """Divide the width anew."""
        room = self.width()
        outer = [
            min(wanted, round(room * most))
            for wanted, most in zip(self._wanted, (WIDEST_BRIEF, WIDEST_DETAILS), strict=True)
        ]
        details = self.widget(2)
        is_alone = details is None or details.isHidden()
        self.setSizes(
            [outer[0], room - outer[0] - (0 if is_alone else outer[1]), 0 if is_alone else outer[1]]
        )

    def _remember(self) -> None:
        sizes = self.sizes()
        if len(sizes) == 3:
            self._wanted = [sizes[0] or self._wanted[0], sizes[2] or self._wanted[1]]


def _digit_of(event: QKeyEvent) -> int:
    """Return which of the digits 1 to 9 a key is, with nothing held down; 0 for another one."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    digit = event.key() - int(Qt.Key.Key_0)
    return digit if 1 <= digit <= 9 and held == Qt.KeyboardModifier.NoModifier else 0


READING_NOTES = (NOTE_NO_VECTORS, NOTE_FEW_VECTORS, NOTE_PARTLY_EMBEDDED)


class SuggestionsPage(QWidget):
    """Brief, list and details side by side."""

    suggest_requested = Signal(object)
    refresh_requested = Signal(object)
    verdict_given = Signal(list, str)
    reason_given = Signal(list, str)
    everywhere_requested = Signal(list, bool)
    undo_requested = Signal()
    redo_requested = Signal()
    details_requested = Signal(str)
    phrases_requested = Signal(str)
    why_not_requested = Signal(str)
    titles_sought = Signal(str)
    titles_requested = Signal(list)
    random_seeds_requested = Signal()
    export_requested = Signal()
    shelf_requested = Signal()
    import_requested = Signal()
    new_brief_requested = Signal()
    settings_changed = Signal(str, object)
    note_action_requested = Signal(str)
    details_visibility_changed = Signal(bool)
    tail_price_requested = Signal(object)  # a SuggestRequest

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self._settings = settings or Settings()
        self._overview: LibraryOverview | None = None
        self._slate: Slate | None = None
        self._lists: list[
            Slate
        ] = []  # those of this brief that were shown here, the one shown now among them
        self._list_at = -1
        self._place_in: dict[
            str, tuple[str, int]
        ] = {}  # by list: the item looked at, and where it stood on the page
        self._seeds_in: dict[str, tuple[str, ...]] = {}  # by list: the seeds when it was left
        self._seed_titles: dict[str, str] = {}
        self._list_top = 0  # where the list begins on the page
        self._is_ranked_anew = False  # by meaning now, by words before
        self._is_waiting = False
        self._is_opening = False  # whether the list that comes belongs to a brief that is shown already
        self._is_importing = False
        self._is_reading = False
        self._standings: dict[str, ItemStanding] = {}
        self._scroll_of: dict[str, int] = {}  # where the list stood when an item was judged
        self._seeds_by_verdict: set[str] = set()
        self._verdict_count = 0
        self._is_advancing = False
        self._asked_why: list[str] = []  # what the bar of reasons asks about
        self._quick_reasons: tuple[list[str], list[str]] = ([], [])  # items, and the reasons that digits give
        self._message_action: Callable[[], None] | None = None
        self._outdated: tuple[str, ...] = ()  # what the message says changed since the list was made
        self._prices: tuple[QuotaPrice, ...] = ()
        self._priced: SuggestRequest | None = None  # what the prices are of
        self._is_wide = True  # whether there is room for three panes
        self._shows_details = {True: True, False: False}  # in a wide window, in a narrow one
        self._make_parts()
        self._arrange()
        self._connect()
        self.set_settings(self._settings)
        self.retranslate()
        self._show_state()

    # What is built once

    def _make_parts(self) -> None:
        self.model = SuggestionModel()
        self.view = CardView(self.model)
        self.brief_panel = BriefPanel(self._settings)
        self.details = ItemDetailsPane(self._settings.shelf_target)
        self.list_actions = build_actions(self.view, "list")
        self._title = label("", "page-title")
        self._match_label = label("", "meta")
        self.find_edit = QLineEdit()
        self.find_edit.setClearButtonEnabled(True)
        self.find_edit.setMaximumWidth(240)
        self.message_bar = MessageBar()
        self._busy_bar = QProgressBar()
        self._busy_bar.setTextVisible(False)
        self._busy_bar.hide()
        self._busy_label = label("", "meta")
        self._coach = label("", "meta", wrap=True)
        self._notes = QVBoxLayout()
        self._notes.setContentsMargins(8, 0, 8, 0)
        self._notes.setSpacing(4)
        self.old_list_button = button("", None, "link")
        self.old_list_button.setParent(self)
        self.old_list_button.hide()
        self.empty = EmptyState("sparkles", "", "", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self.reason_bar = ReasonBar()
        self._footer = QFrame()
        self._count_label = ElidedLabel("", "body2")
        self._end_label = label("", "meta")
        self.auto_advance_box = QCheckBox()
        self.refresh_button = button("", "refresh-cw")
        self._details_timer = QTimer(self)
        self._details_timer.setSingleShot(True)
        self._details_timer.setInterval(DETAILS_DELAY_MS)
        self._reason_timer = QTimer(self)
        self._reason_timer.setSingleShot(True)
        self._reason_timer.setInterval(DIGITS_MS)
        self._asking_timer = QTimer(self)
        self._asking_timer.setSingleShot(True)
        self._asking_timer.setInterval(ASKING_MS)
        self._price_timer = QTimer(self)
        self._price_timer.setSingleShot(True)
        self._price_timer.setInterval(PRICE_DELAY_MS)

    def _arrange(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(8, 0, 8, 0)
        header.setSpacing(8)
        header.addWidget(self._title)
        header.addWidget(self._busy_label)
        header.addStretch(1)
        header.addWidget(self._match_label)
        header.addWidget(self.find_edit, 1)
        coach = QHBoxLayout()
        coach.setContentsMargins(8, 0, 8, 0)
        coach.addWidget(self._coach)
        footer = FlowLayout(8)
        self._footer.setLayout(footer)
        footer.setContentsMargins(8, 4, 4, 4)
        self._count_label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        footer.addWidget(self._count_label)
        footer.addWidget(self._end_label)
        footer.addWidget(self.auto_advance_box)
        footer.addWidget(self.refresh_button)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.addWidget(self._footer)
        self._centre = QWidget()
        column = QVBoxLayout(self._centre)
        column.setContentsMargins(0, 16, 0, 8)
        column.setSpacing(4)
        column.addLayout(header)
        column.addWidget(self._busy_bar)
        message = QHBoxLayout()
        message.setContentsMargins(8, 0, 8, 0)
        message.addWidget(self.message_bar)
        column.addLayout(message)
        column.addLayout(coach)
        column.addLayout(self._notes)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)
        self._splitter = PaneSplitter()
        # The details stand in a place of their own, or lie in a drawer over the list where there is no room.
        self._details_place = QWidget()
        place = QVBoxLayout(self._details_place)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.details)
        # At a large size of text a message, the list and its footer do not always have room: then they scroll.
        centre = scrolling(self._centre)
        centre.setMinimumWidth(420)
        for pane in (self.brief_panel, centre, self._details_place):
            self._splitter.addWidget(pane)
        self._splitter.setStretchFactor(1, 1)
        self._drawer = QFrame(self)
        self._drawer.setProperty("role", "drawer")
        drawer = QVBoxLayout(self._drawer)
        drawer.setContentsMargins(0, 0, 0, 0)
        self._drawer.hide()
        self.reason_bar.setParent(self._centre)
        self.reason_bar.hide()
        self.details.set_drawer(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)

    def _connect(self) -> None:
        for verdict in VERDICT_ACTIONS:
            self.list_actions[verdict].triggered.connect(
                lambda _checked=False, verdict=verdict: self._judge_by_key(verdict)
            )
        for action_id, act in (
            ("undo-in-list", self.undo_requested.emit),
            ("next", lambda: self._step(1)),
            ("previous", lambda: self._step(-1)),
            ("open-details", self._focus_details),
            ("find-in-list", self.focus_find),
            ("say-why", self._focus_reasons),
            ("everywhere", self._toggle_everywhere),
            ("list-back", lambda: self._show_list(self._list_at - 1)),
            ("list-forward", lambda: self._show_list(self._list_at + 1)),
            ("ask-why-not", self._focus_why_not),
            ("refresh", self.refresh),
            ("less-tail", lambda: self.brief_panel.move_tail(-1)),
            ("more-tail", lambda: self.brief_panel.move_tail(1)),
        ):
            self.list_actions[action_id].triggered.connect(_without_arguments(act))
        self.view.cards.verdict_clicked.connect(self._judge_row)
        self.view.digit_typed.connect(self._say_why_by_digit)
        self.view.resized.connect(self._hold_place)
        self._reason_timer.timeout.connect(self._stop_taking_digits)
        self._asking_timer.timeout.connect(self._put_question_away)
        self.view.selectionModel().currentRowChanged.connect(self._current_changed)
        self._details_timer.timeout.connect(self._ask_for_details)
        self.find_edit.textChanged.connect(self._find)
        self.find_edit.returnPressed.connect(lambda: self._find_next(1))
        self.find_edit.installEventFilter(self)
        self.message_bar.action_triggered.connect(self._do_message_action)
        self.message_bar.dismissed.connect(self.hide_message)
        self.old_list_button.clicked.connect(self._swap_lists)
        self.empty.action_triggered.connect(self._empty_action)
        self.empty.other_triggered.connect(self.suggest)
        self.auto_advance_box.toggled.connect(self._auto_advance_toggled)
        self.refresh_button.clicked.connect(self.refresh)
        self.brief_panel.suggest_requested.connect(self.suggest)
        self.brief_panel.new_brief_requested.connect(self.start_new_brief)
        self.brief_panel.settings_changed.connect(self._setting_changed)
        self._price_timer.timeout.connect(self._ask_for_price)
        self.brief_panel.tail_slider.valueChanged.connect(self._show_price)
        self.brief_panel.brief_edit.textChanged.connect(self._show_price)
        for box in self.brief_panel.segment_boxes.values():
            box.toggled.connect(lambda _is_on: self._price_timer.start(PRICE_DELAY_MS))
        self.brief_panel.titles_requested.connect(self._seeds_dropped)
        self.brief_panel.seed_removed.connect(self._seeds_by_verdict.discard)
        self.details.verdict_clicked.connect(self._judge_selection)
        self.details.reason_chosen.connect(self._say_why_of_details)
        self.details.everywhere_wanted.connect(self._count_item_everywhere)
        self.reason_bar.chosen.connect(lambda reason: self._say_why(self._asked_why, reason))
        self.reason_bar.left.connect(self.focus_list)
        self.details.seed_added.connect(self.add_seed)
        self.details.phrases_requested.connect(self.phrases_requested)
        self.details.why_not_requested.connect(self.why_not_requested)
        self.details.titles_sought.connect(self.titles_sought)
        self.details.export_requested.connect(self.export_requested)
        self.details.shelf_requested.connect(self.shelf_requested)
        self.details.back_requested.connect(self._leave_details)
        self.details.close_requested.connect(lambda: self.set_details_visible(False))
        theme_signals.theme_changed.connect(self._follow_theme)

    # What the main window shows here

    @property
    def slate_id(self) -> str | None:
        """The id of the list shown, or None."""
        return None if self._slate is None else self._slate.slate_id

    @property
    def slate(self) -> Slate | None:
        """The list shown, as it was made."""
        return self._slate

    @property
    def current_id(self) -> str:
        """The id of the item looked at in the list, "" without one."""
        row = self.view.currentIndex().row()
        return self.model.suggestion(row).item.item_id if 0 <= row < self.model.rowCount() else ""

    def go_to(self, item_id: str) -> None:
        """Look at an item of the list; nothing happens where it is not in it."""
        row = self.model.row_of(item_id)
        if row is not None:
            self._select([row])

    def set_settings(self, settings: Settings) -> None:
        """Take over the program's settings."""
        self._settings = settings
        self.brief_panel.set_settings(settings)
        self.details.set_shelf_target(settings.shelf_target)
        self.set_auto_advance(settings.auto_advance)
        self.view.set_why_lines(WHY_LINES.get(settings.density, 1))
        self._coach.setVisible(self._shows_coach())

    def set_auto_advance(self, is_on: bool) -> None:
        """Go on to the next card after a verdict, or stay."""
        self.auto_advance_box.setChecked(is_on)

    def show_overview(self, overview: LibraryOverview) -> None:
        """Take over counts and filters of the library."""
        self._overview = overview
        self.model.item_count = overview.item_count
        self.brief_panel.show_overview(overview)
        self.details.show_shelf(overview.shelf_count)
        self.model.retranslate()
        self._show_state()

    def show_slate(self, slate: Slate) -> None:
        """Show a new list; one that was not asked for here is the last one, and its brief is shown with it."""
        was_asked = self._is_waiting
        self._is_waiting = False
        self.show_outdated(())
        before = self._slate
        # The brief has the focus where there was no list yet; the first one takes it, unless it is being typed in.
        edit = self.brief_panel.brief_edit
        has_focus = self.window().focusWidget() is edit  # also while the window is not active yet
        is_first = before is None and has_focus and not edit.document().isModified()
        if not was_asked:
            self._show_earlier_request(slate)
            slate = _without_change(slate)
        elif before is not None and self._is_asked_otherwise(before.request, slate.request):
            slate = _without_cause(slate)
        goes_on = was_asked and before is not None and slate.change is not None
        self._keep_place()
        if not goes_on:
            self._forget_lists()
        self._lists = [*self._lists, slate][-MOST_LISTS:]
        self._list_at = len(self._lists) - 1
        self._is_ranked_anew = (
            before is not None and before.ranked_by != slate.ranked_by and slate.ranked_by == "meaning"
        )
        row = self.view.currentIndex().row()
        kept_id = self.model.suggestion(row).item.item_id if row > 0 and not was_asked else None
        if before is None or before.brief_id != slate.brief_id:
            self._standings = {}  # within one brief they go on: the old list needs them when it is shown again
        self._scroll_of = {}
        self._verdict_count = 0
        self._put(slate)
        kept_row = None if kept_id is None else self.model.row_of(kept_id)
        if kept_row is not None:
            # A list that was bettered by itself must not take away the place the editor went to meanwhile.
            self._select([kept_row])
        self.show_ready()
        if slate.suggestions and (was_asked or is_first):
            self.focus_list()
        if was_asked:
            announce(self.view, self._arrival_sentence(slate))

    def show_outcome(self, outcome: FeedbackOutcome, how: str = "given") -> None:
        """Show what a verdict left behind; `how` is "given", "undone" or "redone": the latter two go back there."""
        self.model.update_standings(outcome.items)
        self._verdict_count = outcome.verdicts_since_slate
        for standing in outcome.items:
            self._standings[standing.item_id] = standing
            self._follow_seed(standing)
            if standing.item_id == self.details.item_id:
                self.details.show_standing(
                    standing.verdict, standing.is_on_shelf, standing.critique, standing.is_everywhere
                )
        self.details.show_shelf(outcome.shelf_count)
        if how in ("undone", "redone"):
            self._go_back_to([standing.item_id for standing in outcome.items])
        if outcome.items:
            self._end_coaching()
            announce(self.view, outcome_sentence(outcome, how))
            self._ask_why(outcome, how)
        self._refresh_details_record()
        self._show_footer()
        self._price_timer.start(PRICE_AFTER_VERDICT_MS)

    def add_bar(self, bar: QWidget) -> None:
        """Put a bar above the list, below its messages."""
        column = self._centre.layout()
        if isinstance(column, QVBoxLayout):
            row = QHBoxLayout()
            row.setContentsMargins(8, 0, 8, 0)
            row.addWidget(bar)
            column.insertLayout(3, row)

    def take_standings(self, outcome: FeedbackOutcome) -> None:
        """Show where items stand after a change made elsewhere; nothing is asked, announced or gone back to."""
        self.model.update_standings(outcome.items)
        for standing in outcome.items:
            self._standings[standing.item_id] = standing
            self._follow_seed(standing)
        self._refresh_details_record()
        self._ask_for_details()

    def show_tail_price(self, request: SuggestRequest, prices: tuple[QuotaPrice, ...]) -> None:
        """Say what places for the tail cost, of the request they were reckoned for."""
        self._priced, self._prices = request, prices
        self._show_price()

    def show_phrases(self, item_id: str, phrases: tuple[FieldPhrases, ...]) -> None:
        """Show which words of an item were found to tell."""
        self.details.show_phrases(item_id, phrases)

    def show_why_not(self, answer: WhyNot) -> None:
        """Show why an item is not in the list."""
        self.details.show_why_not(answer)

    def show_titles(self, text: str, found: tuple[Item, ...]) -> None:
        """Show the items found by title, to ask why one of them is not in the list."""
        self.details.show_titles(text, found)

    def show_details(self, details: ItemDetails) -> None:
        """Show an item in full on the right."""
        self.details.show_details(details)

    def show_busy(self, sentence: str) -> None:
        """Say that a list is being made."""
        self._busy_label.setText(sentence)
        self._busy_bar.setRange(0, 0)
        self._busy_bar.setAccessibleName(sentence)
        self._busy_bar.show()
        self.brief_panel.set_busy(True)
        self.refresh_button.setEnabled(False)

    def show_ready(self) -> None:
        """Say that nothing is being made any more."""
        self._busy_label.setText("")
        self._busy_bar.setRange(0, 1)
        self._busy_bar.hide()
        self.brief_panel.set_busy(False)
        self._show_footer()

    def show_message(
        self,
        kind: MessageKind,
        happened: str,
        safe: str = "",
        action_text: str = "",
        action: Callable[[], None] | None = None,
    ) -> None:
        """Show a message above the list, with one thing to do about it."""
        self._outdated = ()
        self._message_action = action
        self.message_bar.show_message(kind, happened, safe, action_text)

    def hide_message(self) -> None:
        """Take the message away."""
        self._outdated = ()
        self.message_bar.hide()

    def show_outdated(self, changes: tuple[str, ...]) -> None:
        """Say what changed since the list shown was made and offer to rank again; () takes that back."""
        if changes and changes == self._outdated:
            return  # it is being said
        if self._outdated:
            self.hide_message()
        if self._slate is None or not changes:
            return
        self.show_message(
            "info",
            outdated_sentence(changes),
            self.tr("The list stays as it is until you ask."),
            filled(self.tr("Rank again (%1)"), native_keys(spec_of("refresh"))),
            self.refresh,
        )
        self._outdated = changes

    def show_error(self, error: Exception) -> None:
        """Word an error of a job started for this page; verdicts that did not arrive are taken off the cards."""
        self.details.answers_failed()
        self._is_waiting = False
        self.model.clear_pending()
        self._refresh_details_record()
        happened, safe, todo = error_sentences(error)
        self.show_message("bad", happened, joined(safe, todo))
        self.show_ready()

    def show_model_missing(self) -> None:
        """Say on a quick list that it stays one: the model cannot be used."""
        slate = self._slate
        if slate is not None and NOTE_QUICK in slate.notes:
            notes = tuple(NOTE_MODEL_MISSING if note == NOTE_QUICK else note for note in slate.notes)
            self._slate = replace(slate, notes=notes)
            self._show_notes()

    def set_importing(self, is_importing: bool) -> None:
        """Say in an empty library that its items are on their way."""
        self._is_importing = is_importing
        self._show_state()

    def show_example(self) -> bool:
        """Put the library's first example brief where none is written; return whether there is one."""
        return self.brief_panel.show_example()

    def add_seed(self, item_id: str, title: str) -> None:
        """Show an item as a seed of the brief."""
        self._seed_titles[item_id] = title
        self.brief_panel.add_seed(item_id, title)

    def suggest_from(self, items: Sequence[Item]) -> None:
        """Take items as the seeds of the brief and ask for a list."""
        for item in items:
            self.add_seed(item.item_id, item.title)
        self.suggest()

    def request(self) -> SuggestRequest:
        """Return what is asked for now; the brief goes on where its text is the same."""
        return self.brief_panel.request(self._brief_id_to_go_on())

    def clear(self) -> None:
        """Show nothing: another library is opened."""
        self._overview = None
        self._is_waiting = self._is_importing = False
        self.brief_panel.forget_overview()
        self.start_new_brief()

    def panes(self) -> list[Pane]:
        """Return brief, message, list and details; the latter are filled, for the focus may go there."""
        self.details.fill_now()
        return [
            (self.brief_panel.brief_edit, self.brief_panel),
            (self.message_bar,),
            (self.view, self.empty, self._centre),
            (self.details.first_focus(), self.details),
        ]

    def focus_list(self) -> None:
        """Give the focus to the list, or to what stands in its place."""
        if self._stack.currentWidget() is self.view:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.focus_brief()

    def focus_brief(self) -> None:
        """Give the focus to the brief."""
        self.brief_panel.brief_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_find(self) -> None:
        """Give the focus to the find box."""
        self.find_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_edit.selectAll()

    def set_details_visible(self, is_visible: bool) -> None:
        """Show or hide the details pane, whatever the width."""
        self._shows_details[self._is_wide] = is_visible
        self._fit_details()

    # What the editor does

    def suggest(self) -> None:
        """Ask for a list for the brief as it stands."""
        if self.brief_panel.suggest_button.isEnabled():
            self._is_waiting = True
            self.hide_message()
            self.suggest_requested.emit(self.request())

    def refresh(self) -> None:
        """Ask for the list anew with the verdicts given; without a list this is a first one."""
        if self._slate is None:
            self.suggest()
        elif self.brief_panel.suggest_button.isEnabled():
            self._is_waiting = True
            self.hide_message()
            saved = self.brief_panel.bar.saved_id
            self.refresh_requested.emit(
                self.brief_panel.request(self._slate.brief_id if saved is None else saved)
            )

    def suggest_only(self, selection: Selection) -> None:
        """Ask for a list of the brief made from these items alone."""
        self.brief_panel.selection.choose(selection)
        self.suggest()

    def undo_selection(self, is_redo: bool = False) -> str:
        """Take the last change of the selection back, or do it again, and show the list made so; return what was done.

        "" where something else is to be undone first.
        """
        field = self.brief_panel.selection
        if not (field.can_do_again if is_redo else field.can_take_back):
            return ""
        before = field.value
        if is_redo:
            field.do_again()
            sentence = filled(self.tr("Done again: %1"), field.sentence(field.value))
        else:
            field.take_back()
            sentence = filled(self.tr("Undone: %1"), field.sentence(before))
        made_so = [at for at, slate in enumerate(self._lists) if slate.request.selection == field.value.key]
        if made_so:
            self._show_list(min(made_so, key=lambda at: abs(at - self._list_at)))
        return sentence

    def explore(self, widen: Callable[[SuggestRequest], SuggestRequest]) -> bool:
        """Ask for the list anew by a request that looks further; return whether it could be asked for."""
        if self._slate is None or not self.brief_panel.suggest_button.isEnabled():
            return False
        self._is_waiting = True
        self.hide_message()
        self.refresh_requested.emit(widen(self.brief_panel.request(self._slate.brief_id)))
        return True

    def start_new_brief(self) -> None:
        """Clear brief, seeds and list."""
        self.brief_panel.clear()
        self._slate = None
        self._forget_lists()
        self._standings = {}
        self._seeds_by_verdict.clear()
        self._verdict_count = 0
        self._stop_asking_why()
        self.model.set_suggestions(())
        self.find_edit.clear()
        self.details.show_suggestion(None)
        self.hide_message()
        self._show_state()
        self.focus_brief()
        self.new_brief_requested.emit()

    def _judge_by_key(self, verdict: str) -> None:
        """Judge what is selected; for a while after a rejection by letter the digits say why.

        After one by digit they stay verdicts, for who judges by digits goes on with them.
        """
        rows = self._selected_rows()
        if self._judge_selection(verdict) and verdict == "not-right" and not self.view.is_digit_last:
            self._take_digits(rows)

    def _selected_rows(self) -> list[int]:
        return sorted(index.row() for index in self.view.selectionModel().selectedRows())

    def _judge_selection(self, verdict: str) -> bool:
        """Judge what is selected and go on; return whether the verdict was given, and not taken back."""
        rows = self._selected_rows()
        if not rows:
            return False
        is_given = self._judge(rows, verdict)
        if is_given and self.auto_advance_box.isChecked():
            self._advance(rows[-1])
        return is_given

    def _judge_row(self, row: int, verdict: str) -> None:
        """Judge the card whose painted button was clicked, whatever is selected; the selection stays there."""
        self._judge([row], verdict)

    def _judge(self, rows: list[int], verdict: str) -> bool:
        """Send a verdict, or take it back where all rows have it already; return whether it was given."""
        self._stop_taking_digits()
        suggestions = [self.model.suggestion(row) for row in rows]
        item_ids = [suggestion.item.item_id for suggestion in suggestions]
        has_all = all(self._has(suggestion, verdict) for suggestion in suggestions)
        sent = TAKE_BACK.get(verdict, "clear") if has_all else verdict
        for item_id in item_ids:
            self._scroll_of[item_id] = self.view.verticalScrollBar().value()
        self.model.set_pending(item_ids, sent)
        self.verdict_given.emit(item_ids, sent)
        return not has_all

    def _ask_why(self, outcome: FeedbackOutcome, how: str) -> None:
        """Ask why what was rejected just now is not right, or show the reason given; other verdicts end the asking."""
        item_ids = [standing.item_id for standing in outcome.items]
        rows = [row for row in map(self.model.row_of, item_ids) if row is not None]
        if len(rows) < len(item_ids) or any(each.verdict != "not-right" for each in outcome.items):
            self._stop_asking_why()
            return
        self._asked_why = item_ids
        given = {standing.critique for standing in outcome.items}
        self.reason_bar.ask(
            self._why_question(items_text(outcome.items)),
            self._reasons_for(rows),
            given.pop() if len(given) == 1 else "",
            critique_so_far(outcome) if how != "undone" else "",
        )
        self._asking_timer.start()
        self._place_question()

    def _place_question(self) -> None:
        """Lay the question over the foot of the list, or over its head where it would hide the current card."""
        bar, room = self.reason_bar, self._stack.geometry()
        if bar.isHidden():
            return
        bar.fit_into(room.width() - 2 * BAR_MARGIN)
        foot = QRect(room.left() + BAR_MARGIN, room.bottom() + 1 - bar.height(), bar.width(), bar.height())
        card = self.view.visualRect(self.view.currentIndex())
        card.moveTopLeft(self.view.viewport().mapTo(self._centre, card.topLeft()))
        top = room.top() if card.intersects(foot) else foot.top()
        # At a large size of text the reasons may need more than the list has.
        bar.move(foot.left(), max(min(top, self._centre.height() - bar.height()), 0))
        bar.raise_()

    def _put_question_away(self) -> None:
        """Uncover the list, unless the question is being answered; it can be asked again."""
        bar = self.reason_bar
        if bar.underMouse() or bar.isAncestorOf(QApplication.focusWidget() or self):
            self._asking_timer.start()
        else:
            bar.hide()

    def _why_question(self, what: str) -> str:
        """Return the question and the keys that answer it just now."""
        count = self.view.digits_taken
        keys = native_keys(spec_of("say-why"))
        return filled(self.tr("Why is %1 not right? (%2)"), what, f"1–{count}, {keys}" if count else keys)

    def _reasons_for(self, rows: list[int]) -> list[str]:
        """Return the reasons that fit all these items, in order."""
        is_by_meaning = self._slate is not None and self._slate.ranked_by == "meaning"
        suggestions = [self.model.suggestion(row) for row in rows]
        reasons = [offered(each.item, each.segment, is_by_meaning) for each in suggestions]
        return [reason for reason in reasons[0] if all(reason in others for others in reasons)]

    def _take_digits(self, rows: list[int]) -> None:
        """Let digits say why these were rejected, until something else is done or the time is over."""
        items = [self.model.suggestion(row).item for row in rows]
        reasons = self._reasons_for(rows)
        self._quick_reasons = ([item.item_id for item in items], reasons)
        self.view.digits_taken = min(len(reasons), 9)
        self._reason_timer.start()
        self._ask_again()

    def _stop_taking_digits(self) -> None:
        if self.view.digits_taken:
            self.view.digits_taken = 0
            self._reason_timer.stop()
            self._ask_again()

    def _ask_again(self) -> None:
        """Ask what is being asked with the keys that answer it now."""
        rows = [row for row in map(self.model.row_of, self._asked_why) if row is not None]
        if rows and not self.reason_bar.isHidden():
            standings = [
                self._standings[item_id] for item_id in self._asked_why if item_id in self._standings
            ]
            self.reason_bar.ask_otherwise(self._why_question(items_text(standings)))

    def _say_why_by_digit(self, digit: int) -> None:
        item_ids, reasons = self._quick_reasons
        self._stop_taking_digits()
        if digit <= len(reasons):
            self._say_why(item_ids, reasons[digit - 1])

    def _stop_asking_why(self) -> None:
        self._asked_why = []
        self._stop_taking_digits()
        self._asking_timer.stop()
        self.reason_bar.dismiss()

    def _say_why(self, item_ids: list[str], reason: str) -> None:
        """Send a reason for a rejection; the list has the focus again, for the next verdict."""
        self._stop_taking_digits()
        if item_ids:
            self.reason_given.emit(list(item_ids), reason)
            self.focus_list()

    def _say_why_of_details(self, reason: str) -> None:
        if self.details.item_id is not None:
            self._say_why([self.details.item_id], reason)

    def _focus_why_not(self) -> None:
        """Go to where any item can be asked for by title."""
        if not self._are_details_shown():
            self.set_details_visible(True)
        self.details.focus_why_not()

    def _toggle_everywhere(self) -> None:
        """Let the verdicts on what is selected count for every brief, or if all do already, for their own only."""
        rows = (index.row() for index in self.view.selectionModel().selectedRows())
        judged = [each for each in map(self.model.suggestion, sorted(rows)) if each.verdict is not None]
        if judged:
            is_wanted = not all(each.is_everywhere for each in judged)
            self.everywhere_requested.emit([each.item.item_id for each in judged], is_wanted)

    def _count_item_everywhere(self, is_wanted: bool) -> None:
        if self.details.item_id is not None:
            self.everywhere_requested.emit([self.details.item_id], is_wanted)

    def _focus_reasons(self) -> None:
        """Go to the reasons: of what was rejected last, else of the item looked at."""
        if self._asked_why and self.reason_bar.reasons.offered():
            self.reason_bar.show()
            self._place_question()
            self._asking_timer.start()
            self.reason_bar.reasons.focus_first()
        elif not self.details.reason_chips.isHidden() and self._are_details_shown():
            self.details.reason_chips.focus_first()

    def _has(self, suggestion: Suggestion, verdict: str) -> bool:
        """Whether an item has a verdict, one on its way to the disk included."""
        pending = self.model.pending(suggestion.item.item_id)
        if pending is not None:
            return pending == verdict
        return suggestion.is_on_shelf if verdict == "shelve" else suggestion.verdict == verdict

    def _advance(self, last_row: int) -> None:
        is_end = last_row + 1 >= self.model.rowCount()
        self._end_label.setText(self.tr("End of the list") if is_end else "")
        if is_end:
            announce(self.view, self.tr("End of the list"))
        else:
            self._is_advancing = True  # the verdict is to be seen first, then the next item in full
            self._select([last_row + 1])
            self._is_advancing = False

    def _step(self, step: int) -> None:
        row = self.view.currentIndex().row() + step
        if 0 <= row < self.model.rowCount():
            self._select([row])

    def _select(self, rows: list[int]) -> None:
        """Select rows, the last of them current; the view scrolls only where it is not in sight."""
        flags = QItemSelectionModel.SelectionFlag
        chosen = QItemSelection()
        for row in rows:
            chosen.select(self.model.index(row, 0), self.model.index(row, 0))
        selection = self.view.selectionModel()
        selection.setCurrentIndex(self.model.index(rows[-1], 0), flags.NoUpdate)
        selection.select(chosen, flags.ClearAndSelect | flags.Rows)

    def _hold_place(self) -> None:
        """Keep what is looked at where it is on the screen when something above or below the list comes or goes."""
        top = self.view.mapTo(self, QPoint(0, 0)).y()
        moved, self._list_top = top - self._list_top, top
        bar = self.view.verticalScrollBar()
        if moved:
            bar.setValue(bar.value() + moved)
        current = self.view.currentIndex()
        if current.isValid():
            self.view.scrollTo(current)
        self._place_question()

    def _go_back_to(self, item_ids: list[str]) -> None:
        rows = sorted(row for row in map(self.model.row_of, item_ids) if row is not None)
        if not rows:
            return
        self._end_label.setText("")
        self._select(rows)
        stood_at = next(
            (self._scroll_of[item_id] for item_id in item_ids if item_id in self._scroll_of), None
        )
        if stood_at is not None:
            self.view.verticalScrollBar().setValue(stood_at)

    def _focus_details(self) -> None:
        if not self._are_details_shown():
            self.set_details_visible(True)
        self.details.fill_now()
        self.details.first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _follow_seed(self, standing: ItemStanding) -> None:
        """More like this makes a seed one can see; taking the verdict back takes the seed away."""
        if standing.verdict == "more-like-this":
            self._seeds_by_verdict.add(standing.item_id)
            self.add_seed(standing.item_id, standing.title)
        elif standing.item_id in self._seeds_by_verdict:
            self._seeds_by_verdict.discard(standing.item_id)
            self.brief_panel.remove_seed(standing.item_id)

    def _seeds_dropped(self, item_ids: list[str]) -> None:
        unknown = []
        for item_id in item_ids:
            row = self.model.row_of(item_id)
            if row is None:
                unknown.append(item_id)
            else:
                self.add_seed(item_id, self.model.suggestion(row).item.title)
        if unknown:
            self.titles_requested.emit(unknown)

    def _find(self, text: str) -> None:
        count = self.model.set_needle(text)
        if not text.strip():
            self._match_label.setText("")
            return
        self._match_label.setText(
            filled(self.tr("%1 of %2 match"), count_text(count), count_text(self.model.rowCount()))
        )
        rows = self.model.matching_rows()
        if rows and self.view.currentIndex().row() not in rows:
            self._select([rows[0]])

    def _find_next(self, step: int) -> None:
        rows = self.model.matching_rows()
        if rows and self.find_edit.text().strip():
            now = self.view.currentIndex().row()
            later = [row for row in rows if row > now]
            self._select([later[0] if later else rows[0]])

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Esc in the find box clears it and goes back to the list; Down goes there too."""
        if watched is self.find_edit and event.type() == QEvent.Type.KeyPress:
            key = event.key()  # type: ignore[attr-defined]
            if key == Qt.Key.Key_Escape:
                self.find_edit.clear()
                self.focus_list()
                return True
            if key == Qt.Key.Key_Down:
                self.focus_list()
                return True
        return False

    def _auto_advance_toggled(self, is_on: bool) -> None:
        if is_on != self._settings.auto_advance:
            self._setting_changed("auto_advance", is_on)

    def _setting_changed(self, name: str, value: object) -> None:
        self._settings = replace(self._settings, **{name: value})  # type: ignore[arg-type]
        self.settings_changed.emit(name, value)

    def _do_message_action(self) -> None:
        self.hide_message()
        if self._message_action is not None:
            self._message_action()

    def _empty_action(self) -> None:
        """Do what the empty list offers: change the brief, turn off a filter, or begin with some of the tail."""
        if self._has_no_items():
            self.import_requested.emit()
            return
        if self._slate is not None and NOTE_NO_MATCH in self._slate.notes:
            self.focus_brief()
            self.brief_panel.brief_edit.selectAll()
            return
        if self._slate is None and self.brief_panel.bar.saved_id is None:
            self.random_seeds_requested.emit()
            return
        if self._slate is not None and not self.brief_panel.turn_off(self._greediest_filter()):
            self.brief_panel.clear_filters()
        self.suggest()

    # How the list is shown

    def _put(self, slate: Slate) -> None:
        self._slate = slate
        self._stop_asking_why()
        self.details.set_by_meaning(slate.ranked_by == "meaning")
        self.brief_panel.advanced.show_slate(slate)
        self._price_timer.start(PRICE_DELAY_MS)
        self.model.set_suggestions(slate.suggestions)
        self.model.update_standings(self._standings.values())
        self.find_edit.clear()
        self._end_label.setText("")
        _keep_room(self._coach, False)
        self._show_state()
        if slate.suggestions:
            self._select([0])
            self.view.scrollToTop()
        else:
            self.details.show_suggestion(None)

    def _ask_for_price(self) -> None:
        """Ask for the prices of what is asked for now, unless there is no list of it yet to price."""
        if self._slate is not None and self._brief_id_to_go_on() is not None:
            self.tail_price_requested.emit(self.request())
        else:
            self._show_price()

    def _show_price(self) -> None:
        """Say the price of the places as the slider stands; of another brief or other segments nothing is known."""
        is_known = self._priced is not None and _as_priced(self._priced) == _as_priced(self.request())
        prices = self._prices if is_known else ()
        self.brief_panel.show_tail_price(tail_price_sentence(prices, self.brief_panel.tail_places))

    def _swap_lists(self) -> None:
        """Show the list before, or the newest again."""
        newest = len(self._lists) - 1
        self._show_list(self._list_at - 1 if self._list_at == newest else newest)

    def _show_list(self, at: int) -> None:
        """Show another of the lists of this brief, as it was left: the same item in the same place."""
        if not 0 <= at < len(self._lists) or at == self._list_at:
            return
        self._keep_place()
        is_back = at < self._list_at
        self._list_at = at
        shown = self._lists[at]
        self._put(shown)
        self._show_seeds_of(shown, is_back)
        item_id, stood_at = self._place_in.get(shown.slate_id, ("", 0))
        row = self.model.row_of(item_id)
        if row is not None:
            self._select([row])
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + self._y_of(row) - stood_at)
        self.focus_list()
        announce(self.view, self._list_sentence() or (change_sentence(shown.change) if shown.change else ""))

    def _keep_place(self) -> None:
        """Remember where the editor is in the list shown, and with which seeds."""
        if self._slate is not None:
            row = self.view.currentIndex().row()
            if row >= 0:
                looked_at = self.model.suggestion(row).item.item_id
                self._place_in[self._slate.slate_id] = (looked_at, self._y_of(row))
            self._seeds_in[self._slate.slate_id] = self.brief_panel.seeds.keys()

    def _y_of(self, row: int) -> int:
        """Return where a card begins on the page."""
        rect = self.view.visualRect(self.model.index(row, 0))
        return self.view.viewport().mapTo(self, rect.topLeft()).y()

    def _forget_lists(self) -> None:
        self._lists, self._list_at = [], -1
        self._place_in, self._seeds_in = {}, {}

    def _show_seeds_of(self, shown: Slate, is_back: bool) -> None:
        """Put the seeds back that a list was made with: going back takes those away that "more like this" brought.

        Going forward again brings back those the list was left with. Seeds the editor chose are left alone.
        """
        self.brief_panel.selection.show_request(shown.request)
        made_with = shown.request.seed_ids
        wanted = made_with if is_back else self._seeds_in.get(shown.slate_id, made_with)
        for item_id in tuple(self.brief_panel.seeds.keys()):
            if item_id in self._seeds_by_verdict and item_id not in wanted:
                self.brief_panel.remove_seed(item_id)
        for item_id in wanted:
            if item_id in self._seeds_by_verdict and item_id in self._seed_titles:
                self.add_seed(item_id, self._seed_titles[item_id])

    def _list_sentence(self) -> str:
        """Return which of the earlier lists is shown; "" for the newest."""
        newest = len(self._lists) - 1
        if self._list_at >= newest:
            return ""
        if self._list_at == newest - 1:
            return self.tr("This is the list before the refresh.")
        pattern = self.tr("This is an earlier list, no. %1 of %2.")
        return filled(pattern, count_text(self._list_at + 1), count_text(newest + 1))

    def _arrival_sentence(self, slate: Slate) -> str:
        """Return what is said of a list that was asked for: what changed, how long it is, or why it is empty."""
        if not slate.suggestions:
            return joined(*self.empty.texts()[:2])
        if slate.change is not None:
            return change_sentence(slate.change, self._is_ranked_anew)
        return self.tr("%Ln suggestions", "", len(slate.suggestions))

    def prepare_brief(self, opened: OpenedBrief) -> None:
        """Show a brief as it was left: all it asks for, which may be more than its last list was asked with.

        That list follows with `show_slate`, if it ever had one.
        """
        self.start_new_brief()
        self.brief_panel.show_request(opened.request)
        for item_id, title in opened.seeds:
            self.add_seed(item_id, title)
        self.brief_panel.bar.show_entry(opened.entry)
        self._is_opening = opened.slate is not None
        if opened.slate is not None:
            self._seeds_by_verdict.update(_more_like_these(opened.slate))
        self._show_state()

    def _show_earlier_request(self, slate: Slate) -> None:
        is_shown, self._is_opening = self._is_opening, False
        if is_shown or replace(slate.request, brief_id=None) == self.brief_panel.request():
            return
        self.brief_panel.show_request(slate.request)
        titles = {
            reason.item_id: reason.title
            for suggestion in slate.suggestions
            for reason in suggestion.reasons
            if reason.kind == "seed" and reason.item_id
        }
        titles.update((suggestion.item.item_id, suggestion.item.title) for suggestion in slate.suggestions)
        unknown = [item_id for item_id in slate.request.seed_ids if item_id not in titles]
        for item_id in slate.request.seed_ids:
            if item_id in titles:
                self.add_seed(item_id, titles[item_id])
        self._seeds_by_verdict.update(_more_like_these(slate))
        if unknown:
            self.titles_requested.emit(unknown)

    def _is_asked_otherwise(self, before: SuggestRequest, now: SuggestRequest) -> bool:
        """Whether filters, sliders or seeds were changed by hand: then no verdict is why the list is another."""
        is_same = replace(before, brief_id=None, seed_ids=()) == replace(now, brief_id=None, seed_ids=())
        return not is_same or bool({*now.seed_ids} - {*before.seed_ids} - self._seeds_by_verdict)

    def _brief_id_to_go_on(self) -> int | None:
        """Return the brief to go on with: a saved one whatever its text is, another where the text is the same."""
        saved = self.brief_panel.bar.saved_id
        if saved is not None:
            return saved
        if self._slate is None or self._slate.request.brief.strip() != self.brief_panel.brief():
            return None
        return self._slate.brief_id

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not current.isValid():
            return
        self._stop_taking_digits()
        self._place_question()
        self.details.show_suggestion(self.model.suggestion(current.row()), self._is_advancing)
        self._details_timer.start()

    def _refresh_details_record(self) -> None:
        """Let the details pane know the record as it is now, so that its buttons tell the truth."""
        row = self.view.currentIndex().row()
        if 0 <= row < self.model.rowCount():
            suggestion = self.model.suggestion(row)
            if suggestion.item.item_id == self.details.item_id:
                self.details.update_suggestion(suggestion)

    def _ask_for_details(self) -> None:
        self.details.fill_now()
        if self.details.item_id is not None:
            self.details_requested.emit(self.details.item_id)

    def _show_state(self) -> None:
        """Show list or empty state, the notes, and the footer."""
        has_list = self.model.rowCount() > 0
        self._stack.setCurrentWidget(self.view if has_list else self.empty)
        self._show_empty_texts()
        self._show_notes()
        self._footer.setVisible(self._slate is not None)
        self._coach.setVisible(self._shows_coach())
        self.find_edit.setEnabled(has_list)
        self._show_footer()

    def _show_empty_texts(self) -> None:
        if self._has_no_items():
            self._show_no_items()
        elif self._slate is None and self.brief_panel.bar.saved_id is not None:
            self.empty.set_texts(
                self.tr("No list of this brief yet"),
                self.tr("It was saved before any was made. Everything it asks for is on the left."),
                self.tr("Suggest"),
                "bookmark",
            )
        elif self._slate is None:
            self.empty.set_texts(
                self.tr("What are you looking for?"),
                self.tr("Write one sentence on the left, or drop two titles you like on the seeds."),
                self.tr("Use %Ln random items", "", RANDOM_SEEDS)
                if self._overview is not None and self._overview.is_flat
                else self.tr("Use %Ln random tail items", "", RANDOM_SEEDS),
                "sparkles",
                self.tr("Show what nobody opens"),
            )
        elif NOTE_NO_MATCH in self._slate.notes:
            self.empty.set_texts(
                self.tr("Nothing matches"),
                note_sentence(NOTE_NO_MATCH),
                self.tr("Change the brief"),
                "search",
            )
        else:
            blocked = blocked_sentence(self._slate.blocked_by)
            self.empty.set_texts(
                self.tr("Nothing matches"),
                blocked or self.tr("No item of this catalogue fits the brief and the filters."),
                self.tr("Turn it off") if self._greediest_filter() else self.tr("Turn the filters off"),
                "search",
            )

    def _greediest_filter(self) -> str:
        """Return the filter that removed most from an empty list; "" where it was none that can be turned off."""
        blocked_by = self._slate.blocked_by if self._slate is not None else ()
        name = max(blocked_by, key=lambda pair: pair[1])[0] if blocked_by else ""
        return name if self.brief_panel.can_turn_off(name) else ""

    def _has_no_items(self) -> bool:
        return self._overview is not None and not self._overview.item_count

    def _show_no_items(self) -> None:
        if self._is_importing:
            self.empty.set_texts(
                self.tr("The items are on their way"),
                self.tr("The first list is shown as soon as they are in."),
                "",
                "file-up",
            )
        else:
            self.empty.set_texts(
                self.tr("This library has no items yet"),
                self.tr("Drop a CSV or TSV file anywhere on this window. Only a title column is needed."),
                self.tr("Import a file…"),
                "file-up",
            )

    def _show_notes(self) -> None:
        _empty_layout(self._notes, self.old_list_button)
        slate = self._slate
        if slate is None:
            return
        has_other = len(self._lists) > 1
        if slate.change is not None or has_other:
            earlier = self._list_sentence()
            keys = native_keys(spec_of("list-forward" if earlier else "list-back"))
            if earlier:
                sentence = earlier
                self.old_list_button.setText(self.tr("Show the new list"))
            else:
                sentence = change_sentence(slate.change, self._is_ranked_anew) if slate.change else ""
                self.old_list_button.setText(self.tr("Show the old list"))
            self.old_list_button.setToolTip(plain_tooltip(f"{self.old_list_button.text()} ({keys})"))
            self._add_note(sentence, self.old_list_button if has_other else None)
        for note in slate.notes:
            if note == NOTE_NO_MATCH:
                continue  # the empty list says it
            offer = button(self._note_offer(note), None, "link") if self._note_offer(note) else None
            if offer is not None:
                offer.clicked.connect(lambda _checked=False, note=note: self._note_clicked(note))
            self._add_note(note_sentence(note), offer)

    def _add_note(self, sentence: str, offer: QWidget | None) -> None:
        if not sentence and offer is None:
            return
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        said = label(sentence, "meta", wrap=True)
        row.addWidget(said, 1)
        if offer is not None:
            row.addWidget(offer)
        self._notes.addLayout(row)
        said.show()
        if offer is not None:
            offer.show()

    def set_reading(self, is_reading: bool) -> None:
        """Say whether items are being read right now: then no note offers to begin."""
        if self._is_reading != is_reading:
            self._is_reading = is_reading
            self._show_notes()

    def _note_offer(self, note: str) -> str:
        if self._is_reading and note in READING_NOTES:
            return ""
        if note in READING_NOTES and self._is_unreadable():
            return self.tr("Choose a model…")  # reading would stop at once, for the model knows too few words
        return {
            NOTE_QUICK: self.tr("Rank by meaning"),
            NOTE_MODEL_CANNOT_READ: self.tr("Choose a model…"),
            NOTE_MODEL_MISSING: self.tr("Choose a model…"),
            NOTE_NO_VECTORS: self.tr("Read by meaning now"),
            NOTE_FEW_VECTORS: self.tr("Go on reading"),
            NOTE_PARTLY_EMBEDDED: self.tr("Go on reading"),
        }.get(note, "")

    def _is_unreadable(self) -> bool:
        share = None if self._overview is None else self._overview.unknown_token_share
        return share is not None and share >= UNREADABLE_SHARE

    def _note_clicked(self, note: str) -> None:
        if note == NOTE_QUICK:
            self.refresh()
        elif note in READING_NOTES and self._is_unreadable():
            self.note_action_requested.emit(NOTE_MODEL_CANNOT_READ)
        else:
            self.note_action_requested.emit(note)

    def _show_footer(self) -> None:
        count = self._verdict_count
        self._count_label.set_text(filled(self.tr("Verdicts since refresh: %1"), count_text(count)))
        wants_attention = count >= ATTENTION_AFTER
        if self._footer.property("role") != ("attention" if wants_attention else ""):
            self._footer.setProperty("role", "attention" if wants_attention else "")
            self._footer.style().unpolish(self._footer)
            self._footer.style().polish(self._footer)
        self.refresh_button.setEnabled(
            self._slate is not None and self.brief_panel.suggest_button.isEnabled()
        )

    def _shows_coach(self) -> bool:
        return not self._settings.coach_line_seen and self.model.rowCount() > 0

    def _end_coaching(self) -> None:
        if not self._settings.coach_line_seen:
            self._setting_changed("coach_line_seen", True)
            # The list must not jump at the first verdict; the next list takes the room.
            _keep_room(self._coach, True)
            self._coach.hide()

    def _fit_details(self) -> None:
        is_wide = self.width() >= scaled(LEAST_WIDTH_WITH_DETAILS)
        was_shown = self._are_details_shown()
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._shows_details[False] = False  # making a window small must not cover its list
            home = self._details_place if is_wide else self._drawer
            layout = home.layout()
            if layout is not None:
                layout.addWidget(self.details)
            self.details.set_drawer(not is_wide)
        wanted = self._shows_details[is_wide]
        self._details_place.setVisible(is_wide and wanted)
        self._drawer.setVisible(wanted and not is_wide)
        if wanted != was_shown:
            self._splitter.share_out()
        if self._drawer.isVisibleTo(self):
            width = min(scaled(DRAWER_WIDTH), round(self.width() * WIDEST_DRAWER))
            self._drawer.setGeometry(self.width() - width, 0, width, self.height())
            self._drawer.raise_()
        if wanted != was_shown:
            self.details_visibility_changed.emit(wanted)

    def _are_details_shown(self) -> bool:
        return not (self._details_place if self._is_wide else self._drawer).isHidden()

    def _leave_details(self) -> None:
        """Go back to the list; a drawer that covers it is closed."""
        if not self._is_wide:
            self.set_details_visible(False)
        self.focus_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the details into a drawer where there is no room for three panes."""
        self._fit_details()
        super().resizeEvent(event)

    def _follow_theme(self) -> None:
        self.view.cards.refresh_fonts()
        self.view.fit_rows()
        self.view.viewport().update()
        tint_actions(self.list_actions)

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._title.setText(self.tr("Suggestions"))
        self.view.setAccessibleName(self.tr("Suggestions"))
        self.find_edit.setPlaceholderText(self.tr("Find in suggestions…"))
        self.find_edit.setAccessibleName(self.tr("Find in suggestions"))
        self.find_edit.setToolTip(
            plain_tooltip(filled(self.tr("Find in suggestions (%1)"), native_keys(spec_of("find"))))
        )
        self._coach.setText(
            filled(
                self.tr("%1 = good, %2 = not right, %3 = all keys"),
                *(key_hint(action_id) for action_id in ("good", "not-right", "keys")),
            )
        )
        self.auto_advance_box.setText(self.tr("Auto-advance"))
        set_tooltip(self.auto_advance_box, self.tr("Go on to the next suggestion after a verdict"))
        self.refresh_button.setText(filled(self.tr("Refresh (%1)"), native_keys(spec_of("refresh"))))
        self.refresh_button.tint()
        self.refresh_button.setToolTip(
            plain_tooltip(
                filled(self.tr("Rank anew with your verdicts (%1)"), native_keys(spec_of("refresh")))
            )
        )
        retranslate_actions(self.list_actions)
        self.view.cards.forget_texts()
        self.model.retranslate()
        self._show_state()
        told, self._outdated = self._outdated, ()
        self.show_outdated(told)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _as_priced(request: SuggestRequest) -> SuggestRequest:
    """Return a request without what its prices do not depend on."""
    return replace(
        request, tail_preference=0.0, diversity=0.0, policy="none", quota_column="", explore_places=0
    )


def _more_like_these(slate: Slate) -> set[str]:
    return {each.item.item_id for each in slate.suggestions if each.verdict == "more-like-this"}


def _without_change(slate: Slate) -> Slate:
    """Return the list without marks of what is new in it: nobody asked for a comparison."""
    if slate.change is None and not any(suggestion.is_new for suggestion in slate.suggestions):
        return slate
    plain = tuple(replace(suggestion, is_new=False) for suggestion in slate.suggestions)
    return replace(slate, suggestions=plain, change=None)


def _without_cause(slate: Slate) -> Slate:
    """Return the list with no verdict named as what changed it."""
    if slate.change is None:
        return slate
    return replace(slate, change=replace(slate.change, because_verdict="", because_title=""))


def _keep_room(widget: QWidget, is_kept: bool) -> None:
    """Let a widget that is hidden keep the room it took, or give it back."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(is_kept)
    widget.setSizePolicy(policy)


def _without_arguments(act: Callable[[], None]) -> Callable[[], None]:
    """Return a slot that takes no argument, so that an action's "checked" does not reach a signal without one."""

    def slot() -> None:
        act()

    return slot


def _empty_layout(layout: QVBoxLayout, kept: QWidget) -> None:
    """Take all rows out of a layout of rows; their widgets go with them, all but `kept`."""
    while layout.count():
        taken = layout.takeAt(0)
        row = None if taken is None else taken.layout()
        while row is not None and row.count():
            cell = row.takeAt(0)
            widget = None if cell is None else cell.widget()
            if widget is not None:
                widget.hide()
                if widget is not kept:
                    widget.deleteLater()
