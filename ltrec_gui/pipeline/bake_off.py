"""The model bake-off: models and settings of their vectors, tried on this library's own verdicts and readers."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ltrec_gui import paths
from ltrec_gui.catalogue.words import wanted_text
from ltrec_gui.embedding.bert import POOLINGS, BertEncoder
from ltrec_gui.embedding.text import item_fields, text_hash
from ltrec_gui.errors import ModelError, RequestError
from ltrec_gui.evaluate.bake_off import BakeOff
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.embed_items import UNREADABLE_SHARE, FieldVectors
from ltrec_gui.pipeline.whole_file import write_whole
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend.critiques import TEACHING
from ltrec_gui.recommend.fields import FIELDS

if TYPE_CHECKING:  # scipy comes with them, and the window opens without scipy
    from ltrec_gui.evaluate.settings_trial import Evidence, Texts, Verdicts
    from ltrec_gui.evaluate.splits import Events

SAMPLE_SIZE = 1_000
SEED = 20
READABLE_SAMPLE = 200  # items looked at before a model is tried
LEAST_TIMED = 50  # items; a clock says little about fewer
ACCEPTING = ("good", "more-like-this", "shelve")
REJECTING = ("not-right",)
AUC, NDCG = "AUC", "nDCG@10"
VERDICTS, READERS = "verdicts", "readers"
KNOWN_MODELS = "model_key:"  # how the library remembers the folders it had a model from

Clock = Callable[[], float]
OpenEncoder = Callable[[Path, str], BertEncoder]


@dataclass(frozen=True, slots=True)
class ModelTried:
    """A model with one pooling: what it costs here.

    `folder` is "" for the bundled one; `megabytes` are its weights; `missing_count` items would have to be read before
    it could be used, each in `seconds_per_item` on this computer.
    """

    folder: str
    pooling: str
    name: str
    model_key: str
    seconds_per_item: float
    megabytes: float
    missing_count: int

    @property
    def seconds_to_use(self) -> float:
        """How long the missing items take."""
        return self.seconds_per_item * self.missing_count


@dataclass(frozen=True, slots=True)
class BakeOffReport:
    """What was compared, on what, and which setting to use.

    `bake_off` is None where there was too little to judge by: `verdict_count` of `least_verdicts`, `reader_count` of
    `least_readers`. Its rows' models are `models[model_of_row[row]]`. `offered` is the same comparison among the
    settings that the program can be switched to, `offered_rows` where those stand among all rows. `judged_by` holds
    "verdicts", "readers" or both; `left_out` says why a model folder was not tried.
    """

    library: str
    item_count: int
    sample_count: int
    verdict_count: int
    least_verdicts: int
    reader_count: int
    least_readers: int
    judged_by: tuple[str, ...] = ()
    measure: str = ""
    bake_off: BakeOff | None = None
    offered: BakeOff | None = None
    offered_rows: tuple[int, ...] = ()
    models: tuple[ModelTried, ...] = ()
    model_of_row: tuple[int, ...] = ()
    model_in_use: tuple[str, str] = ("", "mean")  # folder and pooling
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def to_use(self) -> ModelTried | None:
        """The model and pooling to switch to, None where nothing was compared."""
        if self.offered is None:
            return None
        return self.models[self.model_of_row[self.offered_rows[self.offered.recommended]]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the library can judge by: verdicts by brief, readers' events, and the briefs' texts."""

    verdicts: "tuple[Verdicts, ...]"
    briefs: tuple[str, ...]
    verdict_count: int
    events: "Events | None"


def bake_off(
    workspace: Workspace,
    control: JobControl,
    model_folders: Sequence[str] = (),
    *,
    sample_size: int = SAMPLE_SIZE,
    open_encoder: OpenEncoder = BertEncoder,
    clock: Clock = time.perf_counter,
) -> BakeOffReport:
    """Compare the models this library knows and those in `model_folders`, with every setting of their vectors.

    A sample of the catalogue is read with each; its vectors are kept, so that nothing is read twice, and a cancel loses
    one batch. Nothing is read where neither verdicts nor readers suffice. RequestError for an empty library.
    """
    from ltrec_gui.evaluate import settings_trial as trial

    snapshot = workspace.snapshot()
    item_count = len(snapshot.table.ids)
    if not item_count:
        raise RequestError("This library has no items yet. Import a catalogue first.")
    control.checkpoint(Progress("asking", 0, None))
    asked = _asked(workspace, control, snapshot)
    generator = np.random.default_rng(SEED)
    judged = np.unique(
        np.concatenate([np.empty(0, np.int64), *(np.r_[v.accepted, v.rejected] for v in asked.verdicts)])
    ).astype(np.int64)
    sample = trial.sample_of(item_count, judged, asked.events, sample_size, generator)
    evidence, reader_count = _evidence(asked, sample, item_count, generator)
    empty = BakeOffReport(
        library=workspace.folder.name,
        item_count=item_count,
        sample_count=len(sample),
        verdict_count=asked.verdict_count,
        least_verdicts=trial.LEAST_VERDICTS,
        reader_count=reader_count,
        least_readers=trial.LEAST_READERS,
        model_in_use=(workspace.meta.settings.model_folder, workspace.meta.settings.pooling),
    )
    if not evidence.trials and evidence.readers is None:
        return empty
    reading = _Reading(workspace, control, snapshot, sample, asked.briefs, open_encoder, clock)
    reading.read(_folders(workspace, model_folders))
    if not reading.models:
        raise ModelError(
            "No model could be compared: {why} Nothing was changed. Choose another model folder.",
            why=" ".join(why for _, why in reading.left_out),
        )
    outcomes = trial.tried(
        reading.texts,
        evidence,
        report=lambda done, total: control.checkpoint(Progress("comparing", done, total)),
    )
    whole = {(texts.model, texts.pooling): texts.items.shape[1] for texts in reading.texts}
    places = {(texts.model, texts.pooling): at for at, texts in enumerate(reading.texts)}
    costs = {key: trial.Cost(reading.models[at].seconds_per_item, item_count) for key, at in places.items()}
    keys = [(outcome.setting.model, outcome.setting.pooling) for outcome in outcomes]
    offered_rows = tuple(
        at for at, outcome in enumerate(outcomes) if trial.is_offered(outcome.setting, whole[keys[at]])
    )
    return replace(
        empty,
        judged_by=tuple(
            name for name, has in ((VERDICTS, evidence.trials), (READERS, evidence.readers)) if has
        ),
        measure=AUC if evidence.readers is None else NDCG,
        bake_off=trial.compared(outcomes, costs, np.random.default_rng(SEED)),
        offered=trial.compared([outcomes[at] for at in offered_rows], costs, np.random.default_rng(SEED)),
        offered_rows=offered_rows,
        models=tuple(reading.models),
        model_of_row=tuple(places[key] for key in keys),
        left_out=tuple(reading.left_out),
    )


def export_bake_off(workspace: Workspace, control: JobControl, report: BakeOffReport, path: Path) -> None:
    """Write the report to `path`, as JSON where it ends so, else as one HTML page; RequestError if it cannot be."""
    text = (
        json.dumps(as_json(report), ensure_ascii=False, indent=1)
        if path.suffix.lower() == ".json"
        else as_html(report)
    )
    write_whole(path, text)


def as_json(report: BakeOffReport) -> dict[str, Any]:
    """Return everything the report says; its `bake_off` reads back by `report_json.bake_off_from_json`."""
    from ltrec_gui.evaluate.report_json import bake_off_as_json

    said = asdict(report)
    for name, part in (("bake_off", report.bake_off), ("offered", report.offered)):
        said[name] = None if part is None else bake_off_as_json(part)
    return {**said, "notes": list(notes(report)), "advice": advice(report)}


def as_html(report: BakeOffReport) -> str:
    """Return the report as one HTML page; ValueError where nothing was compared."""
    from ltrec_gui.evaluate.report import bake_off_html

    if report.bake_off is None:
        raise ValueError("nothing was compared")
    return bake_off_html(
        report.bake_off, report.library, report.measure, notes=(advice(report), *notes(report))
    )


def needs(report: BakeOffReport) -> str:
    """Return what must be there before models can be compared, in sentences."""
    return (
        f"There is too little to judge models by: {report.verdict_count} verdicts of at least "
        f"{report.least_verdicts}, and {report.reader_count} readers with enough likes of at least "
        f"{report.least_readers}. Judge more suggestions, or import what readers did."
    )


def advice(report: BakeOffReport) -> str:
    """Return which model and pooling to use and why, in sentences."""
    from ltrec_gui.evaluate.wording import bake_off_verdict

    chosen = report.to_use
    if chosen is None or report.offered is None:
        return needs(report)
    why = report.offered.why
    # The verdict names a setting by its number, and numbers are those of all rows.
    numbered = replace(report.offered, why={**why, "best": report.offered_rows[int(why["best"])]})
    now = " It is in use." if (chosen.folder, chosen.pooling) == report.model_in_use else ""
    return (
        f"Of what the program can be switched to, use {chosen.name} with {chosen.pooling} pooling.{now} "
        + bake_off_verdict(numbered, report.measure)
    )


def notes(report: BakeOffReport) -> tuple[str, ...]:
    """Return what a reader of the figures must bear in mind, in sentences."""
    said = [
        f"Measured on {report.sample_count:,} of {report.item_count:,} items: figures of a smaller catalogue are "
        "higher, and they compare settings only."
    ]
    if VERDICTS in report.judged_by:
        said.append(
            f"{report.verdict_count:,} verdicts, each accepted item held out once and looked for among up to 200 items "
            "nobody judged. What was judged had been found by the model then in use, so verdicts favour it."
        )
    if READERS in report.judged_by:
        said.append(
            f"{report.reader_count:,} readers, whose last likes were held out; items are ranked by their texts alone."
        )
    if report.bake_off is not None:
        said.append(
            "The program keeps vectors centred, in all dimensions, compares them by angle and sets no least "
            "similarity; the other settings show what that costs or gains."
        )
        count = len(report.bake_off.rows)
        said.append(
            f"The best of {count} settings was picked by these figures, so expect somewhat less of it."
        )
    said += [f"Left out: {folder or 'the bundled model'}. {why}" for folder, why in report.left_out]
    return tuple(said)


# ----------------------------------------------------------------------------------------------------------- evidence


def _asked(workspace: Workspace, control: JobControl, snapshot: Snapshot) -> _Asked:
    from ltrec_gui.evaluate.settings_trial import Verdicts

    texts = workspace.briefs.texts()
    briefs: list[str] = []
    found: list[Verdicts] = []
    for brief_id in workspace.feedback.judged_briefs():
        standing = workspace.feedback.standing(brief_id)
        # What was rejected as too old or too well known may be of the very subject: no model is to blame for it.
        verdicts = {
            item_id: verdict
            for item_id, verdict in standing.verdicts.items()
            if standing.critiques.get(item_id, "") in TEACHING
        }
        accepted, rejected = (
            np.array(
                [
                    snapshot.positions[item_id]
                    for item_id, verdict in verdicts.items()
                    if verdict in kinds and item_id in snapshot.positions
                ],
                np.int64,
            )
            for kinds in (ACCEPTING, REJECTING)
        )
        text = texts.get(brief_id, "").strip()
        if text:
            briefs.append(text)
        found.append(Verdicts(len(briefs) - 1 if text else -1, accepted, rejected))
    count = sum(len(each.accepted) + len(each.rejected) for each in found)
    return _Asked(tuple(found), tuple(briefs), count, _events(workspace, control, snapshot))


def _events(workspace: Workspace, control: JobControl, snapshot: Snapshot) -> "Events | None":
    if not workspace.interactions.count():
        return None
    from ltrec_gui.pipeline.learn_readers import events_of

    return events_of(
        workspace, snapshot, lambda done, total: control.checkpoint(Progress("reading", done, total))
    )


def _evidence(
    asked: _Asked, sample: np.ndarray, item_count: int, generator: np.random.Generator
) -> "tuple[Evidence, int]":
    """Return what settings can be judged by, in rows of the sample, and how many readers there are."""
    from ltrec_gui.evaluate import settings_trial as trial

    row_of = np.full(item_count, -1, np.int64)
    row_of[sample] = np.arange(len(sample))
    verdicts = tuple(
        trial.Verdicts(each.brief, row_of[each.accepted], row_of[each.rejected]) for each in asked.verdicts
    )
    background = trial.background_of(len(sample), verdicts, generator)
    trials = trial.trials_of(verdicts, generator) if asked.verdict_count >= trial.LEAST_VERDICTS else ()
    readers = trial.readers_of(asked.events, sample, item_count, SEED)
    count = trial.reader_count(readers)
    return (
        trial.Evidence(
            trials if len(background) else (),
            background,
            readers if count >= trial.LEAST_READERS else None,
            SEED,
        ),
        count,
    )


# ------------------------------------------------------------------------------------------------------------- models


def _folders(workspace: Workspace, given: Sequence[str]) -> list[str]:
    """Return the folders to try, each once: the one in use, the bundled one, those remembered, those given.

    Remembered ones are tried where the library has vectors of theirs and the folder is still there.
    """
    found = [workspace.meta.settings.model_folder, ""]
    for name, key in workspace.meta.beginning_with(KNOWN_MODELS).items():
        folder = name.removeprefix(KNOWN_MODELS).rpartition(":")[0]
        if folder and Path(folder).is_dir() and workspace.vectors.count(key):
            found.append(folder)
    bundled = paths.bundled_model_folder().resolve()
    for folder in given:
        whole = Path(folder).resolve()
        found.append("" if whole == bundled else str(whole))
    return list(dict.fromkeys(found))


class _Reading:
    """Reads the sample with one model after the other and keeps the vectors with the library."""

    def __init__(
        self,
        workspace: Workspace,
        control: JobControl,
        snapshot: Snapshot,
        sample: np.ndarray,
        briefs: Sequence[str],
        open_encoder: OpenEncoder,
        clock: Clock,
    ) -> None:
        self.models: list[ModelTried] = []
        self.texts: list[Texts] = []
        self.left_out: list[tuple[str, str]] = []
        self._workspace = workspace
        self._control = control
        self._open_encoder = open_encoder
        self._clock = clock
        ids = [snapshot.table.ids[position] for position in sample]
        items = workspace.items.by_ids(ids)
        self._items = [items[item_id] for item_id in ids]
        self._hashes = [snapshot.table.text_hashes[position] for position in sample]
        self._briefs = briefs

    def read(self, folders: Sequence[str]) -> None:
        """Read with every model that can be used; why one cannot is in `left_out`."""
        for number, folder in enumerate(folders):
            for pooling in POOLINGS:
                self._stage = f"reading-{number * len(POOLINGS) + POOLINGS.index(pooling) + 1}"
                try:
                    encoder = self._opened(folder, pooling)
                    share = self._unknown_share(encoder)
                    if share >= UNREADABLE_SHARE:
                        self.left_out.append((folder, f"It cannot read {share:.0%} of this catalogue."))
                        break
                    self._read_with(encoder, folder)
                except ModelError as error:
                    self.left_out.append((folder, str(error)))
                    break

        # Pooling takes no time: one figure for the same weights, whatever else this computer did meanwhile.
        self.models = [
            replace(model, seconds_per_item=float(self._workspace.meta.get(_time_name(model))))
            for model in self.models
        ]

    def _opened(self, folder: str, pooling: str) -> BertEncoder:
        settings = self._workspace.meta.settings
        if (folder, pooling) == (settings.model_folder, settings.pooling):
            return self._workspace.encoder  # already in memory
        # Not by the workspace, which would keep every model tried in memory.
        return self._open_encoder(Path(folder) if folder else paths.bundled_model_folder(), pooling)

    def _unknown_share(self, encoder: BertEncoder) -> float:
        step = max(1, len(self._items) // READABLE_SAMPLE)
        return encoder.unknown_token_share([" ".join(item_fields(item)) for item in self._items[::step]])

    def _read_with(self, encoder: BertEncoder, folder: str) -> None:
        if any(encoder.model_key == known.model_key for known in self.models):
            return  # the same weights lie in two folders
        self._read_missing(encoder)
        store, key = self._workspace.vectors, encoder.model_key
        items = [store.get(key, digest) for digest in self._hashes]
        raw = np.array([row for row in items if row is not None], np.float32)
        if len(raw) != len(self._items):
            raise ModelError(
                "Vectors of {name} were lost while it was tried. Try again.", name=encoder.model_name
            )
        self.models.append(
            ModelTried(
                folder=folder,
                pooling=encoder.pooling,
                name=self._name(encoder),
                model_key=key,
                seconds_per_item=0.0,  # known once all are read
                megabytes=_weights_megabytes(Path(folder) if folder else paths.bundled_model_folder()),
                missing_count=self._workspace.items.count() - store.item_count(key),
            )
        )
        from ltrec_gui.evaluate.settings_trial import Texts

        self.texts.append(Texts(self.models[-1].name, encoder.pooling, raw, self._brief_rows(encoder)))

    def _name(self, encoder: BertEncoder) -> str:
        """Return the model's name, with a part of its hash where another model has the same name."""
        weights = _weights(encoder.model_key, encoder.pooling)
        taken = any(
            known.name == encoder.model_name and _weights(known.model_key, known.pooling) != weights
            for known in self.models
        )
        return f"{encoder.model_name} ({weights.rpartition(':')[2][:6]})" if taken else encoder.model_name

    def _read_missing(self, encoder: BertEncoder) -> None:
        """Read and keep what has no vector yet, and remember the seconds an item takes."""
        store, key = self._workspace.vectors, encoder.model_key
        missing = [row for row, digest in enumerate(self._hashes) if store.get(key, digest) is None]
        fields = FieldVectors(encoder)
        spent, done = 0.0, 0
        self._report(0, len(missing))
        texts = [" ".join(item_fields(self._items[row])) for row in missing]
        if missing:
            encoder.encode(["."])  # what loading takes is no time an item takes
        for batch in encoder.batches(texts) if missing else []:
            started = self._clock()
            vectors = fields.of([self._items[missing[at]] for at in batch])
            spent += self._clock() - started
            store.put(key, [self._hashes[missing[at]] for at in batch], vectors)
            done += len(batch)
            self._report(done, len(missing))
        name = _time_name(encoder)
        if done >= LEAST_TIMED:
            self._workspace.meta.set(name, f"{spent / done:.6f}")
        elif not self._workspace.meta.get(name):
            self._workspace.meta.set(name, f"{self._timed(encoder):.6f}")

    def _timed(self, encoder: BertEncoder) -> float:
        """Return the seconds an item takes, by reading some again."""
        step = max(1, len(self._items) // LEAST_TIMED)
        chosen = self._items[::step][:LEAST_TIMED]
        encoder.encode(["."])
        started = self._clock()
        FieldVectors(encoder).of(chosen)
        return (self._clock() - started) / len(chosen)

    def _brief_rows(self, encoder: BertEncoder) -> np.ndarray:
        store, key = self._workspace.vectors, encoder.model_key
        rows = np.zeros((len(self._briefs), len(FIELDS) * encoder.dimension), np.float32)
        for row, brief in zip(rows, map(wanted_text, self._briefs), strict=True):
            known = store.get(key, text_hash(brief))
            if known is None:
                # Kept as `encode_brief` keeps it: once for each field.
                known = np.tile(encoder.encode([brief]), len(FIELDS)).reshape(-1)
                store.put(key, [text_hash(brief)], known[np.newaxis])
            row[:] = known
        return rows

    def _report(self, done: int, total: int) -> None:
        self._control.checkpoint(Progress(self._stage, done, total))


def _time_name(model: "ModelTried | BertEncoder") -> str:
    """Return where the library remembers how long an item takes."""
    return f"seconds_per_item:{_weights(model.model_key, model.pooling)}"


def _weights(model_key: str, pooling: str) -> str:
    """Return what a model key says beside the pooling."""
    before, _, after = model_key.rpartition(f":{pooling}")
    return before + after


def _weights_megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.glob("*.safetensors")) / 1e6
