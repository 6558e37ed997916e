"""The right pane: one item in full, the verdicts as real buttons, why it is suggested, what is near it, the shelf.

Of an item that is not in the list it says why not, when asked: of the item shown, or of one near it.
"""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.catalogue.item import Item
from ltrec_gui.pipeline.item_details import ItemDetails, Neighbour
from ltrec_gui.pipeline.telling_phrases import FieldPhrases
from ltrec_gui.pipeline.why_not import WhyNot
from ltrec_gui.recommend.critiques import offered
from ltrec_gui.recommend.fields import FIELDS
from ltrec_gui.recommend.slate import VERDICTS, Part, Suggestion
from ltrec_gui.ui.actions import build_actions, native_keys, retranslate_actions, spec_of
from ltrec_gui.ui.reason_chips import ReasonChips
from ltrec_gui.ui.suggestion_delegate import VERDICT_LOOKS
from ltrec_gui.ui.theme import current_tokens
from ltrec_gui.ui.widgets import (
    IconToolButton,
    PaneScroll,
    address_field,
    button,
    label,
    let_shrink,
    name_tool_button,
    plain_tooltip,
    section_label,
    set_tooltip,
    text_tool_button,
    tool_button,
)
from ltrec_gui.ui.wording import (
    byline,
    card_sentence,
    count_text,
    filled,
    part_text,
    part_told,
    phrases_line,
    popularity_text,
    quoted,
    reason_sentence,
    score_text,
    segment_name,
    signed_text,
    why_not_sentences,
)

LEAST_WIDTH = 288
NEIGHBOUR_ROLE = Qt.ItemDataRole.UserRole + 1
ITEM_ROLE = Qt.ItemDataRole.UserRole + 2
NEAREST_ROWS = 5
SEEK_DELAY_MS = 80  # so that a word typed fast is looked for once
BUTTON_PLACES = {  # row, column, columns taken
    "good": (0, 0, 1),
    "not-right": (0, 1, 1),
    "more-like-this": (1, 0, 1),
    "not-now": (1, 1, 1),
    "shelve": (2, 0, 2),
}
USUAL_PARTS, AFTER_PARTS = 6, 32  # rows of the parts: made at once, and where their sum stands
SEEN = 0.005  # of a part; less rounds to 0.00
MOST_TEXT = 4_000  # characters shown; a whole book in one cell would hold up the window

Index = QModelIndex | QPersistentModelIndex


class PartBar(QWidget):
    """One bar from the zero line: to the right for what lifts an item, to the left for what holds it down."""

    def __init__(self) -> None:
        super().__init__()
        self._value, self._least, self._span = 0.0, 0.0, 1.0
        self.setMinimumSize(48, 14)

    def show_value(self, value: float, least: float, most: float) -> None:
        """Show a value between the least and the most of all bars."""
        self._value = value
        self._least = min(least, 0.0)
        self._span = max(most, 0.0) - self._least or 1.0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove and bar."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = QRectF(0, self.height() / 2 - 3, self.width(), 6)
        painter.setBrush(QColor(tokens.surface2))
        painter.drawRoundedRect(groove, 3, 3)
        zero = groove.width() * -self._least / self._span
        length = max(groove.width() * abs(self._value) / self._span, 2.0)
        left = zero if self._value >= 0 else zero - length
        painter.setBrush(QColor(tokens.accent if self._value >= 0 else tokens.bad))
        painter.drawRoundedRect(QRectF(left, groove.top(), length, 6), 3, 3)
        if self._least < 0:
            painter.setBrush(QColor(tokens.border_strong))
            painter.drawRect(QRectF(zero - 0.5, groove.top() - 2, 1, 10))
        painter.end()


class _PartRow:
    """Name, bar and up to two numbers in one row of a grid; made once and used for many items."""

    def __init__(self, grid: QGridLayout, row: int, role: str) -> None:
        self._name = label("", role)
        self._bar = PartBar()
        self._cells = (label("", role), label("", role))
        grid.addWidget(self._name, row, 0)
        grid.addWidget(self._bar, row, 1)
        for column, cell in enumerate(self._cells, 2):
            cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(cell, row, column)
        self.hide()

    def show(self, name: str, told: str, numbers: Sequence[float], least: float, most: float) -> str:
        """Show a part, the first number as a bar, too; return it in words."""
        self._name.setText(name)
        set_tooltip(self._name, told)
        self._bar.show_value(numbers[0], least, most)
        texts = [signed_text(number) for number in numbers]
        for column, cell in enumerate(self._cells):
            cell.setText(texts[column] if column < len(texts) else "")
            cell.setVisible(column < len(texts))
        self._name.show()
        self._bar.show()
        return " ".join([told or name, *texts])

    def hide(self) -> None:
        """Show nothing."""
        for widget in (self._name, self._bar, *self._cells):
            widget.hide()


class PartsView(QWidget):
    """The parts of a relevance: name, bar and value, one under the other, then their sum, then what variety took."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[_PartRow] = []
        self._heading = label("", "meta", wrap=True)
        self._grid.addWidget(self._heading, 0, 0, 1, 4)
        self._make_rows(USUAL_PARTS)
        self._total = _PartRow(self._grid, AFTER_PARTS, "strong")
        self._penalty = _PartRow(self._grid, AFTER_PARTS + 1, "meta")
        self._like = label("", "meta", wrap=True)
        self._grid.addWidget(self._like, AFTER_PARTS + 2, 0, 1, 4)
        for made in (self._heading, self._like):
            let_shrink(made)
            made.hide()

    def set_parts(
        self,
        parts: Sequence[Part],
        penalty: float = 0.0,
        overlaps_with: str = "",
        beside: tuple[str, Sequence[Part]] | None = None,
    ) -> None:
        """Show these parts; one too small to be seen as a number is left out, though the sum counts it.

        `penalty` is what variety took, for likeness to the item `overlaps_with`. `beside` is a heading and the parts of
        another item, shown as numbers for comparison.
        """
        others = {} if beside is None else {part.name: part.value for part in beside[1]}
        shown = [
            part
            for part in _with_missing(parts, others)
            if abs(part.value) >= SEEN or abs(others.get(part.name, 0.0)) >= SEEN
        ]
        total = sum(part.value for part in parts)
        has_penalty = penalty <= -SEEN
        values = [part.value for part in shown]
        values += [total] if shown else []
        values += [penalty] if has_penalty else []
        bounds = (min(values, default=0.0), max(values, default=0.0))

        def numbers(value: float, other: float) -> tuple[float, ...]:
            return (value,) if beside is None else (value, other)

        self._make_rows(len(shown))
        for row in self._rows[len(shown) :]:
            row.hide()
        said = [] if beside is None else [beside[0]]
        for row, part in zip(self._rows, shown, strict=False):
            other = others.get(part.name, 0.0)
            said.append(row.show(part_text(part), part_told(part), numbers(part.value, other), *bounds))
        if shown:
            sums = numbers(total, sum(others.values()))
            said.append(self._total.show(self.tr("Relevance"), "", sums, *bounds))
        else:
            self._total.hide()
        if has_penalty:
            said.append(self._penalty.show(self.tr("Less for variety"), "", numbers(penalty, 0.0), *bounds))
        else:
            self._penalty.hide()
        has_like = has_penalty and bool(overlaps_with)
        if has_like:
            self._like.setText(filled(self.tr("as it is like %1, further up"), quoted(overlaps_with)))
            said.append(self._like.text())
        self._like.setVisible(has_like)
        self._heading.setText("" if beside is None else beside[0])
        self._heading.setVisible(beside is not None and bool(values))
        self.setAccessibleName("; ".join(said))
        self.setVisible(bool(values))

    def _make_rows(self, count: int) -> None:
        for row in range(len(self._rows), count):
            self._rows.append(_PartRow(self._grid, 1 + row, "meta"))


def _with_missing(parts: Sequence[Part], others: dict[str, float]) -> list[Part]:
    """Return the parts, and a zero for each that only the other item has."""
    known = {part.name for part in parts}
    return [*parts, *(Part(name, 0.0) for name in others if name not in known)]


class NeighbourDelegate(QStyledItemDelegate):
    """Paints a neighbour's title, cut short where need be, and its similarity at the right edge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        plain.widget.style().drawControl(
            plain.widget.style().ControlElement.CE_ItemViewItem, plain, painter, plain.widget
        )
        neighbour = index.data(NEIGHBOUR_ROLE)
        if not isinstance(neighbour, Neighbour):
            return
        tokens = current_tokens()
        score = score_text(neighbour.similarity)
        metrics = option.fontMetrics
        room = option.rect.adjusted(8, 0, -8, 0)
        score_width = metrics.horizontalAdvance(score)
        title_rect = QRect(room.left(), room.top(), room.width() - score_width - 12, room.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.save()
        painter.setPen(QColor(tokens.text))
        title = metrics.elidedText(
            " ".join(neighbour.title.split()), Qt.TextElideMode.ElideRight, title_rect.width()
        )
        painter.drawText(title_rect, flags | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(QColor(tokens.text3))
        painter.drawText(room, flags | Qt.AlignmentFlag.AlignRight, score)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give each row a comfortable height."""
        return QSize(80, option.fontMetrics.height() + 8)


class TitleSeeker(QWidget):
    """A field that finds any item by its title as it is typed, and the titles found; Enter takes one."""

    sought = Signal(str)  # answered by `show_found`
    chosen = Signal(object)  # Item

    def __init__(self) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setClearButtonEnabled(True)
        self.found = QListWidget()
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setUniformItemSizes(True)
        self.found.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._none = label("", "meta", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.edit, self.found, self._none):
            column.addWidget(widget)
        self._takes_first = False  # Enter came before what is sought
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SEEK_DELAY_MS)
        self._delay.timeout.connect(lambda: self.sought.emit(self.edit.text()))
        self.edit.textChanged.connect(self._typed)
        self.edit.installEventFilter(self)
        self.found.installEventFilter(self)
        self.found.itemClicked.connect(self._take)
        self.retranslate()
        self._show(())

    def show_found(self, text: str, found: Sequence[Item]) -> None:
        """Show what was found for `text`, unless something else is being typed by now."""
        if text == self.edit.text():
            self._show(found)
            self._none.setVisible(bool(text.strip()) and not found)
            if self._takes_first and found:
                self._take(self.found.item(0))
            self._takes_first = False

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self.edit.setPlaceholderText(self.tr("Any title…"))
        self.edit.setAccessibleName(self.tr("Ask why another item is not in the list"))
        self.found.setAccessibleName(self.tr("Titles found"))
        self._none.setText(self.tr("No title holds these words."))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go between field and titles by arrow, take one by Enter, and clear what is typed by Esc before leaving."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key, count = event.key(), self.found.count()
        is_enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and count:
            self._take(self.found.item(max(self.found.currentRow(), 0)))
        elif is_enter:
            self._takes_first = bool(self.edit.text().strip())
        elif key == Qt.Key.Key_Down and watched is self.edit and count:
            self.found.setCurrentRow(0)
            self.found.setFocus(Qt.FocusReason.TabFocusReason)
        elif key == Qt.Key.Key_Up and watched is self.found and self.found.currentRow() == 0:
            self.edit.setFocus(Qt.FocusReason.BacktabFocusReason)
        else:
            return False
        return True

    def _typed(self, text: str) -> None:
        self._takes_first = False
        if text.strip():
            self._delay.start()
        else:
            self._delay.stop()
            self._show(())

    def _show(self, found: Sequence[Item]) -> None:
        self.found.clear()
        for item in found:
            by = byline(item)
            row = QListWidgetItem(" ".join(f"{item.title} · {by}".split()) if by else item.title)
            row.setData(ITEM_ROLE, item)
            row.setToolTip(plain_tooltip(row.text()))
            self.found.addItem(row)
        row_height = self.found.sizeHintForRow(0) if found else 0
        self.found.setFixedHeight(len(found) * row_height + 4)
        self.found.setVisible(bool(found))
        self._none.hide()

    def _take(self, row: QListWidgetItem | None) -> None:
        item = None if row is None else row.data(ITEM_ROLE)
        if isinstance(item, Item):
            self.edit.clear()
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.chosen.emit(item)


class ItemDetailsPane(QWidget):
    """Shows one item; says what the editor does with it."""

    verdict_clicked = Signal(str)
    everywhere_wanted = Signal(bool)  # whether the verdict is to count for every brief, or for its own only
    reason_chosen = Signal(str)  # why the item is not right, "" to take the reason back
    seed_added = Signal(str, str)  # item id, title
    phrases_requested = Signal(str)  # item id; answered by `show_phrases`
    why_not_requested = Signal(str)  # item id; answered by `show_why_not`
    titles_sought = Signal(str)  # what was typed; answered by `show_titles`
    export_requested = Signal()
    shelf_requested = Signal()
    back_requested = Signal()
    close_requested = Signal()

    def __init__(self, shelf_target: int) -> None:
        super().__init__()
        self._suggestion: Suggestion | None = None
        self._details: ItemDetails | None = None
        self._item: Item | None = None
        self._why_not: WhyNot | None = None
        self._phrases: tuple[FieldPhrases, ...] | None = None
        self._is_by_meaning = False
        self._shelf_count = 0
        self._shelf_target = shelf_target
        self._make_parts()
        self._arrange()
        self._connect()
        self.retranslate()
        self.show_suggestion(None)

    def _make_parts(self) -> None:
        self._heading = section_label("")
        self._close = tool_button("x", "")
        self._nothing = label("", "body2", wrap=True)
        self._title = label("", "detail-title", wrap=True)
        self._byline = label("", "meta", wrap=True)
        self.verdict_buttons: dict[str, IconToolButton] = {}
        for verdict in VERDICTS:
            name, tone, _ = VERDICT_LOOKS[verdict]
            self.verdict_buttons[verdict] = text_tool_button(name, "", tone)
        self.reason_chips = ReasonChips()
        self.everywhere_button = text_tool_button("globe", "")
        self._why_label = section_label("")
        self._why = label("", "body", wrap=True)
        self._parts = PartsView()
        self.phrases_button = button("", None, "link")
        self._phrases_text = label("", "body", wrap=True)
        self.why_not_button = button("", None, "link")
        self._seeker_label = section_label("")
        self.seeker = TitleSeeker()
        self._seeker_label.setBuddy(self.seeker.edit)
        self._asked_title = ""  # of the item an answer is awaited for
        self._is_behind = False  # whether another item was given than the one shown
        self._shown_id: str | None = None
        self._why_not_label = label("", "section", wrap=True)
        self._why_not_text = label("", "body", wrap=True)
        self._why_not_parts = PartsView()
        self._text_label = section_label("")
        self._text = label("", "body", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = label("", "meta", wrap=True)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for made in (
            self._title,
            self._byline,
            self._why,
            self._phrases_text,
            self._why_not_label,
            self._why_not_text,
            self._text,
            self._facts,
        ):
            let_shrink(made)
        self._address = address_field()
        self._nearest_label = section_label("")
        self.nearest_list = QListWidget()
        self.nearest_list.setItemDelegate(NeighbourDelegate(self.nearest_list))
        self.nearest_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nearest_list.setUniformItemSizes(True)
        self._nearest_label.setBuddy(self.nearest_list)
        self.nearest_why_button = button("", None, "link")
        self._shelf_label = section_label("")
        self._shelf_bar = QProgressBar()
        self._shelf_bar.setTextVisible(False)
        self.shelf_button = button("", None, "link")
        self.export_button = button("", "download", "primary")
        self.details_actions = build_actions(self, "details")

    def _arrange(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(8, 16, 8, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._heading, 1)
        head.addWidget(self._close)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addWidget(self._title)
        column.addWidget(self._byline)
        column.addSpacing(4)
        column.addLayout(self._button_grid())
        column.addWidget(self.reason_chips)
        column.addWidget(self.everywhere_button, 0, Qt.AlignmentFlag.AlignLeft)
        for group in (
            (self._why_label, self._why, self._parts, self.phrases_button, self._phrases_text),
            (self.why_not_button,),
            (self._text_label, self._text, self._facts, self._address),
            (self._nearest_label, self.nearest_list, self.nearest_why_button),
            (
                self._seeker_label,
                self.seeker,
                self._why_not_label,
                self._why_not_text,
                self._why_not_parts,
            ),
        ):
            column.addSpacing(4)
            for widget in group:
                is_link = widget in (self.phrases_button, self.why_not_button, self.nearest_why_button)
                column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if is_link else Qt.AlignmentFlag(0))
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._scroll = PaneScroll(inner, LEAST_WIDTH)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(self._shelf_box())

    def _button_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setSpacing(8)
        for verdict, made in self.verdict_buttons.items():
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row, column, columns = BUTTON_PLACES[verdict]
            grid.addWidget(made, row, column, 1, columns)
        return grid

    def _shelf_box(self) -> QVBoxLayout:
        line_of_shelf = QHBoxLayout()
        line_of_shelf.setContentsMargins(0, 0, 0, 0)
        line_of_shelf.setSpacing(8)
        line_of_shelf.addWidget(self._shelf_label, 1)
        line_of_shelf.addWidget(self.shelf_button)
        box = QVBoxLayout()
        box.setContentsMargins(8, 8, 16, 8)
        box.setSpacing(8)
        box.addLayout(line_of_shelf)
        box.addWidget(self._shelf_bar)
        box.addWidget(self.export_button)
        return box

    def _connect(self) -> None:
        for verdict, made in self.verdict_buttons.items():
            made.clicked.connect(lambda _checked=False, verdict=verdict: self._verdict_clicked(verdict))
        self.reason_chips.chosen.connect(self.reason_chosen)
        self.reason_chips.left.connect(self.back_requested)
        self.everywhere_button.clicked.connect(self._everywhere_clicked)
        self.nearest_list.itemActivated.connect(self._neighbour_chosen)
        self.nearest_list.itemDoubleClicked.connect(self._neighbour_chosen)
        self.nearest_list.currentRowChanged.connect(lambda _row: self._offer_why_of_neighbour())
        self.phrases_button.clicked.connect(self._phrases_clicked)
        self.why_not_button.clicked.connect(self._why_not_clicked)
        self.nearest_why_button.clicked.connect(self._why_of_neighbour_clicked)
        self.seeker.sought.connect(self.titles_sought)
        self.seeker.chosen.connect(self._ask_why_not)
        self.export_button.clicked.connect(self.export_requested)
        self.shelf_button.clicked.connect(self.shelf_requested)
        self._close.clicked.connect(self.close_requested)
        self.details_actions["back-to-list"].triggered.connect(self.back_requested)

    def show_suggestion(self, suggestion: Suggestion | None, is_later: bool = False) -> None:
        """Show what the list knows of an item; its neighbours follow with `show_details`.

        With `is_later` the pane is filled when `fill_now` is called: laying it out takes longer than a card does.
        """
        item = None if suggestion is None else suggestion.item
        if item is None or self._item is None or item.item_id != self._item.item_id:
            self._details = None
            self._forget_answers()
        self._suggestion = suggestion
        self._item = item
        self._is_behind = True
        if not is_later:
            self.fill_now()

    def fill_now(self) -> None:
        """Fill the pane, if it does not show yet what it was given; another item is read from its title on."""
        if not self._is_behind:
            return
        if self.item_id != self._shown_id:
            self._scroll.verticalScrollBar().setValue(0)
        self._shown_id = self.item_id
        self._fill()

    def show_phrases(self, item_id: str, phrases: tuple[FieldPhrases, ...]) -> None:
        """Show the telling phrases of an item, if it is still the one looked at."""
        if item_id == self.item_id:
            self._phrases = phrases
            self._fill_answers()

    def show_why_not(self, answer: WhyNot) -> None:
        """Show why an item is not in the list: the one looked at, one near it, or where none is looked at any."""
        self._why_not = answer
        self._asked_title = ""
        self._fill_answers()
        # The answer stands below what is read of the item itself; its end is shown first, so that all of it is.
        QTimer.singleShot(0, self._show_answer)

    def show_titles(self, text: str, found: Sequence[Item]) -> None:
        """Show the items found by title."""
        self.seeker.show_found(text, found)
        if found and self.seeker.edit.hasFocus():
            QTimer.singleShot(0, lambda: self._scroll.ensureWidgetVisible(self.seeker, 0, 8))

    def focus_why_not(self) -> None:
        """Give the focus to the field that finds any item by its title."""
        self._scroll.ensureWidgetVisible(self.seeker, 0, 96)  # with room for what is found
        self.seeker.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.seeker.edit.selectAll()

    def _show_answer(self) -> None:
        for widget in (self._why_not_parts, self._why_not_text, self._why_not_label):
            if widget.isVisible():
                self._scroll.ensureWidgetVisible(widget, 0, 8)

    def answers_failed(self) -> None:
        """Offer again what was asked for and will not come."""
        self._asked_title = ""
        self._fill_answers()

    def _offer_asking(self) -> None:
        for made in (self.phrases_button, self.why_not_button, self.nearest_why_button):
            made.setEnabled(True)

    def update_suggestion(self, suggestion: Suggestion) -> None:
        """Take over the record of the item looked at, without building the pane anew."""
        self._suggestion = suggestion
        self._show_standing_of(suggestion)

    def show_details(self, details: ItemDetails) -> None:
        """Show the neighbours and the full text of the item, if it is still the one looked at."""
        if self._item is not None and details.item.item_id != self._item.item_id:
            return
        is_same = self._item == details.item
        self._details = details
        self._item = details.item
        if is_same and not self._is_behind:
            self._fill_facts()
            self._fill_nearest()
        else:
            self._fill()

    def _show_standing_of(self, suggestion: Suggestion) -> None:
        self.show_standing(
            suggestion.verdict, suggestion.is_on_shelf, suggestion.critique, suggestion.is_everywhere
        )

    def show_standing(
        self, verdict: str | None, is_on_shelf: bool, critique: str = "", is_everywhere: bool = False
    ) -> None:
        """Show the verdict the item has now on its buttons, and where it was rejected the reasons to choose from.

        A verdict can be made to count for every brief, or for its own only.
        """
        self.everywhere_button.setVisible(self._suggestion is not None and verdict is not None)
        self.everywhere_button.setChecked(is_everywhere)
        for name, made in self.verdict_buttons.items():
            made.setChecked(is_on_shelf if name == "shelve" else name == verdict)
        suggestion = self._suggestion
        is_rejected = suggestion is not None and verdict == "not-right"
        if suggestion is not None and is_rejected:
            reasons = offered(suggestion.item, suggestion.segment, self._is_by_meaning)
            self.reason_chips.show_reasons(reasons, critique)
        self.reason_chips.setVisible(is_rejected)

    def show_shelf(self, shelf_count: int) -> None:
        """Show how full the shelf is."""
        self._shelf_count = shelf_count
        self._say_shelf()

    def set_by_meaning(self, is_by_meaning: bool) -> None:
        """Say whether the list is ranked by meaning, for only then what an item is like can be a reason."""
        self._is_by_meaning = is_by_meaning

    def set_shelf_target(self, shelf_target: int) -> None:
        """Show the shelf against another target."""
        self._shelf_target = shelf_target
        self._say_shelf()

    def set_drawer(self, is_drawer: bool) -> None:
        """Offer to close the pane while it lies over the list."""
        self._close.setVisible(is_drawer)

    @property
    def item_id(self) -> str | None:
        """The item looked at, or None."""
        return None if self._item is None else self._item.item_id

    def first_focus(self) -> QWidget:
        """Return the widget to focus when the editor comes here by key."""
        return self.verdict_buttons["good"] if self._item is not None else self.export_button

    def texts(self) -> dict[str, str]:
        """Return what is shown, by part, for tests and screen readers' sake."""
        return {
            "title": self._title.text(),
            "byline": self._byline.text(),
            "why": self._why.text(),
            "phrases": self._phrases_text.text(),
            "why not": self._why_not_text.text(),
            "text": self._text.text(),
            "facts": self._facts.text(),
            "address": self._address.text(),
            "shelf": self._shelf_label.text(),
        }

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._heading.setText(self.tr("Item"))
        name_tool_button(self._close, self.tr("Close the details"), native_keys(spec_of("show-details")))
        self._nothing.setText(self.tr("Choose a suggestion to see it in full."))
        self._why_label.setText(self.tr("Why this"))
        self.phrases_button.setText(self.tr("Which words?"))
        set_tooltip(
            self.phrases_button,
            self.tr(
                "Finds the words of this item that bring it near what you asked for, by leaving them out"
            ),
        )
        self.why_not_button.setText(self.tr("Why not this one?"))
        set_tooltip(self.why_not_button, self.tr("Says what keeps this item out of the list"))
        self.nearest_why_button.setText(self.tr("Why not this one?"))
        set_tooltip(self.nearest_why_button, self.tr("Says what keeps the chosen item out of the list"))
        self._seeker_label.setText(self.tr("Why is another item not here?"))
        self._text_label.setText(self.tr("Text"))
        self._address.setAccessibleName(self.tr("Web address"))
        self._nearest_label.setText(self.tr("Nearest items"))
        set_tooltip(self.nearest_list, self.tr("Double click or Enter uses an item as a seed"))
        self.export_button.setText(self.tr("Export…"))
        self.export_button.tint()
        set_tooltip(
            self.export_button, filled(self.tr("Export the shelf (%1)"), native_keys(spec_of("export")))
        )
        self.shelf_button.setText(self.tr("Open"))
        self.shelf_button.setAccessibleName(self.tr("Open the shelf"))
        for verdict, made in self.verdict_buttons.items():
            spec = spec_of(verdict)
            made.setText(spec.text)
            set_tooltip(made, f"{spec.text} ({native_keys(spec)})")
        spec = spec_of("everywhere")
        self.everywhere_button.setText(self.tr("Counts for every brief"))
        set_tooltip(
            self.everywhere_button,
            filled(
                self.tr("What you say of this item for one brief later counts there alone (%1)"),
                native_keys(spec),
            ),
        )
        retranslate_actions(self.details_actions)
        self._say_shelf()
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _fill(self) -> None:
        self._is_behind = False
        item, suggestion = self._item, self._suggestion
        has_item = item is not None
        self._nothing.setVisible(not has_item)
        for widget in (self._title, self._byline):
            widget.setVisible(has_item)
        for made in self.verdict_buttons.values():
            made.setVisible(suggestion is not None)
        self._title.setText("" if item is None else item.title)
        self._byline.setText("" if item is None else byline(item))
        self._fill_why(suggestion)
        text = "" if item is None else item.text
        self._text.setText(text if len(text) <= MOST_TEXT else text[:MOST_TEXT].rstrip() + " …")
        self._text.setVisible(bool(text))
        self._text_label.setVisible(bool(text))
        self._fill_facts()
        address = "" if self._item is None else self._item.url
        self._address.setText(address)
        self._address.setCursorPosition(0)
        self._address.setVisible(bool(address))
        self._fill_nearest()
        self._fill_answers()
        self.reason_chips.hide()
        self.everywhere_button.hide()
        if suggestion is not None:
            self._show_standing_of(suggestion)

    def _fill_facts(self) -> None:
        facts = self._facts_text()
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))

    def _fill_why(self, suggestion: Suggestion | None) -> None:
        sentences = [] if suggestion is None else [reason_sentence(reason) for reason in suggestion.reasons]
        why = "\n".join(filter(None, sentences)) or ("" if suggestion is None else card_sentence(suggestion))
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._why_label.setVisible(bool(why))
        if suggestion is None:
            self._parts.set_parts(())
        else:
            self._parts.set_parts(suggestion.parts, suggestion.penalty, suggestion.overlaps_with)

    def _fill_answers(self) -> None:
        """Show what was asked about the item beyond its record, and offer what can be asked."""
        self._offer_asking()
        suggestion, answer = self._suggestion, self._why_not
        is_by_meaning = suggestion is not None and any(part.name in FIELDS for part in suggestion.parts)
        self.phrases_button.setVisible(is_by_meaning and self._phrases is None)
        lines = [phrases_line(found) for found in self._phrases or ()]
        if self._phrases is not None and not lines:
            lines = [self.tr("No single phrase carries it: it is the text as a whole that is near.")]
        self._phrases_text.setText("\n".join(lines))
        self._phrases_text.setVisible(bool(lines))
        is_answered = answer is not None and answer.item.item_id == self.item_id
        self.why_not_button.setVisible(self._item is not None and suggestion is None and not is_answered)
        self._why_not_label.setVisible(answer is not None or bool(self._asked_title))
        self._why_not_text.setVisible(answer is not None)
        self._nothing.setVisible(self._item is None and answer is None)
        if answer is None:
            self._why_not_text.clear()
            self._why_not_parts.set_parts(())
            self._why_not_label.setText(
                filled(self.tr("Finding out about %1…"), quoted(self._asked_title))
                if self._asked_title
                else ""
            )
            return
        self._why_not_label.setText(filled(self.tr("Why not %1?"), quoted(answer.item.title)))
        self._why_not_text.setText("\n".join(why_not_sentences(answer)))
        last = answer.last
        self._why_not_parts.set_parts(
            answer.parts,
            beside=None
            if last is None
            else (
                filled(
                    self.tr("Its parts, then those of no. %1, %2"),
                    count_text(last.rank),
                    quoted(last.item.title),
                ),
                last.parts,
            ),
        )

    def _forget_answers(self) -> None:
        self._why_not = None
        self._asked_title = ""
        self._phrases = None

    def _phrases_clicked(self) -> None:
        if self.item_id is not None:
            self.phrases_button.setEnabled(False)  # it takes a moment, once
            self.phrases_requested.emit(self.item_id)

    def _ask_why_not(self, item: Item) -> None:
        """Ask about an item, and say so until the answer is there: that ranks some twenty times."""
        self._why_not = None
        self._asked_title = item.title
        self._fill_answers()
        self.why_not_requested.emit(item.item_id)

    def _why_not_clicked(self) -> None:
        if self.item_id is not None:
            self.why_not_button.setEnabled(False)
            self.why_not_requested.emit(self.item_id)

    def _why_of_neighbour_clicked(self) -> None:
        row = self.nearest_list.currentItem()
        neighbour = None if row is None else row.data(NEIGHBOUR_ROLE)
        if isinstance(neighbour, Neighbour):
            self.nearest_why_button.setEnabled(False)
            self.why_not_requested.emit(neighbour.item_id)

    def _offer_why_of_neighbour(self) -> None:
        self.nearest_why_button.setVisible(self.nearest_list.currentRow() >= 0)

    def _facts_text(self) -> str:
        item = self._item
        if item is None:
            return ""
        lines = [", ".join(item.tags)]
        if self._details is not None and self._details.popularity_rank:
            details = self._details
            is_counted = bool(details.popularity) or item.popularity is not None
            lines.insert(
                0,
                segment_name(details.segment)
                if not is_counted
                else filled(
                    self.tr("%1 · popularity %2 · no. %3 of %4"),
                    segment_name(details.segment),
                    popularity_text(details.popularity),
                    count_text(details.popularity_rank),
                    count_text(details.item_count),
                ).removeprefix(" · "),
            )
        return "\n".join(filter(None, lines))

    def _fill_nearest(self) -> None:
        nearest = () if self._details is None else self._details.nearest
        self.nearest_list.clear()
        for neighbour in nearest:
            row = QListWidgetItem(neighbour.title)
            row.setData(NEIGHBOUR_ROLE, neighbour)
            row.setToolTip(plain_tooltip(neighbour.title))
            self.nearest_list.addItem(row)
        shown = min(len(nearest), NEAREST_ROWS)
        row_height = self.nearest_list.fontMetrics().height() + 8
        self.nearest_list.setFixedHeight(shown * row_height + 4)
        self.nearest_list.setVisible(bool(nearest))
        self._nearest_label.setVisible(bool(nearest))
        self._offer_why_of_neighbour()

    def _say_shelf(self) -> None:
        self._shelf_label.setText(
            filled(self.tr("Shelf %1 / %2"), count_text(self._shelf_count), count_text(self._shelf_target))
        )
        # A progress bar paints at once, and the whole window with it, unless it is told to wait for its turn.
        self._shelf_bar.setUpdatesEnabled(False)
        self._shelf_bar.setRange(0, max(self._shelf_target, 1))
        self._shelf_bar.setValue(min(self._shelf_count, self._shelf_target))
        self._shelf_bar.setUpdatesEnabled(True)
        self._shelf_bar.setAccessibleName(self._shelf_label.text())
        self.export_button.setEnabled(self._shelf_count > 0)

    def _verdict_clicked(self, verdict: str) -> None:
        if self._suggestion is not None:
            # The button shows the verdict only once it is on disk.
            self._show_standing_of(self._suggestion)
        self.verdict_clicked.emit(verdict)

    def _everywhere_clicked(self, is_wanted: bool) -> None:
        # Like a verdict it is shown only once it is on disk.
        self.everywhere_button.setChecked(not is_wanted)
        self.everywhere_wanted.emit(is_wanted)

    def _neighbour_chosen(self, row: QListWidgetItem) -> None:
        neighbour = row.data(NEIGHBOUR_ROLE)
        if isinstance(neighbour, Neighbour):
            self.seed_added.emit(neighbour.item_id, neighbour.title)
