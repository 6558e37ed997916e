"""Turns the text of one cell into a value: plain text, tags, a number or a year."""

import ast
import html
import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

# A longer list is read as plain text: parsing is for lists of tags, not for documents.
LIST_CAP = 100_000

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Windows-1252 that some program took for Latin-1 became controls: U+0092 was an apostrophe. HTML reads it so.
MISREAD_CONTROLS = {
    byte: character for byte in range(0x80, 0xA0) if (character := bytes([byte]).decode("cp1252", "ignore"))
}

# What programs write for "no value". A title or an id may be one of these words, other cells may not.
MISSING = frozenset(
    {"", "\\N", "nan", "NaN", "NAN", "null", "NULL", "<NA>", "#N/A", "N/A", "n/a", "None", "[null]"}
)
_NO_TAG = frozenset({"nan", "none", "null", "n/a", "-", "(no genres listed)"})
_UNDATED = "unknown|undated|n.d.|nd|none|date not known|not known|not dated|no date|tbd|tba|-|?|无|未知|不详"
_NO_DATE = frozenset(_UNDATED.split("|"))

_DROPPED_START = re.compile(r"<(script|style)\b[^<>]*>|<!--", re.IGNORECASE)
# Only tags that HTML knows: `a < b`, `<3` and `vector<int>` are text.
_BREAKING_TAG = re.compile(
    r"</?(?:p|br|hr|div|li|ul|ol|dl|dt|dd|h[1-6]|tr|table|tbody|thead|blockquote|section|article|pre|figure"
    r"|figcaption|header|footer)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|acronym|b|big|center|cite|code|del|em|font|i|iframe|img|ins|kbd|label|mark|q|s|small|span"
    r"|strike|strong|sub|sup|td|th|tt|u|video|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# An entity without its semicolon is left alone: `AT&T`, `R&D` and `?a=1&copy=2` are text.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLANK_LINES = re.compile(r"\n{3,}")


_TYPE_STYLE = re.compile(r"</?(?:i|b|em|strong|u|sub|sup|small|span|font|br)(?:\s[^<>]*)?/?>", re.IGNORECASE)


class TypedNumber(str):
    """The text of a cell that the file itself keeps as a number, so that its point is a decimal point for sure."""

    __slots__ = ()


def plain_text(value: str) -> str:
    """Return `value` without HTML tags and entities; paragraphs stay apart by line ends, other space is single."""
    if "<" in value:
        value = _without_scripts(value)
        value = _INLINE_TAG.sub("", _BREAKING_TAG.sub("\n", value))
    if "&" in value:
        # An entity may stand for a control character; those were removed from the raw cell, so remove them again.
        value = CONTROL.sub("", _ENTITY.sub(lambda entity: html.unescape(entity[0]), value))
    if "\n" not in value and "\r" not in value:
        return " ".join(value.split())
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join(" ".join(line.split()) for line in lines)).strip()


def holds_html(value: str) -> bool:
    """Return whether `value` has tags that `plain_text` takes out."""
    return any(tag.search(value) for tag in (_BREAKING_TAG, _INLINE_TAG, _DROPPED_START))


def _without_scripts(value: str) -> str:
    """Return `value` without scripts, style sheets and comments; one that is never closed stays as it is."""
    parts: list[str] = []
    position, open_ended = 0, set[str]()
    for start in _DROPPED_START.finditer(value):
        closing = f"</{start[1]}".lower() if start[1] else "-->"
        if start.start() < position or closing in open_ended:
            continue
        at = (
            value.find(closing, start.end()) if start[1] is None else value.lower().find(closing, start.end())
        )
        end = value.find(">", at) + 1 if at >= 0 else 0
        if not end:
            # Without this note a cell full of openings would be searched to its end for each of them.
            open_ended.add(closing)
            continue
        parts.append(value[position : start.start()])
        position = end
    return " ".join([*parts, value[position:]])


def one_line(value: str) -> str:
    """Return `value` as plain text with all space single, as a title or a name is shown."""
    if "<" not in value and "&" not in value:
        return " ".join(value.split())
    return " ".join(plain_text(value).split())


def title_text(value: str) -> str:
    """Return a title on one line: entities resolved and type styles dropped, any other markup kept as it stands.

    What looks like a tag may be the title, and a title must never vanish; it is shown as plain text anyway.
    """
    if "<" in value:
        value = _TYPE_STYLE.sub("", value)
    if "&" in value:
        value = CONTROL.sub("", _ENTITY.sub(lambda entity: html.unescape(entity[0]), value))
    return " ".join(value.split())


def is_missing(value: str) -> bool:
    """Return whether a stripped cell only says that there is no value."""
    return value in MISSING


_SEPARATOR_SIGNS = {"|": "|｜", ";": ";；", ",": ",，、", "/": "/"}
# Some cells of the column use semicolons and commas inside names, the others commas without a space after them.
MIXED_SEPARATORS = ";,"
_TIGHT_COMMA = re.compile(r",(?=\S)")


def tag_separator(values: Iterable[str]) -> str | None:
    """Return what separates tags in a column: the strongest of `| ; , /` in use, None where none is.

    One answer for the column keeps `Job, chapter 1` whole where other cells are separated by `|`.
    """
    # Without entities, whose semicolons separate nothing.
    filled = [one_line(value) for value in values if value and not value.startswith("[")]
    users = {
        separator: sum(any(sign in value for sign in signs) for value in filled)
        for separator, signs in _SEPARATOR_SIGNS.items()
    }
    if users["|"] >= 0.01 * len(filled) and users["|"]:
        return "|"
    if users[";"] and users[";"] >= 0.2 * users[","]:
        commas_alone = sum(_TIGHT_COMMA.search(value) is not None and ";" not in value for value in filled)
        return MIXED_SEPARATORS if commas_alone > users[";"] else ";"
    # A semicolon also stands inside names; beside many commas a few mean nothing.
    return next((separator for separator in (",", "/") if users[separator]), None)


def parse_tags(value: str, separator: str | None) -> tuple[str, ...]:
    """Return the tags in a cell, each once: of a Python or JSON list, or of text split at `separator`."""
    value = one_line(value)
    names = _list_names(value) if value[:1] in ("[", "{", "(") else None
    if names is None:
        names = _split_tags(value, separator)
    tags: dict[str, str] = {}
    for name in names:
        tag = " ".join(name.split())
        if tag and tag.casefold() not in _NO_TAG and tag != "\\N":
            tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())


def _split_tags(value: str, separator: str | None) -> list[str]:
    if separator is None:
        return [value]
    if separator == MIXED_SEPARATORS:
        return value.split(";") if ";" in value else _TIGHT_COMMA.split(value)
    return re.split(f"[{_SEPARATOR_SIGNS[separator]}]", value)


def _list_names(value: str) -> list[str] | None:
    """Return the names in a list literal (of texts, numbers or dicts with a "name"), None if it is none."""
    if len(value) > LIST_CAP or value[-1:] not in ("]", "}", ")"):
        return None
    try:
        parsed: object = json.loads(value)
    except (ValueError, RecursionError):
        try:
            parsed = ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            return None
    if isinstance(parsed, dict):
        parsed = [parsed]
    if not isinstance(parsed, list | tuple | set | frozenset):
        return None
    members = sorted(map(str, parsed)) if isinstance(parsed, set | frozenset) else parsed
    return [name for member in members if (name := _member_name(member)) is not None]


def _member_name(member: object) -> str | None:
    if isinstance(member, dict):
        named = [member[key] for key in ("name", "title", "label", "value") if key in member]
        return (
            str(named[0])
            if named
            else next((text for text in member.values() if isinstance(text, str)), None)
        )
    return str(member) if isinstance(member, str | int | float) and not isinstance(member, bool) else None


# ---------------------------------------------------------------------------------------------- numbers

_POINT, _COMMA = ".", ","
_UNITS = {
    "k": 1e3, "m": 1e6, "b": 1e9, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "w": 1e4,
}  # fmt: skip
_NUMBER = re.compile(r"([+-]?)(\d[\d.,]*|[.,]\d+)(e[+-]?\d{1,3})?(k|m|b|w|千|万|萬|亿|億)?", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"[0-9]{1,15}\.[0-9]{1,15}")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_DIGIT_SPACE = re.compile("(?<=\\d)[ \u00a0\u2009\u202f'’](?=\\d{3}(?!\\d))")
_MINUS_SIGNS = str.maketrans({"−": "-", "－": "-", "＋": "+", "，": ",", "．": ".", "\u00a0": " "})


def decimal_sign(values: Sequence[str], *, is_count: bool) -> str:
    """Return the decimal sign of a column of numbers, "." or ",", from what its cells can only mean.

    Where every cell could mean both, as `1.204` or `1,204`, a count reads the sign as one of thousands, and
    a rating reads it as the decimal sign.
    """
    ambiguous: set[str] = set()
    for value in values:
        match = _NUMBER.fullmatch(_number_text(value))
        if not match:
            continue
        digits = match[2]
        signs = re.sub(r"\d", "", digits)
        if not signs:
            continue
        if len(set(signs)) == 2:
            return signs[-1]
        if len(signs) > 1 and _GROUPED.fullmatch(digits):
            return _COMMA if signs[0] == _POINT else _POINT
        if len(signs) == 1 and (
            match[4] or match[3] or not _GROUPED.fullmatch(digits) or digits.startswith("0")
        ):
            return signs
        ambiguous.add(signs)
    if is_count:
        return _COMMA if ambiguous == {_POINT} else _POINT
    return _COMMA if ambiguous == {_COMMA} else _POINT


def parse_number(value: str, decimal: str = _POINT) -> float | None:
    """Return the number in a cell (`1,204`, `3.7k`, `1.2万`); None where it says NaN or inf; raise ValueError."""
    if len(value) < 16 and value.isascii() and value.isdigit():
        return float(value)
    if decimal == _POINT and _PLAIN_NUMBER.fullmatch(value):
        return float(value)
    text = _number_text(value)
    if text.lower().lstrip("+-") in ("nan", "inf", "infinity") or is_missing(value.strip()):
        return None
    match = _NUMBER.fullmatch(text)
    if not match:
        raise ValueError(value)
    sign, digits, exponent, unit = match.groups()
    thousands = _COMMA if decimal == _POINT else _POINT
    whole, *fraction = digits.split(decimal)
    if len(fraction) > 1 or thousands in "".join(fraction):
        raise ValueError(value)
    if thousands in whole:
        if not _GROUPED.fullmatch(whole):
            raise ValueError(value)
        whole = whole.replace(thousands, "")
    number = float(f"{sign}{whole or '0'}.{''.join(fraction) or '0'}{exponent or ''}")
    number *= _UNITS[unit.lower()] if unit else 1.0
    if number in (float("inf"), float("-inf")):
        return None
    # 3.7 * 1e3 is 3700.0000000000005 in floats of some factors; a count with a unit is whole.
    return float(round(number)) if unit else number


def _number_text(value: str) -> str:
    text = value.translate(_MINUS_SIGNS).strip()
    return _DIGIT_SPACE.sub("", text) if text[:1].isdigit() or text[:1] in "+-" else text


# ---------------------------------------------------------------------------------------------- dates

_FLOAT_YEAR = re.compile(r"([+-]?\d{1,4})(?:\.0+)?")
_TIMESTAMP = re.compile(r"(-?\d{9,10})(?:\.\d+)?|(-?\d{12,13})")
_COMPACT = re.compile(r"((?:1[0-9]|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\d{4}(?:\d\d)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]")
_YEAR_LAST = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(\d{4})(?!\d)")
_SHORT_YEAR_LAST = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(\d\d)(?!\d)")
_BEFORE_CHRIST = re.compile(
    r"(\d{1,4})\s*(?:B\.?\s*C\.?(?:\s*E\.?)?|v\.\s*Chr\.)|公元前\s*(\d{1,4})\s*年?", re.IGNORECASE
)
_ANY_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d\d)(?!\d)")
_EARLIEST_YEAR, _LATEST_YEAR = -5000, 2100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_date(value: str) -> tuple[str, int | None]:
    """Return a date cell as text to show and its year, ("", None) where it says unknown; raise ValueError.

    Read are ISO dates, `12/03/2019`, `1994年`, plain years, Unix time in seconds or milliseconds, and text that
    holds one four-digit year or more, of which the first counts. Year 0 means "none", as in many exports. Years
    and Unix times written as numbers are shown as a year and a day, all else as it is written.
    """
    text = value.strip()
    if is_missing(text) or text.casefold() in _NO_DATE:
        return "", None
    if match := _FLOAT_YEAR.fullmatch(text):
        text, year = str(int(match[1])), int(match[1])
    elif match := _TIMESTAMP.fullmatch(text):
        day = _EPOCH + timedelta(seconds=int(match[1]) if match[1] else int(match[2]) // 1000)
        text, year = day.date().isoformat(), day.year
    else:
        year = _written_year(text)
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise ValueError(value)
    return (text, year) if year else ("", None)


def _written_year(text: str) -> int:
    if match := _COMPACT.fullmatch(text) or _YEAR_FIRST.match(text):
        return int(match[1])
    if match := _BEFORE_CHRIST.search(text):
        return -int(match[1] or match[2])
    if match := _YEAR_LAST.match(text):
        return int(match[2])
    if match := _ANY_YEAR.search(text):
        return int(match[1])
    if match := _SHORT_YEAR_LAST.fullmatch(text):
        # The same split as POSIX strptime: 69 to 99 are the last century.
        return int(match[2]) + (1900 if int(match[2]) >= 69 else 2000)
    raise ValueError(text)
