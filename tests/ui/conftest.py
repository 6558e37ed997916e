"""A themed program with English numbers for every test of the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from ltrec_gui.ui.theme import apply_theme


@pytest.fixture(autouse=True)
def look(qapp: QApplication):
    """Every test sees the light theme and English numbers."""
    QLocale.setDefault(QLocale("en_US"))
    apply_theme(qapp, "light")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says what it does not support (size hints, grabs); that is not ours to mend."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))
