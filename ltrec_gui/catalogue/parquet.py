"""Reads a Parquet file as records: what each value shows, numbers and dates as they are typed.

arro3 reads it: 33 MB installed, where pyarrow takes 166, polars 175, fastparquet with pandas 121 and duckdb 67.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ltrec_gui.catalogue.cells import TypedNumber
from ltrec_gui.catalogue.reasons import refusal
from ltrec_gui.catalogue.text_file import check_is_file
from ltrec_gui.catalogue.tokenizer import CELL_CAP, Flaw, RawRecord
from ltrec_gui.catalogue.workbook import moment_text, number_text

if TYPE_CHECKING:
    from arro3.core import RecordBatchReader

ROWS_AT_ONCE = 1_024


def open_parquet(path: Path) -> tuple[tuple[str, ...], Iterator[RawRecord]]:
    """Return the names of the columns and the records, numbered from 1; raise CatalogueError where it is damaged."""
    # Only who imports such a file waits for it.
    from arro3.io import read_parquet

    check_is_file(path)
    with _damage_told(path):
        batches = read_parquet(path, batch_size=ROWS_AT_ONCE)
        names = tuple(batches.schema.names)
    return names, _records(path, batches)


def parquet_row_count(path: Path) -> int:
    """Return how many rows a file holds; raise CatalogueError where it is damaged."""
    from arro3.io import read_parquet

    with _damage_told(path):
        return sum(batch.num_rows for batch in read_parquet(path, batch_size=64 * ROWS_AT_ONCE))


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        # It raises plain Exception, and where the end of the file is missing a panic, which is not even one.
        if type(error) is Exception or type(error).__name__ == "PanicException":
            raise refusal("bad_parquet", name=path.name) from error
        raise


def _batches(path: Path, batches: "RecordBatchReader") -> Iterator[list[Sequence[object]]]:
    while True:
        with _damage_told(path):
            batch = next(batches, None)
            columns = (
                [cast("Sequence[object]", column.to_pylist()) for column in batch.columns] if batch else []
            )
        if batch is None:
            return
        yield columns


def _records(path: Path, batches: "RecordBatchReader") -> Iterator[RawRecord]:
    number = 0
    for columns in _batches(path, batches):
        for row in zip(*columns, strict=True):
            number += 1
            cells = [value_text(value) for value in row]
            long = next((at for at, cell in enumerate(cells) if len(cell) > CELL_CAP), None)
            yield RawRecord(number, 1, cells, () if long is None else (Flaw("too_long", long, CELL_CAP),))


def value_text(value: object) -> str:
    """Return a value as the text of a cell; lists and structures as JSON, which a column of tags can read."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return TypedNumber(number_text(value))
    if isinstance(value, Decimal):
        return TypedNumber(format(value, "f"))
    if isinstance(value, date | time | timedelta):
        return moment_text(value)
    if isinstance(value, bytes):
        # As marked as in a text, so that the judge of records can refuse it and say which byte.
        return value.decode("utf-8", "ltrec.mark")
    return json.dumps(value, ensure_ascii=False, default=value_text)
