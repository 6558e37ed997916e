"""The start page offers the sample first, later the library opened last."""

import re
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ltrec_gui.pipeline.domains import DOMAINS, domain_named
from ltrec_gui.ui.start_page import RecentLibrary, RecentRow, StartPage


@pytest.fixture
def page(qtbot):
    page = StartPage()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    return page


@pytest.fixture
def spring(tmp_path):
    yesterday = datetime.now().astimezone() - timedelta(days=1)
    return RecentLibrary(tmp_path, "Spring & <b>list</b>", 12480, 7, opened_at=yesterday.isoformat())


def test_the_first_start_puts_the_focus_on_the_sample(qtbot, page):
    page.focus_first()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page._sample)
    with qtbot.waitSignal(page.sample_chosen) as chosen:
        qtbot.keyClick(page._sample, Qt.Key.Key_Space)
    assert chosen.args == ["books"]


def test_the_five_samples_are_offered_with_books_first(page):
    combo = page.sample_combo
    assert [combo.itemData(place) for place in range(combo.count())] == list(DOMAINS)
    assert combo.currentIndex() == 0 and combo.accessibleName()


@pytest.mark.parametrize("name", DOMAINS)
def test_a_sample_is_chosen_with_keys_and_said_to_be_simulated(qtbot, page, name):
    page.sample_combo.setFocus()
    qtbot.waitUntil(page.sample_combo.hasFocus)
    for _ in range(DOMAINS.index(name)):
        qtbot.keyClick(page.sample_combo, Qt.Key.Key_Down)
    domain = domain_named(name)
    assert page.sample_combo.currentText() == domain.title
    said = page._sample_note.text()
    assert re.findall(r"\d+", said) == [str(domain.sample.item_count)] and "simulated" in said
    assert page._tail_note.text() == domain.tail_meaning
    assert said in page.sample_combo.accessibleDescription()
    with qtbot.waitSignal(page.sample_chosen) as chosen:
        qtbot.mouseClick(page._sample, Qt.MouseButton.LeftButton)
    assert chosen.args == [name]


def test_a_sample_opened_before_is_named_in_the_language_in_use(qtbot, page, tmp_path):
    page.show_recent([RecentLibrary(tmp_path, "Sample: Shop", 80)])
    assert page.findChild(RecentRow).text() == "Sample: Shop"
    page.show_recent([RecentLibrary(tmp_path, "Sample: sea", 80)])
    assert page._recent_rows[0].text() == "Sample: sea"


def test_later_the_focus_is_on_the_last_library(qtbot, page, spring):
    page.show_recent([spring])
    page.focus_first()
    row = page.findChild(RecentRow)
    assert row.accessibleName() == "Spring & <b>list</b>, 12,480 items · 7 of 20 on the shelf · yesterday"
    qtbot.waitUntil(lambda: QApplication.focusWidget() is row)
    with qtbot.waitSignal(page.library_chosen) as chosen:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert chosen.args == [spring.path]
    with qtbot.waitSignal(page.library_chosen) as chosen:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert chosen.args == [spring.path]


def test_a_library_shown_anew_leaves_no_row_behind(qtbot, page, spring):
    page.show_recent([spring])
    page.show_recent([spring])
    qtbot.waitUntil(lambda: [row.isVisible() for row in page.findChildren(RecentRow)].count(True) == 1)
    qtbot.wait(20)
    assert len(page.findChildren(RecentRow)) == 1


@pytest.mark.parametrize(("now", "other", "label"), [("en", "zh_CN", "中文"), ("zh_CN", "en", "English")])
def test_the_other_language_is_named_in_itself(qtbot, page, now, other, label):
    page.set_language(now)
    assert page._switch.text() == label
    with qtbot.waitSignal(page.language_chosen) as chosen:
        page._switch.click()
    assert chosen.args == [other]


def test_file_and_keys_are_one_click_away(qtbot, page):
    with qtbot.waitSignal(page.file_chosen):
        page._choose.click()
    with qtbot.waitSignal(page.keys_asked):
        page._keys.click()
