"""The self-test's last step finds what it is there to find, and its second process needs no Qt."""

import subprocess
import sys

import pytest
from PySide6.QtWidgets import QWidget

from ltrec_gui import app
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.ui import window_check
from tests.making import fill, topic_items


def test_the_second_process_counts_the_shelf_without_qt(tmp_path, encoders):
    workspace = Workspace(tmp_path / "library", encoders)
    fill(workspace, topic_items(5))
    give_feedback(workspace, JobControl(), ["0001", "0002"], "shelve")
    workspace.close()
    program = (
        "import sys\n"
        "from ltrec_gui import app\n"
        "code = app.main(['--library-state', sys.argv[1]])\n"
        "assert not any(name.startswith('PySide6') for name in sys.modules)\n"
        "sys.exit(code)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "library")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (result.returncode, result.stdout.strip(), result.stderr) == (0, "2", "")


def test_the_helper_argument_is_not_offered(capsys):
    with pytest.raises(SystemExit):
        app._parse(["--help"])
    shown = capsys.readouterr().out
    assert "--self-test" in shown
    assert "--library-state" not in shown


def test_a_blank_window_is_found(qtbot):
    blank = QWidget()
    qtbot.addWidget(blank)
    blank.resize(200, 200)
    with pytest.raises(AssertionError, match="blank"):
        window_check.picture_of(blank)


def test_what_does_not_come_is_found(qtbot, monkeypatch):
    monkeypatch.setattr(window_check, "PATIENCE_SECONDS", 0.1)
    with pytest.raises(AssertionError, match="it was lost"):
        window_check.wait_for(lambda: False, "it was lost")


def test_a_failing_window_fails_the_self_test(monkeypatch):
    def fail():
        raise AssertionError("the click was lost")

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(app, "_check_window", fail)
    step = app._test_window()
    assert (step["step"], step["ok"], step["error"]) == (
        "window",
        False,
        "AssertionError: the click was lost",
    )
    monkeypatch.setattr(app, "start_problem", lambda: "Qt cannot start.")
    assert app._test_window() == {"step": "window", "ok": True, "skipped": "Qt cannot start."}
