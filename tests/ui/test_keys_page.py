"""Every key can be another: caught, shown where it clashes, taken back, and heard from then on."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from ltrec_gui.ui import actions
from ltrec_gui.ui.actions import build_actions, clashes, retranslate_actions, spec_of, use_keys
from ltrec_gui.ui.keys_page import KeyCatcher, KeysPage


@pytest.fixture(autouse=True)
def usual_keys():
    yield
    use_keys({})


@pytest.fixture
def page(qtbot):
    made = KeysPage({})
    made.changed.connect(use_keys)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(page, action_id):
    ids = [spec.id for spec in page.model.rows]
    page.table.setCurrentIndex(page.model.index(ids.index(action_id), 0))


def press(qtbot, catcher, key, modifiers=Qt.KeyboardModifier.NoModifier):
    catcher.click()
    qtbot.keyClick(catcher, key, modifiers)


def test_a_free_key_is_given_at_once(page, qtbot):
    choose(page, "good")
    press(qtbot, page.replace_key, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert spec_of("good").shortcuts == ("Alt+G",)
    assert not page.message.isVisible()
    press(qtbot, page.add_key, Qt.Key.Key_F7)
    assert spec_of("good").shortcuts == ("Alt+G", "F7")


def test_a_key_that_is_taken_is_asked_about_and_then_given(page, qtbot):
    choose(page, "good")
    press(qtbot, page.replace_key, Qt.Key.Key_X)
    assert spec_of("good").shortcuts == ("A", "1")
    assert spec_of("not-right").text in page.message.texts()[0]
    page.message.action_triggered.emit()
    assert spec_of("good").shortcuts == ("X",)
    assert spec_of("not-right").shortcuts == ("2",)
    assert not clashes("good", "X")


def test_a_key_of_the_window_clashes_with_one_of_the_list_and_the_details_do_not(page):
    assert [spec.id for spec in clashes("good", "Ctrl+E")] == ["export"]
    assert [spec.id for spec in clashes("export", "A")] == ["good"]
    assert clashes("back-to-list", "A") == ()


def test_esc_and_another_place_leave_the_key(page, qtbot):
    choose(page, "good")
    press(qtbot, page.replace_key, Qt.Key.Key_Escape)
    assert spec_of("good").shortcuts == ("A", "1") and not page.replace_key.waits
    page.replace_key.click()
    QApplication.sendEvent(page.replace_key, QEvent(QEvent.Type.FocusOut))
    assert not page.replace_key.waits


def test_a_lone_modifier_is_no_key(qtbot):
    catcher = KeyCatcher("New key…")
    qtbot.addWidget(catcher)
    caught = []
    catcher.caught.connect(caught.append)
    press(qtbot, catcher, Qt.Key.Key_Shift)
    assert caught == [] and catcher.waits
    qtbot.keyClick(catcher, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert caught == ["Shift+B"]


def test_what_shift_makes_of_a_key_is_the_key(qtbot):
    catcher = KeyCatcher("New key…")
    qtbot.addWidget(catcher)
    caught = []
    catcher.caught.connect(caught.append)
    catcher.click()
    qtbot.keyClick(catcher, "?", Qt.KeyboardModifier.ShiftModifier)
    assert caught == ["?"]


def test_one_and_all_go_back(page, qtbot):
    choose(page, "good")
    press(qtbot, page.replace_key, Qt.Key.Key_F7)
    choose(page, "shelve")
    press(qtbot, page.replace_key, Qt.Key.Key_F8)
    choose(page, "good")
    page.take_back.click()
    assert spec_of("good").shortcuts == ("A", "1") and spec_of("shelve").shortcuts == ("F8",)
    assert not page.take_back.isEnabled()
    page.take_all_back.click()
    assert spec_of("shelve").shortcuts == ("S", "5") and not page.take_all_back.isEnabled()


def test_what_was_given_away_does_not_come_back_twice(page, qtbot):
    choose(page, "not-right")
    press(qtbot, page.replace_key, Qt.Key.Key_A)
    page.message.action_triggered.emit()
    choose(page, "good")
    page.take_back.click()
    assert spec_of("good").shortcuts == ("1",)
    assert spec_of("not-right").text in page.message.texts()[0]


def test_an_action_may_have_no_key(page):
    choose(page, "good")
    page.no_key.click()
    assert spec_of("good").shortcuts == ()
    assert not page.no_key.isEnabled()


def test_actions_follow(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    made = build_actions(owner, "list")
    use_keys({"good": ["F7"]})
    retranslate_actions(made)
    assert made["good"].shortcuts() == [QKeySequence("F7")]
    assert "F7" in made["good"].toolTip()
    use_keys({})
    retranslate_actions(made)
    assert made["good"].shortcuts() == [QKeySequence("A"), QKeySequence("1")]


def test_settings_of_another_version_cannot_hurt(caplog):
    use_keys({"no-such-action": ["A"], "good": ["Ctrl+NoSuchKey"], "shelve": ["F7"]})
    assert actions._Keys.chosen == {"shelve": ("F7",)}
    assert len(caplog.records) == 2
