"""A rejection with a reason: what it names moves, the rest does not, and undone it is as if it had never been said."""

from dataclasses import asdict, replace

import numpy as np
import pytest

from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline import replay
from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.candidates import background_of, evidence_of, wanted_of
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.give_feedback import give_feedback, redo_feedback, undo_feedback
from ltrec_gui.pipeline.past_slates import last_slate
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.verdict_history import feedback_history
from ltrec_gui.pipeline.why_not import why_not
from ltrec_gui.recommend import critiques
from ltrec_gui.recommend.relevance import Meaning, relevance
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import fill, make_item, topic_items

EVERYWHERE = ("head", "torso", "tail")
LEARNS_NOTHING = ("have", "quality")


@pytest.fixture
def ready(workspace, control):
    """A library of 200 items on four topics, embedded and indexed; two of them are nearly the same."""
    items = topic_items()
    items.append(replace(items[4], item_id="twin", title=f"{items[4].title} again"))
    fill(workspace, items)
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


def ask(workspace, control, **changes):
    values = {"brief": "harbour and lighthouse", "count": 10, "segments": EVERYWHERE}
    return suggest(workspace, control, SuggestRequest(**{**values, **changes}), load_model=True)


def ids(slate):
    return [suggestion.item.item_id for suggestion in slate.suggestions]


def as_shown(slate):
    """Return everything about a list but its own number and what it says of the list before."""
    plain = replace(slate, slate_id="", change=None)
    return asdict(replace(plain, suggestions=tuple(replace(s, is_new=False) for s in plain.suggestions)))


def everything(workspace, slate):
    """Return the parts of the relevance of every item of the library, and the learned direction."""
    asked = Asked(workspace, workspace.snapshot(), slate.request, False)
    evidence, wanted, background = evidence_of(asked), wanted_of(asked), background_of(asked)
    meaning = Meaning(evidence, wanted, background)
    ranked = relevance(
        evidence, wanted, np.arange(asked.n), background, slate.request.tail_preference, meaning
    )
    assert np.allclose(np.sum(list(ranked.parts.values()), axis=0), ranked.total, atol=1e-12)
    return ranked.parts, None if meaning.preference is None else meaning.preference.direction


def reject(workspace, control, slate, item_ids, critique):
    return give_feedback(workspace, control, item_ids, "not-right", slate.slate_id, critique)


@pytest.mark.parametrize("critique", [c for c in critiques.CRITIQUES if c != "off-topic"])
def test_a_reason_moves_what_it_names_and_no_other_part(ready, control, critique):
    slate = ask(ready, control)
    give_feedback(ready, control, ids(slate)[5:6], "good", slate.slate_id)
    before, direction = everything(ready, slate)
    reject(ready, control, slate, ids(slate)[:3], critique)
    after, other_direction = everything(ready, slate)
    assert np.array_equal(direction, other_direction)  # the subject is as wanted as it was
    assert set(after) - set(before) == set() if critique in LEARNS_NOTHING else {critique}
    for name, values in before.items():
        assert np.array_equal(values, after[name])
    if critique not in LEARNS_NOTHING:
        assert after[critique].any()


@pytest.mark.parametrize("critique", ["", "off-topic"])
def test_off_topic_teaches_the_direction_as_no_reason_does(ready, control, critique):
    slate = ask(ready, control)
    _, before = everything(ready, slate)
    reject(ready, control, slate, ids(slate)[:3], critique)
    parts, after = everything(ready, slate)
    assert before is None
    assert after is not None
    assert "verdicts" in parts
    assert not set(parts) & set(critiques.PARTS)
    rejected = [ready.snapshot().positions[item_id] for item_id in ids(slate)[:3]]
    assert (ready.snapshot().view.rows(np.array(rejected)) @ after).mean() < 1  # it is pushed, not copied
    undo_feedback(ready, control)
    reject(ready, control, slate, ids(slate)[:3], "off-topic" if not critique else "")
    assert np.array_equal(everything(ready, slate)[1], after)


@pytest.mark.parametrize("critique", critiques.CRITIQUES)
def test_undo_and_redo_give_the_very_same_lists(ready, control, critique):
    slate = ask(ready, control)
    give_feedback(ready, control, ids(slate)[5:6], "good", slate.slate_id)
    before = as_shown(ask(ready, control))
    reject(ready, control, slate, ids(slate)[:2], "")
    without_reason = as_shown(ask(ready, control))
    reject(ready, control, slate, ids(slate)[:2], critique)
    with_reason = as_shown(ask(ready, control))
    outcome = undo_feedback(ready, control)
    assert (outcome.action, outcome.critique) == ("not-right", critique)
    assert {standing.critique for standing in outcome.items} == {""}
    assert as_shown(ask(ready, control)) == without_reason
    undo_feedback(ready, control)
    assert as_shown(ask(ready, control)) == before
    redo_feedback(ready, control)
    redo_feedback(ready, control)
    assert as_shown(ask(ready, control)) == with_reason


@pytest.mark.parametrize("critique", ["known", "too-old"])
def test_what_is_named_by_degree_waits_for_a_second_verdict(ready, control, critique):
    slate = ask(ready, control)
    outcome = reject(ready, control, slate, ids(slate)[:1], critique)
    assert (outcome.critique_count, outcome.critique_least) == (1, 2)
    assert critique not in everything(ready, slate)[0]
    outcome = reject(ready, control, slate, ids(slate)[1:2], critique)
    assert outcome.critique_count == 2
    assert critique in everything(ready, slate)[0]
    again = ask(ready, control)
    parts = {part.name: part for part in again.suggestions[0].parts}
    assert parts[critique].count == 2
    assert last_slate(ready, control).suggestions[0].parts == again.suggestions[0].parts


def test_a_wrong_language_lowers_that_language_alone(ready, control):
    slate = ask(ready, control)
    english = [s.item.item_id for s in slate.suggestions if s.item.language == "en"]
    reject(ready, control, slate, english[:1], "language")
    moved = everything(ready, slate)[0]["language"]
    is_english = np.array([language == "en" for language in ready.snapshot().table.languages])
    assert (moved[is_english] < 0).all()
    assert not moved[~is_english].any()

    def share(shown):
        return sum(s.item.language == "en" for s in shown.suggestions)

    assert share(ask(ready, control)) < share(slate)


def test_a_wrong_author_lowers_that_author_alone(ready, control):
    slate = ask(ready, control)
    item = slate.suggestions[0].item
    reject(ready, control, slate, [item.item_id], "author")
    moved = everything(ready, slate)[0]["author"]
    table = ready.snapshot().table
    authors = {i: each.author for i, each in ready.items.by_ids(table.ids).items()}
    theirs = np.array([authors[item_id] == item.author for item_id in table.ids])
    # “Author 1” is a part of the name “Author 11”, and another author.
    assert (moved[theirs] < 0).all()
    assert not moved[~theirs].any()


def test_too_much_alike_lowers_the_near_copy_and_leaves_the_subject(ready, control):
    slate = ask(ready, control)
    reject(ready, control, slate, ["0004"], "alike")
    moved = everything(ready, slate)[0]["alike"]
    positions = ready.snapshot().positions
    assert moved[positions["twin"]] == moved.min() < 0
    sea = [p for p, tags in enumerate(ready.snapshot().table.tags) if "sea" in tags]
    assert (moved[sea] == 0).mean() > 0.5


def test_too_well_known_brings_what_is_less_popular(ready, control):
    plain = {"tail_preference": 0.0, "diversity": 0.0, "count": 20}
    slate = ask(ready, control, **plain)
    reject(ready, control, slate, ids(slate)[:8], "have")
    before = ask(ready, control, **plain)
    reject(ready, control, slate, ids(slate)[:8], "known")
    after = ask(ready, control, **plain)

    def ranks(shown):
        return np.mean([s.popularity_rank for s in shown.suggestions])

    assert ranks(after) > ranks(before)
    assert all("sea" in s.item.tags for s in after.suggestions)  # the subject stays


def test_a_reason_counts_for_its_brief_alone(ready, control):
    slate = ask(ready, control)
    reject(ready, control, slate, ids(slate)[:3], "too-old")
    other = ask(ready, control, brief="rose and soil")
    assert "too-old" not in {part.name for part in other.suggestions[0].parts}


def test_a_past_list_is_made_again_with_the_reasons_of_then(ready, control):
    slate = ask(ready, control)
    reject(ready, control, slate, ids(slate)[:3], "too-old")
    then = ask(ready, control)
    reject(ready, control, then, ids(then)[:2], "language")
    undo_feedback(ready, control)
    undo_feedback(ready, control)
    for each in (slate, then):
        rebuilt = replay.rebuild(ready, control, each.slate_id)
        assert rebuilt.is_exact
        assert rebuilt.differences == ()
        assert rebuilt.slate.suggestions[0].parts == each.suggestions[0].parts


def test_why_not_names_the_reason_that_keeps_an_item_out_and_what_it_would_be_without(ready, control):
    slate = ask(ready, control, diversity=0.0, count=20)
    old = sorted(slate.suggestions, key=lambda s: -s.item.year)[5:11]
    reject(ready, control, slate, [s.item.item_id for s in old], "too-old")
    now = ask(ready, control, diversity=0.0, count=20)
    gone = [s for s in slate.suggestions if s not in old and s.item.item_id not in ids(now)]
    assert gone
    answer = why_not(ready, control, now.slate_id, gone[0].item.item_id)
    assert [part.name for part in answer.critiques] == ["too-old"]
    assert answer.critiques[0].count == 6
    found = [change for change in answer.changes if change.kind == "critique"]
    assert [change.names for change in found] == [("too-old",)]
    # The same rejections, saying nothing of others, bring it in at the place promised.
    reject(ready, control, slate, [s.item.item_id for s in old], "have")
    assert ids(ask(ready, control, diversity=0.0, count=20)).index(gone[0].item.item_id) + 1 == found[0].rank


def test_a_reason_is_kept_shown_and_told(ready, control):
    slate = ask(ready, control)
    reject(ready, control, slate, ids(slate)[:1], "quality")
    assert last_slate(ready, control).suggestions[0].critique == "quality"
    entry = feedback_history(ready, control)[0]
    assert (entry.verdict, entry.critique) == ("not-right", "quality")
    give_feedback(ready, control, ids(slate)[:1], "good", slate.slate_id)
    assert last_slate(ready, control).suggestions[0].critique == ""


def test_to_say_why_is_no_second_verdict(ready, control):
    slate = ask(ready, control)
    assert reject(ready, control, slate, ids(slate)[:1], "").verdicts_since_slate == 1
    assert reject(ready, control, slate, ids(slate)[:1], "quality").verdicts_since_slate == 1


def test_a_reason_that_names_nothing_is_refused(ready, control):
    slate = ask(ready, control)
    for verdict, critique in (("good", "quality"), ("not-right", "boring")):
        with pytest.raises(RequestError, match="no reason"):
            give_feedback(ready, control, ids(slate)[:1], verdict, slate.slate_id, critique)
    fill(ready, [make_item(item_id="bare")])
    for critique in ("too-old", "language", "author"):
        with pytest.raises(RequestError, match="lacks what the reason"):
            reject(ready, control, slate, ["bare"], critique)
    assert feedback_history(ready, control) == ()


def test_rejections_that_say_nothing_of_the_subject_leave_a_request_for_nothing_empty(ready, control):
    first = ask(ready, control, brief="")
    reject(ready, control, first, ids(first)[:2], "have")
    again = suggest(ready, control, replace(first.request))
    assert {reason.kind for s in again.suggestions for reason in s.reasons} >= {"variety"}
    assert not set(ids(again)) & set(ids(first)[:2])


@pytest.mark.parametrize("model", ["logistic", "rocchio"])
def test_a_feedback_model_is_kept_with_the_list_and_made_again(ready, control, model):
    slate = ask(ready, control, feedback_model=model)
    give_feedback(ready, control, ids(slate)[:2], "good", slate.slate_id)
    reject(ready, control, slate, ids(slate)[2:5], "")
    made = ask(ready, control, feedback_model=model)
    give_feedback(ready, control, ids(made)[:1], "good", made.slate_id)
    assert last_slate(ready, control).request.feedback_model == model
    assert replay.rebuild(ready, control, made.slate_id).is_exact


def test_the_two_models_learn_other_directions_from_the_same_verdicts(ready, control):
    slate = ask(ready, control)
    give_feedback(ready, control, ids(slate)[:2], "good", slate.slate_id)
    reject(ready, control, slate, ids(slate)[2:5], "")
    _, logistic = everything(ready, slate)
    _, rocchio = everything(ready, replace(slate, request=replace(slate.request, feedback_model="rocchio")))
    assert 0.5 < float(logistic @ rocchio) < 0.9999
    with pytest.raises(RequestError, match="feedback model"):
        ask(ready, control, feedback_model="bayes")
