"""The true causes of a suggestion, as facts to be worded."""

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ltrec_gui.catalogue.words import content_terms, is_telling_word

EXAMPLE_TERMS = 12  # the rarest words of a seed or an accepted item that stand for it
# Where no vectors say what it is about, all but the commonest of its words are needed: on films in Chinese, which no
# model at hand reads, 12 brought 20 accepted of 200 to editors of one genre by words alone, 40 to 200 brought 25.
EXAMPLE_TERMS_BY_WORDS = 100
SMALL_CATALOGUE = 100  # too few items for a word's frequency to say anything
COMMON_SHARE = 0.1  # a word that more of the items hold is no reason for one of them
LEAST_OF_RAREST = 0.5  # of the weight of the rarest word; beside that one, more frequent words say nothing

# Cosines from which nearness is called that. Read on talks, books and a small library: below, most items shared a mood
# or a word with what was asked, and not the subject; a brief is shorter than an item, so less of it is alike.
CLEARLY_NEAR = {"brief": 0.25, "seed": 0.3, "verdict": 0.3}


def is_clearly_near(kind: str, similarity: float | None) -> bool:
    """Return whether a reason of this kind may call an item near, and not just loosely related."""
    return similarity is None or similarity >= CLEARLY_NEAR.get(kind, 0.0)


def is_character_pair(term: str) -> bool:
    """Return whether a term is two neighbouring characters of a script written without spaces, not a word."""
    return len(term) == 2 and all("\u2e80" <= character <= "\u9fff" for character in term)


def inverse_frequency(document_count: int, item_count: int) -> float:
    """Return BM25's weight of a term, log((N - n + .5) / (n + .5)), never negative."""
    return max(math.log((item_count - document_count + 0.5) / (document_count + 0.5)), 1e-6)


def shared_terms(
    asked: Sequence[str], item_terms: Sequence[str], weights: Mapping[str, float], item_count: int = 0
) -> list[str]:
    """Return the asked terms that the item really holds and that are a reason for it, the rarest first.

    Left out are words that say nothing of their own, those that many of `item_count` items hold, and those that are
    frequent beside the rarest one.
    """
    held = set(item_terms)
    shared = [
        term for term in dict.fromkeys(asked) if term in held and term in weights and is_telling_word(term)
    ]
    if item_count >= SMALL_CATALOGUE:
        least = inverse_frequency(round(COMMON_SHARE * item_count), item_count)
        shared = [term for term in shared if weights[term] >= least]
    shared.sort(key=lambda term: -weights[term])
    return [term for term in shared if weights[term] >= LEAST_OF_RAREST * weights[shared[0]]]


def as_written(terms: Sequence[str], text: str) -> list[str]:
    """Return the terms in the wording of `text`: Latin words as they stand there, neighbouring Chinese pairs joined."""
    spelled = _spelling(text)
    words = [spelled.get(term, term) for term in terms]
    return _joined(words, text)


# A run of Chinese, Japanese or Korean is apart from the words and numbers within it, which no space sets off.
_CJK = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
_CHUNK = re.compile(rf"[{_CJK}]+|[^\s{_CJK}]+")


# A list made again names mostly the same items for mostly the same words.
@lru_cache(maxsize=500)
def _spelling(text: str) -> dict[str, str]:
    """Return how each term is first spelled in `text`, without a capital where it stands without one, too."""
    spelled: dict[str, str] = {}
    for word in _CHUNK.findall(text):
        bare = word.strip("“”\"'‘’.,;:!?()[]{}«»—–-")
        for term in _terms_of_word(bare):
            # A capital at the start of a sentence or in a title is none of the word's own.
            if term not in spelled or (spelled[term].istitle() and bare.islower()):
                spelled[term] = bare if term.isascii() else term
    return spelled


@lru_cache(maxsize=50_000)
def _terms_of_word(word: str) -> tuple[str, ...]:
    return tuple(content_terms(word))


def _joined(words: list[str], text: str) -> list[str]:
    """Join character pairs that overlap in the text: 灯塔 and 塔守 become 灯塔守."""
    result: list[str] = []
    for word in words:
        for index, known in enumerate(result):
            if not word.isascii() and known[-1] == word[0] and known + word[1:] in text:
                result[index] = known + word[1:]
                break
            if not word.isascii() and word[-1] == known[0] and word + known[1:] in text:
                result[index] = word + known[1:]
                break
        else:
            if word not in result:
                result.append(word)
    return result


def phrases_of(words: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Return the words with those made one that stand side by side in every text: “natural history”."""
    found = list(words)
    for first in words:
        for second in words:
            if first not in found or second not in found or first == second:
                continue
            if first.isascii() and _stand_together(first, second, texts):
                found[min(found.index(first), found.index(second))] = f"{first} {second}"
                found = [word for word in found if word not in (first, second)]
    return found


def _stand_together(first: str, second: str, texts: Sequence[str]) -> bool:
    """Return whether every text says one word right after the other."""
    # A plain search first: most pairs stand together nowhere, and an expression takes ten times as long to say so.
    together = f"{first} {second}".casefold()
    if not all(together in _plain(text) for text in texts):
        return False
    pair = re.compile(rf"(?<!\w){re.escape(first)}\s+{re.escape(second)}(?!\w)", re.IGNORECASE)
    return all(pair.search(text) for text in texts)


@lru_cache(maxsize=1_000)
def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def is_telling(term: str, count: int, item_count: int) -> bool:
    """Return whether a term that `count` of so many items hold says anything.

    A pair of characters that stands in one item only mostly straddles two words and means nothing; among few items
    that cannot be told.
    """
    return count > 1 or (count == 1 and (item_count < SMALL_CATALOGUE or not is_character_pair(term)))


def rarest_linking(terms: Sequence[str], counts: Mapping[str, int], by_meaning: bool = True) -> list[str]:
    """Return the rarest of an item's terms, those that stand for it where it is an example; `counts` by term.

    They are more where vectors do not rank (`by_meaning` False). A word that only this item holds leads nowhere and is
    left out.
    """
    linking = [term for term in dict.fromkeys(terms) if counts.get(term, 0) > 1]
    return sorted(linking, key=lambda term: counts[term])[
        : EXAMPLE_TERMS if by_meaning else EXAMPLE_TERMS_BY_WORDS
    ]
