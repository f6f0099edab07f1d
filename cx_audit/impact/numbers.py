"""Numbers as spreadsheets write them: "1,234", "1.234", "3,5", "82 %"."""

from __future__ import annotations

import math
import re

__all__ = ["count_of", "score_of"]

_GROUPED = re.compile(r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+")
_WHOLE = re.compile(r"\d{1,15}(?:[.,]0+)?")
_DECIMAL = re.compile(r"-?\d{1,15}(?:[.,]\d+)?")


def count_of(text: str) -> float | None:
    """How many; separators of thousands are read as such: "1.234" is 1,234. None for what is no count."""
    text = text.strip()
    if _GROUPED.fullmatch(text):
        return float(re.sub(r"\D", "", text))
    return float(re.split(r"[.,]", text)[0]) if _WHOLE.fullmatch(text) else None


def score_of(text: str) -> float | None:
    """A score or an amount, with a decimal point or comma; None for what is no number."""
    text = text.strip()
    if not _DECIMAL.fullmatch(text):
        grouped = _GROUPED.fullmatch(re.split(r"[.,](?=\d{1,2}$)", text)[0]) if text else None
        if not grouped:
            return None
        whole, *rest = re.split(r"[.,](?=\d{1,2}$)", text)
        text = re.sub(r"\D", "", whole) + ("." + rest[0] if rest else "")
    value = float(text.replace(",", "."))
    return value if math.isfinite(value) else None
