from dataclasses import replace

import numpy as np
import pytest

from ltrec_gui.errors import ModelError, RequestError
from ltrec_gui.pipeline import candidates
from ltrec_gui.pipeline.browse import library_overview
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.give_feedback import give_feedback, undo_feedback
from ltrec_gui.pipeline.item_details import item_details
from ltrec_gui.pipeline.past_slates import last_slate
from ltrec_gui.pipeline.suggest import ranked_again, suggest
from ltrec_gui.pipeline.verify import verify
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend import slate as suggesting
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import FakeEncoders, fill, make_item, topic_items


@pytest.fixture
def ready(workspace, control):
    """A library of 200 items on four topics, embedded and indexed."""
    fill(workspace, topic_items())
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


def ask(workspace, control, **changes):
    values = {"brief": "harbour and lighthouse", "count": 10}
    return suggest(workspace, control, SuggestRequest(**{**values, **changes}), load_model=True)


def titles(slate):
    return [suggestion.item.title for suggestion in slate.suggestions]


def test_a_brief_brings_what_it_is_about(ready, control):
    slate = ask(ready, control, diversity=0.0)
    assert len(slate.suggestions) == 10
    assert all("sea" in s.item.tags for s in slate.suggestions)
    assert slate.ranked_by == "meaning"
    assert slate.notes == ()


def test_the_slate_is_in_order_without_doubles_and_parts_sum(ready, control):
    slate = ask(ready, control)
    assert [s.rank for s in slate.suggestions] == list(range(1, 11))
    assert len({s.item.item_id for s in slate.suggestions}) == 10
    for suggestion in slate.suggestions:
        assert sum(part.value for part in suggestion.parts) == pytest.approx(suggestion.relevance, abs=1e-9)
        assert 0 <= suggestion.novelty <= 1
    relevance = [s.relevance for s in ask(ready, control, diversity=0.0).suggestions]
    assert relevance == sorted(relevance, reverse=True)


def test_the_same_request_gives_the_same_list(ready, control, reopened):
    assert titles(ask(ready, control)) == titles(ask(ready, control)) == titles(ask(reopened(), control))


def test_what_a_list_before_left_behind_changes_no_list(ready, control, reopened):
    """A refresh answers from what is kept of the lists before; a new program has nothing to answer from."""
    for number in range(6):
        slate = ask(ready, control, seed_ids=("0004", "0008"))
        again = ranked_again(fresh := reopened(), fresh.snapshot(), slate.request)[1]
        assert [(s.item, s.relevance, s.parts, s.reasons, s.similarity) for s in again.suggestions] == [
            (s.item, s.relevance, s.parts, s.reasons, s.similarity) for s in slate.suggestions
        ]
        chosen = slate.suggestions[number].item.item_id
        give_feedback(ready, control, [chosen], ("good", "not-right", "not-now")[number % 3], slate.slate_id)


@pytest.mark.parametrize("preference", [0.0, 0.5, 1.0])
def test_tail_preference_is_a_share_known_in_advance(ready, control, preference):
    slate = ask(ready, control, tail_preference=preference, segments=("head", "torso", "tail"))
    assert slate.metrics.tail_share >= preference
    assert slate.metrics.tail_share == np.mean([s.segment == "tail" for s in slate.suggestions])


def test_a_stronger_tail_preference_lowers_popularity(ready, control):
    everything = ("head", "torso", "tail")
    means = [
        ask(ready, control, tail_preference=p, segments=everything, count=20).metrics.mean_popularity
        for p in (0.0, 1.0)
    ]
    assert means[1] < means[0]


@pytest.mark.parametrize("segment", ["head", "torso", "tail"])
def test_only_the_segments_asked_for(ready, control, segment):
    slate = ask(ready, control, segments=(segment,))
    assert {s.segment for s in slate.suggestions} <= {segment}
    assert slate.suggestions


def test_filters(ready, control):
    slate = ask(ready, control, tags=("Garden",), languages=("fr",), year_from=1850, year_to=1950)
    assert slate.suggestions
    for suggestion in slate.suggestions:
        assert "garden" in suggestion.item.tags
        assert suggestion.item.language == "fr"
        assert 1850 <= suggestion.item.year <= 1950


def test_a_narrow_filter_far_from_the_brief_still_finds_its_items(workspace, control, monkeypatch):
    """What the index returns is filtered away whole; exact search must then answer."""
    monkeypatch.setattr(candidates, "LEAST_FETCHED", 10)
    monkeypatch.setattr(candidates, "OVERFETCH", 1)
    fill(workspace, topic_items(400))
    embed_items(workspace, control)
    build_index(workspace, control)
    slate = ask(workspace, control, tags=("rail",))
    assert len(slate.suggestions) == 10


def test_an_empty_slate_says_which_filter_removed_most(ready, control):
    slate = ask(ready, control, tags=("no such tag",), year_from=1990)
    assert slate.suggestions == ()
    assert slate.blocked_by[0] == ("tags", 200)
    assert dict(slate.blocked_by)["year_from"] > 0


def test_seeds_bring_their_like_and_are_named(ready, control):
    seeds = tuple(item.item_id for item in topic_items() if "night" in item.tags)[:2]
    slate = ask(ready, control, brief="", seed_ids=seeds)
    assert not set(seeds) & {s.item.item_id for s in slate.suggestions}
    assert sum("night" in s.item.tags for s in slate.suggestions) >= 8
    named = [reason for s in slate.suggestions for reason in s.reasons if reason.kind == "seed"]
    assert named
    assert {reason.item_id for reason in named} <= set(seeds)


def test_the_reasons_are_true(workspace, control):
    # One of twenty items holds it; what every tenth holds is not quoted as a reason.
    items = [
        replace(item, text=f"{item.text} heron") if int(item.item_id) % 20 == 4 else item
        for item in topic_items()
    ]
    fill(workspace, items)
    embed_items(workspace, control)
    build_index(workspace, control)
    ready = workspace
    seeds = ("0004", "0008")
    slate = ask(ready, control, brief="harbour and heron", seed_ids=seeds)
    view, positions = ready.snapshot().view, ready.snapshot().positions
    for suggestion in slate.suggestions:
        own = view.rows(np.array([positions[suggestion.item.item_id]]))[0]
        for reason in suggestion.reasons:
            if reason.kind == "seed":
                cosines = [view.rows(np.array([positions[seed]]))[0] @ own for seed in seeds]
                assert reason.similarity == pytest.approx(max(cosines), abs=1e-5)
                assert reason.item_id == seeds[int(np.argmax(cosines))]
            if reason.kind == "words":
                content = f"{suggestion.item.title} {suggestion.item.text} {suggestion.item.tags}".lower()
                assert all(term.lower() in content for term in reason.terms)
                shared_with = "harbour and heron" if not reason.title else str(items[int(reason.item_id)])
                assert all(term.lower() in shared_with.lower() for term in reason.terms)
            if reason.kind == "unopened":
                assert suggestion.popularity == 0
            if reason.kind == "popularity":
                assert suggestion.popularity > 0
                counts = ready.snapshot().popularity.counts
                assert reason.rank == 1 + (counts > suggestion.popularity).sum()
                assert reason.total == 200
    assert {reason.kind for s in slate.suggestions for reason in s.reasons} >= {
        "seed",
        "words",
        "brief",
        "popularity",
    }


def test_what_has_no_count_is_not_called_unopened(workspace, control):
    known = {0: 0.0, 1: None}
    items = [
        replace(item, popularity=known.get(row % 4, item.popularity))
        for row, item in enumerate(topic_items(80))
    ]
    fill(workspace, items)
    said = {
        suggestion.item.item_id: {reason.kind for reason in suggestion.reasons}
        for suggestion in ask(workspace, control, brief="", count=40, policy="none").suggestions
    }
    told = {item.item_id: item.popularity for item in items}
    assert {told[item_id] for item_id in said} > {0.0, None}
    for item_id, kinds in said.items():
        assert ("unopened" in kinds) == (told[item_id] == 0)
        assert ("uncounted" in kinds) == (told[item_id] is None)


def test_near_identical_titles_never_stand_together(workspace, control):
    items = topic_items(100)
    twins = [
        make_item(
            item_id=f"t{n}",
            title="The Harbour Lights" + suffix,
            text="harbour lighthouse tide",
            popularity=1.0,
        )
        for n, suffix in enumerate(["", " (2nd edition)", ", vol. 2", "!"])
    ]
    fill(workspace, [*items, *twins])
    embed_items(workspace, control)
    slate = ask(workspace, control, count=20)
    assert sum("Harbour Lights" in title for title in titles(slate)) == 1


def test_verdicts_move_the_list_and_undo_moves_it_back(ready, control):
    first = ask(ready, control, brief="harbour rose", count=10)
    sea = [s for s in first.suggestions if "sea" in s.item.tags][:3]
    garden = [s for s in first.suggestions if "garden" in s.item.tags][:3]
    assert sea
    assert garden
    for suggestion in garden:
        give_feedback(ready, control, [suggestion.item.item_id], "good", first.slate_id)
    for suggestion in sea:
        give_feedback(ready, control, [suggestion.item.item_id], "not-right", first.slate_id)
    second = ask(ready, control, brief="harbour rose", brief_id=first.brief_id)
    judged = {s.item.item_id for s in sea + garden}
    assert not judged & {s.item.item_id for s in second.suggestions}
    share = [np.mean(["garden" in s.item.tags for s in slate.suggestions]) for slate in (first, second)]
    assert share[1] > share[0]
    assert any(part.name == "verdicts" and part.value > 0 for s in second.suggestions for part in s.parts)
    assert any(reason.kind == "verdict" for s in second.suggestions for reason in s.reasons)
    assert second.change.new_count > 0
    assert second.change.because_verdict in ("good", "not-right")
    for _ in range(6):
        undo_feedback(ready, control)
    assert titles(ask(ready, control, brief="harbour rose", brief_id=first.brief_id)) == titles(first)


def test_a_refresh_names_no_verdict_that_the_list_before_was_made_with(ready, control):
    first = ask(ready, control, brief="harbour rose", count=10)
    give_feedback(ready, control, [first.suggestions[0].item.item_id], "good", first.slate_id)
    second = ask(ready, control, brief="harbour rose", brief_id=first.brief_id)
    assert second.change.because_title == first.suggestions[0].item.title
    third = ask(ready, control, brief="harbour rose", brief_id=first.brief_id, diversity=0.0)
    assert third.change.because_title == ""
    give_feedback(ready, control, [third.suggestions[0].item.item_id], "not-right", third.slate_id)
    fourth = ask(ready, control, brief="harbour rose", brief_id=first.brief_id)
    assert fourth.change.because_title == third.suggestions[0].item.title


def test_rejections_count_for_their_own_brief_only(ready, control):
    sea = ask(ready, control)
    give_feedback(ready, control, [s.item.item_id for s in sea.suggestions], "not-right", sea.slate_id)
    garden = ask(ready, control, brief="rose and orchard")
    assert garden.brief_id != sea.brief_id
    assert all(part.name != "verdicts" for s in garden.suggestions for part in s.parts)


def test_not_now_returns_lower_and_shelved_items_stay_away(ready, control):
    first = ask(ready, control, diversity=0.0)
    later, kept = first.suggestions[0].item.item_id, first.suggestions[1].item.item_id
    give_feedback(ready, control, [later], "not-now", first.slate_id)
    give_feedback(ready, control, [kept], "shelve", first.slate_id)
    second = ask(ready, control, diversity=0.0, count=60, brief_id=first.brief_id)
    ids = [s.item.item_id for s in second.suggestions]
    assert kept not in ids
    assert later not in ids or ids.index(later) > 0
    assert "postponed" in {part.name for s in second.suggestions for part in s.parts}
    other = ask(ready, control, brief="tide and gull")
    assert kept not in {s.item.item_id for s in other.suggestions}


def test_more_like_this_pulls_harder_than_good(ready, control):
    first = ask(ready, control, brief="harbour rose engine")
    item = next(s.item.item_id for s in first.suggestions if "rail" in s.item.tags)
    shares = []
    for verdict in ("good", "more-like-this"):
        give_feedback(ready, control, [item], verdict, first.slate_id)
        slate = ask(ready, control, brief="harbour rose engine", brief_id=first.brief_id, diversity=0.0)
        shares.append(sum("rail" in s.item.tags for s in slate.suggestions))
    assert shares[1] >= shares[0]
    assert shares[1] > sum("rail" in s.item.tags for s in first.suggestions)


def test_the_last_slate_is_the_same_after_a_restart(ready, control, reopened):
    slate = ask(ready, control, seed_ids=("0004",))
    give_feedback(ready, control, [slate.suggestions[2].item.item_id], "good", slate.slate_id)
    again = last_slate(reopened(), control)
    assert again.slate_id == slate.slate_id
    assert again.request == slate.request
    assert again.suggestions[2].verdict == "good"
    for before, after in zip(slate.suggestions, again.suggestions, strict=True):
        assert (before.item, before.parts, before.reasons) == (after.item, after.parts, after.reasons)


def test_no_slate_yet(workspace, control):
    assert last_slate(workspace, control) is None


def test_without_a_model_load_a_new_brief_is_ranked_by_words(ready, control):
    request = SuggestRequest(brief="harbour and lighthouse", count=10)
    quick = suggest(ready, control, request)
    assert suggesting.NOTE_QUICK in quick.notes
    assert quick.ranked_by == "words"
    assert all("sea" in s.item.tags for s in quick.suggestions)
    full = suggest(ready, control, request, load_model=True)
    assert full.ranked_by == "meaning"
    assert suggest(ready, control, request).ranked_by == "meaning"  # the brief's vector is kept


def test_nothing_embedded_yet(workspace, control):
    fill(workspace, topic_items(60))
    slate = ask(workspace, control)
    assert suggesting.NOTE_NO_VECTORS in slate.notes
    assert all("sea" in s.item.tags for s in slate.suggestions)
    assert slate.metrics.intra_list_diversity > 0


def test_a_handful_of_vectors_does_not_rank(workspace, control):
    """With 20 of 100 items embedded the nearest vector is near to nothing; words know better."""
    items = topic_items(100)
    fill(workspace, items[:20])
    embed_items(workspace, control)
    fill(workspace, items[20:])
    slate = ask(workspace, control)
    assert suggesting.NOTE_FEW_VECTORS in slate.notes
    assert slate.ranked_by == "words"
    assert all("sea" in s.item.tags for s in slate.suggestions)


def test_partly_embedded_finds_both_kinds(workspace, control):
    items = topic_items(100)
    fill(workspace, items[:60])
    embed_items(workspace, control)
    fill(workspace, items[60:])
    slate = ask(workspace, control, count=30, segments=("head", "torso", "tail"))
    assert suggesting.NOTE_PARTLY_EMBEDDED in slate.notes
    embedded = {item.item_id for item in items[:60]}
    assert {s.item.item_id in embedded for s in slate.suggestions} == {True, False}
    assert {s.similarity is None for s in slate.suggestions} == {True, False}


def test_a_long_list_is_as_long_as_was_asked(workspace, control):
    fill(workspace, topic_items(1_500))
    slate = ask(workspace, control, brief="", count=500, segments=("head", "torso", "tail"), diversity=0.0)
    assert len(slate.suggestions) == 500


def test_a_seed_named_twice_counts_once(ready, control):
    twice = ask(ready, control, brief="", seed_ids=("0004", "0004"))
    once = ask(ready, control, brief="", seed_ids=("0004",))
    assert twice.request.seed_ids == ("0004",)
    assert twice.brief_id == once.brief_id
    assert [s.relevance for s in twice.suggestions] == [s.relevance for s in once.suggestions]


def test_languages_are_found_in_any_case(ready, control):
    assert {s.item.language for s in ask(ready, control, languages=("FR",)).suggestions} == {"fr"}


def test_neither_brief_nor_seeds_gives_what_is_least_opened(ready, control):
    slate = ask(ready, control, brief="", tail_preference=1.0)
    assert len(slate.suggestions) == 10
    assert {s.segment for s in slate.suggestions} == {"tail"}
    assert len({s.item.tags[0] for s in slate.suggestions}) > 1


def test_no_popularity_and_flat_popularity_are_said(workspace, control):
    fill(workspace, [replace(item, popularity=None) for item in topic_items(40)])
    slate = ask(workspace, control)
    assert suggesting.NOTE_NO_POPULARITY in slate.notes
    assert {s.segment for s in slate.suggestions} == {"unknown"}
    assert not [r for s in slate.suggestions for r in s.reasons if r.kind == "popularity"]
    fill(workspace, [replace(item, popularity=100.0 + n) for n, item in enumerate(topic_items(40))])
    assert suggesting.NOTE_FLAT_POPULARITY in ask(workspace, control).notes


def test_a_catalogue_the_model_cannot_read_is_ranked_by_words(tmp_path, control):
    blind = Workspace(tmp_path / "zh", FakeEncoders(unknown_share=0.9))
    texts = ["灯塔守望者的书信", "潮汐与海港的故事", "玫瑰花园手记", "铁路与信号灯", "海港灯塔的夜晚"]
    items = [
        make_item(item_id=str(n), title=text, text=text * 2, popularity=float(n))
        for n, text in enumerate(texts)
    ]
    fill(blind, items)
    embed_items(blind, control)
    slate = ask(
        blind, control, brief="灯塔和海港", count=3, segments=("head", "torso", "tail"), tail_preference=0.0
    )
    assert suggesting.NOTE_MODEL_CANNOT_READ in slate.notes
    assert slate.ranked_by == "words"
    assert {"海港灯塔的夜晚", "潮汐与海港的故事", "灯塔守望者的书信"} == set(titles(slate))
    words = [reason for reason in slate.suggestions[0].reasons if reason.kind == "words"]
    assert words
    assert all(term in slate.suggestions[0].item.text for term in words[0].terms)
    give_feedback(blind, control, [slate.suggestions[0].item.item_id], "good", slate.slate_id)
    assert ask(blind, control, brief="灯塔和海港", count=2, brief_id=slate.brief_id).suggestions
    blind.close()


@pytest.mark.parametrize(
    "changes", [{"count": 0}, {"tail_preference": 1.5}, {"diversity": -0.1}, {"seed_ids": ("nobody",)}]
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(ready, control, changes):
    with pytest.raises(RequestError, match=r"\.$"):
        ask(ready, control, **changes)


def test_an_empty_library_says_so(workspace, control):
    with pytest.raises(RequestError, match="no items yet"):
        ask(workspace, control)


def test_asking_for_more_than_there_is(ready, control):
    slate = ask(ready, control, count=1000, segments=("head", "torso", "tail"))
    assert 100 < len(slate.suggestions) <= 200


def test_details_name_the_nearest_by_the_index(ready, control):
    slate = ask(ready, control)
    details = item_details(ready, control, slate.suggestions[0].item.item_id, slate.slate_id)
    assert details.suggestion.parts == slate.suggestions[0].parts
    assert len(details.nearest) == 5
    assert details.item.item_id not in {n.item_id for n in details.nearest}
    similarities = [n.similarity for n in details.nearest]
    assert similarities == sorted(similarities, reverse=True)
    with pytest.raises(RequestError):
        item_details(ready, control, "nobody")


class BrokenEncoders(FakeEncoders):
    """The model folder has gone."""

    def get(self, folder, pooling):
        raise ModelError("The model folder is missing. Nothing was changed. Choose another one.")


def test_a_library_outlives_its_model_folder(ready, control, tmp_path):
    seeds = ("0004", "0008")
    expected = titles(ask(ready, control, brief="", seed_ids=seeds))
    orphan = Workspace(ready.folder, BrokenEncoders())
    assert library_overview(orphan, control).item_count == 200
    assert titles(ask(orphan, control, brief="", seed_ids=seeds)) == expected
    slate = ask(orphan, control, brief="wreck and anchor")
    assert suggesting.NOTE_MODEL_MISSING in slate.notes
    assert all("sea" in s.item.tags for s in slate.suggestions)
    assert verify(orphan, control).is_sound
    orphan.close()


def test_every_suggestion_has_a_cause_even_where_little_is_left(workspace, control):
    fill(workspace, [replace(item, popularity=None) for item in topic_items(24)])
    embed_items(workspace, control)
    slate = ask(workspace, control, brief="xylophone", count=24)
    assert all(s.reasons for s in slate.suggestions)
    assert "remainder" in {s.reasons[0].kind for s in slate.suggestions}
    unasked = ask(workspace, control, brief="")
    assert {s.reasons[0].kind for s in unasked.suggestions} == {"variety"}


def test_words_of_accepted_items_are_named_where_only_verdicts_ask(workspace, control):
    fill(workspace, topic_items(60))
    first = ask(workspace, control, brief="")
    liked = next(s.item for s in first.suggestions if "sea" in s.item.tags)
    give_feedback(workspace, control, [liked.item_id], "good", first.slate_id)
    second = ask(workspace, control, brief="", brief_id=first.brief_id)
    assert second.ranked_by == "words"
    named = [reason for s in second.suggestions for reason in s.reasons if reason.kind == "words"]
    assert named
    assert {reason.item_id for reason in named} == {liked.item_id}
    assert not [reason for s in second.suggestions for reason in s.reasons if reason.kind == "remainder"]
