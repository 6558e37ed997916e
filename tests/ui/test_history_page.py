"""The history shows every verdict, marks the undone ones and filters by kind."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ltrec_gui.pipeline.give_feedback import HistoryEntry
from ltrec_gui.pipeline.replay import DIFFERENCES, FACTS, Rebuilt, SlateEntry
from ltrec_gui.pipeline.verdict_history import UndoPreview
from ltrec_gui.recommend.tail import QuotaPrice
from ltrec_gui.ui.history_page import (
    BRIEF,
    ITEM,
    REASON,
    SLATE_BRIEF,
    TITLE,
    VERDICT,
    HistoryPage,
    date_facets,
)
from ltrec_gui.ui.replay_wording import outdated_sentence, rebuilt_sentence, tail_price_sentence
from ltrec_gui.ui.table_look import BadgeRole, StrikeRole
from tests.ui.making import make_slate


def make_entry(number, verdict="good", is_undone=False, **changes):
    values = {
        "event_id": number,
        "recorded_at": "2026-03-01T12:00:00+00:00",
        "item_id": f"i{number}",
        "title": f"Title {number}",
        "verdict": verdict,
        "brief": "coastal\nletters",
        "is_undone": is_undone,
        "brief_id": 1,
        "step_id": number,
    }
    return HistoryEntry(**{**values, **changes})


@pytest.fixture
def page(qtbot):
    page = HistoryPage()
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    return page


def test_rows_say_what_was_judged_how_and_for_what(page):
    page.show_entries([make_entry(1, "not-right")])
    model = page.model
    assert model.data(model.index(0, ITEM)) == "Title 1"
    assert model.data(model.index(0, VERDICT)) == "Not right"
    assert model.data(model.index(0, BRIEF)) == "coastal letters"
    assert model.data(model.index(0, VERDICT), BadgeRole) == "bad"
    assert page._count.text() == "1 verdicts"


def test_an_undone_verdict_is_struck_greyed_and_named_so(page):
    page.show_entries([make_entry(1, is_undone=True), make_entry(2)])
    model = page.model
    assert model.data(model.index(0, ITEM), StrikeRole) is True
    assert model.data(model.index(1, ITEM), StrikeRole) is False
    assert model.data(model.index(0, VERDICT)) == "Good, undone"
    assert model.data(model.index(0, VERDICT), BadgeRole) == "surface2"
    assert "undone" in model.data(model.index(0, ITEM), Qt.ItemDataRole.AccessibleTextRole)


def test_the_filter_shows_one_kind(page):
    page.show_entries([make_entry(1, "good"), make_entry(2, "shelve"), make_entry(3, "good")])
    page.filter_by("good")
    assert page.model.rowCount() == 2
    page.filter_by("not-now")
    assert page._empty.texts()[0] == "No such verdict"
    page._empty.action_triggered.emit()
    assert page.model.rowCount() == 3


def test_a_reason_and_a_later_change_are_told(page):
    page.show_entries([make_entry(1, "not-right", critique="off-topic", is_replaced=True)])
    model = page.model
    assert model.data(model.index(0, REASON)) == "Off topic"
    assert model.data(model.index(0, VERDICT)) == "Not right, changed later"
    assert model.data(model.index(0, VERDICT), BadgeRole) == "surface2"
    assert "Off topic" in model.data(model.index(0, ITEM), Qt.ItemDataRole.AccessibleTextRole)


# Facets and search


def days_ago(days):
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()


def shown(page):
    return [entry.event_id for entry in page.model.rows]


def choose(combo, key):
    keys = [combo.itemData(row) for row in range(combo.count())]
    combo.setCurrentIndex(keys.index(key))
    combo.activated.emit(combo.currentIndex())


@pytest.fixture
def several(page):
    page.show_entries(
        [
            make_entry(5, "good", recorded_at=days_ago(0)),
            make_entry(4, "shelve", recorded_at=days_ago(3), title="Salt Roads"),
            make_entry(3, "good", recorded_at=days_ago(10), brief="ghosts", brief_id=2),
            make_entry(2, "not-now", recorded_at=days_ago(80), brief="", brief_id=None),
            make_entry(1, "good", recorded_at=days_ago(90)),
        ]
    )
    return page


def texts(combo):
    return [combo.itemText(row) for row in range(combo.count())]


def test_facets_tell_how_many_each_has(several):
    assert "Good (3)" in texts(several._filter) and "Not right (0)" in texts(several._filter)
    assert texts(several.brief_filter) == [
        "All briefs",
        "coastal letters (3)",
        "ghosts (1)",
        "Every brief (1)",
    ]
    assert texts(several.date_filter) == [
        "All days",
        "Today (1)",
        "Last 7 days (2)",
        "Last 30 days (3)",
        "Older (2)",
    ]


def test_facets_and_search_narrow_together(several, qtbot):
    choose(several.brief_filter, 1)
    assert shown(several) == [5, 4, 1]
    choose(several.date_filter, "week")
    assert shown(several) == [5, 4]
    several.search.setText("ROADS salt")
    qtbot.waitUntil(lambda: shown(several) == [4])
    several.clear_filters()
    assert shown(several) == [5, 4, 3, 2, 1]
    choose(several.brief_filter, -1)
    assert shown(several) == [2]


def test_a_new_verdict_leaves_filters_choice_and_place(several):
    several.resize(900, 240)
    choose(several._filter, "good")
    several.table.selectRow(1)
    several.show_entries([make_entry(6, "good"), make_entry(7, "shelve"), *several._entries])
    assert several._filter.currentText() == "Good (4)"
    assert several.chosen_events() == [3]


def test_days_are_those_of_the_editors_clock():
    now = datetime(2026, 3, 9, 0, 30, tzinfo=timezone(timedelta(hours=8)))
    assert date_facets("2026-03-08T16:10:00+00:00", now) == ("month", "week", "today")
    assert date_facets("2026-03-08T15:50:00+00:00", now) == ("month", "week")
    assert date_facets("2026-02-08T15:50:00+00:00", now) == ("month",)
    assert date_facets("2026-02-06T15:50:00+00:00", now) == ("older",)


# Changes


def test_chosen_verdicts_are_changed_from_the_menu(several, qtbot):
    assert not several.change_button.isEnabled()
    several.table.selectRow(1)
    assert [action.text() for action in several.change_menu.actions()][-3] == "No verdict"
    with qtbot.waitSignal(several.change_requested) as asked:
        several.change_actions["not-right"].trigger()
    assert asked.args == [[4], "not-right"]


def test_an_undo_back_is_counted_before_it_is_done(several, qtbot):
    with qtbot.waitSignal(several.preview_requested) as asked:
        several.table.selectRow(3)
    assert asked.args == [2]
    assert not several.back_to_button.isEnabled()
    several.show_preview(UndoPreview(1, 9, 9, 0))  # of a verdict that is not chosen any more
    assert not several.back_to_button.isEnabled()
    several.show_preview(UndoPreview(2, 3, 4, 1))
    assert several.back_to_button.text() == "Undo 3 steps back to here"
    assert several.hint.text() == (
        "4 verdicts that count were given after “Title 2”. With them go 1 changes of shelves and briefs."
    )
    with qtbot.waitSignal(several.undo_to_requested) as asked:
        several.back_to_button.click()
    assert asked.args == [2]


def test_where_nothing_came_after_there_is_nothing_to_undo(several):
    several.table.selectRow(0)
    several.show_preview(UndoPreview(5, 0, 0, 0))
    assert not several.back_to_button.isEnabled()
    assert "Nothing" in several.hint.text()


def test_what_was_undone_can_be_taken_back(several, qtbot):
    several.show_undone(UndoPreview(2, 3, 4, 0))
    assert several.notice.isVisible()
    with qtbot.waitSignal(several.redo_requested) as asked:
        several.notice.action_triggered.emit()
    assert asked.args == [3]
    assert not several.notice.isVisible()


def test_what_is_shown_is_exported(several, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "verdicts"), ""))
    with qtbot.waitSignal(several.export_requested) as asked:
        several.export_button.click()
    assert asked.args == [tmp_path / "verdicts.csv", None]
    choose(several._filter, "shelve")
    with qtbot.waitSignal(several.export_requested) as asked:
        several.export_button.click()
    assert asked.args[1] == [4]


def test_no_verdicts_yet_shows_how_to_give_one(qtbot, page):
    page.show_entries(())
    assert page._empty.texts()[0] == "No verdicts yet"
    with qtbot.waitSignal(page.suggestions_requested):
        page._empty.action_triggered.emit()


def test_undo_is_offered_only_where_it_can_be(qtbot, page):
    assert not page._undo.isEnabled()
    page.set_can_undo(True)
    with qtbot.waitSignal(page.undo_requested):
        page._undo.click()


# Lists


def make_slate_entry(number):
    request = make_slate().request
    return SlateEntry(f"s{number}", "2026-03-01T12:00:00+00:00", f"brief\n{number}", request, 12)


@pytest.fixture
def lists(page):
    page.show_entries([make_entry(1)])
    page.show_slates([make_slate_entry(1), make_slate_entry(2)])
    page.kind.setCurrentIndex(1)
    page.kind.activated.emit(1)
    return page


def test_lists_are_offered_beside_verdicts(lists):
    model = lists.slates_model
    assert lists.slates_table.isVisible() and not lists.table.isVisible()
    assert model.data(model.index(1, SLATE_BRIEF)) == "brief 2"
    assert lists._count.text() == "2 lists"
    assert not lists.open_button.isEnabled()
    lists.kind.setCurrentIndex(0)
    lists.kind.activated.emit(0)
    assert lists.table.isVisible() and not lists.rebuild_button.isVisible()


def test_a_list_is_opened_as_it_was(lists, qtbot):
    lists.slates_table.selectRow(1)
    with qtbot.waitSignal(lists.slate_requested) as asked:
        lists.open_button.click()
    assert asked.args == ["s2"]
    slate = make_slate(slate_id="s2")
    lists.show_slate(slate)
    model = lists.items_model
    assert lists.items_table.isVisible()
    assert model.data(model.index(2, TITLE)) == slate.suggestions[2].item.title
    with qtbot.waitSignal(lists.rebuild_requested) as asked:
        lists.rebuild_button.click()
    assert asked.args == ["s2"]
    lists.back_button.click()
    assert lists.slates_table.isVisible()


def test_what_became_of_a_list_is_said_for_the_list_chosen_only(lists):
    slate = make_slate(slate_id="s1")
    exact = Rebuilt(slate, slate, True, (), 0, 0.0)
    lists.slates_table.selectRow(1)
    lists.show_rebuilt(exact)
    assert not lists.note.text()
    lists.slates_table.selectRow(0)
    lists.show_rebuilt(exact)
    assert lists.note.text() == "This list can be made again exactly."
    lists.show_rebuilt(Rebuilt(slate, slate, False, ("catalogue", "index"), 3, 0.1))
    assert lists.note.text() == (
        "Made again it differs at 3 of 12 places. Changed since: the catalogue, the index."
    )
    lists.slates_table.selectRow(1)
    assert not lists.note.isVisible()


@pytest.mark.parametrize("name", DIFFERENCES)
def test_every_difference_has_its_words(name):
    slate = make_slate()
    said = rebuilt_sentence(Rebuilt(slate, slate, False, (name,), 1, 0.1))
    assert name == "unknown" or "not recorded" not in said


def test_the_price_of_the_tail_is_worded():
    prices = [
        QuotaPrice(0, 1.0, 1.0, 2, 23),
        QuotaPrice(1, 1.0, 0.999, 2, 23),
        QuotaPrice(2, 22 / 23, 0.96, 2, 22),
    ]
    assert tail_price_sentence(prices, 2) == (
        "Costs 4 % of relevance. Items you accepted that would be listed: 22, without it 23."
    )
    assert tail_price_sentence(prices, 1).startswith("Costs no relevance.")
    assert tail_price_sentence(prices, 0) == tail_price_sentence((), 2) == ""
    unjudged = [QuotaPrice(0, None, 1.0, 2, 0), QuotaPrice(1, None, 0.9, 2, 0)]
    assert tail_price_sentence(unjudged, 1) == "Costs 10 % of relevance."


@pytest.mark.parametrize("name", FACTS)
def test_every_change_that_makes_a_list_old_has_words(name):
    sentence = outdated_sentence((name,))
    assert sentence.endswith(".")
    assert "not recorded" not in sentence


def test_what_follows_from_another_change_is_not_told_beside_it():
    assert outdated_sentence(()) == ""
    told = outdated_sentence(("catalogue", "segments", "readers", "vectors", "index"))
    assert told == "Changed since this list was made: the catalogue, what was learned from readers."
    assert "vectors" not in outdated_sentence(("model", "vectors", "index"))
    assert outdated_sentence(("vectors", "index")).count(",") == 0
