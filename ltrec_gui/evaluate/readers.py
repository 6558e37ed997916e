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
    found = rank_segments(
        scorers, split, {"": candidates}, generator=generator, k=k, part=part, clock=clock, report=report
    )
    return found[""]


def rank_segments(
    scorers: Mapping[str, Scorer],
    split: Split,
    segments: Mapping[str, np.ndarray],
    *,
    generator: np.random.Generator,
    own: Mapping[str, Mapping[str, Scorer]] | None = None,
    rows: Mapping[str, np.ndarray] | None = None,
    k: int = DEPTH,
    part: str = "test",
    clock: Clock | None = None,
    report: Report = say_nothing,
) -> dict[str, Rankings]:
    """Return `rank_readers` for each of the `segments` (candidates by name), every reader scored once for all of them.

    `own` are further scorers by segment, for methods whose scores depend on the candidates; `rows` are the rows of the
    readers to judge by segment, some of `readers_with`. All of a reader's lists are made before the next reader's.
    """
    own = own or {}
    methods = {name: {**scorers, **own.get(name, {})} for name in segments}
    rows_of = dict(rows or {})
    for name, candidates in segments.items():
        rows_of.setdefault(name, readers_with(split, candidates, part))
    place_of = {name: {int(row): at for at, row in enumerate(rows)} for name, rows in rows_of.items()}
    lists = {
        name: {method: np.full((len(rows_of[name]), k), -1, np.int32) for method in methods[name]}
        for name in segments
    }
    seconds = {name: dict.fromkeys(methods[name], 0.0) for name in segments}
    held, liked, seen = split.held_out(part), split.liked(part), split.seen(part)
    shuffled = generator.permutation(split.item_count)
    offered = {name: shuffled[candidates[shuffled]] for name, candidates in segments.items()}
    judged = np.unique(np.concatenate([np.empty(0, np.int64), *rows_of.values()]))
    total = sum(len(rows_of[name]) * len(methods[name]) for name in segments)
    done = 0
    for row in judged.tolist():
        profile = Profile(liked[row], seen[row])
        is_unseen = np.ones(split.item_count, bool)
        is_unseen[profile.seen] = False
        orders = {name: offered[name][is_unseen[offered[name]]] for name in segments if row in place_of[name]}
        asked = [(method, scorer, tuple(orders)) for method, scorer in scorers.items()]
        asked += [
            (method, scorer, (name,)) for name in orders for method, scorer in own.get(name, {}).items()
        ]
        for method, scorer, names in asked:
            report(done, total)
            started = clock() if clock else 0.0
            scores = checked(method, scorer(profile), split.item_count)
            spent = clock() - started if clock else 0.0
            for name in names:
                started = clock() if clock else 0.0
                best = top_positions(scores, orders[name], k)
                lists[name][method][place_of[name][row], : len(best)] = best
                seconds[name][method] += spent + (clock() - started if clock else 0.0)
            done += len(names)
    report(total, total)
    return {
        name: Rankings(
            rows_of[name],
            tuple(held[row][candidates[held[row]]] for row in rows_of[name]),
            lists[name],
            seconds[name],
        )
        for name, candidates in segments.items()
    }


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
    ours: Sequence[str] = (),
) -> ProtocolResult:
    """Return all figures of `rankings`, with paired intervals over readers against the method `baseline`.

    Figures: ndcg@10, recall@10 (of min(10, relevant)), recall@50 (of all relevant), and of the first ten tail_share,
    popularity, novelty, serendipity, diversity (with vectors), tag_diversity (with tags), coverage, tail_coverage,
    gini, max_frequency and hub_skewness. `ours` are the methods that are no baselines. Raises ValueError where no
    reader is to be judged.
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
    methods, rival = method_results(
        values,
        whole,
        baseline,
        rankings.seconds,
        settings or {},
        generator,
        draws,
        main=f"ndcg@{LENGTH}",
        ours=ours,
    )
    return ProtocolResult(
        name=name,
        unit="reader",
        unit_count=len(rankings.rows),
        baseline=baseline,
        methods=methods,
        facts=facts,
        rival=rival,
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
    *,
    main: str = "",
    ours: Sequence[str] = (),
) -> tuple[tuple[MethodResult, ...], str]:
    """Return a result for each method, and the rival; `values` by metric, method, unit; `whole` by metric and method.

    The rival is the method with the highest mean of the metric `main` that is not among `ours`; each of `ours` has its
    difference to it. Empty without `main`, without one of ours or without another one.

    Figures of `whole` belong to all lists together: to draw lists twice would only make them repeat, so they have no
    interval (low and high are the value) and no difference to the baseline. Every metric is drawn alike.
    """
    seed = int(generator.integers(2**63))
    drawn = {
        metric: bootstrap.paired(dict(by_method), baseline, draws, np.random.default_rng(seed))
        for metric, by_method in values.items()
    }
    mains = dict(values.get(main, {}))
    others = [method for method in mains if method not in ours]
    rival = max(others, key=lambda method: float(np.mean(mains[method])), default="")
    rival = rival if len(others) < len(mains) else ""
    against_rival = bootstrap.paired(mains, rival, draws, np.random.default_rng(seed)) if rival else {}
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
                against_rival=against_rival[method][1] if rival and method in ours else None,
            )
        )
    return tuple(results), rival


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
    found = tune_segments(
        fit, grid, split, {"": candidates}, generator=generator, metric=metric, report=report
    )
    return found[""]


def tune_segments(
    fit: Callable[..., Scorer],
    grid: Sequence[Settings],
    split: Split,
    segments: Mapping[str, np.ndarray],
    *,
    generator: np.random.Generator,
    rows: Mapping[str, np.ndarray] | None = None,
    metric: str = "ndcg@10",
    report: Report = say_nothing,
) -> dict[str, Tuning]:
    """Return `tune` for each of the `segments` (candidates by name), every setting fitted once for all of them.

    `rows` are the rows of the readers to tune by, as for `rank_segments`.
    """
    kind, _, depth = metric.partition("@")
    if kind not in ("ndcg", "recall") or not depth.isdigit():
        raise ValueError(f"cannot tune by {metric!r}")
    if not grid:
        raise ValueError("there is no setting to choose from")
    if not all(len(readers_with(split, candidates, "validation")) for candidates in segments.values()):
        raise ValueError("no reader has a validation like among these candidates")
    k = int(depth)
    judge = metrics.ndcg if kind == "ndcg" else metrics.recall
    seed = int(generator.integers(2**63))
    tried: dict[str, list[tuple[Settings, float]]] = {name: [] for name in segments}
    for done, settings in enumerate(grid):
        report(done, len(grid))
        ranked_of = rank_segments(
            {"": fit(**settings)},
            split,
            segments,
            generator=np.random.default_rng(seed),
            rows=rows,
            k=k,
            part="validation",
            report=_between(report, done, len(grid)),
        )
        for name, rankings in ranked_of.items():
            judged = [
                judge(np.isin(ranked[ranked >= 0], relevant), len(relevant), k)
                for ranked, relevant in zip(rankings.lists[""], rankings.relevant, strict=True)
            ]
            tried[name].append((dict(settings), float(np.mean(judged))))
    report(len(grid), len(grid))
    found = {}
    for name, values in tried.items():
        settings, value = max(values, key=lambda pair: pair[1])
        found[name] = Tuning(settings, value, tuple(values))
    return found


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
