"""What the answers to one question were asked together: a bare yes is read as the others' questions put it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cx_audit.compare.polarity_asked import asked
from cx_audit.compare.polarity_stance import FAVOURS, Axis
from cx_audit.compare.polarity_verdict import Reading, Reply, Way

__all__ = ["in_context"]


def _meant(reading: Reading, feared: Sequence[tuple[Axis, int]]) -> Reading:
    verdict = reading.verdict
    if verdict is None or verdict.way is not Way.OPENING or verdict.axis is not None:
        return reading
    for axis, side in feared:
        meant = side if verdict.reply is Reply.YES else -side
        if not verdict.claim.cues or verdict.claim.side(axis) == meant:
            return replace(reading, verdict=replace(verdict, axis=axis, side=meant))
    return reading


def in_context(readings: Sequence[Reading]) -> list[Reading]:
    """The readings of the answers to one question, where a plain yes or no may be read by what the others were asked.

    "Yes, the fees are on you" to "customs?" is bad news where another was asked "do I have to pay customs?". A reply
    whose own words say otherwise stays as it is.
    """
    known = {known for r in readings if (known := asked(r.view.answer.question, r.view.language))}
    if not known or any(FAVOURS[axis] * side > 0 for axis, side in known):
        return list(readings)
    return [_meant(reading, sorted(known)) for reading in readings]
