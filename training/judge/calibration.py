"""The temperature under which the judge's probabilities are right as often as they say, on topics it has not seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from training.judge.measure import chance

__all__ = ["loss", "temperature"]

_LEAST, _MOST = 0.2, 10.0


def loss(scored: NDArray[np.float64], labels: NDArray[np.intp], temperature: float) -> float:
    """Mean negative log-likelihood of the labels."""
    told = chance(scored, temperature)[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(told, 1e-12)).mean())


def temperature(scored: NDArray[np.float64], labels: NDArray[np.intp]) -> float:
    """What to divide scores [n, 4] by."""
    found = minimize_scalar(lambda t: loss(scored, labels, t), bounds=(_LEAST, _MOST), method="bounded")
    return round(float(found.x), 3)
