"""Which column of a table of metrics holds what, by the names of ``rules/impact/columns.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from cx_audit.errors import ConfigError
from cx_audit.resources import load_yaml, packaged

__all__ = ["KEYS", "MEASURES", "Layout", "find_layout"]

KEYS = ("id", "url", "intent", "tag", "question")
"""What a row may name its question by, the surest first."""

MEASURES = (
    *("contacts", "uses", "csat", "csat_responses", "ces", "ces_responses", "nps", "promoters", "passives"),
    *("detractors", "lost", "at_start", "clv", "handling", "resolution"),
)
_TIMES = frozenset({"handling", "resolution"})
_MINUTES = {"seconds": 1 / 60, "minutes": 1.0, "hours": 60.0, "days": 1440.0}
_JOINS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """``keys`` and ``measures`` name columns; ``minutes`` is how many minutes one of a time's unit has.

    ``month`` is the column that says when.
    """

    keys: Mapping[str, str]
    measures: Mapping[str, str]
    minutes: Mapping[str, float]
    month: str | None


@cache
def _names() -> Any:  # noqa: ANN401 - what YAML holds
    return load_yaml(packaged("rules") / "impact" / "columns.yml")


def _plain(name: str) -> str:
    return _JOINS.sub("_", name.strip().casefold()).strip("_")


def _first(columns: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((columns[name] for name in names if name in columns), None)


def _timed(columns: Mapping[str, str], names: Sequence[str]) -> tuple[str, float] | None:
    """The column of a time, and the minutes of its unit: "aht_minutes", "Handling time (sec)"."""
    for unit, endings in _names()["units"].items():
        for name in names:
            for ending in endings:
                if f"{name}_{ending}" in columns:
                    return columns[f"{name}_{ending}"], _MINUTES[unit]
    return None


def _given(columns: Sequence[str], said: Mapping[str, str], path: str) -> dict[str, str]:
    """What the user says of the columns, by its plain name; a time with its unit."""
    known = {_plain(column): column for column in columns}
    out: dict[str, str] = {}
    for name, column in said.items():
        real = column if column in columns else known.get(_plain(column))
        if real is None:
            listed = ", ".join(repr(c[:40]) for c in columns[:20])
            raise ConfigError(f"has no column {column!r}; its columns are {listed}", path=path, remedy="mend metrics:")
        out[_plain(name)] = real
    return out


def find_layout(columns: Sequence[str], path: str, said: Mapping[str, str] | None = None) -> Layout:
    """The layout of a table with these ``columns``; ``said`` maps our names to the user's columns and wins.

    Raises:
        ConfigError: no column names the questions, none holds a figure, a time has no unit, or ``said`` is wrong.
    """
    names = _names()
    by_name = {_plain(column): column for column in reversed(columns)} | _given(columns, said or {}, path)
    keys = {key: found for key in KEYS if (found := _first(by_name, names["keys"][key]))}
    measures: dict[str, str] = {}
    minutes: dict[str, float] = {}
    for measure in MEASURES:
        if measure in _TIMES:
            timed = _timed(by_name, names["measures"][measure])
            if timed:
                measures[measure], minutes[measure] = timed
            elif found := _first(by_name, names["measures"][measure]):
                remedy = f"name its unit: {measure}_minutes under columns: in metrics:, or in the table's own header"
                raise ConfigError(f"column {found!r} holds times of an unknown unit", path=path, remedy=remedy)
        elif found := _first(by_name, names["measures"][measure]):
            measures[measure] = found
    if not keys:
        raise ConfigError("no column names a question", path=path, remedy=f"needed is one of {', '.join(KEYS)}")
    if not measures:
        raise ConfigError("no column holds a figure", path=path, remedy=f"known are {', '.join(MEASURES)}")
    return Layout(keys, measures, minutes, _first(by_name, names["month"]))
