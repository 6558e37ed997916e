"""The map beside an index generation: read back whole, or not at all."""

import numpy as np
import pytest

from ltrec_gui.errors import IndexUnavailable
from ltrec_gui.index.generation import open_generation, write_generation
from ltrec_gui.index.map_file import FILE, SEAL, read_map, write_map

PLACES = np.linspace(-1, 1, 120, dtype=np.float32).reshape(60, 2)


@pytest.fixture
def root(tmp_path, contents):
    write_generation(tmp_path, 4, **contents())
    write_map(tmp_path, 4, PLACES)
    return tmp_path


def test_what_was_written_is_read_back(root):
    assert read_map(root, 4, 60).tobytes() == PLACES.tobytes()
    assert not list(root.rglob("*.tmp"))


def test_it_can_be_written_again(root):
    write_map(root, 4, PLACES[::-1])
    assert read_map(root, 4, 60).tobytes() == PLACES[::-1].tobytes()


def test_the_generation_still_opens_with_it(root):
    open_generation(root, 4, library_id="library-a", model_key="bert:mean:abc").close()


@pytest.mark.parametrize("name", [FILE, SEAL])
def test_every_flipped_byte_is_noticed(root, name):
    whole = (root / "gen-000004" / name).read_bytes()
    for place in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        (root / "gen-000004" / name).write_bytes(damaged)
        assert read_map(root, 4, 60) is None, place


@pytest.mark.parametrize("name", [FILE, SEAL])
def test_a_missing_or_cut_file_is_no_map(root, name):
    path = root / "gen-000004" / name
    path.write_bytes(path.read_bytes()[:-9])
    assert read_map(root, 4, 60) is None
    path.unlink()
    assert read_map(root, 4, 60) is None


def test_the_map_of_another_number_of_items_is_none(root):
    assert read_map(root, 4, 61) is None
    assert read_map(root, 5, 60) is None


def test_places_that_are_no_good_are_refused(root):
    for places in (PLACES[:, :1], np.full((3, 2), np.nan, np.float32)):
        with pytest.raises(ValueError, match="no map"):
            write_map(root, 4, places)
    assert read_map(root, 4, 60) is not None


def test_a_folder_that_takes_no_file(root):
    with pytest.raises(IndexUnavailable, match="could not be written"):
        write_map(root, 9, PLACES)
