"""The shape of a policy file: from YAML to entries that know their line, before anybody asks what they mean."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

import yaml

from cx_audit.errors import ConfigError
from cx_audit.policy.problems import Problems
from cx_audit.policy.subjects import fold_name
from cx_audit.resources import pack_languages
from cx_audit.text import base_language
from cx_audit.yaml_lines import refuse_hostile

__all__ = ["FIELDS", "HEAD", "Entry", "Head", "read_file"]

FIELDS = ("value", "owner", "valid_from", "valid_to", "note", "for", "language", "question")
"""The keys of the long form of a line."""
HEAD = ("include", "language", "region", "owner", "other")
"""The keys of a file that are no lines."""
_EVERYONE = frozenset({"default", "everyone", "all", "*"})
_MAX_BYTES = 1_000_000
_LONGEST = 1_000
_HOW = "see docs/policy.md"


class _Loader(yaml.SafeLoader):
    """YAML of texts alone: "no" is a word, 09:00 a time of ours, and +44 keeps its sign."""


_Loader.yaml_implicit_resolvers = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as written; ``values`` are one text, or the members of a list."""

    key: str
    line: int
    values: tuple[str, ...] = ()
    segment: str | None = None
    question: str | None = None
    owner: str | None = None
    note: str | None = None
    language: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of all its lines; ``include`` holds names and their lines."""

    include: tuple[tuple[str, int], ...] = ()
    language: str | None = None
    region: str | None = None
    owner: str | None = None
    remarks: int = 0
    fields: Mapping[str, str] = field(default_factory=dict, compare=False)


Items = list[tuple[str, int, yaml.Node]]


class _Shape:
    """Walks the nodes of one file."""

    def __init__(self, path: str, problems: Problems) -> None:
        self._path, self._problems = path, problems

    def _wrong(self, node: yaml.Node, what: str, remedy: str = _HOW) -> None:
        self._problems.add(self._path, node.start_mark.line + 1, what, remedy)

    def items(self, node: yaml.Node) -> Items:
        """Key, line and value of a mapping; a key that is there twice is told, and the first counts."""
        out: Items = []
        seen: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value).strip(), key.start_mark.line + 1
            folded = fold_name(name)
            if folded in seen:
                what = f"{name}: is written twice, first in line {seen[folded]}"
                self._problems.add(self._path, line, what, "keep one")
                continue
            seen[folded] = line
            out.append((name, line, value))
        return out

    def text(self, node: yaml.Node, name: str) -> str | None:
        """A plain text; None, with a complaint, for anything else."""
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip() or len(node.value) > _LONGEST:
            self._wrong(node, f"{name}: should be a text of at most {_LONGEST:,} characters", "write it on one line")
            return None
        return str(node.value).strip()

    def _day(self, node: yaml.Node, name: str) -> date | None:
        said = self.text(node, name)
        with contextlib.suppress(ValueError):
            return date.fromisoformat(said) if said and len(said) == len("2026-01-31") else date.fromisoformat("")
        if said:
            self._wrong(node, f"{name}: {said[:40]!r} is no day", "write it as 2026-12-31")
        return None

    def _language(self, node: yaml.Node) -> str | None:
        said = self.text(node, "language")
        if said and base_language(said) not in pack_languages():
            self._wrong(node, f"language: {said[:40]} has no pack", f"one of {', '.join(pack_languages())}")
            return None
        return said

    def head(self, items: Items) -> Head:
        """What the file says of itself."""
        head = Head()
        for name, _, node in items:
            match fold_name(name):
                case "include":
                    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
                    named = [(said, one.start_mark.line + 1) for one in nodes if (said := self.text(one, name))]
                    head = replace(head, include=tuple(named))
                case "language":
                    head = replace(head, language=self._language(node))
                case "region":
                    said = self.text(node, name)
                    if said and (len(said) != 2 or not said.isupper()):
                        self._wrong(node, f"region: {said[:40]} is no country", "two capitals, such as NL")
                    head = replace(head, region=said)
                case "owner":
                    head = replace(head, owner=self.text(node, name))
                case "other":
                    head = replace(head, remarks=len(node.value) if isinstance(node.value, list) else 1)
        return head

    def entries(self, key: str, line: int, node: yaml.Node) -> Iterator[Entry]:
        """The lines of one key: a value, a list of values, the long form, or any of them by segment."""
        yield from self._form(Entry(key, line), node, segments=True)

    def _form(self, entry: Entry, node: yaml.Node, *, segments: bool) -> Iterator[Entry]:
        if isinstance(node, yaml.SequenceNode):
            yield from self._sequence(entry, node)
        elif isinstance(node, yaml.MappingNode):
            names = {fold_name(name) for name in (str(key.value) for key, _ in node.value)}
            if "value" in names or names & {"valid_from", "valid_to", "question"}:
                yield from self._long(entry, node)
            elif segments and names:
                yield from self._by_segment(entry, node)
            else:
                self._wrong(node, f"{entry.key}: no value", 'write it as {value: 30 days, owner: "Shop team"}')
        else:
            said = self.text(node, entry.key)
            if said:
                yield replace(entry, values=(said,))

    def _sequence(self, entry: Entry, node: yaml.SequenceNode) -> Iterator[Entry]:
        if any(isinstance(one, yaml.MappingNode) for one in node.value):
            for one in node.value:
                line = one.start_mark.line + 1
                yield from self._form(replace(entry, line=line), one, segments=False)
            return
        said = [self.text(one, entry.key) for one in node.value]
        texts = tuple(text for text in said if text)
        if texts and len(texts) == len(said):
            yield replace(entry, values=texts)
        elif not said:
            self._wrong(node, f"{entry.key}: an empty list", "name what belongs in it, or leave the key out")

    def _by_segment(self, entry: Entry, node: yaml.MappingNode) -> Iterator[Entry]:
        for name, line, value in self.items(node):
            segment = None if name.casefold() in _EVERYONE else name
            yield from self._form(replace(entry, line=line, segment=segment), value, segments=False)

    def _long(self, entry: Entry, node: yaml.MappingNode) -> Iterator[Entry]:
        said: yaml.Node | None = None
        for name, line, value in self.items(node):
            match fold_name(name):
                case "value":
                    said = value
                case "owner":
                    entry = replace(entry, owner=self.text(value, name))
                case "note":
                    entry = replace(entry, note=self.text(value, name))
                case "question":
                    entry = replace(entry, question=self.text(value, name))
                case "for":
                    entry = replace(entry, segment=self._whom(entry, value))
                case "language":
                    entry = replace(entry, language=self._language(value))
                case "valid_from":
                    entry = replace(entry, valid_from=self._day(value, name))
                case "valid_to":
                    entry = replace(entry, valid_to=self._day(value, name))
                case other:
                    near = get_close_matches(other, FIELDS, n=1)
                    remedy = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(FIELDS)}"
                    self._problems.add(self._path, line, f"{entry.key}: unknown key {name[:60]}", remedy)
        if said is None:
            self._wrong(node, f"{entry.key}: no value", "add value:, such as value: 30 days")
        elif entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
            what = f"{entry.key}: ends on {entry.valid_to}, before it begins on {entry.valid_from}"
            self._wrong(node, what, "swap valid_from and valid_to, or mend one of them")
        else:
            yield from self._form(entry, said, segments=entry.segment is None)

    def _whom(self, entry: Entry, node: yaml.Node) -> str | None:
        if isinstance(node, yaml.SequenceNode):
            said = [self.text(one, "for") for one in node.value]
            return ", ".join(text for text in said if text) or None
        told = self.text(node, "for")
        return None if told is None or told.casefold() in _EVERYONE else told


def read_file(path: str, text: str, problems: Problems) -> tuple[Head, list[Entry]]:
    """The head and the entries of one file.

    Args:
        path: how it is called in problems.
        text: its text.
        problems: gets what is wrong with its shape.

    Raises:
        ConfigError: it holds aliases, nests too deeply, or is too large.
        yaml.YAMLError: it isn't YAML.
    """
    if len(text) > _MAX_BYTES:
        raise ConfigError("is larger than 1 MB", path=path, remedy="a policy is a short text file")
    refuse_hostile(text, path, _Loader, remedy=_HOW)
    node = yaml.compose(text.removeprefix("\ufeff"), Loader=_Loader)
    if node is None:
        return Head(), []
    shape = _Shape(path, problems)
    if not isinstance(node, yaml.MappingNode):
        problems.add(path, 1, "should be keys with values, such as return_window: 30 days", _HOW)
        return Head(), []
    items = shape.items(node)
    facts = [(name, line, value) for name, line, value in items if fold_name(name) not in HEAD]
    return shape.head(items), [entry for item in facts for entry in shape.entries(*item)]
