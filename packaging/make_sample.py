"""Makes the five sample libraries in resources/ from their works.csv: simulates counts and readers, embeds, indexes.

The books and their descriptions are real; the articles, videos, things and courses were invented for this program. How
often each was opened and by whom is simulated from what is stated below, with a fixed seed, because real loans belong
to real readers. Run it again after any change of a works.csv, of the text that is embedded or of the library's schema:

    python packaging/make_sample.py [books news video shop courses]
"""

import argparse
import csv
import math
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
sys.path.insert(0, str(ROOT))

ZIPF_EXPONENT = 1.0  # counts fall with the rank, as Zipf found for words and libraries for loans
TASTE = 3.0  # how much a reader prefers what is on one of her subjects, in factors of e
FAME = 0.8  # how far readers follow fame: 0 not at all, 1 in proportion to the count


@dataclass(frozen=True, slots=True)
class Sample:
    """How one sample is simulated; `columns` of works.csv are written in this order, the counts under `counted`.

    `subjects` are the columns with what a work is about, `known` the titles that everybody knows, the most opened
    first; where there are none, the column `pull` of works.csv says how much a work draws (3 most, 0 like any other).
    The order of everything else is drawn by lot. `most` is the count of the first.
    """

    name: str
    folder: str
    columns: tuple[str, ...]
    title: str
    subjects: tuple[str, ...]
    counted: str
    most: int
    reader: str
    reader_count: int
    reads: tuple[int, int]
    briefs: tuple[str, ...]
    is_rated: bool = True
    known: tuple[str, ...] = ()
    seed: int = 1929


# What everybody knows is lent most.
WELL_KNOWN = tuple(
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

# The briefs are encoded beforehand, so that the first list and the examples need no model. The first one is shown.
SAMPLES = (
    Sample(
        name="books",
        folder="sample",
        columns=("id", "title", "author", "year", "country", "language", "subjects", "description"),
        title="title",
        subjects=("subjects",),
        counted="loans",
        most=2_400,  # over the years the sample pretends to cover
        reader="reader",
        reader_count=300,
        reads=(6, 45),
        known=WELL_KNOWN,
        briefs=(
            "Overlooked coastal life writing for the summer table: letters, diaries, small presses",
            "Gardens and kitchens: people who wrote down how they lived with plants and food",
            "Women who travelled alone and wrote about it",
            "Ghosts and old houses, but not the ones everybody has read",
        ),
    ),
    Sample(
        name="news",
        folder="sample_news",
        columns=(
            "article_id", "headline", "standfirst", "byline", "outlet", "desk", "keywords", "published_at", "url",
        ),
        title="headline",
        subjects=("desk", "keywords"),
        counted="pageviews",
        most=48_000,
        reader="visitor",
        reader_count=240,
        reads=(3, 16),
        is_rated=False,
        seed=1934,
        briefs=(
            "People who mend rivers, dunes and hedges with their own hands",
            "Old records that turned out to matter: logbooks, maps, photographs",
            "Living and working after dark: night boats, night kitchens, villages under the stars",
            "Crafts and trades that nearly died out and did not",
        ),
    ),
    Sample(
        name="video",
        folder="sample_video",
        columns=(
            "video_id", "title", "description", "channel", "series", "tags", "published_at", "duration", "completion",
            "video_url",
        ),
        title="title",
        subjects=("channel", "tags"),
        counted="views",
        most=310_000,
        reader="viewer",
        reader_count=240,
        reads=(3, 16),
        seed=1951,
        briefs=(
            "Sounds that you would never hear without help: ice, insects, bells",
            "Portraits of people at work: craft, islands, the night shift",
            "Cooking learned from somebody else’s grandmother",
            "Forgotten machines that can still be made to run",
        ),
    ),
    Sample(
        name="shop",
        folder="sample_shop",
        columns=(
            "sku", "name", "description", "brand", "category", "price", "stock", "rating", "launch_date",
        ),
        title="name",
        subjects=("brand", "category"),
        counted="units_sold",
        most=5_200,
        reader="customer",
        reader_count=240,
        reads=(3, 12),
        seed=1895,
        briefs=(
            "Mending and sharpening: repair kits, threads and tools for what you already own",
            "Toys and games for a rainy afternoon with children",
            "For the vegetable garden: tools that last",
            "Sleeping and cooking outside with little to carry",
        ),
    ),
    Sample(
        name="courses",
        folder="sample_courses",
        columns=(
            "course_code", "course_title", "syllabus", "instructor", "department", "topics", "level", "start_date",
            "seats_free", "requires", "rating",
        ),
        title="course_title",
        subjects=("department", "topics"),
        counted="enrolled",
        most=640,
        reader="student",
        reader_count=240,
        reads=(3, 12),
        seed=1969,
        briefs=(
            "Making something by hand that you can take home at the end",
            "Old documents and how to read them",
            "Listening closely: birds, voices, instruments",
            "Law and money for people who run a small charity",
        ),
    ),
)  # fmt: skip


def main() -> None:
    """Write catalogue.csv, interactions.csv and the library of each sample that is named, of all where none is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="books, news, video, shop or courses")
    names = parser.parse_args().names
    for sample in SAMPLES:
        if not names or sample.name in names:
            make(sample, RESOURCES / sample.folder)


def make(sample: Sample, folder: Path) -> None:
    """Write one sample's files and library into `folder`, where its works.csv lies."""
    works = read_works(folder / "works.csv")
    rng = np.random.default_rng(sample.seed)
    counts = simulate_counts(sample, works, rng)
    reads = simulate_readers(sample, works, counts, rng)
    write_catalogue(sample, works, counts, folder / "catalogue.csv")
    write_interactions(sample, works, reads, folder / "interactions.csv")
    build_library(sample, folder)
    print(
        f"{sample.name}: {len(works)} works, {sum(counts):,} {sample.counted}, "
        f"{len(reads):,} openings by {sample.reader_count} readers"
    )


def read_works(path: Path) -> list[dict[str, str]]:
    """Return the works as written, in order."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def simulate_counts(sample: Sample, works: list[dict[str, str]], rng: np.random.Generator) -> list[int]:
    """Return how often each work was opened: a power law over ranks, what draws first, everything else by lot."""
    known = {title: rank for rank, title in enumerate(sample.known)}
    missing = set(known) - {work[sample.title] for work in works}
    if missing:
        raise SystemExit(f"not in works.csv: {sorted(missing)}")
    lots = rng.permutation(len(works))
    order = sorted(
        range(len(works)),
        key=lambda i: (known.get(works[i][sample.title], len(known)), -int(works[i].get("pull", 0)), lots[i]),
    )
    counts = [0] * len(works)
    for rank, index in enumerate(order, 1):
        expected = sample.most / rank**ZIPF_EXPONENT
        counts[index] = int(rng.poisson(expected * rng.lognormal(0.0, 0.25)))
    return counts


def subjects_of(sample: Sample, work: dict[str, str]) -> set[str]:
    """Return what a work is about."""
    return {subject for column in sample.subjects for subject in work[column].split("; ") if subject}


def simulate_readers(
    sample: Sample, works: list[dict[str, str]], counts: list[int], rng: np.random.Generator
) -> list[tuple[int, int, int]]:
    """Return (reader, work, rating 1..5): readers like two or three subjects and follow fame as stated above."""
    subjects = [subjects_of(sample, work) for work in works]
    frequent = [
        subject for subject, count in Counter(s for found in subjects for s in found).items() if count >= 5
    ]
    frequent.sort()
    fame = np.log1p(np.array(counts)) * FAME
    reads: list[tuple[int, int, int]] = []
    for reader in range(sample.reader_count):
        liked = set(rng.choice(frequent, size=int(rng.integers(2, 4)), replace=False))
        taste = np.array([TASTE * bool(liked & found) for found in subjects])
        chance = np.exp(fame + taste)
        count = int(rng.integers(*sample.reads))
        for work in rng.choice(len(works), size=count, replace=False, p=chance / chance.sum()):
            mean = 4.2 if liked & subjects[work] else 3.1
            reads.append((reader, int(work), int(np.clip(round(rng.normal(mean, 0.9)), 1, 5))))
    return reads


def write_catalogue(sample: Sample, works: list[dict[str, str]], counts: list[int], path: Path) -> None:
    """Write the catalogue as the system that keeps it would export it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*sample.columns, sample.counted])
        for work, count in zip(works, counts, strict=True):
            writer.writerow([*(work[name] for name in sample.columns), count])


def write_interactions(
    sample: Sample, works: list[dict[str, str]], reads: list[tuple[int, int, int]], path: Path
) -> None:
    """Write who opened what."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["user_id", "item_id", *(["rating"] if sample.is_rated else [])])
        width = math.ceil(math.log10(sample.reader_count + 1))
        for reader, work, rating in reads:
            row = [f"{sample.reader}-{reader + 1:0{width}}", works[work][sample.columns[0]]]
            writer.writerow([*row, *([rating] if sample.is_rated else [])])


def build_library(sample: Sample, folder: Path) -> None:
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
        workspace.meta.set("name", "Sample" if sample.name == "books" else f"Sample: {sample.name.title()}")
        workspace.meta.set("domain", sample.name)
        workspace.meta.set("is_simulated", "1")
        embed_items(workspace, control)
        build_index(workspace, control)
        for brief in sample.briefs:
            encode_brief(workspace, control, brief)
        workspace.meta.set("example_briefs", "\n".join(sample.briefs))
        workspace.imports.forget_paths()
        workspace.db.conn.execute("VACUUM")
    finally:
        workspace.close()


if __name__ == "__main__":
    main()
