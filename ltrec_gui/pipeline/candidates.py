"""Which items may be suggested, over-fetched and then filtered, and how relevant each is."""

from dataclasses import dataclass

import numpy as np

from ltrec_gui.pipeline.asked import WANTED, Asked
from ltrec_gui.recommend import critiques, preference
from ltrec_gui.recommend.critiques import Critique
from ltrec_gui.recommend.diversify import POOL_SIZE
from ltrec_gui.recommend.popularity import NEW, SEGMENT_CODES, TAIL, UNKNOWN
from ltrec_gui.recommend.relevance import (
    Evidence,
    Meaning,
    Profile,
    Relevance,
    Wanted,
    profile_of,
    relevance,
    scores_of_readers,
)
from ltrec_gui.recommend.slate import Part
from ltrec_gui.store.items import NO_YEAR

# Asked of the index and of each signal: several times what a slate needs, for much of it is filtered away. After 0, 8
# and 16 verdicts, lists of 20 held the same items as with everything ranked in all of 120 cases on films and 120 on
# talks, in the same order in all and 118; at 400 the order was another in 14 on talks.
OVERFETCH = 30
LEAST_FETCHED = 600


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows that may be suggested, with their signals and relevance; arrays have m rows."""

    positions: np.ndarray
    similarity: (
        np.ndarray
    )  # of the best rows to the nearest of brief and seeds; NaN without a vector, and for others
    ranked: Relevance
    pulls: dict[int, float]  # verdict'd position -> its pull on the learned direction
    nearest_seed: np.ndarray  # index into the seeds; -1: none
    evidence: Evidence
    wanted: Wanted
    profile: Profile


def find_candidates(asked: Asked) -> Candidates:
    """Return what may be suggested, with its relevance and the parts of it."""
    allowed = asked.mask()
    evidence, wanted = evidence_of(asked), wanted_of(asked)
    background = background_of(asked)
    meaning = Meaning(evidence, wanted, background)
    profile = profile_of(wanted)
    # A rejection, or another diversity, leaves the profile as it is.
    readers_scores = asked.workspace.kept(
        "scores of readers",
        (evidence.readers, asked.n, profile.positions.tobytes(), profile.weights.tobytes()),
        lambda: scores_of_readers(evidence, wanted),
    )
    signals = [
        scores for scores in (wanted.words, readers_scores, _alike(evidence, meaning)) if scores is not None
    ]
    positions = _retrieve(asked, meaning, signals, allowed)
    ranked = relevance(
        evidence,
        wanted,
        positions,
        background,
        asked.request.tail_preference,
        meaning=meaning,
        readers_scores=readers_scores,
    )
    rows = best_rows(ranked.total, asked.popularity.segments[positions] == TAIL, asked.request.count)
    similarity, nearest_seed = _similarity(evidence, meaning, positions, rows)
    return Candidates(
        positions,
        similarity,
        ranked,
        meaning.pulls(),
        nearest_seed,
        evidence,
        wanted,
        profile,
    )


def evidence_of(asked: Asked) -> Evidence:
    """Return the library as arrays; where meaning cannot rank, as one without vectors."""
    readers = asked.readers
    no_vectors = np.zeros(asked.n, bool)
    return Evidence(
        rows=asked.view.rows,
        rows_once=asked.view.rows_once,
        has_vector=asked.view.has_vector if asked.by_meaning else no_vectors,
        depth=_depth(asked),
        readers=readers,
        reader_counts=readers.counts if readers is not None else None,
        reader_total=readers.reader_count if readers is not None else 0,
        factors=readers.factors if readers is not None else None,
        content_share=readers.content_share if readers is not None else 1.0,
    )


def _depth(asked: Asked) -> np.ndarray:
    """Return the share of items (n,) that are more popular than each."""
    popularity = asked.popularity
    # What is new has had no time to be opened: it gets neither the reward nor the penalty of its few openings.
    return np.where(popularity.segments == NEW, popularity.depth.mean(), popularity.depth)


def parts_of(candidates: Candidates, row: int) -> tuple[Part, ...]:
    """Return the parts of one candidate's relevance, with how many verdicts stand behind each critique."""
    counts = {critique.name: critique.count for critique in candidates.wanted.critiques}
    return tuple(
        Part(name, float(values[row]), counts.get(name, 0))
        for name, values in candidates.ranked.parts.items()
    )


def wanted_of(asked: Asked) -> Wanted:
    """Return the request as arrays."""
    liked: list[int] = []
    weights: list[float] = []
    disliked: list[int] = []
    postponed: list[int] = []
    for item_id, verdict in asked.verdicts.items():
        position = asked.positions.get(item_id)
        if position is None:
            continue
        if verdict == "not-now":
            postponed.append(position)
        elif verdict in WANTED:
            liked.append(position)
            weights.append(preference.MORE_LIKE_THIS_WEIGHT if verdict == "more-like-this" else 1.0)
        elif asked.critiques.get(item_id, "") in critiques.TEACHING:
            disliked.append(position)
    return Wanted(
        brief=asked.brief_vector,
        seeds=np.array(asked.seed_positions, np.int64),
        liked=np.array(liked, np.int64),
        liked_weights=np.array(weights, np.float64),
        disliked=np.array(disliked, np.int64),
        postponed=np.array(postponed, np.int64),
        words=_words_signal(asked) if asked.term_weights else None,
        has_brief=bool(asked.request.brief.strip()),
        by_meaning=asked.by_meaning,
        critiques=_critiques_of(asked, np.array(liked, np.int64)),
        feedback_model=asked.request.feedback_model,
    )


def _critiques_of(asked: Asked, accepted: np.ndarray) -> tuple[Critique, ...]:
    """Return what the reasons of rejections move, as far as there are enough of each; `accepted` (k,) positions."""
    by_name: dict[str, list[int]] = {}
    for item_id, name in asked.critiques.items():
        if asked.verdicts.get(item_id) == "not-right" and item_id in asked.positions:
            by_name.setdefault(name, []).append(asked.positions[item_id])
    if not by_name:
        return ()
    critiqued = {name: np.array(by_name.get(name, []), np.int64) for name in critiques.PARTS}
    found: list[Critique | None] = [
        critiques.too_known(_depth(asked), len(critiqued[critiques.KNOWN])),
        critiques.too_old(asked.table.years, critiqued[critiques.OLD], accepted, NO_YEAR),
        _of_language(asked, critiqued[critiques.LANGUAGE], accepted),
        _of_author(asked, critiqued[critiques.AUTHOR], accepted),
    ]
    if asked.by_meaning:
        alike = critiqued[critiques.ALIKE]
        found.append(critiques.too_alike(asked.view.rows, alike[asked.view.has_vector[alike]]))
    return tuple(critique for critique in found if critique is not None)


def _of_language(asked: Asked, critiqued: np.ndarray, accepted: np.ndarray) -> Critique | None:
    def language(position: int) -> str:
        return asked.table.languages[position].strip().casefold()

    return critiques.by_value(
        critiques.LANGUAGE, [*map(language, critiqued)], [*map(language, accepted)], language
    )


def _of_author(asked: Asked, critiqued: np.ndarray, accepted: np.ndarray) -> Critique | None:
    """Return what lowers other items of the authors called wrong; authors stand in no array, so they are looked up."""
    if not len(critiqued):
        return None
    items = asked.workspace.items

    def authors(positions: np.ndarray) -> list[str]:
        found = items.by_ids([asked.table.ids[position] for position in positions])
        return [each.author.strip().casefold() for each in found.values()]

    wrong = authors(critiqued)
    by_position: dict[int, str] = {}
    for author in dict.fromkeys(filter(None, wrong)):
        positions, _ = asked.table.positions_of(items.keys_of_author(author))
        by_position.update((int(position), author) for position in positions)
    return critiques.by_value(
        critiques.AUTHOR, wrong, authors(accepted), lambda position: by_position.get(position, "")
    )


def background_of(asked: Asked) -> np.ndarray:
    """Return the positions a signal is measured against: all of the segments asked for."""
    segments = asked.request.segments

    def found() -> np.ndarray:
        wanted = [*(SEGMENT_CODES[name] for name in segments), UNKNOWN]
        positions = np.flatnonzero(np.isin(asked.popularity.segments, wanted))
        return positions if len(positions) else np.arange(asked.n)

    return asked.workspace.kept("background", (asked.popularity, tuple(segments)), found)


def best_rows(relevance: np.ndarray, is_tail: np.ndarray, count: int) -> np.ndarray:
    """Return the rows a list of `count` is chosen from: the most relevant, and the most relevant of the tail.

    They come best first, ties in the order of the rows.
    """
    size = max(POOL_SIZE, 2 * count)
    order = np.argsort(-relevance, kind="stable")
    keep = np.zeros(len(relevance), bool)
    keep[order[:size]] = True
    keep[order[is_tail[order]][:size]] = True
    return order[keep[order]]


def _words_signal(asked: Asked) -> np.ndarray:
    """Return each item's share (n,) of the weight of the asked words: BM25 over that of an item with each word once."""
    key = (id(asked.table), asked.workspace.meta.content_version, tuple(sorted(asked.term_weights.items())))
    known = asked.workspace.asked_words
    if known is not None and known[0] == key:
        return known[1]
    words = np.zeros(asked.n)
    best = sum(asked.term_weights.values())
    keys, scores = asked.workspace.items.matching(list(asked.term_weights))
    if len(keys) and best > 0:
        positions, is_item = asked.table.positions_of(keys)
        words[positions] = np.minimum(scores[is_item] / best, 1.0)
    asked.workspace.asked_words = (key, words)
    return words


def _similarity(
    evidence: Evidence, meaning: Meaning, positions: np.ndarray, which: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the cosine to the nearest of brief and seeds (NaN: none) and which seed is nearest (-1: none).

    Both (m,), for those of `which` (rows); nobody reads them for the others.
    """
    best = np.full(len(positions), np.nan)
    nearest_seed = np.full(len(positions), -1)
    which = which[evidence.has_vector[positions[which]]]
    if not len(which) or (meaning.brief is None and not len(meaning.seed_rows)):
        return best, nearest_seed
    rows = evidence.rows(positions[which])
    columns = [rows @ meaning.seed_rows.T] if len(meaning.seed_rows) else []
    if len(meaning.seed_rows):
        nearest_seed[which] = np.argmax(columns[0], axis=1)
    if meaning.brief is not None:
        columns.append((rows @ meaning.brief)[:, np.newaxis])
    best[which] = np.max(np.hstack(columns), axis=1)
    return best, nearest_seed


def _alike(evidence: Evidence, meaning: Meaning) -> np.ndarray | None:
    """Return how alike to what is asked the readers of each item are (n,); None where nothing tells."""
    direction = meaning.taste_direction()
    if evidence.factors is None or not direction.any():
        return None
    return np.asarray(evidence.factors @ direction)


def _retrieve(asked: Asked, meaning: Meaning, signals: list[np.ndarray], allowed: np.ndarray) -> np.ndarray:
    """Return the positions worth ranking: over-fetched by every signal (n,) and by meaning, and then filtered."""
    fetched = max(LEAST_FETCHED, OVERFETCH * asked.request.count)
    found = np.zeros(asked.n, bool)
    # Readers leave the tail out of their first thousand, so what may be suggested is asked for by itself.
    wishes = (allowed, allowed & (asked.popularity.segments == TAIL))
    for scores in signals:
        for wished in wishes:
            told = np.flatnonzero(wished & np.greater(scores, 0))
            found[told[_top(scores[told], fetched)]] = True
    enough = [min(POOL_SIZE, int(np.count_nonzero(wished))) for wished in wishes]
    for direction in meaning.directions():
        positions, _ = asked.view.nearest(direction, fetched)
        found[positions] = True
        # A narrow filter empties the fetch: then only a search among what may be suggested is right.
        for wished, needed in zip(wishes, enough, strict=True):
            if np.count_nonzero(found & wished) < needed:
                found[asked.view.nearest_likely(direction, fetched, wished)[0]] = True
    if not meaning.directions() and not asked.terms:
        # Nothing to be near to: what is least opened.
        least_opened = np.argsort(-asked.popularity.depth, kind="stable")
        found[least_opened[allowed[least_opened]][:fetched]] = True
    return np.flatnonzero(found & allowed)


def _top(scores: np.ndarray, count: int) -> np.ndarray:
    """Return the positions of the `count` highest scores in any order; sorting all of a big catalogue takes longer."""
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(-scores, count - 1)[:count]


def strongest_readers(candidates: Candidates, row: int) -> list[int]:
    """Return the positions of at most two liked items that the readers' part of one row owes most to."""
    readers, profile = candidates.evidence.readers, candidates.profile
    if readers is None:
        return []
    shares = readers.contributions(profile.positions, profile.weights, int(candidates.positions[row]))
    order = np.argsort(-shares, kind="stable")[:2]
    return [int(profile.positions[index]) for index in order if shares[index] > 0]
