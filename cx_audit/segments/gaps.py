"""Questions on which some segments are told something and others nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cx_audit.compare.display import speakers, voice
from cx_audit.compare.telling import finding_id
from cx_audit.compare.view import AnswerView
from cx_audit.memo import Memo
from cx_audit.model import Finding, FindingKind, Position, Question, Quote, Severity
from cx_audit.segments.declare import Segments
from cx_audit.segments.heard import Heard, hear
from cx_audit.text import clean_question

__all__ = ["gaps"]

_REASON = "others are told something, so somebody may ask: a gap counts as low and fails no run"


def _quote(view: AnswerView) -> Quote:
    """The first sentence of an answer's body."""
    first = view.pieces[0] if view.pieces else view.body
    return Quote(view.answer.id, view.clean.text[first.start : first.end], *view.clean.original(first.start, first.end))


def _names(heard: Sequence[Heard]) -> str:
    names = [one.value.name for one in heard]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _finding(
    question: Question, views: Sequence[AnswerView], dimension: str, told: Sequence[Heard], silent: Sequence[Heard]
) -> Finding:
    rows = sorted({row for one in told for row in one.own}, key=lambda row: views[row].answer.id)
    words = f"{dimension}: {_names(told)}"
    position = Position(f"told:{words}", f"only {_names(told)}", tuple(_quote(views[row]) for row in rows))
    who = speakers([voice(name) for name in sorted({views[row].answer.speaker for row in rows})])
    answer = "answers" if len({views[row].answer.speaker for row in rows}) == 1 else "answer"
    missing = Position(f"silent:{dimension}: {_names(silent)}", f"nothing for {_names(silent)}", ())
    return Finding(
        id=finding_id(FindingKind.GAP, (position, missing)),
        kind=FindingKind.GAP,
        severity=Severity.LOW,
        question_id=question.id,
        message=f"No answer for {_names(silent)} ({dimension}): {who} {answer} for {_names(told)} only",
        positions=(position,),
        reasons=(_REASON,),
    )


def gaps(asked: Sequence[tuple[Question, Sequence[AnswerView]]], segments: Segments, memo: Memo) -> Iterator[Finding]:
    """A finding for each question and dimension where a segment is told nothing and no answer is for everyone.

    A question that itself names the segments that it is answered for is theirs alone, and no gap of others; so is one
    answered only in languages in which no answer anywhere speaks to those others: a page for readers of Vietnamese.
    Nor is there a gap where the same words are asked and answered for them in another group: the groups aren't sure.

    Args:
        asked: the questions with their answers.
        segments: as declared.
        memo: what was read of the questions before.
    """
    for dimension, values in segments.dimensions.items():
        told_of = [(question, views, hear(views, values, memo)) for question, views in asked]
        spoken, worded = _spoken(told_of), _worded(told_of, [value.name for value in values])
        for question, views, heard in told_of:
            told = [one for one in heard or () if one.own]
            languages = {views[row].language for one in told for row in one.own}
            same = frozenset().union(*(worded[_wording(view)] for view in views))
            silent = [
                one
                for one in heard or ()
                if not one.told and one.value.name not in same and _reached(spoken[one.value.name], languages)
            ]
            if told and silent and not all(one.asked for one in told):
                yield _finding(question, views, dimension, told, silent)


_Told = Sequence[tuple[Question, Sequence[AnswerView], list[Heard] | None]]


def _wording(view: AnswerView) -> str:
    return clean_question(view.answer.question).casefold().strip(" ?!.")


def _spoken(told_of: _Told) -> Mapping[str, set[str]]:
    """The languages in which answers speak to each segment by name."""
    out: dict[str, set[str]] = defaultdict(set)
    for _, views, heard in told_of:
        for one in heard or ():
            out[one.value.name].update(views[row].language for row in one.own)
    return out


def _worded(told_of: _Told, names: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """The segments that are told something where a question is asked in just these words, in whatever group it is."""
    out: dict[str, frozenset[str]] = defaultdict(frozenset)
    for _, views, heard in told_of:
        for row, view in enumerate(views):
            hears = names if heard is None else [one.value.name for one in heard if row in (*one.own, *one.general)]
            out[_wording(view)] |= frozenset(hears)
    return out


def _reached(spoken: set[str], languages: set[str]) -> bool:
    """Whether answers in these languages could have been for a segment: it is spoken to in one, or not at all."""
    return not spoken or bool(spoken & languages)
