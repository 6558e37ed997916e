"""The composition root: reads the command line, builds every long-lived object, wires them and runs the event loop.

Nothing of Qt is imported before it is known that there is a display to show it on.
"""

import argparse
import importlib.metadata
import json
import logging
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ltrec_gui import diagnostics, paths
from ltrec_gui.errors import StoreError
from ltrec_gui.settings import LEAST_TEXT_SIZE, MOST_TEXT_SIZE, Settings, load_settings, save_settings

if TYPE_CHECKING:
    from PySide6.QtCore import QTranslator
    from PySide6.QtWidgets import QApplication

    from ltrec_gui.jobs.runner import JobRunner
    from ltrec_gui.ui.flows import Runners
    from ltrec_gui.ui.main_window import MainWindow, Services
    from ltrec_gui.ui.settings_dialog import Facts

logger = logging.getLogger(__name__)

LANGUAGES = ("en", "zh_CN")
SAMPLES = ("books", "news", "video", "shop", "courses")  # the kinds of catalogue that pipeline.domains knows
HEADLESS = "Without a window, use: ltrec import, ltrec embed, ltrec index, ltrec suggest (see ltrec --help)."
BAD_PYSIDE = "6.12.0"
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    os.environ.update(OFFLINE)
    options = _parse(arguments)
    if options.library_state is not None:
        from ltrec_gui import selftest

        selftest.print_library_state(options.library_state)
        return 0
    if options.self_test:
        return _self_test()
    problem = start_problem()
    if problem and options.screenshots:
        # Pictures can be taken where nobody looks on.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        problem = start_problem()
    if problem:
        sys.stderr.write(problem + "\n")
        return 1
    return _run(options)


def start_problem() -> str:
    """Return in one sentence why no window can be shown, and what works without one; "" where one can."""
    if (
        sys.platform.startswith("linux")
        and not os.environ.get("QT_QPA_PLATFORM")
        and not os.environ.get("DISPLAY")
        and not os.environ.get("WAYLAND_DISPLAY")
    ):
        return f"There is no display to show a window on. {HEADLESS}"
    try:
        installed = importlib.metadata.version("PySide6-Essentials")
    except importlib.metadata.PackageNotFoundError:
        installed = ""  # frozen: what was tested is what is in the bundle
    if installed == BAD_PYSIDE and sys.version_info < (3, 12):
        return (
            f"PySide6 {BAD_PYSIDE} crashes on Python before 3.12; install PySide6-Essentials 6.11.3 instead. "
            f"{HEADLESS}"
        )
    try:
        import PySide6.QtGui
        import PySide6.QtSvg
        import PySide6.QtWidgets  # noqa: F401 - only to see whether the system has what they need
    except ImportError as error:
        return f"Qt cannot start on this system ({error}). {HEADLESS}"
    return _x11_problem()


def _x11_problem() -> str:
    """Return why Qt would abort on X11; it does not raise there, it ends the process."""
    if not sys.platform.startswith("linux") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    if os.environ.get("QT_QPA_PLATFORM", "xcb") != "xcb":
        return ""
    import ctypes

    import PySide6

    plugin = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    try:
        if plugin.is_file():
            ctypes.CDLL(str(plugin))
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return f"Qt cannot open a window on this system ({error}). {HEADLESS}"
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(None, None)
    is_broken = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return f"The display {os.environ.get('DISPLAY', '')} cannot be reached. {HEADLESS}" if is_broken else ""


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="ltrec-gui", description="Find the good things in a catalogue that nobody is looking at."
    )
    parser.add_argument("path", nargs="?", type=Path, help="a library's folder, or a file to import")
    parser.add_argument(
        "--sample",
        nargs="?",
        const="books",
        choices=SAMPLES,
        help="open a sample catalogue, the one of books if not said",
    )
    parser.add_argument("--self-test", action="store_true", help="run the whole path once and print JSON")
    parser.add_argument(
        "--screenshots",
        type=Path,
        metavar="DIR",
        help="write every page as PNG and end; in both themes and languages where --theme and --language are not said",
    )
    parser.add_argument(
        "--sizes",
        type=_sizes,
        metavar="WxH,…",
        help="sizes of the window for --screenshots, such as 1024x640,2560x1440",
    )
    parser.add_argument(
        "--text-sizes",
        type=_percents,
        metavar="N,…",
        help="sizes of text in percent for --screenshots, such as 100,200",
    )
    parser.add_argument(
        "--pictures",
        metavar="PATTERN",
        help="only the pictures for --screenshots that are named so, such as import*",
    )
    # The second process of the self-test, which wants to see what the first one left on disk.
    parser.add_argument("--library-state", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--language", choices=LANGUAGES, help="the language of the window")
    parser.add_argument("--theme", choices=("light", "dark"), help="the look of the window")
    return parser.parse_args(arguments)


def _sizes(text: str) -> tuple[tuple[int, int], ...]:
    """Return the sizes of a window in pixels that `text` lists; raise ValueError where it does not."""
    pairs = [part.lower().split("x") for part in text.split(",")]
    sizes = tuple((int(width), int(height)) for width, height in pairs)
    if any(min(size) < 1 for size in sizes):
        raise ValueError(text)
    return sizes


def _percents(text: str) -> tuple[int, ...]:
    """Return the sizes of text that `text` lists; raise ValueError where one cannot be chosen in the settings."""
    percents = tuple(int(part) for part in text.split(","))
    if any(not LEAST_TEXT_SIZE <= percent <= MOST_TEXT_SIZE for percent in percents):
        raise ValueError(text)
    return percents


def _self_test() -> int:
    from ltrec_gui import selftest

    result = selftest.run()
    if result["ok"]:
        step = _test_window()
        result["steps"].append(step)
        result["ok"] = step["ok"]
    sys.stdout.write(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    return 0 if result.get("ok") else 1


def _test_window() -> dict[str, Any]:
    """Return the self-test's step "window"; where Qt cannot start, it says so and does not count as a failure."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    problem = start_problem()
    if problem:
        return {"step": "window", "ok": True, "skipped": problem}
    started = time.perf_counter()
    try:
        finding = _check_window()
    except Exception as error:  # noqa: BLE001 - whatever breaks is the finding
        return {"step": "window", "ok": False, "error": f"{type(error).__name__}: {error}"}
    return {"step": "window", "ok": True, "seconds": round(time.perf_counter() - started, 2), **finding}


def _check_window() -> dict[str, Any]:
    from ltrec_gui.ui.window_check import check_window

    program = Program(_parse([]))
    try:
        with tempfile.TemporaryDirectory(prefix=paths.APP_NAME, ignore_cleanup_errors=True) as name:
            program.set_theme("light")
            program.set_language("en")
            finding = check_window(program.make_window(program.make_scratch_services(Path(name))))
    finally:
        program.close()
    # An exception in a slot reaches the hook, not this stack.
    for error in program.unexpected:
        raise error
    return finding


def _run(options: argparse.Namespace) -> int:
    log = diagnostics.start_log(paths.log_file())
    crash_trace = diagnostics.enable_crash_trace(paths.log_file().with_name("crash.log"))
    program = Program(options)
    try:
        code = program.run()
    finally:
        program.close()
    # Not where an exception leaves here: the hook that logs it comes last of all.
    diagnostics.disable_crash_trace(crash_trace)
    diagnostics.stop_log(log)
    return code


class Program:
    """Holds what lives as long as the process: the application, translators, file reader and window."""

    def __init__(self, options: argparse.Namespace) -> None:
        from PySide6.QtCore import qInstallMessageHandler

        self._options = options
        self._translators: list[QTranslator] = []
        self._language = "en"
        self._window: MainWindow | None = None
        self.unexpected: list[BaseException] = []
        diagnostics.install_hooks(self._show_unexpected)
        qInstallMessageHandler(diagnostics.log_qt_message)
        self._app = make_application()
        self._settings = load_settings(paths.settings_file())
        self._file_jobs = make_file_jobs()

    def run(self) -> int:
        """Show the window and return the exit code once it was closed."""
        if self._options.screenshots:
            return self._write_screenshots(self._options.screenshots)
        from ltrec_gui.ui.actions import use_keys

        settings = self._settings
        self.set_theme(self._options.theme or settings.theme, settings.text_size, settings.density)
        use_keys(settings.keys)
        self.set_language(self._options.language or self._settings.language)
        window = self.make_window(self.make_services())
        window.show()
        logger.info("window shown")
        self._open_first(window)
        restore = self._let_ctrl_c_close(window)
        code = self._app.exec()
        restore()
        return code

    def close(self) -> None:
        """End the threads that are left."""
        from PySide6.QtCore import qInstallMessageHandler

        from ltrec_gui.ui import clipboard

        if self._window is not None:
            self._window.close()
        clipboard.settle()
        self._file_jobs.shutdown()
        qInstallMessageHandler(None)

    def set_theme(self, choice: str, text_size: int | None = None, density: str | None = None) -> None:
        """Give the program the look "system", "light" or "dark", a size of text in percent, and a density."""
        from ltrec_gui.ui.theme import apply_theme

        apply_theme(self._app, choice, text_size, density)

    def set_language(self, choice: str) -> None:
        """Speak "system", "en" or "zh_CN" from now on; the widgets follow by themselves."""
        self._language = language_of(choice)
        self._translators = install_language(self._app, self._language, self._translators)

    def make_services(self) -> "Services":
        """Return what a window needs of the program around it."""
        from ltrec_gui.ui.main_window import Services

        libraries = paths.libraries_folder()
        return Services(
            open_runners=open_runners,
            file_jobs=self._file_jobs,
            new_library_folder=lambda stem: new_library_folder(libraries, stem),
            sample_folder=lambda name: sample_folder(libraries, name),
            save_settings=lambda settings: save_settings(settings, paths.settings_file()),
            set_theme=self.set_theme,
            set_language=self.set_language,
            shown_language=lambda: self._language,
            facts=facts(),
            state_path=paths.config_folder() / "window.ini",
            report_of=lambda error: diagnostics.report_text(error, versions()),
        )

    def make_window(self, services: "Services") -> "MainWindow":
        """Return the window, not yet shown."""
        from ltrec_gui.ui.main_window import MainWindow

        self._window = MainWindow(self._settings, services)
        self._app.installEventFilter(self._window)
        return self._window

    def _open_first(self, window: "MainWindow") -> None:
        path: Path | None = self._options.path
        if self._options.sample:
            window.open_sample(self._options.sample)
        elif path is not None and path.is_dir():
            window.open_library(path.resolve())
        elif path is not None:
            window.import_path(path.resolve())

    def _let_ctrl_c_close(self, window: "MainWindow") -> Callable[[], None]:
        """Let Ctrl+C close the window: Python runs handlers only between its own steps, so a timer makes some."""
        from PySide6.QtCore import QTimer

        before = signal.signal(signal.SIGINT, lambda _number, _frame: window.close())
        steps = QTimer()
        steps.timeout.connect(lambda: None)
        steps.start(200)

        def restore() -> None:
            steps.stop()
            signal.signal(signal.SIGINT, before)

        return restore

    def _show_unexpected(self, error: BaseException) -> None:
        self.unexpected.append(error)
        if self._window is not None:
            self._window.reporter.show(error, self._window)

    def make_scratch_services(self, scratch: Path) -> "Services":
        """Return services for a window of which nothing stays: libraries and state in `scratch`, default settings."""
        from ltrec_gui.ui.screenshots import PLACE

        self._settings = Settings()
        home = Path.home() / "ltrec-gui"
        return replace(
            self.make_services(),
            new_library_folder=lambda stem: new_library_folder(scratch, stem),
            sample_folder=lambda name: sample_folder(scratch, name),
            save_settings=lambda _settings: None,
            facts=replace(
                facts(),
                log_path=home / "logs" / PLACE,
                settings_path=home / "settings.json",
                licences_path=home / "licences",
            ),
            state_path=scratch / "window.ini",
        )

    def _write_screenshots(self, folder: Path) -> int:
        """Write every page; nothing of the person at this computer is shown or changed."""
        from ltrec_gui.ui.screenshots import Plan, write_screenshots

        options, usual = self._options, Plan()
        plan = Plan(
            (options.theme,) if options.theme else usual.themes,
            (options.language,) if options.language else usual.languages,
            options.sizes or usual.sizes,
            options.text_sizes or usual.text_sizes,
            options.pictures or usual.names,
        )
        with tempfile.TemporaryDirectory(prefix=paths.APP_NAME) as name:
            scratch = Path(name)

            def make_window(run: str) -> "MainWindow":
                return self.make_window(self.make_scratch_services(scratch / run))

            catalogue = paths.resources_folder() / "sample" / "catalogue.csv"
            count = write_screenshots(folder, make_window, self.set_theme, self.set_language, catalogue, plan)
        sys.stdout.write(f"{count} pictures in {folder}\n")
        return 0


def make_application() -> "QApplication":
    """Return the QApplication, with its names set."""
    from PySide6.QtWidgets import QApplication

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName(paths.APP_NAME)
    app.setOrganizationName(paths.APP_NAME)
    app.setApplicationDisplayName("ltrec-gui")
    app.setApplicationVersion(program_version())
    return app


def language_of(choice: str) -> str:
    """Return the language behind a setting: itself, or for "system" the one of LANGUAGES nearest the system's."""
    from PySide6.QtCore import QLocale

    if choice in LANGUAGES:
        return choice
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def install_language(
    app: "QApplication", language: str, before: "Sequence[QTranslator]" = ()
) -> "list[QTranslator]":
    """Let `app` speak `language` and return the translators, to be kept and given back at the next change."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    for translator in before:
        app.removeTranslator(translator)
    # Numbers and dates follow the language; within English the system's own habits are kept.
    system = QLocale.system()
    is_same = system.name().startswith(language[:2])
    QLocale.setDefault(system if is_same else QLocale(language))
    ours = paths.resources_folder() / "translations"
    qts = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    installed: list[QTranslator] = []
    for name, folders in ((f"qtbase_{language}", (ours, qts)), (f"ltrec_{language}", (ours,))):
        for folder in folders:
            translator = QTranslator(app)
            if (folder / f"{name}.qm").is_file() and translator.load(str(folder / f"{name}.qm")):
                app.installTranslator(translator)
                installed.append(translator)
                break
    return installed


def make_file_jobs() -> "JobRunner":
    """Return the runner that looks at files before they belong to any library."""
    from ltrec_gui.jobs.runner import JobRunner

    return JobRunner(_Nothing, "files")


class _Nothing:
    """Stands where no library is open yet."""

    def close(self) -> None:
        """Give back nothing."""


def open_runners(folder: Path) -> "Runners":
    """Return the three runners of the library in `folder`; each opens it in its own thread, they share one model."""
    from ltrec_gui.jobs.runner import JobRunner
    from ltrec_gui.pipeline.workspace import Encoders, Workspace
    from ltrec_gui.ui.flows import Runners

    encoders = Encoders(load_settings(paths.settings_file()).torch_threads)

    def open_workspace() -> Workspace:
        return Workspace(folder, encoders)

    return Runners(
        folder,
        long_jobs=JobRunner(open_workspace, "long"),
        quick_jobs=JobRunner(open_workspace, "quick"),
        query_jobs=JobRunner(open_workspace, "query"),
    )


def new_library_folder(libraries: Path, stem: str) -> Path:
    """Return a folder in `libraries`, made just now, for a new library named after a file."""
    name = (
        "".join(letter if letter.isalnum() or letter in "-_ " else "-" for letter in stem).strip()
        or "library"
    )
    number = 1
    while (libraries / f"{name}-{number}").exists():
        number += 1
    folder = libraries / f"{name}-{number}"
    folder.mkdir(parents=True)
    return folder


def sample_folder(libraries: Path, name: str = "books") -> Path:
    """Return the editor's own copy of the sample `name`, one of SAMPLES, made on first use; raise StoreError."""
    sample = "sample" if name == "books" else f"sample_{name}"
    folder = libraries / sample
    if (folder / "library.db").is_file():
        return folder
    source = paths.resources_folder() / sample / "library"
    if not (source / "library.db").is_file():
        raise StoreError("The sample is not part of this installation. Install the program again.")
    incoming = folder.with_name(f"{sample}.incoming")
    try:
        shutil.rmtree(incoming, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, incoming)
        # What lies in an installation may be read-only; the copy must take verdicts.
        for path in (incoming, *incoming.rglob("*")):
            path.chmod(path.stat().st_mode | 0o200)
        shutil.rmtree(folder, ignore_errors=True)
        incoming.replace(folder)
    except OSError as error:
        raise StoreError(
            "The sample could not be copied ({why}). Nothing else is changed. Make room and try again.",
            why=error.strerror,
        ) from error
    return folder


def program_version() -> str:
    """Return the version of the program; "" where it is not installed as a package."""
    try:
        return importlib.metadata.version("ltrec-gui")
    except importlib.metadata.PackageNotFoundError:
        return ""


def versions() -> tuple[tuple[str, str], ...]:
    """Return what a report and About say of versions."""
    import platform

    import PySide6

    from ltrec_gui.store.database import journal_mode

    return (
        ("ltrec-gui", program_version() or "-"),
        ("Python", platform.python_version()),
        ("PySide6, Qt", PySide6.__version__),
        ("SQLite", f"{sqlite3.sqlite_version}, journal mode {journal_mode()}"),
        ("System", platform.platform()),
    )


def facts() -> "Facts":
    """Return what the settings say about versions and places."""
    from ltrec_gui.ui.settings_dialog import Facts

    return Facts(versions(), paths.log_file(), paths.settings_file(), licences_path=paths.licences_folder())
