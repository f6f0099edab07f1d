"""Logistic models over named numbers, as ``benchmarks.accuracy`` fits them and ``rules/`` keeps them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from operator import mul
from typing import Any

from cx_audit.errors import ConfigError
from cx_audit.resources import load_yaml

__all__ = ["Logistic", "log_odds", "read_weights"]

_EDGE = 0.001


@dataclass(frozen=True)
class Logistic:
    """A bias, and a weight for each number, by its name and in the order of the numbers."""

    bias: float
    by_name: Mapping[str, float]

    @cached_property
    def _weights(self) -> tuple[float, ...]:
        return tuple(self.by_name.values())

    def probability(self, values: Sequence[float]) -> float:
        """0..1, rounded to three places; ValueError where there are more or fewer values than weights."""
        if len(values) != len(self._weights):
            raise ValueError(f"{len(values)} values for {len(self._weights)} weights")
        total = self.bias + sum(map(mul, self._weights, values))
        return round(1 / (1 + math.exp(-total)), 3)


def log_odds(chance: float) -> float:
    """Of a probability, kept from 0 and 1 by a thousandth, which is how finely they are rounded."""
    kept = min(max(chance, _EDGE), 1 - _EDGE)
    return math.log(kept / (1 - kept))


def read_weights(path: Traversable, names: Sequence[str]) -> tuple[dict[str, Any], float, dict[str, float]]:
    """All of a weights file, its bias, and its weights in the order of ``names``.

    Raises:
        ConfigError: it names other numbers.
    """
    raw = load_yaml(path)
    wrong = set(names) ^ set(raw["weights"])
    if wrong:
        raise ConfigError(f"names other features than this version knows: {sorted(wrong)}", path=str(path))
    return raw, float(raw["bias"]), {name: float(raw["weights"][name]) for name in names}
