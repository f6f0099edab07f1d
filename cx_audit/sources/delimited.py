"""Delimited text, row by row, with the line on which each row begins."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from cx_audit.errors import CxAuditError, SourceError, UnsafeInput
from cx_audit.sources.encoding import bounded_lines, open_text
from cx_audit.sources.files import File, Limits

__all__ = ["delimited_records", "first_row"]


def delimited_records(file: File, delimiter: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """The rows that aren't blank, each with the line on which it begins."""
    csv.field_size_limit(max(csv.field_size_limit(), limits.max_line))
    with open_text(file, limits.max_line) as stream:
        guard = _RecordGuard(bounded_lines(stream, limits.max_line, file.path), limits.max_line, file.path)
        reader = csv.reader(guard, delimiter=delimiter)
        while True:
            guard.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise SourceError(f"a broken table: {error}", path=file.path, line=guard.first) from error
            if guard.cut:
                raise SourceError(
                    "a broken table: the quote that begins in this row is never closed",
                    path=file.path,
                    line=guard.first,
                    remedy="if the file was cut, export it again; else mend the row",
                )
            if any(cell.strip() for cell in cells):
                yield guard.first, cells


class _RecordGuard:
    """Hands lines to the reader, and refuses a row that an unclosed quote lets run on."""

    def __init__(self, lines: Iterator[str], limit: int, path: str) -> None:
        self._lines, self._limit, self._path = lines, limit, path
        self._number = self._length = 0
        self.first = 1
        self.cut = False

    def begin(self) -> None:
        self.first, self._length = self._number + 1, 0

    def __iter__(self) -> _RecordGuard:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            self.cut = self._length > 0  # the reader asks for more within a row only where a quote is open
            raise
        self._number += 1
        self._length += len(line)
        if self._length > self._limit:
            what = f"a row of more than {self._limit:,} characters"
            raise UnsafeInput(what, path=self._path, line=self.first, remedy="look for a quote that is never closed")
        return line


def first_row(lines: list[str], delimiter: str) -> list[str]:
    """The cells of the first row that holds any; none where there is no row."""
    try:
        return next((cells for cells in csv.reader(lines, delimiter=delimiter) if any(cells)), [])
    except (csv.Error, CxAuditError):
        return []
