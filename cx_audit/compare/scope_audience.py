"""The audience column: segments, and what they are limited to."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from cx_audit.compare.regions import region_code
from cx_audit.compare.scope_pack import dimensions, forgotten
from cx_audit.compare.scope_reading import scope_of_text
from cx_audit.model import Answer

__all__ = ["audience_scope", "audiences", "column_scope", "segment_of_name"]

_SEPARATOR = re.compile(r"\s*(?:[,;/|&+]|\band\b)\s*", re.I)


def audiences(answer: Answer) -> frozenset[str]:
    """The segments named in the audience column, lower case; empty for an answer meant for everyone."""
    return _segments(answer.audience) if answer.audience else frozenset()


@lru_cache(maxsize=10_000)
def _segments(column: str) -> frozenset[str]:
    return frozenset(part for part in _SEPARATOR.split(column.casefold().strip()) if part)


@forgotten
@cache
def _values() -> dict[str, str]:
    """Names of values, such as "premium" or "student", as a column may give them; the first dimension's counts."""
    out: dict[str, str] = {}
    for name, dimension in dimensions().items():
        for value in dimension.values:
            for form in (value, f"{value}s"):
                out.setdefault(form, f"{name}={value}")
    return out


@forgotten
@cache
def _segment(name: str, language: str) -> frozenset[str]:
    code = region_code(name)
    if code:
        return frozenset({f"region={code}"})
    plain = " ".join(re.split(r"[\s_-]+", name))
    if plain in _values():
        return frozenset({_values()[plain]})
    return scope_of_text(plain, language) or scope_of_text(plain, "en") or frozenset({f"audience={name}"})


def segment_of_name(name: str, language: str) -> frozenset[str]:
    """What a segment's name limits to: "EU" is ``region=EU``; what no rule knows is ``audience=`` with the name."""
    return frozenset().union(*(_segment(part, language) for part in _segments(name)))


def column_scope(answer: Answer, language: str) -> frozenset[str]:
    """What the audience column limits an answer to."""
    return segment_of_name(answer.audience, language) if answer.audience else frozenset()


def audience_scope(answer: Answer, language: str) -> frozenset[str]:
    """What the audience column, or a rule of the configuration, limits an answer to."""
    return column_scope(answer, language) | frozenset(answer.segments)
