"""The model: one row changes per verdict, nothing is ever reset by one."""

import json

from PySide6.QtCore import QModelIndex, Qt

from ltrec_gui.catalogue.item import Item
from ltrec_gui.pipeline.give_feedback import ItemStanding
from ltrec_gui.ui.suggestion_model import (
    ITEMS_MIME_TYPE,
    MATCH_ROLE,
    PENDING_ROLE,
    RECORD_ROLE,
    SuggestionModel,
)
from tests.ui.making import make_suggestion


def made(count=5):
    model = SuggestionModel()
    model.item_count = 1000
    model.set_suggestions([make_suggestion(row) for row in range(count)])
    return model


def test_one_column_one_row_per_suggestion(qapp, qtmodeltester):
    model = made()
    assert (model.rowCount(), model.columnCount()) == (5, 1)
    assert model.rowCount(model.index(0, 0)) == 0
    qtmodeltester.check(model)


def test_roles():
    model = made()
    index = model.index(2, 0)
    assert index.data(RECORD_ROLE) == make_suggestion(2)
    assert index.data(Qt.DisplayRole) == make_suggestion(2).item.title
    assert model.data(QModelIndex(), RECORD_ROLE) is None
    spoken = index.data(Qt.AccessibleTextRole)
    for part in (make_suggestion(2).item.title, "Tail", "Near your seed “Salt” (0.81)"):
        assert part in spoken


def test_accessible_text_says_the_verdict():
    model = made()
    model.update_standings([ItemStanding("i1", "The Tide Tables", "not-right", True)])
    spoken = model.index(1, 0).data(Qt.AccessibleTextRole)
    assert "Not right" in spoken and "On the shelf" in spoken


def test_a_verdict_changes_one_row_and_resets_nothing(qtbot):
    model = made()
    changes = []
    model.dataChanged.connect(lambda first, last, _roles: changes.append((first.row(), last.row())))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.assertNotEmitted(model.layoutChanged):
        model.update_standings(
            [
                ItemStanding("i3", "Notes on Knots", "good", False),
                ItemStanding("elsewhere", "x", "good", False),
            ]
        )
    assert changes == [(3, 3)]
    assert model.suggestion(3).verdict == "good"
    assert [model.suggestion(row).verdict for row in (0, 1, 2, 4)] == [None] * 4


def test_a_pending_verdict_is_not_a_verdict():
    model = made()
    model.set_pending(["i1"], "good")
    assert model.index(1, 0).data(PENDING_ROLE) == "good"
    assert model.suggestion(1).verdict is None
    model.clear_pending()
    assert model.index(1, 0).data(PENDING_ROLE) is None
    model.set_pending(["i1"], "good")
    model.update_standings([ItemStanding("i1", "The Tide Tables", "good", False)])
    assert model.pending("i1") is None


def test_find_marks_rows_and_hides_none():
    model = made()
    assert model.set_needle("TIDE") == 1
    assert [model.index(row, 0).data(MATCH_ROLE) for row in range(5)] == [False, True, False, False, False]
    assert model.rowCount() == 5
    assert model.set_needle("nothing like it") == 0
    model.set_needle("")
    assert all(model.index(row, 0).data(MATCH_ROLE) for row in range(5))


def test_rows_cannot_be_edited_but_dragged():
    model = made()
    flags = model.flags(model.index(0, 0))
    assert not flags & Qt.ItemIsEditable
    assert flags & Qt.ItemIsDragEnabled


def test_a_drag_carries_ids_and_titles():
    model = made()
    model.set_suggestions([make_suggestion(0, item=Item("00123", "A <b>bold</b> title")), make_suggestion(1)])
    mime = model.mimeData([model.index(1, 0), model.index(0, 0)])
    assert json.loads(bytes(mime.data(ITEMS_MIME_TYPE).data())) == ["00123", "i1"]
    assert mime.text() == "A <b>bold</b> title\nThe Tide Tables"
