"""Fixtures every room shares: a library in a real SQLite file, an encoder that needs no model."""

import os

# Before anything imports Qt: the suite needs no display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Several processes test side by side, each with one thread; more would only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from pathlib import Path

import pytest
from pytestqt.qt_compat import qt_api

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace
from tests.making import FakeEncoders

try:
    import PySide6.QtWidgets  # noqa: F401 - only to see whether this system has what Qt needs
except ImportError as error:
    # A server without a desktop. Everything but the window works there, and is tested.
    QT_PROBLEM = str(error)
    collect_ignore_glob = ["ui/test_*.py", "jobs/test_runner.py", "test_app.py"]
else:
    QT_PROBLEM = ""


def pytest_configure(config):
    if QT_PROBLEM:
        config.pluginmanager.unregister(name="pytest-qt")
        # It is still being configured in this very round, and would end the run.
        qt_api.set_qt_api = lambda api: None


def pytest_sessionstart(session):
    if QT_PROBLEM and session.config.pluginmanager.has_plugin("_qt_logging"):
        session.config.pluginmanager.unregister(name="_qt_logging")


def pytest_report_header():
    return (
        f"The tests of the window are left out: Qt cannot start here ({QT_PROBLEM})" if QT_PROBLEM else None
    )


@pytest.fixture
def control() -> JobControl:
    return JobControl()


@pytest.fixture
def encoders() -> FakeEncoders:
    return FakeEncoders()


@pytest.fixture
def workspace(tmp_path, encoders):
    opened = Workspace(tmp_path / "library", encoders)
    yield opened
    opened.close()


@pytest.fixture
def reopened(workspace, encoders):
    """Return a function that opens the same library again, as after a restart."""
    opened: list[Workspace] = []

    def reopen() -> Workspace:
        opened.append(Workspace(workspace.folder, encoders))
        return opened[-1]

    yield reopen
    for other in opened:
        other.close()


@pytest.fixture
def shared_data() -> Path:
    """Return the development data beside the checkout; skip where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the development data is not here")
    return folder
