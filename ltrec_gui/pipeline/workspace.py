"""Workspace: the stores, index and encoder of one library, each opened on first use."""

from pathlib import Path


class Workspace:
    """Everything a stage needs of one library; used in one thread only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def close(self) -> None:
        """Give back the database and the index."""
