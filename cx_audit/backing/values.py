"""Values of answers against the values of a policy."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cx_audit.backing.held import Held
from cx_audit.backing.segments import holding
from cx_audit.backing.topic import Topic
from cx_audit.compare.amounts import log_ratio
from cx_audit.compare.display import display
from cx_audit.compare.evidence import value_key
from cx_audit.compare.telling import quote
from cx_audit.compare.timetable import DayPair, compare_days, timetable
from cx_audit.compare.view import AnswerView, FactInContext, view_answer
from cx_audit.facts import Relation, relation
from cx_audit.model import Answer, Fact, FactKind
from cx_audit.policy import Line, Subject
from cx_audit.roles import free_of_charge, roles_in_use, tolerable
from cx_audit.text import clean

__all__ = ["Against", "against_lines", "held_values"]

_SURE = 3.0
"""A role's score from which a difference is told; one word list beside the value and a question about it reach it."""
_CERTAIN = 4.0
_CONFIDENCE = (0.75, 0.9)
_FARTHEST = math.log(10)
"""How far apart two values of one thing are, in e-folds."""
_AGREE = frozenset({Relation.EQUAL, Relation.COMPATIBLE})


def _same(fact: Fact, stated: Fact, role: str | None) -> Relation:
    found = relation(fact, stated)
    if found is Relation.DIFFERENT and role and tolerable(fact, stated, roles_in_use()[role].tolerance):
        return Relation.COMPATIBLE
    return found


def _against(fact: FactInContext, line: Line, role: str | None) -> Relation:
    """A value against a line: the best of its alternatives."""
    found = {_same(fact.fact, stated, role) for stated in line.facts}
    for best in (Relation.EQUAL, Relation.COMPATIBLE, Relation.DIFFERENT):
        if best in found:
            return best
    return Relation.INCOMPARABLE


@dataclass(frozen=True, slots=True)
class Against:
    """A value against the lines for its customers: whether it agrees with one, and those that decided.

    ``sure``: it departs from them, whatever others say.
    """

    agrees: bool
    lines: tuple[Line, ...]
    sure: bool = True


def against_lines(fact: FactInContext, lines: Sequence[Line], view: AnswerView, role: str) -> Against | None:
    """A value that is known to be about ``role``, against the lines on it; None where that says nothing."""
    held = holding(lines, fact.scope, fact.said, view.answer)
    against = [(line, _against(fact, line, role)) for line in held.lines]
    agreeing = tuple(line for line, how in against if how in _AGREE)
    if agreeing:
        return Against(True, agreeing)
    differing = tuple(line for line, how in against if how is Relation.DIFFERENT)
    if not differing or len(differing) < len(against) or fact.net:
        return None
    near = any(_plausible(fact.fact, stated) for line in differing for stated in line.facts)
    return Against(False, differing, sure=held.sure and near)


def _plausible(fact: Fact, stated: Fact) -> bool:
    """Whether a value may be another answer to the same question: ten times as much is about something else."""
    return free_of_charge(fact) or free_of_charge(stated) or log_ratio(fact, stated) < _FARTHEST


def _confidence(fact: FactInContext) -> float:
    return _CONFIDENCE[fact.naming is not None and fact.naming.score >= _CERTAIN]


def _named(view: AnswerView, fact: FactInContext, topic: Topic) -> bool:
    """Whether a value is surely what the line is about: by the words around it, and by what is asked."""
    if fact.naming is None or fact.naming.score < _SURE:
        return False
    return fact.role in (topic.role(fact.fact.kind), topic.stated(fact, view))


def _one(
    view: AnswerView, row: int, fact: FactInContext, lines: Sequence[Line], topic: Topic
) -> tuple[Held, bool] | None:
    """What a value says of the lines; whether a difference is sure enough to be told."""
    held = holding(lines, fact.scope, fact.said, view.answer)
    against = [(line, _against(fact, line, fact.role)) for line in held.lines]
    comparable = [(line, how) for line, how in against if how is not Relation.INCOMPARABLE]
    if not comparable:
        return None
    backing = [line for line, how in comparable if how in _AGREE]
    chosen = backing[0] if backing else comparable[0][0]
    rest = tuple(line for line, _ in comparable if line is not chosen)
    told = Held(
        row,
        chosen,
        not backing,
        value_key(fact.fact),
        display(fact.fact),
        quote(view, fact),
        _confidence(fact),
        () if backing else rest,
    )
    own = any(relation(fact.fact, said) is Relation.EQUAL for said in view.asked if said.kind is fact.fact.kind)
    if not any(_plausible(fact.fact, stated) for line in held.lines for stated in line.facts):
        return told, False
    if free_of_charge(fact.fact) and any(f.fact.kind is FactKind.MONEY and f.fact.low for f in view.facts):
        return told, False  # beside an amount, "free" is mostly what holds from it, or a first time
    named = _named(view, fact, topic)
    # what a customer said of their own case is no rule, and an amount without tax isn't one with it
    return told, held.sure and named and not own and not fact.net and len(comparable) == len(against)


def held_values(subject: Subject, lines: Sequence[Line], view: AnswerView, row: int, topic: Topic) -> Iterator[Held]:
    """What an answer says of a subject: backed where any of its values agrees with the policy, else departing.

    Args:
        subject: with roles.
        lines: of the policy on it.
        view: the answer.
        row: its place among those to its question.
        topic: what the question asks for.
    """
    if subject.timetable:
        yield from _held_hours(subject, lines, view, row, topic)
        return
    found = [_one(view, row, fact, lines, topic) for fact in view.facts if fact.role in subject.roles]
    known = [one for one in found if one]
    backed = [held for held, _ in known if not held.departs]
    if backed:
        yield backed[0]
        return
    if _said_of_something(lines, view):
        return
    departing = [held for held, sure in known if sure]
    # of several values one may be the policy's own, in words that aren't understood
    if departing and len(departing) == len(found) and len({held.value for held in departing}) == 1:
        yield departing[0]


def _said_of_something(lines: Sequence[Line], view: AnswerView) -> bool:
    """Whether an answer says the policy's value of what isn't known: then it may well be of this."""
    stated = [fact for line in lines for fact in line.facts]
    return any(
        relation(said.fact, fact) is Relation.EQUAL for said in view.facts for fact in stated if said.role is None
    )


def _policy_view(line: Line) -> AnswerView:
    answer = Answer(id="policy", channel="policy", question="", text=line.written, locale=line.language)
    return view_answer(answer, clean(line.written), line.language)


def _same_place(pairs: Sequence[DayPair]) -> bool:
    """Whether two timetables share a day's hours, or at least when they begin or end: else they are of two places."""

    def ends(fact: FactInContext) -> set[tuple[str, Decimal | None]]:
        return {("from", fact.fact.low), ("to", fact.fact.high)}

    return any(pair.relation is not Relation.DIFFERENT or ends(pair.left) & ends(pair.right) for pair in pairs)


def _held_hours(subject: Subject, lines: Sequence[Line], view: AnswerView, row: int, topic: Topic) -> Iterator[Held]:
    """Timetables by day; without days, a single time against a single time."""
    table = timetable(view)
    spoken = [fact for fact in view.facts if fact.role in subject.roles]
    if not spoken:
        return
    for line in holding(lines, spoken[0].scope, spoken[0].said, view.answer).lines:
        pairs = compare_days(table, timetable(_policy_view(line)))
        own = [pair for pair in pairs if pair.left.role in subject.roles or pair.left.role is None]
        differing = [pair for pair in own if pair.relation is Relation.DIFFERENT]
        if not own or (differing and not (_same_place(pairs) and topic.role(FactKind.HOURS) in subject.roles)):
            continue
        chosen = (differing or own)[0].left
        yield Held(
            row,
            line,
            bool(differing),
            value_key(chosen.fact),
            display(chosen.fact),
            quote(view, chosen),
            _CONFIDENCE[0],
        )
        return
