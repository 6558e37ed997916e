import numpy as np
import pytest


def clustered_rows(count, dimension=48, cluster_count=60, seed=3):
    """Return unit rows in overlapping clusters, as texts on some dozens of subjects give."""
    generator = np.random.default_rng(seed)
    centres = generator.standard_normal((cluster_count, dimension))
    rows = centres[generator.integers(cluster_count, size=count)]
    rows = rows + 0.9 * generator.standard_normal((count, dimension))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="session")
def rows():
    return clustered_rows(3_000)


@pytest.fixture
def contents():
    """The arguments of `write_generation` for a small index; pass `count` or any argument to change it."""

    def make(count=60, dimension=16, **changes):
        values = {
            "library_id": "library-a",
            "model_key": "bert:mean:abc",
            "item_keys": np.arange(100, 100 + count),
            "text_hashes": [f"{n:032x}" for n in range(count)],
            "vectors": clustered_rows(count, dimension, cluster_count=5),
            "mean": np.linspace(0, 1, dimension, dtype=np.float32),
            "tree_count": 5,
        }
        return {**values, **changes}

    return make
