"""What a grammar needs of a line, so that it is tried only where it can match."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.facts.grammar import compile_grammar, needs
from cx_audit.facts.meaning import Kind

SIGNS = {kind.value: chr(0xE000 + place) for place, kind in enumerate(Kind)}
ROOMS = ("count", "date", "duration", "hours", "money", "percent", "weekdays")


def grammars() -> Iterator[str]:
    """Every grammar of the finders."""
    for room in ROOMS:
        for name, value in sorted(vars(import_module(f"cx_audit.facts.{room}")).items()):
            if name.startswith("_") and isinstance(value, str) and "(?P<" in value:
                yield value
            elif name.startswith("_") and isinstance(value, tuple) and value and isinstance(value[0], str):
                yield from (one for one in value if "(?" in one)


@pytest.mark.parametrize(
    ("grammar", "expected"),
    [
        ("NUMBER UNIT", [{"NUMBER"}, {"UNIT"}]),
        ("NUMBER UNIT?", [{"NUMBER"}]),
        ("(?P<low>NUMBER|ONE) (?:TO|OR)", [{"NUMBER", "ONE"}, {"TO", "OR"}]),
        ("NUMBER (?:TO NUMBER)? UNIT", [{"NUMBER"}, {"UNIT"}]),
        ("FILLER{0,2} WORD{1,5}", [{"WORD"}]),
        ("NUMBER (?!UNIT|DASH)", [{"NUMBER"}]),
        ("(?<=BETWEEN) NUMBER (?=STOP|$)", [{"BETWEEN"}, {"NUMBER"}]),
        ("(?:NUMBER UNIT|SPAN) PERCENT*", [{"UNIT", "SPAN"}]),
        ("ONE?", []),
    ],
)
def test_needs(grammar: str, expected: list[set[str]]) -> None:
    assert sorted(map(sorted, needs(grammar))) == sorted(map(sorted, expected))


@given(st.lists(st.sampled_from(sorted(SIGNS)), max_size=8))
def test_no_match_is_lost_where_a_need_is_missing(kinds: list[str]) -> None:
    shape = "".join(SIGNS[kind] for kind in kinds)
    for grammar in grammars():
        compiled = compile_grammar(grammar, SIGNS.__getitem__)
        if any(need.isdisjoint(shape) for need in compiled.needs):
            assert compiled.pattern.search(shape) is None, grammar


def test_a_kind_without_words_never_matches() -> None:
    compiled = compile_grammar("NUMBER UNIT", lambda kind: "" if kind == "UNIT" else "n")
    assert compiled.pattern.search("nn") is None
    assert frozenset() in compiled.needs
