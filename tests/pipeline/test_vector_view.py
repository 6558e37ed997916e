"""Vectors by position: the fields joined, from the index and beside it, and what is near to a direction."""

import numpy as np
import pytest

from ltrec_gui.embedding.text import text_hash
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items, encode_brief
from ltrec_gui.recommend.fields import BRIEF_WEIGHTS, ITEM_WEIGHTS, blocks, joined
from tests.making import FakeEncoder, fill, make_item, topic_items

D = FakeEncoder.dimension


@pytest.fixture
def embedded(workspace, control):
    """80 items on four topics, and two more without tags, one of them without a text either."""
    fill(workspace, topic_items(80))
    fill(workspace, [make_item(item_id="no tags"), make_item(item_id="title only", text="", author="Ann")])
    embed_items(workspace, control)
    return workspace


def position_of(workspace, item_id):
    return workspace.snapshot().positions[item_id]


def brief_of(workspace, control, words):
    encode_brief(workspace, control, words)
    return workspace.vectors.get("fake:mean", text_hash(words))


def test_a_raw_vector_holds_each_field_and_zeros_where_there_is_none(embedded):
    table = embedded.snapshot().table
    encoder = FakeEncoder()
    raw = embedded.vectors.get("fake:mean", table.text_hashes[position_of(embedded, "title only")])
    np.testing.assert_allclose(raw[:D], encoder.encode(["The Tide Tables. Ann"])[0], atol=1e-6)
    assert not raw[D:].any()
    item = topic_items(80)[3]
    raw = embedded.vectors.get("fake:mean", table.text_hashes[position_of(embedded, item.item_id)])
    expected = encoder.encode([item.title, item.text, ", ".join(item.tags)])
    np.testing.assert_allclose(raw.reshape(3, D), expected, atol=1e-6)


def test_a_brief_is_kept_once_for_each_field(embedded, control):
    raw = brief_of(embedded, control, "harbour tide")
    np.testing.assert_allclose(raw.reshape(3, D), np.tile(FakeEncoder().encode(["harbour tide"]), (3, 1)))


def test_an_item_without_words_has_zeros_and_is_near_nothing(embedded, control):
    fill(embedded, [make_item(item_id="blank", title="", text="")])
    assert embed_items(embedded, control).embedded == 1
    for _ in range(2):
        view = embedded.snapshot().view
        assert (view.has_vector.all() and not view.is_stale) or view.index_count == 0
        positions, cosines = view.nearest(view.brief(brief_of(embedded, control, "harbour tide")), 5)
        assert position_of(embedded, "blank") not in positions and cosines[0] > 0.3
        assert build_index(embedded, control).item_count == 83


@pytest.mark.parametrize("is_indexed", [False, True])
def test_rows_are_the_fields_joined_wherever_they_lie(embedded, control, is_indexed):
    if is_indexed:
        build_index(embedded, control)
    snapshot = embedded.snapshot()
    assert snapshot.view.index_count == (82 if is_indexed else 0)
    raw = np.array([embedded.vectors.get("fake:mean", digest) for digest in snapshot.table.text_hashes])
    has_tags = raw[:, 2 * D :].any(axis=1)
    assert has_tags.sum() == 80
    np.testing.assert_allclose(snapshot.view.mean[2 * D :], raw[has_tags, 2 * D :].mean(axis=0), atol=1e-6)
    rows = snapshot.view.rows(np.arange(82))
    np.testing.assert_allclose(rows, joined(raw, snapshot.view.mean, ITEM_WEIGHTS), atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(snapshot.view.centre(raw[7]), rows[7], atol=1e-6)


def test_a_brief_takes_its_own_weights(embedded, control):
    raw = brief_of(embedded, control, "harbour tide")
    view = embedded.snapshot().view
    by_weight = [float(np.square(view.brief(raw)[block]).sum()) for block in blocks(D)]
    np.testing.assert_allclose(by_weight, BRIEF_WEIGHTS, atol=1e-5)


def test_where_no_item_has_tags_the_brief_has_none(workspace, control):
    fill(workspace, [make_item(item_id=str(n), title=f"Tide {n}", text=f"salt {n * n}") for n in range(9)])
    embed_items(workspace, control)
    brief = workspace.snapshot().view.brief(brief_of(workspace, control, "salt"))
    assert not brief[2 * D :].any()
    np.testing.assert_allclose(np.linalg.norm(brief), 1, atol=1e-5)


def test_the_index_and_what_is_beside_it_answer_as_exact_search_does(embedded, control):
    build_index(embedded, control)
    fill(embedded, [make_item(item_id="new", title="Harbour of gulls", text="tide and storm", tags=("sea",))])
    embed_items(embedded, control)
    view = embedded.snapshot().view
    assert view.index_count == 82 and view.is_stale
    direction = view.brief(brief_of(embedded, control, "harbour tide storm"))
    positions, cosines = view.nearest(direction, 30)
    exactly, expected = view.nearest_where(direction, 30, view.has_vector)
    assert list(positions) == list(exactly)
    np.testing.assert_allclose(cosines, expected, atol=1e-5)
    np.testing.assert_allclose(cosines, view.rows(positions) @ direction, atol=1e-5)
    assert position_of(embedded, "new") in positions


@pytest.mark.parametrize("is_indexed", [False, True])
def test_the_length_of_a_direction_does_not_matter(embedded, control, is_indexed):
    if is_indexed:
        build_index(embedded, control)
    view = embedded.snapshot().view
    direction = view.rows(np.array([3]))[0].astype(np.float64)
    for answer in (view.nearest, lambda *asked: view.nearest_where(*asked, view.has_vector)):
        positions, cosines = answer(direction, 20)
        longer, same_cosines = answer(7.5 * direction, 20)
        assert list(longer) == list(positions) and positions[0] == 3
        np.testing.assert_allclose(same_cosines, cosines, atol=1e-6)
        nowhere, zeros = answer(np.zeros(3 * D), 20)
        assert len(nowhere) == 20 and not zeros.any()


def test_exact_search_in_parts_gives_what_one_part_gives(embedded, monkeypatch):
    view = embedded.snapshot().view
    direction = view.rows(np.array([5]))[0]
    allowed = np.arange(82) % 3 == 0
    whole = view.nearest_where(direction, 10, allowed)
    monkeypatch.setattr("ltrec_gui.pipeline.vector_view.ROWS_AT_ONCE", 4)
    in_parts = view.nearest_where(direction, 10, allowed)
    assert list(in_parts[0]) == list(whole[0]) and allowed[in_parts[0]].all()
    np.testing.assert_allclose(in_parts[1], whole[1], atol=1e-6)


def test_rows_that_are_kept_cannot_be_written_to_and_end_with_what_they_were_made_of(embedded, control):
    everything = np.arange(82)
    rows = embedded.snapshot().view.rows(everything)
    assert embedded.snapshot().view.rows(everything) is rows
    with pytest.raises(ValueError, match="read-only"):
        rows[0] = 0
    build_index(embedded, control)
    view = embedded.snapshot().view
    assert view.index_count == 82 and view.rows(everything) is not rows
    np.testing.assert_allclose(view.rows(everything), rows, atol=1e-6)
    direction = view.rows(everything)[4]
    before = view.nearest(direction, 5)
    fill(embedded, [make_item(item_id="twin", **vars_of(topic_items(80)[4]))])
    embed_items(embedded, control)
    view = embedded.snapshot().view
    assert position_of(embedded, "twin") in view.nearest(direction, 5)[0]
    assert position_of(embedded, "twin") not in before[0]
    assert len(view.rows(np.arange(83))) == 83


def vars_of(item):
    return {"title": item.title, "text": item.text, "author": item.author, "tags": item.tags}


@pytest.mark.parametrize("is_indexed", [False, True])
def test_a_likely_answer_under_a_filter_is_the_exact_one_here(embedded, control, is_indexed):
    if is_indexed:
        build_index(embedded, control)
    view = embedded.snapshot().view
    direction = view.rows(np.array([5]))[0]
    allowed = np.arange(82) % 3 == 0
    likely, cosines = view.nearest_likely(direction, 10, allowed)
    exactly, expected = view.nearest_where(direction, 10, allowed)
    assert list(likely) == list(exactly)
    np.testing.assert_allclose(cosines, expected, atol=1e-6)


def test_rows_are_forgotten_where_too_many_are_kept(embedded, monkeypatch):
    monkeypatch.setattr("ltrec_gui.pipeline.vector_view.KEPT_ROWS", 120)
    view = embedded.snapshot().view
    first, second = view.rows(np.arange(60)), view.rows(np.arange(10, 70))
    assert view.rows(np.arange(60)) is first and view.rows(np.arange(10, 70)) is second
    view.rows(np.arange(20, 80))
    assert view.rows(np.arange(10, 70)) is second and view.rows(np.arange(60)) is not first
