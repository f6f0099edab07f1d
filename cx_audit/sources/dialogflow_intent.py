"""One intent of a Dialogflow ES agent: its utterances per language, and what it says in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cx_audit.sources.ids import squeeze, tidy
from cx_audit.sources.jsontext import text_of

__all__ = ["Reply", "has_media", "replies", "utterances"]

_MAX_UTTERANCES = 50


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says in one language; ``said`` is the first of its texts as the file has it."""

    locale: str
    text: str
    said: str
    platform: str
    condition: str


@dataclass(frozen=True, slots=True)
class _Bubble:
    """One message: the wordings of which the bot picks one."""

    locale: str
    platform: str
    condition: str
    wordings: tuple[str, ...]


def utterances(data: object) -> list[str]:
    """The training phrases of a usersays file, entities as the customer would say them."""
    found: dict[str, None] = {}
    for phrase in data if isinstance(data, list) else []:
        parts = phrase.get("data") if isinstance(phrase, dict) else None
        words = (text_of(part.get("text")) for part in _dicts(parts))
        if said := squeeze("".join(words)):
            found[said] = None
    return list(found)[:_MAX_UTTERANCES]


def replies(intent: Mapping[str, object], default_locale: str) -> Iterator[Reply]:
    """What an intent says, one reply per language, platform and wording.

    Messages of one language that follow each other are shown together, so they make one text.
    """
    for response in _dicts(intent.get("responses")):
        bubbles = [_bubble(message, default_locale) for message in _dicts(response.get("messages"))]
        if not any(bubble.wordings for bubble in bubbles):
            bubbles = [_Bubble(default_locale, "", "", _wordings(response.get("speech")))]
        groups: dict[tuple[str, str, str], list[_Bubble]] = {}
        for bubble in bubbles:
            if bubble.wordings:
                groups.setdefault((bubble.locale, bubble.platform, bubble.condition), []).append(bubble)
        seen: set[tuple[str, str]] = set()
        for (locale, platform, condition), said in sorted(groups.items(), key=lambda group: group[0]):
            for text in _together(said):
                # A platform often repeats what is said everywhere; that comes first, since its name is "".
                if (locale, text) not in seen:
                    seen.add((locale, text))
                    yield Reply(locale, text, _first_wording(said, text), platform, condition)


def has_media(intent: Mapping[str, object]) -> bool:
    """Whether it answers with cards, pictures or payloads instead of words."""
    return any(_dicts(response.get("messages")) for response in _dicts(intent.get("responses")))


def _bubble(message: Mapping[str, object], default_locale: str) -> _Bubble:
    items = [part for part in _dicts(message.get("items")) if "textToSpeech" in part or "displayText" in part]
    spoken = [text_of(part.get("displayText")) or text_of(part.get("textToSpeech")) for part in (message, *items)]
    wordings = _wordings(message.get("speech")) or _wordings([text for text in spoken if text])
    return _Bubble(
        locale=text_of(message.get("lang")) or default_locale,
        platform=text_of(message.get("platform")),
        condition=text_of(message.get("condition")),
        wordings=wordings or _wordings(message.get("formattedText")),
    )


def _wordings(speech: object) -> tuple[str, ...]:
    texts = speech if isinstance(speech, list) else [speech]
    return tuple(dict.fromkeys(tidy(text_of(text)) for text in texts if text_of(text).strip()))


def _together(bubbles: list[_Bubble]) -> list[str]:
    """The texts that customers can be shown: each wording of each message stands in one of them."""
    rounds = max(len(bubble.wordings) for bubble in bubbles)
    texts = (
        "\n\n".join(bubble.wordings[number % len(bubble.wordings)] for bubble in bubbles) for number in range(rounds)
    )
    return list(dict.fromkeys(texts))


def _first_wording(bubbles: list[_Bubble], text: str) -> str:
    return next(wording for wording in bubbles[0].wordings if text.startswith(wording))


def _dicts(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
