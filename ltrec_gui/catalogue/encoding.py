"""Finds the encoding of a file: BOM, then strict UTF-8 over the whole of it, then the legacy encoding that reads best.

charset-normalizer only breaks ties between single-byte encodings: it misreads short and mixed text
(jawah/charset_normalizer issues 174, 477, 605), while a wrong candidate betrays itself here by what it decodes to.
"""

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from charset_normalizer import from_bytes

from ltrec_gui.catalogue.text_file import HEAD_BYTES, MARK, check_is_text, open_bytes, utf16_without_bom

_CHUNK = 1 << 20
_SAMPLE_BYTES = 1 << 16

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def guess_encoding(path: Path, *, is_json: bool = False) -> str:
    """Return the encoding that reads `path` best; raise CatalogueError where the file is no text."""
    with open_bytes(path) as file:
        head = file.read(HEAD_BYTES)
    if not is_json:
        check_is_text(head, path.name)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    utf16 = utf16_without_bom(head)
    if utf16:
        return utf16
    if _reads_strictly(path, "utf-8"):
        return "utf-8"
    sample = _sample_of_legacy_lines(path)
    if _is_damaged_utf8(sample):
        return "utf-8"
    return _east_asian(sample) or _single_byte(sample)


def _reads_strictly(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with open_bytes(path) as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _is_damaged_utf8(sample: bytes) -> bool:
    """Return whether a sample is UTF-8 but for a few bytes: text in another encoding hardly ever forms valid pairs."""
    text = sample.decode("utf-8", "ltrec.mark")
    bad = len(MARK.findall(text))
    return sum(character > "\x7f" for character in text) - bad >= 4 * bad


def _sample_of_legacy_lines(path: Path) -> bytes:
    """Return the lines that hold bytes above 127, as many as fit a sample."""
    parts: list[bytes] = []
    size = 0
    with open_bytes(path) as file:
        while size < _SAMPLE_BYTES and (chunk := file.read(_CHUNK)):
            for line in re.split(rb"[\r\n]+", chunk):
                if not line.isascii():
                    parts.append(line[:_SAMPLE_BYTES])
                    size += len(line)
    return b"\n".join(parts)[:_SAMPLE_BYTES]


# ---------------------------------------------------------------------------------------------- East Asian


def _east_asian(sample: bytes) -> str | None:
    """Return the East Asian encoding in which the sample is made of everyday characters, None if there is none."""
    if _share("cp949", sample, _is_hangul) >= 0.9:
        return "cp949"
    if _share("euc_jp", sample, _is_kana) >= 0.2:
        return "euc_jp"
    if _share("cp932", sample, _is_kana) >= 0.2:
        return "cp932"
    shares = {
        "gb18030": _share("gb18030", sample, _is_everyday("gb2312", ((0xA1, 0xA3), (0xB0, 0xD7)))),
        "big5": _share("big5", sample, _is_everyday("big5", ((0xA1, 0xA3), (0xA4, 0xC6)))),
    }
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= 0.5 else None


def _share(encoding: str, sample: bytes, is_expected: Callable[[str], bool]) -> float:
    """Return the share of expected characters among the non-ASCII ones, 0 where more than 2 % cannot be read."""
    foreign = [character for character in sample.decode(encoding, "ltrec.mark") if character > "\x7f"]
    bad = sum(MARK.match(character) is not None for character in foreign)
    if not foreign or bad > 0.02 * len(foreign) + 1 or bad == len(foreign):
        return 0.0
    return sum(map(is_expected, foreign)) / len(foreign)


def _is_hangul(character: str) -> bool:
    # Only the syllables of KS X 1001: other encodings read as CP949 give the rare ones of its extension.
    return "가" <= character <= "힣" and _lead_byte(character, "euc_kr") is not None


def _is_kana(character: str) -> bool:
    return "ぁ" <= character <= "ヿ"


def _is_everyday(encoding: str, leads: tuple[tuple[int, int], ...]) -> Callable[[str], bool]:
    """Return a test for characters whose first byte in `encoding` is in one of the ranges `leads`."""

    def is_everyday(character: str) -> bool:
        lead = _lead_byte(character, encoding)
        return lead is not None and any(first <= lead <= last for first, last in leads)

    return is_everyday


def _lead_byte(character: str, encoding: str) -> int | None:
    """Return the first of the two bytes of `character`; Python writes a syllable that EUC-KR lacks in eight."""
    try:
        encoded = character.encode(encoding)
    except UnicodeEncodeError:
        return None
    return encoded[0] if len(encoded) == 2 else None


# ---------------------------------------------------------------------------------------------- single bytes

_WESTERN = "éèêëàâäáãåçñóòôöõúùûüíìîïøæßÉÀÄÖÜÅØÆÇÑÁÓ"
_CENTRAL = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻčďěňřšťůžýáéíúőűöüäßăîâçČŘŠŽÖÜÄÁÉ"
_CYRILLIC = "оеаинтсрвлкм"
# In the order of preference where two read equally well.
_CANDIDATES: tuple[tuple[str, str], ...] = (
    ("cp1252", _WESTERN),
    ("cp1250", _CENTRAL),
    ("cp1251", _CYRILLIC),
    ("mac_roman", _WESTERN),
    ("koi8_r", _CYRILLIC),
    ("cp866", _CYRILLIC),
    ("cp850", _WESTERN),
    ("iso8859_2", _CENTRAL),
    ("cp1253", "αοιετσνηυρπκάίόέή"),
    ("cp1254", "çğıöşüâÇĞİÖŞÜéî"),
    ("cp1255", "יולאהרמשבנת"),
    ("cp1256", "اليمنرتبودعف"),
    ("cp1257", "āčēģīķļņšūžąęėįųõäöüĀČŠŽŪ"),
)
_LONE_SIGNS = frozenset("£€©®°·–—…«»“”‘’„‚½¼¾§×±™•№¿¡²³\u00a0")
_IN_WORD_SIGNS = frozenset("’·‐\u00ad")


def _single_byte(sample: bytes) -> str:
    """Return the single-byte encoding in which the sample reads most like words."""
    scores = {encoding: _likeness(sample, encoding, frozenset(usual)) for encoding, usual in _CANDIDATES}
    best = max(scores.values())
    close = [encoding for encoding, score in scores.items() if score >= best - 0.03]
    preferred = sample.decode(close[0], "ltrec.mark")
    if any(sample.decode(encoding, "ltrec.mark") != preferred for encoding in close[1:]):
        votes = {match.encoding: match.coherence for match in from_bytes(sample, cp_isolation=close)}
        ahead = max(votes.values(), default=0.0)
        if ahead > votes.get(close[0], 0.0) + 0.1:
            return next(encoding for encoding in close if votes.get(encoding) == ahead)
    return close[0]


def _likeness(sample: bytes, encoding: str, usual: frozenset[str]) -> float:
    """Return how much the non-ASCII characters look like letters of words, about -3 to 1 for each of them."""
    text = f" {sample.decode(encoding, 'ltrec.mark')} "
    points = [
        _points(text[at - 1], text[at], text[at + 1], usual)
        for at in range(1, len(text) - 1)
        if text[at] > "\x7f"
    ]
    return sum(points) / max(len(points), 1)


def _points(before: str, character: str, after: str, usual: frozenset[str]) -> float:
    if not character.isalpha():
        if before.isalpha() and after.isalpha():
            return 0.5 if character in _IN_WORD_SIGNS else -3.0
        return 0.5 if character in _LONE_SIGNS else -1.0
    if not before.isalpha() and not after.isalpha():
        return -0.5
    is_odd_case = (character.isupper() and before.islower()) or (character.islower() and after.isupper())
    is_mixed = any(_is_ascii_letter(other) and not _is_latin(character) for other in (before, after))
    if is_odd_case or is_mixed:
        return -3.0
    if _is_latin(character) and min(before, after) > "\x7f" and before.isalpha() and after.isalpha():
        return -0.5  # accents on three letters in a row: rather a word in another script
    return 1.0 if character in usual else 0.2


def _is_ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _is_latin(character: str) -> bool:
    return character < "\u0250" or "\u1e00" <= character <= "\u1eff"
