"""Makes the sample library in resources/sample from works.csv: simulates popularity and readers, embeds and indexes.

The works and their descriptions are real; how often each was lent and who read what is simulated from what is stated
below, with a fixed seed, because real loans belong to real readers. Run it again after any change of works.csv, of the
text that is embedded or of the library's schema:

    python packaging/make_sample.py
"""

import csv
import math
import shutil
import sys
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "resources" / "sample"
sys.path.insert(0, str(ROOT))

SEED = 1929
READER_COUNT = 300
MOST_LOANS = 2_400  # of the most lent work, over the years the sample pretends to cover
ZIPF_EXPONENT = 1.0  # loans fall with the rank, as Zipf found for words and libraries for loans
READS_PER_READER = (6, 45)
TASTE = 3.0  # how much a reader prefers a work on one of her subjects, in factors of e
FAME = 0.8  # how far readers follow fame: 0 not at all, 1 in proportion to loans

# What everybody knows is lent most; the order of everything else is drawn by lot.
WELL_KNOWN = (
    """
Pride and Prejudice|Great Expectations|Moby-Dick|Jane Eyre|Frankenstein|Dracula|Treasure Island|Little Women
Alice’s Adventures in Wonderland|Adventures of Huckleberry Finn|The Picture of Dorian Gray|The Odyssey|Don Quixote
Anna Karenina|Crime and Punishment|Les Misérables|Madame Bovary|Anne of Green Gables|Gulliver’s Travels|The Tempest
The Time Machine|The Scarlet Letter|To the Lighthouse|Dubliners|The Metamorphosis|The Divine Comedy|Faust
Children’s and Household Tales|Fairy Tales Told for Children|One Thousand and One Nights|Heidi|A Doll’s House
The Cherry Orchard|Candide|The Adventures of Pinocchio|Twenty Thousand Leagues Under the Sea|The Decameron
The Turn of the Screw|Leaves of Grass|Walden|Meditations|The Republic|The Prince|The Interpretation of Dreams
The Wealth of Nations|Tao Te Ching|The Voyage of the Beagle|A Vindication of the Rights of Woman|Metamorphoses
The Epic of Gilgamesh|The Tale of Genji|Journey to the West|Antigone|The House of Mirth|The Awakening
The Yellow Wallpaper|North and South|The Red Badge of Courage|The Scarlet Pimpernel|Gitanjali
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

# Encoded beforehand, so that the first list and the examples need no model. The first one is shown.
BRIEFS = (
    "Overlooked coastal life writing for the summer table: letters, diaries, small presses",
    "Gardens and kitchens: people who wrote down how they lived with plants and food",
    "Women who travelled alone and wrote about it",
    "Ghosts and old houses, but not the ones everybody has read",
)


def main() -> None:
    """Write catalogue.csv, interactions.csv and the library."""
    works = read_works(SAMPLE / "works.csv")
    rng = np.random.default_rng(SEED)
    loans = simulate_loans(works, rng)
    reads = simulate_readers(works, loans, rng)
    write_catalogue(works, loans, SAMPLE / "catalogue.csv")
    write_interactions(works, reads, SAMPLE / "interactions.csv")
    build_library(SAMPLE)
    print(f"{len(works)} works, {sum(loans):,} loans, {len(reads):,} readings by {READER_COUNT} readers")


def read_works(path: Path) -> list[dict[str, str]]:
    """Return the works as written, in order."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def simulate_loans(works: list[dict[str, str]], rng: np.random.Generator) -> list[int]:
    """Return each work's loans: a power law over ranks, well-known works first, everything else by lot."""
    known = {title: rank for rank, title in enumerate(WELL_KNOWN)}
    missing = set(known) - {work["title"] for work in works}
    if missing:
        raise SystemExit(f"not in works.csv: {sorted(missing)}")
    lots = rng.permutation(len(works))
    order = sorted(range(len(works)), key=lambda i: (known.get(works[i]["title"], len(known)), lots[i]))
    loans = [0] * len(works)
    for rank, index in enumerate(order, 1):
        expected = MOST_LOANS / rank**ZIPF_EXPONENT
        loans[index] = int(rng.poisson(expected * rng.lognormal(0.0, 0.25)))
    return loans


def simulate_readers(
    works: list[dict[str, str]], loans: list[int], rng: np.random.Generator
) -> list[tuple[int, int, int]]:
    """Return (reader, work, rating 1..5): readers like two or three subjects and follow fame as stated above."""
    subjects = [set(work["subjects"].split("; ")) for work in works]
    frequent = [
        subject for subject, count in Counter(s for found in subjects for s in found).items() if count >= 5
    ]
    frequent.sort()
    fame = np.log1p(np.array(loans)) * FAME
    reads: list[tuple[int, int, int]] = []
    for reader in range(READER_COUNT):
        liked = set(rng.choice(frequent, size=int(rng.integers(2, 4)), replace=False))
        taste = np.array([TASTE * bool(liked & found) for found in subjects])
        chance = np.exp(fame + taste)
        count = int(rng.integers(*READS_PER_READER))
        for work in rng.choice(len(works), size=count, replace=False, p=chance / chance.sum()):
            mean = 4.2 if liked & subjects[work] else 3.1
            reads.append((reader, int(work), int(np.clip(round(rng.normal(mean, 0.9)), 1, 5))))
    return reads


def write_catalogue(works: list[dict[str, str]], loans: list[int], path: Path) -> None:
    """Write the catalogue as a library system would export it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["id", "title", "author", "year", "country", "language", "subjects", "description", "loans"]
        )
        for work, count in zip(works, loans, strict=True):
            writer.writerow([*(work[name] for name in COLUMNS), count])


COLUMNS = ("id", "title", "author", "year", "country", "language", "subjects", "description")


def write_interactions(works: list[dict[str, str]], reads: list[tuple[int, int, int]], path: Path) -> None:
    """Write who read what."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["user_id", "item_id", "rating"])
        width = math.ceil(math.log10(READER_COUNT + 1))
        for reader, work, rating in reads:
            writer.writerow([f"reader-{reader + 1:0{width}}", works[work]["id"], rating])


def build_library(folder: Path) -> None:
    """Import both files, embed, index, and encode the example briefs."""
    from ltrec_gui.jobs.control import JobControl
    from ltrec_gui.pipeline.build_index import build_index
    from ltrec_gui.pipeline.embed_items import embed_items, encode_brief
    from ltrec_gui.pipeline.import_catalogue import import_file, inspect_file
    from ltrec_gui.pipeline.workspace import Workspace

    library = folder / "library"
    if library.exists():
        shutil.rmtree(library)
    workspace = Workspace(library)
    control = JobControl()
    try:
        for name in ("catalogue.csv", "interactions.csv"):
            report = import_file(workspace, control, inspect_file(folder / name))
            if report.refused or report.problems:
                raise SystemExit(f"{name}: {report.problems}")
        workspace.meta.set("name", "Sample")
        workspace.meta.set("is_simulated", "1")
        embed_items(workspace, control)
        build_index(workspace, control)
        for brief in BRIEFS:
            encode_brief(workspace, control, brief)
        workspace.meta.set("example_briefs", "\n".join(BRIEFS))
        workspace.imports.forget_paths()
        workspace.db.conn.execute("VACUUM")
    finally:
        workspace.close()


if __name__ == "__main__":
    main()
