"""The shelf is ordered by dragging and by keys, and gives things back on undo."""


import pytest
from PySide6.QtCore import QModelIndex, Qt

from ltrec_gui.catalogue.item import Item
from ltrec_gui.pipeline.shelf import ShelfEntry
from ltrec_gui.ui.shelf_page import SEGMENT, ShelfPage, moved, tail_share
from ltrec_gui.ui.table_look import BadgeRole


def make_entries(ids="abcd", segment="tail"):
    return tuple(
        ShelfEntry(position, Item(item_id, f"Title {item_id}"), segment, 3.0, "coastal letters")
        for position, item_id in enumerate(ids, start=1)
    )


@pytest.fixture
def page(qtbot):
    page = ShelfPage()
    qtbot.addWidget(page)
    page.resize(1000, 500)
    page.show()
    page.activateWindow()
    page.show_entries(make_entries())
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


def test_keys_move_the_selected_rows(qtbot, page):
    page.table.selectRow(2)
    with qtbot.waitSignal(page.order_changed) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert asked.args == [["a", "c", "b", "d"]]
    page.show_entries(make_entries("acbd"))
    assert page.selected_ids() == ["c"]
    with qtbot.waitSignal(page.order_changed) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert asked.args == [["a", "b", "c", "d"]]


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


def test_a_drag_from_elsewhere_is_not_taken(page):
    data = page.model.mimeData([])
    data.removeFormat("application/x-ltrec-items")
    assert page.model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex()) is False


def test_delete_takes_the_selected_off(qtbot, page):
    page.table.selectRow(1)
    with qtbot.waitSignal(page.removal_requested) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert asked.args == [["b"]]


def test_counts_and_tail_share_are_shown(page):
    page.show_entries((*make_entries("abc"), *make_entries("d", "torso")))
    assert page._count.text() == "4 of 20"
    assert page._tail.text() == "75 % from the tail"


def test_without_segments_there_is_no_tail_share():
    assert tail_share(make_entries(segment="unknown")) is None
    assert tail_share(()) is None


def test_an_empty_shelf_shows_the_way_back(qtbot, page):
    page.show_entries(())
    assert page._empty.texts()[0] == "The shelf is empty"
    assert not page._export.isEnabled()
    with qtbot.waitSignal(page.suggestions_requested):
        page._empty.action_triggered.emit()


def test_export_is_asked_for_unless_the_shelf_is_empty(qtbot, page):
    with qtbot.waitSignal(page.export_requested):
        page._export.click()
    page.show_entries(())
    with qtbot.assertNotEmitted(page.export_requested):
        page.ask_export()


def test_after_taking_an_item_off_the_one_in_its_place_is_selected(page):
    entries = make_entries()
    page.table.selectRow(1)
    page.show_entries([entry for place, entry in enumerate(entries) if place != 1])
    assert page.selected_ids() == [entries[2].item.item_id]
    page.table.selectRow(len(entries) - 2)
    page.show_entries(entries[:1])
    assert page.selected_ids() == [entries[0].item.item_id]


def test_new_items_are_on_neither_side_of_the_tail_share(page):
    entries = (*make_entries("abc"), *make_entries("d", "torso"), *make_entries("efgh", "new"))
    assert tail_share(entries) == pytest.approx(0.75)
    page.show_entries(entries)
    assert page._tail.text() == "75 % from the tail · 4 new items not counted"
    assert page.model.data(page.model.index(4, SEGMENT)) == "New"
    assert [page.model.data(page.model.index(row, SEGMENT), BadgeRole) for row in (0, 3, 4)] == [
        "tail",
        "surface2",
        "new",
    ]


def test_a_shelf_of_new_items_alone_has_no_tail_share(page):
    assert tail_share(make_entries(segment="new")) is None
    page.show_entries(make_entries(segment="new"))
    assert page._tail.text() == "4 new items"
