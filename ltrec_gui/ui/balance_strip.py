"""The balance strip: five meters under a shelf, amber where a rule is broken, and what is broken in sentences."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ltrec_gui.pipeline.balance import ShelfView
from ltrec_gui.recommend.balance import (
    LEAST_TAIL_SHARE,
    LEAST_TOPICS,
    MOST_AGE,
    MOST_NEAR_DUPLICATES,
    MOST_PER_COLUMN,
    NUMBER_KINDS,
    Broken,
)
from ltrec_gui.ui.fitting import ChoiceBox, FlowLayout
from ltrec_gui.ui.shelf_wording import (
    broken_sentence,
    column_name,
    more_warnings_text,
    spread_texts,
    tail_texts,
    topics_caption,
    warnings_text,
    year_texts,
)
from ltrec_gui.ui.theme import give_font, scaled, theme_signals
from ltrec_gui.ui.widgets import ElidedLabel, IconLabel, button, label, set_tooltip
from ltrec_gui.ui.wording import count_text, filled

TAIL, TOPICS, SPREAD, DUPLICATES, YEARS = range(5)
ABOUT_COLUMNS = (MOST_PER_COLUMN, LEAST_TOPICS, *NUMBER_KINDS)  # rules that warn of the column chosen
MOST_LINES = 3  # warnings shown; the rest is counted, and told by the tooltip
METER_WIDTH = 148
CAPTION_HEIGHT = 18  # that of the one caption that is a list to choose from


class Meter(QFrame):
    """One number of the balance with its name above and a remark below."""

    show_requested = Signal()

    def __init__(self, chooser: QComboBox | None = None) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._caption = label("", "meta")
        self._value = label("", "detail-title")
        self._remark = ElidedLabel("", "body2")
        self._icon = IconLabel("triangle-alert", 16, "warn")
        self.show_button = button("", None, "link")
        self.show_button.clicked.connect(self.show_requested)
        value_row = QHBoxLayout()
        value_row.setContentsMargins(0, 0, 0, 0)
        value_row.setSpacing(4)
        value_row.addWidget(self._icon)
        value_row.addWidget(self._value)
        value_row.addStretch(1)
        value_row.addWidget(self.show_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(4)
        if chooser is None:
            layout.addWidget(self._caption)
        else:
            chooser.setProperty("role", "caption")
            give_font(chooser, "meta")
            layout.addWidget(chooser, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(value_row)
        layout.addWidget(self._remark)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme_signals.theme_changed.connect(self._fit)
        self._fit()
        self.show_button.hide()
        self._icon.hide()

    def _fit(self) -> None:
        """Let the caption be as high as the one that can be chosen, at the size of text in use."""
        self._caption.setMinimumHeight(scaled(CAPTION_HEIGHT))
        self.setMinimumWidth(scaled(METER_WIDTH))

    def show_number(self, caption: str, value: str, remark: str, is_broken: bool, can_show: bool) -> None:
        """Show a number; amber where a rule about it is broken."""
        self._caption.setText(caption)
        self._value.setText(value)
        self._remark.set_text(remark)
        self._icon.setVisible(is_broken)
        self.show_button.setVisible(can_show)
        if self.property("kind") != ("warn" if is_broken else ""):
            self.setProperty("kind", "warn" if is_broken else "")
            self.style().unpolish(self)
            self.style().polish(self)
        self.setAccessibleName(", ".join(filter(None, (f"{caption}: {value}", remark))))

    def texts(self) -> tuple[str, str, str]:
        """Return name, number and remark as shown."""
        return self._caption.text(), self._value.text(), self._remark.text()

    @property
    def is_amber(self) -> bool:
        """Whether a rule about this number is broken."""
        return bool(self.property("kind") == "warn")


class WarningLine(QWidget):
    """One broken rule in a sentence, with a way to what breaks it."""

    show_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = ElidedLabel("", "body")
        self.show_button = button("", None, "link")
        self.show_button.clicked.connect(self.show_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(IconLabel("triangle-alert", 16, "warn"))
        layout.addWidget(self._text, 1)
        layout.addWidget(self.show_button)

    def show_sentence(self, sentence: str, show_text: str, others: Sequence[str] = ()) -> None:
        """Show a sentence; `others` are told by the tooltip."""
        self._text.set_text(sentence)
        self.show_button.setText(show_text)
        self.show_button.setVisible(bool(show_text))
        self.show_button.setAccessibleName(f"{show_text}: {sentence}")
        set_tooltip(self, "\n".join(others))

    def text(self) -> str:
        """Return the sentence."""
        return self._text.text()


class BalanceStrip(QWidget):
    """Tail share, topics, spread over a column, near-duplicates and age of a shelf, with the rules it breaks."""

    items_shown = Signal(list)  # item ids that a number or a warning speaks of
    rules_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._view: ShelfView | None = None
        self._wanted_column = ""  # chosen by the editor; kept while the shelf has no such column
        self.column_combo = ChoiceBox()
        self.column_combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.column_combo.setMinimumContentsLength(8)
        self.meters = [Meter(), Meter(), Meter(self.column_combo), Meter(), Meter()]
        self.lines = [WarningLine() for _ in range(MOST_LINES)]
        self._summary = label("", "meta")
        self.rules_button = button("", "sliders")
        self._lay_out()
        # Never lower than its words: the table above has the room that is left.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.column_combo.activated.connect(self._choose_column)
        self.rules_button.clicked.connect(self.rules_requested)
        self.meters[DUPLICATES].show_requested.connect(self._show_duplicates)
        for number, each in enumerate(self.lines):
            each.show_requested.connect(lambda number=number: self._show_broken(number))
        self.retranslate()

    def show_view(self, view: ShelfView) -> None:
        """Show the balance of a shelf."""
        self._view = view
        self._fill_columns()
        self._show()

    @property
    def column(self) -> str:
        """The column the spread is counted by."""
        return str(self.column_combo.currentData() or "")

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self.rules_button.setText(self.tr("Rules…"))
        self.rules_button.tint()
        self.column_combo.setAccessibleName(self.tr("Column the spread is counted by"))
        set_tooltip(self.column_combo, self.tr("Column the spread is counted by"))
        self.meters[DUPLICATES].show_button.setText(self.tr("Show"))
        self.meters[DUPLICATES].show_button.setAccessibleName(self.tr("Show the near-duplicates"))
        if self._view is not None:
            self.column_combo.clear()
            self._fill_columns()
            self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        meters = FlowLayout(8)
        for meter in self.meters:
            meters.addWidget(meter)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        sentences = QVBoxLayout()
        sentences.setContentsMargins(0, 0, 0, 0)
        sentences.setSpacing(0)
        for each in self.lines:
            sentences.addWidget(each)
        sentences.addWidget(self._summary)
        foot.addLayout(sentences, 1)
        foot.addWidget(self.rules_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(meters)
        layout.addLayout(foot)

    def _fill_columns(self) -> None:
        if self._view is None:
            return
        columns = list(self._view.columns) or ["author"]
        present = [self.column_combo.itemData(row) for row in range(self.column_combo.count())]
        if present != columns:
            self.column_combo.clear()
            for column in columns:
                self.column_combo.addItem(column_name(column), column)
        wanted = self._wanted_column if self._wanted_column in columns else columns[0]
        self.column_combo.setCurrentIndex(columns.index(wanted))

    def _choose_column(self) -> None:
        self._wanted_column = self.column
        self._show()

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        found, broken = view.balance, view.broken
        kinds = {(each.rule.kind, each.rule.column) for each in broken}
        spread = found.spreads.get(self.column)
        years, years_remark = year_texts(view)
        pair_count = len(found.duplicates)
        for number, (caption, (value, remark), is_broken, can_show) in enumerate(
            (
                (self.tr("From the tail"), tail_texts(view), (LEAST_TAIL_SHARE, "") in kinds, False),
                (
                    topics_caption(view),
                    spread_texts(found.topics),
                    bool(kinds & {(LEAST_TOPICS, ""), (MOST_PER_COLUMN, "")}),
                    False,
                ),
                (
                    column_name(self.column),
                    spread_texts(spread) if spread is not None else ("–", ""),
                    any((kind, self.column) in kinds for kind in ABOUT_COLUMNS),
                    False,
                ),
                (
                    self.tr("Near-duplicates"),
                    (
                        count_text(pair_count),
                        self.tr("%Ln pairs", "", pair_count) if pair_count else self.tr("all different"),
                    ),
                    (MOST_NEAR_DUPLICATES, "") in kinds,
                    bool(pair_count),
                ),
                (
                    self.tr("Years"),
                    (years, years_remark),
                    any(kind == MOST_AGE for kind, _ in kinds),
                    False,
                ),
            )
        ):
            self.meters[number].show_number(caption, value, remark, is_broken, can_show)
        self._show_warnings(broken)

    def _show_warnings(self, broken: Sequence[Broken]) -> None:
        sentences = [broken_sentence(each) for each in broken]
        for number, line in enumerate(self.lines):
            line.setVisible(number < len(sentences))
            if number < len(sentences):
                is_last = number == len(self.lines) - 1
                hidden = sentences[number + 1 :] if is_last else []
                sentence = sentences[number]
                if hidden:
                    sentence = filled(self.tr("%1 – %2"), sentence, more_warnings_text(len(hidden)))
                line.show_sentence(sentence, self.tr("Show"), hidden)
        on_count = sum(each.is_on for each in self._view.rules) if self._view is not None else 0
        self._summary.setVisible(not sentences)
        self._summary.setText(
            self.tr("%Ln rules, all kept.", "", on_count)
            if on_count
            else self.tr("No rule is on for this shelf.")
        )
        self.setAccessibleName(warnings_text(len(sentences)) if sentences else self._summary.text())

    def _show_duplicates(self) -> None:
        if self._view is not None:
            pairs = self._view.balance.duplicates
            self.items_shown.emit(list(dict.fromkeys(item_id for pair in pairs for item_id in pair)))

    def _show_broken(self, number: int) -> None:
        if self._view is not None and number < len(self._view.broken):
            self.items_shown.emit(list(self._view.broken[number].item_ids))
