"""Whether the last suggestions of a brief are all one topic, by the best account of topics this library has."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.find_topics import BY_CLUSTERS, catalogue_topics
from ltrec_gui.pipeline.random_sample import OUTCOME as SAMPLE
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend.theme_lock import WINDOW, Theme, theme_of
from ltrec_gui.recommend.topics import cluster, nearest_topic

BY_TOPICS, BY_VECTORS, BY_TAGS, BY_NOTHING = "topics", "clusters", "tags", "nothing"
CLUSTERED_COUNT = 2_000  # items that clusters are made of where the catalogue's topics were not found
RANDOM_SEED = 5
LOOKED_BACK = 4 * WINDOW  # items shown, for many are shown again
LEAST_TAGGED = 0.5  # share of items with a tag before first tags are topics


@dataclass(frozen=True, slots=True)
class ThemeReport:
    """The theme of what a brief's lists showed last; `source` says by what topics, `nothing` where there are none.

    `theme` is None where too little was shown or too little of it has a topic. Clusters have no names: then the topic
    of the theme is a number and `name` is empty.
    """

    slate_id: str
    source: str
    theme: Theme | None
    name: str = ""


def theme_report(workspace: Workspace, control: JobControl, slate_id: str) -> ThemeReport:
    """Return the theme of the last different items that were shown up to now for the brief of a list.

    What was shown counts, and not what was accepted: a list can be widened, and it narrows before verdicts confirm it.
    Random samples are left out.
    """
    stored = workspace.slates.get(slate_id)
    if stored is None or SAMPLE in stored.outcome:
        return ThemeReport(slate_id, BY_NOTHING, None)
    shown = workspace.slates.recently_shown(stored.brief_id, LOOKED_BACK)
    recent = list(dict.fromkeys(item_id for item_id, outcome in shown if SAMPLE not in outcome))[:WINDOW]
    snapshot = workspace.snapshot()
    positions = [snapshot.positions[item_id] for item_id in recent if item_id in snapshot.positions]
    source, topics, names = workspace.kept(
        "topics for themes",
        (snapshot.table, int(snapshot.view.has_vector.sum()), workspace.meta.get("topics")),
        lambda: _topics(workspace, snapshot),
    )
    if source == BY_NOTHING:
        return ThemeReport(slate_id, source, None)
    sizes = Counter(topics)
    total = len(topics) - sizes[""]
    shares = {topic: count / total for topic, count in sizes.items() if topic and total}
    theme = theme_of([topics[position] for position in positions], shares)
    return ThemeReport(slate_id, source, theme, names.get(theme.topic, "") if theme is not None else "")


def _topics(workspace: Workspace, snapshot: Snapshot) -> tuple[str, list[str], dict[str, str]]:
    """Return by what topics are told, the topic of each position ("": none), and what topics are called."""
    table, view = snapshot.table, snapshot.view
    found = catalogue_topics(workspace, table, view)
    if found is not None and found.names[BY_CLUSTERS]:
        labels = found.labels[BY_CLUSTERS]
        names = {str(label): name for label, name in enumerate(found.names[BY_CLUSTERS])}
        return BY_TOPICS, _as_topics(labels), names
    with_vector = np.flatnonzero(view.has_vector)
    if len(with_vector) >= max(WINDOW, len(table.ids) // 2):
        chosen = np.random.default_rng(RANDOM_SEED).permutation(with_vector)[:CLUSTERED_COUNT]
        centres = cluster(view.rows(np.sort(chosen)), seed=RANDOM_SEED).centres
        labels = np.full(len(table.ids), -1, np.int64)
        labels[with_vector] = nearest_topic(view.rows_once(with_vector), centres)
        return BY_VECTORS, _as_topics(labels), {}
    firsts = [tags[0].casefold() if tags else "" for tags in table.tags]
    if firsts and sum(map(bool, firsts)) >= LEAST_TAGGED * len(firsts):
        return BY_TAGS, firsts, {tag: tag for tag in firsts}
    return BY_NOTHING, [], {}


def _as_topics(labels: np.ndarray) -> list[str]:
    return [str(label) if label >= 0 else "" for label in labels.tolist()]
