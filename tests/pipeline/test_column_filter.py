"""Conditions on any column: ranges, values, ages and dates, and what they are told where they make no sense."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from ltrec_gui.cli import commands
from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.column_filter import column_cells, removed_by
from ltrec_gui.pipeline.past_slates import last_slate
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.why_not import why_not
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import FakeEncoders, fill, make_item

THINGS = [
    ("a", "Trowel", "12", "9,50", "Easy", "2025-03-01", "12:40"),
    ("b", "Scythe", "0", "72,00", "hard", "2024-03-01", "1:02:00"),
    ("c", "Spade", "", "31,00", "hard", "2023", ""),
    ("d", "Rake", "about ten", "€ 19,00", "", "", "0:30"),
    ("e", "Hoe", "3", "19,00", "Medium", "2021-12-31", "45:00"),
]


@pytest.fixture
def workspace(tmp_path):
    workspace = Workspace(tmp_path / "library", FakeEncoders())
    fill(
        workspace,
        [
            make_item(
                item_id=item_id,
                title=title,
                text="A tool for the garden",
                date=date,
                popularity=1.0,
                extra=tuple(
                    (name, value)
                    for name, value in (
                        ("stock", stock), ("Price €", price), ("level", level), ("duration", duration)
                    )
                    if value
                ),
            )
            for item_id, title, stock, price, level, date, duration in THINGS
        ],
    )  # fmt: skip
    yield workspace
    workspace.close()


def kept(workspace, column, condition):
    snapshot = workspace.snapshot()
    removed = removed_by(workspace, snapshot.table, snapshot.popularity.ages_days, column, condition)
    assert removed.dtype == bool and len(removed) == len(THINGS)
    return "".join(np.array(snapshot.table.ids)[~removed])


@pytest.mark.parametrize(
    ("column", "condition", "left"),
    [
        ("stock", "1..", "ae"),
        ("stock", "0..3", "be"),
        ("STOCK", " ..0 ", "b"),
        ("Price €", "19..31", "cde"),
        ("Price €", "..9.5", "a"),
        ("level", "easy|medium", "ae"),
        ("level", "hard", "bc"),
        ("level", "!hard", "ade"),
        ("duration", "..1", "d"),
        ("duration", "12..50", "ae"),
        ("duration", "62..62", "b"),
        ("date", "..366d", "ab"),
        ("date", "366d..", "e"),
        ("date", "2024..", "ab"),
        ("date", "2023..2024-03-01", "bc"),
        ("date", "..2023-06", "ce"),
        ("date", "2023-05-01..", "abc"),
        ("popularity", "2..", ""),
    ],
)
def test_a_condition_keeps_what_meets_it(workspace, column, condition, left):
    assert kept(workspace, column, condition) == left


@pytest.mark.parametrize(
    ("column", "condition", "complaint"),
    [
        ("colour", "red", "no column “colour”.*stock, Price €, level, duration, author"),
        ("stock", "many..", "“many..” is no condition for “stock”"),
        ("stock", "..", "is no condition"),
        ("stock", "", "is no condition"),
        ("level", "!", "is no condition"),
        ("date", "spring..", "is no condition for “date”"),
        ("date", "..3d2", "is no condition for “date”"),
    ],
)
def test_what_makes_no_sense_is_refused(workspace, column, condition, complaint):
    with pytest.raises(RequestError, match=complaint):
        kept(workspace, column, condition)


def test_without_dates_no_age_is_met(tmp_path):
    workspace = Workspace(tmp_path / "dateless", FakeEncoders())
    fill(workspace, [make_item(item_id=str(number), popularity=1.0) for number in range(5)])
    assert kept(workspace, "date", "..9999d") == ""
    workspace.close()


def test_a_changed_catalogue_is_read_anew(workspace):
    assert column_cells(workspace, "stock")[1] == "0" and kept(workspace, "stock", "1..") == "ae"
    fill(workspace, [make_item(item_id="b", title="Scythe", extra=(("stock", "7"),))])
    assert kept(workspace, "stock", "1..") == "abe"


def test_a_header_with_quotes_is_a_header_like_any_other(workspace):
    fill(workspace, [make_item(item_id="b", extra=(('it\'s "in"', "yes"),))])
    assert kept(workspace, 'it\'s "in"', "yes") == "b"


def test_a_list_holds_only_what_meets_every_condition_and_is_asked_again_the_same(workspace):
    request = SuggestRequest(
        brief="garden",
        segments=("head", "torso", "tail", "new"),
        columns=(("stock", "1.."), ("level", "!easy")),
    )
    slate = suggest(workspace, JobControl(), request)
    assert [found.item.item_id for found in slate.suggestions] == ["e"]
    assert last_slate(workspace, JobControl()).request.columns == request.columns


def test_an_empty_list_names_the_column_and_an_item_is_told_which_keeps_it_out(workspace):
    request = SuggestRequest(brief="garden", columns=(("stock", "100.."),))
    slate = suggest(workspace, JobControl(), request)
    assert not slate.suggestions and slate.blocked_by[0] == ("column:stock", 5)
    answer = why_not(workspace, JobControl(), slate.slate_id, "b")
    assert "column:stock" in answer.filters


def test_the_command_line_takes_conditions(workspace):
    asked = ["suggest", "--library", str(workspace.folder), "--brief", "garden"]
    result = CliRunner().invoke(commands, [*asked, "--json", "--where", "stock=1..", "--where", "level=easy"])
    assert result.exit_code == 0, result.output
    assert [item["item_id"] for item in json.loads(result.stdout)["items"]] == ["a"]
    refused = CliRunner().invoke(commands, [*asked, "--where", "stock"])
    assert refused.exit_code == 2 and "COLUMN=CONDITION" in refused.output
