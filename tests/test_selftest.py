"""The self-test's steps at the desk pass on a sound library, and fail where what they look at does not work."""

from dataclasses import replace

import pytest

from ltrec_gui import selftest_desk
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend import layout
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.store import backups as store
from tests.making import fill, topic_items

ASKED = SuggestRequest(brief="harbour and tide", count=8)


@pytest.fixture
def ready(workspace, control):
    fill(workspace, topic_items(40))
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


@pytest.fixture
def listed(ready, control):
    """Return a library with one list, of which two items were kept, and the ids of the list."""
    slate = suggest(ready, control, ASKED, load_model=True)
    ids = [each.item.item_id for each in slate.suggestions]
    give_feedback(ready, control, ids[:2], "shelve", slate.slate_id)
    return ready, ids


@pytest.fixture
def other(tmp_path, encoders):
    opened = Workspace(tmp_path / "another library", encoders)
    yield opened
    opened.close()


def test_files_of_every_form_say_the_same(other, control, tmp_path):
    found = selftest_desk.read_every_form(other, control, tmp_path)
    assert {"csv", "tsv", "csv.gz", "jsonl", "json", "parquet", "xlsx"} == set(found["forms"])
    assert {item.title for item in other.items.by_ids(["p1", "p2"]).values()} == {
        title for _id, title in selftest_desk.ROWS
    }


def test_a_file_that_reads_otherwise_is_found(other, control, tmp_path, monkeypatch):
    write = selftest_desk.write_workbook
    monkeypatch.setattr(
        selftest_desk,
        "write_workbook",
        lambda table, file: write(replace(table, rows=(("p1", "Another title"), table.rows[1])), file),
    )
    with pytest.raises(AssertionError, match=r"rows\.xlsx"):
        selftest_desk.read_every_form(other, control, tmp_path)


def test_a_brief_and_the_figures(listed, control, monkeypatch):
    workspace, ids = listed
    selftest_desk.keep_a_brief(workspace, control, ASKED, ids)
    selftest_desk.count_what_came_of_it(workspace, control, 8, 2)
    with pytest.raises(AssertionError, match="2 of 8 kept, not 3 of 8"):
        selftest_desk.count_what_came_of_it(workspace, control, 8, 3)
    save = selftest_desk.save_brief
    monkeypatch.setattr(
        selftest_desk,
        "save_brief",
        lambda workspace, control, request, name: save(
            workspace, control, replace(request, diversity=0.0), name
        ),
    )
    with pytest.raises(AssertionError):
        selftest_desk.keep_a_brief(workspace, control, ASKED, ids)


def test_shelves_and_every_format(listed, control, tmp_path, other, monkeypatch):
    workspace, ids = listed
    found = selftest_desk.keep_a_second_shelf(workspace, control, ids[3:6])
    assert found["shelves"] == 2
    folder = tmp_path / "exports"
    folder.mkdir()
    found = selftest_desk.export_every_format(workspace, control, folder, other)
    assert {path.suffix for path in folder.iterdir()} == {".csv", ".xlsx", ".json", ".md", ".html"}
    assert found["remembered"] == 6
    monkeypatch.setattr(selftest_desk, "NOTE", "a note that is kept otherwise  ")
    with pytest.raises(AssertionError, match="the note"):
        selftest_desk.keep_a_second_shelf(_with_one_shelf(workspace, control), control, ids[6:])


def _with_one_shelf(workspace, control):
    """Take the second shelf off again, so that its name is free."""
    from ltrec_gui.pipeline.shelf import delete_shelf

    delete_shelf(workspace, control, workspace.feedback.current_shelf().shelf_id)
    return workspace


def test_the_map_is_drawn_or_it_is_said(ready, control, monkeypatch):
    monkeypatch.setattr(layout, "GATHERING_STEPS", 5)
    monkeypatch.setattr(layout, "SETTLING_STEPS", 5)
    assert selftest_desk.draw_and_place(ready, control)["placed"] == 40
    for path in ready.index_root.rglob("map.npy"):
        path.unlink()
    monkeypatch.setattr(selftest_desk, "draw_map", lambda workspace, control: 40)
    with pytest.raises(AssertionError, match="0 of 40 placed"):
        selftest_desk.draw_and_place(ready, control)


def test_a_backup_brings_back_what_was(listed, control, encoders, monkeypatch):
    workspace, ids = listed

    def reopen():
        return Workspace(workspace.folder, encoders)

    again, found = selftest_desk.back_up_and_go_back(workspace, control, ids[6], reopen)
    assert found["backups"] == 4
    again.close()
    monkeypatch.setattr(store, "put_back", lambda backup, connection: None)
    with pytest.raises(AssertionError, match="the backup did not come back"):
        selftest_desk.back_up_and_go_back(reopen(), control, ids[5], reopen)


def test_every_sample_opens_with_a_list(control, tmp_path):
    found = selftest_desk.open_every_sample(control, tmp_path)
    assert len(found["first"]) == 5 and all(found["first"].values())
