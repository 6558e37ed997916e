import sys
import threading

import numpy as np
import pytest

from ltrec_gui.errors import IndexUnavailable
from ltrec_gui.index import annoy_index, exact
from ltrec_gui.index.annoy_index import AnnoyReader


class Stop(Exception):
    pass


def quiet(done, total):
    pass


@pytest.fixture(scope="module")
def path(rows, tmp_path_factory):
    path = tmp_path_factory.mktemp("annoy") / "index.ann"
    annoy_index.build(path, rows, 30, 7, quiet)
    return path


@pytest.fixture
def reader(path, rows):
    reader = AnnoyReader.open(path, rows.shape[1], len(rows))
    yield reader
    reader.close()


def recall(reader, rows, search_nodes):
    """Return the share of the true 50 nearest that are found, over 60 rows."""
    hits = 0
    for row in rows[:: len(rows) // 60][:60]:
        hits += len(set(reader.nearest(row, 50, search_nodes)[0]) & set(exact.nearest(rows, row, 50)[0]))
    return hits / 3_000


def test_most_true_neighbours_are_found_and_more_with_more_nodes(reader, rows):
    assert recall(reader, rows, 20_000) >= 0.95
    assert recall(reader, rows, 100) < recall(reader, rows, 20_000)


def test_cosines_are_those_of_the_rows(reader, rows):
    positions, cosines = reader.nearest(rows[11], 40, 20_000)
    assert positions[0] == 11
    assert positions.dtype == np.int64 and cosines.dtype == np.float32
    np.testing.assert_allclose(cosines, rows[positions] @ rows[11], atol=1e-4)
    assert (np.diff(cosines) <= 0).all()


def test_the_same_seed_gives_the_same_file_and_another_seed_another(rows, path, tmp_path):
    annoy_index.build(tmp_path / "same.ann", rows, 30, 7, quiet)
    annoy_index.build(tmp_path / "other.ann", rows, 30, 8, quiet)
    assert (tmp_path / "same.ann").read_bytes() == path.read_bytes()
    assert (tmp_path / "other.ann").read_bytes() != path.read_bytes()


@pytest.mark.parametrize("count", [1, 2, 3, 20, 499, 500, 501])
def test_small_indexes_answer_with_all_they_have(count, rows, tmp_path):
    annoy_index.build(tmp_path / "x.ann", rows[:count], 30, 7, quiet)
    reader = AnnoyReader.open(tmp_path / "x.ann", rows.shape[1], count)
    assert sorted(reader.nearest(rows[0], 1_000, 20_000)[0]) == list(range(count))
    reader.close()


@pytest.mark.parametrize(
    ("count", "dimension", "tree_count"), [(1, 2, 1), (500, 2, 30), (500, 16, 30), (700, 384, 50)]
)
def test_the_room_asked_for_is_enough(count, dimension, tree_count, tmp_path):
    path = tmp_path / "x.ann"
    rows = np.random.default_rng(0).standard_normal((count, dimension)).astype(np.float32)
    annoy_index.build(path, rows, tree_count, 7, quiet)
    needed = annoy_index.greatest_file_size(count, dimension, tree_count)
    assert annoy_index.GROWTH * path.stat().st_size <= needed < 4 * path.stat().st_size + 10_000


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_row_that_is_not_finite_is_named(rows, tmp_path, value):
    bad = rows[:100].copy()
    bad[41, 5] = value
    with pytest.raises(ValueError, match="position 41"):
        annoy_index.build(tmp_path / "x.ann", bad, 5, 7, quiet)
    assert not (tmp_path / "x.ann").exists()


def test_a_row_of_zeros_is_named_and_no_rows_are_refused(rows, tmp_path):
    bad = rows[:100].copy()
    bad[42] = 0
    with pytest.raises(ValueError, match="position 42"):
        annoy_index.build(tmp_path / "x.ann", bad, 5, 7, quiet)
    with pytest.raises(ValueError, match="no rows"):
        annoy_index.build(tmp_path / "x.ann", rows[:0], 5, 7, quiet)


def test_progress_counts_rows_up_to_all_of_them(rows, tmp_path):
    reports = []
    annoy_index.build(
        tmp_path / "x.ann", rows[:1_200], 2, 7, lambda done, total: reports.append((done, total))
    )
    assert reports == [(0, 1_200), (500, 1_200), (1_000, 1_200), (1_200, 1_200)]


@pytest.mark.parametrize("moment", [0, 500, 1_200])
def test_a_build_that_is_stopped_leaves_no_file(rows, tmp_path, moment):
    def report(done, total):
        if done == moment:
            raise Stop

    with pytest.raises(Stop):
        annoy_index.build(tmp_path / "x.ann", rows[:1_200], 5, 7, report)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_an_os_error(rows, tmp_path):
    with pytest.raises(OSError):
        annoy_index.build(tmp_path / "no folder" / "x.ann", rows[:10], 5, 7, quiet)


def test_other_threads_go_on_while_trees_grow(rows, tmp_path):
    """Growing takes a few times as long as adding the rows, which holds Python, and must let it go on freely."""
    # Short turns, so that those a held interpreter would still give at either end count for little.
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-4)
    count, seen = [0], []
    stop = threading.Event()

    def go_on():
        while not stop.is_set():
            count[0] += 1

    def report(done, total):
        if done == total:
            seen.append(count[0])

    counter = threading.Thread(target=go_on)
    counter.start()
    try:
        annoy_index.build(tmp_path / "x.ann", rows, 200, 7, report)
        seen.append(count[0])
    finally:
        stop.set()
        counter.join()
        sys.setswitchinterval(interval)
    assert seen[1] - seen[0] > 3 * seen[0]  # 40 times as a rule; less than once where annoy holds Python


def test_a_wrong_count_and_a_missing_file_are_refused(path, rows, tmp_path):
    with pytest.raises(IndexUnavailable):
        AnnoyReader.open(path, rows.shape[1], len(rows) + 1)
    with pytest.raises(IndexUnavailable):
        AnnoyReader.open(tmp_path / "none.ann", rows.shape[1], len(rows))


def test_questions_that_make_no_sense_are_refused(reader, rows):
    bad = rows[0].copy()
    bad[0] = np.nan
    for vector in (rows[0][:5], bad, np.zeros_like(bad)):
        with pytest.raises(ValueError):
            reader.nearest(vector, 5, 1_000)
    assert len(reader.nearest(rows[0], 0, 1_000)[0]) == 0


def test_a_closed_index_says_so(path, rows):
    reader = AnnoyReader.open(path, rows.shape[1], len(rows))
    reader.close()
    reader.close()
    with pytest.raises(ValueError, match="closed"):
        reader.nearest(rows[0], 5, 1_000)


def test_the_rows_in_the_file_are_those_that_were_indexed(reader, rows):
    found = reader.rows()
    np.testing.assert_array_equal(found, rows)
    assert not found.flags.owndata  # mapped, not copied


def test_rows_that_lie_elsewhere_are_not_taken_for_rows(reader, monkeypatch):
    monkeypatch.setattr(annoy_index, "NODE_HEAD", 16)
    assert reader.rows() is None
