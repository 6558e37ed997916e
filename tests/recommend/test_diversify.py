import hashlib

import numpy as np
import pytest

from ltrec_gui.recommend.diversify import near_identical, select, strength
from ltrec_gui.recommend.metrics import intra_list_diversity


def pool(m=120, dimension=16, seed=0):
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(6, dimension))
    vectors = centres[np.arange(m) % 6] + 0.4 * rng.normal(size=(m, dimension))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    scores = np.sort(rng.normal(size=m))[::-1] + (np.arange(m) % 6 == 0) * 1.0
    keys = [hashlib.sha256(bytes([n])).hexdigest() for n in range(m)]
    is_tail = np.arange(m) % 3 == 0
    return scores, vectors, keys, is_tail


def test_without_diversity_it_is_plain_top_k():
    scores, vectors, keys, is_tail = pool()
    chosen = select(scores, vectors, ["" for _ in keys], is_tail, 10, 0.0, 0)
    assert chosen == list(np.argsort(-scores, kind="stable")[:10])


def test_more_diversity_is_more_diverse_and_less_relevant():
    scores, vectors, _, is_tail = pool()
    lists = [select(scores, vectors, [""] * len(scores), is_tail, 10, d, 0) for d in (0.0, 0.5, 1.0)]
    spreads = [intra_list_diversity(vectors[rows]) for rows in lists]
    means = [scores[rows].mean() for rows in lists]
    assert spreads[0] < spreads[1] < spreads[2]
    assert means[0] > means[1] > means[2]


def test_the_greedy_choice_maximises_the_determinant_step_by_step():
    """Each pick is the one that a full determinant of the kernel would choose."""
    scores, vectors, _, is_tail = pool(m=25)
    chosen = select(scores, vectors, [""] * 25, is_tail, 6, 0.5, 0)
    weight = strength(0.5)
    similarity = (1 + vectors @ vectors.T) / 2
    np.fill_diagonal(similarity, 1.0)
    kernel = np.exp(weight * scores)[:, None] * similarity * np.exp(weight * scores)[None, :]
    picked: list[int] = []
    for row in chosen:
        rest = [r for r in range(25) if r not in picked]
        gains = [np.linalg.slogdet(kernel[np.ix_([*picked, r], [*picked, r])])[1] for r in rest]
        assert rest[int(np.argmax(gains))] == row
        picked.append(row)


@pytest.mark.parametrize("places", [0, 3, 7, 10])
def test_places_for_the_tail_are_kept_all_the_way_down(places):
    scores, vectors, keys, is_tail = pool()
    scores = scores - is_tail * 5.0
    chosen = select(scores, vectors, keys, is_tail, 10, 0.5, places)
    assert len(chosen) == 10
    for k in range(1, 11):
        assert is_tail[chosen[:k]].sum() >= places * k // 10


def test_a_tail_that_is_too_short_gives_what_it_has():
    scores, vectors, keys, _ = pool()
    is_tail = np.zeros(len(scores), bool)
    is_tail[[3, 9]] = True
    chosen = select(scores, vectors, keys, is_tail, 10, 0.5, 10)
    assert len(chosen) == 10
    assert set(chosen) >= {3, 9}


def test_near_identical_items_never_stand_together():
    scores, vectors, keys, is_tail = pool()
    keys[1] = keys[0]
    vectors[3] = vectors[2]
    chosen = select(scores, vectors, keys, is_tail, len(scores), 0.5, 0)
    assert not {0, 1} <= set(chosen)
    assert not {2, 3} <= set(chosen)
    assert len(chosen) == len(set(chosen))


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("the tide tables", "the tide tables", True),
        ("the collected letters of emily marrow", "the collected letters of emily marow", True),
        ("letters from a lighthouse keeper", "notes on knots a riggers memoir", False),
        ("poems", "pomes", False),
        ("灯塔守望者书简", "灯塔守望者书简", True),
        ("", "", False),
    ],
)
def test_titles(first, second, same):
    assert near_identical(first, second) is same


def test_rows_without_a_vector_can_be_chosen():
    scores, vectors, keys, is_tail = pool(m=12)
    vectors[:6] = 0
    assert len(select(scores, vectors, keys, is_tail, 12, 0.5, 0)) == 12


def test_an_empty_pool():
    assert select(np.empty(0), np.empty((0, 4), np.float32), [], np.empty(0, bool), 5, 0.5, 3) == []
