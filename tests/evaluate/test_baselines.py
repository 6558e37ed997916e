import sqlite3

import numpy as np
import pytest
from scipy import sparse

from ltrec_gui.evaluate.baselines import (
    JOINS,
    baselines,
    bm25_matrix,
    centred,
    cold_map_baseline,
    count_words,
    grid,
    joined_similarity,
    tfidf_matrix,
)
from ltrec_gui.evaluate.readers import Profile
from ltrec_gui.evaluate.splits import Evidence

TITLES = [["sea"], ["sea", "storm"], ["garden"], ["winter", "garden"], []]
TEXTS = [
    ["ship", "sea", "captain", "sea"],
    ["storm", "ship"],
    ["rose", "bee", "rose", "spring"],
    ["snow", "rose"],
    ["lamp"],
]
WEIGHTS = (2.0, 1.0)


@pytest.fixture
def words():
    return count_words([TITLES, TEXTS], WEIGHTS)


def evidence(reader_count=30, item_count=5, seed=0):
    likes = (np.random.default_rng(seed).random((reader_count, item_count)) < 0.5).astype(float)
    return Evidence(sparse.csr_array(likes), likes.sum(axis=0), reader_count)


def unit_rows(seed, n=5, d=4):
    rows = np.random.default_rng(seed).normal(size=(n, d)) + 0.5
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def profile(*liked):
    return Profile(np.array(liked, np.int64), np.array(liked, np.int64))


def test_bm25_is_the_one_of_sqlite(words):
    numbers = {}
    for terms in [*TITLES, *TEXTS]:
        for term in terms:
            numbers.setdefault(term, len(numbers))
    matrix = bm25_matrix(words).toarray()
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(title, text)")
    for title, text in zip(TITLES, TEXTS, strict=True):
        connection.execute("INSERT INTO words VALUES (?, ?)", [" ".join(title), " ".join(text)])
    for query in (["sea"], ["rose", "garden"], ["ship", "sea", "storm", "lamp"]):
        expected = np.zeros(len(TITLES))
        for row, score in connection.execute(
            "SELECT rowid, bm25(words, 2.0, 1.0) FROM words WHERE words MATCH ?", [" OR ".join(query)]
        ):
            expected[row - 1] = -score
        assert np.count_nonzero(expected)
        np.testing.assert_allclose(
            matrix[:, [numbers[term] for term in query]].sum(axis=1), expected, rtol=1e-9
        )
    connection.close()


def test_a_term_of_more_than_half_the_items_counts_next_to_nothing():
    common = count_words([[["the"], ["the"], ["the", "sea"]]], [1.0])
    found = bm25_matrix(common).toarray()
    assert (found[:, 0] > 0).all()
    assert found[:, 0].max() < 1e-5


def test_tfidf_rows_are_units_and_no_words_are_zero():
    rows = tfidf_matrix(count_words([[["a1", "b1", "b1"], [], ["b1"]]], [1.0])).toarray()
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 0, 1])
    # N = 3, a1 in one item, b1 in two.
    rare, common = np.log(4 / 2) + 1, np.log(4 / 3) + 1
    np.testing.assert_allclose(rows[0], np.array([rare, 2 * common]) / np.hypot(rare, 2 * common))


def test_fields_must_fit():
    with pytest.raises(ValueError, match="as many weights"):
        count_words([TITLES, TEXTS], [1.0])
    with pytest.raises(ValueError, match="every item"):
        count_words([TITLES, TEXTS[:2]], WEIGHTS)


@pytest.mark.parametrize("kind", ["dense", "sparse"])
@pytest.mark.parametrize("query_count", [1, 2, 7])
def test_joins_are_those_of_the_full_product(kind, query_count, monkeypatch):
    monkeypatch.setattr("ltrec_gui.evaluate.baselines._BLOCK_ENTRIES", 12)  # blocks of two queries
    items, queries = unit_rows(1, 6), unit_rows(2, query_count)
    every = items @ queries.T
    expected = {
        "mean": every.mean(axis=1),
        "max": every.max(axis=1),
        "top3": np.sort(every, axis=1)[:, -3:].mean(axis=1),
    }
    if kind == "sparse":
        items, queries = sparse.csr_array(items), sparse.csr_array(queries)
    for join in JOINS:
        np.testing.assert_allclose(joined_similarity(items, queries, join), expected[join])


def test_centring_leaves_no_common_part_and_no_text_alone():
    vectors = np.vstack([unit_rows(3, 200), np.zeros(4)])
    found = centred(vectors)
    np.testing.assert_allclose(np.linalg.norm(found[:-1], axis=1), 1.0)
    assert np.linalg.norm(found[:-1].mean(axis=0)) < 0.25 * np.linalg.norm(vectors[:-1].mean(axis=0))
    assert not found[-1].any()
    assert not centred(np.zeros((2, 3))).any()


def test_a_grid_is_every_combination():
    assert grid(a=(1, 2), b=("x", "y")) == (
        {"a": 1, "b": "x"},
        {"a": 1, "b": "y"},
        {"a": 2, "b": "x"},
        {"a": 2, "b": "y"},
    )


def test_only_baselines_with_material_are_there(words):
    names = [baseline.name for baseline in baselines(5, 0, has_readers=False)]
    assert names == ["random", "popular"]
    full = baselines(5, 0, words=words, mean_vectors=unit_rows(0), cls_vectors=unit_rows(1))
    assert len(full) == 12
    assert len({baseline.name for baseline in full}) == 12
    assert "cold-map" not in {baseline.name for baseline in baselines(5, 0, words=words)}


def test_every_baseline_scores_every_item_with_all_its_settings_and_repeats_itself(words):
    learned = evidence()
    for baseline in baselines(5, 0, words=words, mean_vectors=unit_rows(0), cls_vectors=unit_rows(1)):
        for settings in baseline.grid:
            first = baseline.fit(learned, **settings)(profile(0, 3))
            again = baseline.fit(learned, **settings)(profile(0, 3))
            assert first.shape == (5,), baseline.name
            assert np.isfinite(first).all(), baseline.name
            np.testing.assert_array_equal(first, again, err_msg=baseline.name)


def test_chance_differs_by_reader_and_by_seed_but_not_by_call():
    by_seed = [baselines(5, seed)[0].fit(evidence()) for seed in (1, 2)]
    first = by_seed[0](profile(0, 3))
    by_seed[0](profile(1))
    assert first.tolist() == by_seed[0](profile(0, 3)).tolist()
    assert first.tolist() != by_seed[0](profile(0, 2)).tolist()
    assert first.tolist() != by_seed[1](profile(0, 3)).tolist()


def test_texts_find_texts_alike(words):
    for baseline in baselines(5, 0, words=words, has_readers=False)[2:]:
        for join in JOINS:
            scores = baseline.fit(evidence(), join=join)(profile(0))
            assert scores[1] == np.delete(scores, 0).max() > 0, baseline.name


def test_an_item_is_the_best_answer_to_its_own_words(words):
    bm25 = next(b for b in baselines(5, 0, words=words) if b.name == "bm25")
    for item in range(5):
        scores = bm25.fit(evidence(), join="max")(profile(item))
        assert scores[item] == pytest.approx(1.0)


def test_an_unknown_join_is_refused(words):
    bm25 = next(b for b in baselines(5, 0, words=words) if b.name == "bm25")
    with pytest.raises(ValueError, match="unknown join"):
        bm25.fit(evidence(), join="median")


def read_by_taste(items, cold, seed=3):
    """Return what readers of two tastes like, nobody the last `cold` items, and vectors that tell an item's taste."""
    rng = np.random.default_rng(seed)
    taste = np.arange(items) % 2
    likes = (rng.random((60, items)) < np.where(taste == (np.arange(60) % 2)[:, None], 0.5, 0.05)).astype(
        float
    )
    likes[:, items - cold :] = 0.0
    vectors = np.where(taste[:, None] == np.arange(2), 1.0, 0.0) + 0.1 * rng.normal(size=(items, 2))
    return Evidence(sparse.csr_array(likes), likes.sum(axis=0), 60), vectors, taste


def test_the_cold_map_finds_by_text_what_nobody_liked_and_leaves_the_rest_to_implicit_als():
    known, vectors, taste = read_by_taste(40, cold=8)
    chosen = {"factors": 4, "regularisation": 1.0, "alpha": 10.0}
    mapped = cold_map_baseline(0, vectors).fit(known, **chosen, text_regularisation=1.0)(profile(0, 2, 4))
    plain = next(b for b in baselines(40, 0) if b.name == "ials").fit(known, **chosen)(profile(0, 2, 4))
    assert not plain[32:].any()
    assert mapped[32:][taste[32:] == 0].min() > mapped[32:][taste[32:] == 1].max()
    # The profile is of warm items, which have the factors they had.
    np.testing.assert_allclose(mapped[:32], plain[:32])


def test_the_cold_map_learns_from_the_evidence_it_is_given():
    known, vectors, _ = read_by_taste(40, cold=8)
    other, _, _ = read_by_taste(40, cold=8, seed=9)
    baseline = cold_map_baseline(0, vectors)
    settings = [baseline.grid[0], baseline.grid[1], baseline.grid[-1]]
    kept = {id(e): [baseline.fit(e, **each)(profile(0, 2)) for each in settings] for e in (known, other)}
    for evidence_given in (other, known):
        for each, scores in zip(settings, kept[id(evidence_given)], strict=True):
            fresh = cold_map_baseline(0, vectors).fit(evidence_given, **each)(profile(0, 2))
            np.testing.assert_array_equal(scores, fresh)
    assert not np.array_equal(kept[id(known)][0], kept[id(other)][0])
