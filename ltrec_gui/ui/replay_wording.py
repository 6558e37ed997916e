"""Words for prices of the tail and for past lists: what they cost, what changed since, what other settings found."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from ltrec_gui.pipeline.replay import Rebuilt
from ltrec_gui.recommend.tail import QuotaPrice
from ltrec_gui.ui.wording import count_text, filled, joined, percent_text

translate = QCoreApplication.translate


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
