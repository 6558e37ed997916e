"""Insights by hand-counted verdicts, random samples kept apart, and themes by whatever topics there are."""

import numpy as np
import pytest

from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.find_topics import find_topics
from ltrec_gui.pipeline.give_feedback import give_feedback, undo_feedback
from ltrec_gui.pipeline.insights import insights
from ltrec_gui.pipeline.past_slates import last_slate
from ltrec_gui.pipeline.random_sample import ESTIMATED, NONE, OUTDATED, UNFINISHED, draw_sample
from ltrec_gui.pipeline.replay import rebuild, replay_verdicts
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.theme import BY_NOTHING, BY_TAGS, BY_TOPICS, BY_VECTORS, theme_report
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.recommend.stopping import LEAST_JUDGED, SAMPLE_POLICY
from tests.making import fill, make_item, topic_items

EVERYWHERE = ("head", "torso", "tail")


@pytest.fixture
def filled(workspace):
    fill(workspace, topic_items(80))
    return workspace


@pytest.fixture
def read(filled, control):
    embed_items(filled, control)
    build_index(filled, control)
    return filled


def ask(workspace, control, brief="harbour and lighthouse", count=6, **changes):
    return suggest(workspace, control, SuggestRequest(brief=brief, count=count, **changes))


def judge(workspace, control, slate, verdicts):
    for suggestion, verdict in zip(slate.suggestions, verdicts, strict=False):
        give_feedback(workspace, control, [suggestion.item.item_id], verdict, slate.slate_id)


def judge_sample(workspace, control, slate, accepted, count=None):
    ids = [suggestion.item.item_id for suggestion in slate.suggestions][:count]
    give_feedback(workspace, control, ids[:accepted], "good", slate.slate_id)
    give_feedback(workspace, control, ids[accepted:], "not-right", slate.slate_id)


# Figures


def test_kept_and_tail_are_counted_as_by_hand(filled, control):
    slate = ask(filled, control)
    judge(filled, control, slate, ["good", "shelve", "not-right", "not-now"])
    report = insights(filled, control)
    assert (report.total.shown.hits, report.total.shown.count) == (2, 6)
    assert (report.total.judged.hits, report.total.judged.count) == (2, 3)
    kept = slate.suggestions[:2]
    assert report.total.tail.hits == sum(suggestion.segment == "tail" for suggestion in kept)
    assert report.reach[-1].reached == pytest.approx(6 / 80)
    assert report.baselines.most_popular_reach == pytest.approx(6 / 80)
    tail = sum(1 for code in filled.snapshot().popularity.segments if code == 2)
    assert report.baselines.random_tail == pytest.approx(tail / 80)
    assert report.baselines.most_popular_tail == 0
    assert report.sampled.count == 0


def test_an_undone_and_a_taken_back_verdict_do_not_count(filled, control):
    slate = ask(filled, control)
    judge(filled, control, slate, ["good", "good", "good"])
    undo_feedback(filled, control)
    give_feedback(filled, control, [slate.suggestions[0].item.item_id], "clear", slate.slate_id)
    report = insights(filled, control)
    assert (report.total.judged.hits, report.total.judged.count) == (1, 1)
    assert report.stop.recent.count == 1


def test_the_last_verdict_counts_however_often_an_item_was_judged(filled, control):
    slate = ask(filled, control)
    judge(filled, control, slate, ["good"])
    judge(filled, control, slate, ["not-right"])
    report = insights(filled, control)
    assert (report.total.judged.hits, report.total.judged.count) == (0, 1)
    assert (report.stop.recent.hits, report.stop.recent.count) == (0, 1)


def test_a_verdict_for_every_brief_counts_until_it_is_taken_back(filled, control):
    slate = ask(filled, control)
    item_id = slate.suggestions[0].item.item_id
    judge(filled, control, slate, ["good"])
    filled.feedback.append([item_id], "not-right", None, None)
    assert insights(filled, control).total.judged.hits == 0
    filled.feedback.append([item_id], "clear", None, None)
    assert insights(filled, control).total.judged.hits == 1
    assert filled.feedback.verdict_of(item_id, slate.brief_id) == "good"


def test_briefs_and_settings_are_told_apart(filled, control):
    first = ask(filled, control, tail_preference=0.2)
    judge(filled, control, first, ["good", "good"])
    second = ask(filled, control, "ghost and candle", tail_preference=0.8, policy="mmr")
    judge(filled, control, second, ["not-right", "good", "not-right"])
    report = insights(filled, control)
    assert [each.name for each in report.by_brief] == ["ghost and candle", "harbour and lighthouse"]
    assert [(each.key, each.group.judged.hits, each.group.judged.count) for each in report.by_tail] == [
        ("20", 2, 2),
        ("80", 1, 3),
    ]
    assert {each.key for each in report.by_policy} == {"dpp", "mmr"}
    assert report.tail_winner == ("", False)  # five verdicts tell nothing
    one = insights(filled, control, first.brief_id)
    assert one.total.judged.count == 2 and len(one.by_brief) == 1
    assert one.stop.brief_id == first.brief_id and len(one.briefs) == 2


def test_without_anything_there_is_a_report_all_the_same(workspace, control):
    report = insights(workspace, control)
    assert report.stop is None and report.reach == () and report.total.shown.count == 0


def test_ten_thousand_verdicts_are_read_in_a_handful_of_queries(filled, control):
    fill(filled, distinct_items("coast", "harbour", 60))
    slate = ask(filled, control, count=40, segments=EVERYWHERE)
    ids = [suggestion.item.item_id for suggestion in slate.suggestions]
    for _ in range(250):
        filled.feedback.append(ids, "good", slate.brief_id, slate.slate_id)
    insights(filled, control)
    asked = []
    filled.db.conn.set_trace_callback(asked.append)
    report = insights(filled, control)
    filled.db.conn.set_trace_callback(None)
    assert report.total.judged.hits == 40
    assert len(asked) < 40


# Random samples


def test_a_sample_is_drawn_from_all_that_is_allowed_and_not_judged(filled, control):
    slate = ask(filled, control)
    judge(filled, control, slate, ["good", "not-right", "not-now"])
    judged = {suggestion.item.item_id for suggestion in slate.suggestions[:2]}
    request = SuggestRequest(brief="harbour and lighthouse", brief_id=slate.brief_id, segments=EVERYWHERE)
    sample = draw_sample(filled, control, request, 500)
    drawn = {suggestion.item.item_id for suggestion in sample.suggestions}
    assert drawn == set(filled.snapshot().positions) - judged
    assert sample.policy == SAMPLE_POLICY and sample.brief_id == slate.brief_id
    assert sample.change is None
    english = draw_sample(filled, control, SuggestRequest(languages=("en",)), 10)
    assert {suggestion.item.language for suggestion in english.suggestions} == {"en"}


def test_no_card_of_a_sample_hints_at_what_ranking_would_say(read, control):
    slate = ask(read, control)
    sample = draw_sample(read, control, slate.request, 30)
    assert {suggestion.relevance for suggestion in sample.suggestions} == {0.0}
    assert {reason.kind for suggestion in sample.suggestions for reason in suggestion.reasons} == {"sample"}


def test_a_sample_can_be_drawn_again_and_shown_as_it_was(filled, control, reopened):
    slate = ask(filled, control)
    sample = draw_sample(filled, control, slate.request, 20)
    again = draw_sample(filled, control, slate.request, 20)
    ids = [suggestion.item.item_id for suggestion in sample.suggestions]
    assert [suggestion.item.item_id for suggestion in again.suggestions] == ids
    judge_sample(filled, control, again, 2)
    assert rebuild(reopened(), control, sample.slate_id).is_exact
    assert last_slate(reopened(), control).suggestions[0].item.item_id == ids[0]
    other = draw_sample(filled, control, slate.request, 20)
    assert not {suggestion.item.item_id for suggestion in other.suggestions} & set(ids)


def test_nothing_left_to_draw_from_is_said(filled, control):
    with pytest.raises(RequestError, match="Nothing is left to draw from"):
        draw_sample(filled, control, SuggestRequest(year_from=2500), 20)


def test_the_estimate_waits_for_enough_of_the_sample(filled, control):
    slate = ask(filled, control, segments=EVERYWHERE)
    assert insights(filled, control).stop.sample.state == NONE
    sample = draw_sample(filled, control, slate.request, 30)
    judge_sample(filled, control, sample, 0, LEAST_JUDGED - 1)
    waiting = insights(filled, control).stop.sample
    assert (waiting.state, waiting.judged, waiting.drawn) == (UNFINISHED, LEAST_JUDGED - 1, 30)
    judge(filled, control, sample, ["not-right"] * 30)
    done = insights(filled, control).stop.sample
    assert (done.state, done.judged, done.population) == (ESTIMATED, 30, 80)
    assert done.left.left == 0 < done.left.high


def test_what_was_found_since_is_taken_off_what_is_left(filled, control):
    slate = ask(filled, control, segments=EVERYWHERE)
    sample = draw_sample(filled, control, slate.request, 30)
    judge_sample(filled, control, sample, 6)
    before = insights(filled, control).stop.sample.left
    assert before.left == round(80 * 6 / 30 - 6)
    more = ask(filled, control, segments=EVERYWHERE, brief_id=slate.brief_id)
    judge(filled, control, more, ["good"] * 4)
    after = insights(filled, control).stop.sample.left
    assert after.left == before.left - 4
    assert after.found_low > before.found_low


def test_samples_are_in_no_other_figure(filled, control):
    slate = ask(filled, control)
    judge(filled, control, slate, ["good", "not-right"])
    before = insights(filled, control)
    judge_sample(filled, control, draw_sample(filled, control, slate.request, 30), 3)
    after = insights(filled, control)
    assert (after.total, after.reach, after.by_tail) == (before.total, before.reach, before.by_tail)
    assert after.stop.recent == before.stop.recent
    assert (after.sampled.hits, after.sampled.count) == (3, 30)
    replayed = replay_verdicts(filled, control, {"tail_preference": 0.1})
    assert replayed is None or replayed.list_count == 1


def test_a_sample_of_another_catalogue_estimates_nothing(filled, control):
    slate = ask(filled, control, segments=EVERYWHERE)
    judge_sample(filled, control, draw_sample(filled, control, slate.request, 30), 3)
    fill(filled, [make_item(item_id="late", title="Arrived after the sample")])
    report = insights(filled, control).stop.sample
    assert report.state == OUTDATED and report.left is None


# Themes


def distinct_items(topic, word, count):
    """Return items that share one word and a tag, and nothing else."""
    generator = np.random.default_rng(len(topic))
    return [
        make_item(
            item_id=f"{topic}{number}",
            title=f"{word} {nonsense(generator)} {nonsense(generator)}",
            text=f"{nonsense(generator)} {nonsense(generator)} {nonsense(generator)}",
            tags=(topic,),
            popularity=float(number),
        )
        for number in range(count)
    ]


def nonsense(generator):
    return "".join(generator.choice(list("abcdefghiklmnoprstuvw"), 8))


def shown_theme(workspace, control, brief="harbour and lighthouse", count=25):
    slate = ask(workspace, control, brief, count=count, segments=EVERYWHERE, policy="none")
    return theme_report(workspace, control, slate.slate_id)


def test_a_brief_on_one_of_four_topics_is_a_lock(filled, control):
    fill(filled, [*distinct_items("coast", "harbour", 40), *distinct_items("rail", "engine", 120)])
    report = shown_theme(filled, control, "harbour")
    assert report.source == BY_TAGS
    assert report.theme.is_locked
    assert report.name == "coast"
    assert report.theme.catalogue_share == pytest.approx(40 / 240)
    assert not shown_theme(filled, control, "").theme.is_locked


def test_clusters_of_vectors_stand_in_for_topics_and_topics_come_first(read, control):
    assert shown_theme(read, control).source == BY_VECTORS
    find_topics(read, control)
    report = shown_theme(read, control)
    assert report.source == BY_TOPICS
    assert report.theme is None or report.name


def test_without_topics_vectors_and_tags_nothing_is_claimed(workspace, control):
    fill(workspace, [make_item(item_id=str(n), title=f"Harbour {n}") for n in range(40)])
    report = shown_theme(workspace, control)
    assert (report.source, report.theme) == (BY_NOTHING, None)


def test_a_short_list_shows_no_habit(filled, control):
    assert shown_theme(filled, control, count=6).theme is None


def test_a_sample_has_no_theme(filled, control):
    slate = ask(filled, control)
    sample = draw_sample(filled, control, slate.request, 30)
    assert theme_report(filled, control, sample.slate_id).theme is None
