"""Settings of the vectors tried on the same verdicts and readers: centring, size, distance and least similarity."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ltrec_gui.evaluate import bootstrap
from ltrec_gui.evaluate.bake_off import BakeOff, BakeOffRow, compare
from ltrec_gui.evaluate.readers import Profile, Report, Scorer, rank_readers, readers_with, say_nothing
from ltrec_gui.evaluate.results import Estimate
from ltrec_gui.evaluate.splits import Events, Split, distinct, likes_of, split
from ltrec_gui.recommend import metrics
from ltrec_gui.recommend.fields import BRIEF_WEIGHTS, FIELDS, ITEM_WEIGHTS, blocks, field_means, joined

DISTANCES = ("angular", "euclidean", "dot")
DIMENSIONS = (256, 128, 64)  # beside all of them
HIDDEN_SHARES = (0.5, 0.75, 0.9)  # of all pairs of items that a least similarity would hold apart
LEAST_VERDICTS = 20
LEAST_READERS = 30
LEAST_LIKES = 5  # of a reader within the sample, to be judged by
MOST_LIKES = 12  # of a reader that the sample makes room for: many readers say more than long ones
READERS_SHARE = 0.6  # of the sample; the rest is background drawn from the whole catalogue
FOLDS = 5
BACKGROUND = 200  # items nobody judged, that an accepted one should stand above
NEAREST = 3  # examples that count, as in the suggestions themselves
REJECTED_WEIGHT = 0.5
PLACES = 10
SOME_ROWS = 200  # whose similarities say how alike two items usually are
LEAST_LENGTH = 1e-6


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What an editor said for one brief; positions int64 (k,). `brief` is its row among the briefs, -1 without text."""

    brief: int
    accepted: np.ndarray
    rejected: np.ndarray


@dataclass(frozen=True, slots=True)
class Trial:
    """Some verdicts of a brief to learn from and others held out; positions int64."""

    brief: int
    liked: np.ndarray
    disliked: np.ndarray
    held: np.ndarray
    held_rejected: np.ndarray


@dataclass(frozen=True, slots=True)
class Texts:
    """Raw vectors of one model and pooling: items (n, 3d) and briefs (b, 3d)."""

    model: str
    pooling: str
    items: np.ndarray
    briefs: np.ndarray


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to compare vectors; `hidden_share` 0 is no least similarity, else the quantile it lies at."""

    model: str
    pooling: str
    centring: bool
    dimension: int
    distance: str
    hidden_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a setting came to, unit by unit, so that settings can be compared in pairs.

    `by_verdicts` (accepted items held out,) their AUC and `ndcg_by_verdicts` their nDCG@10, `by_readers` (readers,)
    nDCG@10; empty where there was nothing to judge by. `threshold` is the least similarity, None for none.
    """

    setting: Setting
    threshold: float | None
    by_verdicts: np.ndarray
    ndcg_by_verdicts: np.ndarray
    by_readers: np.ndarray


@dataclass(frozen=True, slots=True)
class Evidence:
    """What settings are judged by: trials over verdicts against a `background` (m,), and readers with a seed."""

    trials: tuple[Trial, ...]
    background: np.ndarray
    readers: Split | None
    seed: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What a model costs: seconds for one item and how many items the catalogue has."""

    seconds_per_item: float
    item_count: int


# ------------------------------------------------------------------------------------------------------- what is asked


def sample_of(
    item_count: int,
    judged: np.ndarray,
    events: Events | None,
    size: int,
    generator: np.random.Generator,
) -> np.ndarray:
    """Return sorted positions (at most `size`, or as many as are judged): all judged, likes of some readers, others.

    Readers are drawn one by one and bring their latest likes, so that those who are in can be judged by something.
    """
    chosen = np.zeros(item_count, bool)
    chosen[judged] = True
    room = len(np.unique(judged)) + READERS_SHARE * max(0, size - len(np.unique(judged)))
    for likes in _likes_of_readers(events, generator):
        if chosen.sum() >= room:
            break
        chosen[likes[-MOST_LIKES:]] = True
    others = np.flatnonzero(~chosen)
    missing = min(len(others), max(0, size - int(chosen.sum())))
    chosen[generator.choice(others, missing, replace=False)] = True
    return np.flatnonzero(chosen)


def _likes_of_readers(events: Events | None, generator: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield the liked positions of each reader with enough of them, in random order, a reader's oldest first."""
    if events is None or not len(events):
        return
    events = distinct(events)
    rows = np.flatnonzero(likes_of(events))
    rows = rows[np.lexsort((np.nan_to_num(events.time[rows], nan=-np.inf), events.reader[rows]))]
    readers, starts, counts = np.unique(events.reader[rows], return_index=True, return_counts=True)
    for at in generator.permutation(len(readers)):
        if counts[at] >= LEAST_LIKES:
            yield events.item[rows[starts[at] : starts[at] + counts[at]]]


def readers_of(events: Events | None, sample: np.ndarray, item_count: int, seed: int) -> Split | None:
    """Return the likes within the `sample` (n,) divided for judging, positions now rows of it; None for none at all."""
    if events is None or not len(events):
        return None
    row_of = np.full(item_count, -1, np.int64)
    row_of[sample] = np.arange(len(sample))
    known = row_of[events.item] >= 0
    within = Events(
        events.reader[known], row_of[events.item[known]], events.rating[known], events.time[known]
    )
    if not len(within):
        return None
    return split(within, seed, item_count=len(sample), least_likes=LEAST_LIKES)


def reader_count(readers: Split | None) -> int:
    """Return how many readers can be judged by."""
    return 0 if readers is None else len(readers_with(readers, np.ones(readers.item_count, bool)))


def trials_of(verdicts: Sequence[Verdicts], generator: np.random.Generator) -> tuple[Trial, ...]:
    """Return every brief's verdicts in five parts, or fewer accepted items one by one, each held out once.

    What is left to learn from must hold an accepted item or the brief's words; otherwise the part is left out.
    """
    found = []
    for given in verdicts:
        accepted = generator.permutation(given.accepted)
        rejected = generator.permutation(given.rejected)
        folds = min(FOLDS, len(accepted))
        for fold in range(folds):
            is_held = np.arange(len(accepted)) % folds == fold
            is_held_rejected = np.arange(len(rejected)) % folds == fold
            if is_held.all() and given.brief < 0:
                continue
            found.append(
                Trial(
                    given.brief,
                    accepted[~is_held],
                    rejected[~is_held_rejected],
                    accepted[is_held],
                    rejected[is_held_rejected],
                )
            )
    return tuple(found)


def background_of(
    item_count: int, verdicts: Sequence[Verdicts], generator: np.random.Generator
) -> np.ndarray:
    """Return up to 200 positions (m,) int64 of items that nobody judged, the same for every setting."""
    is_free = np.ones(item_count, bool)
    for given in verdicts:
        is_free[given.accepted] = is_free[given.rejected] = False
    free = np.flatnonzero(is_free)
    return np.sort(generator.choice(free, min(BACKGROUND, len(free)), replace=False))


# ------------------------------------------------------------------------------------------------------------- vectors


@dataclass(frozen=True, slots=True)
class _Rows:
    """Items (n, p) and briefs (b, p) as a setting compares them."""

    items: np.ndarray
    briefs: np.ndarray


def settings_of(texts: Texts, dimensions: Sequence[int] = DIMENSIONS) -> tuple[Setting, ...]:
    """Return every combination for one model and pooling, the one the program uses first; no least similarity yet.

    Fewer dimensions than all are tried as far as there are more items and numbers than that.
    """
    item_count, whole = texts.items.shape
    sizes = (whole, *(size for size in dimensions if size < min(item_count, whole)))
    return tuple(
        Setting(texts.model, texts.pooling, centring, dimension, distance)
        for centring in (True, False)
        for dimension in sizes
        for distance in DISTANCES
    )


def similarity(items: np.ndarray, examples: np.ndarray, distance: str) -> np.ndarray:
    """Return (n, k): the product of rows (n, p) and examples (k, p), or for `euclidean` their distance, negative.

    For `angular` the rows given are unit rows, whose product orders items as the angle does.
    """
    products = items @ examples.T
    if distance != "euclidean":
        return np.asarray(products, np.float64)
    squares = (items**2).sum(axis=1)[:, None] + (examples**2).sum(axis=1)[None] - 2 * products
    return np.asarray(-np.sqrt(np.maximum(squares, 0.0)), np.float64)


class _Vectors:
    """The rows of one model and pooling under any setting; directions are learnt once for each kind of rows."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._whole: dict[tuple[bool, bool], _Rows] = {}
        self._directions: dict[tuple[bool, bool], np.ndarray] = {}

    def under(self, setting: Setting) -> _Rows:
        """Return the rows that `setting` compares."""
        is_unit = setting.distance == "angular"
        key = (setting.centring, is_unit)
        if key not in self._whole:
            self._whole[key] = self._rows(*key)
        whole = self._whole[key]
        if setting.dimension >= whole.items.shape[1]:
            return whole
        if key not in self._directions:
            # About zero, as the index does it: products are what is compared.
            moments = whole.items.T.astype(np.float64) @ whole.items
            self._directions[key] = np.linalg.eigh(moments)[1][:, ::-1].astype(np.float32)
        directions = self._directions[key][:, : setting.dimension]
        items, briefs = whole.items @ directions, whole.briefs @ directions
        return _Rows(_unit(items), _unit(briefs)) if is_unit else _Rows(items, briefs)

    def _rows(self, centring: bool, is_unit: bool) -> _Rows:
        items, briefs = self._texts.items, self._texts.briefs
        means = field_means(items) if centring else np.zeros(items.shape[1], np.float32)
        if is_unit:
            return _Rows(joined(items, means, ITEM_WEIGHTS), joined(briefs, means, BRIEF_WEIGHTS))
        return _Rows(_shifted(items, means, ITEM_WEIGHTS), _shifted(briefs, means, BRIEF_WEIGHTS))


def _shifted(raw: np.ndarray, means: np.ndarray, weights: Sequence[float]) -> np.ndarray:
    """Return rows (n, 3d) as `fields.joined` makes them, but with the lengths they have once the mean is taken off.

    Only then can product and Euclidean distance say anything that the angle does not.
    """
    rows = np.zeros(raw.shape, np.float32)
    present_weight = np.zeros(len(raw))
    for block, weight in zip(blocks(raw.shape[1] // len(FIELDS)), weights, strict=True):
        present = raw[:, block].any(axis=1)
        rows[present, block] = np.sqrt(weight) * (raw[present, block] - means[block])
        present_weight += weight * present
    return np.asarray(rows / np.sqrt(np.maximum(present_weight, LEAST_LENGTH))[:, None], np.float32)


def _unit(rows: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.where(lengths > LEAST_LENGTH, rows / np.maximum(lengths, LEAST_LENGTH), 0.0)


# -------------------------------------------------------------------------------------------------------------- trying


def tried(
    texts: Sequence[Texts],
    evidence: Evidence,
    dimensions: Sequence[int] = DIMENSIONS,
    report: Report = say_nothing,
) -> tuple[Outcome, ...]:
    """Return what every setting came to, and three least similarities for the best of each model and pooling.

    The first outcome of each model and pooling is the way the program itself compares vectors. `report` gets
    (settings done, settings in all) and may raise to stop. ValueError where there is nothing to judge by.
    """
    if not evidence.trials and evidence.readers is None:
        raise ValueError("there are neither verdicts nor readers to judge by")
    grids = [settings_of(each, dimensions) for each in texts]
    total = sum(map(len, grids)) + len(grids) * len(HIDDEN_SHARES)
    found: list[Outcome] = []
    for each, grid in zip(texts, grids, strict=True):
        vectors = _Vectors(each)
        of_model: list[Outcome] = []
        for setting in grid:
            report(len(found) + len(of_model), total)
            of_model.append(_outcome(vectors.under(setting), setting, None, evidence))
        # Only an angle has a scale that can be set without knowing the vectors.
        angular = [outcome for outcome in of_model if outcome.setting.distance == "angular"]
        best = max(angular, key=lambda outcome: float(main_values(outcome).mean())).setting
        rows = vectors.under(best)
        usual = _usual_similarities(rows, evidence.seed)
        for share in HIDDEN_SHARES:
            report(len(found) + len(of_model), total)
            setting = Setting(
                best.model, best.pooling, best.centring, best.dimension, best.distance, hidden_share=share
            )
            threshold = float(np.quantile(usual, share))
            of_model.append(_outcome(rows, setting, threshold, evidence))
        found += of_model
    report(total, total)
    return tuple(found)


def main_values(outcome: Outcome) -> np.ndarray:
    """Return what a setting is judged by, unit by unit: readers where there are any, else verdicts."""
    return outcome.by_readers if len(outcome.by_readers) else outcome.by_verdicts


def _usual_similarities(rows: _Rows, seed: int) -> np.ndarray:
    count = len(rows.items)
    chosen = np.random.default_rng(seed).choice(count, min(SOME_ROWS, count), replace=False)
    products = rows.items @ rows.items[chosen].T
    is_other = np.arange(count)[:, None] != chosen[None]
    return np.asarray(products[is_other], np.float64)


def _outcome(rows: _Rows, setting: Setting, threshold: float | None, evidence: Evidence) -> Outcome:
    judged = [
        _judged(rows, setting.distance, threshold, trial, evidence.background) for trial in evidence.trials
    ]
    auc, ndcg = (
        np.concatenate([values[at] for values in judged]) if judged else np.empty(0) for at in range(2)
    )
    return Outcome(setting, threshold, auc, ndcg, _by_readers(rows, setting.distance, threshold, evidence))


def _nearness(rows: np.ndarray, examples: np.ndarray, distance: str, threshold: float | None) -> np.ndarray:
    """Return (n,): the mean similarity to the three nearest examples; the least of all where the nearest is too far."""
    found = similarity(rows, examples, distance)
    count = min(NEAREST, found.shape[1])
    nearest = np.partition(found, found.shape[1] - count, axis=1)[:, -count:]
    scores = nearest.mean(axis=1)
    if threshold is not None:
        scores[nearest.max(axis=1) < threshold] = -np.inf
    return np.asarray(scores, np.float64)


def _judged(
    rows: _Rows, distance: str, threshold: float | None, trial: Trial, background: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return AUC and nDCG@10 (held,) of each accepted item held out among rejected ones and the background.

    AUC is the share of those it stands above, equals counting half; nDCG@10 is 1 / log2(rank + 1) up to rank 10, its
    rank among equals being the middle one.
    """
    others = np.concatenate([trial.held_rejected, background]).astype(np.int64)
    examples = rows.items[trial.liked]
    if trial.brief >= 0:
        examples = np.vstack([examples, rows.briefs[trial.brief][None]])
    both = np.concatenate([trial.held, others])
    scores = _nearness(rows.items[both], examples, distance, threshold)
    if len(trial.disliked):
        away = _nearness(rows.items[both], rows.items[trial.disliked], distance, None)
        scores = scores - REJECTED_WEIGHT * away
    held, rest = scores[: len(trial.held), None], scores[None, len(trial.held) :]
    above = (rest > held).sum(axis=1) + 0.5 * (rest == held).sum(axis=1)
    auc = 1 - above / max(1, rest.shape[1])
    rank = 1 + np.floor(above)
    ndcg = np.where(rank <= PLACES, 1 / np.log2(rank + 1), 0.0)
    return auc, ndcg


def _by_readers(rows: _Rows, distance: str, threshold: float | None, evidence: Evidence) -> np.ndarray:
    readers = evidence.readers
    if readers is None:
        return np.empty(0)
    rankings = rank_readers(
        {"": _scorer(rows.items, distance, threshold)},
        readers,
        np.ones(readers.item_count, bool),
        generator=np.random.default_rng(evidence.seed),
        k=PLACES,
    )
    return np.array(
        [
            metrics.ndcg(np.isin(ranked[ranked >= 0], relevant), len(relevant), PLACES)
            for ranked, relevant in zip(rankings.lists[""], rankings.relevant, strict=True)
        ]
    )


def _scorer(items: np.ndarray, distance: str, threshold: float | None) -> Scorer:
    def score(profile: Profile) -> np.ndarray:
        scores = _nearness(items, items[profile.liked], distance, threshold)
        shown = np.isfinite(scores)
        # A list is as long as it is: what is hidden comes last, and in no order.
        scores[~shown] = (scores[shown].min() if shown.any() else 0.0) - 1.0
        return scores

    return score


# ------------------------------------------------------------------------------------------------------------ comparing


def is_offered(setting: Setting, whole: int) -> bool:
    """Return whether the program itself compares vectors that way: centred, in all `whole` dimensions, by angle."""
    return (
        setting.centring
        and setting.dimension == whole
        and setting.distance == "angular"
        and not setting.hidden_share
    )


def compared(
    outcomes: Sequence[Outcome],
    costs: Mapping[tuple[str, str], Cost],
    generator: np.random.Generator,
    draws: int = 2000,
) -> BakeOff:
    """Return the settings with intervals and the one the one-standard-error rule recommends; see `bake_off.recommend`.

    `costs` by model and pooling. The score is nDCG@10 over readers and the agreement AUC over verdicts where there are
    both; with verdicts alone the score is their AUC. Differences to the best setting are drawn in pairs.
    """
    scores, differences = _drawn([main_values(outcome) for outcome in outcomes], draws, generator)
    has_both = bool(len(outcomes[0].by_readers) and len(outcomes[0].by_verdicts))
    agreements: list[Estimate] | None = None
    if has_both:
        agreements, _ = _drawn([outcome.by_verdicts for outcome in outcomes], draws, generator)
    rows = [
        _row(outcome, scores[at], agreements[at] if agreements else None, costs)
        for at, outcome in enumerate(outcomes)
    ]
    return compare(rows, differences)


def _drawn(
    values: Sequence[np.ndarray], draws: int, generator: np.random.Generator
) -> tuple[list[Estimate], list[Estimate]]:
    """Return the mean of each row of values and its difference to the best row's, with paired intervals."""
    best = max(range(len(values)), key=lambda at: float(values[at].mean()))
    found = bootstrap.paired({str(at): row for at, row in enumerate(values)}, str(best), draws, generator)
    return [own for own, _ in found.values()], [difference for _, difference in found.values()]


def _row(
    outcome: Outcome, score: Estimate, agreement: Estimate | None, costs: Mapping[tuple[str, str], Cost]
) -> BakeOffRow:
    setting = outcome.setting
    cost = costs[setting.model, setting.pooling]
    return BakeOffRow(
        model=setting.model,
        pooling=setting.pooling,
        centring=setting.centring,
        dimension=setting.dimension,
        distance=setting.distance,
        threshold=outcome.threshold,
        score=score,
        agreement=agreement,
        seconds=cost.seconds_per_item * cost.item_count,
        megabytes=cost.item_count * setting.dimension * 4 / 1e6,
    )
