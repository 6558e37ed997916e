"""Measures how far the score of an item falls when the words named as its reason are deleted.

`python tests/bench/bench_word_credit.py FILE.csv --columns title genres overview [--interactions FILE --id movieId]`

A pair is a random item as seed and one of the ten items nearest to it as its neighbour, in the tail where interactions
are given. The direction is the seed's centred vector. Every method names three content words of the neighbour; the
drop is relative, the interval is that of a bootstrap over the pairs. A word is deleted wherever it occurs, and, to be
strict, in one place only, each way with words chosen for it.
"""

import argparse
import collections
import csv
import math
import statistics
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ltrec_gui.catalogue.words import content_terms
from ltrec_gui.embedding.bert import BertEncoder
from ltrec_gui.embedding.word_credit import (
    _content_groups,
    _word_spans,
    occlusion,
    score,
    telling_phrases,
    without,
    word_credits,
)
from ltrec_gui.paths import bundled_model_folder

NAMED = 3
NEAREST = 10
TAIL_STARTS = 0.8  # share of all interactions held by the items before the tail


def main() -> None:
    asked = arguments()
    rows, texts = read_catalogue(asked.catalogue, asked.columns)
    encoder = BertEncoder(Path(asked.model) if asked.model else bundled_model_folder())
    encoder.load()
    vectors = np.load(asked.vectors) if asked.vectors else encoder.encode(texts)
    mean = vectors.mean(axis=0)
    centred = vectors - mean
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    usable = np.array([len(set(content_terms(text))) >= 2 * NAMED for text in texts])
    eligible = usable & tail_of(rows, asked) if asked.interactions else usable
    rng = np.random.default_rng(asked.seed)
    pairs = draw_pairs(centred, usable, eligible, asked.pairs, rng)
    held_by = collections.Counter(term for text in texts for term in set(content_terms(text)))
    found: dict[str, dict[str, list[float]]] = {}
    for seed, item in pairs:
        measure(encoder, texts[seed], texts[item], centred[seed], mean, held_by, len(texts), rng, found)
    print(f"{len(pairs)} pairs, candidates {int(eligible.sum())} of {len(texts)} items, seed {asked.seed}")
    print(
        f"{'words chosen by':<36}{'drop, everywhere':<20}{'less occlusion':<23}"
        f"{'drop, one place':<20}{'less occlusion':<23}{'ms':>4}{'words':>7}"
    )
    for name, values in found.items():
        cells = ""
        for mode in ("everywhere", "one place"):
            gain = np.array(values[mode]) - found["full occlusion"][mode]
            cells += f"{interval(values[mode]):<20}{interval(gain):<23}"
        print(
            f"{name:<36}{cells}{statistics.median(values['ms']):>4.0f}{statistics.mean(values['words']):>7.1f}"
        )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("catalogue")
    parser.add_argument("--columns", nargs="+", required=True, help="joined by full stops; | becomes a comma")
    parser.add_argument("--interactions", help="a CSV with one row per interaction")
    parser.add_argument("--id", help="the column of the item's id, in both files")
    parser.add_argument("--vectors", help="an .npy of the texts' unit vectors, in the catalogue's order")
    parser.add_argument("--model", help="a model folder other than the bundled one")
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def read_catalogue(path: str, columns: list[str]) -> tuple[list[dict[str, str]], list[str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows, [". ".join((row[column] or "").replace("|", ", ") for column in columns) for row in rows]


def tail_of(rows: list[dict[str, str]], asked: argparse.Namespace) -> np.ndarray:
    with Path(asked.interactions).open(encoding="utf-8", newline="") as file:
        counts = collections.Counter(row[asked.id] for row in csv.DictReader(file))
    count = np.array([counts[row[asked.id]] for row in rows])
    order = np.argsort(-count, kind="stable")
    before = np.empty(len(rows))
    before[order] = (np.cumsum(count[order]) - count[order]) / count.sum()
    return (before >= TAIL_STARTS) | (count == 0)


def draw_pairs(centred, usable, eligible, count, rng):
    pairs = []
    for seed in rng.permutation(np.flatnonzero(usable))[:count]:
        nearness = np.where(eligible, centred @ centred[seed], -np.inf)
        nearness[seed] = -np.inf
        pairs.append((int(seed), int(rng.choice(np.argsort(-nearness)[:NEAREST]))))
    return pairs


def measure(encoder, seed_text, text, direction, mean, held_by, item_count, rng, found):
    """Add the drops of one pair by every method."""
    base = score(encoder, [text], direction, mean)[0]
    for mode in ("everywhere", "one place"):
        groups = _content_groups(text, _word_spans(text), mode == "everywhere")
        for name, choose in methods(
            encoder, seed_text, text, direction, mean, held_by, item_count, rng
        ).items():
            began = time.perf_counter()
            spans, named = choose(groups, mode == "everywhere")
            elapsed = (time.perf_counter() - began) * 1000
            left = score(encoder, [without(text, spans)], direction, mean)[0]
            values = found.setdefault(name, {"everywhere": [], "one place": [], "ms": [], "words": []})
            values[mode].append(1 - left / base)
            values["ms"].append(elapsed)
            values["words"].append(named)


def methods(encoder, seed_text, text, direction, mean, held_by, item_count, rng):
    """Return, by name, functions from the places of the content words to the spans to delete and their number."""

    def rarity(term):
        return math.log(item_count / (1 + held_by[term]))

    def term_of(group):
        return content_terms(text[slice(*group[0])])[0]

    def best(weights, groups):
        chosen = [groups[at] for at in np.argsort(-np.asarray(weights), kind="stable")[:NAMED]]
        return [span for group in chosen for span in group], len(chosen)

    def at_random(groups, _):
        return best(rng.random(len(groups)), groups)

    def by_tf_idf(groups, _):
        frequency = collections.Counter(content_terms(text))
        return best([frequency[term_of(group)] * rarity(term_of(group)) for group in groups], groups)

    def by_shared_words(groups, _):
        asked = set(content_terms(seed_text))
        shared = [group for group in groups if term_of(group) in asked]
        return best([rarity(term_of(group)) for group in shared], shared)

    def by_credits(groups, _):
        credit = {word.start: word.credit for word in word_credits(encoder, text, direction, mean)}
        return best([sum(credit.get(start, 0.0) for start, _ in group) for group in groups], groups)

    def by_confirmed_credits(groups, _):
        credit = {word.start: word.credit for word in word_credits(encoder, text, direction, mean)}
        weights = [sum(credit.get(start, 0.0) for start, _ in group) for group in groups]
        candidates = [groups[at] for at in np.argsort(-np.asarray(weights))[: 2 * NAMED]]
        left = score(encoder, [without(text, group) for group in candidates], direction, mean)
        return best(-left, candidates)

    def by_full_occlusion(groups, everywhere):
        if everywhere:
            left = score(encoder, [without(text, group) for group in groups], direction, mean)
            return best(-left, groups)
        return best(occlusion(encoder, text, [group[0] for group in groups], direction, mean), groups)

    def told(longest):
        def choose(_, everywhere):
            phrases = telling_phrases(
                encoder, text, direction, mean, NAMED, longest=longest, everywhere=everywhere
            )
            named = sum(len(_word_spans(phrase.text)) for phrase in phrases)
            return [place for phrase in phrases for place in phrase.places], named

        return choose

    return {
        "random words": at_random,
        "TF-IDF": by_tf_idf,
        "words shared with the seed, by IDF": by_shared_words,
        "token credits": by_credits,
        "token credits, 6 confirmed": by_confirmed_credits,
        "full occlusion": by_full_occlusion,
        "telling_phrases, words": told(1),
        "telling_phrases, phrases": told(4),
    }


def interval(drops) -> str:
    values = np.array(drops)
    picks = np.random.default_rng(0).integers(0, len(values), (2000, len(values)))
    low, high = np.quantile(values[picks].mean(axis=1), [0.025, 0.975])
    return f"{values.mean():.3f} [{low:.2f}, {high:.2f}]"


if __name__ == "__main__":
    main()
