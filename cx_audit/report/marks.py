"""The words that differ: which they are, and how to show a long quote around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from cx_audit.model import Finding, Quote
from cx_audit.report.safe import strip_controls

__all__ = ["Marked", "Piece", "differing_words", "excerpt", "marked_quotes", "tidy"]

Spans = tuple[tuple[int, int], ...]

_MOST_WORDS = 400
_MOST_RIVALS = 8
# Below this likeness two quotes are different sentences (or languages): marking would paint nearly all of them.
_LEAST_LIKENESS = 0.3
_MOST_MARKED = 0.6
_ALONE = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_GAP = " … "
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is marked, or is not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """One line of text with ordered, disjoint spans to mark."""

    text: str
    marks: Spans = ()

    def pieces(self) -> tuple[Piece, ...]:
        """The text cut at its marks; joined, the pieces are the text."""
        found: list[Piece] = []
        at = 0
        for start, end in self.marks:
            found += [Piece(self.text[at:start], False), Piece(self.text[start:end], True)]
            at = end
        found.append(Piece(self.text[at:], False))
        return tuple(piece for piece in found if piece.text)

    def with_signs(self, before: str = "«", after: str = "»") -> str:
        """The text with ``before`` and ``after`` around each mark, for where there is no other way to mark."""
        return "".join(f"{before}{piece.text}{after}" if piece.marked else piece.text for piece in self.pieces())


def marked_quotes(finding: Finding) -> tuple[tuple[Marked, ...], ...]:
    """Each quote of each position, harmless and with its marks.

    The marks are the finding's own; where it has none at all, the words in which the quotes differ.
    """
    quotes = [position.quotes for position in finding.positions]
    if any(quote.marks for group in quotes for quote in group):
        return tuple(tuple(tidy(quote.quote, quote.marks) for quote in group) for group in quotes)
    return tuple(
        tuple(tidy(quote.quote, differing_words(quote.quote, _rivals(quotes, index))) for quote in group)
        for index, group in enumerate(quotes)
    )


def differing_words(text: str, others: Iterable[str]) -> Spans:
    """The spans of the words in which ``text`` departs from the likest of ``others``.

    Empty where none is like it, or where so much differs that marks would say nothing.
    """
    from rapidfuzz.distance import Indel

    words = _words(text)
    keys = [text[start:end].casefold() for start, end in words]
    best: tuple[float, list[str]] = (_LEAST_LIKENESS, [])
    for other in others:
        rival = [other[start:end].casefold() for start, end in _words(other)]
        likeness = Indel.normalized_similarity(keys, rival)
        if likeness > best[0]:
            best = (likeness, rival)
    if not best[1]:
        return ()
    spans = [
        span
        for change in Indel.opcodes(keys, best[1])
        if change.tag != "equal"
        for span in words[change.src_start : change.src_end]
    ]
    return () if len(spans) > _MOST_MARKED * len(words) else _joined(text, spans)


def excerpt(marked: Marked, limit: int) -> Marked:
    """``marked`` cut to about ``limit`` characters around its marks, with "…" where something is left out."""
    size = len(marked.text)
    if size <= limit:
        return marked
    anchors = _affordable(marked.marks or ((0, 0),), limit)
    room = max(0, limit - sum(end - start for start, end in anchors)) // (2 * len(anchors))
    windows: list[tuple[int, int]] = []
    for start, end in anchors:
        # What a mark at either edge of the text can't use on one side goes to its other side.
        spare_left, spare_right = max(0, room - start), max(0, end + room - size)
        left = _snap_left(marked.text, max(0, start - room - spare_right), start)
        right = _snap_right(marked.text, min(size, end + room + spare_left), end)
        if windows and left <= windows[-1][1] + len(_GAP):
            windows[-1] = (windows[-1][0], max(right, windows[-1][1]))
        else:
            windows.append((left, right))
    return _cut(marked, windows)


def _rivals(quotes: Sequence[Sequence[Quote]], own: int) -> list[str]:
    found = [quote.quote for index, group in enumerate(quotes) if index != own for quote in group[:_MOST_RIVALS]]
    return found[: 3 * _MOST_RIVALS]


def _words(text: str) -> list[tuple[int, int]]:
    """The spans of words and numbers ("1,50" is one); a character each where a script puts no spaces."""
    spans: list[tuple[int, int]] = []
    for word, run in groupby(range(len(text)), key=lambda i: _in_word(text, i)):
        places = list(run)
        if not word:
            continue
        begin = places[0]
        for i in places[1:]:
            mark = unicodedata.category(text[i]).startswith("M")
            if not mark and (_stands_alone(text[i]) or _stands_alone(text[begin])):
                spans.append((begin, i))
                begin = i
        spans.append((begin, places[-1] + 1))
    return spans[:_MOST_WORDS]


def _in_word(text: str, i: int) -> bool:
    if unicodedata.category(text[i])[0] in "LMN":
        return True
    inside = 0 < i < len(text) - 1 and text[i] in ".,:'’"
    return inside and text[i - 1].isalnum() and text[i + 1].isalnum()


def _stands_alone(character: str) -> bool:
    return character > "\u0e00" and unicodedata.name(character, "").startswith(_ALONE)


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> Spans:
    """``spans`` with neighbours made one where only white space parts them."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def tidy(text: str, marks: Iterable[tuple[int, int]]) -> Marked:
    """``text`` on one harmless line, with its marks moved along; marks out of place are brought within it."""
    inside = sorted((max(0, start), min(len(text), end)) for start, end in marks)
    disjoint: list[tuple[int, int]] = []
    for start, end in inside:
        begin = max(start, disjoint[-1][1]) if disjoint else start
        if begin < end:
            disjoint.append((begin, end))
    line, moved = "", []
    for piece in Marked(text, tuple(disjoint)).pieces():
        clean = _BLANKS.sub(" ", strip_controls(piece.text))
        clean = clean.lstrip() if not line or line.endswith(" ") else clean
        if piece.marked and clean.strip():
            begin = len(line) + len(clean) - len(clean.lstrip())
            moved.append((begin, len(line) + len(clean.rstrip())))
        line += clean
    line = line.rstrip()
    return Marked(line, tuple(moved))


def _affordable(marks: Spans, limit: int) -> list[tuple[int, int]]:
    """As many of the first marks as leave each some words around it; always one, cut if need be."""
    start, end = marks[0]
    taken = [(start, min(end, start + limit))]
    spent = taken[0][1] - start
    for start, end in marks[1:]:
        spent += end - start
        if spent + 40 * (len(taken) + 1) > limit:
            break
        taken.append((start, end))
    return taken


def _snap_left(text: str, at: int, mark: int) -> int:
    """The first word that begins at or after ``at``; ``at`` itself where no space stands before the mark."""
    if at == 0 or text[at - 1].isspace():
        return at
    space = text.find(" ", at, mark)
    return at if space < 0 else space + 1


def _snap_right(text: str, at: int, mark: int) -> int:
    if at == len(text) or text[at].isspace():
        return at
    space = text.rfind(" ", mark, at)
    return at if space < 0 else space


def _cut(marked: Marked, windows: Sequence[tuple[int, int]]) -> Marked:
    line, moved = ("… " if windows[0][0] > 0 else ""), []
    for number, (left, right) in enumerate(windows):
        line += _GAP if number else ""
        moved += [
            (max(start, left) - left + len(line), min(end, right) - left + len(line))
            for start, end in marked.marks
            if start < right and end > left
        ]
        line += marked.text[left:right]
    if windows[-1][1] < len(marked.text):
        line += " …"
    return Marked(line, tuple(moved))
