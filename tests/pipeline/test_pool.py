from collections import Counter
from dataclasses import replace

import pytest

from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.candidates import find_candidates
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.find_topics import find_topics
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.pool import QUOTA_COLUMNS, choose_places, pool_of, sampling
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.why_not import why_not
from ltrec_gui.recommend import diversify
from ltrec_gui.recommend.diversify import POLICIES, near_identical, quota_limit
from ltrec_gui.recommend.slate import NOTE_POOL_TOPICS, SuggestRequest
from ltrec_gui.recommend.tail import TAIL_METHODS
from tests.making import fill, topic_items

EVERYTHING = ("head", "torso", "tail")


@pytest.fixture
def ready(workspace, control):
    fill(workspace, topic_items())
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


def request(**changes):
    values = {"brief": "harbour and lighthouse", "count": 10, "segments": EVERYTHING}
    return SuggestRequest(**{**values, **changes})


def ask(workspace, control, **changes):
    return suggest(workspace, control, request(**changes), load_model=True)


def placed(workspace, **changes):
    """Return what is asked, the pool and who got the places."""
    asked = Asked(workspace, workspace.snapshot(), request(**changes), True)
    pool_rows = pool_of(asked, find_candidates(asked), asked.request.policy)
    return asked, pool_rows, choose_places(asked, pool_rows, asked.request.policy, asked.request.diversity)


def ids(slate):
    return [suggestion.item.item_id for suggestion in slate.suggestions]


@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_gives_a_full_slate_without_twins_that_keeps_the_tails_places(ready, control, policy):
    slate = ask(ready, control, policy=policy, tail_preference=0.7)
    assert len(slate.suggestions) == 10
    assert len(set(ids(slate))) == 10
    assert slate.metrics.tail_share >= 0.7
    assert slate.policy == policy
    assert ids(ask(ready, control, policy=policy, tail_preference=0.7, brief_id=slate.brief_id)) == ids(slate)


def test_random_sampling_is_drawn_anew_for_another_brief(ready, control):
    first = ask(ready, control, policy="random-tail")
    second = ask(ready, control, policy="random-tail", brief="garden and seeds")
    assert ids(first) != ids(second)


@pytest.mark.parametrize("column", ["author", "first-tag", "language", "year"])
def test_a_column_quota_counts_its_column(ready, control, column):
    slate = ask(ready, control, policy="column-quota", quota_column=column, brief="", count=4, diversity=0.25)
    value = {
        "author": lambda item: item.author,
        "first-tag": lambda item: item.tags[0],
        "language": lambda item: item.language,
        "year": lambda item: item.year,
    }[column]
    counts = Counter(value(s.item) for s in slate.suggestions)
    assert max(counts.values()) <= quota_limit(4, 0.25) == 2


def test_a_quota_may_count_a_column_of_the_catalogues_own(workspace, control):
    fill(workspace, [replace(item, extra=(("shelfmark", item.item_id[-1]),)) for item in topic_items(60)])
    slate = ask(workspace, control, policy="column-quota", quota_column="shelfmark", brief="", count=8)
    marks = Counter(dict(s.item.extra)["shelfmark"] for s in slate.suggestions)
    assert max(marks.values()) <= quota_limit(8, 0.5)


def test_a_column_that_is_not_there_is_refused_with_those_that_are(ready, control):
    with pytest.raises(RequestError, match="no column “colour”") as refused:
        ask(ready, control, policy="column-quota", quota_column="colour")
    assert all(name in str(refused.value) for name in QUOTA_COLUMNS)


@pytest.mark.parametrize("policy", ["topic-quota", "lda-quota"])
def test_topics_come_from_the_pool_until_those_of_the_catalogue_are_found(ready, control, policy):
    before = ask(ready, control, policy=policy)
    assert NOTE_POOL_TOPICS in before.notes
    assert any(suggestion.topic for suggestion in before.suggestions)
    find_topics(ready, control)
    after = ask(ready, control, policy=policy)
    assert NOTE_POOL_TOPICS not in after.notes
    counts = Counter(suggestion.topic for suggestion in after.suggestions if suggestion.topic)
    assert counts
    assert max(counts.values()) <= quota_limit(10, 0.5)


def test_other_policies_name_no_topics_and_say_nothing_of_them(ready, control):
    slate = ask(ready, control)
    assert {suggestion.topic for suggestion in slate.suggestions} == {""}
    assert NOTE_POOL_TOPICS not in slate.notes


@pytest.mark.parametrize("method", [method for method in TAIL_METHODS if method != "quota"])
def test_a_tail_method_raises_the_tail_without_keeping_places(ready, method):
    _, without, _ = placed(ready, tail_method=method, tail_preference=0.0, policy="none")
    _, pool_rows, places = placed(ready, tail_method=method, tail_preference=0.9, policy="none")
    assert pool_rows.tail_places == 0
    best = diversify.rerank(without.pool, "none", 10, 0.0, 0)
    tail_before = sum(without.pool.is_tail[pick.row] for pick in best)
    assert sum(pool_rows.pool.is_tail[pick.row] for pick in places.picks) >= tail_before


def test_a_stronger_penalty_brings_more_of_the_tail(ready):
    shares = []
    for preference in (0.0, 1.0):
        _, pool_rows, places = placed(ready, tail_method="penalty", tail_preference=preference, policy="none")
        shares.append(sum(pool_rows.pool.is_tail[pick.row] for pick in places.picks))
    assert shares[1] > shares[0]


def test_wild_cards_come_last_from_behind_the_slate_and_are_marked(ready, control):
    asked, pool_rows, places = placed(ready, explore_places=3)
    assert len(places.picks) == 10
    assert {pick.row for pick in places.picks[-3:]} == places.explored
    assert all(row >= asked.request.count for row in places.explored)
    slate = ask(ready, control, explore_places=3)
    assert [suggestion.is_exploration for suggestion in slate.suggestions] == [False] * 7 + [True] * 3
    keys = [pool_rows.pool.title_keys[pick.row] for pick in places.picks]
    assert not any(near_identical(key, other) for place, key in enumerate(keys) for other in keys[:place])


@pytest.mark.parametrize("preference", [0.8, 1.0])
def test_wild_cards_take_nothing_from_what_was_promised_to_the_tail(ready, control, preference):
    slate = ask(ready, control, explore_places=5, tail_preference=preference)
    assert slate.metrics.tail_share >= preference


def test_where_nothing_is_left_behind_the_slate_no_place_is_given_away(workspace, control):
    fill(workspace, topic_items(10))
    slate = ask(workspace, control, brief="", explore_places=3)
    assert len(slate.suggestions) == 10
    assert not any(suggestion.is_exploration for suggestion in slate.suggestions)


def test_a_negative_number_of_wild_cards_is_refused(ready, control):
    with pytest.raises(RequestError, match="wild cards"):
        ask(ready, control, explore_places=-1)


def test_the_places_can_be_made_again_from_what_is_kept_of_them(ready):
    asked, pool_rows, places = placed(ready, policy="softmax", explore_places=2)
    again = diversify.rerank(
        pool_rows.pool,
        "softmax",
        places.reranked_count,
        asked.request.diversity,
        places.tail_places,
        sampling(asked),
    )
    assert again == places.picks[: places.reranked_count]


@pytest.fixture
def editions(workspace, control):
    """Return a library in which "Item 1" has been published again, and in which others wrote another "Item 1"."""
    items = topic_items()
    first = items[1]
    again = replace(
        first, item_id="again", title=f"{first.title} (illustrated edition)", author="A. Marrow; B. Quay"
    )
    other = replace(first, item_id="other", author="Celia Brandt")
    fill(
        workspace,
        [replace(first, author="Anna Marrow") if item is first else item for item in items] + [again, other],
    )
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace, first.item_id


def listed(workspace, control, **changes):
    return ids(ask(workspace, control, count=40, policy="none", **changes))


def test_another_edition_of_a_seed_is_not_suggested_and_another_work_of_its_title_is(editions, control):
    workspace, first = editions
    _, pool_rows, _ = placed(workspace, seed_ids=(first,))
    known = {
        item.item_id
        for item, is_known in zip(pool_rows.items, pool_rows.pool.is_known, strict=True)
        if is_known
    }
    assert known == {"again"}
    assert "again" not in listed(workspace, control, seed_ids=(first,))


@pytest.mark.parametrize(
    ("verdict", "is_barred"), [("not-right", True), ("shelve", True), ("not-now", False)]
)
def test_another_edition_of_what_was_decided_is_not_suggested(editions, control, verdict, is_barred):
    workspace, first = editions
    slate = ask(workspace, control)
    give_feedback(workspace, control, [first], verdict, slate.slate_id)
    _, pool_rows, _ = placed(workspace, brief_id=slate.brief_id)
    known = {
        item.item_id
        for item, is_known in zip(pool_rows.items, pool_rows.pool.is_known, strict=True)
        if is_known
    }
    assert known == ({"again"} if is_barred else set())


def test_why_another_edition_is_not_listed_is_said(editions, control):
    workspace, first = editions
    slate = ask(workspace, control, seed_ids=(first,))
    answer = why_not(workspace, control, slate.slate_id, "again")
    assert (answer.behind, answer.because) == ("twin", "")
