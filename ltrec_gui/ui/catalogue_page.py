"""The catalogue: every item of the library, searched while typing, sorted by a click, chosen as a seed by another."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.browse import (
    EXPORTED,
    TAIL_FIRST,
    UNSEEN,
    CataloguePage,
    CatalogueQuery,
    LibraryOverview,
)
from ltrec_gui.ui.actions import build_actions, key_hint, retranslate_actions
from ltrec_gui.ui.fitting import ChoiceBox, FlowLayout
from ltrec_gui.ui.item_table_model import SORT_KEYS, Column, ItemTableModel
from ltrec_gui.ui.panes import Pane
from ltrec_gui.ui.table_look import fit_columns, prepare_table
from ltrec_gui.ui.theme import scaled, theme_signals
from ltrec_gui.ui.widgets import ElidedLabel, EmptyState, button, label, scrolling, set_tooltip
from ltrec_gui.ui.wording import count_text, filled, offered_segments, segment_name

SEARCH_DELAY_MS = 80
SEGMENT_WIDTH, SEARCH_WIDTH = 152, 216
LEAST_TABLE_HEIGHT = 120
TITLE_SHARE = 0.62  # of the room the fixed columns leave


class CataloguePageView(QWidget):
    """The page; it asks for windows of rows by signal and shows what it is brought."""

    page_requested = Signal(object)
    seeds_chosen = Signal(list)  # (item id, title) pairs
    why_not_requested = Signal(str)  # item id
    import_requested = Signal()
    shelving_requested = Signal(list)  # item ids
    unseen_requested = Signal()  # suggestions of what nothing has shown yet

    def __init__(self) -> None:
        super().__init__()
        self._segment_counts: dict[str, int] = {}
        self._segments = offered_segments(None)
        self._is_empty_library = False
        self.model = ItemTableModel(self)
        self.table = QTableView()
        self.search = QLineEdit()
        self._title = label("", "page-title")
        self._count = label("", "meta")
        self._segment = ChoiceBox()
        self.exposure_combo = ChoiceBox()
        self.unseen_button = button("", "sparkles")
        self.shelve_button = button("", "list-plus")
        self.only_button = button("", "x")
        self.only_button.hide()
        self._seed = button("", "plus")
        self.why_not_button = button("")
        self._hint = ElidedLabel("", "meta")
        self._empty = EmptyState("library", "", "")
        self._stack = QStackedWidget()
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)
        self._search_timer.setInterval(SEARCH_DELAY_MS)
        self._set_up_table()
        self._fill_segments()
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_page(self, page: CataloguePage) -> None:
        """Show a window of rows that was asked for."""
        self.model.show_page(page)
        self._show_count()

    def page_failed(self) -> None:
        """Take note that what was asked for will not come."""
        self.model.page_failed()

    def show_overview(self, overview: LibraryOverview) -> None:
        """Show how many items each segment has, and ask for rows anew where their number changed."""
        self._segment_counts = {count.segment: count.item_count for count in overview.segments}
        self._segments = offered_segments(overview)
        self._is_empty_library = overview.item_count == 0
        self._segment.setVisible(bool(self._segment_counts) and not overview.is_flat)
        self._fill_segments()
        if (self._segment.currentData() or "") != self.model.query.segment:
            self._apply_search()  # what was filtered by is no longer there
        self.model.reload()

    def show_unseen(self) -> None:
        """Show what no list has shown and nobody has judged yet, the tail first: a list to work off."""
        self.search.clear()
        self._segment.setCurrentIndex(0)
        self.exposure_combo.setCurrentIndex(self.exposure_combo.findData(UNSEEN))
        self._apply_search()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_only(self, item_ids: tuple[str, ...], name: str) -> None:
        """Show only items that were chosen elsewhere; a button with their name takes that back."""
        self.search.clear()
        self._segment.setCurrentIndex(0)
        said = filled(self.tr("%1 (%2)"), name, count_text(len(item_ids)))
        self.only_button.setText(said.replace("&", "&&"))
        self.only_button.setAccessibleName(filled(self.tr("Show all items again instead of: %1"), said))
        self.only_button.setVisible(bool(item_ids))
        self.model.set_query(replace(self.model.query, only=item_ids))
        self._apply_search()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forget the library shown before."""
        self.search.clear()
        self.exposure_combo.setCurrentIndex(0)
        self._segment.setCurrentIndex(0)
        self.model.clear()
        self.only_button.hide()
        self._show_sort()

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._title.setText(self.tr("Catalogue"))
        self.search.setPlaceholderText(self.tr("Search titles, authors and texts…"))
        self.search.setAccessibleName(self.tr("Search the catalogue"))
        self._segment.setAccessibleName(self.tr("Segment"))
        self.table.setAccessibleName(self.tr("Items of the catalogue"))
        self.why_not_button.setText(self.tr("Why not this one?"))
        set_tooltip(self.why_not_button, self.tr("Says what keeps this item out of the list"))
        self.exposure_combo.setAccessibleName(self.tr("Shown or exported before"))
        self.unseen_button.setText(self.tr("Suggest from these"))
        self.unseen_button.tint()
        set_tooltip(self.unseen_button, self.tr("Suggests only what was never suggested yet"))
        self.shelve_button.setText(self.tr("Add to shelf"))
        self.shelve_button.tint()
        self._fill_exposures()
        self._seed.setText(self.tr("Use as seed"))
        self._seed.tint()
        self._hint.set_text(
            filled(
                self.tr("Double click or %1 uses a title as a seed for suggestions."), key_hint("use-seed")
            )
        )
        retranslate_actions(self.actions_by_id)
        self._fill_segments()
        self._show_count()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between title and author."""
        super().resizeEvent(event)
        self._fit_columns()

    def _set_up_table(self) -> None:
        self.table.setModel(self.model)
        prepare_table(self.table)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self._show_sort()
        self.actions_by_id = build_actions(self.table, "catalogue")
        for action_id, act in (
            ("use-seed", self._choose_selected),
            ("sort-next", self._sort_by_next),
            ("sort-turn", self._turn_order),
        ):
            self.actions_by_id[action_id].triggered.connect(lambda _checked=False, act=act: act())

    def _lay_out(self) -> None:
        head = FlowLayout(12)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.add_stretch()
        head.addWidget(self.exposure_combo)
        self.search.setClearButtonEnabled(True)
        head.addWidget(self.only_button)
        head.addWidget(self._segment)
        head.addWidget(self.search)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.table, 1)
        foot = FlowLayout(8)
        self._hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        foot.addWidget(self._hint)
        foot.addWidget(self.unseen_button)
        foot.addWidget(self.why_not_button)
        foot.addWidget(self.shelve_button)
        foot.addWidget(self._seed)
        inner.addLayout(foot)
        # At a large size of text not everything always has room: then it scrolls, with some rows in sight.
        self.table.setMinimumHeight(LEAST_TABLE_HEIGHT)
        self._body = scrolling(body)
        self._stack.addWidget(self._body)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        theme_signals.theme_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Give the fields of the head their widths at the size of text in use."""
        self._segment.setMinimumWidth(scaled(SEGMENT_WIDTH))
        self.search.setFixedWidth(scaled(SEARCH_WIDTH))

    def _connect(self) -> None:
        self.model.page_requested.connect(self.page_requested)
        self.model.total_changed.connect(self._show_count)
        self.search.textChanged.connect(lambda _text: self._search_timer.start())
        self._search_timer.timeout.connect(self._apply_search)
        self._segment.activated.connect(self._apply_search)
        self.only_button.clicked.connect(lambda: self.show_only((), ""))
        self.exposure_combo.activated.connect(self._apply_search)
        self.unseen_button.clicked.connect(self.unseen_requested)
        self.shelve_button.clicked.connect(self._shelve_selected)
        self.table.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.table.doubleClicked.connect(lambda _index: self._choose_selected())
        self.table.selectionModel().selectionChanged.connect(self._show_selection)
        self.model.modelReset.connect(self._show_selection)
        self._seed.clicked.connect(self._choose_selected)
        self.why_not_button.clicked.connect(self._ask_why_not)
        self._empty.action_triggered.connect(self._leave_empty_state)
        self.unseen_button.hide()
        self._show_selection()

    def _apply_search(self) -> None:
        self._search_timer.stop()
        query, exposure = self.model.query, self.exposure_combo.currentData() or ""
        sort, is_descending = query.sort, query.is_descending
        if exposure != query.exposure and (exposure == UNSEEN or sort == TAIL_FIRST):
            # A list to work off begins with the tail, until the editor sorts it.
            sort, is_descending = (TAIL_FIRST if exposure == UNSEEN else "title"), False
        self.model.set_query(
            replace(
                query,
                search=self.search.text().strip(),
                segment=self._segment.currentData() or "",
                exposure=exposure,
                sort=sort,
                is_descending=is_descending,
            )
        )
        self.unseen_button.setVisible(exposure == UNSEEN)
        self._show_sort()

    def _sort_by(self, section: int) -> None:
        key = SORT_KEYS.get(Column(section))
        query = self.model.query
        if key is not None:
            # What is big is most often looked for first.
            descends = not query.is_descending if key == query.sort else key == "popularity"
            self.model.set_query(replace(query, sort=key, is_descending=descends))
        self._show_sort()

    def _sort_by_next(self) -> None:
        """Sort by the column after the one sorted by, as a click on its name would."""
        header = self.table.horizontalHeader()
        sortable = [column for column in Column if column in SORT_KEYS]
        at = header.sortIndicatorSection()
        here = next((place for place, column in enumerate(sortable) if column == at), -1)
        self._sort_by(sortable[(here + 1) % len(sortable)])

    def _turn_order(self) -> None:
        query = self.model.query
        if query.sort in SORT_KEYS.values():
            self.model.set_query(replace(query, is_descending=not query.is_descending))
            self._show_sort()

    def _show_sort(self) -> None:
        query: CatalogueQuery = self.model.query
        column = next((column for column, key in SORT_KEYS.items() if key == query.sort), Column.SEGMENT)
        order = Qt.SortOrder.DescendingOrder if query.is_descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(column, order)

    def _fill_segments(self) -> None:
        chosen = self._segment.currentData() or ""
        self._segment.clear()
        self._segment.addItem(self.tr("All segments"), "")
        for segment in self._segments:
            count = self._segment_counts.get(segment)
            name = segment_name(segment)
            text = name if count is None else filled(self.tr("%1 (%2)"), name, count_text(count))
            self._segment.addItem(text, segment)
        self._segment.setCurrentIndex(max(0, self._segment.findData(chosen)))

    def _fill_exposures(self) -> None:
        chosen = self.exposure_combo.currentData() or ""
        self.exposure_combo.clear()
        self.exposure_combo.addItem(self.tr("All items"), "")
        self.exposure_combo.addItem(self.tr("Never suggested yet"), UNSEEN)
        self.exposure_combo.addItem(self.tr("Exported before"), EXPORTED)
        self.exposure_combo.setCurrentIndex(max(0, self.exposure_combo.findData(chosen)))

    def _show_count(self) -> None:
        total = self.model.total
        self._count.setText(self.tr("%Ln items", "", total) if total else "")
        is_empty = total == 0 and self.model.has_answer
        if is_empty and self._is_empty_library:
            self._empty.set_texts(
                self.tr("This library is empty"),
                self.tr("Import a catalogue as CSV or TSV. Only a title column is needed."),
                self.tr("Import a file…"),
                "file-up",
            )
        elif is_empty and self.model.query.exposure == UNSEEN and not self.model.query.search:
            self._empty.set_texts(
                self.tr("Everything here was suggested once"),
                self.tr("No item of this segment is left that no list has shown yet."),
                self.tr("Show all items"),
                "circle-check",
            )
        elif is_empty and self.model.query.exposure == EXPORTED and not self.model.query.search:
            self._empty.set_texts(
                self.tr("Nothing was exported yet"),
                self.tr("What a shelf hands on is found here afterwards."),
                self.tr("Show all items"),
                "download",
            )
        elif is_empty:
            self._empty.set_texts(
                self.tr("Nothing found"),
                self.tr("No item of the catalogue has all these words in this segment."),
                self.tr("Show all items"),
                "search",
            )
        self._stack.setCurrentWidget(self._empty if is_empty else self._body)

    def _leave_empty_state(self) -> None:
        if self._is_empty_library:
            self.import_requested.emit()
            return
        self.show_only((), "")
        self.search.clear()
        self.exposure_combo.setCurrentIndex(0)
        self._segment.setCurrentIndex(0)
        self._apply_search()

    def _selected(self) -> Sequence[tuple[str, str]]:
        numbers = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        rows = [self.model.row(number) for number in numbers]
        return [(row.item.item_id, row.item.title) for row in rows if row is not None]

    def _show_selection(self) -> None:
        self._seed.setEnabled(self.table.selectionModel().hasSelection())
        self.shelve_button.setEnabled(self.table.selectionModel().hasSelection())
        self.why_not_button.setEnabled(len(self._selected()) == 1)

    def _shelve_selected(self) -> None:
        chosen = [item_id for item_id, _ in self._selected()]
        if chosen:
            self.shelving_requested.emit(chosen)

    def _ask_why_not(self) -> None:
        chosen = self._selected()
        if chosen:
            self.why_not_requested.emit(chosen[0][0])

    def _choose_selected(self) -> None:
        chosen = list(self._selected())
        if chosen:
            self.seeds_chosen.emit(chosen)

    def _fit_columns(self) -> None:
        fixed: dict[int, int] = {Column.YEAR: 92, Column.POPULARITY: 124, Column.SEGMENT: 120}
        shares: dict[int, float] = {Column.TITLE: TITLE_SHARE, Column.AUTHOR: 1 - TITLE_SHARE}
        fit_columns(self.table, self.width(), fixed, shares)

    def panes(self) -> list[Pane]:
        """Return the filters, the table and what can be done with its rows."""
        return [
            (self.search, self._segment, self.exposure_combo, self.only_button),
            (self.table, self._empty),
            (self._seed, self.shelve_button, self.why_not_button, self.unseen_button),
        ]

    def current_index(self) -> QModelIndex:
        """Return the row under the keyboard's cursor."""
        return self.table.currentIndex()
