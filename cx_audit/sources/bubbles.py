"""What bots say: messages with several wordings, shown together, as the texts that a customer can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cx_audit.sources.ids import tidy
from cx_audit.sources.jsontext import text_of

__all__ = ["Bubble", "Reply", "dicts", "replies_of", "wordings"]


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message: the wordings of which the bot picks one. ``platform`` and ``condition`` say where and when."""

    locale: str
    wordings: tuple[str, ...]
    platform: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says in one language; ``said`` is the first of its texts as the file has it."""

    locale: str
    text: str
    said: str
    platform: str = ""
    condition: str = ""


def replies_of(bubbles: Iterable[Bubble]) -> Iterator[Reply]:
    """One reply per language, platform, condition and wording, in that order.

    Messages of one language that follow each other are shown together, so they make one text.
    """
    groups: dict[tuple[str, str, str], list[Bubble]] = {}
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


def wordings(texts: object) -> tuple[str, ...]:
    """The texts that have words, once each, of a list or of a single one."""
    listed = texts if isinstance(texts, list) else [texts]
    return tuple(dict.fromkeys(tidy(text_of(text)) for text in listed if text_of(text).strip()))


def dicts(value: object) -> list[dict[str, object]]:
    """The objects of a list; none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _together(bubbles: list[Bubble]) -> list[str]:
    """The texts that customers can be shown: each wording of each message stands in one of them."""
    rounds = max(len(bubble.wordings) for bubble in bubbles)
    texts = (
        "\n\n".join(bubble.wordings[number % len(bubble.wordings)] for bubble in bubbles) for number in range(rounds)
    )
    return list(dict.fromkeys(texts))


def _first_wording(bubbles: list[Bubble], text: str) -> str:
    return next(wording for wording in bubbles[0].wordings if text.startswith(wording))
