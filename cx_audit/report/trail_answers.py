"""An answer's whole text with the quoted sentence and the value in it marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rich.text import Text

from cx_audit.compare.trail import Told
from cx_audit.report.lines import FAINT, MARK, STRONG, Lines
from cx_audit.report.safe import strip_controls

__all__ = ["marked_lines"]

_LONGEST = 4_000
_BEFORE = 1_000


def _within(at: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= at < end for start, end in spans)


def _pieces(told: Told, start: int, end: int, lines: Lines) -> Text:
    """``told.text[start:end]``, a line of it, with signs or styles where a quote or a mark begins and ends."""
    spans = (*told.quotes, *told.marks)
    cuts = sorted({start, end, *(at for span in spans for at in span if start < at < end)})
    out = Text()
    for a, b in pairwise(cuts):
        clean = strip_controls(told.text[a:b]).replace("\n", " ")
        quoted, marked = _within(a, told.quotes), _within(a, told.marks)
        if lines.color:
            out.append(clean, MARK if marked else STRONG if quoted else "")
            continue
        before = "[" * any(a == first for first, _ in told.quotes) + "«" * any(a == first for first, _ in told.marks)
        after = "»" * any(b == last for _, last in told.marks) + "]" * any(b == last for _, last in told.quotes)
        out.append(f"{before}{clean}{after}")
    return out


def _window(told: Told) -> tuple[int, int]:
    """The part to show: all of it, or as much as a screen can bear around the quote."""
    size = len(told.text)
    if size <= _LONGEST:
        return 0, size
    first = min((start for start, _ in told.quotes), default=0)
    start = max(0, min(first - _BEFORE, size - _LONGEST))
    return start, start + _LONGEST


def marked_lines(told: Told, lines: Lines, width: int) -> Iterator[Text]:
    """The clean text of an answer, paragraph by paragraph, in lines of ``width``."""
    start, end = _window(told)
    if start:
        yield Text(f"… {start:,} characters before, with --format json", FAINT)
    at = start
    for paragraph in told.text[start:end].split("\n"):
        yield from lines.foreign(_pieces(told, at, at + len(paragraph), lines), width)
        at += len(paragraph) + 1
    if end < len(told.text):
        yield Text(f"… {len(told.text) - end:,} characters after, with --format json", FAINT)
