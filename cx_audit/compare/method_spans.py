"""Where methods are named in a sentence, and which of them are named together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from cx_audit.compare.method_cues import spot
from cx_audit.compare.method_needs import Gated, gated
from cx_audit.compare.method_pack import families, words
from cx_audit.compare.method_phrases import phrase_pattern

__all__ = ["Group", "Named", "blocked", "context", "groups", "in_context", "masked", "named"]


@dataclass(frozen=True, slots=True)
class Named:
    """A method named in folded text; ``weak`` names can be refused, not offered."""

    family: str
    concept: str
    start: int
    end: int
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Methods of one family that nothing but "and", "or" and the like divides."""

    members: tuple[Named, ...]

    @property
    def start(self) -> int:
        """Where the first begins."""
        return self.members[0].start

    @property
    def end(self) -> int:
        """Where the last ends."""
        return self.members[-1].end


@cache
def context(family: str, language: str) -> Gated:
    """The words of which a family needs one around it."""
    return gated(families()[family].context.get(language, ()), language)


def in_context(text: str, language: str, family: str) -> bool:
    """Whether folded ``text`` speaks of what a family needs."""
    return bool(context(family, language).pattern.search(text))


@lru_cache(maxsize=1024)
def blocked(spoken: frozenset[str]) -> frozenset[str]:
    """The families of which nothing counts as named: their context is missing, or another's takes it from them."""
    known = families().values()
    return frozenset(f.family for f in known if (f.context and f.family not in spoken) or spoken & set(f.yields_to))


def named(text: str, language: str, spoken: frozenset[str]) -> list[Named]:
    """The methods named in folded ``text``, in order; the longest name wins.

    ``spoken`` holds the families whose context the text or its surroundings give.
    """
    out = blocked(spoken)
    found = [
        Named(cue.family, cue.concept, start, end, cue.weak)
        for cue, start, end in spot(text, language, choice=False)
        if cue.family not in out
    ]
    taken: list[Named] = []
    for item in sorted(found, key=lambda n: (n.start - n.end, n.weak, n.start, n.family, n.concept)):
        if all(item.end <= other.start or item.start >= other.end for other in taken):
            taken.append(item)
    return sorted(taken, key=lambda n: n.start)


def masked(text: str, found: Sequence[Named]) -> str:
    """The text with what is named blanked, length kept."""
    out, at = [], 0
    for item in found:
        out += [text[at : item.start], " " * (item.end - item.start)]
        at = item.end
    return "".join([*out, text[at:]])


@cache
def _joint(language: str) -> re.Pattern[str]:
    known = words(language)
    links = [phrase_pattern(p, language) for p in sorted(known.connectors, key=len, reverse=True)] if known else []
    return re.compile(rf"(?:[\s,/&+()\"'«»|*·-]|{'|'.join(links) or '(?!)'})*+")


def groups(text: str, language: str, found: Sequence[Named]) -> list[Group]:
    """Join neighbours of one family."""

    def runs() -> Iterator[list[Named]]:
        run: list[Named] = []
        for item in found:
            if run and (item.family != run[-1].family or not _joint(language).fullmatch(text, run[-1].end, item.start)):
                yield run
                run = []
            run.append(item)
        if run:
            yield run

    return [Group(tuple(run)) for run in runs()]
