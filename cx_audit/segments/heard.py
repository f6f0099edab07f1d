"""What each declared segment is told on one question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cx_audit.compare.remembered import scope_once
from cx_audit.compare.scope import customers_of
from cx_audit.compare.scope_algebra import Limit, exclude, limits_of
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.memo import Memo
from cx_audit.segments.declare import Value

__all__ = ["Heard", "hear"]


@dataclass(frozen=True, slots=True)
class Heard:
    """What one segment is told: rows of answers, and the values that hold for it, by row.

    ``own`` are answers that speak of this segment, ``general`` those for everyone; ``asked`` says that every one of
    ``own`` replies to a question that names the segment itself.
    """

    value: Value
    own: tuple[int, ...]
    general: tuple[int, ...]
    facts: tuple[tuple[int, FactInContext], ...]
    asked: bool = False

    @property
    def told(self) -> bool:
        """Whether any answer is for it."""
        return bool(self.own or self.general)


def _limit(scope: frozenset[str], home: str) -> Limit | None:
    return limits_of(scope).get(home)


def _holds(limit: Limit, value: str, home: str) -> bool:
    return not exclude(Limit(frozenset({value})), limit, home)


@dataclass(frozen=True, slots=True)
class _Row:
    """For whom an answer is in one dimension: as a whole, by its question, and value by value; None: for everyone."""

    whole: Limit | None
    asked: Limit | None
    facts: tuple[tuple[FactInContext, Limit | None], ...]

    @property
    def general(self) -> bool:
        """Whether something of it is for everyone: where no value is, and some are limited, it isn't."""
        if self.whole or self.asked:
            return False
        return not self.facts or any(limit is None for _, limit in self.facts)

    def speaks_to(self, value: str, home: str) -> bool:
        """Whether it is for this segment by name."""
        if self.whole:
            return _holds(self.whole, value, home)
        named = [limit for _, limit in self.facts if limit]
        if named:
            return any(_holds(limit, value, home) for limit in named)
        return self.asked is not None and _holds(self.asked, value, home)


def _row(view: AnswerView, home: str, memo: Memo) -> _Row:
    return _Row(
        whole=_limit(customers_of(view.answer), home),
        asked=_limit(scope_once(view.answer.question, view.language, memo), home),
        facts=tuple((fact, _limit(fact.scope, home)) for fact in view.facts),
    )


def _facts(rows: Sequence[_Row], value: str, home: str) -> Iterator[tuple[int, FactInContext]]:
    """The values that hold for a segment; an answer that has some for it by name says nothing more general to it."""
    for number, row in enumerate(rows):
        if row.whole and not _holds(row.whole, value, home):
            continue
        fitting = [(fact, limit) for fact, limit in row.facts if limit is None or _holds(limit, value, home)]
        named = {(fact.fact.kind, fact.role) for fact, limit in fitting if limit and not row.whole}
        yield from (
            (number, fact) for fact, limit in fitting if limit or row.whole or (fact.fact.kind, fact.role) not in named
        )


def hear(views: Sequence[AnswerView], values: Sequence[Value], memo: Memo) -> list[Heard] | None:
    """What each segment of one dimension is told; None where no answer is limited to any of them.

    Args:
        views: the answers to one question.
        values: the segments of one dimension.
        memo: what was read of the questions before.
    """
    home = values[0].entry.partition("=")[0]
    rows = [_row(view, home, memo) for view in views]
    if not any(row.whole or row.asked or any(limit for _, limit in row.facts) for row in rows):
        return None
    general = tuple(number for number, row in enumerate(rows) if row.general)
    out = []
    for value in values:
        plain = value.entry.partition("=")[2]
        own = tuple(number for number, row in enumerate(rows) if row.speaks_to(plain, home))
        asked = bool(own) and all(rows[number].asked and not rows[number].whole for number in own)
        out.append(Heard(value, own, general, tuple(_facts(rows, plain, home)), asked))
    return out
