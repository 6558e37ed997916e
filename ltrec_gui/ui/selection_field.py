"""What alone is asked for where not everything is: a chip in the brief's pane, with steps that can be taken back."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ltrec_gui.pipeline.selections import Selection
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.ui.widgets import Chip, section_label

NOTHING = Selection()


class SelectionField(QWidget):
    """The selection a list is made from; hidden while lists are made from everything."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.value = NOTHING
        self._before: list[Selection] = []  # what an undo goes back to, the last one first to be taken
        self._after: list[Selection] = []
        self._label = section_label("")
        self.chip: Chip | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._label)
        self.retranslate()

    def choose(self, selection: Selection) -> None:
        """Ask for these items alone, or for NOTHING less than all, as a step that can be taken back."""
        if selection != self.value:
            self._before.append(self.value)
            self._after.clear()
            self._put(selection)

    def show_request(self, request: SuggestRequest) -> None:
        """Show what an earlier list was made from."""
        shown = Selection(request.selection, request.selection_count)
        if shown != self.value:
            self.forget_steps()
            self._put(shown)

    def clear(self) -> None:
        """Ask for everything, as a new brief does."""
        self.forget_steps()
        if self.value != NOTHING:
            self._put(NOTHING)

    @property
    def can_take_back(self) -> bool:
        """Whether the selection was changed, and nothing else was done since that would be undone first."""
        return bool(self._before)

    @property
    def can_do_again(self) -> bool:
        """Whether a change of the selection was taken back last."""
        return bool(self._after)

    def take_back(self) -> None:
        """Undo the last change of the selection."""
        self._after.append(self.value)
        self._put(self._before.pop())

    def do_again(self) -> None:
        """Redo the change that was taken back last."""
        self._before.append(self.value)
        self._put(self._after.pop())

    def forget_steps(self) -> None:
        """Let the selection stand as it is: something else is the last step from now on."""
        self._before.clear()
        self._after.clear()

    def sentence(self, selection: Selection) -> str:
        """Return what a selection asks for."""
        if selection == NOTHING:
            return self.tr("The whole catalogue")
        return self.tr("Only the %Ln titles chosen on the map", "", selection.item_count)

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._label.setText(self.tr("Only from"))
        self._put(self.value)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _put(self, selection: Selection) -> None:
        is_other = selection != self.value
        self.value = selection
        had_focus = self.chip is not None and self.chip.remove_button.hasFocus()
        if self.chip is not None:
            self._layout.removeWidget(self.chip)
            self.chip.hide()
            self.chip.deleteLater()
            self.chip = None
        if selection != NOTHING:
            name = self.tr("Suggest from the whole catalogue again")
            self.chip = Chip(selection.key, self.tr("%Ln chosen on the map", "", selection.item_count), name)
            self.chip.removed.connect(lambda _key: self.choose(NOTHING))
            self._layout.addWidget(self.chip)
        self.setVisible(selection != NOTHING)
        if had_focus and self.chip is not None:
            self.chip.remove_button.setFocus()
        if is_other:
            self.changed.emit()
