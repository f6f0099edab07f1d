"""FAQs and articles in reStructuredText: one answer per heading, definition or question.

docutils (public domain and BSD) reads it. Directives that would open other files or pass HTML through are switched
off; roles and directives of Sphinx, which docutils doesn't know, are read as the text they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from textwrap import dedent
from typing import TYPE_CHECKING

from cx_audit.errors import UnsafeInput
from cx_audit.model import Answer, Markup, Place, Skipped
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.files import Limits
from cx_audit.sources.html_page import parse_fragment
from cx_audit.sources.html_sections import Section, read_sections
from cx_audit.sources.ids import content_id, squeeze
from cx_audit.sources.interface import CERTAIN, LIKELY, Item, Reason, skip

if TYPE_CHECKING:
    from docutils import nodes

__all__ = ["Rst"]

_ENDINGS = ("rst", "rest")
_MAX_BYTES = 8 << 20  # docutils takes about a second for a megabyte
_MAX_LINE = 10_000
_MAX_EXPANDED = 10_000
_DEEPEST = 5
_HEADING = re.compile(r"^\S.{0,200}\n([=\-~^\"'#*+])\1{2,200}[ \t]*$", re.M)
_MARK = re.compile(r"^\.\. (?:[\w-]+::|_)|:[\w:]{1,30}:`|^:\w[\w -]{0,30}: ", re.M)
_ROLE = re.compile(r"(?<![\w:+-]):[\w:+-]+:`(?P<text>[^`<]*)(?:<[^>`]*>)?`|`(?P<bare>[^`<]*)`")
_DIRECTIVE = re.compile(r"\.\. (?P<name>[\w:-]+)::[ \t]*(?P<argument>[^\n]*)\n?(?P<body>.*)", re.S)
_OPTION = re.compile(r"(?:[ \t]*:[\w-]+:[^\n]*(?:\n|\Z))*")
_LISTINGS = re.compile(r"toctree|index|auto\w+|current\w+|highlight|only|tags|sectionauthor|codeauthor|\w*image|figure")
_SUBSTITUTION = re.compile(r"^\.\. \|(?P<name>[^|\n]{1,100})\| +replace:: *(?P<text>[^\n]*(?:\n[ \t]+[^\n]*)*)", re.M)
_REFERENCE = re.compile(r"\|([^|\s][^|\n]{0,98})\|")
_SETTINGS = {
    "_disable_config": True,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "file_insertion_enabled": False,
    "halt_level": 5,
    "initial_header_level": 1,
    "line_length_limit": _MAX_LINE,
    "output_encoding": "unicode",
    "raw_enabled": False,
    "report_level": 5,
    "syntax_highlight": "none",
    "warning_stream": False,
}


class Rst:
    """Headings as questions and the text below each as its answer."""

    name = "rst"
    default_channel: str | None = "faq"

    def detect(self, item: Item) -> float:
        """By the ending or, in plain text, by underlined headings with marks that only this format has."""
        file, text = item.file, peek(item.file)
        if not text.strip():
            return 0.0
        if file.ending in _ENDINGS:
            return CERTAIN
        plain = file.ending in ("txt", "text", "")
        return LIKELY + 0.05 if plain and _HEADING.search(text) and _MARK.search(text) else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The answers in the order of the file. A title's own text counts only where no heading follows."""
        text = decode(item.file, min(item.limits.max_whole, _MAX_BYTES)).replace("\r\n", "\n").replace("\r", "\n")
        _check(text, item.path, item.limits)
        root = parse_fragment(_html(text), item.path)
        name = re.sub(r"[-_]+", " ", item.file.stem)
        sections = [section for section in read_sections(root, name) if section.level or section.begun]
        title = next((section.question for section in sections if section.level == 1), "")
        lines = [squeeze(_plain(line)) for line in text.split("\n")]
        for number, section in enumerate(sections):
            line = _line(lines, section.question)
            deeper = any(after.level > section.level for after in sections[number + 1 : number + 2])
            where = f"{item.path}:{line}: {section.question}"
            if not section.begun:
                if not deeper:
                    yield skip(item.path, Reason.BARE_HEADING, where)
            elif section.level <= 1 and deeper:
                yield skip(item.path, Reason.INTRODUCTION, where)
            elif not section.question:
                yield skip(item.path, Reason.NO_QUESTION, where)
            else:
                yield _answer(item, section, title, line)


def _line(lines: list[str], question: str) -> int:
    """The first line that is the question, else the first that holds it."""
    exact = next((at for at, line in enumerate(lines, 1) if line == question), None)
    return exact or next((at for at, line in enumerate(lines, 1) if question in line), 1)


def _plain(text: str) -> str:
    """The text without roles: what a reader of the page sees."""
    return _ROLE.sub(lambda found: (found["text"] or "").rstrip() or found["bare"] or "", text)


def _answer(item: Item, section: Section, title: str, line: int) -> Answer:
    channel = item.given_channel or item.folder_channel or "faq"
    above = section.above[-1] if section.above else ""
    context = {"page_title": title, "section": above if above != title else ""}
    return Answer(
        id=content_id(channel, section.question, section.html),
        channel=channel,
        question=section.question,
        text=section.html,
        markup=Markup.HTML,
        variants=section.variants,
        place=Place(item.path, line),
        metadata={name: value for name, value in context.items() if value and value != section.question},
    )


def _check(text: str, path: str, limits: Limits) -> None:
    """UnsafeInput where a line is too long to be parsed, or substitutions would make the text explode."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > _MAX_LINE:
            what = f"a line of more than {_MAX_LINE:,} characters"
            raise UnsafeInput(what, path=path, line=number, remedy="break it into several")
    named = {found["name"].casefold(): found["text"] for found in _SUBSTITUTION.finditer(text)}

    @cache
    def expanded(name: str, depth: int) -> int:
        if depth > _DEEPEST or name not in named:
            return 1 if name not in named else _MAX_EXPANDED
        return 1 + sum(expanded(inner.casefold(), depth + 1) for inner in _REFERENCE.findall(named[name]))

    if sum(expanded(name.casefold(), 0) for name in _REFERENCE.findall(text)) > _MAX_EXPANDED * 20:
        raise UnsafeInput("substitutions that stand for one another too often", path=path, remedy="write them out")


def _html(text: str) -> str:
    """The text as HTML, without what docutils has to say about it."""
    from docutils.core import publish_from_doctree
    from docutils.writers.html5_polyglot import Writer

    writer = Writer()
    publish_from_doctree(_tree(text, 0), writer=writer, settings_overrides=dict(_SETTINGS))
    return str(writer.parts["html_body"])


def _tree(text: str, depth: int) -> nodes.document:
    """The parsed text, in which nothing is left that docutils doesn't know."""
    from docutils import nodes
    from docutils.core import publish_doctree

    tree = publish_doctree(text, settings_overrides=dict(_SETTINGS))
    if depth == 0 and tree.children and isinstance(tree.children[0], nodes.field_list):
        tree.remove(tree.children[0])  # what the file says to the tool, as ":orphan:"
    for problem in list(tree.findall(nodes.problematic)):
        problem.parent.replace(problem, nodes.Text(_plain(problem.astext())))
    for message in list(tree.findall(nodes.system_message)):
        source = next(iter(message.findall(nodes.literal_block)), None)
        found = _DIRECTIVE.fullmatch(source.astext()) if source is not None else None
        kept: list[nodes.Node] = []
        if found and not _LISTINGS.fullmatch(found["name"]) and found["name"] not in ("raw", "include"):
            kept = _unknown(found, depth)
        if message.parent is not None:
            message.parent.replace(message, kept)
    return tree


def _unknown(found: re.Match[str], depth: int) -> list[nodes.Node]:
    """What an unknown directive holds: its text, under its argument where that asks."""
    from docutils import nodes

    body = dedent(found["body"])
    options = _OPTION.match(body)
    body = body[options.end() if options else 0 :]
    inner = [child.deepcopy() for child in _tree(body, depth + 1).children] if depth < _DEEPEST and body.strip() else []
    argument = _plain(found["argument"]).strip()
    if argument.endswith(("?", "؟", "？")) and inner:
        term, definition = nodes.term("", argument), nodes.definition("", *inner)
        return [nodes.definition_list("", nodes.definition_list_item("", term, definition))]
    if argument and found["name"] in ("dropdown", "collapse", "details", "tab-item", "card"):
        return [nodes.paragraph("", "", nodes.strong("", argument)), *inner]
    return inner
