"""The main screen: keys and clicks become verdicts once, the place is kept, nothing leaks from text fields."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from ltrec_gui.errors import StoreError
from ltrec_gui.recommend.slate import (
    NOTE_FEW_VECTORS,
    NOTE_MODEL_CANNOT_READ,
    NOTE_NO_VECTORS,
    NOTE_PARTLY_EMBEDDED,
    NOTE_QUICK,
    VERDICTS,
    SlateChange,
    SuggestRequest,
)
from ltrec_gui.recommend.tail import QuotaPrice
from ltrec_gui.settings import Settings
from ltrec_gui.ui.panes import go_to_pane
from ltrec_gui.ui.suggestion_model import ITEMS_MIME_TYPE
from ltrec_gui.ui.suggestions_page import PaneSplitter, SuggestionsPage
from tests.ui.making import make_overview, make_slate, make_suggestion, outcome_of

SLATE = make_slate()
KEYS = {
    "good": (Qt.Key_A, Qt.Key_1),
    "not-right": (Qt.Key_X, Qt.Key_2),
    "more-like-this": (Qt.Key_M, Qt.Key_3),
    "not-now": (Qt.Key_Space, Qt.Key_4),
    "shelve": (Qt.Key_S, Qt.Key_5),
}


class Pipeline:
    """Answers verdicts as the pipeline would, at once or, with `holds_back`, later."""

    def __init__(self, page):
        self.page = page
        self.given = []
        self.holds_back = False
        page.verdict_given.connect(self.give)

    def give(self, item_ids, verdict):
        self.given.append((list(item_ids), verdict))
        if not self.holds_back:
            self.answer(item_ids, verdict)

    def answer(self, item_ids, verdict):
        standing = None if verdict in ("clear", "unshelve") else verdict
        self.page.show_outcome(outcome_of(SLATE, item_ids, standing, verdict, len(self.given)))


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
    return made


@pytest.fixture
def pipeline(page):
    return Pipeline(page)


def row_y(page, row):
    return page.view.visualRect(page.model.index(row, 0)).y()


def selected_rows(page):
    return sorted(index.row() for index in page.view.selectionModel().selectedRows())


# Verdicts


@pytest.mark.parametrize("place", [0, 1], ids=["letter", "digit"])
@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_key_gives_its_verdict_once_and_goes_on(page, pipeline, qtbot, verdict, place):
    page._select([3])
    qtbot.keyClick(page.view, KEYS[verdict][place])
    assert pipeline.given == [(["i3"], verdict)]
    assert page.view.currentIndex().row() == 4
    assert page.model.suggestion(3).verdict == verdict


def test_the_card_shows_a_verdict_only_when_it_is_durable(page, pipeline, qtbot):
    pipeline.holds_back = True
    page._select([0])
    qtbot.keyClick(page.view, Qt.Key_A)
    assert page.model.suggestion(0).verdict is None
    assert page.view.currentIndex().row() == 1
    pipeline.answer(["i0"], "good")
    assert page.model.suggestion(0).verdict == "good"
    assert page.view.currentIndex().row() == 1


def test_a_failed_verdict_leaves_the_card_as_it_was_and_says_so(page, pipeline, qtbot):
    pipeline.holds_back = True
    page._select([0])
    qtbot.keyClick(page.view, Qt.Key_A)
    page.show_error(StoreError("The disk is full. Everything saved so far is kept. Free some space."))
    assert page.model.pending("i0") is None and page.model.suggestion(0).verdict is None
    assert page.message_bar.isVisible()
    assert "The disk is full" in page.message_bar.texts()[1]


def test_the_same_key_again_takes_the_verdict_back(page, pipeline, qtbot):
    page.set_auto_advance(False)
    page._select([2])
    for key in (Qt.Key_A, Qt.Key_A, Qt.Key_S, Qt.Key_S):
        qtbot.keyClick(page.view, key)
    assert [verdict for _, verdict in pipeline.given] == ["good", "clear", "shelve", "unshelve"]
    assert page.view.currentIndex().row() == 2


def test_the_same_key_before_the_answer_takes_it_back_too(page, pipeline, qtbot):
    pipeline.holds_back = True
    page.set_auto_advance(False)
    page._select([2])
    qtbot.keyClick(page.view, Qt.Key_A)
    qtbot.keyClick(page.view, Qt.Key_A)
    assert [verdict for _, verdict in pipeline.given] == ["good", "clear"]


def test_a_verdict_applies_to_the_whole_selection_as_one_step(page, pipeline, qtbot):
    page._select([1])
    qtbot.keyClick(page.view, Qt.Key_Down, Qt.ShiftModifier)
    qtbot.keyClick(page.view, Qt.Key_Down, Qt.ShiftModifier)
    qtbot.keyClick(page.view, Qt.Key_X)
    assert pipeline.given == [(["i1", "i2", "i3"], "not-right")]
    assert selected_rows(page) == [4]


def test_at_the_end_it_stops_and_says_so(page, pipeline, qtbot):
    page._select([11])
    qtbot.keyClick(page.view, Qt.Key_A)
    assert page.view.currentIndex().row() == 11
    assert "End of the list" in [shown.text() for shown in page.findChildren(QLabel)]


def test_a_painted_button_judges_its_own_card(page, pipeline, qtbot):
    page._select([0])
    index = page.model.index(3, 0)
    layout = page.view.cards.layout_of(page.view.visualRect(index), page.model.suggestion(3))
    qtbot.mouseClick(page.view.viewport(), Qt.LeftButton, pos=layout.buttons[1].center())
    assert pipeline.given == [(["i3"], "not-right")]
    assert selected_rows(page) == [3]


def test_the_real_buttons_do_what_the_painted_ones_do(page, pipeline, qtbot):
    page._select([2])
    for verdict in VERDICTS:
        page._select([2])
        qtbot.mouseClick(page.details.verdict_buttons[verdict], Qt.LeftButton)
    assert pipeline.given == [(["i2"], verdict) for verdict in VERDICTS]


def test_letters_do_not_leak_from_text_fields(page, pipeline, qtbot):
    with qtbot.assertNotEmitted(page.refresh_requested), qtbot.assertNotEmitted(page.undo_requested):
        for kind in (QLineEdit, QPlainTextEdit, QComboBox):
            fields = [field for field in page.findChildren(kind) if field.isVisibleTo(page)]
            assert fields
            for field in fields:
                field.setFocus()
                qtbot.keyClicks(field, "axmsr12345/[ ")
                qtbot.keyClick(field, Qt.Key_Backspace)
    assert pipeline.given == []


def test_a_verdict_resets_nothing(page, pipeline, qtbot):
    page._select([0])
    with qtbot.assertNotEmitted(page.model.modelReset), qtbot.assertNotEmitted(page.model.layoutChanged):
        qtbot.keyClick(page.view, Qt.Key_A)
        qtbot.keyClick(page.view, Qt.Key_X)


# Place and undo


def test_place_is_kept_after_verdict_and_undo(page, pipeline, qtbot):
    page._select([5])
    page.view.scrollTo(page.model.index(5, 0))
    before = row_y(page, 5)
    scroll = page.view.verticalScrollBar().value()
    qtbot.keyClick(page.view, Qt.Key_X)
    assert page.view.currentIndex().row() == 6
    with qtbot.waitSignal(page.undo_requested):
        qtbot.keyClick(page.view, Qt.Key_Backspace)
    page.show_outcome(outcome_of(SLATE, ["i5"], None, "not-right", 0), "undone")
    assert page.view.currentIndex().row() == 5
    assert abs(row_y(page, 5) - before) <= 1
    assert page.view.verticalScrollBar().value() == scroll
    assert page.model.suggestion(5).verdict is None


def test_undo_of_a_range_selects_the_range(page, pipeline):
    page._select([9])
    page.show_outcome(outcome_of(SLATE, ["i2", "i1"], None, "good", 0), "undone")
    assert selected_rows(page) == [1, 2]


def test_undo_of_an_item_that_is_not_in_the_list_moves_nothing(page):
    page._select([4])
    outcome = outcome_of(SLATE, ["i1"], None, "good", 0)
    page.show_outcome(replace(outcome, items=(replace(outcome.items[0], item_id="elsewhere"),)), "undone")
    assert selected_rows(page) == [4]


# Seeds


def test_more_like_this_adds_a_seed_that_can_be_seen(page, pipeline, qtbot):
    page._select([1])
    qtbot.keyClick(page.view, Qt.Key_M)
    assert page.brief_panel.seeds.keys() == ("i1",)
    assert page.brief_panel.seeds.chips()[0].text() == "The Tide Tables"
    assert page.request().seed_ids == ("i1",)
    page.show_outcome(outcome_of(SLATE, ["i1"], None, "more-like-this", 0), "undone")
    assert page.brief_panel.seeds.keys() == ()


def test_a_seed_of_ones_own_stays_when_a_verdict_goes(page):
    page.add_seed("i1", "The Tide Tables")
    page.show_outcome(outcome_of(SLATE, ["i1"], "good"))
    assert page.brief_panel.seeds.keys() == ("i1",)


def test_seeds_are_removed_by_their_button(page, qtbot):
    page.add_seed("i1", "The Tide Tables")
    page.add_seed("i2", "Harbours")
    qtbot.mouseClick(page.brief_panel.seeds.chips()[0].remove_button, Qt.LeftButton)
    assert page.request().seed_ids == ("i2",)


def test_dropped_items_become_seeds_and_unknown_ones_are_asked_for(page, qtbot):
    mime = QMimeData()
    mime.setData(ITEMS_MIME_TYPE, json.dumps(["i1", "00123"]).encode())
    drop = QDropEvent(QPointF(5, 5), Qt.CopyAction, mime, Qt.LeftButton, Qt.NoModifier)
    with qtbot.waitSignal(page.titles_requested) as asked:
        page.brief_panel.seeds.dropEvent(drop)
    assert asked.args == [["00123"]]
    assert page.request().seed_ids == ("i1",)


# Requests


def test_ctrl_enter_in_the_brief_suggests(page, qtbot):
    edit = page.brief_panel.brief_edit
    edit.setFocus()
    with qtbot.waitSignal(page.suggest_requested) as asked:
        qtbot.keyClick(edit, Qt.Key_Return, Qt.ControlModifier)
    assert asked.args[0].brief == "coastal letters"
    assert edit.toPlainText() == "coastal letters"


def test_the_request_holds_everything_on_the_left(page):
    panel = page.brief_panel
    panel.tail_slider.setValue(80)
    panel.variety_slider.setValue(30)
    panel.segment_boxes["head"].setChecked(True)
    panel.tag_combo.activated.emit(1)
    panel.language_combo.setCurrentIndex(2)
    panel.year_from_edit.setText("1900")
    page.add_seed("i1", "x")
    assert page.request() == SuggestRequest(
        brief="coastal letters",
        seed_ids=("i1",),
        count=20,
        tail_preference=0.8,
        diversity=0.3,
        segments=("head", "torso", "tail"),
        tags=("letters",),
        languages=("fr",),
        year_from=1900,
        year_to=None,
        brief_id=7,
    )


def test_another_text_is_another_brief(page):
    assert page.request().brief_id == 7
    page.brief_panel.brief_edit.setPlainText("mountains")
    assert page.request().brief_id is None


def test_r_refreshes_with_the_same_brief_and_only_once_at_a_time(page, qtbot):
    page.brief_panel.brief_edit.setPlainText("mountains")
    page.focus_list()
    with qtbot.waitSignal(page.refresh_requested) as asked:
        qtbot.keyClick(page.view, Qt.Key_R)
    assert asked.args[0].brief_id == 7
    page.show_busy("Ranking…")
    with qtbot.assertNotEmitted(page.refresh_requested):
        qtbot.keyClick(page.view, Qt.Key_R)


def test_being_busy_shows_and_ends(page):
    assert page._busy_bar.isHidden()
    page.show_busy("Ranking…")
    assert not page._busy_bar.isHidden() and not page.brief_panel.suggest_button.isEnabled()
    page.show_slate(SLATE)
    assert page._busy_bar.isHidden() and page.brief_panel.suggest_button.isEnabled()


def test_brackets_move_the_tail_preference(page, qtbot):
    page.focus_list()
    with qtbot.waitSignal(page.settings_changed) as changed:
        qtbot.keyClick(page.view, Qt.Key_BracketRight)
    assert changed.args == ["tail_preference", 0.75]
    assert page.brief_panel.tail_sentence.text() == "15 of 20 places for the tail"
    qtbot.keyClick(page.view, Qt.Key_BracketLeft)
    assert page.request().tail_preference == pytest.approx(0.7)


def test_the_panel_says_how_the_catalogue_is_cut(page):
    said = " ".join(shown.text() for shown in page.findChildren(QLabel))
    assert "33 %" in said and "80 %" in said
    assert page.brief_panel.segment_boxes["tail"].text() == "Tail  (820 · 20 %)"


# Lists


def test_a_refresh_says_what_changed_and_the_old_list_can_be_shown(page, qtbot):
    page.refresh()
    renewed = make_slate(
        8,
        slate_id="slate-2",
        suggestions=tuple(make_suggestion(row) for row in range(11, 3, -1)),
        change=SlateChange(3, 2, 1, "good", "Herring Season"),
    )
    page.show_slate(renewed)
    assert page.slate_id == "slate-2"
    said = " ".join(shown.text() for shown in page.findChildren(QLabel) if not shown.isHidden())
    assert "3 new, 2 moved up, 1 no longer suggested, most of all because of “Herring Season” (Good)." in said
    qtbot.mouseClick(page.old_list_button, Qt.LeftButton)
    assert page.slate_id == "slate-1" and page.model.rowCount() == 12
    qtbot.mouseClick(page.old_list_button, Qt.LeftButton)
    assert page.slate_id == "slate-2" and page.model.rowCount() == 8


def test_verdicts_given_meanwhile_show_in_the_old_list_too(page, qtbot):
    page.refresh()
    page.show_slate(make_slate(slate_id="slate-2", change=SlateChange(1, 0, 0)))
    page.show_outcome(outcome_of(SLATE, ["i2"], "good"))
    qtbot.mouseClick(page.old_list_button, Qt.LeftButton)
    assert page.model.suggestion(2).verdict == "good"


def test_a_list_that_was_not_asked_for_brings_its_brief_back(qtbot):
    page = SuggestionsPage()
    qtbot.addWidget(page)
    page.show_overview(make_overview())
    request = SuggestRequest(brief="sea", seed_ids=("s1", "i2", "far"), tail_preference=0.4, tags=("coast",))
    with qtbot.waitSignal(page.titles_requested) as asked:
        page.show_slate(make_slate(request=request))
    assert asked.args == [["far"]]
    page.add_seed("far", "Far away")
    assert page.request() == replace(request, brief_id=7)
    assert page.old_list_button.isHidden()


def test_ten_verdicts_ask_for_attention_without_taking_the_focus(page, qtbot):
    page.focus_list()
    page.show_outcome(outcome_of(SLATE, ["i2"], "good", since=9))
    assert page._footer.property("role") != "attention"
    page.show_outcome(outcome_of(SLATE, ["i2"], "good", since=12))
    assert page._footer.property("role") == "attention"
    assert page._count_label.text() == "Verdicts since refresh: 12"
    assert page.view.hasFocus()


def test_notes_are_sentences_with_a_way_out(page, qtbot):
    page.suggest()
    page.show_slate(make_slate(notes=(NOTE_MODEL_CANNOT_READ, NOTE_QUICK, "from-the-future")))
    said = " ".join(shown.text() for shown in page.findChildren(QLabel) if not shown.isHidden())
    assert "cannot read this catalogue" in said and "Quick list" in said
    offers = {made.text(): made for made in page.findChildren(QAbstractButton) if made.isVisibleTo(page)}
    with qtbot.waitSignal(page.note_action_requested) as asked:
        qtbot.mouseClick(offers["Choose a model…"], Qt.LeftButton)
    assert asked.args == [NOTE_MODEL_CANNOT_READ]
    with qtbot.waitSignal(page.refresh_requested):
        qtbot.mouseClick(offers["Rank by meaning"], Qt.LeftButton)


def test_empty_without_a_brief_and_empty_without_a_match(qtbot):
    page = SuggestionsPage()
    qtbot.addWidget(page)
    page.show_overview(make_overview())
    assert page._stack.currentWidget() is page.empty
    with qtbot.waitSignal(page.random_seeds_requested):
        page.empty.action_triggered.emit()
    with qtbot.waitSignal(page.suggest_requested):
        page.empty.other_triggered.emit()
    page.brief_panel.year_from_edit.setText("2020")
    page.brief_panel.year_to_edit.setText("2030")
    page.show_slate(make_slate(0, blocked_by=(("tags", 5), ("year_from", 212))))
    assert page._stack.currentWidget() is page.empty
    assert page.empty.texts()[1] == "The filter “From year” removes 212 items."
    with qtbot.waitSignal(page.suggest_requested) as asked:
        page.empty.action_triggered.emit()
    assert asked.args[0].year_from is None and asked.args[0].year_to == 2030


def test_seeds_that_were_drawn_become_the_brief_of_a_list(qtbot):
    page = SuggestionsPage()
    qtbot.addWidget(page)
    page.show_overview(make_overview())
    drawn = [make_suggestion(rank).item for rank in (1, 2, 3)]
    with qtbot.waitSignal(page.suggest_requested) as asked:
        page.suggest_from(drawn)
    assert asked.args[0].seed_ids == tuple(item.item_id for item in drawn)


def test_new_brief_clears_all_but_the_sliders(page, qtbot):
    page.add_seed("i1", "x")
    page.brief_panel.tail_slider.setValue(30)
    with qtbot.waitSignal(page.new_brief_requested):
        page.start_new_brief()
    assert page.request() == SuggestRequest(tail_preference=0.3)
    assert page.slate_id is None and page.model.rowCount() == 0


# Find, focus, details


def test_find_marks_goes_to_the_first_match_and_escape_leaves(page, qtbot):
    page.focus_list()
    qtbot.keyClick(page.view, Qt.Key_Slash)
    assert page.find_edit.hasFocus()
    qtbot.keyClicks(page.find_edit, "salt")
    assert page.view.currentIndex().row() == 8
    assert page.model.rowCount() == 12
    assert "1 of 12 match" in [shown.text() for shown in page.findChildren(QLabel)]
    qtbot.keyClick(page.find_edit, Qt.Key_Escape)
    assert page.find_edit.text() == "" and page.view.hasFocus()


def test_enter_goes_to_the_details_and_escape_comes_back(page, qtbot):
    page.focus_list()
    qtbot.keyClick(page.view, Qt.Key_Return)
    assert page.details.verdict_buttons["good"].hasFocus()
    qtbot.keyClick(page.details.verdict_buttons["good"], Qt.Key_Escape)
    assert page.view.hasFocus()


def test_panes_are_cycled_both_ways(page):
    page.focus_brief()
    go_to_pane(page.panes(), 1)
    assert page.view.hasFocus()
    go_to_pane(page.panes(), 1)
    assert page.details.verdict_buttons["good"].hasFocus()
    go_to_pane(page.panes(), 1)
    assert page.brief_panel.brief_edit.hasFocus()
    go_to_pane(page.panes(), -1)
    assert page.details.verdict_buttons["good"].hasFocus()


def test_the_details_follow_and_ask_once_for_the_last_item(page, qtbot):
    asked = []
    page.details_requested.connect(asked.append)
    for row in (3, 4, 5):
        page._select([row])
    assert page.details.item_id == "i5"
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["i5"]


def test_the_details_are_put_away_in_a_narrow_window(page, qtbot):
    with qtbot.waitSignal(page.details_visibility_changed) as changed:
        page.resize(940, 600)
    assert changed.args == [False]
    assert not page.details.isVisible()
    page.set_details_visible(True)
    assert page.details.isVisible()


def test_in_a_narrow_window_the_details_are_a_drawer_over_the_list(page, qtbot):
    page.resize(940, 600)
    width = page.view.width()
    page.set_details_visible(True)
    assert page._drawer.isVisible()
    assert page._drawer.isAncestorOf(page.details)
    assert page.view.width() == width
    assert page._drawer.geometry().right() == page.width() - 1
    page._focus_details()
    qtbot.waitUntil(page.details.verdict_buttons["good"].hasFocus)
    qtbot.keyClick(page.details.verdict_buttons["good"], Qt.Key.Key_Escape)
    qtbot.waitUntil(page.view.hasFocus)
    assert not page._drawer.isVisible()
    page.resize(1300, 700)
    assert page.details.isVisible()
    assert page._splitter.isAncestorOf(page.details)


def test_nothing_of_the_foot_is_cut_at_the_least_width(page, qtbot):
    page.resize(1024 - 76, 560)
    foot = page._footer
    for part in (page.auto_advance_box, page.refresh_button, page.brief_panel.new_brief_button):
        assert part.width() >= part.sizeHint().width()
        assert page.rect().contains(part.mapTo(page, part.rect().bottomRight()))
    assert foot.isVisible()
    qtbot.waitUntil(lambda: not page._count_label.is_elided())


def test_a_list_that_was_bettered_by_itself_marks_nothing_as_new(page):
    better = make_slate(
        slate_id="slate-2",
        suggestions=tuple(make_suggestion(row, is_new=True) for row in range(4, 12)),
        change=SlateChange(3, 2, 1),
    )
    page._select([5])
    chosen = page.model.suggestion(5).item.item_id
    page.show_slate(better)
    assert page.slate.change is None
    assert not any(page.model.suggestion(row).is_new for row in range(page.model.rowCount()))
    assert page.old_list_button.isHidden()
    row = page.view.currentIndex().row()
    assert page.model.suggestion(row).item.item_id == chosen


def test_words_that_nothing_holds_lead_back_to_the_brief(page, qtbot):
    page.suggest()
    page.show_slate(make_slate(0, notes=("no-match",), ranked_by="words", blocked_by=(("segments", 7),)))
    title, sentence, act = page.empty.texts()
    assert (title, sentence) == (
        "Nothing matches",
        "No item that may be suggested holds any of these words.",
    )
    assert act == "Change the brief"
    asked = []
    page.suggest_requested.connect(asked.append)
    page.empty.action_triggered.emit()
    qtbot.waitUntil(page.brief_panel.brief_edit.hasFocus)
    assert asked == []


def test_an_empty_library_asks_for_a_file(page, qtbot):
    page.clear()
    page.show_overview(make_overview(item_count=0))
    page.set_importing(True)
    assert page.empty.texts()[0] == "The items are on their way"
    page.set_importing(False)
    assert page.empty.texts() == (
        "This library has no items yet",
        "Drop a CSV or TSV file anywhere on this window. Only a title column is needed.",
        "Import a file…",
    )
    with qtbot.waitSignal(page.import_requested), qtbot.assertNotEmitted(page.suggest_requested):
        page.empty.action_triggered.emit()


def test_a_quick_list_stays_one_where_the_model_is_missing(page):
    page.suggest()
    page.show_slate(make_slate(notes=("quick",), ranked_by="words"))
    page.show_model_missing()
    assert page.slate.notes == ("model-missing",)
    with_offer = [made for made in page.findChildren(QPushButton) if made.text() == "Choose a model…"]
    asked = []
    page.note_action_requested.connect(asked.append)
    with_offer[-1].click()
    assert asked == ["model-missing"]


def test_other_examples_are_offered_until_the_editor_writes(page, qtbot):
    briefs = ("Gardens & kitchens", "Ghosts and old houses", "Women who travelled")
    page.brief_panel.brief_edit.clear()
    page.show_overview(make_overview(example_briefs=briefs))
    assert page.show_example()
    panel = page.brief_panel
    assert panel.brief() == briefs[0]
    assert [link.full_text for link in panel.examples.links()] == list(briefs[1:])
    with qtbot.waitSignal(page.suggest_requested) as asked:
        panel.examples.links()[0].click()
    assert asked.args[0].brief == briefs[1]
    assert [link.full_text for link in panel.examples.links()] == [briefs[0], briefs[2]]
    qtbot.waitUntil(lambda: panel.examples.links()[0].text() == "Gardens && kitchens")
    panel.brief_edit.setPlainText("my own")
    assert panel.examples.isHidden()
    assert not page.show_example()


def test_the_coach_line_goes_for_good_with_the_first_verdict(page, qtbot):
    assert page._coach.isVisible()
    with qtbot.waitSignal(page.settings_changed) as changed:
        page.show_outcome(outcome_of(SLATE, ["i0"], "good"))
    assert changed.args == ["coach_line_seen", True]
    assert not page._coach.isVisible()


def test_auto_advance_is_a_setting(page, pipeline, qtbot):
    with qtbot.waitSignal(page.settings_changed) as changed:
        page.auto_advance_box.click()
    assert changed.args == ["auto_advance", False]
    page._select([3])
    qtbot.keyClick(page.view, Qt.Key_A)
    assert page.view.currentIndex().row() == 3


# Everybody's window


def test_every_place_of_focus_has_a_name(page):
    page.add_seed("i1", "Title")
    nameless = []
    buddies = {shown.buddy() for shown in page.findChildren(QLabel) if shown.buddy() is not None}
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() == Qt.NoFocus or not widget.isVisibleTo(page):
            continue
        if widget.objectName() in ("qt_scrollarea_viewport",) or widget.parent() in page.findChildren(
            QComboBox
        ):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
        if not (widget.accessibleName() or text or widget in buddies):
            nameless.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert nameless == []


def test_icon_only_buttons_have_tooltips(page):
    page.add_seed("i1", "Title")
    for made in page.findChildren(QAbstractButton):
        if made.isVisibleTo(page) and not made.text() and made.focusPolicy() != Qt.NoFocus:
            assert made.toolTip(), type(made.parent())


def test_markup_in_titles_stays_text_everywhere(page, qtbot):
    title = "<img src=x>"
    marked = make_suggestion(0, item=replace(make_suggestion(0).item, title=title))
    page.suggest()
    page.show_slate(make_slate(1, suggestions=(marked,)))
    page.add_seed("i0", title)
    assert page.details.texts()["title"] == title
    assert page.brief_panel.seeds.chips()[0].text() == title
    assert all(shown.textFormat() == Qt.PlainText for shown in page.findChildren(QLabel) if shown.text())
    tips = [widget.toolTip() for widget in page.findChildren(QWidget) if "img" in widget.toolTip()]
    assert tips and all("<img" not in tip for tip in tips)


@pytest.mark.parametrize("size", [(1024, 640), (1366, 768)])
def test_nothing_is_cut_in_the_panes(page, qtbot, size):
    page.resize(*size)
    qtbot.wait(1)
    for made in page.findChildren(QAbstractButton):
        if made.isVisibleTo(page) and made.text():
            right = made.mapTo(page, QPoint(made.width(), 0)).x()
            assert right <= page.width()
            assert made.fontMetrics().horizontalAdvance(made.text()) <= made.width(), made.text()
    for area in (page.brief_panel, page.details):
        if area.isVisibleTo(page):
            inner = area.layout().itemAt(0).widget()
            assert inner.widget().width() <= inner.viewport().width()


# What a walk through the window showed


def test_verdicts_given_before_a_refresh_show_in_the_old_list(page, pipeline, qtbot):
    page._select([2])
    qtbot.keyClick(page.view, Qt.Key_X)
    page.refresh()
    page.show_slate(make_slate(slate_id="slate-2", change=SlateChange(1, 0, 0)))
    qtbot.mouseClick(page.old_list_button, Qt.LeftButton)
    assert page.model.suggestion(2).verdict == "not-right"


def test_a_verdict_for_one_brief_does_not_mark_the_list_of_another(page, pipeline, qtbot):
    page._select([2])
    qtbot.keyClick(page.view, Qt.Key_X)
    page.brief_panel.brief_edit.setPlainText("mountains")
    page.suggest()
    page.show_slate(make_slate(slate_id="slate-2", brief_id=8))
    assert page.model.suggestion(2).verdict is None


def said_above(page):
    return " ".join(shown.text() for shown in page.findChildren(QLabel) if not shown.isHidden())


def test_a_list_that_changed_by_a_filter_names_no_verdict_as_the_cause(page):
    change = SlateChange(3, 0, 1, "good", "Herring Season")
    page.refresh()
    page.show_slate(make_slate(slate_id="slate-2", change=change))
    assert "because of “Herring Season” (Good)" in said_above(page)
    page.suggest()
    request = replace(SLATE.request, tags=("coast",))
    page.show_slate(make_slate(slate_id="slate-3", request=request, change=change))
    assert "3 new, 1 no longer suggested." in said_above(page)


def test_a_seed_made_by_a_verdict_leaves_the_verdict_as_the_cause(page, pipeline, qtbot):
    page._select([5])
    qtbot.keyClick(page.view, Qt.Key_M)
    page.refresh()
    request = replace(SLATE.request, seed_ids=("i5",))
    change = SlateChange(3, 0, 1, "more-like-this", "Herring Season")
    page.show_slate(make_slate(slate_id="slate-2", request=request, change=change))
    assert "because of “Herring Season”" in said_above(page)


@pytest.mark.parametrize(
    ("typed", "tags"), [("coast", ("coast",)), ("LETT", ("letters",)), ("s", ()), ("mountains", ())]
)
@pytest.mark.parametrize("key", [Qt.Key_Return, Qt.Key_Tab], ids=["enter", "tab"])
def test_a_typed_tag_is_taken_or_goes_away_with_the_focus(page, qtbot, typed, tags, key):
    panel = page.brief_panel
    panel.tag_combo.setFocus()
    panel.tag_combo.setEditText(typed)
    qtbot.keyClick(panel.tag_combo, key)
    assert panel.request().tags == tags
    panel.brief_edit.setFocus()
    assert panel.tag_combo.currentText() == ""
    assert panel.request().tags == tags


def test_the_wheel_scrolls_past_the_fields_on_the_left_and_changes_none(page):
    panel = page.brief_panel
    before = page.request()
    for field in (panel.tag_combo, panel.language_combo, panel.tail_slider, panel.variety_slider):
        field.setFocus()
        place = QPointF(field.rect().center())
        turn = QWheelEvent(
            place,
            QPointF(field.mapToGlobal(field.rect().center())),
            QPoint(),
            QPoint(0, -120),
            Qt.NoButton,
            Qt.NoModifier,
            Qt.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, turn)
    assert page.request() == before


def test_the_first_list_takes_the_focus_so_that_the_keys_are_verdicts(qtbot):
    page = opened_page(qtbot)
    page.focus_list()
    page.show_slate(SLATE)
    assert page.view.hasFocus()


def test_the_first_list_does_not_take_the_focus_from_a_brief_being_typed(qtbot):
    page = opened_page(qtbot)
    page.focus_list()
    qtbot.keyClicks(page.brief_panel.brief_edit, "coastal letters")
    page.show_slate(SLATE)
    assert page.brief_panel.brief_edit.hasFocus()


def opened_page(qtbot):
    page = SuggestionsPage(Settings())
    qtbot.addWidget(page)
    page.show_overview(make_overview())
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_the_widths_the_editor_chose_survive_a_window_too_narrow_for_them(qtbot):
    wide, narrow = PaneSplitter(), PaneSplitter()
    for splitter in (wide, narrow):
        qtbot.addWidget(splitter)
        for _pane in range(3):
            splitter.addWidget(QWidget())
    narrow.resize(600, 400)
    narrow.restoreState(wide.saveState())
    narrow.show()
    assert narrow.saveState() == wide.saveState()
    assert not narrow.restoreState(b"what another version wrote")


@pytest.mark.parametrize(
    ("note", "offer"),
    [
        (NOTE_NO_VECTORS, "Read by meaning now"),
        (NOTE_FEW_VECTORS, "Go on reading"),
        (NOTE_PARTLY_EMBEDDED, "Go on reading"),
    ],
)
def test_no_note_offers_to_begin_what_is_running(page, note, offer):
    page.show_slate(make_slate(slate_id="slate-2", notes=(note,)))
    assert offer in offers(page)
    page.set_reading(True)
    assert offer not in offers(page)
    page.set_reading(False)
    assert offer in offers(page)


def test_a_list_of_a_model_that_cannot_read_does_not_offer_to_read_with_it(page, qtbot):
    page.show_slate(make_slate(slate_id="slate-2", notes=(NOTE_NO_VECTORS,)))
    assert "Read by meaning now" in offers(page)
    page.show_overview(make_overview(unknown_token_share=0.61, embedded_count=0))
    assert "Read by meaning now" not in offers(page)
    with qtbot.waitSignal(page.note_action_requested) as asked:
        next(each for each in page.findChildren(QPushButton) if each.text() == "Choose a model…").click()
    assert asked.args == [NOTE_MODEL_CANNOT_READ]


def offers(page):
    return [each.text() for each in page.findChildren(QPushButton) if not each.isHidden()]


def test_a_verdict_that_was_not_written_is_not_called_saved(page, pipeline, qtbot):
    pipeline.holds_back = True
    page._select([0])
    qtbot.keyClick(page.view, Qt.Key_A)
    page.show_error(StoreError("The library could not be written. Everything saved so far is kept."))
    said = " ".join(shown.text() for shown in page.message_bar.findChildren(QLabel))
    assert "could not be written" in said
    assert "Your verdicts and your shelf are saved." not in said


# The price of the tail


def test_the_price_of_the_tail_is_asked_for_once_and_follows_the_slider(page, qtbot):
    asked = []
    page.tail_price_requested.connect(asked.append)
    page.show_slate(make_slate(brief_id=7))
    qtbot.waitUntil(lambda: bool(asked))
    assert len(asked) == 1
    assert asked[0].brief_id == 7
    prices = tuple(
        QuotaPrice(places, None, 1 - places / 100, places, 0) for places in range(asked[0].count + 1)
    )
    page.show_tail_price(asked[0], prices)
    page.brief_panel.tail_slider.setValue(50)
    assert page.brief_panel.tail_price_sentence == "Costs 10 % of relevance."
    page.brief_panel.tail_slider.setValue(100)
    assert page.brief_panel.tail_price_sentence == "Costs 20 % of relevance."
    page.brief_panel.tail_slider.setValue(0)
    assert page.brief_panel.tail_price_sentence == ""
    page.brief_panel.tail_slider.setValue(50)
    page.brief_panel.segment_boxes["tail"].click()
    qtbot.waitUntil(lambda: len(asked) == 2)
    page.brief_panel.tail_slider.setValue(55)
    assert page.brief_panel.tail_price_sentence == ""


def test_another_brief_has_no_price_until_it_has_a_list(page, qtbot):
    page.show_slate(make_slate())
    with qtbot.waitSignal(page.tail_price_requested) as signal:
        pass
    request = signal.args[0]
    prices = tuple(QuotaPrice(places, None, 0.5, places, 0) for places in range(request.count + 1))
    page.show_tail_price(request, prices)
    assert page.brief_panel.tail_price_sentence
    page.brief_panel.brief_edit.setPlainText("quite another brief")
    page.brief_panel.tail_slider.setValue(35)
    assert page.brief_panel.tail_price_sentence == ""


# A list that is older than what it was made of


def test_a_list_that_is_out_of_date_is_offered_again_and_does_not_move(page, qtbot):
    before = [page.model.suggestion(row).item.item_id for row in range(page.model.rowCount())]
    page.view.selectRow(2)
    page.show_outdated(("readers",))
    happened, safe, offer = page.message_bar.texts()
    assert happened == "The program has learned anew from what readers did since this list was made."
    assert safe == "The list stays as it is until you ask."
    assert offer == "Rank again (R)"
    assert selected_rows(page) == [2]
    assert [page.model.suggestion(row).item.item_id for row in range(page.model.rowCount())] == before
    with qtbot.waitSignal(page.refresh_requested) as asked:
        page.message_bar.action_triggered.emit()
    assert asked.args[0].brief_id == page.slate.brief_id
    assert page.message_bar.isHidden()


def test_a_new_list_takes_the_offer_away_but_no_other_message(page):
    page.show_outdated(("topics",))
    page.show_slate(make_slate(slate_id="slate-2"))
    assert page.message_bar.isHidden()
    page.show_message("warn", "Something else.")
    page.show_outdated(())
    page.show_slate(make_slate(slate_id="slate-3"))
    assert page.message_bar.texts()[0] == "Something else."


def test_what_is_as_it_was_again_takes_the_offer_back(page):
    page.show_outdated(("segments",))
    assert page.message_bar.texts()[0] == "Changed since this list was made: what counts as head and tail."
    page.show_outdated(())
    assert page.message_bar.isHidden()


def test_an_offer_speaks_the_language_in_use(page):
    page.show_outdated(("index",))
    page.message_bar._happened.setText("in another language")
    page.retranslate()
    assert page.message_bar.texts()[0] == "Changed since this list was made: the index."


def test_a_dismissed_offer_stays_away_in_another_language(page):
    page.show_outdated(("index",))
    page.message_bar._close.click()
    page.retranslate()
    assert page.message_bar.isHidden()


def test_without_a_list_nothing_is_out_of_date(page):
    page.start_new_brief()
    page.show_outdated(("readers",))
    assert page.message_bar.isHidden()


def test_roomy_cards_have_two_lines_for_their_reason(qtbot):
    page = SuggestionsPage(Settings())
    qtbot.addWidget(page)
    usual = page.view.verticalHeader().defaultSectionSize()
    page.set_settings(Settings(density="roomy"))
    assert page.view.cards._fonts.why_lines == 2 and page.view.verticalHeader().defaultSectionSize() > usual
    page.set_settings(Settings(density="compact"))
    assert page.view.cards._fonts.why_lines == 1 and page.view.verticalHeader().defaultSectionSize() == usual
