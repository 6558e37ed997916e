"""The places of the program at the left edge, with the settings at the foot."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ltrec_gui.ui.theme import give_font, scaled, theme_signals
from ltrec_gui.ui.widgets import IconToolButton, set_tooltip

RAIL_WIDTH = 76  # at least; three panes still fit beside it
ICON_SIZE = 22
EDGE = 12  # above the first button and below the last
SIDE = 4  # beside them
# How the buttons look, as long as they have room below each other: with air, close together, without their names.
STYLES = (
    (Qt.ToolButtonStyle.ToolButtonTextUnderIcon, False),
    (Qt.ToolButtonStyle.ToolButtonTextUnderIcon, True),
    (Qt.ToolButtonStyle.ToolButtonIconOnly, False),
)


class Rail(QFrame):
    """One button per place; the one shown is checked."""

    place_chosen = Signal(str)
    settings_asked = Signal()

    def __init__(self, places: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self._buttons: dict[str, IconToolButton] = {}
        self._shown: QWidget = self
        self._settings = _rail_button("settings")
        self._settings.clicked.connect(self.settings_asked)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, EDGE, 0, EDGE)
        layout.setSpacing(4)
        for place, icon_name in places:
            made = _rail_button(icon_name)
            made.setCheckable(True)
            made.clicked.connect(lambda _checked=False, place=place: self._choose(place))
            self._buttons[place] = made
            layout.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        layout.addWidget(self._settings, 0, Qt.AlignmentFlag.AlignHCenter)
        theme_signals.theme_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Be as wide as the longest name at the size of text in use; in a low window do with less air, or no names."""
        made = self._all()
        low = QSize(0, self.height() - 2 * EDGE - self._layout.spacing() * len(made))
        for style, is_tight in STYLES:
            for each in made:
                each.setToolButtonStyle(style)
                if each.property("is_tight") != is_tight:
                    each.setProperty("is_tight", is_tight)
                    each.style().unpolish(each)
                    each.style().polish(each)
                    give_font(each, "meta")  # which the style sheet took away
            if sum(each.sizeHint().height() for each in made) <= low.height():
                break
        longest = max(each.sizeHint().width() for each in made)
        has_names = made[0].toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        width = max(scaled(RAIL_WIDTH) - 2 * SIDE if has_names else 0, longest)
        for each in made:
            each.setFixedWidth(width)
        self.setFixedWidth(width + 2 * SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look anew at how much room there is below each other."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self._fit()

    def _all(self) -> list[IconToolButton]:
        return [*self._buttons.values(), self._settings]

    def show_place(self, place: str) -> None:
        """Check the button of the place shown."""
        # Not an exclusive group: of one Qt takes all but the button that last had the focus out of the way of Tab, and
        # an arrow key goes to the next place at once.
        for name, made in self._buttons.items():
            made.setChecked(name == place)
        self._shown = self._buttons[place]

    def name_places(self, names: dict[str, tuple[str, str]], settings_name: str) -> None:
        """Write names below the icons; each place has a name and its keys."""
        for place, (name, keys) in names.items():
            _name(self._buttons[place], name, keys)
        _name(self._settings, settings_name, "")
        self._fit()

    def has_focus_inside(self) -> bool:
        """Return whether one of the buttons has the focus."""
        return any(button.hasFocus() for button in self._all())

    @property
    def shown_button(self) -> QWidget:
        """The button of the place shown."""
        return self._shown

    def _choose(self, place: str) -> None:
        self._buttons[place].setChecked(True)  # a click on the place shown is no way to leave it
        self.place_chosen.emit(place)


def _rail_button(icon_name: str) -> IconToolButton:
    made = IconToolButton(icon_name)
    made.setProperty("kind", "rail")
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    made.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
    give_font(made, "meta")
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def _name(target: IconToolButton, name: str, keys: str) -> None:
    # An ampersand in a button's text marks a letter; one of the name's own is doubled.
    target.setText(name.replace("&", "&&"))
    target.setAccessibleName(name)
    set_tooltip(target, f"{name} ({keys})" if keys else name)
