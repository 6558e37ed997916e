"""A shelf on its way out: what may be said of its items, in which columns, to a file or to the clipboard."""

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path

from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.domains import ITEM_COLUMNS, SHELF_COLUMNS, Domain, column_values, domain_named
from ltrec_gui.pipeline.export_formats import (
    SUFFIXES,
    Cell,
    Table,
    encoded,
    harmless,
    shortened_count,
    write_workbook,
)
from ltrec_gui.pipeline.export_presets import (
    LAST,
    ExportPreset,
    NamedPreset,
    PresetList,
    add_preset,
    all_presets,
    as_toml,
    delete_preset,
    everything,
    preset_from,
    save_preset,
)
from ltrec_gui.pipeline.past_slates import shown_suggestions
from ltrec_gui.pipeline.shelf import ShelfEntry, note_export, shelf_entries
from ltrec_gui.pipeline.whole_file import NameTaken, free_name, pour_whole, write_whole
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import Suggestion

__all__ = ["ExportPreset", "Table", "harmless"]

LAST_PRESET, LAST_FOLDER = "export_preset", "export_folder"  # facts of the library: how it was exported last
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One item on its way out, with what the editor and the program had to say of it.

    `popularity_rank` counts from 1, the most popular. `verdict` is where it stands for its brief, `suggestion` how a
    list showed it last before it came to the shelf; None where no list did.
    """

    entry: ShelfEntry
    popularity_rank: int
    verdict: str
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class ExportMaterial:
    """Everything there is to choose from: the rows of one shelf, fields that hold anything, presets, and a place.

    `fields` are what a column may show, those of the program first. `chosen` is the key of the preset used last, else
    of the first of the library's domain; `path` lies in the folder used last, has no ending, and is free with any.
    """

    shelf_id: int
    shelf_name: str
    domain: str
    rows: tuple[ExportRow, ...]
    fields: tuple[str, ...]
    presets: PresetList
    chosen: str
    path: Path


@dataclass(frozen=True, slots=True)
class Words:
    """How facts are said in the language in use: a reason, a segment, a verdict, a shelf without a name."""

    reason: Callable[[Suggestion], str]
    segment: Callable[[str], str] = str
    verdict: Callable[[str], str] = str
    first_shelf: str = "Shelf"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What is written where: a finished table with the ids of its items, and the preset that made it.

    Without a `path` it went to the clipboard already and is only noted.
    """

    shelf_id: int
    preset: ExportPreset
    preset_key: str
    table: Table
    item_ids: tuple[str, ...]
    path: Path | None
    may_replace: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ExportOutcome:
    """What came of an export: its plan, and when it was (ISO 8601, UTC).

    Where the name was taken nothing was written and `free_path` is one that is not. `shortened_count` cells were longer
    than a workbook can hold.
    """

    plan: ExportPlan
    exported_at: str
    free_path: Path | None = None
    shortened_count: int = 0


def export_material(
    workspace: Workspace,
    control: JobControl,
    stem: str = "shelf",
    folder: Path | None = None,
    shelf_id: int | None = None,
) -> ExportMaterial:
    """Return what there is to export of a shelf (None: the current one); RequestError where there is no such shelf.

    `stem` is the file name to propose, `folder` where nothing was exported yet.
    """
    state = workspace.feedback.shelf_state(shelf_id)
    rows = _export_rows(workspace, control, shelf_id)
    if state is None:  # said by the line above already
        raise RequestError(
            "This shelf is not in the library any more. Nothing was changed. Choose another one."
        )
    domain = workspace.meta.get("domain")
    presets, chosen = _with_last(workspace, all_presets(domain))
    last = workspace.meta.get(LAST_FOLDER)
    place = Path(last) if last and Path(last).is_dir() else folder or Path.home()
    return ExportMaterial(
        state.shelf_id,
        state.name,
        domain,
        rows,
        _fields_of(rows, domain),
        presets,
        chosen,
        _free_for_all(place / (file_stem(stem) or "shelf")),
    )


def table_of(material: ExportMaterial, preset: ExportPreset, title: str, words: Words) -> Table:
    """Return the rows of a shelf as the preset has them; in JSON segments and verdicts keep the program's names."""
    domain = domain_named(material.domain)
    if preset.format == "json":
        words = replace(words, segment=str, verdict=str)
    shelf = material.shelf_name or words.first_shelf
    fields = tuple(field for _header, field in preset.columns)
    return Table(
        title,
        fields,
        tuple(header for header, _field in preset.columns),
        tuple(tuple(_cell(row, field, shelf, domain, words) for field in fields) for row in material.rows),
    )


def write_export(workspace: Workspace, control: JobControl, plan: ExportPlan) -> ExportOutcome:
    """Write a plan to its file, whole or not at all, and remember what was exported; RequestError, nothing changed.

    A file that is there is replaced only if the plan says so.
    """
    if not plan.table.fields:
        raise RequestError("No column is chosen. Nothing was written. Choose at least one.")
    if plan.path is not None:
        try:
            _write_table(plan, plan.path)
        except NameTaken:
            return ExportOutcome(plan, "", free_name(plan.path))
        workspace.meta.set(LAST_FOLDER, str(plan.path.parent))
    workspace.meta.set(LAST_PRESET, json.dumps([plan.preset_key, as_toml(plan.preset)], ensure_ascii=False))
    record = note_export(workspace, control, plan.shelf_id, plan.path, plan.item_ids)
    is_workbook = plan.preset.format == "xlsx" and plan.path is not None
    return ExportOutcome(plan, record.exported_at, None, shortened_count(plan.table) if is_workbook else 0)


def export_shelf(
    workspace: Workspace,
    control: JobControl,
    path: Path,
    preset: ExportPreset | None = None,
    *,
    words: Words | None = None,
    title: str = "",
    shelf_id: int | None = None,
    may_replace: bool = False,
) -> int:
    """Write a shelf (None: the current one) to a file and return the number of items; RequestError, nothing changed.

    Without a preset all columns are written, in the format that the ending of `path` asks for. NameTaken where a file
    is there that must not be replaced.
    """
    chosen = preset or replace(everything(), format=format_of(path))
    said = words or Words(reason=lambda _suggestion: "")
    material = export_material(workspace, control, shelf_id=shelf_id)
    table = table_of(material, chosen, title or material.shelf_name or said.first_shelf, said)
    ids = tuple(row.entry.item.item_id for row in material.rows)
    plan = ExportPlan(material.shelf_id, chosen, LAST, table, ids, path, may_replace, said.language)
    if write_export(workspace, control, plan).free_path is not None:
        raise NameTaken.of(path)
    return len(ids)


def keep_preset(workspace: Workspace, control: JobControl, preset: ExportPreset) -> tuple[PresetList, str]:
    """Keep a preset among the editor's own; return all presets and its key. RequestError."""
    key = save_preset(workspace, control, preset).key
    return all_presets(workspace.meta.get("domain")), key


def take_preset(workspace: Workspace, control: JobControl, path: Path) -> tuple[PresetList, str]:
    """Take a preset that was handed on among the editor's own; return all presets and its key. RequestError."""
    key = add_preset(workspace, control, path).key
    return all_presets(workspace.meta.get("domain")), key


def drop_preset(workspace: Workspace, control: JobControl, named: NamedPreset) -> PresetList:
    """Delete one of the editor's own presets and return those that are left. RequestError."""
    if named.path is not None:
        delete_preset(workspace, control, named.path)
    return all_presets(workspace.meta.get("domain"))


def format_of(path: Path) -> str:
    """Return the format a file name asks for by its ending; RequestError for any other ending."""
    endings = {**{suffix: name for name, suffix in SUFFIXES.items()}, ".markdown": "markdown", ".htm": "html"}
    found = endings.get(path.suffix.lower())
    if found is None:
        raise RequestError(
            "A shelf cannot be exported as “{ending}”. Nothing was written. Choose a name that "
            "ends in .csv, .xlsx, .json, .md or .html.",
            ending=path.suffix or path.name,
        )
    return found


def file_stem(name: str) -> str:
    """Return a file name without its ending that every disk takes, made from `name`."""
    return " ".join(_NOT_IN_FILE_NAMES.sub(" ", name).split())[:80].strip(" .")


def _write_table(plan: ExportPlan, path: Path) -> None:
    if plan.preset.format == "xlsx":
        pour_whole(path, lambda file: write_workbook(plan.table, file), may_replace=plan.may_replace)
    else:
        content = encoded(plan.table, plan.preset.format, plan.preset.encoding, plan.language)
        write_whole(path, content, may_replace=plan.may_replace)


def _export_rows(workspace: Workspace, control: JobControl, shelf_id: int | None) -> tuple[ExportRow, ...]:
    entries = shelf_entries(workspace, control, shelf_id)
    snapshot = workspace.snapshot()
    briefs = {
        entry.item.item_id: workspace.feedback.brief_of_shelving(entry.item.item_id, shelf_id)
        for entry in entries
    }
    shown = shown_suggestions(
        workspace,
        {entry.item.item_id: (briefs[entry.item.item_id], entry.shelved_at) for entry in entries},
    )
    return tuple(
        ExportRow(
            entry,
            int(snapshot.popularity.ranks[snapshot.positions[entry.item.item_id]]),
            workspace.feedback.verdict_of(entry.item.item_id, briefs[entry.item.item_id]) or "",
            shown.get(entry.item.item_id),
        )
        for entry in entries
    )


def _cell(row: ExportRow, field: str, shelf: str, domain: Domain | None, words: Words) -> Cell:
    item = row.entry.item
    typed: dict[str, Callable[[], Cell]] = {
        "position": lambda: row.entry.position,
        "tags": lambda: item.tags,
        "popularity": lambda: _number(row.entry.popularity),
        "rating": lambda: _number(item.rating),
        "year": lambda: item.year,
        "popularity_rank": lambda: row.popularity_rank,
        "segment": lambda: words.segment(row.entry.segment),
        "reason": lambda: words.reason(row.suggestion) if row.suggestion is not None else "",
        "brief": lambda: row.entry.brief,
        "note": lambda: row.entry.note,
        "verdict": lambda: words.verdict(row.verdict) if row.verdict else "",
        "verdict_date": lambda: _local_date(row.entry.shelved_at),
        "shelf": lambda: shelf,
    }
    found = typed.get(field)
    return found() if found is not None else "; ".join(column_values(item, field, domain))


def _number(value: float | None) -> Cell:
    """Return a number as it is written: a count without a fraction where it has none."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value


def _local_date(recorded_at: str) -> str:
    """Return the day of an ISO 8601 time where the editor is; "" where it is no time."""
    if not recorded_at:
        return ""
    return datetime.fromisoformat(recorded_at).astimezone().date().isoformat()


def _fields_of(rows: Sequence[ExportRow], domain: str) -> tuple[str, ...]:
    """Return every field a column may show: the program's, then what these items have beside them."""
    known = domain_named(domain)
    items = [row.entry.item for row in rows]
    own = [
        column
        for column in (known.columns if known is not None else ())
        if column not in ITEM_COLUMNS and any(column_values(item, column, known) for item in items)
    ]
    headers = dict.fromkeys(header for item in items for header, _value in item.extra)
    return tuple(dict.fromkeys((*SHELF_COLUMNS, *ITEM_COLUMNS, *own, *headers)))


def _with_last(workspace: Workspace, presets: PresetList) -> tuple[PresetList, str]:
    """Return the presets, with what was exported last put first where it is none of them, and the one to begin with."""
    try:
        key, text = json.loads(workspace.meta.get(LAST_PRESET) or "[]")
        last = preset_from(text)
    except (ValueError, RequestError):
        return presets, presets.presets[0].key  # nothing exported yet, or by another version of the program
    known = presets.get(key)
    if known is not None and known.preset == last:
        return presets, key
    return PresetList((NamedPreset(LAST, last), *presets.presets), presets.problems), LAST


def _free_for_all(path: Path) -> Path:
    """Return `path`, or “… (2)” and so on, of which no file of any format is there."""
    numbered = (path if number == 1 else path.with_name(f"{path.name} ({number})") for number in count(1))
    return next(
        each
        for each in numbered
        if not any(each.with_name(each.name + suffix).exists() for suffix in SUFFIXES.values())
    )
