"""Times an import of a big made-up catalogue: `python tests/bench/bench_import.py [ROWS] [--against CHECKOUT]`.

Each round imports the same file into a new library, in a process of its own, with this checkout and in turn with the
one named by `--against`, because the machine's speed changes from minute to minute and the ratio hardly does. Where
other programs run beside it, the processor's time says more than the clock. `--stages` tells where the time goes,
`--verdicts` gives verdicts meanwhile, `--update` imports the file again, changed in every third row.
"""

import argparse
import csv
import itertools
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve()
VOCABULARY = 60_000
HEADER = ("id", "title", "description", "tags", "author", "year", "views")
SYLLABLES = [
    a + b for a in "bcdfghlmnprstvwz" for b in ("a", "e", "i", "o", "u", "an", "er", "il", "on", "est")
]
ENDINGS = ("", "", "", "", "s", "ing", "ed", "ies", "es")
COMMON = (
    "the",
    "of",
    "and",
    "a",
    "to",
    "in",
    "is",
    "with",
    "for",
    "on",
    "by",
    "that",
    "from",
    "as",
    "her",
    "his",
)
SECONDS_BETWEEN_VERDICTS = 0.05


def write_catalogue(path: Path, count: int, changed: int = 0) -> Path:
    """Write a catalogue with the word counts of real ones: few words often, most seldom; the same at every call.

    With `changed` every so manieth row says something else.
    """
    rng = random.Random(7)
    words = [_word(rng) for _ in range(VOCABULARY)]
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
    tags, authors = [words[rng.randrange(200, 3_000)] for _ in range(300)], []
    for _ in range(count // 3 + 1):
        authors.append(f"{words[rng.randrange(2_000)].title()} {words[rng.randrange(20_000)].title()}")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for number in range(count):
            length = rng.randint(40, 60)
            text = rng.choices(words, cum_weights=weights, k=length)
            for at in range(0, length, 3):
                text[at] = COMMON[rng.randrange(len(COMMON))]
            for at in range(9, length, 11):
                text[at] += rng.choice((",", ".", "; and", "’s", " (1994)", "-like"))
            title = " ".join(rng.choices(words, cum_weights=weights, k=rng.randint(2, 6))).title()
            if changed and number % changed == 0:
                text.append("revised")
            writer.writerow(
                (
                    f"{number:07}",
                    f"{title} {number}" if number % 5 == 0 else title,
                    " ".join(text).capitalize() + ".",
                    ", ".join(rng.sample(tags, rng.randint(1, 4))),
                    rng.choice(authors),
                    rng.randint(1890, 2024),
                    int(20_000 / (number % 9_973 + 1) ** 0.9),
                )
            )
    return path


def _word(rng: random.Random) -> str:
    word = "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(1, 4))) + rng.choice(ENDINGS)
    return word.replace("e", "é", 1) if rng.random() < 0.02 else word


def import_once(path: Path, changed: Path | None, has_verdicts: bool, has_stages: bool) -> dict[str, object]:
    """Import a file into a new library and return what it took; runs in a process of its own."""
    from ltrec_gui.jobs.control import JobControl
    from ltrec_gui.pipeline.import_catalogue import import_file, inspect_file
    from ltrec_gui.pipeline.workspace import Workspace

    told: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="bench-import-") as scratch:
        workspace = Workspace(Path(scratch))
        workspace.items.count()
        batches = _watch_batches()
        stop = threading.Event()
        waits: list[float] = []
        judge = threading.Thread(target=_judge, args=(Path(scratch), stop, waits))
        if has_verdicts:
            judge.start()
        reading = inspect_file(path)
        told["import"] = _spent(lambda: import_file(workspace, JobControl(), reading))
        if changed is not None:
            other = inspect_file(changed)
            told["update"] = _spent(lambda: import_file(workspace, JobControl(), other))
        stop.set()
        if has_verdicts:
            judge.join()
            told["verdicts"] = sorted(waits)
        told["batches"] = sorted(batches)
        told["items"] = workspace.items.count()
        told["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        workspace.close()
    if has_stages:
        told["stages"] = _stages(path, reading)
    return told


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def _watch_batches() -> list[float]:
    """Note how long each transaction of an import holds the library, in milliseconds."""
    from ltrec_gui.store.items import ItemStore

    taken: list[float] = []
    original = ItemStore.upsert

    def timed(self, *arguments):  # type: ignore[no-untyped-def]
        started = time.perf_counter()
        done = original(self, *arguments)
        taken.append((time.perf_counter() - started) * 1000)
        return done

    ItemStore.upsert = timed  # type: ignore[method-assign]
    return taken


def _judge(folder: Path, stop: threading.Event, waits: list[float]) -> None:
    """Give verdicts until `stop`, and note the milliseconds each takes."""
    from ltrec_gui.jobs.control import JobControl
    from ltrec_gui.pipeline.give_feedback import give_feedback
    from ltrec_gui.pipeline.workspace import Workspace

    workspace = Workspace(folder)
    for number in itertools.count():
        if stop.wait(SECONDS_BETWEEN_VERDICTS):
            break
        started = time.perf_counter()
        give_feedback(
            workspace, JobControl(), [f"{number % 500:07}"], ("good", "not-right")[number // 500 % 2]
        )
        waits.append((time.perf_counter() - started) * 1000)
    workspace.close()


def _stages(path: Path, reading: object) -> dict[str, tuple[float, float]]:
    """Return what parts of an import take alone, one after the other; the rest is the database's."""
    from ltrec_gui.catalogue.csv_reader import read_records
    from ltrec_gui.catalogue.text_file import open_lines
    from ltrec_gui.catalogue.tokenizer import read_raw_records
    from ltrec_gui.catalogue.words import terms
    from ltrec_gui.embedding.text import item_text, text_hash
    from ltrec_gui.store.items import row_hash

    def split() -> None:
        with open_lines(path, reading.dialect.encoding) as lines:  # type: ignore[attr-defined]
            for _ in read_raw_records(lines, reading.dialect.marks, len(HEADER)):  # type: ignore[attr-defined]
                pass

    items = []

    def read() -> None:
        for record in read_records(path, reading.dialect, reading.mapping):  # type: ignore[attr-defined]
            items.append(record.item)

    def index() -> None:
        for item in items:
            for part in (item.title, item.author, " ".join(item.tags), item.text):
                " ".join(terms(part))

    return {
        "cells alone": _spent(split),
        "records, with cells": _spent(read),
        "words": _spent(index),
        "hash of text": _spent(lambda: [text_hash(item_text(item)) for item in items]),
        "hash of row": _spent(lambda: [row_hash(item) for item in items]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    parser.add_argument("--against", type=Path, help="another checkout, run in turn with this one")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--verdicts", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        sys.path.insert(0, str(asked.child))
        changed = asked.file.with_suffix(".changed.csv") if asked.update else None
        print(json.dumps(import_once(asked.file, changed, asked.verdicts, asked.stages)))
        return
    with tempfile.TemporaryDirectory(prefix="bench-import-") as scratch:
        path = write_catalogue(Path(scratch) / "catalogue.csv", asked.rows)
        if asked.update:
            write_catalogue(path.with_suffix(".changed.csv"), asked.rows, changed=3)
        print(f"{asked.rows:,} rows, {path.stat().st_size / 1e6:.1f} MB")
        checkouts = [HERE.parents[2], *([asked.against] if asked.against else [])]
        seen: dict[Path, list[dict[str, object]]] = {checkout: [] for checkout in checkouts}
        for number in range(asked.rounds):
            for checkout in checkouts if number % 2 == 0 else checkouts[::-1]:
                told = _run_child(checkout, path, asked)
                seen[checkout].append(told)
                _say("this" if checkout == checkouts[0] else "against", told)
        for name in ("import", *(("update",) if asked.update else ())):
            _compare(name, [seen[checkout] for checkout in checkouts])


def _run_child(checkout: Path, path: Path, asked: argparse.Namespace) -> dict[str, object]:
    switches = [f"--{name}" for name in ("stages", "verdicts", "update") if getattr(asked, name)]
    command = [sys.executable, str(HERE), "--child", str(checkout), "--file", str(path), *switches]
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return dict(json.loads(told.stdout))


def _say(name: str, told: dict) -> None:  # type: ignore[type-arg]
    parts = [f"{name:<8}"]
    for job in ("import", "update"):
        if job in told:
            parts.append(f"{job} {told[job][0]:6.1f} s ({told[job][1]:5.1f} s of processor)")
    parts.append(f"transaction {_quantiles(told['batches'])}")
    if told.get("verdicts"):
        parts.append(f"{len(told['verdicts'])} verdicts {_quantiles(told['verdicts'])}")
    print("   ".join(parts), f"  {told['memory']:.0f} MB", flush=True)
    for stage, (wall, processor) in told.get("stages", {}).items():
        print(f"    {stage:<22} {wall:6.2f} s ({processor:5.2f} s of processor)")


def _quantiles(ordered: list[float]) -> str:
    """Return median, 95th percentile and most, in ms."""
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"{statistics.median(ordered):.0f} / {p95:.0f} / {ordered[-1]:.0f} ms"


def _compare(name: str, sides: list[list[dict]]) -> None:  # type: ignore[type-arg]
    medians = [[statistics.median(told[name][at] for told in side) for at in (0, 1)] for side in sides]
    print(f"{name}: median {medians[0][0]:.1f} s by the clock, {medians[0][1]:.1f} s of processor")
    if len(sides) == 2:
        ratios = [
            statistics.median(old[name][at] / new[name][at] for new, old in zip(*sides, strict=True))
            for at in (0, 1)
        ]
        print(
            f"{name}: {ratios[0]:.2f} times as fast by the clock, {ratios[1]:.2f} times by the processor's time"
        )


if __name__ == "__main__":
    main()
