"""Which phrases of an item carry its nearness to what was asked: each proved by deleting it and reading again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ltrec_gui.embedding import word_credit
from ltrec_gui.embedding.text import item_fields
from ltrec_gui.embedding.word_credit import TellingPhrase
from ltrec_gui.errors import RequestError
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.asked import Asked
from ltrec_gui.pipeline.candidates import background_of, evidence_of, wanted_of
from ltrec_gui.pipeline.why_not import shown_slate
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.fields import FIELDS, blocks
from ltrec_gui.recommend.relevance import NEAREST_SEEDS, Meaning

PHRASES = 3


@dataclass(frozen=True, slots=True)
class FieldPhrases:
    """The telling phrases of one field, the strongest first.

    `text` is the field as the model reads it, and the places of the phrases are in it. `drop` of a phrase is the fall
    of `similarity`, the cosine of this field alone to what was asked of it.
    """

    field: str
    text: str
    similarity: float
    phrases: tuple[TellingPhrase, ...]


def telling_phrases(
    workspace: Workspace, control: JobControl, slate_id: str, item_id: str
) -> tuple[FieldPhrases, ...]:
    """Return the phrases of each field that raise an item for what a list asked, as far as it asks by meaning.

    By the list's request and the verdicts of today. Empty where the list is ranked by words, or the item has no vector.
    Loads the model; raise ModelError where it cannot be used, RequestError for an unknown list or item.
    """
    shown = shown_slate(workspace, slate_id)
    snapshot = workspace.snapshot()
    position = snapshot.positions.get(item_id)
    if position is None:
        raise RequestError("There is no item “{item_id}” in this library.", item_id=item_id)
    asked = Asked(workspace, snapshot, shown.request, False)
    direction = asked_direction(asked, position)
    if direction is None:
        return ()
    item = workspace.items.by_ids([item_id])[item_id]
    encoder = workspace.encoder
    found: list[FieldPhrases] = []
    fields = list(zip(FIELDS, item_fields(item), blocks(len(direction) // len(FIELDS)), strict=True))
    for done, (name, text, block) in enumerate(fields):
        control.checkpoint(Progress("reading", done, len(fields)))
        wanted = direction[block].astype(np.float64)
        length = float(np.linalg.norm(wanted))
        if not text or length < 1e-6:
            continue
        wanted /= length
        mean = asked.view.mean[block]
        similarity = float(word_credit.score(encoder, [text], wanted, mean)[0])
        phrases = word_credit.telling_phrases(encoder, text, wanted, mean, PHRASES)
        if phrases:
            found.append(FieldPhrases(name, text, similarity, phrases))
    return tuple(found)


def asked_direction(asked: Asked, position: int) -> np.ndarray | None:
    """Return the direction (3d,) that the meaning of one item is multiplied with; None where vectors do not rank it.

    Without verdicts: the mean of the brief and of the mean of the three seeds nearest to the item. With verdicts: the
    direction learned, which both are part of. Its product with the item's row is the similarity behind its relevance.
    """
    evidence = evidence_of(asked)
    if not evidence.has_vector[position]:
        return None
    meaning = Meaning(evidence, wanted_of(asked), background_of(asked))
    if meaning.preference is not None:
        return meaning.preference.direction
    found: list[np.ndarray] = []
    if meaning.brief is not None:
        found.append(meaning.brief)
    if len(meaning.seed_rows):
        cosines = meaning.seed_rows @ evidence.rows(np.array([position]))[0]
        found.append(meaning.seed_rows[_largest(cosines, NEAREST_SEEDS)].mean(axis=0))
    return np.mean(found, axis=0) if found else None


def _largest(values: np.ndarray, count: int) -> Sequence[int]:
    return [int(index) for index in np.argsort(-values, kind="stable")[:count]]
