"""The sentence we embed for an item, and the hash that tells whether it has changed."""

import hashlib
import re
import unicodedata

from ltrec_gui.catalogue.item import Item

_SENTENCE_ENDS = ".!?…。！？"
_WHITE_SPACE = re.compile(r"\s+")


def item_text(item: Item) -> str:
    """Return the sentence to embed: title, tags, text, in NFC with single spaces; empty without any words.

    The model cuts long texts at the end, so the title and the tags, which say most in the fewest words, come
    first. The author is named only where there is no text: beside a text a name teaches the model little of
    the subject, yet pulls all works of one author together, which is the opposite of a varied list.
    """
    parts = [item.title, ", ".join(tag for tag in item.tags if tag.strip()), item.text]
    if not item.text.strip():
        parts.append(item.author)
    sentences = [sentence for part in parts if (sentence := _one_line(part))]
    ended = [sentence if sentence[-1] in _SENTENCE_ENDS else sentence + "." for sentence in sentences[:-1]]
    return " ".join(ended + sentences[-1:])


def text_hash(text: str) -> str:
    """Return 32 hex digits of the SHA-256 of `text` in NFC: how accents are coded makes no difference."""
    # A lone surrogate can reach us from a pasted text; it must not stop a hash.
    data = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:32]


def _one_line(part: str) -> str:
    return _WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", part)).strip()
