"""What the words of a text do to its score along a direction: exact credits, and drops proved by deletion."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ltrec_gui.catalogue.words import content_terms
from ltrec_gui.embedding.bert import BertEncoder

Span = tuple[int, int]
Vector = NDArray[np.float32] | NDArray[np.float64]

# Measured by the drop of the score after deleting the three words named: six candidates by credit, of which five sets
# are tried together, do as well as deleting every word one by one, on films for a third of the time.
SPARE_CANDIDATES = 3
SPARE_WORDS = 6  # before neighbours are joined
SETS_TRIED = 5
LEAST_JOINED = (
    0.5  # of the weight of the heaviest word of a phrase, that a word next to it must have to join it
)
LEAST_DROP = 0.01  # of a cosine; on films five of six words move it by less, many by chance upwards
BRIDGES = frozenset(("of", "the", "a", "an", "and", "in", "on", "for", "的"))  # may stand inside a phrase
INSIDE_WORD = "'’\u00ad\u200c\u200d"
HAN_STARTS_AND_ENDS = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)  # the characters that BERT's tokenizer takes one by one, so near as makes no difference


@dataclass(frozen=True, slots=True)
class WordCredit:
    """A word as it stands at text[start:end], and its share of the score; may be negative.

    A Chinese character is a word of its own, and so is a sign of punctuation. The entry with an empty word holds
    what belongs to no word: the tokens that the model adds to every text.
    """

    word: str
    start: int
    end: int
    credit: float


@dataclass(frozen=True, slots=True)
class TellingPhrase:
    """A phrase as it stands at text[start:end], and by how much the score falls without it.

    `places` are all the spans that were deleted together: the phrase, and its words wherever else they occur.
    """

    text: str
    start: int
    end: int
    drop: float
    places: tuple[Span, ...]


def score(encoder: BertEncoder, texts: Sequence[str], direction: Vector, mean: Vector) -> NDArray[np.float64]:
    """Return w·(e - μ)/‖e - μ‖ of each text, shape (n,), for a direction w and a catalogue mean μ, both (d,).

    e is the unit vector that the encoder gives. A text that lies on the mean scores 0. With a unit direction the
    score is a cosine.
    """
    centred = encoder.encode(texts).astype(np.float64) - mean
    lengths = np.linalg.norm(centred, axis=1)
    scores: NDArray[np.float64] = centred @ np.asarray(direction, dtype=np.float64)
    scores[lengths > 0] /= lengths[lengths > 0]
    return scores


def word_credits(encoder: BertEncoder, text: str, direction: Vector, mean: Vector) -> tuple[WordCredit, ...]:
    """Return the credit of every word of `text` that the model reads, in order, then that of no word.

    The credits sum to the score. Mean pooling gives e = m/r with m the mean of the n token states h_t and r = ‖m‖,
    so e - μ = Σ_t (h_t/r - μ)/n, and token t has the credit w·(h_t/r - μ) / (n·‖e - μ‖). One pass of the model.
    A credit belongs to a word *in its context*: prove by deletion what you mean to tell. Raise ValueError for CLS
    pooling, where no such split exists.
    """
    if encoder.pooling != "mean":
        raise ValueError(f"{encoder.pooling} pooling is no sum over words; use occlusion")
    tokens = encoder.token_states([text])[0]
    count = len(tokens.states)
    words = _words(text, [tuple(offset) for offset in tokens.offsets[~tokens.is_special].tolist()])
    if not count:
        return (WordCredit("", len(text), len(text), float(score(encoder, [text], direction, mean)[0])),)
    states = tokens.states.astype(np.float64)
    pooled = states.mean(axis=0)
    length = np.linalg.norm(pooled)
    distance = np.linalg.norm(pooled / length - mean)
    credits = np.zeros(count)
    if distance > 0:
        credits = (states / length - mean) @ np.asarray(direction, dtype=np.float64) / (count * distance)
    of_tokens = credits[~tokens.is_special]
    return (
        *(
            WordCredit(text[start:end], start, end, float(of_tokens[members].sum()))
            for start, end, members in words
        ),
        WordCredit("", len(text), len(text), float(credits[tokens.is_special].sum())),
    )


def occlusion(
    encoder: BertEncoder, text: str, spans: Sequence[Span], direction: Vector, mean: Vector
) -> NDArray[np.float64]:
    """Return by how much the score of `text` falls when each span alone is deleted, shape (k,)."""
    return _drops(encoder, text, [[span] for span in spans], direction, mean)


def telling_phrases(
    encoder: BertEncoder,
    text: str,
    direction: Vector,
    mean: Vector,
    limit: int = 3,
    confirm: bool = True,
    *,
    longest: int = 4,
    everywhere: bool = True,
) -> tuple[TellingPhrase, ...]:
    """Return at most `limit` phrases of at most `longest` words that carry the score of `text`, the strongest first.

    Candidates are the content words with the highest credits, neighbours among them joined. Each is deleted alone,
    and only those whose deletion lowers the score stay; then those are taken that lower it most *together*, for
    words may say the same thing twice. That costs limit + 10 passes, in three calls of the encoder. Without
    `confirm` it costs one, and `drop` is the credit. `everywhere` deletes a word wherever it occurs and names it
    once; otherwise each occurrence is a word of its own. With CLS pooling there are no credits, so every content
    word is deleted in turn, confirmed or not.
    """
    if limit < 1:
        return ()
    units = _units_with_credits(encoder, text, direction, mean, everywhere)
    spare = SPARE_WORDS if longest > 1 else SPARE_CANDIDATES
    pool = _strongest_apart(units, limit + spare)
    candidates = _joined(text, pool, longest)[: limit + SPARE_CANDIDATES]
    if not confirm and encoder.pooling == "mean":
        return tuple(candidates[:limit])
    drops = _drops(encoder, text, [candidate.places for candidate in candidates], direction, mean)
    least = LEAST_DROP * float(np.linalg.norm(direction))
    proved = [
        TellingPhrase(candidate.text, candidate.start, candidate.end, float(drop), candidate.places)
        for candidate, drop in zip(candidates, drops, strict=True)
        if drop > least
    ]
    proved.sort(key=lambda phrase: -phrase.drop)
    if len(proved) <= limit or limit == 1:
        return tuple(proved[:limit])
    sets = sorted(combinations(proved, limit), key=lambda chosen: -sum(phrase.drop for phrase in chosen))
    tried = sets[:SETS_TRIED]
    left = score(
        encoder,
        [without(text, [place for phrase in chosen for place in phrase.places]) for chosen in tried],
        direction,
        mean,
    )
    return tried[int(np.argmin(left))]


def without(text: str, spans: Sequence[Span]) -> str:
    """Return `text` with a space in the place of each span; spans may overlap."""
    for start, end in reversed(_united(spans)):
        # A space keeps the neighbours two words; it is no token.
        text = f"{text[:start]} {text[end:]}"
    return text


def _drops(
    encoder: BertEncoder, text: str, deletions: Sequence[Sequence[Span]], direction: Vector, mean: Vector
) -> NDArray[np.float64]:
    if not deletions:
        return np.zeros(0)
    scores = score(encoder, [text, *(without(text, spans) for spans in deletions)], direction, mean)
    drops: NDArray[np.float64] = scores[0] - scores[1:]
    return drops


def _united(spans: Sequence[Span]) -> list[Span]:
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


# ------------------------------------------------------------------------------------------------ words


def _is_han(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in HAN_STARTS_AND_ENDS)


def _is_word_character(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def _word_spans(text: str) -> list[Span]:
    """Return where the words of `text` stand: runs of letters, digits and marks, and each Chinese character."""
    spans: list[Span] = []
    start = -1
    for at, character in enumerate(f"{text} "):
        if start >= 0 and character in INSIDE_WORD:
            following = text[at + 1 : at + 2]
            if following and _is_word_character(following) and not _is_han(following):
                continue
        is_han = _is_han(character)
        if start >= 0 and (is_han or not _is_word_character(character)):
            spans.append((start, at))
            start = -1
        if is_han:
            spans.append((at, at + 1))
        elif start < 0 and _is_word_character(character):
            start = at
    return spans


def _words(text: str, offsets: Sequence[Span]) -> list[tuple[int, int, list[int]]]:
    """Return (start, end, its tokens) of each word that has tokens, in order; each token is in one word.

    A token that lies in no word, as a sign of punctuation, is a word of its own. Words that share a token are one.
    """
    spans = _word_spans(text)
    words: list[tuple[int, int, list[int]]] = []
    at = 0
    for token, (token_start, token_end) in enumerate(offsets):
        while at < len(spans) and spans[at][1] <= token_start:
            at += 1
        start, end = token_start, token_end
        reach = at
        while reach < len(spans) and spans[reach][0] < max(token_end, token_start + 1):
            start, end = min(start, spans[reach][0]), max(end, spans[reach][1])
            reach += 1
        if words and start < words[-1][1]:
            last_start, last_end, members = words[-1]
            words[-1] = (min(last_start, start), max(last_end, end), [*members, token])
        else:
            words.append((start, end, [token]))
    return words


# ---------------------------------------------------------------------------------------------- phrases


@dataclass(frozen=True, slots=True)
class _Unit:
    """A content word, or two neighbouring Chinese characters, with all its places and what they weigh together."""

    places: tuple[Span, ...]
    weight: float


def _units_with_credits(
    encoder: BertEncoder, text: str, direction: Vector, mean: Vector, everywhere: bool
) -> list[_Unit]:
    """Return the content words of `text`, weighed by their credits, or by their drops where there are no credits."""
    if encoder.pooling == "mean":
        words = word_credits(encoder, text, direction, mean)[:-1]
        groups = _content_groups(text, [(word.start, word.end) for word in words], everywhere)
        credit_at = {word.start: word.credit for word in words}
        return [
            _Unit(
                tuple(places),
                sum(credit for at, credit in credit_at.items() if any(a <= at < b for a, b in places)),
            )
            for places in groups
        ]
    groups = _content_groups(text, _word_spans(text), everywhere)
    drops = _drops(encoder, text, groups, direction, mean)
    return [_Unit(tuple(places), float(drop)) for places, drop in zip(groups, drops, strict=True)]


def _content_groups(text: str, words: Sequence[Span], everywhere: bool) -> list[list[Span]]:
    """Return the places of each content word; stop words are none, nor is one character of a Chinese run."""
    places: dict[tuple[object, ...], list[Span]] = {}
    for at, (start, end) in enumerate(words):
        if _is_han(text[start]):
            follows_han = at > 0 and words[at - 1] == (start - 1, start) and _is_han(text[start - 1])
            if at + 1 < len(words) and words[at + 1] == (end, end + 1) and _is_han(text[end]):
                end += 1
            elif follows_han:
                continue
        if terms := content_terms(text[start:end]):
            places.setdefault((*terms,) if everywhere else (start,), []).append((start, end))
    return list(places.values())


def _strongest_apart(units: Sequence[_Unit], count: int) -> list[_Unit]:
    """Return the `count` units of most weight above 0 that do not overlap, the heaviest first."""
    chosen: list[_Unit] = []
    for unit in sorted(units, key=lambda unit: -unit.weight):
        if unit.weight <= 0 or len(chosen) == count:
            break
        taken = [place for other in chosen for place in other.places]
        if not any(start < b and a < end for start, end in unit.places for a, b in taken):
            chosen.append(unit)
    return chosen


def _joined(text: str, units: Sequence[_Unit], longest: int) -> list[TellingPhrase]:
    """Return the units as phrases, neighbours joined, the heaviest first; each unit is in one phrase."""
    placed = sorted((place, number) for number, unit in enumerate(units) for place in unit.places)
    runs: list[list[int]] = []  # places of neighbouring units, of at most `longest` words
    for first in range(len(placed)):
        run = [first]
        while (
            run[-1] + 1 < len(placed)
            and placed[run[-1] + 1][1] not in {placed[member][1] for member in run}
            and _is_bridge(text[placed[run[-1]][0][1] : placed[run[-1] + 1][0][0]])
            and _size(text[placed[first][0][0] : placed[run[-1] + 1][0][1]]) <= longest
        ):
            run.append(run[-1] + 1)
        runs += [run[:length] for length in range(1, len(run) + 1)]
    runs = [run for run in runs if _hold_together([units[placed[member][1]].weight for member in run])]
    runs.sort(key=lambda run: -sum(units[placed[member][1]].weight for member in run))
    phrases: list[TellingPhrase] = []
    used: set[int] = set()
    for run in runs:
        numbers = {placed[member][1] for member in run}
        if numbers & used:
            continue
        used |= numbers
        start, end = placed[run[0]][0][0], placed[run[-1]][0][1]
        elsewhere = [
            place for number in numbers for place in units[number].places if not start <= place[0] < end
        ]
        weight = sum(units[number].weight for number in numbers)
        phrases.append(
            TellingPhrase(text[start:end], start, end, weight, tuple(sorted([(start, end), *elsewhere])))
        )
    return phrases


def _hold_together(weights: Sequence[float]) -> bool:
    return min(weights) >= LEAST_JOINED * max(weights)


def _is_bridge(gap: str) -> bool:
    """Return whether two words with `gap` between them may be one phrase: spaces, a hyphen, or small words."""
    rest = gap
    for start, end in reversed(_word_spans(gap)):
        if gap[start:end].lower() not in BRIDGES:
            return False
        rest = rest[:start] + rest[end:]
    return all(character.isspace() or character in "-‐‑" for character in rest)


def _size(phrase: str) -> int:
    """Return the number of words of a phrase, two Chinese characters counted as one."""
    spans = _word_spans(phrase)
    han_count = sum(_is_han(phrase[start]) for start, _ in spans)
    return len(spans) - han_count + (han_count + 1) // 2
