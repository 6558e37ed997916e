"""Facts become true sentences; text from files stays literal; numbers follow the locale."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale

from ltrec_gui.errors import CatalogueError, StoreError
from ltrec_gui.recommend import slate as stages
from ltrec_gui.recommend.slate import VERDICTS, Part, Reason, SlateChange
from ltrec_gui.ui import wording
from tests.ui.making import (
    SLATE_TITLE_WITH_PERCENT,
    make_overview,
    make_overview_with_new,
    make_slate,
    make_suggestion,
    outcome_of,
)


def test_filled_puts_values_in_literally():
    assert wording.filled("%2 and %1", "100 %2", "%1") == "%1 and 100 %2"
    assert wording.filled("%1 %", "97") == "97 %"


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        (
            (
                Reason("popularity", rank=976, total=1000, segment="tail"),
                Reason("words", terms=("letters", "coast")),
                Reason("seed", title="Salt", similarity=0.81),
                Reason("brief", similarity=0.46),
            ),
            "Near your seed “Salt” (0.81); shares “letters” and “coast”; yet only no. 976 of 1,000 in popularity.",
        ),
        ((Reason("brief", similarity=0.46),), "Close to your brief (0.46)."),
        ((Reason("brief", similarity=0.18),), "Loosely related to your brief (0.18)."),
        ((Reason("seed", title="Salt", similarity=0.26),), "Loosely related to your seed “Salt” (0.26)."),
        (
            (Reason("brief", similarity=0.3), Reason("words", "s1", "Salt", terms=("brine",))),
            "Close to your brief (0.30); shares “brine” with “Salt”.",
        ),
        (
            (Reason("seed", "s1", "Salt", similarity=0.3), Reason("words", "s1", "Salt", terms=("brine",))),
            "Near your seed “Salt” (0.30); shares “brine”.",
        ),
        ((Reason("words", "s1", "Salt", terms=("brine",)),), "Shares “brine” with “Salt”."),
        ((Reason("words", terms=("a",)),), "Shares “a” with what you asked for."),
        (
            (Reason("popularity", rank=3, total=1000, segment="head"),),
            "No. 3 of 1,000 in popularity.",
        ),
        (
            (
                Reason("verdict", title="Herring Season", similarity=0.7),
                Reason("popularity", rank=3, total=1000, segment="head"),
            ),
            "Like “Herring Season”, which you chose (0.70); no. 3 of 1,000 in popularity.",
        ),
        ((Reason("variety"), Reason("uncounted")), "Chosen for variety; its popularity is not known."),
        ((), ""),
        ((Reason("from-the-future"),), ""),
    ],
)
def test_a_card_has_one_sentence(reasons, sentence):
    assert wording.card_sentence(make_suggestion(reasons=reasons)) == sentence


def test_a_title_cannot_break_a_sentence():
    said = wording.reason_sentence(Reason("seed", title=SLATE_TITLE_WITH_PERCENT, similarity=0.5))
    assert said == f"Near your seed “{SLATE_TITLE_WITH_PERCENT}” (0.50)."


def test_badges():
    suggestion = make_suggestion()
    assert wording.segment_badge(suggestion, 1000) == "Tail 97 %"
    assert wording.segment_badge(make_suggestion(segment="unknown"), 1000) == ""
    assert wording.segment_badge(make_suggestion(reasons=()), 0) == "Tail"
    many_unopened = make_suggestion(reasons=(), popularity=0.0, popularity_rank=121)
    assert wording.segment_badge(many_unopened, 1000) == "Tail"
    assert wording.segment_badge(many_unopened, 130) == "Tail 92 %"
    assert wording.relevance_badge(suggestion) == "Relevance 0.82"
    assert wording.relevance_badge(make_suggestion(relevance=-0.001)) == "Relevance 0.00"
    assert wording.relevance_badge(make_suggestion(relevance=-0.04)) == "Relevance −0.04"


def test_numbers_follow_the_locale():
    QLocale.setDefault(QLocale("de_DE"))
    assert wording.count_text(12480) == "12.480"
    assert wording.novelty_badge(make_suggestion(novelty=0.64)) == "Novelty 0,64"
    assert wording.novelty_badge(make_suggestion(novelty=1.0, segment="unknown")) == ""


def test_every_verdict_note_and_part_has_words():
    for verdict in (*VERDICTS, "clear", "unshelve"):
        assert wording.verdict_name(verdict) != verdict
    notes = [getattr(stages, name) for name in vars(stages) if name.startswith("NOTE_")]
    assert len(notes) > 5
    for note in notes:
        assert wording.note_sentence(note).endswith(".")
    for part in ("text", "words", "verdicts", "tail", "postponed"):
        assert wording.part_name(part) != part


def test_changes_are_told_in_one_line():
    said = wording.change_sentence
    assert said(SlateChange(0, 0, 0)) == "The order is as before."
    assert said(SlateChange(2, 0, 1)) == "2 new, 1 no longer suggested."
    assert said(SlateChange(2, 3, 0, "good", "Salt")) == (
        "2 new, 3 moved up, most of all because of “Salt” (Good)."
    )
    # A rejection is not seen at work in the list: nothing more is claimed than that it came before.
    assert said(SlateChange(2, 0, 0, "not-right", "Salt")) == "2 new, after “Salt” (Not right)."
    assert said(SlateChange(2, 0, 0, "good", "Salt"), is_ranked_anew=True) == "Now ranked by meaning: 2 new."


def test_an_empty_list_names_what_emptied_it():
    assert wording.blocked_sentence([("tags", 3), ("segments", 7)]) == (
        "The filter “Look in” removes 7 items."
    )
    assert wording.blocked_sentence([("judged", 9)]) == "9 items are already judged, on the shelf or seeds."
    assert wording.note_sentence("no-match") == "No item that may be suggested holds any of these words."


def test_relevance_is_shown_only_where_something_was_asked_for():
    assert wording.relevance_badge(make_suggestion(0)) == "Relevance 0.82"
    assert wording.relevance_badge(make_suggestion(0, parts=(Part("tail", 0.98),))) == ""


def test_outcomes_name_what_was_done():
    one = outcome_of(make_slate(), ["i1"], "not-right")
    assert wording.outcome_sentence(one, "undone") == "Undone: Not right — “The Tide Tables”"
    many = outcome_of(make_slate(), ["i1", "i2"], "good")
    assert wording.outcome_sentence(many) == "Good — 2 items"


def test_cuts_are_said_only_where_there_is_a_tail():
    assert "33 %" in wording.cuts_sentence(make_overview())
    assert "no popularity" in wording.cuts_sentence(make_overview(popularity_source="none"))
    assert "equally popular" in wording.cuts_sentence(make_overview(is_flat=True))
    assert "openings a day" not in wording.cuts_sentence(make_overview())
    assert "openings a day" in wording.cuts_sentence(make_overview(is_by_rate=True))


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("2026-03-10T11:59:40+00:00", "just now"),
        ("2026-03-10T11:40:00+00:00", "20 min ago"),
        ("2026-03-10T09:00:00", "3 h ago"),
        ("2026-03-09T09:00:00+00:00", "yesterday"),
        ("2026-03-06T12:00:00+00:00", "4 days ago"),
        ("not a time", "not a time"),
    ],
)
def test_relative_times(then, said):
    assert wording.relative_time(then, datetime(2026, 3, 10, 12, tzinfo=UTC)) == said


def test_errors_have_three_parts_and_strangers_are_not_quoted():
    happened, safe, todo = wording.error_sentences(CatalogueError("Line 812 is not UTF-8."))
    assert happened and "imported" in safe and todo == "Line 812 is not UTF-8."
    assert wording.error_sentences(StoreError("x"))[0] != happened
    assert not any("secret" in part for part in wording.error_sentences(ValueError("secret")))


# New items


def test_a_new_item_has_a_badge_without_a_percentage_that_says_why():
    suggestion = make_suggestion(segment="new")
    assert wording.segment_badge(suggestion, 1000) == "New"
    said = wording.segment_badge_tooltip(suggestion)
    assert "30 days" in said and "12" in said
    assert "30 days" not in wording.segment_badge_tooltip(make_suggestion())


@pytest.mark.parametrize(
    ("segment", "clause"),
    [
        ("tail", "no. 9 of 60 in popularity"),
        ("new", "no. 9 of 60 in popularity so far"),
        ("torso", "no. 9 of 60 in popularity"),
    ],
)
def test_the_popularity_of_a_new_item_is_told_as_it_stands_so_far(segment, clause):
    reasons = (
        Reason("words", terms=("letters",)),
        Reason("popularity", rank=9, total=60, segment=segment),
    )
    said = wording.card_sentence(make_suggestion(segment=segment, reasons=reasons))
    assert said.endswith(f"; {clause}.")


def test_a_new_item_and_one_new_in_the_list_are_two_things_to_a_screen_reader():
    only_listed = wording.accessible_card(make_suggestion(is_new=True), 1000)
    only_new = wording.accessible_card(make_suggestion(segment="new"), 1000)
    assert "New in this list" in only_listed and ". New." not in only_listed
    assert ". New." in only_new and "New in this list" not in only_new


def test_new_items_are_offered_and_explained_only_where_there_are_some():
    assert wording.offered_segments(None) == ("head", "torso", "tail")
    assert wording.offered_segments(make_overview()) == ("head", "torso", "tail")
    assert wording.offered_segments(make_overview_with_new()) == ("head", "torso", "tail", "new")
    assert "new" not in wording.cuts_sentence(make_overview())
    assert "40 items are new, less than 30 days" in wording.cuts_sentence(make_overview_with_new())
    assert wording.segment_line(make_overview_with_new(), "new") == "New: 40 items, 1 % of popularity"
