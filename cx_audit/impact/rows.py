"""Rows of a table of metrics: by what they name their question, and their sums."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cx_audit.impact.columns import KEYS, Layout
from cx_audit.impact.numbers import count_of, score_of
from cx_audit.impact.tally import Tally

__all__ = ["MetricRow", "Table", "read_rows"]

_MONTH = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))(?:\b|-|T| )")
_COUNTS = frozenset(
    {"contacts", "uses", "csat_responses", "ces_responses", "promoters", "passives", "detractors", "lost", "at_start"}
)
_RANGES = {"csat": (1.0, 5.0), "ces": (1.0, 7.0), "nps": (0.0, 10.0)}
_PROMOTER, _PASSIVE = 9.0, 7.0


@dataclass(frozen=True, slots=True)
class MetricRow:
    """What one row says of one question; ``keys`` hold its names for the question by kind of name."""

    table: str
    line: int
    keys: Mapping[str, str]
    tally: Tally

    @property
    def label(self) -> str:
        """The question's name for people."""
        return self.keys.get("question") or next(self.keys[key] for key in KEYS if key in self.keys)


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows; ``months`` is how many months it covers, where that is known.

    ``broken`` says, one each, which cells were not read and why.
    """

    path: str
    rows: tuple[MetricRow, ...]
    months: int | None = None
    broken: tuple[str, ...] = field(default=())


def _figures(cells: Mapping[str, str], layout: Layout, where: str, broken: list[str]) -> dict[str, float]:
    """The numbers of a row by measure; a cell that holds none, or one out of range, is told and left out."""
    out: dict[str, float] = {}
    for measure, column in layout.measures.items():
        text = cells.get(column, "").strip()
        if not text:
            continue
        value = count_of(text) if measure in _COUNTS else score_of(text)
        low, high = _RANGES.get(measure, (0.0, float("inf")))
        if value is None or not low <= value <= high or (measure == "nps" and value != int(value)):
            expected = f"{low:g} to {high:g}" if measure in _RANGES else "a number of 0 or more"
            broken.append(f"{where}: {column} is {text[:40]!r}, not {expected}")
            continue
        out[measure] = value * layout.minutes.get(measure, 1.0)
    return out


def _tally(found: Mapping[str, float]) -> Tally:
    """A row's sums. A mean counts as often as its column of responses says, else once."""
    tally = Tally(
        contacts=found.get("contacts", 0.0),
        contact_rows=int("contacts" in found),
        uses=found.get("uses", 0.0),
        use_rows=int("uses" in found),
        promoters=found.get("promoters", 0.0),
        passives=found.get("passives", 0.0),
        detractors=found.get("detractors", 0.0),
        lost=found.get("lost", 0.0) if "at_start" in found else 0.0,
        at_start=found.get("at_start", 0.0) if "lost" in found else 0.0,
    )
    for name in ("csat", "ces"):
        if name in found:
            answers = found.get(f"{name}_responses", 1.0)
            setattr(tally, name, found[name] * answers)
            setattr(tally, f"{name}_answers", answers)
    if "clv" in found:
        tally.clv, tally.clv_customers = found["clv"], 1.0
    for name in ("handling", "resolution"):
        if name in found:
            contacts = found.get("contacts", 1.0)
            setattr(tally, name, found[name] * contacts)
            setattr(tally, f"{name}_contacts", contacts)
    if "nps" in found:
        score = found["nps"]
        tally.promoters += score >= _PROMOTER
        tally.passives += _PASSIVE <= score < _PROMOTER
        tally.detractors += score < _PASSIVE
    return tally


def read_rows(
    path: str, rows: Iterable[tuple[int, Mapping[str, str]]], layout: Layout, months: int | None = None
) -> Table:
    """Read a table: rows with their lines and cells; ``months`` says how long it covers, else its dates do.

    Months are counted where every row has one in ISO form (2026-03, 2026-03-14).
    """
    found: list[MetricRow] = []
    broken: list[str] = []
    seen: set[str] = set()
    dated = layout.month is not None
    for line, cells in rows:
        keys = {key: cells.get(column, "").strip() for key, column in layout.keys.items()}
        keys = {key: value for key, value in keys.items() if value}
        figures = _figures(cells, layout, f"{path}:{line}", broken)
        if not keys:
            if figures:
                broken.append(f"{path}:{line}: names no question")
            continue
        month = _MONTH.match(cells.get(layout.month, "").strip() + " ") if layout.month else None
        dated = dated and month is not None
        if month:
            seen.add(month[1])
        if figures:
            found.append(MetricRow(path, line, keys, _tally(figures)))
    return Table(path, tuple(found), months or (len(seen) if dated and seen else None), tuple(broken))
