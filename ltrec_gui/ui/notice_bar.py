"""The message above the pages: what happened in the library as a whole, and up to two things to do about it."""

from collections.abc import Callable, Sequence

from ltrec_gui.ui.widgets import MessageBar, MessageKind, button

Act = tuple[str, Callable[[], object]]


class NoticeBar(MessageBar):
    """A message bar with a second button; a notice may have a topic, by which it is taken away again."""

    def __init__(self) -> None:
        super().__init__()
        self.topic = ""
        self._acts: tuple[Act, ...] = ()
        self.second = button("")
        self.add_act(self.second)
        self.action_triggered.connect(lambda: self._act(0))
        self.second.clicked.connect(lambda: self._act(1))

    def show_notice(
        self, kind: MessageKind, happened: str, rest: str = "", acts: Sequence[Act] = (), topic: str = ""
    ) -> None:
        """Show a notice in place of the one before."""
        self.topic = topic
        self._acts = tuple(acts)
        self.show_message(kind, happened, rest, self._acts[0][0] if self._acts else "")
        self.second.setText(self._acts[1][0] if len(self._acts) > 1 else "")
        self.second.setVisible(len(self._acts) > 1)

    def hide_notice(self, topic: str) -> None:
        """Take the notice on this topic away, if it is the one shown."""
        if self.topic == topic:
            self.hide()

    def _act(self, number: int) -> None:
        self.hide()
        if number < len(self._acts):
            self._acts[number][1]()
