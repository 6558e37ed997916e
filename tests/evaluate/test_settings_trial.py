"""Settings tried on made-up vectors: what is held out, what is asked alike, and who must win where truth is known."""

import numpy as np
import pytest

from ltrec_gui.evaluate import settings_trial as trial
from ltrec_gui.evaluate.settings_trial import Cost, Evidence, Setting, Texts, Verdicts
from ltrec_gui.evaluate.splits import Events
from ltrec_gui.recommend.fields import ITEM_WEIGHTS, field_means, joined

ITEMS, SIZE = 240, 24
TOPICS = np.arange(ITEMS) % 4


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def texts(name="good", signal=1.0, seed=5, shift=0.0, scale=1.0):
    """Return vectors in which items of a topic lie together as far as `signal` says, all moved by `shift`."""
    generator = np.random.default_rng(seed)
    centres = generator.normal(size=(4, SIZE))
    blocks = [
        unit(signal * centres[TOPICS] + generator.normal(size=(ITEMS, SIZE)) * scale + shift)
        for _ in range(3)
    ]
    return Texts(name, "mean", np.hstack(blocks), np.zeros((0, 3 * SIZE), np.float32))


def verdicts(topic=0, accepted=10, rejected=12):
    own, other = np.flatnonzero(topic == TOPICS), np.flatnonzero(topic != TOPICS)
    return Verdicts(-1, own[:accepted], other[:rejected])


def evidence_of(*given, readers=None, seed=3):
    generator = np.random.default_rng(seed)
    background = trial.background_of(ITEMS, given, generator)
    return Evidence(trial.trials_of(given, generator), background, readers, seed)


def reader_events(reader_count=60, likes=8, seed=2):
    """Return readers who each like items of one topic."""
    generator = np.random.default_rng(seed)
    readers, items = [], []
    for reader in range(reader_count):
        own = np.flatnonzero(reader % 4 == TOPICS)
        items += list(generator.choice(own, likes, replace=False))
        readers += [reader] * likes
    count = len(items)
    return Events(np.array(readers), np.array(items), np.full(count, 5.0), np.arange(count, dtype=np.float64))


def mean_of(outcomes, **wanted):
    return [
        float(trial.main_values(outcome).mean())
        for outcome in outcomes
        if all(getattr(outcome.setting, name) == value for name, value in wanted.items())
    ]


# ------------------------------------------------------------------------------------------------- what is held out


def test_every_verdict_is_held_out_once_and_never_learned_from_meanwhile():
    given = verdicts(accepted=12, rejected=7)
    trials = trial.trials_of([given], np.random.default_rng(1))
    assert len(trials) == trial.FOLDS
    assert sorted(np.concatenate([each.held for each in trials])) == sorted(given.accepted)
    assert sorted(np.concatenate([each.held_rejected for each in trials])) == sorted(given.rejected)
    for each in trials:
        assert not set(each.held) & set(each.liked)
        assert not set(each.held_rejected) & set(each.disliked)


def test_few_accepted_items_are_held_out_one_by_one():
    trials = trial.trials_of([verdicts(accepted=3)], np.random.default_rng(1))
    assert [len(each.held) for each in trials] == [1, 1, 1]


@pytest.mark.parametrize(("brief", "expected"), [(-1, 0), (0, 1)])
def test_one_accepted_item_says_something_only_beside_a_written_brief(brief, expected):
    given = Verdicts(brief, np.array([4]), np.empty(0, np.int64))
    assert len(trial.trials_of([given], np.random.default_rng(1))) == expected


def test_the_background_holds_nothing_that_was_judged():
    given = [verdicts(0), verdicts(1)]
    background = trial.background_of(ITEMS, given, np.random.default_rng(1))
    judged = {position for each in given for position in (*each.accepted, *each.rejected)}
    assert not judged & set(background)
    assert len(set(background)) == min(trial.BACKGROUND, ITEMS - len(judged))


def test_the_sample_holds_all_judged_items_and_readers_who_can_be_judged_by():
    events = reader_events()
    judged = np.array([1, 50, 200])
    sample = trial.sample_of(ITEMS, judged, events, 120, np.random.default_rng(1))
    assert len(sample) == 120 and set(judged) <= set(sample)
    assert list(sample) == sorted(set(sample))
    assert trial.reader_count(trial.readers_of(events, sample, ITEMS, 1)) >= 10


def test_more_judged_items_than_the_sample_has_room_for_are_all_kept():
    sample = trial.sample_of(ITEMS, np.arange(90), None, 50, np.random.default_rng(1))
    assert list(sample) == list(range(90))


def test_readers_without_any_item_of_the_sample_are_no_readers():
    events = Events(np.array([0]), np.array([9]), np.array([5.0]), np.array([1.0]))
    assert trial.readers_of(events, np.array([1, 2]), ITEMS, 1) is None
    assert trial.reader_count(None) == 0


# ----------------------------------------------------------------------------------------------------- the settings


def test_the_first_setting_is_the_one_the_program_uses():
    settings = trial.settings_of(texts())
    assert trial.is_offered(settings[0], 3 * SIZE)
    assert [trial.is_offered(setting, 3 * SIZE) for setting in settings].count(True) == 1


def test_no_setting_has_more_dimensions_than_there_are_items_or_numbers():
    assert {setting.dimension for setting in trial.settings_of(texts())} == {72, 64}
    few = Texts("few", "mean", texts().items[:40], np.zeros((0, 72), np.float32))
    assert {setting.dimension for setting in trial.settings_of(few)} == {72}


def test_the_angle_of_centred_vectors_is_what_the_program_compares():
    given = texts(shift=1.0)
    rows = trial._Vectors(given).under(Setting("good", "mean", True, 72, "angular")).items
    np.testing.assert_allclose(rows, joined(given.items, field_means(given.items), ITEM_WEIGHTS), atol=1e-6)


def test_a_missing_field_leaves_its_weight_to_the_others_whatever_the_distance():
    items = texts().items.copy()
    items[0, :SIZE] = 0.0
    rows = trial._Vectors(Texts("a", "mean", items, np.zeros((0, 72), np.float32)))
    plain = rows.under(Setting("a", "mean", False, 72, "dot")).items
    np.testing.assert_allclose(np.linalg.norm(plain, axis=1), 1.0, atol=1e-5)


def test_all_directions_keep_every_product_and_fewer_keep_the_largest():
    vectors = trial._Vectors(texts(signal=4.0))
    whole = vectors.under(Setting("good", "mean", True, 72, "dot")).items
    fewer = vectors.under(Setting("good", "mean", True, 64, "dot")).items
    assert fewer.shape == (ITEMS, 64)
    kept = (fewer**2).sum() / (whole**2).sum()
    eigenvalues = np.linalg.eigvalsh(whole.T.astype(np.float64) @ whole)[::-1]
    assert kept == pytest.approx(eigenvalues[:64].sum() / eigenvalues.sum(), rel=1e-4)


def test_distances_are_what_they_are_called():
    rows = np.random.default_rng(1).normal(size=(6, 5))
    expected = -np.linalg.norm(rows[:, None] - rows[None, :3], axis=2)
    np.testing.assert_allclose(trial.similarity(rows, rows[:3], "euclidean"), expected, atol=1e-6)
    np.testing.assert_allclose(trial.similarity(rows, rows[:3], "dot"), rows @ rows[:3].T)


# --------------------------------------------------------------------------------------------------- the judgement


def test_auc_and_ndcg_by_hand():
    line = np.array([[1.0, 0.0], [0.9, 0.1], [0.5, 0.5], [0.95, 0.05], [0.0, 1.0]], np.float32)
    rows = trial._Rows(line, np.zeros((0, 2), np.float32))
    none = np.empty(0, np.int64)
    given = trial.Trial(-1, np.array([0]), none, np.array([1]), none)
    auc, ndcg = trial._judged(rows, "dot", None, given, np.array([2, 3, 4]))
    # Item 3 alone stands above item 1: two of three others are below it, and it is second.
    assert auc == pytest.approx([2 / 3])
    assert ndcg == pytest.approx([1 / np.log2(3)])


def test_what_a_least_similarity_hides_is_level_with_all_else_it_hides():
    rows = trial._Rows(np.eye(4, dtype=np.float32), np.zeros((0, 4), np.float32))
    none = np.empty(0, np.int64)
    given = trial.Trial(-1, np.array([0]), none, np.array([1]), none)
    auc, _ = trial._judged(rows, "dot", 0.5, given, np.array([2, 3]))
    assert auc == pytest.approx([0.5])


def test_a_written_brief_is_one_more_example():
    rows = trial._Rows(np.eye(3, dtype=np.float32), np.array([[0.0, 1.0, 0.0]], np.float32))
    none = np.empty(0, np.int64)
    given = trial.Trial(0, none, none, np.array([1]), none)
    auc, _ = trial._judged(rows, "dot", None, given, np.array([0, 2]))
    assert auc == pytest.approx([1.0])


def test_rejections_push_away():
    rows = trial._Rows(
        np.array([[1, 0], [0.7, 0.7], [0.7, -0.7], [0, 1]], np.float32), np.zeros((0, 2), np.float32)
    )
    none = np.empty(0, np.int64)
    liked, held = np.array([0]), np.array([2])
    without, _ = trial._judged(rows, "dot", None, trial.Trial(-1, liked, none, held, none), np.array([1]))
    with_it, _ = trial._judged(
        rows, "dot", None, trial.Trial(-1, liked, np.array([3]), held, none), np.array([1])
    )
    assert without == pytest.approx([0.5]) and with_it == pytest.approx([1.0])


def test_vectors_that_know_the_topic_beat_vectors_that_do_not():
    outcomes = trial.tried([texts("good"), texts("noise", signal=0.0)], evidence_of(verdicts(0), verdicts(1)))
    assert min(mean_of(outcomes, model="good", hidden_share=0.0)) > max(mean_of(outcomes, model="noise"))
    assert mean_of(outcomes, model="noise", distance="angular", hidden_share=0.0)[0] == pytest.approx(
        0.5, abs=0.15
    )


def test_readers_are_judged_by_where_there_are_any_and_agree_with_the_truth():
    events = reader_events()
    readers = trial.readers_of(events, np.arange(ITEMS), ITEMS, 1)
    outcomes = trial.tried(
        [texts("good"), texts("noise", signal=0.0)], evidence_of(verdicts(0), readers=readers)
    )
    assert all(len(outcome.by_readers) == trial.reader_count(readers) for outcome in outcomes)
    assert max(mean_of(outcomes, model="good")) > 2 * max(mean_of(outcomes, model="noise"))


def test_centring_helps_where_all_vectors_lean_one_way():
    leaning = texts(shift=6.0, signal=0.5, scale=1.0)
    outcomes = trial.tried([leaning], evidence_of(verdicts(0), verdicts(1), verdicts(2)))
    centred = mean_of(outcomes, centring=True, distance="dot", dimension=72)
    assert centred[0] > mean_of(outcomes, centring=False, distance="dot", dimension=72)[0]


def test_three_least_similarities_are_tried_for_the_best_angle_and_grow():
    outcomes = trial.tried([texts()], evidence_of(verdicts(0)))
    hidden = [outcome for outcome in outcomes if outcome.threshold is not None]
    assert [outcome.setting.hidden_share for outcome in hidden] == list(trial.HIDDEN_SHARES)
    assert sorted(outcome.threshold for outcome in hidden) == [outcome.threshold for outcome in hidden]
    assert {outcome.setting.distance for outcome in hidden} == {"angular"}


def test_a_trial_can_be_run_again_and_says_how_far_it_is():
    told = []
    given = evidence_of(verdicts(0))
    first = trial.tried([texts()], given, report=lambda done, total: told.append((done, total)))
    second = trial.tried([texts()], given)
    assert [list(one.by_verdicts) for one in first] == [list(two.by_verdicts) for two in second]
    assert told[0][0] == 0 and told[-1] == (len(first), len(first))


def test_a_report_may_stop_it():
    class Enough(Exception):
        pass

    def stop(done, total):
        raise Enough

    with pytest.raises(Enough):
        trial.tried([texts()], evidence_of(verdicts(0)), report=stop)


def test_nothing_to_judge_by_is_refused():
    with pytest.raises(ValueError, match="neither"):
        trial.tried([texts()], Evidence((), np.arange(3), None, 1))


# --------------------------------------------------------------------------------------------------- the comparison


def compared_of(outcomes, costs, seed=1):
    return trial.compared(outcomes, costs, np.random.default_rng(seed), draws=300)


def test_the_useful_model_is_recommended_and_its_size_is_that_of_its_numbers():
    outcomes = trial.tried(
        [texts("good"), texts("noise", signal=0.0)], evidence_of(*(verdicts(topic) for topic in range(4)))
    )
    costs = {("good", "mean"): Cost(0.5, 1000), ("noise", "mean"): Cost(0.001, 1000)}
    found = compared_of(outcomes, costs)
    chosen = found.rows[found.recommended]
    assert chosen.model == "good"
    assert chosen.seconds == pytest.approx(500)
    assert chosen.megabytes == pytest.approx(1000 * chosen.dimension * 4 / 1e6)
    assert chosen.score.low <= chosen.score.value <= chosen.score.high
    assert chosen.agreement is None


def test_of_two_alike_the_cheaper_is_recommended():
    outcomes = trial.tried([texts("slow"), texts("quick")], evidence_of(verdicts(0), verdicts(1)))
    costs = {("slow", "mean"): Cost(1.0, 100), ("quick", "mean"): Cost(0.01, 100)}
    found = compared_of(outcomes, costs)
    assert found.rows[found.recommended].model == "quick"


def test_with_readers_the_verdicts_are_the_agreement():
    readers = trial.readers_of(reader_events(), np.arange(ITEMS), ITEMS, 1)
    outcomes = trial.tried([texts()], evidence_of(verdicts(0), readers=readers))
    rows = compared_of(outcomes, {("good", "mean"): Cost(0.1, 10)}).rows
    for row, outcome in zip(rows, outcomes, strict=True):
        assert row.score.value == pytest.approx(outcome.by_readers.mean())
        assert row.agreement is not None and row.agreement.value == pytest.approx(outcome.by_verdicts.mean())
