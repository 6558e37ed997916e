"""Which column plays which role, guessed from English and Chinese headers and changeable."""

from collections.abc import Sequence
from dataclasses import dataclass

KINDS = ("catalogue", "interactions", "combined")
ITEM_ROLES = ("id", "title", "text", "author", "tags", "popularity", "rating", "url", "image", "date", "language")
INTERACTION_ROLES = ("user_id", "item_id", "rating", "clicks", "comment", "timestamp")
# In a combined file `id` is the item's id and `user_rating` is the rating one reader gave.
COMBINED_ROLES = (*ITEM_ROLES, "user_id", "clicks", "user_rating", "comment", "timestamp")
# These may be fed by several columns; the texts are joined.
REPEATABLE_ROLES = ("text", "tags")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The kind of file and the role of each column: `columns` holds (role, 0-based column) pairs."""

    kind: str
    columns: tuple[tuple[str, int], ...]

    def columns_of(self, role: str) -> tuple[int, ...]:
        """Return the columns that play `role`, in file order."""
        return tuple(column for name, column in self.columns if name == role)


def guess_mapping(header: Sequence[str], rows: Sequence[Sequence[str]], kind: str | None = None) -> ColumnMapping:
    """Return the most plausible mapping for `header` and some `rows`; `kind` None lets the header decide."""
    raise NotImplementedError


def missing_roles(mapping: ColumnMapping) -> tuple[str, ...]:
    """Return the required roles that no column plays (`title`; for interactions `user_id` and `item_id`)."""
    raise NotImplementedError
