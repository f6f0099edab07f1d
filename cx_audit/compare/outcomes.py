"""What an answer comes to for the customer who asks: granted, refused, partly granted, or neither, as a model reads it.

Each answer is read against the same few questions of its group, so that two answers that come to the contrary say
the contrary about one thing, whichever way round each of them was asked. Nothing here runs a model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from cx_audit.compare.polarity_vectors import comparable
from cx_audit.compare.polarity_verdict import Reading

__all__ = ["OUTCOMES", "OUTCOME_FEATURES", "SEPARATOR", "Outcomes", "outcome_texts", "questions_of"]

OUTCOMES = ("granted", "refused", "partly", "neither")
"""What the numbers of a text are the chances of, in this order."""
SEPARATOR = "\x1f"
"""Stands between question and answer; no cleaned text holds it."""
OUTCOME_FEATURES = (
    "outcome_opposed",
    "outcome_opposed_throughout",
    "outcome_agreed",
    "outcome_agreed_throughout",
    "outcome_partly",
    "outcome_partly_throughout",
    "outcome_neither",
    "outcome_neither_throughout",
)
_QUESTIONS = 3
_TITLED = frozenset({"macro", "knowledge"})
"""Channels whose questions are titles for colleagues."""
_DIGITS = 3


def _question(reading: Reading) -> str:
    return reading.keys[0][1]


def questions_of(readings: Sequence[Reading]) -> tuple[str, ...]:
    """Up to three of the questions that the answers reply to: those of customers first, the most usual first."""
    asked = Counter[str]()
    titled: dict[str, bool] = {}
    for reading in readings:
        if question := _question(reading):
            asked[question] += 1
            titled[question] = titled.get(question, True) and reading.view.answer.channel in _TITLED
    ordered = sorted(asked, key=lambda question: (titled[question], -asked[question], question))
    return tuple(ordered[:_QUESTIONS])


def _text(question: str, reading: Reading) -> str:
    view = reading.view
    return question + SEPARATOR + " ".join(view.clean.text[view.body.start : view.body.end].split())


def outcome_texts(readings: Sequence[Reading]) -> list[str]:
    """The distinct texts for the model, sorted, of the answers to one question that can be compared with another."""
    asked = questions_of(readings)
    wanted: set[int] = set()
    for (i, a), (j, b) in combinations(enumerate(readings), 2):
        if comparable(a, b):
            wanted |= {i, j}
    return sorted({_text(question, readings[i]) for i in wanted for question in asked})


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The chances [questions, 4] of each answer that was read, by its id; the questions are those of its group."""

    of_answer: Mapping[str, npt.NDArray[np.float32]]

    @classmethod
    def of(
        cls, groups: Sequence[Sequence[Reading]], texts: Sequence[str], chances: npt.NDArray[np.float32]
    ) -> Outcomes:
        """From the readings of each group, and the chances of their distinct texts."""
        rows = {text: row for row, text in enumerate(texts)}
        known: dict[str, npt.NDArray[np.float32]] = {}
        for group in groups:
            asked = questions_of(group)
            for reading in group:
                wanted = [_text(question, reading) for question in asked]
                if wanted and all(text in rows for text in wanted):
                    known[reading.view.answer.id] = np.asarray(chances[[rows[text] for text in wanted]], np.float32)
        return cls(known)

    def leaning(self, reading: Reading) -> float:
        """From 1, granted under every question, to -1, refused; 0 where it wasn't read."""
        found = self.of_answer.get(reading.view.answer.id)
        return 0.0 if found is None else round(float((found[:, 0] - found[:, 1]).mean()), _DIGITS)

    def features(self, a: Reading, b: Reading) -> dict[str, float]:
        """The numbers of OUTCOME_FEATURES for two answers of one group; none where they weren't read."""
        left, right = (self.of_answer.get(reading.view.answer.id) for reading in (a, b))
        if left is None or right is None:
            return {}
        granted, refused, partly, neither = left.T
        granted_b, refused_b, partly_b, neither_b = right.T
        opposed = granted * refused_b + refused * granted_b
        agreed = granted * granted_b + refused * refused_b
        half = partly * (granted_b + refused_b) + partly_b * (granted + refused)
        apart = 1 - (1 - neither) * (1 - neither_b)
        most = opposed.max(), agreed.max(), half.max(), apart.min()
        values = (
            float(number)
            for row, one in zip((opposed, agreed, half, apart), most, strict=True)
            for number in (one, row.mean())
        )
        return {name: round(value, _DIGITS) for name, value in zip(OUTCOME_FEATURES, values, strict=True)}
