"""Backups in the window: made beside the work, listed for the settings, and gone back to with a way to undo that."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.backups import Backup, Restored, list_backups, restore
from ltrec_gui.ui.backups_section import BackupsSection, made_text
from ltrec_gui.ui.flows import LibrarySession, bound
from ltrec_gui.ui.notice_bar import NoticeBar
from ltrec_gui.ui.wording import filled

TOPIC = "backup"


class BackupsDesk(QObject):
    """Carries the wishes of the settings' section to the library that is open."""

    failed = Signal(object, str)

    def __init__(
        self,
        file_jobs: JobRunner,
        notice: NoticeBar,
        close_library: Callable[[], None],
        open_library: Callable[[Path], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._file_jobs = file_jobs
        self._notice = notice
        self._close_library = close_library
        self._open_library = open_library

    def serve(self, section: BackupsSection, session: LibrarySession | None) -> None:
        """Fill a section with the backups of the open library and do what it asks for."""
        if session is None:
            return
        section.backup_requested.connect(partial(self._back_up, section, session))
        section.restore_requested.connect(lambda key: self.go_back(session.folder, key))
        self._list(section, session)

    def _list(self, section: BackupsSection, session: LibrarySession) -> None:
        def take(backups: tuple[Backup, ...]) -> None:
            if isValid(section):  # the dialog may have been closed meanwhile
                section.show_backups(backups)

        session.run(bound(list_backups), take, lambda error: self.failed.emit(error, "backup"))

    def _back_up(self, section: BackupsSection, session: LibrarySession) -> None:
        session.back_up(
            "asked",
            lambda _backup: None,
            lambda error: self.failed.emit(error, "backup"),
            lambda: self._list(section, session),
        )

    def go_back(self, folder: Path, key: str) -> None:
        """Close the library, make it what a backup is, and open it again; on an error it is opened as it was."""
        self._close_library()

        def job(_nothing: object, control: JobControl) -> Restored:
            return restore(folder, control, key)

        def done(restored: Restored) -> None:
            self._open_library(folder)
            self._say(folder, restored.backup, restored.kept)

        def failed(error: Exception) -> None:
            self._open_library(folder)
            self.failed.emit(error, "backup")

        self._file_jobs.start(job, on_done=done, on_error=failed, must_finish=True)

    def _say(self, folder: Path, backup: Backup, kept: Backup | None) -> None:
        happened = filled(self.tr("The library is as it was at %1."), made_text(backup))
        if kept is None:
            rest = self.tr(
                "It was too damaged to be kept as a backup; its file was put aside in the same folder."
            )
            self._notice.show_notice("info", happened, rest, topic=TOPIC)
            return
        act = (self.tr("Undo"), lambda: self.go_back(folder, kept.key))
        rest = self.tr("What it was before is kept as a backup.")
        self._notice.show_notice("info", happened, rest, (act,), topic=TOPIC)
