"""Settings that hold unless told otherwise, where help texts find them without loading what reads configurations."""

from __future__ import annotations

__all__ = ["MIN_CONFIDENCE"]

MIN_CONFIDENCE = 0.38
"""Contradictions less likely than this are not told."""
