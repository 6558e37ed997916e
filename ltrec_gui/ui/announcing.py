"""What screen readers are told besides what has the focus: a verdict, an undo, what a refresh changed, a job's end."""

from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


class _Said:
    """What was said in this turn of the event loop; one per process, as there is one voice."""

    sentences: ClassVar[set[str]] = set()


def announce(widget: QWidget, sentence: str, is_urgent: bool = False) -> None:
    """Have a screen reader, where one listens, say a sentence; an urgent one before what it is just saying.

    What two places of the window show at once, as the list and the bar below it do, is said once.
    """
    if not sentence or not QAccessible.isActive() or sentence in _Said.sentences:
        return
    if not _Said.sentences:
        QTimer.singleShot(0, _Said.sentences.clear)
    _Said.sentences.add(sentence)
    event = QAccessibleAnnouncementEvent(widget, sentence)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if is_urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)
