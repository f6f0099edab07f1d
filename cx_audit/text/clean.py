"""From a channel's own text to the text that is compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from cx_audit.model import Markup
from cx_audit.text.html import html_to_text, looks_like_html
from cx_audit.text.markdown import markdown_to_text
from cx_audit.text.placeholders import PLACEHOLDER, neutralise
from cx_audit.text.spans import Mapped

__all__ = ["PLACEHOLDER", "Clean", "clean", "clean_question", "has_words"]

_NEWLINE = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, soft hyphens, zero-width spaces, bidi marks and overrides, invisible operators, tag characters, lone
# surrogates. The joiners U+200C and U+200D stay: Persian words and emoji need them.
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
# All white space in a line but a single plain space, which stays as it is.
_SPACE = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_LETTER = re.compile(r"[^\W_]")
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

    Plain text that plainly holds HTML is read as HTML: macro exports often don't say. Never raises.
    """
    # placeholders go first: markup reading would take their own "_", "<" and "*" for marks
    mapped = neutralise(Mapped.of(raw).sub(_NEWLINE, "\n"))
    if markup is Markup.MARKDOWN:
        mapped = markdown_to_text(mapped)
    if markup is Markup.HTML or looks_like_html(mapped.text):
        inner = html_to_text(mapped.text, keep_lines=markup is Markup.MARKDOWN)
        mapped = Mapped(
            inner.text,
            tuple(mapped.offsets[o] for o in inner.offsets),
            tuple(mapped.ends[e - 1] for e in inner.ends),
        )
    # and again: entities and removed tags may have brought more of each to light
    mapped = neutralise(mapped.sub(_NEWLINE, "\n").sub(_CONTROL, ""))
    return _folded(mapped)


def _folded(mapped: Mapped) -> Clean:
    mapped = mapped.sub(_SPACE, " ").sub(_BLANK, "\n").strip()
    return Clean(mapped.text, mapped)


@lru_cache(maxsize=20_000)
def clean_question(raw: str) -> str:
    """A question or macro title as one plain line: "Returns::Window - standard" -> "Returns: Window: standard"."""
    text = clean(raw).text.replace("\n", " ")
    return " ".join(_NAME_TAIL.sub(": ", text).replace("_", " ").split())


def has_words(text: str) -> bool:
    """Whether anything is left to compare: at least one letter or digit beside placeholders."""
    if _LETTER.search(text):
        return True
    return any(unicodedata.category(c)[0] in "LN" for c in text)  # some numerals are none to regular expressions
