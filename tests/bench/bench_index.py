"""What the index is worth: exact search against Annoy on fewer dimensions, and the choices inside each, as ratios.

Run by hand: `python tests/bench/bench_index.py [ITEM_COUNT] [ROUNDS]`. The ways take turns, so that a busy machine
is busy for all of them; the median ratio over the rounds is what to look at.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from ltrec_gui.index import annoy_index, exact
from ltrec_gui.index.annoy_index import AnnoyReader
from ltrec_gui.index.projection import learn_projection, projected

DIMENSION = 1_152  # three fields of 384 numbers
LATENT = 600  # what the made-up rows vary in: on films 384 dimensions keep .93 of three fields
FETCHED = 1_000
QUESTION_COUNT = 50


def made_up_rows(count):
    """Return unit rows that overlap as real texts do: isolated clusters would make every index look perfect."""
    generator = np.random.default_rng(2)
    mixture = generator.standard_normal((LATENT, DIMENSION)).astype(np.float32)
    mixture *= (np.arange(1, LATENT + 1, dtype=np.float32) ** -0.7)[:, np.newaxis]
    rows = generator.standard_normal((count, LATENT)).astype(np.float32) @ mixture
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def compared(ways, rounds):
    """Print for each way its median time and its ratio to the first; return nothing."""
    seconds = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.process_time()
            way()
            seconds[name].append(time.process_time() - start)
    first = next(iter(seconds.values()))
    for name, times in seconds.items():
        ratio = statistics.median(time / ours for time, ours in zip(times, first, strict=True))
        print(
            f"  {name:38} {1000 * statistics.median(times) / QUESTION_COUNT:9.2f} ms, {ratio:6.2f} times the first"
        )


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    rows = made_up_rows(count)
    questions = rows[np.random.default_rng(3).choice(count, QUESTION_COUNT, replace=False)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.ann"
        start = time.process_time()
        projection, share = learn_projection(rows, 7)
        search_rows = projected(rows, projection)
        print(
            f"{count} rows: {time.process_time() - start:.1f} CPU s for {projection.shape[1]} of {DIMENSION} "
            f"dimensions, which keep {share:.3f}"
        )
        start = time.process_time()
        annoy_index.build(path, search_rows, 30, 7, lambda done, total: None)
        size = path.stat().st_size / rows.nbytes
        print(f"30 trees: {time.process_time() - start:.1f} CPU s, {size:.2f} times the vectors on disk")
        reader = AnnoyReader.open(path, projection.shape[1], count)
        asked = projected(questions, projection)
        truth = [set(exact.nearest(rows, question, 200)[0]) for question in questions]
        for nodes in (5_000, 20_000, 60_000):
            found = [set(reader.nearest(question, FETCHED, nodes)[0]) for question in asked]
            recall = np.mean(
                [len(mine & theirs) / len(theirs) for mine, theirs in zip(found, truth, strict=True)]
            )
            print(f"  {nodes} nodes find {recall:.3f} of the true 200 among {FETCHED}")

        half = np.random.default_rng(4).random(count) < 0.5
        few = np.random.default_rng(4).random(count) < 0.02

        def ask_exact(mask=None):
            return lambda: [exact.nearest(rows, question, 50, mask) for question in questions]

        def ask_annoy(nodes):
            def answers():
                for question, short in zip(questions, projected(questions, projection), strict=True):
                    found = np.sort(reader.nearest(short, FETCHED, nodes)[0])
                    exact.nearest(rows[found], question, 50)

            return answers

        print("one question for 50, CPU time:")
        compared(
            {
                "exact": ask_exact(),
                "exact among half of the rows": ask_exact(half),
                "exact among 2 % of the rows": ask_exact(few),
                "Annoy, 5,000 nodes": ask_annoy(5_000),
                "Annoy, 20,000 nodes": ask_annoy(20_000),
                "Annoy, 60,000 nodes": ask_annoy(60_000),
            },
            rounds,
        )
        reader.close()


if __name__ == "__main__":
    main()
