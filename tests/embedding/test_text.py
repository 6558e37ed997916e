import hashlib

import pytest

from ltrec_gui.catalogue.item import Item
from ltrec_gui.embedding.text import item_fields, item_text, text_hash


def test_the_fields_come_apart_in_this_order():
    item = Item("1", "The Salt Road", text="A walk to the sea.", author="A. Writer", tags=("travel", "coast"))
    assert item_fields(item) == ("The Salt Road", "A walk to the sea.", "travel, coast")


def test_the_author_is_named_only_where_there_is_no_text():
    assert item_fields(Item("1", "The Salt Road", author="A. Writer"))[0] == "The Salt Road. A. Writer"
    assert item_fields(Item("1", "The Road", text="  ", author="A. Writer"))[0] == "The Road. A. Writer"
    assert item_fields(Item("1", "", author="A. Writer"))[0] == "A. Writer"


@pytest.mark.parametrize("end", ["!", "?", "…", "。", "！"])
def test_a_title_that_has_an_end_gets_no_second_one(end):
    assert item_fields(Item("1", "Run" + end, author="A. Writer"))[0] == f"Run{end} A. Writer"


def test_white_space_and_accents_are_made_regular():
    item = Item("1", " Cafe\u0301\n\tsong ", text="\x1f a\x1fb ", tags=("", " ", "two\n words", "x"))
    assert item_fields(item) == ("Caf\u00e9 song", "a b", "two words, x")


def test_an_item_without_words_has_empty_fields():
    assert item_fields(Item("1", " ")) == ("", "", "")


def test_the_hash_tells_which_field_a_word_is_in():
    items = [
        Item("1", "sea", text="salt", tags=("tide",)),
        Item("1", "sea", text="tide", tags=("salt",)),
        Item("1", "sea salt", text="tide"),
        Item("1", "sea", text="salt tide"),
        Item("1", "sea", text="salt\x1ftide"),
        Item("1", "sea salt tide"),
        Item("1", "", text="sea salt tide"),
        Item("1", "", tags=("sea salt tide",)),
    ]
    hashes = [text_hash(item_text(item)) for item in items]
    assert hashes[3] == hashes[4]  # white space is white space
    assert len(set(hashes)) == len(items) - 1
    assert text_hash("sea salt tide") not in hashes  # nor is a brief ever taken for an item


def test_the_hash_covers_nothing_but_the_fields():
    item = Item("1", "sea", text="salt", author="A", year=1900, popularity=3.0)
    other = Item("2", "sea ", text="salt", author="B", year=1901, popularity=4.0)
    assert text_hash(item_text(item)) == text_hash(item_text(other))


def test_the_hash_is_the_start_of_sha256():
    assert text_hash("sea") == hashlib.sha256(b"sea").hexdigest()[:32]


def test_the_hash_ignores_how_accents_are_coded_but_nothing_else():
    assert text_hash("Cafe\u0301") == text_hash("Caf\u00e9")
    assert len({text_hash(text) for text in ("cafe", "Cafe", "cafe ", "")}) == 4


def test_a_lone_surrogate_has_a_hash_of_its_own():
    assert text_hash("\ud800") != text_hash("\ud801")
