"""The vectors a request asks with: the brief, the seeds, and the direction learned from verdicts."""

import numpy as np

from ltrec_gui.pipeline.asked import WANTED, Asked
from ltrec_gui.pipeline.vector_view import VectorView
from ltrec_gui.recommend import preference

PSEUDO_NEGATIVES = 100
NEAREST_SEEDS = 3
RANDOM_SEED = 20


class Queries:
    """The vectors asked with: brief, seeds, and the direction learned from verdicts."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        view = asked.view
        self.seeds = (
            view.rows(np.array(asked.seed_positions, np.int64)) if asked.by_meaning else np.empty((0, 0))
        )
        self.brief = asked.brief_vector
        self.examples: list[preference.Example] = []
        self.example_vectors = np.empty((0, 0), np.float32)
        self.preference = self._learn() if asked.by_meaning else None

    @property
    def is_meaningful(self) -> bool:
        """Whether there is any vector to ask with."""
        return self._asked.by_meaning and (
            self.brief is not None or len(self.seeds) > 0 or self.preference is not None
        )

    def _learn(self) -> preference.Preference | None:
        asked = self._asked
        judged: list[preference.Example] = []
        for item_id, verdict in asked.verdicts.items():
            position = asked.positions.get(item_id)
            if position is None or verdict == "not-now" or not asked.view.has_vector[position]:
                continue
            weight = preference.MORE_LIKE_THIS_WEIGHT if verdict == "more-like-this" else 1.0
            judged.append(preference.Example(position, int(verdict in WANTED), weight, is_verdict=True))
        if not judged:
            return None
        judged_positions = {example.position for example in judged}
        asking = [preference.Example(p, 1) for p in asked.seed_positions if p not in judged_positions]
        vectors = [asked.view.rows(np.array([example.position for example in asking + judged], np.int64))]
        if self.brief is not None:
            asking = [preference.Example(-1, 1, preference.brief_weight(asking + judged)), *asking]
            vectors = [self.brief[np.newaxis], *vectors]
        self.examples = asking + judged
        self.example_vectors = np.vstack(vectors)
        if not any(example.label for example in self.examples):
            # Nothing says what is wanted: rejections alone push away from themselves, from the catalogue's middle.
            return self._pushed_away()
        unseen = asked.view.has_vector.copy()
        unseen[list(judged_positions | set(asked.seed_positions))] = False
        return preference.learn(
            self.example_vectors,
            self.examples,
            asked.view.rows(some_of(np.flatnonzero(unseen), PSEUDO_NEGATIVES)),
        )

    def _pushed_away(self) -> preference.Preference:
        pulls = -np.ones(len(self.examples))
        direction = pulls @ self.example_vectors
        length = float(np.linalg.norm(direction)) or 1.0
        return preference.Preference((direction / length).astype(np.float32), pulls / length)

    def directions(self) -> list[np.ndarray]:
        """Return every vector to ask the index with."""
        found = list(self.seeds)
        if self.brief is not None:
            found.append(self.brief)
        if self.preference is not None:
            found.append(self.preference.direction)
        return found

    def text(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return how near rows (m, d) are to what is asked, (m,), and how much of it the verdicts contribute, (m,).

        Without verdicts: the mean of the cosine to the brief and the mean cosine to the three nearest seeds. With
        verdicts: the cosine to the learned direction, which brief and seeds are part of.
        """
        if self.preference is not None:
            total = (rows @ self.preference.direction).astype(np.float64)
            is_verdict = np.array([example.is_verdict for example in self.examples], bool)
            pull = (self.preference.pulls[is_verdict] @ self.example_vectors[is_verdict]).astype(np.float32)
            return total, (rows @ pull).astype(np.float64)
        signals: list[np.ndarray] = []
        if self.brief is not None:
            signals.append(rows @ self.brief)
        if len(self.seeds):
            cosines = np.sort(rows @ self.seeds.T, axis=1)[:, -NEAREST_SEEDS:]
            signals.append(cosines.mean(axis=1))
        total = np.mean(signals, axis=0).astype(np.float64)
        return total, np.zeros_like(total)

    def similarity(self, view: VectorView, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the cosine to the nearest of brief and seeds (NaN: none) and which seed is nearest (-1: none)."""
        best = np.full(len(positions), np.nan)
        nearest_seed = np.full(len(positions), -1)
        if not self._asked.by_meaning or not len(positions):
            return best, nearest_seed
        rows = view.rows(positions)
        columns = [rows @ self.seeds.T] if len(self.seeds) else []
        if len(self.seeds):
            nearest_seed = np.argmax(columns[0], axis=1)
        if self.brief is not None:
            columns.append((rows @ self.brief)[:, np.newaxis])
        if columns:
            best = np.max(np.hstack(columns), axis=1).astype(np.float64)
            best[~view.has_vector[positions]] = np.nan
            nearest_seed[~view.has_vector[positions]] = -1
        return best, nearest_seed

    def pulls(self) -> dict[int, float]:
        """Return how strongly each judged item pulls (or, negative, pushes) the learned direction."""
        if self.preference is None:
            return {}
        return {
            example.position: float(pull)
            for example, pull in zip(self.examples, self.preference.pulls, strict=True)
            if example.is_verdict
        }


def some_of(positions: np.ndarray, count: int) -> np.ndarray:
    """Return up to `count` of the positions, a random sample that is always the same, in order."""
    if len(positions) <= count:
        return positions
    return np.sort(np.random.default_rng(RANDOM_SEED).choice(positions, count, replace=False))
