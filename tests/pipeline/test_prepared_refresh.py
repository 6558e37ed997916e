"""What is worked out between a verdict and the next list changes nothing of that list, and is not worked out twice."""

import sqlite3
from dataclasses import replace

import numpy as np
import pytest

from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import Cancelled
from ltrec_gui.pipeline import candidates
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.learn_readers import learn_readers
from ltrec_gui.pipeline.suggest import prepare_refresh, suggest
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import fill, topic_items

ITEM_COUNT = 120


@pytest.fixture
def judged(workspace, control):
    """A library with readers, and the list of a brief with seeds, one of its items accepted."""
    fill(workspace, topic_items(ITEM_COUNT))
    embed_items(workspace, control)
    build_index(workspace, control)
    rng = np.random.default_rng(5)
    events = [
        (Interaction(f"reader {reader}", f"{4 * number + reader % 4:04d}", timestamp="2001"), 0)
        for reader in range(80)
        for number in rng.choice(ITEM_COUNT // 4, size=8, replace=False)
    ]
    workspace.interactions.upsert(events, 1)
    learn_readers(workspace, control)
    request = SuggestRequest(
        brief="letters from the sea", seed_ids=("0004", "0005"), count=12, segments=("head", "torso", "tail")
    )
    slate = suggest(workspace, control, request, load_model=True)
    give_feedback(workspace, control, [slate.suggestions[0].item.item_id], "good", slate.slate_id)
    return workspace, replace(request, brief_id=slate.brief_id)


def told(slate):
    return [(each.item.item_id, each.relevance, each.parts, each.reasons) for each in slate.suggestions]


def test_a_prepared_list_is_the_same_list(judged, control, reopened):
    workspace, request = judged
    prepare_refresh(workspace, control, request)
    prepared = told(suggest(workspace, control, request))
    assert len(prepared) == 12
    assert prepared == told(suggest(reopened(), control, request))


def test_what_was_prepared_is_not_asked_for_again(judged, control, monkeypatch):
    workspace, request = judged
    prepare_refresh(workspace, control, request)
    questions = []
    workspace.items._db.conn.set_trace_callback(questions.append)

    def again(*_arguments):
        raise AssertionError("the readers were asked twice")

    monkeypatch.setattr(candidates, "scores_of_readers", again)
    suggest(workspace, control, request)
    workspace.items._db.conn.set_trace_callback(None)
    assert questions
    assert not [
        question for question in questions if "item_words" in question or "item_word_counts" in question
    ]


def test_preparing_stores_nothing_and_can_be_stopped(judged, control):
    workspace, request = judged
    before = "\n".join(sqlite3.connect(workspace.folder / "library.db").iterdump())
    prepare_refresh(workspace, control, request)
    assert "\n".join(sqlite3.connect(workspace.folder / "library.db").iterdump()) == before
    control.cancel()
    with pytest.raises(Cancelled):
        prepare_refresh(workspace, control, request)


def test_what_cannot_be_asked_cannot_be_prepared(judged, control):
    workspace, request = judged
    with pytest.raises(RequestError):
        prepare_refresh(workspace, control, replace(request, seed_ids=("nowhere",)))
