"""Where a method is said to hold: online, in a shop, in one country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cx_audit.compare.method_hearing import Heard
from cx_audit.compare.method_phrases import matcher
from cx_audit.compare.method_spans import Named
from cx_audit.compare.regions import regions_of
from cx_audit.compare.scope import audiences
from cx_audit.compare.view import AnswerView
from cx_audit.facts.fold import View

__all__ = ["Stretch", "Written"]

Stretch = tuple[int, int]
"""A part of a folded sentence."""


def _regions(view: AnswerView, things: str) -> frozenset[str]:
    codes = {name.upper() for name in audiences(view.answer) if len(name) == 2}
    return (
        regions_of(things, view.language)
        or regions_of(view.answer.question, view.language)
        or frozenset({"UK": "GB"}.get(code, code) for code in codes)
    )


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence of an answer: as written, folded, and the methods named in it."""

    answer: Heard
    raw: str
    folded: View
    found: Sequence[Named]

    def regions(self, stretch: Stretch) -> frozenset[str]:
        """The countries that a stretch names, or else the question, or the audience."""
        raw = self.raw
        # American Express is no region
        for item in self.found:
            start, end = self.folded.span(item.start, item.end)
            raw = raw[:start] + " " * (end - start) + raw[end:]
        start, end = self.folded.span(*stretch)
        return _regions(self.answer.view, raw[start:end])

    def places(self, bare: str, stretch: Stretch) -> frozenset[str]:
        """The places that a stretch of the folded sentence names; ``bare`` is the sentence without its methods."""
        language, text = self.answer.view.language, bare[stretch[0] : stretch[1]]
        known = self.answer.known.places
        return frozenset(name for name, phrases in known.items() if matcher(phrases, language).search(text))
