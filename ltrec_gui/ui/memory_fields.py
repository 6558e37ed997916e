"""What a request leaves out because it was exported or shown before: two switches of the brief's pane."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ltrec_gui.pipeline.browse import LibraryOverview
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.ui.fitting import WrappingCheckBox
from ltrec_gui.ui.widgets import label, section_label, set_tooltip


class _Counted(QObject):
    def days(self, count: int) -> str:
        return self.tr("Not exported in the last %Ln days", "", count)

    def kept_out(self, count: int) -> str:
        return self.tr("%Ln items are kept out", "", count)


class MemoryFields(QWidget):
    """The cool-down of the library, on unless it is switched off here, and what was never suggested."""

    def __init__(self) -> None:
        super().__init__()
        self._library_days = 0
        self._asked_days = 0  # of a request made with another cool-down than the library has now
        self._cooling_count = 0
        self._label = section_label("")
        self.cooldown_box = WrappingCheckBox()
        self.cooldown_box.setChecked(True)
        self.unseen_box = WrappingCheckBox()
        self._kept_out = label("", "meta", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._label, self.cooldown_box, self._kept_out, self.unseen_box):
            layout.addWidget(widget)
        self.cooldown_box.toggled.connect(self._show)
        self.retranslate()

    @property
    def cooldown_days(self) -> int:
        """For how many days what was exported is left out, 0 for not at all."""
        return self._days if self.cooldown_box.isChecked() else 0

    @property
    def only_unseen(self) -> bool:
        """Whether only what was never suggested is asked for."""
        return self.unseen_box.isChecked()

    def show_overview(self, overview: LibraryOverview | None) -> None:
        """Follow the cool-down of a library; None: of none."""
        self._library_days = overview.cooldown_days if overview is not None else 0
        self._cooling_count = overview.cooling_count if overview is not None else 0
        self._show()

    def show_request(self, request: SuggestRequest) -> None:
        """Show what an earlier list was asked with."""
        self._asked_days = request.cooldown_days
        self.cooldown_box.setChecked(bool(request.cooldown_days))
        self.unseen_box.setChecked(request.only_unseen)
        self._show()

    def clear(self) -> None:
        """Ask as for a new brief: the library's cool-down, and whatever was suggested before."""
        self._asked_days = 0
        self.cooldown_box.setChecked(True)
        self.unseen_box.setChecked(False)
        self._show()

    def turn_off(self) -> None:
        """Leave nothing out."""
        self.cooldown_box.setChecked(False)
        self.unseen_box.setChecked(False)

    def ask_for_unseen(self) -> None:
        """Ask only for what was never suggested."""
        self.unseen_box.setChecked(True)

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._label.setText(self.tr("Shown before"))
        self.unseen_box.setText(self.tr("Never suggested before"))
        set_tooltip(
            self.unseen_box, self.tr("Leaves out what other lists showed; what this list shows stays.")
        )
        set_tooltip(
            self.cooldown_box,
            self.tr("Leaves out what left the house so recently. Set the days under “What was exported”."),
        )
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @property
    def _days(self) -> int:
        return self._asked_days or self._library_days

    def _show(self) -> None:
        self.cooldown_box.setVisible(bool(self._days))
        self.cooldown_box.setText(_Counted().days(self._days))
        shows_count = self.cooldown_box.isChecked() and bool(self._days and self._cooling_count)
        self._kept_out.setVisible(shows_count and self._days == self._library_days)
        self._kept_out.setText(_Counted().kept_out(self._cooling_count))
