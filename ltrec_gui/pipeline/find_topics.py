"""Find what the whole catalogue is about, by clusters and by LDA, and remember it, whole or not at all."""

import hashlib
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.asked import subject_terms
from ltrec_gui.pipeline.vector_view import VectorView
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend import topics
from ltrec_gui.store.items import ItemTable

FOLDER = "topics"
META = "topics"  # the name under which the manifest of the topics in force is kept
STAGE = "topics"
RANDOM_SEED = 5
FETCHED_AT_ONCE = 2_000
BY_CLUSTERS, BY_LDA = "topic-quota", "lda-quota"  # the policies that share places among topics

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TopicsManifest:
    """What was found, of which catalogue, and the one file that holds it.

    `fingerprint` is the SHA-256 of every item's key and text, so it changes with any of them.
    """

    number: int
    library_id: str
    model_key: str
    fingerprint: str
    item_count: int
    cluster_count: int
    lda_count: int
    file: str
    byte_size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CatalogueTopics:
    """The topics of the catalogue by position: labels (n,) int64, -1 for none, and the words that name each topic."""

    labels: dict[str, np.ndarray]  # by policy
    names: dict[str, tuple[str, ...]]

    def name(self, policy: str, position: int) -> str:
        """Return the words that name an item's topic; empty where it has none."""
        label = int(self.labels[policy][position])
        return self.names[policy][label] if label >= 0 else ""


def find_topics(workspace: Workspace, control: JobControl) -> TopicsManifest | None:
    """Return what is now in force of the catalogue's topics, found anew where it changed; None without items.

    Until the file is whole and named in the database the topics found before stay in force.
    """
    snapshot = workspace.snapshot()
    if not snapshot.table.ids:
        return None
    known = _manifest(workspace)
    if (
        known is not None
        and not _is_stale(workspace, snapshot, known)
        and _content(workspace, known) is not None
    ):
        return known
    control.checkpoint(Progress(STAGE, 0))
    terms: list[list[str]] = []
    for items in _batches(workspace, snapshot):
        terms.extend(subject_terms(item) for item in items)
        control.checkpoint(Progress(STAGE, len(terms), len(snapshot.table.ids)))
    positions = np.arange(len(snapshot.table.ids))
    clusters = topics.cluster(snapshot.view.rows(positions), seed=RANDOM_SEED, term_lists=terms)
    control.checkpoint(Progress(STAGE, 0))
    found = topics.lda(
        terms,
        _lda_count(len(terms)),
        seed=RANDOM_SEED,
        report=lambda done, total: control.checkpoint(Progress(STAGE, done, total)),
    )
    names = (*clusters.names, *found.names)
    # Read again and not kept: the texts of a big catalogue would fill the memory beside the terms.
    texts = (f"{item.title} {item.text}" for items in _batches(workspace, snapshot) for item in items)
    readable = [" · ".join(name) for name in topics.readable(names, texts)]
    control.checkpoint(Progress(STAGE, 0))
    manifest = _write(
        workspace,
        (known.number if known else 0) + 1,
        snapshot,
        {
            "keys": snapshot.table.keys,
            "text_hashes": np.array([text_hash.encode() for text_hash in snapshot.table.text_hashes]),
            "cluster_labels": clusters.labels,
            "centres": clusters.centres,
            "lda_labels": found.labels,
            "names": np.frombuffer(
                json.dumps([readable[: clusters.count], readable[clusters.count :]]).encode(), np.uint8
            ),
        },
        (clusters.count, found.count),
    )
    workspace.meta.set(META, json.dumps(asdict(manifest)))
    _remove_others(workspace, manifest)
    return manifest


def renew_topics(workspace: Workspace, control: JobControl) -> TopicsManifest | None:
    """Find the topics anew where they were found before and the catalogue changed; None where nobody asked for them."""
    return find_topics(workspace, control) if _manifest(workspace) is not None else None


def catalogue_topics(workspace: Workspace, table: ItemTable, view: VectorView) -> CatalogueTopics | None:
    """Return the topics of the catalogue as it stands; None where they were not found yet or their file is unusable.

    An item that is new or was reworded since belongs to the nearest cluster, and to no topic of LDA.
    """
    manifest = _manifest(workspace)
    if manifest is None or manifest.model_key != workspace.model_key:
        return None
    state = (manifest.sha256, table, int(view.has_vector.sum()))
    kept = _last_read.get(workspace)
    # The table is compared by what it is, for its arrays would be compared one by one.
    if kept is None or kept[0][0] != state[0] or kept[0][1] is not table or kept[0][2] != state[2]:
        content = _content(workspace, manifest)
        if content is None:
            return None
        kept = (state, _by_position(content, table, view))
        _last_read[workspace] = kept
    return kept[1]


# Read and mapped once, not for every list: at 100,000 items that would take longer than the list itself.
_last_read: WeakKeyDictionary[Workspace, tuple[tuple[str, ItemTable, int], CatalogueTopics]] = (
    WeakKeyDictionary()
)


def _by_position(content: dict[str, np.ndarray], table: ItemTable, view: VectorView) -> CatalogueTopics:
    rows = {
        (int(key), bytes(text_hash)): row
        for row, (key, text_hash) in enumerate(zip(content["keys"], content["text_hashes"], strict=True))
    }
    row_of = np.array(
        [
            rows.get((int(key), text_hash.encode()), -1)
            for key, text_hash in zip(table.keys, table.text_hashes, strict=True)
        ],
        np.int64,
    )
    known = row_of >= 0
    clusters, lda = np.full(len(row_of), -1, np.int64), np.full(len(row_of), -1, np.int64)
    clusters[known] = content["cluster_labels"][row_of[known]]
    lda[known] = content["lda_labels"][row_of[known]]
    centres = content["centres"]
    later = np.flatnonzero((clusters < 0) & view.has_vector)
    if len(later) and len(centres):
        clusters[later] = topics.nearest_topic(view.rows(later), centres)
    names = json.loads(content["names"].tobytes())
    return CatalogueTopics(
        labels={BY_CLUSTERS: clusters, BY_LDA: lda},
        names={BY_CLUSTERS: tuple(names[0]), BY_LDA: tuple(names[1])},
    )


def topic_sizes(workspace: Workspace) -> dict[str, list[tuple[str, int]]]:
    """Return by policy the name of each topic and how many items it has; {} where the topics were not found yet."""
    snapshot = workspace.snapshot()
    found = catalogue_topics(workspace, snapshot.table, snapshot.view)
    if found is None:
        return {}
    return {
        policy: [(name, int((labels == topic).sum())) for topic, name in enumerate(found.names[policy])]
        for policy, labels in found.labels.items()
    }


def topics_are_stale(workspace: Workspace) -> bool:
    """Return whether `find_topics` would find something new: items, texts or model changed, or nothing is there."""
    snapshot = workspace.snapshot()
    manifest = _manifest(workspace)
    return bool(snapshot.table.ids) and (manifest is None or _is_stale(workspace, snapshot, manifest))


def _is_stale(workspace: Workspace, snapshot: Snapshot, manifest: TopicsManifest) -> bool:
    return (manifest.model_key, manifest.fingerprint) != (workspace.model_key, _fingerprint(snapshot))


def _lda_count(item_count: int) -> int:
    return max(2, min(topics.LDA_TOPICS, item_count // 8))


def _batches(workspace: Workspace, snapshot: Snapshot) -> Iterator[list[Item]]:
    """Yield the items of the snapshot in order; one deleted since stands as an empty one."""
    ids = snapshot.table.ids
    for start in range(0, len(ids), FETCHED_AT_ONCE):
        wanted = ids[start : start + FETCHED_AT_ONCE]
        items = workspace.items.by_ids(wanted)
        yield [items.get(item_id) or Item(item_id=item_id, title="", text="") for item_id in wanted]


def _fingerprint(snapshot: Snapshot) -> str:
    """Return what the topics were found in: every item and its text, and which of them have vectors."""
    digest = hashlib.sha256(np.ascontiguousarray(snapshot.table.keys).tobytes())
    digest.update("".join(snapshot.table.text_hashes).encode())
    digest.update(np.packbits(snapshot.view.has_vector).tobytes())
    return digest.hexdigest()


def _folder(workspace: Workspace) -> Path:
    return workspace.index_root / FOLDER


def _manifest(workspace: Workspace) -> TopicsManifest | None:
    """Return the manifest in force; None where there is none, or another version of the program wrote it."""
    try:
        manifest = TopicsManifest(**json.loads(workspace.meta.get(META, "null") or "null"))
    except (TypeError, ValueError):
        return None
    return manifest if manifest.library_id == workspace.meta.library_id else None


def verified_topics(workspace: Workspace) -> TopicsManifest | None:
    """Return the manifest of the topics in force after their file was read; None where there are none.

    Raise ValueError saying what is wrong where the file is not what was written; it is not used then, and `find_topics`
    makes it anew.
    """
    manifest = _manifest(workspace)
    if manifest is not None:
        _read(workspace, manifest)
    return manifest


def _content(workspace: Workspace, manifest: TopicsManifest) -> dict[str, np.ndarray] | None:
    """Return the arrays of the file; None where it is missing or not the one that was written."""
    try:
        return _read(workspace, manifest)
    except ValueError as error:
        logger.warning("the topics of the catalogue are not used: %s", error)
        return None


def _read(workspace: Workspace, manifest: TopicsManifest) -> dict[str, np.ndarray]:
    """Return the arrays of the file; ValueError where it is missing or not the one that was written."""
    path = _folder(workspace) / manifest.file
    try:
        written = path.read_bytes()
    except OSError as error:
        raise ValueError(f"{manifest.file} cannot be read ({error.strerror})") from error
    if len(written) != manifest.byte_size or hashlib.sha256(written).hexdigest() != manifest.sha256:
        raise ValueError(f"{manifest.file} has changed")
    with np.load(path, allow_pickle=False) as arrays:
        content = {name: arrays[name] for name in arrays.files}
    if not len(content["keys"]) == len(content["cluster_labels"]) == len(content["lda_labels"]):
        raise ValueError(f"{manifest.file} does not hold a topic for each item")
    return content


def _write(
    workspace: Workspace,
    number: int,
    snapshot: Snapshot,
    arrays: dict[str, np.ndarray],
    counts: tuple[int, int],
) -> TopicsManifest:
    folder = _folder(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"topics-{number:06d}.npz"
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
        file.flush()
        os.fsync(file.fileno())
    written = temporary.read_bytes()
    temporary.replace(path)
    return TopicsManifest(
        number=number,
        library_id=workspace.meta.library_id,
        model_key=workspace.model_key,
        fingerprint=_fingerprint(snapshot),
        item_count=len(snapshot.table.ids),
        cluster_count=counts[0],
        lda_count=counts[1],
        file=path.name,
        byte_size=len(written),
        sha256=hashlib.sha256(written).hexdigest(),
    )


def _remove_others(workspace: Workspace, manifest: TopicsManifest) -> None:
    for path in _folder(workspace).glob("topics-*"):
        if path.name != manifest.file:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                # On Windows a file that is being read cannot go; the next run tries again.
                logger.warning("old topics could not be removed: %s", error.strerror)
