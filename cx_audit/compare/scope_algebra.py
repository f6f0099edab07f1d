"""How two scopes meet: values of one dimension exclude each other, those of different ones don't."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from cx_audit.compare.scope_pack import Dimension, dimensions, forgotten

__all__ = ["Limit", "Meeting", "apart", "exclude", "exclusive", "limits_of", "meet", "one_place", "shared", "special"]

_PLACES = ("region=", "area=")
_ENTRY = re.compile(r"([a-z_][a-z0-9_]*)(!=|=|[<>]=?)(.*)", re.S)


class Meeting(StrEnum):
    """How two scopes meet.

    ``SPECIAL``: one is limited where the other is general; ``EXCEPTION``: likewise, to customers or things that rules
    make exceptions for; ``APART``: both are limited, to different customers, things or times.
    """

    SAME = "same"
    SPECIAL = "special"
    EXCEPTION = "exception"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Limit:
    """What a scope says of one dimension: its values, or all but these, or bounds in a unit."""

    values: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    bounds: tuple[tuple[str, Decimal, str], ...] = ()


@lru_cache(maxsize=50_000)
def limits_of(scope: frozenset[str]) -> dict[str, Limit]:
    values: dict[str, set[str]] = {}
    excluded: dict[str, set[str]] = {}
    bounds: dict[str, list[tuple[str, Decimal, str]]] = {}
    for entry in sorted(scope):
        match = _ENTRY.fullmatch(entry)
        if not match:
            continue
        name, sign, value = match.groups()
        if sign == "=":
            values.setdefault(name, set()).add(value)
        elif sign == "!=":
            excluded.setdefault(name, set()).add(value)
        else:
            amount, _, unit = value.partition(" ")
            bounds.setdefault(name, []).append((sign, Decimal(amount), unit))
    return {
        name: Limit(frozenset(values.get(name, ())), frozenset(excluded.get(name, ())), tuple(bounds.get(name, ())))
        for name in {*values, *excluded, *bounds}
    }


def _within(value: str, wider: str, dimension: Dimension) -> bool:
    """Whether all of ``value`` lies within ``wider``: the Netherlands within the EU, and that within Europe."""
    return value == wider or any(_within(value, part, dimension) for part in dimension.holds.get(wider, ()))


def _one_name(a: str, b: str) -> bool:
    """Whether two names may mean one thing: in different scripts they may, and "Pro" may be "Nimbus Pro"."""
    here, there = set(a.split()), set(b.split())
    return a.isascii() != b.isascii() or here <= there or there <= here


@forgotten
@cache
def _compatible(a: str, b: str, name: str) -> bool:
    dimension = dimensions()[name]
    if _within(a, b, dimension) or _within(b, a, dimension):
        return True
    if dimension.open and not (a in dimension.values and b in dimension.values) and _one_name(a, b):
        return True
    parts = dimension.holds.get(a, ()), dimension.holds.get(b, ())
    if parts[0] and parts[1] and set(parts[0]) & set(parts[1]):
        return True
    return any(a in group and b in group for group in dimension.overlap)


def _disjoint(a: tuple[tuple[str, Decimal, str], ...], b: tuple[tuple[str, Decimal, str], ...]) -> bool:
    """Whether no amount satisfies both."""
    for sign, amount, unit in a:
        for other, limit, measure in b:
            if unit != measure or sign[0] == other[0]:
                continue
            low, high = (amount, limit) if sign[0] == ">" else (limit, amount)
            strict = len(sign) == 1 or len(other) == 1
            if low > high or (low == high and strict):
                return True
    return False


def exclude(a: Limit, b: Limit, name: str) -> bool:
    if a.bounds or b.bounds:
        return _disjoint(a.bounds, b.bounds)
    if a.values and b.values:
        return not any(_compatible(x, y, name) for x in a.values for y in b.values)
    dimension = dimensions()[name]
    for here, there in ((a, b), (b, a)):
        if here.values and there.excluded:
            return all(any(_within(x, y, dimension) for y in there.excluded) for x in here.values)
    return False


def special(said: frozenset[str], there: frozenset[str]) -> frozenset[str]:
    """The dimensions in which only ``said`` is limited, and not to the ordinary case."""
    known, other = dimensions(), limits_of(there)
    return frozenset(
        name
        for name, limit in limits_of(said).items()
        if name not in other and not known[name].passing
        if limit.bounds or (limit.values and not limit.values & set(known[name].usual))
    )


def apart(here: frozenset[str], there: frozenset[str]) -> bool:
    """Whether no customer is in both: in some dimension they name values that exclude each other."""
    a, b = limits_of(here), limits_of(there)
    return any(exclude(a[name], b[name], name) for name in a.keys() & b.keys())


@forgotten
@lru_cache(maxsize=50_000)
def meet(here: frozenset[str], there: frozenset[str], said: frozenset[str], other: frozenset[str]) -> Meeting:
    """How two scopes meet, by their dimensions; ``said`` and ``other`` are what of each its answer says itself."""
    if apart(here, there):
        return Meeting.APART
    left, right = special(said, there), special(other, here)
    if bool(left) == bool(right):
        return Meeting.SAME
    exception = any(dimensions()[name].exception for name in left | right)
    return Meeting.EXCEPTION if exception else Meeting.SPECIAL


@lru_cache(maxsize=50_000)
def shared(here: frozenset[str], there: frozenset[str]) -> bool:
    """Whether both are limited, and in some dimension alike."""
    a, b = limits_of(here), limits_of(there)
    both = [(a[name], b[name]) for name in a.keys() & b.keys()]
    return any(x == y and (x.values or x.bounds) for x, y in both)


def one_place(here: frozenset[str], there: frozenset[str]) -> bool:
    """Whether both name the same place in words of their own: then no third answer can tell them apart by it."""
    return any(entry.startswith(_PLACES) for entry in here & there)


def exclusive(here: frozenset[str], there: frozenset[str]) -> bool:
    """Whether two sets of regions share no customer; the European Union holds many countries."""
    if not here or not there:
        return False
    return not any(_compatible(x, y, "region") for x in here for y in there)
