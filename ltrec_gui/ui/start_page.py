"""The start page: drop a catalogue, try the sample, or go on with a library opened before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QDate, QEvent, QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.domains import DOMAINS
from ltrec_gui.ui.domain_wording import domain_title, library_title, sample_note, tail_meaning
from ltrec_gui.ui.fitting import ChoiceBox
from ltrec_gui.ui.theme import current_tokens, font_of, scaled, theme_signals
from ltrec_gui.ui.widgets import (
    IconLabel,
    button,
    is_pressed_by_enter,
    label,
    plain_tooltip,
    scrolling,
    section_label,
)
from ltrec_gui.ui.wording import count_text, filled

COLUMN_WIDTH = 720
RECENT_SHOWN = 4


@dataclass(frozen=True, slots=True)
class RecentLibrary:
    """A library opened before and what was last known of it; `opened_at` is local ISO 8601 time or empty."""

    path: Path
    name: str
    item_count: int = 0
    shelf_count: int = 0
    shelf_target: int = 20
    opened_at: str = ""


class RecentRow(QAbstractButton):
    """One recent library: its name, and below it what is in it."""

    def __init__(self, library: RecentLibrary, details: str) -> None:
        super().__init__()
        self.library = library
        self._details = details
        name = library_title(library.name)
        self.setText(name)
        self.setAccessibleName(f"{name}, {details}")
        self.setToolTip(plain_tooltip(str(library.path)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme_signals.theme_changed.connect(self.update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter open it."""
        if not is_pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Ask for two lines."""
        lines = [QFontMetrics(font_of(role)).height() for role in ("body-strong", "meta")]
        return QSize(320, sum(lines) + 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a card with two lines and, when focused, its ring."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = self.hasFocus()
        painter.setPen(QPen(QColor(tokens.accent if has_focus else tokens.border), 2 if has_focus else 1))
        painter.setBrush(QColor(tokens.surface2 if self.underMouse() or self.isDown() else tokens.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        inner = self.rect().adjusted(12, 8, -12, -8)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
        for role, colour, text, side in (
            ("body-strong", tokens.text, self.text(), Qt.AlignmentFlag.AlignTop),
            ("meta", tokens.text3, self._details, Qt.AlignmentFlag.AlignBottom),
        ):
            font = font_of(role)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, flags | side, shown)
        painter.end()


class StartPage(QWidget):
    """What an editor sees first."""

    file_chosen = Signal()
    sample_chosen = Signal(str)  # one of DOMAINS
    library_chosen = Signal(object)
    keys_asked = Signal()
    language_chosen = Signal(str)

    def __init__(self, recent: Sequence[RecentLibrary] = (), language: str = "en") -> None:
        super().__init__()
        self._language = language
        self._recent_rows: list[RecentRow] = []
        self._recent: tuple[RecentLibrary, ...] = ()
        self._headline = label("", "page-title", wrap=True)
        self._subtitle = label("", "body2", wrap=True)
        self._drop_text = label("", "strong")
        self._drop_note = label("", "meta", wrap=True)
        self._choose = button("", "folder-open")
        self._sample = button("", "play", "primary")
        self.sample_combo = ChoiceBox()
        for name in DOMAINS:
            self.sample_combo.addItem(domain_title(name), name)
        self._sample_note = label("", "body2", wrap=True)
        self._tail_note = label("", "meta", wrap=True)
        self._recent_heading = section_label("")
        self._recent_area = QVBoxLayout()
        self._recent_area.setSpacing(8)
        self._privacy = label("", "meta")
        self._keys = button("", "keyboard", "link")
        self._switch = button("", "languages", "link")
        self._choose.clicked.connect(self.file_chosen)
        self._sample.clicked.connect(lambda: self.sample_chosen.emit(self.sample_name))
        self.sample_combo.currentIndexChanged.connect(self._say_sample)
        self._keys.clicked.connect(self.keys_asked)
        self._switch.clicked.connect(self._switch_language)
        self._lay_out()
        self.show_recent(recent)
        self.retranslate()

    def show_recent(self, recent: Sequence[RecentLibrary]) -> None:
        """List the libraries opened before, the last one first."""
        self._recent = tuple(recent)[:RECENT_SHOWN]
        for row in self._recent_rows:
            self._recent_area.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._recent_rows = [RecentRow(library, self._details(library)) for library in self._recent]
        for row in self._recent_rows:
            row.clicked.connect(self._open_recent)
            self._recent_area.addWidget(row)
        # Made after what stands below them: Tab goes through all as they are read.
        for before, after in pairwise((self.sample_combo, *self._recent_rows, self._keys)):
            QWidget.setTabOrder(before, after)
        self._recent_heading.setVisible(bool(self._recent))

    def set_language(self, language: str) -> None:
        """Take note of the language now in use, so that the other one is offered."""
        self._language = language
        self.retranslate()

    @property
    def sample_name(self) -> str:
        """Which sample would be opened."""
        return str(self.sample_combo.currentData())

    def focus_first(self) -> None:
        """Put the focus on what is most likely wanted: the sample at first, later the last library."""
        (self._recent_rows[0] if self._recent_rows else self._sample).setFocus()

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._headline.setText(self.tr("Find the good things nobody is looking at"))
        self._subtitle.setText(
            self.tr("Suggestions from the long tail of your own catalogue, each with its reason.")
        )
        self._drop_text.setText(self.tr("Drop a catalogue here"))
        self._drop_note.setText(
            self.tr("CSV, TSV, XLSX, JSON or Parquet, in any encoding; only a title column is needed")
        )
        self._choose.setText(self.tr("Choose a file…"))
        self._sample.setText(self.tr("Try the sample"))
        self.sample_combo.setAccessibleName(self.tr("Which sample"))
        for place, name in enumerate(DOMAINS):
            self.sample_combo.setItemText(place, domain_title(name))
        self._say_sample()
        self._recent_heading.setText(self.tr("Recent libraries"))
        self._privacy.setText(self.tr("Nothing you open leaves this computer."))
        self._keys.setText(self.tr("Keys"))
        # Each language is named in itself, so that whoever landed in the wrong one finds the way out.
        self._switch.setText("中文" if self._language == "en" else "English")
        for each in (self._choose, self._sample, self._keys, self._switch):
            each.tint()
        self.show_recent(self._recent)

    def _say_sample(self) -> None:
        name = self.sample_name
        self._sample_note.setText(sample_note(name))
        self._tail_note.setText(tail_meaning(name))
        self.sample_combo.setAccessibleDescription(f"{sample_note(name)} {tail_meaning(name)}")

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        drop = QFrame()
        drop.setProperty("role", "drop")
        drop_layout = QVBoxLayout(drop)
        drop_layout.setContentsMargins(24, 24, 24, 24)
        drop_layout.setSpacing(8)
        drop_layout.addWidget(IconLabel("file-up", 32), 0, Qt.AlignmentFlag.AlignHCenter)
        drop_layout.addWidget(self._drop_text, 0, Qt.AlignmentFlag.AlignHCenter)
        drop_layout.addWidget(self._drop_note)
        drop_layout.addSpacing(4)
        drop_layout.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignHCenter)

        notes = QVBoxLayout()
        notes.setSpacing(4)
        notes.addWidget(self._sample_note)
        notes.addWidget(self._tail_note)
        sample = QHBoxLayout()
        sample.setSpacing(16)
        sample.addWidget(self._sample, 0, Qt.AlignmentFlag.AlignTop)
        sample.addWidget(self.sample_combo, 0, Qt.AlignmentFlag.AlignTop)
        sample.addLayout(notes, 1)

        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(IconLabel("info", 16))
        foot.addWidget(self._privacy)
        foot.addStretch(1)
        foot.addWidget(self._keys)
        foot.addWidget(self._switch)

        for each in (self._headline, self._subtitle, self._drop_note):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column = QWidget()
        inner = QVBoxLayout(self._column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(16)
        inner.addWidget(self._headline)
        inner.addWidget(self._subtitle)
        inner.addSpacing(8)
        inner.addWidget(drop)
        inner.addLayout(sample)
        inner.addWidget(self._recent_heading)
        inner.addLayout(self._recent_area)
        inner.addSpacing(8)
        inner.addLayout(foot)

        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(self._column, 100)
        centred.addStretch(1)
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(32, 24, 32, 24)
        outer.addStretch(2)
        outer.addLayout(centred)
        outer.addStretch(3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(content))
        theme_signals.theme_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Let lines be as long as the size of text asks for."""
        self._column.setMaximumWidth(scaled(COLUMN_WIDTH))

    def _details(self, library: RecentLibrary) -> str:
        parts: list[str] = []
        if library.item_count:
            parts.append(self.tr("%Ln items", "", library.item_count))
            shelved, target = count_text(library.shelf_count), count_text(library.shelf_target)
            parts.append(filled(self.tr("%1 of %2 on the shelf"), shelved, target))
        parts.append(self._day(library.opened_at))
        return " · ".join(part for part in parts if part)

    def _day(self, opened_at: str) -> str:
        if not opened_at:
            return ""
        day = datetime.fromisoformat(opened_at)
        date = QDate(day.year, day.month, day.day)
        days = date.daysTo(QDate.currentDate())
        if days <= 0:
            return self.tr("today")
        if days == 1:
            return self.tr("yesterday")
        return QLocale().toString(date, QLocale.FormatType.ShortFormat)

    def _open_recent(self) -> None:
        row = self.sender()
        if isinstance(row, RecentRow):
            self.library_chosen.emit(row.library.path)

    def _switch_language(self) -> None:
        self.language_chosen.emit("zh_CN" if self._language == "en" else "en")
