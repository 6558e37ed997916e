"""The bar at the bottom: the long job that runs, what it still needs, and the one-line messages beside it."""

import math

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.jobs.control import Progress
from ltrec_gui.ui.announcing import announce
from ltrec_gui.ui.job_board import JobBoard, JobEntry, JobState
from ltrec_gui.ui.theme import font_of, give_font, scaled, theme_signals
from ltrec_gui.ui.widgets import (
    ElidedLabel,
    IconLabel,
    button,
    label,
    name_tool_button,
    section_label,
    tool_button,
)
from ltrec_gui.ui.wording import count_text as number_text
from ltrec_gui.ui.wording import filled

BAR_HEIGHT, BAR_AIR = 40, 20
PROGRESS_WIDTH = 144
LIST_WIDTH = 440
LIST_HEIGHT = 320  # at most; what is below it is scrolled to
STATE_ICONS = {
    JobState.WAITING: ("clock", "text3"),
    JobState.RUNNING: ("refresh-cw", "accent"),
    JobState.PAUSED: ("pause", "warn"),
    JobState.DONE: ("circle-check", "good"),
    JobState.FAILED: ("triangle-alert", "bad"),
    JobState.CANCELLED: ("x", "text3"),
}


def time_left_text(seconds: float) -> str:
    """Return remaining seconds in words, coarser the longer they are."""
    translate = QCoreApplication.translate
    if seconds < 60:
        return filled(translate("JobStatus", "%1 s left"), number_text(max(5, math.ceil(seconds / 5) * 5)))
    minutes = math.ceil(seconds / 60)
    if minutes < 60:
        return filled(translate("JobStatus", "%1 min left"), number_text(minutes))
    return filled(
        translate("JobStatus", "%1 h %2 min left"), number_text(minutes // 60), number_text(minutes % 60)
    )


def rate_text(rate: float) -> str:
    """Return how many a second, with a decimal only where it says something."""
    number = QLocale().toString(rate, "f", 1) if rate < 10 else QLocale().toString(round(rate))
    return filled(QCoreApplication.translate("JobStatus", "%1/s"), number)


def count_text(progress: Progress) -> str:
    """Return `done / total`, or what is known of it."""
    locale = QLocale()
    if progress.total:
        return f"{locale.toString(progress.done)} / {locale.toString(progress.total)}"
    return locale.toString(progress.done) if progress.done else ""


def state_text(entry: JobEntry) -> str:
    """Return the state of a job in words, with what came of it."""
    translate = QCoreApplication.translate
    kept = QLocale().toString(entry.progress.done)
    if entry.state is JobState.WAITING:
        return translate("JobStatus", "Waiting")
    if entry.state is JobState.RUNNING:
        return _running_text(entry)
    if entry.state is JobState.PAUSED:
        counted = count_text(entry.progress)
        return (
            filled(translate("JobStatus", "Paused at %1"), counted)
            if counted
            else translate("JobStatus", "Paused")
        )
    if entry.state is JobState.DONE:
        return entry.result or translate("JobStatus", "Done")
    if entry.state is JobState.FAILED:
        return translate("JobStatus", "Failed; what was done is kept")
    if entry.progress.done:
        return filled(translate("JobStatus", "Cancelled; kept %1"), kept)
    return translate("JobStatus", "Cancelled")


def _running_text(entry: JobEntry) -> str:
    parts = [count_text(entry.progress)]
    if entry.time_left.rate and entry.progress.total:
        parts.append(rate_text(entry.time_left.rate))
    if entry.time_left.seconds_left is not None and entry.progress.done != entry.progress.total:
        parts.append(time_left_text(entry.time_left.seconds_left))
    return " · ".join(part for part in parts if part)


class JobStatus(QFrame):
    """Shows the running job with pause and cancel; a click opens the jobs of this session."""

    action_triggered = Signal()

    def __init__(self, board: JobBoard) -> None:
        super().__init__()
        self._board = board
        self._summary = ""
        self.setProperty("role", "bar")
        self._list = JobList(self, board)
        self._open_list = tool_button("list", "")
        self._open_list.clicked.connect(self.toggle_list)
        self._name = label("", "meta")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._detail = label("", "meta")
        self._pause = tool_button("pause", "")
        self._pause.clicked.connect(self._toggle_pause)
        self._cancel = tool_button("x", "")
        self._cancel.clicked.connect(self._cancel_current)
        self._action = button("", kind="link")
        self._action.clicked.connect(self.action_triggered)
        self._message = ElidedLabel("", "meta")
        self._message_timer = QTimer(self)
        self._message_timer.setSingleShot(True)
        self._message_timer.timeout.connect(lambda: self._message.set_text(""))
        for small in (self._pause, self._cancel, self._open_list):
            small.setIconSize(QSize(16, 16))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        for widget in (
            self._open_list,
            self._name,
            self._bar,
            self._detail,
            self._pause,
            self._cancel,
            self._action,
        ):
            layout.addWidget(widget)
        layout.addSpacing(16)
        layout.addWidget(self._message, 1)
        board.changed.connect(self.refresh)
        board.job_ended.connect(self._say_end)
        theme_signals.theme_changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def _fit(self) -> None:
        """Be as high as the text in use asks for."""
        self.setFixedHeight(max(BAR_HEIGHT, QFontMetrics(font_of("body")).height() + BAR_AIR))
        self._bar.setFixedWidth(scaled(PROGRESS_WIDTH))

    def set_summary(self, text: str, action_text: str = "") -> None:
        """Say what stands here while no job runs, and offer what may go on."""
        self._summary = text
        self._action.setText(action_text)
        self.refresh()

    def show_message(self, text: str, seconds: float = 8.0) -> None:
        """Show one line for a while, and announce it to screen readers."""
        self._message.set_text(text)
        self._message_timer.start(round(seconds * 1000))
        announce(self, text)

    @property
    def message(self) -> str:
        """The line shown now."""
        return self._message.text()

    @property
    def shown_text(self) -> str:
        """Name and details as they can be read."""
        return " ".join(text for text in (self._name.text(), self._detail.text()) if text)

    def refresh(self) -> None:
        """Show the state of the current job."""
        entry = self._board.current
        self._name.setText(entry.name if entry else self._summary)
        self._detail.setText(state_text(entry) if entry else "")
        for widget in (self._bar, self._detail, self._pause, self._cancel):
            widget.setVisible(entry is not None)
        self._action.setVisible(entry is None and bool(self._action.text()))
        self._open_list.setVisible(bool(self._board.entries))
        is_paused = entry is not None and entry.state is JobState.PAUSED
        name_tool_button(self._pause, self.tr("Resume") if is_paused else self.tr("Pause"))
        self._bar.setAccessibleName(entry.name if entry is not None else "")
        if entry is None:
            return
        total = entry.progress.total or 0
        self._bar.setRange(0, total)
        self._bar.setValue(entry.progress.done if total else -1)
        self._pause.set_icon("play" if is_paused else "pause")

    def _say_end(self, entry: JobEntry) -> None:
        """Say to screen readers how a job ended; to the eye its bar is gone and its line in the list is there."""
        sentence = filled(self.tr("%1: %2"), entry.name, state_text(entry))
        announce(self, sentence, is_urgent=entry.state is JobState.FAILED)

    def toggle_list(self) -> None:
        """Open or close the list of the jobs of this session."""
        if self._list.isVisible():
            self._list.hide()
            return
        self._list.refresh()
        self._list.adjustSize()
        corner = self._open_list.mapToGlobal(QPoint(0, 0))
        self._list.move(corner - QPoint(0, self._list.height() + 8))
        self._list.show()

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._list.refresh()
        name_tool_button(self._open_list, self.tr("Jobs of this session"))
        name_tool_button(self._cancel, self.tr("Cancel; what is done is kept"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _toggle_pause(self) -> None:
        entry = self._board.current
        if entry is None:
            return
        if entry.state is JobState.PAUSED:
            self._board.resume(entry)
        else:
            self._board.pause(entry)

    def _cancel_current(self) -> None:
        entry = self._board.current
        if entry is not None:
            self._board.cancel(entry)


class JobList(QFrame):
    """The jobs of this session, newest first, in a small window that a click elsewhere closes."""

    def __init__(self, parent: QWidget, board: JobBoard) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._board = board
        self.setProperty("role", "card")
        self._heading = section_label("")
        self._rows = QWidget()
        self._rows.setProperty("role", "page")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._rows)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll = scroll
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._heading)
        layout.addWidget(scroll)
        board.changed.connect(self._refresh_if_shown)

    def refresh(self) -> None:
        """Show every job as it stands."""
        self._heading.setText(self.tr("Jobs of this session"))
        self._scroll.setAccessibleName(self._heading.text())
        fresh = QWidget()
        fresh.setProperty("role", "page")
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, entry in enumerate(self._board.entries):
            name = ElidedLabel(entry.name)
            give_font(name, "body")
            grid.addWidget(IconLabel(STATE_ICONS[entry.state][0], 16, STATE_ICONS[entry.state][1]), row, 0)
            grid.addWidget(name, row, 1)
            grid.addWidget(label(state_text(entry), "meta"), row, 2)
        self._rows = fresh
        self._scroll.setWidget(fresh)
        self._scroll.setFixedHeight(min(LIST_HEIGHT, fresh.sizeHint().height() + 4))
        self.setFixedWidth(min(scaled(LIST_WIDTH), self.screen().availableGeometry().width()))

    def _refresh_if_shown(self) -> None:
        if self.isVisible():
            self.refresh()
