"""An article cut at its headings: one question with its answer each, whether it is HTML or Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from cx_audit.model import Markup
from cx_audit.sources.html_page import parse_fragment
from cx_audit.sources.html_sections import read_sections
from cx_audit.sources.ids import short_hash, slug
from cx_audit.sources.interface import Reason
from cx_audit.sources.markdown_sections import read_markdown

__all__ = ["Part", "Unanswered", "cut"]


@dataclass(frozen=True, slots=True)
class Part:
    """A question of an article. ``below`` counts the lines of the article before it, where that is known.

    ``key`` tells it from the other parts of its article; "" for what stands before the first heading.
    """

    question: str
    text: str
    key: str = ""
    level: int = 0
    below: int = 0
    above: str = ""
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A part that gives no answer, and why."""

    reason: Reason
    question: str


def cut(content: str | HtmlElement, markup: Markup, title: str, path: str) -> Iterator[Part | Unanswered]:
    """The parts of an article in their order; nothing where no words stand in it.

    What stands before the first heading is under ``title``. ``path`` names the file in errors. Plain text is one part.
    ``content`` may be an element of a page that was parsed already.
    """
    parts = _cut(content, markup, title, path)
    if not any(part.text for part in parts):
        return
    often = Counter(part.question for part in parts if part.text)
    for number, part in enumerate(parts):
        deeper = any(after.level > part.level for after in parts[number + 1 : number + 2])
        if part.text and part.question:
            repeated = short_hash([part.text]) if often[part.question] > 1 else ""
            key = "-".join(filter(None, (slug(part.question) if part.level else "", repeated)))
            yield Part(part.question, part.text, key, part.level, part.below, part.above, part.variants)
        elif part.text:
            yield Unanswered(Reason.NO_QUESTION, title)
        elif part.level and not deeper:
            yield Unanswered(Reason.BARE_HEADING, part.question)


def _cut(content: str | HtmlElement, markup: Markup, title: str, path: str) -> Sequence[Part]:
    if isinstance(content, str) and markup is Markup.PLAIN:
        return [Part(title, content if content.strip() else "")]
    if isinstance(content, str) and markup is Markup.MARKDOWN:
        found, above, parts = read_markdown(content.replace("\r\n", "\n").replace("\r", "\n"), title), "", []
        for one in found:
            parts.append(Part(one.question, one.text, "", one.level, one.line - 1, above))
            above = one.question if one.level in (1, 2) else above
        return parts
    root = parse_fragment(content, path) if isinstance(content, str) else content
    return [
        Part(
            question=section.question,
            text=section.html if section.begun else "",
            level=section.level,
            below=(section.line or 1) - 1,
            above=section.above[-1] if section.above else "",
            variants=section.variants,
        )
        for section in read_sections(root, title)
    ]
