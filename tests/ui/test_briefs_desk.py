"""Briefs in the window: the page and the session of a real library, without the frame around them."""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.pipeline.briefs import list_briefs
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.settings import Settings
from ltrec_gui.ui.briefs_desk import BriefDesk
from ltrec_gui.ui.flows import LibrarySession, Runners
from ltrec_gui.ui.job_board import JobBoard
from ltrec_gui.ui.suggestions_page import SuggestionsPage
from tests.making import FakeEncoders, fill, topic_items

PATIENCE_MS = 20_000
SEA, GARDEN = "harbour and lighthouse", "rose and orchard"


@dataclass
class Office:
    """A page at work on a library, and what it is asked for over and over."""

    qtbot: object
    page: SuggestionsPage
    desk: BriefDesk
    session: LibrarySession
    said: list
    failures: list

    @property
    def panel(self):
        return self.page.brief_panel

    @property
    def bar(self):
        return self.panel.bar

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def ask(self, brief):
        """Ask for a list of a brief and wait until its brief is known."""
        before = self.page.slate
        self.panel.brief_edit.setPlainText(brief)
        self.page.suggest()
        self.wait(lambda: self.page.slate is not None and self.page.slate is not before)
        self.wait(lambda: self.bar.entry is not None and self.bar.entry.brief_id == self.page.slate.brief_id)
        return self.page.slate

    def save(self, name):
        self.desk.act("save-brief")
        self.bar.name_edit.setText(name)
        self.qtbot.keyClick(self.bar.name_edit, Qt.Key_Return)
        self.wait(lambda: self.bar.saved_id is not None)

    def judge(self, row, verdict):
        item_id = self.page.model.suggestion(row).item.item_id
        self.page.verdict_given.emit([item_id], verdict)
        self.wait(lambda: self.standing(item_id).verdict is not None)
        return item_id

    def standing(self, item_id):
        return self.page.model.suggestion(self.page.model.row_of(item_id))

    def shown(self):
        return [self.page.model.suggestion(row).item.item_id for row in range(self.page.model.rowCount())]

    def pick(self, brief_id):
        """Open a brief and wait for it."""
        self.desk.open(brief_id)
        self.wait(lambda: self.bar.entry is not None and self.bar.entry.brief_id == brief_id)

    def quiet(self):
        """Wait until all quick jobs asked for so far are done."""
        done = []
        self.session.runners.quick_jobs.start(
            lambda _workspace, _control: None, on_done=done.append, on_error=done.append
        )
        self.wait(lambda: bool(done))


@pytest.fixture
def library(tmp_path):
    """The folder of a library of 80 items that is ranked by words."""
    workspace = Workspace(tmp_path / "spring", FakeEncoders())
    fill(workspace, topic_items(80))
    workspace.close()
    return tmp_path / "spring"


@pytest.fixture
def open_office(qtbot, library):
    opened = []

    def make():
        encoders = FakeEncoders()

        def runner(name):
            return JobRunner(lambda: Workspace(library, encoders), f"desk-{name}")

        board = JobBoard()
        page = SuggestionsPage(Settings(slate_size=8))
        qtbot.addWidget(page)
        desk = BriefDesk(page, page)
        session = LibrarySession(Runners(library, runner("long"), runner("quick"), runner("query")), board)
        office = Office(qtbot, page, desk, session, [], [])
        opened.append((office, board))
        desk.said.connect(office.said.append)
        desk.failed.connect(lambda error, _activity: office.failures.append(error))
        page.suggest_requested.connect(session.request_suggestions)
        page.refresh_requested.connect(session.request_suggestions)
        page.verdict_given.connect(lambda ids, verdict: session.give(ids, verdict, page.slate_id))
        page.everywhere_requested.connect(session.count_everywhere)
        page.undo_requested.connect(session.undo)
        session.slate_changed.connect(page.show_slate)
        session.overview_changed.connect(page.show_overview)
        session.feedback_changed.connect(page.show_outcome)
        session.step_undone.connect(lambda outcome: page.show_outcome(outcome, "undone"))
        session.step_redone.connect(lambda outcome: page.show_outcome(outcome, "redone"))
        desk.follow(session)
        page.resize(1366, 768)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        session.open()
        office.wait(lambda: session.overview is not None)
        return office

    yield make
    for office, _board in opened:
        office.desk.leave()
        office.session.close()


@pytest.fixture
def office(open_office):
    return open_office()


def test_a_brief_is_saved_under_a_name_typed_in_place(office, qtbot):
    assert office.bar.state_row.isHidden()  # nothing is asked for yet
    office.ask(SEA)
    assert office.bar.selector.name() == SEA
    assert office.bar.state_text() == "Not saved" and not office.bar.save_button.isHidden()
    office.bar.save_button.click()
    assert office.bar.name_edit.hasFocus() and office.bar.name_edit.selectedText() == SEA
    qtbot.keyClicks(office.bar.name_edit, "Summer table")
    qtbot.keyClick(office.bar.name_edit, Qt.Key_Return)
    office.wait(lambda: office.bar.saved_id is not None)
    assert office.bar.selector.name() == "Summer table"
    assert office.bar.name_edit.isHidden() and office.bar.save_button.isHidden()
    assert office.bar.state_text() == "Saved"
    assert office.said[-1] == "Brief saved — “Summer table”"


def test_esc_gives_up_naming(office, qtbot):
    office.ask(SEA)
    office.desk.act("save-brief")
    qtbot.keyClick(office.bar.name_edit, Qt.Key_Escape)
    assert office.bar.name_edit.isHidden() and not office.bar.selector.isHidden()
    office.quiet()
    assert office.bar.saved_id is None


def test_another_text_stays_the_saved_brief_and_says_so(office):
    first = office.ask(SEA)
    office.save("Summer table")
    kept = office.judge(0, "good")
    office.panel.brief_edit.setPlainText(GARDEN)
    assert "Still saved as “Summer table”" in office.bar.state_text()
    assert office.page.request().brief_id == first.brief_id
    second = office.ask(GARDEN)
    assert second.brief_id == first.brief_id and kept not in office.shown()
    assert office.bar.selector.name() == "Summer table"


def test_another_text_of_an_unsaved_brief_is_another_brief(office):
    first = office.ask(SEA)
    office.panel.brief_edit.setPlainText(GARDEN)
    assert office.page.request().brief_id is None
    assert office.ask(GARDEN).brief_id != first.brief_id


def test_reopening_shows_the_last_list_with_its_verdicts_and_all_that_was_asked_for(office):
    office.panel.tail_slider.setValue(30)
    office.panel.year_from_edit.setText("1810")
    first = office.ask(SEA)
    office.save("Summer table")
    liked = office.judge(2, "good")
    shown = office.shown()
    office.page.start_new_brief()
    assert office.bar.entry is None and office.bar.selector.name() == "New brief"
    office.ask(GARDEN)
    office.judge(1, "not-right")
    office.pick(first.brief_id)
    assert office.shown() == shown
    assert [each for each in shown if office.standing(each).verdict] == [liked]
    assert office.page.slate_id == first.slate_id == office.session.slate.slate_id
    assert office.panel.brief() == SEA and office.panel.year_from_edit.text() == "1810"
    assert office.panel.tail_slider.value() == 30
    assert office.panel.request() == replace(first.request, brief_id=None)


def test_undo_in_a_reopened_brief_is_shown_on_its_own_list(office):
    first = office.ask(SEA)
    office.save("Summer table")
    office.page.start_new_brief()
    office.ask(GARDEN)
    office.pick(first.brief_id)
    item_id = office.judge(0, "good")
    office.page.verdict_given.emit([item_id], "not-right")
    office.wait(lambda: office.standing(item_id).verdict == "not-right")
    office.page.undo_requested.emit()  # told for the brief of the list made last it would leave no verdict at all
    office.wait(lambda: office.standing(item_id).verdict == "good")


def test_what_was_typed_last_in_a_saved_brief_survives_going_elsewhere_and_a_restart(office, open_office):
    first = office.ask(SEA)
    office.save("Summer table")
    office.panel.brief_edit.setPlainText("harbour in storm")
    office.panel.add_seed("0003", "Anchor")
    office.desk.act("open-brief")  # goes elsewhere before the pause is over
    office.desk.picker.hide()
    office.page.start_new_brief()
    office.ask(GARDEN)
    office.pick(first.brief_id)
    assert office.panel.brief() == "harbour in storm" and office.panel.seeds.keys() == ("0003",)
    assert office.page.slate.request.brief == SEA  # the list is the one that was made
    office.panel.brief_edit.setPlainText("harbour in fog")
    office.desk.leave()
    office.session.close()
    again = open_office()
    again.wait(lambda: again.panel.brief() == "harbour in fog")
    assert again.bar.selector.name() == "Summer table" and again.page.slate.slate_id == first.slate_id


def test_a_change_is_written_down_after_a_pause_without_leaving(office, library):
    office.ask(SEA)
    office.save("Summer table")
    office.panel.variety_slider.setValue(85)
    other = Workspace(library, FakeEncoders())
    office.wait(lambda: other.briefs.all()[0].draft is not None)
    assert other.briefs.all()[0].draft["diversity"] == 0.85
    other.close()


def test_a_duplicate_is_gone_on_with_and_has_a_list_of_its_own(office):
    first = office.ask(SEA)
    office.save("Summer table")
    judged = office.judge(0, "not-right")
    office.desk.act("duplicate-brief")
    office.wait(lambda: office.bar.selector.name() == "Summer table 2")
    office.wait(lambda: office.page.slate is not None and office.page.slate.brief_id != first.brief_id)
    assert judged in office.shown() and office.standing(judged).verdict is None


def test_deleting_offers_undo_and_undo_opens_the_brief_again(office, qtbot):
    first = office.ask(SEA)
    office.save("Summer table")
    liked = office.judge(0, "good")
    office.desk.act("delete-brief")
    office.wait(lambda: office.page.slate is None)
    assert office.panel.brief() == "" and office.bar.entry is None
    assert not office.page.message_bar.isHidden()
    assert office.desk.entries == ()
    office.page.message_bar.action_triggered.emit()
    office.wait(lambda: office.bar.saved_id == first.brief_id)
    office.wait(lambda: office.page.slate is not None)
    assert office.standing(liked).verdict == "good"
    office.session.redo()
    office.wait(lambda: office.page.slate is None)
    assert office.bar.entry is None


def test_the_list_of_briefs_is_searched_and_opened_by_keys(office, qtbot):
    first = office.ask(SEA)
    office.save("Summer table")
    office.judge(0, "good")
    office.page.start_new_brief()
    office.ask(GARDEN)
    office.desk.act("open-brief")
    picker = office.desk.picker
    office.wait(lambda: picker.model.rowCount() == 2)
    assert picker.search.hasFocus() or QApplication.focusWidget() is None
    # The one worked in is chosen; the saved one is above it.
    assert picker.list.currentIndex().row() == 1
    qtbot.keyClick(picker.search, Qt.Key_Up)
    entry = picker.model.entry(picker.list.currentIndex().row())
    assert (entry.name, entry.verdict_count, entry.is_saved) == ("Summer table", 1, True)
    qtbot.keyClicks(picker.search, "rose")
    assert [picker.model.entry(row).text for row in range(picker.model.rowCount())] == [GARDEN]
    picker.search.clear()
    qtbot.keyClicks(picker.search, "light TABLE")  # words of name and text, in any case
    assert picker.model.rowCount() == 1
    qtbot.keyClick(picker.search, Qt.Key_Return)
    assert not picker.isVisible()
    office.wait(lambda: office.page.slate is not None and office.page.slate.brief_id == first.brief_id)
    assert office.said[-1] == "Opened: Summer table"


def test_any_brief_of_the_list_is_deleted_by_key_and_comes_back(office, qtbot):
    first = office.ask(SEA)
    office.save("Summer table")
    office.page.start_new_brief()
    second = office.ask(GARDEN)
    office.desk.act("open-brief")
    picker = office.desk.picker
    office.wait(lambda: picker.model.rowCount() == 2)

    def listed():
        return [picker.model.entry(row).brief_id for row in range(picker.model.rowCount())]

    # In a text Delete belongs to the text.
    qtbot.keyClicks(picker.search, "sum")
    qtbot.keyClick(picker.search, Qt.Key_Home)
    qtbot.keyClick(picker.search, Qt.Key_Delete)
    assert picker.search.text() == "um"
    picker.search.clear()
    assert listed() == [first.brief_id, second.brief_id]
    picker._choose(0)
    qtbot.keyClick(picker.search, Qt.Key_Delete)
    office.wait(lambda: listed() == [second.brief_id])
    assert picker.isVisible()
    assert picker.chosen_id == second.brief_id
    assert office.page.slate.brief_id == second.brief_id  # the one worked in stays as it is
    assert office.panel.brief() == GARDEN
    assert not office.page.message_bar.isHidden()
    picker.hide()
    office.page.message_bar.action_triggered.emit()
    office.wait(lambda: first.brief_id in [entry.brief_id for entry in office.desk.entries])
    office.quiet()
    assert office.page.slate.brief_id == second.brief_id
    # The one worked in can be deleted from the list as well.
    office.desk.act("open-brief")
    office.wait(lambda: picker.model.rowCount() == 2 and picker.chosen_id == second.brief_id)
    qtbot.keyClick(picker.search, Qt.Key_Delete)
    office.wait(lambda: office.page.slate is None and listed() == [first.brief_id])


def test_a_brief_is_saved_before_any_list_and_gets_its_own(office):
    first = office.ask(SEA)
    office.panel.brief_edit.setPlainText(GARDEN)
    office.save("Garden")
    office.wait(lambda: office.page.slate.brief_id != first.brief_id)
    assert office.page.slate.request.brief == GARDEN
    assert office.bar.selector.name() == "Garden"


def test_renaming_and_the_number_a_taken_name_gets(office):
    office.ask(SEA)
    office.save("Summer table")
    office.page.start_new_brief()
    office.ask(GARDEN)
    office.save("summer TABLE")
    assert office.bar.selector.name() == "summer TABLE 2"
    office.desk.act("rename-brief")
    assert office.bar.name_edit.text() == "summer TABLE 2"
    office.bar.name_edit.setText("Garden")
    office.bar.name_edit.taken.emit("Garden")
    office.wait(lambda: office.bar.selector.name() == "Garden")
    office.session.undo()
    office.wait(lambda: office.bar.selector.name() == "summer TABLE 2")


def test_a_verdict_is_made_to_count_for_every_brief_by_key_and_in_the_details(office, qtbot):
    office.ask(SEA)
    item_id = office.judge(0, "not-right")
    office.page._select([0])
    assert not office.page.details.everywhere_button.isHidden()
    assert not office.page.details.everywhere_button.isChecked()
    qtbot.keyClick(office.page.view, Qt.Key_C)
    office.wait(lambda: office.standing(item_id).is_everywhere)
    assert office.page.details.everywhere_button.isChecked()
    card = office.page.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "every brief" in card
    office.page.details.everywhere_button.click()
    office.wait(lambda: not office.standing(item_id).is_everywhere)
    assert office.standing(item_id).verdict == "not-right"
    office.page.undo_requested.emit()
    office.wait(lambda: office.standing(item_id).is_everywhere)
    # On an item without a verdict the key does nothing.
    office.page._select([3])
    assert office.page.details.everywhere_button.isHidden()
    with qtbot.assertNotEmitted(office.page.everywhere_requested):
        qtbot.keyClick(office.page.view, Qt.Key_C)


def test_counts_beside_the_brief_follow_the_verdicts(office):
    office.ask(SEA)
    office.save("Summer table")
    office.judge(0, "good")
    office.judge(1, "shelve")
    office.wait(lambda: office.bar.state_text() == "Saved · 2 verdicts · 1 on the shelf")


def test_a_brief_keeps_the_length_of_its_list(office, library):
    workspace = Workspace(library, FakeEncoders())
    slate = suggest(workspace, JobControl(), SuggestRequest(brief=SEA, count=5))
    entries = list_briefs(workspace, JobControl())
    workspace.close()
    office.pick(entries[0].brief_id)
    assert len(office.shown()) == 5 and office.panel.request().count == 5
    office.panel.tail_slider.setValue(0)
    office.page.set_settings(Settings(slate_size=8, tail_preference=0.0))  # as after any move of a slider
    assert office.panel.request().count == 5
    office.page.start_new_brief()
    assert office.panel.request().count == 8
    assert slate.brief_id == entries[0].brief_id
