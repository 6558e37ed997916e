"""Times a verdict and a refresh on a big made-up catalogue: `python tests/bench/bench_suggest.py [ITEMS]`.

Prints medians over alternating runs and their ratio to one exact matrix product over the same vectors, because the
machine's speed changes from minute to minute and the ratio does not.
"""

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ltrec_gui.catalogue.item import Item
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.browse import CatalogueQuery, browse, library_overview
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.fields import FIELDS
from ltrec_gui.recommend.slate import SuggestRequest
from tests.making import FakeEncoder, FakeEncoders

DIMENSION = 384
ROUNDS = 7
WORDS = [f"{a}{b}{c}" for a in "bdfglmnprst" for b in "aeiou" for c in ("na", "ri", "to", "lu", "kes", "von")]


class WideEncoder(FakeEncoder):
    """The fake encoder with as many dimensions as the bundled model."""

    dimension = DIMENSION


class WideEncoders(FakeEncoders):
    def get(self, folder, pooling):
        return self._made.setdefault(pooling, WideEncoder(pooling))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    control = JobControl()
    workspace = Workspace(folder / "library", WideEncoders())
    try:
        timed("import", lambda: fill(workspace, count))
        timed("vectors", lambda: embed(workspace))
        timed("index", lambda: build_index(workspace, control))
        workspace.close()
        workspace = Workspace(folder / "library", WideEncoders())
        timed("first overview", lambda: library_overview(workspace, control))
        request = SuggestRequest(brief="bana deri filu", count=20)
        slate = timed("first list", lambda: suggest(workspace, control, request, load_model=True))
        matrix = np.ascontiguousarray(workspace.snapshot().view.rows(np.arange(count)))
        ids = [s.item.item_id for s in slate.suggestions]
        rows: dict[str, list[float]] = {"exact product": [], "verdict": [], "refresh": [], "browse": []}
        for number in range(ROUNDS):
            rows["exact product"].append(seconds(lambda: matrix @ matrix[0]))
            verdict = ["good", "not-right"][number % 2]
            rows["verdict"].append(
                seconds(
                    lambda n=number, v=verdict: give_feedback(
                        workspace, control, ids[n : n + 2], v, slate.slate_id
                    )
                )
            )
            rows["refresh"].append(seconds(lambda: suggest(workspace, control, request)))
            rows["browse"].append(
                seconds(
                    lambda n=number: browse(workspace, control, CatalogueQuery(search="ban", offset=n * 200))
                )
            )
        base = statistics.median(rows["exact product"])
        for name, values in rows.items():
            median, worst = statistics.median(values), max(values)
            print(
                f"{name:>14}: median {median * 1000:8.1f} ms, worst {worst * 1000:8.1f} ms, {median / base:6.1f} x"
            )
    finally:
        workspace.close()
        shutil.rmtree(folder, ignore_errors=True)


def fill(workspace: Workspace, count: int) -> None:
    rng = np.random.default_rng(1)
    for start in range(0, count, 5000):
        batch = []
        for number in range(start, min(start + 5000, count)):
            words = rng.choice(WORDS, size=45)
            item = Item(
                item_id=str(number),
                title=" ".join(words[:4]),
                text=" ".join(words[4:]),
                tags=(str(words[0]), str(words[1])),
                popularity=float(int(50_000 / (number + 1))),
                year=1900 + number % 120,
            )
            batch.append((item, f"{number:032x}"))
        workspace.items.upsert(batch, 1)


def embed(workspace: Workspace) -> None:
    rng = np.random.default_rng(2)
    centres = rng.normal(size=(200, DIMENSION))
    hashes = workspace.snapshot().table.text_hashes
    for start in range(0, len(hashes), 5000):
        chunk = hashes[start : start + 5000]
        topics = rng.integers(200, size=len(chunk))
        fields = [centres[topics] + rng.normal(size=(len(chunk), DIMENSION)) for _ in FIELDS]
        unit = [field / np.linalg.norm(field, axis=1, keepdims=True) for field in fields]
        workspace.vectors.put("fake:mean", chunk, np.hstack(unit).astype(np.float32))


def seconds(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def timed(name, work):
    started = time.perf_counter()
    result = work()
    print(f"{name:>14}: {time.perf_counter() - started:8.2f} s")
    return result


if __name__ == "__main__":
    main()
