"""What decides the outcome beside the answers themselves."""

from __future__ import annotations

from dataclasses import dataclass

from cx_audit.defaults import MIN_CONFIDENCE
from cx_audit.group import THRESHOLD
from cx_audit.segments import Segments

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the outcome beside the answers themselves.

    ``model`` names the encoder, ``outcomes`` the model that reads what an answer comes to; "" where none does.
    """

    languages: tuple[str, ...] = ("en",)
    report_language: str | None = None
    region: str | None = None
    by_intent: bool = False
    threshold: float = THRESHOLD
    min_confidence: float = MIN_CONFIDENCE
    model: str = ""
    judge_threshold: float = 0.8
    outcomes: str = ""
    segments: Segments | None = None
