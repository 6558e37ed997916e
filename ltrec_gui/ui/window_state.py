"""What the window remembers from one start to the next: its place, its splitters, and the libraries opened last."""

import json
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QWidget

from ltrec_gui.ui.start_page import RecentLibrary

VERSION = "1"  # a new number where what is kept changes its meaning
RECENT_KEPT = 10


class WindowState:
    """Keeps geometry and recent libraries in an INI file."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def save_window(self, window: QWidget, splitter: QSplitter | None) -> None:
        """Keep the place of the window and of its splitter."""
        self._settings.setValue(f"v{VERSION}/geometry", window.saveGeometry())
        if splitter is not None:
            self._settings.setValue(f"v{VERSION}/splitter", splitter.saveState())
        self._settings.sync()

    def restore_window(self, window: QWidget, splitter: QSplitter | None) -> None:
        """Put the window where it was, unless that screen is gone."""
        geometry = self._settings.value(f"v{VERSION}/geometry")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        frame = window.frameGeometry()
        if not any(screen.availableGeometry().intersects(frame) for screen in QGuiApplication.screens()):
            window.move(QGuiApplication.primaryScreen().availableGeometry().topLeft())
        state = self._settings.value(f"v{VERSION}/splitter")
        if splitter is not None and isinstance(state, QByteArray):
            splitter.restoreState(state)

    def recent(self) -> tuple[RecentLibrary, ...]:
        """Return the libraries opened before that are still there, the last one first."""
        text = self._settings.value(f"v{VERSION}/recent", "[]", type=str)
        try:
            records = json.loads(str(text))
            found = [
                RecentLibrary(
                    Path(str(record["path"])),
                    str(record["name"]),
                    int(record["items"]),
                    int(record["shelf"]),
                    opened_at=str(record["opened"]),
                )
                for record in records
            ]
        except (ValueError, KeyError, TypeError):
            return ()
        return tuple(library for library in found if library.path.is_dir())

    def place_in(self, folder: Path) -> tuple[str, str]:
        """Return the list that was last looked at in a library and the item in it; ("", "") where none is known."""
        slate_id, item_id = [*self._places().get(str(folder), ()), "", ""][:2]
        return slate_id, item_id

    def remember_place(self, folder: Path, slate_id: str, item_id: str) -> None:
        """Keep which item of which list is looked at in a library."""
        others = [each for each in self._places().items() if each[0] != str(folder)]
        kept = dict([(str(folder), [slate_id, item_id]), *others][:RECENT_KEPT])
        self._settings.setValue(f"v{VERSION}/places", json.dumps(kept))
        self._settings.sync()

    def _places(self) -> dict[str, list[str]]:
        text = self._settings.value(f"v{VERSION}/places", "{}", type=str)
        try:
            found = json.loads(str(text)).items()
            return {str(folder): [str(part) for part in place] for folder, place in found}
        except (ValueError, AttributeError, TypeError):
            return {}

    def remember(self, library: RecentLibrary) -> None:
        """Put a library first among the recent ones, with what is known of it now."""
        others = [other for other in self.recent() if other.path != library.path]
        kept = [replace(library), *others][:RECENT_KEPT]
        records = [
            {
                "path": str(each.path),
                "name": each.name,
                "items": each.item_count,
                "shelf": each.shelf_count,
                "opened": each.opened_at,
            }
            for each in kept
        ]
        self._settings.setValue(f"v{VERSION}/recent", json.dumps(records))
        self._settings.sync()
