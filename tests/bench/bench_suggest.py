"""Times refreshes of the list in a big made-up library: `python tests/bench/bench_suggest.py [ITEMS] [FOLDER]`.

Each case is run in turn with one exact matrix product over vectors of 384 numbers, and printed as median milliseconds
and as the ratio to that product, because the machine's speed changes from minute to minute and the ratio hardly does.
Where other programs run beside it, the processor's time says more than the clock; it leaves out the wait for the disk.
With FOLDER the library is made once and kept there; what is timed is always a copy. The shape of the vectors follows
those of films and books: the first 384 directions keep nine tenths of the squared length.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # one core, as is promised; before numpy is imported
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import cProfile
import pstats
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ltrec_gui.catalogue.item import Item
from ltrec_gui.embedding.text import text_hash
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.browse import CatalogueQuery, browse, library_overview
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.learn_readers import learn_readers
from ltrec_gui.pipeline.suggest import prepare_refresh, suggest
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.fields import FIELDS
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.store.database import writing
from tests.making import FakeEncoder, FakeEncoders

DIMENSION = 384
MODEL_KEY = "fake:mean"
TOPICS = 300
READERS = 4_000
ROUNDS = 24
COUNT = 20
SYLLABLES = [a + b for a in "bdfglmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]


class WideEncoder(FakeEncoder):
    """The fake encoder with as many dimensions as the bundled model."""

    dimension = DIMENSION


class WideEncoders(FakeEncoders):
    def get(self, folder, pooling):
        return self._made.setdefault(pooling, WideEncoder(pooling))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        made = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch) / "made"
        for name in ("plain", "readers"):
            if not (made / name / "done").exists():
                make(made, name, count)
            copy = Path(scratch) / name
            copy_library(made / name, copy)
            measure(copy, name == "readers")


def make(made: Path, name: str, count: int) -> None:
    """Make the library called `name`; the one with readers is the plain one and what they did."""
    folder = made / name
    shutil.rmtree(folder, ignore_errors=True)
    if name == "readers":
        shutil.copytree(made / "plain", folder, ignore=shutil.ignore_patterns("done"))
    workspace = Workspace(folder, WideEncoders())
    topics = np.random.default_rng(1).integers(TOPICS, size=count)
    if name == "readers":
        timed("interactions", lambda: read(workspace, topics))
        timed("readers", lambda: learn_readers(workspace, JobControl()))
    else:
        timed("items", lambda: fill(workspace, topics))
        timed("vectors", lambda: embed(workspace, topics))
        timed("index", lambda: build_index(workspace, JobControl()))
    workspace.close()
    (folder / "done").touch()


def copy_library(source: Path, target: Path) -> None:
    """Copy the library's database and link the rest, which nothing below writes to."""
    target.mkdir()
    shutil.copy(source / "library.db", target)
    (target / "artefacts").symlink_to((source / "artefacts").resolve())


def measure(folder: Path, has_readers: bool) -> None:
    """Print how long each case takes in the library at `folder`."""
    control = JobControl()
    workspace = Workspace(folder, WideEncoders())
    timed("first overview", lambda: library_overview(workspace, control))
    product = np.random.default_rng(9).random((len(workspace.snapshot().table.keys), DIMENSION), np.float32)
    kind = " with readers" if has_readers else ""
    seeds, others = ([str(len(product) // share + more) for share in (50, 3, 2)] for more in (0, 1))
    cases = {
        f"brief, 3 seeds, 0 verdicts{kind}": ("a brief of its own", seeds, 0),
        f"brief, 3 seeds, 20 verdicts{kind}": ("a brief judged twenty times", seeds, 20),
        f"brief, 3 seeds, 200 verdicts{kind}": ("a brief judged two hundred times", seeds, 200),
        f"3 seeds, 0 verdicts{kind}": ("", seeds, 0),
        f"other 3 seeds, 20 verdicts{kind}": ("", others, 20),
        f"brief only, 20 verdicts{kind}": ("a brief without seeds", [], 20),
    }
    for name, (brief, chosen, verdict_count) in cases.items():
        time_case(workspace, product, name, request_of(workspace, brief, chosen), verdict_count)
    times = [
        seconds(lambda n=n: browse(workspace, control, CatalogueQuery(search="ban", offset=n * 200)))
        for n in range(5)
    ]
    print(f"{'browse' + kind:>48}: median {statistics.median(times) * 1000:7.1f} ms")
    workspace.close()


def request_of(workspace: Workspace, brief: str, seeds: list[str]) -> SuggestRequest:
    """Return the request, with the brief's vector stored: it lies near an item's as a brief's does."""
    if brief:
        table, view = workspace.snapshot().table, workspace.snapshot().view
        raw = workspace.vectors.get(view.model_key, table.text_hashes[0])
        own = np.random.default_rng(len(brief)).normal(size=DIMENSION) / DIMENSION**0.5
        text = raw[DIMENSION : 2 * DIMENSION] + 0.8 * own.astype(np.float32)
        words = workspace.items.by_ids(["0"])["0"].text.split()[:6]
        brief = f"{brief} {' '.join(words)}"
        workspace.vectors.put(
            view.model_key, [text_hash(brief)], np.tile(text / np.linalg.norm(text), len(FIELDS))[np.newaxis]
        )
    return SuggestRequest(brief=brief, seed_ids=tuple(seeds), count=COUNT)


def time_case(
    workspace: Workspace, product: np.ndarray, name: str, request: SuggestRequest, verdict_count: int
) -> None:
    """Print the times of one more verdict and of the refresh after it, at once or prepared as the window does."""
    control = JobControl()
    first = seconds(lambda: suggest(workspace, control, request))
    given = 0
    while given < verdict_count:
        slate = suggest(workspace, control, request)
        wanted = [s.item.item_id for s in slate.suggestions][: min(10, verdict_count - given)]
        for number, item_id in enumerate(wanted):
            give_feedback(
                workspace, control, [item_id], ("good", "not-right")[number % 3 == 2], slate.slate_id
            )
        given += len(wanted)
    kinds = ("product", "verdict", "refresh", "cpu", "product cpu", "prepared", "prepared cpu")
    rows: dict[str, list[float]] = {kind: [] for kind in kinds}
    is_judged = verdict_count > 0
    slate = suggest(workspace, control, request)
    profile = cProfile.Profile(time.process_time) if os.environ.get("BENCH_PROFILE", "-") in name else None
    for number in range(ROUNDS):
        started_cpu = time.process_time()
        rows["product"].append(seconds(lambda: product @ product[0]))
        rows["product cpu"].append(time.process_time() - started_cpu)
        if is_judged:
            item_id, verdict = slate.suggestions[0].item.item_id, ("good", "not-right")[number % 2]
            started = time.perf_counter()
            give_feedback(workspace, control, [item_id], verdict, slate.slate_id)
            rows["verdict"].append(time.perf_counter() - started)
        is_prepared = is_judged and number % 4 > 1
        if is_prepared:
            prepare_refresh(workspace, control, replace(request, brief_id=slate.brief_id))
        started, started_cpu = time.perf_counter(), time.process_time()
        if profile:
            profile.enable()
        slate = suggest(workspace, control, request)
        if profile:
            profile.disable()
        rows["prepared" if is_prepared else "refresh"].append(time.perf_counter() - started)
        rows["prepared cpu" if is_prepared else "cpu"].append(time.process_time() - started_cpu)
    base = statistics.median(rows["product"]) * 1000
    refresh = statistics.median(rows["refresh"]) * 1000
    cpu, product_cpu = (statistics.median(rows[kind]) * 1000 for kind in ("cpu", "product cpu"))
    verdict = f", verdict {statistics.median(rows['verdict']) * 1000:5.1f} ms" if rows["verdict"] else ""
    print(
        f"{name:>42}: median {refresh:6.1f} ms (least {min(rows['refresh']) * 1000:6.1f}, most "
        f"{max(rows['refresh']) * 1000:6.1f}), {refresh / base:4.1f} x a product of {base:4.1f} ms; "
        f"of the processor's time {cpu:5.1f} ms, {cpu / product_cpu:4.1f} x {product_cpu:4.1f}; "
        f"first {first * 1000:6.1f} ms{verdict}",
        flush=True,
    )
    if rows["prepared"]:
        prepared, prepared_cpu = (
            statistics.median(rows[kind]) * 1000 for kind in ("prepared", "prepared cpu")
        )
        print(
            f"{'prepared':>42}: median {prepared:6.1f} ms, {prepared / base:4.1f} x; of the processor's time "
            f"{prepared_cpu:5.1f} ms, {prepared_cpu / product_cpu:4.1f} x",
            flush=True,
        )
    if profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(70)
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)


# ------------------------------------------------------------------------------------------------ making it


def fill(workspace: Workspace, topics: np.ndarray) -> None:
    """Make the items: a word is one of its topic's in two of five cases, else a common one, the first most often."""
    rng = np.random.default_rng(2)
    words = sorted({"".join(rng.choice(SYLLABLES, size=rng.integers(2, 5))) for _ in range(40_000)})
    rng.shuffle(words)
    common, topical = np.array(words[:4000]), np.array(words[4000 : 4000 + TOPICS * 80]).reshape(TOPICS, 80)
    odds = 1 / (np.arange(len(common)) + 5)
    odds /= odds.sum()
    places = rng.permutation(len(topics))
    for start in range(0, len(topics), 5000):
        batch = []
        for number in range(start, min(start + 5000, len(topics))):
            size = int(rng.integers(30, 110))
            drawn = np.where(
                rng.random(size) < 0.4,
                rng.choice(topical[topics[number]], size=size),
                rng.choice(common, size=size, p=odds),
            )
            title = rng.choice(topical[topics[number]], size=3)
            item = Item(
                item_id=str(number),
                title=f"{' '.join(title)} {drawn[0]}".capitalize(),
                text=" ".join(drawn),
                author=f"{rng.choice(SYLLABLES)}{rng.choice(SYLLABLES)} {topics[number]}",
                tags=(str(topical[topics[number]][0]), str(rng.choice(topical[topics[number]][:9]))),
                popularity=float(int(50_000 / (places[number] + 1) ** 0.8)),
                year=1900 + number % 120,
                language=("en", "de")[number % 5 == 0],
            )
            batch.append((item, f"{number:032x}"))
        workspace.items.upsert(batch, 1)


def embed(workspace: Workspace, topics: np.ndarray) -> None:
    """Draw the vectors: topics and what is an item's own, most of it shared by its fields, in few main directions."""
    rng = np.random.default_rng(3)
    scale = (np.arange(DIMENSION) + 10.0) ** -0.75
    centres = rng.normal(size=(TOPICS, DIMENSION))
    turns = [np.linalg.qr(rng.normal(size=(DIMENSION, DIMENSION)))[0] for _ in FIELDS]
    hashes = workspace.snapshot().table.text_hashes
    for start in range(0, len(hashes), 5000):
        chunk = hashes[start : start + 5000]
        size = (len(chunk), DIMENSION)
        shared = 0.6 * centres[topics[start : start + 5000]] + 0.8 * rng.normal(size=size)
        fields = [(0.87 * shared + 0.5 * rng.normal(size=size)) * scale @ turn for turn in turns]
        unit = [field / np.linalg.norm(field, axis=1, keepdims=True) for field in fields]
        workspace.vectors.put(MODEL_KEY, chunk, np.hstack(unit).astype(np.float32))


def read(workspace: Workspace, topics: np.ndarray) -> None:
    """Let readers open items of a few topics each, popular ones more often."""
    rng = np.random.default_rng(4)
    popularity = workspace.snapshot().table.popularity
    of_topic = [np.flatnonzero(topics == topic) for topic in range(TOPICS)]
    rows = []
    for reader in range(READERS):
        known = np.concatenate([of_topic[topic] for topic in rng.choice(TOPICS, size=4, replace=False)])
        odds = popularity[known] ** 0.7 + 1.0
        size = min(int(rng.integers(10, 70)), len(known))
        opened = rng.choice(known, size=size, replace=False, p=odds / odds.sum())
        rows += [(f"r{reader}", str(item), "", 0, 5.0, None, "", 1) for item in opened]
    with writing(workspace.db):
        workspace.db.conn.executemany(
            "INSERT INTO interactions (user_id, item_id, timestamp, occurrence, rating, clicks, comment, import_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )


def seconds(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def timed(name, work):
    started = time.perf_counter()
    result = work()
    print(f"{name:>14}: {time.perf_counter() - started:8.2f} s", flush=True)
    return result


if __name__ == "__main__":
    main()
