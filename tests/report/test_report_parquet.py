"""The Parquet file comes back from pandas and from pyarrow as it went in."""

from __future__ import annotations

import io

import pandas as pd
import pyarrow.parquet as pq
import pytest
from report_samples import make_report

from cx_audit.model import Report
from cx_audit.report.frame import positions_frame
from cx_audit.report.parquet import render
from cx_audit.report.tables import POSITIONS

EMPTY = make_report((), answers=(), questions=(), skipped=(), settings={})


@pytest.mark.parametrize("report", [make_report(), EMPTY], ids=["sample", "empty"])
def test_pandas_reads_what_was_written(report: Report) -> None:
    pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(render(report))), positions_frame(report))


def test_others_read_plain_columns() -> None:
    table = pq.read_table(io.BytesIO(render(make_report())))
    assert tuple(table.column_names) == POSITIONS.columns
    assert {str(field.type) for field in table.schema} == {"large_string", "int64", "double"}
    assert any("يمكنك إرجاع" in text for text in table["quotes"].to_pylist())


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(make_report()) == render(make_report())
