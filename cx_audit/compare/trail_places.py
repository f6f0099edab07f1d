"""Where a finding's quotes stand in the clean texts, and which fact of which answer is on which side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cx_audit.compare.trail import Told
from cx_audit.compare.view import AnswerView
from cx_audit.model import Finding, Quote

__all__ = ["quoted_rows", "sides", "start_of", "told_answers"]

Key = tuple[int, int]
"""Row of an answer, and where the fact starts in its clean text."""


def _starts(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def start_of(view: AnswerView, quote: Quote) -> int:
    """Where ``quote`` begins in the clean text: a sentence may stand there twice, but not in one place."""
    found = list(_starts(view.clean.text, quote.quote))
    end = len(quote.quote)
    exact = (at for at in found if view.clean.original(at, at + end) == (quote.start, quote.end))
    return next(exact, found[0] if found else 0)


def sides(finding: Finding, views: Sequence[AnswerView]) -> dict[Key, int]:
    """Which position each marked fact stands for."""
    row = {view.answer.id: n for n, view in enumerate(views)}
    out: dict[Key, int] = {}
    for number, position in enumerate(finding.positions):
        for quote in position.quotes:
            at = row[quote.answer_id]
            start = start_of(views[at], quote)
            out.update({(at, start + mark): number for mark, _ in quote.marks})
    return out


def quoted_rows(finding: Finding, views: Sequence[AnswerView]) -> list[int]:
    """The rows of the answers that the finding quotes, in order."""
    quoted = {quote.answer_id for position in finding.positions for quote in position.quotes}
    return [row for row, view in enumerate(views) if view.answer.id in quoted]


def _told(finding: Finding, view: AnswerView) -> Told:
    held: list[str] = []
    quotes: list[tuple[int, int]] = []
    marks: list[tuple[int, int]] = []
    for position in finding.positions:
        for quote in position.quotes:
            if quote.answer_id == view.answer.id:
                start = start_of(view, quote)
                held.append(position.display or position.value)
                quotes.append((start, start + len(quote.quote)))
                marks += [(start + a, start + b) for a, b in quote.marks]
    said = "; ".join(dict.fromkeys(held)) if held else None
    return Told(view.answer, view.clean.text, said, tuple(sorted(set(quotes))), tuple(sorted(set(marks))))


def told_answers(finding: Finding, views: Sequence[AnswerView]) -> tuple[Told, ...]:
    """All answers of the question: those that the finding quotes by position, then the others."""
    order = {
        quote.answer_id: (number, quote.answer_id)
        for number, position in reversed(list(enumerate(finding.positions)))
        for quote in position.quotes
    }
    last = (len(finding.positions), "")
    ordered = sorted(views, key=lambda view: (order.get(view.answer.id, last), view.answer.id))
    return tuple(_told(finding, view) for view in ordered)
