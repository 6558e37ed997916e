"""The rules a shelf is held against: edited, switched off, added and put back as its kind of catalogue has them."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.balance import ShelfView
from ltrec_gui.pipeline.shelf import RuleSwitch
from ltrec_gui.recommend.balance import (
    LEAST_NUMBER,
    LEAST_TAIL_SHARE,
    LEAST_TOPICS,
    MOST_AGE,
    MOST_FROM_MEDIAN,
    MOST_NEAR_DUPLICATES,
    MOST_NUMBER,
    MOST_PER_COLUMN,
    NUMBER_KINDS,
    RULE_KINDS,
    ShelfRule,
)
from ltrec_gui.ui.fitting import ChoiceBox, WrappingCheckBox
from ltrec_gui.ui.shelf_wording import column_name, rule_name, rule_sentence, shelf_name
from ltrec_gui.ui.widgets import NumberBox, button, label, name_tool_button, tool_button
from ltrec_gui.ui.wording import filled

NEW_LIMITS = {
    MOST_PER_COLUMN: 2.0,
    LEAST_TAIL_SHARE: 0.6,
    LEAST_TOPICS: 3.0,
    MOST_NEAR_DUPLICATES: 0.0,
    MOST_AGE: 730.0,
    MOST_FROM_MEDIAN: 3.0,
    LEAST_NUMBER: 1.0,
    MOST_NUMBER: 100.0,
}
RANGES = {
    MOST_PER_COLUMN: (1, 999),
    LEAST_TAIL_SHARE: (0, 100),
    LEAST_TOPICS: (1, 999),
    MOST_NEAR_DUPLICATES: (0, 999),
    MOST_AGE: (1, 36_500),
    MOST_FROM_MEDIAN: (2, 99),
    LEAST_NUMBER: (0, 999_999),
    MOST_NUMBER: (0, 999_999),
}
WITH_COLUMN = (MOST_PER_COLUMN, LEAST_TOPICS, *NUMBER_KINDS)


class RuleRow(QFrame):
    """One rule: a switch, its words, its number and, where it has one, its column."""

    removed = Signal()

    def __init__(self, switch: RuleSwitch, columns: Sequence[str]) -> None:
        super().__init__()
        self._rule = switch.rule
        self.setProperty("role", "card")
        self.box = WrappingCheckBox()
        self.box.setChecked(switch.is_on)
        self.limit_box = NumberBox()
        self.column_combo = ChoiceBox()
        self.remove_button = tool_button("trash-2", "")
        self.remove_button.clicked.connect(self.removed)
        self._fill(columns)
        sentence = rule_sentence(switch.rule)
        self.box.setAccessibleName(sentence)
        self.limit_box.setAccessibleName(filled(self.tr("Limit of the rule: %1"), sentence))
        self.column_combo.setAccessibleName(filled(self.tr("Column of the rule: %1"), sentence))
        name_tool_button(self.remove_button, filled(self.tr("Remove the rule: %1"), sentence))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.box)
        before, after = self._words()
        layout.addWidget(label(before))
        layout.addWidget(self.limit_box)
        layout.addWidget(label(after))
        if self._rule.kind in WITH_COLUMN:
            layout.addWidget(self.column_combo)
        layout.addStretch(1)
        layout.addWidget(self.remove_button)

    def switch(self) -> RuleSwitch:
        """Return the rule as it is set now."""
        number = float(self.limit_box.value())
        limit = number / 100 if self._rule.kind == LEAST_TAIL_SHARE else number
        column = self.column_combo.currentData() if self._rule.kind in WITH_COLUMN else self._rule.column
        return RuleSwitch(replace(self._rule, limit=limit, column=str(column or "")), self.box.isChecked())

    def _fill(self, columns: Sequence[str]) -> None:
        limit = self._rule.limit * 100 if self._rule.kind == LEAST_TAIL_SHARE else self._rule.limit
        self.limit_box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.limit_box.setRange(*RANGES[self._rule.kind])
        self.limit_box.setValue(round(limit))
        offered = [*(("",) if self._rule.kind == LEAST_TOPICS else ()), self._rule.column, *columns]
        for column in dict.fromkeys(offered):
            self.column_combo.addItem(column_name(column), column)
        self.column_combo.setCurrentIndex(self.column_combo.findData(self._rule.column))

    def _words(self) -> tuple[str, str]:
        """Return what stands before and after the number."""
        return {
            MOST_PER_COLUMN: (self.tr("At most"), self.tr("of the same")),
            LEAST_TAIL_SHARE: (self.tr("At least"), self.tr("% from the tail")),
            LEAST_TOPICS: (self.tr("At least"), self.tr("different")),
            MOST_NEAR_DUPLICATES: (self.tr("At most"), self.tr("pairs of near-duplicates")),
            MOST_AGE: (self.tr("Nothing older than"), self.tr("days")),
            MOST_FROM_MEDIAN: (self.tr("Nothing beyond"), self.tr("times the median of")),
            LEAST_NUMBER: (self.tr("Nothing under"), self.tr("in column")),
            MOST_NUMBER: (self.tr("Nothing over"), self.tr("in column")),
        }[self._rule.kind]


class ShelfRulesDialog(QDialog):
    """Edits the rules of one shelf; they are used, as one step that can be undone, when the editor says so."""

    rules_chosen = Signal(int, object)  # shelf, tuple of RuleSwitch; None: as its kind of catalogue has them

    def __init__(self, view: ShelfView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf_id = view.shelf_id
        self._columns = view.columns or ("author",)
        self._number_columns = view.number_columns
        self.rows: list[RuleRow] = []
        self.setWindowTitle(filled(self.tr("Rules of “%1”"), shelf_name(view.line.name)))
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(8)
        self._list.addStretch(1)
        self._none = label(self.tr("No rules: the shelf is held against nothing."), "body2", wrap=True)
        self.add_button = button(self.tr("Add a rule"), "plus")
        self.reset_button = button(self.tr("As for this kind of catalogue"), "undo-2")
        self.use_button = button(self.tr("Use these rules"), None, "primary")
        self.cancel_button = button(self.tr("Cancel"))
        self.reset_button.setEnabled(view.has_own_rules)
        self._menu = QMenu(self)
        for kind in RULE_KINDS:
            action = self._menu.addAction(rule_name(kind))
            # Nothing on the shelf that such a rule could be about.
            action.setEnabled(kind not in NUMBER_KINDS or bool(self._number_columns))
            action.triggered.connect(lambda _checked=False, kind=kind: self.add_rule(kind))
        self.add_button.setMenu(self._menu)
        for each in view.rules:
            self._add(each)
        self._lay_out()
        self.reset_button.clicked.connect(self._reset)
        self.use_button.clicked.connect(self._use)
        self.cancel_button.clicked.connect(self.reject)
        self.resize(620, 460)

    def add_rule(self, kind: str) -> RuleRow:
        """Add a rule of a kind of RULE_KINDS, to be set."""
        offered = self._number_columns if kind in NUMBER_KINDS else self._columns
        column = offered[0] if kind in (MOST_PER_COLUMN, *NUMBER_KINDS) and offered else ""
        row = self._add(RuleSwitch(ShelfRule(kind, column, NEW_LIMITS[kind])))
        row.limit_box.setFocus(Qt.FocusReason.OtherFocusReason)
        return row

    def switches(self) -> tuple[RuleSwitch, ...]:
        """Return the rules as they are set now."""
        return tuple(row.switch() for row in self.rows)

    def _add(self, switch: RuleSwitch) -> RuleRow:
        is_number = switch.rule.kind in NUMBER_KINDS
        row = RuleRow(switch, self._number_columns if is_number else self._columns)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._list.insertWidget(len(self.rows) - 1, row)
        self._none.setVisible(False)
        return row

    def _remove(self, row: RuleRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._none.setVisible(not self.rows)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self._none.setVisible(not self.rows)
        inner = QWidget()
        inner.setProperty("role", "page")
        inner.setLayout(self._list)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        acts = QHBoxLayout()
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(8)
        acts.addWidget(self.add_button)
        acts.addWidget(self.reset_button)
        acts.addStretch(1)
        acts.addWidget(self.cancel_button)
        acts.addWidget(self.use_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(
            label(
                self.tr(
                    "A rule that is broken turns amber and tells where. It never keeps anything off the shelf."
                ),
                "body2",
                wrap=True,
            )
        )
        layout.addWidget(self._none)
        layout.addWidget(area, 1)
        layout.addLayout(acts)

    def _use(self) -> None:
        self.rules_chosen.emit(self._shelf_id, self.switches())
        self.accept()

    def _reset(self) -> None:
        self.rules_chosen.emit(self._shelf_id, None)
        self.accept()
