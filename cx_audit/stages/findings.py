"""Findings as plain data, and back."""

from __future__ import annotations

from typing import Any

from cx_audit.model import Finding, FindingKind, Position, Quote, Severity, Status

__all__ = ["dump_finding", "load_finding"]


def _dump_position(position: Position) -> list[Any]:
    quotes = [[q.answer_id, q.quote, q.start, q.end, q.marks] for q in position.quotes]
    return [position.value, position.display, quotes]


def _load_position(row: list[Any]) -> Position:
    value, display, quotes = row
    return Position(
        value,
        display,
        tuple(
            Quote(answer, quote, start, end, tuple((a, b) for a, b in marks))
            for answer, quote, start, end, marks in quotes
        ),
    )


def dump_finding(f: Finding) -> dict[str, Any]:
    """All of a finding, as JSON knows it."""
    return {
        "id": f.id,
        "kind": f.kind.value,
        "severity": f.severity.value,
        "question_id": f.question_id,
        "message": f.message,
        "positions": [_dump_position(position) for position in f.positions],
        "role": f.role,
        "fact_kind": f.fact_kind,
        "confidence": f.confidence,
        "status": f.status.value,
        "reasons": f.reasons,
        "impact": dict(f.impact),
        "policy": dict(f.policy),
    }


def load_finding(row: dict[str, Any]) -> Finding:
    """The finding that ``dump_finding`` wrote. Raises KeyError, TypeError or ValueError on anything else."""
    known = {
        "kind": FindingKind(row["kind"]),
        "severity": Severity(row["severity"]),
        "positions": tuple(map(_load_position, row["positions"])),
        "status": Status(row["status"]),
        "reasons": tuple(row["reasons"]),
    }
    return Finding(**{**row, **known})
