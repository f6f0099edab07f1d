"""Help desks whose records come as CSV too: each row is made the record that the API would give."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping

from cx_audit.model import Answer, Skipped
from cx_audit.sources.delimited import first_row
from cx_audit.sources.encoding import peek
from cx_audit.sources.interface import CERTAIN, Item
from cx_audit.sources.jsontext import is_json, text_of
from cx_audit.sources.records import Fields, RecordSource
from cx_audit.sources.vendor_rows import vendor_rows

__all__ = ["TableRecordSource"]

_DELIMITERS = "\t,;"
_JOINS = re.compile(r"[\s_\ufeff-]+")
_HEADER_WITHIN, _MAX_COLUMNS = 50, 200
_SURE = CERTAIN + 0.05


class TableRecordSource(RecordSource):
    """A format of JSON records, or a table of them.

    ``columns`` names the fields of a row, each with the other names under which exports hold it; of the groups in
    ``needed`` one must be there.
    """

    columns: Mapping[str, tuple[str, ...]] = {}
    needed: tuple[tuple[str, ...], ...] = ()

    @abstractmethod
    def record(self, cells: Mapping[str, str]) -> Fields:
        """The record that a row stands for; ``cells`` by the names in ``columns``."""

    def detect(self, item: Item) -> float:
        """By the fields of the first record, or the columns."""
        if is_json(item.file):
            return super().detect(item)
        return _SURE if self._header(item) is not None else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The texts in the order of the file."""
        header = self._header(item)
        if header is None:
            yield from super().read(item)
            return
        for row in vendor_rows(item, header):
            if isinstance(row, Skipped):
                yield row
                continue
            cells = {_squashed(name): text_of(value) for name, value in row.values.items()}
            for entry in self.entries(self.record(self._known(cells)), item):
                yield from self.told(item, entry, row.line or 1)

    def _header(self, item: Item) -> frozenset[str] | None:
        """The columns of the file, as ``vendor_rows`` calls them, where they are those of this format."""
        text = peek(item.file).lstrip("\ufeff \t\r\n")
        if text.startswith("<"):
            return None
        lines = text.splitlines(keepends=True)[:_HEADER_WITHIN]
        for delimiter in _DELIMITERS:
            columns = first_row(lines, delimiter)[:_MAX_COLUMNS]
            known = self._known({_squashed(column): "x" for column in columns})
            if any(all(name in known for name in names) for names in self.needed):
                return frozenset("".join(column.strip("\ufeff").split()).casefold() for column in columns)
        return None

    def _known(self, row: Mapping[str, str]) -> dict[str, str]:
        """The cells that mean something, by the names in ``columns``."""
        found = {}
        for name, others in self.columns.items():
            names = map(_squashed, (name, *others))
            cell = next((row[other] for other in names if row.get(other, "").strip()), None)
            if cell is not None:
                found[name] = cell
        return found


def _squashed(name: str) -> str:
    return _JOINS.sub("", name).casefold()
