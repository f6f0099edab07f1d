"""Set greetings and sign-offs apart: they are shown, never compared.

Greeting words are common words too ("Best price", "Dag en nacht", "Merci de renvoyer"), so a phrase alone decides
nothing: what stands with it must be a name, a word of address, a placeholder, or nothing. What is in doubt stays in
the body, where it does less harm than a lost condition.
"""

from __future__ import annotations

from dataclasses import dataclass

from cx_audit.text.clean import has_words
from cx_audit.text.greeting import greeting_end
from cx_audit.text.phrases import phrases
from cx_audit.text.sign_off import sign_off_start

__all__ = ["Parts", "split_boilerplate"]


@dataclass(frozen=True, slots=True)
class Parts:
    """The body is ``text[start:end]``; before it the greeting, after it the sign-off."""

    start: int
    end: int


def split_boilerplate(text: str, language: str) -> Parts:
    """Where the body of a clean text begins and ends; the whole text where nothing would be left."""
    known = phrases(language)
    start = greeting_end(text, known)
    end = sign_off_start(text, start, known)
    body = text[start:end]
    if not has_words(body):
        return Parts(0, len(text))
    return Parts(start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip()))
