from dataclasses import replace

import pytest

from ltrec_gui.recommend.diversify import POLICIES
from ltrec_gui.recommend.learning_policy import ARMS, Choice, Context
from ltrec_gui.recommend.slate import LEARNING, Learned, SuggestRequest
from ltrec_gui.recommend.tail import TAIL_METHODS
from ltrec_gui.settings import Settings
from ltrec_gui.ui.advanced_fields import (
    DEFAULT_CHOICE,
    MOST_WILD_CARDS,
    POLICY_ORDER,
    AdvancedFields,
    column_name,
    policy_name,
    policy_sentence,
    tail_method_name,
    tail_method_sentence,
)
from ltrec_gui.ui.brief_panel import BriefPanel
from tests.ui.making import make_slate


@pytest.fixture
def fields(qtbot):
    made = AdvancedFields()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def panel(qtbot):
    made = BriefPanel(Settings())
    qtbot.addWidget(made)
    made.show()
    return made


def choose(combo, value):
    combo.setCurrentIndex(combo.findData(value))


def test_every_policy_and_method_is_offered_with_a_name_and_a_sentence(qapp):
    assert set(POLICY_ORDER) == {*POLICIES, LEARNING}
    assert len({policy_name(policy) for policy in POLICY_ORDER}) == len(POLICY_ORDER)
    assert all(policy_name(policy) != policy for policy in POLICY_ORDER)
    assert all(policy_sentence(policy).endswith(".") for policy in POLICY_ORDER)
    assert all(tail_method_sentence(method).endswith(".") for method in TAIL_METHODS)
    assert all(tail_method_name(method) != method for method in TAIL_METHODS)
    assert "not advice" in policy_sentence("random-tail")
    assert column_name("shelfmark") == "shelfmark"


def test_closed_while_nothing_unusual_is_chosen(fields):
    fields.show_settings(Settings())
    assert fields.choice == DEFAULT_CHOICE
    assert not fields.body.isVisible()
    fields.toggle.click()
    assert fields.body.isVisible()
    fields.toggle.click()
    assert not fields.body.isVisible()


@pytest.mark.parametrize(
    "changes", [{"policy": "mmr"}, {"tail_method": "xquad"}, {"explore_places": 2}, {"policy": LEARNING}]
)
def test_what_is_not_usual_is_never_hidden(fields, changes):
    fields.show_settings(replace(Settings(), **changes))
    assert fields.body.isVisible()
    assert fields.choice == replace(DEFAULT_CHOICE, **changes)


def test_a_policy_that_is_not_known_becomes_the_default(fields):
    fields.show_settings(replace(Settings(), policy="nonsense"))
    assert fields.choice == DEFAULT_CHOICE


def test_a_choice_is_said_and_announced(fields, qtbot):
    with qtbot.waitSignal(fields.changed) as changed:
        choose(fields.policy_combo, "random-tail")
    assert changed.args == ["policy", "random-tail"]
    assert fields._policy_sentence.text() == policy_sentence("random-tail")
    with qtbot.waitSignal(fields.changed) as changed:
        fields.wild_cards_box.setValue(3)
    assert changed.args == ["explore_places", 3]
    fields.wild_cards_box.setValue(MOST_WILD_CARDS + 5)
    assert fields.choice.explore_places == MOST_WILD_CARDS


def test_the_column_is_asked_for_only_where_it_counts(fields):
    fields.toggle.click()
    assert not fields.column_combo.isVisible()
    choose(fields.policy_combo, "column-quota")
    assert fields.column_combo.isVisible()
    choose(fields.policy_combo, "dpp")
    assert not fields.column_combo.isVisible()


def test_a_column_of_the_catalogues_own_is_shown_as_it_was_asked(fields):
    fields.show_choice(replace(DEFAULT_CHOICE, policy="column-quota", quota_column="shelfmark"))
    assert fields.choice.quota_column == "shelfmark"
    assert fields.column_combo.currentText() == "shelfmark"


def test_learning_shows_the_arm_it_drew_and_its_chance(fields):
    fields.show_choice(replace(DEFAULT_CHOICE, policy=LEARNING))
    chances = (0.1, 0.1, 0.37, 0.2, 0.13, 0.1)
    context = Context(is_brief_only=True, verdict_count=0, pool_cosine=0.1, tail_preference=0.7)
    learned = Learned(context, Choice(ARMS[2], ARMS, chances, (0.5,) * 6), trial_count=4)
    fields.show_slate(make_slate(policy="dpp", diversity=0.5, learned=learned))
    said = fields._learned_sentence.text()
    assert fields._learned_sentence.isVisible()
    assert policy_name("dpp") in said
    assert "50 %" in said
    assert "37 %" in said
    assert "4" in said
    fields.show_slate(make_slate())
    assert not fields._learned_sentence.isVisible()


def test_the_panel_asks_with_what_is_chosen(panel):
    choose(panel.advanced.policy_combo, "column-quota")
    choose(panel.advanced.column_combo, "year")
    choose(panel.advanced.tail_combo, "penalty")
    panel.advanced.wild_cards_box.setValue(2)
    request = panel.request()
    assert (request.policy, request.quota_column) == ("column-quota", "year")
    assert (request.tail_method, request.explore_places) == ("penalty", 2)


def test_the_tail_control_promises_places_only_under_a_quota(panel):
    assert panel.tail_sentence.text() == "14 of 20 places for the tail"
    choose(panel.advanced.tail_combo, "penalty")
    assert "no number" in panel.tail_sentence.text()
    choose(panel.advanced.tail_combo, "quota")
    assert panel.tail_sentence.text() == "14 of 20 places for the tail"


def test_the_variety_slider_rests_where_it_would_change_nothing(panel):
    assert panel.variety_slider.isEnabled()
    for policy in ("none", LEARNING):
        choose(panel.advanced.policy_combo, policy)
        assert not panel.variety_slider.isEnabled()
    choose(panel.advanced.policy_combo, "mmr")
    assert panel.variety_slider.isEnabled()


def test_an_earlier_request_is_shown_and_becomes_what_is_asked_next(panel):
    """As with the sliders: the settings follow, else the next change of any of them would throw it away."""
    announced = {}
    panel.settings_changed.connect(lambda field, value: announced.update({field: value}))
    earlier = SuggestRequest(policy="msd", tail_method="xquad", explore_places=1)
    panel.show_request(earlier)
    assert panel.request() == earlier
    assert {name: announced[name] for name in ("policy", "tail_method", "explore_places")} == {
        "policy": "msd",
        "tail_method": "xquad",
        "explore_places": 1,
    }
    assert "quota_column" not in announced
