"""Small building blocks of every page; whatever text they are given is shown plain, never as markup."""

import html
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.ui.announcing import announce
from ltrec_gui.ui.icons import icon, pixmap
from ltrec_gui.ui.theme import current_tokens, give_font, scaled, theme_signals

ButtonKind = Literal["normal", "primary", "danger", "link"]
MessageKind = Literal["info", "warn", "bad"]
MESSAGE_ICONS: dict[str, tuple[str, str]] = {
    "info": ("info", "accent"),
    "warn": ("triangle-alert", "warn"),
    "bad": ("triangle-alert", "bad"),
}
ICON_SIZE = 18
ICON_GAP = 4  # Fusion glues a button's icon to its text; the gap is made part of the icon
SCROLL_BAR_WIDTH = 8  # as in the style sheet
LINK_PADDING = 4
RING, RING_INSET = (
    1.0,
    3.5,
)  # of the focus inside a primary button; on half pixels, so that it keeps its colour
NARROW = 480  # a message this wide has its acts below its texts
LONGEST_LINE = 520  # of what is said of an empty list
NUMBER_MARGIN = 6

# Font of a label role; the colour follows from the style sheet by the same role.
LABEL_FONTS = {
    "body": "body",
    "body2": "body",
    "meta": "meta",
    "section": "section",
    "strong": "body-strong",
    "page-title": "page-title",
    "item-title": "item-title",
    "detail-title": "detail-title",
    "bad": "body",
    "warn": "body",
}


class NumberBox(QSpinBox):
    """A box for a whole number; its digits stand as far from the frame as the text of any other field."""

    def __init__(self) -> None:
        super().__init__()
        # The style sheet's padding moves the buttons of a spin box, but not what is typed.
        self.lineEdit().setTextMargins(NUMBER_MARGIN, 0, 0, 0)


def plain_tooltip(text: str) -> str:
    """Return text for setToolTip that Qt shows literally and wraps, whatever markup it holds; "" stays ""."""
    if not text:
        return ""
    return "<span>" + html.escape(text).replace("\n", "<br>") + "</span>"


def set_tooltip(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip that shows `text` literally."""
    widget.setToolTip(plain_tooltip(text))


def label(text: str = "", role: str = "body", buddy: QWidget | None = None, wrap: bool = False) -> QLabel:
    """Return a plain-text label; `role` is a key of LABEL_FONTS; `buddy` is the field it names."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    give_font(made, LABEL_FONTS[role])
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if buddy is not None:
        made.setBuddy(buddy)
    return made


def let_shrink(made: QLabel) -> None:
    """Let a wrapping label be narrower than its longest word: a text from a file must not widen the pane it is in."""
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)


def scrolling(content: QWidget) -> QScrollArea:
    """Return an area, not seen itself, that scrolls `content` where it is too high, as at a large size of text."""
    content.setProperty("role", "page")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def address_field() -> QLineEdit:
    """Return a line for a web address: it can be selected and copied, and is never broken or followed."""
    made = QLineEdit()
    made.setReadOnly(True)
    made.setFrame(False)
    give_font(made, "meta")
    made.setProperty("role", "address")
    return made


def section_label(text: str, buddy: QWidget | None = None) -> QLabel:
    """Return a small semibold heading for a group of fields."""
    return label(text, "section", buddy)


def _with_gap(name: str, colour: str, disabled_colour: str) -> QIcon:
    """Return an icon with empty room on its right, so that the text beside it has air."""
    made = QIcon()
    for ratio in (1.0, 1.25, 1.5, 2.0):
        for mode, tint in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled_colour)):
            room = QPixmap(round((ICON_SIZE + ICON_GAP) * ratio), round(ICON_SIZE * ratio))
            room.setDevicePixelRatio(ratio)
            room.fill(Qt.GlobalColor.transparent)
            painter = QPainter(room)
            painter.drawPixmap(0, 0, pixmap(name, tint, ICON_SIZE, ratio))
            painter.end()
            made.addPixmap(room, mode)
    return made


def is_pressed_by_enter(made: QAbstractButton, event: QKeyEvent) -> bool:
    """Press a button by Enter, which Qt leaves to Space; return whether it was that key."""
    plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() not in plain:
        return False
    if not event.isAutoRepeat():
        made.click()
    return True


class IconButton(QPushButton):
    """A push button whose icon follows the theme."""

    def __init__(self, text: str = "", icon_name: str | None = None, kind: ButtonKind = "normal") -> None:
        super().__init__(text)
        self._icon_name = icon_name
        self._kind = kind
        self.setProperty("kind", kind)
        give_font(self, "body")
        theme_signals.theme_changed.connect(self.tint)
        self.tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus, not the one that a dialog would press by default."""
        if not is_pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button; on the colour of the primary one no ring at its edge would be seen, so it has one inside."""
        super().paintEvent(event)
        if self._kind == "primary" and self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(current_tokens().on_accent), RING))
            inside = QRectF(self.rect()).adjusted(RING_INSET, RING_INSET, -RING_INSET, -RING_INSET)
            painter.drawRoundedRect(inside, 3, 3)
            painter.end()

    def set_icon(self, icon_name: str | None) -> None:
        """Show another icon, or none."""
        self._icon_name = icon_name
        self.tint()

    def tint(self) -> None:
        """Draw the icon in the colours of the theme."""
        if self._icon_name is None:
            self.setIcon(QIcon())
            return
        tokens = current_tokens()
        colours = {"primary": tokens.on_accent, "danger": tokens.bad, "link": tokens.accent}
        colour = colours.get(self._kind, tokens.text2)
        if self.text():
            self.setIconSize(QSize(ICON_SIZE + ICON_GAP, ICON_SIZE))
            self.setIcon(_with_gap(self._icon_name, colour, tokens.border_strong))
        else:
            self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
            self.setIcon(icon(self._icon_name, colour))


class ElidedLink(IconButton):
    """A link of one line that ends in an ellipsis where there is no room; `full_text` is all of it."""

    def __init__(self, full_text: str) -> None:
        super().__init__("", None, "link")
        self.full_text = full_text
        self.setAccessibleName(full_text)
        set_tooltip(self, full_text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setProperty("align", "left")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        room = event.size().width() - 2 * LINK_PADDING
        shown = self.fontMetrics().elidedText(self.full_text, Qt.TextElideMode.ElideRight, room)
        # An ampersand in a button's text marks a letter; one of the text's own is doubled.
        self.setText(shown.replace("&", "&&"))
        super().resizeEvent(event)


class WheelPasser(QObject):
    """Hands the wheel on from a field to what it lies in: scrolling past it must not change its value."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave every turn of the wheel to the parent."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


class PaneScroll(QScrollArea):
    """Scrolls a pane up and down; the content keeps its width whether or not there is a scroll bar."""

    def __init__(self, content: QWidget, least_width: int = 0) -> None:
        super().__init__()
        self._least_width = least_width
        content.setProperty("role", "page")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self._is_fitting = False
        self.verticalScrollBar().rangeChanged.connect(self._keep_width)
        self._keep_width()
        passer = WheelPasser(self)
        for field in (*content.findChildren(QComboBox), *content.findChildren(QSlider)):
            field.installEventFilter(passer)

    def minimumSizeHint(self) -> QSize:
        """Ask for the width that the content needs: what is beside the pane could not be reached."""
        content = self.widget()
        width = content.minimumSizeHint().width() + SCROLL_BAR_WIDTH if content is not None else 0
        return QSize(max(width, self._least_width), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another width where the content does."""
        taken = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return taken

    def _keep_width(self) -> None:
        # Where a style's bar has another width, lines break otherwise with the margin than with the bar, and there are
        # heights at which each of the two asks for the other, for ever.
        if self._is_fitting:
            return
        self._is_fitting = True
        has_bar = self.verticalScrollBar().maximum() > 0
        self.setViewportMargins(0, 0, 0 if has_bar else SCROLL_BAR_WIDTH, 0)
        self._is_fitting = False


class IconToolButton(QToolButton):
    """A tool button whose icon follows the theme; `tone` is its colour while checked."""

    def __init__(self, icon_name: str, text: str = "", tone: str = "accent") -> None:
        super().__init__()
        self._icon_name = icon_name
        self._tone = tone
        self.setProperty("tone", tone)
        give_font(self, "body")
        self.setText(text)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        theme_signals.theme_changed.connect(self.tint)
        self.toggled.connect(self.tint)
        self.tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button."""
        if not is_pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def set_icon(self, icon_name: str) -> None:
        """Show another icon."""
        self._icon_name = icon_name
        self.tint()

    def tint(self) -> None:
        """Draw the icon in the colours of the theme and of the button's state."""
        tokens = current_tokens()
        colour: str = getattr(tokens, self._tone) if self.isChecked() else tokens.text2
        if self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon:
            self.setIconSize(QSize(ICON_SIZE + ICON_GAP, ICON_SIZE))
            self.setIcon(_with_gap(self._icon_name, colour, tokens.border_strong))
        else:
            self.setIcon(icon(self._icon_name, colour))


def button(text: str, icon_name: str | None = None, kind: ButtonKind = "normal") -> IconButton:
    """Return a push button; "primary" for the one main act of a place, "danger" for what cannot be undone."""
    made = IconButton(text, icon_name, kind)
    made.setAutoDefault(kind == "primary")
    return made


def tool_button(icon_name: str, name: str, key: str = "", tone: str = "accent") -> IconToolButton:
    """Return an icon-only button; `name` is its accessible name and, with the key, its tooltip."""
    made = IconToolButton(icon_name, tone=tone)
    name_tool_button(made, name, key)
    return made


def name_tool_button(target: QToolButton, name: str, key: str = "") -> None:
    """Give an icon-only button its accessible name and its tooltip "Name (Key)"."""
    target.setAccessibleName(name)
    set_tooltip(target, f"{name} ({key})" if key else name)


def text_tool_button(icon_name: str, text: str, tone: str = "accent") -> IconToolButton:
    """Return an outlined tool button with its text beside its icon; it can be checked."""
    made = IconToolButton(icon_name, text, tone)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setProperty("kind", "outlined")
    made.setCheckable(True)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.tint()
    return made


class ElidedLabel(QWidget):
    """One line of plain text that ends in an ellipsis where there is no room; the tooltip has all of it."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__()
        self._text = text
        self._mode = mode
        self._role = role
        give_font(self, LABEL_FONTS[role])
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._update_tooltip()

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self._update_tooltip()
        self.updateGeometry()
        self.update()

    def is_elided(self) -> bool:
        """Whether a part of the text does not fit."""
        return self.fontMetrics().horizontalAdvance(self._text) > self.width()

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Give way to a few letters."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 4, metrics.height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text in the colour of its role."""
        tokens = current_tokens()
        colours = {"meta": tokens.text3, "section": tokens.text3, "body2": tokens.text2, "bad": tokens.bad}
        painter = QPainter(self)
        painter.setPen(QColor(colours.get(self._role, tokens.text)))
        shown = self.fontMetrics().elidedText(self._text.replace("\n", " "), self._mode, self.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
        painter.drawText(self.rect(), flags, shown)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer a tooltip only while something is hidden."""
        self._update_tooltip()
        super().resizeEvent(event)

    def _update_tooltip(self) -> None:
        self.setToolTip(plain_tooltip(self._text) if self.is_elided() else "")


class IconLabel(QLabel):
    """An icon that stands by itself and follows the theme; `colour_role` names a token."""

    def __init__(self, icon_name: str, size: int = ICON_SIZE, colour_role: str = "text3") -> None:
        super().__init__()
        self._icon_name = icon_name
        self._size = size
        self._colour_role = colour_role
        theme_signals.theme_changed.connect(self.tint)
        self.tint()

    def set_icon(self, icon_name: str, colour_role: str) -> None:
        """Show another icon in the colour of a token."""
        self._icon_name = icon_name
        self._colour_role = colour_role
        self.tint()

    def tint(self) -> None:
        """Draw the icon in the theme's colour."""
        colour: str = getattr(current_tokens(), self._colour_role)
        self.setPixmap(pixmap(self._icon_name, colour, self._size, self.devicePixelRatioF()))


class EmptyState(QWidget):
    """What a list shows while it is empty: an icon, a title, a sentence and the way out."""

    action_triggered = Signal()
    other_triggered = Signal()

    def __init__(self, icon_name: str, title: str, sentence: str, action_text: str = "") -> None:
        super().__init__()
        self._icon = IconLabel(icon_name, 40)
        self._title = label(title, "item-title", wrap=True)
        self._sentence = label(sentence, "body2", wrap=True)
        self._button = button(action_text)
        self._button.clicked.connect(self.action_triggered)
        self._other = button("", kind="link")
        self._other.clicked.connect(self.other_triggered)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (self._title, self._sentence):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 0, 0)
            row.addStretch(1)
            row.addWidget(part, 20)
            row.addStretch(1)
            layout.addLayout(row)
        layout.addSpacing(8)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._other, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolling(content))
        theme_signals.theme_changed.connect(self._fit)
        self._fit()
        self.set_texts(title, sentence, action_text)

    def _fit(self) -> None:
        """Let the lines be as long as is easily read at the size of text in use."""
        for part in (self._title, self._sentence):
            part.setMaximumWidth(scaled(LONGEST_LINE))

    def set_texts(
        self, title: str, sentence: str, action_text: str = "", icon_name: str = "", other_text: str = ""
    ) -> None:
        """Say something else; without `action_text` there is no button, without `other_text` no second way out."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._button.setText(action_text)
        self._button.setVisible(bool(action_text))
        self._other.setText(other_text)
        self._other.setVisible(bool(other_text))
        if icon_name:
            self._icon.set_icon(icon_name, "text3")

    def texts(self) -> tuple[str, str, str]:
        """Return title, sentence and button text as shown."""
        return self._title.text(), self._sentence.text(), self._button.text()


class MessageBar(QFrame):
    """A line above the work that says what happened, what is safe and offers what to do."""

    action_triggered = Signal()
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self._icon = IconLabel("info")
        self._happened = label("", "strong", wrap=True)
        self._safe = label("", "body2", wrap=True)
        self._action = button("")
        self._close = tool_button("x", self.tr("Dismiss this message"))
        self._action.clicked.connect(self.action_triggered)
        self._close.clicked.connect(self._dismiss)
        texts = QVBoxLayout()
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(0)
        texts.addWidget(self._happened)
        texts.addWidget(self._safe)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(8)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(8)
        self._body.addLayout(texts, 1)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._body, 1)
        self.add_act(self._action)
        layout.addWidget(self._close)
        self.hide()

    def add_act(self, made: QPushButton) -> None:
        """Offer one more thing to do, beside the texts or below them where these have little room."""
        self._body.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        if self._close.parentWidget() is self:  # laid out before this one, but read after it
            QWidget.setTabOrder(made, self._close)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the acts where there is room for them."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < scaled(NARROW)
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._body.direction() != direction:
            self._body.setDirection(direction)
        layout = self.layout()
        if layout is not None:
            # Beside the acts, which it is read after.
            beside = Qt.AlignmentFlag.AlignBottom if is_narrow else Qt.AlignmentFlag.AlignVCenter
            layout.setAlignment(self._close, beside)

    def show_message(
        self,
        kind: MessageKind,
        happened: str,
        safe: str = "",
        action_text: str = "",
        can_dismiss: bool = True,
    ) -> None:
        """Show a message in three parts; parts that are empty are left out."""
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.set_icon(*MESSAGE_ICONS[kind])
        for part, text in ((self._happened, happened), (self._safe, safe)):
            part.setText(text)
            part.setVisible(bool(text))
        self._action.setText(action_text)
        self._action.setVisible(bool(action_text))
        self._close.setVisible(can_dismiss)
        said = " ".join(filter(None, (happened, safe)))
        is_news = self.isHidden() or said != self.accessibleName()
        self.setAccessibleName(said)
        self.show()
        if is_news:
            announce(self, said, is_urgent=kind == "bad")

    def texts(self) -> tuple[str, str, str]:
        """Return what happened, what is safe and the action's text, as shown."""
        return self._happened.text(), self._safe.text(), self._action.text()

    def changeEvent(self, event: QEvent) -> None:
        """Name the close button anew in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            name_tool_button(self._close, self.tr("Dismiss this message"))
        super().changeEvent(event)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()


class Chip(QFrame):
    """One chosen thing with a button that takes it away."""

    removed = Signal(str)  # the key

    def __init__(self, key: str, text: str, remove_name: str) -> None:
        super().__init__()
        self.key = key
        self.setProperty("role", "chip")
        self._label = ElidedLabel(text, "body")
        self._remove = tool_button("x", remove_name)
        self._remove.setIconSize(QSize(16, 16))
        self._remove.clicked.connect(self._ask_to_remove)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 4, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._remove)

    def text(self) -> str:
        """Return the text shown."""
        return self._label.text()

    def name_remove(self, name: str) -> None:
        """Name the remove button, in another language."""
        name_tool_button(self._remove, name)

    @property
    def remove_button(self) -> QToolButton:
        """The button that takes the chip away."""
        return self._remove

    def _ask_to_remove(self) -> None:
        self.removed.emit(self.key)


def line() -> QFrame:
    """Return a thin separating line."""
    made = QFrame()
    made.setProperty("role", "line")
    return made
