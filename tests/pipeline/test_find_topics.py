from dataclasses import replace

import numpy as np
import pytest

from ltrec_gui.jobs.control import Cancelled
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.find_topics import (
    BY_CLUSTERS,
    BY_LDA,
    catalogue_topics,
    find_topics,
    renew_topics,
    topic_sizes,
    topics_are_stale,
)
from ltrec_gui.pipeline.verify import verify
from tests.making import TOPICS, CancellingControl, fill, topic_items


@pytest.fixture
def ready(workspace, control):
    fill(workspace, topic_items(120))
    embed_items(workspace, control)
    build_index(workspace, control)
    return workspace


def topics_of(workspace):
    snapshot = workspace.snapshot()
    return catalogue_topics(workspace, snapshot.table, snapshot.view)


def test_nothing_is_found_in_an_empty_library(workspace, control):
    assert find_topics(workspace, control) is None
    assert not topics_are_stale(workspace)


def test_every_item_gets_topics_with_names_of_its_words(ready, control):
    manifest = find_topics(ready, control)
    found = topics_of(ready)
    assert manifest.item_count == 120
    assert (len(found.names[BY_CLUSTERS]), len(found.names[BY_LDA])) == (
        manifest.cluster_count,
        manifest.lda_count,
    )
    known = {word for words in TOPICS.values() for word in words.split()} | set(TOPICS)
    for policy in (BY_CLUSTERS, BY_LDA):
        assert len(found.labels[policy]) == 120
        assert (found.labels[policy] >= 0).all()
        named = {word for name in found.names[policy] for word in name.split(" · ") if word}
        assert named & known
    sizes = topic_sizes(ready)
    assert sum(count for _, count in sizes[BY_CLUSTERS]) == 120


def test_items_of_one_cluster_are_of_one_subject(ready, control):
    find_topics(ready, control)
    labels = topics_of(ready).labels[BY_CLUSTERS]
    subjects = np.array([item.tags[0] for item in topic_items(120)])
    purest = [
        max(np.unique(subjects[labels == label], return_counts=True)[1]) for label in range(labels.max() + 1)
    ]
    assert sum(purest) / 120 > 0.9


def test_fresh_topics_are_kept_and_stale_ones_found_anew(ready, control):
    first = find_topics(ready, control)
    assert find_topics(ready, control) == first
    assert not topics_are_stale(ready)
    fill(ready, [replace(item, item_id=f"new-{item.item_id}") for item in topic_items(4, seed=9)])
    assert topics_are_stale(ready)
    embed_items(ready, control)
    second = find_topics(ready, control)
    assert second.item_count == 124
    assert second.number == first.number + 1
    assert [path.name for path in (ready.index_root / "topics").iterdir()] == [second.file]


def test_a_new_item_belongs_to_the_nearest_cluster_until_topics_are_found_anew(ready, control):
    find_topics(ready, control)
    twin = topic_items(120)[5]
    before = topics_of(ready).labels[BY_CLUSTERS][5]
    fill(ready, [replace(twin, item_id="twin", title=twin.title + " again")])
    embed_items(ready, control)
    found = topics_of(ready)
    place = ready.snapshot().positions["twin"]
    assert found.labels[BY_CLUSTERS][place] == before
    assert found.labels[BY_LDA][place] == -1
    assert found.name(BY_LDA, place) == ""


def test_a_cancelled_run_leaves_what_was_found_before(ready, control):
    first = find_topics(ready, control)
    fill(ready, [replace(item, item_id=f"new-{item.item_id}") for item in topic_items(4, seed=9)])
    with pytest.raises(Cancelled):
        find_topics(ready, CancellingControl(lambda progress: progress.total is not None))
    assert len(topics_of(ready).labels[BY_CLUSTERS]) == 124
    assert [path.name for path in (ready.index_root / "topics").iterdir()] == [first.file]


def test_a_damaged_file_is_not_used_and_is_made_again(ready, control, reopened):
    manifest = find_topics(ready, control)
    path = ready.index_root / "topics" / manifest.file
    written = bytearray(path.read_bytes())
    written[len(written) // 2] ^= 1
    path.write_bytes(written)
    again = reopened()
    assert topics_of(again) is None
    assert find_topics(again, control).number == manifest.number + 1
    assert topics_of(again) is not None


def test_topics_are_renewed_only_where_somebody_asked_for_them(ready, control):
    assert renew_topics(ready, control) is None
    assert topics_of(ready) is None
    first = find_topics(ready, control)
    assert renew_topics(ready, control) == first


def test_without_vectors_words_alone_have_topics(workspace, control):
    fill(workspace, topic_items(60))
    find_topics(workspace, control)
    found = topics_of(workspace)
    assert found.names[BY_CLUSTERS] == ()
    assert (found.labels[BY_LDA] >= 0).all()


def checked(workspace, control):
    report = verify(workspace, control)
    assert report.is_sound
    return next((check for check in report.checks if check.name == "topics"), None)


def test_verify_says_whether_topics_are_whole_and_of_this_catalogue(ready, control):
    assert checked(ready, control) is None  # nobody asked for them
    manifest = find_topics(ready, control)
    assert checked(ready, control).state == "ok"
    fill(ready, [replace(item, item_id=f"new-{item.item_id}") for item in topic_items(4, seed=9)])
    found = checked(ready, control)
    assert (found.state, "changed since" in found.finding) == ("note", True)
    path = ready.index_root / "topics" / manifest.file
    path.write_bytes(path.read_bytes()[:-1])
    assert f"damaged: {manifest.file} has changed" in checked(ready, control).finding
    path.unlink()
    assert f"damaged: {manifest.file} cannot be read" in checked(ready, control).finding
    find_topics(ready, control)
    assert checked(ready, control).state == "ok"
