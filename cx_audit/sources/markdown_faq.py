"""FAQs and articles in Markdown: one answer per heading.

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

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Answer, Markup, Place, Skipped
from cx_audit.sources.channels import canonical
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.front_matter import FrontMatter, parse_front_matter, split_front_matter
from cx_audit.sources.ids import content_id, squeeze, tidy
from cx_audit.sources.interface import CERTAIN, LIKELY, Item, Reason, skip

__all__ = ["MarkdownFaq"]

_ENDINGS = ("md", "markdown", "mdown", "mkd", "mdx")
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.M)
_ATTRIBUTES = re.compile(r"\s*\{:?\s*(?=[#.])(?:#(?P<anchor>[\w-]+))?[^{}]*\}\s*$")
_SUMMARY = re.compile(r"<summary\b[^>]*>(.*?)</summary>", re.I | re.S)
_TAGS = re.compile(r"<!--.*?-->|</?(?:details|summary)\b[^>]*>", re.I | re.S)
_LONGEST_QUESTION = 1000
_NESTED = 7


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


class MarkdownFaq:
    """Headings as questions and the text below each as its answer."""

    name = "markdown-faq"
    default_channel: str | None = "faq"

    def detect(self, item: Item) -> float:
        """By the ending or, in plain text, by its headings."""
        file, text = item.file, peek(item.file)
        if not text.strip():
            return 0.0
        if file.ending in _ENDINGS:
            return CERTAIN
        return LIKELY if file.ending in ("txt", "text", "") and _HEADING.search(text) else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The answers in the order of the file. A title's own text counts only where no heading follows."""
        file = item.file
        text = decode(file, item.limits.max_whole).replace("\r\n", "\n").replace("\r", "\n")
        block, body = split_front_matter(text)
        front = FrontMatter({})
        try:
            front = parse_front_matter(block, file.path)
        except UnsafeInput:
            raise
        except SourceError as error:
            yield skip(file.path, Reason.BROKEN_YAML, f"{error}: the answers are read without it", count=0)
        if front.draft:
            yield skip(file.path, Reason.DRAFT, file.path)
            return
        lines = body.split("\n")
        tokens = _BLOCKS.parse(body)
        rules = {line for token in tokens if token.type == "hr" and token.map for line in range(*token.map)}
        sections = _sections(tokens, len(lines), front.first("title") or re.sub(r"[-_]+", " ", file.stem))
        title = front.first("title") or next((found.question for found in sections if found.level == 1), "")
        for number, section in enumerate(sections):
            following = sections[number + 1 : number + 2]
            answer = _answer(item, front, title, section, _trimmed(lines, section, rules), following)
            if answer is not None:
                yield answer


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
    """The sections that begin at a token: a heading, <summary> elements, a bold question in place of a heading."""
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
    elif token.type == "paragraph_open" and (bold := _bold_question(tokens[number + 1])):
        yield _Section(bold, None, _NESTED, begin, begin + 1, begin + 1)


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
    return text if alone and one_line and text.endswith(("?", "؟", "？", ";", ";")) else None


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


def _answer(
    item: Item, front: FrontMatter, title: str, section: _Section, said: tuple[int, str], following: list[_Section]
) -> Answer | Skipped | None:
    path, (line, text) = item.file.path, said
    where = f"{path}:{section.heading + 1}: {section.question}"
    deeper = any(after.level > section.level for after in following)
    if not _TAGS.sub("", text).strip():
        return None if deeper or not section.level else skip(path, Reason.BARE_HEADING, where)
    if section.level <= 1 and deeper:
        return skip(path, Reason.INTRODUCTION, where)
    if not section.question:
        return skip(path, Reason.NO_QUESTION, where)
    channel = item.given_channel or canonical(front.first("channel") or "") or item.folder_channel or "faq"
    locale, audience = front.first("locale", "lang", "language"), front.first("audience")
    context = {"page_title": title if title != section.question else "", "anchor": section.anchor or ""}
    return Answer(
        id=content_id(channel, section.question, text, locale, audience),
        channel=channel,
        question=section.question,
        text=text,
        markup=Markup.MARKDOWN,
        locale=locale,
        audience=audience,
        agent=front.first("agent"),
        intent=front.first("intent"),
        authority=front.first("authority"),
        updated=front.first("updated", "updated_at", "last_updated", "lastmod", "date"),
        place=Place(path=path, line=line, url=front.first("url", "canonical", "canonical_url")),
        metadata={name: value for name, value in context.items() if value},
    )
