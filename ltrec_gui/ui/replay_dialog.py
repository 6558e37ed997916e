"""Other settings tried on past verdicts before they are used: what is in use, what is tried, and what came of it."""

from collections.abc import Callable
from dataclasses import replace
from enum import IntEnum

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSpinBox,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.jobs.control import Progress
from ltrec_gui.pipeline.pool import QUOTA_COLUMNS
from ltrec_gui.pipeline.replay import ACCEPTED, ReplayLine, ReplayReport
from ltrec_gui.recommend.preference import FEEDBACK_MODELS
from ltrec_gui.recommend.slate import LEARNING
from ltrec_gui.recommend.tail import TAIL_METHODS
from ltrec_gui.ui.advanced_fields import (
    MOST_WILD_CARDS,
    POLICIES_WITHOUT_STRENGTH,
    POLICY_ORDER,
    column_name,
    feedback_model_name,
    feedback_model_sentence,
    policy_name,
    policy_sentence,
    tail_method_name,
    tail_method_sentence,
)
from ltrec_gui.ui.fitting import ChoiceBox
from ltrec_gui.ui.replay_wording import (
    ReplayWish,
    TriedSettings,
    basis_of,
    difference_text,
    headline_of,
    joined_names,
    measure_name,
    reason_of,
    value_text,
)
from ltrec_gui.ui.running_bar import RunningBar
from ltrec_gui.ui.table_look import Index, RowsModel, keep_columns, prepare_table
from ltrec_gui.ui.theme import current_tokens, scaled
from ltrec_gui.ui.widgets import (
    EmptyState,
    MessageBar,
    NumberBox,
    WheelPasser,
    button,
    label,
    let_shrink,
    plain_tooltip,
    scrolling,
    section_label,
)
from ltrec_gui.ui.wording import count_text, error_sentences, filled, joined, percent_sign, percent_text

WIDTH, HEIGHT = 880, 720
MOST_HEIGHT = 720  # so that it fits a laptop's screen at any size of text
LEAST_WIDTH = 830
LEAST_TABLE_HEIGHT = 120  # on a small screen it scrolls before the fields are squeezed
LEAST_FIELD_HEIGHT = 32
MARGIN = 24
PRESENT_WIDTH, EDITOR_WIDTH = 200, 240
STEP = 5  # hundredths


class Column(IntEnum):
    """The columns, in their order."""

    MEASURE = 0
    PRESENT = 1
    TRIED = 2
    DIFFERENCE = 3
    LISTS = 4


FIXED_WIDTHS: dict[int, int] = {
    Column.PRESENT: 110,
    Column.TRIED: 150,
    Column.DIFFERENCE: 200,
    Column.LISTS: 72,
}


class ReplayModel(RowsModel[ReplayLine]):
    """What lists are like under both settings, one measure a row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self._is_few = False

    def show_report(self, report: ReplayReport) -> None:
        """Show the lines of a report; of too few lists none is marked as better or worse."""
        self._is_few = report.is_few
        self.set_rows(report.lines)

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (
            self.tr("Mean of a list"),
            self.tr("In use"),
            self.tr("Tried"),
            self.tr("Difference"),
            self.tr("Lists"),
        )

    def column_alignment(self, column: int) -> Qt.AlignmentFlag:
        """Align figures to the right."""
        if column == Column.MEASURE:
            return super().column_alignment(column)
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

    def data(
        self, index: Index, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | QColor | Qt.AlignmentFlag | None:
        """Return a cell; a row names itself in full to screen readers."""
        if not index.isValid():
            return None
        line = self.rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(line, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.column_alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and column == Column.DIFFERENCE:
            return self._tone(line)
        if role == Qt.ItemDataRole.ToolTipRole and column == Column.DIFFERENCE:
            return plain_tooltip(self.tr("Tried minus in use, with its 95 % interval."))
        if role == Qt.ItemDataRole.ToolTipRole and column == Column.LISTS:
            return plain_tooltip(self.tr("Past lists that can tell: those followed by such a verdict."))
        if role == Qt.ItemDataRole.AccessibleTextRole and column == Column.MEASURE:
            names = self.column_names()
            said = [f"{names[at]} {self.cell(line, at)}" for at in range(1, len(names))]
            return ", ".join((measure_name(line), *said))
        return None

    def cell(self, line: ReplayLine, column: int) -> str:
        """Return the text of a cell."""
        return {
            Column.MEASURE: lambda: measure_name(line),
            Column.PRESENT: lambda: value_text(line, line.old.value),
            Column.TRIED: lambda: value_text(line, line.new.value),
            Column.DIFFERENCE: lambda: difference_text(line),
            Column.LISTS: lambda: count_text(line.list_count),
        }[Column(column)]()

    def _tone(self, line: ReplayLine) -> QColor | None:
        """Return the colour of what is clearly better or worse.

        Fewer rejected items are no proof: in their places may be items that nobody judged.
        """
        gap = line.difference
        if self._is_few or line.measure != ACCEPTED or gap.low <= 0 <= gap.high:
            return None
        return QColor(current_tokens().good if gap.value > 0 else current_tokens().bad)


class ReplayDialog(QDialog):
    """Settings tried on past verdicts, beside the work; speaks by signals and knows no store."""

    replay_requested = Signal(object)  # a ReplayWish
    cancel_requested = Signal()
    settings_chosen = Signal(object)  # the TriedSettings to be used from now on

    def __init__(self, present: TriedSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._present = present
        self._wish: ReplayWish | None = None  # what the table tells of
        self._report: ReplayReport | None = None
        self._is_running = False
        self.message = MessageBar()
        self.headline = label("", "item-title", wrap=True)
        self.reason = label("", "body", wrap=True)
        self.basis = label("", "meta", wrap=True)
        self.told_of = label("", "body2", wrap=True)
        self._make_fields()
        self.try_button = button("", "history", "primary")
        self._why_not = label("", "meta", wrap=True)
        self.running = RunningBar()
        self.model = ReplayModel(self)
        self.table = QTableView()
        self.empty = EmptyState("history", "", "")
        self.stack = QStackedWidget()
        self.use = button("")
        self.close_button = button("")
        for made in (self.headline, self.reason, self.basis, self.told_of, self._why_not):
            let_shrink(made)
        self.table.setModel(self.model)
        prepare_table(self.table)
        self._lay_out()
        self._connect()
        self.resize(scaled(WIDTH), min(scaled(HEIGHT), MOST_HEIGHT))
        self.setMinimumWidth(
            LEAST_WIDTH
        )  # and no height: then the layout keeps the fields from being squeezed
        self._show_tried(present)
        self.retranslate()

    @property
    def report(self) -> ReplayReport | None:
        """What is shown."""
        return self._report

    @property
    def tried(self) -> TriedSettings:
        """The settings to be tried as they are chosen now."""
        return TriedSettings(
            policy=self.policy.currentData(),
            quota_column=self.column.currentData(),
            diversity=self.diversity.value() / 100,
            tail_preference=self.tail.value() / 100,
            tail_method=self.method.currentData(),
            explore_places=self.wild_cards.value(),
            feedback_model=self.feedback_model.currentData(),
            count=self._present.count,
        )

    def show_present(self, present: TriedSettings) -> None:
        """Show which settings are in use now."""
        self._present = present
        self._say_fields()

    def show_running(self, progress: Progress, waits_for: str = "") -> None:
        """Show how far a replay is; `waits_for` names the job that comes first."""
        self.message.hide()
        self._set_running(True)
        done, total = progress.done, progress.total
        stage = (
            filled(self.tr("List %1 of %2"), count_text(min(done + 1, total)), count_text(total))
            if total
            else self.tr("Looking at past lists")
        )
        self.running.show_progress(progress, waits_for, stage)

    def show_report(self, wish: ReplayWish, report: ReplayReport | None) -> None:
        """Show what came of a replay; None: no verdict tells anything."""
        self._set_running(False)
        self.message.hide()
        self._wish, self._report = wish, report
        self._say_result()
        if report is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.selectRow(0)

    def show_cancelled(self) -> None:
        """Say that a replay was stopped."""
        self._set_running(False)
        self.message.show_message("info", self.tr("The trial was stopped."), self.tr("Nothing was changed."))

    def show_error(self, error: Exception) -> None:
        """Say why a replay came to nothing."""
        self._set_running(False)
        happened, *rest = error_sentences(error)
        self.message.show_message("bad", happened, joined(*rest))

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self.setWindowTitle(self.tr("Try settings on past verdicts"))
        self.table.setAccessibleName(self.tr("Past lists under both settings"))
        self.running.progress.setAccessibleName(self.tr("How far the trial is"))
        for heading, text in zip(
            self._headings, (self.tr("Setting"), self.tr("In use"), self.tr("To try")), strict=True
        ):
            heading.setText(text)
        for combo, name, sentence in (
            (self.policy, policy_name, policy_sentence),
            (self.column, column_name, lambda _column: ""),
            (self.method, tail_method_name, tail_method_sentence),
            (self.feedback_model, feedback_model_name, feedback_model_sentence),
        ):
            for place in range(combo.count()):
                combo.setItemText(place, name(combo.itemData(place)))
                tip = plain_tooltip(sentence(combo.itemData(place)))
                combo.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        for (named, _value, editor), text in zip(
            self._rows,
            (
                self.tr("How variety is made"),
                self.tr("Count by"),
                self.tr("Variety"),
                self.tr("Tail preference"),
                self.tr("How the tail gets its places"),
                self.tr("Wild cards"),
                self.tr("What learns from verdicts"),
            ),
            strict=True,
        ):
            named.setText(text)
            editor.setAccessibleName(text)
        for box in (self.diversity, self.tail):
            box.setSuffix(percent_sign())
        self.try_button.setText(self.tr("Try on past verdicts"))
        self.use.setText(self.tr("Use these settings"))
        self.close_button.setText(self.tr("Close"))
        for made in (self.try_button, self.use, self.close_button):
            made.tint()
        self.message.hide()
        self._say_fields()
        self._say_result()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # Building

    def _make_fields(self) -> None:
        self.policy, self.column, self.method = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.feedback_model = ChoiceBox()
        for combo, names in (
            (self.policy, [name for name in POLICY_ORDER if name != LEARNING]),
            (self.column, list(QUOTA_COLUMNS)),
            (self.method, list(TAIL_METHODS)),
            (self.feedback_model, list(FEEDBACK_MODELS)),
        ):
            for name in names:
                combo.addItem(name, name)
        self.diversity, self.tail = _percent_box(), _percent_box()
        self.wild_cards = NumberBox()
        self.wild_cards.setRange(0, MOST_WILD_CARDS)
        passer = WheelPasser(self)
        self._headings = [section_label(""), section_label(""), section_label("")]
        self._rows: list[tuple[QLabel, QLabel, QWidget]] = []
        for editor in (
            self.policy,
            self.column,
            self.diversity,
            self.tail,
            self.method,
            self.wild_cards,
            self.feedback_model,
        ):
            editor.setMinimumWidth(EDITOR_WIDTH)
            editor.setMinimumHeight(scaled(LEAST_FIELD_HEIGHT))
            editor.installEventFilter(passer)
            self._rows.append((label("", "body", buddy=editor), label("", "body2"), editor))
        for box in (self.diversity, self.tail, self.wild_cards):
            box.lineEdit().setTextMargins(6, 0, 0, 0)  # as far in as the text of the combos

    def _lay_out(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(24)
        fields.setVerticalSpacing(4)
        fields.setColumnMinimumWidth(1, scaled(PRESENT_WIDTH))
        fields.setColumnStretch(3, 1)
        keep_columns(self.table, FIXED_WIDTHS)
        self.table.horizontalHeader().setSectionResizeMode(Column.MEASURE, QHeaderView.ResizeMode.Stretch)
        for column, heading in enumerate(self._headings):
            fields.addWidget(heading, 0, column)
        for row, widgets in enumerate(self._rows, 1):
            for column, widget in enumerate(widgets):
                fields.addWidget(widget, row, column)
        ask = QHBoxLayout()
        ask.setSpacing(12)
        ask.addWidget(self.try_button)
        ask.addWidget(self._why_not, 1)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        self.stack.setMinimumHeight(LEAST_TABLE_HEIGHT)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.use)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.message)
        layout.addLayout(fields)
        layout.addSpacing(4)
        layout.addLayout(ask)
        layout.addWidget(self.running)
        layout.addSpacing(4)
        for made in (self.headline, self.reason, self.told_of):
            layout.addWidget(made)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.basis)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, 16)
        outer.setSpacing(12)
        outer.addWidget(scrolling(content), 1)
        outer.addLayout(foot)

    def _connect(self) -> None:
        for combo in (self.policy, self.column, self.method, self.feedback_model):
            combo.currentIndexChanged.connect(self._say_fields)
        for box in (self.diversity, self.tail, self.wild_cards):
            box.valueChanged.connect(self._say_fields)
        self.try_button.clicked.connect(self._ask)
        self.running.stop.clicked.connect(self.cancel_requested)
        self.use.clicked.connect(lambda: self.settings_chosen.emit(self.tried))
        self.close_button.clicked.connect(self.reject)

    # Showing

    def _show_tried(self, settings: TriedSettings) -> None:
        """Begin with what is in use, or with what is advised where that is not to be tried."""
        if self.column.findData(settings.quota_column) < 0:
            self.column.addItem(column_name(settings.quota_column), settings.quota_column)
        blockers = [QSignalBlocker(editor) for _named, _value, editor in self._rows]
        for combo, value in (
            (self.policy, settings.policy),
            (self.column, settings.quota_column),
            (self.method, settings.tail_method),
            (self.feedback_model, settings.feedback_model),
        ):
            combo.setCurrentIndex(max(combo.findData(value), 0))
        self.diversity.setValue(round(settings.diversity * 100))
        self.tail.setValue(round(settings.tail_preference * 100))
        self.wild_cards.setValue(settings.explore_places)
        del blockers

    def _say_fields(self) -> None:
        present, tried = self._present, self.tried
        for (_named, value, _editor), text in zip(self._rows, self._texts(present), strict=True):
            value.setText(text)
        by_column = "column-quota" in (present.policy, tried.policy)
        for widget in self._rows[1]:
            widget.setVisible(by_column)
        self.column.setEnabled(tried.policy == "column-quota" and not self._is_running)
        self.diversity.setEnabled(tried.policy not in POLICIES_WITHOUT_STRENGTH and not self._is_running)
        self.policy.setAccessibleDescription(policy_sentence(tried.policy))
        self.method.setAccessibleDescription(tail_method_sentence(tried.tail_method))
        self.feedback_model.setAccessibleDescription(feedback_model_sentence(tried.feedback_model))
        is_same = _effective(tried) == _effective(present)
        self.try_button.setEnabled(not self._is_running and not is_same)
        self.use.setEnabled(not self._is_running and not is_same)
        if is_same:
            self._why_not.setText(self.tr("Change a setting to try it."))
        elif present.policy == LEARNING:
            self._why_not.setText(
                self.tr("Compared with what was drawn for each list, since learning is in use.")
            )
        else:
            self._why_not.setText("")

    def _say_result(self) -> None:
        wish, report = self._wish, self._report
        has_result = wish is not None
        self.headline.setText(
            headline_of(report) if has_result else self.tr("What would other settings have shown?")
        )
        self.reason.setText(
            reason_of(report)
            if has_result
            else self.tr(
                "Your past lists are made again under both settings, each with the verdicts known then, and it is "
                "counted what you accepted and rejected afterwards. Nothing is changed by it."
            )
        )
        told_of = filled(self.tr("Tried: %1"), self._named(wish.tried)) if wish and report else ""
        for made, text in ((self.told_of, told_of), (self.basis, basis_of(report) if has_result else "")):
            made.setText(text)
            made.setVisible(bool(text))
        if report is not None:
            self.model.show_report(report)
        else:
            self.model.set_rows(())
        self.empty.set_texts(
            self.tr("No verdict to go by") if has_result else self.tr("Nothing tried yet"),
            self.tr("Judge suggestions, refresh the list and judge again; then there is something to count.")
            if has_result
            else self.tr("Change a setting above and try it. You can go on working meanwhile."),
        )
        self.stack.setCurrentWidget(self.table if report is not None else self.empty)

    def _texts(self, settings: TriedSettings) -> tuple[str, ...]:
        """Return each setting in words, in the order of the rows; what is not used is a dash."""
        by_column = settings.policy == "column-quota"
        return (
            policy_name(settings.policy),
            column_name(settings.quota_column) if by_column else "–",
            "–" if settings.policy in POLICIES_WITHOUT_STRENGTH else percent_text(settings.diversity),
            percent_text(settings.tail_preference),
            tail_method_name(settings.tail_method),
            count_text(settings.explore_places),
            feedback_model_name(settings.feedback_model),
        )

    def _named(self, settings: TriedSettings) -> str:
        policy, column, variety, tail, method, wild_cards, feedback_model = self._texts(settings)
        parts: list[tuple[str, Callable[[str], str]]] = [
            (policy, str),
            (column, str),
            (variety, lambda text: filled(self.tr("variety %1"), text)),
            (tail, lambda text: filled(self.tr("tail %1"), text)),
            (method, str),
            (wild_cards, lambda text: filled(self.tr("wild cards %1"), text)),
            (feedback_model, str),
        ]
        return joined_names([name(text) for text, name in parts if text != "–"])

    def _set_running(self, is_running: bool) -> None:
        self._is_running = is_running
        self.running.setVisible(is_running)
        for _named, _value, editor in self._rows:
            editor.setEnabled(not is_running)
        self._say_fields()

    def _ask(self) -> None:
        self.show_running(Progress("", 0))
        self.running.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self.replay_requested.emit(ReplayWish(self._present, self.tried))


def _effective(settings: TriedSettings) -> TriedSettings:
    """Return settings without what the policy chosen does not use."""
    if settings.policy in POLICIES_WITHOUT_STRENGTH:
        settings = replace(settings, diversity=0.0)
    return settings if settings.policy == "column-quota" else replace(settings, quota_column="")


def _percent_box() -> QSpinBox:
    box = NumberBox()
    box.setRange(0, 100)
    box.setSingleStep(STEP)
    return box
