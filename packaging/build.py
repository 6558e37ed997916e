"""Makes the one-dir bundle in dist/ltrec-gui and proves that it lives: `python packaging/build.py`.

Needs what is in pyproject's `bundle` extra: `pip install ".[bundle]"`.
"""

import argparse
import json
import lzma
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bundle"
DIST = ROOT / "dist"
BUNDLE = DIST / "ltrec-gui"
ANNOY_VERSION = "1.17.3"
# Annoy compiles for the building machine's own CPU unless told otherwise, and such a bundle dies elsewhere. This value
# replaces its whole list of options; -ffast-math is left out because it can lose neighbours with newer compilers.
ANNOY_ARGS = {
    "linux": "-O3,-march=x86-64-v2,-fno-strict-aliasing,-DANNOYLIB_MULTITHREADED_BUILD,-std=c++14",
    "darwin": "-O3,-DANNOYLIB_MULTITHREADED_BUILD,-std=c++14",
}
# What the window would weigh with Python and numpy alone, packed as installers pack: the bundle without the model, what
# runs it, what learns from readers, what reads Parquet, and the samples. More than this and something has crept in.
UI_LIMIT_MIB = 60
NOT_UI = ("torch", "torchgen", "functorch", "transformers", "tokenizers", "safetensors", "huggingface_hub", "sympy",
          "mpmath", "networkx", "model", "scipy", "scipy.libs", "sklearn", "scikit_learn.libs", "implicit", "annoy",
          "narwhals", "joblib", "arro3",
          # What only the package that runs the model asks for.
          "fsspec", "filelock", "regex", "yaml", "jinja2", "rich", "markdown_it", "anyio", "httpx2", "httpcore2", "h11",
          "requests", "urllib3", "idna", "certifi", "truststore", "backports", "isal", "psutil")  # fmt: skip
# A folder the program must be able to live in.
AWKWARD_FOLDER = "a folder für ltrec"


def main() -> None:
    """Build, measure, and run the frozen program's self-test."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only-check", action="store_true", help="check the bundle that is there")
    options = parser.parse_args()
    if not options.only_check:
        build()
    report = {
        "bundle_mib": size_mib(BUNDLE),
        "largest_mib": largest(BUNDLE),
        "packed_mib": packed_mib(BUNDLE),
        "self_test": check(BUNDLE),
    }
    print(json.dumps(report, indent=1, ensure_ascii=False))
    if not report["self_test"]["ok"]:
        raise SystemExit("the frozen program failed its self-test")
    if report["packed_mib"]["window"] > UI_LIMIT_MIB:
        raise SystemExit(f"the window's part takes more than {UI_LIMIT_MIB} MiB packed")


def build() -> None:
    """Run PyInstaller on the recipe with a portable Annoy and the bundled model."""
    sys.path.insert(0, str(ROOT))
    from ltrec_gui import paths

    shutil.rmtree(BUNDLE, ignore_errors=True)
    environment = {
        **os.environ,
        "LTREC_MODEL_FOLDER": str(paths.bundled_model_folder()),
        "LTREC_ANNOY_FOLDER": str(portable_annoy()),
        "PYTHONHASHSEED": "1",
    }
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
         "--distpath", str(DIST), "--workpath", str(BUILD / "work"), str(ROOT / "packaging" / "ltrec.spec")],
        check=True, env=environment,
    )  # fmt: skip
    if sys.platform == "linux":
        (BUNDLE / "ltrec").symlink_to("ltrec-gui")


def portable_annoy() -> Path:
    """Return a folder with an Annoy that runs on every CPU of this kind."""
    folder = BUILD / "annoy"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = dict(os.environ)
    if sys.platform in ANNOY_ARGS:
        environment["ANNOY_COMPILER_ARGS"] = ANNOY_ARGS[sys.platform]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-cache-dir", "--no-binary", "annoy",
         "--wheel-dir", str(folder), f"annoy=={ANNOY_VERSION}"],
        check=True, env=environment,
    )  # fmt: skip
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    return folder


def check(bundle: Path) -> dict[str, object]:
    """Return the self-test’s report of the bundle, run from a folder with a space and a non-ASCII letter in it."""
    awkward = BUILD / AWKWARD_FOLDER
    shutil.rmtree(awkward, ignore_errors=True)
    awkward.mkdir(parents=True)
    moved = awkward / bundle.name
    shutil.copytree(bundle, moved, symlinks=True)
    home = awkward / "home"
    home.mkdir()
    program = moved / ("ltrec-gui.exe" if sys.platform == "win32" else "ltrec-gui")
    # Nothing of the source tree or of this Python may help it along.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
    }
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        result = subprocess.run(
            [str(program), "--self-test"],
            capture_output=True, text=True, encoding="utf-8", env=environment, cwd=home, timeout=600, check=False,
        )  # fmt: skip
    finally:
        shutil.rmtree(awkward, ignore_errors=True)
    if not result.stdout.strip():
        return {"ok": False, "error": result.stderr[-2000:]}
    return json.loads(result.stdout) | {"exit_code": result.returncode}


def size_mib(folder: Path) -> int:
    """Return the size of everything in a folder, links not followed."""
    return round(sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) / 2**20)


def largest(folder: Path) -> dict[str, int]:
    """Return the ten largest parts of the bundle, in MiB; a link weighs nothing."""
    parts = {path.name: size_mib(path) if path.is_dir() else round(path.lstat().st_size / 2**20)
             for path in (folder / "_internal").iterdir()}  # fmt: skip
    parts["the programs and their Python code"] = sum(
        round(path.lstat().st_size / 2**20) for path in folder.iterdir() if path.is_file()
    )
    return dict(sorted(parts.items(), key=lambda pair: -pair[1])[:10])


def packed_mib(folder: Path) -> dict[str, int]:
    """Return the size of the bundle as `xz -1` packs it, in MiB: all of it, and what the window needs.

    The Python code in the programs is packed already; of it the part that belongs to NOT_UI is taken off.
    """
    internal = folder / "_internal"
    sizes = {True: 0, False: 0}
    packers = {True: lzma.LZMACompressor(preset=1), False: lzma.LZMACompressor(preset=1)}
    for path in sorted(internal.rglob("*")):
        if path.is_file() and not path.is_symlink():
            name = path.relative_to(internal).as_posix()
            is_ui = name.partition("/")[0] not in NOT_UI and not name.startswith("resources/sample")
            sizes[is_ui] += len(packers[is_ui].compress(path.read_bytes()))
    for is_ui, packer in packers.items():
        sizes[is_ui] += len(packer.flush())
    for program in folder.iterdir():
        if program.is_file() and not program.is_symlink():
            other = _code_of(program, NOT_UI)
            sizes[False] += other
            sizes[True] += program.stat().st_size - other
    return {"all": round(sum(sizes.values()) / 2**20), "window": round(sizes[True] / 2**20)}


def _code_of(program: Path, packages: Sequence[str]) -> int:
    """Return how many bytes of a program are the packed Python code of some packages."""
    from PyInstaller.archive.readers import CArchiveReader

    modules = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz").toc
    return sum(length for name, (_, _, length) in modules.items() if name.partition(".")[0] in packages)


if __name__ == "__main__":
    main()
