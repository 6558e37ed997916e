"""Text with its formatting on the clipboard, which outlives this program's Python."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


class _Put:
    """What was put there last; one per process, as there is one clipboard."""

    data: QMimeData | None = None


def put(text: str, page: str) -> None:
    """Put a text on the clipboard, and the same as HTML for programs that take it."""
    data = QMimeData()
    data.setText(text)
    data.setHtml(page)
    _Put.data = data
    QGuiApplication.clipboard().setMimeData(data)


def settle() -> None:
    """Leave only the plain text of what was put on the clipboard, if it is still there; to be called at the very end.

    Qt lets go of the clipboard once Python is gone, and ends in a crash where it holds what Python made.
    """
    board = QGuiApplication.clipboard()
    if _Put.data is not None and board.mimeData() is _Put.data:
        board.setText(board.text())
    _Put.data = None
