"""One numbered folder per index build: ids, vectors, Annoy file, manifest; fresh, stale or damaged."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What a generation holds; `files` gives (name, byte size, SHA-256) of each file."""

    generation: int
    library_id: str
    model_key: str
    item_count: int
    dimension: int
    metric: str
    tree_count: int
    seed: int
    created_at: str
    files: tuple[tuple[str, int, str], ...]
