"""Paints suggestions as cards with five buttons; one layout function serves painting, clicks and tooltips."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from ltrec_gui.recommend.slate import VERDICTS, Suggestion
from ltrec_gui.ui.actions import native_keys, spec_of
from ltrec_gui.ui.icons import pixmap
from ltrec_gui.ui.suggestion_model import MATCH_ROLE, PENDING_ROLE, RECORD_ROLE
from ltrec_gui.ui.theme import Tokens, current_tokens, font_of, segment_tone
from ltrec_gui.ui.thin_text import has_little_text, thin_badge, thin_tooltip
from ltrec_gui.ui.widgets import plain_tooltip
from ltrec_gui.ui.wording import (
    SHOWN_TERMS,
    byline,
    card_sentence,
    novelty_badge,
    novelty_tooltip,
    relevance_badge,
    relevance_tooltip,
    segment_badge,
    segment_badge_tooltip,
    standing_words,
    topic_tooltip,
    translate,
    wild_card_badge,
    wild_card_tooltip,
)

ROW_HEIGHT = 112  # at 100 % with one line of reasons; larger fonts and a second line make it grow
ROW_GAP = 8
SIDE_MARGIN = 8
PADDING = 16
BUTTON_SIZE = 36
BUTTON_STEP = 40
ICON_SIZE = 18
RADIUS = 8
MOST_TEXTS = 1_000  # cards whose words are kept

# Icon, foreground token and background token of each verdict's button.
VERDICT_LOOKS = {
    "good": ("thumbs-up", "good", "good_bg"),
    "not-right": ("thumbs-down", "bad", "bad_bg"),
    "more-like-this": ("waypoints", "accent", "accent_bg"),
    "not-now": ("clock", "warn", "warn_bg"),
    "shelve": ("list-plus", "good", "good_bg"),
}

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class LineHeights:
    """Heights in pixels of a card's lines, from the fonts in use; `why` is that of all lines of reasons together."""

    title: int
    byline: int
    why: int
    badge: int


@dataclass(frozen=True, slots=True)
class CardLayout:
    """Where the parts of a card are, in the view's coordinates; `buttons` are in the order of VERDICTS."""

    card: QRect
    stripe: QRect
    dot: QRect
    title: QRect
    byline: QRect
    why: QRect
    badges: tuple[QRect, ...]
    standing: QRect
    buttons: tuple[QRect, ...]


def card_layout(row: QRect, heights: LineHeights, badge_widths: Sequence[int] = ()) -> CardLayout:
    """Return where everything of a card is in its row; badges that do not fit have no width."""
    card = row.adjusted(SIDE_MARGIN, ROW_GAP // 2, -SIDE_MARGIN, -ROW_GAP // 2)
    left, right = card.left() + PADDING, card.right() - PADDING + 1
    buttons_width = BUTTON_STEP * len(VERDICTS) - (BUTTON_STEP - BUTTON_SIZE)
    first_button = right - buttons_width + 4
    buttons = tuple(
        QRect(first_button + place * BUTTON_STEP, card.top() + 10, BUTTON_SIZE, BUTTON_SIZE)
        for place in range(len(VERDICTS))
    )
    text_width = max(first_button - 8 - left, 0)
    title = QRect(left, card.top() + 10, text_width, heights.title)
    by = QRect(left, title.bottom() + 2, text_width, heights.byline)
    why = QRect(left, max(by.bottom() + 5, buttons[0].bottom() + 4), max(right - left, 0), heights.why)
    badge_top = max(card.bottom() - 8 - heights.badge + 1, why.bottom() + 5)
    badges, badge_left = [], left
    for width in badge_widths:
        fits = badge_left + width <= right
        badges.append(QRect(badge_left, badge_top, width if fits else 0, heights.badge))
        badge_left += width + 8
    return CardLayout(
        card=card,
        stripe=QRect(card.left(), card.top() + 10, 4, card.height() - 20),
        dot=QRect(card.left() + 7, title.center().y() - 2, 6, 6),
        title=title,
        byline=by,
        why=why,
        badges=tuple(badges),
        standing=QRect(badge_left, badge_top, max(right - badge_left, 0), heights.badge),
        buttons=buttons,
    )


class _CardFonts:
    """The fonts of a card with their metrics, made once a theme and density."""

    def __init__(self, why_lines: int = 1) -> None:
        self.why_lines = why_lines
        self.title = font_of("item-title")
        self.small = font_of("meta")
        self.body = font_of("body")
        self.title_metrics = QFontMetrics(self.title)
        self.small_metrics = QFontMetrics(self.small)
        self.body_metrics = QFontMetrics(self.body)
        self.heights = LineHeights(
            title=self.title_metrics.height(),
            byline=self.small_metrics.height(),
            why=self.body_metrics.height() + (why_lines - 1) * self.body_metrics.lineSpacing(),
            badge=self.small_metrics.height() + 4,
        )

    def row_height(self) -> int:
        """Return the height a row needs, at least ROW_HEIGHT and the lines of reasons beyond the first."""
        heights = self.heights
        lines = heights.title + heights.byline + heights.why + heights.badge
        more = (self.why_lines - 1) * self.body_metrics.lineSpacing()
        return max(ROW_HEIGHT + more, lines + ROW_GAP + 30)


@dataclass(frozen=True, slots=True)
class CardTexts:
    """What a card says beside its verdict, cut to its width: made once, for a card is painted at every step past it.

    `badges` are text, foreground token, background token and tooltip.
    """

    made_of: tuple[object, ...]
    title: str
    byline: str
    why: tuple[str, ...]
    badges: tuple[tuple[str, str, str, str], ...]
    badge_widths: tuple[int, ...]


class SuggestionDelegate(QStyledItemDelegate):
    """Paints cards; says which painted button was clicked. The verdict's look follows from the model alone."""

    verdict_clicked = Signal(int, str)  # row, verdict

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._fonts = _CardFonts()
        self._texts: dict[tuple[str, int, int], CardTexts] = {}  # by item id, width of the row, items in all
        self._hovered: tuple[int, int] | None = None  # row, button
        self._pressed: tuple[int, int] | None = None
        self._hovered_row = -1

    def refresh_fonts(self) -> None:
        """Measure the fonts anew, after the theme or the base size changed."""
        self._fonts = _CardFonts(self._fonts.why_lines)
        self.forget_texts()

    def set_why_lines(self, count: int) -> None:
        """Give each card this many lines for why it is suggested; the view then has to fit its rows."""
        self._fonts = _CardFonts(count)
        self.forget_texts()

    def forget_texts(self) -> None:
        """Word all cards anew, after the language changed."""
        self._texts.clear()

    def row_height(self) -> int:
        """Return the height of every row in pixels."""
        return self._fonts.row_height()

    def layout_of(self, row_rect: QRect, suggestion: Suggestion) -> CardLayout:
        """Return where the parts of this card are."""
        return self._layout_with(row_rect, self._texts_of(row_rect.width(), suggestion))

    def _layout_with(self, row_rect: QRect, texts: CardTexts) -> CardLayout:
        return card_layout(row_rect, self._fonts.heights, texts.badge_widths)

    def _texts_of(self, width: int, suggestion: Suggestion) -> CardTexts:
        """Return what a card says in a row of this width."""
        item_count = getattr(self._view.model(), "item_count", 0)
        key = (suggestion.item.item_id, width, item_count)
        made_of = (suggestion.item, suggestion.reasons, suggestion.parts)
        known = self._texts.get(key)
        # A verdict makes another suggestion of the very same facts.
        if known is not None and all(a is b for a, b in zip(known.made_of, made_of, strict=True)):
            return known
        if len(self._texts) >= MOST_TEXTS:
            self._texts.clear()
        fonts = self._fonts
        room = card_layout(QRect(0, 0, width, fonts.row_height()), fonts.heights)
        badges = tuple(self._badges(suggestion))
        sentence = fitting_sentence(suggestion, fonts.body, room.why.width(), fonts.why_lines)
        lines = lines_within(sentence, fonts.body, room.why.width(), fonts.why_lines)
        self._texts[key] = made = CardTexts(
            made_of,
            _cut(_one_line(suggestion.item.title), fonts.title_metrics, room.title.width()),
            _cut(byline(suggestion.item), fonts.small_metrics, room.byline.width()),
            tuple(_cut(line, fonts.body_metrics, room.why.width()) for line in lines),
            badges,
            tuple(fonts.small_metrics.horizontalAdvance(text) + 16 for text, *_ in badges),
        )
        return made

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the fixed size of a row."""
        return QSize(320, self.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        suggestion = index.data(RECORD_ROLE)
        if not isinstance(suggestion, Suggestion):
            return
        tokens = current_tokens()
        texts = self._texts_of(option.rect.width(), suggestion)
        layout = self._layout_with(option.rect, texts)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter, option, layout, index.row())
        self._paint_standing(painter, layout, suggestion, tokens)
        self._paint_texts(painter, layout, texts, bool(index.data(MATCH_ROLE)))
        self._paint_badges(painter, layout, texts)
        self._paint_buttons(painter, layout, suggestion, index.data(PENDING_ROLE), index.row())
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Work the painted buttons: a verdict needs press and release inside the same one, as with a real button."""
        suggestion = index.data(RECORD_ROLE)
        if not isinstance(event, QMouseEvent) or not isinstance(suggestion, Suggestion):
            return False
        place = self._button_at(event.position().toPoint(), option.rect, suggestion)
        here = None if place is None else (index.row(), place)
        kind = event.type()
        if kind == QEvent.Type.MouseMove:
            self.set_hovered(index.row(), here)
            return self._pressed is not None
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self._pressed = here
            self._repaint(index.row())
            return False  # the view goes on and selects the card
        if kind == QEvent.Type.MouseButtonRelease:
            pressed, self._pressed = self._pressed, None
            if pressed is None:
                return False
            self._repaint(pressed[0])
            if pressed == here:
                self.verdict_clicked.emit(index.row(), VERDICTS[pressed[1]])
            return True
        return False

    def set_hovered(self, row: int, button: tuple[int, int] | None) -> None:
        """Show which card and button the mouse is over (-1 and None: none); only the rows concerned are repainted."""
        before = {self._hovered_row, -1 if self._hovered is None else self._hovered[0]}
        if (row, button) == (self._hovered_row, self._hovered):
            return
        self._hovered_row, self._hovered = row, button
        for changed in before | {row}:
            self._repaint(changed)

    def leave(self) -> None:
        """Forget hover and press: the mouse left the list."""
        self._pressed = None
        self.set_hovered(-1, None)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Explain what is under the mouse: a button with its key, a badge, or a text that was cut short."""
        suggestion = index.data(RECORD_ROLE)
        if event.type() != QEvent.Type.ToolTip or not isinstance(suggestion, Suggestion):
            return False
        text, area = self.help_at(event.pos(), option.rect, suggestion)
        if text:
            QToolTip.showText(event.globalPos(), plain_tooltip(text), view.viewport(), area)
        else:
            QToolTip.hideText()
        return True

    def help_at(self, point: QPoint, row_rect: QRect, suggestion: Suggestion) -> tuple[str, QRect]:
        """Return the words for a point of a card and the area they belong to; "" where there is nothing to say."""
        layout = self.layout_of(row_rect, suggestion)
        for place, area in enumerate(layout.buttons):
            if area.contains(point):
                spec = spec_of(VERDICTS[place])
                text = f"{spec.text} ({native_keys(spec)})"
                if VERDICTS[place] == "shelve" and suggestion.other_shelves:
                    text = " · ".join((text, *standing_words(suggestion)))
                return text, area
        words = " · ".join(standing_words(suggestion))
        if words and layout.standing.contains(point):
            return words, layout.standing
        badges = self._texts_of(row_rect.width(), suggestion).badges
        for area, badge in zip(layout.badges, badges, strict=True):
            if area.contains(point):
                return badge[3], area
        if suggestion.is_new and layout.dot.adjusted(-4, -4, 4, 4).contains(point):
            return translate("Wording", "New in this list"), layout.dot
        for area, text, metrics in (
            (layout.title, _one_line(suggestion.item.title), self._fonts.title_metrics),
            (layout.byline, byline(suggestion.item), self._fonts.small_metrics),
        ):
            if area.contains(point) and metrics.horizontalAdvance(text) > area.width():
                return text, area
        sentence = card_sentence(suggestion)  # all of it
        if layout.why.contains(point) and not self._fits(sentence, layout.why.width()):
            return sentence, layout.why
        return "", QRect()

    def _fits(self, sentence: str, width: int) -> bool:
        """Whether a sentence has room in the lines for it."""
        return len(_lines_of(sentence, self._fonts.body, width)) <= self._fonts.why_lines

    def _button_at(self, point: QPoint, row_rect: QRect, suggestion: Suggestion) -> int | None:
        buttons = self.layout_of(row_rect, suggestion).buttons
        return next((place for place, area in enumerate(buttons) if area.contains(point)), None)

    def _badges(self, suggestion: Suggestion) -> list[tuple[str, str, str, str]]:
        """Return text, foreground token, background token and tooltip of each badge."""
        item_count = getattr(self._view.model(), "item_count", 0)
        badges = []
        if suggestion.is_exploration:
            badges.append((wild_card_badge(), "warn", "warn_bg", wild_card_tooltip()))
        segment = segment_badge(suggestion, item_count)
        if segment:
            tone = segment_tone(suggestion.segment)
            look = ("text2", tone) if tone == "surface2" else (tone, f"{tone}_bg")
            badges.append((segment, *look, segment_badge_tooltip(suggestion)))
        relevance = relevance_badge(suggestion)
        if relevance:
            badges.append((relevance, "accent", "accent_bg", relevance_tooltip()))
        if has_little_text(suggestion.item.text):
            badges.append((thin_badge(), "warn", "warn_bg", thin_tooltip()))
        if novelty := novelty_badge(suggestion):
            badges.append((novelty, "text2", "surface2", novelty_tooltip()))
        if suggestion.topic:
            badges.append((suggestion.topic, "text2", "surface2", topic_tooltip()))
        return badges

    def _paint_frame(
        self, painter: QPainter, option: QStyleOptionViewItem, layout: CardLayout, row: int
    ) -> None:
        tokens = current_tokens()
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        outline = tokens.border_strong if row == self._hovered_row else tokens.border
        painter.setBrush(QColor(tokens.surface))
        painter.setPen(QPen(QColor(tokens.accent if is_selected else outline), 2 if is_selected else 1))
        inset = 1.0 if is_selected else 0.5
        frame = QRectF(layout.card)
        painter.drawRoundedRect(frame.adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        is_current = row == self._view.currentIndex().row()
        if is_current and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 1))
            painter.drawRoundedRect(frame.adjusted(-2.5, -2.5, 2.5, 2.5), RADIUS + 2, RADIUS + 2)

    def _paint_standing(
        self, painter: QPainter, layout: CardLayout, suggestion: Suggestion, tokens: Tokens
    ) -> None:
        is_anywhere = suggestion.is_on_shelf or bool(suggestion.other_shelves)
        verdict = suggestion.verdict or ("shelve" if is_anywhere else None)
        if verdict in VERDICT_LOOKS:
            colour = QColor(getattr(tokens, VERDICT_LOOKS[verdict][1]))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(layout.stripe, 2, 2)
            text = " · ".join(standing_words(suggestion))
            if self._fonts.small_metrics.horizontalAdvance(text) <= layout.standing.width():
                painter.setFont(self._fonts.small)
                painter.setPen(colour)
                painter.drawText(layout.standing, _RIGHT, text)
        if suggestion.is_new:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawEllipse(layout.dot)

    def _paint_texts(self, painter: QPainter, layout: CardLayout, texts: CardTexts, is_match: bool) -> None:
        tokens, fonts = current_tokens(), self._fonts
        faint = tokens.text3
        _draw_line(painter, layout.title, texts.title, fonts.title, tokens.text if is_match else faint)
        _draw_line(painter, layout.byline, texts.byline, fonts.small, faint)
        area = QRect(layout.why.topLeft(), QSize(layout.why.width(), fonts.body_metrics.height()))
        for line in texts.why:
            _draw_line(painter, area, line, fonts.body, tokens.text2 if is_match else faint)
            area.moveTop(area.top() + fonts.body_metrics.lineSpacing())

    def _paint_badges(self, painter: QPainter, layout: CardLayout, texts: CardTexts) -> None:
        tokens = current_tokens()
        painter.setFont(self._fonts.small)
        for area, (text, foreground, background, _) in zip(layout.badges, texts.badges, strict=True):
            if not area.width():
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(tokens, background)))
            painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
            painter.setPen(QColor(getattr(tokens, foreground)))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)

    def _paint_buttons(
        self, painter: QPainter, layout: CardLayout, suggestion: Suggestion, pending: object, row: int
    ) -> None:
        tokens = current_tokens()
        ratio = self._view.devicePixelRatioF()
        for place, (verdict, area) in enumerate(zip(VERDICTS, layout.buttons, strict=True)):
            name, foreground, background = VERDICT_LOOKS[verdict]
            # On another shelf it can still be put on this one.
            is_given = suggestion.is_on_shelf if verdict == "shelve" else suggestion.verdict == verdict
            fill, colour = "", tokens.text2
            if is_given:
                fill, colour = getattr(tokens, background), getattr(tokens, foreground)
            elif (row, place) == self._pressed and (row, place) == self._hovered:
                fill, colour = tokens.accent_bg, tokens.accent
            elif (row, place) == self._hovered or pending == verdict:
                fill, colour = tokens.surface2, tokens.text
            if fill:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(fill))
                painter.drawRoundedRect(area, 6, 6)
            margin = (BUTTON_SIZE - ICON_SIZE) // 2
            painter.drawPixmap(
                area.topLeft() + QPoint(margin, margin), pixmap(name, colour, ICON_SIZE, ratio)
            )

    def _repaint(self, row: int) -> None:
        model = self._view.model()
        if model is not None and 0 <= row < model.rowCount():
            self._view.update(model.index(row, 0))


# A line that mixes Latin and Chinese is higher than its font says; clipped, its letters would lose their feet.
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
_LEFT = Qt.AlignmentFlag.AlignLeft | _LINE
_RIGHT = Qt.AlignmentFlag.AlignRight | _LINE


def _one_line(text: str) -> str:
    return " ".join(text.split())


def fitting_sentence(suggestion: Suggestion, font: QFont, width: int, line_count: int = 1) -> str:
    """Return the card's sentence with as many shared words as there is room for in the lines it has."""
    for term_count in range(SHOWN_TERMS, 0, -1):
        sentence = card_sentence(suggestion, term_count)
        if len(_lines_of(sentence, font, width)) <= line_count:
            return sentence
    return card_sentence(suggestion, 0)


def lines_within(text: str, font: QFont, width: int, line_count: int) -> list[str]:
    """Return a text broken into at most `line_count` lines; the last takes the rest, however long."""
    broken = _lines_of(text, font, width)
    kept = broken[: line_count - 1]
    rest = "".join(broken[line_count - 1 :])
    return [line.strip() for line in (*kept, rest) if line.strip()]


def _lines_of(text: str, font: QFont, width: int) -> tuple[str, ...]:
    """Return a text broken where words end, each line no wider than `width` pixels; nothing of it is lost."""
    made = QTextLayout(text, font)
    made.beginLayout()
    units = text.encode("utf-16-le")  # Qt counts in these
    found: list[str] = []
    while (line := made.createLine()).isValid():
        line.setLineWidth(width)
        start = 2 * line.textStart()
        found.append(units[start : start + 2 * line.textLength()].decode("utf-16-le", "ignore"))
    made.endLayout()
    return tuple(found)


def _cut(text: str, metrics: QFontMetrics, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width) if text else ""


def _draw_line(painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> None:
    if not text:
        return
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(area, _LEFT, text)
