"""Model settings compared side by side, and the one of them that is worth its time and room."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ltrec_gui.evaluate.results import Estimate

ERRORS_IN_INTERVAL = 2 * 1.96  # a 95 % interval is this many standard errors wide
ABOUT_AS_CHEAP = 1.1  # clocks differ by more than this between two runs of the same setting

ONLY_ONE = "only-one"
BEST_AND_CHEAPEST = "best-and-cheapest"
BEST_ALONE = "best-alone"
AS_GOOD_AND_CHEAPER = "as-good-and-cheaper"


@dataclass(frozen=True, slots=True)
class BakeOffRow:
    """One setting and what it came to.

    `score` is the figure it is judged by, `agreement` the same on the editor's own verdicts where there are enough;
    `seconds` and `megabytes` are what the whole catalogue cost to read and takes to keep; `threshold` the least
    similarity a candidate needs, None for no threshold.
    """

    model: str
    pooling: str
    centring: bool
    dimension: int
    distance: str
    threshold: float | None
    score: Estimate
    agreement: Estimate | None
    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class BakeOff:
    """The settings compared, the position of the recommended one, and why: a `reason` code with its figures."""

    rows: tuple[BakeOffRow, ...]
    recommended: int
    why: dict[str, float | int | str] = field(default_factory=dict)


def compare(rows: Sequence[BakeOffRow], against_best: Sequence[Estimate] | None = None) -> BakeOff:
    """Return the rows with the setting `recommend` chooses among them; errors as there."""
    chosen, reason, facts = recommend(rows, against_best)
    return BakeOff(tuple(rows), chosen, {"reason": reason, **facts})


def recommend(
    rows: Sequence[BakeOffRow], against_best: Sequence[Estimate] | None = None
) -> tuple[int, str, dict[str, float | int | str]]:
    """Return the position of the setting to use, a reason code and the figures behind it.

    The one-standard-error rule (Breiman et al., Classification and Regression Trees, 1984): of all settings whose
    score is at most one standard error of the best one's below it, the cheapest. `against_best` may hold the paired
    difference of each row to the row with the best score; a setting whose interval lies below zero is then out, too.
    So is one whose agreement with the editor's verdicts lies, interval and all, below the best one's. Cost is seconds
    times megabytes, each as a multiple of the least; of settings about as cheap the better score wins.
    ValueError when no row has a score, or when there are not as many differences as rows.
    """
    if against_best is not None and len(against_best) != len(rows):
        raise ValueError(f"{len(against_best)} differences for {len(rows)} settings")
    scored = [at for at, row in enumerate(rows) if math.isfinite(row.score.value)]
    if not scored:
        raise ValueError("no setting has a score")
    best = max(scored, key=lambda at: rows[at].score.value)
    error = _standard_error(rows[best].score)
    least = rows[best].score.value - error
    as_good = [
        at
        for at in scored
        if rows[at].score.value >= least
        and (at == best or against_best is None or not against_best[at].high < 0)
        and not _agrees_less(rows[at].agreement, rows[best].agreement)
    ]
    costs = _costs([rows[at] for at in as_good])
    cheap = [at for at, cost in zip(as_good, costs, strict=True) if cost <= ABOUT_AS_CHEAP * min(costs)]
    chosen = max(cheap, key=lambda at: rows[at].score.value)
    facts: dict[str, float | int | str] = {
        "compared": len(rows),
        "as_good": len(as_good),
        "best": best,
        "best_score": rows[best].score.value,
        "standard_error": error,
        "least_score": least,
        "score": rows[chosen].score.value,
        "best_seconds": rows[best].seconds,
        "seconds": rows[chosen].seconds,
        "best_megabytes": rows[best].megabytes,
        "megabytes": rows[chosen].megabytes,
    }
    if len(rows) == 1:
        return chosen, ONLY_ONE, facts
    if chosen != best:
        return chosen, AS_GOOD_AND_CHEAPER, facts
    return chosen, BEST_ALONE if len(as_good) == 1 else BEST_AND_CHEAPEST, facts


def _standard_error(estimate: Estimate) -> float:
    error = (estimate.high - estimate.low) / ERRORS_IN_INTERVAL
    return error if math.isfinite(error) else 0.0


def _agrees_less(one: Estimate | None, best: Estimate | None) -> bool:
    return one is not None and best is not None and one.high < best.low


def _costs(rows: Sequence[BakeOffRow]) -> list[float]:
    """Return seconds times megabytes of each row, both as multiples of the least among them."""
    # What took no measurable time or room must not make everything else infinitely dear.
    seconds = [max(row.seconds, 1e-3) for row in rows]
    megabytes = [max(row.megabytes, 1e-3) for row in rows]
    least_seconds, least_megabytes = min(seconds), min(megabytes)
    return [
        (second / least_seconds) * (megabyte / least_megabytes)
        for second, megabyte in zip(seconds, megabytes, strict=True)
    ]
