"""What a session does beside the work of an editor stands in the list of jobs and can be stopped there."""

import pytest

from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.ui import flows
from ltrec_gui.ui.flows import LibrarySession, Runners
from ltrec_gui.ui.job_board import JobBoard, JobState
from tests.making import FakeEncoders, fill, topic_items

PATIENCE_MS = 20_000


class Opened:
    """A session on a library of 40 items, ranked by words, and what it said."""

    def __init__(self, qtbot, folder):
        self.qtbot, self.folder = qtbot, folder
        encoders = FakeEncoders()
        workspace = Workspace(folder, encoders)
        fill(workspace, topic_items(40))
        self.slate = suggest(workspace, JobControl(), SuggestRequest(brief="harbour", count=8))
        workspace.close()
        self.board = JobBoard()

        def runner(name):
            return JobRunner(lambda: Workspace(folder, encoders), f"jobs-{name}")

        self.session = LibrarySession(
            Runners(folder, runner("long"), runner("quick"), runner("query")), self.board
        )
        self.answers, self.stops = [], []
        self.session.why_not_ready.connect(self.answers.append)
        self.session.why_not_stopped.connect(lambda: self.stops.append(True))

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def jobs(self):
        return [(entry.name, entry.state) for entry in reversed(self.board.entries)]


@pytest.fixture
def opened(qtbot, tmp_path):
    made = Opened(qtbot, tmp_path / "library")
    yield made
    made.session.close()


def test_why_not_is_a_job_that_can_be_stopped(opened, monkeypatch):
    ids = [suggestion.item.item_id for suggestion in opened.slate.suggestions]
    outside = next(f"{number:04d}" for number in range(40) if f"{number:04d}" not in ids)
    opened.session.request_why_not(outside, opened.slate.slate_id)
    opened.wait(lambda: bool(opened.answers))
    assert opened.answers[0].item.item_id == outside
    assert opened.jobs() == [("Finding out why not", JobState.DONE)]

    def endless(_workspace, control, _slate_id, _item_id):
        while True:
            control.checkpoint(Progress("ranking", 0))

    monkeypatch.setattr(flows, "why_not", endless)
    opened.session.request_why_not(outside, None)
    first = opened.board.entries[0]
    opened.wait(lambda: first.state is JobState.RUNNING)
    # Another question takes its place, and its answer is still awaited.
    opened.session.request_why_not(outside, None)
    second = opened.board.entries[0]
    opened.wait(lambda: first.state is JobState.CANCELLED and second.state is JobState.RUNNING)
    assert opened.stops == []
    opened.board.cancel(second)
    opened.wait(lambda: second.state is JobState.CANCELLED)
    assert opened.stops == [True]
    assert len(opened.answers) == 1
