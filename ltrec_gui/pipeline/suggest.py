"""From a brief and seeds to a slate: candidates, ranking, diversity, reasons."""

from dataclasses import dataclass

from ltrec_gui.catalogue.item import Item
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import Slate, Suggestion, SuggestRequest

# Notes a slate may carry, for the window and the command line to word.
NOTE_QUICK = "quick"  # ranked by words because the brief is not encoded yet
NOTE_MODEL_CANNOT_READ = "model-cannot-read"  # ranked by words because the model does not know this language
NOTE_NO_VECTORS = "no-vectors"  # nothing is embedded yet
NOTE_PARTLY_EMBEDDED = "partly-embedded"
NOTE_NO_POPULARITY = "no-popularity"
NOTE_FLAT_POPULARITY = "flat-popularity"
NOTE_TAIL_SHORT = "tail-short"  # fewer tail items matched than the preference reserves places for


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An item near another one, by the index."""

    item_id: str
    title: str
    similarity: float
    segment: str


@dataclass(frozen=True, slots=True)
class ItemDetails:
    """Everything the details pane shows of one item; `suggestion` is None outside a slate."""

    item: Item
    segment: str
    popularity: float
    popularity_rank: int
    item_count: int
    nearest: tuple[Neighbour, ...]
    suggestion: Suggestion | None = None


def suggest(workspace: Workspace, control: JobControl, request: SuggestRequest, load_model: bool = False) -> Slate:
    """Return a new slate, stored with its settings; with `load_model` False an unencoded brief is ranked by words.

    With neither brief nor seeds the slate holds what is least opened, varied. Raise RequestError for unknown seeds.
    """
    raise NotImplementedError


def last_slate(workspace: Workspace, control: JobControl) -> Slate | None:
    """Return the slate shown last, with its verdicts as they stand, exactly as ordered then."""
    raise NotImplementedError


def item_details(
    workspace: Workspace, control: JobControl, item_id: str, slate_id: str | None = None
) -> ItemDetails:
    """Return the details of one item, with its nearest items; raise RequestError for an unknown id."""
    raise NotImplementedError
