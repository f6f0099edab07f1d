"""JSON records with the line they stand on: arrays, pages of an API, and JSON Lines.

The standard library's decoder reads each record at C speed; only the shell around the records is walked here,
since it alone tells where a record begins, and so a truncated export gives all the records before the cut.
Numbers are kept as they are written.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Collection, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Skipped
from cx_audit.sources.encoding import BOMS, bounded_lines, decode, open_text, peek
from cx_audit.sources.files import HEAD, File, Limits, told
from cx_audit.sources.ids import tidy
from cx_audit.sources.interface import Reason, skip

__all__ = [
    "Record",
    "find_string",
    "first_record",
    "is_json",
    "json_objects",
    "json_records",
    "json_under",
    "parse_json",
    "string_line",
    "string_lines",
    "text_of",
]

_DECODER = json.JSONDecoder(strict=False, parse_float=str, parse_int=str, parse_constant=lambda _: None)
_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.S)
_CUT = "; the file ends too early"
_FIRST_WITHIN = 4 << 20
_LINES_ENDINGS = ("jsonl", "ndjson")


@dataclass(frozen=True, slots=True)
class _Text:
    """A JSON text and where its lines begin."""

    text: str
    path: str
    first_line: int = 1
    breaks: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, path: str, first_line: int = 1) -> _Text:
        return cls(text, path, first_line, [match.start() for match in re.finditer("\n", text)])

    @property
    def one_line(self) -> bool:
        """Whether all of it stands on one line, as in JSON Lines."""
        return not self.breaks or self.breaks == [len(self.text) - 1]

    def line(self, at: int) -> int:
        return self.first_line + bisect_right(self.breaks, at - 1)


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its value, the key of the list that holds it, and its place."""

    value: object
    container: str | None
    source: _Text
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line on which the record begins."""
        return self.source.line(self.start)

    def line_of(self, said: str) -> int:
        """The line on which a string of the record stands; the record's own where it isn't found."""
        at = find_string(self.source.text, said, self.start, self.end)
        return self.line if at is None else self.source.line(at)


def find_string(text: str, said: str, start: int = 0, end: int | None = None) -> int | None:
    """Where a JSON text holds the string ``said``, however it is escaped; the usual ways are tried first."""
    plain, ascii_only = json.dumps(said, ensure_ascii=False), json.dumps(said)
    rails = re.sub("[<>&]", lambda mark: f"\\u{ord(mark.group()):04x}", plain)
    for written in dict.fromkeys((plain, rails, ascii_only, plain.replace("/", "\\/"))):
        if (at := text.find(written, start, len(text) if end is None else end)) >= 0:
            return at
    for match in _STRING.finditer(text, start, len(text) if end is None else end):
        if match.end() - match.start() - 2 >= len(said) and _unquote(match.group()) == said:
            return match.start()
    return None


def string_line(text: str, said: str) -> int | None:
    """The line of a JSON text on which the string ``said`` stands."""
    at = find_string(text, said)
    return None if at is None else text.count("\n", 0, at) + 1


def string_lines(text: str) -> dict[str, int]:
    """Every string of a JSON text, tidy as ``text_of`` gives it, with the line on which it first stands."""
    lines: dict[str, int] = {}
    line, counted = 1, 0
    for match in _STRING.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        lines.setdefault(text_of(_unquote(match.group())), line)
    return lines


def _unquote(token: str) -> str | None:
    if "\\" not in token:
        return token[1:-1]
    try:
        return str(json.loads(token, strict=False))
    except ValueError:
        return None


def parse_json(text: str, path: str) -> object:
    """The value of a whole JSON text; SourceError with its line where it is broken."""
    source = _Text.of(text, path)
    value, end = _decode(source, _skip_space(text, 0))
    if _skip_space(text, end) < len(text):
        raise SourceError("broken JSON: more text after the end", path=path, line=source.line(end))
    return value


def json_records(file: File, limits: Limits, containers: Collection[str]) -> Iterator[Record | Skipped]:
    """The records of a JSON or JSON Lines file.

    A record is an object that stands alone, in an array, or under a key in ``containers`` (a list, or one
    object). A broken line of JSON Lines is skipped, but for a last one that is cut; anything else that is broken is a
    SourceError.
    """
    if not _is_lines(file):
        yield from _records(_Text.of(decode(file, limits.max_whole), file.path), containers)
        return
    with open_text(file, limits.max_line) as stream:
        for number, line in enumerate(bounded_lines(stream, limits.max_line, file.path), 1):
            if (plain := _plain_line(line, file.path, number, containers)) is not None:
                yield plain
                continue
            try:
                yield from _records(_Text.of(line, file.path, number), containers)
            except UnsafeInput:
                raise
            except SourceError as error:
                if _CUT in error.what and not line.endswith("\n"):
                    raise  # the last line of a cut file: more may be missing
                yield skip(file.path, Reason.BROKEN_JSON, str(error))


def is_json(file: File) -> bool:
    """Whether the text begins as JSON does."""
    return peek(file).lstrip("\ufeff \t\r\n").startswith(("{", "["))


def json_under(folder: str, files: Iterable[File]) -> dict[PurePosixPath, File]:
    """The JSON files in and below a folder, by their path from there."""
    root = PurePosixPath(folder)
    paths = ((PurePosixPath(file.path), file) for file in files if file.ending == "json")
    return {path.relative_to(root): file for path, file in paths if path.is_relative_to(root)}


def json_objects(
    file: File, limits: Limits, containers: Collection[str]
) -> Iterator[tuple[Record, dict[str, object]] | Skipped]:
    """The records that are objects, each with its value; what is none is skipped. Raises as ``json_records``."""
    for record in json_records(file, limits, containers):
        if isinstance(record, Skipped):
            yield record
        elif isinstance(record.value, dict):
            yield record, record.value
        else:
            yield skip(file.path, Reason.BROKEN_JSON, f"{file.path}:{record.line}: not an object")


def _plain_line(line: str, path: str, number: int, containers: Collection[str]) -> Record | None:
    """The record of a line that holds one object, and no container: what most lines are, and read at once."""
    if not line.startswith("{"):
        return None
    try:
        value, end = _DECODER.raw_decode(line)
    except (ValueError, RecursionError):
        return None
    if line[end:].strip() or (containers and not value.keys().isdisjoint(containers)):
        return None
    return Record(value, None, _Text.of(line, path, number), 0, end)


def first_record(file: File, containers: Collection[str]) -> Record | None:
    """The first record at the head of a file, for detection; None where it holds none that is whole."""
    for text in _beginnings(file, containers):
        try:
            return next(_records(_Text.of(text, file.path), containers), None)
        except SourceError:
            continue
    return None


def _beginnings(file: File, containers: Collection[str]) -> Iterator[str]:
    """The head of a JSON file, then more of it: the first article may be longer than the head."""
    text = peek(file)
    at = _skip_space(text, 0)
    if not text.startswith(("{", "["), at):
        return
    yield text
    if file.size > HEAD and (text.startswith("[", at) or any(f'"{name}"' in text for name in containers)):
        encoding = next((name for mark, name in BOMS if file.head.startswith(mark)), "utf-8")
        with told(file.path), file.opener() as stream:
            yield stream.read(_FIRST_WITHIN).decode(encoding, "replace").replace("\0", "")


def text_of(value: object) -> str:
    """A JSON value as tidy text: numbers as written, nothing for null, structures as JSON."""
    if value is None:
        return ""
    return tidy(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True))


def _is_lines(file: File) -> bool:
    if file.ending in _LINES_ENDINGS:
        return True
    lines = [line for line in peek(file).splitlines() if line.strip()]
    if len(lines) < 2 or not lines[1].lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(lines[0].lstrip("\ufeff")), dict)
    except ValueError:
        return False


def _records(source: _Text, containers: Collection[str]) -> Iterator[Record]:
    text = source.text
    at = _skip_space(text, 0)
    while at < len(text):
        at = _skip_space(text, (yield from _value(source, at, containers, None)))


def _value(source: _Text, at: int, containers: Collection[str], container: str | None) -> Generator[Record, None, int]:
    """The records of the value at ``at``; returns where it ends."""
    text = source.text
    if text.startswith("[", at):
        return (yield from _array(source, at, containers, container))
    if text.startswith("{", at) and container is None:
        return (yield from _page(source, at, containers))
    value, end = _decode(source, at)
    yield Record(value, container, source, at, end)
    return end


def _array(source: _Text, at: int, containers: Collection[str], container: str | None) -> Generator[Record, None, int]:
    text, start = source.text, at
    at = _skip_space(text, at + 1)
    if text.startswith("]", at):
        return at + 1
    while True:
        if text.startswith("{", at):
            at = yield from _value(source, at, containers, container)
        else:
            value, end = _decode(source, at)
            yield Record(value, container, source, at, end)
            at = end
        at = _skip_space(text, at)
        if text.startswith("]", at):
            return at + 1
        at = _skip_space(text, _expect(source, ",", at, f"the array that begins on line {source.line(start)}"))


def _page(source: _Text, at: int, containers: Collection[str]) -> Generator[Record, None, int]:
    """An object: its containers where it has any, else itself."""
    text, start, held = source.text, at, False
    value: dict[str, object] = {}
    at = _skip_space(text, at + 1)
    while not text.startswith("}", at):
        key_at = at
        key, at = _decode(source, _expect(source, '"', at, "an object") - 1)
        at = _skip_space(text, _expect(source, ":", _skip_space(text, at), f"the key {str(key)[:40]!r}"))
        if key in containers and text.startswith(("[", "{"), at):
            held = True
            at = yield from _value(source, at, (), str(key))
        else:
            value[str(key)], at = _decode(source, at)
        at = _skip_space(text, at)
        if text.startswith(",", at):
            at = _skip_space(text, at + 1)
        elif not text.startswith("}", at):
            _expect(source, ",", at, f"the object with the key on line {source.line(key_at)}")
    if not held:
        yield Record(value, None, source, start, at + 1)
    return at + 1


def _decode(source: _Text, at: int) -> tuple[object, int]:
    try:
        value, end = _DECODER.raw_decode(source.text, at)
    except json.JSONDecodeError as error:
        cut = error.msg.startswith("Unterminated") or error.pos >= len(source.text.rstrip())
        what = f"broken JSON: {error.msg.removesuffix(' starting at').lower()}{_CUT if cut else ''}"
        raise SourceError(what, path=source.path, line=source.line(error.pos), remedy="export it again") from error
    except RecursionError as error:
        raise UnsafeInput("JSON nested too deep", path=source.path, line=source.line(at)) from error
    return value, end


def _expect(source: _Text, mark: str, at: int, where: str) -> int:
    if source.text.startswith(mark, at):
        return at + len(mark)
    what = f"broken JSON: no {mark!r} in {where}{_CUT if at >= len(source.text) else ''}"
    raise SourceError(what, path=source.path, line=source.line(at), remedy="export it again")


def _skip_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
