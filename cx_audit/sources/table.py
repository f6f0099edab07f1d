"""Tables of answers: CSV, TSV and other delimited text, JSON, JSON Lines, XLSX and Parquet.

Text is streamed with the standard library (pandas would turn "007" into 7 and lose the lines); workbooks and
Parquet are in ``workbook``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache

from cx_audit.errors import SourceError
from cx_audit.model import Answer, Skipped
from cx_audit.sources.columns import ANSWERS, Row, Wanted, field_names, has_answers, row_to_answer, unique_names
from cx_audit.sources.delimited import delimited_records, first_row
from cx_audit.sources.encoding import peek
from cx_audit.sources.files import File
from cx_audit.sources.interface import CERTAIN, WEAK, Item, Reason, skip
from cx_audit.sources.jsontext import Record, first_record, is_json, json_objects
from cx_audit.sources.workbook import is_parquet, is_workbook, parquet_rows, tables_in_workbook, workbook_rows

__all__ = ["Table", "delimited_header", "table_rows"]

_DELIMITERS = ",;\t|"
_ENDINGS = ("csv", "tsv", "tab")


class Table:
    """Rows of answers that name their columns: channel, question, answer, and more."""

    name = "table"
    default_channel: str | None = None

    def detect(self, item: Item) -> float:
        """By the names of the columns; weakly by being a table at all."""
        file = item.file
        if is_parquet(file):
            return CERTAIN
        if is_workbook(file):
            return CERTAIN if tables_in_workbook(file, item.limits) else WEAK
        text = peek(file)
        if is_json(file):
            return _detect_json(file)
        header = delimited_header(text, ANSWERS)
        if header is not None and has_answers(header[1]):
            return CERTAIN
        return WEAK if file.ending in _ENDINGS else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The rows in their order; SourceError where a needed column is missing."""
        for row in table_rows(item, ANSWERS):
            yield row if isinstance(row, Skipped) else row_to_answer(row, item)


def _detect_json(file: File) -> float:
    record = first_record(file, ANSWERS.containers)
    if record is None:
        return WEAK if file.ending in ("json", "jsonl", "ndjson") else 0.0
    if not isinstance(record.value, dict):
        return 0.0
    if has_answers(record.value):
        return CERTAIN
    return WEAK if len(field_names(record.value)) > 1 or record.container else 0.0


def table_rows(item: Item, wanted: Wanted) -> Iterator[Row | Skipped]:
    """The rows of a table in any of its forms; SourceError where it isn't what is ``wanted``."""
    file = item.file
    if is_parquet(file):
        return parquet_rows(item, wanted)
    if is_workbook(file):
        return workbook_rows(item, wanted)
    if is_json(file):
        return _json_rows(item, wanted)
    return _delimited_rows(item, wanted)


def _json_rows(item: Item, wanted: Wanted) -> Iterator[Row | Skipped]:
    path, checked = item.file.path, False
    for found in json_objects(item.file, item.limits, wanted.containers):
        if isinstance(found, Skipped):
            yield found
            continue
        record, value = found
        if not checked:
            wanted.require(value, item, path, record.line)
            checked = True
        yield Row(value, path, _answer_line(record, value, wanted))


def _answer_line(record: Record, values: dict[str, object], wanted: Wanted) -> int:
    if record.source.one_line:
        return record.line
    said = values.get(wanted.names(values).get("answer", ""))
    return record.line_of(said) if isinstance(said, str) else record.line


def _delimited_rows(item: Item, wanted: Wanted) -> Iterator[Row | Skipped]:
    file = item.file
    header = delimited_header(peek(file), wanted)
    delimiter = header[0] if header else ","
    columns: list[str] | None = None
    for line, cells in delimited_records(file, delimiter, item.limits):
        if columns is None:
            if _separator_line(cells, delimiter):
                continue
            columns = unique_names(cells)
            wanted.require(columns, item, file.path, line)
        elif any(cells[len(columns) :]):
            detail = f"{file.path}:{line}: {len(cells)} cells for {len(columns)} columns"
            yield skip(file.path, Reason.BROKEN_ROW, detail)
        else:
            yield Row(dict(zip(columns, cells, strict=False)), file.path, line)
    if columns is None:
        raise SourceError("an empty table", path=file.path, remedy="its first line must name the columns")


def _separator_line(cells: list[str], delimiter: str) -> bool:
    """Whether it is the ``sep=;`` that Excel writes before the header."""
    return "".join(cells).strip("\ufeff").lower() == "sep=" or delimiter.join(cells).lower() == f"sep={delimiter}"


def delimited_header(text: str, wanted: Wanted) -> tuple[str, list[str]] | None:
    """The delimiter and the columns of a delimited text: those that name most of the known fields."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    if lines and lines[0].strip().lower().startswith("sep=") and len(lines[0].strip()) == 5:
        delimiter = lines[0].strip()[4]
        return delimiter, first_row(lines[1:], delimiter)
    best: tuple[int, str, list[str]] | None = None
    for delimiter in _DELIMITERS:
        cells = first_row(lines, delimiter)
        score = len(wanted.names(cells))
        if len(cells) > 1 and (best is None or score > best[0]):
            best = (score, delimiter, cells)
    if best is not None and best[0]:
        return best[1], best[2]
    return _sniffed(lines)


def _sniffed(lines: list[str]) -> tuple[str, list[str]] | None:
    """What the standard library makes of a delimiter that isn't one of the usual ones."""
    delimiter = _guessed("".join(lines[:20])[:20_000])
    return (delimiter, first_row(lines, delimiter)) if delimiter is not None else None


@lru_cache(maxsize=4)
def _guessed(text: str) -> str | None:
    # several formats are tables, and each asks for the same file
    try:
        return csv.Sniffer().sniff(text).delimiter
    except csv.Error:
        return None
