"""What two answers come to for the customer who asks, and whether they contradict each other, as a model reads them.

Each is granted, refused, partly granted, or neither, seen beside the other: what one says tells what the question is
about. Nothing here runs a model.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from cx_audit.compare.logistic import log_odds
from cx_audit.compare.polarity_vectors import comparable
from cx_audit.compare.polarity_verdict import Reading

__all__ = ["OUTCOMES", "OUTCOME_FEATURES", "READ", "RELATIONS", "SEPARATOR", "Outcomes", "outcome_texts", "question_of"]

OUTCOMES = ("granted", "refused", "partly", "neither")
"""What an answer comes to, in the order of the chances."""
RELATIONS = 3
READ = RELATIONS + 2 * len(OUTCOMES)
"""How many numbers a text has: the chances that the two don't contradict each other, do so in words, or by a value
alone; then those of OUTCOMES for the first, and for the second."""
SEPARATOR = "\x1f"
"""Stands between the question and the two answers; no cleaned text holds it."""
OUTCOME_FEATURES = (
    "read_contradicting",
    "read_by_value",
    "outcome_opposed",
    "outcome_agreed",
    "outcome_partly",
    "outcome_neither",
)
_TITLED = frozenset({"macro", "knowledge"})
"""Channels whose questions are titles for colleagues."""
_EACH = 3
"""Pairs that are read for each answer, where there are more."""
_DIGITS = 3

Row = npt.NDArray[np.float32]


def question_of(readings: Sequence[Reading]) -> str:
    """The question that most of the answers reply to: one of customers where there is one, else a title."""
    asked = Counter[str]()
    titled: dict[str, bool] = {}
    for reading in readings:
        if question := reading.keys[0][1]:
            asked[question] += 1
            titled[question] = titled.get(question, True) and reading.view.answer.channel in _TITLED
    return min(asked, key=lambda question: (titled[question], -asked[question], question), default="")


def _said(reading: Reading) -> str:
    view = reading.view
    return " ".join(view.clean.text[view.body.start : view.body.end].split())


def _pairs(readings: Sequence[Reading]) -> list[tuple[Reading, Reading]]:
    """Those to be read, in each the first text in order first; of many those of two channels, spread evenly."""
    ordered = sorted(readings, key=lambda reading: reading.view.answer.id)
    said = [_said(reading) for reading in ordered]
    found = [
        (a.view.answer.channel == b.view.answer.channel, min(j - i, len(ordered) - (j - i)), i, j)
        for (i, a), (j, b) in combinations(enumerate(ordered), 2)
        if said[i] != said[j] and comparable(a, b)
    ]
    chosen = sorted(found)[: _EACH * len(ordered)]
    return [(ordered[i], ordered[j]) if said[i] < said[j] else (ordered[j], ordered[i]) for *_, i, j in chosen]


def _text(question: str, pair: tuple[Reading, Reading]) -> str:
    return SEPARATOR.join((question, *map(_said, pair)))


def outcome_texts(readings: Sequence[Reading]) -> list[str]:
    """The distinct texts for the model, sorted, of the answers to one question."""
    question = question_of(readings)
    return sorted({_text(question, pair) for pair in _pairs(readings)})


def _features(row: Row) -> dict[str, float]:
    chances = [float(number) for number in row]
    granted, refused, partly, neither = chances[3:7]
    granted_b, refused_b, partly_b, neither_b = chances[7:]
    values = (
        log_odds(chances[1]),
        log_odds(chances[2]),
        granted * refused_b + refused * granted_b,
        granted * granted_b + refused * refused_b,
        partly * (granted_b + refused_b) + partly_b * (granted + refused),
        1 - (1 - neither) * (1 - neither_b),
    )
    return {name: round(value, _DIGITS) for name, value in zip(OUTCOME_FEATURES, values, strict=True)}


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The numbers [READ] of each two answers that were read, by their ids, and how each answer leans."""

    of_pair: Mapping[frozenset[str], Row]
    leanings: Mapping[str, float]

    @classmethod
    def of(
        cls, groups: Sequence[Sequence[Reading]], texts: Sequence[str], numbers: npt.NDArray[np.float32]
    ) -> Outcomes:
        """From the readings of each group, and the numbers [n, READ] of their distinct texts."""
        rows = {text: row for row, text in enumerate(texts)}
        known: dict[frozenset[str], Row] = {}
        leaning: dict[str, list[float]] = defaultdict(list)
        for group in groups:
            question = question_of(group)
            for pair in _pairs(group):
                ids = [reading.view.answer.id for reading in pair]
                row = np.asarray(numbers[rows[_text(question, pair)]], np.float32)
                known[frozenset(ids)] = row
                for id, at in zip(ids, (3, 7), strict=True):
                    leaning[id].append(float(row[at] - row[at + 1]))
        return cls(known, {id: round(sum(found) / len(found), _DIGITS) for id, found in leaning.items()})

    def leaning(self, reading: Reading) -> float:
        """From 1, granted beside whatever other answer, to -1, refused; 0 where it wasn't read."""
        return self.leanings.get(reading.view.answer.id, 0.0)

    def knows(self, a: Reading, b: Reading) -> bool:
        """Whether the two were read."""
        return frozenset((a.view.answer.id, b.view.answer.id)) in self.of_pair

    def features(self, a: Reading, b: Reading) -> dict[str, float]:
        """The numbers of OUTCOME_FEATURES for two answers of one group; none where they weren't read."""
        row = self.of_pair.get(frozenset((a.view.answer.id, b.view.answer.id)))
        return {} if row is None else _features(row)
