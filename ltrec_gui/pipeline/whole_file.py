"""A file written whole or not at all."""

import os
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO

from ltrec_gui.errors import RequestError


class NameTaken(RequestError):
    """A file of that name is there and was not to be replaced."""

    @classmethod
    def of(cls, path: Path) -> "NameTaken":
        """Return the error about the file at `path`."""
        return NameTaken(
            "“{name}” is there already. It was left as it is. Choose another name, or say that it may be replaced.",
            name=path.name,
        )


def write_whole(path: Path, content: str | bytes, *, may_replace: bool = True) -> None:
    """Write text (as UTF-8, its line ends as they are) or bytes to `path`; RequestError, an older file left as it was.

    Where it must not be replaced, an older file raises NameTaken.
    """
    encoded = content.encode() if isinstance(content, str) else content
    pour_whole(path, lambda file: file.write(encoded), may_replace=may_replace)


def pour_whole(path: Path, pour: Callable[[IO[bytes]], object], *, may_replace: bool = True) -> None:
    """Let `pour` write `path` through a file that takes its name once it is on disk; errors as of `write_whole`."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            pour(file)
            file.flush()
            os.fsync(file.fileno())
        if may_replace:
            temporary.replace(path)
        else:
            _name_unless_taken(temporary, path)
    except OSError as error:
        with suppress(OSError):  # where it could not even be made, it cannot be removed either
            temporary.unlink()
        if isinstance(error, FileExistsError) and not may_replace:
            raise NameTaken.of(path) from error
        raise RequestError(
            "“{name}” could not be written ({why}). An older file of that name was left as it "
            "is. Choose another folder.",
            name=path.name,
            why=error.strerror,
        ) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def free_name(path: Path) -> Path:
    """Return `path`, or the first of “name (2)”, “name (3)”, … beside it that is not taken."""
    if not path.exists():
        return path
    numbered = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
    return next(each for each in numbered if not each.exists())


def _name_unless_taken(temporary: Path, path: Path) -> None:
    """Give a finished file its name; FileExistsError where that is taken, be it since a moment ago."""
    if path.exists():
        raise FileExistsError
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        temporary.replace(path)  # this disk has no second names for a file
    else:
        temporary.unlink()
