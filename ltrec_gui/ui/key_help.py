"""The sheet of all keys, made from the action table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ltrec_gui.ui.actions import ActionSpec, action_specs, fixed_keys, key_texts
from ltrec_gui.ui.widgets import SCROLL_BAR_WIDTH, button, label, section_label

MOST_WIDTH = 1240  # so that it fits a laptop's screen


class KeyHelp(QDialog):
    """Shows every key there is, by the place where it works."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("All keys"))
        titles = {
            "list": self.tr("In the list of suggestions"),
            "window": self.tr("Everywhere"),
            "brief": self.tr("In the brief"),
            "details": self.tr("In the details"),
            "catalogue": self.tr("In the catalogue"),
            "shelf": self.tr("On the shelf"),
            "export": self.tr("Columns of an export"),
            "map": self.tr("On the map and the long tail"),
        }
        columns = QHBoxLayout()
        columns.setContentsMargins(16, 16, 16, 16)
        columns.setSpacing(32)
        for scopes in (("list", "details", "map"), ("window", "brief", "catalogue", "shelf", "export")):
            column = QVBoxLayout()
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(8)
            for scope in scopes:
                column.addWidget(section_label(titles[scope]))
                column.addLayout(
                    _rows([spec for spec in (*action_specs(), *fixed_keys()) if spec.scope == scope])
                )
                column.addSpacing(8)
            column.addStretch(1)
            columns.addLayout(column, 1)
        inner = QWidget()
        inner.setLayout(columns)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close = button(self.tr("Close"), None, "primary")
        close.clicked.connect(self.accept)
        acts = QHBoxLayout()
        acts.setContentsMargins(16, 8, 16, 16)
        acts.setSpacing(8)
        acts.addWidget(
            label(
                self.tr("The list keys also work as digits 1 to 5, for keyboards that compose letters."),
                "meta",
                wrap=True,
            ),
            1,
        )
        acts.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(area, 1)
        layout.addLayout(acts)
        # As wide as its words, so that it scrolls in one direction only.
        self.resize(min(max(760, inner.sizeHint().width() + 2 * SCROLL_BAR_WIDTH), MOST_WIDTH), 560)


def _rows(specs: list[ActionSpec]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, spec in enumerate(spec for spec in specs if spec.shortcuts):
        grid.addWidget(_key_caps(key_texts(spec)), row, 0)
        grid.addWidget(label(spec.text), row, 1)
    return grid


def _key_caps(keys: tuple[str, ...]) -> QWidget:
    caps = QWidget()
    layout = QHBoxLayout(caps)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for key in keys:
        frame = QFrame()
        frame.setProperty("role", "chip")
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(8, 0, 8, 0)
        inside.addWidget(label(key, "meta"))
        layout.addWidget(frame)
    layout.addStretch(1)
    return caps
