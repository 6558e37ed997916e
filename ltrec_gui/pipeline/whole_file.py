"""A file written whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from ltrec_gui.errors import RequestError


def write_whole(path: Path, content: str) -> None:
    """Write UTF-8 text to `path`, its line ends as they are; RequestError, an older file left as it was."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):  # where it could not even be made, it cannot be removed either
            temporary.unlink()
        raise RequestError(
            "“{name}” could not be written ({why}). An older file of that name was left as it "
            "is. Choose another folder.",
            name=path.name,
            why=error.strerror,
        ) from error
