"""How scopes meet, and what findings make of it."""

from __future__ import annotations

import itertools

import pytest
from compare_kit import answer, compare, contradictions
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.compare.scope_algebra import Meeting, meet, shared
from cx_audit.compare.scope_audience import audience_scope
from cx_audit.compare.scope_pack import dimensions
from cx_audit.compare.scope_reading import nearest
from cx_audit.model import Answer, FindingKind, Severity

_ENTRIES = [f"{name}={value}" for name, d in dimensions().items() for value in d.values]
_ENTRIES += ["region=NL", "region=EU", "region!=EU", "order_value<50 EUR", "order_value>=50 EUR", "tier=comet"]
_SCOPES = st.frozensets(st.sampled_from(_ENTRIES), max_size=4)


def _scope(*entries: str) -> frozenset[str]:
    return frozenset(entries)


@given(_SCOPES, _SCOPES)
def test_order_never_matters(a: frozenset[str], b: frozenset[str]) -> None:
    assert meet(a, b, a, b) is meet(b, a, b, a)
    assert shared(a, b) == shared(b, a)


@given(_SCOPES)
def test_no_scope_of_one_value_excludes_itself(a: frozenset[str]) -> None:
    one = nearest(*(frozenset({entry}) for entry in sorted(a)))
    assert meet(one, one, one, one) is Meeting.SAME


@given(_SCOPES)
def test_nothing_is_apart_from_what_is_general(a: frozenset[str]) -> None:
    assert meet(a, frozenset(), a, frozenset()) is not Meeting.APART


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        (_scope("order_value<50 EUR"), _scope("order_value>=50 EUR"), True),
        (_scope("order_value<=50 EUR"), _scope("order_value>=50 EUR"), False),
        (_scope("order_value<50 EUR"), _scope("order_value>60 $"), False),
        (_scope("region=NL", "region=BE"), _scope("region=BE"), False),
        (_scope("region=DE"), _scope("region=BENELUX"), True),
        (_scope("region=NL"), _scope("region=BENELUX"), False),
        (_scope("region=GULF"), _scope("region=ASIA"), False),
        (_scope("tier=comet"), _scope("tier=gold"), True),
        (_scope("tier=كوميت"), _scope("tier=comet"), False),
        (_scope("buying=store"), _scope("option=express"), False),
    ],
)
def test_what_excludes_what(left: frozenset[str], right: frozenset[str], apart: bool) -> None:
    assert (meet(left, right, left, right) is Meeting.APART) is apart


def test_nearest_wins_dimension_by_dimension() -> None:
    assert nearest(_scope("tier=gold"), _scope("tier=silver", "region=NL")) == {"tier=gold", "region=NL"}


@pytest.mark.parametrize(
    ("column", "scope"),
    [
        ("UK", {"region=GB"}),
        ("NL/BE", {"region=NL", "region=BE"}),
        ("students", {"person=student"}),
        ("premium", {"tier=premium"}),
        ("the harbour crew", {"audience=the harbour crew"}),
        (None, set()),
    ],
)
def test_the_audience_column(column: str | None, scope: set[str]) -> None:
    assert audience_scope(Answer("1", "faq", "?", "x", audience=column), "en") == scope


def _findings(left: str, right: str) -> dict[FindingKind, list[str]]:
    found = compare([answer("faq-1", left), answer("macro-1", right)], likeness=0.3)
    return {kind: [f.message for f in group] for kind, group in itertools.groupby(found, key=lambda f: f.kind)}


def test_both_sides_limited_is_scoped_and_says_for_whom() -> None:
    found = _findings("Gold members pay €3 for returns.", "Silver members pay €5 for returns.")
    assert FindingKind.CONTRADICTION not in found
    assert found[FindingKind.SCOPED] == ["Return fee differs by scope: 3 EUR for Gold / 5 EUR for Silver"]


def test_an_exception_is_scoped_and_says_so() -> None:
    found = _findings("You can return it within 30 days.", "You can return sale items within 14 days.")
    assert FindingKind.CONTRADICTION not in found
    assert found[FindingKind.SCOPED] == [
        "Return window differs by scope: up to 30 days in general / up to 14 days for sale items"
    ]


def test_another_special_case_is_told_at_lower_severity() -> None:
    plain = compare([answer("faq-1", "Delivery takes 4 days."), answer("macro-1", "Delivery takes 9 days.")])
    special = compare([answer("faq-1", "Delivery takes 4 days."), answer("macro-1", "Large items take 9 days.")])
    (usual,), (lower,) = contradictions(plain), contradictions(special)
    assert lower.message.endswith("9 days for large items")
    order = list(Severity)
    assert order.index(lower.severity) == order.index(usual.severity) + 1


def test_tiers_are_paired_with_tiers() -> None:
    one = answer("faq-1", "Standard delivery takes 5 days, express 2 days.")
    other = answer("macro-1", "Express delivery takes 2 days, standard 5 days.")
    assert contradictions(compare([one, other])) == []
