"""Bytes to text. UTF-8 and byte order marks are certain; anything else is worked out by charset-normalizer."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from charset_normalizer import from_bytes

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.sources.files import File

__all__ = ["BOMS", "Encoding", "bounded_lines", "decode", "find_encoding", "is_binary", "open_text", "peek"]

_CHUNK = 1 << 18
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Code pages that spreadsheets and help desks still write; the DOS and Mac ones only add wrong guesses.
_CODE_PAGES = [
    *(f"cp{n}" for n in (1252, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258, 874, 932, 949)),
    "gb18030",
    "big5",
    "euc_jp",
    "euc_kr",
    "koi8_r",
]
_CONTROLS = bytes(sorted(set(range(1, 32)) - set(b"\t\n\r\f\x1b")))


@dataclass(frozen=True, slots=True)
class Encoding:
    """The name for ``bytes.decode``; ``guessed`` where the bytes don't prove it."""

    name: str
    guessed: bool = False


def is_binary(head: bytes) -> bool:
    """Whether bytes without a byte order mark hold too many control codes, apart from NUL, to be text."""
    if any(head.startswith(bom) for bom, _ in BOMS):
        return False
    written = head.replace(b"\0", b"")
    return len(written) - len(written.translate(None, _CONTROLS)) > len(written) * 0.05


def find_encoding(file: File, max_line: int | None = None, declared: str | None = None) -> Encoding:
    """The encoding of a whole text file; ``declared`` is what it says itself, believed where it isn't UTF-8.

    SourceError where it isn't text; UnsafeInput, before all is read, where a line is far longer than ``max_line``.
    """
    for bom, name in BOMS:
        if file.head.startswith(bom):
            return Encoding(name)
    if is_binary(file.head):
        raise SourceError("is not text", path=file.path, remedy="save it as text in UTF-8, or leave it out")
    good, bad, sample = _scan(file, max_line)
    if bad * 10 <= good:  # UTF-8; a stray broken byte doesn't make it anything else
        return Encoding("utf-8", guessed=bad > 0)
    if declared is not None and _is_known(declared):
        return Encoding(declared)
    matches = from_bytes(bytes(sample), cp_isolation=_CODE_PAGES)
    best = matches.best()
    if best is None:
        raise SourceError("is in no known encoding", path=file.path, remedy="save it as UTF-8")
    tied = [match for match in matches if (match.chaos, match.coherence) == (best.chaos, best.coherence)]
    western = any("cp1252" in match.could_be_from_charset for match in tied)
    return Encoding("cp1252" if western else best.encoding, guessed=True)


def _is_known(encoding: str) -> bool:
    """Whether it is a text encoding other than UTF-8, which the bytes have already disproved."""
    try:
        b"".decode(encoding)
        return codecs.lookup(encoding).name != "utf-8"
    except (LookupError, ValueError):
        return False


def _scan(file: File, max_line: int | None) -> tuple[int, int, bytearray]:
    """Count the bytes beyond ASCII that are UTF-8 and those that aren't; gather some around the latter."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = 0
    sample = bytearray()
    lines = _LineWatch(file.path, max_line)
    with file.opener() as stream:
        while chunk := stream.read(_CHUNK):
            lines.watch(chunk)
            if chunk.isascii() and not decoder.getstate()[0]:
                continue
            text = decoder.decode(chunk)
            wrong = text.count("\ufffd") - chunk.count(b"\xef\xbf\xbd")
            bad += wrong
            good += max(len(chunk) - len(text), 0)
            if wrong and len(sample) < _CHUNK:
                sample += chunk
    bad += len(decoder.decode(b"", final=True))
    return good, bad, sample or bytearray(file.head)


class _LineWatch:
    """Refuses a line of more bytes than ``max_line`` characters can have."""

    def __init__(self, path: str, max_line: int | None) -> None:
        self._path, self._limit = path, max_line
        self._line, self._length = 1, 0

    def watch(self, chunk: bytes) -> None:
        breaks = chunk.count(b"\n")
        self._line += breaks
        self._length = len(chunk) - chunk.rfind(b"\n") - 1 if breaks else self._length + len(chunk)
        if self._limit is not None and self._length > self._limit * 4:
            raise _too_long(self._path, self._line, self._limit)


def _too_long(path: str, line: int, limit: int) -> UnsafeInput:
    return UnsafeInput(
        f"a line of more than {limit:,} characters",
        path=path,
        line=line,
        remedy="split it, or raise limits: row_characters",
    )


def decode(file: File, limit: int, declared: str | None = None) -> str:
    """The whole text without NUL codes; UnsafeInput where it has more than ``limit`` bytes."""
    encoding = find_encoding(file, declared=declared)
    return file.read(limit).decode(encoding.name, "replace").replace("\0", "")


def peek(file: File) -> str:
    """The beginning of the text, for detection; "" where it is not text."""
    return _begun(file.head)


@lru_cache(maxsize=4)
def _begun(head: bytes) -> str:
    # each of some forty formats asks for the same beginning
    name = next((name for bom, name in BOMS if head.startswith(bom)), None)
    if name is None and is_binary(head):
        return ""
    return head.decode(name or "utf-8", "replace").replace("\0", "")


@contextmanager
def open_text(file: File, max_line: int) -> Iterator[io.TextIOWrapper]:
    """The file as a text stream that keeps its line ends."""
    encoding = find_encoding(file, max_line)
    with file.opener() as raw, io.TextIOWrapper(raw, encoding.name, errors="replace", newline="") as stream:
        yield stream


def bounded_lines(stream: io.TextIOWrapper, limit: int, path: str) -> Iterator[str]:
    """The lines with their ends, without NUL codes; UnsafeInput before a line longer than ``limit`` is read whole."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit:
            raise _too_long(path, number, limit)
        yield line.replace("\0", "")
