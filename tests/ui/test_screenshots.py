"""The pictures for looking at: which are taken, at which sizes, and under what names."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QDialog, QLabel

from ltrec_gui import app
from ltrec_gui.ui.screenshots import USUAL_SIZE, Plan, _Photographer

SMALL = (320, 200)


@pytest.fixture
def photographer(qtbot, tmp_path):
    def make(**wanted):
        window = QLabel("a page")
        qtbot.addWidget(window)
        return _Photographer(tmp_path, "light_en", window, Plan(**wanted))

    return make


def test_a_state_is_taken_at_every_size_and_named_after_it(photographer, tmp_path):
    made = photographer(sizes=(SMALL, USUAL_SIZE))
    made._save("start", made.window, None)
    sizes = {path.name: QImage(str(path)).size().toTuple() for path in tmp_path.iterdir()}
    assert sizes == {"start_light_en_320x200.png": SMALL, "start_light_en.png": USUAL_SIZE}
    assert made.count == 2
    assert made.window.size().toTuple() == SMALL, "the walk goes on at the size it began with"


def test_only_states_with_the_wanted_names_are_taken(photographer, tmp_path):
    made = photographer(names="import*")
    for name in ("start", "import", "import_report"):
        made._save(name, made.window, None)
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["import_light_en", "import_report_light_en"]
    assert made.count == 2


def test_a_dialog_is_laid_over_the_middle_and_never_larger_than_its_window(photographer, qtbot, tmp_path):
    made = photographer(sizes=(SMALL, USUAL_SIZE))
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setAutoFillBackground(True)
    red = QPalette()
    red.setColor(QPalette.ColorRole.Window, QColor(200, 0, 0))
    dialog.setPalette(red)
    dialog.resize(900, 150)
    made._save("error", made.window, dialog)
    small = QImage(str(tmp_path / "error_light_en_320x200.png"))
    assert small.pixelColor(0, 100) == small.pixelColor(SMALL[0] - 1, 100) == QColor(200, 0, 0)
    assert dialog.width() == 900, "at the larger size it has its own"
    assert small.pixelColor(1, 100) == QColor(200, 0, 0)
    assert small.pixelColor(1, 1) != QColor(200, 0, 0)
    made._save("list", made.window, dialog, lambda: QPoint(10, 0))
    listed = QImage(str(tmp_path / "list_light_en.png"))
    assert listed.pixelColor(11, 1) == QColor(200, 0, 0)
    assert listed.pixelColor(5, 1) != QColor(200, 0, 0)


def test_sizes_are_read_from_the_command_line(capsys):
    options = app._parse(["--screenshots", "x", "--sizes", "1024x640,2560X1440", "--text-sizes", "100,200"])
    assert options.sizes == ((1024, 640), (2560, 1440))
    assert options.text_sizes == (100, 200)
    for wrong in (
        ["--sizes", "1024"],
        ["--sizes", "0x640"],
        ["--text-sizes", "300"],
        ["--text-sizes", "big"],
    ):
        with pytest.raises(SystemExit):
            app._parse(wrong)
    assert "--text-sizes" in capsys.readouterr().err
