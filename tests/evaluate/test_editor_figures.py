"""Worked examples of what verdicts amount to."""

import numpy as np
import pytest

from ltrec_gui.evaluate.editor_figures import ListFacts, blocks, group_of, grouped, reach


def made(items, kept=None, brief_id=1, tail_preference=0.7, policy="dpp"):
    return ListFacts(brief_id, "2026-03-01T12:00:00+00:00", tail_preference, policy, tuple(items), kept or {})


def test_an_item_shown_twice_for_a_brief_counts_once():
    lists = [made("abcd", {"a": True}), made("cdef", {"c": False, "e": True})]
    found = group_of(lists, frozenset("ab"))
    assert found.list_count == 2
    assert (found.shown.hits, found.shown.count) == (2, 6)
    assert (found.judged.hits, found.judged.count) == (2, 3)
    assert (found.tail.hits, found.tail.count) == (1, 2)


def test_an_item_shown_for_two_briefs_counts_for_each():
    lists = [made("ab", {"a": True}), made("ab", {"a": False}, brief_id=2)]
    found = group_of(lists, None)
    assert (found.shown.hits, found.shown.count) == (1, 4)
    assert found.tail.count == 0


def test_what_was_kept_without_being_shown_is_not_kept_of_the_shown():
    found = group_of([made("ab", {"a": True, "x": True})], frozenset("x"))
    assert (found.shown.hits, found.judged.hits, found.tail.hits) == (1, 2, 1)


def test_lists_are_counted_by_a_setting():
    lists = [
        made("ab", {"a": True}, tail_preference=0.9),
        made("cd", {"c": False}),
        made("ef", {}, tail_preference=0.9),
    ]
    found = grouped(lists, lambda each: each.tail_preference, None)
    assert list(found) == [0.9, 0.7]
    assert found[0.9].list_count == 2 and found[0.9].judged.value == 1
    assert found[0.7].judged.value == 0


def test_reach_grows_with_new_items_only():
    points = reach([made("abcd"), made("cdef"), made("abcd")], 20)
    assert [point.reached_count for point in points] == [4, 6, 6]
    assert [point.reached for point in points] == pytest.approx([0.2, 0.3, 0.3])
    assert [point.by_chance for point in points] == pytest.approx([0.2, 0.36, 0.488])


def test_chance_is_what_drawing_gives():
    generator = np.random.default_rng(3)
    drawn = [
        len({item for _ in range(6) for item in generator.choice(50, 8, replace=False)}) / 50
        for _ in range(3000)
    ]
    points = reach([made(map(str, range(8)))] * 6, 50)
    assert points[-1].by_chance == pytest.approx(np.mean(drawn), abs=0.01)


def test_no_lists_and_no_items():
    assert reach([], 10) == ()
    assert reach([made("ab")], 0)[0].reached == 0
    assert group_of([], frozenset()).shown.count == 0


def test_blocks_do_not_overlap_and_a_short_end_is_left_out():
    answers = [True] * 20 + [False] * 20 + [True] * 9
    assert [(block.hits, block.count) for block in blocks(answers)] == [(20, 20), (0, 20)]
    assert [(block.hits, block.count) for block in blocks([*answers, True])][-1] == (10, 10)
