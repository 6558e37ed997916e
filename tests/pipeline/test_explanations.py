"""Explanations that are true: without the cause named an item falls, parts and sums are exact, phrases carry a text."""

from dataclasses import replace

import numpy as np
import pytest

from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.embedding import word_credit
from ltrec_gui.errors import ModelError
from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.candidates import background_of, evidence_of, wanted_of
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.learn_readers import learn_readers
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.telling_phrases import asked_direction, telling_phrases
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.fields import FIELDS, blocks
from ltrec_gui.recommend.relevance import relevance, scores_of_readers
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import fill, make_item, topic_items

EVERYWHERE = ("head", "torso", "tail")
ITEM_COUNT = 120


@pytest.fixture
def ready(workspace, control):
    fill(workspace, topic_items(ITEM_COUNT))
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


@pytest.fixture
def with_readers(ready, control):
    """Readers who like the sea open what is of the sea, and those of gardens what is of gardens."""
    rng = np.random.default_rng(5)
    events = [
        (Interaction(f"reader {reader}", f"{4 * number + reader % 4:04d}", timestamp="2001"), 0)
        for reader in range(80)
        for number in rng.choice(ITEM_COUNT // 4, size=8, replace=False)
    ]
    ready.interactions.upsert(events, 1)
    learn_readers(ready, control)
    return ready


def ask(workspace, control, **changes):
    values = {"count": 12, "segments": EVERYWHERE, "tail_preference": 0.0, "diversity": 0.0}
    return suggest(workspace, control, SuggestRequest(**{**values, **changes}), load_model=True)


def relevances(workspace, request):
    """Return the relevance of every item of the catalogue under a request, with its parts."""
    asked = Asked(workspace, workspace.snapshot(), request, False)
    evidence, wanted = evidence_of(asked), wanted_of(asked)
    return relevance(evidence, wanted, np.arange(asked.n), background_of(asked), request.tail_preference)


def readers_of(workspace, request):
    asked = Asked(workspace, workspace.snapshot(), request, False)
    return scores_of_readers(evidence_of(asked), wanted_of(asked))


def rank_of(workspace, request, item_id):
    total = relevances(workspace, request).total
    return int((total > total[workspace.snapshot().positions[item_id]] + 1e-9).sum())


def test_without_the_seed_named_an_item_falls(ready, control):
    slate = ask(ready, control, seed_ids=("0004", "0005"))  # of the sea and of the garden
    for seed in ("0004", "0005"):
        named = [
            s.item.item_id
            for s in slate.suggestions
            if any(reason.kind == "seed" and reason.item_id == seed for reason in s.reasons)
        ]
        if not named:
            continue
        others = tuple(other for other in slate.request.seed_ids if other != seed)
        without = replace(slate.request, seed_ids=others)
        falls = [
            rank_of(ready, without, item_id) - rank_of(ready, slate.request, item_id) for item_id in named
        ]
        assert min(falls) > 0
    assert any(reason.kind == "seed" for s in slate.suggestions for reason in s.reasons)


def test_without_the_brief_an_item_falls(ready, control):
    slate = ask(ready, control, brief="orchard bee hedge", seed_ids=("0004",))
    near = [
        s for s in slate.suggestions if any(r.kind == "brief" for r in s.reasons) and "garden" in s.item.tags
    ]
    assert near
    without = replace(slate.request, brief="")
    for suggestion in near:
        item_id = suggestion.item.item_id
        assert rank_of(ready, without, item_id) > rank_of(ready, slate.request, item_id)


def test_without_the_words_named_an_item_falls(workspace, control):
    """By words alone, so that nothing else can hold the item up."""
    # What every tenth item holds is not named; this word stands in one of twenty.
    items = [
        replace(item, text=f"{item.text} heron") if int(item.item_id) % 20 == 4 else item
        for item in topic_items(ITEM_COUNT)
    ]
    fill(workspace, items)
    slate = ask(workspace, control, brief="heron rose")
    assert slate.ranked_by == "words"
    checked = 0
    for suggestion in slate.suggestions:
        for reason in suggestion.reasons:
            if reason.kind == "words":
                left = {"heron", "rose"} - {term.casefold() for term in reason.terms}
                without = replace(slate.request, brief=" ".join([*left, "tunnel"]))
                item_id = suggestion.item.item_id
                assert rank_of(workspace, without, item_id) > rank_of(workspace, slate.request, item_id)
                checked += 1
    assert checked


def test_without_the_verdict_named_an_item_falls(ready, control):
    first = ask(ready, control, brief="harbour rose")
    garden = [s.item.item_id for s in first.suggestions if "garden" in s.item.tags][:2]
    give_feedback(ready, control, garden, "good", first.slate_id)
    slate = ask(ready, control, brief="harbour rose", brief_id=first.brief_id)
    named = [
        s.item.item_id for s in slate.suggestions if any(reason.kind == "verdict" for reason in s.reasons)
    ]
    assert named
    before = {item_id: rank_of(ready, slate.request, item_id) for item_id in named}
    own = {item_id: relevances(ready, slate.request).parts["verdicts"] for item_id in named}
    give_feedback(ready, control, garden, "clear", slate.slate_id)
    positions = ready.snapshot().positions
    raised = [item_id for item_id in named if own[item_id][positions[item_id]] > 0]
    assert raised
    after = {item_id: rank_of(ready, slate.request, item_id) for item_id in raised}
    assert sum(after.values()) > sum(before[item_id] for item_id in raised)


def test_without_what_readers_are_named_by_their_score_falls(with_readers, control):
    slate = ask(with_readers, control, seed_ids=("0004", "0008", "0012"))
    named = [
        (suggestion.item.item_id, reason.item_id)
        for suggestion in slate.suggestions
        for reason in suggestion.reasons
        if reason.kind == "readers"
    ]
    assert named
    positions = with_readers.snapshot().positions
    before = readers_of(with_readers, slate.request)
    parts = relevances(with_readers, slate.request).parts["readers"]
    for item_id, liked in named:
        left = tuple(seed for seed in slate.request.seed_ids if seed != liked)
        after = readers_of(with_readers, replace(slate.request, seed_ids=left))
        assert after[positions[item_id]] < before[positions[item_id]]
        assert parts[positions[item_id]] > 0


def test_without_any_readers_they_have_no_part(with_readers, control, reopened):
    slate = ask(with_readers, control, seed_ids=("0004",))
    assert "readers" in relevances(with_readers, slate.request).parts
    with_readers.meta.set("readers", "")  # as in a library that learned nothing of its readers
    assert "readers" not in relevances(reopened(), slate.request).parts


def test_parts_and_penalty_sum_to_what_decided(with_readers, control):
    """Places go by relevance and penalty together, so without other rules each place has the largest sum left."""
    request = {"brief": "harbour rose", "seed_ids": ("0004",), "diversity": 0.7}
    slate = ask(with_readers, control, **request)
    for suggestion in slate.suggestions:
        assert sum(part.value for part in suggestion.parts) == pytest.approx(suggestion.relevance, abs=1e-9)
        assert suggestion.penalty <= 0
    # The penalty at a place only grows further down, so what was chosen before had the larger sum.
    sums = [suggestion.relevance + suggestion.penalty for suggestion in slate.suggestions]
    assert sums == sorted(sums, reverse=True)
    assert any(suggestion.penalty < 0 for suggestion in slate.suggestions[1:])


def test_the_direction_of_the_phrases_is_what_ranks(ready, control):
    """Its product with an item is the similarity that the parts by meaning are made of, but for the mean."""
    first = ask(ready, control, brief="harbour rose", seed_ids=("0004", "0008"))
    judged = first.suggestions[0].item.item_id
    for verdict in (None, "good"):
        if verdict:
            give_feedback(ready, control, [judged], verdict, first.slate_id)
        asked = Asked(ready, ready.snapshot(), first.request, False)
        found = relevances(ready, first.request)
        products = np.array(
            [
                float(ready.snapshot().view.rows(np.array([at]))[0] @ asked_direction(asked, at))
                for at in range(asked.n)
            ]
        )
        by_meaning = sum(found.parts[name] for name in (*FIELDS, "verdicts") if name in found.parts)
        slope, offset = np.polyfit(products, by_meaning, 1)
        np.testing.assert_allclose(slope * products + offset, by_meaning, atol=1e-4)


def test_no_phrases_where_words_rank(workspace, control):
    fill(workspace, topic_items(ITEM_COUNT))
    slate = ask(workspace, control, brief="harbour")
    assert telling_phrases(workspace, control, slate.slate_id, slate.suggestions[0].item.item_id) == ()


@pytest.mark.model
def test_deleting_the_phrases_lowers_the_part_of_their_field(tmp_path, control):
    texts = (
        "A keeper of a lighthouse on a stormy coast writes letters home about wrecks and gulls.",
        "Growing roses and hedges in a walled garden through the seasons.",
        "The tax law of medium-sized companies, explained for accountants.",
        "A fisherman remembers storms, harbours and the boats of his village.",
        "Recipes for bread, pies and preserves from a farmhouse kitchen.",
    )
    items = [
        make_item(item_id=f"{n}", title=text.split()[1].title(), text=text, popularity=float(n))
        for n, text in enumerate(texts)
    ]
    workspace = Workspace(tmp_path / "library")
    try:
        fill(workspace, items)
        try:
            embed_items(workspace, control)
        except ModelError as error:
            pytest.skip(str(error))
        slate = ask(workspace, control, brief="life in a lighthouse by the sea")
        found = telling_phrases(workspace, control, slate.slate_id, "0")
        by_field = {each.field: each for each in found}
        assert "lighthouse" in " ".join(phrase.text for phrase in by_field["text"].phrases)
        asked = Asked(workspace, workspace.snapshot(), slate.request, False)
        direction = asked_direction(asked, 0)
        for each in found:
            block = blocks(len(direction) // len(FIELDS))[FIELDS.index(each.field)]
            places = [place for phrase in each.phrases for place in phrase.places]
            wanted = direction[block] / np.linalg.norm(direction[block])
            scores = word_credit.score(
                workspace.encoder,
                [each.text, word_credit.without(each.text, places)],
                wanted,
                asked.view.mean[block],
            )
            assert scores[0] == pytest.approx(each.similarity, abs=1e-5)
            assert scores[1] < scores[0]
        # End to end: in the library with the text so changed the part of the field is lower.
        before = relevances(workspace, slate.request).parts["text"][0]
        places = [place for phrase in by_field["text"].phrases for place in phrase.places]
        fill(workspace, [replace(items[0], text=word_credit.without(items[0].text, places))])
        embed_items(workspace, control)
        assert relevances(workspace, slate.request).parts["text"][0] < before
    finally:
        workspace.close()
