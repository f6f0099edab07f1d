"""What a reply says: one text, or why it is no answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from cx_audit.ask.bot import BotReply
from cx_audit.model import Markup
from cx_audit.sources.interface import Reason
from cx_audit.text import clean, has_words

__all__ = ["LONGEST", "Said", "Unsaid", "read_reply"]

LONGEST = 20_000
"""A reply of more characters is no answer to a customer."""
_MOST_MESSAGES = 100
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, as plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Why there is no answer; ``detail`` for people, in one line."""

    reason: Reason
    detail: str = ""


def read_reply(document: Any, shape: BotReply, also: Sequence[str] = ()) -> Said | Unsaid:  # noqa: ANN401 - what JSON holds
    """Read the JSON of a reply, whatever it holds.

    Args:
        document: the JSON.
        shape: where what stands in it.
        also: sentences of the user's that mean "I did not understand", beside those of ``shape``.
    """
    try:
        error = _found(shape.error, document)
        if error:
            return Unsaid(Reason.BOT_ERROR, _line(error))
        texts = _texts(_found(shape.text, document))
        fallback, asks, media = (_found(path, document) for path in (shape.fallback, shape.asks, shape.media))
    except (JMESPathError, RecursionError) as problem:
        return Unsaid(Reason.BOT_ERROR, f"a reply of another shape: {type(problem).__name__}")
    if texts is None:
        return Unsaid(Reason.BOT_ERROR, f"no text at {shape.text}")
    if fallback:
        return Unsaid(Reason.NOT_UNDERSTOOD)
    if sum(map(len, texts)) > 4 * LONGEST:
        return Unsaid(Reason.TOO_LONG)
    said = "\n".join(filter(None, (_harmless(text, shape.markup) for text in texts)))
    if not has_words(said):
        return Unsaid(Reason.MEDIA_ONLY if media else Reason.EMPTY)
    if len(said) > LONGEST:
        return Unsaid(Reason.TOO_LONG)
    plain = _plain(said)
    if any(_plain(sentence) in plain for sentence in (*shape.not_understood, *also)):
        return Unsaid(Reason.NOT_UNDERSTOOD)
    return Unsaid(Reason.ASKS) if asks else Said(said)


def _found(path: str | None, document: object) -> Any:  # noqa: ANN401
    return jmespath.search(path, document) if path else None


def _texts(found: object) -> list[str] | None:
    """One text or several, however nested; None where anything else stands there."""
    if found is None:
        return []
    if isinstance(found, str):
        return [found]
    if not isinstance(found, list) or len(found) > _MOST_MESSAGES:
        return None
    parts = [_texts(item) for item in found]
    return None if None in parts else [text for part in parts if part for text in part]


def _harmless(text: str, markup: str) -> str:
    """Plain text: no markup, no terminal sequences, no control codes, no halves of surrogate pairs."""
    bare = _ESCAPE.sub("", text)[: 4 * LONGEST]
    if markup != "plain":
        bare = clean(bare, Markup(markup)).text
    kept = (c for c in bare.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _line(value: object) -> str:
    return " ".join(_harmless(str(value)[:300], "plain").split())[:200]
