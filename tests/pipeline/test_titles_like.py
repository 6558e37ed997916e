"""Finding any item by its title as it is typed: titles only, what begins with the words first."""

from ltrec_gui.catalogue.item import Item
from ltrec_gui.pipeline.item_details import titles_like
from tests.making import fill

ITEMS = [
    Item("1", "The Salt Roads", text="harbours"),
    Item("2", "Salt"),
    Item("3", "Salt Roads of the North"),
    Item("4", "Harbours", text="Salt on every page", author="Salt"),
    Item("5", "潮汐表：盐业女性"),
]


def titles(workspace, control, text, **options):
    return [item.item_id for item in titles_like(workspace, control, text, **options)]


def test_titles_alone_are_looked_in_and_beginnings_come_first(workspace, control):
    fill(workspace, ITEMS)
    assert titles(workspace, control, "salt") == ["2", "3", "1"]
    assert titles(workspace, control, "salt ro") == ["3", "1"]
    assert titles(workspace, control, "roads SALT") == ["1", "3"]
    assert titles(workspace, control, "harb") == ["4"]
    assert titles(workspace, control, "潮") == ["5"]


def test_no_more_than_asked_for_and_nothing_for_no_word(workspace, control):
    fill(workspace, ITEMS)
    assert titles(workspace, control, "salt", limit=2) == ["2", "3"]
    assert titles(workspace, control, "  ") == []
    assert titles(workspace, control, 'nothing "has" this*') == []
