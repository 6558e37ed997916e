"""Vectors, interactions, imports, slates and settings: what goes in comes out."""

import numpy as np
import pytest

from ltrec_gui.catalogue.csv_reader import RowProblem
from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.errors import StoreError
from ltrec_gui.settings import LibrarySettings
from ltrec_gui.store.items import UpsertCount


def test_vectors_by_model_and_newest_first_asked(workspace):
    rows = np.eye(3, 4, dtype=np.float32)
    workspace.vectors.put("m", ["a", "b"], rows[:2])
    last, hashes, matrix = workspace.vectors.newer_than("m", 0)
    assert hashes == ["a", "b"]
    assert np.array_equal(matrix, rows[:2])
    workspace.vectors.put("m", ["c"], rows[2:])
    _, hashes, matrix = workspace.vectors.newer_than("m", last)
    assert hashes == ["c"]
    assert np.array_equal(matrix, rows[2:])
    assert workspace.vectors.get("m", "a") is not None
    assert workspace.vectors.get("other", "a") is None
    assert workspace.vectors.newer_than("other", 0)[1] == []


def test_interactions_twice_change_nothing_and_repeats_count(workspace):
    rows = [
        (Interaction("u", "i", rating=4.0), 0),
        (Interaction("u", "i"), 1),
        (Interaction("v", "i", clicks=3.0), 0),
        (Interaction("v", "j", comment="nice"), 0),
    ]
    assert workspace.interactions.upsert(rows, 1) == UpsertCount(4, 0, 0)
    assert workspace.interactions.upsert(rows, 2) == UpsertCount(0, 0, 4)
    assert workspace.interactions.counts_by_item() == {"i": 5.0, "j": 1.0}
    changed = [(Interaction("v", "j", comment="very nice"), 0)]
    assert workspace.interactions.upsert(changed, 3) == UpsertCount(0, 1, 0)
    assert workspace.interactions.count() == 4


def test_an_unfinished_import_is_known_after_a_restart(workspace, reopened, tmp_path):
    path = tmp_path / "a.csv"
    started = workspace.imports.begin(path, 12, {"kind": "catalogue"})
    workspace.imports.add_problems(started, [RowProblem(2, "title", "", "empty")])
    found = reopened().imports.unfinished()
    assert (found.import_id, found.path, found.byte_count, found.plan) == (
        started,
        path,
        12,
        {"kind": "catalogue"},
    )
    again = workspace.imports.begin(path, 12, {"kind": "catalogue"})
    workspace.imports.finish(again, {"records": 1})
    assert reopened().imports.unfinished() is None
    assert workspace.db.conn.execute("SELECT count(*) FROM import_problems").fetchone()[0] == 0


def test_two_imports_at_once_leave_each_other_alone(workspace, reopened, tmp_path):
    other = reopened()
    mine = workspace.imports.begin(tmp_path / "a.csv", 12, {})
    theirs = other.imports.begin(tmp_path / "b.csv", 12, {})
    assert mine != theirs
    other.imports.abandon(theirs)
    workspace.imports.add_problems(mine, [RowProblem(2, "title", "", "empty")])
    assert workspace.imports.unfinished().path == tmp_path / "a.csv"
    workspace.imports.finish(mine, {"records": 1})
    assert workspace.imports.unfinished() is None


def test_briefs_are_found_by_text_and_kept_by_id(workspace):
    briefs = workspace.briefs
    one = briefs.file_under("coast", None)
    assert briefs.file_under("coast", None) == one
    assert briefs.file_under("garden", None) != one
    assert briefs.file_under("coast, letters", one) == one
    assert briefs.texts()[one] == "coast, letters"
    with pytest.raises(StoreError):
        briefs.file_under("x", 999)


def test_a_brief_that_is_known_writes_nothing(workspace):
    one = workspace.briefs.file_under("coast", None)
    written = workspace.db.conn.total_changes
    assert workspace.briefs.file_under("coast", one) == workspace.briefs.file_under("coast", None) == one
    assert workspace.db.conn.total_changes == written


def test_a_slate_comes_back(workspace):
    brief = workspace.briefs.file_under("coast", None)
    slate_id = workspace.slates.put(brief, {"count": 2}, {"notes": []}, 7, [("a", {"x": 1}), ("b", {"x": 2})])
    stored = workspace.slates.get(slate_id)
    assert stored.shown == (("a", {"x": 1}), ("b", {"x": 2}))
    assert (stored.brief_id, stored.request, stored.last_event_id) == (brief, {"count": 2}, 7)
    assert workspace.slates.last() == workspace.slates.last_of(brief) == stored
    assert workspace.slates.get("nothing") is None


def test_library_settings_keep_and_forgive(workspace):
    assert workspace.meta.settings == LibrarySettings()
    workspace.meta.save_settings(LibrarySettings(pooling="cls", tail_cut=0.7))
    assert workspace.meta.settings == LibrarySettings(pooling="cls", tail_cut=0.7)
    workspace.meta.set("settings", '{"pooling": 5, "unknown": 1, "head_cut": 0.2}')
    assert workspace.meta.settings == LibrarySettings(head_cut=0.2)
    for unreadable in ("not json", "[1]"):
        workspace.meta.set("settings", unreadable)
        assert workspace.meta.settings == LibrarySettings()


def test_slates_are_listed_newest_first_and_by_brief_in_order(workspace):
    slates = workspace.slates
    sea, night = (workspace.briefs.file_under(text, None) for text in ("sea", "night"))
    ids = [
        slates.put(brief, {"count": number}, {}, number, [(item_id, {}) for item_id in shown])
        for number, (brief, shown) in enumerate([(sea, "ab"), (night, "c"), (sea, "bcd")])
    ]
    lines = slates.lines(2)
    assert [(line.slate_id, line.brief, line.item_count) for line in lines] == [
        (ids[2], "sea", 3),
        (ids[1], "night", 1),
    ]
    assert [line.request["count"] for line in lines] == [2, 1]
    assert [stored.slate_id for stored in slates.of_brief(sea)] == [ids[0], ids[2]]
    assert slates.shown_for(sea) == {"a", "b", "c", "d"}
    assert slates.shown_for(night) == {"c"}


def test_a_vector_of_another_length_than_its_models_is_left_out(workspace):
    rows = np.eye(3, 4, dtype=np.float32)
    workspace.vectors.put("m", ["a", "b"], rows[:2])
    workspace.vectors.put("other", ["a"], rows[:1, :2])
    assert workspace.vectors.get("m", "a") is not None
    workspace.vectors.put("m", ["c"], rows[2:, :3])
    assert workspace.vectors.get("m", "c") is None
    assert workspace.vectors.newer_than("m", 0)[1] == ["a", "b"]
    assert workspace.vectors.newer_than("other", 0)[2].shape == (1, 2)
    assert (workspace.vectors.count("m"), workspace.vectors.get("none", "a")) == (3, None)
