"""Broken files: those whose ending says what they should be and whose bytes are something else.

Nothing recognises them, and a company that believes a channel was read must hear that it was not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cx_audit.errors import SourceError, UnknownFormat
from cx_audit.model import Skipped
from cx_audit.sources.encoding import decode, is_binary
from cx_audit.sources.files import PACKED, File, called
from cx_audit.sources.interface import Reason, skip
from cx_audit.sources.jsontext import parse_json

__all__ = ["OnBroken", "refuse_broken", "set_aside"]

OnBroken = Callable[[SourceError], None]
"""Is told each broken file that is left out."""

_AGAIN = "export or save it again, or leave it out"
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB]: .doc and .xls, and .docx and .xlsx under a password
_PDF_WITHIN = 1024  # where readers look for the mark, ISO 32000-1, annex H
_TEXTS = frozenset(
    {"csv", "tsv", "tab", "json", "jsonl", "ndjson", "html", "htm", "md", "markdown", "rst", "txt", "yml", "yaml"}
    | {"mbox", "xml"}
)


def refuse_broken(file: File, max_whole: int) -> None:
    """Pass what nothing recognises, unless it is broken by its own ending.

    Args:
        max_whole: the most bytes of JSON that are parsed.

    Raises:
        SourceError: it isn't what its name says, or it is cut.
    """
    head = file.head
    if file.ending in ("docx", "xlsx") and head.startswith(_OLD_OFFICE):
        what = f"an old or locked Office file, no {called(file)} as its name says"
        raise SourceError(what, path=file.path, remedy=f"save it as .{file.ending} without a password")
    if file.ending in PACKED and not _begins_right(file):
        what = f"is no {called(file)}, though its name says so" if head else f"is empty, and no {called(file)}"
        raise SourceError(what, path=file.path, remedy=_AGAIN)
    if file.ending in _TEXTS and is_binary(head):
        raise SourceError("is not text, though its name says so", path=file.path, remedy=_AGAIN)
    if file.ending == "json" and file.size <= max_whole:
        parse_json(decode(file, max_whole), file.path)  # a cut export must not pass for another file


def _begins_right(file: File) -> bool:
    if file.ending == "pdf":
        return b"%PDF-" in file.head[:_PDF_WITHIN]
    return file.head.startswith(b"PAR1" if file.ending == "parquet" else _ZIP)


@contextmanager
def set_aside(path: str, skipped: list[Skipped], on_broken: OnBroken | None) -> Iterator[None]:
    """Count what can't be read as a broken file and go on, where somebody is told; else the error goes up.

    Raises:
        SourceError: of what stands within, where ``on_broken`` is None.
    """
    try:
        yield
    except SourceError as error:
        if on_broken is None or isinstance(error, UnknownFormat):
            raise
        on_broken(error)
        skipped.append(skip(error.path or path, Reason.BROKEN_FILE, str(error)))
