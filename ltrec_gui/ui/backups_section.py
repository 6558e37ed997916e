"""Backups in the settings: which there are, one more now, and the way back to any of them."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTableView, QVBoxLayout, QWidget

from ltrec_gui.pipeline.backups import Backup
from ltrec_gui.ui.table_look import Index, RowsModel, keep_columns, prepare_table
from ltrec_gui.ui.widgets import button, label, let_shrink, section_label

MADE, REASON, SIZE = range(3)
WIDTHS = (210, 170, 80)
LEAST_HEIGHT = 180


def made_text(backup: Backup) -> str:
    """Return when a backup was made, on the clock here."""
    moment = QDateTime.fromSecsSinceEpoch(int(datetime.fromisoformat(backup.made_at).timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def reason_text(reason: str) -> str:
    """Return why a backup was made, in the language now in use; what another version wrote stands as it is."""
    translate = QCoreApplication.translate
    return {
        "daily": translate("Backups", "Every day"),
        "import": translate("Backups", "Before an import"),
        "migration": translate("Backups", "Before a new version"),
        "asked": translate("Backups", "Asked for"),
        "restore": translate("Backups", "Before going back"),
    }.get(reason, reason)


class BackupsModel(RowsModel[Backup]):
    """The backups, newest first."""

    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns, in the language now in use."""
        translate = QCoreApplication.translate
        return translate("Backups", "Made"), translate("Backups", "Why"), translate("Backups", "Size")

    def column_alignment(self, column: int) -> Qt.AlignmentFlag:
        """Return how a column is aligned: sizes to the right."""
        if column == SIZE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return super().column_alignment(column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.AlignmentFlag | None:
        """Return what a cell says."""
        backup = self.rows[index.row()]
        cells = (
            made_text(backup),
            reason_text(backup.reason),
            QLocale().formattedDataSize(backup.byte_count),
        )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "; ".join(cells)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.column_alignment(index.column())
        return cells[index.column()] if role == Qt.ItemDataRole.DisplayRole else None


class BackupsSection(QWidget):
    """The list of backups with what can be done; speaks by signals and knows no store."""

    backup_requested = Signal()
    restore_requested = Signal(str)  # the key of a backup

    def __init__(self) -> None:
        super().__init__()
        self.model = BackupsModel((), self)
        self.table = QTableView()
        self.back_up = button(self.tr("Back up now"), "database")
        self.restore = button(self.tr("Go back to this backup"), "undo-2")
        self.note = label("", "meta", wrap=True)
        let_shrink(self.note)
        self.table.setModel(self.model)
        prepare_table(self.table)
        self.table.setAccessibleName(self.tr("Backups of this library"))
        self.table.setMinimumHeight(LEAST_HEIGHT)
        keep_columns(self.table, dict(enumerate(WIDTHS)))
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.selectionModel().currentRowChanged.connect(self._show_acts)
        self.back_up.clicked.connect(self._ask_backup)
        self.restore.clicked.connect(self._ask_restore)
        acts = QHBoxLayout()
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(8)
        acts.addWidget(self.back_up)
        acts.addWidget(self.restore)
        acts.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(section_label(self.tr("Backups")))
        layout.addWidget(self.note)
        layout.addWidget(self.table)
        layout.addLayout(acts)
        self.show_backups(None)

    def show_backups(self, backups: Sequence[Backup] | None) -> None:
        """Show these backups, newest first; None while no library is open."""
        self.model.set_rows(backups or ())
        self.table.setVisible(bool(backups))
        self.restore.setVisible(bool(backups))
        self.back_up.setEnabled(backups is not None)
        if backups:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.note.setText(self._sentence(backups))
        self._show_acts()

    def _sentence(self, backups: Sequence[Backup] | None) -> str:
        if backups is None:
            return self.tr("Open a library first; backups belong to it.")
        if not backups:
            return self.tr("There is none yet. One is made every day, and before every import.")
        return self.tr(
            "The last seven are kept. One is made every day, and before every import. "
            "Going back keeps what is there now as one more backup, so it can be undone."
        )

    def _show_acts(self) -> None:
        self.restore.setEnabled(self.table.currentIndex().isValid())

    def _ask_backup(self) -> None:
        self.back_up.setEnabled(False)
        self.backup_requested.emit()

    def _ask_restore(self) -> None:
        row = self.table.currentIndex().row()
        if row >= 0:
            self.restore_requested.emit(self.model.rows[row].key)
