"""The keys in the settings: every action with its keys, another key for any of them, and who holds it already."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTableView, QVBoxLayout, QWidget

from ltrec_gui.ui.actions import ActionSpec, action_specs, clashes, key_texts, usual_specs
from ltrec_gui.ui.table_look import Index, RowsModel, keep_columns, prepare_table
from ltrec_gui.ui.widgets import MessageBar, button, label, let_shrink
from ltrec_gui.ui.wording import filled

NAME, SCOPE, KEYS = range(3)
WIDTHS = (240, 110, 120)
LEAST_HEIGHT = 240
MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


def scope_name(scope: str) -> str:
    """Return where the keys of a scope are heard, in the language now in use; the scope itself where it has no name."""
    translate = QCoreApplication.translate
    return {
        "window": translate("Keys", "Everywhere"),
        "list": translate("Keys", "List"),
        "brief": translate("Keys", "Brief"),
        "details": translate("Keys", "Details"),
        "catalogue": translate("Keys", "Catalogue"),
        "shelf": translate("Keys", "Shelf"),
        "map": translate("Keys", "Map and tail"),
        "export": translate("Keys", "Export"),
    }.get(scope, scope)


class KeysModel(RowsModel[ActionSpec]):
    """The actions with their keys."""

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns, in the language now in use."""
        translate = QCoreApplication.translate
        return (
            translate("Keys", "What it does"),
            translate("Keys", "Where"),
            translate("Keys", "Keys"),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return what a cell says."""
        spec = self.rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "; ".join((spec.text, scope_name(spec.scope), " / ".join(key_texts(spec))))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (spec.text, scope_name(spec.scope), " / ".join(key_texts(spec)))[index.column()]


class KeyCatcher(QPushButton):
    """A button that, once pressed, takes the next key for its own; Esc or a click elsewhere leaves everything."""

    caught = Signal(str)  # in Qt's portable writing

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._text = text
        self._waits = False
        self.clicked.connect(self._wait)

    @property
    def waits(self) -> bool:
        """Whether the next key is taken."""
        return self._waits

    def event(self, event: QEvent) -> bool:
        """Take a key before any shortcut does."""
        if self._waits and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self._waits and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._take(event)
            return True
        if self._waits and event.type() == QEvent.Type.FocusOut:
            self._stop()
        return super().event(event)

    def _wait(self) -> None:
        self._waits = True
        self.setText(self.tr("Press the key… (Esc: leave it)"))

    def _take(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in MODIFIERS:
            return
        self._stop()
        if key == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.text() and not event.text().isalnum() and event.text().isprintable() and event.text() != " ":
            # What Shift makes of a key is the key: "?" and not "Shift+?", whatever keyboard it is typed on.
            modifiers &= ~Qt.KeyboardModifier.ShiftModifier
        self.caught.emit(QKeySequence(QKeyCombination(modifiers, key)).toString())

    def _stop(self) -> None:
        self._waits = False
        self.setText(self._text)


class KeysPage(QWidget):
    """All keys; emits the whole of what differs from the usual whenever a key is changed."""

    changed = Signal(object)  # keys by the id of an action

    def __init__(self, chosen: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._chosen = {action_id: list(keys) for action_id, keys in chosen.items()}
        self._wished: dict[str, list[str]] = {}  # what is asked back about
        self._usual = {spec.id: list(spec.shortcuts) for spec in usual_specs()}
        self.model = KeysModel((), self)
        self.table = QTableView()
        self.message = MessageBar()
        self.replace_key = KeyCatcher(self.tr("New key…"))
        self.add_key = KeyCatcher(self.tr("One more key…"))
        self.no_key = button(self.tr("No key"))
        self.take_back = button(self.tr("Back to the usual"), "undo-2")
        self.take_all_back = button(self.tr("All back to the usual"))
        self.table.setModel(self.model)
        prepare_table(self.table)
        self.table.setAccessibleName(self.tr("All keys"))
        self.table.setMinimumHeight(LEAST_HEIGHT)
        keep_columns(self.table, dict(enumerate(WIDTHS)))
        self.table.horizontalHeader().setStretchLastSection(True)
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._show_acts)
        self.replace_key.caught.connect(lambda key: self._wish(key, []))
        self.add_key.caught.connect(lambda key: self._wish(key, self._keys_of(self._current())))
        self.no_key.clicked.connect(lambda: self._set({self._current().id: []}))
        self.take_back.clicked.connect(self._take_back)
        self.take_all_back.clicked.connect(self._take_all_back)
        self.message.action_triggered.connect(lambda: self._set(self._wished))
        self._fill()

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(8)
        back = QHBoxLayout()
        back.setContentsMargins(0, 0, 0, 0)
        back.setSpacing(8)
        for row, buttons in (
            (acts, (self.replace_key, self.add_key, self.no_key)),
            (back, (self.take_back, self.take_all_back)),
        ):
            for made in buttons:
                row.addWidget(made)
            row.addStretch(1)
        hint = label(
            self.tr(
                "Choose an action, then press its new key. "
                "Keys of the list are heard while the list has the focus, so letters never reach a text field."
            ),
            "meta",
            wrap=True,
        )
        let_shrink(hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(hint)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.message)
        layout.addLayout(acts)
        layout.addLayout(back)

    def _fill(self) -> None:
        row = max(0, self.table.currentIndex().row())
        # What is used is told by the table of actions itself, so that this page cannot say otherwise.
        self.model.set_rows(list(action_specs()))
        self.table.setCurrentIndex(self.model.index(row, 0))
        self.take_all_back.setEnabled(bool(self._chosen))
        self._show_acts()

    def _show_acts(self) -> None:
        spec = self._current()
        self.no_key.setEnabled(bool(spec.shortcuts))
        self.add_key.setEnabled(bool(spec.shortcuts))
        self.take_back.setEnabled(spec.id in self._chosen)

    def _current(self) -> ActionSpec:
        return self.model.rows[max(0, self.table.currentIndex().row())]

    @staticmethod
    def _keys_of(spec: ActionSpec) -> list[str]:
        return [QKeySequence(key).toString() for key in spec.shortcuts]

    def _wish(self, key: str, beside: list[str]) -> None:
        """Give the action chosen a key, after asking where another action holds it."""
        spec = self._current()
        if key in self._keys_of(spec):
            return
        holders = clashes(spec.id, key)
        if not holders:
            self.message.hide()
            self._set({spec.id: [*beside, key]})
            return
        written = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        taken = {each.id: [k for k in self._keys_of(each) if k != key] for each in holders}
        self.message.show_message(
            "warn",
            filled(self.tr("%1 is the key of: %2"), written, ", ".join(each.text for each in holders)),
            filled(self.tr("“%1” can have it if the other goes without."), spec.text),
            self.tr("Give it"),
        )
        self._wished = {**taken, spec.id: [*beside, key]}

    def _set(self, keys: Mapping[str, list[str]]) -> None:
        self.message.hide()
        for action_id, written in keys.items():
            usual = [QKeySequence(key).toString() for key in self._usual[action_id]]
            if written == usual:
                self._chosen.pop(action_id, None)
            else:
                self._chosen[action_id] = written
        self.changed.emit(dict(self._chosen))
        self._fill()

    def _take_back(self) -> None:
        """Give the action chosen its usual keys, but for those that were given to another."""
        spec = self._current()
        usual = [QKeySequence(key).toString() for key in self._usual[spec.id]]
        free = [key for key in usual if key in self._keys_of(spec) or not clashes(spec.id, key)]
        self._set({spec.id: free})
        if free != usual:
            lost = QKeySequence(next(key for key in usual if key not in free))
            holder = clashes(spec.id, lost.toString())[0].text
            self.message.show_message(
                "info",
                filled(
                    self.tr("%1 stays with “%2”."),
                    lost.toString(QKeySequence.SequenceFormat.NativeText),
                    holder,
                ),
            )

    def _take_all_back(self) -> None:
        self.message.hide()
        self._chosen = {}
        self.changed.emit({})
        self._fill()
