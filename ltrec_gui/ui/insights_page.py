"""Insights: what the verdicts so far amount to in plain sentences and charts, and when an editor may stop looking."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.insights import InsightsReport, NamedGroup
from ltrec_gui.recommend.stopping import SAMPLE_SIZES
from ltrec_gui.ui.fitting import ChoiceBox
from ltrec_gui.ui.insights_html import Section, insights_html
from ltrec_gui.ui.insights_wording import (
    InsightCounts,
    Said,
    brief_names,
    date_text,
    group_cells,
    group_head,
    group_meanings,
    kept_chart,
    kept_over_time_sentence,
    kept_sentences,
    policy_names,
    reach_chart,
    reach_meaning,
    reach_sentence,
    setting_caution,
    setting_chart,
    short,
    stop_sentences,
    stop_title,
    tail_names,
    winner_sentence,
)
from ltrec_gui.ui.line_chart import Chart, ChartPanel, FiguresTable
from ltrec_gui.ui.panes import Pane
from ltrec_gui.ui.widgets import EmptyState, PaneScroll, button, label, set_tooltip
from ltrec_gui.ui.wording import joined

translate = QCoreApplication.translate

ALL_BRIEFS = None
WIDE = 880  # from here on two charts stand side by side


def _switch_names() -> tuple[str, str]:
    return translate("Insights", "Show as table"), translate("Insights", "Show as chart")


class SaidPanel(QFrame):
    """Sentences under a title; what their figures are called and mean is in their tooltips."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.title = label("", "item-title", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addLayout(self._lines)
        layout.addLayout(self.foot)
        layout.addStretch(1)

    def show_said(self, title: str, sentences: Sequence[Said]) -> None:
        """Show other sentences."""
        self.title.setText(title)
        while self._lines.count() > len(sentences):
            item = self._lines.takeAt(self._lines.count() - 1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        while self._lines.count() < len(sentences):
            self._lines.addWidget(label("", "body", wrap=True))
        for number, said in enumerate(sentences):
            line = self._line(number)
            line.setProperty("role", "warn" if said.is_caution else "body")
            line.style().unpolish(line)
            line.style().polish(line)
            line.setText(said.text)
            line.setAccessibleDescription(said.meaning)
            set_tooltip(line, said.meaning)

    def texts(self) -> list[str]:
        """Return the sentences shown."""
        return [self._line(number).text() for number in range(self._lines.count())]

    def _line(self, number: int) -> QLabel:
        item = self._lines.itemAt(number)
        found = item.widget() if item is not None else None
        if not isinstance(found, QLabel):
            raise TypeError("a line is no label")
        return found


class InsightsPage(QWidget):
    """The page of insights; it reckons nothing itself and speaks by signals."""

    report_requested = Signal(object)  # the id of a brief, None for all
    sample_requested = Signal(int)  # how many items
    export_requested = Signal(object, str)  # a path, the page as HTML
    suggestions_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._report: InsightsReport | None = None
        self._counts = InsightCounts(self)
        self._make_parts()
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def report(self) -> InsightsReport | None:
        """What is shown."""
        return self._report

    @property
    def brief_id(self) -> int | None:
        """The brief whose figures are asked for; None for all."""
        chosen = self.brief_box.currentData()
        return chosen if isinstance(chosen, int) else None

    def show_report(self, report: InsightsReport) -> None:
        """Show these figures, unless those of another brief are asked for by now."""
        if report.brief_id == self.brief_id or report.brief_id is None:
            self._report = report
            self._fill_briefs()
            self._show()

    def clear(self) -> None:
        """Show nothing: another library is opened."""
        self._report = None
        self.brief_box.clear()
        self._fill_briefs()
        self._show()

    def focus_first(self) -> None:
        """Give the focus to the choice of briefs, or to the way out of the empty page."""
        is_empty = self._stack.currentWidget() is self.empty
        way_out = self.empty.findChild(QPushButton)
        target = way_out if is_empty and isinstance(way_out, QPushButton) else self.brief_box
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def panes(self) -> list[Pane]:
        """Return the head and every card."""
        cards = (self.kept, self.stop, self.reach, self.over_time, self.by_tail, self.by_policy, self.briefs)
        return [(self.brief_box, self.export_button), *((card,) for card in cards), (self.empty,)]

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._title.setText(self.tr("Insights"))
        self.brief_box.setAccessibleName(self.tr("Figures of which brief"))
        self.export_button.setText(self.tr("Export page…"))
        self.export_button.tint()
        set_tooltip(
            self.export_button, self.tr("Write this page with its charts and tables to one HTML file.")
        )
        self.sample_button.setText(self.tr("Judge a random sample"))
        self.sample_button.tint()
        set_tooltip(
            self.sample_button,
            self.tr(
                "Makes a list drawn at random from all that the filters of the brief allow and you did not judge yet. "
                "Judge it from the top down; R goes back to suggestions."
            ),
        )
        for size, action in self.sample_actions.items():
            action.setText(self._counts.sample_items(size))
        self.briefs_table.setAccessibleName(self.tr("Figures by brief"))
        self._fill_briefs()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put charts below each other where two have no room."""
        super().resizeEvent(event)
        self._fit()

    def scroll_to(self, share: float) -> None:
        """Show the page from its beginning (0) to its end (1)."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(round(share * bar.maximum()))

    def html(self) -> str:
        """Return the page as one HTML file; "" while nothing is shown."""
        report = self._report
        if report is None:
            return ""
        made = joined(date_text(datetime.now(UTC).isoformat()), self._count.text())
        language = QLocale().name().replace("_", "-")
        definitions = self.tr("What the figures are")
        return insights_html(self._title.text(), made, language, definitions, self._sections(report))

    # What is built once

    def _make_parts(self) -> None:
        self._title = label("", "page-title")
        self._count = label("", "meta")
        self.brief_box = ChoiceBox()
        self.brief_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.brief_box.setMinimumContentsLength(18)
        self.export_button = button("", "download")
        self.sample_button = button("", "sparkles")
        self.sample_menu = QMenu(self)
        self.sample_actions: dict[int, QAction] = {}
        for size in SAMPLE_SIZES:
            action = QAction(self)
            action.triggered.connect(lambda _checked=False, size=size: self.sample_requested.emit(size))
            self.sample_actions[size] = action
            self.sample_menu.addAction(action)
        self.sample_button.setMenu(self.sample_menu)
        self.kept = SaidPanel()
        self.stop = SaidPanel()
        self.reach = ChartPanel(_switch_names)
        self.over_time = ChartPanel(_switch_names)
        self.by_tail = ChartPanel(_switch_names)
        self.by_policy = ChartPanel(_switch_names)
        self.briefs = SaidPanel()
        self.briefs_table = FiguresTable(10)
        self.caution = label("", "meta", wrap=True)
        self.empty = EmptyState("chart-area", "", "", " ")
        self._stack = QStackedWidget()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        head.addWidget(self.brief_box)
        head.addWidget(self.export_button)
        self.stop.foot.addWidget(self.sample_button)
        self.stop.foot.addStretch(1)
        self.briefs.foot.addWidget(self.briefs_table)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(12)
        self._pairs: list[QBoxLayout] = []
        for left, right in (
            (self.kept, self.stop),
            (self.reach, self.over_time),
            (self.by_tail, self.by_policy),
        ):
            row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            row.setSpacing(12)
            row.addWidget(left, 1)
            row.addWidget(right, 1)
            self._pairs.append(row)
            column.addLayout(row)
        column.addWidget(self.caution)
        column.addWidget(self.briefs)
        column.addStretch(1)
        self._scroll = PaneScroll(content)
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.brief_box.activated.connect(lambda _row: self.report_requested.emit(self.brief_id))
        self.export_button.clicked.connect(self._ask_to_export)
        self.empty.action_triggered.connect(self.suggestions_requested)

    def _fit(self) -> None:
        is_wide = self.width() >= WIDE
        for row in self._pairs:
            row.setDirection(
                QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
            )

    # What is shown

    def _fill_briefs(self) -> None:
        chosen = self.brief_id
        self.brief_box.clear()
        self.brief_box.addItem(self.tr("All briefs"), ALL_BRIEFS)
        for brief_id, name in self._report.briefs if self._report is not None else ():
            self.brief_box.addItem(short(name) or self.tr("Without a brief"), brief_id)
        keys = [self.brief_box.itemData(row) for row in range(self.brief_box.count())]
        self.brief_box.setCurrentIndex(keys.index(chosen) if chosen in keys else 0)

    def _show(self) -> None:
        report = self._report
        has_lists = report is not None and report.total.list_count > 0
        self.brief_box.setVisible(has_lists)
        self.export_button.setVisible(has_lists)
        self._stack.setCurrentWidget(self._scroll if has_lists else self.empty)
        if report is None or not has_lists:
            self._count.setText("")
            self.empty.set_texts(
                self.tr("Nothing to tell yet"),
                self.tr("What you keep, how much of it is tail and how far lists reach is told here."),
                self.tr("Show suggestions"),
            )
            return
        self._count.setText(self._counts.lists(report.total.list_count))
        self.kept.show_said(self._kept_title(), kept_sentences(report))
        self.stop.setVisible(report.stop is not None)
        if report.stop is not None:
            self.stop.show_said(stop_title(report.stop), stop_sentences(report.stop))
        self.reach.show_chart(self._reach_title(), reach_sentence(report), reach_chart(report))
        set_tooltip(self.reach.sentence, reach_meaning())
        self.over_time.show_chart(
            self._over_time_title(), kept_over_time_sentence(report), kept_chart(report)
        )
        for panel, (title, sentence, chart) in zip(
            (self.by_tail, self.by_policy), self._settings(report), strict=True
        ):
            panel.show_chart(title, sentence, chart, group_meanings())
        self.caution.setText(setting_caution())
        self.briefs.show_said(self._briefs_title(), ())
        self.briefs_table.show_figures(
            group_head(self.tr("For the brief")), self._brief_rows(report.by_brief), group_meanings()
        )
        self._fit()

    def _kept_title(self) -> str:
        return self.tr("What you kept")

    def _reach_title(self) -> str:
        return self.tr("How far lists reach")

    def _over_time_title(self) -> str:
        return self.tr("What you keep, over time")

    def _briefs_title(self) -> str:
        return self.tr("By brief")

    def _settings(self, report: InsightsReport) -> list[tuple[str, str, Chart]]:
        """Return title, sentence and chart of the settings that are compared."""
        tails, policies = tail_names(report.by_tail), policy_names(report.by_policy)
        return [
            (
                self.tr("By tail preference"),
                winner_sentence(report.by_tail, tails, report.tail_winner),
                setting_chart(report.by_tail, tails, self.tr("tail preference")),
            ),
            (
                self.tr("By how variety is made"),
                winner_sentence(report.by_policy, policies, report.policy_winner),
                setting_chart(report.by_policy, policies, self.tr("variety")),
            ),
        ]

    def _brief_rows(self, groups: Sequence[NamedGroup]) -> tuple[tuple[str, ...], ...]:
        return tuple(
            (name, *group_cells(group.group)) for group, name in zip(groups, brief_names(groups), strict=True)
        )

    def _sections(self, report: InsightsReport) -> list[Section]:
        """Return the page in parts, for the export."""
        found = [Section(self._kept_title(), tuple(kept_sentences(report)))]
        if report.stop is not None:
            found.append(Section(stop_title(report.stop), tuple(stop_sentences(report.stop))))
        found.append(
            Section(
                self._reach_title(), (Said(reach_sentence(report), reach_meaning()),), reach_chart(report)
            )
        )
        found.append(
            Section(self._over_time_title(), (Said(kept_over_time_sentence(report)),), kept_chart(report))
        )
        for title, sentence, chart in self._settings(report):
            found.append(Section(title, (Said(sentence), Said(setting_caution())), chart))
        found.append(
            Section(
                self._briefs_title(),
                (),
                None,
                group_head(self.tr("For the brief")),
                self._brief_rows(report.by_brief),
            )
        )
        return found

    def _ask_to_export(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, self.tr("Export insights"), "insights.html", self.tr("HTML (*.html)")
        )
        if name:
            path = Path(name) if Path(name).suffix else Path(f"{name}.html")
            self.export_requested.emit(path, self.html())
