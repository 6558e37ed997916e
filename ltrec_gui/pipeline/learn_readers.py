"""Learn from what readers did which items go together, and keep the fitted model with the library."""

import hashlib
import json
import logging
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ltrec_gui.errors import StoreError
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.workspace import Snapshot, Workspace

if TYPE_CHECKING:  # scipy comes with them, and the window opens without scipy
    from ltrec_gui.evaluate.splits import Events
    from ltrec_gui.recommend.collaborative import Ease, ItemItem, ItemScores, MappedWalk
    from ltrec_gui.recommend.reader_trial import Trial

FORMAT = 2
META = "readers"  # the name under which the number and the manifest's SHA-256 of the model in force are kept
TOO_FEW = "readers_too_few"  # the name under which the version is kept that nothing could be learned from
MANIFEST = "manifest.json"
FOLDER = re.compile(r"readers-(\d{6,})(-[0-9a-f]+\.tmp)?")
KEYS, COUNTS, FACTORS = "item_keys", "reader_counts", "item_factors"
# How views weigh was chosen on films (`recommend.collaborative`); the rest each library tries on its own readers.
NEIGHBOURS = 50  # in meaning, of each item, that the model is drawn to
LEAST_READERS = 20  # with fewer nothing is learned ...
LEAST_LIKES = 2  # ... and these are the likes such a reader needs
TRUSTED_READERS = 200
TRUSTED_LIKES = 5
MAPPED_BYTES = 2**20  # smaller arrays are read at once
DEAD_AFTER_SECONDS = 3600  # writing takes seconds; an unfinished folder this old is nobody's

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SettingTried:
    """One way to learn from readers, and what it found of likes that were held out.

    `quality`: the mean tail nDCG@20 over the readers it was tried on. `gain`: how much more of it than under the usual
    settings, and `error` the standard error of that, paired; both None where the usual settings could not be tried.
    """

    regularisation: float
    prior_weight: float
    content_share: float
    quality: float
    gain: float | None
    error: float | None


@dataclass(frozen=True, slots=True)
class ReadersReport:
    """What was learned, from what, and the files that hold it.

    `name` is what `recommend.collaborative.best_model` calls it; `is_trusted` tells whether enough readers liked much.
    `content_version` and `vectors` (a digest) tell a model that is up to date; `files` are (name, bytes, SHA-256).
    `content_share` is how much of its usual share the text keeps beside these readers, 0 to 1, as a trial found it.
    `tried` is that trial, on `trial_reader_count` readers: 0 where there were too few, None where it was not kept yet.
    """

    number: int
    library_id: str
    content_version: int
    generation: int | None
    model_key: str
    vectors: str
    name: str
    item_count: int
    reader_count: int
    like_count: int
    view_count: int
    is_trusted: bool
    view_weight: float
    regularisation: float
    prior_weight: float
    neighbour_count: int
    content_share: float
    files: tuple[tuple[str, int, str], ...]
    trial_reader_count: int | None = None
    tried: tuple[SettingTried, ...] = ()

    @property
    def chosen(self) -> SettingTried | None:
        """The setting in force among those tried; None where none was tried."""
        # Without vectors there is no prior to draw to, whatever its weight; the trial says so by itself.
        return next(
            (
                each
                for each in self.tried
                if (each.regularisation, each.content_share) == (self.regularisation, self.content_share)
            ),
            None,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Readers:
    """The model in force, in the positions of one snapshot (n items).

    `counts` (n,) int64: how many readers met each item; `factors` (n, f) float32: see `collaborative.item_factors`;
    `reader_count`: how many there are; `content_share`: see ReadersReport. Items that came after the model have no
    evidence: they count nothing in a profile and score 0.
    """

    name: str
    is_trusted: bool
    reader_count: int
    content_share: float
    counts: np.ndarray
    factors: np.ndarray
    _model: "ItemScores" = field(repr=False)
    _rows: np.ndarray = field(repr=False)  # (n,) the model's row of each position, -1 for none
    _is_all_known: bool = field(default=False, repr=False)  # whether each position is the model's row of it

    def scores(self, profile: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the score (n,) float64 of every item for `profile` (k,) positions with `weights` (k,)."""
        rows = self._rows[np.asarray(profile, np.int64)]
        known = rows >= 0
        scores = self._model.scores(rows[known], np.asarray(weights, np.float64)[known])
        if self._is_all_known:
            return np.asarray(scores, np.float64)
        return np.where(self._rows >= 0, scores[self._rows], 0.0)

    def contributions(self, profile: np.ndarray, weights: np.ndarray, position: int) -> np.ndarray:
        """Return (k,) float64: how much each profile item adds to the score of `position`; they sum to it."""
        rows = self._rows[np.asarray(profile, np.int64)]
        shares = np.zeros(len(rows))
        known = rows >= 0
        if self._rows[position] >= 0 and known.any():
            shares[known] = self._model.contributions(
                rows[known], np.asarray(weights, np.float64)[known], int(self._rows[position])
            )
        return shares


# ------------------------------------------------------------------------------------------------------ learning


def learn_readers(workspace: Workspace, control: JobControl) -> ReadersReport | None:
    """Return the report of the model now in force, fitted anew where interactions, items or vectors changed.

    None where fewer than LEAST_READERS readers like LEAST_LIKES items; the log says how many there are. Until the new
    model is whole and named in the database the old one stays in force. Cost: each item is compared in meaning with
    each other: half a minute of one core at 30,000 items, six at 100,000, with 5 kB an item; fitting inverts a matrix
    as wide as the readers or the liked items, whichever are fewer, three times: twice to try how to learn, then to
    learn. That takes up to some minutes each; a cancel waits for one step of it, a few seconds.
    """
    from ltrec_gui.evaluate.splits import likes_of
    from ltrec_gui.recommend import collaborative, reader_trial
    from ltrec_gui.recommend.relevance import Evidence

    content_version = workspace.interactions.version()
    snapshot = workspace.snapshot()
    state = _state(workspace, snapshot, content_version)
    known = _in_force(workspace)
    _remove_others(workspace, known.number if known else None)
    if known is not None and _state_of(known) == state and _arrays_of(workspace, known) is not None:
        return known
    control.checkpoint(Progress("reading", 0))
    events = events_of(workspace, snapshot, _reporting(control, "reading"))
    is_like = likes_of(events)
    likes_by_reader = np.bincount(events.reader[is_like])
    learnable = int((likes_by_reader >= LEAST_LIKES).sum())
    if learnable < LEAST_READERS:
        logger.info("%d readers like enough to learn from, %d are needed", learnable, LEAST_READERS)
        workspace.meta.set(TOO_FEW, str(content_version))
        return None
    item_count = len(snapshot.table.keys)
    likes = collaborative.weighed_likes(events.reader, events.item, is_like, item_count)
    prior = text_rows = None
    if snapshot.view.has_vector.any():
        text_rows = snapshot.view.rows(np.arange(item_count))
        if collaborative.ease_width(likes) <= collaborative.MOST_DENSE:
            # In smaller blocks than memory would allow, for a cancel waits for one block.
            prior = collaborative.text_neighbours(
                text_rows, NEIGHBOURS, block=512, report=_reporting(control, "comparing")
            )
    # How to learn from these readers, and how far to trust them, is tried on likes held out.
    settings, trials = reader_trial.choose_settings(
        likes,
        collaborative.weighed_likes(events.reader, events.item, is_like, item_count, view_weight=0.0),
        Evidence(snapshot.view.rows, snapshot.view.has_vector, snapshot.popularity.depth),
        np.random.default_rng(reader_trial.TRIAL_SEED),
        prior,
        _reporting(control, "fitting"),
    )
    model, name = reader_trial.fit(likes, settings, prior, _reporting(control, "fitting"), text_rows)
    control.checkpoint(Progress("fitting", 0))
    arrays = {
        KEYS: snapshot.table.keys,
        COUNTS: np.bincount(events.item, minlength=item_count).astype(np.int64),
        FACTORS: collaborative.item_factors(likes, prior),
        **{f"model_{each}": array for each, array in model.arrays().items()},
    }
    version, generation, model_key, vectors = state
    number = _next_number(workspace)
    with _new_folder(workspace, number) as folder:
        report = ReadersReport(
            number=number,
            library_id=workspace.meta.library_id,
            content_version=version,
            generation=generation,
            model_key=model_key,
            vectors=vectors,
            name=name,
            item_count=item_count,
            reader_count=len(np.unique(events.reader)),
            like_count=int(is_like.sum()),
            view_count=int((~is_like).sum()),
            is_trusted=int((likes_by_reader >= TRUSTED_LIKES).sum()) >= TRUSTED_READERS,
            view_weight=collaborative.VIEW_WEIGHT,
            regularisation=settings.regularisation,
            prior_weight=settings.prior_weight if name == "ease-prior" else 0.0,
            content_share=settings.content_share,
            neighbour_count=NEIGHBOURS if name == "ease-prior" else 0,
            files=_write_arrays(folder, arrays, control),
            trial_reader_count=len(trials[0].values) if trials else 0,
            tried=_tried(trials),
        )
        digest = _write_manifest(folder, report)
        folder.rename(_folder(workspace, number))
        _sync_folder(workspace.index_root)
    workspace.meta.set(META, f"{number} {digest}")
    _remove_others(workspace, number)
    return report


def _tried(trials: "tuple[Trial, ...]") -> tuple[SettingTried, ...]:
    """Return what a trial found, in the order in which it was tried."""
    from ltrec_gui.recommend.reader_trial import ReaderSettings

    usual = next((trial for trial in trials if trial.settings == ReaderSettings()), None)
    found = []
    for trial in trials:
        gains = None if usual is None else trial.values - usual.values
        found.append(
            SettingTried(
                regularisation=trial.settings.regularisation,
                prior_weight=trial.settings.prior_weight,
                content_share=trial.settings.content_share,
                quality=float(trial.values.mean()),
                gain=None if gains is None else float(gains.mean()),
                error=None if gains is None else float(gains.std()) / len(gains) ** 0.5,
            )
        )
    return tuple(found)


def readers_report(workspace: Workspace, control: JobControl) -> ReadersReport | None:
    """Return the report of the model in force; None where there is none or it is not what was written."""
    return _in_force(workspace)


def readers_are_stale(workspace: Workspace, control: JobControl) -> bool:
    """Return whether there are interactions and `learn_readers` has not seen the library as it now is."""
    version = workspace.interactions.version()
    if not workspace.interactions.count() or workspace.meta.get(TOO_FEW) == str(version):
        return False
    known = _in_force(workspace)
    state = _state(workspace, workspace.snapshot(), version)
    return known is None or _state_of(known) != state or _arrays_of(workspace, known) is None


def events_of(
    workspace: Workspace, snapshot: Snapshot, report: Callable[[int, int], None] = lambda done, total: None
) -> "Events":
    """Return what readers did in positions of `snapshot`, one event a reader and item; items it lacks are left out.

    Where most ratings are 0 and the scale starts at 1, as in some exports of ratings, 0 stands for "not rated".
    """
    from ltrec_gui.evaluate.splits import Events, distinct

    read = workspace.interactions.events(report)
    positions = snapshot.positions
    items = np.array([positions.get(item_id, -1) for item_id in read.item_ids], np.int64)
    known = items >= 0
    return distinct(
        Events(read.readers[known], items[known], _without_zeros(read.ratings[known]), read.times[known])
    )


def _without_zeros(ratings: np.ndarray) -> np.ndarray:
    is_zero = ratings == 0
    given = ratings[~np.isnan(ratings) & ~is_zero]
    if 0 < len(given) < int(is_zero.sum()) and given.min() >= 1 and given.max() > 1:
        return np.where(is_zero, np.nan, ratings)
    return ratings


def _reporting(control: JobControl, stage: str) -> Callable[[int, int], None]:
    return lambda done, total: control.checkpoint(Progress(stage, done, total))


def _state(
    workspace: Workspace, snapshot: Snapshot, content_version: int
) -> tuple[int, int | None, str, str]:
    """Return what a model is fitted on: a later one differs where it would."""
    digest = hashlib.sha256(np.packbits(snapshot.view.has_vector).tobytes()).hexdigest()
    return content_version, workspace.meta.active_generation, workspace.model_key, digest


def _state_of(report: ReadersReport) -> tuple[int, int | None, str, str]:
    return report.content_version, report.generation, report.model_key, report.vectors


# ------------------------------------------------------------------------------------------------------ reading


def open_readers(workspace: Workspace, snapshot: Snapshot) -> Readers | None:
    """Return the model in force in the positions of `snapshot`; None where there is none or it cannot be used.

    A model older than the items or interactions is still right about what it knows. The bytes of its files are checked
    once, and again when a file was touched. Its big arrays stay in the files until they are asked for.
    """
    report = _in_force(workspace)
    arrays = _arrays_of(workspace, report) if report is not None else None
    if report is None or arrays is None:
        return None
    try:
        keys, counts, factors, model = _model_of(report, arrays)
    except ValueError as error:
        logger.warning("what was learned from readers is not used: %s", error)
        return None
    rows = np.full(len(snapshot.table.keys), -1, np.int64)
    positions, known = snapshot.table.positions_of(keys)
    rows[positions] = np.flatnonzero(known)
    if not known.any():
        return None
    return Readers(
        name=report.name,
        is_trusted=report.is_trusted,
        reader_count=report.reader_count,
        content_share=report.content_share,
        counts=np.where(rows >= 0, counts[rows], 0),
        # Row after row, for rows are what is asked for.
        factors=np.ascontiguousarray(np.where(rows[:, np.newaxis] >= 0, factors[rows], np.float32(0))),
        _model=model,
        _rows=rows,
        _is_all_known=np.array_equal(rows, np.arange(len(keys))),
    )


def verified_readers(workspace: Workspace, control: JobControl) -> ReadersReport | None:
    """Return the report of the model in force after every byte of its files was read; None where there is no model.

    Raise ValueError saying what is wrong where the model is not what was written; it is not used then, and
    `learn_readers` makes it anew.
    """
    report = _read_report(workspace)
    if report is not None:
        for done, (name, _, digest) in enumerate(report.files):
            control.checkpoint(Progress("verifying", done, len(report.files)))
            # What was found good in this process may have gone bad since, its time of change with it.
            try:
                is_whole = _sha256(_folder(workspace, report.number) / name) == digest
            except OSError as error:
                raise ValueError(_not_readable(error)) from error
            if not is_whole:
                raise ValueError(f"{name} has changed")
        _model_of(report, _read_arrays(workspace, report))
    return report


def _model_of(
    report: ReadersReport, arrays: dict[str, np.ndarray]
) -> "tuple[np.ndarray, np.ndarray, np.ndarray, Ease | ItemItem | MappedWalk]":
    """Return keys and counts (n,) and factors (n, f) of the items known, and the model; ValueError if they disagree."""
    from ltrec_gui.recommend import collaborative

    if not {KEYS, COUNTS, FACTORS} <= set(arrays):
        raise ValueError("it does not say which items it knows")
    keys, counts, factors = arrays.pop(KEYS), arrays.pop(COUNTS), arrays.pop(FACTORS)
    if not (*keys.shape, *counts.shape, *factors.shape[:-1]) == (report.item_count,) * 3:
        raise ValueError("keys, counts and factors do not fit together")
    model = collaborative.model_of(
        report.name, {name.removeprefix("model_"): array for name, array in arrays.items()}
    )
    if model.item_count != len(keys):
        raise ValueError("it does not score the items it knows")
    return keys, counts, factors, model


def _in_force(workspace: Workspace) -> ReadersReport | None:
    """Return the report of the model in force; None where there is none or its folder is not what was written."""
    try:
        return _read_report(workspace)
    except ValueError as error:
        logger.warning("what was learned from readers is not used: %s", error)
        return None


def _read_report(workspace: Workspace) -> ReadersReport | None:
    """Return the report of the model in force, None where there is none; ValueError where it is not as written."""
    number, _, digest = workspace.meta.get(META).partition(" ")
    if not number:
        return None
    try:
        folder = _folder(workspace, int(number))
        content = (folder / MANIFEST).read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise ValueError("its manifest has changed")
        values = json.loads(content)
        if values.pop("format") != FORMAT:
            raise ValueError("it was written by another version of the program")
        report = ReadersReport(
            **{
                **values,
                "files": tuple(map(tuple, values["files"])),
                "tried": tuple(SettingTried(**each) for each in values.get("tried", ())),
            }
        )
        if report.library_id != workspace.meta.library_id:
            raise ValueError("it belongs to another library")
        for name, size, _ in report.files:
            if (folder / name).stat().st_size != size:
                raise ValueError(f"{name} has the wrong size")
    except OSError as error:
        raise ValueError(_not_readable(error)) from error
    except (TypeError, KeyError) as error:
        raise ValueError(f"its manifest is not one of this program ({error})") from error
    return report


def _not_readable(error: OSError) -> str:
    return f"{Path(error.filename or MANIFEST).name} cannot be read ({error.strerror})"


# Files whose bytes were checked in this process, as they were then: path, size, time of change, SHA-256.
_checked: set[tuple[str, int, int, str]] = set()


def _arrays_of(workspace: Workspace, report: ReadersReport) -> dict[str, np.ndarray] | None:
    """Return the arrays of a model by name; None where a file is missing or not what was written."""
    try:
        return _read_arrays(workspace, report)
    except ValueError as error:
        logger.warning("what was learned from readers is not used: %s", error)
        return None


def _read_arrays(workspace: Workspace, report: ReadersReport) -> dict[str, np.ndarray]:
    """Return the arrays of a model by name; ValueError where a file is missing or not what was written."""
    folder = _folder(workspace, report.number)
    arrays = {}
    try:
        for name, size, digest in report.files:
            path = folder / name
            stamp = (str(path), size, path.stat().st_mtime_ns, digest)
            if stamp not in _checked:
                if _sha256(path) != digest:
                    raise ValueError(f"{name} has changed")
                _checked.add(stamp)
            is_big = size > MAPPED_BYTES
            arrays[path.stem] = np.load(path, mmap_mode="r" if is_big else None, allow_pickle=False)
    except OSError as error:
        raise ValueError(_not_readable(error)) from error
    return arrays


# ------------------------------------------------------------------------------------------------------ writing


def _folder(workspace: Workspace, number: int) -> Path:
    return workspace.index_root / f"readers-{number:06d}"


def _next_number(workspace: Workspace) -> int:
    """Return a number past every folder and past the one in force, even where its folder is gone."""
    in_force = workspace.meta.get(META).partition(" ")[0]
    matches = (FOLDER.fullmatch(folder.name) for folder in workspace.index_root.glob("readers-*"))
    return 1 + max([int(in_force) if in_force.isdecimal() else 0, *(int(m[1]) for m in matches if m)])


@contextmanager
def _new_folder(workspace: Workspace, number: int) -> Iterator[Path]:
    """Give an empty folder that is gone if it was not renamed by the end; StoreError where the disk refuses."""
    # A name of its own: two writers of one number may not write into each other's files.
    folder = workspace.index_root / f"{_folder(workspace, number).name}-{secrets.token_hex(4)}.tmp"
    try:
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            if folder.exists():
                shutil.rmtree(folder)
    except OSError as error:
        raise StoreError(
            "The library could not be written. Everything saved so far is kept. Check that the folder still exists "
            "and is writable."
        ) from error


def _write_arrays(
    folder: Path, arrays: Mapping[str, np.ndarray], control: JobControl
) -> tuple[tuple[str, int, str], ...]:
    files = []
    for done, (name, array) in enumerate(arrays.items()):
        control.checkpoint(Progress("writing", done, len(arrays)))
        path = folder / f"{name}.npy"
        with path.open("wb") as file:
            np.save(file, array, allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
        files.append((path.name, path.stat().st_size, _sha256(path)))
    return tuple(files)


def _write_manifest(folder: Path, report: ReadersReport) -> str:
    """Write the manifest and return its SHA-256."""
    content = (json.dumps({"format": FORMAT, **asdict(report)}, indent=1) + "\n").encode()
    with (folder / MANIFEST).open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(folder)
    return hashlib.sha256(content).hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make new names in `folder` survive a power cut; on Windows its file system's journal does."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove_others(workspace: Workspace, number: int | None) -> None:
    """Delete every model but `number`, and what dead writers left."""
    for folder in sorted(workspace.index_root.glob("readers-*")):
        match = FOLDER.fullmatch(folder.name)
        if match is None or (not match[2] and int(match[1]) == number):
            continue
        try:
            if not match[2] or time.time() - folder.stat().st_mtime > DEAD_AFTER_SECONDS:
                shutil.rmtree(folder)
        except OSError as error:
            # On Windows a file that is still mapped cannot go; the next run tries again.
            logger.warning("an old folder of readers could not be removed: %s", error.strerror)
