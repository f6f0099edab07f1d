"""What a finding touches, in a few words for people."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cx_audit.model import Finding

__all__ = ["COLUMNS", "impact_cells", "impact_line", "impact_parts"]


def _number(value: object, digits: int = 1) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "?"
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sample(told: Mapping[str, Any]) -> str:
    small = ", a small sample" if told.get("small_sample") else ""
    answers = told.get("answers")
    return f"of {_number(answers, 0)} answer{'' if answers == 1 else 's'}{small}"


def _often(impact: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "contacts_a_month" in impact:
        yield "Contacts", f"{_number(impact['contacts_a_month'])} a month"
    elif "contacts" in impact:
        yield "Contacts", f"{_number(impact['contacts'])} in the table"
    if "uses" in impact:
        yield "Macro uses", _number(impact["uses"])


def _mean(name: str, told: Mapping[str, Any]) -> tuple[str, str]:
    rest = f", {_number(told['rest'], 2)} elsewhere" if "rest" in told else ""
    return name, f"{_number(told.get('mean'), 2)} ({_sample(told)}){rest}"


def _nps(told: Mapping[str, Any]) -> tuple[str, str]:
    rest = f", {_number(told['rest'], 0)} elsewhere" if "rest" in told else ""
    lost = told.get("promoters_lost")
    missing = f"; {_number(lost)} promoters fewer than elsewhere" if lost else ""
    return "NPS", f"{_number(told.get('score'), 0)} ({_sample(told)}){rest}{missing}"


def _churn(told: Mapping[str, Any]) -> tuple[str, str]:
    rest = f", {_number(100 * told['rest'], 2)} % elsewhere" if "rest" in told else ""
    small = ", a small sample" if told.get("small_sample") else ""
    of = f"{_number(told.get('lost'), 0)} of {_number(told.get('at_start'), 0)} customers{small}"
    return "Churn", f"{_number(100 * told.get('rate', 0), 2)} % ({of}){rest}"


def _time(name: str, unit: str) -> Callable[[Mapping[str, Any]], tuple[str, str]]:
    def told(found: Mapping[str, Any]) -> tuple[str, str]:
        rest = f", {_number(found['rest'])} elsewhere" if "rest" in found else ""
        return name, f"{_number(found.get(unit))} {unit}{rest}"

    return told


_TOLD: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "csat": lambda told: _mean("CSAT", told),
    "ces": lambda told: _mean("CES", told),
    "nps": _nps,
    "churn": _churn,
    "clv": lambda told: ("Customer lifetime value", _number(told.get("mean"), 2)),
    "handling": _time("Handling time", "minutes"),
    "resolution": _time("Time to resolution", "hours"),
}


def impact_parts(finding: Finding) -> tuple[tuple[str, str], ...]:
    """Name and figure of all that is known of a finding's question; nothing where no table spoke of it."""
    impact = finding.impact
    parts = list(_often(impact))
    parts += [tell(impact[name]) for name, tell in _TOLD.items() if isinstance(impact.get(name), Mapping)]
    return tuple(parts)


def impact_line(finding: Finding, most: int = 3) -> str:
    """The first ``most`` of them in one line: "Contacts 812 a month · CSAT 3.1 (of 45 answers), 4.2 elsewhere"."""
    return " · ".join(f"{name} {figure}" for name, figure in impact_parts(finding)[:most])


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "impact_rank": ("rank",),
    "impact_weight": ("weight",),
    "contacts_a_month": ("contacts_a_month",),
    "contacts": ("contacts",),
    "macro_uses": ("uses",),
    "csat": ("csat", "mean"),
    "csat_answers": ("csat", "answers"),
    "csat_elsewhere": ("csat", "rest"),
    "ces": ("ces", "mean"),
    "ces_answers": ("ces", "answers"),
    "ces_elsewhere": ("ces", "rest"),
    "nps": ("nps", "score"),
    "nps_answers": ("nps", "answers"),
    "nps_elsewhere": ("nps", "rest"),
    "promoters_lost": ("nps", "promoters_lost"),
    "churn": ("churn", "rate"),
    "churn_elsewhere": ("churn", "rest"),
    "clv": ("clv", "mean"),
    "handling_minutes": ("handling", "minutes"),
    "resolution_hours": ("resolution", "hours"),
}
"""The columns of a table, and where each figure stands in ``Finding.impact``."""


def impact_cells(finding: Finding) -> tuple[float | str, ...]:
    """A cell for each of COLUMNS: a number, or "" where none is known."""
    out: list[float | str] = []
    for path in COLUMNS.values():
        value: object = finding.impact
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        known = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        out.append(float(value) if known and isinstance(value, int | float) else "")
    return tuple(out)
