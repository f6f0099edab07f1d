"""A document as lines with their weight, cut into questions and answers: what Word and PDF files share.

A question is a heading, or a short line that ends in a question mark and stands out or alone. What labels questions
and answers ("Q:" and "A:", in any language) is found out from the document: words before questions, and before what
follows them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cx_audit.sources.ids import squeeze

__all__ = ["Line", "OutlinePart", "outline"]

_LABEL = re.compile(r"(?P<word>[^\W\d_]{1,12})\s?\d{0,3}\s?[:.)]\s+(?=\S)")
_NUMBERED = re.compile(r"\A(?:\(?\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|[-*•‣◦▪])\s+(?=\S)")
_MARKS = ("?", "؟", "？")
_ENDED = re.compile(r"[.!?؟？。]\s")
_LONGEST = 300
_STANDS_FOR_HEADING = 7


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or line: its text, where it stands (page or line), its level where it is a heading.

    ``bold`` where all of it stands out; ``alone`` where it is a paragraph of its own.
    """

    text: str
    at: int
    level: int = 0
    bold: bool = False
    alone: bool = True


@dataclass(slots=True)
class OutlinePart:
    """A question, the lines that answer it, and the place where the answer begins."""

    question: str
    level: int
    at: int
    above: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The answer."""
        return "\n".join(self.lines).strip()


def outline(lines: Iterable[Line], title: str) -> list[OutlinePart]:
    """The parts in their order, those without an answer too; the first is what stands before any heading."""
    held = [line for line in lines if line.text.strip()]
    questions, answers = _labels(held)
    parts = [OutlinePart(title, 0, 1)]
    above: list[OutlinePart] = []
    for line in held:
        text, label = line.text.strip(), _label(line)
        if line.level:
            level = line.level
        elif _asks(line) or (label in questions and label is not None):
            level = _STANDS_FOR_HEADING
            text = _NUMBERED.sub("", _without(text, questions), count=1)
        else:
            part = parts[-1]
            if not part.lines:
                part.at = line.at
                text = _without(text, answers) if part.level == _STANDS_FOR_HEADING else text
            part.lines.append(text)
            continue
        while above and above[-1].level >= level:
            above.pop()
        under = next((one.question for one in reversed(above) if one.level < _STANDS_FOR_HEADING), "")
        parts.append(OutlinePart(squeeze(text), level, line.at, under))
        above.append(parts[-1])
    return parts


def _labels(lines: Sequence[Line]) -> tuple[set[str], set[str]]:
    """The words that label questions, and those that label the line after one; each counts if it comes again or is
    a single letter."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for number, line in enumerate(lines):
        label = _label(line)
        if label is None:
            continue
        if _asks(line):
            before[label] += 1
        elif number and (_asks(lines[number - 1]) or lines[number - 1].level):
            after[label] += 1
    often = {word for word, times in before.items() if times > 1 or len(word) == 1}
    return often, {word for word, times in after.items() if (times > 1 or len(word) == 1) and word not in often}


def _label(line: Line) -> str | None:
    found = _LABEL.match(line.text.strip())
    return found["word"].casefold() if found else None


def _without(text: str, labels: set[str]) -> str:
    found = _LABEL.match(text)
    return text[found.end() :] if found and found["word"].casefold() in labels else text


def _asks(line: Line) -> bool:
    text = line.text.strip()
    return text.endswith(_MARKS) and len(text) <= _LONGEST and (line.bold or line.alone) and not _ENDED.search(text, 4)
