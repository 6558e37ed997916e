"""The action table: unique keys, an icon that exists, a place where each action can be found."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from ltrec_gui.paths import resources_folder
from ltrec_gui.recommend.slate import VERDICTS
from ltrec_gui.ui.actions import (
    MENUS,
    SCOPES,
    VERDICT_ACTIONS,
    action_specs,
    build_actions,
    ids_of_menu,
    menu_title,
    native_keys,
    spec_of,
)
from ltrec_gui.ui.key_help import KeyHelp


def keys_of(spec):
    return [QKeySequence(key).toString() for key in spec.shortcuts]


def test_ids_are_unique():
    assert max(Counter(spec.id for spec in action_specs()).values()) == 1


def test_keys_are_unique_where_they_can_meet():
    """A list key and a window key are both heard while the list has the focus, so they may not be the same either."""
    for scope in ("list", "details"):
        keys = [key for spec in action_specs() if spec.scope in (scope, "window") for key in keys_of(spec)]
        assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_single_letters_live_on_the_list():
    letters = {
        key for spec in action_specs() if spec.scope == "window" for key in keys_of(spec) if len(key) == 1
    }
    assert letters <= {"?"}


def test_every_verdict_has_a_letter_and_a_digit():
    assert VERDICT_ACTIONS == VERDICTS
    assert [spec_of(verdict).shortcuts for verdict in VERDICTS] == [
        ("A", "1"),
        ("X", "2"),
        ("M", "3"),
        ("Space", "4"),
        ("S", "5"),
    ]


def test_scopes_menus_and_icons_exist():
    for spec in action_specs():
        assert spec.scope in SCOPES
        assert spec.menu in ("", *MENUS)
        assert not spec.icon or (resources_folder() / "icons" / f"{spec.icon}.svg").is_file()
    for menu in MENUS:
        assert menu_title(menu) and ids_of_menu(menu)


def test_every_action_is_in_a_menu_or_in_the_key_help(qtbot):
    sheet = KeyHelp()
    qtbot.addWidget(sheet)
    shown = {shown_label.text() for shown_label in sheet.findChildren(QLabel)}
    for spec in action_specs():
        assert spec.menu or spec.text in shown, spec.id
        if spec.shortcuts:
            assert spec.text in shown, spec.id
            assert {QKeySequence(key).toString(QKeySequence.NativeText) for key in spec.shortcuts} <= shown


@pytest.mark.parametrize(
    ("scope", "context"),
    [("window", Qt.WindowShortcut), ("list", Qt.WidgetWithChildrenShortcut)],
)
def test_built_actions_belong_to_their_parent(qtbot, scope, context):
    parent = QWidget()
    qtbot.addWidget(parent)
    actions = build_actions(parent, scope)
    assert list(actions) == [spec.id for spec in action_specs() if spec.scope == scope]
    assert parent.actions() == list(actions.values())
    for action_id, action in actions.items():
        assert action.shortcutContext() == context
        assert action.text() == spec_of(action_id).text
        assert native_keys(spec_of(action_id)) in action.toolTip()
