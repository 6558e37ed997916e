"""JobRunner carries a function to a worker thread and its outcome back to the UI thread; nobody else touches threads.

Callbacks are given when a job starts and travel through one signal of one long-lived object: a worker never emits
on anything the UI owns, so a page may be closed at any moment.
"""

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ltrec_gui.jobs.control import Cancelled, JobControl, Progress

logger = logging.getLogger(__name__)


class Closable(Protocol):
    """What a runner opens for its jobs and closes when it shuts down."""

    def close(self) -> None:
        """Give back files and connections."""


W = TypeVar("W", bound=Closable)
R = TypeVar("R")


class JobRunner(QObject):
    """Runs jobs one at a time on its own thread; calls back on the UI thread."""

    _call_posted = Signal(object)

    def __init__(
        self, open_workspace: Callable[[], Closable], name: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._open_workspace = open_workspace
        self._workspace: Closable | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting: deque[Callable[[], None]] = deque()
        self._controls: set[JobControl] = set()
        self._kept: set[JobControl] = set()
        self._closing = False
        self._call_posted.connect(self._call, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a job is running or waiting."""
        return bool(self._controls)

    def start(
        self,
        work: Callable[..., R],
        *,
        on_done: Callable[[R], None],
        on_error: Callable[[Exception], None],
        on_progress: Callable[[Progress], None] | None = None,
        on_cancelled: Callable[[], None] | None = None,
        must_finish: bool = False,
    ) -> JobControl:
        """Queue `work(workspace, control)`; exactly one of the three outcome callbacks follows on the UI thread.

        A job that `must_finish` is not cancelled by a shutdown: a click made just before closing is kept.
        """
        publish = (lambda progress: self._post(partial(on_progress, progress))) if on_progress else None
        control = JobControl(publish, self._run_waiting)
        self._controls.add(control)
        if must_finish:
            self._kept.add(control)
        self._waiting.append(partial(self._run, work, control, on_done, on_error, on_cancelled))
        self._thread.submit(self._run_next)
        return control

    def shutdown(self) -> None:
        """Cancel every job but those that must finish, close the workspace in its own thread and wait for it.

        No callback runs afterwards. A second call does nothing.
        """
        if self._closing:
            return
        self._closing = True
        for control in self._controls - self._kept:
            control.cancel()
        self._thread.submit(self._close_workspace)
        self._thread.shutdown(wait=True)

    def _run_next(self) -> None:
        """Run the job that waits longest; where one that gave way ran it already, there is nothing to do."""
        try:
            job = self._waiting.popleft()
        except IndexError:
            return
        job()

    def _run_waiting(self) -> None:
        """Run all jobs that wait, within the job that gives way to them."""
        while self._waiting:
            self._run_next()

    def _run(
        self,
        work: Callable[..., R],
        control: JobControl,
        on_done: Callable[[R], None],
        on_error: Callable[[Exception], None],
        on_cancelled: Callable[[], None] | None,
    ) -> None:
        outcome: Callable[[], None] | None
        try:
            control.checkpoint(Progress("starting", 0))
            if self._workspace is None:
                self._workspace = self._open_workspace()
            outcome = partial(on_done, work(self._workspace, control))
        except Cancelled:
            outcome = on_cancelled
        except Exception as error:
            logger.exception("job failed: %s", getattr(work, "__name__", work.__class__.__name__))
            outcome = partial(on_error, error)
        self._post(partial(self._finish, control, outcome))

    def _finish(self, control: JobControl, outcome: Callable[[], None] | None) -> None:
        self._controls.discard(control)
        self._kept.discard(control)
        if outcome:
            outcome()

    def _post(self, call: Callable[[], None]) -> None:
        if not self._closing:
            self._call_posted.emit(call)

    @Slot(object)
    def _call(self, call: Callable[[], None]) -> None:
        if not self._closing:
            call()

    def _close_workspace(self) -> None:
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None
