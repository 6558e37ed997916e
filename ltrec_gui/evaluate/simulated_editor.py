"""Simulated editors: how many right items an editor finds who judges what a method shows, round after round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Protocol

import numpy as np

from ltrec_gui.evaluate import bootstrap
from ltrec_gui.evaluate.readers import (
    DRAWS,
    LENGTH,
    Clock,
    Profile,
    Report,
    Scorer,
    Settings,
    Traits,
    checked,
    diversity_of,
    method_results,
    say_nothing,
    spread,
    top_positions,
)
from ltrec_gui.evaluate.results import Estimate, ProtocolResult
from ltrec_gui.evaluate.splits import Events, Evidence, distinct, evidence_of, is_tail, likes_of
from ltrec_gui.recommend import metrics

SEED_COUNT = 3
PER_ROUND = 20
ROUNDS = 25
FOLDS = 3
LEAST_LIKES = 20
LEAST_TAIL_LIKES = 10
LEAST_RELEVANT = 30
# How many tail items may have a label, by how many labels are asked for together.
MOST_RELEVANT = {1: 450, 2: 250}
MOST_TOPICS = 70
STATIC_DEPTH = 20


@dataclass(frozen=True, slots=True)
class EditorBrief:
    """What an editor tells a method: seeds (k,) int64 positions, free text (may be empty), and what may be shown.

    candidates (n,) bool; fold: of interactions a method may use what was learned without the readers of this fold, and
    nothing else; 0 where there are no folds.
    """

    seeds: np.ndarray
    text: str
    fold: int
    candidates: np.ndarray


@dataclass(frozen=True, slots=True)
class EditorTask:
    """A brief and what only the simulated editor knows: the relevant candidates (m,) int64 that are no seeds.

    Tasks of the same `unit` (an editor, a topic) are draws of different seeds; intervals are drawn over units.
    """

    brief: EditorBrief
    relevant: np.ndarray
    unit: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class EditorPanel:
    """Tasks, what may be learned for the briefs of each fold, that fold's tail (folds, n) bool, and facts."""

    tasks: tuple[EditorTask, ...]
    evidence: tuple[Evidence, ...]
    tails: np.ndarray
    facts: dict[str, float | int | str]


class EditorSession(Protocol):
    """One editor at work with one method."""

    def suggest(self, count: int) -> np.ndarray:
        """Return up to `count` positions, best first: candidates that are no seeds and were not suggested before."""
        ...

    def judge(self, accepted: np.ndarray, rejected: np.ndarray) -> None:
        """Take in the verdicts on what was suggested last: positions (a,) and (r,)."""
        ...


class EditorMethod(Protocol):
    """A way of finding items, before it is given a brief."""

    def start(self, brief: EditorBrief) -> EditorSession:
        """Return a new session for `brief`."""
        ...


# ------------------------------------------------------------------------------------------------------------ tasks


def co_liking_editors(
    events: Events,
    *,
    item_count: int,
    generator: np.random.Generator,
    draws: int = 1,
    folds: int = FOLDS,
    threshold: float | None = None,
) -> EditorPanel:
    """Return editors whose brief is a taste: some of a reader's likes as seeds, the other likes in the tail to find.

    Readers are dealt into `folds`; views, tail and likes to learn from come from the other folds only. A reader is an
    editor with at least 20 likes, 10 of them in the tail by everybody's views (so that the number of editors does not
    hang on the deal). Each of `draws` takes 3 likes as seeds; what counts is liked, in the tail by the other folds'
    views, and no seed. A draw that leaves nothing to find is left out.
    """
    events = distinct(events)
    is_like = likes_of(events, threshold)
    reader_count = int(events.reader.max(initial=-1)) + 1
    fold_of = generator.permutation(reader_count) % folds
    evidence = tuple(
        evidence_of(events, is_like, fold_of[events.reader] != fold, item_count) for fold in range(folds)
    )
    tails = np.array([is_tail(learned.views) for learned in evidence])
    everybody = evidence_of(events, is_like, np.ones(len(events), bool), item_count)
    tail_of_all = is_tail(everybody.views)
    tasks: list[EditorTask] = []
    for reader in range(reader_count):
        likes = everybody.likes[[reader]].indices.astype(np.int64)
        if len(likes) < LEAST_LIKES or tail_of_all[likes].sum() < LEAST_TAIL_LIKES:
            continue
        fold = int(fold_of[reader])
        for _ in range(draws):
            seeds = generator.choice(likes, SEED_COUNT, replace=False)
            wanted = np.setdiff1d(likes[tails[fold][likes]], seeds)
            if len(wanted):
                tasks.append(EditorTask(EditorBrief(seeds, "", fold, tails[fold]), wanted, reader))
    return EditorPanel(
        tasks=tuple(tasks),
        evidence=evidence,
        tails=tails,
        facts={
            "folds": folds,
            "seeds": SEED_COUNT,
            "seed_draws": draws,
            "editors": len({task.unit for task in tasks}),
            "eligible": f"{LEAST_LIKES} likes, {LEAST_TAIL_LIKES} of them in the tail by all views",
            "unknown": "an item the reader never rated counts as rejected",
        },
    )


def topic_editors(
    labels: Sequence[frozenset[str]],
    candidates: np.ndarray,
    *,
    generator: np.random.Generator,
    draws: int = 2,
    sizes: Sequence[int] = (1, 2),
    least: int = LEAST_RELEVANT,
    most: Mapping[int, int] = MOST_RELEVANT,
    most_topics: int = MOST_TOPICS,
    with_text: bool = False,
) -> tuple[EditorTask, ...]:
    """Return editors whose brief is a topic: candidates with a label, or with two labels at once.

    labels: a set for each of n items, from a column that no method may read in any form; candidates (n,) bool, the
    tail. `sizes` says whether single labels, pairs or both are topics; a topic has at least `least` and at most
    `most[size]` candidates, of two with the same candidates the one with fewer labels counts. More than `most_topics`
    are thinned by chance. Each of `draws` takes 3 of its candidates as seeds, the rest is relevant; `with_text` gives
    the words of the label as free text.
    """
    members: dict[tuple[str, ...], list[int]] = {}
    for position in np.flatnonzero(candidates).tolist():
        for size in sizes:
            for topic in combinations(sorted(labels[position]), size):
                members.setdefault(topic, []).append(position)
    found: dict[tuple[int, ...], tuple[str, ...]] = {}
    for topic in sorted(members, key=lambda topic: (len(topic), topic)):
        if max(least, SEED_COUNT + 1) <= len(members[topic]) <= most[len(topic)]:
            found.setdefault(tuple(members[topic]), topic)
    topics = list(found.items())
    if len(topics) > most_topics:
        kept = np.sort(generator.choice(len(topics), most_topics, replace=False))
        topics = [topics[at] for at in kept]
    tasks = []
    for unit, (positions, topic) in enumerate(topics):
        for _ in range(draws):
            seeds = generator.choice(np.array(positions, np.int64), SEED_COUNT, replace=False)
            brief = EditorBrief(seeds, " ".join(topic) if with_text else "", 0, candidates)
            tasks.append(
                EditorTask(brief, np.setdiff1d(np.array(positions, np.int64), seeds), unit, " + ".join(topic))
            )
    return tuple(tasks)


def shuffled_tasks(tasks: Sequence[EditorTask], generator: np.random.Generator) -> tuple[EditorTask, ...]:
    """Return the control: the same briefs, but as many candidates taken by chance are relevant.

    No method can do better than the share of relevant candidates here; one that does is told more than it should be.
    """
    changed = []
    for task in tasks:
        possible = np.setdiff1d(np.flatnonzero(task.brief.candidates), task.brief.seeds)
        changed.append(
            replace(task, relevant=np.sort(generator.choice(possible, len(task.relevant), replace=False)))
        )
    return tuple(changed)


# ------------------------------------------------------------------------------------------------------------- loop


@dataclass(frozen=True, slots=True)
class LoopRun:
    """One method with every task: shown (t, rounds * per_round) int32 positions, -1 where it had no more to show.

    hits (same) bool: truly relevant, whatever a wrong click said; per_round; seconds for all calls, 0 without a clock;
    calls: how often suggest and judge were called, in pairs.
    """

    shown: np.ndarray
    hits: np.ndarray
    per_round: int
    seconds: float
    calls: int

    @property
    def accepted(self) -> np.ndarray:
        """Relevant items shown until the end of each round (t, rounds) int64."""
        return np.asarray(np.cumsum(self.hits, axis=1)[:, self.per_round - 1 :: self.per_round])


def run_loop(
    method: EditorMethod,
    tasks: Sequence[EditorTask],
    *,
    generator: np.random.Generator,
    rounds: int = ROUNDS,
    per_round: int = PER_ROUND,
    noise: float = 0.0,
    clock: Clock | None = None,
    report: Report = say_nothing,
) -> LoopRun:
    """Let an editor judge `per_round` suggestions in each of `rounds` for every task, and return what was shown.

    A suggestion is accepted if it is relevant; with `noise` each verdict is the wrong one with that chance, and the
    method learns from the wrong verdict, but only what is truly relevant is counted. Which items are misjudged is drawn
    from `generator` before anything is shown: a generator of the same seed wrongs every method alike. `report` gets
    (tasks done, tasks). Raises ValueError for a suggestion that is no candidate, a seed, or shown before.
    """
    shown = np.full((len(tasks), rounds * per_round), -1, np.int32)
    hits = np.zeros(shown.shape, bool)
    seconds, calls = 0.0, 0
    for at, task in enumerate(tasks):
        report(at, len(tasks))
        item_count = len(task.brief.candidates)
        is_relevant = np.zeros(item_count, bool)
        is_relevant[task.relevant] = True
        clicked = is_relevant ^ (generator.random(item_count) < noise) if noise else is_relevant
        open_ = task.brief.candidates.copy()
        open_[task.brief.seeds] = False
        started = clock() if clock else 0.0
        session = method.start(task.brief)
        for number in range(rounds):
            suggested = np.asarray(session.suggest(per_round), np.int64)
            if len(suggested) > per_round or len(np.unique(suggested)) < len(suggested):
                raise ValueError(f"{len(suggested)} suggestions for {per_round} places, or one of them twice")
            if not open_[suggested].all():
                raise ValueError("a suggestion is no candidate, a seed, or was shown before")
            if not len(suggested):
                break
            open_[suggested] = False
            place = slice(number * per_round, number * per_round + len(suggested))
            shown[at, place], hits[at, place] = suggested, is_relevant[suggested]
            is_accepted = clicked[suggested]
            session.judge(suggested[is_accepted], suggested[~is_accepted])
            calls += 1
        seconds += clock() - started if clock else 0.0
    report(len(tasks), len(tasks))
    return LoopRun(shown, hits, per_round, seconds, calls)


def run_loops(
    methods: Mapping[str, EditorMethod],
    tasks: Sequence[EditorTask],
    *,
    seed: int,
    rounds: int = ROUNDS,
    per_round: int = PER_ROUND,
    noise: float = 0.0,
    clock: Clock | None = None,
    report: Report = say_nothing,
) -> dict[str, LoopRun]:
    """Return `run_loop` of every method, each with a generator of the same `seed`; `report` counts over all."""
    total = len(methods) * len(tasks)
    return {
        name: run_loop(
            method,
            tasks,
            generator=np.random.default_rng(seed),
            rounds=rounds,
            per_round=per_round,
            noise=noise,
            clock=clock,
            report=_after(report, number * len(tasks), total),
        )
        for number, (name, method) in enumerate(methods.items())
    }


def _after(report: Report, before: int, total: int) -> Report:
    return lambda done, _total: report(before + done, total)


# ---------------------------------------------------------------------------------------------------------- figures


def evaluate_editors(
    name: str,
    runs: Mapping[str, LoopRun],
    tasks: Sequence[EditorTask],
    traits: Traits,
    baseline: str,
    *,
    generator: np.random.Generator,
    draws: int = DRAWS,
    facts: Mapping[str, float | int | str] | None = None,
    settings: Mapping[str, Settings] | None = None,
    ours: Sequence[str] = (),
) -> ProtocolResult:
    """Return the figures of loops, with paired intervals over units against the method `baseline`.

    accepted@20, @100, @200 and recall@200, @500 as far as the loop went; diversity and tag_diversity of the first ten
    of a round, over the first ten rounds; half_found: the share of tasks in which half of the relevant were accepted,
    and where more than half of them got there effort_to_half, the median of items judged by then (no difference to the
    baseline, as a median over censored loops has none); ms_per_call where a clock ran. `rounds` of a method is the
    share accepted in each round.
    """
    runs = dict(runs)
    if not tasks:
        raise ValueError("there is no brief to be judged")
    units = _units(tasks)
    counts = np.array([len(task.relevant) for task in tasks])
    values: dict[str, dict[str, np.ndarray]] = {}
    rounds, effort = {}, {}
    for method, run in runs.items():
        found = np.cumsum(run.hits, axis=1)
        judged = found.shape[1]
        figures = {f"accepted@{at}": found[:, at - 1] for at in (20, 100, 200) if at <= judged}
        figures |= {f"recall@{at}": found[:, at - 1] / counts for at in (200, 500) if at <= judged}
        efforts = [
            metrics.effort(hits, count, run.per_round) for hits, count in zip(run.hits, counts, strict=True)
        ]
        figures["half_found"] = np.array([float(cost is not None) for cost in efforts])
        figures |= _screens(run, traits)
        for metric, of_task in figures.items():
            values.setdefault(metric, {})[method] = _by_unit(of_task, units)
        rounds[method] = _rates(run, units)
        effort[method] = np.array([np.inf if cost is None else cost for cost in efforts])
    accepted = [metric for metric in values if metric.startswith("accepted@")]
    results, rival = method_results(
        values,
        {},
        baseline,
        {method: run.seconds for method, run in runs.items()},
        settings or {},
        generator,
        draws,
        rounds,
        main=accepted[-1] if accepted else "",
        ours=ours,
    )
    seed = int(generator.integers(2**63))
    completed = []
    for result in results:
        more = {}
        if np.isfinite(effort[result.name]).mean() > 0.5:
            more["effort_to_half"] = _median(
                effort[result.name],
                units,
                runs[result.name].shown.shape[1],
                draws,
                np.random.default_rng(seed),
            )
        run = runs[result.name]
        if run.seconds and run.calls:
            milliseconds = 1000 * run.seconds / run.calls
            more["ms_per_call"] = Estimate(milliseconds, milliseconds, milliseconds)
        completed.append(replace(result, metrics=result.metrics | more))
    prevalence = np.mean([len(task.relevant) / _open_count(task) for task in tasks])
    return ProtocolResult(
        name=name,
        unit="brief",
        unit_count=len(units),
        baseline=baseline,
        methods=tuple(completed),
        facts={
            **(facts or {}),
            "tasks": len(tasks),
            "candidates": int(np.median([task.brief.candidates.sum() for task in tasks])),
            "median_relevant": float(np.median(counts)),
            "prevalence": float(prevalence),
            "censored_at": max(run.shown.shape[1] for run in runs.values()),
            "draws": draws,
            "without_interval": "ms_per_call",
        },
        rival=rival,
    )


def evaluate_seeds(
    runs: Mapping[str, LoopRun],
    tasks: Sequence[EditorTask],
    traits: Traits,
    baseline: str,
    *,
    generator: np.random.Generator,
    draws: int = DRAWS,
    facts: Mapping[str, float | int | str] | None = None,
    settings: Mapping[str, Settings] | None = None,
    ours: Sequence[str] = (),
) -> ProtocolResult:
    """Return how well the first screen of `runs` (one round of 20) finds an editor's other likes from three seeds.

    ndcg@20 and recall@20 (of min(20, relevant)), and of the first ten diversity, tag_diversity, coverage,
    tail_coverage, gini, max_frequency and hub_skewness over all briefs; candidates are those of any brief.
    """
    if not tasks:
        raise ValueError("there is no brief to be judged")
    units = _units(tasks)
    candidates = np.any([task.brief.candidates for task in tasks], axis=0)
    values: dict[str, dict[str, np.ndarray]] = {}
    whole: dict[str, dict[str, float]] = {}
    for method, run in runs.items():
        figures: dict[str, list[float]] = {}
        for shown, hits, task in zip(run.shown, run.hits, tasks, strict=True):
            count, is_shown = len(task.relevant), shown >= 0
            own = {
                f"ndcg@{STATIC_DEPTH}": metrics.ndcg(hits[is_shown], count, STATIC_DEPTH),
                f"recall@{STATIC_DEPTH}": metrics.achievable_recall(hits[is_shown], count, STATIC_DEPTH),
                **diversity_of(shown[is_shown][:LENGTH], traits),
            }
            for metric, value in own.items():
                figures.setdefault(metric, []).append(value)
        for metric, of_task in figures.items():
            values.setdefault(metric, {})[method] = _by_unit(np.array(of_task), units)
        for metric, value in spread(run.shown[:, :LENGTH], candidates, traits.is_tail).items():
            whole.setdefault(metric, {})[method] = value
    seconds = {method: run.seconds for method, run in runs.items()}
    methods, rival = method_results(
        values,
        whole,
        baseline,
        seconds,
        settings or {},
        generator,
        draws,
        main=f"ndcg@{STATIC_DEPTH}",
        ours=ours,
    )
    return ProtocolResult(
        name="seeds",
        unit="brief",
        unit_count=len(units),
        baseline=baseline,
        methods=methods,
        facts={
            **(facts or {}),
            "tasks": len(tasks),
            "candidates": int(candidates.sum()),
            "draws": draws,
            "without_interval": ", ".join(whole),
        },
        rival=rival,
    )


def _units(tasks: Sequence[EditorTask]) -> tuple[np.ndarray, ...]:
    """Return the places of each unit's tasks."""
    unit_of = np.array([task.unit for task in tasks])
    return tuple(np.flatnonzero(unit_of == unit) for unit in np.unique(unit_of))


def _by_unit(values: np.ndarray, units: Sequence[np.ndarray]) -> np.ndarray:
    return np.array([np.mean(values[places]) for places in units])


def _open_count(task: EditorTask) -> int:
    """Return how many candidates are no seeds."""
    return int(task.brief.candidates.sum() - task.brief.candidates[task.brief.seeds].sum())


def _screens(run: LoopRun, traits: Traits) -> dict[str, np.ndarray]:
    """Return the diversity of the first ten shown in a round, for each task its mean over the first ten rounds."""
    figures: dict[str, list[float]] = {}
    for shown in run.shown:
        screens = shown.reshape(-1, run.per_round)[:10, :LENGTH]
        found = [diversity_of(screen[screen >= 0], traits) for screen in screens if (screen >= 0).sum() > 1]
        for metric in diversity_of(np.empty(0, np.int64), traits):
            own = [figure[metric] for figure in found]
            figures.setdefault(metric, []).append(float(np.mean(own)) if own else 0.0)
    return {metric: np.array(of_task) for metric, of_task in figures.items()}


def _rates(run: LoopRun, units: Sequence[np.ndarray]) -> tuple[float, ...]:
    """Return the share accepted of the places of each round, units counting alike."""
    by_round = run.hits.reshape(len(run.hits), -1, run.per_round).mean(axis=2)
    return tuple(float(_by_unit(of_round, units).mean()) for of_round in by_round.T)


def _median(
    values: np.ndarray, units: Sequence[np.ndarray], judged: int, draws: int, generator: np.random.Generator
) -> Estimate:
    """Return the median over tasks with a percentile interval from drawing units.

    An upper bound of infinity, where half did not get there in many draws, is given as `judged`: at least that.
    """
    drawn = [
        np.median(
            np.concatenate([values[units[at]] for at in generator.integers(len(units), size=len(units))])
        )
        for _ in range(draws)
    ]
    outside = (1 - bootstrap.LEVEL) / 2
    low, high = np.quantile(drawn, [outside, 1 - outside], method="inverted_cdf")
    return Estimate(float(np.median(values)), float(low), float(min(high, judged)))


# ------------------------------------------------------------------------------------------------- simple methods


@dataclass(frozen=True, slots=True)
class ScorerMethod:
    """A scorer as an editor's method: the seeds are the profile, and accepted items join it if it `learns`.

    scorers: one for each fold, fitted without that fold's readers, or one for all; order (n,): a permutation of the
    positions that ties go by.
    """

    scorers: Sequence[Scorer]
    order: np.ndarray
    learns: bool

    def start(self, brief: EditorBrief) -> "ScorerSession":
        """Return a new session for `brief`."""
        scorer = self.scorers[brief.fold] if len(self.scorers) > 1 else self.scorers[0]
        return ScorerSession(scorer, brief, self.order, self.learns)


class ScorerSession:
    """A session of `ScorerMethod`."""

    def __init__(self, scorer: Scorer, brief: EditorBrief, order: np.ndarray, learns: bool) -> None:
        self._scorer = scorer
        self._liked = brief.seeds
        self._learns = learns
        self._order = order[brief.candidates[order] & ~np.isin(order, brief.seeds)]
        self._item_count = len(order)
        self._scores: np.ndarray | None = None

    def suggest(self, count: int) -> np.ndarray:
        """Return the best of what is left."""
        if self._scores is None:
            scores = self._scorer(Profile(self._liked, self._liked))
            self._scores = checked("the scorer", scores, self._item_count)
        best = top_positions(self._scores, self._order, count)
        self._order = self._order[~np.isin(self._order, best)]
        return best

    def judge(self, accepted: np.ndarray, rejected: np.ndarray) -> None:
        """Add what was accepted to the profile, if the method learns; rejections say nothing to a scorer."""
        if self._learns and len(accepted):
            self._liked = np.concatenate([self._liked, accepted])
            self._scores = None


def editor_method(
    fit: Callable[[Evidence], Scorer],
    evidence: Sequence[Evidence],
    order: np.ndarray,
    *,
    learns: bool = False,
) -> ScorerMethod:
    """Return a scorer fitted for each fold's `evidence` as an editor's method."""
    return ScorerMethod(tuple(fit(learned) for learned in evidence), order, learns)
