"""What `verify` says of the map and of backups: whole, damaged, or not there; and nothing is changed by it."""

import pytest

from ltrec_gui.errors import StoreError
from ltrec_gui.index.map_file import FILE, SEAL
from ltrec_gui.pipeline.backups import back_up, backups_in, restore
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.map_catalogue import draw_map
from ltrec_gui.pipeline.verify import verify
from ltrec_gui.recommend import layout
from tests.making import fill, topic_items


@pytest.fixture
def mapped(workspace, control, monkeypatch):
    monkeypatch.setattr(layout, "GATHERING_STEPS", 5)
    monkeypatch.setattr(layout, "SETTLING_STEPS", 5)
    fill(workspace, topic_items(30))
    embed_items(workspace, control)
    build_index(workspace, control)
    draw_map(workspace, control)
    return workspace


def found(workspace, control):
    return {check.name: check for check in verify(workspace, control).checks}


def test_a_whole_map_is_named_with_its_size(mapped, control):
    check = found(mapped, control)["map"]
    assert check.state == "ok"
    assert "30 items" in check.finding


@pytest.mark.parametrize("name", [FILE, SEAL])
@pytest.mark.parametrize("is_gone", [True, False])
def test_a_damaged_map_is_told_and_drawing_mends_it(mapped, control, name, is_gone):
    path = next(mapped.index_root.rglob(name))
    if is_gone:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1])
    report = verify(mapped, control)
    assert {check.name: check.state for check in report.checks}["map"] == "note"
    assert report.is_sound  # it can be drawn again
    draw_map(mapped, control)
    assert found(mapped, control)["map"].state == "ok"


def test_nothing_is_said_of_a_map_that_nobody_looked_at(mapped, control):
    for path in [*mapped.index_root.rglob(FILE), *mapped.index_root.rglob(SEAL)]:
        path.unlink()
    assert "map" not in found(mapped, control)


def test_every_backup_is_opened_and_the_damaged_one_named(workspace, control):
    fill(workspace, topic_items(30))
    assert found(workspace, control)["backups"].finding == "none made yet"
    first, second = back_up(workspace, control), back_up(workspace, control)
    check = found(workspace, control)["backups"]
    assert check.state == "ok"
    assert check.finding == f"2 can be opened, the newest is {second.key}"
    first.path.write_bytes(b"no database at all")
    report = verify(workspace, control)
    check = next(check for check in report.checks if check.name == "backups")
    assert check.state == "note"
    assert first.key in check.finding and second.key not in check.finding
    assert report.is_sound  # the library itself is whole
    assert [backup.key for backup in backups_in(workspace.folder)] == [second.key, first.key]


def test_an_empty_file_is_no_backup_and_is_not_put_back(workspace, control):
    fill(workspace, topic_items(30))
    made = back_up(workspace, control)
    made.path.write_bytes(b"")
    assert found(workspace, control)["backups"].state == "note"
    workspace.close()
    with pytest.raises(StoreError, match="damaged"):
        restore(workspace.folder, control, made.key)


def test_a_damaged_library_is_told_whether_there_is_a_way_back(workspace, control):
    fill(workspace, topic_items(30))
    made = back_up(workspace, control)
    with workspace.db.atomic():
        workspace.db.conn.execute("UPDATE items SET text = 'Another text' WHERE item_key = 3")
    report = verify(workspace, control)
    assert not report.is_readable
    assert made.key in report.checks[-1].finding
