"""An hour in the list: it stays where it is, paints no more than it must, and every list can be gone back to."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from ltrec_gui.catalogue.item import Item
from ltrec_gui.recommend.critiques import offered
from ltrec_gui.recommend.slate import SlateChange, SuggestRequest
from ltrec_gui.settings import Settings
from ltrec_gui.ui.suggestion_delegate import SuggestionDelegate
from ltrec_gui.ui.suggestions_page import SuggestionsPage
from tests.ui.making import make_overview, make_slate, make_suggestion, outcome_of

SLATE = make_slate()


class CountingCards(SuggestionDelegate):
    """Knows which rows were painted."""

    def __init__(self, view):
        super().__init__(view)
        self.painted = []

    def paint(self, painter, option, index):
        self.painted.append(index.row())
        super().paint(painter, option, index)


@pytest.fixture
def page(qtbot):
    made = SuggestionsPage(Settings())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show_overview(make_overview())
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.brief_panel.brief_edit.setPlainText("coastal letters")
    made.suggest()
    made.show_slate(SLATE)
    made.given = []
    made.reasons = []

    def answer(item_ids, verdict):
        made.given.append((list(item_ids), verdict))
        standing = None if verdict in ("clear", "unshelve") else verdict
        made.show_outcome(outcome_of(SLATE, item_ids, standing, verdict, len(made.given)))

    made.verdict_given.connect(answer)
    made.reason_given.connect(lambda item_ids, reason: made.reasons.append((list(item_ids), reason)))
    settle(qtbot)
    return made


def settle(qtbot):
    qtbot.wait(60)


def y_on_page(page, row):
    rect = page.view.visualRect(page.model.index(row, 0))
    return page.view.viewport().mapTo(page, rect.topLeft()).y()


def ids_of(page):
    return [page.model.suggestion(row).item.item_id for row in range(page.model.rowCount())]


def scroll_to_middle(page, qtbot, row=6):
    page._select([row])
    page.view.verticalScrollBar().setValue(row * page.view.rowHeight(0) - 150)
    page.focus_list()
    settle(qtbot)


# It stays where it is


@pytest.mark.parametrize("key", [Qt.Key_A, Qt.Key_X, Qt.Key_M, Qt.Key_Space, Qt.Key_S])
def test_a_verdict_moves_no_card_on_the_screen_and_undo_goes_back_to_the_pixel(page, qtbot, key):
    scroll_to_middle(page, qtbot)
    before = y_on_page(page, 6)
    qtbot.keyClick(page.view, key)
    settle(qtbot)
    assert page.view.currentIndex().row() == 7
    assert y_on_page(page, 6) == before
    page._select([11])
    page.show_outcome(outcome_of(SLATE, ["i6"], None, page.given[-1][1], 0), "undone")
    settle(qtbot)
    assert page.view.currentIndex().row() == 6
    assert abs(y_on_page(page, 6) - before) <= 1


def test_the_first_verdict_takes_the_hint_away_and_moves_nothing(page, qtbot):
    assert page._coach.isVisible()
    before = [y_on_page(page, row) for row in range(4)]
    qtbot.keyClick(page.view, Qt.Key_A)
    settle(qtbot)
    assert not page._coach.isVisible()
    assert [y_on_page(page, row) for row in range(4)] == before


def test_toggling_filters_moves_nothing_until_the_list_is_asked_for_again(page, qtbot):
    scroll_to_middle(page, qtbot)
    before, order = y_on_page(page, 6), ids_of(page)
    for box in page.brief_panel.segment_boxes.values():
        box.toggle()
        settle(qtbot)
    page.brief_panel.language_combo.setCurrentIndex(1)
    settle(qtbot)
    assert ids_of(page) == order
    assert page.view.currentIndex().row() == 6
    assert abs(y_on_page(page, 6) - before) <= 1


def test_a_message_above_the_list_does_not_push_the_card_away(page, qtbot):
    scroll_to_middle(page, qtbot)
    before = y_on_page(page, 6)
    page.show_message("info", "A better ranking is ready.", "", "Refresh (R)", page.refresh)
    settle(qtbot)
    assert page.message_bar.isVisible()
    assert abs(y_on_page(page, 6) - before) <= 1
    page.hide_message()
    settle(qtbot)
    assert abs(y_on_page(page, 6) - before) <= 1


def test_find_and_leaving_it_keep_the_order_and_every_card(page, qtbot):
    page.focus_find()
    qtbot.keyClicks(page.find_edit, "salt")
    order = ids_of(page)
    before = y_on_page(page, 8)
    qtbot.keyClick(page.find_edit, Qt.Key_Escape)
    settle(qtbot)
    assert ids_of(page) == order and len(order) == 12
    assert page.view.currentIndex().row() == 8
    assert abs(y_on_page(page, 8) - before) <= 1


# It paints no more than it must


@pytest.mark.parametrize("row", [0, 6])
def test_a_verdict_paints_three_rows_at_most_and_changes_one(page, qtbot, row):
    cards = CountingCards(page.view)
    page.view.setItemDelegate(cards)
    scroll_to_middle(page, qtbot, row)
    changed = []
    page.model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    cards.painted.clear()
    with qtbot.assertNotEmitted(page.model.modelReset), qtbot.assertNotEmitted(page.model.layoutChanged):
        qtbot.keyClick(page.view, Qt.Key_A)
        settle(qtbot)
    assert set(changed) == {(row, row)}
    assert row in cards.painted
    assert set(cards.painted) <= {row, row + 1}
    assert len(cards.painted) <= 3


def test_hover_is_cleared_when_the_mouse_leaves_the_list(page, qtbot):
    view = page.view
    index = page.model.index(1, 0)
    plain = view.viewport().grab(view.visualRect(index)).toImage()
    view.cards.set_hovered(1, (1, 0))
    assert view.viewport().grab(view.visualRect(index)).toImage() != plain
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.viewport().grab(view.visualRect(index)).toImage() == plain


# Keys


def test_letters_find_entries_in_a_combo_box_and_judge_nothing(page, qtbot):
    combos = [
        made for made in page.findChildren(QComboBox) if made.isVisibleTo(page) and not made.isEditable()
    ]
    assert combos
    for combo in combos:
        names = [combo.itemText(place) for place in range(combo.count())]
        wanted = next((place for place, name in enumerate(names) if place and name[:1].isalpha()), None)
        if wanted is None:
            continue
        combo.setCurrentIndex(0)
        combo.setFocus()
        letter = names[wanted][0]
        first = next(place for place, name in enumerate(names) if name[:1].casefold() == letter.casefold())
        qtbot.keyClicks(combo, letter)
        if first:
            assert combo.currentIndex() == first
    assert page.given == []


def test_every_verdict_key_and_its_digit_are_heard_once(page, qtbot):
    page.set_auto_advance(False)
    for row, key in enumerate("axmsaxms"):
        page._select([row])
        qtbot.keyClicks(page.view, key)
        assert len(page.given) == row + 1
    for row, key in enumerate("12345"):
        page._select([row])
        page._stop_taking_digits()
        qtbot.keyClicks(page.view, key)
        assert len(page.given) == 9 + row


# Reasons by digit


def test_after_x_a_digit_says_why_and_the_next_one_is_a_verdict_again(page, qtbot):
    page._select([2])
    reasons = offered(page.model.suggestion(2).item, page.model.suggestion(2).segment, True)
    qtbot.keyClicks(page.view, "x")
    assert "1–" in page.reason_bar.text()
    assert page.view.currentIndex().row() == 3
    qtbot.keyClicks(page.view, "3")
    assert page.reasons == [(["i2"], reasons[2])]
    assert page.given == [(["i2"], "not-right")]
    qtbot.keyClicks(page.view, "1")
    assert page.given[-1] == (["i3"], "good")
    assert len(page.reasons) == 1


def test_who_rejects_by_digit_goes_on_with_digits(page, qtbot):
    page._select([2])
    qtbot.keyClicks(page.view, "2")
    qtbot.keyClicks(page.view, "1")
    assert page.given == [(["i2"], "not-right"), (["i3"], "good")]
    assert page.reasons == []


@pytest.mark.parametrize("what", ["time", "another verdict", "moving", "undo"])
def test_digits_are_verdicts_again_after(page, qtbot, what):
    page._select([2])
    qtbot.keyClicks(page.view, "x")
    assert page.view.digits_taken
    if what == "time":
        page._reason_timer.timeout.emit()
        assert page.reason_bar.isVisible() and "(W)" in page.reason_bar.text()
    elif what == "another verdict":
        qtbot.keyClicks(page.view, "a")
    elif what == "moving":
        qtbot.keyClick(page.view, Qt.Key_Down)
    else:
        page.show_outcome(outcome_of(SLATE, ["i2"], None, "not-right", 0), "undone")
    row, judged = page.view.currentIndex().row(), len(page.given)
    qtbot.keyClicks(page.view, "1")
    assert page.reasons == []
    assert page.given[judged:] == [([f"i{row}"], "good")]


def test_a_digit_that_no_reason_has_is_no_verdict_by_mistake_of_a_range(page, qtbot):
    page._select([2])
    qtbot.keyClick(page.view, Qt.Key_Down, Qt.ShiftModifier)
    qtbot.keyClicks(page.view, "x")
    qtbot.keyClicks(page.view, "1")
    assert page.reasons == [(["i2", "i3"], "off-topic")]


def test_the_question_lies_over_the_list_and_never_over_the_current_card(page, qtbot):
    before = page.view.geometry()
    for row in (0, 2, 5, 11):
        page._select([row])
        page.set_auto_advance(False)
        qtbot.keyClicks(page.view, "x")
        settle(qtbot)
        bar = page.reason_bar
        assert bar.isVisible()
        card = page.view.visualRect(page.view.currentIndex())
        card.moveTopLeft(page.view.viewport().mapTo(bar.parentWidget(), card.topLeft()))
        assert not card.intersects(bar.geometry())
        assert page.view.geometry() == before
        assert bar.parentWidget().rect().contains(bar.geometry())


def test_the_question_goes_by_itself_and_w_asks_it_again(page, qtbot):
    qtbot.keyClicks(page.view, "x")
    page._asking_timer.timeout.emit()
    assert not page.reason_bar.isVisible()
    qtbot.keyClicks(page.view, "w")
    assert page.reason_bar.isVisible()
    chips = page.reason_bar.reasons
    assert chips.chips[chips.offered()[0]].hasFocus()
    page._asking_timer.timeout.emit()
    assert page.reason_bar.isVisible()


# Lists before and after


def renewed(number, rows, **changes):
    return make_slate(
        len(rows),
        slate_id=f"slate-{number}",
        suggestions=tuple(make_suggestion(row) for row in rows),
        change=SlateChange(3, 2, 1, "more-like-this", "Herring Season"),
        **changes,
    )


def refresh(page, slate):
    page.refresh()
    page.show_slate(slate)


def test_alt_left_and_right_walk_through_the_lists_and_keep_the_place_in_each(page, qtbot):
    scroll_to_middle(page, qtbot, 7)
    first_y = y_on_page(page, 7)
    refresh(page, renewed(2, range(11, 0, -1)))
    scroll_to_middle(page, qtbot, 5)
    second_y, second_id = y_on_page(page, 5), page.model.suggestion(5).item.item_id
    refresh(page, renewed(3, range(3, 12)))
    settle(qtbot)
    qtbot.keyClick(page.view, Qt.Key_Left, Qt.AltModifier)
    settle(qtbot)
    assert page.slate_id == "slate-2"
    assert page.model.suggestion(page.view.currentIndex().row()).item.item_id == second_id
    assert abs(y_on_page(page, 5) - second_y) <= 1
    qtbot.keyClick(page.view, Qt.Key_Left, Qt.AltModifier)
    settle(qtbot)
    assert page.slate_id == "slate-1"
    assert page.view.currentIndex().row() == 7
    assert abs(y_on_page(page, 7) - first_y) <= 1
    qtbot.keyClick(page.view, Qt.Key_Left, Qt.AltModifier)
    assert page.slate_id == "slate-1"
    qtbot.mouseClick(page.old_list_button, Qt.LeftButton)
    assert page.slate_id == "slate-3"
    assert page.view.hasFocus()


def test_going_back_takes_the_seed_of_more_like_this_away_and_forward_brings_it_again(page, qtbot):
    page.add_seed("own", "A seed of one's own")
    page._select([1])
    qtbot.keyClicks(page.view, "m")
    assert page.request().seed_ids == ("own", "i1")
    request = SuggestRequest(brief="coastal letters", seed_ids=("own", "i1"))
    refresh(page, renewed(2, range(11, 0, -1), request=request))
    qtbot.keyClick(page.view, Qt.Key_Left, Qt.AltModifier)
    assert page.request().seed_ids == ("own",)
    assert page.model.suggestion(1).verdict == "more-like-this"  # going back judges nothing
    assert page.given == [(["i1"], "more-like-this")]
    qtbot.keyClick(page.view, Qt.Key_Right, Qt.AltModifier)
    assert page.request().seed_ids == ("own", "i1")


def test_lists_of_another_brief_are_not_gone_back_to(page, qtbot):
    refresh(page, renewed(2, range(11, 0, -1)))
    page.brief_panel.brief_edit.setPlainText("mountains")
    page.suggest()
    page.show_slate(make_slate(slate_id="slate-3", brief_id=8))
    qtbot.keyClick(page.view, Qt.Key_Left, Qt.AltModifier)
    assert page.slate_id == "slate-3"


# Why not


def test_any_item_can_be_found_by_title_and_asked_about(page, qtbot):
    page.focus_list()
    qtbot.keyClicks(page.view, "n")
    seeker = page.details.seeker
    assert seeker.edit.hasFocus()
    with qtbot.waitSignal(page.titles_sought) as sought:
        qtbot.keyClicks(seeker.edit, "salt")
    assert sought.args == ["salt"]
    page.show_titles("sal", (Item("late", "Too late"),))
    assert seeker.found.count() == 0
    page.show_titles("salt", (Item("s1", "Salt", author="M. K."), Item("s2", "Salt Roads")))
    assert [seeker.found.item(row).text() for row in range(2)] == ["Salt · M. K.", "Salt Roads"]
    qtbot.keyClick(seeker.edit, Qt.Key_Down)
    qtbot.keyClick(seeker.found, Qt.Key_Down)
    with qtbot.waitSignal(page.why_not_requested) as asked:
        qtbot.keyClick(seeker.found, Qt.Key_Return)
    assert asked.args == ["s2"]
    assert seeker.found.isHidden()
    assert page.given == []
    qtbot.keyClick(seeker.edit, Qt.Key_Escape)
    assert page.view.hasFocus()


def test_a_title_that_nothing_has_is_said_to_be_nowhere(page, qtbot):
    page.details.seeker.edit.setText("qqq")
    page.show_titles("qqq", ())
    assert page.details.seeker._none.isVisibleTo(page)
    page.details.seeker.edit.clear()
    assert not page.details.seeker._none.isVisibleTo(page)


def test_digits_typed_into_a_field_are_text_while_the_list_takes_digits(page, qtbot):
    qtbot.keyClicks(page.view, "x")
    edit = page.findChild(QLineEdit)
    page.find_edit.setFocus()
    QApplication.sendEvent(page.find_edit, QKeyEvent(QEvent.Type.KeyPress, Qt.Key_1, Qt.NoModifier, "1"))
    assert edit is not None and page.find_edit.text() == "1"
    assert page.reasons == []


def test_after_a_verdict_the_next_item_is_shown_in_full_a_moment_later(page, qtbot):
    page._select([2])
    settle(qtbot)
    qtbot.keyClicks(page.view, "a")
    assert page.details.item_id == "i3"
    assert page.details.texts()["title"] == SLATE.suggestions[2].item.title
    qtbot.waitUntil(lambda: page.details.texts()["title"] == SLATE.suggestions[3].item.title)
    qtbot.keyClicks(page.view, "a")
    qtbot.keyClick(page.view, Qt.Key_Return)
    assert page.details.texts()["title"] == SLATE.suggestions[4].item.title


def test_enter_before_anything_is_found_takes_the_first_that_is(page, qtbot):
    seeker = page.details.seeker
    page.details.focus_why_not()
    qtbot.keyClicks(seeker.edit, "salt")
    qtbot.keyClick(seeker.edit, Qt.Key_Return)
    with qtbot.waitSignal(page.why_not_requested) as asked:
        page.show_titles("salt", (Item("s1", "Salt"), Item("s2", "Salt Roads")))
    assert asked.args == ["s1"]
    qtbot.keyClicks(seeker.edit, "tide")
    qtbot.keyClick(seeker.edit, Qt.Key_Return)
    qtbot.keyClicks(seeker.edit, "s")
    with qtbot.assertNotEmitted(page.why_not_requested):
        page.show_titles("tides", (Item("t1", "Tides"),))
    assert seeker.found.count() == 1
