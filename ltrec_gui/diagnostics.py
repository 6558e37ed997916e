"""The log file, the exception hooks and the crash trace: what went wrong, never what is in a catalogue."""

import faulthandler
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO

logger = logging.getLogger(__name__)

LOG_BYTES = 1_000_000
LOG_FILES = 5
QT_SEVERITIES = {
    "QtDebugMsg": logging.DEBUG,
    "QtInfoMsg": logging.INFO,
    "QtWarningMsg": logging.WARNING,
    "QtCriticalMsg": logging.ERROR,
    "QtFatalMsg": logging.CRITICAL,
}


def without_home(text: str) -> str:
    """Return `text` with the home folder written as `~`, so that a log can be passed on without a name."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


def describe_exception(error: BaseException) -> str:
    """Return the type of `error` and, where the system gave one, its code; never its message.

    A message may quote a title or a cell: `KeyError('The Tide Tables')`.
    """
    name = type(error).__name__
    code = getattr(error, "sqlite_errorname", "")  # set on sqlite3's own errors
    if code:
        return f"{name} [{code}]"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name} [errno {error.errno}: {os.strerror(error.errno)}]"
    return name


def describe_traceback(error: BaseException) -> str:
    """Return the frames of `error` and of what caused it: file, line, function; no values, no messages."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)
        lines = [f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in frames]
        parts.append("\n".join([*lines, describe_exception(current)]))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return without_home("\ncaused by\n".join(parts))


class _DiscreetFormatter(logging.Formatter):
    """Formats records without exception messages and without the name of the home folder."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return describe_traceback(ei[1]) if ei[1] is not None else ""

    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have left its own rendering, messages included, on the record.
        record.exc_text = None
        text = without_home(super().format(record))
        record.exc_text = None
        return text


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class _PrivateRotatingFile(RotatingFileHandler):
    """A rotating log that only its owner may read."""

    def _open(self) -> IO[str]:  # type: ignore[override]
        path = Path(self.baseFilename)
        if path.exists():
            path.chmod(0o600)
        return open(path, self.mode, encoding=self.encoding, errors=self.errors, opener=_open_private)


def start_log(path: Path) -> logging.Handler:
    """Send all logging to `path` (five files of 1 MB, readable by their owner only); return the handler."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = _PrivateRotatingFile(
        path, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(_DiscreetFormatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    # Other libraries may log what they were given; only what they complain about is kept.
    root.setLevel(logging.WARNING)
    logging.getLogger("ltrec_gui").setLevel(logging.INFO)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Take `handler` out of logging again and close its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def install_hooks(report: Callable[[BaseException], None] | None = None) -> None:
    """Log every exception nobody caught; `report` is then told of those on the main thread, to show them.

    PySide6 hands an exception in a slot to sys.excepthook and its loop lives on, so this must stand before
    the first widget is made.
    """

    def on_main_thread(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        logger.critical("unexpected exception", exc_info=(kind, error, trace))
        if sys.stderr is not None:
            sys.stderr.write(f"unexpected {describe_exception(error)}; the log file says where\n")
        if report is not None:
            report(error)

    def on_other_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            logger.critical(
                "unexpected exception in a thread",
                exc_info=(arguments.exc_type, arguments.exc_value, arguments.exc_traceback),
            )

    sys.excepthook = on_main_thread
    threading.excepthook = on_other_thread


def enable_crash_trace(path: Path) -> IO[str]:
    """Write the Python stacks to `path` should a fault kill the process; return the file, to be kept open."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    stream = open(path, "a", encoding="utf-8", opener=_open_private)  # noqa: SIM115 - kept open on purpose
    faulthandler.enable(stream)
    return stream


def disable_crash_trace(stream: IO[str]) -> None:
    """End what `enable_crash_trace` began."""
    faulthandler.disable()
    stream.close()


def log_qt_message(kind: object, context: object, message: str) -> None:
    """Put one message of Qt into the log; made for `qInstallMessageHandler`."""
    severity = QT_SEVERITIES.get(getattr(kind, "name", ""), logging.WARNING)
    logging.getLogger("ltrec_gui.qt").log(severity, "%s", message)


def report_text(error: BaseException, facts: tuple[tuple[str, str], ...]) -> str:
    """Return what `Copy report` puts on the clipboard: versions and where it failed, no catalogue text."""
    lines = [f"{name}: {value}" for name, value in facts]
    return without_home("\n".join([*lines, "", describe_traceback(error)]))
