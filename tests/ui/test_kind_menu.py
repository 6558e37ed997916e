"""What kind of catalogue a library holds is chosen from a menu."""

import pytest
from PySide6.QtWidgets import QWidget

from ltrec_gui.pipeline.domains import DOMAINS, OTHER, domains
from ltrec_gui.ui.kind_menu import KindMenu


@pytest.fixture
def menu(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    yield KindMenu(parent)  # the parent must live as long


def checked(menu):
    return [name for name, action in menu.kinds.items() if action.isChecked()]


def test_it_is_off_without_a_library_and_shows_the_kind_of_the_open_one(menu):
    assert not menu.isEnabled()
    menu.show_kind("news")
    assert menu.isEnabled() and checked(menu) == ["news"]
    menu.show_kind("")
    assert checked(menu) == [OTHER]
    menu.show_kind(None)
    assert not menu.isEnabled()


@pytest.mark.parametrize("name", [*DOMAINS, OTHER])
def test_a_kind_is_chosen(qtbot, menu, name):
    menu.show_kind("books")
    with qtbot.waitSignal(menu.chosen) as chosen:
        menu.kinds[name].trigger()
    assert chosen.args == [name] and checked(menu) == [name]


def test_kinds_are_called_as_their_files_say(menu):
    for domain in domains():
        assert menu.kinds[domain.name].text() == domain.title
        assert menu.kinds[domain.name].toolTip() == domain.tail_meaning
