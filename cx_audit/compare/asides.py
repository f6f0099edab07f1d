"""Values that state no rule: of one customer's own case, of an example worked through, of things named before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from cx_audit.compare.said import said_by
from cx_audit.facts import canonical
from cx_audit.model import Fact, FactKind
from cx_audit.text import Segment

__all__ = ["FILES", "REP", "Aside", "aside"]

FILES = (
    *("conditions.yml", "examples.yml", "fits.yml", "of_which.yml", "own_case.yml", "rest.yml", "this_case.yml"),
    *("those.yml", "totals.yml", "works_out.yml"),
)
"""The word files of ``rules/compare`` that tell a rule from what is worked out of it, each of words by language."""

REP = "agent"
"""The channel of replies to one customer."""
_BREAK = re.compile(r"[.,،](?!\d)|[;:!?؟()\n]|\s[–—-]\s")
_POINTS_AFTER = frozenset({"vi", "ar"})


class Aside(Enum):
    """Why a value is no rule."""

    CASE = "case"
    """What this customer has, has done or still lacks: "you have spent 480 so far"."""
    EXAMPLE = "example"
    """One of several values in an example: "two people with 20 kg each may, for example, bring 24 and 16"."""


def clause(text: str, fact: Fact, home: Segment) -> str:
    """The words around a fact between commas, stops and brackets of its sentence."""
    start, end = home.start, home.end
    for match in _BREAK.finditer(text, home.start, home.end):
        if match.end() <= fact.start:
            start = match.end()
        elif match.start() >= fact.end:
            end = match.start()
            break
    return text[start:end]


def _points(text: str, fact: Fact, home: Segment, language: str) -> bool:
    """Whether a count is of things named before: "those two codes"."""
    if fact.kind is not FactKind.COUNT or fact.low is None or fact.low < 2:
        return False
    pattern = said_by("those.yml", language)
    after = text[fact.end : home.end].lstrip()
    if language in _POINTS_AFTER and pattern.match(after):
        return True
    before = text[home.start : fact.start].rstrip()
    return language != "vi" and any(match.end() == len(before) for match in pattern.finditer(before))


def _worked(text: str, fact: Fact, facts: Sequence[Fact], home: Segment, language: str) -> bool:
    inside = [f for f in facts if home.start <= f.start < home.end and f.kind is fact.kind]
    family = canonical(fact)[0]
    several = sum(canonical(f)[0] == family for f in inside) > 1
    return several and bool(said_by("examples.yml", language).search(text, home.start, home.end))


def aside(text: str, fact: Fact, facts: Sequence[Fact], home: Segment, language: str, *, by_rep: bool) -> Aside | None:
    """Why a value states no rule, None where it may.

    Args:
        text: the answer's text.
        fact: the value.
        facts: all values of the answer.
        home: the sentence of the value.
        language: the answer's language.
        by_rep: whether it replies to one customer.
    """
    if _points(text, fact, home, language):
        return Aside.CASE
    if by_rep:
        said = clause(text, fact, home)
        if said_by("own_case.yml", language).search(said) and not said_by("conditions.yml", language).search(said):
            return Aside.CASE
    return Aside.EXAMPLE if _worked(text, fact, facts, home, language) else None
