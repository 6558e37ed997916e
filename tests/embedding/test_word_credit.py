import hashlib
import json
import re
import unicodedata
from itertools import pairwise

import numpy as np
import pytest

from ltrec_gui.embedding.bert import BertEncoder, TokenStates
from ltrec_gui.embedding.word_credit import (
    TellingPhrase,
    WordCredit,
    occlusion,
    score,
    telling_phrases,
    without,
    word_credits,
)
from ltrec_gui.paths import bundled_model_folder

LIGHTHOUSE = (
    "The Keeper's Lamp. A lonely keeper tends the lighthouse on a rock off Brittany; when a storm wrecks the "
    "supply boat, the lighthouse goes dark, and he must row through the night to the village bakery."
)
AWKWARD = [
    "",
    "   \n\t",
    "...!?",
    "Ame\u0301lie's cafe\u0301 in Paris: na\u00efve, Zo\u00eb and \ufb01ne \u0130stanbul",
    "灯塔看守人独自守望大海。The 灯塔 keeper",
    "ラーメン屋の娘 한국어 영화",
    "<p class='x'>Sea &amp; <b>light</b><br/>house</p>",
    "zero\u200bwidth soft\u00adhyphen \ufeff mark\x00null\x07 😀👩‍👩‍👧 ½ ₂ ①",
    "[CLS] [SEP] a[SEP]b [MASK] ##s",
    "lone \ud800 surrogate of the sea",
    "don't Spider-Man rock'n'roll O’Brien's 'quoted' U.S.A. __init__ 3.14",
    "हिन्दी किताब ไทยหนังสือ עִבְרִית",
    "x" * 300 + " sea",
]


class PieceEncoder:
    """A mean-pooling encoder without context: a token is the random vector of its letters, long words have pieces."""

    dimension = 300

    def __init__(self, pooling="mean", most_tokens=256):
        self.pooling = pooling
        self.most_tokens = most_tokens
        self.calls = []

    def token_states(self, texts):
        found = []
        for text in texts:
            offsets = [(0, 0)]
            for match in re.finditer(r"[\u4e00-\u9fff]|(?:(?![\u4e00-\u9fff])\w)+|[^\w\s]", text):
                offsets += [(at, min(at + 5, match.end())) for at in range(match.start(), match.end(), 5)]
            offsets = [*offsets[: self.most_tokens - 1], (0, 0)]
            states = np.array([self._vector(text[start:end].lower()) for start, end in offsets])
            special = np.array([at in (0, len(offsets) - 1) for at in range(len(offsets))])
            found.append(TokenStates(states.astype(np.float32), np.array(offsets), special))
        return found

    def encode(self, texts):
        self.calls.append(len(texts))
        rows = []
        for tokens in self.token_states(texts):
            pooled = tokens.states.mean(axis=0)
            if self.pooling != "mean":
                pooled = np.tanh(8 * pooled)  # no sum over tokens
            rows.append(pooled / np.linalg.norm(pooled))
        return np.array(rows, dtype=np.float32)

    def _vector(self, piece):
        seed = int.from_bytes(hashlib.sha256(piece.encode("utf-8", "replace")).digest()[:8], "little")
        return np.random.default_rng(seed).normal(size=self.dimension)

    def toward(self, words):
        """Return the mean of a made-up catalogue and the unit direction of some words in it."""
        mean = np.random.default_rng(5).normal(size=self.dimension) * 0.05
        wanted = sum(self.token_states([word])[0].states[1:-1].mean(axis=0) for word in words.split())
        return wanted / np.linalg.norm(wanted), mean


@pytest.fixture
def pieces():
    return PieceEncoder()


# Credits


@pytest.mark.parametrize("text", [*AWKWARD, LIGHTHOUSE, "sea " * 400])
def test_credits_sum_to_the_score_and_each_word_is_as_written(pieces, text):
    direction, mean = pieces.toward("lighthouse storm")
    credits = word_credits(pieces, text, direction * 3, mean)
    assert sum(word.credit for word in credits) == pytest.approx(
        score(pieces, [text], direction * 3, mean)[0], abs=1e-5
    )
    check_places(text, credits)


def check_places(text, credits):
    *words, rest = credits
    assert (rest.word, rest.start, rest.end) == ("", len(text), len(text))
    for word in words:
        assert word.word == text[word.start : word.end] != ""
    for before, after in pairwise(words):
        assert before.end <= after.start


def test_a_credit_is_the_share_of_the_words_own_tokens(pieces):
    text = "storm lighthouse"
    direction, mean = pieces.toward("lighthouse")
    states = pieces.token_states([text])[0].states.astype(float)  # [CLS] storm light house [SEP]
    pooled = states.mean(axis=0)
    length = np.linalg.norm(pooled)
    shares = (states / length - mean) @ direction / (5 * np.linalg.norm(pooled / length - mean))
    storm, lighthouse, rest = word_credits(pieces, text, direction, mean)
    assert storm.credit == pytest.approx(shares[1])
    assert lighthouse.credit == pytest.approx(shares[2] + shares[3])
    assert rest.credit == pytest.approx(shares[0] + shares[4])


def test_words_are_whole_and_chinese_characters_stand_alone(pieces):
    direction, mean = pieces.toward("sea")
    text = "Don't  watch Cafe\u0301-lights, 灯塔!"
    assert [word.word for word in word_credits(pieces, text, direction, mean)] == [
        "Don't", "watch", "Cafe\u0301", "-", "lights", ",", "灯", "塔", "!", "",
    ]  # fmt: skip


def test_words_beyond_the_cut_have_no_credit():
    encoder = PieceEncoder(most_tokens=6)
    direction, mean = encoder.toward("sea")
    credits = word_credits(encoder, "one two three four five six seven", direction, mean)
    assert [word.word for word in credits] == ["one", "two", "three", "four", ""]


def test_a_text_that_lies_on_the_mean_scores_nothing(pieces):
    direction, _ = pieces.toward("sea")
    mean = pieces.encode(["storm"])[0].astype(float)
    assert score(pieces, ["storm"], direction, mean).tolist() == [0.0]


def test_cls_pooling_has_no_credits_but_occlusion(pieces):
    encoder = PieceEncoder("cls")
    direction, mean = encoder.toward("lighthouse storm")
    with pytest.raises(ValueError, match="occlusion"):
        word_credits(encoder, LIGHTHOUSE, direction, mean)
    phrases = telling_phrases(encoder, LIGHTHOUSE, direction, mean)
    assert phrases
    for phrase in phrases:
        check_drop(encoder, LIGHTHOUSE, phrase, direction, mean)


# Deletion


def test_occlusion_is_the_fall_of_the_score_in_one_call(pieces):
    direction, mean = pieces.toward("lighthouse storm")
    spans = [(LIGHTHOUSE.index("storm"), LIGHTHOUSE.index("storm") + 5), (0, 3), (4, 4)]
    drops = occlusion(pieces, LIGHTHOUSE, spans, direction, mean)
    assert pieces.calls == [4]
    whole = score(pieces, [LIGHTHOUSE], direction, mean)[0]
    for (start, end), drop in zip(spans, drops, strict=True):
        left = score(pieces, [f"{LIGHTHOUSE[:start]} {LIGHTHOUSE[end:]}"], direction, mean)[0]
        assert drop == pytest.approx(whole - left, abs=1e-6)
    assert drops[0] > 0.01
    assert occlusion(pieces, LIGHTHOUSE, [], direction, mean).shape == (0,)


@pytest.mark.parametrize(
    ("spans", "left"),
    [
        ([], "one two three"),
        ([(4, 7)], "one   three"),
        ([(8, 13), (0, 3)], "  two  "),
        ([(0, 5), (4, 7)], "  three"),
        ([(0, 13)], " "),
    ],
)
def test_spans_are_deleted_in_any_order_and_may_overlap(spans, left):
    assert without("one two three", spans) == left


# Phrases


def check_drop(encoder, text, phrase, direction, mean):
    """The phrase is as written, and what it says of its deletion is so."""
    assert phrase.text == text[phrase.start : phrase.end]
    assert (phrase.start, phrase.end) in phrase.places
    whole, left = score(encoder, [text, without(text, phrase.places)], direction, mean)
    assert phrase.drop == pytest.approx(whole - left, abs=1e-5)
    assert phrase.drop > 0


def test_the_words_that_point_the_way_are_named(pieces):
    direction, mean = pieces.toward("storm bakery brittany")
    phrases = telling_phrases(pieces, LIGHTHOUSE, direction, mean, longest=1)
    assert {phrase.text for phrase in phrases} == {"storm", "bakery", "Brittany"}
    assert [phrase.drop for phrase in phrases] == sorted((phrase.drop for phrase in phrases), reverse=True)
    for phrase in phrases:
        check_drop(pieces, LIGHTHOUSE, phrase, direction, mean)


def test_a_word_is_deleted_wherever_it_stands_and_named_once(pieces):
    direction, mean = pieces.toward("lighthouse")
    text = "Lighthouse. The lighthouse and the bread of two lighthouses."
    (everywhere,) = telling_phrases(pieces, text, direction, mean, limit=1)
    assert everywhere.places == ((0, 10), (16, 26), (48, 59))
    check_drop(pieces, text, everywhere, direction, mean)
    apart = telling_phrases(pieces, text, direction, mean, everywhere=False)
    assert len(apart) > 1
    assert all(phrase.places == ((phrase.start, phrase.end),) for phrase in apart)


def test_strong_neighbours_are_joined_over_stop_words_but_not_over_commas(pieces):
    text = "He saw keeper of storms. Bread, bakery, salt and a boarding-house by water."
    direction, mean = pieces.toward("keeper storms bread bakery boarding house")
    texts = {phrase.text for phrase in telling_phrases(pieces, text, direction, mean, limit=4)}
    assert texts == {"keeper of storms", "Bread", "bakery", "boarding-house"}
    short = {phrase.text for phrase in telling_phrases(pieces, text, direction, mean, limit=4, longest=2)}
    assert "boarding-house" in short and "keeper of storms" not in short


def test_stop_words_and_single_letters_are_never_named(pieces):
    text = "Who was it that they were with? I x and the bakery."
    direction, mean = pieces.toward("who was it that they were with i x the bakery")
    for confirm in (True, False):
        named = telling_phrases(pieces, text, direction, mean, limit=8, confirm=confirm)
        assert {phrase.text for phrase in named} == {"bakery"}


def test_nothing_is_named_whose_deletion_does_not_lower_the_score(pieces):
    direction, mean = pieces.toward("storm bakery")
    assert telling_phrases(pieces, "salt and water", -pieces.toward("salt water")[0], mean) == ()
    for text in [LIGHTHOUSE, *AWKWARD]:
        for phrase in telling_phrases(pieces, text, direction, mean, limit=5):
            check_drop(pieces, text, phrase, direction, mean)


def test_chinese_words_are_named_in_pairs_that_do_not_overlap(pieces):
    text = "他在海边的灯塔里写信，面包店没有人。"
    direction, mean = pieces.toward("灯 塔 写 信")
    phrases = telling_phrases(pieces, text, direction, mean, limit=2)
    assert {phrase.text for phrase in phrases} == {"灯塔", "写信"}


def test_phrases_cost_three_calls_and_a_fixed_number_of_texts(pieces):
    direction, mean = pieces.toward("lighthouse storm boat village night rock")
    telling_phrases(pieces, LIGHTHOUSE * 5, direction, mean, longest=1)
    assert len(pieces.calls) <= 2 and sum(pieces.calls) <= 12
    pieces.calls.clear()
    quick = telling_phrases(pieces, LIGHTHOUSE, direction, mean, confirm=False, longest=1)
    assert pieces.calls == []
    credits = word_credits(pieces, LIGHTHOUSE, direction, mean)
    for phrase in quick:
        starts = {start for start, _ in phrase.places}
        assert phrase.drop == pytest.approx(sum(word.credit for word in credits if word.start in starts))


def test_sets_are_judged_together_for_words_may_say_the_same_twice():
    """Two words that stand in for each other lower the score only together."""

    class Doubling(PieceEncoder):
        def encode(self, texts):
            return np.array([self._row(text) for text in texts], dtype=np.float32)

        def _row(self, text):
            either = "storm" in text or "gale" in text
            angle = (
                either + 0.2 * ("storm" in text) + 0.1 * ("gale" in text) + 0.15 * ("bakery" in text)
            ) / 3
            return [np.sin(angle), np.cos(angle)]

        def token_states(self, texts):
            (tokens,) = super().token_states(texts)
            states = np.array([[0.0 if special else 1.0, 1.0] for special in tokens.is_special])
            return [TokenStates(states, tokens.offsets, tokens.is_special)]

    named = telling_phrases(
        Doubling(), "storm, gale, bakery", np.array([1.0, 0.0]), np.array([0.0, 0.5]), limit=2, longest=1
    )
    assert {phrase.text for phrase in named} == {"storm", "gale"}


def test_words_that_speak_against_the_score_are_never_named(pieces):
    direction, mean = pieces.toward("storm")
    text = "storm bakery"
    against = pieces.toward("bakery")[0]
    named = telling_phrases(pieces, text, direction - against, mean, limit=5, confirm=False)
    assert [phrase.text for phrase in named] == ["storm"]


@pytest.mark.parametrize("limit", [0, -1])
def test_no_phrases_are_asked_for(pieces, limit):
    direction, mean = pieces.toward("storm")
    assert telling_phrases(pieces, LIGHTHOUSE, direction, mean, limit=limit) == ()


# With torch


@pytest.fixture(scope="session")
def encoder():
    return BertEncoder(bundled_model_folder())


@pytest.fixture(scope="session")
def meaning(encoder):
    """The mean of a small catalogue and the direction of a brief in it."""
    catalogue = [
        LIGHTHOUSE,
        "Bread, salt and water.",
        "A detective in Paris.",
        "Beetles of northern forests.",
    ]
    mean = encoder.encode(catalogue).astype(float).mean(axis=0)
    brief = encoder.encode(["a lonely man watching over a beacon by the sea"])[0] - mean
    return brief / np.linalg.norm(brief), mean


@pytest.mark.model
@pytest.mark.parametrize("text", [*AWKWARD, LIGHTHOUSE, LIGHTHOUSE * 12])
def test_credits_sum_to_the_score_with_the_bundled_model(encoder, meaning, text):
    credits = word_credits(encoder, text, *meaning)
    assert sum(word.credit for word in credits) == pytest.approx(
        score(encoder, [text], *meaning)[0], abs=1e-4
    )
    check_places(text, credits)


@pytest.mark.model
def test_token_states_pool_to_the_vector_and_their_offsets_are_in_the_text(encoder):
    texts = ["Amélie's Lighthouse", LIGHTHOUSE * 12, unicodedata.normalize("NFD", "Amélie's Lighthouse"), ""]
    vectors = encoder.encode(texts)
    for text, tokens, vector in zip(texts, encoder.token_states(texts), vectors, strict=True):
        pooled = tokens.states.mean(axis=0)
        np.testing.assert_allclose(pooled / np.linalg.norm(pooled), vector, atol=1e-5)
        assert tokens.is_special.sum() == 2 and len(tokens.offsets) == len(tokens.states) <= 256
        assert (tokens.offsets <= len(text)).all()
    for text in (texts[0], texts[2]):
        words = [word.word for word in word_credits(encoder, text, vectors[0], vectors[1] * 0.5)]
        assert words == [*text.split(), ""]
    assert encoder.token_states([]) == []


@pytest.mark.model
def test_a_text_longer_than_the_model_reads_is_cut(encoder, meaning):
    text = "sea " * 300 + "lighthouse"
    credits = word_credits(encoder, text, *meaning)
    assert len(credits) == 254 + 1 and "lighthouse" not in [word.word for word in credits]


@pytest.mark.model
@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_the_phrases_named_lower_the_score_when_deleted(encoder, meaning, pooling):
    if pooling == "cls":
        encoder = BertEncoder(bundled_model_folder(), pooling="cls")
    phrases = telling_phrases(encoder, LIGHTHOUSE, *meaning)
    assert 1 <= len(phrases) <= 3
    for phrase in phrases:
        check_drop(encoder, LIGHTHOUSE, phrase, *meaning)
    if pooling == "mean":
        assert "lighthouse" in " ".join(phrase.text.lower() for phrase in phrases)
        assert "bakery" not in " ".join(phrase.text for phrase in phrases)


@pytest.mark.model
def test_chinese_and_cased_words_with_a_model_that_has_only_a_vocabulary(model_folder):
    from transformers import BertConfig, BertModel

    from ltrec_gui.embedding.model_folder import bert_config_values

    (model_folder / "vocab.txt").write_text(
        "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n灯\n塔\n海\nsea\nlight\n##house\n##s\n的\n。\ne\n",
        encoding="utf-8",
    )
    (model_folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": False}))
    BertModel(BertConfig(**bert_config_values(model_folder))).save_pretrained(model_folder)
    encoder = BertEncoder(model_folder)
    rng = np.random.default_rng(2)
    direction, mean = rng.normal(size=8), rng.normal(size=8) * 0.1
    text = "灯塔的 lighthouses 海。Sea"
    credits = word_credits(encoder, text, direction, mean)
    assert [word.word for word in credits] == ["灯", "塔", "的", "lighthouses", "海", "。", "Sea", ""]
    assert sum(word.credit for word in credits) == pytest.approx(
        score(encoder, [text], direction, mean)[0], abs=1e-5
    )


def test_what_is_given_is_frozen():
    for record in (WordCredit("a", 0, 1, 0.5), TellingPhrase("a", 0, 1, 0.5, ((0, 1),))):
        with pytest.raises(AttributeError):
            record.start = 3
