"""What covers the window while a file is dragged over it: what will happen on dropping it, or why nothing will."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ltrec_gui.ui.icons import pixmap
from ltrec_gui.ui.theme import current_tokens, font_of
from ltrec_gui.ui.wording import filled

TABLE_SUFFIXES = (
    *(".csv", ".tsv", ".tab", ".txt", ".gz"),
    *(".xlsx", ".xlsm", ".jsonl", ".ndjson", ".json", ".parquet", ".pq"),
)
PACKED_SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".jsonl", ".ndjson", ".json", "")  # before `.gz`
OTHER_WORKBOOKS = (".xls", ".xlsb", ".ods", ".numbers")
MOST_FILES = 20
LIBRARY_FILE = "library.db"
MARGIN = 24


@dataclass(frozen=True, slots=True)
class DropWish:
    """What a drop would do: open the library or import the files at `paths`, or nothing, for a `refusal` in words."""

    paths: tuple[Path, ...] = ()
    is_library: bool = False
    refusal: str = ""


def wish_of(data: QMimeData) -> DropWish | None:
    """Return what dropping `data` would do; None where it holds no files at all."""
    if not data.hasUrls():
        return None
    translate = QCoreApplication.translate
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if not paths:
        return DropWish(refusal=translate("Drop", "Only files on this computer can be opened."))
    if len(paths) > MOST_FILES:
        return DropWish(refusal=translate("Drop", "Drop no more than 20 files at a time."))
    wishes = [_wish_of_path(path) for path in paths]
    if len(wishes) == 1:
        return wishes[0]
    for path, wish in zip(paths, wishes, strict=True):
        if wish.is_library:
            return DropWish(refusal=translate("Drop", "A library is opened alone, without other files."))
        if wish.refusal:
            return DropWish(refusal=filled(translate("Drop", "%1: %2"), path.name, wish.refusal))
    return DropWish(tuple(paths))


def _wish_of_path(path: Path) -> DropWish:
    translate = QCoreApplication.translate
    if path.is_dir():
        if (path / LIBRARY_FILE).is_file():
            return DropWish((path,), is_library=True)
        return DropWish(refusal=translate("Drop", "This folder holds no library."))
    if path.name == LIBRARY_FILE:
        return DropWish((path.parent,), is_library=True)
    suffix = path.suffix.lower()
    if suffix == ".gz" and Path(path.stem).suffix.lower() not in PACKED_SUFFIXES:
        return DropWish(refusal=translate("Drop", "Of packed files only tables and JSON can be read."))
    if suffix in TABLE_SUFFIXES:
        return DropWish((path,))
    if suffix in OTHER_WORKBOOKS:
        return DropWish(
            refusal=translate("Drop", "Of spreadsheets only XLSX can be read. Save it as XLSX or CSV.")
        )
    return DropWish(
        refusal=translate(
            "Drop", "Only CSV, TSV, XLSX, JSON and Parquet files, or the folder of a library, can be opened."
        )
    )


class DropOverlay(QWidget):
    """Covers its parent during a drag; a wrong file is refused with the reason while it is still in the air."""

    dropped = Signal(object)  # a DropWish without refusal
    refused = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._wish = DropWish()
        self.setAcceptDrops(True)
        parent.installEventFilter(self)
        self.hide()

    @property
    def wish(self) -> DropWish:
        """What is said now."""
        return self._wish

    def begin(self, event: QDragEnterEvent) -> bool:
        """Cover the window for a drag of files; return whether it is one."""
        wish = wish_of(event.mimeData())
        if wish is None:
            return False
        self._wish = wish
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        self.update()
        self._answer(event)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the whole window also where its size changes meanwhile."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Go on covering the window."""
        if not self.begin(event):
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Tell the pointer whether a drop would do something."""
        self._answer(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Uncover the window."""
        self.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Uncover the window and do what was said."""
        self.hide()
        wish = wish_of(event.mimeData()) or DropWish()
        if wish.refusal or not wish.paths:
            event.ignore()
            self.refused.emit(wish.refusal)
            return
        event.acceptProposedAction()
        self.dropped.emit(wish)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a dashed frame with a sentence."""
        tokens = current_tokens()
        is_refused = bool(self._wish.refusal)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(tokens.window)
        veil.setAlphaF(0.9)
        painter.fillRect(self.rect(), veil)
        colour = tokens.bad if is_refused else tokens.accent
        painter.setPen(QPen(QColor(colour), 2, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(tokens.surface))
        frame = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.drawRoundedRect(QRectF(frame), 8, 8)
        size = 48
        picture = pixmap("x" if is_refused else "file-up", colour, size, self.devicePixelRatioF())
        centre = frame.center()
        painter.drawPixmap(centre.x() - size // 2, centre.y() - size - 8, picture)
        painter.setPen(QColor(tokens.text))
        painter.setFont(font_of("item-title"))
        place = QRect(frame.left() + 32, centre.y() + 8, frame.width() - 64, 80)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(place, flags, self.sentence())
        painter.end()

    def sentence(self) -> str:
        """Return what is said now."""
        if self._wish.refusal:
            return self._wish.refusal
        if len(self._wish.paths) > 1:
            return self.tr("Drop to import %Ln files, one after the other", "", len(self._wish.paths))
        name = self._wish.paths[0].name if self._wish.paths else ""
        pattern = (
            self.tr("Drop to open the library %1") if self._wish.is_library else self.tr("Drop to import %1")
        )
        return filled(pattern, name)

    def _answer(self, event: QDropEvent) -> None:
        if self._wish.refusal:
            # Accepted with no action: ignored, the drag would not tell when it leaves and the reason would stay.
            event.setDropAction(Qt.DropAction.IgnoreAction)
            event.accept()
        else:
            event.acceptProposedAction()
