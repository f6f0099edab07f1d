"""Where in a YAML file things stand, so that a mistake is told with its line; and what no file of ours may hold."""

from __future__ import annotations

from pathlib import Path

import yaml

from cx_audit.errors import ConfigError

__all__ = ["Key", "lines_of", "named", "refuse_hostile"]

Key = tuple[str | int, ...]
"""The way to a value: keys, and places in lists."""

_MAX_DEPTH = 20


def refuse_hostile(text: str, path: str | Path, loader: type[yaml.SafeLoader], *, remedy: str) -> None:
    """Aliases can grow a small file without bound, and nesting can exhaust the stack: neither has a use here.

    Raises:
        ConfigError: the file has either.
        yaml.YAMLError: it isn't YAML.
    """
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise ConfigError("uses YAML aliases", path=path, line=line, remedy="write the value out in each place")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                raise ConfigError("is nested too deeply", path=path, line=line, remedy=remedy)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def lines_of(node: yaml.Node | None, path: Key = ()) -> tuple[dict[Key, int], list[tuple[int, str]]]:
    """The line of each key, and the keys that are written twice; the keys of a file are text here, even numbers."""
    if node is None:
        return {}, []
    lines = {path: node.start_mark.line + 1}
    twice: list[tuple[int, str]] = []
    children: list[tuple[Key, yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = (*path, str(key.value))
            if name in lines:
                twice.append((key.start_mark.line + 1, f"{named(name)}: is written twice"))
            lines[name] = key.start_mark.line + 1
            children.append((name, value))
    elif isinstance(node, yaml.SequenceNode):
        children = [((*path, i), item) for i, item in enumerate(node.value)]
    for name, child in children:
        inner, more = lines_of(child, name)
        for place, line in inner.items():
            lines.setdefault(place, line)  # a key's own line, not that of its value
        twice += more
    return lines, twice


def named(where: Key, whole: str = "the configuration") -> str:
    """A key in words: "sources.0.path"; ``whole`` is what the file is called."""
    name = ".".join(str(part) for part in where) or whole
    return name if name.isprintable() else ascii(name)
