"""YAML as plain dicts, lists and texts that know their line, with aliases, depth and size bounded.

It is built from the parser's events, not by ``yaml.safe_load``, for three reasons: every text keeps its line;
an intent called ``no`` stays the word "no"; and libyaml's own composer crashes the process on deep nesting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeGuard

import yaml

from cx_audit.errors import SourceError, UnsafeInput

__all__ = ["Text", "is_mapping", "line_of", "listed", "parse_yaml", "said"]

_MAX_DEPTH = 100
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Text(str):
    """A scalar as it is written, and the line (from 1) on which it begins."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, value: str, line: int) -> Text:
        made = super().__new__(cls, value)
        made.line = line
        return made


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being filled; ``size`` counts its values, those of aliases too."""

    value: list[object] | dict[str, object]
    anchor: str | None
    size: int = 1
    key: Text | None = None
    merged: list[object] = field(default_factory=list)


def parse_yaml(text: str, path: str, max_nodes: int) -> object:
    """The first document of a YAML text: dicts, lists, ``Text`` and None.

    SourceError with the line where it is broken; UnsafeInput where it is nested too deep or grows too large.
    """
    try:
        return _Builder(path, max_nodes).build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        raise SourceError(f"broken YAML: {error.problem or error.context}", path=path, line=line) from error
    except yaml.YAMLError as error:
        raise SourceError(f"broken YAML: {str(error).splitlines()[0]}", path=path) from error


class _Builder:
    def __init__(self, path: str, max_nodes: int) -> None:
        self._path = path
        self._max_nodes = max_nodes
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[object, int]] = {}
        self._root: object = None

    def build(self, text: str) -> object:
        for event in yaml.parse(text, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark else 0
            match event:
                case yaml.ScalarEvent():
                    self._scalar(event, line)
                case yaml.AliasEvent():
                    self._alias(str(event.anchor), line)
                case yaml.SequenceStartEvent():
                    self._push(_Open([], event.anchor), line)
                case yaml.MappingStartEvent():
                    self._push(_Open({}, event.anchor), line)
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    self._pop(line)
                case yaml.DocumentEndEvent():
                    break
        return self._root

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        block = event.style in ("|", ">")
        null = event.style is None and event.value in _NULLS
        is_key = bool(self._stack) and isinstance(self._stack[-1].value, dict) and self._stack[-1].key is None
        value = None if null and not is_key else Text(event.value, line + block)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        self._add(value, 1, line)

    def _alias(self, name: str, line: int) -> None:
        if name not in self._anchors:
            raise SourceError(f"broken YAML: no anchor {name!r} before its alias", path=self._path, line=line)
        value, size = self._anchors[name]
        self._add(value, size, line)

    def _push(self, opened: _Open, line: int) -> None:
        if len(self._stack) >= _MAX_DEPTH:
            raise UnsafeInput(f"YAML nested more than {_MAX_DEPTH} deep", path=self._path, line=line)
        self._stack.append(opened)

    def _pop(self, line: int) -> None:
        done = self._stack.pop()
        if isinstance(done.value, dict):
            for base in done.merged:
                done.value = {**base, **done.value} if isinstance(base, dict) else done.value
        if done.anchor:
            self._anchors[done.anchor] = (done.value, done.size)
        self._add(done.value, done.size, line)

    def _add(self, value: object, size: int, line: int) -> None:
        if not self._stack:
            self._root = value
            return
        into = self._stack[-1]
        into.size += size
        if into.size > self._max_nodes:
            what = f"YAML of more than {self._max_nodes:,} values once its aliases are expanded"
            raise UnsafeInput(what, path=self._path, line=line)
        if isinstance(into.value, list):
            into.value.append(value)
        elif into.key is None:
            into.key = value if isinstance(value, Text) else Text("", line)
        else:
            _put(into, into.key, value)
            into.key = None


def _put(into: _Open, key: Text, value: object) -> None:
    assert isinstance(into.value, dict)
    before = into.value.get(key)
    if key == "<<":
        into.merged += value if isinstance(value, list) else [value]
    elif isinstance(before, list) and isinstance(value, list):
        # The same key twice: both were written, so both are read.
        into.value[key] = before + value
    else:
        into.value[key] = value


def is_mapping(value: object) -> TypeGuard[dict[str, object]]:
    """Whether the value is a mapping (its keys are texts)."""
    return isinstance(value, dict)


def listed(value: object) -> Iterator[object]:
    """The members of a list; nothing where it is none."""
    return iter(value if isinstance(value, list) else ())


def said(value: object) -> str:
    """The plain text of a scalar without space around it, "" for anything else."""
    return str(value).strip() if isinstance(value, str) else ""


def line_of(value: object) -> int | None:
    """The line of a scalar that was read from a file."""
    return value.line if isinstance(value, Text) else None
