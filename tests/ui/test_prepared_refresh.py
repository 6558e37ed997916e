"""After a verdict the window prepares the next list once, while nobody waits, and drops that where somebody does."""

import pytest

from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.ui import flows
from ltrec_gui.ui.flows import LibrarySession, Runners
from ltrec_gui.ui.job_board import JobBoard
from tests.making import fill, topic_items

PATIENCE_MS = 30_000


@pytest.fixture
def prepared(monkeypatch):
    """The requests that were prepared for."""
    requests = []
    monkeypatch.setattr(
        flows, "prepare_refresh", lambda _workspace, _control, request: requests.append(request)
    )
    return requests


@pytest.fixture
def session(qtbot, workspace, encoders, control, prepared):
    def runner(name):
        return JobRunner(lambda: Workspace(workspace.folder, encoders), f"test-{name}")

    fill(workspace, topic_items(60))
    embed_items(workspace, control)
    build_index(workspace, control)
    made = LibrarySession(
        Runners(workspace.folder, runner("long"), runner("quick"), runner("query")), JobBoard()
    )
    with qtbot.waitSignal(made.slate_changed, timeout=PATIENCE_MS):
        made.request_suggestions(
            SuggestRequest(seed_ids=("0004",), count=5, segments=("head", "torso", "tail"))
        )
    yield made
    made.close()


def give(qtbot, session, place):
    with qtbot.waitSignal(session.feedback_changed, timeout=PATIENCE_MS):
        session.give([session.slate.suggestions[place].item.item_id], "good", session.slate.slate_id)


def test_verdicts_in_a_row_prepare_one_list(qtbot, session, prepared):
    for place in range(3):
        give(qtbot, session, place)
    assert prepared == []
    qtbot.waitUntil(lambda: bool(prepared), timeout=PATIENCE_MS)
    qtbot.wait(2 * flows.PREPARE_AFTER_MS)
    assert [(request.seed_ids, request.brief_id) for request in prepared] == [
        (("0004",), session.slate.brief_id)
    ]


def test_a_refresh_needs_nothing_prepared(qtbot, session, prepared):
    give(qtbot, session, 0)
    with qtbot.waitSignal(session.slate_changed, timeout=PATIENCE_MS):
        session.request_suggestions(session.slate.request)
    qtbot.wait(2 * flows.PREPARE_AFTER_MS)
    assert prepared == []


def test_nothing_is_prepared_for_a_library_that_is_closed(qtbot, session, prepared):
    give(qtbot, session, 0)
    session.close()
    qtbot.wait(2 * flows.PREPARE_AFTER_MS)
    assert prepared == []
