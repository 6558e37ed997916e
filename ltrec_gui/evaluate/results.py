"""What an evaluation finds: figures with intervals, by protocol and method."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % bootstrap interval over readers or briefs."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MethodResult:
    """One method under one protocol; metrics by name, and the paired difference of each to the baseline's."""

    name: str
    metrics: dict[str, Estimate]
    against_baseline: dict[str, Estimate]
    seconds: float
    settings: dict[str, float | int | str] = field(default_factory=dict)  # what tuning on validation chose
    rounds: tuple[float, ...] = ()  # editor loops: mean acceptance rate of each round
    # Of what is no baseline itself: the paired difference of the main metric to the best baseline's, see `rival`.
    against_rival: Estimate | None = None


@dataclass(frozen=True, slots=True)
class ProtocolResult:
    """One question asked of every method.

    `name` is one of `readers-tail`, `readers-all`, `readers-cold`, `seeds`, `editor-co-likers`, `editor-topics`,
    `editor-topics-noise`; `unit` is what the intervals are drawn over (`reader`, `brief`), `unit_count` how many there
    were; `facts` what a reader of the figures must know (tail threshold, candidates, leaks, what was left out).
    """

    name: str
    unit: str
    unit_count: int
    baseline: str
    methods: tuple[MethodResult, ...]
    facts: dict[str, float | int | str] = field(default_factory=dict)
    rival: str = (
        ""  # the baseline with the highest main metric here, picked by the very figures it is judged by
    )


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One re-ranking policy at one strength: what it keeps of relevance and what it gains in diversity.

    `interval` is that of `ndcg` over readers, `against_none` the paired difference to the same lists without any
    re-ranking; None where they were not drawn.
    """

    policy: str
    diversity: float
    ndcg: float
    relevance_kept: float
    intra_list_diversity: float
    tag_diversity: float
    interval: Estimate | None = None
    against_none: Estimate | None = None


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """A whole evaluation; everything in it is plain numbers and text, so that it can be kept as JSON."""

    library: str
    model: str
    item_count: int
    reader_count: int
    interaction_count: int
    seed: int
    protocols: tuple[ProtocolResult, ...]
    frontier: tuple[FrontierPoint, ...] = ()
    left_out: dict[str, str] = field(default_factory=dict)  # protocol or method -> why it was not run
