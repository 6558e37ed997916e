"""The map in the window: drawn when first looked at, kept, stopped by who wants, its acts taken by the other pages."""

import pytest
from PySide6.QtCore import Qt

from ltrec_gui.index.map_file import SEAL
from ltrec_gui.recommend import layout
from tests.ui.test_main_window import PATIENCE_MS, encoders, home, open_window  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(layout, "GATHERING_STEPS", 30)
    monkeypatch.setattr(layout, "SETTLING_STEPS", 20)


@pytest.fixture
def window(qtbot, home, open_window):  # noqa: F811
    window = open_window()
    window.open_library(home.library())
    qtbot.waitUntil(lambda: window.suggestions.slate is not None, timeout=PATIENCE_MS)
    return window


def show_map(qtbot, window):
    window.show_place("map")
    page = window.map_desk.page
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.placed_count > 0, timeout=PATIENCE_MS)
    return page


def test_it_is_drawn_when_somebody_looks_and_kept(qtbot, home, window):  # noqa: F811
    assert not list((home.folder / "spring").rglob(SEAL))
    page = show_map(qtbot, window)
    assert page.shown.placed_count == 60
    assert len(list((home.folder / "spring").rglob(SEAL))) == 1
    shown = {suggestion.item.item_id for suggestion in window.suggestions.slate.suggestions}
    assert set(page._ids["slate"]) == shown


def test_keys_lead_there(qtbot, window):
    window.suggestions.focus_list()
    qtbot.keyClick(window.suggestions.view, Qt.Key_G)
    assert window.stack.currentWidget() is window.map_desk.page
    qtbot.keyClick(window, Qt.Key_1, Qt.ControlModifier)
    qtbot.keyClick(window, Qt.Key_4, Qt.ControlModifier)
    assert window.stack.currentWidget() is window.map_desk.page


def test_cuts_dragged_on_the_curve_are_those_of_the_library(qtbot, window):
    page = show_map(qtbot, window)
    before = page.chart.bounds()
    page.cuts_chosen.emit(0.2, 0.6)
    qtbot.waitUntil(lambda: page.shown.tail_cut == 0.6, timeout=PATIENCE_MS)
    assert (window.session.overview.head_cut, window.session.overview.tail_cut) == (0.2, 0.6)
    assert page.chart.bounds() != before


def test_a_selection_filters_the_catalogue_and_can_be_taken_back(qtbot, window):
    page = show_map(qtbot, window)
    page._select((1, 2, 3))
    page.catalogue_button.click()
    catalogue = window.catalogue
    assert window.stack.currentWidget() is catalogue
    qtbot.waitUntil(lambda: catalogue.model.has_answer and catalogue.model.total == 3, timeout=PATIENCE_MS)
    titles = {catalogue.model.row(number).item.item_id for number in range(3)}
    assert titles == {page.shown.ids[position] for position in (1, 2, 3)}
    catalogue.only_button.click()
    qtbot.waitUntil(lambda: catalogue.model.has_answer and catalogue.model.total == 60, timeout=PATIENCE_MS)
    assert not catalogue.only_button.isVisible()


def test_a_selection_starts_a_brief(qtbot, window):
    page = show_map(qtbot, window)
    page._select((4, 5))
    page.brief_button.click()
    assert window.stack.currentWidget() is window.suggestions
    assert set(window.suggestions.request().seed_ids) == {page.shown.ids[4], page.shown.ids[5]}


def test_suggestions_are_made_from_a_selection_alone_until_that_is_taken_back(qtbot, window):
    before = window.suggestions.slate
    page = show_map(qtbot, window)
    chosen = tuple(range(0, 60, 3))
    page._select(chosen)
    qtbot.keyClick(page.map, Qt.Key_S)
    qtbot.waitUntil(lambda: window.suggestions.slate.request.selection != "", timeout=PATIENCE_MS)
    suggestions, field = window.suggestions, window.suggestions.brief_panel.selection
    assert window.stack.currentWidget() is suggestions
    ids = {suggestion.item.item_id for suggestion in suggestions.slate.suggestions}
    assert ids and ids <= {page.shown.ids[position] for position in chosen}
    assert field.chip.text() == "20 chosen on the map" and field.isVisible()
    assert suggestions.slate.brief_id == before.brief_id
    undo, redo = window.actions_by_id["undo"], window.actions_by_id["redo"]
    undo.trigger()
    assert not field.isVisible() and suggestions.slate.slate_id == before.slate_id
    assert window.status.message.startswith("Undone: Only the 20")
    redo.trigger()
    assert field.isVisible() and suggestions.slate.request.selection == field.value.key
    # A verdict is a later step, and is undone first; nothing of the selection is left to be undone then.
    suggestions.verdict_given.emit([suggestions.slate.suggestions[0].item.item_id], "good")
    qtbot.waitUntil(lambda: not field.can_take_back, timeout=PATIENCE_MS)
    qtbot.waitUntil(undo.isEnabled, timeout=PATIENCE_MS)
    undo.trigger()
    qtbot.waitUntil(lambda: not undo.isEnabled(), timeout=PATIENCE_MS)
    assert field.isVisible()


def test_the_nearest_come_from_the_index(qtbot, window):
    page = show_map(qtbot, window)
    page.choose(8)
    qtbot.waitUntil(lambda: len(page._links) == 5, timeout=PATIENCE_MS)
    # Items of one subject share their words, whatever the map makes of them.
    assert all(position % 4 == 0 for position in page._nearest[:2])


def test_the_shelf_is_marked(qtbot, window):
    page = show_map(qtbot, window)
    item_id = window.suggestions.slate.suggestions[0].item.item_id
    window.suggestions.verdict_given.emit([item_id], "shelve")
    qtbot.waitUntil(lambda: page._ids["shelf"] == (item_id,), timeout=PATIENCE_MS)


def test_a_picture_is_written(qtbot, window, tmp_path):
    page = show_map(qtbot, window)
    page.export_picture(page.map_panel, tmp_path / "map.svg")
    qtbot.waitUntil(lambda: (tmp_path / "map.svg").is_file(), timeout=PATIENCE_MS)
    assert "Distances here are approximate." in (tmp_path / "map.svg").read_text(encoding="utf-8")


def test_another_library_has_another_map(qtbot, home, window):  # noqa: F811
    page = show_map(qtbot, window)
    window.open_library(home.library("autumn", items=40))
    assert page.shown is None
    show_map(qtbot, window)
    assert page.shown.item_count == 40
