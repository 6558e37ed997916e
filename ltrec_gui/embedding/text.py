"""The fields we embed of an item, and the hash that tells whether they have changed."""

import hashlib
import unicodedata

from ltrec_gui.catalogue.item import Item

_SENTENCE_ENDS = ".!?…。！？"
_SEPARATOR = "\x1f"  # counts as white space, so no field can hold it


def item_fields(item: Item) -> tuple[str, str, str]:
    """Return what is embedded of an item: title, text and tags, in NFC with single spaces, each perhaps empty.

    Apart, a long text does not drown the few words of title and tags, and none is cut off behind another. The author
    is named beside the title only where there is no text: a name teaches the model little of the subject, yet pulls
    all works of one author together, which is the opposite of a varied list.
    """
    title, text = _one_line(item.title), _one_line(item.text)
    author = "" if text else _one_line(item.author)
    if title and author and title[-1] not in _SENTENCE_ENDS:
        title += "."
    tags = (tag for tag in map(_one_line, item.tags) if tag)
    return f"{title} {author}".strip(), text, ", ".join(tags)


def item_text(item: Item) -> str:
    """Return all fields in one text, each at its place: what `text_hash` tells a changed item by."""
    return _SEPARATOR.join(item_fields(item))


def text_hash(text: str) -> str:
    """Return 32 hex digits of the SHA-256 of `text` in NFC: how accents are coded makes no difference."""
    # A lone surrogate can reach us from a pasted text; it must not stop a hash.
    data = _composed(text).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:32]


def _one_line(part: str) -> str:
    return " ".join(_composed(part).split())


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
