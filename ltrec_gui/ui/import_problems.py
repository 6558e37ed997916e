"""The problems of a file before it is imported: each with its line, its value, what is wrong and what is done."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedLayout, QTableView, QVBoxLayout, QWidget

from ltrec_gui.catalogue.csv_reader import KEEPABLE, NO_CHOICES, SKIPPABLE
from ltrec_gui.pipeline.rehearse_import import FoundProblem, Rehearsal
from ltrec_gui.ui.file_wording import action_text, kind_name, reason_text
from ltrec_gui.ui.table_look import Index, RowsModel, prepare_table
from ltrec_gui.ui.theme import current_tokens
from ltrec_gui.ui.widgets import EmptyState, button, label, plain_tooltip, section_label
from ltrec_gui.ui.wording import count_text, filled

ROW_HEIGHT = 30


class FoundProblemsModel(RowsModel[FoundProblem]):
    """Problems as a table: line, column, value, what is wrong, what is done."""

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
        cells = (
            count_text(problem.line),
            problem.column,
            problem.value,
            reason_text(problem.reason),
            action_text(found.kind, found.is_refused),
        )
        text = " ".join(cells[index.column()].split())
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(text)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 4 and found.is_refused:
            return QColor(current_tokens().warn)
        return None


class ProblemsPane(QWidget):
    """Shows the problems of a rehearsal by kind, and lets it be decided what is done about a kind."""

    choices_changed = Signal(object)  # Choices
    save_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rehearsal: Rehearsal | None = None
        self.choices = NO_CHOICES
        self.kind = QComboBox()
        self.action = QComboBox()
        self.save = button("", "download")
        self._kind_label = section_label("", self.kind)
        self._action_label = section_label("", self.action)
        self._note = label("", "meta")
        self.model = FoundProblemsModel((), self)
        self.table = QTableView()
        self.table.setModel(self.model)
        prepare_table(self.table, ROW_HEIGHT)
        for column, width in ((0, 72), (1, 130), (2, 200), (3, 390)):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.empty = EmptyState("circle-check", "", "")
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.action.activated.connect(self._choose_action)
        self.save.clicked.connect(self.save_requested)
        self._lay_out()

    def show_rehearsal(self, rehearsal: Rehearsal | None) -> None:
        """Show what was found; None while the file is still being read."""
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
        self.model.set_rows([each for each in found if kind in ("", each.kind)])
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
