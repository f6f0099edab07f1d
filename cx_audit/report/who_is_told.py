"""Question by segment, from a report: what each format that has tables shows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cx_audit.model import Report

__all__ = ["Cell", "Row", "matrix_rows"]

_MOST_VALUES = 3
_TOLD = {"own": "an answer of its own", "general": "what everyone is told", "nothing": "nothing"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one segment is told: ``told`` is "own", "general" or "nothing"; ``values`` are for people."""

    segment: str
    told: str
    values: tuple[str, ...]
    answers: tuple[str, ...]

    @property
    def words(self) -> str:
        """The values, or where there are none what kind of answer there is."""
        more = ["…"] if len(self.values) > _MOST_VALUES else []
        return ", ".join([*self.values[:_MOST_VALUES], *more]) or _TOLD.get(self.told, "")


@dataclass(frozen=True, slots=True)
class Row:
    """One question in one dimension."""

    question_id: str
    title: str
    dimension: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether some are told what others aren't."""
        return len({(cell.told == "nothing", frozenset(cell.values)) for cell in self.cells}) > 1


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else ()


def _cell(cell: Mapping[str, Any]) -> Cell:
    values = tuple(str(one.get("value", "")) for one in _mappings(cell.get("values")))
    return Cell(str(cell.get("segment", "")), str(cell.get("told", "")), values, _strings(cell.get("answers")))


def matrix_rows(report: Report) -> Iterator[Row]:
    """The rows of the report's matrix, those that differ between segments first, then by question.

    A saved report may have been edited: what isn't as expected is left out.
    """
    titles = {question.id: question.title for question in report.questions}
    rows = [
        Row(one["question_id"], titles[one["question_id"]], str(one.get("dimension", "")), cells)
        for one in _mappings(report.segments.get("questions"))
        if isinstance(one.get("question_id"), str) and one["question_id"] in titles
        for cells in (tuple(map(_cell, _mappings(one.get("cells")))),)
    ]
    yield from sorted(rows, key=lambda row: (not row.differs, row.title, row.question_id, row.dimension))
