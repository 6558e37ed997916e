"""Check everything in a library: the database, its own rules, vectors, index, model, readers, topics, map, backups."""

from dataclasses import dataclass

import numpy as np

from ltrec_gui.errors import ModelError, StoreError
from ltrec_gui.index.map_file import has_map, read_map
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.backups import backups_in
from ltrec_gui.pipeline.build_index import index_problem
from ltrec_gui.pipeline.find_topics import topics_are_stale, verified_topics
from ltrec_gui.pipeline.learn_readers import readers_are_stale, verified_readers
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.fields import is_raw
from ltrec_gui.store.backups import check_backup
from ltrec_gui.store.database import integrity_problems

STEPS = 9


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `state` is `ok`, `note` (worth knowing, can be rebuilt) or `bad` (something was lost)."""

    name: str
    state: str
    finding: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """All checks; sound if none is bad; readable if the database could be read at all."""

    checks: tuple[Check, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing that cannot be rebuilt is damaged."""
        return all(check.state != "bad" for check in self.checks)

    @property
    def is_readable(self) -> bool:
        """Whether the database itself is sound."""
        return self.checks[0].state == "ok"


def verify(workspace: Workspace, control: JobControl) -> VerifyReport:
    """Return what was found; nothing is changed."""
    control.checkpoint(Progress("verifying", 0, STEPS))
    problems = integrity_problems(workspace.db)
    # SQLite finds what is wrong with its pages, not a byte that changed in a row.
    altered = workspace.items.altered_count() if not problems else 0
    if altered:
        problems = [f"{altered:,} items are no longer as they were imported"]
    checks = [Check("database", "bad" if problems else "ok", "; ".join(problems[:5]) or "sound")]
    if problems:
        # Now it matters most whether there is a way back.
        return VerifyReport((*checks, _backups(workspace, control)))
    checks.append(_items(workspace))
    control.checkpoint(Progress("verifying", 2, STEPS))
    checks.append(_verdicts(workspace))
    control.checkpoint(Progress("verifying", 3, STEPS))
    checks.extend(_vectors(workspace))
    control.checkpoint(Progress("verifying", 5, STEPS))
    checks.extend(_readers(workspace, control))
    control.checkpoint(Progress("verifying", 6, STEPS))
    checks.extend(_topics(workspace))
    control.checkpoint(Progress("verifying", 7, STEPS))
    checks.extend(_map(workspace))
    control.checkpoint(Progress("verifying", 8, STEPS))
    checks.append(_backups(workspace, control))
    control.checkpoint(Progress("verifying", STEPS, STEPS))
    return VerifyReport(tuple(checks))


def _items(workspace: Workspace) -> Check:
    count = workspace.items.count()
    unfound = workspace.items.without_words()
    if unfound:
        return Check("items", "bad", f"{count:,} items, {unfound:,} of which cannot be found by their words")
    unfinished = workspace.imports.unfinished()
    if unfinished:
        return Check("items", "note", f"{count:,} items; an import of “{unfinished.path.name}” was cut short")
    return Check("items", "ok", f"{count:,} items, {workspace.interactions.count():,} interactions")


def _verdicts(workspace: Workspace) -> Check:
    history = workspace.feedback.history(10**9)
    known = workspace.items.by_ids([event.item_id for event, _ in history])
    strangers = sum(event.item_id not in known for event, _ in history)
    if strangers:
        # As after an import was taken back; they count again when the items come back.
        return Check(
            "verdicts", "note", f"{strangers:,} of {len(history):,} verdicts are on items that are gone"
        )
    return Check(
        "verdicts", "ok", f"{len(history):,} verdicts, {len(workspace.feedback.shelf()):,} items on the shelf"
    )


def _vectors(workspace: Workspace) -> list[Check]:
    try:
        model_key = workspace.encoder.model_key
    except ModelError as error:
        return [Check("model", "note", str(error))]
    count = workspace.items.count()
    _, hashes, vectors = workspace.vectors.newer_than(model_key, 0)
    misshapen = workspace.vectors.count(model_key) - len(hashes)
    wrong = int(np.count_nonzero(~is_raw(vectors))) if len(hashes) else 0
    embedded = workspace.vectors.item_count(model_key)
    checks = [Check("model", "ok", model_key)]
    wrong += misshapen
    if wrong:
        stored = len(hashes) + misshapen
        checks.append(Check("vectors", "bad", f"{wrong:,} of {stored:,} vectors are not unit vectors"))
    else:
        state = "ok" if embedded == count else "note"
        checks.append(Check("vectors", state, f"{embedded:,} of {count:,} items embedded"))
    problem = index_problem(workspace)
    view = workspace.snapshot().view
    if problem:
        checks.append(Check("index", "note", f"{problem} Exact search answers until it is rebuilt."))
    elif not view.index_count:
        checks.append(Check("index", "note", "not built yet; exact search answers"))
    elif view.is_stale:
        checks.append(
            Check(
                "index",
                "note",
                f"{view.index_count:,} items; something changed since, which exact search covers",
            )
        )
    else:
        checks.append(
            Check("index", "ok", f"{view.index_count:,} items, generation {workspace.meta.active_generation}")
        )
    return checks


def _readers(workspace: Workspace, control: JobControl) -> list[Check]:
    """Return what is found of the model of readers; nothing where there are no readers and never were any."""
    try:
        report = verified_readers(workspace, control)
    except ValueError as error:
        finding = f"damaged: {error}. Suggestions do without what readers did until it is learned again."
        return [Check("readers", "note", finding)]
    is_stale = readers_are_stale(workspace, control)
    if report is None:
        return [Check("readers", "note", "not learned from yet")] if is_stale else []
    known = f"{report.item_count:,} items as {report.reader_count:,} readers met them ({report.name})"
    if is_stale:
        return [Check("readers", "note", f"{known}; something changed since")]
    return [Check("readers", "ok", known)]


def _topics(workspace: Workspace) -> list[Check]:
    """Return what is found of the topics of the catalogue; nothing where nobody asked for them."""
    try:
        manifest = verified_topics(workspace)
    except ValueError as error:
        finding = (
            f"damaged: {error}. Topics come from the candidates of each list until they are found again."
        )
        return [Check("topics", "note", finding)]
    if manifest is None:
        return []
    found = f"{manifest.cluster_count:,} clusters and {manifest.lda_count:,} topics of LDA"
    if topics_are_stale(workspace):
        return [Check("topics", "note", f"{found}; the catalogue changed since they were found")]
    return [Check("topics", "ok", found)]


def _map(workspace: Workspace) -> list[Check]:
    """Return what is found of the map of the index in force; nothing where nobody looked at it yet."""
    view, number = workspace.snapshot().view, workspace.meta.active_generation
    if number is None or not view.index_count or not has_map(workspace.index_root, number):
        return []
    if read_map(workspace.index_root, number, view.index_count) is None:
        return [Check("map", "note", "damaged; everything else works without it until it is drawn again")]
    return [Check("map", "ok", f"{view.index_count:,} items laid out")]


def _backups(workspace: Workspace, control: JobControl) -> Check:
    """Return whether each backup can be opened and is sound; a damaged one is worth knowing, the library is whole."""
    kept = backups_in(workspace.folder)
    if not kept:
        return Check("backups", "ok", "none made yet")
    damaged = []
    for backup in kept:
        control.checkpoint(Progress("verifying", 8, STEPS))
        try:
            check_backup(backup.path)
        except StoreError:
            damaged.append(backup.key)
    sound = len(kept) - len(damaged)
    if damaged:
        finding = f"{sound:,} of {len(kept):,} can be opened; damaged: {', '.join(damaged)}. Make a new one."
        return Check("backups", "note", finding)
    return Check("backups", "ok", f"{sound:,} can be opened, the newest is {kept[0].key}")
