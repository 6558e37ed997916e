"""The mark of items whose text is too short to tell much: what is said of their nearness is a rough guess."""

from functools import lru_cache

from ltrec_gui.catalogue.words import terms
from ltrec_gui.ui.wording import count_text, filled, translate

LEAST_WORDS = 20
LONGEST_LOOK = 40 * LEAST_WORDS  # characters; a book in one cell is not read to its end for this
FIRST_OF_PAIRS = (
    "\u2e80"  # from here on letters are Chinese, Japanese or Korean, which `terms` gives in pairs
)


@lru_cache(maxsize=2_000)  # cards are painted again and again
def has_little_text(text: str) -> bool:
    """Whether a text has fewer than LEAST_WORDS words; a pair of Chinese characters counts as half of one."""
    found = terms(text[:LONGEST_LOOK])
    return sum(0.5 if term >= FIRST_OF_PAIRS else 1.0 for term in found) < LEAST_WORDS


def thin_badge() -> str:
    """Return the mark."""
    return translate("Wording", "Little text")


def thin_tooltip() -> str:
    """Return what the mark means."""
    pattern = translate(
        "Wording", "Its text has fewer than %1 words, so how near it is in meaning is known only roughly."
    )
    return filled(pattern, count_text(LEAST_WORDS))
