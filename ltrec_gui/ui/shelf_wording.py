"""How shelves, their balance and their rules are said."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from ltrec_gui.pipeline.balance import BY_TAGS, ShelfView
from ltrec_gui.pipeline.shelf import ShelfEntry
from ltrec_gui.recommend.balance import (
    LEAST_NUMBER,
    LEAST_TAIL_SHARE,
    LEAST_TOPICS,
    MOST_AGE,
    MOST_FROM_MEDIAN,
    MOST_NEAR_DUPLICATES,
    MOST_NUMBER,
    MOST_PER_COLUMN,
    NUMBER_KINDS,
    Broken,
    ShelfRule,
    Spread,
)
from ltrec_gui.ui.wording import count_text, filled, percent_text, relative_time

translate = QCoreApplication.translate
DAYS_A_YEAR = 365.25
YEARS_FROM_DAYS = 730  # ages from here on are told in years


class _Counted(QObject):
    """Sentences with plurals: `translate` has no place for a number."""

    def not_counted(self, count: int) -> str:
        return self.tr("%Ln new items not counted", "", count)

    def new_items(self, count: int) -> str:
        return self.tr("%Ln new items", "", count)

    def days(self, count: int) -> str:
        return self.tr("%Ln days", "", count)

    def years(self, count: int) -> str:
        return self.tr("%Ln years", "", count)

    def too_frequent(self, count: int) -> str:
        return self.tr("%1 “%2”: %Ln items, at most %3", "", count)

    def few_topics(self, count: int) -> str:
        return self.tr("Only %Ln topics, at least %1", "", count)

    def few_values(self, count: int) -> str:
        return self.tr("%1: only %Ln different, at least %2", "", count)

    def duplicates(self, count: int) -> str:
        return self.tr("%Ln pairs nearly say the same, at most %1", "", count)

    def too_old(self, count: int) -> str:
        return self.tr("%Ln items are older than %1", "", count)

    def outside(self, count: int) -> str:
        return self.tr("%1: %Ln items outside %2 to %3", "", count)

    def under(self, count: int) -> str:
        return self.tr("%1: %Ln items under %2", "", count)

    def over(self, count: int) -> str:
        return self.tr("%1: %Ln items over %2", "", count)

    def without_value(self, count: int) -> str:
        return self.tr("%Ln without", "", count)

    def undated(self, count: int) -> str:
        return self.tr("%Ln without a year", "", count)

    def warnings(self, count: int) -> str:
        return self.tr("%Ln warnings", "", count)

    def more_warnings(self, count: int) -> str:
        return self.tr("and %Ln more", "", count)


def shelf_name(name: str) -> str:
    """Return how a shelf is called; a first shelf that nobody named is called after what it is."""
    return name or translate("Shelf", "Shelf")


def column_name(column: str) -> str:
    """Return the name of a column that a spread is counted by; a column of the file is called as in the file."""
    return {
        "": translate("Shelf", "Topic"),
        "author": translate("Shelf", "Author"),
        "publisher": translate("Shelf", "Publisher"),
        "tags": translate("Shelf", "Tag"),
        "language": translate("Shelf", "Language"),
        "year": translate("Shelf", "Year"),
        "date": translate("Shelf", "Date"),
        "desk": translate("Shelf", "Desk"),
        "department": translate("Shelf", "Department"),
        "level": translate("Shelf", "Level"),
        "brand": translate("Shelf", "Brand"),
        "channel": translate("Shelf", "Channel"),
        "price": translate("Shelf", "Price"),
        "stock": translate("Shelf", "Stock"),
        "popularity": translate("Shelf", "Popularity"),
        "rating": translate("Shelf", "Rating"),
    }.get(column, column)


def age_text(days: float) -> str:
    """Return an age: in days, from two years on in years."""
    if days >= YEARS_FROM_DAYS:
        return _Counted().years(round(days / DAYS_A_YEAR))
    return _Counted().days(round(days))


def broken_sentence(broken: Broken) -> str:
    """Return which rule is broken and by how much, e.g. "Author “A. Marrow”: 3 items, at most 2"."""
    rule, said = broken.rule, _Counted()
    limit, found = count_text(round(rule.limit)), round(broken.found)
    if rule.kind == MOST_PER_COLUMN:
        return filled(said.too_frequent(found), column_name(rule.column), broken.value, limit)
    if rule.kind == LEAST_TAIL_SHARE:
        pattern = translate("Shelf", "%1 from the tail, at least %2")
        return filled(pattern, percent_text(broken.found), percent_text(rule.limit))
    if rule.kind == LEAST_TOPICS:
        if not rule.column:
            return filled(said.few_topics(found), limit)
        return filled(said.few_values(found), column_name(rule.column), limit)
    if rule.kind == MOST_NEAR_DUPLICATES:
        return filled(said.duplicates(found), limit)
    if rule.kind in NUMBER_KINDS:
        return _number_sentence(broken)
    return filled(said.too_old(len(broken.item_ids)), age_text(rule.limit))


def _number_sentence(broken: Broken) -> str:
    """Return which numbers lie outside a band, e.g. "Price: 2 items outside 14 to 126"."""
    rule, said, count = broken.rule, _Counted(), len(broken.item_ids)
    name = column_name(rule.column)
    if rule.kind == LEAST_NUMBER:
        return filled(said.under(count), name, number_text(rule.limit))
    if rule.kind == MOST_NUMBER:
        return filled(said.over(count), name, number_text(rule.limit))
    low, high = broken.found / rule.limit, broken.found * rule.limit
    return filled(said.outside(count), name, number_text(low), number_text(high))


def number_text(value: float) -> str:
    """Return a number as short as it is told in a sentence, by the locale: cents only below a hundred."""
    decimals = 0 if value == round(value) or abs(value) >= 100 else 2
    return QLocale().toString(value, "f", decimals)


def rule_name(kind: str) -> str:
    """Return what a kind of rule is about, for the list of what can be added."""
    return {
        MOST_PER_COLUMN: translate("Shelf", "At most … of the same"),
        LEAST_TAIL_SHARE: translate("Shelf", "At least … from the tail"),
        LEAST_TOPICS: translate("Shelf", "At least … different"),
        MOST_NEAR_DUPLICATES: translate("Shelf", "At most … near-duplicates"),
        MOST_AGE: translate("Shelf", "Nothing older than …"),
        MOST_FROM_MEDIAN: translate("Shelf", "Nothing beyond … times the median"),
        LEAST_NUMBER: translate("Shelf", "No number under …"),
        MOST_NUMBER: translate("Shelf", "No number over …"),
    }[kind]


def rule_sentence(rule: ShelfRule) -> str:
    """Return a rule as a sentence."""
    limit = count_text(round(rule.limit))
    if rule.kind == MOST_PER_COLUMN:
        return filled(translate("Shelf", "At most %1 of the same: %2"), limit, column_name(rule.column))
    if rule.kind == LEAST_TAIL_SHARE:
        return filled(translate("Shelf", "At least %1 from the tail"), percent_text(rule.limit))
    if rule.kind == LEAST_TOPICS:
        return filled(translate("Shelf", "At least %1 different: %2"), limit, column_name(rule.column))
    if rule.kind == MOST_NEAR_DUPLICATES:
        return filled(translate("Shelf", "At most %1 pairs of near-duplicates"), limit)
    if rule.kind in NUMBER_KINDS:
        pattern = {
            MOST_FROM_MEDIAN: translate("Shelf", "Nothing beyond %1 times the median: %2"),
            LEAST_NUMBER: translate("Shelf", "Nothing under %1: %2"),
            MOST_NUMBER: translate("Shelf", "Nothing over %1: %2"),
        }[rule.kind]
        return filled(pattern, number_text(rule.limit), column_name(rule.column))
    return filled(translate("Shelf", "Nothing older than %1"), age_text(rule.limit))


def tail_texts(view: ShelfView) -> tuple[str, str]:
    """Return the tail share and what it leaves out."""
    found = view.balance
    known = sum(entry.segment in ("head", "torso", "tail") for entry in view.entries)
    in_tail = sum(entry.segment == "tail" for entry in view.entries)
    value = "–" if found.tail_share is None else percent_text(found.tail_share)
    if found.tail_share is None:
        return value, _Counted().new_items(found.new_count) if found.new_count else ""
    if found.new_count:
        return value, _Counted().not_counted(found.new_count)
    return value, filled(translate("Shelf", "%1 of %2"), count_text(in_tail), count_text(known))


def spread_texts(spread: Spread) -> tuple[str, str]:
    """Return how many values there are, and the most frequent of them with its items."""
    if not spread.values:
        return "–", ""
    value, members = spread.values[0]
    said = count_text(len(spread.values))
    if len(members) > 1:
        return said, filled(translate("Shelf", "most: %1 (%2)"), value, count_text(len(members)))
    if spread.missing_count:
        return said, _Counted().without_value(spread.missing_count)
    return said, translate("Shelf", "each once")


def year_texts(view: ShelfView) -> tuple[str, str]:
    """Return oldest and newest year, and the median."""
    years = view.balance.years
    if years is None:
        return "–", ""
    oldest, median, newest = years
    span = str(oldest) if oldest == newest else filled(translate("Shelf", "%1–%2"), str(oldest), str(newest))
    if oldest == newest and not view.balance.undated_count:
        return span, ""
    if view.balance.undated_count:
        return span, _Counted().undated(view.balance.undated_count)
    return span, filled(translate("Shelf", "median %1"), str(round(median)))


def topics_caption(view: ShelfView) -> str:
    """Return what is counted as topics."""
    if view.topics_by == BY_TAGS:
        return translate("Shelf", "First tags")
    return translate("Shelf", "Topics")


def warnings_text(count: int) -> str:
    """Return the number of warnings."""
    return _Counted().warnings(count)


def more_warnings_text(count: int) -> str:
    """Return how many warnings are not shown."""
    return _Counted().more_warnings(count)


def entry_history(entry: ShelfEntry) -> str:
    """Return when an item came to its shelf, for what, and when it was exported last."""
    parts: list[str] = []
    if entry.shelved_at:
        parts.append(filled(translate("Shelf", "Put here %1"), relative_time(entry.shelved_at)))
    if entry.exported_at:
        parts.append(filled(translate("Shelf", "exported %1"), relative_time(entry.exported_at)))
    return " · ".join(parts)


def already_sentence(titles: Sequence[str], name: str) -> str:
    """Return that something stands on the shelf already."""
    pattern = translate("Shelf", "“%1” is on “%2” already.")
    if len(titles) > 1:
        pattern = translate("Shelf", "“%1” and others are on “%2” already.")
    return filled(pattern, titles[0], shelf_name(name))
