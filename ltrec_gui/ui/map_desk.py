"""Map and long tail at work: the page, and what it asks of the open library; drawn when somebody first looks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.browse import LibraryOverview
from ltrec_gui.pipeline.item_details import item_details
from ltrec_gui.pipeline.map_catalogue import CatalogueMap, catalogue_map, draw_map, shelf_ids
from ltrec_gui.pipeline.selections import keep_selection
from ltrec_gui.pipeline.whole_file import write_whole
from ltrec_gui.recommend.slate import Slate
from ltrec_gui.ui.asked_job import AskedJob
from ltrec_gui.ui.flows import LibrarySession, bound
from ltrec_gui.ui.job_board import JobBoard
from ltrec_gui.ui.map_page import MapPage
from ltrec_gui.ui.wording import count_text, filled

R = TypeVar("R")


class MapDesk(QObject):
    """Connects the page with the session of the open library; another library brings another session."""

    failed = Signal(object, str)
    said = Signal(str)  # a sentence for the status line
    selection_kept = Signal(object)  # a Selection that suggestions are to be made from

    def __init__(self, board: JobBoard, owner: QWidget) -> None:
        super().__init__(owner)
        self.page = MapPage()
        self._session: LibrarySession | None = None
        self._drawing = AskedJob(board, self)
        self._control: JobControl | None = None
        self._details_control: JobControl | None = None
        self._state: tuple[object, ...] = ()  # of the library, as it was when the page was last filled
        self._is_asked_to_draw = True
        self._drawing.progressed.connect(self.page.show_progress)
        self._drawing.stopped.connect(self._take_stop)
        self._drawing.failed.connect(self._take_failure)
        self.page.item_asked.connect(self._ask_details)
        self.page.cuts_chosen.connect(self._set_cuts)
        self.page.drawing_requested.connect(self._draw)
        self.page.picture_made.connect(self._write)
        self.page.suggestions_requested.connect(self._keep_selection)

    # The library

    def attach(self, session: LibrarySession) -> None:
        """Work on the library of this session."""
        self._session = session
        self._state = ()
        self._is_asked_to_draw = True
        session.overview_changed.connect(self._follow)
        session.slate_changed.connect(self._show_slate)
        session.feedback_changed.connect(lambda _outcome: self._ask_shelf())

    def detach(self) -> None:
        """Forget the library."""
        self._session = None
        self._drawing.forget_result()
        self.page.clear()

    def show(self) -> None:
        """Fill the page where what it shows is out of date; it is being looked at."""
        if self._session is not None and self._session.overview is not None:
            self._follow(self._session.overview)
        self._ask_shelf()

    def _follow(self, overview: LibraryOverview) -> None:
        state = (
            overview.item_count,
            overview.embedded_count,
            overview.index_count,
            overview.is_index_stale,
            overview.segments,
            overview.head_cut,
            overview.tail_cut,
        )
        if self.page.isVisible() and state != self._state:
            self._state = state
            self._fill()

    def _fill(self) -> None:
        if self._control is not None:
            self._control.cancel()
        # Read beside verdicts and lists, which must not wait for it.
        self._control = self._ask(bound(catalogue_map), self._take_map)

    def _take_map(self, shown: CatalogueMap) -> None:
        if not shown.can_be_drawn:
            self.page.forget_progress()
        self.page.show_map(shown)
        if shown.can_be_drawn and self._is_asked_to_draw:
            self._draw()

    def _draw(self) -> None:
        if self._session is not None:
            self._is_asked_to_draw = True
            self._drawing.start(
                self._session.runners.long_jobs,
                self.tr("Drawing the map"),
                bound(draw_map),
                on_done=lambda _count: self._fill(),
                describe=lambda count: filled(self.tr("%1 placed"), count_text(count)),
            )

    def _take_stop(self) -> None:
        # Who stopped it does not want it begun again by the next change of a number.
        self._is_asked_to_draw = False
        self.page.show_stopped()

    def _take_failure(self, error: Exception) -> None:
        self._take_stop()
        self.failed.emit(error, "map")

    # What the page asks for

    def _ask_shelf(self) -> None:
        if self.page.isVisible():
            self._ask(bound(shelf_ids), lambda ids: self.page.show_marked("shelf", ids))

    def _show_slate(self, slate: Slate) -> None:
        self.page.show_marked("slate", [suggestion.item.item_id for suggestion in slate.suggestions])
        self.page.show_marked("seed", slate.request.seed_ids)

    def _ask_details(self, item_id: str) -> None:
        if self._details_control is not None:
            self._details_control.cancel()
        self._details_control = self._ask(bound(item_details, item_id), self.page.show_details)

    def _set_cuts(self, head_cut: float, tail_cut: float) -> None:
        if self._session is not None:
            self._session.set_cuts(head_cut, tail_cut)

    def _keep_selection(self, item_ids: tuple[str, ...]) -> None:
        if self._session is not None:
            self._session.run(
                bound(keep_selection, item_ids),
                self.selection_kept.emit,
                lambda error: self.failed.emit(error, "map"),
            )

    def _write(self, path: Path, content: bytes) -> None:
        def write(_workspace: object, _control: JobControl) -> None:
            write_whole(path, content)

        self._ask(write, lambda _nothing: self.said.emit(filled(self.tr("Exported to %1"), path.name)))

    def _ask(self, job: Callable[..., R], on_done: Callable[[R], Any]) -> JobControl | None:
        if self._session is None:
            return None
        return self._session.runners.query_jobs.start(
            job, on_done=on_done, on_error=lambda error: self.failed.emit(error, "map")
        )
