"""The details pane: verdicts as real buttons, truth about the verdict, plain text, seeds and the shelf."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from ltrec_gui.catalogue.item import Item
from ltrec_gui.embedding.word_credit import TellingPhrase
from ltrec_gui.pipeline.item_details import ItemDetails, Neighbour
from ltrec_gui.pipeline.telling_phrases import FieldPhrases
from ltrec_gui.pipeline.why_not import Beside, Change, WhyNot
from ltrec_gui.recommend.slate import VERDICTS, Part, Reason
from ltrec_gui.ui.item_details import ItemDetailsPane, PartBar, PartsView
from ltrec_gui.ui.theme import current_tokens
from ltrec_gui.ui.wording import why_not_sentences
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


def answer_of(item):
    return WhyNot(
        item=item,
        slate_id="slate-1",
        shown_rank=None,
        rank_now=None,
        has_changed=False,
        rank=31,
        candidate_count=900,
        relevance=0.5,
        parts=(Part("text", 0.4), Part("readers", 0.1)),
        last=Beside(Item("l", "The Last"), 20, 0.6, (Part("text", 0.6),), -0.1),
        filters=(),
        behind="diversity",
        because="Salt <b>Roads</b>",
        needed=0.124,
        changes=(Change("diversity", 12, 0.3),),
    )


def said_by(pane):
    return [shown.text() for shown in pane.findChildren(QLabel) if shown.isVisibleTo(pane)]


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
    said = said_by(pane)
    assert {"Text, by meaning", "+0.50", "Shared words", "+0.30", "Your verdicts", "−0.04"} <= set(said)
    assert said[said.index("Relevance") + 1] == "+0.76"


def test_what_variety_took_comes_last_and_names_the_item_it_repeats(pane):
    pane.show_suggestion(make_suggestion(penalty=-0.21, overlaps_with="<b>Salt</b> Roads"))
    said = said_by(pane)
    at = said.index("Less for variety")
    assert at > said.index("Relevance")
    assert said[at + 1 : at + 3] == ["−0.21", "as it is like “<b>Salt</b> Roads”, further up"]
    parts = next(view for view in pane.findChildren(PartsView) if view.isVisibleTo(pane))
    assert "Less for variety −0.21" in parts.accessibleName()
    assert "“<b>Salt</b> Roads”" in parts.accessibleName()


def test_bars_lie_on_the_side_of_their_sign(pane, qtbot):
    pane.show_suggestion(make_suggestion(parts=(Part("text", 1.0), Part("words", -1.0))))
    qtbot.wait(10)
    bars = [bar for bar in pane.findChildren(PartBar) if bar.isVisibleTo(pane)][:2]
    painted = [bar.grab().toImage() for bar in bars]
    colours = [QColor(current_tokens().accent), QColor(current_tokens().bad)]
    for image, colour, is_right in zip(painted, colours, (True, False), strict=True):
        middle = image.height() // 2
        left = image.pixelColor(image.width() // 4, middle)
        right = image.pixelColor(3 * image.width() // 4, middle)
        assert (right == colour) is is_right
        assert (left == colour) is not is_right


def test_phrases_are_asked_for_once_and_shown_by_field(pane, qtbot):
    pane.show_suggestion(make_suggestion())
    assert pane.phrases_button.isVisibleTo(pane)
    with qtbot.waitSignal(pane.phrases_requested) as caught:
        qtbot.mouseClick(pane.phrases_button, Qt.LeftButton)
    assert caught.args == ["i0"]
    assert not pane.phrases_button.isEnabled()
    phrase = TellingPhrase("salt <i>trade", 0, 13, 0.123, ((0, 13),))
    pane.show_phrases("another", (FieldPhrases("text", "salt <i>trade", 0.4, (phrase,)),))
    assert pane.texts()["phrases"] == ""
    pane.show_phrases("i0", (FieldPhrases("text", "salt <i>trade", 0.4, (phrase,)),))
    assert pane.texts()["phrases"] == "Text: “salt <i>trade” 0.12"
    assert not pane.phrases_button.isVisibleTo(pane)
    pane.show_suggestion(make_suggestion(1))
    assert pane.texts()["phrases"] == ""
    assert pane.phrases_button.isVisibleTo(pane)
    assert pane.phrases_button.isEnabled()


def test_no_phrases_where_nothing_is_near_in_meaning(pane):
    pane.show_suggestion(make_suggestion(parts=(Part("words", 0.5),)))
    assert not pane.phrases_button.isVisibleTo(pane)


def test_an_item_outside_the_list_can_be_asked_why(pane, qtbot):
    outside = replace(details_of(make_suggestion(3)), suggestion=None)
    pane.show_suggestion(None)
    pane.show_details(outside)
    assert not any(button.isVisibleTo(pane) for button in pane.verdict_buttons.values())
    with qtbot.waitSignal(pane.why_not_requested) as caught:
        qtbot.mouseClick(pane.why_not_button, Qt.LeftButton)
    assert caught.args == ["i3"]
    pane.show_why_not(answer_of(outside.item))
    assert pane.texts()["why not"].splitlines() == [
        "It is relevant enough, but too much like “Salt <b>Roads</b>”, which is in the list.",
        "It is no. 31 of 900 by relevance, with 0.50; the last of the list has 0.60.",
        "It would need 0.13 more relevance.",
        "With variety at 30 % it would be no. 12.",
    ]
    assert not pane.why_not_button.isVisibleTo(pane)
    view = next(view for view in pane.findChildren(PartsView) if view.isVisibleTo(pane))
    assert "Text, by meaning +0.40 +0.60" in view.accessibleName()
    assert "Same readers +0.10 +0.00" in view.accessibleName()
    assert all(shown.textFormat() == Qt.PlainText for shown in pane.findChildren(QLabel))


def test_a_neighbour_can_be_asked_why(pane, qtbot):
    suggestion = make_suggestion()
    pane.show_suggestion(suggestion)
    pane.show_details(details_of(suggestion))
    assert not pane.why_not_button.isVisibleTo(pane), "what is in the list needs no excuse"
    assert not pane.nearest_why_button.isVisibleTo(pane)
    pane.nearest_list.setCurrentRow(1)
    with qtbot.waitSignal(pane.why_not_requested) as caught:
        qtbot.mouseClick(pane.nearest_why_button, Qt.LeftButton)
    assert caught.args == ["n2"]
    pane.show_why_not(answer_of(Item("n2", "<b>Winter</b> Ferry")))
    assert "Why not “<b>Winter</b> Ferry”?" in said_by(pane)
    pane.show_suggestion(make_suggestion(1))
    assert pane.texts()["why not"] == "", "an answer must not stay beside another item"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"behind": "filtered", "filters": ("tags", "judged")}, "The filter “Tag” removes it."),
        ({"behind": "filtered", "filters": ("tags", "judged")}, "You have judged it already."),
        ({"behind": "twin"}, "It repeats “Salt <b>Roads</b>”, which is in the list."),
        ({"behind": "quota"}, "All places for “Salt <b>Roads</b>” are taken."),
        ({"behind": "tail", "because": ""}, "The place it would have is kept for the tail."),
        ({"behind": "chance", "because": ""}, "The places were drawn by chance, and it was not drawn."),
        ({"behind": "relevance", "because": ""}, "Other items are more relevant."),
        ({"behind": "listed", "shown_rank": 4, "rank_now": 4}, "It is in the list, at place 4."),
        ({"changes": ()}, "No single change of the settings brings it in."),
        ({"needed": 0.1211}, "It would need 0.13 more relevance."),
        (
            {"behind": "filtered", "filters": ("judged", "shelf"), "changes": ()},
            "Even if that were taken back, it would need 0.13 more relevance.",
        ),
        (
            {"behind": "filtered", "filters": ("judged", "tags"), "changes": ()},
            "Without the filter it would still need 0.13 more relevance.",
        ),
        ({"has_changed": True}, "The list has changed since it was shown; this is how it is made today."),
        (
            {"changes": (Change("more-like-this", 9, title="Salt"),)},
            "After “More like this” on “Salt” it would be no. 9.",
        ),
        (
            {"changes": (Change("tail-preference", 9, 0.4),)},
            "With a tail preference of 40 % it would be no. 9.",
        ),
    ],
)
def test_every_cause_and_change_has_its_sentence(changes, sentence):
    said = " ".join(why_not_sentences(replace(answer_of(Item("a", "A")), **changes)))
    assert sentence in said


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
    long = replace(item, title=f"A title of many words {endless} " * 6)
    answer = replace(answer_of(long), has_changed=True)
    pane.show_why_not(answer)
    qtbot.wait(10)
    for button in pane.verdict_buttons.values():
        assert button.mapTo(pane, button.rect().topRight()).x() < pane.width()
    assert not pane._scroll.horizontalScrollBar().maximum()


def test_another_item_is_read_from_its_title_on_and_the_same_one_where_one_is(pane, qtbot):
    long = replace(make_suggestion().item, text="A keeper writes home. " * 200)
    pane.show_suggestion(make_suggestion(item=long))
    bar = pane._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 200)
    bar.setValue(150)
    pane.show_suggestion(make_suggestion(item=long, verdict="good"))
    assert bar.value() == 150
    pane.show_suggestion(make_suggestion(1))
    assert bar.value() == 0
