"""Opening hours by day of the week, and where two timetables differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import CLOSED, Relation, relation
from cx_audit.model import FactKind
from cx_audit.resources import load_yaml, packaged

__all__ = ["DayPair", "Timetable", "compare_days", "timetable"]

_BREAK = re.compile(r"[.;:,\n،؛]")

_MOST_CLOSED = 5

Hours = tuple[FactInContext, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """Per weekday ("mon", ...), the times said for it; a closed day holds the fact that closes it."""

    days: Mapping[str, Hours]


@dataclass(frozen=True, slots=True)
class DayPair:
    """What two answers say of the same days, and how the two stand to each other."""

    left: FactInContext
    right: FactInContext
    relation: Relation


@cache
def _closed_words(language: str) -> re.Pattern[str]:
    words = load_yaml(packaged("rules") / "compare" / "closed.yml")
    known = words.get(language) or [word for entry in words.values() for word in entry]
    longest_first = sorted(known, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.I)


def _said_around(view: AnswerView, fact: FactInContext) -> str:
    """The words between the facts before and after, no further than the comma before and after."""
    text, home = view.clean.text, fact.sentence
    start = max((f.fact.end for f in view.facts if f.fact.end <= fact.fact.start), default=home.start)
    end = min((f.fact.start for f in view.facts if f.fact.start >= fact.fact.end), default=home.end)
    before = _BREAK.split(text[max(start, home.start) : fact.fact.start])[-1]
    after = _BREAK.split(text[fact.fact.end : min(end, home.end)].lstrip(" :,،"))[0]
    return f"{before} {after}"


def _is_closed(view: AnswerView, fact: FactInContext) -> bool:
    """Whether its days are closed; "every day except Monday" closes Monday alone."""
    return len(fact.fact.items) < _MOST_CLOSED and bool(_closed_words(view.language).search(_said_around(view, fact)))


def _rows(view: AnswerView) -> Iterator[tuple[list[FactInContext], list[FactInContext]]]:
    """Sets of days and the times that go with them, in the order the answer has them: days first, or times first."""
    said = [f for f in view.facts if f.fact.kind in (FactKind.WEEKDAYS, FactKind.HOURS)]
    days_first = bool(said) and said[0].fact.kind is FactKind.WEEKDAYS
    days: list[FactInContext] = []
    times: list[FactInContext] = []
    for fact in said:
        is_days = fact.fact.kind is FactKind.WEEKDAYS
        done = bool(times if days_first else days)
        if days and times and done and is_days == days_first:
            yield days, times
            days, times = [], []
        (days if is_days else times).append(fact)
    if days and times:
        yield days, times


def timetable(view: AnswerView) -> Timetable:
    """The hours that an answer gives by day; without days named there is none."""
    shut = [f for f in view.facts if f.fact.kind is FactKind.WEEKDAYS and _is_closed(view, f)]
    starts = {f.fact.start for f in shut}
    opened = replace(view, facts=tuple(f for f in view.facts if f.fact.start not in starts))
    days: dict[str, list[FactInContext]] = {}
    for names, times in _rows(opened):
        for day in {item for name in names for item in name.fact.items}:
            days.setdefault(day, []).extend(times)
    if days:
        for fact in shut:
            closed = replace(fact, fact=replace(fact.fact, kind=FactKind.HOURS, unit="minute_of_day", items=(CLOSED,)))
            days.update({day: [closed] for day in fact.fact.items})
    return Timetable({day: tuple(found) for day, found in sorted(days.items())})


def _unmatched(here: Hours, there: Hours) -> Hours:
    return tuple(x for x in here if all(relation(x.fact, y.fact) is Relation.DIFFERENT for y in there))


def _one_day(here: Hours, there: Hours) -> Iterator[DayPair]:
    left, right = _unmatched(here, there), _unmatched(there, here)
    for x, y in zip(left, right, strict=False):
        yield DayPair(x, y, Relation.DIFFERENT)
    matched = [(x, y) for x in here for y in there if relation(x.fact, y.fact) is not Relation.DIFFERENT]
    yield from (DayPair(x, y, relation(x.fact, y.fact)) for x, y in matched)


def compare_days(here: Timetable, there: Timetable) -> list[DayPair]:
    """Each two facts that speak of the same days once, in the order of the answers."""
    found: dict[tuple[int, int], DayPair] = {}
    for day in sorted(set(here.days) & set(there.days)):
        for pair in _one_day(here.days[day], there.days[day]):
            key = (pair.left.fact.start, pair.right.fact.start)
            if key not in found or pair.relation is Relation.DIFFERENT:
                found[key] = pair
    return [found[key] for key in sorted(found)]
