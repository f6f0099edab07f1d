"""Scopes in words."""

from __future__ import annotations

from functools import cache

from babel import Locale

from cx_audit.compare.scope_algebra import Limit, exclude, limits_of, special
from cx_audit.compare.scope_pack import dimensions, forgotten
from cx_audit.compare.view import FactInContext

__all__ = ["scope_words", "scoped_words", "special_words"]

_BOUNDS = {"<": "under", "<=": "up to", ">": "over", ">=": "from"}
_PREPOSITIONS = frozenset(
    {"in", "on", "by", "during", "around", "before", "after", "within", "abroad", "with", "without"}
)


@forgotten
@cache
def _title(name: str, value: str) -> str:
    dimension = dimensions()[name]
    known = dimension.values.get(value) or dimension.titles.get(value)
    return known or (str(Locale.parse("en").territories.get(value, value)) if name == "region" else value)


def _words(name: str, limit: Limit) -> str:
    """A limit with its preposition: "for sale items", "in store"."""
    if limit.bounds:
        said = " and ".join(f"{_BOUNDS[sign]} {amount} {unit}".strip() for sign, amount, unit in limit.bounds)
        return f"for {dimensions()[name].range} {said}"
    titles = ", ".join(sorted(_title(name, value) for value in limit.values or limit.excluded))
    if not limit.values:
        return f"for all but {titles}"
    return titles if titles.split()[0] in _PREPOSITIONS else f"for {titles}"


def _told(scope: frozenset[str], names: frozenset[str]) -> str:
    limits = limits_of(scope)
    return " and ".join(_words(name, limits[name]) for name in dimensions() if name in names)


def scope_words(scope: frozenset[str]) -> str:
    """All that a scope is limited to: "for Netherlands and for Gold"; empty where nothing."""
    return _told(scope, frozenset(limits_of(scope)))


def special_words(left: FactInContext, right: FactInContext) -> tuple[str, str]:
    """What only the left value is limited to, and only the right one: "for sale items"; empty where nothing."""
    here, there = special(left.said, right.scope), special(right.said, left.scope)
    return _told(left.said, here), _told(right.said, there)


def scoped_words(left: FactInContext, right: FactInContext) -> tuple[str, str]:
    """For whom each of two values holds that aren't said to the same customers: "for Gold", "in general"."""
    a, b = limits_of(left.scope), limits_of(right.scope)
    apart = frozenset(name for name in a.keys() & b.keys() if exclude(a[name], b[name], name))
    if apart:
        return _told(left.scope, apart), _told(right.scope, apart)
    here, there = special_words(left, right)
    if not (here or there):
        here, there = _told(left.scope, frozenset(a)), _told(right.scope, frozenset(b))
    return here or "in general", there or "in general"
