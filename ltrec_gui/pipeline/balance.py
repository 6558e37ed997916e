"""A shelf as the window shows it: its entries, how balanced they are, and which of its rules they break."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from ltrec_gui.catalogue.columns import header_words
from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import terms, title_key
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.column_filter import decimal_of, number_in
from ltrec_gui.pipeline.domains import ITEM_COLUMNS, Domain, column_values, domain_named, spellings
from ltrec_gui.pipeline.find_topics import BY_CLUSTERS, catalogue_topics
from ltrec_gui.pipeline.give_feedback import FeedbackOutcome, feedback_state
from ltrec_gui.pipeline.shelf import (
    RuleSwitch,
    ShelfEntry,
    ShelfLine,
    rules_from_json,
    shelf_entries,
    shelf_lines,
)
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend import balance, popularity
from ltrec_gui.recommend.balance import Balance, BalanceItem, Broken
from ltrec_gui.store.items import NO_YEAR

SPREAD_COLUMNS = ("author", "tags", "language", "year")  # of the item's own; its other ones name it alone
LONGEST_VALUE = 60  # a column with longer values on the average is a text, and says nothing of a spread
DAYS_A_YEAR = 365.25
BY_TOPICS, BY_TAGS = "topics", "tags"  # what stands for a topic


@dataclass(frozen=True, slots=True)
class ShelfView:
    """One shelf and the names of all.

    `rules` are those it is held against, `has_own_rules` tells whether the editor changed those of its kind of
    catalogue, and `broken` what it breaks of those that are on. `columns` are what its spread can be counted by.
    `topics_by` tells what stands for a topic: `topics` of the catalogue, or the first of the `tags` until they are
    found.
    """

    shelves: tuple[ShelfLine, ...]
    shelf_id: int
    entries: tuple[ShelfEntry, ...]
    balance: Balance
    columns: tuple[str, ...]
    rules: tuple[RuleSwitch, ...]
    has_own_rules: bool
    broken: tuple[Broken, ...]
    topics_by: str
    number_columns: tuple[str, ...] = ()  # those of `columns` that hold numbers
    elsewhere: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # item: names of the other shelves it is on

    @property
    def line(self) -> ShelfLine:
        """The line of the shelf shown."""
        return next(line for line in self.shelves if line.shelf_id == self.shelf_id)


def shelf_view(workspace: Workspace, control: JobControl) -> ShelfView:
    """Return the shelf worked on as it stands now."""
    state = workspace.feedback.current_shelf()
    entries = shelf_entries(workspace, control, state.shelf_id)
    snapshot = workspace.snapshot()
    domain = domain_named(workspace.meta.get("domain"))
    rules = default_rules(workspace) if state.rules is None else rules_from_json(state.rules)
    in_force = [each.rule for each in rules if each.is_on]
    named = dict.fromkeys(rule.column for rule in in_force if rule.column)
    columns = _columns([entry.item for entry in entries], domain, list(named))
    # To read every date of a big catalogue takes longer than all else here.
    asks_age = any(rule.kind == balance.MOST_AGE for rule in in_force)
    asked = dict.fromkeys(rule.column for rule in in_force if rule.kind in balance.NUMBER_KINDS)
    decimals = {column: _decimal(workspace, snapshot, column, domain) for column in asked}
    items, topics_by = _balance_items(
        workspace, snapshot, entries, domain, [*{**named, **columns}], asks_age, decimals
    )
    positions = np.array([snapshot.positions[entry.item.item_id] for entry in entries], np.int64)
    vectors = snapshot.view.rows(positions) if len(positions) and snapshot.view.has_vector.any() else None
    found = balance.balance(items, vectors, [*{**named, **columns}])
    return ShelfView(
        shelves=shelf_lines(workspace, control),
        shelf_id=state.shelf_id,
        entries=entries,
        balance=found,
        columns=tuple(columns),
        rules=rules,
        has_own_rules=state.rules is not None,
        broken=balance.broken_rules(in_force, found, items),
        topics_by=topics_by,
        number_columns=tuple(column for column in columns if _holds_numbers(items, column)),
        elsewhere=workspace.feedback.placed_elsewhere(),
    )


def with_view(
    workspace: Workspace, control: JobControl, act: Callable[..., object], *arguments: object
) -> tuple[object, ShelfView, FeedbackOutcome]:
    """Call a function of `pipeline.shelf`; return its answer, the shelf after it, and what can be undone."""
    answer = act(workspace, control, *arguments)
    return answer, shelf_view(workspace, control), feedback_state(workspace, control)


def default_rules(workspace: Workspace) -> tuple[RuleSwitch, ...]:
    """Return the rules of the library's kind of catalogue, all of them on."""
    domain = domain_named(workspace.meta.get("domain"))
    return tuple(RuleSwitch(rule) for rule in (domain.shelf_rules if domain else balance.DEFAULT_RULES))


def _columns(items: Sequence[Item], domain: Domain | None, named: Sequence[str]) -> dict[str, None]:
    """Return the columns that a spread of these items can be counted by, those that rules name first."""
    spelled = {
        name.casefold(): column
        for column, names in (domain.headers if domain else ())
        if column not in ITEM_COLUMNS
        for name in (column, *names)
    }
    headers = [header.strip() for item in items for header, _ in item.extra]
    offered = dict.fromkeys(
        (*named, *SPREAD_COLUMNS, *(spelled.get(header.casefold(), header) for header in headers))
    )
    fitting: dict[str, None] = {}
    for column in offered:
        values = [value for item in items for value in column_values(item, column, domain)]
        if values and sum(map(len, values)) <= LONGEST_VALUE * len(values):
            fitting[column] = None
    return fitting


def _balance_items(
    workspace: Workspace,
    snapshot: Snapshot,
    entries: Sequence[ShelfEntry],
    domain: Domain | None,
    columns: Sequence[str],
    asks_age: bool,
    decimals: Mapping[str, str],
) -> tuple[list[BalanceItem], str]:
    """Return what a balance needs of each entry, and what stands for a topic; ages only where they are asked for."""
    topics = catalogue_topics(workspace, snapshot.table, snapshot.view)
    ages = workspace.kept("ages of items", (snapshot.table,), lambda: _ages(snapshot)) if asks_age else None
    found = [
        BalanceItem(
            item_id=entry.item.item_id,
            title_key=title_key(entry.item.title),
            names=frozenset(term for term in terms(entry.item.author) if len(term) > 2 or not term.isascii()),
            segment=entry.segment,
            topic=topics.name(BY_CLUSTERS, position)
            if topics is not None
            else next(iter(entry.item.tags), ""),
            year=entry.item.year,
            age_days=float(ages[position]) if ages is not None and np.isfinite(ages[position]) else None,
            values={column: column_values(entry.item, column, domain) for column in columns},
            numbers={
                column: number
                for column, decimal in decimals.items()
                for value in column_values(entry.item, column, domain)
                if np.isfinite(number := number_in(value, decimal))
            },
        )
        for entry in entries
        for position in (snapshot.positions[entry.item.item_id],)
    ]
    return found, BY_TOPICS if topics is not None else BY_TAGS


def _decimal(workspace: Workspace, snapshot: Snapshot, column: str, domain: Domain | None) -> str:
    """Return the decimal sign of a column, as the whole catalogue writes it: a shelf may hold too few to tell."""
    if column in ITEM_COLUMNS:
        return "."
    headers = workspace.items.extra_headers()
    known = spellings(column, domain)
    header = next((header for header in headers if header_words(header) in known), None)
    if header is None:
        return "."
    return workspace.kept(
        f"decimal sign of {column}",
        (snapshot.table, header),
        lambda: decimal_of(workspace.items.extra_cells(header)),
    )


def _holds_numbers(items: Sequence[BalanceItem], column: str) -> bool:
    values = [value for item in items for value in item.values.get(column, ())]
    return bool(values) and all(
        np.isfinite(number_in(value, ".")) or np.isfinite(number_in(value, ",")) for value in values
    )


def _ages(snapshot: Snapshot) -> np.ndarray:
    """Return how many days each item (n,) lies before the newest date of the catalogue, by its year where no day tells.

    NaN where neither does.
    """
    table = snapshot.table
    ages = popularity.ages_days(table.dates, latest=datetime.now(UTC).date())
    has_year = table.years != NO_YEAR
    by_year = np.full(len(ages), np.nan)
    if has_year.any():
        by_year[has_year] = (table.years[has_year].max() - table.years[has_year]) * DAYS_A_YEAR
    return np.where(np.isfinite(ages), ages, by_year)
