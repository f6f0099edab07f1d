"""Markdown to text by taking its marks away in place, so that offsets stay true.

markdown-it-py (used to find headings in ``sources``) maps tokens to lines only, not to characters.
"""

from __future__ import annotations

import re

from cx_audit.text.spans import Mapped

__all__ = ["markdown_to_text"]

_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"(?<!!)\[([^\]\n]{1,300})\]\((?!\s)[^)\n]{0,2000}\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^>\s]{1,2000})>")
_ANCHOR = re.compile(r"\s*\{#[\w-]{1,100}\}")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.M)
_QUOTE = re.compile(r"^[ \t]{0,3}>[ \t]?", re.M)
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+", re.M)
_STRONG = re.compile(r"(?<![\w*])\*\*(?=\S)([^\n]{1,2000}?)(?<=\S)\*\*|(?<!\w)__(?=\S)([^\n]{1,2000}?)(?<=\S)__(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\*(?![\w*])|(?<!\w)_(?=[^\s_])([^_\n]{1,500}?)(?<=\S)_(?!\w)")
_CODE = re.compile(r"`([^`\n]{1,500})`")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*$", re.M)
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t:|-]*-{3}[ \t:|-]*$", re.M)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")


def _either(mapped: Mapped, pattern: re.Pattern[str]) -> Mapped:
    # two passes, since keep() takes one group at a time
    return mapped.keep(pattern, 1).keep(pattern, 2)


def markdown_to_text(mapped: Mapped) -> Mapped:
    """The text that a reader of the rendered Markdown sees; inline HTML is left to ``html_to_text``."""
    for pattern in (_FENCE, _TABLE_RULE, _IMAGE, _ANCHOR, _HEADING, _QUOTE, _BULLET):
        mapped = mapped.sub(pattern, "")
    for pattern in (_LINK, _AUTOLINK, _CODE):
        mapped = mapped.keep(pattern)
    mapped = _either(mapped, _STRONG)
    mapped = _either(mapped, _EMPHASIS)
    return mapped.keep(_ESCAPE)
