"""A shelf in numbers, and the rules it breaks."""

import numpy as np
import pytest

from ltrec_gui.recommend.balance import (
    LEAST_ITEMS,
    BalanceItem,
    ShelfRule,
    balance,
    broken_rules,
    near_duplicates,
    spread,
    tail_share,
)


def make(item_id, **changes):
    values = {
        "item_id": item_id,
        "title_key": f"title of {item_id * 7}",
        "names": frozenset({f"author{item_id}"}),
        "segment": "tail",
        "topic": "sea",
        "year": None,
        "age_days": None,
        "values": {"author": (f"Author {item_id}",)},
    }
    return BalanceItem(**{**values, **changes})


def broken(rule, items, vectors=None):
    found = balance(items, vectors, [rule.column] if rule.column else [])
    return broken_rules([rule], found, items)


def test_new_and_unknown_items_are_on_neither_side_of_the_tail_share():
    assert tail_share(["tail", "tail", "torso", "head", "new", "unknown"]) == pytest.approx(0.5)
    assert tail_share(["new", "unknown"]) is None
    assert tail_share([]) is None


def test_a_spread_counts_values_once_an_item_and_whatever_their_case():
    found = spread([("a", ("Sea", "sea ")), ("b", ("SEA", "Rail")), ("c", ()), ("d", (" ",))])
    assert found.values == (("Sea", ("a", "b")), ("Rail", ("b",)))
    assert found.missing_count == 2


def test_editions_and_near_copies_are_pairs_and_namesakes_are_not():
    same = {"title_key": "letters from a lighthouse keeper"}
    items = [
        make("a", names=frozenset({"marrow"}), **same),
        make("b", names=frozenset({"marrow", "finch"}), **same),
        make("c", names=frozenset({"else"}), **same),
        make("d", names=frozenset(), **same),
        make("e"),
        make("f"),
        make("g"),
    ]
    vectors = np.zeros((7, 4), np.float32)
    vectors[4] = (1, 0, 0, 0)
    vectors[5] = (0.99, np.sqrt(1 - 0.99**2), 0, 0)
    vectors[6] = (0.9, np.sqrt(1 - 0.9**2), 0, 0)
    pairs = {"".join(pair) for pair in near_duplicates(items, vectors)}
    assert pairs == {"ab", "ad", "bd", "cd", "ef"}
    # Items without a vector are near to nothing, not to each other.
    assert {"".join(pair) for pair in near_duplicates(items[4:], None)} == set()


def test_years_are_oldest_median_and_newest():
    found = balance([make("a", year=1990), make("b", year=2010), make("c", year=1901), make("d")], None)
    assert found.years == (1901, 1990.0, 2010)
    assert found.undated_count == 1
    assert balance([make("a")], None).years is None


def test_each_value_that_is_too_frequent_is_named_with_its_items():
    rule = ShelfRule("most-per-column", "author", 2)
    items = [make(each, values={"author": ("Marrow",)}) for each in "abc"]
    items += [make(each, values={"author": ("Finch",)}) for each in "def"]
    items += [make("g", values={"author": ()})]
    assert [(each.value, each.found, each.item_ids) for each in broken(rule, items)] == [
        ("Marrow", 3, ("a", "b", "c")),
        ("Finch", 3, ("d", "e", "f")),
    ]
    assert broken(ShelfRule("most-per-column", "author", 3), items) == ()
    assert broken(ShelfRule("most-per-column", "publisher", 0), items) == ()


def test_the_tail_share_is_judged_once_there_is_something_to_judge():
    rule = ShelfRule("least-tail-share", "", 0.6)
    items = [make(each, segment="tail" if each in "ab" else "head") for each in "abcdefg"]
    assert broken(rule, items[: LEAST_ITEMS - 1]) == ()
    (found,) = broken(rule, items[:LEAST_ITEMS])
    assert found.found == pytest.approx(0.4)
    assert found.item_ids == ("c", "d", "e")
    assert broken(ShelfRule("least-tail-share", "", 0.4), items[:LEAST_ITEMS]) == ()


def test_topics_are_those_of_the_catalogue_or_the_values_of_a_column():
    items = [make(each, topic="sea", values={"desk": ("city",)}) for each in "abcde"]
    (found,) = broken(ShelfRule("least-topics", "", 2), items)
    assert (found.found, found.value, found.item_ids) == (1, "sea", tuple("abcde"))
    (found,) = broken(ShelfRule("least-topics", "desk", 2), items)
    assert found.value == "city"
    assert broken(ShelfRule("least-topics", "", 1), items) == ()
    # What nobody can have yet is not asked for, nor what the catalogue does not know.
    assert broken(ShelfRule("least-topics", "", 9), items) == ()
    assert broken(ShelfRule("least-topics", "", 2), [make(each, topic="") for each in "abcde"]) == ()


def test_duplicates_beyond_the_limit_are_named():
    items = [
        make("a", title_key="one title here"),
        make("b"),
        make("c", title_key="one title here", names=frozenset()),
    ]
    (found,) = broken(ShelfRule("most-near-duplicates", "", 0), items)
    assert (found.found, found.item_ids) == (1, ("a", "c"))
    assert broken(ShelfRule("most-near-duplicates", "", 1), items) == ()


def priced(**prices):
    return [
        make(item_id, numbers={} if price is None else {"price": price}) for item_id, price in prices.items()
    ]


def test_a_band_of_prices_lies_around_the_median_of_the_shelf():
    items = priced(a=30.0, b=10.0, c=90.0, d=9.9, e=90.1, f=None, g=30.0)
    (found,) = broken(ShelfRule("most-from-median", "price", 3), items)
    assert (found.found, found.item_ids) == (30.0, ("d", "e"))
    assert broken(ShelfRule("most-from-median", "price", 4), items) == ()
    # Of too few prices the median says nothing, and around nothing lies no band.
    assert broken(ShelfRule("most-from-median", "price", 2), items[:4]) == ()
    free = priced(a=0.0, b=0.0, c=0.0, d=0.0, e=99.0)
    assert broken(ShelfRule("most-from-median", "price", 2), free) == ()
    assert broken(ShelfRule("most-from-median", "weight", 2), items) == ()


def test_numbers_under_and_over_a_limit_are_told_with_the_worst():
    items = priced(a=30.0, b=10.0, c=90.0, d=4.0, e=None)
    (found,) = broken(ShelfRule("least-number", "price", 30), items)
    assert (found.found, found.item_ids) == (4.0, ("b", "d"))
    (found,) = broken(ShelfRule("most-number", "price", 29), items)
    assert (found.found, found.item_ids) == (90.0, ("a", "c"))
    assert broken(ShelfRule("least-number", "price", 4), items) == ()
    assert broken(ShelfRule("most-number", "price", 90), items) == ()


def test_too_old_are_those_beyond_the_days():
    items = [make("a", age_days=10.0), make("b", age_days=800.0), make("c", age_days=731.0), make("d")]
    (found,) = broken(ShelfRule("most-age", "", 730), items)
    assert (found.found, found.item_ids) == (800.0, ("b", "c"))
    assert broken(ShelfRule("most-age", "", 900), items) == ()
