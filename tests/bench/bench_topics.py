"""What topics cost: clusters, LDA and their names on made-up catalogues, in seconds of one core.

Run by hand: `OMP_NUM_THREADS=1 python tests/bench/bench_topics.py [ITEM_COUNT ...]`, 10,000 and 100,000 if not said.
"""

import sys
import time

import numpy as np

from ltrec_gui.recommend import topics

DIMENSION = 384
THEME_COUNT = 40
WORD_COUNT = 30_000
ITEM_WORDS = 35  # the terms of a title and a short description


def made_up_rows(generator, themes):
    """Return unit rows that lean towards one of the themes each, as overlapping as real texts are."""
    directions = generator.standard_normal((THEME_COUNT, DIMENSION)).astype(np.float32)
    rows = directions[themes] * 0.6 + generator.standard_normal((len(themes), DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def made_up_terms(generator, themes):
    """Return terms as frequent as words are, half of them from the item's theme."""
    ranks = np.minimum(generator.zipf(1.3, (len(themes), ITEM_WORDS)), WORD_COUNT)
    own = generator.random(ranks.shape) < 0.5
    words = np.where(own, ranks * THEME_COUNT + themes[:, None], ranks) % WORD_COUNT
    return [[f"word{word}" for word in row] for row in words.tolist()]


def timed(name, work):
    start = time.process_time()
    result = work()
    print(f"  {name:30} {time.process_time() - start:7.1f} s", flush=True)
    return result


def main():
    for count in [int(text) for text in sys.argv[1:]] or [10_000, 100_000]:
        generator = np.random.default_rng(5)
        themes = generator.integers(0, THEME_COUNT, count)
        rows, terms = made_up_rows(generator, themes), made_up_terms(generator, themes)
        print(f"{count:,} items")
        clusters = timed("clusters", lambda rows=rows: topics.cluster(rows, seed=1))
        print(f"  {clusters.count} clusters of {np.bincount(clusters.labels).min():,} items and more")
        timed(
            "names of the clusters",
            lambda found=clusters, terms=terms: topics.name_topics(found.labels, terms),
        )
        found = timed("LDA", lambda terms=terms: topics.lda(terms, seed=1))
        print(f"  {found.count} topics over {len(found.vocabulary):,} terms")


if __name__ == "__main__":
    main()
