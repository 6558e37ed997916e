"""The self-test's last step: the real window on a real library, one verdict by mouse, and a picture of it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QBuffer, QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from ltrec_gui.recommend.slate import VERDICTS
from ltrec_gui.ui.main_window import MainWindow
from ltrec_gui.ui.suggestions_page import SuggestionsPage

PATIENCE_SECONDS = 60.0
STEP_MS = 20
CLICKED = "good"


def check_window(window: MainWindow) -> dict[str, Any]:
    """Open the sample in `window`, judge by mouse and return what was seen; raise AssertionError if it went wrong."""
    window.resize(1366, 768)
    window.show()
    page = window.suggestions
    window.open_sample()
    wait_for(lambda: page.slate is not None, "no list was shown")
    suggestion_count = page.model.rowCount()
    _require(suggestion_count > 0, "the first list is empty")
    click_verdict(page, 0, CLICKED)
    # The card shows a verdict only once it is on disk.
    wait_for(lambda: page.model.suggestion(0).verdict == CLICKED, "the click on a painted button was lost")
    size = len(picture_of(window))
    title = page.model.suggestion(0).item.title
    ranked_by = "" if page.slate is None else page.slate.ranked_by
    window.close()
    _require(window.session is None, "the library stayed open behind the closed window")
    return {
        "suggestions": suggestion_count,
        "ranked_by": ranked_by,
        "judged": title,
        "picture_bytes": size,
        "platform": QApplication.platformName(),
    }


def click_verdict(page: SuggestionsPage, row: int, verdict: str) -> None:
    """Click the painted button of a card as a mouse would."""
    view = page.view
    index = page.model.index(row, 0)
    view.scrollTo(index)
    layout = view.cards.layout_of(view.visualRect(index), page.model.suggestion(row))
    point = layout.buttons[VERDICTS.index(verdict)].center()
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        _send_mouse(view.viewport(), kind, point)


def picture_of(window: QWidget) -> bytes:
    """Return the window as PNG bytes; raise AssertionError where all of it has one colour."""
    image = window.grab().toImage()
    corners = {image.pixel(x, y) for x in range(0, image.width(), 8) for y in range(0, image.height(), 8)}
    _require(len(corners) > 5, "the window is blank")
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    # The binding takes text here, whatever its type stub says.
    saved = image.save(buffer, "PNG")  # type: ignore[call-overload]
    _require(saved, "the picture of the window could not be made")
    return bytes(buffer.data().data())


def wait_for(condition: Callable[[], bool], complaint: str) -> None:
    """Let the program run until `condition` holds; raise AssertionError with `complaint` after a minute."""
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(STEP_MS)
    left = [int(PATIENCE_SECONDS * 1000) // STEP_MS]

    def look() -> None:
        left[0] -= 1
        if condition() or left[0] <= 0:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    _require(condition(), complaint)


def _send_mouse(target: QWidget, kind: QEvent.Type, point: QPoint) -> None:
    is_press = kind == QEvent.Type.MouseButtonPress
    event = QMouseEvent(
        kind,
        QPointF(point),
        QPointF(target.mapToGlobal(point)),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton if is_press else Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(target, event)


def _require(condition: bool, complaint: str) -> None:
    """Raise AssertionError with the complaint; `assert` would vanish from an optimised build."""
    if not condition:
        raise AssertionError(complaint)
