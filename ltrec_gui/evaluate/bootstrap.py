"""How sure a mean over readers or briefs is: percentile intervals from resampling them, paired over methods."""

import numpy as np

from ltrec_gui.evaluate.results import Estimate

LEVEL = 0.95
CELLS_AT_ONCE = 1_000_000  # resampling weights held in memory, about 16 MB


def paired(
    values: dict[str, np.ndarray], baseline: str, draws: int, generator: np.random.Generator
) -> dict[str, tuple[Estimate, Estimate]]:
    """Return by method the mean with its 95 % interval, and the same of its difference to the baseline.

    values: by method one number for each unit, the same units in the same order. Each draw takes as many units as
    there are, with replacement, and the same ones for every method, so that what is hard for all of them does not
    widen the difference (percentile bootstrap, Efron 1979). The draws do not depend on which methods there are.
    ValueError: nothing to draw from, lengths that differ, numbers that are not finite, or a baseline not among them.
    """
    if baseline not in values:
        raise ValueError(f"no values of the baseline {baseline}")
    if len({np.shape(row) for row in values.values()}) > 1:
        raise ValueError("the methods were not measured on the same units")
    rows = np.array(list(values.values()), float)
    estimates = _estimates(
        np.concatenate([rows, rows - np.asarray(values[baseline], float)]), draws, generator
    )
    return {name: (estimates[place], estimates[len(values) + place]) for place, name in enumerate(values)}


def interval(values: np.ndarray, draws: int, generator: np.random.Generator) -> Estimate:
    """Return the mean of values (units,) with its 95 % interval; ValueError as for `paired`."""
    return _estimates(np.asarray(values, float)[None], draws, generator)[0]


def _estimates(rows: np.ndarray, draws: int, generator: np.random.Generator) -> list[Estimate]:
    """Return an estimate for each row (rows, units), all from the same draws."""
    if rows.ndim != 2 or not rows.size or draws < 1:
        raise ValueError("needs one number for each unit, at least one unit and at least one draw")
    if not np.isfinite(rows).all():
        raise ValueError("a value is not finite: leave out units for which a metric is not defined")
    unit_count = rows.shape[1]
    # Deviations from any one value, so that a constant comes out as itself, without rounding.
    origin = rows[:, :1]
    deviations = (rows - origin).T
    means = np.empty((draws, len(rows)))
    at_once = max(1, CELLS_AT_ONCE // unit_count)
    for start in range(0, draws, at_once):
        size = min(at_once, draws - start)
        times_drawn = generator.multinomial(unit_count, np.full(unit_count, 1 / unit_count), size=size)
        means[start : start + size] = times_drawn @ deviations / unit_count
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0) + origin[:, 0]
    value = deviations.mean(axis=0) + origin[:, 0]
    return [Estimate(*map(float, figures)) for figures in zip(value, low, high, strict=True)]
