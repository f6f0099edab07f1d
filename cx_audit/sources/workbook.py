"""Tables in XLSX workbooks and Parquet files.

openpyxl and pyarrow are used without pandas: both stream, keep text cells as they stand ("007"), and whole
numbers beside empty cells stay whole. Both are imported only when such a file is met.
"""

from __future__ import annotations

import datetime
import math
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Skipped
from cx_audit.sources.archive import check_archive
from cx_audit.sources.channels import folder_channel
from cx_audit.sources.columns import ANSWERS, Row, Wanted, field_names, unique_names
from cx_audit.sources.files import File, Limits, megabytes, told
from cx_audit.sources.interface import Item, Reason, skip

__all__ = [
    "cell_text",
    "is_parquet",
    "is_workbook",
    "parquet_columns",
    "parquet_rows",
    "sheets",
    "tables_in_workbook",
    "top_row",
    "workbook_rows",
]

_HEADER_WITHIN = 20
_MAX_COLUMNS = 500  # a sheet can claim 16,384 of them in every row


def is_parquet(file: File) -> bool:
    """Whether the bytes are a Parquet file."""
    return file.head.startswith(b"PAR1")


def is_workbook(file: File) -> bool:
    """Whether the bytes are an XLSX workbook."""
    if not file.head.startswith(b"PK\x03\x04"):
        return False
    try:
        with file.opener() as stream, zipfile.ZipFile(stream) as archive:
            return "xl/workbook.xml" in archive.NameToInfo
    except zipfile.BadZipFile:
        return False


def tables_in_workbook(file: File, limits: Limits, wanted: Wanted = ANSWERS) -> list[str]:
    """The names of the sheets that hold answers, or what else is wanted."""
    return [name for name, rows in sheets(file, limits) if wanted.enough(top_row(rows)[1])]


def workbook_rows(item: Item, wanted: Wanted = ANSWERS) -> Iterator[Row | Skipped]:
    """The rows of all sheets that name the needed columns. A sheet's name may say its channel."""
    path, tables = item.file.path, tables_in_workbook(item.file, item.limits, wanted)
    for name, rows in sheets(item.file, item.limits):
        line, columns = top_row(rows)
        if name not in tables and (tables or not columns):
            yield skip(path, Reason.NOT_RECOGNISED, f"{path}: sheet {name!r}")
            continue
        channel = None if "channel" in field_names(columns) else folder_channel([name])
        wanted.require([*columns, "channel"] if channel else columns, item, path, line)
        for number, cells in enumerate(rows, line + 1):
            values: dict[str, object] = dict(zip(columns, map(cell_text, cells), strict=False))
            if any(values.values()):
                yield Row(values | ({"channel": channel} if channel else {}), path, number, {"sheet": name})


def top_row(rows: Iterator[tuple[object, ...]]) -> tuple[int, list[str]]:
    """The line and the names of the first row that holds anything."""
    for number, cells in enumerate(islice(rows, _HEADER_WITHIN), 1):
        names = [cell_text(cell) for cell in cells]
        if any(names):
            return number, unique_names(names)
    return 1, []


def sheets(file: File, limits: Limits) -> Iterator[tuple[str, Iterator[tuple[object, ...]]]]:
    """Each sheet's name and the values of its rows."""
    import openpyxl

    with told(file.path), file.opener() as stream:
        with zipfile.ZipFile(stream) as archive:
            check_archive(archive.infolist(), file.path, limits)
        stream.seek(0)
        with _quiet(file.path):
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                yield sheet.title, _quiet_rows(sheet.iter_rows(max_col=_MAX_COLUMNS, values_only=True), file.path)
        finally:
            book.close()


def _quiet_rows(rows: Iterator[tuple[object, ...]], path: str) -> Iterator[tuple[object, ...]]:
    while True:
        with _quiet(path):
            row = next(rows, None)
        if row is None:
            return
        yield row


@contextmanager
def _quiet(path: str) -> Iterator[None]:
    """No warnings of features that don't matter here (data validation); a SourceError for what openpyxl raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except (KeyError, ValueError, TypeError, AttributeError, SyntaxError) as error:
            raise SourceError(f"a broken workbook: {error}", path=path, remedy="save it again") from error


def cell_text(value: object) -> str:
    """A cell as text: numbers without a change, dates in ISO form, nothing for empty and error cells."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime.datetime):
        return value.isoformat() if value.time() != datetime.time.min else value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def parquet_columns(file: File) -> list[str]:
    """The names of the columns; none where the file is broken, which reading it tells."""
    import pyarrow
    import pyarrow.parquet

    with told(file.path), file.opener() as stream:
        try:
            return [str(name) for name in pyarrow.parquet.read_schema(stream).names]
        except pyarrow.ArrowException:
            return []


def parquet_rows(item: Item, wanted: Wanted = ANSWERS) -> Iterator[Row]:
    """The rows of a Parquet file, batch by batch."""
    import pyarrow
    import pyarrow.parquet

    file = item.file
    with told(file.path), file.opener() as stream:
        try:
            table = pyarrow.parquet.ParquetFile(stream)
            groups = (table.metadata.row_group(number) for number in range(table.metadata.num_row_groups))
            size = sum(group.total_byte_size for group in groups)
            if size > item.limits.max_unzipped:
                raise UnsafeInput(f"unpacks to more than {megabytes(item.limits.max_unzipped)}", path=file.path)
            wanted.require(table.schema_arrow.names, item, file.path, None)
            for batch in table.iter_batches(batch_size=1000):
                yield from (Row(_values(values), file.path) for values in batch.to_pylist())
        except pyarrow.ArrowException as error:
            raise SourceError(f"a broken Parquet file: {error}", path=file.path, remedy="write it again") from error


def _values(values: dict[str, object]) -> dict[str, object]:
    """The cells as text; lists (of variants) and nested metadata stay."""
    return {name: value if isinstance(value, list | dict) else cell_text(value) for name, value in values.items()}
