"""The YAML block at the head of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cx_audit.sources.yamltext import is_mapping, parse_yaml, said

__all__ = ["FrontMatter", "parse_front_matter", "split_front_matter"]

_BLOCK = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_MAX_NODES = 10_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file says of itself, keys in lower case."""

    values: Mapping[str, str]

    def first(self, *keys: str) -> str | None:
        """The value of the first of the keys that has one."""
        return next((self.values[key] for key in keys if self.values.get(key)), None)

    @property
    def draft(self) -> bool:
        """Whether the site generator leaves the page out."""
        return self.values.get("draft", "").lower() == "true" or self.values.get("published", "").lower() == "false"


def split_front_matter(text: str) -> tuple[str, str]:
    """The block, and the text with the block's lines blanked so that line numbers stay."""
    found = _BLOCK.match(text)
    if found is None:
        return "", text
    return found.group(1), "\n" * found.group().count("\n") + text[found.end() :]


def parse_front_matter(block: str, path: str) -> FrontMatter:
    """What the block says; SourceError where it is broken YAML."""
    values = parse_yaml("\n" + block, path, _MAX_NODES)
    return FrontMatter({str(key).lower(): said(value) for key, value in values.items()} if is_mapping(values) else {})
