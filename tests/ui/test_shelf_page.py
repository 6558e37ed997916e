"""The shelf is ordered by dragging and by keys, noted on, held against rules, and gives things back on undo."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from ltrec_gui.catalogue.item import Item
from ltrec_gui.pipeline.balance import ShelfView
from ltrec_gui.pipeline.shelf import ExportRecord, RuleSwitch, ShelfEntry, ShelfLine
from ltrec_gui.recommend.balance import BalanceItem, ShelfRule, balance, broken_rules
from ltrec_gui.ui import shelf_page
from ltrec_gui.ui.balance_strip import DUPLICATES, SPREAD, TAIL, TOPICS, YEARS, BalanceStrip
from ltrec_gui.ui.exports_dialog import ExportsDialog
from ltrec_gui.ui.shelf_page import DUPLICATE, NEW, NOTE, RENAME, SEGMENT, ShelfPage, moved
from ltrec_gui.ui.shelf_rules_dialog import ShelfRulesDialog
from ltrec_gui.ui.shelf_wording import broken_sentence, rule_sentence
from ltrec_gui.ui.table_look import BadgeRole

RULES = (
    RuleSwitch(ShelfRule("most-per-column", "author", 2)),
    RuleSwitch(ShelfRule("least-tail-share", "", 0.6)),
    RuleSwitch(ShelfRule("most-near-duplicates", "", 0), is_on=False),
)


def make_entries(ids="abcd", segment="tail", **changes):
    return tuple(
        replace(
            ShelfEntry(
                position,
                Item(item_id, f"Title {item_id}", author=f"By {item_id}"),
                segment,
                3.0,
                "coastal letters",
            ),
            **changes,
        )
        for position, item_id in enumerate(ids, start=1)
    )


def make_view(entries=None, shelf_id=1, lines=None, rules=RULES, topics_by="tags"):
    entries = make_entries() if entries is None else entries
    items = [
        BalanceItem(
            entry.item.item_id,
            entry.item.title,
            frozenset({entry.item.author}),
            entry.segment,
            entry.item.tags[0] if entry.item.tags else "",
            entry.item.year,
            None,
            {"author": (entry.item.author,), "publisher": (entry.item.language,)},
        )
        for entry in entries
    ]
    found = balance(items, None, ["author", "publisher"])
    on = [each.rule for each in rules if each.is_on]
    return ShelfView(
        shelves=lines or (ShelfLine(1, "", len(entries), None, ""), ShelfLine(2, "Summer", 3, 5, "")),
        shelf_id=shelf_id,
        entries=tuple(entries),
        balance=found,
        columns=("author", "publisher"),
        rules=tuple(rules),
        has_own_rules=False,
        broken=broken_rules(on, found, items),
        topics_by=topics_by,
    )


@pytest.fixture
def page(qtbot):
    page = ShelfPage()
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    page.activateWindow()
    page.show_view(make_view())
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    return page


@pytest.mark.parametrize(
    ("chosen", "before", "order"),
    [
        ("b", 0, "bacd"),
        ("b", 4, "acdb"),
        ("b", 1, "abcd"),
        ("b", 2, "abcd"),
        ("bd", 0, "bdac"),
        ("ac", 4, "bdac"),
    ],
)
def test_moved(chosen, before, order):
    assert "".join(moved("abcd", chosen, before)) == order


# ------------------------------------------------------------------------------------------ order


def test_keys_move_the_selected_rows(qtbot, page):
    page.table.selectRow(2)
    with qtbot.waitSignal(page.order_changed) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert asked.args == [["a", "c", "b", "d"]]
    with qtbot.assertNotEmitted(page.model.modelReset):
        page.show_view(make_view(make_entries("acbd")))
    assert page.selected_ids() == ["c"]
    assert page.table.currentIndex().row() == 1
    with qtbot.waitSignal(page.order_changed) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert asked.args == [["a", "b", "c", "d"]]


def test_keys_that_come_faster_than_the_library_answers_are_not_lost(qtbot, page):
    page.table.selectRow(3)
    orders = []
    page.order_changed.connect(lambda order: orders.append("".join(order)))
    for _ in range(2):
        qtbot.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    # The answer to the first comes while the second is on its way.
    page.show_view(make_view(make_entries(orders[0])))
    qtbot.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert orders == ["abdc", "adbc", "dabc"]
    for order in orders[1:]:
        page.show_view(make_view(make_entries(order)))
    page.show_view(make_view(make_entries("abcd")))  # all of it undone
    qtbot.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert orders[-1] == "abdc"


def test_any_change_of_rows_keeps_the_rules_of_a_model(qtbot, page):
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for ids in ("dcba", "dcb", "", "ab", "ba", "ba"):
        page.show_view(make_view(make_entries(ids)))
        assert page.model.ids == list(ids)


def test_the_place_in_a_long_shelf_is_kept_when_it_is_told_of_anew(qtbot, page):
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    page.show_view(make_view(make_entries(letters)))
    bar = page.table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 200)
    page.table.selectRow(20)
    bar.setValue(200)
    page.show_view(make_view(make_entries(letters, note="told anew")))
    page.show_view(make_view(make_entries(letters[1:] + "a")))
    assert (bar.value(), page.selected_ids()) == (200, [letters[20]])


def test_the_first_row_goes_no_further_up(qtbot, page):
    page.table.selectRow(0)
    with qtbot.assertNotEmitted(page.order_changed):
        page.move_selected(-1)


def test_a_drop_between_rows_tells_the_new_order_and_moves_nothing_itself(qtbot, page):
    data = page.model.mimeData([page.model.index(3, 0), page.model.index(3, 1)])
    with qtbot.waitSignal(page.order_changed) as asked:
        page.model.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    assert asked.args == [["a", "d", "b", "c"]]
    assert page.model.ids == ["a", "b", "c", "d"]
    assert data.text() == "Title d"


def test_a_drop_below_the_last_row_puts_it_last(qtbot, page):
    data = page.model.mimeData([page.model.index(0, 0)])
    with qtbot.waitSignal(page.order_changed) as asked:
        page.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    assert asked.args == [["b", "c", "d", "a"]]


def test_a_drag_from_elsewhere_is_not_taken(page):
    data = page.model.mimeData([])
    data.removeFormat("application/x-ltrec-items")
    assert page.model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex()) is False


def test_delete_takes_the_selected_off(qtbot, page):
    page.table.selectRow(1)
    with qtbot.waitSignal(page.removal_requested) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert asked.args == [["b"]]


def test_after_taking_an_item_off_the_one_in_its_place_is_selected(page):
    page.table.selectRow(1)
    page.show_view(make_view(make_entries("acd")))
    assert page.selected_ids() == ["c"]
    page.table.selectRow(2)
    page.show_view(make_view(make_entries("a")))
    assert page.selected_ids() == ["a"]


def test_undoing_is_offered_for_some_seconds_and_nothing_moves_for_it(qtbot, monkeypatch, page):
    height = page.table.height()
    page.show_undo("Taken off: Title b")
    assert page.offers_undo
    assert page.table.height() == height
    with qtbot.waitSignal(page.undo_requested):
        page.undo_button.click()
    assert page._undo_timer.interval() == 8000
    page._undo_timer.timeout.emit()
    assert not page.offers_undo
    # Also where the last item was taken off.
    page.show_view(make_view(()))
    page.show_undo("Taken off: Title a")
    assert page.undo_button.isVisible()


# ------------------------------------------------------------------------------------------ counts


def test_count_and_aim_are_those_of_the_shelf(qtbot, page):
    assert (page._count.text(), page.target_box.value()) == ("4 /", 20)
    page.set_target(30)
    assert page.target_box.value() == 30
    page.show_view(make_view(shelf_id=2))
    assert page.target_box.value() == 5
    assert (page._bar.value(), page._bar.maximum()) == (4, 5)
    page.target_box.setValue(8)
    with qtbot.waitSignal(page.target_changed) as asked:
        page.target_box.editingFinished.emit()
    assert asked.args == [2, 8]


def test_an_empty_shelf_shows_the_way_back(qtbot, page):
    page.show_view(make_view(()))
    assert page._empty.texts()[0] == "The shelf is empty"
    assert not page._export.isEnabled()
    with qtbot.waitSignal(page.suggestions_requested):
        page._empty.action_triggered.emit()
    with qtbot.assertNotEmitted(page.export_requested):
        page.ask_export()


def test_export_is_asked_for_after_what_was_typed_is_handed_over(qtbot, page):
    page.table.selectRow(0)
    page.note_edit.setText("last words")
    said = []
    page.note_changed.connect(lambda *_arguments: said.append("note"))
    page.export_requested.connect(lambda: said.append("export"))
    page._export.click()
    assert said == ["note", "export"]


def test_segments_are_badges(page):
    page.show_view(make_view((*make_entries("a"), *make_entries("b", "torso"), *make_entries("c", "new"))))
    assert [page.model.data(page.model.index(row, SEGMENT), BadgeRole) for row in range(3)] == [
        "tail",
        "surface2",
        "new",
    ]


# ------------------------------------------------------------------------------------------ notes


def saved_notes(page):
    notes = []
    page.note_changed.connect(lambda *arguments: notes.append(arguments))
    return notes


def test_f2_goes_to_the_note_and_enter_back_to_the_list(qtbot, page):
    notes = saved_notes(page)
    page.table.selectRow(1)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert page.note_edit.hasFocus()
    qtbot.keyClicks(page.note_edit, "for the window ")
    assert notes == []
    qtbot.keyClick(page.note_edit, Qt.Key.Key_Return)
    assert notes == [(1, "b", "for the window", False)]
    assert page.table.hasFocus()
    assert page.model.data(page.model.index(1, NOTE)) == "for the window"


def test_a_note_is_saved_while_it_is_typed_and_goes_on_with_itself(qtbot, page):
    notes = saved_notes(page)
    page.table.selectRow(1)
    page.edit_note()
    qtbot.keyClicks(page.note_edit, "for")
    assert page._note_timer.isActive()
    assert page._note_timer.interval() < 1000
    page._note_timer.timeout.emit()
    page.show_view(make_view(page.model.rows))
    qtbot.keyClicks(page.note_edit, " us")
    page._note_timer.timeout.emit()
    assert notes == [(1, "b", "for", False), (1, "b", "for us", True)]
    page._note_timer.timeout.emit()
    assert len(notes) == 2


@pytest.mark.parametrize("how", ["select", "hide", "switch", "remove", "flush"])
def test_a_note_is_not_lost_whatever_comes(qtbot, page, how):
    notes = saved_notes(page)
    page.table.selectRow(1)
    page.edit_note()
    qtbot.keyClicks(page.note_edit, "keep me")
    if how == "select":
        page.table.selectRow(2)
    elif how == "hide":
        page.hide()
    elif how == "switch":
        page.show_view(make_view(make_entries("xy"), shelf_id=2))
    elif how == "remove":
        page._ask_removal()
    else:
        page.flush()
    assert notes == [(1, "b", "keep me", False)]


def test_esc_takes_back_what_was_typed_and_saved(qtbot, page):
    page.show_view(make_view(make_entries(note="before")))
    notes = saved_notes(page)
    page.table.selectRow(1)
    page.edit_note()
    qtbot.keyClicks(page.note_edit, "after")
    page._note_timer.timeout.emit()
    qtbot.keyClick(page.note_edit, Qt.Key.Key_Escape)
    assert [note[2] for note in notes] == ["after", "before"]
    assert page.table.hasFocus()


def test_an_answer_that_comes_late_does_not_overwrite_what_is_being_typed(qtbot, page):
    page.table.selectRow(1)
    page.edit_note()
    qtbot.keyClicks(page.note_edit, "newer")
    page.show_view(make_view(make_entries(note="older")))
    assert page.note_edit.text() == "newer"
    page.table.selectRow(2)
    assert page.note_edit.text() == "older"


def test_a_note_undone_elsewhere_is_shown_so(qtbot, page):
    page.show_view(make_view(make_entries(note="said")))
    page.table.selectRow(1)
    assert page.note_edit.text() == "said"
    page.show_view(make_view(make_entries()))
    assert page.note_edit.text() == ""


def test_without_one_item_there_is_nothing_to_note(page):
    page.table.clearSelection()
    assert not page.note_edit.isEnabled()
    page.table.selectAll()
    assert not page.note_edit.isEnabled()


# ------------------------------------------------------------------------------------------ several shelves


def test_shelves_are_listed_with_their_items_and_gone_to(qtbot, page):
    assert [page.shelf_combo.itemText(row) for row in range(2)] == ["Shelf (4)", "Summer (3)"]
    page.shelf_combo.setCurrentIndex(1)
    with qtbot.waitSignal(page.shelf_chosen) as asked:
        page.shelf_combo.activated.emit(1)
    assert asked.args == [2]
    page.show_view(make_view(make_entries("xyz"), shelf_id=2))
    assert page.shelf_combo.currentData() == 2


@pytest.mark.parametrize(
    ("purpose", "offered"), [(NEW, ""), (RENAME, "Summer"), (DUPLICATE, "Copy of Summer")]
)
def test_a_shelf_is_named_in_place(qtbot, page, purpose, offered):
    page.show_view(make_view(shelf_id=2))
    page.menu_actions[purpose].trigger()
    assert (page.name_edit.isVisible(), page.name_edit.text()) == (True, offered)
    page.name_edit.setText("Winter")
    with qtbot.waitSignal(page.naming_done) as asked:
        qtbot.keyClick(page.name_edit, Qt.Key.Key_Return)
    assert asked.args == [purpose, 2, "Winter"]
    assert page.shelf_combo.isVisible()


def test_esc_and_no_name_name_nothing(qtbot, page):
    with qtbot.assertNotEmitted(page.naming_done):
        page.begin_naming(NEW)
        qtbot.keyClick(page.name_edit, Qt.Key.Key_Return)
        page.begin_naming(RENAME)
        qtbot.keyClicks(page.name_edit, "Winter")
        qtbot.keyClick(page.name_edit, Qt.Key.Key_Escape)
    assert page.shelf_combo.isVisible()


def test_the_last_shelf_cannot_be_deleted(qtbot, page):
    with qtbot.waitSignal(page.deletion_requested) as asked:
        page.menu_actions["delete"].trigger()
    assert asked.args == [1]
    page.show_view(make_view(lines=(ShelfLine(1, "", 4, None, ""),)))
    assert not page.menu_actions["delete"].isEnabled()


# ------------------------------------------------------------------------------------------ balance


@pytest.fixture
def strip(qtbot):
    strip = BalanceStrip()
    qtbot.addWidget(strip)
    strip.show()
    return strip


def numbers(strip):
    return [meter.texts()[1] for meter in strip.meters]


def test_the_strip_counts_and_turns_amber_where_a_rule_is_broken(strip):
    entries = [
        replace(
            entry,
            item=replace(entry.item, author="A. Marrow" if row < 3 else "B", tags=("sea",), year=1990 + row),
        )
        for row, entry in enumerate((*make_entries("ab"), *make_entries("cdefgh", "head")))
    ]
    strip.show_view(make_view(entries))
    assert numbers(strip) == ["25 %", "1", "2", "0", "1990–1997"]
    assert [meter.is_amber for meter in strip.meters] == [True, False, True, False, False]
    assert [line.text() for line in strip.lines if line.isVisible()] == [
        "Author “B”: 5 items, at most 2",
        "Author “A. Marrow”: 3 items, at most 2",
        "25 % from the tail, at least 60 %",
    ]
    strip.show_view(make_view(make_entries("ab")))
    assert not any(meter.is_amber for meter in strip.meters)
    assert not any(line.isVisible() for line in strip.lines)
    assert strip._summary.text() == "2 rules, all kept."


def test_new_items_are_told_beside_the_tail_share(strip):
    strip.show_view(make_view((*make_entries("ab"), *make_entries("cd", "new"))))
    assert strip.meters[TAIL].texts()[1:] == ("100 %", "2 new items not counted")
    strip.show_view(make_view(make_entries("cd", "new")))
    assert strip.meters[TAIL].texts()[1:] == ("–", "2 new items")


def test_the_spread_is_counted_by_the_column_chosen_and_stays_so(strip):
    entries = [replace(e, item=replace(e.item, language="Gull Press")) for e in make_entries()]
    strip.show_view(make_view(entries))
    assert strip.meters[SPREAD].texts()[1:] == ("4", "each once")
    strip.column_combo.setCurrentIndex(1)
    strip.column_combo.activated.emit(1)
    assert strip.meters[SPREAD].texts() == ("Publisher", "1", "most: Gull Press (4)")
    strip.show_view(make_view(entries[:2]))
    assert strip.meters[SPREAD].texts() == ("Publisher", "1", "most: Gull Press (2)")


def test_near_duplicates_and_what_breaks_a_rule_are_shown(qtbot, page):
    same = [
        replace(e, item=replace(e.item, title="One title of both", author="Marrow")) for e in make_entries()
    ]
    page.show_view(make_view([*make_entries("xy"), same[1], same[3]]))
    meter = page.strip.meters[DUPLICATES]
    assert meter.texts()[1] == "1"
    assert meter.show_button.isVisible()
    meter.show_button.click()
    assert page.selected_ids() == ["b", "d"]
    authors = [replace(e, item=replace(e.item, author="Marrow")) for e in make_entries("abc")]
    page.show_view(make_view([*make_entries("xy"), *authors]))
    page.strip.lines[0].show_button.click()
    assert page.selected_ids() == ["a", "b", "c"]
    assert page.table.hasFocus()


def test_more_warnings_than_fit_are_counted(strip):
    entries = [
        replace(entry, item=replace(entry.item, author=f"Author {row % 5}"))
        for row, entry in enumerate(make_entries("abcdefghijklmno"))
    ]
    strip.show_view(make_view(entries))
    shown = [line.text() for line in strip.lines if line.isVisible()]
    assert len(shown) == 3
    assert shown[-1].endswith("and 2 more")


def test_what_stands_for_topics_is_named(strip):
    strip.show_view(make_view())
    assert strip.meters[TOPICS].texts()[0] == "First tags"
    strip.show_view(make_view(topics_by="topics"))
    assert strip.meters[TOPICS].texts()[0] == "Topics"


def test_years_are_told_with_their_median(strip):
    entries = [
        replace(e, item=replace(e.item, year=year))
        for e, year in zip(make_entries("abc"), (1962, 1994, 2019), strict=True)
    ]
    strip.show_view(make_view(entries))
    assert strip.meters[YEARS].texts()[1:] == ("1962–2019", "median 1994")
    strip.show_view(make_view([*entries, *make_entries("d")]))
    assert strip.meters[YEARS].texts()[2] == "1 without a year"


# ------------------------------------------------------------------------------------------ rules and exports


def test_rules_are_edited_added_removed_and_switched_off(qtbot):
    dialog = ShelfRulesDialog(make_view())
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.switches() == RULES
    dialog.rows[0].limit_box.setValue(3)
    dialog.rows[0].column_combo.setCurrentIndex(dialog.rows[0].column_combo.findData("publisher"))
    dialog.rows[1].limit_box.setValue(45)
    dialog.rows[1].box.setChecked(False)
    dialog.rows[2].remove_button.click()
    dialog.add_rule("most-age").limit_box.setValue(90)
    with qtbot.waitSignal(dialog.rules_chosen) as chosen:
        dialog.use_button.click()
    assert chosen.args == [
        1,
        (
            RuleSwitch(ShelfRule("most-per-column", "publisher", 3)),
            RuleSwitch(ShelfRule("least-tail-share", "", 0.45), is_on=False),
            RuleSwitch(ShelfRule("most-age", "", 90)),
        ),
    ]


def test_rules_are_put_back_as_they_come(qtbot):
    dialog = ShelfRulesDialog(make_view())
    qtbot.addWidget(dialog)
    assert not dialog.reset_button.isEnabled()
    dialog = ShelfRulesDialog(replace(make_view(), has_own_rules=True))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.rules_chosen) as chosen:
        dialog.reset_button.click()
    assert chosen.args == [1, None]


def test_a_band_of_numbers_is_set_told_and_offered_only_where_there_are_numbers(qtbot):
    dialog = ShelfRulesDialog(replace(make_view(), columns=("author", "price"), number_columns=("price",)))
    qtbot.addWidget(dialog)
    kinds = ("most-from-median", "least-number", "most-number")
    rows = [dialog.add_rule(kind) for kind in kinds]
    rows[2].limit_box.setValue(120)
    rules = [each.rule for each in dialog.switches()[-3:]]
    assert rules == [ShelfRule(kind, "price", limit) for kind, limit in zip(kinds, (3, 1, 120), strict=True)]
    assert [row.column_combo.count() for row in rows] == [1, 1, 1]  # an author is no number
    assert [rule_sentence(rule) for rule in rules] == [
        "Nothing beyond 3 times the median: Price",
        "Nothing under 1: Price",
        "Nothing over 120: Price",
    ]
    prices = zip("abcdefghi", (40.0, 41.5, 44.0, 42.0, 43.0, 0.5, 0.4, 140.0, 150.0), strict=True)
    items = [BalanceItem(c, c, frozenset(), "tail", "", None, None, {}, {"price": n}) for c, n in prices]
    assert [
        broken_sentence(each) for each in broken_rules(rules, balance(items, None, ["price"]), items)
    ] == [
        "Price: 4 items outside 14 to 126",
        "Price: 2 items under 1",
        "Price: 2 items over 120",
    ]
    without = ShelfRulesDialog(make_view())
    qtbot.addWidget(without)
    usable = [action.isEnabled() for action in without.add_button.menu().actions()]
    assert usable == [True] * 5 + [False] * 3


@pytest.mark.parametrize("kind", ["most-per-column", "least-topics"])
def test_each_kind_of_rule_says_what_is_broken(kind):
    items = [BalanceItem(c, c, frozenset(), "tail", "sea", None, None, {"author": ("A",)}) for c in "abcde"]
    rule = ShelfRule(kind, "author", 2)
    (found,) = broken_rules([rule], balance(items, None, ["author"]), items)
    assert broken_sentence(found) in (
        "Author “A”: 5 items, at most 2",
        "Author: only 1 different, at least 2",
    )


def make_record(number, **changes):
    record = ExportRecord(number, "2026-01-05T10:00:00+00:00", 1, "", "folder/list.csv", 20, False)
    return replace(record, **changes)


def test_exports_are_listed_forgotten_and_counted_again(qtbot):
    dialog = ExportsDialog(30)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog._stack.currentIndex() == 1
    dialog.show_exports((make_record(2, path="", shelf_name="Summer"), make_record(1)))
    cells = [dialog.model.data(dialog.model.index(0, column)) for column in (1, 2, 3)]
    assert cells == ["Summer", "20", "Clipboard"]
    assert not dialog.forget_button.isEnabled()
    dialog.table.selectRow(1)
    with qtbot.waitSignal(dialog.forget_requested) as asked:
        dialog.forget_button.click()
    assert asked.args == [1, True]
    dialog.show_exports((make_record(2), make_record(1, is_forgotten=True)))
    with qtbot.waitSignal(dialog.forget_requested) as asked:
        dialog.forget_button.click()
    assert asked.args == [1, False]


def test_the_cool_down_is_handed_over_once(qtbot):
    dialog = ExportsDialog(30)
    qtbot.addWidget(dialog)
    chosen = []
    dialog.cooldown_chosen.connect(chosen.append)
    dialog.cooldown_box.editingFinished.emit()
    dialog.cooldown_box.setValue(0)
    assert dialog.cooldown_box.text() == "Off"
    dialog.cooldown_box.editingFinished.emit()
    dialog.close_button.click()
    assert chosen == [0]


def test_a_key_of_the_shelf_is_in_the_table_of_actions(page):
    assert set(page.actions_by_id) == set(shelf_page.ACTIONS)
