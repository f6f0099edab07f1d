"""Sentences and clauses, never split inside a fact.

No sentence-splitting library tried kept "31. Januar", "a. m." or "TP." together (and two of them are LGPL), so
full stops are judged here: by what follows, by the language's abbreviations, and by the facts' own spans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cx_audit.text.phrases import Phrases, phrases, word_before

__all__ = ["Segment", "sentences", "statements"]

_EMOJI = r"[\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF\u2600-\u2793]"
_END = re.compile(
    # each kind of end by its first sign: most places are passed by at once
    r"[.!?…؟](?<![.!?…؟][.!?…؟])[.!?…؟]*+(?:[\"'”’»)\]]|[ ]»)*+(?=\s)"
    r"|[。！？]++[」』”）]*+"
    r"|\n++"
    rf"|{_EMOJI}(?<!{_EMOJI}{_EMOJI})(?:[\ufe0f\u200d]|{_EMOJI})*+(?=\s[^\W\d_])"
)
_CLAUSE = re.compile(r"[;؛]\s+|[–—](?<=\s[–—])(?<!\d\s[–—])\s+|:\s+(?=\S)")
_NEXT = re.compile(r"\W*?([^\W_]|…|\Z)")
_ITEM_NUMBER = re.compile(r"(?:^|[.!?:;]\s)\s?\d{1,2}$")
_LABEL_WORDS = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """``text[start:end]``, without white space at its ends."""

    start: int
    end: int


class _Spans:
    """Answers whether a place lies inside one of many spans."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def inside(self, at: int) -> bool:
        """Whether a cut at ``at`` would divide a span."""
        i = bisect_right(self._starts, at) - 1
        return i >= 0 and self._starts[i] < at < self._ends[i]


@dataclass(frozen=True, slots=True)
class _Stops:
    """The full stops of a text that its language explains: ``never`` end a sentence, ``maybe`` before a capital."""

    never: _Spans
    maybe: frozenset[int]

    @classmethod
    def of(cls, text: str, known: Phrases, stops: Sequence[int]) -> _Stops:
        """Those of the full stops at ``stops``: most follow a word that ends no abbreviation, and nothing is sought."""
        if all(word_before(text, at) not in known.before_stops for at in stops):
            return cls(_Spans(()), frozenset())
        never = [m.span() for m in known.abbreviation.finditer(text)]
        never += [(m.end() - 1, m.end()) for m in known.ordinal.finditer(text)]
        short = [m.span() for m in known.short.finditer(text)]
        # the stops within "a. m." never end anything, its last one may
        inner = [(start, end - 1) for start, end in short]
        # a stop at ``end - 1`` is cut at ``end``: the span must reach beyond
        return cls(_Spans([*((a, b + 1) for a, b in never), *inner]), frozenset(end for _, end in short))


def _trim(text: str, start: int, end: int) -> Segment | None:
    piece = text[start:end].lstrip()
    start = end - len(piece)
    end = start + len(piece.rstrip())
    return Segment(start, end) if end > start else None


def _ends_sentence(text: str, match: re.Match[str], stops: _Stops) -> bool:
    mark = match.group()
    if mark[0] in "\n!?؟。！？":
        return True
    following = _NEXT.match(text, match.end(), match.end() + 20)
    ahead = following.group(1) if following else ""
    if mark[0] != ".":
        # "…" stands for a name as often as for a pause, an emoji may stand for a word
        return ahead.isupper() if mark[0] == "…" else not ahead.islower()
    at = match.start() + 1
    if not mark.startswith(".."):
        if stops.never.inside(at):
            return False
        if at in stops.maybe:
            return ahead.isupper()
    before = text[max(0, match.start() - 16) : match.start()].rpartition("\n")[2]
    if not before.strip() or _ITEM_NUMBER.search(before):
        return False
    # "31. januari", "order no. and e-mail": a lower-case word after a number or a short word goes on
    return not (ahead.islower() and (before[-1:].isdigit() or len(before.split()[-1]) <= 3))


def _cut(text: str, start: int, end: int, cuts: Sequence[int]) -> list[Segment]:
    edges = [start, *cuts, end]
    return [piece for a, b in pairwise(edges) if (piece := _trim(text, a, b))]


def sentences(
    text: str, language: str, protected: Sequence[tuple[int, int]] = (), *, start: int = 0, end: int | None = None
) -> list[Segment]:
    """The sentences of ``text[start:end]`` in order; ``protected`` spans are never cut."""
    end = len(text) if end is None else end
    kept = _Spans(protected)
    marks = [match for match in _END.finditer(text, start, end) if not kept.inside(match.end())]
    stops = _Stops.of(text, phrases(language), [match.start() for match in marks if text[match.start()] == "."])
    cuts = [match.end() for match in marks if _ends_sentence(text, match, stops)]
    return _cut(text, start, end, cuts)


def _is_label(text: str, sentence: Segment, colon: int) -> bool:
    """ "Delivery: 2 days" is one claim: what stands before its colon names what stands after."""
    return len(text[sentence.start : colon].split()) <= _LABEL_WORDS


def statements(
    text: str, language: str, protected: Sequence[tuple[int, int]] = (), *, pieces: Sequence[Segment] | None = None
) -> list[Segment]:
    """The clauses of a text: sentences, cut again at semicolons, dashes, colons and ", but".

    ``pieces`` are its sentences, or some of them, where they are known already.
    """
    clause = phrases(language).clause
    pieces = sentences(text, language, protected) if pieces is None else pieces
    if not _CLAUSE.search(text) and not clause.search(text):
        return list(pieces)
    kept = _Spans(protected)
    out: list[Segment] = []
    for sentence in pieces:
        marks = [
            m
            for m in _CLAUSE.finditer(text, sentence.start, sentence.end)
            if text[m.start()] != ":" or not _is_label(text, sentence, m.start())
        ]
        marks += clause.finditer(text, sentence.start, sentence.end)
        cuts = sorted({m.end() for m in marks if not kept.inside(m.end())}) if marks else ()
        out.extend(_cut(text, sentence.start, sentence.end, cuts))
    return out
