"""What reasons for a rejection move: by which amount, from how many on, and nothing beside it."""

import numpy as np
import pytest

from ltrec_gui.recommend import critiques
from ltrec_gui.recommend.relevance import Evidence, Wanted, relevance
from tests.making import make_item

NO_YEAR = -(10**9)
EVERYTHING = np.arange(40)


@pytest.fixture
def rows():
    made = np.random.default_rng(2).normal(size=(40, 12))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("name", critiques.PARTS)
def test_it_counts_from_its_least_number_on_then_more_and_more_within_its_bound(name):
    least = critiques.LEAST[name]
    amounts = [critiques.strength(name, count) for count in range(60)]
    assert amounts[:least] == [0.0] * least
    assert amounts[least] > 0
    assert all(later > earlier for earlier, later in zip(amounts[least:], amounts[least + 1 :], strict=False))
    assert amounts[-1] < critiques.MOST[name]


def test_too_well_known_raises_what_is_deeper_and_leaves_the_average_where_it_is():
    depth = np.linspace(0, 1, 40)
    assert critiques.too_known(depth, 1) is None
    two = critiques.too_known(depth, 2).moves(EVERYTHING)
    assert np.all(np.diff(two) > 0)
    assert two.mean() == pytest.approx(0, abs=1e-12)
    assert np.ptp(critiques.too_known(depth, 8).moves(EVERYTHING)) > np.ptp(two)


def test_without_popularity_too_well_known_moves_nothing():
    assert not critiques.too_known(np.zeros(40), 5).moves(EVERYTHING).any()


def test_too_old_lowers_what_is_as_old_and_nothing_else():
    years = np.array([1950, 1960, 1970, 1980, 1990, NO_YEAR])
    found = critiques.too_old(years, np.array([1, 2]), np.empty(0, np.int64), NO_YEAR)
    moves = found.moves(np.arange(6))
    # Only of 1960 and what is older was it said twice.
    assert (moves[:2] == -critiques.strength(critiques.OLD, 2)).all()
    assert not moves[2:].any()
    assert found.count == 2


def test_what_was_accepted_speaks_for_all_that_is_as_new():
    years = np.array([1950, 1960, 1970, 1980])
    old = np.array([2, 2, 2])
    alone = critiques.too_old(years, old, np.empty(0, np.int64), NO_YEAR).moves(np.arange(4))
    opposed = critiques.too_old(years, old, np.array([1, 1]), NO_YEAR).moves(np.arange(4))
    assert alone.tolist() == [-critiques.strength(critiques.OLD, 3)] * 3 + [0.0]
    assert opposed.tolist() == [-critiques.strength(critiques.OLD, 3), 0.0, 0.0, 0.0]


def test_items_without_a_year_are_no_evidence_of_age():
    years = np.array([NO_YEAR, NO_YEAR, 1970])
    assert critiques.too_old(years, np.array([0, 1]), np.empty(0, np.int64), NO_YEAR) is None


def test_each_value_called_wrong_counts_by_itself_less_what_was_accepted_with_it():
    values = ["en", "fr", "de", ""]
    name = critiques.LANGUAGE
    found = critiques.by_value(name, ["en", "en", "fr", ""], ["fr"], values.__getitem__)
    moves = found.moves(np.arange(4))
    assert moves.tolist() == [-critiques.strength(name, 2), 0.0, 0.0, 0.0]
    assert found.count == 3
    assert critiques.by_value(name, ["fr"], ["fr"], values.__getitem__) is None
    assert critiques.by_value(name, [], [], values.__getitem__) is None


def test_too_much_alike_lowers_close_neighbours_by_the_nearest_and_not_the_subject(rows):
    rows[1] = rows[0]  # another edition
    half_way = rows[0] + 1.6 * rows[2] / 1.0
    rows[3] = half_way / np.linalg.norm(half_way)
    cosine = float(rows[3] @ rows[0])
    assert critiques.ALIKE_FROM < cosine < critiques.ALIKE_FULLY
    found = critiques.too_alike(rows.__getitem__, np.array([0]))
    moves = found.moves(EVERYTHING)
    assert moves[1] == pytest.approx(-critiques.strength(critiques.ALIKE, 1), abs=1e-6)
    assert moves[1] < moves[3] < 0
    far = rows @ rows[0] < critiques.ALIKE_FROM
    assert not moves[far].any()
    twice = critiques.too_alike(rows.__getitem__, np.array([0, 1])).moves(EVERYTHING)
    assert np.allclose(twice, moves, atol=1e-6)  # the same neighbours named again are no further away
    assert critiques.too_alike(rows.__getitem__, np.empty(0, np.int64)) is None


def test_a_critique_is_a_part_of_its_own_and_moves_no_other(rows):
    evidence = Evidence(
        rows=rows.__getitem__, has_vector=np.ones(40, bool), depth=np.linspace(0, 1, 40), readers=None
    )
    plain = Wanted(brief=rows[5], has_brief=True, liked=np.array([6]), liked_weights=np.ones(1))
    found = critiques.too_known(evidence.depth, 3)
    said = Wanted(
        brief=rows[5], has_brief=True, liked=np.array([6]), liked_weights=np.ones(1), critiques=(found,)
    )
    before = relevance(evidence, plain, EVERYTHING, EVERYTHING, 0.7)
    after = relevance(evidence, said, EVERYTHING, EVERYTHING, 0.7)
    assert after.parts.keys() - before.parts.keys() == {"known"}
    assert after.scale == before.scale
    for name, values in before.parts.items():
        assert np.array_equal(values, after.parts[name])
    assert np.allclose(np.sum(list(after.parts.values()), axis=0), after.total, atol=1e-12)
    assert np.allclose(after.parts["known"] * after.scale, found.moves(EVERYTHING), atol=1e-12)


def test_what_is_not_named_is_moved_by_a_plain_zero(rows):
    years = np.full(40, 1990)
    years[:2] = 1950
    made = (
        critiques.too_old(years, np.array([0, 1]), np.empty(0, np.int64), NO_YEAR),
        critiques.by_value(critiques.LANGUAGE, ["en"], [], lambda position: "en" if position == 0 else "fr"),
        critiques.too_alike(rows.__getitem__, np.array([0])),
    )
    for found in made:
        moves = found.moves(EVERYTHING)
        assert (moves == 0).sum() > 20
        assert not np.signbit(moves[moves == 0]).any()


def test_reasons_are_offered_only_where_they_name_something():
    item = make_item(year=1950, language="en", author="A. Marrow")
    assert critiques.offered(item, "tail", True) == critiques.CRITIQUES
    bare = make_item()
    assert critiques.offered(bare, "unknown", False) == ("off-topic", "have", "quality")
    assert "known" not in critiques.offered(item, "new", True)  # too new to be called known
