"""What the columns of a file meant the last time a file had the same header; kept for the person, not for a library."""

import hashlib
import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ltrec_gui.catalogue.columns import KINDS, ColumnMapping, roles_of
from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline.whole_file import write_whole

logger = logging.getLogger(__name__)

MOST_HEADERS = 200


def recall_columns(memory: Path, header: Sequence[str]) -> ColumnMapping | None:
    """Return the roles chosen for this header before; None where it is new or what was kept is unusable."""
    entry = _read(memory).get(_signature(header))
    if not isinstance(entry, dict) or entry.get("kind") not in KINDS:
        return None
    kind = str(entry["kind"])
    pairs = entry.get("columns")
    if not isinstance(pairs, list):
        return None
    columns: list[tuple[str, int]] = []
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2:
            return None
        role, column = pair
        if role not in roles_of(kind) or type(column) is not int or not 0 <= column < len(header):
            return None
        columns.append((role, column))
    return ColumnMapping(kind, tuple(columns))


def remember_columns(memory: Path, header: Sequence[str], mapping: ColumnMapping | None) -> None:
    """Keep the roles of a header, or forget them where `mapping` is None; raise RequestError.

    Only a digest of the header is kept, so the file tells nothing of what was imported.
    """
    known = _read(memory)
    known.pop(_signature(header), None)
    if mapping is not None:
        known[_signature(header)] = {
            "kind": mapping.kind,
            "columns": [list(pair) for pair in mapping.columns],
            "used": datetime.now(UTC).isoformat(timespec="seconds"),
        }
    kept = dict(list(known.items())[-MOST_HEADERS:])
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RequestError(
            "What the columns mean could not be remembered ({why}). The import is not affected. Check your rights to "
            "the folder of the settings.",
            why=error.strerror,
        ) from error
    write_whole(memory, json.dumps(kept, indent=1))


def _signature(header: Sequence[str]) -> str:
    names = "\x1f".join(" ".join(name.casefold().split()) for name in header)
    return hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()[:32]


def _read(memory: Path) -> dict[str, Any]:
    try:
        known = json.loads(memory.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        logger.warning("what columns meant before could not be read; it is guessed again")
        return {}
    return known if isinstance(known, dict) else {}
