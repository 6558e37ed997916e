"""Made-up items and an encoder that needs no model, for every room's tests."""

import hashlib
from collections.abc import Callable

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import content_terms
from ltrec_gui.embedding.text import item_text, text_hash
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.workspace import Encoders, Workspace


def make_item(**changes) -> Item:
    values = {"item_id": "1", "title": "The Tide Tables", "text": "Women of the salt trade on a cold coast."}
    return Item(**{**values, **changes})


class FakeEncoder:
    """Stands in for BERT: a text is the sum of its words’ own random vectors, so shared words bring texts near."""

    model_name = "fake"
    dimension = 48
    is_loaded = True

    def __init__(self, pooling: str = "mean", unknown_share: float = 0.0) -> None:
        self.pooling = pooling
        self.model_key = f"fake:{pooling}"
        self.unknown_share = unknown_share
        self.encoded_count = 0

    def batches(self, texts):
        return [list(range(start, min(start + 8, len(texts)))) for start in range(0, len(texts), 8)]

    def unknown_token_share(self, texts):
        return self.unknown_share

    def encode(self, texts):
        self.encoded_count += len(texts)
        rows = np.array([self._vector(text) for text in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def _vector(self, text):
        total = np.full(self.dimension, 0.1)
        for term in content_terms(text) or [text]:
            seed = int.from_bytes(hashlib.sha256(f"{self.pooling}{term}".encode()).digest()[:8], "little")
            total += np.random.default_rng(seed).normal(size=self.dimension)
        return total


class FakeEncoders(Encoders):
    def __init__(self, unknown_share: float = 0.0) -> None:
        super().__init__()
        self._unknown_share = unknown_share
        self._made: dict[str, FakeEncoder] = {}

    def get(self, folder, pooling):
        return self._made.setdefault(pooling, FakeEncoder(pooling, self._unknown_share))


TOPICS = {
    "sea": "harbour lighthouse tide sailor storm anchor gull wreck",
    "garden": "rose soil seed spade orchard bee hedge compost",
    "night": "ghost lantern attic whisper grave shadow mirror candle",
    "rail": "engine signal platform guard tunnel ticket steam station",
}


def topic_items(count: int = 200, seed: int = 3) -> list[Item]:
    """Return items on four topics with a heavy-tailed popularity and distinct titles."""
    rng = np.random.default_rng(seed)
    topics = list(TOPICS)
    items = []
    for number in range(count):
        topic = topics[number % len(topics)]
        words = list(rng.choice(TOPICS[topic].split(), size=4, replace=False))
        items.append(
            Item(
                item_id=f"{number:04d}",
                title=f"{words[0].title()} {words[1]} {_numeral(number)}",
                text=" ".join(words) + f" {_numeral(number)} {_numeral(number * 7 + 1)}",
                author=f"Author {number % 23}",
                tags=(topic, "book"),
                popularity=float(int(3000 / (number + 1) ** 1.2)),
                year=1800 + number % 200,
                language="en" if number % 3 else "fr",
            )
        )
    return items


def _numeral(number: int) -> str:
    """Return a made-up word that is a different one for every number."""
    syllables = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su"]
    return "".join(syllables[int(digit)] for digit in f"{number:04d}")


def fill(workspace: Workspace, items: list[Item]) -> None:
    workspace.items.upsert([(item, text_hash(item_text(item))) for item in items], 1)


class CancellingControl(JobControl):
    """Cancels the job at the first checkpoint that fits, whatever the throttle of reports."""

    def __init__(self, fits: Callable[[Progress], bool]) -> None:
        super().__init__()
        self._fits = fits

    def checkpoint(self, progress: Progress) -> None:
        if self._fits(progress):
            self.cancel()
        super().checkpoint(progress)
