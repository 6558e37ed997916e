"""Briefs as an editor keeps them: listed, opened with their last list, saved, renamed, duplicated and deleted."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import Any

from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.give_feedback import BriefAct
from ltrec_gui.pipeline.past_slates import request_from, request_of, show_from_now_on, stored_slate
from ltrec_gui.pipeline.random_sample import OUTCOME as SAMPLE
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import Slate, SuggestRequest
from ltrec_gui.store.brief_names import short_name
from ltrec_gui.store.briefs import DELETE, RENAME, SAVE, StoredBrief
from ltrec_gui.store.feedback import FeedbackLog

LONGEST_NAME = 120  # characters
MOST_UNSAVED = 50  # of those that nobody saved the ones used last are listed


@dataclass(frozen=True, slots=True)
class BriefEntry:
    """One brief in one line; `used_at` (ISO 8601, UTC) is when its last list was made, or it was begun.

    `verdict_count` items have a verdict given for this brief; `shelf_count` items were put on a shelf for it. `name` is
    empty where neither it nor its text says anything.
    """

    brief_id: int
    name: str
    text: str
    is_saved: bool
    used_at: str
    list_count: int
    verdict_count: int
    shelf_count: int
    has_draft: bool = False  # whether it was changed after its last list was made


@dataclass(frozen=True, slots=True)
class OpenedBrief:
    """A brief as it was left: what it asks for, its seeds with their titles, and its last list, None without one."""

    entry: BriefEntry
    request: SuggestRequest
    seeds: tuple[tuple[str, str], ...]  # item id, title
    slate: Slate | None


@dataclass(frozen=True, slots=True)
class BriefOutcome:
    """What was done to a brief, and all briefs there are now."""

    act: BriefAct
    briefs: tuple[BriefEntry, ...]


def list_briefs(workspace: Workspace, control: JobControl) -> tuple[BriefEntry, ...]:
    """Return the saved briefs, then those that only had a list made, the ones used last first; deleted ones are out."""
    verdicts, shelved = _counts(workspace.feedback)
    living = [brief for brief in workspace.briefs.all() if not brief.is_deleted]
    saved = [brief for brief in living if brief.is_saved]
    others = [brief for brief in living if not brief.is_saved and brief.list_count][:MOST_UNSAVED]
    return tuple(_entry(brief, verdicts, shelved) for brief in (*saved, *others))


def open_brief(workspace: Workspace, control: JobControl, brief_id: int) -> OpenedBrief:
    """Return a brief as it was left, and go on with it when the library is opened next; RequestError.

    Seeds that are no longer in the catalogue are left out. A random sample is no list of suggestions: one is shown only
    where the brief has nothing else.
    """
    brief = _known(workspace, brief_id)
    stored = workspace.slates.last_without(brief_id, SAMPLE) or workspace.slates.last_of(brief_id)
    request = _request_of(workspace, brief)
    items = workspace.items.by_ids(request.seed_ids)
    seeds = tuple((item_id, items[item_id].title) for item_id in request.seed_ids if item_id in items)
    show_from_now_on(workspace, brief_id)
    return OpenedBrief(
        entry=_entry(brief, *_counts(workspace.feedback)),
        request=replace(request, seed_ids=tuple(item_id for item_id, _ in seeds), brief_id=brief_id),
        seeds=seeds,
        slate=stored_slate(workspace, stored) if stored is not None else None,
    )


def brief_named(workspace: Workspace, control: JobControl, name: str) -> BriefEntry:
    """Return the saved brief with this name, whatever its capitals; RequestError where there is none."""
    wanted = " ".join(name.split()).casefold()
    for entry in list_briefs(workspace, control):
        if entry.is_saved and entry.name.casefold() == wanted:
            return entry
    raise RequestError("There is no saved brief “{name}”. Nothing was changed. Check the name.", name=name)


def asked_by(workspace: Workspace, control: JobControl, brief_id: int) -> SuggestRequest:
    """Return what a brief asks for now, to be asked again; RequestError where there is no such brief."""
    return replace(_request_of(workspace, _known(workspace, brief_id)), brief_id=brief_id)


def keep_draft(workspace: Workspace, control: JobControl, brief_id: int, request: SuggestRequest) -> None:
    """Keep what a saved brief asks for by now although no list was made of it yet; another brief is left alone."""
    brief = workspace.briefs.get(brief_id)
    if brief is None or not brief.is_saved or brief.is_deleted:
        return
    draft = _draft(workspace, brief_id, request)
    text = filed_text(workspace, request)
    if (text, draft) != (brief.text, brief.draft):
        workspace.briefs.keep_draft(brief_id, text, draft)


def save_brief(
    workspace: Workspace,
    control: JobControl,
    request: SuggestRequest,
    name: str = "",
    brief_id: int | None = None,
) -> BriefOutcome:
    """Save what is asked for as a brief, `brief_id` or a new one, as one undoable step; RequestError.

    Without a name it is called by the beginning of its text; a name that another brief has gets a number.
    """
    text = filed_text(workspace, request)
    wanted = _free_name(workspace, name.strip() or short_name(text), brief_id)
    draft = _draft(workspace, brief_id, request)
    saved = workspace.briefs.save(brief_id, text, draft, wanted)
    show_from_now_on(workspace, saved)
    return _outcome(workspace, BriefAct(SAVE, saved, wanted))


def rename_brief(workspace: Workspace, control: JobControl, brief_id: int, name: str) -> BriefOutcome:
    """Give a brief another name as one undoable step; RequestError."""
    brief = _known(workspace, brief_id)
    wanted = _free_name(workspace, name, brief_id)
    if wanted != brief.name:
        workspace.briefs.rename(brief_id, wanted)
    return _outcome(workspace, BriefAct(RENAME, brief_id, wanted))


def duplicate_brief(workspace: Workspace, control: JobControl, brief_id: int) -> BriefOutcome:
    """Save a new brief that asks for the same as this one, as one undoable step; RequestError.

    It has no verdicts yet: each brief keeps its own.
    """
    brief = _known(workspace, brief_id)
    wanted = _free_name(workspace, brief.name, None)
    request = _request_of(workspace, brief)
    copy = workspace.briefs.save(None, brief.text, _as_draft(request), wanted)
    return _outcome(workspace, BriefAct(SAVE, copy, wanted))


def delete_brief(workspace: Workspace, control: JobControl, brief_id: int) -> BriefOutcome:
    """Take a brief out of the list as one undoable step; its lists and verdicts are kept; RequestError."""
    brief = _known(workspace, brief_id)
    workspace.briefs.delete(brief_id)
    return _outcome(workspace, BriefAct(DELETE, brief_id, brief.name))


def suggested_name(text: str) -> str:
    """Return how a brief with this text would be called; "" where the text says nothing."""
    return short_name(text)


def filed_text(workspace: Workspace, request: SuggestRequest) -> str:
    """Return what verdicts are filed under: the brief, or where there is none the seeds' titles."""
    if request.brief.strip() or not request.seed_ids:
        return request.brief.strip()
    items = workspace.items.by_ids(request.seed_ids)
    return " + ".join(items[item_id].title for item_id in request.seed_ids if item_id in items)


def _known(workspace: Workspace, brief_id: int) -> StoredBrief:
    brief = workspace.briefs.get(brief_id)
    if brief is None or brief.is_deleted:
        raise RequestError("This brief is no longer in the library. Nothing was changed. Choose another one.")
    return brief


def _free_name(workspace: Workspace, name: str, brief_id: int | None) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise RequestError("A brief needs a name. Nothing was changed. Type one.")
    return workspace.briefs.free_name(plain[:LONGEST_NAME].rstrip(), brief_id)


def _request_of(workspace: Workspace, brief: StoredBrief) -> SuggestRequest:
    if brief.draft is not None:
        return request_from(brief.draft)
    stored = workspace.slates.last_of(brief.brief_id)
    return SuggestRequest(brief=brief.text) if stored is None else request_of(stored)


def _draft(workspace: Workspace, brief_id: int | None, request: SuggestRequest) -> dict[str, Any] | None:
    """Return what is to be kept of a request; None where the brief's last list was asked with the same."""
    stored = workspace.slates.last_of(brief_id) if brief_id is not None else None
    if stored is not None and replace(request_of(stored), brief_id=None) == replace(request, brief_id=None):
        return None
    return _as_draft(request)


def _as_draft(request: SuggestRequest) -> dict[str, Any]:
    """Return a request as it comes back out of JSON, so that a kept one can be compared with it."""
    kept: dict[str, Any] = json.loads(json.dumps(asdict(replace(request, brief_id=None))))
    return kept


def _entry(brief: StoredBrief, verdicts: Counter[int], shelved: Counter[int]) -> BriefEntry:
    return BriefEntry(
        brief_id=brief.brief_id,
        name=brief.name,
        text=brief.text,
        is_saved=brief.is_saved,
        used_at=brief.used_at,
        list_count=brief.list_count,
        verdict_count=verdicts[brief.brief_id],
        shelf_count=shelved[brief.brief_id],
        has_draft=brief.draft is not None,
    )


def _counts(log: FeedbackLog) -> tuple[Counter[int], Counter[int]]:
    """Return how many items have a verdict given for each brief, and how many are on any shelf because of it."""
    placed = {
        (item_id, place.brief_id) for state in log.shelf_states() for item_id, place in state.placed.items()
    }
    return log.verdict_counts(), Counter(brief_id for _, brief_id in placed if brief_id is not None)


def _outcome(workspace: Workspace, act: BriefAct) -> BriefOutcome:
    return BriefOutcome(act, list_briefs(workspace, JobControl()))
