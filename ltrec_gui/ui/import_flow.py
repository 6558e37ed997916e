"""Files on their way into a library: a dialog for each, read beside the window; and the last import taken back."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.import_catalogue import FileReading, in_import_order, inspect_file
from ltrec_gui.pipeline.rehearse_import import Rehearsal, rehearse, save_refused
from ltrec_gui.pipeline.remembered_columns import remember_columns
from ltrec_gui.ui.import_dialog import ImportDialog, ReadingWish


class ImportFlow(QObject):
    """Opens the import dialogs of one window and does what they ask for outside any library."""

    import_requested = Signal(object, bool)  # the reading, and whether it goes into a new library
    failed = Signal(object, str)

    def __init__(
        self,
        file_jobs: JobRunner,
        memory: Path,
        target: Callable[[], tuple[str, Path | None]],
        keep: Callable[[str, QWidget], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._jobs = file_jobs
        self._memory = memory
        self._target = target
        self._keep = keep
        self._window = parent
        self._waiting: list[Path] = []
        self._count = 0
        self._has_imported = False
        self._number = 0  # of the last question; answers to earlier ones come too late
        self._control: JobControl | None = None

    def open_files(self, paths: Sequence[Path]) -> ImportDialog | None:
        """Show how files would be read, catalogues before interactions; the dialog, where it opens at once."""
        self._has_imported = False
        self._count = len(paths)
        if len(paths) == 1:
            self._waiting = list(paths)
            return self._open_next()

        def take(ordered: tuple[Path, ...]) -> None:
            self._waiting = list(ordered)
            self._open_next()

        self.stop()
        self._jobs.start(
            lambda _nothing, control: in_import_order(control, tuple(paths)),
            on_done=take,
            on_error=lambda error: self.failed.emit(error, "import"),
        )
        return None

    def _open_next(self) -> ImportDialog | None:
        if not self._waiting:
            return None
        path = self._waiting.pop(0)
        name, folder = self._target()
        dialog = ImportDialog(
            path,
            name or (folder.name if folder else ""),
            self._window,
            place=(self._count - len(self._waiting), self._count),
            prefers_library=self._has_imported,
        )
        dialog.reading_requested.connect(lambda wish: self._read(dialog, wish))
        dialog.rehearsal_requested.connect(lambda reading, is_new: self._rehearse(dialog, reading, is_new))
        dialog.refused_save_requested.connect(lambda reading, target: self._save(dialog, reading, target))
        dialog.import_requested.connect(lambda reading, is_new: self._import(dialog, reading, is_new))
        dialog.finished.connect(self._finish)
        self._keep("import", dialog)
        dialog.open()
        dialog.ask_first_reading()
        return dialog

    def _finish(self) -> None:
        self.stop()
        self._open_next()

    def stop(self) -> None:
        """Let go of what is being read; answers under way are passed over."""
        self._number += 1
        if self._control is not None:
            self._control.cancel()

    def _read(self, dialog: ImportDialog, wish: ReadingWish) -> None:
        self.stop()
        number = self._number

        def read(_nothing: object, _control: JobControl) -> FileReading:
            return inspect_file(
                wish.path,
                kind=wish.kind,
                encoding=wish.encoding,
                delimiter=wish.delimiter,
                sheet=wish.sheet,
                dialect=wish.dialect,
                mapping=wish.mapping,
                memory=self._memory if wish.uses_memory else None,
            )

        self._control = self._jobs.start(
            read,
            on_done=lambda reading: dialog.show_reading(reading) if number == self._number else None,
            on_error=lambda error: dialog.show_error(error) if number == self._number else None,
        )

    def _rehearse(self, dialog: ImportDialog, reading: FileReading, is_new: bool) -> None:
        self.stop()
        number = self._number
        _, folder = self._target()
        library = None if is_new else folder

        def read(_nothing: object, control: JobControl) -> Rehearsal:
            return rehearse(control, reading, library)

        def advance(progress: Progress) -> None:
            if number == self._number and progress.total:
                dialog.show_progress(progress.done / progress.total)

        self._control = self._jobs.start(
            read,
            on_done=lambda told: dialog.show_rehearsal(told) if number == self._number else None,
            on_error=lambda error: dialog.show_rehearsal_error(error) if number == self._number else None,
            on_progress=advance,
        )

    def _save(self, dialog: ImportDialog, reading: FileReading, path: Path) -> None:
        def save(_nothing: object, control: JobControl) -> int:
            return save_refused(control, reading, path)

        self._jobs.start(
            save,
            on_done=lambda count: dialog.show_saved(count, path),
            on_error=dialog.show_save_error,
        )

    def _import(self, dialog: ImportDialog, reading: FileReading, is_new: bool) -> None:
        self._has_imported = True
        self._keep_columns(reading, dialog.remembers_columns)
        self.import_requested.emit(reading, is_new)

    def _keep_columns(self, reading: FileReading, is_kept: bool) -> None:
        """Remember what the columns mean, or forget what was remembered; a file without names has nothing to keep."""
        if not reading.preview.header or (not is_kept and not reading.is_remembered):
            return

        def keep(_nothing: object, _control: JobControl) -> None:
            remember_columns(self._memory, reading.preview.header, reading.mapping if is_kept else None)

        self._jobs.start(
            keep,
            on_done=lambda _nothing: None,
            # The import itself goes on; the next file with this header is guessed again.
            on_error=lambda error: self.failed.emit(error, "remember"),
        )
