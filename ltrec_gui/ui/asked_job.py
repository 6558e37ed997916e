"""A long job that a dialog asks for, follows and may stop: how far it is, what it waits for, what came of the last."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.ui.job_board import JobBoard, JobEntry, JobState

R = TypeVar("R")


class AskedJob(QObject):
    """One such job at a time; the dialog may be closed meanwhile, and one that is opened later is told the same."""

    progressed = Signal(
        object, str
    )  # Progress, and the name of the job that comes first, "" once this one runs
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, board: JobBoard, parent: QObject) -> None:
        super().__init__(parent)
        self._board = board
        self._entry: JobEntry | None = None
        self._tell_result: Callable[[], Any] | None = None
        board.changed.connect(self._tell_progress)

    def start(
        self,
        runner: JobRunner,
        name: str,
        work: Callable[..., R],
        *,
        on_done: Callable[[R], Any],
        describe: Callable[[R], str] | None = None,
    ) -> None:
        """Start `work`, unless the last one is not over; `on_done` is called again for whoever asks by `tell`."""
        if self._entry is not None and self._entry.is_active:
            return

        def done(result: R) -> None:
            self._tell_result = partial(on_done, result)
            on_done(result)

        self._entry = self._board.start(
            runner,
            name,
            work,
            on_done=done,
            on_error=self.failed.emit,
            on_cancelled=self.stopped.emit,
            describe=describe,
        )
        # The board told of the new entry before it was known here, and a job that waits has nothing more to tell.
        self._tell_progress()

    def stop(self) -> None:
        """Stop it; what it has kept so far stays."""
        if self._entry is not None:
            self._board.cancel(self._entry)

    def tell(self) -> None:
        """Tell how far it is, or what came of the last one; nothing where there was none."""
        if self._entry is not None and self._entry.is_active:
            self._tell_progress()
        elif self._tell_result is not None:
            self._tell_result()

    def forget_result(self) -> None:
        """Tell no more what came of the last one."""
        self._tell_result = None

    def _tell_progress(self) -> None:
        entry, first = self._entry, self._board.current
        if entry is None or not entry.is_active:
            return
        is_waiting = entry.state is JobState.WAITING and first is not None and first is not entry
        self.progressed.emit(entry.progress, first.name if is_waiting and first is not None else "")
