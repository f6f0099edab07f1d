"""The judge that comes with cx-audit: its file, what is known of it, and how it is loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cx_audit.embed.default_model import SOURCE_SHA256
from cx_audit.embed.shipped import Shipped, shipped, size_on_disk
from cx_audit.errors import ModelError
from cx_audit.judging.support_judge import EDITION, Evidence, SupportJudge

__all__ = ["CARD", "OWN", "PAIRS", "SIDES", "Card", "open_shipped", "read_card"]

OWN = "cx-audit-judge-1"
"""The judge of support answers that was trained for cx-audit (training/JUDGE.md)."""
SIDES, PAIRS, CARD = "judge-sides.onnx", "judge-pairs.onnx", "judge.json"


class Card(BaseModel):
    """What is known of the judge, beside its file. ``figures`` are pairs of answers, by what they were measured on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    languages: tuple[str, ...]
    statement: float
    answer: float
    shift: float
    figures: dict[str, Annotated[str, Field(max_length=200)]]

    @property
    def evidence(self) -> Evidence:
        """How its two verdicts are joined."""
        return Evidence(self.statement, self.answer, self.shift)


def read_card() -> Card:
    """The card in this installation.

    Raises:
        ModelError: it is missing or damaged.
    """
    path = shipped(PAIRS).path.with_name(CARD)
    try:
        return Card.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ModelError("can't read the judge's card", path=path, remedy="install cx-audit again") from error


class _Scorer:
    """Word vectors, the layers that read a side, and those that read two."""

    def __init__(self, sides: Shipped, pairs: Shipped) -> None:
        from cx_audit.embed.onnx_session import OnnxModel
        from cx_audit.embed.word_vectors import word_vectors

        self._words = word_vectors()
        self._sides = OnnxModel(sides.path, sides.sha256, self._words)
        self._pairs = OnnxModel(pairs.path, pairs.sha256, self._words)

    def pieces(self, text: str) -> Sequence[int]:
        return self._words.pieces(text)

    def states(self, sides: Sequence[NDArray[np.int64]]) -> Iterable[NDArray[np.float32]]:
        return self._sides.rows(sides)

    def scores(self, pairs: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]]) -> Iterable[NDArray[np.float32]]:
        return self._pairs.computed([{"left": left[None], "right": right[None]} for left, right in pairs])


def open_shipped() -> SupportJudge:
    """The judge that comes with cx-audit; nothing is loaded yet but the card.

    Raises:
        ModelError: the judge is not in this installation, or its card is damaged. The files are looked at when there
            is a pair to judge.
    """
    if size_on_disk(SIDES, PAIRS) is None:
        raise ModelError(
            "this installation of cx-audit has no judge of its own",
            remedy="name a model of yours, or train the judge (training/JUDGE.md)",
        )
    sides, pairs, card = shipped(SIDES), shipped(PAIRS), read_card()
    parts = [sides.sha256, pairs.sha256, SOURCE_SHA256, EDITION, card.statement, card.answer, card.shift]
    fingerprint = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    return SupportJudge(OWN, fingerprint, lambda: _Scorer(sides, pairs), card.evidence)
