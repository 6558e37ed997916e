"""Build a new index generation from all vectors and make it the active one."""

import numpy as np

from ltrec_gui.errors import IndexUnavailable
from ltrec_gui.index.generation import (
    IndexManifest,
    next_number,
    open_generation,
    remove_orphans,
    write_generation,
)
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.fields import ITEM_WEIGHTS, field_means, joined


def build_index(workspace: Workspace, control: JobControl) -> IndexManifest | None:
    """Return the manifest of the generation now active; None where there is no vector yet; a fresh one is kept."""
    snapshot = workspace.snapshot()
    view = snapshot.view
    active = workspace.meta.active_generation
    remove_orphans(workspace.index_root, active)
    if not view.has_vector.any():
        return None
    if active is not None and not view.problem and not view.is_stale:
        kept = open_generation(
            workspace.index_root, active, library_id=workspace.meta.library_id, model_key=workspace.model_key
        )
        kept.close()
        return kept.manifest
    control.checkpoint(Progress("indexing", 0))
    table = snapshot.table
    last_vector_id, hashes, raw = workspace.vectors.newer_than(workspace.model_key, 0)
    row_of_hash = {text_hash: row for row, text_hash in enumerate(hashes)}
    positions = [position for position, text_hash in enumerate(table.text_hashes) if text_hash in row_of_hash]
    rows = np.array([row_of_hash[table.text_hashes[position]] for position in positions])
    raw = raw[rows]
    mean = field_means(raw)
    manifest = write_generation(
        workspace.index_root,
        # Past the active number even where its folder is gone: who has the old one open must see that this is another.
        max(next_number(workspace.index_root), (active or 0) + 1),
        library_id=workspace.meta.library_id,
        model_key=workspace.model_key,
        item_keys=table.keys[positions],
        text_hashes=[table.text_hashes[position] for position in positions],
        vectors=_without_zero_rows(joined(raw, mean, ITEM_WEIGHTS)),
        mean=mean,
        report=lambda done, total: control.checkpoint(Progress("indexing", done, total)),
    )
    workspace.meta.set(f"vector_id_of_generation_{manifest.generation}", str(last_vector_id))
    workspace.meta.set_active_generation(manifest.generation)
    return manifest


def _without_zero_rows(vectors: np.ndarray) -> np.ndarray:
    """Give rows (n, 3d) without words, or that vanish in centring (one item, all texts equal), a direction, in place.

    Annoy refuses them.
    """
    vectors[~vectors.any(axis=1), 0] = 1.0
    return vectors


def index_problem(workspace: Workspace) -> str:
    """Return why the active index cannot be used, in a sentence; empty where it can or there is none."""
    active = workspace.meta.active_generation
    if active is None:
        return ""
    try:
        open_generation(
            workspace.index_root, active, library_id=workspace.meta.library_id, model_key=workspace.model_key
        ).close()
    except IndexUnavailable as error:
        return str(error)
    return ""
