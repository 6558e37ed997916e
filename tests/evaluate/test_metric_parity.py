"""Our metrics and those of RecTools and LensKit on the same random lists, to 1e-9.

Where a library defines a metric of the same name differently, the test states how the two hang together.

Nothing to compare with: LensKit (2025.8) has no intra-list similarity, and neither library has tail share, tail
coverage, least distance, largest frequency, hub skewness, PopREO or PopRSP, or an editor's effort.
"""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from ltrec_gui.recommend import metrics

K = 10
ITEMS = 60
READERS = 40
CLOSE = {"rel": 0, "abs": 1e-9}


@dataclass(frozen=True, slots=True)
class Case:
    """Made-up lists: some empty, some shorter than K; readers with 1 to 25 relevant items; many ties in popularity."""

    lists: list[np.ndarray]  # by reader: positions, best first
    relevant: list[np.ndarray]  # by reader: positions
    read: np.ndarray  # (readers, items) bool: what was read before
    vectors: np.ndarray  # (items, d) unit rows
    categories: np.ndarray  # (items,)

    def hits(self, reader):
        return np.isin(self.lists[reader], self.relevant[reader])

    def each(self, metric, k):
        """Give metric(hits, relevant count, k) of every reader."""
        return [metric(self.hits(reader), len(self.relevant[reader]), k) for reader in range(READERS)]

    @property
    def counts(self):
        return self.read.sum(axis=0)

    def of_lists(self, metric):
        """Give metric(first K positions) of every reader who has a list."""
        return [metric(positions[:K]) for positions in self.lists if len(positions)]


@pytest.fixture(params=range(5), ids="seed {}".format)
def case(request):
    generator = np.random.default_rng(request.param)
    lengths = generator.integers(0, 16, READERS)
    lengths[:4] = [0, 1, K, 15]
    relevant_counts = generator.integers(1, 26, READERS)
    relevant_counts[:8] = [1, 1, 1, 1, 2, K - 1, K, K + 1]
    signs = generator.choice([-1.0, 1.0], (ITEMS, 8))
    return Case(
        lists=[generator.permutation(ITEMS)[:length] for length in lengths],
        relevant=[generator.permutation(ITEMS)[:count] for count in relevant_counts],
        # A few items that nobody has read, and a long tail of items with the same few readers.
        read=generator.random((READERS, ITEMS)) < np.linspace(0, 1, ITEMS) ** 3,
        vectors=signs / np.sqrt(8),
        categories=generator.integers(0, 6, ITEMS),
    )


def test_the_cases_hold_what_is_hard(case):
    assert {0, 1, K} <= {len(row) for row in case.lists}
    assert max(map(len, case.lists)) > K
    assert 0 in case.counts
    assert len(set(case.counts)) < ITEMS / 2
    assert any(case.hits(reader)[:K].any() for reader in range(READERS))


# --- RecTools


@pytest.fixture(scope="module")
def rectools():
    return pytest.importorskip("rectools.metrics", reason="RecTools is not installed")


def table(rows, ranked=False):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    readers = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    columns = {"user_id": readers, "item_id": np.concatenate(rows)}
    if ranked:
        columns["rank"] = np.concatenate([np.arange(len(row)) + 1 for row in rows])
    return pandas.DataFrame(columns)


def by_reader(series):
    """Give RecTools' figures in the order of the readers it has figures for."""
    return series.sort_index().to_list()


@pytest.mark.parametrize("k", [1, K, 50])
def test_ndcg_is_that_of_rectools_divided_by_the_achievable(rectools, case, k):
    reco, relevant = table(case.lists, ranked=True), table(case.relevant)
    theirs = rectools.NDCG(k=k, divide_by_achievable=True).calc_per_user(reco, relevant)
    ours = case.each(metrics.ndcg, k)
    assert by_reader(theirs) == pytest.approx(ours, **CLOSE)
    assert rectools.NDCG(k=k, divide_by_achievable=True).calc(reco, relevant) == pytest.approx(
        np.mean(ours), **CLOSE
    )


def test_the_default_ndcg_of_rectools_is_ours_times_the_ideal_reached(rectools, case):
    theirs = by_reader(rectools.NDCG(k=K).calc_per_user(table(case.lists, True), table(case.relevant)))
    ideal = np.cumsum(1 / np.log2(np.arange(2, K + 2)))
    reachable = [ideal[min(K, len(row)) - 1] / ideal[-1] for row in case.relevant]
    assert theirs == pytest.approx(np.array(case.each(metrics.ndcg, K)) * reachable, **CLOSE)
    assert theirs != pytest.approx(case.each(metrics.ndcg, K), **CLOSE)


@pytest.mark.parametrize("k", [1, K, 50])
def test_recall_and_precision_are_those_of_rectools(rectools, case, k):
    reco, relevant = table(case.lists, ranked=True), table(case.relevant)
    for theirs, ours in (
        (rectools.Recall(k=k), metrics.recall),
        (rectools.Precision(k=k, r_precision=True), metrics.achievable_recall),
    ):
        assert by_reader(theirs.calc_per_user(reco, relevant)) == pytest.approx(case.each(ours, k), **CLOSE)


def test_mean_popularity_is_that_of_rectools(rectools, case):
    log = table([np.flatnonzero(row) for row in case.read])
    theirs = rectools.AvgRecPopularity(k=K).calc_per_user(table(case.lists, True), log)
    ours = case.of_lists(lambda row: metrics.mean_popularity(case.counts[row]))
    assert by_reader(theirs) == pytest.approx(ours, **CLOSE)


def test_novelty_is_that_of_rectools_with_one_reader_more_who_has_read_everything(rectools, case):
    """RecTools takes an item without readers for one with one reader; we count one more reader of every item."""
    log = table([*(np.flatnonzero(row) for row in case.read), np.arange(ITEMS)])
    readers = int(case.read.any(axis=1).sum())
    theirs = rectools.MeanInvUserFreq(k=K).calc_per_user(table(case.lists, True), log)
    ours = case.of_lists(lambda row: metrics.mean_novelty(case.counts[row], readers))
    assert by_reader(theirs) == pytest.approx(ours, **CLOSE)


def test_coverage_is_that_of_rectools(rectools, case):
    counts = metrics.recommendation_counts([row[:K] for row in case.lists], ITEMS)
    theirs = rectools.CatalogCoverage(k=K, normalize=True).calc(table(case.lists, True), range(ITEMS))
    assert theirs == pytest.approx(metrics.coverage(counts, np.ones(ITEMS, bool)), **CLOSE)


def test_vector_diversity_is_twice_the_hamming_diversity_of_rectools_a_dimension(rectools, case):
    """Of rows of signs 1 - cosine is twice the share of dimensions in which they differ."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    hamming = rectools.PairwiseHammingDistanceCalculator(pandas.DataFrame(case.vectors))
    theirs = rectools.IntraListDiversity(k=K, distance_calculator=hamming).calc_per_user(
        table(case.lists, True)
    )
    ours = case.of_lists(lambda row: metrics.intra_list_diversity(case.vectors[row]))
    dimensions = case.vectors.shape[1]
    assert [2 * value / dimensions for value in by_reader(theirs)] == pytest.approx(ours, **CLOSE)


def test_diversity_of_one_tag_each_is_the_hamming_diversity_of_rectools(rectools, case):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    hamming = rectools.PairwiseHammingDistanceCalculator(pandas.DataFrame(case.categories.astype(float)))
    theirs = rectools.IntraListDiversity(k=K, distance_calculator=hamming).calc_per_user(
        table(case.lists, True)
    )
    ours = case.of_lists(lambda row: metrics.tag_diversity([frozenset(str(case.categories[i])) for i in row]))
    assert by_reader(theirs) == pytest.approx(ours, **CLOSE)


def pairwise(rectools, distances):
    """Give RecTools a matrix of distances to average over pairs."""

    class FromMatrix(rectools.PairwiseDistanceCalculator):
        def _get_distances_for_item_pairs(self, items_0, items_1):
            return distances[items_0.astype(int), items_1.astype(int)]

    return FromMatrix()


def test_diversity_of_any_vectors_and_tags_is_averaged_as_rectools_does(rectools, case):
    generator = np.random.default_rng(len(case.lists[5]))
    vectors = generator.normal(size=(ITEMS, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    has = generator.random((ITEMS, 5)) < 0.3
    tags = [frozenset(np.flatnonzero(row).astype(str)) for row in has]
    assert frozenset() in tags
    either = (has[:, None] | has).sum(axis=2)
    jaccard = np.where(either > 0, 1 - (has[:, None] & has).sum(axis=2) / np.maximum(either, 1), 0)
    for distances, ours in (
        (1 - vectors @ vectors.T, lambda row: metrics.intra_list_diversity(vectors[row])),
        (jaccard, lambda row: metrics.tag_diversity([tags[i] for i in row])),
    ):
        theirs = rectools.IntraListDiversity(k=K, distance_calculator=pairwise(rectools, distances))
        assert by_reader(theirs.calc_per_user(table(case.lists, True))) == pytest.approx(
            case.of_lists(ours), **CLOSE
        )


def test_serendipity_meets_that_of_rectools_where_popularity_is_all_or_nothing(rectools, case):
    """RecTools weighs a hit by how much higher it stands than its popularity would put it; we ask only whether it is
    among the well known.

    When every item is either read as often as any or never, a well-known hit weighs nothing there too, and another one
    (items + 1 - rank) / items, which nears 1 as the catalogue grows.
    """
    well_known = np.arange(ITEMS) % 3 == 0
    reco, relevant, log = table(case.lists, True), table(case.relevant), table([np.flatnonzero(well_known)])

    def weighed(reader, catalogue):
        hits = (case.hits(reader) & ~well_known[case.lists[reader]])[:K]
        return np.mean(hits * (catalogue - np.arange(len(hits))) / catalogue)

    with_list = [reader for reader in range(READERS) if len(case.lists[reader])]
    theirs = rectools.Serendipity(k=K).calc_per_user(reco, relevant, log, range(ITEMS))
    assert by_reader(theirs) == pytest.approx([weighed(reader, ITEMS) for reader in with_list], **CLOSE)
    of_a_huge_catalogue = rectools.Serendipity(k=K).calc_per_user(reco, relevant, log, range(10**12))
    ours = [
        metrics.serendipity(case.hits(reader)[:K], well_known[case.lists[reader][:K]]) for reader in with_list
    ]
    assert by_reader(of_a_huge_catalogue) == pytest.approx(ours, **CLOSE)
    assert any(ours)


# --- LensKit


@pytest.fixture(scope="module")
def lenskit():
    return pytest.importorskip("lenskit.metrics", reason="LensKit is not installed")


def per_list(metric, case):
    """Give LensKit's figures of every reader."""
    data = pytest.importorskip("lenskit.data", reason="LensKit is not installed")
    return [
        metric.measure_list(data.ItemList(item_ids=row, ordered=True), data.ItemList(item_ids=relevant))
        for row, relevant in zip(case.lists, case.relevant, strict=True)
    ]


@pytest.mark.parametrize("k", [1, K, 50])
def test_ndcg_is_that_of_lenskit_discounted_from_the_second_place(lenskit, case, k):
    theirs = lenskit.NDCG(k, weight=lenskit.LogRankWeight(offset=1))
    assert per_list(theirs, case) == pytest.approx(case.each(metrics.ndcg, k), **CLOSE)


def test_the_default_ndcg_of_lenskit_gives_the_first_two_places_the_same_weight(lenskit, case):
    """Its discount is log2 of the rank, and 1 for the first; ours log2(rank + 1)."""
    discounts = 1 / np.log2(np.maximum(np.arange(1, K + 1), 2))

    def by_that_discount(hits, relevant_count, k):
        return discounts[: len(hits)] @ hits[:k] / discounts[: min(k, relevant_count)].sum()

    theirs = per_list(lenskit.NDCG(K), case)
    assert theirs == pytest.approx(case.each(by_that_discount, K), **CLOSE)
    assert theirs != pytest.approx(case.each(metrics.ndcg, K), **CLOSE)


@pytest.mark.parametrize("k", [1, K, 50])
def test_recall_of_lenskit_is_the_achievable_one(lenskit, case, k):
    assert per_list(lenskit.Recall(k), case) == pytest.approx(
        case.each(metrics.achievable_recall, k), **CLOSE
    )


def test_recall_of_whole_lists_is_that_of_lenskit(lenskit, case):
    assert per_list(lenskit.Recall(), case) == pytest.approx(case.each(metrics.recall, 50), **CLOSE)


def test_gini_is_that_of_lenskit(lenskit, case):
    """It cannot join an empty list to others (the type of its ids is another one), so those are left out."""
    found = lenskit.ListGini(K, items=ITEMS)
    theirs = found.summarize([ids for ids in per_list(found, case) if len(ids)])
    counts = metrics.recommendation_counts([row[:K] for row in case.lists], ITEMS)
    assert theirs["value"] == pytest.approx(metrics.gini(counts), **CLOSE)


def test_popularity_rank_of_lenskit_is_mean_popularity_of_ranks(lenskit, case):
    """LensKit averages ranks of popularity among the items anybody has read, as shares; items nobody has read are 0."""
    data = pytest.importorskip("lenskit.data", reason="LensKit is not installed")
    log = data.from_interactions_df(table([np.flatnonzero(row) for row in case.read]))
    somebody = case.counts > 0
    ranks = np.zeros(ITEMS)
    ranks[somebody] = stats.rankdata(case.counts[somebody]) / somebody.sum()
    theirs = per_list(lenskit.MeanPopRank(log, n=K), case)
    with_list = [value for value, row in zip(theirs, case.lists, strict=True) if len(row)]
    assert with_list == pytest.approx(case.of_lists(lambda row: metrics.mean_popularity(ranks[row])), **CLOSE)
