"""The settings say how a library is cut, new items included where there are some."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from ltrec_gui.settings import Settings
from ltrec_gui.ui.settings_dialog import Facts, SettingsDialog
from tests.ui.making import make_overview, make_overview_with_new


@pytest.mark.parametrize(
    ("overview", "said"),
    [
        (make_overview(), False),
        (make_overview_with_new(), True),
        (make_overview_with_new(is_flat=True), False),
    ],
    ids=["none new", "some new", "flat"],
)
def test_new_items_are_counted_beside_head_and_tail(qtbot, overview, said):
    dialog = SettingsDialog(Settings(), Facts((), Path("log"), Path("settings")), overview)
    qtbot.addWidget(dialog)
    lines = [shown.text() for shown in dialog.findChildren(QLabel)]
    assert ("New: 40 items, 1 % of popularity" in lines) == said
