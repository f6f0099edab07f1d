"""The report as pandas data frames, for a notebook: what the spreadsheet and the Parquet file hold.

    from cx_audit.report.frame import positions_frame
    frame = positions_frame(report)
    frame[frame.kind == "contradiction"].groupby("channels").size()

pandas is imported when a frame is asked for: it takes longer to load than a small report to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cx_audit.model import Report
from cx_audit.report.csv import COLUMNS, rows
from cx_audit.report.html_words import pairs
from cx_audit.report.overview import coverage, coverage_line
from cx_audit.report.safe import one_line

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["positions_frame", "skipped_frame", "summary_frame"]

Clean = Callable[[str], str]


def positions_frame(report: Report, *, clean: Clean = one_line) -> pd.DataFrame:
    """One row per position of each finding: the columns and rows of the CSV, in its order.

    ``position`` is int64, ``confidence`` float64, all else string; what is not known is "", as in the CSV. ``clean``
    makes the words of others harmless for where they will be shown.
    """
    frame = _strings(rows(report), COLUMNS, clean)
    return frame.astype({"position": "int64", "confidence": "float64"})


def skipped_frame(report: Report, *, clean: Clean = one_line) -> pd.DataFrame:
    """What was not examined, as in the JSON report; ``count`` is int64, all else string."""
    told = ((s.source, s.reason, str(s.count), s.detail or "", s.answer_id or "") for s in report.skipped)
    frame = _strings(told, ("source", "reason", "count", "detail", "answer_id"), clean)
    return frame.astype({"count": "int64"})


def summary_frame(report: Report, *, clean: Clean = one_line) -> pd.DataFrame:
    """What was looked at and with which settings: ``part``, ``name``, and as ``value`` a count or words."""
    import pandas as pd

    told = [(clean(part), clean(name), clean(v) if isinstance(v, str) else v) for part, name, v in _summary(report)]
    frame = pd.DataFrame(told, columns=["part", "name", "value"])
    return frame.astype({"part": "string", "name": "string", "value": "object"})


def _strings(told: Iterable[Sequence[str]], columns: Sequence[str], clean: Clean) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([[clean(text) for text in row] for row in told], columns=list(columns), dtype="string")


def _summary(report: Report) -> Iterator[tuple[str, str, int | str]]:
    summary = report.summary
    yield "result", "", coverage_line(report, hint="")
    yield "answers", "", summary.answers
    yield "questions", "", summary.questions
    yield "questions", "compared", summary.compared
    yield "questions", "not compared", summary.not_compared
    for kind in sorted(summary.findings):
        yield "findings", kind, summary.findings[kind]
    for row in coverage(report):
        yield "questions answered", row.channel, row.answered
    yield "tool", "cx-audit", report.tool_version
    for name, words in pairs(report.settings):
        yield "setting", name, words
