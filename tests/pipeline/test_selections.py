"""Lists made only from what was selected: obeyed, kept small and once, saved with the brief, told why."""

from dataclasses import replace

import pytest

from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline.briefs import duplicate_brief, open_brief, save_brief
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.past_slates import request_of
from ltrec_gui.pipeline.replay import rebuild
from ltrec_gui.pipeline.selections import keep_selection
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.why_not import FILTERED, why_not
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import fill, topic_items

EVERYWHERE = ("head", "torso", "tail")
HARBOURS = SuggestRequest(brief="harbour and lighthouse", count=8, segments=EVERYWHERE)


@pytest.fixture
def ready(workspace, control):
    fill(workspace, topic_items())
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


def ids_of(slate):
    return [suggestion.item.item_id for suggestion in slate.suggestions]


def only(workspace, control, item_ids, request=HARBOURS):
    kept = keep_selection(workspace, control, item_ids)
    return replace(request, selection=kept.key, selection_count=kept.item_count)


@pytest.mark.parametrize("load_model", [True, False])
def test_nothing_else_is_suggested_and_what_is_left_is_in_the_same_order(ready, control, load_model):
    # Far from the brief, so that the search for what is near finds none of them by itself.
    chosen = list(ready.snapshot().table.ids[1::13])
    request = only(ready, control, chosen, replace(HARBOURS, diversity=0.0, tail_preference=0.0))
    slate = suggest(ready, control, request, load_model=load_model)
    if load_model:
        assert len(slate.suggestions) == HARBOURS.count
    assert set(ids_of(slate)) <= set(chosen)
    everything = suggest(ready, control, replace(request, count=200, selection=""), load_model=load_model)
    wanted = [item_id for item_id in ids_of(everything) if item_id in chosen]
    assert ids_of(slate) == wanted[: len(slate.suggestions)]


def test_a_selection_is_kept_once_whatever_the_order_and_small(ready, control):
    ids = list(ready.snapshot().table.ids)
    one, same = keep_selection(ready, control, ids), keep_selection(ready, control, [*ids[::-1], ids[0]])
    other = keep_selection(ready, control, ids[1:])
    assert one == same and one.item_count == 200 and other.key != one.key
    sizes = ready.db.conn.execute("SELECT length(item_ids) FROM selections ORDER BY item_count").fetchall()
    assert len(sizes) == 2
    many = [f"item-{number:07d}" for number in range(50_000)]
    key, count = ready.selections.put(many)
    assert (count, ready.selections.ids(key)) == (50_000, tuple(many))
    (size,) = ready.db.conn.execute("SELECT max(length(item_ids)) FROM selections").fetchone()
    assert size < 200_000
    assert ready.selections.ids("never kept") is None


def test_it_is_saved_with_the_brief_and_with_every_list(ready, control):
    chosen = list(ready.snapshot().table.ids[:60])
    request = only(ready, control, chosen)
    slate = suggest(ready, control, request, load_model=True)
    assert request_of(ready.slates.get(slate.slate_id)) == slate.request
    assert rebuild(ready, control, slate.slate_id).is_exact
    saved = save_brief(ready, control, request, "Sixty").act.brief_id
    assert open_brief(ready, control, saved).request.selection == request.selection
    copy = duplicate_brief(ready, control, saved).act.brief_id
    opened = open_brief(ready, control, copy)
    assert (opened.request.selection, opened.request.selection_count) == (request.selection, 60)
    assert set(ids_of(suggest(ready, control, opened.request, load_model=True))) <= set(chosen)
    (written,) = ready.db.conn.execute("SELECT max(length(request)) FROM slates").fetchone()
    assert written < 1_000  # the list names the selection and does not repeat it


def test_why_not_says_that_an_item_is_outside_and_that_it_would_be_in(ready, control):
    open_list = suggest(ready, control, HARBOURS, load_model=True)
    first = ids_of(open_list)[0]
    chosen = [item_id for item_id in ready.snapshot().table.ids if item_id != first]
    slate = suggest(ready, control, only(ready, control, chosen), load_model=True)
    answer = why_not(ready, control, slate.slate_id, first)
    assert (answer.behind, answer.filters) == (FILTERED, ("selection",))
    assert [change.names for change in answer.changes] == [("selection",)]


def test_an_empty_list_names_the_selection(ready, control):
    heads = suggest(ready, control, replace(HARBOURS, segments=("head",)), load_model=True)
    request = only(ready, control, ids_of(heads)[:1], replace(HARBOURS, segments=("tail",)))
    slate = suggest(ready, control, request, load_model=True)
    assert not slate.suggestions
    assert slate.blocked_by[0] == ("selection", 199)


def test_what_cannot_be_obeyed_is_refused(ready, control):
    with pytest.raises(RequestError, match="None of the items selected"):
        keep_selection(ready, control, ["gone"])
    with pytest.raises(RequestError, match="not kept in this library"):
        suggest(ready, control, replace(HARBOURS, selection="0" * 24, selection_count=3))


def test_requests_from_before_there_were_selections_are_read(ready, control):
    slate = suggest(ready, control, HARBOURS)
    with ready.db.conn:
        ready.db.conn.execute(
            "UPDATE slates SET request = json_remove(request, '$.selection', '$.selection_count')"
        )
    assert request_of(ready.slates.get(slate.slate_id)) == slate.request
