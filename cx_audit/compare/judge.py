"""What the rules leave open is put to a judge: two statements in context in, four probabilities out.

A judge is whatever has the three members of ``Judge``; ``cx_audit.judging`` has the first. Nothing here runs a model.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Protocol

__all__ = ["Judge", "Said", "StatementPair", "Verdict"]

_CLOSE = 0.005
"""How far four rounded probabilities may be from 1 in sum."""


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One statement as its answer makes it: ``question`` is what that answer replies to, ``answer`` its whole text."""

    text: str
    language: str
    question: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class StatementPair:
    """Two statements that one customer may be told; neither comes first."""

    left: Said
    right: Said

    @classmethod
    def of(cls, one: Said, other: Said) -> StatementPair:
        """The pair, in an order that depends on what is said alone."""
        return cls(*sorted((one, other)))

    def key(self) -> str:
        """A hash of all that a judge may look at."""
        said = json.dumps([astuple(self.left), astuple(self.right)])
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely it is, all taken together, that two statements

    contradict each other (no customer can be told both), agree (say the same), are compatible (speak of one thing and
    are both true), or are unrelated. A judge that can't tell the last two apart gives both as compatible.

    Raises:
        ValueError: not four probabilities that sum to 1.
    """

    contradicts: float
    agrees: float
    compatible: float
    unrelated: float

    def __post_init__(self) -> None:
        """Refuse what is no distribution; not-a-number fails both comparisons."""
        chances = astuple(self)
        if not all(0 <= chance <= 1 for chance in chances) or not abs(math.fsum(chances) - 1) <= _CLOSE:
            raise ValueError(f"not four probabilities that sum to 1: {chances}")


class Judge(Protocol):
    """Says of pairs of statements how likely each relation is."""

    @property
    def name(self) -> str:
        """The judge's name, for people."""

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides its verdicts; known without loading a model."""

    def judge(self, pairs: Sequence[StatementPair]) -> list[Verdict]:
        """One verdict a pair, in the order given; swapping the two statements of a pair changes nothing.

        Raises ModelError where the model can't be loaded or used.
        """
