"""Tables of metrics as rows of text: CSV and other delimited text, XLSX, Parquet.

pandas reads them: it finds the delimiter and knows what spreadsheets write. Every cell stays text, so that "007" and
"1.234" are read by those who know what they mean.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.errors import SourceError
from cx_audit.sources.archive import check_archive
from cx_audit.sources.encoding import decode
from cx_audit.sources.files import File, Limits, local_file, told
from cx_audit.sources.workbook import is_parquet, is_workbook

if TYPE_CHECKING:
    import pandas

__all__ = ["MetricCells", "read_metrics"]

_MAX_ROWS = 2_000_000
_FIRST_ROW = 2
"""The line of the first row, under the header."""


@dataclass(frozen=True, slots=True)
class MetricCells:
    """A table as text: its ``columns``, and each row's line and cells."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def _delimiter(text: str) -> str:
    """Of the header's first line; a comma where there is but one column."""
    head = text.split("\n", 1)[0]
    found = max(",;\t|", key=head.count)
    return found if found in head else ","


def _delimited(text: str) -> pandas.DataFrame:
    import pandas

    return pandas.read_csv(
        io.StringIO(text),
        sep=_delimiter(text),
        dtype=str,
        keep_default_na=False,
        skip_blank_lines=False,
        nrows=_MAX_ROWS,
        quoting=csv.QUOTE_MINIMAL,
    )


def _frame(file: File, limits: Limits) -> pandas.DataFrame:
    import pandas

    if is_workbook(file):
        import zipfile

        data = io.BytesIO(file.read(limits.max_whole))
        with zipfile.ZipFile(data) as archive:
            check_archive(archive.infolist(), file.path, limits)
        return pandas.read_excel(data, dtype=str, keep_default_na=False, nrows=_MAX_ROWS)
    if is_parquet(file):
        return pandas.read_parquet(io.BytesIO(file.read(limits.max_whole))).astype(str)
    return _delimited(decode(file, limits.max_whole).lstrip("\ufeff"))


def _rows(frame: pandas.DataFrame, columns: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    for line, cells in enumerate(frame.itertuples(index=False, name=None), _FIRST_ROW):
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
        if any(text.strip() for text in texts):
            yield line, dict(zip(columns, texts, strict=True))


def read_metrics(path: Path, shown: str, limits: Limits | None = None) -> MetricCells:
    """Read a table, named ``shown`` in reports.

    Raises:
        SourceError: it isn't there, or is no table; UnsafeInput where it is too large.
    """
    limits = limits or Limits()
    file = local_file(path, shown)
    try:
        with told(shown), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = _frame(file, limits)
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SourceError(f"no table of metrics: {what}", path=shown, remedy="give a CSV or XLSX file") from error
    columns = tuple(str(column) for column in frame.columns)
    return MetricCells(shown, columns, tuple(_rows(frame, columns)))
