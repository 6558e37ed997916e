from pathlib import Path

import pytest

from ltrec_gui.catalogue.columns import ColumnMapping
from ltrec_gui.errors import CatalogueError
from ltrec_gui.jobs.control import Cancelled, JobControl
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.import_catalogue import forget_import, import_file, inspect_file, unfinished_import
from tests.making import CancellingControl

CATALOGUE = """id,title,description,subjects,loans,year
00123,The Tide Tables,Women of the salt trade.,sea|salt,12,1994
9780140449136,Herring Season,Boats and nets.,sea,3,1950

00125,,No title here.,sea,1,1900
00126,Knots,A rigger remembers.,sea,twelve,1901
00123,The Tide Tables again,Another text.,sea,4,1994
"""
INTERACTIONS = """user_id,item_id,rating,comment,timestamp
u1,00123,4,lovely,10
u1,9780140449136,,,11
u2,00123,five,,12
,00123,3,,13
"""
COMBINED = """user_id,clicks,rating,content_id,title,text,comment
u1,3,5,a,Salt,On salt.,more please
u2,1,4,a,Salt,On salt.,
u1,2,3,b,Pepper,On pepper.,hot
"""


def write(tmp_path: Path, name: str, content: str) -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def run(workspace, path, control=None, **options):
    return import_file(workspace, control or JobControl(), inspect_file(path, **options))


def test_every_record_is_accounted_for(workspace, tmp_path):
    report = run(workspace, write(tmp_path, "c.csv", CATALOGUE))
    assert (report.records, report.imported, report.refused, report.blank) == (6, 3, 2, 1)
    assert report.records == report.imported + report.refused + report.blank
    assert (report.added, report.changed, report.unchanged) == (3, 0, 0)
    lines = {problem.line for problem in report.problems}
    assert lines == {5, 6, 7}
    for problem in report.problems:
        assert problem.reason
    bad_number = next(problem for problem in report.problems if problem.line == 6)
    assert (bad_number.column, bad_number.value) == ("loans", "twelve")
    items = workspace.items.by_ids(["00123", "9780140449136", "00126"])
    assert items["00123"].tags == ("sea", "salt")
    assert items["00123"].popularity == 12
    assert items["00126"].popularity is None
    assert items["00123"].year == 1994


def test_twice_is_once_and_a_changed_row_loses_only_its_vector(workspace, control, tmp_path, encoders):
    path = write(tmp_path, "c.csv", CATALOGUE)
    run(workspace, path)
    embed_items(workspace, control)
    give_feedback(workspace, control, ["00123"], "good")
    before = workspace.meta.content_version
    again = run(workspace, path)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    assert workspace.meta.content_version == before
    assert embed_items(workspace, control).embedded == 0
    run(workspace, write(tmp_path, "c.csv", CATALOGUE.replace("salt trade", "rope trade")))
    assert embed_items(workspace, control).embedded == 1
    # Popularity is not part of the text: new loans need no new vector.
    run(
        workspace,
        write(
            tmp_path, "c.csv", CATALOGUE.replace("salt trade", "rope trade").replace("|salt,12", "|salt,99")
        ),
    )
    assert embed_items(workspace, control).embedded == 0
    assert workspace.feedback.verdicts(None) == {"00123": "good"}


def test_interactions(workspace, tmp_path):
    run(workspace, write(tmp_path, "c.csv", CATALOGUE))
    path = write(tmp_path, "i.csv", INTERACTIONS)
    report = run(workspace, path)
    assert report.kind == "interactions"
    assert (report.records, report.imported, report.refused) == (4, 3, 1)
    assert workspace.interactions.counts_by_item() == {"00123": 2, "9780140449136": 1}
    assert run(workspace, path).unchanged == 3


def test_the_combined_file_gives_items_and_behaviour(workspace, tmp_path):
    path = write(tmp_path, "user_data.csv", COMBINED)
    report = run(workspace, path)
    assert report.kind == "combined"
    assert (report.records, report.imported, report.added) == (3, 3, 3)
    assert report.items_added == 2
    assert set(workspace.items.by_ids(["a", "b"])) == {"a", "b"}
    assert workspace.interactions.counts_by_item() == {"a": 4, "b": 2}
    assert workspace.snapshot().popularity.source == "interactions"
    again = run(workspace, path)
    assert (again.added, again.unchanged, again.items_added, again.items_changed) == (0, 3, 0, 0)


def test_a_missing_id_column_gives_stable_ids(workspace, tmp_path):
    content = "title,author,views\nSalt,Marrow,3\nPepper,Marrow,1\n"
    run(workspace, write(tmp_path, "c.csv", content))
    first = set(workspace.snapshot().table.ids)
    report = run(workspace, write(tmp_path, "c.csv", content.replace("Salt,Marrow,3", "Salt,Marrow,9")))
    assert (report.changed, report.unchanged) == (1, 1)
    assert set(workspace.snapshot().table.ids) == first


def test_a_needed_column_that_is_missing_is_said(workspace, tmp_path):
    reading = inspect_file(
        write(tmp_path, "c.csv", CATALOGUE), mapping=ColumnMapping("catalogue", (("id", 0),))
    )
    with pytest.raises(CatalogueError, match="title"):
        import_file(workspace, JobControl(), reading)
    assert workspace.items.count() == 0


def test_a_cancelled_import_keeps_what_came_in_and_goes_on(workspace, tmp_path):
    rows = "".join(f"{n},Title {n},Text {n}\n" for n in range(2000))
    path = write(tmp_path, "c.csv", "id,title,text\n" + rows)
    control = CancellingControl(lambda progress: progress.done >= 500)
    with pytest.raises(Cancelled):
        run(workspace, path, control)
    assert workspace.items.count() == 500
    reading = unfinished_import(workspace, JobControl())
    assert reading.path == path
    report = import_file(workspace, JobControl(), reading)
    assert report.added + report.unchanged == 2000
    assert workspace.items.count() == 2000
    assert unfinished_import(workspace, JobControl()) is None


def test_an_import_whose_file_changed_or_went_is_not_taken_up(workspace, tmp_path):
    path = write(tmp_path, "c.csv", CATALOGUE)
    reading = inspect_file(path)
    workspace.imports.begin(
        path, path.stat().st_size + 1, {"dialect": {}, "kind": "catalogue", "columns": []}
    )
    assert unfinished_import(workspace, JobControl()) is None
    workspace.imports.begin(path, path.stat().st_size, {"dialect": {}, "kind": "catalogue", "columns": []})
    forget_import(workspace, JobControl())
    assert unfinished_import(workspace, JobControl()) is None
    assert reading.mapping.kind == "catalogue"


def test_a_file_that_breaks_off_does_not_haunt_the_library(workspace, tmp_path):
    path = write(tmp_path, "c.csv", CATALOGUE)
    reading = inspect_file(path)
    path.unlink()
    with pytest.raises((CatalogueError, FileNotFoundError)):
        import_file(workspace, JobControl(), reading)
    assert unfinished_import(workspace, JobControl()) is None


@pytest.mark.shared
def test_chinese_in_gb18030_is_the_same_as_in_utf8(workspace, reopened, shared_data, tmp_path):
    folder = shared_data / "films_zh_douban"
    run(workspace, folder / "catalogue.csv")
    again = run(workspace, folder / "catalogue_gb18030.csv")
    assert (again.records, again.unchanged) == (1000, 1000)
