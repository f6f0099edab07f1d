"""Sentences that close a list from behind: "Call us. That's the only way.", "Open the app; there's no other route."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cx_audit.compare.method_mention import Mention
from cx_audit.compare.method_pack import families
from cx_audit.compare.method_phrases import folds_accents
from cx_audit.compare.method_spans import Named
from cx_audit.compare.method_stance import Reader, Stance
from cx_audit.compare.view import AnswerView
from cx_audit.facts.fold import fold
from cx_audit.text import Segment

__all__ = ["sealed", "without_seals"]

_BEFORE = 2
"""A seal speaks of what was named at most so many sentences before."""
_LONGEST = 600
"""A sentence that only closes a list is short."""


def without_seals(text: str, found: Sequence[Named], reading: Reader) -> str:
    """A folded sentence, blanked where it closes the list before: "by card and in no other way" refuses none."""
    for start, end in reading.seals(text):
        if found[0].end <= start and found[-1].end <= start:
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _seals(view: AnswerView, reading: Reader, blocks: Sequence[Segment]) -> Iterator[tuple[int, Segment, int]]:
    """The number of a sentence that seals, the sentence, and where in the answer the seal begins."""
    accents = folds_accents(view.language)
    for number, block in enumerate(blocks):
        if block.end - block.start <= _LONGEST:
            folded = fold(view.clean.text[block.start : block.end], accents=accents)
            for start, end in reading.seals(folded.text):
                yield number, block, block.start + folded.span(start, end)[0]


def _named_before(told: Sequence[Mention], sentences: Sequence[Segment], at: int) -> list[Mention]:
    """What is taken in the last of ``sentences`` that takes anything before ``at``."""
    taken = [m for m in told if m.stance is Stance.ACCEPTED and m.end <= at and m.sentence in sentences]
    last = max((m.sentence.start for m in taken), default=None)
    return [m for m in taken if m.sentence.start == last]


def sealed(view: AnswerView, told: Sequence[Mention], reading: Reader, blocks: Sequence[Segment]) -> list[Mention]:
    """Mentions, in order; those that a later sentence says are all there is, are the only ones.

    Args:
        view: the answer.
        told: what it names.
        reading: the reader of its language.
        blocks: its sentences.
    """
    out = list(told)
    named = [m for m in told if families()[m.family].kind != "choice"]
    if not any(m.stance is Stance.ACCEPTED for m in named):
        return out
    for number, block, at in _seals(view, reading, blocks):
        # "there is no other way than by phone" seals nothing: it names the way itself
        if any(m.sentence == block and m.start >= at and m.stance in (Stance.ACCEPTED, Stance.ONLY) for m in named):
            continue
        before = _named_before(named, blocks[max(0, number - _BEFORE) : number + 1], at)
        if len({m.family for m in before}) == 1 and not any(m.partial for m in before):
            out = [replace(m, stance=Stance.ONLY) if m in before else m for m in out]
    return out
