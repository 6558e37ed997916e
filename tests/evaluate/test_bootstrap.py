import numpy as np
import pytest
from scipy import stats

from ltrec_gui.evaluate import bootstrap
from ltrec_gui.evaluate.bootstrap import interval, paired
from ltrec_gui.evaluate.results import Estimate


def generator(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("constant", [0.0, 0.1, 1 / 3, -7.7])
@pytest.mark.parametrize("units", [1, 3, 1000])
def test_what_does_not_vary_has_an_interval_of_no_width(constant, units):
    assert interval(np.full(units, constant), 50, generator()) == Estimate(constant, constant, constant)


def test_the_interval_of_many_plain_values_is_the_one_of_the_normal_distribution():
    values = generator(1).normal(3, 2, 500)
    found = interval(values, 20_000, generator())
    error = values.std() / np.sqrt(500)
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - 1.96 * error, abs=0.05 * error)
    assert found.high == pytest.approx(values.mean() + 1.96 * error, abs=0.05 * error)


def test_scipy_finds_the_same_interval_of_skewed_values():
    values = generator(2).exponential(size=60)
    ours = interval(values, 20_000, generator())
    theirs = stats.bootstrap(
        (values,), np.mean, n_resamples=20_000, method="percentile", rng=generator(3)
    ).confidence_interval
    error = values.std() / np.sqrt(60)
    assert ours.low == pytest.approx(theirs.low, abs=0.05 * error)
    assert ours.high == pytest.approx(theirs.high, abs=0.05 * error)


def test_about_nineteen_of_twenty_intervals_hold_the_truth():
    source = generator(4)
    held = 0
    for _ in range(300):
        found = interval(source.exponential(size=80), 400, source)
        held += found.low <= 1 <= found.high
    assert 0.89 <= held / 300 <= 0.98


def test_a_difference_smaller_than_the_spread_of_readers_is_seen():
    hard = generator(5).exponential(size=200)
    values = {"plain": hard, "better": hard + generator(6).normal(0.05, 0.1, 200)}
    found = paired(values, "plain", 2000, generator())
    plain, better = found["plain"][0], found["better"][0]
    assert better.low < plain.value < better.high
    difference = found["better"][1]
    assert difference.value == pytest.approx(np.mean(values["better"] - hard))
    assert 0 < difference.low < difference.value < difference.high


def test_the_baseline_does_not_differ_from_itself():
    values = generator(7).random(30)
    found = paired({"a": values, "b": values.copy()}, "b", 100, generator())
    assert found["a"][1] == found["b"][1] == Estimate(0, 0, 0)
    assert found["a"][0] == found["b"][0]


def test_the_order_of_the_methods_and_others_beside_them_change_nothing():
    a, b, c = generator(8).random((3, 40))
    both = paired({"a": a, "b": b}, "a", 300, generator(9))
    more = paired({"c": c, "b": b, "a": a}, "a", 300, generator(9))
    assert list(more) == ["c", "b", "a"]
    for name in both:
        for ours, theirs in zip(both[name], more[name], strict=True):
            assert [ours.value, ours.low, ours.high] == pytest.approx([theirs.value, theirs.low, theirs.high])
    alone = interval(a, 300, generator(9))
    assert [alone.low, alone.high] == pytest.approx([both["a"][0].low, both["a"][0].high])


def test_the_same_seed_gives_the_same_interval_and_another_one_another():
    values = generator(10).random(40)
    assert interval(values, 100, generator(1)) == interval(values, 100, generator(1))
    assert interval(values, 100, generator(1)) != interval(values, 100, generator(2))


@pytest.mark.parametrize("cells", [1, 130, 4000])
def test_how_many_draws_are_held_at_once_changes_nothing(monkeypatch, cells):
    values = generator(11).random(40)
    whole = interval(values, 100, generator())
    monkeypatch.setattr(bootstrap, "CELLS_AT_ONCE", cells)
    parts = interval(values, 100, generator())
    assert [parts.value, parts.low, parts.high] == pytest.approx([whole.value, whole.low, whole.high])


def test_yes_or_no_values_may_be_booleans():
    answers = np.arange(50) < 20
    found = interval(answers, 500, generator())
    assert found.value == pytest.approx(0.4)
    assert 0 < found.low < 0.4 < found.high < 1


@pytest.mark.parametrize(
    ("values", "baseline", "draws", "complaint"),
    [
        ({"a": [1.0, 2.0]}, "b", 10, "no values of the baseline b"),
        ({"a": [1.0, 2.0], "b": [1.0]}, "a", 10, "not measured on the same units"),
        ({"a": []}, "a", 10, "at least one unit"),
        ({"a": [1.0, 2.0]}, "a", 0, "at least one draw"),
        ({"a": [[1.0, 2.0]]}, "a", 10, "one number for each unit"),
        ({"a": [1.0, float("nan")]}, "a", 10, "not finite"),
    ],
)
def test_what_cannot_be_estimated_is_refused(values, baseline, draws, complaint):
    with pytest.raises(ValueError, match=complaint):
        paired({name: np.array(row) for name, row in values.items()}, baseline, draws, generator())
