"""The five kinds of catalogue: for each its headers, what its tail is, its filters, shelf rules and exports."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from ltrec_gui import paths
from ltrec_gui.catalogue.columns import header_words
from ltrec_gui.catalogue.item import Item
from ltrec_gui.errors import Phrase, RequestError
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.balance import NUMBER_KINDS, RULE_KINDS, ShelfRule

DOMAINS = ("books", "news", "video", "shop", "courses")
OTHER = "other"  # what the editor calls a catalogue that is none of the five
META_NAME = "domain"  # where a library remembers its kind; not there before its first catalogue
LEAST_EVIDENCE = 1.0  # one header that only this kind uses, or two that it shares with one other
# What any catalogue may call a column, whoever lists it below.
NOT_TELLING = frozenset(
    [
        "title",
        "author",
        "authors",
        "description",
        "tags",
        "genres",
        "keywords",
        "subjects",
        "category",
        "url",
        "language",
        "rating",
        "name",
        "length",
        "publication",
        "school",
        "subject",
        "series",
        "作者",
        "标签",
        "类型",
        "关键词",
        "主题词",
        "分类",
        "语言",
        "链接",
        "网址",
        "评分",
        "来源",
    ]
)
FORMATS = ("csv", "xlsx", "json", "markdown", "html")
ENCODINGS = ("utf-8", "utf-8-excel", "gb18030")
ITEM_COLUMNS = tuple(field.name for field in fields(Item) if field.name != "extra")
# What an exported line can tell of a place on the shelf, beside the columns of its item.
SHELF_COLUMNS = (
    "position",
    "note",
    "brief",
    "reason",
    "segment",
    "popularity_rank",
    "verdict",
    "verdict_date",
    "shelf",
)
# What an item is filed under. Where the import took such a column for the tags it is the first of them.
FILING_COLUMNS = ("desk", "department")


@dataclass(frozen=True, slots=True)
class ExportPreset:
    """A way to write a shelf: `columns` are (header, field) pairs in order.

    A field is one of ITEM_COLUMNS or SHELF_COLUMNS, or a column of the domain that catalogues keep beside them.
    """

    name: str
    format: str
    encoding: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A catalogue that comes with the program: `folder` lies in resources/, `item_count` is what it holds."""

    folder: str
    item_count: int


@dataclass(frozen=True, slots=True)
class Domain:
    """What the program knows of one kind of catalogue.

    `headers` are (column, spellings) pairs: how files name it, in English and Chinese; a column is one of ITEM_COLUMNS
    or one that only this kind has, such as `stock`. `tail_meaning` is a sentence, `filters` are (column, condition)
    pairs as `SuggestRequest.columns` takes them, `title` names the kind.
    """

    name: str
    title: str
    headers: tuple[tuple[str, tuple[str, ...]], ...]
    tail_meaning: str
    filters: tuple[tuple[str, str], ...]
    shelf_rules: tuple[ShelfRule, ...]
    export_presets: tuple[ExportPreset, ...]
    sample: Sample

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns a rule, a filter or an export of this kind may name: the item's and its own, each once."""
        return tuple(dict.fromkeys((*ITEM_COLUMNS, *(column for column, _ in self.headers))))


@cache
def domains() -> tuple[Domain, ...]:
    """Return the five kinds of catalogue, books first; raise RequestError if the installation is damaged."""
    folder = paths.resources_folder() / "domains"
    return tuple(read_domain(folder / f"{name}.toml") for name in DOMAINS)


def domain_named(name: str) -> Domain | None:
    """Return one of the five by name, None for another name and for the empty one."""
    return next((domain for domain in domains() if domain.name == name), None)


def guess_domain(headers: Sequence[str]) -> str:
    """Return the kind of catalogue that such headers come from, "" where they do not tell.

    A header counts the more the fewer kinds use it; `title` says nothing, `isbn` and `库存` say all.
    """
    names = {header_words(header) for header in headers}
    spelled = {
        domain.name: {header_words(name) for _, spellings in domain.headers for name in spellings}
        for domain in domains()
    }
    shared = Counter(name for known in spelled.values() for name in known)
    scores = {
        name: sum(1 / shared[header] for header in (names & known) - NOT_TELLING)
        for name, known in spelled.items()
    }
    best, second = sorted(scores, key=lambda name: -scores[name])[:2]
    return best if scores[best] >= LEAST_EVIDENCE and scores[best] > scores[second] else ""


def remember_domain(workspace: Workspace, headers: Sequence[str]) -> None:
    """Let a library that knows no kind yet remember the one its first catalogue looks like."""
    if not workspace.meta.get(META_NAME):
        guessed = guess_domain(headers)
        if guessed:
            workspace.meta.set(META_NAME, guessed)


def choose_domain(workspace: Workspace, control: JobControl, name: str) -> None:
    """Let the library be of the kind `name`, or of none for OTHER; raise RequestError for any other word."""
    if name not in (*DOMAINS, OTHER):
        raise RequestError(
            "There is no kind of catalogue “{name}”. Nothing was changed. There are: {known}.",
            name=name,
            known=", ".join((*DOMAINS, OTHER)),
        )
    workspace.meta.set(META_NAME, name)


def default_filters(domain: Domain | None, headers: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the filters a new brief starts with: those of the kind whose columns the catalogue has.

    `headers` are the extra columns of the catalogue, as its file names them; the filters name them so as well.
    """
    if domain is None:
        return ()
    spelled = {column: {header_words(name) for name in (column, *names)} for column, names in domain.headers}
    found: list[tuple[str, str]] = []
    for column, condition in domain.filters:
        if column in ITEM_COLUMNS:
            found.append((column, condition))
            continue
        header = next((header for header in headers if header_words(header) in spelled[column]), None)
        if header is not None:
            found.append((header, condition))
    return tuple(found)


def column_values(item: Item, column: str, domain: Domain | None = None) -> tuple[str, ...]:
    """Return what `item` holds in `column`, as text: several values only of `tags`, none where it is empty.

    A column that is none of the item's own is looked for among its extra headers, under the spellings that `domain`
    knows as well.
    """
    if column == "tags":
        return item.tags
    if column in ITEM_COLUMNS:
        value = getattr(item, column)
        return (
            ()
            if value is None or value == ""
            else (f"{value:g}" if isinstance(value, float) else str(value),)
        )
    names = spellings(column, domain)
    found = next((value for header, value in item.extra if header_words(header) in names), None)
    if found is None and column in FILING_COLUMNS:
        return item.tags[:1]
    return (found.strip(),) if found and found.strip() else ()


def spellings(column: str, domain: Domain | None = None) -> frozenset[str]:
    """Return how headers may name a column, as `header_words` gives them."""
    own = next((names for known, names in domain.headers if known == column), ()) if domain else ()
    return frozenset(header_words(name) for name in (column, *own))


# ---------------------------------------------------------------------------------------------- reading


def read_domain(path: Path) -> Domain:
    """Return the kind of catalogue written at `path`, named as the file; raise RequestError saying what is wrong."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _refused(path, Phrase("it cannot be read ({why})", why=error.strerror or error)) from error
    except ValueError as error:
        raise _refused(path, Phrase("it is no TOML ({why})", why=error)) from error
    reader = _Reader(path)
    reader.only(
        content, "title", "tail_meaning", "headers", "filters", "sample", "shelf_rules", "export_presets"
    )
    headers = tuple(
        (column, reader.texts(spellings, f"headers.{column}"))
        for column, spellings in reader.table(content, "headers").items()
    )
    known = frozenset((*ITEM_COLUMNS, *(column for column, _ in headers)))
    sample = reader.table(content, "sample")
    reader.only(sample, "folder", "item_count")
    return Domain(
        name=path.stem,
        title=reader.text(content, "title"),
        headers=headers,
        tail_meaning=reader.text(content, "tail_meaning"),
        filters=tuple(
            (reader.one_of(column, known, "filters"), reader.text(content["filters"], column))
            for column in reader.table(content, "filters")
        ),
        shelf_rules=tuple(reader.rule(rule, known) for rule in reader.tables(content, "shelf_rules")),
        export_presets=tuple(
            reader.preset(preset, known) for preset in reader.tables(content, "export_presets")
        ),
        sample=Sample(reader.text(sample, "folder"), int(reader.number(sample, "item_count"))),
    )


def export_preset(
    content: Mapping[str, Any], path: Path, known: frozenset[str] = frozenset()
) -> ExportPreset:
    """Return the preset in `content`, read from `path`; `known` are columns beside the item's and the shelf's.

    Raises RequestError saying what is wrong with which entry.
    """
    return _Reader(path).preset(content, known)


def _refused(path: Path, why: Phrase) -> RequestError:
    return RequestError(
        "“{name}” cannot be used: {why}. Nothing is changed. Mend the file or install the program again.",
        name=path.name,
        why=why,
    )


class _Reader:
    """Takes a parsed file apart and names the entry that is wrong."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def only(self, content: Mapping[str, Any], *names: str) -> None:
        for name in content:
            if name not in names:
                raise _refused(self._path, Phrase("“{entry}” is no entry of such a file", entry=name))

    def text(self, content: Mapping[str, Any], name: str) -> str:
        value = content.get(name)
        if not isinstance(value, str) or not value.strip():
            raise _refused(self._path, Phrase("“{entry}” is not a text", entry=name))
        return value

    def number(self, content: Mapping[str, Any], name: str) -> float:
        value = content.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise _refused(self._path, Phrase("“{entry}” is not a number from 0 upwards", entry=name))
        return float(value)

    def texts(self, values: object, name: str) -> tuple[str, ...]:
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            raise _refused(self._path, Phrase("“{entry}” is not a list of texts", entry=name))
        return tuple(values)

    def table(self, content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        value = content.get(name, {})
        if not isinstance(value, dict):
            raise _refused(self._path, Phrase("“{entry}” is not a table", entry=name))
        return value

    def tables(self, content: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
        values = content.get(name, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise _refused(self._path, Phrase("“{entry}” is not a list of tables", entry=name))
        return values

    def one_of(self, value: str, known: Sequence[str] | frozenset[str], entry: str) -> str:
        if value not in known:
            raise _refused(
                self._path, Phrase("“{value}” is not known in “{entry}”", value=value, entry=entry)
            )
        return value

    def rule(self, content: Mapping[str, Any], known: frozenset[str]) -> ShelfRule:
        self.only(content, "kind", "column", "limit")
        kind = self.one_of(self.text(content, "kind"), RULE_KINDS, "kind")
        needs_column = kind in ("most-per-column", "most-age", *NUMBER_KINDS)
        column = self.text(content, "column") if needs_column or "column" in content else ""
        if column:
            self.one_of(column, known, "column")
        return ShelfRule(kind, column, self.number(content, "limit"))

    def preset(self, content: Mapping[str, Any], known: frozenset[str]) -> ExportPreset:
        self.only(content, "name", "format", "encoding", "columns")
        pairs = content.get("columns")
        if not isinstance(pairs, list) or not pairs:
            raise _refused(self._path, Phrase("“{entry}” is not a list of texts", entry="columns"))
        columns = [self.texts(pair, "columns") for pair in pairs]
        if any(len(pair) != 2 for pair in columns):
            raise _refused(self._path, Phrase("“{entry}” is not a list of pairs", entry="columns"))
        every = frozenset((*ITEM_COLUMNS, *SHELF_COLUMNS)) | known
        return ExportPreset(
            name=self.text(content, "name"),
            format=self.one_of(self.text(content, "format"), FORMATS, "format"),
            encoding=self.one_of(self.text(content, "encoding"), ENCODINGS, "encoding"),
            columns=tuple((header, self.one_of(field, every, "columns")) for header, field in columns),
        )
