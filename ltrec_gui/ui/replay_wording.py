"""Words for prices of the tail and for past lists: what they cost, what changed since, what other settings found."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from ltrec_gui.evaluate.results import Estimate
from ltrec_gui.pipeline.replay import (
    ACCEPTED,
    DIVERSITY,
    LEAST_ACCEPTED,
    LEAST_LISTS,
    REJECTED,
    TAIL_SHARE,
    UNJUDGED,
    Rebuilt,
    ReplayLine,
    ReplayReport,
)
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.recommend.tail import QuotaPrice
from ltrec_gui.ui.wording import count_text, filled, joined, percent_text

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class TriedSettings:
    """The settings that may be tried on past verdicts; the fields of a request by the same names."""

    policy: str
    quota_column: str
    diversity: float
    tail_preference: float
    tail_method: str
    explore_places: int
    feedback_model: str
    count: int

    def changes(self) -> dict[str, object]:
        """Return them as fields of a request."""
        return asdict(self)


def settings_of(request: SuggestRequest) -> TriedSettings:
    """Return the settings of a request."""
    return TriedSettings(
        policy=request.policy,
        quota_column=request.quota_column,
        diversity=request.diversity,
        tail_preference=request.tail_preference,
        tail_method=request.tail_method,
        explore_places=request.explore_places,
        feedback_model=request.feedback_model,
        count=request.count,
    )


@dataclass(frozen=True, slots=True)
class ReplayWish:
    """Which settings are compared with which on past verdicts."""

    present: TriedSettings
    tried: TriedSettings


class ReplayCounts(QObject):
    """Texts that depend on a number."""

    def lists(self, count: int) -> str:
        """Return e.g. "12 past lists"."""
        return self.tr("%Ln past lists", "", count)

    def briefs(self, count: int) -> str:
        """Return e.g. "4 briefs"."""
        return self.tr("%Ln briefs", "", count)

    def accepted(self, count: int) -> str:
        """Return e.g. "31 accepted items"."""
        return self.tr("%Ln accepted items", "", count)


def tail_price_sentence(prices: Sequence[QuotaPrice], places: int) -> str:
    """Return what `places` for the tail cost; "" where there is no price or no places are kept."""
    if not 0 < places < len(prices):
        return ""
    price, free = prices[places], prices[0]
    cost = 1 - price.relevance_kept
    if cost < 0.005:
        said = translate("Replay", "Costs no relevance.")
    else:
        said = filled(translate("Replay", "Costs %1 of relevance."), percent_text(min(cost, 1.0)))
    if not free.accepted_count and not price.accepted_count:
        return said
    accepted = filled(
        translate("Replay", "Items you accepted that would be listed: %1, without it %2."),
        count_text(price.accepted_count),
        count_text(free.accepted_count),
    )
    return joined(said, accepted)


def rebuilt_sentence(rebuilt: Rebuilt) -> str:
    """Return whether a past list comes out as it was, and what changed since where it does not."""
    changed = joined_names([_difference_name(name) for name in rebuilt.differences])
    if rebuilt.is_exact:
        said = translate("Replay", "This list can be made again exactly.")
        if not rebuilt.differences:
            return said
        return joined(said, filled(translate("Replay", "Changed since, without effect on it: %1."), changed))
    if not rebuilt.moved_count:
        said = translate(
            "Replay", "Made again it holds the same items in the same order; relevance differs slightly."
        )
    else:
        said = filled(
            translate("Replay", "Made again it differs at %1 of %2 places."),
            count_text(rebuilt.moved_count),
            count_text(max(len(rebuilt.shown.suggestions), len(rebuilt.slate.suggestions))),
        )
    return joined(said, filled(translate("Replay", "Changed since: %1."), changed))


def headline_of(report: ReplayReport | None) -> str:
    """Return in a few words what past verdicts say of the settings tried."""
    if report is None:
        return translate("Replay", "Your verdicts say nothing of these settings yet")
    if report.is_few:
        return translate("Replay", "There are too few verdicts to decide by")
    if not report.is_clear:
        return translate("Replay", "Your verdicts do not tell the two apart")
    if report.difference.value > 0:
        return translate("Replay", "These settings would have shown more of what you accepted")
    return translate("Replay", "These settings would have shown less of what you accepted")


def reason_of(report: ReplayReport | None) -> str:
    """Return the figures behind the headline, in words."""
    if report is None:
        return filled(
            translate(
                "Replay",
                "No list was followed by an item you accepted. "
                "To decide by, %1 lists and %2 accepted items are needed.",
            ),
            count_text(LEAST_LISTS),
            count_text(LEAST_ACCEPTED),
        )
    accepted = next(line for line in reversed(report.lines) if line.measure == ACCEPTED)
    said = filled(
        translate(
            "Replay",
            "Of the first %1 places of a list, %2 would have held an item you accepted later; now it is %3.",
        ),
        count_text(accepted.depth),
        mean_text(accepted.new.value),
        mean_text(accepted.old.value),
    )
    rejected = next((line for line in reversed(report.lines) if line.measure == REJECTED), None)
    if rejected is not None:
        said = joined(
            said,
            filled(
                translate("Replay", "Items you rejected: %1; now it is %2."),
                mean_text(rejected.new.value),
                mean_text(rejected.old.value),
            ),
        )
    return said


def basis_of(report: ReplayReport | None) -> str:
    """Return what a comparison rests on, how little that may be, and whom it favours."""
    if report is None:
        return ""
    counts = ReplayCounts()
    rests_on = filled(
        translate("Replay", "From %1 for %2, followed by %3."),
        counts.lists(report.list_count),
        counts.briefs(report.brief_count),
        counts.accepted(report.accepted_count),
    )
    few = filled(
        translate("Replay", "At least %1 lists and %2 accepted items are needed to decide by."),
        count_text(LEAST_LISTS),
        count_text(LEAST_ACCEPTED),
    )
    favours = filled(
        translate(
            "Replay",
            "Only what was shown could be judged, and the settings of then chose it: that speaks for them. "
            "Of the places of the new lists, %1 hold items that nobody has judged, good or not.",
        ),
        percent_text(report.new.unjudged_share),
    )
    return joined(rests_on, few if report.is_few else "", favours)


def measure_name(line: ReplayLine) -> str:
    """Return what a line of a comparison measures."""
    depth = count_text(line.depth)
    return {
        ACCEPTED: filled(translate("Replay", "Accepted items in the first %1"), depth),
        REJECTED: filled(translate("Replay", "Rejected items in the first %1"), depth),
        TAIL_SHARE: translate("Replay", "Share of the tail"),
        DIVERSITY: translate("Replay", "Diversity within a list"),
        UNJUDGED: translate("Replay", "Places nobody judged"),
    }[line.measure]


def mean_text(value: float) -> str:
    """Return a mean number of items."""
    return QLocale().toString(value, "f", 1)


def value_text(line: ReplayLine, value: float) -> str:
    """Return a value of a line in its own unit."""
    if line.measure in (ACCEPTED, REJECTED):
        return mean_text(value)
    if line.measure == DIVERSITY:
        return QLocale().toString(value, "f", 2)
    return percent_text(value)


def difference_text(line: ReplayLine) -> str:
    """Return a difference with its sign and interval: +0.4 (+0.1 to +0.7); a plain 0 where nothing differs."""
    gap: Estimate = line.difference
    if not gap.low and not gap.high:
        return value_text(line, 0.0)
    return filled(
        translate("Replay", "%1 (%2 to %3)"),
        *(_signed(line, value) for value in (gap.value, gap.low, gap.high)),
    )


def _signed(line: ReplayLine, value: float) -> str:
    said = value_text(line, abs(value))
    if said == value_text(line, 0.0):
        return said
    return ("+" if value > 0 else "−") + said


def outdated_sentence(changes: Sequence[str]) -> str:
    """Return what changed since the list that is shown was made; "" where nothing did."""
    told = _telling(changes)
    if not told:
        return ""
    alone: dict[str, Callable[[], str]] = {
        "readers": lambda: translate(
            "Replay", "The program has learned anew from what readers did since this list was made."
        ),
        "topics": lambda: translate(
            "Replay", "The topics of the catalogue were found anew since this list was made."
        ),
        "program": lambda: translate(
            "Replay", "This list was made by an earlier version of the program, which ranked otherwise."
        ),
    }
    if len(told) == 1 and told[0] in alone:
        return alone[told[0]]()
    names = joined_names([_changed_name(name) for name in told])
    return filled(translate("Replay", "Changed since this list was made: %1."), names)


def _telling(changes: Sequence[str]) -> list[str]:
    """Return the changes without those that follow from another."""
    following = {
        "catalogue": ("segments", "vectors", "index"),
        "model": ("vectors", "index"),
        "vectors": ("index",),
    }
    follows = {name for cause in changes for name in following.get(cause, ())}
    return [name for name in changes if name not in follows]


def joined_names(names: Sequence[str]) -> str:
    """Return names as an enumeration."""
    return translate("Replay", ", ").join(names)


def _changed_name(name: str) -> str:
    names: dict[str, Callable[[], str]] = {
        "readers": lambda: translate("Replay", "what was learned from readers"),
        "model": lambda: translate("Replay", "the model in use"),
    }
    return names[name]() if name in names else _difference_name(name)


def _difference_name(name: str) -> str:
    names: dict[str, Callable[[], str]] = {
        "catalogue": lambda: translate("Replay", "the catalogue"),
        "segments": lambda: translate("Replay", "what counts as head and tail"),
        "readers": lambda: translate("Replay", "what readers did"),
        "topics": lambda: translate("Replay", "the topics of the catalogue"),
        "model": lambda: translate("Replay", "the model, whose vectors are gone"),
        "vectors": lambda: translate("Replay", "how many items are read by meaning"),
        "index": lambda: translate("Replay", "the index"),
        "program": lambda: translate("Replay", "the version of the program"),
        "unrecorded": lambda: translate("Replay", "something that was not kept with so old a list"),
    }
    return names[name]() if name in names else translate("Replay", "something that is not recorded")
