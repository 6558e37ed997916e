"""The menu that tells a library what kind of catalogue it is, where the headers of its file did not, or were wrong."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ltrec_gui.pipeline.domains import DOMAINS, OTHER
from ltrec_gui.ui.domain_wording import domain_title, tail_meaning


class KindMenu(QMenu):
    """One choice of six; off while no library is open."""

    chosen = Signal(str)  # one of DOMAINS, or OTHER

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self._group = QActionGroup(self)
        self.kinds = {name: QAction(self) for name in (*DOMAINS, OTHER)}
        for name, action in self.kinds.items():
            action.setCheckable(True)
            self._group.addAction(action)
            self.addAction(action)
            action.triggered.connect(lambda _checked=False, name=name: self.chosen.emit(name))
        self.show_kind(None)
        self.retranslate()

    def show_kind(self, name: str | None) -> None:
        """Check the kind of the open library, the last one where it is not known; None: no library is open."""
        self.setEnabled(name is not None)
        if name is not None:
            self.kinds.get(name, self.kinds[OTHER]).setChecked(True)

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self.setTitle(self.tr("Kind of catalogue"))
        for name, action in self.kinds.items():
            action.setText(domain_title(name))
            action.setToolTip(tail_meaning(name))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
