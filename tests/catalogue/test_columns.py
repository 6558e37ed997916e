"""Roles are guessed from English and Chinese headers, and from the cells where the header says nothing."""

import pytest

from ltrec_gui.catalogue.columns import (
    ITEM_ROLES,
    REPEATABLE_ROLES,
    ColumnMapping,
    guess_mapping,
    is_known_header,
    missing_roles,
)

CELLS = {
    "id": [f"0012{n}" for n in range(12)],
    "title": [f"The lighthouse number {n}" for n in range(12)],
    "text": [f"A long and quiet story about keeper {n}, the sea and the winter storms." for n in range(12)],
    "author": ["Ann Keeper", "Bo Harbour", "Cy Tide"] * 4,
    "tags": ["sea, storms", "coast", "memoir, letters"] * 4,
    "popularity": [str(n * 17) for n in range(12)],
    "rating": [f"{n % 5}.{n % 10}" for n in range(12)],
    "url": [f"https://example.org/items/{n}" for n in range(12)],
    "image": [f"https://example.org/{n}.jpg" for n in range(12)],
    "date": [f"20{n + 10}-03-0{n % 9 + 1}" for n in range(12)],
    "language": ["en", "zh", "de"] * 4,
}

SPELLINGS = [
    ("id", "id"), ("ID", "id"), ("item_id", "id"), ("movieId", "id"), ("Book_ID", "id"), ("course_id", "id"),
    ("WineID", "id"), ("PRODUCTID", "id"), ("isbn13", "id"), ("ISBN", "id"), ("sku", "id"), ("course_code", "id"),
    ("metadata.id", "id"), ("video_id", "id"), ("UniqueID", "id"), ("编号", "id"), ("图书编号", "id"),
    ("商品编号", "id"), ("title", "title"), ("Book-Title", "title"), ("bibliography.title", "title"),
    ("course_title", "title"), ("WineName", "title"), ("headline", "title"), ("name", "title"),
    ("product_name", "title"), ("书名", "title"), ("片名", "title"), ("标题", "title"), ("课程名称", "title"),
    ("商品名称", "title"), ("电影名称", "title"), ("description", "text"), ("overview", "text"),
    ("summary", "text"), ("body_html", "text"), ("standfirst", "text"), ("syllabus", "text"), ("intro", "text"),
    ("descr", "text"), ("Abstract", "text"), ("简介", "text"), ("内容简介", "text"), ("剧情简介", "text"),
    ("正文", "text"), ("author", "author"), ("Book-Author", "author"), ("authors", "author"),
    ("speaker", "author"), ("director", "author"), ("instructor_name", "author"), ("作者", "author"),
    ("导演", "author"), ("主讲教师", "author"), ("tags", "tags"), ("genres", "tags"), ("categories", "tags"),
    ("bibliography.subjects", "tags"), ("keywords", "tags"), ("tag_name", "tags"), ("类型", "tags"),
    ("标签", "tags"), ("分类", "tags"), ("views", "popularity"), ("pageviews", "popularity"),
    ("loans", "popularity"), ("units_sold", "popularity"), ("enrolled", "popularity"),
    ("num_subscribers", "popularity"), ("vote_count", "popularity"), ("ratings_count", "popularity"),
    ("metadata.downloads", "popularity"), ("播放量", "popularity"), ("借阅次数", "popularity"),
    ("销量", "popularity"), ("浏览量", "popularity"), ("选课人数", "popularity"), ("average_rating", "rating"),
    ("vote_average", "rating"), ("imdb_rating", "rating"), ("评分", "rating"), ("豆瓣评分", "rating"),
    ("url", "url"), ("link", "url"), ("metadata.url", "url"), ("链接", "url"), ("image_url", "image"),
    ("thumbnail", "image"), ("封面", "image"), ("海报", "image"), ("published_at", "date"),
    ("release_date", "date"), ("Year-Of-Publication", "date"), ("original_publication_year", "date"),
    ("publishDate", "date"), ("出版日期", "date"), ("年份", "date"), ("上映日期", "date"),
    ("language", "language"), ("original_language", "language"), ("language_code", "language"),
    ("语言", "language"), ("语种", "language"),
    ("編號", "id"), ("書名", "title"), ("標題", "title"), ("簡介", "text"), ("內容簡介", "text"), ("導演", "author"),
    ("標籤", "tags"), ("類型", "tags"), ("瀏覽量", "popularity"), ("評分", "rating"), ("語言", "language"),
    # Spellings that the word lists were not written from.
    ("Titel", "title"), ("Buchtitel", "title"), ("ItemName", "title"), ("VideoTitle", "title"),
    ("movie_title", "title"), ("Product Title", "title"), ("Course Name", "title"), ("图书名", "title"),
    ("书籍名称", "title"), ("视频名称", "title"), ("商品标题", "title"), ("新闻标题", "title"),
    ("歌曲名", "title"), ("plot_synopsis", "text"), ("short_desc", "text"), ("full_text", "text"),
    ("articleBody", "text"), ("Course Description", "text"), ("Product Description", "text"),
    ("long_description", "text"), ("图书简介", "text"), ("课程描述", "text"), ("新闻内容", "text"),
    ("详情", "text"), ("电影简介", "text"), ("pub_year", "date"), ("release_year", "date"),
    ("Published", "date"), ("date_published", "date"), ("出版年月", "date"), ("上架时间", "date"),
    ("发表时间", "date"), ("发布年份", "date"), ("cover_url", "image"), ("poster_url", "image"),
    ("img_src", "image"), ("封面图片", "image"), ("图片URL", "image"), ("isbn_13", "id"), ("ASIN", "id"),
    ("Item Number", "id"), ("article_id", "id"), ("ISBN号", "id"), ("视频编号", "id"), ("产品ID", "id"),
    ("Genre(s)", "tags"), ("Main genre", "tags"), ("subject_headings", "tags"), ("Topics", "tags"),
    ("Keyword", "tags"), ("product_tags", "tags"), ("关键字", "tags"), ("影片类型", "tags"),
    ("图书类别", "tags"), ("所属分类", "tags"), ("total_views", "popularity"), ("view_cnt", "popularity"),
    ("read_num", "popularity"), ("playCount", "popularity"), ("videoViews", "popularity"),
    ("sales_count", "popularity"), ("total_sales", "popularity"), ("Number of Loans", "popularity"),
    ("checkout_count", "popularity"), ("n_ratings", "popularity"), ("浏览次数（次）", "popularity"),
    ("观看人数", "popularity"), ("累计销量", "popularity"), ("借阅人次", "popularity"),
    ("学生人数", "popularity"), ("download_count", "popularity"), ("times_borrowed", "popularity"),
    ("avg_score", "rating"), ("AverageRating", "rating"), ("课程评分", "rating"), ("综合评分", "rating"),
    ("mean_rating", "rating"), ("视频链接", "url"), ("product_link", "url"), ("Permalink", "url"),
    ("网页地址", "url"), ("作者姓名", "author"), ("主讲老师", "author"), ("Artist", "author"),
    ("Main Author", "author"), ("创作者", "author"), ("Written by", "author"), ("Lang", "language"),
    ("Language Code", "language"), ("文种", "language"), ("Original Language", "language"),
]  # fmt: skip


def guessed_role(name, role):
    header = [name] if role == "title" else [name, "title"]
    rows = [list(cells) for cells in zip(CELLS[role], CELLS["title"], strict=True)]
    mapping = guess_mapping(header, [row[: len(header)] for row in rows])
    return next((played for played, column in mapping.columns if column == 0), None)


def test_header_spellings_are_mapped_right():
    wrong = [
        (name, role, guessed) for name, role in SPELLINGS if (guessed := guessed_role(name, role)) != role
    ]
    assert len(SPELLINGS) >= 100
    assert {role for _, role in SPELLINGS} == set(ITEM_ROLES)
    assert len(wrong) <= 0.05 * len(SPELLINGS), wrong


INTERACTION_SPELLINGS = [
    ("userId", "user_id"), ("user", "user_id"), ("UserID", "user_id"), ("reader_id", "user_id"),
    ("customer_id", "user_id"), ("用户ID", "user_id"), ("读者证号", "user_id"), ("movieId", "item_id"),
    ("item", "item_id"), ("WineID", "item_id"), ("book_id", "item_id"), ("物品ID", "item_id"),
    ("图书编号", "item_id"), ("rating", "rating"), ("stars", "rating"), ("评分", "rating"), ("clicks", "clicks"),
    ("accessed", "clicks"), ("views", "clicks"), ("点击次数", "clicks"), ("comment", "comment"),
    ("review_text", "comment"), ("评论", "comment"), ("timestamp", "timestamp"), ("Date", "timestamp"),
    ("created_at", "timestamp"), ("时间", "timestamp"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "role"), INTERACTION_SPELLINGS)
def test_interaction_spellings(name, role):
    header = {"user_id": "user_id", "item_id": "item_id"} | {role: name}
    cells = {
        "user_id": "7",
        "item_id": "42",
        "rating": "4.5",
        "clicks": "3",
        "comment": "What a quiet book",
        "timestamp": "964982703",
    }
    rows = [[cells[played] for played in header] for _ in range(5)]
    mapping = guess_mapping(list(header.values()), rows)
    assert mapping.kind == "interactions"
    assert mapping.columns_of(role) == (list(header).index(role),)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["user_id", "item_id", "rating"], "interactions"),
        (["userId", "movieId", "rating", "timestamp"], "interactions"),
        (["user_id", "item_id", "title", "content", "clicks"], "combined"),
        (["用户ID", "标题", "内容", "点击"], "combined"),
        (["item_id", "title", "user_tags"], "catalogue"),
        (["title", "channel", "views", "user"], "catalogue"),
        (["title"], "catalogue"),
    ],
)
def test_kind_of_file(header, kind):
    rows = [[f"value {n}" if name in ("title", "标题") else str(n) for name in header] for n in range(10)]
    assert guess_mapping(header, rows).kind == kind


def test_the_caller_can_fix_the_kind():
    mapping = guess_mapping(["user_id", "item_id", "title"], [["1", "2", "Tide"]], "interactions")
    assert mapping.kind == "interactions"
    assert mapping.columns_of("item_id") == (1,)


def test_combined_file_tells_one_readers_rating_from_the_mean():
    header = [
        "user_id",
        "item_id",
        "title",
        "description",
        "average_rating",
        "rating",
        "clicks",
        "comment",
        "time",
    ]
    rows = [
        [str(n % 3), str(n % 4), f"Tide {n % 4}", "About the sea " * 9, "4.1", "5", "2", "fine", "1700000000"]
        for n in range(12)
    ]
    mapping = guess_mapping(header, rows)
    assert mapping.kind == "combined"
    assert dict(mapping.columns) == {
        "user_id": 0, "id": 1, "title": 2, "text": 3, "rating": 4, "user_rating": 5, "clicks": 6, "comment": 7,
        "timestamp": 8,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("views", "comments"),
        ("num_subscribers", "num_reviews"),
        ("ratings_count", "work_text_reviews_count"),
        ("ratings_count", "work_ratings_count"),
        ("vote_count", "popularity_train"),
        ("播放量", "评论数"),
        ("销量", "收藏数"),
    ],
)
def test_best_popularity_column_wins(better, worse):
    rows = [[str(n), f"Tide {n}", str(9 - n)] for n in range(9)]
    assert guess_mapping([worse, "title", better], rows).columns_of("popularity") == (2,)


def test_a_column_of_counts_that_is_all_but_empty_gives_way_to_a_full_one():
    header = ("goodreads_ratings_count", "title", "popularity_train")
    rows = [["12" if n == 3 else "", f"Tide {n}", str(n)] for n in range(9)]
    assert guess_mapping(header, rows).columns_of("popularity") == (2,)
    assert guess_mapping(header[:2], [row[:2] for row in rows]).columns_of("popularity") == (0,)


def test_no_role_twice_but_text_and_tags():
    header = [
        "id",
        "isbn",
        "title",
        "name",
        "description",
        "overview",
        "genres",
        "keywords",
        "views",
        "downloads",
    ]
    rows = [
        [
            str(n),
            f"978{n}",
            f"Tide {n}",
            f"Name {n}",
            "Long text " * 8,
            "More text " * 8,
            "sea|coast",
            "a|b",
            "3",
            "4",
        ]
        for n in range(20)
    ]
    mapping = guess_mapping(header, rows)
    roles = [role for role, _ in mapping.columns]
    assert {role for role in roles if roles.count(role) > 1} == set(REPEATABLE_ROLES)
    assert len({column for _, column in mapping.columns}) == len(mapping.columns)


def test_an_id_must_tell_rows_apart():
    rows = [["7", f"Tide {n}"] for n in range(10)]
    assert guess_mapping(["id", "title"], rows).columns_of("id") == ()


def test_one_bad_row_costs_a_small_table_no_id():
    rows = [["1", "Tide"], ["2", "Lamp"], ["2", "Lamp again"], ["4", "Sea"]]
    assert guess_mapping(["id", "title"], rows).columns_of("id") == (0,)
    rows = [["u1", "7", "4"], ["u2", "7", "5"], ["", "8", "3"]]
    assert guess_mapping(["user_id", "item_id", "rating"], rows).kind == "interactions"


def test_an_id_spoilt_by_a_spreadsheet_is_not_used():
    rows = [[f"9.7804390{n}e+12", f"Tide {n}"] for n in range(10, 20)]
    assert guess_mapping(["isbn13", "title"], rows).columns_of("id") == ()


def test_a_number_of_languages_is_no_language_and_a_huge_score_no_rating():
    rows = [[f"Tide {n}", "43", "56086849"] for n in range(10)]
    assert guess_mapping(["title", "languages", "score"], rows).columns == (("title", 0),)


def test_without_names_the_cells_decide():
    rows = [
        [
            str(600 + n),
            f"https://example.org/{n}",
            f"A title number {n}",
            "A long text about the harbour and the sea. " * 3,
        ]
        for n in range(10)
    ]
    mapping = guess_mapping(["column 1", "column 2", "column 3", "column 4"], rows)
    assert dict(mapping.columns) == {"id": 0, "url": 1, "title": 2, "text": 3}


def test_lists_of_words_are_tags_whatever_their_name():
    rows = [[f"Tide {n}", "['Beef', 'Lamb']", "[2020, 2019]"] for n in range(10)]
    assert guess_mapping(["title", "Goes with", "Vintages"], rows).columns == (("title", 0), ("tags", 1))


def test_the_five_domains():
    news = guess_mapping(
        ["url", "headline", "standfirst", "pageviews", "published_at"],
        [
            [f"https://example.org/{n}", f"Storm {n}", "What the storm did to the town", "12", "2024-05-06"]
            for n in range(9)
        ],
    )
    assert [role for role, _ in news.columns] == ["url", "title", "text", "popularity", "date"]
    shop = guess_mapping(
        ["sku", "name", "body_html", "units_sold", "stock", "price"],
        [
            [f"A-{n}", f"Lamp {n}", "<p>A lamp for a long evening at sea</p>", "7", "3", "9,90"]
            for n in range(9)
        ],
    )
    assert dict(shop.columns) == {"id": 0, "title": 1, "text": 2, "popularity": 3}
    course = guess_mapping(
        ["course_code", "title", "syllabus", "enrolled", "level"],
        [
            [f"SEA{n}", f"Navigation {n}", "Week one: knots and charts and tides", "21", ["I", "II"][n % 2]]
            for n in range(20)
        ],
    )
    assert dict(course.columns) == {"id": 0, "title": 1, "text": 2, "popularity": 3, "tags": 4}


def test_missing_roles_name_what_is_required():
    assert missing_roles(ColumnMapping("catalogue", (("text", 0),))) == ("title",)
    assert missing_roles(ColumnMapping("interactions", (("user_id", 0),))) == ("item_id",)
    assert missing_roles(ColumnMapping("combined", (("title", 0), ("user_id", 1)))) == ()


def test_known_headers():
    assert is_known_header("Book-Title")
    assert is_known_header("书名")
    assert not is_known_header("606271")
    assert not is_known_header("Harbour lights")
