"""A method named in an answer."""

from __future__ import annotations

from dataclasses import dataclass

from cx_audit.compare.method_stance import Stance
from cx_audit.text import Segment

__all__ = ["Mention"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A method named in an answer (offsets in the clean text), and what is said of it.

    ``company`` are the methods named together with it; ``places`` where it is said to hold (online, in a shop,
    at the door, abroad); ``regions`` the countries that its sentence or the question names; ``partial`` whether the
    sentence says that its list is not full; ``denying`` whether its sentence, or one beside it, says that something
    can't be done.
    """

    family: str
    concept: str
    stance: Stance
    start: int
    end: int
    sentence: Segment
    company: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    partial: bool = False
    denying: bool = False
