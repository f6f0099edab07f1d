"""Markdown to text by taking its marks away in place, so that offsets stay true.

markdown-it-py (used to find headings in ``sources``) maps tokens to lines only, not to characters. The patterns
are possessive or bounded: none backtracks over more than a line's worth.
"""

from __future__ import annotations

import re

from cx_audit.text.spans import Mapped

__all__ = ["markdown_to_text"]

_TARGET = r"\((?!\s)(?:[^()\n]|\([^()\n]{0,500}+\)){0,2000}+\)"
_DEFINITION = re.compile(r"^[ ]{0,3}\[[^\]\n]{1,200}+\]:[ \t]+\S[^\n]*$", re.M)
_IMAGE = re.compile(rf"!\[[^\]\n]{{0,300}}+\](?:{_TARGET}|\[[^\]\n]{{0,200}}+\])")
_LINK = re.compile(rf"(?<![!\\])\[([^\[\]\n]{{0,300}}+)\](?:{_TARGET}|\[[^\]\n]{{0,200}}+\])")
_FOOTNOTE = re.compile(r"\[\^[\w-]{1,60}+\]:?")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:|tel:)[^<>\s]{1,2000}+|[^<>\s@]{1,100}+@[^<>\s@]{1,200}+)>")
_ATTRIBUTES = re.compile(r"[ \t]?\{[#:][^{}\n]{1,100}+\}")
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}(?:[ \t]+|$)|(?<=[^\s#])[ \t]{1,9}+#{1,6}[ \t]*$", re.M)
_QUOTE = re.compile(r"^[ ]{0,3}(?:>[ \t]?)+", re.M)
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?", re.M)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*$", re.M)
_RULE = re.compile(r"^(?=[^\n]*(?:[-=]{2}|-[ \t]-|\*[ \t]?\*))[-:|=* \t]{3,}+$", re.M)
_ROW = re.compile(r"^[ \t]*\|([^\n]*[^|\s])[ \t]*\|?[ \t]*$", re.M)
_STRONG = re.compile(
    r"(?<![\w*\\])\*\*(?=\S)((?:[^*\n]|\*(?!\*)){1,1000}+)(?<![\s\\])\*\*"
    r"|(?<![\w\\])__(?=\S)((?:[^_\n]|_(?!_)){1,1000}+)(?<![\s\\])__(?!\w)"
)
_EMPHASIS = re.compile(
    r"(?<![\w*\\])\*(?=[^\s*])((?:[^*\n\\]|\\.){1,500}+)(?<!\s)\*(?![\w*])"
    r"|(?<![\w\\])_(?=[^\s_])((?:[^_\n\\]|\\.|(?<=\w)_(?=\w)){1,500}+)(?<!\s)_(?!\w)"
)
_STRUCK = re.compile(r"(?<![~\\])~~(?=[^\s~])([^~\n]{1,500}+)(?<!\s)~~")
_CODE = re.compile(r"(?<!`)`([^`\n]{1,500}+)`|``([^\n]{1,500}?)``")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~$&-])")
_HARD_BREAK = re.compile(r"\\$", re.M)
# the end of a line that was full, before one that begins like the rest of a sentence
_WRAP = re.compile(r"(?<=[^\n]{40})(?<=[^\s.!?:;…؟|\\])[ \t]?\n[ \t]{0,3}(?=[^\W_A-Z]|[(\"'«„“])(?!\d{1,3}[.)][ \t])")
_OWN_LINE = ("#", "|", "```", "~~~")


def _either(mapped: Mapped, pattern: re.Pattern[str]) -> Mapped:
    # two passes, since keep() takes one group at a time
    return mapped.keep(pattern, 1).keep(pattern, 2)


def _unwrapped(match: re.Match[str]) -> str | None:
    """A space for the line end within a paragraph; None where the line is a heading or a row."""
    start = match.string.rfind("\n", 0, match.start()) + 1
    return None if match.string[start:].lstrip().startswith(_OWN_LINE) else " "


def markdown_to_text(mapped: Mapped) -> Mapped:
    """The text that a reader of the rendered Markdown sees; inline HTML is left to ``html_to_text``.

    Numbers of ordered lists stay: a line may begin with "31. Januar". Table rows keep the bars between cells. Lines
    that were wrapped within a sentence are joined.
    """
    mapped = mapped.sub(_WRAP, _unwrapped)
    for pattern in (_FENCE, _RULE, _DEFINITION, _FOOTNOTE, _IMAGE, _ATTRIBUTES, _QUOTE, _HEADING, _BULLET):
        mapped = mapped.sub(pattern, "")
    for pattern in (_ROW, _LINK, _AUTOLINK, _STRUCK):
        mapped = mapped.keep(pattern)
    for pattern in (_CODE, _STRONG, _EMPHASIS, _EMPHASIS):
        mapped = _either(mapped, pattern)
    return mapped.keep(_ESCAPE).sub(_HARD_BREAK, "")
