"""Comparing models: what to use and why in a sentence, every setting in a table, and what a switch would cost."""

import math
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.evaluate import bake_off as rule
from ltrec_gui.evaluate.bake_off import BakeOffRow
from ltrec_gui.evaluate.results import Estimate
from ltrec_gui.evaluate.wording import is_known, score_decimals
from ltrec_gui.jobs.control import Progress
from ltrec_gui.pipeline.bake_off import BakeOffReport, ModelTried
from ltrec_gui.ui.running_bar import RunningBar
from ltrec_gui.ui.table_look import BadgeRole, Index, RowsModel, fit_columns, prepare_table
from ltrec_gui.ui.theme import current_tokens
from ltrec_gui.ui.widgets import EmptyState, MessageBar, button, label, let_shrink, plain_tooltip
from ltrec_gui.ui.wording import count_text, error_sentences, filled, joined

translate = QCoreApplication.translate

WIDTH, HEIGHT = 1240, 660
MARGIN, SCROLL_ROOM = 24, 14
LEAST_WIDTH, LEAST_HEIGHT = 760, 480
MOST_ADDED = 4  # folders beside those the library knows; each takes minutes


class Column(IntEnum):
    """The columns, in their order."""

    STATE = 0
    MODEL = 1
    SCORE = 2
    VERDICTS = 3
    POOLING = 4
    CENTRED = 5
    DIMENSION = 6
    DISTANCE = 7
    THRESHOLD = 8
    SECONDS = 9
    MEGABYTES = 10


FIXED_WIDTHS = {
    Column.STATE: 124,
    Column.SCORE: 160,
    Column.VERDICTS: 156,
    Column.POOLING: 68,
    Column.CENTRED: 76,
    Column.DIMENSION: 96,
    Column.DISTANCE: 88,
    Column.THRESHOLD: 118,
    Column.SECONDS: 92,
    Column.MEGABYTES: 64,
}
LEAST_MODEL_WIDTH = 168
RIGHT = (Column.DIMENSION, Column.THRESHOLD, Column.SCORE, Column.VERDICTS, Column.SECONDS, Column.MEGABYTES)


@dataclass(frozen=True, slots=True)
class Line:
    """One setting of the table: its number among those compared, and what is to be said of it.

    `is_in_use` is the very way the program compares vectors now; `has_model_in_use` says so of model and pooling alone.
    """

    number: int
    row: BakeOffRow
    model: ModelTried
    is_recommended: bool
    is_in_use: bool
    has_model_in_use: bool


class BakeOffCounts(QObject):
    """Texts that depend on a number."""

    def settings(self, count: int) -> str:
        """Return e.g. "54 settings"."""
        return self.tr("%Ln settings", "", count)

    def reads(self, count: int) -> str:
        """Return what a switch costs, the time still to be filled in."""
        return self.tr("Reads %Ln items with this model, about %1.", "", count)


class BakeOffModel(RowsModel[Line]):
    """The settings, best score first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self.measure = ""
        self._decimals = 3
        self._verdict_decimals = 3

    def show_report(self, report: BakeOffReport) -> None:
        """Show the settings of a report."""
        self.measure = report.measure
        lines = lines_of(report)
        self._decimals = score_decimals([line.row.score for line in lines])
        self._verdict_decimals = score_decimals(
            [line.row.agreement for line in lines if line.row.agreement is not None]
        )
        self.set_rows(lines)

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (
            "",
            self.tr("Model"),
            self.measure,
            self.tr("Your verdicts (AUC)"),
            self.tr("Words"),
            self.tr("Centred"),
            self.tr("Dimensions"),
            self.tr("Distance"),
            self.tr("Least similarity"),
            self.tr("Time"),
            self.tr("MB"),
        )

    def column_alignment(self, column: int) -> Qt.AlignmentFlag:
        """Align figures to the right."""
        if column in RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return super().column_alignment(column)

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
        if role == BadgeRole and column == Column.STATE:
            return "good" if line.is_recommended else "surface2"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.column_alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and column in (Column.SECONDS, Column.MEGABYTES):
            return QColor(current_tokens().text2)
        if role == Qt.ItemDataRole.ToolTipRole and column in (Column.MODEL, Column.SCORE, Column.VERDICTS):
            return plain_tooltip(self.cell(line, column))
        if role == Qt.ItemDataRole.AccessibleTextRole and column == Column.STATE:
            names = self.column_names()
            said = [
                f"{names[at]} {self.cell(line, at)}".strip()
                for at in range(len(names))
                if self.cell(line, at)
            ]
            return ", ".join(said)
        return None

    def cell(self, line: Line, column: int) -> str:
        """Return the text of a cell."""
        row = line.row
        if column == Column.STATE:
            return self._state(line)
        if column == Column.MODEL:
            return row.model
        if column == Column.POOLING:
            return self.tr("mean") if row.pooling == "mean" else self.tr("CLS")
        if column == Column.CENTRED:
            return self.tr("yes") if row.centring else self.tr("no")
        if column == Column.DIMENSION:
            return count_text(row.dimension)
        if column == Column.DISTANCE:
            return distance_name(row.distance)
        if column == Column.THRESHOLD:
            return self.tr("none") if row.threshold is None else QLocale().toString(row.threshold, "f", 2)
        if column == Column.SCORE:
            return estimate_text(row.score, self._decimals)
        if column == Column.VERDICTS:
            return "" if row.agreement is None else estimate_text(row.agreement, self._verdict_decimals)
        if column == Column.SECONDS:
            return duration_text(row.seconds)
        return QLocale().toString(row.megabytes, "f", 0 if row.megabytes >= 10 else 1)

    def _state(self, line: Line) -> str:
        if line.is_recommended:
            return self.tr("Recommended")
        return self.tr("In use") if line.is_in_use else ""


class BakeOffDialog(QDialog):
    """The comparison of models; speaks by signals and knows no store."""

    compare_requested = Signal(object)  # a tuple of further model folders
    cancel_requested = Signal()
    model_chosen = Signal(str, str)  # folder ("" for the bundled model) and pooling
    export_requested = Signal(object, object)  # report and path

    def __init__(self, library: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._report: BakeOffReport | None = None
        self._folders: list[str] = []
        self.setWindowTitle(self.tr("Compare models"))
        self.model = BakeOffModel(self)
        self.table = QTableView()
        self.message = MessageBar()
        self.headline = label("", "item-title", wrap=True)
        self.reason = label("", "body", wrap=True)
        self.other = label("", "body2", wrap=True)
        self.caution = label("", "meta", wrap=True)
        self.cost = label("", "meta", wrap=True)
        self.running = RunningBar()
        self.added = label("", "meta", wrap=True)
        self.empty = EmptyState("sparkles", "", "")
        self.stack = QStackedWidget()
        self.add = button(self.tr("Add a model folder…"), "folder-open")
        self.compare = button(self.tr("Compare"), kind="primary")
        self.export = button(self.tr("Export…"), "download")
        self.use = button(self.tr("Use this setting"))
        self.close_button = button(self.tr("Close"))
        for made in (self.headline, self.reason, self.other, self.caution, self.cost, self.added):
            let_shrink(made)
        self._prepare_table()
        self._lay_out()
        self._connect()
        self.resize(WIDTH, HEIGHT)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self._show_start()

    @property
    def report(self) -> BakeOffReport | None:
        """What is shown."""
        return self._report

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders the editor added."""
        return tuple(self._folders)

    def show_running(self, progress: Progress, waits_for: str = "") -> None:
        """Show how far a comparison is; `waits_for` names the job that comes first."""
        self.message.hide()
        self._set_running(True)
        self.running.show_progress(progress, waits_for, stage_text(progress))

    def show_report(self, report: BakeOffReport) -> None:
        """Show what came of a comparison."""
        self._report = report
        self._set_running(False)
        has_rows = report.bake_off is not None
        self.export.setEnabled(has_rows)
        if not has_rows:
            self.model.set_rows(())
            self._say(self.tr("There is too little to judge models by"), needs_sentence(report), "", "")
            self.empty.set_texts(
                self.tr("Nothing was compared"),
                self.tr("No figures are made up. Judge more suggestions, or import what readers did."),
            )
            self.stack.setCurrentWidget(self.empty)
            self._show_cost()
            return
        self.model.show_report(report)
        self.table.setColumnHidden(
            Column.VERDICTS, all(line.row.agreement is None for line in self.model.rows)
        )
        self._say(headline_of(report), reason_of(report), other_of(report), caution_of(report))
        self.stack.setCurrentWidget(self.table)
        recommended = next(at for at, line in enumerate(self.model.rows) if line.is_recommended)
        self.table.selectRow(recommended)
        self.table.scrollTo(self.model.index(recommended, 0))
        self._fit()
        self._show_cost()

    def show_cancelled(self) -> None:
        """Say that a comparison was stopped."""
        self._set_running(False)
        self.message.show_message(
            "info",
            self.tr("The comparison was stopped."),
            self.tr("What was read so far is kept, so that the next one is quicker."),
        )

    def show_error(self, error: Exception) -> None:
        """Say why a comparison or an export came to nothing."""
        self._set_running(False)
        happened, *rest = error_sentences(error)
        self.message.show_message("bad", happened, joined(*rest))

    def show_exported(self, path: Path) -> None:
        """Say where the comparison was written."""
        self.message.show_message("info", filled(self.tr("Written to %1."), str(path)))

    def add_folder(self, folder: str) -> None:
        """Compare the model in this folder, too."""
        if folder not in self._folders and len(self._folders) < MOST_ADDED:
            self._folders.append(folder)
        self.added.setText(filled(self.tr("Also: %1"), ", ".join(Path(each).name for each in self._folders)))
        self.added.show()
        self.add.setEnabled(len(self._folders) < MOST_ADDED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._fit()

    # Building

    def _prepare_table(self) -> None:
        self.table.setModel(self.model)
        prepare_table(self.table)
        self.table.setAccessibleName(self.tr("The settings compared, best score first"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_cost())

    def _lay_out(self) -> None:
        self.running.progress.setAccessibleName(self.tr("How far the comparison is"))
        self.added.hide()
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.add)
        top.addWidget(self.added, 1)
        top.addWidget(self.compare)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.use)
        foot.addWidget(self.cost, 1)
        foot.addWidget(self.export)
        foot.addWidget(self.close_button)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, 16)
        layout.setSpacing(8)
        for made in (self.message, self.headline, self.reason, self.other, self.caution):
            layout.addWidget(made)
        layout.addSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.running)
        layout.addWidget(self.stack, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.add.clicked.connect(self._ask_folder)
        self.compare.clicked.connect(self._ask_comparison)
        self.running.stop.clicked.connect(self.cancel_requested)
        self.export.clicked.connect(self._ask_export)
        self.use.clicked.connect(self._choose)
        self.close_button.clicked.connect(self.reject)

    # Showing

    def _show_start(self) -> None:
        self._set_running(False)
        self._say(
            self.tr("Which model finds what you accept?"),
            self.tr(
                "Models and the ways to compare their vectors are tried on your own verdicts and on what readers did. "
                "A part of the catalogue is read with each model, which takes minutes; you can go on working."
            ),
            "",
            "",
        )
        self.empty.set_texts(
            self.tr("Nothing compared yet"),
            self.tr("The model in use, the bundled one, and those this library knows are compared."),
        )
        self.stack.setCurrentWidget(self.empty)
        self.export.setEnabled(False)
        self._show_cost()

    def _say(self, headline: str, reason: str, other: str, caution: str) -> None:
        for made, text in (
            (self.headline, headline),
            (self.reason, reason),
            (self.other, other),
            (self.caution, caution),
        ):
            made.setText(text)
            made.setVisible(bool(text))

    def _set_running(self, is_running: bool) -> None:
        self.running.setVisible(is_running)
        self.compare.setEnabled(not is_running)
        self.add.setEnabled(not is_running and len(self._folders) < MOST_ADDED)

    def _selected(self) -> Line | None:
        row = self.table.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def _show_cost(self) -> None:
        line = self._selected()
        self.use.setEnabled(line is not None and not line.has_model_in_use)
        self.use.setVisible(line is not None)
        self.cost.setText("" if line is None else cost_sentence(line))

    def _fit(self) -> None:
        fixed = {
            int(column): width
            for column, width in FIXED_WIDTHS.items()
            if not self.table.isColumnHidden(column)
        }
        fit_columns(self.table, self.width(), fixed, {})
        taken = sum(self.table.columnWidth(column) for column in fixed)
        room = self.width() - 2 * MARGIN - SCROLL_ROOM - taken
        self.table.setColumnWidth(Column.MODEL, max(LEAST_MODEL_WIDTH, room))

    # Asking

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder of a BERT model"))
        if folder:
            self.add_folder(folder)

    def _ask_comparison(self) -> None:
        self.show_running(Progress("", 0))
        self.compare_requested.emit(self.folders)

    def _ask_export(self) -> None:
        if self._report is None or self._report.bake_off is None:
            return
        suggested = filled(self.tr("%1 – models.html"), self._library)
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export the comparison"), suggested, self.tr("Web page (*.html);;JSON (*.json)")
        )
        if name:
            self.export_requested.emit(self._report, Path(name))

    def _choose(self) -> None:
        line = self._selected()
        if line is not None:
            self.model_chosen.emit(line.model.folder, line.model.pooling)
            self.accept()


# ---------------------------------------------------------------------------------------------------------- wording


def lines_of(report: BakeOffReport) -> tuple[Line, ...]:
    """Return the settings best score first, one of them recommended; empty where nothing was compared."""
    if report.bake_off is None or report.offered is None:
        return ()
    recommended = report.offered_rows[report.offered.recommended]
    made = []
    for at, row in enumerate(report.bake_off.rows):
        model = report.models[report.model_of_row[at]]
        has_model = (model.folder, model.pooling) == report.model_in_use
        is_in_use = has_model and at in report.offered_rows
        made.append(Line(at + 1, row, model, at == recommended, is_in_use, has_model))
    return tuple(sorted(made, key=lambda line: -line.row.score.value))


def distance_name(distance: str) -> str:
    """Return the name of a distance; an unknown one names itself."""
    return {
        "angular": translate("BakeOff", "angle"),
        "euclidean": translate("BakeOff", "Euclidean"),
        "dot": translate("BakeOff", "product"),
    }.get(distance, distance)


def pooling_name(pooling: str) -> str:
    """Return how tokens become one vector, in words."""
    if pooling == "cls":
        return translate("BakeOff", "the first token (CLS)")
    return translate("BakeOff", "the mean of all words")


def estimate_text(estimate: Estimate, decimals: int) -> str:
    """Return a figure and its interval: 0.812 [0.79, 0.83]."""
    locale = QLocale()
    value = locale.toString(estimate.value, "f", decimals)
    if not is_known(estimate) or estimate.high <= estimate.low:
        return value
    low, high = (locale.toString(end, "f", decimals) for end in (estimate.low, estimate.high))
    return f"{value} [{low}, {high}]"


def duration_text(seconds: float) -> str:
    """Return a duration in words, coarser the longer it is."""
    if seconds < 60:
        return filled(translate("BakeOff", "%1 s"), count_text(max(1, math.ceil(seconds))))
    minutes = math.ceil(seconds / 60)
    if minutes < 60:
        return filled(translate("BakeOff", "%1 min"), count_text(minutes))
    return filled(translate("BakeOff", "%1 h %2 min"), count_text(minutes // 60), count_text(minutes % 60))


def stage_text(progress: Progress) -> str:
    """Return what a comparison is doing."""
    if progress.stage == "comparing":
        return filled(
            translate("BakeOff", "Comparing: %1 of %2 settings"),
            count_text(progress.done),
            count_text(progress.total or 0),
        )
    if progress.stage.startswith("reading-"):
        return filled(
            translate("BakeOff", "Reading with model %1: %2 of %3 items"),
            progress.stage.removeprefix("reading-"),
            count_text(progress.done),
            count_text(progress.total or 0),
        )
    return translate("BakeOff", "Looking at verdicts and readers")


def needs_sentence(report: BakeOffReport) -> str:
    """Return what must be there before models can be compared."""
    return filled(
        translate(
            "BakeOff",
            "There are %1 verdicts, at least %2 are needed; or %3 readers with enough likes, where %4 are needed.",
        ),
        count_text(report.verdict_count),
        count_text(report.least_verdicts),
        count_text(report.reader_count),
        count_text(report.least_readers),
    )


def headline_of(report: BakeOffReport) -> str:
    """Return which model and pooling to use."""
    chosen = report.to_use
    if chosen is None:
        return ""
    pattern = (
        translate("BakeOff", "Keep %1 with %2: it is in use and nothing here is clearly better.")
        if (chosen.folder, chosen.pooling) == report.model_in_use
        else translate("BakeOff", "Use %1 with %2.")
    )
    return filled(pattern, chosen.name, pooling_name(chosen.pooling))


def reason_of(report: BakeOffReport) -> str:
    """Return why it is recommended, with the figures behind it."""
    if report.offered is None:
        return ""
    why = report.offered.why
    reason = why["reason"]
    if reason == rule.ONLY_ONE:
        return translate("BakeOff", "It is the only one that could be compared.")
    decimals = score_decimals([row.score for row in report.offered.rows])
    locale = QLocale()
    score = locale.toString(float(why["score"]), "f", decimals)
    error = locale.toString(float(why["standard_error"]), "f", decimals + 1)
    if reason == rule.AS_GOOD_AND_CHEAPER:
        best = report.offered.rows[int(why["best"])]
        return filled(
            translate(
                "BakeOff",
                "Its %1, %2, lies within one standard error (%3) of the highest, %4 of %5 with %6, and it is cheaper: "
                "the whole catalogue takes %7 instead of %8.",
            ),
            report.measure,
            score,
            error,
            locale.toString(best.score.value, "f", decimals),
            best.model,
            pooling_name(best.pooling),
            duration_text(float(why["seconds"])),
            duration_text(float(why["best_seconds"])),
        )
    if reason == rule.BEST_ALONE:
        return filled(
            translate(
                "BakeOff", "It has the highest %1, %2, and none is as good within one standard error (%3)."
            ),
            report.measure,
            score,
            error,
        )
    return filled(
        translate(
            "BakeOff",
            "It has the highest %1, %2; others are as good within one standard error (%3), none clearly cheaper.",
        ),
        report.measure,
        score,
        error,
    )


def other_of(report: BakeOffReport) -> str:
    """Return what the rule says of all settings, also of those the program cannot be switched to."""
    if report.bake_off is None or report.bake_off.recommended in report.offered_rows:
        return ""
    row = report.bake_off.rows[report.bake_off.recommended]
    parts = [
        row.model,
        pooling_name(row.pooling),
        translate("BakeOff", "centred") if row.centring else translate("BakeOff", "not centred"),
        filled(translate("BakeOff", "%1 dimensions"), count_text(row.dimension)),
        distance_name(row.distance),
    ]
    if row.threshold is not None:
        parts.append(
            filled(translate("BakeOff", "least similarity %1"), QLocale().toString(row.threshold, "f", 2))
        )
    return filled(
        translate(
            "BakeOff",
            "Of all %1, the cheapest as good as the best is: %2. Centring, dimensions, distance and least similarity "
            "are shown for reading; the program keeps its own.",
        ),
        BakeOffCounts().settings(len(report.bake_off.rows)),
        ", ".join(parts),
    )


def caution_of(report: BakeOffReport) -> str:
    """Return what to bear in mind when reading the figures."""
    said = [
        filled(
            translate("BakeOff", "Measured on %1 of %2 items."),
            count_text(report.sample_count),
            count_text(report.item_count),
        )
    ]
    if "readers" in report.judged_by:
        said.append(
            filled(
                translate("BakeOff", "nDCG@10: likes of %1 readers held out, found by text alone."),
                count_text(report.reader_count),
            )
        )
    if "verdicts" in report.judged_by:
        said.append(
            filled(
                translate(
                    "BakeOff",
                    "AUC: the chance that an item you accepted stands above another one, from %1 verdicts; "
                    "they were given on lists of the model then in use, so they favour it.",
                ),
                count_text(report.verdict_count),
            )
        )
    said += [
        filled(translate("BakeOff", "Left out: %1."), Path(folder).name or folder)
        for folder, _why in report.left_out
    ]
    return joined(*said)


def cost_sentence(line: Line) -> str:
    """Return what switching to the model of a row costs, and which parts of the row are taken over."""
    if line.has_model_in_use:
        return translate("BakeOff", "This model and pooling are in use.")
    taken = translate("BakeOff", "The model and how its words are pooled are taken over.")
    if not line.model.missing_count:
        return joined(translate("BakeOff", "All items are read with it already."), taken)
    reads = filled(BakeOffCounts().reads(line.model.missing_count), duration_text(line.model.seconds_to_use))
    return joined(reads, taken)
