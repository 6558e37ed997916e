"""Learns from verdicts which diversity policy to show: a contextual bandit over policies and their strengths."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Arm:
    """One policy of diversify.POLICIES at one `diversity` (0..1)."""

    policy: str
    diversity: float


ARMS = (
    Arm("none", 0.0),
    Arm("dpp", 0.25),
    Arm("dpp", 0.5),
    Arm("dpp", 0.75),
    Arm("msd", 0.75),
    Arm("topic-quota", 0.5),
)

# All of these are judgements, not fitted: what is learned must not hang on one data set. A prior this narrow lets an
# arm be about a tenth of the accepted share better or worse than the rest, which is the size of what was measured.
SHARED_SD = 1.0  # of how much each part of the context may shift the accepted share of all arms
ARM_SD = 0.1  # of how much more it may shift that of one arm
SLATE_SD = (
    0.1  # how far slates under the same arm and context differ by more than the luck of their few verdicts
)
SAMPLE_COUNT = 2000  # draws behind `Choice.chances`: within about .02 of the true ones
SPREAD_ROWS = 50
MANY_VERDICTS = 100
WILSON_Z = 1.96  # 95 %
FEATURE_COUNT = 5


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before a slate is made."""

    is_brief_only: bool  # a text and no seeds
    verdict_count: int  # given in this brief so far
    pool_cosine: float  # mean_cosine of the pool: near 1, a narrow subject
    tail_preference: float  # 0..1


@dataclass(frozen=True, slots=True)
class Trial:
    """One slate that was shown: the arm that made it, and what came of it."""

    context: Context
    arm: Arm
    shown_count: int
    judged_count: int
    accepted_count: float  # verdicts that accept

    def __post_init__(self) -> None:
        if not 0 <= self.accepted_count <= self.judged_count:
            raise ValueError(f"{self.accepted_count} accepted of {self.judged_count} judged")

    @property
    def reward(self) -> float:
        """Accepted share of what was judged; nan when nothing was."""
        return self.accepted_count / self.judged_count if self.judged_count else math.nan


@dataclass(frozen=True, slots=True)
class Choice:
    """The arm drawn; for each arm the chance (0..1) it had of that, and the accepted share expected of it (0..1)."""

    arm: Arm
    arms: tuple[Arm, ...]
    chances: tuple[float, ...]
    expected: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """The accepted share (0..1) expected of one arm in some context, and its 95 % credible interval low..high."""

    arm: Arm
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ArmSummary:
    """What came of one arm so far: accepted share of all that was judged, and its 95 % interval low..high."""

    arm: Arm
    trial_count: int  # slates shown, judged or not
    shown_count: int
    judged_count: int
    mean_reward: float  # nan when nothing was judged
    low: float
    high: float


def mean_cosine(scores: np.ndarray, vectors: np.ndarray) -> float:
    """Return the mean pairwise cosine of the 50 most relevant rows: 0 where there are fewer than two.

    scores (m,); vectors (m, d) unit rows or zero rows. From |sum of x|^2 = sum of |x|^2 + sum over pairs, in one pass.
    """
    top = np.argsort(-np.asarray(scores), kind="stable")[:SPREAD_ROWS]
    rows = np.asarray(vectors[top], np.float64)
    n = len(rows)
    if n < 2:
        return 0.0
    total = rows.sum(axis=0)
    return float((total @ total - (rows * rows).sum()) / (n * (n - 1)))


def choose(
    history: Sequence[Trial],
    context: Context,
    generator: np.random.Generator,
    arms: Sequence[Arm] = ARMS,
) -> Choice:
    """Return an arm drawn by Thompson sampling: each with the chance that it is the best, given the history.

    Linear Thompson sampling (Agrawal and Goyal 2013) with a Gaussian prior: the accepted share of a slate is the
    context times a weight vector that all arms share plus one of the arm's own, so what makes a brief hard is not held
    against the arm it met. Fitted to the whole history each time, so a verdict is undone by leaving it out; slates of
    which nothing was judged say nothing. Equal history, context and state of the generator give an equal choice.
    Raises ValueError when there are no arms, or one is named twice.
    """
    if not arms or len(set(arms)) < len(arms):
        raise ValueError("there must be arms to choose from, each named once")
    mean, covariance = _posterior(history, context, arms)
    # One draw more than counted: the choice itself. Adding what all arms share would move none past another.
    draws = generator.standard_normal((SAMPLE_COUNT + 1, len(arms))) @ np.linalg.cholesky(covariance).T + mean
    best = np.argmax(draws, axis=1)
    chances = np.bincount(best[1:], minlength=len(arms)) / SAMPLE_COUNT
    return Choice(
        arm=arms[int(best[0])],
        arms=tuple(arms),
        chances=tuple(chances.tolist()),
        expected=tuple(np.clip(mean, 0.0, 1.0).tolist()),
    )


def expectations(
    history: Sequence[Trial], context: Context, arms: Sequence[Arm] = ARMS
) -> tuple[Expectation, ...]:
    """Return what `choose` expects of each arm in this context, in the order of `arms`, cut to 0..1.

    The interval holds all that is not known of the share: also what the arms have in common, such as how hard a brief
    is, so intervals that overlap may still belong to arms that are told apart; the chances of `choose` tell that.
    """
    mean, covariance = _posterior(history, context, arms)
    half = WILSON_Z * np.sqrt(np.diag(covariance))
    low, expected, high = (np.clip(each, 0.0, 1.0).tolist() for each in (mean - half, mean, mean + half))
    return tuple(Expectation(*each) for each in zip(arms, expected, low, high, strict=True))


def summary(history: Sequence[Trial], arms: Sequence[Arm] = ARMS) -> tuple[ArmSummary, ...]:
    """Return what came of each arm, in the order of `arms`, whatever the contexts were.

    The interval is Wilson's (1927) for verdicts that are independent; those of one slate are less than that, so it is
    rather too narrow. Without a verdict it is 0..1.
    """
    found = []
    for arm in arms:
        trials = [trial for trial in history if trial.arm == arm]
        judged = sum(trial.judged_count for trial in trials)
        accepted = sum(trial.accepted_count for trial in trials)
        low, high = _wilson(accepted, judged)
        found.append(
            ArmSummary(
                arm=arm,
                trial_count=len(trials),
                shown_count=sum(trial.shown_count for trial in trials),
                judged_count=judged,
                mean_reward=accepted / judged if judged else math.nan,
                low=low,
                high=high,
            )
        )
    return tuple(found)


def _features(context: Context) -> np.ndarray:
    """Return the context as numbers of about 0..1, the first always 1."""
    return np.array(
        [
            1.0,
            float(context.is_brief_only),
            min(1.0, math.log1p(context.verdict_count) / math.log1p(MANY_VERDICTS)),
            context.pool_cosine,
            context.tail_preference,
        ]
    )


def _posterior(
    history: Sequence[Trial], context: Context, arms: Sequence[Arm]
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean (a,) and covariance (a, a) of the accepted share under each arm in this context.

    Ridge regression on the weights that all arms share and then those of each arm, with a known noise for each slate.
    """
    trials = [trial for trial in history if trial.judged_count]
    # An arm that is no longer offered still tells how hard its briefs were.
    known = list(dict.fromkeys([*arms, *(trial.arm for trial in trials)]))
    asked = _design([context] * len(arms), arms, known)
    prior_sd = np.repeat([SHARED_SD, *[ARM_SD] * len(known)], FEATURE_COUNT)
    judged = np.array([trial.judged_count for trial in trials], np.float64)
    rewards = np.array([trial.reward for trial in trials])
    # The share of all verdicts, pulled to one half by two of them, tells how much luck there is in one.
    share = float((rewards @ judged + 1) / (judged.sum() + 2))
    noise = share * (1 - share) / judged + SLATE_SD**2
    design = _design([trial.context for trial in trials], [trial.arm for trial in trials], known)
    precision = np.diag(prior_sd**-2.0) + (design.T / noise) @ design
    # Measured from the overall share, so that with little evidence that is what is expected of each arm.
    weights = np.linalg.solve(precision, (design.T / noise) @ (rewards - share))
    return share + asked @ weights, asked @ np.linalg.solve(precision, asked.T)


def _design(contexts: Sequence[Context], arms: Sequence[Arm], known: Sequence[Arm]) -> np.ndarray:
    """Return for each slate (n, FEATURE_COUNT * (1 + len(known))): its context, then it again under its own arm."""
    columns = {arm: column for column, arm in enumerate(known, 1)}
    rows = np.zeros((len(contexts), len(known) + 1, FEATURE_COUNT))
    for row, (context, arm) in enumerate(zip(contexts, arms, strict=True)):
        rows[row, 0] = rows[row, columns[arm]] = _features(context)
    return rows.reshape(len(contexts), (len(known) + 1) * FEATURE_COUNT)


def _wilson(accepted: float, judged: int) -> tuple[float, float]:
    if not judged:
        return 0.0, 1.0
    share, z = accepted / judged, WILSON_Z
    middle = (share + z * z / (2 * judged)) / (1 + z * z / judged)
    half = z / (1 + z * z / judged) * math.sqrt(share * (1 - share) / judged + z * z / (4 * judged * judged))
    return max(0.0, middle - half), min(1.0, middle + half)
