import numpy as np
import pytest

from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import terms
from ltrec_gui.store.database import writing
from ltrec_gui.store.items import NO_YEAR, ItemStore, UpsertCount
from ltrec_gui.store.meta import bump_content_version
from tests.making import fill, make_item, topic_items


def upsert(workspace, *items):
    return workspace.items.upsert([(item, f"hash of {item.title}") for item in items], 1)


def test_an_item_comes_back_as_it_went_in(workspace):
    item = Item(
        item_id="00123",
        title="Salt <b>&amp;",
        text="line one\nline two",
        author="A. Marrow",
        tags=("sea", "salt, coarse"),
        popularity=12.0,
        rating=4.5,
        url="https://example.org/a",
        image="a.png",
        date="1994-05-01",
        year=1994,
        language="en",
        extra=(("shelf mark", "=1+1"), ("note", "")),
    )
    upsert(workspace, item)
    assert workspace.items.by_ids(["00123", "123"]) == {"00123": item}


def test_importing_twice_changes_nothing_and_a_changed_row_is_updated(workspace):
    one, two = make_item(item_id="1"), make_item(item_id="2", title="Kelp")
    assert upsert(workspace, one, two) == UpsertCount(2, 0, 0)
    version = workspace.meta.content_version
    assert upsert(workspace, one, two) == UpsertCount(0, 0, 2)
    assert workspace.meta.content_version == version
    assert upsert(workspace, one, make_item(item_id="2", title="Pepper")) == UpsertCount(0, 1, 1)
    assert workspace.meta.content_version == version + 1
    assert workspace.items.by_ids(["2"])["2"].title == "Pepper"
    assert len(workspace.items.matching(["pepper"])[0]) == 1
    assert len(workspace.items.matching(["kelp"])[0]) == 0


def test_words_find_items_and_rare_words_count_more(workspace):
    fill(workspace, topic_items(80))
    keys, scores = workspace.items.matching(["harbour"])
    table = workspace.snapshot().table
    assert len(keys)
    assert all("sea" in table.tags[int(np.flatnonzero(table.keys == key)[0])] for key in keys)
    assert (np.diff(keys) > 0).all()
    assert (scores > 0).all()


def test_words_asked_one_by_one_score_as_in_one_question(workspace):
    fill(workspace, topic_items(80))
    asked = ["harbour", "sea", "lamp", "nowhere", "harbour", "tide"]

    def by_one_question():
        return workspace.db.conn.execute(
            "SELECT rowid, -bm25(item_words, 2.0, 1.0, 1.5, 1.0) FROM item_words WHERE item_words MATCH ? "
            "ORDER BY rowid",
            [" OR ".join(dict.fromkeys(asked))],
        ).fetchall()

    keys, scores = workspace.items.matching(asked)
    assert len(keys) > 10
    assert list(zip(keys.tolist(), scores.tolist(), strict=True)) == by_one_question()
    fewer, best = workspace.items.matching(asked, limit=5)
    assert sorted(best.tolist()) == sorted(scores.tolist())[-5:]
    assert dict(zip(fewer.tolist(), best.tolist(), strict=True)).items() <= dict(by_one_question()).items()
    upsert(workspace, make_item(item_id="new", title="Harbour", text="The lamp of a harbour"))
    keys, scores = workspace.items.matching(asked)
    assert list(zip(keys.tolist(), scores.tolist(), strict=True)) == by_one_question()


def test_matches_are_remembered_only_as_far_as_there_is_room(workspace, monkeypatch):
    fill(workspace, topic_items(80))
    before = workspace.items.matching(["harbour", "sea", "lamp"])
    monkeypatch.setattr("ltrec_gui.store.items.KNOWN_HITS", 1)
    again = ItemStore(workspace.db)
    for _ in range(2):
        for known, found in zip(before, again.matching(["harbour", "sea", "lamp"]), strict=True):
            assert np.array_equal(known, found)


def test_chinese_is_found_by_character_pairs(workspace):
    upsert(
        workspace,
        make_item(item_id="1", title="灯塔守望者书简", text=""),
        make_item(item_id="2", title="潮汐表", text=""),
    )
    assert len(workspace.items.matching(terms("灯塔"))[0]) == 1
    assert len(workspace.items.starting_with(terms("潮汐"))) == 1


@pytest.mark.parametrize("title", ["समुद्र की कहानी", "கடல் கதை", "เรื่องของทะเล", "كِتَابُ البَحْر", "Đường ra biển"])
def test_words_with_combining_marks_are_found(workspace, title):
    upsert(
        workspace,
        make_item(item_id="1", title=title, text=""),
        make_item(item_id="2", title="Other", text=""),
    )
    asked = terms(title)
    assert asked
    assert len(workspace.items.matching(asked)[0]) == 1
    assert len(workspace.items.starting_with(asked[:1])) == 1


def test_a_search_that_looks_like_syntax_is_only_words(workspace):
    upsert(workspace, make_item())
    for text in ('tide" OR "x', "tide*", "title:tide", "NEAR(tide)", "-tide", "(("):
        workspace.items.starting_with(terms(text))
        workspace.items.matching(terms(text))


def test_the_table_is_in_catalogue_order(workspace):
    upsert(workspace, make_item(item_id="b", year=1900), make_item(item_id="a", popularity=3.0, tags=("x",)))
    table = workspace.snapshot().table
    assert table.ids == ("b", "a")
    assert list(table.years) == [1900, NO_YEAR]
    assert np.isnan(table.popularity[0])
    assert table.popularity[1] == 3.0


def test_only_texts_without_a_vector_are_pending(workspace):
    upsert(
        workspace,
        make_item(item_id="1", title="A"),
        make_item(item_id="2", title="A"),
        make_item(item_id="3", title="B"),
    )
    assert [text_hash for text_hash, _ in workspace.items.without_vector("m")] == ["hash of A", "hash of B"]
    workspace.vectors.put("m", ["hash of A"], np.ones((1, 4), np.float32))
    assert [text_hash for text_hash, _ in workspace.items.without_vector("m")] == ["hash of B"]
    assert workspace.vectors.item_count("m") == 2
    assert len(workspace.items.without_vector("other")) == 2


def test_more_items_than_a_statement_takes(workspace):
    items = [make_item(item_id=str(n), title=f"T{n}") for n in range(1201)]
    upsert(workspace, *items)
    assert len(workspace.items.by_ids([item.item_id for item in items])) == 1201
    assert workspace.items.without_words() == 0


def test_what_is_remembered_of_items_ends_with_a_change_by_anybody(workspace, reopened):
    upsert(workspace, make_item(item_id="1", title="Kelp"), make_item(item_id="2", title="Kelp too"))
    assert workspace.items.by_ids(["1"])["1"].title == "Kelp"
    assert workspace.items.document_counts(["kelp", "pepper"]) == {"kelp": 2}
    upsert(reopened(), make_item(item_id="1", title="Pepper"))
    assert workspace.items.by_ids(["1"])["1"].title == "Pepper"
    assert workspace.items.document_counts(["kelp", "pepper"]) == {"kelp": 1, "pepper": 1}


def test_what_was_read_in_a_transaction_that_failed_is_not_remembered(workspace):
    upsert(workspace, make_item(item_id="1", title="Kelp"))
    with pytest.raises(KeyboardInterrupt), writing(workspace.db):
        workspace.db.conn.execute("UPDATE items SET title = 'Pepper'")
        bump_content_version(workspace.db)
        assert workspace.items.by_ids(["1"])["1"].title == "Pepper"
        raise KeyboardInterrupt
    upsert(workspace, make_item(item_id="2"))
    assert workspace.items.by_ids(["1"])["1"].title == "Kelp"


def test_more_items_than_are_remembered_come_all_the_same(workspace, monkeypatch):
    monkeypatch.setattr("ltrec_gui.store.items.KNOWN_ITEMS", 10)
    monkeypatch.setattr("ltrec_gui.store.items.KNOWN_TERMS", 10)
    items = topic_items(40)
    fill(workspace, items)
    ids = [item.item_id for item in items]
    for _ in range(2):
        assert list(workspace.items.by_ids([*reversed(ids), "none"]).values()) == items
        assert workspace.items.document_counts(["harbour", "tide", "nowhere"]).keys() == {"harbour", "tide"}


def test_what_is_known_is_not_asked_for_again(workspace):
    fill(workspace, topic_items(40))
    first = workspace.items.by_ids(["0001", "0002"])
    asked: list[str] = []
    workspace.db.conn.set_trace_callback(asked.append)
    assert workspace.items.by_ids(["0002", "0001"]) == first
    workspace.db.conn.set_trace_callback(None)
    assert asked and not any("FROM items" in statement for statement in asked)
