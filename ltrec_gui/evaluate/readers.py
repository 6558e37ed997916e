"""Reader-centred evaluation: each reader's held-out likes among all items they have not met."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a reader: liked positions (k,) int64, oldest first where time is known; seen (m,) int64."""

    liked: np.ndarray
    seen: np.ndarray


Scorer = Callable[[Profile], np.ndarray]  # gives a score for every item (n,), larger is better, no NaN
