"""The program starts where a window can be shown, and says in one sentence why where none can."""

import importlib.metadata
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ltrec_gui import app, paths
from ltrec_gui.errors import StoreError

CHECKOUT = Path(__file__).resolve().parents[1]
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are Linux's")


def environment(tmp_path, **changes):
    kept = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    homes = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    return {**kept, "PYTHONPATH": str(CHECKOUT), **homes, **changes}


def start(tmp_path, *arguments, **changes):
    return subprocess.Popen(
        [sys.executable, "-m", "ltrec_gui", *arguments],
        env=environment(tmp_path, **changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@on_linux
@pytest.mark.parametrize(
    "changes", [{}, {"DISPLAY": ":4242"}, {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":4242"}]
)
def test_without_a_display_one_sentence_names_the_commands(tmp_path, changes):
    program = start(tmp_path, **changes)
    out, err = program.communicate(timeout=60)
    assert program.returncode == 1
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    for command in ("ltrec import", "ltrec embed", "ltrec index", "ltrec suggest"):
        assert command in err


def test_the_pyside_that_loses_references_is_refused_on_old_python(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "6.12.0")
    monkeypatch.setattr(app.sys, "version_info", (3, 11, 9))
    assert "6.12.0" in app.start_problem()
    monkeypatch.setattr(app.sys, "version_info", (3, 12, 1))
    assert app.start_problem() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_ctrl_c_closes_the_window_and_ends_well(tmp_path):
    program = start(tmp_path, QT_QPA_PLATFORM="offscreen")
    log = tmp_path / "data" / paths.APP_NAME / "logs" / "ltrec.log"
    for _ in range(600):
        if log.exists() and "window shown" in log.read_text(encoding="utf-8"):
            break
        time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    _out, err = program.communicate(timeout=60)
    assert (program.returncode, err) == (0, "")
    assert (tmp_path / "config" / paths.APP_NAME / "window.ini").exists()


def test_each_file_gets_a_library_of_its_own(tmp_path):
    first = app.new_library_folder(tmp_path, "spring/list: 2026")
    second = app.new_library_folder(tmp_path, "spring/list: 2026")
    assert (first.name, second.name) == ("spring-list- 2026-1", "spring-list- 2026-2")
    assert app.new_library_folder(tmp_path, "...").parent == tmp_path
    assert app.new_library_folder(tmp_path, "图书").name == "图书-1"


def test_the_number_of_a_first_library_is_not_part_of_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "data_folder", lambda: tmp_path)
    named = [
        paths.name_of_library(app.new_library_folder(paths.libraries_folder(), stem))
        for stem in ("volume-1", "图书", "图书")
    ]
    assert named == ["volume-1", "图书", "图书-2"]
    assert paths.name_of_library(tmp_path / "season-1") == "season-1", "a folder of the editor's own"


@pytest.fixture
def resources(tmp_path, monkeypatch):
    folder = tmp_path / "resources"
    monkeypatch.setattr(paths, "resources_folder", lambda: folder)
    return folder


def test_the_sample_is_copied_once_and_then_left_alone(tmp_path, resources):
    source = resources / "sample" / "library"
    source.mkdir(parents=True)
    (source / "library.db").write_text("shipped")
    (source / "library.db").chmod(0o444)
    folder = app.sample_folder(tmp_path / "libraries")
    assert (folder / "library.db").read_text() == "shipped"
    (folder / "library.db").write_text("with verdicts")
    assert app.sample_folder(tmp_path / "libraries") == folder
    assert (folder / "library.db").read_text() == "with verdicts"


def test_a_missing_sample_is_an_error_fit_to_show(tmp_path, resources):
    with pytest.raises(StoreError, match="not part of this installation"):
        app.sample_folder(tmp_path / "libraries")


@pytest.mark.parametrize(("choice", "language"), [("en", "en"), ("zh_CN", "zh_CN")])
def test_a_language_chosen_is_the_language_spoken(choice, language):
    assert app.language_of(choice) == language


def test_the_system_language_is_one_we_speak():
    assert app.language_of("system") in app.LANGUAGES


def test_the_versions_of_a_report_name_the_journal_mode():
    facts = dict(app.versions())
    assert "journal mode" in facts["SQLite"]
    assert {"Python", "PySide6, Qt", "System"} <= set(facts)
