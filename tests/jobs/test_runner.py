"""A runner loses no job, calls back on the UI thread only, and says nothing after it was shut down."""

import threading

import pytest

from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import Progress
from ltrec_gui.jobs.runner import JobRunner


class Workshop:
    """Stands for a workspace: remembers in which thread it was opened, used and closed."""

    def __init__(self):
        self.opened_in = threading.get_ident()
        self.closed_in = None

    def close(self):
        self.closed_in = threading.get_ident()


class Listener:
    """Takes every outcome of every job."""

    def __init__(self):
        self.done = []
        self.errors = []
        self.reports = []
        self.cancelled = 0
        self.threads = set()

    def callbacks(self):
        return {
            "on_done": self._done,
            "on_error": self._error,
            "on_progress": self._progress,
            "on_cancelled": self._cancelled,
        }

    @property
    def outcome_count(self):
        return len(self.done) + len(self.errors) + self.cancelled

    def _done(self, result):
        self.threads.add(threading.get_ident())
        self.done.append(result)

    def _error(self, error):
        self.threads.add(threading.get_ident())
        self.errors.append(error)

    def _progress(self, progress):
        self.threads.add(threading.get_ident())
        self.reports.append(progress)

    def _cancelled(self):
        self.threads.add(threading.get_ident())
        self.cancelled += 1


@pytest.fixture
def workshops():
    return []


@pytest.fixture
def runner(qtbot, workshops):
    def open_workshop():
        workshops.append(Workshop())
        return workshops[-1]

    runner = JobRunner(open_workshop, "test-jobs")
    yield runner
    runner.shutdown()


@pytest.fixture
def gate():
    """A job that stands still until it is let go."""

    class Gate:
        def __init__(self):
            self.entered = threading.Event()
            self.let_go = threading.Event()

        def work(self, workspace, control):
            self.entered.set()
            while not self.let_go.wait(0.01):
                control.checkpoint(Progress("waiting", 0))
            return "went through"

    gate = Gate()
    yield gate
    gate.let_go.set()


def test_two_thousand_jobs_come_back_in_order_and_none_is_lost(qtbot, runner):
    listener = Listener()
    for number in range(2000):
        runner.start(lambda workspace, control, number=number: number, **listener.callbacks())
    qtbot.waitUntil(lambda: listener.outcome_count == 2000, timeout=60_000)
    assert listener.done == list(range(2000))
    assert listener.threads == {threading.get_ident()}
    assert not runner.is_busy


def test_one_workspace_serves_all_jobs_in_the_thread_it_was_opened_in(qtbot):
    seen = []
    workshops = []

    def open_workshop():
        workshops.append(Workshop())
        return workshops[-1]

    runner = JobRunner(open_workshop, "test-jobs")
    listener = Listener()
    for _ in range(5):
        runner.start(
            lambda workspace, control: seen.append((workspace, threading.get_ident())), **listener.callbacks()
        )
    qtbot.waitUntil(lambda: listener.outcome_count == 5)
    assert len(workshops) == 1
    assert {workspace for workspace, _thread in seen} == set(workshops)
    assert {thread for _workspace, thread in seen} == {workshops[0].opened_in}
    assert workshops[0].opened_in != threading.get_ident()
    runner.shutdown()
    assert workshops[0].closed_in == workshops[0].opened_in


def test_no_workspace_is_opened_before_the_first_job(runner, workshops):
    assert workshops == []
    assert not runner.is_busy


def test_a_running_job_is_cancelled_at_its_next_checkpoint(qtbot, runner, gate):
    listener = Listener()
    control = runner.start(gate.work, **listener.callbacks())
    assert gate.entered.wait(10)
    assert runner.is_busy
    control.cancel()
    qtbot.waitUntil(lambda: listener.outcome_count == 1)
    assert listener.cancelled == 1
    assert listener.done == []
    assert listener.errors == []


def test_a_queued_job_is_cancelled_before_it_does_anything(qtbot, runner, gate):
    listener = Listener()
    touched = []
    runner.start(gate.work, **listener.callbacks())
    assert gate.entered.wait(10)
    queued = runner.start(lambda workspace, control: touched.append(1), **listener.callbacks())
    queued.cancel()
    gate.let_go.set()
    qtbot.waitUntil(lambda: listener.outcome_count == 2)
    assert listener.cancelled == 1
    assert listener.done == ["went through"]
    assert touched == []


def test_a_job_without_a_word_for_cancelled_ends_quietly(qtbot, runner, gate):
    outcomes = []
    control = runner.start(gate.work, on_done=outcomes.append, on_error=outcomes.append)
    assert gate.entered.wait(10)
    control.cancel()
    qtbot.waitUntil(lambda: not runner.is_busy)
    assert outcomes == []


def test_a_paused_job_goes_on_where_it_was(qtbot, runner):
    listener = Listener()
    reached = threading.Event()
    steps = []

    def work(workspace, control):
        for step in range(6):
            control.checkpoint(Progress("counting", step, 6))
            steps.append(step)
            if step == 2:
                control.pause()
                reached.set()
        return len(steps)

    control = runner.start(work, **listener.callbacks())
    assert reached.wait(10)
    qtbot.wait(50)
    assert steps == [0, 1, 2]
    assert listener.outcome_count == 0
    control.resume()
    qtbot.waitUntil(lambda: listener.outcome_count == 1)
    assert listener.done == [6]


def test_an_error_arrives_as_the_object_that_was_raised_and_the_next_job_runs(qtbot, runner):
    listener = Listener()
    error = RequestError("There is no item 17 in this library.")

    def fail(workspace, control):
        raise error

    runner.start(fail, **listener.callbacks())
    runner.start(lambda workspace, control: "after", **listener.callbacks())
    qtbot.waitUntil(lambda: listener.outcome_count == 2)
    assert listener.errors == [error]
    assert listener.done == ["after"]


def test_a_library_that_cannot_be_opened_is_an_error_of_the_job_and_is_tried_again(qtbot):
    tries = []

    def open_workshop():
        tries.append(1)
        if len(tries) == 1:
            raise PermissionError(13, "no")
        return Workshop()

    runner = JobRunner(open_workshop, "test-jobs")
    listener = Listener()
    runner.start(lambda workspace, control: "first", **listener.callbacks())
    runner.start(lambda workspace, control: "second", **listener.callbacks())
    qtbot.waitUntil(lambda: listener.outcome_count == 2)
    runner.shutdown()
    assert [type(error) for error in listener.errors] == [PermissionError]
    assert listener.done == ["second"]


def test_progress_arrives_on_this_thread_before_the_outcome(qtbot, runner):
    listener = Listener()

    def work(workspace, control):
        control.checkpoint(Progress("embedding", 5, 5))
        return "all"

    runner.start(work, **listener.callbacks())
    qtbot.waitUntil(lambda: listener.outcome_count == 1)
    assert listener.reports[-1] == Progress("embedding", 5, 5)
    assert listener.threads == {threading.get_ident()}


@pytest.mark.parametrize("attempt", range(10))
def test_shutting_down_with_a_hundred_jobs_queued_is_silent_afterwards(qtbot, attempt):
    workshops = []

    def open_workshop():
        workshops.append(Workshop())
        return workshops[-1]

    def work(workspace, control):
        control.checkpoint(Progress("working", 1, 2))
        control.checkpoint(Progress("working", 2, 2))
        return attempt

    runner = JobRunner(open_workshop, "test-jobs")
    listener = Listener()
    for _ in range(100):
        runner.start(work, **listener.callbacks())
    if attempt % 2:
        qtbot.waitUntil(lambda: listener.outcome_count > 0)
    runner.shutdown()
    heard = (listener.outcome_count, len(listener.reports))
    qtbot.wait(20)
    assert (listener.outcome_count, len(listener.reports)) == heard
    assert all(workshop.closed_in == workshop.opened_in for workshop in workshops)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("test-jobs")]


def test_a_verdict_given_just_before_closing_is_kept(qtbot):
    runner = JobRunner(Workshop, "test")
    started, may_end = threading.Event(), threading.Event()
    kept = []

    def slow(workspace, control):
        started.set()
        may_end.wait(10)

    ignore = {"on_done": lambda result: None, "on_error": lambda error: None}
    runner.start(slow, **ignore)
    runner.start(lambda workspace, control: kept.append("a look"), **ignore)
    runner.start(lambda workspace, control: kept.append("a verdict"), must_finish=True, **ignore)
    assert started.wait(10)
    may_end.set()
    runner.shutdown()
    assert kept == ["a verdict"]
    runner.shutdown()


def test_a_job_that_gives_way_lets_those_behind_it_run_within_it(qtbot, runner):
    """They run in the same thread with the same workspace, in their order, and also while it is paused."""
    told = []
    may_go = threading.Event()

    def long(workspace, control):
        may_go.wait(10)
        told.append("begun")
        control.give_way()
        told.append("ended")

    def start(name, work=None):
        short = work or (lambda workspace, control: told.append(name))
        return runner.start(short, on_done=lambda _nothing: told.append(f"{name} done"), on_error=told.append)

    control = start("long", long)
    start("first")
    start("second")
    control.pause()
    may_go.set()
    qtbot.waitUntil(lambda: "second done" in told)
    start("third")
    qtbot.waitUntil(lambda: "third done" in told)
    assert "ended" not in told
    control.resume()
    qtbot.waitUntil(lambda: "long done" in told)
    begun = [each for each in told if not each.endswith("done")]
    assert begun == ["begun", "first", "second", "third", "ended"]
