"""Which column plays which role, guessed from English and Chinese headers and changeable."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ltrec_gui.catalogue.cells import is_missing, parse_date, parse_number

KINDS = ("catalogue", "interactions", "combined")
ITEM_ROLES = (
    "id", "title", "text", "author", "tags", "popularity", "rating", "url", "image", "date", "language",
)  # fmt: skip
INTERACTION_ROLES = ("user_id", "item_id", "rating", "clicks", "comment", "timestamp")
# In a combined file `id` is the item's id and `user_rating` is the rating one reader gave.
COMBINED_ROLES = (*ITEM_ROLES, "user_id", "clicks", "user_rating", "comment", "timestamp")
# These may be fed by several columns; the texts are joined.
REPEATABLE_ROLES = ("text", "tags")
LONGEST_HEADER = 200  # characters; a longer cell names no column, and trying all its parts takes hours


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The kind of file and the role of each column: `columns` holds (role, 0-based column) pairs."""

    kind: str
    columns: tuple[tuple[str, int], ...]

    def columns_of(self, role: str) -> tuple[int, ...]:
        """Return the columns that play `role`, in file order."""
        return tuple(column for name, column in self.columns if name == role)


def guess_mapping(
    header: Sequence[str], rows: Sequence[Sequence[str]], kind: str | None = None
) -> ColumnMapping:
    """Return the most plausible mapping for `header` and some `rows`; `kind` None lets the header decide."""
    names = [_normal_name(name) for name in header]
    columns = [_describe([row[at] for row in rows if at < len(row)], len(rows)) for at in range(len(header))]
    kind = kind or _guess_kind(names, columns)
    scores = {
        role: [_score(role, kind, *pair) for pair in zip(names, columns, strict=True)]
        for role in roles_of(kind)
    }
    chosen = _assign(scores)
    if kind != "interactions":
        _fill_from_content(chosen, names, columns, kind)
    return ColumnMapping(kind, tuple(sorted(chosen, key=lambda pair: (pair[1], pair[0]))))


def missing_roles(mapping: ColumnMapping) -> tuple[str, ...]:
    """Return the required roles that no column plays: `title`; `user_id` and `item_id`; `title` and `user_id`."""
    played = {role for role, _ in mapping.columns}
    return tuple(role for role in _REQUIRED[mapping.kind] if role not in played)


def header_words(name: str) -> str:
    """Return a header as lower-case words, so that `Book-Title`, `bookTitle` and `BOOK_TITLE` are the same."""
    return _normal_name(name)


def is_known_header(name: str) -> bool:
    """Return whether `name` is a header word that some role is known by, such as `title` or `书名`."""
    normal = _normal_name(name)
    return any(_name_score(words, normal) >= 60 for words in _WORDS.values())


_REQUIRED = {
    "catalogue": ("title",),
    "interactions": ("user_id", "item_id"),
    "combined": ("title", "user_id"),
}

# ---------------------------------------------------------------------------------------------- names

# How surely a name means a role, 0 to 100. A name that only ends in one of these counts less.
_WORDS_WRITTEN: Mapping[str, Sequence[tuple[int, str]]] = {
    "id": (
        (100, "id|编号|identifier"),
        (96, "unique id|item id|product id|video id|article id|商品id|影片id|电影id|视频id|图书id|文章id"),
        (96, "课程id"),
        (92, "isbn13|isbn 13|sku|图书编号|商品编号|课程编号|课程代码|course code|item code|product code|货号"),
        (92, "bvid"),
        (88, "isbn|isbn号|asin|uuid|guid|slug|avid|item number|catalogue number|catalog number|call number"),
        (88, "条形码|条码"),
        (80, "isbn10|isbn 10|doi|ean|gtin|barcode|索书号|handle|accession number|upc|nid|post id"),
        (60, "code|key|identity|代码|序号|no|number"),
    ),
    "title": (
        (100, "title|标题|书名|片名|题名|titel|titre|titulo|título|заглавие|название"),
        (96, "headline|item title|名称|影片名|电影名|电影名称|图书名称|商品名称|产品名称|课程名称|课程名"),
        (96, "视频标题|文章标题|新闻标题|商品标题"),
        (90, "name|item name|song title|track name|track title|歌名|剧名|作品名|heading|display name|正题名"),
        (90, "题目"),
        (70, "nombre|nom|label|product|song|track|original title|caption title|naam|nome|品名|商品|课程|影片"),
        (70, "书籍"),
        (55, "book|movie|film|course|article|item|file name|filename|primary title|english title|subject line"),
    ),
    "text": (
        (100, "description|简介|内容简介|描述|desc|descr|商品描述|详细描述|课程简介|剧情简介|图书简介"),
        (100, "影片简介"),
        (96, "overview|summary|abstract|synopsis|plot|摘要|内容提要|剧情|内容摘要|plot summary"),
        (96, "long description"),
        (92, "intro|introduction|body|body html|standfirst|正文|介绍|商品介绍|课程介绍|blurb|full description"),
        (92, "导语"),
        (88, "syllabus|text|content|contents|内容|article body|full text|short description|excerpt|课程大纲"),
        (88, "大纲|概要"),
        (82, "outline|dek|lede|teaser|trail text|subtitle|副标题|tagline|learning outcomes|课程内容|文章内容"),
        (82, "卖点"),
        (80, "详情|图文详情|商品详情"),
        (70, "details|detail|about|story|lyrics|notes|info|beschreibung|descripcion|descripción|comment|说明"),
        (70, "备注"),
        (50, "lead|medium|inscription|responsibility|transcript|topic description|question|answer|歌词"),
        (40, "title remainder|作者简介|author bio|bio|notes / comments|comments notes"),
    ),
    "author": (
        (100, "author|authors|作者|auteur|autor|book author|著者|作者名"),
        (94, "writer|writers|creator|creators|byline|artist|artists|all artists|speaker|speakers|编剧|艺术家"),
        (94, "歌手|演讲者"),
        (90, "director|directors|导演|instructor|instructors|teacher|lecturer|讲师|主讲|主讲人|授课教师|教师"),
        (90, "author name"),
        (78, "by|up主|主播|uploader|composer|performer|译者|channel title|channel|频道|main speaker|presenter|作家"),
        (78, "责任者"),
        (55, "brand|vendor|manufacturer|品牌|publisher|出版社|出版者|winery|winery name|店铺|卖家|供应商"),
    ),
    "tags": (
        (100, "tags|标签|genres|类型|keywords|关键词|关键字|user tags"),
        (96, "keyword|tags list"),
        (96, "tag|genre|categories|category|subjects|分类|类别|题材|tag name|simple categories|tag list"),
        (90, "subject|topics|topic|主题|主题词|product type|商品类目|类目|影片类型|图书分类|desk|栏目"),
        (90, "频道分类"),
        (84, "section|movements|harmonize|themes|theme|风格|shelves|product category|课程分类|品类|标签列表"),
        (66, "classification|classifications"),
        (76, "department|style|mood|collection|collections|学科"),
        (72, "type"),
        # How hard a course is says nothing of its subject; beside other tags it stays a column of its own.
        (66, "level|难度|难度等级|difficulty"),
        (62, "group|kind|labels|format|屬性|形式|领域|grade|subject area|item type"),
    ),
    "popularity": (
        (100, "views|view count|page views|pageviews|播放量|浏览量|借阅次数|借阅量|销量|下载量|阅读量"),
        (100, "观看次数|views count"),
        (97, "loans|checkouts|borrows|sales|units sold|downloads|play count|plays|num subscribers|enrolled"),
        (97, "enrollments"),
        (95, "enrolments|num enrolled|enrollment|enrolment|选课人数|播放数|播放次数|浏览次数|点击量|访问量"),
        (95, "下载次数|view"),
        (93, "subscribers|popularity|sold|copies sold|quantity sold|streams|stream count|listens|reads"),
        (93, "点击次数|订阅数"),
        (91, "read count|reads count|loans count|checkout count|borrowed count|ordered count|sale count|sales count"),
        (91, "viewed count|played count|borrow count|purchase count|student count|students count|listen count"),
        (91, "loan count|purchases|order count|orders|students|num students|学习人数|报名人数|销售量|月销量"),
        (91, "借阅数|播放"),
        (88, "visits|hits|clicks|click count|热度|人气|impressions|watch count|read count|download count"),
        (88, "订阅人数|浏览"),
        (84, "ratings count|rating count|num ratings|number of ratings|评分人数|评价人数|评论人数|想看人数"),
        (84, "看过人数|total sold"),
        (80, "vote count|votes|num votes|投票数|vote counts|num voted users|收藏人数|circulation|circ count"),
        (80, "人次|次数|人数"),
        (66, "favorites|favourites|favorite|likes|like count|like|点赞数|点赞|收藏数|收藏|saves|votes count"),
        (58, "num reviews|reviews count|review count|number of reviews|reviews|评论数|评价数"),
        (58, "num lectures ratings"),
        (45, "comments|comment count|num comments|shares|share|reply|replies|coin|回复数|弹幕数|danmaku"),
        (45, "转发数|reposts"),
    ),
    "rating": (
        (100, "average rating|avg rating|rating|vote average|mean rating|评分|豆瓣评分|平均评分"),
        (100, "rating average|用户评分"),
        (92, "avg score|mean score|average stars"),
        (92, "stars|star rating|imdb rating|imdb score|得分|星级|avg vote|average score|review score"),
        (92, "分数|打分"),
        (70, "score"),
        (80, "user rating|ratings|user score|critic score|metascore|points|content rating score"),
    ),
    "url": (
        (100, "url|链接|网址|product url|item url|page url|book url|canonical url"),
        (94, "link|links|permalink|href|web url|链接地址|详情链接|商品链接|地址链接|详情页"),
        (90, "网页地址|网页|网页链接"),
        (80, "website|uri|homepage|webpage|web page|source url"),
    ),
    "image": (
        (100, "image|image url|封面|图片|cover|cover url|cover image|海报|image link|图片链接|封面图"),
        (94, "img|thumbnail|thumbnail url|thumb|poster|poster path|picture|photo|image src|thumbnail link"),
        (94, "封面链接"),
        (70, "small image url|img url|icon|artwork|main image|主图|缩略图|image large"),
    ),
    "date": (
        (100, "出版年月|发表时间|发表日期|发行时间"),
        (100, "published at|publish date|publication date|published date|release date|pub date|出版日期"),
        (100, "出版时间|发布时间"),
        (97, "date published|发布日期|上映日期|上映时间|首播日期|date released|released|first published"),
        (97, "release"),
        (94, "date|publication year|published year|year|年份|original publication year|year of publication"),
        (94, "release year"),
        (90, "published|出版年|出版年份|年代|published timestamp|发行日期|上架时间|date text|日期|pubdate"),
        (90, "上映年份|publish time"),
        (76, "publication full|film date|created at|created|date created|datum|jahr|année|fecha|launch date"),
        (76, "创建时间"),
        (50, "updated at|acquisition year|date added|timestamp|时间|start date|updated|last modified"),
    ),
    "language": (
        (90, "文种|正文语种|字幕语言"),
        (100, "language|语言|original language|language code|语种|lang|languages|locale|sprache|langue|idioma"),
        (100, "原始语言"),
    ),
    "user_id": (
        (100, "user id|用户id|reader id|member id|customer id|用户编号|读者编号|会员id|会员编号|patron id"),
        (100, "borrower id"),
        (95, "user|用户|读者证号|读者id|学号|visitor id|account id|student id|learner id|reviewer id|uid"),
        (95, "viewer id|userid"),
        (80, "reader|customer|member|borrower|patron|username|user name|用户名|读者|会员|顾客|买家|昵称"),
        (80, "reviewer|学生"),
        (62, "session id|client id|device id|account|visitor|viewer|login|学员"),
    ),
    "item_id": (
        (100, "item id|item|物品id|商品id|影片id|电影id|视频id|图书id|文章id|课程id|内容id|物品编号|商品编号"),
        (100, "图书编号"),
        (96, "product id|movie id|book id|film id|video id|article id|course id|content id|track id|song id"),
        (96, "work id"),
        (92, "wine id|news id|post id|doc id|document id|isbn|isbn13|sku|asin|课程编号|course code"),
        (92, "parent asin|物品"),
        (70, "id|编号|product|movie|book|film|video|article|course|wine|content|isbn10|图书|电影|商品|课程"),
        (70, "bvid|条码"),
        (50, "url|link|code|title id|链接"),
    ),
    "clicks": (
        (100, "clicks|click count|点击|点击量|点击次数|click|clicked"),
        (90, "views|view count|plays|play count|count|次数|观看次数|播放次数|浏览次数|借阅次数|loans|listens"),
        (90, "event count"),
        (75, "accessed|times|visits|purchases|quantity|hits|reads|购买次数|数量|weight|interactions|frequency"),
    ),
    "comment": (
        (100, "comment|评论|评论内容|review text|review|短评|书评|影评|留言|user comment|comments|用户评论"),
        (100, "review body"),
        (80, "text|body|feedback|content|评价|评价内容|note|remark|review content|内容|reviewtext|reviews"),
        (50, "tag|summary|标签"),
    ),
    "timestamp": (
        (100, "timestamp|时间戳|event time|time|rated at|clicked at|时间|评论时间|评分时间|unix review time"),
        (90, "date|日期|created at|review date|review time|viewed at|borrowed at|loan date|借阅日期|借阅时间"),
        (90, "datetime"),
        (70, "created|updated at|day|date added|order date|点击时间"),
    ),
}  # fmt: skip
_WORDS: Mapping[str, Mapping[str, int]] = {
    role: {word: score for score, words in levels for word in words.split("|")}
    for role, levels in _WORDS_WRITTEN.items()
}
# What one reader gave, and what all readers gave on average, are told apart only in a combined file.
_USER_RATING_WORDS = {
    "rating": 90,
    "user rating": 100,
    "score": 80,
    "stars": 80,
    "评分": 90,
    "用户评分": 100,
    "打分": 90,
}
_MEAN_RATING_WORDS = {
    word: score for word, score in _WORDS["rating"].items() if word not in _USER_RATING_WORDS
}
_ENTITIES = frozenset(
    [
        *(
            "book",
            "movie",
            "film",
            "course",
            "product",
            "item",
            "article",
            "video",
            "song",
            "track",
            "work",
            "wine",
        ),
        *(
            "game",
            "talk",
            "news",
            "post",
            "bibliography",
            "metadata",
            "show",
            "episode",
            "podcast",
            "recipe",
            "dc",
        ),
        *(
            "paper",
            "document",
            "artwork",
            "album",
            "app",
            "listing",
            "content",
            "catalog",
            "catalogue",
            "anime",
        ),
    ]
)
_IMAGE_WORDS = frozenset(
    {"image", "img", "cover", "thumbnail", "thumb", "poster", "photo", "picture", "icon"}
)
_BRACKETED = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_JOINED_ID = re.compile(
    rf"({'|'.join(sorted(_ENTITIES | {'user', 'reader', 'customer', 'member'}))})(id|name|title)"
)
# `read_num`, `n_reads`, `times_read` and `total reads` all count what readers did.
_DEEDS = "view|play|read|loan|borrow|checkout|download|sale|order|purchase|visit|click|listen|rating|vote|like|student"
_DEED = f"((?:{_DEEDS})(?:s|ed|ings?)?)"
_COUNTED = re.compile(f"{_DEED} (?:cnt|num|count|total)|(?:n|nb|no of|times|total) {_DEED}|{_DEED}cnt")
_CJK = re.compile("[一-鿿]")
# What headers are written with in Taiwan and Hong Kong; the word lists know the simplified form.
_SIMPLIFIED = str.maketrans(
    "編號書標題稱簡內類別籤瀏覽點擊評論語圖鏈網導時間發產課閱讀賣銷數熱門電視頻戶會員關鍵詞說館訂購觀體國開創檔連結項見譯劇",
    "编号书标题称简内类别签浏览点击评论语图链网导时间发产课阅读卖销数热门电视频户会员关键词说馆订购观体国开创档连结项见译剧",
)


@cache
def _normal_name(name: str) -> str:
    """Return a header as lower-case words: `Book-Title`, `bookTitle` and `BOOK_TITLE` give `book title`."""
    name = unicodedata.normalize("NFKC", name).translate(_SIMPLIFIED).strip().lstrip("\ufeff#*").strip()
    without_brackets = _BRACKETED.sub(" ", name)
    name = without_brackets if without_brackets.strip() else name
    words = re.sub(r"[\W_]+", " ", _CAMEL.sub(" ", name)).casefold().split()
    joined = " ".join(_JOINED_ID.sub(r"\1 \2", word) if word.isascii() else word for word in words)
    counted = _COUNTED.fullmatch(joined)
    return f"{counted[1] or counted[2] or counted[3]} count" if counted else joined


def _name_score(known: Mapping[str, int], name: str) -> float:
    """Return how surely a normalised header means what the words `known` mean, 0 to 100."""
    if len(name) > LONGEST_HEADER:
        return 0
    if name in known:
        return known[name]
    words = name.split()
    # `bibliography title` and `course title` are titles; `channel title` is not.
    while len(words) > 1 and words[0] in _ENTITIES:
        words = words[1:]
        if (core := " ".join(words)) in known:
            return known[core] - 1
    for start in range(1, len(words)):
        if (ending := " ".join(words[start:])) in known:
            return 0.72 * known[ending] if start + 1 < len(words) else 0.52 * known[ending]
    if len(words) > 1 and words[0] in known:
        return 0.6 * known[words[0]]
    if _CJK.search(name):
        for start in range(1, len(name) - 1):
            if (ending := name[start:]) in known:
                return 0.85 * known[ending]
        for end in range(len(name) - 1, 1, -1):
            if (beginning := name[:end]) in known:
                return 0.55 * known[beginning]
    return 0.0


# ---------------------------------------------------------------------------------------------- content


@dataclass(frozen=True, slots=True)
class _Column:
    """What the sampled cells of one column look like; every share is of the filled cells, 0..1."""

    row_count: int = 0
    filled_count: int = 0
    filled_share: float = 0.0
    unique_share: float = 0.0
    number_share: float = 0.0
    largest: float = 0.0
    url_share: float = 0.0
    list_share: float = 0.0
    several_share: float = 0.0
    clock_share: float = 0.0
    date_share: float = 0.0
    spaced_share: float = 0.0
    mean_length: float = 0.0
    is_lossy: bool = False


_URL = re.compile(r"(?:https?://|www\.|/)\S", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,3}(?::\d\d){1,2}")
_SEVERAL = re.compile(r"[|;,/；，、]")
_LIST = re.compile(r"\[\s*(?:['\"{].*)?\]$|[^|]+\|[^|]+", re.DOTALL)
_LOSSY = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)


def _describe(cells: Sequence[str], row_count: int) -> _Column:
    filled = [text for cell in cells if not is_missing(text := cell.strip())]
    if not filled:
        return _Column(row_count=row_count)
    numbers = [number for cell in filled if (number := _number(cell)) is not None]
    count = len(filled)
    return _Column(
        row_count=row_count,
        filled_count=count,
        filled_share=count / max(row_count, 1),
        unique_share=len(set(filled)) / count,
        number_share=len(numbers) / count,
        largest=max(map(abs, numbers), default=0.0),
        url_share=sum(_URL.match(cell) is not None for cell in filled) / count,
        list_share=sum(_LIST.match(cell) is not None for cell in filled) / count,
        several_share=sum(_SEVERAL.search(cell) is not None for cell in filled) / count,
        clock_share=sum(_CLOCK.fullmatch(cell) is not None for cell in filled) / count,
        date_share=sum(map(_is_date, filled)) / count,
        spaced_share=sum(" " in cell or _CJK.search(cell) is not None for cell in filled) / count,
        mean_length=sum(map(len, filled)) / count,
        is_lossy=any(_LOSSY.fullmatch(cell) for cell in filled),
    )


def _number(cell: str) -> float | None:
    cell = cell.lstrip("$€£¥￥ ")
    for decimal in ".,":
        try:
            return parse_number(cell, decimal)
        except ValueError:
            continue
    return None


def _is_date(cell: str) -> bool:
    try:
        parse_date(cell)
    except ValueError:
        return False
    return True


def _fits(role: str, column: _Column) -> bool:
    """Return whether the cells of a column can be what `role` means; a column without cells can be anything."""
    if not column.filled_count:
        return role not in ("id", "user_id", "item_id") or not column.row_count
    is_number = column.number_share + column.clock_share > 0.9
    if role in ("id", "user_id", "item_id"):
        # One bad row must not cost a small table its id, so one exception is always allowed.
        is_filled = column.row_count - column.filled_count <= max(1, 0.2 * column.row_count)
        repeats = round(column.filled_count * (1 - column.unique_share))
        is_unique = role != "id" or repeats <= max(1, 0.05 * column.filled_count)
        return is_filled and is_unique and not column.is_lossy
    if role in ("popularity", "clicks"):
        return column.number_share >= 0.8
    if role in ("rating", "user_rating"):
        return column.number_share >= 0.8 and column.largest <= 100
    if role == "url":
        return column.url_share >= 0.5
    if role == "image":
        return not is_number and column.spaced_share < 0.5
    if role == "date":
        return column.date_share >= 0.5
    if role == "timestamp":
        return column.spaced_share < 0.9 or column.date_share >= 0.5
    if role == "language":
        return not is_number and column.mean_length <= 30
    if role == "title":
        return not is_number and column.url_share < 0.5 and column.mean_length <= 300
    if role == "text":
        return not is_number and column.url_share < 0.5
    if role == "tags" and column.filled_count >= 10 and column.several_share < 0.2:
        # Words that never come twice sort nothing: rather a name.
        return not is_number and column.unique_share < 0.95
    return not is_number


def _score(role: str, kind: str, name: str, column: _Column) -> float:
    # In a combined file an item comes again with every reader, so its id tells no rows apart.
    if not _fits("item_id" if role == "id" and kind == "combined" else role, column):
        return 0.0
    score = _name_score(_role_words(role, kind), name)
    if not score:
        return 0.0
    if role == "title" and column.filled_count >= 10:
        # A title tells items apart; of two columns named alike the one that does is the title.
        score -= 12 * (1 - column.unique_share) if kind == "catalogue" else 0
    if role in ("popularity", "rating", "clicks") and column.row_count and not column.filled_count:
        score *= 0.5
    if role == "popularity" and 0 < column.filled_share < _LEAST_COUNTED:
        score *= 0.7  # of two columns of counts the one that leaves nearly all items out says less
    if role == "text" and column.filled_count and column.mean_length < 12:
        score *= 0.4
    if role == "text" and name.split()[-1] == "body" and column.filled_count and column.mean_length < 30:
        score = 0.0  # of a wine or a car, not of an article
    if role == "tags" and column.filled_count >= 10 and column.unique_share <= 1 / column.filled_count:
        score *= 0.8  # one word for all rows, at least at the start of the file
    if role == "url" and (not _IMAGE_WORDS.isdisjoint(name.split()) or re.search("图片|封面|海报", name)):
        score = 0.0
    if role == "date" and name in ("timestamp", "time", "时间") and kind != "catalogue":
        score = 0.0
    return score


def _role_words(role: str, kind: str) -> Mapping[str, int]:
    if kind == "combined" and role == "user_rating":
        return _USER_RATING_WORDS
    if kind == "combined" and role == "rating":
        return _MEAN_RATING_WORDS
    if kind == "combined" and role == "clicks":
        return {word: score for word, score in _WORDS["clicks"].items() if "click" in word or "点击" in word}
    if kind == "combined" and role == "comment":
        return {word: score for word, score in _WORDS["comment"].items() if score >= 100}
    if kind == "combined" and role == "id":
        return {**_WORDS["id"], **_WORDS["item_id"]}
    return _WORDS[role]


# ---------------------------------------------------------------------------------------------- deciding


def roles_of(kind: str) -> tuple[str, ...]:
    """Return the roles that columns can play in a file of this kind."""
    return {"catalogue": ITEM_ROLES, "interactions": INTERACTION_ROLES, "combined": COMBINED_ROLES}[kind]


def _guess_kind(names: Sequence[str], columns: Sequence[_Column]) -> str:
    def best(role: str, kind: str) -> float:
        return max((_score(role, kind, *pair) for pair in zip(names, columns, strict=True)), default=0.0)

    user, item, title = (
        best("user_id", "interactions"),
        best("item_id", "interactions"),
        best("title", "catalogue"),
    )
    if user < 60:
        return "catalogue"
    if title >= 60:
        # `user` beside a title may be who uploaded it; a `user id` is a reader.
        titles = [
            column.unique_share
            for name, column in zip(names, columns, strict=True)
            if name in _WORDS["title"]
        ]
        return "combined" if user >= 99 or min(titles, default=1.0) < 0.9 else "catalogue"
    return "interactions" if item >= 50 else "catalogue"


def _assign(scores: Mapping[str, Sequence[float]]) -> list[tuple[str, int]]:
    """Give roles to columns, the surest pair first; a repeatable role takes every sure column or its best one."""
    ranked = sorted(
        ((score, role, column) for role, row in scores.items() for column, score in enumerate(row)),
        key=lambda entry: (-entry[0], entry[2]),
    )
    chosen: list[tuple[str, int]] = []
    for score, role, column in ranked:
        if score < _LEAST_SCORE or any(column == taken for _, taken in chosen):
            continue
        if any(role == played for played, _ in chosen) and (
            role not in REPEATABLE_ROLES or score < _SURE_SCORE
        ):
            continue
        chosen.append((role, column))
    return chosen


_LEAST_SCORE = 38.0
_SURE_SCORE = 70.0
_LEAST_COUNTED = 0.25  # share of rows with a count


def _fill_from_content(
    chosen: list[tuple[str, int]], names: Sequence[str], columns: Sequence[_Column], kind: str
) -> None:
    """Give a title, an id, a text, an address and tags to columns whose names say nothing but whose cells do."""

    def free() -> list[int]:
        taken = {column for _, column in chosen}
        return [at for at, column in enumerate(columns) if at not in taken and column.filled_count]

    def has(role: str) -> bool:
        return any(role == played for played, _ in chosen)

    has_no_names = all(re.fullmatch(r"column \d+", name) for name in names)
    if has_no_names and kind == "catalogue" and columns and _looks_like_id(columns[0]) and len(columns) > 1:
        chosen.append(("id", 0))
    if not has("title"):
        candidates = [at for at in free() if _can_be_named(columns[at])]
        # A column taken for tags that tells every row apart is rather a name.
        tags = [at for role, at in chosen if role == "tags" and columns[at].unique_share > 0.9]
        candidates += [at for at in tags if _can_be_named(columns[at])]
        if candidates:
            title = max(candidates, key=lambda at: _title_likeness(columns[at], at))
            chosen[:] = [pair for pair in chosen if pair[1] != title]
            chosen.append(("title", title))
    if has_no_names:
        for at in free():
            if not has("url") and columns[at].url_share > 0.8:
                chosen.append(("url", at))
            elif (
                columns[at].mean_length >= 60
                and columns[at].spaced_share > 0.8
                and columns[at].url_share < 0.2
            ):
                chosen.append(("text", at))
    for at in free():
        if columns[at].list_share > 0.6 and columns[at].number_share < 0.1 and columns[at].url_share < 0.2:
            chosen.append(("tags", at))


def _looks_like_id(column: _Column) -> bool:
    is_short = column.mean_length <= 20 and column.spaced_share == 0 and column.url_share == 0
    return is_short and column.unique_share == 1 and column.number_share == 1 and column.filled_count > 1


def _can_be_named(column: _Column) -> bool:
    return _fits("title", column) and column.mean_length >= 2


def _title_likeness(column: _Column, at: int) -> float:
    is_title_long = 1.0 if 5 <= column.mean_length <= 120 else 0.0
    return 2 * column.unique_share + 3 * column.filled_share + column.spaced_share + is_title_long - 0.01 * at
