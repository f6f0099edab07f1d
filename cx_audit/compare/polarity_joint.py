"""What all answers to a question say together: where one stands against three that agree, each pair backs the others.

Answers to one question mostly take one of two sides. Every way of dividing them in two is weighed by how likely its
pairs contradict each other, one by one; a pair's chance is the weight of the divisions that part it. (A cluster model
with two clusters, summed exactly, as in Finley and Joachims 2005, "Supervised clustering with support vector
machines", there with the best division alone.)
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

__all__ = ["Pair", "joint_chances"]

Pair = tuple[int, int]
"""Rows of two answers, the lower first."""

_MOST = 10
"""Answers weighed at once; of more, a pair takes those that say most of it."""
_LEAST = 0.1
"""What is less likely by itself is not worth it among many answers."""
# picked on our companies, each held out; near values do about as well
_USUAL = math.log(0.15 / 0.85)
_DIVIDED = 1.0
_EACH = 1.5
_WORTH = 0.8
"""What is misread in an answer is wrong in all its pairs, so they say less together than each by itself."""
_EDGE = 0.01
_DIGITS = 3

Floats = npt.NDArray[np.float64]


@cache
def _divisions(n: int) -> tuple[tuple[Pair, ...], Floats, Floats]:
    """The pairs of ``n`` answers; which of them each division parts [2^(n-1), pairs]; what each division costs."""
    pairs = tuple(combinations(range(n), 2))
    sides = (np.arange(2 ** (n - 1))[:, None] >> np.arange(n)) & 1
    apart = np.stack([sides[:, i] != sides[:, j] for i, j in pairs], axis=1).astype(np.float64)
    fewer = np.minimum(sides.sum(axis=1), n - sides.sum(axis=1))
    return pairs, apart, _EACH * fewer + _DIVIDED * (fewer > 0)


def _among(rows: Sequence[int], weight: Mapping[Pair, float]) -> Iterator[tuple[Pair, float]]:
    """Each pair of ``rows`` with its chance, given all of them."""
    pairs, apart, cost = _divisions(len(rows))
    named = [(rows[i], rows[j]) for i, j in pairs]
    total = apart @ np.asarray([weight.get(pair, 0.0) for pair in named]) - cost
    share = np.exp(total - total.max())
    yield from zip(named, ((share @ apart) / share.sum()).tolist(), strict=True)


def _telling(pair: Pair, rows: Sequence[int], weight: Mapping[Pair, float]) -> list[int]:
    """The pair and the answers of ``rows`` that say most of it, in order."""

    def says(row: int) -> float:
        return sum(abs(weight.get((min(row, one), max(row, one)), 0.0)) for one in pair)

    others = sorted((row for row in rows if row not in pair), key=lambda row: (-says(row), row))
    return sorted([*pair, *others[: _MOST - 2]])


def joint_chances(chances: Mapping[Pair, float]) -> dict[Pair, float]:
    """How likely each pair of answers contradicts each other, given all pairs of the question.

    Args:
        chances: of the pairs that can be compared, each by itself, 0..1.

    Returns:
        The same pairs, 0..1, rounded to three places.
    """
    weight = {pair: _WORTH * (math.log(p / (1 - p)) - _USUAL) for pair, p in _clipped(chances)}
    rows = sorted({row for pair in chances for row in pair})
    if not rows:
        return {}
    if len(rows) <= _MOST:
        return {pair: round(p, _DIGITS) for pair, p in _among(rows, weight) if pair in chances}
    out = {}
    for pair, alone in chances.items():
        together = dict(_among(_telling(pair, rows, weight), weight))[pair] if alone >= _LEAST else 0.0
        out[pair] = round(together, _DIGITS)
    return out


def _clipped(chances: Mapping[Pair, float]) -> Iterator[tuple[Pair, float]]:
    for pair, p in chances.items():
        yield pair, min(max(p, _EDGE), 1 - _EDGE)
