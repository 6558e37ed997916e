import numpy as np
import pytest

from ltrec_gui.catalogue.words import content_terms
from ltrec_gui.recommend import topics
from ltrec_gui.recommend.topics import (
    alike,
    as_written,
    cluster,
    cluster_count,
    lda,
    name_topics,
    nearest_topic,
    readable,
)

THEMES = {
    "sea": ["harbour", "tide", "sailor", "lighthouse", "anchor", "storm"],
    "law": ["judge", "trial", "lawyer", "verdict", "court", "prison"],
    "war": ["soldier", "army", "battle", "general", "siege", "regiment"],
}


def made_up_vectors(per_theme, theme_count=3, dimension=16, spread=0.1, seed=0):
    """Return unit rows in tight bundles, and which bundle each is of, shuffled."""
    generator = np.random.default_rng(seed)
    middles = np.eye(dimension)[:theme_count]
    themes = generator.permutation(np.repeat(np.arange(theme_count), per_theme))
    rows = middles[themes] + spread * generator.normal(size=(len(themes), dimension))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), themes


def made_up_terms(themes, seed=0):
    """Return four words of each item's theme and one that all themes use."""
    generator = np.random.default_rng(seed)
    words = list(THEMES.values())
    common = ["story", "year", "place", "people"]
    return [
        [*generator.choice(words[theme], 4, replace=False), common[generator.integers(len(common))]]
        for theme in themes
    ]


def same_grouping(first, second):
    """Return whether two labellings put the same items together."""
    return len(set(zip(first, second, strict=True))) == len(set(first)) == len(set(second))


# ------------------------------------------------------------------------------------------ clusters


@pytest.mark.parametrize(("items", "count"), [(0, 1), (1, 1), (8, 2), (200, 10), (7200, 60), (10**6, 60)])
def test_how_many_clusters_suit_a_catalogue(items, count):
    assert cluster_count(items) == count


@pytest.mark.parametrize("above", [topics.BATCH_CLUSTERS_ABOVE, 100])
def test_clusters_find_the_bundles(monkeypatch, above):
    monkeypatch.setattr(topics, "BATCH_CLUSTERS_ABOVE", above)
    vectors, themes = made_up_vectors(60)
    found = cluster(vectors, 3, seed=4)
    assert same_grouping(found.labels, themes)
    assert found.count == 3
    assert found.centres.shape == (3, 16)
    assert found.names == ((), (), ())
    assert found.shares is None


@pytest.mark.parametrize("above", [topics.BATCH_CLUSTERS_ABOVE, 100])
def test_every_item_is_of_its_nearest_cluster_and_the_largest_comes_first(monkeypatch, above):
    monkeypatch.setattr(topics, "BATCH_CLUSTERS_ABOVE", above)
    vectors = np.random.default_rng(2).normal(size=(700, 12)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[::50] = 0.0
    found = cluster(vectors, seed=4)
    assert list(found.labels) == list(nearest_topic(vectors, found.centres))
    assert (found.labels[::50] == -1).all()
    sizes = np.bincount(found.labels[found.labels >= 0], minlength=found.count)
    assert sizes.min() > 0
    assert list(sizes) == sorted(sizes, reverse=True)
    assert found.count <= cluster_count(686)


def test_centres_are_the_means_of_their_members():
    vectors, _ = made_up_vectors(40)
    found = cluster(vectors, 3, seed=1)
    for topic in range(3):
        assert found.centres[topic] == pytest.approx(vectors[found.labels == topic].mean(axis=0), abs=1e-5)


@pytest.mark.parametrize("above", [topics.BATCH_CLUSTERS_ABOVE, 100])
def test_the_same_seed_gives_the_same_clusters(monkeypatch, above):
    monkeypatch.setattr(topics, "BATCH_CLUSTERS_ABOVE", above)
    vectors, _ = made_up_vectors(100, spread=0.6)
    first, second = (cluster(vectors, 9, seed=7) for _ in range(2))
    assert list(first.labels) == list(second.labels)
    assert (first.centres == second.centres).all()


def test_clusters_are_named_by_their_items_terms():
    vectors, themes = made_up_vectors(60)
    found = cluster(vectors, 3, seed=4, term_lists=made_up_terms(themes))
    for topic, name in enumerate(found.names):
        theme = themes[found.labels == topic][0]
        assert len(name) == 3
        assert set(name) <= set(list(THEMES.values())[theme])


@pytest.mark.parametrize("count", [None, 1, 5])
@pytest.mark.parametrize(
    ("vectors", "labels"),
    [
        (np.empty((0, 4), np.float32), []),
        (np.zeros((3, 4), np.float32), [-1, -1, -1]),
        (np.eye(4, dtype=np.float32)[:1], [0]),
        (np.vstack([np.zeros(4), np.eye(4)[0]]).astype(np.float32), [-1, 0]),
        (np.tile(np.eye(4, dtype=np.float32)[0], (30, 1)), [0] * 30),
    ],
)
def test_clusters_of_next_to_nothing(vectors, labels, count):
    found = cluster(vectors, count, seed=0, term_lists=[["tide"]] * len(vectors))
    assert list(found.labels) == labels
    assert found.count == len(found.names) == max(labels, default=-1) + 1
    assert found.centres.shape[1] == 4


def test_there_are_no_more_clusters_than_different_rows():
    vectors = np.repeat(np.eye(4, dtype=np.float32)[:3], 5, axis=0)
    found = cluster(vectors, 8, seed=0)
    assert found.count == 3
    assert same_grouping(found.labels, np.repeat([0, 1, 2], 5))


def test_nearest_topic_without_topics():
    assert list(nearest_topic(np.eye(2, dtype=np.float32), np.empty((0, 2), np.float32))) == [-1, -1]


# ------------------------------------------------------------------------------------------ names


def test_a_name_by_hand():
    labels = np.array([0, 0, 1, 1, -1])
    terms = [["tide", "gull"], ["tide", "storm", "gull"], ["trial", "gull"], ["trial"], ["noise"]]
    # Eight mentions, four a topic. tide: 1 * log(1 + 4 / 2) = 1.10; storm: .71 * log(5) = 1.14; gull in the first
    # topic log(1 + 4 / 3) = .85, in the second .71 times that. But there it comes second, here third.
    assert name_topics(labels, terms) == (("storm", "tide"), ("trial", "gull"))
    assert name_topics(labels, terms, 1) == (("storm",), ("trial",))
    assert name_topics(labels, terms, 0) == ((), ())


def test_one_long_text_does_not_name_a_topic():
    terms = [["anchor"] * 500, ["tide"], ["tide"], ["tide"], ["trial"], ["trial"]]
    names = name_topics(np.array([0, 0, 0, 0, 1, 1]), terms)
    assert set(names[0]) == {"anchor", "tide"}
    weights = name_topics(np.array([0, 0, 0, 0, 1, 1]), [list(set(words)) for words in terms])
    assert names == weights


def test_no_term_names_two_topics():
    themes = np.random.default_rng(1).integers(0, 12, 600)
    generator = np.random.default_rng(2)
    terms = [[f"w{word}" for word in generator.zipf(1.4, 12) % 300] for _ in themes]
    names = name_topics(themes, terms)
    used = [term for name in names for term in name]
    assert len(names) == 12
    assert len(used) == len(set(used)) == 36


def test_a_term_is_shared_only_where_a_topic_would_go_without_a_name():
    names = name_topics(np.array([0, 0, 1]), [["tide"], ["tide", "storm"], ["tide"]])
    assert names[1] == ("tide",)
    assert "tide" not in names[0] or names[0] == ("storm", "tide")
    everywhere = name_topics(np.array([0, 1, 2]), [["tide"]] * 3)
    assert everywhere == (("tide",),) * 3


def test_numbers_and_look_alikes_name_a_topic_only_for_want_of_better():
    terms = [["1994", "ferrie", "ferry", "harbour"]] * 3 + [["1995"]] * 3
    names = name_topics(np.array([0, 0, 0, 1, 1, 1]), terms)
    assert set(names[0]) == {"harbour", "ferrie"}
    assert names[1] == ("1995",)


def test_topics_without_terms_have_no_name():
    assert name_topics(np.array([0, 1, -1]), [["tide"], [], ["storm"]]) == (("tide",), ())
    assert name_topics(np.array([0, 1]), [[], []]) == ((), ())
    assert name_topics(np.array([-1, -1]), [["tide"], []]) == ()
    assert name_topics(np.empty(0, np.int64), []) == ()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("movie", "movy", True),
        ("murder", "murderer", True),
        ("drug", "drug", True),
        ("trial", "trip", False),
        ("story", "storm", False),
        ("y", "ie", False),
        ("art", "architecture", False),
        ("sea", "sun", False),
        ("law", "lawyer", True),
        ("law", "lawnmower", False),
        ("creative", "creativity", True),
        ("psychology", "psychologist", True),
        ("internet", "international", False),
        ("archaeology", "architecture", False),
        ("魔法", "法师", True),
        ("法师", "魔法", True),
        ("哈利", "波特", False),
    ],
)
def test_what_reads_as_the_same_word(first, second, expected):
    assert alike(first, second) == expected


def test_no_topic_is_named_by_a_filler():
    term_lists = [["year", "make", "harbour"]] * 3 + [["year", "make", "garden"]] * 3
    names = name_topics(np.array([0, 0, 0, 1, 1, 1]), term_lists)
    assert names == (("harbour",), ("garden",))


def test_terms_are_shown_as_they_are_written():
    texts = [
        "Movies of the Café. Robots, robots and a robot!",
        "movies: NASA's café in Paris",
        "NASA and nasa in Paris’s movies. O'Brien",
        "Paris NASA NASA NASA 灯塔与海港",
    ]
    wanted = {term for text in texts for term in content_terms(text)}
    written = as_written(wanted, texts)
    assert written["movy"] == "movies"
    assert written["robot"] == "robots"
    assert written["cafe"] == "café"
    assert written["nasa"] == "NASA"
    assert written["pari"] == "Paris"
    assert written["obrien"] == "O'Brien"
    assert "灯塔" not in written


def test_readable_names_keep_what_no_text_writes():
    names = readable((("movy", "灯塔"), (), ("ghost",)), ["Two movies", "一座灯塔"])
    assert names == (("movies", "灯塔"), (), ("ghost",))


def test_the_order_of_the_texts_decides_no_word():
    texts = ["robot robots", "Robots Robot"]
    assert as_written({"robot"}, texts) == as_written({"robot"}, texts[::-1]) == {"robot": "robot"}


# ------------------------------------------------------------------------------------------ LDA


@pytest.fixture(scope="module")
def themed():
    themes = np.random.default_rng(3).integers(0, 3, 240)
    return themes, made_up_terms(themes)


def test_lda_finds_the_themes(themed):
    themes, terms = themed
    found = lda(terms, 3, seed=1)
    assert (
        np.mean([set(themes[found.labels == topic]) == {theme} for topic, theme in matching(found, themes)])
        == 1
    )
    for topic, theme in matching(found, themes):
        assert len(found.names[topic]) == 3
        assert set(found.names[topic]) <= set(list(THEMES.values())[theme])


def matching(found, themes):
    """Return (topic, the theme most of its items are of)."""
    return [
        (topic, int(np.bincount(themes[found.labels == topic], minlength=3).argmax()))
        for topic in range(found.count)
    ]


def test_lda_shares_and_probabilities_are_what_they_say(themed):
    _, terms = themed
    found = lda([*terms, []], 5, seed=1)
    assert found.shares.shape == (241, 5)
    assert found.shares[:-1].sum(axis=1) == pytest.approx(np.ones(240), abs=1e-5)
    assert not found.shares[-1].any()
    assert found.labels[-1] == -1
    assert list(found.labels[:-1]) == list(found.shares[:-1].argmax(axis=1))
    assert found.centres.shape == (5, len(found.vocabulary))
    assert found.centres.sum(axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    sizes = np.bincount(found.labels[:-1], minlength=5)
    assert list(sizes) == sorted(sizes, reverse=True)
    used = [term for name in found.names for term in name]
    assert len(used) == len(set(used))


def test_lda_names_follow_relevance(themed):
    _, terms = themed
    found = lda(terms, 3, seed=1)
    counts = np.array([[term_list.count(term) for term in found.vocabulary] for term_list in terms])
    overall = counts.sum(axis=0) / counts.sum()
    relevance = 0.6 * np.log(found.centres) + 0.4 * np.log(found.centres / overall)
    for topic, name in enumerate(found.names):
        ordered = [found.vocabulary[column] for column in np.argsort(-relevance[topic])]
        assert list(name) == [term for term in ordered if term in name]
        assert name[0] == ordered[0]


def test_the_same_seed_gives_the_same_lda(themed):
    _, terms = themed
    first, second, other = lda(terms, 4, seed=5), lda(terms, 4, seed=5), lda(terms, 4, seed=6)
    assert list(first.labels) == list(second.labels)
    assert first.names == second.names
    assert (first.shares == second.shares).all()
    assert (first.shares != other.shares).any()


def test_a_big_catalogue_is_learned_from_a_part_and_refined_by_the_rest(monkeypatch, themed):
    themes, terms = themed
    monkeypatch.setattr(topics, "LDA_START", 90)
    monkeypatch.setattr(topics, "LDA_BATCH", 50)
    steps = []
    found = lda(terms, 3, seed=1, report=lambda done, total: steps.append((done, total)))
    # 12 steps over 90 items, three batches of the other 150, five to ask for the shares of all.
    assert steps == [(done, 20) for done in range(1, 21)]
    assert same_grouping(found.labels, themes)


def test_lda_stops_where_the_report_raises(themed):
    class Stopped(Exception):
        pass

    def stop(done, total):
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        lda(themed[1], 3, seed=1, report=stop)


def test_lda_leaves_out_what_says_nothing(themed):
    _, terms = themed
    rare, everywhere = "hapax", "story"
    lists = [[*term_list, "story", "1994"] for term_list in terms]
    lists[0] = [*lists[0], rare]
    vocabulary = lda(lists, 3, seed=1).vocabulary
    assert "harbour" in vocabulary
    assert not {rare, everywhere, "1994"} & set(vocabulary)
    assert list(vocabulary) == sorted(vocabulary)


def test_lda_keeps_the_terms_of_most_items_where_there_are_too_many(monkeypatch, themed):
    monkeypatch.setattr(topics, "MOST_TERMS", 5)
    _, terms = themed
    everything = [term for term_list in terms for term in set(term_list)]
    kept = lda(terms, 3, seed=1).vocabulary
    assert len(kept) == 5
    assert min(everything.count(term) for term in kept) >= max(
        everything.count(term) for term in set(everything) - set(kept)
    )


@pytest.mark.parametrize(
    ("terms", "labels"),
    [
        ([], []),
        ([[]], [-1]),
        ([["1994"]], [-1]),
        ([["tide"]], [0]),
        ([["tide"], []], [0, -1]),
        ([["tide", "storm"]] * 4, [0] * 4),
    ],
)
def test_lda_of_next_to_nothing(terms, labels):
    found = lda(terms, 30, seed=0)
    assert (np.minimum(found.labels, 0) == np.minimum(labels, 0)).all()
    assert found.shares.shape == (len(terms), found.count)
    assert len(found.names) == found.count <= max(len(terms), 0)
    assert all(name for topic, name in enumerate(found.names) if topic in found.labels)
