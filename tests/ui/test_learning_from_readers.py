"""The model of readers follows an import by itself, as one more long job that nothing waits for."""

import pytest

from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.learn_readers import learn_readers, open_readers
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.ui.flows import LibrarySession, Runners
from ltrec_gui.ui.job_board import JobBoard, JobState
from tests.making import FakeEncoders, fill, topic_items

PATIENCE_MS = 30_000
LEARNING = "Learning what readers like"
EVERYTHING = ["Checking what the model can read", "Reading items by meaning", "Building the index"]


@pytest.fixture
def session(qtbot, workspace, encoders):
    def runner(name):
        return JobRunner(lambda: Workspace(workspace.folder, encoders), f"test-{name}")

    fill(workspace, topic_items(60))
    board = JobBoard()
    made = LibrarySession(Runners(workspace.folder, runner("long"), runner("quick"), runner("query")), board)
    yield made
    made.close()


def read_by(workspace, count, first=0):
    events = [
        (Interaction(f"reader {reader}", f"{(reader + 4 * step) % 60:04d}", rating=5.0), 0)
        for reader in range(first, first + count)
        for step in range(4)
    ]
    workspace.interactions.upsert(events, 1)


def names(session):
    return [entry.name for entry in reversed(session._board.entries)]


def wait_for(qtbot, session, expected):
    def is_done():
        return names(session) == expected and all(not entry.is_active for entry in session._board.entries)

    qtbot.waitUntil(is_done, timeout=PATIENCE_MS)


def settle(qtbot, session):
    """Wait until everything asked of the three threads so far is answered."""
    for runner in (session.runners.quick_jobs, session.runners.long_jobs, session.runners.quick_jobs):
        answered = []
        runner.start(lambda workspace, control: None, on_done=answered.append, on_error=answered.append)
        qtbot.waitUntil(lambda answered=answered: answered == [None], timeout=PATIENCE_MS)


def test_readers_are_learned_from_after_the_index(qtbot, workspace, session):
    read_by(workspace, 30)
    session.prepare()
    wait_for(qtbot, session, [*EVERYTHING, LEARNING])
    entry = session._board.entries[0]
    assert entry.state is JobState.DONE
    assert entry.result == "from 30 readers"
    assert open_readers(workspace, workspace.snapshot()).name == "ease-prior"


def test_without_interactions_nothing_is_learned(qtbot, session):
    session.prepare()
    wait_for(qtbot, session, EVERYTHING)
    settle(qtbot, session)
    assert names(session) == EVERYTHING


def test_what_is_learned_already_is_not_learned_again_until_readers_read(qtbot, workspace, session):
    control = JobControl()
    read_by(workspace, 30)
    embed_items(workspace, control)
    build_index(workspace, control)
    learn_readers(workspace, control)
    session.prepare()
    settle(qtbot, session)
    settle(qtbot, session)
    assert names(session) == []
    read_by(workspace, 5, first=30)
    session.prepare()
    wait_for(qtbot, session, [LEARNING])
    assert session._board.entries[0].result == "from 35 readers"


def test_too_few_readers_are_said_once(qtbot, workspace, session):
    read_by(workspace, 3)
    session.prepare()
    wait_for(qtbot, session, [*EVERYTHING, LEARNING])
    assert session._board.entries[0].result == "too few readers to learn from"
    session.prepare()
    settle(qtbot, session)
    settle(qtbot, session)
    assert len(names(session)) == 4


def test_what_a_model_cannot_read_is_learned_from_readers(qtbot, workspace):
    encoders = FakeEncoders(unknown_share=0.9)

    def runner(name):
        return JobRunner(lambda: Workspace(workspace.folder, encoders), f"test-{name}")

    fill(workspace, topic_items(60))
    read_by(workspace, 30)
    session = LibrarySession(
        Runners(workspace.folder, runner("long"), runner("quick"), runner("query")), JobBoard()
    )
    session.prepare()
    wait_for(qtbot, session, [EVERYTHING[0], LEARNING])
    session.close()
    assert open_readers(workspace, workspace.snapshot()).name == "ease"


def test_getting_ready_does_not_wait_for_learning(qtbot, workspace, session):
    read_by(workspace, 30)
    session.prepare()
    wait_for(qtbot, session, [*EVERYTHING, LEARNING])
    read_by(workspace, 5, first=30)
    session._learn(True)
    first = session._board.entries[0]
    session._board.pause(first)  # it would never end
    session.prepare()
    qtbot.waitUntil(lambda: len(names(session)) == 6, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: session._board.entries[0].state is JobState.DONE, timeout=PATIENCE_MS)
    assert first.state in (JobState.CANCELLED, JobState.DONE)
    assert open_readers(workspace, workspace.snapshot()).reader_count == 35


# A list that is older than what was learned


def open_with_list(qtbot, workspace, session, **changes):
    """Open a library that is all ready and has a list; return the list and what is said of it from then on."""
    control = JobControl()
    embed_items(workspace, control)
    build_index(workspace, control)
    slate = suggest(workspace, control, SuggestRequest(brief="harbour", count=6, **changes), load_model=True)
    told = []
    session.slate_outdated.connect(lambda changes, _verdicts: told.append(changes))
    session.open()
    qtbot.waitUntil(lambda: session.slate is not None and bool(told), timeout=PATIENCE_MS)
    assert told == [()]
    return slate, told


def test_a_list_older_than_what_was_learned_is_told_of(qtbot, workspace, session):
    slate, told = open_with_list(qtbot, workspace, session)
    assert session.readers is None
    read_by(workspace, 30)
    session._learn(True)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=PATIENCE_MS)
    assert "readers" in told[-1]
    assert session.slate.slate_id == slate.slate_id  # offered, not replaced
    assert session.readers.reader_count == 30


def test_a_list_older_than_its_index_is_told_of(qtbot, workspace, session):
    _slate, told = open_with_list(qtbot, workspace, session)
    fill(workspace, topic_items(70)[60:])
    session.prepare()
    qtbot.waitUntil(lambda: len(told) > 1, timeout=PATIENCE_MS)
    settle(qtbot, session)
    assert {"catalogue", "vectors", "index"} <= set(told[-1])


def test_moved_cut_points_are_told_of(qtbot, workspace, session):
    _slate, told = open_with_list(qtbot, workspace, session)
    session.set_cuts(0.2, 0.6)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=PATIENCE_MS)
    assert told[-1] == ("segments",)
    session.set_cuts(0.33, 0.8)
    qtbot.waitUntil(lambda: len(told) == 3, timeout=PATIENCE_MS)
    assert told[-1] == ()


def test_a_list_made_while_it_was_asked_is_the_one_told_of(qtbot, workspace, session):
    slate, told = open_with_list(qtbot, workspace, session)
    read_by(workspace, 30)
    learn_readers(workspace, JobControl())
    session.request_suggestions(SuggestRequest(brief="harbour", count=6))
    session._check_slate()  # asks of the old list, and is answered when the new one is there
    qtbot.waitUntil(lambda: len(told) == 2, timeout=PATIENCE_MS)
    assert session.slate.slate_id != slate.slate_id
    assert told[-1] == ()


def test_what_was_learned_before_is_known_when_a_library_is_opened(qtbot, workspace, session):
    read_by(workspace, 30)
    learn_readers(workspace, JobControl())
    with qtbot.waitSignal(session.readers_changed, timeout=PATIENCE_MS):
        session.open()
    assert session.readers.reader_count == 30
