"""What a value is limited to and is about is read only where it decides something."""

from __future__ import annotations

import pytest
from compare_kit import answer, compare, contradictions, look

from cx_audit.compare import around


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what was read, in order; all is read as ever."""
    read: list[str] = []
    for name in ("limits_once", "namings_once"):
        whole = getattr(around, name)

        def reading(*given: object, name: str = name, whole: object = whole) -> object:
            read.append(name)
            return whole(*given)  # type: ignore[operator]

        monkeypatch.setattr(around, name, reading)
    return read


def test_answers_that_agree_are_not_looked_at_closer(asked: list[str]) -> None:
    said = "You can return an item within 30 days. Shipping costs €5."
    assert compare([answer("faq-1", said), answer("bot-2", said)]) == []
    assert asked == []


def test_answers_that_differ_are_each_looked_at_once(asked: list[str]) -> None:
    told = [answer("faq-1", "Return it within 30 days."), answer("bot-2", "Return it within 14 days.")]
    assert len(contradictions(compare(told))) == 1
    assert sorted(asked) == ["limits_once"] * 2 + ["namings_once"] * 2


def test_values_that_compete_for_one_partner_are_told_apart_by_what_they_are_about(asked: list[str]) -> None:
    one = answer("faq-1", "Return it within 30 days. The refund takes 5 days.")
    other = answer("bot-2", "The refund takes 7 days. Return it within 30 days.")
    (finding,) = contradictions(compare([one, other]))
    assert {position.display for position in finding.positions} == {"5 days", "7 days"}
    assert "namings_once" in asked


def test_a_pair_knows_for_whom_it_is_once_it_is_asked(asked: list[str]) -> None:
    (pairs,) = look(
        [answer("faq-1", "In the US: 30 days."), answer("bot-2", "In the EU: 30 days.")]
    ).record.pairs.values()
    before = len(asked)
    assert pairs[0].apart
    assert len(asked) > before
