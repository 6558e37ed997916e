"""What was learned from readers is told in words: from how many, how much the text counts, and what that won."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ltrec_gui.pipeline.learn_readers import ReadersReport, SettingTried
from ltrec_gui.settings import Settings
from ltrec_gui.ui.readers_section import Column, ReadersSection, result_of
from ltrec_gui.ui.settings_dialog import Facts, SettingsDialog

TRIED = (
    SettingTried(50.0, 0.01, 0.0, 0.060, -0.010, 0.002),
    SettingTried(50.0, 0.01, 0.25, 0.084, 0.014, 0.003),
    SettingTried(200.0, 0.01, 1.0, 0.070, 0.0, 0.0),
)
REPORT = ReadersReport(
    number=1,
    library_id="library",
    content_version=3,
    generation=1,
    model_key="model",
    vectors="digest",
    name="ease-prior",
    item_count=3700,
    reader_count=6040,
    like_count=226310,
    view_count=773899,
    is_trusted=True,
    view_weight=0.5,
    regularisation=50.0,
    prior_weight=0.01,
    neighbour_count=50,
    content_share=0.25,
    files=(),
    trial_reader_count=287,
    tried=TRIED,
)


@pytest.fixture
def section(qtbot):
    made = ReadersSection(REPORT)
    qtbot.addWidget(made)
    made.resize(560, 600)
    made.show()
    return made


def test_the_trial_is_told_in_words(section):
    assert section.basis.text() == "Learned from 6,040 readers with 226,310 likes and 773,899 other views."
    assert section.finding.text().startswith(
        "Tried on 287 readers: beside readers the text keeps 25 % of its usual weight on this catalogue, and λ is 50."
    )
    assert section.gain.text() == (
        "That is 20 % better: nDCG@20 is 0.0840 instead of 0.0700 (standard error 0.0030)."
    )
    assert result_of(REPORT) == "from 6,040 readers, text 25 %"


def test_every_setting_tried_is_a_row_and_the_one_in_use_is_marked(section):
    model = section.model
    shown = [[model.data(model.index(row, column)) for column in Column] for row in range(model.rowCount())]
    assert shown == [
        ["50", "0 %", "0.0600", "−0.0100 ± 0.0020", ""],
        ["50", "25 %", "0.0840", "+0.0140 ± 0.0030", "In use"],
        ["200", "100 %", "0.0700", "–", ""],
    ]
    said = model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "Text weight 25 %" in said and said.endswith("In use")
    assert section.table.isVisible()


def test_the_usual_setting_is_called_so(section):
    section.show_report(replace(REPORT, regularisation=200.0, content_share=1.0))
    assert section.gain.text().startswith("That is the usual setting: nothing tried was better")


def test_without_the_usual_setting_no_gain_is_made_up(section):
    alone = SettingTried(50.0, 0.0, 0.0, 0.06, None, None)
    report = replace(REPORT, tried=(alone,), prior_weight=0.01, content_share=0.0)
    section.show_report(report)
    assert section.gain.text().startswith("nDCG@20 is 0.0600; without vectors")
    assert section.model.data(section.model.index(0, Column.GAIN)) == "–"


def test_a_usual_setting_that_found_nothing_is_not_divided_by(section):
    found = SettingTried(50.0, 0.01, 0.25, 0.084, 0.084, 0.003)
    section.show_report(replace(REPORT, tried=(found,)))
    assert "%" not in section.gain.text()


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (replace(REPORT, tried=(), trial_reader_count=0), "too few to try"),
        (replace(REPORT, tried=(), trial_reader_count=0, name="rp3beta"), "too many readers and items"),
        (replace(REPORT, tried=(), trial_reader_count=None), "figures were not kept"),
    ],
    ids=["too few", "too many", "not kept"],
)
def test_without_a_trial_it_is_said_why(section, report, said):
    section.show_report(report)
    assert said in section.finding.text()
    assert not section.table.isVisible() and not section.gain.isVisible()
    assert result_of(report) == "from 6,040 readers"


def test_without_readers_it_is_said_what_is_needed(section):
    section.show_report(None)
    assert section.basis.text().startswith("Nothing is learned from readers.")
    assert not section.finding.isVisible()


def test_views_are_told_only_where_there_are_some(section):
    section.show_report(replace(REPORT, view_count=0))
    assert section.basis.text() == "Learned from 6,040 readers with 226,310 likes."


def test_it_is_a_section_of_the_settings(qtbot):
    dialog = SettingsDialog(Settings(), Facts((), Path("log"), Path("settings")), readers=REPORT)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_section("readers")
    assert dialog.readers.isVisible()
    assert "287" in dialog.readers.finding.text()
