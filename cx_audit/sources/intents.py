"""From a bot's intent to answers: what all sources of bots share.

One answer per language and wording; the customers' own words are its questions; the condition under which the bot
says it is kept, and is the audience where it names one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cx_audit.model import Answer, Markup, Place
from cx_audit.sources.bubbles import Reply
from cx_audit.sources.ids import short_hash, slug, squeeze
from cx_audit.sources.interface import Item

__all__ = ["MAX_PHRASES", "Intent", "audience_of", "intent_answers", "is_small_talk", "locale_of", "unique_phrases"]

MAX_PHRASES = 50

_SEGMENTS = (
    r"audience|segment|(?:customer|user|account|client)[ _-]?(?:type|segment|tier)|tier|membership|plan|country|region"
    r"|market"
)
_AUDIENCE = re.compile(
    rf"(?<![A-Za-z])(?P<name>{_SEGMENTS})\b[\"'\])}}]*\s*(?:==?|:)\s*[\"'(]*(?P<value>\w[\w -]{{0,40}}\w|\w)\b", re.I
)
_NONE = frozenset({"false", "no", "none", "null", "undefined", "unknown"})
_ALTERNATIVES = re.compile(r"\|\||\bOR\b|\bor\b|\bNOT\b|!")
# The names under which the vendors themselves sell chit-chat: prebuilt agents, content catalogs.
_SMALL_TALK = re.compile(
    r"small[ _-]?talk[._ -]|General_(?:About_You|Ending|Greetings|Human_or_Bot|Jokes|(?:Nega|Posi)tive_Feedback)\Z",
    re.I,
)
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}\Z")


@dataclass(frozen=True, slots=True)
class Intent:
    """What a customer wants: the bot's name for it, and the phrases by language.

    ``locale`` is the bot's own language, whose phrases stand in where a language has none. ``title`` is the question
    where there are no phrases at all; ``key`` begins the ids where the name is not enough.
    """

    name: str
    phrases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    locale: str = ""
    title: str = ""
    key: str = ""
    updated: str | None = None
    markup: Markup = Markup.PLAIN


def intent_answers(
    item: Item, intent: Intent, replies: Sequence[Reply], place: Callable[[Reply], Place]
) -> Iterator[Answer]:
    """An answer for each reply; several replies in one language are told apart by a hash of what they say."""
    often = Counter(reply.locale for reply in replies)
    base = slug(intent.key or intent.name, 80) or short_hash([intent.name])
    for reply in replies:
        asked = _asked(intent, reply.locale)
        alone = often[reply.locale] == 1
        own = "" if alone else short_hash([reply.platform, reply.condition, reply.text], 6)
        kept = {"reply_channel": reply.platform, "condition": reply.condition}
        yield Answer(
            id="-".join(filter(None, (base, reply.locale, own))),
            channel=item.given_channel or "chatbot",
            question=asked[0] if asked else intent.title or intent.name,
            text=reply.text,
            markup=intent.markup,
            variants=tuple(asked[1:]),
            locale=reply.locale or None,
            audience=audience_of(reply.condition),
            intent=intent.name,
            updated=intent.updated,
            place=place(reply),
            metadata={key: value for key, value in kept.items() if value},
        )


def _asked(intent: Intent, locale: str) -> Sequence[str]:
    """What customers say: in the language, else in the bot's own, else in any."""
    tried = [locale, locale.split("-")[0], intent.locale, *sorted(intent.phrases)]
    return next((intent.phrases[name] for name in tried if intent.phrases.get(name)), ())


def unique_phrases(phrases: Sequence[str]) -> list[str]:
    """The phrases on one line each, once each, not too many of them."""
    return list(dict.fromkeys(filter(None, map(squeeze, phrases))))[:MAX_PHRASES]


def audience_of(condition: str) -> str | None:
    """For whom a condition holds: ``$session.params.customer_type = "business"`` is ``business``.

    None where it compares nothing that names customers, negates, or leaves it open by an "or".
    """
    if _ALTERNATIVES.search(condition):
        return None
    named = {_segment(squeeze(found["name"]), squeeze(found["value"])) for found in _AUDIENCE.finditer(condition)}
    return named.pop() if len(named) == 1 else None


def _segment(name: str, value: str) -> str | None:
    """A kind of customer: a value is one by itself, but not a number, nor whether there is one."""
    if value.casefold() in _NONE:
        return None
    if value.casefold() in ("true", "yes"):
        return name
    return f"{name} {value}" if value.isdecimal() else value


def is_small_talk(name: str) -> bool:
    """Whether an intent is the vendor's ready-made chit-chat, by its name."""
    return _SMALL_TALK.match(name) is not None


def locale_of(name: str) -> str:
    """A language tag in the usual form ("en_US" is "en-US"); "" where the name is none."""
    return name.replace("_", "-") if _LOCALE.match(name) else ""
