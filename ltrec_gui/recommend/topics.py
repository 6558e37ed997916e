"""Topics of a catalogue: clusters of its vectors and LDA over its words, each named by a few of its words."""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ltrec_gui.catalogue.words import is_telling_word, terms

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MOST_CLUSTERS = 60
LONG_STEM, LONGEST_ENDING = (
    6,
    4,
)  # letters: psycholog-y and psycholog-ist, but not intern-et and intern-ational
# At 100,000 rows k-means took 20 s of one core and left a mean squared distance of .858; batches took 1.5 s for .864.
BATCH_CLUSTERS_ABOVE = 20_000
CLUSTER_BATCH = 1024
NAME_TERMS = 3
NAME_CANDIDATES = 40  # how far down a topic's terms a name may reach before terms of other topics are shared
RELEVANCE_LAMBDA = 0.6  # Sievert and Shirley found readers name topics best at this value

LDA_TOPICS = 30
# Learning in batches from the first item on starves topics: of 30, a catalogue of talks used 9. So all topics are
# learned from all items together, or from this many drawn at random, and the rest of a big catalogue refines them.
LDA_START = 10_000
LDA_STEPS = 12
LDA_BATCH = 1024
LDA_ITEM_STEPS = 30  # the shares of one item settle in fewer
LEAST_ITEMS = 5  # a term of fewer items says nothing of a topic
LEAST_ITEMS_SMALL = 2  # in a catalogue below SMALL_CATALOGUE items
SMALL_CATALOGUE = 500
MOST_SHARE = 0.3  # a term of more items than this says nothing either
MOST_TERMS = 20_000

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of n items, the largest first; a topic is its place among the k.

    labels (n,) int64, -1 where an item has none; names one tuple of terms a topic, the most telling first, empty where
    nothing was there to name it by. Of clusters: centres (k, d) float32, the means of their members. Of LDA: centres
    (k, m) float32, the probabilities of the m terms of `vocabulary`, and shares (n, k) float32, how much of an item is
    of each topic, zeros where it has none; a topic may be the first of no item.
    """

    labels: np.ndarray
    centres: np.ndarray
    names: tuple[tuple[str, ...], ...]
    shares: np.ndarray | None = None
    vocabulary: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many topics there are."""
        return len(self.centres)


# ---------------------------------------------------------------------------------------------- clusters


def cluster_count(item_count: int) -> int:
    """Return how many clusters suit a catalogue: round(sqrt(n / 2)), at least 1, at most MOST_CLUSTERS."""
    return max(1, min(MOST_CLUSTERS, round(float(np.sqrt(item_count / 2)))))


def cluster(
    vectors: np.ndarray,
    count: int | None = None,
    *,
    seed: int,
    term_lists: Sequence[Sequence[str]] | None = None,
) -> Topics:
    """Return clusters of unit rows (n, d) float32 by k-means, named by `term_lists` (n) where these are given.

    k-means (Lloyd 1982, started by k-means++ of Arthur and Vassilvitskii 2007), in batches (Sculley, Web-scale
    k-means clustering, 2010) beyond BATCH_CLUSTERS_ABOVE rows. On unit rows the squared distance is 2 - 2 cosine, so
    these are clusters by cosine. Zero rows get -1. There are no more clusters than different rows. The same rows and
    seed give the same clusters.
    """
    vectors = np.asarray(vectors, np.float32)
    labels = np.full(len(vectors), -1, np.int64)
    filled = np.flatnonzero(vectors.any(axis=1)) if vectors.size else np.empty(0, np.int64)
    wanted = cluster_count(len(filled)) if count is None else max(1, count)
    wanted = _different_rows(vectors, filled, wanted)
    if wanted == 0:
        return Topics(labels, np.empty((0, vectors.shape[1] if vectors.ndim == 2 else 0), np.float32), ())
    found, centres = _k_means(vectors[filled], wanted, seed)
    # Batches may leave a cluster empty.
    sizes = np.bincount(found, minlength=len(centres))
    kept = [int(old) for old in np.argsort(-sizes, kind="stable") if sizes[old]]
    renumbered = np.full(len(centres), -1, np.int64)
    renumbered[kept] = np.arange(len(kept))
    labels[filled] = renumbered[found]
    names = name_topics(labels, term_lists) if term_lists is not None else ((),) * len(kept)
    return Topics(labels, np.ascontiguousarray(centres[kept], np.float32), names)


def nearest_topic(vectors: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return the nearest of `centres` (k, d) for each row of `vectors` (n, d), int64; -1 for zero rows."""
    if len(centres) == 0:
        return np.full(len(vectors), -1, np.int64)
    # |x - c|^2 = |x|^2 - 2 x c + |c|^2, of which the first is the same for all centres.
    distances = (centres**2).sum(axis=1) - 2 * (vectors @ centres.T)
    return np.where(vectors.any(axis=1), distances.argmin(axis=1), -1).astype(np.int64)


def _different_rows(vectors: np.ndarray, rows: np.ndarray, enough: int) -> int:
    seen: set[bytes] = set()
    for row in rows:
        if len(seen) >= enough:
            break
        seen.add(vectors[row].tobytes())
    return len(seen)


def _k_means(rows: np.ndarray, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.cluster import KMeans, MiniBatchKMeans
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    if len(rows) > BATCH_CLUSTERS_ABOVE:
        model = MiniBatchKMeans(count, batch_size=CLUSTER_BATCH, n_init=3, random_state=seed)
    else:
        model = KMeans(count, n_init=1, random_state=seed)
    # Threads add up their parts in the order they finish, and float sums depend on the order.
    with threadpool_limits(limits=1):
        model.fit(rows)
    return np.asarray(model.labels_, np.int64), np.asarray(model.cluster_centers_)


# ---------------------------------------------------------------------------------------------- LDA


def lda(
    term_lists: Sequence[Sequence[str]],
    count: int = LDA_TOPICS,
    *,
    seed: int,
    report: Report | None = None,
) -> Topics:
    """Return the topics of latent Dirichlet allocation over each item's terms; items without usable terms get -1.

    Blei, Ng, Jordan, Latent Dirichlet allocation (2003) by variational Bayes on up to LDA_START items, then refined by
    the others in batches as in Hoffman, Blei, Bach, Online learning for LDA (2010). Terms of few items and of more than
    MOST_SHARE of them are left out, as are numbers. An item's label is the topic with its largest share. Topics are
    named by relevance: lambda log p(w|t) + (1 - lambda) log(p(w|t) / p(w)), lambda = .6 (Sievert and Shirley, LDAvis,
    2014). `report` hears of steps done and their number, and may raise to stop. The same terms and seed give the same
    topics.
    """
    labels = np.full(len(term_lists), -1, np.int64)
    counts, vocabulary = _lda_counts(term_lists)
    filled = np.flatnonzero(np.diff(counts.indptr))
    wanted = min(max(1, count), len(filled), len(vocabulary))
    if wanted == 0:
        return Topics(
            labels, np.empty((0, 0), np.float32), (), np.empty((len(term_lists), 0), np.float32), ()
        )
    counts = counts[filled]
    found, weights = _learn_lda(counts, wanted, seed, report)
    first = found.argmax(axis=1)
    largest_first = np.argsort(-np.bincount(first, minlength=wanted), kind="stable")
    found, weights = found[:, largest_first], weights[largest_first]
    labels[filled] = found.argmax(axis=1)
    shares = np.zeros((len(term_lists), wanted), np.float32)
    shares[filled] = found
    centres = weights / weights.sum(axis=1, keepdims=True)
    overall = np.asarray(counts.sum(axis=0)).ravel() / counts.sum()
    relevance = np.log(centres) - (1 - RELEVANCE_LAMBDA) * np.log(overall)
    # A term that the topic holds by its prior alone names nothing.
    relevance[weights < 1.0] = -np.inf
    names = _names(relevance, vocabulary, NAME_TERMS)
    return Topics(labels, centres.astype(np.float32), names, shares, tuple(vocabulary))


def _lda_counts(term_lists: Sequence[Sequence[str]]) -> "tuple[csr_matrix, list[str]]":
    counts, vocabulary = _count_matrix(term_lists)
    spread = np.asarray((counts > 0).sum(axis=0)).ravel()
    items = max(len(term_lists), 1)
    least = LEAST_ITEMS if items >= SMALL_CATALOGUE else LEAST_ITEMS_SMALL
    is_word = np.array([not term.isdigit() for term in vocabulary], bool)
    usable = is_word & (spread >= least) & (spread <= max(MOST_SHARE * items, least))
    if not usable.any():
        usable = is_word
    columns = np.flatnonzero(usable)
    if len(columns) > MOST_TERMS:
        columns = np.sort(columns[np.argsort(-spread[columns], kind="stable")[:MOST_TERMS]])
    return counts[:, columns], [vocabulary[column] for column in columns]


def _learn_lda(
    counts: "csr_matrix", count: int, seed: int, report: Report | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return shares (rows, count) and the topics' pseudo-counts of terms (count, terms), both float64."""
    from sklearn.decomposition import LatentDirichletAllocation

    total = counts.shape[0]
    drawn = np.random.default_rng(seed).permutation(total)
    first, rest = counts[np.sort(drawn[:LDA_START])], drawn[LDA_START:]
    steps = LDA_STEPS + len(range(0, len(rest), LDA_BATCH)) + len(range(0, total, LDA_BATCH))
    done = 0

    def step_done() -> None:
        nonlocal done
        done += 1
        if report is not None:
            report(done, steps)

    # With decay 0 and one batch an update replaces all: these are the steps of `fit`, but one can stop between them.
    model = LatentDirichletAllocation(
        count,
        learning_decay=0.0,
        batch_size=first.shape[0],
        total_samples=first.shape[0],
        max_doc_update_iter=LDA_ITEM_STEPS,
        random_state=seed,
    )
    for _ in range(LDA_STEPS):
        model.partial_fit(first)
        step_done()
    model.set_params(learning_decay=0.7, batch_size=LDA_BATCH, total_samples=total)
    for start in range(0, len(rest), LDA_BATCH):
        model.partial_fit(counts[rest[start : start + LDA_BATCH]])
        step_done()
    parts = []
    for start in range(0, total, LDA_BATCH):
        parts.append(model.transform(counts[start : start + LDA_BATCH]))
        step_done()
    return np.vstack(parts), np.asarray(model.components_, np.float64)


# ---------------------------------------------------------------------------------------------- names


def name_topics(
    labels: np.ndarray, term_lists: Sequence[Sequence[str]], limit: int = NAME_TERMS
) -> tuple[tuple[str, ...], ...]:
    """Return up to `limit` terms for each topic 0..max(labels), the most telling first; labels below 0 are no topic.

    The weight of a term is class-based TF-IDF, sqrt(share(t, c)) * log(1 + A / f(t)) (Grootendorst, BERTopic, arXiv
    2203.05794): share of the topic's items that have the term, f the number of all items that have it, A the mean
    number of terms a topic. The root is BERTopic's own remedy against words that are frequent everywhere. Items are
    counted, not occurrences, so that one long text cannot name a topic. A term names two topics only where
    one of them would be left without a name.
    """
    from scipy.sparse import csr_matrix

    labels = np.asarray(labels, np.int64)
    count = int(labels.max(initial=-1)) + 1
    if count == 0:
        return ()
    counts, vocabulary = _count_matrix(term_lists)
    if not vocabulary:
        return ((),) * count
    members = np.flatnonzero(labels >= 0)
    belongs = csr_matrix((np.ones(len(members)), (labels[members], members)), shape=(count, len(labels)))
    held = np.asarray((belongs @ (counts > 0).astype(np.float64)).todense())
    everywhere = np.maximum(held.sum(axis=0), 1.0)
    sizes = np.maximum(np.bincount(labels[members], minlength=count), 1)
    rarity = np.log1p(held.sum() / count / everywhere)
    weights = np.where(held > 0, np.sqrt(held / sizes[:, None]) * rarity, -np.inf)
    return _names(weights, vocabulary, limit)


def as_written(wanted: Collection[str], texts: Iterable[str]) -> dict[str, str]:
    """Return for each term of `wanted` the word that `texts` write most often for it; a term they lack is left out.

    Terms are cut and folded (`movy`, `cafe`); a reader wants `movies` and `café`. A word is lower-case unless hardly
    any text writes it so: names and abbreviations keep their capitals. Pairs of Chinese characters are as written.
    """
    forms: dict[str, Counter[str]] = {term: Counter() for term in wanted}
    known: dict[str, str] = {}
    for text in texts:
        for word in _WORD.findall(text):
            term = known.get(word)
            if term is None:
                found = terms(word)
                term = known[word] = found[0] if len(found) == 1 else ""
            if term in forms:
                forms[term][_POSSESSIVE.sub("", word)] += 1
    return {term: _usual_form(counted) for term, counted in forms.items() if counted}


def readable(names: Sequence[Sequence[str]], texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return topic names with each term as `texts` write it most often."""
    written = as_written({term for name in names for term in name}, texts)
    return tuple(tuple(written.get(term, term) for term in name) for name in names)


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_LOWER_SHARE = 0.2  # of a word's uses; common words stand at the start of sentences and in titles, too


def _usual_form(counted: Mapping[str, int]) -> str:
    folded: Counter[str] = Counter()
    for word, uses in counted.items():
        folded[word.lower()] += uses
    # Ties go to the first in the alphabet, so that the order of the texts decides nothing.
    lower = min(folded, key=lambda word: (-folded[word], word))
    if counted.get(lower, 0) >= _LOWER_SHARE * folded[lower]:
        return lower
    return min((word for word in counted if word.lower() == lower), key=lambda word: (-counted[word], word))


def _count_matrix(term_lists: Sequence[Sequence[str]]) -> "tuple[csr_matrix, list[str]]":
    """Return counts (n, m) of each term in each item, and the m terms in the order of the columns, sorted."""
    from scipy.sparse import csr_matrix

    columns: dict[str, int] = {}
    indices = array("q")
    indptr = [0]
    for term_list in term_lists:
        indices.extend([columns.setdefault(term, len(columns)) for term in term_list])
        indptr.append(len(indices))
    vocabulary = sorted(columns)
    sorted_column = np.empty(len(columns), np.int64)
    sorted_column[[columns[term] for term in vocabulary]] = np.arange(len(columns))
    matrix = csr_matrix(
        (np.ones(len(indices)), sorted_column[np.asarray(indices, np.int64)], np.asarray(indptr)),
        shape=(len(term_lists), len(columns)),
    )
    matrix.sum_duplicates()
    return matrix, vocabulary


def _names(weights: np.ndarray, vocabulary: Sequence[str], limit: int) -> tuple[tuple[str, ...], ...]:
    """Return `limit` terms a topic from weights (k, m), -inf for a term the topic must not be named by.

    A term goes to the topic where it stands highest, by place and then by weight; numbers, words that say nothing of
    their own, and terms that look like one the topic has already, are passed over. A topic that is left without any
    name by that gets one such term, or else shares one.
    """
    best = [
        [int(column) for column in np.argsort(-row, kind="stable")[:NAME_CANDIDATES] if row[column] > -np.inf]
        for row in weights
    ]
    offers = sorted(
        (place, -float(weights[topic, column]), topic, column)
        for topic, columns in enumerate(best)
        for place, column in enumerate(columns)
    )
    chosen: list[list[int]] = [[] for _ in best]
    taken: set[int] = set()
    for _, _, topic, column in offers:
        term, mine = vocabulary[column], chosen[topic]
        if len(mine) >= limit or column in taken or term.isdigit() or not is_telling_word(term):
            continue
        if not any(alike(term, vocabulary[other]) for other in mine):
            mine.append(column)
            taken.add(column)
    for may_share in (False, True):
        for _, _, topic, column in offers:
            if not chosen[topic] and limit > 0 and (may_share or column not in taken):
                chosen[topic].append(column)
                taken.add(column)
    return tuple(tuple(vocabulary[column] for column in columns) for columns in chosen)


def alike(first: str, second: str) -> bool:
    """Return whether two terms read as one beside each other: `movie` and `movy`, `murder` and `murderer`.

    Words are alike when one goes on where the other ends, by three letters at most, when they differ only as y and ie
    do, or when two long ones differ only in their endings (`creative` and `creativity`); pairs of Chinese characters
    when one begins with the character that ends the other. A word left out wrongly (`car` beside `carbon`) costs a
    name little.
    """
    if not (first.isascii() or second.isascii()) and len(first) == len(second) == 2:
        return first[1] == second[0] or second[1] == first[0]
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3:
        return True
    stem = next((at for at, (one, other) in enumerate(zip(shorter, longer, strict=False)) if one != other), 0)
    if stem >= LONG_STEM and len(longer) - stem <= LONGEST_ENDING:
        return True
    return _Y_OR_IE.sub("", first) == _Y_OR_IE.sub("", second)


_Y_OR_IE = re.compile("(?<=..)(?:y|ie)$")
