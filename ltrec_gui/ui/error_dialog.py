"""What an editor sees when something unexpected happened: what, what is safe, what to do; the details are folded."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ltrec_gui.ui.theme import give_font, scaled
from ltrec_gui.ui.widgets import IconLabel, button, label
from ltrec_gui.ui.wording import error_sentences

WIDTH, MOST_WIDTH = 560, 960
DETAILS_HEIGHT = 220


class ErrorDialog(QDialog):
    """Shows an unexpected error; `report` is what `Copy report` gives, versions and places without catalogue text."""

    def __init__(self, error: Exception, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = report
        happened, safe, act = error_sentences(error)
        self.setWindowTitle(self.tr("Something went wrong"))
        self._details = QPlainTextEdit(report)
        self._details.setReadOnly(True)
        give_font(self._details, "meta")
        self._details.setAccessibleName(self.tr("Details of the report"))
        self._details.setMinimumHeight(DETAILS_HEIGHT)
        self._details.hide()
        self._toggle = button(self.tr("Show details"), "chevron-right", "link")
        self._copy = button(self.tr("Copy report"), "file-text")
        self._copied = label("", "meta")
        close = button(self.tr("Go on working"), kind="primary")
        self._toggle.clicked.connect(self._toggle_details)
        self._copy.clicked.connect(self._copy_report)
        close.clicked.connect(self.accept)
        close.setDefault(True)

        texts = QVBoxLayout()
        texts.setSpacing(8)
        texts.addWidget(label(happened, "item-title", wrap=True))
        texts.addWidget(label(safe, "body", wrap=True))
        texts.addWidget(label(act, "body2", wrap=True))
        head = QHBoxLayout()
        head.setSpacing(16)
        icon_column = QVBoxLayout()
        icon_column.addWidget(IconLabel("triangle-alert", 32, "bad"))
        icon_column.addStretch(1)
        head.addLayout(icon_column)
        head.addLayout(texts, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._toggle)
        foot.addWidget(self._copied)
        foot.addStretch(1)
        foot.addWidget(self._copy)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addWidget(self._details, 1)
        layout.addLayout(foot)
        self.setMinimumWidth(min(scaled(WIDTH), MOST_WIDTH))
        close.setFocus()

    def _toggle_details(self) -> None:
        is_open = not self._details.isVisible()
        self._details.setVisible(is_open)
        self._toggle.setText(self.tr("Hide details") if is_open else self.tr("Show details"))
        self._toggle.set_icon("chevron-down" if is_open else "chevron-right")
        self.adjustSize()

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._copied.setText(self.tr("Copied"))


class ErrorReporter:
    """Shows one error dialog at a time; further errors only go into the log, so that a loop of them stays usable."""

    def __init__(self, report_of: Callable[[BaseException], str]) -> None:
        self._report_of = report_of
        self._dialog: ErrorDialog | None = None

    def show(self, error: BaseException, parent: QWidget | None = None) -> None:
        """Show the error unless another one is still shown."""
        if self._dialog is not None or not isinstance(error, Exception):
            return
        self._dialog = ErrorDialog(error, self._report_of(error), parent)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
