"""The panes of a page and the way from one to the next by key: F6 goes round all that can take the focus now."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

# The widgets of a pane; the first that can take the focus, or the first such widget inside one of them, gets it.
Pane = Sequence[QWidget]


@runtime_checkable
class Paned(Protocol):
    """A page that consists of panes."""

    def panes(self) -> list[Pane]:
        """Return its panes in the order in which they are gone through, those that are not shown among them."""


def takes_focus(widget: QWidget) -> bool:
    """Return whether a widget can be reached by Tab now: it is seen, enabled and of that kind."""
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not widget.size().isEmpty()
    )


def entry_of(pane: Pane) -> QWidget | None:
    """Return where the focus goes in a pane, None where nothing in it can take it."""
    for widget in pane:
        if takes_focus(widget):
            return widget
        found = next((each for each in _in_tab_order(widget) if takes_focus(each)), None)
        if found is not None:
            return found
    return None


def go_to_pane(panes: Sequence[Pane], step: int) -> QWidget | None:
    """Give the focus to the next (1) or previous (-1) pane that can take it, round and round; return what got it.

    From outside all panes the first one is next, and the last one previous. None where no pane can take the focus.
    """
    focused = QApplication.focusWidget()
    reachable = [(pane, entry) for pane in panes if (entry := entry_of(pane)) is not None]
    if not reachable:
        return None
    here = next((at for at, (pane, _) in enumerate(reachable) if _holds(pane, focused)), None)
    at = (0 if step > 0 else -1) if here is None else (here + step) % len(reachable)
    entry = reachable[at][1]
    entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
    scroll_to(entry)
    return entry


def scroll_to(widget: QWidget) -> None:
    """Bring a widget into sight in whatever it can be scrolled out of; Qt does so after Tab alone."""
    area = widget.parentWidget()
    while area is not None:
        content = area.widget() if isinstance(area, QScrollArea) else None
        if isinstance(area, QScrollArea) and content is not None:
            # From its end to its beginning: where it is too high for both, its beginning is seen.
            area.ensureWidgetVisible(widget)
            corner = widget.mapTo(content, QPoint(0, 0))
            area.ensureVisible(corner.x(), corner.y())
        area = area.parentWidget()


def _holds(pane: Pane, focused: QWidget | None) -> bool:
    return focused is not None and any(each is focused or each.isAncestorOf(focused) for each in pane)


def _in_tab_order(inside: QWidget) -> list[QWidget]:
    """Return the widgets inside another one in the order in which Tab goes through them."""
    found = []
    at = inside.nextInFocusChain()
    while at is not None and at is not inside:
        if inside.isAncestorOf(at):
            found.append(at)
        at = at.nextInFocusChain()
    return found
