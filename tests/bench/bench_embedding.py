"""What batches of like length save, and what fields apart cost: CPU time of ways to embed the same items, as ratios.

Run by hand: `python tests/bench/bench_embedding.py [TEXT_COUNT] [ROUNDS]`. The ways take turns, so that a busy
machine is busy for all of them; the median ratio over the rounds is what to look at.
"""

import statistics
import sys
import time

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.embedding.bert import BertEncoder
from ltrec_gui.embedding.text import item_fields
from ltrec_gui.paths import bundled_model_folder
from ltrec_gui.pipeline.embed_items import FieldVectors

WORDS = """a keeper of bees writes long letters about winter light
to the harbour town where nobody reads them""".split()  # noqa: SIM905


def made_up_texts(count):
    """Return texts whose lengths are spread as those of catalogue descriptions are: many short, some very long."""
    generator = np.random.default_rng(5)
    lengths = np.clip(generator.lognormal(mean=4.0, sigma=0.7, size=count), 3, 220).astype(int)
    return [" ".join(generator.choice(WORDS, size=length)) for length in lengths]


def made_up_items(texts):
    """Return an item for each text, with a title of some words and tags of a few dozens that come again and again."""
    generator = np.random.default_rng(6)
    return [
        Item(
            str(number),
            title=" ".join(generator.choice(WORDS, size=generator.integers(1, 5))) + f" {number}",
            text=text,
            tags=tuple(generator.choice(WORDS, size=generator.integers(1, 4), replace=False)),
        )
        for number, text in enumerate(texts)
    ]


def fixed_batches(texts, size):
    return [list(range(start, min(start + size, len(texts)))) for start in range(0, len(texts), size)]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 128
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    texts = made_up_texts(count)
    ordinary = BertEncoder(bundled_model_folder(), token_budget=1000)
    whole = BertEncoder(bundled_model_folder(), token_budget=10**9)  # takes a batch as it is given
    ordinary.encode(texts[:8])
    whole.encode(texts[:8])

    def in_batches(batches):
        return np.vstack([whole.encode([texts[position] for position in batch]) for batch in batches])

    ways = {
        "like lengths, 1,000 tokens": lambda: ordinary.encode(texts),
        "like lengths, 4,000 tokens": lambda: in_batches(
            BertEncoder(bundled_model_folder(), token_budget=4000).batches(texts)
        ),
        "one by one": lambda: in_batches(fixed_batches(texts, 1)),
        "32 as they come": lambda: in_batches(fixed_batches(texts, 32)),
    }
    compared(ways, count, rounds)
    items = made_up_items(texts)
    joint = [". ".join(item_fields(item)) for item in items]

    def by_field():
        fields = FieldVectors(ordinary)
        return np.vstack([fields.of([items[row] for row in batch]) for batch in ordinary.batches(joint)])

    compared({"joint text": lambda: ordinary.encode(joint), "fields apart": by_field}, count, rounds)


def compared(ways, count, rounds):
    """Print for each way its speed and the median ratio of its time to that of the first."""
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
            f"{name:28} {count / statistics.median(times):7.1f} texts per CPU second, {ratio:5.2f} times our time"
        )


if __name__ == "__main__":
    main()
