"""The map of a generation: where each of its rows lies in two dimensions, kept in its folder and sealed by a hash."""

import hashlib
import json
import os
import secrets
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ltrec_gui.errors import IndexUnavailable, Phrase

FORMAT = 1
FILE = "map.npy"
SEAL = "map.json"  # written last: without it there is no map


def write_map(root: Path, number: int, places: NDArray[np.float32]) -> None:
    """Keep `places` (n, 2) as the map of generation `number` under `root`, whole or not at all.

    ValueError for places that are no good, IndexUnavailable where the disk does not take them.
    """
    if places.ndim != 2 or places.shape[1] != 2 or not np.isfinite(places).all():
        raise ValueError(f"places of shape {places.shape} are no map")
    folder = _folder(root, number)
    try:
        # The old seal would not fit the new file; without one there is no map for a moment, and no wrong one ever.
        (folder / SEAL).unlink(missing_ok=True)
        written = _put(folder / FILE, places)
        seal = {
            "format": FORMAT,
            "item_count": len(places),
            "byte_size": len(written),
            "sha256": hashlib.sha256(written).hexdigest(),
        }
        _put(folder / SEAL, json.dumps(seal).encode())
    except OSError as error:
        raise IndexUnavailable(
            "The map could not be written ({why}); everything else works without it. Make room on the disk and open "
            "the map again.",
            why=error.strerror or Phrase("perhaps the disk is full"),
        ) from error


def has_map(root: Path, number: int) -> bool:
    """Return whether anything of a map of generation `number` is there, be it whole or not."""
    return any((_folder(root, number) / name).exists() for name in (FILE, SEAL))


def read_map(root: Path, number: int, item_count: int) -> NDArray[np.float32] | None:
    """Return the places (n, 2) of the rows of a generation; None where there is no map, or not the one written."""
    folder = _folder(root, number)
    try:
        seal = json.loads((folder / SEAL).read_bytes())
        written = (folder / FILE).read_bytes()
    except (OSError, ValueError):
        return None
    wanted = {
        "format": FORMAT,
        "item_count": item_count,
        "byte_size": len(written),
        "sha256": hashlib.sha256(written).hexdigest(),
    }
    if seal != wanted:
        return None
    # Its bytes are those that were written, so they can be read without a doubt.
    places: NDArray[np.float32] = np.load(folder / FILE, allow_pickle=False)
    return places


def _folder(root: Path, number: int) -> Path:
    return root / f"gen-{number:06d}"


def _put(path: Path, content: NDArray[np.float32] | bytes) -> bytes:
    """Write an array or bytes under another name first, and return what now lies there."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                np.save(file, np.ascontiguousarray(content, dtype=np.float32), allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
        written = temporary.read_bytes()
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return written
