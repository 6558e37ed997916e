"""Items too young to be neglected are apart in every stage, and only where the catalogue says how old they are."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ltrec_gui.pipeline.browse import CatalogueQuery, browse, library_overview, set_cuts
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.recommend.slate import SEGMENTS, SuggestRequest
from tests.making import fill, topic_items

NEWEST = date(1987, 6, 15)  # long ago, so that a clock would call nothing new
COUNT, YOUNG = 80, 6
BRIEF = "lighthouse and storm at the harbour"


def dated(items, youngest_ages=range(YOUNG)):
    """Return the items with dates: all long before NEWEST, but the last ones so many days."""
    ages = [100 + 31 * number for number in range(len(items) - len(youngest_ages))] + list(youngest_ages)
    return [
        replace(item, date=(NEWEST - timedelta(days=age)).isoformat())
        for item, age in zip(items, ages, strict=True)
    ]


@pytest.fixture
def young(workspace, control):
    """A library of which the last items, all opened hardly ever, are a few days old."""
    fill(workspace, dated(topic_items(COUNT)))
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


def young_ids():
    return {item.item_id for item in topic_items(COUNT)[-YOUNG:]}


def ask(workspace, control, **changes):
    request = SuggestRequest(**{"brief": BRIEF, "count": COUNT, **changes})
    return suggest(workspace, control, request, load_model=True)


def counts_of(workspace, control):
    return {counted.segment: counted for counted in library_overview(workspace, control).segments}


def test_dates_come_with_the_table(young):
    assert young.items.table().dates[-1] == (NEWEST - timedelta(days=YOUNG - 1)).isoformat()


def test_new_items_are_counted_apart_and_age_counts_to_the_newest_date(young, control):
    counts = counts_of(young, control)
    assert list(counts) == list(SEGMENTS)
    assert counts["new"].item_count == YOUNG
    assert library_overview(young, control).new_count == YOUNG
    assert sum(counted.item_count for counted in counts.values()) == COUNT
    assert sum(counted.popularity_share for counted in counts.values()) == pytest.approx(1)
    page = browse(young, control, CatalogueQuery(segment="new"))
    assert {row.item.item_id for row in page.rows} == young_ids()
    assert {row.segment for row in page.rows} == {"new"}


def test_a_newer_item_ends_what_was_new(young, control):
    fill(young, [replace(topic_items(COUNT + 1)[-1], date=(NEWEST + timedelta(days=300)).isoformat())])
    assert counts_of(young, control)["new"].item_count == 1


def test_moving_the_cuts_leaves_new_items_new(young, control):
    set_cuts(young, control, 0.2, 0.5)
    assert counts_of(young, control)["new"].item_count == YOUNG


@pytest.mark.parametrize("form", ["", "year", "year as a day"])
def test_where_no_day_is_known_nothing_is_new(workspace, control, form):
    texts = {
        "": lambda year: "",
        "year": str,
        "year as a day": lambda year: f"{year}-01-01",
    }
    items = [replace(item, date=texts[form](item.year)) for item in topic_items(COUNT)]
    fill(workspace, items)
    assert "new" not in counts_of(workspace, control)
    assert library_overview(workspace, control).new_count == 0


def test_new_items_are_suggested_only_where_asked_for(young, control):
    usual = ask(young, control)
    assert {each.segment for each in usual.suggestions} == {"torso", "tail"}
    alone = ask(young, control, segments=("new",))
    assert {each.item.item_id for each in alone.suggestions} == young_ids()
    assert {each.segment for each in alone.suggestions} == {"new"}
    assert alone.metrics.tail_share == 0
    both = ask(young, control, segments=("tail", "new"))
    assert {each.segment for each in both.suggestions} == {"tail", "new"}


def test_new_items_fill_no_place_kept_for_the_tail(young, control):
    slate = ask(young, control, count=10, tail_preference=1.0, segments=("tail", "new"))
    assert {each.segment for each in slate.suggestions} == {"tail"}
