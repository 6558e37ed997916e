"""The look: colour tokens for light and dark; palette, style sheet and style made from them; type scale."""

import sys
from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QProxyStyle,
    QRadioButton,
    QStyle,
    QStyleOption,
    QWidget,
)

from ltrec_gui.paths import resources_folder
from ltrec_gui.settings import LEAST_TEXT_SIZE, MOST_TEXT_SIZE


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme by role; text pairs are 4.5 : 1 or more, outlines and focus 3 : 1 or more."""

    name: str
    window: str
    surface: str
    surface2: str
    text: str
    text2: str
    text3: str
    border: str
    border_strong: str
    accent: str
    accent_bg: str
    on_accent: str
    good: str
    good_bg: str
    bad: str
    bad_bg: str
    warn: str
    warn_bg: str
    tail: str
    tail_bg: str
    new: str
    new_bg: str


LIGHT = Tokens(
    name="light",
    window="#F6F7F9",
    surface="#FFFFFF",
    surface2="#EEF1F5",
    text="#1A1F27",
    text2="#4A5564",
    text3="#5F6B7A",
    border="#C9D0DA",
    border_strong="#7A8594",
    accent="#1D5FD1",
    accent_bg="#E3ECFC",
    on_accent="#FFFFFF",
    good="#17693B",
    good_bg="#DDF3E4",
    bad="#B3261E",
    bad_bg="#FBE4E2",
    warn="#7A4F00",
    warn_bg="#FFF0CC",
    tail="#6A3FB5",
    tail_bg="#EDE5FA",
    new="#0B6470",
    new_bg="#D9F1F4",
)
DARK = Tokens(
    name="dark",
    window="#14171C",
    surface="#1C2027",
    surface2="#262B34",
    text="#E8ECF2",
    text2="#B4BECB",
    text3="#98A4B3",
    border="#3A424E",
    border_strong="#7E8A9A",
    accent="#7FB0FF",
    accent_bg="#1E3358",
    on_accent="#0B1526",
    good="#7BD69B",
    good_bg="#15361F",
    bad="#FF9E96",
    bad_bg="#47191A",
    warn="#F2C265",
    warn_bg="#3D2E0A",
    tail="#C6A8FF",
    tail_bg="#34244F",
    new="#74D5E0",
    new_bg="#0F363C",
)

# Type scale: factor of the base size, and weight.
FONT_ROLES = {
    "page-title": (1.5, QFont.Weight.DemiBold),
    "detail-title": (1.3, QFont.Weight.DemiBold),
    "item-title": (1.15, QFont.Weight.DemiBold),
    "body": (1.0, QFont.Weight.Normal),
    "body-strong": (1.0, QFont.Weight.DemiBold),
    "meta": (0.9, QFont.Weight.Normal),
    "section": (0.9, QFont.Weight.DemiBold),
}
FONT_ROLE = "font-role"  # the property that holds a widget's role
DENSITIES = {"compact": 0.88, "normal": 1.0, "roomy": 1.18}  # factors of a row's height
LEAST_BASE_POINTS = 10.0  # so that meta text is never below 9 pt
GENERIC_FAMILIES = ("sans serif", "sans", "sans-serif", "dejavu sans", "bitstream vera sans", "")
FALLBACK_FAMILIES = {
    "win32": ("Segoe UI", "Microsoft YaHei UI"),
    "darwin": ("SF Pro Text", "PingFang SC"),
    "linux": ("Noto Sans", "Inter", "Noto Sans CJK SC", "Noto Sans SC"),
}
RINGED_HERE = (QCheckBox, QRadioButton)


class ThemeSignals(QObject):
    """Tells whoever keeps a colour that the theme changed."""

    theme_changed = Signal()


class _Look:
    """What the running program shows now; one per process, as there is one QApplication."""

    tokens = LIGHT
    choice = "system"
    base_points = LEAST_BASE_POINTS
    text_size = 100  # percent
    density = "normal"
    families: tuple[str, ...] = ()
    follows_system = False


theme_signals = ThemeSignals()


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio (1..21) of two colours, by the WCAG formula."""
    lighter, darker = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    made = QColor(colour)
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (made.redF(), made.greenF(), made.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def current_tokens() -> Tokens:
    """Return the colours of the theme in use."""
    return _Look.tokens


def segment_tone(segment: str) -> str:
    """Return the token of a segment's badge ("tail", "new" or "surface2"); its ground is the one with `_bg`, if any."""
    return segment if segment in ("tail", "new") else "surface2"


def font_of(role: str) -> QFont:
    """Return the font of a role of FONT_ROLES; the base size is the system's, at least 10 pt; KeyError."""
    factor, weight = FONT_ROLES[role]
    font = QFont(QApplication.font())
    if _Look.families:
        font.setFamilies(list(_Look.families))
    points = _Look.base_points * _Look.text_size / 100
    font.setPointSizeF(round(points * factor * 2) / 2)
    font.setWeight(weight)
    return font


def give_font(widget: QWidget, role: str) -> None:
    """Give a widget the font of a role of FONT_ROLES, now and whenever the size of text changes; KeyError."""
    widget.setFont(font_of(role))
    widget.setProperty(FONT_ROLE, role)


def scaled(pixels: int) -> int:
    """Return a width made for the usual size of text as it must be for the size in use."""
    return round(pixels * _Look.text_size / 100)


def row_height(usual: int) -> int:
    """Return the height of a row, given its usual one at the usual size of text: by text size and density."""
    return round(scaled(usual) * DENSITIES[_Look.density])


def apply_theme(
    app: QApplication, choice: str, text_size: int | None = None, density: str | None = None
) -> Tokens:
    """Give the program its look and return the tokens; `choice` is "system", "light" or "dark".

    "system" follows the system's colour scheme, also when it changes later; an unknown scheme is light. `text_size` is
    in percent of the system's, `density` one of DENSITIES; None leaves them as they are.
    """
    _Look.choice = choice
    tokens = _tokens_for(app, choice)
    size = _Look.text_size if text_size is None else min(max(text_size, LEAST_TEXT_SIZE), MOST_TEXT_SIZE)
    spacing = density if density in DENSITIES else _Look.density
    if _Look.follows_system and (tokens, size, spacing) == (_Look.tokens, _Look.text_size, _Look.density):
        return tokens  # already so; polishing every widget again is what costs
    _Look.tokens, _Look.text_size, _Look.density = tokens, size, spacing
    if not _Look.follows_system:
        _Look.follows_system = True
        _Look.families, _Look.base_points = _base_font(app)
        app.setStyle(LtrecStyle())
        app.styleHints().colorSchemeChanged.connect(_follow_system)
    app.setFont(font_of("body"))
    app.setPalette(palette_of(_Look.tokens))
    app.setStyleSheet(style_sheet(_Look.tokens))
    # After the style sheet, which gives every widget back the font it had when it was last polished.
    for widget in app.allWidgets():
        if role := widget.property(FONT_ROLE):
            widget.setFont(font_of(role))
    theme_signals.theme_changed.emit()
    return _Look.tokens


def _tokens_for(app: QApplication, choice: str) -> Tokens:
    is_dark = choice == "dark" or (
        choice == "system" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    )
    return DARK if is_dark else LIGHT


def _follow_system() -> None:
    app = QApplication.instance()
    if _Look.choice == "system" and isinstance(app, QApplication):
        apply_theme(app, "system")


def _base_font(app: QApplication) -> tuple[tuple[str, ...], float]:
    """Return the families to try, the system's own first, and the base size in points."""
    system = app.font()
    installed = set(QFontDatabase.families())
    wanted = FALLBACK_FAMILIES.get(sys.platform, FALLBACK_FAMILIES["linux"])
    families = [name for name in wanted if name in installed]
    if system.family().lower() not in GENERIC_FAMILIES:
        families.insert(0, system.family())
    points = system.pointSizeF() if system.pointSizeF() > 0 else QFontInfo(system).pointSizeF()
    return tuple(families), max(points, LEAST_BASE_POINTS)


def style_sheet(tokens: Tokens) -> str:
    """Return the style sheet filled with these colours."""
    sheet = (resources_folder() / "theme.qss").read_text(encoding="utf-8")
    icons = (resources_folder() / "icons").as_posix()
    # A height in a style sheet is also the least a layout gives: it grows with the text, or rows could be squeezed.
    heights = {"line": scaled(18), "button_line": scaled(20)}
    heights |= {"caption_line": scaled(16), "caption_focus": scaled(16) - 2}
    return Template(sheet).substitute(asdict(tokens), icons=icons, **heights)


def palette_of(tokens: Tokens) -> QPalette:
    """Return a palette of these colours alone, so that nothing depends on the platform's own dark mode."""
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in (
        (roles.Window, tokens.window),
        (roles.WindowText, tokens.text),
        (roles.Base, tokens.surface),
        (roles.AlternateBase, tokens.surface2),
        (roles.Text, tokens.text),
        (roles.PlaceholderText, tokens.text3),
        (roles.Button, tokens.surface),
        (roles.ButtonText, tokens.text),
        (roles.BrightText, tokens.bad),
        (roles.ToolTipBase, tokens.surface2),
        (roles.ToolTipText, tokens.text),
        (roles.Highlight, tokens.accent),
        (roles.HighlightedText, tokens.on_accent),
        (roles.Link, tokens.accent),
        (roles.LinkVisited, tokens.tail),
        (roles.Accent, tokens.accent),
        (roles.Light, tokens.surface),
        (roles.Midlight, tokens.surface2),
        (roles.Mid, tokens.border),
        (roles.Dark, tokens.border_strong),
        (roles.Shadow, tokens.border_strong),
    ):
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.border_strong))
    return palette


class LtrecStyle(QProxyStyle):
    """Fusion with check boxes, focus rings and arrows whose outlines can be seen in both themes."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw check and radio indicators, focus rings and arrows ourselves."""
        elements = QStyle.PrimitiveElement
        if element in (elements.PE_IndicatorCheckBox, elements.PE_IndicatorItemViewItemCheck):
            _draw_check_box(painter, option)
        elif element == elements.PE_IndicatorRadioButton:
            _draw_radio_button(painter, option)
        elif element == elements.PE_FrameFocusRect:
            # All others have their ring from the style sheet; a second one inside it would only confuse.
            if isinstance(widget, RINGED_HERE):
                _draw_focus_ring(painter, option.rect)
        elif element in (elements.PE_IndicatorArrowDown, elements.PE_IndicatorArrowUp):
            _draw_arrow(painter, option, points_up=element == elements.PE_IndicatorArrowUp)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Give check boxes 16 px and 8 px of air before their text."""
        metrics = QStyle.PixelMetric
        if metric in (
            metrics.PM_IndicatorWidth,
            metrics.PM_IndicatorHeight,
            metrics.PM_ExclusiveIndicatorWidth,
            metrics.PM_ExclusiveIndicatorHeight,
        ):
            return 16
        if metric in (metrics.PM_CheckBoxLabelSpacing, metrics.PM_RadioButtonLabelSpacing):
            return 8
        return super().pixelMetric(metric, option, widget)


def _draw_check_box(painter: QPainter, option: QStyleOption) -> None:
    tokens = _Look.tokens
    state = option.state
    is_enabled = bool(state & QStyle.StateFlag.State_Enabled)
    is_on = bool(state & QStyle.StateFlag.State_On)
    is_partly_on = bool(state & QStyle.StateFlag.State_NoChange)
    # On half pixels, so that a thin outline keeps its full colour.
    box = QRectF(_centred_square(option.rect, 16)).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    filled = (is_on or is_partly_on) and is_enabled
    outline = tokens.accent if filled or _is_hovered(option) else tokens.border_strong
    painter.setPen(QPen(QColor(outline), 1))
    painter.setBrush(QColor(tokens.accent if filled else tokens.surface))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(
        QPen(
            QColor(tokens.on_accent if filled else tokens.border_strong),
            2,
            Qt.PenStyle.SolidLine,
            Qt.PenCapStyle.RoundCap,
            Qt.PenJoinStyle.RoundJoin,
        )
    )
    left, top = box.left(), box.top()
    if is_partly_on:
        painter.drawLine(QPointF(left + 4, box.center().y()), QPointF(left + 10, box.center().y()))
    elif is_on:
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(left + 3.8, top + 7.7),
                    QPointF(left + 6.4, top + 10.4),
                    QPointF(left + 11.2, top + 4.8),
                ]
            )
        )
    painter.restore()


def _draw_radio_button(painter: QPainter, option: QStyleOption) -> None:
    tokens = _Look.tokens
    is_on = bool(option.state & QStyle.StateFlag.State_On)
    disc = QRectF(_centred_square(option.rect, 16)).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = tokens.accent if is_on or _is_hovered(option) else tokens.border_strong
    painter.setPen(QPen(QColor(outline), 1.4))
    painter.setBrush(QColor(tokens.surface))
    painter.drawEllipse(disc)
    if is_on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawEllipse(disc.adjusted(3.5, 3.5, -3.5, -3.5))
    painter.restore()


def _draw_focus_ring(painter: QPainter, rect: QRect) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(_Look.tokens.accent), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 4, 4)
    painter.restore()


def _draw_arrow(painter: QPainter, option: QStyleOption, points_up: bool) -> None:
    is_enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
    middle = QRectF(option.rect).center()
    rise = -2.0 if points_up else 2.0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = _Look.tokens.text2 if is_enabled else _Look.tokens.border_strong
    painter.setPen(
        QPen(QColor(colour), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(middle.x() - 4, middle.y() - rise),
                QPointF(middle.x(), middle.y() + rise),
                QPointF(middle.x() + 4, middle.y() - rise),
            ]
        )
    )
    painter.restore()


def _centred_square(rect: QRect, size: int) -> QRect:
    square = QRect(0, 0, size, size)
    square.moveCenter(rect.center())
    return square


def _is_hovered(option: QStyleOption) -> bool:
    flags = QStyle.StateFlag
    return bool(option.state & flags.State_MouseOver) and bool(option.state & flags.State_Enabled)
