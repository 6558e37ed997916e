import csv
from pathlib import Path

import numpy as np
import pytest

from ltrec_gui.evaluate.splits import (
    Events,
    distinct,
    is_tail,
    like_threshold,
    likes_of,
    segments_of,
    split,
)
from ltrec_gui.recommend.popularity import HEAD, TAIL, TORSO, UNKNOWN

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
NAN = float("nan")


def events(*rows):
    reader, item, rating, time = zip(*rows, strict=True)
    return Events(np.array(reader), np.array(item), np.array(rating, float), np.array(time, float))


def made_up(seed=0, reader_count=40, item_count=60, with_time=True, with_rating=True):
    """Readers who meet 25 of the items each, the first ones more often."""
    generator = np.random.default_rng(seed)
    chances = 1 / np.arange(1, item_count + 1) ** 0.7
    rows = []
    for reader in range(reader_count):
        for item in generator.choice(item_count, 25, replace=False, p=chances / chances.sum()):
            rating = float(generator.integers(1, 6)) if with_rating else NAN
            rows.append((reader, item, rating, float(generator.integers(10_000)) if with_time else NAN))
    return events(*rows)


@pytest.mark.parametrize(
    ("ratings", "threshold"),
    [([1, 5, NAN], 4.0), ([0.5, 4.5], 4.0), ([10, 3], 8.0), ([0, 1], 0.8), ([70, 20], 80.0), ([NAN], None)],
)
def test_a_like_is_four_fifths_of_the_scale_seen(ratings, threshold):
    assert like_threshold(np.array(ratings, float)) == threshold


def test_without_ratings_every_view_is_a_like():
    assert likes_of(events((0, 0, NAN, 1), (0, 1, NAN, 2))).all()


def test_where_ratings_are_the_rule_a_mere_view_is_no_like():
    found = likes_of(events((0, 0, 5, 1), (0, 1, 3, 2), (0, 2, NAN, 3)))
    assert found.tolist() == [True, False, False]


def test_where_views_are_the_rule_only_a_low_rating_is_no_like():
    found = likes_of(events((0, 0, 10, 1), (0, 1, 3, 2), (0, 2, NAN, 3), (0, 3, NAN, 3), (0, 4, NAN, 3)))
    assert found.tolist() == [True, False, True, True, True]


def test_a_threshold_given_is_the_one_used():
    assert likes_of(events((0, 0, 3, 1), (0, 1, 2, 2)), threshold=3).tolist() == [True, False]


def test_the_latest_word_of_a_reader_on_an_item_counts():
    kept = distinct(events((0, 7, 5, 20), (0, 7, 1, 10), (1, 7, 2, NAN), (1, 7, 4, NAN), (0, 3, 3, 1)))
    assert list(zip(kept.reader, kept.item, kept.rating, strict=True)) == [(0, 7, 5), (1, 7, 4), (0, 3, 3)]


def test_segments_follow_cumulative_shares_and_tell_equals_apart_by_order():
    #                          before: 0   .40 .60 .70 .80 .90
    views = np.array([40, 20, 10, 10, 10, 10, 0])
    assert segments_of(views).tolist() == [HEAD, TORSO, TORSO, TORSO, TAIL, TAIL, TAIL]
    assert is_tail(views).sum() == 3


@pytest.mark.parametrize("views", [np.zeros(5), np.array([5, 6, 5, 6, 5])])
def test_views_that_are_even_or_missing_have_no_tail(views):
    assert (segments_of(views) == UNKNOWN).all()


def test_each_reader_is_cut_by_their_own_time():
    reads = made_up()
    divided = split(reads, 0, "per-reader", item_count=60)
    is_like = likes_of(reads)
    for row, reader in enumerate(divided.readers):
        own = (reads.reader == reader) & is_like
        in_order = reads.item[own][np.argsort(reads.time[own], kind="stable")]
        count = len(in_order)
        assert len(divided.test[row]) == max(1, count // 5)
        assert len(divided.validation[row]) == max(1, count // 10)
        together = np.concatenate([divided.train[row], divided.validation[row], divided.test[row]])
        assert together.tolist() == in_order.tolist()


def test_readers_with_few_likes_are_learned_from_but_not_judged():
    reads = made_up()
    divided = split(reads, 0, "per-reader", item_count=60)
    counts = np.bincount(reads.reader[likes_of(reads)])
    assert divided.readers.tolist() == np.flatnonzero(counts >= 10).tolist()
    few = np.flatnonzero(counts < 10)
    assert len(few)
    assert np.diff(divided.evidence_train.likes.indptr)[few].tolist() == counts[few].tolist()


@pytest.mark.parametrize("protocol", ["temporal", "per-reader", "random"])
def test_nothing_held_out_is_learned_from(protocol):
    divided = split(made_up(reader_count=60), 3, protocol, item_count=60)
    for part in ("validation", "test"):
        learned = divided.learned(part)
        for row, reader in enumerate(divided.readers):
            held = divided.held_out(part)[row]
            assert not learned.likes[[reader]][:, held].nnz
            assert not np.isin(held, divided.seen(part)[row]).any()
            assert np.isin(divided.liked(part)[row], divided.seen(part)[row]).all()
            if part == "validation":
                assert not learned.likes[[reader]][:, divided.test[row]].nnz


def test_views_count_every_reader_once_and_leave_held_out_likes_away():
    reads = made_up()
    divided = split(reads, 0, "per-reader", item_count=60)
    expected = np.bincount(reads.item, minlength=60).astype(float)
    for held in divided.test:
        expected[held] -= 1
    assert divided.evidence_fit.views.tolist() == expected.tolist()
    for held in divided.validation:
        expected[held] -= 1
    assert divided.evidence_train.views.tolist() == expected.tolist()


def test_a_disliked_item_is_seen_but_not_liked():
    rows = [(0, item, 5, item) for item in range(10)] + [(0, 10, 1, 3)]
    divided = split(events(*rows), 0, "per-reader", item_count=12)
    assert 10 in divided.seen("test")[0]
    assert 10 not in divided.liked("test")[0]


def test_a_temporal_split_learns_from_nothing_later_than_its_cut():
    reads = made_up(reader_count=60)
    divided = split(reads, 0, "temporal", item_count=60)
    cut = np.quantile(reads.time, 0.8)
    assert divided.evidence_fit.views.sum() == (reads.time < cut).sum()
    assert divided.evidence_train.views.sum() == (reads.time < np.quantile(reads.time, 0.7)).sum()
    assert sum(map(len, divided.test)) > 0


def test_auto_takes_one_cut_where_enough_readers_lie_on_both_sides():
    assert split(made_up(reader_count=500), 0, item_count=60).protocol == "temporal"
    few = split(made_up(reader_count=40), 0, item_count=60)
    assert few.protocol == "per-reader"
    assert 0 < few.facts["readers_of_a_temporal_split"] < 200
    assert split(made_up(with_time=False), 0, item_count=60).protocol == "random"


def test_a_random_split_is_its_seed():
    reads = made_up(with_time=False, with_rating=False)
    first, again, other = (split(reads, seed, item_count=60) for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(first.test, again.test, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(first.test, other.test, strict=True))


def test_what_cannot_be_is_refused():
    reads = made_up(with_time=False)
    with pytest.raises(ValueError, match="one cut in time"):
        split(reads, 0, "temporal", item_count=60)
    with pytest.raises(ValueError, match="a time for every event"):
        split(reads, 0, "per-reader", item_count=60)
    with pytest.raises(ValueError, match="unknown protocol"):
        split(reads, 0, "weekly", item_count=60)
    with pytest.raises(ValueError, match="no part"):
        split(reads, 0, item_count=60).held_out("train")


@pytest.mark.shared
def test_the_split_of_films_is_the_published_one():
    if not (SHARED / "films").is_dir():
        pytest.skip("no development data beside the checkout")
    with (SHARED / "films" / "movies_with_overview.csv").open(encoding="utf-8", newline="") as file:
        position = {row["movieId"]: place for place, row in enumerate(csv.DictReader(file))}
    with (SHARED / "films" / "interactions.csv").open(encoding="utf-8", newline="") as file:
        reads = events(
            *(
                (int(row["userId"]), position[row["movieId"]], float(row["rating"]), float(row["timestamp"]))
                for row in csv.DictReader(file)
            )
        )
    divided = split(reads, 0, item_count=len(position))
    assert divided.protocol == "per-reader"
    assert divided.facts["readers_of_a_temporal_split"] == 28
    assert len(divided.readers) == 579
    views = divided.evidence_fit.views
    segments = segments_of(views)
    assert [int((segments == segment).sum()) for segment in (HEAD, TORSO, TAIL)] == [297, 1879, 7566]
    assert (views == 0).sum() == divided.facts["cold_items"] == 553
    assert sum((segments[held] == TAIL).any() for held in divided.test) == 322
    assert sum((views[held] == 0).any() for held in divided.test) == 112
