"""Suggestion, Slate and Reason: what is shown, and why."""

from dataclasses import dataclass, field

from ltrec_gui.catalogue.item import Item
from ltrec_gui.recommend.learning_policy import Choice, Context

# What can be asked for; "new" exists only where items have dates, and is part of nothing unless it is named.
SEGMENTS = ("head", "torso", "tail", "new")
NO_SEGMENT = "unknown"  # no popularity anywhere, or a flat one: there is no tail to speak of
# Notes a slate may carry, for the window and the command line to word.
NOTE_QUICK = "quick"  # ranked by words because the brief is not encoded yet
NOTE_MODEL_CANNOT_READ = "model-cannot-read"  # ranked by words because the model does not know this language
NOTE_MODEL_MISSING = "model-missing"  # ranked by words because the model folder cannot be used
NOTE_NO_VECTORS = "no-vectors"  # nothing is embedded yet
NOTE_FEW_VECTORS = "few-vectors"  # ranked by words because too few items are embedded to be compared
NOTE_PARTLY_EMBEDDED = "partly-embedded"
NOTE_NO_POPULARITY = "no-popularity"
NOTE_FLAT_POPULARITY = "flat-popularity"
NOTE_NO_MATCH = "no-match"  # ranked by words, and no item that may be suggested holds any of them
NOTE_RULED_OUT = "ruled-out"  # the brief says what it does not want, and that is not looked for
NOTE_NO_WORD = (
    "no-word"  # ranked by meaning, and no item holds any word of the brief: it may be in another language
)
NOTE_TAIL_SHORT = "tail-short"  # fewer tail items matched than the preference reserves places for
NOTE_POOL_TOPICS = (
    "pool-topics"  # the catalogue's topics are not found yet: those of the candidates shared the places
)

LEARNING = "learning"  # as a policy: which one is used follows from what was accepted so far

VERDICTS = ("good", "not-right", "more-like-this", "not-now", "shelve")


@dataclass(frozen=True, slots=True)
class SuggestRequest:
    """What the editor asks for.

    `brief` is free text, a pasted comment included; `seed_ids` are items to start from. `tail_preference` 0..1 is the
    share of the slate reserved for the tail; `diversity` 0..1 is how much variety is bought with relevance. Filters:
    any of `tags`, one of `languages`, years inclusive, and (column, condition) pairs in `columns`, all of which must be
    met (`pipeline.column_filter` reads them, as `("stock", "1..")`). `brief_id` goes on with an earlier brief and its
    verdicts.
    `policy` names how variety is made (`recommend.diversify.POLICIES`, or `learning` for a policy chosen by what was
    accepted so far), `quota_column` what a column quota counts; `tail_method` how the tail gets its places
    (`recommend.tail.TAIL_METHODS`); `explore_places` are given to items from further down the list. `feedback_model`
    says how verdicts teach what is wanted (`recommend.preference.FEEDBACK_MODELS`). `cooldown_days` keeps out what was
    exported so recently, 0 for nothing; `only_unseen` what an earlier list than the last of this brief has shown.
    `as_of` is filled in where either is asked for: what they knew is what was known then (ISO 8601, UTC).
    `selection` names the items that alone are asked for (`pipeline.selections.keep_selection`), "" for all of them, and
    `selection_count` is how many they were when they were selected.
    """

    brief: str = ""
    seed_ids: tuple[str, ...] = ()
    count: int = 20
    tail_preference: float = 0.7
    diversity: float = 0.5
    segments: tuple[str, ...] = ("torso", "tail")
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    columns: tuple[tuple[str, str], ...] = ()
    brief_id: int | None = None
    policy: str = "dpp"
    quota_column: str = "author"
    tail_method: str = "quota"
    explore_places: int = 0
    feedback_model: str = "logistic"
    cooldown_days: int = 0
    only_unseen: bool = False
    selection: str = ""
    selection_count: int = 0
    as_of: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One additive part of a relevance; the parts sum to it.

    Nearness in meaning by field (`title`, `text`, `tags`), `verdicts`, `words`, `readers`, `tail`, `postponed`, and
    what rejections gave as their reason (`recommend.critiques.PARTS`), `count` of them.
    """

    name: str
    value: float
    count: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """One true cause of a suggestion, in facts; the window and the command line word it.

    kind `sample`: drawn at random, for an estimate. `variety`: nothing was asked for. `remainder`: far from what was
    asked, but nothing nearer is left.
    kind `seed`: nearest seed `title` at `similarity`. `brief`: similarity to the brief. `words`: `terms` shared
    with the brief, or with the seed `title` where one is named.
    `verdict`: pulled up by the judged item `title`. `readers`: opened by the same people as `title` (and `terms`,
    further titles). `popularity`: `rank` of `total` by popularity in `segment`;
    `unopened`: its popularity is zero; `uncounted`: its cell in the column of popularity is empty.
    """

    kind: str
    item_id: str = ""
    title: str = ""
    similarity: float | None = None
    terms: tuple[str, ...] = ()
    rank: int = 0
    total: int = 0
    segment: str = ""
    is_everywhere: bool = False  # of a verdict that counts for every brief


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One item of a slate.

    `relevance` is what the slate was sorted by before diversifying: 0 is the average candidate, 1 an item that says
    exactly what was asked. `similarity` is the cosine to the nearest of brief and seeds on centred vectors, None where
    the item has no vector. `novelty` is 0 for the most popular item and near 1 for one never opened.
    """

    item: Item
    rank: int
    relevance: float
    similarity: float | None
    segment: str
    popularity: float
    popularity_rank: int
    novelty: float
    reasons: tuple[Reason, ...] = ()
    parts: tuple[Part, ...] = ()
    verdict: str | None = None
    is_on_shelf: bool = False
    is_new: bool = False  # was not in the slate this one refreshes
    penalty: float = 0.0  # what variety took from it, in units of relevance; never above zero
    overlaps_with: str = ""  # title of the item above that it is most like, where that cost it something
    is_exploration: bool = False  # from further down the list, to find out
    topic: str = ""  # a few words that name its topic, where places were shared among topics
    critique: str = ""  # why it was rejected, of `recommend.critiques.CRITIQUES`, if that was said
    is_everywhere: bool = False  # whether its verdict counts for every brief
    other_shelves: tuple[
        str, ...
    ] = ()  # names of shelves it stands on beside the one worked on; "" for the first


@dataclass(frozen=True, slots=True)
class SlateMetrics:
    """Tail share 0..1, intra-list diversity (mean pairwise 1 - cosine), mean popularity."""

    tail_share: float
    intra_list_diversity: float
    mean_popularity: float


@dataclass(frozen=True, slots=True)
class SlateChange:
    """What a refresh changed, and the verdict that mattered most for it."""

    new_count: int
    moved_up_count: int
    left_count: int
    because_verdict: str = ""
    because_title: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """Which policy the learning one drew for a slate, out of which chances, knowing `trial_count` earlier slates."""

    context: Context
    choice: Choice
    trial_count: int

    @property
    def chance(self) -> float:
        """The chance (0..1) of what was drawn."""
        return self.choice.chances[self.choice.arms.index(self.choice.arm)]


@dataclass(frozen=True, slots=True)
class Slate:
    """The list shown. `ranked_by` is `meaning` or `words`; `notes` are facts to word.

    `policy` and `diversity` are what made the list varied; where the request left that to `learning`, `learned` says
    why it was these.
    """

    slate_id: str
    brief_id: int
    request: SuggestRequest
    suggestions: tuple[Suggestion, ...]
    metrics: SlateMetrics
    ranked_by: str
    notes: tuple[str, ...] = ()
    change: SlateChange | None = None
    blocked_by: tuple[tuple[str, int], ...] = field(
        default=()
    )  # filter name, items it removed; for an empty slate
    policy: str = ""
    diversity: float = 0.0
    learned: Learned | None = None
