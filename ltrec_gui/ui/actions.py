"""Every action of the program as one row of a table: menus, shortcuts and the key help are derived from it.

Scope "window" actions belong to the main window. Scope "list" actions have single keys and belong to the list
of suggestions alone: window-wide they would steal letters from a combo box. Scope "brief": its field. "details": the
pane beside. "catalogue" and "shelf": their rows. "export": the columns in the dialog of an export. "map": its page,
with the long tail. Keys that a view has by its nature, and that cannot be given to anything else, are in `fixed_keys`.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ltrec_gui.ui.icons import icon

logger = logging.getLogger(__name__)

SCOPES = ("window", "brief", "list", "details", "catalogue", "shelf", "export", "map")
MENUS = ("file", "edit", "item", "view", "library", "help")
# What a key that is held down does again and again.
REPEATED = ("next", "previous", "less-tail", "more-tail", "map-left", "map-right", "map-up", "map-down")
VERDICT_ACTIONS = ("good", "not-right", "more-like-this", "not-now", "shelve")
MENU_ROLES = {
    "settings": QAction.MenuRole.PreferencesRole,
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
}


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: its id, text in the language now in use, keys, icon, scope and menu ("": key help only)."""

    id: str
    text: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    scope: str = "window"
    menu: str = ""
    is_checkable: bool = False


class _Keys:
    """What the editor chose instead of the usual keys; one per process, as the menus are."""

    chosen: ClassVar[dict[str, tuple[str, ...]]] = {}


def use_keys(chosen: Mapping[str, Sequence[str]]) -> None:
    """Let actions have these keys from now on, by id, instead of the usual; whoever shows keys must be retranslated.

    What names no action or no key is left out and logged: a settings file may come from another version.
    """
    known = {spec.id for spec in usual_specs()}
    _Keys.chosen = {}
    for action_id, keys in chosen.items():
        written = tuple(QKeySequence(str(key)).toString() for key in keys)
        if action_id in known and all(written):
            _Keys.chosen[action_id] = written
        else:
            logger.warning("the settings name an action or a key that there is not; the usual keys are used")


def action_specs() -> tuple[ActionSpec, ...]:
    """Return the table in the language now in use, in menu order, with the keys in use."""
    return tuple(
        replace(spec, shortcuts=_Keys.chosen[spec.id]) if spec.id in _Keys.chosen else spec
        for spec in usual_specs()
    )


def clashes(action_id: str, key: str) -> tuple[ActionSpec, ...]:
    """Return the other actions that hold a key where this one is heard, too: in its scope or in the whole window."""
    scope = spec_of(action_id).scope
    wanted = QKeySequence(key)
    return tuple(
        spec
        for spec in action_specs()
        if spec.id != action_id
        and (spec.scope == scope or "window" in (spec.scope, scope))
        and any(QKeySequence(held) == wanted for held in spec.shortcuts)
    )


def usual_specs() -> tuple[ActionSpec, ...]:
    """Return the table in the language now in use with the keys that everybody starts with."""
    translate = QCoreApplication.translate
    return (
        ActionSpec("new-brief", translate("Actions", "New brief"), ("Ctrl+N",), "plus", menu="file"),
        ActionSpec("open-brief", translate("Actions", "Open a brief…"), ("Ctrl+B",), "search", menu="file"),
        ActionSpec(
            "save-brief", translate("Actions", "Save the brief…"), ("Ctrl+S",), "bookmark", menu="file"
        ),
        ActionSpec("rename-brief", translate("Actions", "Rename the brief…"), (), "pencil", menu="file"),
        ActionSpec("duplicate-brief", translate("Actions", "Duplicate the brief"), (), "copy", menu="file"),
        ActionSpec("delete-brief", translate("Actions", "Delete the brief"), (), "trash-2", menu="file"),
        ActionSpec(
            "open-library", translate("Actions", "Open library…"), ("Ctrl+O",), "folder-open", menu="file"
        ),
        ActionSpec("import", translate("Actions", "Import a file…"), ("Ctrl+I",), "file-up", menu="file"),
        ActionSpec("undo-import", translate("Actions", "Undo the last import"), (), "undo-2", menu="file"),
        ActionSpec("export", translate("Actions", "Export the shelf…"), ("Ctrl+E",), "download", menu="file"),
        ActionSpec("settings", translate("Actions", "Settings…"), ("Ctrl+,",), "settings", menu="file"),
        ActionSpec("quit", translate("Actions", "Quit"), ("Ctrl+Q",), "", menu="file"),
        ActionSpec("undo", translate("Actions", "Undo verdict"), ("Ctrl+Z",), "undo-2", menu="edit"),
        ActionSpec("redo", translate("Actions", "Redo verdict"), ("Ctrl+Shift+Z",), "redo-2", menu="edit"),
        ActionSpec("find", translate("Actions", "Find in suggestions"), ("Ctrl+F",), "search", menu="edit"),
        ActionSpec("good", translate("Actions", "Good"), ("A", "1"), "thumbs-up", "list", "item"),
        ActionSpec("not-right", translate("Actions", "Not right"), ("X", "2"), "thumbs-down", "list", "item"),
        ActionSpec(
            "more-like-this", translate("Actions", "More like this"), ("M", "3"), "waypoints", "list", "item"
        ),
        ActionSpec("not-now", translate("Actions", "Not now"), ("Space", "4"), "clock", "list", "item"),
        ActionSpec("shelve", translate("Actions", "Add to shelf"), ("S", "5"), "list-plus", "list", "item"),
        ActionSpec("say-why", translate("Actions", "Say why it is not right"), ("W",), "", "list", "item"),
        ActionSpec(
            "everywhere", translate("Actions", "Count for every brief"), ("C",), "globe", "list", "item"
        ),
        ActionSpec(
            "list-back", translate("Actions", "Back to the list before"), ("Alt+Left",), "", "list", "item"
        ),
        ActionSpec(
            "list-forward",
            translate("Actions", "Forward to the list after"),
            ("Alt+Right",),
            "",
            "list",
            "item",
        ),
        ActionSpec(
            "ask-why-not",
            translate("Actions", "Ask why another item is not here"),
            ("N",),
            "",
            "list",
            "item",
        ),
        ActionSpec(
            "undo-in-list", translate("Actions", "Undo and go back there"), ("Backspace",), "undo-2", "list"
        ),
        ActionSpec("next", translate("Actions", "Next suggestion"), ("J",), "arrow-down", "list"),
        ActionSpec("previous", translate("Actions", "Previous suggestion"), ("K",), "arrow-up", "list"),
        ActionSpec(
            "open-details", translate("Actions", "Go to the details"), ("Return", "Enter"), "info", "list"
        ),
        ActionSpec("back-to-list", translate("Actions", "Back to the list"), ("Esc",), "list", "details"),
        ActionSpec("find-in-list", translate("Actions", "Find in suggestions"), ("/",), "search", "list"),
        ActionSpec(
            "refresh", translate("Actions", "Refresh suggestions"), ("R",), "refresh-cw", "list", "item"
        ),
        ActionSpec(
            "explore", translate("Actions", "Explore beyond this topic"), ("E",), "sparkles", "list", "item"
        ),
        ActionSpec("judge-sample", translate("Actions", "Judge a random sample"), (), "", menu="item"),
        ActionSpec(
            "show-balance", translate("Actions", "Shelf and its balance"), ("B",), "book-open", "list", "item"
        ),
        ActionSpec("open-map", translate("Actions", "Map and long tail"), ("G",), "map", "list", "item"),
        ActionSpec("less-tail", translate("Actions", "Less from the tail"), ("[",), "minus", "list"),
        ActionSpec("more-tail", translate("Actions", "More from the tail"), ("]",), "plus", "list"),
        ActionSpec("go-suggest", translate("Actions", "Suggestions"), ("Ctrl+1",), "sparkles", menu="view"),
        ActionSpec("go-catalogue", translate("Actions", "Catalogue"), ("Ctrl+2",), "library", menu="view"),
        ActionSpec("go-shelf", translate("Actions", "Shelf"), ("Ctrl+3",), "book-open", menu="view"),
        ActionSpec("go-map", translate("Actions", "Map and long tail"), ("Ctrl+4",), "map", menu="view"),
        ActionSpec("go-insights", translate("Actions", "Insights"), ("Ctrl+5",), "chart-area", menu="view"),
        ActionSpec("go-history", translate("Actions", "History"), ("Ctrl+6",), "history", menu="view"),
        ActionSpec(
            "show-details",
            translate("Actions", "Details pane"),
            ("F9",),
            "panel-right",
            menu="view",
            is_checkable=True,
        ),
        ActionSpec(
            "auto-advance",
            translate("Actions", "Go on after a verdict"),
            (),
            "",
            menu="view",
            is_checkable=True,
        ),
        ActionSpec("next-pane", translate("Actions", "Next pane"), ("F6",), "", menu="view"),
        ActionSpec("previous-pane", translate("Actions", "Previous pane"), ("Shift+F6",), "", menu="view"),
        ActionSpec("embed", translate("Actions", "Read items by meaning"), (), "sparkles", menu="library"),
        ActionSpec("build-index", translate("Actions", "Rebuild the index"), (), "database", menu="library"),
        ActionSpec(
            "compare-models", translate("Actions", "Compare models…"), (), "waypoints", menu="library"
        ),
        ActionSpec(
            "show-learning", translate("Actions", "Learned from verdicts…"), (), "chart-area", menu="library"
        ),
        ActionSpec(
            "try-settings",
            translate("Actions", "Try settings on past verdicts…"),
            (),
            "history",
            menu="library",
        ),
        ActionSpec(
            "suggest", translate("Actions", "Suggest"), ("Ctrl+Return", "Ctrl+Enter"), "sparkles", "brief"
        ),
        ActionSpec(
            "use-seed", translate("Actions", "Use as a seed"), ("Return", "Enter"), "plus", "catalogue"
        ),
        ActionSpec("sort-next", translate("Actions", "Sort by the next column"), ("O",), "list", "catalogue"),
        ActionSpec(
            "sort-turn", translate("Actions", "Turn the order around"), ("Shift+O",), "list", "catalogue"
        ),
        ActionSpec("column-tick", translate("Actions", "Tick a column"), ("Space",), "check", "export"),
        ActionSpec("column-up", translate("Actions", "Column up"), ("Alt+Up",), "arrow-up", "export"),
        ActionSpec("column-down", translate("Actions", "Column down"), ("Alt+Down",), "arrow-down", "export"),
        ActionSpec("column-heading", translate("Actions", "Change the heading"), ("F2",), "pencil", "export"),
        ActionSpec("map-catalogue", translate("Actions", "Show in the catalogue"), ("C",), "library", "map"),
        ActionSpec("map-suggest", translate("Actions", "Suggest only from these"), ("S",), "filter", "map"),
        ActionSpec("map-seeds", translate("Actions", "Use as seeds"), ("M",), "plus", "map"),
        ActionSpec("map-brief", translate("Actions", "New brief from these"), ("N",), "sparkles", "map"),
        ActionSpec("map-clear", translate("Actions", "Clear the selection"), ("Esc",), "x", "map"),
        ActionSpec("map-table", translate("Actions", "Show as table"), ("T",), "list", "map"),
        ActionSpec("map-lasso", translate("Actions", "Select by a lasso"), ("L",), "waypoints", "map"),
        ActionSpec("map-box", translate("Actions", "Select by a rectangle"), ("R",), "", "map"),
        ActionSpec("map-zoom-in", translate("Actions", "Zoom in"), ("+", "="), "plus", "map"),
        ActionSpec("map-zoom-out", translate("Actions", "Zoom out"), ("-",), "minus", "map"),
        ActionSpec("map-left", translate("Actions", "Look further left"), ("Ctrl+Left",), "", "map"),
        ActionSpec("map-right", translate("Actions", "Look further right"), ("Ctrl+Right",), "", "map"),
        ActionSpec("map-up", translate("Actions", "Look further up"), ("Ctrl+Up",), "", "map"),
        ActionSpec("map-down", translate("Actions", "Look further down"), ("Ctrl+Down",), "", "map"),
        ActionSpec("map-whole", translate("Actions", "Show everything"), ("0",), "map", "map"),
        ActionSpec("tail-cut-left", translate("Actions", "Longer tail"), ("Alt+Left",), "", "map"),
        ActionSpec("tail-cut-right", translate("Actions", "Shorter tail"), ("Alt+Right",), "", "map"),
        ActionSpec("head-cut-left", translate("Actions", "Shorter head"), ("Alt+Shift+Left",), "", "map"),
        ActionSpec("head-cut-right", translate("Actions", "Longer head"), ("Alt+Shift+Right",), "", "map"),
        ActionSpec("show-unseen", translate("Actions", "Never suggested yet"), (), "list", menu="library"),
        ActionSpec("show-exports", translate("Actions", "What was exported…"), (), "history", menu="library"),
        ActionSpec("shelf-up", translate("Actions", "Move up"), ("Alt+Up",), "arrow-up", "shelf"),
        ActionSpec("shelf-down", translate("Actions", "Move down"), ("Alt+Down",), "arrow-down", "shelf"),
        ActionSpec("shelf-remove", translate("Actions", "Take off the shelf"), ("Del",), "trash-2", "shelf"),
        ActionSpec("shelf-note", translate("Actions", "Write a note"), ("F2",), "pencil", "shelf"),
        ActionSpec("keys", translate("Actions", "All keys"), ("?", "F1"), "keyboard", menu="help"),
        ActionSpec("open-log", translate("Actions", "Show the log file"), (), "file-text", menu="help"),
        ActionSpec("about", translate("Actions", "About this program"), (), "info", menu="help"),
    )


def fixed_keys() -> tuple[ActionSpec, ...]:
    """Return what the arrows and other keys of a view do, in the language now in use; nobody can give them away."""
    translate = QCoreApplication.translate
    return (
        ActionSpec(
            "next-field", translate("Actions", "Next or previous field"), ("Tab", "Shift+Tab"), "", "window"
        ),
        ActionSpec("walk", translate("Actions", "Next or previous suggestion"), ("Down", "Up"), "", "list"),
        ActionSpec(
            "extend",
            translate("Actions", "Select several: a verdict is for all of them"),
            ("Shift+Down", "Shift+Up"),
            "",
            "list",
        ),
        ActionSpec(
            "reason-digit",
            translate("Actions", "After “Not right”: the reason of this number"),
            ("1", "2", "3"),
            "",
            "list",
        ),
        ActionSpec(
            "map-walk",
            translate("Actions", "From title to title"),
            ("Left", "Right", "Up", "Down"),
            "",
            "map",
        ),
        ActionSpec(
            "map-extend",
            translate("Actions", "Select the titles on the way"),
            ("Shift+Left", "Shift+Right"),
            "",
            "map",
        ),
        ActionSpec(
            "chart-ends", translate("Actions", "First or last title of the chart"), ("Home", "End"), "", "map"
        ),
    )


def spec_of(action_id: str) -> ActionSpec:
    """Return the row of one action; raise KeyError for an unknown id."""
    return {spec.id: spec for spec in action_specs()}[action_id]


def menu_title(menu: str) -> str:
    """Return the title of a menu of MENUS in the language now in use; raise KeyError for an unknown one."""
    translate = QCoreApplication.translate
    return {
        "file": translate("Actions", "&File"),
        "edit": translate("Actions", "&Edit"),
        "item": translate("Actions", "&Suggestion"),
        "view": translate("Actions", "&View"),
        "library": translate("Actions", "&Library"),
        "help": translate("Actions", "&Help"),
    }[menu]


def native_keys(spec: ActionSpec) -> str:
    """Return the keys of an action as the platform writes them, joined by " / "; "" where it has none."""
    return " / ".join(key_texts(spec))


def key_hint(action_id: str) -> str:
    """Return the first key of an action as the platform writes it, its name where it has none; KeyError."""
    spec = spec_of(action_id)
    return next(iter(key_texts(spec)), spec.text)


def key_texts(spec: ActionSpec) -> tuple[str, ...]:
    """Return the keys of an action as the platform writes them, each text once: Chinese has one name for two Enters."""
    native = QKeySequence.SequenceFormat.NativeText
    return tuple(dict.fromkeys(QKeySequence(key).toString(native) for key in spec.shortcuts))


def build_actions(parent: QWidget, scope: str, ids: Iterable[str] | None = None) -> dict[str, QAction]:
    """Return a scope's actions by id, added to `parent`, whose focus decides whether "list" keys work."""
    wanted = None if ids is None else set(ids)
    actions: dict[str, QAction] = {}
    for spec in action_specs():
        if spec.scope != scope or (wanted is not None and spec.id not in wanted):
            continue
        action = QAction(parent)
        action.setObjectName(spec.id)
        action.setShortcutContext(
            Qt.ShortcutContext.WindowShortcut
            if scope == "window"
            else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        action.setCheckable(spec.is_checkable)
        action.setMenuRole(MENU_ROLES.get(spec.id, QAction.MenuRole.NoRole))
        action.setAutoRepeat(spec.id in REPEATED)
        parent.addAction(action)
        actions[spec.id] = action
    retranslate_actions(actions)
    tint_actions(actions)
    return actions


def retranslate_actions(actions: dict[str, QAction]) -> None:
    """Give actions their texts in the language now in use, and their keys."""
    for spec in action_specs():
        if spec.id in actions:
            actions[spec.id].setText(spec.text)
            actions[spec.id].setShortcuts([QKeySequence(key) for key in spec.shortcuts])
            keys = native_keys(spec)
            actions[spec.id].setToolTip(f"{spec.text} ({keys})" if keys else spec.text)


def tint_actions(actions: dict[str, QAction]) -> None:
    """Give actions their icons in the colours of the theme; call again after a theme change."""
    for spec in action_specs():
        if spec.id in actions and spec.icon:
            actions[spec.id].setIcon(icon(spec.icon))


def ids_of_menu(menu: str) -> tuple[str, ...]:
    """Return the ids of the actions of a menu, in order."""
    return tuple(spec.id for spec in action_specs() if spec.menu == menu)
