"""Words for matching: the terms of a text, what a brief rules out, and one form for nearly equal titles."""

import re
import unicodedata

MOST_KNOWN_CHUNKS = 100_000  # some 15 MB
LONGEST_KNOWN_CHUNK = 24  # a longer one is a sentence without spaces or an address, and hardly comes again
_CJK = "々〇㐀-䶿一-鿿豈-﫿ぁ-ゖァ-ヺー가-힣\U00020000-\U000323af"
# Marks of Indic scripts are no letters to `\w`, yet a word of them is one word.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0e4e"
_TERM = re.compile(rf"[{_CJK}]+|(?:(?![{_CJK}])[^\W_]|[{_MARKS}])+(?:['’](?:(?![{_CJK}])[^\W_])+)*")
_CJK_START = re.compile(f"[{_CJK}]")
# 的灯 and 塔的 are halves of two words; 目的 and 的士 are words.
_PARTICLE_PAIR = re.compile("(?!的士|的确)的.|(?!目的).的|.了")
_POSSESSIVE = re.compile(r"['’]s?$")
_COMBINING = re.compile("[\u0300-\u036f]")
_LATIN = re.compile("[a-z\u00df-\u024f\u1e00-\u1eff]")
# Letters that Unicode does not take apart into a base and an accent.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ß": "ss"}
)
# What `terms` does to ASCII, but for apostrophes, which may be a part of a word: letters small, signs to spaces.
_ASCII_CHUNKS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "'")} | {
    code: chr(code).lower() for code in range(128) if chr(code).isupper()
}
# Signs of print that are not letters; without them most English texts are ASCII. `_TERM` takes both apostrophes alike.
_PRINTERS_SIGNS = (("’", "'"), ("“", " "), ("”", " "), ("–", " "), ("—", " "), ("…", " "), ("\u00a0", " "))


def terms(text: str) -> list[str]:
    """Return the terms of `text` in order: folded words, numbers, pairs of Chinese characters.

    Letters are lower-case without accents, English plurals are cut, a term of one letter is left out. A run
    of Chinese, Japanese or Korean characters gives its overlapping pairs, a lone one itself.
    """
    joined = joined_terms(text)
    return joined.split(" ") if joined else []


def joined_terms(text: str) -> str:
    """Return the terms of `text`, as `terms` gives them, in one text with single spaces between.

    No word goes beyond white space, and a catalogue says the same words again and again, so each chunk is taken apart
    once and remembered. In plain English the signs around words are taken off first, which leaves few chunks.
    """
    if not text.isascii():
        for sign, plain in _PRINTERS_SIGNS:
            text = text.replace(sign, plain)
    chunks = text.translate(_ASCII_CHUNKS).split() if text.isascii() else text.split()
    return " ".join(filter(None, map(_known_chunks.__getitem__, chunks)))


class _KnownChunks(dict[str, str]):
    """What chunks without white space say, worked out when first asked for; long ones and too many are forgotten."""

    def __missing__(self, chunk: str) -> str:
        found = " ".join(_terms_of_chunk(chunk))
        if found == chunk:
            found = chunk  # one string in memory, not two
        if len(chunk) <= LONGEST_KNOWN_CHUNK:
            if len(self) >= MOST_KNOWN_CHUNKS:
                self.clear()
            self[chunk] = found
        return found


_known_chunks = _KnownChunks()


def _terms_of_chunk(chunk: str) -> list[str]:
    if not chunk.isascii():
        chunk = unicodedata.normalize("NFKC", chunk)
    found: list[str] = []
    for word in _TERM.findall(chunk.casefold()):
        found += _terms_of(word)
    return found


def _terms_of(word: str) -> tuple[str, ...]:
    if _CJK_START.match(word):
        return tuple(word[at : at + 2] for at in range(len(word) - 1)) if len(word) > 1 else (word,)
    word = _singular(_fold(word))
    return (word,) if len(word) > 1 or word.isdigit() else ()


def content_terms(text: str) -> list[str]:
    """Return the terms of `text` without stop words and without pairs made by a Chinese particle."""
    return [term for term in terms(text) if term not in STOP_WORDS and not _PARTICLE_PAIR.fullmatch(term)]


def _fold(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word
    word = _POSSESSIVE.sub("", word).replace("'", "").replace("’", "")
    if _LATIN.search(word):
        word = _COMBINING.sub("", unicodedata.normalize("NFKD", word.translate(_PLAIN_LETTERS)))
    return word


def _singular(word: str) -> str:
    """Return `word` without its plural ending.

    This is the S-stemmer of D. Harman, "How effective is suffixing?", JASIS 42 (1991). The first rule that applies
    decides: -ies becomes -y but not after e or a; -es becomes -e but not after a, e or o; -s goes but not after u
    or s. Words of three letters and fewer stay; Harman leaves them open.
    """
    if len(word) < 4 or not word.endswith("s") or not word.isascii():
        return word
    if word.endswith("ies") and word[-4] not in "ea":
        return word[:-3] + "y"
    if word.endswith("es") and word[-3] not in "aeo":
        return word[:-1]
    if word[-2] not in "us":
        return word[:-1]
    return word


# Written as terms() gives them: without apostrophes, plural endings cut.
_ENGLISH_STOP_WORDS = """
about above across after again against all almost already also although alway am among an and another any are
arent around as at be because been before being below between both but by can cannot cant could couldnt did
didnt do doe doesnt doing dont down during each either else ever every few for from further get got had hadnt
has hasnt have havent having he her here herself him himself his how however if in into is isnt it its itself
just let like many may me might more most much must my myself neither never no nor not of off often on once
one only or other our ourselve out over own per perhap quite rather same shall she should shouldnt since so
some such than that the their them themselve then there these they theyre theyve thi those though through
thus to too toward under until up upon us very via was wasnt we were werent weve what when where whether which
while who whom whose why will with within without wont would wouldnt yet you your youre yourself yourselve
youve
"""
_CHINESE_STOP_WORDS = """
一个 一种 一些 一样 一下 一次 一直 我们 他们 她们 你们 它们 自己 这个 那个 这些 那些 这样 那样 这里 那里
这种 什么 怎么 为什 没有 可以 因为 所以 但是 不过 而且 如果 虽然 然后 还是 就是 不是 也是 都是 而是 已经
以及 或者 并且 对于 关于 由于 为了 其中 其他 之后 之前 之间 的是 是一 的一 了一 在一 这是 是在 有一 和他
与他 他的 她的 我的 你的 它的 们的 的人 中的 上的 不能 不会 的 了 是 在 和 与 或 也 都 就 而 及 着 又 被 把
对 为 之 其 他 她 我 你 它 这 那 有 不 很 更 最
"""
STOP_WORDS: frozenset[str] = frozenset((_ENGLISH_STOP_WORDS + _CHINESE_STOP_WORDS).split())

# Words of every blurb and every brief: items may be found by them, but none is a reason, and none names a topic.
_ENGLISH_UNTELLING = """
article author book course film movie movy novel reader story talk title video volume
able amazing become best better big bring call certain come different early easy find found full get give given go
going gone good great happen help important include including interesting keep kind know known last late left let
little long look looking lot made make making mean need new next part people person place put read reading real
recent right say see seen set short show shown simple small sort start take taken taking tell telling thing think
time told true try turn use used using want way well world year
actually ago along always another apart around aside away back beginning beside beyond especially forth forward
hardly inside instead nearly onto outside past really simply since sometime soon together truly unlike upon usual
usually whatever wherever whole best-selling day end enough even far first four half hundred less life making never
number second several ten third thousand today together two three
"""
_CHINESE_UNTELLING = """
书籍 图书 本书 这本 一书 作品 作者 读者 故事 小说 电影 影片 影视 视频 课程 文章 内容 介绍 讲述 描写
推荐 适合 希望 想要 喜欢 需要 写得 通过 成为 来自 进行 作为 开始 不同 时候 之中 许多 很多 非常 特别
能够 可能 应该 知道 看到 得到 最后 第一 世界 生活 时间 今天 根据 改编 同名 片根 据同 名小 剧改 编自 必须 来到
发生 事发 生在 发现 一天 两个 三个 一场 一起 为此 不得 不已 不禁 此时 于此 此后 从此 即将 终于 决定
"""
UNTELLING_WORDS: frozenset[str] = frozenset((_ENGLISH_UNTELLING + _CHINESE_UNTELLING).split()) | STOP_WORDS


# A pair with one of these is mostly no word, but the end of one and the beginning of the next: 人在, 也许, 只是.
_FUNCTION_CHARACTERS = frozenset("的了是在着又被把之她它我你这那就都也很却让们从而及与或只且么吗呢吧")


def is_telling_word(term: str) -> bool:
    """Return whether a term, as `terms` gives it, says something of its own: no filler, no number without a year."""
    if len(term) == 2 and not _FUNCTION_CHARACTERS.isdisjoint(term):
        return False
    return term not in UNTELLING_WORDS and not (term.isdigit() and len(term) < 4)


# ------------------------------------------------------------------------------- what a brief rules out

_CLAUSE_END = r"[.,;:!?()\[\]\n—–…，。；：！？、（）]|\s--?\s|\bbut\b|而是|但"
# "no", "not" and the like rule out only where a clause opens with them: "life without fear" is about fear, and what a
# brief opens with may be a title.
_RULED_OUT = re.compile(
    rf"""
    (?:
        \b(?:rather\ than|instead\ of|as\ opposed\ to|anything\ but)\b
      | (?:(?<=[.,;:!?(\n—–…])|(?<=\s-)|(?<=\bbut)|(?<=\band))\s*
        (?:but\s+|and\s+|please\s+)*
        (?:no|not|nothing|none\ of|without|except|excluding|avoid(?:ing)?)\b
        (?!\s+(?:only|just|merely|simply|least|less|more|longer|matter|doubt|wonder|one|idea|necessarily|but|to)\b)
      | 而不是 | 而非 | 不想要 | 不要 | 不需要 | 不涉及 | 不包括 | 不含
    )
    .*?(?={_CLAUSE_END}|$)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def wanted_text(brief: str) -> str:
    """Return `brief` without what it says it does not want: "puzzles rather than statistics" asks for puzzles.

    Only plain wordings are understood, each to the end of its clause. Where nothing would be left, all is kept.
    """
    wanted = _RULED_OUT.sub(" ", brief)
    if wanted == brief:
        return brief
    wanted = re.sub(r"[\s.,;:，；：、]+(?=[.,;:!?，。；：！？、])", "", " ".join(wanted.split())).strip()
    return wanted if content_terms(wanted) else brief


# ---------------------------------------------------------------------------------------------- titles

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|【[^【】]*】|〔[^〔〕]*〕")
_NOT_WORD = re.compile(r"(?:[^\w]|_)+")
_APOSTROPHE = re.compile(r"['’`]")
_TRAILING_ARTICLE = re.compile(r",\s*(?:the|an?|der|die|das|le|la|les|el|los|las)$")
_LEADING_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\w)")
# Before an article it is no part of the title: "The Illustrated A Brief History", but not "The Illustrated Man".
_LEADING_FORMAT = re.compile(
    r"^(?:the\s+)?(?:un)?(?:abridged|annotated|complete|illustrated)\s+(?=(?:the|an?)\s+\w)"
)
_CHINESE_COUNT = "[0-9一二三四五六七八九十百两]+"
_CHINESE_VOLUME = re.compile(
    f"(?:第?{_CHINESE_COUNT}(?:卷|册|版|部|集|季|辑|期|回|篇|章)|[全共]{_CHINESE_COUNT}[卷册集部]"
    "|(?:上|中|下|全)(?:卷|册|部|集|篇)|(?:修订|增订|珍藏|典藏|纪念|插图|全译|精装|平装|完整|新|旧)版)$"
)
# A volume word goes only where a number followed it: "Part" of "Part 2", not of "For My Part".
_VOLUMES = (
    "vol vols volume volumes book bk part pt no nr number issue episode ep season series teil band tome"
)
_VOLUME_WORDS = frozenset(_VOLUMES.split())
_FORMATS = (
    "abridged annotated audiobook ebook hardback hardcover illustrated kindle paperback reprint unabridged"
)
_FORMAT_WORDS = frozenset(_FORMATS.split())
# These go only before a word for edition.
_QUALIFIER_WORDS = """
anniversary classic collectors complete deluxe enlarged expanded extended large limited new print revised special
updated first second third fourth fifth sixth seventh eighth ninth tenth
"""
_QUALIFIERS = frozenset(_QUALIFIER_WORDS.split())
_EDITION_WORDS = frozenset({"edition", "editions", "ed", "edn", "rev", "ausgabe", "auflage"})
_NUMBER_WORD = re.compile(r"\d+(?:st|nd|rd|th)?|(?=[ivxl]{2})(?:x{0,3}|xl)(?:ix|iv|v?i{0,3})")


def title_key(title: str) -> str:
    """Return a form of `title` that titles of the same work share; it is empty only for an empty title.

    Dropped are case, punctuation, parts in brackets, leading articles, and volume words, edition words and
    numbers at the end. Where that leaves nothing, less is dropped.
    """
    folded = " ".join(unicodedata.normalize("NFKC", title).casefold().split())
    without_brackets = folded
    while (shorter := _BRACKETED.sub(" ", without_brackets)) != without_brackets:
        without_brackets = shorter
    for form in (without_brackets, folded):
        words = _title_words(form)
        shortened = _without_edition(words)
        if shortened or words:
            return " ".join(shortened or words)
    return folded


def _title_words(title: str) -> list[str]:
    title = _TRAILING_ARTICLE.sub("", title.strip())
    title = _LEADING_ARTICLE.sub("", _LEADING_FORMAT.sub("", title))
    return [_fold(word) for word in _NOT_WORD.sub(" ", _APOSTROPHE.sub("", title)).split()]


def _without_edition(words: list[str]) -> list[str]:
    words = words.copy()
    before_edition = after_number = False
    while words:
        last = words[-1]
        is_number = _NUMBER_WORD.fullmatch(last) is not None or (len(words) > 1 and _follows_volume(words))
        is_edition = last in _EDITION_WORDS or (before_edition and last in _QUALIFIERS)
        if is_number or is_edition or last in _FORMAT_WORDS or (after_number and last in _VOLUME_WORDS):
            words.pop()
        elif _CJK_START.match(last) and (shorter := _without_chinese_volume(last)) != last:
            words[-1:] = [shorter] if shorter else []
        else:
            return words
        after_number = is_number
        before_edition = is_edition or (is_number and before_edition)
    return words


def _follows_volume(words: list[str]) -> bool:
    return words[-2] in _VOLUME_WORDS and words[-1] in ("i", "v", "x", "one", "two", "three", "four", "five")


def _without_chinese_volume(word: str) -> str:
    shorter = _CHINESE_VOLUME.sub("", word)
    return shorter if shorter != word else re.sub(r"(?<=\D)[0-9]+$", "", word)
