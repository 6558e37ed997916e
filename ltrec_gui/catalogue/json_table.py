"""Reads JSON Lines, and a JSON list of objects, as records: keys are columns, an object within is taken apart."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from ltrec_gui.catalogue.cells import TypedNumber
from ltrec_gui.catalogue.forms import JSON_LIST
from ltrec_gui.catalogue.reasons import refusal
from ltrec_gui.catalogue.text_file import Lines, open_lines
from ltrec_gui.catalogue.tokenizer import CELL_CAP, Flaw, RawRecord

MOST_COLUMNS = 1_000
LIST_BYTES = 512 << 20  # a list is read whole; JSON Lines have no such limit
DEPTH = 3  # objects within objects that become columns of their own
_DECODER = json.JSONDecoder(parse_float=TypedNumber, parse_int=TypedNumber, parse_constant=str)


def json_names(path: Path, encoding: str, form: str, limit: int | None = None) -> tuple[str, ...]:
    """Return the columns of the first `limit` rows (None: of all) in the order in which they first appear."""
    names: dict[str, None] = {}
    with open_lines(path, encoding) as lines:
        for _, value in islice(_values(path, lines, form), limit):
            if isinstance(value, dict) and len(names) < MOST_COLUMNS:
                names |= dict.fromkeys(_flat(value))
    return tuple(islice(names, MOST_COLUMNS))


def json_records(path: Path, lines: Lines, form: str, names: Sequence[str]) -> Iterator[RawRecord]:
    """Yield one record for each line, or each member of a list, with its values in the columns `names`.

    What is no object comes with the flaw `no_object`; a key that is no column makes the record too wide.
    """
    places = {name: at for at, name in enumerate(names)}
    for number, value in _values(path, lines, form):
        if value is None:
            yield RawRecord(number, 1, [""])
            continue
        if not isinstance(value, dict):
            yield RawRecord(number, 1, [str(value)], (Flaw("no_object", 0),))
            continue
        cells = [""] * len(names)
        for name, text in _flat(value).items():
            at = places.get(name)
            if at is None:
                cells.append(text)
            else:
                cells[at] = text
        long = next((at for at, cell in enumerate(cells) if len(cell) > CELL_CAP), None)
        yield RawRecord(number, 1, cells, () if long is None else (Flaw("too_long", long, CELL_CAP),))


def _values(path: Path, lines: Lines, form: str) -> Iterator[tuple[int, object]]:
    """Yield (number, value): None for a blank line, the text of a line that is no JSON as it stands."""
    if form == JSON_LIST:
        yield from enumerate(_members(path, lines), start=1)
        return
    for line in lines:
        lines.taken.clear()
        text = line.strip()
        if not text:
            yield lines.line_number, None
            continue
        try:
            yield lines.line_number, _DECODER.decode(text)
        except (ValueError, RecursionError):
            yield lines.line_number, text


def _members(path: Path, lines: Lines) -> Iterator[object]:
    parts: list[str] = []
    size = 0
    for line in lines:
        lines.taken.clear()
        parts.append(line)
        size += len(line)
        if size > LIST_BYTES:
            raise refusal("json_too_long", name=path.name)
    text = "".join(parts)
    at = text.find("[") + 1
    while True:
        # One member at a time, so that a damaged end costs no more than itself.
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if at >= len(text) or text[at] == "]":
            return
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield text[at : at + 200]
            return
        yield value if value is not None else "null"


def _flat(value: dict[str, Any], prefix: str = "", depth: int = DEPTH) -> dict[str, str]:
    """Return the values of an object as texts by dotted key."""
    found: dict[str, str] = {}
    for key, member in value.items():
        name = prefix + key
        if isinstance(member, dict) and member and depth > 1:
            found |= _flat(member, name + ".", depth - 1)
        else:
            found[name] = value_text(member)
    return found


def value_text(value: object) -> str:
    """Return a value of JSON as the text of a cell; a list stays a list, which a column of tags can read."""
    if value is None:
        return ""
    if isinstance(value, str):  # numbers are texts by now
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)
