"""Opens a file as lines of text, refuses what is no text, marks every byte that the encoding cannot read."""

import codecs
import gzip
import io
import re
import stat
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ltrec_gui.catalogue.reasons import refusal

# A longer line is cut; without a cap a file with no line end would be read into memory whole.
LINE_CAP = 4_000_000
HEAD_BYTES = 65_536
GZIP_MAGIC = b"\x1f\x8b"

# A byte that cannot be read becomes U+DC00 + byte: a lone surrogate, which no decoder gives for good input.
MARK = re.compile("[\udc00-\udcff]")

_MAGIC = (
    (b"PK\x03\x04", "workbook"),
    (b"PK\x05\x06", "workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
    (b"%PDF-", "pdf"),
    (b"SQLite format 3\x00", "binary"),
    (b"PAR1", "binary"),
    (b"\x89PNG\r\n\x1a\n", "binary"),
    (b"\xff\xd8\xff", "binary"),
    (b"\x7fELF", "binary"),
    (b"7z\xbc\xaf\x27\x1c", "workbook"),
)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(rb"\s*<\?xml\b", re.IGNORECASE)
_JSON = re.compile(rb'\s*(?:\[\s*)?\{\s*"(?:[^"\\]|\\.)*"\s*:')
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1b\x00")
_BOM_BYTES = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def _mark_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in bad), error.end


codecs.register_error("ltrec.mark", _mark_bytes)


def check_is_file(path: Path) -> int:
    """Return the size of `path` in bytes; raise CatalogueError if it is no readable, filled, regular file."""
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise refusal("missing_file", name=path.name) from error
    except (OSError, ValueError) as error:
        raise refusal("unreadable", name=path.name, why=_why(error)) from error
    if stat.S_ISDIR(status.st_mode):
        raise refusal("folder", name=path.name)
    if not stat.S_ISREG(status.st_mode):
        raise refusal("not_a_file", name=path.name)
    if status.st_size == 0:
        raise refusal("empty", name=path.name)
    return status.st_size


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open `path` for reading, unpacked where it is gzip; raise CatalogueError where reading fails."""
    check_is_file(path)
    try:
        with path.open("rb") as raw:
            if raw.peek(2)[:2] == GZIP_MAGIC:
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield unpacked  # type: ignore[misc]  # GzipFile reads like BinaryIO; it lacks only write modes
            else:
                yield raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise refusal("bad_archive", name=path.name) from error
    except OSError as error:
        raise refusal("unreadable", name=path.name, why=_why(error)) from error


def check_is_text(head: bytes, name: str) -> None:
    """Raise CatalogueError where the first bytes of file `name` are a workbook's, a page's or no text."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise refusal(kind, name=name)
    if head.startswith(_BOM_BYTES):
        return
    for pattern, kind in ((_HTML, "html"), (_XML, "xml"), (_JSON, "json")):
        if pattern.match(head):
            raise refusal(kind, name=name)
    if utf16_without_bom(head) is None and _looks_binary(head):
        raise refusal("binary", name=name)


def utf16_without_bom(head: bytes) -> str | None:
    """Return "utf-16-le" or "utf-16-be" where every second byte is zero, as in UTF-16 of mostly ASCII."""
    if len(head) < 8:
        return None
    half = len(head) // 2
    zeros_even, zeros_odd = head[0::2].count(0), head[1::2].count(0)
    if zeros_odd > 0.4 * half and zeros_even < 0.02 * half:
        return "utf-16-le"
    if zeros_even > 0.4 * half and zeros_odd < 0.02 * half:
        return "utf-16-be"
    return None


def check_encoding(encoding: str) -> None:
    """Raise CatalogueError where Python knows no text encoding of that name."""
    try:
        b"abcd".decode(encoding)
    except UnicodeDecodeError:
        return
    except (LookupError, UnicodeError, ValueError) as error:
        raise refusal("bad_encoding", encoding=encoding) from error


class Lines:
    """The lines of one text, with a way to put lines back and a count of the lines taken.

    CR LF, CR and LF all end a line. A line longer than LINE_CAP is cut and its number kept in `cut_lines`.
    """

    def __init__(self, text: io.TextIOBase, share_read: Callable[[], float] = lambda: 0.0) -> None:
        self._text = text
        self.share_read = share_read  # 0 to 1: how much of the file was read so far
        self._waiting: deque[str] = deque()
        self._is_first = True
        self.line_number = 0
        self.cut_lines: set[int] = set()
        self.taken: list[str] = []

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._read()
        if not line:
            raise StopIteration
        self.line_number += 1
        self.taken.append(line)
        return line

    def put_back(self, lines: list[str]) -> None:
        """Put back the last lines taken, so that they are read again."""
        self._waiting.extendleft(reversed(lines))
        self.line_number -= len(lines)

    def _read(self) -> str:
        line = self._text.readline(LINE_CAP)
        if self._is_first:
            self._is_first = False
            line = line.removeprefix("\ufeff") or ("" if not line else self._text.readline(LINE_CAP))
        if len(line) < LINE_CAP or line.endswith("\n"):
            return line
        # Only a line read from the file can be this long, so nothing waits and the number is the next one.
        self.cut_lines.add(self.line_number + 1)
        while (rest := self._text.readline(LINE_CAP)) and not rest.endswith("\n"):
            pass
        return line + "\n"


@contextmanager
def open_lines(path: Path, encoding: str) -> Iterator[Lines]:
    """Open `path` as Lines; bytes that `encoding` cannot read are marked (see MARK); raise CatalogueError."""
    check_encoding(encoding)
    with (
        open_bytes(path) as raw,
        io.TextIOWrapper(raw, encoding=encoding, errors="ltrec.mark", newline=None) as text,
    ):
        size = path.stat().st_size
        packed = getattr(raw, "fileobj", None) or raw  # how far the file on disk was read, packed or not
        try:
            yield Lines(text, lambda: min(1.0, packed.tell() / max(size, 1)))
        except UnicodeError as error:
            # UTF-16 without the mark it must begin with, for one; single bad bytes are marked, not raised.
            raise refusal("wrong_encoding", name=path.name, encoding=encoding) from error


def _looks_binary(head: bytes) -> bool:
    if not head:
        return False
    zeros = head.count(0)
    controls = sum(head.count(byte) for byte in range(32) if byte not in _TEXT_CONTROLS)
    return zeros > 0.01 * len(head) + 1 or controls > 0.02 * len(head) + 1


def _why(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
