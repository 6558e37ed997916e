"""Why an item is suggested: the causes that really acted, as facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import content_terms, wanted_text
from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.candidates import Candidates, strongest_readers
from ltrec_gui.recommend import explain
from ltrec_gui.recommend.popularity import SEGMENT_NAMES
from ltrec_gui.recommend.relevance import readers_weight
from ltrec_gui.recommend.slate import Reason

# Below this cosine, nearness on centred vectors is not worth naming as a reason.
LEAST_NAMED_SIMILARITY = 0.15
MOST_WORDS = 3
LEAST_NAMED_PART = 0.02  # of relevance; less moves an item by no place worth the words


class Causes:
    """What may be named as the cause of a suggestion, gathered once for all rows of one list."""

    def __init__(self, asked: Asked, candidates: Candidates, rows: Sequence[int]) -> None:
        self._asked = asked
        self._candidates = candidates
        self._place = {row: place for place, row in enumerate(rows)}
        positions = candidates.positions[np.array(rows, np.int64)]
        self._vectors = asked.view.rows(positions)
        self._weights_of_readers = readers_weight(candidates.evidence, candidates.wanted, positions)
        self._liked = [position for position, pull in candidates.pulls.items() if pull > 0]
        self._liked_cosines = asked.view.rows(np.array(self._liked, np.int64)) @ self._vectors.T
        self._items = {**asked.seed_items, **asked.judged_items}
        self._brief = wanted_text(asked.request.brief)
        self._brief_terms = content_terms(self._brief)
        self._exemplars: dict[str, _Exemplar] = {}
        for item_id, item in asked.exemplars().items():
            wording = _wording(item)
            held = frozenset(_terms_of(wording))
            asked_terms = [term for term in asked.terms if term in held]
            self._exemplars[item_id] = _Exemplar(item.title, wording, asked_terms)

    def of(self, row: int, item: Item) -> tuple[Reason, ...]:
        """Return the causes of one suggestion, the strongest kind first, its popularity last."""
        asked, candidates = self._asked, self._candidates
        position = int(candidates.positions[row])
        found: list[Reason] = []
        vector = self._vectors[self._place[row]]
        seed = int(candidates.nearest_seed[row])
        if seed >= 0:
            cosine = float(vector @ asked.view.rows(np.array([asked.seed_positions[seed]]))[0])
            if cosine >= LEAST_NAMED_SIMILARITY:
                seed_item = asked.seed_items[asked.table.ids[asked.seed_positions[seed]]]
                found.append(Reason("seed", seed_item.item_id, seed_item.title, cosine))
        liked = self._strongest_pull(row, position)
        if liked is not None and liked.item_id not in {reason.item_id for reason in found}:
            found.append(liked)
        readers = self._readers(row)
        if readers is not None:
            found.insert(0 if _is_led_by_readers(candidates, row) else len(found), readers)
        shared = self._shared_words(item, asked.table.ids[asked.seed_positions[seed]] if seed >= 0 else "")
        if shared is not None:
            found.append(shared)
        if asked.brief_vector is not None and asked.view.has_vector[position]:
            cosine = float(vector @ asked.brief_vector)
            if cosine >= LEAST_NAMED_SIMILARITY:
                found.append(Reason("brief", similarity=cosine))
        if not found and asked.is_empty:
            found.append(Reason("variety"))
        elif not found:
            found.append(Reason("remainder"))
        if asked.popularity.source != "none" and not asked.popularity.counts[position]:
            is_counted = asked.popularity.source != "column" or np.isfinite(asked.table.popularity[position])
            found.append(Reason("unopened" if is_counted else "uncounted"))
        elif asked.popularity.source != "none":
            found.append(
                Reason(
                    "popularity",
                    rank=int(asked.popularity.ranks[position]),
                    total=asked.n,
                    segment=SEGMENT_NAMES[int(asked.popularity.segments[position])],
                )
            )
        return tuple(found)

    def _readers(self, row: int) -> Reason | None:
        """Return the liked items that the people who opened this one opened, too, where that raised it."""
        parts = self._candidates.ranked.parts
        if "readers" not in parts or parts["readers"][row] <= LEAST_NAMED_PART:
            return None
        if not self._weights_of_readers[self._place[row]]:
            return None
        named = [self._asked.table.ids[position] for position in strongest_readers(self._candidates, row)]
        titles = [self._items[item_id].title for item_id in named if item_id in self._items]
        return Reason("readers", named[0], titles[0], terms=tuple(titles[1:])) if titles else None

    def _shared_words(self, item: Item, nearest_seed_id: str) -> Reason | None:
        """Return the rarest words shared with the brief, else with a seed (nearest first) or an accepted item."""
        asked = self._asked
        wording = _wording(item)
        item_terms = _terms_of(wording)
        shared = explain.shared_terms(self._brief_terms, item_terms, asked.term_weights, asked.n)
        if shared:
            return Reason("words", terms=_worded(shared, self._brief, wording))
        for item_id in sorted(self._exemplars, key=lambda item_id: item_id != nearest_seed_id):
            exemplar = self._exemplars[item_id]
            shared = explain.shared_terms(exemplar.asked_terms, item_terms, asked.term_weights, asked.n)
            if shared:
                return Reason(
                    "words", item_id, exemplar.title, terms=_worded(shared, wording, exemplar.wording)
                )
        return None

    def _strongest_pull(self, row: int, position: int) -> Reason | None:
        """Return the accepted item that really raised this one most, by its pull times the cosine."""
        asked = self._asked
        if not self._liked or not asked.view.has_vector[position]:
            return None
        cosines = self._liked_cosines[:, self._place[row]]
        pulls = self._candidates.pulls
        best = int(np.argmax(np.array([pulls[judged] for judged in self._liked]) * cosines))
        if cosines[best] < LEAST_NAMED_SIMILARITY:
            return None
        item = asked.judged_items[asked.table.ids[self._liked[best]]]
        is_everywhere = item.item_id in asked.everywhere
        return Reason("verdict", item.item_id, item.title, float(cosines[best]), is_everywhere=is_everywhere)


@dataclass(frozen=True, slots=True)
class _Exemplar:
    """An item whose words are asked for: its title, everything it says, and which of the asked terms it holds."""

    title: str
    wording: str
    asked_terms: list[str]


def _is_led_by_readers(candidates: Candidates, row: int) -> bool:
    """Return whether readers explain more than half of the relevance: then words would be the wrong story."""
    parts = candidates.ranked.parts
    return "readers" in parts and bool(parts["readers"][row] > 0.5 * candidates.ranked.total[row] > 0)


def _worded(shared: list[str], text: str, other: str) -> tuple[str, ...]:
    """Return shared terms as the first of two texts writes them, else as the other, at most MOST_WORDS."""
    words = explain.as_written(shared, f"{text} {other}")
    return tuple(explain.phrases_of(words, (text, other))[:MOST_WORDS])


# A list made again holds mostly the same items.
@lru_cache(maxsize=1_000)
def _terms_of(text: str) -> tuple[str, ...]:
    return tuple(content_terms(text))


def _wording(item: Item) -> str:
    return " ".join([item.title, item.author, *item.tags, item.text])
