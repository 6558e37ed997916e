import json
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from ltrec_gui.errors import IndexUnavailable
from ltrec_gui.index import annoy_index, exact, generation, projection
from ltrec_gui.index.generation import FILES, next_number, open_generation, remove_orphans, write_generation

CHECKOUT = Path(__file__).resolve().parents[2]
OURS = {"library_id": "library-a", "model_key": "bert:mean:abc"}
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and locks")


class Stop(Exception):
    pass


@pytest.fixture
def root(tmp_path, contents):
    """A folder with one small generation, number 4."""
    write_generation(tmp_path / "index", 4, **contents())
    return tmp_path / "index"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def in_a_process_of_its_own(script, *arguments):
    """Run `script`; what kills it cannot kill us."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


OPEN_ALL = """
import sys
from pathlib import Path
from ltrec_gui.errors import IndexUnavailable
from ltrec_gui.index.generation import open_generation
for folder in sorted(Path(sys.argv[1]).iterdir()):
    try:
        open_generation(folder, 4, library_id="library-a", model_key="bert:mean:abc").close()
    except IndexUnavailable as error:
        print(folder.name, "refused:", error)
    else:
        print(folder.name, "opened")
"""


def test_what_was_written_is_read_back(root, contents):
    expected = contents()
    opened = open_generation(root, 4, **OURS)
    manifest = opened.manifest
    assert (manifest.generation, manifest.item_count, manifest.dimension) == (4, 60, 16)
    assert (manifest.tree_count, manifest.seed, manifest.metric) == (5, 7, "angular")
    np.testing.assert_array_equal(opened.item_keys, expected["item_keys"])
    assert [text.decode() for text in opened.text_hashes.tolist()] == expected["text_hashes"]
    np.testing.assert_array_equal(opened.vectors, expected["vectors"])
    np.testing.assert_array_equal(opened.mean, expected["mean"])
    assert (manifest.search_dimension, opened.projection.shape) == (16, (16, 16))
    assert manifest.explained_share == pytest.approx(1.0)
    assert isinstance(opened.vectors, np.memmap)
    opened.close()


def test_the_folder_holds_its_files_and_nothing_else(root):
    assert names(root) == ["gen-000004"]
    assert names(root / "gen-000004") == sorted([*FILES, "manifest.json"])


def test_the_manifest_returned_is_the_one_written(tmp_path, contents):
    manifest = write_generation(tmp_path, 1, **contents())
    opened = open_generation(tmp_path, 1, **OURS)
    assert opened.manifest == manifest
    opened.close()


def test_defaults_find_nearly_all_true_neighbours(tmp_path, contents, rows):
    values = contents(count=len(rows), vectors=rows, mean=np.zeros(rows.shape[1], np.float32), tree_count=30)
    write_generation(tmp_path, 1, **values)
    opened = open_generation(tmp_path, 1, **OURS)
    hits = 0
    for row in rows[::50]:
        positions, cosines = opened.nearest(row, 50)
        np.testing.assert_allclose(cosines, rows[positions] @ row, atol=1e-4)
        hits += len(set(positions) & set(exact.nearest(opened.vectors, row, 50)[0]))
    opened.close()
    assert hits / (50 * len(rows[::50])) >= 0.95


def test_fewer_dimensions_are_searched_and_all_are_compared(tmp_path, contents, rows, monkeypatch):
    """A third of the dimensions: the index misses some neighbours, but no cosine or order is wrong."""
    monkeypatch.setattr(projection, "SEARCH_DIMENSION", 16)
    values = contents(count=len(rows), vectors=rows, mean=np.zeros(rows.shape[1], np.float32), tree_count=30)
    manifest = write_generation(tmp_path, 1, **values)
    assert manifest.search_dimension == 16 and 0.33 < manifest.explained_share < 0.9
    opened = open_generation(tmp_path, 1, **OURS)
    hits = 0
    for row in rows[::50]:
        positions, cosines = opened.nearest(row, 20)
        np.testing.assert_allclose(cosines, rows[positions] @ row, atol=1e-6)
        assert (np.diff(cosines) <= 0).all()
        hits += len(set(positions) & set(exact.nearest(rows, row, 20)[0]))
    opened.close()
    assert hits / (20 * len(rows[::50])) >= 0.7


def test_a_question_that_the_projection_loses_is_answered_exactly(tmp_path, contents):
    """All rows lie in one plane, and what is asked for stands upright on it."""
    vectors = np.zeros((60, 16), np.float32)
    vectors[np.arange(60), np.arange(60) % 2] = 1.0
    write_generation(
        tmp_path, 1, **contents(vectors=vectors[:2], item_keys=np.arange(2), text_hashes=["0" * 32] * 2)
    )
    opened = open_generation(tmp_path, 1, **OURS)
    positions, cosines = opened.nearest(np.eye(16, dtype=np.float32)[5], 2)
    opened.close()
    assert list(positions) == [0, 1] and not cosines.any()


def test_rows_of_which_the_projection_leaves_nothing_can_be_indexed(tmp_path, contents, monkeypatch):
    monkeypatch.setattr(projection, "SEARCH_DIMENSION", 1)
    vectors = np.zeros((60, 16), np.float32)
    vectors[:50, 0] = 1.0
    vectors[50:, 1] = 1.0
    write_generation(tmp_path, 1, **contents(vectors=vectors))
    opened = open_generation(tmp_path, 1, **OURS)
    assert opened.manifest.search_dimension == 1
    positions, cosines = opened.nearest(vectors[55], 10)
    opened.close()
    assert list(positions) == list(range(50, 60)) and (cosines == 1.0).all()


def test_the_same_seed_gives_the_same_neighbours(tmp_path, contents):
    digests = []
    for number in (1, 2):
        manifest = write_generation(tmp_path, number, **contents(count=400))
        digests.append({name: digest for name, _, digest in manifest.files})
    assert digests[0] == digests[1]


@pytest.mark.parametrize("count", [1, 2, 9, 10, 11])
def test_small_catalogues_can_be_indexed(tmp_path, contents, count):
    write_generation(tmp_path, 1, **contents(count=count))
    opened = open_generation(tmp_path, 1, **OURS)
    assert sorted(opened.nearest(opened.vectors[0], 100)[0]) == list(range(count))
    opened.close()


def test_equal_and_nearly_equal_rows_can_be_indexed(tmp_path, contents):
    vectors = contents(count=1)["vectors"].repeat(1_500, axis=0)
    vectors[::2, 0] += 1e-4
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    write_generation(tmp_path, 1, **contents(count=1_500, vectors=vectors))
    opened = open_generation(tmp_path, 1, **OURS)
    assert len(opened.nearest(vectors[3], 25)[0]) == 25
    opened.close()


def test_a_closed_generation_answers_no_more(root):
    opened = open_generation(root, 4, **OURS)
    vector = np.array(opened.vectors[0])
    opened.close()
    with pytest.raises(ValueError, match="closed"):
        opened.nearest(vector, 5)
    shutil.rmtree(root)


# What does not fit is refused before anything is written


@pytest.mark.parametrize(
    "changes",
    [
        {"item_keys": np.arange(59)},
        {"text_hashes": ["0" * 32] * 59},
        {"text_hashes": ["0" * 31] * 60},
        {"text_hashes": ["é" * 32] * 60},
        {"mean": np.zeros(15, np.float32)},
        {"mean": np.full(16, np.nan, np.float32)},
        {"vectors": np.ones((60, 16), np.float32)},
        {"vectors": np.zeros((60, 16), np.float32)},
        {"vectors": np.full((60, 16), np.nan, np.float32)},
        {"vectors": np.zeros((0, 16), np.float32), "item_keys": np.arange(0), "text_hashes": []},
    ],
)
def test_arrays_that_do_not_fit_are_refused(tmp_path, contents, changes):
    with pytest.raises(ValueError):
        write_generation(tmp_path, 1, **contents(**changes))
    assert names(tmp_path) == []


def test_a_stopped_build_leaves_nothing_behind(root, contents):
    def report(done, total):
        if done == total:
            raise Stop

    with pytest.raises(Stop):
        write_generation(root, 5, **contents(), report=report)
    assert names(root) == ["gen-000004"]


def test_a_number_that_is_taken_stays_as_it_was(root, contents):
    before = (root / "gen-000004" / "manifest.json").read_bytes()
    with pytest.raises(IndexUnavailable):
        write_generation(root, 4, **contents(seed=9))
    assert names(root) == ["gen-000004"]
    assert (root / "gen-000004" / "manifest.json").read_bytes() == before


def test_a_full_disk_is_told_in_a_sentence(tmp_path, contents, monkeypatch):
    full = SimpleNamespace(free=1_000_000)
    monkeypatch.setattr(generation.shutil, "disk_usage", lambda folder: full)
    with pytest.raises(IndexUnavailable, match="no room"):
        write_generation(tmp_path, 1, **contents())
    assert names(tmp_path) == []


@posix_only
def test_a_write_that_fails_is_told_in_a_sentence(tmp_path):
    script = """
import resource, sys
from pathlib import Path
import numpy as np
from ltrec_gui.errors import IndexUnavailable
from ltrec_gui.index.generation import write_generation
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
rows = np.eye(64, dtype=np.float32)
try:
    write_generation(Path(sys.argv[1]), 1, library_id="a", model_key="b", item_keys=np.arange(64),
                     text_hashes=["0" * 32] * 64, vectors=rows, mean=rows[0])
except IndexUnavailable as error:
    print("refused:", error)
"""
    run = in_a_process_of_its_own(script, tmp_path)
    assert run.stdout.startswith("refused: The index could not be written"), run.stderr
    assert names(tmp_path) == []


def test_a_place_that_is_no_folder_is_told_in_a_sentence(tmp_path, contents):
    (tmp_path / "file").write_text("x")
    with pytest.raises(IndexUnavailable, match="could not be written"):
        write_generation(tmp_path / "file", 1, **contents())


def test_an_index_that_answers_wrongly_is_not_kept(tmp_path, contents, monkeypatch):
    plain = annoy_index.AnnoyReader.nearest

    def one_only(self, vector, count, search_nodes):
        positions, cosines = plain(self, vector, count, search_nodes)
        return positions[:1], cosines[:1]

    monkeypatch.setattr(annoy_index.AnnoyReader, "nearest", one_only)
    with pytest.raises(IndexUnavailable, match="wrong answers"):
        write_generation(tmp_path, 1, **contents())
    assert names(tmp_path) == []


# Damage of every kind is refused, and never ends the process


def test_damage_to_any_file_is_refused_and_kills_nobody(root, tmp_path):
    """Cut at several places, flipped at several places, emptied, lengthened, replaced by noise, gone: each file."""
    places = tmp_path / "places"
    files = [*FILES, "manifest.json"]
    for name in files:
        whole = (root / "gen-000004" / name).read_bytes()
        middle, last = len(whole) // 2, len(whole) - 1
        damage = {f"cut {length}": whole[:length] for length in (0, 1, 100, middle, last)}
        damage |= {
            f"flip {at}": whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
            for at in (0, 90, middle, last)
        }
        damage |= {"longer": whole + b"\0", "noise": np.random.default_rng(0).bytes(len(whole)), "gone": None}
        for what, data in damage.items():
            place = places / f"{name} {what}"
            shutil.copytree(root, place)
            path = place / "gen-000004" / name
            path.unlink()
            if data is not None:
                path.write_bytes(data)
    shutil.copytree(root, places / "unharmed")
    run = in_a_process_of_its_own(OPEN_ALL, places)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert len(lines) == len(files) * 12 + 1
    assert [line for line in lines if " refused: The index " not in line] == ["unharmed opened"]
    cut = [line for line in lines if " cut " in line and "manifest" not in line]
    assert cut and all("has the wrong size" in line for line in cut)


def test_a_manifest_that_lies_is_refused_and_kills_nobody(root, tmp_path):
    """Every value changed, with a checksum that fits the lie."""
    opened = open_generation(root, 4, **OURS)
    truth = opened.manifest
    opened.close()
    name, size, digest = truth.files[0]
    lies = {
        "generation": [5, -4, "4", None, True],
        "library_id": ["", None],
        "model_key": ["", 3],
        "item_count": [59, 61, 0, -1, 10**9, "60", None, 60.0],
        "dimension": [15, 17, 8, 32, 0, -16, 10**9, None],
        "search_dimension": [15, 17, 0, -16, None, "16", 16.0],
        "explained_share": [-0.1, 1.1, float("nan"), None, "1.0", 1],
        "metric": ["euclidean", "", None],
        "files": [
            (),
            truth.files[1:],
            (("../ids.npy", size, digest), *truth.files[1:]),
            ((name, -1, digest),),
            ((1, 2, 3),),
        ],
        "tree_count": [-1, None],
        "seed": ["x", -1],
    }
    count = 0
    for field, values in lies.items():
        for value in values:
            place = tmp_path / "places" / f"{count:03d}"
            shutil.copytree(root, place)
            lie = generation._rendered(replace(truth, **{field: value}))
            (place / "gen-000004" / "manifest.json").write_bytes(lie)
            count += 1
    run = in_a_process_of_its_own(OPEN_ALL, tmp_path / "places")
    assert run.returncode == 0, run.stderr
    assert [" refused: The index " in line for line in run.stdout.splitlines()] == [True] * count


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"format": 3}',
        '{"format": 3}',
        '{"format": 3, "files": 3}',
        "[" * 90_000,
        " " * 200_000,
    ],
)
def test_a_manifest_that_is_nonsense_is_refused(root, text):
    (root / "gen-000004" / "manifest.json").write_text(text)
    with pytest.raises(IndexUnavailable):
        open_generation(root, 4, **OURS)


def test_an_index_of_the_version_before_is_refused_in_a_sentence(root):
    path = root / "gen-000004" / "manifest.json"
    path.write_text(path.read_text().replace('"format": 3', '"format": 1'))
    with pytest.raises(IndexUnavailable, match="another version of the program"):
        open_generation(root, 4, **OURS)


def test_arrays_of_another_shape_or_type_are_refused_though_the_manifest_agrees(root, contents):
    folder = root / "gen-000004"
    opened = open_generation(root, 4, **OURS)
    truth = opened.manifest
    opened.close()
    good = {name: (folder / name).read_bytes() for name in FILES}
    vectors = contents()["vectors"]
    for name, array in [
        ("ids.npy", np.arange(60, dtype=np.int32)),
        ("ids.npy", np.array([{"a": 1}] * 60, dtype=object)),
        ("hashes.npy", np.array(["x"] * 60)),
        ("vectors.npy", vectors[:59]),
        ("vectors.npy", vectors.T),
        ("vectors.npy", vectors.astype(np.float64)),
        ("mean.npy", np.zeros(17, np.float32)),
        ("mean.npy", b""),
        ("mean.npy", b"no array at all"),
        ("projection.npy", np.eye(16, 15, dtype=np.float32)),
        ("projection.npy", np.eye(16)),
    ]:
        for restored, data in good.items():
            (folder / restored).write_bytes(data)
        if isinstance(array, bytes):
            (folder / name).write_bytes(array)
        else:
            np.save(folder / name, array, allow_pickle=True)
        files = tuple(
            (file, (folder / file).stat().st_size, generation._sha256(folder / file)) for file in FILES
        )
        (folder / "manifest.json").write_bytes(generation._rendered(replace(truth, files=files)))
        with pytest.raises(IndexUnavailable, match=name):
            open_generation(root, 4, **OURS)


def test_another_library_or_model_is_refused_by_name(root):
    with pytest.raises(IndexUnavailable, match="another library"):
        open_generation(root, 4, library_id="library-b", model_key="bert:mean:abc")
    with pytest.raises(IndexUnavailable, match="another model"):
        open_generation(root, 4, library_id="library-a", model_key="bert:cls:abc")


def test_a_folder_given_another_number_is_refused(root):
    (root / "gen-000004").rename(root / "gen-000006")
    with pytest.raises(IndexUnavailable):
        open_generation(root, 6, **OURS)
    with pytest.raises(IndexUnavailable, match="not complete"):
        open_generation(root, 4, **OURS)


# Numbers and leftovers


def test_numbers_go_up_past_unfinished_builds(tmp_path):
    assert next_number(tmp_path / "none yet") == 1
    for name in ("gen-000002", "gen-000007-0a1b2c3d.tmp", "gen-x", "gen-000009.old", "other"):
        (tmp_path / name).mkdir()
    assert next_number(tmp_path) == 8


def test_all_but_the_active_generation_go(root, contents):
    write_generation(root, 5, **contents())
    write_generation(root, 6, **contents())
    (root / "gen-000007-0a1b2c3d.tmp").mkdir()
    (root / "gen-000008.tmp").mkdir()
    (root / "notes").mkdir()
    remove_orphans(root, 5)
    assert names(root) == ["gen-000005", "notes"]
    open_generation(root, 5, **OURS).close()
    remove_orphans(root, None)
    assert names(root) == ["notes"]


def test_no_folder_has_no_orphans(tmp_path):
    remove_orphans(tmp_path / "none yet", 3)
    assert names(tmp_path) == []


def test_an_orphan_that_cannot_go_stops_nothing(root, caplog):
    (root / "gen-000001").write_text("a file, not a folder")
    (root / "gen-000002").mkdir()
    remove_orphans(root, 4)
    assert names(root) == ["gen-000001", "gen-000004"]
    assert "could not be removed" in caplog.text


@posix_only
def test_a_build_that_goes_on_is_no_orphan(root, contents):
    reached, go_on = threading.Event(), threading.Event()

    def report(done, total):
        reached.set()
        assert go_on.wait(60)

    builder = threading.Thread(target=lambda: write_generation(root, 5, **contents(), report=report))
    builder.start()
    assert reached.wait(60)
    remove_orphans(root, 4)
    go_on.set()
    builder.join()
    assert names(root) == ["gen-000004", "gen-000005"]


def test_two_builders_of_one_number_do_not_mix(root, contents):
    """The first to finish has it; the other is told, and its files are gone."""

    def report(done, total):
        if done == 0:
            write_generation(root, 5, **contents(seed=1))

    with pytest.raises(IndexUnavailable):
        write_generation(root, 5, **contents(seed=2), report=report)
    assert names(root) == ["gen-000004", "gen-000005"]
    opened = open_generation(root, 5, **OURS)
    assert opened.manifest.seed == 1
    opened.close()


KILLED = """
import os, signal, sys
from pathlib import Path
import numpy as np
from ltrec_gui.index import generation
root, moment, left = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])

def counted(call):
    def wrapper(*arguments, **options):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **options)
    return wrapper

report = lambda done, total: None
if moment == "report":
    report = counted(report)
elif moment == "fsync":
    os.fsync = counted(os.fsync)
elif moment == "rename":
    Path.rename = counted(Path.rename)
else:
    import threading, time
    def soon(done, total):
        if done == total:
            threading.Thread(target=lambda: (time.sleep(left / 1000), os.kill(os.getpid(), signal.SIGKILL))).start()
    report = soon
rows = np.random.default_rng(0).standard_normal((2_000, 64)).astype(np.float32)
rows /= np.linalg.norm(rows, axis=1, keepdims=True)
generation.write_generation(
    root, 5, library_id="library-a", model_key="bert:mean:abc", item_keys=np.arange(2_000),
    text_hashes=["0" * 32] * 2_000, vectors=rows, mean=rows[0], tree_count=100, report=report)
"""


def moments():
    yield from (("report", n) for n in range(1, 6))
    yield from (("fsync", n) for n in range(1, 10))
    yield ("rename", 1)
    yield from (("growing", n) for n in (0, 20, 100))


@posix_only
@pytest.mark.parametrize(("moment", "count"), list(moments()))
def test_a_killed_builder_harms_nothing(root, contents, moment, count):
    run = in_a_process_of_its_own(KILLED, root, moment, count)
    assert run.returncode == -9, run.stderr
    assert names(root)[0] == "gen-000004" and len(names(root)) == 2
    open_generation(root, 4, **OURS).close()
    if "gen-000005" in names(root):  # killed after the rename: whole, though not yet active
        open_generation(root, 5, **OURS).close()
        assert moment == "growing" or (moment, count) == ("fsync", 9)
    remove_orphans(root, 4)
    assert names(root) == ["gen-000004"]
    write_generation(root, next_number(root), **contents())
    assert names(root) == ["gen-000004", "gen-000005"]


@posix_only
def test_the_moments_above_are_all_there_are(tmp_path):
    """The last fsync is the ninth: with one more to wait for, the build ends well."""
    assert in_a_process_of_its_own(KILLED, tmp_path, "fsync", 10).returncode == 0
    assert in_a_process_of_its_own(KILLED, tmp_path / "2", "report", 6).returncode == 0
    assert names(tmp_path) == ["2", "gen-000005"]


def test_the_manifest_is_readable_text(root):
    values = json.loads((root / "gen-000004" / "manifest.json").read_text())
    assert values["item_count"] == 60 and values["format"] == 3 and len(values["sha256"]) == 64


def test_annoy_waits_until_it_is_needed():
    script = "import sys, ltrec_gui.index.generation, ltrec_gui.index.exact; print('annoy' in sys.modules)"
    assert in_a_process_of_its_own(script).stdout.strip() == "False"


def steep_rows(count, dimension=192):
    """Return unit rows with main directions, more than are looked at in a sweep."""
    generator = np.random.default_rng(8)
    made = generator.normal(size=(count, dimension)) * (np.arange(dimension) + 3.0) ** -0.7
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def wide(tmp_path, contents):
    vectors = steep_rows(2_500)
    mean = np.zeros(192, np.float32)
    write_generation(tmp_path / "wide", 4, **contents(2_500, 192, vectors=vectors, mean=mean))
    opened = open_generation(tmp_path / "wide", 4, **OURS)
    yield opened
    opened.close()


def test_a_sweep_answers_as_exact_search_does_and_annoy_still_answers(wide):
    assert wide.sweep().rows.shape == (2_500, 128)
    for row in wide.vectors[::500]:
        expected, cosines = exact.nearest(wide.vectors, row, 100)
        found, found_cosines = wide.nearest(row, 100)
        assert found.tolist() == expected.tolist()
        np.testing.assert_allclose(found_cosines, cosines, atol=1e-6)
        by_annoy, _ = wide.nearest(row, 100, search_nodes=20_000)
        assert len(set(by_annoy) & set(expected)) >= 90


def test_a_sweep_under_a_filter_answers_as_exact_search_does(wide, monkeypatch):
    mask = np.arange(2_500) % 2 == 1  # more rows than are compared in full
    few = np.arange(2_500) % 50 == 1
    for rows_allowed in (mask, few):
        expected, cosines = exact.nearest(wide.vectors, wide.vectors[7], 100, rows_allowed)
        found, found_cosines = wide.nearest_where(wide.vectors[7], 100, rows_allowed)
        assert found.tolist() == expected.tolist() and rows_allowed[found].all()
        np.testing.assert_allclose(found_cosines, cosines, atol=1e-6)


def test_too_many_items_for_a_sweep_are_left_to_annoy(wide, monkeypatch):
    monkeypatch.setattr(generation, "MOST_SWEPT", 2_000)
    assert wide.sweep() is None
    found, _ = wide.nearest(wide.vectors[9], 10)
    assert found[0] == 9
    where, _ = wide.nearest_where(wide.vectors[9], 10, np.arange(2_500) % 3 == 1)
    assert (where % 3 == 1).all() and len(where) == 10


def test_a_closed_generation_answers_nothing(wide):
    wide.close()
    with pytest.raises(ValueError, match="closed"):
        wide.nearest_where(np.ones(192, np.float32), 5, np.ones(2_500, bool))
