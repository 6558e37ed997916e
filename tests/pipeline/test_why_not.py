"""Why an item is not in a list: the cause named is the cause, and every change offered brings it in."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline import why_not as why
from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.candidates import background_of, evidence_of, wanted_of
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.why_not import why_not
from ltrec_gui.recommend.relevance import relevance
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import fill, make_item, topic_items

BRIEF = "harbour and lighthouse"
EVERYWHERE = ("head", "torso", "tail")


@pytest.fixture
def ready(workspace, control):
    """A library of 200 items on four topics, embedded and indexed."""
    fill(workspace, topic_items())
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


def ask(workspace, control, **changes):
    values = {"brief": BRIEF, "count": 10, "segments": EVERYWHERE, "tail_preference": 0.3}
    return suggest(workspace, control, SuggestRequest(**{**values, **changes}), load_model=True)


def ids(slate):
    return [suggestion.item.item_id for suggestion in slate.suggestions]


def some_outside(slate, workspace, step=17):
    """Return every seventeenth item of the catalogue that is not in the slate."""
    return [item_id for item_id in workspace.snapshot().table.ids if item_id not in ids(slate)][::step]


def raised(workspace, slate, item_id, more):
    """Return whether the slate, made again with the relevance of one item raised, holds it."""
    snapshot = workspace.snapshot()
    asked = Asked(workspace, snapshot, slate.request, False)
    made = why._with_item(why._made(asked, slate.policy, slate.diversity), snapshot.positions[item_id])
    total = made.candidates.ranked.total.copy()
    total[np.flatnonzero(made.candidates.positions == snapshot.positions[item_id])] += more
    changed = replace(made.candidates, ranked=replace(made.candidates.ranked, total=total))
    return item_id in why._placed(asked, changed, slate.policy, slate.diversity).ids()


def rank_by_parts(workspace, slate, item_id):
    """Return 1 + the number of items of the catalogue that are more relevant, counted in one go."""
    asked = Asked(workspace, workspace.snapshot(), slate.request, False)
    evidence, wanted, background = evidence_of(asked), wanted_of(asked), background_of(asked)
    total = relevance(evidence, wanted, np.arange(asked.n), background, slate.request.tail_preference).total
    return 1 + int((total > total[asked.positions[item_id]] + 1e-6).sum())


def with_change(workspace, control, slate, change):
    """Return the ids of the list made with a change, by the real stage."""
    request = slate.request
    if change.kind == "tail-preference":
        request = replace(request, tail_preference=change.value)
    elif change.kind == "diversity":
        request = replace(request, diversity=change.value)
    elif change.kind == "filters":
        defaults = {"tags": (), "languages": (), "year_from": None, "year_to": None, "segments": EVERYWHERE}
        request = replace(request, **{name: defaults[name] for name in change.names})
    else:
        give_feedback(workspace, control, [change.item_id], "more-like-this", slate.slate_id)
    return ids(suggest(workspace, control, request))


@pytest.mark.parametrize("policy", ["dpp", "mmr", "column-quota"])
def test_what_is_needed_is_enough_and_no_more(ready, control, policy):
    slate = ask(ready, control, policy=policy)
    outside = some_outside(slate, ready, 90)
    for item_id in outside:
        answer = why_not(ready, control, slate.slate_id, item_id)
        assert answer.needed is not None
        assert raised(ready, slate, item_id, answer.needed)
        assert not raised(ready, slate, item_id, answer.needed - 2 * why.PRECISION)


@pytest.mark.parametrize("policy", ["dpp", "column-quota"])
def test_every_change_offered_brings_the_item_in_at_the_place_said(ready, control, policy):
    # Authors are as many as items here, and the best ten differ in them whatever is asked.
    asked = {"policy": policy, "diversity": 0.8, "quota_column": "first-tag"}
    slate = ask(ready, control, **asked)
    kinds = set()
    nearly = {
        *ids(ask(ready, control, **{**asked, "tail_preference": 1.0})),
        *ids(ask(ready, control, diversity=0.0)),
        *ids(ask(ready, control, **{**asked, "diversity": 0.3})),
        *some_outside(slate, ready, 60),
    }
    for item_id in sorted(nearly - set(ids(slate))):
        for change in why_not(ready, control, slate.slate_id, item_id).changes:
            if change.kind == "more-like-this":
                continue  # below, for it leaves a verdict behind
            found = with_change(ready, control, slate, change)
            assert found.index(item_id) + 1 == change.rank
            kinds.add(change.kind)
    assert "tail-preference" in kinds
    assert "diversity" in kinds


def test_more_like_this_brings_in_what_it_promises(ready, control):
    slate = ask(ready, control, brief="harbour rose")
    answers = [why_not(ready, control, slate.slate_id, item_id) for item_id in some_outside(slate, ready, 7)]
    promised = [
        (answer.item.item_id, change)
        for answer in answers
        for change in answer.changes
        if change.kind == "more-like-this"
    ]
    assert promised
    item_id, change = promised[0]
    assert change.item_id in ids(slate)
    assert with_change(ready, control, slate, change).index(item_id) + 1 == change.rank


def test_it_writes_nothing(ready, control):
    slate = ask(ready, control)
    before = (ready.feedback.verdicts(slate.brief_id), ready.slates.last().slate_id)
    for item_id in some_outside(slate, ready, 40):
        why_not(ready, control, slate.slate_id, item_id)
    assert (ready.feedback.verdicts(slate.brief_id), ready.slates.last().slate_id) == before


def test_a_listed_item_is_said_to_be_there(ready, control):
    slate = ask(ready, control)
    for suggestion in slate.suggestions:
        answer = why_not(ready, control, slate.slate_id, suggestion.item.item_id)
        assert (answer.behind, answer.rank_now, answer.shown_rank) == (
            "listed",
            suggestion.rank,
            suggestion.rank,
        )
        assert answer.relevance == pytest.approx(suggestion.relevance, abs=1e-6)
        assert not answer.has_changed
        assert answer.changes == ()


def test_its_rank_counts_what_is_more_relevant(ready, control):
    """Without diversity or places for the tail the list is the best by relevance, so ranks must go on behind it."""
    slate = ask(ready, control, diversity=0.0, tail_preference=0.0)
    listed = [why_not(ready, control, slate.slate_id, item_id) for item_id in ids(slate)]
    ranks = [answer.rank for answer in listed]
    assert ranks[0] == 1
    assert ranks == sorted(set(ranks))
    between = [
        item_id
        for item_id in ready.snapshot().table.ids
        if item_id not in ids(slate) and rank_by_parts(ready, slate, item_id) < ranks[-1]
    ]
    assert len(between) == ranks[-1] - 10, "only what is barred stands among the ranks of the list"
    outside = [why_not(ready, control, slate.slate_id, item_id) for item_id in some_outside(slate, ready, 30)]
    ordered = sorted(outside, key=lambda answer: answer.rank)
    relevances = [answer.relevance for answer in ordered]
    assert all(later <= sooner + 1e-5 for sooner, later in pairwise(relevances))
    assert {answer.candidate_count for answer in outside} == {200}
    assert {answer.behind for answer in outside} == {"relevance"}
    assert [answer.rank for answer in outside] == [
        rank_by_parts(ready, slate, answer.item.item_id) for answer in outside
    ]


def test_parts_sum_for_any_item_also_beside_the_last(ready, control):
    slate = ask(ready, control)
    for item_id in some_outside(slate, ready, 20):
        answer = why_not(ready, control, slate.slate_id, item_id)
        assert sum(part.value for part in answer.parts) == pytest.approx(answer.relevance, abs=1e-9)
        assert answer.last.item.item_id == ids(slate)[-1]
        assert sum(part.value for part in answer.last.parts) == pytest.approx(answer.last.relevance, abs=1e-9)
        assert answer.last.penalty == pytest.approx(slate.suggestions[-1].penalty, abs=1e-9)


def test_every_filter_that_removes_it_is_named(ready, control):
    slate = ask(ready, control, tags=("garden",), languages=("fr",), year_from=1900, year_to=1950)
    items = {item.item_id: item for item in topic_items()}
    for item_id in some_outside(slate, ready):
        item = items[item_id]
        expected = {
            name
            for name, is_out in (
                ("tags", "garden" not in item.tags),
                ("languages", item.language != "fr"),
                ("year_from", item.year < 1900),
                ("year_to", item.year > 1950),
            )
            if is_out
        }
        answer = why_not(ready, control, slate.slate_id, item_id)
        assert set(answer.filters) == expected
        assert (answer.behind == "filtered") == bool(expected)
        for change in answer.changes:
            if change.kind == "filters":
                assert set(change.names) == expected
                assert with_change(ready, control, slate, change).index(item_id) + 1 == change.rank


def test_dropping_the_filter_is_offered_to_what_it_alone_keeps_out(ready, control):
    wide = ask(ready, control)
    best = wide.suggestions[0].item
    assert "sea" in best.tags
    narrow = ask(ready, control, tags=("garden",))
    answer = why_not(ready, control, narrow.slate_id, best.item_id)
    assert answer.filters == ("tags",)
    assert [change.kind for change in answer.changes] == ["filters"]
    assert answer.changes[0].rank == 1
    assert answer.needed == 0.0


def test_a_segment_left_out_is_a_filter(ready, control):
    slate = ask(ready, control, segments=("tail",))
    answer = why_not(ready, control, slate.slate_id, "0000")  # the most popular item
    assert answer.filters == ("segments",)


def test_what_was_decided_is_told_apart(ready, control):
    slate = ask(ready, control, seed_ids=("0008",))
    first, second = ids(slate)[:2]
    give_feedback(ready, control, [first], "not-right", slate.slate_id)
    assert why_not(ready, control, slate.slate_id, "0008").filters == ("seed",)
    answer = why_not(ready, control, slate.slate_id, first)
    assert answer.filters == ("judged",)
    assert answer.has_changed
    assert answer.shown_rank == 1
    assert answer.rank_now is None
    assert [change.names for change in answer.changes] == [("judged",)]
    give_feedback(ready, control, [second], "shelve", slate.slate_id)
    assert why_not(ready, control, slate.slate_id, second).filters == ("judged", "shelf")


def test_twins_name_the_one_in_the_list(workspace, control):
    twins = [
        make_item(
            item_id=f"t{n}", title="The Harbour Lights" + end, text="harbour lighthouse", popularity=1.0
        )
        for n, end in enumerate(["", ", vol. 2"])
    ]
    fill(workspace, [*topic_items(100), *twins])
    embed_items(workspace, control)
    slate = ask(workspace, control, count=20)
    (inside,) = {"t0", "t1"} & set(ids(slate))
    (outside,) = {"t0", "t1"} - {inside}
    answer = why_not(workspace, control, slate.slate_id, outside)
    assert answer.behind == "twin"
    assert answer.because == next(s.item.title for s in slate.suggestions if s.item.item_id == inside)


def test_diversity_is_named_only_where_switching_it_off_brings_it_in(ready, control):
    slate = ask(ready, control, diversity=1.0, tail_preference=0.0)
    plain = ids(ask(ready, control, diversity=0.0, tail_preference=0.0, brief_id=slate.brief_id))
    asked_about = {*plain, *some_outside(slate, ready, 40)} - set(ids(slate))
    named = {
        item_id
        for item_id in asked_about
        if why_not(ready, control, slate.slate_id, item_id).behind == "diversity"
    }
    assert named
    assert named == set(plain) - set(ids(slate))


def test_places_for_the_tail_are_named(workspace, control):
    """Everything on the subject is popular, so places for the tail go to what is far from it."""
    items = [
        replace(item, popularity=900.0 - int(item.item_id) if "sea" in item.tags else 1.0)
        for item in topic_items()
    ]
    fill(workspace, items)
    embed_items(workspace, control)
    build_index(workspace, control)
    slate = ask(workspace, control, diversity=0.0, tail_preference=0.5)
    pushed = set(ids(ask(workspace, control, diversity=0.0, tail_preference=0.0))) - set(ids(slate))
    answers = [why_not(workspace, control, slate.slate_id, item_id) for item_id in pushed]
    # The wish for the tail also lowers what is popular, and that alone may be what keeps an item out.
    assert "tail" in {answer.behind for answer in answers} <= {"tail", "relevance"}
    for answer in answers:
        lower = [change.value for change in answer.changes if change.kind == "tail-preference"]
        assert lower
        assert max(lower) < 0.5


def test_a_quota_names_whose_places_are_taken(workspace, control):
    items = [
        replace(item, author="Only One" if "sea" in item.tags else item.author) for item in topic_items()
    ]
    fill(workspace, items)
    embed_items(workspace, control)
    slate = ask(workspace, control, policy="column-quota", diversity=0.8, tail_preference=0.0)
    plain = ids(ask(workspace, control, diversity=0.0, tail_preference=0.0))
    answers = [
        why_not(workspace, control, slate.slate_id, item_id) for item_id in set(plain) - set(ids(slate))
    ]
    by_quota = [answer for answer in answers if answer.behind == "quota"]
    assert by_quota
    assert {answer.because for answer in by_quota} <= {item.author for item in items}
    assert "Only One" in {answer.because for answer in by_quota}


@pytest.mark.parametrize("policy", ["random-tail", "softmax"])
def test_where_chance_decides_no_relevance_is_promised(ready, control, policy):
    slate = ask(ready, control, policy=policy)
    for item_id in some_outside(slate, ready, 50):
        assert why_not(ready, control, slate.slate_id, item_id).needed is None


def test_the_list_is_that_of_today(ready, control):
    slate = ask(ready, control)
    give_feedback(ready, control, [ids(slate)[0]], "good", slate.slate_id)
    today = ask(ready, control, brief_id=slate.brief_id)
    (came, *_) = [item_id for item_id in ids(today) if item_id not in ids(slate)]
    answer = why_not(ready, control, slate.slate_id, came)
    assert answer.has_changed
    assert answer.shown_rank is None
    assert answer.rank_now == ids(today).index(came) + 1


def test_by_words_it_answers_too(workspace, control):
    fill(workspace, topic_items())
    slate = ask(workspace, control)
    assert slate.ranked_by == "words"
    for item_id in some_outside(slate, workspace, 30):
        answer = why_not(workspace, control, "last", item_id)
        assert answer.slate_id == slate.slate_id
        assert sum(part.value for part in answer.parts) == pytest.approx(answer.relevance, abs=1e-9)
        assert "more-like-this" not in {change.kind for change in answer.changes}


def test_unknown_lists_and_items_are_refused(ready, control):
    with pytest.raises(RequestError):
        why_not(ready, control, "last", "0001")
    slate = ask(ready, control)
    with pytest.raises(RequestError):
        why_not(ready, control, slate.slate_id, "nowhere")
    with pytest.raises(RequestError):
        why_not(ready, control, "nowhere", "0001")
