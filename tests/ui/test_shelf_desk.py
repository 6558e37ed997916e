"""The shelf at work on a real library: every wish becomes a step of the log, and undo takes each of them back."""

import pytest

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline import shelf
from ltrec_gui.pipeline.past_slates import last_slate
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.balance import ShelfRule
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.ui.flows import LibrarySession, Runners
from ltrec_gui.ui.job_board import JobBoard
from ltrec_gui.ui.shelf_desk import ShelfDesk
from ltrec_gui.ui.shelf_page import DUPLICATE, NEW, RENAME, ShelfPage
from ltrec_gui.ui.suggestion_model import SuggestionModel
from tests.making import FakeEncoders, fill, topic_items

PATIENCE_MS = 20_000


class Desk:
    """A desk on an open library of 40 items, with the list of suggestions that was shown last."""

    def __init__(self, qtbot, folder):
        self.qtbot = qtbot
        encoders = FakeEncoders()
        self.folder, self.encoders = folder, encoders
        workspace = Workspace(folder, encoders)
        fill(workspace, topic_items(40))
        slate = suggest(workspace, JobControl(), SuggestRequest(brief="harbour", count=8))
        workspace.close()
        self.page = ShelfPage()
        qtbot.addWidget(self.page)
        self.page.resize(1100, 640)
        self.page.show()
        self.suggestions = SuggestionModel()
        self.suggestions.set_suggestions(slate.suggestions)
        self.dialogs = {}
        self.desk = ShelfDesk(self.page, self.suggestions, self.dialogs.__setitem__, self.page)
        self.board = JobBoard()

        def runner(name):
            return JobRunner(lambda: Workspace(folder, encoders), f"test-{name}")

        self.errors = []
        self.session = LibrarySession(
            Runners(folder, runner("long"), runner("quick"), runner("query")), self.board
        )
        self.session.failed.connect(lambda error, _activity: self.errors.append(error))
        self.desk.failed.connect(lambda error, _activity: self.errors.append(error))
        self.desk.attach(self.session)
        self.session.refresh_overview()
        self.session.request_shelf()
        self.wait(lambda: self.page.view is not None and self.session.overview is not None)

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    @property
    def view(self):
        return self.page.view

    def shelve(self, *item_ids):
        count = len(self.view.entries)
        self.session.give(item_ids, "shelve", None)
        self.session.request_shelf()
        self.wait(lambda: len(self.view.entries) == count + len(item_ids))

    def undo(self):
        with self.qtbot.waitSignal(self.session.step_undone, timeout=PATIENCE_MS) as undone:
            self.session.undo()
        return undone.args[0]

    def notes(self):
        return [entry.note for entry in self.view.entries]

    def close(self):
        self.desk.detach()
        self.session.close()


@pytest.fixture
def desk(qtbot, tmp_path):
    made = Desk(qtbot, tmp_path)
    yield made
    made.close()


def test_dragging_is_a_step_that_undo_takes_back(desk):
    desk.shelve("0001", "0002", "0003")
    desk.page.model.order_dropped.emit(["0003", "0001", "0002"])
    desk.wait(lambda: desk.page.model.ids == ["0003", "0001", "0002"])
    assert desk.undo().shelf.act == "order"
    desk.wait(lambda: desk.page.model.ids == ["0001", "0002", "0003"])


def test_what_is_taken_off_comes_back_to_its_place_by_the_line_below(desk):
    desk.shelve("0001", "0002", "0003")
    desk.page.table.selectRow(1)
    desk.page.actions_by_id["shelf-remove"].trigger()
    desk.wait(lambda: desk.page.offers_undo)
    desk.session.request_shelf()
    desk.wait(lambda: desk.page.model.ids == ["0001", "0003"])
    desk.page.undo_button.click()
    desk.session.request_shelf()
    desk.wait(lambda: desk.page.model.ids == ["0001", "0002", "0003"])
    assert not desk.page.offers_undo


def test_a_note_typed_in_pieces_is_one_step(qtbot, desk):
    desk.shelve("0001", "0002")
    desk.page.table.selectRow(1)
    desk.page.edit_note()
    for piece in ("for", " the", " window"):
        qtbot.keyClicks(desk.page.note_edit, piece)
        with qtbot.waitSignal(desk.session.shelf_changed, timeout=PATIENCE_MS):
            desk.page._note_timer.timeout.emit()
    assert desk.notes() == ["", "for the window"]
    desk.undo()
    desk.wait(lambda: desk.notes() == ["", ""])
    assert desk.undo().action == "shelve"


def test_a_note_being_typed_outlives_the_closing_of_the_library(qtbot, desk):
    desk.shelve("0001")
    desk.page.table.selectRow(0)
    desk.page.edit_note()
    qtbot.keyClicks(desk.page.note_edit, "last words")
    desk.desk.detach()
    desk.session.close()
    workspace = Workspace(desk.folder, desk.encoders)
    assert workspace.feedback.current_shelf().notes == {"0001": "last words"}
    workspace.close()


def test_shelves_are_made_copied_named_gone_to_and_deleted(desk):
    desk.shelve("0001", "0002")
    desk.page.naming_done.emit(DUPLICATE, 1, "Copy")
    desk.wait(lambda: desk.view.line.name == "Copy")
    assert desk.page.model.ids == ["0001", "0002"]
    desk.page.naming_done.emit(RENAME, desk.view.shelf_id, "Summer")
    desk.wait(lambda: desk.view.line.name == "Summer")
    desk.page.naming_done.emit(NEW, desk.view.shelf_id, "Winter")
    desk.wait(lambda: desk.view.line.name == "Winter")
    assert desk.page.model.ids == []
    desk.page.shelf_chosen.emit(1)
    desk.wait(lambda: desk.view.shelf_id == 1)
    desk.page.deletion_requested.emit(1)
    desk.wait(lambda: desk.view.line.name == "Winter")
    assert [line.name for line in desk.view.shelves] == ["Summer", "Winter"]
    assert desk.page.offers_undo
    desk.page.undo_button.click()
    desk.wait(lambda: len(desk.view.shelves) == 3)
    assert desk.errors == []


def test_a_name_that_is_taken_is_refused_in_words(desk):
    desk.page.naming_done.emit(NEW, 1, "Summer")
    desk.wait(lambda: desk.view.line.name == "Summer")
    desk.page.naming_done.emit(NEW, 1, "summer")
    desk.wait(lambda: bool(desk.errors))
    assert "already" in str(desk.errors[0])


def test_suggestions_show_what_stands_on_the_shelf_worked_on(desk):
    shown = [desk.suggestions.suggestion(row).item.item_id for row in range(3)]
    desk.shelve(*shown[:2])
    assert [desk.suggestions.suggestion(row).is_on_shelf for row in range(3)] == [True, True, False]
    desk.page.naming_done.emit(NEW, 1, "Winter")
    desk.wait(lambda: desk.view.line.name == "Winter")
    assert not any(desk.suggestions.suggestion(row).is_on_shelf for row in range(3))
    desk.undo()
    desk.wait(lambda: desk.suggestions.suggestion(0).is_on_shelf)


def test_what_stands_on_the_shelf_already_is_said_and_shown(qtbot, desk):
    desk.shelve("0001", "0002")
    said = []
    desk.desk.already_there.connect(lambda sentence, ids: said.append((sentence, ids)))
    title = desk.view.entries[1].item.title
    desk.session.give(["0002"], "shelve", None)
    desk.wait(lambda: bool(said))
    assert said == [(f"“{title}” is on “Shelf” already.", ["0002"])]
    # A card that was waiting for it waits no more.
    card = desk.suggestions.suggestion(0).item.item_id
    desk.shelve(card)
    desk.suggestions.set_pending([card], "shelve")
    desk.session.give([card], "shelve", None)
    desk.wait(lambda: desk.suggestions.pending(card) is None)
    places = []
    desk.desk.place_requested.connect(places.append)
    desk.desk.show_items(["0002"])
    assert (places, desk.page.selected_ids()) == (["shelf"], ["0002"])


def test_what_is_to_be_shown_is_selected_once_it_is_here(desk):
    desk.desk.show_items(["0002"])
    desk.session.give(["0001", "0002"], "shelve", None)
    desk.session.request_shelf()
    desk.wait(lambda: desk.page.selected_ids() == ["0002"])


def test_rules_are_used_and_undone(desk):
    desk.shelve("0000", "0004")
    dialog = desk.desk.show_rules()
    for row in list(dialog.rows):
        row.remove_button.click()
    dialog.add_rule("most-per-column").limit_box.setValue(1)
    dialog.rows[0].column_combo.setCurrentIndex(dialog.rows[0].column_combo.findData("tags"))
    dialog.use_button.click()
    desk.wait(lambda: desk.view.has_own_rules)
    assert desk.view.rules[0].rule == ShelfRule("most-per-column", "tags", 1)
    assert {each.value for each in desk.view.broken} == {"sea", "book"}
    assert desk.undo().shelf.act == "rules"
    desk.wait(lambda: not desk.view.has_own_rules)


def test_an_aim_of_its_own_is_told_to_whoever_shows_it(qtbot, desk):
    with qtbot.waitSignal(desk.desk.aim_changed, timeout=PATIENCE_MS, check_params_cb=lambda aim: aim == 7):
        desk.page.target_changed.emit(1, 7)
    assert desk.page.target_box.value() == 7


def test_exports_are_shown_and_a_trial_is_forgotten(qtbot, desk):
    record = []
    desk.session.run(
        lambda workspace, control: shelf.note_export(workspace, control, None, None, ["0001", "0002"]),
        record.append,
        desk.errors.append,
    )
    desk.wait(lambda: bool(record))
    dialog = desk.desk.show_exports()
    desk.wait(lambda: dialog.model.rowCount() == 1)
    desk.wait(lambda: desk.session.overview.cooling_count == 2)
    dialog.table.selectRow(0)
    dialog.forget_button.click()
    desk.wait(lambda: desk.session.overview.cooling_count == 0)
    dialog.cooldown_box.setValue(7)
    dialog.cooldown_box.editingFinished.emit()
    desk.wait(lambda: desk.session.overview.cooldown_days == 7)
    dialog.close()
    assert desk.errors == []


def test_a_window_of_its_own_follows_and_is_followed(desk):
    desk.shelve("0001", "0002")
    window = desk.desk.tear_off()
    assert window.page.model.ids == ["0001", "0002"]
    assert desk.desk.tear_off() is window
    window.page.model.order_dropped.emit(["0002", "0001"])
    desk.wait(lambda: desk.page.model.ids == window.page.model.ids == ["0002", "0001"])
    desk.page.hide()
    desk.session.give(["0003"], "shelve", None)
    desk.wait(lambda: window.page.model.ids == ["0002", "0001", "0003"])
    window.close()
    assert desk.desk.window is None


def test_cards_tell_of_the_other_shelves_their_items_stand_on(desk):
    shown = [desk.suggestions.suggestion(row).item.item_id for row in range(3)]

    def stands(number):
        suggestion = desk.suggestions.suggestion(number)
        return suggestion.is_on_shelf, suggestion.other_shelves

    desk.session.feedback_changed.connect(lambda outcome: desk.suggestions.update_standings(outcome.items))
    desk.shelve(*shown[:2])
    desk.session.change_shelf(shelf.new_shelf, "Summer")
    desk.wait(lambda: desk.view.line.name == "Summer")
    assert [stands(number) for number in range(3)] == [(False, ("",)), (False, ("",)), (False, ())]
    desk.shelve(shown[1], shown[2])
    assert [stands(number) for number in range(3)] == [(False, ("",)), (True, ("",)), (True, ())]
    workspace = Workspace(desk.folder, desk.encoders)
    reopened = last_slate(workspace, JobControl()).suggestions[:3]
    workspace.close()
    assert [(each.is_on_shelf, each.other_shelves) for each in reopened] == [stands(n) for n in range(3)]
    first = desk.view.shelves[0].shelf_id
    desk.session.change_shelf(shelf.go_to_shelf, first)
    desk.wait(lambda: desk.view.shelf_id == first)
    assert [stands(number) for number in range(3)] == [(True, ()), (True, ("Summer",)), (False, ("Summer",))]
    desk.session.change_shelf(shelf.rename_shelf, desk.view.shelves[1].shelf_id, "Winter")
    desk.wait(lambda: stands(2) == (False, ("Winter",)))
