"""The package as a library."""

from __future__ import annotations

import pytest

import cx_audit
from cx_audit import Answer, audit


def test_all_is_what_the_namespace_shows() -> None:
    shown = {name for name in vars(cx_audit) if not name.startswith("_")} | {"__version__"}
    hidden = {"annotations", "Iterable", "Sequence"}
    rooms = {name for name in shown if type(getattr(cx_audit, name)).__name__ == "module"}
    assert set(cx_audit.__all__) == shown - hidden - rooms


@pytest.mark.model
def test_two_answers_in_three_lines() -> None:
    report = audit(
        [
            Answer("1", "faq", "How long do I have to return something?", "You have 30 days to send it back."),
            Answer("2", "macro", "Returns: window", "You have 14 days to send it back."),
        ],
        languages=["en"],
    )
    (finding,) = report.findings
    assert finding.kind == "contradiction"
    assert {p.display for p in finding.positions} == {"30 days", "14 days"}
