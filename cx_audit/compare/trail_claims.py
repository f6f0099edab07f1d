"""What rests on no pair of values: sentences left out, and statements that other rules set against each other."""

from __future__ import annotations

from itertools import combinations

from cx_audit.compare.omissions import COVERED, FEATURES, OmissionWeights
from cx_audit.compare.record import Seen
from cx_audit.compare.trail import Compared, Model, Outcome, Said
from cx_audit.compare.trail_places import start_of
from cx_audit.compare.trail_words import OMISSION_WORDS, reasons
from cx_audit.compare.view import AnswerView
from cx_audit.model import Finding, Position, Quote

__all__ = ["OMISSION_FILE", "compared_quotes", "compared_silence", "is_judged", "ruling"]

_JUDGED = "(judged by "
OMISSION_FILE = "rules/compare/omissions.yml"


def _model(values: tuple[float, ...]) -> Model:
    weights = OmissionWeights.packaged()
    found = reasons(FEATURES, values, weights.by_name, OMISSION_WORDS)
    return Model(OMISSION_FILE, weights.bias, found, weights.probability(values), weights.least)


def _nearest(view: AnswerView, start: int, other: AnswerView, seen: Seen) -> tuple[Said, float] | None:
    """The sentence of ``other`` that is likest the one of ``view`` which begins at ``start``."""
    index = next((n for n, s in enumerate(view.sentences) if s.segment.start == start), None)
    if index is None or not other.sentences:
        return None
    likeness = seen.contexts.sentences(view, other)[index]
    best = int(likeness.argmax())
    segment = other.sentences[best].segment
    said = Said(other.answer.id, other.clean.text[segment.start : segment.end], (), "the likest that it says")
    return said, float(likeness[best])


def _silence(quote: Quote, row: int, other: int, seen: Seen) -> Compared | None:
    view, silent = seen.views[row], seen.views[other]
    values = seen.record.left_out.get((min(row, other), max(row, other)))
    near = _nearest(view, start_of(view, quote), silent, seen)
    if values is None or near is None:
        return None
    model = _model(values)
    if model.probability < model.least:
        return None
    right, likeness = near
    why = (
        f"the likest sentence of the other answer has a likeness of {likeness:.2f}; "
        f"from {COVERED:.2f} on it would count as saying the same",
    )
    left = Said(view.answer.id, quote.quote, quote.marks, "said here, and not there")
    return Compared(left, right, "left out", why, Outcome.TOLD, model)


def compared_silence(finding: Finding, seen: Seen) -> list[Compared]:
    """Each sentence that is left out against each answer that leaves it out."""
    row = {view.answer.id: n for n, view in enumerate(seen.views)}
    said, missing = finding.positions[:2]
    pairs = ((quote, silent) for quote in said.quotes for silent in missing.quotes)
    found = (_silence(quote, row[quote.answer_id], row[silent.answer_id], seen) for quote, silent in pairs)
    return [one for one in found if one is not None]


def _said(position: Position, quote: Quote) -> Said:
    return Said(quote.answer_id, quote.quote, quote.marks, position.display or position.value)


def is_judged(finding: Finding) -> bool:
    """Whether a judge had the last word: then the message names it."""
    return _JUDGED in finding.message


def ruling(finding: Finding) -> tuple[str, ...]:
    """What a judge said of the finding; nothing where none was asked."""
    if not is_judged(finding):
        return ()
    judge = finding.message.rpartition(_JUDGED)[2].rstrip(")")
    return (f"the judge {judge} holds it for a contradiction: {100 * finding.confidence:.0f} % at most",)


def compared_quotes(finding: Finding) -> list[Compared]:
    """The quotes of each two positions, where all that is known is what the finding itself says."""
    why = ruling(finding) or (f"{100 * finding.confidence:.0f} % sure",)
    return [
        Compared(_said(p, left), _said(q, right), "opposed", why, Outcome.TOLD)
        for p, q in combinations(finding.positions, 2)
        for left in p.quotes
        for right in q.quotes
    ]
