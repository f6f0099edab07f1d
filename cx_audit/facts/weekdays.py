"""Sets of weekdays: "Monday to Friday", "weekends", "zondags", "de L a V"."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from cx_audit.facts.build import make_fact
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.facts.values import WEEKEND
from cx_audit.model import Fact, FactKind

__all__ = ["WEEK", "find_weekdays"]

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKEND_DAYS = 2
_ALL = (*WEEK, "holiday")
_DAY = "(?:WEEKDAY|WEEKDAYS|WEEKDAY_SHORT)"
_ITEM = f"(?:{_DAY} (?:(?:TO|ARROW) FILLER{{0,2}} {_DAY})?|FILLER? WEEKDAY_SET)"
_BETWEEN = f"(?<=BETWEEN) {_DAY} AND {_DAY}"
_LIST = f"{_ITEM} (?:(?:COMMA|AND|SLASH|COMMA AND|COMMA FILLER|AND FILLER)? FILLER? {_ITEM})*"
_KINDS = (Kind.WEEKDAY, Kind.WEEKDAYS, Kind.WEEKDAY_SHORT)
_NEAR = 4
_CLAUSE = 8
_LINKS = (
    *(Kind.FILLER, Kind.AT, Kind.AT_CLOCK, Kind.COMPARE, Kind.COMMA),
    *(Kind.OTHER, Kind.BEFORE_DATE, Kind.OPEN, Kind.RECURRING, Kind.EXCEPT),
)


def _day(lexed: Lexed, index: int) -> str | None:
    token = lexed.tokens[index]
    return next((token.name(kind) for kind in _KINDS if token.has(kind)), None)


def _span(first: str, last: str) -> list[str]:
    start, end = WEEK.index(first), WEEK.index(last)
    return [WEEK[(start + step) % 7] for step in range((end - start) % 7 + 1)]


def _members(lexed: Lexed, indices: Sequence[int], ranges: bool) -> tuple[set[str], bool]:
    """The days named by the tokens, and whether any are a range or a set."""
    days: set[str] = set()
    group = False
    last: str | None = None
    joined = False
    for index in indices:
        token = lexed.tokens[index]
        day = _day(lexed, index)
        if token.has(Kind.WEEKDAY_SET) and not (joined and day):
            days.update(token.name(Kind.WEEKDAY_SET).split())
            group = True
        elif day is not None:
            days.update(_span(last, day) if joined and last else [day])
            group = group or joined
            last, joined = day, False
        elif token.has(Kind.TO) or token.has(Kind.ARROW) or (ranges and token.has(Kind.AND)):
            joined = last is not None
    return days, group


def _recurs(lexed: Lexed, start: int, end: int, clocks: frozenset[int], opening: bool) -> bool:
    """Whether a lone day is meant as every such day: "Sundays", "on Sunday from 10 to 4"."""
    token = lexed.tokens[start]
    if token.has(Kind.WEEKDAYS) or lexed.kind_at(start - 1, Kind.RECURRING):
        return True
    if token.has(Kind.WEEKDAY) and (opening or _leads_to(lexed, end, clocks)):
        return True
    return _beside(lexed, start, -1, clocks) or _beside(lexed, end - 1, 1, clocks)


def _leads_to(lexed: Lexed, end: int, clocks: frozenset[int]) -> bool:
    """Whether a range of hours follows in the same clause: "on Saturday we are here from 9 to 13"."""
    for index in range(end, end + _CLAUSE):
        if index in clocks:
            times = sum(
                lexed.kind_at(at, Kind.NUMBER, Kind.CLOCK) for at in range(index, index + _NEAR) if at in clocks
            )
            return times > 1
        if not lexed.kind_at(index, Kind.WORD, *_LINKS) or lexed.kind_at(index, Kind.COMMA):
            return False
    return False


def _beside(lexed: Lexed, index: int, step: int, clocks: frozenset[int]) -> bool:
    """Whether a time of day, or a word for being open, stands beside a day with little between."""
    for position in range(index + step, index + step * (_NEAR + 1), step):
        if position in clocks or lexed.kind_at(position, Kind.OPENING):
            return True
        if not lexed.kind_at(position, *_LINKS):
            return False
    return False


def _accept(lexed: Lexed, start: int, end: int, group: bool, days: set[str], clocks: frozenset[int]) -> bool:
    sets = [i for i in range(start, end) if lexed.tokens[i].has(Kind.WEEKDAY_SET)]
    named = [i for i in range(start, end) if _day(lexed, i) is not None]
    opening = any(lexed.kind_at(index, Kind.OPENING) for index in lexed.sentence(start, end))
    if sets and not named:
        # "3 working days" is a duration; "every day" says hours only where hours are spoken of.
        twice = lexed.kind_at(sets[0] - 1, Kind.CLOSE) and lexed.kind_at(sets[0] - 2, Kind.NUMBER)  # "five (5)"
        if twice or lexed.kind_at(sets[0] - 1, Kind.NUMBER, Kind.ONE):
            return False
        return len(days) < 7 or opening or bool(clocks)
    short = all(lexed.tokens[i].has(Kind.WEEKDAY_SHORT) and not lexed.tokens[i].has(Kind.WEEKDAY) for i in named)
    if len(named) == 1 and not group and lexed.kind_at(start - 1, Kind.NTH):
        return False  # "the second Friday of the month"
    if group or len(named) > 1:
        dashed = any(lexed.kind_at(i, Kind.DASH, Kind.ARROW) for i in range(start, end))
        numbered = all(any(char.isdigit() for char in lexed.tokens[i].text) for i in named)  # "T2"
        return not short or dashed or numbered or opening or bool(clocks)
    return _recurs(lexed, start, end, clocks, opening)


def _excepts(lexed: Lexed, start: int) -> int:
    """Where the word stands that takes out the days named at ``start``: "except (on) Sunday"; -1 if none does."""
    for index in range(start - 1, start - 3, -1):
        if lexed.kind_at(index, Kind.EXCEPT):
            return index
        if not lexed.kind_at(index, Kind.FILLER, Kind.AT, Kind.BEFORE_DATE):
            break
    return -1


def _set_before(lexed: Lexed, index: int, ends: Container[int], clocks: frozenset[int]) -> int | None:
    """Where the set of days ends that stands before ``index``, a comma or times of day between: "daily 9-5 except"."""
    while index > 0 and index not in ends:
        index -= 1
        if not (index in clocks or lexed.kind_at(index, Kind.COMMA, Kind.TO, Kind.FILLER, Kind.AT, Kind.AT_CLOCK)):
            return None
    return index if index > 0 else None


def _parted(lexed: Lexed, start: int, end: int, clocks: frozenset[int]) -> Iterator[tuple[int, int]]:
    """A list of days, in two where each end has hours of its own: "8 to 6 Monday to Friday, Saturday 9 to 1"."""
    parts = [at for at in range(start + 1, end - 1) if lexed.kind_at(at, Kind.COMMA, Kind.AND)]
    if not parts or start - 1 not in clocks or clocks.isdisjoint(range(end, end + _NEAR)):
        yield start, end
        return
    last = parts[-1]
    first = last - lexed.kind_at(last - 1, Kind.COMMA)
    yield start, first
    yield last + 1, end


def _found(lexed: Lexed, lexicon: Lexicon, clocks: frozenset[int]) -> Iterator[tuple[int, int, set[str], bool]]:
    """Start, end and members of each set of days, and whether it is one by itself."""
    for grammar, ranges in ((_BETWEEN, True), (_LIST, False)):
        for match in lexicon.matches((grammar,), lexed):
            for start, end in _parted(lexed, *match.span(), clocks):
                days, group = _members(lexed, range(start, end), ranges)
                start += lexed.tokens[start].has(Kind.FILLER)
                if days:
                    yield start, end, days, _accept(lexed, start, end, group, days, clocks)


def find_weekdays(lexed: Lexed, lexicon: Lexicon, clocks: frozenset[int]) -> Iterator[Fact]:
    """Every set of weekdays; ``clocks`` are the tokens already read as times of day.

    Days that a set is told without are taken out of it: "every day except Sunday"; of no set, they say nothing.
    """
    found = list(_found(lexed, lexicon, clocks))
    ending = {end: (start, days) for start, end, days, _ in found}
    sets: dict[int, tuple[int, set[str]]] = {}
    for start, end, days, accepted in found:
        without = _excepts(lexed, start) if days != {"holiday"} else -1
        if without < 0 and accepted:
            sets[start] = end, days
    for start, end, days, _ in found:
        without = _excepts(lexed, start) if days != {"holiday"} else -1
        at = _set_before(lexed, without, ending, clocks)
        if at is not None and ending[at][1] - days:
            sets[ending[at][0]] = end if without - at <= 1 else at, ending[at][1] - days
    for start, (end, days) in sets.items():
        items = tuple(day for day in _ALL if day in days)
        word = end - start == 1 and lexed.tokens[start].has(Kind.WEEKDAY_SET)
        unit = WEEKEND if word and len(days) == _WEEKEND_DAYS and "holiday" not in days else "weekday"
        yield make_fact(lexed, FactKind.WEEKDAYS, (start, end), unit, items=items)
