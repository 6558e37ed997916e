"""Whether what was shown last is all one topic: a list that narrowed itself looks like a catalogue without variety."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

WINDOW = 25  # suggestions looked back at
LEAST_KNOWN = 20  # of them with a topic: fewer cannot show a habit
LOCKED_SHARE = 0.8
# A topic that fills the catalogue fills lists by chance; only one much rarer there than here is a lock.
LEAST_LIFT = 1.5


@dataclass(frozen=True, slots=True)
class Theme:
    """The commonest topic of `known_count` suggestions: `share` of them (0..1), and of the catalogue.

    `effective_count` is how many equally common topics would be as mixed: exp of the Shannon entropy, 1 for one topic.
    """

    topic: str
    known_count: int
    share: float
    catalogue_share: float
    effective_count: float
    is_locked: bool


def theme_of(topics: Sequence[str], catalogue_shares: Mapping[str, float]) -> Theme | None:
    """Return the theme of the topics of the last suggestions, "" for none; None where too few have a topic.

    None before WINDOW were shown, too: that the first list of a brief is on its subject is what was asked for. Locked
    are LOCKED_SHARE or more of one topic that is LEAST_LIFT times as common here as in the catalogue.
    """
    known = [topic for topic in topics[:WINDOW] if topic]
    if len(topics) < WINDOW or len(known) < LEAST_KNOWN:
        return None
    counts = Counter(known)
    topic, count = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    share = count / len(known)
    common = catalogue_shares.get(topic, 0.0)
    entropy = -sum(n / len(known) * log(n / len(known)) for n in counts.values())
    return Theme(
        topic=topic,
        known_count=len(known),
        share=share,
        catalogue_share=common,
        effective_count=exp(entropy),
        is_locked=share >= LOCKED_SHARE and share >= LEAST_LIFT * common,
    )
