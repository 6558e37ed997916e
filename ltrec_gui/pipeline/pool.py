"""The best candidates of a request as the rows a slate is chosen from, and the choosing."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import terms, title_key
from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline.asked import Asked, subject_terms
from ltrec_gui.pipeline.candidates import Candidates, best_rows
from ltrec_gui.pipeline.find_topics import BY_CLUSTERS, BY_LDA, catalogue_topics
from ltrec_gui.recommend import diversify, explain, tail
from ltrec_gui.recommend.diversify import Pick, Pool
from ltrec_gui.recommend.popularity import NEW, TAIL
from ltrec_gui.recommend.slate import NOTE_POOL_TOPICS
from ltrec_gui.recommend.topics import cluster, lda, readable
from ltrec_gui.recommend.word_vectors import DIMENSION, word_vectors

QUOTA_COLUMNS = ("author", "language", "year", "first-tag")
EXPLORED_TO = 150  # exploration takes its items from the ranks behind the slate down to this one
RANDOM_SEED = 5


@dataclass(frozen=True, slots=True)
class PoolRows:
    """The rows (p,) of the candidates that compete for the slate, best first, with their items and arrays."""

    rows: np.ndarray
    items: list[Item]
    pool: Pool
    unit: float  # one unit of the pool's scores in units of relevance
    tail_places: int
    topic_names: list[str]  # of each row; empty where the policy shares no places among topics


@dataclass(frozen=True, slots=True)
class Places:
    """Who got the places, in slate order; `explored` are picks taken from further down to find out.

    The picks before them are what `diversify.rerank` gives for `reranked_count` places, `tail_places` of them kept.
    """

    picks: list[Pick]
    explored: frozenset[int]  # rows of the pool
    reranked_count: int
    tail_places: int


def pool_of(asked: Asked, candidates: Candidates, policy: str) -> PoolRows:
    """Return the most relevant candidates and the most relevant of the tail, ready for `policy`."""
    request = asked.request
    positions = candidates.positions
    is_tail = asked.popularity.segments[positions] == TAIL
    rows = best_rows(candidates.ranked.total, is_tail, request.count)
    items_by_id = asked.workspace.items.by_ids([asked.table.ids[position] for position in positions[rows]])
    items = [items_by_id[asked.table.ids[position]] for position in positions[rows]]
    vectors = pool_vectors(asked, positions[rows], items)
    scores = candidates.ranked.total[rows] * candidates.ranked.scale
    spread = float(scores.std()) if len(scores) else 0.0
    spread = spread if spread > 1e-9 else 1.0
    labels, names = None, [""] * len(items)
    if policy in (BY_CLUSTERS, BY_LDA) and items:
        labels, names = _topics(asked, policy, positions[rows], items, vectors)
    pool = Pool(
        scores=_by_tail_method(asked, scores / spread, positions[rows], is_tail[rows]),
        vectors=vectors,
        title_keys=[_title_key(item.title) for item in items],
        is_tail=is_tail[rows],
        topics=labels if policy == BY_CLUSTERS else None,
        lda_topics=labels if policy == BY_LDA else None,
        groups=_groups(items, request.quota_column) if policy == "column-quota" else None,
        is_known=_known(asked, items),
    )
    # Only a quota keeps places; the other methods speak through the scores.
    places = round(request.tail_preference * request.count) if request.tail_method == "quota" else 0
    return PoolRows(rows, items, pool, spread / candidates.ranked.scale, places, names)


def _known(asked: Asked, items: list[Item]) -> np.ndarray:
    """Return which items (p,) are another edition of a seed, or of what was judged or shelved; not of what was put off.

    Editions share a title and, where both name their authors, a part of those: works of one title are many.
    """
    judged = [
        i for item_id, i in asked.judged_items.items() if asked.verdicts.get(item_id, "not-now") != "not-now"
    ]
    shelved = asked.workspace.items.by_ids(sorted(asked.shelf - asked.judged_items.keys()))
    authors: dict[str, list[frozenset[str]]] = {}
    for item in (*asked.seed_items.values(), *judged, *shelved.values()):
        authors.setdefault(_title_key(item.title), []).append(_names(item.author))
    return np.array(
        [
            any(not known or not own or known & own for known in authors.get(_title_key(item.title), ()))
            for item in items
            for own in (_names(item.author),)
        ],
        bool,
    )


# The pool of a list made again is mostly that of the list before.
@lru_cache(maxsize=5_000)
def _names(author: str) -> frozenset[str]:
    """Return the words of names, without initials and titles of two letters."""
    return frozenset(term for term in terms(author) if len(term) > 2 or not term.isascii())


@lru_cache(maxsize=5_000)
def _title_key(title: str) -> str:
    return title_key(title)


def choose_places(asked: Asked, pool_rows: PoolRows, policy: str, diversity: float) -> Places:
    """Return who gets the places under a policy; the last `explore_places` go to items from further down the list.

    Wild cards keep what was promised to the tail; where fewer of them can be found, fewer places are given away.
    """
    request = asked.request
    for explored_count in range(max(0, min(request.explore_places, request.count - 1)), -1, -1):
        generator = sampling(asked)
        count = request.count - explored_count
        tail_places = min(pool_rows.tail_places, count)
        picks = diversify.rerank(pool_rows.pool, policy, count, diversity, tail_places, generator)
        explored = _explored(request.count, pool_rows, picks, explored_count, generator)
        if len(explored) == explored_count:
            break
    scores = pool_rows.pool.scores
    wild_cards = [Pick(row, float(scores[row]), 0.0, -1) for row in explored]
    return Places([*picks, *wild_cards], frozenset(explored), count, tail_places)


def sampling(asked: Asked) -> np.random.Generator:
    """Return the generator of a slate: the same request gives the same list, another verdict may draw another."""
    return np.random.default_rng([RANDOM_SEED, asked.request.brief_id or 0, len(asked.verdicts)])


def _explored(
    slate_count: int, pool_rows: PoolRows, picks: list[Pick], wanted: int, generator: np.random.Generator
) -> list[int]:
    """Return up to `wanted` rows at random from the ranks behind the slate, none like another in the list."""
    pool = pool_rows.pool
    listed = [pick.row for pick in picks]
    below = range(slate_count, min(EXPLORED_TO, len(pool_rows.rows)))
    drawn = [int(row) for row in generator.permutation(np.array(below, np.int64)) if int(row) not in listed]
    owed_to_tail = pool_rows.tail_places - int(pool.is_tail[listed].sum())
    # Stable: what is owed to the tail comes first, each kind in the order drawn.
    drawn.sort(key=lambda row: owed_to_tail > 0 and not pool.is_tail[row])
    explored: list[int] = []
    for row in drawn:
        if len(explored) == wanted:
            break
        is_twin = (
            bool(pool.is_known is not None and pool.is_known[row])
            or any(diversify.near_identical(pool.title_keys[row], pool.title_keys[other]) for other in listed)
            or bool((pool.vectors[listed] @ pool.vectors[row] >= diversify.SAME_VECTOR_COSINE).any())
        )
        if not is_twin:
            explored.append(row)
            listed.append(row)
    return explored


def pool_vectors(asked: Asked, positions: np.ndarray, items: list[Item]) -> np.ndarray:
    """Return unit rows to tell items apart by: BERT's where they rank, else made of the items' words."""
    if asked.by_meaning:
        return asked.view.rows(positions)
    term_lists = [subject_terms(item) for item in items]
    if not term_lists:
        return np.empty((0, DIMENSION), np.float32)
    in_pool = Counter(term for found in term_lists for term in set(found))
    weights = {term: explain.inverse_frequency(count, len(items) + 1) for term, count in in_pool.items()}
    return word_vectors(term_lists, weights)


def _by_tail_method(
    asked: Asked, scores: np.ndarray, positions: np.ndarray, is_tail: np.ndarray
) -> np.ndarray:
    """Return the scores as a method that keeps no places would have them, at the strength of the tail preference."""
    request = asked.request
    return tail.adjusted(
        request.tail_method,
        scores,
        asked.popularity.counts[positions],
        is_tail,
        asked.popularity.segments[positions] == NEW,
        request.count,
        request.tail_preference,
    )


def _topics(
    asked: Asked, policy: str, positions: np.ndarray, items: list[Item], vectors: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    """Return each row's topic and its name, from the catalogue's topics or, while there are none, from the pool's."""
    found = catalogue_topics(asked.workspace, asked.table, asked.view)
    # Clusters of vectors say nothing where vectors cannot rank.
    if found is not None and found.names[policy] and (asked.by_meaning or policy == BY_LDA):
        labels = found.labels[policy][positions]
        return labels, [found.name(policy, int(position)) for position in positions]
    if found is None:
        asked.notes.append(NOTE_POOL_TOPICS)
    terms = [subject_terms(item) for item in items]
    if policy == BY_CLUSTERS:
        topics = cluster(vectors, seed=RANDOM_SEED, term_lists=terms)
    else:
        topics = lda(terms, max(2, min(30, len(items) // 8)), seed=RANDOM_SEED)
    names = [
        " · ".join(name) for name in readable(topics.names, [f"{item.title} {item.text}" for item in items])
    ]
    return topics.labels, [names[label] if label >= 0 else "" for label in topics.labels]


def _groups(items: list[Item], column: str) -> np.ndarray:
    """Return a number for each row's value of a column, -1 for none."""
    if column not in QUOTA_COLUMNS and column not in {name for item in items for name, _ in item.extra}:
        raise RequestError(
            "There is no column “{name}” to count by. Nothing was changed. Choose one of: {names}.",
            name=column,
            names=", ".join([*QUOTA_COLUMNS, *sorted({name for item in items for name, _ in item.extra})]),
        )
    numbers: dict[str, int] = {}
    values = [_value(item, column).strip().casefold() for item in items]
    return np.array([numbers.setdefault(value, len(numbers)) if value else -1 for value in values], np.int64)


def _value(item: Item, column: str) -> str:
    match column:
        case "author":
            return item.author
        case "language":
            return item.language
        case "year":
            return str(item.year or "")
        case "first-tag":
            return item.tags[0] if item.tags else ""
    return next((value for name, value in item.extra if name == column), "")
