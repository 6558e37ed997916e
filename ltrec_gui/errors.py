"""The errors an editor can understand and do something about."""

import re
from collections.abc import Mapping

_FIELD = re.compile(r"\{(\w+)\}")


class Phrase:
    """A text with {name} fields and what belongs in them, kept apart so that the window can say it in its language."""

    def __init__(self, sentence: str, **facts: object) -> None:
        self.sentence = sentence
        self.facts = facts

    def __str__(self) -> str:
        return fill(self.sentence, self.facts)


class LtrecError(Exception):
    """Base of every error whose text is fit to show; it says what happened, what is safe and what to do.

    `sentence` has {name} fields for `facts`; str() is the filled English text. A fact may be a Phrase.
    """

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(fill(sentence, facts))
        self.sentence = sentence
        self.facts = facts


class CatalogueError(LtrecError):
    """A file cannot be read as a catalogue: unreadable, wrong encoding, or a needed column is missing."""


class StoreError(LtrecError):
    """The library is locked, damaged, not ours, or newer than this program."""


class ModelError(LtrecError):
    """A model folder is missing or cannot be used."""


class IndexUnavailable(LtrecError):
    """There is no index, or it is stale or damaged; exact search answers instead."""


class RequestError(LtrecError):
    """What was asked for cannot be done as asked: an unknown item, an empty brief, a number out of range."""


def fill(sentence: str, facts: Mapping[str, object]) -> str:
    """Return `sentence` with its {name} fields filled in one pass, so that a fact holding "{x}" stays as it is."""
    return _FIELD.sub(lambda field: str(facts.get(field[1], field[0])), sentence)
