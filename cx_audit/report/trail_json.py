"""The trail of a finding as JSON. Amounts are strings, since they are exact."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from cx_audit.compare.trail import Told, Trail
from cx_audit.report.json import SCHEMA_VERSION, answer_document, dump, finding_document, question_document

__all__ = ["render", "to_document"]


def _plain(value: object) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _answer(told: Told) -> dict[str, Any]:
    return {
        **answer_document(told.answer),
        "position": told.position,
        "clean": told.text,
        "quotes": _plain(told.quotes),
        "marks": _plain(told.marks),
    }


def to_document(trail: Trail) -> dict[str, Any]:
    """``trail`` as plain data: finding, question and answers as in the JSON report, then how it came to be.

    ``quotes`` and ``marks`` of an answer are spans of ``clean``, its text without markup.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "finding": finding_document(trail.finding),
        "question": question_document(trail.question),
        "together": _plain(trail.together),
        "answers": [_answer(told) for told in trail.answers],
        "compared": _plain(trail.compared),
        "considered": _plain(trail.considered),
        "unpaired": _plain(trail.unpaired),
        "rules": _plain(trail.rules),
        "severity": _plain(trail.severity),
    }


def render(trail: Trail) -> str:
    """``trail`` as JSON text."""
    return dump(to_document(trail))
