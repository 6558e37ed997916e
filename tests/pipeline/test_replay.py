from dataclasses import replace

import pytest

from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.embedding.text import item_text, text_hash
from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import Cancelled, JobControl
from ltrec_gui.pipeline import past_slates
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items, encode_brief
from ltrec_gui.pipeline.find_topics import find_topics
from ltrec_gui.pipeline.give_feedback import give_feedback, redo_feedback, undo_feedback
from ltrec_gui.pipeline.learn_readers import learn_readers
from ltrec_gui.pipeline.replay import (
    FACTS,
    past_slate,
    ranked_with,
    rebuild,
    replay_verdicts,
    slate_history,
    what_changed,
)
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import CancellingControl, fill, topic_items

BRIEF = "harbour and lighthouse"


@pytest.fixture
def ready(workspace, control):
    fill(workspace, topic_items())
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


def ask(workspace, control, **changes):
    values = {"brief": BRIEF, "count": 10}
    return suggest(workspace, control, SuggestRequest(**{**values, **changes}), load_model=True)


def ids(slate):
    return [suggestion.item.item_id for suggestion in slate.suggestions]


def change_item(workspace, item_id, **changes):
    item = replace(workspace.items.by_ids([item_id])[item_id], **changes)
    workspace.items.upsert([(item, text_hash(item_text(item)))], 2)


def judged_slate(workspace, control, **changes):
    """Return a slate made after one accepted and one rejected item."""
    first = ask(workspace, control, **changes)
    give_feedback(workspace, control, ids(first)[:2], "good", first.slate_id)
    give_feedback(workspace, control, ids(first)[2:3], "not-right", first.slate_id)
    return ask(workspace, control, brief_id=first.brief_id, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"policy": "softmax", "explore_places": 2},
        {"policy": "topic-quota", "tail_method": "xquad"},
        {"policy": "learning"},
        {"seed_ids": ("0004", "0008"), "brief": ""},
    ],
    ids=lambda changes: " ".join(changes) or "default",
)
def test_a_slate_is_rebuilt_exactly_after_further_verdicts_and_a_restart(ready, control, reopened, changes):
    slate = judged_slate(ready, control, **changes)
    give_feedback(ready, control, ids(slate)[:3], "good", slate.slate_id)
    give_feedback(ready, control, ids(slate)[3:6], "not-right", slate.slate_id)
    later = ask(ready, control, brief_id=slate.brief_id, **changes)
    assert ids(later) != ids(slate)
    for workspace in (ready, reopened()):
        rebuilt = rebuild(workspace, control, slate.slate_id)
        assert rebuilt.is_exact
        assert rebuilt.differences == ()
        assert (rebuilt.moved_count, rebuilt.largest_difference) == (0, 0.0)
        assert ids(rebuilt.slate) == ids(rebuilt.shown) == ids(slate)
        assert [s.parts for s in rebuilt.slate.suggestions] == [s.parts for s in slate.suggestions]


def test_what_was_undone_since_counts_as_it_did_then(ready, control):
    slate = judged_slate(ready, control)
    undo_feedback(ready, control)
    undo_feedback(ready, control)
    without = ask(ready, control, brief_id=slate.brief_id)
    redo_feedback(ready, control)
    assert ids(without) != ids(slate)
    assert rebuild(ready, control, slate.slate_id).is_exact
    assert rebuild(ready, control, without.slate_id).is_exact
    assert rebuild(ready, control, "last").slate.slate_id == without.slate_id


def test_rebuilding_keeps_nothing(ready, control):
    slate = judged_slate(ready, control)
    rebuild(ready, control, slate.slate_id)
    assert ready.slates.last().slate_id == slate.slate_id
    assert len(slate_history(ready, control)) == 2


def test_a_list_by_words_stays_one_after_its_brief_was_encoded(ready, control):
    quick = suggest(ready, control, SuggestRequest(brief=BRIEF, count=10))
    assert quick.ranked_by == "words"
    encode_brief(ready, control, BRIEF)
    rebuilt = rebuild(ready, control, quick.slate_id)
    assert rebuilt.is_exact
    assert rebuilt.slate.ranked_by == "words"


def test_a_changed_catalogue_is_named(ready, control):
    slate = judged_slate(ready, control)
    change_item(ready, ids(slate)[0], title="Ticket office", text="engine signal", tags=("rail",))
    embed_items(ready, control)
    rebuilt = rebuild(ready, control, slate.slate_id)
    assert not rebuilt.is_exact
    assert "catalogue" in rebuilt.differences
    assert "program" not in rebuilt.differences
    assert rebuilt.moved_count > 0
    assert ids(rebuilt.shown) == ids(slate)


def test_changed_segments_are_named(ready, control):
    slate = judged_slate(ready, control)
    ready.meta.save_settings(replace(ready.meta.settings, head_cut=0.05, tail_cut=0.97))
    rebuilt = rebuild(ready, control, slate.slate_id)
    assert not rebuilt.is_exact
    assert rebuilt.differences == ("segments",)


def test_an_index_built_again_of_more_items_is_named(ready, control):
    slate = judged_slate(ready, control)
    fill(ready, topic_items(220)[200:])
    embed_items(ready, control)
    build_index(ready, control)
    rebuilt = rebuild(ready, control, slate.slate_id)
    assert not rebuilt.is_exact
    assert {"catalogue", "vectors", "index"} <= set(rebuilt.differences)
    assert "model" not in rebuilt.differences


def test_an_index_built_again_of_the_same_vectors_is_named_and_gives_the_same(ready, control, reopened):
    slate = judged_slate(ready, control)
    before = ready.meta.active_generation
    for manifest in ready.index_root.glob("gen-*/manifest.json"):
        manifest.write_text("damaged")
    again = reopened()
    build_index(again, control)
    assert again.meta.active_generation != before
    rebuilt = rebuild(again, control, slate.slate_id)
    assert rebuilt.differences == ("index",)
    assert rebuilt.is_exact


def test_a_model_changed_since_is_no_hindrance_while_its_vectors_are_kept(ready, control):
    slate = judged_slate(ready, control)
    ready.meta.save_settings(replace(ready.meta.settings, pooling="cls"))
    embed_items(ready, control)
    assert ready.snapshot().view.model_key == "fake:cls"
    rebuilt = rebuild(ready, control, slate.slate_id)
    assert rebuilt.is_exact
    assert rebuilt.differences == ()
    build_index(ready, control)
    rebuilt = rebuild(ready, control, slate.slate_id)
    assert rebuilt.differences == ("index",)
    assert rebuilt.moved_count == 0


def test_a_model_whose_vectors_are_gone_is_named(ready, control):
    slate = judged_slate(ready, control)
    ready.meta.save_settings(replace(ready.meta.settings, pooling="cls"))
    embed_items(ready, control)
    encode_brief(ready, control, BRIEF)
    ready.db.execute("DELETE FROM vectors WHERE model_key = 'fake:mean'")
    rebuilt = rebuild(ready, control, slate.slate_id)
    assert not rebuilt.is_exact
    assert "model" in rebuilt.differences


def test_topics_found_since_are_named_where_places_were_shared_among_them(ready, control):
    shared = ask(ready, control, policy="topic-quota")
    plain = ask(ready, control)
    find_topics(ready, control)
    assert rebuild(ready, control, shared.slate_id).differences == ("topics",)
    assert rebuild(ready, control, plain.slate_id).differences == ()


def test_another_version_of_the_program_is_named(ready, control, monkeypatch):
    slate = judged_slate(ready, control)
    monkeypatch.setattr(past_slates, "RANKING_VERSION", past_slates.RANKING_VERSION + 1)
    rebuilt = rebuild(ready, control, slate.slate_id)
    assert rebuilt.is_exact  # it did not matter to this list
    assert rebuilt.differences == ("program",)


def test_a_slate_from_before_these_facts_says_so(ready, control):
    slate = judged_slate(ready, control)
    with ready.db.conn:
        ready.db.execute("UPDATE slates SET outcome = json_remove(outcome, '$.readers', '$.segments')")
    assert rebuild(ready, control, slate.slate_id).differences == ("unrecorded",)


def test_a_list_that_is_not_there_is_refused(ready, control):
    for call in (rebuild, past_slate):
        with pytest.raises(RequestError, match="no list “x”"):
            call(ready, control, "x")


def test_the_history_is_newest_first(ready, control):
    first = ask(ready, control)
    second = ask(ready, control, brief="rose and soil", count=5)
    entries = slate_history(ready, control)
    assert [entry.slate_id for entry in entries] == [second.slate_id, first.slate_id]
    assert [(entry.brief, entry.item_count, entry.request.count) for entry in entries] == [
        ("rose and soil", 5, 5),
        (BRIEF, 10, 10),
    ]
    assert ids(past_slate(ready, control, first.slate_id)) == ids(first)


def test_other_settings_are_tried_with_the_verdicts_of_then(ready, control):
    slate = judged_slate(ready, control, policy="none")
    give_feedback(ready, control, ids(slate)[:4], "not-right", slate.slate_id)
    same = ranked_with(ready, control, slate.slate_id, {})
    assert ids(same) == ids(slate)
    other = ranked_with(ready, control, slate.slate_id, {"policy": "dpp", "diversity": 1.0})
    assert ids(other) != ids(slate)
    assert other.metrics.intra_list_diversity > slate.metrics.intra_list_diversity


# Verdicts under other settings


@pytest.fixture
def judged(ready, control):
    """A library in which the editor accepts what is about the sea and in the tail, and nothing else."""
    for brief in ("harbour and lighthouse", "tide and anchor"):
        slate = ask(ready, control, brief=brief, tail_preference=0.0, segments=("head", "torso", "tail"))
        for _ in range(3):
            for suggestion in slate.suggestions:
                is_wanted = "sea" in suggestion.item.tags and suggestion.segment == "tail"
                verdict = "good" if is_wanted else "not-right"
                give_feedback(ready, control, [suggestion.item.item_id], verdict, slate.slate_id)
            slate = ask(
                ready,
                control,
                brief=brief,
                tail_preference=0.0,
                segments=("head", "torso", "tail"),
                brief_id=slate.brief_id,
            )
    return ready


def later_accepted(workspace, stored):
    """Return what was accepted after a stored slate, by reading the log from its start."""
    events = [event for event, _ in workspace.feedback.history(10_000)]
    return {
        event.item_id
        for event in events
        if event.verdict == "good"
        and event.brief_id == stored.brief_id
        and event.event_id > stored.last_event_id
    }


def test_the_same_settings_find_what_was_found(judged, control):
    report = replay_verdicts(judged, control, {})
    assert report.old == report.new
    assert (report.difference.value, report.difference.low, report.difference.high) == (0, 0, 0)
    assert report.old.unjudged_share == 0
    assert not report.is_clear
    counts = []
    for entry in slate_history(judged, control):
        stored = judged.slates.get(entry.slate_id)
        later = later_accepted(judged, stored)
        if later:
            counts.append(sum(item_id in later for item_id, _ in stored.shown))
    assert report.list_count == len(counts)
    assert report.old.accepted.value == pytest.approx(sum(counts) / len(counts))
    assert report.brief_count == 2
    assert report.unit == "lists"


def test_settings_nearer_to_what_the_editor_wants_find_more(judged, control):
    """Who accepts the tail only is served better by a list of the tail, and the replay has to find that out."""
    report = replay_verdicts(judged, control, {"tail_preference": 1.0})
    assert report.difference.value > 0
    assert report.difference.value == pytest.approx(report.new.accepted.value - report.old.accepted.value)
    assert report.difference.low <= report.difference.value <= report.difference.high
    assert report.new.tail_share == 1 > report.old.tail_share
    worse = replay_verdicts(judged, control, {"segments": ("head", "torso")})
    assert worse.new.accepted.value == 0
    assert worse.difference.value == pytest.approx(-worse.old.accepted.value)


def test_places_nobody_judged_are_counted(judged, control):
    report = replay_verdicts(judged, control, {"policy": "random-tail", "diversity": 1.0})
    assert report.new.unjudged_share > report.old.unjudged_share == 0


def test_no_verdict_of_later_ranks(judged, control, monkeypatch):
    """A list is tried with the verdicts before it and no other."""
    from ltrec_gui.pipeline import replay

    seen = []

    def spying(workspace, snapshot, request, until_event=None, ranked_by=None):
        asked, slate = original(workspace, snapshot, request, until_event, ranked_by)
        seen.append((request.brief_id, until_event, set(asked.verdicts)))
        return asked, slate

    original = replay.ranked_again
    monkeypatch.setattr(replay, "ranked_again", spying)
    report = replay_verdicts(judged, control, {"diversity": 0.0})
    assert len(seen) == 2 * report.list_count
    events = [event for event, _ in judged.feedback.history(10_000)]
    for brief_id, until_event, verdicts in seen:
        assert verdicts == {
            event.item_id for event in events if event.brief_id == brief_id and event.event_id <= until_event
        }
    assert len({len(verdicts) for _, _, verdicts in seen}) > 1


def test_few_lists_are_called_few(judged, control):
    report = replay_verdicts(judged, control, {"tail_preference": 1.0})
    assert report.list_count < 10
    assert report.is_few
    assert not report.is_clear


def test_without_verdicts_there_is_nothing_to_replay(ready, control):
    slate = ask(ready, control)
    assert replay_verdicts(ready, control, {"diversity": 0.0}) is None
    give_feedback(ready, control, ids(slate)[:2], "not-right", slate.slate_id)
    assert replay_verdicts(ready, control, {"diversity": 0.0}) is None


def test_a_policy_that_learns_is_not_tried_on_what_it_learned_from(judged, control):
    with pytest.raises(ValueError, match="learns"):
        replay_verdicts(judged, control, {"policy": "learning"})
    with pytest.raises(RequestError):
        replay_verdicts(judged, control, {"policy": "no such policy"})


def lines_by_key(report):
    return {(line.measure, line.depth): line for line in report.lines}


def test_lines_look_to_the_places_an_editor_reads(judged, control):
    report = replay_verdicts(judged, control, {"count": 24})
    found = lines_by_key(report)
    assert list(found) == [
        ("accepted", 10),
        ("accepted", 20),
        ("accepted", 24),
        ("rejected", 10),
        ("rejected", 20),
        ("rejected", 24),
        ("tail-share", 0),
        ("diversity", 0),
        ("unjudged", 0),
    ]
    assert found["accepted", 24].old == report.old.accepted
    assert found["accepted", 24].difference == report.difference
    assert found["tail-share", 0].new.value == report.new.tail_share
    for measure in ("accepted", "rejected"):
        shallow, deep, whole = (found[measure, depth].old.value for depth in (10, 20, 24))
        assert 0 <= shallow <= deep <= whole
    short = lines_by_key(replay_verdicts(judged, control, {"count": 6}))
    assert [depth for measure, depth in short if measure == "accepted"] == [6]


def test_rejected_items_are_counted_on_the_lists_they_followed(judged, control):
    found = lines_by_key(replay_verdicts(judged, control, {}))
    counts = []
    for entry in slate_history(judged, control):
        stored = judged.slates.get(entry.slate_id)
        events = [event for event, _ in judged.feedback.history(10_000)]
        later = {
            event.item_id
            for event in events
            if event.verdict == "not-right"
            and event.brief_id == stored.brief_id
            and event.event_id > stored.last_event_id
        }
        if later:
            counts.append(sum(item_id in later for item_id, _ in stored.shown))
    line = found["rejected", 10]
    assert line.list_count == len(counts)
    assert line.old.value == pytest.approx(sum(counts) / len(counts))
    better = lines_by_key(replay_verdicts(judged, control, {"tail_preference": 1.0}))
    assert better["rejected", 10].difference.value < 0


def test_settings_are_compared_with_those_in_force_and_not_those_of_then(judged, control):
    tail = {"tail_preference": 1.0}
    report = replay_verdicts(judged, control, tail, present=tail)
    assert report.old == report.new
    as_then = replay_verdicts(judged, control, tail)
    assert report.new == as_then.new
    assert report.old != as_then.old
    learning = replay_verdicts(judged, control, tail, present={"policy": "learning", "diversity": 0.3})
    assert learning.old == as_then.old  # each list keeps what was drawn for it


def test_a_replay_reports_how_far_it_is_and_can_be_stopped(judged):
    reports = []
    control = JobControl(reports.append)
    report = replay_verdicts(judged, control, {"diversity": 0.0})
    last = reports[-1]
    assert last.stage == "replaying"
    assert last.done == last.total >= report.list_count
    with pytest.raises(Cancelled):
        replay_verdicts(judged, CancellingControl(lambda progress: progress.done == 2), {"diversity": 0.0})


# A list that is shown and what it was made of


def test_a_list_is_up_to_date_until_something_it_is_made_of_changes(ready, control):
    slate = judged_slate(ready, control, policy="topic-quota")
    assert what_changed(ready, control, slate.slate_id) == ()
    give_feedback(ready, control, ids(slate)[:2], "good", slate.slate_id)
    assert what_changed(ready, control, slate.slate_id) == ()  # verdicts are told of elsewhere
    find_topics(ready, control)
    assert what_changed(ready, control, slate.slate_id) == ("topics",)
    ready.meta.save_settings(replace(ready.meta.settings, tail_cut=0.6))
    assert what_changed(ready, control, slate.slate_id) == ("segments", "topics")
    assert set(what_changed(ready, control, slate.slate_id)) <= set(FACTS)


def test_what_readers_did_is_told_once_it_is_learned(ready, control):
    slate = ask(ready, control)
    events = [
        (Interaction(f"reader {reader}", f"{(reader + 4 * step) % 60:04d}", rating=5.0), 0)
        for reader in range(30)
        for step in range(4)
    ]
    ready.interactions.upsert(events, 1)
    assert "readers" not in what_changed(ready, control, slate.slate_id)
    learn_readers(ready, control)
    assert "readers" in what_changed(ready, control, slate.slate_id)
    fresh = ask(ready, control, brief_id=slate.brief_id)
    assert what_changed(ready, control, fresh.slate_id) == ()


def test_a_list_by_words_does_not_depend_on_vectors(ready, control):
    quick = suggest(ready, control, SuggestRequest(brief=BRIEF, count=10))
    fill(ready, topic_items(220)[200:])
    embed_items(ready, control)
    build_index(ready, control)
    assert not {"vectors", "index"} & set(what_changed(ready, control, quick.slate_id))


def test_of_a_list_that_is_gone_or_whose_seed_is_nothing_is_made_up(ready, control, monkeypatch):
    assert what_changed(ready, control, "x") == ()
    slate = ask(ready, control, brief="", seed_ids=("0004",))
    monkeypatch.delitem(ready.snapshot().positions, "0004")
    assert what_changed(ready, control, slate.slate_id) == ("catalogue",)
