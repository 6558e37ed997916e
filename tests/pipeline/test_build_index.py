import shutil

import pytest

from ltrec_gui.jobs.control import Cancelled, JobControl
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import choose_model, embed_items
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import CancellingControl, fill, make_item, topic_items


def titles(workspace, control):
    slate = suggest(workspace, control, SuggestRequest(brief="harbour tide", count=10), load_model=True)
    return [s.item.title for s in slate.suggestions]


@pytest.fixture
def indexed(workspace, control):
    fill(workspace, topic_items())
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


def test_nothing_to_index(workspace, control):
    assert build_index(workspace, control) is None


def test_a_fresh_index_is_kept(indexed, control):
    before = indexed.meta.active_generation
    assert build_index(indexed, control).generation == before
    assert indexed.meta.active_generation == before


def test_exact_search_and_index_agree(workspace, control):
    fill(workspace, topic_items())
    embed_items(workspace, control)
    exact = titles(workspace, control)
    build_index(workspace, control)
    assert workspace.snapshot().view.index_count == 200
    assert titles(workspace, control) == exact


@pytest.mark.parametrize("damage", ["flip", "cut", "remove", "folder", "manifest"])
def test_a_damaged_index_is_answered_exactly_and_rebuilt(indexed, control, reopened, damage):
    expected = titles(indexed, control)
    folder = next(indexed.index_root.glob("gen-*"))
    target = folder / "index.ann"
    match damage:
        case "flip":
            content = bytearray(target.read_bytes())
            content[len(content) // 2] ^= 1
            target.write_bytes(content)
        case "cut":
            target.write_bytes(target.read_bytes()[:1000])
        case "remove":
            target.unlink()
        case "folder":
            shutil.rmtree(folder)
        case "manifest":
            (folder / "manifest.json").write_text("{}", encoding="utf-8")
    other = reopened()
    assert titles(other, control) == expected
    assert other.snapshot().view.problem
    assert other.snapshot().view.index_count == 0
    manifest = build_index(other, control)
    assert manifest.generation > 1
    assert other.snapshot().view.problem == ""
    assert other.snapshot().view.index_count == 200
    assert titles(other, control) == expected


def test_items_changed_since_the_build_are_found(indexed, control):
    fill(
        indexed,
        [make_item(item_id="new", title="Harbour of tides", text="harbour tide gull", popularity=0.0)],
    )
    fill(
        indexed,
        [make_item(item_id="0001", title="Tide and harbour", text="wreck of the tide", popularity=0.0)],
    )
    embed_items(indexed, control)
    view = indexed.snapshot().view
    assert view.is_stale
    assert view.has_vector.all()
    found = titles(indexed, control)
    assert "Harbour of tides" in found
    assert "Tide and harbour" in found
    assert build_index(indexed, control).item_count == 201
    assert not indexed.snapshot().view.is_stale


def test_a_text_changed_back_needs_no_new_vector(indexed, control, encoders):
    original = topic_items()[5]
    fill(indexed, [make_item(item_id=original.item_id, title="Something else")])
    embed_items(indexed, control)
    build_index(indexed, control)
    fill(indexed, [original])
    assert embed_items(indexed, control).embedded == 0
    assert indexed.snapshot().view.has_vector.all()


def test_another_open_workspace_follows_the_new_generation(indexed, control, reopened):
    other = reopened()
    assert other.snapshot().view.index_count == 200
    fill(indexed, [make_item(item_id="new")])
    embed_items(indexed, control)
    build_index(indexed, control)
    assert other.snapshot().view.index_count == 201


def test_another_model_never_meets_this_ones_index(indexed, control):
    choose_model(indexed, control, "", "cls")
    assert not indexed.snapshot().view.has_vector.any()
    assert indexed.snapshot().view.index_count == 0
    assert embed_items(indexed, control).embedded == 200
    assert build_index(indexed, control).model_key == "fake:cls"
    choose_model(indexed, control, "", "mean")
    assert embed_items(indexed, control).embedded == 0
    assert indexed.snapshot().view.has_vector.all()


def test_a_cancelled_build_leaves_the_old_one_in_force(indexed):
    fill(indexed, topic_items(1200, seed=9))
    embed_items(indexed, JobControl())
    control = CancellingControl(lambda progress: progress.stage == "indexing" and progress.done > 0)
    with pytest.raises(Cancelled):
        build_index(indexed, control)
    assert indexed.meta.active_generation == 1
    assert indexed.snapshot().view.index_count == 200
    assert build_index(indexed, JobControl()).item_count == 1200


def test_one_item_and_equal_items_can_be_indexed(workspace, control):
    fill(workspace, [make_item(item_id="1"), make_item(item_id="2")])
    embed_items(workspace, control)
    assert build_index(workspace, control).item_count == 2
    assert len(titles(workspace, control)) == 1  # the two are identical
