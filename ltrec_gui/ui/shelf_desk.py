"""The shelf at work: the page, its window of its own, its dialogs, and what each asks of the open library."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ltrec_gui.pipeline import shelf
from ltrec_gui.pipeline.balance import ShelfView
from ltrec_gui.pipeline.give_feedback import FeedbackOutcome, ItemStanding
from ltrec_gui.pipeline.shelf import RuleSwitch
from ltrec_gui.ui.exports_dialog import ExportsDialog
from ltrec_gui.ui.flows import LibrarySession, bound
from ltrec_gui.ui.shelf_page import DUPLICATE, NEW, ShelfPage
from ltrec_gui.ui.shelf_rules_dialog import ShelfRulesDialog
from ltrec_gui.ui.shelf_wording import already_sentence, shelf_name
from ltrec_gui.ui.suggestion_model import SuggestionModel
from ltrec_gui.ui.wording import filled, outcome_sentence

SHELF_DIALOGS = ("shelf rules", "exports")


class ShelfWindow(QWidget):
    """A shelf in a window of its own, for a second screen."""

    closed = Signal()

    def __init__(self, page: ShelfPage, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.page = page
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page)
        self.setMinimumSize(960, 560)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that it is gone."""
        super().closeEvent(event)
        self.closed.emit()


class ShelfDesk(QObject):
    """Connects the shelf's pages with the session of the open library; another library brings another session."""

    place_requested = Signal(str)
    export_requested = Signal()
    already_there = Signal(str, list)  # a sentence, and the items that can be shown
    aim_changed = Signal(int)  # number of items the shelf worked on aims at
    failed = Signal(object, str)

    def __init__(
        self,
        page: ShelfPage,
        suggestions: SuggestionModel,
        keep: Callable[[str, QWidget], None],
        owner: QWidget,
    ) -> None:
        super().__init__(owner)
        self.page = page
        self.window: ShelfWindow | None = None
        self._owner = owner
        self._suggestions = suggestions
        self._keep = keep
        self._session: LibrarySession | None = None
        self._target = 20
        self._note_steps: dict[tuple[int, str], int] = {}
        self._exports: ExportsDialog | None = None
        self._connect_page(page)

    # The library

    def attach(self, session: LibrarySession) -> None:
        """Work on the library of this session."""
        self._session = session
        session.shelf_changed.connect(self.show_view)
        session.feedback_changed.connect(self._follow)
        session.step_undone.connect(lambda _outcome: self._hide_undo())

    def detach(self) -> None:
        """Hand over what is typed, then forget the library; call it while its session still works."""
        for page in self._pages():
            page.flush()
        self._session = None
        self._note_steps.clear()
        if self.window is not None:
            self.window.close()
        self.page.clear()

    def set_target(self, target: int) -> None:
        """Aim at another number of items where a shelf has no aim of its own."""
        self._target = target
        for page in self._pages():
            page.set_target(target)
        self.aim_changed.emit(self.page.aim)

    def show_view(self, view: ShelfView) -> None:
        """Show a shelf wherever it is shown, and which of the suggestions stand on it."""
        for page in self._pages():
            page.show_view(view)
        if self.window is not None:
            self.window.setWindowTitle(shelf_name(view.line.name))
        self._mark_suggestions(view)
        self.aim_changed.emit(self.page.aim)

    def show_items(self, item_ids: Sequence[str]) -> None:
        """Go to the shelf and select items there."""
        self.place_requested.emit("shelf")
        self.page.show_items(item_ids)

    # Windows and dialogs

    def tear_off(self) -> ShelfWindow:
        """Show the shelf in a window of its own as well, or bring that to the front."""
        if self.window is None:
            page = ShelfPage(self._target)
            page.window_button.hide()
            self._connect_page(page)
            self.window = ShelfWindow(page, self._owner)
            self.window.closed.connect(self._forget_window)
            if self.page.view is not None:
                page.show_view(self.page.view)
                self.window.setWindowTitle(shelf_name(self.page.view.line.name))
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        return self.window

    def show_rules(self) -> ShelfRulesDialog | None:
        """Let the editor change the rules of the shelf; None without a library."""
        view = self.page.view
        if view is None or self._session is None:
            return None
        dialog = ShelfRulesDialog(view, self._owner)
        dialog.rules_chosen.connect(self._set_rules)
        self._keep("shelf rules", dialog)
        dialog.open()
        return dialog

    def show_exports(self) -> ExportsDialog | None:
        """Show what was exported when; None without a library."""
        session = self._session
        if session is None:
            return None
        days = session.overview.cooldown_days if session.overview is not None else 0
        dialog = ExportsDialog(days, self._owner)
        dialog.forget_requested.connect(self._forget_export)
        dialog.cooldown_chosen.connect(self._set_cooldown)
        self._keep("exports", dialog)
        self._exports = dialog
        session.run(bound(shelf.export_log), self._show_exports, self._fail)
        dialog.open()
        return dialog

    # What the pages ask for

    def _connect_page(self, page: ShelfPage) -> None:
        page.order_changed.connect(lambda ids: self._change(shelf.reorder_shelf, tuple(ids)))
        page.removal_requested.connect(self._take_off)
        page.undo_requested.connect(self._undo)
        page.export_requested.connect(self.export_requested)
        page.suggestions_requested.connect(lambda: self.place_requested.emit("suggest"))
        page.note_changed.connect(self._save_note)
        page.target_changed.connect(lambda shelf_id, target: self._change(shelf.set_target, shelf_id, target))
        page.shelf_chosen.connect(lambda shelf_id: self._change(shelf.go_to_shelf, shelf_id))
        page.naming_done.connect(self._name)
        page.deletion_requested.connect(self._delete)
        page.rules_requested.connect(self.show_rules)
        page.exports_requested.connect(self.show_exports)
        page.window_requested.connect(self.tear_off)

    def _change(
        self, act: Callable[..., object], *arguments: object, then: Callable[[object], object] | None = None
    ) -> None:
        if self._session is not None:
            self._session.change_shelf(act, *arguments, then=then)

    def _take_off(self, ids: list[str]) -> None:
        if self._session is not None:
            self._session.give(ids, "unshelve", None)

    def _undo(self) -> None:
        self._hide_undo()
        if self._session is not None:
            self._session.undo()

    def _save_note(self, shelf_id: int, item_id: str, note: str, is_continued: bool) -> None:
        key = (shelf_id, item_id)
        joins = self._note_steps.get(key) if is_continued else None

        def saved(step: object) -> None:
            if isinstance(step, int):
                self._note_steps[key] = step

        self._change(shelf.set_note, shelf_id, item_id, note, joins, then=saved)

    def _name(self, purpose: str, shelf_id: int, name: str) -> None:
        if purpose == NEW:
            self._change(shelf.new_shelf, name)
        elif purpose == DUPLICATE:
            self._change(shelf.duplicate_shelf, shelf_id, name)
        else:
            self._change(shelf.rename_shelf, shelf_id, name)

    def _delete(self, shelf_id: int) -> None:
        def deleted(name: object) -> None:
            self._offer_undo(filled(self.tr("Deleted: %1"), shelf_name(str(name))))

        self._change(shelf.delete_shelf, shelf_id, then=deleted)

    def _set_rules(self, shelf_id: int, rules: tuple[RuleSwitch, ...] | None) -> None:
        self._change(shelf.set_rules, shelf_id, rules)

    def _forget_export(self, export_id: int, is_forgotten: bool) -> None:
        if self._session is not None:
            job = bound(shelf.forget_export, export_id, is_forgotten)
            self._session.run(job, self._show_exports, self._fail)

    def _set_cooldown(self, days: int) -> None:
        session = self._session
        if session is not None:
            session.run(
                bound(shelf.set_cooldown, days), lambda _nothing: session.refresh_overview(), self._fail
            )

    def _show_exports(self, records: tuple[shelf.ExportRecord, ...]) -> None:
        if self._exports is not None:
            self._exports.show_exports(records)
        if self._session is not None:
            self._session.refresh_overview()

    # What the library says

    def _follow(self, outcome: FeedbackOutcome) -> None:
        """Show what a verdict, or what was undone, did to the shelf."""
        # The page asks for itself where it is seen; elsewhere only what others see of a shelf matters.
        is_seen_alone = self.window is not None and not self.page.isVisible()
        if self._session is not None and (outcome.shelf is not None or (is_seen_alone and outcome.items)):
            self._session.request_shelf()
        if outcome.action == "unshelve" and outcome.items:
            self._offer_undo(outcome_sentence(outcome))
        self._suggestions.update_standings(outcome.already)
        if not outcome.already:
            self.already_there.emit("", [])
        elif self.page.view is not None:
            titles = [standing.title for standing in outcome.already]
            ids = [standing.item_id for standing in outcome.already]
            self.already_there.emit(already_sentence(titles, self.page.view.line.name), ids)

    def _mark_suggestions(self, view: ShelfView) -> None:
        """Show of the suggestions which stand on the shelf worked on, where another shelf is worked on now."""
        ids = {entry.item.item_id for entry in view.entries}
        changed: list[ItemStanding] = []
        for row in range(self._suggestions.rowCount()):
            shown = self._suggestions.suggestion(row)
            item_id = shown.item.item_id
            is_on_shelf, elsewhere = item_id in ids, view.elsewhere.get(item_id, ())
            if (shown.is_on_shelf, shown.other_shelves) != (is_on_shelf, elsewhere):
                standing = ItemStanding(item_id, shown.item.title, shown.verdict, is_on_shelf, shown.critique)
                changed.append(replace(standing, is_everywhere=shown.is_everywhere, other_shelves=elsewhere))
        if changed:
            self._suggestions.update_standings(changed)

    def _offer_undo(self, sentence: str) -> None:
        for page in self._pages():
            page.show_undo(sentence)

    def _hide_undo(self) -> None:
        for page in self._pages():
            page.hide_undo()

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error, "shelf")

    def _pages(self) -> list[ShelfPage]:
        return [self.page, *([self.window.page] if self.window is not None else [])]

    def _forget_window(self) -> None:
        if self.window is not None:
            self.window.page.flush()
            self.window.deleteLater()
            self.window = None
