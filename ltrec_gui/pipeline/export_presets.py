"""Ways to write a shelf, as plain TOML files: those of the five domains and the editor's own."""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ltrec_gui import paths
from ltrec_gui.errors import LtrecError, Phrase, RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.domains import (
    ENCODINGS,
    FORMATS,
    ITEM_COLUMNS,
    SHELF_COLUMNS,
    ExportPreset,
    domains,
    export_preset,
)
from ltrec_gui.pipeline.whole_file import free_name, write_whole

__all__ = ["ENCODINGS", "EVERYTHING", "FORMATS", "ITEM_COLUMNS", "SHELF_COLUMNS", "ExportPreset"]

EVERYTHING = "everything"  # the key of the preset with all that is usually wanted
LAST = "last"  # the key of what was chosen last, where that is no preset any more
OWN = "own"
LARGEST_BYTES = 1_000_000  # a preset is some hundred bytes; anything larger is another file
_HEAD = "# A way to write a shelf of ltrec-gui. Plain data: change it, copy it, hand it on.\n"
_NOT_IN_FILE_NAMES = re.compile(r"[^\w\- ]+")


@dataclass(frozen=True, slots=True)
class NamedPreset:
    """A preset and where it is from: `key` is "everything", "books/1" or "own/…"; `path` only of an own one."""

    key: str
    preset: ExportPreset
    path: Path | None = None

    @property
    def domain(self) -> str:
        """The domain it came with, "" for any other."""
        first, _, rest = self.key.partition("/")
        return first if rest and first != OWN else ""


@dataclass(frozen=True, slots=True)
class PresetList:
    """The presets there are, and why files among the editor's own could not be used."""

    presets: tuple[NamedPreset, ...]
    problems: tuple[LtrecError, ...] = ()

    def get(self, key: str) -> NamedPreset | None:
        """Return the preset with this key, None where there is none."""
        return next((each for each in self.presets if each.key == key), None)

    def named(self, text: str) -> NamedPreset | None:
        """Return the preset with this key or name, upper and lower case alike; the first where names are shared."""
        wanted = text.strip().casefold()
        return next(
            (each for each in self.presets if wanted in (each.key.casefold(), each.preset.name.casefold())),
            None,
        )


def own_presets_folder() -> Path:
    """Return the folder of the editor's own presets; it may not be there yet."""
    return paths.data_folder() / "exports"


def everything() -> ExportPreset:
    """Return the preset with every column that is usually wanted, made for a spreadsheet."""
    fields = (
        "position",
        "item_id",
        "title",
        "author",
        "date",
        "tags",
        "url",
        "language",
        "segment",
        "popularity",
        "popularity_rank",
        "reason",
        "note",
        "brief",
        "verdict_date",
    )
    return ExportPreset("All columns", "csv", "utf-8-excel", tuple((field, field) for field in fields))


def all_presets(domain: str = "", folder: Path | None = None) -> PresetList:
    """Return every preset: those of `domain`, the one with everything, the editor's own, those of other domains."""
    own, problems = _own_presets(own_presets_folder() if folder is None else folder)
    by_domain = {
        each.name: [
            NamedPreset(f"{each.name}/{number}", preset)
            for number, preset in enumerate(each.export_presets, 1)
        ]
        for each in domains()
    }
    first = by_domain.pop(domain, [])
    rest = [preset for presets in by_domain.values() for preset in presets]
    return PresetList((*first, NamedPreset(EVERYTHING, everything()), *own, *rest), problems)


def read_preset(path: Path) -> ExportPreset:
    """Return the preset in a file; raise RequestError saying what is wrong with it.

    A column whose field is none of the program's is taken from the catalogue's further columns of that name.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise _unusable(path, Phrase("it is too large"))
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _unusable(path, Phrase("it cannot be read ({why})", why=error.strerror or error)) from error
    except ValueError as error:
        raise _unusable(path, Phrase("it is no TOML ({why})", why=error)) from error
    return preset_from(text, path)


def preset_from(text: str, path: Path = Path("preset.toml")) -> ExportPreset:
    """Return the preset in the text of a file; raise RequestError, naming `path`, saying what is wrong with it."""
    try:
        content = tomllib.loads(text)
    except ValueError as error:
        raise _unusable(path, Phrase("it is no TOML ({why})", why=error)) from error
    return export_preset(content, path, _fields_named(content))


def save_preset(
    workspace: object, control: JobControl, preset: ExportPreset, folder: Path | None = None
) -> NamedPreset:
    """Keep a preset among the editor's own, in place of one of the same name; RequestError."""
    place = own_presets_folder() if folder is None else folder
    own, _problems = _own_presets(place)
    known = next((each.path for each in own if each.preset.name == preset.name), None)
    path = known or free_name(place / f"{_file_stem(preset.name)}.toml")
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RequestError(
            "The folder “{folder}” could not be made ({why}). Nothing was written. Check your rights to it.",
            folder=place,
            why=error.strerror,
        ) from error
    write_whole(path, as_toml(preset))
    return NamedPreset(f"{OWN}/{path.stem}", preset, path)


def share_preset(workspace: object, control: JobControl, preset: ExportPreset, path: Path) -> Path:
    """Write a preset to a file to hand on, and return its path; RequestError where it cannot be written."""
    write_whole(path, as_toml(preset))
    return path


def add_preset(workspace: object, control: JobControl, path: Path, folder: Path | None = None) -> NamedPreset:
    """Take a preset somebody handed on among the editor's own; RequestError where the file is not one."""
    return save_preset(workspace, control, read_preset(path), folder)


def delete_preset(workspace: object, control: JobControl, path: Path) -> None:
    """Take one of the editor's own presets away; one that is gone already is no error. RequestError where it stays."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise RequestError(
            "“{name}” could not be deleted ({why}). It was left as it is. Check your rights to its folder.",
            name=path.name,
            why=error.strerror,
        ) from error


def as_toml(preset: ExportPreset) -> str:
    """Return the text of a preset file."""
    columns = ",\n".join(f"  [{_quoted(header)}, {_quoted(field)}]" for header, field in preset.columns)
    return (
        f"{_HEAD}name = {_quoted(preset.name)}\n"
        f"format = {_quoted(preset.format)} # one of: {', '.join(FORMATS)}\n"
        f"encoding = {_quoted(preset.encoding)} # one of: {', '.join(ENCODINGS)}\n"
        f"columns = [ # what stands above each column, and what is in it\n{columns},\n]\n"
    )


def _own_presets(folder: Path) -> tuple[tuple[NamedPreset, ...], tuple[LtrecError, ...]]:
    """Return the presets in a folder by name, and what is wrong with those files that are none."""
    found: list[NamedPreset] = []
    problems: list[LtrecError] = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            found.append(NamedPreset(f"{OWN}/{path.stem}", read_preset(path), path))
        except RequestError as error:
            problems.append(error)
    return tuple(sorted(found, key=lambda each: each.preset.name.casefold())), tuple(problems)


def _fields_named(content: dict[str, Any]) -> frozenset[str]:
    """Return the fields a file names, so that columns no other catalogue has are accepted, too."""
    pairs = content.get("columns")
    if not isinstance(pairs, list):
        return frozenset()
    return frozenset(
        pair[1] for pair in pairs if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[1], str)
    )


def _unusable(path: Path, why: Phrase) -> RequestError:
    return RequestError(
        "“{name}” is no preset for exports: {why}. It is left out, everything else is as it was. Mend the file or "
        "take it out of its folder.",
        name=path.name,
        why=why,
    )


def _file_stem(name: str) -> str:
    """Return a file name without its ending for a preset: letters and digits of any script, nothing a disk refuses."""
    return " ".join(_NOT_IN_FILE_NAMES.sub(" ", name).split())[:60].strip(" .-") or "preset"


def _quoted(text: str) -> str:
    """Return a TOML string; JSON's differ from it only in a sign that JSON need not escape."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
