"""The report as pandas data frames, for a notebook: what the spreadsheet and the Parquet file hold.

    from cx_audit.report.frame import positions_frame
    frame = positions_frame(report)
    frame[frame.kind == "contradiction"].groupby("channels").size()

pandas is imported when a frame is asked for: it takes longer to load than a small report to tell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cx_audit.model import Report
from cx_audit.report.safe import one_line
from cx_audit.report.tables import FINDINGS, POSITIONS, QUESTIONS, SEGMENTS, SKIPPED, SUMMARY, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["findings_frame", "positions_frame", "questions_frame", "segments_frame", "skipped_frame", "summary_frame"]

Clean = Callable[[str], str]


def positions_frame(report: Report, *, clean: Clean = one_line) -> pd.DataFrame:
    """One row per position of each finding: the columns and rows of the CSV, in its order.

    Counts are int64, other figures float64, all else string; what is not known is NaN among figures, "" among words.
    ``clean`` makes the words of others harmless for where they will be shown.
    """
    return _frame(POSITIONS, report, clean)


def findings_frame(report: Report, *, clean: Clean = one_line) -> pd.DataFrame:
    """One row per finding; types and ``clean`` as for positions."""
    return _frame(FINDINGS, report, clean)


def questions_frame(report: Report, *, clean: Clean = one_line) -> pd.DataFrame:
    """One row per question, those without a finding too."""
    return _frame(QUESTIONS, report, clean)


def segments_frame(report: Report, *, clean: Clean = one_line) -> pd.DataFrame:
    """One row per question and segment, where segments are declared; types and ``clean`` as for positions."""
    return _frame(SEGMENTS, report, clean)


def skipped_frame(report: Report, *, clean: Clean = one_line) -> pd.DataFrame:
    """What was not examined, as in the JSON report; ``count`` is int64, all else string."""
    return _frame(SKIPPED, report, clean)


def summary_frame(report: Report, *, clean: Clean = one_line) -> pd.DataFrame:
    """What was looked at and with which settings: ``part``, ``name``, and as ``value`` a count or words."""
    return _frame(SUMMARY, report, clean)


def _frame(table: Table, report: Report, clean: Clean) -> pd.DataFrame:
    import pandas as pd

    rows = [tuple(clean(v) if isinstance(v, str) else v for v in row) for row in table.rows_of(report)]
    frame = pd.DataFrame(rows, columns=list(table.columns), dtype="object")
    kinds = {int: "int64", float: "float64"}
    figures = [column for column, kind in table.numbers.items() if kind is float]
    frame[figures] = frame[figures].replace("", float("nan"))
    return frame.astype(
        {
            column: kinds[table.numbers[column]] if column in table.numbers else "string"
            for column in table.columns
            if table is not SUMMARY or column != "value"
        }
    )
