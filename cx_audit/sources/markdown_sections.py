"""The headings of a Markdown text, and what stands below each.

markdown-it-py finds the headings, since a "#" in a code fence is none and an underlined line is one, and keeps
their lines; the answers are the lines as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cx_audit.sources.ids import squeeze, tidy

__all__ = ["MarkdownSection", "read_markdown"]

_ATTRIBUTES = re.compile(r"(?<!\s)\s*\{:?\s*(?=[#.])(?:#(?P<anchor>[\w-]+))?[^{}]*\}\s*$")
_SUMMARY = re.compile(r"<summary\b[^>]*>((?:(?!<summary\b).)*?)</summary>", re.I | re.S)
_TAGS = re.compile(r"<!--(?:(?!<!--).)*?-->|</?(?:details|summary)\b[^>]*>", re.I | re.S)
_LONGEST_QUESTION = 1000
_NESTED = 7
_ASKING = ("?", "؟", "？", ";", ";")


@dataclass(frozen=True, slots=True)
class MarkdownSection:
    """A heading (level 0 for what stands before the first) and the text below it, with their lines (from 1).

    ``text`` is "" where nothing but comments and closing tags stands there.
    """

    question: str
    anchor: str | None
    level: int
    heading: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    question: str
    anchor: str | None
    level: int
    heading: int
    begins: int
    ends: int


# Blocks only: what stands within a line is parsed where it may be a question.
_BLOCKS, _LINE = MarkdownIt("commonmark").disable("inline"), MarkdownIt("commonmark")


def read_markdown(body: str, name: str) -> list[MarkdownSection]:
    r"""The sections of a text whose lines end in "\n"; the first is what stands before any heading, under ``name``.

    Headings are also ``<summary>`` elements, and a question in bold alone or at the head of a list item with
    more below it.
    """
    lines = body.split("\n")
    tokens = _BLOCKS.parse(body)
    rules = {line for token in tokens if token.type == "hr" and token.map for line in range(*token.map)}
    found = []
    for section in _sections(tokens, len(lines), name):
        line, text = _trimmed(lines, section, rules)
        said = text if _TAGS.sub("", text).strip() else ""
        found.append(MarkdownSection(section.question, section.anchor, section.level, section.heading + 1, line, said))
    return found


def _sections(tokens: Sequence[Token], end: int, name: str) -> list[_Section]:
    """The headings with the lines below each; the text before the first under the file's own name."""
    marks = [mark for number in range(len(tokens)) for mark in _marks(tokens, number)]
    first = marks[0].heading if marks else end
    bounds = [*(mark.heading for mark in marks[1:]), end]
    return [
        _Section(name, None, 0, 0, 0, first),
        *(
            _Section(mark.question, mark.anchor, mark.level, mark.heading, mark.begins, until)
            for mark, until in zip(marks, bounds, strict=False)
        ),
    ]


def _marks(tokens: Sequence[Token], number: int) -> Iterator[_Section]:
    """The sections that begin at a token: a heading, <summary> elements, a question in place of a heading."""
    token = tokens[number]
    if token.level or token.map is None:
        return
    begin, end = token.map
    if token.type == "heading_open":
        question, anchor = _without_attributes(_plain(_inline(tokens[number + 1])))
        yield _Section(question, anchor, int(token.tag[1:]), begin, end, end)
    elif token.type == "html_block":
        for found in _SUMMARY.finditer(token.content):
            line = begin + token.content.count("\n", 0, found.end())
            question = squeeze(unescape(re.sub(r"<[^>]+>", "", found.group(1))))
            yield _Section(question, None, _NESTED, line, line, line)
    elif token.type in ("bullet_list_open", "ordered_list_open"):
        yield from _toggles(tokens, number)
    elif token.type == "paragraph_open" and (bold := _bold_question(tokens[number + 1])):
        yield _Section(bold, None, _NESTED, begin, begin + 1, begin + 1)


def _toggles(tokens: Sequence[Token], number: int) -> Iterator[_Section]:
    """The questions of a list whose items ask in their first paragraph and answer below it, as Notion's toggles do."""
    answered, found = False, []
    for at in range(number + 1, len(tokens)):
        if tokens[at].level == 0:
            break
        if tokens[at].type != "list_item_open" or tokens[at].level != 1 or tokens[at + 1].type != "paragraph_open":
            continue
        lines, question = tokens[at + 1].map, _plain(_inline(tokens[at + 2]))
        if lines is not None and question.endswith(_ASKING):
            answered = answered or tokens[at + 4].type != "list_item_close"
            found.append(_Section(question, None, _NESTED, lines[0], lines[1], lines[1]))
    yield from found if answered else ()


def _plain(children: Sequence[Token]) -> str:
    parts = (" " if child.type in ("softbreak", "hardbreak") else child.content for child in children)
    return squeeze("".join(part for child, part in zip(children, parts, strict=True) if child.type != "html_inline"))


def _inline(token: Token) -> Sequence[Token]:
    """The parts of a line of text. Only what may be a question is parsed: it takes long for hostile input."""
    return _LINE.parseInline(token.content[:_LONGEST_QUESTION])[0].children or []


def _bold_question(paragraph: Token) -> str | None:
    """The question that fills the first line of a paragraph in bold."""
    if not paragraph.content.startswith(("**", "__")):
        return None
    shown = [child for child in _inline(paragraph) if child.type != "text" or child.content]
    if not shown or shown[0].type != "strong_open":
        return None
    closing = next(number for number, child in enumerate(shown) if child.type == "strong_close")
    inside, after = shown[1:closing], shown[closing + 1 : closing + 2]
    text = _plain(inside)
    alone = not after or after[0].type in ("softbreak", "hardbreak")
    one_line = all(child.type not in ("softbreak", "hardbreak") for child in inside)
    return text if alone and one_line and text.endswith(_ASKING) else None


def _without_attributes(question: str) -> tuple[str, str | None]:
    found = _ATTRIBUTES.search(question)
    return (question, None) if found is None else (question[: found.start()].strip(), found.group("anchor"))


def _trimmed(lines: list[str], section: _Section, rules: set[int]) -> tuple[int, str]:
    """The line (from 1) and the text of an answer, without blank lines, rules and closing tags around it."""
    below = {number: lines[number] for number in range(section.begins, section.ends) if number not in rules}
    if section.begins in below:
        below[section.begins] = re.split("</summary>", below[section.begins], flags=re.I)[-1]
    held = [number for number, line in below.items() if _TAGS.sub("", line).strip()]
    if not held:
        return section.heading + 1, ""
    text = "\n".join([below[held[0]], *lines[held[0] + 1 : held[-1] + 1]])
    while text.rstrip().lower().endswith("</details>"):
        text = text.rstrip()[: -len("</details>")]
    return held[0] + 1, tidy(text).rstrip().lstrip("\n")
