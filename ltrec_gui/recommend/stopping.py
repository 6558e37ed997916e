"""When an editor may stop looking: how ranked lists do lately, and what a random sample says of the rest.

Verdicts on ranked lists are no random sample: the best was shown first, so they say nothing of what is left. Only items
drawn at random from those not judged yet do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ltrec_gui.recommend.proportions import Share, members_bounds, share

SAMPLE_POLICY = "random-sample"  # as the policy of a list: drawn to estimate what is left, not to suggest
SAMPLE_SIZES = (20, 30, 50)
LEAST_JUDGED = 20  # of a sample: fewer leave an interval that says nothing
RECENT_COUNT = 50
MOST_FOUND = 0.8  # of what there is: from here on little is gained by going on


@dataclass(frozen=True, slots=True)
class Sample:
    """What came of a random sample of `population` items, in the order in which it was drawn.

    `answers` has one entry for each item up to the first that is not judged yet: True for accepted, False for rejected,
    None for put off. `drawn` is how many items the sample has.
    """

    population: int
    drawn: int
    answers: tuple[bool | None, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """How many relevant items are left, by a sample of which `judged` were judged and `accepted` accepted.

    `left` is the likeliest number, `low`..`high` the 95 % interval, both of items not judged yet. `found_low` and
    `found_high` are the least and the greatest share (0..1) of all relevant items that was found so far.
    """

    population: int
    judged: int
    accepted: int
    undecided: int
    left: int
    low: int
    high: int
    found_low: float
    found_high: float


def prefix_answers(verdicts: Sequence[str | None], accepting: Sequence[str]) -> tuple[bool | None, ...]:
    """Return the answers of a sample up to its first item without a verdict.

    Items are drawn in a random order, so the first m of them are a random sample, too; those picked out by the editor
    are none.
    """
    answers: list[bool | None] = []
    for verdict in verdicts:
        if verdict is None:
            break
        answers.append(None if verdict == "not-now" else verdict in accepting)
    return tuple(answers)


def recent(answers: Sequence[bool]) -> Share:
    """Return the share accepted of the last RECENT_COUNT judged on ranked lists, oldest first."""
    last = answers[-RECENT_COUNT:]
    return share(sum(last), len(last))


def estimate_left(sample: Sample, found: int, found_since: int, judged_since: int) -> Left | None:
    """Return what is left to find; None where fewer than LEAST_JUDGED of the sample are judged.

    `found` counts everything accepted so far, the sample's included. Of the sample's population `found_since` were
    accepted and `judged_since` judged after it was drawn, the sample's included. With N items, and k of m judged
    accepted, N k / m are expected to be relevant; what was found of them since is taken away. What was put off may be
    relevant or not: the interval allows for both. Its bounds are exact for drawing without return.
    """
    judged = len(sample.answers)
    if judged < LEAST_JUDGED:
        return None
    accepted = sum(answer is True for answer in sample.answers)
    undecided = sum(answer is None for answer in sample.answers)
    least, _ = members_bounds(accepted, judged, sample.population)
    _, most = members_bounds(accepted + undecided, judged, sample.population)
    expected = sample.population * (accepted + undecided / 2) / judged
    room = max(0, sample.population - judged_since)  # no more can be left than is not judged
    low = min(room, max(0, least - found_since))
    high = min(room, max(0, most - found_since))
    left = min(high, max(low, round(expected - found_since)))
    return Left(
        population=sample.population,
        judged=judged,
        accepted=accepted,
        undecided=undecided,
        left=left,
        low=low,
        high=high,
        found_low=found / (found + high) if found + high else 1.0,
        found_high=found / (found + low) if found + low else 1.0,
    )


def advice(left: Left | None) -> str:
    """Return `unknown`, `nothing-left`, `mostly-found`, `much-left` or `unclear`: what the estimate is worth."""
    if left is None:
        return "unknown"
    if left.high == 0:
        return "nothing-left"
    if left.found_low >= MOST_FOUND:
        return "mostly-found"
    return "much-left" if left.found_high < MOST_FOUND else "unclear"
