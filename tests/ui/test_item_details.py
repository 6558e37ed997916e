"""The details pane: verdicts as real buttons, truth about the verdict, plain text, seeds and the shelf."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ltrec_gui.catalogue.item import Item
from ltrec_gui.pipeline.item_details import ItemDetails, Neighbour
from ltrec_gui.recommend.slate import VERDICTS, Reason
from ltrec_gui.ui.item_details import ItemDetailsPane
from tests.ui.making import make_suggestion


def details_of(suggestion):
    return ItemDetails(
        suggestion.item,
        "tail",
        12.0,
        976,
        1000,
        (Neighbour("n1", "Salt Roads", 0.91, "tail"), Neighbour("n2", "<b>Winter</b> Ferry", 0.87, "torso")),
        suggestion,
    )


@pytest.fixture
def pane(qtbot):
    made = ItemDetailsPane(20)
    qtbot.addWidget(made)
    made.resize(344, 700)
    made.show()
    return made


def test_empty_without_an_item(pane):
    assert pane.item_id is None
    assert not any(button.isVisibleTo(pane) for button in pane.verdict_buttons.values())


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_is_a_real_button(pane, qtbot, verdict):
    pane.show_suggestion(make_suggestion())
    button = pane.verdict_buttons[verdict]
    assert button.focusPolicy() & Qt.TabFocus
    with qtbot.waitSignal(pane.verdict_clicked) as caught:
        qtbot.mouseClick(button, Qt.LeftButton)
    assert caught.args == [verdict]
    assert not button.isChecked(), "the button may show the verdict only once it is on disk"
    pane.show_standing(verdict, verdict == "shelve")
    assert [name for name, made in pane.verdict_buttons.items() if made.isChecked()] == [verdict]


def test_shows_why_in_sentences(pane):
    pane.show_suggestion(
        make_suggestion(
            reasons=(Reason("seed", title="Salt", similarity=0.81), Reason("words", terms=("a", "b", "c")))
        )
    )
    assert pane.texts()["why"] == (
        "Near your seed “Salt” (0.81).\nShares “a”, “b” and “c” with what you asked for."
    )


def test_parts_are_named_and_signed(pane):
    pane.show_suggestion(make_suggestion())
    said = [shown.text() for shown in pane.findChildren(QLabel) if shown.isVisibleTo(pane)]
    assert {"Near in meaning", "+0.50", "Shared words", "+0.30", "Your verdicts", "−0.04"} <= set(said)


def test_text_from_a_file_is_plain(pane):
    title, text = "<img src=x> Title", "<script>alert(1)</script> <b>text</b>"
    pane.show_suggestion(
        make_suggestion(item=Item("a", title, text=text, url="https://example.org/?a=1&b=<i>"))
    )
    assert pane.texts()["title"] == title
    assert pane.texts()["text"] == text
    assert "<i>" in pane.texts()["address"]
    assert all(shown.textFormat() == Qt.PlainText for shown in pane.findChildren(QLabel))


def test_neighbours_become_seeds_by_double_click(pane, qtbot):
    suggestion = make_suggestion()
    pane.show_suggestion(suggestion)
    pane.show_details(details_of(suggestion))
    assert pane.nearest_list.count() == 2
    assert "&lt;b&gt;" in pane.nearest_list.item(1).toolTip()
    with qtbot.waitSignal(pane.seed_added) as caught:
        pane.nearest_list.itemDoubleClicked.emit(pane.nearest_list.item(1))
    assert caught.args == ["n2", "<b>Winter</b> Ferry"]


def test_details_of_another_item_come_too_late(pane):
    pane.show_suggestion(make_suggestion(1))
    pane.show_details(details_of(make_suggestion(0)))
    assert pane.item_id == "i1"
    assert pane.nearest_list.count() == 0


def test_shelf_and_export(pane, qtbot):
    assert not pane.export_button.isEnabled()
    pane.show_shelf(7)
    assert pane.texts()["shelf"] == "Shelf 7 / 20"
    with qtbot.waitSignal(pane.export_requested):
        qtbot.mouseClick(pane.export_button, Qt.LeftButton)


def test_escape_goes_back_to_the_list(pane, qtbot):
    pane.show_suggestion(make_suggestion())
    with qtbot.waitActive(pane):
        pane.activateWindow()
    pane.verdict_buttons["good"].setFocus()
    with qtbot.waitSignal(pane.back_requested):
        qtbot.keyClick(pane.verdict_buttons["good"], Qt.Key_Escape)


def test_a_long_word_from_a_file_does_not_widen_the_pane(pane, qtbot):
    endless = "beau_lotto_and_amy_" * 12
    item = Item(
        "a", f"A {endless}", text=f"Text {endless}", tags=(endless,), url=f"https://example.org/{endless}"
    )
    pane.show_suggestion(make_suggestion(item=item))
    qtbot.wait(10)
    for button in pane.verdict_buttons.values():
        assert button.mapTo(pane, button.rect().topRight()).x() < pane.width()
    assert pane.texts()["address"] == item.url, "an address must be copied as it is"
