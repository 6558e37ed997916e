"""What verdicts have taught about how to make variety: every policy in a table, a switch, and forgetting it all."""

from enum import IntEnum

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.learning_report import ArmStanding, LearningReport
from ltrec_gui.recommend.learning_policy import ARMS, Arm
from ltrec_gui.ui.advanced_fields import policy_name
from ltrec_gui.ui.fitting import WrappingCheckBox
from ltrec_gui.ui.table_look import ROW_HEIGHT, Index, RowsModel, keep_columns, prepare_table
from ltrec_gui.ui.theme import current_tokens, font_of, row_height, scaled
from ltrec_gui.ui.widgets import MessageBar, button, label, let_shrink, plain_tooltip, scrolling
from ltrec_gui.ui.wording import count_text, filled, joined, percent_text

translate = QCoreApplication.translate

WIDTH, LEAST_WIDTH = 900, 860
MOST_HEIGHT = 720  # so that it fits a laptop's screen at any size of text
MARGIN = 24
HEADER_HEIGHT = 38
NOTHING = "–"


class Column(IntEnum):
    """The columns, in their order."""

    POLICY = 0
    VARIETY = 1
    LISTS = 2
    VERDICTS = 3
    ACCEPTED = 4
    EXPECTED = 5
    CHANCE = 6


FIXED_WIDTHS: dict[int, int] = {
    Column.VARIETY: 84,
    Column.LISTS: 72,
    Column.VERDICTS: 88,
    Column.ACCEPTED: 150,
    Column.EXPECTED: 150,
    Column.CHANCE: 120,
}


class LearningCounts(QObject):
    """Texts that depend on a number."""

    def lists(self, count: int) -> str:
        """Return e.g. "12 lists"."""
        return self.tr("%Ln lists", "", count)

    def verdicts(self, count: int) -> str:
        """Return e.g. "58 verdicts"."""
        return self.tr("%Ln verdicts", "", count)

    def forgotten(self, count: int) -> str:
        """Return what was left out."""
        return self.tr("%Ln earlier lists no longer count.", "", count)


class PoliciesModel(RowsModel[ArmStanding]):
    """The policies learning may draw, in a fixed order, so that a change is seen where it happens."""

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (
            self.tr("How variety is made"),
            self.tr("Variety"),
            self.tr("Lists"),
            self.tr("Verdicts"),
            self.tr("Accepted"),
            self.tr("Expected"),
            self.tr("Chance next"),
        )

    def column_alignment(self, column: int) -> Qt.AlignmentFlag:
        """Align figures to the right."""
        if column == Column.POLICY:
            return super().column_alignment(column)
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Return the name of a column, and what its figures are."""
        if role == Qt.ItemDataRole.ToolTipRole and orientation == Qt.Orientation.Horizontal:
            return plain_tooltip(self._meaning(section) or self.column_names()[section])
        return super().headerData(section, orientation, role)

    def data(
        self, index: Index, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | QColor | QFont | Qt.AlignmentFlag | None:
        """Return a cell; a row names itself in full to screen readers."""
        if not index.isValid():
            return None
        standing = self.rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(standing, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.column_alignment(column)
        if column == Column.CHANCE and self._is_likeliest(standing):
            if role == Qt.ItemDataRole.FontRole:
                return font_of("body-strong")
            if role == Qt.ItemDataRole.ForegroundRole:
                return QColor(current_tokens().accent)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._meaning(column) or self.cell(standing, column))
        if role == Qt.ItemDataRole.AccessibleTextRole and column == Column.POLICY:
            names = self.column_names()
            said = [f"{names[at]} {self.cell(standing, at)}" for at in range(1, len(names))]
            return ", ".join((self.cell(standing, Column.POLICY), *said))
        return None

    def cell(self, standing: ArmStanding, column: int) -> str:
        """Return the text of a cell."""
        counted = standing.summary
        if column == Column.POLICY:
            return policy_name(counted.arm.policy)
        if column == Column.VARIETY:
            return variety_text(counted.arm)
        if column == Column.LISTS:
            return count_text(counted.trial_count)
        if column == Column.VERDICTS:
            return count_text(counted.judged_count)
        if column == Column.ACCEPTED:
            if not counted.judged_count:
                return NOTHING
            return interval_text(counted.mean_reward, counted.low, counted.high)
        if column == Column.EXPECTED:
            return interval_text(standing.expected, standing.low, standing.high)
        return percent_text(standing.chance)

    def _is_likeliest(self, standing: ArmStanding) -> bool:
        """Whether this one stands out; before any verdict all are alike but for luck."""
        is_learned = any(each.summary.judged_count for each in self.rows)
        return is_learned and standing.chance == max(each.chance for each in self.rows)

    def _meaning(self, column: int) -> str:
        return {
            Column.LISTS: self.tr("Lists that were made this way."),
            Column.VERDICTS: self.tr(
                "Verdicts given on these lists; “not now” says nothing of a list and is left out."
            ),
            Column.ACCEPTED: self.tr("Share of these verdicts that accept, with its 95 % interval."),
            Column.EXPECTED: self.tr(
                "Share expected to be accepted of the next list if it were made this way, with its 95 % interval."
            ),
            Column.CHANCE: self.tr(
                "How likely the next list is made this way: the chance that it is the best."
            ),
        }.get(Column(column), "")


class LearningDialog(QDialog):
    """The table of policies beside the work; speaks by signals and knows no store."""

    switched = Signal(bool)  # whether verdicts choose how variety is made
    forget_requested = Signal()
    recall_requested = Signal()

    def __init__(self, is_on: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: LearningReport | None = None
        self._counts = LearningCounts(self)
        self.model = PoliciesModel(parent=self)
        self.table = QTableView()
        self.message = MessageBar()
        self.headline = label("", "item-title", wrap=True)
        self.sentence = label("", "body", wrap=True)
        self.switch = WrappingCheckBox()
        self.caution = label("", "meta", wrap=True)
        self.forget = button("", "undo-2")
        self.recall = button("", "redo-2")
        self.close_button = button("", kind="primary")
        for made in (self.headline, self.sentence, self.caution):
            let_shrink(made)
        self.table.setModel(self.model)
        prepare_table(self.table)
        self._lay_out()
        self._connect()
        self.setMinimumWidth(LEAST_WIDTH)
        self.resize(scaled(WIDTH), min(self.sizeHint().height(), MOST_HEIGHT))
        self.set_on(is_on)
        self.retranslate()

    @property
    def report(self) -> LearningReport | None:
        """What is shown."""
        return self._report

    def set_on(self, is_on: bool) -> None:
        """Show whether verdicts choose how variety is made."""
        blocker = QSignalBlocker(self.switch)
        self.switch.setChecked(is_on)
        del blocker
        self._say()

    def show_report(self, report: LearningReport) -> None:
        """Show the policies as they stand, the row that is chosen staying so."""
        row = self.table.currentIndex().row()
        was_forgotten = self._report.forgotten_count if self._report is not None else report.forgotten_count
        self._report = report
        self.model.set_rows(report.arms)
        if 0 <= row < len(report.arms):
            self.table.selectRow(row)
        if report.forgotten_count > was_forgotten:
            self.message.show_message(
                "info",
                self._counts.forgotten(report.forgotten_count),
                self.tr("Your verdicts and lists stay as they are."),
                self.tr("Take it back"),
            )
        elif not report.forgotten_count:
            self.message.hide()
        self._say()

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self.setWindowTitle(self.tr("Learned from verdicts"))
        self.table.setAccessibleName(self.tr("Ways to make variety and what came of them"))
        self.switch.setText(self.tr("Let verdicts choose how variety is made"))
        self.forget.setText(self.tr("Forget what was learned"))
        self.recall.setText(self.tr("Learn from all lists again"))
        self.close_button.setText(self.tr("Close"))
        for made in (self.forget, self.recall, self.close_button):
            made.tint()
        self.message.hide()
        if self._report is not None:
            self.model.set_rows(self._report.arms)
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        keep_columns(self.table, FIXED_WIDTHS)
        self.table.horizontalHeader().setSectionResizeMode(Column.POLICY, QHeaderView.ResizeMode.Stretch)
        # Few rows, and always as many: they are all seen, and the bar that would say so is not.
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setFixedHeight(scaled(HEADER_HEIGHT) + row_height(ROW_HEIGHT) * len(ARMS))
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.forget)
        foot.addWidget(self.recall)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.message)
        layout.addWidget(self.headline)
        layout.addWidget(self.sentence)
        layout.addSpacing(4)
        layout.addWidget(self.switch)
        layout.addSpacing(4)
        layout.addWidget(self.table)
        layout.addWidget(self.caution)
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, 16)
        outer.setSpacing(12)
        outer.addWidget(scrolling(content), 1)
        outer.addLayout(foot)

    def _connect(self) -> None:
        self.switch.toggled.connect(self._switch)
        self.forget.clicked.connect(self.forget_requested)
        self.recall.clicked.connect(self.recall_requested)
        self.message.action_triggered.connect(self.recall_requested)
        self.message.dismissed.connect(self._say)
        self.close_button.clicked.connect(self.reject)

    def _switch(self, is_on: bool) -> None:
        self._say()
        self.switched.emit(is_on)

    def _say(self) -> None:
        report = self._report
        is_on = self.switch.isChecked()
        self.forget.setEnabled(report is not None and report.trial_count > 0)
        self.recall.setVisible(report is not None and report.forgotten_count > 0)
        if report is None:
            self.headline.setText(self.tr("Looking at what came of earlier lists…"))
        elif not report.trial_count:
            self.headline.setText(self.tr("Nothing is learned yet"))
        else:
            self.headline.setText(
                filled(
                    self.tr("Learned from %1 and %2"),
                    self._counts.lists(report.trial_count),
                    self._counts.verdicts(report.judged_count),
                )
            )
        self.sentence.setText(sentence_of(report, is_on))
        if report is not None:
            is_told = not report.forgotten_count or not self.message.isHidden()
            forgotten = "" if is_told else self._counts.forgotten(report.forgotten_count)
            self.caution.setText(joined(forgotten, caution_of(report)))


def variety_text(arm: Arm) -> str:
    """Return how much variety an arm makes; a dash where it makes none."""
    return NOTHING if arm.policy == "none" else percent_text(arm.diversity)


def interval_text(share: float, low: float, high: float) -> str:
    """Return a share with its interval: 58 % (40 to 75 %)."""
    return filled(
        translate("Learning", "%1 (%2 to %3)"),
        percent_text(share),
        QLocale().toString(low * 100, "f", 0),
        percent_text(high),
    )


def sentence_of(report: LearningReport | None, is_on: bool) -> str:
    """Return what the next list will be made by, and why."""
    if report is None:
        return ""
    if not is_on:
        return translate(
            "Learning",
            "Learning is off: lists are made as chosen under Advanced. What was learned is kept for when it is on.",
        )
    best = max(report.arms, key=lambda each: each.chance)
    if not report.judged_count:
        return translate(
            "Learning",
            "For each list one of these ways is drawn. As you judge the lists, those you accept more of are drawn "
            "more often.",
        )
    return filled(
        translate("Learning", "The likeliest for the next list is %1, with a chance of %2."),
        arm_name(best.summary.arm),
        percent_text(best.chance),
    )


def arm_name(arm: Arm) -> str:
    """Return an arm as in a sentence."""
    if arm.policy == "none":
        return policy_name(arm.policy)
    return filled(
        translate("Learning", "%1 at variety %2"), policy_name(arm.policy), percent_text(arm.diversity)
    )


def caution_of(report: LearningReport) -> str:
    """Return what expectations and chances hold for."""
    if report.is_of_last_list:
        return translate(
            "Learning",
            "Expected and chance are for the list shown last, were it made again now; other briefs may differ.",
        )
    return translate("Learning", "Expected and chance are for a brief of which nothing is known yet.")
