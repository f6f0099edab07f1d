"""The severity of a disagreement, and why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from compare_kit import answer, compare, contradictions

from cx_audit.compare import findings
from cx_audit.compare.severity import severity
from cx_audit.facts import extract
from cx_audit.model import Fact, Severity
from cx_audit.roles import packaged_roles
from cx_audit.roles.files import Tolerance

PUBLIC = [frozenset({"faq"}), frozenset({"chatbot"})]
REPS = [frozenset({"agent"}), frozenset({"agent"})]
MIXED = [frozenset({"faq"}), frozenset({"agent"})]


def facts(*texts: str) -> list[Fact]:
    return [extract(text, "en")[0] for text in texts]


@pytest.mark.parametrize(
    ("role", "texts", "channels", "confidence", "expected", "steps"),
    [
        ("return_window", ("30 days", "14 days"), PUBLIC, 0.9, Severity.HIGH, 1),
        ("return_window", ("30 days", "14 days"), REPS, 0.9, Severity.MEDIUM, 2),
        ("return_window", ("30 days", "14 days"), MIXED, 0.5, Severity.MEDIUM, 2),
        ("return_window", ("30 days", "28 days"), MIXED, 0.5, Severity.LOW, 3),
        ("repair_time", ("10 days", "9 days"), PUBLIC, 0.9, Severity.LOW, 2),
        ("repair_time", ("10 days", "3 days"), PUBLIC, 0.9, Severity.HIGH, 2),
        ("repair_time", ("10 days", "3 days"), MIXED, 0.9, Severity.MEDIUM, 1),
        ("gift_card_amount", ("€10", "€20"), REPS, 0.4, Severity.LOW, 3),
        (None, ("€10", "€20"), PUBLIC, 0.9, Severity.HIGH, 1),
        (None, ("www.a.example", "www.b.example"), PUBLIC, 0.9, Severity.LOW, 1),
    ],
)
def test_role_size_channels_and_confidence_decide(
    role: str | None,
    texts: tuple[str, ...],
    channels: list[frozenset[str]],
    confidence: float,
    expected: Severity,
    steps: int,
) -> None:
    level, reasons = severity(facts(*texts), packaged_roles()[role] if role else None, channels, confidence)
    assert level is expected
    assert len(reasons) == steps


def test_a_finding_carries_its_role_its_name_and_the_reasons() -> None:
    told = [answer("faq-1", "You can return it within 30 days."), answer("bot-1", "You can return it within 14 days.")]
    (finding,) = contradictions(compare(told))
    assert finding.role == "return_window"
    assert finding.message.startswith("Return window: ")
    assert finding.reasons[0] == "Return window counts as high (rules/roles/return.yml)"


def test_a_difference_within_the_roles_tolerance_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [answer("faq-1", "Delivery costs €4.95."), answer("bot-1", "Delivery costs €5.")]
    assert contradictions(compare(told))
    known = dict(packaged_roles())
    known["delivery_fee"] = replace(known["delivery_fee"], tolerance=Tolerance(relative=Decimal("0.05")))
    monkeypatch.setattr(findings, "roles_in_use", lambda: known)
    assert not contradictions(compare(told))


def test_a_count_without_a_role_is_called_by_what_is_counted() -> None:
    told = [answer("faq-1", "Send up to 1000 messages."), answer("bot-1", "Send up to 500 messages.")]
    (finding,) = contradictions(compare(told))
    assert finding.role is None
    assert finding.message.startswith("Number of messages: ")


def test_a_speaker_of_another_language_is_named_with_it() -> None:
    told = [
        answer("faq-1", "You can return it within 30 days."),
        answer("chatbot-1", "You can return it within 30 days."),
        answer("macro-1", "Retourneren kan binnen 14 dagen."),
    ]
    (finding,) = contradictions(compare(told, ["en", "en", "nl"]))
    assert finding.message == (
        "Return window: the chatbot and the FAQ say up to 30 days; the Dutch macro says up to 14 days"
    )
