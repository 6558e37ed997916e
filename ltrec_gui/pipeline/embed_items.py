"""Embed every item that has no vector for the current model."""

from dataclasses import dataclass

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace

UNREADABLE_SHARE = 0.3  # from this share of unknown tokens on, the model cannot read the catalogue


@dataclass(frozen=True, slots=True)
class EmbedReport:
    """What was done: newly embedded items, all items with a vector, and how much of the text the model cannot read."""

    embedded: int
    total: int
    unknown_token_share: float
    model_name: str
    pooling: str


def measure_unknown_tokens(workspace: Workspace, control: JobControl) -> float:
    """Return the share (0..1) of tokens of a sample of the catalogue that the model does not know; stored with it."""
    raise NotImplementedError


def embed_items(workspace: Workspace, control: JobControl) -> EmbedReport:
    """Embed what is missing, one committed batch at a time; a cancel or crash loses at most one batch; ModelError."""
    raise NotImplementedError


def choose_model(workspace: Workspace, control: JobControl, model_folder: str, pooling: str) -> None:
    """Make another BERT folder (empty: the bundled one) and pooling the library's; raise ModelError if unusable."""
    raise NotImplementedError


def encode_brief(workspace: Workspace, control: JobControl, brief: str) -> None:
    """Embed the brief and keep its vector, loading the model if need be, so that `suggest` can rank by meaning."""
    raise NotImplementedError
