import numpy as np
import pytest
from scipy import sparse

from ltrec_gui.recommend import reader_trial
from ltrec_gui.recommend.reader_trial import CONTENT_SHARES, REPORTED, ReaderSettings, choose_settings
from ltrec_gui.recommend.relevance import Evidence

READERS, ITEMS, TASTES, D = 260, 300, 10, 4


def world(text_tells, seed=0):
    """Readers who like the items of one taste; the text either names the taste or is noise."""
    generator = np.random.default_rng(seed)
    taste_of_item = generator.permutation(np.arange(ITEMS) % TASTES)
    taste_of_reader = np.arange(READERS) % TASTES
    appeal = 1.0 / np.arange(1, ITEMS + 1) ** 0.7
    liked = np.zeros((READERS, ITEMS))
    for reader in range(READERS):
        chance = appeal * np.where(taste_of_item == taste_of_reader[reader], 12.0, 0.4)
        liked[reader, generator.choice(ITEMS, 18, replace=False, p=chance / chance.sum())] = 1.0
    centres = generator.normal(size=(TASTES, 3 * D))
    rows = generator.normal(size=(ITEMS, 3 * D)) * (0.3 if text_tells else 1.0)
    rows += centres[taste_of_item] if text_tells else 0.0
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    evidence = Evidence(lambda positions: rows[positions], np.ones(ITEMS, bool), np.zeros(ITEMS))
    return sparse.csr_array(liked), evidence


def chosen(text_tells):
    likes, evidence = world(text_tells)
    return choose_settings(likes, likes, evidence, np.random.default_rng(1))


def test_where_the_text_tells_nothing_it_is_left_out_of_what_readers_say():
    settings, trials = chosen(False)
    assert settings.content_share < 1.0
    by_settings = {trial.settings: trial.values.mean() for trial in trials}
    assert by_settings[settings] > by_settings[ReaderSettings()]


def test_where_the_text_tells_the_taste_it_keeps_its_share():
    settings, _ = chosen(True)
    assert settings.content_share == 1.0


def test_the_trial_is_repeatable_and_tries_every_share():
    first, trials = chosen(True)
    second, again = chosen(True)
    assert first == second
    assert all(np.array_equal(a.values, b.values) for a, b in zip(trials, again, strict=True))
    assert {trial.settings.content_share for trial in trials} == set(CONTENT_SHARES)


def test_with_few_readers_nothing_is_tried():
    likes, evidence = world(True)
    settings, trials = choose_settings(likes[:40], likes[:40], evidence, np.random.default_rng(1))
    assert (settings, trials) == (ReaderSettings(), ())


def test_without_vectors_only_readers_are_tried():
    likes, evidence = world(True)
    bare = Evidence(evidence.rows, np.zeros(ITEMS, bool), evidence.depth)
    settings, trials = choose_settings(likes, likes, bare, np.random.default_rng(1))
    assert {trial.settings.content_share for trial in trials} == {1.0}
    assert settings.prior_weight == 0.0


def test_the_input_is_left_as_it_was():
    likes, evidence = world(True)
    before = likes.copy()
    choose_settings(likes, likes, evidence, np.random.default_rng(1))
    assert (likes != before).nnz == 0


class Stopped(Exception):
    pass


def stopping_at(wanted):
    """Return a report that stops at the call of that number, and what it has heard."""
    heard = []

    def report(done, total):
        heard.append((done, total))
        if len(heard) == wanted:
            raise Stopped

    return report, heard


def test_a_cancel_is_heard_everywhere_and_soon(monkeypatch):
    monkeypatch.setattr("ltrec_gui.recommend.collaborative._BLOCKED_ABOVE", 0)
    monkeypatch.setattr("ltrec_gui.recommend.collaborative._BLOCK", 64)
    likes, evidence = world(True)
    report, heard = stopping_at(None)
    _, trials = choose_settings(likes, likes, evidence, np.random.default_rng(1), report=report)
    assert {total for _, total in heard} == {REPORTED}
    assert heard == sorted(heard)
    assert heard[-1] == (REPORTED, REPORTED)
    # Once and more for each reader and each step of the two fits.
    assert len(heard) > 3 * len(trials[0].values) + 2 * 3 * READERS // 64
    for number in range(1, len(heard), 97):
        report, again = stopping_at(number)
        with pytest.raises(Stopped):
            choose_settings(likes, likes, evidence, np.random.default_rng(1), report=report)
        assert again == heard[:number]


def test_the_trial_is_of_the_model_that_will_be_used(monkeypatch):
    tried = []

    def fit(matrix, settings, neighbours, report):
        tried.append(settings)
        return reader_trial.best_model(matrix, None, report, regularisation=settings.regularisation)

    monkeypatch.setattr(reader_trial, "fit", fit)
    likes, evidence = world(True)
    _, trials = choose_settings(likes, likes, evidence, np.random.default_rng(1))
    assert {settings.regularisation for settings in tried} == set(reader_trial.REGULARISATIONS)
    assert {trial.settings.prior_weight for trial in trials} == {settings.prior_weight for settings in tried}
