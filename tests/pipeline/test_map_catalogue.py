"""The map of a library: drawn once for an index, said to be partial where it is, and never in the way of the rest."""

from dataclasses import replace

import numpy as np
import pytest

from ltrec_gui.index.map_file import FILE
from ltrec_gui.jobs.control import Cancelled
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.map_catalogue import catalogue_map, draw_map
from ltrec_gui.recommend import layout
from tests.making import CancellingControl, fill, make_item, topic_items


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(layout, "GATHERING_STEPS", 60)
    monkeypatch.setattr(layout, "SETTLING_STEPS", 40)


@pytest.fixture
def indexed(workspace, control):
    fill(workspace, topic_items())
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


def test_before_anything_is_embedded_nothing_has_a_place(workspace, control):
    fill(workspace, topic_items(30))
    shown = catalogue_map(workspace, control)
    assert (shown.item_count, shown.vector_count, shown.placed_count) == (30, 0, 0)
    assert not shown.can_be_drawn and shown.regions == ()
    assert draw_map(workspace, control) == 0
    assert len(shown.tail.order) == 30  # the chart needs no vectors


def test_an_empty_library(workspace, control):
    shown = catalogue_map(workspace, control)
    assert (shown.item_count, shown.placed_count, shown.can_be_drawn) == (0, 0, False)


def test_it_is_drawn_for_the_index_and_kept(indexed, control):
    assert catalogue_map(indexed, control).can_be_drawn
    assert draw_map(indexed, control) == 200
    shown = catalogue_map(indexed, control)
    assert (shown.placed_count, shown.can_be_drawn) == (200, False)
    path = next(indexed.index_root.rglob(FILE))
    stamp = path.stat().st_mtime_ns
    draw_map(indexed, control)
    assert path.stat().st_mtime_ns == stamp


def test_items_of_one_subject_lie_together(indexed, control):
    draw_map(indexed, control)
    shown = catalogue_map(indexed, control)
    places = np.stack([shown.points.x, shown.points.y], axis=1)
    away = np.square(places[:, np.newaxis] - places[np.newaxis]).sum(axis=2)
    np.fill_diagonal(away, np.inf)
    subject = np.arange(200) % 4
    assert (subject[away.argmin(axis=1)] == subject).mean() > 0.9
    assert {region.name for region in shown.regions} >= {"sea", "garden", "night", "rail"} - {"book"}
    assert "book" not in {region.name for region in shown.regions}


def test_a_damaged_map_is_drawn_again(indexed, control):
    draw_map(indexed, control)
    before = catalogue_map(indexed, control)
    path = next(indexed.index_root.rglob(FILE))
    path.write_bytes(path.read_bytes()[:-4])
    assert catalogue_map(indexed, control).placed_count == 0
    draw_map(indexed, control)
    after = catalogue_map(indexed, control)
    assert after.points.x.tobytes() == before.points.x.tobytes()


def test_a_newer_item_has_no_place_until_the_index_holds_it(indexed, control):
    draw_map(indexed, control)
    fill(indexed, [make_item(item_id="new", title="A Late Lantern", text="ghost lantern attic")])
    embed_items(indexed, control)
    shown = catalogue_map(indexed, control)
    assert (shown.item_count, shown.vector_count, shown.placed_count) == (201, 201, 200)
    assert shown.points.at(shown.positions["new"]) is None
    assert shown.titles[shown.positions["new"]] == "A Late Lantern"
    build_index(indexed, control)
    assert catalogue_map(indexed, control).can_be_drawn
    draw_map(indexed, control)
    assert catalogue_map(indexed, control).placed_count == 201


def test_cancelled_it_leaves_nothing_behind(indexed):
    with pytest.raises(Cancelled):
        draw_map(indexed, CancellingControl(lambda progress: progress.done > 5))
    assert not list(indexed.index_root.rglob("map.*"))


def test_segments_titles_and_shares(indexed, control):
    shown = catalogue_map(indexed, control)
    items = topic_items()
    assert [shown.titles[position] for position in range(200)] == [item.title for item in items]
    assert shown.positions_of(["0003", "nobody", "0001"]) == (3, 1)
    count, share = shown.segment_share("tail")
    assert count == shown.is_tail.sum() > 0
    assert share == pytest.approx(
        sum(items[p].popularity for p in np.flatnonzero(shown.is_tail)) / shown.counts.sum()
    )
    assert shown.segment(0) == "head" and shown.has_tail


def test_without_popularity_there_is_no_tail(workspace, control):
    fill(workspace, [replace(item, popularity=None) for item in topic_items(20)])
    shown = catalogue_map(workspace, control)
    assert shown.source == "none" and not shown.has_tail
