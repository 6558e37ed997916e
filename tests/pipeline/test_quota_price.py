from dataclasses import replace

import numpy as np
import pytest

from ltrec_gui.pipeline import quota_price as pricing
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items, encode_brief
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.quota_price import quota_price
from ltrec_gui.pipeline.suggest import ranked_again, suggest
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import fill, topic_items

ALL = ("head", "torso", "tail")
BRIEF = "harbour lighthouse tide"


@pytest.fixture
def ready(workspace, control):
    fill(workspace, topic_items())
    embed_items(workspace, control)
    build_index(workspace, control)
    encode_brief(workspace, control, BRIEF)
    return workspace


def request_for(**changes):
    return SuggestRequest(**{"brief": BRIEF, "count": 8, "diversity": 0.0, "segments": ALL, **changes})


def lists(workspace, request, until_event):
    """Return the list that the product itself makes at every tail preference, variety off."""
    slates = []
    for places in range(request.count + 1):
        asked_for = SuggestRequest(
            brief=request.brief,
            count=request.count,
            diversity=0.0,
            segments=request.segments,
            brief_id=request.brief_id,
            tail_preference=places / request.count,
        )
        slates.append(ranked_again(workspace, workspace.snapshot(), asked_for, until_event)[1])
    return slates


def relevance_without_tail(workspace, request):
    """Return every item's relevance at no tail preference, by asking for a list of all items."""
    everything = SuggestRequest(
        brief=request.brief,
        count=200,
        diversity=0.0,
        segments=request.segments,
        brief_id=request.brief_id,
        tail_preference=0.0,
    )
    slate = ranked_again(workspace, workspace.snapshot(), everything)[1]
    return {s.item.item_id: s.relevance for s in slate.suggestions}


def test_the_price_is_that_of_the_lists_the_product_makes(ready, control):
    slate = suggest(ready, control, request_for())
    request = request_for(brief_id=slate.brief_id)
    sea = [item.item_id for item in topic_items() if "sea" in item.tags][:24]
    give_feedback(ready, control, sea[::2], "good", slate.slate_id)
    prices = quota_price(ready, control, request)
    assert [price.places for price in prices] == list(range(9))
    accepted = set(sea[::2])
    found = [sum(s.item.item_id in accepted for s in each.suggestions) for each in lists(ready, request, 0)]
    assert [price.accepted_count for price in prices] == found
    assert found[0] > 0
    assert len(set(found)) > 1
    assert [price.accepted_kept for price in prices] == pytest.approx([count / found[0] for count in found])
    relevance = relevance_without_tail(ready, request)
    now = lists(ready, request, None)
    means = [np.mean([relevance[s.item.item_id] for s in each.suggestions]) for each in now]
    assert [price.relevance_kept for price in prices] == pytest.approx([mean / means[0] for mean in means])
    assert [price.tail_count for price in prices] == [
        sum(s.segment == "tail" for s in each.suggestions) for each in now
    ]
    assert prices[0].relevance_kept == 1
    assert prices[8].relevance_kept < 1
    assert prices[8].tail_count == 8


def test_without_verdicts_only_relevance_has_a_price(ready, control):
    prices = quota_price(ready, control, request_for())
    assert all(price.accepted_kept is None and price.accepted_count == 0 for price in prices)
    assert prices[8].relevance_kept < prices[0].relevance_kept == 1


def test_an_item_is_not_found_because_it_was_accepted(ready, control):
    """What the brief does not lead to stays out of the list, however often it was accepted."""
    slate = suggest(ready, control, request_for())
    far = [item.item_id for item in topic_items() if "rail" in item.tags][:30]
    give_feedback(ready, control, far, "good", slate.slate_id)
    prices = quota_price(ready, control, request_for(brief_id=slate.brief_id))
    assert [price.accepted_count for price in prices] == [0] * 9


def test_few_verdicts_here_are_joined_by_those_of_other_briefs(ready, control):
    encode_brief(ready, control, "rose soil seed")
    other = suggest(ready, control, request_for(brief="rose soil seed"))
    give_feedback(ready, control, [s.item.item_id for s in other.suggestions], "good", other.slate_id)
    slate = suggest(ready, control, request_for())
    request = request_for(brief_id=slate.brief_id)
    shown = [s.item.item_id for s in other.suggestions]
    without = quota_price(ready, control, request)
    theirs = lists(ready, request_for(brief="rose soil seed", brief_id=other.brief_id), 0)
    found = [sum(s.item.item_id in shown for s in each.suggestions) for each in theirs]
    assert [price.accepted_count for price in without] == found
    assert found[0] > 0
    sea = [item.item_id for item in topic_items() if "sea" in item.tags][: pricing.LEAST_ACCEPTED]
    give_feedback(ready, control, sea, "good", slate.slate_id)
    own = quota_price(ready, control, request)
    assert [price.accepted_count for price in own] == [
        sum(s.item.item_id in sea for s in each.suggestions) for each in lists(ready, request, 0)
    ]


def test_a_new_verdict_changes_what_was_remembered(ready, control):
    slate = suggest(ready, control, request_for())
    request = request_for(brief_id=slate.brief_id)
    first, second = (s.item.item_id for s in lists(ready, request, 0)[0].suggestions[:2])
    give_feedback(ready, control, [first], "good", slate.slate_id)
    assert quota_price(ready, control, request)[0].accepted_count == 1
    give_feedback(ready, control, [second], "good", slate.slate_id)
    assert quota_price(ready, control, request)[0].accepted_count == 2
    give_feedback(ready, control, [first], "not-right", slate.slate_id)
    assert quota_price(ready, control, request)[0].accepted_count == 1


def test_where_no_places_are_kept_there_is_no_price(ready, workspace, control):
    assert quota_price(ready, control, request_for(segments=("torso",))) == ()
    assert quota_price(ready, control, request_for(tail_method="xquad")) == ()


def test_a_catalogue_without_a_tail_has_no_price(workspace, control):
    fill(workspace, [replace(item, popularity=5.0) for item in topic_items()])
    assert workspace.snapshot().popularity.is_flat
    assert quota_price(workspace, control, request_for()) == ()
