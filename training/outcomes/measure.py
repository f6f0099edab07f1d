"""How often the reader is right, on matters that it has not learned from and on labelled companies."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from training.outcomes.data import LETTERS, Example
from training.outcomes.model import OutcomeModel

__all__ = ["right"]

_SEED = 3

Scores = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


def _scores(model: OutcomeModel, examples: Sequence[Example]) -> tuple[Scores, Labels]:
    """Each reply under one of its questions, always the same one."""
    rng = random.Random(_SEED)
    scores = model.scores([(rng.choice(example.questions), example.reply) for example in examples])
    return scores.double().numpy(), np.array([LETTERS.index(example.letter) for example in examples])


def right(model: OutcomeModel, examples: Sequence[Example], most: int | None = None) -> str:
    """The share of letters that are right; and of Y and N that are told as either, how many as the right one."""
    rng = random.Random(_SEED)
    chosen = rng.sample(list(examples), min(most or len(examples), len(examples)))
    if not chosen:
        return "none"
    scores, real = _scores(model, chosen)
    told = scores.argmax(axis=1)
    both = (told < 2) & (real < 2)
    sides = f"{(told[both] == real[both]).mean():.3f} of {both.sum()} told as a side of {(real < 2).sum()}"
    return f"{(told == real).mean():.3f} of {len(chosen)}, {sides}"
