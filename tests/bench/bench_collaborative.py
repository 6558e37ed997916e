"""What each collaborative model costs: to fit, to keep, to score a profile with, and to explain one item.

Run by hand: `python tests/bench/bench_collaborative.py [ITEMS READERS]...`, by default 10,000 items of 610 readers and
100,000 of 5,000. Medians over profiles, the models taking turns, and their ratio to a plain pass over one dense
(items, 64) matrix, because the machine's speed changes from minute to minute and the ratio does not.
"""

import statistics
import sys
import time

import numpy as np
from scipy import sparse

from ltrec_gui.recommend.collaborative import fit_ease, fit_ials, fit_item_knn, fit_rp3beta

LIKES_PER_READER = 80
PROFILE_SIZE = 60
PROFILES = 15
NEIGHBOURS = 50


def made_up_likes(items, readers):
    """Return likes with a long tail: readers differ in how much they like, items in how often they are liked."""
    generator = np.random.default_rng(1)
    popularity = 1.0 / np.arange(10, items + 10) ** 0.9
    chances = np.cumsum(popularity / popularity.sum())
    counts = np.clip(generator.lognormal(np.log(LIKES_PER_READER * 0.7), 0.8, readers), 5, items // 4).astype(
        int
    )
    columns = np.searchsorted(chances, generator.random(counts.sum()) * chances[-1])
    rows = np.repeat(np.arange(readers), counts)
    likes = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(readers, items))
    likes.data[:] = 1.0
    return likes


def made_up_prior(items):
    generator = np.random.default_rng(2)
    columns = generator.integers(0, items, items * NEIGHBOURS)
    rows = np.repeat(np.arange(items), NEIGHBOURS)
    return sparse.csr_array((generator.random(len(rows)), (rows, columns)), shape=(items, items))


def size_mb(model):
    """Return the megabytes of all arrays a model keeps."""
    total = 0
    for name in model.__slots__:
        value = getattr(model, name)
        if isinstance(value, np.ndarray):
            total += value.nbytes
        elif sparse.issparse(value):
            total += value.data.nbytes + value.indices.nbytes + value.indptr.nbytes
    return total / 2**20


def milliseconds(work):
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def measured(items, readers):
    likes, prior = made_up_likes(items, readers), made_up_prior(items)
    liked = np.count_nonzero(likes.sum(axis=0))
    print(
        f"{items} items, {liked} of them liked; {readers} readers; {likes.nnz} likes; profiles of {PROFILE_SIZE}"
    )
    fits = {
        "ease": lambda: fit_ease(likes),
        "ease-prior": lambda: fit_ease(likes, prior=prior),
        "rp3beta": lambda: fit_rp3beta(likes),
        "item-knn": lambda: fit_item_knn(likes),
        "ials": lambda: fit_ials(likes),
    }
    models, seconds = {}, {}
    for name, fit in fits.items():
        start = time.perf_counter()
        models[name] = fit()
        seconds[name] = time.perf_counter() - start
    generator = np.random.default_rng(3)
    dense = generator.random((items, 64))
    scoring = {name: [] for name in models}
    explaining = {name: [] for name in models}
    plain = []
    weights = np.ones(PROFILE_SIZE)
    for _ in range(PROFILES):
        profile = generator.choice(likes.indices, PROFILE_SIZE, replace=False)
        position = int(generator.integers(items))
        plain.append(milliseconds(lambda: dense @ dense[0]))
        for name, model in models.items():
            scoring[name].append(milliseconds(lambda m=model, p=profile: m.scores(p, weights)))
            explaining[name].append(
                milliseconds(lambda m=model, p=profile, i=position: m.contributions(p, weights, i))
            )
    base = statistics.median(plain)
    for name, model in models.items():
        score, explain = statistics.median(scoring[name]), statistics.median(explaining[name])
        print(
            f"  {name:12} fit {seconds[name]:7.1f} s   keeps {size_mb(model):7.0f} MB   scores {score:7.2f} ms "
            f"({score / base:5.1f} times the pass)   explains {explain:7.2f} ms"
        )


def main():
    numbers = [int(argument) for argument in sys.argv[1:]] or [10_000, 610, 100_000, 5_000]
    for items, readers in zip(numbers[::2], numbers[1::2], strict=True):
        measured(items, readers)


if __name__ == "__main__":
    main()
