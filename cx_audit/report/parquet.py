"""The report as Parquet, for pandas, DuckDB and the like: the columns of the CSV, with their types.

Words stand as they were said, but for control codes: nothing takes a Parquet column for a formula.
"""

from __future__ import annotations

from cx_audit.model import Report
from cx_audit.report.frame import positions_frame

__all__ = ["render"]


def render(report: Report) -> bytes:
    """``report`` as the bytes of a Parquet file; the same report gives the same bytes with the same pyarrow."""
    return positions_frame(report).to_parquet(None, engine="pyarrow", compression="zstd", index=False)
