"""Warns above the list when suggestions have become one topic, and leads out of it and back with one key."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Signal

from ltrec_gui.pipeline.theme import ThemeReport
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.ui.actions import native_keys, spec_of
from ltrec_gui.ui.insights_wording import theme_sentence
from ltrec_gui.ui.notice_bar import NoticeBar
from ltrec_gui.ui.wording import filled

MORE_VARIETY = 0.3  # added to the diversity of the request
WILD_CARD_SHARE = 0.25  # of the places, at least
UNVARIED = "none"  # the one policy that diversity does nothing to
VARIED = "dpp"
WARNING, EXPLORING = "theme-lock", "exploring"


def widened(request: SuggestRequest) -> SuggestRequest:
    """Return a request that looks further: more variety, and a quarter of the places for wild cards."""
    return replace(
        request,
        diversity=min(1.0, request.diversity + MORE_VARIETY),
        explore_places=max(request.explore_places, round(request.count * WILD_CARD_SHARE)),
        policy=VARIED if request.policy == UNVARIED else request.policy,
    )


class ThemeLock(QObject):
    """Shows the warning in the bar it is given; settings are not touched, so the way back is an ordinary list."""

    explore_requested = Signal()
    return_requested = Signal()

    def __init__(self, bar: NoticeBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bar = bar
        self._is_exploring = False
        self._awaits_explored = False
        self._dismissed: set[int] = set()  # briefs the editor wants to stay on one topic
        self._brief_id = 0
        self._report: ThemeReport | None = None
        bar.hide()
        bar.dismissed.connect(self._dismiss)

    @property
    def is_exploring(self) -> bool:
        """Whether the list shown was asked for to look further."""
        return self._is_exploring

    def explore(self) -> None:
        """Look further in the next list; while that is shown, go back to how it was."""
        if self._is_exploring:
            self.return_requested.emit()
        else:
            self._awaits_explored = True
            self.explore_requested.emit()

    def list_changed(self, brief_id: int) -> None:
        """Take note of a new list: what was said of the one before no longer holds."""
        self._is_exploring, self._awaits_explored = self._awaits_explored, False
        self._brief_id = brief_id
        self._report = None
        if self._is_exploring:
            self._say_exploring()
        else:
            self.bar.hide()

    def request_failed(self) -> None:
        """Take note that the list asked for did not come."""
        self._awaits_explored = False

    def show_report(self, report: ThemeReport) -> None:
        """Warn where the last suggestions are one topic, unless the editor looks further or wants it so."""
        self._report = report
        if self._is_exploring or self._brief_id in self._dismissed:
            return
        happened, rest = theme_sentence(report)
        if not happened:
            self.bar.hide_notice(WARNING)
            return
        key = native_keys(spec_of("explore"))
        self.bar.show_notice(
            "warn", happened, rest, ((filled(self.tr("Explore (%1)"), key), self.explore),), topic=WARNING
        )

    def clear(self) -> None:
        """Forget everything: another library is opened."""
        self.list_gone()
        self._dismissed.clear()

    def list_gone(self) -> None:
        """Say nothing where there is no list to say it of."""
        self._is_exploring = self._awaits_explored = False
        self._report = None
        self.bar.hide()

    def retranslate(self) -> None:
        """Say it in the language now in use, if anything is said."""
        if self.bar.isHidden():
            return
        if self._is_exploring:
            self._say_exploring()
        elif self._report is not None:
            self.show_report(self._report)

    def _say_exploring(self) -> None:
        key = native_keys(spec_of("explore"))
        self.bar.show_notice(
            "info",
            self.tr("This list looks further: more variety, and wild cards in a quarter of its places."),
            self.tr("Your settings stay as they are."),
            ((filled(self.tr("Back to how it was (%1)"), key), self.explore),),
            topic=EXPLORING,
        )

    def _dismiss(self) -> None:
        if self.bar.topic == WARNING:
            self._dismissed.add(self._brief_id)


class LockedBar(NoticeBar):
    """The bar of the warning, which is said anew in another language."""

    language_changed = Signal()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.language_changed.emit()
