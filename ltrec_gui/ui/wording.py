"""Facts of the core put into sentences, in the language now in use, with its numbers and dates."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject

from ltrec_gui.catalogue.item import Item
from ltrec_gui.errors import (
    CatalogueError,
    IndexUnavailable,
    LtrecError,
    ModelError,
    RequestError,
    StoreError,
)
from ltrec_gui.pipeline.browse import LibraryOverview
from ltrec_gui.pipeline.give_feedback import BriefAct, FeedbackOutcome, ItemStanding, ShelfAct
from ltrec_gui.pipeline.telling_phrases import FieldPhrases
from ltrec_gui.pipeline.why_not import FILTERED, LISTED, Change, WhyNot
from ltrec_gui.recommend import critiques
from ltrec_gui.recommend.explain import is_clearly_near
from ltrec_gui.recommend.popularity import NEW, NEW_DAYS, SEGMENT_NAMES
from ltrec_gui.recommend.slate import (
    NO_SEGMENT,
    NOTE_FEW_VECTORS,
    NOTE_FLAT_POPULARITY,
    NOTE_MODEL_CANNOT_READ,
    NOTE_MODEL_MISSING,
    NOTE_NO_MATCH,
    NOTE_NO_POPULARITY,
    NOTE_NO_VECTORS,
    NOTE_NO_WORD,
    NOTE_PARTLY_EMBEDDED,
    NOTE_POOL_TOPICS,
    NOTE_QUICK,
    NOTE_RULED_OUT,
    NOTE_TAIL_SHORT,
    SEGMENTS,
    Part,
    Reason,
    SlateChange,
    Suggestion,
)
from ltrec_gui.ui.core_wording import error_text

translate = QCoreApplication.translate

SHOWN_TERMS = 3  # more than this no longer reads as a reason
SHOWN_TAGS = 3
LEAST_SEEN = 0.005  # of a part; less rounds to 0.00
OWN_ACTS = {"judged", "shelf", "seed"}  # filters that are what the editor did with an item
UNCAUSED = ("popularity", "unopened", "uncounted")  # reasons that add to a cause but are none
ACCEPTING = ("good", "more-like-this", "shelve")
# Parts of a relevance that come from what was asked or judged.
ASKED_PARTS = ("title", "text", "tags", "words", "verdicts", "readers")
TAKEN = "judged"  # what slates call the filter that leaves out what is decided


class Counted(QObject):
    """Texts that depend on a number; in a class because lupdate sees a plural in `self.tr` only."""

    def items(self, count: int) -> str:
        """Return e.g. "1 item", "1,200 items"."""
        return self.tr("%Ln items", "", count)

    def items_taken(self, count: int) -> str:
        """Return the sentence on items that are out because of what the editor did."""
        return self.tr("%Ln items are already judged, on the shelf or seeds.", "", count)

    def items_removed(self, count: int) -> str:
        """Return the sentence on a filter, its name still to be filled in."""
        return self.tr("The filter “%1” removes %Ln items.", "", count)

    def items_of_segment(self, count: int) -> str:
        """Return the line of a segment, its name and share of popularity still to be filled in."""
        return self.tr("%1: %Ln items, %2 of popularity", "", count)

    def rejected_so(self, count: int) -> str:
        """Return how often a reason was given, its name still to be filled in."""
        return self.tr("You said %Ln times: %1", "", count)

    def not_enough(self, count: int, least: int) -> str:
        """Return that a reason does not count yet, from how many verdicts on it does, and how many there are."""
        said = filled(self.tr("Moves the list from %1 such verdicts on; %2."), count_text(least), "%1")
        return filled(said, self.tr("%Ln items so far", "", count))

    def enough(self, count: int) -> str:
        """Return that a reason counts, and how often it was given."""
        return self.tr("Said of %Ln items so far; refresh to see what it moves.", "", count)

    def items_new(self, count: int) -> str:
        """Return the sentence on new items, the days that make one still to be filled in."""
        return self.tr(
            "%Ln items are new, less than %1 days older than the newest, and counted apart.", "", count
        )


def filled(pattern: str, *values: str) -> str:
    """Return `pattern` with %1, %2, … replaced in one pass, so that a title holding "%2" stays as it is."""
    parts = pattern.split("%")
    made = [parts[0]]
    for part in parts[1:]:
        place = int(part[0]) - 1 if part[:1].isdigit() else -1
        made.append(values[place] + part[1:] if 0 <= place < len(values) else "%" + part)
    return "".join(made)


def count_text(number: int) -> str:
    """Return a whole number with the locale's group separators."""
    return QLocale().toString(number)


def popularity_text(popularity: float) -> str:
    """Return a popularity without needless decimals."""
    locale = QLocale()
    return (
        locale.toString(round(popularity))
        if popularity == round(popularity)
        else locale.toString(popularity, "f", 1)
    )


def score_text(score: float) -> str:
    """Return a score with two decimals, never "-0.00", below nothing with the sign that `signed_text` has."""
    rounded = round(score, 2)
    return ("−" if rounded < 0 else "") + QLocale().toString(abs(rounded), "f", 2)


def percent_text(share: float, decimals: int = 0) -> str:
    """Return a share 0..1 as a percentage with its sign."""
    return filled(translate("Wording", "%1 %"), QLocale().toString(share * 100, "f", decimals))


def percent_sign() -> str:
    """Return what follows a percentage, with its space where the language has one."""
    return filled(translate("Wording", "%1 %"), "")


def signed_text(value: float) -> str:
    """Return a score with two decimals and always a sign."""
    return ("+" if value >= 0 else "−") + score_text(abs(value))


def verdict_name(verdict: str) -> str:
    """Return the name of a verdict, or of taking one back; an unknown one names itself."""
    return {
        "good": translate("Wording", "Good"),
        "not-right": translate("Wording", "Not right"),
        "more-like-this": translate("Wording", "More like this"),
        "not-now": translate("Wording", "Not now"),
        "shelve": translate("Wording", "Add to shelf"),
        "clear": translate("Wording", "Verdict taken back"),
        "everywhere": translate("Wording", "Counts for every brief"),
        "here": translate("Wording", "Counts for its own brief only"),
        "unshelve": translate("Wording", "Taken off the shelf"),
    }.get(verdict, verdict)


def critique_name(critique: str) -> str:
    """Return the name of a reason for a rejection; an unknown one names itself."""
    return {
        critiques.OFF_TOPIC: translate("Wording", "Off topic"),
        critiques.KNOWN: translate("Wording", "Too well known"),
        critiques.HAVE: translate("Wording", "Have it already"),
        critiques.ALIKE: translate("Wording", "Too much alike"),
        critiques.OLD: translate("Wording", "Too old"),
        critiques.LANGUAGE: translate("Wording", "Wrong language"),
        critiques.AUTHOR: translate("Wording", "Not this author"),
        critiques.QUALITY: translate("Wording", "Poor quality"),
    }.get(critique, critique)


def critique_effect(critique: str) -> str:
    """Return in one sentence what a reason for a rejection moves, and from when on; "" for an unknown one."""
    least = count_text(critiques.LEAST.get(critique, 0))
    return {
        critiques.OFF_TOPIC: translate(
            "Wording", "Leads away from its subject, as “Not right” does without a reason."
        ),
        critiques.KNOWN: filled(
            translate(
                "Wording", "Raises what is less popular, from %1 such verdicts on. Its subject stays wanted."
            ),
            least,
        ),
        critiques.HAVE: translate("Wording", "Leaves out this item alone; nothing is learned from it."),
        critiques.ALIKE: translate(
            "Wording",
            "Lowers what is nearly the same, from the 1st such verdict on. Its subject stays wanted.",
        ),
        critiques.OLD: filled(
            translate(
                "Wording",
                "Lowers what is as old or older, from %1 such verdicts on. Its subject stays wanted.",
            ),
            least,
        ),
        critiques.LANGUAGE: translate(
            "Wording",
            "Lowers items in this language, from the 1st such verdict on. Its subject stays wanted.",
        ),
        critiques.AUTHOR: translate(
            "Wording", "Lowers items by this author, from the 1st such verdict on. Its subject stays wanted."
        ),
        critiques.QUALITY: translate("Wording", "Leaves out this item alone; nothing is learned from it."),
    }.get(critique, "")


def critique_so_far(outcome: FeedbackOutcome) -> str:
    """Return what the reason just given moves as things stand; "" where none was given."""
    if not outcome.critique:
        return ""
    if not outcome.critique_least:
        return critique_effect(outcome.critique)
    if outcome.critique_count < outcome.critique_least:
        return Counted().not_enough(outcome.critique_count, outcome.critique_least)
    return Counted().enough(outcome.critique_count)


def verdict_text(verdict: str, critique: str) -> str:
    """Return the name of a verdict, with its reason where one was given."""
    if not critique:
        return verdict_name(verdict)
    return filled(translate("Wording", "%1: %2"), verdict_name(verdict), critique_name(critique))


def standing_text(verdict: str, critique: str, is_everywhere: bool) -> str:
    """Return the name of a verdict with its reason, and where it counts for every brief, that it does."""
    said = verdict_text(verdict, critique)
    return filled(translate("Wording", "%1 · every brief"), said) if is_everywhere else said


def part_text(part: Part) -> str:
    """Return the name of a part, and where it comes of a reason for rejections, how often that was given."""
    if part.name not in critiques.PARTS:
        return part_name(part.name)
    name = critique_name(part.name)
    return filled(translate("Wording", "%1 (%2×)"), name, count_text(part.count)) if part.count else name


def part_told(part: Part) -> str:
    """Return in words how often the reason behind a part was given; "" where no reason is behind it."""
    if part.name not in critiques.PARTS or not part.count:
        return ""
    return filled(Counted().rejected_so(part.count), critique_name(part.name))


def segment_name(segment: str) -> str:
    """Return the name of a segment; "" where there is none to speak of."""
    return {
        "head": translate("Wording", "Head"),
        "torso": translate("Wording", "Torso"),
        "tail": translate("Wording", "Tail"),
        "new": translate("Wording", "New"),
    }.get(segment, "")


def language_name(code: str) -> str:
    """Return a language's name as its speakers write it, with its code; the code alone where unknown."""
    language = QLocale.codeToLanguage(code.split("-")[0].split("_")[0])
    if language in (QLocale.Language.C, QLocale.Language.AnyLanguage):
        return code
    native = QLocale(language).nativeLanguageName()
    return f"{native} ({code})" if native and native != code else code


def part_name(name: str) -> str:
    """Return the name of one additive part of a relevance; an unknown one names itself."""
    return {
        "title": translate("Wording", "Title, by meaning"),
        "text": translate("Wording", "Text, by meaning"),
        "tags": translate("Wording", "Tags, by meaning"),
        "words": translate("Wording", "Shared words"),
        "verdicts": translate("Wording", "Your verdicts"),
        "readers": translate("Wording", "Same readers"),
        "tail": translate("Wording", "Tail preference"),
        "postponed": translate("Wording", "Not now, earlier"),
    }.get(name, name)


def byline(item: Item) -> str:
    """Return author, year and the first tags of an item, joined by dots; "" where it has none."""
    year = str(item.year) if item.year is not None else item.date
    parts = [item.author, year, ", ".join(item.tags[:SHOWN_TAGS])]
    return " · ".join(" ".join(part.split()) for part in parts if part)


def joined(*sentences: str) -> str:
    """Return sentences in one line; after a full-width stop no space follows."""
    line = ""
    for sentence in filter(None, sentences):
        line += sentence if not line or line.endswith("。") else f" {sentence}"
    return line


def quoted(title: str) -> str:
    """Return a title in the quotation marks of the language now in use."""
    return filled(translate("Wording", "“%1”"), " ".join(title.split()))


def listed(terms: Sequence[str]) -> str:
    """Return up to SHOWN_TERMS terms, quoted and joined as in a sentence."""
    shown = [quoted(term) for term in terms[:SHOWN_TERMS]]
    if len(shown) < 2:
        return "".join(shown)
    comma = translate("Wording", ", ")
    return filled(translate("Wording", "%1 and %2"), comma.join(shown[:-1]), shown[-1])


def reason_sentence(reason: Reason) -> str:
    """Return one whole sentence for one reason; "" for a kind that is not known."""
    clause = _clause(reason, is_first=True)
    return filled(translate("Wording", "%1."), clause) if clause else ""


def card_sentence(suggestion: Suggestion, term_count: int = SHOWN_TERMS) -> str:
    """Return the one true sentence of a card: nearest seed or brief, up to `term_count` terms, popularity rank."""
    causes = [reason for reason in suggestion.reasons if reason.kind not in UNCAUSED]
    main = max((reason for reason in causes if reason.kind != "words"), key=_strength, default=None)
    if causes and causes[0].kind == "readers":
        main = causes[0]  # it stands first only where it explains more than all else
    words = next((reason for reason in causes if reason.kind == "words" and reason.terms), None)
    popularity = next((reason for reason in suggestion.reasons if reason.kind in UNCAUSED), None)
    chosen = [reason for reason in (main, words, popularity) if reason is not None]
    chosen = [
        replace(reason, terms=reason.terms[: max(term_count, 1)]) if reason.kind == "words" else reason
        for reason in chosen
        if term_count or reason.kind != "words" or len(chosen) == 1
    ]
    beside = main.title if main is not None else ""
    clauses = [_clause(reason, index == 0, beside if index else "") for index, reason in enumerate(chosen)]
    joined = translate("Wording", "; ").join(filter(None, clauses))
    return filled(translate("Wording", "%1."), joined) if joined else ""


def _strength(reason: Reason) -> float:
    """Return how much a cause tells: a seed before a verdict before the brief where they are equally near."""
    preference = {"seed": 0.02, "verdict": 0.01}.get(reason.kind, 0.0)
    return (reason.similarity or 0.0) + preference


def _clause(reason: Reason, is_first: bool, beside: str = "") -> str:
    """Return a reason as a part of a sentence that names the item `beside` already."""
    near = "" if reason.similarity is None else score_text(reason.similarity)
    is_clear = is_clearly_near(reason.kind, reason.similarity)
    title = quoted(reason.title)
    if reason.kind == "seed":
        return (
            filled(
                translate("Wording", "Near your seed %1 (%2)")
                if is_clear
                else translate("Wording", "Loosely related to your seed %1 (%2)"),
                title,
                near,
            )
            if near
            else filled(translate("Wording", "Like your seed %1"), title)
        )
    if reason.kind == "brief":
        return (
            filled(
                translate("Wording", "Close to your brief (%1)")
                if is_clear
                else translate("Wording", "Loosely related to your brief (%1)"),
                near,
            )
            if near
            else translate("Wording", "Fits your brief")
        )
    if reason.kind == "verdict":
        return (
            filled(_chosen_pattern(reason.is_everywhere, is_clear), title, near)
            if near
            else filled(translate("Wording", "Like %1, which you chose"), title)
        )
    if reason.kind == "words" and reason.terms:
        words = listed(reason.terms)
        if reason.title and reason.title != beside:
            pattern = (
                translate("Wording", "Shares %1 with %2")
                if is_first
                else translate("Wording", "shares %1 with %2")
            )
            return filled(pattern, words, title)
        pattern = (
            translate("Wording", "Shares %1 with what you asked for")
            if is_first
            else translate("Wording", "shares %1")
        )
        return filled(pattern, words)
    if reason.kind == "readers":
        titles = [title, *map(quoted, reason.terms)]
        names = translate("Wording", "%1 and %2") if len(titles) > 1 else "%1"
        return filled(translate("Wording", "Opened by the same people as %1"), filled(names, *titles[:2]))
    if reason.kind == "unopened":
        return (
            translate("Wording", "Never opened so far")
            if is_first
            else translate("Wording", "never opened so far")
        )
    if reason.kind == "uncounted":
        return (
            translate("Wording", "Its popularity is not known")
            if is_first
            else translate("Wording", "its popularity is not known")
        )
    if reason.kind == "variety":
        return translate("Wording", "Chosen for variety")
    if reason.kind == "sample":
        return translate("Wording", "Drawn at random, to estimate how much is left to find")
    if reason.kind == "remainder":
        return translate("Wording", "Not close to what you asked for, but nothing closer is left")
    if reason.kind == "popularity" and reason.rank:
        return _popularity_clause(reason, is_first)
    return ""


def _popularity_clause(reason: Reason, is_first: bool) -> str:
    if is_first:
        pattern = (
            translate("Wording", "No. %1 of %2 in popularity so far")
            if reason.segment == "new"
            else translate("Wording", "No. %1 of %2 in popularity")
        )
    elif reason.segment == "new":
        pattern = translate("Wording", "no. %1 of %2 in popularity so far")
    elif reason.segment == "tail" and 2 * reason.rank > reason.total:
        pattern = translate("Wording", "yet only no. %1 of %2 in popularity")
    else:
        pattern = translate("Wording", "no. %1 of %2 in popularity")
    return filled(pattern, count_text(reason.rank), count_text(reason.total))


def segment_badge(suggestion: Suggestion, item_count: int) -> str:
    """Return e.g. "Tail 97 %": the segment, and how much of the catalogue is more popular; "" without one.

    A new item has no percentage: how much is more popular says nothing while few can have seen it.
    """
    name = segment_name(suggestion.segment)
    if suggestion.segment == NO_SEGMENT or not name:
        return ""
    total = next((reason.total for reason in suggestion.reasons if reason.total), item_count)
    if total < 2 or suggestion.popularity_rank < 1 or suggestion.segment == SEGMENT_NAMES[NEW]:
        return name
    more_popular = min(max((suggestion.popularity_rank - 1) / total, 0.0), 1.0)
    if not suggestion.popularity and more_popular < 0.5:
        return name  # most of the catalogue is as deep in the tail: a small share would say the opposite
    return filled(translate("Wording", "%1 %2"), name, percent_text(int(more_popular * 100) / 100))


def segment_badge_tooltip(suggestion: Suggestion) -> str:
    """Return what the segment badge means."""
    if suggestion.segment == SEGMENT_NAMES[NEW]:
        return filled(
            translate(
                "Wording",
                "Less than %1 days older than the newest item: too new to be called neglected. Popularity so far: %2.",
            ),
            count_text(int(NEW_DAYS)),
            popularity_text(suggestion.popularity),
        )
    return filled(
        translate("Wording", "Share of the catalogue that is more popular. Popularity: %1."),
        popularity_text(suggestion.popularity),
    )


def relevance_badge(suggestion: Suggestion) -> str:
    """Return e.g. "Relevance 0.82"; "" where nothing was asked for that an item could be relevant to."""
    if suggestion.parts and not any(part.name in ASKED_PARTS for part in suggestion.parts):
        return ""
    return filled(translate("Wording", "Relevance %1"), score_text(suggestion.relevance))


def novelty_badge(suggestion: Suggestion) -> str:
    """Return e.g. "Novelty 0.64"; "" where no popularity tells what is new to people."""
    if suggestion.segment == NO_SEGMENT:
        return ""
    return filled(translate("Wording", "Novelty %1"), score_text(suggestion.novelty))


def topic_tooltip() -> str:
    """Return what the badge of a topic means."""
    return translate("Wording", "The topic it was counted to, by its most telling words.")


def wild_card_badge() -> str:
    """Return the mark of an item from further down the list."""
    return translate("Wording", "Wild card")


def wild_card_tooltip() -> str:
    """Return what the mark of a wild card means."""
    return translate("Wording", "From further down the list, to find out whether you like such items.")


def relevance_tooltip() -> str:
    """Return what the relevance badge means."""
    return translate(
        "Wording", "0 is the average candidate, 1 is an item that says exactly what you asked for."
    )


def novelty_tooltip() -> str:
    """Return what the novelty badge means."""
    return translate(
        "Wording",
        "0 is the most popular item of the catalogue; towards 1 an item was hardly opened or never.",
    )


def _chosen_pattern(is_everywhere: bool, is_clear: bool) -> str:
    """Return the sentence on an item like an accepted one, title and similarity still to be filled in."""
    if is_everywhere:
        return (
            translate("Wording", "Like %1, which you chose for every brief (%2)")
            if is_clear
            else translate("Wording", "Loosely related to %1, which you chose for every brief (%2)")
        )
    return (
        translate("Wording", "Like %1, which you chose (%2)")
        if is_clear
        else translate("Wording", "Loosely related to %1, which you chose (%2)")
    )


def standing_words(suggestion: Suggestion) -> list[str]:
    """Return where a suggestion stands, in words: its verdict and the shelves it is on; empty where undecided."""
    verdict, words = suggestion.verdict, []
    # That it was put on a shelf is said by naming the shelf, unless that is gone.
    is_anywhere = suggestion.is_on_shelf or bool(suggestion.other_shelves)
    if verdict and (verdict != "shelve" or suggestion.is_everywhere or not is_anywhere):
        words.append(standing_text(verdict, suggestion.critique, suggestion.is_everywhere))
    if suggestion.is_on_shelf:
        words.append(translate("Wording", "On the shelf"))
    names = [name or translate("Shelf", "Shelf") for name in suggestion.other_shelves]
    words += [filled(translate("Wording", "On “%1”"), name) for name in names]
    return words


def accessible_card(suggestion: Suggestion, item_count: int) -> str:
    """Return what a screen reader says of a card: title, standing, segment and why."""
    standing = standing_words(suggestion)
    if suggestion.is_new:
        standing.append(translate("Wording", "New in this list"))
    if suggestion.is_exploration:
        standing.append(wild_card_badge())
    parts = [
        suggestion.item.title,
        byline(suggestion.item),
        *standing,
        segment_badge(suggestion, item_count),
        card_sentence(suggestion),
    ]
    return ". ".join(part.rstrip(".") for part in parts if part)


def note_sentence(note: str) -> str:
    """Return the sentence of a slate's note; "" for one that is not known."""
    return {
        NOTE_QUICK: translate("Wording", "Quick list, ranked by words. Refresh to rank by meaning."),
        NOTE_MODEL_CANNOT_READ: translate(
            "Wording", "The language model cannot read this catalogue, so the list is ranked by words."
        ),
        NOTE_MODEL_MISSING: translate(
            "Wording", "The language model cannot be used, so the list is ranked by words."
        ),
        NOTE_NO_VECTORS: translate(
            "Wording", "No item is read by meaning yet, so the list is ranked by words."
        ),
        NOTE_FEW_VECTORS: translate(
            "Wording",
            "Too little of the catalogue is read by meaning so far, so the list is ranked by words.",
        ),
        NOTE_PARTLY_EMBEDDED: translate(
            "Wording", "Only a part of the catalogue is read by meaning so far; the rest is ranked by words."
        ),
        NOTE_NO_POPULARITY: translate(
            "Wording", "The catalogue has no popularity, so there is no tail to look into."
        ),
        NOTE_FLAT_POPULARITY: translate(
            "Wording", "All items are about equally popular, so there is no tail to look into."
        ),
        NOTE_NO_MATCH: translate(
            "Wording",
            "No item that may be suggested holds any of these words.",
        ),
        NOTE_RULED_OUT: translate(
            "Wording",
            "What your brief rules out (“no …”, “rather than …”) is not looked for; it is not filtered out either.",
        ),
        NOTE_NO_WORD: translate(
            "Wording",
            "No item holds a word of your brief. In another language than the catalogue’s, the order is a guess.",
        ),
        NOTE_TAIL_SHORT: translate(
            "Wording",
            "Fewer items of the tail match than you reserved places for; the places went to others.",
        ),
        NOTE_POOL_TOPICS: translate(
            "Wording",
            "The topics of the catalogue are not found yet; places were shared among topics of this list.",
        ),
    }.get(note, "")


def change_sentence(change: SlateChange, is_ranked_anew: bool = False) -> str:
    """Return in one line what a refresh changed and the verdict behind it.

    With `is_ranked_anew` the list before was ranked by words and this one is by meaning: then no verdict is named.
    """
    parts = []
    if change.new_count:
        parts.append(filled(translate("Wording", "%1 new"), count_text(change.new_count)))
    if change.moved_up_count:
        parts.append(filled(translate("Wording", "%1 moved up"), count_text(change.moved_up_count)))
    if change.left_count:
        parts.append(filled(translate("Wording", "%1 no longer suggested"), count_text(change.left_count)))
    what = translate("Wording", ", ").join(parts)
    if is_ranked_anew:
        pattern = translate("Wording", "Now ranked by meaning: %1.")
        return filled(pattern, what) if what else translate("Wording", "Now ranked by meaning.")
    if not what:
        return translate("Wording", "The order is as before.")
    if not change.because_title:
        return filled(translate("Wording", "%1."), what)
    # What was accepted is seen at work in the list; what was rejected only has come before it.
    pattern = (
        translate("Wording", "%1, most of all because of %2 (%3).")
        if change.because_verdict in ACCEPTING
        else translate("Wording", "%1, after %2 (%3).")
    )
    return filled(pattern, what, quoted(change.because_title), verdict_name(change.because_verdict))


def items_text(items: Sequence[ItemStanding]) -> str:
    """Return the title of one item, the number of several."""
    return quoted(items[0].title) if len(items) == 1 else Counted().items(len(items))


def outcome_sentence(outcome: FeedbackOutcome, how: str = "given") -> str:
    """Return what a verdict (`how` "given"), an "undone" or a "redone" step did, naming its items."""
    if outcome.brief is not None:
        return brief_act_sentence(outcome.brief, how)
    if outcome.shelf is not None:
        return shelf_act_sentence(outcome.shelf, how)
    what = items_text(outcome.items)
    pattern = {
        "undone": translate("Wording", "Undone: %1 — %2"),
        "redone": translate("Wording", "Done again: %1 — %2"),
    }.get(how, translate("Wording", "%1 — %2"))
    return filled(pattern, verdict_text(outcome.action, outcome.critique), what)


def shelf_act_sentence(act: ShelfAct, how: str) -> str:
    """Return which step on a shelf was "undone" or "redone" (`how`)."""
    name = {
        "create": translate("Wording", "New shelf"),
        "rename": translate("Wording", "Name of the shelf"),
        "delete": translate("Wording", "Shelf deleted"),
        "order": translate("Wording", "Order of the shelf"),
        "note": translate("Wording", "Note on the shelf"),
        "target": translate("Wording", "Aim of the shelf"),
        "rules": translate("Wording", "Rules of the shelf"),
    }.get(act.act, act.act)
    pattern = (
        translate("Wording", "Undone: %1 — %2")
        if how == "undone"
        else translate("Wording", "Done again: %1 — %2")
    )
    return filled(pattern, name, act.name or translate("Wording", "Shelf"))


def brief_act_sentence(act: BriefAct, how: str = "given") -> str:
    """Return what was done to a brief (`how` "given"), or "undone" or "redone" of it, by its name."""
    name = {
        "save": translate("Wording", "Brief saved"),
        "rename": translate("Wording", "Brief renamed"),
        "delete": translate("Wording", "Brief deleted"),
    }.get(act.act, act.act)
    pattern = {
        "undone": translate("Wording", "Undone: %1 — %2"),
        "redone": translate("Wording", "Done again: %1 — %2"),
    }.get(how, translate("Wording", "%1 — %2"))
    return filled(pattern, name, quoted(act.name))


def filter_name(name: str) -> str:
    """Return the name of a filter of a request; an unknown one names itself."""
    return {
        "segments": translate("Wording", "Look in"),
        "tags": translate("Wording", "Tag"),
        "languages": translate("Wording", "Language"),
        "year_from": translate("Wording", "From year"),
        "year_to": translate("Wording", "To year"),
        "years": translate("Wording", "Years"),
        "exported": translate("Wording", "Not exported of late"),
        "suggested": translate("Wording", "Not suggested before"),
        "selection": translate("Wording", "Only what was selected"),
        "verdicts": translate("Wording", "Verdicts"),
    }.get(name, name.removeprefix("column:"))


def why_not_sentences(answer: WhyNot) -> list[str]:
    """Return why an item is not in a list, one sentence each: the cause, how far it is, what brings it in."""
    found = [_cause_sentence(answer)]
    if answer.has_changed and answer.behind != LISTED:
        found.append(
            translate("Wording", "The list has changed since it was shown; this is how it is made today.")
        )
    pattern = (
        translate("Wording", "It is no. %1 of %2 by relevance, with %3; the last of the list has %4.")
        if answer.last is not None
        else translate("Wording", "It is no. %1 of %2 by relevance, with %3.")
    )
    last = "" if answer.last is None else score_text(answer.last.relevance)
    found.append(
        filled(
            pattern,
            count_text(answer.rank),
            count_text(answer.candidate_count),
            score_text(answer.relevance),
            last,
        )
    )
    found += [
        filled(
            translate("Wording", "That you rejected others as %1 takes %2 from it."),
            quoted(critique_name(part.name)),
            score_text(-part.value),
        )
        for part in answer.critiques
        if -part.value >= LEAST_SEEN
    ]
    if answer.behind == LISTED:
        return found
    if answer.needed:
        # Rounded down it would be a promise that is not kept.
        needed = score_text(math.ceil(answer.needed * 100) / 100)
        pattern = translate("Wording", "It would need %1 more relevance.")
        if answer.behind == FILTERED:
            pattern = (
                translate("Wording", "Even if that were taken back, it would need %1 more relevance.")
                if set(answer.filters) <= OWN_ACTS
                else translate("Wording", "Without the filter it would still need %1 more relevance.")
            )
        found.append(filled(pattern, needed))
    found += [_change_that_lifts(change) for change in answer.changes]
    if not answer.changes and answer.behind != FILTERED:
        found.append(translate("Wording", "No single change of the settings brings it in."))
    return found


def _cause_sentence(answer: WhyNot) -> str:
    if answer.behind == LISTED:
        place = count_text(answer.rank_now or 0)
        pattern = (
            translate("Wording", "It is in the list, at place %1.")
            if answer.shown_rank is not None
            else translate(
                "Wording", "It is in the list as it is made today, at place %1. Refresh to see it."
            )
        )
        return filled(pattern, place)
    if answer.behind == FILTERED:
        return joined(*map(_removal_sentence, answer.filters))
    title = quoted(answer.because) if answer.because else ""
    if answer.behind == "twin" and title:
        return filled(translate("Wording", "It repeats %1, which is in the list."), title)
    if answer.behind == "diversity" and title:
        return filled(
            translate("Wording", "It is relevant enough, but too much like %1, which is in the list."), title
        )
    if answer.behind == "quota" and title:
        return filled(translate("Wording", "All places for %1 are taken."), title)
    return {
        "twin": translate("Wording", "It repeats an item of the list, or one that you decided on."),
        "diversity": translate("Wording", "It is relevant enough, but too much like what is in the list."),
        "quota": translate("Wording", "All places of its kind are taken."),
        "tail": translate("Wording", "The place it would have is kept for the tail."),
        "chance": translate("Wording", "The places were drawn by chance, and it was not drawn."),
    }.get(answer.behind, translate("Wording", "Other items are more relevant."))


def _removal_sentence(name: str) -> str:
    said = {
        "judged": translate("Wording", "You have judged it already."),
        "shelf": translate("Wording", "It is on your shelf."),
        "seed": translate("Wording", "It is one of your seeds."),
        "selection": translate("Wording", "It is outside what you selected for this brief."),
    }.get(name)
    return said or filled(translate("Wording", "The filter “%1” removes it."), filter_name(name))


def _change_that_lifts(change: Change) -> str:
    place = count_text(change.rank)
    if change.kind == "more-like-this":
        return filled(
            translate("Wording", "After “More like this” on %1 it would be no. %2."),
            quoted(change.title),
            place,
        )
    if change.kind == "tail-preference":
        pattern = translate("Wording", "With a tail preference of %1 it would be no. %2.")
        return filled(pattern, percent_text(change.value), place)
    if change.kind == "diversity":
        pattern = translate("Wording", "With variety at %1 it would be no. %2.")
        return filled(pattern, percent_text(change.value), place)
    if change.kind == "critique":
        names = ", ".join(quoted(critique_name(name)) for name in change.names)
        return filled(
            translate("Wording", "Had you rejected nothing as %1, it would be no. %2."), names, place
        )
    if set(change.names) & OWN_ACTS:
        return filled(translate("Wording", "If that were taken back, it would be no. %1."), place)
    return filled(translate("Wording", "Without the filter it would be no. %1."), place)


def phrases_line(found: FieldPhrases) -> str:
    """Return the telling phrases of one field and what each is worth, e.g. "Text: “salt trade” 0.12"."""
    field = {
        "title": translate("Wording", "Title"),
        "text": translate("Wording", "Text"),
        "tags": translate("Wording", "Tags"),
    }.get(found.field, found.field)
    named = translate("Wording", ", ").join(
        filled(translate("Wording", "%1 %2"), quoted(phrase.text), score_text(phrase.drop))
        for phrase in found.phrases
    )
    return filled(translate("Wording", "%1: %2"), field, named)


def blocked_sentence(blocked_by: Sequence[tuple[str, int]]) -> str:
    """Return which filter removed most items, for an empty list; "" where none did."""
    if not blocked_by:
        return ""
    name, count = max(blocked_by, key=lambda pair: pair[1])
    if name == TAKEN:
        return Counted().items_taken(count)
    return filled(Counted().items_removed(count), filter_name(name))


def offered_segments(overview: LibraryOverview | None) -> tuple[str, ...]:
    """Return the segments there are to choose from: new items only where the library has some."""
    has_new = overview is not None and overview.new_count > 0
    return tuple(segment for segment in SEGMENTS if has_new or segment != SEGMENT_NAMES[NEW])


def segment_line(overview: LibraryOverview, segment: str) -> str:
    """Return a segment with its counts, e.g. "Tail: 10,214 items, 20 % of popularity"."""
    for counted in overview.segments:
        if counted.segment == segment:
            return filled(
                Counted().items_of_segment(counted.item_count),
                segment_name(segment),
                percent_text(counted.popularity_share),
            )
    return segment_name(segment)


def segment_label(overview: LibraryOverview, segment: str) -> str:
    """Return a segment with its item count and popularity share, short enough for a narrow pane."""
    for counted in overview.segments:
        if counted.segment == segment:
            return filled(
                translate("Wording", "%1  (%2 · %3)"),
                segment_name(segment),
                count_text(counted.item_count),
                percent_text(counted.popularity_share),
            )
    return segment_name(segment)


def cuts_sentence(overview: LibraryOverview) -> str:
    """Return how head, torso and tail are cut in this library, and what is in none of them."""
    if overview.popularity_source == "none":
        return translate(
            "Wording", "This catalogue has no popularity; head, torso and tail cannot be told apart."
        )
    if overview.is_flat:
        return translate(
            "Wording", "All items are about equally popular; head, torso and tail are not told apart."
        )
    cuts = filled(
        translate(
            "Wording", "The head carries the first %1 of all popularity, the tail what lies beyond %2."
        ),
        percent_text(overview.head_cut),
        percent_text(overview.tail_cut),
    )
    if overview.is_by_rate:
        by_rate = translate(
            "Wording",
            "How neglected an item is goes by its openings a day since its date, not by their total.",
        )
        cuts = joined(cuts, by_rate)
    if not overview.new_count:
        return cuts
    return joined(cuts, filled(Counted().items_new(overview.new_count), count_text(int(NEW_DAYS))))


def relative_time(recorded_at: str, now: datetime | None = None) -> str:
    """Return how long ago an ISO 8601 time was, or its date after a week; the text itself if it is no time."""
    try:
        then = datetime.fromisoformat(recorded_at)
    except ValueError:
        return recorded_at
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    minutes = int(((now or datetime.now(UTC)) - then).total_seconds() // 60)
    if minutes < 1:
        return translate("Wording", "just now")
    if minutes < 60:
        return filled(translate("Wording", "%1 min ago"), count_text(minutes))
    if minutes < 24 * 60:
        return filled(translate("Wording", "%1 h ago"), count_text(minutes // 60))
    if minutes < 2 * 24 * 60:
        return translate("Wording", "yesterday")
    if minutes < 7 * 24 * 60:
        return filled(translate("Wording", "%1 days ago"), count_text(minutes // (24 * 60)))
    local = QDateTime.fromSecsSinceEpoch(int(then.timestamp()))
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)


def error_sentences(error: Exception) -> tuple[str, str, str]:
    """Return what happened, what is safe and what to do about an error, fit to show to an editor.

    Our own errors say the particulars themselves: their text is the last part. Anything else is never shown.
    """
    if not isinstance(error, LtrecError):
        return (
            translate("Wording", "Something went wrong that the program did not expect."),
            translate("Wording", "Your verdicts and your shelf are saved."),
            translate("Wording", "Try it again; if it happens again, the log file says more."),
        )
    saved = translate("Wording", "Your verdicts and your shelf are saved.")
    for kind, happened, safe in (
        (
            CatalogueError,
            translate("Wording", "The file could not be read as a catalogue."),
            translate("Wording", "Nothing of it was imported, and your library is as it was."),
        ),
        # It says itself what is safe; that all verdicts are would be untrue of the one that was not written.
        (StoreError, translate("Wording", "The library could not be used."), ""),
        (ModelError, translate("Wording", "The language model could not be used."), saved),
        (IndexUnavailable, translate("Wording", "The index could not be used."), saved),
        (RequestError, translate("Wording", "That could not be done as asked."), saved),
    ):
        if isinstance(error, kind):
            return happened, safe, error_text(error)
    return translate("Wording", "That could not be done."), saved, error_text(error)
