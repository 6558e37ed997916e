"""A themed program with English numbers for every test of the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ltrec_gui.ui.theme import apply_theme


@pytest.fixture(autouse=True)
def look(qapp: QApplication):
    """Every test sees the light theme, English numbers and no window that is still waiting to be deleted."""
    # Of one whose Python half is gone already, a change of language would reach actions that are no more.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QLocale.setDefault(QLocale("en_US"))
    apply_theme(qapp, "light")


@pytest.fixture(autouse=True)
def no_key_held(qapp: QApplication):
    """Every test begins with no key held: after a click with Shift, Qt believes Shift down until the next key event."""
    if qapp.keyboardModifiers():
        QTest.keyRelease(QWidget(), Qt.Key.Key_Shift)
    assert not qapp.keyboardModifiers()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says what it does not support (size hints, grabs); that is not ours to mend."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))
