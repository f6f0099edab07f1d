"""Tables of metrics as rows of text: CSV and other delimited text, XLSX, Parquet.

Read by what reads tables of answers: streamed, bounded, and without pandas, which takes longer to load than most such
tables to read. Every cell stays text, so that "007" and "1.234" are read by those who know what they mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.sources.columns import unique_names
from cx_audit.sources.delimited import delimited_records
from cx_audit.sources.encoding import peek
from cx_audit.sources.files import File, Limits, local_file, told
from cx_audit.sources.workbook import cell_text, is_parquet, is_workbook, sheets, top_row

__all__ = ["MetricCells", "read_metrics"]

_MAX_ROWS = 2_000_000
_DELIMITERS = ",;\t|"

Row = tuple[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class MetricCells:
    """A table as text: its ``columns``, and each row's line and cells."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def _bounded(rows: Iterator[Row], path: str) -> tuple[Row, ...]:
    """The rows that hold anything; UnsafeInput where there are too many."""
    out: list[Row] = []
    for line, cells in rows:
        if any(text.strip() for text in cells.values()):
            out.append((line, cells))
            if len(out) > _MAX_ROWS:
                raise UnsafeInput(
                    f"more than {_MAX_ROWS:,} rows", path=path, remedy="sum them up by question and month"
                )
    return tuple(out)


def _delimited(file: File, limits: Limits) -> MetricCells:
    head = peek(file).lstrip("\ufeff").split("\n", 1)[0]
    records = delimited_records(file, max(_DELIMITERS, key=head.count), limits)
    names = unique_names([name.strip("\ufeff").strip() for name in next(records, (0, []))[1]])
    rows = ((line, dict(zip(names, cells, strict=False))) for line, cells in records)
    return MetricCells(file.path, tuple(names), _bounded(rows, file.path))


def _workbook(file: File, limits: Limits) -> MetricCells:
    """The first sheet that holds anything."""
    for _, rows in sheets(file, limits):
        top, names = top_row(rows)
        if any(names):
            told_rows = (
                (line, dict(zip(names, map(cell_text, cells), strict=False)))
                for line, cells in enumerate(rows, top + 1)
            )
            return MetricCells(file.path, tuple(names), _bounded(told_rows, file.path))
    return MetricCells(file.path, (), ())


def _parquet(file: File, limits: Limits) -> MetricCells:
    import pyarrow
    import pyarrow.parquet

    with told(file.path), file.opener() as stream:
        try:
            table = pyarrow.parquet.ParquetFile(stream)
            names = tuple(table.schema_arrow.names)
            batches = (row for batch in table.iter_batches(batch_size=1000) for row in batch.to_pylist())
            rows = ((n, {name: cell_text(value) for name, value in row.items()}) for n, row in enumerate(batches, 1))
            return MetricCells(file.path, names, _bounded(rows, file.path))
        except pyarrow.ArrowException as error:
            raise SourceError(f"a broken Parquet file: {error}", path=file.path, remedy="write it again") from error


def read_metrics(path: Path, shown: str, limits: Limits | None = None) -> MetricCells:
    """Read a table, named ``shown`` in reports; of a workbook its first sheet.

    Raises:
        SourceError: it isn't there, or is no table; UnsafeInput where it is too large.
    """
    limits = limits or Limits()
    file = local_file(path, shown)
    if is_workbook(file):
        found = _workbook(file, limits)
    elif is_parquet(file):
        found = _parquet(file, limits)
    else:
        found = _delimited(file, limits)
    if not found.columns:
        raise SourceError("an empty table", path=shown, line=1, remedy="its first line must name the columns")
    return found
