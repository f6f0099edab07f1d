"""Whether words are whom a message is to or from."""

from __future__ import annotations

from collections.abc import Sequence

from cx_audit.text.phrases import Phrases
from cx_audit.text.placeholders import PLACEHOLDER

__all__ = ["EMOJI", "NAME_WORDS", "UNKNOWN_WORDS", "are_names", "bare", "has_digit", "is_caseless"]

EMOJI = r"\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF\u2600-\u27BF\ufe0f\u200d"
"""The inside of a character class."""

NAME_WORDS = 5
UNKNOWN_WORDS = 2
_MASKED = ("name",)
"""What is left of the mask of a name without its brackets."""


def is_caseless(letter: str) -> bool:
    """Whether it is of a script without capitals."""
    return letter.isalpha() and letter.lower() == letter.upper()


def bare(text: str) -> str:
    """Without punctuation and emoji at its ends; a placeholder is a word."""
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or text[start] == PLACEHOLDER):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == PLACEHOLDER):
        end -= 1
    return text[start:end]


def has_digit(text: str) -> bool:
    """Whether a number stands in it."""
    return any(map(str.isdigit, text))


def are_names(words: Sequence[str], known: Phrases, most: int = NAME_WORDS, caseless: int = UNKNOWN_WORDS) -> bool:
    """Whether words can be whom a message is to or from: capitalised, words of address, placeholders.

    There may be ``most`` words; where the script has no capitals, only ``caseless`` of them may be unknown.
    """
    if len(words) > most or any(map(has_digit, words)):
        return False
    plain = [word for word in map(bare, words) if word and PLACEHOLDER not in word and word not in _MASKED]
    unknown = [word for word in plain if not known.addressee.fullmatch(word)]
    if not all(is_caseless(word[0]) or word[0].isupper() for word in unknown):
        return False
    return sum(is_caseless(word[0]) for word in unknown) <= caseless
