"""The long jobs of this session: their state, how fast they go, how long they still take; no widgets."""

import time
from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.jobs.runner import JobRunner

LEAST_SECONDS = 3.0
LEAST_SHARE = 0.02
RATE_WINDOW_SECONDS = 20.0
SECONDS_BETWEEN_TEXTS = 1.0
ENTRIES_KEPT = 30

R = TypeVar("R")


class JobState(Enum):
    """What a job is doing; the last three are final."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE_STATES = (JobState.WAITING, JobState.RUNNING, JobState.PAUSED)


class TimeLeft:
    """Estimates rate and remaining seconds of a stage from its reports; pauses do not count as slowness.

    Nothing is said before 3 s and 2 %. The estimate may grow once, but not twice in a row: a number that
    keeps climbing is worth less than none.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._reports: deque[tuple[float, int]] = deque()
        self._started: float | None = None
        self._paused_at: float | None = None
        self._paused_seconds = 0.0
        self._shown: float | None = None
        self._shown_at = 0.0
        self._last_went_up = False

    def _now(self) -> float:
        return (self._clock() if self._paused_at is None else self._paused_at) - self._paused_seconds

    def pause(self) -> None:
        """Stop the clock."""
        if self._paused_at is None:
            self._paused_at = self._clock()

    def resume(self) -> None:
        """Let the clock go on."""
        if self._paused_at is not None:
            self._paused_seconds += self._clock() - self._paused_at
            self._paused_at = None

    def report(self, done: int, total: int | None) -> None:
        """Take note that `done` of `total` are through."""
        now = self._now()
        if self._started is None or (self._reports and done < self._reports[-1][1]):
            self._started = now
            self._reports.clear()
            self._shown = None
            self._last_went_up = False
        self._reports.append((now, done))
        while len(self._reports) > 2 and now - self._reports[0][0] > RATE_WINDOW_SECONDS:
            self._reports.popleft()
        if total and now - self._started >= LEAST_SECONDS and done >= total * LEAST_SHARE:
            self._estimate(now, done, total)

    @property
    def rate(self) -> float | None:
        """How many a second, over the last 20 s; None while that cannot be said."""
        if self._started is None or len(self._reports) < 2:
            return None
        (first_time, first_done), (last_time, last_done) = self._reports[0], self._reports[-1]
        if last_time - self._started < LEAST_SECONDS or last_time <= first_time:
            return None
        return (last_done - first_done) / (last_time - first_time)

    @property
    def seconds_left(self) -> float | None:
        """The remaining seconds to show; None while they cannot be said."""
        return self._shown

    def _estimate(self, now: float, done: int, total: int) -> None:
        rate = self.rate
        if not rate or (self._shown is not None and now - self._shown_at < SECONDS_BETWEEN_TEXTS):
            return
        fresh = (total - done) / rate
        went_up = self._shown is not None and fresh > self._shown
        if not (went_up and self._last_went_up):
            self._shown = fresh
            self._last_went_up = went_up
        self._shown_at = now


class JobEntry:
    """One job of this session; the board changes it, widgets only read it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.control = JobControl()
        self.state = JobState.WAITING
        self.progress = Progress("", 0)
        self.time_left = TimeLeft()
        self.result = ""

    @property
    def is_active(self) -> bool:
        """Whether the job may still do something."""
        return self.state in ACTIVE_STATES


class JobBoard(QObject):
    """Starts long jobs and keeps their entries, newest first."""

    changed = Signal()
    job_ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[JobEntry] = []

    @property
    def entries(self) -> tuple[JobEntry, ...]:
        """The jobs of this session, newest first."""
        return tuple(self._entries)

    @property
    def current(self) -> JobEntry | None:
        """The job that runs or is next to run; None where there is none."""
        return next((entry for entry in reversed(self._entries) if entry.is_active), None)

    def start(
        self,
        runner: JobRunner,
        name: str,
        work: Callable[..., R],
        *,
        on_done: Callable[[R], None],
        on_error: Callable[[Exception], None],
        on_cancelled: Callable[[], None] | None = None,
        describe: Callable[[R], str] | None = None,
    ) -> JobEntry:
        """Start `work` on `runner` and follow it; `describe` words its result for the list of jobs."""
        entry = JobEntry(name)

        def done(result: R) -> None:
            self._end(entry, JobState.DONE, describe(result) if describe else "")
            on_done(result)

        def failed(error: Exception) -> None:
            self._end(entry, JobState.FAILED, "")
            on_error(error)

        def cancelled() -> None:
            self._end(entry, JobState.CANCELLED, "")
            if on_cancelled:
                on_cancelled()

        self._entries.insert(0, entry)
        del self._entries[ENTRIES_KEPT:]
        entry.control = runner.start(
            work,
            on_done=done,
            on_error=failed,
            on_progress=lambda progress: self._report(entry, progress),
            on_cancelled=cancelled,
        )
        self.changed.emit()
        return entry

    def pause(self, entry: JobEntry) -> None:
        """Let the job wait at its next checkpoint."""
        if entry.is_active:
            entry.control.pause()
            entry.time_left.pause()
            entry.state = JobState.PAUSED
            self.changed.emit()

    def resume(self, entry: JobEntry) -> None:
        """Let the job go on."""
        if entry.state is JobState.PAUSED:
            entry.control.resume()
            entry.time_left.resume()
            entry.state = JobState.RUNNING
            self.changed.emit()

    def cancel(self, entry: JobEntry) -> None:
        """Ask the job to stop; what it has done so far is kept."""
        entry.control.cancel()

    def cancel_all(self) -> None:
        """Take all jobs that have not ended as cancelled, because their runner is being shut down."""
        for entry in self._entries:
            if entry.is_active:
                entry.control.cancel()
                entry.state = JobState.CANCELLED
        self.changed.emit()

    def _report(self, entry: JobEntry, progress: Progress) -> None:
        if not entry.is_active:
            return
        if entry.state is JobState.WAITING:
            entry.state = JobState.RUNNING
        if progress.stage != entry.progress.stage:
            entry.time_left = TimeLeft()
        entry.progress = progress
        entry.time_left.report(progress.done, progress.total)
        self.changed.emit()

    def _end(self, entry: JobEntry, state: JobState, result: str) -> None:
        entry.state = state
        entry.result = result
        self.changed.emit()
        self.job_ended.emit(entry)
