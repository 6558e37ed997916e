"""What is copied keeps its formatting while the program runs, and nothing Python made outlives it."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ltrec_gui.ui.clipboard import put, settle


@pytest.fixture
def board(qapp):
    yield QGuiApplication.clipboard()
    settle()
    QGuiApplication.clipboard().clear()


def test_text_and_formatting_are_there_until_the_end_and_the_text_after_it(board):
    put("1. Salt", "<ol><li>Salt</li></ol>")
    assert board.text() == "1. Salt" and "<li>Salt</li>" in board.mimeData().html()
    settle()
    assert board.text() == "1. Salt" and not board.mimeData().hasHtml()


def test_what_another_program_put_there_stays(board):
    put("ours", "<b>ours</b>")
    theirs = QMimeData()
    theirs.setHtml("<b>theirs</b>")
    board.setMimeData(theirs)
    settle()
    assert "theirs" in board.mimeData().html()


def test_a_program_that_copied_ends_in_peace():
    program = (
        "from PySide6.QtGui import QGuiApplication\n"
        "app = QGuiApplication([])\n"
        "from ltrec_gui.ui.clipboard import put, settle\n"
        "put('a', '<b>a</b>')\n"
        "settle()\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
