"""Our own judge: a small cross-encoder for answers of customer support, run by ONNX Runtime without torch."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cx_audit.compare.judge import StatementPair, Verdict
from cx_audit.errors import ModelError
from cx_audit.judging.worded import Side, text_rows, token_ids

__all__ = ["EDITION", "Evidence", "Scorer", "SupportJudge", "log_odds"]

EDITION = "1"
"""Changes with whatever here changes a verdict."""

_OUTPUTS = 4
_NEVER = 1e-4
_FAR = 50.0
_KEPT = 1_000
"""Sides whose states are kept, each of up to 150 kB."""

Scores = NDArray[np.float64]
States = NDArray[np.float32]
Pair = tuple[Side, Side]


class Scorer(Protocol):
    """What cuts texts into pieces, reads each side alone, and scores two sides."""

    def pieces(self, text: str) -> Sequence[int]:
        """The ids of the pieces of a text, without marks."""

    def states(self, sides: Sequence[NDArray[np.int64]]) -> Iterable[States]:
        """What the lower layers make of each row of ids [t, d], in the order given."""

    def scores(self, pairs: Sequence[tuple[States, States]]) -> Iterable[NDArray[np.float32]]:
        """Four scores for each two sides, in the order given."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the log-odds of a contradiction between the statements, and between the whole answers, count for.

    Fitted on labelled companies, so that what is told as 0.8 likely is right eight times in ten among the pairs that
    the rules leave open there.
    """

    statement: float = 0.5
    answer: float = 0.5
    shift: float = 0.0

    def chance(self, statement: float, answer: float) -> float:
        """The probability, from both log-odds."""
        odds = self.statement * statement + self.answer * answer + self.shift
        return 1 / (1 + math.exp(-max(-_FAR, min(_FAR, odds))))


class SupportJudge:
    """Judges two statements, and the two whole answers that they stand in.

    A statement torn from its answer may seem to contradict what its next sentence takes back, and a whole answer
    may hold the one word that decides among many that don't; so both are asked. Neither side comes first: the model
    itself knows no order of the sides.
    """

    def __init__(
        self, name: str, fingerprint: str, load: Callable[[], Scorer], evidence: Evidence | None = None
    ) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self._load = load
        self._evidence = evidence or Evidence()
        self._scorer: Scorer | None = None
        self._read: dict[Side, States] = {}

    def judge(self, pairs: Sequence[StatementPair]) -> list[Verdict]:
        """One verdict a pair, in the order given; see ``Judge.judge``."""
        return [self._verdict(statements, answers) for statements, answers in self.chances(pairs)]

    def chances(self, pairs: Sequence[StatementPair]) -> list[tuple[Scores, Scores]]:
        """For each pair four probabilities of its statements, and four of the answers around them."""
        if not pairs:
            return []
        views = [(_statements(pair), _answers(pair)) for pair in pairs]
        asked = sorted({one for both in views for one in both})
        told = dict(zip(asked, _softmax(self._scores(asked)), strict=True))
        return [(told[statements], told[answers]) for statements, answers in views]

    def _verdict(self, statements: Scores, answers: Scores) -> Verdict:
        contradicts = self._evidence.chance(log_odds(statements[0]), log_odds(answers[0]))
        rest = (statements[1:] + answers[1:]) / 2
        rest = rest / rest.sum() * (1 - contradicts)
        return Verdict(contradicts, *(float(chance) for chance in rest))

    def _scores(self, asked: Sequence[Pair]) -> Scores:
        if self._scorer is None:
            self._scorer = self._load()
        states = self._states(self._scorer, sorted({side for pair in asked for side in pair}))
        pairs = [(states[one], states[other]) for one, other in asked]
        scores = [np.asarray(row, np.float64) for row in self._scorer.scores(pairs)]
        if len(scores) != len(asked) or any(row.shape != (_OUTPUTS,) for row in scores):
            raise ModelError(f"the judge {self.name} did not give four numbers for each pair")
        return np.array(scores)

    def _states(self, scorer: Scorer, sides: Sequence[Side]) -> dict[Side, States]:
        """Each side read, now or before; an answer meets many others."""
        missing = [side for side in sides if side not in self._read]
        ids = [np.asarray(row, np.int64) for row in token_ids(scorer.pieces, missing)]
        found = {
            side: states[text_rows(row.tolist())]
            for side, row, states in zip(missing, ids, scorer.states(ids), strict=True)
        }
        out = {side: found[side] if side in found else self._read[side] for side in sides}
        self._read = {**self._read, **found} if len(self._read) + len(found) <= _KEPT else found
        return out


def _pair(one: Side, other: Side) -> Pair:
    return (one, other) if one <= other else (other, one)


def _statements(pair: StatementPair) -> Pair:
    return _pair(Side(pair.left.question, pair.left.text), Side(pair.right.question, pair.right.text))


def _answers(pair: StatementPair) -> Pair:
    left, right = pair.left, pair.right
    return _pair(Side(left.question, left.answer or left.text), Side(right.question, right.answer or right.text))


def log_odds(chance: float) -> float:
    """The logarithm of the odds, kept within about 9 of even."""
    inside = min(max(float(chance), _NEVER), 1 - _NEVER)
    return math.log(inside / (1 - inside))


def _softmax(scores: Scores) -> Scores:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
