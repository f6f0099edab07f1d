"""Help desks whose records come as CSV too: each row is made the record that the API would give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cx_audit.model import Answer, Skipped
from cx_audit.sources.columns import unique_names
from cx_audit.sources.encoding import peek
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.records import Fields, RecordSource
from cx_audit.sources.table import delimited_records, first_row

__all__ = ["TableRecordSource"]

_DELIMITERS = ",;\t|"
_JOINS = re.compile(r"[\s_-]+")
_SURE = CERTAIN + 0.05


class TableRecordSource(RecordSource):
    """A format of JSON records, or a table of them with the columns below."""

    columns: Mapping[str, tuple[str, ...]] = {}
    needed: tuple[tuple[str, ...], ...] = ()

    def record(self, cells: Mapping[str, str]) -> Fields:
        """The record that a row stands for; ``cells`` by the names in ``columns``."""
        raise NotImplementedError

    def detect(self, item: Item) -> float:
        """By the fields of the first record, or the columns."""
        text = peek(item.file)
        if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
            return super().detect(item)
        return _SURE if self._delimiter(text) is not None else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The texts in the order of the file."""
        delimiter = self._delimiter(peek(item.file))
        if delimiter is None:
            yield from super().read(item)
            return
        path, header = item.file.path, None
        for line, cells in delimited_records(item.file, delimiter, item.limits):
            if header is None:
                header = unique_names(cells)
                continue
            if any(cells[len(header) :]):
                detail = f"{path}:{line}: {len(cells)} cells for {len(header)} columns"
                yield skip(path, Reason.BROKEN_ROW, detail)
                continue
            row = {_plain(name): cell for name, cell in zip(header, cells, strict=False)}
            for entry in self.entries(self.record(self._known(row)), item):
                yield from self.told(item, entry, line)

    def _delimiter(self, text: str) -> str | None:
        """What stands between the columns, where they are those of this format."""
        lines = text.lstrip("\ufeff").splitlines(keepends=True)
        for delimiter in _DELIMITERS:
            held = {_plain(name): "x" for name in first_row(lines, delimiter)}
            known = self._known(held)
            if self.needed and any(all(name in known for name in names) for names in self.needed):
                return delimiter
        return None

    def _known(self, row: Mapping[str, str]) -> dict[str, str]:
        """The cells that mean something, by the names in ``columns``."""
        found = {}
        for name, others in self.columns.items():
            cell = next((row[_plain(other)] for other in (name, *others) if row.get(_plain(other), "").strip()), None)
            if cell is not None:
                found[name] = cell
        return found


def _plain(name: str) -> str:
    return _JOINS.sub(" ", name.strip().strip("\ufeff").strip()).casefold()
