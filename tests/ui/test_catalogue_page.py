"""The catalogue asks only for the rows that are looked at, however many there are."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from ltrec_gui.catalogue.item import Item
from ltrec_gui.pipeline.browse import CataloguePage, CatalogueQuery, CatalogueRow
from ltrec_gui.ui.catalogue_page import CataloguePageView
from ltrec_gui.ui.item_table_model import PAGE_ROWS, PAGES_KEPT, PLACEHOLDER, Column, ItemTableModel
from ltrec_gui.ui.table_look import BadgeRole
from tests.ui.making import make_overview, make_overview_with_new

MILLION = 1_000_000


def make_row(number):
    item = Item(f"{number:07d}", f"Title {number}", author="A. Marrow", popularity=float(number), year=1900)
    return CatalogueRow(item, "tail", float(number), number + 1, True)


def make_page(query, total=MILLION):
    numbers = range(query.offset, min(query.offset + query.limit, total))
    return CataloguePage(query, tuple(make_row(number) for number in numbers), total)


class Library:
    """Answers what a model asks for, and remembers it."""

    def __init__(self, target, total=MILLION):
        self.asked = []
        self.total = total
        self._target = target
        target.library = self  # a signal holds its receiver only weakly
        target.page_requested.connect(self._answer)

    def _answer(self, query):
        self.asked.append(query)
        self._target.show_page(make_page(query, self.total))


@pytest.fixture
def model(qtbot):
    return ItemTableModel()


@pytest.fixture
def page(qtbot):
    page = CataloguePageView()
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    page.activateWindow()
    return page


def title(model, number):
    return model.data(model.index(number, Column.TITLE))


def test_a_million_rows_cost_a_few_pages(qtbot, page):
    library = Library(page)
    page.show_overview(make_overview(item_count=MILLION))
    qtbot.waitUntil(lambda: page.model.total == MILLION)
    qtbot.waitUntil(lambda: page.model.row(0) is not None)
    page.table.scrollToBottom()
    qtbot.waitUntil(lambda: title(page.model, MILLION - 1) == f"Title {MILLION - 1}")
    assert len(library.asked) < 12
    assert all(query.limit == PAGE_ROWS for query in library.asked)


def test_a_row_not_here_yet_is_a_placeholder_and_is_asked_for_once(qtbot, model):
    asked = []
    model.page_requested.connect(asked.append)
    model.set_query(CatalogueQuery())
    qtbot.waitUntil(lambda: len(asked) == 1)
    model.show_page(make_page(asked[0]))
    for _ in range(3):
        assert title(model, 5000) == PLACEHOLDER
    qtbot.waitUntil(lambda: len(asked) == 2)
    qtbot.wait(20)
    assert [query.offset for query in asked] == [0, 5000]
    model.show_page(make_page(asked[1]))
    assert title(model, 5000) == "Title 5000"


def test_only_pages_near_the_last_look_are_kept(qtbot, model):
    Library(model)
    model.set_query(CatalogueQuery())
    qtbot.waitUntil(lambda: model.total == MILLION)
    for page_number in range(PAGES_KEPT + 5):
        model.row(page_number * PAGE_ROWS)
        qtbot.waitUntil(lambda number=page_number: model.row(number * PAGE_ROWS) is not None)
    assert len(model._pages) == PAGES_KEPT


def test_the_old_rows_stay_until_the_new_ones_are_here(qtbot, model):
    asked = []
    model.page_requested.connect(asked.append)
    model.set_query(CatalogueQuery())
    qtbot.waitUntil(lambda: len(asked) == 1)
    model.show_page(make_page(asked[0], 400))
    model.set_query(replace(model.query, search="tide"))
    assert title(model, 0) == "Title 0"
    qtbot.waitUntil(lambda: len(asked) == 2)
    model.show_page(make_page(asked[1], 3))
    assert model.rowCount() == 3


def test_an_answer_to_an_older_question_is_left_aside(qtbot, model):
    model.set_query(CatalogueQuery(search="tid"))
    late = make_page(replace(model.query), 400)
    model.set_query(CatalogueQuery(search="tide"))
    model.show_page(late)
    assert model.rowCount() == 0


def test_pages_that_failed_are_asked_for_again(qtbot, model):
    asked = []
    model.page_requested.connect(asked.append)
    model.set_query(CatalogueQuery())
    qtbot.waitUntil(lambda: len(asked) == 1)
    model.show_page(make_page(asked[0]))
    model.row(900)
    qtbot.waitUntil(lambda: len(asked) == 2)
    model.page_failed()
    model.row(900)
    qtbot.waitUntil(lambda: len(asked) == 3)
    assert asked[2] == asked[1]


def test_typing_asks_once_for_all_letters(qtbot, page):
    library = Library(page)
    page.show_overview(make_overview())
    qtbot.waitUntil(lambda: len(library.asked) >= 1)
    library.asked.clear()
    qtbot.keyClicks(page.search, "lighthouse")
    qtbot.waitUntil(lambda: bool(library.asked))
    assert {query.search for query in library.asked} == {"lighthouse"}


def test_a_click_on_a_header_sorts_and_a_second_one_turns_it_around(qtbot, page):
    Library(page)
    page.show_overview(make_overview())
    for section, sort, descends in (
        (Column.POPULARITY, "popularity", True),
        (Column.POPULARITY, "popularity", False),
        (Column.AUTHOR, "author", False),
        (Column.SEGMENT, "tail-first", False),
        (Column.SEGMENT, "tail-first", True),
    ):
        page.table.horizontalHeader().sectionClicked.emit(section)
        assert (page.model.query.sort, page.model.query.is_descending) == (sort, descends)
    assert page.table.horizontalHeader().sortIndicatorSection() == Column.SEGMENT


def test_enter_and_double_click_choose_seeds(qtbot, page):
    Library(page, total=50)
    page.show_overview(make_overview(item_count=50))
    qtbot.waitUntil(lambda: page.model.row(3) is not None)
    page.table.selectRow(3)
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    with qtbot.waitSignal(page.seeds_chosen) as chosen:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert chosen.args == [[("0000003", "Title 3")]]
    place = page.table.visualRect(page.model.index(4, 0)).center()
    with qtbot.waitSignal(page.seeds_chosen) as chosen:
        qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [[("0000004", "Title 4")]]


def test_an_empty_library_offers_the_import(qtbot, page):
    Library(page, total=0)
    page.show_overview(make_overview(item_count=0, segments=()))
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._empty)
    assert page._empty.texts()[0] == "This library is empty"
    with qtbot.waitSignal(page.import_requested):
        page._empty.action_triggered.emit()


def test_nothing_found_offers_all_items(qtbot, page):
    library = Library(page, total=0)
    page.show_overview(make_overview(item_count=50))
    page.search.setText("zzz")
    qtbot.waitUntil(lambda: page._empty.texts()[0] == "Nothing found")
    library.total = 50
    page._empty.action_triggered.emit()
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._body)
    assert page.search.text() == ""


def test_markup_in_a_title_is_shown_as_text(model):
    model.show_page(CataloguePage(model.query, (replace(make_row(0), item=Item("1", "<b>Salt</b>")),), 1))
    index = model.index(0, Column.TITLE)
    assert model.data(index) == "<b>Salt</b>"
    assert "&lt;b&gt;Salt" in model.data(index, Qt.ItemDataRole.ToolTipRole)


def segments_of(page):
    return [page._segment.itemData(place) for place in range(page._segment.count())]


def test_new_items_can_be_filtered_by_only_where_there_are_some(qtbot, page):
    library = Library(page)
    page.show_overview(make_overview())
    assert segments_of(page) == ["", "head", "torso", "tail"]
    page.show_overview(make_overview_with_new())
    assert segments_of(page) == ["", "head", "torso", "tail", "new"]
    assert page._segment.itemText(4) == "New (40)"
    page._segment.setCurrentIndex(4)
    page._segment.activated.emit(4)
    qtbot.waitUntil(lambda: bool(library.asked) and library.asked[-1].segment == "new")
    # An import of something newer ends it: the filter must not go on without its name.
    page.show_overview(make_overview())
    assert page._segment.currentData() == ""
    qtbot.waitUntil(lambda: library.asked[-1].segment == "")


def test_the_badge_of_a_new_item_has_its_own_colour(model):
    rows = tuple(
        replace(make_row(number), segment=name) for number, name in enumerate(("new", "tail", "head"))
    )
    model.show_page(CataloguePage(model.query, rows, len(rows)))
    badges = [model.data(model.index(row, Column.SEGMENT), BadgeRole) for row in range(3)]
    assert badges == ["new", "tail", "surface2"]
    assert model.data(model.index(0, Column.SEGMENT)) == "New"


def test_what_was_never_suggested_is_a_list_of_its_own(qtbot, page):
    library = Library(page)
    page.show_overview(make_overview())
    qtbot.waitUntil(lambda: page.model.has_answer)
    assert not page.unseen_button.isVisible()
    page.search.setText("knots")
    page.show_unseen()
    qtbot.waitUntil(lambda: bool(library.asked) and library.asked[-1].exposure == "unseen")
    asked = library.asked[-1]
    assert (asked.search, asked.segment, asked.sort, asked.is_descending) == ("", "", "tail-first", False)
    with qtbot.waitSignal(page.unseen_requested):
        page.unseen_button.click()
    page.table.selectRow(0)
    with qtbot.waitSignal(page.shelving_requested) as shelved:
        page.shelve_button.click()
    assert shelved.args == [["0000000"]]
    page.exposure_combo.setCurrentIndex(0)
    page.exposure_combo.activated.emit(0)
    qtbot.waitUntil(lambda: library.asked[-1].exposure == "")
    assert library.asked[-1].sort == "title"
    assert not page.unseen_button.isVisible()


def test_where_everything_was_suggested_once_that_is_said(qtbot, page):
    Library(page, total=0)
    page.show_overview(make_overview())
    page.show_unseen()
    qtbot.waitUntil(lambda: page._empty.texts()[0] == "Everything here was suggested once")
    page._empty.action_triggered.emit()
    assert page.exposure_combo.currentData() == ""
