"""FAQs and articles in Markdown: one answer per heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Answer, Markup, Place, Skipped
from cx_audit.sources.channels import canonical
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.front_matter import FrontMatter, parse_front_matter, split_front_matter
from cx_audit.sources.ids import content_id
from cx_audit.sources.interface import CERTAIN, LIKELY, Item, Reason, skip
from cx_audit.sources.markdown_sections import MarkdownSection, read_markdown

__all__ = ["MarkdownFaq"]

_ENDINGS = ("md", "markdown", "mdown", "mkd", "mdx")
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.M)


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
        sections = read_markdown(body, front.first("title") or re.sub(r"[-_]+", " ", file.stem))
        title = front.first("title") or next((found.question for found in sections if found.level == 1), "")
        for number, section in enumerate(sections):
            following = sections[number + 1 : number + 2]
            answer = _answer(item, front, title, section, following)
            if answer is not None:
                yield answer


def _answer(
    item: Item, front: FrontMatter, title: str, section: MarkdownSection, following: list[MarkdownSection]
) -> Answer | Skipped | None:
    path, text = item.file.path, section.text
    where = f"{path}:{section.heading}: {section.question}"
    deeper = any(after.level > section.level for after in following)
    if not text:
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
        place=Place(path=path, line=section.line, url=front.first("url", "canonical", "canonical_url")),
        metadata={name: value for name, value in context.items() if value},
    )
