"""Tables as one vendor writes them: rows by the vendor's own columns, from delimited text or a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cx_audit.errors import SourceError
from cx_audit.model import Skipped
from cx_audit.sources.columns import Row, unique_names
from cx_audit.sources.delimited import delimited_records, first_row
from cx_audit.sources.encoding import peek
from cx_audit.sources.files import File
from cx_audit.sources.interface import Item, Reason, skip
from cx_audit.sources.jsontext import text_of
from cx_audit.sources.workbook import cell_text, is_workbook, sheets, top_row

__all__ = ["cell", "has_columns", "vendor_rows"]

_DELIMITERS = "\t,;"
_MAX_SHEETS = 50


def has_columns(item: Item, *kinds: frozenset[str]) -> bool:
    """Whether the first row of a text, or of a sheet, names all columns of a kind; case and spaces don't count."""
    if is_workbook(item.file):
        tops = (top_row(rows)[1] for _, rows in islice(sheets(item.file, item.limits), _MAX_SHEETS))
        return any(needed <= _plain(columns) for columns in tops for needed in kinds)
    return any(_delimiter(item.file, needed) is not None for needed in kinds)


def vendor_rows(item: Item, needed: frozenset[str]) -> Iterator[Row | Skipped]:
    """The rows by columns, names in lower case without spaces; SourceError where the needed ones are missing."""
    path = item.file.path
    found = False
    if is_workbook(item.file):
        for name, rows in sheets(item.file, item.limits):
            line, columns = top_row(rows)
            if not needed <= _plain(columns):
                yield skip(path, Reason.NOT_RECOGNISED, f"{path}: sheet {name!r}")
                continue
            found = True
            for number, cells in enumerate(rows, line + 1):
                values = dict(zip(_names(columns), map(cell_text, cells), strict=False))
                if any(value.strip() for value in values.values()):
                    yield Row(dict(values), path, number)
    elif (delimiter := _delimiter(item.file, needed)) is not None:
        found = True
        header: list[str] | None = None
        for number, texts in delimited_records(item.file, delimiter, item.limits):
            if header is None:
                header = _names(texts)
            elif any(texts[len(header) :]):
                detail = f"{path}:{number}: {len(texts)} cells for {len(header)} columns"
                yield skip(path, Reason.BROKEN_ROW, detail)
            else:
                yield Row(dict(zip(header, texts, strict=False)), path, number)
    if not found:
        listed = ", ".join(sorted(needed))
        raise SourceError(f"no columns {listed}", path=path, line=1, remedy="export it again, or say what it is")


def cell(row: Row, name: str) -> str:
    """A cell as text; "" where the row has none."""
    return text_of(row.values.get(name))


def _delimiter(file: File, needed: frozenset[str]) -> str | None:
    lines = peek(file).lstrip("\ufeff").splitlines(keepends=True)[:50]
    return next((mark for mark in _DELIMITERS if needed <= _plain(first_row(lines, mark))), None)


def _plain(columns: list[str]) -> set[str]:
    return set(_names(columns))


def _names(columns: list[str]) -> list[str]:
    return unique_names(["".join(column.strip("\ufeff").split()).casefold() for column in columns])
