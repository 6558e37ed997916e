"""The bundle carries the licence of everything the program needs; what has no text stops the build."""

import importlib.metadata
import importlib.util
import re
import sys
import tomllib
from email.message import Message
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[1] / "packaging"
_spec = importlib.util.spec_from_file_location("notices", PACKAGING / "notices.py")
notices = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = notices  # a dataclass looks for its module there
_spec.loader.exec_module(notices)


def needed(lines, found):
    """Add to `found` the names of all that these requirements ask for, as far as it is installed here."""
    for line in lines:
        wanted, _, marker = line.partition(";")
        name = re.match(r"[\w.-]+", wanted)[0]
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        if "extra" not in marker and package.metadata["Name"] not in found:
            found.add(package.metadata["Name"])
            needed(package.requires or (), found)
    return found


def test_everything_the_program_needs_has_a_text():
    project = tomllib.loads((PACKAGING.parent / "pyproject.toml").read_text(encoding="utf-8"))
    names = needed(project["project"]["dependencies"], set())
    assert {"numpy", "torch", "arro3-core", "tokenizers", "shiboken6"} <= {name.lower() for name in names}
    told = [notices.notice_of(name) for name in sorted(names)]
    for notice in told:
        assert notice.licence
        assert notice.texts
        assert max(path.stat().st_size for _place, path in notice.texts) > 200
    index = notices.index_text(told)
    assert all(f"{notice.name} {notice.version}: {notice.licence}\n" in index for notice in told)
    places = [place for notice in told for place, _ in notice.texts if "/" in place]
    assert len(set(places)) == len(places)


def test_qt_comes_with_the_lgpl_and_the_gpl_it_refers_to():
    for name in ("PySide6-Essentials", "shiboken6"):
        assert [place for place, _ in notices.notice_of(name).texts] == ["LGPL-3.0.txt", "GPL-3.0.txt"]
    texts = [(PACKAGING / "licences" / name).read_text() for name in ("LGPL-3.0.txt", "GPL-3.0.txt")]
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts[0]
    assert "END OF TERMS AND CONDITIONS" in texts[1]


class Nameless:
    """A distribution that brings no text of its licence."""

    version = "1"
    files = ()

    def __init__(self, licence):
        self.metadata = Message()
        self.metadata["Name"] = "nameless"
        self.metadata["License-Expression"] = licence


def test_a_package_without_any_text_stops_the_build(monkeypatch):
    monkeypatch.setattr(importlib.metadata, "distribution", lambda name: Nameless("MIT OR Apache-2.0"))
    assert [place for place, _ in notices.notice_of("nameless").texts] == ["Apache-2.0.txt"]
    monkeypatch.setattr(importlib.metadata, "distribution", lambda name: Nameless("MIT"))
    with pytest.raises(SystemExit, match=r"nameless \(MIT\) brings no text"):
        notices.notice_of("nameless")


def test_the_licence_of_a_library_of_the_system_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert notices.system_notices([Path("/usr/lib/libz.so.1")]) == []
    libraries = sorted(Path("/usr/lib").rglob("libz.so.1"))
    if not libraries or not Path("/usr/bin/dpkg-query").exists():
        pytest.skip("no Debian")
    monkeypatch.undo()
    (found,) = notices.system_notices(libraries[:1])
    assert (found.name, found.texts[0][0]) == ("zlib1g", "system/zlib1g/copyright")
    assert "zlib" in found.texts[0][1].read_text(encoding="utf-8")
