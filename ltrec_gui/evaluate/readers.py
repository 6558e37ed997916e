"""Reader-centred evaluation: each reader's held-out likes among all candidates they have not met, none left out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ltrec_gui.evaluate import bootstrap
from ltrec_gui.evaluate.results import Estimate, MethodResult, ProtocolResult
from ltrec_gui.evaluate.splits import Split
from ltrec_gui.recommend import metrics

Settings = dict[str, float | int | str]
Report = Callable[[int, int], None]
Clock = Callable[[], float]

DRAWS = 2000
LENGTH = 10  # of the lists that readers would see; figures without @ are of these
DEPTH = 50  # how far a list is ranked
LEAST_COLD_READERS = 100
WELL_KNOWN = 100  # the most viewed candidates: to suggest one of them is no discovery


def say_nothing(done: int, total: int) -> None:
    """Take a report of progress to nobody."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a reader: liked positions (k,) int64, oldest first where time is known; seen (m,) int64."""

    liked: np.ndarray
    seen: np.ndarray


Scorer = Callable[[Profile], np.ndarray]  # gives every item (n,) a finite score, larger is better


@dataclass(frozen=True, slots=True)
class Traits:
    """What lists are described by: all arrays have a row for each of n items.

    views float64: readers in train; reader_count: how many there are in all; is_tail bool by the same views; vectors
    (n, d) centred, frozen unit rows, whatever the methods use; tags: a set for each item.
    """

    views: np.ndarray
    reader_count: int
    is_tail: np.ndarray
    vectors: np.ndarray | None = None
    tags: Sequence[frozenset[str]] | None = None


@dataclass(frozen=True, slots=True)
class Rankings:
    """The lists of every method for the same q readers.

    rows (q,) int64: rows of the split; relevant: held-out candidates of each reader (m,) int64, never empty; lists: by
    method (q, k) int32 positions, best first, -1 where candidates ran out; seconds by method, 0 without a clock.
    """

    rows: np.ndarray
    relevant: tuple[np.ndarray, ...]
    lists: dict[str, np.ndarray]
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Tuning:
    """What validation chose: the settings, their value (NaN where nothing was tried), and all tried with theirs."""

    settings: Settings
    value: float
    tried: tuple[tuple[Settings, float], ...]


# --------------------------------------------------------------------------------------------------------- ranking


def top_positions(scores: np.ndarray, order: np.ndarray, k: int) -> np.ndarray:
    """Return (min(k, m),) int64: the best of the m positions in `order` by `scores` (n,), best first.

    Equal scores go by `order`, which must be shuffled where catalogue order means something.
    """
    offered = scores[order]
    k = min(k, len(order))
    if k <= 0:
        return np.empty(0, np.int64)
    bar = np.partition(offered, len(offered) - k)[len(offered) - k]
    above = np.flatnonzero(offered > bar)
    level = np.flatnonzero(offered == bar)[: k - len(above)]
    chosen = np.concatenate([above[np.argsort(-offered[above], kind="stable")], level])
    return np.asarray(order[chosen], np.int64)


def readers_with(split: Split, candidates: np.ndarray, part: str = "test") -> np.ndarray:
    """Return the rows (q,) int64 of readers with a known like and a held-out like among `candidates` (n,) bool."""
    counted = zip(split.liked(part), split.held_out(part), strict=True)
    return np.flatnonzero([bool(len(liked)) and bool(candidates[held].any()) for liked, held in counted])


def cold_items(split: Split) -> np.ndarray:
    """Return which items (n,) bool nobody met in train or validation."""
    return np.asarray(split.evidence_fit.views == 0)


def why_not(split: Split, candidates: np.ndarray, least: int = LEAST_COLD_READERS) -> str:
    """Return why a protocol on `candidates` (n,) bool says too little to be run; empty where it does not."""
    count = len(readers_with(split, candidates))
    return "" if count >= least else f"{count} readers have a test like among these items, {least} are needed"


def rank_readers(
    scorers: Mapping[str, Scorer],
    split: Split,
    candidates: np.ndarray,
    *,
    generator: np.random.Generator,
    k: int = DEPTH,
    part: str = "test",
    clock: Clock | None = None,
    report: Report = say_nothing,
) -> Rankings:
    """Return every scorer's `k` best unseen `candidates` (n,) bool for every reader who has one to be found.

    Positions are shuffled with `generator` before they are sorted, alike for every method. `report` gets (lists done,
    lists in all). Raises ValueError for scores that are not one finite number an item.
    """
    rows = readers_with(split, candidates, part)
    held, liked, seen = split.held_out(part), split.liked(part), split.seen(part)
    shuffled = generator.permutation(split.item_count)
    shuffled = shuffled[candidates[shuffled]]
    profiles = [Profile(liked[row], seen[row]) for row in rows]
    orders = []
    for profile in profiles:
        is_unseen = np.ones(split.item_count, bool)
        is_unseen[profile.seen] = False
        orders.append(shuffled[is_unseen[shuffled]].astype(np.int32))
    total = len(scorers) * len(rows)
    lists, seconds = {}, {}
    for number, (name, scorer) in enumerate(scorers.items()):
        ranked = np.full((len(rows), k), -1, np.int32)
        started = clock() if clock else 0.0
        for at, (profile, order) in enumerate(zip(profiles, orders, strict=True)):
            report(number * len(rows) + at, total)
            best = top_positions(checked(name, scorer(profile), split.item_count), order, k)
            ranked[at, : len(best)] = best
        lists[name] = ranked
        seconds[name] = clock() - started if clock else 0.0
    report(total, total)
    return Rankings(rows, tuple(held[row][candidates[held[row]]] for row in rows), lists, seconds)


def checked(name: str, scores: np.ndarray, item_count: int) -> np.ndarray:
    """Return `scores`; raise ValueError, naming the method, unless it has one finite number for each item."""
    if scores.shape != (item_count,):
        raise ValueError(f"{name} gave scores of shape {scores.shape} for {item_count} items")
    if not np.isfinite(scores).all():
        raise ValueError(f"{name} gave scores that are not finite")
    return scores


# --------------------------------------------------------------------------------------------------------- figures


def evaluate_readers(
    name: str,
    rankings: Rankings,
    split: Split,
    candidates: np.ndarray,
    traits: Traits,
    baseline: str,
    *,
    generator: np.random.Generator,
    draws: int = DRAWS,
    settings: Mapping[str, Settings] | None = None,
) -> ProtocolResult:
    """Return all figures of `rankings`, with paired intervals over readers against the method `baseline`.

    Figures: ndcg@10, recall@10 (of min(10, relevant)), recall@50 (of all relevant), and of the first ten tail_share,
    popularity, novelty, serendipity, diversity (with vectors), tag_diversity (with tags), coverage, tail_coverage,
    gini, max_frequency and hub_skewness. Raises ValueError where no reader is to be judged.
    """
    if not len(rankings.rows):
        raise ValueError("no reader has a held-out like among these candidates")
    order = generator.permutation(split.item_count)
    well_known = metrics.most_viewed(traits.views, order[candidates[order]], WELL_KNOWN)
    values: dict[str, dict[str, np.ndarray]] = {}
    whole: dict[str, dict[str, float]] = {}
    for method, lists in rankings.lists.items():
        figures = [
            _figures_of(ranked[ranked >= 0], relevant, traits, well_known)
            for ranked, relevant in zip(lists, rankings.relevant, strict=True)
        ]
        for metric in figures[0]:
            values.setdefault(metric, {})[method] = np.array([of_reader[metric] for of_reader in figures])
        for metric, value in spread(lists[:, :LENGTH], candidates, traits.is_tail).items():
            whole.setdefault(metric, {})[method] = value
    tail = candidates & traits.is_tail
    facts: dict[str, float | int | str] = {
        **split.facts,
        "candidates": int(candidates.sum()),
        "tail_candidates": int(tail.sum()),
        "tail_most_views": float(traits.views[tail].max(initial=0.0)),
        "cold_candidates": int((candidates & (traits.views == 0)).sum()),
        "relevant": int(sum(len(relevant) for relevant in rankings.relevant)),
        "draws": draws,
        "without_interval": ", ".join(whole),
    }
    return ProtocolResult(
        name=name,
        unit="reader",
        unit_count=len(rankings.rows),
        baseline=baseline,
        methods=method_results(values, whole, baseline, rankings.seconds, settings or {}, generator, draws),
        facts=facts,
    )


def _figures_of(
    ranked: np.ndarray, relevant: np.ndarray, traits: Traits, well_known: np.ndarray
) -> dict[str, float]:
    hits = np.isin(ranked, relevant)
    shown = ranked[:LENGTH]
    figures = {
        f"ndcg@{LENGTH}": metrics.ndcg(hits, len(relevant), LENGTH),
        f"recall@{LENGTH}": metrics.achievable_recall(hits, len(relevant), LENGTH),
        f"recall@{DEPTH}": metrics.recall(hits, len(relevant), DEPTH),
        "tail_share": metrics.tail_share(traits.is_tail[shown]),
        "popularity": metrics.mean_popularity(traits.views[shown]),
        "novelty": metrics.mean_novelty(traits.views[shown], traits.reader_count),
        "serendipity": metrics.serendipity(hits[:LENGTH], well_known[shown]),
    }
    return figures | diversity_of(shown, traits)


def diversity_of(shown: np.ndarray, traits: Traits) -> dict[str, float]:
    """Return diversity (by vectors) and tag_diversity of a list of positions, as far as the traits allow."""
    figures = {}
    if traits.vectors is not None:
        figures["diversity"] = metrics.intra_list_diversity(traits.vectors[shown])
    if traits.tags is not None:
        figures["tag_diversity"] = metrics.tag_diversity([traits.tags[position] for position in shown])
    return figures


def spread(lists: np.ndarray, candidates: np.ndarray, is_tail: np.ndarray) -> dict[str, float]:
    """Return coverage, tail_coverage, gini, max_frequency, hub_skewness of `lists` (q, k), -1 for an empty place."""
    counts = metrics.recommendation_counts([ranked[ranked >= 0] for ranked in lists], len(candidates))
    return {
        "coverage": metrics.coverage(counts, candidates),
        "tail_coverage": metrics.coverage(counts, candidates & is_tail),
        "gini": metrics.gini(counts[candidates]),
        "max_frequency": metrics.max_frequency(counts, len(lists)),
        "hub_skewness": metrics.hub_skewness(counts[candidates]),
    }


def method_results(
    values: Mapping[str, Mapping[str, np.ndarray]],
    whole: Mapping[str, Mapping[str, float]],
    baseline: str,
    seconds: Mapping[str, float],
    settings: Mapping[str, Settings],
    generator: np.random.Generator,
    draws: int,
    rounds: Mapping[str, tuple[float, ...]] | None = None,
) -> tuple[MethodResult, ...]:
    """Return a result for each method; `values` by metric, method and unit, `whole` by metric and method.

    Figures of `whole` belong to all lists together: to draw lists twice would only make them repeat, so they have no
    interval (low and high are the value) and no difference to the baseline. Every metric is drawn alike.
    """
    seed = int(generator.integers(2**63))
    drawn = {
        metric: bootstrap.paired(dict(by_method), baseline, draws, np.random.default_rng(seed))
        for metric, by_method in values.items()
    }
    results = []
    for method in next(iter(values.values())):
        own = {metric: by_method[method][0] for metric, by_method in drawn.items()}
        own |= {metric: Estimate(by[method], by[method], by[method]) for metric, by in whole.items()}
        results.append(
            MethodResult(
                name=method,
                metrics=own,
                against_baseline={metric: by_method[method][1] for metric, by_method in drawn.items()},
                seconds=seconds.get(method, 0.0),
                settings=dict(settings.get(method, {})),
                rounds=(rounds or {}).get(method, ()),
            )
        )
    return tuple(results)


# ---------------------------------------------------------------------------------------------------------- tuning


def tune(
    fit: Callable[..., Scorer],
    grid: Sequence[Settings],
    split: Split,
    candidates: np.ndarray,
    *,
    generator: np.random.Generator,
    metric: str = "ndcg@10",
    report: Report = say_nothing,
) -> Tuning:
    """Return which of the settings in `grid` ranks the validation likes among `candidates` (n,) bool best.

    `fit(**settings)` must have learned from `split.learned("validation")` alone; test is not touched. Of equals the
    first setting is chosen. `metric` is ndcg@k or recall@k; `report` gets (settings tried, settings). Raises ValueError
    for an empty grid, another metric, and where nobody has a like to be found.
    """
    kind, _, depth = metric.partition("@")
    if kind not in ("ndcg", "recall") or not depth.isdigit():
        raise ValueError(f"cannot tune by {metric!r}")
    if not grid:
        raise ValueError("there is no setting to choose from")
    if not len(readers_with(split, candidates, "validation")):
        raise ValueError("no reader has a validation like among these candidates")
    k = int(depth)
    judge = metrics.ndcg if kind == "ndcg" else metrics.recall
    seed = int(generator.integers(2**63))
    tried = []
    for done, settings in enumerate(grid):
        report(done, len(grid))
        rankings = rank_readers(
            {"": fit(**settings)},
            split,
            candidates,
            generator=np.random.default_rng(seed),
            k=k,
            part="validation",
            report=_between(report, done, len(grid)),
        )
        judged = [
            judge(np.isin(ranked[ranked >= 0], relevant), len(relevant), k)
            for ranked, relevant in zip(rankings.lists[""], rankings.relevant, strict=True)
        ]
        tried.append((dict(settings), float(np.mean(judged))))
    report(len(grid), len(grid))
    best = max(range(len(tried)), key=lambda at: tried[at][1])
    return Tuning(tried[best][0], tried[best][1], tuple(tried))


def _between(report: Report, done: int, total: int) -> Report:
    """Return a report that keeps saying `done` of `total`, so that a long setting can still be cancelled."""
    return lambda _done, _total: report(done, total)


def tuned(
    fit: Callable[..., Scorer],
    grid: Sequence[Settings],
    split: Split,
    candidates: np.ndarray,
    *,
    generator: np.random.Generator,
    metric: str = "ndcg@10",
    report: Report = say_nothing,
) -> tuple[Scorer, Tuning]:
    """Return the scorer for the one test pass, and what validation chose; `fit(evidence, **settings)` as a Baseline's.

    Settings are chosen by `tune` with what may be learned before validation, then fitted anew on train and validation.
    A grid of one setting is not tried at all.
    """
    if len(grid) == 1:
        tuning = Tuning(dict(grid[0]), float("nan"), ())
    else:
        evidence = split.learned("validation")
        tuning = tune(
            lambda **settings: fit(evidence, **settings),
            grid,
            split,
            candidates,
            generator=generator,
            metric=metric,
            report=report,
        )
    return fit(split.learned("test"), **tuning.settings), tuning
