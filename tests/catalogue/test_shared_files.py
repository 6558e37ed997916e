"""Real files as found: 27 messy ones and the catalogues the engine is developed on."""

from pathlib import Path

import pytest

from ltrec_gui.catalogue.columns import guess_mapping
from ltrec_gui.catalogue.csv_reader import read_preview, read_records
from ltrec_gui.catalogue.dialect import detect_dialect
from ltrec_gui.errors import CatalogueError

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="the development data is not beside the checkout"),
]


def read(path):
    """Return the dialect, the roles by header and the records of a file."""
    dialect = detect_dialect(path)
    preview = read_preview(path, dialect)
    mapping = guess_mapping(preview.header, preview.rows)
    roles = [(role, preview.header[column]) for role, column in mapping.columns]
    return dialect, roles, list(read_records(path, dialect, mapping))


def account(records):
    """Return how many records were imported, refused and blank."""
    blank = sum(record.is_blank for record in records)
    imported = sum(bool(record.item or record.interaction) for record in records)
    refused = sum(not record.is_blank and not record.item and not record.interaction for record in records)
    return imported, refused, blank


# file: encoding, delimiter, header line, imported, refused, blank; or a word of the refusal.
MESSY = {
    "BIO.csv": ("utf-8", ",", 10, 1, 24, 6),
    "CalculusComponents.csv": ("utf-8", ",", 1, 159, 0, 0),
    "Empty.csv": ("utf-8", ",", 10, 1, 18, 6),
    "File with multi-line field.csv": "title",
    "Mixed comma and semicolon-B.csv": "title",
    "all-classes.csv": ("utf-8", ",", 1, 297, 0, 0),
    "bilibili_rank_bom.csv": ("utf-8-sig", ",", 1, 1200, 100, 0),
    "book.csv": ("utf-8", ",", 1, 19, 0, 0),
    "cityList.csv": ("utf-8-sig", ",", 10, 3249, 0, 1),
    "copyright.csv": ("utf-8", "\t", 1, 15, 0, 0),
    "csv_good_dialect_star.csv": ("utf-8", ",", 1, 1, 38, 0),
    "csv_template.csv": ("utf-16", ",", 1, 0, 0, 0),
    "data-1.csv": ("utf-8", ",", 0, 2375, 1, 0),
    "docs.csv": ("utf-8", ",", 0, 307, 0, 0),
    "durden_saucer.csv": ("utf-8", ";", 1, 670, 0, 0),
    "file_multitable_more.csv": ("utf-8", ";", 1, 83, 83, 0),
    "file_quotation_char_0x27.csv": ("utf-8", ",", 1, 83, 0, 0),
    "file_record_delimiter_0xD.csv": ("utf-8", ",", 1, 83, 0, 0),
    "gsi_adresser_og_elevtall_2010.csv": ("utf-8", ";", 0, 3573, 0, 0),
    "items.csv": ("utf-8", ",", 0, 63, 0, 0),
    "library_data.csv": ("mac_roman", ",", 1, 1349, 578, 0),
    "limesurvey_survey_94328.csv": ("utf-8", ",", 10, 1, 74, 13),
    "mth-10-january-2014.csv": ("cp1252", ",", 3, 89, 0, 0),
    "phonography_lib.csv": ("utf-8", ",", 1, 76, 33, 0),
    "picasso.csv": ("utf-8", "\t", 0, 301, 0, 0),
    "shops.csv": ("cp1250", ";", 0, 102, 0, 0),
    "weapondef.csv": ("utf-8", "|", 38, 15, 15, 2),
}


def test_the_table_names_every_messy_file():
    found = {path.name for path in (DATA / "messy").glob("*.csv")} - {"MANIFEST.csv"}
    assert found == set(MESSY)
    assert len(found) == 27


@pytest.mark.parametrize("name", sorted(MESSY))
def test_messy_files_are_read_or_refused(name):
    path = DATA / "messy" / name
    expected = MESSY[name]
    if isinstance(expected, str):
        with pytest.raises(CatalogueError, match=expected):
            read(path)
        return
    dialect, _, records = read(path)
    assert (dialect.encoding, dialect.delimiter, dialect.header_line, *account(records)) == expected
    assert all(
        record.problems for record in records if not (record.is_blank or record.item or record.interaction)
    )
    lines = [record.line for record in records]
    assert lines == sorted(set(lines))


CATALOGUES = {
    "films/catalogue.csv": (9_742, {
        "id": "movieId", "title": "title", "text": "overview", "tags": "genres", "popularity": "vote_count",
        "rating": "vote_average", "date": "release_date", "language": "original_language",
    }),
    "films/movies_with_overview.csv": (9_742, {
        "id": "movieId", "title": "title", "text": "overview", "tags": "genres",
    }),
    "books_bookcrossing/catalogue.csv": (17_384, {
        "id": "Book_ID", "title": "Book-Title", "author": "Book-Author", "text": "description", "tags": "categories",
        "popularity": "popularity_train", "rating": "goodreads_average_rating", "date": "Year-Of-Publication",
    }),
    "films_zh_douban/catalogue.csv": (1_000, {
        "id": "movie_id", "title": "片名", "text": "简介", "tags": "类型", "author": "导演", "date": "年份",
    }),
    "wines_xwines_test/catalogue.csv": (100, {"id": "WineID", "title": "WineName", "tags": "Type", "url": "Website"}),
    "catalogue_ted_talks/ted_main.csv": (2_550, {
        "title": "title", "text": "description", "tags": "tags", "popularity": "views", "author": "speaker",
        "url": "url", "date": "published_date",
    }),
    "catalogue_udemy/udemy_courses.csv": (3_672, {
        "id": "course_id", "title": "course_title", "popularity": "num_subscribers", "tags": "subject",
        "date": "published_timestamp", "url": "url",
    }),
    "catalogue_goodbooks/books.csv": (10_000, {
        "id": "book_id", "title": "title", "popularity": "ratings_count", "rating": "average_rating",
        "author": "authors", "date": "original_publication_year", "language": "language_code", "image": "image_url",
    }),
    "catalogue_books7k/books_with_categories.csv": (5_199, {
        "id": "isbn13", "title": "title", "text": "description", "popularity": "ratings_count", "tags": "categories",
        "rating": "average_rating", "date": "published_year", "image": "thumbnail", "author": "authors",
    }),
    "catalogue_tate/artworks_sample12k.csv": (12_000, {
        "id": "id", "title": "title", "author": "all_artists", "text": "medium", "url": "url", "tags": "movements",
    }),
    "catalogue_classics/classics.csv": (1_006, {
        "id": "metadata.id", "title": "bibliography.title", "tags": "bibliography.subjects",
        "popularity": "metadata.downloads", "author": "bibliography.author.name", "url": "metadata.url",
        "language": "bibliography.languages",
    }),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CATALOGUES))
def test_real_catalogues(name):
    count, expected = CATALOGUES[name]
    _, roles, records = read(DATA / name)
    first: dict[str, str] = {}
    for role, header in roles:
        first.setdefault(role, header)
    assert {role: first.get(role) for role in expected} == expected
    imported, refused, _ = account(records)
    assert len(records) == count
    assert refused == 0
    # books7k ends with two blank lines, which its count includes.
    assert imported == (count - 2 if "books7k" in name else count)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("films/interactions.csv", 100_836),
        ("films_zh_douban/interactions.csv", 10_110),
        ("wines_xwines_test/interactions.csv", 1_000),
        ("films/tags.csv", 3_683),
    ],
)
def test_real_interactions(name, count):
    _, roles, records = read(DATA / name)
    assert {"user_id", "item_id"} <= {role for role, _ in roles}
    assert account(records) == (count, 0, 0)


def test_gb18030_and_utf8_say_the_same():
    folder = DATA / "films_zh_douban"
    dialect, _, records = read(folder / "catalogue_gb18030.csv")
    assert dialect.encoding == "gb18030"
    _, _, expected = read(folder / "catalogue.csv")
    assert records == expected


def test_isbns_written_as_floats_become_isbns():
    _, _, records = read(DATA / "catalogue_books7k" / "books_with_categories.csv")
    ids = [record.item.item_id for record in records if record.item]
    assert all(len(item_id) == 13 and item_id.isdigit() for item_id in ids)
