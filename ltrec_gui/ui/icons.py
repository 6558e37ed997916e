"""Line icons: our own SVG drawings, tinted when loaded and rendered for the screen's pixel ratio."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ltrec_gui.paths import resources_folder
from ltrec_gui.ui.theme import current_tokens

# 16, 18, 20 and 24 px at 100, 125, 150 and 200 %: what a QIcon is asked for, so nothing is blurred.
RENDERED_SIZES = (16, 18, 20, 23, 24, 25, 27, 30, 32, 36, 40, 48)


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    """Return the SVG text of an icon; raise FileNotFoundError for an unknown name."""
    return (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon in one colour, `size` logical pixels square, sharp at this device pixel ratio."""
    pixel_size = max(1, round(size * ratio))
    drawn = QPixmap(QSize(pixel_size, pixel_size))
    drawn.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, pixel_size, pixel_size))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled_colour: str) -> QIcon:
    made = QIcon()
    for size in RENDERED_SIZES:
        made.addPixmap(pixmap(name, colour, size), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, colour, size), QIcon.Mode.Selected)
        made.addPixmap(pixmap(name, disabled_colour, size), QIcon.Mode.Disabled)
    return made


def icon(name: str, colour: str | None = None) -> QIcon:
    """Return an icon in `colour` or the theme's secondary text colour; ask again after a theme change."""
    tokens = current_tokens()
    return _icon(name, colour or tokens.text2, tokens.border_strong)
