"""Why an item is not right: the reasons to choose from as chips, in a bar under the list and in the details pane."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.recommend.critiques import CRITIQUES
from ltrec_gui.ui.fitting import FlowLayout
from ltrec_gui.ui.theme import give_font
from ltrec_gui.ui.widgets import ElidedLabel, name_tool_button, set_tooltip, tool_button
from ltrec_gui.ui.wording import count_text, critique_effect, critique_name, filled, translate

STEPS: dict[int, int] = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


def numbered(place: int, name: str) -> str:
    """Return a reason with the digit that chooses it."""
    return filled(translate("Wording", "%1 %2"), count_text(place), name)


class ReasonChips(QWidget):
    """The reasons that may be given, one or none of them chosen; a digit chooses by place while one has the focus."""

    chosen = Signal(str)  # a reason, "" where the one that was chosen is taken back
    left = Signal()  # Esc

    def __init__(self) -> None:
        super().__init__()
        self.chips: dict[str, QToolButton] = {}
        self._critique = ""
        layout = FlowLayout()
        self.setLayout(layout)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for name in CRITIQUES:
            made = QToolButton()
            made.setProperty("kind", "outlined")
            made.setProperty("tone", "bad")
            give_font(made, "meta")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.installEventFilter(self)
            made.clicked.connect(lambda _checked=False, name=name: self._clicked(name))
            self.chips[name] = made
            layout.addWidget(made)
        self.retranslate()

    def show_reasons(self, offered: Sequence[str], critique: str) -> None:
        """Offer these reasons, `critique` being the one given ("": none)."""
        self._critique = critique
        for name, made in self.chips.items():
            made.setVisible(name in offered or name == critique)
            made.setChecked(name == critique)
        self._name_chips()
        self.updateGeometry()

    def offered(self) -> list[str]:
        """Return the reasons on offer, in order."""
        return [name for name, made in self.chips.items() if not made.isHidden()]

    def focus_first(self) -> None:
        """Give the focus to the reason given, or to the first."""
        names = self.offered()
        if names:
            name = self._critique if self._critique in names else names[0]
            self.chips[name].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose by digit or Enter, go along by arrow, leave by Esc, before a chip makes something else of the key."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        names = self.offered()
        place = next((place for place, name in enumerate(names) if self.chips[name] is watched), 0)
        digit, key = event.key() - int(Qt.Key.Key_1), event.key()
        if 0 <= digit < len(names):
            self._clicked(names[digit])
        elif key in STEPS:
            following = names[(place + STEPS[key]) % len(names)]
            self.chips[following].setFocus(Qt.FocusReason.TabFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._clicked(names[place])
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._name_chips()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _name_chips(self) -> None:
        for place, name in enumerate(self.offered(), 1):
            text = numbered(place, critique_name(name))
            if self.chips[name].text() == text:
                continue  # each rejection asks the same, and to be named takes a chip as long as to be painted
            self.chips[name].setText(text)
            set_tooltip(self.chips[name], f"{critique_name(name)} ({place})\n{critique_effect(name)}")
            self.chips[name].setAccessibleDescription(critique_effect(name))

    def _clicked(self, name: str) -> None:
        # A chip shows a reason as given only once it is on disk.
        for each, made in self.chips.items():
            made.setChecked(each == self._critique)
        self.chosen.emit("" if name == self._critique else name)


class ReasonBar(QFrame):
    """Asks why what was rejected last is not right, and says what the answer moves; it may be left.

    It lies over the list, for a list that gave way to it would jump at every verdict. Where it lies its owner says.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self.setProperty("kind", "info")
        self._question = ElidedLabel("", "body2")
        self._is_answered = False
        self._close = tool_button("x", "")
        self.reasons = ReasonChips()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self._question, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 4, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.reasons)
        self.reasons.chosen.connect(self.chosen)
        self.reasons.left.connect(self.left)
        self._close.clicked.connect(self.dismiss)
        self.retranslate()
        self.hide()

    def ask(self, question: str, offered: Sequence[str], critique: str, effect: str) -> None:
        """Ask; `effect` says what the reason given so far moves, in place of the question once there is one."""
        self._is_answered = bool(effect)
        self._question.set_text(effect or question)
        self.reasons.show_reasons(offered, critique)
        self.setVisible(bool(offered))

    def ask_otherwise(self, question: str) -> None:
        """Put the question in other words, unless it was answered."""
        if not self._is_answered:
            self._question.set_text(question)

    def fit_into(self, width: int) -> None:
        """Take this width, and the height that the reasons need in it."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(width, layout.totalHeightForWidth(width))

    def text(self) -> str:
        """Return the question, or what was said in its place."""
        return self._question.text()

    def dismiss(self) -> None:
        """Ask no longer."""
        had_focus = self.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() else False
        self.hide()
        if had_focus:
            self.left.emit()

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        name_tool_button(self._close, self.tr("Give no reason"))
        self.reasons.setAccessibleName(self.tr("Reasons"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
