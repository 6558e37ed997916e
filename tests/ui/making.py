"""Made-up suggestions, slates, overviews and outcomes for tests of the window."""

from ltrec_gui.catalogue.item import Item
from ltrec_gui.pipeline.browse import LibraryOverview, SegmentCount
from ltrec_gui.pipeline.give_feedback import FeedbackOutcome, ItemStanding
from ltrec_gui.recommend.slate import Part, Reason, Slate, SlateMetrics, Suggestion, SuggestRequest

TITLES = (
    "Letters from a Lighthouse Keeper",
    "The Tide Tables",
    "A Field Guide to Forgotten Harbours",
    "Notes on Knots",
    "The Drowned Church",
    "Herring Season",
    "Winter Ferry",
    "Charts of the Inner Sound",
    "Salt Roads",
    "The Beachcomber’s Ledger",
    "Small Boats, Long Light",
    "潮汐表：盐业女性",
)

SLATE_TITLE_WITH_PERCENT = "100 %1 proof: a %2 story"


def make_suggestion(row: int = 0, **changes: object) -> Suggestion:
    """Return one believable suggestion; fields can be changed."""
    values: dict[str, object] = {
        "item": Item(
            f"i{row}",
            TITLES[row % len(TITLES)],
            text="A keeper writes home for eighteen years.",
            author="A. Marrow",
            tags=("letters", "coast"),
            year=1990 + row,
            url="https://example.org/",
        ),
        "rank": row + 1,
        "relevance": 0.82 - row / 100,
        "similarity": 0.81,
        "segment": "tail",
        "popularity": 12.0,
        "popularity_rank": 976 - row,
        "novelty": 0.64,
        "reasons": (
            Reason("seed", item_id="s1", title="Salt", similarity=0.81),
            Reason("words", terms=("letters", "coast")),
            Reason("popularity", rank=976 - row, total=1000, segment="tail"),
        ),
        "parts": (Part("text", 0.5), Part("words", 0.3), Part("verdicts", -0.04)),
    }
    values.update(changes)
    return Suggestion(**values)  # type: ignore[arg-type]


def make_slate(count: int = 12, **changes: object) -> Slate:
    """Return a slate of `count` suggestions; fields can be changed."""
    values: dict[str, object] = {
        "slate_id": "slate-1",
        "brief_id": 7,
        "request": SuggestRequest(brief="coastal letters"),
        "suggestions": tuple(make_suggestion(row) for row in range(count)),
        "metrics": SlateMetrics(0.9, 0.6, 12.0),
        "ranked_by": "meaning",
    }
    values.update(changes)
    return Slate(**values)  # type: ignore[arg-type]


def make_overview(**changes: object) -> LibraryOverview:
    """Return the overview of a made-up library of 1,000 items."""
    values: dict[str, object] = {
        "name": "Spring list",
        "item_count": 1000,
        "interaction_count": 9000,
        "embedded_count": 1000,
        "index_count": 1000,
        "is_index_stale": False,
        "model_name": "model",
        "pooling": "mean",
        "unknown_token_share": 0.01,
        "is_simulated": False,
        "popularity_source": "column",
        "is_flat": False,
        "head_cut": 0.33,
        "tail_cut": 0.8,
        "segments": (
            SegmentCount("head", 20, 0.33, 900.0),
            SegmentCount("torso", 160, 0.47, 60.0),
            SegmentCount("tail", 820, 0.2, 0.0),
        ),
        "tags": (("coast", 80), ("letters", 40)),
        "languages": (("en", 900), ("fr", 100)),
        "year_range": (1813, 2024),
        "shelf_count": 7,
    }
    values.update(changes)
    return LibraryOverview(**values)  # type: ignore[arg-type]


def make_overview_with_new(**changes: object) -> LibraryOverview:
    """Return the same overview where 40 of the items are new."""
    counted = (
        *make_overview().segments[:2],
        SegmentCount("tail", 780, 0.19, 0.0),
        SegmentCount("new", 40, 0.01, 0.0),
    )
    return make_overview(segments=counted, **changes)


def outcome_of(
    slate: Slate, item_ids: list[str], verdict: str | None, action: str = "", since: int = 1
) -> FeedbackOutcome:
    """Return what the pipeline would answer to a verdict for these items."""
    titles = {suggestion.item.item_id: suggestion.item.title for suggestion in slate.suggestions}
    standings = tuple(
        ItemStanding(item_id, titles[item_id], verdict, verdict == "shelve") for item_id in item_ids
    )
    return FeedbackOutcome(action or verdict or "clear", standings, 7, since, True, False)
