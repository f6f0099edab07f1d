"""What a question asks for, so that "yes" and "no" come to something: "no" to "do I have to pay?" is free."""

from __future__ import annotations

import re

from cx_audit.compare.polarity_pack import cues
from cx_audit.compare.polarity_phrases import folded, words_of
from cx_audit.compare.polarity_stance import SIDES, Axis
from cx_audit.text import clean_question

__all__ = ["asked"]

_SENTENCE = re.compile(r"[^?؟.!\n]*[?؟]")
_LETTERS = 400


def asked(question: str, language: str) -> tuple[Axis, int] | None:
    """The axis that a question is about and the side that a plain yes takes; None where it isn't plain.

    Of several questions the last counts that asks for a side. Where one sentence asks for two, none is plain.

    Args:
        question: as the customer or the heading put it.
        language: of the question.

    Raises:
        ConfigError: the packaged cues of the language are wrong.
    """
    known = cues(language)
    if known is None:
        return None
    text = folded(clean_question(question)[-_LETTERS:], language).text
    for sentence in [*reversed(_SENTENCE.findall(text)), text]:
        found = {SIDES[label] for match in known.asks.find(words_of(sentence)) for label in match.labels}
        if len(found) > 1:
            found.discard(SIDES["can"])
        if found:
            return found.pop() if len(found) == 1 else None
    return None
