"""Embed every item that has no vector for the current model: title, text and tags each by itself."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ltrec_gui import paths
from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import wanted_text
from ltrec_gui.embedding.bert import BertEncoder
from ltrec_gui.embedding.model_folder import check_model_folder
from ltrec_gui.embedding.text import item_fields, text_hash
from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.fields import FIELDS, blocks

UNREADABLE_SHARE = 0.3  # from this share of unknown tokens on, the model cannot read the catalogue
SAMPLE_SIZE = 500  # items measured for it
# Texts sorted by length at a time: long enough for full batches, short enough that the first are done soon.
WINDOW = 2_000
ENOUGH_TO_TIME = 100  # items; with fewer the model's first texts weigh too much
SECONDS_PER_ITEM = "seconds_per_item"  # the name under which it is kept how long reading took here


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
    encoder = workspace.encoder
    texts = [" ".join(item_fields(item)) for item in workspace.items.sample(SAMPLE_SIZE)]
    share = encoder.unknown_token_share(texts) if texts else 0.0
    workspace.meta.set(_share_name(encoder.model_key), f"{share:.6f}")
    return share


def known_unknown_share(workspace: Workspace) -> float | None:
    """Return the share measured last for the current model, None where it was not measured."""
    value = workspace.meta.get(_share_name(workspace.model_key))
    return float(value) if value else None


def model_can_read(workspace: Workspace) -> bool:
    """Return whether the current model reads the language of the catalogue, as far as that was measured."""
    share = known_unknown_share(workspace)
    return share is None or share < UNREADABLE_SHARE


def _share_name(model_key: str) -> str:
    return f"unknown_token_share:{model_key}"


def embed_items(workspace: Workspace, control: JobControl) -> EmbedReport:
    """Embed what is missing, one committed batch at a time; a cancel or crash loses at most one batch; ModelError."""
    encoder = workspace.encoder
    share = measure_unknown_tokens(workspace, control)
    pending = workspace.items.without_vector(encoder.model_key)
    done = 0
    seconds = 0.0
    control.checkpoint(Progress("embedding", 0, len(pending)))
    for start in range(0, len(pending), WINDOW):
        window = pending[start : start + WINDOW]
        fields = FieldVectors(encoder)
        for batch in encoder.batches([" ".join(item_fields(item)) for _, item in window]):
            started = time.perf_counter()
            vectors = fields.of([window[row][1] for row in batch])
            seconds += time.perf_counter() - started
            workspace.vectors.put(encoder.model_key, [window[row][0] for row in batch], vectors)
            done += len(batch)
            control.checkpoint(Progress("embedding", done, len(pending)))
    if done >= ENOUGH_TO_TIME:
        workspace.meta.set(SECONDS_PER_ITEM, f"{seconds / done:.4g}")
    return EmbedReport(
        embedded=done,
        total=workspace.vectors.item_count(encoder.model_key),
        unknown_token_share=share,
        model_name=encoder.model_name,
        pooling=encoder.pooling,
    )


class FieldVectors:
    """Raw vectors of items; a field that was met before, as tags often are, is not embedded again."""

    def __init__(self, encoder: BertEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, np.ndarray] = {}

    def of(self, items: Sequence[Item]) -> np.ndarray:
        """Return a row (3d,) for each item: a unit vector for every field, zeros for an empty one."""
        found = [item_fields(item) for item in items]
        texts = dict.fromkeys(text for fields in found for text in fields if text)
        unknown = [text for text in texts if text not in self._known]
        if unknown:
            self._known.update(zip(unknown, self._encoder.encode(unknown), strict=True))
        rows = np.zeros((len(items), len(FIELDS) * self._encoder.dimension), np.float32)
        for row, fields in zip(rows, found, strict=True):
            for text, block in zip(fields, blocks(self._encoder.dimension), strict=True):
                if text:
                    row[block] = self._known[text]
        return rows


def choose_model(workspace: Workspace, control: JobControl, model_folder: str, pooling: str) -> None:
    """Make another BERT folder (empty: the bundled one) and pooling the library's; raise ModelError if unusable."""
    if pooling not in ("mean", "cls"):
        raise RequestError(
            "“{pooling}” is not a pooling. Nothing was changed. Choose mean or cls.", pooling=pooling
        )
    folder = Path(model_folder).resolve() if model_folder else paths.bundled_model_folder()
    check_model_folder(folder)
    chosen = replace(
        workspace.meta.settings, model_folder=str(folder) if model_folder else "", pooling=pooling
    )
    workspace.meta.save_settings(chosen)


def encode_brief(workspace: Workspace, control: JobControl, brief: str) -> None:
    """Embed the brief and keep its vector, loading the model if need be, so that `suggest` can rank by meaning.

    It is kept once for each field, as a brief is compared with each; what the brief rules out is left unread.
    """
    encoder = workspace.encoder
    wanted = wanted_text(brief)
    digest = text_hash(wanted)
    if workspace.vectors.get(encoder.model_key, digest) is None:
        workspace.vectors.put(encoder.model_key, [digest], np.tile(encoder.encode([wanted]), len(FIELDS)))
