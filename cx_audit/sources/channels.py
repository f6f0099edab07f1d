"""Which channel a file speaks for: what the user said of its path, or what its folders are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import TypeVar

__all__ = ["canonical", "folder_channel", "mapped"]

_T = TypeVar("_T")

# In the order in which they win within one name: "internal-faq" is knowledge, "help-bot" a chatbot.
_WORDS: Mapping[str, frozenset[str]] = {
    "knowledge": frozenset({"knowledge", "kb", "card", "cards", "internal"}),
    "macro": frozenset({"macro", "macros"}),
    "chatbot": frozenset({"chatbot", "chatbots", "bot", "bots"}),
    "agent": frozenset({"agent", "agents", "rep", "reps"}),
    "faq": frozenset({"faq", "faqs", "website", "help", "helpcenter", "helpcentre"}),
}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|[A-Z]")


def canonical(name: str) -> str:
    """A channel's name; the usual ones in lower case, so that "FAQ" and "faq" are one channel."""
    plain = name.strip().casefold()
    return plain if plain in _WORDS else name.strip()


def folder_channel(folders: list[str]) -> str | None:
    """The channel that the names of folders give, the innermost first; None where none of them does."""
    for name in reversed(folders):
        words = {word.casefold() for word in _WORD.findall(name)} | set(re.findall(r"[^\W\d_]+", name.casefold()))
        for channel, known in _WORDS.items():
            if words & known:
                return channel
    return None


def mapped(path: str, patterns: Mapping[str, _T]) -> _T | None:
    """What ``patterns`` says of a path: the path itself, a folder above it (the innermost), or a glob.

    ``*`` in a glob stands for any text, slashes too. Of several globs the first counts.
    """
    plain = {pattern.rstrip("/"): value for pattern, value in patterns.items()}
    parts = path.split("/")
    for length in range(len(parts), 0, -1):
        above = "/".join(parts[:length])
        if above in plain:
            return plain[above]
    return next((value for pattern, value in plain.items() if fnmatchcase(path, pattern.removeprefix("./"))), None)
