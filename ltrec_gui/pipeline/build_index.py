"""Build a new index generation from all vectors and make it the active one."""

from ltrec_gui.index.generation import IndexManifest
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace


def build_index(workspace: Workspace, control: JobControl) -> IndexManifest | None:
    """Return the manifest of the generation now active; None where there is no vector yet; a fresh one is kept."""
    raise NotImplementedError
