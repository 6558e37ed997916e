"""Gathers the licence texts of everything in the bundle, and names for each part its licence and its texts.

Most licences ask that their text is passed on. Where a package brings none, the text that its licence names is taken
from `packaging/licences`; a package for which there is neither stops the build.
"""

import importlib.metadata
import re
import subprocess
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

COMMON = Path(__file__).resolve().parent / "licences"
# What a licence is called in the particulars of a package, and its texts in COMMON.
COMMON_TEXTS = (
    (re.compile(r"\bLGPL-3\.0"), ("LGPL-3.0.txt", "GPL-3.0.txt")),
    (re.compile(r"\bApache\b", re.IGNORECASE), ("Apache-2.0.txt",)),
)
_NOTICE = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
# What a package written in Rust was linked with, and under which licences.
_PARTS_LIST = re.compile(r"sboms/[^/]*\.json$")
FOLDER = "licences"
INDEX = "README.txt"

_HEAD = """\
What this program is made of, under which licence each part may be passed on, and where the licence's text lies.
All paths begin in this folder.

Qt and PySide6 are used under the GNU LGPL, version 3. They lie as separate files in the folder PySide6 beside this
one (and shiboken6), and may be replaced by other builds of the same version. Their sources: https://download.qt.io/official_releases/
What Qt itself contains of others: https://doc.qt.io/qt-6/licenses-used-in-qt.html
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """One part of the bundle: its licence as it says it itself, and its texts as (path in FOLDER, file)."""

    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, Path], ...]


def notice_of(name: str) -> Notice:
    """Return the licence and the texts of an installed distribution; raise SystemExit where there is no text at all."""
    package = importlib.metadata.distribution(name)
    proper = package.metadata["Name"]
    texts: list[tuple[str, Path]] = []
    for file in package.files or ():
        folder, _, inner = file.as_posix().partition("/")
        if folder.endswith(".dist-info") and (_NOTICE.search(inner) or _PARTS_LIST.search(inner)):
            texts.append((f"{proper}/{inner}", Path(str(package.locate_file(file)))))
    licence = licence_of(package.metadata)
    if not any(_NOTICE.search(place) for place, _ in texts):
        texts += [(common, COMMON / common) for common in _common_texts(licence)]
    if not any(_NOTICE.search(place) or path.parent == COMMON for place, path in texts):
        raise SystemExit(
            f"{proper} ({licence}) brings no text of its licence, and packaging/licences has none"
        )
    return Notice(proper, package.version, licence, tuple(texts))


def licence_of(metadata: "importlib.metadata.PackageMetadata") -> str:
    """Return what a package says of its licence, in one line."""
    said = metadata.get("License-Expression") or metadata.get("License") or ""
    if not said or "\n" in said:
        kinds = [
            line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier") or () if "License" in line
        ]
        said = ", ".join(kinds) or said.strip().partition("\n")[0] or "see the text"
    return said


def _common_texts(licence: str) -> tuple[str, ...]:
    return next((texts for pattern, texts in COMMON_TEXTS if pattern.search(licence)), ())


def python_notice() -> Notice:
    """Return the licence of Python itself."""
    text = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    return Notice("Python", sysconfig.get_python_version(), "PSF-2.0", (("Python/LICENSE.txt", text),))


def model_notice() -> Notice:
    """Return the licence of the model's weights, which its README states; the package around them has its own."""
    return Notice("all-MiniLM-L6-v2", "", "Apache-2.0", (("Apache-2.0.txt", COMMON / "Apache-2.0.txt"),))


def system_notices(libraries: Iterable[Path]) -> list[Notice]:
    """Return the licences of shared libraries that come from the building system, where that is a Debian or its kin."""
    owners: dict[str, None] = {}
    for library in sorted(libraries):
        for place in {library, library.resolve()}:
            try:
                # Where /usr is merged a library is known under one of two paths, so only its name is asked for.
                found = subprocess.run(
                    ["dpkg-query", "-S", f"*{place.name}"], capture_output=True, text=True, check=False
                )
            except FileNotFoundError:
                return []
            for line in found.stdout.splitlines():
                owner, _, path = line.partition(": ")
                if Path(path).resolve() == library.resolve():
                    owners[owner.partition(":")[0]] = None
    notices = []
    for owner in owners:
        text = Path("/usr/share/doc") / owner / "copyright"
        if text.is_file():
            notices.append(
                Notice(owner, "", "see the text", ((f"system/{owner}/copyright", text.resolve()),))
            )
    return notices


def index_text(notices: Iterable[Notice]) -> str:
    """Return the list of all parts with licence and texts, for people."""
    lines = [_HEAD]
    for notice in notices:
        lines.append(f"{notice.name} {notice.version}".rstrip() + f": {notice.licence}")
        lines += [f"    {place}" for place, _ in notice.texts]
    return "\n".join(lines) + "\n"
