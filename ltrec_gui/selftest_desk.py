"""The self-test's steps at the editor's desk: files of every form, briefs, shelves, exports, figures, map and backups.

Each is a function of a library that raises AssertionError where something is not as it must be, and returns what it
found, ready for JSON.
"""

import base64
import gzip
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ltrec_gui import paths
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.backups import back_up, backups_in, restore
from ltrec_gui.pipeline.balance import shelf_view
from ltrec_gui.pipeline.briefs import brief_named, delete_brief, list_briefs, open_brief, save_brief
from ltrec_gui.pipeline.browse import library_overview
from ltrec_gui.pipeline.domains import domains
from ltrec_gui.pipeline.export_formats import SUFFIXES, Table, clipboard_texts, write_workbook
from ltrec_gui.pipeline.export_presets import everything
from ltrec_gui.pipeline.export_shelf import Words, export_material, export_shelf, table_of
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.import_catalogue import import_file, inspect_file
from ltrec_gui.pipeline.insights import insights
from ltrec_gui.pipeline.map_catalogue import catalogue_map, draw_map
from ltrec_gui.pipeline.shelf import RuleSwitch, export_log, go_to_shelf, new_shelf, set_note, set_rules
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.verify import verify
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.balance import ShelfRule
from ltrec_gui.recommend.slate import SuggestRequest

NOTE = "for the table by the door – 门边"
ROWS = (("p1", "A tide table"), ("p2", "The salt road 盐路"))
# The same two rows as Parquet with Snappy inside: no library that the program has writes it.
PARQUET = (
    "UEFSMRUAFSQVKCwVBBUAFQYVBgAAEkQCAAAABAECAAAAcDECAAAAcDIVABVcFWAsFQQVABUGFQYAAC60AgAAAAQBDAAAAEEgdGlk"
    "ZSB0YWJsZRQAAABUaGUgc2FsdCByb2FkIOebkOi3rxkSAhkYAnAxGRgCcDIVAhkWACkmAAQAGRICGRgMQSB0aWRlIHRhYmxlGRgU"
    "VGhlIHNhbHQgcm9hZCDnm5Dot68VAhkWACkmAAQAGRwWCBVKFgAAGRYIABkcFlIVggEWAAAZFkAAFQIZPEgMYXJyb3dfc2NoZW1h"
    "FQQAFQwlAhgCaWQlAEwcAAAAFQwlAhgFdGl0bGUlAEwcAAAAFgQZHBksJgAcFQwZJQAGGRgCaWQVAhYEFkYWSiYIPDYAKAJwMhgC"
    "cDEREQAZHBUAFQAVAgA8FggpJgAEAAAW6AIVGhbUARUuACYAHBUMGSUABhkYBXRpdGxlFQIWBBZ+FoIBJlI8NgAoFFRoZSBzYWx0"
    "IHJvYWQg55uQ6LevGAxBIHRpZGUgdGFibGUREQAZHBUAFQAVAgA8FkApJgAEAAAWggMVHBaCAhVmABbEARYEJggWzAEUAAAoGXBh"
    "cnF1ZXQtcnMgdmVyc2lvbiA1OS4wLjAZLBwAABwAAAATAQAAUEFSMQ=="
)


def require(condition: bool, complaint: str) -> None:
    """Raise AssertionError with the complaint; `assert` would vanish from an optimised build."""
    if not condition:
        raise AssertionError(complaint)


def read_every_form(workspace: Workspace, control: JobControl, folder: Path) -> dict[str, Any]:
    """Import the same two rows from a file of every form into an empty library: only the first adds anything."""
    records = [{"id": item_id, "title": title} for item_id, title in ROWS]
    lines = ["id,title", *(",".join(row) for row in ROWS), ""]
    written: dict[str, bytes] = {
        "rows.csv": "\n".join(lines).encode(),
        "rows.tsv": "\n".join(lines).replace(",", "\t").encode(),
        "rows.csv.gz": gzip.compress("\n".join(lines).encode()),
        "rows.jsonl": "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode(),
        "rows.json": json.dumps(records).encode(),
        "rows.parquet": base64.b64decode(PARQUET),
    }
    for name, content in written.items():
        (folder / name).write_bytes(content)
    with (folder / "rows.xlsx").open("wb") as file:
        write_workbook(Table("Rows", ("id", "title"), ("id", "title"), ROWS), file)
    for number, name in enumerate([*written, "rows.xlsx"]):
        report = import_file(workspace, control, inspect_file(folder / name))
        expected = (len(ROWS), 0) if number == 0 else (0, len(ROWS))
        found = (report.added, report.unchanged)
        require(found == expected, f"{name}: {found} rows added and unchanged, not {expected}")
    return {"forms": [name.partition(".")[2] for name in (*written, "rows.xlsx")]}


def keep_a_brief(
    workspace: Workspace, control: JobControl, request: SuggestRequest, item_ids: Sequence[str]
) -> dict[str, Any]:
    """Save a brief with settings and a seed, and open it again as it was left; delete it, and it is not listed."""
    asked = replace(request, seed_ids=tuple(item_ids[:1]), diversity=0.7)
    saved = save_brief(workspace, control, asked, "By the sea").act.brief_id
    opened = open_brief(workspace, control, brief_named(workspace, control, "by the SEA").brief_id)
    require(opened.entry.brief_id == saved, "another brief was opened")
    require(
        replace(opened.request, brief_id=None) == replace(asked, brief_id=None),
        f"the brief came back as {opened.request}",
    )
    count = len(list_briefs(workspace, control))
    other = save_brief(workspace, control, asked, "By the sea").act
    require(other.name != "By the sea", "two briefs have one name")
    left = delete_brief(workspace, control, other.brief_id).briefs
    require(len(left) == count, f"{len(left)} briefs are left of {count}")
    return {"briefs": count}


def count_what_came_of_it(workspace: Workspace, control: JobControl, shown: int, kept: int) -> dict[str, Any]:
    """Compare the figures of all lists with what is known to have been shown and kept."""
    report = insights(workspace, control)
    total = report.total
    require(
        (total.shown.hits, total.shown.count) == (kept, shown),
        f"{total.shown.hits} of {total.shown.count} kept, not {kept} of {shown}",
    )
    require(0 <= total.shown.low < total.shown.value < total.shown.high <= 1, f"interval: {total.shown}")
    require(report.stop is not None, "nothing is said about when to stop")
    return {"kept": kept, "shown": shown, "reached": report.reach[-1].reached}


def keep_a_second_shelf(workspace: Workspace, control: JobControl, item_ids: Sequence[str]) -> dict[str, Any]:
    """Fill a shelf of its own with a note and a rule that it breaks, and find the first one untouched."""
    first = shelf_view(workspace, control)
    second = new_shelf(workspace, control, "Window")
    give_feedback(workspace, control, item_ids, "shelve")
    set_note(workspace, control, second, item_ids[0], NOTE)
    rules = (
        RuleSwitch(ShelfRule("most-per-column", "language", 0.0)),
        RuleSwitch(ShelfRule("most-per-column", "author", 0.0), is_on=False),
    )
    set_rules(workspace, control, second, rules)
    view = shelf_view(workspace, control)
    require(view.shelf_id == second, "another shelf is worked on")
    require(
        [entry.item.item_id for entry in view.entries] == list(item_ids), "the shelf holds something else"
    )
    require(view.entries[0].note == NOTE, f"the note came back as {view.entries[0].note!r}")
    require(view.rules == rules, f"the rules came back as {view.rules}")
    broken = {each.rule for each in view.broken}
    require(broken == {rules[0].rule}, f"broken rules: {broken}")
    go_to_shelf(workspace, control, first.shelf_id)
    again = shelf_view(workspace, control)
    require(
        [entry.item for entry in again.entries] == [entry.item for entry in first.entries],
        "the first shelf changed with the second",
    )
    go_to_shelf(workspace, control, second)
    return {"shelves": len(view.shelves), "broken_rules": len(view.broken)}


def export_every_format(
    workspace: Workspace, control: JobControl, folder: Path, back: Workspace
) -> dict[str, Any]:
    """Write the shelf worked on in every format and for the clipboard; read its workbook back into `back`, empty."""
    entries = shelf_view(workspace, control).entries
    for name, suffix in SUFFIXES.items():
        path = folder / f"the shelf{suffix}"
        count = export_shelf(workspace, control, path, replace(everything(), format=name, encoding="utf-8"))
        require(count == len(entries) > 0, f"{name}: {count} of {len(entries)} items exported")
        if name == "xlsx":
            continue
        content = path.read_text(encoding="utf-8")
        require("门边" in content, f"{name}: the note is missing")
        if name == "html":
            require("<img" not in content, "html: markup of a title was exported as markup")
    coded = folder / "the shelf for GB18030.csv"
    export_shelf(workspace, control, coded, replace(everything(), encoding="gb18030"))
    require("门边" in coded.read_text(encoding="gb18030"), "gb18030: the note is missing")
    listed = json.loads((folder / "the shelf.json").read_text(encoding="utf-8"))
    require(
        [row["item_id"] for row in listed] == [entry.item.item_id for entry in entries], f"json: {listed}"
    )
    material = export_material(workspace, control)
    plain, markup = clipboard_texts(table_of(material, everything(), "Window", Words(lambda _each: "")))
    require("门边" in plain and "<table" in markup, "the clipboard would be missing something")

    report = import_file(back, control, inspect_file(folder / "the shelf.xlsx"))
    require(report.imported == len(entries) and not report.problems, f"the workbook came back as {report}")
    items = back.items.by_ids([entry.item.item_id for entry in entries])
    titles = {entry.item.item_id: entry.item.title for entry in entries}
    require({key: item.title for key, item in items.items()} == titles, "titles came back changed")
    logged = len(export_log(workspace, control))
    require(logged >= len(SUFFIXES) + 1, f"only {logged} exports are remembered")
    return {"formats": list(SUFFIXES), "remembered": logged}


def draw_and_place(workspace: Workspace, control: JobControl) -> dict[str, Any]:
    """Draw the map, find every item on it, and let verify read its file."""
    count = draw_map(workspace, control)
    shown = catalogue_map(workspace, control)
    require(count == shown.item_count == shown.placed_count > 0, f"{shown.placed_count} of {count} placed")
    states = {check.name: check.state for check in verify(workspace, control).checks}
    require(states.get("map") == "ok", f"verify found {states}")
    return {"placed": shown.placed_count, "regions": len(shown.regions)}


def back_up_and_go_back(
    workspace: Workspace, control: JobControl, item_id: str, reopen: Callable[[], Workspace]
) -> tuple[Workspace, dict[str, Any]]:
    """Back up, shelve one more item, go back and forth again; return the library, opened again, as at first.

    `reopen` opens the library, which is closed before.
    """
    before = _shelved(workspace, control)
    require(item_id not in before, "the item is on the shelf already")
    made = back_up(workspace, control)
    give_feedback(workspace, control, [item_id], "shelve")
    after = _shelved(workspace, control)
    require(after == [*before, item_id], "nothing was shelved after the backup")
    workspace.close()
    restored = restore(workspace.folder, control, made.key)
    workspace = reopen()
    require(_shelved(workspace, control) == before, "the backup did not come back")
    if restored.kept is None:
        raise AssertionError("the state before the restore was not kept")
    workspace.close()
    restore(workspace.folder, control, restored.kept.key)
    workspace = reopen()
    require(_shelved(workspace, control) == after, "the restore could not be taken back")
    workspace.close()
    restore(workspace.folder, control, made.key)
    workspace = reopen()
    return workspace, {"backups": len(backups_in(workspace.folder))}


def open_every_sample(control: JobControl, folder: Path) -> dict[str, Any]:
    """Open each sample that comes with the program and make its first list, which needs no model."""
    found: dict[str, str] = {}
    for domain in domains():
        library = folder / f"sample of {domain.name}"
        shutil.copytree(paths.resources_folder() / domain.sample.folder / "library", library)
        sample = Workspace(library)
        try:
            overview = library_overview(sample, control)
            brief = sample.meta.get("example_briefs").split("\n")[0]
            slate = suggest(sample, control, SuggestRequest(brief=brief, count=10))
            require(sample.meta.get("domain") == domain.name, f"{domain.name}: a library of another kind")
        finally:
            sample.close()
        counts = (overview.item_count, overview.index_count)
        require(counts == (domain.sample.item_count,) * 2, f"{domain.name}: {counts} items and in the index")
        require(
            slate.ranked_by == "meaning" and len(slate.suggestions) == 10,
            f"{domain.name}: {len(slate.suggestions)} suggestions by {slate.ranked_by}",
        )
        found[domain.name] = slate.suggestions[0].item.title
    return {"first": found}


def _shelved(workspace: Workspace, control: JobControl) -> list[str]:
    return [entry.item.item_id for entry in shelf_view(workspace, control).entries]
