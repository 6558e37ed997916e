"""How far a long job is that a dialog asked for, in one line with the button that stops it."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ltrec_gui.jobs.control import Progress
from ltrec_gui.ui.widgets import button, label
from ltrec_gui.ui.wording import filled


class RunningBar(QWidget):
    """Hidden until something runs."""

    def __init__(self) -> None:
        super().__init__()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.stage = label("", "body2")
        self.stop = button("", "x")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.progress, 1)
        layout.addWidget(self.stage, 1)
        layout.addWidget(self.stop)
        self.retranslate()
        self.hide()

    def show_progress(self, progress: Progress, waits_for: str, stage: str) -> None:
        """Show how far the job is and say at what, or which other job it `waits_for`."""
        self.progress.setRange(0, progress.total or 0)
        if progress.total:
            self.progress.setValue(progress.done)
        self.stage.setText(filled(self.tr("Waits for: %1"), waits_for) if waits_for else stage)

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self.stop.setText(self.tr("Stop"))
        self.stop.tint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
