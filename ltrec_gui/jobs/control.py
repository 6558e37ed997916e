"""What a running job and its caller say to each other: progress one way, pause and stop the other."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

MIN_SECONDS_BETWEEN_REPORTS = 0.05
SECONDS_BETWEEN_LOOKS = 0.02


class Cancelled(Exception):
    """The editor asked the job to stop."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: `done` of `total` in a named stage; `total` is None while it is unknown."""

    stage: str
    done: int
    total: int | None = None


class JobControl:
    """Carries a job's progress out and the wish to pause or cancel in."""

    def __init__(
        self,
        publish: Callable[[Progress], None] | None = None,
        run_others: Callable[[], None] | None = None,
    ) -> None:
        self._publish = publish
        self._run_others = run_others
        self._cancelled = threading.Event()
        self._may_run = threading.Event()
        self._may_run.set()
        self._last_report = 0.0

    @property
    def is_cancelled(self) -> bool:
        """Whether the job was asked to stop."""
        return self._cancelled.is_set()

    @property
    def is_paused(self) -> bool:
        """Whether the job was asked to wait."""
        return not self._may_run.is_set()

    def cancel(self) -> None:
        """Ask the job to stop at its next checkpoint."""
        self._cancelled.set()
        self._may_run.set()

    def pause(self) -> None:
        """Ask the job to wait at its next checkpoint."""
        self._may_run.clear()

    def resume(self) -> None:
        """Let a paused job go on."""
        self._may_run.set()

    def give_way(self) -> None:
        """Let jobs that wait behind this one on its thread run now, and for as long as this one is paused.

        They use the same workspace: call it only where they may change what it holds.
        """
        if self._run_others is None:
            return
        self._run_others()
        while self.is_paused and not self.is_cancelled:
            self._may_run.wait(SECONDS_BETWEEN_LOOKS)
            self._run_others()

    def checkpoint(self, progress: Progress) -> None:
        """Report progress (at most 20 times a second); wait while paused; raise Cancelled when asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        if self._publish and (
            progress.done == progress.total or now - self._last_report > MIN_SECONDS_BETWEEN_REPORTS
        ):
            self._last_report = now
            self._publish(progress)
        self._may_run.wait()
        if self._cancelled.is_set():
            raise Cancelled
