import numpy as np
import pytest

from ltrec_gui.recommend.preference import REGULARISATION, Example, away_from, brief_weight, learn, rocchio


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def setting(seed=0, d=12):
    rng = np.random.default_rng(seed)
    wanted, unwanted = unit(rng.normal(size=(2, d)))
    liked = unit(wanted + 0.3 * rng.normal(size=(5, d)))
    rejected = unit(unwanted + 0.3 * rng.normal(size=(4, d)))
    background = unit(rng.normal(size=(60, d)))
    examples = [Example(n, 1, is_verdict=True) for n in range(5)]
    examples += [Example(n + 5, 0, is_verdict=True) for n in range(4)]
    return wanted, unwanted, np.vstack([liked, rejected]), examples, background


def test_it_points_to_what_was_liked_and_away_from_what_was_not():
    wanted, unwanted, rows, examples, background = setting()
    model = learn(rows, examples, background)
    assert model.direction @ wanted > 0.6
    assert model.direction @ unwanted < 0
    assert abs(np.linalg.norm(model.direction) - 1) < 1e-5


def test_the_pulls_add_up_to_the_direction():
    _, _, rows, examples, background = setting()
    everything = [*examples, *(Example(-1, 0) for _ in background)]
    whole = learn(np.vstack([rows, background]), everything, np.empty((0, rows.shape[1])))
    assert np.allclose(whole.pulls @ np.vstack([rows, background]), whole.direction, atol=1e-5)
    model = learn(rows, examples, background)
    assert (model.pulls[:5] > 0).all()
    assert (model.pulls[5:] < 0).all()


def test_it_is_the_optimum():
    """The weights at the optimum satisfy w = sum C s (y - p) x with the chances they imply."""
    _, _, rows, examples, background = setting()
    model = learn(rows, examples, background)
    labels = np.array([1.0] * 5 + [0.0] * 4 + [0.0] * 60)
    rejected = 0.25 * 4 / (4 + 10)
    weights = np.array([0.5 * 69 / 5] * 5 + [rejected * 69 / 4] * 4 + [(0.5 - rejected) * 69 / 60] * 60)
    everything = np.vstack([rows, background])

    def gradient(w, b):
        chance = 1 / (1 + np.exp(-(everything @ w + b)))
        mass = REGULARISATION * weights * (labels - chance)
        return w - mass @ everything, -mass.sum()

    best = None
    for length in np.linspace(0.05, 6, 600):
        w = model.direction.astype(float) * length
        for b in np.linspace(-3, 3, 121):
            g, gb = gradient(w, b)
            size = float(np.linalg.norm(g) + abs(gb))
            best = size if best is None else min(best, size)
    assert best < 0.05


def test_a_heavier_example_pulls_harder():
    _, _, rows, examples, background = setting()
    heavy = [Example(0, 1, weight=3.0, is_verdict=True), *examples[1:]]
    assert learn(rows, heavy, background).pulls[0] > 2 * learn(rows, examples, background).pulls[0]


def test_rejections_count_more_the_more_there_are():
    _, unwanted, rows, examples, background = setting()
    one = learn(rows[:6], examples[:6], background)
    four = learn(rows, examples, background)
    assert four.direction @ unwanted < one.direction @ unwanted


def test_a_brief_is_not_drowned_by_accepted_items():
    accepted = [Example(n, 1) for n in range(10)]
    assert brief_weight([]) == 1
    assert brief_weight(accepted[:2]) == 1
    assert brief_weight(accepted) == 5
    assert brief_weight([*accepted, Example(11, 0)]) == 5


def test_one_verdict_is_enough_and_one_class_does_not_break_it():
    _, _, rows, _, background = setting()
    liked = learn(rows[:1], [Example(0, 1, is_verdict=True)], background)
    assert liked.direction @ rows[0] > 0.9
    both = learn(rows[[0, 5]], [Example(0, 1), Example(5, 0, is_verdict=True)], background)
    assert both.direction @ rows[5] < liked.direction @ rows[5]


def test_rocchio_is_the_sum_of_its_pulls_and_weighs_within_each_mean():
    _, _, rows, examples, _ = setting()
    heavy = [Example(0, 1, weight=3.0, is_verdict=True), *examples[1:]]
    model = rocchio(rows, heavy)
    assert np.linalg.norm(model.direction) == pytest.approx(1, abs=1e-6)
    assert np.allclose(model.pulls @ rows, model.direction, atol=1e-6)
    assert model.pulls[0] == pytest.approx(3 * model.pulls[1])
    wanted, unwanted = model.pulls[:5].sum(), model.pulls[5:].sum()
    assert unwanted == pytest.approx(-0.5 * wanted)  # half of what is wanted, be it one rejection or many


def test_rocchio_counts_from_the_first_verdict_of_either_kind():
    _, _, rows, _, _ = setting()
    liked = rocchio(rows[:1], [Example(0, 1, is_verdict=True)])
    assert liked.direction @ rows[0] == pytest.approx(1, abs=1e-6)
    both = rocchio(rows[[0, 5]], [Example(0, 1), Example(5, 0, is_verdict=True)])
    assert both.direction @ rows[5] < liked.direction @ rows[5]


def test_rejections_alone_lead_away_from_all_of_them_alike():
    _, _, rows, _, _ = setting()
    model = away_from(rows[5:9])
    assert np.allclose(model.pulls @ rows[5:9], model.direction, atol=1e-6)
    assert len(set(model.pulls.tolist())) == 1
    assert (rows[5:9] @ model.direction).mean() < 0
