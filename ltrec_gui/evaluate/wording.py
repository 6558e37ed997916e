"""What the figures of an evaluation say in plain sentences, and what its metrics and protocols are called."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ltrec_gui.evaluate import bake_off as bake_offs
from ltrec_gui.evaluate.bake_off import BakeOff
from ltrec_gui.evaluate.plots import number_text
from ltrec_gui.evaluate.results import (
    Estimate,
    EvaluationReport,
    FrontierPoint,
    MethodResult,
    ProtocolResult,
)

FOUND, LISTS = "found", "lists"
MOST_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Metric:
    """How a metric is shown: `better` is 1 or -1 where more or less of it is better, 0 where it only describes."""

    label: str
    better: int
    family: str
    meaning: str


# By base name; `{k}` is the number after the "@". What a list of random items would win is never called better.
_METRICS = {
    "ndcg": Metric(
        "nDCG@{k}", 1, FOUND, "how many of the first {k} are right, those at the top counting most"
    ),
    "recall": Metric(
        "Recall@{k}", 1, FOUND, "share of the right items among the first {k}; up to 20, of as many as fit"
    ),
    "achievable_recall": Metric(
        "Recall@{k} of the possible",
        1,
        FOUND,
        "right items among the first {k}, as a share of as many as could be",
    ),
    "hit_rate": Metric("Hit rate@{k}", 1, FOUND, "share of lists with at least one right item"),
    "mrr": Metric("MRR@{k}", 1, FOUND, "one divided by the rank of the first right item, on average"),
    "auc": Metric("AUC", 1, FOUND, "chance that a right item is ranked above another one"),
    "serendipity": Metric("Serendipity", 1, FOUND, "share of the list that is right and not well known"),
    "accepted": Metric("Accepted of {k}", 1, FOUND, "items the editor accepted among the first {k} shown"),
    "effort": Metric(
        "Effort to half", -1, FOUND, "items judged until half of the right ones were accepted, the median"
    ),
    "half_found": Metric(
        "Half found", 1, FOUND, "share of briefs in which half of the right items were accepted"
    ),
    "tail_share": Metric("Tail share", 0, LISTS, "share of tail items in the list (APLT)"),
    "popularity": Metric("Popularity", 0, LISTS, "mean interactions of the items in the list (ARP)"),
    "gini": Metric("Gini", 0, LISTS, "0: all items are suggested equally often; 1: always the same ones"),
    "coverage": Metric("Coverage", 0, LISTS, "share of the candidates that are in some list"),
    "tail_coverage": Metric("Tail coverage", 0, LISTS, "share of the tail that is in some list"),
    "intra_list_diversity": Metric(
        "Diversity (text)", 0, LISTS, "mean 1 − cosine of the pairs in a list (ILD)"
    ),
    "tag_diversity": Metric(
        "Diversity (tags)", 0, LISTS, "mean share of tags that the pairs in a list do not share"
    ),
    "novelty": Metric("Novelty", 0, LISTS, "mean bits of −log2 of the share of readers who met the item"),
    "max_frequency": Metric("Most repeated", 0, LISTS, "share of lists that hold one and the same item"),
    "hub_skewness": Metric("Hub skewness", 0, LISTS, "how lopsided it is how often items are suggested"),
    "ms_per_call": Metric("ms a call", 0, LISTS, "milliseconds the method took for one list"),
}
_OTHER_NAMES = {
    "tail_ndcg": "ndcg",
    "acc": "accepted",
    "effort_to_half": "effort",
    "aplt": "tail_share",
    "arp": "popularity",
    "mean_popularity": "popularity",
    "catalogue_coverage": "coverage",
    "cov": "coverage",
    "diversity": "intra_list_diversity",
    "ild": "intra_list_diversity",
    "ild_vector": "intra_list_diversity",
    "ild_emb": "intra_list_diversity",
    "vector_diversity": "intra_list_diversity",
    "ild_tag": "tag_diversity",
    "ild_tags": "tag_diversity",
    "mean_novelty": "novelty",
    "max_freq": "max_frequency",
    "hub_skew": "hub_skewness",
}
_JUDGED_BY = (
    "ndcg",
    "accepted",
    "recall",
    "achievable_recall",
)  # a protocol's main figure is the first it has
_PLACES = re.compile(r"^(?P<base>.*?)(?:@|_at_|_round_?|_r|_)(?P<k>\d+)$")

PROTOCOLS = {
    "readers-tail": (
        "Readers, tail items only",
        "Some of each reader's likes are hidden. How many of them come back when every tail item that the reader has "
        "not met is ranked?",
    ),
    "readers-all": (
        "Readers, all items",
        "Some of each reader's likes are hidden. How many of them come back when every item that the reader has not "
        "met is ranked, popular ones too?",
    ),
    "readers-cold": (
        "Readers, items without interactions",
        "Some of each reader's likes are hidden. How many of them come back when only items are ranked that nobody "
        "had met before?",
    ),
    "seeds": (
        "Three seeds, one list",
        "A method is told three items somebody likes. How many other likes does one list of tail items hold?",
    ),
    "editor-co-likers": (
        "Editors with a reader's taste",
        "A simulated editor starts from three items a reader likes and accepts what that reader likes, 20 tail items a "
        "round.",
    ),
    "editor-topics": (
        "Editors with a topic",
        "A simulated editor starts from three items of a topic and accepts what is of the topic, 20 tail items a "
        "round. The topic's label is kept out of the text.",
    ),
    "editor-topics-noise": (
        "Editors with a topic who err",
        "A simulated editor starts from three items of a topic and accepts what is of the topic, but turns one verdict "
        "in ten round; 20 tail items a round. The topic's label is kept out of the text.",
    ),
}


def summary(
    report: EvaluationReport, default: tuple[str, float] | None = None
) -> tuple[tuple[str, str], ...]:
    """Return what the figures say: a heading and plain sentences for each protocol, and for diversity."""
    said = [(protocol_title(protocol), verdict(protocol)) for protocol in report.protocols]
    if report.frontier:
        said.append(("Diversity", frontier_verdict(report.frontier, default)))
    return tuple(said)


def verdict(protocol: ProtocolResult) -> str:
    """Return which method wins the protocol's main metric and whether that is more than chance, in sentences."""
    metric = main_metric(protocol)
    rated = [method for method in protocol.methods if metric and value_of(method, metric) is not None]
    if not rated:
        return "No method was measured."
    label = in_text(metric_of(metric).label)
    decimals = decimals_of(rated, metric)
    base = next((method for method in rated if method.name == protocol.baseline), None)
    others = sorted(
        (method for method in rated if method is not base), key=lambda method: -method.metrics[metric].value
    )

    def told(method: MethodResult) -> str:
        return f"“{method.name}” ({number_text(method.metrics[metric].value, decimals)})"

    if base is None:
        return f"{told(others[0])} has the highest {label}; the baseline “{protocol.baseline}” was not measured here."
    if not others:
        return f"Only the baseline {told(base)} was measured, so {label} is compared with nothing."
    best, difference = others[0], others[0].against_baseline.get(metric)
    told_difference = " ".join(difference_texts(difference, decimals)) if difference is not None else ""
    if difference is None or not is_known(difference):
        first = (
            f"{told(best)} has the highest {label} beside the baseline {told(base)}; nothing is known of how much of "
            "their difference is chance."
        )
    elif difference.low > 0:
        first = (
            f"{told(best)} beats the baseline {told(base)} in {label}: the difference, "
            f"{told_difference}, is clear of zero."
        )
    elif difference.high < 0:
        first = (
            f"No method comes up to the baseline {told(base)} in {label}; the nearest, {told(best)}, falls "
            f"short: the difference, {told_difference}, is clear of zero."
        )
    else:
        order = "above" if difference.value > 0 else "below" if difference.value < 0 else "level with"
        first = (
            f"No difference could be shown between {told(best)} and the baseline {told(base)} in {label}: "
            f"the figure is {order} the baseline's, but the interval of the difference, "
            f"{told_difference}, holds zero."
        )
    parts = [first, *_runner_up(best, others, metric, told), _tally(others, metric)]
    return " ".join([*parts, *_against_rival(protocol, metric, decimals, told)]).strip()


def in_text(label: str) -> str:
    """Return a label as it stands within a sentence: "Recall@10" small, "nDCG@10" and "MRR@10" as they are."""
    written = label[0].lower() + label[1:] if label[1:2].islower() else label
    return f"items {written}" if written.startswith("accepted of") else written


def _against_rival(
    protocol: ProtocolResult, metric: str, decimals: int, told: Callable[[MethodResult], str]
) -> list[str]:
    """Return how the best of what is no baseline itself stands to the best of the baselines."""
    rival = next((method for method in protocol.methods if method.name == protocol.rival), None)
    ours = [
        method
        for method in protocol.methods
        if method.against_rival is not None
        and is_known(method.against_rival)
        and value_of(method, metric) is not None
    ]
    if rival is None or not ours or value_of(rival, metric) is None:
        return []
    best = max(ours, key=lambda method: method.metrics[metric].value)
    difference = best.against_rival
    assert difference is not None
    figures = " ".join(difference_texts(difference, decimals))
    if difference.low > 0:
        stands = f"is clearly above it: {figures}"
    elif difference.high < 0:
        stands = f"is clearly below it: {figures}"
    else:
        stands = f"cannot be told from it: {figures} holds zero"
    return [f"The best of all baselines is {told(rival)}; {told(best)} {stands}."]


def _runner_up(
    best: MethodResult, others: Sequence[MethodResult], metric: str, told: Callable[[MethodResult], str]
) -> list[str]:
    """Return the best of the methods that are clearly above the baseline, where that is not the best one."""
    clear = [method for method in others if side_of(method, metric) > 0]
    if not clear or clear[0] is best:
        return []
    return [f"The highest figure that is clearly above the baseline is that of {told(clear[0])}."]


def _tally(others: Sequence[MethodResult], metric: str) -> str:
    if len(others) < 2:
        return ""
    sides = [side_of(method, metric) for method in others]
    unclear = sides.count(0)
    rest = f"; for {'one' if unclear == 1 else unclear} no difference could be shown" if unclear else ""
    return (
        f"Of {len(others)} methods {_count(sides.count(1))} clearly above the baseline and "
        f"{_count(sides.count(-1))} clearly below{rest}."
    )


def _count(number: int) -> str:
    return "none is" if number == 0 else "one is" if number == 1 else f"{number} are"


def frontier_verdict(points: Sequence[FrontierPoint], default: tuple[str, float] | None = None) -> str:
    """Return what diversity costs in sentences: how far it goes at no loss, and what the default does."""
    known = [
        point for point in points if math.isfinite(point.ndcg) and math.isfinite(point.intra_list_diversity)
    ]
    strengths = Counter(point.policy for point in points)

    def setting(point: FrontierPoint) -> str:
        return f"“{point.policy}”" + (f" at {point.diversity:g}" if strengths[point.policy] > 1 else "")

    if not known:
        return "No policy has both an nDCG@10 and a diversity."
    # The list that keeps most relevance is the one to compare with: what ranking alone would show.
    plain = max(known, key=lambda point: (point.relevance_kept, -point.intra_list_diversity))
    free = max(
        (point for point in known if point.ndcg >= plain.ndcg), key=lambda point: point.intra_list_diversity
    )
    if free.intra_list_diversity > plain.intra_list_diversity:
        said = [
            f"The most diverse lists whose nDCG@10 is not below that of {setting(plain)} ({plain.ndcg:.4f}, diversity "
            f"{plain.intra_list_diversity:.3f}) are those of {setting(free)} ({free.ndcg:.4f}, diversity "
            f"{free.intra_list_diversity:.3f})."
        ]
    else:
        said = [
            f"No setting makes lists more diverse than {setting(plain)} ({plain.ndcg:.4f}, diversity "
            f"{plain.intra_list_diversity:.3f}) without a lower nDCG@10."
        ]
    lossless = [
        point
        for point in known
        if point.against_none is not None and point.against_none.high >= 0 and point.policy != "random-tail"
    ]
    if lossless:
        widest = max(lossless, key=lambda point: point.intra_list_diversity)
        against = widest.against_none
        assert against is not None
        decimals = score_decimals([point.interval for point in known if point.interval is not None])
        said.append(
            f"The most diverse for which no loss can be shown are those of {setting(widest)}: diversity "
            f"{widest.intra_list_diversity:.3f}, nDCG@10 {widest.ndcg:.4f}, difference to no re-ranking "
            f"{' '.join(difference_texts(against, decimals))}."
        )
    used = next((point for point in known if (point.policy, point.diversity) == default), None)
    if used is not None:
        said.append(
            f"The default, {setting(used)}, has {used.ndcg:.4f} and diversity {used.intra_list_diversity:.3f}, and "
            f"keeps {number_text(100 * used.relevance_kept, 1)} % of the relevance."
        )
    if all(point.interval is None for point in known):
        said.append("These figures have no intervals, so small differences between policies show nothing.")
    return " ".join(said)


def bake_off_verdict(bake_off: BakeOff, measure: str = "nDCG@10") -> str:
    """Return in sentences why the recommended setting was chosen, from the figures in `why`; KeyError if they lack."""
    why = bake_off.why
    reason = why["reason"]
    if reason == bake_offs.ONLY_ONE:
        return "It is the only setting that was measured."
    decimals = score_decimals([row.score for row in bake_off.rows])

    def score(key: str) -> str:
        return number_text(float(why[key]), decimals)

    def amount(key: str) -> str:
        return amount_text(float(why[key]))

    error = f"one standard error ({number_text(float(why['standard_error']), decimals + 1)})"
    if reason == bake_offs.AS_GOOD_AND_CHEAPER:
        return (
            f"Its {measure}, {score('score')}, lies within {error} of the highest, {score('best_score')} of setting "
            f"{int(why['best']) + 1}, and it takes {amount('seconds')} seconds and {amount('megabytes')} megabytes "
            f"where that one takes {amount('best_seconds')} and {amount('best_megabytes')}."
        )
    if reason == bake_offs.BEST_ALONE:
        return (
            f"It has the highest {measure}, {score('score')}, and no other setting is as good within {error}."
        )
    return (
        f"It has the highest {measure}, {score('score')}; of the {why['as_good']} settings as good within {error} none "
        "is clearly cheaper."
    )


def main_metric(protocol: ProtocolResult) -> str:
    """Return the name of the metric a protocol is judged by: nDCG, or accepted items of the most shown; "" if none."""
    names = metric_names(protocol)
    for base in _JUDGED_BY:
        found = [name for name in names if parts_of(name)[0] == base]
        if found:
            # Of nDCG and recall the first is the one meant; of accepted items, the longest run says most.
            return max(found, key=lambda name: parts_of(name)[1] or 0) if base == "accepted" else found[0]
    return names[0] if names else ""


def metric_names(protocol: ProtocolResult) -> list[str]:
    """Return the metrics that some method has, in their order."""
    return list(dict.fromkeys(name for method in protocol.methods for name in method.metrics))


def parts_of(name: str) -> tuple[str, int | None]:
    """Return the base name of a metric as `_METRICS` has it where known, and the number after it."""
    plain = re.sub(r"[\s-]+", "_", name.strip().lower())
    for candidate, places in ((plain, None), *_split_places(plain)):
        known = _OTHER_NAMES.get(candidate, candidate)
        if known in _METRICS:
            return known, places
    return name, None


def _split_places(name: str) -> list[tuple[str, int | None]]:
    match = _PLACES.match(name)
    return [(match["base"], int(match["k"]))] if match else []


def metric_of(name: str) -> Metric:
    """Return how a metric is shown, one that is not known by its own name and as a description."""
    base, places = parts_of(name)
    known = _METRICS.get(base)
    if known is None:
        return Metric(name.replace("_", " "), 0, LISTS, "")
    label, meaning = known.label, known.meaning
    if places is None:
        label = label.replace("@{k}", "").replace(" of {k}", "").replace(", round {k}", "")
        meaning = meaning.replace("the first {k}", "the list").replace("round {k}", "what was shown")
    elif "{k}" not in label:
        label += f"@{places}"
    return Metric(
        label.replace("{k}", str(places)), known.better, known.family, meaning.replace("{k}", str(places))
    )


def protocol_title(protocol: ProtocolResult) -> str:
    """Return the heading of a protocol, its own name where it is not one of ours."""
    return PROTOCOLS[protocol.name][0] if protocol.name in PROTOCOLS else protocol.name


def value_of(method: MethodResult, metric: str) -> float | None:
    """Return the figure, None where the method has none that is a number."""
    estimate = method.metrics.get(metric)
    return estimate.value if estimate is not None and math.isfinite(estimate.value) else None


def is_known(estimate: Estimate) -> bool:
    """Return whether the value and both ends are numbers."""
    return all(math.isfinite(number) for number in (estimate.value, estimate.low, estimate.high))


def side_of(method: MethodResult, metric: str) -> int:
    """Return 1 or -1 where the interval of the difference to the baseline lies above or below zero, else 0."""
    difference = method.against_baseline.get(metric)
    if difference is None or not is_known(difference):
        return 0
    return 1 if difference.low > 0 else -1 if difference.high < 0 else 0


def decimals_of(methods: Sequence[MethodResult], metric: str) -> int:
    """Return how many decimals mean something: two digits of the half width of the narrower intervals.

    Without intervals, three digits of the largest figure and no more than three decimals.
    """
    own = [method.metrics[metric] for method in methods if metric in method.metrics]
    against = [method.against_baseline[metric] for method in methods if metric in method.against_baseline]
    halves = [half for estimates in (own, against) if (half := _middle_half(estimates)) is not None]
    if halves:
        return _decimals_for(min(halves))
    largest = max((abs(estimate.value) for estimate in own if is_known(estimate)), default=0.0)
    return 0 if largest >= 100 else 1 if largest >= 10 else 2 if largest > 1 else 3


def score_decimals(scores: Sequence[Estimate]) -> int:
    """Return how many decimals of these scores mean something, see `decimals_of`."""
    half = _middle_half(scores)
    return 3 if half is None else _decimals_for(half)


def _middle_half(estimates: Sequence[Estimate]) -> float | None:
    """Return the middle one of the half widths of the intervals, None without any that has a width."""
    halves = sorted(
        (estimate.high - estimate.low) / 2
        for estimate in estimates
        if is_known(estimate) and estimate.high > estimate.low
    )
    return halves[len(halves) // 2] if halves else None


def _decimals_for(half: float) -> int:
    return min(MOST_DECIMALS, max(0, 1 + math.ceil(-math.log10(half))))


def _signed(value: float, decimals: int) -> str:
    text = number_text(value, decimals)
    return f"+{text}" if round(value, decimals) > 0 else text


def difference_texts(estimate: Estimate, decimals: int) -> tuple[str, str]:
    """Return a difference and its interval; an end that is clear of zero is never printed as zero."""
    ends = [estimate.low, estimate.high]
    nearest = min(ends, key=abs)
    finer = decimals
    while estimate.low * estimate.high > 0 and round(nearest, finer) == 0 and finer < 9:
        finer += 1
    low, high = (_signed(end, finer if end == nearest else decimals) for end in ends)
    return _signed(estimate.value, decimals), f"[{low}, {high}]"


def amount_text(value: float) -> str:
    """Return seconds or megabytes with three digits at most behind nothing but what they can bear."""
    return number_text(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 2)
