"""Where a message's greeting ends."""

from __future__ import annotations

import re

from cx_audit.text.names import EMOJI, NAME_WORDS, UNKNOWN_WORDS, are_names, has_digit
from cx_audit.text.phrases import Phrases
from cx_audit.text.placeholders import PLACEHOLDER

__all__ = ["greeting_end"]

_GREETINGS = 3
_OPENING = re.compile(r"[\s¡*_\"“«>-]*")
_STOP = re.compile(rf"[,!.:;،؛؟?\n{EMOJI}]|\s[–—-]\s|$")
_AFTER_GREETING = re.compile(rf"(?:[\s,!.:;،؛~*_{EMOJI}]|[:;]-?[)D](?!\w)|[–—-]\s)*")
_VOCATIVE_STOP = re.compile(r"!|[,:،]?\s?\n")


def _one_greeting(text: str, at: int, known: Phrases) -> int:
    """Where one greeting that begins at ``at`` ends; ``at`` itself if there is none."""
    opening = _OPENING.match(text, at)
    start = opening.end() if opening else at
    hello = known.greeting.match(text, start)
    match = hello or known.salutation.match(text, start)
    stop = _STOP.search(text, match.end()) if match else None
    if match is None or stop is None:
        return at
    words = text[match.end() : stop.start()].split()
    mark = stop.group()
    heading = mark == ":" and not text[stop.end() : stop.end() + 2].lstrip(" ").startswith("\n")
    if hello:
        fits = are_names(words, known) or (len(words) <= UNKNOWN_WORDS and mark not in ".:;?؟؛")
    else:  # "Welcome bonus: ...", "Best.": an address needs its name, or a mark of its own
        fits = are_names(words, known) and not heading and (bool(words) or mark in ",،!\n")
    if not fits or any(map(has_digit, words)):
        return at
    at = _past(text, stop.start())
    return _vocative_end(text, at, known) if mark in ",،" and "\n" not in text[stop.start() : at] else at


def _past(text: str, at: int) -> int:
    after = _AFTER_GREETING.match(text, at)
    return after.end() if after else at


def _vocative_end(text: str, at: int, known: Phrases) -> int:
    """ "Hola, Ana:" and "¡Hola, Ana!": the name may follow a comma of its own."""
    stop = _VOCATIVE_STOP.search(text, at)
    words = text[at : stop.start()].split() if stop else []
    # "Hi, Sure! You can ..." answers
    named = words and are_names(words, known, most=UNKNOWN_WORDS) and not known.reply.match(words[0])
    return _past(text, stop.start()) if stop and named else at


def greeting_end(text: str, known: Phrases) -> int:
    """Where the body begins; 0 where no greeting opens the text."""
    at = 0
    for _ in range(_GREETINGS):
        end = _one_greeting(text, at, known)
        if end == at:
            break
        at = end
    if at:
        return at
    # "Estimada clienta {{name}}," and its like in any words: a short first line with a name filled in
    first, newline, _ = text.partition("\n")
    short = len(first.split()) <= NAME_WORDS and not has_digit(first)
    return len(first) + 1 if newline and short and PLACEHOLDER in first and first.endswith((",", "،")) else 0
