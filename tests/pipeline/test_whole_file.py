import os

import pytest

from ltrec_gui.errors import RequestError
from ltrec_gui.pipeline.whole_file import write_whole


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    write_whole(path, "first\r\n")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RequestError, match="No space left"):
        write_whole(path, "second")
    assert [each.name for each in tmp_path.iterdir()] == ["list.csv"]
    assert path.read_bytes() == b"first\r\n"
