"""What an answer says can't be done, beside the way that it names: "There's no button for it. Call us.".

Who denies something and sends the customer one way tells nobody to go another; where the other answer goes a way of
its own, both can't be right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cx_audit.compare.method_mention import Mention
from cx_audit.compare.method_pack import families
from cx_audit.compare.method_phrases import folds_accents
from cx_audit.compare.method_stance import Reader, Stance
from cx_audit.compare.view import AnswerView
from cx_audit.facts.fold import fold
from cx_audit.text import Segment

__all__ = ["beside_denials", "of_one_case"]

_LONGEST = 600
"""A longer sentence says too many things to know what it denies."""


def _folded(view: AnswerView, block: Segment) -> str:
    return fold(view.clean.text[block.start : block.end], accents=folds_accents(view.language)).text


def _denies(text: str, reading: Reader) -> bool:
    """Whether a folded sentence says that something can't be done; "No luck in the app?" sets a condition."""
    return not text.rstrip().endswith("?") and reading.unable(text)


def beside_denials(
    view: AnswerView, told: Sequence[Mention], reading: Reader, blocks: Sequence[Segment]
) -> list[Mention]:
    """Mentions, in order; ways that are taken in a sentence that denies something, or next to one, are marked.

    Args:
        view: the answer.
        told: what it names.
        reading: the reader of its language.
        blocks: its sentences.
    """
    ways = [m for m in told if m.stance is Stance.ACCEPTED and families()[m.family].kind == "way"]
    if not ways:
        return list(told)
    denying = {
        number
        for number, block in enumerate(blocks)
        if block.end - block.start <= _LONGEST and _denies(_folded(view, block), reading)
    }
    near = {blocks[n + step] for n in denying for step in (-1, 0, 1) if 0 <= n + step < len(blocks)}
    return [replace(m, denying=True) if m in ways and m.sentence in near else m for m in told]


def of_one_case(view: AnswerView, told: Sequence[Mention], reading: Reader, blocks: Sequence[Segment]) -> list[Mention]:
    """Mentions, in order; what is turned down from a sentence on that says why, in the asker's own case, is unclear.

    "Since you signed up in the phone's store, you cancel there. On our site you won't find the option."
    """
    turned = [m for m in told if m.stance in (Stance.REFUSED, Stance.ONLY)]
    if not turned:
        return list(told)
    since = min((block.start for block in blocks if reading.own_case_only(_folded(view, block))), default=None)
    if since is None:
        return list(told)
    return [replace(m, stance=Stance.UNCLEAR) if m in turned and m.sentence.start >= since else m for m in told]
