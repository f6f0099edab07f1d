"""Who says it and where it stands, in a few harmless words."""

from __future__ import annotations

from cx_audit.model import Answer, Place
from cx_audit.report.safe import isolate, one_line

__all__ = ["place_of", "speaker"]


def speaker(answer: Answer) -> str:
    """The channel, the rep if there is one, the language if it is known: "agent Mia (nl)"."""
    words = [isolate(one_line(part)) for part in (answer.channel, answer.agent or "") if part]
    locale = one_line(answer.locale or "")
    return " ".join(words) + (f" ({locale})" if locale else "")


def place_of(place: Place) -> str:
    """``path:line``, or the address, or the vendor's record id: what a reader needs to find the answer."""
    if place.path:
        return f"{place.path}:{place.line}" if place.line is not None else place.path
    return place.url or place.record or ""
