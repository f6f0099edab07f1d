"""What an answer allows, requires or includes against a policy's yes or no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from cx_audit.backing.held import Asked, Held
from cx_audit.backing.segments import holding
from cx_audit.compare.polarity_stance import Axis, Claim, read_claims
from cx_audit.compare.scope_audience import audience_scope
from cx_audit.compare.scope_reading import scope_of_text
from cx_audit.compare.view import AnswerView
from cx_audit.model import Quote
from cx_audit.policy import Line, Stance
from cx_audit.policy.words import asks, matters
from cx_audit.text import clean_question

__all__ = ["held_yes_no", "speaks_of"]

_AXIS = {Stance.CAN: Axis.CAN, Stance.MUST: Axis.MUST, Stance.FREE: Axis.FREE}
_SAYS = {
    Stance.CAN: ("allowed", "not allowed"),
    Stance.MUST: ("required", "not required"),
    Stance.FREE: ("included", "not included"),
}
_FIRST_CLAIMS = 2
_CONFIDENCE = 0.7
_WORD = re.compile(r"\w+")


def _words(question: str) -> str:
    folded = unicodedata.normalize("NFKC", clean_question(question)).casefold()
    return " ".join(_WORD.findall(folded))


def speaks_of(line: Line, asked: Asked) -> frozenset[int]:
    """The rows of the answers that a line of yes or no is about.

    Where the line quotes a customer's question: all answers to the question of which any answer, or the title, has
    these words. Where it is a known matter: the answers whose own question asks about it.
    """
    if line.question:
        wanted = _words(line.question)
        told = [asked.question.title]
        told += [text for view in asked.views for text in (view.answer.question, *view.answer.variants)]
        tied = bool(wanted) and any(_words(text) == wanted for text in told)
        return frozenset(range(len(asked.views))) if tied else frozenset()
    key = line.subject.key
    if key not in matters():
        return frozenset()
    return frozenset(
        row for row, view in enumerate(asked.views) if asks(key, clean_question(view.answer.question), view.language)
    )


def _told(view: AnswerView, axis: Axis) -> tuple[Claim, bool] | None:
    """The side that all clauses of an answer take, where an early one takes it without a condition."""
    claims = read_claims(view)
    sides = {claim.side(axis) for claim in claims if any(cue.axis is axis for cue in claim.cues)}
    if len(sides) != 1 or 0 in sides or any(claim.conditional for claim in claims):
        return None
    for claim in claims[:_FIRST_CLAIMS]:
        if claim.side(axis) and not claim.limited:
            return claim, claim.side(axis) > 0
    return None


def _quote(view: AnswerView, claim: Claim, axis: Axis) -> Quote:
    start, end = claim.segment.start, claim.segment.end
    marks = sorted({(cue.start - start, cue.end - start) for cue in claim.cues if cue.axis is axis})
    return Quote(view.answer.id, view.clean.text[start:end], *view.clean.original(start, end), marks=tuple(marks))


def held_yes_no(lines: Sequence[Line], asked: Asked) -> Iterator[Held]:
    """What the answers to a question say of lines on one matter; nothing where that takes guessing."""
    rows = [(line, speaks_of(line, asked)) for line in lines]
    for row, view in enumerate(asked.views):
        about = [line for line, spoken in rows if row in spoken and line.stance]
        if not about or about[0].stance is None:
            continue
        stance = about[0].stance
        told = _told(view, _AXIS[stance])
        if told is None:
            continue
        claim, positive = told
        said = scope_of_text(claim.text, view.language) | scope_of_text(view.answer.question, view.language)
        scope = said | audience_scope(view.answer, view.language)
        held = holding([line for line in about if line.stance is stance], scope, said, view.answer)
        if not held.lines:
            continue
        agreeing = [line for line in held.lines if line.positive is positive]
        if not agreeing and not held.sure:
            continue
        yield Held(
            row,
            (agreeing or held.lines)[0],
            not agreeing,
            f"{about[0].subject.key}:{'yes' if positive else 'no'}",
            _SAYS[stance][0 if positive else 1],
            _quote(view, claim, _AXIS[stance]),
            _CONFIDENCE,
        )
