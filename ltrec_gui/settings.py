"""Every setting and its default: one frozen dataclass for the program, one for a library."""

import json
import logging
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

logger = logging.getLogger(__name__)

LEAST_TEXT_SIZE, MOST_TEXT_SIZE = 80, 200  # percent of the system's


@dataclass(frozen=True, slots=True)
class Settings:
    """What belongs to the person at this computer."""

    language: str = "system"  # "system", "en" or "zh_CN"
    theme: str = "system"  # "system", "light" or "dark"
    text_size: int = 100  # percent of the system's
    density: str = "normal"  # of cards and tables: "compact", "normal" or "roomy"
    tail_preference: float = 0.7
    diversity: float = 0.5
    policy: str = "dpp"  # how variety is made; "learning" lets verdicts choose
    quota_column: str = "author"  # what the policy "column-quota" counts
    tail_method: str = "quota"
    explore_places: int = 0
    feedback_model: str = "logistic"  # what learns from the verdicts
    slate_size: int = 20
    auto_advance: bool = True
    shelf_target: int = 20
    torch_threads: int = 1
    coach_line_seen: bool = False
    keys: dict[str, list[str]] = field(default_factory=dict)  # by the id of an action, those not the usual

    def __hash__(self) -> int:
        return hash(json.dumps(asdict(self), sort_keys=True))


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """What belongs to one library and travels with it."""

    model_folder: str = ""  # empty: the bundled model
    pooling: str = "mean"  # "mean" or "cls"
    head_cut: float = 0.33  # the head carries this share of all popularity
    tail_cut: float = 0.80  # what lies beyond this cumulative share is the tail
    # So many days what was exported stays out of new lists, 0: not at all. On from the start: it does nothing before
    # the first export, and a repeat that readers see costs more than one item fewer to choose from.
    cooldown_days: int = 30


T = TypeVar("T", Settings, LibrarySettings)


def with_values(defaults: T, values: dict[str, Any]) -> T:
    """Return `defaults` with those of `values` that name a field and have its type; others are logged and left out."""
    known = {field.name: getattr(defaults, field.name) for field in fields(defaults)}
    accepted: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            continue
        if isinstance(value, list):
            value = tuple(value)
        if isinstance(known[name], float) and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if type(value) is type(known[name]):
            accepted[name] = value
        else:
            logger.warning("setting %s has the wrong type; its default is used", name)
    return replace(defaults, **accepted)


def load_settings(path: Path) -> Settings:
    """Return the settings saved at `path`; defaults where the file is missing or unreadable."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        logger.warning("the settings file could not be read; defaults are used")
        return Settings()
    return with_values(Settings(), values if isinstance(values, dict) else {})


def save_settings(settings: Settings, path: Path) -> None:
    """Write the settings to `path`, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(asdict(settings), indent=1, ensure_ascii=False), encoding="utf-8")
    temporary.replace(path)
