"""How well the judge tells contradictions on topics it has not seen: over all, by kind, languages and common words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from cx_audit.judging.worded import Side
from training.judge.balance import overlap_bin
from training.judge.model import JudgeModel
from training.judge.pairs import LABELS, Example

__all__ = ["Measured", "area", "chance", "questions", "scores", "tables"]

Array = NDArray[np.float64]
_AT_ONCE = 64


def questions(examples: Sequence[Example]) -> list[tuple[Side, Side]]:
    """The examples as asked, each answer to the first of its questions."""
    return [
        (Side(example.left.questions[0], example.texts[0]), Side(example.right.questions[0], example.texts[1]))
        for example in examples
    ]


def scores(model: JudgeModel, asked: Sequence[tuple[Side, Side]]) -> Array:
    """Scores [n, 4]."""
    model.joint.eval()
    out = np.zeros((len(asked), len(LABELS)))
    order = sorted(range(len(asked)), key=lambda i: sum(len(side.text) for side in asked[i]))
    for start in range(0, len(order), _AT_ONCE):
        chosen = order[start : start + _AT_ONCE]
        with torch.inference_mode():
            out[chosen] = model([asked[i] for i in chosen]).numpy()
    return out


def area(truth: NDArray[np.bool_], told: Array) -> float:
    """Area under the ROC curve: how often a contradiction is told as likelier than another pair; ties count half."""
    if truth.all() or not truth.any():
        return float("nan")
    ranks = _ranks(told)
    yes = int(truth.sum())
    return float((ranks[truth].sum() - yes * (yes + 1) / 2) / (yes * (len(truth) - yes)))


def _ranks(values: Array) -> Array:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray(((ends - counts + 1 + ends) / 2)[inverse])


def chance(scored: Array, temperature: float = 1.0) -> Array:
    """Probabilities [n, 4] from scores."""
    raised = np.exp((scored - scored.max(axis=1, keepdims=True)) / temperature)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class Measured:
    """Measures a model on fixed examples, in a line."""

    examples: Sequence[Example]

    def __call__(self, model: JudgeModel) -> str:
        """Areas under the curve and accuracy."""
        told = chance(scores(model, questions(self.examples)))
        truth = np.array([e.label == "contradicts" for e in self.examples])
        topic = np.array([e.label != "unrelated" for e in self.examples])
        same = topic & np.array([e.left.source.language == e.right.source.language for e in self.examples])
        right = told.argmax(axis=1) == np.array([LABELS.index(e.label) for e in self.examples])
        parts = {"area": topic, "same language": same, "across": topic & ~same}
        areas = "  ".join(f"{name} {area(truth[rows], told[rows, 0]):.3f}" for name, rows in parts.items())
        return f"{areas}  accuracy {right.mean():.3f}"


def tables(examples: Sequence[Example], told: Array, threshold: float = 0.5) -> str:
    """Counts by kind, by pair of languages, and by common words, of probabilities of contradiction [n].

    The area of a kind is between its pairs and all others that don't contradict.
    """
    truth = np.array([e.label == "contradicts" for e in examples])
    lines = [_line("all", truth, told, threshold), "by kind:"]
    for name, rows in _parted(examples, lambda e: e.kind if e.label == "contradicts" else "").items():
        chosen = [*rows, *np.flatnonzero(~truth)] if name else []
        lines += [_line(f"  {name}", truth[chosen], told[chosen], threshold)] if chosen else []
    lines.append(f"told of pairs that don't contradict, from {threshold} on:")
    for name, rows in _parted(examples, lambda e: e.kind if e.label != "contradicts" else "").items():
        lines += [f"  {name:<32} {int((told[rows] >= threshold).sum())} of {len(rows)}"] if name else []
    for title, key in (("by languages", _languages), ("by common words", overlap_bin)):
        lines.append(f"{title}:")
        lines += [
            _line(f"  {name}", truth[rows], told[rows], threshold) for name, rows in _parted(examples, key).items()
        ]
    return "\n".join(lines)


def _languages(example: Example) -> str:
    one, other = example.languages.split("-")
    return one if one == other else "across"


def _parted(examples: Sequence[Example], key: Callable[[Example], str]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for i, example in enumerate(examples):
        rows[key(example)].append(i)
    return dict(sorted(rows.items()))


def _line(name: str, truth: NDArray[np.bool_], told: Array, threshold: float) -> str:
    found = told >= threshold
    hit, claimed, there = int((found & truth).sum()), int(found.sum()), int(truth.sum())
    precision = hit / claimed if claimed else 0.0
    recall = hit / there if there else 0.0
    return (
        f"{name:<34} {len(truth):>5} pairs, {there:>5} contradict   area {area(truth, told):.3f}"
        f"   precision {precision:.3f}  recall {recall:.3f}  told {claimed}"
    )
