import hashlib

import pytest

from ltrec_gui.catalogue.item import Item
from ltrec_gui.embedding.text import item_text, text_hash


def test_title_tags_and_text_come_in_this_order():
    item = Item("1", "The Salt Road", text="A walk to the sea.", author="A. Writer", tags=("travel", "coast"))
    assert item_text(item) == "The Salt Road. travel, coast. A walk to the sea."


def test_the_author_is_named_only_where_there_is_no_text():
    assert item_text(Item("1", "The Salt Road", author="A. Writer")) == "The Salt Road. A. Writer"
    assert item_text(Item("1", "The Salt Road", text="  ", author="A. Writer")) == "The Salt Road. A. Writer"


@pytest.mark.parametrize("end", ["!", "?", "…", "。", "！"])
def test_a_sentence_that_has_an_end_gets_no_second_one(end):
    assert item_text(Item("1", "Run" + end, text="And so on")) == f"Run{end} And so on"


def test_white_space_and_accents_are_made_regular():
    assert item_text(Item("1", " Cafe\u0301\n\tsong ", tags=("", "  "))) == "Caf\u00e9 song"


def test_an_item_without_words_gives_an_empty_sentence():
    assert item_text(Item("1", " ")) == ""


def test_the_hash_is_the_start_of_sha256():
    assert text_hash("sea") == hashlib.sha256(b"sea").hexdigest()[:32]


def test_the_hash_ignores_how_accents_are_coded_but_nothing_else():
    assert text_hash("Cafe\u0301") == text_hash("Caf\u00e9")
    assert len({text_hash(text) for text in ("cafe", "Cafe", "cafe ", "")}) == 4


def test_a_lone_surrogate_has_a_hash_of_its_own():
    assert text_hash("\ud800") != text_hash("\ud801")
