"""One numbered folder per index build: ids, vectors, projection, Annoy file, manifest; fresh, stale or damaged."""

import errno
import hashlib
import json
import logging
import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltrec_gui.errors import IndexUnavailable, Phrase
from ltrec_gui.index import annoy_index, exact
from ltrec_gui.index.annoy_index import METRIC, AnnoyReader
from ltrec_gui.index.projection import learn_projection, projected

logger = logging.getLogger(__name__)

FORMAT = 3
MANIFEST = "manifest.json"
FILES = ("ids.npy", "hashes.npy", "vectors.npy", "mean.npy", "projection.npy", "index.ann")
HASH_LENGTH = 32  # characters of a text hash
MAX_MANIFEST_BYTES = 100_000
LEAST_SEARCH_NODES = 20_000  # about .95 of the true neighbours among 100,000 items
# Of the index more is asked than is wanted, up to this many: it compares fewer dimensions than the vectors have.
OVERFETCH = 5
MOST_OVERFETCHED = 1_000
# Up to here a sweep over all rows is at least as quick as Annoy, and finds more: 4 ms for 16 ms among 100,000 items.
MOST_SWEPT = 400_000
SWEEP_OVERFETCH = 2
LEAST_SWEEP_FETCHED = 1_000
DISK_MARGIN = 16 * 2**20
WINDOWS_LIMIT = 1_800_000_000  # Annoy is not reliable with files of 2 GB and more there
FOLDER = re.compile(r"gen-(\d{6,})(?:(?:-[0-9a-f]+)?\.tmp)?")

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What a generation holds; `files` gives (name, byte size, SHA-256) of each file.

    Annoy searches vectors projected to `search_dimension` numbers, which keep `explained_share` of the squared length.
    """

    generation: int
    library_id: str
    model_key: str
    item_count: int
    dimension: int
    search_dimension: int
    explained_share: float
    metric: str
    tree_count: int
    seed: int
    created_at: str
    files: tuple[tuple[str, int, str], ...]


class Generation:
    """An open generation, every file of it checked.

    `item_keys` int64 (n,); `text_hashes` S32 (n,); `vectors` float32 (n, d), memory-mapped unit rows, centred
    by `mean` float32 (d,) before they were made unit. Vectors to search with need the same treatment. `projection`
    float32 (d, p) leads to the space that is searched.
    """

    def __init__(
        self,
        manifest: IndexManifest,
        item_keys: NDArray[np.int64],
        text_hashes: NDArray[np.bytes_],
        vectors: NDArray[np.float32],
        mean: NDArray[np.float32],
        projection: NDArray[np.float32],
        reader: AnnoyReader,
    ) -> None:
        self.manifest = manifest
        self.item_keys = item_keys
        self.text_hashes = text_hashes
        self.vectors = vectors
        self.mean = mean
        self.projection = projection
        self._reader = reader
        self._is_closed = False
        self._sweep: exact.Sweep | None = None

    def nearest(
        self, vector: NDArray[np.float32], count: int, search_nodes: int | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return positions and true cosines of up to `count` rows near the unit `vector` (d,), nearest first.

        They are found by their projections, more than are wanted, and then compared in full. With `search_nodes`, or
        where there are very many items, Annoy finds them, else a sweep over all.
        """
        if self._is_closed:
            raise ValueError("the index is closed")
        wanted = np.asarray(vector, np.float32)
        question = projected(wanted[np.newaxis], self.projection)[0]
        if not question.any():
            # Nothing is left of it where all items are alike in what it asks for.
            return exact.nearest(self.vectors, wanted, count)
        if search_nodes is None and (sweep := self.sweep()) is not None:
            found = sweep.likely(question, max(SWEEP_OVERFETCH * count, LEAST_SWEEP_FETCHED))
            chosen, cosines = exact.nearest(self._rows(found), wanted, count)
            return found[chosen], cosines
        fetched = max(count, min(OVERFETCH * count, MOST_OVERFETCHED))
        if search_nodes is None:
            search_nodes = max(LEAST_SEARCH_NODES, 2 * fetched * self.manifest.tree_count)
        found, _ = self._reader.nearest(question, fetched, search_nodes)
        found = np.sort(found)
        chosen, cosines = exact.nearest(self.vectors[found], wanted, count)
        return found[chosen], cosines

    def nearest_where(
        self, vector: NDArray[np.float32], count: int, mask: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the same among the rows where `mask` (n,) bool is true; exact where these are few."""
        if self._is_closed:
            raise ValueError("the index is closed")
        wanted = np.asarray(vector, np.float32)
        question = projected(wanted[np.newaxis], self.projection)[0]
        sweep = self.sweep()
        fetched = max(SWEEP_OVERFETCH * count, LEAST_SWEEP_FETCHED)
        if sweep is None or not question.any() or np.count_nonzero(mask) <= fetched:
            return exact.nearest(self.vectors, wanted, count, mask)
        found = sweep.likely(question, fetched, mask)
        chosen, cosines = exact.nearest(self._rows(found), wanted, count)
        return found[chosen], cosines

    def _rows(self, found: NDArray[np.int64]) -> NDArray[np.float32]:
        # From the mapped memory as it is: the map's own class takes longer.
        return np.take(self.vectors.view(np.ndarray), found, axis=0)

    def sweep(self) -> exact.Sweep | None:
        """Return what looks at every row; None where they are too many, or Annoy's file does not show them."""
        if self._sweep is None and self.manifest.item_count <= MOST_SWEPT:
            rows = self._reader.rows()
            self._sweep = exact.sweep_over(rows) if rows is not None else None
        return self._sweep

    def close(self) -> None:
        """Give the files back; nothing of the generation may be used afterwards."""
        self._reader.close()
        self._sweep = None
        self._is_closed = True
        self.vectors = np.empty((0, self.manifest.dimension), dtype=np.float32)  # lets go of the mapped file


def write_generation(
    root: Path,
    number: int,
    *,
    library_id: str,
    model_key: str,
    item_keys: NDArray[np.int64],
    text_hashes: Sequence[str],
    vectors: NDArray[np.float32],
    mean: NDArray[np.float32],
    tree_count: int = 30,
    seed: int = 7,
    report: Report = lambda done, total: None,
) -> IndexManifest:
    """Build generation `number` in a folder under `root` and return its manifest; whole or not at all.

    `vectors` are unit rows (n, d) already centred by `mean` (d,); `item_keys` and `text_hashes` have n entries.
    `report(done, total)` counts rows; what it raises ends the build and leaves nothing behind. ValueError for
    arrays that are no good, IndexUnavailable where the disk or the finished index is none.
    """
    _refuse_misfits(item_keys, text_hashes, vectors, mean)
    final = root / _folder_name(number)
    projection, explained_share = learn_projection(vectors, seed)
    search_rows = _with_directions(projected(vectors, projection))
    arrays = {
        "ids.npy": np.ascontiguousarray(item_keys, dtype=np.int64),
        "hashes.npy": np.array(text_hashes, dtype=f"S{HASH_LENGTH}"),
        "vectors.npy": np.ascontiguousarray(vectors, dtype=np.float32),
        "mean.npy": np.ascontiguousarray(mean, dtype=np.float32),
        "projection.npy": projection,
    }
    try:
        with _building_folder(root, number) as folder:
            for name, array in arrays.items():
                _write_durably(folder / name, partial(np.save, arr=array, allow_pickle=False))
            _refuse_small_disk(folder, len(vectors), projection.shape[1], tree_count)
            annoy_index.build(folder / "index.ann", search_rows, tree_count, seed, report)
            _sync(folder / "index.ann")
            _check_answers(folder / "index.ann", vectors, projection, seed, question_count=20)
            manifest = IndexManifest(
                generation=number,
                library_id=library_id,
                model_key=model_key,
                item_count=len(vectors),
                dimension=vectors.shape[1],
                search_dimension=projection.shape[1],
                explained_share=explained_share,
                metric=METRIC,
                tree_count=tree_count,
                seed=seed,
                created_at=datetime.now(UTC).isoformat(timespec="seconds"),
                files=tuple((name, (folder / name).stat().st_size, _sha256(folder / name)) for name in FILES),
            )
            _write_durably(folder / MANIFEST, lambda file: file.write(_rendered(manifest)))
            _sync_folder(folder)
            folder.rename(final)
            _sync_folder(root)
    except OSError as error:
        raise IndexUnavailable(
            "The index could not be written ({why}); the old one stays "
            "in force and nothing is lost: make room on the disk and build it again.",
            why=error.strerror or Phrase("perhaps the disk is full"),
        ) from error
    return manifest


def open_generation(root: Path, number: int, *, library_id: str, model_key: str) -> Generation:
    """Return generation `number` once every byte of it is checked; raise IndexUnavailable, saying why."""
    folder = root / _folder_name(number)
    try:
        manifest = _read_manifest(folder)
        if manifest.generation != number or manifest.library_id != library_id:
            raise _unavailable("belongs to another library")
        if manifest.model_key != model_key:
            raise _unavailable("was made with another model")
        for name, size, _ in manifest.files:
            # The sizes first and of all: cheap, and they catch most of what goes wrong.
            if (folder / name).stat().st_size != size:
                raise _unavailable("is damaged ({name} has the wrong size)", name=name)
        for name, _, digest in manifest.files:
            if _sha256(folder / name) != digest:
                raise _unavailable("is damaged ({name} has changed)", name=name)
        n, d, p = manifest.item_count, manifest.dimension, manifest.search_dimension
        item_keys = _read_array(folder / "ids.npy", np.dtype(np.int64), (n,))
        text_hashes = _read_array(folder / "hashes.npy", np.dtype(f"S{HASH_LENGTH}"), (n,))
        vectors = _read_array(folder / "vectors.npy", np.dtype(np.float32), (n, d), mapped=True)
        mean = _read_array(folder / "mean.npy", np.dtype(np.float32), (d,))
        projection = _read_array(folder / "projection.npy", np.dtype(np.float32), (d, p))
        _check_answers(folder / "index.ann", vectors, projection, manifest.seed, question_count=3)
        reader = AnnoyReader.open(folder / "index.ann", p, n)
    except FileNotFoundError as error:
        raise _unavailable("is not complete") from error
    except OSError as error:
        raise _unavailable("cannot be read ({why})", why=error.strerror or error) from error
    return Generation(manifest, item_keys, text_hashes, vectors, mean, projection, reader)


def remove_orphans(root: Path, active: int | None) -> None:
    """Delete every generation but `active` and what dead builders left; a build that goes on is left alone."""
    for folder in sorted(root.glob("gen-*")):
        match = FOLDER.fullmatch(folder.name)
        if match is None or folder.name == (_folder_name(active) if active is not None else ""):
            continue
        try:
            if folder.suffix != ".tmp" or not _is_being_built(folder):
                shutil.rmtree(folder)
        except OSError as error:
            # On Windows a file that is still mapped cannot go; the next start tries again.
            logger.warning("an old index folder could not be removed: %s", error.strerror)


def next_number(root: Path) -> int:
    """Return a number greater than that of every generation, finished or not, under `root`; at least 1."""
    matches = (FOLDER.fullmatch(folder.name) for folder in root.glob("gen-*"))
    return 1 + max((int(match[1]) for match in matches if match), default=0)


def _folder_name(number: int) -> str:
    return f"gen-{number:06d}"


def _unavailable(what: str, **facts: object) -> IndexUnavailable:
    return IndexUnavailable(
        "The index {what}; nothing is lost, exact search answers until the index is built again.",
        what=Phrase(what, **facts),
    )


def _refuse_misfits(
    item_keys: NDArray[np.int64],
    text_hashes: Sequence[str],
    vectors: NDArray[np.float32],
    mean: NDArray[np.float32],
) -> None:
    if vectors.ndim != 2 or mean.shape != vectors.shape[1:] or item_keys.shape != vectors.shape[:1]:
        raise ValueError(f"shapes do not fit: {item_keys.shape}, {vectors.shape}, {mean.shape}")
    if 0 in vectors.shape:
        raise ValueError(f"no rows to index in an array of shape {vectors.shape}")
    if len(text_hashes) != len(vectors):
        raise ValueError(f"{len(text_hashes)} hashes for {len(vectors)} vectors")
    if any(len(text) != HASH_LENGTH for text in text_hashes):
        raise ValueError(f"a text hash has {HASH_LENGTH} characters")
    if not np.isfinite(mean).all():
        raise ValueError("the mean holds values that are not finite")
    is_unit = np.abs(np.einsum("ij,ij->i", vectors, vectors) - 1.0) < 1e-3  # false for NaN too
    if not is_unit.all():
        raise ValueError(f"the vector at position {int(is_unit.argmin())} is not of length 1")


@contextmanager
def _building_folder(root: Path, number: int) -> Iterator[Path]:
    """Give an empty folder that is locked while it is in use and gone if it was not renamed by the end."""
    root.mkdir(parents=True, exist_ok=True)
    # A name of its own: two builders of one number may not write into each other's files.
    folder = root / f"{_folder_name(number)}-{secrets.token_hex(4)}.tmp"
    folder.mkdir()
    with _lock(folder):
        try:
            yield folder
        finally:
            if folder.exists():
                shutil.rmtree(folder)


if sys.platform == "win32":

    @contextmanager
    def _lock(folder: Path) -> Iterator[None]:
        yield  # a folder with open files cannot be removed there anyway

    def _is_being_built(folder: Path) -> bool:
        return False

    def _sync_folder(folder: Path) -> None:
        pass  # Windows has no such thing; a rename is durable with the file system's own journal

else:
    import fcntl

    @contextmanager
    def _lock(folder: Path) -> Iterator[None]:
        """Hold a lock that the system takes back when the builder ends, however it ends."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if not _try_lock(descriptor):
                logger.info("an index folder could not be locked")  # its name is still its own
            yield
        finally:
            os.close(descriptor)

    def _is_being_built(folder: Path) -> bool:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            return not _try_lock(descriptor)
        finally:
            os.close(descriptor)

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            # Some network file systems know no locks; then nobody holds one.
            return error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN)
        return True

    def _sync_folder(folder: Path) -> None:
        """Make renames and new names in `folder` survive a power cut."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_durably(path: Path, write: Callable[[Any], object]) -> None:
    with path.open("wb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _refuse_small_disk(folder: Path, item_count: int, dimension: int, tree_count: int) -> None:
    """Annoy writes through mapped memory: on a full disk the system would end the process, not tell us."""
    needed = annoy_index.greatest_file_size(item_count, dimension, tree_count)
    if shutil.disk_usage(folder).free < needed + DISK_MARGIN:
        raise IndexUnavailable(
            "There is no room for the index on the disk ({size} MB are needed); "
            "the old one stays in force and nothing is lost: make room and build it again.",
            size=(needed + DISK_MARGIN) // 10**6 + 1,
        )
    if sys.platform == "win32" and needed > WINDOWS_LIMIT:
        raise IndexUnavailable(
            "The catalogue is too large for an index on Windows; nothing is lost, exact search answers."
        )


def _with_directions(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give rows of which no projection is left, (n, p), a direction, for Annoy refuses them; changed in place."""
    rows[~rows.any(axis=1), 0] = 1.0
    return rows


def _check_answers(
    path: Path,
    vectors: NDArray[np.float32],
    projection: NDArray[np.float32],
    seed: int,
    question_count: int,
) -> None:
    """Raise IndexUnavailable unless some rows find themselves first, which some builds of Annoy do not."""
    item_count = len(vectors)
    generator = np.random.default_rng(seed)
    chosen = generator.choice(item_count, size=min(question_count, item_count), replace=False)
    questions = _with_directions(projected(vectors[chosen], projection))
    reader = AnnoyReader.open(path, projection.shape[1], item_count)
    try:
        for question in questions:
            found, cosines = reader.nearest(question, 10, LEAST_SEARCH_NODES)
            if len(found) != min(10, item_count):
                raise _unavailable("gives wrong answers on this computer")
            # Not by position: another row with the same text may stand first.
            first = _with_directions(projected(vectors[found[:1]], projection))[0]
            if min(cosines[0], first @ question) < 0.9999:
                raise _unavailable("gives wrong answers on this computer")
    finally:
        reader.close()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _rendered(manifest: IndexManifest) -> bytes:
    """Return the only bytes that may stand in the manifest's file: its values, then their own SHA-256."""
    values = {"format": FORMAT, **asdict(manifest)}
    digest = hashlib.sha256(json.dumps(values).encode()).hexdigest()
    return (json.dumps({**values, "sha256": digest}, indent=1) + "\n").encode()


def _read_manifest(folder: Path) -> IndexManifest:
    path = folder / MANIFEST
    if path.stat().st_size > MAX_MANIFEST_BYTES:
        raise _unavailable("has a damaged manifest")
    data = path.read_bytes()
    try:
        values = json.loads(data)
        if not isinstance(values, dict) or values.pop("format", None) != FORMAT:
            raise _unavailable("was written by another version of the program")
        values.pop("sha256", None)
        files = tuple((name, size, digest) for name, size, digest in values.pop("files"))
        manifest = IndexManifest(**values, files=files)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _unavailable("has a damaged manifest") from error
    # Whatever was altered, be it a blank, it is no longer what we would write.
    if _rendered(manifest) != data or not _is_sensible(manifest):
        raise _unavailable("has a damaged manifest")
    return manifest


def _is_sensible(manifest: IndexManifest) -> bool:
    numbers = (
        manifest.generation,
        manifest.item_count,
        manifest.dimension,
        manifest.search_dimension,
        manifest.tree_count,
        manifest.seed,
    )
    return (
        all(type(number) is int and number >= 0 for number in numbers)
        and manifest.item_count > 0
        and 0 < manifest.search_dimension <= manifest.dimension
        and type(manifest.explained_share) is float
        and 0.0 <= manifest.explained_share <= 1.0
        and manifest.metric == METRIC
        and tuple(name for name, _, _ in manifest.files) == FILES
    )


def _read_array(
    path: Path, dtype: np.dtype[Any], shape: tuple[int, ...], *, mapped: bool = False
) -> NDArray[Any]:
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise _unavailable("is damaged ({name} cannot be read)", name=path.name) from error
    if array.dtype != dtype or array.shape != shape:
        raise _unavailable("is damaged ({name} has the wrong shape)", name=path.name)
    return array
