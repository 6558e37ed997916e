"""The history: every verdict as it was given, the ones undone struck through, and every list as it was shown.

Verdicts are looked through by facets and search, changed in place and undone back to one of them; every change is a new
entry, so the history only grows.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import (
    QDateTime,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QLocale,
    QObject,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QColor, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.give_feedback import HistoryEntry
from ltrec_gui.pipeline.replay import Rebuilt, SlateEntry
from ltrec_gui.pipeline.verdict_history import UndoPreview
from ltrec_gui.recommend.slate import VERDICTS, Slate, Suggestion
from ltrec_gui.ui.actions import key_hint
from ltrec_gui.ui.fitting import ChoiceBox, FlowLayout
from ltrec_gui.ui.notice_bar import NoticeBar
from ltrec_gui.ui.panes import Pane
from ltrec_gui.ui.replay_wording import rebuilt_sentence
from ltrec_gui.ui.suggestion_delegate import VERDICT_LOOKS
from ltrec_gui.ui.table_look import BadgeRole, Index, RowsModel, StrikeRole, fit_columns, prepare_table
from ltrec_gui.ui.theme import current_tokens
from ltrec_gui.ui.widgets import ElidedLabel, EmptyState, button, label, plain_tooltip, set_tooltip
from ltrec_gui.ui.wording import (
    count_text,
    critique_name,
    filled,
    joined,
    percent_text,
    quoted,
    relative_time,
    score_text,
    segment_name,
    verdict_name,
)

TIME, ITEM, VERDICT, REASON, BRIEF = range(5)
TONES = {verdict: tone for verdict, (_icon, tone, _ground) in VERDICT_LOOKS.items()}
FIXED_WIDTHS = {TIME: 130, VERDICT: 180, REASON: 130}
FLEXIBLE_SHARES = {ITEM: 0.55}  # the brief stretches over the rest
TODAY, WEEK, MONTH, OLDER = DATES = ("today", "week", "month", "older")
CHANGES = (*VERDICTS, "clear", "everywhere", "here")  # what a verdict can be changed to
SEARCH_DELAY_MS = 80
NO_BRIEF = -1
SLATE_TIME, SLATE_BRIEF, SLATE_ITEMS, SLATE_TAIL = range(4)
PLACE, TITLE, RELEVANCE, SEGMENT, NOW = range(5)
SLATE_WIDTHS = {SLATE_TIME: 150, SLATE_ITEMS: 80}
SLATE_SHARES = {SLATE_BRIEF: 0.7}
ITEM_WIDTHS = {PLACE: 60, RELEVANCE: 110, SEGMENT: 110}
ITEM_SHARES = {TITLE: 0.7}
LONGEST_BRIEF = 80  # letters of it beside the title
VERDICTS_KIND, LISTS_KIND = "verdicts", "lists"


class HistoryModel(RowsModel[HistoryEntry]):
    """Verdicts, newest first."""

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (
            self.tr("When"),
            self.tr("Item"),
            self.tr("Verdict"),
            self.tr("Why"),
            self.tr("For the brief"),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | QColor | bool | None:
        """Return a cell; what was undone is struck through, and it and what was changed later are named so."""
        if not index.isValid():
            return None
        entry = self.rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(entry, column)
        if role == BadgeRole and column == VERDICT:
            return "surface2" if _is_past(entry) else TONES.get(entry.verdict, "surface2")
        if role == StrikeRole:
            return entry.is_undone and column == ITEM
        if role == Qt.ItemDataRole.ForegroundRole and (_is_past(entry) or column in (TIME, REASON, BRIEF)):
            return QColor(current_tokens().text3 if _is_past(entry) else current_tokens().text2)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(
                exact_time(entry.recorded_at) if column == TIME else self._cell(entry, column)
            )
        if role == Qt.ItemDataRole.AccessibleTextRole and column == ITEM:
            parts = [entry.title, self._cell(entry, VERDICT), self._cell(entry, REASON)]
            return ", ".join(filter(None, (*parts, self._cell(entry, TIME))))
        return None

    def _cell(self, entry: HistoryEntry, column: int) -> str:
        if column == TIME:
            return relative_time(entry.recorded_at)
        if column == ITEM:
            return entry.title
        if column == BRIEF:
            return self.tr("Every brief") if entry.brief_id is None else " ".join(entry.brief.split())
        if column == REASON:
            return critique_name(entry.critique) if entry.critique else ""
        name = verdict_name(entry.verdict)
        if entry.is_undone:
            return filled(self.tr("%1, undone"), name)
        return filled(self.tr("%1, changed later"), name) if entry.is_replaced else name


class SlatesModel(RowsModel[SlateEntry]):
    """Lists that were made, newest first."""

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (self.tr("When"), self.tr("For the brief"), self.tr("Items"), self.tr("Tail preference"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return a cell."""
        if not index.isValid():
            return None
        entry = self.rows[index.row()]
        cells = {
            SLATE_TIME: relative_time(entry.made_at),
            SLATE_BRIEF: " ".join(entry.brief.split()),
            SLATE_ITEMS: count_text(entry.item_count),
            SLATE_TAIL: percent_text(entry.request.tail_preference),
        }
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == SLATE_BRIEF:
            return plain_tooltip(cells[SLATE_BRIEF])
        return None


class SlateItemsModel(RowsModel[Suggestion]):
    """The items of one list in the order in which they were shown."""

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (
            self.tr("Place"),
            self.tr("Item"),
            self.tr("Relevance"),
            self.tr("Segment"),
            self.tr("Verdict now"),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return a cell."""
        if not index.isValid():
            return None
        shown = self.rows[index.row()]
        cells = {
            PLACE: count_text(shown.rank),
            TITLE: shown.item.title,
            RELEVANCE: score_text(shown.relevance),
            SEGMENT: segment_name(shown.segment),
            NOW: verdict_name(shown.verdict) if shown.verdict else "",
        }
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == TITLE:
            return plain_tooltip(cells[TITLE])
        return None


def _is_past(entry: HistoryEntry) -> bool:
    """Whether a verdict no longer counts."""
    return entry.is_undone or entry.is_replaced


def exact_time(stamp: str) -> str:
    """Return an ISO time in UTC as the local date and time to the second."""
    local = QDateTime.fromString(stamp, Qt.DateFormat.ISODate).toLocalTime()
    return QLocale().toString(local, QLocale.FormatType.ShortFormat) if local.isValid() else stamp


def date_facets(stamp: str, now: datetime) -> tuple[str, ...]:
    """Return which of DATES an ISO time in UTC falls into, in the time zone of `now`: today is of this week, too."""
    day = datetime.fromisoformat(stamp).astimezone(now.tzinfo).date()
    age = now.date() - day
    if age >= timedelta(days=30):
        return (OLDER,)
    found = [MONTH]
    if age < timedelta(days=7):
        found.append(WEEK)
    if age <= timedelta(0):
        found.append(TODAY)
    return tuple(found)


class HistoryPage(QWidget):
    """The page of the verdicts given and the lists made."""

    undo_requested = Signal()
    change_requested = Signal(list, str)  # event ids, one of CHANGES
    preview_requested = Signal(int)  # the event to undo back to
    undo_to_requested = Signal(int)  # the same, to be done
    redo_requested = Signal(int)  # as many steps
    export_requested = Signal(object, object)  # path, event ids or None for all
    suggestions_requested = Signal()
    slate_requested = Signal(str)  # the id of a list to be shown as it was
    rebuild_requested = Signal(str)  # the id of a list to be made again
    trial_requested = Signal()  # to try other settings on past verdicts

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[HistoryEntry, ...] = ()
        self._texts: tuple[str, ...] = ()  # what is searched, one for each entry
        self._facets_of: tuple[tuple[str, ...], ...] = ()  # dates, one for each entry
        self._preview: UndoPreview | None = None
        self._counts = HistoryCounts(self)
        self.model = HistoryModel(parent=self)
        self.table = QTableView()
        self._title = label("", "page-title")
        self._count = label("", "meta")
        self.search = QLineEdit()
        self._filter = ChoiceBox()
        self.brief_filter = ChoiceBox()
        self.date_filter = ChoiceBox()
        self._undo = button("", "undo-2")
        self.change_button = button("", "pencil")
        self.change_menu = QMenu(self)
        self.change_actions: dict[str, QAction] = {}
        self.back_to_button = button("", "undo-2")
        self.export_button = button("", "download")
        self.hint = ElidedLabel("", "body2")
        self.notice = NoticeBar()
        self.slates_model = SlatesModel(parent=self)
        self.slates_table = QTableView()
        self.items_model = SlateItemsModel(parent=self)
        self.items_table = QTableView()
        self.kind = ChoiceBox()
        self.open_button = button("", "list")
        self.rebuild_button = button("", "refresh-cw")
        self.trial_button = button("", "history")
        self.back_button = button("")
        self.note = label("", "meta", wrap=True)
        self._slate: Slate | None = None  # the list that is open
        self._empty = EmptyState("history", "", "", " ")
        self._stack = QStackedWidget()
        self.table.setModel(self.model)
        prepare_table(self.table)
        self.table.horizontalHeader().setStretchLastSection(True)
        for table, model in (
            (self.slates_table, self.slates_model),
            (self.items_table, self.items_model),
        ):
            table.setModel(model)
            prepare_table(table)
            table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            table.horizontalHeader().setStretchLastSection(True)
        self._lay_out()
        self.kind.activated.connect(self._show_kind)
        self.open_button.clicked.connect(self._open)
        self.slates_table.activated.connect(self._open)
        self.rebuild_button.clicked.connect(self._ask_to_rebuild)
        self.trial_button.clicked.connect(self.trial_requested)
        self.back_button.clicked.connect(self._show_kind)
        self.slates_table.selectionModel().selectionChanged.connect(self._selection_changed)
        for combo in (self._filter, self.brief_filter, self.date_filter):
            combo.activated.connect(self._show)
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)
        self._search_timer.setInterval(SEARCH_DELAY_MS)
        self._search_timer.timeout.connect(self._show)
        self.search.textChanged.connect(lambda _text: self._search_timer.start())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._verdict_chosen())
        self.back_to_button.clicked.connect(self._ask_to_undo_back)
        self.export_button.clicked.connect(self._ask_to_export)
        self._undo.clicked.connect(self.undo_requested)
        self._empty.action_triggered.connect(self._leave_empty_state)
        self.retranslate()
        self.set_can_undo(False)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show these verdicts, newest first, as far as the filters let them through; what was chosen stays so."""
        if tuple(entries) == self._entries:
            return
        self._entries = tuple(entries)
        self._texts = tuple(
            f"{entry.title}\n{entry.brief}\n{entry.item_id}".casefold() for entry in self._entries
        )
        now = datetime.now().astimezone()
        self._facets_of = tuple(date_facets(entry.recorded_at, now) for entry in self._entries)
        self._fill_facets()
        self._show()

    def show_slates(self, entries: Sequence[SlateEntry]) -> None:
        """Offer these lists to be opened."""
        if tuple(entries) == self.slates_model.rows:
            return
        self.slates_model.set_rows(entries)
        self.note.setText("")
        if self._slate is None:
            self._show()

    def show_slate(self, slate: Slate) -> None:
        """Show a list as it was."""
        self._slate = slate
        self.items_model.set_rows(slate.suggestions)
        self.note.setText("")
        self._show()
        self.items_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rebuilt(self, rebuilt: Rebuilt) -> None:
        """Say whether a list could be made again."""
        if rebuilt.slate.slate_id == self._chosen_slate():
            self.note.setText(rebuilt_sentence(rebuilt))
            self.note.show()

    def show_preview(self, preview: UndoPreview) -> None:
        """Say what undoing back to the chosen verdict would take back."""
        if [preview.event_id] == self.chosen_events():
            self._preview = preview
            self._show_choice()

    def show_undone(self, undone: UndoPreview) -> None:
        """Say what was undone, with the way back."""
        self.notice.show_notice(
            "info",
            self._counts.undone(undone.step_count),
            self.tr("They stay in the history."),
            ((self.tr("Take it back"), lambda: self.redo_requested.emit(undone.step_count)),),
        )

    def chosen_events(self) -> list[int]:
        """Return the ids of the verdicts that are chosen, from the top."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[row].event_id for row in rows]

    def shown_events(self) -> list[int]:
        """Return the ids of the verdicts the filters let through."""
        return [entry.event_id for entry in self.model.rows]

    def set_can_undo(self, can_undo: bool) -> None:
        """Offer undo only where there is something to undo."""
        self._undo.setEnabled(can_undo)

    def focus_list(self) -> None:
        """Give the focus to the list, or to the way out of its empty state."""
        way_out = self._empty.findChild(QPushButton)
        is_empty = self._stack.currentWidget() is self._empty
        shown = self._stack.currentWidget()
        target = way_out if is_empty and isinstance(way_out, QPushButton) else shown
        (target or self.table).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def filter_by(self, verdict: str) -> None:
        """Show one kind of verdict only, "" for all."""
        self._filter.setCurrentIndex(max(0, self._filter.findData(verdict)))
        self._show()

    def clear_filters(self) -> None:
        """Show every verdict."""
        self.search.clear()
        for combo in (self._filter, self.brief_filter, self.date_filter):
            combo.setCurrentIndex(0)
        self._show()

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._title.setText(self.tr("History"))
        self._undo.setText(self.tr("Undo last"))
        self._undo.tint()
        self.table.setAccessibleName(self.tr("Verdicts given"))
        self._filter.setAccessibleName(self.tr("Which verdicts are shown"))
        self.slates_table.setAccessibleName(self.tr("Lists made"))
        self.items_table.setAccessibleName(self.tr("The list as it was shown"))
        self.kind.setAccessibleName(self.tr("What the history shows"))
        kind = self.kind.currentData() or VERDICTS_KIND
        self.kind.clear()
        self.kind.addItem(self.tr("Verdicts"), VERDICTS_KIND)
        self.kind.addItem(self.tr("Lists"), LISTS_KIND)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        for made, text in (
            (self.open_button, self.tr("Open as it was")),
            (self.rebuild_button, self.tr("Make it again")),
            (self.trial_button, self.tr("Try settings…")),
            (self.back_button, self.tr("All lists")),
        ):
            made.setText(text)
            made.tint()
        set_tooltip(
            self.rebuild_button,
            self.tr("Rank again with the verdicts of then and compare; nothing is changed."),
        )
        set_tooltip(
            self.trial_button,
            self.tr("See what other settings would have shown of what you accepted; nothing is changed."),
        )
        self.note.setText("")
        self.search.setPlaceholderText(self.tr("Search items and briefs"))
        self.search.setAccessibleName(self.tr("Search the history"))
        self.brief_filter.setAccessibleName(self.tr("Verdicts of which brief are shown"))
        self.date_filter.setAccessibleName(self.tr("Verdicts of which days are shown"))
        self.change_button.setText(self.tr("Change to"))
        self.export_button.setText(self.tr("Export…"))
        for made in (self.change_button, self.export_button, self.back_to_button):
            made.tint()
        set_tooltip(
            self.export_button, self.tr("Write the verdicts shown here to a CSV file, with their reasons.")
        )
        set_tooltip(
            self.change_button,
            self.tr("Give the chosen verdicts anew; what was said before stays in the history."),
        )
        self._fill_change_menu()
        self._fill_facets()
        self.notice.hide()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between item and brief."""
        super().resizeEvent(event)
        fit_columns(self.table, self.width(), FIXED_WIDTHS, FLEXIBLE_SHARES)
        fit_columns(self.slates_table, self.width(), SLATE_WIDTHS, SLATE_SHARES)
        fit_columns(self.items_table, self.width(), ITEM_WIDTHS, ITEM_SHARES)

    def _lay_out(self) -> None:
        head = FlowLayout(12)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.add_stretch()
        for made in (self.back_button, self.open_button, self.rebuild_button, self.trial_button):
            head.addWidget(made)
        head.addWidget(self.kind)
        head.addWidget(self._undo)
        self.search.setClearButtonEnabled(True)
        self.change_button.setMenu(self.change_menu)
        self._facets = QWidget()
        facets = QHBoxLayout(self._facets)
        facets.setContentsMargins(0, 0, 0, 0)
        facets.setSpacing(8)
        facets.addWidget(self.search, 2)
        for combo in (self._filter, self.brief_filter, self.date_filter):
            combo.setMinimumContentsLength(8)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            facets.addWidget(combo, 1)
        self._tools = QWidget()
        tools = FlowLayout(8)
        self._tools.setLayout(tools)
        self.hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        tools.addWidget(self.hint)
        for made in (self.change_button, self.back_to_button, self.export_button):
            tools.addWidget(made)
        self.notice.hide()
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.slates_table)
        self._stack.addWidget(self.items_table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._facets)
        layout.addWidget(self.notice)
        layout.addWidget(self.note)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._tools)

    def panes(self) -> list[Pane]:
        """Return the head, the filters, the notice, the rows and what can be done with them."""
        list_acts = (self.back_button, self.open_button, self.rebuild_button, self.trial_button)
        return [
            (*list_acts, self.kind, self._undo),
            (self._facets,),
            (self.notice,),
            (self._stack,),
            (self._tools,),
        ]

    @property
    def shows_lists(self) -> bool:
        """Whether lists are shown and not verdicts."""
        return bool(self.kind.currentData() == LISTS_KIND)

    def _show_kind(self) -> None:
        """Show what was chosen, all of it: the list that was open is closed."""
        self._slate = None
        self.note.setText("")
        self._show()

    def _chosen_slate(self) -> str:
        if self._slate is not None:
            return self._slate.slate_id
        rows = self.slates_table.selectionModel().selectedRows()
        return self.slates_model.rows[rows[0].row()].slate_id if rows else ""

    def _selection_changed(self) -> None:
        self.note.setText("")
        self._show_tools()

    def _open(self) -> None:
        if self._chosen_slate():
            self.slate_requested.emit(self._chosen_slate())

    def _ask_to_rebuild(self) -> None:
        if self._chosen_slate():
            self.rebuild_requested.emit(self._chosen_slate())

    def _show_tools(self) -> None:
        """Offer what can be done with what is shown."""
        is_open = self.shows_lists and self._slate is not None
        self.back_button.setVisible(is_open)
        self.open_button.setVisible(self.shows_lists and not is_open)
        self.rebuild_button.setVisible(self.shows_lists)
        self.trial_button.setVisible(self.shows_lists and not is_open)
        for made in (self.open_button, self.rebuild_button):
            made.setEnabled(bool(self._chosen_slate()))
        self._undo.setVisible(not self.shows_lists)
        self.kind.setVisible(bool(self.slates_model.rows) or self.shows_lists)
        self.note.setVisible(bool(self.note.text()))

    def _show(self) -> None:
        self._show_tools()
        if self.shows_lists:
            self._show_lists()
        else:
            self._show_verdicts()

    def _show_lists(self) -> None:
        self._facets.hide()
        self._tools.hide()
        if self._slate is not None:
            self._count.setText(" ".join(self._slate.request.brief.split())[:LONGEST_BRIEF])
            self._stack.setCurrentWidget(self.items_table)
            return
        count = len(self.slates_model.rows)
        self._count.setText(self.tr("%Ln lists", "", count) if count else "")
        if not count:
            self._empty.set_texts(
                self.tr("No lists yet"),
                self.tr("Every list of suggestions is kept here as it was shown."),
                self.tr("Show suggestions"),
            )
        self._stack.setCurrentWidget(self.slates_table if count else self._empty)

    def _show_verdicts(self) -> None:
        shown = self._passing()
        self._put(shown)
        count = len(shown)
        self._count.setText(self.tr("%Ln verdicts", "", count) if shown else "")
        if not self._entries:
            self._empty.set_texts(
                self.tr("No verdicts yet"),
                filled(
                    self.tr("Press %1 on a suggestion that is good, %2 on one that is not right."),
                    key_hint("good"),
                    key_hint("not-right"),
                ),
                self.tr("Show suggestions"),
            )
        elif not shown:
            self._empty.set_texts(
                self.tr("No such verdict"),
                self.tr("None of your verdicts fits this search and these filters."),
                self.tr("Show all verdicts"),
            )
        self._facets.setVisible(bool(self._entries))
        self._tools.setVisible(bool(shown))
        self._stack.setCurrentWidget(self.table if shown else self._empty)
        self._show_choice()

    def _leave_empty_state(self) -> None:
        if self._entries and not self.shows_lists:
            self.clear_filters()
        else:
            self.suggestions_requested.emit()

    # Verdicts: which are shown

    def _passing(self) -> list[HistoryEntry]:
        verdict = self._filter.currentData() or ""
        brief, date = self.brief_filter.currentData(), self.date_filter.currentData() or ""
        words = self.search.text().casefold().split()
        return [
            entry
            for entry, text, dates in zip(self._entries, self._texts, self._facets_of, strict=True)
            if verdict in ("", entry.verdict)
            and (brief is None or brief == _brief_key(entry))
            and (not date or date in dates)
            and all(word in text for word in words)
        ]

    def _put(self, shown: Sequence[HistoryEntry]) -> None:
        """Show these rows with what was chosen chosen again, and the view where it was."""
        if tuple(shown) == self.model.rows:
            return
        chosen = set(self.chosen_events())
        place = self.table.verticalScrollBar().value()
        self.model.set_rows(shown)
        selection = QItemSelection()
        for row, entry in enumerate(shown):
            if entry.event_id in chosen:
                selection.select(self.model.index(row, 0), self.model.index(row, BRIEF))
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().select(selection, flags.ClearAndSelect)
        self.table.verticalScrollBar().setValue(place)

    def _fill_facets(self) -> None:
        """Offer what there is, each with its count, in an order that does not depend on what is chosen."""
        verdicts = Counter(entry.verdict for entry in self._entries)
        offered = [*VERDICTS, *sorted(set(verdicts) - set(VERDICTS))]
        self._fill(
            self._filter,
            self.tr("All verdicts"),
            [
                (verdict_name(each), each, verdicts[each])
                for each in offered
                if verdicts[each] or each in VERDICTS
            ],
        )
        briefs = Counter(map(_brief_key, self._entries))
        names = {_brief_key(entry): _brief_name(entry) for entry in self._entries}
        if NO_BRIEF in names:
            names[NO_BRIEF] = self.tr("Every brief")
        self._fill(
            self.brief_filter,
            self.tr("All briefs"),
            [(names[key] or self.tr("Without a brief"), key, briefs[key]) for key in names],
        )
        days = Counter(date for dates in self._facets_of for date in dates)
        titles = {
            TODAY: self.tr("Today"),
            WEEK: self.tr("Last 7 days"),
            MONTH: self.tr("Last 30 days"),
            OLDER: self.tr("Older"),
        }
        self._fill(
            self.date_filter, self.tr("All days"), [(titles[each], each, days[each]) for each in DATES]
        )

    def _fill(self, combo: QComboBox, everything: str, offered: list[tuple[str, object, int]]) -> None:
        chosen = combo.currentData()
        combo.clear()
        combo.addItem(everything, None)
        for name, key, count in offered:
            combo.addItem(filled(self.tr("%1 (%2)"), name, count_text(count)), key)
        # Found by hand: Qt compares None and numbers in its own way.
        keys = [combo.itemData(row) for row in range(combo.count())]
        combo.setCurrentIndex(keys.index(chosen) if chosen in keys else 0)

    # Verdicts: what is done with those chosen

    def _fill_change_menu(self) -> None:
        names = {verdict: verdict_name(verdict) for verdict in VERDICTS}
        names["clear"] = self.tr("No verdict")
        names["everywhere"], names["here"] = verdict_name("everywhere"), verdict_name("here")
        for verdict in CHANGES:
            if verdict not in self.change_actions:
                made = QAction(self)
                made.triggered.connect(lambda _checked=False, verdict=verdict: self._change(verdict))
                self.change_actions[verdict] = made
                self.change_menu.addAction(made)
                self.table.addAction(made)
            self.change_actions[verdict].setText(names[verdict])

    def _change(self, verdict: str) -> None:
        if self.chosen_events():
            self.change_requested.emit(self.chosen_events(), verdict)

    def _verdict_chosen(self) -> None:
        self._preview = None
        chosen = self.chosen_events()
        if len(chosen) == 1:
            self.preview_requested.emit(chosen[0])
        self._show_choice()

    def _show_choice(self) -> None:
        """Say what can be done with the verdicts chosen; how much an undo takes back is said before it is done."""
        chosen = self.chosen_events()
        self.change_button.setEnabled(bool(chosen))
        for action in self.change_actions.values():
            action.setEnabled(bool(chosen))
        preview = self._preview if len(chosen) == 1 else None
        can_undo = preview is not None and preview.step_count > 0
        self.back_to_button.setEnabled(can_undo)
        self.back_to_button.setText(
            self._counts.undo_back(preview.step_count)
            if preview is not None and can_undo
            else self.tr("Undo back to here")
        )
        self.back_to_button.tint()
        if not chosen:
            self.hint.set_text(self.tr("Choose a verdict to change it or to undo what came after it."))
        elif len(chosen) > 1:
            self.hint.set_text(self._counts.chosen(len(chosen)))
        elif preview is None:
            self.hint.set_text("")
        elif not can_undo:
            self.hint.set_text(self.tr("Nothing that counts was done after this verdict."))
        else:
            entry = next(entry for entry in self.model.rows if entry.event_id == chosen[0])
            acts = preview.shelf_act_count
            said = filled(self._counts.after(preview.verdict_count), quoted(entry.title))
            self.hint.set_text(joined(said, self._counts.shelf_acts(acts) if acts else ""))

    def _ask_to_undo_back(self) -> None:
        if self._preview is not None:
            self.undo_to_requested.emit(self._preview.event_id)

    def _ask_to_export(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, self.tr("Export the history"), "history.csv", self.tr("CSV (*.csv)")
        )
        if name:
            path = Path(name) if Path(name).suffix else Path(f"{name}.csv")
            is_all = len(self.model.rows) == len(self._entries)
            self.export_requested.emit(path, None if is_all else self.shown_events())


class HistoryCounts(QObject):
    """Texts that depend on a number."""

    def undo_back(self, count: int) -> str:
        """Return the text of the button that undoes so many steps."""
        return self.tr("Undo %Ln steps back to here", "", count)

    def undone(self, count: int) -> str:
        """Return that so many steps were undone."""
        return self.tr("%Ln steps were undone.", "", count)

    def after(self, count: int) -> str:
        """Return how many verdicts were given after one, its title still to be filled in."""
        return self.tr("%Ln verdicts that count were given after %1.", "", count)

    def shelf_acts(self, count: int) -> str:
        """Return that other steps would be undone, too."""
        return self.tr("With them go %Ln changes of shelves and briefs.", "", count)

    def chosen(self, count: int) -> str:
        """Return how many verdicts are chosen."""
        return self.tr("%Ln verdicts chosen.", "", count)


def _brief_key(entry: HistoryEntry) -> int:
    return NO_BRIEF if entry.brief_id is None else entry.brief_id


def _brief_name(entry: HistoryEntry) -> str:
    return " ".join(entry.brief.split())[:LONGEST_BRIEF]
