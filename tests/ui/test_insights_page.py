"""The page of insights claims what the figures carry and no more, and goes out as one file that needs nothing else."""

import re
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QFileDialog

from ltrec_gui.evaluate.editor_figures import Group, ReachPoint
from ltrec_gui.pipeline.insights import Baselines, InsightsReport, NamedGroup, StopReport
from ltrec_gui.pipeline.random_sample import ESTIMATED, NONE, OUTDATED, UNFINISHED, SampleReport
from ltrec_gui.recommend.proportions import clear_winner, share
from ltrec_gui.recommend.stopping import Sample, estimate_left
from ltrec_gui.ui.insights_page import InsightsPage
from ltrec_gui.ui.insights_wording import (
    kept_sentences,
    reach_sentence,
    share_text,
    stop_sentences,
    tail_names,
    winner_sentence,
)

WHEN = "2026-03-01T12:00:00+00:00"


def group(kept=31, judged=58, shown=120, tail=26, lists=6):
    return Group(lists, share(min(kept, shown), shown), share(kept, judged), share(min(tail, kept), kept))


def sample(judged=30, accepted=1, drawn=30, population=1940, found=12):
    answers = (True,) * accepted + (False,) * (judged - accepted)
    left = estimate_left(Sample(population, drawn, answers), found, accepted, judged)
    state = UNFINISHED if left is None else ESTIMATED
    return SampleReport(state, "s1", WHEN, population, drawn, judged, left)


def make_report(**changes):
    tails = (NamedGroup("20", "", group(5, 40)), NamedGroup("70", "", group(26, 40)))
    values = {
        "brief_id": None,
        "briefs": ((2, "harbours"), (1, "ghosts & <b>candles</b>")),
        "item_count": 2000,
        "has_tail": True,
        "total": group(),
        "tail_reached": share(90, 1500),
        "baselines": Baselines(0.62, 0.0, 0.01),
        "reach": tuple(ReachPoint(WHEN, 20 * n, 0.01 * n, 0.0098 * n) for n in range(1, 7)),
        "kept_over_time": (share(12, 20), share(6, 20), share(4, 18)),
        "by_brief": (NamedGroup("2", "harbours", group()),),
        "by_tail": tails,
        "by_policy": (NamedGroup("dpp", "", group()),),
        "tail_winner": ("70", True),
        "policy_winner": ("", False),
        "sampled": share(0, 0),
        "stop": StopReport(2, "harbours", share(4, 50), SampleReport(NONE)),
    }
    return InsightsReport(**{**values, **changes})


@pytest.fixture
def page(qtbot):
    made = InsightsPage()
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def texts(sentences):
    return [said.text for said in sentences]


def stop_with(found):
    return texts(stop_sentences(StopReport(2, "harbours", share(4, 50), found)))


# Sentences


def test_what_was_kept_is_said_with_its_interval_and_baselines():
    said = texts(kept_sentences(make_report()))
    assert said[0] == "Of 120 shown you kept 31: 26 % (19 to 34 %)."
    assert said[1] == "Of 58 judged it is 53 % (41 to 66 %)."
    assert said[2] == (
        "84 % (67 to 93 %) of the kept are tail. Of as many items at random it would be 62 %, of the most popular 0 %."
    )
    assert "Nobody knows yet" in said[3]
    assert all(said.meaning for said in kept_sentences(make_report())[:3])


def test_few_verdicts_are_guarded():
    said = kept_sentences(make_report(total=group(5, 14, 40, 4)))
    guard = [each for each in said if each.is_caution]
    assert texts(guard) == ["Only 14 verdicts; do not compare yet."]
    assert not any(each.is_caution for each in kept_sentences(make_report()))


def test_a_random_sample_stands_beside_where_there_is_one():
    said = texts(kept_sentences(make_report(sampled=share(1, 30))))
    assert said[-1].startswith("Of 30 drawn at random you kept 3 % (1 to 17 %).")


def test_without_popularity_no_tail_is_claimed():
    said = texts(kept_sentences(make_report(has_tail=False, total=replace(group(), tail=share(0, 0)))))
    assert "no tail share" in said[2]


def test_reach_goes_from_the_first_list_to_now():
    said = reach_sentence(make_report())
    assert said == (
        "Catalogue reached: 1.0 % → 6.0 % in 6 lists. The most popular list every time: 1.0 %. Of the tail: 6.0 %."
    )
    assert reach_sentence(make_report(reach=())) == ""


def test_a_winner_is_named_only_where_it_is_clear():
    report = make_report()
    names = tail_names(report.by_tail)
    assert winner_sentence(report.by_tail, names, ("70", True)) == (
        "Tail 70 % gave the best keep rate: 65 % (50 to 78 %)."
    )
    assert "may be chance" in winner_sentence(report.by_tail, names, ("70", False))
    assert winner_sentence(report.by_tail, names, ("", False)).startswith("Do not compare yet")
    assert clear_winner({"20": (5, 40), "70": (26, 40)}) == ("70", True)


def test_nothing_of_nothing_is_a_dash():
    assert share_text(share(0, 0)) == "–"


# When to stop


def test_without_a_sample_no_estimate_is_made():
    said = stop_with(SampleReport(NONE))
    assert said[0] == "Of the last 50 judged on lists, you kept 4: 8 % (3 to 19 %), one in 12."
    assert said[1].startswith("Without a random sample no estimate can be made")
    assert len(said) == 2


def test_an_unfinished_and_an_outdated_sample_estimate_nothing():
    assert stop_with(sample(judged=12))[1].startswith("12 of 30 of the random sample are judged")
    assert "changed since the random sample" in stop_with(replace(sample(), state=OUTDATED, left=None))[1]


def test_the_estimate_is_said_with_its_interval():
    said = stop_with(sample())
    assert (
        said[1] == "Of 30 drawn at random out of 1,940 you kept 1. So about 64 are left to find (1 to 331)."
    )
    assert said[2] == "What you found is between 3 % and 92 % of all there is."
    assert said[3].startswith("The sample is too small")


def test_one_may_stop_where_nothing_is_left():
    said = stop_with(sample(judged=30, accepted=2, population=30))
    assert said[-1] == "Nothing is left: you may stop."
    assert stop_with(sample(accepted=0, population=40, found=60))[-1].endswith("you may stop.")
    assert stop_with(sample(accepted=15, population=5000, found=20))[-1].startswith("Much is still")


def test_one_in_so_many_is_said_of_rare_finds_only():
    for kept, told in ((4, True), (24, True), (25, False), (48, False)):
        said = texts(stop_sentences(StopReport(2, "", share(kept, 50), SampleReport(NONE))))[0]
        assert ("one in" in said) == told


def test_no_verdict_on_lists_is_said():
    said = texts(stop_sentences(StopReport(2, "", share(0, 0), SampleReport(NONE))))
    assert said[0].startswith("Nothing was judged")


# The page


def test_the_page_shows_sentences_charts_and_tables(page):
    page.show_report(make_report())
    assert page.kept.texts() == texts(kept_sentences(make_report()))
    assert page.reach.chart.series[0].points[-1].y == pytest.approx(0.06)
    assert [len(row) for row in page.reach.chart.rows] == [4] * 6
    assert page.by_tail.sentence.text().startswith("Tail 70 %")
    assert page.briefs_table.figures.rowCount() == 1
    assert page.stop.title.text() == "When may I stop? “harbours”"


def test_an_empty_page_leads_to_suggestions(page, qtbot):
    page.show_report(make_report(total=group(0, 0, 0, 0, lists=0), reach=(), briefs=(), stop=None))
    assert page.empty.isVisible() and not page.export_button.isVisible()
    with qtbot.waitSignal(page.suggestions_requested):
        page.empty.action_triggered.emit()


def test_a_brief_is_chosen_and_an_answer_for_another_is_not_shown(page, qtbot):
    page.show_report(make_report())
    with qtbot.waitSignal(page.report_requested) as asked:
        page.brief_box.setCurrentIndex(1)
        page.brief_box.activated.emit(1)
    assert asked.args == [2] and page.brief_id == 2
    late = make_report(brief_id=1)
    page.show_report(late)
    assert page.report is not late
    page.show_report(make_report(brief_id=2))
    assert page.brief_id == 2 and page.report.brief_id == 2


def test_a_size_of_sample_is_chosen_from_the_button(page, qtbot):
    page.show_report(make_report())
    assert [action.text() for action in page.sample_menu.actions()] == ["20 items", "30 items", "50 items"]
    with qtbot.waitSignal(page.sample_requested) as asked:
        page.sample_menu.actions()[2].trigger()
    assert asked.args == [50]


def test_charts_stand_below_each_other_where_there_is_no_room(page):
    page.show_report(make_report())
    page.resize(1200, 800)
    assert page.reach.y() == page.over_time.y()
    page.resize(700, 800)
    page._scroll.widget().layout().activate()
    assert page.reach.x() == page.over_time.x()


def test_the_export_is_one_file_with_everything_and_no_markup_of_titles(page, qtbot, monkeypatch, tmp_path):
    page.show_report(make_report(by_brief=(NamedGroup("1", "ghosts & <b>candles</b>", group()),)))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "insights"), ""))
    with qtbot.waitSignal(page.export_requested) as asked:
        page.export_button.click()
    path, content = asked.args
    assert path == tmp_path / "insights.html"
    assert "<b>candles" not in content and "&lt;b&gt;candles" in content
    for sentence in page.kept.texts():
        assert sentence.replace("“", "“") in content
    assert content.count("<svg") == 4
    assert "Wilson" in content  # what the figures are
    assert not re.search(r"(src|href)\s*=", content.replace("xlink:href", ""))
    assert "<script" not in content
