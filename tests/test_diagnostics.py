"""The log tells where and what kind, never what is in a catalogue or whose home it is."""

import logging
import os
import sqlite3
import sys
import threading
from pathlib import Path

import pytest

from ltrec_gui import diagnostics

SECRET = "The Tide Tables"


@pytest.fixture
def log_path(tmp_path):
    root = logging.getLogger()
    level = root.level
    path = tmp_path / "logs" / "ltrec.log"
    handler = diagnostics.start_log(path)
    yield path
    diagnostics.stop_log(handler)
    root.setLevel(level)
    logging.getLogger("ltrec_gui").setLevel(logging.NOTSET)


@pytest.fixture
def hooks():
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


def fail_with_a_title():
    titles = {}
    return titles[SECRET]


def test_a_logged_exception_names_type_and_place_but_no_value(log_path):
    try:
        fail_with_a_title()
    except KeyError:
        logging.getLogger("ltrec_gui.test").exception("job failed: %s", "suggest")
    text = log_path.read_text(encoding="utf-8")
    assert "job failed: suggest" in text
    assert "KeyError" in text
    assert "in fail_with_a_title" in text
    assert SECRET not in text


def test_a_cause_is_told_without_its_message(log_path):
    try:
        try:
            fail_with_a_title()
        except KeyError as error:
            raise ValueError(SECRET) from error
    except ValueError:
        logging.getLogger("ltrec_gui.test").exception("failed")
    text = log_path.read_text(encoding="utf-8")
    assert "ValueError\ncaused by\n" in text
    assert SECRET not in text


def test_codes_of_the_system_are_kept():
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(":memory:").execute("SELECT * FROM no_such_table")
    assert diagnostics.describe_exception(caught.value) == "OperationalError [SQLITE_ERROR]"
    assert diagnostics.describe_exception(PermissionError(13, SECRET)).startswith("PermissionError [errno 13")
    assert SECRET not in diagnostics.describe_exception(PermissionError(13, SECRET))


def test_the_home_folder_is_a_tilde(log_path):
    logging.getLogger("ltrec_gui.test").warning("opened %s", Path.home() / "libraries" / "spring")
    text = log_path.read_text(encoding="utf-8")
    assert str(Path("~") / "libraries" / "spring") in text
    assert str(Path.home()) not in text


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
def test_log_files_are_private_and_bounded(log_path):
    logger = logging.getLogger("ltrec_gui.test")
    for _ in range(700):
        logger.warning("x" * 10_000)
    files = sorted(log_path.parent.iterdir())
    assert len(files) == diagnostics.LOG_FILES
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    assert all(file.stat().st_size <= diagnostics.LOG_BYTES for file in files)


def test_uncaught_exceptions_are_logged_and_reported(log_path, hooks):
    shown = []
    diagnostics.install_hooks(shown.append)
    error = RuntimeError(SECRET)
    sys.excepthook(RuntimeError, error, None)
    thread = threading.Thread(target=fail_with_a_title)
    thread.start()
    thread.join()
    text = log_path.read_text(encoding="utf-8")
    assert shown == [error]
    assert "RuntimeError" in text
    assert "unexpected exception in a thread" in text
    assert SECRET not in text


def test_only_what_other_libraries_complain_about_is_kept(log_path):
    logging.getLogger("some_library").info("tokenised %s", SECRET)
    logging.getLogger("some_library").warning("slow")
    text = log_path.read_text(encoding="utf-8")
    assert "slow" in text
    assert SECRET not in text


def test_a_report_holds_the_facts_and_no_message():
    error = ValueError(SECRET)
    text = diagnostics.report_text(error, (("Program", "0.1.0"), ("System", os.name)))
    assert "Program: 0.1.0" in text
    assert "ValueError" in text
    assert SECRET not in text
