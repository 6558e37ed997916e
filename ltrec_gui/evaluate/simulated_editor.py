"""Simulated editors: how many right items an editor finds who judges what a method shows, round after round."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np


@dataclass(frozen=True, slots=True)
class EditorBrief:
    """What an editor tells a method: seeds (k,) int64 positions, free text (may be empty), and what may be shown.

    candidates (n,) bool; fold: the method may use what was learned without this fold's readers, and nothing else of
    interactions.
    """

    seeds: np.ndarray
    text: str
    fold: int
    candidates: np.ndarray


class EditorSession(Protocol):
    """One editor at work with one method."""

    def suggest(self, count: int) -> np.ndarray:
        """Return up to `count` positions, best first: candidates that are no seeds and were not suggested before."""
        ...

    def judge(self, accepted: np.ndarray, rejected: np.ndarray) -> None:
        """Take in the verdicts on what was suggested last: positions (a,) and (r,)."""
        ...


class EditorMethod(Protocol):
    """A way of finding items, before it is given a brief."""

    def start(self, brief: EditorBrief) -> EditorSession:
        """Return a new session for `brief`."""
        ...
