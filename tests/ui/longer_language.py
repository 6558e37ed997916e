"""A made-up language whose every text is about a third longer than the English one, to see whether texts have room."""

import re
from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QTranslator

SHARE = 35  # percent that a text grows by
# What must stay as it is and may stand once only: places for values, a tab and the keys behind it.
KEPT = re.compile(r"%L?n|%L?\d+|\{\w*\}|\t.*|&|;;|\([^)]*\*[^)]*\)")
FILLER = "neola"  # letters of average width, where a text has no words to repeat


def lengthened(source: str) -> str:
    """Return a text with some of its own words once more at its end, so that lines break as in a real language."""
    main, tab, keys = source.partition("\t")
    letters = sum(letter.isalpha() for letter in KEPT.sub("", main))
    if not letters:
        return source
    wanted = -(-len(KEPT.sub("", main)) * SHARE // 100)
    words = [word for word in KEPT.sub(" ", main).split() if any(letter.isalpha() for letter in word)]
    end = re.search(r"[\s.:…?!;,)”\"]*$", main)
    at = end.start() if end is not None else len(main)
    body, tail = main[:at], main[at:]
    if len(words) < 3:
        return body + (FILLER * (wanted // len(FILLER) + 1))[:wanted] + tail + tab + keys
    more = ""
    for word in (*words, *words):
        more += " " + word.strip('.,:;…?!()“”"')
        if len(more) >= wanted:
            break
    return body + more + tail + tab + keys


class LongerLanguage(QTranslator):
    """Answers every question for a translation with the English text made longer."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the longer text; Qt puts the number of a plural into its place afterwards."""
        if context.startswith("Q") and (context == "QShortcut" or source == "QT_LAYOUT_DIRECTION"):
            return source
        return lengthened(source)

    def isEmpty(self) -> bool:
        """Return whether it has nothing to say, which Qt would then not ask."""
        return False


def sources_of(path: Path) -> set[str]:
    """Return all English texts of a .ts file that a language can make longer."""
    found = (node.text or "" for node in ElementTree.parse(path).iter("source"))
    return {text for text in found if lengthened(text) != text}
