"""The list shown, as Qt's views want it: one column, one Suggestion a row; a verdict changes one row alone."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QByteArray, QMimeData, QModelIndex, QPersistentModelIndex, Qt

from ltrec_gui.pipeline.give_feedback import ItemStanding
from ltrec_gui.recommend.slate import Suggestion
from ltrec_gui.ui.thin_text import has_little_text, thin_badge
from ltrec_gui.ui.wording import accessible_card, byline

RECORD_ROLE = Qt.ItemDataRole.UserRole + 1  # the Suggestion
PENDING_ROLE = Qt.ItemDataRole.UserRole + 2  # the verdict on its way to the disk, or None
MATCH_ROLE = (
    Qt.ItemDataRole.UserRole + 3
)  # whether the row matches the find box; True for all while it is empty
ITEMS_MIME_TYPE = "application/x-ltrec-items"  # a JSON list of item ids

Index = QModelIndex | QPersistentModelIndex


class SuggestionModel(QAbstractTableModel):
    """Mirrors a list of suggestions; the list is the truth."""

    def __init__(self) -> None:
        super().__init__()
        self._suggestions: list[Suggestion] = []
        self._row_of: dict[str, int] = {}
        self._pending: dict[str, str] = {}
        self._needle = ""
        self.item_count = 0  # of the whole catalogue, for the segment badge

    def set_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """Show another list."""
        self.beginResetModel()
        self._suggestions = list(suggestions)
        self._row_of = {suggestion.item.item_id: row for row, suggestion in enumerate(self._suggestions)}
        self._pending = {}
        self.endResetModel()

    def update_standings(self, standings: Iterable[ItemStanding]) -> None:
        """Take over where items stand; items that are not in the list are passed over."""
        for standing in standings:
            row = self._row_of.get(standing.item_id)
            if row is None:
                continue
            self._pending.pop(standing.item_id, None)
            self._suggestions[row] = replace(
                self._suggestions[row],
                verdict=standing.verdict,
                critique=standing.critique,
                is_everywhere=standing.is_everywhere,
                is_on_shelf=standing.is_on_shelf,
                other_shelves=standing.other_shelves,
            )
            self._changed(row)

    def set_pending(self, item_ids: Iterable[str], verdict: str) -> None:
        """Mark a verdict as on its way to the disk."""
        for item_id in item_ids:
            row = self._row_of.get(item_id)
            if row is not None:
                self._pending[item_id] = verdict
                self._changed(row)

    def clear_pending(self) -> None:
        """Forget verdicts that did not arrive: the rows go back to what they were."""
        rows = [self._row_of[item_id] for item_id in self._pending]
        self._pending = {}
        for row in rows:
            self._changed(row)

    def set_needle(self, needle: str) -> int:
        """Mark the rows that hold `needle` in title, author, tags or year; return how many there are."""
        self._needle = needle.casefold().strip()
        if self._suggestions:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._suggestions) - 1, 0), [MATCH_ROLE])
        return len(self.matching_rows()) if self._needle else 0

    def matching_rows(self) -> list[int]:
        """Return the rows that match the find box, in order."""
        return [row for row, suggestion in enumerate(self._suggestions) if self._matches(suggestion)]

    def suggestion(self, row: int) -> Suggestion:
        """Return the suggestion in a row; raise IndexError outside the list."""
        return self._suggestions[row]

    def pending(self, item_id: str) -> str | None:
        """Return the verdict of an item that is on its way to the disk."""
        return self._pending.get(item_id)

    def row_of(self, item_id: str) -> int | None:
        """Return the row of an item, or None where it is not in the list."""
        return self._row_of.get(item_id)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many suggestions there are."""
        return 0 if parent.isValid() else len(self._suggestions)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return 1."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return title, record, pending verdict, match or accessible text of a row."""
        if not index.isValid() or not 0 <= index.row() < len(self._suggestions):
            return None
        suggestion = self._suggestions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return suggestion.item.title
        if role == RECORD_ROLE:
            return suggestion
        if role == PENDING_ROLE:
            return self._pending.get(suggestion.item.item_id)
        if role == MATCH_ROLE:
            return self._matches(suggestion)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            card = accessible_card(suggestion, self.item_count)
            return f"{card}. {thin_badge()}" if has_little_text(suggestion.item.text) else card
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected and dragged, never edited: an editable view would take letters for an input method."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Return what a dragged card offers."""
        return [ITEMS_MIME_TYPE, "text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return ids for our own drop places and titles for others'."""
        dragged = [self._suggestions[row].item for row in sorted({index.row() for index in indexes})]
        mime = QMimeData()
        mime.setData(ITEMS_MIME_TYPE, QByteArray(json.dumps([item.item_id for item in dragged]).encode()))
        mime.setText("\n".join(item.title for item in dragged))
        return mime

    def supportedDragActions(self) -> Qt.DropAction:
        """Cards are copied, never moved away."""
        return Qt.DropAction.CopyAction

    def retranslate(self) -> None:
        """Let views ask for all words anew."""
        if self._suggestions:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._suggestions) - 1, 0))

    def _matches(self, suggestion: Suggestion) -> bool:
        item = suggestion.item
        haystack = "\n".join((item.title, byline(item), *item.tags)).casefold()
        return self._needle in haystack

    def _changed(self, row: int) -> None:
        index = self.index(row, 0)
        self.dataChanged.emit(index, index)
