"""Pictures of every page in both themes and languages, by the real window on the real sample, for looking at."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMimeData,
    QPoint,
    QPointF,
    QSize,
    Qt,
    QTimer,
    QUrl,
)
from PySide6.QtGui import QColor, QDragEnterEvent, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from ltrec_gui.catalogue.csv_reader import RowProblem
from ltrec_gui.catalogue.dialect import Dialect
from ltrec_gui.catalogue.reasons import reason
from ltrec_gui.errors import ModelError, Phrase
from ltrec_gui.pipeline import shelf
from ltrec_gui.pipeline.import_catalogue import ImportReport
from ltrec_gui.pipeline.shelf import RuleSwitch
from ltrec_gui.pipeline.theme import BY_TOPICS, ThemeReport
from ltrec_gui.recommend.balance import ShelfRule
from ltrec_gui.recommend.theme_lock import Theme
from ltrec_gui.ui.error_dialog import ErrorDialog
from ltrec_gui.ui.flows import bound
from ltrec_gui.ui.main_window import MainWindow
from ltrec_gui.ui.settings_dialog import SECTIONS

USUAL_SIZE = (1366, 768)
USUAL_TEXT = 100
PLACE = "ltrec.log"
THEMES = ("light", "dark")
LANGUAGES = ("en", "zh_CN")
BRIEF = "Forgotten voyages and lighthouses: letters and diaries of people who lived by the sea"
BRIEF_NAME = "Coastal summer table"
TROUBLED_FILE = """isbn;title;description;loans;year
00120;Salt Roads;How it came inland on backs and carts and barges.;31;1988
00121;Small Boats;What they carried, and who waited on the quay.;2.310;1979
00122;Long Light;A summer on the northern shore without a night.;45;2003
00123;The Tide Tables;Women of the salt trade and their letters home.;1.204;1994
00124;;Nothing is known of whoever wrote this book.;12;2001
00125;Herring Season;<p>Boats and <b>nets</b> in a cold spring.</p>;many;1950
00123;The Tide Tables;The same number once more.;3;1994
00126;=Knots;A rigger remembers forty years at sea.;7;soon

00127;Beacons;Fires on the cliffs of the far north.;1;1970;surplus
00128;Winter Ferry;The last crossing before the ice.;-3;1981
"""
VERDICTS = ("good", "not-right", "shelve", "more-like-this", "not-now", "shelve", "shelve")
PATIENCE_SECONDS = 60
SETTLE_MS = 120


@dataclass(frozen=True, slots=True)
class Plan:
    """Which pictures are taken: every state in each of these looks, and of the states those whose name fits."""

    themes: tuple[str, ...] = THEMES
    languages: tuple[str, ...] = LANGUAGES
    sizes: tuple[tuple[int, int], ...] = (USUAL_SIZE,)  # of the window, in pixels
    text_sizes: tuple[int, ...] = (USUAL_TEXT,)  # in percent
    names: str = "*"  # a pattern as the shell knows it


def write_screenshots(
    folder: Path,
    make_window: Callable[[str], MainWindow],
    set_theme: Callable[[str, int], None],
    set_language: Callable[[str], None],
    catalogue: Path,
    plan: Plan,
) -> int:
    """Write the pictures of `plan` into `folder` and return their number; raise TimeoutError where a page is missing.

    The window walks its pages once for each theme, language and size of text, and is given every size on the way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    walks = [
        (text, language, theme)
        for text in plan.text_sizes
        for language in plan.languages
        for theme in plan.themes
    ]
    for text, language, theme in walks:
        set_theme(theme, text)
        set_language(language)
        suffix = f"{theme}_{language}" + ("" if text == USUAL_TEXT else f"_{text}")
        photographer = _Photographer(folder, suffix, make_window(suffix), plan)
        photographer.walk(catalogue)
        photographer.window.close()
        photographer.window.deleteLater()
        count += photographer.count
    return count


STRICT_RULES = (
    RuleSwitch(ShelfRule("most-per-column", "language", 1)),
    RuleSwitch(ShelfRule("most-per-column", "author", 0)),
    RuleSwitch(ShelfRule("most-near-duplicates", "", 0)),
)


class _Photographer:
    """Walks one window through its pages."""

    def __init__(self, folder: Path, suffix: str, window: MainWindow, plan: Plan) -> None:
        self.window = window
        self.count = 0
        self._folder = folder
        self._suffix = suffix
        self._plan = plan
        window.resize(*plan.sizes[0])
        window.show()

    def walk(self, catalogue: Path) -> None:
        """Take every picture."""
        window = self.window
        self._take("start")
        self._samples()
        window.open_sample()
        self._wait_for(lambda: window.suggestions.slate is not None)
        self._take("suggest_first")
        self._suggest()
        self._briefs()
        self._pages()
        self._map()
        self._empty_states()
        self._shelves()
        self._dialogs(catalogue)
        self._messages()
        self._drag(catalogue)

    def _suggest(self) -> None:
        page = self.window.suggestions
        before = page.slate
        page.brief_panel.brief_edit.setPlainText(BRIEF)
        page.suggest()
        self._wait_for(lambda: page.slate is not before and page.slate is not None)
        self._wait_for(lambda: page.slate is not None and page.slate.ranked_by == "meaning")
        for row, verdict in enumerate(VERDICTS):
            page.verdict_given.emit([page.model.suggestion(row).item.item_id], verdict)
        self._wait_for(lambda: len(self._shelved()) >= VERDICTS.count("shelve"))
        page.view.selectRow(1)
        self._take("suggest_verdicts")
        page.focus_list()
        page.view.selectRow(7)
        self._take("suggest_details")
        page.view.selectRow(4)
        page.list_actions["not-right"].trigger()
        self._wait_for(page.reason_bar.isVisible)
        self._take("suggest_why_not_right")
        page.verdict_given.emit([page.model.suggestion(4).item.item_id], "clear")
        self._wait_for(lambda: page.model.suggestion(4).verdict is None)
        page.details.focus_why_not()
        page.details.seeker.edit.setText("the")
        self._wait_for(lambda: page.details.seeker.found.count() > 0)
        self._take("suggest_any_title")
        page.details.seeker.edit.clear()
        page.focus_list()
        ranked = page.slate
        page.refresh()
        self._wait_for(lambda: page.slate is not ranked and page.slate is not None)
        self._take("suggest_refreshed")

    def _briefs(self) -> None:
        """Save the brief, let a verdict count for every brief, and look through all briefs."""
        window = self.window
        page, desk, bar = window.suggestions, window.desk, window.suggestions.brief_panel.bar
        desk.act("save-brief")
        self._take("brief_naming")
        bar.name_edit.taken.emit(BRIEF_NAME)
        self._wait_for(lambda: bar.saved_id is not None)
        page.verdict_given.emit([page.model.suggestion(0).item.item_id], "good")
        self._wait_for(lambda: page.model.suggestion(0).verdict == "good")
        page.everywhere_requested.emit([page.model.suggestion(0).item.item_id], True)
        self._wait_for(lambda: page.model.suggestion(0).is_everywhere)
        page.view.selectRow(0)
        self._wait_for(lambda: bar.entry is not None and bar.entry.verdict_count > 0)
        self._take("brief_saved")
        desk.open_picker()
        self._wait_for(lambda: desk.picker.model.rowCount() > 1)
        self._settle()
        self._save(
            "brief_list",
            window,
            desk.picker,
            lambda: bar.selector.mapTo(window, QPoint(0, bar.selector.height() + 4)),
        )
        desk.picker.hide()

    def _shelved(self) -> list[str]:
        page = self.window.suggestions
        rows = [page.model.suggestion(row) for row in range(page.model.rowCount())]
        return [each.item.item_id for each in rows if each.is_on_shelf]

    def _samples(self) -> None:
        """Choose another sample, and open it: its kind brings filters of its own."""
        window = self.window
        combo = window.start.sample_combo
        combo.setCurrentIndex(combo.findData("shop"))
        self._take("start_shop")
        window.open_sample("shop")
        self._wait_for(lambda: window.suggestions.slate is not None)
        window.suggestions.brief_panel.scroll_to_filters()
        self._take("suggest_shop")
        window.close_library()

    def _pages(self) -> None:
        window = self.window
        window.show_place("catalogue")
        self._wait_for(lambda: window.catalogue.model.row(0) is not None)
        window.catalogue.table.selectRow(2)
        self._take("catalogue")
        window.show_place("shelf")
        self._wait_for(lambda: window.shelf.model.rowCount() > 0)
        window.shelf.table.selectRow(0)
        self._take("shelf")
        self._export()
        window.show_place("history")
        self._wait_for(lambda: window.history.model.rowCount() > 0)
        window.history.undo_requested.emit()
        self._take("history")
        self._looking_back()

    def _looking_back(self) -> None:
        """Take the history with a verdict chosen, the insights, a random sample, and the warning and its way out."""
        window = self.window
        window.history.table.selectRow(3)
        self._wait_for(lambda: bool(window.history.hint.text()))
        self._take("history_chosen")
        window.show_place("insights")
        self._wait_for(lambda: window.insights.report is not None)
        self._take("insights")
        window.insights.reach.switch.click()
        window.insights.scroll_to(1)
        self._take("insights_table")
        page, ranked = window.suggestions, window.suggestions.slate
        window.looking_back.judge_sample()
        self._wait_for(lambda: page.slate is not ranked)
        self._take("suggest_sample")
        ids = [suggestion.item.item_id for suggestion in page.slate.suggestions] if page.slate else []
        page.verdict_given.emit(ids[1:], "not-right")
        page.verdict_given.emit(ids[:1], "good")
        window.show_place("insights")
        window.insights.scroll_to(0)
        self._wait_for(lambda: _has_estimate(window))
        self._take("insights_estimate")
        window.show_place("suggest")
        sample = page.slate
        page.refresh()
        self._wait_for(lambda: page.slate is not sample)
        self._settle()  # the report on the list itself comes first
        window.looking_back.lock.show_report(_made_up_theme())
        self._take("suggest_theme_lock")
        narrow = page.slate
        page.list_actions["explore"].trigger()
        self._wait_for(lambda: page.slate is not narrow)
        self._take("suggest_exploring")

    def _map(self) -> None:
        window, page = self.window, self.window.map_desk.page
        window.show_place("map")
        self._wait_for(lambda: page.shown is not None and page.shown.placed_count > 0)
        page.choose(page.shown.positions[self._first_shown()] if page.shown is not None else 0)
        self._take("map")
        page.map.selection_drawn.emit([(-0.6, -1.0), (0.2, -1.0), (0.2, 0.4), (-0.6, 0.4)])
        self._take("map_selection")
        page.table_button.setChecked(True)
        self._take("map_tables")
        page.table_button.setChecked(False)
        page.suggest_button.click()
        suggestions = window.suggestions
        self._wait_for(lambda: suggestions.slate is not None and suggestions.slate.request.selection != "")
        self._take("suggest_only_selected")
        window.actions_by_id["undo"].trigger()
        window.show_place("map")
        page.clear_selection()
        page.map.zoom(2.5)
        page.map.begin_box()
        for _ in range(4):
            page.chart.zoom(1.25)
        self._take("map_closer")
        page.map.drop_box()
        for plot in (page.map, page.chart):
            plot.show_all()

    def _first_shown(self) -> str:
        return self.window.suggestions.model.suggestion(0).item.item_id

    def _empty_states(self) -> None:
        window = self.window
        window.show_place("catalogue")
        window.catalogue.search.setText("qqqq zzzz")
        self._wait_for(lambda: window.catalogue.model.has_answer and window.catalogue.model.total == 0)
        self._take("catalogue_nothing_found")
        window.catalogue.search.clear()
        window.show_place("history")
        self._settle()
        window.history.show_entries(())
        self._take("history_empty")
        window.show_place("insights")
        self._settle()
        window.insights.clear()
        self._take("insights_empty")
        window.show_place("suggest")
        window.suggestions.start_new_brief()
        self._take("suggest_empty")

    def _shelves(self) -> None:
        """Take the shelf with warnings, an offer to undo, another shelf that is empty, its rules, and the exports."""
        window, page = self.window, self.window.shelf
        session = window.session
        window.show_place("shelf")
        self._wait_for(lambda: page.model.rowCount() > 0)
        if session is None or page.view is None:
            return
        shelf_id, ids = page.view.shelf_id, page.model.ids
        session.change_shelf(shelf.set_note, shelf_id, ids[0], "For the window")
        session.change_shelf(shelf.set_rules, shelf_id, STRICT_RULES)
        self._wait_for(lambda: page.view is not None and len(page.view.broken) > 1)
        page.table.selectRow(0)
        self._take("shelf_warnings")
        session.give(ids[-1:], "unshelve", None)
        self._wait_for(lambda: page.offers_undo)
        self._take("shelf_undo")
        window_of_its_own = window.shelf_desk.tear_off()
        self._settle()
        self._save("shelf_window", window_of_its_own, None)
        window_of_its_own.close()
        rules = window.shelf_desk.show_rules()
        if rules is not None:
            self._take_dialog("shelf_rules", rules)
        job = bound(shelf.note_export, shelf_id, Path("list.csv"), ids[:2])
        session.run(job, lambda _record: None, window.reporter.show)
        exports = window.shelf_desk.show_exports()
        if exports is not None:
            self._wait_for(lambda: exports.model.rowCount() > 0)
            self._take_dialog("exports", exports)
        session.change_shelf(shelf.new_shelf, "Spring")
        self._wait_for(lambda: page.view is not None and not page.view.entries)
        self._take("shelf_empty")
        window.show_unseen()
        self._wait_for(lambda: window.catalogue.model.has_answer and window.catalogue.model.total > 0)
        self._take("catalogue_never_suggested")
        session.change_shelf(shelf.go_to_shelf, shelf_id)

    def _dialogs(self, catalogue: Path) -> None:
        window = self.window
        dialog = window.import_path(catalogue)
        self._wait_for(lambda: dialog.rehearsal is not None)
        self._take_dialog("import", dialog)
        self._problems_of_a_file()
        self._take_dialog("import_report", window.show_report(_made_up_report()))
        for section in SECTIONS:
            self._take_dialog(f"settings_{section}", window.show_settings(section))
        self._take_dialog("keys", window.show_keys())
        learning = window.show_learning()
        if learning is not None:
            self._wait_for(lambda: learning.report is not None)
            self._take_dialog("learning", learning)
        replay = window.show_replay()
        if replay is not None:
            self._take_dialog("replay", replay)
        error = ErrorDialog(RuntimeError(), "ltrec-gui: 0.1.0", window)
        error.open()
        self._take_dialog("error", error)

    def _export(self) -> None:
        """Take the way out of the shelf: as a table, as text with a preset being named, and where a name is taken."""
        dialog = self.window.ask_export()
        if dialog is None:
            return
        self._wait_for(lambda: dialog.material is not None)
        dialog.path.setText("Spring list.csv")  # not the name of a folder of whoever takes the pictures
        self._settle()
        self._save("export", self.window, dialog)
        dialog.presets.setCurrentIndex(max(dialog.presets.findData("books/2"), 0))
        dialog.presets.activated.emit(dialog.presets.currentIndex())
        dialog.keep.click()
        self._take_dialog("export_preset", dialog)

    def _problems_of_a_file(self) -> None:
        """Take a made-up file of every kind of trouble: what is told of it, and what was chosen to be done."""
        with TemporaryDirectory() as name:
            path = Path(name) / "spring-list.csv"
            path.write_text(TROUBLED_FILE, encoding="utf-8")
            dialog = self.window.import_path(path)
            self._wait_for(lambda: dialog.rehearsal is not None)
            self._settle()
            self._save("import_troubled", self.window, dialog)
            dialog.show_problems("bad_number")
            self._save("import_problems", self.window, dialog)
            dialog.show_problems()
            rows = dialog.problems.model.rows
            dialog.problems.decide(next(at for at, row in enumerate(rows) if row.kind == "bad_number"), True)
            self._settle()
            self._wait_for(lambda: dialog.rehearsal is not None)
            self._take_dialog("import_problems_row", dialog)

    def _messages(self) -> None:
        window = self.window
        gone = ModelError(
            "The model folder “{folder}” cannot be used: {reason}; nothing was changed, choose another folder.",
            folder="multilingual",
            reason=Phrase("there is no such folder"),
        )
        window.session_failed(gone, "embed")
        self._take("message_error")
        window.session_unreadable(0.87)
        self._take("message_unreadable")
        window.notice.hide()

    def _drag(self, catalogue: Path) -> None:
        for name, path in (("drop", catalogue), ("drop_refused", catalogue.with_name("cover.png"))):
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(path))])
            event = QDragEnterEvent(
                QPoint(300, 300),
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            self.window.overlay.begin(event)
            self._take(name)
            self.window.overlay.hide()

    def _take(self, name: str) -> None:
        self._settle()
        self._save(name, self.window, None)

    def _take_dialog(self, name: str, dialog: QDialog) -> None:
        self._settle()
        self._save(name, self.window, dialog)
        dialog.close()

    def _save(
        self, name: str, window: QWidget, dialog: QWidget | None, place: Callable[[], QPoint] | None = None
    ) -> None:
        """Write the window at each size, the dialog over its middle, or what it opened at `place`."""
        if not fnmatch(name, self._plan.names):
            return
        wanted = window.size()
        room = QSize() if dialog is None else dialog.size()
        for size in self._plan.sizes:
            if len(self._plan.sizes) > 1:
                window.resize(*size)
                if dialog is not None:
                    # No dialog may ask for more than the smallest screen has.
                    dialog.resize(room.boundedTo(QSize(*size)))
                self._settle()
            picture = window.grab()
            if dialog is not None:
                _lay_over(picture, dialog, place() if place is not None else None)
            end = "" if size == USUAL_SIZE else "_{}x{}".format(*size)
            path = self._folder / f"{name}_{self._suffix}{end}.png"
            if not picture.save(str(path)):
                raise OSError(f"{path.name} could not be written")
            self.count += 1
        window.resize(wanted)

    def _settle(self) -> None:
        loop = QEventLoop()
        QTimer.singleShot(SETTLE_MS, loop.quit)
        loop.exec()
        # On a busy machine the panes that a click has just filled may not be laid out yet.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _wait_for(self, condition: Callable[[], bool]) -> None:
        loop = QEventLoop()
        timer = QTimer()
        timer.setInterval(20)
        left = [PATIENCE_SECONDS * 50]

        def look() -> None:
            left[0] -= 1
            if condition() or not left[0]:
                loop.quit()

        timer.timeout.connect(look)
        timer.start()
        loop.exec()
        timer.stop()
        if not condition():
            raise TimeoutError("a page did not come")


def _lay_over(picture: QPixmap, dialog: QWidget, place: QPoint | None) -> None:
    """Paint a dialog over the picture of its window: an offscreen platform has no window manager to put it there."""
    shown = dialog.grab()
    painter = QPainter(picture)
    ratio = picture.devicePixelRatio()
    middle = QPointF(picture.width() - shown.width(), picture.height() - shown.height()) / 2 / ratio
    if place is None:
        painter.fillRect(picture.rect(), QColor(0, 0, 0, 110))
    painter.drawPixmap(middle if place is None else QPointF(place), shown)
    painter.end()


def _has_estimate(window: MainWindow) -> bool:
    report = window.insights.report
    return report is not None and report.stop is not None and report.stop.sample.left is not None


def _made_up_theme() -> ThemeReport:
    theme = Theme("1", 25, 0.88, 0.06, 1.6, is_locked=True)
    return ThemeReport("", BY_TOPICS, theme, "letters · harbour · lighthouse")


def _made_up_report() -> ImportReport:
    problems = (
        RowProblem(12, "title", "", reason("empty_title")),
        RowProblem(47, "loans", "many", reason("bad_number")),
        RowProblem(112, "", "a;b;c", reason("too_many_cells", expected=8, found=11)),
        RowProblem(303, "id", "00123", reason("same_id", line=88)),
    )
    return ImportReport(
        import_id=1,
        kind="catalogue",
        records=594,
        imported=590,
        added=578,
        changed=8,
        unchanged=4,
        refused=3,
        blank=1,
        problems=problems,
        dialect=Dialect("utf-8", ","),
        mapping=(),
    )
