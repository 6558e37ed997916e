"""What was learned from readers, in words: from how many, how much the text counts beside them, and what that won."""

from enum import IntEnum

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from ltrec_gui.pipeline.learn_readers import LEAST_LIKES, LEAST_READERS, ReadersReport, SettingTried
from ltrec_gui.ui.table_look import PAGE_MARGINS, BadgeRole, Index, RowsModel, fit_columns, prepare_table
from ltrec_gui.ui.theme import theme_signals
from ltrec_gui.ui.widgets import SCROLL_BAR_WIDTH, label, let_shrink, section_label
from ltrec_gui.ui.wording import count_text, filled, percent_text

translate = QCoreApplication.translate

SCORE_DECIMALS = 4
WALKS = "rp3beta"  # what a model's name begins with that learns from more than can be tried


class Column(IntEnum):
    """The columns, in their order."""

    SMOOTHING = 0
    TEXT = 1
    QUALITY = 2
    GAIN = 3
    STATE = 4


SHARES: dict[int, float] = {Column.SMOOTHING: 0.2, Column.TEXT: 0.16, Column.QUALITY: 0.18, Column.GAIN: 0.28}


class ReadersCounts(QObject):
    """Texts that depend on a number."""

    def readers(self, count: int) -> str:
        """Return e.g. "6,040 readers"."""
        return self.tr("%Ln readers", "", count)

    def likes(self, count: int) -> str:
        """Return e.g. "9,000 likes"."""
        return self.tr("%Ln likes", "", count)

    def views(self, count: int) -> str:
        """Return e.g. "3,000 other views"."""
        return self.tr("%Ln other views", "", count)


class TriedModel(RowsModel[SettingTried]):
    """The settings tried, in the order in which they were."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self._chosen: SettingTried | None = None

    def show_report(self, report: ReadersReport | None) -> None:
        """Show the trial of a report."""
        self._chosen = report.chosen if report is not None else None
        self.set_rows(report.tried if report is not None else ())

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (
            self.tr("Smoothing λ"),
            self.tr("Text weight"),
            self.tr("nDCG@20"),
            self.tr("Against the usual"),
            "",
        )

    def column_alignment(self, column: int) -> Qt.AlignmentFlag:
        """Align figures to the right."""
        if column == Column.STATE:
            return super().column_alignment(column)
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.AlignmentFlag | None:
        """Return a cell; a row names itself in full to screen readers."""
        if not index.isValid():
            return None
        tried = self.rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(tried, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.column_alignment(column)
        if role == BadgeRole and column == Column.STATE:
            return "good"
        if role == Qt.ItemDataRole.AccessibleTextRole and column == Column.SMOOTHING:
            names = self.column_names()
            said = [f"{names[at]} {self.cell(tried, at)}".strip() for at in range(len(names))]
            return ", ".join(each for each in said if each)
        return None

    def cell(self, tried: SettingTried, column: int) -> str:
        """Return the text of a cell."""
        if column == Column.SMOOTHING:
            return smoothing_text(tried.regularisation)
        if column == Column.TEXT:
            return percent_text(tried.content_share)
        if column == Column.QUALITY:
            return QLocale().toString(tried.quality, "f", SCORE_DECIMALS)
        if column == Column.GAIN:
            return gain_text(tried)
        return self.tr("In use") if tried == self._chosen else ""


class ReadersSection(QWidget):
    """The section of the settings that tells of readers."""

    def __init__(self, report: ReadersReport | None) -> None:
        super().__init__()
        self.basis = label("", "body", wrap=True)
        self.finding = label("", "body", wrap=True)
        self.gain = label("", "body2", wrap=True)
        self.heading = section_label(self.tr("Settings tried"))
        self.model = TriedModel(self)
        self.table = QTableView()
        self.note = label(
            self.tr(
                "A fifth of the likes of these readers was held out; nDCG@20 says how well each setting finds them "
                "again among the tail, 1 being perfect. The usual setting is left only where another is better by "
                "more than its standard error."
            ),
            "meta",
            wrap=True,
        )
        for made in (self.basis, self.finding, self.gain, self.note):
            let_shrink(made)
        self.table.setModel(self.model)
        prepare_table(self.table)
        self.table.setAccessibleName(self.tr("Settings tried on readers"))
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for part in (self.basis, self.finding, self.gain, self.heading, self.table, self.note):
            layout.addWidget(part)
        theme_signals.theme_changed.connect(self._fit)
        self.show_report(report)

    def show_report(self, report: ReadersReport | None) -> None:
        """Show what is in force; None: nothing was learned from readers."""
        self.basis.setText(basis_of(report))
        for made, text in ((self.finding, finding_of(report)), (self.gain, gain_of(report))):
            made.setText(text)
            made.setVisible(bool(text))
        self.model.show_report(report)
        has_trial = bool(self.model.rows)
        for part in (self.heading, self.table, self.note):
            part.setVisible(has_trial)
        self._fit()

    def _fit(self) -> None:
        """Let the table be as high as its rows, at the size of text in use."""
        rows = self.table.verticalHeader().defaultSectionSize() * len(self.model.rows)
        # With room for the bar below, for where a column has to be scrolled to.
        bar = SCROLL_BAR_WIDTH
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows + bar + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        fit_columns(self.table, self.width() + PAGE_MARGINS, {}, SHARES)


def basis_of(report: ReadersReport | None) -> str:
    """Return what was learned from."""
    if report is None:
        return filled(
            translate(
                "Readers",
                "Nothing is learned from readers. Import what readers did; at least %1 of them must like %2 items or "
                "more.",
            ),
            count_text(LEAST_READERS),
            count_text(LEAST_LIKES),
        )
    counts = ReadersCounts()
    pattern = (
        translate("Readers", "Learned from %1 with %2 and %3.")
        if report.view_count
        else translate("Readers", "Learned from %1 with %2.")
    )
    return filled(
        pattern,
        counts.readers(report.reader_count),
        counts.likes(report.like_count),
        counts.views(report.view_count),
    )


def finding_of(report: ReadersReport | None) -> str:
    """Return how much the text counts beside readers on this catalogue, and how much readers are smoothed."""
    if report is None:
        return ""
    if report.trial_reader_count is None:
        return translate(
            "Readers",
            "How to learn from them was tried, but the figures were not kept; they are shown after the next learning.",
        )
    if not report.tried and report.name.startswith(WALKS):
        return translate(
            "Readers",
            "There are too many readers and items to try how to learn from them, so the usual settings are used.",
        )
    if not report.tried:
        return translate(
            "Readers", "They are too few to try how to learn from them, so the usual settings are used."
        )
    return filled(
        translate(
            "Readers",
            "Tried on %1: beside readers the text keeps %2 of its usual weight on this catalogue, and λ is %3. "
            "Where a brief is given, it keeps all of it.",
        ),
        ReadersCounts().readers(report.trial_reader_count),
        percent_text(report.content_share),
        smoothing_text(report.regularisation),
    )


def gain_of(report: ReadersReport | None) -> str:
    """Return what the settings in force won over the usual ones."""
    chosen = report.chosen if report is not None else None
    if chosen is None:
        return ""
    quality = QLocale().toString(chosen.quality, "f", SCORE_DECIMALS)
    if chosen.gain is None:
        return filled(
            translate("Readers", "nDCG@20 is %1; without vectors there is no usual setting to compare with."),
            quality,
        )
    if not chosen.gain:
        return filled(
            translate(
                "Readers",
                "That is the usual setting: nothing tried was better than its nDCG@20 of %1 beyond doubt.",
            ),
            quality,
        )
    usual = chosen.quality - chosen.gain
    figures = (
        quality,
        QLocale().toString(usual, "f", SCORE_DECIMALS),
        QLocale().toString(chosen.error or 0.0, "f", SCORE_DECIMALS),
    )
    if usual <= 0:
        return filled(
            translate("Readers", "nDCG@20 is %1 instead of the usual setting's %2 (standard error %3)."),
            *figures,
        )
    return filled(
        translate("Readers", "That is %4 better: nDCG@20 is %1 instead of %2 (standard error %3)."),
        *figures,
        percent_text(chosen.gain / usual),
    )


def result_of(report: ReadersReport) -> str:
    """Return in a few words what came of learning, for the list of jobs; the settings tell all of it."""
    said = filled(translate("Readers", "from %1"), ReadersCounts().readers(report.reader_count))
    if report.chosen is None:
        return said
    return filled(translate("Readers", "%1, text %2"), said, percent_text(report.content_share))


def smoothing_text(regularisation: float) -> str:
    """Return λ without needless decimals."""
    return QLocale().toString(regularisation, "g", 4)


def gain_text(tried: SettingTried) -> str:
    """Return how much better than the usual setting one was, with its standard error; a dash for the usual itself."""
    if tried.gain is None or tried.error is None or not (tried.gain or tried.error):
        return "–"
    sign = "+" if tried.gain >= 0 else "−"
    locale = QLocale()
    return filled(
        "%1%2 ± %3",
        sign,
        locale.toString(abs(tried.gain), "f", SCORE_DECIMALS),
        locale.toString(tried.error, "f", SCORE_DECIMALS),
    )
