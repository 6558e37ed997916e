"""A first import leaves indexes out while it runs; however it ends, the library has them again."""

import pytest

from ltrec_gui.jobs.control import Cancelled, JobControl
from ltrec_gui.pipeline.import_catalogue import forget_import, import_file, inspect_file, unfinished_import
from ltrec_gui.store.bulk import CACHE_KILOBYTES, with_room
from tests.making import CancellingControl, make_item

ROWS = 1_200  # more than two batches


@pytest.fixture
def path(tmp_path):
    rows = [f"{number},Title {number * 7919 % ROWS:04},About tides {number}." for number in range(ROWS)]
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(["id,title,text", *rows]), encoding="utf-8")
    return path


def indexes(workspace):
    return set(
        workspace.db.conn.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'items' AND sql IS NOT NULL"
        )
    )


def parts_gathered(workspace):
    return workspace.db.conn.execute("SELECT v FROM item_words_config WHERE k = 'automerge'").fetchone()[0]


class WatchingControl(JobControl):
    """Notes what `look` gives at each checkpoint."""

    def __init__(self, look):
        super().__init__()
        self._look = look
        self.seen = []

    def checkpoint(self, progress):
        self.seen.append(self._look())
        super().checkpoint(progress)


def cancel_after_first(progress):
    return progress.stage == "importing" and progress.done >= 500


def test_a_first_import_goes_without_indexes_and_makes_them_at_its_end(workspace, path):
    usual = indexes(workspace)
    assert len(usual) == 2
    control = WatchingControl(lambda: indexes(workspace))
    import_file(workspace, control, inspect_file(path))
    assert control.seen[0] == set()
    assert indexes(workspace) == usual
    assert parts_gathered(workspace) == 4
    titles = workspace.items.by_ids([str(number) for number in range(ROWS)])
    in_order = sorted(titles.values(), key=lambda item: item.title)
    keys = workspace.items.keys_by_title()
    assert [workspace.items.table().ids[key - 1] for key in keys] == [item.item_id for item in in_order]


def test_a_library_with_items_keeps_its_indexes(workspace, path):
    workspace.items.upsert([(make_item(item_id="x"), "hash")], 1)
    usual = indexes(workspace)
    control = WatchingControl(lambda: indexes(workspace))
    import_file(workspace, control, inspect_file(path))
    assert all(seen == usual for seen in control.seen)


def test_indexes_are_back_after_a_cancel_that_is_final(workspace, path):
    usual = indexes(workspace)
    with pytest.raises(Cancelled):
        import_file(workspace, CancellingControl(cancel_after_first), inspect_file(path))
    forget_import(workspace, JobControl())
    assert indexes(workspace) == usual
    assert parts_gathered(workspace) == 4
    assert workspace.items.count() == 500


def test_indexes_are_back_when_a_cut_short_import_goes_on(workspace, path):
    usual = indexes(workspace)
    with pytest.raises(Cancelled):
        import_file(workspace, CancellingControl(cancel_after_first), inspect_file(path))
    assert indexes(workspace) == set()
    import_file(workspace, JobControl(), unfinished_import(workspace, JobControl()))
    assert indexes(workspace) == usual
    assert workspace.items.count() == ROWS


def test_indexes_are_back_when_the_file_of_a_cut_short_import_is_gone(workspace, path):
    usual = indexes(workspace)
    with pytest.raises(Cancelled):
        import_file(workspace, CancellingControl(cancel_after_first), inspect_file(path))
    path.unlink()
    assert unfinished_import(workspace, JobControl()) is None
    assert indexes(workspace) == usual


def test_room_is_given_back_also_after_an_error(workspace):
    def room():
        return workspace.db.conn.execute("PRAGMA cache_size").fetchone()[0]

    usual = room()
    with pytest.raises(ZeroDivisionError), with_room(workspace.db):
        assert room() == -CACHE_KILOBYTES
        raise ZeroDivisionError
    assert room() == usual


def test_a_change_made_by_another_between_reading_and_locking_is_seen(workspace, monkeypatch):
    item = make_item(item_id="a", text="first")
    workspace.items.upsert([(item, "hash")], 1)
    known = type(workspace.items)._known
    answers = iter([{}])  # what was there before another import brought the item in
    monkeypatch.setattr(
        type(workspace.items), "_known", lambda self, ids: next(answers, None) or known(self, ids)
    )
    done = workspace.items.upsert([(make_item(item_id="a", text="second"), "hash")], 2)
    assert (done.added, done.changed) == (0, 1)
    assert workspace.items.by_ids(["a"])["a"].text == "second"
    assert len(workspace.items.starting_with(["second"])) == 1
