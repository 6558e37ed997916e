"""Fixtures every room shares: a library in a real SQLite file, an encoder that needs no model."""

import os

# Before anything imports Qt: the suite needs no display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pathlib import Path

import pytest

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace
from tests.making import FakeEncoders


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
