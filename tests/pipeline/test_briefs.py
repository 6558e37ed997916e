from dataclasses import replace

import pytest

from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline.briefs import (
    asked_by,
    brief_named,
    delete_brief,
    duplicate_brief,
    keep_draft,
    list_briefs,
    open_brief,
    rename_brief,
    save_brief,
)
from ltrec_gui.pipeline.give_feedback import (
    EVERYWHERE,
    HERE,
    count_everywhere,
    give_feedback,
    redo_feedback,
    undo_feedback,
)
from ltrec_gui.pipeline.past_slates import last_slate
from ltrec_gui.pipeline.random_sample import draw_sample
from ltrec_gui.pipeline.replay import slate_history
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.verdict_history import change_verdicts, feedback_history
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import fill, topic_items


@pytest.fixture
def filled(workspace):
    """A library of 120 items that is ranked by words."""
    fill(workspace, topic_items(120))
    return workspace


def ask(workspace, control, brief="harbour and lighthouse", **changes):
    return suggest(workspace, control, SuggestRequest(brief=brief, count=6, **changes))


def ids(slate):
    return [suggestion.item.item_id for suggestion in slate.suggestions]


def verdicts(slate):
    return {s.item.item_id: s.verdict for s in slate.suggestions if s.verdict}


def test_a_saved_brief_comes_back_with_its_last_list_its_settings_and_its_own_verdicts(
    filled, control, reopened
):
    sea = ask(filled, control, tags=("sea",), tail_preference=0.2, year_from=1800, policy="mmr")
    save_brief(filled, control, sea.request, "Summer table", sea.brief_id)
    liked = ids(sea)[0]
    give_feedback(filled, control, [liked], "good", sea.slate_id)
    garden = ask(filled, control, "rose and orchard")
    give_feedback(filled, control, ids(garden)[:2], "not-right", garden.slate_id)
    opened = open_brief(reopened(), control, sea.brief_id)
    assert ids(opened.slate) == ids(sea) and opened.slate.slate_id == sea.slate_id
    assert verdicts(opened.slate) == {liked: "good"}
    assert opened.request == sea.request
    assert (opened.entry.name, opened.entry.verdict_count, opened.entry.is_saved) == ("Summer table", 1, True)
    # And it is the one gone on with after a restart, although the other brief's list is younger.
    assert last_slate(reopened(), control).slate_id == sea.slate_id
    again = ask(reopened(), control, "rose and orchard")
    assert last_slate(reopened(), control).slate_id == again.slate_id


def test_another_text_stays_the_same_brief_where_that_is_asked_for_and_each_list_keeps_its_request(
    filled, control
):
    first = ask(filled, control)
    save_brief(filled, control, first.request, "Summer table", first.brief_id)
    give_feedback(filled, control, [ids(first)[0]], "good", first.slate_id)
    second = ask(filled, control, "rose and orchard", brief_id=first.brief_id)
    assert second.brief_id == first.brief_id
    assert ids(first)[0] not in ids(second)  # its verdict goes along
    requests = [stored.request["brief"] for stored in filled.slates.of_brief(first.brief_id)]
    assert requests == ["harbour and lighthouse", "rose and orchard"]
    assert [entry.name for entry in list_briefs(filled, control)] == ["Summer table"]
    # An unsaved one goes by its text, as ever.
    assert ask(filled, control, "ghost and lantern").brief_id != first.brief_id


def test_what_was_changed_without_asking_for_a_list_is_kept_with_the_brief(filled, control, reopened):
    slate = ask(filled, control)
    save_brief(filled, control, slate.request, "Summer table", slate.brief_id)
    changed = replace(slate.request, brief="harbour", tags=("sea", "book"), diversity=0.9, seed_ids=("0003",))
    keep_draft(filled, control, slate.brief_id, changed)
    opened = open_brief(reopened(), control, slate.brief_id)
    assert opened.request == changed
    assert opened.seeds == (("0003", filled.items.by_ids(["0003"])["0003"].title),)
    assert opened.slate.request == slate.request  # the list was asked with something else
    keep_draft(filled, control, slate.brief_id, slate.request)
    assert filled.briefs.get(slate.brief_id).draft is None
    # Of one that nobody saved nothing is kept: another text there is another brief.
    other = ask(filled, control, "rose and orchard")
    keep_draft(filled, control, other.brief_id, replace(other.request, brief="roses"))
    assert filled.briefs.get(other.brief_id).text == "rose and orchard"


def test_a_duplicate_asks_the_same_and_has_no_verdicts(filled, control):
    slate = ask(filled, control, seed_ids=("0003",))
    save_brief(filled, control, slate.request, "Summer table", slate.brief_id)
    give_feedback(filled, control, ids(slate)[:3], "good", slate.slate_id)
    outcome = duplicate_brief(filled, control, slate.brief_id)
    assert outcome.act.name == "Summer table 2"
    opened = open_brief(filled, control, outcome.act.brief_id)
    assert opened.slate is None and opened.entry.verdict_count == 0
    assert replace(opened.request, brief_id=None) == replace(slate.request, brief_id=None)
    copy = suggest(filled, control, opened.request)
    assert ids(copy) == ids(slate) and copy.brief_id == opened.entry.brief_id
    give_feedback(filled, control, [ids(copy)[5]], "not-right", copy.slate_id)
    assert [entry.verdict_count for entry in list_briefs(filled, control)] == [1, 3]


def test_deleting_loses_no_verdict_and_undo_brings_the_brief_back(filled, control, reopened):
    slate = ask(filled, control)
    give_feedback(filled, control, ids(slate)[:2], "shelve", slate.slate_id)
    save_brief(filled, control, slate.request, "", slate.brief_id)
    before = list_briefs(filled, control)
    assert [(b.name, b.verdict_count, b.shelf_count) for b in before] == [("harbour and lighthouse", 2, 2)]
    assert delete_brief(filled, control, slate.brief_id).briefs == ()
    assert last_slate(reopened(), control) is None
    with pytest.raises(RequestError, match="no longer in the library"):
        open_brief(filled, control, slate.brief_id)
    assert filled.feedback.verdicts(slate.brief_id) == dict.fromkeys(ids(slate)[:2], "shelve")
    assert filled.feedback.shelf() == ids(slate)[:2]
    outcome = undo_feedback(reopened(), control)
    assert (outcome.brief.act, outcome.brief.brief_id, outcome.items) == ("delete", slate.brief_id, ())
    assert list_briefs(filled, control) == before
    assert redo_feedback(filled, control).brief.act == "delete"
    assert list_briefs(filled, control) == ()


def test_renaming(filled, control):
    one, other = ask(filled, control), ask(filled, control, "rose and orchard")
    for slate, name in ((one, "Sea"), (other, "Garden")):
        save_brief(filled, control, slate.request, name, slate.brief_id)
    assert rename_brief(filled, control, other.brief_id, " sea\n ").act.name == "sea 2"
    assert rename_brief(filled, control, one.brief_id, "SEA").act.name == "SEA"
    assert brief_named(filled, control, "sea").brief_id == one.brief_id
    assert asked_by(filled, control, one.brief_id) == one.request
    with pytest.raises(RequestError, match="needs a name"):
        rename_brief(filled, control, one.brief_id, "  ")
    with pytest.raises(RequestError, match="no saved brief"):
        brief_named(filled, control, "Garden")


def test_a_brief_is_saved_before_any_list_was_made_of_it(filled, control):
    outcome = save_brief(filled, control, SuggestRequest(brief="harbour", seed_ids=("0003",)))
    assert outcome.act.name == "harbour"
    opened = open_brief(filled, control, outcome.act.brief_id)
    assert opened.slate is None and opened.request.seed_ids == ("0003",)
    with pytest.raises(RequestError, match="needs a name"):
        save_brief(filled, control, SuggestRequest())


def test_unsaved_briefs_are_listed_after_the_saved_ones_if_they_had_a_list(filled, control):
    first = ask(filled, control)
    ask(filled, control, "rose and orchard")
    save_brief(filled, control, first.request, "Sea", first.brief_id)
    duplicate = duplicate_brief(filled, control, first.brief_id)
    undo_feedback(filled, control)  # unsaved again, and no list was ever made of it
    found = list_briefs(filled, control)
    assert [(entry.name, entry.is_saved) for entry in found] == [("Sea", True), ("rose and orchard", False)]
    assert duplicate.act.brief_id not in {entry.brief_id for entry in found}


def test_a_verdict_can_count_for_every_brief_and_be_taken_back_to_its_own(filled, control):
    sea = ask(filled, control)
    liked, bad = ids(sea)[:2]
    give_feedback(filled, control, [liked], "good", sea.slate_id)
    give_feedback(filled, control, [bad], "not-right", sea.slate_id, "quality")
    before = ask(filled, control, "harbour")
    assert {liked, bad} & set(ids(before))
    outcome = count_everywhere(filled, control, [liked, bad, ids(sea)[2]], True, sea.slate_id)
    assert outcome.action == EVERYWHERE
    assert [(s.verdict, s.is_everywhere, s.critique) for s in outcome.items] == [
        ("good", True, ""),
        ("not-right", True, "quality"),
        (None, False, ""),
    ]
    other = ask(filled, control, "harbour")
    assert not {liked, bad} & set(ids(other))
    standing = filled.feedback.standing(other.brief_id)
    assert standing.verdicts == {liked: "good", bad: "not-right"}
    assert standing.everywhere == {liked, bad} and standing.critiques == {bad: "quality"}
    # The lists made before show it, too.
    assert {s.item.item_id for s in last_slate(filled, control).suggestions if s.is_everywhere} == set()
    shown = open_brief(filled, control, sea.brief_id).slate
    assert {s.item.item_id for s in shown.suggestions if s.is_everywhere} == {liked, bad}
    # Said of one brief later, it counts there alone.
    give_feedback(filled, control, [liked], "not-now", other.slate_id)
    assert filled.feedback.verdict_of(liked, other.brief_id) == "not-now"
    assert filled.feedback.verdict_of(liked, sea.brief_id) == "good"
    outcome = count_everywhere(filled, control, [liked], False, sea.slate_id)
    assert outcome.action == HERE and not outcome.items[0].is_everywhere
    assert filled.feedback.verdict_of(liked, sea.brief_id) == "good"
    assert filled.feedback.verdict_of(liked, 999) is None
    assert undo_feedback(filled, control, sea.slate_id).items[0].is_everywhere


def test_it_names_in_its_reasons_that_a_verdict_counts_for_every_brief(filled, control, encoders):
    from ltrec_gui.pipeline.build_index import build_index
    from ltrec_gui.pipeline.embed_items import embed_items

    embed_items(filled, control)
    build_index(filled, control)
    sea = suggest(filled, control, SuggestRequest(brief="harbour and lighthouse", count=6), load_model=True)
    give_feedback(filled, control, ids(sea)[:2], "good", sea.slate_id)
    kept = {
        reason.is_everywhere
        for s in suggest(filled, control, sea.request, load_model=True).suggestions
        for reason in s.reasons
        if reason.kind == "verdict"
    }
    assert kept == {False}
    count_everywhere(filled, control, ids(sea)[:2], True, sea.slate_id)
    other = suggest(filled, control, SuggestRequest(brief="storm", count=6), load_model=True)
    told = {r.is_everywhere for s in other.suggestions for r in s.reasons if r.kind == "verdict"}
    assert told == {True}


def test_an_undo_is_told_for_the_brief_whose_list_is_shown(filled, control):
    sea = ask(filled, control)
    item = ids(sea)[0]
    give_feedback(filled, control, [item], "good", sea.slate_id)
    give_feedback(filled, control, [item], "not-right", sea.slate_id)
    ask(filled, control, "rose and orchard")  # made last, but not shown
    assert undo_feedback(filled, control, sea.slate_id).items[0].verdict == "good"
    assert redo_feedback(filled, control, sea.slate_id).items[0].verdict == "not-right"


def test_the_history_lets_verdicts_count_for_every_brief_and_tells_which_stand(filled, control):
    sea, night = ask(filled, control), ask(filled, control, "ghost and lantern")
    one, other = ids(sea)[0], ids(night)[0]
    give_feedback(filled, control, [one], "good", sea.slate_id)
    give_feedback(filled, control, [other], "not-right", night.slate_id, "alike")
    chosen = [entry.event_id for entry in feedback_history(filled, control)]
    change_verdicts(filled, control, chosen, EVERYWHERE)
    for brief_id in (sea.brief_id, night.brief_id, 999):
        assert filled.feedback.standing(brief_id).verdicts == {one: "good", other: "not-right"}
    history = feedback_history(filled, control)
    assert {entry.brief_id for entry in history if not entry.is_replaced} == {None}
    assert {entry.critique for entry in history if entry.item_id == other} == {"alike"}
    change_verdicts(filled, control, [entry.event_id for entry in history], HERE)
    assert filled.feedback.standing(night.brief_id).verdicts == {other: "not-right"}
    # What was given first stands again, and the history says so.
    standing = {e.item_id for e in feedback_history(filled, control) if not e.is_replaced and e.brief_id}
    assert standing == {one, other}
    assert len(filled.feedback.undo()) == 2
    assert filled.feedback.standing(999).verdicts == {one: "good", other: "not-right"}


def test_a_brief_is_opened_with_its_own_list_and_not_with_a_random_sample(filled, control):
    slate = suggest(filled, control, SuggestRequest(brief="harbour"))
    sample = draw_sample(filled, control, slate.request, 12)
    assert sample.brief_id == slate.brief_id
    opened = open_brief(filled, control, slate.brief_id)
    assert opened.slate.slate_id == slate.slate_id
    alone = draw_sample(filled, control, SuggestRequest(brief="ghost"), 12)
    assert open_brief(filled, control, alone.brief_id).slate.slate_id == alone.slate_id


def test_lists_made_before_are_told_by_the_name_of_their_brief(filled, control):
    sea = ask(filled, control)
    ask(filled, control, "ghost and lantern")
    save_brief(filled, control, sea.request, "Summer table", sea.brief_id)
    ask(filled, control, "harbour in storm", brief_id=sea.brief_id)
    assert [entry.brief for entry in slate_history(filled, control)] == [
        "Summer table",
        "ghost and lantern",
        "Summer table",
    ]
