"""Filters on other columns: added by hand, shown in words, part of the request, and there from the start in a shop."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.browse import library_overview
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.settings import Settings
from ltrec_gui.ui.brief_panel import BriefPanel
from ltrec_gui.ui.domain_wording import condition_text
from tests.making import FakeEncoders, fill, make_item


@pytest.fixture
def shop(tmp_path):
    workspace = Workspace(tmp_path / "shop", FakeEncoders())
    fill(
        workspace,
        [
            make_item(
                item_id=str(number), popularity=float(number), extra=(("stock", "2"), ("price", "9.50"))
            )
            for number in range(9)
        ],
    )
    workspace.meta.set("domain", "shop")
    yield library_overview(workspace, JobControl())
    workspace.close()


@pytest.fixture
def panel(qtbot):
    panel = BriefPanel(Settings())
    qtbot.addWidget(panel)
    panel.resize(280, 900)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def texts(panel):
    return [chip.text() for chip in panel.columns.findChildren(type(panel.columns._chips))[0].chips()]


@pytest.mark.parametrize(
    ("column", "condition", "words"),
    [
        ("stock", "1..", "stock: 1 or more"),
        ("price", "..20", "price: at most 20"),
        ("price", "5 .. 20", "price: 5 to 20"),
        ("date", "..730d", "Date: at most 730 days old"),
        ("date", "30d..", "Date: at least 30 days old"),
        ("date", "30d..60d", "Date: 30 to 60 days old"),
        ("level", "easy|hard", "level: easy or hard"),
        ("level", "!hard", "level: not hard"),
        ("level", "rated %1", "level: rated %1"),
    ],
)
def test_a_condition_is_said_in_words(column, condition, words):
    assert condition_text(column, condition) == words


def test_a_shop_asks_for_what_is_in_stock_until_that_is_turned_off(qtbot, panel, shop):
    panel.show_overview(shop)
    assert panel.columns.isVisible()
    assert panel.request().columns == (("stock", "1.."),) and texts(panel) == ["stock: 1 or more"]
    chip = panel.columns._chips.chips()[0]
    with qtbot.waitSignal(panel.changed):
        qtbot.mouseClick(chip.remove_button, Qt.MouseButton.LeftButton)
    assert panel.request().columns == ()
    # A second look at the same library brings nothing back; a new brief does.
    panel.show_overview(replace(shop, shelf_count=1))
    assert panel.request().columns == ()
    panel.clear()
    assert panel.request().columns == (("stock", "1.."),)
    panel.clear_filters()
    assert panel.request().columns == ()


def test_a_new_library_gets_the_filters_of_its_kind_once_something_is_in_it(panel, shop):
    panel.show_overview(replace(shop, item_count=0, domain="", columns=(), default_filters=()))
    assert panel.request().columns == () and not panel.columns.isVisible()
    panel.show_overview(shop)
    assert panel.request().columns == (("stock", "1.."),)


def test_an_earlier_list_brings_its_own_conditions(panel, shop):
    panel.show_overview(shop)
    earlier = replace(panel.request(), columns=(("price", "..5"), ("stock", "!0")))
    panel.show_request(earlier)
    assert panel.request().columns == earlier.columns
    panel.show_overview(shop)
    assert panel.request().columns == earlier.columns


def test_a_condition_is_typed_without_a_mouse_and_enter_alone_suggests(qtbot, panel, shop):
    panel.show_overview(shop)
    filters = panel.columns
    assert [filters.column_combo.itemData(place) for place in range(filters.column_combo.count())] == [
        "stock", "price", "date", "author", "rating",
    ]  # fmt: skip
    assert filters.column_combo.currentData() == "stock"
    filters.column_combo.setCurrentIndex(1)
    panel.show_overview(replace(shop, shelf_count=2))
    assert filters.column_combo.currentData() == "price"
    qtbot.keyClicks(filters.condition_edit, "..20")
    with qtbot.assertNotEmitted(panel.suggest_requested):
        qtbot.keyClick(filters.condition_edit, Qt.Key.Key_Return)
    assert panel.request().columns == (("stock", "1.."), ("price", "..20"))
    assert filters.condition_edit.text() == ""
    with qtbot.waitSignal(panel.suggest_requested):
        qtbot.keyClick(filters.condition_edit, Qt.Key.Key_Return)
    assert filters.column_combo.accessibleName() and filters.condition_edit.accessibleName()
    assert "in stock" in panel.tail_slider.toolTip()
