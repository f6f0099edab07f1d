"""Which channels answer one question many times, and which say the same in several languages.

A help centre, a set of macros or a bot's export answers a question once, maybe once in each language; replies taken
from tickets answer it as often as it was asked. What a channel is called doesn't tell, and its answers do: where they
repeat each other, most have a near twin among them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cx_audit.group.neighbours import Rows
from cx_audit.group.vectors import Matrix

__all__ = ["MANY_TIMES", "ONCE", "ONCE_A_LANGUAGE", "habits"]

MANY_TIMES, ONCE_A_LANGUAGE, ONCE = 0, 1, 2
"""How often a channel answers one question."""

_TWIN, _TRANSLATION = 0.55, 0.5
"""Answers this near are mostly of one question, in one language and over two."""
_SHARE = 0.4
"""Of a channel's answers. In the labelled companies up to a tenth have a twin and a quarter a translation, among
replies to questions that are asked again and again more than eight tenths."""
_FEWEST = 10
"""Fewer answers tell nothing of a channel's habits."""
_SAMPLE = 256
_BLOCK = 2048
_DIGITS = 3


def habits(vectors: Matrix, channels: Sequence[str], languages: Rows, counted: npt.NDArray[np.bool_]) -> Rows:
    """How often the channel of each row [n] answers one question: MANY_TIMES, ONCE_A_LANGUAGE or ONCE.

    ``vectors`` [n, d] are unit rows, ``languages`` [n] numbers; of the rows not ``counted`` nothing is concluded.
    """
    names = np.asarray(channels, dtype=np.str_)
    found = np.full(len(vectors), ONCE, dtype=np.int64)
    for name in sorted(set(channels)):
        own = names == name
        rows = np.flatnonzero(own & counted)
        if len(rows) >= _FEWEST:
            found[own] = _habit(vectors, rows, languages)
    return found


def _habit(vectors: Matrix, rows: Rows, languages: Rows) -> int:
    picked = rows[np.linspace(0, len(rows) - 1, min(_SAMPLE, len(rows))).astype(np.int64)]
    twin, translation = (np.full(len(picked), -1.0, dtype=np.float32) for _ in range(2))
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        likeness = vectors[picked] @ vectors[block].T
        likeness[picked[:, None] == block[None, :]] = -1.0
        one = languages[picked][:, None] == languages[block][None, :]
        np.maximum(twin, np.where(one, likeness, -1.0).max(axis=1), out=twin)
        np.maximum(translation, np.where(one, -1.0, likeness).max(axis=1), out=translation)
    if np.mean(np.round(twin, _DIGITS) > _TWIN) > _SHARE:
        return MANY_TIMES
    return ONCE_A_LANGUAGE if np.mean(np.round(translation, _DIGITS) > _TRANSLATION) > _SHARE else ONCE
