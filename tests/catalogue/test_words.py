"""Terms and title keys do what matching needs: plurals, accents, Chinese pairs, near-identical titles."""

import random
import unicodedata

import pytest

from ltrec_gui.catalogue import words
from ltrec_gui.catalogue.words import (
    STOP_WORDS,
    content_terms,
    is_telling_word,
    joined_terms,
    terms,
    title_key,
    wanted_text,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Lighthouse Keeper's LETTERS", ["the", "lighthouse", "keeper", "letter"]),
        ("Émigré café, naïve Ærø", ["emigre", "cafe", "naive", "aero"]),
        ("ﬁve ｆｕｌｌ Ⅳ", ["five", "full", "iv"]),
        ("a I x 3 1984", ["3", "1984"]),
        ("don't can’t", ["dont", "cant"]),
        ("灯塔守望者", ["灯塔", "塔守", "守望", "望者"]),
        ("海", ["海"]),
        ("读Python编程", ["读", "python", "编程"]),
        ("雪国の空", ["雪国", "国の", "の空"]),
        ("등대지기", ["등대", "대지", "지기"]),
        ("Война и мир", ["война", "мир"]),
        ("", []),
        ("!?… —", []),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("stories", "story"), ("movies", "movy"), ("books", "book"), ("classes", "classe"), ("shoes", "shoe"),
        ("trees", "tree"), ("glass", "glass"), ("famous", "famous"), ("gas", "gas"), ("zombies", "zomby"),
    ],
)  # fmt: skip
def test_harmans_rules(plural, singular):
    assert terms(plural) == [singular]


def test_terms_of_terms_stay():
    for word in STOP_WORDS:
        assert terms(word) == [word]
    assert len(STOP_WORDS) >= 200


def test_content_terms_leave_function_words_out():
    assert content_terms("These are the stories of our harbour") == ["story", "harbour"]
    assert content_terms("我们的灯塔 一个目的") == ["灯塔", "个目", "目的"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Toy Story (1995)", "TOY STORY 2"),
        ("Matrix, The (1999)", "The Matrix"),
        ("War & Peace, Vol. 2", "War & Peace: Revised 2nd Edition"),
        ("The Hunger Games (The Hunger Games, #1)", "Hunger Games"),
        ("Café Society", "Cafe Society [Blu-ray]"),
        ("三体2", "三体（典藏版）"),
        ("红楼梦 第二卷", "《红楼梦》"),
        ("哈利波特 上册", "哈利波特 下册"),
        ("Henry VI, Part 2", "Henry VI: part iii"),
        ("Don’t Look Now", "Don't look now!"),
    ],
)
def test_titles_of_one_work_share_a_key(one, other):
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Long Season", "The Long Book"),
        ("For My Part", "For My Sake"),
        ("Malcolm X", "Malcolm"),
        ("Just Say No", "Just Say"),
        ("灯塔", "灯塔守望者"),
    ],
)
def test_other_works_keep_other_keys(one, other):
    assert title_key(one) != title_key(other)


@pytest.mark.parametrize(
    "title", ["1984", "(500)", "!!!", "Part 2", "第三卷", "Vol. 1", "The", "[untitled]", "上册", "…"]
)
def test_a_key_is_never_empty(title):
    assert title_key(title)


def test_a_key_is_empty_only_for_an_empty_title():
    assert title_key("") == ""
    assert title_key(" \t") == ""
    generator = random.Random(5)
    alphabet = "aA1 2()[]{}【】第卷上册,.-'’#:éÉ三ivx"
    for _ in range(3_000):
        title = "".join(generator.choices(alphabet, k=generator.randint(1, 12)))
        key = title_key(title)
        assert bool(key) == bool(title.strip()), title


@pytest.mark.parametrize(
    ("brief", "wanted"),
    [
        ("Teams at work. No famous bosses, but honest stories.", "Teams at work, but honest stories."),
        ("Puzzles and magic rather than statistics.", "Puzzles and magic."),
        ("By people who cook or grow, not policy. Short.", "By people who cook or grow. Short."),
        ("Books on travel, without romance, for summer", "Books on travel, for summer"),
        ("Letters - not fiction - from the sea", "Letters - - from the sea"),
        ("写海的书，不要言情，写得朴素", "写海的书，写得朴素"),
        ("写海的散文而不是小说", "写海的散文"),
    ],
)
def test_what_a_brief_rules_out_is_not_wanted(brief, wanted):
    assert wanted_text(brief) == wanted


@pytest.mark.parametrize(
    "brief",
    [
        "No Country for Old Men",  # what a brief opens with may be a title
        "Life without fear, and how to stop being afraid",
        "For grown-ups, not only for children",
        "It made me cry, no doubt about that",
        "rather than war",  # else nothing would be left
        "Not now",
        "我不是药神",
        "",
    ],
)
def test_a_brief_that_rules_nothing_out_stays_as_it_is(brief):
    assert wanted_text(brief) == brief


def test_fillers_and_small_numbers_tell_nothing():
    assert not any(map(is_telling_word, ["book", "make", "people", "along", "the", "30", "本书", "讲述"]))
    assert all(map(is_telling_word, ["harbour", "1918", "work", "灯塔"]))
    assert [term for term in terms("孤独的人在海边小镇") if is_telling_word(term)] == [
        "孤独",
        "海边",
        "边小",
        "小镇",
    ]
    assert not any(is_telling_word(term) for term in terms("Movies, films, talks and stories"))


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("The Illustrated A Brief Guide to Knots", "brief guide to knots"),
        ("Annotated The Tide Book", "tide book"),
        ("The Illustrated Man", "illustrated man"),
        ("The Complete Sailor", "complete sailor"),
    ],
)
def test_a_format_before_an_article_is_no_part_of_a_title(title, key):
    assert title_key(title) == key


LETTERS = [
    *"abcsszSIES'’’_ \t\n.,-–—…“”019éßıøæœςΣŉİ中文的了灯カナ가々〇हिกำ²Ⅷ㎏™ﬁ½",
    *"\u00a0\u0301\u0308\u0345\u1fbd\u00a8\u3000\x1c\x85\u0e33\u064b\ud800\u2028\u200b\u00ad\u2011",
    *("the", "ies", "es", "'s", "’s"),
]


def _terms_at_once(text):
    """Return terms without cutting the text into chunks first and without remembering any."""
    whole = unicodedata.normalize("NFKC", text).casefold()
    return [term for word in words._TERM.findall(whole) for term in words._terms_of(word)]


def test_terms_chunk_by_chunk_are_those_of_the_whole_text():
    rng = random.Random(5)
    texts = ["".join(rng.choices(LETTERS, k=rng.randint(0, 14))) for _ in range(8_000)]
    texts += ["".join(chr(rng.randint(1, 0x3200)) for _ in range(rng.randint(0, 9))) for _ in range(8_000)]
    texts += [f"é {chr(code)}b{chr(code)} c" for code in range(0x3200)]
    for text in texts:
        assert terms(text) == _terms_at_once(text), ascii(text)
        assert joined_terms(text) == " ".join(terms(text)), ascii(text)


def test_few_chunks_are_remembered_and_forgetting_changes_nothing(monkeypatch):
    known = words._KnownChunks()
    monkeypatch.setattr(words, "_known_chunks", known)
    monkeypatch.setattr(words, "MOST_KNOWN_CHUNKS", 3)
    text = "Stories of harbours, tides and a sea-" + "x" * 100
    for _ in range(2):
        assert joined_terms(text) == " ".join(_terms_at_once(text))
        assert 0 < len(known) <= 3
        assert all(len(chunk) <= words.LONGEST_KNOWN_CHUNK for chunk in known)
