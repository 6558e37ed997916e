"""The five samples that come with the program: whole, with a tail, ready without a model, and no two texts alike."""

import csv
import importlib.util
import shutil
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from ltrec_gui import paths
from ltrec_gui.catalogue.words import content_terms
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.browse import library_overview
from ltrec_gui.pipeline.column_filter import removed_by
from ltrec_gui.pipeline.domains import DOMAINS, domain_named
from ltrec_gui.pipeline.import_catalogue import import_file, inspect_file
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import FakeEncoders

ROOT = Path(__file__).resolve().parents[2]
OWN = tuple(name for name in DOMAINS if name != "books")  # those that were written for this program
# Of the words of the shorter of two texts: an article and its follow-up have a third in common.
COMMON_SHARE = 0.4


def folder_of(name):
    return paths.resources_folder() / domain_named(name).sample.folder


def rows_of(name):
    with (folder_of(name) / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(params=DOMAINS)
def name(request):
    return request.param


@pytest.fixture
def opened(name, tmp_path):
    """The library as it is shipped."""
    folder = tmp_path / "copy"
    shutil.copytree(folder_of(name) / "library", folder)
    workspace = Workspace(folder)
    yield workspace
    workspace.close()


def test_it_is_imported_without_a_problem_and_holds_what_is_said(name, tmp_path):
    workspace = Workspace(tmp_path / "library", FakeEncoders())
    for file, kind in (("catalogue.csv", "catalogue"), ("interactions.csv", "interactions")):
        reading = inspect_file(folder_of(name) / file)
        report = import_file(workspace, JobControl(), reading)
        assert report.kind == kind
        assert (report.refused, report.problems, report.blank) == (0, (), 0)
    assert workspace.items.count() == domain_named(name).sample.item_count >= 60
    assert workspace.meta.get("domain") == name
    measured = workspace.snapshot().popularity
    tail = measured.counts[measured.segments == 2]
    assert measured.source == "column" and len(tail) > len(measured.counts) / 2
    assert tail.sum() <= 0.21 * measured.counts.sum()
    workspace.close()


def test_the_shipped_library_is_that_of_the_files(name, opened, tmp_path):
    fresh = Workspace(tmp_path / "library", FakeEncoders())
    for file in ("catalogue.csv", "interactions.csv"):
        import_file(fresh, JobControl(), inspect_file(folder_of(name) / file))
    ids = opened.snapshot().table.ids
    assert opened.items.by_ids(ids) == fresh.items.by_ids(fresh.snapshot().table.ids)
    assert opened.interactions.count() == fresh.interactions.count()
    fresh.close()


def test_the_shipped_library_is_ready_and_says_that_it_is_simulated(name, opened):
    overview = library_overview(opened, JobControl())
    assert overview.item_count == overview.embedded_count == overview.index_count
    assert overview.is_simulated and not overview.is_index_stale and overview.domain == name
    assert len(overview.example_briefs) == 4
    for brief in overview.example_briefs:
        request = SuggestRequest(brief=brief, count=10, columns=overview.default_filters)
        slate = suggest(opened, JobControl(), request)
        assert slate.ranked_by == "meaning" and len(slate.suggestions) == 10
        assert sum(found.segment == "tail" for found in slate.suggestions) >= 7


FIRST_LIST = """
import sys
from pathlib import Path
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import SuggestRequest
for folder in sys.argv[1:]:
    workspace = Workspace(Path(folder))
    brief = workspace.meta.get("example_briefs").split("\\n")[0]
    assert suggest(workspace, JobControl(), SuggestRequest(brief=brief)).ranked_by == "meaning"
    workspace.close()
assert not {"torch", "transformers"} & set(sys.modules)
"""


def test_no_first_list_loads_a_model(tmp_path):
    folders = []
    for name in DOMAINS:
        shutil.copytree(folder_of(name) / "library", tmp_path / name)
        folders.append(str(tmp_path / name))
    result = subprocess.run(
        [sys.executable, "-c", FIRST_LIST, *folders], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("own", OWN)
def test_no_two_texts_come_from_one_mould(own):
    reading = inspect_file(folder_of(own) / "catalogue.csv")
    header = {role: reading.preview.header[at] for role, at in reading.mapping.columns if role != "tags"}
    rows = rows_of(own)
    texts = [row[header["text"]] for row in rows]
    assert all(25 <= len(text.split()) <= 65 for text in texts)
    assert len({row[header["title"]] for row in rows}) == len(rows)
    terms = [set(content_terms(text)) for text in texts]
    for (i, one), (j, other) in combinations(enumerate(terms), 2):
        shared = len(one & other) / min(len(one), len(other))
        assert shared < COMMON_SHARE, (texts[i], texts[j])
    # The same three words may begin two texts by chance, not three.
    beginnings = Counter(tuple(text.casefold().split()[:3]) for text in texts)
    assert max(beginnings.values()) <= 2, beginnings.most_common(3)


@pytest.mark.parametrize("own", OWN)
def test_the_default_filter_keeps_most_and_keeps_out_some(own, tmp_path):
    shutil.copytree(folder_of(own) / "library", tmp_path / "copy")
    workspace = Workspace(tmp_path / "copy")
    snapshot = workspace.snapshot()
    for column, condition in library_overview(workspace, JobControl()).default_filters:
        removed = removed_by(workspace, snapshot.table, snapshot.popularity.ages_days, column, condition)
        assert removed.sum() < len(removed) / 4
        if own != "news":  # the whole archive is young enough
            assert removed.any()
    workspace.close()


def test_the_script_makes_the_files_that_are_shipped(name, tmp_path):
    spec = importlib.util.spec_from_file_location("make_sample", ROOT / "packaging" / "make_sample.py")
    script = importlib.util.module_from_spec(spec)
    sys.modules["make_sample"] = script
    spec.loader.exec_module(script)
    sample = next(sample for sample in script.SAMPLES if sample.name == name)
    works = script.read_works(folder_of(name) / "works.csv")
    rng = np.random.default_rng(sample.seed)
    counts = script.simulate_counts(sample, works, rng)
    reads = script.simulate_readers(sample, works, counts, rng)
    script.write_catalogue(sample, works, counts, tmp_path / "catalogue.csv")
    script.write_interactions(sample, works, reads, tmp_path / "interactions.csv")
    for file in ("catalogue.csv", "interactions.csv"):
        assert (tmp_path / file).read_bytes() == (folder_of(name) / file).read_bytes()
