"""Tells what kind of table a file is by what it holds, not by its name: text, workbook, JSON or Parquet."""

import re
import zipfile
from pathlib import Path

from ltrec_gui.catalogue.reasons import refusal
from ltrec_gui.catalogue.text_file import HEAD_BYTES, open_bytes

TEXT = "text"
WORKBOOK = "workbook"
JSON_LINES = "json-lines"
JSON_LIST = "json"  # one list of objects, as content management systems export it
PARQUET = "parquet"
FORMS = (TEXT, WORKBOOK, JSON_LINES, JSON_LIST, PARQUET)

_PARQUET_MAGIC = b"PAR1"
_JSON_LIST = re.compile(rb"\s*\[\s*\{")
# An object that begins on the first line; whether each line is one whole is seen when it is read.
_JSON_OBJECT = re.compile(rb"\s*\{\s*(?:\"|\})")
_UTF8_BOM = b"\xef\xbb\xbf"


def form_of(path: Path) -> str:
    """Return the form of a file, one of FORMS; raise CatalogueError where it cannot be opened or is a known stranger.

    Anything that is no workbook, JSON or Parquet is taken for text; whether it is one is for the reader to say.
    """
    with open_bytes(path) as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(_PARQUET_MAGIC):
        return PARQUET
    if head.startswith(b"PK\x03\x04"):
        return _form_of_zip(path)
    text = head.removeprefix(_UTF8_BOM)
    if _JSON_LIST.match(text):
        return JSON_LIST
    if _JSON_OBJECT.match(text) and (len(text) < HEAD_BYTES or b"\n" in text):
        first = next((line for line in text.splitlines() if line.strip()), b"")
        # `{` alone on its line begins one object of many lines: a document, not a table.
        if first.rstrip().endswith(b"}"):
            return JSON_LINES
    return TEXT


def _form_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refusal("bad_archive", name=path.name) from error
    if "xl/workbook.xml" not in names:
        raise refusal("workbook", name=path.name)
    return WORKBOOK
