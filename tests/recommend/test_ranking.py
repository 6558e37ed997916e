import numpy as np
import pytest

from ltrec_gui.recommend.ranking import Signals, Spread, rank, spread_of, spread_of_sparse


def signals(**changes):
    values = {
        "text": np.array([1.0, 0.0, 0.3, np.nan]),
        "verdict_share": None,
        "words": np.array([1.0, 0.0, 0.2, 0.5]),
        "depth": np.array([1.0, 0.5, 0.9, 0.1]),
        "is_postponed": np.zeros(4, bool),
    }
    return Signals(**{**values, **changes})


TEXT, WORDS = Spread(0.0, 0.1), Spread(0.0, 0.2)


def test_zero_is_average_and_one_is_what_was_asked():
    ranked = rank(signals(), TEXT, WORDS, 0.5, 0.7)
    assert ranked.relevance[0] == pytest.approx(1.0)
    assert ranked.relevance[1] == pytest.approx(0.0)
    assert 0 < ranked.relevance[2] < 1


@pytest.mark.parametrize("preference", [0.0, 0.7, 1.0])
def test_the_parts_sum_to_the_relevance(preference):
    postponed = np.array([False, True, False, True])
    given = signals(verdict_share=np.array([0.2, -0.1, 0.0, np.nan]), is_postponed=postponed)
    ranked = rank(given, TEXT, WORDS, 0.5, preference)
    assert np.allclose(np.sum(list(ranked.parts.values()), axis=0), ranked.relevance, atol=1e-12)
    assert ("tail" in ranked.parts) == (preference > 0)


def test_an_item_without_a_vector_counts_as_average_in_meaning():
    ranked = rank(signals(), TEXT, WORDS, 0.5, 0.7)
    assert ranked.parts["text"][3] == 0
    assert np.isfinite(ranked.relevance).all()


def test_a_stronger_tail_preference_lifts_what_is_opened_less():
    weak, strong = (rank(signals(), TEXT, WORDS, 0.5, p).parts["tail"] for p in (0.2, 1.0))
    assert strong[0] > weak[0] > 0
    assert strong[3] < weak[3] < 0


def test_what_was_put_off_comes_lower():
    plain = rank(signals(), TEXT, WORDS, 0.5, 0.7).relevance
    later = rank(signals(is_postponed=np.array([True, False, False, False])), TEXT, WORDS, 0.5, 0.7).relevance
    assert later[0] < plain[0]
    assert np.allclose(later[1:], plain[1:])


def test_with_nothing_asked_the_least_opened_come_first():
    ranked = rank(signals(text=None, words=None), TEXT, WORDS, 0.5, 0.0)
    assert list(np.argsort(-ranked.relevance)) == [0, 2, 1, 3]


def test_spreads():
    values = np.array([0.0, 0.0, 0.4, 0.0, 0.8])
    dense, sparse = spread_of(values, 0.01), spread_of_sparse(values[values > 0], 5, 0.01)
    assert dense.mean == pytest.approx(sparse.mean)
    assert dense.deviation == pytest.approx(sparse.deviation)
    assert spread_of(np.empty(0), 0.1) == Spread(0.0, 0.1)
    assert spread_of(np.full(5, 0.3), 0.05).deviation == 0.05
