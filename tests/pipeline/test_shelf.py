"""Shelves, their balance and what left the house, on a made-up library."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline.balance import shelf_view
from ltrec_gui.pipeline.browse import CatalogueQuery, browse, library_overview
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.export_shelf import export_shelf
from ltrec_gui.pipeline.find_topics import BY_CLUSTERS, find_topics, topic_sizes
from ltrec_gui.pipeline.give_feedback import give_feedback, undo_feedback
from ltrec_gui.pipeline.past_slates import request_of
from ltrec_gui.pipeline.replay import rebuild
from ltrec_gui.pipeline.shelf import (
    RuleSwitch,
    delete_shelf,
    duplicate_shelf,
    export_log,
    forget_export,
    go_to_shelf,
    new_shelf,
    note_export,
    rename_shelf,
    reorder_shelf,
    set_cooldown,
    set_note,
    set_rules,
    set_target,
    shelf_entries,
)
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.why_not import why_not
from ltrec_gui.recommend.balance import ShelfRule
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.store.shelves import FIRST_SHELF
from tests.making import fill, make_item, topic_items

HARBOURS = SuggestRequest(brief="harbour tide lighthouse", count=10)


@pytest.fixture
def filled(workspace):
    fill(workspace, topic_items(80))
    return workspace


def ids_of(slate):
    return [each.item.item_id for each in slate.suggestions]


def exported_days_ago(workspace, days):
    """Let the exports so far have been made so many days ago."""
    then = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    with workspace.db.conn:
        workspace.db.conn.execute("UPDATE exports SET exported_at = ?", [then])


def test_entries_carry_note_brief_and_the_last_export(filled, control):
    slate = suggest(filled, control, HARBOURS)
    chosen = ids_of(slate)[:2]
    give_feedback(filled, control, chosen, "shelve", slate.slate_id)
    set_note(filled, control, FIRST_SHELF, chosen[1], "  for the\n window ")
    note_export(filled, control, None, Path("list.csv"), chosen[:1])
    first, second = shelf_entries(filled, control)
    assert (first.item.item_id, first.brief, first.note) == (chosen[0], HARBOURS.brief, "")
    assert first.exported_at
    assert (second.note, second.exported_at) == ("for the window", "")
    assert (first.position, second.position) == (1, 2)


def test_what_is_so_already_is_no_step(filled, control):
    rules = [RuleSwitch(ShelfRule("most-per-column", "author", 2))]
    set_target(filled, control, FIRST_SHELF, 7)
    set_rules(filled, control, FIRST_SHELF, rules)
    rename_shelf(filled, control, FIRST_SHELF, "Spring")
    before = filled.feedback.last_event_id
    set_target(filled, control, FIRST_SHELF, 7)
    set_rules(filled, control, FIRST_SHELF, rules)
    rename_shelf(filled, control, FIRST_SHELF, " Spring ")
    go_to_shelf(filled, control, FIRST_SHELF)
    assert filled.feedback.last_event_id == before


def test_a_shelf_is_made_copied_named_and_deleted(filled, control):
    give_feedback(filled, control, ["0001", "0002"], "shelve")
    set_note(filled, control, FIRST_SHELF, "0002", "second")
    set_target(filled, control, FIRST_SHELF, 7)
    copy = duplicate_shelf(filled, control, FIRST_SHELF, "Copy")
    reorder_shelf(filled, control, ["0002", "0001"])
    view = shelf_view(filled, control)
    assert (view.shelf_id, view.line.name, view.line.target) == (copy, "Copy", 7)
    assert [(entry.item.item_id, entry.note) for entry in view.entries] == [("0002", "second"), ("0001", "")]
    assert [entry.item.item_id for entry in shelf_entries(filled, control, FIRST_SHELF)] == ["0001", "0002"]
    rename_shelf(filled, control, copy, "Summer  table")
    with pytest.raises(RequestError, match="There is a shelf “summer table” already"):
        new_shelf(filled, control, "summer table")
    with pytest.raises(RequestError, match="needs a name"):
        new_shelf(filled, control, "  ")
    go_to_shelf(filled, control, FIRST_SHELF)
    assert delete_shelf(filled, control, FIRST_SHELF) == ""
    assert shelf_view(filled, control).shelf_id == copy
    with pytest.raises(RequestError, match="last shelf"):
        delete_shelf(filled, control, copy)
    with pytest.raises(RequestError, match="not in the library any more"):
        go_to_shelf(filled, control, FIRST_SHELF)
    with pytest.raises(RequestError, match="1 to 999 items, not 0"):
        set_target(filled, control, copy, 0)
    undo_feedback(filled, control)
    assert [line.shelf_id for line in shelf_view(filled, control).shelves] == [FIRST_SHELF, copy]


def test_the_view_counts_what_is_on_the_shelf(filled, control):
    give_feedback(filled, control, ["0000", "0004", "0023", "0046"], "shelve")
    view = shelf_view(filled, control)
    assert view.balance.item_count == 4
    assert dict(view.balance.topics.values) == {
        "sea": ("0000", "0004"),
        "rail": ("0023",),
        "night": ("0046",),
    }
    assert view.topics_by == "tags"
    # 0000, 0023 and 0046 are by the same author, and two of one are enough.
    assert view.columns[0] == "author"
    assert [(each.value, each.item_ids) for each in view.broken] == [("Author 0", ("0000", "0023", "0046"))]
    assert view.balance.years == (1800, 1813.5, 1846)
    assert not view.has_own_rules


def test_topics_are_those_of_the_catalogue_once_they_are_found(filled, control):
    embed_items(filled, control)
    build_index(filled, control)
    find_topics(filled, control)
    give_feedback(filled, control, ["0000", "0004", "0001", "0005"], "shelve")
    view = shelf_view(filled, control)
    assert view.topics_by == "topics"
    names = {name for name, _ in topic_sizes(filled)[BY_CLUSTERS]}
    counted = {item_id: name for name, members in view.balance.topics.values for item_id in members}
    assert set(counted) == {"0000", "0004", "0001", "0005"}
    assert set(counted.values()) <= names


def test_rules_are_edited_switched_off_and_reset(filled, control):
    give_feedback(filled, control, ["0000", "0023", "0046"], "shelve")
    own = (
        RuleSwitch(ShelfRule("most-per-column", "author", 2), is_on=False),
        RuleSwitch(ShelfRule("most-per-column", "language", 1)),
    )
    set_rules(filled, control, FIRST_SHELF, own)
    view = shelf_view(filled, control)
    assert (view.rules, view.has_own_rules) == (own, True)
    assert [each.rule.column for each in view.broken] == ["language"]
    undo_feedback(filled, control)
    assert not shelf_view(filled, control).has_own_rules
    set_rules(filled, control, FIRST_SHELF, own)
    set_rules(filled, control, FIRST_SHELF, None)
    assert not shelf_view(filled, control).has_own_rules


def test_a_rule_may_name_a_column_of_the_file(workspace, control):
    fill(
        workspace,
        [
            make_item(
                item_id=str(n), title=f"Title {n} {'abcdefghij'[n] * 9}", extra=(("Imprint", "Gull Press"),)
            )
            for n in range(4)
        ],
    )
    workspace.meta.set("domain", "books")
    give_feedback(workspace, control, ["0", "1", "2", "3"], "shelve")
    view = shelf_view(workspace, control)
    found = [each for each in view.broken if each.rule.column == "publisher"]
    assert [(each.value, each.found) for each in found] == [("Gull Press", 4)]
    assert view.columns.count("publisher") == 1
    assert "Imprint" not in view.columns


def test_a_shop_warns_of_prices_far_from_the_others_as_its_file_writes_them(workspace, control):
    # 1.299 is a thousand and more here, for other prices of the catalogue have a comma before the cents.
    prices = ("28,00", "31,50", "€ 24,00", "", "33", "1.299", "9,90", "40", "no price")
    fill(
        workspace,
        [
            make_item(item_id=str(n), title=f"{'abcdefghi'[n] * 9}", extra=(("售价", price),))
            for n, price in enumerate(prices)
        ],
    )
    workspace.meta.set("domain", "shop")
    shelved = [str(n) for n in range(len(prices)) if n not in (0, 1)]
    give_feedback(workspace, control, shelved, "shelve")
    view = shelf_view(workspace, control)
    found = [each for each in view.broken if each.rule.column == "price"]
    assert [(each.found, each.item_ids) for each in found] == [(33.0, ("5", "6"))]
    assert "price" in view.columns
    assert view.number_columns == ()  # one of them is no number
    give_feedback(workspace, control, ["8"], "unshelve")
    assert shelf_view(workspace, control).number_columns == ("price",)
    set_rules(workspace, control, FIRST_SHELF, [RuleSwitch(ShelfRule("most-number", "price", 35))])
    assert [each.item_ids for each in shelf_view(workspace, control).broken] == [("5", "7")]


def test_age_counts_back_from_the_newest_date_of_the_catalogue(workspace, control):
    dates = ("2026-03-01", "2026-02-20", "2024-01-01", "2020-01-02")
    fill(
        workspace,
        [
            make_item(item_id=str(n), title=f"{'abcd'[n] * 9}", date=date, year=int(date[:4]))
            for n, date in enumerate(dates)
        ],
    )
    give_feedback(workspace, control, ["1", "2", "3"], "shelve")
    set_rules(workspace, control, FIRST_SHELF, [RuleSwitch(ShelfRule("most-age", "date", 730))])
    (found,) = shelf_view(workspace, control).broken
    assert (found.item_ids, found.found) == (("2", "3"), pytest.approx(2250))


def test_age_goes_by_the_year_where_no_day_is_known_and_texts_are_no_columns(workspace, control):
    about = [("Blurb", "One of those long sentences that a publisher puts on the back of a book. " * 2)]
    fill(
        workspace,
        [
            make_item(
                item_id=str(n), title="abc"[n] * 9, year=year, date=date, extra=(*about, ("Size", "A5"))
            )
            for n, (year, date) in enumerate(((2026, "2026-03-01"), (2025, ""), (2010, "")))
        ],
    )
    give_feedback(workspace, control, ["0", "1", "2"], "shelve")
    set_rules(workspace, control, FIRST_SHELF, [RuleSwitch(ShelfRule("most-age", "date", 730))])
    view = shelf_view(workspace, control)
    (found,) = view.broken
    assert (found.item_ids, found.found) == (("2",), pytest.approx(16 * 365.25))
    assert "Size" in view.columns
    assert "Blurb" not in view.columns


def test_an_export_is_remembered_with_its_shelf_items_and_time(filled, control, tmp_path):
    second = new_shelf(filled, control, "Summer")
    give_feedback(filled, control, ["0003", "0001"], "shelve")
    export_shelf(filled, control, tmp_path / "list.csv")
    (record,) = export_log(filled, control)
    assert (record.shelf_id, record.shelf_name, record.item_count) == (second, "Summer", 2)
    assert record.path == str(tmp_path / "list.csv")
    assert filled.exposures.items_of(record.export_id) == ["0003", "0001"]
    assert shelf_view(filled, control).line.exported_at == record.exported_at
    rename_shelf(filled, control, second, "Winter")
    assert export_log(filled, control)[0].shelf_name == "Summer"
    # Its line tells of the export made last.
    exported_days_ago(filled, 3)
    newest = note_export(filled, control, second, None, ["0001"])
    assert shelf_view(filled, control).line.exported_at == newest.exported_at


def test_what_was_exported_of_late_stays_out_of_new_lists(filled, control):
    before = ids_of(suggest(filled, control, HARBOURS))
    note_export(filled, control, None, None, before[:3])
    cooled = replace(HARBOURS, cooldown_days=30)
    assert not set(before[:3]) & set(ids_of(suggest(filled, control, cooled)))
    assert set(before[:3]) <= set(ids_of(suggest(filled, control, HARBOURS)))
    exported_days_ago(filled, 29)
    assert not set(before[:3]) & set(ids_of(suggest(filled, control, cooled)))
    exported_days_ago(filled, 31)
    assert set(before[:3]) <= set(ids_of(suggest(filled, control, cooled)))


def test_a_forgotten_export_keeps_nothing_out(filled, control):
    before = ids_of(suggest(filled, control, HARBOURS))
    record = note_export(filled, control, None, None, before[:1])
    cooled = replace(HARBOURS, cooldown_days=30)
    assert forget_export(filled, control, record.export_id)[0].is_forgotten
    assert before[0] in ids_of(suggest(filled, control, cooled))
    forget_export(filled, control, record.export_id, False)
    assert before[0] not in ids_of(suggest(filled, control, cooled))
    with pytest.raises(RequestError, match="not in the library"):
        forget_export(filled, control, 99)


def test_the_cool_down_is_named_where_it_empties_a_list_and_by_why_not(filled, control):
    everything = [item.item_id for item in topic_items(80)]
    note_export(filled, control, None, None, everything)
    request = replace(HARBOURS, cooldown_days=30, segments=("head", "torso", "tail"))
    slate = suggest(filled, control, request)
    assert not slate.suggestions
    assert ("exported", 80) in slate.blocked_by
    open_list = suggest(filled, control, replace(request, cooldown_days=0))
    wanted = ids_of(open_list)[0]
    filled.exposures.set_forgotten(1, True)
    note_export(filled, control, None, None, [wanted])
    cooled = suggest(filled, control, request)
    assert "exported" in why_not(filled, control, cooled.slate_id, wanted).filters


def test_never_suggested_leaves_out_other_lists_and_keeps_this_one(filled, control):
    seen = ids_of(suggest(filled, control, HARBOURS))
    fresh = replace(HARBOURS, only_unseen=True)
    # Of this brief's last list nothing vanishes by asking again; what it pushed out does not come back.
    assert ids_of(suggest(filled, control, fresh)) == seen
    other = suggest(filled, control, replace(fresh, brief="harbour and tide"))
    assert other.suggestions
    assert not set(ids_of(other)) & set(seen)
    give_feedback(filled, control, ids_of(other)[:2], "not-right", other.slate_id)
    again = suggest(filled, control, replace(other.request, brief_id=other.brief_id))
    assert set(ids_of(other)[2:]) <= set(ids_of(again))


def test_a_list_with_a_memory_is_made_again_exactly_after_more_was_exported(filled, control):
    first = suggest(filled, control, HARBOURS)
    note_export(filled, control, None, None, ids_of(first)[:2])
    request = replace(HARBOURS, brief="harbour gull", cooldown_days=30, only_unseen=True)
    slate = suggest(filled, control, request)
    note_export(filled, control, None, None, ids_of(slate)[:5])
    suggest(filled, control, replace(HARBOURS, brief="gull"))
    assert rebuild(filled, control, slate.slate_id).is_exact
    assert request_of(filled.slates.get(slate.slate_id)) == slate.request


def test_requests_from_before_there_was_a_memory_are_read(filled, control):
    slate = suggest(filled, control, HARBOURS)
    with filled.db.conn:
        filled.db.conn.execute(
            "UPDATE slates SET request = json_remove(request, '$.cooldown_days', '$.only_unseen', '$.as_of')"
        )
    assert request_of(filled.slates.get(slate.slate_id)) == slate.request


def test_what_stands_on_the_shelf_is_not_put_there_twice(filled, control):
    slate = suggest(filled, control, HARBOURS)
    first, second = ids_of(slate)[:2]
    give_feedback(filled, control, [first], "shelve", slate.slate_id)
    outcome = give_feedback(filled, control, [first, second], "shelve", slate.slate_id)
    assert ([each.item_id for each in outcome.items], outcome.shelf_count) == ([second], 2)
    assert [each.item_id for each in outcome.already] == [first]
    last = filled.feedback.last_event_id
    again = give_feedback(filled, control, [first], "shelve", slate.slate_id)
    assert (again.items, [each.item_id for each in again.already]) == ((), [first])
    assert filled.feedback.last_event_id == last
    new_shelf(filled, control, "Summer")
    assert not give_feedback(filled, control, [first], "shelve", slate.slate_id).already


def test_what_is_undone_on_a_shelf_is_named(filled, control):
    second = new_shelf(filled, control, "Summer")
    set_target(filled, control, second, 5)
    undone = undo_feedback(filled, control)
    assert (undone.shelf.act, undone.shelf.name, undone.items) == ("target", "Summer", ())
    assert undo_feedback(filled, control).shelf.act == "create"


def browsed(workspace, control, **changes):
    page = browse(workspace, control, CatalogueQuery(**changes))
    return [row.item.item_id for row in page.rows], [row.segment for row in page.rows]


def test_what_was_never_suggested_is_a_list_to_work_off_the_tail_first(filled, control):
    slate = suggest(filled, control, HARBOURS)
    judged = next(f"{n:04d}" for n in range(80) if f"{n:04d}" not in ids_of(slate))
    give_feedback(filled, control, [judged], "good", slate.slate_id)
    found, segments = browsed(filled, control, exposure="unseen", sort="tail-first")
    everything = {item.item_id for item in topic_items(80)}
    assert set(found) == everything - {*ids_of(slate), judged}
    order = [("tail", "torso", "head").index(segment) for segment in segments]
    assert order == sorted(order)
    assert set(segments) > {"tail"}
    undo_feedback(filled, control)
    assert judged in browsed(filled, control, exposure="unseen")[0]


def test_what_was_exported_is_found_in_the_catalogue(filled, control):
    assert browsed(filled, control, exposure="exported")[0] == []
    record = note_export(filled, control, None, None, ["0003", "0001", "gone"])
    assert set(browsed(filled, control, exposure="exported")[0]) == {"0001", "0003"}
    forget_export(filled, control, record.export_id)
    assert browsed(filled, control, exposure="exported")[0] == []
    with pytest.raises(RequestError, match="cannot be filtered"):
        browse(filled, control, CatalogueQuery(exposure="lent"))


def test_the_overview_tells_the_cool_down_and_how_much_it_keeps_out(filled, control):
    assert library_overview(filled, control).cooldown_days == 30
    note_export(filled, control, None, None, ["0003", "0001", "gone"])
    assert library_overview(filled, control).cooling_count == 2
    exported_days_ago(filled, 20)
    set_cooldown(filled, control, 14)
    overview = library_overview(filled, control)
    assert (overview.cooldown_days, overview.cooling_count) == (14, 0)
    for days in (-1, 5000):
        with pytest.raises(RequestError, match="0 to 3,650 days"):
            set_cooldown(filled, control, days)
    set_cooldown(filled, control, 0)
    assert library_overview(filled, control).cooling_count == 0
