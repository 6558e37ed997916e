"""The errors an editor can understand and do something about."""


class LtrecError(Exception):
    """Base of every error whose text is fit to show; it says what happened, what is safe and what to do."""


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
