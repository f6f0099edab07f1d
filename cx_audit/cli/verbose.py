"""What ``--verbose`` tells on stderr: what was read, embedded anew or known already, grouped, and how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from cx_audit.cli.output import complain
from cx_audit.model import Answer, Report, Skipped

if TYPE_CHECKING:
    from pathlib import Path

    from cx_audit.cli.progress import Bar
    from cx_audit.sources import Found

__all__ = ["Notes"]


class Notes:
    """Counts and times an audit as it goes; a ``Bar`` of the embedding, which it passes on to the real one.

    Times are seconds of waiting, not of processor.
    """

    def __init__(self, bar: Bar, *, told: bool) -> None:
        self._bar = bar
        self._told = told
        self._began = monotonic()
        self._reading = self._embedding = self._since = 0.0
        self._texts = self._anew = 0
        self.said: list[str] = []

    def start(self, total: int, what: str) -> None:
        """``total`` texts must be embedded."""
        self._anew += total
        self._since = monotonic()
        self._bar.start(total, what)

    def advance(self, n: int) -> None:
        """``n`` of them are."""
        self._bar.advance(n)

    def done(self) -> None:
        """All of them are."""
        self._bar.done()
        self._embedding += monotonic() - self._since

    def wanted(self, texts: Sequence[str]) -> None:
        """These are asked for, known or not."""
        self._texts += len(set(texts))

    def found(self, found: Iterable[Found | Skipped]) -> None:
        """Tell what was recognised."""
        formats = Counter(one.format for one in found if not isinstance(one, Skipped))
        self._say(f"recognised: {_listed(formats) or 'nothing'}; {monotonic() - self._began:.1f} s")

    def read(self, records: Iterable[Answer | Skipped]) -> Iterator[Answer | Skipped]:
        """The records as they come; tell what they were once they are through."""
        channels: Counter[str] = Counter()
        skipped = 0
        since = monotonic()
        for record in records:
            if isinstance(record, Skipped):
                skipped += record.count
            else:
                channels[record.channel] += 1
            yield record
        self._reading = monotonic() - since
        told = f"read: {sum(channels.values()):,} answers ({_listed(channels)}), {skipped:,} not examined"
        self._say(f"{told}; {self._reading:.1f} s")

    def worked(self, done: int, found: int, folder: str) -> None:
        """Tell how many blocks the workers did, and how many an earlier run had left in its folder."""
        self._say(f"on Dask: {done:,} blocks done, {found:,} found done in {folder}")

    def tell(self, report: Report, model: str, cache: Path | None) -> None:
        """The rest, once all is done."""
        kept = f"{self._texts - self._anew:,} in {cache}" if cache else "no cache"
        self._say(f"embedded: {self._texts:,} texts, {self._anew:,} anew, {kept}; {model}; {self._embedding:.1f} s")
        whole = monotonic() - self._began
        said = report.summary
        self._say(
            f"grouped: {said.questions:,} questions, {said.compared:,} compared, {len(report.findings):,} findings; "
            f"{max(0.0, whole - self._embedding - self._reading):.1f} s"
        )
        self._say(f"in all: {whole:.1f} s")

    def known(self, folder: Path) -> None:
        """An earlier run had the same answers and settings: its result stands."""
        self._say(f"nothing is new since an earlier run: its result is told, from {folder}")
        self._say(f"in all: {monotonic() - self._began:.1f} s")

    def _say(self, text: str) -> None:
        if self._told:
            self.said.append(text)
            complain(text)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items()))
