"""The start page offers the sample first, later the library opened last."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

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
    with qtbot.waitSignal(page.sample_chosen):
        qtbot.keyClick(page._sample, Qt.Key.Key_Space)


def test_it_says_that_the_sample_is_simulated(page):
    assert "simulated" in page._sample_note.text()


def test_later_the_focus_is_on_the_last_library(qtbot, page, spring):
    page.show_recent([spring])
    page.focus_first()
    row = page.findChild(RecentRow)
    assert row.accessibleName() == "Spring & <b>list</b>, 12,480 items · 7 of 20 on the shelf · yesterday"
    qtbot.waitUntil(lambda: QApplication.focusWidget() is row)
    with qtbot.waitSignal(page.library_chosen) as chosen:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
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
