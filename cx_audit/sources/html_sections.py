"""The questions and answers that stand in a page: accordions, definition lists, and headings with their text.

The content is walked once, in order. A marker opens a section; all that follows, up to the next marker, is its
answer. Markers are headings, and what pages use in their place: the button of an accordion, an element whose
class says "question", a bold question that begins a paragraph, and text that the page's structured data names
as a question.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html import escape

from lxml.html import HtmlElement

from cx_audit.sources.html_page import element_line, loose_words, outer_html, words
from cx_audit.sources.ids import squeeze

__all__ = ["QUESTION_MARKS", "Section", "question_key", "read_sections"]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PSEUDO = 7
_NESTED = 8
_LONGEST = 300
_CLASS = re.compile(
    r"(?:^|[-_])(?:question|faq[-_]*title|(?:accordion|toggle|collaps\w*)[-_]*(?:title|header|heading|button|trigger))$"
)
_BLOCKS = frozenset({"p", "li", "div", "td", "dd", "section", "blockquote"})
QUESTION_MARKS = "?؟？;;"
_ANCHORS = "#¶§🔗 "


@dataclass(slots=True)
class Section:
    """A question and the HTML that answers it, from ``line`` on. ``above`` are the headings it stands under."""

    question: str
    level: int
    line: int | None = None
    locale: str | None = None
    variants: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    pieces: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    @property
    def html(self) -> str:
        """The answer as HTML."""
        return "".join(self.pieces).strip()

    @property
    def begun(self) -> bool:
        """Whether the answer has begun."""
        return any(part.strip() for part in self.text)

    @property
    def plain(self) -> str:
        """The words of the answer, on one line."""
        return squeeze("".join(self.text))


def question_key(text: str) -> str:
    """A question without what may differ between two ways to write it on one page."""
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def read_sections(root: HtmlElement, title: str = "", known: Collection[str] = ()) -> list[Section]:
    """The sections of a tree in their order, those without text too.

    The first is what stands before the first heading, under ``title``. ``known`` are keys of questions that
    structured data names.
    """
    walker = _Walker(root, title, known)
    walker.walk(root)
    return walker.sections


class _Walker:
    def __init__(self, root: HtmlElement, title: str, known: Collection[str]) -> None:
        self._known = frozenset(filter(None, known))
        self._markers: dict[HtmlElement, int] = {}
        self._holders: set[HtmlElement] = set()
        for element in root.iter():
            self._find_marker(element)
        self._outline: list[Section] = []
        self._current = Section(title, 0)
        self.sections = [self._current]

    def _find_marker(self, element: HtmlElement) -> None:
        # Within a marker nothing is one, but for an accordion inside an accordion.
        if element.tag != "details" and any(above in self._markers for above in element.iterancestors()):
            return
        level = self._level(element)
        if level is not None:
            self._markers[element] = level
            self._holders.update(element.iterancestors())

    def _level(self, element: HtmlElement) -> int | None:
        """How deep in the outline a marker stands; None for what is none."""
        tag = str(element.tag)
        if tag in _HEADINGS:
            return _HEADINGS[tag]
        if tag in ("details", "dl"):
            return _NESTED
        if (element.get("role") or "") == "heading":
            level = element.get("aria-level", "")
            return int(level) if level.isdecimal() and len(level) == 1 else _PSEUDO
        return _PSEUDO if self._stands_for_heading(element, tag) else None

    def _stands_for_heading(self, element: HtmlElement, tag: str) -> bool:
        if tag in ("strong", "b"):
            return _begins_block(element) and words(element).endswith(tuple(QUESTION_MARKS))
        opens = element.get("aria-expanded") is not None or "collapse" in (
            element.get("data-toggle"),
            element.get("data-bs-toggle"),
        )
        named = any(_CLASS.search(name[-_LONGEST:].lower()) for name in (element.get("class") or "").split())
        if not (opens or named or self._known):
            return False
        text = words(element)
        if not text or len(text) > _LONGEST:
            return False
        return question_key(text) in self._known or ((opens or named) and _one_line(element, text))

    def walk(self, element: HtmlElement) -> None:
        """Take in the content of an element that isn't a marker."""
        self._text(element.text)
        for child in element:
            self._visit(child)
            self._text(child.tail)

    def _visit(self, element: HtmlElement) -> None:
        level = self._markers.get(element)
        if element.tag == "details":
            self._details(element)
        elif element.tag == "dl" and level is not None:
            self._definitions(element)
        elif level is not None:
            self._open(words(element).rstrip(_ANCHORS), level, element)
        elif element in self._holders:
            self.walk(element)
        elif element.tag != "button":
            self._add(element)

    def _add(self, element: HtmlElement) -> None:
        """Take an element whole into the current answer."""
        if not self._current.begun:
            self._current.line = element_line(element) or self._current.line
        self._current.pieces.append(outer_html(element))
        self._current.text.append(loose_words(element))

    def _text(self, text: str | None) -> None:
        if text:
            self._current.pieces.append(escape(text, quote=False))
            self._current.text.append(text)

    def _open(self, question: str, level: int, element: HtmlElement, variants: tuple[str, ...] = ()) -> None:
        while self._outline and self._outline[-1].level >= level:
            self._outline.pop()
        self._current = Section(
            question=question,
            level=level,
            line=element_line(element),
            locale=_language(element),
            variants=variants,
            above=tuple(section.question for section in self._outline if section.level < _PSEUDO),
        )
        self._outline.append(self._current)
        self.sections.append(self._current)

    def _details(self, element: HtmlElement) -> None:
        """An accordion of HTML itself; what follows it belongs to the section around it."""
        outer, summary = self._current, element.find("summary")
        if summary is None:
            self.walk(element)
            return
        self._open(words(summary).rstrip(_ANCHORS), _NESTED, element)
        self._text(element.text)
        for child in element:
            if child is not summary:
                self._visit(child)
            self._text(child.tail)
        self._current = outer

    def _definitions(self, element: HtmlElement) -> None:
        outer, pairs = self._current, list(_pairs(element))
        if not pairs:
            self.walk(element)
        for terms, answers in pairs:
            questions = [words(term).rstrip(_ANCHORS) for term in terms]
            self._open(questions[0], _NESTED, terms[0], tuple(questions[1:]))
            for answer in answers:
                self.walk(answer) if answer in self._holders else self._add_inner(answer)
            self._current = outer

    def _add_inner(self, element: HtmlElement) -> None:
        self._text(element.text)
        for child in element:
            self._add(child)
            self._text(child.tail)
        self._text("\n")


def _pairs(element: HtmlElement) -> Iterator[tuple[list[HtmlElement], list[HtmlElement]]]:
    """The terms and definitions of a list, also where a <div> wraps each pair."""
    parts = [part for part in element.iter("dt", "dd") if next(part.iterancestors("dl"), None) is element]
    terms: list[HtmlElement] = []
    answers: list[HtmlElement] = []
    for part in parts:
        if part.tag == "dt" and answers:
            if terms:
                yield terms, answers
            terms, answers = [], []
        (terms if part.tag == "dt" else answers).append(part)
    if terms:
        yield terms, answers


def _begins_block(element: HtmlElement) -> bool:
    above = element.getparent()
    return (
        above is not None and above.tag in _BLOCKS and not (above.text or "").strip() and element.getprevious() is None
    )


def _one_line(element: HtmlElement, text: str) -> bool:
    """Whether it holds the question alone: no real heading, no list, and no second block with text of its own."""
    inner = element.iterdescendants(*_HEADINGS, *_BLOCKS, "ul", "ol", "dl", "table", "details")
    return all(block.tag not in _HEADINGS and words(block) in ("", text) for block in inner)


def _language(element: HtmlElement) -> str | None:
    """The language that the element or one around it says it is in."""
    for around in (element, *element.iterancestors()):
        if said := (around.get("lang") or "").strip():
            return said
    return None
