import math

import numpy as np
import pytest

from ltrec_gui.catalogue.item import Interaction
from ltrec_gui.store import interactions
from ltrec_gui.store.interactions import seconds_of
from tests.making import fill, make_item

DAY = 86_400.0


def put(workspace, *events):
    workspace.interactions.upsert([(event, 0) for event in events], 1)


def test_events_come_as_arrays_in_the_order_of_import(workspace):
    put(
        workspace,
        Interaction("ann", "7", rating=4.5, timestamp="86400"),
        Interaction("bob", "7", timestamp="1970-01-03"),
        Interaction("ann", "9", rating=0.0, timestamp="nobody knows"),
    )
    readers, item_ids, ratings, times = workspace.interactions.events()
    assert readers.tolist() == [0, 1, 0]
    assert item_ids == ["7", "7", "9"]
    assert ratings[[0, 2]].tolist() == [4.5, 0.0]
    assert np.isnan(ratings[1])
    assert np.isnan(times[[0, 2]]).all()  # five digits are no time
    assert times[1] == 2 * DAY


def test_nothing_clicked_is_no_event_unless_it_was_rated(workspace):
    put(
        workspace,
        Interaction("ann", "1", clicks=0.0),
        Interaction("ann", "2", clicks=0.0, rating=3.0),
        Interaction("ann", "3", clicks=2.0),
    )
    assert workspace.interactions.events().item_ids == ["2", "3"]


def test_many_short_reads_give_what_one_would(workspace, monkeypatch):
    put(workspace, *(Interaction(f"u{number % 7}", str(number), timestamp="2001") for number in range(50)))
    whole = workspace.interactions.events()
    monkeypatch.setattr(interactions, "ROWS_AT_ONCE", 8)
    reports = []
    parts = workspace.interactions.events(lambda done, total: reports.append((done, total)))
    assert parts.item_ids == whole.item_ids
    assert parts.readers.tolist() == whole.readers.tolist()
    assert reports[0] == (0, 50)
    assert reports[-1] == (50, 50)
    assert len(reports) == 8


def test_no_interactions_are_no_events(workspace):
    readers, item_ids, ratings, times = workspace.interactions.events()
    assert len(readers) == len(item_ids) == len(ratings) == len(times) == 0


def test_the_version_changes_with_what_readers_did(workspace):
    before = workspace.interactions.version()
    put(workspace, Interaction("ann", "1", rating=3.0))
    added = workspace.interactions.version()
    put(workspace, Interaction("ann", "1", rating=3.0))
    assert workspace.interactions.version() == added != before
    put(workspace, Interaction("ann", "1", rating=4.0))
    assert workspace.interactions.version() not in (added, before)


def test_the_version_may_change_with_items(workspace):
    fill(workspace, [make_item()])
    assert workspace.interactions.version() == workspace.meta.content_version


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1256677221", 1256677221 / DAY),
        ("964982703.5", 964982703.5 / DAY),
        ("1256677221000", 1256677221 / DAY),
        ("1970-01-11", 10),
        ("1970-01-11 12:00:00", 10.5),
        ("1970-01-11T00:00:00+02:00", 10 - 2 / 24),
        ("19700111", 10),
        ("1970/1/11", 10),
        ("1970年1月11日", 10),
        ("1970-02", 31),
        ("11.1.1970", 10),
        ("Sun Jan 11 13:55:02 -0700 1970", 10),
        ("January 11, 1970", 10),
        ("11 Jan 1970", 10),
        ("1971", 365),
    ],
)
def test_times_are_read_to_the_day(text, days):
    assert seconds_of([text])[0] == days * DAY


@pytest.mark.parametrize("text", ["", "yesterday", "12", "1970-13-40", "May"])
def test_what_is_no_time_is_not_a_number(text):
    assert math.isnan(seconds_of([text])[0])


def test_one_day_above_twelve_tells_how_the_column_is_written():
    assert seconds_of(["01/02/1970"])[0] == 31 * DAY
    assert seconds_of(["01/02/1970", "01/13/1970"]).tolist() == [DAY, 12 * DAY]


@pytest.mark.parametrize(
    "times",
    [
        ["86400", "1970-01-03"] + [f"1970-01-{day:02}" for day in range(4, 30)],
        ["999999999", "1000000000", "1000086400"],
        ["12/03/2019", "05/11/2018", "11/12/2018"],
        ["3 March 2019", "12 May 2018", "1 Jan 2021"],
        ["2001", "2001-02-03T10:00:00", "1990-05"],
    ],
)
def test_the_period_is_that_of_all_events(workspace, times):
    put(workspace, *(Interaction("ann", str(n), timestamp=time) for n, time in enumerate(times)))
    known = workspace.interactions.events().times
    known = known[np.isfinite(known)]
    assert workspace.interactions.period() == (known.min(), known.max())


@pytest.mark.parametrize("times", [[], ["", ""], ["2001-01-01"] + [""] * 3, ["soon", "later", "2001-01-01"]])
def test_without_times_there_is_no_period(workspace, times):
    put(workspace, *(Interaction("ann", str(n), timestamp=time) for n, time in enumerate(times)))
    assert workspace.interactions.period() is None
