"""Item and Interaction: what a catalogue and its behaviour data are made of, in every room."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Item:
    """One catalogue row, as read.

    `item_id` is always text (`00123` stays `00123`). `popularity` is a count (views, loans, sales) or None where the
    file has none; `rating` is a mean rating or None. `year` is taken from `date` when that holds one. `extra` keeps
    every column that has no role, as (header, value) pairs, so nothing of the file is lost.
    """

    item_id: str
    title: str
    text: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    popularity: float | None = None
    rating: float | None = None
    url: str = ""
    image: str = ""
    date: str = ""
    year: int | None = None
    language: str = ""
    extra: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Interaction:
    """One user-item event, or one user's counts for an item; `clicks` is a count, `timestamp` the file's own text."""

    user_id: str
    item_id: str
    rating: float | None = None
    clicks: float | None = None
    comment: str = ""
    timestamp: str = ""
