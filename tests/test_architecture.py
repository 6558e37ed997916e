"""The import rules of the house: which room may import which, and which outside library each room alone owns."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import ltrec_gui

PACKAGE = Path(ltrec_gui.__file__).parent
MAY_IMPORT = {
    "catalogue": set(),
    "store": {"catalogue"},
    "embedding": {"catalogue"},
    "index": set(),
    "recommend": {"catalogue"},
    "evaluate": {"catalogue", "recommend"},
    "jobs": set(),
    "pipeline": {"catalogue", "store", "embedding", "index", "recommend", "evaluate", "jobs"},
    "ui": {"catalogue", "recommend", "evaluate", "pipeline", "jobs"},
}
OWNERS = {
    "PySide6": {"ui", "jobs"},
    "torch": {"embedding"},
    "transformers": {"embedding"},
    "tokenizers": {"embedding"},
    "annoy": {"index"},
    # The pipeline names the type of the connection it hands to the stores, and nothing else.
    "sqlite_utils": {"store", "pipeline"},
    "sqlite3": {"store"},
    "charset_normalizer": {"catalogue"},
    "arro3": {"catalogue"},
    # Workbooks are read where catalogues are and written where shelves are.
    "openpyxl": {"catalogue", "pipeline"},
    "scipy": {"recommend", "evaluate"},
    "sklearn": {"recommend", "evaluate"},
    "implicit": {"recommend"},
    "click": set(),
}
NO_NUMPY = {"ui"}
EVERYBODY_MAY = {"errors", "settings", "paths"}
NETWORK = {"requests", "urllib3", "httpx", "http", "socket", "ftplib", "smtplib", "aiohttp"}

SOURCES = [path for room in MAY_IMPORT for path in sorted((PACKAGE / room).rglob("*.py"))]


def imported_modules(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            yield base
            # `from ltrec_gui import paths` names a module, too.
            if base == "ltrec_gui":
                yield from (f"ltrec_gui.{alias.name}" for alias in node.names)


def violations(path, room):
    for module in imported_modules(path):
        first, _, rest = module.partition(".")
        target = rest.partition(".")[0]
        if (
            first == "ltrec_gui"
            and target in MAY_IMPORT
            and target != room
            and target not in MAY_IMPORT[room]
        ):
            yield f"{room} may not import {target}"
        if first == "ltrec_gui" and target and target not in MAY_IMPORT and target not in EVERYBODY_MAY:
            yield f"{room} may not import {module}"
        if first in OWNERS and room not in OWNERS[first]:
            yield f"{room} may not import {first}"
        if first == "numpy" and room in NO_NUMPY:
            yield f"{room} may not import numpy"
        if first in NETWORK or module.startswith("urllib.request") or "QtNetwork" in module:
            yield f"nobody may import {module}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_follow_the_house(path):
    assert not list(violations(path, path.relative_to(PACKAGE).parts[0]))


def test_only_the_runner_brings_qt_into_jobs():
    for path in (PACKAGE / "jobs").glob("*.py"):
        brings_qt = any(module.startswith("PySide6") for module in imported_modules(path))
        assert brings_qt == (path.name == "runner.py")


def test_pipeline_uses_only_the_qt_free_half_of_jobs():
    for path in (PACKAGE / "pipeline").glob("*.py"):
        assert "ltrec_gui.jobs.runner" not in set(imported_modules(path))


@pytest.mark.parametrize(
    ("source", "room", "complaint"),
    [
        ("from PySide6.QtCore import QObject", "pipeline", "pipeline may not import PySide6"),
        ("from ltrec_gui.store import items", "recommend", "recommend may not import store"),
        ("import torch", "index", "index may not import torch"),
        ("import numpy as np", "ui", "ui may not import numpy"),
        ("import socket", "catalogue", "nobody may import socket"),
        ("from ltrec_gui import cli", "ui", "ui may not import ltrec_gui.cli"),
    ],
)
def test_a_forbidden_import_is_caught(tmp_path, source, room, complaint):
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")
    assert complaint in list(violations(path, room))


def loaded_after(statement):
    program = f"import sys\n{statement}\nprint(' '.join(sys.modules))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(result.stdout.split())


def test_the_headless_half_needs_no_qt_and_no_model():
    loaded = loaded_after("import ltrec_gui.cli")
    assert not {"PySide6", "torch", "transformers", "annoy", "scipy", "sklearn", "implicit"} & loaded
    assert not {"arro3", "openpyxl"} & loaded


def test_importing_the_app_loads_no_heavy_library():
    pytest.importorskip("PySide6.QtWidgets", reason="Qt cannot start here", exc_type=ImportError)
    loaded = loaded_after("import ltrec_gui.app, ltrec_gui.ui.main_window")
    assert not {"torch", "transformers", "annoy", "scipy", "sklearn", "implicit"} & loaded
    assert not {"arro3", "openpyxl"} & loaded
    assert "PySide6.QtWidgets" in loaded
