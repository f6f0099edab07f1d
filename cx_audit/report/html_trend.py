"""The trend of the recorded runs: a line chart as SVG that follows the page's own colours, and its figures.

Drawn by leather (MIT, no dependencies): it writes plain SVG of presentation attributes, without style attributes,
ids, dates or fonts measured on this machine, so the bytes are the same everywhere and the page's content policy
need not allow styles within it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markupsafe import Markup

from cx_audit.model import FindingKind, Report, Severity, Status
from cx_audit.report.safe import one_line

if TYPE_CHECKING:
    from cx_audit.ledger import Row

__all__ = ["Trend", "TrendPoint", "trend_of"]

_MOST_RUNS = 60
_MOST_DATES = 6
_WIDTH, _HEIGHT = 760, 240
_VIEW = "24 22 732 196"  # without the margins that leather leaves
# What the page's style sheet says instead, for light and dark.
_LEFT_TO_THE_PAGE = ("fill", "stroke", "stroke-width", "font-family", "font-size")


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One run: its day, what it compared, its contradictions, and how many of those are severe."""

    day: str
    compared: int
    contradictions: int
    high: int


@dataclass(frozen=True, slots=True)
class Trend:
    """The runs, the oldest first, and the chart of them."""

    points: tuple[TrendPoint, ...]
    chart: Markup


def trend_of(report: Report, history: Sequence[Row]) -> Trend | None:
    """The recorded runs and, last, this one; None where no run was recorded before it."""
    if not history:
        return None
    points = (*map(_recorded, history), _now(report))[-_MOST_RUNS:]
    return Trend(points, _chart(points))


def _recorded(row: Row) -> TrendPoint:
    day = one_line(str(row.at))[:10]
    return TrendPoint(day, row.compared, row.high + row.medium + row.low + row.info, row.high)


def _now(report: Report) -> TrendPoint:
    told = [f for f in report.findings if f.kind is FindingKind.CONTRADICTION and f.status is not Status.SUPPRESSED]
    return TrendPoint("this run", report.summary.compared, len(told), sum(f.severity is Severity.HIGH for f in told))


def _chart(points: Sequence[TrendPoint]) -> Markup:
    import leather

    most = max(point.contradictions for point in points)
    step = max(1, -(-most // 4))
    chart = leather.Chart()
    chart.set_x_scale(leather.Linear(0, max(1, len(points) - 1)))
    chart.set_y_scale(leather.Linear(0, max(step, step * -(-most // step))))
    chart.set_x_axis(leather.Axis(ticks=_dated(len(points)), tick_formatter=lambda at, *_: points[int(at)].day))
    chart.set_y_axis(leather.Axis(ticks=list(range(0, most + step, step)), tick_formatter=lambda n, *_: f"{n:,}"))
    chart.add_line([(at, point.contradictions) for at, point in enumerate(points)], name="contradictions")
    chart.add_line([(at, point.high) for at, point in enumerate(points)], name="of high severity")
    return _plain(str(chart.to_svg(width=_WIDTH, height=_HEIGHT)))


def _dated(runs: int) -> list[int]:
    """Which runs get their day told below them: the first, the last, and some between."""
    parts = min(runs - 1, _MOST_DATES - 1)
    return sorted({round(part * (runs - 1) / parts) for part in range(parts + 1)})


def _plain(drawn: str) -> Markup:
    """The drawing as part of a page: scalable, in the page's colours and letters, hidden from screen readers."""
    root = ElementTree.fromstring(drawn)  # noqa: S314 - drawn just now, from numbers and days
    svg = "{http://www.w3.org/2000/svg}"
    group = root.find(f"{svg}g")
    assert group is not None
    for background in group.findall(f"{svg}rect"):
        group.remove(background)
    for element in root.iter():
        element.tag = element.tag.removeprefix(svg)
        for name in _LEFT_TO_THE_PAGE:
            element.attrib.pop(name, None)
    root.attrib.clear()
    root.attrib.update({"class": "trend", "viewBox": _VIEW, "aria-hidden": "true"})
    root.set("focusable", "false")
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704 - escaped by ElementTree
