"""Why an item is not right: asked once, answered by mouse or key, shown where it acts, and never in the way."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from ltrec_gui.pipeline.give_feedback import HistoryEntry
from ltrec_gui.pipeline.why_not import Change, WhyNot
from ltrec_gui.recommend.critiques import CRITIQUES, LEAST, PARTS
from ltrec_gui.recommend.preference import FEEDBACK_MODELS
from ltrec_gui.recommend.slate import Part, SuggestRequest
from ltrec_gui.settings import Settings
from ltrec_gui.ui import wording
from ltrec_gui.ui.advanced_fields import AdvancedFields, feedback_model_name, feedback_model_sentence
from ltrec_gui.ui.brief_panel import BriefPanel
from ltrec_gui.ui.history_page import REASON, VERDICT, HistoryModel
from ltrec_gui.ui.item_details import PartsView
from ltrec_gui.ui.reason_chips import ReasonChips
from ltrec_gui.ui.suggestions_page import SuggestionsPage
from tests.ui.making import make_overview, make_slate, make_suggestion, outcome_of

SLATE = make_slate()


def with_critique(outcome, critique, count=1):
    items = tuple(replace(standing, critique=critique) for standing in outcome.items)
    least = LEAST.get(critique, 0)
    return replace(outcome, items=items, critique=critique, critique_count=count, critique_least=least)


class Pipeline:
    """Answers verdicts and reasons as the pipeline would, at once."""

    def __init__(self, page):
        self.page = page
        self.reasons = []
        page.verdict_given.connect(self.give)
        page.reason_given.connect(self.give_reason)

    def give(self, item_ids, verdict):
        standing = None if verdict in ("clear", "unshelve") else verdict
        self.page.show_outcome(outcome_of(SLATE, item_ids, standing, verdict))

    def give_reason(self, item_ids, reason):
        self.reasons.append((item_ids, reason))
        self.page.show_outcome(with_critique(outcome_of(SLATE, item_ids, "not-right"), reason))


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


def test_a_rejection_is_asked_why_and_any_other_verdict_is_not(page, pipeline, qtbot):
    bar = page.reason_bar
    assert not bar.isVisible()
    qtbot.keyClick(page.view, Qt.Key_X)
    assert bar.isVisible()
    assert SLATE.suggestions[0].item.title in bar.text()
    assert "W" in bar.text()
    # The list goes on meanwhile, with the focus where it was.
    assert page.view.currentIndex().row() == 1
    assert page.view.hasFocus()
    qtbot.keyClick(page.view, Qt.Key_A)
    assert not bar.isVisible()


def test_a_chip_gives_the_reason_and_the_bar_says_what_it_moves(page, pipeline, qtbot):
    qtbot.keyClick(page.view, Qt.Key_X)
    qtbot.mouseClick(page.reason_bar.reasons.chips["too-old"], Qt.LeftButton)
    assert pipeline.reasons == [(["i0"], "too-old")]
    assert page.reason_bar.text().startswith("Moves the list from 2 such verdicts on; 1 ")
    assert page.reason_bar.reasons.chips["too-old"].isChecked()
    assert page.view.hasFocus()
    assert page.model.suggestion(0).critique == "too-old"
    page.show_outcome(with_critique(outcome_of(SLATE, ["i0"], "not-right"), "too-old", count=2))
    assert page.reason_bar.text() == "Said of 2 items so far; refresh to see what it moves."
    # Once more takes the reason back, not the verdict.
    qtbot.mouseClick(page.reason_bar.reasons.chips["too-old"], Qt.LeftButton)
    assert pipeline.reasons[-1] == (["i0"], "")
    assert page.model.suggestion(0).verdict == "not-right"


def test_by_key_it_is_w_and_a_digit_and_digits_stay_verdicts_in_the_list(page, pipeline, qtbot):
    qtbot.keyClick(page.view, Qt.Key_X)
    qtbot.keyClick(page.view, Qt.Key_W)
    chips = page.reason_bar.reasons
    offered = chips.offered()
    assert chips.chips[offered[0]].hasFocus()
    qtbot.keyClick(chips.chips[offered[0]], Qt.Key_2)
    assert pipeline.reasons == [(["i0"], offered[1])]
    assert page.view.hasFocus()
    qtbot.keyClick(page.view, Qt.Key_1)
    assert len(pipeline.reasons) == 1
    assert page.model.suggestion(1).verdict == "good"


def test_arrows_go_along_enter_gives_and_escape_leaves(page, pipeline, qtbot):
    qtbot.keyClick(page.view, Qt.Key_X)
    qtbot.keyClick(page.view, Qt.Key_W)
    chips = page.reason_bar.reasons
    offered = chips.offered()
    qtbot.keyClick(chips.chips[offered[0]], Qt.Key_Right)
    assert chips.chips[offered[1]].hasFocus()
    qtbot.keyClick(chips.chips[offered[1]], Qt.Key_Escape)
    assert page.view.hasFocus()
    assert pipeline.reasons == []
    qtbot.keyClick(page.view, Qt.Key_W)
    qtbot.keyClick(chips.chips[offered[0]], Qt.Key_Left)
    qtbot.keyClick(chips.chips[offered[-1]], Qt.Key_Return)
    assert pipeline.reasons == [(["i0"], offered[-1])]


def test_an_undone_reason_asks_again_and_an_undone_verdict_does_not(page, pipeline, qtbot):
    qtbot.keyClick(page.view, Qt.Key_X)
    pipeline.give_reason(["i0"], "quality")
    undone = replace(outcome_of(SLATE, ["i0"], "not-right"), critique="quality")
    page.show_outcome(undone, "undone")
    assert page.reason_bar.isVisible()
    assert "not right?" in page.reason_bar.text()
    assert not any(chip.isChecked() for chip in page.reason_bar.reasons.chips.values())
    page.show_outcome(outcome_of(SLATE, ["i0"], None, "not-right"), "undone")
    assert not page.reason_bar.isVisible()


def test_a_new_list_ends_the_question(page, pipeline, qtbot):
    qtbot.keyClick(page.view, Qt.Key_X)
    page.show_slate(make_slate(slate_id="slate-2"))
    assert not page.reason_bar.isVisible()


def test_for_several_items_only_reasons_that_fit_all_are_offered(page, pipeline):
    bare = replace(SLATE.suggestions[1].item, year=None)
    suggestions = (SLATE.suggestions[0], replace(SLATE.suggestions[1], item=bare), *SLATE.suggestions[2:])
    page.show_slate(replace(SLATE, suggestions=suggestions))
    pipeline.give(["i0"], "not-right")
    assert "too-old" in page.reason_bar.reasons.offered()
    pipeline.give(["i0", "i1"], "not-right")
    assert "too-old" not in page.reason_bar.reasons.offered()
    assert "2 items" in page.reason_bar.text()


def test_what_an_item_is_like_is_a_reason_only_where_meaning_ranks(page, pipeline):
    pipeline.give(["i0"], "not-right")
    assert "alike" in page.reason_bar.reasons.offered()
    page.show_slate(replace(SLATE, ranked_by="words"))
    pipeline.give(["i0"], "not-right")
    assert "alike" not in page.reason_bar.reasons.offered()


def test_the_details_show_the_reasons_of_a_rejected_item_alone(page, pipeline, qtbot):
    page._select([0])
    chips = page.details.reason_chips
    assert chips.isHidden()
    pipeline.give(["i0"], "not-right")
    assert not chips.isHidden()
    qtbot.mouseClick(chips.chips["have"], Qt.LeftButton)
    assert pipeline.reasons == [(["i0"], "have")]
    assert chips.chips["have"].isChecked()
    page._select([3])
    assert chips.isHidden()
    page._select([0])
    assert chips.chips["have"].isChecked()
    pipeline.give(["i0"], "good")
    assert chips.isHidden()


def test_a_chip_shows_a_reason_only_when_it_is_durable(qtbot):
    chips = ReasonChips()
    qtbot.addWidget(chips)
    chips.show_reasons(CRITIQUES, "")
    with qtbot.waitSignal(chips.chosen) as said:
        qtbot.mouseClick(chips.chips["known"], Qt.LeftButton)
    assert said.args == ["known"]
    assert not chips.chips["known"].isChecked()


def test_chips_break_into_lines_where_there_is_no_room(qtbot):
    chips = ReasonChips()
    qtbot.addWidget(chips)
    chips.show_reasons(CRITIQUES, "")
    assert chips.heightForWidth(200) > chips.heightForWidth(2000) > 0
    chips.resize(300, chips.heightForWidth(300))
    chips.show()
    shown = [chip.geometry() for chip in chips.chips.values()]
    assert all(chips.rect().contains(each) for each in shown)
    assert not any(a.intersects(b) for a in shown for b in shown if a is not b)


def test_a_reason_says_how_often_it_was_given_beside_its_bar(qtbot):
    view = PartsView()
    qtbot.addWidget(view)
    view.set_parts((Part("text", 0.5), Part("too-old", -0.3, 2)))
    said = view.accessibleName()
    assert "You said 2 times: Too old −0.30" in said
    assert wording.part_text(Part("too-old", -0.3, 2)) == "Too old (2×)"
    assert wording.part_text(Part("text", 0.5)) == wording.part_name("text")


def test_every_reason_has_a_name_and_says_what_it_moves_and_from_when():
    names = {wording.critique_name(critique) for critique in CRITIQUES}
    assert len(names) == len(CRITIQUES)
    assert not names & set(CRITIQUES)
    for critique in CRITIQUES:
        effect = wording.critique_effect(critique)
        assert effect.endswith(".")
        assert (str(LEAST.get(critique)) in effect) == (critique in PARTS)
    assert wording.verdict_text("not-right", "too-old") == "Not right: Too old"
    assert wording.verdict_text("good", "") == "Good"


def test_why_not_says_which_reasons_take_how_much_and_what_it_would_be_without():
    answer = WhyNot(
        item=SLATE.suggestions[0].item,
        slate_id="slate-1",
        shown_rank=None,
        rank_now=None,
        has_changed=False,
        rank=40,
        candidate_count=900,
        relevance=0.2,
        parts=(Part("text", 0.5), Part("too-old", -0.3, 2)),
        last=None,
        filters=(),
        behind="relevance",
        because="",
        needed=0.1,
        changes=(Change("critique", 3, names=("too-old",)),),
        critiques=(Part("too-old", -0.3, 2),),
    )
    said = wording.why_not_sentences(answer)
    assert "That you rejected others as “Too old” takes 0.30 from it." in said
    assert "Had you rejected nothing as “Too old”, it would be no. 3." in said


def test_history_tells_the_reason(qtbot):
    model = HistoryModel()
    entry = HistoryEntry(1, "2026-11-24T10:00:00+00:00", "i1", "Salt", "not-right", "", False, "known")
    model.set_rows([entry])
    told = [model.data(model.index(0, column)) for column in (VERDICT, REASON)]
    assert told == ["Not right", "Too well known"]


def test_a_card_names_the_reason_for_a_screen_reader():
    rejected = make_suggestion(verdict="not-right", critique="author")
    assert "Not right: Not this author" in wording.accessible_card(rejected, 1000)


def test_what_learns_from_verdicts_is_chosen_by_name_and_comes_back(qtbot):
    panel = BriefPanel(Settings())
    qtbot.addWidget(panel)
    announced = {}
    panel.settings_changed.connect(lambda field, value: announced.update({field: value}))
    combo = panel.advanced.model_combo
    assert panel.request().feedback_model == "logistic"
    combo.setCurrentIndex(combo.findData("rocchio"))
    assert panel.request().feedback_model == "rocchio"
    assert announced == {"feedback_model": "rocchio"}
    panel.show_request(SuggestRequest())
    assert panel.request().feedback_model == "logistic"
    panel.set_settings(Settings(feedback_model="rocchio"))
    assert panel.request().feedback_model == "rocchio"


def test_each_model_of_the_verdicts_has_one_sentence_that_says_from_when_it_counts(qtbot):
    fields = AdvancedFields()
    qtbot.addWidget(fields)
    for place, model in enumerate(FEEDBACK_MODELS):
        fields.model_combo.setCurrentIndex(place)
        assert fields.model_combo.currentText() == feedback_model_name(model) != model
        assert fields._model_sentence.text() == feedback_model_sentence(model)
        assert "1st verdict" in feedback_model_sentence(model)
