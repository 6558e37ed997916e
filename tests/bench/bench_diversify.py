"""Times each diversity policy on made-up pools: `python tests/bench/bench_diversify.py [ROWS] [COUNT] [DIMENSION]`.

Prints the median processor time in ms (one thread, alternating rounds), with and without title keys, and beside it the
mean score and the intra-list diversity, because a time says nothing about a list.
"""

import os
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ltrec_gui.recommend.diversify import POLICIES, Pool, rerank, standing
from ltrec_gui.recommend.metrics import intra_list_diversity

ROUNDS = 41
SYLLABLES = ["ba", "lo", "mir", "ten", "sul", "ka", "ri", "von", "ed", "pra", "gus", "ni"]


def made_up_pool(rows: int, dimension: int, has_titles: bool) -> Pool:
    rng = np.random.default_rng(5)
    clusters = rng.integers(0, 20, rows)
    vectors = rng.normal(size=(20, dimension))[clusters] + 0.8 * rng.normal(size=(rows, dimension))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    words = rng.choice(SYLLABLES, (rows, 9))
    titles = [" ".join("".join(word) for word in row.reshape(3, 3)) if has_titles else "" for row in words]
    scores = np.sort(rng.normal(size=rows) + rng.normal(size=20)[clusters])[::-1]
    labels = dict.fromkeys(("topics", "lda_topics", "groups"), clusters)
    return Pool(scores / scores.std(), vectors, titles, rng.random(rows) < 0.5, **labels)


def main(rows: int = 400, count: int = 20, dimension: int = 384) -> None:
    pools = {"no titles": made_up_pool(rows, dimension, False), "titles": made_up_pool(rows, dimension, True)}
    times: dict[tuple[str, str], list[float]] = {}
    kept: dict[str, str] = {}
    for _ in range(ROUNDS):
        for name, pool in pools.items():
            for policy in POLICIES:
                generator = np.random.default_rng(1)
                start = time.process_time()
                picks = rerank(pool, policy, count, 0.5, count // 2, generator)
                times.setdefault((policy, name), []).append(1000 * (time.process_time() - start))
                chosen = [pick.row for pick in picks]
                spread = intra_list_diversity(pool.vectors[chosen])
                kept[policy] = f"{pool.scores[chosen].mean():8.3f} {spread:8.3f}"
            picks = rerank(pool, "dpp", count, 0.5, count // 2)
            outside = next(row for row in range(rows) if all(pick.row != row for pick in picks))
            start = time.process_time()
            standing(pool, picks, outside, "dpp", count, 0.5, count // 2)
            times.setdefault(("standing (dpp)", name), []).append(1000 * (time.process_time() - start))
    print(
        f"{rows} rows, {count} places, {dimension} dimensions, diversity .5, median of {ROUNDS}, processor ms"
    )
    print(f"{'':16} {'no titles':>10} {'titles':>10} {'score':>8} {'ILD':>8}")
    for policy in (*POLICIES, "standing (dpp)"):
        columns = [f"{statistics.median(times[policy, name]):10.2f}" for name in pools]
        print(f"{policy:16} {' '.join(columns)} {kept.get(policy, '')}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
