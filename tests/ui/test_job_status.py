"""The job bar tells state, count, rate and time left, and what a cancel has kept."""

import itertools
import threading

import pytest

from ltrec_gui.jobs.control import Progress
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.ui.job_board import JobBoard, JobState, TimeLeft
from ltrec_gui.ui.job_status import JobStatus, rate_text, time_left_text


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


class Nothing:
    def close(self):
        pass


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def runner(qtbot):
    runner = JobRunner(Nothing, "test-long")
    yield runner
    runner.shutdown()


@pytest.fixture
def board(qtbot):
    return JobBoard()


@pytest.fixture
def bar(qtbot, board):
    bar = JobStatus(board)
    qtbot.addWidget(bar)
    bar.show()
    return bar


def run(clock, estimate, seconds, per_second, total, start=0):
    done = start
    for _ in range(seconds):
        clock.now += 1
        done += per_second
        estimate.report(done, total)
    return done


def test_nothing_is_said_of_time_before_three_seconds_and_two_percent(clock):
    estimate = TimeLeft(clock)
    estimate.report(0, 1000)
    run(clock, estimate, 2, 100, 1000)
    assert estimate.seconds_left is None
    assert estimate.rate is None
    estimate = TimeLeft(clock)
    estimate.report(0, 100_000)
    run(clock, estimate, 10, 100, 100_000)
    assert estimate.seconds_left is None


def test_a_steady_job_is_estimated_to_the_second(clock):
    estimate = TimeLeft(clock)
    estimate.report(0, 1000)
    run(clock, estimate, 5, 50, 1000)
    assert estimate.rate == pytest.approx(50)
    assert estimate.seconds_left == pytest.approx(15)


def test_the_time_left_never_grows_twice_in_a_row(clock):
    estimate = TimeLeft(clock)
    estimate.report(0, 10_000)
    done = run(clock, estimate, 10, 200, 10_000)
    shown = [estimate.seconds_left]
    for _ in range(30):
        clock.now += 1
        done += 1
        estimate.report(done, 10_000)
        shown.append(estimate.seconds_left)
    rises = [later > earlier for earlier, later in itertools.pairwise(shown)]
    assert any(rises)
    assert not any(first and second for first, second in itertools.pairwise(rises))


def test_a_pause_is_not_taken_for_slowness(clock):
    estimate = TimeLeft(clock)
    estimate.report(0, 1000)
    done = run(clock, estimate, 5, 50, 1000)
    estimate.pause()
    clock.now += 3600
    estimate.resume()
    run(clock, estimate, 2, 50, 1000, done)
    assert estimate.rate == pytest.approx(50)
    assert estimate.seconds_left == pytest.approx(13)


def test_a_stage_that_starts_over_is_measured_anew(clock):
    estimate = TimeLeft(clock)
    estimate.report(0, 1000)
    run(clock, estimate, 5, 50, 1000)
    estimate.report(0, 400)
    assert estimate.seconds_left is None


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (3, "5 s left"),
        (41, "45 s left"),
        (61, "2 min left"),
        (3600, "1 h 0 min left"),
        (5400, "1 h 30 min left"),
    ],
)
def test_time_left_in_words(seconds, text):
    assert time_left_text(seconds) == text


def test_a_slow_rate_keeps_its_decimal():
    assert rate_text(61.4) == "61/s"
    assert rate_text(0.53) == "0.5/s"


def test_a_job_is_followed_from_waiting_to_done(qtbot, board, bar, runner):
    states = []
    outcomes = []
    board.changed.connect(lambda: states.append(board.entries[0].state))

    def work(workspace, control):
        control.checkpoint(Progress("embedding", 10, 10))
        return 10

    board.start(
        runner,
        "Reading",
        work,
        on_done=outcomes.append,
        on_error=outcomes.append,
        describe=lambda n: f"{n} read",
    )
    qtbot.waitUntil(lambda: bool(outcomes))
    assert outcomes == [10]
    assert states[0] is JobState.WAITING
    assert states[-1] is JobState.DONE
    assert JobState.RUNNING in states
    assert board.current is None
    bar.set_summary("10 items")
    assert bar.shown_text == "10 items"
    assert board.entries[0].result == "10 read"


def test_a_running_job_is_paused_resumed_and_cancelled(qtbot, board, bar, runner):
    ended = []
    reached = threading.Event()

    def work(workspace, control):
        for step in range(100_000):
            control.checkpoint(Progress("embedding", step, 100_000))
            if step == 50:
                reached.set()
            threading.Event().wait(0.001)

    entry = board.start(
        runner,
        "Reading",
        work,
        on_done=ended.append,
        on_error=ended.append,
        on_cancelled=lambda: ended.append("cancelled"),
    )
    qtbot.waitUntil(lambda: entry.progress.done >= 50)
    bar._pause.click()
    assert entry.state is JobState.PAUSED
    assert "Paused at" in bar.shown_text
    assert bar._pause.accessibleName() == "Resume"
    bar._pause.click()
    assert entry.state is JobState.RUNNING
    bar._cancel.click()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["cancelled"]
    assert entry.state is JobState.CANCELLED
    bar.toggle_list()
    texts = [each.text() for each in bar._list.findChildren(type(bar._name))]
    assert any(text.startswith("Cancelled; kept ") for text in texts)
    bar.toggle_list()


def test_a_failed_job_says_what_is_kept(qtbot, board, bar, runner):
    errors = []

    def work(workspace, control):
        raise OSError(28, "full")

    entry = board.start(runner, "Reading", work, on_done=errors.append, on_error=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert entry.state is JobState.FAILED
    assert isinstance(errors[0], OSError)


def test_jobs_of_a_closed_library_count_as_cancelled(board, runner):
    blocked = threading.Event()
    entry = board.start(
        runner,
        "Reading",
        lambda workspace, control: blocked.wait(5),
        on_done=lambda _result: None,
        on_error=lambda _error: None,
    )
    board.cancel_all()
    blocked.set()
    assert entry.state is JobState.CANCELLED
    assert board.current is None


def test_what_may_go_on_is_offered_while_nothing_runs(qtbot, bar):
    bar.set_summary("12 items", "Read the rest")
    with qtbot.waitSignal(bar.action_triggered):
        bar._action.click()
    bar.set_summary("12 items")
    assert bar._action.isHidden()
