"""Set greetings and sign-offs apart: they are shown, never compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cx_audit.text.clean import PLACEHOLDER, has_words
from cx_audit.text.phrases import phrases

__all__ = ["Parts", "split_boilerplate"]

_GREETING_WORDS = 6
_SIGN_OFF_WORDS = 7
_SIGN_OFF_LINES = 4
_INLINE_WORDS = 4
_SENTENCE = re.compile(r"[.!?؟)]\s+")
_GREETING_END = re.compile(r"[,!.:،؟?]\s*|\n|$")


@dataclass(frozen=True, slots=True)
class Parts:
    """The body is ``text[start:end]``; before it the greeting, after it the sign-off."""

    start: int
    end: int


def _greeting_end(text: str, language: str) -> int:
    match = phrases(language).greeting.match(text)
    if not match:
        return 0
    end = _GREETING_END.search(text, match.end())
    if end is None or len(text[: end.start()].split()) > _GREETING_WORDS:
        return 0
    return end.end()


def _sign_off_start(text: str, language: str) -> int:
    """The last lines, from a closing phrase on; on a last line without one, a lone name or placeholder."""
    lines: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    end = len(text)
    for start, line in reversed(lines[1:][-_SIGN_OFF_LINES:]):
        words = line.strip(" *_-~xX")
        if len(words.split()) > _SIGN_OFF_WORDS:
            break
        if phrases(language).closing.match(words):
            return start
        if not has_words(words.replace(PLACEHOLDER, "")):
            end = start
    return _inline_sign_off(text, end, language)


def _inline_sign_off(text: str, end: int, language: str) -> int:
    """"... lands in your inbox. Cheers, Priya" on one line: reps close like that."""
    for match in reversed([*_SENTENCE.finditer(text, 0, end)]):
        tail = text[match.end() : end].strip()
        if len(tail.split()) > _INLINE_WORDS:
            break
        if phrases(language).closing.match(tail):
            return match.end()
    return end


def split_boilerplate(text: str, language: str) -> Parts:
    """Where the body of a clean text begins and ends; the whole text where nothing would be left."""
    start = _greeting_end(text, language)
    end = _sign_off_start(text, language)
    if end <= start or not has_words(text[start:end]):
        return Parts(0, len(text))
    return Parts(start, end)
