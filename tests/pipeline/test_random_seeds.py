"""Titles drawn at random to begin with: of the tail, none that was judged, another draw each time."""

from dataclasses import replace

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.random_seeds import random_seeds
from ltrec_gui.recommend.popularity import TAIL
from tests.making import fill, topic_items


def tail_of(workspace):
    snapshot = workspace.snapshot()
    segments = snapshot.popularity.segments
    return {item_id for item_id, segment in zip(snapshot.table.ids, segments, strict=True) if segment == TAIL}


def drawn(workspace, count=3, seed=None):
    return [item.item_id for item in random_seeds(workspace, JobControl(), count, seed)]


def test_they_come_from_the_tail_and_each_once(workspace):
    fill(workspace, topic_items(60))
    tail = tail_of(workspace)
    assert 3 < len(tail) < 60
    assert set(drawn(workspace, len(tail) + 10)) == tail
    assert len(set(drawn(workspace))) == 3
    assert len({tuple(drawn(workspace, seed=seed)) for seed in range(5)}) > 1
    assert drawn(workspace, seed=2) == drawn(workspace, seed=2)


def test_what_was_judged_is_not_drawn(workspace):
    fill(workspace, topic_items(60))
    judged = sorted(tail_of(workspace))[:2]
    give_feedback(workspace, JobControl(), judged, "not-right")
    assert not set(judged) & set(drawn(workspace, 60))


def test_without_a_tail_they_come_from_everywhere(workspace):
    fill(workspace, [replace(item, popularity=None) for item in topic_items(9)])
    assert not workspace.snapshot().popularity.has_tail
    assert set(drawn(workspace, 60)) == set(workspace.snapshot().table.ids)
