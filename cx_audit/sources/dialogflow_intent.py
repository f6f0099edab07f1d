"""One intent of a Dialogflow ES agent: its utterances per language, and what it says in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cx_audit.sources.bubbles import Bubble, Reply, dicts, replies_of, wordings
from cx_audit.sources.ids import squeeze
from cx_audit.sources.jsontext import text_of

__all__ = ["has_media", "replies", "utterances"]

_MAX_UTTERANCES = 50


def utterances(data: object) -> list[str]:
    """The training phrases of a usersays file, entities as the customer would say them."""
    found: dict[str, None] = {}
    for phrase in dicts(data):
        if said := squeeze("".join(text_of(part.get("text")) for part in dicts(phrase.get("data")))):
            found[said] = None
    return list(found)[:_MAX_UTTERANCES]


def replies(intent: Mapping[str, object], default_locale: str) -> Iterator[Reply]:
    """What an intent says, one reply per language, platform and wording."""
    for response in dicts(intent.get("responses")):
        bubbles = [_bubble(message, default_locale) for message in dicts(response.get("messages"))]
        if not any(bubble.wordings for bubble in bubbles):
            bubbles = [Bubble(default_locale, wordings(response.get("speech")))]
        yield from replies_of(bubbles)


def has_media(intent: Mapping[str, object]) -> bool:
    """Whether it answers with cards, pictures or payloads instead of words."""
    return any(dicts(response.get("messages")) for response in dicts(intent.get("responses")))


def _bubble(message: Mapping[str, object], default_locale: str) -> Bubble:
    items = [part for part in dicts(message.get("items")) if "textToSpeech" in part or "displayText" in part]
    spoken = [text_of(part.get("displayText")) or text_of(part.get("textToSpeech")) for part in (message, *items)]
    said = wordings(message.get("speech")) or wordings([text for text in spoken if text])
    return Bubble(
        locale=text_of(message.get("lang")) or default_locale,
        platform=text_of(message.get("platform")),
        condition=text_of(message.get("condition")),
        wordings=said or wordings(message.get("formattedText")),
    )
