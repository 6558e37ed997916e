"""Why an item is suggested: the causes that really acted, as facts."""

from functools import lru_cache

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import content_terms, wanted_text
from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.candidates import Candidates, strongest_readers
from ltrec_gui.recommend import explain
from ltrec_gui.recommend.popularity import SEGMENT_NAMES
from ltrec_gui.recommend.slate import Reason

# Below this cosine, nearness on centred vectors is not worth naming as a reason.
LEAST_NAMED_SIMILARITY = 0.15
MOST_WORDS = 3
LEAST_NAMED_PART = 0.02  # of relevance; less moves an item by no place worth the words


def reasons_for(asked: Asked, candidates: Candidates, row: int, item: Item) -> tuple[Reason, ...]:
    """Return the causes of one suggestion, the strongest kind first, its popularity last."""
    position = int(candidates.positions[row])
    found: list[Reason] = []
    vector = asked.view.rows(np.array([position]))[0]
    seed = int(candidates.nearest_seed[row])
    if seed >= 0:
        cosine = float(vector @ asked.view.rows(np.array([asked.seed_positions[seed]]))[0])
        if cosine >= LEAST_NAMED_SIMILARITY:
            seed_item = asked.seed_items[asked.table.ids[asked.seed_positions[seed]]]
            found.append(Reason("seed", seed_item.item_id, seed_item.title, cosine))
    liked = _strongest_pull(asked, candidates.pulls, position, vector)
    if liked is not None and liked.item_id not in {reason.item_id for reason in found}:
        found.append(liked)
    readers = _readers(asked, candidates, row)
    if readers is not None:
        found.insert(0 if _is_led_by_readers(candidates, row) else len(found), readers)
    shared = _shared_words(asked, item, asked.table.ids[asked.seed_positions[seed]] if seed >= 0 else "")
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
        found.append(Reason("unopened"))
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


def _is_led_by_readers(candidates: Candidates, row: int) -> bool:
    """Return whether readers explain more than half of the relevance: then words would be the wrong story."""
    parts = candidates.ranked.parts
    return "readers" in parts and bool(parts["readers"][row] > 0.5 * candidates.ranked.total[row] > 0)


def _readers(asked: Asked, candidates: Candidates, row: int) -> Reason | None:
    """Return the liked items that the people who opened this one opened, too, where that raised it."""
    parts = candidates.ranked.parts
    if "readers" not in parts or parts["readers"][row] <= LEAST_NAMED_PART:
        return None
    named = [asked.table.ids[position] for position in strongest_readers(candidates, row)]
    if not named:
        return None
    items = {**asked.seed_items, **asked.judged_items}
    titles = [items[item_id].title for item_id in named if item_id in items]
    return Reason("readers", named[0], titles[0], terms=tuple(titles[1:])) if titles else None


def _shared_words(asked: Asked, item: Item, nearest_seed_id: str) -> Reason | None:
    """Return the rarest words shared with the brief, else with a seed (the nearest first) or an accepted item."""
    brief, wording = wanted_text(asked.request.brief), _wording(item)
    item_terms = _terms_of(wording)
    shared = explain.shared_terms(_terms_of(brief), item_terms, asked.term_weights, asked.n)
    if shared:
        return Reason("words", terms=_worded(shared, brief, wording))
    exemplars = asked.exemplars()
    for item_id in sorted(exemplars, key=lambda item_id: item_id != nearest_seed_id):
        exemplar = exemplars[item_id]
        held = frozenset(_terms_of(_wording(exemplar)))
        shared = explain.shared_terms(
            [term for term in asked.terms if term in held], item_terms, asked.term_weights, asked.n
        )
        if shared:
            return Reason(
                "words", item_id, exemplar.title, terms=_worded(shared, wording, _wording(exemplar))
            )
    return None


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


def _strongest_pull(
    asked: Asked, pulls: dict[int, float], position: int, vector: np.ndarray
) -> Reason | None:
    """Return the accepted item that really raised this one most, by its pull times the cosine."""
    liked = [judged for judged, pull in pulls.items() if pull > 0]
    if not liked or not asked.view.has_vector[position]:
        return None
    cosines = asked.view.rows(np.array(liked)) @ vector
    best = int(np.argmax(np.array([pulls[judged] for judged in liked]) * cosines))
    if cosines[best] < LEAST_NAMED_SIMILARITY:
        return None
    item = asked.judged_items[asked.table.ids[liked[best]]]
    is_everywhere = item.item_id in asked.everywhere
    return Reason(
        "verdict", item.item_id, item.title, float(cosines[best]), is_everywhere=is_everywhere
    )
