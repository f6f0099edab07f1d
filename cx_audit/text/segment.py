"""Sentences and clauses, never split inside a fact.

No sentence-splitting library tried kept "31. Januar", "a. m." or "TP." together (and two of them are LGPL), so
full stops are judged here: by what follows, by the language's abbreviations, and by the facts' own spans.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cx_audit.text.phrases import phrases

__all__ = ["Segment", "sentences", "statements"]

_END = re.compile(r"[.!?…؟。！？]+[\"'”’»)\]]*(?=\s)|\n+|[\U0001F300-\U0001FAFF☀-➿]️?(?=\s+[^\W\d_])")
_CLAUSE = re.compile(r"[;؛]\s+|\s+[–—]\s+|:\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Segment:
    """``text[start:end]``, without white space at its ends."""

    start: int
    end: int


def _trim(text: str, start: int, end: int) -> Segment | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Segment(start, end) if end > start else None


def _inside(at: int, protected: Sequence[tuple[int, int]]) -> bool:
    return any(a < at < b for a, b in protected)


def _ends_sentence(text: str, match: re.Match[str], language: str) -> bool:
    if match.group().startswith("\n") or not match.group().startswith("."):
        return True
    before = text[max(0, match.start() - 12) : match.start()]
    if not before.strip() or phrases(language).abbreviation.search(before):
        return False
    rest = text[match.end() :].lstrip()
    # "31. januari", "order no. and e-mail": a lower-case word after a number or a short word goes on
    return not (rest[:1].islower() and (before[-1:].isdigit() or len(before.split()[-1]) <= 3))


def _cut(text: str, segment: Segment, cuts: Sequence[int]) -> list[Segment]:
    edges = [segment.start, *cuts, segment.end]
    pieces = (_trim(text, a, b) for a, b in zip(edges, edges[1:], strict=False))
    return [piece for piece in pieces if piece]


def sentences(
    text: str, language: str, protected: Sequence[tuple[int, int]] = (), *, start: int = 0, end: int | None = None
) -> list[Segment]:
    """The sentences of ``text[start:end]`` in order; ``protected`` spans are never cut."""
    end = len(text) if end is None else end
    cuts = [
        match.end()
        for match in _END.finditer(text, start, end)
        if not _inside(match.end(), protected)
        and not _inside(match.start(), protected)
        and _ends_sentence(text, match, language)
    ]
    return _cut(text, Segment(start, end), cuts)


def statements(
    text: str, language: str, protected: Sequence[tuple[int, int]] = (), *, start: int = 0, end: int | None = None
) -> list[Segment]:
    """The clauses of ``text[start:end]``: sentences, cut again at semicolons, dashes, colons and ", but"."""
    out: list[Segment] = []
    for sentence in sentences(text, language, protected, start=start, end=end):
        marks = [*_CLAUSE.finditer(text, sentence.start, sentence.end)]
        marks += phrases(language).clause.finditer(text, sentence.start, sentence.end)
        cuts = sorted({m.end() for m in marks if not _inside(m.end() - 1, protected)})
        out.extend(_cut(text, sentence, cuts))
    return out
