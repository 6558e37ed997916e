"""What of a window cannot be read or reached: texts with less room than they need, widgets outside their place."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QWidget,
)

FRAME = 2  # pixels around the line of a field, at least
HEADER_PADDING = 16  # left and right of a table's header, as in the style sheet
SLACK = 1


def what_is_cut(root: QWidget) -> Iterator[str]:
    """Say which texts have less room than they need, and what lies where nobody can get to."""
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisibleTo(root) or not is_ours_or_plain(widget) or is_inner(widget):
            continue
        kind = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for fault in faults_in(widget):
            yield f"{kind}: {fault}"
        if widget is not root and (has_words(widget) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus):
            outer = out_of_reach(widget, root)
            if outer:
                yield f"{kind}: {words_of(widget)} lies outside of {outer}"


def faults_in(widget: QWidget) -> Iterator[str]:
    """Say what of this one widget has too little room."""
    if hasattr(widget, "full_text") or "Elided" in type(widget).__name__:
        return
    if isinstance(widget, QLabel) and widget.text():
        yield from _cut_in_label(widget)
    elif isinstance(widget, QAbstractButton) and widget.text():
        needed = widget.sizeHint()
        if widget.hasHeightForWidth():  # its text may go on in another line
            needed = QSize(widget.minimumSizeHint().width(), widget.heightForWidth(widget.width()))
        if needed.width() > widget.width() + SLACK or needed.height() > widget.height() + SLACK:
            yield f"{widget.text()} {needed.toTuple()} > {widget.size().toTuple()}"
    elif isinstance(widget, QComboBox):
        yield from _cut_in_combo(widget)
    elif isinstance(widget, QAbstractSpinBox):
        edit = widget.lineEdit()
        if _low(widget) or widget.fontMetrics().horizontalAdvance(edit.text()) > edit.width():
            yield f"{widget.accessibleName()}: {edit.text()}"
    elif isinstance(widget, QLineEdit):
        if _low(widget):
            yield widget.accessibleName()
    elif isinstance(widget, QTabBar):
        yield from _cut_in_tabs(widget)
    elif isinstance(widget, QHeaderView):
        yield from _cut_in_header(widget)
    elif isinstance(widget, QListWidget):
        yield from _cut_in_list(widget)


def _cut_in_label(widget: QLabel) -> Iterator[str]:
    metrics, room = widget.fontMetrics(), widget.contentsRect()
    lines = widget.text().split("\n")
    if not widget.wordWrap():
        width = max(metrics.horizontalAdvance(line) for line in lines)
        if width > room.width() + SLACK or metrics.height() * len(lines) > room.height() + SLACK:
            yield f"{widget.text()} ({width}, {metrics.height()}) > {room.size().toTuple()}"
        return
    height = widget.heightForWidth(widget.width())
    if metrics.height() > room.height() + SLACK or height > widget.height() + SLACK:
        yield f"{widget.text()} {height} > {widget.height()}"
    longest = max((metrics.horizontalAdvance(word) for word in widget.text().split()), default=0)
    if longest > room.width() + SLACK:
        yield f"{widget.text()}: a word of {longest} > {room.width()}"


def _low(widget: QWidget) -> bool:
    return widget.fontMetrics().height() + 2 * FRAME > widget.height()


def _cut_in_combo(widget: QComboBox) -> Iterator[str]:
    if _low(widget):
        yield f"{widget.accessibleName()} is too low"
    option = QStyleOptionComboBox()
    widget.initStyleOption(option)
    field = widget.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
    )
    needed = widget.fontMetrics().horizontalAdvance(widget.currentText())
    if needed > field.width() and not widget.isEditable() and not widget.toolTip():
        yield f"{widget.accessibleName()}: {widget.currentText()} {needed} > {field.width()}"


def _cut_in_tabs(widget: QTabBar) -> Iterator[str]:
    for at in range(widget.count()):
        needed = widget.fontMetrics().horizontalAdvance(widget.tabText(at).replace("&", ""))
        if widget.isTabVisible(at) and needed > widget.tabRect(at).width():
            yield f"tab {widget.tabText(at)}"


def _cut_in_header(widget: QHeaderView) -> Iterator[str]:
    model = widget.model()
    if model is None or widget.orientation() != Qt.Orientation.Horizontal:
        return
    for section in range(widget.count()):
        text = str(model.headerData(section, widget.orientation()) or "")
        if widget.isSectionHidden(section) or not text:
            continue
        needed = widget.fontMetrics().horizontalAdvance(text) + HEADER_PADDING
        told = model.headerData(section, widget.orientation(), Qt.ItemDataRole.ToolTipRole)
        if needed > widget.sectionSize(section) + SLACK and not told:
            yield f"{text} {needed} > {widget.sectionSize(section)}"
        if widget.fontMetrics().height() > widget.height() + SLACK:
            yield f"{text} is too low"


def _cut_in_list(widget: QListWidget) -> Iterator[str]:
    if type(widget.itemDelegate()).__module__.startswith("ltrec_gui"):
        return
    for at in range(widget.count()):
        item = widget.item(at)
        needed = widget.sizeHintForIndex(widget.indexFromItem(item)).width()
        is_scrolled = widget.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if needed > widget.viewport().width() + SLACK and not item.toolTip() and not is_scrolled:
            yield f"item {item.text()}"


def has_words(widget: QWidget) -> bool:
    """Whether a widget shows a text."""
    return isinstance(widget, QLabel | QAbstractButton) and bool(widget.text())


def words_of(widget: QWidget) -> str:
    """Return what a widget says, or its name."""
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleName()


def out_of_reach(widget: QWidget, root: QWidget) -> str:
    """Return the kind of the ancestor that a widget sticks out of where nothing scrolls there; "" for none."""
    rect, child = QRect(QPoint(0, 0), widget.size()), widget
    while child is not root:
        parent = child.parentWidget()
        if parent is None or child.isWindow():
            return ""
        rect = QRect(child.mapToParent(rect.topLeft()), rect.size())
        area = parent.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            if isinstance(area, QScrollArea):
                is_off = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
                if is_off and (rect.left() < -SLACK or rect.right() > parent.width() + SLACK):
                    return f"{type(area).__name__} {rect.getRect()} {parent.size().toTuple()}"
            # Whatever it holds is scrolled into view; what counts from here on is the area itself.
            rect, child = QRect(QPoint(0, 0), area.size()), area
            continue
        if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(rect):
            return f"{type(parent).__name__} {rect.getRect()} {parent.size().toTuple()}"
        child = parent
    return ""


def is_ours_or_plain(widget: QWidget) -> bool:
    """Whether a widget is laid out by us: not the inside of a combo box or of a view."""
    return "qt_" not in widget.objectName()


def is_inner(widget: QWidget) -> bool:
    """Whether Qt made a widget as a part of another one, which looks after it."""
    parent = widget.parentWidget()
    if isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit | QTabBar):
        return True
    return isinstance(parent, QAbstractItemView) and not isinstance(widget, QHeaderView)
