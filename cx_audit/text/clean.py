"""From a channel's own text to the text that is compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from cx_audit.model import Markup
from cx_audit.text.html import html_to_text, looks_like_html
from cx_audit.text.markdown import markdown_to_text
from cx_audit.text.spans import Mapped

__all__ = ["PLACEHOLDER", "Clean", "clean", "clean_question", "has_words"]

PLACEHOLDER = "…"
"""What stands for a value that the channel fills in."""

_LIQUID_BLOCK = re.compile(r"\{%-?[^%]{0,500}?-?%\}")
_PLACEHOLDER = re.compile(
    r"""
      \{\{[^{}]{0,300}\}\}                                   # {{ticket.requester.first_name}}, Liquid, Handlebars
    | \#\{[^{}\n]{1,200}\}                                   # #{ticket.customer.firstname}
    | \$\{[^{}\n]{1,200}\}                                   # ${name}
    | \{[A-Za-z_][\w.\-]{0,60}(?:,[^{}\n]{0,200})?\}         # {name}, {count, plural, ...}
    | %\([A-Za-z_]\w{0,60}\)[sd]                             # %(name)s
    | \[[A-ZÀ-Ý][A-ZÀ-Ý0-9_ .\-]{1,60}\](?!\()               # [ORDER NUMBER]
    | <(?:attribute|placeholder)\b[^>]{0,300}/?>             # Intercom
    """,
    re.X,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"[^\S\n]+")
_BLANK = re.compile(r" ?\n[ \n]*")
_NAME_TAIL = re.compile(r"(?<=\w)(?:::|\s[>»|]\s|\s-\s)")


@dataclass(frozen=True, slots=True)
class Clean:
    """Clean text and its way back: ``original(start, end)`` gives the span in the channel's own text."""

    text: str
    mapped: Mapped

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the original."""
        return self.mapped.span(start, end)


def clean(raw: str, markup: Markup = Markup.PLAIN) -> Clean:
    """Strip markup, neutralise placeholders, drop control and bidi-override characters, fold white space.

    Plain text that plainly holds HTML is read as HTML: macro exports often don't say.
    """
    mapped = Mapped.of(raw)
    if markup is Markup.MARKDOWN:
        mapped = markdown_to_text(mapped)
    if markup is Markup.HTML or looks_like_html(mapped.text):
        inner = html_to_text(mapped.text)
        mapped = Mapped(
            inner.text,
            tuple(mapped.offsets[o] for o in inner.offsets),
            tuple(mapped.ends[e - 1] for e in inner.ends),
        )
    mapped = mapped.sub(_LIQUID_BLOCK, "").sub(_PLACEHOLDER, PLACEHOLDER)
    mapped = mapped.sub(_CONTROL, lambda m: "\n" if m.group() in "\r\x85" else "")
    mapped = mapped.sub(_SPACE, " ").sub(_BLANK, "\n").strip()
    return Clean(mapped.text, mapped)


def clean_question(raw: str) -> str:
    """A question or macro title as one plain line: "Returns::Window - standard" -> "Returns: Window: standard"."""
    text = clean(raw).text.replace("\n", " ")
    return " ".join(_NAME_TAIL.sub(": ", text).replace("_", " ").split())


def has_words(text: str) -> bool:
    """Whether anything is left to compare: at least one letter or digit beside placeholders."""
    return any(unicodedata.category(c)[0] in "LN" for c in text.replace(PLACEHOLDER, ""))
