import numpy as np
import pytest

from ltrec_gui.evaluate.baselines import popular_baseline, random_baseline, vector_baseline
from ltrec_gui.evaluate.readers import Traits
from ltrec_gui.evaluate.simulated_editor import (
    EditorBrief,
    EditorTask,
    co_liking_editors,
    editor_method,
    evaluate_editors,
    evaluate_seeds,
    run_loop,
    run_loops,
    shuffled_tasks,
    topic_editors,
)
from ltrec_gui.evaluate.splits import Events, is_tail

ITEM_COUNT = 400


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def events():
    """Readers of two tastes who like 40 items of their half, and the first items of all."""
    generator = rng(2)
    rows = []
    for reader in range(40):
        chances = np.where(np.arange(ITEM_COUNT) % 2 == reader % 2, 1.0, 0.02)
        chances[:10] = 12.0
        for item in generator.choice(ITEM_COUNT, 40, replace=False, p=chances / chances.sum()):
            rows.append((reader, item))
    reader, item = np.array(rows).T
    return Events(reader, item, np.full(len(rows), np.nan), np.full(len(rows), np.nan))


@pytest.fixture(scope="module")
def panel(events):
    return co_liking_editors(events, item_count=ITEM_COUNT, generator=rng(), draws=2)


@pytest.fixture(scope="module")
def traits(events):
    views = np.bincount(events.item, minlength=ITEM_COUNT).astype(float)
    rows = rng(5).normal(size=(ITEM_COUNT, 6))
    rows[:, 0] += np.where(np.arange(ITEM_COUNT) % 2, 3.0, -3.0)
    return Traits(views, 40, is_tail(views), rows / np.linalg.norm(rows, axis=1, keepdims=True))


def order():
    return rng(9).permutation(ITEM_COUNT)


def one_task(relevant, seeds=(0, 1, 2), item_count=100):
    brief = EditorBrief(np.array(seeds), "", 0, np.ones(item_count, bool))
    return EditorTask(brief, np.array(relevant), 0)


class Scripted:
    """Suggests what it is told to, and remembers what was said of it."""

    def __init__(self, *screens):
        self.screens = screens
        self.verdicts = []

    def start(self, brief):
        waiting = iter(self.screens)
        verdicts = self.verdicts

        class Session:
            def suggest(self, count):
                return np.array(next(waiting, []), np.int64)

            def judge(self, accepted, rejected):
                verdicts.append((accepted.tolist(), rejected.tolist()))

        return Session()


def test_co_likers_learn_nothing_from_the_editors_of_their_fold(events, panel):
    for task in panel.tasks:
        learned = panel.evidence[task.brief.fold]
        assert not learned.likes[[task.unit]].nnz
    folds = {task.unit: task.brief.fold for task in panel.tasks}
    assert set(folds.values()) == {0, 1, 2}
    for fold, learned in enumerate(panel.evidence):
        left_out = [reader for reader, own in folds.items() if own == fold]
        mine = np.isin(events.reader, left_out)
        assert learned.views.sum() <= (~mine).sum()
        assert np.array_equal(panel.tails[fold], is_tail(learned.views))


def test_co_likers_look_for_their_likes_in_the_tail_that_are_no_seeds(events, panel):
    assert len(panel.tasks) == 2 * panel.facts["editors"] > 0
    for task in panel.tasks:
        likes = events.item[events.reader == task.unit]
        assert np.isin(task.brief.seeds, likes).all()
        assert len(set(task.brief.seeds.tolist())) == 3
        expected = set(likes[task.brief.candidates[likes]].tolist()) - set(task.brief.seeds.tolist())
        assert set(task.relevant.tolist()) == expected


def test_a_topic_is_what_candidates_share():
    labels = [frozenset({"a", "b"} if item < 40 else {"a"} if item < 45 else set()) for item in range(100)]
    candidates = np.ones(100, bool)
    candidates[0] = False
    pairs = topic_editors(labels, candidates, generator=rng(), sizes=(2,), draws=3)
    assert [task.label for task in pairs] == ["a + b"] * 3
    assert {task.unit for task in pairs} == {0}
    for task in pairs:
        together = np.concatenate([task.brief.seeds, task.relevant])
        assert sorted(together.tolist()) == list(range(1, 40))
        assert task.brief.text == ""
    # "b" holds the same candidates as "a + b": one topic, said the shorter way.
    both = topic_editors(labels, candidates, generator=rng(), draws=1, with_text=True)
    assert [task.brief.text for task in both] == ["a", "b"]
    few = topic_editors(labels, candidates, generator=rng(), draws=1, most={1: 40, 2: 40})
    assert [task.label for task in few] == ["b"]
    assert len(topic_editors(labels, candidates, generator=rng(), draws=1, most_topics=1)) == 1


def test_a_loop_counts_what_is_relevant_and_tells_the_method():
    method = Scripted([10, 11, 12], [20, 21], [30, 31, 32])
    run = run_loop(method, [one_task([11, 21, 20, 99])], generator=rng(), rounds=4, per_round=3)
    assert run.accepted.tolist() == [[1, 3, 3, 3]]
    assert run.shown.tolist() == [[10, 11, 12, 20, 21, -1, 30, 31, 32, -1, -1, -1]]
    assert method.verdicts == [([11], [10, 12]), ([20, 21], []), ([], [30, 31, 32])]
    assert run.calls == 3


def test_wrong_clicks_mislead_the_method_and_not_the_count():
    task = one_task(range(50, 100), item_count=1000)
    screens = [list(range(start, start + 20)) for start in range(10, 210, 20)]
    method, other = Scripted(*screens), Scripted(*screens)
    run = run_loop(method, [task], generator=rng(4), rounds=10, noise=0.1)
    assert run.accepted[0, -1] == 50
    wrong = sum(
        sum(item not in task.relevant for item in accepted) + sum(item in task.relevant for item in rejected)
        for accepted, rejected in method.verdicts
    )
    assert 5 <= wrong <= 40
    run_loop(other, [task], generator=rng(4), rounds=10, noise=0.1)
    assert other.verdicts == method.verdicts


@pytest.mark.parametrize(
    ("screens", "complaint"),
    [
        ([[1, 10]], "a seed"),
        ([[10, 10]], "twice"),
        ([[10, 11], [11, 12]], "shown before"),
        ([[10, 11, 12]], "3 suggestions for 2 places"),
        ([[98]], "no candidate"),
    ],
)
def test_a_method_that_breaks_the_rules_is_stopped(screens, complaint):
    task = one_task([50])
    task.brief.candidates[98] = False
    with pytest.raises(ValueError, match=complaint):
        run_loop(Scripted(*screens), [task], generator=rng(), rounds=2, per_round=2)


def test_a_loop_can_be_cancelled(panel):
    class Stop(Exception):
        pass

    def report(done, total):
        assert total == len(panel.tasks) * 2
        if done > len(panel.tasks):
            raise Stop

    method = editor_method(random_baseline(ITEM_COUNT, 0).fit, panel.evidence, order())
    with pytest.raises(Stop):
        run_loops({"a": method, "b": method}, panel.tasks, seed=0, rounds=1, report=report)


def test_a_scorer_that_learns_moves_and_one_that_does_not_stays(panel, traits):
    fit = vector_baseline("vectors", traits.vectors).fit
    still, moving = (editor_method(fit, panel.evidence, order(), learns=learns) for learns in (False, True))
    one, other = (run_loop(method, panel.tasks, generator=rng(), rounds=5) for method in (still, moving))
    assert np.array_equal(one.shown[:, :20], other.shown[:, :20])
    assert not np.array_equal(one.shown, other.shown)


def test_figures_of_a_loop(panel, traits):
    fit = vector_baseline("vectors", traits.vectors).fit
    runs = run_loops(
        {
            "random": editor_method(random_baseline(ITEM_COUNT, 0).fit, panel.evidence, order()),
            "vectors": editor_method(fit, panel.evidence, order(), learns=True),
        },
        panel.tasks,
        seed=1,
        rounds=10,
        clock=iter(range(1000)).__next__,
    )
    result = evaluate_editors(
        "editor-co-likers", runs, panel.tasks, traits, "random", generator=rng(), draws=200, facts=panel.facts
    )
    chance, vectors = result.methods
    assert result.unit_count == panel.facts["editors"]
    by_task = runs["vectors"].hits[:, :100].sum(axis=1)
    # Every editor has two draws here, so that the mean over editors is that over tasks.
    assert vectors.metrics["accepted@100"].value == pytest.approx(by_task.mean())
    assert vectors.metrics["recall@200"].value == pytest.approx(
        np.mean(runs["vectors"].hits.sum(axis=1) / [len(task.relevant) for task in panel.tasks])
    )
    assert "recall@500" not in vectors.metrics
    assert vectors.against_baseline["accepted@100"].low > 0
    assert len(vectors.rounds) == 10
    assert np.mean(vectors.rounds) * 200 == pytest.approx(runs["vectors"].hits.sum(axis=1).mean())
    assert chance.metrics["accepted@100"].value == pytest.approx(100 * result.facts["prevalence"], rel=0.25)
    assert vectors.metrics["ms_per_call"].value > 0


def test_effort_is_given_only_where_most_got_there():
    tasks = [one_task([10, 50 + unit]) for unit in range(3)]
    traits = Traits(np.ones(100), 3, np.ones(100, bool))
    runs = {
        "quick": run_loop(Scripted([20, 21], [10, 22]), tasks, generator=rng(), rounds=2, per_round=2),
        "never": run_loop(Scripted([20, 21], [30, 22]), tasks, generator=rng(), rounds=2, per_round=2),
    }
    quick, never = evaluate_editors(
        "editor-topics", runs, tasks, traits, "never", generator=rng(), draws=50
    ).methods
    assert quick.metrics["half_found"].value == 1.0
    assert quick.metrics["effort_to_half"].value == 4
    assert never.metrics["half_found"].value == 0.0
    assert "effort_to_half" not in never.metrics


def test_a_method_that_knows_cannot_do_it_when_relevance_is_shuffled(panel, traits):
    control = shuffled_tasks(panel.tasks, rng(8))
    for task, before in zip(control, panel.tasks, strict=True):
        assert len(task.relevant) == len(before.relevant) == len(set(task.relevant.tolist()))
        assert task.brief.candidates[task.relevant].all()
        assert not np.isin(task.relevant, task.brief.seeds).any()
    method = editor_method(
        vector_baseline("vectors", traits.vectors).fit, panel.evidence, order(), learns=True
    )
    result = evaluate_editors(
        "control",
        run_loops({"vectors": method}, control, seed=0, rounds=5),
        control,
        traits,
        "vectors",
        generator=rng(),
        draws=50,
    )
    found = result.methods[0].metrics["accepted@100"]
    assert found.value == pytest.approx(100 * result.facts["prevalence"], rel=0.25)


def test_seeds_are_judged_by_their_first_screen(panel, traits):
    fits = {
        "popular": popular_baseline().fit,
        "vectors": vector_baseline("vectors", traits.vectors).fit,
    }
    runs = run_loops(
        {name: editor_method(fit, panel.evidence, order()) for name, fit in fits.items()},
        panel.tasks,
        seed=0,
        rounds=1,
    )
    result = evaluate_seeds(runs, panel.tasks, traits, "popular", generator=rng(), draws=100)
    popular, vectors = result.methods
    assert vectors.metrics["ndcg@20"].value > popular.metrics["ndcg@20"].value
    assert popular.metrics["max_frequency"].value > vectors.metrics["max_frequency"].value
    assert popular.metrics["coverage"].value < vectors.metrics["coverage"].value


def test_the_same_seed_gives_the_same_result(events, traits):
    def run(seed):
        panel = co_liking_editors(events, item_count=ITEM_COUNT, generator=rng(seed))
        method = editor_method(random_baseline(ITEM_COUNT, seed).fit, panel.evidence, order())
        runs = run_loops({"random": method}, panel.tasks, seed=seed, rounds=3, noise=0.1)
        return evaluate_editors("e", runs, panel.tasks, traits, "random", generator=rng(seed), draws=50)

    assert run(1) == run(1)
    assert run(1) != run(2)


def test_no_brief_is_refused(traits):
    for judge in (evaluate_seeds, lambda *rest, **more: evaluate_editors("e", *rest, **more)):
        with pytest.raises(ValueError, match="no brief"):
            judge({}, [], traits, "x", generator=rng())
