import hashlib
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from ltrec_gui.recommend.diversify import (
    BEHIND,
    POLICIES,
    SAME_VECTOR_COSINE,
    Pool,
    near_identical,
    quota_limit,
    rerank,
    standing,
    strength,
    temperature,
    variety_weight,
)
from ltrec_gui.recommend.metrics import intra_list_diversity


def pool(m=120, dimension=16, seed=0):
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(6, dimension))
    vectors = centres[np.arange(m) % 6] + 0.4 * rng.normal(size=(m, dimension))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    scores = np.sort(rng.normal(size=m))[::-1] + (np.arange(m) % 6 == 0) * 1.0
    keys = [hashlib.sha256(bytes([n])).hexdigest() for n in range(m)]
    is_tail = np.arange(m) % 3 == 0
    return scores, vectors, keys, is_tail


def select(scores, vectors, title_keys, is_tail, count, diversity, tail_places):
    """Return up to `count` rows in slate order, picked by greedy DPP."""
    candidates = Pool(np.asarray(scores, np.float64), vectors, title_keys, is_tail)
    return [pick.row for pick in rerank(candidates, "dpp", count, diversity, tail_places)]


def test_without_diversity_it_is_plain_top_k():
    scores, vectors, keys, is_tail = pool()
    chosen = select(scores, vectors, ["" for _ in keys], is_tail, 10, 0.0, 0)
    assert chosen == list(np.argsort(-scores, kind="stable")[:10])


def test_more_diversity_is_more_diverse_and_less_relevant():
    scores, vectors, _, is_tail = pool()
    lists = [select(scores, vectors, [""] * len(scores), is_tail, 10, d, 0) for d in (0.0, 0.5, 1.0)]
    spreads = [intra_list_diversity(vectors[rows]) for rows in lists]
    means = [scores[rows].mean() for rows in lists]
    assert spreads[0] < spreads[1] < spreads[2]
    assert means[0] > means[1] > means[2]


def test_the_greedy_choice_maximises_the_determinant_step_by_step():
    """Each pick is the one that a full determinant of the kernel would choose."""
    scores, vectors, _, is_tail = pool(m=25)
    chosen = select(scores, vectors, [""] * 25, is_tail, 6, 0.5, 0)
    weight = strength(0.5)
    similarity = (1 + vectors @ vectors.T) / 2
    np.fill_diagonal(similarity, 1.0)
    kernel = np.exp(weight * scores)[:, None] * similarity * np.exp(weight * scores)[None, :]
    picked: list[int] = []
    for row in chosen:
        rest = [r for r in range(25) if r not in picked]
        gains = [np.linalg.slogdet(kernel[np.ix_([*picked, r], [*picked, r])])[1] for r in rest]
        assert rest[int(np.argmax(gains))] == row
        picked.append(row)


@pytest.mark.parametrize("places", [0, 3, 7, 10])
def test_places_for_the_tail_are_kept_all_the_way_down(places):
    scores, vectors, keys, is_tail = pool()
    scores = scores - is_tail * 5.0
    chosen = select(scores, vectors, keys, is_tail, 10, 0.5, places)
    assert len(chosen) == 10
    for k in range(1, 11):
        assert is_tail[chosen[:k]].sum() >= places * k // 10


def test_a_tail_that_is_too_short_gives_what_it_has():
    scores, vectors, keys, _ = pool()
    is_tail = np.zeros(len(scores), bool)
    is_tail[[3, 9]] = True
    chosen = select(scores, vectors, keys, is_tail, 10, 0.5, 10)
    assert len(chosen) == 10
    assert set(chosen) >= {3, 9}


def test_near_identical_items_never_stand_together():
    scores, vectors, keys, is_tail = pool()
    keys[1] = keys[0]
    vectors[3] = vectors[2]
    chosen = select(scores, vectors, keys, is_tail, len(scores), 0.5, 0)
    assert not {0, 1} <= set(chosen)
    assert not {2, 3} <= set(chosen)
    assert len(chosen) == len(set(chosen))


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("the tide tables", "the tide tables", True),
        ("the collected letters of emily marrow", "the collected letters of emily marow", True),
        ("letters from a lighthouse keeper", "notes on knots a riggers memoir", False),
        ("poems", "pomes", False),
        ("灯塔守望者书简", "灯塔守望者书简", True),
        ("", "", False),
    ],
)
def test_titles(first, second, same):
    assert near_identical(first, second) is same


def test_rows_without_a_vector_can_be_chosen():
    scores, vectors, keys, is_tail = pool(m=12)
    vectors[:6] = 0
    assert len(select(scores, vectors, keys, is_tail, 12, 0.5, 0)) == 12


def test_an_empty_pool():
    assert select(np.empty(0), np.empty((0, 4), np.float32), [], np.empty(0, bool), 5, 0.5, 3) == []


CHOSEN_BY_SCORE = ("dpp", "mmr", "msd")


def labelled_pool(m=60, seed=0, dimension=16, **changes):
    scores, vectors, _, _ = pool(m, dimension, seed)
    rng = np.random.default_rng(seed + 1000)
    columns = {
        "scores": scores,
        "vectors": vectors.astype(np.float64),
        "title_keys": [""] * m,
        "is_tail": rng.random(m) < 0.4,
        "topics": np.arange(m) % 6,
        "lda_topics": rng.integers(-1, 5, m),
        "groups": rng.integers(-1, 9, m),
    }
    return Pool(**(columns | changes))


def with_twins(seed=0, m=60):
    """A pool in which some neighbours share a title and some a vector."""
    made = labelled_pool(m, seed)
    keys = [hashlib.sha256(bytes([n])).hexdigest() for n in range(m)]
    vectors = made.vectors.copy()
    for row in range(0, m - 1, 7):
        keys[row + 1] = keys[row][:-2] + "zz"
    for row in range(3, m - 1, 11):
        vectors[row + 1] = vectors[row]
    return replace(made, title_keys=keys, vectors=vectors)


def rows_of(picks):
    return [pick.row for pick in picks]


def are_twins(made, first, second):
    cosine = made.vectors[first] @ made.vectors[second]
    return cosine >= SAME_VECTOR_COSINE or near_identical(made.title_keys[first], made.title_keys[second])


def objective(made, policy, diversity, above, row):
    """What the policy maximises, from its definition and with the whole matrix, in the score's units."""
    scores, cosines = made.scores, made.vectors @ made.vectors.T
    if policy == "dpp":
        weight = strength(diversity)
        similarity = (1 + cosines) / 2
        np.fill_diagonal(similarity, 1.0)
        kernel = np.exp(weight * (scores[:, None] + scores[None, :])) * similarity
        before, after = (np.linalg.slogdet(kernel[np.ix_(rows, rows)])[1] for rows in (above, [*above, row]))
        return (after - before) / (2 * weight)
    if not above:
        return scores[row]
    share = variety_weight(policy, diversity)
    if policy == "mmr":
        gained = -max(cosines[row, above].max(), 0.0)
    else:
        gained = (1 - cosines[row, above]).sum() - 2 * len(
            above
        )  # less what the opposite of all above would gain
    return ((1 - share) * scores[row] + share * gained) / (1 - share)


@pytest.mark.parametrize("policy", CHOSEN_BY_SCORE)
@pytest.mark.parametrize("diversity", [0.25, 0.5, 1.0])
def test_relevance_and_penalty_are_the_objective_and_it_is_the_largest(policy, diversity):
    for seed in range(5):
        made = labelled_pool(m=30, seed=seed)
        above = []
        for pick in rerank(made, policy, 8, diversity, 0):
            rest = [row for row in range(30) if row not in above]
            values = [objective(made, policy, diversity, above, row) for row in rest]
            assert pick.row == rest[int(np.argmax(values))]
            assert pick.relevance + pick.penalty == pytest.approx(max(values), abs=1e-9)
            assert pick.relevance == made.scores[pick.row]
            assert pick.penalty <= 0
            above.append(pick.row)


@pytest.mark.parametrize("policy", CHOSEN_BY_SCORE)
def test_without_the_row_it_overlaps_with_a_pick_would_stand_higher(policy):
    for seed in range(5):
        made = labelled_pool(seed=seed)
        above = []
        for pick in rerank(made, policy, 8, 0.5, 0):
            if above:
                cosines = made.vectors[above] @ made.vectors[pick.row]
                assert pick.overlaps_with == above[int(np.argmax(cosines))]
                assert pick.overlap == pytest.approx(cosines.max())
                assert (pick.penalty < 0) == (policy != "mmr" or pick.overlap > 0)
                others = [row for row in above if row != pick.overlaps_with]
                if pick.penalty < 0:
                    assert objective(made, policy, 0.5, others, pick.row) > pick.relevance + pick.penalty
            else:
                assert (pick.overlaps_with, pick.penalty) == (-1, 0)
            above.append(pick.row)


@pytest.mark.parametrize("policy", CHOSEN_BY_SCORE)
def test_a_row_that_is_not_in_the_pool_takes_nothing_from_the_one_that_overlaps_with_it(policy):
    vectors = np.eye(4)
    vectors[1] = 0.9 * vectors[0] + np.sqrt(1 - 0.9**2) * vectors[1]
    made = Pool(np.array([2.0, 1.9, 0.2, 0.1]), vectors, [""] * 4, np.zeros(4, bool))
    penalised = next(pick for pick in rerank(made, policy, 4, 0.75, 0) if pick.row == 1)
    assert penalised.overlaps_with == 0
    without = Pool(made.scores[1:], vectors[1:], [""] * 3, made.is_tail[1:])
    first = rerank(without, policy, 3, 0.75, 0)[0]
    assert (first.row, first.relevance) == (0, penalised.relevance)
    assert first.penalty == 0 > penalised.penalty


@pytest.mark.parametrize("policy", ["mmr", "msd"])
@pytest.mark.parametrize("diversity", [0.1, 0.4, 0.75, 1.0])
def test_the_picks_are_those_of_pyversity(policy, diversity):
    pyversity = pytest.importorskip("pyversity")
    for seed in range(10):
        made = labelled_pool(seed=seed)
        theirs = getattr(pyversity, policy)(made.vectors, made.scores, 12, variety_weight(policy, diversity))
        assert rows_of(rerank(made, policy, 12, diversity, 0)) == theirs.indices.tolist()


def plain(made, count, tail_places):
    """The most relevant under the places for the tail and the bar, the slow way."""
    chosen = []
    while len(chosen) < count:
        free = [
            row
            for row in range(len(made.scores))
            if row not in chosen and not any(are_twins(made, row, c) for c in chosen)
        ]
        due = sum(made.is_tail[chosen]) < tail_places * (len(chosen) + 1) // count
        free = [row for row in free if made.is_tail[row]] if due and any(made.is_tail[free]) else free
        if not free:
            break
        chosen.append(max(free, key=lambda row: (made.scores[row], -row)))
    return chosen


@pytest.mark.parametrize("policy", POLICIES)
def test_switched_off_every_policy_is_plain_top_k_under_the_places_and_the_bar(policy):
    for seed in range(3):
        made = with_twins(seed)
        picks = rerank(made, policy, 10, 0.0, 6, np.random.default_rng(0))
        assert rows_of(picks) == plain(made, 10, 6)
        assert all(pick.penalty == pick.chance == 0 and not pick.is_relaxed for pick in picks)
        assert rows_of(rerank(made, "none", 10, 0.9, 6)) == rows_of(picks)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("places", [0, 3, 7, 10])
def test_every_policy_keeps_the_places_and_bars_twins(policy, places):
    for seed in range(4):
        made = with_twins(seed)
        made = replace(made, scores=made.scores - 4.0 * made.is_tail)
        chosen = rows_of(rerank(made, policy, 10, 0.7, places, np.random.default_rng(seed)))
        assert len(chosen) == 10
        for k in range(1, 11):
            assert made.is_tail[chosen[:k]].sum() >= places * k // 10
        assert not any(
            are_twins(made, one, other) for n, one in enumerate(chosen) for other in chosen[n + 1 :]
        )


@pytest.mark.parametrize("policy", POLICIES)
def test_a_slate_is_short_only_when_all_the_rest_are_twins(policy):
    made = with_twins()
    chosen = rows_of(rerank(made, policy, 60, 0.7, 0, np.random.default_rng(3)))
    assert len(chosen) < 60
    assert all(any(are_twins(made, row, other) for other in chosen) for row in range(60) if row not in chosen)


@pytest.mark.parametrize("policy", POLICIES)
def test_equal_generators_give_equal_slates_and_the_earlier_of_equals_comes_first(policy):
    made = labelled_pool()
    first, again = (rerank(made, policy, 10, 0.7, 4, np.random.default_rng(9)) for _ in range(2))
    assert first == again
    equal = Pool(np.zeros(8), np.eye(8), [""] * 8, np.ones(8, bool), *[np.arange(8)] * 3)
    if policy not in ("softmax", "random-tail"):
        assert rows_of(rerank(equal, policy, 4, 0.7, 2)) == [0, 1, 2, 3]


@pytest.mark.parametrize("policy", ["softmax", "random-tail"])
def test_other_generators_give_other_slates(policy):
    made = labelled_pool()
    slates = {tuple(rows_of(rerank(made, policy, 10, 0.9, 4, np.random.default_rng(n)))) for n in range(9)}
    assert len(slates) == 9
    with pytest.raises(ValueError, match="generator"):
        rerank(made, policy, 10, 0.9, 4)


@pytest.mark.parametrize(
    ("policy", "column"),
    [("topic-quota", "topics"), ("lda-quota", "lda_topics"), ("column-quota", "groups")],
)
def test_a_quota_holds_for_every_label_and_grows_tighter(policy, column):
    made = labelled_pool(m=200, seed=4)
    made = replace(made, scores=made.scores + 3.0 * (getattr(made, column) == 2))
    labels = getattr(made, column)
    most = []
    for diversity in (0.25, 0.5, 0.75, 1.0):
        limit = quota_limit(10, diversity)
        picks = rerank(made, policy, 10, diversity, 0)
        counts = Counter(int(labels[pick.row]) for pick in picks if labels[pick.row] >= 0)
        # One place for each of so few labels cannot fill the slate; what goes beyond says so.
        relaxed = Counter(int(labels[pick.row]) for pick in picks if pick.is_relaxed)
        assert all(count - relaxed[label] <= limit for label, count in counts.items())
        assert diversity == 1.0 or not relaxed
        assert all(pick.penalty == 0 for pick in picks)
        most.append(counts[2] - relaxed[2])
    assert most == [4, 3, 2, 1]
    given = Counter(labels[rows_of(rerank(made, policy, 10, 0.25, 0, most_per_topic=2))].tolist())
    assert max(count for label, count in given.items() if label >= 0) == 2


def test_rows_without_a_label_are_not_limited():
    made = replace(labelled_pool(), groups=np.full(60, -1))
    picks = rerank(made, "column-quota", 10, 1.0, 0)
    assert rows_of(picks) == plain(made, 10, 0)
    assert not any(pick.is_relaxed for pick in picks)


def test_a_quota_that_cannot_fill_the_slate_is_relaxed_and_says_where():
    made = replace(labelled_pool(), topics=np.zeros(60, int))
    picks = rerank(made, "topic-quota", 10, 0.75, 0)
    assert rows_of(picks) == plain(made, 10, 0)
    assert [pick.is_relaxed for pick in picks] == [False] * 2 + [True] * 8


def test_places_for_the_tail_come_before_a_quota():
    made = labelled_pool()
    made = replace(made, topics=np.where(made.is_tail, 0, 1 + np.arange(60) % 5))
    picks = rerank(made, "topic-quota", 10, 0.5, 8)
    assert made.is_tail[rows_of(picks)].sum() == 8
    assert sum(pick.is_relaxed for pick in picks) == 8 - quota_limit(10, 0.5)


def test_a_policy_needs_its_labels_and_a_name_that_is_known():
    made = replace(labelled_pool(), topics=None)
    with pytest.raises(ValueError, match="topic-quota"):
        rerank(made, "topic-quota", 10, 0.5, 0)
    with pytest.raises(ValueError, match="no diversity policy"):
        rerank(made, "cover", 10, 0.5, 0)
    with pytest.raises(ValueError, match="topics for"):
        rerank(replace(made, topics=np.zeros(3, int)), "topic-quota", 10, 0.5, 0)
    with pytest.raises(ValueError, match="finite"):
        rerank(replace(made, scores=np.full(60, np.nan)), "dpp", 10, 0.5, 0)


def test_random_tail_is_uniform_in_the_tail_whatever_the_scores():
    made = labelled_pool(m=20, is_tail=np.arange(20) % 4 == 0)
    rng = np.random.default_rng(11)
    draws = [rerank(made, "random-tail", 2, 0.5, 0, rng) for _ in range(1000)]
    assert all(made.is_tail[rows_of(picks)].all() for picks in draws)
    counts = np.bincount([row for picks in draws for row in rows_of(picks)], minlength=20)[::4]
    assert np.abs(counts - 400).max() < 4 * np.sqrt(1000 * 0.4 * 0.6)
    turned = replace(made, scores=-made.scores)
    assert rows_of(rerank(made, "random-tail", 4, 0.5, 0, np.random.default_rng(1))) == rows_of(
        rerank(turned, "random-tail", 4, 0.5, 0, np.random.default_rng(1))
    )


def test_random_tail_says_where_the_tail_has_run_out():
    made = labelled_pool(m=20, is_tail=np.arange(20) % 4 == 0)
    picks = rerank(made, "random-tail", 8, 0.5, 0, np.random.default_rng(2))
    assert [pick.is_relaxed for pick in picks] == [False] * 5 + [True] * 3


def test_softmax_draws_each_row_as_often_as_its_score_says():
    scores = np.array([1.0, 0.5, 0.0, -1.0])
    made = Pool(scores, np.eye(4), [""] * 4, np.zeros(4, bool))
    rng = np.random.default_rng(5)
    firsts = [rerank(made, "softmax", 2, 0.8, 0, rng)[0].row for _ in range(2000)]
    chances = np.exp(scores / temperature(0.8))
    chances /= chances.sum()
    counts = np.bincount(firsts, minlength=4)
    assert (np.abs(counts - 2000 * chances) < 4 * np.sqrt(2000 * chances * (1 - chances))).all()
    picks = rerank(made, "softmax", 4, 0.8, 0, rng)
    sums = [pick.relevance + pick.penalty + pick.chance for pick in picks]
    assert sums == sorted(sums, reverse=True)


def test_the_letters_of_titles_rule_out_no_pair_that_is_near_identical():
    rng = np.random.default_rng(8)
    m = 60
    words = ["".join(rng.choice(list("abc 灯塔"), rng.integers(0, 24))) for _ in range(m // 2)]
    keys = [*words, *(word[:-1] + "x" if word else "" for word in words)]
    made = labelled_pool(m=m, title_keys=keys, vectors=np.eye(m))
    assert rows_of(rerank(made, "none", m, 0.5, 0)) == plain(made, m, 0)


EVERY_POLICY = [
    *((policy, 6) for policy in POLICIES),
    ("dpp", 0),
    ("msd", 10),
    ("softmax", 0),
    ("column-quota", 10),
]


@pytest.mark.parametrize(("policy", "places"), EVERY_POLICY)
def test_a_row_needs_exactly_what_its_standing_says(policy, places):
    made = with_twins(seed=2, m=30)
    arguments = (policy, 10, 0.6, places)
    picks = rerank(made, *arguments, np.random.default_rng(4))
    for row in set(range(30)) - set(rows_of(picks)):
        why = standing(made, picks, row, *arguments, np.random.default_rng(4))

        def is_in(raised_by, row=row):
            scores = made.scores.copy()
            scores[row] += raised_by
            return row in rows_of(rerank(replace(made, scores=scores), *arguments, np.random.default_rng(4)))

        if np.isinf(why.needed):
            assert not is_in(1e6)
        else:
            assert is_in(why.needed + 1e-9)
            assert not is_in(why.needed - 1e-9)
        assert [place.place for place in why.places] == list(range(1, 11))


@pytest.mark.parametrize(("policy", "places"), EVERY_POLICY)
def test_without_a_named_cause_the_row_is_in_the_slate(policy, places):
    made = with_twins(seed=2, m=30)
    arguments = (policy, 10, 0.6, places)
    picks = rerank(made, *arguments, np.random.default_rng(4))
    for row in set(range(30)) - set(rows_of(picks)):
        why = standing(made, picks, row, *arguments, np.random.default_rng(4))
        assert why.behind in BEHIND
        assert (
            why.behind == why.causes[0] if why.causes else why.behind in ("relevance", why.places[-1].behind)
        )
        assert (why.twin_of >= 0) == any(are_twins(made, row, other) for other in rows_of(picks))
        kept_places = 10 if policy == "random-tail" else places
        slates = {
            "diversity": lambda: rerank(made, "none", 10, 0.6, places),
            "chance": lambda k=kept_places: rerank(made, "none", 10, 0.6, k),
            "quota": lambda: rerank(made, *arguments, most_per_topic=99),
        }
        if policy != "random-tail":
            slates["tail"] = lambda: rerank(made, policy, 10, 0.6, 0, np.random.default_rng(4))
        for cause, slate in slates.items():
            if cause in why.causes:
                assert row in rows_of(slate())
        if policy in CHOSEN_BY_SCORE:
            assert ("diversity" in why.causes) == (row in rows_of(slates["diversity"]()))


def test_every_reason_is_given_to_a_row_it_is_true_of():
    eye = np.eye(8)
    scores = np.array([3.0, 2.9, 2.1, 2.0, 1.9, 1.0, 0.5, 0.0])
    is_tail = np.arange(8) >= 6
    made = Pool(
        scores,
        eye,
        ["same title", "same title", *"cdefgh"],
        is_tail,
        topics=np.array([0, 1, 0, 2, 3, 4, 5, 6]),
    )

    def behind(row, policy, places=0, changed=made):
        picks = rerank(changed, policy, 3, 0.8, places)
        why = standing(changed, picks, row, policy, 3, 0.8, places)
        return why.behind, why.twin_of

    assert behind(1, "none") == ("twin", 0)
    assert behind(4, "none") == ("relevance", -1)
    assert behind(2, "topic-quota") == ("quota", -1)
    assert behind(3, "none", places=2) == ("tail", -1)
    close = eye.copy()
    close[2] = 0.95 * eye[0] + np.sqrt(1 - 0.95**2) * eye[2]
    for policy in CHOSEN_BY_SCORE:
        assert behind(2, policy, changed=replace(made, vectors=close)) == ("diversity", -1)
    longer_tail = replace(
        made, is_tail=np.arange(8) >= 5
    )  # takes all places, and the rest would not be in without it
    assert behind(4, "none", places=3, changed=longer_tail) == ("tail", -1)


def test_chance_and_the_tail_keep_rows_out_of_a_random_tail():
    made = labelled_pool(m=30)
    picks = rerank(made, "random-tail", 5, 0.5, 0, np.random.default_rng(6))
    for row in set(range(30)) - set(rows_of(picks)):
        why = standing(made, picks, row, "random-tail", 5, 0.5, 0, np.random.default_rng(6))
        assert why.behind in (("chance",) if made.is_tail[row] else ("tail", "chance"))
        assert np.isinf(why.needed)


def test_standing_refuses_what_it_cannot_answer():
    made = labelled_pool()
    picks = rerank(made, "dpp", 5, 0.5, 0)
    outside = next(row for row in range(60) if row not in rows_of(picks))
    with pytest.raises(ValueError, match="has place 1"):
        standing(made, picks, picks[0].row, "dpp", 5, 0.5, 0)
    with pytest.raises(ValueError, match="another slate"):
        standing(made, picks, outside, "none", 5, 0.5, 0)
    with pytest.raises(ValueError, match="longer slate"):
        standing(made, picks, outside, "dpp", 6, 0.5, 0)
