"""Judges with an NLI cross-encoder of sentence-transformers; torch is imported only when there is a pair to judge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cx_audit.compare.judge import Said, StatementPair, Verdict
from cx_audit.embed.model_folder import read_settings
from cx_audit.embed.quiet import first_line, quiet
from cx_audit.errors import ModelError
from cx_audit.judging.labels import Labels

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

__all__ = ["EDITION", "CrossEncoderJudge"]

EDITION = "1"
"""Changes with whatever here changes a verdict."""

_BATCH = 16
_MOST_TOKENS = 256
_LONGEST_TEXT = 2_000  # characters; the model looks at fewer, but its tokenizer would read on
_FEW_WORDS = 6

Scores = NDArray[np.float64]


class CrossEncoderJudge:
    """A judge over a model folder, computed in fp32 on the CPU, so that it gives the same on all machines.

    Both directions are judged and averaged, for an NLI model asks whether the second text follows from the first.
    Contradiction is ``contradicts``, entailment ``agrees``; neutral is ``compatible``, since an NLI model can't tell
    what is compatible from what is unrelated. ``temperature`` divides the model's scores.
    """

    def __init__(self, name: str, fingerprint: str, folder: Path, labels: Labels, temperature: float = 1.0) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self._folder = folder
        self._labels = labels
        self._temperature = temperature
        self._model: CrossEncoder | None = None

    def judge(self, pairs: Sequence[StatementPair]) -> list[Verdict]:
        """One verdict a pair, in the order given; see ``Judge.judge``."""
        if not pairs:
            return []
        asked = [texts for pair in pairs for texts in _both_ways(pair)]
        # Longest first: batches hold texts of like length. By the texts after that, so that the order of the pairs
        # changes nothing.
        order = sorted(range(len(asked)), key=lambda i: (-sum(map(len, asked[i])), asked[i]))
        chances = np.zeros((len(asked), 3))
        with quiet():
            for start in range(0, len(order), _BATCH):
                batch = order[start : start + _BATCH]
                chances[batch] = _softmax(self._scores([asked[i] for i in batch]) / self._temperature)
        both = (chances[0::2] + chances[1::2]) / 2
        labels = self._labels
        return [
            Verdict(float(row[labels.contradiction]), float(row[labels.entailment]), float(row[labels.neutral]), 0.0)
            for row in both
        ]

    def _scores(self, batch: list[tuple[str, str]]) -> Scores:
        model = self._load()
        try:
            rows = model.predict(batch, batch_size=_BATCH, show_progress_bar=False)
        except Exception as error:  # what fails inside a model is not ours to list
            raise ModelError(f"the judge {self.name} failed: {first_line(error)}") from error
        scores = np.asarray(rows, np.float64)
        if scores.shape != (len(batch), 3) or not np.isfinite(scores).all():
            raise ModelError(
                f"the judge {self.name} did not give three numbers for each pair", remedy="choose another model"
            )
        return scores

    def _load(self) -> CrossEncoder:
        if self._model is None:
            try:
                from sentence_transformers import CrossEncoder
                from torch.nn import Identity

                model = CrossEncoder(
                    str(self._folder),
                    device="cpu",
                    trust_remote_code=False,
                    local_files_only=True,
                    max_length=_tokens(self._folder),
                    activation_fn=Identity(),  # the configuration may name one of its own
                    model_kwargs={"use_safetensors": True},
                )
                self._model = model.float().eval()
            except Exception as error:  # the libraries raise what they like on a broken folder
                raise ModelError(
                    f"can't load the judge {self.name}: {first_line(error)}",
                    path=self._folder,
                    remedy="a cross-encoder with safetensors weights is needed",
                ) from error
        return self._model


def _tokens(folder: Path) -> int:
    """How many tokens of a pair are looked at: two less than the model's positions, since some begin to count at 2."""
    settings = read_settings(folder / "config.json")
    positions = settings.get("max_position_embeddings") if isinstance(settings, dict) else None
    return min(_MOST_TOKENS, positions - 2) if isinstance(positions, int) and positions > 2 else _MOST_TOKENS


def _worded(said: Said) -> str:
    """A statement as the model reads it: a few words ("No, never.") speak of what was asked."""
    few = len(said.text.split()) < _FEW_WORDS
    text = f"{said.question} {said.text}" if few and said.question else said.text
    return text[:_LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")  # no tokenizer takes a lone surrogate


def _both_ways(pair: StatementPair) -> tuple[tuple[str, str], tuple[str, str]]:
    left, right = _worded(pair.left), _worded(pair.right)
    return (left, right), (right, left)


def _softmax(scores: Scores) -> Scores:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
