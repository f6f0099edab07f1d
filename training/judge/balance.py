"""Weights under which nothing but what is said tells a contradiction: not languages, channels or common words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from training.judge.pairs import LABELS, Example

__all__ = ["FACTORS", "MIX", "overlap_bin", "weights"]

Weights = NDArray[np.float64]

MIX = {"contradicts": 0.42, "agrees": 0.34, "compatible": 0.18, "unrelated": 0.06}
"""Share of each label in what is learned."""

_BINS = (0.1, 0.25, 0.4, 0.6)
_OPEN = 3.0
"""Kinds that hold no value count this often: the product's rules decide most values without a judge."""
_SHORT = 160
"""Pairs of more characters count the less the longer they are: they take longer to learn from."""
_ROUNDS = 20
_STRONGEST = 8.0


def overlap_bin(example: Example) -> str:
    """Which fifth or so of common letter groups; texts of two languages are bins of their own."""
    across = example.left.source.language != example.right.source.language
    return f"{'across' if across else 'same'} {sum(example.overlap >= edge for edge in _BINS)}"


def _length_bin(example: Example) -> str:
    long, short = max(map(len, example.texts)), min(map(len, example.texts))
    return str(min(int(2 * long / max(short, 1)), 6))


FACTORS: tuple[Callable[[Example], str], ...] = (
    overlap_bin,
    lambda e: e.languages,
    lambda e: e.channels,
    _length_bin,
)


def _levels(values: Sequence[str]) -> NDArray[np.intp]:
    return np.unique(np.array(values), return_inverse=True)[1]


def weights(examples: Sequence[Example]) -> Weights:
    """Weights that sum to 1: each label has its share of ``MIX``, and as nearly as may be within each level of each
    factor, too. No example counts more than eight times what its label gives it.
    """
    label = np.array([LABELS.index(e.label) for e in examples])
    start = np.array([_OPEN if e.label == "contradicts" and "value" not in e.kind else 1.0 for e in examples])
    start *= [min(1.0, _SHORT / sum(map(len, e.texts))) for e in examples]
    mix = np.array([MIX[name] for name in LABELS])
    contradicts = label == 0
    out = _to_mix(start, label, mix)
    most = out * _STRONGEST
    levels = [_levels([factor(e) for e in examples]) for factor in FACTORS]
    for _ in range(_ROUNDS):
        for level in levels:
            out = _even(out, level, contradicts, mix[0])
            out = np.minimum(out, most)
        out = _to_mix(out, label, mix)
    return out


def _to_mix(weight: Weights, label: NDArray[np.intp], mix: Weights) -> Weights:
    total = np.bincount(label, weight, len(mix))
    share = np.divide(mix, total, out=np.zeros_like(mix), where=total > 0)
    scaled = weight * share[label]
    return np.asarray(scaled / scaled.sum())


def _even(weight: Weights, level: NDArray[np.intp], contradicts: NDArray[np.bool_], share: float) -> Weights:
    """Within each level contradictions get their share, and the rest the rest; levels of one sort stay as they are."""
    count = level.max() + 1
    yes = np.bincount(level, weight * contradicts, count)
    no = np.bincount(level, weight * ~contradicts, count)
    both = (yes > 0) & (no > 0)
    total = yes + no
    up = np.where(both, share * total / np.where(both, yes, 1), 1.0)
    down = np.where(both, (1 - share) * total / np.where(both, no, 1), 1.0)
    return np.asarray(weight * np.where(contradicts, up[level], down[level]))
