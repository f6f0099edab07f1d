"""PDF files with a text layer: headings, questions, and the text below them.

pypdf (BSD, pure Python, no dependencies) gives the text with the size and name of its font, which is what tells a
heading. pdfplumber and pdfminer.six (MIT) would bring cryptography and an image library for the same. A scan has no
text: reading pictures is not for us, and guessed letters would be quoted as if they stood there.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Answer, Skipped
from cx_audit.sources.documents import Document, told
from cx_audit.sources.ids import squeeze
from cx_audit.sources.interface import CERTAIN, Item
from cx_audit.sources.outline import Line

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

__all__ = ["Pdf"]

_MAX_PAGES = 5_000
_MAX_TEXT = 20_000_000
_MAX_STEPS = 3_000_000
"""Operators of all pages, about 40 seconds' work: thousands of pages may share one long stream."""
_BIGGER = 1.12
_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_SHAPED = re.compile("[\ufb00-\ufdff\ufe70-\ufeff]+")
"""Ligatures and letters in the shape that they have within a word: "ﬁ", Arabic."""


@dataclass(slots=True)
class _Row:
    """A line as it is printed: the size of most of it, whether all of it is bold, and how far down it stands."""

    text: str
    page: int
    size: float
    bold: bool
    height: float


class Pdf:
    """Text as it is printed. What repeats at the head or foot of most pages is left out."""

    name = "pdf"
    default_channel: str | None = "knowledge"

    def detect(self, item: Item) -> float:
        """By the mark at the head of the file."""
        return CERTAIN if b"%PDF-" in item.file.head[:1024] else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The answers page by page; SourceError where the file has no text or is locked."""
        rows, updated = _rows(item.file.read(item.limits.max_whole), item.path)
        document = Document(updated=updated)
        document.lines = _lines(_without_furniture(rows))
        if not document.lines:
            remedy = "it holds pictures of pages: export the text from where it was written, or run OCR over it first"
            raise SourceError("a PDF without text", path=item.path, remedy=remedy)
        first = document.lines[0]
        document.title = first.text if first.level == 1 else ""
        yield from told(item, document, "page")


def _rows(data: bytes, path: str) -> tuple[list[_Row], str | None]:
    from pypdf import PdfReader

    rows: list[_Row] = []
    with _told(path):
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not _opens(reader):
            remedy = "save it without a password or restrictions first: print it to a PDF"
            raise SourceError("a PDF that is locked", path=path, remedy=remedy)
        if len(reader.pages) > _MAX_PAGES:
            raise UnsafeInput(f"a PDF of more than {_MAX_PAGES:,} pages", path=path, remedy="split it")
        held = 0
        steps = _Steps(path)
        for number, page in enumerate(reader.pages, 1):
            printed = _page(page, number, steps)
            rows += printed
            held += sum(len(row.text) for row in printed)
            if held > _MAX_TEXT:
                raise UnsafeInput(f"a PDF of more than {_MAX_TEXT:,} characters", path=path, remedy="split it")
        changed = reader.metadata.modification_date if reader.metadata is not None else None
    return rows, changed.isoformat() if changed is not None else None


def _opens(reader: PdfReader) -> bool:
    """Whether the file opens without a password; the newer ciphers need a package that isn't here."""
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))
    except DependencyError:
        return False


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Whatever the library meets in a broken file becomes one of our own errors; it logs nothing."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # the library raises what its parsing runs into
        raise SourceError(f"a broken PDF: {squeeze(str(error))[:200]}", path=path, remedy="export it again") from error
    finally:
        logger.setLevel(before)


class _Steps:
    """Counts the operators that are carried out; what is drawn again counts again."""

    def __init__(self, path: str) -> None:
        self._path, self._left = path, _MAX_STEPS

    def __call__(self, *_: object) -> None:
        self._left -= 1
        if self._left < 0:  # again and again: the library swallows what a form on a page raises
            what = f"a PDF whose pages take more than {_MAX_STEPS:,} steps to read"
            raise UnsafeInput(what, path=self._path, remedy="split it, or export the text from where it was written")


def _page(page: PageObject, number: int, steps: _Steps) -> list[_Row]:
    """The lines of a page in the order in which it gives its text."""
    pieces: list[tuple[str, float, bool, float]] = []

    def visit(text: str, ctm: list[float], matrix: list[float], font: dict[str, Any] | None, size: float) -> None:
        named = str((font or {}).get("/BaseFont", "")).lower()
        scale = abs(matrix[3] or matrix[0]) * abs(ctm[3] or ctm[0])
        height = matrix[5] * ctm[3] + ctm[5]
        pieces.append((text, float(size) * scale, any(word in named for word in _BOLD), height))

    page.extract_text(visitor_text=visit, visitor_operand_before=steps)
    rows: list[_Row] = []
    parts: list[tuple[str, float, bool, float]] = []
    for text, size, bold, height in [*pieces, ("\n", 0.0, False, 0.0)]:
        for at, piece in enumerate(text.split("\n")):
            if at and parts:
                rows.append(_row(parts, number))
                parts = []
            if piece.strip():
                parts.append((piece, size, bold, height))
    return rows


def _row(parts: list[tuple[str, float, bool, float]], page: int) -> _Row:
    sizes: Counter[float] = Counter()
    for text, size, _, _ in parts:
        sizes[round(size, 1)] += len(text)
    text = _SHAPED.sub(lambda found: normalize("NFKC", found.group()), "".join(text for text, _, _, _ in parts))
    return _Row(squeeze(text), page, sizes.most_common(1)[0][0], all(bold for _, _, bold, _ in parts), parts[0][3])


def _without_furniture(rows: list[_Row]) -> list[_Row]:
    """The lines without those that stand at the same height of most pages with the same words, numbers aside."""
    pages = len({row.page for row in rows})
    repeated = Counter((text, height) for _, text, height in {(row.page, *_furniture(row)) for row in rows})
    return [row for row in rows if row.text and (pages < 3 or repeated[_furniture(row)] * 2 <= pages)]


def _furniture(row: _Row) -> tuple[str, int]:
    return "".join("0" if mark.isdigit() else mark for mark in row.text), round(row.height)


def _lines(rows: list[_Row]) -> list[Line]:
    """Printed lines joined to paragraphs and headings, these with a level by their size."""
    if not rows:
        return []
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    body = sizes.most_common(1)[0][0]
    bigger = sorted({row.size for row in rows if row.size > body * _BIGGER}, reverse=True)
    mostly_bold = sum(len(row.text) for row in rows if row.bold) * 2 > sum(len(row.text) for row in rows)
    lines: list[Line] = []
    last: _Row | None = None
    step, longest = _usual_step(rows), max(len(row.text) for row in rows)
    for row in rows:
        level = min(bigger.index(row.size) + 1, 6) if row.size in bigger else 0
        bold = row.bold and not mostly_bold
        same = last is not None and (last.size, last.bold, last.page) == (row.size, row.bold, row.page)
        near = last is not None and 0 <= last.height - row.height <= step * 1.35
        ended = bool(lines) and lines[-1].text.endswith(("?", "؟", "？"))
        if lines and same and near and not ended:
            before, wrapped = lines[-1], last is not None and len(last.text) > longest * 0.6
            text = f"{before.text}{' ' if wrapped else chr(10)}{row.text}"
            lines[-1] = Line(text, before.at, before.level, before.bold, before.alone)
        else:
            lines.append(Line(row.text, row.page, level, bold))
        last = row
    return [Line(squeeze(line.text), line.at, line.level, line.bold) if line.level else line for line in lines]


def _usual_step(rows: list[_Row]) -> float:
    """How far apart the lines of a paragraph stand; a paragraph's distance is more than that."""
    steps = Counter(
        round(above.height - below.height, 1)
        for above, below in pairwise(rows)
        if (above.page, above.size) == (below.page, below.size) and 0 < above.height - below.height < above.size * 1.7
    )
    return min(steps, key=lambda step: (-steps[step], step)) if steps else 1.2 * rows[0].size
