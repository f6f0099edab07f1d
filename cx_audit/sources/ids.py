"""Ids and tidy text for answers. Ids come from content, so that they survive a move of the file or its rows."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

__all__ = ["content_id", "short_hash", "slug", "squeeze", "tidy"]

_NOT_WORD = re.compile(r"[\W_]+")
_LONE = re.compile("[\ud800-\udfff]")


def tidy(text: str) -> str:
    """The text without NUL codes and halves of surrogate pairs, which no output format can hold."""
    if not text.isascii() and _LONE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "") if "\0" in text else text


def squeeze(text: str) -> str:
    """The text on one line, white space folded."""
    return " ".join(tidy(text).split()) if text else ""


def slug(text: str, limit: int = 40) -> str:
    """A readable part of an id: the words in lower case, joined by hyphens, any script."""
    joined = _NOT_WORD.sub("-", unicodedata.normalize("NFC", text).casefold()).strip("-")
    return joined if len(joined) <= limit else joined[:limit].rsplit("-", 1)[0].strip("-")


def short_hash(parts: Iterable[str | None], length: int = 8) -> str:
    """A hash of texts in their order; None differs from the empty text."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"\x00" if part is None else b"\x01" + part.encode("utf-8", "surrogatepass") + b"\x00")
    return digest.hexdigest()[:length]


def content_id(channel: str, question: str, text: str, *more: str | None) -> str:
    """The id of an answer that has none of its own."""
    return "-".join(filter(None, (slug(channel), slug(question), short_hash((channel, question, text, *more)))))
