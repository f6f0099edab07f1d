"""Read a sentence for choices: which one of the things that leave each other out it says is so.

The cues of a choice say it in full ("at your own expense", "free returns"), so that no word of acceptance is
needed; what is denied, or holds only under a condition or for some, counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cx_audit.compare.method_cues import Cue, spot
from cx_audit.compare.method_mention import Mention
from cx_audit.compare.method_pack import families, words
from cx_audit.compare.method_phrases import matcher
from cx_audit.compare.method_spans import in_context
from cx_audit.compare.method_stance import Reader, Stance
from cx_audit.facts.fold import View
from cx_audit.text import Segment

__all__ = ["ToldChoice", "choices", "told_choices"]

_CLAUSE_END = re.compile(r"[,;.:!()\n]|\Z")
_BEFORE = 4
_AFTER = 1
"""Words around a choice among which a negation denies it; farther off it may speak of something else."""
_PARTS = re.compile(r"[,;:!()\n]\s*|\.\s+")


@dataclass(frozen=True, slots=True)
class ToldChoice:
    """The cue of a choice in folded text."""

    cue: Cue
    start: int
    end: int


@cache
def _exceptions(language: str) -> re.Pattern[str]:
    known = words(language)
    return matcher(known.exceptions if known else (), language)


@cache
def _special(language: str) -> re.Pattern[str]:
    known = words(language)
    return matcher(known.special if known else (), language)


def told_choices(text: str, language: str, heard: str) -> list[ToldChoice]:
    """The cues of choices in folded ``text``, in order; within a family the negative win, then the longest.

    ``heard`` is the whole answer and its question, folded: a choice may need a context.
    """
    taken: list[ToldChoice] = []
    # words on both sides of a comma are two claims, not one
    found = [
        ToldChoice(*one) for one in spot(text, language, choice=True) if not _PARTS.search(text, one.start, one.end)
    ]
    for item in sorted(found, key=lambda t: (not t.cue.denies, t.start - t.end, t.start, t.cue.family, t.cue.concept)):
        rivals = [other for other in taken if other.cue.family == item.cue.family]
        if all(item.end <= other.start or item.start >= other.end for other in rivals):
            taken.append(item)
    spoken = {f for f in {t.cue.family for t in taken} if not families()[f].context or in_context(heard, language, f)}
    return sorted((t for t in taken if t.cue.family in spoken), key=lambda t: (t.start, t.cue.family))


def _without_exceptions(text: str, language: str) -> str:
    """Folded text, what follows "unless" and the like blanked: the rule itself holds."""
    for match in _exceptions(language).finditer(text):
        end = _CLAUSE_END.search(text, match.end())
        stop = end.start() if end else len(text)
        text = text[: match.start()] + " " * (stop - match.start()) + text[stop:]
    return text


def _part(text: str, told: ToldChoice) -> tuple[int, int]:
    """The part of a sentence, between commas, around a cue."""
    start, end = 0, len(text)
    for match in _PARTS.finditer(text):
        if match.end() <= told.start:
            start = match.end()
        elif match.start() >= told.end:
            end = match.start()
            break
    return start, end


def _stance(text: str, bare: str, told: ToldChoice, reading: Reader, language: str, question: str) -> Stance:
    if not bare[told.start : told.end].strip():
        return Stance.UNCLEAR
    start, end = _part(text, told)
    around = bare[start : told.start] + " " * (told.end - told.start) + bare[told.end : end]
    denied = reading.negated(around if told.cue.denies else bare[start:end])
    special = [m.group() for m in _special(language).finditer(bare[: told.start] + " ; " + bare[told.end :])]
    whole = bare[: told.start] + " " * (told.end - told.start) + bare[told.end :]
    if any(word not in question for word in special) or reading.depends(whole, told.start):
        return Stance.UNCLEAR
    if not denied or reading.singled_out(bare[start : told.start]):
        return Stance.ACCEPTED
    near = " ".join([*bare[start : told.start].split()[-_BEFORE:], ";", *bare[told.end : end].split()[:_AFTER]])
    return Stance.REFUSED if not told.cue.denies and reading.negated(near) else Stance.UNCLEAR


def choices(
    told: Sequence[ToldChoice],
    folded: View,
    language: str,
    place: Segment,
    reading: Reader,
    question: str,
    regions: frozenset[str],
) -> Iterator[Mention]:
    """The choices that a sentence takes, in order.

    Args:
        told: the cues of the sentence.
        folded: the sentence.
        language: its language.
        place: where it stands in the clean text.
        reading: the language's reader.
        question: the question, folded: what it already says limits nothing.
        regions: the countries that the sentence is about.
    """
    if not told:
        return
    text = reading.own_case(folded.text, question)
    bare = _without_exceptions(reading.plain(text), language)
    for one in told:
        stance = _stance(folded.text, bare, one, reading, language, question)
        start, end = folded.span(one.start, one.end)
        span = (place.start + start, place.start + end)
        company = frozenset({one.cue.concept})
        yield Mention(one.cue.family, one.cue.concept, stance, *span, place, company, frozenset(), regions)
