"""The .qna text format of Bot Framework: ``# ? question``, alternatives as a list, the answer in a fence.

Source: microsoft/botframework-cli, packages/qnamaker/docs/qna-file-format.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["Pair", "is_qna_text", "read_qna_text"]

_QUESTION = re.compile(r"^[ \t]{0,8}#{1,6}[ \t]*\?[ \t]*(\S.*)?$")
_ANY_QUESTION = re.compile(r"^[ \t]{0,8}#{1,6}[ \t]*\?[ \t]*\S", re.M)
_FENCE = re.compile(r"^[ \t]*```[ \t]*(?:markdown|md)?[ \t]*$", re.I)
_ITEM = re.compile(r"^[ \t]*[-*+][ \t]+(\S.*)$")
_ID = re.compile(r"""^[ \t]*<a\s+id\s*=\s*["']?([\w.-]{1,100})["']?\s*>""", re.I)
_SOURCE = re.compile(r"^[ \t]*>[ \t]*!#[ \t]*@qna\.pair\.source[ \t]*=[ \t]*(\S.*)$")
_PART = re.compile(r"^[ \t]*\*\*\s*(filters|prompts)\s*:?\s*\*\*", re.I)
_PROMPT = re.compile(r"\]\(\s*#\s*\??\s*([\w.-]{1,100})\s*\)\s*(`context-?only`)?", re.I)


@dataclass(frozen=True, slots=True)
class Pair:
    """Questions and their answer. ``follows`` where it is asked only after another, ``prompts`` lead to the next."""

    own: str
    questions: tuple[str, ...]
    text: str
    source: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    follows: bool = False
    prompts: tuple[str, ...] = ()
    line: int | None = None
    updated: str = ""


def is_qna_text(text: str) -> bool:
    """Whether it has questions of the form ``# ? ...`` and fences."""
    return _ANY_QUESTION.search(text) is not None and "```" in text


@dataclass(slots=True)
class _Open:
    """A pair that is being read; ``part`` says what the items of a list are."""

    own: str = ""
    source: str = ""
    questions: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    prompts: list[str] = field(default_factory=list)
    only: set[str] = field(default_factory=set)
    answer: list[str] = field(default_factory=list)
    answered: bool = False
    line: int | None = None
    fenced: bool = False
    part: str = "questions"


def read_qna_text(text: str) -> Iterator[Pair]:
    """The pairs of a .qna file; those that others name as context-only follow up on them."""
    opened = list(_pairs(text))
    only = {own for one in opened for own in one.only}
    for one in opened:
        yield Pair(
            own=one.own,
            questions=tuple(one.questions),
            text="\n".join(one.answer),
            source=one.source,
            metadata=one.metadata,
            follows=one.own in only,
            prompts=tuple(one.prompts),
            line=one.line,
        )


def _pairs(text: str) -> Iterator[_Open]:
    current = _Open()
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if current.fenced:
            if line.strip() == "```":
                current.fenced, current.part = False, ""
            else:
                if not current.answer:
                    current.line = number
                current.answer.append(line)
            continue
        if _begins(current, line):
            yield current
            current = _Open()
        _take(current, line)
        current.line = current.line or (number if current.questions else None)
    if current.questions or current.answer:
        yield current


def _begins(current: _Open, line: str) -> bool:
    """Whether a line begins the next pair."""
    return current.answered and any(pattern.match(line) for pattern in (_QUESTION, _ID, _SOURCE))


def _take(current: _Open, line: str) -> None:
    """Add a line outside of fences to the pair."""
    if found := _ID.match(line):
        current.own = found.group(1)
    elif found := _SOURCE.match(line):
        current.source = found.group(1).strip()
    elif found := _QUESTION.match(line):
        current.questions.append(found.group(1) or "")
        current.part = "questions"
    elif _FENCE.match(line):
        current.fenced = current.answered = True
    elif found := _PART.match(line):
        current.part = found.group(1).lower()
    elif found := _ITEM.match(line):
        _take_item(current, found.group(1).strip())


def _take_item(current: _Open, item: str) -> None:
    if current.part == "filters" and "=" in item:
        key, value = item.split("=", 1)
        current.metadata[key.strip()] = value.strip()
    elif current.part == "prompts" and (found := _PROMPT.search(item)):
        current.prompts.append(found.group(1))
        if found.group(2):
            current.only.add(found.group(1))
    elif current.part == "questions" and current.questions:
        current.questions.append(item)
