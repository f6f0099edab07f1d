"""Opening hours by day of the week, and where two timetables differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from babel import Locale, UnknownLocaleError

from cx_audit.compare.around import Words
from cx_audit.compare.said import said_by
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import CLOSED, WEEK, Relation, relation
from cx_audit.model import Fact, FactKind
from cx_audit.text import Segment

__all__ = ["DayPair", "Timetable", "compare_days", "timetable"]

_BREAK = re.compile(r"[.,](?!\d)|[;\n،؛!]")
_ARTICLE = "(?:[وفبل]?ال)?"
_SHORT_NAME = 5
_REST = frozenset({"sat", "sun", "holiday"})


Hours = tuple[FactInContext, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """Per weekday ("mon", ...), the times said for it; a closed day holds the fact that closes it."""

    days: Mapping[str, Hours]

    @property
    def starts(self) -> frozenset[int]:
        """Where the times stand that it holds."""
        return frozenset(f.fact.start for hours in self.days.values() for f in hours)


@dataclass(frozen=True, slots=True)
class DayPair:
    """What two answers say of the same days, and how the two stand to each other."""

    left: FactInContext
    right: FactInContext
    relation: Relation


@cache
def _day_names(language: str) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """A pattern of the language's weekdays, endings left open ("Sundays", "zondags"), and the day of each stem."""
    try:
        names = Locale.parse(language).days["format"]["wide"]
    except (UnknownLocaleError, ValueError):
        return None
    stems = {_stem(name): WEEK[number] for number, name in names.items()}
    longest_first = sorted(stems, key=lambda stem: (-len(stem), stem))
    return re.compile(rf"(?<!\w){_ARTICLE}({'|'.join(map(re.escape, longest_first))})\w{{0,4}}", re.I), stems


def _stem(name: str) -> str:
    folded = name.casefold()
    return folded[:-1] if len(folded) > _SHORT_NAME and folded[-1] in "aeoy" else folded


def _clauses(view: AnswerView) -> Iterator[tuple[int, int]]:
    """Start and end of the pieces of the body between full stops, commas, line ends and times."""
    breaks = [match.span() for match in _BREAK.finditer(view.clean.text, view.body.start, view.body.end)]
    breaks += [(f.fact.start, f.fact.end) for f in view.by_kind.get(FactKind.HOURS, ())]
    at = view.body.start
    for start, end in sorted(breaks):
        if start > at:
            yield at, start
        at = max(at, end)
    yield at, view.body.end


def _closed(view: AnswerView) -> dict[str, FactInContext]:
    """The days that a clause closes, each with its place: "Sundays closed", "every day except Monday"."""
    known = _day_names(view.language)
    out: dict[str, FactInContext] = {}
    if known is None:
        return out
    names, stems = known
    times = {f.fact.start for f in view.by_kind.get(FactKind.HOURS, ())}
    text = view.clean.text
    for start, end in _clauses(view):
        closed = said_by("closed.yml", view.language).search(text, start, end)
        if closed is None:
            continue
        found: list[tuple[tuple[int, int], Sequence[str]]] = [
            (match.span(), [stems[match.group(1).casefold()]]) for match in names.finditer(text, start, end)
        ]
        if not found:
            found.extend(_rest_days(view, start, end))
        if end in times and all(place[0] < closed.end() for place, _ in found):
            continue  # "On Fridays we close at | 6" closes no day
        for place, days in found:
            out.update(dict.fromkeys(days, _shut(view, *place)))
    return out


def _rest_days(view: AnswerView, start: int, end: int) -> Iterator[tuple[tuple[int, int], Sequence[str]]]:
    """The words of a clause for a weekend or for holidays, and their days: all that is closed without being named."""
    for told in view.by_kind.get(FactKind.WEEKDAYS, ()):
        if start <= told.fact.start < end and _REST.issuperset(told.fact.items):
            yield (told.fact.start, told.fact.end), told.fact.items


def _shut(view: AnswerView, start: int, end: int) -> FactInContext:
    home = next((s for s in view.sentences if s.segment.start <= start < s.segment.end), None)
    segment = home.segment if home else Segment(start, end)
    fact = Fact(FactKind.HOURS, start, end, view.clean.text[start:end], "minute_of_day", items=(CLOSED,))
    return FactInContext(fact, segment, Words(home.masked if home else view.clean.text[start:end]))


Row = tuple[list[FactInContext], list[FactInContext]]
"""Sets of days, and the times that go with them."""


def _in_pairs(said: Sequence[FactInContext]) -> list[Row]:
    """Rows of one set of days and one range each, in either order: "8 to 6 on weekdays, Saturdays 9 to 1"."""
    rows: list[Row] = []
    for first, second in zip(said[::2], said[1::2], strict=False):
        days, times = (first, second) if first.fact.kind is FactKind.WEEKDAYS else (second, first)
        if days.fact.kind is times.fact.kind or times.fact.low == times.fact.high:
            return []
        rows.append(([days], [times]))
    return rows if len(said) % 2 == 0 else []


def _in_sentence(said: Sequence[FactInContext]) -> Iterator[Row]:
    """The rows of one sentence, in the order it has them: days first, or times first."""
    pairs = _in_pairs(said)
    if pairs:
        yield from pairs
        return
    days_first = said[0].fact.kind is FactKind.WEEKDAYS
    days: list[FactInContext] = []
    times: list[FactInContext] = []
    for fact in said:
        is_days = fact.fact.kind is FactKind.WEEKDAYS
        if days and times and is_days == days_first:
            yield days, times
            days, times = [], []
        (days if is_days else times).append(fact)
    yield days, times


def _led(said: Sequence[FactInContext]) -> int:
    """How many times lead a sentence whose own days each stand before theirs: "11 to 7, but Sundays 12 to 5"."""
    kinds = [fact.fact.kind is FactKind.WEEKDAYS for fact in said]
    leading = kinds.index(True) if True in kinds else len(kinds)
    return leading if not kinds[-1] and True in kinds else 0


def _rows(facts: Sequence[FactInContext]) -> Iterator[Row]:
    """Days with their times; a sentence of days alone is the heading of the times after it."""
    said = [f for f in facts if f.fact.kind in (FactKind.WEEKDAYS, FactKind.HOURS)]
    heading: list[FactInContext] = []
    for _, group in groupby(said, key=lambda f: f.sentence.start):
        sentence = list(group)
        led = _led(sentence) if heading else 0
        if led:
            yield heading, sentence[:led]
        for days, times in _in_sentence(sentence[led:]):
            if times and (days or heading):
                yield days or heading, times
            if days:
                heading = [] if times else days


def _names(fact: Fact, day: str, closed: Fact) -> bool:
    """Whether it is from this fact that a day was read as closed; "every day except Monday" names the others."""
    overlap = closed.start < fact.end and fact.start < closed.end
    return overlap and (fact.kind is not FactKind.WEEKDAYS or day in fact.items)


def _overlap(one: Fact, other: Fact) -> bool:
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return False
    return one.low < other.high and other.low < one.high


def _exception(few: int, many: int) -> bool:
    """Whether so few days can be an exception to so many: five of seven are hours of something else beside them."""
    return 2 * few <= many


def timetable(view: AnswerView) -> Timetable:
    """The hours that an answer gives by day, and the days that it closes; without days named there is none."""
    shut = _closed(view)
    if FactKind.HOURS not in view.by_kind:
        return Timetable({day: (fact,) for day, fact in sorted(shut.items())})
    opened = [f for f in view.facts if not any(_names(f.fact, day, one.fact) for day, one in shut.items())]
    rows = [({item for name in names for item in name.fact.items}, times) for names, times in _rows(opened)]
    days: dict[str, list[FactInContext]] = {}
    held: dict[int, int] = {}
    for members, times in sorted(rows, key=lambda row: len(row[0])):
        for day in members:
            said = days.setdefault(day, [])
            # "daily 11 to 7, Sundays 12 to 5": the day's own times stand in place of those of all days
            special = [own.fact for own in said if own not in times and _exception(held[own.fact.start], len(members))]
            said += [f for f in times if not any(_overlap(f.fact, other) for other in special)]
        held.update((f.fact.start, len(members)) for f in times)
    if days:
        days.update({day: [fact] for day, fact in shut.items()})
    return Timetable({day: tuple(found) for day, found in sorted(days.items())})


def _unmatched(here: Hours, there: Hours) -> Hours:
    return tuple(x for x in here if all(relation(x.fact, y.fact) is Relation.DIFFERENT for y in there))


def _one_end(spans: Hours, points: Hours) -> tuple[FactInContext, FactInContext] | None:
    """A range, and a time that is none of its ends, where another time told for the day is: 9 to 8, against 9 and 6."""
    if len(spans) != 1 or len(points) != 2 or spans[0].fact.low == spans[0].fact.high:
        return None
    if any(point.fact.items or point.fact.low != point.fact.high for point in points):
        return None
    others = [point for point in points if relation(spans[0].fact, point.fact) is Relation.DIFFERENT]
    return (spans[0], others[0]) if len(others) == 1 else None


def _one_day(here: Hours, there: Hours) -> Iterator[DayPair]:
    left, right = _unmatched(here, there), _unmatched(there, here)
    for x, y in zip(left, right, strict=False):
        yield DayPair(x, y, Relation.DIFFERENT)
    if found := _one_end(here, there):
        yield DayPair(*found, Relation.DIFFERENT)
    elif found := _one_end(there, here):
        yield DayPair(found[1], found[0], Relation.DIFFERENT)
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
