"""How a catalogue file is written: encoding, delimiter, quoting, header; detected, shown and changeable."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read one file; `header_line` is 1-based, 0 where the file has no header."""

    encoding: str
    delimiter: str
    quote: str = '"'
    header_line: int = 1


def detect_dialect(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Dialect:
    """Return how `path` seems to be written, keeping what the editor fixed; raise CatalogueError if it is no text table."""
    raise NotImplementedError
