"""Yes and no to a question that names a method itself: "Does my Amex work?", "Yes, it does"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from cx_audit.compare.method_hearing import LONGEST, Heard
from cx_audit.compare.method_mention import Mention
from cx_audit.compare.method_needs import keys_in
from cx_audit.compare.method_pack import families, words
from cx_audit.compare.method_phrases import folds_accents, phrase_pattern
from cx_audit.compare.method_spans import Named, masked, named
from cx_audit.compare.method_stance import Reader, Stance
from cx_audit.facts.fold import fold
from cx_audit.text import Segment

__all__ = ["replied"]

_GREETED = r"^(?:\W*\w+\W*[,!.]\s*)?\W*"
"""At most a word of greeting stands before a yes."""


@cache
def _opening(language: str, yes: bool) -> re.Pattern[str]:
    known = words(language)
    said = (known.yes if yes else known.no) if known else ()
    some = "|".join(phrase_pattern(phrase, language) for phrase in sorted(said, key=len, reverse=True))
    return re.compile(rf"{_GREETED}(?:{some or '(?!)'})")


def _asked_of(heard: Heard) -> Named | None:
    """The one method that a question asks about, where it asks whether it is taken."""
    question, language = heard.question, heard.view.language
    found = named(question, language, heard.around | heard.asked)
    # a way beside it ("at the till") says where
    things = [item for item in found if families()[item.family].kind == "method"]
    whole = [item for item in things if not item.weak]
    if len({(item.family, item.concept) for item in things}) != 1 or not whole:
        return None
    family = families()[whole[0].family]
    if family.single or (family.context and whole[0].family not in heard.asked):
        return None
    asks = heard.reading.asks_whether(masked(question, found), of_taking=not family.context)
    return whole[0] if asks else None


def _stance(text: str, reading: Reader, language: str) -> Stance:
    no, yes = (_opening(language, said).match(text) for said in (False, True))
    opening = no or yes
    if opening is None or text.rstrip().endswith("?"):
        return Stance.UNCLEAR
    # a Spanish yes looks like an if once its accent is gone
    rest = text[opening.end() :]
    if reading.conditional(rest) or reading.limited(rest):
        return Stance.UNCLEAR
    if no:
        return Stance.REFUSED
    return Stance.UNCLEAR if reading.negated(rest) else Stance.ACCEPTED


def replied(heard: Heard, told: Sequence[Mention], blocks: Sequence[Segment]) -> list[Mention]:
    """The method that the question names, where the answer opens with yes or no and says nothing clearer of it.

    Args:
        heard: the answer.
        told: what it names itself.
        blocks: its sentences.
    """
    if not blocks or not heard.question:
        return []
    view = heard.view
    reading = heard.reading.narrowed(keys_in(heard.folded.text))
    first = blocks[0]
    text = fold(view.clean.text[first.start : first.end][:LONGEST], accents=folds_accents(view.language)).text
    stance = _stance(text, reading, view.language)
    if stance is Stance.UNCLEAR:
        return []
    asked = _asked_of(heard)
    if asked is None or any(m.concept == asked.concept and m.stance is not Stance.UNCLEAR for m in told):
        return []
    return [Mention(asked.family, asked.concept, stance, first.start, first.end, first, frozenset({asked.concept}))]
