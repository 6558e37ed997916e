import numpy as np
import pytest

from ltrec_gui.recommend import explain
from ltrec_gui.recommend.explain import as_written, inverse_frequency, phrases_of, shared_terms
from ltrec_gui.recommend.metrics import intra_list_diversity, tail_share
from ltrec_gui.recommend.word_vectors import word_vectors


def test_shared_terms_are_really_shared_and_the_rarest_come_first():
    weights = {"harbour": 3.0, "letter": 2.0, "tide": 5.0}
    assert shared_terms(["letter", "harbour", "tide"], ["letter", "harbour"], weights) == [
        "harbour",
        "letter",
    ]
    assert shared_terms(["letter"], ["ghost"], weights) == []


def test_no_word_is_a_reason_that_says_nothing():
    weights = {"harbour": 5.0, "street": 2.4, "city": 2.0, "make": 4.0, "30": 4.0, "1918": 4.0}
    held = list(weights)
    assert shared_terms(held, held, weights) == [
        "harbour",
        "1918",
    ]  # the street is frequent beside the harbour
    assert shared_terms(["street", "make"], held, weights) == ["street"]
    assert shared_terms(["city"], held, weights) == ["city"]
    assert shared_terms(["city", "street"], held, weights, item_count=1_000) == [
        "street"
    ]  # a tenth hold the city


def test_terms_are_worded_as_they_stand():
    assert as_written(["letter", "harbour"], "Letters, from (Harbours)!") == ["Letters", "Harbours"]
    assert as_written(["灯塔", "塔守", "潮汐"], "灯塔守望者与潮汐") == ["灯塔守", "潮汐"]
    assert as_written(["letter", "pari"], "Letters from Paris. Two letters.") == ["letters", "Paris"]
    # What stands between Chinese characters without a space is a word of its own, not the whole sentence.
    assert as_written(["1944", "dna", "芬兰"], "故事发生在1944年的芬兰，关于DNA") == ["1944", "DNA", "芬兰"]


def test_words_that_stand_side_by_side_in_every_text_are_one_phrase():
    asked = "Small natural history, and bees"
    assert phrases_of(["history", "bees", "natural"], [asked, "A Natural History of Bees"]) == [
        "natural history",
        "bees",
    ]
    assert phrases_of(["history", "natural"], [asked, "history of natural gas"]) == ["history", "natural"]
    assert phrases_of(["natural", "history"], [asked, "Supernatural history"]) == ["natural", "history"]


def test_rarer_is_heavier():
    assert inverse_frequency(1, 100) > inverse_frequency(10, 100) > inverse_frequency(90, 100) > 0


def test_diversity_at_its_ends():
    assert intra_list_diversity(np.eye(4)) == pytest.approx(1)
    assert intra_list_diversity(np.ones((3, 1))) == pytest.approx(0)
    assert intra_list_diversity(np.array([[1.0], [-1.0]])) == pytest.approx(2)
    assert intra_list_diversity(np.eye(1)) == 0
    assert tail_share(np.array([True, False])) == 0.5
    assert tail_share(np.array([])) == 0


def test_word_vectors_tell_topics_apart():
    weights = dict.fromkeys(["harbour", "tide", "gull", "rose", "soil", "seed"], 1.0)
    rows = word_vectors([["harbour", "tide"], ["tide", "gull"], ["rose", "soil"], []], weights)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.3
    assert np.allclose(np.linalg.norm(rows[:3], axis=1), 1)
    assert not rows[3].any()


def test_the_rarest_words_that_link_stand_for_an_item_and_more_of_them_without_vectors():
    counts = {f"word{number:03}": number for number in range(1, 300)}  # the first links to nothing
    terms = list(counts)
    chosen = explain.rarest_linking(terms[::-1], counts)
    assert chosen == terms[1 : explain.EXAMPLE_TERMS + 1]
    many = explain.rarest_linking(terms[::-1], counts, by_meaning=False)
    assert many[: len(chosen)] == chosen
    assert len(many) == explain.EXAMPLE_TERMS_BY_WORDS > explain.EXAMPLE_TERMS


def test_what_a_single_item_holds_tells_unless_it_is_a_pair_of_characters_among_many():
    assert explain.is_telling("灯塔", 2, 5_000)
    assert not explain.is_telling("灯塔", 1, 5_000)
    assert explain.is_telling("灯塔", 1, 50)
    assert explain.is_telling("lighthouse", 1, 5_000)
    assert not explain.is_telling("lighthouse", 0, 5_000)
