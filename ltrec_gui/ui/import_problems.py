"""The problems of a file before it is imported: each with its line, its value, what is wrong and what is done."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QActionGroup, QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.catalogue.csv_reader import KEEPABLE, NO_CHOICES, SKIPPABLE, Choices
from ltrec_gui.pipeline.rehearse_import import FoundProblem, Rehearsal
from ltrec_gui.ui.file_wording import action_text, kind_name, reason_text
from ltrec_gui.ui.fitting import ChoiceBox
from ltrec_gui.ui.icons import pixmap
from ltrec_gui.ui.table_look import CELL_PADDING, CellDelegate, Index, RowsModel, keep_columns, prepare_table
from ltrec_gui.ui.theme import current_tokens
from ltrec_gui.ui.widgets import EmptyState, button, label, plain_tooltip, section_label
from ltrec_gui.ui.wording import count_text, filled

ROW_HEIGHT = 30
ACTION_COLUMN = 4
ARROW = 16
ASKING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2)


class FoundProblemsModel(RowsModel[FoundProblem]):
    """Problems as a table: line, column, value, what is wrong, what is done."""

    choices = NO_CHOICES

    def show_choices(self, choices: Choices) -> None:
        """Show what is done by other choices; what else they change only reading the file again can tell."""
        self.choices = choices
        if self.rows:
            last = self.index(len(self.rows) - 1, ACTION_COLUMN)
            self.dataChanged.emit(self.index(0, ACTION_COLUMN), last)

    def can_choose(self, row: int) -> bool:
        """Return whether it can be chosen what is done about a row."""
        return self.choices.refuses(self.rows[row].kind) is not None

    def is_decided(self, row: int) -> bool:
        """Return whether something was chosen for this row alone."""
        found = self.rows[row]
        return any(each[:2] == (found.problem.line, found.kind) for each in self.choices.rows)

    def is_refused(self, row: int) -> bool:
        """Return whether the problem of a row leaves it out."""
        found = self.rows[row]
        if not self.is_decided(row):
            return found.is_refused
        return bool(self.choices.refuses(found.kind, found.problem.line))

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (
            self.tr("Line"),
            self.tr("Column"),
            self.tr("Value"),
            self.tr("What is wrong"),
            self.tr("What is done"),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | QColor | None:
        """Return a cell as plain text; rows that are left out stand out."""
        if not index.isValid():
            return None
        found = self.rows[index.row()]
        problem = found.problem
        is_refused = self.is_refused(index.row())
        done = action_text(found.kind, is_refused)
        cells = (
            count_text(problem.line),
            problem.column,
            problem.value,
            reason_text(problem.reason),
            filled(self.tr("%1 (this row)"), done) if self.is_decided(index.row()) else done,
        )
        text = " ".join(cells[index.column()].split())
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(text)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == ACTION_COLUMN and is_refused:
            return QColor(current_tokens().warn)
        return None


class ActionDelegate(CellDelegate):
    """Paints what is done about a problem, with an arrow where something else can be chosen."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the text, and the arrow behind it."""
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, FoundProblemsModel) or not model.can_choose(index.row()):
            return
        tokens = current_tokens()
        rect = option.rect
        place = QRect(0, 0, ARROW, ARROW)
        place.moveCenter(QPoint(rect.right() - CELL_PADDING - ARROW // 2, rect.center().y()))
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(
            place.adjusted(-4, -2, CELL_PADDING, 2),
            QColor(tokens.accent_bg if is_selected else tokens.surface),
        )
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(place, pixmap("chevron-down", tokens.text2, ARROW, ratio))


class ProblemsTable(QTableView):
    """The table of problems: a click on what is done, or Return on a row, asks for something else to be done."""

    row_asked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for the current row; Return does not import while a row is looked at."""
        if event.key() in ASKING_KEYS:
            if self.currentIndex().isValid():
                self.row_asked.emit(self.currentIndex().row())
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the row whose action was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() == Qt.MouseButton.LeftButton and is_plain and index.column() == ACTION_COLUMN:
            self.row_asked.emit(index.row())


class ProblemsPane(QWidget):
    """Shows the problems of a rehearsal by kind, and lets it be decided what is done about a kind, or a single row."""

    choices_changed = Signal(object)  # Choices
    save_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rehearsal: Rehearsal | None = None
        self._keeps_rows = False  # while the file is read again after a row was decided on
        self.choices = NO_CHOICES
        self.kind = ChoiceBox()
        self.action = ChoiceBox()
        self.save = button("", "download")
        self._kind_label = section_label("", self.kind)
        self._action_label = section_label("", self.action)
        self._note = label("", "meta")
        self.model = FoundProblemsModel((), self)
        self.menu: QMenu | None = None
        self.table = ProblemsTable()
        self.table.setModel(self.model)
        prepare_table(self.table, ROW_HEIGHT)
        self.table.setItemDelegateForColumn(ACTION_COLUMN, ActionDelegate(self.table))
        self.table.row_asked.connect(self.ask_about)
        keep_columns(self.table, {0: 72, 1: 130, 2: 190, 3: 370})
        self.table.horizontalHeader().setStretchLastSection(True)
        self.empty = EmptyState("circle-check", "", "")
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.action.activated.connect(self._choose_action)
        self.save.clicked.connect(self.save_requested)
        self._lay_out()

    def show_rehearsal(self, rehearsal: Rehearsal | None) -> None:
        """Show what was found; None while the file is still being read."""
        if rehearsal is None and self._keeps_rows and self.model.rows:
            return
        self._keeps_rows = False
        self._rehearsal = rehearsal
        shown = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        kinds = rehearsal.kinds if rehearsal else {}
        total = count_text(sum(kinds.values()))
        self.kind.addItem(filled(self.tr("All kinds (%1)"), total), "")
        for kind, count in sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0])):
            self.kind.addItem(filled(self.tr("%1 (%2)"), kind_name(kind), count_text(count)), kind)
        # A kind that was decided on stays to be found, although its rows may tell of another first.
        for kind in sorted((self.choices.skipped | self.choices.kept) - kinds.keys()):
            self.kind.addItem(filled(self.tr("%1 (%2)"), kind_name(kind), count_text(0)), kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(shown)))
        self.kind.blockSignals(False)
        self._show_kind()

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self._kind_label.setText(self.tr("Kind of problem"))
        self.kind.setAccessibleName(self.tr("Kind of problem"))
        self._action_label.setText(self.tr("What is done"))
        self.action.setAccessibleName(self.tr("What is done"))
        self.table.setAccessibleName(self.tr("Problems"))
        self.save.setText(self.tr("Save rows left out…"))
        self.save.tint()
        self.show_rehearsal(self._rehearsal)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        for caption, combo, width in (
            (self._kind_label, self.kind, 240),
            (self._action_label, self.action, 200),
        ):
            combo.setMinimumWidth(width)
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(caption)
            column.addWidget(combo)
            top.addLayout(column)
        top.addWidget(self._note, 1, Qt.AlignmentFlag.AlignBottom)
        top.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(self._stack, 1)

    def _show_kind(self) -> None:
        rehearsal = self._rehearsal
        kind = str(self.kind.currentData() or "")
        found = rehearsal.problems if rehearsal else ()
        self._show_rows([each for each in found if kind in ("", each.kind)])
        total = sum(rehearsal.kinds.values()) if rehearsal else 0
        is_cut = total > len(found)
        self._note.setText(
            filled(self.tr("The first %1 are listed."), count_text(len(found))) if is_cut else ""
        )
        self.save.setEnabled(rehearsal is not None and rehearsal.refused > 0)
        if rehearsal is None:
            self.empty.set_texts(self.tr("The whole file is being read"), self.tr("Problems appear here."))
        elif not total:
            self.empty.set_texts(
                self.tr("No problems"), self.tr("Every row of this file can be read as it stands.")
            )
        self._stack.setCurrentWidget(self.table if self.model.rows else self.empty)
        self._offer_actions(kind)

    def _show_rows(self, found: list[FoundProblem]) -> None:
        """Show other rows, and stay where the editor was among them."""
        at, top = self.table.currentIndex().row(), self.table.verticalScrollBar().value()
        before = _place_of(self.model.rows[at]) if 0 <= at < len(self.model.rows) else None
        self.model.choices = self.choices
        self.model.set_rows(found)
        row = next((number for number, each in enumerate(found) if _place_of(each) == before), None)
        if row is not None:
            self.table.setCurrentIndex(self.model.index(row, ACTION_COLUMN))
            self.table.verticalScrollBar().setValue(top)

    def ask_about(self, row: int) -> None:
        """Offer what can be done about a row, and about the others that are selected with it."""
        if not self.model.can_choose(row):
            return
        found = self.model.rows[row]
        menu = QMenu(self)
        group = QActionGroup(menu)
        is_decided, is_refused = self.model.is_decided(row), self.model.is_refused(row)
        rule = bool(self.choices.refuses(found.kind))
        for choice, text in (
            (False, action_text(found.kind, is_refused=False)),
            (True, action_text(found.kind, is_refused=True)),
            (None, filled(self.tr("As for all rows of this kind: %1"), action_text(found.kind, rule))),
        ):
            if choice is None:
                menu.addSeparator()
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not is_decided if choice is None else is_decided and choice == is_refused)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, choice=choice: self.decide(row, choice))
        self._put_menu_away()
        self.menu = menu
        index = self.model.index(row, ACTION_COLUMN)
        self.table.scrollTo(index)
        menu.popup(self.table.viewport().mapToGlobal(self.table.visualRect(index).bottomLeft()))

    def decide(self, row: int, is_refused: bool | None) -> None:
        """Do something else about a row and those of its kind selected with it; None: as for all of their kind."""
        kind = self.model.rows[row].kind
        selected = {index.row() for index in self.table.selectionModel().selectedRows()}
        choices = self.choices
        for each in sorted({row, *(selected if row in selected else ())}):
            if self.model.rows[each].kind == kind:
                choices = choices.of_line(self.model.rows[each].problem.line, kind, is_refused)
        if choices == self.choices:
            return
        self.choices = choices
        self._keeps_rows = True
        self.model.show_choices(choices)
        self.choices_changed.emit(choices)

    def forget_rows(self) -> None:
        """Decide nothing for single rows any more, for lines mean others now."""
        self.choices = replace(self.choices, rows=frozenset())

    def _put_menu_away(self) -> None:
        if self.menu is not None:
            self.menu.deleteLater()
            self.menu = None

    def _offer_actions(self, kind: str) -> None:
        self.action.clear()
        can_choose = kind in SKIPPABLE or kind in KEEPABLE
        if can_choose:
            self.action.addItem(action_text(kind, is_refused=False), False)
            self.action.addItem(action_text(kind, is_refused=True), True)
            is_refused = kind in self.choices.skipped if kind in SKIPPABLE else kind not in self.choices.kept
            self.action.setCurrentIndex(self.action.findData(is_refused))
        elif kind:
            is_refused = all(each.is_refused for each in self.model.rows if each.kind == kind)
            self.action.addItem(action_text(kind, is_refused=is_refused), None)
        else:
            self.action.addItem(self.tr("Choose a kind first"), None)
        self.action.setEnabled(can_choose)

    def _choose_action(self) -> None:
        kind = str(self.kind.currentData() or "")
        is_refused = self.action.currentData()
        if is_refused is None:
            return
        skipped, kept = set(self.choices.skipped), set(self.choices.kept)
        for names, is_in in (
            (skipped, kind in SKIPPABLE and is_refused),
            (kept, kind in KEEPABLE and not is_refused),
        ):
            if is_in:
                names.add(kind)
            else:
                names.discard(kind)
        self.choices = replace(self.choices, skipped=frozenset(skipped), kept=frozenset(kept))
        self.choices_changed.emit(self.choices)


def _place_of(found: FoundProblem) -> tuple[int, str, str]:
    return (found.problem.line, found.kind, found.problem.column)
